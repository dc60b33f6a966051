"""What the board asks for beyond a move: menus of cards and columns, editing, removing, ordering.

The board only says that something is wanted; the commands that do it are chosen here.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu

from teamtide.capacity.inputs import KINDS
from teamtide.plan import commands
from teamtide.plan.assigning import assign, set_team
from teamtide.plan.overlay import Item, Owners, own_sets, team_settings
from teamtide.plan.placing import back_to_today
from teamtide.plan.rows import (
    Chunk,
    Person,
    PersonId,
    Project,
    ProjectId,
    Row,
    Service,
    Team,
    TeamId,
)
from teamtide.plan.state import State
from teamtide.ui.board.board_view import BoardView
from teamtide.ui.board.cards import Ref
from teamtide.ui.board_wishes import BoardWishes
from teamtide.ui.pausing import Pausing
from teamtide.ui.session import Selection, Session

ROWS: dict[str, type[Row]] = {
    "person": Person,
    "project": Project,
    "chunk": Chunk,
    "service": Service,
    "team": Team,
}


def rows_of(state: State, kind: str, ids: tuple[int | str, ...]) -> list[Row]:
    """The rows of a kind with these ids, those that are there."""
    cls = ROWS.get(kind)
    if cls is None:
        return []
    found = [state.find(cls, int(row_id)) for row_id in ids]
    return [row for row in found if row is not None]


def rules_among(refs: tuple[Ref, ...]) -> tuple[Item, ...]:
    """The rules for kinds of work that some cards stand for."""
    return tuple((ref.type, ref.key) for ref in refs if ref.type == "kind")


class BoardMenus(QObject):
    """The doings of one board."""

    def __init__(
        self, board: BoardView, *, edit: Callable[[], None], add_team: Callable[[], None]
    ) -> None:
        """Serve `board`; `edit` leads to the inspector, `add_team` makes a column."""
        super().__init__(board)
        self._board = board
        self._session: Session = board.session
        self._edit = edit
        self.pausing = Pausing(board.session, board, self)
        self.wishes = BoardWishes(board)
        board.edit_requested.connect(self.edit)
        board.remove_requested.connect(self.remove)
        board.menu_requested.connect(self._card_menu)
        board.team_edit_requested.connect(self.edit_team)
        board.team_remove_requested.connect(self.remove_team)
        board.team_menu_requested.connect(self._team_menu)
        board.team_shift_requested.connect(self.shift_team)
        board.add_team_requested.connect(add_team)

    # --- cards ----------------------------------------------------------------------------

    def edit(self, ref: Ref) -> None:
        """Show a card in the inspector, ready to type."""
        self._session.select(Selection(ref.type, (ref.key,), ref.team))
        self._edit()

    def remove(self, refs: tuple[Ref, ...]) -> None:
        """Remove what the cards stand for from the plan, as one step; rules in this scenario."""
        state = self._session.state
        rules = rules_among(refs)
        if rules and len(rules) == len(refs):
            self._end_rules(rules)
            return
        found = [row for ref in refs for row in rows_of(state, ref.type, (ref.key,))]
        self.remove_rows(list({(type(row), row.id): row for row in found}.values()))

    def remove_rows(self, rows: list[Row]) -> None:
        """Remove rows as one step that undo brings back."""
        session = self._session
        if rows and session.run(lambda state: commands.remove(state, rows)):
            session.select(Selection())
            entry = session.document.next_undo
            session.note.emit(f"{entry.label if entry else 'Removed'}. Ctrl+Z brings it back.")

    def _card_menu(self, refs: tuple[Ref, ...], team: TeamId | None, at: QPoint) -> None:
        if refs:
            menu = self.card_menu(refs, team)
            menu.exec(at)
            menu.deleteLater()

    def card_menu(self, refs: tuple[Ref, ...], team: TeamId | None) -> QMenu:
        """What can be done with the chosen cards."""
        session, state = self._session, self._session.state
        menu = QMenu(self._board)
        menu.addAction("Edit", partial(self.edit, refs[0])).setEnabled(len(refs) == 1)
        people = [PersonId(int(ref.key)) for ref in refs if ref.type == "person"]
        target = menu.addMenu("Move to" if people else "Give to")
        for row in state.rows(Team):
            if row.id != team:
                target.addAction(
                    row.name.replace("&", "&&"), partial(self._board.move_cards, refs, row.id)
                )
        if team is not None:
            bench = "The bench" if people else "Nobody"
            target.addAction(bench, partial(self._board.move_cards, refs, None))
        projects = [ProjectId(int(ref.key)) for ref in refs if ref.type == "project"]
        if projects:
            self.pausing.add_to(menu, projects)
        if people and session.scenario != state.today:
            overridden = [p for p in people if own_sets(state, session.scenario, p)]
            action = menu.addAction("As in Today", partial(self._as_in_today, overridden))
            action.setEnabled(bool(overridden))
        menu.addSeparator()
        self.wishes.add_to(menu, refs)
        menu.addSeparator()
        rules = rules_among(refs)
        if rules and len(rules) == len(refs):
            words = "Remove the rule" if len(rules) == 1 else f"Remove {len(rules)} rules"
            menu.addAction(words, partial(self._end_rules, rules))
        else:
            menu.addAction("Remove from the plan", partial(self.remove, refs)).setEnabled(
                any(ref.type in ROWS for ref in refs)
            )
        return menu

    def _end_rules(self, rules: tuple[Item, ...]) -> None:
        """Work of these kinds goes to its own owners again, in the scenario on screen."""
        scenario = self._session.scenario
        self._session.run(lambda state: assign(state, scenario=scenario, items=rules, team=None))

    def _as_in_today(self, people: list[PersonId]) -> None:
        scenario = self._session.scenario
        self._session.run(lambda state: back_to_today(state, scenario=scenario, people=people))

    # --- columns --------------------------------------------------------------------------

    def edit_team(self, team: TeamId) -> None:
        """Show a team in the inspector, ready to type."""
        self._session.select(Selection("team", (team,), team))
        self._edit()

    def remove_team(self, team: TeamId) -> None:
        """Remove a column; its people go to the bench, its work to nobody."""
        self.remove_rows(rows_of(self._session.state, "team", (team,)))

    def shift_team(self, team: TeamId, step: int) -> None:
        """Move a column one place to the left (-1) or right (1)."""
        rows = self._session.state.rows(Team)
        place = [row.id for row in rows].index(team) + step
        if not 0 <= place < len(rows):
            return
        before = rows[place] if step < 0 else rows[place + 1] if place + 1 < len(rows) else None
        row = self._session.state.get(Team, team)
        self._session.run(lambda state: commands.reorder(state, row, before=before))

    def _team_menu(self, team: TeamId | None, at: QPoint) -> None:
        menu = self.team_menu(team)
        menu.exec(at)
        menu.deleteLater()

    def team_menu(self, team: TeamId | None) -> QMenu:
        """What can be done with a column."""
        menu = QMenu(self._board)
        if team is not None:
            rows = self._session.state.rows(Team)
            place = [row.id for row in rows].index(team)
            menu.addAction("Edit", partial(self.edit_team, team))
            menu.addAction("Show large", partial(self._board.open_large.emit, team))
            self._lead_menu(menu.addMenu("Lead"), team)
            self._rules_menu(menu.addMenu("All work of a kind"), team)
            self.wishes.add_note_to(menu, Ref("team", team, team))
            menu.addSeparator()
            left = menu.addAction("Move left", partial(self.shift_team, team, -1))
            left.setEnabled(place > 0)
            right = menu.addAction("Move right", partial(self.shift_team, team, 1))
            right.setEnabled(place + 1 < len(rows))
            menu.addSeparator()
            menu.addAction("Remove the team", partial(self.remove_team, team))
        menu.addAction("Add a team", self._board.add_team_requested.emit)
        return menu

    def _lead_menu(self, menu: QMenu, team: TeamId) -> None:
        session = self._session
        state, lead = session.state, team_settings(session.state, session.scenario, team).lead
        column = self._board.view_of(team)
        cards = column.state.people if column is not None and column.state is not None else ()
        for card in cards[:25]:
            person = PersonId(int(card.ref.key))
            name = state.get(Person, person).name.replace("&", "&&")
            action = menu.addAction(name, partial(self._set_lead, team, person))
            action.setCheckable(True)
            action.setChecked(person == lead)
        menu.setEnabled(bool(cards))

    def _rules_menu(self, menu: QMenu, team: TeamId) -> None:
        """Rules for kinds of work: those ticked come to this team in the scenario on screen."""
        state = self._session.state
        owners = Owners(state, self._session.scenario)
        for kind in KINDS:
            owner = owners.of(("kind", kind))
            other = owner is not None and owner != team
            words = f"{kind}, now {state.get(Team, owner).name}" if owner and other else kind
            target = None if owner == team else team
            action = menu.addAction(words.replace("&", "&&"), partial(self._rule, kind, target))
            action.setCheckable(True)
            action.setChecked(owner == team)

    def _rule(self, kind: str, team: TeamId | None) -> None:
        scenario = self._session.scenario
        self._session.run(
            lambda state: assign(state, scenario=scenario, items=[("kind", kind)], team=team)
        )

    def _set_lead(self, team: TeamId, person: PersonId) -> None:
        scenario = self._session.scenario
        self._session.run(lambda state: set_team(state, scenario=scenario, team=team, lead=person))
