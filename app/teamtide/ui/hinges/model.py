"""The hinges as a table: assumption, difference, and what would flip, each cell readable aloud."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from teamtide.advise.hinges import Hinge, Search
from teamtide.capacity.assumptions import BY_KEY
from teamtide.ui import theme
from teamtide.ui.assumptions.words import value_text
from teamtide.ui.hinges import words
from teamtide.ui.hinges.scale import Scale

NAME, BAR, FLIPS = range(3)
Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()


class HingeModel(QAbstractTableModel):
    """One row an assumption, those that move the difference most on top."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Nothing known yet."""
        super().__init__(parent)
        self.search: Search | None = None
        self.scale = Scale.of(None)

    def show(self, search: Search | None) -> None:
        """Show what is known by now."""
        self.beginResetModel()
        self.search, self.scale = search, Scale.of(search)
        self.endResetModel()

    def hinge(self, row: int) -> Hinge | None:
        """The hinge of a row."""
        hinges = self.search.hinges if self.search is not None else ()
        return hinges[row] if 0 <= row < len(hinges) else None

    def row_of(self, setting: str) -> int:
        """The row of an assumption, 0 where it is not there."""
        hinges = self.search.hinges if self.search is not None else ()
        return next((n for n, hinge in enumerate(hinges) if hinge.setting == setting), 0)

    def rowCount(self, parent: Index = _NONE) -> int:
        """One an assumption."""
        return 0 if parent.isValid() or self.search is None else len(self.search.hinges)

    def columnCount(self, parent: Index = _NONE) -> int:
        """Its name, its bar, its flips."""
        return 0 if parent.isValid() else 3

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """What the columns are; the axis is painted by the header itself."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return ("Assumption", "Difference over its range", "What would flip")[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, tooltip and weight of a cell."""
        hinge = self.hinge(index.row()) if index.isValid() else None
        if hinge is None or self.search is None:
            return None
        about = BY_KEY[hinge.setting]
        here = value_text(about, hinge.current)
        if role == Qt.ItemDataRole.DisplayRole:
            flips = words.unbroken(words.flips_text(hinge, self.search))
            return (f"{about.label}, {here}", "", flips)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{about.meaning}\nSource: {about.source}\n{self._told(hinge)}"
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == BAR:
            return self._told(hinge)
        if role == Qt.ItemDataRole.FontRole and index.column() == FLIPS and hinge.flips:
            font = theme.ui_font()
            font.setBold(True)
            return font
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == FLIPS and not hinge.flips:
            return theme.current().muted
        return None

    def _told(self, hinge: Hinge) -> str:
        """The two ends of a bar in words."""
        assert self.search is not None
        told = []
        for value, gap in ((hinge.values[0], hinge.gaps[0]), (hinge.values[-1], hinge.gaps[-1])):
            at = words.at_text(hinge.setting, value)
            if gap == 0:
                told.append(f"At {at}: level.")
                continue
            name = self.search.names[1 if gap > 0 else 0]
            told.append(f"At {at}: {name} wins by {words.gap_text(self.search.measure, gap)}.")
        return " ".join(told)
