"""The head of a column: its name, its peak, who is in it and who leads it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QToolTip, QWidget

from teamtide.ui import theme
from teamtide.ui.board.cards import Badge, ColumnState
from teamtide.ui.board.heads import HeadPainter


class ColumnHeader(QWidget):
    """Paints a column's head; one widget, so that a new badge repaints nothing else.

    Signals:
        clicked: It was chosen, by pointer or by Space.
        edit_wanted: Double click, Enter or F2.
        walked: (dx, dy) of an arrow key.
        shifted: -1 or 1: the column is to trade places with its neighbour.
        remove_wanted: Delete.
        menu_wanted: A context menu, at a global position.
    """

    clicked = Signal()
    edit_wanted = Signal()
    walked = Signal(object, object)
    shifted = Signal(object)
    remove_wanted = Signal()
    menu_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """An empty head; `tip_more` says what else its tip has, when somebody looks."""
        super().__init__(parent)
        self._state: ColumnState | None = None
        self.tip_more: Callable[[], str] | None = None
        self._preview: Badge | None = None
        self._cover: tuple[str, ...] = ()
        self._head = HeadPainter(self.font())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def state(self) -> ColumnState | None:
        """The column whose head it is, None before there is one."""
        return self._state

    @property
    def badge(self) -> Badge | None:
        """The badge shown now: that of the preview while something hovers."""
        if self._preview is not None:
            return self._preview
        return None if self._state is None else self._state.badge

    def set_state(self, state: ColumnState) -> None:
        """Show another column's head."""
        self._state = state
        badge = f", {state.badge.text}" if state.badge else ""
        kind = f" ({state.kind})" if state.team is not None and state.kind != "other" else ""
        note = f"\nNote: {state.note}" if state.note else ""
        self.setToolTip(
            f"{state.name}{kind}\n{state.subtitle}{badge.replace(', ', chr(10), 1)}{note}"
        )
        self._name()
        self.update()

    def _name(self) -> None:
        """What a screen reader says."""
        state = self._state
        if state is None:
            return
        badge = f", {state.badge.text}" if state.badge else ""
        noted = ", has a note" if state.note else ""
        thin = ", cover at risk" if self._cover else ""
        words = ". ".join(("", *(line.removeprefix("▲ ") for line in self._cover)))
        self.setAccessibleName(f"{state.name}, {state.subtitle}{badge}{noted}{thin}{words}")

    def set_cover(self, lines: tuple[str, ...]) -> None:
        """Show that cover is thin, in these words, or (none) that it is not."""
        if lines != self._cover:
            self._cover = lines
            self._name()
            self.update()

    @property
    def cover(self) -> tuple[str, ...]:
        """What hangs on one person, as far as that is known; its words are in the tip, too."""
        return self._cover

    def set_preview(self, badge: Badge | None) -> None:
        """Show the badge that a drop would give, dashed, or no longer."""
        if badge is not self._preview:
            self._preview = badge
            self.update()

    def event(self, event: QEvent) -> bool:
        """A tip is made whole when it is wanted: what it adds takes too long for every drop."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.whole_tip(), self)
            return True
        return super().event(event)

    def whole_tip(self) -> str:
        """What the tip says, with what is worked out for it."""
        more = "" if self.tip_more is None else self.tip_more()
        return "\n".join(part for part in (self.toolTip(), more) if part)

    # --- measure and paint ----------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """Two lines."""
        return QSize(150, self._head.height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Name and badge, and the line below."""
        if self._state is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dashed = self._preview is not None
        wide, thin = float(self.width()), bool(self._cover)
        self._head.paint(painter, wide, self._state, self.badge, dashed=dashed, thin=thin)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.current().accent, 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)
        painter.end()

    # --- pointer and keys -----------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the column."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.clicked.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ask to edit the team."""
        self.edit_wanted.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the team's menu."""
        event.accept()
        at = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            at = self.mapToGlobal(self.rect().center())
        self.menu_wanted.emit(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk, Ctrl+arrows reorder, Space chooses, Enter and F2 edit, Delete removes."""
        keys, key = Qt.Key, Qt.Key(event.key())
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        step = {keys.Key_Left: -1, keys.Key_Right: 1}.get(key, 0)
        if step and ctrl:
            self.shifted.emit(step)
        elif step:
            self.walked.emit(step, 0)
        elif key in (keys.Key_Down, keys.Key_Up):
            self.walked.emit(0, 1 if key == keys.Key_Down else -1)
        elif key == keys.Key_Space:
            self.clicked.emit()
        elif key in (keys.Key_Return, keys.Key_Enter, keys.Key_F2):
            self.edit_wanted.emit()
        elif key == keys.Key_Delete:
            self.remove_wanted.emit()
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the frame."""
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the frame away."""
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Measure again where the font changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._head = HeadPainter(self.font())
            self.updateGeometry()
