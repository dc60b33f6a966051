"""A plan's rows and history as they come out of the database.

What is read is plain rows and change sets. Nothing of it is believed before it was held against
every rule of a plan.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from teamtide.plan.changes import ChangeSet, from_json
from teamtide.plan.database import reading
from teamtide.plan.intake import (
    StoreError,
    reason,
    refuse_mistyped,
    refuse_odd_history,
    refuse_too_many,
)
from teamtide.plan.rows import ROW_CLASSES, Row
from teamtide.plan.state import State
from teamtide.plan.stored import HISTORY, columns_of, reader_of
from teamtide.plan.validation import problems_of


@dataclass(frozen=True, slots=True)
class Entry:
    """One step of the history."""

    id: int
    at: datetime
    change: ChangeSet
    undone: bool

    @property
    def label(self) -> str:
        """What was done, in the user's words."""
        return self.change.label


Picture = tuple[State, list[Entry]]
"""A plan, and what was done to it, oldest first."""


_UNREADABLE = (
    sqlite3.Error,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    MemoryError,
)


def load_picture(path: Path, raw: sqlite3.Connection) -> Picture:
    """A whole plan with its history, as one consistent picture.

    Raises:
        StoreError: it can't be read, or is no plan anybody could have made.
    """
    try:
        with reading(raw):
            return read_picture(path, raw)
    except _UNREADABLE as error:
        raise StoreError(
            f"{path.name} can't be read: {reason(error)}. If it is damaged, "
            "open a copy of it from before."
        ) from error


def read_picture(path: Path, raw: sqlite3.Connection) -> Picture:
    """The same inside a transaction of the caller's; what is wrong is any of many errors."""
    refuse_too_many(path, raw)
    refuse_mistyped(path, raw)
    refuse_odd_history(path, raw)
    rows = [row for cls in ROW_CLASSES for row in _read(raw, cls)]
    names = ", ".join(column.name for column in columns_of(HISTORY))
    history = [
        Entry(
            key,
            datetime.fromisoformat(at),
            from_json(changes, label=label, scenario=scenario),
            bool(undone),
        )
        for key, at, label, scenario, undone, changes in raw.execute(
            f'SELECT {names} FROM "{HISTORY}" ORDER BY id'
        )
    ]
    state = State.of(rows)
    problems = problems_of(state)
    if problems:
        raise ValueError(problems[0])
    return state, history


def _read(raw: sqlite3.Connection, cls: type[Row]) -> list[Row]:
    names = ", ".join(f'"{column.name}"' for column in columns_of(cls.TABLE))
    return list(map(reader_of(cls), raw.execute(f'SELECT {names} FROM "{cls.TABLE}"')))
