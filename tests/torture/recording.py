"""A folder on a disk that remembers what it was told, in order, and what it was told to keep.

The databases in it are driven by apsw, which is SQLite with its file layer (VFS) open to Python:
each write, cut, delete and sync of the plan, its log and its journal is noted and then done. The
store runs as it is, on connections that look like sqlite3's. What Python itself does to the folder
(renames, links, removals, syncs of files and of the folder) is noted too. `after_power_failure`
then gives the files as they may be after the power failed at any point: what was synced is there,
of the rest any part, torn at sectors.
"""

from __future__ import annotations

import contextlib
import os
import random
import re
import sqlite3
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apsw

SECTOR = 512
_VFS = "teamtide-recording"
_NOBODY = 2**22 + 1
"""The number of no process: what ran before the power failed does not run any more."""


# --- what a disk is told --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes into a file."""

    file: int
    at: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Cut:
    """A file ends here."""

    file: int
    size: int


@dataclass(frozen=True, slots=True)
class Name:
    """A name stands for a file from now on, or for none; another is free from now on."""

    name: str
    file: int | None
    free: str = ""


@dataclass(frozen=True, slots=True)
class Sync:
    """What a file was told so far is on the disk; for None, what the folder was."""

    file: int | None


@dataclass(frozen=True, slots=True)
class Mark:
    """Something the one who records wants to find again."""

    what: Any


Noted = Write | Cut | Name | Sync | Mark
Contents = dict[int, bytearray]
Names = dict[str, int]


class Disk:
    """One folder, and the log of what became of it."""

    def __init__(self, folder: Path) -> None:
        """What is in the folder now is on the disk."""
        self.folder = folder.resolve()
        self.log: list[Noted] = []
        self._names: Names = {}
        self._plain: dict[int, bytes] = {}
        self._files = 0
        self.look()
        self._synced = _Synced()
        for told in self.log:
            self._synced.take(told)
        self._synced.keep_all()
        self.log.clear()

    # --- noting ---------------------------------------------------------------------------

    def inside(self, path: object) -> str | None:
        """The name of a path in the folder; None where it is elsewhere."""
        full = Path(os.fsdecode(path))  # type: ignore[arg-type]
        return full.name if full.parent.resolve() == self.folder else None

    def file(self, name: str) -> int:
        """The number of the file of a name, new where it is."""
        if name not in self._names:
            self._files += 1
            self._names[name] = self._files
            self.log.append(Name(name, self._files))
        return self._names[name]

    def database(self, name: str) -> int:
        """The same for one whose content SQLite tells from now on."""
        number = self.file(name)
        self._plain.pop(number, None)
        return number

    def look(self) -> None:
        """Note what others than SQLite did to the folder: new files, and what is in them."""
        there = {one.name for one in os.scandir(self.folder) if one.is_file()}
        for name in sorted(name for name in there if not name.endswith("-shm")):
            new = name not in self._names
            number = self.file(name)
            if new or number in self._plain:
                content = (self.folder / name).read_bytes()
                if content != self._plain.get(number, b""):
                    self.log += [Cut(number, 0), Write(number, 0, content)]
                self._plain[number] = content

    def gone(self, name: str) -> None:
        """Note that a file was removed."""
        if self._names.pop(name, None) is not None:
            self.log.append(Name(name, None))

    def moved(self, old: str, new: str) -> None:
        """Note that a file has another name."""
        self._names[new] = self._names.pop(old)
        self.log.append(Name(new, self._names[new], free=old))

    def linked(self, old: str, new: str) -> None:
        """Note that a file has one more name."""
        self._names[new] = self._names[old]
        self.log.append(Name(new, self._names[new]))

    def synced(self, handle: int) -> None:
        """Note that an open file or the folder was synced."""
        found = os.fstat(handle)
        if stat.S_ISDIR(found.st_mode):
            if os.path.samestat(found, self.folder.stat()):
                self.log.append(Sync(None))
            return
        for name, number in self._names.items():
            with contextlib.suppress(FileNotFoundError):
                if os.path.samestat(found, (self.folder / name).stat()):
                    self.log.append(Sync(number))
                    return

    def mark(self, what: Any) -> None:
        """Note something of one's own."""
        self.log.append(Mark(what))

    # --- afterwards -----------------------------------------------------------------------

    def after_power_failure(
        self, points: Iterable[int], chance: random.Random
    ) -> Iterator[tuple[int, dict[str, bytes]]]:
        """What may be in the folder if the power fails after so much of the log; points ascend."""
        synced, done = self._synced.copy(), 0
        for point in points:
            for told in self.log[done:point]:
                synced.take(told)
            done = point
            yield point, synced.what_may_be(chance)


