"""What the engine answers: frozen figures per team, and what is needed to answer quickly again.

Everything a board, a chart or a table shows comes from here, and so does what a recompute may
reuse. Arrays are read-only; what costs time and is seldom asked for is worked out when asked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np

from teamtide.capacity.arrays import NOTHING, BoolArray, FloatArray, IntArray, freeze, tally
from teamtide.capacity.calendar import Calendar
from teamtide.capacity.crew import Crew, Skills
from teamtide.capacity.demand import Asks, Presence
from teamtide.capacity.inputs import KINDS, Inputs
from teamtide.capacity.schedule import Schedule
from teamtide.capacity.staff import Staff


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """One piece of work a team is asked for.

    Args:
        what: Whether it is a chunk or a service.
        index: Its index in the plan.
        person: The person it is asked of by name, or None.
        demand: (W,) days of work.
    """

    what: Literal["chunk", "service"]
    index: int
    person: int | None
    demand: FloatArray


@dataclass(frozen=True, eq=False)
class Workings:
    """How a team's figures came about, for ledgers, people and later projections.

    Args:
        staff: The team's people, in the order of their groups, with what they can give.
        group: (R,) group of each of them.
        primary: (N,) primary discipline of each group.
        factor: (D, W) what switching and rota leave of each discipline's supply.
        slack: (D, W) rota slack, days.
        group_supply: (N, W) supply of each group after switching.
        group_used: (N, W) time taken of each group.
        asks: What the team is asked for.
        ask_time: (asks, D) time each ask took from the people of each primary discipline.
        settling: (D, W) days before switching that settling in takes from the people of each
            primary discipline, or None where it takes nothing.
    """

    staff: Staff
    group: IntArray
    primary: IntArray
    factor: FloatArray
    slack: FloatArray
    group_supply: FloatArray
    group_used: FloatArray
    asks: Asks
    ask_time: FloatArray
    settling: FloatArray | None

    @property
    def crew(self) -> Crew:
        """The team's people, in the order of their groups."""
        return self.staff.crew

    @property
    def base(self) -> FloatArray:
        """(R, W) their productive days after helping, before switching."""
        return self.staff.base


