"""What a plan file must be before anything in it is believed.

A file may come from anywhere: another program, a newer Teamtide, a broken disk, somebody with a
database tool, somebody with bad intentions. Each check here reads only, and says in a sentence
that names the file what is wrong with it.
"""

from __future__ import annotations

import sqlite3
import stat
from pathlib import Path
from typing import Any

from teamtide.plan import schema
from teamtide.plan.schema import APPLICATION_ID, HISTORY, TABLES

MAGIC = b"SQLite format 3\x00"
ASIDE = "it has not been changed. Open a copy of it from before."

_STORED_AS: dict[type, tuple[str, ...]] = {
    int: ("integer",),
    bool: ("integer",),
    float: ("real", "integer"),
}
"""What SQLite calls the values of a column; the others (text, days, lists) are text."""


class StoreError(Exception):
    """A plan file can't be opened, read or written. The text is a sentence for the user."""


def refuse_foreign(path: Path) -> None:
    """Pass where the first bytes are those of a plan this Teamtide knows.

    Raises:
        StoreError: they are not, or can't be read.
    """
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise StoreError(f"{path.name} is a folder, not a plan file.")
        if not stat.S_ISREG(mode):
            raise StoreError(f"{path.name} is not a file but a device or a pipe.")
        with path.open("rb") as file:
            head = file.read(100)
    except FileNotFoundError as error:
        raise StoreError(f"{path.name} is not there: {path}") from error
    except OSError as error:
        raise StoreError(f"{path.name} can't be read: {reason(error)}.") from error
    if len(head) < 100 or not head.startswith(MAGIC):
        raise StoreError(
            f"{path.name} is not a Teamtide plan. To bring in a spreadsheet, "
            "open a plan first and choose File ▸ Import."
        )
    if int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise StoreError(f"{path.name} is a database of some other program, not a Teamtide plan.")
    version = int.from_bytes(head[60:64], "big", signed=True)
    if version > schema.VERSION:
        raise StoreError(
            f"{path.name} was made by a newer Teamtide (file version {version}, this one knows "
            f"{schema.VERSION}); it has not been changed. Update Teamtide to open it."
        )


def checked_version(path: Path, raw: sqlite3.Connection) -> int:
    """The version of a file that is whole, as far as the database can tell.

    Raises:
        StoreError: it is damaged, unfinished, or holds what no plan holds.
    """
    alien = raw.execute(
        "SELECT type, name FROM sqlite_master "
        "WHERE type IN ('trigger', 'view') OR sql LIKE 'CREATE VIRTUAL%'"
    ).fetchone()
    if alien is not None:
        raise StoreError(
            f"{path.name} holds a {alien[0]} “{alien[1]}”, which is not part of a plan; {ASIDE}"
        )
    result = raw.execute("PRAGMA quick_check(1)").fetchone()
    if result is None or result[0] != "ok":
        raise StoreError(f"{path.name} is damaged; {ASIDE}")
    version = int(raw.execute("PRAGMA user_version").fetchone()[0])
    if version < 1:
        raise StoreError(f"{path.name} is not a finished plan file (file version {version}).")
    if version == schema.VERSION:
        refuse_other_tables(path, raw)
    return version


def refuse_other_tables(path: Path, raw: sqlite3.Connection) -> None:
    """Pass where every table of a plan is there with just its columns.

    Raises:
        StoreError: one is not.
    """
    for table in (*TABLES.values(), HISTORY):
        columns = [row[1] for row in raw.execute(f'PRAGMA table_info("{table.name}")')]
        if columns != list(table.columns.keys()):
            raise StoreError(f"{path.name} lacks parts of a plan (table {table.name}); {ASIDE}")


def refuse_mistyped(path: Path, raw: sqlite3.Connection) -> None:
    """Pass where every value is of its column's type; SQLite itself lets anything in.

    Raises:
        StoreError: one is not.
    """
    for table in (*TABLES.values(), HISTORY):
        wrong = " OR ".join(_mistyped(column) for column in table.columns)
        found = raw.execute(f'SELECT id FROM "{table.name}" WHERE {wrong} LIMIT 1').fetchone()
        if found is not None:
            raise StoreError(
                f"{path.name} is damaged (table {table.name}, row {found[0]} holds a value of the "
                f"wrong type); {ASIDE}"
            )


def _mistyped(column: Any) -> str:
    kinds = _STORED_AS.get(column.type.python_type, ("text",))
    allowed = (*kinds, "null") if column.nullable else kinds
    return f'typeof("{column.name}") NOT IN ({", ".join(repr(kind) for kind in allowed)})'


def reason(error: BaseException) -> str:
    """What the system or the database says went wrong, without a full stop."""
    cause = getattr(error, "orig", None) or error
    text = getattr(cause, "strerror", None) or str(cause) or type(cause).__name__
    return str(text).rstrip(".")
