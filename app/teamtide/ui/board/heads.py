"""What the head of a column looks like: the same on the board and on paper."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from teamtide.ui import theme
from teamtide.ui.board.cards import Badge, ColumnState
from teamtide.ui.board.marks import NOTED, draw_marks, width_of
from teamtide.ui.board.painting import resized
from teamtide.ui.board.writing import Writer

COVER = "▲ cover"
"""Of a team in which some skill that is asked for hangs on one person, or on nobody."""


class HeadPainter:
    """Paints heads: name and badge, and the line below."""

    def __init__(self, font: QFont) -> None:
        """Heads in larger and smaller letters of `font`."""
        self._name = resized(font, 1.12, demi=True)
        self._small = resized(font, 0.9)
        self._badge = resized(font, 0.86, demi=True)
        self._writer = Writer()
        self.height = QFontMetrics(self._name).height() + QFontMetrics(self._small).height() + 6

    def paint(
        self,
        painter: QPainter,
        width: float,
        state: ColumnState,
        badge: Badge | None,
        *,
        dashed: bool = False,
        thin: bool = False,
    ) -> None:
        """A head from the painter's origin, so wide.

        Args:
            painter: Draws.
            width: How wide.
            state: The column.
            badge: What it says of its load, or None.
            dashed: Whether that is only what would be.
            thin: Whether cover is, and a chip says so.
        """
        look = theme.current()
        left, right = 1.0, width
        height = self._writer.metrics(self._name).height() + 2.0
        if state.colour:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(state.colour))
            painter.drawRoundedRect(QRectF(left, 3, 4, height - 4), 2, 2)
            left += 10
        if badge is not None:
            pill, text = self._place(badge, width, left, height, state.name)
            self._paint_badge(painter, badge, pill, text, dashed=dashed)
            right = pill.left() - 6
        painter.setPen(look.text)
        write = self._writer.write
        write(painter, self._name, state.name, QRectF(left, 0, right - left, height))
        line = self._writer.metrics(self._small).height() + 1.0
        below = QRectF(1, height + 1, width - 2.0, line)
        if state.note:
            draw_marks(painter, (NOTED,), below.right() - 1, below.center().y(), look)
            below.setWidth(below.width() - width_of((NOTED,)))
        if thin:
            below.setRight(self._paint_cover(painter, below, state.subtitle))
        painter.setPen(look.muted)
        write(painter, self._small, state.subtitle, below)

    def shortens(self, width: float, state: ColumnState) -> bool:
        """Whether a head so wide has room only for the short form of its badge."""
        badge, left = state.badge, 11.0 if state.colour else 1.0
        if badge is None or badge.text == badge.short:
            return False
        return self._place(badge, width, left, 0.0, state.name)[1] == badge.short

    def _place(
        self, badge: Badge, width: float, left: float, height: float, name: str
    ) -> tuple[QRectF, str]:
        """Where the badge is, at the right, and what it says there."""
        writer, text = self._writer, badge.text
        named = writer.width(self._name, name)
        if writer.width(self._badge, text) + 16 + 8 + named > width - left:
            text = badge.short
        wide = min(writer.width(self._badge, text) + 16.0, 0.75 * width)
        return QRectF(width - wide - 1, 1, wide, height - 2), text

    def _paint_badge(
        self, painter: QPainter, badge: Badge, pill: QRectF, text: str, *, dashed: bool
    ) -> None:
        colour, fill = theme.current().severity(badge.severity)
        painter.setBrush(fill)
        painter.setPen(QPen(colour, 1, Qt.PenStyle.DashLine) if dashed else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        painter.setPen(colour)
        room = pill.width() - 10.0
        taken = min(self._writer.width(self._badge, text), room)
        within = QRectF(pill.center().x() - taken / 2, pill.top(), room, pill.height())
        self._writer.write(painter, self._badge, text, within)

    def cover_text(self, subtitle: str, room: float) -> str:
        """What the chip says in a line so wide: its sign alone where that would cut the count."""
        most = " · ".join(subtitle.split(" · ")[:2])
        taken = self._writer.width(self._small, most) + self._writer.width(self._badge, COVER)
        return COVER if taken + 20 <= room else COVER[0]

    def _paint_cover(self, painter: QPainter, line: QRectF, subtitle: str) -> float:
        """The chip at the end of the second line; where the words there may end."""
        text = self.cover_text(subtitle, line.width())
        taken = self._writer.width(self._badge, text)
        chip = QRectF(line.right() - taken - 12, line.top(), taken + 12.0, line.height())
        colour, fill = theme.current().severity("warn")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawRoundedRect(chip, chip.height() / 2, chip.height() / 2)
        painter.setPen(colour)
        self._writer.write(painter, self._badge, text, chip.adjusted(6, 0, 6, 0))
        return chip.left() - 5
