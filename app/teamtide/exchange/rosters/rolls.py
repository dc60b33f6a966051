"""What the rows of a roster come to: people, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from teamtide.exchange.rosters.days import DayColumn
from teamtide.exchange.rosters.leaves import Away
from teamtide.plan.rows import Person


@dataclass(slots=True)
class Entry:
    """One row that is a person, or one of several unnamed people of a row of posts.

    `row` counts the rows of the grid from 0. `left` is whether the person left before the plan
    starts, `unnamed` whether the name was made up here.
    """

    row: int
    name: str
    code: str = ""
    email: str = ""
    title: str = ""
    team: str = ""
    manager: str = ""
    discipline: str = ""
    location: str = ""
    skills: str = ""
    fte: float | None = None
    start: date | None = None
    end: date | None = None
    leave: tuple[Away, ...] = ()
    left: bool = False
    unnamed: bool = False
    match: Person | None = field(default=None)


@dataclass(frozen=True, slots=True)
class Roll:
    """What the rows of a roster are.

    Args:
        entries: The people, in the order of their rows.
        rows: The rows of the grid that hold anything at all.
        days: How each column of days was understood.
        full_time: Hours a week that count as full time, where a column holds hours.
        leavers: How many of the people left before the plan starts.
        posts: Rows that stand for several people, and how many people they are together.
    """

    entries: list[Entry]
    rows: list[int]
    days: tuple[DayColumn, ...] = ()
    full_time: float | None = None
    leavers: int = 0
    posts: tuple[int, int] = (0, 0)
