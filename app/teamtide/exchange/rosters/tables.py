"""Where the table is: the sheet, and the header row below titles and blanks.

A roster is seldom alone in its file. The row whose words name the most columns of a roster is the
header; of several sheets the one that has it, and the most people below.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from teamtide.exchange.books.cells import text_of
from teamtide.exchange.books.grids import Book, Cell, Grid, Unreadable, column_letters
from teamtide.exchange.rosters.choices import Choices
from teamtide.exchange.rosters.headers import (
    FIELDS,
    guess,
    header_words,
    names_people,
    scores,
    speaks_of_people,
)

LOOKED_AT = 40

_EFFORT = re.compile(
    r"\b(effort|person days?|man days?|days|estimate|estimated|aufwand|pt|personentage|schätzung)\b"
)
_PROJECT = re.compile(r"^(project|project name|projekt|projektname|initiative|epic|vorhaben)$")
_LOGGED = re.compile(r"\b(hours?|stunden|duration|dauer|spent|logged|time spent|actual|minutes)\b")
_WHEN = re.compile(r"\b(date|datum|day|tag|timestamp|started?|complete timestamp)\b")


@dataclass(frozen=True, slots=True)
class Table:
    """A table in a sheet: its header row and which column is which field."""

    grid: Grid
    header: int
    columns: dict[str, int]

    @property
    def headers(self) -> list[Cell]:
        """The header cells."""
        return self.grid.rows[self.header]

    def header_of(self, column: int) -> str:
        """A header as text; a blank one is called by its letters."""
        text = " ".join(text_of(self.headers[column]).split())
        return text or f"column {column_letters(self.grid.left + column)}"

    def named(self) -> dict[str, str]:
        """The header of each field, in the order of the fields."""
        return {
            field: self.header_of(self.columns[field]) for field in FIELDS if field in self.columns
        }


def find_roster(book: Book, choices: Choices | None = None) -> Table:
    """The table of people in a book.

    Args:
        book: The file.
        choices: What the user has settled.

    Raises:
        Unreadable: there is none, with what there is instead.
    """
    mapping = choices.columns if choices is not None else None
    best: Table | None = None
    best_score = 0.0
    for grid in book.sheets:
        for row in range(min(LOOKED_AT, len(grid.rows))):
            headers = grid.rows[row]
            if sum(isinstance(cell, str) for cell in headers) < 1:
                continue
            found = _columns(headers, mapping)
            if found is None or not names_people(found):
                continue
            if not mapping and not speaks_of_people(headers, found):
                continue
            below = len(grid.rows) - row - 1
            sure = sum(
                max(scores(text_of(headers[c])).values(), default=90) for c in found.values()
            )
            score = sure * (1 + math.log10(1 + below) / 4) * (0.5 if grid.hidden else 1)
            if below and score > best_score and _has_names(grid, row, found):
                best, best_score = Table(grid, row, found), score
    if best is not None:
        return best
    if mapping:
        _refuse_mapping(book, mapping)
    raise Unreadable(_why_not(book))


def _columns(headers: list[Cell], mapping: Mapping[str, str] | None) -> dict[str, int] | None:
    """Fields by column; None where a header the user speaks of is not in this row."""
    if not mapping:
        return guess(headers)
    places = {header_words(text_of(cell)): i for i, cell in reversed(list(enumerate(headers)))}
    taken: dict[str, int] = {}
    unused = set()
    for header, field in mapping.items():
        place = places.get(header_words(header))
        if place is None:
            return None
        if field:
            taken[field] = place
        else:
            unused.add(place)
    rest = [None if i in unused else cell for i, cell in enumerate(headers)]
    return guess(rest, taken)


def _has_names(grid: Grid, header: int, found: dict[str, int]) -> bool:
    """Whether words, not numbers or sentences, stand below a header of names."""
    column = found.get("name", found.get("last_name", 0))
    cells = [row[column] for row in grid.rows[header + 1 : header + 201]]
    filled = [cell for cell in cells if cell is not None]
    words = [
        cell
        for cell in filled
        if isinstance(cell, str) and len(cell) <= 120 and any(map(str.isalpha, cell))
    ]
    return bool(filled) and len(words) * 2 > len(filled)


def _refuse_mapping(book: Book, mapping: Mapping[str, str]) -> None:
    wrong = [field for field in mapping.values() if field and field not in FIELDS]
    if wrong:
        raise Unreadable(f"“{wrong[0]}” is not a field. Use one of {', '.join(FIELDS)}.")
    words = {
        header_words(text_of(cell))
        for grid in book.sheets
        for row in grid.rows[:LOOKED_AT]
        for cell in row
        if cell is not None
    }
    missing = [header for header in mapping if header_words(header) not in words]
    if missing:
        raise Unreadable(
            f"{book.file} has no column “{missing[0]}”. {_seen(book)} Use one of these words."
        )


def _seen(book: Book) -> str:
    """The likeliest header words of a book, as a sentence."""
    widest: tuple[int, Grid, list[str]] | None = None
    for grid in book.sheets:
        for row in grid.rows[:LOOKED_AT]:
            texts = [" ".join(text_of(c).split())[:30] for c in row if isinstance(c, str)]
            if texts and (widest is None or len(texts) > widest[0]):
                widest = (len(texts), grid, texts)
    if widest is None:
        return "No row of words was found in it."
    words = ", ".join(f"“{text}”" for text in widest[2][:8])
    more = ", …" if len(widest[2]) > 8 else ""
    return f"On the sheet “{widest[1].name}” there are the columns {words}{more}."


def _why_not(book: Book) -> str:
    rows = [row for grid in book.sheets for row in grid.rows[:LOOKED_AT]]
    headers = [[header_words(text_of(c)) for c in row if isinstance(c, str)] for row in rows]
    for words in headers:
        logged = any(_LOGGED.search(w) for w in words) or (
            "complete timestamp" in words and any("case" in w for w in words)
        )
        if len(words) >= 3 and logged and any(_WHEN.search(w) for w in words):
            return (
                f"{book.file} looks like a time log (who worked on what, and when). Time logs "
                "can't be imported yet; choose a list of people or a plan workbook."
            )
    return (
        f"{book.file} holds no list of people: no column of names was found on "
        f"{'its sheet' if len(book.sheets) == 1 else 'any sheet'}. {_seen(book)} If one of them "
        "holds the names, say so (--map Header=name); otherwise choose another file."
    )


def find_projects(book: Book) -> Table | None:
    """A list of projects with an effort each, or None."""
    for grid in book.sheets:
        for row in range(min(LOOKED_AT, len(grid.rows))):
            words = [header_words(text_of(c)) if isinstance(c, str) else "" for c in grid.rows[row]]
            project = next((i for i, w in enumerate(words) if _PROJECT.match(w)), None)
            effort = next((i for i, w in enumerate(words) if _EFFORT.search(w)), None)
            if project is None or effort is None or row + 1 >= len(grid.rows):
                continue
            return Table(grid, row, {"project": project, "effort": effort})
    return None
