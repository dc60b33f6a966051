"""How rows and history entries are written.

The statements are SQLAlchemy's, made from the tables of the schema once, and so are the conversions
of what goes into them; they are run on SQLite directly. A drag writes two rows, and everything an
engine does around a statement would take longer than the statement.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import insert
from sqlalchemy.dialects.sqlite import dialect

from teamtide.plan.changes import ChangeSet
from teamtide.plan.rows import Row
from teamtide.plan.schema import HISTORY, TABLES

_DIALECT: Any = dialect()


@dataclass(frozen=True, slots=True)
class Inserting:
    """An INSERT: its text, its columns, and how their values are converted (None: not at all)."""

    text: str
    columns: tuple[str, ...]
    converters: tuple[Callable[[Any], Any] | None, ...]

    def values(self, source: Callable[[str], Any]) -> tuple[Any, ...]:
        """What to insert, given the value of each column by name."""
        return tuple(
            source(name) if convert is None else convert(source(name))
            for name, convert in zip(self.columns, self.converters, strict=True)
        )


def _inserting(table: Any, columns: tuple[str, ...]) -> Inserting:
    compiled = insert(table).compile(dialect=_DIALECT, column_keys=list(columns))
    order = tuple(compiled.positiontup or ())
    converters = tuple(
        table.columns[name].type.dialect_impl(_DIALECT).bind_processor(_DIALECT) for name in order
    )
    return Inserting(str(compiled), order, converters)


@cache
def _of_table(name: str) -> Inserting:
    table = next(found for cls, found in TABLES.items() if name == cls.TABLE)
    return _inserting(table, tuple(table.columns.keys()))


@cache
def _of_history() -> Inserting:
    return _inserting(HISTORY, ("at", "label", "scenario", "undone", "changes"))


@contextlib.contextmanager
def writing(raw: sqlite3.Connection) -> Iterator[None]:
    """One transaction, all or nothing; references need only hold at its end."""
    raw.execute("BEGIN IMMEDIATE")
    try:
        raw.execute("PRAGMA defer_foreign_keys=ON")
        yield
        raw.execute("COMMIT")
    except BaseException:
        if raw.in_transaction:
            raw.execute("ROLLBACK")
        raise


def insert_rows(raw: sqlite3.Connection, rows: Iterable[Row]) -> None:
    """Add rows, inside a transaction of the caller's."""
    grouped: dict[type[Row], list[Row]] = {}
    for row in rows:
        grouped.setdefault(type(row), []).append(row)
    for cls, group in grouped.items():
        how = _of_table(cls.TABLE)
        raw.executemany(how.text, [how.values(row.__getattribute__) for row in group])


def write_change(raw: sqlite3.Connection, change: ChangeSet) -> None:
    """Make the rows of a change what they are after it, inside a transaction of the caller's."""
    gone: dict[type[Row], list[tuple[int]]] = {}
    for step in change:
        if step.before is not None:
            gone.setdefault(step.cls, []).append((step.row.id,))
    for cls, ids in gone.items():
        raw.executemany(f'DELETE FROM "{cls.TABLE}" WHERE id=?', ids)
    insert_rows(raw, [step.after for step in change if step.after is not None])


def note(raw: sqlite3.Connection, **entry: Any) -> int:
    """Add an entry to the history, inside a transaction of the caller's; its id."""
    how = _of_history()
    key = raw.execute(how.text, how.values(entry.__getitem__)).lastrowid
    assert key is not None
    return key


def set_undone(raw: sqlite3.Connection, key: int, *, undone: bool) -> None:
    """Mark an entry of the history as undone, or not, inside a transaction of the caller's."""
    raw.execute(f'UPDATE "{HISTORY.name}" SET undone=? WHERE id=?', (int(undone), key))


def forget(raw: sqlite3.Connection, keys: Iterable[int]) -> None:
    """Remove entries of the history, inside a transaction of the caller's."""
    raw.executemany(f'DELETE FROM "{HISTORY.name}" WHERE id=?', [(key,) for key in keys])
