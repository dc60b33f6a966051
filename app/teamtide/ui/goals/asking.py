"""Asking a child process how the goals are served, on a topic of one's own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from teamtide.capacity.inputs import Inputs
from teamtide.plan.rows import ScenarioId
from teamtide.plan.state import State
from teamtide.plan.summary import facts_of, scene_of
from teamtide.ui.background import Answer, Background, Failure


class Asking(QObject):
    """One question at a time; a newer one makes the older stale."""

    answered = Signal(object)
    """A tuple of `Serving`, one for each plan asked about."""
    failed = Signal(object)
    """A sentence."""

    def __init__(self, background: Background, topic: str, job: str, parent: QObject) -> None:
        """Nothing asked yet.

        Args:
            background: Who computes.
            topic: What the answers are for, no one else's.
            job: "serving now", beside the curves, or "serving", with the slow searches.
            parent: Whom it belongs to.
        """
        super().__init__(parent)
        self._background, self._topic, self._job = background, topic, job
        self._open = True
        background.answered.connect(self._answered)
        background.failed.connect(self._cannot)

    def ask(self, state: State, plans: Sequence[tuple[ScenarioId, Inputs]]) -> None:
        """Ask about some plans of a state, each as it is in a scenario."""
        if self._open:
            scenes = tuple(scene_of(state, scenario, inputs) for scenario, inputs in plans)
            self._background.ask(self._topic, self._job, (scenes, facts_of(state)))

    def cancel(self) -> None:
        """Let the answer not come any more."""
        if self._open and self._background.is_busy(self._topic):
            self._background.cancel(self._topic)

    def close(self) -> None:
        """Stop listening; twice is once."""
        if self._open:
            self.cancel()
            self._open = False
            self._background.answered.disconnect(self._answered)
            self._background.failed.disconnect(self._cannot)

    def _answered(self, answer: Answer) -> None:
        if answer.topic == self._topic and answer.final:
            self.answered.emit(answer.payload)

    def _cannot(self, failure: Failure) -> None:
        if failure.topic == self._topic:
            self.failed.emit(failure.sentence)
