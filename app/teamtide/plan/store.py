"""The plan file: the SQLite database that a `.teamtide` file is, opened, read and written.

While it is open for writing it is in WAL mode with a flush at each commit, so that what a call
wrote is on the disk when the call returns; on closing it goes back to a rollback journal, so that
a closed plan is one file. What is not a plan, or is broken, or comes from a newer Teamtide is
refused in a sentence and left as it was.
"""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from teamtide.plan import backups, migrations, statements, stored
from teamtide.plan.changes import ChangeSet, to_json
from teamtide.plan.database import (
    connect,
    disconnect,
    logs_beside,
    real,
    remove_logs,
    too_long,
    write_copy,
)
from teamtide.plan.guards import guard, stop_growing
from teamtide.plan.history import Entry, History, Way
from teamtide.plan.intake import (
    ASIDE,
    OlderVersion,
    StoreError,
    checked_version,
    reason,
    refuse_foreign,
    refuse_odd_logs,
    refuse_other_tables,
    way_out,
)
from teamtide.plan.lock import WriteLock, data_folder
from teamtide.plan.parts import new_part, put_in_place, remove_dead_parts
from teamtide.plan.records import Picture, load_picture, read_picture
from teamtide.plan.state import State
from teamtide.plan.statements import insert_rows, write_change
from teamtide.plan.stored import APPLICATION_ID
from teamtide.plan.underneath import OUT_OF_REACH, OVERWRITTEN, WRITTEN, Footprint, Underneath

__all__ = ["Entry", "HeldElsewhere", "Store", "StoreError"]

BEFORE_MIGRATION = f"{backups.BEFORE} {backups.MIGRATION}"


def _now() -> datetime:
    return datetime.now(UTC)


class HeldElsewhere(StoreError):
    """The file is open for writing in another program; `by` says in which."""

    def __init__(self, name: str, by: str) -> None:
        """Say who holds the file called `name`."""
        super().__init__(f"{name} is open for writing by {by}.")
        self.by = by


