"""Copies of a plan that anyone can read although the plan is encrypted by now."""

from __future__ import annotations

import re
from pathlib import Path

from teamtide.plan.backups import shelf_of
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


def _is_plain(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError:
        return False
