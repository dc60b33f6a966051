"""One child process and the pipes to it, without a thread and without waiting.

Qt writes and reads when the pipes are ready. What this side has to do itself, pickling what is
sent, is done a little at a time between events, so that not even a whole plan costs a frame.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from teamtide.capacity.inputs import Inputs
from teamtide.plan.lock import data_folder
from teamtide.private import private_opener
from teamtide.workers.frames import Ask, Frames, Reply, frame, pack_arguments
from teamtide.workers.pipes import helper_command, helper_environment
from teamtide.workers.plans import SPECS_AT_ONCE, Part, PlanSender

log = logging.getLogger("teamtide")

LOG_SIZE = 500_000
TRIES = 2
NOT_STARTED = "The helper process could not be started; is Teamtide installed whole?"
ENDED_AGAIN = (
    "The helper process that works this out ended twice. Close other programs to free memory; "
    "it is tried again at the next change."
)


@dataclass(frozen=True, slots=True)
class Order:
    """An ask that waits for its answer. `tries` counts the processes it was given to."""

    topic: str
    generation: int
    place: str
    arguments: tuple[object, ...]
    tries: int = 0


class Lane(QObject):
    """A child process, started when there is something to do."""

    replied = Signal(object)
    """A `Reply` that is not stale."""
    ended = Signal(object)
    """This lane: its process ended by itself, and what it was asked is asked again."""
    gave_up = Signal(object)
    """(topic, sentence) of an order that cannot be done."""

    def __init__(self, parent: QObject) -> None:
        """No process yet."""
        super().__init__(parent)
        self._process: QProcess | None = None
        self._frames = Frames()
        self._plans = PlanSender()
        self._open: dict[str, Order] = {}
        self._waiting: deque[Order | Ask] = deque()
        self._packed = b""
        self._needed: list[Inputs] = []
        self._parts: Iterator[Part] | None = None
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.setInterval(0)
        self._next.timeout.connect(self._pump)

    @property
    def process_id(self) -> int:
        """The process's id, 0 where there is none."""
        return self._process.processId() if self._process is not None else 0

    def send(self, order: Order) -> None:
        """Have something computed in place of what the topic asked for before."""
        self._open[order.topic] = order
        self._queue(order)
        self._next.start()

    def cancel(self, topic: str, generation: int) -> None:
        """Forget an order."""
        if self._open.pop(topic, None) is not None and self._process is not None:
            self._queue(Ask(topic, generation, None))
            self._next.start()

    def close(self) -> None:
        """End the process; it keeps nothing that would be lost."""
        self._open.clear()
        process = self._put_away()
        if process is not None:
            process.kill()
            process.waitForFinished(5000)
            process.deleteLater()

    # --- sending --------------------------------------------------------------------------

    def _queue(self, message: Order | Ask) -> None:
        """Put a message at the end, in place of those of its topic that were not begun."""
        begun = 1 if self._parts is not None else 0
        kept = [
            other
            for place, other in enumerate(self._waiting)
            if place < begun or other.topic != message.topic
        ]
        self._waiting = deque([*kept, message])

    def _pump(self) -> None:
        """Send a frame's worth of what waits."""
        specs = 0
        while self._waiting and specs < SPECS_AT_ONCE:
            process = self._started()
            if process is None:
                return
            message = self._waiting[0]
            if isinstance(message, Ask):
                process.write(frame(message))
                self._waiting.popleft()
                continue
            if self._parts is None:
                self._packed, self._needed = pack_arguments(message.arguments)
                self._parts = self._plans.parts(self._needed)
            part = next(self._parts, None)
            if part is not None:
                specs += part.specs
                process.write(frame(part.message))
                continue
            self._parts = None
            self._waiting.popleft()
            if self._open.get(message.topic) is message:
                plans = tuple(map(self._plans.number, self._needed))
                process.write(
                    frame(
                        Ask(message.topic, message.generation, message.place, self._packed, plans)
                    )
                )
        if self._waiting:
            self._next.start()

    # --- receiving ------------------------------------------------------------------------

    def _read(self) -> None:
        if self._process is None:
            return
        try:
            for reply in self._frames.feed(bytes(self._process.readAllStandardOutput().data())):
                self._take(reply)
        except ValueError:
            log.error("a helper process answered what cannot be read")
            self._process.kill()

    def _take(self, reply: Reply) -> None:
        order = self._open.get(reply.topic)
        if order is None or order.generation != reply.generation:
            return
        if reply.kind in ("result", "failed"):
            del self._open[reply.topic]
        self.replied.emit(reply)

    # --- the process ----------------------------------------------------------------------

    def _started(self) -> QProcess | None:
        """The process, started where there is none; None where that failed at once."""
        if self._process is None:
            self._process = process = QProcess(self)
            process.setProcessEnvironment(_environment())
            process.setStandardErrorFile(_log_file(), QProcess.OpenModeFlag.Append)
            process.readyReadStandardOutput.connect(self._read)
            process.finished.connect(self._finished)
            process.errorOccurred.connect(self._broke)
            program, arguments = helper_command("--worker")
            process.start(program, arguments)
        return self._process

    def _put_away(self) -> QProcess | None:
        """Be as if no process had been started, and nothing sent."""
        process, self._process = self._process, None
        if process is not None:
            process.readyReadStandardOutput.disconnect(self._read)
            process.finished.disconnect(self._finished)
            process.errorOccurred.disconnect(self._broke)
        self._next.stop()
        self._waiting.clear()
        self._parts = None
        self._plans = PlanSender()
        self._frames = Frames()
        return process

    def _finished(self, _code: int, _status: QProcess.ExitStatus) -> None:
        self._read()  # what it said before it ended
        process = self._put_away()
        if process is not None:
            process.deleteLater()
        again = [replace(order, tries=order.tries + 1) for order in self._open.values()]
        self._open.clear()
        if not again:
            return
        for order in again:
            if order.tries < TRIES:
                self._open[order.topic] = order
                self._waiting.append(order)
        if self._waiting:
            self.ended.emit(self)
            self._next.start()
        for order in again:
            if order.tries >= TRIES:
                self.gave_up.emit((order.topic, ENDED_AGAIN))

    def _broke(self, error: QProcess.ProcessError) -> None:
        if error != QProcess.ProcessError.FailedToStart:
            return
        process = self._put_away()
        if process is not None:
            process.deleteLater()
        topics = list(self._open)
        self._open.clear()
        for topic in topics:
            self.gave_up.emit((topic, NOT_STARTED))


def _environment() -> QProcessEnvironment:
    environment = QProcessEnvironment()
    for name, value in helper_environment().items():
        environment.insert(name, value)
    return environment


def _log_file() -> str:
    """Where the child writes what goes wrong: a file, since a pipe nobody reads fills up."""
    try:
        path = data_folder() / "teamtide-worker.log"
        too_long = path.exists() and path.stat().st_size > LOG_SIZE
        with open(path, "w" if too_long else "a", encoding="utf-8", opener=private_opener):
            pass
    except OSError:
        return QProcess.nullDevice()
    return str(path)
