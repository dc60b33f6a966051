"""The band between two weekly figures: how sure a curve is.

A light wash with a thin line at either edge, so that what lies behind it stays readable.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from pyqtgraph.functions import arrayToQPolygonF
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF, QTransform

WASH = 46


class Ribbon:
    """From a lower to an upper edge, in steps of a week."""

    def __init__(
        self, edges: tuple[NDArray[np.float64], NDArray[np.float64]], colour: QColor
    ) -> None:
        """A band, (W,) lower and upper edge."""
        self.edges, self._colour = edges, colour
        x = np.repeat(np.arange(len(edges[0]) + 1, dtype=np.float64), 2)[1:-1]
        low, high = (arrayToQPolygonF(x, np.repeat(edge, 2)) for edge in edges)
        self._lines: tuple[QPolygonF, QPolygonF] = (low, high)

    def paint(self, painter: QPainter, to_pixels: QTransform) -> None:
        """The wash and its edges."""
        low, high = (to_pixels.map(line) for line in self._lines)
        wash = QColor(self._colour)
        wash.setAlpha(WASH)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(wash)
        painter.drawPolygon(QPolygonF([*high.toList(), *reversed(low.toList())]))
        painter.setPen(QPen(self._colour, 0, Qt.PenStyle.DotLine))
        painter.drawPolyline(low)
        painter.drawPolyline(high)
