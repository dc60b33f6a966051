"""Every table of the plan behind a tab each, with the buttons that go with them.

A tab is made when it is first looked at; from then on it follows the plan row by row.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QStackedLayout,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from teamtide.plan.rows import NOUNS
from teamtide.ui.fields.style import dress, label
from teamtide.ui.inspector.form import quiet_button
from teamtide.ui.session import Session
from teamtide.ui.tables.model import RowsModel
from teamtide.ui.tables.specs import TABLES
from teamtide.ui.tables.view import RowsView

_PAUSE = 150


class TablesPanel(QWidget):
    """The tables, for a dock or a window."""

    wrong = Signal(str)
    """Why the last thing typed or pasted was refused."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Tables of the plan of `session`, People first."""
        super().__init__(parent)
        self.session = session
        self.setObjectName("fields")
        self.setWindowTitle("Tables")
        self.views: dict[int, RowsView] = {}
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setAccessibleName("Tables of the plan")
        for table in TABLES:
            self.tabs.addTab(table.title)
        self.finding = QLineEdit()
        self.finding.setPlaceholderText("Find in this table…")
        self.finding.setClearButtonEnabled(True)
        self.finding.setAccessibleName("Find in this table")
        self.finding.setMaximumWidth(240)
        self.add_button = quiet_button("Add")
        self.remove_button = quiet_button("Remove", "Remove the rows of the selected cells")
        self.paste_button = quiet_button(
            "Paste", "Write a table copied from Excel over the cells from the current one on"
        )
        self.count = label("", "muted")
        self.problem = label("", "problem", wrap=True)
        self.problem.hide()
        self.hint = label("", "muted", wrap=True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE)
        self._soon.timeout.connect(self._find_now)
        self.finding.textChanged.connect(self._soon.start)
        self.add_button.clicked.connect(self._add)
        self.remove_button.clicked.connect(self._remove)
        self.paste_button.clicked.connect(self._paste)
        self.tabs.currentChanged.connect(self._open)
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.finding.setFocus)
        session.changed.connect(self._changed)
        dress(self)
        self._open(0)

    def close_session(self) -> None:
        """Stop listening, before the session goes."""
        self.session.changed.disconnect(self._changed)
        for view in self.views.values():
            self.session.changed.disconnect(view.rows_model.update_from)

    def sizeHint(self) -> QSize:
        """Room for the widest table's first columns."""
        return QSize(940, 420)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            dress(self)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 10, 8)
        column.setSpacing(6)
        column.addWidget(self.tabs)
        line = QHBoxLayout()
        line.setSpacing(6)
        for widget in (self.add_button, self.remove_button, self.paste_button):
            line.addWidget(widget)
        line.addWidget(self.count)
        line.addStretch(1)
        line.addWidget(self.finding, 1)
        column.addLayout(line)
        column.addWidget(self.problem)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        column.addWidget(holder, 1)
        column.addWidget(self.hint)

    # --- tabs -----------------------------------------------------------------------------

    @property
    def view(self) -> RowsView:
        """The table that is shown."""
        return self.views[self.tabs.currentIndex()]

    def show_table(self, title: str) -> RowsView:
        """Turn to a table by its title."""
        self.tabs.setCurrentIndex([table.title for table in TABLES].index(title))
        return self.view

    def _open(self, number: int) -> None:
        view = self.views.get(number)
        if view is None:
            view = RowsView(RowsModel(self.session, TABLES[number]))
            view.wrong.connect(self._say)
            view.selectionModel().selectionChanged.connect(self._enable)
            finder = view.finder
            for happened in (finder.rowsInserted, finder.rowsRemoved, finder.modelReset):
                happened.connect(self._look)
            self.views[number] = view
            self._stack.addWidget(view)
        self._stack.setCurrentWidget(view)
        noun = NOUNS[TABLES[number].cls]
        self.add_button.setText(f"Add {noun}")
        self._say("")
        self._find_now()
        self._look()

    def _look(self) -> None:
        view = self.view
        total, shown = view.rows_model.rowCount(), view.finder.rowCount()
        noun = "row" if total == 1 else "rows"
        self.count.setText(f"{shown} of {total} {noun}" if shown < total else f"{total} {noun}")
        self.hint.setText(TABLES[self.tabs.currentIndex()].hint)
        self.hint.setVisible(total == 0)
        self._enable()

    def _enable(self) -> None:
        self.remove_button.setEnabled(bool(self.view.chosen_rows()))

    def _find_now(self) -> None:
        self.view.finder.find(self.finding.text())
        self._look()

    # --- doing ----------------------------------------------------------------------------

    def _changed(self, _: object) -> None:
        self._say("")

    def _say(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        if problem:
            self.wrong.emit(problem)

    def _add(self) -> None:
        self.finding.clear()
        self._find_now()
        if self.view.add_row():
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove(self) -> None:
        self.view.remove_chosen()

    def _paste(self) -> None:
        self.view.paste_clipboard()
