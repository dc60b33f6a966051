"""The process in which foreign files are opened, with limits, so that none of them can do harm.

It imports what reading takes while nobody waits yet, keeps a file it has read, and answers one
question after the other. A question can't be taken back: whoever does not want to wait any more
ends the process. Neither Qt nor a database is imported.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import sys
import traceback
from contextlib import suppress
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from teamtide.exchange.books.grids import Book, Unreadable
from teamtide.exchange.books.sources import Source, capitalised
from teamtide.exchange.importing import preview_first, read_for_import
from teamtide.exchange.rosters.raw import raw_table
from teamtide.plan.state import State
from teamtide.workers.packing import (
    LARGEST_QUESTION,
    pack_answer,
    pack_changes,
    unpack_question,
    unpack_state,
    without_changes,
)
from teamtide.workers.pipes import PipeClosed, receive, send, take_pipes

MOST_MEMORY = 800 * 2**20
"""Bytes a file may take, beyond what the process has before it."""
ALONE_S = 30.0
"""A question that takes longer has lost whoever asked it."""
IDLE_S = 3600.0
_EARLY = (
    "teamtide.exchange.books.spreadsheets",
    "teamtide.exchange.books.text_tables",
    "teamtide.exchange.books.dates",
    "python_calamine",
    "rapidfuzz.fuzz",
    "rapidfuzz.process",
    "csv",
    "charset_normalizer",
    "ftfy",
)


def serve() -> int:
    """Answer questions until the pipe ends."""
    source, sink = take_pipes()
    with suppress(ValueError, OSError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    for module in _EARLY:
        if _waits(source):
            break  # what is not needed for this file need not be there
        import_module(module)
    # Values by the million and no cycles among them: looking for some doubles the time.
    gc.disable()
    gc.collect()
    gc.freeze()
    set_limits()
    desk = Desk(sink)
    with suppress(PipeClosed):
        while True:
            _end_after(IDLE_S)
            packed = receive(source, LARGEST_QUESTION)
            _end_after(ALONE_S)
            desk.answer(packed)
            gc.collect()
    return 0


class Desk:
    """Answers questions; keeps the last file and the plan."""

    def __init__(self, sink: int) -> None:
        """Nothing has been asked yet."""
        self._sink = sink
        self._source: Source | None = None
        self._book: Book | None = None
        self._state: State | None = None

    def answer(self, packed: bytes) -> None:
        """Answer one question by `progress` messages and one that ends it."""
        question = unpack_question(packed)
        name = question.source.name
        try:
            if question.rows is not None:
                self._state = unpack_state(question.rows)
            assert self._state is not None
            if self._book is None or self._source != question.source:
                self._book = None
                self._book = read_for_import(question.source, self._say, question.leave_out)
                self._source = question.source
            self._say("matching people", -1, 0)
            found, whole = preview_first(self._state, self._book, question.choices, question.today)
            found = replace(found, warnings=tuple(map(capitalised, found.warnings)))
            # With newcomers there is something to change; else only the whole can say.
            change = None if found.create else whole()
            about = (found.change.label, found.change.scenario, found.change.notes)
            count = found.create if change is None else len(change.changes)
            self._send("found", without_changes(found), *about, count)
            self._send("change", pack_changes(whole() if change is None else change))
        except Unreadable as error:
            sentence = capitalised(str(error))
            raw = None if self._book is None else raw_table(self._book, question.choices)
            if self._book is None or raw is None:
                self._send("refused", sentence)
            else:
                names = tuple(sheet.name for sheet in self._book.sheets)
                self._send("not understood", sentence, raw, names)
        except MemoryError:
            self._book = None
            self._send("memory")
        except PipeClosed:
            raise
        except Exception as error:
            # Where, but not what: the message may hold what stands in the file.
            where = "".join(traceback.format_tb(error.__traceback__))
            self._send("broken", f"{type(error).__name__}\n{where}", name)

    def _say(self, words: str, sheet: int, sheets: int) -> None:
        self._send("progress", words, sheet, sheets)

    def _send(self, *parts: object) -> None:
        send(self._sink, pack_answer(*parts))


def set_limits() -> None:
    """Bound what this process can do from here on, as far as the system helps with that.

    Linux bounds the memory. No core is dumped, since it would hold the file, and nothing can be
    written. Elsewhere only the sizes checked before reading bound it.
    """
    if sys.platform == "win32":
        return
    import resource

    for name in ("RLIMIT_CORE", "RLIMIT_FSIZE"):
        with suppress(ValueError, OSError):
            resource.setrlimit(getattr(resource, name), (0, 0))
    with suppress(ValueError, OSError):
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    if sys.platform == "linux":
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        most = pages * os.sysconf("SC_PAGE_SIZE") + MOST_MEMORY
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _waits(source: int) -> bool:
    """Whether something has been asked already."""
    return sys.platform != "win32" and bool(select.select([source], [], [], 0)[0])


def _end_after(seconds: float) -> None:
    """Have the system end this process in a while, whatever it is doing then."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)
