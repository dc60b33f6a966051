"""How much of the work each goal gets: what is asked for it, and what gets done (MODEL section 6).

Shares are of all work, services too, since a wanted share is one of all work. What is asked for
comes from the expected load and is there at once; what gets done comes from the projected load.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from teamtide.capacity.arrays import NOTHING, FloatArray, tally
from teamtide.capacity.measures.cases import Case, Facts
from teamtide.capacity.projected import Projection
from teamtide.capacity.results import Load


@dataclass(frozen=True, slots=True)
class Part:
    """Days of work: asked for within the plan, and done in it (None where not worked out yet)."""

    asked: float
    done: float | None = None


@dataclass(frozen=True, slots=True)
class Serving:
    """What becomes of all work, by what it serves.

    Args:
        whole: All of it.
        goals: Per goal, in plan order.
        wanted: Per goal the part of all work it is to have, or None.
        projects: Per project.
        services: Per service.
    """

    whole: Part
    goals: tuple[Part, ...]
    wanted: tuple[float | None, ...]
    projects: tuple[Part, ...]
    services: tuple[Part, ...]

    @property
    def aimless(self) -> Part:
        """Work that serves no goal: services, and projects that name none."""
        served = [part.done for part in self.goals]
        done = None
        if self.whole.done is not None:
            done = max(0.0, self.whole.done - sum(part or 0.0 for part in served))
        return Part(max(0.0, self.whole.asked - sum(p.asked for p in self.goals)), done)

    def asked_share(self, part: Part) -> float:
        """The part of all work asked for; 0 where there is none."""
        return part.asked / self.whole.asked if self.whole.asked > NOTHING else 0.0

    def done_share(self, part: Part) -> float | None:
        """The part of all work done; None where it is not worked out, or there is none."""
        whole = self.whole.done
        if whole is None or whole <= NOTHING or part.done is None:
            return None
        return part.done / whole

    def missing(self, goal: int) -> float:
        """The share a goal gets less than it is to have; 0 where it gets that, or wants none."""
        wanted, share = self.wanted[goal], self.done_share(self.goals[goal])
        if wanted is None or share is None:
            return 0.0
        return wanted - share if wanted - share > NOTHING else 0.0

    def short(self, goal: int) -> float:
        """By how many days of the work done a goal starves."""
        return self.missing(goal) * (self.whole.done or 0.0)


def planned(load: Load, facts: Facts) -> Serving:
    """What is asked for, with nothing yet of what gets done."""
    asks = load.asks
    return _gather(facts, *_by_thread(load, asks.thread, asks.days), None)


def served(case: Case) -> Serving:
    """What is asked for and what gets done of it in the projected load."""
    load, projection = case.load, case.projection
    asks = load.asks
    asked = _by_thread(load, asks.thread, asks.days)
    return _gather(case.facts, *asked, _done(projection))


def regrouped(known: Serving, facts: Facts) -> Serving:
    """The same work by what its projects serve now: which goal a project serves changes no work."""
    worked_out = known.whole.done is not None
    return _grouped(facts, known.projects, known.services, worked_out)


def _by_thread(load: Load, thread: np.ndarray, days: FloatArray) -> tuple[FloatArray, FloatArray]:
    """(P,) and (S,) days of asks, by project and by service."""
    inputs = load.inputs
    projects, services = thread >= 0, thread < 0
    return (
        tally(thread[projects] // 2, days[projects], (len(inputs.projects),)),
        tally(-1 - thread[services], days[services], (len(inputs.services),)),
    )


def _done(projection: Projection) -> tuple[FloatArray, FloatArray]:
    """(P,) and (S,) days done, by project and by service."""
    inputs = projection.load.inputs
    project = np.array([chunk.project for chunk in inputs.chunks], dtype=np.int64)
    by_project = tally(project, projection.done.sum(axis=1), (len(inputs.projects),))
    by_service = np.zeros(len(inputs.services))
    for team in projection.teams:
        mine = np.flatnonzero(team.trail.item < 0)
        np.add.at(by_service, -1 - team.trail.item[mine], team.trail.done[mine].sum(axis=1))
    return by_project, by_service


def _gather(
    facts: Facts,
    asked_projects: FloatArray,
    asked_services: FloatArray,
    done: tuple[FloatArray, FloatArray] | None,
) -> Serving:
    projects = _parts(asked_projects, None if done is None else done[0])
    services = _parts(asked_services, None if done is None else done[1])
    return _grouped(facts, projects, services, done is not None)


def _grouped(
    facts: Facts, projects: tuple[Part, ...], services: tuple[Part, ...], worked_out: bool
) -> Serving:
    mine: list[list[Part]] = [[] for _ in facts.goals]
    for part, goal in zip(projects, facts.goal, strict=True):
        if goal is not None:
            mine[goal].append(part)
    return Serving(
        whole=_sum((*projects, *services), worked_out),
        goals=tuple(_sum(parts, worked_out) for parts in mine),
        wanted=tuple(goal.wanted for goal in facts.goals),
        projects=projects,
        services=services,
    )


def _parts(asked: FloatArray, done: FloatArray | None) -> tuple[Part, ...]:
    if done is None:
        return tuple(Part(days) for days in asked.tolist())
    return tuple(Part(*both) for both in zip(asked.tolist(), done.tolist(), strict=True))


def _sum(parts: Sequence[Part], worked_out: bool) -> Part:
    done = sum(part.done or 0.0 for part in parts) if worked_out else None
    return Part(sum(part.asked for part in parts), done)


@dataclass(frozen=True, slots=True)
class Starved:
    """A goal that gets less than it is to have because of something.

    Args:
        goal: Its index, in plan order.
        share: What it gets of all work done.
        wanted: What it is to have.
        days: By how many days of the work done it falls short.
        before: What it got of all work done without that.
    """

    goal: int
    share: float
    wanted: float
    days: float
    before: float


def starved_by(before: Serving, after: Serving) -> tuple[Starved, ...]:
    """The goals that starve after a change and get a smaller share than before it."""
    found = []
    for number, wanted in enumerate(after.wanted):
        old, new = before.done_share(before.goals[number]), after.done_share(after.goals[number])
        if wanted is None or old is None or new is None:
            continue
        if after.missing(number) > 0.0 and old - new > NOTHING:
            found.append(Starved(number, new, wanted, after.short(number), old))
    return tuple(found)
