"""Two small drawings: the shape of a chunk's effort, and a project's chunks in time.

The bars of the timeline can be dragged (the bar moves, its right end changes the length) and
moved with the arrow keys; both hand over a start and a length, and write nothing themselves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from teamtide.capacity.shapes import CONTOURS
from teamtide.plan.row_rules import BURST
from teamtide.ui import theme
from teamtide.ui.fields import texts


def heights_of(shape: str, weeks: float) -> list[float]:
    """The heights of a shape's steps, 0 to 1; a burst has one a week."""
    burst = BURST.fullmatch(shape)
    if burst is not None:
        period, busy = int(burst[1]), int(burst[2])
        count = max(1, min(52, round(weeks)))
        return [1.0 if number % period < busy else 0.1 for number in range(count)]
    return [height / 100 for height in CONTOURS.get(shape, CONTOURS["flat"])]


class ShapeDrawing(QWidget):
    """The outline of a shape in the colour of its kind of work."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Nothing drawn yet."""
        super().__init__(parent)
        self._heights: list[float] = []
        self._kind = ""
        self.setFixedHeight(44)
        self.setAccessibleName("Shape of the effort over time")

    def show_shape(self, shape: str, weeks: float, kind: str) -> None:
        """Draw another shape."""
        self._heights, self._kind = heights_of(shape, weeks), kind
        self.setAccessibleDescription(shape)
        self.setToolTip(f"{shape}: how the effort spreads over {texts.number_text(weeks)} weeks")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Steps as one filled outline."""
        now = theme.current()
        painter = QPainter(self)
        painter.setPen(QPen(now.line, 1))
        painter.setBrush(now.card)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        if not self._heights:
            return
        area = QRectF(self.rect()).adjusted(6, 6, -6, -5)
        step = area.width() / len(self._heights)
        points = [area.bottomLeft()]
        for number, height in enumerate(self._heights):
            top = area.bottom() - height * area.height()
            points.append(QPointF(area.left() + number * step, top))
            points.append(QPointF(area.left() + (number + 1) * step, top))
        points.append(area.bottomRight())
        colour = now.kind(self._kind)
        painter.setPen(QPen(colour, 1))
        painter.setBrush(now.area(colour))
        painter.drawPolygon(QPolygonF(points))


@dataclass(frozen=True, slots=True)
class Bar:
    """A chunk in time: `first` to `last`, both included; `done` is the part that is, `told` how."""

    key: int
    name: str
    kind: str
    first: date
    last: date
    weeks: float
    done: float = 0.0
    told: str = ""


_LINE = 20
_AXIS = 15
_EDGE = 6
_DONE = 3
"""Height of the strip along the foot of a bar that says how much is done."""


class Timeline(QWidget):
    """Chunks as bars over the weeks of the plan."""

    moved = Signal(object)
    """(key, first day, weeks) of a bar that was put elsewhere."""
    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """No bars yet."""
        super().__init__(parent)
        self._bars: list[Bar] = []
        self._start, self._weeks = date(2026, 1, 5), 26
        self._held: tuple[int, str, float] | None = None
        self._ghost: Bar | None = None
        self._current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("Chunks in time")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: list[Bar], start: date, weeks: int) -> None:
        """Show other bars."""
        if (bars, start, weeks) == (self._bars, self._start, self._weeks):
            return
        self._bars, self._start, self._weeks = bars, start, max(1, weeks)
        self._current = min(self._current, max(0, len(bars) - 1))
        self.setFixedHeight(self.sizeHint().height())
        self._describe()
        self.update()

    def sizeHint(self) -> QSize:
        """A line a bar, and an axis."""
        return QSize(220, len(self._bars) * _LINE + _AXIS + 4)

    def bar_rect(self, number: int) -> QRectF:
        """Where the bar of that number is drawn."""
        bar = self._bars[number]
        if self._ghost is not None and self._ghost.key == bar.key:
            bar = self._ghost
        left, right = self._x(bar.first), self._x(bar.last + timedelta(days=1))
        return QRectF(left, number * _LINE + 2, max(4.0, right - left), _LINE - 4)

    def _x(self, day: date) -> float:
        part = (day - self._start).days / (7 * self._weeks)
        return 1 + min(max(part, 0.0), 1.0) * (self.width() - 2)

    @property
    def _week_width(self) -> float:
        return (self.width() - 2) / self._weeks

    # --- painting -------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Months, bars, names."""
        now = theme.current()
        painter = QPainter(self)
        small = painter.font()
        small.setPointSizeF(small.pointSizeF() * 0.82)
        painter.setFont(small)
        self._paint_axis(painter, now)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = painter.fontMetrics()
        for number, bar in enumerate(self._bars):
            box = self.bar_rect(number)
            colour = now.kind(bar.kind)
            focused = self.hasFocus() and number == self._current
            painter.setPen(QPen(now.text if focused else colour, 1.6 if focused else 1))
            painter.setBrush(now.area(colour))
            painter.drawRoundedRect(box, 3, 3)
            if bar.done > 0.0:
                strip = QRectF(box.left(), box.bottom() - _DONE, box.width() * bar.done, _DONE)
                painter.fillRect(strip, colour)
            painter.setPen(now.text)
            room = self.width() - box.right() - 6
            inside = metrics.horizontalAdvance(bar.name) <= box.width() - 8
            if inside or box.width() - 8 > max(room, box.left()):
                place = box.adjusted(4, 0, -4, 0)
            elif room >= box.left():
                place = QRectF(box.right() + 4, box.top(), room, box.height())
            else:
                place = QRectF(2, box.top(), box.left() - 6, box.height())
            words = metrics.elidedText(bar.name, Qt.TextElideMode.ElideRight, int(place.width()))
            side = Qt.AlignmentFlag.AlignLeft
            if place.right() <= box.left():
                side = Qt.AlignmentFlag.AlignRight
            painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_axis(self, painter: QPainter, now: theme.Theme) -> None:
        bottom = len(self._bars) * _LINE + 2
        painter.setPen(QPen(now.line, 1))
        painter.drawLine(0, bottom, self.width(), bottom)
        metrics = painter.fontMetrics()
        last_right, day = -100.0, self._start
        for week in range(self._weeks + 1):
            day = self._start + timedelta(weeks=week)
            if day.day > 7:
                continue
            x = self._x(day)
            painter.setPen(QPen(now.line, 1))
            painter.drawLine(QPointF(x, 0), QPointF(x, bottom + 3))
            words = texts.short_date_text(day).split()[-1]
            wide = metrics.horizontalAdvance(words)
            if x > last_right + 4 and x + wide + 2 <= self.width():
                painter.setPen(now.muted)
                painter.drawText(QPointF(x + 2, bottom + metrics.ascent() + 1), words)
                last_right = x + 2 + wide

    # --- the pointer ----------------------------------------------------------------------

    def _at(self, point: QPointF) -> tuple[int, str] | None:
        number = int(point.y() // _LINE)
        if not 0 <= number < len(self._bars):
            return None
        box = self.bar_rect(number)
        if not box.left() - 3 <= point.x() <= box.right() + _EDGE:
            return None
        return number, "end" if point.x() >= box.right() - _EDGE else "bar"

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a bar, or its end."""
        found = self._at(event.position())
        if found is None:
            return
        self._current = found[0]
        self._held = (*found, event.position().x())
        self._describe()
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show where the bar would be, in whole weeks."""
        if self._held is None:
            found = self._at(event.position())
            shapes = {"end": Qt.CursorShape.SizeHorCursor, "bar": Qt.CursorShape.OpenHandCursor}
            shape = shapes[found[1]] if found else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)
            return
        number, part, from_x = self._held
        steps = round((event.position().x() - from_x) / self._week_width)
        self._ghost = self._changed(self._bars[number], part, steps)
        QToolTip.showText(event.globalPosition().toPoint(), _when(self._ghost), self)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Put the bar there."""
        ghost, held, self._ghost, self._held = self._ghost, self._held, None, None
        if held is not None and ghost is not None and ghost != self._bars[held[0]]:
            self.moved.emit((ghost.key, ghost.first, ghost.weeks))
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the chunk."""
        found = self._at(event.position())
        if found is not None:
            self.chosen.emit(self._bars[found[0]].key)

    def _changed(self, bar: Bar, part: str, steps: int) -> Bar:
        if steps == 0:
            return bar
        if part == "end":
            weeks = max(1.0, round(bar.weeks) + steps) if bar.weeks >= 1 else max(1.0, 1.0 + steps)
            last = bar.first + timedelta(weeks=weeks, days=-1)
            return replace(bar, weeks=weeks, last=last)
        shift = timedelta(weeks=steps)
        first = bar.first + shift
        if first < self._start:
            shift, first = self._start - bar.first, self._start
        return replace(bar, first=first, last=bar.last + shift)

    # --- the keyboard ---------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down walk, left and right move a week, with Shift they change the length."""
        if not self._bars:
            super().keyPressEvent(event)
            return
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if key == Qt.Key.Key_Down else -1
            self._current = min(max(self._current + step, 0), len(self._bars) - 1)
            self._describe()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            longer = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            step = 1 if key == Qt.Key.Key_Right else -1
            bar = self._bars[self._current]
            moved = self._changed(bar, "end" if longer else "bar", step)
            if moved != bar:
                self.moved.emit((moved.key, moved.first, moved.weeks))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(self._bars[self._current].key)
        else:
            super().keyPressEvent(event)
            return
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Mark the current bar."""
        super().focusInEvent(event)
        self._describe()
        self.update()

    def _describe(self) -> None:
        if self._bars:
            bar = self._bars[self._current]
            self.setAccessibleDescription(f"{bar.name}, {_when(bar)}")


def _when(bar: Bar) -> str:
    weeks = texts.number_text(bar.weeks)
    long = f"{texts.date_text(bar.first)}, {weeks} {'week' if bar.weeks == 1 else 'weeks'}"
    return f"{long}, {bar.told}" if bar.told else long
