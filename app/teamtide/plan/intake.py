"""What a plan file must be before anything in it is believed.

A file may come from anywhere: another program, a newer Teamtide, a broken disk, somebody with a
database tool, somebody with bad intentions. Each check here reads only, and says in a sentence
that names the file what is wrong with it. They go from the outside in: what kind of file it is and
how large; what lies beside it; what its schema says, before SQLite runs any of it; whether its
pages hold together; how much is in it, and of which type.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

from teamtide.plan import forms, stored
from teamtide.plan.database import LOGS, real
from teamtide.plan.guards import (
    LARGEST_FILE,
    MOST_ENTRIES,
    MOST_ROWS,
    TooLong,
    patient,
)
from teamtide.plan.lock import peek
from teamtide.plan.sealed.layout import MAGIC as SEALED
from teamtide.plan.stored import APPLICATION_ID, HISTORY, Stored, columns_of, tables

MAGIC = b"SQLite format 3\x00"
WAY_OUT = (
    "choose File ▸ Restore a Backup… for a copy of it from before, "
    "or File ▸ Salvage a Damaged Plan… for what can still be read."
)
WAYS_OUT = (f"If it is damaged, {WAY_OUT}", f"{WAY_OUT[:1].upper()}{WAY_OUT[1:]}")
"""How a sentence about a file that may be damaged, or is, ends where nothing stands beside it."""
ASIDE = f"it has not been changed. {WAYS_OUT[1]}"
LARGEST_NUMBER = 2**53
"""Ids and places in lists stay below it, so that the next one always fits."""
_JOURNAL = bytes.fromhex("d9d505f920a163d7")
LONGEST_LABEL = 1_000_000
MOST_PARTS = 400
"""Tables and indexes of a schema that are looked at; a plan has 57."""
_LOG_HEAD, _FRAME_HEAD, _JOURNAL_HEAD = 32, 24, 28
_SAID = 60
_LONGEST_REASON = 300


class StoreError(Exception):
    """A plan file can't be opened, read or written. The text is a sentence for the user."""


class OlderVersion(StoreError):
    """A plan of an older Teamtide, which only who may write brings up to date."""


def refuse_foreign(path: Path) -> None:
    """Pass where the first bytes are those of a plan this Teamtide knows.

    Raises:
        StoreError: they are not, or can't be read.
    """
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise StoreError(f"{path.name} is a folder, not a plan file.")
        if not stat.S_ISREG(found.st_mode):
            raise StoreError(f"{path.name} is not a file but a device or a pipe.")
        head = peek(path, 100)
    except FileNotFoundError as error:
        raise StoreError(f"{path.name} is not there: {path}") from error
    except (OSError, ValueError) as error:
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
    _refuse_newer(path, int.from_bytes(head[60:64], "big", signed=True))
    if found.st_size > LARGEST_FILE:
        raise StoreError(
            f"{path.name} is larger than any plan ({_megabytes(found.st_size)}; at most "
            f"{_megabytes(LARGEST_FILE)}); {ASIDE}"
        )
    ways, encoding, vacuum = head[18:20], head[56:60], head[52:56] + head[64:68]
    # An empty database has no encoding yet.
    plain = encoding in (bytes(4), b"\x00\x00\x00\x01") and not any(vacuum)
    if ways not in (b"\x01\x01", b"\x02\x02") or not plain:
        raise StoreError(f"{path.name} was not written by Teamtide as it is now; {ASIDE}")


def _refuse_newer(path: Path, version: int) -> None:
    if version > stored.VERSION:
        raise StoreError(
            f"{path.name} was made by a newer Teamtide (file version {version}, this one knows "
            f"{stored.VERSION}); it has not been changed. Update Teamtide to open it."
        )


