"""Copies of a plan: those that anyone can read although the plan is encrypted by now, those that
open with another passphrase, and whether two hold the same although no bytes of theirs do."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from teamtide.plan.backups import Backup, same_pages, shelf_of, uncounted
from teamtide.plan.intake import MAGIC, StoreError
from teamtide.plan.lock import peek
from teamtide.plan.restoring import time_text
from teamtide.plan.sealed.keys import Key, lock_of
from teamtide.plan.sealed.layout import is_sealed
from teamtide.plan.sealed.vault import Vault


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


def listed(copies: Sequence[Path], plan: Path) -> str:
    """Copies as a person is told of them: backups by their number, what lies beside by its name."""
    beside = [copy.name for copy in copies if copy.parent == plan.resolve().parent]
    count = len(copies) - len(beside)
    kept = [f"{count} backup{'' if count == 1 else 's'}"] if count else []
    return ", ".join([*kept, *beside])


def _is_plain(path: Path) -> bool:
    try:
        return peek(path, len(MAGIC)) == MAGIC
    except OSError:
        return False


def of_another(path: Path, key: Key | None) -> list[Backup]:
    """The backups of a plan that are encrypted and do not open with `key`."""
    found = []
    for backup in shelf_of(path).backups:
        try:
            lock = lock_of(backup.path)
        except StoreError:
            continue
        if lock is not None and (key is None or lock != key.lock):
            found.append(backup)
    return found


def left_behind(path: Path, key: Key | None) -> str:
    """What is to be known of those, as a sentence; blank where there is none."""
    count = len(of_another(path, key))
    if not count:
        return ""
    one = count == 1
    return (
        f"{count} backup{'' if one else 's'} of it from before {'is' if one else 'are'} encrypted "
        f"with the passphrase of then, and {'opens' if one else 'open'} only with that."
    )


def why_not_salvaged(path: Path) -> str:
    """Why nothing can be salvaged of an encrypted plan, and what there is instead."""
    shelf = shelf_of(path)
    instead = "there is no backup of it on this computer, so open a copy of it from elsewhere"
    if shelf.backups:
        newest = shelf.backups[0]
        count = (
            "its backup" if len(shelf.backups) == 1 else f"one of its {len(shelf.backups)} backups"
        )
        instead = (
            f"restore {count} instead (the newest, {newest.name}, is of {time_text(newest.at)}): "
            "File ▸ Restore a Backup…, or teamtide restore"
        )
    return (
        f"Nothing can be salvaged of {path.name}: it is encrypted, and where a part of such a file "
        f"is damaged the rest can't be told from tampering. It has not been changed; {instead}."
    )


def same(one: Path, other: Path) -> bool:
    """Whether two copies of a plan hold the same; an encrypted one's bytes are others each time."""
    if not (is_sealed(one) and is_sealed(other)):
        return same_pages(one, other)
    try:
        return _in_order(one) == _in_order(other)
    except (StoreError, sqlite3.Error):  # one under another passphrase, say
        return False


def _in_order(path: Path) -> bytes:
    """What is in an encrypted copy, however its pages came to be in the order they have."""
    vault = Vault.open(path)
    try:
        vault.raw.execute("VACUUM")
        return bytes(uncounted(vault.raw.serialize()))
    finally:
        vault.close(fold=False)
