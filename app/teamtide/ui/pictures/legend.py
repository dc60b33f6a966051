"""What the colours, lines and shapes of a picture mean, in as many rows as that needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from teamtide.capacity.inputs import KINDS
from teamtide.ui import theme
from teamtide.ui.board.cards import ColumnState
from teamtide.ui.board.marks import NOTED, SPOKEN, draw_marks
from teamtide.ui.charts.data import NONE, ChartData, skill_gap
from teamtide.ui.charts.ribbon import WASH
from teamtide.ui.pictures.ink import font, strokes

ROW = 20.0
"""How high a row is."""
_LETTERS = 13

Entry = tuple[str, QColor, str]
"""A sign, its colour, and what it means.

Signs are box, line, dash, dot, hatch, cross, band, shape:… of a discipline and mark:… of a card.
"""
Rows = list[list[tuple[float, Entry]]]
"""Entries with their left edges, row by row."""


def curve_entries(data: ChartData, ghost: str) -> Iterator[Entry]:
    """What a curve shows; `ghost` is the name of the scenario drawn behind it."""
    look = theme.current()
    for layer, days in zip(data.layers, data.stack, strict=True):
        if days.any():
            colour = look.kind(layer.kind) if layer.kind else look.series(layer.series)
            yield "box", colour, layer.label
    yield from _lines([data], ghost)


def board_entries(
    columns: tuple[ColumnState, ...], disciplines: Iterable[tuple[str, str]]
) -> Iterator[Entry]:
    """What a board shows: kinds of work, lines, shapes of (discipline, shape), marks."""
    look = theme.current()
    charts = [one.chart for one in columns if one.chart is not None and not one.chart.empty]
    work = [card for one in columns for card in (*one.work, *one.paused)]
    kinds = {kind for card in work for kind, _ in card.kinds}
    for data in charts:
        kinds |= {
            layer.label for layer, days in zip(data.layers, data.stack, strict=True) if days.any()
        }
    for kind in KINDS:
        if kind in kinds:
            yield "box", look.kind(kind), kind
    if charts:
        yield from _lines(charts, "compared with")
    for name, shape in disciplines:
        yield f"shape:{shape}", look.text, name
    seen = {mark for card in work for mark in card.marks}
    seen |= {mark for one in columns for card in one.people for mark in card.face.marks}
    seen |= {NOTED} if any(one.note for one in columns) else set()
    for mark, meaning in SPOKEN.items():
        if mark in seen:
            yield f"mark:{mark}", look.text, meaning


def _lines(charts: list[ChartData], ghost: str) -> Iterator[Entry]:
    """Capacity, and what else stands over the areas of at least one of some curves."""
    look = theme.current()
    yield "line", look.text, "capacity"
    if any(one.settled is not None for one in charts):
        yield "dot", look.muted, "once settled in"
    if any(one.ghost is not None for one in charts):
        yield "dash", look.ghost, ghost
    if any(((one.overload > NONE) & ~skill_gap(one)).any() for one in charts):
        carried = any(one.carried for one in charts)
        yield "hatch", look.unmet, "left over" if carried else "finds nobody"
    if any(skill_gap(one).any() for one in charts):
        yield "cross", look.unmet, "skill missing"
    if any(one.band is not None for one in charts):
        yield "band", look.text, "8 of 10 runs"


def rows_of(entries: Iterable[Entry], left: float, width: float) -> Rows:
    """Entries in as many rows as they need, from `left`."""
    metrics = QFontMetricsF(font(_LETTERS))
    rows: Rows = [[]]
    x = left
    for sign, colour, text in entries:
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width - 40)
        wide = metrics.horizontalAdvance(shown) + 38
        if x + wide > left + width and rows[-1]:
            rows.append([])
            x = left
        rows[-1].append((x, (sign, colour, shown)))
        x += wide
    return rows


def paint_rows(painter: QPainter, rows: Rows, y: float) -> None:
    """Draw a legend whose top is there."""
    letters = font(_LETTERS)
    metrics = QFontMetricsF(letters)
    for row in rows:
        for x, (sign, colour, text) in row:
            _sign(painter, sign, colour, QRectF(x, y + 2, 15, 12))
            painter.setFont(letters)
            painter.setPen(theme.current().text)
            painter.drawText(QPointF(x + 21, y + metrics.ascent()), text)
        y += ROW


def _sign(painter: QPainter, sign: str, colour: QColor, place: QRectF) -> None:
    what, _, which = sign.partition(":")
    if what == "box":
        painter.fillRect(place.adjusted(2, 0, -2, 0), colour)
    elif what == "shape":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        theme.draw_shape(painter, which, place.center(), 9)
    elif what == "mark":
        draw_marks(painter, (which,), place.right() - 1, place.center().y(), theme.current())
    elif sign == "band":
        wash = QColor(colour)
        wash.setAlpha(WASH)
        painter.fillRect(place, wash)
    elif sign in ("hatch", "cross"):
        painter.setPen(QPen(colour, 1))
        painter.drawLines(list(strokes(place, rising=True)))
        if sign == "cross":
            painter.drawLines(list(strokes(place, rising=False)))
    else:
        pen = QPen(colour, 2)
        styles = {"dash": Qt.PenStyle.DashLine, "dot": Qt.PenStyle.DotLine}
        pen.setStyle(styles.get(sign, Qt.PenStyle.SolidLine))
        painter.setPen(pen)
        middle = place.center().y()
        painter.drawLine(QPointF(place.left(), middle), QPointF(place.right(), middle))
