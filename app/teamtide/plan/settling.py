"""Who is still settling in on a day: the engine's own cohorts, asked about one person.

The board says on a card what the curves reckon with (MODEL section 1), so both read the same
history: increases of a share, what comes back within a quarter, what an option keeps of Today.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from teamtide.capacity.cohorts import NEVER, cut_sets
from teamtide.capacity.inputs import PlacementSet
from teamtide.plan.overlay import Set, own_sets
from teamtide.plan.rows import Person, ScenarioId, TeamId
from teamtide.plan.state import State


def newest_join(
    state: State, scenario: ScenarioId, person: Person, team: TeamId, day: date
) -> date | None:
    """The day on which the newest part of someone's share in a team on `day` joined it by moving.

    None where all of it has been there from the beginning or since they were hired, and where they
    have no share in the team.
    """
    today = own_sets(state, state.today, person.id)
    own = own_sets(state, scenario, person.id) if scenario != state.today else ()
    if not own and all(held.start is None for held in today):
        return None
    start, began = state.plan.start.toordinal(), state.plan.beginning.toordinal()
    now = max(day, state.plan.start).toordinal()
    joined = max(
        (
            piece.joined
            for piece in cut_sets(_specs(today), _specs(own) or None, start, now + 1, began)
            if piece.team == team and piece.first <= now < piece.stop
        ),
        default=NEVER,
    )
    if joined == NEVER:
        return None
    found = date.fromordinal(joined)
    return None if person.start is not None and found <= person.start else found


def _specs(sets: Iterable[Set]) -> tuple[PlacementSet, ...]:
    """Sets as the engine has them, teams by their ids."""
    return tuple(
        PlacementSet(None if held.start is None else held.start.toordinal(), held.shares)
        for held in sets
    )
