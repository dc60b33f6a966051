"""Whether the plan file is still as this program left it, asked before each write.

A folder that a cloud service synchronises may put another file in its place, another program may
write into it, somebody may delete, move or restore it. None of them asks for a lock. So the file
and its log are compared with what they were after our own last write (device, inode, size and time
of change), and the database is asked whether another connection wrote. Only our own checkpoints
change the file, and they happen when we say so, so anything else is somebody else's.

What is found is never written to. Our log, which would be taken for theirs, is taken away from
beside it; what was in the plan is in memory.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from teamtide.plan.intake import StoreError
from teamtide.plan.lock import keep_readers_only

REPLACED, OVERWRITTEN, WRITTEN = "replaced", "overwritten", "written"
GONE, MOVED, OUT_OF_REACH = "gone", "moved", "out of reach"
_WORDS = {
    REPLACED: "Another file has taken the place of {name}; a cloud folder does that.",
    OVERWRITTEN: "Another program has changed {name}.",
    WRITTEN: "Another program has changed {name}.",
    GONE: "{name} is not there any more: it was deleted.",
    MOVED: "{name} is not there any more: it was moved or renamed.",
    OUT_OF_REACH: "{name} can't be reached at the moment.",
}
_FOLDED_AT = 4 << 20
"""Bytes of log from which it is folded into the file; what SQLite does by itself."""
_READ = 1 << 20


class Underneath(StoreError):
    """The plan file is not as this program left it. Nothing was written, nothing is lost."""

    def __init__(self, name: str, how: str) -> None:
        """Say what became of the file called `name`; `how` is one of the words of this module."""
        super().__init__(f"{sentence(name, how)} Nothing was written to it.")
        self.how = how


def sentence(name: str, how: str) -> str:
    """What became of a file."""
    return _WORDS[how].format(name=name)


@dataclass(frozen=True, slots=True)
class Mark:
    """What tells a file from another, and from itself before somebody wrote."""

    device: int
    inode: int
    size: int
    changed: int

    def same_file(self, other: Mark | None) -> bool:
        """Whether both are of one file, whatever is in it."""
        return other is not None and (self.device, self.inode) == (other.device, other.inode)


def _mark(path: Path) -> Mark | None:
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return Mark(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)


class Footprint:
    """The file and its log as this program left them; made when it is open and in WAL mode."""

    def __init__(self, path: Path, raw: sqlite3.Connection, file: int | None) -> None:
        """Remember how they are.

        Args:
            path: The plan.
            raw: The connection that writes; from now on it folds its log only in `fold`.
            file: A descriptor of the plan, where there is one.
        """
        self._path = path
        self._log_path = _beside(path.resolve(), "-wal")
        self._raw, self._file = raw, file
        raw.execute("PRAGMA wal_autocheckpoint=0")
        self._seen = self._data_version()
        self._whole = _mark(self._path)
        self._log = _mark(self._log_path)
        self._digest = self._digested()

    # --- looking --------------------------------------------------------------------------

    def how(self) -> str:
        """What became of the file, one of the words of this module; blank where it is ours.

        Raises:
            OSError: it can't be asked after.
            sqlite3.Error: the database does not answer.
        """
        now, log = _mark(self._path), _mark(self._log_path)
        if now == self._whole and log == self._log:
            return "" if self._data_version() == self._seen else WRITTEN
        if now is None or self._whole is None:
            return MOVED if self._lives_on() else GONE
        if not now.same_file(self._whole):
            return REPLACED
        if log is None or self._log is None or not log.same_file(self._log):
            return OVERWRITTEN
        if self._data_version() != self._seen:
            return WRITTEN
        if log != self._log or now.size != self._whole.size or self._digest is None:
            return OVERWRITTEN
        if self._digest != self._digested():
            return OVERWRITTEN
        self._whole = now  # touched, and nothing changed in it
        return ""

    def check(self) -> None:
        """Pass where file and log are as we left them.

        Raises:
            Underneath: they are not.
            OSError: they can't be asked after.
        """
        how = self.how()
        if how:
            self.withdraw(how)
            raise Underneath(self._path.name, how)

    def _data_version(self) -> int:
        return int(self._raw.execute("PRAGMA data_version").fetchone()[0])

    def _lives_on(self) -> bool:
        """Whether the file we have open has a name somewhere, and is as we left it."""
        if self._file is None or self._whole is None:
            return False
        found = os.fstat(self._file)
        as_left = (found.st_size, found.st_mtime_ns) == (self._whole.size, self._whole.changed)
        return as_left and found.st_nlink > 0

    def _digested(self) -> bytes | None:
        if self._file is None:
            return None
        found, place = hashlib.blake2b(digest_size=16), 0
        while part := os.pread(self._file, _READ, place):
            found.update(part)
            place += len(part)
        return found.digest()

    @property
    def has_log(self) -> bool:
        """Whether something we wrote is in the log only, as far as we know."""
        return self._log is not None and self._log.size > 0

    # --- after our own writing --------------------------------------------------------------

    def wrote(self) -> None:
        """Remember our log after a commit, and fold it into the file where it has grown long."""
        with contextlib.suppress(OSError):  # the change itself is on the disk
            self._log = _mark(self._log_path)
            if self._log is None:  # a file system that can't have one: the file itself was written
                self._whole, self._digest = _mark(self._path), None
            elif self._log.size >= _FOLDED_AT:
                self.fold()

    def failed(self) -> None:
        """Remember our log after a write that the disk did not take: some of it may be there."""
        log = _mark(self._log_path)
        if log is not None and log.same_file(self._log):
            self._log = log

    def fold(self) -> None:
        """Put what is in the log into the file, unless somebody reads; then it waits."""
        raw = self._raw
        with contextlib.suppress(sqlite3.Error):
            raw.execute("PRAGMA busy_timeout=0")
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        raw.execute("PRAGMA busy_timeout=2000")
        self._whole, self._log = _mark(self._path), _mark(self._log_path)
        self._digest = self._digested()

    # --- leaving a file that is not ours ----------------------------------------------------

    def withdraw(self, how: str) -> None:
        """Take our log away from beside somebody else's file, which it would be taken to belong to.

        One that another program made, or shares with us, stays.
        """
        if how not in (REPLACED, OVERWRITTEN):
            return
        log = _mark(self._log_path)
        if self._log is not None and self._log.same_file(log):
            with contextlib.suppress(OSError):
                os.truncate(self._log_path, 0)  # so that closing finds nothing to fold
                for end in ("-wal", "-shm"):
                    _beside(self._path.resolve(), end).unlink(missing_ok=True)

    def leave(self, how: str) -> None:
        """Do what is right by the file before the connection closes without folding.

        One that merely moved takes our log along, as nobody else has written to it.
        """
        if how == MOVED:
            with contextlib.suppress(sqlite3.Error):
                self._raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        elif self._file is not None:
            keep_readers_only(self._file)
        self.withdraw(OVERWRITTEN if how in (GONE, MOVED) else how)


def _beside(path: Path, end: str) -> Path:
    return path.with_name(f"{path.name}{end}")
