"""What cards say of pins, pairs and notes. No Qt.

Most people have none of these, so everybody else's card must not pay for them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from teamtide.plan.changes import ChangeSet
from teamtide.plan.notes import note_text
from teamtide.plan.rows import (
    Chunk,
    Note,
    Pair,
    Person,
    PersonId,
    Pin,
    ProjectId,
    ScenarioId,
    Team,
    TeamId,
)
from teamtide.plan.state import State
from teamtide.plan.wishes import pairs_of, violation_of, wish_text, wishes_of
from teamtide.ui.board.cards import WorkCard
from teamtide.ui.board.marks import BROKEN, NOTED, PINNED

MOST_PAIRS = 6
"""Pairs that a tip names before it only counts them."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for somebody: where they are pinned, lines for the tip, other marks."""

    pinned: frozenset[TeamId | None] = frozenset()
    lines: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()

    def marks_in(self, team: TeamId | None) -> tuple[str, ...]:
        """The marks of their card in a column."""
        return (PINNED, *self.marks) if team in self.pinned else self.marks


NOTHING = Asked()


def asked_of(state: State, scenario: ScenarioId, person: PersonId) -> Asked:
    """What is asked for somebody, and whether a scenario keeps it."""
    if not (state.tables[Pin] or state.tables[Pair] or state.tables[Note]):
        return NOTHING
    wishes = wishes_of(state, person)
    note = note_text(state, "person", person)
    if not wishes and not note:
        return NOTHING
    kept, broken = list[str](), list[str]()
    for wish in wishes:
        found = violation_of(state, scenario, wish)
        if found is not None:
            broken.append(found.sentence)
        else:
            reason = f" ({wish.reason})" if wish.reason else ""
            kept.append(f"{wish_text(state, wish)}{reason}.")
    lines = [*broken, *kept]
    if len(lines) > MOST_PAIRS:
        lines = [*lines[:MOST_PAIRS], f"{len(lines) - MOST_PAIRS} more wishes."]
    if note:
        lines.append(f"Note: {note}")
    return Asked(
        frozenset(wish.team for wish in wishes if isinstance(wish, Pin)),
        tuple(lines),
        (*((BROKEN,) if broken else ()), *((NOTED,) if note else ())),
    )


def marked_anew(state: State, change: ChangeSet, people: Collection[PersonId]) -> set[PersonId]:
    """Whose marks a change may alter, `people` having been moved or changed themselves."""
    found = {partner for person in people for partner in _partners(state, person)}
    for pin_pair in change.of(Pin):
        found.update(pin.person for pin in pin_pair if pin is not None)
    for pair_pair in change.of(Pair):
        for pair in pair_pair:
            if pair is not None:
                found.update((pair.first, pair.second))
    for note_pair in change.of(Note):
        found.update(
            note.person for note in note_pair if note is not None and note.person is not None
        )
    if Team in change.tables:
        # Tips call teams by their names.
        found.update(pin.person for pin in state.rows(Pin))
        found.update(one for pair in state.rows(Pair) for one in (pair.first, pair.second))
    return {person for person in found if state.find(Person, person) is not None}


def _partners(state: State, person: PersonId) -> Iterator[PersonId]:
    if state.tables[Pair]:
        for pair in pairs_of(state, person):
            yield pair.second if pair.first == person else pair.first


def noted_projects(state: State, change: ChangeSet) -> set[ProjectId]:
    """The projects of which a change writes on a card."""
    found: set[ProjectId] = set()
    for pair in change.of(Note):
        for note in pair:
            if note is None:
                continue
            chunk = state.find(Chunk, note.chunk)
            if note.project is not None:
                found.add(note.project)
            elif chunk is not None:
                found.add(chunk.project)
    return found


def with_note(state: State, card: WorkCard) -> WorkCard:
    """A card of work with the note that is on it."""
    if not state.tables[Note]:
        return card
    note = note_text(state, card.ref.type, int(card.ref.key))
    if not note:
        return card
    return replace(card, marks=(NOTED,), tip=f"{card.tip}\nNote: {note}")
