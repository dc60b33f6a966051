"""How a finished file gets its name: whole or not at all, and still there after a power failure.

What is to become a file is written to a part beside it. Only when all of that is on the disk does
it take its name, and only when the folder knows the name on the disk too is it said to be there.
A part whose program was killed is a stray file; the next one who works in the folder removes it.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import sys
import tempfile
import time
from pathlib import Path

_START = ".teamtide-"
_OF_A_PROCESS = re.compile(rf"{re.escape(_START)}(\d+)-\w+\.part(-wal|-shm|-journal)?")
_A_DAY = 86_400.0
"""Seconds after which a part is a dead one where processes can't be asked for (Windows)."""


def new_part(path: Path) -> Path:
    """An empty file beside `path` that only its owner may read; parts of dead processes go.

    Raises:
        OSError: the folder does not take it.
    """
    remove_dead_parts(path.parent)
    handle, name = tempfile.mkstemp(
        prefix=f"{_START}{os.getpid()}-", suffix=".part", dir=path.parent
    )
    os.close(handle)
    return Path(name)


def put_in_place(part: Path, path: Path, *, replace: bool) -> None:
    """Give a finished part its name, on the disk when this returns.

    Args:
        part: What was written beside `path`, closed.
        path: The name; with `replace` a file that has it goes, else it is never another one's.

    Raises:
        FileExistsError: the name is taken (only without `replace`).
        OSError: the disk or the folder does not take it.
    """
    sync_file(part)
    if replace:
        part.replace(path)
    else:
        _link(part, path)
    sync_folder(path.parent)


def _link(part: Path, path: Path) -> None:
    try:
        path.hardlink_to(part)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if path.exists():
            raise FileExistsError(path) from None
        part.rename(path)
    else:
        part.unlink()


def sync_file(path: Path) -> None:
    """Return when what is in a file is on the disk.

    Raises:
        OSError: it does not get there.
    """
    with path.open("r+b") as file:
        _sync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Return when the names in a folder are on the disk, where the system lets one ask for that.

    Raises:
        OSError: they do not get there.
    """
    if sys.platform == "win32":  # a rename is in the file system's own log
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:  # a folder one may write to and not list
        return
    try:
        _sync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some network folders
            raise
    finally:
        os.close(handle)


def _sync(handle: int) -> None:
    if sys.platform == "darwin":
        import fcntl

        # There, fsync leaves it in the drive's own memory.
        with contextlib.suppress(OSError):
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
            return
    os.fsync(handle)


def remove_dead_parts(folder: Path) -> None:
    """Remove the parts in a folder whose program is gone, as far as the folder lets one."""
    with contextlib.suppress(OSError):
        for entry in list(os.scandir(folder)):
            found = _OF_A_PROCESS.fullmatch(entry.name)
            if found is not None and not _at_work(int(found[1]), entry):
                with contextlib.suppress(OSError):
                    os.unlink(entry.path)  # noqa: PTH108


def _at_work(process: int, entry: os.DirEntry[str]) -> bool:
    """Whether the program that writes a part still runs."""
    if sys.platform == "win32":  # where a signal, even none, would end it
        return time.time() - entry.stat().st_mtime < _A_DAY
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
