"""When a burst releases its work if it starts in another phase.

The flood and drought of partnership comes in cycles of P weeks, and nobody knows beforehand where
in its cycle a chunk starts. A sample of the bands draws it (MODEL section 5); here is how much work
then falls into each week.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from teamtide.capacity.arrays import FloatArray, IntArray, ranges
from teamtide.capacity.inputs import Inputs
from teamtide.capacity.schedule import Schedule
from teamtide.capacity.shapes import cumulative_share, parse_shape

_NOTHING_LEFT = 1e-12


@dataclass(frozen=True)
class Phased:
    """The other phases of some chunks: phases 1 … P-1 of the first, then of the second, …

    Args:
        period: (C,) number of phases of each chunk, 1 where it is no burst.
        days: (rows, W) days of work in each week of the horizon.
    """

    period: IntArray
    days: FloatArray


def phased_weeks(inputs: Inputs, schedule: Schedule, chunks: IntArray) -> Phased:
    """Spreads bursts over their weeks in every phase but the planned one.

    A day has weight 1 where `(floor(days since the first day / 7) + phase) mod P < B`, else the
    burst floor, and the weights are renormalised, so that the effort stays what it is. Where the
    floor is 0 and no busy week falls into the chunk, its days weigh the same.

    Args:
        inputs: The plan.
        schedule: Its planned dates.
        chunks: (C,) indices of the chunks.
    """
    shapes = [parse_shape(inputs.chunks[index].shape) for index in chunks.tolist()]
    period = np.array([max(1, shape.period) for shape in shapes], dtype=np.int64)
    rows = int((period - 1).sum())
    days = np.zeros((rows, inputs.weeks))
    if not rows:
        return Phased(period, days)
    which = np.repeat(chunks, period - 1)
    shape = np.repeat(np.array(shapes, dtype=np.int64), period - 1, axis=0)
    contour, cycle, busy = shape.T
    phase = ranges(np.ones(len(period), dtype=np.int64), period - 1)
    # Every row meets every planned week of its chunk, and the beginning of the first.
    count = np.diff(schedule.offset)[which]
    row = np.repeat(np.arange(rows), count + 1)
    nth = ranges(np.zeros(rows, dtype=np.int64), count + 1)
    weekday = (schedule.first[which] - schedule.start) % 7
    length = schedule.length[which]
    gone = np.where(nth > 0, np.minimum(length[row], 5 * nth - weekday[row]), 0)
    # A later phase is a longer burst without its beginning; a week of it has five weekdays.
    skipped = 5 * phase
    share = cumulative_share(
        gone + skipped[row],
        (length + skipped)[row],
        contour[row],
        cycle[row],
        busy[row],
        inputs.settings.burst_floor,
    )
    begins = np.flatnonzero(nth == 0)
    whole = 1.0 - share[begins]
    nothing = whole <= _NOTHING_LEFT
    share = np.where(nothing[row], gone / length[row], share)
    whole[nothing] = 1.0
    entry = np.flatnonzero(nth > 0)
    mine = row[entry]
    amount = (share[entry] - share[entry - 1]) / whole[mine] * schedule.effort[which[mine]]
    gone_by = schedule.done[which[mine]]
    begun = np.flatnonzero(gone_by > 0.0)
    if len(begun):
        # The first days of the work are done in whatever phase it began.
        at, row = entry[begun], mine[begun]
        worth = schedule.effort[which[row]] / whole[row]
        until, before = (
            np.maximum(0.0, (share[when] - share[begins[row]]) * worth - gone_by[begun])
            for when in (at, at - 1)
        )
        amount[begun] = until - before
    week = schedule.week[schedule.offset[which[mine]] + nth[entry] - 1]
    inside = (week >= 0) & (week < inputs.weeks)
    days[mine[inside], week[inside]] = amount[inside]
    return Phased(period, days)
