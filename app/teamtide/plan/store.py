"""The plan file: the SQLite database that a `.teamtide` file is, opened, read and written.

While it is open for writing it is in WAL mode with a flush at each commit, so that what a call
wrote is on the disk when the call returns; on closing it goes back to a rollback journal, so that
a closed plan is one file. What is not a plan, or is broken, or comes from a newer Teamtide is
refused in a sentence and left as it was.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, create_engine, delete, event, insert, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import StaticPool
from sqlmodel import SQLModel

from teamtide.plan import migrations
from teamtide.plan.changes import ChangeSet, field_kinds, from_json, from_plain, to_json
from teamtide.plan.lock import WriteLock
from teamtide.plan.rows import ROW_CLASSES, Row, field_names
from teamtide.plan.schema import APPLICATION_ID, HISTORY, TABLES, VERSION
from teamtide.plan.state import State

MAGIC = b"SQLite format 3\x00"


class StoreError(Exception):
    """A plan file can't be opened, read or written. The text is a sentence for the user."""


class HeldElsewhere(StoreError):
    """The file is open for writing in another program."""


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


class Store:
    """An open plan file. `load` reads it whole; `record` and `mark` each are one transaction."""

    def __init__(self, path: Path, connection: Connection, lock: WriteLock | None) -> None:
        """Use `Store.create` or `Store.open`."""
        self.path = path
        self._connection = connection
        self._lock = lock

    # --- opening --------------------------------------------------------------------------

    @classmethod
    def create(cls, path: Path, state: State) -> Store:
        """A new plan file holding `state`, open for writing.

        Raises:
            StoreError: there is a file already, or it can't be written there.
        """
        if path.exists():
            raise StoreError(f"{path.name} exists already; choose another name.")
        part = path.with_name(f".{path.name}.{os.getpid()}.new")
        try:
            os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            connection = _connect(part, writable=True)
            try:
                raw = _raw(connection)
                raw.execute(f"PRAGMA application_id={APPLICATION_ID}")
                raw.execute(f"PRAGMA user_version={VERSION}")
                with _transaction(connection):
                    SQLModel.metadata.create_all(connection)
                    _insert(connection, state.all_rows())
            finally:
                _disconnect(connection)
            _publish(part, path)
        except FileExistsError as error:
            raise StoreError(f"{path.name} exists already; choose another name.") from error
        except (OSError, SQLAlchemyError, sqlite3.Error) as error:
            raise StoreError(
                f"{path.name} can't be written in {path.parent}: {_reason(error)}. "
                "Choose a folder you may write to."
            ) from error
        finally:
            part.unlink(missing_ok=True)
        return cls.open(path)

    @classmethod
    def open(cls, path: Path, *, writable: bool = True) -> Store:
        """An existing plan file; older versions are brought up to date, a copy kept beside.

        Raises:
            HeldElsewhere: another program has it open for writing (only when `writable`).
            StoreError: it is missing, no plan, broken, or from a newer Teamtide.
        """
        _refuse_foreign(path)
        lock = WriteLock(path) if writable else None
        if lock is not None and not lock.take():
            holder = lock.holder()
            raise HeldElsewhere(f"{path.name} is open for writing by {holder or 'another program'}")
        connection: Connection | None = None
        try:
            connection = _connect(path, writable=writable)
            version = _checked_version(path, connection)
            if version < VERSION:
                if not writable:
                    raise StoreError(
                        f"{path.name} was made by an older Teamtide; open it for writing once "
                        "to bring it up to date."
                    )
                _migrate(path, connection, version)
            if writable:
                _raw(connection).execute("PRAGMA journal_mode=WAL")
                _raw(connection).execute("PRAGMA synchronous=FULL")
                _raw(connection).execute("PRAGMA fullfsync=ON")
            return cls(path, connection, lock)
        except BaseException as error:
            if connection is not None:
                _raw(connection).close()
            if lock is not None:
                lock.release()
            if isinstance(error, (SQLAlchemyError, sqlite3.Error)):
                raise StoreError(
                    f"{path.name} can't be opened: {_reason(error)}. If it is damaged, "
                    "open a copy of it from before."
                ) from error
            raise

    @property
    def writable(self) -> bool:
        """Whether this program holds the right to write."""
        return self._lock is not None

    def close(self) -> None:
        """Leave one file behind, and the lock free."""
        try:
            _disconnect(self._connection)
        finally:
            if self._lock is not None:
                self._lock.release()

    # --- reading --------------------------------------------------------------------------

    def load(self) -> tuple[State, list[Entry]]:
        """The plan and its history, oldest first, as one consistent picture.

        Raises:
            StoreError: the rows can't be read.
        """
        try:
            with _transaction(self._connection, write=False):
                rows = [row for cls in ROW_CLASSES for row in _read(self._connection, cls)]
                found = self._connection.execute(select(HISTORY).order_by(HISTORY.c.id)).all()
            entries = [
                Entry(
                    at.id,
                    datetime.fromisoformat(at.at),
                    from_json(at.changes, label=at.label, scenario=at.scenario),
                    bool(at.undone),
                )
                for at in found
            ]
            return State.of(rows), entries
        except (SQLAlchemyError, sqlite3.Error, ValueError, TypeError, KeyError) as error:
            raise StoreError(
                f"{self.path.name} can't be read: {_reason(error)}. If it is damaged, "
                "open a copy of it from before."
            ) from error

    def problems(self) -> list[str]:
        """What SQLite's own checks find wrong with the file; empty when nothing is."""
        found = [str(row[0]) for row in _raw(self._connection).execute("PRAGMA integrity_check")]
        for table, row, parent, _ in _raw(self._connection).execute("PRAGMA foreign_key_check"):
            found.append(f"{table} {row} refers to a {parent} that is not there")
        return [problem for problem in found if problem != "ok"]

    # --- writing --------------------------------------------------------------------------

    def record(self, change: ChangeSet, *, at: datetime, forget: Iterable[int] = ()) -> Entry:
        """Write a change and its history entry, durable on return; `forget` entries go.

        Raises:
            StoreError: it could not be written; the file is as it was.
        """
        with self._writing() as connection:
            forgotten = list(forget)
            if forgotten:
                connection.execute(delete(HISTORY).where(HISTORY.c.id.in_(forgotten)))
            _write(connection, change)
            result = connection.execute(
                insert(HISTORY).values(
                    at=at.astimezone(UTC).isoformat(),
                    label=change.label,
                    scenario=change.scenario,
                    undone=False,
                    changes=to_json(change),
                )
            )
            key = int(cast("tuple[int]", tuple(result.inserted_primary_key or ()))[0])
        return Entry(key, at, change, False)

    def mark(self, entry: Entry, *, undone: bool) -> Entry:
        """Undo (or redo) an entry in the file, durable on return.

        Raises:
            StoreError: it could not be written; the file is as it was.
        """
        with self._writing() as connection:
            _write(connection, entry.change.inverse() if undone else entry.change)
            connection.execute(
                update(HISTORY).where(HISTORY.c.id == entry.id).values(undone=undone)
            )
        return Entry(entry.id, entry.at, entry.change, undone)

    def copy_to(self, path: Path) -> None:
        """Write the plan as it stands into another file, replacing it whole or not at all.

        Raises:
            StoreError: it can't be written there.
        """
        part = path.with_name(f".{path.name}.{os.getpid()}.new")
        try:
            os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            with contextlib.closing(sqlite3.connect(part)) as target:
                _raw(self._connection).backup(target)
                target.execute("PRAGMA journal_mode=DELETE")
            part.replace(path)
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"{path.name} can't be written: {_reason(error)}.") from error
        finally:
            part.unlink(missing_ok=True)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[Connection]:
        if self._lock is None:
            raise StoreError(f"{self.path.name} is open for reading only.")
        try:
            with _transaction(self._connection):
                yield self._connection
        except (SQLAlchemyError, sqlite3.Error) as error:
            raise StoreError(
                f"{self.path.name} could not be saved: {_reason(error)}. "
                "Nothing was changed; make room or check the folder, then try again."
            ) from error


