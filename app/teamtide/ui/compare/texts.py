"""How a measure's value is written for the user, in their locale."""

from __future__ import annotations

import math

from teamtide.plan.summary import Measure, Reading
from teamtide.ui.fields import texts


def value_text(measure: Measure, reading: Reading) -> str:
    """A value as the strip shows it, with what counts beside it."""
    words = plain_text(measure, reading)
    if measure.key == "peak" and reading.where:
        words = f"{words} {reading.where}"
    if reading.before:
        words += f", {texts.number_text(reading.before, 0)} {measure.beside}"
    return words


def plain_text(measure: Measure, reading: Reading) -> str:
    """A value by itself, without where it is or what counts beside it."""
    if measure.key == "pays_back" and reading.value in (0.0, math.inf):
        return reading.where
    return amount_text(reading.value, measure.unit, whole=measure.tie >= 0.5)


def amount_text(value: float | None, unit: str, *, whole: bool = False) -> str:
    """An amount of some unit: percentages for ratios, no more digits than anybody reads."""
    if value is None:
        return "—"
    if not math.isfinite(value):
        return "never"
    if unit in ("load", "part"):
        return f"{texts.number_text(100.0 * value, 0 if abs(value) >= 0.01 else 1)} %"
    if whole or abs(value) >= 100.0:
        return texts.number_text(value, 0)
    return texts.number_text(value, 2 if unit == "threads" else 1)


_UNITS = {"days": " d", "weeks": " weeks", "threads": " threads"}


def part_text(measure: Measure, value: float, *, signed: bool = True) -> str:
    """A part of a difference in the measure's unit; ratios in points."""
    ratio = measure.unit in ("load", "part")
    digits = 2 if measure.unit == "threads" else 1
    number = texts.number_text(abs(value) * (100.0 if ratio else 1.0), digits)
    words = f"{number}{' points' if ratio else _UNITS.get(measure.unit, '')}"
    if not signed or number == texts.number_text(0.0, digits):
        return words
    return f"+{words}" if value > 0 else f"−{words}"
