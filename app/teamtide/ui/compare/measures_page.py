"""The page of the compare window that has every measure of every chosen option."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from teamtide.plan.rows import Scenario, ScenarioId
from teamtide.plan.summary import question_of
from teamtide.ui.background import Answer, Background, Failure
from teamtide.ui.compare.measures_model import MeasuresModel
from teamtide.ui.compare.panel import Page
from teamtide.ui.compare.strip import SAMPLES
from teamtide.ui.fields.style import label
from teamtide.ui.session import Session

TOPIC, JOB = "compared", "measures"
NOTHING = "Tick the options to compare."
_MARKS = "▸ and bold: best of its line. Under a figure: the range of eight in ten samples."


class MeasuresPage(Page):
    """A table, and below it what is outdone and why."""

    def __init__(
        self, session: Session, background: Background, parent: QWidget | None = None
    ) -> None:
        """A page on `session` whose figures `background` works out."""
        super().__init__(session, parent)
        self._background = background
        self._asked: tuple[ScenarioId, ...] = ()
        self.model = MeasuresModel(self)
        self.view = QTableView()
        self.view.setModel(self.model)
        self.view.setAccessibleName("Measures of the chosen options")
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setShowGrid(False)
        self.view.setAlternatingRowColors(True)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setTabKeyNavigation(False)
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header = self.view.horizontalHeader()
        header.setMinimumSectionSize(150)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.state = label("", "muted", wrap=True)
        self.reasons = label("", "", wrap=True)
        self.reasons.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 0, 0)
        column.addWidget(self.state)
        column.addWidget(self.view, 1)
        column.addWidget(self.reasons)
        background.answered.connect(self._answered)
        background.failed.connect(self._failed)

    def mark_updating(self) -> None:
        """Grey the figures of the plan before."""
        self.model.mark_updating()
        self.state.setText("updating …" if self.options else NOTHING)

    def refresh(self) -> None:
        """Ask for every measure of every option, first without samples."""
        state = self.session.state
        self.model.show_options(tuple(state.get(Scenario, one) for one in self.options))
        self.view.setVisible(bool(self.options))
        self._say_reasons()
        if not self.options:
            self._background.cancel(TOPIC)
            self.state.setText(NOTHING)
            return
        today = () if state.today in self.options else (state.today,)
        inputs = {one: self.session.inputs_of(one) for one in (*today, *self.options)}
        self._asked = tuple(inputs)
        samples = min(SAMPLES, state.plan.samples)
        self._background.ask(TOPIC, JOB, (question_of(state, inputs, samples=samples),))
        self.model.mark_updating()
        self.state.setText("updating …")

    def _answered(self, answer: Answer) -> None:
        if answer.topic != TOPIC:
            return
        found = dict(zip(self._asked, answer.payload, strict=True))
        self.model.settle(self.session.state, found, final=answer.final)
        self.state.setText(_MARKS if answer.final else "Taking samples: updating …")
        self._say_reasons()

    def _say_reasons(self) -> None:
        names = {one: self.session.state.get(Scenario, one).name for one in self.model.reasons}
        told = [f"{names[one]} is outdone: {why}" for one, why in self.model.reasons.items()]
        self.reasons.setText("\n".join(told))
        self.reasons.setVisible(bool(told))

    def _failed(self, failure: Failure) -> None:
        if failure.topic == TOPIC:
            self.state.setText(failure.sentence)

    def rest(self) -> None:
        """Ask for nothing while nobody looks; what is missing is asked for when somebody does."""
        self._soon.stop()
        if self._background.is_busy(TOPIC):
            self._background.cancel(TOPIC)
            self._stale = True

    def close_session(self) -> None:
        """Stop, before the session goes."""
        super().close_session()
        self._background.answered.disconnect(self._answered)
        self._background.failed.disconnect(self._failed)
        self._background.cancel(TOPIC)
