"""A column of the board on paper: as long as what is in it, for paper does not scroll.

Heads, cards and curves are those of the board itself; only where they go is decided here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from math import ceil

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QTransform

from teamtide.ui import theme
from teamtide.ui.board.cards import Card, ColumnState, PersonCard
from teamtide.ui.board.heads import HeadPainter
from teamtide.ui.board.painting import CardPainter
from teamtide.ui.board.paused import tray_title
from teamtide.ui.charts.curves import top
from teamtide.ui.charts.data import ChartData
from teamtide.ui.charts.overlay import Marks, draw_labels, draw_marks
from teamtide.ui.charts.words import Words
from teamtide.ui.pictures.compact import CompactPainter
from teamtide.ui.pictures.curve import draw_curves
from teamtide.ui.pictures.ink import font, line
from teamtide.ui.shapes import SHAPES

PAD = 10.0
MOST_PEOPLE, MOST_WORK = 2000, 300
"""Cards of a column; beyond them it says how many more there are."""
_CHART = 124.0
_LABEL = 18.0
_TRAY = 6.0
_EMPTY_BENCH = ("Nobody on the bench", "No work without a team")
_EMPTY_TEAM = ("Nobody in this team yet", "No work yet")


class Style:
    """What the columns of one picture have in common."""

    def __init__(self, words: Words, marked: int, *, compact: bool) -> None:
        """How to draw.

        Args:
            words: Writes figures and dates.
            marked: The week of the day that is looked at.
            compact: Whether a card is one line.
        """
        self.words, self.marked = words, marked
        self.head = HeadPainter(font(13))
        self.cards = CompactPainter(font(12)) if compact else CardPainter(font(13))
        self.gap = 3.0 if compact else 5.0
        self.label = font(11)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Something in a column: where, seen from the column's corner, and what draws it."""

    place: QRectF
    draw: Callable[[QPainter, QRectF], object]
    card: Card | None = None