def _publish(part: Path, path: Path) -> None:
    """Give a finished file its name, never over another one."""
    try:
        path.hardlink_to(part)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if path.exists():
            raise FileExistsError(path) from None
        part.rename(path)


# --- connections ----------------------------------------------------------------------------


def _connect(path: Path, *, writable: bool) -> Connection:
    uri = f"{path.resolve().as_uri()}?mode={'rw' if writable else 'ro'}"

    def creator() -> sqlite3.Connection:
        return sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)

    engine = create_engine("sqlite://", creator=creator, poolclass=StaticPool)

    @event.listens_for(engine, "begin")
    def _explicit(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writable else "BEGIN")

    connection = engine.connect()
    raw = _raw(connection)
    raw.execute("PRAGMA trusted_schema=OFF")
    raw.execute("PRAGMA cell_size_check=ON")
    raw.execute("PRAGMA foreign_keys=ON")
    raw.execute("PRAGMA busy_timeout=2000")
    return connection


def _disconnect(connection: Connection) -> None:
    raw = _raw(connection)
    try:
        with contextlib.suppress(sqlite3.Error):
            # A reader elsewhere can keep the log alive; the next close folds it in.
            raw.execute("PRAGMA journal_mode=DELETE")
    finally:
        connection.close()
        raw.close()
        connection.engine.dispose()


