"""Any spreadsheet as a preview of what it would change.

The one door for the window and the command line: it decides what a file is, reads it, and hands
out the change beside everything a person needs to judge it. Nothing is applied here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from teamtide.exchange.books.findings import Findings, Problem
from teamtide.exchange.books.grids import Book, Cell, Say, Unreadable, quiet
from teamtide.exchange.books.repairs import repaired
from teamtide.exchange.books.sources import Source, read_source
from teamtide.exchange.plans.format import FORMAT
from teamtide.exchange.plans.lines import header_row
from teamtide.exchange.plans.merge import read_plan
from teamtide.exchange.rosters.choices import Choices
from teamtide.exchange.rosters.details import Details
from teamtide.exchange.rosters.projects import read_projects
from teamtide.exchange.rosters.roster import read_roster
from teamtide.exchange.rosters.tables import Table, find_projects, find_roster
from teamtide.exchange.templates.left_over import without_examples
from teamtide.plan.changes import ChangeSet
from teamtide.plan.state import State
from teamtide.plan.validation import Refused, check

PREVIEWED_ROWS = 200


@dataclass(frozen=True, slots=True)
class PreviewTable:
    """The table as it stands in the file, to be shown beside the guess.

    `marks` are problems by (row, column) of `rows`; `headers` all columns, for a remapping;
    `fields` the field of each column, empty where it is not used; `first_row` is the row number
    in the spreadsheet of the first of `rows`. `outcomes` says by row what becomes of it: `create`,
    `update`, `unchanged`, `conflict`, `skipped`, or empty for a row that holds nothing.
    """

    sheet: str
    headers: tuple[str, ...]
    fields: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    marks: Mapping[tuple[int, int], str]
    first_row: int
    total: int
    outcomes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Import:
    """What a file would change. `change` is empty where a plan workbook has any problem.

    `details` is there for rosters only.
    """

    file: str
    kind: str
    columns: Mapping[str, str]
    create: int
    update: int
    unchanged: int
    skipped: int
    problems: tuple[Problem, ...]
    warnings: tuple[str, ...]
    change: ChangeSet
    table: PreviewTable | None = field(default=None, repr=False)
    details: Details | None = field(default=None, repr=False)

    @property
    def refused(self) -> bool:
        """Whether the problems keep all of it out, and not only the rows they are in."""
        return self.kind == "plan workbook" and bool(self.problems)

    def sentence(self) -> str:
        """Why it is refused, for a message; empty where it is not."""
        if not self.refused:
            return ""
        first = [f"{self.file}, {problem}" for problem in self.problems[:3]]
        more = len(self.problems) - len(first)
        if more:
            first.append(f"There {'is 1 more' if more == 1 else f'are {more} more'}.")
        return " ".join([*first, "Nothing was imported; correct the cells and import again."])

    def as_json(self) -> dict[str, Any]:
        """The preview as the command line prints it."""
        return {
            "kind": self.kind,
            "columns": dict(self.columns),
            "create": self.create,
            "update": self.update,
            "unchanged": self.unchanged,
            "skipped": self.skipped,
            "problems": [
                {"cell": p.cell, "value": p.value, "problem": p.problem} for p in self.problems
            ],
            "warnings": list(self.warnings),
            "conflicts": [
                {
                    "cell": c.cell,
                    "person": c.name,
                    "field": c.field,
                    "plan": c.plan,
                    "file": c.file,
                    "before": c.before,
                    "taken": c.taken,
                }
                for c in (self.details.conflicts if self.details else ())
            ],
            "questions": [
                {"row": q.row, "name": q.name, "close_to": [name for _, name in q.candidates]}
                for q in (self.details.questions if self.details else ())
            ],
        }


def preview_import(
    state: State,
    path: Path,
    choices: Choices | None = None,
    today: date | None = None,
) -> Import:
    """What importing a file would change in a plan.

    Args:
        state: The plan.
        path: The spreadsheet.
        choices: What the user has settled, for rosters.
        today: The day it is, for two-digit years; years beyond ten years from it are of the
            century before.

    Raises:
        Unreadable: the file can't be read or is nothing Teamtide knows; the message says what to
            do.
    """
    return preview_book(state, read_for_import(path), choices, today)


def read_for_import(source: Source, say: Say = quiet, leave_out: Collection[int] = ()) -> Book:
    """A file or a pasted table as a book whose garbled cells are put right, unless it is ours.

    Args:
        source: The file, or what was pasted.
        say: Is told what is being done.
        leave_out: Numbers of sheets, from 0, that are not to be touched.

    Raises:
        Unreadable: it can't be read, or holds nothing.
    """
    book = read_source(source, say, leave_out)
    return book if is_plan_workbook(book) else repaired(book)


def preview_book(
    state: State,
    book: Book,
    choices: Choices | None = None,
    today: date | None = None,
) -> Import:
    """What importing a book that is read already would change; see `preview_import`."""
    found, whole = preview_first(state, book, choices, today)
    return replace(found, change=whole())


def preview_first(
    state: State, book: Book, choices: Choices | None, today: date | None
) -> tuple[Import, Callable[[], ChangeSet]]:
    """What can be shown of an import, with an empty change set; and what makes the whole one.

    Making it takes as long as all before it, and whoever looks at a preview need not wait for it.
    It raises Unreadable where the change would break a rule of plans.
    """
    pointed = choices is not None and bool(choices.columns or choices.sheet or choices.header)
    if not pointed and is_plan_workbook(book):
        plan = _plan_workbook(state, book)
        return plan, lambda: plan.change
    findings = Findings(warnings=list(book.notes))
    if today is not None:
        findings.pivot = (today.year + 10) % 100
    kind = "roster"
    try:
        table = find_roster(book, choices)
    except Unreadable:
        found = None if pointed else find_projects(book)
        if found is None:
            raise
        kind, table = "projects", found
    if kind == "roster":
        reading = read_roster(state, table, book, findings, choices or Choices())
    else:
        reading = read_projects(state, table, book.file, findings)

    def whole() -> ChangeSet:
        change = reading.whole()
        try:
            check(state.apply(change), change)
        except Refused as refused:
            raise Unreadable(
                f"{book.file} can't be imported: {' '.join(refused.problems[:3])} Correct the "
                "file and import it again."
            ) from None
        return change

    columns = table.named() if kind == "roster" else {}
    shown = Import(
        book.file,
        kind,
        columns,
        reading.create,
        reading.update,
        reading.unchanged,
        reading.skipped,
        tuple(findings.problems),
        tuple(findings.warnings),
        ChangeSet(reading.label, (), state.today),
        _preview(table, findings.problems, reading.outcomes),
        reading.details,
    )
    return shown, whole


def is_plan_workbook(book: Book) -> bool:
    """Whether a book is a plan workbook: People as in the format, and more of its sheets or words.

    A roster may well have a sheet called People; it does not have Teams and Placements beside it,
    or all the words of the template.
    """
    people = book.sheet("People")
    if people is None:
        return False
    at = header_row(people, FORMAT["People"].required) if people.rows else None
    if at is None:
        others = sum(book.sheet(name) is not None for name in FORMAT)
        return others >= 4
    for name, form in FORMAT.items():
        grid = book.sheet(name)
        if name != "People" and grid is not None and header_row(grid, form.required) is not None:
            return True
    words = {str(cell).strip().casefold() for cell in people.rows[at] if cell is not None}
    return sum(word.casefold() in words for word in FORMAT["People"].headers) >= 8


def _plan_workbook(state: State, book: Book) -> Import:
    book, left_out = without_examples(book)
    reading = read_plan(state, book)
    table = None
    people = book.sheet("People")
    if people is not None and people.rows:
        at = header_row(people, FORMAT["People"].required)
        if at is not None:
            table = _preview(Table(people, at, {}), reading.problems)
    return Import(
        book.file,
        "plan workbook",
        {},
        reading.create,
        reading.update,
        reading.unchanged,
        0,
        reading.problems,
        (*book.notes, *((left_out,) if left_out else ()), *reading.warnings),
        reading.change,
        table,
    )


def _preview(
    table: Table,
    problems: list[Problem] | tuple[Problem, ...],
    outcomes: Mapping[int, str] | None = None,
) -> PreviewTable:
    grid = table.grid
    first = table.header + 1
    rows = grid.rows[first : min(first + PREVIEWED_ROWS, table.end)]
    said = {problem.cell: problem.problem for problem in problems}
    marks = {
        (index, column): said[address]
        for index in range(len(rows))
        for column in range(grid.width)
        if (address := grid.address(first + index, column)) in said
    }
    fields = {column: name for name, column in table.columns.items()}
    return PreviewTable(
        grid.name,
        tuple(table.header_of(column) for column in range(grid.width)),
        tuple(fields.get(column, "") for column in range(grid.width)),
        tuple(tuple(row) for row in rows),
        marks,
        grid.top + first + 1,
        table.end - first,
        tuple((outcomes or {}).get(first + index, "") for index in range(len(rows))),
    )
