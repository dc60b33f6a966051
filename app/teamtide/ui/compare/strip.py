"""The strip below the board: measures of every scenario, side by side.

A drop never waits for it. Quick figures are worked out one scenario at a time when the event loop
has nothing better to do; what takes a projection or a search comes from a child process and is
marked *updating* until it is there. While something hovers, the column of the scenario on screen
says what each figure would be.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from teamtide.capacity.measures.compare import measure_scenarios
from teamtide.plan.rows import Scenario, ScenarioId
from teamtide.plan.summary import Question, question_of, quick_readings
from teamtide.ui import theme
from teamtide.ui.background import Answer, Background, Failure
from teamtide.ui.compare.explanation import Explanation, explanation_html
from teamtide.ui.compare.hover import HoverFigures
from teamtide.ui.compare.shown_lines import LineChooser, LinesMenu, remember_keys, shown_keys
from teamtide.ui.compare.surety import surety_html
from teamtide.ui.compare.table import CompareModel
from teamtide.ui.fields.plain_table import make_plain
from teamtide.ui.session import Session, Update

_LINE = 24
_HEAD = 4
"""How much higher than a line the head is."""
_EDGE = 2
_AROUND = _LINE + _HEAD + 2 * _EDGE
"""What the strip needs beside its lines."""
_PAD = 9
_PAUSE = 70
"""Milliseconds after a change before figures are worked out, so that the board paints first."""
_BOLD = 30
"""The same after another scenario is shown, before its column becomes the bold one."""
_START = 150
"""The same after the strip is shown, with a plan that was opened."""
_REST = 250
"""Milliseconds without a change before the slow figures are asked for: the board's come first."""
SAMPLES = 250
"""Samples for how sure a difference is, at the most: so many tell a tenth from a fifth."""
TOPIC = "measures"
JOB = "measures"

_SHEET = """
QTableView { background: $window; border: none; border-radius: 0; }
QTableView::item { border-bottom: 1px solid $line; padding: 0 6px; }
QHeaderView { background: $window; }
QTableView::item:hover { background: $window; }
QTableView::item:focus { background: $accent_fill; color: $text; }
"""


class ScenarioHeader(QHeaderView):
    """Headers painted with the model's own fonts, which a stylesheet would override."""

    def paintSection(self, painter: QPainter, rect: QRect, logical_index: int) -> None:
        """The name, flush with the values beneath it."""
        now, model = theme.current(), self.model()
        painter.fillRect(rect, now.window)
        painter.setPen(now.line)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        across = Qt.Orientation.Horizontal
        font = model.headerData(logical_index, across, Qt.ItemDataRole.FontRole)
        side = model.headerData(logical_index, across, Qt.ItemDataRole.TextAlignmentRole)
        words = str(model.headerData(logical_index, across))
        inside = rect.adjusted(_PAD, 0, -_PAD, 0)
        painter.setFont(font)
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, inside.width())
        painter.setPen(now.text)
        painter.drawText(inside, side, shown)


