"""The window “What it hinges on”: two scenarios, a measure, and the assumptions that decide.

The search runs in a child process; what is known so far is shown as it comes, and a change of the
plan or of the question starts it anew. Nothing here waits.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from teamtide.advise.hinges import HINGED, Search
from teamtide.advise.sides import question_of
from teamtide.capacity.measures.catalogue import BY_KEY as MEASURES
from teamtide.plan.rows import Scenario, ScenarioId
from teamtide.ui.background import Answer, Background, Failure
from teamtide.ui.fields.scenario_box import ChoiceBox, ScenarioBox, usual_pair
from teamtide.ui.fields.style import label
from teamtide.ui.hinges import words
from teamtide.ui.hinges.curve import HingeCurve
from teamtide.ui.hinges.tornado import Tornado
from teamtide.ui.session import Session, Update
from teamtide.ui.side_window import SideWindow

TOPIC = JOB = "hinges"
PARTS = 1000
"""Into how many parts progress is shown."""
_PAUSE = 300
"""Milliseconds after a change before the search starts anew."""


class HingesWindow(SideWindow):
    """The question, the answer in a sentence, and the tornado beneath it."""

    def __init__(
        self, session: Session, parent: QWidget | None = None, background: Background | None = None
    ) -> None:
        """A window on the scenarios of `session`.

        Args:
            session: The plan.
            parent: The window it belongs to.
            background: Who computes, shared with other views; None makes one of its own.
        """
        super().__init__(session, "What it hinges on", parent, background)
        self.search: Search | None = None
        self.one, self.other = ScenarioBox("First scenario"), ScenarioBox("Second scenario")
        self.measure = ChoiceBox("Measure")
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.figures = label("", "muted", wrap=True)
        self.progress = QProgressBar()
        self.progress.setRange(0, PARTS)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.progress.setAccessibleName("Progress of the search")
        self.stop = QPushButton("Stop")
        self.stop.setAutoDefault(False)
        self.stop.setAccessibleName("Stop the search")
        self.tornado = Tornado()
        self.curve = HingeCurve()
        self._note = label(_NOTE, "muted", wrap=True)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.ask)
        self._lay_out()
        self._fill()
        self._connect()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        asked = QHBoxLayout()
        asked.setSpacing(8)
        for text, box in (("", self.one), ("or", self.other), ("by", self.measure)):
            if text:
                words_before = QLabel(text)
                words_before.setBuddy(box)
                asked.addWidget(words_before)
            asked.addWidget(box)
        asked.addStretch(1)
        column.addLayout(asked)
        font = self.sentence.font()
        font.setPointSizeF(font.pointSizeF() * 1.25)
        self.sentence.setFont(font)
        column.addSpacing(4)
        column.addWidget(self.sentence)
        column.addWidget(self.figures)
        under = QGridLayout()
        under.addWidget(self.progress, 0, 0, Qt.AlignmentFlag.AlignVCenter)
        under.addWidget(self.stop, 0, 1)
        under.setColumnStretch(0, 1)
        column.addLayout(under)
        column.addWidget(self.tornado, 1)
        column.addWidget(self.curve)
        column.addWidget(self._note)

    def _connect(self) -> None:
        for box in (self.one, self.other, self.measure):
            box.activated.connect(self._chosen)
        self.stop.clicked.connect(self.stop_search)
        self.tornado.selectionModel().currentRowChanged.connect(self._row_chosen)
        self.background.answered.connect(self._answered)
        self.background.failed.connect(self._failed)

    def sizeHint(self) -> QSize:
        """Room for every assumption at once."""
        return QSize(1060, 800)

    # --- the question ---------------------------------------------------------------------

    def _fill(self) -> None:
        """Offer the scenarios there are; what is chosen stays chosen while it is there."""
        state = self.session.state
        pair = usual_pair(state, self.session.scenario)
        for box, usual in zip((self.one, self.other), pair, strict=True):
            box.fill(state, usual)
        if not self.measure.count():
            for key in HINGED:
                self.measure.addItem(MEASURES[key].label, key)
                tip = MEASURES[key].tip
                self.measure.setItemData(self.measure.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)

    def choose(self, one: ScenarioId, other: ScenarioId, measure: str) -> None:
        """Ask about two scenarios and a measure."""
        self.one.choose(one)
        self.other.choose(other)
        self.measure.setCurrentIndex(max(0, self.measure.findData(measure)))
        self.ask()

    def _chosen(self, _index: int) -> None:
        self.ask()

    def ask(self) -> None:
        """Start the search anew."""
        self._soon.stop()
        self._show(None)
        one, other = self.one.scenario, self.other.scenario
        key = str(self.measure.currentData())
        self.measure.setToolTip(MEASURES[key].tip)
        if one == other:
            self._end()
            single = len(self.session.state.rows(Scenario)) < 2
            self.sentence.setText(_ADD_ONE if single else _SAME_TWICE)
            return
        state = self.session.state
        known = {key: self.session.load_of(key).inputs for key in (one, other, state.today)}
        self.background.ask(TOPIC, JOB, (question_of(state, one, other, key, known),))
        self.sentence.setText("Searching…")
        self._busy(done=0)

    def stop_search(self) -> None:
        """Let it be; what was found stays."""
        self.background.cancel(TOPIC)
        self._end()
        if self.search is None:
            self.sentence.setText("Stopped. Choose what to compare to search again.")
        elif not self.search.whole:
            self.figures.setText(f"{self.figures.text()} Stopped before all was searched.")

    # --- the answer -----------------------------------------------------------------------

    def _answered(self, answer: Answer) -> None:
        if answer.topic != TOPIC or not isinstance(answer.payload, Search):
            return
        found, known = answer.payload, self.search
        if known is None or answer.final or found.hinges != known.hinges:
            self._show(found)
        if answer.final:
            self._end()
        else:
            self._busy(int(PARTS * found.done))

    def _failed(self, failure: Failure) -> None:
        if failure.topic == TOPIC:
            self._end()
            self.sentence.setText(failure.sentence)

    def _busy(self, done: int) -> None:
        self.progress.setValue(done)
        self.progress.show()
        self.stop.show()

    def _end(self) -> None:
        self.background.cancel(TOPIC)
        self.progress.hide()
        self.stop.hide()

    def _show(self, search: Search | None) -> None:
        self.search = search
        self.tornado.show_search(search)
        self.tornado.setVisible(search is not None)
        self.curve.setVisible(search is not None and bool(search.hinges))
        self._note.setVisible(search is not None)
        if search is None:
            self.figures.setText("")
            return
        self.sentence.setText(words.unbroken(words.sentence(search)))
        told = " · ".join(
            f"{name}: {words.figure_text(search.measure, value, before)}"
            for name, value, before in zip(
                search.names, search.now.values, search.now.before, strict=True
            )
        )
        self.figures.setText(f"{MEASURES[search.measure].label} — {told}")
        self._row_chosen()

    def _row_chosen(self, *_indices: object) -> None:
        hinge = self.tornado.hinges.hinge(self.tornado.currentIndex().row())
        self.curve.show_hinge(self.search, hinge)

    # --- following ------------------------------------------------------------------------

    def _plan_changed(self, update: Update) -> None:
        if Scenario in update.change.tables:
            self._fill()
        if self.isVisible():
            self._soon.start(_PAUSE)
        else:
            self._show(None)

    def showEvent(self, event: QShowEvent) -> None:
        """Search when there is somebody to see it."""
        super().showEvent(event)
        if self.search is None and not self.background.is_busy(TOPIC):
            self._fill()
            self.ask()
        self.tornado.setFocus(Qt.FocusReason.OtherFocusReason)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop searching; the window can be opened again."""
        self._soon.stop()
        if self.background.is_busy(TOPIC):
            self._end()
            self._show(None)
        super().closeEvent(event)

    def _leave(self) -> None:
        self._soon.stop()
        self.background.answered.disconnect(self._answered)
        self.background.failed.disconnect(self._failed)
        self.background.cancel(TOPIC)

    def changeEvent(self, event: QEvent) -> None:
        """Paint anew when the colours change."""
        if event.type() == QEvent.Type.PaletteChange:
            self.tornado.viewport().update()
            self.curve.update()
        super().changeEvent(event)


_SAME_TWICE = "This compares a scenario with itself. Choose another one."
_ADD_ONE = "There is only one scenario. Add an option, change something in it, and ask again."
_NOTE = (
    "One assumption is moved at a time, the others as the plan has them: 21 values over its usual "
    "range, then ever closer around each change of winner. Dashed: the plan as it is. Diamond: a "
    "flip. Arrow: no number can say by how much, because more is left undone on one side."
)
