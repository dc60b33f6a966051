"""Who is asked for what, and when.

Work has an owner, or follows the people named on it (MODEL section 2). Either way it ends as
*asks*: so many days of one item, of one team, in one week, perhaps of one person. Most items touch
few weeks, so asks are kept as sparse columns; sums by discipline, by kind or by thread are then
single calls over a few ten thousand numbers, whatever the number of projects.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from teamtide.capacity.arrays import NOTHING, BoolArray, FloatArray, IntArray, freeze, ranges
from teamtide.capacity.calendar import Calendar
from teamtide.capacity.crew import Crew
from teamtide.capacity.figures import SIZE
from teamtide.capacity.inputs import INTERRUPTING_KINDS, KINDS, Inputs, Service
from teamtide.capacity.schedule import Schedule

NOBODY = -1


@dataclass(frozen=True)
class Asks:
    """N asks as columns, sorted by team, thread, week, item and person.

    Args:
        table: (8, N) the integer columns below.
        days: (N,) days of work, > 0.
    """

    table: IntArray
    days: FloatArray

    @property
    def team(self) -> IntArray:
        """Team, or the number of teams where nobody owns the work."""
        column: IntArray = self.table[0]
        return column

    @property
    def thread(self) -> IntArray:
        """2 · project (its interrupting chunks), + 1 (its others); -1 - service."""
        column: IntArray = self.table[1]
        return column

    @property
    def week(self) -> IntArray:
        """Week, 0 … W-1."""
        column: IntArray = self.table[2]
        return column

    @property
    def item(self) -> IntArray:
        """Chunk, or -1 - service: so that more chunks do not rename the services."""
        column: IntArray = self.table[3]
        return column

    @property
    def person(self) -> IntArray:
        """The person it is asked of by name, or -1."""
        column: IntArray = self.table[4]
        return column

    @property
    def kind(self) -> IntArray:
        """Kind of work."""
        column: IntArray = self.table[5]
        return column

    @property
    def discipline(self) -> IntArray:
        """Discipline asked for."""
        column: IntArray = self.table[6]
        return column

    @property
    def interrupting(self) -> IntArray:
        """1 if it cannot wait, else 0."""
        column: IntArray = self.table[7]
        return column

    def of(self, team: int) -> Asks:
        """The asks of one team, sharing memory."""
        begin, end = np.searchsorted(self.team, [team, team + 1])
        return Asks(self.table[:, begin:end], self.days[begin:end])

    def same(self, other: Asks) -> bool:
        """Whether both ask the same."""
        return np.array_equal(self.days, other.days) and np.array_equal(self.table, other.table)


def join_asks(asks: Sequence[Asks]) -> Asks:
    """Puts the asks of several teams together, numbering the teams 0, 1, …"""
    table = np.concatenate([part.table for part in asks], axis=1)
    table[0] = np.repeat(np.arange(len(asks)), [len(part.days) for part in asks])
    return Asks(table, np.concatenate([part.days for part in asks]))


@dataclass(frozen=True)
class Presence:
    """In which teams the named people are, week by week.

    Args:
        person: (R,) person of each row, ascending.
        team: (R,) team of each row.
        size: (R, W) FTE · share while employed.
    """

    person: IntArray
    team: IntArray
    size: FloatArray

    def same(self, other: Presence) -> bool:
        """Whether both say the same."""
        return (
            np.array_equal(self.person, other.person)
            and np.array_equal(self.team, other.team)
            and np.array_equal(self.size, other.size)
        )


def find_presence(crews: Sequence[Crew], names: frozenset[int]) -> Presence:
    """Picks the rows of named people out of the rows of all teams."""
    wanted = np.array(sorted(names), dtype=np.int64)
    found = [(crew, np.flatnonzero(np.isin(crew.person, wanted))) for crew in crews]
    person = np.concatenate([crew.person[rows] for crew, rows in found])
    team = np.concatenate([crew.teams[crew.team[rows]] for crew, rows in found])
    size = np.concatenate([crew.figures[SIZE, rows] for crew, rows in found])
    order = np.lexsort((team, person))
    return Presence(person[order], team[order], size[order])


def service_days(service: Service, calendar: Calendar) -> FloatArray:
    """(W,) days of work a service asks for a week, surges included (MODEL section 2)."""
    daily = np.full(calendar.day.shape, service.arrivals * service.days_each / 5.0)
    for first, last, factor in service.surges:
        daily[(calendar.day >= first) & (calendar.day <= last)] *= factor
    days: FloatArray = daily.sum(axis=0)
    return days


def outside_days(inputs: Inputs, schedule: Schedule) -> tuple[float, float]:
    """Days of active work planned before week 0, and beyond the horizon."""
    active = np.array([project.active for project in inputs.projects], dtype=bool)
    if not inputs.chunks:
        return 0.0, 0.0
    counts = active[[chunk.project for chunk in inputs.chunks]][schedule.chunk]
    before = schedule.days[counts & (schedule.week < 0)].sum()
    after = schedule.days[counts & (schedule.week >= inputs.weeks)].sum()
    return float(before), float(after)


def collect_asks(
    inputs: Inputs, calendar: Calendar, schedule: Schedule, presence: Presence
) -> Asks:
    """Turns a plan's work into asks of its teams and people.

    Args:
        inputs: The plan.
        calendar: Its weeks.
        schedule: When its chunks are planned.
        presence: Where the people named on them are.
    """
    chunks = _chunk_asks(inputs, schedule, presence)
    services = _service_asks(inputs, calendar)
    item, week, team, person = np.concatenate([chunks[0], services[0]], axis=1)
    days = np.concatenate([chunks[1], services[1]])
    # Services come last in the attributes, so their negative numbers find them.
    kind, discipline, interrupting, thread = _attributes(inputs)[:, item]
    table = np.stack([team, thread, week, item, person, kind, discipline, interrupting])
    services_ = len(inputs.services)
    key = team * (2 * len(inputs.projects) + services_) + thread + services_
    key = key * inputs.weeks + week
    key = key * (len(inputs.chunks) + services_) + item + services_
    order = np.argsort(key * (len(inputs.people) + 1) + person, kind="stable")
    order = order[days[order] > 0.0]
    asks = Asks(table[:, order], days[order])
    freeze(asks.table, asks.days)
    return asks


def _attributes(inputs: Inputs) -> IntArray:
    """(4, items) kind, discipline, interrupting, thread; chunks, then services from the last on."""
    interrupts = [kind in INTERRUPTING_KINDS for kind in KINDS]
    rows = [
        (
            chunk.kind,
            chunk.discipline,
            interrupts[chunk.kind],
            2 * chunk.project + (not interrupts[chunk.kind]),
        )
        for chunk in inputs.chunks
    ]
    rows += [
        (service.kind, service.discipline, True, -1 - number)
        for number, service in reversed(list(enumerate(inputs.services)))
    ]
    return np.array(rows, dtype=np.int64).reshape(-1, 4).T


_Asked = tuple[IntArray, FloatArray]
"""Rows item, week, team, person; and the days."""


def _service_asks(inputs: Inputs, calendar: Calendar) -> _Asked:
    count, weeks, nobody = len(inputs.services), calendar.weeks, len(inputs.teams)
    owner = [nobody if s.owner is None else s.owner for s in inputs.services]
    table = np.empty((4, count * weeks), dtype=np.int64)
    table[0] = np.repeat(-1 - np.arange(count), weeks)
    table[1] = np.tile(np.arange(weeks), count)
    table[2] = np.repeat(np.array(owner, dtype=np.int64), weeks)
    table[3] = NOBODY
    days = [service_days(service, calendar) for service in inputs.services]
    return table, np.concatenate([np.zeros(0), *days])


def _chunk_asks(inputs: Inputs, schedule: Schedule, presence: Presence) -> _Asked:
    chunks, nobody = inputs.chunks, len(inputs.teams)
    active = [project.active for project in inputs.projects]
    counts = np.array([active[chunk.project] for chunk in chunks], dtype=bool)
    owner = np.array([nobody if c.owner is None else c.owner for c in chunks], dtype=np.int64)
    inside = (schedule.week >= 0) & (schedule.week < inputs.weeks)
    inside &= counts[schedule.chunk]
    entry = np.flatnonzero(inside)
    item, week, days = schedule.chunk[entry], schedule.week[entry], schedule.days[entry]
    named = _named_asks(inputs, counts, item, week, days, presence)
    here = np.flatnonzero(named.rest)
    rest = np.stack([item[here], week[here], owner[item[here]], np.full(len(here), NOBODY)])
    return np.concatenate([rest, named.table], axis=1), np.concatenate([days[here], named.days])


class _Named(NamedTuple):
    rest: BoolArray
    table: IntArray
    days: FloatArray


def _named_asks(
    inputs: Inputs,
    counts: BoolArray,
    item: IntArray,
    week: IntArray,
    days: FloatArray,
    presence: Presence,
) -> _Named:
    """Splits work over the people named on it; `rest` marks what falls to the owner."""
    links = [
        (index, person)
        for index, chunk in enumerate(inputs.chunks)
        if chunk.who and counts[index]
        for person in dict.fromkeys(chunk.who)
    ]
    rest = np.ones(len(item), dtype=bool)
    if not links or not len(presence.person):
        return _Named(rest, np.zeros((4, 0), dtype=np.int64), np.zeros(0))
    link_chunk, link_person = np.array(links, dtype=np.int64).T
    people, begins, rows = np.unique(presence.person, return_index=True, return_counts=True)
    total = np.add.reduceat(presence.size, begins, axis=0)
    # Every link meets every planned week of its chunk.
    first = np.searchsorted(item, link_chunk)
    planned = np.searchsorted(item, link_chunk, side="right") - first
    entry = ranges(first, planned)
    person = np.repeat(link_person, planned)
    place = np.minimum(np.searchsorted(people, person), len(people) - 1)
    there = (people[place] == person) & (total[place, week[entry]] > NOTHING)
    entry, person, place = entry[there], person[there], place[there]
    several = np.bincount(entry, minlength=len(item))
    rest = several == 0
    part = days[entry] / several[entry]
    # And every one who is there meets each of their teams.
    row = ranges(begins[place], rows[place])
    meets = np.repeat(np.arange(len(entry)), rows[place])
    at = week[entry[meets]]
    asked = part[meets] * presence.size[row, at] / total[place[meets], at]
    table = np.stack([item[entry[meets]], at, presence.team[row], person[meets]])
    return _Named(rest, table, asked)
