"""A plan's rows and history as they come out of the database.

What is read is plain rows and change sets. Nothing of it is believed before it was held against
every rule of a plan.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime
from pathlib import Path

from teamtide.plan.database import reading
from teamtide.plan.history import Entry, History
from teamtide.plan.intake import (
    WAYS_OUT,
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

Picture = tuple[State, History]
"""A plan, and what was done to it."""


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
        raise StoreError(f"{path.name} can't be read: {reason(error)}. {WAYS_OUT[0]}") from error


def read_picture(path: Path, raw: sqlite3.Connection) -> Picture:
    """The same inside a transaction of the caller's; what is wrong is any of many errors."""
    refuse_too_many(path, raw)
    refuse_mistyped(path, raw)
    refuse_odd_history(path, raw)
    rows = [row for cls in ROW_CLASSES for row in _read(raw, cls)]
    history = read_history(raw)
    state = State.of(rows)
    problems = problems_of(state)
    if problems:
        raise ValueError(problems[0])
    return state, history


def read_history(raw: sqlite3.Connection) -> History:
    """The tree of steps. Their changes are known to be JSON lists; what is in them is read, and
    may be refused, when a step is undone, made again or shown.

    Raises:
        ValueError: a step is not JSON, of no time, or fits nowhere in the tree.
    """
    garbled = raw.execute(
        f'SELECT label FROM "{HISTORY}" WHERE NOT json_valid(changes) '
        "OR json_type(changes) <> 'array' LIMIT 1"
    ).fetchone()
    if garbled is not None:
        raise ValueError(f"the history entry “{garbled[0]}” can't be read")
    names = ", ".join(column.name for column in columns_of(HISTORY))
    return History(
        Entry(key, _moment(at), label, scenario, parent, undone, changes)
        for key, at, label, scenario, undone, changes, parent in raw.execute(
            f'SELECT {names} FROM "{HISTORY}" ORDER BY id'
        )
    )


def _moment(text: str) -> datetime:
    """A time that is one in any time zone."""
    found = datetime.fromisoformat(text)
    if not 1 < found.year < 9999:
        raise ValueError(f"{text} is out of time")
    return found


def _read(raw: sqlite3.Connection, cls: type[Row]) -> list[Row]:
    names = ", ".join(f'"{column.name}"' for column in columns_of(cls.TABLE))
    return list(map(reader_of(cls), raw.execute(f'SELECT {names} FROM "{cls.TABLE}"')))
