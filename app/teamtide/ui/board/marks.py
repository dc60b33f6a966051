"""Small marks on cards: pinned, a note is there, a wish is not kept. Shapes, not only colours."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from teamtide.ui import theme

PINNED, NOTED, BROKEN = "pinned", "noted", "broken"
SPOKEN = {PINNED: "pinned here", NOTED: "has a note", BROKEN: "a wish is not kept"}
"""What a screen reader says of a mark."""
SIZE, SPACE = 11, 4


def width_of(marks: tuple[str, ...]) -> int:
    """Pixels that some marks take, with the space before each."""
    return (SIZE + SPACE) * len(marks)


def draw_marks(
    painter: QPainter, marks: tuple[str, ...], right: float, middle: float, look: theme.Theme
) -> None:
    """Marks in a row that ends at `right`, around the height `middle`."""
    left = right - width_of(marks) + SPACE
    for mark in marks:
        box = QRectF(left, middle - SIZE / 2, SIZE, SIZE)
        {PINNED: _pin, NOTED: _note, BROKEN: _warning}[mark](painter, box, look)
        left += SIZE + SPACE


def _pin(painter: QPainter, box: QRectF, look: theme.Theme) -> None:
    """A drawing pin: a head, a collar and a needle."""
    middle = box.center().x()
    painter.setPen(QPen(look.accent, 1.4))
    painter.drawLine(QPointF(middle, box.top() + 6), QPointF(middle, box.bottom()))
    painter.drawLine(
        QPointF(box.left() + 1.5, box.top() + 6.5), QPointF(box.right() - 1.5, box.top() + 6.5)
    )
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.accent)
    painter.drawRoundedRect(QRectF(middle - 2.5, box.top(), 5, 6.5), 1.2, 1.2)


def _note(painter: QPainter, box: QRectF, look: theme.Theme) -> None:
    """A sheet with a folded corner and two lines."""
    sheet = box.adjusted(1, 0.5, -1, -0.5)
    fold = 3.5
    painter.setPen(QPen(look.muted, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    corner = QPointF(sheet.right() - fold, sheet.top())
    side = QPointF(sheet.right(), sheet.top() + fold)
    painter.drawPolygon(
        QPolygonF([sheet.topLeft(), corner, side, sheet.bottomRight(), sheet.bottomLeft()])
    )
    painter.drawPolyline(QPolygonF([corner, QPointF(corner.x(), side.y()), side]))
    for height in (5.0, 7.5):
        at = sheet.top() + height
        painter.drawLine(QPointF(sheet.left() + 2, at), QPointF(sheet.right() - 2, at))


def _warning(painter: QPainter, box: QRectF, look: theme.Theme) -> None:
    """A triangle with an exclamation mark."""
    painter.setPen(QPen(look.warn, 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    middle = box.center().x()
    painter.drawPolygon(
        QPolygonF([QPointF(middle, box.top() + 0.5), box.bottomRight(), box.bottomLeft()])
    )
    painter.drawLine(QPointF(middle, box.top() + 4), QPointF(middle, box.top() + 7))
    painter.drawPoint(QPointF(middle, box.top() + 9))