class Store:
    """An open plan file. `load` reads it whole; `record` and `walk` each are one transaction."""

    def __init__(
        self, path: Path, connection: sqlite3.Connection, lock: WriteLock | None, found: Picture
    ) -> None:
        """Use `Store.create` or `Store.open`."""
        self.path = path
        self._connection = connection
        self._lock = lock
        self._found: Picture | None = found
        self._print = None if lock is None else Footprint(path, connection, lock.file)

    # --- opening --------------------------------------------------------------------------

    @classmethod
    def create(cls, path: Path, state: State, *, replace: bool = False) -> Store:
        """A new plan file holding `state`, open for writing; see `write`."""
        cls.write(path, state, replace=replace)
        return cls.open(path)

    @staticmethod
    def write(
        path: Path, state: State, history: Iterable[Entry] = (), *, replace: bool = False
    ) -> None:
        """Write a new plan file that holds `state`, with its history.

        `replace` lets it take the place of a file that is there, once it is whole, and never of a
        plan that is open.

        Raises:
            HeldElsewhere: the plan to replace is open, here or in another program.
            StoreError: there is a file already, or it can't be written there.
        """
        _refuse_too_long(path)
        lock = _locked(path) if replace else None
        part: Path | None = None
        try:
            if path.exists() and not replace:
                raise FileExistsError(path)
            part = new_part(path)
            # SQLModel takes its time to import; only who makes a new file needs it.
            from teamtide.plan.schema import table_statements

            connection = connect(part, writable=True)
            try:
                connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version={stored.VERSION}")
                with statements.writing(connection):
                    for statement in table_statements():
                        connection.execute(statement)
                    insert_rows(connection, state.all_rows())
                    statements.restate(connection, history)
            finally:
                disconnect(connection)
            remove_logs(path)
            put_in_place(part, path, replace=replace)
        except FileExistsError as error:
            raise StoreError(f"{path.name} exists already; choose another name.") from error
        except (OSError, sqlite3.Error) as error:
            raise StoreError(
                f"{path.name} can't be written in {path.parent}: {reason(error)}. "
                "Choose a folder you may write to."
            ) from error
        finally:
            _drop(part)
            if lock is not None:
                lock.release()

    @classmethod
    def open(
        cls, path: Path, *, writable: bool = True, clock: Callable[[], datetime] = _now
    ) -> Store:
        """An existing plan file; older versions are brought up to date, a backup kept.

        Everything in it is read and checked by a connection that can't write, before one that can
        is opened, so that a file that is refused is left as it was.

        Raises:
            HeldElsewhere: another program has it open for writing (only when `writable`).
            StoreError: it is missing, no plan, broken, or from a newer Teamtide.
        """
        refuse_foreign(path)
        refuse_odd_logs(path)
        if writable:
            _refuse_too_long(path)
        lock = _locked(path) if writable else None
        connection: sqlite3.Connection | None = None
        beside = logs_beside(path)
        try:
            # A transaction that a crash left half-way is taken back by a writer only.
            halfway = writable and "-journal" in beside
            if halfway:
                _rehearse(path)
            seen = _identity(path)
            connection = connect(path, writable=halfway)
            version = checked_version(path, connection)
            if version < stored.VERSION and not writable:
                raise OlderVersion(
                    f"{path.name} was made by an older Teamtide; open it for writing once "
                    "to bring it up to date."
                )
            found = load_picture(path, connection) if version == stored.VERSION else None
            if writable and not halfway:
                disconnect(connection)
                connection = connect(path, writable=True)
                if _identity(path) != seen:
                    raise StoreError(
                        f"{path.name} was changed by something else while it was opened. "
                        "Open it again."
                    )
            if found is None:
                found = _migrate(path, connection, version, clock())
            if writable:
                stop_growing(connection)
                connection.execute("PRAGMA journal_mode=WAL")
                # A log that is in use from now on is one that closing takes away, even if the
                # only one to look at it was a reader elsewhere.
                connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
                remove_dead_parts(path.parent)
            return cls(path, connection, lock, found)
        except BaseException as error:
            if connection is not None:
                disconnect(connection)
                _take_away(path, beside, lock)
            if lock is not None:
                lock.release()
            if isinstance(error, (OSError, sqlite3.Error, ValueError, MemoryError)):
                raise StoreError(
                    f"{path.name} can't be opened: {reason(error)}. {way_out(error)}"
                ) from error
            raise

    @property
    def writable(self) -> bool:
        """Whether this program holds the right to write."""
        return self._lock is not None

    def underneath(self) -> str:
        """What became of the file since we last wrote to it, as `underneath` has the words.

        Blank where it is as we left it. Our log does not stay beside somebody else's file.
        """
        if self._print is None:
            return ""
        try:
            how = self._print.how()
        except OSError:
            return OUT_OF_REACH
        except sqlite3.Error:
            how = OVERWRITTEN
        self._print.withdraw(how)
        return how

    def fold(self) -> None:
        """Put what is in the log into the file, where that is ours and nobody reads it."""
        if self._print is not None and self._print.has_log and not self.underneath():
            self._print.fold()

    def close(self) -> None:
        """Leave one file behind, and the lock free; a file that is not ours stays as it is."""
        try:
            how = self.underneath()
            if self._print is not None and how not in ("", WRITTEN):
                self._print.leave(how)
                disconnect(self._connection)
            else:
                disconnect(self._connection, fold=self.writable)
        finally:
            if self._lock is not None:
                self._lock.release()

    # --- reading --------------------------------------------------------------------------

    def load(self) -> tuple[State, History]:
        """The plan and its history, as one consistent picture.

        Raises:
            StoreError: the rows can't be read.
        """
        found, self._found = self._found, None
        return load_picture(self.path, self._connection) if found is None else found

    def problems(self) -> list[str]:
        """What SQLite's own checks find wrong with the file; empty when nothing is."""
        raw = self._connection
        found = [str(row[0]) for row in raw.execute("PRAGMA integrity_check")]
        for table, row, parent, _ in raw.execute("PRAGMA foreign_key_check"):
            found.append(f"{table} {row} refers to a {parent} that is not there")
        return [problem for problem in found if problem != "ok"]

    # --- writing --------------------------------------------------------------------------

    def record(
        self, change: ChangeSet, *, at: datetime, parent: int | None, forget: Iterable[int] = ()
    ) -> Entry:
        """Write a change and its history entry, durable on return; `forget` entries go.

        Raises:
            StoreError: it could not be written; the file is as it was.
        """
        text = to_json(change)
        with self._writing() as raw:
            write_change(raw, change)
            key = statements.note(
                raw,
                at=at.astimezone(UTC).isoformat(),
                label=change.label,
                scenario=change.scenario,
                undone=0,
                changes=text,
                parent=parent,
            )
            # Afterwards, so that no number is ever given again.
            statements.forget(raw, forget)
        made = Entry(key, at, change.label, change.scenario, parent, 0, text)
        return made.knowing(change)

    def walk(self, change: ChangeSet, way: Way, *, left: int) -> None:
        """Go a way through the history, which comes to `change`, durable on return.

        `left` is when, as `Entry.left` has it.

        Raises:
            StoreError: it could not be written; the file is as it was.
        """
        with self._writing() as raw:
            write_change(raw, change)
            statements.set_undone(raw, (entry.id for entry in way.back), left)
            statements.set_undone(raw, (entry.id for entry in way.forth), 0)

    def copy_to(self, path: Path) -> None:
        """Write the plan as it stands into another file, replacing it whole or not at all.

        Raises:
            StoreError: it can't be written there, or is this plan itself or one that is open.
        """
        if path.resolve() == self.path.resolve() or (path.exists() and path.samefile(self.path)):
            raise StoreError(f"{path.name} is the plan itself; choose another name for the copy.")
        with _placing(path) as part:
            write_copy(self._connection, part)

    def copy_aside(self, part: Path) -> None:
        """Write the plan as it stands as a new private file, for a backup.

        It may be called from any thread: it reads on a connection of its own.

        Raises:
            OSError, sqlite3.Error: it can't be written, or the plan is damaged.
        """
        with contextlib.closing(connect(self.path, writable=False)) as source:
            write_copy(source, part)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        if self._print is None:
            raise StoreError(f"{self.path.name} is open for reading only.")
        ours = False
        try:
            with statements.writing(self._connection):
                self._print.check()
                ours = True
                yield self._connection
            self._print.wrote()
        except (OSError, sqlite3.Error, OverflowError, UnicodeError) as error:
            if ours:
                self._print.failed()
            how = self.underneath()
            if how:
                raise Underneath(self.path.name, how) from error
            raise StoreError(
                f"{self.path.name} could not be saved: {reason(error)}. "
                "Nothing was changed; make room or check the folder, then try again."
            ) from error


