"""The window *Compare options*: any number, by measures, by curves, line by line, by people.

It follows the plan: a change marks what is shown as *updating*, and only the page on screen is
worked out anew. Nothing here waits.
"""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent
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
from teamtide.ui.compare.panel import Page
from teamtide.ui.compare.people_page import PeoplePage
from teamtide.ui.fields.style import label
from teamtide.ui.session import Session, Update
from teamtide.ui.side_window import SideWindow

Checked = Qt.CheckState.Checked
AnyPage = TypeVar("AnyPage", bound=Page)


class CompareWindow(SideWindow):
    """Check boxes for the options on the left, pages on the right."""

    def __init__(
        self, session: Session, parent: QWidget | None = None, background: Background | None = None
    ) -> None:
        """A window on the scenarios of `session`.

        Args:
            session: The plan.
            parent: The window it belongs to.
            background: Who computes, shared with other views; None makes one of its own.
        """
        super().__init__(session, "Compare options", parent, background)
        self._filling = False
        self.list = QListWidget()
        self.list.setAccessibleName("Options to compare")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setSpacing(3)
        self.list.setToolTip("Space ticks an option or takes the tick away")
        self.pages = QTabWidget()
        self.pages.setAccessibleName("Ways to compare")
        self._pages: list[Page] = []
        self.measures = self._add("&Measures", MeasuresPage(session, self.background, self))
        self.curves = self._add("&Curves", CurvesPage(session, self))
        self.changes = self._add("What &differs", ChangesPage(session, self.background, self))
        self.people = self._add("&People", PeoplePage(session, self.background, self))
        self.earlier = self._add("&Earlier plan", EarlierPage(session, self.background, self))
        self.said = label("", "muted", wrap=True)
        self._lay_out()
        self._fill()
        self.list.itemChanged.connect(self._ticked)
        session.problem.connect(self._say)
        session.note.connect(self._say)

    def _add(self, title: str, page: AnyPage) -> AnyPage:
        """A page more: it is told of ticks and of changes, and when to stop."""
        self.pages.addTab(page, title)
        self._pages.append(page)
        return page

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
        for page in self._pages:
            page.show_options(self.chosen)

    # --- following ------------------------------------------------------------------------

    def _plan_changed(self, update: Update) -> None:
        if Scenario in update.change.tables:
            self._fill()
        for page in self._pages:
            page.outdate()

    def _say(self, text: str) -> None:
        self.said.setText(text)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let nothing be worked out for a window that is not there; it can be opened again."""
        for page in self._pages:
            page.rest()
        super().closeEvent(event)

    def _leave(self) -> None:
        for page in self._pages:
            page.close_session()
        self.session.problem.disconnect(self._say)
        self.session.note.disconnect(self._say)
