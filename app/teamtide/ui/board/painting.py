"""What a card looks like: the same on the board, on a drag's way, and on paper.

Lines, areas and letters only, and nothing is clipped, so that drawings keep all of it as such.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from pyqtgraph.functions import arrayToQPolygonF
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPainterPath, QPen, QPolygonF

from teamtide.ui import theme
from teamtide.ui.board.cards import SPARK_TOP, Card, Figures, PersonCard, WorkCard
from teamtide.ui.board.marks import draw_marks, width_of
from teamtide.ui.board.writing import Writer

PAD = 7
LEFT = 24
EDGE = 4.0
SPARK = 54
SPARK_HEIGHT = 14
ROOM_FOR_SPARK = 215
STEP = 12
LEAST_POINTS = 6.5
PLAIN = (False, False, False)
"""Neither selected, nor with the keyboard, nor under the pointer."""
_ELIDE = Qt.TextElideMode.ElideRight


def resized(font: QFont, factor: float, *, demi: bool = False) -> QFont:
    """A font so many times as large, whether it is measured in points or in pixels."""
    made = QFont(font)
    if font.pixelSize() > 0:
        made.setPixelSize(max(1, round(font.pixelSize() * factor)))
    else:
        made.setPointSizeF(max(LEAST_POINTS, font.pointSizeF() * factor))
    if demi:
        made.setWeight(QFont.Weight.DemiBold)
    return made


class CardPainter:
    """Paints cards of people and of work, all of one height."""

    def __init__(self, font: QFont) -> None:
        """Cards in `font`, with a smaller one for the second line."""
        self._font = QFont(font)
        self._small = resized(font, 0.86)
        self._bold = resized(font, 1.0, demi=True)
        self._small_bold = resized(font, 0.86, demi=True)
        self._name_metrics = QFontMetrics(self._font)
        self._small_metrics = QFontMetrics(self._small)
        self._figure_width = QFontMetrics(self._bold).horizontalAdvance("1000 %")
        self.height = self._name_metrics.height() + self._small_metrics.height() + 2 * PAD - 2
        self._writer = Writer()

    def paint(
        self,
        painter: QPainter,
        rect: QRectF,
        card: Card,
        how: tuple[bool, bool, bool] = PLAIN,
        *,
        sparks: bool = True,
    ) -> None:
        """One card.

        Args:
            painter: Draws.
            rect: Where.
            card: What it says.
            how: Whether it is selected, has the keyboard, and is pointed at.
            sparks: Whether loads are small lines, too, where a card is wide enough.
        """
        look = theme.current()
        draw_ground(painter, rect, card, look, how)
        if isinstance(card, WorkCard):
            self._paint_work(painter, rect.adjusted(EDGE, 0, 0, 0), card, look)
        else:
            self._paint_person(painter, rect, card, look, sparks=sparks)

    def fits_beside_spark(self, card: PersonCard, width: float) -> bool:
        """Whether a card so wide has room for the whole name and a small line."""
        name = self._name_metrics.horizontalAdvance(card.name) + width_of(card.face.marks)
        return width - LEFT - PAD - self._figure_width - 4 - SPARK - 8 >= name

    # --- people ---------------------------------------------------------------------------

    def _paint_person(
        self,
        painter: QPainter,
        rect: QRectF,
        card: PersonCard,
        look: theme.Theme,
        *,
        sparks: bool,
    ) -> None:
        face, figures = card.face, card.figures
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.muted if face.muted else look.text)
        theme.draw_shape(painter, face.shape, QPointF(rect.left() + 13, rect.center().y()), 9)
        left, right = rect.left() + LEFT, rect.right() - PAD
        top, lines = self._lines(rect)
        wide = sparks and rect.width() > ROOM_FOR_SPARK
        first_room = second_room = int(right - left)
        if figures.text:
            calm = figures.severity in ("good", "neutral")
            good = figures.severity == "good"
            painter.setPen(look.text if good else look.severity(figures.severity)[0])
            fonts = (self._font, self._bold) if wide else (self._small, self._small_bold)
            # Where there is little room the figure goes below, and the name keeps its line.
            where = QRectF(left, rect.top(), right - left, rect.height())
            if not wide:
                where = QRectF(left, top + lines[0], right - left, lines[1])
            font = fonts[0 if calm else 1]
            taken = int(self._writer.write(painter, font, figures.text, where, right=True)) + 6
            # In steps: texts beside a figure that only changes a digit stay as they are laid out.
            taken = -(-taken // STEP) * STEP
            if wide and figures.spark is not None:
                end = right - self._figure_width - 4
                area = QRectF(end - SPARK, rect.top(), SPARK, rect.height())
                self._paint_spark(painter, area, figures, look)
                taken = int(right - area.left()) + 8
            second_room -= taken
            first_room -= taken if wide else 0
        first_room -= self._paint_marks(painter, face.marks, left + first_room, top, look)
        painter.setPen(look.muted if face.muted else look.text)
        self._writer.write(painter, self._font, face.name, QRectF(left, top, first_room, lines[0]))
        painter.setPen(look.warn if face.changed_since else look.muted)
        second = QRectF(left, top + lines[0], second_room, lines[1])
        text = self._second_line(face.title, face.notes, second_room)
        self._writer.write(painter, self._small, text, second)

    def _second_line(self, title: str, notes: str, room: int) -> str:
        """Title and notes; where both don't fit, the title gives way."""
        metrics = self._small_metrics
        if not notes:
            return title
        taken = metrics.horizontalAdvance(f" · {notes}")
        if room - taken < 30:
            return notes
        return f"{metrics.elidedText(title, _ELIDE, room - taken)} · {notes}"

    def _paint_spark(
        self, painter: QPainter, rect: QRectF, figures: Figures, look: theme.Theme
    ) -> None:
        origin = QPointF(rect.left(), rect.center().y() - SPARK_HEIGHT / 2)
        full = origin.y() + SPARK_HEIGHT * (1 - 1 / SPARK_TOP)
        painter.setPen(QPen(look.line, 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(rect.left(), full), QPointF(rect.right(), full))
        calm = figures.severity in ("good", "neutral")
        painter.setPen(QPen(look.muted if calm else look.severity(figures.severity)[0], 1.2))
        painter.translate(origin)
        assert figures.spark is not None
        painter.drawPolyline(spark_line(figures.spark, SPARK, SPARK_HEIGHT))
        painter.translate(-origin)

    # --- work -----------------------------------------------------------------------------

    def _paint_work(
        self, painter: QPainter, rect: QRectF, card: WorkCard, look: theme.Theme
    ) -> None:
        top, lines = self._lines(rect)
        left, room = rect.left() + 8, int(rect.width() - 8 - PAD)
        first = room - self._paint_marks(painter, card.marks, left + room, top, look)
        painter.setPen(look.muted if card.muted else look.text)
        self._writer.write(painter, self._font, card.name, QRectF(left, top, first, lines[0]))
        below = QRectF(left, top + lines[0], room, lines[1])
        if card.finish:
            calm = card.severity == "neutral"
            painter.setPen(look.muted if calm else look.severity(card.severity)[0])
            font = self._small if calm else self._small_bold
            taken = self._writer.write(painter, font, card.finish, below, right=True)
            below.setWidth(max(0.0, room - taken - 8))
        painter.setPen(look.muted)
        self._writer.write(painter, self._small, card.line, below)

    def _paint_marks(
        self,
        painter: QPainter,
        marks: tuple[str, ...],
        right: float,
        top: float,
        look: theme.Theme,
    ) -> int:
        """Marks at the end of the first line; the room they take."""
        if not marks:
            return 0
        draw_marks(painter, marks, right, top + self._name_metrics.height() / 2, look)
        return width_of(marks)

    def _lines(self, rect: QRectF) -> tuple[float, tuple[int, int]]:
        """Where the first line starts, and the heights of both."""
        lines = (self._name_metrics.height(), self._small_metrics.height())
        return rect.top() + (rect.height() - sum(lines)) / 2, lines


def draw_ground(
    painter: QPainter,
    rect: QRectF,
    card: Card,
    look: theme.Theme,
    how: tuple[bool, bool, bool] = PLAIN,
) -> None:
    """The rounded ground of a card; that of work with its coloured edge."""
    selected, focused, hovered = how
    body = rect
    if isinstance(card, WorkCard):
        _paint_edge(painter, rect, card, look)
        body = rect.adjusted(EDGE, 0, 0, 0)
    painter.setBrush(look.accent_fill if selected else look.card_hover if hovered else look.card)
    painter.setPen(QPen(look.accent if selected or focused else look.line, 2 if focused else 1))
    radius = look.spacing.card_radius
    painter.drawRoundedRect(body, radius, radius)


def _paint_edge(painter: QPainter, rect: QRectF, card: WorkCard, look: theme.Theme) -> None:
    """The coloured edge: a part for each kind of work in it."""
    painter.setPen(Qt.PenStyle.NoPen)
    radius, at = look.spacing.card_radius, rect.top()
    whole = QPainterPath()
    whole.addRoundedRect(rect, radius, radius)
    for kind, part in card.kinds or (("", 1.0),):
        height = rect.height() * part
        colour = look.kind(kind) if kind else look.line
        painter.setBrush(theme.mixed(colour, look.card, 0.4) if card.muted else colour)
        # Only what the card does not cover: what lies under it would show at its corners.
        piece = QPainterPath()
        piece.addRect(QRectF(rect.left(), at, 2 * radius, height))
        painter.drawPath(whole.intersected(piece))
        at += height


def spark_line(heights: NDArray[np.float64], width: int, height: int) -> QPolygonF:
    """A small line of heights from 0 to 1."""
    line: QPolygonF = arrayToQPolygonF(
        np.linspace(0, width, len(heights)), height * (1.0 - heights)
    )
    return line
