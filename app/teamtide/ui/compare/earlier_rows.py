"""A plain table of texts, one heading a column."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from teamtide.ui import theme
from teamtide.ui.compare.table import UPDATING

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_NONE = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Rows(QAbstractTableModel):
    """A table of texts with a heading a column; figures stand to the right."""

    def __init__(self, headers: tuple[str, ...], figures: bool, parent: QObject) -> None:
        """No rows yet; `figures` says whether all but the first column are figures."""
        super().__init__(parent)
        self._headers, self._figures = headers, figures
        self._rows: list[tuple[str, ...]] = []
        self._tips: list[str] = []

    def show_rows(
        self, headers: tuple[str, ...], rows: list[tuple[str, ...]], tips: list[str]
    ) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._headers, self._rows, self._tips = headers, rows, tips
        self.endResetModel()

    def rowCount(self, parent: Index = _NONE) -> int:
        """A line each."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NONE) -> int:
        """A heading each."""
        return 0 if parent.isValid() else len(self._headers)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """The headings."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role in (Role.DisplayRole, Role.ToolTipRole):
            return self._headers[section]
        if role == Role.TextAlignmentRole:
            return _RIGHT if self._figures and section else _LEFT
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """The texts."""
        text = self._rows[index.row()][index.column()]
        if role in (Role.DisplayRole, Role.AccessibleTextRole):
            return text
        if role == Role.ToolTipRole:
            return self._tips[index.row()]
        if role == Role.TextAlignmentRole:
            return _RIGHT if self._figures and index.column() else _LEFT
        if role == Role.ForegroundRole and text == UPDATING:
            return theme.current().muted
        return None
