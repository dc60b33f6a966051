"""The axis that every bar of the tornado shares: differences between two options, in pixels."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor, isfinite, log10

from teamtide.advise.hinges import Search

EDGE = 14.0
"""Pixels at either end for what lies beyond any figure."""


@dataclass(frozen=True, slots=True)
class Scale:
    """From differences to a place between `left` and `right`; zero is always in sight."""

    low: float
    high: float

    @staticmethod
    def of(search: Search | None) -> Scale:
        """A scale on which all finite differences of a search find room."""
        gaps = [0.0]
        if search is not None:
            gaps += [search.now.gap, *(gap for hinge in search.hinges for gap in hinge.gaps)]
        return Scale.over(gaps)

    @staticmethod
    def over(values: Iterable[float]) -> Scale:
        """A scale with zero and all finite values in it, and some air around them."""
        finite = [0.0, *(value for value in values if isfinite(value))]
        low, high = min(finite), max(finite)
        air = 0.06 * (high - low) or 1.0
        # A side on which nobody ever wins still has room for its name.
        least = 0.2 * (high - low) or 1.0
        return Scale(min(low - air, -least), max(high + air, least))

    def x(self, gap: float, left: float, right: float) -> float:
        """Where a difference is; what has no figure is at the end it points to."""
        if not isfinite(gap):
            return right - 2 if gap > 0 else left + 2
        left, right = left + EDGE, right - EDGE
        return left + (gap - self.low) / (self.high - self.low) * (right - left)

    def ticks(self, about: int = 5) -> tuple[float, ...]:
        """Round values along the scale, zero among them."""
        step = (self.high - self.low) / about
        power = 10 ** floor(log10(step))
        step = next(m * power for m in (1, 2, 5, 10) if m * power >= step)
        first, last = ceil(self.low / step), floor(self.high / step)
        return tuple(round(number * step, 9) for number in range(first, last + 1))
