"""Projected load: what is not done carries over (MODEL section 4).

`project` answers what will happen if the plan meets the people it has: what is wanted of each team
week by week, what is left over, and when chunks and projects finish. Given the projection of a
similar plan it redoes only the teams that may differ; the loop itself is `carry`.
"""

from __future__ import annotations

import numpy as np

from teamtide.capacity.arrays import FloatArray, IntArray, freeze
from teamtide.capacity.carry import Draws, Outcome, Record, WeekArray, carry
from teamtide.capacity.carry_groups import lay_out_groups
from teamtide.capacity.carry_plan import CarryPlan, owned_chunks, plan_carry
from teamtide.capacity.carry_teams import affected_teams, dependent_teams, project_chunks
from teamtide.capacity.inputs import KINDS
from teamtide.capacity.projected import (
    UNFINISHED,
    Carried,
    ProjectFinish,
    Projection,
    TeamProjection,
    Trail,
)
from teamtide.capacity.results import Load
from teamtide.capacity.team_loads import load_ratio

__all__ = [
    "UNFINISHED",
    "Carried",
    "ProjectFinish",
    "Projection",
    "TeamProjection",
    "Trail",
    "affected_teams",
    "dependent_teams",
    "finish_days",
    "project",
]


def project(load: Load, previous: Projection | None = None) -> Projection:
    """Projects a plan week by week.

    Args:
        load: Its expected load.
        previous: The projection of a similar plan, best of the one `load` was recomputed from.

    Returns:
        What `project(load)` returns, to within rounding (1e-9). Teams that cannot differ from
        `previous` are the same objects as there.
    """
    everybody = range(len(load.inputs.teams))
    if previous is None:
        return _project(load, list(everybody), None)
    if load is previous.load:
        return previous
    teams = affected_teams(previous.load, load)
    if len(teams) == len(everybody):
        previous = None
    return _project(load, sorted(teams), previous)


