"""Reading a spreadsheet without holding up the window, and without trusting it.

A child process reads (`workers.reader`); a thread of this one does nothing but wait for it. What
the user settles meanwhile is asked next, and only the last answer counts. The process is started
before it is needed: `prepare` when somebody is about to choose a file.
"""

from __future__ import annotations

import atexit
import logging
import threading
import traceback
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from PySide6.QtCore import QObject, Signal

from teamtide.exchange.books.grids import Unreadable
from teamtide.exchange.books.sources import Source
from teamtide.exchange.importing import Import, PreviewTable
from teamtide.exchange.rosters.choices import Choices
from teamtide.plan.state import State
from teamtide.workers.reader import Cancelled, NotUnderstood, ReaderProcess

log = logging.getLogger("teamtide")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a reading: what the source would change, or why it can't be had.

    Where it could be read and no table was found in it, `raw` are its rows and `sheets` its sheets,
    so that somebody can say where the table is.
    """

    number: int
    found: Import | None = None
    problem: str = ""
    raw: PreviewTable | None = None
    sheets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Asked:
    number: int
    state: State
    choices: Choices | None


class _Spare:
    """A process that waits for the next reader."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: ReaderProcess | None = None

    def prepare(self) -> None:
        with self._lock:
            if self._process is None:
                try:
                    self._process = ReaderProcess()
                except Unreadable:
                    log.error("the process that reads files could not be started")

    def take(self) -> ReaderProcess:
        with self._lock:
            process, self._process = self._process, None
        return process if process is not None else ReaderProcess()

    def dismiss(self) -> None:
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            process.stop()


_spare = _Spare()
atexit.register(_spare.dismiss)


def prepare() -> None:
    """Start a process for the next `Reader`, which is then quicker; at once, and once."""
    _spare.prepare()


def dismiss() -> None:
    """End what `prepare` has started, where nothing came of it."""
    _spare.dismiss()


class Reader(QObject):
    """Reads one source, in the background, as often as asked; only the last answer counts."""

    done = Signal(object)
    """An `Answer`, to the last that was asked."""
    progressed = Signal(object)
    """What is being done, as words: “reading sheet 2 of 5”."""
    _answered = Signal(object)
    _said = Signal(object)

    # A reader has no parent and keeps itself until its thread is through: closing the dialog must
    # not pull a signal away from under it.
    _busy: ClassVar[set[Reader]] = set()

    def __init__(self, source: Source) -> None:
        """A reader of a file, or of a table that was pasted."""
        super().__init__()
        self.source = source
        self._lock = threading.Lock()
        self._process: ReaderProcess | None = None
        self._next: _Asked | None = None
        self._number = 0
        self._working = False
        self._answered.connect(self._take)
        self._said.connect(self._tell)

    def ask(self, state: State, choices: Choices | None = None) -> None:
        """Work out what the source would change in `state`; `done` says so."""
        with self._lock:
            self._number += 1
            self._next = _Asked(self._number, state, choices)
            if self._working:
                return
            self._working = True
        Reader._busy.add(self)
        threading.Thread(target=self._work, name="reading", daemon=True).start()

    def cancel(self) -> None:
        """Wait for nothing any more, and end the process at once."""
        with self._lock:
            self._number += 1
            self._next = None
            process, self._process = self._process, None
        if process is not None:
            process.stop()

    @property
    def busy(self) -> bool:
        """Whether something is still being read."""
        with self._lock:
            return self._working

    # --- on the thread --------------------------------------------------------------------

    def _work(self) -> None:
        """Ask the process until nothing is left to ask."""
        while True:
            with self._lock:
                asked, self._next = self._next, None
                if asked is None:
                    self._working = False
                    break
            self._ask(asked)
        self._emit(None)

    def _ask(self, asked: _Asked) -> None:
        def found(shown: Import) -> None:
            self._emit(Answer(asked.number, shown))

        try:
            process = self._running(asked)
            if process is None:
                return
            process.ask(
                self.source, asked.state, asked.choices, date.today(), said=self._say, found=found
            )
        except Cancelled:
            return
        except NotUnderstood as error:
            self._emit(Answer(asked.number, problem=str(error), raw=error.raw, sheets=error.sheets))
        except Unreadable as error:
            self._emit(Answer(asked.number, problem=str(error)))
        except Exception as error:
            # Where, but not what: the message may hold what stands in the file.
            where = "".join(traceback.format_tb(error.__traceback__))
            log.error("reading a spreadsheet failed: %s\n%s", type(error).__name__, where)
            words = f"{self.source.name} could not be read. Save it as .xlsx or .csv and retry."
            self._emit(Answer(asked.number, problem=words))

    def _running(self, asked: _Asked) -> ReaderProcess | None:
        """The process, started where there is none; None where nobody wants the answer now."""
        with self._lock:
            process = self._process
        if process is None:
            process = _spare.take()
            with self._lock:
                if self._number == asked.number or self._next is not None:
                    self._process = process
            if self._process is not process:
                process.stop()
        return process if self._number == asked.number else None

    def _say(self, words: str) -> None:
        try:
            self._said.emit(words)
        except RuntimeError:
            log.debug("a reading went on after the program")

    def _emit(self, answer: Answer | None) -> None:
        try:
            self._answered.emit(answer)
        except RuntimeError:
            # The program is ending, and nobody waits for this reading any more.
            log.debug("a reading ended after the program")

    # --- in the window --------------------------------------------------------------------

    def _tell(self, words: str) -> None:
        if self.busy:
            self.progressed.emit(words)

    def _take(self, answer: Answer | None) -> None:
        if answer is None:
            if not self.busy:
                Reader._busy.discard(self)
        elif answer.number == self._number:
            self.done.emit(answer)
