"""A plan's rows and history as they come out of the database.

What is read is plain rows and change sets; no object of SQLModel or SQLAlchemy goes further than
this. Nothing read is believed before it was held against every rule of a plan.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.exc import SQLAlchemyError

from teamtide.plan.changes import ChangeSet, field_kinds, from_json, from_plain
from teamtide.plan.database import sqlite_of, transaction
from teamtide.plan.intake import StoreError, reason, refuse_mistyped
from teamtide.plan.rows import ROW_CLASSES, Row
from teamtide.plan.schema import HISTORY, TABLES
from teamtide.plan.state import State
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
    SQLAlchemyError,
    sqlite3.Error,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    ArithmeticError,
    RecursionError,
)


def load_picture(path: Path, connection: Connection) -> Picture:
    """A whole plan with its history, as one consistent picture.

    Raises:
        StoreError: it can't be read, or is no plan anybody could have made.
    """
    try:
        with transaction(connection, write=False):
            return read_picture(path, connection)
    except _UNREADABLE as error:
        raise StoreError(
            f"{path.name} can't be read: {reason(error)}. If it is damaged, "
            "open a copy of it from before."
        ) from error


def read_picture(path: Path, connection: Connection) -> Picture:
    """The same inside a transaction of the caller's; what is wrong is any of many errors."""
    refuse_mistyped(path, sqlite_of(connection))
    rows = [row for cls in ROW_CLASSES for row in _read(connection, cls)]
    found = connection.execute(select(HISTORY).order_by(HISTORY.c.id)).all()
    history = [
        Entry(
            at.id,
            datetime.fromisoformat(at.at),
            from_json(at.changes, label=at.label, scenario=at.scenario),
            bool(at.undone),
        )
        for at in found
    ]
    state = State.of(rows)
    problems = problems_of(state)
    if problems:
        raise ValueError(problems[0])
    return state, history


def _read(connection: Connection, cls: type[Row]) -> list[Row]:
    kinds = field_kinds(cls)
    lists = [i for i, kind in enumerate(kinds) if kind in ("tuple", "pairs")]
    make: Any = cls
    found = connection.execute(select(*TABLES[cls].columns))
    if not lists:
        return [make(*values) for values in found]
    rows: list[Row] = []
    for values in found:
        plain = list(values)
        for i in lists:
            plain[i] = from_plain(kinds[i], plain[i])
        rows.append(make(*plain))
    return rows
