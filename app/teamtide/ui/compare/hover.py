"""What the measures would be if what hovers were dropped, in the column of the scenario on screen.

The board comes first: quick figures are worked out once what hovers has rested, the others by a
child process. When nothing hovers any more the figures are as they were, and no trace is left.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from teamtide.plan.summary import question_of, quick_readings
from teamtide.ui.background import Answer, Background, Failure
from teamtide.ui.compare.table import CompareModel
from teamtide.ui.session import Preview, Session

RESTED = 60
"""Milliseconds of rest before quick figures are worked out, after the columns are painted."""
RESTED_LONG = 250
"""The same before the slow ones are asked for."""
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
        self._soon = self._timer(RESTED, self._work)
        self._later = self._timer(RESTED_LONG, self._ask)
        session.preview_changed.connect(self._hovered)

    def _timer(self, after: int, act: object) -> QTimer:
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
        self._preview = preview
        self._later.stop()
        if self._background is not None and self._background.is_busy(TOPIC):
            self._background.cancel(TOPIC)
        if preview is None:
            self._soon.stop()
            self._model.show_would_be(None)
        else:
            self._soon.start()

    def _work(self) -> None:
        preview, session = self._preview, self._session
        if preview is None:
            return
        today = session.state.today
        reference = preview.load if session.scenario == today else session.load_of(today)
        found = quick_readings(preview.state, session.scenario, preview.load, reference)
        self._model.show_would_be(found)
        if self._background is not None:
            self._later.start()

    def _ask(self) -> None:
        preview, session = self._preview, self._session
        if preview is None or self._background is None:
            return
        today = session.state.today
        inputs = {today: session.load_of(today).inputs, session.scenario: preview.load.inputs}
        question = question_of(preview.state, inputs, keys=self._model.slow_keys)
        self._background.ask(TOPIC, JOB, (question,))

    def _answered(self, answer: Answer) -> None:
        if answer.topic == TOPIC and self._preview is not None:
            self._model.add_would_be(answer.payload[-1].readings)

    def _cannot(self, failure: Failure) -> None:
        if failure.topic == TOPIC:
            self._model.show_would_be(None)
