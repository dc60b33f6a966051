"""How cells of the goals view are painted and edited."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from teamtide.ui import theme
from teamtide.ui.goals.cells import Cell

CELL = int(Qt.ItemDataRole.UserRole) + 1
EDITED = int(Qt.ItemDataRole.UserRole) + 2
BAR = 5
PAD = 8
Index = QModelIndex | QPersistentModelIndex


class GoalDelegate(QStyledItemDelegate):
    """Shares as a figure over a bar with a mark where the wanted share is."""

    def __init__(self, view: QTreeView, commit: Callable[[Index, str], str]) -> None:
        """For `view`; `commit` takes what was typed and says why it is refused, if it is."""
        super().__init__(view)
        self._commit = commit

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Room for a figure and a bar."""
        line = QFontMetrics(option.font).height()
        bar = isinstance(index.data(CELL), Cell) and index.data(CELL).share is not None
        return QSize(super().sizeHint(option, index).width(), line + (BAR + 11 if bar else 9))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """As ever, and cells with a share with their bar."""
        cell = index.data(CELL)
        if not isinstance(cell, Cell):
            super().paint(painter, option, index)
            return
        look = theme.current()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, look.accent_fill)
        area = QRectF(option.rect).adjusted(PAD, 2, -PAD, -3)
        font = QFont(option.font)
        if cell.starving:
            font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        quiet = cell.stale or cell.share is None
        painter.setPen(look.warn if cell.starving else look.muted if quiet else look.text)
        words = area if cell.share is None else area.adjusted(0, 0, 0, -BAR - 2)
        text = QFontMetrics(font).elidedText(
            cell.text, Qt.TextElideMode.ElideRight, int(words.width())
        )
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), text)
        if cell.share is not None:
            self._bar(painter, cell, QRectF(area.left(), area.bottom() - BAR, area.width(), BAR))
        painter.restore()

    def _bar(self, painter: QPainter, cell: Cell, where: QRectF) -> None:
        look = theme.current()
        share = min(1.0, cell.share or 0.0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.neutral_fill)
        painter.drawRoundedRect(where, 2, 2)
        painter.setBrush(theme.mixed(look.accent, look.card, 0.75 if cell.coming is None else 0.4))
        painter.drawRoundedRect(where.adjusted(0, 0, (share - 1.0) * where.width(), 0), 2, 2)
        if cell.coming is not None:
            # What would be, as a line within the bar of what is.
            part = (min(1.0, cell.coming) - 1.0) * where.width()
            painter.setBrush(look.accent_text)
            painter.drawRect(where.adjusted(0, 1.5, part, -1.5))
        if cell.wanted is not None:
            x = where.left() + min(1.0, cell.wanted) * where.width()
            painter.setPen(QPen(look.text, 2))
            painter.drawLine(int(x), int(where.top()) - 2, int(x), int(where.bottom()) + 2)

    # --- editing --------------------------------------------------------------------------

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A line."""
        line = QLineEdit(parent)
        line.setAccessibleName("Wanted share" if index.column() else "Name of the goal")
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """What the plan says now, without the rank in front of it."""
        assert isinstance(editor, QLineEdit)
        editor.setText(str(index.data(EDITED) or ""))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Make the change, or say why not; the view follows the plan."""
        assert isinstance(editor, QLineEdit)
        if editor.text() != str(index.data(EDITED) or ""):
            self._commit(index, editor.text())