class _Synced:
    """What is on the disk for sure, and what it was told since."""

    def __init__(self) -> None:
        self.contents: Contents = {}
        self.names: Names = {}
        self.writes: dict[int, list[Write | Cut]] = {}
        self.renames: list[Name] = []

    def copy(self) -> _Synced:
        made = _Synced()
        made.contents = {number: bytearray(found) for number, found in self.contents.items()}
        made.names = dict(self.names)
        return made

    def take(self, told: Noted) -> None:
        if isinstance(told, Write | Cut):
            self.writes.setdefault(told.file, []).append(told)
        elif isinstance(told, Name):
            self.renames.append(told)
        elif isinstance(told, Sync) and told.file is None:
            for rename in self.renames:
                _rename(self.names, rename)
            self.renames.clear()
        elif isinstance(told, Sync):
            for write in self.writes.pop(told.file or 0, ()):
                _write(self.contents, write)

    def keep_all(self) -> None:
        for number in list(self.writes):
            self.take(Sync(number))
        self.take(Sync(None))

    def what_may_be(self, chance: random.Random) -> dict[str, bytes]:
        """All that is sure, and any part of the rest."""
        names, contents = dict(self.names), dict(self.contents)
        how = chance.choice(["none", "all", "some", "some", "torn"])
        for rename in _some(self.renames, how, chance):
            _rename(names, rename)
        for number, writes in self.writes.items():
            contents[number] = bytearray(contents.get(number, b""))
            for write in _some(writes, how, chance):
                for piece in _torn(write, chance) if how == "torn" else [write]:
                    _write(contents, piece)
        found = {name: bytes(contents.get(number, b"")) for name, number in names.items()}
        return {re.sub(r"^(\.teamtide-)\d+", rf"\g<1>{_NOBODY}", n): c for n, c in found.items()}


def _some(told: list[Any], how: str, chance: random.Random) -> list[Any]:
    if how in ("none", "all"):
        return told if how == "all" else []
    part = chance.choice([0.2, 0.5, 0.8])
    return [one for one in told if chance.random() < part]


def _torn(write: Write | Cut, chance: random.Random) -> Iterator[Write | Cut]:
    """Some of the sectors of a write."""
    if isinstance(write, Cut):
        yield write
        return
    first = write.at - write.at % SECTOR
    for sector in range(first, write.at + len(write.content), SECTOR):
        start, end = max(sector, write.at), min(sector + SECTOR, write.at + len(write.content))
        if chance.random() < 0.6:
            yield Write(write.file, start, write.content[start - write.at : end - write.at])


def _write(contents: Contents, write: Write | Cut) -> None:
    content = contents.setdefault(write.file, bytearray())
    if isinstance(write, Cut):
        del content[write.size :]
        content.extend(bytes(write.size - len(content)))
        return
    content.extend(bytes(max(0, write.at - len(content))))
    content[write.at : write.at + len(write.content)] = write.content


def _rename(names: Names, told: Name) -> None:
    names.pop(told.free, None)
    if told.file is None:
        names.pop(told.name, None)
    else:
        names[told.name] = told.file


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
