"""Supply looked at day by day, for people who start, end, move or settle in.

One weekday at a time: Monday of every week of every piece at once, then Tuesday. The arrays of a
single weekday stay in the processor's cache, which makes this several times faster than one pass
over all days.
"""

from __future__ import annotations

import numpy as np

from teamtide.capacity.arrays import NOTHING, FloatArray, IntArray
from teamtide.capacity.calendar import WEEKDAYS, Calendar
from teamtide.capacity.figures import (
    ATTENDANCE,
    EFFECTIVE,
    FIGURES,
    GROSS,
    PRESENT,
    SETTLED,
    SIZE,
    Pieces,
)
from teamtide.capacity.inputs import Settings
from teamtide.capacity.people import People

FULL = 1.0 - 1e-9
"""A ramp from here on is full."""


def ramp(since: FloatArray, begin: float, weeks: float) -> FloatArray:
    """What a day is worth `since` days after a join or a start of employment, at most 1.

    Args:
        since: Days, any shape.
        begin: What the first day is worth, r0.
        weeks: Weeks until a day is worth a whole one, R.
    """
    if weeks <= 0.0:
        return np.ones(since.shape)
    worth = since * ((1.0 - begin) / (7.0 * weeks))
    worth += begin
    return np.minimum(worth, 1.0, out=worth)


def daily_figures(
    pieces: Pieces, joined: IntArray, people: People, calendar: Calendar, settings: Settings
) -> FloatArray:
    """The figures of pieces that need a look at every day.

    Args:
        pieces: The pieces.
        joined: (N,) day each was joined, `NEVER` where no move ramp applies.
        people: Their people.
        calendar: Working days.
        settings: For the ramps.

    Returns:
        (6, N, W) as in `figures.Supply`; pieces of the same person and team are to be added up.
    """
    place = people.at[pieces.person]
    location, fte = people.location[place], people.fte[place, None]
    # Days count from plan start: small numbers, so that ramps lose no digits.
    begin = calendar.start
    first = np.maximum(pieces.first, people.start[place])[:, None] - begin
    stop = np.minimum(pieces.stop, people.end[place] + 1)[:, None] - begin
    since_join = (joined - begin).astype(np.float64)[:, None]
    since_start = (people.start[place] - begin).astype(np.float64)[:, None]
    who, back = np.unique(place, return_inverse=True)
    leave = people.daily_leave(who, calendar) if len(people.away) else None
    figures = np.zeros((FIGURES, len(place), calendar.weeks))
    monday = 7 * np.arange(calendar.weeks)
    inside = np.clip(stop - monday, 0, WEEKDAYS) - np.clip(first - monday, 0, WEEKDAYS)
    figures[SIZE] = np.maximum(inside, 0) * (fte / WEEKDAYS)
    for block in _blocks(len(place)):
        day = np.arange(WEEKDAYS)[block, None, None] + monday
        given = calendar.works[block][:, location]
        given *= (day >= first) & (day < stop)
        if leave is not None:
            given *= (1.0 - leave[block])[:, back]
        figures[PRESENT] += given.sum(axis=0)
        figures[ATTENDANCE] += np.count_nonzero(given * fte > NOTHING, axis=0)
        worth = ramp(day - since_join, settings.move_start, settings.move_weeks)
        hired = ramp(day - since_start, settings.hire_start, settings.hire_weeks)
        np.minimum(worth, hired, out=worth)
        figures[SETTLED] += (given * (worth >= FULL)).sum(axis=0)
        given *= worth
        figures[EFFECTIVE] += given.sum(axis=0)
    figures[ATTENDANCE] *= pieces.leads[:, None] / WEEKDAYS
    figures[SIZE] *= pieces.size[:, None]
    share = fte * pieces.size[:, None]
    worth_of_share = share * pieces.split[:, None]
    np.multiply(figures[PRESENT], worth_of_share, out=figures[GROSS])
    figures[PRESENT] *= share
    figures[SETTLED] *= worth_of_share
    figures[EFFECTIVE] *= worth_of_share
    return figures


def _blocks(count: int) -> list[slice]:
    """Weekdays to take at once: all of them where few pieces fit the cache anyhow."""
    if count <= 16:
        return [slice(0, WEEKDAYS)]
    return [slice(weekday, weekday + 1) for weekday in range(WEEKDAYS)]