@dataclass(frozen=True, eq=False)
class TeamLoad:
    """One team over W weeks, K kinds and D disciplines; days unless said otherwise.

    Args:
        capacity: (W,) supply after switching.
        demand: (W,) work asked, at proficiency 1.
        used: (W,) time taken.
        overload: (W,) work unmet, summed over disciplines, never netted.
        idle: (W,) supply left.
        load: (W,) demand / capacity; 0 for 0/0, inf where there is work and nobody.
        by_kind: (K, W) demand by kind of work.
        demand_by_discipline: (D, W) demand by discipline.
        unmet_by_discipline: (D, W) overload by discipline.
        juggling: (D, W) effective threads juggled by the people of each primary discipline.
        supply_by_discipline: (D, W) supply by primary discipline, before switching.
        capacity_by_discipline: (D, W) the same after switching.
        used_by_discipline: (D, W) time taken of the people of each primary discipline.
        workings: How it came about.
    """

    capacity: FloatArray
    demand: FloatArray
    used: FloatArray
    overload: FloatArray
    idle: FloatArray
    load: FloatArray
    by_kind: FloatArray
    demand_by_discipline: FloatArray
    unmet_by_discipline: FloatArray
    juggling: FloatArray
    supply_by_discipline: FloatArray
    capacity_by_discipline: FloatArray
    used_by_discipline: FloatArray
    workings: Workings = field(repr=False)

    @property
    def peak(self) -> tuple[float, int] | None:
        """Largest finite load and the first week it comes in; None where no load is finite."""
        finite = np.isfinite(self.load)
        if not finite.any():
            return None
        highest = float(self.load[finite].max())
        return highest, int(np.flatnonzero(finite & (self.load >= highest - NOTHING))[0])

    @property
    def nobody_weeks(self) -> int:
        """Number of weeks with work and nobody."""
        return int(np.count_nonzero(np.isinf(self.load)))

    @property
    def people(self) -> tuple[int, ...]:
        """People with a share in the team at any time of the horizon, in plan order."""
        return tuple(sorted(self.workings.crew.person.tolist()))

    @cached_property
    def settled(self) -> FloatArray:
        """(W,) capacity if everybody had settled in, so that nobody needs help either.

        Section 1 with eff = gross, with the switching factors as they are; the very array of the
        capacity where nobody settles in.
        """
        lost = self.workings.settling
        if lost is None:
            return self.capacity
        settled: FloatArray = self.capacity + (lost * self.workings.factor).sum(axis=0)
        freeze(settled)
        return settled

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Every piece of work the team is asked for, chunks first, in plan order."""
        asks = self.workings.asks
        if not len(asks.days):
            return ()
        # Negative numbers are services: they come after the chunks, in plan order.
        place = np.where(asks.item < 0, asks.item.max() - asks.item, asks.item)
        key = place * (asks.person.max() + 2) + asks.person + 1
        _, first, number = np.unique(key, return_index=True, return_inverse=True)
        weeks = len(self.demand)
        cell = number * weeks + asks.week
        days = tally(cell, asks.days, (len(first), weeks))
        freeze(days)
        found = zip(asks.item[first].tolist(), asks.person[first].tolist(), days, strict=True)
        return tuple(
            Item(
                "chunk" if item >= 0 else "service",
                item if item >= 0 else -1 - item,
                None if person < 0 else person,
                row,
            )
            for item, person, row in found
        )

    @cached_property
    def group_load(self) -> FloatArray:
        """(N, W) load of the people of each group, as `Load.person_load` says."""
        work = self.workings
        supply, primary = work.group_supply, work.primary
        unmet, whole = self.unmet_by_discipline[primary], self.capacity_by_discipline[primary]
        part = np.divide(supply, whole, out=np.zeros_like(supply), where=whole > NOTHING)
        some = supply > NOTHING
        load = np.zeros_like(supply)
        np.divide(work.group_used + part * unmet, supply, out=load, where=some)
        meant = (whole <= NOTHING) & (unmet > NOTHING)
        load[~some & (meant | (self._asked_by_name > NOTHING))] = np.inf
        freeze(load)
        return load

    @property
    def _asked_by_name(self) -> FloatArray:
        """(N, W) days asked of each group by name; whoever is named is a group alone."""
        work, (groups, weeks) = self.workings, self.workings.group_supply.shape
        asks = work.asks
        which = np.flatnonzero(asks.person >= 0)
        if not len(which):
            return np.zeros((groups, weeks))
        order = np.argsort(work.crew.person)
        row = order[np.searchsorted(work.crew.person, asks.person[which], sorter=order)]
        cell = work.group[row] * weeks + asks.week[which]
        return tally(cell, asks.days[which], (groups, weeks))

    @cached_property
    def time_by_kind(self) -> FloatArray:
        """(D, K, W) time the people of each primary discipline spend on each kind of work."""
        return self._time_by_kind(np.ones(len(self.workings.asks.days), dtype=bool))

    @cached_property
    def interrupting_by_kind(self) -> FloatArray:
        """(D, K, W) the part of `time_by_kind` that goes to interrupting work."""
        return self._time_by_kind(self.workings.asks.interrupting > 0)

    def _time_by_kind(self, which: BoolArray) -> FloatArray:
        disciplines, weeks = self.juggling.shape
        asks = self.workings.asks
        row = (asks.kind * weeks + asks.week)[which]
        total = np.empty((disciplines, len(KINDS), weeks))
        for discipline in range(disciplines):
            time = self.workings.ask_time[which, discipline]
            total[discipline] = tally(row, time, (len(KINDS), weeks))
        freeze(total)
        return total


@dataclass(frozen=True, eq=False)
class Load:
    """A whole plan.

    Args:
        inputs: What it was computed from.
        teams: One per team, in plan order.
        unowned: (K, W) days of work by kind that nobody owns.
        before: Days of active work planned before week 0.
        after: Days of active work planned beyond the horizon.
        schedule: (C, 2) planned first and last day of each chunk, ordinals.
        plan: Dates and weekly work of every chunk, weeks outside the horizon included.
        calendar: Working days.
        skills: What people can do.
        presence: Where named people are.
        asks: All asks.
    """

    inputs: Inputs
    teams: tuple[TeamLoad, ...]
    unowned: FloatArray
    before: float
    after: float
    plan: Schedule = field(repr=False)
    calendar: Calendar = field(repr=False)
    skills: Skills = field(repr=False)
    presence: Presence = field(repr=False)
    asks: Asks = field(repr=False)

    @property
    def settles(self) -> bool:
        """Whether anybody settles in, in any team and week."""
        return any(team.workings.settling is not None for team in self.teams)

    @property
    def outside(self) -> float:
        """Days of active work that fall outside the horizon."""
        return self.before + self.after

    @property
    def schedule(self) -> IntArray:
        """(C, 2) planned first and last day of each chunk, ordinals."""
        return self.plan.dates

    def person_days(self, person: int, team: int) -> FloatArray:
        """(W,) days someone can give to a team, after everything; 0 where they have no share."""
        work = self.teams[team].workings
        row = np.flatnonzero(work.crew.person == person)
        if not len(row):
            return np.zeros(self.inputs.weeks)
        at = int(row[0])
        days: FloatArray = work.base[at] * work.factor[work.primary[work.group[at]]]
        return days

    def person_load(self, person: int, team: int) -> FloatArray:
        """(W,) load of someone in a team: the same for people who are alike.

        What their group has used, and its part, by supply, of what is unmet in its primary
        discipline, over its supply (MODEL section 3). Infinite where the group has no supply and
        there is work only they could be meant for: work by their name, or work of their
        discipline with nobody else of it there. 0 where they have no share.
        """
        figures = self.teams[team]
        row = np.flatnonzero(figures.workings.crew.person == person)
        if not len(row):
            return np.zeros(self.inputs.weeks)
        load: FloatArray = figures.group_load[figures.workings.group[row[0]]]
        return load
