"""A plan's figures from those of a similar one: what belongs to the plan first, then team by team.

Whatever changed, what the whole plan has in common (people's rows, the schedule, the asks) is
brought up to date at once; that says which teams are touched. Their figures can then be worked out
in any order, those somebody looks at first. In the end the answer is that of `engine.recompute`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from operator import attrgetter

import numpy as np

from teamtide.capacity.arrays import BoolArray, FloatArray, IntArray
from teamtide.capacity.asking import Changed, Known, asks_again, changed_work
from teamtide.capacity.changes import changed_people, changed_teams
from teamtide.capacity.crew import (
    Crew,
    Mix,
    Skills,
    join_crews,
    learn_skills,
    mix_crews,
    named_people,
)
from teamtide.capacity.demand import find_presence, outside_days, unowned_days
from teamtide.capacity.inputs import Inputs
from teamtide.capacity.results import Load, TeamLoad
from teamtide.capacity.schedule import Schedule, plan_schedule
from teamtide.capacity.staff import Staff, staff_teams
from teamtide.capacity.supply import supplies
from teamtide.capacity.team_loads import load_teams


class Redoing:
    """A computation that is under way. It is the same answer whatever is asked for first.

    Attributes:
        touched: Indices of the teams whose figures are worked out anew.
    """

    def __init__(
        self, load: Load, staffs: list[Staff], touched: frozenset[int], *, whole: bool
    ) -> None:
        """Use `engine.redo`. `load` is right but for the figures of the touched teams."""
        self.touched = touched
        self._load = load
        self._staffs = staffs
        self._teams = list(load.teams)
        self._waiting = set() if whole else set(touched)
        self._whole = whole

    @classmethod
    def done(cls, previous: Load, load: Load) -> Redoing:
        """An answer that is there already."""
        one, other = previous.teams, load.teams
        alike = len(one) == len(other)
        changed = (k for k, team in enumerate(other) if not alike or one[k] is not team)
        return cls(load, [], frozenset(changed), whole=True)

    @classmethod
    def of(cls, previous: Load, inputs: Inputs) -> Redoing:
        """Begins, for inputs that are comparable with the previous ones."""
        return _begin(previous, inputs)

    @property
    def inputs(self) -> Inputs:
        """The plan it is about."""
        return self._load.inputs

    @property
    def plan(self) -> Schedule:
        """The planned dates, which are known before any figure."""
        return self._load.plan

    def known(self, team: int) -> bool:
        """Whether the figures of a team are there."""
        return team not in self._waiting

    def work_out(self, teams: Iterable[int]) -> None:
        """Works out the figures of some teams, where that is not done yet."""
        which = sorted(self._waiting.intersection(teams))
        if not which:
            return
        load = self._load
        staffs, asks = [self._staffs[k] for k in which], [load.asks.of(k) for k in which]
        fresh = load_teams(load.inputs, staffs, load.skills, asks)
        for team, figures in zip(which, fresh, strict=True):
            self._teams[team] = figures
        self._waiting.difference_update(which)

    def team(self, index: int) -> TeamLoad:
        """The figures of a team, worked out now if need be."""
        self.work_out((index,))
        return self._teams[index]

    @property
    def load(self) -> Load:
        """All of it, what is missing worked out now."""
        if not self._whole:
            self.work_out(self.touched)
            self._load = replace(self._load, teams=tuple(self._teams))
            self._whole = True
        return self._load


def _begin(previous: Load, inputs: Inputs) -> Redoing:
    old = previous.inputs
    moved = changed_people(old, inputs)
    changed = changed_work(old, inputs)
    plan = _replan(previous, inputs, changed)
    names = _names_again(previous, inputs, changed)
    skills = _relearn(previous, inputs, moved, names)
    crews = [team.workings.crew for team in previous.teams]
    ruled = changed_teams(old, inputs)
    mixed = _exchange(previous, inputs, moved, skills, crews)
    dirty = ruled | set(() if mixed is None else mixed.teams.tolist())
    presence = previous.presence
    if skills.named is not previous.skills.named or any(index in names for index in moved):
        found = find_presence(crews, names)
        presence = presence if found.same(presence) else found
    asks, asked = asks_again(
        previous.asks,
        Known(old, previous.plan, previous.presence),
        Known(inputs, plan, presence),
        changed,
        previous.calendar,
    )
    dirty |= {
        team
        for team in asked
        if team < len(inputs.teams)
        and team not in dirty
        and not asks.of(team).same(previous.teams[team].workings.asks)
    }
    same_days = plan is previous.plan and inputs.projects == old.projects
    before, after = (previous.before, previous.after) if same_days else outside_days(inputs, plan)
    load = replace(
        previous,
        inputs=inputs,
        unowned=previous.unowned if asks is previous.asks else unowned_days(inputs, asks),
        before=before,
        after=after,
        plan=plan,
        skills=skills,
        presence=presence,
        asks=asks,
    )
    staffs = _restaff(previous, inputs, skills, crews, mixed, ruled)
    return Redoing(load, staffs, frozenset(dirty), whole=False)


def _names_again(previous: Load, inputs: Inputs, changed: Changed | None) -> frozenset[int]:
    """Who is named on a chunk of an active project: those who were, where no such chunk changed."""
    old = previous.inputs
    if (
        changed is None
        or any(old.chunks[index].who or inputs.chunks[index].who for index in changed.chunks)
        or any(old.projects[i].active != inputs.projects[i].active for i in changed.projects)
    ):
        return named_people(inputs)
    return frozenset(np.flatnonzero(previous.skills.named).tolist())


def _restaff(
    previous: Load,
    inputs: Inputs,
    skills: Skills,
    crews: list[Crew],
    mixed: Crew | None,
    ruled: set[int],
) -> list[Staff]:
    """What every team's people can give: worked out where the people or the rules changed."""
    staffs = [team.workings.staff for team in previous.teams]
    fresh = sorted({*ruled, *(() if mixed is None else mixed.teams.tolist())})
    if mixed is None or mixed.teams.tolist() != fresh:
        mixed = join_crews([crews[k] for k in fresh], inputs.weeks)
    for team, staff in zip(fresh, staff_teams(inputs, mixed, skills), strict=True):
        staffs[team] = staff
    return staffs


_when = attrgetter(
    "project", "start", "weeks", "shape", "after", "lag", "low", "likely", "high", "done"
)
"""What of a chunk its place in time depends on."""


def _replan(previous: Load, inputs: Inputs, changed: Changed | None) -> Schedule:
    """The schedule, kept where nothing it depends on changed."""
    old = previous.inputs
    if (
        changed is not None
        and all(
            old.projects[index].shift_weeks == inputs.projects[index].shift_weeks
            for index in changed.projects
        )
        and all(_when(old.chunks[index]) == _when(inputs.chunks[index]) for index in changed.chunks)
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
