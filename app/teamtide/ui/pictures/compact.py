"""Cards of one line, for boards with more people than two lines each would leave room for."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from teamtide.ui import theme
from teamtide.ui.board.cards import Card, PersonCard, WorkCard
from teamtide.ui.board.marks import draw_marks, width_of
from teamtide.ui.board.painting import EDGE, draw_ground, resized
from teamtide.ui.board.writing import Writer

_SIDE, _SPACE = 6.0, 8.0
_WORTH_BEGINNING = 34.0


class CompactPainter:
    """Paints cards of people and of work, each with its name first: what follows gives way."""

    def __init__(self, font: QFont) -> None:
        """Names in `font`, the rest in a smaller one."""
        self._font = QFont(font)
        self._small = resized(font, 0.86)
        self._bold = resized(font, 0.86, demi=True)
        self._writer = Writer()
        self.height = QFontMetrics(self._font).height() + 5

    def paint(self, painter: QPainter, rect: QRectF, card: Card) -> None:
        """One card."""
        look = theme.current()
        draw_ground(painter, rect, card, look)
        if isinstance(card, WorkCard):
            inside = rect.adjusted(EDGE + _SIDE, 0, -_SIDE, 0)
            self._line(
                painter,
                *(inside, card.name, card.line, card.finish, card.severity, card.marks),
                colour=look.muted if card.muted else look.text,
            )
            return
        self._paint_person(painter, rect, card, look)

    def _paint_person(
        self, painter: QPainter, rect: QRectF, card: PersonCard, look: theme.Theme
    ) -> None:
        face, figures = card.face, card.figures
        colour = look.muted if face.muted else look.text
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        theme.draw_shape(painter, face.shape, QPointF(rect.left() + 10, rect.center().y()), 7)
        self._line(
            painter,
            rect.adjusted(19, 0, -_SIDE, 0),
            *(face.name, face.notes, figures.text, figures.severity, face.marks),
            colour=colour,
            noted=look.warn if face.changed_since else look.muted,
        )

    def _line(
        self,
        painter: QPainter,
        inside: QRectF,
        name: str,
        notes: str,
        figure: str,
        severity: str,
        marks: tuple[str, ...],
        *,
        colour: QColor,
        noted: QColor | None = None,
    ) -> None:
        """A name, what is said of it, marks, and a figure at the right."""
        look, write = theme.current(), self._writer.write
        room = QRectF(inside)
        if figure:
            calm = severity in ("good", "neutral")
            painter.setPen(look.text if severity == "good" else look.severity(severity)[0])
            font = self._small if calm else self._bold
            taken = write(painter, font, figure, room, right=True)
            room.setWidth(max(0.0, room.width() - taken - _SPACE))
        if marks:
            draw_marks(painter, marks, room.right(), room.center().y(), look)
            room.setWidth(max(0.0, room.width() - width_of(marks)))
        painter.setPen(colour)
        taken = write(painter, self._font, name, room)
        room.setLeft(min(room.right(), room.left() + taken + _SPACE))
        if notes and room.width() > _WORTH_BEGINNING:
            painter.setPen(look.muted if noted is None else noted)
            write(painter, self._small, notes, room)
