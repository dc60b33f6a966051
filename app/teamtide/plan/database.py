"""How the database of a plan is opened, closed and put in its place.

Nothing here knows what a plan holds. Connections come with the settings every reader and writer
needs (an unknown file may be hostile), transactions begin when they say so, a commit waits for the
disk, and no log of a file that was haunts another one.
"""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

from teamtide.plan.guards import guard
from teamtide.plan.lock import peek
from teamtide.plan.parts import sync_file, sync_folder

LOGS = ("-wal", "-shm", "-journal")

_NAME = 255 - len("-journal")
_PATH = 511 - len("-journal")
"""What file systems take as a name, and SQLite as a path."""


def connect(path: Path, *, writable: bool) -> sqlite3.Connection:
    """A connection to a file that is there, which begins what it does with an explicit BEGIN."""
    # A Windows share is a host in a URI; SQLite wants it in the path.
    name = re.sub("^file://(?=[^/])", "file:////", path.resolve().as_uri())
    uri = f"{name}?mode={'rw' if writable else 'ro'}"
    if not writable and _lost_its_log(path):
        uri += "&immutable=1"
    return _settled(
        sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False),
        writable=writable,
    )


def memory() -> sqlite3.Connection:
    """A connection to an empty database in memory, with the same settings."""
    raw = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    raw.execute("PRAGMA temp_store=MEMORY")
    return _settled(raw, writable=True)


def _settled(raw: sqlite3.Connection, *, writable: bool) -> sqlite3.Connection:
    try:
        guard(raw)
        raw.execute("PRAGMA foreign_keys=ON")
        raw.execute("PRAGMA busy_timeout=2000")
        if writable:
            # With the log a flush for each commit; with a journal one more for its removal.
            raw.execute("PRAGMA synchronous=EXTRA")
            raw.execute("PRAGMA fullfsync=ON")
    except BaseException:
        raw.close()
        raise
    return raw


def _lost_its_log(path: Path) -> bool:
    """Whether a file was copied without its log; a mere reader would leave a new one behind."""
    return peek(path, 20)[18:] == b"\x02\x02" and not logs_beside(path)


def begin_log(raw: sqlite3.Connection) -> None:
    """Have each commit on the disk when it returns, in a log until the connection is closed."""
    raw.execute("PRAGMA journal_mode=WAL")
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


def write_copy(raw: sqlite3.Connection, part: Path) -> None:
    """Write what is in a database into an empty file, on the disk on return.

    It is opened and looked through before it is believed.

    Raises:
        OSError, sqlite3.Error: it can't be written, or is not whole.
    """
    with contextlib.closing(sqlite3.connect(part)) as target:
        raw.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")
    sync_file(part)
    with contextlib.closing(connect(part, writable=False)) as written:
        if written.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("what was copied is damaged")


def real(path: Path) -> Path:
    """Where a file is that may be a link; SQLite keeps its logs there."""
    with contextlib.suppress(OSError, RuntimeError):
        return path.resolve()
    return path


def logs_beside(path: Path) -> frozenset[str]:
    """The ends of the names of what SQLite has left beside a file."""
    path = real(path)
    return frozenset(end for end in LOGS if os.path.lexists(f"{path}{end}"))


def remove_logs(path: Path) -> None:
    """Take away, for good, what an earlier file of that name left beside it; SQLite believes it.

    What a crash left in there belongs to the file that still has the name and may keep it, so it
    is folded in before.
    """
    if not logs_beside(path):
        return
    with contextlib.suppress(sqlite3.Error, OSError):
        disconnect(connect(path, writable=True), fold=True)
    for end in LOGS:
        path.with_name(f"{path.name}{end}").unlink(missing_ok=True)
    # Were the old log still there after a power failure, it would go into the new file.
    sync_folder(path.parent)


def too_long(path: Path) -> str:
    """What is wrong with how long a plan's name or path is, or an empty text."""
    if sys.platform == "win32":
        name = len(path.name.encode("utf-16-le", "surrogatepass")) // 2
    else:
        name = len(os.fsencode(path.name))
        if len(os.fsencode(path.resolve())) > _PATH:
            return f"the path to it is longer than the {_PATH} bytes a database may have"
    if name > _NAME:
        return f"its name is longer than {_NAME} bytes, and the log beside it needs a longer one"
    return ""
