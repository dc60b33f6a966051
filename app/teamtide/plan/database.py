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

from teamtide.plan.parts import sync_folder

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
    raw = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    raw.execute("PRAGMA trusted_schema=OFF")
    raw.execute("PRAGMA cell_size_check=ON")
    raw.execute("PRAGMA foreign_keys=ON")
    raw.execute("PRAGMA busy_timeout=2000")
    if writable:
        # With the log a flush for each commit; with a journal one more for its removal.
        raw.execute("PRAGMA synchronous=EXTRA")
        raw.execute("PRAGMA fullfsync=ON")
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


def remove_logs(path: Path) -> None:
    """Take away, for good, what an earlier file of that name left beside it; SQLite believes it.

    What a crash left in there belongs to the file that still has the name and may keep it, so it
    is folded in before.
    """
    if not any(path.with_name(f"{path.name}{end}").exists() for end in LOGS):
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
