"""Stacked areas by week, drawn from the tallest to the lowest.

Opaque, so that each hides the foot of the one behind it, and drawn as whole polygons in pixels:
half the time that one curve item per layer takes.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from pyqtgraph.functions import arrayToQPolygonF
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF, QTransform


class Areas:
    """Steps of one week each, one layer upon the other."""

    def __init__(self, stack: NDArray[np.float64], colours: list[tuple[QColor, QColor]]) -> None:
        """A stack, (layers, W); `colours` are (edge, area) by layer."""
        self.edges: NDArray[np.float64] = np.cumsum(stack, axis=0)
        weeks = stack.shape[1]
        x = np.repeat(np.arange(weeks + 1, dtype=np.float64), 2)
        self._layers: list[tuple[QPolygonF, QColor, QColor]] = []
        for edge, amounts, (line, area) in zip(self.edges, stack, colours, strict=True):
            if amounts.any():
                y = np.zeros(2 * weeks + 2)
                y[1:-1] = np.repeat(edge, 2)
                self._layers.append((arrayToQPolygonF(x, y), line, area))
        self._layers.reverse()

    def paint(self, painter: QPainter, to_pixels: QTransform) -> None:
        """Each layer twice, a pixel apart: what is left of the first is the line along its top."""
        painter.setPen(Qt.PenStyle.NoPen)
        for polygon, line, area in self._layers:
            placed = to_pixels.map(polygon)
            painter.setBrush(line)
            painter.drawPolygon(placed)
            placed.translate(0.0, 1.0)
            painter.setBrush(area)
            painter.drawPolygon(placed)
