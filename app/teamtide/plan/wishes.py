"""What a lead asks for beside the numbers: who stays where, who goes together, who apart.

Pins and pairs belong to the plan, so they hold in every scenario. A pin stops moves that
somebody makes by hand (`held`, `hold_pins`); whatever else brings people elsewhere may go against
a wish, and so may a pair. Then `violations` says so, with who, where and when.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from teamtide.plan.changes import ChangeSet
from teamtide.plan.commands import Draft, called, counted
from teamtide.plan.labels import day_text
from teamtide.plan.overlay import Set, set_at, timeline
from teamtide.plan.rows import (
    Pair,
    Person,
    PersonId,
    Pin,
    Placement,
    Scenario,
    ScenarioId,
    Team,
    TeamId,
)
from teamtide.plan.state import State
from teamtide.plan.validation import Refused

TIE = 1e-9
MOST_AT_ONCE = 12
"""People that are kept together or apart in one go: every two of them are a pair."""
Place = tuple[PersonId, TeamId | None]
"""Somebody and a column: a team, or the bench (None)."""
Wish = Pin | Pair


# --- asking for it --------------------------------------------------------------------------


def pin(state: State, places: Sequence[Place], *, reason: str = "") -> ChangeSet:
    """People who are to stay in a column each, whatever the scenario."""
    draft = Draft(state)
    for person, team in places:
        known = _pin_of(state, person, team)
        if known is None:
            draft.add(Pin, person=person, team=team, reason=reason)
        elif reason:
            draft.edit(known, reason=reason)
    teams = {team for _, team in places}
    where = f" to {_column(state, teams.pop())}" if len(teams) == 1 else ""
    return draft.change(f"Pinned {_who(state, [person for person, _ in places])}{where}")


def unpin(state: State, pins: Sequence[Pin]) -> ChangeSet:
    """Pins taken out."""
    draft = Draft(state)
    for row in pins:
        draft.drop(row)
    return draft.change(f"Unpinned {_who(state, [row.person for row in pins])}")


def pins_of_card(state: State, scenario: ScenarioId, place: Place, day: date) -> tuple[Pin, ...]:
    """The pins a card stands for on a day: to its own column, and to columns they are not in."""
    person, team = place
    pins = state.where(Pin, "person", person)
    if not pins:
        return ()
    held = dict(set_at(timeline(state, scenario, person), day, state.plan).shares)
    return tuple(row for row in pins if row.team == team or not _is_there(held, row.team))


def toggle_pins(
    state: State, *, scenario: ScenarioId, places: Sequence[Place], day: date
) -> ChangeSet:
    """Cards pinned to the columns they are in; unpinned, where all of them are pinned."""
    found = {place: pins_of_card(state, scenario, place, day) for place in places}
    if all(found.values()):
        return unpin(state, list(dict.fromkeys(row for rows in found.values() for row in rows)))
    return pin(state, [place for place, rows in found.items() if not rows])


def keep(state: State, *, wish: str, people: Sequence[PersonId], reason: str = "") -> ChangeSet:
    """Every two of some people kept "together" or "apart", whatever was asked for before.

    Raises:
        Refused: fewer than two of them, or so many that nobody could mean it.
    """
    people = list(dict.fromkeys(people))
    if len(people) < 2:
        raise Refused([f"Choose two people or more to keep them {wish}."])
    if len(people) > MOST_AT_ONCE:
        raise Refused(
            [f"Choose at most {MOST_AT_ONCE} people at a time: every two of them are kept {wish}."]
        )
    draft = Draft(state)
    for first, second in combinations(people, 2):
        known = pair_of(state, first, second)
        if known is None:
            draft.add(Pair, wish=wish, first=first, second=second, reason=reason)
        else:
            draft.edit(known, wish=wish, reason=reason or known.reason)
    return draft.change(f"Asked to keep {_who(state, people)} {wish}")


def forget(state: State, *, people: Sequence[PersonId]) -> ChangeSet:
    """What was asked for any two of some people forgotten; of one person, all pairs they are in."""
    chosen = set(people)
    both = len(chosen) > 1
    draft = Draft(state)
    for row in state.rows(Pair):
        if len(chosen & {row.first, row.second}) > both:
            draft.drop(row)
    return draft.change(f"Forgot the pairs of {_who(state, list(people))}")


def forget_pair(state: State, pair: Pair) -> ChangeSet:
    """What was asked for two people forgotten."""
    draft = Draft(state)
    draft.drop(pair)
    return draft.change(f"Forgot the pair of {_who(state, [pair.first, pair.second])}")


# --- what is asked for ----------------------------------------------------------------------


def pair_of(state: State, one: PersonId, other: PersonId) -> Pair | None:
    """What is asked for two people, whoever of them was named first."""
    return next((row for row in pairs_of(state, one) if other in (row.first, row.second)), None)


def pairs_of(state: State, person: PersonId) -> tuple[Pair, ...]:
    """What is asked for somebody and others."""
    return (*state.where(Pair, "first", person), *state.where(Pair, "second", person))


def wishes_of(state: State, person: PersonId) -> tuple[Wish, ...]:
    """Everything that is asked for somebody: pins, then pairs."""
    return (*state.where(Pin, "person", person), *pairs_of(state, person))


def wish_text(state: State, wish: Wish) -> str:
    """What is asked for, such as "Ana Silva is pinned to Squad"."""
    if isinstance(wish, Pin):
        name = _name(state, wish.person)
        return f"{name} is pinned to {_column(state, wish.team)}"
    names = f"{_name(state, wish.first)} and {_name(state, wish.second)}"
    return f"{names} are to {'share a team' if wish.wish == 'together' else 'be kept apart'}"


# --- what comes of it -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Span:
    """Days, both counted, on which a wish is not kept, and where the people are then.

    `teams` are those somebody pinned is in instead, or those that two people share who should not.
    """

    first: date
    last: date
    teams: tuple[TeamId, ...] = ()


@dataclass(frozen=True, slots=True)
class Violation:
    """A wish that a scenario does not keep: whose, when, and a sentence that says so."""

    wish: Wish
    people: tuple[PersonId, ...]
    spans: tuple[Span, ...]
    sentence: str


def violations(state: State, scenario: ScenarioId) -> tuple[Violation, ...]:
    """Every pin and pair a scenario does not keep on some day of the plan, pins first.

    Days count on which all whom it is about are employed. A pin asks for a share in its team; to
    share a team is to have some share in the same one; the bench is no team that is shared.
    """
    wishes: list[Wish] = [*state.rows(Pin), *state.rows(Pair)]
    found = (violation_of(state, scenario, wish) for wish in wishes)
    return tuple(one for one in found if one is not None)


def violation_of(state: State, scenario: ScenarioId, wish: Wish) -> Violation | None:
    """How a scenario goes against a wish, or None where it keeps it."""
    people = (wish.person,) if isinstance(wish, Pin) else (wish.first, wish.second)
    spans: list[Span] = []
    for first, last, shares in _pieces(state, scenario, people):
        teams = _wrong(wish, shares)
        if teams is None:
            continue
        before = spans[-1] if spans else None
        if before is not None and before.teams == teams and _next(before.last) == first:
            spans[-1] = Span(before.first, last, teams)
        else:
            spans.append(Span(first, last, teams))
    if not spans:
        return None
    return Violation(wish, people, tuple(spans), _sentence(state, wish, spans))


def _pieces(
    state: State, scenario: ScenarioId, people: Sequence[PersonId]
) -> Iterator[tuple[date, date, list[dict[TeamId, float]]]]:
    """(first, last, everyone's shares) of each time in which nobody moves; all are employed."""
    plan = state.plan
    rows = [state.get(Person, person) for person in people]
    first = max(plan.start, *(row.start or date.min for row in rows))
    last = min(plan.end, *(row.end or date.max for row in rows))
    if first > last:
        return
    sets: list[tuple[Set, ...]] = [timeline(state, scenario, person) for person in people]
    moves = {placed.start for line in sets for placed in line if placed.start is not None}
    begins = [first, *sorted(day for day in moves if first < day <= last)]
    for number, day in enumerate(begins):
        end = begins[number + 1] - timedelta(days=1) if number + 1 < len(begins) else last
        yield day, end, [dict(set_at(line, day, plan).shares) for line in sets]


def _wrong(wish: Wish, shares: list[dict[TeamId, float]]) -> tuple[TeamId, ...] | None:
    """The teams a wish is not kept with (none: the bench, or no team in common), None if kept."""
    there = [{team for team, share in one.items() if share > TIE} for one in shares]
    if isinstance(wish, Pin):
        return None if _is_there(shares[0], wish.team) else tuple(sorted(there[0]))
    common = tuple(sorted(there[0] & there[1]))
    if wish.wish == "together":
        return None if common else ()
    return common or None


def _is_there(shares: dict[TeamId, float], team: TeamId | None) -> bool:
    """Whether somebody has a share in a team, or one that nobody has (the bench)."""
    if team is None:
        return sum(shares.values()) < 1 - TIE
    return shares.get(team, 0.0) > TIE


def _sentence(state: State, wish: Wish, spans: Sequence[Span]) -> str:
    told = []
    for span in spans:
        names = " and ".join(called(state.get(Team, team)) for team in span.teams)
        if isinstance(wish, Pin):
            where = f"is in {names}" if names else "is on the bench"
        elif wish.wish == "together":
            where = "share no team"
        else:
            where = f"are both in {names}"
        told.append(f"{where} {_when(state, span)}")
    return f"{wish_text(state, wish)}, but {'; '.join(told)}."


def _when(state: State, span: Span) -> str:
    plan = state.plan
    begins, ends = span.first == plan.start, span.last == plan.end
    if begins and ends:
        return "all the time"
    if begins:
        return f"until {day_text(span.last)}"
    if ends:
        return f"from {day_text(span.first)} on"
    if span.first == span.last:
        return f"on {day_text(span.first)}"
    return f"from {day_text(span.first)} to {day_text(span.last)}"


# --- holding to it --------------------------------------------------------------------------


def held(state: State, people: Iterable[PersonId], source: TeamId | None) -> tuple[PersonId, ...]:
    """Those of some people who are pinned to the column they would be moved out of."""
    return tuple(one for one in people if _pin_of(state, one, source) is not None)


def held_text(state: State, person: PersonId, team: TeamId | None) -> str:
    """Why somebody stays, and the way out."""
    name = _name(state, person)
    return f"{name} is pinned to {_column(state, team)}: unpin to move them (menu, or P)."


def hold_pins(state: State, change: ChangeSet) -> ChangeSet:
    """The same change, if nobody is placed outside of where they are pinned by it.

    A change that leaves a pin as little kept as it was passes.

    Raises:
        Refused: somebody pinned would be somewhere else on some day, in some scenario.
    """
    moved = {row.person for pair in change.of(Placement) for row in pair if row is not None}
    pinned = [row for person in sorted(moved) for row in state.where(Pin, "person", person)]
    if not pinned:
        return change
    after = state.apply(change)
    scenarios = [row.id for row in state.rows(Scenario) if after.find(Scenario, row.id)]
    problems = [
        held_text(state, row.person, row.team)
        for row in pinned
        if after.find(Pin, row.id) == row
        and any(_newly(state, after, scenario, row) for scenario in scenarios)
    ]
    if problems:
        raise Refused(problems)
    return change


def parted(
    state: State, after: State, scenario: ScenarioId, people: Collection[PersonId]
) -> tuple[str, ...]:
    """Sentences about pairs with some people that are less kept in `after` than in `state`."""
    pairs = dict.fromkeys(row for person in people for row in pairs_of(after, person))
    found = (_newly(state, after, scenario, row) for row in pairs)
    return tuple(one.sentence for one in found if one is not None)


def broken_by(
    state: State, change: ChangeSet, scenario: ScenarioId, people: Collection[PersonId]
) -> tuple[str, ...]:
    """Sentences about what is asked for some people and less kept after a change than before."""
    wishes = dict.fromkeys(wish for person in people for wish in wishes_of(state, person))
    if not wishes or not change:
        return ()
    after = state.apply(change)
    found = (_newly(state, after, scenario, wish) for wish in wishes)
    return tuple(one.sentence for one in found if one is not None)


def _newly(state: State, after: State, scenario: ScenarioId, wish: Wish) -> Violation | None:
    """How `after` goes against a wish, where it does so on some day on which `state` does not."""
    now = violation_of(after, scenario, wish)
    if now is None:
        return None
    before = violation_of(state, scenario, wish)
    return None if before is not None and _days(now) <= _days(before) else now


def _days(violation: Violation) -> set[int]:
    spans = ((span.first.toordinal(), span.last.toordinal()) for span in violation.spans)
    return {day for first, last in spans for day in range(first, last + 1)}


# --- words ----------------------------------------------------------------------------------


def _pin_of(state: State, person: PersonId, team: TeamId | None) -> Pin | None:
    return next((row for row in state.where(Pin, "person", person) if row.team == team), None)


def _next(day: date) -> date:
    return day + timedelta(days=1)


def _name(state: State, person: PersonId) -> str:
    return called(state.get(Person, person))


def _who(state: State, people: Sequence[PersonId]) -> str:
    return counted([state.get(Person, person) for person in dict.fromkeys(people)])


def _column(state: State, team: TeamId | None) -> str:
    return "the bench" if team is None else called(state.get(Team, team))
