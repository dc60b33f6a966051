"""Stacked areas by week, drawn from the tallest to the lowest.

Opaque, so that each hides the foot of the one behind it, and drawn as whole polygons in pixels:
half the time that one curve item per layer takes.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF


class Areas(pg.GraphicsObject):
    """Steps of one week each, one layer upon the other."""

    def __init__(self) -> None:
        """Nothing stacked."""
        super().__init__()
        self._edges: NDArray[np.float64] = np.zeros((0, 0))
        self._layers: list[tuple[QPolygonF, QColor, QColor]] = []

    @property
    def edges(self) -> NDArray[np.float64]:
        """(layers, W) upper edges, from the bottom."""
        return self._edges

    def set_stack(self, stack: NDArray[np.float64], colours: list[tuple[QColor, QColor]]) -> None:
        """Draw another stack, (layers, W); `colours` are (edge, area) by layer."""
        self.prepareGeometryChange()
        self._edges = np.cumsum(stack, axis=0)
        weeks = stack.shape[1]
        x = np.repeat(np.arange(weeks + 1, dtype=np.float64), 2)
        self._layers = []
        for edge, amounts, (line, area) in zip(self._edges, stack, colours, strict=True):
            if amounts.any():
                y = np.zeros(2 * weeks + 2)
                y[1:-1] = np.repeat(edge, 2)
                self._layers.append((pg.functions.arrayToQPolygonF(x, y), line, area))
        self._layers.reverse()
        self.update()

    def boundingRect(self) -> QRectF:
        """All weeks, from nothing to the top."""
        top = float(self._edges[-1].max(initial=0.0)) if len(self._edges) else 0.0
        return QRectF(0, 0, self._edges.shape[1], top)

    def paint(self, painter: QPainter, option: Any, widget: Any = None) -> None:
        """One polygon a layer."""
        to_pixels = painter.transform()
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for polygon, line, area in self._layers:
            painter.setPen(QPen(line, 0))
            painter.setBrush(area)
            painter.drawPolygon(to_pixels.map(polygon))
        painter.restore()
