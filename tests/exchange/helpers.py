"""Plans, files and tables for the tests of the exchange room."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from teamtide.exchange.books.grids import Book, grid_of
from teamtide.exchange.importing import Import, preview_import
from teamtide.exchange.plans.format import FORMAT
from teamtide.exchange.plans.merge import PlanReading, read_plan
from teamtide.exchange.plans.sheets import Sheets
from teamtide.exchange.rosters.choices import Choices
from teamtide.plan.fresh import blank
from teamtide.plan.rows import Person, Placement, Team
from teamtide.plan.state import State
from teamtide.plan.validation import check

SHARED = Path(__file__).parents[3] / "shared" / "data"
CORNER = Path(__file__).parents[1] / "data" / "corner"
START = date(2026, 1, 5)
Cells = list[list[Any]]


def empty() -> State:
    return blank(name="Empty", start=START)


def shared(*parts: str) -> Path:
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"the shared file {path.name} is not here; its licence keeps it out of ours")
    return path


def csv_file(folder: Path, rows: Sequence[Sequence[object]], name: str = "staff.csv") -> Path:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    path = folder / name
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def xlsx_file(
    folder: Path, sheets: Mapping[str, Sequence[Sequence[Any]]], name: str = "staff.xlsx"
) -> Path:
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    path = folder / name
    book.save(path)
    return path


def plan_book(sheets: Mapping[str, Sequence[Mapping[str, Any]]]) -> Book:
    """A plan workbook from rows by header word, as `tests.strategies.plans` draws them."""
    grids = []
    for name, rows in sheets.items():
        headers = FORMAT[name].headers
        grids.append(grid_of(name, [headers, *([row.get(h) for h in headers] for row in rows)]))
    return Book("plan.xlsx", tuple(grids))


def book_of(sheets: Sheets) -> Book:
    return Book(
        "again.xlsx",
        tuple(grid_of(name, [header, *rows]) for name, (header, rows) in sheets.items()),
    )


def merged(state: State, book: Book) -> State:
    """The plan after a workbook went in, held against every rule."""
    reading = read_plan(state, book)
    assert not reading.problems, [str(problem) for problem in reading.problems[:3]]
    after = state.apply(reading.change)
    check(after, reading.change)
    return after


def refused(state: State, book: Book) -> PlanReading:
    reading = read_plan(state, book)
    assert reading.problems
    assert not reading.change
    return reading


def imported(state: State, path: Path, mapping: Mapping[str, str] | None = None) -> State:
    found = preview_import(state, path, Choices(columns=mapping) if mapping else None)
    after = state.apply(found.change)
    check(after, found.change)
    return after


def again(state: State, path: Path) -> Import:
    return preview_import(state, path)


def people(state: State) -> dict[str, Person]:
    return {person.name: person for person in state.rows(Person)}


def seats(state: State) -> dict[str, str]:
    """Name → team of everybody placed in Today."""
    return {
        state.get(Person, row.person).name: state.get(Team, row.team).name
        for row in state.where(Placement, "scenario", state.today)
        if row.team is not None
    }
