"""How a plan file that may be anybody's is opened: looked through first, then brought up to date.

Everything in it is read and checked by a connection that can't write, before one that can is
opened, so that a file that is refused is left as it was. An encrypted one is read into memory, by a
key that is at hand (see `sealed.keys`).
"""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from teamtide.plan import backups, migrations, statements, stored
from teamtide.plan.database import connect, disconnect, logs_beside, memory, real
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
from teamtide.plan.records import Picture, load_picture, read_picture
from teamtide.plan.sealed.layout import is_sealed
from teamtide.plan.sealed.vault import Vault

BEFORE_MIGRATION = f"{backups.BEFORE} {backups.MIGRATION}"
UNREADABLE = (OSError, OverflowError, sqlite3.Error, ValueError, MemoryError)


@dataclass(frozen=True, slots=True)
class Opened:
    """A plan file that was looked through.

    Args:
        connection: To its database; that of an encrypted one is in memory.
        vault: Of an encrypted one.
        picture: What is in it.
    """

    connection: sqlite3.Connection
    vault: Vault | None
    picture: Picture

    def close(self) -> None:
        """Let go of it as it is."""
        if self.vault is not None:
            self.vault.close(fold=False)
        else:
            disconnect(self.connection)


def open_file(path: Path, *, lock: WriteLock | None, clock: Callable[[], datetime]) -> Opened:
    """A plan file, for writing where there is a `lock`; then an older one is brought up to date.

    Raises:
        PassphraseNeeded: it is encrypted, and its key is not at hand.
        StoreError: it is missing, no plan, broken, or from a newer Teamtide.
    """
    refuse_foreign(path)
    refuse_odd_logs(path)
    beside = logs_beside(path)
    connection: sqlite3.Connection | None = None
    vault: Vault | None = None
    try:
        if is_sealed(path):
            vault = Vault.open(path)
            return _looked_through(path, vault.raw, vault, lock, clock)
        # A transaction that a crash left half-way is taken back by a writer only.
        halfway = lock is not None and "-journal" in beside
        if halfway:
            _rehearse(path)
        seen = _identity(path)
        connection = connect(path, writable=halfway)
        found = _looked_at(path, connection, lock)
        if lock is not None and not halfway:
            disconnect(connection)
            connection = connect(path, writable=True)
            if _identity(path) != seen:
                raise StoreError(
                    f"{path.name} was changed by something else while it was opened. Open it again."
                )
        if found is None:
            found = _migrate(path, connection, clock())
        return Opened(connection, None, found)
    except BaseException as error:
        if vault is not None:
            vault.close(fold=False)
        elif connection is not None:
            disconnect(connection)
            _take_away(path, beside, lock)
        if isinstance(error, UNREADABLE):
            raise StoreError(
                f"{path.name} can't be opened: {reason(error)}. {way_out(error)}"
            ) from error
        raise


def _looked_through(
    path: Path,
    connection: sqlite3.Connection,
    vault: Vault,
    lock: WriteLock | None,
    clock: Callable[[], datetime],
) -> Opened:
    found = _looked_at(path, connection, lock)
    if found is None:
        found = _migrate(path, connection, clock())
        vault.wrote()
    return Opened(connection, vault, found)


def _looked_at(
    path: Path, connection: sqlite3.Connection, lock: WriteLock | None
) -> Picture | None:
    """What is in a file; None where it is of an older version and may be brought up to date."""
    version = checked_version(path, connection)
    if version == stored.VERSION:
        return load_picture(path, connection)
    if lock is None:
        raise OlderVersion(
            f"{path.name} was made by an older Teamtide; open it for writing once "
            "to bring it up to date."
        )
    return None


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
            _bring_up(copy, connection, checked_version(copy, connection))
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


# --- older versions -------------------------------------------------------------------------


def _migrate(path: Path, connection: sqlite3.Connection, now: datetime) -> Picture:
    """Bring a file of an older version up to date, or leave it as it was; what is in it then."""
    # What a crash left in the log belongs into the copy.
    connection.execute("PRAGMA journal_mode=DELETE")
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
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


def _bring_up(path: Path, connection: sqlite3.Connection, version: int) -> Picture:
    """Take a database to this version, or leave it as it was; what is in it then."""
    with statements.writing(connection):
        for number in range(version, stored.VERSION):
            migrations.STEPS[number](connection)
        connection.execute(f"PRAGMA user_version={stored.VERSION}")
        refuse_other_tables(path, connection)
        return read_picture(path, connection)


def read_older(path: Path) -> Picture:
    """What is in a file of this version or an older one, brought up to date in memory alone.

    Raises:
        PassphraseNeeded: it is encrypted, and its key is not at hand.
        StoreError: it is missing, no plan, broken, or from a newer Teamtide.
    """
    try:
        found = open_file(path, lock=None, clock=datetime.now)
    except OlderVersion:
        return _read_in_memory(path)
    found.close()
    return found.picture


def _read_in_memory(path: Path) -> Picture:
    vault = Vault.open(path) if is_sealed(path) else None
    try:
        with contextlib.closing(memory()) as copy:
            source = connect(path, writable=False) if vault is None else vault.raw
            try:
                source.backup(copy)
            finally:
                if vault is None:
                    disconnect(source)
            return _bring_up(path, copy, checked_version(path, copy))
    except Exception as error:  # whatever a step of a migration stumbles over
        raise StoreError(f"{path.name} can't be read: {reason(error)}; {ASIDE}") from error
    finally:
        if vault is not None:
            vault.close(fold=False)
