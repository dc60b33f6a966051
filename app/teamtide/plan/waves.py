"""The dates on which people move, and moving them: a reorganisation as a row of waves.

Everybody who is placed anew on one date is one *wave*. Dragging it to another date moves their
sets of that date, and nothing else, in one step. What a person's sets say one after the other
never changes its order: a move that is dragged onto or past a later one of the same person falls
away, and so does an earlier one that it is dragged onto or past. So the last place somebody is
given stays the last, and where nothing meets, there and back is as if nothing had happened.
Starting to work here and leaving for good are dates of the person, not of a reorganisation: they
are told apart and can't be dragged.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from teamtide.plan.changes import ChangeSet
from teamtide.plan.commands import Draft, counted
from teamtide.plan.overlay import Set, Shares, own_sets, set_at, set_on, set_order, timeline
from teamtide.plan.placing import day_text, same_shares, steps_of, write_sets
from teamtide.plan.rows import Person, PersonId, Placement, Plan, ScenarioId
from teamtide.plan.state import State
from teamtide.plan.validation import Refused
from teamtide.plan.wishes import broken_by

MOVES, ARRIVES, LEAVES = "moves", "arrives", "leaves"
STARTS, ENDS = "starts", "ends"
NAMED = 3


@dataclass(frozen=True, slots=True)
class Step:
    """Someone placed anew.

    Args:
        person: Who.
        start: The date of the set that does it; None is from the beginning.
        before: Where they were until then.
        after: Where they are from then on.
        own: Whether the scenario itself says so; otherwise it is as in Today.
    """

    person: PersonId
    start: date | None
    before: Shares
    after: Shares
    own: bool

    @property
    def kind(self) -> str:
        """Whether they come from the bench, go to it, or move."""
        if not self.before:
            return ARRIVES
        return MOVES if self.after else LEAVES


@dataclass(frozen=True, slots=True)
class Wave:
    """Everybody who is placed anew on one day of the plan, in plan order."""

    day: date
    steps: tuple[Step, ...]

    @property
    def people(self) -> tuple[PersonId, ...]:
        """Who."""
        return tuple(step.person for step in self.steps)


@dataclass(frozen=True, slots=True)
class Coming:
    """Someone's first or last day of employment, within the plan, and where they are then."""

    day: date
    person: PersonId
    kind: str
    shares: Shares


# --- reading --------------------------------------------------------------------------------


def waves(state: State, scenario: ScenarioId) -> tuple[Wave, ...]:
    """The waves of a scenario within the plan, by date.

    What an option says from the beginning is a wave on the plan's first day; what it takes from
    Today counts as well. A set up to somebody's first day of employment is how they are hired,
    and one after their last does nothing, so neither is in a wave.
    """
    found: dict[date, list[Step]] = {}
    today = state.today
    told = {
        row.person
        for row in state.rows(Placement)
        if row.scenario == scenario or (row.scenario == today and row.start is not None)
    }
    for person in state.rows(Person):
        if person.id in told:
            for day, step in _steps_of(state, scenario, person):
                found.setdefault(day, []).append(step)
    return tuple(Wave(day, tuple(found[day])) for day in sorted(found))


def wave_on(state: State, scenario: ScenarioId, day: date) -> Wave | None:
    """The wave of a day, or None."""
    return next((wave for wave in waves(state, scenario) if wave.day == day), None)


def comings(state: State, scenario: ScenarioId) -> tuple[Coming, ...]:
    """Who begins or ends to work here within the plan, by date, then in plan order."""
    plan, found = state.plan, list[Coming]()
    for person in state.rows(Person):
        for day, kind in ((person.start, STARTS), (person.end, ENDS)):
            inside = day is not None and plan.start <= day <= plan.end
            if day is None or not inside or (kind == STARTS and day == plan.start):
                continue
            shares = set_at(timeline(state, scenario, person.id), day, plan).shares
            found.append(Coming(day, person.id, kind, shares))
    return tuple(sorted(found, key=lambda coming: coming.day))


