"""Where the arrow keys lead from one list, curve or column to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from teamtide.ui.board.card_list import CardList
from teamtide.ui.board.column import ColumnView, column_of

if TYPE_CHECKING:
    from teamtide.ui.board.board_view import BoardView

_REASON = Qt.FocusReason.OtherFocusReason


class Walker(QObject):
    """Moves the keyboard about a board."""

    def __init__(self, board: BoardView) -> None:
        """For `board`."""
        super().__init__(board)
        self._board = board

    def on_walked(self, dx: int, dy: int) -> None:
        """From a list: sideways to the same list next door, or past its end."""
        view, cards = self._place()
        if view is None or not isinstance(cards, CardList):
            return
        row, which = max(0, cards.currentIndex().row()), view.lists.index(cards)
        if dx:
            beside = self._beside(view, dx)
            if beside is not None:
                self._enter_list(beside, which, row)
        elif dy > 0 and which + 1 < len(view.lists):
            self._enter_list(view, which + 1, 0)
        elif dy < 0 and which > 0:
            self._enter_list(view, which - 1, view.lists[which - 1].cards.rowCount() - 1)
        elif dy < 0:
            (view.chart or view.header).setFocus(_REASON)

    def on_header_walked(self, dx: int, dy: int) -> None:
        """From a head: to the next one, or down."""
        view, _ = self._place()
        if view is None:
            return
        if dx:
            beside = self._beside(view, dx)
            if beside is not None:
                beside.header.setFocus(_REASON)
                self._board.bring_in_sight(beside)
        elif dy > 0:
            (view.chart or view.people).setFocus(_REASON)

    def on_chart_left(self) -> None:
        """From a curve down to the people."""
        view, _ = self._place()
        if view is not None:
            self._enter_list(view, 0, 0)

    def _place(self) -> tuple[ColumnView | None, QObject | None]:
        source = self.sender()
        return column_of(source), source

    def _beside(self, view: ColumnView, step: int) -> ColumnView | None:
        views = self._board.views
        number = views.index(view) + step
        return views[number] if 0 <= number < len(views) else None

    def _enter_list(self, view: ColumnView, which: int, row: int) -> None:
        view.lists[min(which, len(view.lists) - 1)].enter(row)
        self._board.bring_in_sight(view)
