"""What a program holds: memory, widgets, objects, child processes, threads, open files."""

from __future__ import annotations

import gc
import os
import threading
from collections import Counter
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

_PROC = Path("/proc")


def memory() -> float:
    """Resident memory of this program after a collection, in MB; 0 where it can't be told."""
    gc.collect()
    with suppress(OSError):
        pages = int((_PROC / "self/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
    return 0.0


def children_memory() -> float:
    """That of its child processes together, in MB."""
    found = 0
    for child in children():
        with suppress(OSError):
            found += int((_PROC / child / "statm").read_text().split()[1])
    return found * os.sysconf("SC_PAGE_SIZE") / 2**20 if found else 0.0


def children() -> frozenset[str]:
    """The process ids of its children, those that ended and were not waited for among them."""
    found = set()
    for stat in _PROC.glob("[0-9]*/stat"):
        with suppress(OSError):
            # The name in brackets may hold anything.
            after = stat.read_text(errors="replace").rpartition(")")[2].split()
            if int(after[1]) == os.getpid():
                found.add(stat.parent.name)
    return frozenset(found)


def threads() -> tuple[int, int]:
    """How many threads Python knows of, and how many the system does (0 where it doesn't say)."""
    with suppress(OSError):
        return threading.active_count(), len(list((_PROC / "self/task").iterdir()))
    return threading.active_count(), 0


def open_files() -> Counter[str]:
    """What this program has open, by name; empty where it can't be told."""
    found: Counter[str] = Counter()
    with suppress(OSError):
        for one in (_PROC / "self/fd").iterdir():
            with suppress(OSError):
                found[str(one.readlink()).partition(":[")[0]] += 1
    return found


def below(window: QWidget) -> Counter[str]:
    """All objects of a window by class, and the widgets that have no parent."""
    loose = [one for one in QApplication.allWidgets() if one.parent() is None]
    return Counter(one.metaObject().className() for one in (*window.findChildren(QObject), *loose))


def ours() -> Counter[str]:
    """The objects of our own window classes that Python still holds, by class."""
    gc.collect()
    return Counter(
        type(one).__qualname__
        for one in gc.get_objects()
        if str(type(one).__module__).startswith("teamtide.")
        and (isinstance(one, QObject) or type(one).__name__ in ("State", "Load", "Inputs"))
    )


def more(now: Counter[str], before: Counter[str]) -> dict[str, int]:
    """What there is more of than there was."""
    return dict(sorted((now - before).items()))
