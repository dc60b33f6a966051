"""What a measure answers: a value, where it comes from, and nothing that can't cross a process.

A reading carries its own explanation as lines, because the person who doubts a number asks where it
comes from while looking at it, and the worker that knew is then busy with something else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite

SHOWN = 40
"""Lines of an explanation before the rest is put into one."""

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an explanation.

    Args:
        label: What it is, in words.
        value: How much; None where there is none, infinite where it never comes.
        unit: As in `catalogue.Measure.unit`.
    """

    label: str
    value: float | None
    unit: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A measure of one scenario.

    Args:
        key: Which measure.
        value: How much; None where there is nothing to measure, infinite where it never comes.
        lines: What leads to it.
        where: A few words beside the value, such as when and in which team.
        sentences: What it says, for somebody who reads no tables.
        before: What a ranking looks at first, less being better: what the value leaves out, such
            as projects that never finish beside the turnaround of those that do.
    """

    key: str
    value: float | None
    lines: tuple[Line, ...] = ()
    where: str = ""
    sentences: tuple[str, ...] = ()
    before: float = 0.0


def shortened(lines: Sequence[Line], what: str) -> tuple[Line, ...]:
    """The largest lines, and one for the sum of all others, so that they still add up.

    Args:
        lines: With finite values.
        what: What the others are called, such as `other pairs`.
    """
    if len(lines) <= SHOWN:
        return tuple(lines)
    order = sorted(range(len(lines)), key=lambda i: -(lines[i].value or 0.0))
    kept = set(order[: SHOWN - 1])
    rest = [line for number, line in enumerate(lines) if number not in kept]
    total = sum(line.value or 0.0 for line in rest)
    shown = [line for number, line in enumerate(lines) if number in kept]
    return (*shown, Line(f"{len(rest)} {what}", total, rest[0].unit))


def day_words(day: int) -> str:
    """A day as people say it, such as `9 March 2026`."""
    found = date.fromordinal(day)
    return f"{found.day} {_MONTHS[found.month - 1]} {found.year}"


def span_words(first: int, last: int) -> str:
    """Two days and what is between, the year said once, such as `9 March to 8 May 2026`."""
    begin, end = date.fromordinal(first), date.fromordinal(last)
    if begin.year != end.year:
        return f"{day_words(first)} to {day_words(last)}"
    if begin.month == end.month:
        return f"{begin.day} to {day_words(last)}"
    return f"{begin.day} {_MONTHS[begin.month - 1]} to {day_words(last)}"


def number_words(value: float) -> str:
    """A number with one decimal, none where it is whole."""
    if not isfinite(value):
        return "never"
    return f"{value:.1f}".removesuffix(".0")
