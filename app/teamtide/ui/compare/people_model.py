"""Rows of a people view × options, with only those rows that a filter lets through."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from teamtide.capacity.arrays import IntArray
from teamtide.plan.rows import PersonId, ScenarioId
from teamtide.ui import theme
from teamtide.ui.compare.people_seen import View

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_NONE = QModelIndex()
_OF_CELLS = (Role.DisplayRole, Role.ToolTipRole, Role.AccessibleTextRole, Role.ForegroundRole)
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class PeopleModel(QAbstractTableModel):
    """A table for any of the views."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Nothing to show yet."""
        super().__init__(parent)
        self.view: View | None = None
        self._rows: IntArray = np.zeros(0, dtype=np.int64)
        self.updating = False

    def show_view(self, view: View | None, rows: IntArray) -> None:
        """Show these rows of a view."""
        self.beginResetModel()
        self.view, self._rows = view, rows
        self.updating = False
        self.endResetModel()

    def show_nothing(self) -> None:
        """No view is there to be shown."""
        self.show_view(None, np.zeros(0, dtype=np.int64))

    def mark_updating(self) -> None:
        """What is shown is of an earlier plan."""
        self.updating = True
        if len(self._rows):
            last = self.index(len(self._rows) - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    @property
    def labels(self) -> int:
        """How many columns say what a row is of."""
        return len(self.view.heads) if self.view is not None else 0

    def people_at(self, index: Index) -> tuple[PersonId, ...]:
        """Whom a row is about."""
        if self.view is None or not index.isValid():
            return ()
        return self.view.people(int(self._rows[index.row()]))

    def option_at(self, index: Index) -> ScenarioId | None:
        """The option of a cell; None where it says what the row is of."""
        number = index.column() - self.labels
        if self.view is None or number < 0:
            return None
        return self.view.seen.options[number][0]

    # --- what Qt asks ---------------------------------------------------------------------

    def rowCount(self, parent: Index = _NONE) -> int:
        """The rows that are let through."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NONE) -> int:
        """What a row is of, and a column an option."""
        if parent.isValid() or self.view is None:
            return 0
        return self.labels + len(self.view.seen.options)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """Names of options, and a total below each."""
        if orientation != Qt.Orientation.Horizontal or self.view is None:
            return None
        if role == Role.TextAlignmentRole:
            return _LEFT
        if section < self.labels:
            return self.view.heads[section] if role == Role.DisplayRole else None
        number = section - self.labels
        name, total = self.view.seen.options[number][1], self.view.total(number)
        if role in (Role.DisplayRole, Role.ToolTipRole):
            return f"{name}\n{total}".rstrip()
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """A label or a cell."""
        if not index.isValid() or self.view is None:
            return None
        if role == Role.TextAlignmentRole:
            return _LEFT
        row, number = int(self._rows[index.row()]), index.column() - self.labels
        if number < 0:
            return self._label(index, role)
        if role not in _OF_CELLS:
            return None
        cell = self.view.cell(row, number)
        if role == Role.DisplayRole:
            return cell.text
        if role == Role.ToolTipRole:
            return cell.tip or cell.text
        if role == Role.AccessibleTextRole:
            words = cell.tip or cell.text
            return f"{words}, updating" if self.updating else words
        look = theme.current()
        if self.updating or cell.tone == "muted":
            return look.muted
        return {"warn": look.warn, "good": look.good}.get(cell.tone, look.text)

    def _label(self, index: Index, role: int) -> Any:
        """What a row is of; quieter where it is of the same as the row above."""
        if self.view is None or role not in (Role.DisplayRole, Role.ForegroundRole):
            return None
        at, column = index.row(), index.column()
        words = self.view.label(int(self._rows[at]), column)
        if role == Role.DisplayRole:
            return words
        again = column == 0 and at and words == self.view.label(int(self._rows[at - 1]), 0)
        look = theme.current()
        return look.muted if again and self.labels > 1 else look.text
