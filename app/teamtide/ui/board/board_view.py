"""The board: a strip of columns that follows a session.

It asks `Columns` what to show, hands every column its state, and turns drags, keys and clicks
into commands and selections. Nothing here computes a figure or changes a row.
"""

from __future__ import annotations

import uuid
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from teamtide.capacity.results import Load
from teamtide.plan.changes import ChangeSet
from teamtide.plan.rows import ScenarioId, TeamId
from teamtide.plan.state import State
from teamtide.ui.board.ahead import Ahead
from teamtide.ui.board.card_list import CardList
from teamtide.ui.board.cards import PAUSED, ColumnState, Ref
from teamtide.ui.board.choosing import Choice
from teamtide.ui.board.column import ColumnView, column_of
from teamtide.ui.board.cover_chips import CoverChips
from teamtide.ui.board.drag_tag import DragTag
from teamtide.ui.board.hovering import Hovering
from teamtide.ui.board.moves import movable, move_command, teams_named
from teamtide.ui.board.outcomes import Outcomes, finishes_of
from teamtide.ui.board.shelf import Shelf
from teamtide.ui.board.states import View
from teamtide.ui.board.strip import Strip
from teamtide.ui.board.walking import Walker
from teamtide.ui.charts.localised import LocaleWords
from teamtide.ui.charts.words import Words
from teamtide.ui.cover_words import cover_lines
from teamtide.ui.forecast import Shown
from teamtide.ui.session import Selection, Session, Update

UNSEEN_AFTER = 60
"""Milliseconds before a column out of sight follows, so that those in sight are painted first."""
SOON = 2
"""The same of a column in sight that a change is not about."""
AT_ONCE = 3
"""Columns that change with a drop at once; of more, those it is about come first."""
NOTHING_CHANGED = ChangeSet("", ())


