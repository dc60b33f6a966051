"""How the database of a plan is opened, closed and put in its place.

Nothing here knows what a plan holds. Connections come with the settings every reader and writer
needs (an unknown file may be hostile), transactions begin when they say so, and a finished file
gets its name whole or not at all.
"""

from __future__ import annotations

import contextlib
import json
import re
import sqlite3
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.pool import StaticPool

LOGS = ("-wal", "-shm", "-journal")


def connect(path: Path, *, writable: bool) -> Connection:
    """A connection to a file that is there, which begins what it does with an explicit BEGIN."""
    # A Windows share is a host in a URI; SQLite wants it in the path.
    name = re.sub("^file://(?=[^/])", "file:////", path.resolve().as_uri())
    uri = f"{name}?mode={'rw' if writable else 'ro'}"
    if not writable and _lost_its_log(path):
        uri += "&immutable=1"

    def creator() -> sqlite3.Connection:
        return sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)

    engine = create_engine(
        "sqlite://", creator=creator, poolclass=StaticPool, json_deserializer=_decoded
    )

    @event.listens_for(engine, "begin")
    def _explicit(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writable else "BEGIN")

    connection = engine.connect()
    raw = sqlite_of(connection)
    raw.execute("PRAGMA trusted_schema=OFF")
    raw.execute("PRAGMA cell_size_check=ON")
    raw.execute("PRAGMA foreign_keys=ON")
    raw.execute("PRAGMA busy_timeout=2000")
    return connection


@lru_cache(maxsize=4096)
def _decoded(text: str) -> Any:
    """What a JSON column holds; thousands of people share a few dozen lists of skills."""
    return json.loads(text)


def _lost_its_log(path: Path) -> bool:
    """Whether a file was copied without its log; a mere reader would leave a new one behind."""
    with path.open("rb") as file:
        logs_ahead = file.read(20)[18:] == b"\x02\x02"
    return logs_ahead and not any(path.with_name(f"{path.name}{end}").exists() for end in LOGS)


def disconnect(connection: Connection, *, fold: bool = False) -> None:
    """Close a connection; `fold` makes the database one file again."""
    raw = sqlite_of(connection)
    try:
        if fold:
            with contextlib.suppress(sqlite3.Error):
                # A reader elsewhere can keep the log alive; the next close folds it in.
                raw.execute("PRAGMA journal_mode=DELETE")
    finally:
        connection.close()
        raw.close()
        connection.engine.dispose()


def sqlite_of(connection: Connection) -> sqlite3.Connection:
    """What is below a connection, for what SQLAlchemy has no words for."""
    return cast("sqlite3.Connection", connection.connection.driver_connection)


@contextlib.contextmanager
def transaction(connection: Connection, *, write: bool = True) -> Iterator[None]:
    """All or nothing; while writing, references need only hold at the end."""
    with connection.begin():
        if write:
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        yield


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
