"""The window *Brief*: the page on the left, what a lead chooses about it on the right.

Measures, samples and the search for what the choice hinges on come from a child process; the page
fills as they come, and says what is still open. Nothing here waits.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from teamtide.advise.briefing import (
    CHOOSABLE,
    REASONS,
    Brief,
    Known,
    Wish,
    hinged_on,
    reason_keys,
    recommended,
    rival_of,
)
from teamtide.advise.hinges import Search
from teamtide.advise.proposing import proposal
from teamtide.advise.sides import question_of as hinge_question
from teamtide.capacity.measures.compare import Measured
from teamtide.plan.placing import day_text
from teamtide.plan.rows import Scenario, ScenarioId
from teamtide.plan.summary import BY_KEY, question_of
from teamtide.ui.background import Advance, Answer, Background, Failure
from teamtide.ui.brief.making import make_brief
from teamtide.ui.brief.output import brief_pdf, brief_picture
from teamtide.ui.brief.preview import Preview
from teamtide.ui.fields.style import label
from teamtide.ui.saving import Unwritable, write_whole
from teamtide.ui.session import Session

MEASURES_TOPIC, MEASURES_JOB = "brief", "measures"
HINGES_TOPIC, HINGES_JOB = "brief, hinges", "hinges"
_PAUSE = 300
"""Milliseconds after a change before anything is worked out anew."""
_BY_APP = "Teamtide chooses"
_ORDINALS = ("first", "second", "third")


class BriefWindow(QWidget):
    """A preview of the brief, with its choices."""

    def __init__(
        self,
        session: Session,
        background: Background,
        parent: QWidget | None = None,
        board: QWidget | None = None,
    ) -> None:
        """A window on the plan of `session`, whose figures `background` works out.

        Args:
            session: The plan.
            background: Who computes.
            parent: The window it belongs to.
            board: What a report has a picture of.
        """
        super().__init__(parent, Qt.WindowType.Window)
        self._board = board
        self.session, self.background = session, background
        self.brief: Brief | None = None
        self._known: Known | None = None
        self._search: Search | None = None
        self._told: Search | None = None
        self._asked: tuple[ScenarioId, ...] = ()
        self._sought: tuple[ScenarioId, ScenarioId, str] | None = None
        self._stale = self._listening = True
        self.setWindowTitle("Brief")
        self.preview = Preview()
        self.scenario = QComboBox()
        self.reasons = tuple(QComboBox() for _ in range(REASONS))
        self.words = QLineEdit()
        self.words.setPlaceholderText("A sentence of your own, on top of the page")
        self.words.setMaxLength(400)
        self.why = label("", "muted", wrap=True)
        self.state = label("", "muted", wrap=True)
        self.save = QPushButton("&Save as PDF…")
        self.report = QPushButton("Save Re&port…")
        self.report.setToolTip("The page, then board, curves, every measure, and assumptions")
        self.copy = QPushButton("&Copy Picture")
        self.copy.setToolTip("The page as a picture, for a slide or a message")
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._ask)
        self._lay_out()
        self._fill()
        self._enable()
        self._connect()

    def _lay_out(self) -> None:
        side = QWidget()
        side.setFixedWidth(300)
        column = QVBoxLayout(side)
        column.setContentsMargins(14, 4, 4, 4)
        column.setSpacing(4)
        self._field(column, "&Recommend", self.scenario, "What the brief recommends")
        column.addWidget(self.why)
        column.addSpacing(10)
        for number, box in enumerate(self.reasons):
            box.addItem(_BY_APP, "")
            for key in CHOOSABLE:
                box.addItem(BY_KEY[key].label, key)
            word = _ORDINALS[number]
            self._field(column, f"&{number + 1}. reason", box, f"Measure of the {word} reason")
        column.addSpacing(10)
        self._field(column, "In your &words", self.words, "A sentence of your own")
        column.addSpacing(10)
        column.addWidget(self.state)
        column.addStretch(1)
        for button in (self.save, self.report, self.copy):
            column.addWidget(button)
        across = QHBoxLayout(self)
        across.setContentsMargins(12, 12, 12, 12)
        across.addWidget(self.preview, 1)
        across.addWidget(side)

    def _field(self, column: QVBoxLayout, text: str, field: QWidget, name: str) -> None:
        head = label(text, "title")
        head.setBuddy(field)
        field.setAccessibleName(name)
        if isinstance(field, QComboBox):
            field.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            field.setMinimumContentsLength(16)
        column.addWidget(head)
        column.addWidget(field)

    def _connect(self) -> None:
        self.scenario.currentIndexChanged.connect(self._chosen)
        for box in self.reasons:
            box.currentIndexChanged.connect(self._chosen)
        self.words.textChanged.connect(self._typed)
        self.save.clicked.connect(self.choose_pdf)
        self.report.clicked.connect(self.choose_report)
        self.copy.clicked.connect(self.copy_picture)
        self.session.changed.connect(self._outdated)
        self.background.answered.connect(self._answered)
        self.background.progressed.connect(self._progressed)
        self.background.failed.connect(self._failed)
        for keys, act in (
            (QKeySequence.StandardKey.Save, self.choose_pdf),
            (QKeySequence.StandardKey.Close, self.close),
            (QKeySequence.StandardKey.Cancel, self.close),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def sizeHint(self) -> QSize:
        """Room to read the page."""
        return QSize(1060, 800)

    # --- choices --------------------------------------------------------------------------

    @property
    def wish(self) -> Wish:
        """What is chosen now."""
        chosen = self.scenario.currentData()
        keys = [str(box.currentData()) for box in self.reasons if box.currentData()]
        return Wish(
            ScenarioId(chosen) if chosen else None, tuple(dict.fromkeys(keys)), self.words.text()
        )

    def _fill(self) -> None:
        """The scenarios there are, the chosen one kept while it lasts."""
        before = self.scenario.currentData()
        self.scenario.blockSignals(True)
        self.scenario.clear()
        self.scenario.addItem(_BY_APP, 0)
        for row in self.session.state.rows(Scenario):
            self.scenario.addItem(row.name, int(row.id))
        self.scenario.setCurrentIndex(max(0, self.scenario.findData(before)))
        self.scenario.blockSignals(False)

    def _chosen(self, _index: int) -> None:
        self._show()
        self._search_anew()

    def _typed(self, text: str) -> None:
        """A letter changes a sentence, and nothing else that would have to be found out again."""
        if self.brief is not None and not self._stale:
            self.brief = replace(self.brief, words=text.strip())
            self.preview.page.show_brief(self.brief, self._made)

    # --- asking ---------------------------------------------------------------------------

    def _outdated(self, _update: object) -> None:
        self._stale = True
        self._cancel()
        self._fill()
        self._enable()
        self.state.setText("updating …")
        if self.isVisible():
            self._soon.start(_PAUSE)

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for what has changed since it was last seen."""
        super().showEvent(event)
        if self._stale:
            self._soon.start(0)

    def _ask(self) -> None:
        session, state = self.session, self.session.state
        self._stale = False
        self._sought = self._search = None
        ids = tuple(row.id for row in state.rows(Scenario))
        self._asked = ids
        question = question_of(
            state, {one: session.inputs_of(one) for one in ids}, samples=state.plan.samples
        )
        self.state.setText("working out the figures …")
        self._enable()
        self.background.ask(MEASURES_TOPIC, MEASURES_JOB, (question,))

    def _answered(self, answer: Answer) -> None:
        if answer.topic == MEASURES_TOPIC and answer.final:
            found: dict[ScenarioId, Measured] = dict(zip(self._asked, answer.payload, strict=True))
            self._known = Known(found, {}, self.session.state.plan.samples)
            self._show()
            self._search_anew()
        elif answer.topic == HINGES_TOPIC:
            self._search = answer.payload
            # What is known so far is enough once; the rest comes when it is whole.
            if answer.final or self._told is None:
                self._told = self._search
                self._show()

    def _search_anew(self) -> None:
        """Ask what the choice hinges on, unless that is what was asked last."""
        if self._known is None or self._stale or self.brief is None or self.brief.empty:
            return
        state, wish = self.session.state, self.wish
        one = recommended(state, self._known, wish)
        rival = rival_of(state, self._known, one)
        if rival is None:
            return
        wanted = (rival, one, hinged_on(reason_keys(state, self._known, wish)))
        if wanted == self._sought:
            return
        self._sought, self._search, self._told = wanted, None, None
        inputs = {each: self.session.inputs_of(each) for each in {rival, one, state.today}}
        self.background.ask(HINGES_TOPIC, HINGES_JOB, (hinge_question(state, *wanted, inputs),))
        self._show()

    def _progressed(self, advance: Advance) -> None:
        if advance.topic == MEASURES_TOPIC and advance.total > 1:
            self.state.setText(f"working out the figures … {100 * advance.done // advance.total} %")

    def _failed(self, failure: Failure) -> None:
        if failure.topic in (MEASURES_TOPIC, HINGES_TOPIC):
            self.state.setText(failure.sentence)

    def _cancel(self) -> None:
        self._soon.stop()
        for topic in (MEASURES_TOPIC, HINGES_TOPIC):
            self.background.cancel(topic)

    # --- showing --------------------------------------------------------------------------

    @property
    def _made(self) -> str:
        return day_text(date.today())

    def _show(self) -> None:
        """The page as far as it is known."""
        if self._known is None or self._stale:
            return
        state, wish = self.session.state, self.wish
        one = recommended(state, self._known, wish)
        outside = {one: float(self.session.load_of(one).outside)}
        self._known = replace(self._known, outside=outside)
        searching = self._sought is not None and not (self._search and self._search.whole)
        self.brief = make_brief(state, self._known, wish, self._search, searching=searching)
        self.preview.page.show_brief(self.brief, self._made)
        proposed = proposal(state, self._known.measured)
        name = state.get(Scenario, proposed.scenario).name
        self.scenario.setItemText(0, f"{_BY_APP}: {name}")
        self.why.setText(f"Proposed: {name}. {proposed.why}")
        self.state.setText(
            "Still searching what it hinges on; the page is otherwise whole." if searching else ""
        )
        self._enable()

    def _enable(self) -> None:
        ready = self.brief is not None and not self._stale and self._known is not None
        ready = ready and not self.background.is_busy(MEASURES_TOPIC)
        for button in (self.save, self.report, self.copy):
            button.setEnabled(ready)

    # --- out ------------------------------------------------------------------------------

    def choose_pdf(self) -> None:
        """Ask where, and write the page there."""
        path = self._ask_path("brief") if self.save.isEnabled() else None
        if path is not None:
            self.save_pdf(path)

    def choose_report(self) -> None:
        """Ask where, and write the report there."""
        path = self._ask_path("report")
        if path is not None:
            self.save_report(path)

    def _ask_path(self, what: str) -> Path | None:
        path = self.session.document.path
        wanted = str(path.parent / f"{path.stem} {what}.pdf")
        chosen, _ = QFileDialog.getSaveFileName(self, f"Save the {what}", wanted, "PDF (*.pdf)")
        if not chosen:
            return None
        file = Path(chosen)
        return file if file.suffix.lower() == ".pdf" else Path(f"{chosen}.pdf")

    def save_pdf(self, path: Path) -> None:
        """Write the page to a file."""
        if self.brief is not None:
            self._write(path, brief_pdf(self.brief, self._made))

    def save_report(self, path: Path) -> None:
        """Write the page and what it rests on to a file, with the board as it is on screen."""
        from teamtide.ui.brief.report import Rest, report_pdf

        if self.brief is None or self._known is None:
            return
        session, board = self.session, None
        if self._board is not None:
            board = self._board.grab().toImage()
            board.setDevicePixelRatio(1.0)
        one = recommended(session.state, self._known, self.wish)
        rest = Rest(session.state, self._known, one, board, session.scenario)
        self._write(path, report_pdf(self.brief, rest, self._made))

    def _write(self, path: Path, content: bytes) -> None:
        try:
            write_whole(path, content)
        except Unwritable as error:
            self.state.setText(str(error))
        else:
            self.state.setText(f"Wrote {path.name}.")

    def copy_picture(self) -> None:
        """Put the page on the clipboard, two pixels a point."""
        if self.brief is not None and self.copy.isEnabled():
            QGuiApplication.clipboard().setImage(brief_picture(self.brief, 2.0, self._made))
            self.state.setText("The page is on the clipboard; paste it into a slide.")

    # --- the end --------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let nothing be worked out for a window that is not there; it can be opened again."""
        if any(self.background.is_busy(topic) for topic in (MEASURES_TOPIC, HINGES_TOPIC)):
            self._stale = True
        self._cancel()
        super().closeEvent(event)

    def close_session(self) -> None:
        """Stop listening, before the session goes."""
        if not self._listening:
            return
        self._listening = False
        self._cancel()
        self.session.changed.disconnect(self._outdated)
        self.background.answered.disconnect(self._answered)
        self.background.progressed.disconnect(self._progressed)
        self.background.failed.disconnect(self._failed)
