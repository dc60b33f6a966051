"""The child process: takes asks from one pipe, computes them in turns, answers on the other.

Nothing but the engine is imported, and of the rest of the app only what a job names. A thread that
waits at the pipe notes which ask of a topic is the newest, so a computation finds out between two
slices that its answer is not wanted any more. When the pipe ends, because the window is gone
however it went, so does this process, at once.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
import traceback
from collections import OrderedDict
from contextlib import suppress
from importlib import import_module
from queue import SimpleQueue
from types import TracebackType
from typing import Any

from teamtide.workers.frames import Ask, Forget, Frames, PlanPart, Reply, frame, unpack_arguments
from teamtide.workers.pipes import take_pipes
from teamtide.workers.plans import PlanStore
from teamtide.workers.work import (
    CannotBeWorkedOut,
    Partial,
    Progress,
    Residents,
    Steps,
    Work,
    find_job,
)

NICENESS = 19
_READ = 1 << 20
_BELOW_NORMAL = 0x4000


def serve() -> int:
    """Be a child process until the pipe ends."""
    source, sink = take_pipes()
    sys.excepthook = lambda kind, _, trace: _note(kind, trace)
    threading.excepthook = _thread_ended
    _step_back()
    Child(source, sink).run()
    return 0


class Child:
    """Computes what is asked for through a pair of file descriptors."""

    def __init__(self, source: int, sink: int) -> None:
        """Nothing asked yet."""
        self._source = source
        self._sink = sink
        self._inbox: SimpleQueue[Ask | PlanPart | Forget] = SimpleQueue()
        self._newest: dict[str, int] = {}
        self._running: OrderedDict[str, tuple[Ask, Steps]] = OrderedDict()
        self._plans = PlanStore()
        self._residents = Residents()

    def run(self) -> None:
        """Work until the pipe ends; that ends the process, so this does not return."""
        threading.Thread(target=self._listen, name="pipe", daemon=True).start()
        import_module("teamtide.capacity.engine")  # which takes a while, better now than later
        while True:
            while not self._running or not self._inbox.empty():
                self._take(self._inbox.get())
            self._next_slice()

    def _listen(self) -> None:
        frames = Frames()
        while data := os.read(self._source, _READ):
            for message in frames.feed(data):
                if isinstance(message, Ask):
                    self._newest[message.topic] = message.generation
                self._inbox.put(message)
        os._exit(0)

    def _take(self, message: Ask | PlanPart | Forget) -> None:
        if not isinstance(message, Ask):
            self._plans.take(message)
            # Tens of thousands of objects and no cycles: not worth a look of the collector's.
            gc.freeze()
            return
        self._running.pop(message.topic, None)
        if message.place is None or self._stale(message):
            return
        try:
            work = Work(self._residents, lambda: self._stale(message))
            arguments = unpack_arguments(
                message.arguments, [self._plans.plan(number) for number in message.plans]
            )
            steps = find_job(message.place)(work, *arguments)
        except Exception as error:
            self._fail(message, error)
        else:
            self._running[message.topic] = (message, steps)

    def _stale(self, ask: Ask) -> bool:
        return self._newest.get(ask.topic) != ask.generation

    def _next_slice(self) -> None:
        """One slice of the topic whose last one is longest ago."""
        topic, (ask, steps) = self._running.popitem(last=False)
        if self._stale(ask):
            steps.close()
            return
        try:
            step = next(steps)
        except StopIteration as end:
            self._reply(ask, "result", end.value)
        except Exception as error:
            if not self._stale(ask):  # what stopped because it is stale has not failed
                self._fail(ask, error)
        else:
            self._running[topic] = (ask, steps)
            if isinstance(step, Partial):
                self._reply(ask, "partial", step.payload)
            elif isinstance(step, Progress):
                self._reply(ask, "progress", (step.done, step.total))

    def _fail(self, ask: Ask, error: Exception) -> None:
        if not (isinstance(error, CannotBeWorkedOut) or _is_cycle(error)):
            _note(type(error), error.__traceback__)
        self._reply(ask, "failed", sentence_of(error))

    def _reply(self, ask: Ask, kind: str, payload: Any) -> None:
        if self._stale(ask):
            return
        try:
            left = memoryview(frame(Reply(ask.topic, ask.generation, kind, payload)))
            while left:
                left = left[os.write(self._sink, left) :]
        except OSError:  # whoever asked is gone
            os._exit(0)


def _note(kind: type[BaseException], trace: TracebackType | None) -> None:
    """Log where something went wrong, and what it was, but not its text: that may hold names."""
    print(f"{kind.__name__}\n{''.join(traceback.format_tb(trace))}", file=sys.stderr, flush=True)


def _thread_ended(found: threading.ExceptHookArgs) -> None:
    """Without the thread that listens, nothing would ever be answered; another process is."""
    _note(found.exc_type, found.exc_traceback)
    os._exit(1)


def _is_cycle(error: Exception) -> bool:
    from teamtide.capacity.schedule import CycleError

    return isinstance(error, CycleError)


def sentence_of(error: Exception) -> str:
    """What to tell the user of an error of a job; what no code expected is a fault of ours."""
    if isinstance(error, CannotBeWorkedOut):
        return str(error)
    if isinstance(error, MemoryError):
        return (
            "There is not enough memory to work this out; close other programs, or take a plan "
            "with fewer weeks or samples."
        )
    if _is_cycle(error):
        return f"This plan can't be worked out: {error}. Take one of them off another's “After”."
    return (
        "Something went wrong in Teamtide while it worked this out. Your plan is safe; "
        "it is tried again at the next change."
    )


def _step_back() -> None:
    """Let everything else on this computer go first, and leave Ctrl+C to the window."""
    with suppress(ValueError, OSError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "win32":  # untried
        import ctypes

        kernel = ctypes.windll.kernel32
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), _BELOW_NORMAL)
    else:
        with suppress(OSError):
            os.nice(NICENESS)
