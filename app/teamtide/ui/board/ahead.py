"""Making the columns of other scenarios ready before anybody looks at them.

It works in small steps while nothing changes and nothing hovers; a change, a drag or another date
lets it begin again later. The board on screen never waits for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from teamtide.plan.rows import Scenario, ScenarioId
from teamtide.ui.board.shelf import Shelf

if TYPE_CHECKING:
    from teamtide.ui.board.board_view import BoardView

REST = 1500
"""Milliseconds of rest before it begins: forecasts and measures come first."""
PAUSE = 8
"""Milliseconds between two steps."""
MOST = 9
"""Scenarios made ready, those that have a key of their own."""


class Ahead(QObject):
    """Keeps a board's shelf filled."""

    def __init__(self, board: BoardView, shelf: Shelf) -> None:
        """Begin once the board has been at rest for a while."""
        super().__init__(board)
        self._board, self._shelf = board, shelf
        self._steps: Iterator[None] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._step)
        session = board.session
        for signal in (
            session.changed,
            session.scenario_changed,
            session.as_of_changed,
            session.preview_changed,
        ):
            signal.connect(self._again)
        self._again()

    @property
    def waiting(self) -> bool:
        """Whether there is something to make ready yet."""
        return self._timer.isActive()

    def _again(self, _what: object = None) -> None:
        self._steps = None
        self._timer.start(REST)

    def _step(self) -> None:
        if self._steps is None:
            self._steps = self._next()
            if self._steps is None:
                return
        if next(self._steps, self) is self:
            self._steps = None
        self._timer.start(PAUSE)

    def _next(self) -> Iterator[None] | None:
        """The steps for a scenario that is not ready; None where all are."""
        board, session = self._board, self._board.session
        if not board.isVisible():
            return None
        for row in session.state.rows(Scenario)[:MOST]:
            if not self._shelf.ready(row.id, session.as_of):
                return self._prepare(row.id)
        return None

    def _prepare(self, scenario: ScenarioId) -> Iterator[None]:
        """The columns of a scenario, then what those in sight would paint of them."""
        view = self._board.looked_at_in(scenario)
        yield from self._shelf.prepare(view)
        states = self._shelf.look(view)
        for column, state in zip(self._board.views, states, strict=False):
            if column.team == state.team and not column.visibleRegion().isEmpty():
                column.foresee(state)
                yield