@contextlib.contextmanager
def _placing(path: Path) -> Iterator[Path]:
    """Where to write a file that then takes its place whole, or not at all.

    Raises:
        StoreError: it can't be written there, or what is there is a plan that is open.
    """
    _refuse_too_long(path)
    lock = _locked(path)
    part: Path | None = None
    try:
        part = new_part(path)
        yield part
        remove_logs(path)
        put_in_place(part, path, replace=True)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"{path.name} can't be written: {reason(error)}.") from error
    finally:
        _drop(part)
        lock.release()


def take_out(backup: Path, path: Path, *, replace: bool = False) -> None:
    """Make a plan of a backup, as it is, history and all; the backup stays.

    Args:
        backup: A file of `backups`.
        path: Where the plan is to be.
        replace: Whether it may take the place of a file, which is never one that is open.

    Raises:
        StoreError: it can't be written there.
    """
    if path.exists() and not replace:
        raise StoreError(f"{path.name} exists already; choose another name.")
    with _placing(path) as part:
        shutil.copyfile(backup, part)


def read_older(path: Path) -> Picture:
    """What is in a file of this version or an older one, brought up to date in memory alone.

    Raises:
        StoreError: it is missing, no plan, broken, or from a newer Teamtide.
    """
    try:
        store = Store.open(path, writable=False)
    except OlderVersion:
        return _read_in_memory(path)
    try:
        return store.load()
    finally:
        store.close()


