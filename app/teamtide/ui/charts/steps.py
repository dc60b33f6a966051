"""A line of weekly steps.

A staircase has only level and upright pieces, so two thin lines a pixel apart look like one of
double width; the painter draws those many times faster than it strokes a wide line.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from pyqtgraph.functions import arrayToQPolygonF
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF, QTransform


class Steps:
    """One value a week, drawn level from the start of its week to the end."""

    def __init__(
        self,
        values: NDArray[np.float64],
        colour: QColor,
        *,
        thin: bool = False,
        dashed: bool = False,
        dotted: bool = False,
    ) -> None:
        """A line of (W,) values; `x` are the W + 1 edges of its weeks."""
        self.x, self.y = np.arange(len(values) + 1, dtype=np.float64), values
        edges = np.repeat(self.x, 2)[1:-1]
        self._line: QPolygonF = arrayToQPolygonF(edges, np.repeat(values, 2))
        style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
        self._pen = QPen(colour, 0, style)
        if dotted:
            self._pen.setDashPattern([2.0, 2.0])
        self._thin = thin

    def paint(self, painter: QPainter, to_pixels: QTransform) -> None:
        """Once, or twice a pixel apart."""
        line = to_pixels.map(self._line)
        painter.setPen(self._pen)
        painter.drawPolyline(line)
        if not self._thin:
            line.translate(1.0, 1.0)
            painter.drawPolyline(line)
