"""The tornado: one bar an assumption, as far as the difference between two options moves.

Left of the middle line the first option wins, right of it the second: a bar that crosses the line
is an assumption that can change the answer, and a diamond marks that it does. Painted in cells of
an ordinary table, so that arrows walk it and a screen reader tells it.
"""

from __future__ import annotations

from math import isfinite

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from teamtide.advise.hinges import Hinge, Search
from teamtide.ui import theme
from teamtide.ui.fields.plain_table import choose_rows, make_plain
from teamtide.ui.hinges import words
from teamtide.ui.hinges.model import BAR, FLIPS, NAME, HingeModel

ROW = 34
HEAD = 58
_BAR = 13.0
_HEAD = 9.0


class BarDelegate(QStyledItemDelegate):
    """Paints the bars."""

    def __init__(self, model: HingeModel, parent: QWidget) -> None:
        """Bars of `model`."""
        super().__init__(parent)
        self._model = model

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """One line."""
        return QSize(200, ROW)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Ground, lines, bar, ends, flips."""
        hinge, now = self._model.hinge(index.row()), theme.current()
        rect: QRect = option.rect
        state = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setClipRect(rect)
        ground = now.accent_fill if chosen else now.card
        painter.fillRect(rect, ground)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if hinge is not None and self._model.search is not None:
            self._bar(painter, QRectF(rect), hinge, ground)
        painter.restore()

    def _bar(self, painter: QPainter, rect: QRectF, hinge: Hinge, ground: QColor) -> None:
        search, scale, now = self._model.search, self._model.scale, theme.current()
        assert search is not None
        left, right, middle = rect.left(), rect.right(), rect.center().y()
        zero = scale.x(0.0, left, right)
        here = scale.x(search.now.gap, left, right)
        low, high = min(hinge.gaps), max(hinge.gaps)
        a, b = scale.x(low, left, right), scale.x(high, left, right)
        painter.setPen(Qt.PenStyle.NoPen)
        # A bar that goes on beyond any figure ends where its arrow starts.
        start = a if isfinite(low) or low > 0 else a + _HEAD
        end = b if isfinite(high) or high < 0 else b - _HEAD
        sides = ((start, min(end, zero), now.ghost), (max(start, zero), end, now.accent))
        for first, last, colour in sides:
            if last > first:
                painter.setBrush(theme.mixed(colour, now.card, 1.0 if hinge.searched else 0.45))
                painter.drawRect(QRectF(first, middle - _BAR / 2, last - first, _BAR))
        for gap, x in ((low, a), (high, b)):
            if not isfinite(gap):
                _point(painter, x, middle, 1.0 if gap > 0 else -1.0)
        painter.setPen(QPen(now.text, 1.0))
        painter.drawLine(QPointF(zero, rect.top()), QPointF(zero, rect.bottom()))
        painter.setPen(QPen(now.muted, 1.0, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(here, rect.top()), QPointF(here, rect.bottom()))
        self._ends(painter, rect, hinge, (a, b), ground)
        if hinge.flips:
            painter.setPen(QPen(now.card, 1.5))
            painter.setBrush(now.bad)
            painter.drawPolygon(_diamond(zero, middle, 6.5))

    def _ends(
        self,
        painter: QPainter,
        rect: QRectF,
        hinge: Hinge,
        bar: tuple[float, float],
        ground: QColor,
    ) -> None:
        """At which value each end of a bar is reached."""
        a, b = bar
        if b - a < 2:
            return
        now = theme.current()
        font = theme.ui_font()
        font.setPointSizeF(font.pointSizeF() * 0.82)
        painter.setFont(font)
        painter.setPen(now.muted)
        metrics = painter.fontMetrics()
        for gap, x, right in ((min(hinge.gaps), a, False), (max(hinge.gaps), b, True)):
            value = hinge.values[hinge.gaps.index(gap)]
            text = words.at_text(hinge.setting, value)
            width = metrics.horizontalAdvance(text)
            at = x + 5 if right else x - 5 - width
            if rect.left() <= at and at + width <= rect.right():
                # Readable where it stands on one of the lines, too.
                painter.fillRect(QRectF(at - 1, rect.center().y() - 7, width + 2, 14), ground)
                painter.drawText(QPointF(at, rect.center().y() + metrics.ascent() / 2 - 1), text)


class AxisHeader(QHeaderView):
    """Column names, and over the bars who wins on which side and by how much."""

    def __init__(self, model: HingeModel, parent: QWidget) -> None:
        """The header over `model`."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._model = model
        self.setSectionsClickable(False)

    def sizeHint(self) -> QSize:
        """Room for names and figures."""
        return QSize(super().sizeHint().width(), HEAD)

    def paintSection(self, painter: QPainter, rect: QRect, logical_index: int) -> None:
        """A name at the bottom, or the axis."""
        now, place = theme.current(), QRectF(rect)
        painter.save()
        painter.fillRect(rect, now.card)
        painter.setPen(now.line)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if logical_index == BAR and self._model.search is not None:
            self._axis(painter, place)
        else:
            painter.setPen(now.muted)
            told = str(self._model.headerData(logical_index, Qt.Orientation.Horizontal))
            side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
            painter.drawText(place.adjusted(4, 0, -4, -6), side, told)
        painter.restore()

    def _axis(self, painter: QPainter, rect: QRectF) -> None:
        search, scale, now = self._model.search, self._model.scale, theme.current()
        assert search is not None
        zero = scale.x(0.0, rect.left(), rect.right())
        font = theme.ui_font()
        font.setBold(True)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        line = QRectF(rect.left() + 4, rect.top() + 4, rect.width() - 8, metrics.height())
        half = rect.width() / 2 - 10
        painter.setPen(now.text)
        for number, side in ((0, Qt.AlignmentFlag.AlignLeft), (1, Qt.AlignmentFlag.AlignRight)):
            told = f"{search.names[number]} wins"
            told = f"← {told}" if number == 0 else f"{told} →"
            shown = metrics.elidedText(told, Qt.TextElideMode.ElideMiddle, int(half))
            painter.drawText(line, side, shown)
        font = theme.ui_font()
        font.setPointSizeF(font.pointSizeF() * 0.85)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        painter.setPen(now.muted)
        y = rect.bottom() - 8
        taken = -1e9
        for tick in scale.ticks():
            told = words.tick_text(search.measure, tick)
            x = scale.x(tick, rect.left(), rect.right())
            width = metrics.horizontalAdvance(told)
            at = min(max(x - width / 2, rect.left() + 2), rect.right() - width - 2)
            painter.drawLine(QPointF(x, rect.bottom() - 4), QPointF(x, rect.bottom()))
            if at > taken + 8:
                painter.drawText(QPointF(at, y), told)
                taken = at + width
        painter.setPen(QPen(now.text, 1.0))
        painter.drawLine(QPointF(zero, rect.bottom() - 6), QPointF(zero, rect.bottom()))


