"""The *Paused* tray below the bench: a place of its own to drop projects on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from teamtide.ui import theme
from teamtide.ui.board.card_list import CardList
from teamtide.ui.board.cards import PAUSED, WorkCard
from teamtide.ui.board.delegate import GAP
from teamtide.ui.board.drops import DropPlace, DropSite, label_font
from teamtide.ui.board.paused import EMPTY_TRAY, tray_title
from teamtide.ui.charts.words import Words

PAD = 6
LINES_WHEN_EMPTY = 3


class PausedTray(DropPlace):
    """A heading and the cards of projects at rest. The whole of it takes drops of projects."""

    def __init__(self, words: Words, site: DropSite, parent: QWidget) -> None:
        """An empty tray."""
        super().__init__(site, PAUSED, parent)
        self._title = tray_title(())
        self._font = label_font(self.font())
        self.cards = CardList(EMPTY_TRAY, words, self)
        self.setObjectName("pausedTray")
        self._name()

    # --- what it shows --------------------------------------------------------------------

    def show_cards(self, cards: tuple[WorkCard, ...]) -> None:
        """Show other cards."""
        self.cards.show_cards(cards)
        self._title = tray_title(cards)
        self._name()
        self._lay_out()
        self.update()

    def _name(self) -> None:
        self.setAccessibleName(self._title)
        count = self.cards.cards.rowCount()
        self.cards.setAccessibleName(f"Paused or cancelled projects, {count}")

    # --- layout ---------------------------------------------------------------------------

    @property
    def _heading(self) -> int:
        return QFontMetrics(self._font).height() + PAD

    def wanted_height(self, most: int) -> int:
        """Height for all cards, or for as many whole ones as go into `most`; a hint at least."""
        around = self._heading + PAD
        count = self.cards.cards.rowCount()
        if not count:
            hint = LINES_WHEN_EMPTY * self.fontMetrics().height() + PAD
            return min(max(most, around), around + hint)
        card = self.cards.card_height
        whole = max(1, (most - around) // card)
        return around + min(count, whole) * card + 1

    def _lay_out(self) -> None:
        top = self._heading
        side = self.width() - PAD
        self.cards.setGeometry(PAD, top, side, max(0, self.height() - top - PAD + GAP))
        self.cards.set_right_margin(PAD)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        super().resizeEvent(event)
        self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        """Lay out anew where the font changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "cards"):
            self._font = label_font(self.font())
            self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A dashed outline, as of a place to put something, and the heading."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dash = Qt.PenStyle.SolidLine if self._target else Qt.PenStyle.DashLine
        pen = QPen(look.accent if self._target else look.line, 2 if self._target else 1, dash)
        painter.setPen(pen)
        painter.setBrush(look.column_target if self._target else Qt.BrushStyle.NoBrush)
        edge = 1.0 if self._target else 0.5
        radius = look.spacing.card_radius
        area = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
        painter.drawRoundedRect(area, radius, radius)
        painter.setFont(self._font)
        painter.setPen(look.muted)
        where = QRectF(PAD + 1, PAD / 2, self.width() - 2 * PAD, self._heading)
        text = QFontMetrics(self._font).elidedText(
            self._title, Qt.TextElideMode.ElideRight, int(where.width())
        )
        painter.drawText(where, int(Qt.AlignmentFlag.AlignTop), text)
        painter.end()

    # --- drops ----------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Show what would be freed; what is refused here is not for the bench beneath either."""
        super().dragEnterEvent(event)
        if not self._target and self._site.refused(event.mimeData()):
            event.accept()
