"""Example rows of the blank plan workbook that nobody has typed over.

Who fills in the people and forgets the examples on the other sheets means none of them; they would
name people that are gone. So as soon as the workbook has somebody of one's own, rows that still
hold an example are passed over, and it is said that they were. A plan that was exported has no page
to read first, and is taken as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from teamtide.exchange.books.cells import text_of
from teamtide.exchange.books.grids import Book, Cell, Grid
from teamtide.exchange.plans.format import FORMAT
from teamtide.exchange.plans.lines import header_key, header_row
from teamtide.exchange.templates.example_rows import ADA, BEN, CLEO, README, TODAY, examples

_ANY_DAY = date(2026, 1, 5)
_EXAMPLES = frozenset((ADA, BEN, CLEO))


def without_examples(book: Book) -> tuple[Book, str]:
    """A plan workbook without the template's examples, where people of one's own are in it.

    Returns:
        The book with those rows blank, and a sentence about them; the book itself and no sentence
        where there is nothing to leave out.
    """
    people = book.sheet("People")
    if people is None or book.sheet(README) is None or not _own_people(people):
        return book, ""
    left_out: list[str] = []
    sheets = []
    for grid in book.sheets:
        name = next((n for n in FORMAT if n.casefold() == grid.name.strip().casefold()), None)
        found = set() if name is None else _example_rows(name, grid)
        if found:
            blank: list[Cell] = [None] * grid.width
            rows = [blank if n in found else row for n, row in enumerate(grid.rows)]
            grid = replace(grid, rows=rows)
            left_out.append(grid.name)
        sheets.append(grid)
    if not left_out:
        return book, ""
    return (
        replace(book, sheets=tuple(sheets)),
        f"Rows that still hold an example of the template were left out: {', '.join(left_out)}.",
    )


def _own_people(grid: Grid) -> bool:
    """Whether there is anybody beside the examples, and the sheet is laid out as ours."""
    at = header_row(grid, FORMAT["People"].required)
    if at is None:
        return False
    words = [header_key(cell) for cell in grid.rows[at]]
    column = words.index("name")
    names = {text_of(row[column]) for row in grid.rows[at + 1 :]} - {""}
    return bool(names - _EXAMPLES)


def _example_rows(name: str, grid: Grid) -> set[int]:
    """The rows whose texts are those of an example; days and numbers may differ."""
    at = header_row(grid, FORMAT[name].required)
    if at is None:
        return set()
    rows = examples(_ANY_DAY)[name]
    # Of the settings only the plan's name is an example; the others are what they should be.
    known = [_texts(row) for row in (rows[:1] if name == "Plan" else rows)]
    known = [row for row in known if row.get("Scenario") != TODAY or name != "Scenarios"]
    words = {header_key(word): word for word in FORMAT[name].headers}
    columns = {i: words.get(header_key(cell), "") for i, cell in enumerate(grid.rows[at])}
    found = set()
    for number, row in enumerate(grid.rows[at + 1 :], at + 1):
        said = _texts({columns[i]: cell for i, cell in enumerate(row) if columns[i]})
        if said and said in known:
            found.add(number)
    return found


def _texts(row: Mapping[str, Cell]) -> dict[str, str]:
    """The texts of a row but for its ID, which a spreadsheet program may have made a number."""
    return {w: text_of(v) for w, v in row.items() if isinstance(v, str) and w != "ID"}
