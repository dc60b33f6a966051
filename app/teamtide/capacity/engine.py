"""The whole computation, and the same computation after a small change.

`compute` makes everything anew. `recompute` gives the same answer from an earlier one, redoing only
what changed: the rows of people whose spec changed, the asks if any work or any named person's
whereabouts changed, and the teams whose rows or asks are not what they were. It decides that by
comparing figures, not by guessing what a change may touch, so a drag costs two teams and nothing
that matters can be missed.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from teamtide.capacity.arrays import BoolArray, FloatArray, IntArray, freeze, tally
from teamtide.capacity.calendar import Calendar, make_calendar
from teamtide.capacity.changes import (
    changed_people,
    changed_teams,
    comparable,
    touched,
    work_is_same,
)
from teamtide.capacity.crew import (
    Crew,
    Mix,
    Skills,
    join_crews,
    learn_skills,
    mix_crews,
    named_people,
)
from teamtide.capacity.demand import (
    Asks,
    Presence,
    collect_asks,
    find_presence,
    outside_days,
)
from teamtide.capacity.inputs import KINDS, Chunk, Inputs
from teamtide.capacity.results import Load
from teamtide.capacity.schedule import CycleError, Schedule, plan_schedule
from teamtide.capacity.supply import supplies
from teamtide.capacity.team_loads import load_teams

__all__ = ["CycleError", "compute", "recompute", "touched"]


def compute(inputs: Inputs) -> Load:
    """Computes the expected load of every team.

    Args:
        inputs: The plan for one scenario.

    Returns:
        Frozen results, days and ratios as MODEL section 3 defines them.

    Raises:
        CycleError: If chunks wait for one another.
        ValueError: If a chunk's shape is not known.
    """
    calendar = make_calendar(inputs)
    plan = plan_schedule(inputs)
    names = named_people(inputs)
    skills = learn_skills(inputs, names)
    crew = _whole_crew(inputs, calendar, skills)
    presence = find_presence([crew], names)
    asks = collect_asks(inputs, calendar, plan, presence)
    teams = load_teams(inputs, crew, skills, [asks.of(k) for k in range(len(inputs.teams))])
    before, after = outside_days(inputs, plan)
    return Load(
        inputs=inputs,
        teams=tuple(teams),
        unowned=_unowned(inputs, asks),
        before=before,
        after=after,
        plan=plan,
        calendar=calendar,
        skills=skills,
        presence=presence,
        asks=asks,
    )


def _whole_crew(inputs: Inputs, calendar: Calendar, skills: Skills) -> Crew:
    supply = supplies(inputs, calendar, range(len(inputs.people)), skills.rank)
    supply.figures.flags.writeable = False
    return Crew(np.arange(len(inputs.teams)), supply.team, supply.person, supply.figures)


def _unowned(inputs: Inputs, asks: Asks) -> FloatArray:
    tray = asks.of(len(inputs.teams))
    cell = tray.kind * inputs.weeks + tray.week
    days = tally(cell, tray.days, (len(KINDS), inputs.weeks))
    freeze(days)
    return days


def recompute(previous: Load, inputs: Inputs) -> Load:
    """Computes a plan from the results of a similar one, redoing only what changed.

    Args:
        previous: Results of any plan.
        inputs: The plan wanted; the more specs it shares with `previous.inputs`, the faster.

    Returns:
        What `compute(inputs)` returns, to within rounding (1e-9). Teams that did not change are
        the same objects as before.

    Raises:
        CycleError: If chunks wait for one another.
        ValueError: If a chunk's shape is not known.
    """
    if inputs is previous.inputs:
        return previous
    if not comparable(previous.inputs, inputs):
        return compute(inputs)
    return _redo(previous, inputs)


def _redo(previous: Load, inputs: Inputs) -> Load:
    old = previous.inputs
    moved = changed_people(old, inputs)
    same_work = work_is_same(old, inputs)
    plan = previous.plan if same_work else _replan(previous, inputs)
    names = frozenset(np.flatnonzero(previous.skills.named).tolist())
    if not same_work:
        names = named_people(inputs)
    skills = _relearn(previous, inputs, moved, names)
    crews = [team.workings.crew for team in previous.teams]
    dirty = changed_teams(old, inputs)
    mixed = _exchange(previous, inputs, moved, skills, crews)
    if mixed is not None:
        dirty.update(mixed.teams.tolist())
    asks, presence = previous.asks, previous.presence
    if not same_work or (mixed is not None and any(index in names for index in moved)):
        found = find_presence(crews, names)
        if not same_work or not found.same(presence):
            asks = collect_asks(inputs, previous.calendar, plan, found)
        presence = found
    if asks is not previous.asks:
        dirty |= {
            team
            for team in range(len(inputs.teams))
            if team not in dirty and not asks.of(team).same(previous.teams[team].workings.asks)
        }
    return _assemble(previous, inputs, plan, skills, presence, asks, crews, mixed, dirty)


def _assemble(
    previous: Load,
    inputs: Inputs,
    plan: Schedule,
    skills: Skills,
    presence: Presence,
    asks: Asks,
    crews: list[Crew],
    mixed: Crew | None,
    dirty: set[int],
) -> Load:
    which = sorted(dirty)
    if mixed is None or mixed.teams.tolist() != which:
        mixed = join_crews([crews[k] for k in which], inputs.weeks)
    teams = list(previous.teams)
    fresh = load_teams(
        inputs,
        mixed,
        skills,
        [asks.of(k) for k in which],
    )
    for team, figures in zip(which, fresh, strict=True):
        teams[team] = figures
    same_days = plan is previous.plan and inputs.projects == previous.inputs.projects
    before, after = (previous.before, previous.after) if same_days else outside_days(inputs, plan)
    return replace(
        previous,
        inputs=inputs,
        teams=tuple(teams),
        unowned=previous.unowned if asks is previous.asks else _unowned(inputs, asks),
        before=before,
        after=after,
        plan=plan,
        skills=skills,
        presence=presence,
        asks=asks,
    )


def _when(chunk: Chunk) -> tuple[object, ...]:
    return (
        chunk.project,
        chunk.start,
        chunk.weeks,
        chunk.shape,
        chunk.after,
        chunk.lag,
        chunk.low,
        chunk.likely,
        chunk.high,
        chunk.done,
    )


def _replan(previous: Load, inputs: Inputs) -> Schedule:
    """The schedule, kept where nothing it depends on changed."""
    old = previous.inputs
    shifts_kept = [p.shift_weeks for p in old.projects] == [p.shift_weeks for p in inputs.projects]
    if (
        shifts_kept
        and len(old.chunks) == len(inputs.chunks)
        and all(
            a is b or _when(a) == _when(b) for a, b in zip(old.chunks, inputs.chunks, strict=True)
        )
    ):
        return previous.plan
    return plan_schedule(inputs)


def _relearn(previous: Load, inputs: Inputs, moved: list[int], names: frozenset[int]) -> Skills:
    """The skills, kept where nobody's skills and nobody's naming changed."""
    old = previous.inputs.people
    if frozenset(np.flatnonzero(previous.skills.named).tolist()) == names and all(
        old[index].primary == inputs.people[index].primary
        and old[index].proficiency == inputs.people[index].proficiency
        for index in moved
    ):
        return previous.skills
    return learn_skills(inputs, names)


def _exchange(
    previous: Load, inputs: Inputs, moved: list[int], skills: Skills, crews: list[Crew]
) -> Crew | None:
    """Puts the new rows of changed people into `crews`; the teams that changed, as one crew."""
    before = previous.skills
    unlike: IntArray = np.zeros(0, dtype=np.int64)
    if skills is not before:
        differs = (
            (skills.named != before.named)
            | (skills.primary != before.primary)
            | (skills.proficiency != before.proficiency).any(axis=1)
        )
        unlike = np.flatnonzero(differs)
    if not moved and not len(unlike):
        return None
    fresh = supplies(inputs, previous.calendar, moved, skills.rank)
    joins = set(fresh.team.tolist())
    mixes = {}
    for team, crew in enumerate(crews):
        mine = _is_one_of(crew.person, moved)
        reordered = bool(len(unlike)) and bool(np.isin(crew.person, unlike).any())
        if team not in joins and not reordered and not mine.any():
            continue
        kept, rows = np.flatnonzero(mine), np.flatnonzero(fresh.team == team)
        # Kept in rank order, old rows and new ones compare like with like.
        if (
            reordered
            or not np.array_equal(crew.person[kept], fresh.person[rows])
            or not np.array_equal(crew.figures[:, kept], fresh.figures[:, rows])
        ):
            mixes[team] = _mix(crew, kept, fresh.person[rows], fresh.figures[:, rows], skills)
    if not mixes:
        return None
    mixed = mix_crews(list(mixes.values()), inputs.weeks)
    for number, team in enumerate(mixes):
        crews[team] = mixed.one(number)
    return mixed


def _is_one_of(person: IntArray, which: list[int]) -> BoolArray:
    if len(which) == 1:
        same: BoolArray = person == which[0]
        return same
    return np.isin(person, which)


def _mix(crew: Crew, gone: IntArray, person: IntArray, figures: FloatArray, skills: Skills) -> Mix:
    """A crew without some of its rows and with new ones, everybody in rank order."""
    stay = np.ones(len(crew.person), dtype=bool)
    stay[gone] = False
    source = np.concatenate([np.flatnonzero(stay), -1 - np.arange(len(person))])
    people = np.concatenate([crew.person[stay], person])
    order = np.lexsort((people, skills.rank[people]))
    return Mix(crew, people[order], source[order], figures)
