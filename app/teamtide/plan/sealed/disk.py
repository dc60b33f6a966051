"""A piece of a file that is there, for good when a call returns."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

_BINARY = getattr(os, "O_BINARY", 0)


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
