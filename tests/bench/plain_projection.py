"""The projection of a plan without names, written plainly, twice: as a loop, and in SimPy.

Both take supplies and planned weeks from the engine, so that they time section 4 of the model and
nothing else, and both deal work out as the slow twin does. They are here to be measured beside the
engine and to be checked against it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Any

from teamtide.capacity.demand import service_days
from teamtide.capacity.inputs import INTERRUPTING_KINDS, KINDS
from teamtide.capacity.results import Load


@dataclass
class Work:
    """A chunk or a service.

    Args:
        team: Who owns it.
        urgent: Whether it interrupts.
        discipline: What it asks for.
        rank: Order in which it is served.
        first: First week of its plan.
        last: Last week of its plan, -1 for a service.
        planned: Days by week.
        after: The chunks it waits for.
        lag: Weeks between.
        effort: Days in all.
        most: Days a week at most.
        open: Days released and not done.
        upcoming: Planned week released next.
        finish: Week in which it finished.
    """

    team: int
    urgent: bool
    discipline: int
    rank: tuple[float, ...]
    first: int
    last: int
    planned: dict[int, float]
    after: list[Work] = field(default_factory=list)
    lag: int = 0
    effort: float = 0.0
    most: float = math.inf
    open: float = 0.0
    upcoming: int = 0
    finish: int | None = None

    def release(self, week: int) -> None:
        """Releases what is due in a week, unless a late predecessor holds it."""
        if self.last < 0:
            self.open += self.planned[week]
        elif week >= self.first and not self.held(week):
            self.open += self.planned.get(self.upcoming, 0.0)
            self.upcoming += 1

    def held(self, week: int) -> bool:
        """Whether a late predecessor stops its clock."""
        return any(
            week > one.last + self.lag and (one.finish is None or one.finish > week - 1 - self.lag)
            for one in self.after
        )

    def settle(self, week: int) -> None:
        """Notes whether it is finished."""
        done = self.open <= self.effort * 1e-9 and self.upcoming > self.last
        if self.finish is None and done and self.last >= 0:
            self.finish = week


@dataclass(frozen=True)
class Group:
    """People who are alike."""

    primary: int
    skill: list[float]
    supply: list[float]


@dataclass
class PlainPlan:
    """What both models are given; `chunks` in plan order."""

    weeks: int
    help_min: float
    work: list[Work]
    chunks: list[Work]
    groups: list[list[Group]]


def plain_plan(load: Load) -> PlainPlan:
    """The plan in lists and numbers of Python; every chunk must be owned and active, nobody named.

    Raises:
        ValueError: If it is not such a plan.
    """
    inputs, schedule = load.inputs, load.plan
    urgent = [kind in INTERRUPTING_KINDS for kind in KINDS]
    services = []
    for number, service in enumerate(inputs.services):
        if service.owner is not None:
            days = dict(enumerate(service_days(service, load.calendar).tolist()))
            rank = (0.0, 0.0, 0.0, float(number))
            services.append(Work(service.owner, True, service.discipline, rank, 0, -1, days))
    chunks = []
    first, last = ((day - schedule.start) // 7 for day in (schedule.first, schedule.last))
    for number, chunk in enumerate(inputs.chunks):
        project = inputs.projects[chunk.project]
        if chunk.owner is None or chunk.who or not project.active or first[number] < 0:
            raise ValueError("only for plans in which everything is owned, ahead, and unnamed")
        part = slice(schedule.offset[number], schedule.offset[number + 1])
        planned = zip(schedule.week[part].tolist(), schedule.days[part].tolist(), strict=True)
        priority = math.inf if project.priority is None else float(project.priority)
        most = math.inf
        if chunk.max_people is not None:
            most = chunk.max_people * 5 * (1 - inputs.settings.overhead)
        chunks.append(
            Work(
                team=chunk.owner,
                urgent=urgent[chunk.kind],
                discipline=chunk.discipline,
                rank=(1.0, priority, float(schedule.first[number]), float(number)),
                first=int(first[number]),
                last=int(last[number]),
                planned=dict(planned),
                lag=math.ceil(chunk.lag),
                effort=float(schedule.effort[number]),
                most=most,
                upcoming=int(first[number]),
            )
        )
    for work, chunk in zip(chunks, inputs.chunks, strict=True):
        work.after = [chunks[before] for before in chunk.after]
    groups = []
    for team in load.teams:
        works = team.workings
        one_of = [int(row) for row in (works.group[:, None] == range(len(works.primary))).argmax(0)]
        levels = load.skills.proficiency[works.crew.person[one_of]].tolist()
        supply = works.group_supply.tolist()
        groups.append(
            [Group(*each) for each in zip(works.primary.tolist(), levels, supply, strict=True)]
        )
    whole = sorted([*services, *chunks], key=lambda one: one.rank)
    return PlainPlan(inputs.weeks, inputs.settings.help_min, whole, chunks, groups)


def do_week(plan: PlainPlan, team: int, week: int, mine: list[Work]) -> None:
    """Deals a team's week out, and gives what was done to its work in order."""
    groups = plan.groups[team]
    left = [group.supply[week] for group in groups]
    depth = len(groups[0].skill) if groups else 0
    wants = [(one, min(one.open, one.most)) for one in mine]
    for urgent in (True, False):
        asked = [0.0] * depth
        for one, want in wants:
            if one.urgent == urgent:
                asked[one.discipline] += want
        unmet = list(asked)
        if sum(asked) > 0.0:
            _deal(plan, groups, left, unmet)
        done = [a - b for a, b in zip(asked, unmet, strict=True)]
        for one, want in wants:
            if one.urgent == urgent:
                served = want if unmet[one.discipline] <= 0.0 else min(want, done[one.discipline])
                done[one.discipline] -= served
                one.open -= served


