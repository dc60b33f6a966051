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

from teamtide.plan import migrations, schema
from teamtide.plan.changes import ChangeSet, field_kinds, from_json, from_plain, to_json
from teamtide.plan.intake import (
    StoreError,
    checked_version,
    reason,
    refuse_foreign,
    refuse_mistyped,
    refuse_other_tables,
)
from teamtide.plan.lock import WriteLock
from teamtide.plan.rows import ROW_CLASSES, Row, field_names
from teamtide.plan.schema import APPLICATION_ID, HISTORY, TABLES
from teamtide.plan.state import State
from teamtide.plan.validation import problems_of

__all__ = ["Entry", "HeldElsewhere", "Store", "StoreError"]

LOGS = ("-wal", "-shm", "-journal")


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


Picture = tuple[State, list[Entry]]


class Store:
    """An open plan file. `load` reads it whole; `record` and `mark` each are one transaction."""

    def __init__(
        self, path: Path, connection: Connection, lock: WriteLock | None, found: Picture
    ) -> None:
        """Use `Store.create` or `Store.open`."""
        self.path = path
        self._connection = connection
        self._lock = lock
        self._found: Picture | None = found

    # --- opening --------------------------------------------------------------------------

    @classmethod
    def create(cls, path: Path, state: State) -> Store:
        """A new plan file holding `state`, open for writing.

        Raises:
            StoreError: there is a file already, or it can't be written there.
        """
        part = path.with_name(f".{path.name}.{os.getpid()}.new")
        try:
            if path.exists():
                raise FileExistsError(path)
            os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            connection = _connect(part, writable=True)
            try:
                raw = _raw(connection)
                raw.execute(f"PRAGMA application_id={APPLICATION_ID}")
                raw.execute(f"PRAGMA user_version={schema.VERSION}")
                with _transaction(connection):
                    SQLModel.metadata.create_all(connection)
                    _insert(connection, state.all_rows())
            finally:
                _disconnect(connection)
            _remove_logs(path)
            _publish(part, path)
        except FileExistsError as error:
            raise StoreError(f"{path.name} exists already; choose another name.") from error
        except (OSError, SQLAlchemyError, sqlite3.Error) as error:
            raise StoreError(
                f"{path.name} can't be written in {path.parent}: {reason(error)}. "
                "Choose a folder you may write to."
            ) from error
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
        return cls.open(path)

    @classmethod
    def open(cls, path: Path, *, writable: bool = True) -> Store:
        """An existing plan file; older versions are brought up to date, a copy kept beside.

        Everything in it is read and checked by a connection that can't write, before one that can
        is opened, so that a file that is refused is left as it was.

        Raises:
            HeldElsewhere: another program has it open for writing (only when `writable`).
            StoreError: it is missing, no plan, broken, or from a newer Teamtide.
        """
        refuse_foreign(path)
        lock = _locked(path) if writable else None
        connection: Connection | None = None
        try:
            # A transaction that a crash left half-way is taken back by a writer only.
            halfway = writable and path.with_name(f"{path.name}-journal").exists()
            connection = _connect(path, writable=halfway)
            version = checked_version(path, _raw(connection))
            if version < schema.VERSION and not writable:
                raise StoreError(
                    f"{path.name} was made by an older Teamtide; open it for writing once "
                    "to bring it up to date."
                )
            found = _load(path, connection) if version == schema.VERSION else None
            if writable and not halfway:
                _disconnect(connection)
                connection = _connect(path, writable=True)
            if found is None:
                found = _migrate(path, connection, version)
            if writable:
                _raw(connection).execute("PRAGMA journal_mode=WAL")
                _raw(connection).execute("PRAGMA synchronous=FULL")
                _raw(connection).execute("PRAGMA fullfsync=ON")
                # A log that is in use from now on is one that closing takes away, even if the
                # only one to look at it was a reader elsewhere.
                _raw(connection).execute("SELECT count(*) FROM sqlite_master").fetchone()
            return cls(path, connection, lock, found)
        except BaseException as error:
            if connection is not None:
                _disconnect(connection)
            if lock is not None:
                lock.release()
            if isinstance(error, (OSError, SQLAlchemyError, sqlite3.Error, ValueError)):
                raise StoreError(
                    f"{path.name} can't be opened: {reason(error)}. If it is damaged, "
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
            _disconnect(self._connection, fold=self.writable)
        finally:
            if self._lock is not None:
                self._lock.release()

    # --- reading --------------------------------------------------------------------------

    def load(self) -> tuple[State, list[Entry]]:
        """The plan and its history, oldest first, as one consistent picture.

        Raises:
            StoreError: the rows can't be read.
        """
        found, self._found = self._found, None
        return _load(self.path, self._connection) if found is None else found

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
            StoreError: it can't be written there, or is this plan itself or one that is open.
        """
        if path.resolve() == self.path.resolve() or (path.exists() and path.samefile(self.path)):
            raise StoreError(f"{path.name} is the plan itself; choose another name for the copy.")
        lock = _locked(path)
        part = path.with_name(f".{path.name}.{os.getpid()}.new")
        try:
            os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            with contextlib.closing(sqlite3.connect(part)) as target:
                _raw(self._connection).backup(target)
                target.execute("PRAGMA journal_mode=DELETE")
            _remove_logs(path)
            part.replace(path)
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"{path.name} can't be written: {reason(error)}.") from error
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
            lock.release()

    @contextlib.contextmanager
    def _writing(self) -> Iterator[Connection]:
        if self._lock is None:
            raise StoreError(f"{self.path.name} is open for reading only.")
        try:
            with _transaction(self._connection):
                yield self._connection
        except (SQLAlchemyError, sqlite3.Error, OverflowError, UnicodeError) as error:
            raise StoreError(
                f"{self.path.name} could not be saved: {reason(error)}. "
                "Nothing was changed; make room or check the folder, then try again."
            ) from error


def _locked(path: Path) -> WriteLock:
    """The right to write a plan file.

    Raises:
        HeldElsewhere: another program has it.
        StoreError: Teamtide's own folder, where locks are kept, can't be used.
    """
    try:
        lock = WriteLock(path)
        if lock.take():
            return lock
    except OSError as error:
        raise StoreError(
            f"{path.name} can't be opened for writing, because Teamtide's own folder can't be "
            f"used: {reason(error)}. Set TEAMTIDE_DATA to a folder you may write to."
        ) from error
    raise HeldElsewhere(f"{path.name} is open for writing by {lock.holder() or 'another program'}.")


def _remove_logs(path: Path) -> None:
    """Remove what an earlier file of that name left beside it; SQLite would believe it."""
    for end in LOGS:
        path.with_name(f"{path.name}{end}").unlink(missing_ok=True)


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
    if not writable and _lost_its_log(path):
        uri += "&immutable=1"

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


def _lost_its_log(path: Path) -> bool:
    """Whether a file was copied without its log; a mere reader would leave a new one behind."""
    with path.open("rb") as file:
        logs_ahead = file.read(20)[18:] == b"\x02\x02"
    return logs_ahead and not any(path.with_name(f"{path.name}{end}").exists() for end in LOGS)


def _disconnect(connection: Connection, *, fold: bool = False) -> None:
    raw = _raw(connection)
    try:
        if fold:
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


# --- versions and pictures ------------------------------------------------------------------


def _migrate(path: Path, connection: Connection, version: int) -> Picture:
    """Bring a file of an older version up to date, or leave it as it was; what is in it then."""
    raw = _raw(connection)
    # What a crash left in the log belongs into the copy.
    raw.execute("PRAGMA journal_mode=DELETE")
    kept = path.with_name(f"{path.name}.version-{version}.bak")
    shutil.copy2(path, kept)
    try:
        with _transaction(connection):
            for number in range(version, schema.VERSION):
                migrations.STEPS[number](raw)
            raw.execute(f"PRAGMA user_version={schema.VERSION}")
            refuse_other_tables(path, raw)
            return _picture(path, connection)
    except Exception as error:
        raise StoreError(
            f"{path.name} could not be brought up to date from file version {version}: "
            f"{reason(error)}. It has not been changed; a copy is kept as {kept.name}."
        ) from error


def _load(path: Path, connection: Connection) -> Picture:
    try:
        with _transaction(connection, write=False):
            return _picture(path, connection)
    except _UNREADABLE as error:
        raise StoreError(
            f"{path.name} can't be read: {reason(error)}. If it is damaged, "
            "open a copy of it from before."
        ) from error


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


def _picture(path: Path, connection: Connection) -> Picture:
    refuse_mistyped(path, _raw(connection))
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
