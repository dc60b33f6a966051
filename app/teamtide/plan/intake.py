"""What a plan file must be before anything in it is believed.

A file may come from anywhere: another program, a newer Teamtide, a broken disk, somebody with a
database tool, somebody with bad intentions. Each check here reads only, and says in a sentence
that names the file what is wrong with it.
"""

from __future__ import annotations

import sqlite3
import stat
from pathlib import Path

from teamtide.plan import stored
from teamtide.plan.sealed.layout import MAGIC as SEALED
from teamtide.plan.stored import APPLICATION_ID, Stored, columns_of, tables

MAGIC = b"SQLite format 3\x00"
ASIDE = "it has not been changed. Open a copy of it from before."


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
    if head.startswith(SEALED):  # the vault looks at the rest of it
        return
    if len(head) < 100 or not head.startswith(MAGIC):
        raise StoreError(
            f"{path.name} is not a Teamtide plan. To bring in a spreadsheet, "
            "open a plan first and choose File ▸ Import."
        )
    if int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise StoreError(f"{path.name} is a database of some other program, not a Teamtide plan.")
    version = int.from_bytes(head[60:64], "big", signed=True)
    if version > stored.VERSION:
        raise StoreError(
            f"{path.name} was made by a newer Teamtide (file version {version}, this one knows "
            f"{stored.VERSION}); it has not been changed. Update Teamtide to open it."
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
    if version == stored.VERSION:
        refuse_other_tables(path, raw)
    return version


def refuse_other_tables(path: Path, raw: sqlite3.Connection) -> None:
    """Pass where every table of a plan is there with just its columns.

    Raises:
        StoreError: one is not.
    """
    for table in tables():
        columns = [row[1] for row in raw.execute(f'PRAGMA table_info("{table}")')]
        if columns != [column.name for column in columns_of(table)]:
            raise StoreError(f"{path.name} lacks parts of a plan (table {table}); {ASIDE}")


def refuse_mistyped(path: Path, raw: sqlite3.Connection) -> None:
    """Pass where every value is of its column's type; SQLite itself lets anything in.

    Raises:
        StoreError: one is not.
    """
    for table in tables():
        wrong = " OR ".join(_mistyped(column) for column in columns_of(table))
        found = raw.execute(f'SELECT id FROM "{table}" WHERE {wrong} LIMIT 1').fetchone()
        if found is not None:
            raise StoreError(
                f"{path.name} is damaged (table {table}, row {found[0]} holds a value of the "
                f"wrong type); {ASIDE}"
            )


def _mistyped(column: Stored) -> str:
    return f'typeof("{column.name}") NOT IN ({", ".join(repr(kind) for kind in column.types)})'


def reason(error: BaseException) -> str:
    """What the system or the database says went wrong, without a full stop."""
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return str(text).rstrip(".")
