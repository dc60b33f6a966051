"""What the folder of a life is held against once its program is dead.

The plan opens for writing and says what was acknowledged or what was under way; its history can be
undone to the first state and redone to the last; every other plan is the old or the new one, every
export the old or the new file; and when all were opened and closed once, nothing lies about.
"""

from __future__ import annotations

import contextlib
import hashlib
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from teamtide.plan.database import LOGS
from teamtide.plan.document import Document
from teamtide.plan.lock import WriteLock
from teamtide.plan.store import StoreError
from tests.examples import small_state
from tests.torture.failing import Failed
from tests.torture.life import BOOK, PLAN, TABLES, Plan, World, digest


def _sure(holds: bool, promise: str) -> None:
    if not holds:
        raise Failed(promise)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[Document]:
    try:
        document = Document.open(path)
    except StoreError as error:
        raise Failed(f"{path.name} does not open: {error}") from error
    try:
        _sure(document.writable, f"{path.name} is held by {document.held_by}, who is dead")
        problems = document.problems()
        _sure(not problems, f"{path.name} is damaged: {problems[:3]}")
        yield document
    finally:
        document.close()


class Looking:
    """Looks at folders, and remembers what it read in files that are the same again."""

    def __init__(self) -> None:
        self._known: dict[bytes, str] = {}

    def at(self, folder: Path, allowed: list[World]) -> World:
        """Open everything in a folder; which of the worlds that are allowed it is.

        Raises:
            Failed: it is none of them, or something lies about.
        """
        plan = _look_at_plan(folder / PLAN, [world.plan for world in allowed])
        others = {}
        for name in sorted({name for world in allowed for name in world.others}):
            said = {world.others.get(name) for world in allowed}
            if not (folder / name).exists():
                _sure(None in said, f"{name} is gone")
                continue
            others[name] = self._read(folder / name)
            _sure(others[name] in said, f"{name} is neither the old plan nor the new one")
        _look_at_exports(folder)
        _look_for_strays(folder, {PLAN, *others})
        return World(plan, others)

    def _read(self, path: Path) -> str:
        alone = not any(path.with_name(f"{path.name}{end}").exists() for end in LOGS)
        content = hashlib.blake2b(path.read_bytes()).digest()
        if alone and content in self._known:
            return self._known[content]
        with _opened(path) as document:
            said = digest(document.state)
        if alone:
            self._known[content] = said
        return said


def _look_at_plan(path: Path, allowed: list[Plan | None]) -> Plan | None:
    if not path.exists():
        _sure(None in allowed, "the plan is gone")
        Document.create(path, small_state()).close()  # as whoever was stopped would, once more
        return None
    with _opened(path) as document:
        now = digest(document.state)
        steps = [entry.label for entry in document.history]
        found = [p for p in allowed if p is not None and p.now == now and list(p.labels) == steps]
        _sure(bool(found), "the plan says neither what was acknowledged nor what was under way")
        plan = found[0]
        _walk(document, plan, document.undo, -1, 0)
        _sure(document.undo() is None, "there is more to undo than was done")
        _walk(document, replace(plan, place=0), document.redo, 1, len(plan.labels))
        _sure(document.redo() is None, "there is more to redo than was done")
        _walk(document, replace(plan, place=len(plan.labels)), document.undo, -1, plan.place)
        return plan


def _walk(document: Document, plan: Plan, move: Callable[[], object], by: int, until: int) -> None:
    """Undo or redo, each step held against what the plan was there."""
    way = "undo" if by < 0 else "redo"
    for place in range(plan.place + by, until + by, by):
        _sure(move() is not None, f"there is no more to {way} at step {place - by}")
        _sure(
            digest(document.state) == plan.states[place], f"{way} to step {place} is another plan"
        )


def _look_at_exports(folder: Path) -> None:
    book = folder / BOOK
    if book.exists():
        try:
            with zipfile.ZipFile(book) as archive:
                _sure(archive.testzip() is None, "the workbook is damaged")
        except zipfile.BadZipFile as error:
            raise Failed(f"the workbook is not whole: {error}") from error
    for table in sorted((folder / TABLES).glob("*.csv")):
        content = table.read_bytes()
        _sure(content.endswith(b"\r\n"), f"{table.name} is not whole")


def _look_for_strays(folder: Path, plans: set[str]) -> None:
    """Every file belongs there: plans, exports, the copies kept of older plans, the roster."""
    ours = {*plans, BOOK, TABLES, "staff.csv"}
    strays = [
        path.name
        for path in folder.iterdir()
        if path.name not in ours and not path.name.endswith(".bak")
    ]
    _sure(not strays, f"there are stray files: {strays}")
    strays = [path.name for path in (folder / TABLES).glob("*") if path.suffix != ".csv"]
    _sure(all(name.endswith(".part") for name in strays), f"there are stray files: {strays}")


def look_at_lock(path: Path) -> None:
    """Whether a plan's lock is free, as a dead program leaves it.

    Raises:
        Failed: it is not.
    """
    lock = WriteLock(path)
    _sure(lock.take(), "the dead program's lock holds")
    lock.release()
