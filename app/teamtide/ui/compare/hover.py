"""What the measures would be if what hovers were dropped.

The board comes first: quick figures of the scenario on screen are worked out once what hovers has
rested. A change in Today may change every option, so then those follow one by one, a small step at
a time; what takes longer comes from a child process. Until a figure is there it is marked. When
nothing hovers any more the figures are as they were, and no trace is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, QTimer

from teamtide.capacity.engine import recompute
from teamtide.capacity.inputs import Inputs
from teamtide.plan.advancing import advance
from teamtide.plan.rows import Scenario, ScenarioId
from teamtide.plan.summary import question_of, quick_readings
from teamtide.ui.background import Answer, Background, Failure
from teamtide.ui.compare.table import CompareModel
from teamtide.ui.session import Preview, Session

RESTED = 60
"""Milliseconds of rest before quick figures are worked out, after the columns are painted."""
RESTED_LONG = 250
"""The same before the slow ones are asked for."""
OVER = 30
"""Milliseconds after the end of a hover before the strip is painted: the board's drop is first."""
PAUSE = 4
"""Milliseconds between two steps of working out options, so that whatever else comes first."""
TOPIC = "measures of the preview"
JOB = "measures"


class HoverFigures(QObject):
    """Brings what would be into a strip's model while something hovers."""

    def __init__(self, session: Session, model: CompareModel, parent: QObject) -> None:
        """Nothing hovers."""
        super().__init__(parent)
        self._session, self._model = session, model
        self._preview: Preview | None = None
        self._background: Background | None = None
        self._closed = False
        self._inputs: dict[ScenarioId, Inputs] = {}
        self._steps: Iterator[None] | None = None
        self._asked: tuple[ScenarioId, ...] = ()
        self._soon = self._timer(RESTED, self._work)
        self._next = self._timer(PAUSE, self._step)
        self._over = self._timer(OVER, model.repaint)
        self._later = self._timer(RESTED_LONG, self._ask)
        session.preview_changed.connect(self._hovered)

    def _timer(self, after: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(after)
        timer.timeout.connect(act)
        return timer

    def use(self, background: Background) -> None:
        """Have slow figures worked out by a child process."""
        self._background = background
        background.answered.connect(self._answered)
        background.failed.connect(self._cannot)

    def close_session(self) -> None:
        """Stop listening, before the session goes; twice is once."""
        if self._closed:
            return
        self._closed = True
        self._session.preview_changed.disconnect(self._hovered)
        self._hovered(None)
        if self._background is not None:
            self._background.answered.disconnect(self._answered)
            self._background.failed.disconnect(self._cannot)
            self._background = None

    def _hovered(self, preview: Preview | None) -> None:
        self._preview, self._steps, self._inputs = preview, None, {}
        self._later.stop()
        self._next.stop()
        if self._background is not None and self._background.is_busy(TOPIC):
            self._background.cancel(TOPIC)
        if preview is None:
            self._soon.stop()
            if self._model.forget_would_be():
                self._over.start()
        else:
            self._soon.start()

    # --- quick figures --------------------------------------------------------------------

    def _work(self) -> None:
        preview, session = self._preview, self._session
        if preview is None:
            return
        today, shown = session.state.today, session.scenario
        reference = preview.load if shown == today else session.load_of(today)
        found = quick_readings(preview.state, shown, preview.load, reference)
        options = [
            row.id
            for row in session.state.rows(Scenario)
            if row.id != today and preview.state.find(Scenario, row.id) is not None
        ]
        if shown != today:
            options = []
        self._inputs = {shown: preview.load.inputs}
        self._model.show_would_be({shown: found, **{option: {} for option in options}})
        self._steps = self._of_options(preview, options)
        self._next.start()

    def _of_options(self, preview: Preview, options: list[ScenarioId]) -> Iterator[None]:
        """What options would be, each inheriting a change in Today as far as it does."""
        session = self._session
        for option in options:
            now = session.load_of(option)
            yield
            inputs = advance(now.inputs, session.state, preview.state, option, preview.change)
            load = recompute(now, inputs)
            self._inputs[option] = inputs
            yield
            found = quick_readings(preview.state, option, load, preview.load)
            self._model.add_would_be(option, found)
            yield

    def _step(self) -> None:
        if self._steps is None:
            return
        if next(self._steps, self) is self:
            self._steps = None
            if self._background is not None:
                self._later.start()
        else:
            self._next.start()

    # --- what takes longer ----------------------------------------------------------------

    def _ask(self) -> None:
        """Ask about the scenario on screen; about the options once that is known."""
        self._asked = ()
        self._ask_about((self._session.scenario,))

    def _ask_about(self, scenarios: tuple[ScenarioId, ...]) -> None:
        preview, session = self._preview, self._session
        if preview is None or self._background is None or not scenarios:
            return
        today = session.state.today
        reference = self._inputs.get(today) or session.load_of(today).inputs
        inputs = {today: reference, **{one: self._inputs[one] for one in scenarios}}
        self._asked = tuple(inputs)
        question = question_of(preview.state, inputs, keys=self._model.slow_keys)
        self._background.ask(TOPIC, JOB, (question,))

    def _answered(self, answer: Answer) -> None:
        if answer.topic != TOPIC or self._preview is None:
            return
        first = self._asked[-1] == self._session.scenario
        for scenario, measured in zip(self._asked, answer.payload, strict=True):
            self._model.add_would_be(scenario, measured.readings)
        if first:
            shown = self._session.scenario
            self._ask_about(tuple(one for one in self._inputs if one != shown))

    def _cannot(self, failure: Failure) -> None:
        if failure.topic == TOPIC:
            self._model.show_would_be({})
