"""The page of the compare window that has every measure of every chosen option."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from teamtide.capacity.measures.compare import Measured
from teamtide.plan.rows import Scenario, ScenarioId
from teamtide.plan.summary import ALL, Question, question_of, quick_readings
from teamtide.ui import theme
from teamtide.ui.background import Advance, Answer, Background, Failure
from teamtide.ui.compare.measures_model import MeasuresModel
from teamtide.ui.compare.panel import Page
from teamtide.ui.compare.strip import SAMPLES
from teamtide.ui.fields.style import label
from teamtide.ui.session import Session

TOPIC, SEARCH, JOB = "compared", "compared, last", "measures"
LAST = ("hires",)
"""A search of its own, which all else does not wait for."""
_ONE, _TWO, _NAMES = 27, 42, 218
NOTHING = "Tick the options to compare."
_MARKS = "▸ and bold: best of its line. Under a figure: the range of eight in ten samples."


class OptionHeader(QHeaderView):
    """An option's name over its column, and below it whether another one outdoes it."""

    def paintSection(self, painter: QPainter, rect: QRect, logical_index: int) -> None:
        """Each line as far as there is room, flush with the values beneath."""
        look, model = theme.current(), self.model()
        painter.fillRect(rect, look.board)
        painter.setPen(look.line)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        across = Qt.Orientation.Horizontal
        side = model.headerData(logical_index, across, Qt.ItemDataRole.TextAlignmentRole)
        lines = str(model.headerData(logical_index, across)).split("\n")
        inside = rect.adjusted(4, 4, -4, -4)
        height = inside.height() // 2
        for number, text in enumerate(lines):
            font = theme.ui_font()
            font.setBold(number == 0)
            painter.setFont(font)
            painter.setPen(look.muted if number or len(lines) > 1 else look.text)
            place = QRect(inside)
            if len(lines) > 1:
                place = QRect(inside.left(), inside.top() + number * height, inside.width(), height)
            metrics = painter.fontMetrics()
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
            painter.drawText(place, side, shown)


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
        self.view.setAccessibleName("Measures of the chosen options")
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setShowGrid(False)
        self.view.setAlternatingRowColors(True)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setTabKeyNavigation(False)
        self.view.verticalHeader().hide()
        header = OptionHeader(Qt.Orientation.Horizontal, self.view)
        self.view.setHorizontalHeader(header)
        header.setFixedHeight(_TWO)
        header.setMinimumSectionSize(150)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.model.modelReset.connect(self._fit_columns)
        self.state = label("", "muted", wrap=True)
        self.reasons = label("", "", wrap=True)
        self.reasons.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 0, 0)
        column.addWidget(self.state)
        column.addWidget(self.view, 1)
        column.addWidget(self.reasons)
        background.answered.connect(self._answered)
        background.progressed.connect(self._progressed)
        background.failed.connect(self._failed)

    def mark_updating(self) -> None:
        """Grey the figures of the plan before; none of it is to come in any more."""
        self._cancel()
        self.model.mark_updating()
        self.state.setText("updating …" if self.options else NOTHING)

    def refresh(self) -> None:
        """Ask for every measure of every option, first without samples."""
        state = self.session.state
        self.model.show_options(tuple(state.get(Scenario, one) for one in self.options))
        self.view.setVisible(bool(self.options))
        self._say_reasons()
        if not self.options:
            self._cancel()
            self.state.setText(NOTHING)
            return
        today = () if state.today in self.options else (state.today,)
        inputs = {one: self.session.inputs_of(one) for one in (*today, *self.options)}
        self._asked = tuple(inputs)
        samples = min(SAMPLES, state.plan.samples)
        keys = tuple(key for key in ALL if key not in LAST)
        question = question_of(state, inputs, keys=keys, samples=samples)
        self._background.ask(TOPIC, JOB, (question,))
        self._last = replace(question, keys=LAST, samples=0)
        self.model.mark_updating()
        self._waiting = list(self.options)
        self._idle.start(0)
        self.state.setText("updating …")

    def _answered(self, answer: Answer) -> None:
        if answer.topic not in (TOPIC, SEARCH):
            return
        found = dict(zip(self._asked, answer.payload, strict=True))
        whole = answer.final and answer.topic == SEARCH
        if answer.final and not whole and self._last is not None:
            self._background.ask(SEARCH, JOB, (self._last,))
        self.model.settle(self.session.state, found, final=whole)
        self.state.setText(_MARKS if whole else "updating …")
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
            self.model.settle(state, {option: Measured(readings)}, final=False)
        if self._waiting:
            self._idle.start(0)

    def _fit_columns(self) -> None:
        """The names of measures whole, the options sharing the rest."""
        if self.model.rowCount():
            header = self.view.horizontalHeader()
            header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(0, _NAMES)
            self._fit_rows()

    def _fit_rows(self) -> None:
        """Two lines where there is a range or a long text; measuring each cell takes too long."""
        for row in range(self.model.rowCount()):
            self.view.setRowHeight(row, _TWO if self.model.two_lines(row) else _ONE)

    def _say_reasons(self) -> None:
        names = {one: self.session.state.get(Scenario, one).name for one in self.model.reasons}
        told = [f"{names[one]} is outdone: {why}" for one, why in self.model.reasons.items()]
        self.reasons.setText("\n".join(told))
        self.reasons.setVisible(bool(told))

    def _progressed(self, advance: Advance) -> None:
        if advance.topic == TOPIC and advance.total > 1:
            self.state.setText(f"updating … {100 * advance.done // advance.total} %")

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