def _deal(plan: PlainPlan, groups: list[Group], left: list[float], unmet: list[float]) -> None:
    def take(g: int, d: int) -> None:
        level = groups[g].skill[d]
        spent = min(left[g], unmet[d] / level) if level > 0.0 else 0.0
        left[g] -= spent
        unmet[d] = max(0.0, unmet[d] - spent * level)

    for d in range(len(unmet)):
        own = [g for g, group in enumerate(groups) if group.primary == d]
        for g in sorted(own, key=lambda g: (-groups[g].skill[groups[g].primary], g)):
            take(g, d)
    short = [d for d, amount in enumerate(unmet) if amount > 1e-9]
    helpers = []
    for g, group in enumerate(groups):
        could = [
            d
            for d in short
            if d != group.primary and group.skill[d] > 0.0 and group.skill[d] >= plan.help_min
        ]
        if left[g] > 1e-9:
            helpers += [(len(could), -group.skill[d], d, g) for d in could]
    for _, _, d, g in sorted(helpers):
        take(g, d)


def run_plainly(plan: PlainPlan) -> list[int | None]:
    """The loop; finish weeks of the chunks. A plan is used up by it."""
    mine: list[list[Work]] = [[] for _ in plan.groups]
    for one in plan.work:
        mine[one.team].append(one)
    for week in range(plan.weeks):
        for one in plan.work:
            one.release(week)
        for team, work in enumerate(mine):
            do_week(plan, team, week, [one for one in work if one.open > 0.0])
        for one in plan.chunks:
            one.settle(week)
    return [one.finish for one in plan.chunks]


def run_in_simpy(plan: PlainPlan, environment: Callable[[], Any]) -> list[int | None]:
    """The same as processes: every piece of work releases its own, every team serves its own.

    Args:
        plan: The plan; used up by it.
        environment: `simpy.Environment`.
    """
    env = environment()
    mine: list[list[Work]] = [[] for _ in plan.groups]

    def released(one: Work) -> Generator[Any, None, None]:
        yield env.timeout(one.first)
        while one.last < 0 or one.upcoming <= one.last:
            one.release(int(env.now))
            yield env.timeout(1)

    def serves(team: int) -> Generator[Any, None, None]:
        yield env.timeout(0.5)
        while True:
            week = int(env.now)
            do_week(plan, team, week, [one for one in mine[team] if one.open > 0.0])
            for one in mine[team]:
                one.settle(week)
            yield env.timeout(1)

    for one in plan.work:
        mine[one.team].append(one)
        env.process(released(one))
    for team in range(len(plan.groups)):
        env.process(serves(team))
    env.run(until=plan.weeks)
    return [one.finish for one in plan.chunks]
