"""What holds a connection to a plan file back, whatever somebody has put into the file.

A plan may come by mail. SQLite runs what stands in a file's own schema (triggers, views, checks,
generated columns, indexes on expressions), believes the sizes a file names, and follows the names
of other files in its journals. Nothing of that is needed here, so it is off, bounded or refused
before anything of a file is used.
"""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Iterator

LARGEST_FILE = 256 * 2**20
"""Bytes of a plan file, and of each file SQLite keeps beside it. Two thousand people over two years
take 2 MB; the rest is history."""
LONGEST_CELL = 64 * 2**20
"""Bytes of one value, or of one row: a change of everybody in a large plan takes 5 MB."""
LONGEST_STATEMENT = 1_000_000
MOST_COLUMNS = 64
DEEPEST_EXPRESSION = 100
MOST_ROWS = 1_000_000
"""Rows of a plan, all tables together."""
MOST_ENTRIES = 500_000
"""Changes in the history."""
PATIENCE_S = 20.0
"""Seconds of the processor that checking a file may take; a plan takes a fraction of one."""
_STEPS = 200_000
"""SQLite's steps between two looks at the clock."""

_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: LONGEST_CELL,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: LONGEST_STATEMENT,
    sqlite3.SQLITE_LIMIT_COLUMN: MOST_COLUMNS,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: DEEPEST_EXPRESSION,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 10,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
    sqlite3.SQLITE_LIMIT_ATTACHED: 1,  # which a VACUUM needs
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}
_SETTINGS = {
    "SQLITE_DBCONFIG_DEFENSIVE": True,
    "SQLITE_DBCONFIG_TRUSTED_SCHEMA": False,
    "SQLITE_DBCONFIG_ENABLE_TRIGGER": False,
    "SQLITE_DBCONFIG_ENABLE_VIEW": False,
    "SQLITE_DBCONFIG_WRITABLE_SCHEMA": False,
}


class TooLong(Exception):
    """Checking a file was given up."""


def guard(raw: sqlite3.Connection) -> None:
    """Hold a connection back, before it has read anything."""
    for limit, most in _LIMITS.items():
        raw.setlimit(limit, most)
    configure = getattr(raw, "setconfig", None)  # Python 3.12
    if configure is not None:
        for name, on in _SETTINGS.items():
            setting = getattr(sqlite3, name, None)
            if setting is not None:
                configure(setting, on)
    raw.execute("PRAGMA trusted_schema=OFF")
    raw.execute("PRAGMA cell_size_check=ON")
    raw.execute("PRAGMA mmap_size=0")


def stop_growing(raw: sqlite3.Connection) -> None:
    """Let a file never become larger than one that would be opened again."""
    (size,) = raw.execute("PRAGMA page_size").fetchone()
    raw.execute(f"PRAGMA max_page_count={LARGEST_FILE // size}")


@contextlib.contextmanager
def patient(raw: sqlite3.Connection, seconds: float | None = None) -> Iterator[None]:
    """Give up what runs too long in here; on a busy computer, waiting is not held against it.

    Raises:
        TooLong: it did.
    """
    until = time.thread_time() + (PATIENCE_S if seconds is None else seconds)
    fired = False

    def late() -> bool:
        nonlocal fired
        fired = time.thread_time() > until
        return fired

    raw.set_progress_handler(late, _STEPS)
    try:
        yield
    except sqlite3.OperationalError as error:
        if fired:
            raise TooLong from error
        raise
    finally:
        raw.set_progress_handler(None, 0)
