"""Where people are: the change sets of a drag.

A move takes effect on a date; a later dated move stays; someone who is split moves only the share
that was in the column they were dragged from; and in an option, what ends up as it is in Today
leaves no trace, so that the difference between the two is empty again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from teamtide.plan.changes import ChangeSet
from teamtide.plan.commands import Draft, called, counted
from teamtide.plan.labels import day_text as day_text  # as those who import it from here do
from teamtide.plan.overlay import Set, own_sets, set_at, set_on, set_order, timeline
from teamtide.plan.rows import Person, PersonId, Placement, Plan, ScenarioId, Team, TeamId
from teamtide.plan.state import State
from teamtide.plan.validation import Refused
from teamtide.plan.wishes import held, held_text, hold_pins

WHOLE = 1.0
TIE = 1e-9
BENCH = "the bench"


def move_people(
    state: State,
    *,
    scenario: ScenarioId,
    people: Sequence[PersonId],
    source: TeamId | None,
    target: TeamId | None,
    as_of: date,
) -> ChangeSet:
    """People dragged from one column to another (None: the bench) on a day.

    On or before the day the plan began it is where they are from the beginning. Who is pinned to
    `source` stays. Notes say so, and which later moves were kept, and who had nothing to move.

    Raises:
        Refused: all of them are pinned there.
    """
    draft, notes = Draft(state), list[str]()
    moved: list[Person] = []
    stay = held(state, people, source) if source != target else ()
    pinned = [held_text(state, person, source) for person in stay]
    if pinned and len(stay) == len(people):
        raise Refused(pinned)
    for person_id in people:
        if person_id in stay:
            continue
        person = state.get(Person, person_id)
        sets = timeline(state, scenario, person_id)
        shares = dict(set_at(sets, as_of, state.plan).shares)
        free = max(0.0, WHOLE - sum(shares.values()))
        amount = shares.pop(source, 0.0) if source is not None else free
        if source == target or amount <= TIE:
            notes.append(f"{person.name} has nothing to move from {_column(state, source)}.")
            continue
        if target is not None:
            shares[target] = min(WHOLE, shares.get(target, 0.0) + amount)
        notes.extend(_place(draft, scenario, person, shares, as_of))
        moved.append(person)
    when = from_day(state, as_of)
    label = f"Moved {counted(moved or [state.get(Person, p) for p in people])}"
    return draft.change(
        f"{label} to {_column(state, target)}{when}", scenario=scenario, notes=[*pinned, *notes]
    )


def place_person(
    state: State,
    *,
    scenario: ScenarioId,
    person: PersonId,
    shares: dict[TeamId, float],
    as_of: date,
) -> ChangeSet:
    """Someone's shares from a day on, set outright (the inspector's way).

    Raises:
        Refused: they are pinned to a team they are in and would be no longer.
    """
    draft = Draft(state)
    row = state.get(Person, person)
    wanted = {team: share for team, share in shares.items() if share > TIE}
    notes = _place(draft, scenario, row, wanted, as_of)
    label = f"Placed {row.name} {_places(state, wanted)}{from_day(state, as_of)}"
    return hold_pins(state, draft.change(label, scenario=scenario, notes=notes))


def remove_move(
    state: State, *, scenario: ScenarioId, person: PersonId, start: date | None
) -> ChangeSet:
    """One of a scenario's own dated sets taken back."""
    draft = Draft(state)
    row = state.get(Person, person)
    kept = [s for s in own_sets(state, scenario, person) if s.start != start]
    write_sets(draft, scenario, person, kept)
    when = day_text(start) if start else "the beginning"
    return draft.change(f"Took back {row.name}'s move of {when}", scenario=scenario)


def redate_move(
    state: State, *, scenario: ScenarioId, person: PersonId, start: date, to: date
) -> ChangeSet:
    """One of a scenario's own dated sets made to hold from another day on.

    On or before the day the plan began it holds from the beginning.

    Raises:
        Refused: another of its sets holds from that day on, or the plan is over by then.
    """
    draft, plan = Draft(state), state.plan
    row = state.get(Person, person)
    if to > plan.end:
        raise Refused([f"The plan ends on {day_text(plan.end)}; choose a day in it."])
    key = to if to > plan.beginning else None
    own = own_sets(state, scenario, person)
    when = f"on {day_text(to)}" if key else "from the beginning"
    if key != start and any(placed.start == key for placed in own):
        raise Refused([f"{row.name} has another place {when} already; take that back first."])
    moved = [Set(key, placed.shares) if placed.start == start else placed for placed in own]
    write_sets(draft, scenario, person, sorted(moved, key=set_order))
    label = f"Moved {row.name} {when} instead of {day_text(start)}"
    return draft.change(label, scenario=scenario)


def back_to_today(state: State, *, scenario: ScenarioId, people: Sequence[PersonId]) -> ChangeSet:
    """People as Today has them: what the scenario says of their place is dropped."""
    draft = Draft(state)
    for person in people:
        write_sets(draft, scenario, person, [])
    who = counted([state.get(Person, person) for person in people])
    return draft.change(f"Took Today's places for {who}", scenario=scenario)


def keep_sets(
    state: State, *, scenario: ScenarioId, person: PersonId, sets: Sequence[Set]
) -> ChangeSet:
    """Someone's own dated sets in a scenario, exactly these."""
    draft = Draft(state)
    write_sets(draft, scenario, person, list(sets))
    return draft.change(f"Kept the places of {state.get(Person, person).name}", scenario=scenario)


