"""Days away, from columns of first and last days or from a text: “parental leave until 30 June”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from teamtide.exchange.books.dates import orders_of, parse_day
from teamtide.exchange.books.findings import Findings
from teamtide.exchange.books.grids import Cell
from teamtide.exchange.rosters.headers import header_words
from teamtide.exchange.rosters.shares import OPEN
from teamtide.exchange.rosters.tables import Table

_DAY = re.compile(
    r"\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}|\d{4}年\d{1,2}月\d{1,2}日|"
    r"\d{1,2}(?:st|nd|rd|th|\.|er|º)?[ \-](?:de )?[^\W\d]{3,10}\.?,?[ \-](?:de )?\d{2,4}|"
    r"[^\W\d]{3,10}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}"
)
_UNTIL = re.compile(
    r"\b(until|till|through|thru|to|up to|bis|jusqu\w*|au|hasta|até|ate|tot|t/m|fino|returns?|"
    r"back)\b|まで|至|〜$", re.IGNORECASE,
)  # fmt: skip
_FROM = re.compile(
    r"\b(from|since|starting|as of|ab|seit|von|vom|depuis|dès|à partir|desde|a partir|vanaf|sinds|"
    r"dal)\b|から|起", re.IGNORECASE,
)  # fmt: skip
_BACK = re.compile(r"\b(return|returns|retour|ruckkehr|wiedereintritt|regreso|retorno)\b|復職")
_LONGEST = 500
_FRACTION = re.compile(r"(\d{1,3})\s?%")


@dataclass(frozen=True, slots=True)
class Away:
    """Days of leave, both included, None where open; `fraction` 1 is all day."""

    first: date | None
    last: date | None
    fraction: float = 1.0


def leaves_of(
    table: Table,
    rows: Sequence[int],
    days: dict[str, list[date | None]],
    findings: Findings,
) -> list[tuple[Away, ...]]:
    """The leave of each row.

    Args:
        table: The table.
        rows: The rows of the grid to read.
        days: Columns of days by field, as `days.day_columns` reads them.
        findings: Where what can't be used goes.
    """
    found: list[tuple[Away, ...]] = [()] * len(rows)
    _from_days(table, rows, days, found, findings)
    column = table.columns.get("leave")
    if column is None:
        return found
    unclear = 0
    for place, row in enumerate(rows):
        cell = table.grid.rows[row][column]
        if cell is None or (isinstance(cell, str) and cell.strip().casefold() in OPEN):
            continue
        parts = leaves_in(cell, findings.pivot)
        found[place] += parts
        unclear += not parts
    if unclear:
        findings.warn(
            f"“{table.header_of(column)}” says of {unclear} "
            f"{'person' if unclear == 1 else 'people'} no days that can be read (such as "
            "“2026-03-01 to 2026-08-31”); their leave was left out."
        )
    return found


def _from_days(
    table: Table,
    rows: Sequence[int],
    days: dict[str, list[date | None]],
    found: list[tuple[Away, ...]],
    findings: Findings,
) -> None:
    end = table.columns.get("leave_end")
    back = end is not None and _BACK.search(header_words(table.header_of(end)))
    for place, (first, last) in enumerate(zip(days["leave_start"], days["leave_end"], strict=True)):
        if first is None and last is None:
            continue
        if back and last is not None:
            last -= timedelta(days=1)
        if first is not None and last is not None and last < first and end is not None:
            findings.problem(
                table.grid.address(rows[place], end),
                table.grid.rows[rows[place]][end],
                f"expected a day after the start of the leave, {first.isoformat()}; the leave was "
                "left out",
            )
            continue
        found[place] = (Away(first, last),)


def leaves_in(cell: Cell, pivot: int) -> tuple[Away, ...]:
    """The days away that a cell speaks of; none where it names no day."""
    if isinstance(cell, datetime):
        return (Away(cell.date(), cell.date()),)
    if isinstance(cell, date):
        return (Away(cell, cell),)
    if not isinstance(cell, str) or len(cell) > _LONGEST:
        return ()
    found = []
    for part in re.split(r"[;\n|]", cell):
        texts = _DAY.findall(part)
        days = [day for text in texts if (day := _day(text, texts, pivot)) is not None]
        fraction = _FRACTION.search(part)
        share = min(1.0, int(fraction[1]) / 100) if fraction else 1.0
        if len(days) >= 2:
            found.append(Away(min(days[:2]), max(days[:2]), share))
        elif days:
            if _FROM.search(part) and not _UNTIL.search(part):
                found.append(Away(days[0], None, share))
            elif _UNTIL.search(part):
                found.append(Away(None, days[0], share))
            else:
                found.append(Away(days[0], days[0], share))
    return tuple(found)


def _day(text: str, beside: Sequence[str], pivot: int) -> date | None:
    orders = set.intersection(*({*orders_of(other)} for other in beside)) or {*orders_of(text)}
    for order in ("ymd", "dmy", "mdy"):
        if order in orders and (day := parse_day(text, order, pivot)) is not None:
            return day
    return None