class PaperColumn:
    """A column laid out in some width."""

    def __init__(
        self,
        state: ColumnState,
        style: Style,
        width: float,
        lanes: int = 1,
        *,
        sparks: bool = True,
    ) -> None:
        """The column of `state`, with its cards in `lanes` beside each other.

        Without `sparks` no load is a small line; `crowded` says that a name has no room for them.
        """
        self.width = width
        self.left_out = 0
        self.crowded = False
        self._sparks = sparks
        self._state, self._style, self._lanes = state, style, lanes
        self._pieces: list[_Piece] = []
        self._y = PAD - 1
        self._lay_out()
        self.height = self._y + PAD

    def paint(self, painter: QPainter, at: QPointF, height: float) -> None:
        """Draw it with its corner there, on a ground so high."""
        look = theme.current()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.column)
        radius = look.spacing.radius + 1
        painter.drawRoundedRect(QRectF(at.x(), at.y(), self.width, height), radius, radius)
        for piece in self._pieces:
            piece.draw(painter, piece.place.translated(at))

    def cards(self, at: QPointF) -> Iterator[tuple[QRectF, Card]]:
        """Every card, and where it is with the column's corner there."""
        for piece in self._pieces:
            if piece.card is not None:
                yield piece.place.translated(at), piece.card

    # --- where things go ------------------------------------------------------------------

    def _lay_out(self) -> None:
        state, style = self._state, self._style
        bench = state.team is None
        self._put(style.head.height, self._draw_head)
        if self._kind() or state.people or self._said_below():
            self._put(_LABEL - 2, self._draw_shapes)
        self._y += 4
        if state.chart is not None:
            self._put(_CHART, partial(self._draw_chart, state.chart))
            self._y += 8
        empty = _EMPTY_BENCH if bench else _EMPTY_TEAM
        self._list(state.people_title, state.people, MOST_PEOPLE, empty[0])
        self._y += 6
        self._list(state.work_title, state.work, MOST_WORK, empty[1])
        if state.paused:
            self._y += 10
            self._tray()

    def _put(self, height: float, draw: Callable[[QPainter, QRectF], object]) -> None:
        place = QRectF(PAD, self._y, self.width - 2 * PAD, height)
        self._pieces.append(_Piece(place, draw))
        self._y += height

    def _list(self, title: str, cards: tuple[Card, ...], most: int, empty: str) -> None:
        """A heading and its cards, lane by lane from the left."""
        self._put(_LABEL, partial(self._draw_label, title.upper()))
        if not cards:
            if empty:
                self._put(_LABEL, partial(self._draw_hint, empty))
            return
        shown = cards[:most]
        style, top = self._style, self._y
        high = style.cards.height + style.gap
        lanes = min(self._lanes, len(shown))
        rows = ceil(len(shown) / lanes)
        inner = self.width - 2 * PAD
        wide = (inner - (lanes - 1) * 6.0) / lanes
        if isinstance(style.cards, CardPainter):
            people = [card for card in shown if isinstance(card, PersonCard)]
            self.crowded |= not all(style.cards.fits_beside_spark(one, wide) for one in people)
        for number, card in enumerate(shown):
            lane, row = divmod(number, rows)
            x, y = PAD + lane * (wide + 6.0), top + row * high
            place = QRectF(x, y, wide, float(style.cards.height))
            self._pieces.append(_Piece(place, partial(self._draw_card, card), card))
        self._y = top + rows * high
        rest = len(cards) - len(shown)
        if rest:
            self.left_out += rest
            self._put(_LABEL, partial(self._draw_hint, f"and {rest} more"))

    def _tray(self) -> None:
        """What is paused, in its dashed outline."""
        paused, top = self._state.paused, self._y
        place = len(self._pieces)
        self._y += 3
        self._list(tray_title(paused), paused, MOST_WORK, "")
        self._y += 3
        outline = QRectF(PAD - _TRAY, top, self.width - 2 * (PAD - _TRAY), self._y - top)
        self._pieces.insert(place, _Piece(outline, _draw_outline))

    def _kind(self) -> str:
        kind = self._state.kind
        return "" if self._state.team is None or kind == "other" else kind

    def _said_below(self) -> str:
        """What of a badge a head has no room for beside its name, such as when a peak is."""
        badge = self._state.badge
        if badge is None or not self._style.head.shortens(self.width - 2 * PAD, self._state):
            return ""
        return " · ".join(part for part in badge.text.split(" · ") if badge.short not in part)

    # --- what they look like --------------------------------------------------------------

    def _draw_head(self, painter: QPainter, place: QRectF) -> None:
        painter.translate(place.topLeft())
        self._style.head.paint(painter, place.width(), self._state, self._state.badge)
        painter.translate(-place.topLeft())

    def _draw_shapes(self, painter: QPainter, place: QRectF) -> None:
        """What kind of team it is, how many are of each discipline, the rest of the badge."""
        look, style = theme.current(), self._style
        x, metrics = place.left() + 1, QFontMetricsF(style.label)
        said = self._said_below()
        if said:
            wide = metrics.horizontalAdvance(said)
            at = QPointF(place.right() - 1 - wide, place.top())
            line(painter, said, at, wide + 1, style.label, look.text)
            place = place.adjusted(0, 0, -wide - 10, 0)
        kind = self._kind()
        if kind:
            at = QPointF(x, place.top())
            line(painter, kind, at, place.width() / 2, style.label, look.muted)
            x += min(metrics.horizontalAdvance(kind), place.width() / 2) + 12
        counts = Counter(card.face.shape for card in self._state.people)
        for shape in SHAPES:
            if counts[shape] and x + 30 < place.right():
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(look.muted)
                middle = place.top() + metrics.height() / 2
                theme.draw_shape(painter, shape, QPointF(x + 4, middle), 8)
                text = str(counts[shape])
                at = QPointF(x + 12, place.top())
                line(painter, text, at, 60, style.label, look.muted)
                x += 12 + metrics.horizontalAdvance(text) + 10

    def _draw_chart(self, data: ChartData, painter: QPainter, place: QRectF) -> None:
        look, style = theme.current(), self._style
        painter.setPen(QPen(look.line, 1))
        painter.setBrush(look.card)
        radius = look.spacing.card_radius
        painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        if data.empty:
            _centred(painter, place, "No people and no work yet", style)
            return
        margin = QFontMetricsF(style.label).height() + 4
        area = place.adjusted(7, margin, -7, -margin)
        highest = top(data, None)
        painter.setPen(QPen(look.line, 1, Qt.PenStyle.DotLine))
        painter.drawLine(area.topLeft(), area.topRight())
        across, up = area.width() / data.weeks, area.height() / highest
        draw_curves(painter, data, QTransform(across, 0, 0, -up, area.left(), area.bottom()))
        painter.setPen(QPen(look.muted, 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        draw_marks(painter, place, area, data.weeks, Marks(marked=style.marked), ())
        painter.setFont(style.label)
        draw_labels(painter, place, data, highest, style.words)

    def _draw_label(self, text: str, painter: QPainter, place: QRectF) -> None:
        at = place.topLeft() + QPointF(1, 0)
        line(painter, text, at, place.width(), self._style.label, theme.current().muted)

    def _draw_hint(self, text: str, painter: QPainter, place: QRectF) -> None:
        _centred(painter, place, text, self._style)

    def _draw_card(self, card: Card, painter: QPainter, place: QRectF) -> None:
        cards, inside = self._style.cards, place.adjusted(0.5, 0.5, -0.5, -0.5)
        if isinstance(cards, CardPainter):
            cards.paint(painter, inside, card, sparks=self._sparks)
        else:
            cards.paint(painter, inside, card)


def _centred(painter: QPainter, place: QRectF, text: str, style: Style) -> None:
    painter.setFont(style.label)
    painter.setPen(theme.current().muted)
    shown = QFontMetricsF(style.label).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, shown)


def _draw_outline(painter: QPainter, place: QRectF) -> None:
    look = theme.current()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look.muted, 1, Qt.PenStyle.DashLine))
    radius = look.spacing.card_radius
    painter.drawRoundedRect(place, radius, radius)
