"""A team's curve as a picture that stands alone: title, axis, curves, and what the colours mean.

Painted in lines and areas only, so that an SVG stays one at any size; hatching is drawn line by
line, because patterns are what slides and viewers get wrong.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF, QTransform

from teamtide.ui import theme
from teamtide.ui.charts.areas import Areas
from teamtide.ui.charts.curves import top
from teamtide.ui.charts.data import NONE, ChartData, Weeks, skill_gap
from teamtide.ui.charts.overlay import A_YEAR
from teamtide.ui.charts.ribbon import Ribbon
from teamtide.ui.charts.words import Words
from teamtide.ui.pictures.ink import font, line, strokes
from teamtide.ui.pictures.legend import ROW, curve_entries, paint_rows, rows_of

SIZE = QSize(960, 420)
"""Of a picture at 1x."""
_PAD, _AXIS, _LEFT = 16.0, 24.0, 46.0
_LINES = 4


@dataclass(frozen=True, slots=True, eq=False)
class CurvePicture:
    """What a picture of a curve shows.

    Args:
        title: Whose curve it is.
        below: Of which scenario and plan, and whether projected; may be blank.
        data: The curves; None or empty says that there is nothing yet.
        words: Writes figures and dates.
        ghost: The name of the scenario drawn behind, where there is one.
    """

    title: str
    below: str
    data: ChartData | None
    words: Words
    ghost: str = "compared with"


def paint_curve(painter: QPainter, size: QSizeF, picture: CurvePicture) -> None:
    """Draw a picture into a rectangle of that size, in the colours of the theme."""
    look, data = theme.current(), picture.data
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(QRectF(QPointF(), size), look.card)
    inner = size.width() - 2 * _PAD
    y = _PAD
    for text, pixels, colour, bold in (
        (picture.title, 19, look.text, True),
        (picture.below, 13, look.muted, False),
    ):
        if text:
            y += line(painter, text, QPointF(_PAD, y), inner, font(pixels, bold=bold), colour)
    if data is None or data.empty:
        painter.setFont(font(15))
        painter.setPen(look.muted)
        rest = QRectF(_PAD, y, inner, size.height() - y - _PAD)
        painter.drawText(rest, Qt.AlignmentFlag.AlignCenter, "No people and no work yet")
        return
    rows = rows_of(curve_entries(data, picture.ghost), _PAD, inner)
    under = ROW * len(rows) + 8.0
    area = QRectF(
        _PAD + _LEFT, y + 12, inner - _LEFT, size.height() - y - 12 - _AXIS - under - _PAD / 2
    )
    highest = top(data, None)
    _axes(painter, area, data, highest, picture.words)
    across, up = area.width() / data.weeks, area.height() / highest
    to_pixels = QTransform(across, 0, 0, -up, area.left(), area.bottom())
    draw_curves(painter, data, to_pixels)
    paint_rows(painter, rows, size.height() - under - _PAD / 2)


def _axes(painter: QPainter, area: QRectF, data: ChartData, highest: float, words: Words) -> None:
    """Days a week on the left, some weeks below."""
    look = theme.current()
    letters = font(12)
    metrics = QFontMetricsF(letters)
    painter.setFont(letters)
    for number in range(_LINES + 1):
        y = area.bottom() - area.height() * number / _LINES
        painter.setPen(QPen(look.muted if number == 0 else look.line, 1))
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        text = words.number(highest * number / _LINES)
        text = f"{text} d/wk" if number == _LINES else text
        painter.setPen(look.muted)
        wide = metrics.horizontalAdvance(text)
        # The highest has its unit, and stands over its line where that is too wide.
        x, lift = area.left() - wide - 6, metrics.ascent() / 2 - 1
        if x < 2:
            x, lift = 4.0, metrics.ascent() / 2 - 1 - metrics.height() * 0.75
        painter.drawText(QPointF(x, y + lift), text)
    said = words.month if data.weeks > A_YEAR else words.day
    widest = metrics.horizontalAdvance(said(data.monday(data.weeks - 1))) + 26
    step = max(1, int(np.ceil(data.weeks * widest / max(1.0, area.width()))))
    for week in range(0, data.weeks, step):
        x = area.left() + area.width() * week / data.weeks
        painter.setPen(QPen(look.muted, 1))
        painter.drawLine(QPointF(x, area.bottom()), QPointF(x, area.bottom() + 4))
        text = said(data.monday(week))
        left = min(x + 3, area.right() - metrics.horizontalAdvance(text))
        painter.drawText(QPointF(left, area.bottom() + 4 + metrics.ascent()), text)


def draw_curves(painter: QPainter, data: ChartData, to_pixels: QTransform) -> None:
    """Areas, band, hatching and lines, in the colours of the theme; `to_pixels` is from weeks
    and days."""
    look = theme.current()
    colours = [
        (colour, look.area(colour))
        for colour in (
            look.kind(layer.kind) if layer.kind else look.series(layer.series)
            for layer in data.layers
        )
    ]
    Areas(data.stack, colours).paint(painter, to_pixels)
    if data.band is not None:
        Ribbon(data.band, look.text).paint(painter, to_pixels)
    _hatch(painter, data, to_pixels)
    for values, colour, style, wide in (
        (data.ghost, look.ghost, Qt.PenStyle.DashLine, 1.5),
        (data.settled, look.muted, Qt.PenStyle.DotLine, 1.5),
        (data.capacity, look.text, Qt.PenStyle.SolidLine, 2.0),
    ):
        if values is not None:
            pen = QPen(colour, wide, style, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.MiterJoin)
            painter.setPen(pen)
            painter.drawPolyline(to_pixels.map(_staircase(values)))


def _staircase(values: Weeks) -> QPolygonF:
    """(W,) values as level lines a week long, as wide as a pen: hairlines vanish in print."""
    points = []
    for week, value in enumerate(values.tolist()):
        points += [QPointF(week, value), QPointF(week + 1, value)]
    return QPolygonF(points)


def _hatch(painter: QPainter, data: ChartData, to_pixels: QTransform) -> None:
    """Lines over what finds nobody; crossed ones where only a skill is missing."""
    look = theme.current()
    wash = QColor(look.card)
    wash.setAlpha(110)
    gaps = skill_gap(data)
    for week in np.flatnonzero(data.overload > NONE).tolist():
        high = float(data.demand[week])
        low = high - float(data.overload[week])
        place = to_pixels.mapRect(QRectF(week, low, 1.0, high - low))
        painter.fillRect(place, wash)
        painter.setPen(QPen(look.unmet, 1))
        lines = list(strokes(place, rising=True))
        if gaps[week]:
            lines += strokes(place, rising=False)
        if lines:
            painter.drawLines(lines)
