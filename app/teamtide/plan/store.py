"""The plan file: the SQLite database that a `.teamtide` file is, opened, read and written.

While it is open for writing it is in WAL mode with a flush at each commit, so that what a call
wrote is on the disk when the call returns; on closing it goes back to a rollback journal, so that
a closed plan is one file. An encrypted plan's database is in memory, and its vault does the same.
What is not a plan, or is broken, or comes from a newer Teamtide is refused in a sentence and left
as it was.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from teamtide.plan import statements, stored
from teamtide.plan.changes import ChangeSet, to_json
from teamtide.plan.database import (
    begin_log,
    connect,
    disconnect,
    logs_beside,
    memory,
    write_copy,
)
from teamtide.plan.filing import HeldElsewhere, drop, locked, placing, refuse_too_long, take_out
from teamtide.plan.guards import stop_growing
from teamtide.plan.history import Entry, History, Way
from teamtide.plan.intake import StoreError, reason, refuse_foreign, way_out
from teamtide.plan.lock import WriteLock
from teamtide.plan.opening import UNREADABLE, Opened, open_file, read_older
from teamtide.plan.parts import new_part, put_in_place, remove_dead_parts
from teamtide.plan.records import Picture, load_picture
from teamtide.plan.sealed.keys import Key, having
from teamtide.plan.sealed.layout import is_sealed
from teamtide.plan.sealed.vault import Vault, write_sealed
from teamtide.plan.state import State
from teamtide.plan.statements import insert_rows, write_change
from teamtide.plan.stored import APPLICATION_ID
from teamtide.plan.underneath import OUT_OF_REACH, OVERWRITTEN, WRITTEN, Footprint, Underneath

__all__ = ["Entry", "HeldElsewhere", "Store", "StoreError", "read_older", "take_out"]


def _now() -> datetime:
    return datetime.now(UTC)


class Store:
    """An open plan file. `load` reads it whole; `record` and `walk` each are one transaction."""

    def __init__(self, path: Path, found: Opened, lock: WriteLock | None) -> None:
        """Use `Store.create` or `Store.open`."""
        self.path = path
        self._connection = found.connection
        self._vault = found.vault
        self._lock = lock
        self._found: Picture | None = found.picture
        self._watch = None if lock is None else self._begin(lock)

    # --- opening --------------------------------------------------------------------------

    @classmethod
    def create(
        cls, path: Path, state: State, *, replace: bool = False, key: Key | None = None
    ) -> Store:
        """A new plan file holding `state`, open for writing; see `write`."""
        cls.write(path, state, replace=replace, key=key)
        with having(key):
            return cls.open(path)

    @staticmethod
    def write(
        path: Path,
        state: State,
        history: Iterable[Entry] = (),
        *,
        replace: bool = False,
        key: Key | None = None,
    ) -> None:
        """Write a new plan file that holds `state`, with its history.

        `replace` lets it take the place of a file that is there, once it is whole, and never of a
        plan that is open. With a `key` it is encrypted, and nothing is ever plain on the disk.

        Raises:
            HeldElsewhere: the plan to replace is open, here or in another program.
            StoreError: there is a file already, or it can't be written there.
        """
        with placing(path, replace=replace) as part:
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
                    statements.restate(connection, history)
                if key is not None:
                    write_sealed(connection, key, part)
            finally:
                disconnect(connection)

    @classmethod
    def open(
        cls, path: Path, *, writable: bool = True, clock: Callable[[], datetime] = _now
    ) -> Store:
        """An existing plan file; older versions are brought up to date, a backup kept.

        Raises:
            PassphraseNeeded: it is encrypted, and its key is not at hand.
            HeldElsewhere: another program has it open for writing (only when `writable`).
            StoreError: it is missing, no plan, broken, or from a newer Teamtide.
        """
        refuse_foreign(path)
        if writable:
            refuse_too_long(path)
        lock = locked(path) if writable else None
        found: Opened | None = None
        try:
            found = open_file(path, lock=lock, clock=clock)
            if writable:
                remove_dead_parts(path.parent)
            return cls(path, found, lock)
        except BaseException as error:
            if found is not None:
                found.close()
            if lock is not None:
                lock.release()
            if isinstance(error, UNREADABLE):
                raise StoreError(
                    f"{path.name} can't be opened: {reason(error)}. {way_out(error)}"
                ) from error
            raise

    def _begin(self, lock: WriteLock) -> Footprint | Vault:
        """From now on, have what is written on the disk when the call returns."""
        stop_growing(self._connection)
        if self._vault is not None:
            self._vault.begin()
            lock.follow()
            return self._vault
        begin_log(self._connection)
        return Footprint(self.path, self._connection, lock.file)

    @property
    def writable(self) -> bool:
        """Whether this program holds the right to write."""
        return self._lock is not None

    @property
    def key(self) -> Key | None:
        """What the file is encrypted with, if it is."""
        return None if self._vault is None else self._vault.key

    def underneath(self) -> str:
        """What became of the file since we last wrote to it, as `underneath` has the words.

        Blank where it is as we left it. Our log does not stay beside somebody else's file.
        """
        if self._watch is None:
            return ""
        try:
            how = self._watch.how()
        except OSError:
            return OUT_OF_REACH
        except sqlite3.Error:
            how = OVERWRITTEN
        if isinstance(self._watch, Footprint):
            self._watch.withdraw(how)
        return how

    def fold(self) -> None:
        """Put what is in the log into the file, where that is ours and nobody reads it.

        An encrypted plan is one file at all times.
        """
        watch = self._watch
        if isinstance(watch, Footprint) and watch.has_log and not self.underneath():
            watch.fold()

    def close(self) -> None:
        """Leave one file behind, and the lock free; a file that is not ours stays as it is."""
        try:
            how = self.underneath()
            if self._vault is not None:
                self._vault.close(fold=self.writable and not how)
            elif isinstance(self._watch, Footprint) and how not in ("", WRITTEN):
                self._watch.leave(how)
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

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        watch = self._watch
        if watch is None:
            raise self._to_read_only()
        ours = False
        try:
            with statements.writing(self._connection):
                watch.check()
                ours = True
                yield self._connection
            watch.wrote()
            if self._vault is not None and self._lock is not None:
                self._lock.follow()
        except (OSError, sqlite3.Error, OverflowError, UnicodeError) as error:
            if ours and isinstance(watch, Footprint):
                watch.failed()
            how = self.underneath()
            if how:
                raise Underneath(self.path.name, how) from error
            raise StoreError(
                f"{self.path.name} could not be saved: {reason(error)}. "
                "Nothing was changed; make room or check the folder, then try again."
            ) from error

    def _to_read_only(self) -> StoreError:
        return StoreError(f"{self.path.name} is open for reading only.")

    # --- copies ---------------------------------------------------------------------------

    def copy_to(self, path: Path) -> None:
        """Write the plan as it stands into another file, encrypted where the plan is, replacing it
        whole or not at all.

        Raises:
            StoreError: it can't be written there, or is this plan itself or one that is open.
        """
        if path.resolve() == self.path.resolve() or (path.exists() and path.samefile(self.path)):
            raise StoreError(f"{path.name} is the plan itself; choose another name for the copy.")
        with placing(path) as part:
            self._write_copy(part)

    def _write_copy(self, part: Path) -> None:
        if self._vault is not None:
            self._vault.write_copy(part)
        else:
            write_copy(self._connection, part)

    def copy_aside(self, part: Path) -> None:
        """Write the plan as it stands into an empty private file, for a backup.

        It may be called from any thread: it reads on a connection of its own.

        Raises:
            OSError, OverflowError, sqlite3.Error, StoreError: it can't be written, or the plan is
                damaged.
        """
        if self._vault is not None:
            vault = Vault.open(self.path)
            try:
                vault.write_copy(part)
            finally:
                vault.close(fold=False)
            return
        with contextlib.closing(connect(self.path, writable=False)) as source:
            write_copy(source, part)

    def reseal(self, key: Key | None) -> None:
        """Encrypt the file under a key, another key, or none, replacing it whole or not at all.

        Raises:
            StoreError: it could not be written, or another program reads it; it is as it was.
        """
        if self._lock is None:
            raise self._to_read_only()
        how = self.underneath()
        if how:
            raise Underneath(self.path.name, how)
        path = self.path.resolve()
        part: Path | None = None
        with having(self.key):
            try:
                part = new_part(path)
                if key is None:
                    write_copy(self._connection, part)
                else:
                    write_sealed(self._connection, key, part)
                self._let_go()
                try:
                    if logs_beside(path):  # with all that was written of late in it, to be read
                        raise StoreError(
                            f"{path.name} is being read by another program. Close it there, then "
                            "try again. Nothing was changed."
                        )
                    put_in_place(part, path, replace=True)
                finally:
                    with having(key):
                        self._take_up(self._lock)
            except (OSError, OverflowError, sqlite3.Error) as error:
                raise StoreError(
                    f"{path.name} could not be written anew: {reason(error)}. It is as it was."
                ) from error
            finally:
                drop(part)

    def _let_go(self) -> None:
        if self._vault is not None:
            self._vault.close(fold=False)
        else:
            disconnect(self._connection, fold=True)

    def _take_up(self, lock: WriteLock) -> None:
        """Go on with the file as it is now."""
        self._vault = Vault.open(self.path) if is_sealed(self.path) else None
        self._connection = (
            connect(self.path, writable=True) if self._vault is None else self._vault.raw
        )
        lock.follow()
        self._watch = self._begin(lock)
