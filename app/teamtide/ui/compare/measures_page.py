"""The page of the compare window that has every measure of every chosen option."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from teamtide.capacity.measures.compare import Measured
from teamtide.plan.rows import Scenario, ScenarioId
from teamtide.plan.summary import ALL, Question, question_of, quick_readings
from teamtide.ui.background import Advance, Answer, Background, Failure
from teamtide.ui.compare.measure_cells import NameHeader, OptionHeader, ValueDelegate
from teamtide.ui.compare.measures_model import MeasuresModel
from teamtide.ui.compare.panel import Page
from teamtide.ui.compare.strip import SAMPLES
from teamtide.ui.fields.plain_table import make_plain
from teamtide.ui.fields.scenario_box import ScenarioBox
from teamtide.ui.fields.style import label
from teamtide.ui.session import Session

TOPIC, SEARCH, JOB = "compared", "compared, last", "measures"
LAST = ("hires",)
"""A search of its own, which all else does not wait for."""
_LINES = {1: 27, 2: 43, 3: 55}
"""Pixels a row is high by how many lines it has."""
_HEAD, _NAMES, _OPTION = 42, 218, 176
NOTHING = "Tick the options to compare."
_MARKS = (
    "▸ best of its line. Small: the difference; where luck counts, in eight of ten samples, with "
    "its middle."
)


class MeasuresPage(Page):
    """A table, and below it what is outdone and why."""

    def __init__(
        self, session: Session, background: Background, parent: QWidget | None = None
    ) -> None:
        """A page on `session` whose figures `background` works out."""
        super().__init__(session, parent)
        self._background = background
        self._asked: tuple[ScenarioId, ...] = ()
        self._last: Question | None = None
        self._waiting: list[ScenarioId] = []
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self._next)
        self.model = MeasuresModel(self)
        self.view = QTableView()
        self.view.setModel(self.model)
        make_plain(self.view, "Measures of the chosen options")
        self.view.setAlternatingRowColors(True)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        # Names stay where they are while options scroll by.
        self.view.setVerticalHeader(NameHeader(_NAMES, self.view))
        header = OptionHeader(Qt.Orientation.Horizontal, self.view)
        self.view.setHorizontalHeader(header)
        header.setFixedHeight(_HEAD)
        header.setMinimumSectionSize(_OPTION)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.model.modelReset.connect(self._fit_columns)
        self.view.setItemDelegate(ValueDelegate(self.view))
        self.reference = ScenarioBox("Compare every option against")
        self.reference.activated.connect(self._reference_chosen)
        self.state = label("", "muted", wrap=True)
        self.reasons = label("", "", wrap=True)
        self.reasons.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 0, 0)
        above = QHBoxLayout()
        above.setSpacing(8)
        against = label("&Against")
        against.setBuddy(self.reference)
        above.addWidget(against)
        above.addWidget(self.reference)
        above.addWidget(self.state, 1)
        column.addLayout(above)
        column.addWidget(self.view, 1)
        column.addWidget(self.reasons)
        background.answered.connect(self._answered)
        background.progressed.connect(self._progressed)
        background.failed.connect(self._failed)

    def mark_updating(self) -> None:
        """Grey the figures of the plan before; none of it is to come in any more."""
        self._cancel()
        self.model.mark_updating()
        self.state.setText("updating…" if self.options else NOTHING)

    def refresh(self) -> None:
        """Ask for every measure of every option, first without samples."""
        state = self.session.state
        self.reference.fill(state, state.today)
        self.model.show_options(tuple(state.get(Scenario, one) for one in self.options))
        self.model.show_against(state.get(Scenario, self.reference.scenario))
        self.view.setVisible(bool(self.options))
        self._say_reasons()
        if not self.options:
            self._cancel()
            self.state.setText(NOTHING)
            return
        asked = dict.fromkeys((state.today, self.reference.scenario, *self.options))
        inputs = {one: self.session.inputs_of(one) for one in asked}
        self._asked = tuple(inputs)
        samples = min(SAMPLES, state.plan.samples)
        keys = tuple(key for key in ALL if key not in LAST)
        question = question_of(
            state, inputs, keys=keys, samples=samples, against=tuple(inputs), finishes=False
        )
        self._background.ask(TOPIC, JOB, (question,))
        self._last = replace(question, keys=LAST, samples=0)
        self.model.mark_updating()
        self._waiting = list(inputs)
        self._idle.start(0)
        self.state.setText("updating…")

    def _reference_chosen(self) -> None:
        """Compare with another one: all pairs are known but of one that was not asked about."""
        reference = self.reference.scenario
        if reference in self._asked:
            self.model.show_against(self.session.state.get(Scenario, reference))
            self._fit_rows()
        else:
            self.outdate(0)

    def _answered(self, answer: Answer) -> None:
        if answer.topic not in (TOPIC, SEARCH):
            return
        found = dict(zip(self._asked, answer.payload, strict=True))
        whole = answer.final and answer.topic == SEARCH
        if answer.final and not whole and self._last is not None:
            self._background.ask(SEARCH, JOB, (self._last,))
        apart = {
            one: {self._asked[number]: spreads for number, spreads in each.apart.items()}
            | {self._asked[0]: each.paired}
            for one, each in found.items()
            if each.spreads
        }
        self.model.settle(self.session.state, found, apart, final=whole)
        self.state.setText(_MARKS if whole else "updating…")
        self._fit_rows()
        self._say_reasons()

    def _next(self) -> None:
        """What takes no time to speak of, of one option; and come back for the next."""
        if not self._waiting:
            return
        session, option = self.session, self._waiting.pop(0)
        state = session.state
        if state.find(Scenario, option) is not None:
            today = session.load_of(state.today)
            readings = quick_readings(state, option, session.load_of(option), today)
            self.model.settle(state, {option: Measured(readings)}, {}, final=False)
        if self._waiting:
            self._idle.start(0)

    def _fit_columns(self) -> None:
        """The names of measures are beside the table, the options share its width."""
        if self.model.rowCount():
            self.view.setColumnHidden(0, True)
            self._fit_rows()

    def _fit_rows(self) -> None:
        """As many lines as there are to show; measuring each cell takes too long."""
        for row in range(self.model.rowCount()):
            self.view.setRowHeight(row, _LINES[self.model.lines_of(row)])

    def _say_reasons(self) -> None:
        names = {one: self.session.state.get(Scenario, one).name for one in self.model.reasons}
        told = [f"{names[one]} is outdone: {why}" for one, why in self.model.reasons.items()]
        self.reasons.setText("\n".join(told))
        self.reasons.setVisible(bool(told))

    def _progressed(self, advance: Advance) -> None:
        if advance.topic == TOPIC and advance.total > 1:
            self.state.setText(f"updating… {100 * advance.done // advance.total} %")

    def _cancel(self) -> None:
        self._last = None
        self._idle.stop()
        for topic in (TOPIC, SEARCH):
            self._background.cancel(topic)

    def _failed(self, failure: Failure) -> None:
        if failure.topic in (TOPIC, SEARCH):
            self.state.setText(failure.sentence)

    def rest(self) -> None:
        """Ask for nothing while nobody looks; what is missing is asked for when somebody does."""
        super().rest()
        if self._background.is_busy(TOPIC) or self._background.is_busy(SEARCH):
            self._cancel()
            self._stale = True

    def close_session(self) -> None:
        """Stop, before the session goes."""
        super().close_session()
        self._background.answered.disconnect(self._answered)
        self._background.progressed.disconnect(self._progressed)
        self._background.failed.disconnect(self._failed)
        self._cancel()
