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
from datetime import UTC, datetime
from pathlib import Path

from teamtide.plan import migrations, statements, stored
from teamtide.plan.changes import ChangeSet, to_json
from teamtide.plan.database import (
    begin_log,
    connect,
    disconnect,
    logs_of,
    memory,
    publish,
    remove_logs,
    write_plain,
)
from teamtide.plan.intake import (
    StoreError,
    checked_version,
    reason,
    refuse_foreign,
    refuse_other_tables,
)
from teamtide.plan.lock import WriteLock
from teamtide.plan.records import (
    Entry,
    Picture,
    load_picture,
    read_picture,
)
from teamtide.plan.sealed import disk
from teamtide.plan.sealed.keys import Key, held
from teamtide.plan.sealed.layout import is_sealed
from teamtide.plan.sealed.vault import Vault, write_sealed
from teamtide.plan.state import State
from teamtide.plan.statements import insert_rows, write_change
from teamtide.plan.stored import APPLICATION_ID

__all__ = ["Entry", "HeldElsewhere", "Store", "StoreError"]


class HeldElsewhere(StoreError):
    """The file is open for writing in another program."""


class Store:
    """An open plan file. `load` reads it whole; `record` and `mark` each are one transaction."""

    def __init__(
        self,
        path: Path,
        connection: sqlite3.Connection,
        lock: WriteLock | None,
        found: Picture,
        vault: Vault | None = None,
    ) -> None:
        """Use `Store.create` or `Store.open`; with a `vault`, the connection is its."""
        self.path = path
        self._connection = connection
        self._vault = vault
        self._lock = lock
        self._found: Picture | None = found

    # --- opening --------------------------------------------------------------------------

    @classmethod
    def create(
        cls, path: Path, state: State, *, replace: bool = False, key: Key | None = None
    ) -> Store:
        """A new plan file holding `state`, open for writing.

        `replace` lets it take the place of a file that is there, once it is whole, and never of a
        plan that is open. With a `key` it is encrypted, and nothing is ever plain on the disk.

        Raises:
            HeldElsewhere: the plan to replace is open, here or in another program.
            StoreError: there is a file already, or it can't be written there.
        """
        lock = _locked(path) if replace else None
        part = path.with_name(f".{path.name}.{os.getpid()}.new")
        try:
            if path.exists() and not replace:
                raise FileExistsError(path)
            os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            # SQLModel takes its time to import; only who makes a new file needs it.
            from teamtide.plan.schema import table_statements

            connection = connect(part, writable=True) if key is None else memory()
            try:
                connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version={stored.VERSION}")
                with statements.writing(connection):
                    for statement in table_statements():
                        connection.execute(statement)
                    insert_rows(connection, state.all_rows())
                if key is not None:
                    write_sealed(connection, key, part)
            finally:
                disconnect(connection)
            remove_logs(path)
            if replace:
                part.replace(path)
            else:
                publish(part, path)
        except FileExistsError as error:
            raise StoreError(f"{path.name} exists already; choose another name.") from error
        except (OSError, OverflowError, sqlite3.Error) as error:
            raise StoreError(
                f"{path.name} can't be written in {path.parent}: {reason(error)}. "
                "Choose a folder you may write to."
            ) from error
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
            if lock is not None:
                lock.release()
        with contextlib.nullcontext() if key is None else held(key):
            return cls.open(path)

    @classmethod
    def open(cls, path: Path, *, writable: bool = True) -> Store:
        """An existing plan file; older versions are brought up to date, a copy kept beside.

        Everything in it is read and checked by a connection that can't write, before one that can
        is opened, so that a file that is refused is left as it was. An encrypted one is read into
        memory, by a key that is at hand (see `sealed.keys`).

        Raises:
            PassphraseNeeded: it is encrypted, and its key is not at hand.
            HeldElsewhere: another program has it open for writing (only when `writable`).
            StoreError: it is missing, no plan, broken, or from a newer Teamtide.
        """
        refuse_foreign(path)
        lock = _locked(path) if writable else None
        connection: sqlite3.Connection | None = None
        vault = None
        try:
            vault = Vault.open(path) if is_sealed(path) else None
            # A transaction that a crash left half-way is taken back by a writer only.
            halfway = writable and path.with_name(f"{path.name}-journal").exists()
            connection = connect(path, writable=halfway) if vault is None else vault.raw
            version = checked_version(path, connection)
            if version < stored.VERSION and not writable:
                raise StoreError(
                    f"{path.name} was made by an older Teamtide; open it for writing once "
                    "to bring it up to date."
                )
            found = load_picture(path, connection) if version == stored.VERSION else None
            if writable and not halfway and vault is None:
                disconnect(connection)
                connection = connect(path, writable=True)
            if found is None:
                found = _migrate(path, connection, version)
                if vault is not None:
                    vault.keep()
            if writable:
                _begin(connection, vault)
            return cls(path, connection, lock, found, vault)
        except BaseException as error:
            if vault is not None:
                vault.close(fold=False)
            elif connection is not None:
                disconnect(connection)
            if lock is not None:
                lock.release()
            if isinstance(error, (OSError, OverflowError, sqlite3.Error, ValueError)):
                raise StoreError(
                    f"{path.name} can't be opened: {reason(error)}. If it is damaged, "
                    "open a copy of it from before."
                ) from error
            raise

    @property
    def writable(self) -> bool:
        """Whether this program holds the right to write."""
        return self._lock is not None

    @property
    def key(self) -> Key | None:
        """What the file is encrypted with, if it is."""
        return None if self._vault is None else self._vault.key

    def close(self) -> None:
        """Leave one file behind, and the lock free."""
        try:
            if self._vault is not None:
                self._vault.close(fold=self.writable)
            else:
                disconnect(self._connection, fold=self.writable)
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
        return load_picture(self.path, self._connection) if found is None else found

    def problems(self) -> list[str]:
        """What SQLite's own checks find wrong with the file; empty when nothing is."""
        raw = self._connection
        found = [str(row[0]) for row in raw.execute("PRAGMA integrity_check")]
        for table, row, parent, _ in raw.execute("PRAGMA foreign_key_check"):
            found.append(f"{table} {row} refers to a {parent} that is not there")
        return [problem for problem in found if problem != "ok"]

    # --- writing --------------------------------------------------------------------------

    def record(self, change: ChangeSet, *, at: datetime, forget: Iterable[int] = ()) -> Entry:
        """Write a change and its history entry, durable on return; `forget` entries go.

        Raises:
            StoreError: it could not be written; the file is as it was.
        """
        with self._writing() as raw:
            statements.forget(raw, forget)
            write_change(raw, change)
            key = statements.note(
                raw,
                at=at.astimezone(UTC).isoformat(),
                label=change.label,
                scenario=change.scenario,
                undone=False,
                changes=to_json(change),
            )
        return Entry(key, at, change, False)

    def mark(self, entry: Entry, *, undone: bool) -> Entry:
        """Undo (or redo) an entry in the file, durable on return.

        Raises:
            StoreError: it could not be written; the file is as it was.
        """
        with self._writing() as raw:
            write_change(raw, entry.change.inverse() if undone else entry.change)
            statements.set_undone(raw, entry.id, undone=undone)
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
            self.write_copy(part)
            remove_logs(path)
            part.replace(path)
        except (OSError, OverflowError, sqlite3.Error) as error:
            raise StoreError(f"{path.name} can't be written: {reason(error)}.") from error
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
            lock.release()

    def write_copy(self, part: Path) -> None:
        """Write the plan as it stands as a new file, encrypted where the plan is.

        Raises:
            OSError, OverflowError, sqlite3.Error: it can't be written there.
        """
        if self._vault is not None:
            self._vault.write_copy(part)
        else:
            write_plain(self._connection, part)

    def reseal(self, key: Key | None) -> None:
        """Encrypt the file under a key, another key, or none, replacing it whole or not at all.

        Raises:
            StoreError: it could not be written, or another program reads it; it is as it was.
        """
        if self._lock is None:
            raise StoreError(f"{self.path.name} is open for reading only.")
        path = self.path.resolve()
        part = path.with_name(f".{path.name}.{os.getpid()}.new")
        with contextlib.nullcontext() if self.key is None else held(self.key):
            try:
                if key is None:
                    write_plain(self._connection, part)
                else:
                    write_sealed(self._connection, key, part)
                self._let_go()
                try:
                    if logs_of(path):  # with all that was written of late in it, to be read
                        raise StoreError(
                            f"{path.name} is being read by another program. Close it there, then "
                            "try again. Nothing was changed."
                        )
                    disk.replace(part, path)
                finally:
                    with contextlib.nullcontext() if key is None else held(key):
                        self._take_up()
            except (OSError, OverflowError, sqlite3.Error) as error:
                raise StoreError(
                    f"{path.name} could not be written anew: {reason(error)}. It is as it was."
                ) from error
            finally:
                with contextlib.suppress(OSError):
                    part.unlink(missing_ok=True)

    def _let_go(self) -> None:
        if self._vault is not None:
            self._vault.close(fold=False)
        else:
            disconnect(self._connection, fold=True)

    def _take_up(self) -> None:
        """Go on with the file as it is now."""
        vault = Vault.open(self.path) if is_sealed(self.path) else None
        raw = connect(self.path, writable=True) if vault is None else vault.raw
        _begin(raw, vault)
        self._connection, self._vault = raw, vault

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        if self._lock is None:
            raise StoreError(f"{self.path.name} is open for reading only.")
        try:
            with statements.writing(self._connection):
                if self._vault is not None:
                    self._vault.check()
                yield self._connection
            if self._vault is not None:
                self._vault.keep()
        except (OSError, sqlite3.Error, OverflowError, UnicodeError) as error:
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


def _begin(connection: sqlite3.Connection, vault: Vault | None) -> None:
    """From now on, have what is written on the disk when the call returns."""
    if vault is not None:
        vault.begin()
    else:
        begin_log(connection)


def _migrate(path: Path, connection: sqlite3.Connection, version: int) -> Picture:
    """Bring a file of an older version up to date, or leave it as it was; what is in it then."""
    # What a crash left in the log belongs into the copy.
    connection.execute("PRAGMA journal_mode=DELETE")
    kept = path.with_name(f"{path.name}.version-{version}.bak")
    shutil.copy2(path, kept)
    try:
        with statements.writing(connection):
            for number in range(version, stored.VERSION):
                migrations.STEPS[number](connection)
            connection.execute(f"PRAGMA user_version={stored.VERSION}")
            refuse_other_tables(path, connection)
            return read_picture(path, connection)
    except Exception as error:
        raise StoreError(
            f"{path.name} could not be brought up to date from file version {version}: "
            f"{reason(error)}. It has not been changed; a copy is kept as {kept.name}."
        ) from error
