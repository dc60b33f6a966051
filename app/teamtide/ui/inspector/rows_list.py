"""A few rows of a table inside a page: leave, surges, chunks. The same cells as in the tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from teamtide.plan.rows import NOUNS
from teamtide.ui.fields.style import label
from teamtide.ui.inspector.form import small_button
from teamtide.ui.session import Session
from teamtide.ui.tables.columns import Table
from teamtide.ui.tables.model import RowsModel
from teamtide.ui.tables.view import RowsView


class RowsList(QWidget):
    """Some columns of some rows of a table, with buttons to add and remove."""

    def __init__(
        self,
        session: Session,
        table: Table,
        headers: tuple[str, ...],
        *,
        keep: Callable[[Any], bool],
        hidden: dict[str, Any],
        widths: tuple[int, ...] = (),
    ) -> None:
        """The rows that `keep` lets through; new ones get the values `hidden`."""
        super().__init__()
        columns = [c for header in headers for c in table.columns if c.header == header]
        if widths:
            columns = [replace(c, width=w) for c, w in zip(columns, widths, strict=True)]
        shown = replace(table, columns=tuple(columns))
        self.model = RowsModel(session, shown, keep=keep, hidden=hidden, follow=False)
        self.view = RowsView(self.model)
        self.view.compact()
        self.view.setProperty("role", "plain")
        self._session = session
        self._seen = session.state
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self._nothing = label("none", "muted")
        self.problem = label("", "problem", wrap=True)
        self.problem.hide()
        for widget in (self._nothing, self.view, self.problem):
            column.addWidget(widget)
        self.view.wrong.connect(self._say)
        noun = NOUNS[table.cls]
        self.add_button = small_button("+", f"Add {noun}")
        self.remove_button = small_button("−", f"Remove the selected {noun}")
        self.add_button.clicked.connect(self._add)
        self.remove_button.clicked.connect(self.view.remove_chosen)
        self.view.selectionModel().selectionChanged.connect(self._enable)
        self._enable()
        self._look()

    def buttons(self) -> tuple[QToolButton, QToolButton]:
        """The buttons for the heading above."""
        return self.add_button, self.remove_button

    def refresh(self) -> None:
        """Take over what changed since."""
        state = self._session.state
        if state is not self._seen:
            self._seen = state
            self.model.take_state(state)
            self.problem.hide()
        self._enable()
        self._look()

    def _add(self) -> None:
        if self.model.add_row():
            self.refresh()
            last = self.view.finder.index(self.view.finder.rowCount() - 1, 0)
            self.view.setCurrentIndex(last)
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _enable(self) -> None:
        self.remove_button.setEnabled(bool(self.view.chosen_rows()))

    def _look(self) -> None:
        some = self.model.rowCount() > 0
        self.view.setVisible(some)
        self._nothing.setVisible(not some)

    def _say(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.show()
