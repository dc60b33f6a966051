"""How the database of a plan is opened, closed and put in its place.

Nothing here knows what a plan holds. Connections come with the settings every reader and writer
needs (an unknown file may be hostile), transactions begin when they say so, and a finished file
gets its name whole or not at all.
"""

from __future__ import annotations

import contextlib
import os
import re
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
    return _settled(sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False))


def memory() -> sqlite3.Connection:
    """A connection to an empty database in memory, with the same settings."""
    raw = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    raw.execute("PRAGMA temp_store=MEMORY")
    return _settled(raw)


def _settled(raw: sqlite3.Connection) -> sqlite3.Connection:
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


def begin_log(raw: sqlite3.Connection) -> None:
    """Have each commit on the disk when it returns, in a log until the connection is closed."""
    raw.execute("PRAGMA journal_mode=WAL")
    raw.execute("PRAGMA synchronous=FULL")
    raw.execute("PRAGMA fullfsync=ON")
    # A log that is in use from now on is one that closing takes away, even if the only one to look
    # at it was a reader elsewhere.
    raw.execute("SELECT count(*) FROM sqlite_master").fetchone()


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


def write_plain(raw: sqlite3.Connection, part: Path) -> None:
    """Write what is in a database as a new file that only its owner may read."""
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    with contextlib.closing(sqlite3.connect(part)) as target:
        raw.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")


def logs_of(path: Path) -> list[Path]:
    """The logs that stand beside a file."""
    beside = [path.with_name(f"{path.name}{end}") for end in LOGS]
    return [log for log in beside if log.exists()]


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
