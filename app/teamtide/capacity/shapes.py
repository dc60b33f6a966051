"""How the effort of a chunk spreads over its days.

A plan says `bell` or `burst 4/1`; the engine needs the part of the effort that falls into each
week. Everything is kept as *cumulative* shares, because a week's part is then a difference of two
of them, whatever the length of the chunk, and thousands of chunks are evaluated in one call.
The contours are MS Project's ten equal segments (MODEL section 2); the burst is the flood and
drought of partnership.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np

from teamtide.capacity.arrays import FloatArray, IntArray

CONTOURS: dict[str, tuple[int, ...]] = {
    "flat": (100,) * 10,
    "back loaded": (10, 15, 25, 50, 50, 75, 75, 100, 100, 100),
    "front loaded": (100, 100, 100, 75, 75, 50, 50, 25, 15, 10),
    "double peak": (25, 50, 100, 50, 25, 25, 50, 100, 50, 25),
    "early peak": (25, 50, 100, 100, 75, 50, 50, 25, 15, 10),
    "late peak": (10, 15, 25, 50, 50, 75, 100, 100, 50, 25),
    "bell": (10, 20, 40, 80, 100, 100, 80, 40, 20, 10),
    "turtle": (25, 50, 75, 100, 100, 100, 100, 75, 50, 25),
}
"""Height of each tenth of a contour, per MS Project."""

_SEGMENTS = 10
_NAMES = tuple(CONTOURS)
_BURST = re.compile(r"burst\s+(\d+)\s*/\s*(\d+)")


def _cumulative_table() -> FloatArray:
    heights = np.array([CONTOURS[name] for name in _NAMES], dtype=np.float64)
    table = np.zeros((len(_NAMES), _SEGMENTS + 1))
    np.cumsum(heights, axis=1, out=table[:, 1:])
    table /= table[:, -1:]
    table.flags.writeable = False
    return table


_TABLE = _cumulative_table()


class Shape(NamedTuple):
    """A parsed shape: a row of the contour table, or a burst of `busy` out of `period` weeks."""

    contour: int
    period: int
    busy: int


def parse_shape(text: str) -> Shape:
    """Reads a shape as the plan writes it, in any case and spacing.

    Args:
        text: A contour's name, or `burst P/B` with 1 ≤ B ≤ P.

    Returns:
        The shape; `period` is 0 for a contour, `contour` is -1 for a burst.

    Raises:
        ValueError: If it is neither.
    """
    words = " ".join(text.lower().split())
    if words in CONTOURS:
        return Shape(_NAMES.index(words), 0, 0)
    match = _BURST.fullmatch(words)
    if match is not None:
        period, busy = int(match[1]), int(match[2])
        if 1 <= busy <= period:
            return Shape(-1, period, busy)
    raise ValueError(f"“{text}” is not a shape: use one of {', '.join(_NAMES)}, or burst 4/1")


def cumulative_share(
    days: IntArray,
    length: IntArray,
    contour: IntArray,
    period: IntArray,
    busy: IntArray,
    floor: float,
) -> FloatArray:
    """Part of the effort that falls into the first `days` of a chunk's `length` days.

    Args:
        days: Number of the chunk's weekdays gone by, 0 … length; any shape.
        length: Number of weekdays of the chunk, ≥ 1.
        contour: Row of the contour table, or -1 for a burst.
        period: Weeks of a burst's cycle, 0 for a contour.
        busy: Busy weeks of the cycle.
        floor: Weight of a day in the other weeks (setting `burst_floor`).

    Returns:
        Shares in [0, 1], exactly 1 where `days == length`.
    """
    share = np.empty(days.shape)
    contoured = contour >= 0
    if contoured.all():
        return _contour_share(days, length, contour)
    share[contoured] = _contour_share(days[contoured], length[contoured], contour[contoured])
    bursting = ~contoured
    cycle, width = period[bursting], busy[bursting]
    total = _burst_weight(length[bursting], cycle, width, floor)
    share[bursting] = _burst_weight(days[bursting], cycle, width, floor) / total
    return share


def _contour_share(days: IntArray, length: IntArray, contour: IntArray) -> FloatArray:
    position = _SEGMENTS * days / length
    segment = np.minimum(position.astype(np.int64), _SEGMENTS - 1)
    flat = contour * (_SEGMENTS + 1) + segment
    before = _TABLE.ravel()[flat]
    after = _TABLE.ravel()[flat + 1]
    within: FloatArray = position - segment
    share: FloatArray = before * (1.0 - within) + after * within
    return share


def _burst_weight(days: IntArray, period: IntArray, busy: IntArray, floor: float) -> FloatArray:
    # A block of seven calendar days from the first weekday on holds exactly five weekdays,
    # whichever weekday the first one is, so weekday j lies in block j // 5.
    blocks, rest = np.divmod(days, 5)
    cycles, phase = np.divmod(blocks, period)
    full = cycles * busy + np.minimum(phase, busy)
    current = np.where(phase < busy, 1.0, floor)
    weight: FloatArray = 5.0 * (full + floor * (blocks - full)) + rest * current
    return weight
