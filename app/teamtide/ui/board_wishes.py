"""Pins, pairs and notes from the board: what P and the menus of cards do with them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from teamtide.plan.notes import NOTED, note_text
from teamtide.plan.rows import WISHES, Pair, PersonId, Pin, Team
from teamtide.plan.wishes import Place, forget, keep, pair_of, pins_of_card, toggle_pins
from teamtide.ui.board.board_view import BoardView
from teamtide.ui.board.cards import Ref
from teamtide.ui.session import Selection, Session

NOBODY = "Choose people on the board first."
NOTHING = "Choose a card or a team first; the note is about what is chosen."


class BoardWishes(QObject):
    """What is asked for the people of one board.

    Signals:
        note_wanted: The note on what is selected is to be written.
    """

    note_wanted = Signal()

    def __init__(self, board: BoardView) -> None:
        """Serve `board`."""
        super().__init__(board)
        self._board = board
        self._session: Session = board.session
        board.pin_requested.connect(self.toggle_pins)

    # --- doing ----------------------------------------------------------------------------

    def toggle_pins(self, refs: tuple[Ref, ...] | None = None) -> None:
        """Pin cards of people to their columns, or unpin them where all are pinned."""
        session = self._session
        places = self._places(self._board.selected() if refs is None else refs)
        if not places:
            session.note.emit(NOBODY)
            return
        scenario, day = session.scenario, session.as_of
        if session.run(lambda state: toggle_pins(state, scenario=scenario, places=places, day=day)):
            self._say()

    def keep(self, wish: str, refs: tuple[Ref, ...] | None = None) -> None:
        """Keep every two of the chosen people together or apart."""
        people = self._people(self._board.selected() if refs is None else refs)
        if self._session.run(lambda state: keep(state, wish=wish, people=people)):
            self._say()

    def forget(self, refs: tuple[Ref, ...] | None = None) -> None:
        """Forget the pairs among the chosen people; of one person, all they are in."""
        people = self._people(self._board.selected() if refs is None else refs)
        if not people:
            self._session.note.emit(NOBODY)
        elif not self._pairs_among(people):
            self._session.note.emit("Nothing was asked for these pairs.")
        elif self._session.run(lambda state: forget(state, people=people)):
            self._say()

    def write_note(self, ref: Ref | None = None) -> None:
        """Go to the note on a card, or on what is selected."""
        session = self._session
        if ref is not None:
            session.select(Selection(ref.type, (ref.key,), ref.team))
        selection = session.selection
        if selection.kind in NOTED and len(selection.ids) == 1:
            self.note_wanted.emit()
        else:
            session.note.emit(NOTHING)

    def _say(self) -> None:
        entry = self._session.document.next_undo
        if entry is not None:
            self._session.note.emit(f"{entry.label}.")

    # --- menus ----------------------------------------------------------------------------

    def add_to(self, menu: QMenu, refs: tuple[Ref, ...]) -> None:
        """The part of a menu of cards that is about wishes and notes."""
        places, people = self._places(refs), self._people(refs)
        if places:
            menu.addAction(self._pin_words(places), partial(self.toggle_pins, refs))
        if len(people) > 1:
            for wish in WISHES:
                menu.addAction(f"Keep {wish}", partial(self.keep, wish, refs))
        if people and self._pairs_among(people):
            words = "Forget this pair" if len(people) == 2 else "Forget pairs"
            menu.addAction(words, partial(self.forget, refs))
        if len(refs) == 1 and refs[0].type in NOTED:
            self.add_note_to(menu, refs[0])

    def add_note_to(self, menu: QMenu, ref: Ref) -> None:
        """The line of a menu that leads to a note."""
        said = note_text(self._session.state, ref.type, int(ref.key))
        words = "Edit the note" if said else "Add a note"
        menu.addAction(f"{words}\tShift+F2", partial(self.write_note, ref))

    def _pin_words(self, places: list[Place]) -> str:
        session, state = self._session, self._session.state
        found = [pins_of_card(state, session.scenario, place, session.as_of) for place in places]
        if all(found):
            pins: list[Pin] = [row for rows in found for row in rows]
            teams = {row.team for row in pins}
            verb = "Unpin from"
        else:
            teams, verb = {team for _, team in places}, "Pin to"
        if len(teams) > 1:
            return f"{verb} their columns\tP"
        team = state.find(Team, teams.pop())
        where = "the bench" if team is None else team.name.replace("&", "&&")
        return f"{verb} {where}\tP"

    # --- whom it is about -----------------------------------------------------------------

    def _places(self, refs: tuple[Ref, ...]) -> list[Place]:
        return [(PersonId(int(ref.key)), ref.team) for ref in refs if ref.type == "person"]

    def _people(self, refs: tuple[Ref, ...]) -> list[PersonId]:
        return list(dict.fromkeys(person for person, _ in self._places(refs)))

    def _pairs_among(self, people: list[PersonId]) -> bool:
        state = self._session.state
        if len(people) == 1:
            return any(people[0] in (row.first, row.second) for row in state.rows(Pair))
        return any(
            pair_of(state, one, other) is not None
            for number, one in enumerate(people)
            for other in people[number + 1 :]
        )
