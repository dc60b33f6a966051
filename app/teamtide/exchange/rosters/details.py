"""How a roster was understood, and what is left for a person to decide.

The preview of an import carries it beside the change set, so that whoever shows the preview can let
each guess be put right: every part here has its counterpart in `Choices`.
"""

from __future__ import annotations

from dataclasses import dataclass

from teamtide.exchange.rosters.entries import DayColumn


@dataclass(frozen=True, slots=True)
class Conflict:
    """A value that was changed in the plan since the last import, and that the file says otherwise.

    Args:
        person: Id of the person.
        name: Their name in the plan.
        field: The field, as in `headers.FIELDS`.
        cell: Address of the cell in the file.
        plan: The plan's value, as text.
        file: The file's value, as text.
        before: What the last import said, as text.
        taken: Whether the file's value is taken; else the plan's stays.
    """

    person: int
    name: str
    field: str
    cell: str
    plan: str
    file: str
    before: str
    taken: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A row whose name is close to somebody's of the plan whom no other row speaks of.

    Args:
        row: Row number in the spreadsheet, from 1.
        name: The name in the file.
        candidates: (id, name) of people of the plan, the closest first.
        answer: Id of the person it is, 0 for somebody new; None while nobody said, which counts
            as somebody new, or leaves the row out where several people have exactly this name.
    """

    row: int
    name: str
    candidates: tuple[tuple[int, str], ...]
    answer: int | None = None


@dataclass(frozen=True, slots=True)
class Spelling:
    """A team as the file spells it.

    Args:
        text: The spelling.
        people: How many rows have it.
        team: The team of the plan it goes to; “” for the bench.
        new: Whether the plan has no such team yet.
    """

    text: str
    people: int
    team: str
    new: bool


@dataclass(frozen=True, slots=True)
class TitleGuess:
    """A job title of newcomers, and the discipline it was taken for."""

    title: str
    people: int
    discipline: str


@dataclass(frozen=True, slots=True)
class Details:
    """All of it.

    Args:
        sheets: Names of all sheets of the file.
        sheet: The sheet the table is on.
        header: Row number of its header, from 1; the last one where there are two, 0 for none.
        shape: Digest of sheet and headers, by which a file of the same shape is known again.
        days: Columns of days.
        full_time: Hours a week that count as full time; None where nothing holds hours.
        leavers: People who left before the plan starts and are left out.
        posts: (rows, people) of rows that stand for several people.
        conflicts: Values the plan and the file disagree on.
        questions: Names close to somebody's.
        spellings: Teams as the file spells them, the most people first.
        titles: Job titles of newcomers, the most people first.
    """

    sheets: tuple[str, ...]
    sheet: str
    header: int
    shape: str
    days: tuple[DayColumn, ...] = ()
    full_time: float | None = None
    leavers: int = 0
    posts: tuple[int, int] = (0, 0)
    conflicts: tuple[Conflict, ...] = ()
    questions: tuple[Question, ...] = ()
    spellings: tuple[Spelling, ...] = ()
    titles: tuple[TitleGuess, ...] = ()
