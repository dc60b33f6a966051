"""Bytes on the disk, for good when a call returns: a new file, and a piece of one that is there."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from pathlib import Path

_BINARY = getattr(os, "O_BINARY", 0)


def write_new(path: Path, content: bytes) -> None:
    """Write a file that only its owner may read, in place of what is there under that name.

    Raises:
        OSError: the disk does not take it.
    """
    with contextlib.suppress(FileNotFoundError):
        path.unlink()
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | _BINARY, 0o600)
    try:
        _write(handle, content)
        _sync(handle)
    finally:
        os.close(handle)


def replace(part: Path, path: Path) -> None:
    """Let a finished file take the place of another.

    Raises:
        OSError: the folder does not take it.
    """
    part.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Return when the names in a folder are on the disk, where the system lets one ask for that."""
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


def write_at(handle: int, place: int, content: bytes, *, longer: bool) -> None:
    """Write a piece of an open file; `longer` where that makes it longer.

    Raises:
        OSError: the disk does not take it.
    """
    os.lseek(handle, place, os.SEEK_SET)
    _write(handle, content)
    _sync(handle, only_content=not longer)


def open_to_write(path: Path) -> int:
    """A handle of a file that is there, to read and to write it."""
    return os.open(path, os.O_RDWR | _BINARY)


def _write(handle: int, content: bytes) -> None:
    left = memoryview(content)
    while left:
        left = left[os.write(handle, left) :]


def _sync(handle: int, *, only_content: bool = False) -> None:
    if sys.platform == "darwin":
        import fcntl

        # There, fsync leaves it in the drive's own memory.
        with contextlib.suppress(OSError):
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
            return
    if only_content and hasattr(os, "fdatasync"):
        os.fdatasync(handle)
    else:
        os.fsync(handle)
