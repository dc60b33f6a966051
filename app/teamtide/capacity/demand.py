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

from teamtide.capacity.arrays import NOTHING, BoolArray, FloatArray, IntArray, freeze, ranges, tally
from teamtide.capacity.calendar import Calendar
from teamtide.capacity.crew import Crew
from teamtide.capacity.figures import SIZE
from teamtide.capacity.inputs import INTERRUPTING_KINDS, KINDS, Inputs, Service
from teamtide.capacity.schedule import Schedule

NOBODY = -1
_INTERRUPTS = np.array([kind in INTERRUPTING_KINDS for kind in KINDS], dtype=np.int64)


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
    everything = Work(np.arange(len(inputs.chunks)), np.arange(len(inputs.services)))
    asks = asks_of_work(inputs, calendar, schedule, presence, everything)
    freeze(asks.table, asks.days)
    return asks


class Work(NamedTuple):
    """Some of a plan's work: indices of chunks and of services, ascending."""

    chunks: IntArray
    services: IntArray


def asks_of_work(
    inputs: Inputs, calendar: Calendar, schedule: Schedule, presence: Presence, work: Work
) -> Asks:
    """The asks of some of a plan's work, as `collect_asks` has them of all."""
    chunks, chunk_days = _chunk_asks(inputs, schedule, presence, work.chunks)
    services, service_days_ = _service_asks(inputs, calendar, work.services)
    table = np.concatenate([chunks, services], axis=1)
    days = np.concatenate([chunk_days, service_days_])
    order = np.argsort(ask_order(inputs, table), kind="stable")
    order = order[days[order] > 0.0]
    return Asks(table[:, order], days[order])


def unowned_days(inputs: Inputs, asks: Asks) -> FloatArray:
    """(K, W) days of work by kind that nobody owns."""
    tray = asks.of(len(inputs.teams))
    cell = tray.kind * inputs.weeks + tray.week
    days = tally(cell, tray.days, (len(KINDS), inputs.weeks))
    freeze(days)
    return days


def ask_order(inputs: Inputs, table: IntArray) -> IntArray:
    """(N,) keys in whose order asks stand: team, thread, week, item, person."""
    team, thread, week, item, person = table[:5]
    services = len(inputs.services)
    key = team * (2 * len(inputs.projects) + services) + thread + services
    key = key * inputs.weeks + week
    key = key * (len(inputs.chunks) + services) + item + services
    ordered: IntArray = key * (len(inputs.people) + 1) + person
    return ordered


_Asked = tuple[IntArray, FloatArray]
"""Columns as in `Asks`, not in order yet; and the days."""


def _service_asks(inputs: Inputs, calendar: Calendar, which: IntArray) -> _Asked:
    count, weeks, nobody = len(which), calendar.weeks, len(inputs.teams)
    services = [inputs.services[number] for number in which.tolist()]
    owner = [nobody if s.owner is None else s.owner for s in services]
    columns = np.empty((8, count), dtype=np.int64)
    columns[0] = owner
    columns[1] = columns[3] = -1 - which
    columns[4] = NOBODY
    columns[5] = [service.kind for service in services]
    columns[6] = [service.discipline for service in services]
    columns[7] = 1
    table = np.repeat(columns, weeks, axis=1)
    table[2] = np.tile(np.arange(weeks), count)
    days = [service_days(service, calendar) for service in services]
    return table, np.concatenate([np.zeros(0), *days])


def _chunk_asks(inputs: Inputs, schedule: Schedule, presence: Presence, which: IntArray) -> _Asked:
    nobody = len(inputs.teams)
    chunks = [inputs.chunks[index] for index in which.tolist()]
    active = [project.active for project in inputs.projects]
    counts = np.array([active[chunk.project] for chunk in chunks], dtype=bool)
    columns = np.empty((8, len(chunks)), dtype=np.int64)
    columns[0] = [nobody if c.owner is None else c.owner for c in chunks]
    columns[1] = [chunk.project for chunk in chunks]
    columns[3] = which
    columns[4] = NOBODY
    columns[5] = [chunk.kind for chunk in chunks]
    columns[6] = [chunk.discipline for chunk in chunks]
    columns[7] = _INTERRUPTS[columns[5]]
    columns[1] *= 2
    columns[1] += 1 - columns[7]
    first = schedule.offset[which]
    planned = schedule.offset[which + 1] - first
    entry, item = ranges(first, planned), np.repeat(np.arange(len(chunks)), planned)
    inside = (schedule.week[entry] >= 0) & (schedule.week[entry] < inputs.weeks)
    inside &= counts[item]
    entry, item = entry[inside], item[inside]
    week, days = schedule.week[entry], schedule.days[entry]
    table = columns[:, item]
    table[2] = week
    links = [
        (number, person)
        for number, chunk in enumerate(chunks)
        if chunk.who and counts[number]
        for person in dict.fromkeys(chunk.who)
    ]
    named = _named_asks(links, item, week, days, presence)
    if named is None:
        return table, days
    theirs = table[:, named.entry]
    theirs[0], theirs[4] = named.team, named.person
    here = named.rest
    return (
        np.concatenate([table[:, here], theirs], axis=1),
        np.concatenate([days[here], named.days]),
    )


class _Named(NamedTuple):
    """Work by name: `rest` marks what falls to the owner; the others are of the entry they are."""

    rest: BoolArray
    entry: IntArray
    team: IntArray
    person: IntArray
    days: FloatArray


def _named_asks(
    links: list[tuple[int, int]],
    item: IntArray,
    week: IntArray,
    days: FloatArray,
    presence: Presence,
) -> _Named | None:
    """Splits work over the people named on it; None where nobody is.

    Args:
        links: (item, person) pairs.
        item: (N,) item of each entry, ascending.
        week: (N,) its week.
        days: (N,) its days.
        presence: Where people are.
    """
    if not links or not len(presence.person):
        return None
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
    part = days[entry] / several[entry]
    # And every one who is there meets each of their teams.
    row = ranges(begins[place], rows[place])
    meets = np.repeat(np.arange(len(entry)), rows[place])
    at = week[entry[meets]]
    asked = part[meets] * presence.size[row, at] / total[place[meets], at]
    return _Named(several == 0, entry[meets], presence.team[row], person[meets], asked)
