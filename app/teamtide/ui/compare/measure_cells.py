"""How the table of measures is painted: an option's name and standing, a value and its range."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from teamtide.ui import theme

_PAD = 6
_SMALL = 0.88
"""What stands under a figure, as a part of its size."""


class ValueDelegate(QStyledItemDelegate):
    """A figure, and under it in small letters by how much it differs and how sure that is."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """The ground as any cell has it; the first line as the model says, the others muted."""
        whole, _, beside = str(index.data() or "").partition("\t")
        lines = whole.split("\n")
        self.initStyleOption(option, index)
        option.text = ""
        option.widget.style().drawControl(
            QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget
        )
        look, role = theme.current(), Qt.ItemDataRole
        painter.save()
        font = index.data(role.FontRole) or theme.ui_font()
        colour = index.data(role.ForegroundRole) or look.text
        rect: QRect = option.rect.adjusted(_PAD, 4, -_PAD, -2)
        side = index.data(role.TextAlignmentRole) & Qt.AlignmentFlag.AlignHorizontal_Mask
        flags = side | Qt.AlignmentFlag.AlignTop
        top = rect.top()
        for number, text in enumerate(lines):
            if number == 1:
                font = theme.ui_font()
                font.setPointSizeF(font.pointSizeF() * _SMALL)
                colour = look.muted
            painter.setFont(font)
            painter.setPen(colour)
            metrics: QFontMetrics = painter.fontMetrics()
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
            painter.drawText(QRect(rect.left(), top, rect.width(), metrics.height()), flags, shown)
            if number == 0 and beside:
                room = rect.width() - metrics.horizontalAdvance(f"{text}   ")
                place = QRect(rect.left(), top + 1, room, metrics.height())
                small = theme.ui_font()
                small.setPointSizeF(small.pointSizeF() * _SMALL)
                painter.setFont(small)
                painter.setPen(look.muted)
                if painter.fontMetrics().horizontalAdvance(beside) <= room:
                    painter.drawText(place, flags, beside)
            top += metrics.height() + 1
        painter.restore()


class OptionHeader(QHeaderView):
    """An option's name over its column, and below it whether another one outdoes it."""

    def paintSection(self, painter: QPainter, rect: QRect, logical_index: int) -> None:
        """Each line as far as there is room, flush with the values beneath."""
        look, model = theme.current(), self.model()
        painter.fillRect(rect, look.board)
        painter.setPen(look.line)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        across = Qt.Orientation.Horizontal
        side = model.headerData(logical_index, across, Qt.ItemDataRole.TextAlignmentRole)
        lines = str(model.headerData(logical_index, across)).split("\n")
        inside = rect.adjusted(4, 4, -4, -4)
        height = inside.height() // 2
        for number, text in enumerate(lines):
            font = theme.ui_font()
            font.setBold(number == 0)
            painter.setFont(font)
            painter.setPen(look.muted if number or len(lines) > 1 else look.text)
            place = QRect(inside)
            if len(lines) > 1:
                place = QRect(inside.left(), inside.top() + number * height, inside.width(), height)
            metrics = painter.fontMetrics()
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
            painter.drawText(place, side, shown)


class NameHeader(QHeaderView):
    """The names of measures beside their lines."""

    def __init__(self, width: int, parent: QWidget) -> None:
        """So many pixels wide."""
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setFixedWidth(width)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(False)

    def paintSection(self, painter: QPainter, rect: QRect, logical_index: int) -> None:
        """A name, level with the figures of its line."""
        look = theme.current()
        painter.fillRect(rect, look.board)
        painter.setFont(theme.ui_font())
        painter.setPen(look.text)
        text = str(self.model().headerData(logical_index, Qt.Orientation.Vertical))
        place = rect.adjusted(_PAD, 4, -_PAD, -2)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, shown)
