"""A file in place of another, whole or not at all.

What is written is gathered in memory and goes to a file beside the target only when it is whole;
that file is then put in the target's place (`plan.parts`). Cancelled or killed, the old file
stands; when it is said to be written, it is there after a power failure too.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path

from teamtide.exchange.books.findings import Unwritable
from teamtide.plan.lock import peek
from teamtide.plan.parts import new_part, put_in_place
from teamtide.plan.sealed.layout import is_sealed
from teamtide.private import private_opener

_DATABASE = b"SQLite format 3\0"


@contextmanager
def replacing(path: Path, *, private: bool = False) -> Iterator[BytesIO]:
    """Give something to write to, whose content then is the file at `path`.

    An error inside leaves everything as it was.

    Args:
        path: Where to; an existing file keeps its permissions.
        private: Let nobody else read it, whatever there was.

    Raises:
        Unwritable: the folder or the file does not take it.
    """
    part = make_sure(path)
    content = BytesIO()
    yield content
    try:
        with _reasons(f"{path.name} can't be written", "Make room or choose another folder."):
            with open(part, "xb", opener=private_opener) as file:
                file.write(content.getbuffer())
            part.chmod(_mode(path, private))
        with _reasons(
            f"{path.name} can't be replaced", "Close it elsewhere, or choose another name."
        ):
            put_in_place(part, path, replace=True)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise


def make_sure(path: Path) -> Path:
    """Pass where a folder takes a file, before work that may take long; a free name beside it.

    Raises:
        Unwritable: it does not take one.
    """
    if path.is_dir():
        raise Unwritable(f"{path.name} is a folder; choose another name.")
    if not path.parent.is_dir():
        raise Unwritable(
            f"{path.name} can't be written: there is no folder {path.parent}. Make it, or choose "
            "another."
        )
    if _is_plan(path):
        raise Unwritable(f"{path.name} is a plan, which would be lost; choose another name.")
    with _reasons(f"{path.name} can't be written", "Make room or choose another folder."):
        part = new_part(path)
        part.unlink()
    return part


@contextmanager
def _reasons(what: str, way: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or "the disk does not take it"
        raise Unwritable(f"{what}: {reason}. {way}") from None


def _is_plan(path: Path) -> bool:
    """Whether there is a database at `path`, as plans are, or an encrypted plan."""
    try:
        return peek(path, len(_DATABASE)) == _DATABASE or is_sealed(path)
    except OSError:
        return False


def _mode(path: Path, private: bool) -> int:
    if private:
        return 0o600
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
