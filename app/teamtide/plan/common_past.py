"""The last state that two copies of a plan had in common, found in their histories.

A copy carries the history along, so both begin with the same entries until somebody changed one
of them. Taking back, in memory, what each did since leads to one and the same state; where the two
do not meet, they are no copies of one another, or their history does not reach back far enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from teamtide.plan.changes import ChangeSet
from teamtide.plan.history import Entry
from teamtide.plan.rows import Goal, Person, Project, Row, Scenario, Service, Team
from teamtide.plan.state import Stale, State
from teamtide.plan.validation import Refused

Ids = frozenset[tuple[type[Row], int]]
_KNOWN_BY_NAME: tuple[type[Row], ...] = (Scenario, Person, Team, Goal, Project, Service)
_ALIKE = 0.5
"""The part of the smaller plan that must be the same by id and name in two copies of one plan."""


@dataclass(frozen=True, slots=True)
class Past:
    """What two copies have in common.

    Args:
        base: The last state both had; None where their histories do not tell.
        ours: How many changes one made since.
        theirs: How many the other made.
        reborn_ours: Ids that since then were removed in one and given to something new.
        reborn_theirs: The same in the other.
    """

    base: State | None
    ours: int = 0
    theirs: int = 0
    reborn_ours: Ids = frozenset()
    reborn_theirs: Ids = frozenset()


def applied(history: Sequence[Entry]) -> tuple[Entry, ...]:
    """What was done and not undone, oldest first: the way to the state as it is."""
    return tuple(entry for entry in history if not entry.undone)


def common_past(
    ours: State, our_history: Sequence[Entry], theirs: State, their_history: Sequence[Entry]
) -> Past:
    """The last state two copies of a plan had in common.

    Raises:
        Refused: they are no copies of one another.
    """
    mine, other = applied(our_history), applied(their_history)
    for at_mine, at_other in _meetings(ours, mine, theirs, other):
        since, since_other = mine[at_mine:], other[at_other:]
        base = _taken_back(ours, since)
        if base is not None and base == _taken_back(theirs, since_other):
            return Past(base, len(since), len(since_other), _reborn(since), _reborn(since_other))
    if not _alike(ours, theirs):
        raise Refused(
            [
                "These two are not copies of one plan: their histories have nothing in common, and "
                "neither have their people, teams and projects. Import a workbook of the other "
                "plan to bring in parts of it."
            ]
        )
    return Past(None)


def _meetings(
    ours: State, mine: Sequence[Entry], theirs: State, other: Sequence[Entry]
) -> Iterator[tuple[int, int]]:
    """Where the two may have parted: how many entries of each come before that."""
    # A history that was shortened begins somewhere within the other one.
    first = next((n for n, entry in enumerate(mine) if other and _same(entry, other[0])), None)
    if first is not None:
        yield _parted(mine, first, other, 0)
    else:
        first = next((n for n, entry in enumerate(other) if mine and _same(mine[0], entry)), None)
        if first is not None:
            yield _parted(mine, 0, other, first)
    yield 0, 0
    # One of them may have forgotten all of its history, and gone on.
    yield from _passing(ours, mine, _taken_back(theirs, other), 0, swapped=False)
    yield from _passing(theirs, other, _taken_back(ours, mine), 0, swapped=True)


def _parted(
    mine: Sequence[Entry], at: int, other: Sequence[Entry], at_other: int
) -> tuple[int, int]:
    while at < len(mine) and at_other < len(other) and _same(mine[at], other[at_other]):
        at, at_other = at + 1, at_other + 1
    return at, at_other


def _passing(
    state: State, entries: Sequence[Entry], wanted: State | None, at: int, *, swapped: bool
) -> Iterator[tuple[int, int]]:
    """Where a history passes through a state."""
    if wanted is None:
        return
    try:
        for place in range(len(entries), -1, -1):
            if state == wanted:
                yield (at, place) if swapped else (place, at)
                return
            if place:
                state = state.apply(entries[place - 1].change.inverse())
    except (Stale, ValueError):  # or a step that can't be read
        return


def _same(one: Entry, other: Entry) -> bool:
    return (one.at, one.label, one.changes) == (other.at, other.label, other.changes)


def _taken_back(state: State, entries: Sequence[Entry]) -> State | None:
    """The state before some entries; None where they do not lead to it."""
    try:
        joined = ChangeSet.joined("", [entry.change for entry in entries])
        return state.apply(joined.inverse())
    except (Stale, ValueError):  # or a step that can't be read
        return None


def _reborn(entries: Sequence[Entry]) -> Ids:
    gone: set[tuple[type[Row], int]] = set()
    found: set[tuple[type[Row], int]] = set()
    for entry in entries:
        for step in entry.change:
            key = (step.cls, step.row.id)
            if step.after is None:
                gone.add(key)
            elif step.before is None and key in gone:
                found.add(key)
    return frozenset(found)


def _alike(ours: State, theirs: State) -> bool:
    same = fewest = 0
    for cls in _KNOWN_BY_NAME:
        mine, other = ours.tables[cls], theirs.tables[cls]
        fewest += min(len(mine), len(other))
        same += sum(
            getattr(row, "name", "").casefold() == getattr(other[key], "name", "").casefold()
            for key, row in mine.items()
            if key in other
        )
    return fewest > 0 and same >= _ALIKE * fewest
