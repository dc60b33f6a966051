"""The people of a plan as columns, with their leave spread over weekdays.

Arrays are what the rest of the engine works on; this is the one place where two thousand specs are
walked through, so it takes each attribute once and nothing twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from teamtide.capacity.arrays import NOTHING, BoolArray, FloatArray, IntArray, tally
from teamtide.capacity.calendar import WEEKDAYS, Calendar, weekday_index
from teamtide.capacity.cohorts import NEVER
from teamtide.capacity.inputs import Inputs, Person

FOREVER = 10**9


@dataclass(frozen=True)
class People:
    """N people as columns.

    Args:
        at: Place of each person in the columns, by plan index.
        fte: (N,) full-time equivalents.
        location: (N,) locations.
        start: (N,) first day of employment, `NEVER` if long ago.
        end: (N,) last day of employment, `FOREVER` if open.
        tangled: (N,) whether any spans of leave overlap, so that days must be looked at.
        away: Place of the person of each weekday of leave within the horizon, ascending.
        day: That weekday, 0 … 5W-1.
        part: The fraction on leave.
    """

    at: IntArray
    fte: FloatArray
    location: IntArray
    start: IntArray
    end: IntArray
    tangled: BoolArray
    away: IntArray
    day: IntArray
    part: FloatArray

    def whole(self, calendar: Calendar) -> BoolArray:
        """(N,) whether someone is employed throughout."""
        friday = calendar.stop - 3
        return (self.start <= calendar.start) & (self.end >= friday)

    def weekly_leave(self, calendar: Calendar) -> tuple[IntArray, FloatArray, FloatArray]:
        """Working days lost to leave, where no spans overlap.

        Returns:
            Places of the people with leave, (places, W) days lost of each week, and (places, W)
            days on which nothing is left of them.
        """
        fresh = np.ones(len(self.away), dtype=bool)
        fresh[1:] = self.away[1:] != self.away[:-1]
        place = self.away[fresh]
        week, weekday = np.divmod(self.day, WEEKDAYS)
        works = calendar.works[weekday, self.location[self.away], week]
        cell = (np.cumsum(fresh) - 1) * calendar.weeks + week
        shape = (len(place), calendar.weeks)
        gone = self.fte[self.away] * (1.0 - self.part) <= NOTHING
        return place, tally(cell, works * self.part, shape), tally(cell, works * gone, shape)

    def daily_leave(self, places: IntArray, calendar: Calendar) -> FloatArray:
        """(5, places, W) sum of the fractions on leave, at most 1, of some people."""
        row = np.full(len(self.fte), -1)
        row[places] = np.arange(len(places))
        cells = np.flatnonzero(row[self.away] >= 0)
        week, weekday = np.divmod(self.day[cells], WEEKDAYS)
        cell = (weekday * len(places) + row[self.away[cells]]) * calendar.weeks + week
        leave = tally(cell, self.part[cells], (WEEKDAYS, len(places), calendar.weeks))
        return np.minimum(leave, 1.0, out=leave)


def column_people(inputs: Inputs, calendar: Calendar, which: Sequence[int]) -> People:
    """Takes some people, by increasing plan index, into columns."""
    people = [inputs.people[index] for index in which]
    count = len(people)
    at = np.zeros(which[-1] + 1 if count else 0, dtype=np.int64)
    at[np.array(which, dtype=np.int64)] = np.arange(count)
    starts = [person.start for person in people]
    ends = [person.end for person in people]
    tangled, away, day, part = _leave_days(people, calendar)
    return People(
        at,
        np.array([person.fte for person in people]),
        np.array([person.location for person in people], dtype=np.int64),
        np.array([NEVER if day is None else day for day in starts], dtype=np.int64),
        np.array([FOREVER if day is None else day for day in ends], dtype=np.int64),
        tangled,
        away,
        day,
        part,
    )


def _leave_days(
    people: list[Person], calendar: Calendar
) -> tuple[BoolArray, IntArray, IntArray, FloatArray]:
    leaves = [person.leave for person in people]
    counts = np.array([len(leave) for leave in leaves], dtype=np.int64)
    flat = chain.from_iterable(chain.from_iterable(leaves))
    spans = np.fromiter(flat, np.float64, count=3 * int(counts.sum())).reshape(-1, 3)
    place = np.repeat(np.arange(len(people)), counts)
    last = WEEKDAYS * calendar.weeks
    first_day, last_day = spans[:, 0].astype(np.int64), spans[:, 1].astype(np.int64)
    begin = np.clip(weekday_index(first_day, calendar.start), 0, last)
    end = np.clip(weekday_index(last_day + 1, calendar.start), 0, last)
    order = np.argsort(place * (last + 1) + begin, kind="stable")
    order = order[end[order] > begin[order]]
    place, begin, end, part = place[order], begin[order], end[order], spans[order, 2]
    tangled = np.zeros(len(people), dtype=bool)
    tangled[place[1:][(place[1:] == place[:-1]) & (begin[1:] < end[:-1])]] = True
    length = end - begin
    span = np.repeat(np.arange(len(length)), length)
    within = np.arange(len(span)) - (np.cumsum(length) - length)[span]
    return tangled, place[span], begin[span] + within, part[span]
