"""A disk that remembers what it was told, in order, and what it was told to keep.

`after_power_failure` gives the files as they may be after the power failed at any point: what was
synced is there, of the rest any part, torn at sectors.
"""

from __future__ import annotations

import contextlib
import os
import random
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SECTOR = 512
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
