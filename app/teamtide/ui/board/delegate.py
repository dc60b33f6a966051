"""How a card is painted. One delegate for a whole list; no widget per card."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPixmap
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from teamtide.ui import theme
from teamtide.ui.board.cards import Card
from teamtide.ui.board.painting import PLAIN, CardPainter

GAP = 5
MOST_PICTURES = 150


class CardDelegate(QStyledItemDelegate):
    """Paints cards of people and of work, all of one height."""

    def __init__(self, font: QFont, parent: QObject | None = None) -> None:
        """Cards in `font`, with a smaller one for the second line."""
        super().__init__(parent)
        self.set_font(font)

    def set_font(self, font: QFont) -> None:
        """Paint in another font from now on."""
        self._cards = CardPainter(font)
        self._pictures: dict[object, QPixmap] = {}

    @property
    def height(self) -> int:
        """Height of a card with the gap below it."""
        return self._cards.height + GAP

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """The same for every card."""
        return QSize(120, self.height)

    def foresee(self, cards: Iterable[Card], size: QSize, ratio: float) -> None:
        """Make ready the pictures of cards that may soon be painted."""
        for card in cards:
            self.picture(card, size, PLAIN, ratio)

    def picture(
        self, card: Card, size: QSize, how: tuple[bool, bool, bool], ratio: float
    ) -> QPixmap:
        """One card as it is painted; kept, because most cards are painted many times.

        Args:
            card: What to paint.
            size: Of a row, the gap below the card included.
            how: Whether it is chosen, has the keyboard, lies under the pointer.
            ratio: Pixels to a unit of `size`.
        """
        look = theme.current()
        key = (card, size.width(), size.height(), how, look.name, ratio)
        picture = self._pictures.get(key)
        if picture is not None:
            return picture
        if len(self._pictures) >= MOST_PICTURES:
            self._pictures.clear()
        picture = self._pictures[key] = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(0.5, 0.5, size.width() - 1.0, size.height() - GAP - 1.0)
        self._cards.paint(painter, rect, card, how)
        painter.end()
        return picture
