"""How the timeline is painted: the axis, the *As of* handle, waves, and what can't be dragged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from teamtide.plan.waves import ENDS, STARTS
from teamtide.ui import theme
from teamtide.ui.charts.words import Words
from teamtide.ui.moves.axis import Axis
from teamtide.ui.moves.marks import SHIFT, WAVE, Mark

HEIGHT = 84
PILL = QRectF(0, 1, 0, 17)
WAVES = 33.0
RADIUS, LEAST_RADIUS = 10.5, 6.5
BASE = 53.0
BELOW = 60.0
LABELS = 82.0
_Flag = Qt.AlignmentFlag


@dataclass(frozen=True, slots=True)
class Scene:
    """What is painted.

    Args:
        axis: The weeks.
        marks: What stands on them.
        as_of: The day looked at.
        current: The mark that has the keyboard; None is the *As of* handle.
        focused: Whether the keyboard is here at all.
        offered: Where the current mark would go, or None.
        pays_back: The Monday of the week in which it pays back, or None.
    """

    axis: Axis
    marks: tuple[Mark, ...]
    as_of: date
    current: Mark | None
    focused: bool
    offered: date | None
    pays_back: date | None


def centre(axis: Axis, mark: Mark) -> QPointF:
    """Where a mark is painted."""
    return QPointF(axis.x(mark.day), WAVES if mark.kind == WAVE else BELOW)


def radius(axis: Axis, marks: tuple[Mark, ...]) -> float:
    """Of the discs: smaller where waves stand close together."""
    days = [mark.day for mark in marks if mark.kind == WAVE]
    gaps = (axis.x(later) - axis.x(day) for day, later in pairwise(days))
    gap = min(gaps, default=2 * RADIUS)
    return min(max(gap / 2, LEAST_RADIUS), RADIUS)


def pill(axis: Axis, as_of: date, words: Words, font: QFont) -> QRectF:
    """The handle of the *As of* date, kept inside the strip."""
    width = QFontMetricsF(font).horizontalAdvance(pill_text(as_of, words)) + 14
    left = axis.x(as_of) - width / 2
    left = min(max(left, axis.left - 8), axis.left + axis.width + 8 - width)
    return QRectF(left, PILL.top(), width, PILL.height())


def pill_text(as_of: date, words: Words) -> str:
    """What the handle says."""
    return f"As of {words.day(as_of)}"


def paint(painter: QPainter, scene: Scene, words: Words, font: QFont) -> None:
    """All of it."""
    look = theme.current()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    small = QFont(font)
    small.setPointSizeF(max(6.5, font.pointSizeF() * 0.82))
    painter.setFont(small)
    _axis(painter, scene.axis, words, look)
    handle = pill(scene.axis, scene.as_of, words, small)
    if scene.pays_back is not None:
        _pay_back(painter, scene.axis, scene.pays_back, handle, look)
    x = scene.axis.x(scene.as_of)
    painter.setPen(QPen(look.accent, 1.5))
    painter.drawLine(QPointF(x, handle.bottom()), QPointF(x, BASE + 4))
    for mark in scene.marks:
        if mark.kind != WAVE:
            _below(painter, scene, mark, look)
    for mark in scene.marks:
        if mark.kind == WAVE and mark is not scene.current:
            _wave(painter, scene, mark, look, small)
    if scene.current is not None and scene.current.kind == WAVE:
        _wave(painter, scene, scene.current, look, small)
    _handle(painter, scene, handle, words, look, small)


def _axis(painter: QPainter, axis: Axis, words: Words, look: theme.Theme) -> None:
    right = axis.left + axis.width
    painter.setPen(QPen(look.muted, 1))
    painter.drawLine(QPointF(axis.left, BASE), QPointF(right, BASE))
    metrics, free = QFontMetricsF(painter.font()), axis.left - 1
    per_week = axis.width / axis.weeks
    for week in range(axis.weeks + 1):
        x = axis.left + per_week * week
        painter.setPen(QPen(look.line, 1))
        if per_week >= 4:
            painter.drawLine(QPointF(x, BASE), QPointF(x, BASE + 3))
    day = axis.start
    while day <= axis.end:
        x = axis.x(day)
        text = words.month(day) if day == axis.start or day.month == 1 else words.month(day)[:3]
        if day == axis.start and per_week * 4 > metrics.horizontalAdvance(words.day(day)):
            text = words.day(day)
        width = metrics.horizontalAdvance(text)
        painter.setPen(QPen(look.muted, 1))
        painter.drawLine(QPointF(x, BASE), QPointF(x, BASE + 6))
        if x >= free and x + width <= right + 8:
            painter.drawText(QPointF(x, LABELS - 4), text)
            free = x + width + 10
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _handle(
    painter: QPainter,
    scene: Scene,
    handle: QRectF,
    words: Words,
    look: theme.Theme,
    font: QFont,
) -> None:
    painter.setFont(font)
    here = scene.focused and scene.current is None
    painter.setPen(QPen(look.accent, 2 if here else 1))
    painter.setBrush(look.accent_fill)
    painter.drawRoundedRect(handle, 8, 8)
    painter.setPen(look.accent_text)
    painter.drawText(handle, _Flag.AlignCenter, pill_text(scene.as_of, words))


def _wave(painter: QPainter, scene: Scene, mark: Mark, look: theme.Theme, font: QFont) -> None:
    at, size = centre(scene.axis, mark), radius(scene.axis, scene.marks)
    chosen = scene.focused and mark is scene.current
    offered = scene.offered if mark is scene.current else None
    painter.setPen(QPen(look.line, 1))
    painter.drawLine(QPointF(at.x(), at.y()), QPointF(at.x(), BASE))
    if offered is not None:
        to = QPointF(scene.axis.x(offered), at.y())
        painter.setPen(QPen(look.accent, 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawLine(at, to)
        painter.drawEllipse(at, size, size)
        at = to
    # A ring is Today's, a disc the option's own: shape tells them apart, too.
    painter.setBrush(look.accent if mark.own else look.card)
    painter.setPen(QPen(look.accent, 1.5))
    painter.drawEllipse(at, size, size)
    if chosen:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(look.text, 1.5))
        painter.drawEllipse(at, size + 3, size + 3)
    bold = QFont(font)
    bold.setWeight(QFont.Weight.DemiBold)
    painter.setFont(bold)
    painter.setPen(look.card if mark.own else look.accent_text)
    box = QRectF(at.x() - size - 4, at.y() - size, 2 * size + 8, 2 * size)
    painter.drawText(box, _Flag.AlignCenter, str(mark.count))
    painter.setFont(font)
    if mark.aside:
        painter.setPen(look.muted)
        painter.drawText(QPointF(at.x() + size + 4, at.y() + 4), mark.aside)


def _below(painter: QPainter, scene: Scene, mark: Mark, look: theme.Theme) -> None:
    """Starts point up, ends down, shifted projects are diamonds."""
    at = centre(scene.axis, mark)
    colour: QColor = look.text if mark.kind == SHIFT else look.muted
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(_sign(mark.kind, at))
    if scene.focused and mark is scene.current:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(look.accent, 1.5))
        painter.drawEllipse(at, 8, 8)


def _sign(kind: str, at: QPointF) -> QPolygonF:
    x, y = at.x(), at.y()
    if kind == STARTS:
        return QPolygonF([QPointF(x - 4, y + 3.5), QPointF(x + 4, y + 3.5), QPointF(x, y - 3.5)])
    if kind == ENDS:
        return QPolygonF([QPointF(x - 4, y - 3.5), QPointF(x + 4, y - 3.5), QPointF(x, y + 3.5)])
    corners = (QPointF(x, y - 4.5), QPointF(x + 4, y), QPointF(x, y + 4.5), QPointF(x - 4, y))
    return QPolygonF(list(corners))


def _pay_back(painter: QPainter, axis: Axis, day: date, handle: QRectF, look: theme.Theme) -> None:
    """A flag on the week in which it pays back, with words where the handle leaves room."""
    x, week = axis.x(day), axis.width / axis.weeks
    band = QColor(look.good)
    band.setAlpha(40)
    painter.fillRect(QRectF(x, PILL.bottom(), max(week, 3.0), BASE - PILL.bottom()), band)
    painter.setPen(QPen(look.good, 1.5))
    painter.drawLine(QPointF(x, PILL.top() + 2), QPointF(x, BASE))
    painter.setBrush(look.good)
    painter.setPen(Qt.PenStyle.NoPen)
    top = PILL.top() + 2
    painter.drawPolygon(QPolygonF([QPointF(x, top), QPointF(x + 10, top + 4), QPointF(x, top + 8)]))
    text = "pays back"
    width = QFontMetricsF(painter.font()).horizontalAdvance(text)
    for left in (x + 14, x - 6 - width):
        box = QRectF(left, PILL.top(), width + 2, PILL.height())
        inside = axis.left - 8 <= left and left + width <= axis.left + axis.width + 8
        if inside and not box.adjusted(-4, 0, 4, 0).intersects(handle):
            painter.setPen(look.good)
            painter.drawText(box, _Flag.AlignVCenter, text)
            break
