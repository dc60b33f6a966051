"""The working days of a plan as arrays.

Weekends never work, so a week is five planes, one per weekday: a sum over the week is then four
additions of large arrays instead of a reduction over a tiny axis.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from teamtide.capacity.arrays import FloatArray, IntArray
from teamtide.capacity.inputs import Inputs

WEEKDAYS = 5


@dataclass(frozen=True)
class Calendar:
    """Which days are worked where.

    Args:
        start: Ordinal of the Monday of week 0.
        weeks: W.
        day: (5, W) ordinals of the weekdays.
        works: (5, L, W) 1.0 on working days of each of L locations, else 0.0.
        weekly: (L, W) working days a week.
    """

    start: int
    weeks: int
    day: IntArray
    works: FloatArray
    weekly: FloatArray

    @property
    def stop(self) -> int:
        """Ordinal of the day after the horizon."""
        return self.start + 7 * self.weeks


def make_calendar(inputs: Inputs) -> Calendar:
    """Builds the calendar of a plan's horizon from its locations' holidays."""
    weeks, start = inputs.weeks, inputs.start
    day = start + np.arange(WEEKDAYS)[:, None] + 7 * np.arange(weeks)[None, :]
    works = np.ones((WEEKDAYS, max(1, len(inputs.holidays)), weeks))
    for location, holidays in enumerate(inputs.holidays):
        for holiday in holidays:
            week, weekday = divmod(holiday - start, 7)
            if weekday < WEEKDAYS and 0 <= week < weeks:
                works[weekday, location, week] = 0.0
    return Calendar(start, weeks, day, works, works.sum(axis=0))


def weekday_index(day: IntArray, start: int) -> IntArray:
    """Number of weekdays of the plan before each day; negative before the plan.

    Args:
        day: Ordinals.
        start: Ordinal of the plan's first Monday.
    """
    weeks, rest = np.divmod(day - start, 7)
    index: IntArray = WEEKDAYS * weeks + np.minimum(rest, WEEKDAYS)
    return index
