"""How sure a figure is, in words: its percentiles, and how often an option beats Today."""

from __future__ import annotations

from html import escape
from math import isfinite, isinf

from teamtide.capacity.measures.compare import Measured
from teamtide.capacity.measures.paired import FINISH, FINISHED_IN_BOTH, Spread
from teamtide.plan.rows import Project
from teamtide.plan.state import State
from teamtide.plan.summary import Measure, Reading
from teamtide.ui.compare.texts import amount_text

SIGNS = ("+", "−")
"""One of them stands before every difference that is one."""


def surety_html(measure: Measure, found: Measured, state: State) -> str:
    """What samples say of a measure, as the end of its explanation; blank where nothing.

    Args:
        measure: The measure.
        found: Its scenario's samples.
        state: The plan, for the names of projects.
    """
    parts = []
    spread = found.spreads.get(measure.key)
    if spread is not None:
        parts.append(f"<p>{escape(_spread_words(measure, spread))}</p>")
    apart = found.paired.get(measure.key)
    if apart is not None:
        parts.append(f"<p>{escape(_apart_words(measure, apart))}</p>")
    if measure.key == "turnaround":
        both = found.paired.get(FINISHED_IN_BOTH)
        if both is not None:
            words = f"Of projects that finish in both, the difference {_range_words(measure, both)}"
            parts.append(f"<p>{escape(words)} in eight of ten samples.</p>")
        parts += [
            f"<p>{escape(_finish_words(key.removeprefix(FINISH), one))}</p>"
            for key, one in found.paired.items()
            if key.startswith(FINISH) and (one.less > 0.0 or one.more > 0.0)
        ]
    if measure.key == "missed":
        projects = state.rows(Project)
        parts += [
            f"<p>{escape(projects[number].name)} meets its deadline in "
            f"{amount_text(chance, 'part')} of the samples.</p>"
            for number, chance in found.chances
        ]
    return f"<h4>How sure is that?</h4>{''.join(parts)}" if parts else ""


def range_text(measure: Measure, apart: Spread) -> str:
    """A difference in eight of ten samples, with its middle: `−2.0 … −0.9 … −0.2`."""
    found = [_signed(measure, value) for value in (apart.p10, apart.p50, apart.p90)]
    return found[0] if len(set(found)) == 1 else " … ".join(found)


def gap_text(measure: Measure, value: Reading, reference: Reading) -> str:
    """By how much a figure that no luck enters differs; blank where that can't be said."""
    if value.value is None or reference.value is None or value.before != reference.before:
        return ""
    apart = value.value - reference.value
    return _signed(measure, apart) if isfinite(apart) else ""


def _spread_words(measure: Measure, spread: Spread) -> str:
    half, most = (_amount(measure, value) for value in (spread.p50, spread.p80))
    return f"Half of the samples have at most {half}, eight in ten at most {most}."


def _amount(measure: Measure, value: float) -> str:
    return amount_text(value, measure.unit, whole=measure.tie >= 0.5)


def _apart_words(measure: Measure, apart: Spread) -> str:
    words = (
        f"With the same luck it is less than in Today in {amount_text(apart.less, 'part')} of the "
        f"samples and more in {amount_text(apart.more, 'part')}"
    )
    if isinf(apart.p10) or isinf(apart.p90):
        return f"{words}, counting what finishes in one of them only."
    return f"{words}; the difference {_range_words(measure, apart)} in eight of ten."


def _range_words(measure: Measure, apart: Spread) -> str:
    low, high = (_signed(measure, value) for value in (apart.p10, apart.p90))
    return f"is {low}" if low == high else f"is between {low} and {high}"


def _signed(measure: Measure, value: float) -> str:
    if isinf(value):
        # Only where one side leaves more projects unfinished than the other.
        return "more unfinished" if value > 0 else "fewer unfinished"
    words, nothing = (_amount(measure, size) for size in (abs(value), 0.0))
    if measure.unit in ("load", "part"):
        # Ten of a hundred and ten in a hundred are not the same.
        words, nothing = (text.replace(" %", " points") for text in (words, nothing))
    if words == nothing:
        return words
    return f"+{words}" if value > 0 else f"−{words}"


def _finish_words(project: str, apart: Spread) -> str:
    return (
        f"{project} ends earlier than in Today in {amount_text(apart.less, 'part')} of the "
        f"samples, later in {amount_text(apart.more, 'part')}."
    )
