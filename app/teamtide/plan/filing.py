"""Where a plan file is put: under which name, in whose place, and by whose right.

A file gets its place whole or not at all, and never that of a plan that is open.
"""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from teamtide.plan.database import remove_logs, too_long
from teamtide.plan.intake import StoreError, reason
from teamtide.plan.lock import WriteLock
from teamtide.plan.parts import new_part, put_in_place


class HeldElsewhere(StoreError):
    """The file is open for writing in another program; `by` says in which."""

    def __init__(self, name: str, by: str) -> None:
        """Say who holds the file called `name`."""
        super().__init__(f"{name} is open for writing by {by}.")
        self.by = by


def locked(path: Path) -> WriteLock:
    """The right to write a plan file.

    Raises:
        HeldElsewhere: another program has it.
        StoreError: Teamtide's own folder, where locks are kept, can't be used.
    """
    try:
        lock = WriteLock(path)
        if lock.take():
            return lock
    except OSError as error:
        raise StoreError(
            f"{path.name} can't be opened for writing, because Teamtide's own folder can't be "
            f"used: {reason(error)}. Set TEAMTIDE_DATA to a folder you may write to."
        ) from error
    raise HeldElsewhere(path.name, str(lock.holder() or "another program"))


def refuse_too_long(path: Path) -> None:
    """Pass where the files that stand beside an open plan can have their names.

    Raises:
        StoreError: they can't.
    """
    problem = too_long(path)
    if problem:
        raise StoreError(f"{path.name} can't be a plan there: {problem}. Choose a shorter one.")


@contextlib.contextmanager
def placing(path: Path, *, replace: bool = True) -> Iterator[Path]:
    """Where to write a file that then takes its place.

    Args:
        path: The place.
        replace: Whether a file that is there may go; then it must not be a plan that is open.

    Raises:
        HeldElsewhere: what is there is a plan that is open, here or in another program.
        StoreError: there is a file already, or it can't be written there.
    """
    refuse_too_long(path)
    lock = locked(path) if replace else None
    part: Path | None = None
    try:
        if path.exists() and not replace:
            raise FileExistsError(path)
        part = new_part(path)
        yield part
        remove_logs(path)
        put_in_place(part, path, replace=replace)
    except FileExistsError as error:
        raise StoreError(f"{path.name} exists already; choose another name.") from error
    except (OSError, OverflowError, sqlite3.Error) as error:
        raise StoreError(
            f"{path.name} can't be written in {path.parent}: {reason(error)}. "
            "Choose a folder you may write to."
        ) from error
    finally:
        drop(part)
        if lock is not None:
            lock.release()


def drop(part: Path | None) -> None:
    """Remove a part that did not become a file."""
    if part is not None:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def take_out(backup: Path, path: Path, *, replace: bool = False) -> None:
    """Make a plan of a backup, as it is, history and all; the backup stays.

    Args:
        backup: A file of `backups`.
        path: Where the plan is to be.
        replace: Whether it may take the place of a file, which is never one that is open.

    Raises:
        StoreError: it can't be written there.
    """
    with placing(path, replace=replace) as part:
        shutil.copyfile(backup, part)
