"""Figures of a brief in words: amounts, units, how sure a verdict is, and that there is nothing."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite

from teamtide.advise.proposing import percent
from teamtide.capacity.measures.measure import Measure
from teamtide.capacity.measures.paired import CERTAIN, Spread
from teamtide.plan.rows import Chunk, Person, Service
from teamtide.plan.state import State

LIKELY = CERTAIN[-1][0]
"""The share of samples from which a verdict is likely; below, it could go either way."""

Amount = Callable[[float | None, str, bool], str]
"""Writes an amount of a unit (of `catalogue.Measure`), whole where that is True."""


def plain_amount(value: float | None, unit: str, whole: bool) -> str:
    """An amount in plain English."""
    if value is None:
        return "nothing to measure"
    if not isfinite(value):
        return "never"
    if unit in ("load", "part"):
        return f"{100.0 * value:.0f} %"
    digits = 0 if whole or abs(value) >= 100.0 else 2 if unit == "threads" else 1
    return f"{value + 0.0:.{digits}f}"


def share_of(measure: Measure, apart: Spread, verdict: int) -> float:
    """In what share of the samples a verdict (1 better, -1 worse) holds."""
    less_wins = (measure.better == "less") == (verdict > 0)
    return apart.less if less_wins else apart.more


def unit_of(measure: Measure, value: float) -> str:
    """The unit behind a value, with the space before it; blank where a number is enough."""
    if measure.unit in ("days", "weeks"):
        return f" {measure.unit[:-1] if abs(value) == 1.0 else measure.unit}"
    return " people" if measure.unit == "people" else ""


def how_sure(measure: Measure, apart: Spread | None, verdict: int, samples: int) -> str:
    """How sure a verdict is, in words."""
    if apart is None:
        return "an expected figure, for which no range is worked out"
    if not verdict:
        return f"level: less in {percent(apart.less)}, more in {percent(apart.more)} of the samples"
    share, word = share_of(measure, apart, verdict), "better" if verdict > 0 else "worse"
    if share >= 1.0:
        return f"{word} in every one of {samples:,} samples"
    words = next((words for least, words in CERTAIN if share >= least - 1e-9), None)
    told = "could go either way" if words is None else f"{words} {word}"
    return f"{told}: {word} in {percent(share)} of {samples:,} samples"


def nothing_to_say(state: State) -> str:
    """What to do first where there is nothing to brief about; blank where there is."""
    if not state.rows(Person):
        return (
            "There is nobody in this plan yet. Import a list of people (File ▸ Import…), say what "
            "work there is (Plan ▸ Add Work…), make an option (Ctrl+T), then come back."
        )
    if not state.rows(Chunk) and not state.rows(Service):
        return (
            "There is no work in this plan yet, so nothing can be said about load. Add some "
            "(Plan ▸ Add Work…), make an option (Ctrl+T), then come back."
        )
    return ""
