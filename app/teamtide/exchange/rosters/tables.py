"""Which table of a file is the roster.

A roster is seldom alone in its file. Every rectangle with a header is tried: what its headers and
cells say of people against what they say of anything else. The best one wins, the others are said;
where none will do, the reason is given with a way out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from teamtide.exchange.books.cells import text_of
from teamtide.exchange.books.grids import Book, Cell, Grid, Unreadable
from teamtide.exchange.rosters.choices import Choices
from teamtide.exchange.rosters.headers import FIELDS, header_words
from teamtide.exchange.rosters.kinds import is_log
from teamtide.exchange.rosters.layouts import LOOKED_AT, unique
from teamtide.exchange.rosters.refusals import refusal, refuse_mapping
from teamtide.exchange.rosters.trying import Tried, tried_on


@dataclass(frozen=True, slots=True)
class Table:
    """A table in a sheet: its header row and which column is which field.

    Args:
        grid: The sheet.
        header: Index of the header row, the last one where there are two; -1 where there is none.
        columns: {field: column}.
        top: Index of the first header row.
        left: Its first column.
        right: The column after its last; None for all.
        last: Index of the row after its last; None for all.
        names: Headers by column, each one once; blank to take them from the header row.
        skipped: Rows between that are no data.
        beside: {middle_name, second_last_name, infix or schedule: column}.
        notes: Sentences about how it was found.
        sort: `people`; `numbered` where people have ids but no names; `posts` where rows are
            posts and not people.
    """

    grid: Grid
    header: int
    columns: dict[str, int]
    top: int = -2
    left: int = 0
    right: int | None = None
    last: int | None = None
    names: tuple[str, ...] = ()
    skipped: frozenset[int] = frozenset()
    beside: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    sort: str = "people"

    @property
    def headers(self) -> list[Cell]:
        """The header cells; all blank where there is no header."""
        return self.grid.rows[self.header] if self.header >= 0 else [None] * self.grid.width

    @property
    def end(self) -> int:
        """Index of the row after the last."""
        return len(self.grid.rows) if self.last is None else self.last

    def header_of(self, column: int) -> str:
        """A header as text, each one once; a blank one is called by its letters."""
        names = self.names or unique([text_of(cell) for cell in self.headers], self.grid.left)
        return names[column]

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
    choices = choices or Choices()
    sheets = book.sheets
    if choices.sheet:
        chosen = book.sheet(choices.sheet)
        if chosen is None:
            there = ", ".join(f"“{sheet.name}”" for sheet in book.sheets[:8])
            raise Unreadable(f"{book.file} has no sheet “{choices.sheet}”. Choose one of {there}.")
        sheets = (chosen,)
    wrong = [name for name in choices.columns.values() if name and name not in FIELDS]
    if wrong:
        raise Unreadable(f"“{wrong[0]}” is not a field. Use one of {', '.join(FIELDS)}.")
    tried = [one for grid in sheets for one in tried_on(grid, choices)]
    good = [one for one in tried if one.sort in ("people", "numbered")]
    if not good and choices.headcount:
        good = [one for one in tried if one.sort == "posts"]
    if not good:
        if choices.columns:
            refuse_mapping(book, choices)
        raise Unreadable(refusal(book, [(one.sort, one.why, one.layout) for one in tried]))
    best = max(good, key=lambda one: one.score)
    return _table(best, _beside(best, good))


def _table(best: Tried, notes: list[str]) -> Table:
    layout = best.layout
    return Table(
        layout.grid,
        layout.header,
        best.guess.columns,
        layout.top,
        layout.left,
        layout.right,
        best.extent.last,
        layout.names,
        best.extent.skipped,
        best.guess.beside,
        (*best.guess.notes, *notes),
        best.sort,
    )


def _beside(best: Tried, good: list[Tried]) -> list[str]:
    """What else there is in the file that is not read."""
    notes = []
    layout = best.layout
    grid = layout.grid
    same, others = [], []
    for one in good:
        if one is best:
            continue
        if one.layout.grid is grid:
            if one.layout.right <= layout.left or one.layout.left >= layout.right:
                cells = grid.address(one.layout.header, one.layout.left)
                notes.append(
                    f"Beside it begins another table, at {cells}, that was not read; only the one "
                    f"at {grid.address(layout.header, layout.left)} was."
                )
        elif set(map(header_words, one.layout.headers)) - {""} == (
            set(map(header_words, layout.headers)) - {""}
        ):
            same.append(one.layout.grid.name)
        else:
            others.append(one.layout.grid.name)
    same, others = list(dict.fromkeys(same)), list(dict.fromkeys(others))
    if same:
        listed = ", ".join(f"“{name}”" for name in same[:6]) + (", …" if len(same) > 6 else "")
        notes.append(
            f"Only the sheet “{grid.name}” was read; {listed} "
            f"{'has' if len(same) == 1 else 'have'} the same columns. Import them one by one, or "
            "put all people on one sheet."
        )
    if others:
        listed = ", ".join(f"“{name}”" for name in others[:6]) + (", …" if len(others) > 6 else "")
        notes.append(
            f"Only the sheet “{grid.name}” was read; {listed} "
            f"{'holds' if len(others) == 1 else 'hold'} people as well."
        )
    if best.extent.below is not None:
        cell = grid.address(best.extent.below, layout.left)
        notes.append(f"Below it begins another table, at {cell}, that was not read.")
    return notes


_EFFORT = re.compile(
    r"\b(effort|person days?|man days?|days|estimate|estimated|aufwand|pt|personentage|schatzung|"
    r"charge|jours|jh|esfuerzo|dias|dias persona|esforco)\b|工数|人日"
)
_PROJECT = re.compile(
    r"^(project|project name|projekt|projektname|initiative|epic|vorhaben|projet|nom du projet|"
    r"proyecto|projeto|案件|プロジェクト|プロジェクト名|项目|项目名称)$"
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
            if is_log([text_of(c) for c in grid.rows[row]]):
                continue
            return Table(grid, row, {"project": project, "effort": effort})
    return None
