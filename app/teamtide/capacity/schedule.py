"""When each chunk is planned, and how much of it falls into which week.

Planned dates are pure arithmetic on the plan (MODEL section 2): no calendar of holidays and no
capacity enters, so the schedule is computed once per plan and shared by everything that follows.
Weeks before the plan and beyond its horizon are kept, because the projected load releases them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import floor
from typing import Protocol

import numpy as np

from teamtide.capacity.arrays import BoolArray, FloatArray, IntArray, freeze
from teamtide.capacity.inputs import Inputs
from teamtide.capacity.shapes import Shape, cumulative_share, parse_shape

ENOUGH = 1e-9
"""Part of a chunk's effort that may be missing when it counts as done."""


class Estimated(Protocol):
    """Whatever has an effort: a chunk as the engine knows it, or as a row of the plan."""

    @property
    def low(self) -> float | None: ...
    @property
    def likely(self) -> float: ...
    @property
    def high(self) -> float | None: ...
    @property
    def done(self) -> float | None: ...


class CycleError(ValueError):
    """Chunks that wait for one another.

    Attributes:
        chunks: Indices of the chunks of the cycle, each following the next, the last the first.
    """

    def __init__(self, chunks: tuple[int, ...], names: tuple[str, ...]) -> None:
        """Names the cycle in the order in which each chunk waits for the next."""
        self.chunks = chunks
        super().__init__("these chunks wait for one another: " + " → ".join(names))


@dataclass(frozen=True)
class Schedule:
    """The planned dates and weekly work of C chunks.

    Args:
        start: Ordinal of the Monday of week 0.
        first: (C,) ordinal of the first weekday of each chunk.
        last: (C,) ordinal of its last weekday.
        length: (C,) number of its weekdays.
        effort: (C,) expected effort, days.
        done: (C,) days of it that were done before the plan starts, 0 where nobody said.
        over: (C,) whether all of it was.
        offset: (C + 1,) where each chunk's weeks begin in the flat arrays below.
        week: Weeks in which the chunks are planned, each chunk's in order; may lie outside 0 … W-1.
        days: Days of work planned in those weeks and not yet done, summing to `left` per chunk.
    """

    start: int
    first: IntArray
    last: IntArray
    length: IntArray
    effort: FloatArray
    done: FloatArray
    over: BoolArray
    offset: IntArray
    week: IntArray
    days: FloatArray

    @cached_property
    def chunk(self) -> IntArray:
        """Index of the chunk of each entry of `week` and `days`."""
        owner = np.repeat(np.arange(len(self.first)), np.diff(self.offset))
        freeze(owner)
        return owner

    @cached_property
    def left(self) -> FloatArray:
        """(C,) days of the expected effort that are not done."""
        rest: FloatArray = self.effort - self.done
        freeze(rest)
        return rest

    @cached_property
    def dates(self) -> IntArray:
        """(C, 2) planned first and last day of each chunk, ordinals."""
        pairs = np.stack([self.first, self.last], axis=1)
        freeze(pairs)
        return pairs


def expected_effort(chunk: Estimated) -> float:
    """Expected effort in days: Swanson's rule where both bounds are given, else as typed."""
    if chunk.low is None or chunk.high is None:
        return chunk.likely
    return 0.3 * chunk.low + 0.4 * chunk.likely + 0.3 * chunk.high


def days_done(chunk: Estimated) -> float:
    """Days of a chunk's expected effort that were done before the plan starts.

    Never more than all of it.
    """
    return expected_effort(chunk) if is_over(chunk) else chunk.done or 0.0


def is_over(chunk: Estimated) -> bool:
    """Whether a chunk was finished before the plan starts; 1e-9 of it may be missing."""
    return chunk.done is not None and 0.0 < chunk.done >= expected_effort(chunk) * (1.0 - ENOUGH)


def round_half_up(value: float) -> int:
    """Nearest integer, halves upwards (2.5 → 3, -2.5 → -2)."""
    return floor(value + 0.5)


