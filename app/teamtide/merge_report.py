"""What `teamtide merge` does and says: two copies of a plan made one, and who won where."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from teamtide.answers import CouldNot, keep_before, opened, say
from teamtide.plan.backups import MERGE
from teamtide.plan.common_past import Past, common_past
from teamtide.plan.earlier import read_copy
from teamtide.plan.merging import Conflict, Merge, Step, merge
from teamtide.plan.store import StoreError
from teamtide.unlocking import unlocked

OURS, THEIRS = "ours", "theirs"
_LISTED = 200


def merge_file(file: Path, other: Path, *, take_all: bool, dry_run: bool, as_json: bool) -> None:
    """Merge another copy into a plan file and say what that changed.

    Raises:
        CouldNot: the other is no copy of it, or one of them can't be opened.
    """
    if file.exists() and other.exists() and file.samefile(other):
        raise CouldNot(f"{other.name} is the plan itself; name another copy of it.")
    with opened(file, write=not dry_run) as document:
        try:
            with unlocked(other):
                copy = read_copy(other)
        except StoreError as error:
            raise CouldNot(str(error)) from error
        past = common_past(document.state, document.history, copy.state, copy.history)
        label = f"Merged {other.name}"
        found = merge(document.state, copy.state, past, label=label, take_all=take_all)
        if not dry_run and found.change:
            keep_before(document, MERGE)
            document.apply(found.change)
    say(_report(found, past), as_json, lambda: _lines(found, past, other.name, dry_run))


def _report(found: Merge, past: Past) -> dict[str, Any]:
    return {
        "common": past.base is not None,
        "here": past.ours,
        "there": past.theirs,
        "changes": len(found.change.changes),
        "steps": [_step(step) for step in found.steps],
        "conflicts": [_conflict(conflict) for conflict in found.conflicts],
        "left_out": [_step(step) | {"reason": step.reason} for step in found.left_out],
    }


def _step(step: Step) -> dict[str, str]:
    return {"what": step.what, "who": step.who, "before": step.before, "after": step.after}


def _conflict(conflict: Conflict) -> dict[str, str]:
    return {
        "what": conflict.what,
        "who": conflict.who,
        "base": conflict.base,
        "ours": conflict.ours,
        "theirs": conflict.theirs,
        "counts": THEIRS if conflict.taken else OURS,
    }


def _lines(found: Merge, past: Past, name: str, dry_run: bool) -> Iterator[str]:
    if past.base is None:
        yield (
            f"The histories of the two do not say when they parted, so all that differs in {name} "
            "is a question."
        )
    else:
        yield f"Since they parted: {_counted(past.ours)} here, {_counted(past.theirs)} there."
    if not found.change:
        yield "Nothing to bring in."
    else:
        yield "Would bring in:" if dry_run else "Brought in:"
    yield from _listed([step.text for step in found.steps])
    if found.conflicts:
        yield "Changed in both:"
    yield from _listed([_told(conflict) for conflict in found.conflicts])
    if found.left_out:
        yield "Left out:"
    yield from _listed([f"{step.text} ({step.reason.rstrip('.')})" for step in found.left_out])


def _told(conflict: Conflict) -> str:
    was = f", was {conflict.base}" if conflict.base else ""
    both = f"{conflict.ours} here, {conflict.theirs} there{was}"
    return (
        f"{conflict.who}, {conflict.what}: {both}; {'theirs' if conflict.taken else 'ours'} counts"
    )


def _listed(lines: list[str]) -> Iterator[str]:
    for line in lines[:_LISTED]:
        yield f"  {line}"
    if len(lines) > _LISTED:
        yield f"  … and {len(lines) - _LISTED:,} more (--json has them all)"


def _counted(changes: int) -> str:
    return "1 change" if changes == 1 else f"{changes:,} changes"
