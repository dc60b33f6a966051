"""Hatching of work that finds nobody, between two curves.

Steep lines where the team as a whole is short; crossed lines where it is not, and only a skill is
missing. Drawn in pixels, because Qt stretches hatching with the view.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath

from teamtide.ui.charts.data import NONE

Band = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]


class Hatch(pg.GraphicsObject):
    """Hatched steps from `lower` to `upper`; where `gap` is set, crossed."""

    def __init__(self) -> None:
        """Nothing hatched."""
        super().__init__()
        self._band: Band | None = None
        self._paths = (QPainterPath(), QPainterPath())
        self._colour = QColor()
        self._ground = QColor()

    def set_band(
        self, band: Band | None, colour: QColor | None = None, ground: QColor | None = None
    ) -> None:
        """Hatch another band, (lower, upper, gap) by week, or none."""
        self.prepareGeometryChange()
        self._band = band
        self._colour = colour or self._colour
        self._ground = ground or self._ground
        self._paths = (QPainterPath(), QPainterPath()) if band is None else _paths_of(band)
        self.setVisible(not all(path.isEmpty() for path in self._paths))
        self.update()

    @property
    def band(self) -> Band | None:
        """What is hatched now."""
        return self._band

    def boundingRect(self) -> QRectF:
        """All weeks, from nothing to the top."""
        if self._band is None:
            return QRectF()
        upper = self._band[1]
        return QRectF(0, 0, len(upper), float(upper.max(initial=0.0)))

    def paint(self, painter: QPainter, option: Any, widget: Any = None) -> None:
        """A rectangle for every week that has something unmet."""
        if self._band is None:
            return
        to_pixels = painter.transform()
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        wash = QColor(self._ground)
        wash.setAlpha(110)
        styles = Qt.BrushStyle
        for path, style in zip(
            self._paths, (styles.BDiagPattern, styles.DiagCrossPattern), strict=True
        ):
            if path.isEmpty():
                continue
            placed = to_pixels.map(path)
            painter.fillPath(placed, wash)
            painter.fillPath(placed, QBrush(self._colour, style))
        painter.restore()


def _paths_of(band: Band) -> tuple[QPainterPath, QPainterPath]:
    """The weeks with something unmet: where the team is short, where a skill is."""
    lower, upper, gap = band
    found = (QPainterPath(), QPainterPath())
    weeks = np.flatnonzero(upper - lower > NONE)
    for week, low, high, crossed in zip(
        weeks.tolist(),
        lower[weeks].tolist(),
        upper[weeks].tolist(),
        gap[weeks].tolist(),
        strict=True,
    ):
        found[crossed].addRect(week, low, 1.0, high - low)
    return found