def plan_schedule(inputs: Inputs) -> Schedule:
    """Plans every chunk, those of paused projects too (others may follow them).

    Raises:
        CycleError: If chunks wait for one another.
        ValueError: If a shape is not known.
    """
    first, last, length = _dates(inputs)
    start = inputs.start
    begin = np.array(first, dtype=np.int64)
    end = np.array(last, dtype=np.int64)
    days = np.array(length, dtype=np.int64)
    done, over = np.zeros(len(begin)), np.zeros(len(begin), dtype=bool)
    for index, one in enumerate(inputs.chunks):
        if one.done:  # of most nobody said
            done[index], over[index] = days_done(one), is_over(one)
    effort = np.array([expected_effort(chunk) for chunk in inputs.chunks], dtype=np.float64)
    weekday = (begin - start) % 7
    count = (weekday + days - 1) // 5 + 1
    offset = np.zeros(len(begin) + 1, dtype=np.int64)
    np.cumsum(count, out=offset[1:])
    chunk = np.repeat(np.arange(len(begin)), count)
    nth = np.arange(offset[-1]) - offset[chunk]
    week = ((begin - start) // 7)[chunk] + nth
    amount = _weekly_days(inputs, effort, done, days, weekday, chunk, nth)
    freeze(begin, end, days, effort, done, over, offset, week, amount)
    return Schedule(start, begin, end, days, effort, done, over, offset, week, amount)


def _weekly_days(
    inputs: Inputs,
    effort: FloatArray,
    done: FloatArray,
    length: IntArray,
    weekday: IntArray,
    chunk: IntArray,
    nth: IntArray,
) -> FloatArray:
    known: dict[str, Shape] = {}
    for text in {item.shape for item in inputs.chunks}:
        known[text] = parse_shape(text)
    shapes = np.array([known[item.shape] for item in inputs.chunks], dtype=np.int64)
    contour, period, busy = shapes.reshape(-1, 3)[chunk].T
    total = length[chunk]
    # Weekdays gone by at the end of each week; at its beginning it is the end of the one before.
    gone = np.minimum(total, 5 * (nth + 1) - weekday[chunk])
    share = cumulative_share(gone, total, contour, period, busy, inputs.settings.burst_floor)
    part = share.copy()
    part[1:] -= np.where(nth[1:] > 0, share[:-1], 0.0)
    result: FloatArray = part * effort[chunk]
    if done.any():
        begun = np.flatnonzero(done[chunk] > 0.0)
        mine = chunk[begun]
        until = np.maximum(0.0, share[begun] * effort[mine] - done[mine])
        rest = until.copy()
        # All weeks of a chunk are here when one is, so the week before is the entry before.
        rest[1:] -= np.where(nth[begun][1:] > 0, until[:-1], 0.0)
        result[begun] = rest
    return result


def _dates(inputs: Inputs) -> tuple[list[int], list[int], list[int]]:
    chunks, start = inputs.chunks, inputs.start
    first, last, length = [0] * len(chunks), [0] * len(chunks), [0] * len(chunks)
    for index in _order(inputs):
        chunk = chunks[index]
        day: int | None = None
        if chunk.start is not None:
            weeks = inputs.projects[chunk.project].shift_weeks
            day = shifted_day(chunk.start, weeks, start) if weeks else chunk.start
        if chunk.after:
            follows = max(last[before] for before in chunk.after)
            follows += 1 + round_half_up(7.0 * chunk.lag)
            day = follows if day is None else max(day, follows)
        if day is None:
            day = start
        weekday = (day - start) % 7
        if weekday > 4:
            day += 7 - weekday
            weekday = 0
        days = max(1, floor(5.0 * chunk.weeks + 0.5))
        after = weekday + days - 1
        first[index] = day
        last[index] = day - weekday + after // 5 * 7 + after % 5
        length[index] = days
    return first, last, length


def shifted_day(day: int, weeks: float, start: int) -> int:
    """A planned start moved by so many weeks; never forward to before the plan's start.

    What is planned before that already stays there if it is to come earlier still (MODEL section
    2). Whoever lets the plan start later has to see to it that what was moved stays where it is.
    """
    if not weeks:
        return day
    moved = day + round_half_up(7.0 * weeks)
    if weeks > 0.0:
        return moved
    return max(min(day, start), moved)


def _order(inputs: Inputs) -> list[int]:
    """Chunk indices, predecessors first; without recursion, since chains may be long."""
    chunks = inputs.chunks
    order = [index for index, chunk in enumerate(chunks) if not chunk.after]
    if len(order) == len(chunks):
        return order
    waiting = {index: len(chunk.after) for index, chunk in enumerate(chunks) if chunk.after}
    followers: dict[int, list[int]] = {}
    for index in waiting:
        for before in chunks[index].after:
            followers.setdefault(before, []).append(index)
    position = 0
    while position < len(order):
        for follower in followers.get(order[position], ()):
            waiting[follower] -= 1
            if not waiting[follower]:
                order.append(follower)
        position += 1
    if len(order) < len(chunks):
        raise _cycle(inputs, {index for index, count in waiting.items() if count})
    return order


def _cycle(inputs: Inputs, stuck: set[int]) -> CycleError:
    # Every stuck chunk waits for another stuck one, so walking back must close a circle.
    path: list[int] = []
    seen: dict[int, int] = {}
    index = min(stuck)
    while index not in seen:
        seen[index] = len(path)
        path.append(index)
        index = next(before for before in inputs.chunks[index].after if before in stuck)
    circle = (*path[seen[index] :],)
    names = tuple(
        f"{inputs.projects[inputs.chunks[i].project].name} / {inputs.chunks[i].name}"
        for i in (*circle, circle[0])
    )
    return CycleError(circle, names)
