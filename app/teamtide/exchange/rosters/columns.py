"""Whole columns of a roster as values: what one cell leaves open, its column settles.

32 means nothing alone: a column of parts of full time has a unit of its own, found from all of its
cells and its header.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from teamtide.exchange.books.cells import text_of
from teamtide.exchange.books.findings import Findings
from teamtide.exchange.books.grids import Cell
from teamtide.exchange.rosters.headers import header_words
from teamtide.exchange.rosters.names import tidy
from teamtide.exchange.rosters.shares import OPEN, schedule_of, share_of
from teamtide.exchange.rosters.tables import Table

_HOURS_HEADER = re.compile(
    r"\b(hours?|hrs|h|std|stunden|wochenstunden|arbeitszeit|wochenarbeitszeit|sollstunden\w*|"
    r"uren|horas|heures|horaria|jornada|hebdomadaire|contracturen|vertragsstunden|ore)\b|時間|工时"
)
_PERCENT_HEADER = re.compile(
    r"%|\b(percent\w*|pct|prozent|pensum|grad|quotite|taux|\w*grad|\w*quote|porcentaje|"
    r"percentual|parttimepercentage|workload)\b"
)
FULL_TIME = 40.0
DAYS_A_WEEK = 5.0
_SPANS = {"a week": (35.0, 42.0), "in two weeks": (70.0, 84.0), "a month": (140.0, 184.0)}
"""What full time can be, in hours."""


@dataclass(slots=True)
class Shares:
    """A column of parts of full time.

    Args:
        values: FTE by place; more than 1 only where the place is in `posts`.
        posts: Places of rows that are posts of several people.
        full_time: Hours a week that count as full time; None where nothing holds hours.
    """

    values: list[float | None]
    posts: set[int] = field(default_factory=set)
    full_time: float | None = None


def text_column(table: Table, name: str, rows: Sequence[int]) -> list[str]:
    """A column as tidy texts; all blank where there is no such column."""
    column = table.columns.get(name, table.beside.get(name))
    if column is None:
        return [""] * len(rows)
    grid = table.grid.rows
    cells = [grid[row][column] for row in rows]
    kinds = set(map(type, cells))
    if kinds <= {str, type(None)}:
        distinct = set(cells)
        if len(distinct) * 2 < len(cells):
            known = {cell: _text(cell) for cell in distinct}
            return [known[cell] for cell in cells]
    return [_text(cell) for cell in cells]


def _text(cell: Cell) -> str:
    if type(cell) is str:
        return " ".join(cell.split()) if cell.isascii() else tidy(cell)
    return "" if cell is None else text_of(cell)


def fte_column(
    table: Table, rows: Sequence[int], findings: Findings, full_time: float | None = None
) -> Shares:
    """A column as FTE from 0 to 1, and the places that are posts of several people.

    Numbers up to 1 are FTE, up to 60 with an hour in header or cell (or all of 10 to 60) hours a
    week, up to 100 per cent. “Full time” is 1; “part time” without a number stays blank.

    Args:
        table: The table.
        rows: The rows of the grid to read.
        findings: Where cells that are no part of full time go, and what was decided.
        full_time: Hours a week of a full-time person, where that is settled.
    """
    found = Shares([None] * len(rows))
    column = table.columns.get("fte")
    hours: dict[int, float] = {}
    numbers: dict[int, float] = {}
    part: list[int] = []
    if column is not None:
        _sort(table, column, rows, findings, found.values, hours, numbers, part)
        words = header_words(table.header_of(column))
        raw = table.header_of(column)
        _settle_numbers(f"{words} {raw.casefold()}", found.values, hours, numbers)
        if hours:
            _settle_hours(table, column, hours, found, findings, full_time)
        _cap(table, column, rows, found, hours, findings)
    _schedule(table, rows, found.values, part)
    if part:
        at = table.beside.get("schedule") if column is None or "schedule" in table.beside else None
        header = table.header_of(at if at is not None else column if column is not None else 0)
        who = "1 person is" if len(part) == 1 else f"{len(part)} people are"
        findings.warn(
            f"{who} part time in “{header}”, without saying how much; they count as full time "
            "until their FTE is set."
        )
    return found


def _sort(
    table: Table,
    column: int,
    rows: Sequence[int],
    findings: Findings,
    values: list[float | None],
    hours: dict[int, float],
    numbers: dict[int, float],
    part: list[int],
) -> None:
    """Put each cell where its own unit says, or among the numbers without one."""
    cells = table.grid.rows
    for place, row in enumerate(rows):
        cell = cells[row][column]
        if cell is None:
            continue
        if isinstance(cell, str):
            text = cell.strip()
            if text.casefold() in OPEN:
                continue
            said = share_of(text)
            if said is None:
                _not_a_share(table, row, column, findings)
                continue
            unit, number = said
            if unit == "number":
                numbers[place] = number
            elif unit in ("hours", "clock"):
                hours[place] = number
            elif unit == "days":
                values[place] = number / DAYS_A_WEEK
            elif unit == "part":
                part.append(place)
            else:
                values[place] = number
        elif isinstance(cell, (int, float)) and not isinstance(cell, bool):
            numbers[place] = float(cell)
        else:
            _not_a_share(table, row, column, findings)


def _not_a_share(table: Table, row: int, column: int, findings: Findings) -> None:
    findings.problem(
        table.grid.address(row, column),
        table.grid.rows[row][column],
        "expected a part of full time such as 0.8, 80 % or 32 h; it was left out",
    )


def _settle_numbers(
    header: str,
    values: list[float | None],
    hours: dict[int, float],
    numbers: dict[int, float],
) -> None:
    unit = _unit_of(header, list(numbers.values()), bool(hours))
    if unit == "hours":
        hours.update(numbers)
        return
    large = [number for number in numbers.values() if number > 1.5]
    # A column of parts with 80 and 100 among them mixes parts and per cent; one 14 is a post.
    mixed = (
        len(large) >= 2
        and len(large) * 5 >= len(numbers)
        and all(10 <= n <= 100 and n % 5 == 0 for n in large)
    )
    for place, number in numbers.items():
        percent = number > 1.5 if unit == "percent" or mixed else False
        values[place] = number / 100 if percent else number


def _unit_of(header: str, numbers: list[float], beside_hours: bool) -> str:
    if not numbers:
        return "fte"
    middle = sorted(numbers)[len(numbers) // 2]
    if middle <= 1.5:
        return "fte"
    if max(numbers) == 100 and middle >= 50 and all(number % 5 == 0 for number in numbers):
        return "percent"  # whatever its header calls it
    if _HOURS_HEADER.search(header) and not re.search("%|percent|prozent", header):
        return "hours"
    if _PERCENT_HEADER.search(header) and middle >= 10:
        return "percent"
    if beside_hours and max(numbers) <= 60:
        return "hours"
    if max(numbers) <= 48 and middle >= 10:
        return "hours"
    return "percent" if middle >= 10 and max(numbers) <= 150 else "fte"


def _settle_hours(
    table: Table,
    column: int,
    hours: dict[int, float],
    found: Shares,
    findings: Findings,
    full_time: float | None,
) -> None:
    """Hours as FTE; a full week is what most of those who work about that long work."""
    span, full = "a week", full_time or FULL_TIME
    if not full_time:
        common = Counter(hours.values())
        # The full week, fortnight or month that most people work.
        full_ones = {
            word: {number: count for number, count in common.items() if low <= number <= high}
            for word, (low, high) in _SPANS.items()
        }
        if any(full_ones.values()):
            span = max(full_ones, key=lambda word: sum(full_ones[word].values()))
            full = max(full_ones[span], key=lambda number: (full_ones[span][number], number))
    for place, number in hours.items():
        found.values[place] = number / full
    found.full_time = full if span == "a week" else None
    findings.warn(
        f"“{table.header_of(column)}” was read as hours {span}, {full:g} h being full time."
    )


def _cap(
    table: Table,
    column: int,
    rows: Sequence[int],
    found: Shares,
    hours: dict[int, float],
    findings: Findings,
) -> None:
    """More than full time is full time, or a post of several people where it is much more."""
    over: list[int] = []
    for place, value in enumerate(found.values):
        if value is None or value <= 1 + 1e-9:
            continue
        if value <= 1.25 or place in hours:
            found.values[place] = 1.0
            over.append(place)
        else:
            found.posts.add(place)
    if over:
        more = f" So it does for {len(over) - 1} more." if len(over) > 1 else ""
        findings.warn(
            f"{table.grid.address(rows[over[0]], column)}: more than full time counts as full "
            f"time.{more}"
        )


def _schedule(
    table: Table, rows: Sequence[int], values: list[float | None], part: list[int]
) -> None:
    """What a column of the words “full time” and “part time” says where nothing else does."""
    column = table.beside.get("schedule")
    if column is None:
        return
    cells = table.grid.rows
    for place, row in enumerate(rows):
        cell = cells[row][column]
        if values[place] is not None or not isinstance(cell, str):
            continue
        said = schedule_of(cell.strip())
        if said is None:
            continue
        if said[0] == "full":
            values[place] = 1.0
        elif said[0] == "part":
            part.append(place)
        elif said[0] == "fte" and 0 < said[1] <= 1:
            values[place] = said[1]
