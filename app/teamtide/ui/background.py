"""What the window lets child processes compute, so that it never waits itself.

A view asks on a *topic*; a newer ask on the same topic makes the older one stale, and whatever
still comes of that is dropped here. There are two child processes at most, one for the curves on
the board and one for slow searches, so that a tornado does not hold up a band. They are started
when something is asked for, and started again, with what they were asked, should they end.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from teamtide.ui.lane import Lane, Order
from teamtide.workers.frames import Reply

log = logging.getLogger("teamtide")


@dataclass(frozen=True, slots=True)
class Job:
    """Something that can be asked for.

    Args:
        place: Where it is, as `module:function`; see `teamtide.workers.work`.
        lane: Which of the two processes computes it.
    """

    place: str
    lane: str = "curves"


JOBS: Mapping[str, Job] = {
    "projection": Job("teamtide.workers.forecasts:projection"),
    "bands": Job("teamtide.workers.forecasts:bands"),
    "carried": Job("teamtide.workers.forecasts:carried"),
    "measures": Job("teamtide.workers.searches:measures", "searches"),
    "hinges": Job("teamtide.workers.searches:hinges", "searches"),
    "serving": Job("teamtide.workers.searches:serving", "searches"),
    "serving now": Job("teamtide.workers.searches:serving"),
    "reasons": Job("teamtide.workers.searches:reasons", "searches"),
    "relations": Job("teamtide.workers.searches:relations", "searches"),
}
"""Every job by name."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a job found. `final` is False for a first answer that is being refined."""

    topic: str
    payload: Any
    final: bool


@dataclass(frozen=True, slots=True)
class Advance:
    """How far a job is: `done` of `total`."""

    topic: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Failure:
    """There will be no answer; the sentence says why, to the user."""

    topic: str
    sentence: str


class Background(QObject):
    """The child processes of one window."""

    answered = Signal(object)
    """An `Answer`."""
    progressed = Signal(object)
    """An `Advance`."""
    failed = Signal(object)
    """A `Failure`."""
    busy_changed = Signal(object)
    """The frozenset of topics that wait for an answer."""
    trouble = Signal(object)
    """A sentence, once: a process ended by itself and was started again."""

    def __init__(self, parent: QObject | None = None, *, jobs: Mapping[str, Job] = JOBS) -> None:
        """No process is started yet."""
        super().__init__(parent)
        self._jobs = jobs
        self._lanes: dict[str, Lane] = {}
        self._where: dict[str, Lane] = {}
        self._generation = 0
        self._told = False
        self._closed = False

    @property
    def busy(self) -> frozenset[str]:
        """The topics that wait for an answer."""
        return frozenset(self._where)

    def is_busy(self, topic: str) -> bool:
        """Whether a topic waits for an answer."""
        return topic in self._where

    def ask(self, topic: str, job: str, arguments: tuple[object, ...]) -> None:
        """Have a job done; its answers come as signals, those of an earlier ask no more.

        Plans (`Inputs`) among the arguments, however deep, are sent as what differs from plans
        that were sent before.

        Args:
            topic: What the answer is for.
            job: A name in the table of jobs.
            arguments: What the job takes; anything that can be pickled, and plans.
        """
        if self._closed:
            return
        found = self._jobs[job]
        lane = self._lanes.get(found.lane)
        if lane is None:
            lane = self._lanes[found.lane] = Lane(self)
            lane.replied.connect(self._replied)
            lane.ended.connect(self._ended)
            lane.gave_up.connect(self._gave_up)
        before = self._where.get(topic)
        if before is not None and before is not lane:
            self.cancel(topic)
        self._generation += 1
        was = self.busy
        self._where[topic] = lane
        lane.send(Order(topic, self._generation, found.place, arguments))
        self._say_busy(was)

    def cancel(self, topic: str) -> None:
        """Let a topic's answer not come any more."""
        lane = self._where.get(topic)
        if lane is None:
            return
        was = self.busy
        del self._where[topic]
        self._generation += 1
        lane.cancel(topic, self._generation)
        self._say_busy(was)

    def close(self) -> None:
        """End the processes, within a second; nothing is answered any more."""
        self._closed = True
        self._where.clear()
        for lane in self._lanes.values():
            lane.close()

    def _say_busy(self, was: frozenset[str]) -> None:
        if self.busy != was:
            self.busy_changed.emit(self.busy)

    def _replied(self, reply: Reply) -> None:
        topic = reply.topic
        if reply.kind == "progress":
            done, total = reply.payload
            self.progressed.emit(Advance(topic, done, total))
        elif reply.kind == "partial":
            self.answered.emit(Answer(topic, reply.payload, final=False))
        else:
            was = self.busy
            self._where.pop(topic, None)
            if reply.kind == "failed":
                self.failed.emit(Failure(topic, reply.payload))
            else:
                self.answered.emit(Answer(topic, reply.payload, final=True))
            self._say_busy(was)

    def _ended(self, _lane: object) -> None:
        log.warning("a helper process ended by itself and was started again")
        if not self._told:
            self._told = True
            self.trouble.emit(
                "A helper process of Teamtide ended by itself and was started again; your plan is "
                "safe. If the curves stay behind, close other programs to free memory."
            )

    def _gave_up(self, failure: tuple[str, str]) -> None:
        topic, sentence = failure
        was = self.busy
        self._where.pop(topic, None)
        log.error("a helper process could not do its work")
        self.failed.emit(Failure(topic, sentence))
        self._say_busy(was)