def _steps_of(state: State, scenario: ScenarioId, person: Person) -> Iterator[tuple[date, Step]]:
    """The days on which someone is placed anew in a scenario, within the plan."""
    plan, today = state.plan, own_sets(state, state.today, person.id)
    own = own_sets(state, scenario, person.id) if scenario != state.today else ()
    inherited = [s for s in today if not own or set_order(s) < set_order(own[0])]
    begun = [s for s in own if s.start is None or s.start <= plan.beginning]
    held: Shares = ()
    placed: list[tuple[date, Set, bool]] = []
    for one in inherited:
        if one.start is None or one.start < plan.start:
            held = one.shares
        else:
            placed.append((one.start, one, scenario == state.today))
    if begun:
        held = set_on(today, plan.beginning).shares
        placed.append((plan.beginning, begun[-1], True))
    placed += [(s.start, s, True) for s in own if s.start is not None and s.start > plan.beginning]
    for day, one, says_so in placed:
        if day < plan.start:
            held = one.shares
            continue
        hired = person.start is not None and day <= person.start
        gone = person.end is not None and day > person.end
        if not hired and not gone and day <= plan.end and not _same(held, one.shares):
            yield day, Step(person.id, one.start, held, one.shares, says_so)
        held = one.shares


def _same(one: Shares, other: Shares) -> bool:
    return same_shares(dict(one), dict(other))


# --- moving ---------------------------------------------------------------------------------


@dataclass(slots=True)
class _Met:
    """Who met what on the way, for the notes."""

    kept: list[Person]
    """A later move stood in the way: it is kept, the one that was dragged falls away."""
    overtaken: list[Person]
    """An earlier move fell away."""
    waiting: list[Person]
    """Until then they are as in Today, which moves them before that."""


def shift_wave(
    state: State,
    *,
    scenario: ScenarioId,
    wave: Wave,
    to: date,
    people: Collection[PersonId] | None = None,
) -> ChangeSet:
    """A wave, or some of its people, on another day.

    Where another wave is on that day the two are one from then on. In an option, on the plan's
    first day it holds from the beginning; what it had taken from Today becomes its own word, and
    what ends up as in Today leaves no trace. Notes say whose other moves were met on the way, and
    which wishes are less kept than before; nothing is stopped by them.

    Raises:
        Refused: the day is not in the plan, or nobody is left to move.
    """
    plan = state.plan
    if not plan.start <= to <= plan.end:
        first, last = day_text(plan.start), day_text(plan.end)
        raise Refused([f"The plan runs from {first} to {last}; choose a day in it."])
    steps = [step for step in wave.steps if people is None or step.person in people]
    if not steps:
        raise Refused([f"Nobody is chosen of those who move {_from(plan, wave.day)}."])
    draft, met = Draft(state), _Met([], [], [])
    moved = [state.get(Person, step.person) for step in steps]
    label = f"Moved {counted(moved)}, {_when(plan, wave.day)}, to {_when(plan, to)}"
    if to == wave.day:
        return draft.change(label, scenario=scenario)
    found = False
    for step in steps:
        sets = _redated(state, scenario, step, to, met)
        if sets is not None:
            found = True
            write_sets(draft, scenario, step.person, sets)
    if not found:
        raise Refused([f"Nobody moves {_from(plan, wave.day)} any more; look again and repeat."])
    there = wave_on(state, scenario, to)
    if there is not None:
        others = counted([state.get(Person, p) for p in there.people])
        label = (
            f"Joined {counted(moved)}, {_when(plan, wave.day)}, with {others}, {_when(plan, to)}"
        )
    change = draft.change(label, scenario=scenario)
    broken = broken_by(state, change, scenario, [row.id for row in moved])
    notes = (*_told(plan, met, to), *_employment(moved, to), *_few(broken))
    return replace(change, notes=notes)


