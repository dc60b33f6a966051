"""A slider over the range of one assumption, with the default marked on its track.

It says when it is being moved, when it is let go and when the user gives up; what that means is
the panel's affair. Arrows move a step, Page keys five, Home and End go to the ends; a press on the
track goes there at once. The keyboard lets go when it rests, when it leaves, or with Enter.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QSlider, QWidget

from teamtide.capacity.assumptions import Assumption
from teamtide.ui import theme

REST = 700
"""Milliseconds without a key after which the keyboard has let go."""
_MARGIN = 9.0
_MOVES = (
    *(Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down),
    *(Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown),
)


class AssumptionSlider(QSlider):
    """One assumption, in whole steps from the low end of its range."""

    moved = Signal(float)
    """The value under the handle, while it is being moved by hand or by key."""
    let_go = Signal(float)
    """The value to keep."""
    given_up = Signal()
    """Escape: the value before is to hold."""

    def __init__(self, about: Assumption, parent: QWidget | None = None) -> None:
        """A slider for `about`."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._about = about
        self._moving = False
        self._refused = False
        self.setRange(0, round((about.high - about.low) / about.step))
        self.setSingleStep(1)
        self.setPageStep(5)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST)
        self._rest.timeout.connect(self._settle)
        self.valueChanged.connect(self._changed)

    @property
    def moving(self) -> bool:
        """Whether a value is shown that the plan does not have yet."""
        return self._moving

    def sizeHint(self) -> QSize:
        """As wide as there is room, high enough for the handle."""
        return QSize(160, 24)

    def value_at(self, position: int) -> float:
        """The value of a position; no rounding leaves a trace like 0.15000000000000002."""
        if position >= self.maximum():
            return self._about.high
        value = round(self._about.low + position * self._about.step, 9)
        return int(value) if self._about.whole else value

    def show_value(self, value: float) -> None:
        """Stand at the plan's value, or at the end that is nearest to it."""
        self._moving = False
        self._rest.stop()
        self.blockSignals(True)
        self.setValue(round((value - self._about.low) / self._about.step))
        self.blockSignals(False)
        self.update()

    # --- moving ---------------------------------------------------------------------------

    def _changed(self, position: int) -> None:
        self._moving = True
        self.moved.emit(self.value_at(position))

    def _settle(self) -> None:
        self._rest.stop()
        if self._moving:
            self._moving = False
            self.let_go.emit(self.value_at(self.value()))

    def _give_up(self) -> None:
        self._rest.stop()
        # A button that is still down has nothing more to say.
        self._refused = self.isSliderDown()
        self._moving = False
        self.given_up.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the handle to where the track is pressed, and hold it."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self._refused = False
        self.setSliderDown(True)
        self._go(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        if self.isSliderDown() and not self._refused:
            self._go(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if event.button() == Qt.MouseButton.LeftButton and self.isSliderDown():
            self.setSliderDown(False)
            if not self._refused:
                self._settle()
            self._refused = False

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the panel; it changes nothing in passing."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Page keys, Home and End move; Enter keeps, Escape gives up."""
        key = event.key()
        if key == Qt.Key.Key_Escape and self._moving:
            self._give_up()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._moving:
            self._settle()
        elif key in _MOVES:
            super().keyPressEvent(event)
            if self._moving:
                self._rest.start()
        else:
            event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving keeps what the keyboard chose."""
        if not self.isSliderDown():
            self._settle()
        super().focusOutEvent(event)

    def _go(self, x: float) -> None:
        part = (x - _MARGIN) / max(1.0, self.width() - 2 * _MARGIN)
        self.setValue(round(part * self.maximum()))

    # --- painting -------------------------------------------------------------------------

    def _x(self, value: float) -> float:
        about = self._about
        part = (value - about.low) / (about.high - about.low)
        return _MARGIN + min(1.0, max(0.0, part)) * (self.width() - 2 * _MARGIN)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Track, the way from the default to here, the default's tick, the handle."""
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        here, usual = self._x(self.value_at(self.value())), self._x(self._about.default)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(now.line)
        left, right = _MARGIN, self.width() - _MARGIN
        painter.drawRoundedRect(QRectF(left, middle - 1.5, right - left, 3), 1.5, 1.5)
        strong = now.accent if self.isEnabled() else now.muted
        painter.setBrush(strong)
        painter.drawRect(QRectF(min(here, usual), middle - 1.5, abs(here - usual), 3))
        painter.setPen(QPen(now.muted, 1.0))
        painter.drawLine(QPointF(usual, middle - 8), QPointF(usual, middle + 8))
        focused = self.hasFocus()
        if focused:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(now.accent_fill)
            painter.drawEllipse(QPointF(here, middle), 9.0, 9.0)
        painter.setPen(QPen(strong, 2.0))
        painter.setBrush(now.accent if focused and self.isEnabled() else now.card)
        painter.drawEllipse(QPointF(here, middle), 5.5, 5.5)
