"""Whole columns of a roster as values: what one cell leaves open, its column settles.

03/04/2025 or 32 mean nothing alone. A column has a unit or an order of its own, found from all of
its cells, and where it does not show one, that is said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from teamtide.exchange.books.cells import day_of_serial, number_of, text_of
from teamtide.exchange.books.dates import ORDERS, Order, orders_of, parse_day
from teamtide.exchange.books.findings import Findings
from teamtide.exchange.books.grids import Cell
from teamtide.exchange.rosters.headers import header_words
from teamtide.exchange.rosters.tables import Table

_SAY = {"ymd": "year-month-day", "dmy": "day/month/year", "mdy": "month/day/year"}
_OPEN = frozenset(
    ("", "-", "–", "—", "n/a", "na", "none", "null", "tbd", "tba", "open", "offen", "present")
) | {"current", "unbefristet", "unlimited", "permanent", "heute", "today", "ongoing", "#n/a"}
_HOURS = re.compile(r"(.+?)\s*(h|hrs?|hours?|std\.?|stunden|stdn\.?|uren|heures|horas)\b.*", re.I)
_HOURS_HEADER = re.compile(r"\b(hours?|hrs|h|std|stunden|wochenstunden|arbeitszeit|uren|horas)\b")
FULL_TIME = 40.0


def text_column(table: Table, field: str, rows: Sequence[int]) -> list[str]:
    """A column as tidy texts; all blank where there is no such column."""
    column = table.columns.get(field)
    if column is None:
        return [""] * len(rows)
    cells = table.grid.rows
    return [_tidy(cells[row][column]) for row in rows]


def _tidy(cell: Cell) -> str:
    if cell is None:
        return ""
    text = cell if type(cell) is str else text_of(cell)
    return " ".join(text.split())


def day_column(
    table: Table, field: str, rows: Sequence[int], findings: Findings
) -> list[date | None]:
    """A column as days; the order of text dates is decided by all of them."""
    column = table.columns.get(field)
    days: list[date | None] = [None] * len(rows)
    if column is None:
        return days
    texts: list[tuple[int, str]] = []
    for place, row in enumerate(rows):
        cell = table.grid.rows[row][column]
        if cell is None:
            continue
        if isinstance(cell, datetime):
            days[place] = cell.date()
        elif isinstance(cell, date):
            days[place] = cell
        elif isinstance(cell, str):
            if cell.strip().casefold() not in _OPEN:
                texts.append((place, cell.strip()))
        elif not isinstance(cell, bool) and (serial := day_of_serial(cell)) is not None:
            days[place] = serial
        else:
            _not_a_day(table, row, column, findings)
    if not texts:
        return days
    order = _order_of(table, column, [text for _, text in texts], rows[texts[0][0]], findings)
    for place, text in texts:
        day = parse_day(text, order, findings.pivot)
        if day is None:
            possible = [d for o in ORDERS if (d := parse_day(text, o, findings.pivot)) is not None]
            if possible:
                day = possible[0]
                findings.warn(
                    f"{table.grid.address(rows[place], column)}: “{text}” is no "
                    f"{_SAY[order]}, as the others in its column are; it was read as "
                    f"{day.isoformat()}."
                )
            else:
                _not_a_day(table, rows[place], column, findings)
        days[place] = day
    return days


def _not_a_day(table: Table, row: int, column: int, findings: Findings) -> None:
    findings.problem(
        table.grid.address(row, column),
        table.grid.rows[row][column],
        "expected a date such as 2026-01-05; it was left out",
    )


def _order_of(
    table: Table, column: int, texts: list[str], first_row: int, findings: Findings
) -> Order:
    """The order that fits most texts; said where nothing tells day from month."""
    sure: Counter[Order] = Counter()
    fits: Counter[Order] = Counter()
    for text in texts:
        orders = orders_of(text)
        fits.update(orders)
        if len(orders) == 1:
            sure.update(orders)
    if sure:
        return max(ORDERS, key=lambda order: (sure[order], fits[order]))
    order: Order = "dmy"
    if fits:
        findings.warn(
            f"{table.grid.address(first_row, column)}: nothing in the column "
            f"“{table.header_of(column)}” tells day from month (“{texts[0]}”); it was read as "
            f"{_SAY[order]}. If that is wrong, write the dates as 2026-01-05."
        )
    return order


def fte_column(
    table: Table, rows: Sequence[int], findings: Findings
) -> tuple[list[float | None], set[int]]:
    """A column as FTE from 0 to 1, and the places that are posts of several people.

    Numbers up to 1 are FTE, up to 60 with an hour in header or cell (or all of 10 to 60) hours a
    week, up to 100 per cent.
    """
    column = table.columns.get("fte")
    values: list[float | None] = [None] * len(rows)
    posts: set[int] = set()
    if column is None:
        return values, posts
    hours: dict[int, float] = {}
    numbers: dict[int, float] = {}
    for place, row in enumerate(rows):
        cell = table.grid.rows[row][column]
        if cell is None:
            continue
        if isinstance(cell, str):
            text = cell.strip()
            if text.casefold() in _OPEN:
                continue
            match = _HOURS.fullmatch(text)
            try:
                number = number_of(match[1] if match else text)
            except ValueError:
                findings.problem(
                    table.grid.address(row, column),
                    cell,
                    "expected a part of full time such as 0.8, 80 % or 32 h; it was left out",
                )
                continue
            if number is None:
                continue
            if match:
                hours[place] = number
            elif text.endswith("%"):
                values[place] = number
            else:
                numbers[place] = number
        elif isinstance(cell, (int, float)) and not isinstance(cell, bool):
            numbers[place] = float(cell)
        else:
            findings.problem(
                table.grid.address(row, column),
                cell,
                "expected a part of full time such as 0.8, 80 % or 32 h; it was left out",
            )
    unit = _unit_of(header_words(text_of(table.headers[column])), list(numbers.values()))
    if unit == "hours":
        hours.update(numbers)
    else:
        values_of = {p: n / 100 if unit == "percent" else n for p, n in numbers.items()}
        for place, number in values_of.items():
            values[place] = number
    if hours:
        longest = max(hours.values())
        full = longest if 35 <= longest <= 42 else FULL_TIME
        for place, number in hours.items():
            values[place] = number / full
        findings.warn(
            f"“{table.header_of(column)}” was read as hours a week, {full:g} h being full time."
        )
    for place, value in enumerate(values):
        if value is not None and value > 1 + 1e-9:
            if value <= 1.25:
                values[place] = 1.0
                findings.warn(
                    f"{table.grid.address(rows[place], column)}: more than full time counts as "
                    "full time."
                )
            else:
                posts.add(place)
    return values, posts


def _unit_of(header: str, numbers: list[float]) -> str:
    if not numbers:
        return "fte"
    middle = sorted(numbers)[len(numbers) // 2]
    if _HOURS_HEADER.search(header) and middle > 1:
        return "hours"
    if middle <= 1.5:
        return "fte"
    if max(numbers) <= 48 and middle >= 10:
        return "hours"
    return "percent" if middle >= 10 else "fte"
