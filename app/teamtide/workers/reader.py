"""A child process that reads foreign files, from the side that asks.

It is started early, asked as often as the user settles something, and ended at once when nobody
waits any more or a file takes too long; the next question starts another. Blocking on purpose:
the command line just waits, and the window lets a thread wait, which costs it nothing.
"""

from __future__ import annotations

import logging
import os
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Self

from teamtide.exchange.books.grids import Unreadable
from teamtide.exchange.books.sources import Source, capitalised
from teamtide.exchange.importing import Import, PreviewTable
from teamtide.exchange.rosters.choices import Choices
from teamtide.plan.state import State
from teamtide.workers.packing import (
    LARGEST_ANSWER,
    Late,
    NotAnAnswer,
    Question,
    late_change,
    pack_question,
    pack_state,
    unpack_answer,
)
from teamtide.workers.pipes import (
    PipeClosed,
    helper_command,
    helper_environment,
    receive,
    send,
)

log = logging.getLogger("teamtide")

READ_S = 8.0
"""Seconds after which reading a file is given up: ten, less what a command takes to start."""
WORKED = 2 / 3
"""Of those seconds, what the process must have had of the processor: on a computer that is busy
with other things, a file is not to blame."""
PATIENCE = 2.5
"""Times those seconds, after which it is given up all the same."""
MOST_LEFT_OUT = 5
NOT_STARTED = "The helper process could not be started; is Teamtide installed whole?"

Said = Callable[[str], None]
Found = Callable[[Import], None]


class Cancelled(Exception):
    """Nobody waits for the answer any more."""


class NotUnderstood(Unreadable):
    """A file that was read, and in which no list was found.

    `raw` are the rows of the likeliest sheet and `sheets` the names of all, so that somebody can
    say where the list is.
    """

    def __init__(self, sentence: str, raw: PreviewTable, sheets: tuple[str, ...]) -> None:
        """What to say, and what there is."""
        super().__init__(sentence)
        self.raw, self.sheets = raw, sheets


class _Gone(Exception):
    """The process ended while it was asked. `sheet` of `sheets` was being read; -1 for none."""

    def __init__(self, begun: bool, sheet: int, sheets: int, late: bool) -> None:
        super().__init__()
        self.begun, self.sheet, self.sheets, self.late = begun, sheet, sheets, late


@dataclass(frozen=True, slots=True)
class _Limit:
    """How long something may take: `seconds` from `begin` on."""

    seconds: float
    begin: float

    def left(self) -> float:
        return self.begin + self.seconds - time.monotonic()

    def patience(self) -> float:
        return self.begin + self.seconds * PATIENCE - time.monotonic()


class _Watch:
    """Ends a process that takes too long."""

    def __init__(self, process: subprocess.Popen[bytes], limit: _Limit) -> None:
        self.fired = False
        self._process, self._limit = process, limit
        self._before = processor_seconds(process.pid)
        self._over = threading.Event()
        threading.Thread(target=self._run, name="watch", daemon=True).start()

    def end(self) -> None:
        self._over.set()

    def _run(self) -> None:
        while not self._over.wait(max(0.1, self._limit.left())):
            if self._limit.left() <= 0 and (self._worked() or self._limit.patience() <= 0):
                self.fired = True
                self._process.kill()
                return

    def _worked(self) -> bool:
        """Whether the process has had its share of the processor; where nobody knows, it has."""
        now = processor_seconds(self._process.pid)
        if now is None or self._before is None:
            return True
        return now - self._before >= self._limit.seconds * WORKED


