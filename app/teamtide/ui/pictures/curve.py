"""A team's curve as a picture that stands alone: title, axis, curves, and what the colours mean.

Painted in lines and areas only, so that an SVG stays one at any size; hatching is drawn line by
line, because patterns are what slides and viewers get wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF, QTransform

from teamtide.ui import theme
from teamtide.ui.charts.areas import Areas
from teamtide.ui.charts.curves import top
from teamtide.ui.charts.data import NONE, ChartData, Weeks, skill_gap
from teamtide.ui.charts.overlay import A_YEAR
from teamtide.ui.charts.ribbon import Ribbon
from teamtide.ui.charts.words import Words

SIZE = QSize(960, 420)
"""Of a picture at 1x."""
_PAD, _AXIS, _LEFT = 16.0, 24.0, 46.0
_STEP = 7.0
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
            y += _line(painter, text, QPointF(_PAD, y), inner, _font(pixels, bold=bold), colour)
    if data is None or data.empty:
        painter.setFont(_font(15))
        painter.setPen(look.muted)
        rest = QRectF(_PAD, y, inner, size.height() - y - _PAD)
        painter.drawText(rest, Qt.AlignmentFlag.AlignCenter, "No people and no work yet")
        return
    legend = list(_legend(data, picture))
    rows = _rows(legend, inner)
    under = 20.0 * len(rows) + 8.0
    area = QRectF(
        _PAD + _LEFT, y + 12, inner - _LEFT, size.height() - y - 12 - _AXIS - under - _PAD / 2
    )
    highest = top(data, None)
    _axes(painter, area, data, highest, picture.words)
    across, up = area.width() / data.weeks, area.height() / highest
    to_pixels = QTransform(across, 0, 0, -up, area.left(), area.bottom())
    _curves(painter, data, to_pixels)
    for number, row in enumerate(rows):
        _entries(painter, row, size.height() - under - _PAD / 2 + 20.0 * number)


def _font(pixels: int, *, bold: bool = False) -> QFont:
    font = theme.ui_font()
    font.setPixelSize(pixels)
    font.setBold(bold)
    return font


def _line(
    painter: QPainter, text: str, at: QPointF, width: float, font: QFont, colour: QColor
) -> float:
    """One line, cut where it does not fit; how high it is."""
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    painter.setPen(colour)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
    painter.drawText(QPointF(at.x(), at.y() + metrics.ascent()), shown)
    return metrics.height() + 2


def _axes(painter: QPainter, area: QRectF, data: ChartData, highest: float, words: Words) -> None:
    """Days a week on the left, some weeks below."""
    look = theme.current()
    font = _font(12)
    metrics = QFontMetricsF(font)
    painter.setFont(font)
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


def _curves(painter: QPainter, data: ChartData, to_pixels: QTransform) -> None:
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
        lines = list(_strokes(place, rising=True))
        if gaps[week]:
            lines += _strokes(place, rising=False)
        if lines:
            painter.drawLines(lines)


def _strokes(place: QRectF, *, rising: bool) -> Iterator[QLineF]:
    """Slanting lines inside a rectangle, in step with those of its neighbours."""
    left, right, upper, lower = place.left(), place.right(), place.top(), place.bottom()
    first, last = (left + upper, right + lower) if rising else (left - lower, right - upper)
    at = np.ceil(first / _STEP) * _STEP
    while at < last:
        begin = max(left, at - lower if rising else at + upper)
        end = min(right, at - upper if rising else at + lower)
        if end > begin:
            yield QLineF(
                begin,
                at - begin if rising else begin - at,
                end,
                at - end if rising else end - at,
            )
        at += _STEP


# --- what it means --------------------------------------------------------------------------

Entry = tuple[str, QColor, str]
"""A sign (box, line, dash, dot, hatch, cross, band), its colour, and what it means."""


def _legend(data: ChartData, picture: CurvePicture) -> Iterator[Entry]:
    look = theme.current()
    for layer, days in zip(data.layers, data.stack, strict=True):
        if days.any():
            colour = look.kind(layer.kind) if layer.kind else look.series(layer.series)
            yield "box", colour, layer.label
    yield "line", look.text, "capacity"
    if data.settled is not None:
        yield "dot", look.muted, "once settled in"
    if data.ghost is not None:
        yield "dash", look.ghost, picture.ghost
    unmet, gaps = data.overload > NONE, skill_gap(data)
    if (unmet & ~gaps).any():
        yield "hatch", look.unmet, "left over" if data.carried else "finds nobody"
    if gaps.any():
        yield "cross", look.unmet, "skill missing"
    if data.band is not None:
        yield "band", look.text, "8 of 10 runs"


def _rows(entries: list[Entry], width: float) -> list[list[tuple[float, Entry]]]:
    """Entries with their left edges, in as many rows as they need."""
    metrics = QFontMetricsF(_font(13))
    rows: list[list[tuple[float, Entry]]] = [[]]
    x = _PAD
    for sign, colour, text in entries:
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width - 40)
        wide = metrics.horizontalAdvance(shown) + 38
        if x + wide > _PAD + width and rows[-1]:
            rows.append([])
            x = _PAD
        rows[-1].append((x, (sign, colour, shown)))
        x += wide
    return rows


def _entries(painter: QPainter, row: list[tuple[float, Entry]], y: float) -> None:
    font = _font(13)
    metrics = QFontMetricsF(font)
    for x, (sign, colour, text) in row:
        _sign(painter, sign, colour, QRectF(x, y + 2, 15, 12))
        painter.setFont(font)
        painter.setPen(theme.current().text)
        painter.drawText(QPointF(x + 21, y + metrics.ascent()), text)


def _sign(painter: QPainter, sign: str, colour: QColor, place: QRectF) -> None:
    if sign == "box":
        painter.fillRect(place.adjusted(2, 0, -2, 0), colour)
    elif sign == "band":
        wash = QColor(colour)
        wash.setAlpha(46)
        painter.fillRect(place, wash)
    elif sign in ("hatch", "cross"):
        painter.setPen(QPen(colour, 1))
        painter.drawLines(list(_strokes(place, rising=True)))
        if sign == "cross":
            painter.drawLines(list(_strokes(place, rising=False)))
    else:
        pen = QPen(colour, 2)
        styles = {"dash": Qt.PenStyle.DashLine, "dot": Qt.PenStyle.DotLine}
        pen.setStyle(styles.get(sign, Qt.PenStyle.SolidLine))
        painter.setPen(pen)
        middle = place.center().y()
        painter.drawLine(QPointF(place.left(), middle), QPointF(place.right(), middle))
