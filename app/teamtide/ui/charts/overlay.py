"""What is drawn over and under the curves of a week chart, in pixels: labels, marks, crosshair."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from teamtide.ui import theme
from teamtide.ui.charts.data import ChartData
from teamtide.ui.charts.words import Words

SIDE = 6.0
A_YEAR = 53
_Flag = Qt.AlignmentFlag


@dataclass(frozen=True, slots=True)
class Marks:
    """Weeks that stand out: where a drag takes effect, what is looked at, what is hovered."""

    marked: int | None = None
    selected: int | None = None
    hovered: int | None = None


def draw_ground(painter: QPainter, whole: QRectF, area: QRectF | None, ground: QColor) -> None:
    """A rounded card on `ground`, with a base line and a dotted top line round the plot area."""
    look = theme.current()
    painter.save()
    painter.resetTransform()
    painter.fillRect(whole, ground)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.line, 1))
    painter.setBrush(look.card)
    radius = look.spacing.card_radius
    painter.drawRoundedRect(whole.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    if area is not None:
        painter.setPen(QPen(look.line, 1, Qt.PenStyle.DotLine))
        painter.drawLine(area.topLeft(), area.topRight())
        painter.setPen(QPen(look.muted, 1))
        base = QPointF(0, 1)
        painter.drawLine(area.bottomLeft() + base, area.bottomRight() + base)
    painter.restore()


def draw_empty(painter: QPainter, whole: QRectF, text: str) -> None:
    """What to do about a chart with nothing in it."""
    painter.setPen(theme.current().muted)
    inside = whole.adjusted(SIDE, SIDE, -SIDE, -SIDE)
    painter.drawText(inside, int(_Flag.AlignCenter) | int(Qt.TextFlag.TextWordWrap), text)


def draw_focus(painter: QPainter, whole: QRectF) -> None:
    """The ring round a chart that has the keyboard."""
    look = theme.current()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look.accent, 2))
    radius = look.spacing.card_radius
    painter.drawRoundedRect(whole.adjusted(1, 1, -1, -1), radius, radius)


def draw_updating(painter: QPainter, whole: QRectF) -> None:
    """That what is drawn is being worked out anew, at the top right."""
    painter.setPen(theme.current().muted)
    inside = whole.adjusted(SIDE, 2, -SIDE, -1)
    painter.drawText(inside, _Flag.AlignTop | _Flag.AlignRight, "updating…")


def draw_labels(
    painter: QPainter, whole: QRectF, data: ChartData, top: float, words: Words
) -> None:
    """The unit at the top left, and the first, middle and last week below."""
    inside = whole.adjusted(SIDE, 2, -SIDE, -1)
    painter.setPen(theme.current().muted)
    painter.drawText(inside, _Flag.AlignTop | _Flag.AlignLeft, f"{words.number(top)} d/wk")
    middle = data.weeks // 2
    said = words.month if data.weeks > A_YEAR else words.day
    first, last = said(data.start), said(data.monday(data.weeks - 1))
    painter.drawText(inside, _Flag.AlignBottom | _Flag.AlignLeft, first)
    painter.drawText(inside, _Flag.AlignBottom | _Flag.AlignRight, last)
    metrics = painter.fontMetrics()
    text = said(data.monday(middle))
    width = metrics.horizontalAdvance(text)
    free = inside.width() - metrics.horizontalAdvance(first + last)
    if data.weeks > 4 and free > width + 24:
        centre = inside.left() + inside.width() * middle / data.weeks
        where = QRectF(centre - width, inside.top(), 2.0 * width, inside.height())
        painter.drawText(where, _Flag.AlignBottom | _Flag.AlignHCenter, text)


def draw_marks(
    painter: QPainter, whole: QRectF, area: QRectF, weeks: int, marks: Marks, lines: tuple[str, ...]
) -> None:
    """Weeks that stand out, and `lines` beside the hovered one."""
    look = theme.current()
    per_week = area.width() / weeks
    if marks.marked:
        x = round(area.left() + per_week * marks.marked) + 0.5
        painter.setPen(QPen(look.accent, 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
    for week, alpha in ((marks.selected, 70), (marks.hovered, 45)):
        if week is not None:
            tint = QColor(look.accent)
            tint.setAlpha(alpha)
            left = area.left() + per_week * week
            painter.fillRect(QRectF(left, area.top(), per_week, area.height()), tint)
    if marks.hovered is not None:
        x = area.left() + per_week * (marks.hovered + 0.5)
        _draw_figures(painter, whole, x, lines)


def _draw_figures(painter: QPainter, whole: QRectF, x: float, lines: tuple[str, ...]) -> None:
    """A small box beside `x`, on the side that has room."""
    look, metrics = theme.current(), painter.fontMetrics()
    width = max(metrics.horizontalAdvance(line) for line in lines) + 12.0
    height = metrics.lineSpacing() * len(lines) + 6.0
    left = x + 8 if x < whole.center().x() else x - 8 - width
    left = min(max(left, 2.0), max(2.0, whole.width() - width - 2))
    box = QRectF(left, 4.0, width, height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.line, 1))
    painter.setBrush(look.card)
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(look.text)
    for number, line in enumerate(lines):
        base = box.top() + 3 + metrics.ascent() + number * metrics.lineSpacing()
        painter.drawText(QPointF(box.left() + 6, base), line)