class BoardView(QScrollArea):
    """Bench and teams, side by side.

    Signals:
        edit_requested: A `Ref` is to be edited.
        remove_requested: A tuple of `Ref` is to be removed.
        pin_requested: A tuple of `Ref` is to be pinned or unpinned.
        menu_requested: (tuple of `Ref`, column's team or None, global position).
        team_edit_requested, team_remove_requested: of a team id.
        team_menu_requested: (team id or None for the bench, global position).
        team_shift_requested: (team id, -1 or 1).
        add_team_requested: A new column is wanted.
        open_large: A team's curve is wanted at large.
    """

    edit_requested = Signal(object)
    remove_requested = Signal(object)
    pin_requested = Signal(object)
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
        self._columns = Shelf(self.words)
        self._outcomes: tuple[Shown, Outcomes] | None = None
        self._told: tuple[Outcomes | None, bool] | None = None
        self._waiting: list[tuple[ColumnView, ColumnState]] = []
        self._unseen = QTimer(self)
        self._unseen.setSingleShot(True)
        self._unseen.timeout.connect(self._show_unseen)
        self.hovering = Hovering(self, self._columns)
        self.ahead = Ahead(self, self._columns)
        self.setWidget(self.strip)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setAccessibleName("Board")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.strip.add_wanted.connect(self.add_team_requested)
        session.changed.connect(self._on_changed)
        session.scenario_changed.connect(self._on_scenario)
        session.as_of_changed.connect(self._on_day)
        session.ghost_changed.connect(self._on_looked_elsewhere)
        session.projected_changed.connect(self._on_looked_elsewhere)
        session.forecast_changed.connect(self._on_forecast)
        session.selection_changed.connect(self._on_selection)
        self.refresh()
        self.covers = CoverChips(self)

    # --- what it shows --------------------------------------------------------------------

    @property
    def views(self) -> tuple[ColumnView, ...]:
        """The columns from the left, the bench first."""
        return self.strip.views

    def view_of(self, team: TeamId | None) -> ColumnView | None:
        """The column of a team, or the bench (None, and for what is paused)."""
        place = None if team == PAUSED else team
        return next((view for view in self.views if view.team == place), None)

    def states(self) -> tuple[ColumnState, ...]:
        """What the columns show now."""
        return tuple(view.state for view in self.views if view.state is not None)

    def refresh(
        self,
        change: ChangeSet | None = None,
        *,
        at_leisure: bool = False,
        first: frozenset[TeamId] = frozenset(),
    ) -> None:
        """Show what the session has now; `change` is what led here, if it is known.

        Columns out of sight follow a moment later where that is enough (`at_leisure`), and where
        some come `first`, all others that change.
        """
        session = self.session
        states = self._columns.build(self.looked_at(session.state, session.load), change)
        self._told = (self._outcome(), self._updating())
        if [column.team for column in self.views] != [state.team for state in states]:
            self._arrange([state.team for state in states])
        start = session.state.plan.start
        week = (session.as_of - start).days // 7
        self._unseen.stop()
        self._waiting = []
        with self.choice.held():
            for column, state in zip(self.views, states, strict=True):
                if self._can_wait(column, at_leisure, first):
                    self._waiting.append((column, state))
                else:
                    column.set_state(state)
                column.people.cards.week = week
                if column.chart is not None:
                    column.chart.set_marked(week)
                    column.chart.set_updating(self._updating())
        if first:
            self._waiting = [one for one in self._waiting if one[0].state is not one[1]]
            self._waiting.sort(key=lambda one: one[0].visibleRegion().isEmpty())
        if self._waiting:
            self._unseen.start(SOON if first else UNSEEN_AFTER)

    def _can_wait(self, column: ColumnView, at_leisure: bool, first: frozenset[TeamId]) -> bool:
        if not self.isVisible():
            return False
        if first:
            return column.team is not None and column.team not in first
        return at_leisure and column.visibleRegion().isEmpty()

    def _show_unseen(self) -> None:
        """Let the columns that wait follow, one at a time."""
        with self.choice.held():
            column, state = self._waiting.pop(0)
            column.set_state(state)
        if self._waiting:
            seen = not self._waiting[0][0].visibleRegion().isEmpty()
            self._unseen.start(SOON if seen else UNSEEN_AFTER)

    def looked_at(self, state: State, load: Load) -> View:
        """How a plan and its load are looked at now."""
        session = self.session
        outcomes, projected = self._outcome(), session.projected
        ghost = self._ghost()
        return View(state, session.scenario, session.as_of, load, ghost, outcomes, projected)

    def looked_at_in(self, scenario: ScenarioId) -> View:
        """How another scenario will be looked at, as far as that is known."""
        session = self.session
        ghost = None if session.ghost in (None, scenario) else session.load_of(session.ghost)
        return View(session.state, scenario, session.as_of, session.load_of(scenario), ghost)

    def _updating(self) -> bool:
        session = self.session
        return session.projected and (
            session.forecast is None or session.forecast.state == "updating"
        )

    def _outcome(self) -> Outcomes | None:
        """What is known of how the plan ends, worked out once for each answer."""
        shown = self.session.forecast
        if shown is None or shown.outlook is None:
            return None
        known = self._outcomes
        if known is not None and (known[0].outlook, known[0].bands) == (shown.outlook, shown.bands):
            return known[1]
        finishes = finishes_of(self.session.state, shown.outlook, shown.bands, self.words)
        outcomes = Outcomes(shown.outlook, shown.bands, finishes)
        self._outcomes = (shown, outcomes)
        return outcomes

    def _arrange(self, teams: list[TeamId | None]) -> None:
        """Have exactly these columns in this order, keeping those there are."""
        known = {view.team: view for view in self.views}
        views = []
        for team in teams:
            view = known.pop(team, None)
            if view is None:
                view = ColumnView(self.words, self.hovering, team, self.strip)
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
            cards.pin_wanted.connect(self._on_pin)
            cards.drag_wanted.connect(self.hovering.drag)
            cards.menu_wanted.connect(self._on_menu)
        view.header.tip_more = partial(self._cover_of, view.team)
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

    def _cover_of(self, team: TeamId | None) -> str:
        """What hangs on one person in a team."""
        return "" if team is None else "\n".join(cover_lines(self.session, team))

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
        many = len(update.teams) > AT_ONCE
        self.refresh(update.change, first=teams_named(update.change) if many else frozenset())
        self.choice.keep(chosen)

    def _on_scenario(self, scenario: ScenarioId) -> None:
        self.refresh(at_leisure=True)

    def _on_day(self, _day: object) -> None:
        self.refresh(at_leisure=True)

    def _on_forecast(self, _shown: object) -> None:
        """What comes late changes curves and finish dates, and nothing that was chosen."""
        if (self._outcome(), self._updating()) == self._told:
            return
        chosen = self.selected()
        self.refresh(NOTHING_CHANGED)
        self.choice.keep(chosen)

    def _on_looked_elsewhere(self, what: object) -> None:
        self.refresh()

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
        focus = column_of(QApplication.focusWidget())
        if focus in self.views and self.verticalScrollBar().maximum():
            self.bring_in_sight(focus)

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
                self.bring_in_sight(view)
                return True
        return False

    def bring_in_sight(self, view: ColumnView) -> None:
        """Scroll to a column; where the board is low, to what has the keyboard in it."""
        self.ensureWidgetVisible(view, 8, 0)
        focus: QWidget | None = view.focusWidget()
        low = self.verticalScrollBar().maximum() > 0
        if low and focus is not None:
            self.ensureWidgetVisible(focus, 8, 8)

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

    def _on_pin(self) -> None:
        if self.selected():
            self.pin_requested.emit(self.selected())

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
        # Who is pinned has stayed, and keeps neither the choice nor the keyboard.
        landed = [ref for ref in landed if self.choice.shows(ref)] or landed
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
            # What was paused is work again.
            where = target.lists[min(view.lists.index(cards), 1)]
            where.setFocus(Qt.FocusReason.OtherFocusReason)
            self.bring_in_sight(target)
