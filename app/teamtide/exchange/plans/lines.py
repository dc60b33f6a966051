"""The rows of a plan sheet by header word, with a problem noted for every cell that is off.

Every sheet of the plan workbook is read through here, so that each bad cell is reported alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TypeVar

from teamtide.exchange.books.cells import day_of, number_of, text_of, whole_of
from teamtide.exchange.books.findings import Findings
from teamtide.exchange.books.grids import Cell, Grid
from teamtide.exchange.books.references import folded
from teamtide.exchange.plans.format import FORMAT

T = TypeVar("T")
_HEADER_ROWS = 30


def header_key(value: Cell) -> str:
    """A header word as it is compared: capitals, blanks, dashes and underscores alike."""
    return re.sub(r"[\s_\-]+", " ", text_of(value)).strip(" :*").casefold()


def header_row(grid: Grid, words: Sequence[str]) -> int | None:
    """The first row that holds all of `words`, or None."""
    wanted = {header_key(word) for word in words}
    for index, row in enumerate(grid.rows[:_HEADER_ROWS]):
        if wanted <= {header_key(cell) for cell in row if isinstance(cell, str)}:
            return index
    return None


class Sheet:
    """One sheet of a plan workbook; empty where the book has none of that name."""

    def __init__(self, name: str, grid: Grid | None, findings: Findings) -> None:
        """Find the header row and the columns of the sheet called `name`."""
        self.name = name
        self.findings = findings
        self.grid = grid
        self.columns: dict[str, int] = {}
        self.first = 0
        if grid is None or not grid.rows:
            return
        form = FORMAT[name]
        found = header_row(grid, form.required)
        if found is None:
            words = " and ".join(f"“{word}”" for word in form.required)
            findings.problem(
                grid.address(0, 0),
                grid.rows[0][0],
                f"expected the header words {words} in one of the first rows of the sheet "
                f"“{grid.name}”",
            )
            return
        self.first = found + 1
        known = {header_key(word): word for word in form.headers}
        for column, cell in enumerate(grid.rows[found]):
            word = known.get(header_key(cell)) if cell is not None else None
            where = grid.address(found, column)
            if word is not None and word in self.columns:
                findings.problem(where, cell, f"expected the column “{word}” only once")
            elif word is not None:
                self.columns[word] = column
            elif cell is not None:
                findings.warn(f"{where}: the column “{text_of(cell)}” is not known and not used.")

    def lines(self) -> Iterator[Line]:
        """The rows below the header that hold anything in a known column."""
        if self.grid is None or not self.columns:
            return
        used = list(self.columns.values())
        for index in range(self.first, len(self.grid.rows)):
            row = self.grid.rows[index]
            if any(row[column] is not None for column in used):
                yield Line(self, index)


class Line:
    """One row of a sheet."""

    __slots__ = ("index", "sheet")

    def __init__(self, sheet: Sheet, index: int) -> None:
        """Row `index` of the sheet's grid."""
        self.sheet = sheet
        self.index = index

    def value(self, header: str) -> Cell:
        """The cell as it is; None where blank or where there is no such column."""
        column = self.sheet.columns.get(header)
        grid = self.sheet.grid
        return None if column is None or grid is None else grid.rows[self.index][column]

    def at(self, header: str) -> str:
        """The address of the cell."""
        assert self.sheet.grid is not None
        return self.sheet.grid.address(self.index, self.sheet.columns.get(header, 0))

    def problem(self, header: str, text: str) -> None:
        """Note what is wrong with a cell."""
        self.sheet.findings.problem(self.at(header), self.value(header), text)

    def text(self, header: str) -> str:
        """The cell as text, empty where blank."""
        return text_of(self.value(header))

    def named(self, header: str) -> str:
        """The cell as text that must be there; where it is not, a problem and an empty text."""
        text = self.text(header)
        if not text:
            self.problem(header, f"expected a {header.lower()}")
        return text

    def number(self, header: str) -> float | None:
        """The cell as a number, None where blank or (noted) no number."""
        return self._read(header, number_of)

    def whole(self, header: str) -> int | None:
        """The cell as a whole number, None where blank or (noted) none."""
        return self._read(header, whole_of)

    def day(self, header: str) -> date | None:
        """The cell as a day, None where blank or (noted) none."""
        return self._read(header, day_of)

    def choice(self, header: str, choices: Sequence[str]) -> str | None:
        """The cell as one of `choices`, None where blank or (noted) none of them."""
        text = self.text(header)
        if not text:
            return None
        for choice in choices:
            if folded(choice) == folded(text):
                return choice
        self.problem(header, f"expected one of {', '.join(choices)}")
        return None

    def _read(self, header: str, read: Callable[[Cell], T | None]) -> T | None:
        try:
            return read(self.value(header))
        except ValueError as error:
            self.problem(header, str(error))
            return None
