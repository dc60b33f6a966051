"""Who may write a plan file: one program at a time, and a dead one holds nothing.

The lock is an operating-system lock on a file in the user's data folder, named after the plan's
real path, so that nothing is left beside the plan. Next to it stands a note of who holds it, for
the sentence a second window shows.

A path is not the file: another user, another computer that shares the folder, a hard link or a
cleaned-out data folder lead past that lock. So the plan file itself is held as well, by a lock on a
byte far beyond its end where the system has locks that belong to an open file (Linux); elsewhere
the first lock stands alone.
"""

from __future__ import annotations

import contextlib
import getpass
import hashlib
import json
import os
import socket
import stat
import struct
import sys
import unicodedata
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock, Timeout
from platformdirs import user_data_path

from teamtide.private import private_folder, private_opener


@dataclass(frozen=True, slots=True)
class Holder:
    """The program that has a plan open for writing."""

    user: str
    host: str
    pid: int

    def __str__(self) -> str:
        return f"{self.user} on {self.host} (process {self.pid})"


def data_folder() -> Path:
    """Teamtide's folder in the user's data, made if missing; `TEAMTIDE_DATA` overrides it."""
    override = os.environ.get("TEAMTIDE_DATA")
    folder = Path(override) if override else user_data_path("Teamtide", appauthor=False)
    if not override and sys.platform != "win32" and folder.is_dir():
        with contextlib.suppress(OSError):  # one that an older Teamtide made for all
            if folder.stat().st_mode & 0o077:
                folder.chmod(0o700)
    return private_folder(folder)


def _user() -> str:
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):  # no name in the environment, none for the number
        return "someone"


def _key(plan: Path) -> str:
    """One text for one file, however its name was typed."""
    name = str(plan.resolve())
    if sys.platform in ("win32", "darwin"):  # where capitals (and forms of ü) name the same file
        name = unicodedata.normalize("NFC", name).casefold()
    return name


def key_of(plan: Path) -> str:
    """What is kept for a plan in the data folder is named so: one name for one file."""
    return hashlib.blake2b(_key(plan).encode(), digest_size=16).hexdigest()


class WriteLock:
    """The right to write one plan file.

    `file` is a descriptor of the plan while the lock is held, None where it is not there (yet) or
    can't be opened. It stays open as long as the lock: closing it would give back every lock that
    this process has on the file, those of the database too.
    """

    def __init__(self, plan: Path) -> None:
        """A lock for `plan`, not yet taken."""
        self._plan = plan
        self.file: int | None = None
        name = key_of(plan)
        folder = private_folder(data_folder() / "locks")
        self._note = folder / f"{name}.json"
        self._lock = FileLock(folder / f"{name}.lock", mode=0o600)

    def take(self) -> bool:
        """Take the lock; False where another program has it."""
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            return False
        try:
            self.file = _held_file(self._plan)
        except BlockingIOError:
            # Whoever has it did not come by this path; the note, if any, is of someone before.
            self._note.unlink(missing_ok=True)
            self._lock.release()
            return False
        me = Holder(_user(), socket.gethostname(), os.getpid())
        try:
            with open(self._note, "w", encoding="utf-8", opener=private_opener) as note:
                json.dump(asdict(me), note)
        except OSError:
            self.release()
            raise
        return True

    def follow(self) -> None:
        """Hold the file that has the plan's name by now, where we put another in its place."""
        if self.file is None:
            return
        with contextlib.suppress(OSError):  # held elsewhere, or taken away in this moment
            if _identity(self._plan.stat()) != _identity(os.fstat(self.file)):
                self._let_file_go()
                self.file = _held_file(self._plan)

    def _let_file_go(self) -> None:
        if self.file is not None:
            file, self.file = self.file, None
            _HELD.pop(_identity(os.fstat(file)), None)
            os.close(file)

    def holder(self) -> Holder | None:
        """Who wrote that they have it, where that can be told."""
        try:
            return Holder(**json.loads(self._note.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def release(self) -> None:
        """Give it back; nothing happens where it is not held."""
        self._let_file_go()
        if self._lock.is_locked:
            with contextlib.suppress(OSError):  # somebody is just reading who holds it
                self._note.unlink(missing_ok=True)
            self._lock.release()


_HELD: dict[tuple[int, int], int] = {}
"""Descriptors of the plan files this process holds, by device and inode."""


def peek(path: Path, count: int) -> bytes:
    """The first bytes of a file, without harm to a plan that this process has open.

    To open and close such a file would give back the database's locks on it.

    Raises:
        OSError: it can't be read.
    """
    file = _HELD.get(_identity(path.stat()))
    if file is not None:
        return os.pread(file, count, 0)
    with path.open("rb") as other:
        return other.read(count)


def _identity(found: os.stat_result) -> tuple[int, int]:
    return found.st_dev, found.st_ino


_READERS, _READERS_LONG = 0x4000_0002, 510
"""Where SQLite keeps its locks of readers, in bytes of the file."""
_FAR_BEYOND = 0x4000_1000
"""The byte that says somebody has the plan open for writing; no plan is that long."""


def _held_file(plan: Path) -> int | None:
    """The plan file, open, and held against every other program where the system can.

    Raises:
        BlockingIOError: another program, or computer, holds it.
    """
    if os.name != "posix":  # an open file could not be replaced there
        return None
    try:
        ours = _identity(plan.stat()) in _HELD  # under another name; see `peek`
        file = -1 if ours else os.open(plan, os.O_RDWR | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError:
        return None
    if ours:
        raise BlockingIOError
    if not stat.S_ISREG(os.fstat(file).st_mode):
        os.close(file)
        return None
    try:
        _lock_bytes(file, _FAR_BEYOND, 1, write=True)
    except BlockingIOError:
        os.close(file)
        raise
    _HELD[_identity(os.fstat(file))] = file
    return file


def keep_readers_only(file: int) -> None:
    """Let no connection have the file to itself, so that one that closes does not fold its log."""
    with contextlib.suppress(BlockingIOError):
        _lock_bytes(file, _READERS, _READERS_LONG, write=False)


def _lock_bytes(file: int, first: int, count: int, *, write: bool) -> None:
    """Lock bytes of an open file until it is closed, where the system has such locks.

    Raises:
        BlockingIOError: somebody else has a lock there.
    """
    import fcntl

    command = getattr(fcntl, "F_OFD_SETLK", None)
    if command is None:
        return
    kind = fcntl.F_WRLCK if write else fcntl.F_RDLCK
    try:
        fcntl.fcntl(file, command, struct.pack("hhqqi", kind, os.SEEK_SET, first, count, 0))
    except (BlockingIOError, PermissionError) as error:
        raise BlockingIOError from error
    except OSError:  # a file system without locks
        return
