"""A plan's rows and history as they go into the database and come out of it.

What is read is plain rows and change sets; no object of SQLModel or SQLAlchemy goes further than
this. Nothing read is believed before it was held against every rule of a plan.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.exc import SQLAlchemyError

from teamtide.plan.changes import ChangeSet, field_kinds, from_json, from_plain
from teamtide.plan.database import sqlite_of, transaction
from teamtide.plan.intake import StoreError, reason, refuse_mistyped
from teamtide.plan.rows import ROW_CLASSES, Row, field_names
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
    return [
        make(*(from_plain(k, v) for k, v in zip(kinds, values, strict=True))) for values in found
    ]


def _values(row: Row) -> dict[str, Any]:
    return {name: getattr(row, name) for name in field_names(type(row))}


def insert_rows(connection: Connection, rows: Iterable[Row]) -> None:
    """Add rows, inside a transaction of the caller's."""
    grouped: dict[type[Row], list[dict[str, Any]]] = {}
    for row in rows:
        grouped.setdefault(type(row), []).append(_values(row))
    for cls, values in grouped.items():
        connection.execute(insert(TABLES[cls]), values)


def write_change(connection: Connection, change: ChangeSet) -> None:
    """Make the rows of a change what they are after it, inside a transaction of the caller's."""
    gone: dict[type[Row], list[int]] = {}
    for step in change:
        if step.before is not None:
            gone.setdefault(step.cls, []).append(step.row.id)
    for cls, ids in gone.items():
        if len(ids) > 1:
            raw_ids = [(row_id,) for row_id in ids]
            sqlite_of(connection).executemany(f'DELETE FROM "{cls.TABLE}" WHERE id=?', raw_ids)
        else:
            connection.execute(delete(TABLES[cls]).where(TABLES[cls].c.id == ids[0]))
    insert_rows(connection, [step.after for step in change if step.after is not None])
