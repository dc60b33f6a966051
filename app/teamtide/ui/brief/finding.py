"""What the window *Brief* has worked out beside it: figures, their words in codes, the search.

Everything comes from a child process; `changed` says that more is known. The search for what the
choice hinges on has a set time, can be stopped, and stands for one choice only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from time import monotonic

from PySide6.QtCore import QObject, Signal

from teamtide.advise.briefing import Known
from teamtide.advise.hinges import Search
from teamtide.advise.sides import question_of as hinge_question
from teamtide.capacity.inputs import Inputs
from teamtide.capacity.measures.compare import Measured
from teamtide.plan.inputs import inputs_of
from teamtide.plan.rows import Scenario, ScenarioId
from teamtide.plan.state import State
from teamtide.plan.summary import question_of
from teamtide.ui.background import Advance, Answer, Background, Failure
from teamtide.ui.session import Session

MEASURES_TOPIC, CODED_TOPIC, HINGES_TOPIC = "brief", "brief, codes", "brief, hinges"
TOPICS = (MEASURES_TOPIC, CODED_TOPIC, HINGES_TOPIC)
SECONDS = 15.0
"""How long what a choice hinges on is searched."""
Sought = tuple[ScenarioId, ScenarioId, str]
"""The rival, what is recommended, and the measure."""


class Finding(QObject):
    """What is known of the plan of a session, and what is being worked out."""

    changed = Signal()
    """More is known, or something ended."""
    told = Signal(str)
    """How far the figures are, or why there are none."""

    def __init__(self, session: Session, background: Background, parent: QObject) -> None:
        """Nothing is asked yet."""
        super().__init__(parent)
        self._session, self._background = session, background
        self._measured: Mapping[ScenarioId, Measured] | None = None
        self._coded: Mapping[ScenarioId, Measured] | None = None
        self._asked: tuple[ScenarioId, ...] = ()
        self._sought: Sought | None = None
        self._begun = 0.0
        self._told = False
        self.search: Search | None = None
        self.seconds = SECONDS
        """How long the search had, or has."""
        background.answered.connect(self._answered)
        background.progressed.connect(self._progressed)
        background.failed.connect(self._failed)

    # --- figures --------------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        """Whether figures are being worked out."""
        return any(self._background.is_busy(topic) for topic in (MEASURES_TOPIC, CODED_TOPIC))

    def known(self, *, codes: bool) -> Known | None:
        """All figures, in codes where asked for; None while there are none."""
        samples = self._session.state.plan.samples
        if self._measured is None or not codes:
            return None if self._measured is None else Known(self._measured, {}, samples)
        if self._coded is None:
            return None
        # Samples are drawn by the names of work, so they are the plan's own; words are in codes.
        found = {
            one: replace(each, readings=self._coded[one].readings)
            for one, each in self._measured.items()
        }
        return Known(found, {}, samples)

    def ask(self, coded: State | None) -> None:
        """Have worked out what is not known yet.

        Args:
            coded: The same plan with codes for people, where that is to be shown.
        """
        session, state = self._session, self._session.state
        self._asked = tuple(row.id for row in state.rows(Scenario))
        if self._measured is None and not self._background.is_busy(MEASURES_TOPIC):
            inputs = {one: session.inputs_of(one) for one in self._asked}
            self._ask(MEASURES_TOPIC, state, inputs, state.plan.samples)
        if coded is not None and self._coded is None:
            named = {one: inputs_of(coded, one) for one in self._asked}
            self._ask(CODED_TOPIC, coded, named, 0)

    def _ask(
        self, topic: str, state: State, inputs: Mapping[ScenarioId, Inputs], samples: int
    ) -> None:
        self._background.ask(topic, "measures", (question_of(state, inputs, samples=samples),))

    def forget(self) -> None:
        """The plan has changed."""
        self.cancel()
        self._measured = self._coded = None
        self._sought = self.search = None

    def cancel(self) -> None:
        """Let nothing be worked out any more."""
        for topic in TOPICS:
            self._background.cancel(topic)

    # --- the search -----------------------------------------------------------------------

    @property
    def searching(self) -> bool:
        """Whether what the choice hinges on is being searched."""
        return self._background.is_busy(HINGES_TOPIC)

    def search_for(self, wanted: Sought) -> None:
        """Search what a choice hinges on, unless that is what was asked last."""
        if wanted == self._sought:
            return
        self._sought, self.search, self._told = wanted, None, False
        self._begun, self.seconds = monotonic(), SECONDS
        session, state = self._session, self._session.state
        inputs = {one: session.inputs_of(one) for one in {*wanted[:2], state.today}}
        question = hinge_question(state, *wanted, inputs)
        self._background.ask(HINGES_TOPIC, "hinges", (question, SECONDS))

    def stop_searching(self) -> None:
        """Leave it at what was found."""
        if self.searching:
            self.seconds = min(SECONDS, monotonic() - self._begun)
            self._background.cancel(HINGES_TOPIC)
            self.changed.emit()

    # --- answers --------------------------------------------------------------------------

    def _answered(self, answer: Answer) -> None:
        if answer.topic == HINGES_TOPIC:
            self.search = answer.payload
            # What is known so far is enough once; the rest comes when it has ended.
            if answer.final or not self._told:
                self._told = True
                self.changed.emit()
        elif answer.topic in TOPICS and answer.final:
            found = dict(zip(self._asked, answer.payload, strict=True))
            if answer.topic == MEASURES_TOPIC:
                self._measured = found
            else:
                self._coded = found
            self.changed.emit()

    def _progressed(self, advance: Advance) -> None:
        if advance.topic == MEASURES_TOPIC and advance.total > 1:
            self.told.emit(f"working out the figures … {100 * advance.done // advance.total} %")

    def _failed(self, failure: Failure) -> None:
        if failure.topic in TOPICS:
            self.changed.emit()
            self.told.emit(failure.sentence)

    def close_session(self) -> None:
        """Stop listening, before the session goes."""
        self.cancel()
        self._background.answered.disconnect(self._answered)
        self._background.progressed.disconnect(self._progressed)
        self._background.failed.disconnect(self._failed)
