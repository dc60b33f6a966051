"""The first rows of a table as they will stand in the lead's workbook, as a model."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from teamtide.exchange.templates.areas import letters
from teamtide.exchange.templates.fitting import Fit
from teamtide.exchange.templates.tables import DAYS, PERCENT
from teamtide.ui.fields import texts

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
MOST_ROWS, MOST_COLUMNS = 30, 40
_NO_INDEX = QModelIndex()


class SampleRows(QAbstractTableModel):
    """Rows and columns of a `Fit`, under the letters of their columns."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Nothing to show."""
        super().__init__(parent)
        self._fit: Fit | None = None
        self._columns: list[tuple[int, int]] = []
        self._words: list[str] = []

    def show_fit(self, fit: Fit | None, words: list[str]) -> None:
        """Show another; `words` are the header words that are there, blank for a day."""
        self.beginResetModel()
        self._fit, self._words = fit, words
        self._columns = list(fit.columns.items())[:MOST_COLUMNS] if fit is not None else []
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """The header and the first rows."""
        if parent.isValid() or self._fit is None:
            return 0
        return 1 + min(MOST_ROWS, len(self._fit.table.rows))

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        """The columns that are filled."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """A header word or a value."""
        if self._fit is None or not index.isValid():
            return None
        table = self._fit.table
        place, kind = self._columns[index.column()][1], ""
        value: object = table.columns[place].header
        if self._words and self._words[index.column()]:
            value = self._words[index.column()]
        if index.row() > 0:
            value = table.rows[index.row() - 1][place]
            kind = table.kind(index.row() - 1, place)
        if role in (Role.DisplayRole, Role.ToolTipRole):
            return shown(value, kind)
        if role == Role.TextAlignmentRole and isinstance(value, (int, float)):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """Where it stands: the letters of the column, the number of the row."""
        if role != Role.DisplayRole or self._fit is None:
            return None
        if orientation == Qt.Orientation.Horizontal:
            return letters(self._columns[section][0])
        return str(self._fit.header if section == 0 else self._fit.first + section - 1)


def shown(value: object, kind: str) -> str:
    """A value as it is read on screen."""
    if value is None:
        return ""
    if isinstance(value, date):
        return texts.date_text(value)
    if isinstance(value, float):
        if kind == PERCENT:
            return texts.percent_text(round(value, 2))
        return texts.days_text(value) if kind == DAYS else texts.number_text(value)
    return str(value)
