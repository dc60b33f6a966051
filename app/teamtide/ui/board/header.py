"""The head of a column: its name, its peak, who is in it and who leads it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QFont,
    QFontMetrics,
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
from teamtide.ui.board.marks import NOTED, draw_marks, width_of
from teamtide.ui.board.writing import Writer

COVER = "▲ cover"
"""Of a team in which some skill that is asked for hangs on one person, or on nobody."""


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
        self._fonts = self._make_fonts()
        self._writer = Writer()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

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

    def _make_fonts(self) -> tuple[QFont, QFont, QFont]:
        """Of the name, of the line below and of the badge."""
        name, small, badge = QFont(self.font()), QFont(self.font()), QFont(self.font())
        name.setPointSizeF(self.font().pointSizeF() * 1.12)
        name.setWeight(QFont.Weight.DemiBold)
        small.setPointSizeF(max(6.5, self.font().pointSizeF() * 0.9))
        badge.setPointSizeF(max(6.5, self.font().pointSizeF() * 0.86))
        badge.setWeight(QFont.Weight.DemiBold)
        return name, small, badge

    def sizeHint(self) -> QSize:
        """Two lines."""
        name, small, _ = self._fonts
        return QSize(150, QFontMetrics(name).height() + QFontMetrics(small).height() + 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Name and badge, and the line below."""
        state = self._state
        if state is None:
            return
        look = theme.current()
        name_font, small_font, badge_font = self._fonts
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, right = 1.0, float(self.width())
        height = self._writer.metrics(name_font).height() + 2.0
        if state.colour:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(state.colour))
            painter.drawRoundedRect(QRectF(left, 3, 4, height - 4), 2, 2)
            left += 10
        if self.badge is not None:
            right = self._paint_badge(painter, self.badge, badge_font, left, height, state, look)
        painter.setPen(look.text)
        write = self._writer.write
        write(painter, name_font, state.name, QRectF(left, 0, right - left, height))
        painter.setPen(look.muted)
        line = self._writer.metrics(small_font).height() + 1.0
        below = QRectF(1, height + 1, self.width() - 2.0, line)
        if state.note:
            draw_marks(painter, (NOTED,), below.right() - 1, below.center().y(), look)
            below.setWidth(below.width() - width_of((NOTED,)))
        if self._cover:
            below.setRight(self._paint_cover(painter, badge_font, below, look))
        painter.setPen(look.muted)
        write(painter, small_font, state.subtitle, below)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.accent, 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)
        painter.end()

    def cover_text(self, room: float) -> str:
        """What the chip says in a line so wide: its sign alone where that would cut the count."""
        if self._state is None:
            return COVER
        most = " · ".join(self._state.subtitle.split(" · ")[:2])
        _, small, badge = self._fonts
        taken = self._writer.width(small, most) + self._writer.width(badge, COVER)
        return COVER if taken + 20 <= room else COVER[0]

    def _paint_cover(
        self,
        painter: QPainter,
        font: QFont,
        line: QRectF,
        look: theme.Theme,
    ) -> float:
        """The chip at the end of the second line; where the words there may end."""
        writer, text = self._writer, self.cover_text(line.width())
        taken = writer.width(font, text)
        chip = QRectF(line.right() - taken - 12, line.top(), taken + 12.0, line.height())
        colour, fill = look.severity("warn")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawRoundedRect(chip, chip.height() / 2, chip.height() / 2)
        painter.setPen(colour)
        writer.write(painter, font, text, chip.adjusted(6, 0, 6, 0))
        return chip.left() - 5

    def _paint_badge(
        self,
        painter: QPainter,
        badge: Badge,
        font: QFont,
        left: float,
        height: float,
        state: ColumnState,
        look: theme.Theme,
    ) -> float:
        """The badge at the right; where the name may end."""
        writer = self._writer
        name = writer.width(self._fonts[0], state.name)
        text = badge.text
        if writer.width(font, text) + 16 + 8 + name > self.width() - left:
            text = badge.short
        width = min(writer.width(font, text) + 16.0, 0.75 * self.width())
        pill = QRectF(self.width() - width - 1, 1, width, height - 2)
        colour, fill = look.severity(badge.severity)
        painter.setBrush(fill)
        dashed = badge is self._preview
        painter.setPen(QPen(colour, 1, Qt.PenStyle.DashLine) if dashed else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        painter.setPen(colour)
        room = width - 10.0
        taken = min(writer.width(font, text), room)
        within = QRectF(pill.center().x() - taken / 2, pill.top(), room, pill.height())
        writer.write(painter, font, text, within)
        return pill.left() - 6

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
            self._fonts = self._make_fonts()
            self.updateGeometry()
