"""The board: a strip of columns that follows a session.

It asks `Columns` what to show, hands every column its state, and turns drags, keys and clicks
into commands and selections. Nothing here computes a figure or changes a row.
"""

from __future__ import annotations

import uuid

from PySide6.QtCore import QMimeData, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QDrag, QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from teamtide.capacity.results import Load
from teamtide.plan.changes import ChangeSet
from teamtide.plan.rows import ScenarioId, Team, TeamId
from teamtide.ui.board.card_list import CardList
from teamtide.ui.board.cards import Card, ColumnState, Ref
from teamtide.ui.board.choosing import Choice
from teamtide.ui.board.column import ColumnView, column_of
from teamtide.ui.board.drag_tag import DragTag, drag_picture
from teamtide.ui.board.mime import packed, unpacked
from teamtide.ui.board.moves import movable, move_command
from teamtide.ui.board.states import Columns, View, effect_text, names_of, preview_of
from teamtide.ui.board.strip import Strip
from teamtide.ui.board.walking import Walker
from teamtide.ui.charts.localised import LocaleWords
from teamtide.ui.charts.words import Words
from teamtide.ui.session import Preview, Selection, Session, Update

REST = 40


class BoardView(QScrollArea):
    """Bench and teams, side by side.

    Signals:
        edit_requested: A `Ref` is to be edited.
        remove_requested: A tuple of `Ref` is to be removed.
        menu_requested: (tuple of `Ref`, column's team or None, global position).
        team_edit_requested, team_remove_requested: of a team id.
        team_menu_requested: (team id or None for the bench, global position).
        team_shift_requested: (team id, -1 or 1).
        add_team_requested: A new column is wanted.
        open_large: A team's curve is wanted at large.
    """

    edit_requested = Signal(object)
    remove_requested = Signal(object)
    menu_requested = Signal(object, object, object)
    team_edit_requested = Signal(object)
    team_remove_requested = Signal(object)
    team_menu_requested = Signal(object, object)
    team_shift_requested = Signal(object, object)
    add_team_requested = Signal()
    open_large = Signal(object)

    def __init__(
        self, session: Session, parent: QWidget | None = None, *, words: Words | None = None
    ) -> None:
        """The board of a session; texts in the user's locale unless `words` are given."""
        super().__init__(parent)
        self.session = session
        self.words = LocaleWords() if words is None else words
        self.plan_token = uuid.uuid4().hex
        self.strip = Strip(self)
        self.tag = DragTag(self)
        self.choice = Choice(self)
        self._walker = Walker(self)
        self._columns = Columns(self.words)
        self._offer: tuple[TeamId | None, tuple[Ref, ...]] | None = None
        self._dragging = False
        self._landed: tuple[tuple[Ref, ...], TeamId | None] | None = None
        self._hovering: Preview | None = None
        self._rested = QTimer(self)
        self._rested.setSingleShot(True)
        self._rested.timeout.connect(self._foresee)
        self.setWidget(self.strip)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Board")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.strip.add_wanted.connect(self.add_team_requested)
        session.changed.connect(self._on_changed)
        session.scenario_changed.connect(self._on_scenario)
        session.as_of_changed.connect(self._on_looked_elsewhere)
        session.ghost_changed.connect(self._on_looked_elsewhere)
        session.preview_changed.connect(self._on_preview)
        session.selection_changed.connect(self._on_selection)
        self.refresh()

    # --- what it shows --------------------------------------------------------------------

    @property
    def views(self) -> tuple[ColumnView, ...]:
        """The columns from the left, the bench first."""
        return self.strip.views

    def view_of(self, team: TeamId | None) -> ColumnView | None:
        """The column of a team, or the bench (None)."""
        return next((view for view in self.views if view.team == team), None)

    def states(self) -> tuple[ColumnState, ...]:
        """What the columns show now."""
        return tuple(view.state for view in self.views if view.state is not None)

    def refresh(self, change: ChangeSet | None = None) -> None:
        """Show what the session has now; `change` is what led here, if it is known."""
        session = self.session
        view = View(session.state, session.scenario, session.as_of, session.load, self._ghost())
        states = self._columns.build(view, change)
        if [column.team for column in self.views] != [state.team for state in states]:
            self._arrange([state.team for state in states])
        start = session.state.plan.start
        week = (session.as_of - start).days // 7
        with self.choice.held():
            for column, state in zip(self.views, states, strict=True):
                column.set_state(state)
                if column.chart is not None:
                    column.chart.set_marked(week)

    def _arrange(self, teams: list[TeamId | None]) -> None:
        """Have exactly these columns in this order, keeping those there are."""
        known = {view.team: view for view in self.views}
        views = []
        for team in teams:
            view = known.pop(team, None)
            if view is None:
                view = ColumnView(self.words, self, team, self.strip)
                self._connect(view)
            views.append(view)
        self.strip.set_views(tuple(views))
        for gone in known.values():
            gone.hide()
            gone.setParent(None)
            gone.deleteLater()

    def _connect(self, view: ColumnView) -> None:
        for cards in view.lists:
            cards.alone.connect(self.choice.on_alone)
            cards.chosen.connect(self.choice.on_chosen)
            cards.walked.connect(self._walker.on_walked)
            cards.shifted.connect(self._on_shifted)
            cards.edit_wanted.connect(self._on_edit)
            cards.remove_wanted.connect(self._on_remove)
            cards.drag_wanted.connect(self._on_drag)
            cards.menu_wanted.connect(self._on_menu)
        view.header.walked.connect(self._walker.on_header_walked)
        view.header.clicked.connect(self._on_header)
        view.header.edit_wanted.connect(self._on_team_edit)
        view.header.shifted.connect(self._on_team_shift)
        view.header.remove_wanted.connect(self._on_team_remove)
        view.header.menu_wanted.connect(self._on_team_menu)
        if view.chart is not None:
            view.chart.week_clicked.connect(self._on_week)
            view.chart.opened.connect(self._on_open)
            view.chart.left_below.connect(self._walker.on_chart_left)

    def _sender_view(self) -> ColumnView | None:
        return column_of(self.sender())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the strip filling the width."""
        super().resizeEvent(event)
        self.strip.fit(self.viewport().width())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keyboard to the first team's people."""
        super().focusInEvent(event)
        if self.views:
            first = self.views[min(1, len(self.views) - 1)]
            first.people.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- the session speaks ---------------------------------------------------------------

    def _on_changed(self, update: Update) -> None:
        chosen = self.selected()
        self.refresh(update.change)
        self.choice.keep(chosen)

    def _on_scenario(self, scenario: ScenarioId) -> None:
        self.refresh()

    def _on_looked_elsewhere(self, what: object) -> None:
        self.refresh()

    def _on_preview(self, preview: Preview | None) -> None:
        self._hovering = preview
        if preview is None:
            self._rested.stop()
            for column in self.views:
                column.set_preview(None)
            return
        now = self.session.load.teams
        for index, row in enumerate(self.session.state.rows(Team)):
            view = self.view_of(row.id)
            if view is None:
                continue
            shown = None
            if len(preview.load.teams) == len(now):
                after = preview.load.teams[index]
                if after is not now[index]:
                    shown = preview_of(now[index], after, self.words)
            view.set_preview(shown)
        self._rested.start(REST)

    def _foresee(self) -> None:
        """What hovers will probably be dropped: make ready what the columns would show then."""
        preview, session = self._hovering, self.session
        if preview is None:
            return
        ghost = self._ghost()
        view = View(preview.state, session.scenario, session.as_of, preview.load, ghost)
        for team, (figures, curves) in self._columns.foresee(view, preview.teams).items():
            column = self.view_of(team)
            if column is not None and column.chart is not None:
                column.chart.foresee(curves)
                column.people.foresee(figures)

    def _ghost(self) -> Load | None:
        session = self.session
        if session.ghost is None or session.ghost == session.scenario:
            return None
        return session.load_of(session.ghost)

    def _on_selection(self, selection: Selection) -> None:
        for view in self.views:
            if view.chart is not None:
                here = selection.kind == "week" and selection.team == view.team
                view.chart.set_selected(selection.week if here else None)
        self.choice.follow(selection)

    # --- the user points ------------------------------------------------------------------

    def selected(self) -> tuple[Ref, ...]:
        """The chosen cards, column by column."""
        return tuple(card.ref for card in self.choice.cards())

    def reveal(self, ref: Ref) -> bool:
        """Choose a card, scroll to it and give it the keyboard; False where there is none."""
        view = self.view_of(ref.team)
        if view is None:
            return False
        for cards in view.lists:
            if cards.cards.row_of(ref) is not None:
                self.choice.choose({ref}, ref)
                cards.setFocus(Qt.FocusReason.OtherFocusReason)
                self.ensureWidgetVisible(view, 8, 0)
                return True
        return False

    def _on_week(self, week: int) -> None:
        view = self._sender_view()
        if view is not None and view.team is not None:
            self.session.select(Selection("week", (week,), view.team, week))

    def _on_header(self) -> None:
        view = self._sender_view()
        if view is not None and view.team is not None:
            self.session.select(Selection("team", (view.team,), view.team))

    def _on_open(self) -> None:
        self._tell(self.open_large)

    def _on_team_edit(self) -> None:
        self._tell(self.team_edit_requested)

    def _on_team_remove(self) -> None:
        self._tell(self.team_remove_requested)

    def _on_team_shift(self, step: int) -> None:
        view = self._sender_view()
        if view is not None and view.team is not None:
            self.team_shift_requested.emit(view.team, step)

    def _on_team_menu(self, at: QPoint) -> None:
        view = self._sender_view()
        if view is not None:
            self.team_menu_requested.emit(view.team, at)

    def _tell(self, signal: object) -> None:
        view = self._sender_view()
        if view is not None and view.team is not None:
            signal.emit(view.team)  # type: ignore[attr-defined]

    def _on_edit(self) -> None:
        cards = self.sender()
        if isinstance(cards, CardList) and cards.currentIndex().isValid():
            self.edit_requested.emit(cards.cards.card(cards.currentIndex()).ref)

    def _on_remove(self) -> None:
        if self.selected():
            self.remove_requested.emit(self.selected())

    def _on_menu(self, at: QPoint) -> None:
        view = self._sender_view()
        self.menu_requested.emit(self.selected(), view.team if view is not None else None, at)

    # --- moving ---------------------------------------------------------------------------

    def move_cards(self, refs: tuple[Ref, ...], target: TeamId | None) -> bool:
        """Move cards to a column; they stay chosen there. False where nothing was moved."""
        refs = movable(refs, target)
        session = self.session
        if not refs:
            return False
        command = move_command(refs, target=target, scenario=session.scenario, as_of=session.as_of)
        if not session.run(command):
            return False
        landed = [Ref(ref.type, ref.key, target) for ref in refs]
        self.choice.choose(set(landed), landed[0])
        self.choice.focus_on(landed[0])
        return True

    def _on_shifted(self, step: int) -> None:
        """Ctrl+arrow: the chosen cards to the column beside the one with the keyboard."""
        view, cards = self._sender_view(), self.sender()
        if view is None or not isinstance(cards, CardList):
            return
        number = self.views.index(view) + step
        if not 0 <= number < len(self.views):
            return
        target = self.views[number]
        if self.move_cards(self.selected(), target.team):
            where = target.lists[view.lists.index(cards)]
            where.setFocus(Qt.FocusReason.OtherFocusReason)
            self.ensureWidgetVisible(target, 8, 0)

    def _on_drag(self) -> None:
        source = self.sender()
        dragged = self.choice.cards()
        if not dragged or not isinstance(source, CardList):
            return
        drag = QDrag(source)
        drag.setMimeData(packed(self.plan_token, tuple(card.ref for card in dragged)))
        picture = drag_picture(names_of(dragged), self.font(), self.devicePixelRatioF())
        drag.setPixmap(picture)
        drag.setHotSpot(QPoint(-10, picture.height() + 4))
        self._dragging, self._landed = True, None
        try:
            drag.exec(Qt.DropAction.MoveAction)
        finally:
            self._dragging = False
            self._end_hover()
        if self._landed is not None:
            # Only now: a change inside the drag's own event loop would pull rows from beneath it.
            refs, target = self._landed
            self._landed = None
            self.move_cards(refs, target)

    # --- what hovers (DropSite) -----------------------------------------------------------

    def offered(self, team: TeamId | None, data: QMimeData) -> bool:
        """Whether what hovers may be dropped on a column; shows what would come of it."""
        refs = movable(unpacked(data, self.plan_token), team)
        if not refs:
            return False
        if self._offer != (team, refs):
            self._offer = (team, refs)
            command = move_command(
                refs, target=team, scenario=self.session.scenario, as_of=self.session.as_of
            )
            preview = self.session.show_preview(command)
            self.tag.say(names_of(self._cards_of(refs)), self._effect(preview, team, refs))
        return True

    def _cards_of(self, refs: tuple[Ref, ...]) -> tuple[Card, ...]:
        wanted = set(refs)
        return tuple(
            card
            for view in self.views
            for cards in view.lists
            for card in cards.cards.cards
            if card.ref in wanted
        )

    def _effect(self, preview: Preview | None, team: TeamId | None, refs: tuple[Ref, ...]) -> str:
        """What a drop would do: the column dropped on first, then those the cards come from."""
        if preview is None:
            return "This can't be dropped here."
        now = self.session.load.teams
        order = {t: i for i, t in enumerate([team, *(ref.team for ref in refs)])}
        told = []
        for index, row in enumerate(self.session.state.rows(Team)):
            after = preview.load.teams[index]
            if after is not now[index]:
                told.append((order.get(row.id, len(order)), row.name, now[index], after))
        told.sort(key=lambda entry: entry[0])
        if not told:
            return "drop: changes no team's load"
        return "drop: " + effect_text([entry[1:] for entry in told[:3]], self.words)

    def hovered(self, at: QPoint) -> None:
        """The pointer moved while something hovers."""
        where = self.mapFromGlobal(at)
        self.tag.show_at(where)
        self.strip.scroll_near_edge(self, where.x())

    def left(self, team: TeamId | None) -> None:
        """What hovered over a column is gone."""
        if self._offer is not None and self._offer[0] == team:
            self._end_hover()

    def dropped(self, team: TeamId | None, data: QMimeData) -> bool:
        """It was dropped; the move is made once the drag is over."""
        refs = movable(unpacked(data, self.plan_token), team)
        self._end_hover()
        if not refs:
            return False
        if self._dragging:
            self._landed = (refs, team)
        else:
            self.move_cards(refs, team)
        return True

    def _end_hover(self) -> None:
        self.tag.hide()
        self.strip.stop_scrolling()
        for view in self.views:
            view.set_target(False)
        if self._offer is not None:
            self._offer = None
            self.session.show_preview(None)
