"""The padlock in the status bar that says the file is encrypted."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from teamtide.ui import theme

SIZE = QSize(12, 14)


class Padlock(QWidget):
    """A small closed padlock."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """In the colour of text."""
        super().__init__(parent)
        self.setFixedSize(SIZE + QSize(8, 0))
        self.setAccessibleName("Encrypted")
        self.setToolTip("This plan is encrypted; it opens with its passphrase")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw body and shackle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = theme.current().muted
        top = (self.height() - SIZE.height()) / 2
        left = float(self.width() - SIZE.width())
        painter.setPen(QPen(colour, 1.6))
        painter.drawArc(QRectF(left + 3, top + 1, 6, 9), 0, 180 * 16)
        for x in (left + 3, left + 9):
            painter.drawLine(QPointF(x, top + 5), QPointF(x, top + 7))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(left + 1, top + 6, 10, 7.5), 1.5, 1.5)
