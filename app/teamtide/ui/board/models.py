"""The cards of one list of a column, for a view."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QStringListModel, Qt

from teamtide.ui.board.cards import Card, PersonCard, Ref
from teamtide.ui.board.marks import SPOKEN
from teamtide.ui.charts.words import Words

CARD_ROLE = int(Qt.ItemDataRole.UserRole)
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
# Once and for all: a view asks for them for every card it paints.
_FLAGS = (
    Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsDragEnabled
    | Qt.ItemFlag.ItemNeverHasChildren
)
KNOWN = 4
"""Sets of cards of which it is kept what they stand for."""


class CardModel(QStringListModel):
    """Cards in plan order. `set_cards` tells the view only of what differs.

    Of the list of strings beneath it only its length is used: a view asks for the number of rows
    hundreds of times per layout, and a count in C++ makes that ten times cheaper.
    """

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        """No cards; tips are written with `words`, and say how it is in `week`."""
        super().__init__(parent)
        self._words = words
        self.week = 0
        self._cards: tuple[Card, ...] = ()
        self._coming: tuple[Card, ...] = ()
        self._refs: list[Ref] = []
        self._known: list[tuple[tuple[Card, ...], list[Ref]]] = []
        # Connected before any view is, so that cards and count agree when views are told.
        self.rowsInserted.connect(self._put_in)
        self.rowsRemoved.connect(self._take_out)

    @property
    def cards(self) -> tuple[Card, ...]:
        """What is shown now."""
        return self._cards

    def set_cards(self, cards: tuple[Card, ...]) -> None:
        """Show other cards, keeping selection and scrolling of those that stay."""
        old, new = self._refs, self._refs_of(cards)
        if old != new and not self._merge(old, new, cards):
            self._cards, self._refs = cards, new
            self.setStringList([""] * len(cards))
            return
        pairs = list(zip(self._cards, cards, strict=True))
        self._cards, self._refs = cards, new
        # Views are told a range: only where it begins and where it ends has to be looked for.
        first = next((n for n, pair in enumerate(pairs) if _differ(*pair)), None)
        if first is not None:
            last = next(n for n in range(len(pairs) - 1, -1, -1) if _differ(*pairs[n]))
            self.dataChanged.emit(self.index(first), self.index(last))

    def _refs_of(self, cards: tuple[Card, ...]) -> list[Ref]:
        """What cards stand for; known where the very same were shown lately, as in a scenario."""
        known = next((refs for shown, refs in self._known if shown is cards), None)
        if known is None:
            known = [card.ref for card in cards]
            self._known = [(cards, known), *self._known[: KNOWN - 1]]
        return known

    def _merge(self, old: list[Ref], new: list[Ref], cards: tuple[Card, ...]) -> bool:
        """Take out and put in single rows until the order is `new`; False where it is another."""
        staying, known = set(new), set(old)
        kept = [ref for ref in old if ref in staying]
        if kept != [ref for ref in new if ref in known]:
            return False
        if len(old) + len(new) - 2 * len(kept) > 60:
            return False
        for row in range(len(old) - 1, -1, -1):
            if old[row] not in staying:
                super().removeRows(row, 1)
        self._coming = cards
        for row, ref in enumerate(new):
            if ref not in known:
                super().insertRows(row, 1)
        return True

    def _put_in(self, _parent: QModelIndex, first: int, last: int) -> None:
        coming = self._coming[first : last + 1]
        self._cards = (*self._cards[:first], *coming, *self._cards[first:])

    def _take_out(self, _parent: QModelIndex, first: int, last: int) -> None:
        self._cards = self._cards[:first] + self._cards[last + 1 :]

    def removeRows(self, row: int, count: int, parent: Index = _NOWHERE) -> bool:
        """Nothing: what a drag moves, the plan's change takes out."""
        return False

    def insertRows(self, row: int, count: int, parent: Index = _NOWHERE) -> bool:
        """Nothing: only the plan's changes put cards in."""
        return False

    def card(self, index: Index) -> Card:
        """The card at an index of this model."""
        return self._cards[index.row()]

    def row_of(self, ref: Ref) -> int | None:
        """The row of a card, or None."""
        return next((row for row, card in enumerate(self._cards) if card.ref == ref), None)

    # --- what a view asks -----------------------------------------------------------------

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Name, tip, what a screen reader says, or the card itself."""
        if not index.isValid() or index.row() >= len(self._cards):
            return None
        card = self._cards[index.row()]
        if role == CARD_ROLE:
            return card
        if role == Qt.ItemDataRole.DisplayRole:
            return card.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip_of(card, self._words, self.week)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(card)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Cards can be chosen and dragged."""
        return _FLAGS if index.isValid() else Qt.ItemFlag.NoItemFlags


def _differ(before: Card, after: Card) -> bool:
    return before is not after and before != after


def tip_of(card: Card, words: Words, week: int) -> str:
    """All there is to say of a card in the week looked at."""
    if not isinstance(card, PersonCard):
        return card.tip
    figures = card.figures
    if figures.when is None:
        load = {"idle": "Nothing to do", "–": "Away whenever there is something to do"}
        return "\n".join(t for t in (card.face.tip, load.get(figures.text, "")) if t)
    current = 0.0 if figures.loads is None else float(figures.loads[week])
    now, peak = words.percent(current), words.percent(figures.peak)
    return f"{card.face.tip}\nLoad {now} now, at most {peak} ({words.day(figures.when)})"


def spoken(card: Card) -> str:
    """A card in one line, for a screen reader."""
    if not isinstance(card, PersonCard):
        marks = [SPOKEN[mark] for mark in card.marks]
        return ", ".join(part for part in (card.name, card.line, card.finish, *marks) if part)
    face = card.face
    load = f"load {card.figures.text}" if card.figures.text else ""
    marks = [SPOKEN[mark] for mark in face.marks]
    return ", ".join(part for part in (face.name, face.title, face.notes, load, *marks) if part)