def _read_in_memory(path: Path) -> Picture:
    try:
        with (
            contextlib.closing(connect(path, writable=False)) as source,
            contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as memory,
        ):
            guard(memory)
            source.backup(memory)
            return _bring_up(path, memory, checked_version(path, source))
    except Exception as error:  # whatever a step of a migration stumbles over
        raise StoreError(f"{path.name} can't be read: {reason(error)}; {ASIDE}") from error


def _bring_up(path: Path, connection: sqlite3.Connection, version: int) -> Picture:
    """Take a database to this version, or leave it as it was; what is in it then."""
    with statements.writing(connection):
        for number in range(version, stored.VERSION):
            migrations.STEPS[number](connection)
        connection.execute(f"PRAGMA user_version={stored.VERSION}")
        refuse_other_tables(path, connection)
        return read_picture(path, connection)


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
    raise HeldElsewhere(path.name, str(lock.holder() or "another program"))


def _refuse_too_long(path: Path) -> None:
    """Pass where the files that stand beside an open plan can have their names.

    Raises:
        StoreError: they can't.
    """
    problem = too_long(path)
    if problem:
        raise StoreError(f"{path.name} can't be a plan there: {problem}. Choose a shorter one.")


def _drop(part: Path | None) -> None:
    """Remove a part that did not become a file."""
    if part is not None:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def _identity(path: Path) -> tuple[int, int, int]:
    """What tells a file from the same one changed, or another of its name."""
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns


def _rehearse(path: Path) -> None:
    """Open a copy, where opening takes back a journal, which writes before anything is checked.

    Raises:
        StoreError: what comes of it is no plan.
    """
    with TemporaryDirectory(prefix="opening-", dir=data_folder()) as folder:
        copy = Path(folder) / path.name
        for end in ("", "-journal"):
            source = real(path).with_name(f"{real(path).name}{end}")
            shutil.copyfile(source, copy.with_name(f"{copy.name}{end}"))
        connection = connect(copy, writable=True)
        try:
            version = checked_version(copy, connection)
            if version == stored.VERSION:
                load_picture(copy, connection)
            else:
                _bring_up(copy, connection, version)
        finally:
            disconnect(connection)


def _take_away(path: Path, beside: frozenset[str], lock: WriteLock | None) -> None:
    """Take away what looking at a file with a log left beside it, unless somebody may use it."""
    new = logs_beside(path) - beside
    if "-shm" not in new:
        return
    with contextlib.suppress(OSError):
        mine = lock or WriteLock(path)
        if lock is not None or mine.take():
            real(path).with_name(f"{real(path).name}-shm").unlink(missing_ok=True)
            if lock is None:
                mine.release()


def _migrate(path: Path, connection: sqlite3.Connection, version: int, now: datetime) -> Picture:
    """Bring a file of an older version up to date, or leave it as it was; what is in it then."""
    # What a crash left in the log belongs into the copy.
    connection.execute("PRAGMA journal_mode=DELETE")
    try:
        backups.keep(path, partial(shutil.copyfile, path), BEFORE_MIGRATION, now)
    except OSError as error:
        raise StoreError(
            f"{path.name} is from an older Teamtide, and is not brought up to date before a copy "
            f"of it is kept, which could not be written: {reason(error)}. It has not been changed; "
            f"make room in {backups.folder_of(path).parent}, then open it again."
        ) from error
    try:
        return _bring_up(path, connection, version)
    except Exception as error:
        raise StoreError(
            f"{path.name} could not be brought up to date from file version {version}: "
            f"{reason(error)}. It has not been changed; a copy of it is among its backups."
        ) from error
