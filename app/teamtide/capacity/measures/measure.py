"""What a measure is, and how its readings are ranked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf, isfinite
from typing import Literal

from teamtide.capacity.measures.cases import Case
from teamtide.capacity.measures.reading import Reading

Unit = Literal["load", "part", "days", "weeks", "people", "threads", "pairs", "count"]


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure by name.

    Args:
        key: Its key on the command line and in files.
        label: What it is called on screen.
        unit: `load` and `part` are ratios shown as percentages; the others are as they say.
        better: Whether less or more is better; blank where neither is.
        tie: Values closer than this are shown, and count, as the same.
        definition: What it means, in a sentence.
        quick: Whether it takes the expected load and a few milliseconds, even of a large plan;
            the others take a projection, a search, or every pair of people.
        read: Takes it of a scenario, given Today and what the plan knows.
        relative: Whether it says what an option does to Today, so that Today itself is not ranked.
        beside: What a reading's `before` counts, in a word.
    """

    key: str
    label: str
    unit: Unit
    better: Literal["less", "more", ""]
    tie: float
    definition: str
    quick: bool
    read: Callable[[Case, Case], Reading]
    relative: bool = False
    beside: str = ""

    @property
    def tip(self) -> str:
        """The definition, and which way is better."""
        direction = {"less": " Less is better.", "more": " More is better.", "": ""}
        return self.definition + direction[self.better]

    @property
    def anchor(self) -> str:
        """The section of the help page about it."""
        return self.key.replace("_", "-")


def order(measure: Measure, reading: Reading) -> tuple[float, float]:
    """What a reading is ranked by, the least being best; nothing measured comes last.

    Args:
        measure: Which measure, one for which less or more is better.
        reading: One of its readings.
    """
    if reading.value is None:
        return inf, inf
    return reading.before, -reading.value if measure.better == "more" else reading.value


def winners(measure: Measure, readings: Sequence[Reading]) -> frozenset[int]:
    """Which of some readings are best; none where all are alike or neither way is better."""
    if len(readings) < 2 or not measure.better:
        return frozenset()
    ranks = [order(measure, reading) for reading in readings]
    before, value = min(ranks)
    if not isfinite(value):
        return frozenset()
    found = frozenset(
        number
        for number, rank in enumerate(ranks)
        if rank[0] <= before and rank[1] - value < measure.tie
    )
    return frozenset() if len(found) == len(ranks) else found
