"""Hatching of work that finds nobody, between two curves.

Steep lines where the team as a whole is short; crossed lines where it is not, and only a skill is
missing. Drawn in pixels, because Qt stretches hatching with the view.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QTransform

from teamtide.ui.charts.data import NONE

Band = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]
_STYLES = (Qt.BrushStyle.BDiagPattern, Qt.BrushStyle.DiagCrossPattern)


class Hatch:
    """Hatched steps from a lower to an upper edge; where `gap` is set, crossed."""

    def __init__(self, band: Band, colour: QColor, ground: QColor) -> None:
        """A band, (lower, upper, gap) by week, hatched in `colour` on a wash of `ground`."""
        self.band = band
        self._paths = _paths_of(band)
        self._colour = colour
        self._wash = QColor(ground)
        self._wash.setAlpha(110)

    def paint(self, painter: QPainter, to_pixels: QTransform) -> None:
        """A rectangle for every week that has something unmet."""
        for path, style in zip(self._paths, _STYLES, strict=True):
            if not path.isEmpty():
                placed = to_pixels.map(path)
                painter.fillPath(placed, self._wash)
                painter.fillPath(placed, QBrush(self._colour, style))


def _paths_of(band: Band) -> tuple[QPainterPath, QPainterPath]:
    """The weeks with something unmet: where the team is short, where a skill is."""
    lower, upper, gap = band
    found = (QPainterPath(), QPainterPath())
    weeks = np.flatnonzero(upper - lower > NONE)
    rows = (weeks, lower[weeks], upper[weeks], gap[weeks])
    for week, low, high, crossed in zip(*(row.tolist() for row in rows), strict=True):
        found[crossed].addRect(week, low, 1.0, high - low)
    return found
