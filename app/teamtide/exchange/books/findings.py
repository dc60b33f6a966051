"""What an import or an export has to say: problems of cells, remarks, and why it can't be.

A problem names its cell, what stands there and what was expected, so that somebody can put it
right in their own spreadsheet.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from teamtide.exchange.books.cells import text_of
from teamtide.exchange.books.grids import Cell

LONGEST_SHOWN = 60


class Unwritable(ValueError):
    """A workbook that can't be written; the message says where and what to do."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A cell that can't be used: its address, what it holds, and what was expected."""

    cell: str
    value: str
    problem: str

    def __str__(self) -> str:
        """The problem as a sentence."""
        holds = f" holds “{self.value}”" if self.value else " is blank"
        return f"{self.cell}{holds}: {self.problem}." if self.cell else f"{self.problem}."


def shown(value: Cell) -> str:
    """A cell's value as a message quotes it, cut where it is long."""
    text = " ".join(text_of(value).split())
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


@dataclass
class Findings:
    """Problems and warnings as they are met, in order.

    `pivot` is the last two-digit year that is of this century, for dates typed so.
    """

    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    pivot: int = 40

    def problem(self, cell: str, value: Cell, text: str) -> None:
        """Note what is wrong with a cell."""
        self.problems.append(Problem(cell, shown(value), text.strip().removesuffix(".")))

    def warn(self, sentence: str) -> None:
        """Note something the user should know; the same sentence is noted once."""
        if sentence not in self.warnings:
            self.warnings.append(sentence)
