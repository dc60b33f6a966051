"""The window *Compare options*: any number of them, by measures, by curves, and line by line.

It follows the plan: a change marks what is shown as *updating*, and only the page on screen is
worked out anew. Nothing here waits.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from teamtide.plan.rows import Scenario, ScenarioId
from teamtide.ui.background import Background
from teamtide.ui.compare.changes_page import ChangesPage
from teamtide.ui.compare.curves_page import CurvesPage
from teamtide.ui.compare.earlier import EarlierPage
from teamtide.ui.compare.measures_page import MeasuresPage
from teamtide.ui.fields.style import label
from teamtide.ui.session import Session, Update

Checked = Qt.CheckState.Checked


class CompareWindow(QWidget):
    """Check boxes for the options on the left, four pages on the right."""

    def __init__(
        self, session: Session, parent: QWidget | None = None, background: Background | None = None
    ) -> None:
        """A window on the scenarios of `session`.

        Args:
            session: The plan.
            parent: The window it belongs to.
            background: Who computes, shared with other views; None makes one of its own.
        """
        super().__init__(parent, Qt.WindowType.Window)
        self.session = session
        self._own = background is None
        self.background = background or Background(self)
        self._listening = True
        self._filling = False
        self.setWindowTitle("Compare options")
        self.list = QListWidget()
        self.list.setAccessibleName("Options to compare")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setSpacing(3)
        self.list.setToolTip("Space ticks an option or takes the tick away")
        self.measures = MeasuresPage(session, self.background, self)
        self.curves = CurvesPage(session, self)
        self.changes = ChangesPage(session, self.background, self)
        self.earlier = EarlierPage(session, self.background, self)
        self.pages = QTabWidget()
        self.pages.addTab(self.measures, "&Measures")
        self.pages.addTab(self.curves, "&Curves")
        self.pages.addTab(self.changes, "What &differs")
        self.pages.addTab(self.earlier, "&Earlier plan")
        self.pages.setAccessibleName("Ways to compare")
        self.said = label("", "muted", wrap=True)
        self._lay_out()
        self._fill()
        self.list.itemChanged.connect(self._ticked)
        session.changed.connect(self._plan_changed)
        session.problem.connect(self._say)
        session.note.connect(self._say)
        for keys, act in (
            (QKeySequence.StandardKey.Undo, self._undo),
            (QKeySequence.StandardKey.Redo, self._redo),
            (QKeySequence.StandardKey.Close, self.close),
            (QKeySequence.StandardKey.Cancel, self.close),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def _lay_out(self) -> None:
        side = QWidget()
        left = QVBoxLayout(side)
        left.setContentsMargins(0, 4, 8, 0)
        head = label("Options", "title")
        head.setBuddy(self.list)
        left.addWidget(head)
        left.addWidget(self.list, 1)
        across = QSplitter(Qt.Orientation.Horizontal)
        across.addWidget(side)
        across.addWidget(self.pages)
        across.setStretchFactor(1, 1)
        across.setSizes([200, 940])
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 10)
        column.addWidget(across, 1)
        column.addWidget(self.said)

    def sizeHint(self) -> QSize:
        """Room for a few options side by side."""
        return QSize(1180, 760)

    # --- which options --------------------------------------------------------------------

    @property
    def chosen(self) -> tuple[ScenarioId, ...]:
        """The options that are ticked, in plan order."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return tuple(
            ScenarioId(item.data(Qt.ItemDataRole.UserRole))
            for item in items
            if item.checkState() == Checked
        )

    def _fill(self) -> None:
        """One box a scenario; one that is new is ticked."""
        self._filling = True
        items = [self.list.item(row) for row in range(self.list.count())]
        known = {item.data(Qt.ItemDataRole.UserRole): item.checkState() for item in items}
        self.list.clear()
        for row in self.session.state.rows(Scenario):
            item = QListWidgetItem(row.name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setData(Qt.ItemDataRole.UserRole, int(row.id))
            item.setCheckState(known.get(int(row.id), Checked))
            item.setToolTip(row.description or row.name)
            self.list.addItem(item)
        self._filling = False
        self._show_options()

    def _ticked(self, _item: QListWidgetItem) -> None:
        if not self._filling:
            self._show_options()

    def _show_options(self) -> None:
        for page in (self.measures, self.curves):
            page.show_options(self.chosen)

    # --- following ------------------------------------------------------------------------

    def _plan_changed(self, update: Update) -> None:
        if Scenario in update.change.tables:
            self._fill()
        for page in (self.measures, self.curves, self.changes, self.earlier):
            page.outdate()

    def _say(self, text: str) -> None:
        self.said.setText(text)

    def _undo(self) -> None:
        self.session.undo()

    def _redo(self) -> None:
        self.session.redo()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let nothing be worked out for a window that is not there; it can be opened again."""
        for page in (self.measures, self.changes, self.earlier):
            page.rest()
        super().closeEvent(event)

    def close_session(self) -> None:
        """Stop listening, before the session goes."""
        if not self._listening:
            return
        self._listening = False
        for page in (self.measures, self.curves, self.changes, self.earlier):
            page.close_session()
        self.session.changed.disconnect(self._plan_changed)
        self.session.problem.disconnect(self._say)
        self.session.note.disconnect(self._say)
        if self._own:
            self.background.close()
