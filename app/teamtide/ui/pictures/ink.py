"""Letters and lines of pictures: fonts in pixels, lines of text, slanting strokes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from teamtide.ui import theme

_STEP = 7.0


def font(pixels: int, bold: bool = False) -> QFont:
    """The window's font, so many pixels high."""
    made = theme.ui_font()
    made.setPixelSize(pixels)
    made.setBold(bold)
    return made


def line(
    painter: QPainter, text: str, at: QPointF, width: float, font: QFont, colour: QColor
) -> float:
    """One line, cut where it does not fit; how high it is."""
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    painter.setPen(colour)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
    painter.drawText(QPointF(at.x(), at.y() + metrics.ascent()), shown)
    return metrics.height() + 2


def strokes(place: QRectF, *, rising: bool) -> Iterator[QLineF]:
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
