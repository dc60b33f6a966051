"""The columns side by side: equal widths that fill the board, and scrolling when they can't."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QWidget

from teamtide.ui import theme
from teamtide.ui.board.column import ColumnView

GAP = 9
LEAST = 172
LEAST_BENCH = 150
LEAST_HEIGHT = 280
"""Below it the board scrolls: no column has room for its parts."""
BENCH_PART = 0.66
ADD = 30
EDGE = 48
STEP = 18


class AddColumn(QAbstractButton):
    """A slim plus after the last column."""

    def __init__(self, parent: QWidget) -> None:
        """The button."""
        super().__init__(parent)
        self.setAccessibleName("Add a team")
        self.setToolTip("Add a team")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A dashed outline and a plus, with words where there are no columns."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        live = self.underMouse()
        edge = look.accent if live or self.hasFocus() else look.line
        painter.setPen(QPen(edge, 1.2, Qt.PenStyle.DashLine))
        painter.setBrush(look.accent_fill if live else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 7, 7)
        painter.setPen(look.accent_text if live else look.muted)
        wide = self.width() > 3 * ADD
        text = "No teams yet.\nAdd one, or import a spreadsheet." if wide else "+"
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), text)
        painter.end()


class Strip(QWidget):
    """Lays the columns out and scrolls them while something is dragged to an edge."""

    add_wanted = Signal()

    def __init__(self, area: QScrollArea) -> None:
        """An empty strip inside a scroll area."""
        super().__init__(area)
        self.views: tuple[ColumnView, ...] = ()
        self._area = area
        self._step = QPoint()
        self._timer = QTimer(self)
        self._timer.setInterval(30)
        self._timer.timeout.connect(self._scroll)
        self._add = AddColumn(self)
        self._add.clicked.connect(self.add_wanted)

    def set_views(self, views: tuple[ColumnView, ...]) -> None:
        """Have these columns, from the left."""
        self.views = views
        before: QWidget | None = None
        for view in views:
            view.show()
            for control in (view.header, view.chart, *view.lists):
                if control is not None:
                    if before is not None:
                        QWidget.setTabOrder(before, control)
                    before = control
        if before is not None:
            QWidget.setTabOrder(before, self._add)
        self.fit(self._area.viewport().width())

    def least_width(self) -> int:
        """The width below which the strip scrolls."""
        teams = max(0, len(self.views) - 1)
        return GAP + LEAST_BENCH + GAP + teams * (LEAST + GAP) + ADD + GAP

    def fit(self, width: int) -> None:
        """Take the width there is, or the least one."""
        self.setMinimumSize(self.least_width(), LEAST_HEIGHT)
        if width >= self.least_width():
            self.resize(width, self.height())
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        self._lay_out()

    def _lay_out(self) -> None:
        if not self.views:
            return
        teams = len(self.views) - 1
        height = self.height() - 2 * GAP
        room = self.width() - (teams + 3) * GAP - ADD
        bench = min(240, max(LEAST_BENCH, int(room * BENCH_PART / (teams + BENCH_PART))))
        x = GAP
        for number, view in enumerate(self.views):
            width = bench
            if number:
                # Whole pixels, so that the last column ends where the board does.
                left, rest = room - bench, max(1, teams)
                width = left * number // rest - left * (number - 1) // rest
            view.setGeometry(x, GAP, width, height)
            x += width + GAP
        self._add.setGeometry(x, GAP, ADD if teams else max(ADD, room - bench + ADD), height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground behind the columns."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.current().board)
        painter.end()

    # --- scrolling while dragging ---------------------------------------------------------

    def scroll_near_edge(self, area: QScrollArea, at: QPoint) -> None:
        """Scroll as long as the pointer is near an edge of the board."""
        shown = area.viewport().size()
        self._step = QPoint(_step(at.x(), shown.width()), _step(at.y(), shown.height()))
        if self._step.isNull():
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()

    def stop_scrolling(self) -> None:
        """The drag is over."""
        self._timer.stop()

    def _scroll(self) -> None:
        for bar, step in (
            (self._area.horizontalScrollBar(), self._step.x()),
            (self._area.verticalScrollBar(), self._step.y()),
        ):
            bar.setValue(bar.value() + step)


def _step(at: int, size: int) -> int:
    """How far to scroll with the pointer there, of so many pixels."""
    return -STEP if at < EDGE else STEP if at > size - EDGE else 0
