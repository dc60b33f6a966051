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

from teamtide.plan.guards import guard

LOGS = ("-wal", "-shm", "-journal")


def connect(path: Path, *, writable: bool) -> sqlite3.Connection:
    """A connection to a file that is there, which begins what it does with an explicit BEGIN."""
    # A Windows share is a host in a URI; SQLite wants it in the path.
    name = re.sub("^file://(?=[^/])", "file:////", path.resolve().as_uri())
    uri = f"{name}?mode={'rw' if writable else 'ro'}"
    if not writable and _lost_its_log(path):
        uri += "&immutable=1"
    raw = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    try:
        guard(raw)
        raw.execute("PRAGMA foreign_keys=ON")
        raw.execute("PRAGMA busy_timeout=2000")
    except BaseException:
        raw.close()
        raise
    return raw


def _lost_its_log(path: Path) -> bool:
    """Whether a file was copied without its log; a mere reader would leave a new one behind."""
    with path.open("rb") as file:
        logs_ahead = file.read(20)[18:] == b"\x02\x02"
    return logs_ahead and not logs_beside(path)


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


def real(path: Path) -> Path:
    """Where a file is that may be a link; SQLite keeps its logs there."""
    with contextlib.suppress(OSError, RuntimeError):
        return path.resolve()
    return path


def logs_beside(path: Path) -> frozenset[str]:
    """The ends of the names of what SQLite has left beside a file."""
    path = real(path)
    return frozenset(end for end in LOGS if os.path.lexists(f"{path}{end}"))


def copy_privately(source: Path, target: Path) -> None:
    """Copy a file to where there may be one, for nobody else to read; its moments are kept.

    Raises:
        OSError: it can't be read, or not be written there.
    """
    with contextlib.suppress(FileNotFoundError):
        target.unlink()
    handle = os.open(
        target, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600
    )
    with os.fdopen(handle, "wb") as out, source.open("rb") as file:
        shutil.copyfileobj(file, out)
    found = source.stat()
    os.utime(target, ns=(found.st_atime_ns, found.st_mtime_ns))


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
