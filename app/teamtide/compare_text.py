"""A comparison to read, as a table with what it says below, and as CSV for a spreadsheet."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator

from teamtide.advise.telling import sentences
from teamtide.capacity.measures.paired import sign_words
from teamtide.compare_facts import Comparison, fact_lines
from teamtide.compare_report import (
    amount_words,
    apart_from_reference,
    dominated,
    json_number,
    percentiles,
    says,
    why,
)
from teamtide.exchange.tables import plain_text
from teamtide.plan.differences import differences
from teamtide.plan.rows import Project, Scenario, ScenarioId
from teamtide.plan.summary import BY_KEY, MEASURES, Measure, Reading, best

MARK = "* "
"""Stands before the best value of a line."""
_LABEL = 38
_LEAST = 12
_TOLD = ("hires", "cover")
"""Measures whose sentences are printed; what goals get is a table of its own."""


def value_words(measure: Measure, reading: Reading) -> str:
    """A value in plain text, with what is counted beside it."""
    beside = f", {reading.before:.0f} {measure.beside}" if reading.before else ""
    if measure.key == "pays_back" and reading.value in (0.0, math.inf):
        return reading.where
    return _amount(measure, reading.value) + beside


def _amount(measure: Measure, value: float | None) -> str:
    if value is None:
        return "-"
    if math.isinf(value):
        return "never"
    if measure.unit in ("load", "part"):
        return f"{value:.0%}"
    digits = 2 if measure.unit == "threads" else 1
    if measure.tie >= 0.5 or abs(value) >= 100.0:
        digits = 0
    return f"{value + 0.0:.{digits}f}"


def compare_lines(
    comparison: Comparison, asked: str | None = None, *, pairs: bool = False
) -> Iterator[str]:
    """Every measure of every scenario as a table, the best of a line marked, and what it says.

    Raises:
        CouldNot: the measure `asked` about can't be divided.
    """
    state, found = comparison.state, comparison.found
    names = {one: state.get(Scenario, one).name for one in found}
    width = max(_LEAST, *(len(name) + 2 for name in names.values()))
    yield f"{'':<{_LABEL}}" + "".join(f"{name:>{width}}" for name in names.values())
    for measure in MEASURES:
        readings = {one: each.readings[measure.key] for one, each in found.items()}
        won = best(measure, readings, state.today)
        cells = (
            f"{(MARK if one in won else '') + value_words(measure, reading):>{width}}"
            for one, reading in readings.items()
        )
        yield f"{measure.label:<{_LABEL}}" + "".join(cells)
    yield f"{MARK.strip()} best of its line"
    beaten = dominated(state, found)
    for one, each in found.items():
        yield f"\n{names[one]}"
        if one in beaten:
            yield f"  Outdone: {beaten[one]}"
        yield from _change_lines(comparison, one, asked)
        peak = each.readings["peak"]
        if peak.where:
            yield f"  Fullest: {peak.where}."
        yield from (f"  {line}" for line in says(each, _TOLD))
        yield from (f"  {line}" for line in fact_lines(comparison, one, names=pairs))
        yield from _difference_lines(comparison, one)
        for number, chance in each.chances:
            yield f"  {state.rows(Project)[number].name} meets its deadline in {chance:.0%}."


def _change_lines(comparison: Comparison, one: ScenarioId, asked: str | None) -> Iterator[str]:
    state, reference = comparison.state, comparison.reference
    lines = differences(state, reference, one)
    if not lines:
        return
    found = None if asked is None else why(state, one, asked, comparison.against)
    yield f"  What differs from {_called(comparison)}:"
    if found is None:
        yield from (f"    {line.text}" for line in lines)
        return
    measure = BY_KEY[found.measure]
    for line, part, error in zip(lines, found.parts, found.errors, strict=True):
        sure = "" if not error else f" ± {error:.2f}" if math.isfinite(error) else " ± ?"
        yield f"    {part + 0.0:>+9.2f}{sure}  {line.text}"
    text = " ".join(sentences(found, lines, lambda value: amount_words(measure, value)))
    yield f"  {measure.label}: {text}"


def _called(comparison: Comparison) -> str:
    return "Today" if comparison.against is None else comparison.names[comparison.against]


def _difference_lines(comparison: Comparison, one: ScenarioId) -> Iterator[str]:
    labels = {measure.key: measure.label for measure in MEASURES}
    found = apart_from_reference(comparison, one)
    called = _called(comparison)
    if found:
        yield f"  Compared with {called}, with the same luck (least tenth, middle, greatest tenth):"
    for key, apart in found.items():
        label = labels.get(key, f"{key[0].upper()}{key[1:]}, weeks")
        spread = ", ".join(_signed(value, called) for value in (apart.p10, apart.p50, apart.p90))
        shares = f"less in {apart.less:.0%}, more in {apart.more:.0%}"
        yield f"    {label:<{_LABEL}}{spread}; {shares}: {sign_words(apart)}"


def _signed(value: float, called: str) -> str:
    if math.isinf(value):
        return "never here" if value > 0 else f"never in {called}"
    return f"{value + 0.0:+.1f}" if abs(value) >= 0.05 else "0"


# --- as CSV ---------------------------------------------------------------------------------

_CSV = (
    *("measure", "key", "unit", "scenario", "value", "beside", "best", "against"),
    *("difference", "p10", "p50", "p90", "less", "more", "sure"),
)


def compare_csv(comparison: Comparison) -> str:
    """A line per measure and scenario, with what it differs by; blank is nothing to say."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_CSV)
    state, found, reference = comparison.state, comparison.found, comparison.reference
    for measure in MEASURES:
        readings = {one: each.readings[measure.key] for one, each in found.items()}
        won = best(measure, readings, state.today)
        for one, reading in readings.items():
            apart = apart_from_reference(comparison, one).get(measure.key)
            other = comparison.readings_of_reference.get(measure.key)
            sampled = (
                [] if apart is None else [*percentiles(apart).values(), apart.less, apart.more]
            )
            writer.writerow(
                [
                    measure.label,
                    measure.key,
                    measure.unit,
                    plain_text(comparison.names[one]),
                    json_number(reading.value),
                    reading.before or None,
                    "yes" if one in won else "",
                    plain_text(comparison.names[reference]),
                    None if one == reference else _gap(reading, other),
                    *(sampled or [None] * 5),
                    "" if apart is None else sign_words(apart),
                ]
            )
    return out.getvalue()


def _gap(reading: Reading, other: Reading | None) -> float | None:
    if other is None or reading.value is None or other.value is None:
        return None
    apart = reading.value - other.value
    return json_number(apart)