def finish_days(
    load: Load, finish: IntArray | WeekArray, chunks: IntArray | None = None
) -> IntArray:
    """Days on which chunks finish: the planned last day in its week, else that week's Friday.

    Args:
        load: The plan.
        finish: (C, …) finish weeks of all chunks.
        chunks: (N,) the chunks wanted, in any order; None is all.

    Returns:
        (N, …) ordinals; UNFINISHED where they do not finish.
    """
    schedule, last = load.plan, load.plan.last
    if chunks is not None:
        finish, last = finish[chunks], last[chunks]
    last = last[(slice(None), *(None,) * (finish.ndim - 1))]
    day = np.asarray(finish * 7, dtype=np.int64)
    day += schedule.start + 4
    np.copyto(day, last, where=finish == (last - schedule.start) // 7)
    np.copyto(day, UNFINISHED, where=finish == UNFINISHED)
    return day


def _project(load: Load, teams: list[int], previous: Projection | None) -> Projection:
    """Projects some teams; the others are taken from an earlier projection."""
    inputs = load.inputs
    plan = plan_carry(load, teams, phased=False)
    record = Record(plan)
    known = None if previous is None else _known(plan, previous)
    outcome = carry(plan, lay_out_groups(load, teams), Draws(1), finish=known, record=record)
    finish = outcome.finish[:, 0].astype(np.int64)
    owned = owned_chunks(inputs)
    finish[~owned] = UNFINISHED
    chunks = len(inputs.chunks)
    done, released = np.zeros((chunks, inputs.weeks)), np.zeros((chunks, inputs.weeks))
    items, slots = plan.items.item, plan.slots
    if previous is not None:
        kept = np.flatnonzero(owned & ~np.isin(np.arange(chunks), items[items >= 0]))
        done[kept], released[kept] = previous.done[kept], previous.released[kept]
    mine = np.flatnonzero(items[slots.row] >= 0)
    np.add.at(done, items[slots.row[mine]], record.done[mine])
    is_chunk = np.flatnonzero(items >= 0)
    released[items[is_chunk]] = record.released[is_chunk]
    schedule = load.plan
    early = np.flatnonzero((schedule.week < 0) & owned[schedule.chunk])
    done_before = np.bincount(
        schedule.chunk[early], weights=schedule.days[early], minlength=chunks
    ).astype(np.float64)
    active = [project.active for project in inputs.projects]
    unowned = np.array([active[chunk.project] for chunk in inputs.chunks], dtype=bool) & ~owned
    day = finish_days(load, finish)
    projects = _projects(load, day, owned.tolist())
    day[day == UNFINISHED] = 0
    freeze(finish, day, done, released, done_before, owned, unowned)
    fresh = {team: _team(load, plan, outcome, record, n) for n, team in enumerate(teams)}
    kept_teams = () if previous is None else previous.teams
    return Projection(
        load=load,
        teams=tuple(
            fresh[team] if team in fresh else kept_teams[team] for team in range(len(inputs.teams))
        ),
        projects=projects,
        finish=finish,
        finish_day=day,
        done=done,
        released=released,
        done_before=done_before,
        owned=owned,
        unowned=unowned,
    )


def _known(plan: CarryPlan, previous: Projection) -> WeekArray:
    """(C, 1) finish weeks of the chunks that are not projected again."""
    known = previous.finish.astype(np.int32)
    items = plan.items.item
    known[items[items >= 0]] = UNFINISHED
    return known[:, None]


def _team(
    load: Load, plan: CarryPlan, outcome: Outcome, record: Record, number: int
) -> TeamProjection:
    inputs, slots = load.inputs, plan.slots
    mine = np.flatnonzero(slots.team == number)
    row = slots.row[mine]
    item = plan.items.item[row]
    work = [inputs.chunks[i] if i >= 0 else inputs.services[-1 - i] for i in item.tolist()]
    share = np.ones((len(mine), inputs.weeks))
    some = np.flatnonzero(slots.share_row[mine] >= 0)
    share[some] = slots.share[slots.share_row[mine[some]]]
    trail = Trail(
        item=item,
        person=slots.person[mine],
        kind=np.array([one.kind for one in work], dtype=np.int64),
        discipline=np.array([one.discipline for one in work], dtype=np.int64),
        wanted=record.wanted[mine],
        done=record.done[mine],
        held=record.held[mine],
        released=record.released[row] * share,
    )
    left = trail.wanted - trail.done
    left[np.abs(left) < 1e-12] = 0.0
    capacity = load.teams[plan.teams[number]].capacity
    wants, backlog = outcome.wants[number, :, 0], outcome.unmet[number, :, 0]
    figures = {
        "wants": wants,
        "by_kind": _sum_by(trail.kind, trail.wanted, len(KINDS)),
        "backlog": backlog,
        "backlog_by_discipline": _sum_by(trail.discipline, left, len(inputs.disciplines)),
        "held": trail.held.sum(axis=0),
        "load": load_ratio(wants, capacity),
    }
    freeze(*figures.values(), trail.item, trail.person, trail.kind, trail.discipline)
    freeze(trail.wanted, trail.done, trail.held, trail.released)
    return TeamProjection(**figures, capacity=capacity, trail=trail)


def _sum_by(key: IntArray, values: FloatArray, keys: int) -> FloatArray:
    total = np.zeros((keys, values.shape[1]))
    np.add.at(total, key, values)
    return total


def _projects(load: Load, day: IntArray, owned: list[bool]) -> tuple[ProjectFinish, ...]:
    last = load.plan.last.tolist()
    days = day.tolist()
    found = []
    for chunks in project_chunks(load.inputs):
        mine = tuple(index for index in chunks if owned[index])
        finish = max((days[index] for index in mine), default=None)
        found.append(
            ProjectFinish(
                finish_day=None if finish == UNFINISHED else finish,
                planned_day=max((last[index] for index in mine), default=None),
                unfinished=finish == UNFINISHED,
                chunks=mine,
                unowned=tuple(index for index in chunks if not owned[index]),
            )
        )
    return tuple(found)
