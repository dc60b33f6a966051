"""The file layer of SQLite, and what Python does to a folder, noted on a disk that remembers.

The databases in the folder are driven by apsw, which is SQLite with its file layer (VFS) open to
Python: each write, cut, delete and sync of the plan, its log and its journal is noted and then
done. The store runs as it is, on connections that look like sqlite3's. What Python itself does to
the folder (renames, links, removals, syncs of files and of the folder) is noted too.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import apsw

from tests.torture.disk import Cut, Disk, Sync, Write

_VFS = "teamtide-recording"


# --- SQLite's file layer --------------------------------------------------------------------


class _File(apsw.VFSFile):
    """A database, a log or a journal."""

    def __init__(self, disk: Disk, trouble: Trouble, name: Any, flags: list[int]) -> None:
        text = name.filename() if isinstance(name, apsw.URIFilename) else name
        self._disk, self._trouble = disk, trouble
        short = disk.inside(text) if text else None
        logs = apsw.SQLITE_OPEN_MAIN_JOURNAL | apsw.SQLITE_OPEN_WAL
        # SQLite syncs the folder too when it first syncs a log it may have made (os_unix.c).
        self._syncs_folder = bool(flags[0] & logs) and bool(flags[0] & apsw.SQLITE_OPEN_CREATE)
        super().__init__("", name, flags)
        self._number = None if short is None else disk.database(short)

    def xWrite(self, data: bytes, offset: int) -> None:
        self._trouble.before("write")
        super().xWrite(data, offset)
        if self._number is not None:
            self._disk.log.append(Write(self._number, offset, bytes(data)))

    def xTruncate(self, newsize: int) -> None:
        self._trouble.before("write")
        super().xTruncate(newsize)
        if self._number is not None:
            self._disk.log.append(Cut(self._number, newsize))

    def xSync(self, flags: int) -> None:
        self._trouble.before("sync")
        super().xSync(flags)
        if self._number is not None:
            self._disk.log.append(Sync(self._number))
            if self._syncs_folder:
                self._syncs_folder = False
                self._disk.log.append(Sync(None))


class _Layer(apsw.VFS):
    """SQLite's own file layer, with a note of everything that changes a disk."""

    def __init__(self, disk: Disk, trouble: Trouble) -> None:
        self._disk, self._trouble = disk, trouble
        super().__init__(_VFS, "")

    def xOpen(self, name: Any, flags: list[int]) -> _File:
        return _File(self._disk, self._trouble, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:
        self._trouble.before("write")
        super().xDelete(filename, syncdir)
        name = self._disk.inside(filename)
        if name is not None:
            self._disk.gone(name)
            if syncdir:
                self._disk.log.append(Sync(None))


class Trouble:
    """What a disk refuses to do; nothing, unless somebody sets it."""

    def __init__(self) -> None:
        self.fails: Callable[[str], bool] = lambda _: False

    def before(self, what: str) -> None:
        """Fail a "write" or a "sync" where it is to be failed."""
        if self.fails(what):
            raise apsw.IOError("the disk does not answer")


# --- a connection as sqlite3 has them -------------------------------------------------------


@contextlib.contextmanager
def _as_sqlite3() -> Iterator[None]:
    try:
        yield
    except apsw.ConstraintError as error:
        raise sqlite3.IntegrityError(str(error)) from error
    except (apsw.CorruptError, apsw.NotADBError) as error:
        raise sqlite3.DatabaseError(str(error)) from error
    except apsw.Error as error:
        raise sqlite3.OperationalError(str(error)) from error


class _Rows:
    """What a statement found."""

    def __init__(self, rows: list[tuple[Any, ...]], lastrowid: int) -> None:
        self._rows, self.lastrowid = iter(rows), lastrowid

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return self._rows

    def fetchone(self) -> tuple[Any, ...] | None:
        return next(self._rows, None)

    def fetchall(self) -> list[tuple[Any, ...]]:
        return list(self._rows)


class _Connection:
    """An apsw connection through the recording layer, for who knows those of sqlite3."""

    def __init__(self, database: object, rewrite: Mapping[str, str], **said: Any) -> None:
        flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE
        if said.get("uri"):
            flags |= apsw.SQLITE_OPEN_URI
        self._rewrite = rewrite
        with _as_sqlite3():
            self._raw = apsw.Connection(os.fsdecode(database), flags=flags, vfs=_VFS)  # type: ignore[arg-type]

    def execute(self, text: str, values: Iterable[Any] = ()) -> _Rows:
        with _as_sqlite3():
            rows = list(self._raw.execute(self._rewrite.get(text, text), tuple(values)))
            return _Rows(rows, self._raw.last_insert_rowid())

    def executemany(self, text: str, many: Iterable[Iterable[Any]]) -> None:
        with _as_sqlite3():
            list(self._raw.executemany(text, [tuple(values) for values in many]))

    def setlimit(self, which: int, most: int) -> int:
        return self._raw.limit(which, most)

    def set_progress_handler(self, handler: Callable[[], bool] | None, steps: int) -> None:
        self._raw.set_progress_handler(handler, steps)

    @property
    def in_transaction(self) -> bool:
        return self._raw.in_transaction

    def backup(self, target: _Connection) -> None:
        with _as_sqlite3(), target._raw.backup("main", self._raw, "main") as work:
            while not work.done:
                work.step(-1)

    def close(self) -> None:
        with contextlib.suppress(apsw.IOError):  # sqlite3 closes all the same, and says nothing
            self._raw.close()


# --- recording ------------------------------------------------------------------------------


@contextlib.contextmanager
def recording(
    folder: Path,
    *,
    rewrite: Mapping[str, str] | None = None,
    syncs_of_folder: bool = True,
) -> Iterator[tuple[Disk, Trouble]]:
    """Note what becomes of a folder until the end of the block.

    Args:
        folder: Which; what is in it at the beginning is on the disk.
        rewrite: Statements that are to be others, to show that a careless store is found out.
        syncs_of_folder: Whether those that Python asks for do anything, for the same end.
    """
    disk, trouble = Disk(folder), Trouble()
    layer = _Layer(disk, trouble)

    def connect(database: object, **said: Any) -> _Connection:
        disk.look()
        return _Connection(database, rewrite or {}, **said)

    def fsync(handle: int) -> None:
        disk.look()
        real_fsync(handle)
        if syncs_of_folder or not stat.S_ISDIR(os.fstat(handle).st_mode):
            disk.synced(handle)

    def noting(real: Callable[..., None], note: Callable[[str, str], None]) -> Callable[..., None]:
        def call(old: Any, new: Any, **more: Any) -> None:
            disk.look()
            real(old, new, **more)
            names = disk.inside(old), disk.inside(new)
            if names[0] is not None and names[1] is not None:
                note(names[0], names[1])

        return call

    def unlink(path: Any, **more: Any) -> None:
        disk.look()
        real_unlink(path, **more)
        name = disk.inside(path)
        if name is not None:
            disk.gone(name)

    real_fsync, real_unlink = os.fsync, os.unlink
    with contextlib.ExitStack() as stack:
        for owner, name, new in (
            (sqlite3, "connect", connect),
            (os, "fsync", fsync),
            (os, "rename", noting(os.rename, disk.moved)),
            (os, "replace", noting(os.replace, disk.moved)),
            (os, "link", noting(os.link, disk.linked)),
            (os, "unlink", unlink),
            (os, "remove", unlink),
        ):
            stack.callback(setattr, owner, name, getattr(owner, name))
            setattr(owner, name, new)
        try:
            yield disk, trouble
        finally:
            trouble.fails = lambda _: False
    layer.unregister()
