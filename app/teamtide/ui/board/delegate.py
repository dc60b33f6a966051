"""How a card is painted. One delegate for a whole list; no widget per card."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen, QPixmap, QPolygonF, QStaticText
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from teamtide.ui import theme
from teamtide.ui.board.cards import Card, Figures, PersonCard, WorkCard
from teamtide.ui.board.models import CARD_ROLE

GAP = 5
PAD = 7
EDGE = 4.0
SPARK = 54
SPARK_POINTS = 27
ROOM_FOR_SPARK = 215
MOST_KEPT = 4000
_Flag = Qt.AlignmentFlag
_LEFT = int(_Flag.AlignLeft | _Flag.AlignVCenter)
_RIGHT = int(_Flag.AlignRight | _Flag.AlignVCenter)
_ELIDE = Qt.TextElideMode.ElideRight
_State = QStyle.StateFlag
# As plain numbers: flags of Python's enum cost more than the drawing they decide on.
_STATES = (
    _State.State_Selected.value,
    _State.State_HasFocus.value,
    _State.State_MouseOver.value,
)


class CardDelegate(QStyledItemDelegate):
    """Paints cards of people and of work, all of one height."""

    def __init__(self, font: QFont, parent: QObject | None = None) -> None:
        """Cards in `font`, with a smaller one for the second line."""
        super().__init__(parent)
        self.set_font(font)

    def set_font(self, font: QFont) -> None:
        """Paint in another font from now on."""
        self._font = QFont(font)
        self._small = QFont(font)
        self._small.setPointSizeF(max(6.5, font.pointSizeF() * 0.86))
        self._bold = QFont(font)
        self._bold.setWeight(QFont.Weight.DemiBold)
        self._small_bold = QFont(self._small)
        self._small_bold.setWeight(QFont.Weight.DemiBold)
        self._name_metrics = QFontMetrics(self._font)
        self._small_metrics = QFontMetrics(self._small)
        self._figure_width = QFontMetrics(self._bold).horizontalAdvance("1000 %")
        self._height = (
            self._name_metrics.height() + self._small_metrics.height() + 2 * PAD - 2 + GAP
        )
        self._grounds: dict[object, QPixmap] = {}
        self._texts: dict[tuple[int, str, int], tuple[QStaticText, float, float]] = {}
        self._sparks: dict[tuple[int, int], QPolygonF] = {}

    @property
    def height(self) -> int:
        """Height of a card with the gap below it."""
        return self._height

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """The same for every card."""
        return QSize(120, self._height)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """One card."""
        card = index.data(CARD_ROLE)
        look = theme.current()
        whole = QRectF(option.rect)
        rect = whole.adjusted(0.5, 0.5, -0.5, -GAP - 0.5)
        state = option.state.value
        selected, focused, hovered = (bool(state & flag) for flag in _STATES)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        how = (selected, focused, hovered)
        self._paint_ground(painter, option.rect, card, how, look)
        if isinstance(card, WorkCard):
            self._paint_work(painter, rect.adjusted(EDGE, 0, 0, 0), card, look)
        else:
            self._paint_person(painter, rect, card, look)
        painter.restore()

    def _paint_ground(
        self,
        painter: QPainter,
        whole: QRect,
        card: Card,
        how: tuple[bool, bool, bool],
        look: theme.Theme,
    ) -> None:
        """The empty card, painted once for all that look alike."""
        ratio = painter.device().devicePixelRatio()
        edge = (card.kinds, card.muted) if isinstance(card, WorkCard) else None
        key = (whole.size().toTuple(), how, look.name, ratio, edge)
        ground = self._grounds.get(key)
        if ground is None:
            if len(self._grounds) > MOST_KEPT:
                self._grounds.clear()
            ground = QPixmap(whole.size() * ratio)
            ground.setDevicePixelRatio(ratio)
            ground.fill(Qt.GlobalColor.transparent)
            brush = QPainter(ground)
            brush.setRenderHint(QPainter.RenderHint.Antialiasing)
            size = whole.size()
            rect = QRectF(0.5, 0.5, size.width() - 1.0, size.height() - GAP - 1.0)
            self._draw_ground(brush, rect, card, how, look)
            brush.end()
            self._grounds[key] = ground
        painter.drawPixmap(whole.topLeft(), ground)

    def _draw_ground(
        self,
        painter: QPainter,
        rect: QRectF,
        card: Card,
        how: tuple[bool, bool, bool],
        look: theme.Theme,
    ) -> None:
        selected, focused, hovered = how
        body = rect
        if isinstance(card, WorkCard):
            self._paint_edge(painter, rect, card, look)
            body = rect.adjusted(EDGE, 0, 0, 0)
        painter.setBrush(
            look.accent_fill if selected else look.card_hover if hovered else look.card
        )
        painter.setPen(QPen(look.accent if selected or focused else look.line, 2 if focused else 1))
        radius = look.spacing.card_radius
        painter.drawRoundedRect(body, radius, radius)

    def _write(
        self,
        painter: QPainter,
        font: QFont,
        text: str,
        where: QRectF,
        *,
        right: bool = False,
    ) -> float:
        """Write one line, cut to fit; its width. Lines are laid out once and kept."""
        key = (id(font), text, int(where.width()))
        line = self._texts.get(key)
        if line is None:
            if len(self._texts) > MOST_KEPT:
                self._texts.clear()
            metrics = QFontMetrics(font)
            cut = QStaticText(metrics.elidedText(text, _ELIDE, int(where.width())))
            cut.setTextFormat(Qt.TextFormat.PlainText)
            cut.prepare(font=font)
            line = self._texts[key] = (cut, cut.size().width(), float(metrics.height()))
        static, width, height = line
        painter.setFont(font)
        x = where.right() - width if right else where.left()
        painter.drawStaticText(QPointF(x, where.top() + (where.height() - height) / 2), static)
        return width

    # --- people ---------------------------------------------------------------------------

    def _paint_person(
        self, painter: QPainter, rect: QRectF, card: PersonCard, look: theme.Theme
    ) -> None:
        face, figures = card.face, card.figures
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.muted if face.muted else look.text)
        theme.draw_shape(painter, face.shape, QPointF(rect.left() + 13, rect.center().y()), 9)
        left, right = rect.left() + 24, rect.right() - PAD
        top, lines = self._lines(rect)
        wide = rect.width() > ROOM_FOR_SPARK
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
            taken = int(self._write(painter, font, figures.text, where, right=True)) + 6
            if wide and figures.spark is not None:
                end = right - self._figure_width - 4
                area = QRectF(end - SPARK, rect.top(), SPARK, rect.height())
                self._paint_spark(painter, area, figures, look)
                taken = int(right - area.left()) + 8
            second_room -= taken
            first_room -= taken if wide else 0
        painter.setPen(look.muted if face.muted else look.text)
        self._write(painter, self._font, face.name, QRectF(left, top, first_room, lines[0]))
        painter.setPen(look.warn if face.changed_since else look.muted)
        second = QRectF(left, top + lines[0], second_room, lines[1])
        text = self._second_line(face.title, face.notes, second_room)
        self._write(painter, self._small, text, second)

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
        height = 14
        key = (figures.key, height)
        line = self._sparks.get(key)
        if line is None:
            assert figures.spark is not None
            if len(self._sparks) > MOST_KEPT:
                self._sparks.clear()
            line = self._sparks[key] = spark_line(figures.spark, SPARK, height)
        origin = QPointF(rect.left(), rect.center().y() - height / 2)
        full = origin.y() + height * (1 - 1 / SPARK_TOP)
        painter.setPen(QPen(look.line, 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(rect.left(), full), QPointF(rect.right(), full))
        calm = figures.severity in ("good", "neutral")
        painter.setPen(QPen(look.muted if calm else look.severity(figures.severity)[0], 1.2))
        painter.translate(origin)
        painter.drawPolyline(line)
        painter.translate(-origin)

    # --- work -----------------------------------------------------------------------------

    def _paint_edge(
        self, painter: QPainter, rect: QRectF, card: WorkCard, look: theme.Theme
    ) -> None:
        """The coloured edge: a part for each kind of work in it."""
        painter.setPen(Qt.PenStyle.NoPen)
        radius, at = look.spacing.card_radius, rect.top()
        for kind, part in card.kinds or (("", 1.0),):
            height = rect.height() * part
            painter.setClipRect(QRectF(rect.left() - 1, at - 0.5, 14, height + 1))
            colour = look.kind(kind) if kind else look.line
            painter.setBrush(theme.mixed(colour, look.card, 0.4) if card.muted else colour)
            painter.drawRoundedRect(rect, radius, radius)
            at += height
        painter.setClipping(False)

    def _paint_work(
        self, painter: QPainter, rect: QRectF, card: WorkCard, look: theme.Theme
    ) -> None:
        top, lines = self._lines(rect)
        left, room = rect.left() + 8, int(rect.width() - 8 - PAD)
        painter.setPen(look.muted if card.muted else look.text)
        self._write(painter, self._font, card.name, QRectF(left, top, room, lines[0]))
        painter.setPen(look.muted)
        self._write(painter, self._small, card.line, QRectF(left, top + lines[0], room, lines[1]))

    def _lines(self, rect: QRectF) -> tuple[float, tuple[int, int]]:
        """Where the first line starts, and the heights of both."""
        lines = (self._name_metrics.height(), self._small_metrics.height())
        return rect.top() + (rect.height() - sum(lines)) / 2, lines


SPARK_TOP = 1.5


def spark_line(ratios: np.ndarray, width: int, height: int) -> QPolygonF:
    """A load by week as a small line; 150 % and more is the top."""
    capped = np.minimum(ratios, SPARK_TOP)
    count = min(len(capped), SPARK_POINTS)
    # The highest week of each part: a short peak must not vanish between two points.
    starts = np.linspace(0, len(capped), count, endpoint=False).astype(np.intp)
    values = np.maximum.reduceat(capped, starts)
    x = np.linspace(0, width, count)
    y = height * (1 - values / SPARK_TOP)
    return QPolygonF([QPointF(a, b) for a, b in zip(x.tolist(), y.tolist(), strict=True)])
