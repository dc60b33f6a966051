"""The chosen assumption in full: the difference between the options at every value tried.

The tornado tells how far a difference moves; this tells how, and so how much to trust a flip: one
crossing of a slope is another matter than a flicker around level.
"""

from __future__ import annotations

from itertools import pairwise
from math import isfinite

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from teamtide.advise.hinges import Hinge, Search
from teamtide.capacity.assumptions import BY_KEY
from teamtide.ui import theme
from teamtide.ui.assumptions.words import value_text
from teamtide.ui.hinges import words
from teamtide.ui.hinges.scale import Scale

_LEFT, _RIGHT, _TOP, _BOTTOM = 84.0, 24.0, 30.0, 24.0


class HingeCurve(QWidget):
    """Difference over one assumption's range."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Nothing to show yet."""
        super().__init__(parent)
        self._search: Search | None = None
        self._hinge: Hinge | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Difference over the range of the chosen assumption")

    def sizeHint(self) -> QSize:
        """Low and wide."""
        return QSize(600, 170)

    def show_hinge(self, search: Search | None, hinge: Hinge | None) -> None:
        """Show one assumption of a search."""
        self._search, self._hinge = search, hinge
        if search is not None and hinge is not None:
            self.setAccessibleDescription(words.flips_text(hinge, search))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Axes, the curve, the plan's value, the flips."""
        painter = QPainter(self)
        now = theme.current()
        painter.fillRect(self.rect(), now.card)
        if self._search is None or self._hinge is None or len(self._hinge.values) < 2:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hinge, search = self._hinge, self._search
        place = QRectF(self.rect()).adjusted(_LEFT, _TOP, -_RIGHT, -_BOTTOM)
        scale = Scale.over(hinge.gaps)
        first, last = hinge.values[0], hinge.values[-1]

        def at(value: float, gap: float) -> QPointF:
            x = place.left() + (value - first) / (last - first) * place.width()
            return QPointF(x, place.bottom() - scale.x(gap, 0.0, place.height()))

        self._head(painter, hinge, search)
        for tick in scale.ticks(3):
            self._tick(painter, place, at(first, tick).y(), words.tick_text(search.measure, tick))
        self._feet(painter, place, hinge)
        painter.setPen(QPen(now.muted, 1.0, Qt.PenStyle.DashLine))
        here = at(hinge.current, 0.0).x()
        painter.drawLine(QPointF(here, place.top()), QPointF(here, place.bottom()))
        points = [at(v, g) for v, g in zip(hinge.values, hinge.gaps, strict=True)]
        painter.setPen(QPen(now.accent, 1.6))
        for (a, from_gap), (b, to_gap) in pairwise(zip(points, hinge.gaps, strict=True)):
            if isfinite(from_gap) and isfinite(to_gap):
                painter.drawLine(a, b)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(now.accent)
        for point, gap in zip(points, hinge.gaps, strict=True):
            if isfinite(gap):
                painter.drawEllipse(point, 2.2, 2.2)
            else:
                way = -1.0 if gap > 0 else 1.0
                painter.drawPolygon(_arrow(point.x(), point.y(), way))
        painter.setPen(QPen(now.card, 1.5))
        painter.setBrush(now.bad)
        for flip in hinge.flips:
            spot = at(flip.value, 0.0)
            painter.drawPolygon(_diamond(spot.x(), spot.y()))

    def _head(self, painter: QPainter, hinge: Hinge, search: Search) -> None:
        """The assumption, and who wins above and below the line."""
        now, label = theme.current(), BY_KEY[hinge.setting].label
        font = theme.ui_font()
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(now.text)
        painter.drawText(QPointF(10, 17), label)
        x = 10 + painter.fontMetrics().horizontalAdvance(label) + 18
        painter.setFont(theme.ui_font())
        painter.setPen(now.muted)
        told = f"↑ {search.names[1]} wins     ↓ {search.names[0]} wins"
        room = max(0, int(self.width() - x - _RIGHT))
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(told, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QPointF(x, 17), shown)

    def _tick(self, painter: QPainter, place: QRectF, y: float, told: str) -> None:
        now, level = theme.current(), told == words.tick_text("overload", 0.0)
        painter.setFont(_small())
        metrics = painter.fontMetrics()
        painter.setPen(QPen(now.text if level else now.line, 1.0))
        painter.drawLine(QPointF(place.left(), y), QPointF(place.right(), y))
        painter.setPen(now.muted)
        x = place.left() - 8 - metrics.horizontalAdvance(told)
        painter.drawText(QPointF(x, y + metrics.ascent() / 2 - 1), told)

    def _feet(self, painter: QPainter, place: QRectF, hinge: Hinge) -> None:
        """The range, and where the plan is in it."""
        about = BY_KEY[hinge.setting]
        painter.setFont(_small())
        painter.setPen(theme.current().muted)
        metrics = painter.fontMetrics()
        first, last = hinge.values[0], hinge.values[-1]
        taken: list[tuple[float, float]] = []
        for value in (hinge.current, first, last):
            told = value_text(about, value)
            if value == hinge.current:
                told = f"{told} in the plan"
            x = place.left() + (value - first) / (last - first) * place.width()
            wide = metrics.horizontalAdvance(told)
            left = min(max(x - wide / 2, place.left()), place.right() + 16 - wide)
            if all(left + wide + 8 < a or left > b + 8 for a, b in taken):
                painter.drawText(QPointF(left, place.bottom() + 17), told)
                taken.append((left, left + wide))


def _small() -> QFont:
    font = theme.ui_font()
    font.setPointSizeF(font.pointSizeF() * 0.85)
    return font


def _arrow(x: float, y: float, way: float) -> QPolygonF:
    return QPolygonF(
        [QPointF(x, y + 3 * way), QPointF(x - 4, y - 4 * way), QPointF(x + 4, y - 4 * way)]
    )


def _diamond(x: float, y: float, size: float = 5.5) -> QPolygonF:
    return QPolygonF(
        [QPointF(x, y - size), QPointF(x + size, y), QPointF(x, y + size), QPointF(x - size, y)]
    )
