"""How the database of a plan is opened, closed and put in its place.

Nothing here knows what a plan holds. Connections come with the settings every reader and writer
needs (an unknown file may be hostile), transactions begin when they say so, and a finished file
gets its name whole or not at all.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

LOGS = ("-wal", "-shm", "-journal")


def connect(path: Path, *, writable: bool) -> sqlite3.Connection:
    """A connection to a file that is there, which begins what it does with an explicit BEGIN."""
    # A Windows share is a host in a URI; SQLite wants it in the path.
    name = re.sub("^file://(?=[^/])", "file:////", path.resolve().as_uri())
    uri = f"{name}?mode={'rw' if writable else 'ro'}"
    if not writable and _lost_its_log(path):
        uri += "&immutable=1"
    raw = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    raw.execute("PRAGMA trusted_schema=OFF")
    raw.execute("PRAGMA cell_size_check=ON")
    raw.execute("PRAGMA foreign_keys=ON")
    raw.execute("PRAGMA busy_timeout=2000")
    return raw


def _lost_its_log(path: Path) -> bool:
    """Whether a file was copied without its log; a mere reader would leave a new one behind."""
    with path.open("rb") as file:
        logs_ahead = file.read(20)[18:] == b"\x02\x02"
    return logs_ahead and not any(path.with_name(f"{path.name}{end}").exists() for end in LOGS)


def disconnect(raw: sqlite3.Connection, *, fold: bool = False) -> None:
    """Close a connection; `fold` makes the database one file again."""
    try:
        if fold:
            with contextlib.suppress(sqlite3.Error):
                # A reader elsewhere can keep the log alive; the next close folds it in.
                raw.execute("PRAGMA journal_mode=DELETE")
    finally:
        raw.close()


@contextlib.contextmanager
def reading(raw: sqlite3.Connection) -> Iterator[None]:
    """One consistent picture, whatever is written meanwhile."""
    raw.execute("BEGIN")
    try:
        yield
    finally:
        if raw.in_transaction:
            raw.execute("ROLLBACK")


def write_copy(raw: sqlite3.Connection, part: Path) -> None:
    """Write what is in a database as a new file only its owner may read, on the disk on return.

    It is opened and looked through before it is believed.

    Raises:
        OSError, sqlite3.Error: it can't be written, or is not whole.
    """
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    with contextlib.closing(sqlite3.connect(part)) as target:
        raw.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")
    _sync(part)
    with contextlib.closing(connect(part, writable=False)) as written:
        if written.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("what was copied is damaged")


def write_bytes(source: Path, part: Path) -> None:
    """Copy a file that nobody has open as a new one only its owner may read, synced on return."""
    handle = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with source.open("rb") as read, os.fdopen(handle, "wb") as written:
        shutil.copyfileobj(read, written)
    _sync(part)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove_logs(path: Path) -> None:
    """Remove what an earlier file of that name left beside it; SQLite would believe it."""
    for end in LOGS:
        path.with_name(f"{path.name}{end}").unlink(missing_ok=True)


def publish(part: Path, path: Path) -> None:
    """Give a finished file its name, never over another one."""
    try:
        path.hardlink_to(part)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if path.exists():
            raise FileExistsError(path) from None
        part.rename(path)
