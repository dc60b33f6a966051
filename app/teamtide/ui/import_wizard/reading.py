"""Reading a spreadsheet without holding up the window.

The file is read once, on a thread of the pool; what it would change is worked out there as well,
again whenever the user settles another column. An answer that came too late is thrown away by its
number.
"""

from __future__ import annotations

import logging
import traceback
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from teamtide.exchange.books.grids import Book, Unreadable
from teamtide.exchange.books.sources import Source, read_source
from teamtide.exchange.importing import Import, PreviewTable, preview_book
from teamtide.exchange.rosters.choices import Choices
from teamtide.exchange.rosters.raw import raw_table
from teamtide.plan.state import State

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a reading: what a source would change, or why not.

    Where it could be read and no table was found in it, `raw` are its rows and `sheets` its sheets,
    so that somebody can say where the table is.
    """

    number: int
    book: Book | None = None
    found: Import | None = None
    problem: str = ""
    raw: PreviewTable | None = None
    sheets: tuple[str, ...] = ()


class _Job(QRunnable):
    """One reading; it hands its answer to the reader by a queued signal."""

    def __init__(
        self,
        reader: Reader,
        number: int,
        source: Source,
        book: Book | None,
        state: State,
        choices: Choices | None,
    ) -> None:
        super().__init__()
        self._reader, self._number, self._source = reader, number, source
        self._book, self._state, self._choices = book, state, choices

    def run(self) -> None:
        """Read and work out; whatever goes wrong becomes a sentence."""
        book = self._book
        try:
            if book is None:
                self._say("reading")
                book = read_source(self._source)
            self._say("matching people")
            found = preview_book(self._state, book, self._choices, date.today())
            answer = Answer(self._number, book, found)
        except Unreadable as error:
            answer = Answer(self._number, book, problem=str(error))
            if book is not None:
                names = tuple(grid.name for grid in book.sheets)
                raw = raw_table(book, self._choices or Choices())
                answer = replace(answer, raw=raw, sheets=names)
        except Exception as error:
            # Where, but not what: the message may hold what stands in the file.
            where = "".join(traceback.format_tb(error.__traceback__))
            log.error("reading a spreadsheet failed: %s\n%s", type(error).__name__, where)
            name = self._source.name
            words = f"{name} could not be read. Save it again as .xlsx or .csv and retry."
            answer = Answer(self._number, book, problem=words)
        self._emit(answer)

    def _say(self, words: str) -> None:
        with suppress(RuntimeError):
            self._reader.progressed.emit(words)

    def _emit(self, answer: Answer) -> None:
        try:
            self._reader.answered.emit(answer)
        except RuntimeError:
            # The program is ending, and nobody waits for this reading any more.
            log.debug("a reading ended after the program")


class Reader(QObject):
    """Reads one file, in the background, as often as asked; only the last answer counts."""

    answered = Signal(object)
    done = Signal(object)
    progressed = Signal(object)
    """What is being done, as words: “matching people”."""

    # A reader has no parent and keeps itself until its last job has answered: closing the dialog
    # must neither wait for a long file nor pull the signal away from under a running job.
    _busy: ClassVar[set[Reader]] = set()

    def __init__(self, source: Source) -> None:
        """A reader of `source`."""
        super().__init__()
        self.source = source
        self._book: Book | None = None
        self._number = 0
        self._running = 0
        self.answered.connect(self._take)

    def ask(self, state: State, choices: Choices | None = None) -> None:
        """Work out what the file would change in `state`; `done` says so."""
        self._number += 1
        self._running += 1
        Reader._busy.add(self)
        job = _Job(self, self._number, self.source, self._book, state, choices)
        QThreadPool.globalInstance().start(job)

    def cancel(self) -> None:
        """Wait for nothing any more."""
        self._number += 1

    @property
    def busy(self) -> bool:
        """Whether something is still being read."""
        return self._running > 0

    def _take(self, answer: Answer) -> None:
        self._running -= 1
        if not self._running:
            Reader._busy.discard(self)
        if answer.book is not None:
            self._book = answer.book
        if answer.number == self._number:
            self.done.emit(answer)
