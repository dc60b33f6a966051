"""What was worked out for the page about people, and what each of its tables offers. No Qt.

Each view has a few columns that say what a row is of, and a cell per option. Rows are in plan
order, always: nothing here ranks anybody. Texts are made for the cells that are looked at, since
a large plan has a hundred thousand pairs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from teamtide.capacity.arrays import BoolArray, IntArray
from teamtide.capacity.measures.relations import Relations
from teamtide.plan.rows import PersonId, ScenarioId
from teamtide.ui.fields import texts

NONE, KEPT, LOST, NEW = range(4)
"""How a pair is, compared with Today."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell says, all of it (`tip`), and how: "warn", "good", "muted" or as text."""

    text: str
    tip: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What was worked out, and what things are called.

    Args:
        people: Labels in plan order; `ids` are theirs.
        ids: See above.
        teams: Names in plan order.
        disciplines: Likewise.
        start: The plan's first Monday.
        today: What Today means for people.
        options: (id, name, what it means for people) of each column.
        now: Which scenario is Today.
    """

    people: tuple[str, ...]
    ids: tuple[PersonId, ...]
    teams: tuple[str, ...]
    disciplines: tuple[str, ...]
    start: date
    today: Relations
    options: tuple[tuple[ScenarioId, str, Relations], ...]
    now: ScenarioId

    def monday(self, week: int) -> str:
        """The first day of a week, in words."""
        return texts.date_text(self.start + timedelta(days=7 * week))

    def friday(self, week: int) -> str:
        """Its last working day."""
        return texts.date_text(self.start + timedelta(days=7 * week + 4))

    def in_team(self, team: int) -> BoolArray:
        """(P,) who is in a team some time, in Today or an option on screen."""
        found = self.today.there[:, team].copy()
        for _, _, one in self.options:
            found |= one.there[:, team]
        return found

    def called(self, text: str) -> BoolArray:
        """(P,) whose label has a text in it."""
        wanted = text.strip().casefold()
        return np.array([wanted in name.casefold() for name in self.people], dtype=np.bool_)


class View:
    """One of the tables."""

    heads: tuple[str, ...] = ()
    empty = ""

    def __init__(self, seen: Seen) -> None:
        """A table of what was worked out."""
        self.seen = seen

    @property
    def size(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    def label(self, row: int, column: int) -> str:
        """What a row is of."""
        raise NotImplementedError

    def cell(self, row: int, option: int) -> Cell:
        """What an option means for it."""
        raise NotImplementedError

    def total(self, option: int) -> str:
        """A few words below an option's name."""
        return ""

    def people(self, row: int) -> tuple[PersonId, ...]:
        """Whom to choose on the board."""
        return ()

    def kept(self, team: int | None, text: str, state: int) -> IntArray:
        """The rows that are about a team, about people called so, and (pairs) in a state."""
        raise NotImplementedError
