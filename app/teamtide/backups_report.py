"""What `teamtide backups` and `teamtide restore` say: copies of a plan from before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from teamtide.answers import CouldNot, say
from teamtide.plan.backups import Shelf, shelf_of, size_text
from teamtide.plan.intake import StoreError
from teamtide.plan.restoring import time_text
from teamtide.plan.store import read_older, take_out
from teamtide.unlocking import unlocked


def list_backups(file: Path, *, as_json: bool) -> None:
    """Say which copies there are of a plan."""
    shelf = shelf_of(file)
    value = {
        "plan": str(shelf.plan),
        "backups": [
            {
                "backup": one.name,
                "at": one.at.isoformat(),
                "reason": one.reason,
                "bytes": one.size,
                "file": str(one.path),
            }
            for one in shelf.backups
        ],
    }
    say(value, as_json, lambda: _lines(file, shelf))


def _lines(file: Path, shelf: Shelf) -> Iterator[str]:
    if not shelf.backups:
        yield (
            f"There are no backups of {file.name} in {file.resolve().parent}. They are made while "
            "it is open in the window, at its first change of a day and hourly, and before imports."
        )
        return
    gone = ", which is gone" if shelf.gone else ""
    yield f"Backups of {shelf.plan}{gone}, newest first:"
    for one in shelf.backups:
        yield f"  {one.name}  {time_text(one.at)}, {one.why}, {size_text(one.size)}"


def restore_backup(file: Path, name: str, out: Path, *, as_json: bool) -> None:
    """Make a new plan of one of the copies of a plan.

    Raises:
        CouldNot: there is no such copy, it can't be read, or the new plan can't be written.
    """
    shelf = shelf_of(file)
    found = shelf.named(name)
    if found is None:
        raise CouldNot(
            f"There is no one backup “{name}” of {file.name}; "
            f"`teamtide backups {file}` lists those there are."
        )
    try:
        with unlocked(found.path):
            read_older(found.path)
        take_out(found.path, out)
    except StoreError as error:
        raise CouldNot(str(error)) from error
    value = {"file": str(out), "backup": found.name, "at": found.at.isoformat()}
    words = f"Wrote the backup of {time_text(found.at)} to {out}"
    say(value, as_json, lambda: iter([words]))
