"""The curves of a chart: what is, kept as a picture, and what would be, drawn over it.

Figures change once per change of the plan and are painted far more often: while something hovers,
when a crosshair moves, when a neighbour is repainted. So the areas, band, hatching and lines of a
chart are painted into a picture that is kept as long as they last, and the picture of figures that
will probably come can be made before they do. Only what hovers is drawn anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap, QTransform

from teamtide.ui import theme
from teamtide.ui.charts.areas import Areas
from teamtide.ui.charts.data import ChartData, PreviewLines, skill_gap, top_of
from teamtide.ui.charts.hatch import Hatch
from teamtide.ui.charts.ribbon import Ribbon
from teamtide.ui.charts.steps import Steps

ALIKE = 1e-6
DRAWINGS = 10
"""Drawings a chart keeps: what is shown, what hovers, and scenarios looked at lately."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a chart is painted: `area` in pixels of a viewport of `size`, at `ratio` pixels each;
    `top` is what the upper edge of the area stands for."""

    size: QSize
    ratio: float
    area: QRectF
    top: float

    def to_pixels(self, weeks: int) -> QTransform:
        """From weeks and days to pixels."""
        across, up = self.area.width() / weeks, self.area.height() / self.top
        return QTransform(across, 0, 0, -up, self.area.left(), self.area.bottom())


class Drawing:
    """Figures as what is painted of them."""

    def __init__(self, data: ChartData) -> None:
        """The drawing of `data`, in the colours of the theme."""
        look = theme.current()
        lines = [
            look.kind(layer.kind) if layer.kind else look.series(layer.series)
            for layer in data.layers
        ]
        self.data = data
        self.look = look.name
        self.areas = Areas(data.stack, [(colour, look.area(colour)) for colour in lines])
        self.ribbon = None if data.band is None else Ribbon(data.band, look.text)
        unmet = (data.demand - data.overload, data.demand, skill_gap(data))
        self.hatch = Hatch(unmet, look.unmet, look.card)
        self.lines: dict[str, Steps] = {}
        if data.ghost is not None:
            self.lines["ghost"] = Steps(data.ghost, look.ghost, thin=True, dashed=True)
        if data.settled is not None:
            self.lines["settled"] = Steps(data.settled, look.muted, dotted=True)
        if not data.empty:
            self.lines["capacity"] = Steps(data.capacity, look.text)
        self._picture: tuple[Frame, QPixmap] | None = None

    def picture(self, frame: Frame) -> QPixmap:
        """All of it, painted once for a frame."""
        if self._picture is None or self._picture[0] != frame:
            picture = QPixmap(frame.size * frame.ratio)
            picture.setDevicePixelRatio(frame.ratio)
            picture.fill(Qt.GlobalColor.transparent)
            painter, to_pixels = QPainter(picture), frame.to_pixels(self.data.weeks)
            for part in (self.areas, self.ribbon, self.hatch, *self.lines.values()):
                if part is not None:
                    part.paint(painter, to_pixels)
            painter.end()
            self._picture = (frame, picture)
        return self._picture[1]


class Curves(pg.GraphicsObject):
    """What a chart draws of its figures, and of those that a drop would give."""

    def __init__(self) -> None:
        """Nothing drawn."""
        super().__init__()
        self.drawing: Drawing | None = None
        self.would: dict[str, Steps] = {}
        self.top = 1.0
        self.least_top = 0.0
        self.frame: Frame | None = None
        self._kept: list[Drawing] = []

    def show_figures(self, data: ChartData | None, would: PreviewLines | None) -> None:
        """Draw other figures, and what they would be if what hovers were dropped."""
        self.drawing = None if data is None else self._drawing_of(data)
        self.show_preview(would)

    def _drawing_of(self, data: ChartData) -> Drawing:
        """The drawing of some figures, the one there is where they were drawn lately."""
        look = theme.current().name
        known = next((d for d in self._kept if d.data is data and d.look == look), None)
        if known is None:
            known = Drawing(data)
        else:
            self._kept.remove(known)
        self._kept = [known, *self._kept[: DRAWINGS - 1]]
        return known

    def foresee(self, data: ChartData) -> float:
        """Make ready figures that may soon be drawn; how high they would reach."""
        coming, high = self._drawing_of(data), max(self.least_top, top(data, None))
        if self.frame is not None:
            frame = self.frame
            coming.picture(Frame(frame.size, frame.ratio, frame.area, high))
        return high

    def show_preview(self, would: PreviewLines | None) -> None:
        """Draw what capacity and demand would be, dashed, or no longer."""
        look, self.would = theme.current(), {}
        data = None if self.drawing is None else self.drawing.data
        if data is not None:
            # A line that stays where it is would only be noise.
            if would is not None and not _alike(would.capacity, data.capacity):
                line = Steps(would.capacity, look.accent_text, dashed=True)
                self.would["would_capacity"] = line
            if would is not None and not _alike(would.demand, data.demand):
                self.would["would_demand"] = Steps(would.demand, look.accent, dashed=True)
            self.top = max(self.least_top, top(data, would))

    def line(self, name: str) -> Steps | None:
        """A line that is drawn: capacity, ghost, would_capacity, would_demand."""
        drawn = {} if self.drawing is None else self.drawing.lines
        return drawn.get(name) or self.would.get(name)

    def place(self, frame: Frame) -> None:
        """Be painted there from now on."""
        if self.frame is None or frame.size != self.frame.size:
            self.prepareGeometryChange()
        self.frame = frame

    def boundingRect(self) -> QRectF:
        """The whole viewport: what is painted knows its own way from weeks and days to pixels."""
        return QRectF() if self.frame is None else QRectF(QRect(QPoint(), self.frame.size))

    def paint(self, painter: QPainter, option: Any, widget: Any = None) -> None:
        """The picture of the figures, and the dashed lines over it."""
        if self.drawing is None or self.frame is None:
            return
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.drawPixmap(0, 0, self.drawing.picture(self.frame))
        to_pixels = self.frame.to_pixels(self.drawing.data.weeks)
        for line in self.would.values():
            line.paint(painter, to_pixels)
        painter.restore()


def top(data: ChartData, would: PreviewLines | None) -> float:
    """The upper end of the axis."""
    band = () if data.band is None else (data.band[1],)
    shown = () if would is None else (would.capacity, would.demand)
    return top_of(data.capacity, data.demand, data.ghost, data.settled, *band, *shown)


def _alike(one: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    return one is other or bool(np.abs(one - other).max(initial=0.0) <= ALIKE)
