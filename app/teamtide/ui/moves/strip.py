"""The strip of the timeline: pointer and keys on the *As of* handle, waves and other marks.

It knows nothing of the plan: it is given marks, and says what is wanted. A wave follows the
pointer or the arrow keys as an offer, which `Enter` or letting go takes and `Esc` gives up.
"""

from __future__ import annotations

from datetime import date
from math import hypot

from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QToolTip, QWidget

from teamtide.ui.charts.words import Words
from teamtide.ui.moves.axis import DAYS, Axis
from teamtide.ui.moves.marks import WAVE, Mark, spoken
from teamtide.ui.moves.painting import HEIGHT, Scene, centre, paint, pill, radius

MARGIN = 16.0
"""Left and right of the weeks: as on the large curve, so that a week is in the same place."""
NEAR = 7.0


class MovesStrip(QWidget):
    """The weeks with what stands on them.

    Signals:
        as_of_wanted: A day to look at.
        offered: (mark, day): a wave would go there; day is None where that is over.
        taken: (mark, day): the wave is to go there.
        opened: A mark whose people are wanted.
        current_changed: Another mark has the keyboard.
        play_wanted: Space.
        left: Esc, where there is nothing to give up here.
    """

    as_of_wanted = Signal(object)
    offered = Signal(object, object)
    taken = Signal(object, object)
    opened = Signal(object)
    current_changed = Signal()
    play_wanted = Signal()
    left = Signal()

    def __init__(self, words: Words, parent: QWidget) -> None:
        """An empty strip that writes dates with `words`."""
        super().__init__(parent)
        self._words = words
        self._start, self._weeks = date.min, 1
        self._as_of = date.min
        self._marks: tuple[Mark, ...] = ()
        self._pays_back: date | None = None
        self.current: Mark | None = None
        self.offer: date | None = None
        self._pressed: QPointF | None = None
        self._dragging = ""
        self._as_of_before = date.min
        self.writable = True
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("Timeline of moves")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(600, HEIGHT)

    # --- what it shows --------------------------------------------------------------------

    @property
    def axis(self) -> Axis:
        """Where the weeks are now."""
        return Axis(self._start, self._weeks, MARGIN, max(1.0, self.width() - 2 * MARGIN))

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What stands on the weeks."""
        return self._marks

    @property
    def as_of(self) -> date:
        """Where the handle is."""
        return self._as_of

    @property
    def pays_back(self) -> date | None:
        """The Monday that is marked as the week in which it pays back."""
        return self._pays_back

    @property
    def dragging(self) -> bool:
        """Whether the pointer holds something."""
        return bool(self._dragging)

    def set_plan(self, start: date, weeks: int, marks: tuple[Mark, ...]) -> None:
        """Show other weeks or marks; the wave of the same day stays the current one."""
        self.give_up()
        was = self.current
        self._start, self._weeks, self._marks = start, weeks, marks
        self.current = None
        if was is not None:
            same = [mark for mark in marks if (mark.kind, mark.day) == (was.kind, was.day)]
            self.current = same[0] if same else None
        self._tell()
        self.update()

    def set_as_of(self, day: date) -> None:
        """Show another day as the one looked at."""
        self._as_of = day
        self._tell()
        self.update()

    def set_pays_back(self, day: date | None) -> None:
        """Mark the week in which it pays back, or none."""
        if day != self._pays_back:
            self._pays_back = day
            self.update()

    def choose(self, mark: Mark | None) -> None:
        """Give a mark the keyboard; None is the *As of* handle."""
        if mark is not self.current:
            self.give_up()
            self.current = mark
            self.current_changed.emit()
        self._tell()
        self.update()

    def _tell(self) -> None:
        """Say in words what has the keyboard."""
        if self.current is None:
            text = f"As of {self._words.day(self._as_of)}"
        else:
            text = spoken(self.current)
            if self.offer is not None:
                text = f"To {self._words.day(self.offer)}? {text}"
        if text != self.accessibleDescription():
            self.setAccessibleDescription(text)

    def _small_font(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(max(6.5, font.pointSizeF() * 0.82))
        return font

    def paintEvent(self, _event: QPaintEvent) -> None:
        """All of it: there is little."""
        if self._start == date.min:
            return
        painter = QPainter(self)
        scene = Scene(
            self.axis,
            self._marks,
            self._as_of,
            self.current,
            self.hasFocus(),
            self.offer,
            self._pays_back,
        )
        paint(painter, scene, self._words, self.font())
        painter.end()

    # --- offers ---------------------------------------------------------------------------

    def _offer(self, day: date) -> None:
        mark = self.current
        if mark is None or mark.wave is None or not self.writable:
            return
        wanted = None if day == mark.day else day
        if wanted != self.offer:
            self.offer = wanted
            self._tell()
            self.update()
            self.offered.emit(mark, wanted)

    def give_up(self) -> bool:
        """Take an offer back; False where there was none."""
        had, self.offer = self.offer, None
        if had is not None:
            self._tell()
            self.update()
            self.offered.emit(self.current, None)
        return had is not None

    def _take(self) -> None:
        mark, day = self.current, self.offer
        if self.give_up() and mark is not None and day is not None:
            self.taken.emit(mark, day)

    # --- the pointer ----------------------------------------------------------------------

    def mark_at(self, at: QPointF) -> Mark | None:
        """The mark under a point; the nearest of several."""
        near: tuple[float, Mark] | None = None
        disc = radius(self.axis, self._marks) + 2
        for mark in self._marks:
            spot = centre(self.axis, mark)
            far = hypot(spot.x() - at.x(), spot.y() - at.y())
            if far <= (disc if mark.kind == WAVE else NEAR) and (near is None or far < near[0]):
                near = (far, mark)
        return None if near is None else near[1]

    def place_of(self, mark: Mark | None) -> QPoint:
        """Where a mark is, or the handle."""
        if mark is not None:
            return centre(self.axis, mark).toPoint()
        return pill(self.axis, self._as_of, self._words, self._small_font()).center().toPoint()

    def _on_handle(self, at: QPointF) -> bool:
        handle = pill(self.axis, self._as_of, self._words, self._small_font())
        return handle.adjusted(-2, -2, 2, 4).contains(at)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Hold what is under the pointer; beside everything, the handle comes."""
        if event.button() != Qt.MouseButton.LeftButton or self._dragging:
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        at = event.position()
        mark = None if self._on_handle(at) else self.mark_at(at)
        self.choose(mark)
        self._pressed, self._as_of_before = at, self._as_of
        if mark is None:
            self._dragging = "handle"
            if not self._on_handle(at):
                self.as_of_wanted.emit(self._day_at(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the handle at once, a wave as an offer."""
        if self._pressed is None:
            self._point(event.position())
            return
        if self._dragging == "handle":
            day = self._day_at(event)
            if day != self._as_of:
                self.as_of_wanted.emit(day)
            return
        moved = (event.position() - self._pressed).manhattanLength()
        movable = self.current is not None and self.current.wave is not None and self.writable
        if movable and (self._dragging or moved >= QApplication.startDragDistance()):
            self._dragging = "wave"
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._offer(self._day_at(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go: a wave goes where it was offered; without a drag its people are shown."""
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        was, self._dragging, self._pressed = self._dragging, "", None
        if was == "wave":
            self._take()
        elif not was and self.current is not None and self.mark_at(event.position()):
            self.opened.emit(self.current)
        self._point(event.position())

    def _day_at(self, event: QMouseEvent) -> date:
        x, axis = event.position().x(), self.axis
        by_day = event.modifiers() & Qt.KeyboardModifier.AltModifier
        return axis.day_at(x) if by_day else axis.monday_at(x)

    def _point(self, at: QPointF) -> None:
        mark = self.mark_at(at)
        if self._on_handle(at):
            shape = Qt.CursorShape.SizeHorCursor
        elif mark is not None and mark.wave is not None and self.writable:
            shape = Qt.CursorShape.OpenHandCursor
        else:
            shape = Qt.CursorShape.PointingHandCursor if mark else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)

    def event(self, event: QEvent) -> bool:
        """Tips of what is under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            mark = self.mark_at(QPointF(event.pos()))
            if mark is not None:
                QToolTip.showText(event.globalPos(), mark.tip, self)
            elif self._on_handle(QPointF(event.pos())):
                QToolTip.showText(
                    event.globalPos(), "Drags take effect on this date. Drag it, or ← →", self
                )
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    # --- the keyboard ---------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move and walk, Enter takes or opens, Space plays, Esc gives up."""
        keys, key = Qt.Key, event.key()
        days = 1 if event.modifiers() & Qt.KeyboardModifier.AltModifier else DAYS
        if key in (keys.Key_Left, keys.Key_Right):
            self._move(days if key == keys.Key_Right else -days)
        elif key in (keys.Key_Up, keys.Key_Down):
            self._walk(1 if key == keys.Key_Down else -1)
        elif key in (keys.Key_Home, keys.Key_End) and self.current is None:
            axis = self.axis
            self.as_of_wanted.emit(axis.start if key == keys.Key_Home else axis.last_monday)
        elif key in (keys.Key_Return, keys.Key_Enter):
            if self.offer is not None:
                self._take()
            elif self.current is not None:
                self.opened.emit(self.current)
        elif key == keys.Key_Space:
            self.play_wanted.emit()
        elif key == keys.Key_Escape:
            self._escape()
        else:
            event.ignore()

    def _escape(self) -> None:
        held, self._pressed, self._dragging = self._dragging, None, ""
        if held == "handle":
            self.as_of_wanted.emit(self._as_of_before)
        elif not self.give_up():
            self.left.emit()

    def _move(self, days: int) -> None:
        mark, axis = self.current, self.axis
        if mark is None:
            self.as_of_wanted.emit(axis.shifted(self._as_of, days))
        elif mark.wave is not None:
            self._offer(axis.shifted(self.offer or mark.day, days))

    def _walk(self, step: int) -> None:
        order: list[Mark | None] = [None, *self._marks]
        at = next((n for n, mark in enumerate(order) if mark is self.current), 0)
        self.choose(order[min(max(at + step, 0), len(order) - 1)])

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show what has the keyboard."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was offered by keys is given up with the keyboard."""
        super().focusOutEvent(event)
        if not self._dragging:
            self.give_up()
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Paint in the new colours when the theme changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