def processor_seconds(process: int) -> float | None:
    """What a process has had of the processor; None where the system does not say."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace")
        fields = stat.rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return None


class ReaderProcess:
    """One child process, started now, and again whenever there is none."""

    def __init__(self) -> None:
        """Start it, so that it is ready when something is asked."""
        self._process: subprocess.Popen[bytes] | None = None
        self._asking = threading.Lock()
        self._known: State | None = None
        self._stopped = False
        self._late: Late | None = None
        with self._asking:
            self._start()

    @property
    def process_id(self) -> int:
        """The process's id, 0 where there is none."""
        process = self._process
        return 0 if process is None else process.pid

    def ask(
        self,
        source: Source,
        state: State,
        choices: Choices | None = None,
        today: date | None = None,
        *,
        seconds: float = READ_S,
        said: Said | None = None,
        found: Found | None = None,
    ) -> Import:
        """What importing a source would change in a plan; waits for it.

        Args:
            source: The file, or a table that was pasted.
            state: The plan.
            choices: What the user has settled.
            today: The day it is.
            seconds: How long it may take, on a computer that is not busy otherwise.
            said: Is told what is being done, such as “reading sheet 2 of 5”.
            found: Is given the import as soon as it can be shown. Its change set may be looked at
                then, which waits for the rows of it.

        Raises:
            Unreadable: the file can't be read or imported; the message says what to do.
            Cancelled: `stop` was called meanwhile.
        """
        with self._asking:
            late = self._late = Late()
            question = Question(source, None, choices, today or date.today())
            limit = _Limit(seconds, time.monotonic())
            try:
                return self._answer(question, state, limit, late, said, found)
            finally:
                late.put(None)
                if self._stopped:
                    self._end()

    def stop(self) -> None:
        """End the process, and whatever waits for it; it keeps nothing that would be lost."""
        self._stopped = True
        process = self._process
        if process is not None:
            process.kill()
        with self._asking:
            self._end()

    def __enter__(self) -> Self:
        """It, to be ended with the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        self.stop()

    def __del__(self) -> None:
        """End the process with whoever had it."""
        self._end()

    # --- asking ---------------------------------------------------------------------------

    def _answer(
        self,
        question: Question,
        state: State,
        limit: _Limit,
        late: Late,
        said: Said | None,
        found: Found | None,
    ) -> Import:
        """Ask, and again without the sheet at which the process ended."""
        name = question.source.name
        tries = 0
        while True:
            try:
                return self._once(question, state, limit, late, said, found)
            except _Gone as gone:
                self._end()
                if self._stopped:
                    raise Cancelled from None
                if gone.late or limit.left() <= 0:
                    raise Unreadable(capitalised(_too_slow(name, limit.seconds))) from None
                tries += 1
                if not gone.begun and tries <= 1:
                    continue  # it had ended before it was asked
                if gone.sheets < 2 or tries > MOST_LEFT_OUT:
                    raise Unreadable(capitalised(_too_much(name))) from None
                question = replace(question, leave_out=(*question.leave_out, gone.sheet))

    def _once(
        self,
        question: Question,
        state: State,
        limit: _Limit,
        late: Late,
        said: Said | None,
        found: Found | None,
    ) -> Import:
        process = self._start()
        if self._stopped:
            raise Cancelled
        assert process.stdin is not None
        assert process.stdout is not None
        if self._known is not state:
            question = replace(question, rows=pack_state(state))
        begun, sheet, sheets = False, -1, 0
        watch = _Watch(process, limit)
        try:
            send(process.stdin.fileno(), pack_question(question))
            self._known = state
            result: Import | None = None
            while True:
                packed = receive(process.stdout.fileno(), LARGEST_ANSWER)
                begun = True
                kind, *parts = unpack_answer(packed)
                if kind == "progress":
                    words, sheet, sheets = str(parts[0]), int(parts[1]), int(parts[2])
                    if said is not None:
                        said(words)
                elif kind == "found":
                    made, label, scenario, notes, count = parts
                    change = late_change(label, scenario, notes, count, late)
                    result = replace(made, change=change)
                    if found is not None:
                        found(result)
                elif kind == "change" and result is not None:
                    late.put(parts[0])
                    return result
                elif kind == "not understood":
                    sentence, raw, names = parts
                    if not isinstance(raw, PreviewTable):
                        raise NotAnAnswer("no rows")
                    raise NotUnderstood(str(sentence), raw, names)
                else:
                    raise Unreadable(capitalised(_sentence(question.source.name, kind, parts)))
        except PipeClosed:
            raise _Gone(begun, sheet, sheets, watch.fired) from None
        except (NotAnAnswer, TypeError, ValueError, IndexError) as error:
            if isinstance(error, Unreadable):
                raise
            log.error("the process that reads files answered what can't be read")
            process.kill()
            raise Unreadable(_broken(question.source.name)) from None
        finally:
            watch.end()

    # --- the process ----------------------------------------------------------------------

    def _start(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is not None:
            self._end()
        if self._process is None:
            program, arguments = helper_command("--reader")
            try:
                self._process = subprocess.Popen(
                    [program, *arguments],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,  # which may hold what stands in the file
                    env={**helper_environment(), "RUST_BACKTRACE": "0"},
                    bufsize=0,
                    creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                )
            except OSError:
                raise Unreadable(NOT_STARTED) from None
            self._known = None
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()


def _sentence(name: str, kind: object, parts: list[object]) -> str:
    if kind == "refused" and len(parts) == 1:
        return str(parts[0])
    if kind == "memory":
        return _too_much(name)
    log.error("reading a spreadsheet failed: %s", parts[0] if parts else kind)
    return _broken(name)


def _too_slow(name: str, seconds: float) -> str:
    return (
        f"{name} could not be read within {seconds:g} seconds, and reading it was stopped. Open it "
        "in a spreadsheet program, save only the sheet with the people as .xlsx or .csv, and "
        "import that."
    )


def _too_much(name: str) -> str:
    return (
        f"{name} is damaged, or needs more memory than a file is given. Open it in a spreadsheet "
        "program, save only the sheet with the people as a new .xlsx, and import that."
    )


def _broken(name: str) -> str:
    return f"{name} could not be read. Save it again as .xlsx or .csv and retry."
