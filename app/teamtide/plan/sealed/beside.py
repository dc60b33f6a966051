"""Copies of a plan that anyone can read although the plan is encrypted by now."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from teamtide.plan.backups import folder_of, shelf_of
from teamtide.plan.intake import MAGIC


def plain_copies(path: Path) -> list[Path]:
    """The copies of a plan that Teamtide itself made before it was encrypted: its backups, and
    those that earlier versions put beside it."""
    path = path.resolve()
    ours = re.compile(re.escape(path.name) + r"\.version-\d+\.bak")
    try:
        found = [one for one in path.parent.iterdir() if ours.fullmatch(one.name)]
        found += [backup.path for backup in shelf_of(path).backups]
        return sorted(one for one in found if _is_plain(one))
    except OSError:
        return []


def copies_text(path: Path, copies: Sequence[Path]) -> str:
    """Such copies in few words: backups by their number, others by name."""
    backups = [one for one in copies if one.parent == folder_of(path.resolve())]
    told = [one.name for one in copies if one not in backups]
    if backups:
        told.insert(0, f"{len(backups):,} {'backup' if len(backups) == 1 else 'backups'}")
    return " and ".join(filter(None, (", ".join(told[:-1]), *told[-1:])))


def _is_plain(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError:
        return False
