"""Columns of days: the order of text dates, and true dates that a spreadsheet turned round.

03/04/2025 means nothing alone. A column has an order of its own, found from all of its cells, then
from the other columns of its table; where nothing shows it, that is said.
"""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from teamtide.exchange.books.cells import day_of_serial
from teamtide.exchange.books.dates import ORDERS, Order, month_only, orders_of, parse_day
from teamtide.exchange.books.findings import Findings
from teamtide.exchange.rosters.choices import Choices
from teamtide.exchange.rosters.shares import OPEN
from teamtide.exchange.rosters.tables import Table

SAY: Mapping[Order, str] = {
    "ymd": "year-month-day",
    "dmy": "day/month/year",
    "mdy": "month/day/year",
}
DAY_FIELDS = ("start", "end", "leave_start", "leave_end")
_ENDS = ("end", "leave_end")
EARLIEST, LATEST = 1920, 2199


@dataclass(frozen=True, slots=True)
class DayColumn:
    """A column of days, as it was understood.

    Args:
        header: Its header.
        field: start, end, leave_start or leave_end.
        order: "ymd", "dmy" or "mdy" in which its texts were read; empty where it has none.
        sure: Whether its texts tell day from month.
        texts: How many cells are texts.
        dates: How many cells are true dates.
        swapped: How many of the true dates were probably swapped (day and month) by a spreadsheet
            that expected another order; 0 where nothing speaks for it.
    """

    header: str
    field: str
    order: str = ""
    sure: bool = True
    texts: int = 0
    dates: int = 0
    swapped: int = 0


@dataclass(slots=True)
class _Cells:
    """A column before it is read: what each row holds, and what the texts say of their order."""

    field: str
    column: int
    days: dict[int, date]
    texts: dict[int, str]
    order: Order = ""
    sure: bool = True


def day_columns(
    table: Table, rows: Sequence[int], findings: Findings, choices: Choices
) -> tuple[dict[str, list[date | None]], tuple[DayColumn, ...]]:
    """All columns of days of a table, by field, and how each was understood.

    Args:
        table: The table.
        rows: The rows of the grid to read.
        findings: Where cells that are no days go, and what was decided.
        choices: Orders and swaps that are settled.
    """
    columns = [
        _cells_of(table, name, table.columns[name], rows, findings)
        for name in DAY_FIELDS
        if name in table.columns
    ]
    for cells in columns:
        cells.order, cells.sure = _order_of(cells)
        chosen = choices.orders.get(table.header_of(cells.column))
        if chosen in ORDERS and cells.texts:
            cells.order, cells.sure = chosen, True
    told = next((cells for cells in columns if cells.order and cells.sure), None)
    read: dict[str, list[date | None]] = {}
    about = []
    for cells in columns:
        header = table.header_of(cells.column)
        if cells.texts and not cells.order:
            cells.order = told.order if told is not None and told.order != "ymd" else "dmy"
            cells.sure = False
            _say_unsure(table, cells, told, rows, findings)
        swapped = _swapped(cells)
        if header in choices.swapped:
            cells.days = {place: _turned(day) for place, day in cells.days.items()}
        elif swapped:
            findings.warn(
                f"“{header}” mixes texts and true dates, and every text has a day above 12: "
                f"{swapped} of {len(cells.days)} true dates probably have day and month swapped, "
                "by a spreadsheet that expected another order. They were read as they stand; "
                "swap them if that is so."
            )
        read[cells.field] = _read(table, cells, rows, findings)
        about.append(
            DayColumn(
                header,
                cells.field,
                cells.order if cells.texts else "",
                cells.sure,
                len(cells.texts),
                len(cells.days),
                swapped,
            )
        )
    for name in DAY_FIELDS:
        read.setdefault(name, [None] * len(rows))
    return read, tuple(about)


def _cells_of(
    table: Table, name: str, column: int, rows: Sequence[int], findings: Findings
) -> _Cells:
    days: dict[int, date] = {}
    texts: dict[int, str] = {}
    cells = table.grid.rows
    for place, row in enumerate(rows):
        cell = cells[row][column]
        if cell is None:
            continue
        if isinstance(cell, datetime):
            days[place] = cell.date()
        elif isinstance(cell, date):
            days[place] = cell
        elif isinstance(cell, str):
            text = cell.strip()
            if text.casefold() not in OPEN:
                texts[place] = text
        elif cell == 0 and not isinstance(cell, bool):
            continue
        elif not isinstance(cell, bool) and (day := _day_of_number(cell)) is not None:
            days[place] = day
        else:
            _not_a_day(table, row, column, findings)
    for place, day in list(days.items()):
        if day.year <= 1900:
            del days[place]  # a spreadsheet's zero
    return _Cells(name, column, days, texts)


def _day_of_number(cell: float) -> date | None:
    serial = day_of_serial(cell)
    if serial is None and 19_000_101 <= cell <= 21_001_231:
        return parse_day(str(int(cell)), "ymd")
    return serial


