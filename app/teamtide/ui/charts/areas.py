"""Stacked areas by week, drawn from the tallest to the lowest.

Opaque, so that each hides the foot of the one behind it, and drawn as whole polygons in pixels:
half the time that one curve item per layer takes.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

Outlines = tuple[NDArray[np.float64], NDArray[np.float64], list[QPolygonF | None]]
"""A stack, its upper edges, and the polygon of each layer that has anything."""


def outlines(stack: NDArray[np.float64]) -> Outlines:
    """What drawing a stack, (layers, W), takes."""
    edges, weeks = np.cumsum(stack, axis=0), stack.shape[1]
    x = np.repeat(np.arange(weeks + 1, dtype=np.float64), 2)
    polygons: list[QPolygonF | None] = []
    for edge, amounts in zip(edges, stack, strict=True):
        polygon = None
        if amounts.any():
            y = np.zeros(2 * weeks + 2)
            y[1:-1] = np.repeat(edge, 2)
            polygon = pg.functions.arrayToQPolygonF(x, y)
        polygons.append(polygon)
    return stack, edges, polygons


class Areas(pg.GraphicsObject):
    """Steps of one week each, one layer upon the other."""

    def __init__(self) -> None:
        """Nothing stacked."""
        super().__init__()
        self._edges: NDArray[np.float64] = np.zeros((0, 0))
        self._layers: list[tuple[QPolygonF, QColor, QColor]] = []
        self._ready: Outlines | None = None

    @property
    def edges(self) -> NDArray[np.float64]:
        """(layers, W) upper edges, from the bottom."""
        return self._edges

    def set_stack(self, stack: NDArray[np.float64], colours: list[tuple[QColor, QColor]]) -> None:
        """Draw another stack, (layers, W); `colours` are (edge, area) by layer."""
        self.prepareGeometryChange()
        ready = self._ready if self._ready is not None and self._ready[0] is stack else None
        _, self._edges, polygons = ready or outlines(stack)
        self._layers = [
            (polygon, *pair)
            for polygon, pair in zip(reversed(polygons), reversed(colours), strict=True)
            if polygon is not None
        ]
        self._ready = None
        self.update()

    def foresee(self, stack: NDArray[np.float64]) -> None:
        """Make ready a stack that may soon be drawn."""
        self._ready = outlines(stack)

    def boundingRect(self) -> QRectF:
        """All weeks, from nothing to the top."""
        top = float(self._edges[-1].max(initial=0.0)) if len(self._edges) else 0.0
        return QRectF(0, 0, self._edges.shape[1], top)

    def paint(self, painter: QPainter, option: Any, widget: Any = None) -> None:
        """Each layer twice, a pixel apart: what is left of the first is the line along its top."""
        to_pixels = painter.transform()
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(Qt.PenStyle.NoPen)
        for polygon, line, area in self._layers:
            placed = to_pixels.map(polygon)
            painter.setBrush(line)
            painter.drawPolygon(placed)
            placed.translate(0.0, 1.0)
            painter.setBrush(area)
            painter.drawPolygon(placed)
        painter.restore()
