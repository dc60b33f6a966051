"""Cells and areas of sheets as formulas write them: `Moves!$A$5:$I$30`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from teamtide.exchange.books.grids import column_letters

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_CELL = r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})"
_AREA = re.compile(
    rf"(?:(?P<sheet>'(?:[^']|'')+'|[^'!:]+)!)?(?:{_CELL}(?::{_CELL})?"
    r"|\$?([A-Za-z]{1,3}):\$?([A-Za-z]{1,3})|\$?([0-9]{1,7}):\$?([0-9]{1,7}))"
)


@dataclass(frozen=True, slots=True)
class Area:
    """Cells of a sheet, rows and columns counted from 1 and all included.

    `sheet` is empty where it is the sheet a formula stands on; `single` for a cell and not a range.
    """

    sheet: str
    top: int
    left: int
    bottom: int
    right: int
    single: bool = False

    def meets(self, other: Area) -> bool:
        """Whether they share a cell, were they on one sheet."""
        return (
            self.top <= other.bottom
            and other.top <= self.bottom
            and self.left <= other.right
            and other.left <= self.right
        )

    def __str__(self) -> str:
        """The area as people write it."""
        first = f"{letters(self.left)}{self.top}"
        last = f"{letters(self.right)}{self.bottom}"
        cells = first if first == last else f"{first}:{last}"
        return f"{named(self.sheet)}!{cells}" if self.sheet else cells


@cache
def letters(column: int) -> str:
    """The letters of a column, 1 being A."""
    return column_letters(column - 1)


def address(sheet: str, row: int, column: int) -> str:
    """One cell as people write it."""
    cell = f"{letters(column)}{row}"
    return f"{named(sheet)}!{cell}" if sheet else cell


def named(sheet: str) -> str:
    """The name of a sheet, in quotes where a formula needs them."""
    if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.]*", sheet):
        return sheet
    return "'" + sheet.replace("'", "''") + "'"


def number_of(column: str) -> int:
    """The number of a column, A being 1."""
    number = 0
    for letter in column.upper():
        number = number * 26 + ord(letter) - 64
    return number


def area_of(text: str) -> Area | None:
    """The area a reference means; None where it is none, or none of this workbook."""
    match = _AREA.fullmatch(text.strip())
    if match is None:
        return None
    sheet = match["sheet"] or ""
    if sheet.startswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    if "[" in sheet:
        return None
    _, left, top, right, bottom, first, last, upper, lower = match.groups()
    if left:
        cell = (int(top), number_of(left))
        other = (int(bottom), number_of(right)) if right else cell
        single = not right
    elif first:
        cell, other, single = (1, number_of(first)), (LAST_ROW, number_of(last)), False
    else:
        cell, other, single = (int(upper), 1), (int(lower), LAST_COLUMN), False
    (top_, left_), (bottom_, right_) = cell, other
    if not (0 < max(top_, bottom_) <= LAST_ROW and 0 < max(left_, right_) <= LAST_COLUMN):
        return None
    return Area(
        *(sheet, min(top_, bottom_), min(left_, right_), max(top_, bottom_), max(left_, right_)),
        single,
    )
