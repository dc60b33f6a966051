"""Small tables as rosters, for the tests of how they are understood."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from teamtide.exchange.books.findings import Findings
from teamtide.exchange.books.grids import Book, grid_of
from teamtide.exchange.rosters.choices import Choices
from teamtide.exchange.rosters.entries import Entry, Roll, entries_of
from teamtide.exchange.rosters.tables import Table, find_roster

Sheets = Any
"""Rows of cells, or {sheet: rows of cells}."""

START = date(2026, 1, 5)


def book(sheets: Sheets, name: str = "staff.xlsx") -> Book:
    named = sheets if isinstance(sheets, Mapping) else {"staff": sheets}
    return Book(name, tuple(grid_of(title, rows) for title, rows in named.items()))


def understood(sheets: Sheets, choices: Choices | None = None) -> tuple[Table, Roll, Findings]:
    """The table, its people and what was said of them."""
    findings = Findings()
    table = find_roster(book(sheets), choices)
    roll = entries_of(table, choices or Choices(), START, findings)
    return table, roll, findings


def entries(sheets: Sheets, choices: Choices | None = None) -> list[Entry]:
    return understood(sheets, choices)[1].entries


def names(sheets: Sheets, choices: Choices | None = None) -> list[str]:
    return [entry.name for entry in entries(sheets, choices)]


def fields(sheets: Sheets, choices: Choices | None = None) -> dict[str, str]:
    return understood(sheets, choices)[0].named()
