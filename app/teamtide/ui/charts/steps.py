"""A line of weekly steps.

A staircase has only level and upright pieces, so two thin lines a pixel apart look like one of
double width; the painter draws those many times faster than it strokes a wide line.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF


class Steps(pg.GraphicsObject):
    """One value a week, drawn level from the start of its week to the end."""

    def __init__(self) -> None:
        """No line."""
        super().__init__()
        self.x: NDArray[np.float64] = np.zeros(0)
        self.y: NDArray[np.float64] = np.zeros(0)
        self._line = QPolygonF()
        self._pen = QPen()
        self._thin = False

    def set_values(
        self, values: NDArray[np.float64], colour: QColor, *, thin: bool, dashed: bool
    ) -> None:
        """Draw another line, (W,); `x` are the W + 1 edges of its weeks."""
        self.prepareGeometryChange()
        weeks = len(values)
        self.x, self.y = np.arange(weeks + 1, dtype=np.float64), values
        edges = np.repeat(self.x, 2)[1:-1]
        self._line = pg.functions.arrayToQPolygonF(edges, np.repeat(values, 2))
        self._pen = QPen(colour, 0, Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine)
        self._thin = thin
        self.update()

    def boundingRect(self) -> QRectF:
        """All weeks, from nothing to the top."""
        return QRectF(0, 0, len(self.y), float(self.y.max(initial=0.0)))

    def paint(self, painter: QPainter, option: Any, widget: Any = None) -> None:
        """Once, or twice a pixel apart."""
        line = painter.transform().map(self._line)
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(self._pen)
        painter.drawPolyline(line)
        if not self._thin:
            line.translate(1.0, 1.0)
            painter.drawPolyline(line)
        painter.restore()