def _raw(connection: Connection) -> sqlite3.Connection:
    return cast("sqlite3.Connection", connection.connection.driver_connection)


@contextlib.contextmanager
def _transaction(connection: Connection, *, write: bool = True) -> Iterator[None]:
    with connection.begin():
        if write:
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        yield


# --- what is refused ------------------------------------------------------------------------


def _refuse_foreign(path: Path) -> None:
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except FileNotFoundError as error:
        raise StoreError(f"{path.name} is not there: {path}") from error
    except IsADirectoryError as error:
        raise StoreError(f"{path.name} is a folder, not a plan file.") from error
    except OSError as error:
        raise StoreError(f"{path.name} can't be read: {_reason(error)}.") from error
    if len(head) < 100 or not head.startswith(MAGIC):
        raise StoreError(
            f"{path.name} is not a Teamtide plan. To bring in a spreadsheet, "
            "open a plan first and choose File ▸ Import."
        )
    if int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise StoreError(f"{path.name} is a database of some other program, not a Teamtide plan.")
    version = int.from_bytes(head[60:64], "big", signed=True)
    if version > VERSION:
        raise StoreError(
            f"{path.name} was made by a newer Teamtide (file version {version}, this one knows "
            f"{VERSION}); it has not been changed. Update Teamtide to open it."
        )


def _checked_version(path: Path, connection: Connection) -> int:
    raw = _raw(connection)
    result = raw.execute("PRAGMA quick_check(1)").fetchone()
    if result is None or result[0] != "ok":
        raise StoreError(
            f"{path.name} is damaged and has not been changed. Open a copy of it from before."
        )
    version = int(raw.execute("PRAGMA user_version").fetchone()[0])
    if version < 1:
        raise StoreError(f"{path.name} is not a finished plan file (file version {version}).")
    if version == VERSION:
        for table in (*TABLES.values(), HISTORY):
            columns = [row[1] for row in raw.execute(f'PRAGMA table_info("{table.name}")')]
            if columns != list(table.columns.keys()):
                raise StoreError(
                    f"{path.name} lacks parts of a plan (table {table.name}); "
                    "it has not been changed. Open a copy of it from before."
                )
    return version


def _migrate(path: Path, connection: Connection, version: int) -> None:
    kept = path.with_name(f"{path.name}.version-{version}.bak")
    shutil.copy2(path, kept)
    with _transaction(connection):
        raw = _raw(connection)
        for number in range(version, VERSION):
            migrations.STEPS[number](raw)
        raw.execute(f"PRAGMA user_version={VERSION}")


def _reason(error: BaseException) -> str:
    cause = getattr(error, "orig", None) or error
    return getattr(cause, "strerror", None) or str(cause) or type(cause).__name__


# --- rows in and out ------------------------------------------------------------------------


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


def _insert(connection: Connection, rows: Iterable[Row]) -> None:
    grouped: dict[type[Row], list[dict[str, Any]]] = {}
    for row in rows:
        grouped.setdefault(type(row), []).append(_values(row))
    for cls, values in grouped.items():
        connection.execute(insert(TABLES[cls]), values)


def _write(connection: Connection, change: ChangeSet) -> None:
    gone: dict[type[Row], list[int]] = {}
    for step in change:
        if step.before is not None:
            gone.setdefault(step.cls, []).append(step.row.id)
    for cls, ids in gone.items():
        if len(ids) > 1:
            raw_ids = [(row_id,) for row_id in ids]
            _raw(connection).executemany(f'DELETE FROM "{cls.TABLE}" WHERE id=?', raw_ids)
        else:
            connection.execute(delete(TABLES[cls]).where(TABLES[cls].c.id == ids[0]))
    _insert(connection, [step.after for step in change if step.after is not None])