class CompareStrip(QWidget):
    """Measures × scenarios; a click on a scenario shows it, one on a value explains it.

    Signals:
        window_wanted: A click on the strip's own head, or its menu: compare in a window.
        lines_changed: It has more measures, or fewer.
    """

    window_wanted = Signal()
    lines_changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """A strip that follows `session`."""
        super().__init__(parent)
        self.session = session
        self.setAccessibleName("Compare scenarios")
        self.model = CompareModel(session.state, session.scenario, self, shown_keys())
        self.view = QTableView()
        self.view.setModel(self.model)
        make_plain(self.view, "Measures of every scenario")
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.view.setWordWrap(False)
        sides = self.view.verticalHeader()
        sides.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        sides.setDefaultSectionSize(_LINE)
        header = ScenarioHeader(Qt.Orientation.Horizontal, self.view)
        self.view.setHorizontalHeader(header)
        header.setFixedHeight(_LINE + _HEAD)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(130)
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.sectionClicked.connect(self._clicked)
        self.view.clicked.connect(self._explain)
        self.view.installEventFilter(self)
        for watched in (self.view, header):
            watched.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            watched.customContextMenuRequested.connect(self._menu_wanted)
        self.chooser: LineChooser | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(6, _EDGE, 6, _EDGE)
        column.addWidget(self.view)
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self._work)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self._ask)
        self._bold = QTimer(self)
        self._bold.setSingleShot(True)
        self._bold.setInterval(_BOLD)
        self._bold.timeout.connect(self.model.repaint)
        self._background: Background | None = None
        self._asked: tuple[ScenarioId, ...] = ()
        self.explanation: Explanation | None = None
        self._explained: tuple[int, ScenarioId] | None = None
        self.model.dataChanged.connect(self._tell)
        self._hover = HoverFigures(session, self.model, self)
        self._dress()
        session.changed.connect(self._changed)
        session.scenario_changed.connect(self._shown)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin once the window has had the time to be painted."""
        super().showEvent(event)
        self._idle.start(_START)

    def use(self, background: Background) -> None:
        """Have what takes longer worked out by a child process, and show it."""
        self._background = background
        background.answered.connect(self._answered)
        background.failed.connect(self._cannot)
        self._hover.use(background)
        if self.explanation is not None:
            self.explanation.close()
        self.model.show_slow()
        self.updateGeometry()
        self.lines_changed.emit()
        self._rest.start()

    def close_session(self) -> None:
        """Stop listening, before the session goes."""
        if self.chooser is not None:
            self.chooser.close()
        self._idle.stop()
        self._rest.stop()
        self._bold.stop()
        self._hover.close_session()
        if self._background is not None:
            self._background.answered.disconnect(self._answered)
            self._background.failed.disconnect(self._cannot)
            self._background.cancel(TOPIC)
            self._background = None
        self.session.changed.disconnect(self._changed)
        self.session.scenario_changed.disconnect(self._shown)

    def sizeHint(self) -> QSize:
        """All lines, no scroll bar."""
        return QSize(700, self.model.rowCount() * _LINE + _AROUND)

    def whole_lines(self, most: int) -> int:
        """The height for all lines, or for as many whole ones as go into `most`."""
        lines = min(self.model.rowCount(), max(1, (most - _AROUND) // _LINE))
        return lines * _LINE + _AROUND

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def _dress(self) -> None:
        now = theme.current()
        text = _SHEET
        for name in ("window", "line", "text", "accent_fill"):
            text = text.replace(f"${name};", f"{getattr(now, name).name()};")
        if text != self.view.styleSheet():
            self.view.setStyleSheet(text)

    # --- following ------------------------------------------------------------------------

    def _changed(self, update: Update) -> None:
        self.model.outdate(update.after)
        self._asked = ()
        if self._background is not None:
            self._background.cancel(TOPIC)
            self._rest.start()
        self._idle.start(_PAUSE)

    def _shown(self, scenario: ScenarioId) -> None:
        self.model.show_current(scenario)
        self._bold.start()

    def _work(self) -> None:
        """Work out one scenario, and come back for the next."""
        waiting = self.model.pending()
        if not waiting:
            return
        session, scenario = self.session, waiting[0]
        today = session.load_of(session.state.today)
        load = session.load_of(scenario)
        self.model.settle(scenario, quick_readings(session.state, scenario, load, today))
        if len(waiting) > 1:
            self._idle.start(0)

    # --- what takes longer ----------------------------------------------------------------

    def _question(self, samples: int) -> Question:
        session = self.session
        state = session.state
        inputs = {row.id: session.load_of(row.id).inputs for row in state.rows(Scenario)}
        self._asked = tuple(inputs)
        return question_of(state, inputs, keys=self.model.slow_keys, samples=samples)

    def _ask(self) -> None:
        if self._background is None:
            return
        if self.model.pending():  # whose loads are being computed, one at a time
            self._rest.start()
            return
        samples = min(SAMPLES, self.session.state.plan.samples)
        self._background.ask(TOPIC, JOB, (self._question(samples),))

    def _answered(self, answer: Answer) -> None:
        if answer.topic != TOPIC:
            return
        for scenario, measured in zip(self._asked, answer.payload, strict=False):
            self.model.settle_measured(scenario, measured)

    def _cannot(self, failure: Failure) -> None:
        if failure.topic == TOPIC:
            self.model.fail(failure.sentence)

    def settle(self) -> None:
        """Work out everything that is pending now, here (for pictures and tests)."""
        while self.model.pending():
            self._work()
        self._idle.stop()
        if self._background is not None:
            self._rest.stop()
            self._background.cancel(TOPIC)
            question = self._question(samples=0)
            for scenario, found in zip(self._asked, measure_scenarios(question), strict=True):
                self.model.settle_measured(scenario, found)

    # --- which measures -------------------------------------------------------------------

    def _menu_wanted(self, place: QPoint) -> None:
        """A menu where the pointer is, or at the line the keyboard is at."""
        head = self.sender() is self.view.horizontalHeader()
        index = self.view.currentIndex() if not head else QModelIndex()
        under = QModelIndex() if head else self.view.indexAt(place)
        index = under if under.isValid() else index
        at = self.model.measure_at(index.row()).key if index.isValid() else None
        menu = LinesMenu(self.model.keys, at, self)
        menu.chosen.connect(self.show_measures)
        menu.chooser_wanted.connect(self.choose_measures)
        menu.window_wanted.connect(self.window_wanted)
        widget = self.view.horizontalHeader() if head else self.view.viewport()
        menu.show_at(widget.mapToGlobal(place))

    def choose_measures(self) -> None:
        """Check boxes for the measures, beside the window; Escape closes them."""
        if self.chooser is None:
            self.chooser = LineChooser(self.model.keys, self.window())
            self.chooser.chosen.connect(self.show_measures)
            self.chooser.destroyed.connect(self._chooser_gone)
        self.chooser.show()
        self.chooser.activateWindow()

    def _chooser_gone(self) -> None:
        self.chooser = None

    def show_measures(self, keys: frozenset[str]) -> None:
        """Show these measures from now on, in this plan and the next."""
        remember_keys(keys)
        before = self.model.slow_keys
        if self.explanation is not None:
            self.explanation.close()
        self.model.show_only(keys)
        self.updateGeometry()
        self.lines_changed.emit()
        if self._background is not None and not set(self.model.slow_keys) <= set(before):
            self._rest.start()

    # --- asking about a figure ------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter on a value explains it, as a click does."""
        if watched is self.view and isinstance(event, QKeyEvent):
            keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if event.type() == QEvent.Type.KeyPress and event.key() in keys:
                self._explain(self.view.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def _clicked(self, section: int) -> None:
        if section == 0:
            self.window_wanted.emit()
        else:
            self.session.set_scenario(self.model.scenario_at(section))

    def _explain(self, index: QModelIndex) -> None:
        """Where a figure comes from; beside a measure's name, that of the scenario on screen."""
        if not index.isValid():
            return
        column = index.column() or self.model.current_column
        if self.model.reading_at(index.row(), column) is None:
            return
        if self.explanation is not None:
            self.explanation.destroyed.disconnect(self._put_away)
            self.explanation.close()
        self._explained = (index.row(), self.model.scenario_at(column))
        measure = self.model.measure_at(index.row())
        self.explanation = Explanation(measure, self.window())
        self.explanation.destroyed.connect(self._put_away)
        self._tell()
        self.explanation.show()

    def _tell(self) -> None:
        """Write the explanation that is open, again where the plan has changed since."""
        if self.explanation is None or self._explained is None:
            return
        row, scenario = self._explained
        column = self.model.column_of(scenario)
        reading = None if column is None else self.model.reading_at(row, column)
        if column is None or reading is None:
            return
        state, measure = self.session.state, self.model.measure_at(row)
        page = explanation_html(measure, state.get(Scenario, scenario).name, reading)
        sampled = self.model.sampled_at(column)
        if sampled is not None:
            page += surety_html(measure, sampled, state)
        self.explanation.tell(page)

    def _put_away(self) -> None:
        self.explanation = None
