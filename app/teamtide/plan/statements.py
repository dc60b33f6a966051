"""How rows and history entries are written: plain statements, inside one transaction."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC
from functools import cache
from typing import TYPE_CHECKING, Any

from teamtide.plan.changes import ChangeSet
from teamtide.plan.rows import Row
from teamtide.plan.stored import HISTORY, columns_of

if TYPE_CHECKING:
    from teamtide.plan.history import Entry


@dataclass(frozen=True, slots=True)
class Inserting:
    """An INSERT: its text, its columns, and how their values are converted (None: not at all)."""

    text: str
    columns: tuple[tuple[str, Callable[[Any], Any] | None], ...]

    def values(self, source: Callable[[str], Any]) -> tuple[Any, ...]:
        """What to insert, given the value of each column by name."""
        return tuple(
            source(name) if convert is None else convert(source(name))
            for name, convert in self.columns
        )


@cache
def _inserting(table: str) -> Inserting:
    columns = [c for c in columns_of(table) if table != HISTORY or c.name != "id"]
    names = ", ".join(f'"{column.name}"' for column in columns)
    marks = ", ".join("?" for _ in columns)
    text = f'INSERT INTO "{table}" ({names}) VALUES ({marks})'
    return Inserting(text, tuple((column.name, column.packs) for column in columns))


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
        how = _inserting(cls.TABLE)
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
    how = _inserting(HISTORY)
    key = raw.execute(how.text, how.values(entry.__getitem__)).lastrowid
    assert key is not None
    return key


def set_undone(raw: sqlite3.Connection, keys: Iterable[int], undone: int) -> None:
    """Mark entries of the history as taken back at a time, or with 0 as applied, likewise."""
    raw.executemany(f'UPDATE "{HISTORY}" SET undone=? WHERE id=?', [(undone, k) for k in keys])


def restate(raw: sqlite3.Connection, entries: Iterable[Entry]) -> None:
    """Put a whole history into a new file, inside a transaction of the caller's."""
    columns = [column.name for column in columns_of(HISTORY)]
    names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join("?" for _ in columns)
    raw.executemany(
        f'INSERT INTO "{HISTORY}" ({names}) VALUES ({marks})',
        ([_of_step(entry)[name] for name in columns] for entry in entries),
    )


def _of_step(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "at": entry.at.astimezone(UTC).isoformat(),
        "label": entry.label,
        "scenario": entry.scenario,
        "undone": entry.left,
        "changes": entry.changes,
        "parent": entry.parent,
    }


def forget(raw: sqlite3.Connection, keys: Iterable[int]) -> None:
    """Remove entries of the history, inside a transaction of the caller's."""
    raw.executemany(f'DELETE FROM "{HISTORY}" WHERE id=?', [(key,) for key in keys])