def from_day(state: State, day: date) -> str:
    """From when a placement holds, in a label; nothing from the beginning."""
    return f", {day_text(day)}" if day > state.plan.beginning else ""


def _places(state: State, shares: dict[TeamId, float]) -> str:
    """Where somebody is placed: `on the bench`, `in Squad`, `in Squad 50 %, Enablement 50 %`."""
    if not shares:
        return f"on {BENCH}"
    told = [
        called(state.get(Team, team)) + ("" if share >= WHOLE else f" {share:.0%}")
        for team, share in shares.items()
    ]
    return f"in {', '.join(told)}"


def _column(state: State, team: TeamId | None) -> str:
    return BENCH if team is None else called(state.get(Team, team))


def _place(
    draft: Draft, scenario: ScenarioId, person: Person, shares: dict[TeamId, float], as_of: date
) -> list[str]:
    """Write `shares` from `as_of` on; sentences about later moves that were kept."""
    state, plan = draft.state, draft.state.plan
    sets = timeline(state, scenario, person.id)
    own = own_sets(state, scenario, person.id)
    key = _key(own, as_of, plan)
    fresh = Set(key, tuple(shares.items()))
    line = sorted([*(s for s in sets if s.start != key), fresh], key=set_order)
    first = min([fresh, *own[:1]], key=set_order)
    wanted = [s for s in line if set_order(s) >= set_order(first)]
    write_sets(draft, scenario, person.id, _needed(state, scenario, person.id, wanted))
    later = [s.start for s in line if s.start is not None and s.start > max(as_of, plan.start)]
    return [f"{person.name} moves again on {day_text(day)}; that move is kept." for day in later]


def _key(own: tuple[Set, ...], as_of: date, plan: Plan) -> date | None:
    """The date of the set that a change on `as_of` writes.

    Up to the day the plan began it is the one that holds on that day, so that the change is seen.
    """
    if as_of > plan.beginning:
        return as_of
    started = [s.start for s in own if s.start is not None and s.start <= plan.beginning]
    return started[-1] if started else None


def _needed(state: State, scenario: ScenarioId, person: PersonId, wanted: list[Set]) -> list[Set]:
    """Of the sets a scenario would hold, those that make a difference."""
    today = own_sets(state, state.today, person) if scenario != state.today else ()
    first = wanted[0].start
    before = [s for s in today if first is not None and (s.start is None or s.start < first)]
    held = dict(before[-1].shares) if before else {}
    if scenario != state.today and first is None:
        held = dict(set_on(today, state.plan.beginning).shares)
    kept: list[Set] = []
    for placed in wanted:
        if same_shares(dict(placed.shares), held):
            continue
        kept.append(placed)
        held = dict(placed.shares)
    if scenario != state.today and steps_of([*before, *kept], state.plan) == steps_of(
        list(today), state.plan
    ):
        return []
    if scenario != state.today and not kept:
        # Today moves them later and this option does not: say so with the place they keep.
        return wanted[:1]
    if scenario != state.today and kept[0] is not wanted[0]:
        # Today moves them before the option does: say so with the place they keep until then.
        until = [placed for placed in today if set_order(placed) < set_order(kept[0])]
        if steps_of([*until, *kept], state.plan) != steps_of([*before, *wanted], state.plan):
            return [wanted[0], *kept]
    return kept


def same_shares(one: dict[TeamId, float], other: dict[TeamId, float]) -> bool:
    """Whether two places are one; rounding decides nothing, a share up to 1e-9 is none."""
    return all(
        abs(one.get(team, 0.0) - other.get(team, 0.0)) <= TIE for team in one.keys() | other.keys()
    )


def steps_of(sets: list[Set], plan: Plan) -> list[tuple[date, tuple[tuple[TeamId, float], ...]]]:
    """Where someone is from which day of the plan on, without steps that change nothing."""
    begun = plan.beginning
    steps: list[tuple[date, tuple[tuple[TeamId, float], ...]]] = [(begun, ())]
    for placed in sets:
        day = max(placed.start or begun, begun)
        shares = tuple(
            sorted((team, round(share, 9)) for team, share in placed.shares if share > TIE)
        )
        if steps[-1][0] == day:
            steps.pop()
        if not steps or steps[-1][1] != shares:
            steps.append((day, shares))
    return steps


def write_sets(draft: Draft, scenario: ScenarioId, person: PersonId, sets: list[Set]) -> None:
    """Make a scenario's own rows about someone be exactly `sets`, touching as few as possible."""
    wanted: dict[tuple[date | None, TeamId | None], float] = {}
    for placed in sets:
        if placed.shares:
            wanted.update({(placed.start, team): share for team, share in placed.shares})
        elif scenario != draft.state.today or placed.start is not None:
            wanted[placed.start, None] = WHOLE
    for row in draft.state.where(Placement, "person", person):
        if row.scenario != scenario:
            continue
        share = wanted.pop((row.start, row.team), None)
        if share is None:
            draft.drop(row)
        elif share != row.share:
            draft.put(Placement(row.id, scenario, person, row.start, row.team, share))
    for (start, team), share in wanted.items():
        draft.add(Placement, scenario=scenario, person=person, start=start, team=team, share=share)
