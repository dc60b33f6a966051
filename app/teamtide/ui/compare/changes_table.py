"""The table of what differs: rows to choose from, and bars of what each is worth."""

from __future__ import annotations

from math import isfinite

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from teamtide.capacity.measures.catalogue import BY_KEY as MEASURES
from teamtide.ui import theme
from teamtide.ui.compare.changes_model import (
    AFTER,
    BEFORE,
    WHAT,
    WHEN,
    WHO,
    WORTH,
    ChangesFilter,
    ChangesModel,
)
from teamtide.ui.fields.plain_table import choose_rows, make_plain

_BAR = 11.0
_WORDS = 0.46
"""The part of the column that has the figures."""
_BARS, _DAY = 240, 92
"""Pixels that bars with their figures have at least, and a date."""
_PARTS = {WHAT: 0.12, WHO: 0.32, BEFORE: 0.24, AFTER: 0.32}
"""What the other columns have of the rest."""


class WorthDelegate(QStyledItemDelegate):
    """A bar from the middle line, its standard error as a whisker, and the figure in words."""

    def __init__(self, model: ChangesModel, parent: QWidget) -> None:
        """Bars of `model`."""
        super().__init__(parent)
        self._model = model

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Ground, bar, whisker, words."""
        look = theme.current()
        rect = QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setClipRect(rect)
        painter.fillRect(rect, look.accent_fill if chosen else look.card)
        words = QRectF(rect)
        words.setLeft(rect.left() + (1.0 - _WORDS) * rect.width() + 8)
        painter.setPen(look.muted if self._model.updating else look.text)
        side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(words, int(side), str(index.data()))
        if self._model.found is not None:
            bars = QRectF(rect)
            bars.setRight(words.left() - 8)
            self._bar(painter, bars.adjusted(6, 0, 0, 0), self._row(index))
        painter.restore()

    def _row(self, index: QModelIndex | QPersistentModelIndex) -> int:
        model = index.model()
        if isinstance(model, ChangesFilter):
            return model.mapToSource(model.index(index.row(), index.column())).row()
        return index.row()

    def _bar(self, painter: QPainter, place: QRectF, row: int) -> None:
        found, look = self._model.found, theme.current()
        assert found is not None
        part, error = found.parts[row], found.errors[row]
        zero, middle = place.center().x(), place.center().y()
        scale = 0.5 * place.width() / self._model.reach
        worse = (part > 0) == (MEASURES[found.measure].better == "less")
        colour = look.bad if worse else look.good
        if not MEASURES[found.measure].better:
            colour = look.accent
        if self._model.updating or not isfinite(error):
            # Not the last word, or only known together with others.
            colour = theme.mixed(colour, look.card, 0.45)
        end = zero + part * scale
        painter.fillRect(QRectF(min(zero, end), middle - _BAR / 2, abs(end - zero), _BAR), colour)
        painter.setPen(QPen(look.text, 1.0))
        painter.drawLine(QPointF(zero, place.top()), QPointF(zero, place.bottom()))
        if error > 0.0 and isfinite(error):
            first, last = end - error * scale, end + error * scale
            painter.drawLine(QPointF(first, middle), QPointF(last, middle))
            for x in (first, last):
                painter.drawLine(QPointF(x, middle - 3), QPointF(x, middle + 3))


class ChangesTable(QTableView):
    """Rows to choose from, sorted by a click on a column's head."""

    def __init__(self, model: ChangesModel, shown: ChangesFilter, parent: QWidget) -> None:
        """The table of `shown`, which filters `model`."""
        super().__init__(parent)
        self._shown = shown
        self.setModel(shown)
        self.setItemDelegateForColumn(WORTH, WorthDelegate(model, self))
        make_plain(self, "What differs, line by line")
        choose_rows(self, many=True)
        self.setWordWrap(False)
        self.verticalHeader().setDefaultSectionSize(28)
        head = self.horizontalHeader()
        head.setSectionResizeMode(WORTH, QHeaderView.ResizeMode.Stretch)
        head.setHighlightSections(False)
        head.setTextElideMode(Qt.TextElideMode.ElideRight)
        # In reading order until somebody asks for another.
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Room for bars that can be compared first, the rest for names."""
        super().resizeEvent(event)
        self.setColumnWidth(WHEN, _DAY)
        room = max(0, self.viewport().width() - _BARS - _DAY)
        for column, part in _PARTS.items():
            self.setColumnWidth(column, max(56, int(part * room)))

    def chosen(self) -> list[int]:
        """The numbers of the selected lines, in reading order."""
        rows = self.selectionModel().selectedRows()
        return sorted(self._shown.mapToSource(index).row() for index in rows)