class Tornado(QTableView):
    """The table that shows the bars."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """An empty tornado."""
        super().__init__(parent)
        self.hinges = HingeModel(self)
        self.setModel(self.hinges)
        self.setItemDelegateForColumn(BAR, BarDelegate(self.hinges, self))
        self.setHorizontalHeader(AxisHeader(self.hinges, self))
        make_plain(self, "What it hinges on, by assumption")
        choose_rows(self, many=False)
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.verticalHeader().setMinimumSectionSize(ROW)
        head = self.horizontalHeader()
        head.setSectionResizeMode(NAME, QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(BAR, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(FLIPS, QHeaderView.ResizeMode.Interactive)
        self.setColumnWidth(FLIPS, 320)
        self._walked = False

    def show_search(self, search: Search | None) -> None:
        """Show what is known by now; an assumption the user went to stays chosen."""
        chosen = self.hinges.hinge(self.currentIndex().row()) if self._walked else None
        self.hinges.show(search)
        for row in range(self.hinges.rowCount()):
            self.resizeRowToContents(row)
        if self.hinges.rowCount():
            row = self.hinges.row_of(chosen.setting) if chosen is not None else 0
            self.setCurrentIndex(self.hinges.index(row, NAME))
        else:
            self._walked = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose an assumption."""
        super().keyPressEvent(event)
        self._walked = True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """So does a press."""
        super().mousePressEvent(event)
        self._walked = True


def _diamond(x: float, y: float, size: float) -> QPolygonF:
    return QPolygonF(
        [QPointF(x, y - size), QPointF(x + size, y), QPointF(x, y + size), QPointF(x - size, y)]
    )


def _point(painter: QPainter, x: float, y: float, way: float) -> None:
    """An arrow: it goes on beyond any figure."""
    now = theme.current()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(now.accent if way > 0 else now.ghost)
    half = _BAR / 2 + 3
    painter.drawPolygon(
        QPolygonF(
            [QPointF(x, y), QPointF(x - way * _HEAD, y - half), QPointF(x - way * _HEAD, y + half)]
        )
    )
