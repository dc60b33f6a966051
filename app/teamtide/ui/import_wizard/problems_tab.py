"""What the reading has to say: remarks on the whole, and problems with their cells.

Thousands of problems are a model and one line each; the current one stands in full below.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QListView, QWidget

from teamtide.exchange.importing import Import
from teamtide.plan.state import State
from teamtide.ui import theme
from teamtide.ui.fields.style import label
from teamtide.ui.import_wizard.panel import Panel
from teamtide.ui.import_wizard.settled import Settled

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole


@dataclass(frozen=True, slots=True)
class Saying:
    """A sentence, and the cell it is about, blank where it is about all of the file."""

    text: str
    cell: str = ""
    problem: str = ""


class SayingsModel(QAbstractListModel):
    """Remarks first, for they are few and speak of all; then problems."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Nothing is said."""
        super().__init__(parent)
        self._sayings: tuple[Saying, ...] = ()

    def show_sayings(self, sayings: Sequence[Saying]) -> bool:
        """Say something else; False where it is the same."""
        if tuple(sayings) == self._sayings:
            return False
        self.beginResetModel()
        self._sayings = tuple(sayings)
        self.endResetModel()
        return True

    def saying(self, row: int) -> Saying:
        """What a row says."""
        return self._sayings[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How much is said."""
        return 0 if parent.isValid() else len(self._sayings)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """The sentence behind a sign."""
        if not index.isValid():
            return None
        said = self._sayings[index.row()]
        if role == Role.DisplayRole:
            return f"{'⚠' if said.cell else '•'}  {said.text}"
        if role == Role.AccessibleTextRole:
            return f"{'Problem' if said.cell else 'Remark'}: {said.text}"
        if role == Role.ToolTipRole:
            return said.text
        if role == Role.ForegroundRole and said.cell:
            return theme.current().bad
        return None


class SayingsView(QListView):
    """The list; a click or Enter on a problem leads to its cell."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space lead to the cell, and are not the dialog's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if self.currentIndex().isValid():
                self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class ProblemsTab(Panel):
    """Remarks and problems."""

    words = "&Problems and remarks"
    wanted = Signal(object)
    """The `Saying` whose cell is to be shown."""

    def __init__(self, settled: Settled, parent: QWidget | None = None) -> None:
        """Nothing is said."""
        super().__init__(settled, parent)
        self.sayings = SayingsModel(self)
        self.list = SayingsView()
        self.list.setModel(self.sayings)
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName("Problems and remarks")
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(self._go)
        self.list.activated.connect(self._go)
        self.full = label("", "muted", wrap=True)
        self.full.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.column.addWidget(self.list, 1)
        self.column.addWidget(self.full)
        self.list.selectionModel().currentChanged.connect(self._said)

    def door(self) -> QWidget:
        """The list."""
        return self.list

    def show_import(self, found: Import, state: State) -> int:
        """Show remarks and problems; how many."""
        sayings = [Saying(warning) for warning in found.warnings]
        sayings += [Saying(str(one), one.cell or "?", one.problem) for one in found.problems]
        if self.sayings.show_sayings(sayings):
            self.full.setText("")
            if sayings:
                self.list.setCurrentIndex(self.sayings.index(0))
        return len(sayings)

    def _said(self, *_: object) -> None:
        """Say in full what is cut in the list."""
        index = self.list.currentIndex()
        text = self.sayings.saying(index.row()).text if index.isValid() else ""
        room = self.list.viewport().width() - 40
        self.full.setText(text if self.list.fontMetrics().horizontalAdvance(text) > room else "")
        self.full.setVisible(bool(self.full.text()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is cut now may not be cut then."""
        super().resizeEvent(event)
        self._said()

    def _go(self, index: Index) -> None:
        said = self.sayings.saying(index.row())
        if said.cell:
            self.wanted.emit(said)
