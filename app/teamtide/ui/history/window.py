"""The window *History*: every step of the plan, those set aside too, and the way to any of them.

It follows the plan after the board has been painted, and only while it is seen. What going to a
step would change is said before one goes; a copy to read shows all of it and goes nowhere.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QListWidget,
    QPushButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from teamtide.plan.apart import apart
from teamtide.plan.earlier import Earlier
from teamtide.plan.history import Way
from teamtide.plan.rows import Scenario, ScenarioId
from teamtide.plan.state import Stale, State
from teamtide.plan.validation import Refused
from teamtide.ui.fields.style import label
from teamtide.ui.history import words
from teamtide.ui.history.lines import BEGINNING, BRANCH, DAY, MORE, STEP, Key, Line
from teamtide.ui.history.model import ASIDE, PLACE, WHAT, WHEN, WHERE, HistoryModel
from teamtide.ui.session import Session, Update
from teamtide.ui.side_window import SideWindow

AFTER = 60
"""Milliseconds after a change, so that the board paints first."""
BEFORE_LOOKING = 150
"""Milliseconds a line is current before it is worked out what it would change."""
LISTED = 500
"""How many steps are listed at first; the view takes its time for each."""
MOST_LINES, SEEN_AT_ONCE = 40, 7


class HistoryView(QTreeView):
    """The steps. Enter and a double click choose; the arrows unfold and walk.

    Signals:
        chosen: Somebody wants to go there.
    """

    chosen = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes, whatever the desktop's style does with a click."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The names of scenarios get a part of the width."""
        super().resizeEvent(event)
        self.header().resizeSection(WHERE, self.viewport().width() // 4)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click on a line goes there."""
        super().mouseDoubleClickEvent(event)
        if self.indexAt(event.position().toPoint()).isValid():
            self.chosen.emit()


class HistoryWindow(SideWindow):
    """The steps, what going to one would change, and a button to go."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """A window on the history of the plan of `session`."""
        super().__init__(session, "History", parent)
        self._stale = True
        self._most = LISTED
        self.model = HistoryModel(self)
        self.view = HistoryView()
        self.filter = QLineEdit()
        self.folded = label("", "muted", wrap=True)
        self.empty = label(words.EMPTY, "muted", wrap=True)
        self.ahead = label("", "title", wrap=True)
        self.counts = label("", "muted", wrap=True)
        self.changes = QListWidget()
        self.said = label("", "muted", wrap=True)
        self.go_button = QPushButton("Go there")
        self._lay_out()
        self._soon = self._timer(AFTER, self.refresh)
        self._look = self._timer(BEFORE_LOOKING, self.look)
        self.filter.textChanged.connect(self._soon.start)
        self.view.chosen.connect(self.go)
        self.view.selectionModel().currentChanged.connect(self._current_changed)
        self.go_button.clicked.connect(self.go)
        session.problem.connect(self._say)
        session.note.connect(self._say)
        session.scenario_changed.connect(self._scenario_changed)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self._find)

    def _timer(self, after: int, act: Callable[[], None]) -> QTimer:
        made = QTimer(self)
        made.setSingleShot(True)
        made.setInterval(after)
        made.timeout.connect(act)
        return made

    def _lay_out(self) -> None:
        view, header = self.view, self.view.header()
        view.setModel(self.model)
        view.setAccessibleName("Steps, the newest on top")
        view.setUniformRowHeights(True)
        view.setStyleSheet("QTreeView::item { padding: 3px 0; }")
        view.setExpandsOnDoubleClick(False)
        view.setAllColumnsShowFocus(True)
        view.setTextElideMode(Qt.TextElideMode.ElideRight)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(WHAT, QHeaderView.ResizeMode.Stretch)
        for column, example in (
            (WHEN, words.short_text(datetime(2026, 11, 30, 22, 30, tzinfo=UTC)) + "mm"),
            (PLACE, f"{ASIDE}mmm"),
        ):
            header.resizeSection(column, self.fontMetrics().horizontalAdvance(example))
        self.filter.setPlaceholderText("Filter: a name, a team, a day…  Ctrl+F")
        self.filter.setAccessibleName("Only steps with these words")
        self.filter.setClearButtonEnabled(True)
        self.changes.setAccessibleName("What would change")
        self.changes.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.go_button.setToolTip("Let the plan be as it was just after this step (Enter)")
        self.go_button.setAutoDefault(False)
        row = QHBoxLayout()
        row.addWidget(self.ahead, 1)
        row.addWidget(self.go_button)
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(14, 12, 14, 10)
        column_.setSpacing(6)
        column_.addWidget(self.filter)
        column_.addWidget(self.empty)
        column_.addWidget(view, 1)
        column_.addWidget(self.folded)
        column_.addLayout(row)
        column_.addWidget(self.counts)
        column_.addWidget(self.changes)
        column_.addWidget(self.said)

    def sizeHint(self) -> QSize:
        """Room for some twenty steps and what one of them would change."""
        return QSize(760, 680)

    # --- following ------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Show what nobody has seen yet, with the keyboard on where the plan is now."""
        super().showEvent(event)
        if self._stale:
            self.refresh()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _plan_changed(self, update: Update) -> None:
        self._stale = True
        self.said.clear()
        if self.isVisible():
            self._soon.start()

    def _scenario_changed(self, _scenario: object) -> None:
        if self.isVisible():
            self._look.start()

    def refresh(self) -> None:
        """List the steps again; restore points stay unfolded, and now is current."""
        history, model = self.session.document.steps, self.model
        unfolded = {model.line(i).key for i in model.of_kind(BRANCH) if self.view.isExpanded(i)}
        kept = self.current_key() if not self._stale else None
        self._stale = False
        model.show_history(history, self.session.state, self._most, self.filter.text())
        for index in (*model.of_kind(DAY), *model.of_kind(BRANCH)):
            self.view.setFirstColumnSpanned(index.row(), model.parent(index), True)
        for index in model.of_kind(BRANCH):
            if self.filter.text().strip() or model.line(index).key in unfolded:
                self.view.setExpanded(index, True)
        self._choose(kept)
        none = not len(history)
        self.empty.setText(words.EMPTY if none else words.NOTHING_FOUND)
        self.empty.setVisible(not model.lines.all)
        self.view.setVisible(bool(model.lines.all))
        self.filter.setEnabled(not none)
        told = words.folded_text(history)
        self.folded.setText(told)
        self.folded.setVisible(bool(told))
        self.look()

    def _choose(self, kept: Key | None) -> None:
        """Let the line of a key be current, else where the plan is, else the first step."""
        now = self.session.document.steps.now
        steps = [n for n in self.model.lines.top if self.model.lines.all[n].kind != DAY]
        for key in (kept, (STEP, now or 0), (BEGINNING, now or 0)):
            index = QModelIndex() if key is None else self.model.index_of(key)
            if index.isValid():
                break
        else:
            index = self.model.index_at(steps[0]) if steps else QModelIndex()
        if index.isValid():
            self.view.setCurrentIndex(index)
            self.view.scrollTo(index)

    def _say(self, text: str) -> None:
        self.said.setText(text)
        self.said.setVisible(bool(text))

    def _find(self) -> None:
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    # --- where one would come -------------------------------------------------------------

    def current(self) -> Line | None:
        """The line with the keyboard."""
        index = self.view.currentIndex()
        return self.model.line(index) if index.isValid() else None

    def current_key(self) -> Key | None:
        """What that line is."""
        line = self.current()
        return None if line is None else line.key

    def _current_changed(self, *_where: object) -> None:
        self.go_button.setEnabled(False)
        self._look.start()

    def look(self) -> None:
        """Say what going to the current line would change."""
        self._look.stop()
        line = self.current()
        self.changes.clear()
        self.counts.clear()
        self.ahead.clear()
        self.go_button.setEnabled(False)
        if line is not None and line.kind not in (DAY, MORE) and not self._stale:
            way = self.session.document.steps.way_to(line.goes)
            self.ahead.setText(words.way_text(way) if way else words.HERE)
            if way:
                self._look_along(way)
        self._fit_changes()
        for text in (self.ahead, self.counts, self.said):
            text.setVisible(bool(text.text()))

    def _fit_changes(self) -> None:
        """No more room than its lines need, and never more than a few."""
        lines = self.changes.count()
        high = sum(self.changes.sizeHintForRow(row) for row in range(min(lines, SEEN_AT_ONCE)))
        self.changes.setFixedHeight(high + 2 * self.changes.frameWidth() + 6)
        self.changes.setVisible(lines > 0)

    def _look_along(self, way: Way) -> None:
        document = self.session.document
        try:
            change = document.change_of(way)
            after = document.preview(change)
        except (Refused, Stale) as error:
            self.counts.setText(str(error))
            return
        self.go_button.setEnabled(document.writable)
        told = words.counts_text(change)
        there, here = self._scenarios(after, way)
        then = Earlier(self.session.state, "now", True)
        found = apart(after, then, scenario=there, before=here, touched=change)
        lines = [line.text for line in found]
        self.changes.addItems(lines[:MOST_LINES])
        if len(lines) > MOST_LINES:
            self.changes.addItem(f"and {len(lines) - MOST_LINES} more")
        if lines:
            told = f"{told} In “{after.get(Scenario, there).name}”:"
        self.counts.setText(told if document.writable else f"{told} {words.READ_ONLY}")

    def _scenarios(self, after: State, way: Way) -> tuple[ScenarioId, ScenarioId]:
        """The scenario one would look at there, and now; Today where it is not in both."""
        now = self.session.state
        for one in (*way.scenarios, self.session.scenario):
            if now.find(Scenario, one) is not None and after.find(Scenario, one) is not None:
                return one, one
        return after.today, now.today

    def go(self) -> None:
        """Let the plan be as it was just after the current step; or list more of them."""
        line, at = self.current(), self.view.currentIndex().row()
        if line is not None and line.kind == MORE:
            self._most *= 4
            self.refresh()
            self.view.setCurrentIndex(self.model.index(at, 0))
        elif line is not None and line.kind != DAY:
            self.session.go_to(line.goes)

    # --- the window -----------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing is looked at behind a closed window."""
        self._soon.stop()
        self._look.stop()
        self._stale = True
        super().closeEvent(event)

    def _leave(self) -> None:
        self._soon.stop()
        self._look.stop()
        self.session.problem.disconnect(self._say)
        self.session.note.disconnect(self._say)
        self.session.scenario_changed.disconnect(self._scenario_changed)
