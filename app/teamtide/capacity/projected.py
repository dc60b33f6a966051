"""What the projected load answers: per team, per chunk and per project, what is left undone.

These are the results of MODEL section 4, frozen and apart from what computes them, so that whoever
shows, compares or stores them imports nothing else. Planned figures are in `results.Load`, from
which every projection is made and which it keeps.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np

from teamtide.capacity.arrays import NOTHING, BoolArray, FloatArray, IntArray, freeze
from teamtide.capacity.results import Load

UNFINISHED = 2**31 - 1
"""Finish week or day of what is not finished within the horizon: later than any other."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of one piece of work of one team in one week; days.

    Args:
        what: Whether it is a chunk or a service.
        index: Its index in the plan.
        person: The person it is asked of by name, or None.
        before: Backlog carried into the week, as far as it is asked of this team (or person).
        released: New work of the week.
        held: What max people holds back of both.
        wanted: What is asked: before + released - held.
        done: What was done.
        backlog: What was asked and not done: wanted - done.
    """

    what: Literal["chunk", "service"]
    index: int
    person: int | None
    before: float
    released: float
    held: float
    wanted: float
    done: float
    backlog: float


@dataclass(frozen=True, eq=False)
class Trail:
    """What N pieces of work asked of a team and what they got, in the order in which it serves.

    Args:
        item: (N,) chunk, or -1 - service.
        person: (N,) the person it is asked of by name, or -1.
        kind: (N,) kind of work.
        discipline: (N,) discipline asked for.
        wanted: (N, W) days asked.
        done: (N, W) days done.
        held: (N, W) days that max people holds back.
        released: (N, W) days newly released.
    """

    item: IntArray
    person: IntArray
    kind: IntArray
    discipline: IntArray
    wanted: FloatArray
    done: FloatArray
    held: FloatArray
    released: FloatArray


@dataclass(frozen=True, eq=False)
class TeamProjection:
    """One team over W weeks, K kinds and D disciplines; days unless said otherwise.

    Args:
        wants: (W,) work wanted: what was carried in and what is new, at most what max people lets.
        by_kind: (K, W) the same by kind of work.
        backlog: (W,) wants unmet at week's end. A stock: never summed over weeks.
        backlog_by_discipline: (D, W) the same by discipline.
        held: (W,) what max people holds back; not in `wants`.
        load: (W,) wants / capacity; 0 for 0/0, inf where there is work and nobody.
        capacity: (W,) the capacity of the team's `TeamLoad`, the same array.
        trail: What each piece of work asked and got.
    """

    wants: FloatArray
    by_kind: FloatArray
    backlog: FloatArray
    backlog_by_discipline: FloatArray
    held: FloatArray
    load: FloatArray
    capacity: FloatArray
    trail: Trail = field(repr=False)

    @property
    def unmet(self) -> FloatArray:
        """(W,) wants unmet in each week, which is its backlog."""
        return self.backlog

    @property
    def peak(self) -> tuple[float, int] | None:
        """Largest finite load and the first week it comes in; None where no load is finite."""
        finite = np.isfinite(self.load)
        if not finite.any():
            return None
        highest = float(self.load[finite].max())
        return highest, int(np.flatnonzero(finite & (self.load >= highest - NOTHING))[0])

    def carried(self, week: int) -> tuple[Carried, ...]:
        """What was wanted and done in a week, in the order in which work is served.

        Args:
            week: 0 … W-1.
        """
        trail = self.trail
        some = np.flatnonzero(
            (trail.wanted[:, week] > NOTHING) | (trail.held[:, week] > NOTHING)
        ).tolist()
        found = []
        for row in some:
            item, person = int(trail.item[row]), int(trail.person[row])
            wanted, done = float(trail.wanted[row, week]), float(trail.done[row, week])
            held, released = float(trail.held[row, week]), float(trail.released[row, week])
            found.append(
                Carried(
                    what="chunk" if item >= 0 else "service",
                    index=item if item >= 0 else -1 - item,
                    person=None if person < 0 else person,
                    before=max(0.0, wanted + held - released),
                    released=released,
                    held=held,
                    wanted=wanted,
                    done=done,
                    backlog=wanted - done,
                )
            )
        return tuple(found)


@dataclass(frozen=True, slots=True)
class ProjectFinish:
    """When a project finishes.

    Args:
        finish_day: Ordinal of the day its last owned chunk finishes; None where one of them does
            not finish, where none is owned, and for inactive projects.
        planned_day: Ordinal of the planned last day of its owned chunks; None where there is none.
        unfinished: Whether it has owned chunks and one of them does not finish.
        chunks: Its owned chunks.
        unowned: Its chunks that nobody owns and nobody is named on: they count for nothing.
    """

    finish_day: int | None
    planned_day: int | None
    unfinished: bool
    chunks: tuple[int, ...]
    unowned: tuple[int, ...]

    @property
    def delay_days(self) -> int | None:
        """Calendar days it finishes after its planned day; None where either is None."""
        if self.finish_day is None or self.planned_day is None:
            return None
        return self.finish_day - self.planned_day


@dataclass(frozen=True, eq=False)
class Projection:
    """A whole plan, projected.

    Args:
        load: What it was projected from.
        teams: One per team, in plan order.
        projects: One per project, in plan order.
        finish: (C,) week in which each chunk finishes, negative before the plan; UNFINISHED where
            it does not, where nobody owns it, and where its project is inactive.
        finish_day: (C,) the day, an ordinal; 0 where there is none.
        done: (C, W) days done per week, without what was done before the plan (`load.plan.done`);
            what was planned before week 0 is in `done_before`.
        released: (C, W) days released per week.
        done_before: (C,) days planned before week 0 beyond those, which count as done here.
        owned: (C,) whether the chunk counts: its project is active, and it has an owner or someone
            is named on it.
        unowned: (C,) whether its project is active and it has neither.
    """

    load: Load
    teams: tuple[TeamProjection, ...]
    projects: tuple[ProjectFinish, ...]
    finish: IntArray
    finish_day: IntArray
    done: FloatArray
    released: FloatArray
    done_before: FloatArray
    owned: BoolArray
    unowned: BoolArray

    @cached_property
    def backlog(self) -> FloatArray:
        """(C, W) days released and not done at the end of each week, held back or not."""
        left: FloatArray = np.cumsum(self.released - self.done, axis=1)
        # What was given is served to the last bit, sums of it over weeks are not.
        left[np.abs(left) <= NOTHING] = 0.0
        freeze(left)
        return left

    @cached_property
    def unreleased(self) -> FloatArray:
        """(C, W) days of owned chunks not yet released at the end of each week."""
        whole = np.where(self.owned, self.load.plan.left - self.done_before, 0.0)
        left: FloatArray = whole[:, None] - np.cumsum(self.released, axis=1)
        left[np.abs(left) <= NOTHING] = 0.0
        freeze(left)
        return left
