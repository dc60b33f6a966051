"""The board drawn for paper: every column, everybody in it, and what the signs mean.

It says what the board says, from the same states; but a paper does not scroll, so columns are as
long as they need, stand in several rows where the width does not take them, and have one line a
card where there are many. Lines, areas and letters only, as in the pictures of curves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import ceil

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from teamtide.ui import theme
from teamtide.ui.board.cards import Card, ColumnState
from teamtide.ui.charts.words import Words
from teamtide.ui.pictures.column import PaperColumn, Style
from teamtide.ui.pictures.ink import font, line
from teamtide.ui.pictures.legend import ROW, Rows, board_entries, paint_rows, rows_of
from teamtide.ui.shapes import SHAPES, shape_of

WIDTH = 1440.0
"""As wide as it is unless somebody says otherwise, or many people need more."""
_PAD, _GAP = 18.0, 10.0
_COLUMN = 232.0
_LANE = 300.0
_BENCH_PART = 0.66
_LONG, _MANY = 45, 160
"""Cards of a column, and of a board, beyond which each is one line."""
_TALL = 60
"""People below each other before a column gets wider."""
_WIDER = (1, 1.5, 2, 3, 4)
_UPRIGHT = 1.5
_LINES = ((20, True), (13, False))
"""Pixels of the title and of the line below it, and whether they are bold."""
_HINT = 120.0
NOTHING = "No teams and no people yet"


@dataclass(frozen=True, slots=True, eq=False)
class BoardPicture:
    """What a picture of a board shows.

    Args:
        title: Which scenario.
        below: Of which plan, on which day, and whether projected.
        columns: The bench and the teams.
        disciplines: The plan's, in order.
        words: Writes figures and dates.
        marked: The week of the day that is looked at.
    """

    title: str
    below: str
    columns: tuple[ColumnState, ...] = field(repr=False)
    disciplines: tuple[str, ...]
    words: Words
    marked: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """A strip of a board from edge to edge: its title, a row of columns, or the legend."""

    top: float
    height: float


class Board:
    """A picture laid out, ready to be painted.

    Attributes:
        title, below: The picture's.
        size: How large it is, in pixels at 1x.
        parts: It from above, in strips that no card crosses.
        left_out: Cards there was no room for, which the columns count.
        compact: Whether a card is one line.
    """

    def __init__(self, picture: BoardPicture, width: float | None = None) -> None:
        """The picture as wide as said, or as suits what is on it; as high as it needs to be."""
        self.title, self.below = picture.title, picture.below
        self._picture = picture
        counts = [len(one.people) + len(one.work) for one in picture.columns]
        self.compact = max(counts, default=0) > _LONG or sum(counts) > _MANY
        self._style = Style(picture.words, picture.marked, compact=self.compact)
        self._width = width or WIDTH
        self._lay_out()
        if width is None and self.compact:
            for times in _WIDER[1:]:
                if self.size.height() <= _UPRIGHT * self.size.width():
                    break
                self._width = times * WIDTH
                self._lay_out()

    def paint(self, painter: QPainter, part: Part | None = None) -> None:
        """Draw it from the painter's origin, in the colours of the theme; or only one part."""
        look, picture = theme.current(), self._picture
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown = self.parts if part is None else (part,)
        whole = QRectF(QPointF(), self.size)
        painter.fillRect(whole if part is None else self._strip(part), look.board)
        if self.parts[0] in shown:
            y, inner = _PAD, self._width - 2 * _PAD
            texts = ((picture.title, look.text), (picture.below, look.muted))
            for (text, colour), letters in zip(texts, _LINES, strict=True):
                y += line(painter, text, QPointF(_PAD, y), inner, font(*letters), colour)
        if self._nothing and self.parts[1] in shown:
            painter.setFont(font(15))
            painter.setPen(look.muted)
            painter.drawText(self._strip(self.parts[1]), Qt.AlignmentFlag.AlignCenter, NOTHING)
        for row, strip in zip(self._rows, self.parts[1:], strict=False):
            if strip in shown:
                for at, column in row:
                    column.paint(painter, at, strip.height - _GAP)
        if self.parts[-1] in shown:
            paint_rows(painter, self._legend(), self.parts[-1].top + _GAP / 2 + 4)

    def cards(self) -> Iterator[tuple[QRectF, Card]]:
        """Every card, and where it is."""
        for row in self._rows:
            for at, column in row:
                yield from column.cards(at)

    # --- where things go ------------------------------------------------------------------

    def _lay_out(self) -> None:
        columns = self._picture.columns
        self._nothing = len(columns) <= 1 and not any(
            one.people or one.work or one.paused for one in columns
        )
        # Whole pixels, so that parts drawn one by one meet without a seam.
        y = ceil(_PAD + sum(QFontMetricsF(font(*each)).height() + 2 for each in _LINES)) + 10.0
        parts = [Part(0.0, y - _GAP / 2)]
        self._rows: list[list[tuple[QPointF, PaperColumn]]] = []
        for row in [] if self._nothing else self._arranged():
            x, made = _PAD, []
            for column in row:
                made.append((QPointF(x, y), column))
                x += column.width + _GAP
            self._rows.append(made)
            high = ceil(max(column.height for column in row)) + _GAP
            parts.append(Part(y - _GAP / 2, high))
            y += high
        if self._nothing:
            parts.append(Part(y - _GAP / 2, _HINT))
            y += _HINT
        rows = len([row for row in self._legend() if row])
        parts.append(Part(y - _GAP / 2, ROW * rows + _PAD + _GAP / 2))
        self.parts = tuple(parts)
        self.size = QSizeF(self._width, parts[-1].top + parts[-1].height)
        self.left_out = sum(column.left_out for row in self._rows for _, column in row)

    def _arranged(self) -> list[list[PaperColumn]]:
        """The columns in rows, as even as their order lets them be."""
        columns, inner = self._picture.columns, self._width - 2 * _PAD
        most = max(1, int((inner + _GAP) // (_COLUMN + _GAP)))
        spans = [1 if not self.compact else _span(one, most) for one in columns]
        rows = _packed(spans, most)
        even = _packed(spans, max(*spans, ceil(sum(spans) / len(rows))))
        rows = even if len(even) == len(rows) else rows
        slots = max(sum(spans[n] for n in row) for row in rows)
        slot = (inner - (slots - 1) * _GAP) / slots
        widths = [span * slot + (span - 1) * _GAP for span in spans]
        if len(rows) == 1 and slots > 1 and spans[0] == 1:
            # As in the window: what is not counted takes less room.
            bench = slot * _BENCH_PART
            more = (slot - bench) / (slots - 1)
            widths = [bench, *(w + more * s for w, s in zip(widths[1:], spans[1:], strict=True))]
        made = [self._column(*each) for each in zip(columns, widths, spans, strict=True)]
        if any(one.crowded for one in made):
            # Names before small lines, and all columns alike.
            made = [
                self._column(*each, sparks=False)
                for each in zip(columns, widths, spans, strict=True)
            ]
        return [[made[number] for number in row] for row in rows]

    def _column(
        self, state: ColumnState, width: float, span: int, *, sparks: bool = True
    ) -> PaperColumn:
        lanes = max(span, int(width // _LANE), 1)
        return PaperColumn(state, self._style, width, lanes, sparks=sparks)

    def _strip(self, part: Part) -> QRectF:
        return QRectF(0, part.top, self._width, part.height)

    def _legend(self) -> Rows:
        picture = self._picture
        used = {card.face.shape for one in picture.columns for card in one.people}
        named = [(name, shape_of(name, picture.disciplines)) for name in picture.disciplines]
        named = [*named, ("another discipline", SHAPES[-1])]
        entries = board_entries(picture.columns, [one for one in named if one[1] in used])
        return rows_of(entries, _PAD, self._width - 2 * _PAD)


def _span(state: ColumnState, most: int) -> int:
    """How many columns wide one is that has many people."""
    return min(most, max(1, ceil(len(state.people) / _TALL)))


def _packed(spans: list[int], most: int) -> list[list[int]]:
    """Columns in their order, as many in each row as go beside each other."""
    rows: list[list[int]] = []
    taken = most
    for number, span in enumerate(spans):
        if taken + span > most:
            rows.append([])
            taken = 0
        rows[-1].append(number)
        taken += span
    return rows
