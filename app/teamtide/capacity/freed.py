"""What is freed where projects pause, stop or wait: days by discipline and week, and who waits.

A paused project asks for nothing (MODEL section 2), so what it frees is what it would have asked
for. That needs no load: planned dates are arithmetic on the plan, and whoever was named on the
work or owned it changes nothing about how much of it there was. Work outside the horizon is told
apart, as everywhere.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np

from teamtide.capacity.arrays import BoolArray, FloatArray, freeze, tally
from teamtide.capacity.inputs import Inputs
from teamtide.capacity.results import Load
from teamtide.capacity.schedule import Schedule, is_over, plan_schedule


@dataclass(frozen=True, eq=False)
class Plans:
    """A plan and its planned dates, which is all that freeing is about."""

    inputs: Inputs
    schedule: Schedule

    @staticmethod
    def of(load: Load) -> Plans:
        """Of a load, which knows its dates."""
        return Plans(load.inputs, load.plan)

    def comparable(self, other: Plans) -> bool:
        """Whether both have the same projects and chunks, so that it can be said what is freed."""
        return all(
            one is two or [spec.key for spec in one] == [spec.key for spec in two]
            for one, two in (
                (self.inputs.projects, other.inputs.projects),
                (self.inputs.chunks, other.inputs.chunks),
            )
        )

    @property
    def active(self) -> BoolArray:
        """(P,) whether each project is active."""
        return np.array([project.active for project in self.inputs.projects], dtype=bool)


@dataclass(frozen=True, eq=False)
class Freed:
    """What a change does to the work asked for, over D disciplines and W weeks of the plan.

    Args:
        before: (D, W) days of the work concerned, as it was asked for.
        after: (D, W) the same as it is asked for then.
        outside: Days of it that were asked for outside the horizon, less those that are then.
        projects: Indices of the projects concerned, in plan order.
        stopped: Those that were active and are not then.
        moved: Those that are asked for on other days, the ones that follow a delayed one too.
        waiting: (project, the inactive project it follows) pairs, both indices, of the projects
            that `stopped` ones hold up: they are planned as if those kept their dates.
    """

    before: FloatArray
    after: FloatArray
    outside: float
    projects: tuple[int, ...]
    stopped: tuple[int, ...]
    moved: tuple[int, ...]
    waiting: tuple[tuple[int, int], ...]

    @property
    def days(self) -> FloatArray:
        """(D, W) days freed; negative where more is asked for than before."""
        return self.before - self.after

    @property
    def total(self) -> float:
        """Days freed within the plan."""
        return float(self.days.sum())


def asked_for(plans: Plans, chosen: BoolArray) -> tuple[FloatArray, float]:
    """What the chosen of C chunks ask for, active or not.

    Returns:
        (D, W) days within the horizon, and the days outside it.
    """
    inputs, schedule = plans.inputs, plans.schedule
    entry = np.flatnonzero(chosen[schedule.chunk])
    week, days = schedule.week[entry], schedule.days[entry]
    inside = (week >= 0) & (week < inputs.weeks)
    chunks = schedule.chunk[entry[inside]].tolist()
    discipline = np.array([inputs.chunks[index].discipline for index in chunks], dtype=np.int64)
    cell = discipline * inputs.weeks + week[inside]
    within = tally(cell, days[inside], (len(inputs.disciplines), inputs.weeks))
    return within, float(days[~inside].sum())


def asked_by_project(plans: Plans) -> FloatArray:
    """(P,) days each project asks for within the horizon, or would if it were active."""
    inputs, schedule = plans.inputs, plans.schedule
    entry = np.flatnonzero((schedule.week >= 0) & (schedule.week < inputs.weeks))
    project = np.array([chunk.project for chunk in inputs.chunks], dtype=np.int64)
    return tally(project[schedule.chunk[entry]], schedule.days[entry], (len(inputs.projects),))


def freed(before: Plans, after: Plans) -> Freed:
    """What is freed, from one plan to another of the same projects and chunks.

    Args:
        before: The plan as it was.
        after: The plan in which projects are paused, cancelled, delayed or active again.

    Raises:
        ValueError: The two are not comparable.
    """
    if not before.comparable(after):
        raise ValueError("what is freed can only be said of the same chunks")
    project = np.array([chunk.project for chunk in after.inputs.chunks], dtype=np.int64)
    was, now = before.active[project], after.active[project]
    elsewhere = (before.schedule.first != after.schedule.first) | (
        before.schedule.last != after.schedule.last
    )
    concerned = (was != now) | (elsewhere & (was | now))
    pairs = list(zip(before.inputs.projects, after.inputs.projects, strict=True))
    stopped = tuple(n for n, (old, new) in enumerate(pairs) if old.active and not new.active)
    asked, beyond = asked_for(before, concerned & was)
    asked_then, beyond_then = asked_for(after, concerned & now)
    freeze(asked, asked_then)
    return Freed(
        asked,
        asked_then,
        outside=beyond - beyond_then,
        projects=tuple(np.unique(project[concerned]).tolist()),
        stopped=stopped,
        moved=tuple(np.unique(project[elsewhere & was & now]).tolist()),
        waiting=held_up(after.inputs, stopped) if stopped else (),
    )


def freed_here(now: Plans, projects: Collection[int]) -> tuple[Plans, Freed]:
    """What some projects free as they are, against all of them active on their own dates.

    Args:
        now: The plan.
        projects: Indices of the projects.

    Returns:
        The plan with them active and unshifted, and what is freed against it.
    """
    inputs = now.inputs
    specs = tuple(
        replace(project, active=True, shift_weeks=0.0) if number in projects else project
        for number, project in enumerate(inputs.projects)
    )
    full = replace(inputs, projects=specs)
    shifted = any(inputs.projects[number].shift_weeks for number in projects)
    before = Plans(full, plan_schedule(full) if shifted else now.schedule)
    return before, freed(before, now)


def held_up(inputs: Inputs, inactive: Collection[int]) -> tuple[tuple[int, int], ...]:
    """(active project, one of the inactive projects) pairs: a chunk of the one follows the other's.

    Such chunks keep the dates they have as if the inactive project kept its own (MODEL section 2).
    What was finished before the plan starts holds nobody up.
    """
    chunks = inputs.chunks
    found = {
        (chunk.project, chunks[before].project)
        for chunk in chunks
        if chunk.after and inputs.projects[chunk.project].active
        for before in chunk.after
        if chunks[before].project in inactive and not is_over(chunks[before])
    }
    return tuple(sorted(found))
