"""A chart of one plan's weeks: stacked areas, lines over them, and a crosshair.

Every item is made once and given new arrays; the ranges are set by hand and only when they
change. Weekly figures are steps, so nothing needs smoothing and one click means one week.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from teamtide.ui import theme
from teamtide.ui.charts.curves import DRAWINGS, Curves, Frame
from teamtide.ui.charts.data import ChartData, PreviewLines, figures, summary
from teamtide.ui.charts.hatch import Band
from teamtide.ui.charts.overlay import (
    SIDE,
    Marks,
    draw_empty,
    draw_focus,
    draw_ground,
    draw_labels,
    draw_marks,
    draw_updating,
)
from teamtide.ui.charts.words import Words

TELL_AFTER = 250


class WeekChart(pg.GraphicsView):
    """Demand stacked by week under a line of capacity.

    Signals:
        week_clicked: The week that was clicked or chosen with Space.
        opened: A double click, or Enter.
    """

    week_clicked = Signal(object)
    opened = Signal()
    left_below = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        """An empty chart that writes its figures with `words`."""
        self._ready = False
        super().__init__(parent, background=None)
        self._words = words
        self._data: ChartData | None = None
        self._preview: PreviewLines | None = None
        self._marked: int | None = None
        self._selected: int | None = None
        self._hovered: int | None = None
        self._seen = False
        self._updating = False
        self._backdrops: dict[object, QPixmap] = {}
        self._ground = "column"
        self.empty_text = "No work yet"
        self._tell = QTimer(self)
        self._tell.setSingleShot(True)
        self._tell.timeout.connect(self._describe)
        self.setAcceptDrops(False)
        self.viewport().setAcceptDrops(False)
        # Updates are asked for here: scenes ask late, when another chart has had all painted.
        self.setViewportUpdateMode(self.ViewportUpdateMode.NoViewportUpdate)
        self.setCacheMode(self.CacheModeFlag.CacheNone)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._curves = Curves()
        self._box: pg.ViewBox | None = None
        self._size = QSize()
        self._ready = True

    # --- what it shows --------------------------------------------------------------------

    @property
    def data(self) -> ChartData | None:
        """What is drawn now."""
        return self._data

    def set_data(self, data: ChartData | None) -> None:
        """Draw other figures; nothing is drawn again where they are the same."""
        if data == self._data and (data is None) == (self._data is None):
            return
        self._data = data
        self._draw()
        # Told in words once the eye has been served.
        self._tell.start(TELL_AFTER)

    def _describe(self) -> None:
        data = self._data
        self.setAccessibleDescription("" if data is None else summary(data, self._words))

    def foresee(self, data: ChartData) -> None:
        """Make ready figures that may soon be drawn."""
        self._backdrop(data, self._curves.foresee(data))

    def set_preview(self, preview: PreviewLines | None) -> None:
        """Draw what capacity and demand would be, dashed, or no longer."""
        if preview is None and self._preview is None:
            return
        self._preview = preview
        self._curves.show_preview(preview)
        self._fit()
        self.viewport().update()

    @property
    def updating(self) -> bool:
        """Whether it says that what is drawn is being worked out anew."""
        return self._updating

    def set_updating(self, updating: bool) -> None:
        """Say that what is drawn is being worked out anew, or no longer."""
        if updating != self._updating:
            self._updating = updating
            self.viewport().update()

    def set_least_top(self, top: float) -> None:
        """Let the axis reach at least so high, so that charts side by side share one."""
        if top != self._curves.least_top:
            self._curves.least_top = top
            self._draw()

    def set_marked(self, week: int | None) -> None:
        """Mark the week from which a drag takes effect."""
        if week != self._marked:
            self._marked = week
            self.viewport().update()

    def set_selected(self, week: int | None) -> None:
        """Show a week as the one being looked at."""
        if week != self._selected:
            self._selected = week
            self.viewport().update()

    def set_ground(self, name: str) -> None:
        """The theme colour the chart's rounded card lies on."""
        if name != self._ground:
            self._ground = name
            self.viewport().update()

    @property
    def crosshair(self) -> tuple[str, ...]:
        """The lines the crosshair shows now."""
        if self._data is None or self._hovered is None:
            return ()
        return self.lines_at(self._data, self._hovered)

    def lines_at(self, data: ChartData, week: int) -> tuple[str, ...]:
        """What the crosshair says of a week."""
        return figures(data, week, self._words)

    def drawn(self, name: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The x and y arrays of a line: capacity, ghost, would_capacity, would_demand."""
        line = self._curves.line(name)
        assert line is not None
        return line.x, line.y

    def shows(self, name: str) -> bool:
        """Whether a line is drawn at all."""
        return self._curves.line(name) is not None

    def hatched(self) -> Band:
        """(lower, upper, gap) of what is hatched, by week."""
        assert self._curves.drawing is not None
        return self._curves.drawing.hatch.band

    def drawn_band(self) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
        """(W,) lower and upper edge of the band, or None."""
        ribbon = None if self._curves.drawing is None else self._curves.drawing.ribbon
        return None if ribbon is None else ribbon.edges

    def drawn_stack(self) -> NDArray[np.float64]:
        """(layers, W) the upper edges of the areas, from the bottom."""
        assert self._curves.drawing is not None
        return self._curves.drawing.areas.edges

    # --- drawing --------------------------------------------------------------------------

    def _draw(self) -> None:
        self._curves.show_figures(self._data, self._preview)
        self._fit()
        self.viewport().update()

    def _margin(self) -> float:
        return QFontMetricsF(self._small_font()).height() + 3

    def _small_font(self) -> Any:
        font = self.font()
        font.setPointSizeF(max(6.5, font.pointSizeF() * 0.82))
        return font

    def _fit(self) -> None:
        """Place the curves so that the weeks fill the plot area within the margins."""
        if self._data is None or not self._seen:
            return
        area = self._plot_area()
        if area.width() < 1 or area.height() < 1:
            return
        size = self.viewport().size()
        self._curves.place(Frame(size, self.viewport().devicePixelRatio(), area, self._curves.top))
        if size != self._size:
            self._size = size
            box = self._view_box()
            box.setRange(xRange=(0, size.width()), yRange=(0, size.height()), padding=0)
            # Now, or the box would do it while it is painted, and be painted twice.
            box.prepareForPaint()

    def _view_box(self) -> pg.ViewBox:
        """What the curves lie in, made when the chart is first seen: far columns may never be."""
        box = self._box
        if box is None:
            box = self._box = pg.ViewBox(enableMouse=False, enableMenu=False, border=None)
            box.disableAutoRange()
            box.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
            self.setCentralItem(box)
            box.addItem(self._curves, ignoreBounds=True)
        return box

    def _plot_area(self) -> QRectF:
        margin, size = self._margin(), self.viewport().size()
        return QRectF(
            SIDE, margin, max(0.0, size.width() - 2 * SIDE), max(0.0, size.height() - 2 * margin)
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Lay the curves out if they have never been seen, and paint them."""
        if not self._seen:
            self._seen = True
            self._fit()
        super().paintEvent(event)

    def drawBackground(self, painter: QPainter, rect: QRectF) -> None:
        """The rounded card, its thin lines and labels: painted once and kept while they last."""
        painter.save()
        painter.resetTransform()
        painter.drawPixmap(0, 0, self._backdrop(self._data, self._curves.top))
        painter.restore()

    def _backdrop(self, data: ChartData | None, top: float) -> QPixmap:
        """What lies behind curves that reach so high, with the ends of a plan below."""
        look, size = theme.current(), self.viewport().size()
        ratio = self.viewport().devicePixelRatio()
        said = None if data is None or data.empty else (data.start, data.weeks, top)
        key = (size.toTuple(), ratio, look.name, self._ground, said, self.font().key())
        picture = self._backdrops.get(key)
        if picture is None:
            if len(self._backdrops) >= DRAWINGS:
                self._backdrops.clear()
            picture = self._backdrops[key] = QPixmap(size * ratio)
            picture.setDevicePixelRatio(ratio)
            whole, brush = QRectF(self.viewport().rect()), QPainter(picture)
            area = None if said is None else self._plot_area()
            draw_ground(brush, whole, area, getattr(look, self._ground))
            if data is not None and said is not None:
                brush.setFont(self._small_font())
                draw_labels(brush, whole, data, top, self._words)
            brush.end()
        return picture

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:
        """Markers and the crosshair, in pixels."""
        whole, data = QRectF(self.viewport().rect()), self._data
        painter.save()
        painter.resetTransform()
        painter.setFont(self._small_font())
        if data is None or data.empty:
            draw_empty(painter, whole, self.empty_text)
        else:
            marks = Marks(self._marked, self._selected, self._hovered)
            draw_marks(painter, whole, self._plot_area(), data.weeks, marks, self.crosshair)
            if self._updating:
                draw_updating(painter, whole)
        if self.hasFocus():
            draw_focus(painter, whole)
        painter.restore()

    # --- pointer and keys -----------------------------------------------------------------

    def week_at(self, x: float) -> int | None:
        """The week at a horizontal position in the viewport."""
        if self._data is None:
            return None
        area = self._plot_area()
        if not area.left() - SIDE <= x <= area.right() + SIDE or area.width() < 1:
            return None
        week = int((x - area.left()) / area.width() * self._data.weeks)
        return min(max(week, 0), self._data.weeks - 1)

    def hover(self, week: int | None) -> None:
        """Put the crosshair on a week, or take it away."""
        if week != self._hovered:
            self._hovered = week
            self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Let the crosshair follow."""
        self.hover(self.week_at(event.position().x()))

    def leaveEvent(self, event: QEvent) -> None:
        """Take the crosshair away."""
        self.hover(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a week."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        week = self.week_at(event.position().x())
        if event.button() == Qt.MouseButton.LeftButton and week is not None:
            self.week_clicked.emit(week)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the curve as a picture."""
        from teamtide.ui.pictures.menu import open_menu

        open_menu(self, event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Nothing: the press was it."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ask for the chart at large."""
        self.opened.emit()

    def wheelEvent(self, event: Any) -> None:
        """Leave the wheel to the board."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk the weeks, Space chooses one, Enter opens the chart."""
        keys, weeks = Qt.Key, 0 if self._data is None else self._data.weeks
        at = self._hovered if self._hovered is not None else self._selected
        at = -1 if at is None else at
        key = event.key()
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if key in (keys.Key_Return, keys.Key_Enter, keys.Key_F2):
            self.opened.emit()
        elif weeks and plain and key == keys.Key_Right:
            self.hover(min(weeks - 1, at + 1))
        elif weeks and plain and key == keys.Key_Left:
            self.hover(max(0, at - 1))
        elif weeks and key == keys.Key_Home:
            self.hover(0)
        elif weeks and key == keys.Key_End:
            self.hover(weeks - 1)
        elif key == keys.Key_Space and self._hovered is not None:
            self.week_clicked.emit(self._hovered)
        elif key == keys.Key_Down:
            self.left_below.emit()
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keys go here."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take crosshair and focus ring away."""
        super().focusOutEvent(event)
        self._hovered = None
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the weeks filling the width."""
        super().resizeEvent(event)
        if self._ready and not self.closed:
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Draw in the new colours when the theme changes."""
        super().changeEvent(event)
        # The base class sets its palette while it is being made, and clears its scene in close().
        # An exception here would not be reported: it brings PySide down (measured, 6.11.3).
        if (
            self._ready
            and not self.closed
            and event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange)
        ):
            self._draw()
