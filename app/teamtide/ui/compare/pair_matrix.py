"""Who works with whom as a drawing: people down, engineers across, once for each option.

It shows what the list of pairs shows, at a glance: a sign for what is kept, lost or new. People
stand in plan order. What the filters of the page let through decides whose rows and columns there
are; what a cell says does not depend on them.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from teamtide.capacity.arrays import IntArray
from teamtide.plan.rows import PersonId, ScenarioId
from teamtide.ui import theme
from teamtide.ui.compare.measure_cells import NameHeader
from teamtide.ui.compare.people_pairs import Pairs

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_NONE = QModelIndex()
_CELL, _NAMES, _TOP, _LINE = 24, 160, 104, 20
KEY = (
    "● kept   ○ lost   + new, against Today. Rows: data science; columns: engineers, in each "
    "option. Arrows walk; Enter shows the two on the board."
)


class PairMatrix(QAbstractTableModel):
    """Some people × some engineers × options."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Nothing to show yet."""
        super().__init__(parent)
        self._view: Pairs | None = None
        self._people = self._engineers = np.zeros(0, dtype=np.int64)
        self._pair: IntArray = np.zeros((0, 0), dtype=np.int64)
        self.updating = False

    def show_pairs(self, view: Pairs | None, rows: IntArray) -> None:
        """Have rows and columns for those whom some pairs of a view are of."""
        self.beginResetModel()
        self._view, self.updating = view, False
        if view is None:
            self._people = self._engineers = np.zeros(0, dtype=np.int64)
        else:
            ones, others = view.ends
            self._people, self._engineers = np.unique(ones[rows]), np.unique(others[rows])
            here = np.isin(ones, self._people) & np.isin(others, self._engineers)
            at = np.searchsorted(self._people, ones[here])
            beside = np.searchsorted(self._engineers, others[here])
            self._pair = np.full((len(self._people), len(self._engineers)), -1, dtype=np.int64)
            self._pair[at, beside] = np.flatnonzero(here)
        self.endResetModel()

    def show_nothing(self) -> None:
        """No pairs are known."""
        self.show_pairs(None, np.zeros(0, dtype=np.int64))

    def mark_updating(self) -> None:
        """What is shown is of an earlier plan."""
        self.updating = True
        if self.rowCount() and self.columnCount():
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    @property
    def across(self) -> int:
        """How many columns an option has."""
        return len(self._engineers)

    def people_at(self, index: Index) -> tuple[PersonId, ...]:
        """The two of a cell."""
        if self._view is None or not index.isValid():
            return ()
        ids = self._view.seen.ids
        one, other = self._people[index.row()], self._engineers[index.column() % self.across]
        return (ids[one], ids[other])

    def option_at(self, index: Index) -> ScenarioId | None:
        """The option of a cell."""
        if self._view is None or not index.isValid():
            return None
        return self._view.seen.options[index.column() // self.across][0]

    # --- what Qt asks ---------------------------------------------------------------------

    def rowCount(self, parent: Index = _NONE) -> int:
        """A row for each of the people."""
        return 0 if parent.isValid() else len(self._people)

    def columnCount(self, parent: Index = _NONE) -> int:
        """A column for each engineer, in each option."""
        if parent.isValid() or self._view is None:
            return 0
        return self.across * len(self._view.seen.options)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """Names; of columns the option's before the engineer's."""
        if self._view is None or role not in (Role.DisplayRole, Role.ToolTipRole):
            return None
        seen = self._view.seen
        if orientation == Qt.Orientation.Vertical:
            return seen.people[self._people[section]]
        option, engineer = divmod(section, self.across)
        told = "" if role == Role.DisplayRole else f": {self._view.total(option)}"
        return f"{seen.options[option][1]}{told}\n{seen.people[self._engineers[engineer]]}"

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """A sign, and all of it in words."""
        if not index.isValid() or self._view is None:
            return None
        if role == Role.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        if role not in (
            Role.DisplayRole,
            Role.ToolTipRole,
            Role.AccessibleTextRole,
            Role.ForegroundRole,
        ):
            return None
        option, engineer = divmod(index.column(), self.across)
        pair = int(self._pair[index.row(), engineer])
        if pair < 0:
            return self._never(index.row(), engineer, option, role)
        cell = self._view.cell(pair, option)
        if role == Role.DisplayRole:
            return cell.text[0].replace("–", "")
        if role != Role.ForegroundRole:
            return f"{cell.tip} (updating)" if self.updating else cell.tip
        look = theme.current()
        if self.updating:
            return look.muted
        return {"warn": look.warn, "good": look.good}.get(cell.tone, look.text)

    def _never(self, row: int, engineer: int, option: int, role: int) -> str | None:
        """Of two who share no team in any option."""
        if self._view is None or role not in (Role.ToolTipRole, Role.AccessibleTextRole):
            return None
        seen = self._view.seen
        names = f"{seen.people[self._people[row]]} and {seen.people[self._engineers[engineer]]}"
        return f"{seen.options[option][1]}: {names} share no team to speak of, here or in Today."


class UprightHeader(QHeaderView):
    """Engineers' names from the bottom up, and the option's name over all of its columns."""

    def __init__(self, parent: QTableView) -> None:
        """High enough for most names."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFixedHeight(_TOP + _LINE)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(_CELL)
        self.setDefaultSectionSize(_CELL)

    def paintSection(self, painter: QPainter, rect: QRect, logical_index: int) -> None:
        """A name, and the part of the option's name that is above it."""
        look, model = theme.current(), self.model()
        assert isinstance(model, PairMatrix)
        option, _, name = str(model.headerData(logical_index, self.orientation())).partition("\n")
        painter.save()
        painter.setClipRect(rect)
        painter.fillRect(rect, look.board)
        painter.setPen(look.line)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        first = logical_index % model.across == 0
        if first and logical_index:
            painter.drawLine(rect.topLeft(), rect.bottomLeft())
        font = theme.ui_font()
        metrics = QFontMetrics(font)
        painter.setPen(look.text)
        painter.setFont(font)
        painter.save()
        painter.translate(rect.left(), rect.bottom() - 4)
        painter.rotate(-90)
        shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, _TOP - 8)
        painter.drawText(QRect(0, 0, _TOP, rect.width()), Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()
        font.setBold(True)
        painter.setFont(font)
        begin = self.sectionViewportPosition(logical_index - logical_index % model.across)
        left = max(begin, 0) + 5  # where it is scrolled, what is left of its columns has the name
        whole = QRect(left, rect.top() + 2, begin + model.across * _CELL - left - 3, _LINE)
        shown = QFontMetrics(font).elidedText(option, Qt.TextElideMode.ElideRight, whole.width())
        painter.drawText(whole, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()


class PairMatrixView(QTableView):
    """The drawing; it scrolls both ways, with the names staying."""

    def __init__(self, model: PairMatrix, parent: QWidget | None = None) -> None:
        """A view of `model`."""
        super().__init__(parent)
        self.setModel(model)
        self.setAccessibleName("Who works with whom in the chosen options")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalHeader(UprightHeader(self))
        sides = NameHeader(_NAMES, self)
        sides.setMinimumSectionSize(_CELL)
        sides.setDefaultSectionSize(_CELL)
        self.setVerticalHeader(sides)
        self.setCornerButtonEnabled(False)
        self.horizontalScrollBar().valueChanged.connect(self._scrolled)

    def _scrolled(self, _at: int) -> None:
        """An option's name stays over what is left of its columns, so the head is painted anew."""
        self.horizontalHeader().viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The cells, and a line where another option begins."""
        super().paintEvent(event)
        model = self.model()
        assert isinstance(model, PairMatrix)
        painter = QPainter(self.viewport())
        painter.setPen(theme.current().line)
        bottom = self.rowViewportPosition(model.rowCount() - 1) + _CELL
        for column in range(model.across, model.columnCount(), max(1, model.across)):
            x = self.columnViewportPosition(column)
            painter.drawLine(x, 0, x, bottom)
        painter.end()

    def sizeHint(self) -> QSize:
        """Room for a few people."""
        return QSize(_NAMES + 16 * _CELL, _TOP + _LINE + 8 * _CELL)