def refuse_odd_logs(path: Path) -> None:
    """Pass where the files SQLite would read or delete beside a plan are such as it left there.

    SQLite believes them: it copies what is in them into the plan, and a journal may name another
    file, anywhere, that is deleted once the journal has been taken back.

    Raises:
        StoreError: one is not.
    """
    path = real(path)
    for end in LOGS:
        log = path.with_name(f"{path.name}{end}")
        try:
            found = log.lstat()
            if not stat.S_ISREG(found.st_mode) or found.st_nlink > 1:
                said = "is a link or no file at all"
            elif found.st_size > LARGEST_FILE * 2:
                said = f"is larger than any of its kind ({_megabytes(found.st_size)})"
            elif end == "-journal" and _tail(log, len(_JOURNAL)) == _JOURNAL:
                said = "names other files"
            elif (end == "-wal" and _overgrown(log)) or (end == "-journal" and _outgrown(log)):
                said = "says it is larger than any plan"
            else:
                continue
        except FileNotFoundError:
            continue
        except OSError as error:
            if error.errno == errno.ENAMETOOLONG:  # then there is none
                continue
            said = f"can't be read: {reason(error)}"
        raise StoreError(
            f"{path.name} can't be opened, because {log.name} beside it {said}. Nothing has been "
            f"changed. Move {log.name} elsewhere, or restore a backup of the plan."
        )


def _overgrown(log: Path) -> bool:
    """Whether a log makes a plan larger than it may be; a few bytes in, that would be terabytes."""
    with log.open("rb") as file:
        head = file.read(_LOG_HEAD)
        page = int.from_bytes(head[8:12], "big")
        if len(head) < _LOG_HEAD or not 512 <= page <= 65536:
            return False  # SQLite takes nothing from such a log
        while len(frame := file.read(_FRAME_HEAD)) == _FRAME_HEAD:
            if int.from_bytes(frame[4:8], "big") * page > LARGEST_FILE:
                return True
            file.seek(page, os.SEEK_CUR)
    return False


def _outgrown(journal: Path) -> bool:
    """Whether taking a journal back makes a plan larger than it may be."""
    with journal.open("rb") as file:
        head = file.read(_JOURNAL_HEAD)
    pages, page = (int.from_bytes(head[at : at + 4], "big") for at in (16, 24))
    return head.startswith(_JOURNAL) and pages * page > LARGEST_FILE


def _tail(path: Path, size: int) -> bytes:
    with path.open("rb") as file:
        file.seek(0, os.SEEK_END)
        file.seek(max(0, file.tell() - size))
        return file.read(size)


def checked_version(path: Path, raw: sqlite3.Connection) -> int:
    """The version of a file that is whole, as far as the database can tell.

    Raises:
        StoreError: it is damaged, unfinished, too large, or holds what no plan holds.
    """
    with _in_time(path, raw):
        # The first page may be another than in the file, by a log beside it.
        _refuse_newer(path, version := _number(raw, "user_version"))
        if version < 1:
            raise StoreError(f"{path.name} is not a finished plan file (file version {version}).")
        if _number(raw, "application_id") != APPLICATION_ID:
            raise StoreError(
                f"{path.name} is a database of some other program, not a Teamtide plan."
            )
        if _number(raw, "page_count") * _number(raw, "page_size") > LARGEST_FILE:
            raise StoreError(
                f"{path.name} says it is larger than {_megabytes(LARGEST_FILE)}, as no plan is; "
                f"{ASIDE}"
            )
        refuse_other_schema(path, raw, version)
        result = raw.execute("PRAGMA integrity_check(1)").fetchone()
    if result is None or result[0] != "ok":
        raise StoreError(f"{path.name} is damaged; {ASIDE}")
    if version == stored.VERSION:
        refuse_other_tables(path, raw)
    return version


def _number(raw: sqlite3.Connection, pragma: str) -> int:
    return int(raw.execute(f"PRAGMA {pragma}").fetchone()[0])


@contextlib.contextmanager
def _in_time(path: Path, raw: sqlite3.Connection) -> Iterator[None]:
    try:
        with patient(raw):
            yield
    except TooLong:
        raise StoreError(f"{path.name} takes too long to check, as no plan does; {ASIDE}") from None


