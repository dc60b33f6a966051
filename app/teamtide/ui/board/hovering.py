"""Drags over the board: what hovers, what a drop of it would change, and the drop.

While something hovers both columns show what would come of it, and once it rests, what a drop will
need is made ready, so that the drop itself has little left to do. Nothing is written before it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QDrag

from teamtide.capacity.freed import Plans
from teamtide.capacity.results import TeamLoad
from teamtide.plan.rows import PersonId, Team, TeamId
from teamtide.plan.wishes import held, held_text
from teamtide.ui.board.card_list import CardList
from teamtide.ui.board.cards import Card, ColumnPreview, Figures, ItemKey, Ref
from teamtide.ui.board.drag_tag import drag_picture
from teamtide.ui.board.mime import packed, unpacked
from teamtide.ui.board.moves import movable, move_command, teams_named
from teamtide.ui.board.paused import freed_text
from teamtide.ui.board.sayings import (
    effect_text,
    names_of,
    preview_of,
    projected_preview,
)
from teamtide.ui.board.shelf import Shelf
from teamtide.ui.charts.data import ChartData
from teamtide.ui.session import Preview

if TYPE_CHECKING:
    from teamtide.ui.board.board_view import BoardView

NO_CHANGE = "changes no team's load"
ONLY_PROJECTS = "Only projects can be paused that are not paused already."
REST = 40
"""Milliseconds after which what hovers is taken to rest."""
NOTES = 3
"""Sentences about those who stay, and about pairs, that the tag has room for."""
NEXT = 4
"""Milliseconds before columns that can wait are drawn, so that the others are painted first."""
AT_ONCE = 3
"""Touched columns that are drawn at once; of more, those that the change names come first."""
MOST_TOLD = 3
"""Teams the tag tells of."""


class Hovering(QObject):
    """The drags of one board; its columns' `DropSite`."""

    def __init__(self, board: BoardView, columns: Shelf) -> None:
        """Nothing hovers."""
        super().__init__(board)
        self._board = board
        self._columns = columns
        self._offer: tuple[TeamId | None, tuple[Ref, ...]] | None = None
        self._dragging = False
        self._landed: tuple[tuple[Ref, ...], TeamId | None] | None = None
        self._preview: Preview | None = None
        self._rested = QTimer(self)
        self._rested.setSingleShot(True)
        self._rested.timeout.connect(self._go_on)
        self._steps: Iterator[tuple[TeamId, dict[ItemKey, Figures], ChartData]] | None = None
        board.session.preview_changed.connect(self._show)
        board.session.forecast_changed.connect(self._learn)

    # --- what would come of it ------------------------------------------------------------

    def _show(self, preview: Preview | None) -> None:
        self._preview, self._steps = preview, None
        self._rested.stop()
        if preview is None:
            for column in self._board.views:
                column.set_preview(None)
            return
        places = self._board.session.state.ranks(Team)
        self._draw(preview, {places[team] for team in _at_once(preview) if team in places})
        self._rested.start(REST if self._all_drawn(preview) else NEXT)

    def _all_drawn(self, preview: Preview) -> bool:
        return all(preview.figures.known(index) for index in preview.figures.touched)

    def _draw(self, preview: Preview, first: Collection[int] | None = None) -> None:
        """Show what would come of it in every column, or in those of some touched teams first."""
        session, figures = self._board.session, preview.figures
        now = session.load.teams
        figures.work_out(figures.touched if first is None else first)
        alike = len(preview.state.rows(Team)) == len(now)
        for index, row in enumerate(session.state.rows(Team)):
            column = self._board.view_of(row.id)
            if column is not None:
                known = alike and figures.known(index)
                after = figures.team(index) if known else now[index]
                column.set_preview(self._effect_on(index, now[index], after))

    def _draw_more(self, preview: Preview) -> None:
        """The touched columns that are not drawn yet: those in sight, then all others."""
        figures, board = preview.figures, self._board
        waiting = {index for index in figures.touched if not figures.known(index)}
        seen = {
            index
            for index in waiting
            if (column := board.view_of(board.session.state.rows(Team)[index].id)) is not None
            and not column.visibleRegion().isEmpty()
        }
        which = seen or waiting
        figures.work_out(which)
        now = board.session.load.teams
        for index in which:
            column = board.view_of(board.session.state.rows(Team)[index].id)
            if column is not None:
                column.set_preview(self._effect_on(index, now[index], figures.team(index)))

    def _effect_on(self, index: int, now: TeamLoad, after: TeamLoad) -> ColumnPreview | None:
        session, words = self._board.session, self._board.words
        known, coming = session.forecast, session.would_be
        if session.projected and known is not None and known.outlook is not None:
            old = known.outlook.teams[index]
            new = None if coming is None else coming.outlook
            would_be = None if new is None else new.teams[index]
            return projected_preview(old, would_be, after, words, touched=after is not now)
        return None if after is now else preview_of(now, after, words)

    def _learn(self, _shown: object) -> None:
        """What would be left over is known some time after the rest."""
        if self._preview is not None and self._board.session.projected:
            self._draw(self._preview)

    def _go_on(self) -> None:
        """One more step: columns that are not drawn yet; then, at rest, what a drop will need."""
        preview = self._preview
        if preview is None:
            return
        if not self._all_drawn(preview):
            self._draw_more(preview)
            self._rested.start(REST if self._all_drawn(preview) else NEXT)
            return
        if self._steps is None:
            view = self._board.looked_at(preview.state, preview.load)
            places = preview.state.ranks(Team)
            teams = sorted(preview.teams & places.keys(), key=self._in_sight_first)
            self._steps = self._columns.foresee(view, preview.change, teams)
        for team, figures, curves in self._steps:
            column = self._board.view_of(team)
            if column is not None and column.chart is not None:
                column.chart.foresee(curves)
                column.people.foresee(figures)
            self._rested.start(0)
            return

    def _in_sight_first(self, team: TeamId) -> bool:
        column = self._board.view_of(team)
        return column is None or column.visibleRegion().isEmpty()

    def _give_up(self) -> None:
        """What hovered was not dropped: nothing of it is kept."""
        self._steps = None
        self._columns.forget()
        self._board.session.forget_preview()

    # --- the drag -------------------------------------------------------------------------

    def drag(self) -> None:
        """Drag what is chosen, from the list that asked for it."""
        source, board = self.sender(), self._board
        dragged = board.choice.cards()
        if not dragged or not isinstance(source, CardList):
            return
        drag = QDrag(source)
        drag.setMimeData(packed(board.plan_token, tuple(card.ref for card in dragged)))
        picture = drag_picture(names_of(dragged), board.font(), board.devicePixelRatioF())
        drag.setPixmap(picture)
        drag.setHotSpot(QPoint(-10, picture.height() + 4))
        self._dragging, self._landed = True, None
        try:
            drag.exec(Qt.DropAction.MoveAction)
        finally:
            self._dragging = False
            self._end()
        if self._landed is not None:
            # Only now: a change inside the drag's own event loop would pull rows from beneath it.
            refs, target = self._landed
            self._landed = None
            board.move_cards(refs, target)

    # --- DropSite -------------------------------------------------------------------------

    def offered(self, team: TeamId | None, data: QMimeData) -> bool:
        """Whether what hovers may be dropped on a column; shows what would come of it."""
        board, session = self._board, self._board.session
        refs = movable(unpacked(data, board.plan_token), team)
        if not refs:
            return False
        if self._offer != (team, refs):
            self._offer = (team, refs)
            command = move_command(
                refs, target=team, scenario=session.scenario, as_of=session.as_of
            )
            preview = session.show_preview(command)
            board.tag.say(names_of(self._cards_of(refs)), self._told(preview, team, refs))
        return True

    def refused(self, data: QMimeData) -> bool:
        """Whether work hovers over the tray that can't be paused; people are for the bench."""
        refs = unpacked(data, self._board.plan_token)
        if not refs or any(ref.type == "person" for ref in refs):
            return False
        self._board.session.note.emit(ONLY_PROJECTS)
        return True

    def _cards_of(self, refs: tuple[Ref, ...]) -> tuple[Card, ...]:
        wanted = set(refs)
        return tuple(
            card
            for view in self._board.views
            for cards in view.lists
            for card in cards.cards.cards
            if card.ref in wanted
        )

    def _told(self, preview: Preview | None, team: TeamId | None, refs: tuple[Ref, ...]) -> str:
        """What a drop would do: the column dropped on first, then those the cards come from."""
        session = self._board.session
        if preview is None:
            return self._why_not(refs)
        figures, words = preview.figures, self._board.words
        order = {t: i for i, t in enumerate([team, *(ref.team for ref in refs)])}
        names = {row.id: row.name for row in session.state.rows(Team)}
        told = [
            (order.get(row.id, len(order)), names[row.id], now, figures.team(index))
            for index, (row, now) in enumerate(
                zip(session.state.rows(Team), session.load.teams, strict=True)
            )
            if row.id in preview.teams and figures.known(index)
        ]
        told.sort(key=lambda entry: entry[0])
        said = freed_text(Plans.of(session.load), preview.plans, words)
        if told:
            effects = effect_text([entry[1:] for entry in told[:MOST_TOLD]], words)
            said = f"{said}; {effects}" if said else effects
        more = len(preview.teams) - min(len(told), MOST_TOLD)
        if told and more:
            said = f"{said}, {more} more"
        return "\n".join((f"drop: {said or NO_CHANGE}", *preview.change.notes[:NOTES]))

    def _why_not(self, refs: tuple[Ref, ...]) -> str:
        """Why nothing can be dropped: those who hover are pinned, or a rule stands against it."""
        state = self._board.session.state
        pinned = [
            held_text(state, person, ref.team)
            for ref in refs
            if ref.type == "person"
            for person in held(state, (PersonId(int(ref.key)),), ref.team)
        ]
        return "\n".join(pinned[:NOTES]) or "This can't be dropped here."

    def hovered(self, at: QPoint) -> None:
        """The pointer moved while something hovers."""
        where = self._board.mapFromGlobal(at)
        self._board.tag.show_at(where)
        self._board.strip.scroll_near_edge(self._board, where)

    def left(self, team: TeamId | None) -> None:
        """What hovered over a column is gone."""
        if self._offer is not None and self._offer[0] == team:
            self._end()
            self._give_up()

    def dropped(self, team: TeamId | None, data: QMimeData) -> bool:
        """It was dropped; the move is made once the drag is over."""
        refs = movable(unpacked(data, self._board.plan_token), team)
        self._end()
        if not refs:
            return False
        if self._dragging:
            self._landed = (refs, team)
        else:
            self._board.move_cards(refs, team)
        return True

    def _end(self) -> None:
        self._board.tag.hide()
        self._board.strip.stop_scrolling()
        for view in self._board.views:
            view.set_target(False)
            if view.tray is not None:
                view.tray.set_target(False)
        if self._offer is not None:
            self._offer = None
            self._board.session.show_preview(None)


def _at_once(preview: Preview) -> frozenset[TeamId]:
    """The teams whose columns are drawn before anything else."""
    if len(preview.teams) <= AT_ONCE:
        return preview.teams
    return preview.teams & teams_named(preview.change)
