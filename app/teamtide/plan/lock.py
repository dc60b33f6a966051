"""Who may write a plan file: one program at a time, and a dead one holds nothing.

The lock is an operating-system lock on a file in the user's data folder, named after the plan's
real path, so that nothing is left beside the plan. Next to it stands a note of who holds it, for
the sentence a second window shows.
"""

from __future__ import annotations

import contextlib
import getpass
import hashlib
import json
import os
import socket
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


class WriteLock:
    """The right to write one plan file."""

    def __init__(self, plan: Path) -> None:
        """A lock for `plan`, not yet taken."""
        name = hashlib.blake2b(_key(plan).encode(), digest_size=16).hexdigest()
        folder = private_folder(data_folder() / "locks")
        self._note = folder / f"{name}.json"
        self._lock = FileLock(folder / f"{name}.lock", mode=0o600)

    def take(self) -> bool:
        """Take the lock; False where another program has it."""
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            return False
        me = Holder(_user(), socket.gethostname(), os.getpid())
        try:
            with open(self._note, "w", encoding="utf-8", opener=private_opener) as note:
                json.dump(asdict(me), note)
        except OSError:
            self._lock.release()
            raise
        return True

    def holder(self) -> Holder | None:
        """Who wrote that they have it, where that can be told."""
        try:
            return Holder(**json.loads(self._note.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def release(self) -> None:
        """Give it back; nothing happens where it is not held."""
        if self._lock.is_locked:
            with contextlib.suppress(OSError):  # somebody is just reading who holds it
                self._note.unlink(missing_ok=True)
            self._lock.release()