def _order_of(cells: _Cells) -> tuple[Order, bool]:
    """The order that fits most texts, and whether they tell day from month."""
    sure: Counter[Order] = Counter()
    fits: Counter[Order] = Counter()
    first: set[str] = set()
    second: set[str] = set()
    for text, count in Counter(cells.texts.values()).items():
        orders = orders_of(text)
        for order in orders:
            fits[order] += count
        if len(orders) == 1:
            only = next(iter(orders))
            if only == "dmy" and parse_day(text, "dmy") == parse_day(text, "mdy"):
                continue  # 05/05/2025 is the same day either way
            sure[only] += count
        elif orders:
            parts = text.replace("-", "/").replace(".", "/").split("/")
            first.add(parts[0].strip())
            second.add(parts[1].strip() if len(parts) > 1 else "")
    numeric = {order: count for order, count in sure.items() if order != "ymd"}
    if numeric:
        order = max(numeric, key=lambda o: (numeric[o], fits[o]))
        if sure["ymd"] > fits[order]:
            order = "ymd"
        return order, True
    if fits["dmy"] + fits["mdy"] == 0:
        return ("ymd", True) if cells.texts else ("", True)
    if len(second) > 4 and {part.lstrip("0") for part in first} == {"1"}:
        return "dmy", True  # all of them the first of a month
    if len(first) > 4 and {part.lstrip("0") for part in second} == {"1"}:
        return "mdy", True
    return "", False


def _say_unsure(
    table: Table, cells: _Cells, told: _Cells | None, rows: Sequence[int], findings: Findings
) -> None:
    unclear = [(p, t) for p, t in cells.texts.items() if len(orders_of(t)) > 1]
    place, text = unclear[0] if unclear else next(iter(cells.texts.items()))
    like = (
        f", as in the column “{table.header_of(told.column)}”"
        if told is not None and told.order != "ymd"
        else ""
    )
    findings.warn(
        f"{table.grid.address(rows[place], cells.column)}: nothing in the column "
        f"“{table.header_of(cells.column)}” tells day from month (“{text}”); it was read as "
        f"{SAY[cells.order]}{like}. If that is wrong, write the dates as 2026-01-05."
    )


def _swapped(cells: _Cells) -> int:
    """How many true dates were probably swapped: all of them could be, and no text could."""
    if len(cells.days) < 2 or not cells.texts or len(cells.days) + len(cells.texts) < 4:
        return 0
    for text in cells.texts.values():
        orders = orders_of(text) & {"dmy", "mdy"}
        if len(orders) != 1 or parse_day(text, "dmy") == parse_day(text, "mdy"):
            return 0
        day = parse_day(text, next(iter(orders)))
        if day is None or day.day <= 12:
            return 0
    if any(day.day > 12 for day in cells.days.values()):
        return 0
    return sum(day.day != day.month for day in cells.days.values())


def _turned(day: date) -> date:
    return date(day.year, day.day, day.month) if day.day <= 12 else day


def _read(
    table: Table, cells: _Cells, rows: Sequence[int], findings: Findings
) -> list[date | None]:
    days: list[date | None] = [None] * len(rows)
    for place, true_day in cells.days.items():
        days[place] = true_day
    known: dict[str, date | None] = {}
    odd: list[int] = []
    for place, text in cells.texts.items():
        if text not in known:
            known[text] = _text_day(text, cells, findings.pivot)
        day = known[text]
        if day is None:
            possible = [d for o in ORDERS if (d := parse_day(text, o, findings.pivot)) is not None]
            if not possible:
                if not text.startswith(("0000", "1900-01-00", "00")):
                    _not_a_day(table, rows[place], cells.column, findings)
                continue
            day = possible[0]
            odd.append(place)
        days[place] = day
    for place, found in enumerate(days):
        if found is None:
            continue
        if found.year > LATEST:
            if cells.field not in _ENDS:
                _not_a_day(table, rows[place], cells.column, findings)
            days[place] = None
        elif found.year < EARLIEST:
            if cells.field not in _ENDS or found.year > 1901:
                _not_a_day(table, rows[place], cells.column, findings)
            days[place] = None
    if odd:
        place = odd[0]
        others = f" So were {len(odd) - 1} more." if len(odd) > 1 else ""
        day = days[place]
        findings.warn(
            f"{table.grid.address(rows[place], cells.column)}: “{cells.texts[place]}” is no "
            f"{SAY[cells.order]}, as the others in its column are; it was read as "
            f"{day.isoformat() if day else 'no day'}.{others}"
        )
    return days


def _text_day(text: str, cells: _Cells, pivot: int) -> date | None:
    day = parse_day(text, cells.order, pivot)
    if day is not None:
        return day
    month = month_only(text)
    if month is None:
        return day_of_serial(float(text)) if text.isdigit() and len(text) == 5 else None
    last = calendar.monthrange(*month)[1] if cells.field in _ENDS else 1
    return date(*month, last)


def _not_a_day(table: Table, row: int, column: int, findings: Findings) -> None:
    findings.problem(
        table.grid.address(row, column),
        table.grid.rows[row][column],
        "expected a date such as 2026-01-05; it was left out",
    )
