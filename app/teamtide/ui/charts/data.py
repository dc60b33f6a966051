"""What a chart draws, as plain arrays, and what it says of them. No Qt.

The figures are the engine's, untouched: a chart never adds, scales or smooths. Weeks are columns
of the plan; everything is in person-days a week.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from teamtide.ui.charts.words import Words

Weeks = NDArray[np.float64]
NONE = 1e-6
WORTH_SAYING = 0.05
_CURVES = ("capacity", "demand", "overload", "load", "stack", "ghost", "chance", "settled")


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of a stack: what it is called, and its kind of work or its number for a colour."""

    label: str
    kind: str | None = None
    series: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class ChartData:
    """Curves of one team.

    Args:
        start: The Monday of week 0.
        layers: What is stacked, from the bottom.
        stack: (layers, W) days a week.
        capacity: (W,) what the team can give.
        demand: (W,) what it is asked for; the stack's sum where that is stacked.
        overload: (W,) what of it finds nobody.
        load: (W,) demand / capacity, inf where nobody is there and work is.
        ghost: (W,) demand in the scenario compared with, or None.
        peak: Largest finite load and its week, or None where nothing is asked.
        carried: Whether these are projected figures: what is not done in a week is asked for again
            in the next, and `overload` is the backlog at the week's end.
        band: (W,) P10 and P90 of the work wanted, or None.
        chance: (W,) chance of overload, or None.
        settled: (W,) capacity if everybody had settled in, or None where that is the capacity.
    """

    start: date
    layers: tuple[Layer, ...]
    stack: NDArray[np.float64]
    capacity: Weeks
    demand: Weeks
    overload: Weeks
    load: Weeks
    ghost: Weeks | None = None
    peak: tuple[float, int] | None = None
    carried: bool = False
    band: tuple[Weeks, Weeks] | None = None
    chance: Weeks | None = None
    settled: Weeks | None = None

    @property
    def weeks(self) -> int:
        """Number of weeks W."""
        return len(self.capacity)

    @property
    def empty(self) -> bool:
        """Whether nobody is there and nothing is asked, in any week."""
        return not (self.demand.any() or self.capacity.any())

    def monday(self, week: int) -> date:
        """The first day of a week."""
        return self.start + timedelta(weeks=week)

    def week_of(self, day: date) -> int | None:
        """The week a day is in, or None outside the plan."""
        week = (day - self.start).days // 7
        return week if 0 <= week < self.weeks else None

    def __eq__(self, other: object) -> bool:
        """Whether both would draw the same."""
        if not isinstance(other, ChartData):
            return NotImplemented
        return self is other or (
            (self.start, self.layers, self.peak, self.carried, self.band is None)
            == (other.start, other.layers, other.peak, other.carried, other.band is None)
            and all(_same(getattr(self, name), getattr(other, name)) for name in _CURVES)
            and all(map(_same, self.band or (), other.band or ()))
        )

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True, slots=True, eq=False)
class PreviewLines:
    """What capacity and demand would be, if what hovers were dropped."""

    capacity: Weeks
    demand: Weeks


def _same(one: Weeks | None, other: Weeks | None) -> bool:
    if one is None or other is None:
        return one is other
    return one is other or np.array_equal(one, other)


def skill_gap(data: ChartData) -> NDArray[np.bool_]:
    """(W,) weeks in which work finds nobody though load is at most 100 %."""
    return (data.overload > NONE) & (data.load <= 1)


def top_of(*curves: Weeks | None) -> float:
    """A round upper end for the axis, at least as high as every curve."""
    top = max((float(c.max()) for c in curves if c is not None and c.size), default=0.0)
    if top <= 0:
        return 1.0
    step = 10.0 ** math.floor(math.log10(top)) / 10
    for factor in (1, 2, 5, 10):
        rounded = math.ceil(top / (step * factor) - 1e-9) * step * factor
        if rounded / (step * factor) <= 20:
            return float(rounded)
    return top


def figures(data: ChartData, week: int, words: Words) -> tuple[str, ...]:
    """Short lines with one week's figures, as the crosshair shows them."""
    lines = [
        f"{words.day(data.monday(week))} · {words.percent(float(data.load[week]))}",
        f"asked {words.days(float(data.demand[week]))}",
        f"can {words.days(float(data.capacity[week]))}",
    ]
    if data.settled is not None and data.settled[week] - data.capacity[week] >= WORTH_SAYING:
        lines.append(f"could {words.days(float(data.settled[week]))} once settled in")
    unmet = float(data.overload[week])
    if unmet >= WORTH_SAYING:
        gap = " (skill gap)" if data.load[week] <= 1 else ""
        lines.append(f"{'left over' if data.carried else 'unmet'} {words.days(unmet)}{gap}")
    if data.band is not None:
        low, high = (words.number(float(edge[week])) for edge in data.band)
        lines.append(f"80 % of runs ask {low} to {high}")
    if data.chance is not None:
        lines.append(f"chance of overload {words.percent(float(data.chance[week]))}")
    return tuple(lines)


def summary(data: ChartData, words: Words) -> str:
    """The chart in sentences, for those who don't see it."""
    last = data.monday(data.weeks - 1)
    parts = [f"{data.weeks} weeks, {words.day(data.start)} to {words.day(last)}."]
    low, high = float(data.capacity.min()), float(data.capacity.max())
    parts.append(f"Capacity {words.days(low)} to {words.days(high)} a week.")
    if data.settled is not None:
        lost = float((data.settled - data.capacity).sum())
        parts.append(f"Settling in takes {words.days(lost)}.")
    if data.peak is not None:
        load, week = data.peak
        parts.append(f"Peak load {words.percent(load)}, week of {words.day(data.monday(week))}.")
    elif not data.demand.any():
        parts.append("No work yet.")
    nobody = int(np.isinf(data.load).sum())
    if nobody:
        parts.append(f"{nobody} weeks with work and nobody to do it.")
    # A backlog is a stock: the same work would be counted in every week it waits.
    unmet = float(data.overload[-1] if data.carried else data.overload.sum())
    if unmet >= WORTH_SAYING:
        what = "are left over at the end" if data.carried else "of work find nobody"
        parts.append(f"{words.days(unmet)} {what}.")
    gaps = int((skill_gap(data) & (data.overload >= WORTH_SAYING)).sum())
    if gaps:
        parts.append(f"Skill gap in {gaps} weeks.")
    if data.carried:
        return " ".join(parts)
    asked = data.stack.sum(axis=1)
    told = [
        f"{k.label} {words.days(float(d))}" for k, d in zip(data.layers, asked, strict=True) if d
    ]
    if told:
        parts.append("Asked: " + ", ".join(told) + ".")
    return " ".join(parts)
