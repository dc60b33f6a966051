"""Which columns say that their cover is thin, worked out when nothing else has to be done.

A drop paints without it: a moment later teams whose figures changed are looked at, one at a time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from teamtide.capacity.results import TeamLoad
from teamtide.plan.rows import Person, Plan
from teamtide.ui.board.header import ColumnHeader
from teamtide.ui.cover_words import cover_lines
from teamtide.ui.session import Update

if TYPE_CHECKING:
    from teamtide.ui.board.board_view import BoardView

AFTER = 120
"""Milliseconds after a change before the first team is looked at: the board is painted first."""
STEP = 4
"""Milliseconds between two teams, so that whatever else comes first."""


class CoverChips(QObject):
    """Tells the column heads of a board what hangs on one person in their teams."""

    def __init__(self, board: BoardView) -> None:
        """Nothing known yet."""
        super().__init__(board)
        self._board = board
        self._known: dict[ColumnHeader, TeamLoad] = {}
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._next)
        board.session.changed.connect(self._changed)
        board.session.scenario_changed.connect(self._looked_elsewhere)
        self._soon.start(AFTER)

    def _changed(self, update: Update) -> None:
        if {Person, Plan} & set(update.change.tables):
            self._known = {}  # names and dates are in the words, and not in the figures
        self._soon.start(AFTER)

    def _looked_elsewhere(self, _scenario: object) -> None:
        self._soon.start(AFTER)

    def _next(self) -> None:
        if self._step():
            self._soon.start(STEP)

    def _step(self) -> bool:
        """Look at the first team whose figures are others; False where there is none."""
        session = self._board.session
        views = [view for view in self._board.views if view.team is not None]
        shown = {view.header for view in views}
        self._known = {head: load for head, load in self._known.items() if head in shown}
        for view in views:
            assert view.team is not None
            figures = session.load.teams[session.team_index(view.team)]
            if self._known.get(view.header) is not figures:
                self._known[view.header] = figures
                view.header.set_cover(tuple(cover_lines(session, view.team)))
                return True
        return False

    def settle(self) -> None:
        """Look at every team now (for pictures and tests)."""
        self._soon.stop()
        while self._step():
            pass