def refuse_other_schema(path: Path, raw: sqlite3.Connection, version: int) -> None:
    """Pass where a file's schema says what that of its version says, and nothing else.

    Raises:
        StoreError: it says something else.
    """
    found = raw.execute(
        f"SELECT type, name, tbl_name, sql, rootpage FROM sqlite_master LIMIT {MOST_PARTS}"
    ).fetchall()
    schema = {(str(kind), str(name), str(table)): str(sql) for kind, name, table, sql, _ in found}
    differs = forms.difference(schema, version)
    if differs is None and len({row[4] for row in found}) == len(found) == len(schema):
        return
    if differs is None:
        raise StoreError(f"{path.name} is damaged; {ASIDE}")
    if differs.how == "alien":
        what = f"{_short(differs.kind)} “{_short(differs.name)}”"
        an = "an" if what.startswith("index") else "a"
        raise StoreError(f"{path.name} holds {an} {what}, which is not part of a plan; {ASIDE}")
    what = f"{differs.kind} {differs.name}"
    if differs.how == "missing":
        raise StoreError(f"{path.name} lacks parts of a plan ({what}); {ASIDE}")
    raise StoreError(f"{path.name}: the {what} is not as Teamtide makes it; {ASIDE}")


def refuse_other_tables(path: Path, raw: sqlite3.Connection) -> None:
    """Pass where every table of a plan is there with just its columns.

    Raises:
        StoreError: one is not.
    """
    for table in tables():
        columns = [row[1] for row in raw.execute(f'PRAGMA table_info("{table}")')]
        if columns != [column.name for column in columns_of(table)]:
            raise StoreError(f"{path.name} lacks parts of a plan (table {table}); {ASIDE}")


def refuse_too_many(path: Path, raw: sqlite3.Connection) -> None:
    """Pass where a plan has no more rows, and no longer a history, than fit into memory.

    Raises:
        StoreError: there are more.
    """
    rows = 0
    for table in tables():
        (count,) = raw.execute(f'SELECT count(*) FROM "{table}"').fetchone()
        if table == HISTORY and count > MOST_ENTRIES:
            raise StoreError(
                f"{path.name} has a history of {count:,} changes, more than the {MOST_ENTRIES:,} "
                f"that can be read; {ASIDE}"
            )
        rows += 0 if table == HISTORY else count
    if rows > MOST_ROWS:
        raise StoreError(
            f"{path.name} holds {rows:,} rows, more than the {MOST_ROWS:,} a plan can have; {ASIDE}"
        )


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
    name = f'"{column.name}"'
    wrong = f"typeof({name}) NOT IN ({', '.join(map(repr, column.types))})"
    if column.kind == "integer" and column.name != "seed":
        wrong += f" OR {name} NOT BETWEEN {-LARGEST_NUMBER} AND {LARGEST_NUMBER}"
    return wrong


def refuse_odd_history(path: Path, raw: sqlite3.Connection) -> None:
    """Pass where the entries of the history are such as a person could have made and can read.

    Raises:
        StoreError: one is not.
    """
    found = raw.execute(
        f'SELECT id FROM "{HISTORY}" WHERE undone < 0 OR id < 1 '
        # A moment outside the years every computer can count in, or of no zone.
        "OR at NOT LIKE '____-__-__T%+00:00' OR substr(at, 1, 4) NOT BETWEEN '1970' AND '2999' "
        f"OR length(label) > {LONGEST_LABEL} OR instr(label, char(0)) LIMIT 1"
    ).fetchone()
    if found is not None:
        raise StoreError(f"{path.name} is damaged (history, entry {found[0]}); {ASIDE}")


def _short(text: str) -> str:
    """A name out of a file, for a sentence: one line, and not long."""
    plain = "".join(letter if letter.isprintable() else "�" for letter in text[: _SAID + 1])
    return plain if len(text) <= _SAID else f"{plain[:_SAID]}…"


def _megabytes(size: int) -> str:
    return f"{size / 2**20:,.0f} MB"


def way_out(error: BaseException) -> str:
    """What somebody whose plan can't be opened does about it, as a sentence."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    number = getattr(error, "errno", None)
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM) or (
        number in (errno.EACCES, errno.EPERM, errno.EROFS)
    ):
        return "It or its folder may be read only; copy it to a folder you may write to."
    if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR) or number in (errno.ENOSPC, errno.EIO):
        return "The disk may be full or broken; make room, or copy the plan to another disk."
    return WAYS_OUT[0]


def reason(error: BaseException) -> str:
    """What the system or the database says went wrong, without a full stop."""
    text = str(getattr(error, "strerror", None) or str(error) or type(error).__name__)
    if len(text) > _LONGEST_REASON:  # some say what stands in the file
        text = f"{text[:_LONGEST_REASON]}…"
    return "".join(letter if letter.isprintable() else " " for letter in text).rstrip(".")
