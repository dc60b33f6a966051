"""What differs between two plans.

A drag changes one person of two thousand. Specs that did not change are the same objects, so the
difference is found by comparing identities first; and whether a team is touched is decided by
comparing what people give it and what it is asked for, not by reasoning about what a kind of change
may affect, so nothing that matters can be missed.
"""

from __future__ import annotations

from itertools import compress
from operator import is_not

import numpy as np

from teamtide.capacity.arrays import BoolArray, IntArray
from teamtide.capacity.calendar import Calendar, make_calendar
from teamtide.capacity.crew import Crew, named_people
from teamtide.capacity.demand import Asks, collect_asks, find_presence
from teamtide.capacity.figures import Supply
from teamtide.capacity.inputs import Inputs
from teamtide.capacity.schedule import plan_schedule
from teamtide.capacity.supply import supplies


def comparable(before: Inputs, after: Inputs) -> bool:
    """Whether two plans are alike enough that only a part needs to be redone."""
    return (
        before.start == after.start
        and before.beginning == after.beginning
        and before.weeks == after.weeks
        and before.settings == after.settings
        and len(before.disciplines) == len(after.disciplines)
        and before.holidays == after.holidays
        and len(before.people) == len(after.people)
        and len(before.teams) == len(after.teams)
    )


def changed_people(before: Inputs, after: Inputs) -> list[int]:
    """Indices of the people whose specs differ, ascending."""
    others = compress(range(len(before.people)), map(is_not, before.people, after.people))
    return [index for index in others if before.people[index] != after.people[index]]


def changed_teams(before: Inputs, after: Inputs) -> set[int]:
    """Teams whose own rules differ."""
    return {
        index
        for index, (a, b) in enumerate(zip(before.teams, after.teams, strict=True))
        if a.ceremony_hours != b.ceremony_hours or a.rota != b.rota
    }


def work_is_same(before: Inputs, after: Inputs) -> bool:
    """Whether all work is the same."""
    return (
        before.chunks == after.chunks
        and before.projects == after.projects
        and before.services == after.services
    )


def touched(before: Inputs, after: Inputs) -> frozenset[int]:
    """Teams whose figures may differ between two plans.

    A team outside the answer has the same figures in both (names apart). A drag of somebody whom
    no chunk names touches the teams they leave and join, and no other.

    Args:
        before: A plan.
        after: Another, usually one change later.

    Returns:
        Indices into `after.teams`.

    Raises:
        CycleError: If the work differs and chunks wait for one another.
    """
    if before is after:
        return frozenset()
    if not comparable(before, after):
        return frozenset(range(len(after.teams)))
    calendar = make_calendar(after)
    names, new_names = named_people(before), named_people(after)
    moved = changed_people(before, after)
    dirty = changed_teams(before, after)
    dirty |= _differently_staffed(before, after, calendar, sorted({*moved, *(names ^ new_names)}))
    if not work_is_same(before, after) or new_names.intersection(moved):
        old, new = _asks(before, calendar, names), _asks(after, calendar, new_names)
        teams = range(len(after.teams))
        dirty |= {team for team in teams if not old.of(team).same(new.of(team))}
    return frozenset(dirty)


def _differently_staffed(
    before: Inputs, after: Inputs, calendar: Calendar, which: list[int]
) -> set[int]:
    if not which:
        return set()
    anyhow = np.zeros(len(after.people), dtype=np.int64)
    old = supplies(before, calendar, which, anyhow)
    new = supplies(after, calendar, which, anyhow)
    moved = set(changed_people(before, after))
    unlike = np.array(
        [
            index
            for index in which
            if index not in moved
            or before.people[index].primary != after.people[index].primary
            or before.people[index].proficiency != after.people[index].proficiency
        ],
        dtype=np.int64,
    )
    teams = {*old.team.tolist(), *new.team.tolist()}
    return {team for team in teams if not _same_rows(old, new, team, unlike)}


def _same_rows(old: Supply, new: Supply, team: int, unlike: IntArray) -> bool:
    mine: BoolArray = old.team == team
    theirs: BoolArray = new.team == team
    return (
        np.array_equal(old.person[mine], new.person[theirs])
        and not np.isin(old.person[mine], unlike).any()
        and np.array_equal(old.figures[:, mine], new.figures[:, theirs])
    )


def _asks(inputs: Inputs, calendar: Calendar, names: frozenset[int]) -> Asks:
    anyhow = np.zeros(len(inputs.people), dtype=np.int64)
    supply = supplies(inputs, calendar, sorted(names), anyhow)
    crew = Crew(np.arange(len(inputs.teams)), supply.team, supply.person, supply.figures)
    return collect_asks(inputs, calendar, plan_schedule(inputs), find_presence([crew], names))
