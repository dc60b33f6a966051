"""What `teamtide compare` prints: every measure of every scenario, and how sure a difference is."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from teamtide.capacity.measures.compare import Measured, measure_scenarios
from teamtide.capacity.measures.paired import Spread
from teamtide.plan.inputs import inputs_of
from teamtide.plan.rows import Project, Scenario, ScenarioId
from teamtide.plan.state import State
from teamtide.plan.summary import MEASURES, Measure, Reading, best, question_of

MARK = "* "
"""Stands before the best value of a line."""
_LABEL = 38
_LEAST = 12
_TOLD = ("hires", "cover", "goals")
"""Measures whose sentences are printed below the table."""


def compared(
    state: State, wanted: Sequence[ScenarioId] = (), samples: int = 0
) -> dict[ScenarioId, Measured]:
    """The measures of some scenarios of a plan, in plan order, compared with Today.

    Args:
        state: The plan.
        wanted: Which scenarios; none given is all.
        samples: How many samples to compare on; 0 for none.

    Raises:
        CycleError: If chunks wait for one another.
    """
    rows = [row.id for row in state.rows(Scenario)]
    asked = [one for one in rows if not wanted or one in wanted or one == state.today]
    question = question_of(state, {one: inputs_of(state, one) for one in asked}, samples=samples)
    found = dict(zip(asked, measure_scenarios(question), strict=True))
    return {one: each for one, each in found.items() if not wanted or one in wanted}


# --- as JSON --------------------------------------------------------------------------------


def compare_report(state: State, found: Mapping[ScenarioId, Measured]) -> dict[str, Any]:
    """`teamtide compare --json`, by scenario name.

    `measures` by key, and `paired` differences from Today of what is sampled: p10, p50 and p90,
    with the share of samples in which the scenario has less and more. Beside them `sampled` values
    by key, `deadlines` with the chance that they are met, and `says`, in sentences. Null is what
    never comes, or where there is nothing to measure.
    """
    names = {one: state.get(Scenario, one).name for one in found}
    projects = state.rows(Project)
    value: dict[str, Any] = {"measures": {}, "paired": {}}
    for one, each in found.items():
        readings = each.readings.items()
        value["measures"][names[one]] = {key: _number(reading.value) for key, reading in readings}
        if one != state.today:
            value["paired"][names[one]] = {
                key: _percentiles(apart) | {"less": apart.less, "more": apart.more}
                for key, apart in each.paired.items()
            }
    value["sampled"] = {
        names[one]: {
            key: _percentiles(values) | {"p80": _number(values.p80)}
            for key, values in each.spreads.items()
        }
        for one, each in found.items()
    }
    value["deadlines"] = {
        names[one]: {projects[number].name: chance for number, chance in each.chances}
        for one, each in found.items()
    }
    value["says"] = {names[one]: _sentences(each) for one, each in found.items()}
    return value


def _percentiles(values: Spread) -> dict[str, float | None]:
    return {"p10": _number(values.p10), "p50": _number(values.p50), "p90": _number(values.p90)}


def _number(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else value


def _sentences(each: Measured) -> list[str]:
    return [line for key in _TOLD for line in each.readings[key].sentences]


# --- to read --------------------------------------------------------------------------------


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


def compare_lines(state: State, found: Mapping[ScenarioId, Measured]) -> Iterator[str]:
    """Every measure of every scenario as a table, the best of a line marked, and what it says."""
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
    for one, each in found.items():
        yield f"\n{names[one]}"
        peak = each.readings["peak"]
        if peak.where:
            yield f"  Fullest: {peak.where}."
        yield from (f"  {line}" for line in _sentences(each))
        yield from _difference_lines(each)
        for number, chance in each.chances:
            yield f"  {state.rows(Project)[number].name} meets its deadline in {chance:.0%}."


def _difference_lines(each: Measured) -> Iterator[str]:
    labels = {measure.key: measure.label for measure in MEASURES}
    if each.paired:
        yield "  Compared with Today, with the same luck (least tenth, middle, greatest tenth):"
    for key, apart in each.paired.items():
        label = labels.get(key, f"{key[0].upper()}{key[1:]}, weeks")
        spread = ", ".join(_signed(value) for value in (apart.p10, apart.p50, apart.p90))
        yield f"    {label:<{_LABEL}}{spread}; less in {apart.less:.0%}, more in {apart.more:.0%}"


def _signed(value: float) -> str:
    if math.isinf(value):
        return "never here" if value > 0 else "never in Today"
    return f"{value + 0.0:+.1f}" if abs(value) >= 0.05 else "0"
