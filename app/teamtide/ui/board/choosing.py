"""Which cards are chosen, across all lists of the board, and telling the session."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from teamtide.ui.board.card_list import CardList
from teamtide.ui.board.cards import PAUSED, Card, Ref
from teamtide.ui.session import Selection

if TYPE_CHECKING:
    from teamtide.ui.board.board_view import BoardView

CARD_KINDS = ("person", "project", "chunk", "service", "kind")


class Choice(QObject):
    """The cards chosen on a board."""

    def __init__(self, board: BoardView) -> None:
        """Nothing chosen."""
        super().__init__(board)
        self._board = board
        self._held = 0

    def cards(self) -> tuple[Card, ...]:
        """The chosen cards, column by column."""
        return tuple(card for cards in self._lists() for card in cards.chosen_cards())

    def choose(self, refs: set[Ref], current: Ref | None = None) -> None:
        """Choose exactly these cards."""
        with self.held():
            for cards in self._lists():
                here = current if current is not None and self._has(cards, current) else None
                cards.choose(refs, here)
        self._announce()

    def keep(self, chosen: tuple[Ref, ...]) -> None:
        """After a change: what was chosen stays so, and the keyboard on it, wherever it is now."""
        if all(self.shows(ref) for ref in chosen):
            return
        wanted = {(ref.type, ref.key) for ref in chosen}
        shown = (card.ref for cards in self._lists() for card in cards.cards.cards)
        found = [ref for ref in shown if (ref.type, ref.key) in wanted]
        if found:
            self.choose(set(found), found[0])
            focus = QApplication.focusWidget()
            if focus is not None and self._board.isAncestorOf(focus):
                self.focus_on(found[0])

    def focus_on(self, ref: Ref) -> None:
        """Give the keyboard to the list a card is in."""
        for cards in self._lists():
            if self._has(cards, ref):
                cards.setFocus(Qt.FocusReason.OtherFocusReason)

    def shows(self, ref: Ref) -> bool:
        """Whether a card is on the board."""
        view = self._board.view_of(ref.team)
        return view is not None and any(self._has(cards, ref) for cards in view.lists)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Say nothing meanwhile: lists are being filled, or chosen in one go."""
        self._held += 1
        try:
            yield
        finally:
            self._held -= 1

    def follow(self, selection: Selection) -> None:
        """Show what was selected elsewhere (in a table, by a search)."""
        if self._held:
            return
        wanted = set(selection.ids) if selection.kind in CARD_KINDS else set()
        mine = {card.ref for card in self.cards()}
        if wanted and wanted == {ref.key for ref in mine if ref.type == selection.kind}:
            return
        refs = {
            card.ref
            for cards in self._lists()
            for card in cards.cards.cards
            if card.ref.type == selection.kind and card.ref.key in wanted
        }
        if refs != mine:
            with self.held():
                for cards in self._lists():
                    cards.choose(refs)

    def on_alone(self, source: CardList) -> None:
        """A choice in one list is to be the only one: the others let go."""
        if self._held:
            return
        with self.held():
            for cards in self._lists():
                if cards is not source and cards.selectionModel().hasSelection():
                    cards.clearSelection()

    def on_chosen(self) -> None:
        """The choice in a list has changed."""
        if not self._held:
            self._announce(self.sender())

    def _announce(self, source: QObject | None = None) -> None:
        chosen = self.cards()
        near = source.chosen_cards() if isinstance(source, CardList) else ()
        first = (near or chosen or (None,))[0]
        if first is None:
            selection = Selection()
        else:
            ref = first.ref
            same = tuple(dict.fromkeys(c.ref.key for c in chosen if c.ref.type == ref.type))
            team = None if ref.team == PAUSED else ref.team
            selection = Selection(ref.type, same, team)
        with self.held():
            self._board.session.select(selection)

    def _lists(self) -> Iterator[CardList]:
        for view in self._board.views:
            yield from view.lists

    @staticmethod
    def _has(cards: CardList, ref: Ref) -> bool:
        return cards.cards.row_of(ref) is not None