def _redated(
    state: State, scenario: ScenarioId, step: Step, to: date, met: _Met
) -> list[Set] | None:
    """The own sets of a scenario about someone whose step is on another day; None where it is gone.

    Only what the step is about differs: sets the scenario holds stay as they are.
    """
    plan, person = state.plan, state.get(Person, step.person)
    key = to if to > plan.beginning or scenario == state.today else None
    own = list(own_sets(state, scenario, person.id))
    line = own if step.own else list(timeline(state, scenario, person.id))
    at = next((n for n, one in enumerate(line) if one.start == step.start), None)
    if at is None or not _same(line[at].shares, step.after):
        return None
    fresh = Set(key, step.after)
    earlier, later = line[:at], line[at + 1 :]
    if any(set_order(one) <= set_order(fresh) for one in later):
        met.kept.append(person)
        line = [*earlier, *later]
    else:
        kept = [one for one in earlier if set_order(one) < set_order(fresh)]
        if _any_move(kept, earlier[len(kept) :], plan):
            met.overtaken.append(person)
        line = [*kept, fresh, *later]
    if scenario == state.today:
        return line
    if not step.own:
        # Today says it: from here on the option says it itself, and until then stays as Today was.
        stays = Set(step.start, step.before)
        first = min(stays, fresh, key=set_order)
        line = [one for one in line if set_order(one) >= set_order(first)]
        if first is stays:
            line = [stays, *(one for one in line if one.start != step.start)]
    return _unless_as_today(state, person, step, line, met)


def _unless_as_today(
    state: State, person: Person, step: Step, line: list[Set], met: _Met
) -> list[Set]:
    """An option's own sets, none where they say what Today says."""
    plan, today = state.plan, own_sets(state, state.today, person.id)
    until = [one for one in today if line and set_order(one) < set_order(line[0])]
    if steps_of([*until, *line], plan) == steps_of(list(today), plan):
        return []
    begun = Set(step.start, step.after)
    between = [one for one in until if set_order(one) >= set_order(begun)]
    if step.own and _any_move([Set(None, step.before)], between, plan):
        met.waiting.append(person)
    return line


def _any_move(before: Sequence[Set], sets: Sequence[Set], plan: Plan) -> bool:
    """Whether some of the sets place someone anew within the plan."""
    held = before[-1].shares if before else ()
    for one in sets:
        if one.start is not None and one.start > plan.start and not _same(held, one.shares):
            return True
        held = one.shares
    return False


# --- words ----------------------------------------------------------------------------------


def _when(plan: Plan, day: date) -> str:
    return "the beginning" if day <= plan.beginning else day_text(day)


def _from(plan: Plan, day: date) -> str:
    return "from the beginning" if day <= plan.beginning else f"on {day_text(day)}"


def _told(plan: Plan, met: _Met, to: date) -> Iterator[str]:
    by = _when(plan, to)
    if met.kept:
        verb = "is" if len(met.kept) == 1 else "are"
        yield (
            f"{_names(met.kept)} {verb} placed again by {by}; that is kept, and the move you "
            "dated anew falls away."
        )
    if met.overtaken:
        verb = "has" if len(met.overtaken) == 1 else "have"
        yield (
            f"{_names(met.overtaken)} {verb} another move on {by} or after; it falls away, since "
            "this one came after it."
        )
    if met.waiting:
        verb = "is" if len(met.waiting) == 1 else "are"
        yield f"Until {by} {_names(met.waiting)} {verb} where Today moves them."


def _employment(people: Sequence[Person], to: date) -> Iterator[str]:
    hired = [row for row in people if row.start is not None and to <= row.start]
    if hired:
        verb = "starts" if len(hired) == 1 else "start"
        yield f"{_names(hired)} {verb} here no earlier than that: it is where they are hired."
    gone = [row for row in people if row.end is not None and to > row.end]
    if gone:
        verb = "is" if len(gone) == 1 else "are"
        yield f"{_names(gone)} {verb} gone by {day_text(to)}."


def _few(sentences: Sequence[str]) -> Iterator[str]:
    yield from sentences[:NAMED]
    more = len(sentences) - NAMED
    if more > 0:
        yield f"{more} more {'wish is' if more == 1 else 'wishes are'} not kept."


def _names(people: Sequence[Person]) -> str:
    names = [row.name for row in people]
    if len(names) > NAMED:
        names = [*names[: NAMED - 1], f"{len(names) - NAMED + 1} more"]
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
