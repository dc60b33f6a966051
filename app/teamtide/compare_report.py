"""What `teamtide compare` prints: every measure of every scenario, and what differs from Today.

How sure a difference is, which scenario another one outdoes, and with a measure asked about, which
decisions make the difference.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from teamtide.advise.reasons import DIVIDED, Attribution, NoFigure, divided
from teamtide.advise.telling import question_of as reasons_of
from teamtide.advise.telling import sentences
from teamtide.answers import CouldNot
from teamtide.capacity.measures.compare import Measured, measure_scenarios
from teamtide.capacity.measures.dominance import outdone, reason
from teamtide.capacity.measures.paired import Spread
from teamtide.plan.differences import Line, differences
from teamtide.plan.inputs import inputs_of
from teamtide.plan.rows import Project, Scenario, ScenarioId
from teamtide.plan.state import State
from teamtide.plan.summary import BY_KEY, MEASURES, Measure, Reading, best, question_of

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


def reworded(
    found: Mapping[ScenarioId, Measured], words: Mapping[ScenarioId, Measured]
) -> dict[ScenarioId, Measured]:
    """The same figures, told with the names of another reading of the plan.

    Samples are drawn by the names of work, so they are taken with its own names and shown with
    others.
    """
    return {one: replace(each, readings=words[one].readings) for one, each in found.items()}


def dominated(state: State, found: Mapping[ScenarioId, Measured]) -> dict[ScenarioId, str]:
    """Of the scenarios compared those that another one outdoes, with the reason in a sentence."""
    names = [state.get(Scenario, one).name for one in found]
    why = outdone(MEASURES, [each.readings for each in found.values()])
    ids = list(found)
    return {ids[number]: reason(one, names, MEASURES) for number, one in why.items()}


def why(state: State, one: ScenarioId, measure: str) -> Attribution:
    """How much of a measure's difference from Today each decision of an option makes.

    Raises:
        CouldNot: the measure can't be divided, or has no figure when only some are made.
    """
    if measure not in DIVIDED:
        raise CouldNot(
            f"“{measure}” can't be divided between changes. Use one of {', '.join(DIVIDED)}."
        )
    try:
        return divided(reasons_of(state, state.today, one, measure))
    except NoFigure as error:
        raise CouldNot(str(error)) from error


# --- as JSON --------------------------------------------------------------------------------


def compare_report(
    state: State, found: Mapping[ScenarioId, Measured], measure: str | None = None
) -> dict[str, Any]:
    """`teamtide compare --json`, by scenario name.

    `measures` by key, and `paired` differences from Today of what is sampled: p10, p50 and p90,
    with the share of samples in which the scenario has less and more. Beside them `sampled` values
    by key, `deadlines` with the chance that they are met, and `says`, in sentences. Null is what
    never comes, or where there is nothing to measure. `differences` from Today are lines, one a
    decision; `dominated` says of scenarios that another one outdoes why that is. With a `measure`,
    `attribution` is what each line adds to its difference, with the standard error; the parts sum
    to the difference.

    Raises:
        CouldNot: the measure can't be divided.
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
    options = [one for one in found if one != state.today]
    lines = {one: differences(state, state.today, one) for one in options}
    value["differences"] = {names[one]: [_line(line) for line in lines[one]] for one in options}
    value["dominated"] = {names[one]: text for one, text in dominated(state, found).items()}
    if measure is not None:
        value["attribution"] = {
            names[one]: _attribution(why(state, one, measure), lines[one]) for one in options
        }
    return value


def _line(line: Line) -> dict[str, Any]:
    return {
        "what": line.what,
        "who": line.who,
        "before": line.before,
        "after": line.after,
        "when": line.when.isoformat() if line.when is not None else None,
        "share": line.share,
        "text": line.text,
    }


def _attribution(found: Attribution, lines: Sequence[Line]) -> dict[str, Any]:
    measure = BY_KEY[found.measure]
    return {
        "measure": found.measure,
        "today": found.values[0],
        "value": found.values[1],
        "difference": found.difference,
        "exact": found.exact,
        "orders": 2 * found.pairs,
        "parts": [
            {"line": line.text, "part": part, "error": _number(error)}
            for line, part, error in zip(lines, found.parts, found.errors, strict=True)
        ],
        "says": list(sentences(found, lines, lambda value: _told(measure, value))),
    }


def _told(measure: Measure, value: float) -> str:
    """An amount in a sentence, with its unit."""
    if measure.unit in ("load", "part"):
        return f"{100.0 * value:.1f} points"
    unit = {"days": " d", "weeks": " weeks", "threads": " threads"}.get(measure.unit, "")
    return f"{value:.1f}".removesuffix(".0") + unit


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


def compare_lines(
    state: State, found: Mapping[ScenarioId, Measured], asked: str | None = None
) -> Iterator[str]:
    """Every measure of every scenario as a table, the best of a line marked, and what it says.

    Raises:
        CouldNot: the measure `asked` about can't be divided.
    """
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
        yield from _change_lines(state, one, asked)
        peak = each.readings["peak"]
        if peak.where:
            yield f"  Fullest: {peak.where}."
        yield from (f"  {line}" for line in _sentences(each))
        yield from _difference_lines(each)
        for number, chance in each.chances:
            yield f"  {state.rows(Project)[number].name} meets its deadline in {chance:.0%}."


def _change_lines(state: State, one: ScenarioId, asked: str | None) -> Iterator[str]:
    lines = differences(state, state.today, one)
    if not lines:
        return
    found = None if asked is None else why(state, one, asked)
    yield "  What differs from Today:"
    if found is None:
        yield from (f"    {line.text}" for line in lines)
        return
    measure = BY_KEY[found.measure]
    for line, part, error in zip(lines, found.parts, found.errors, strict=True):
        sure = "" if found.exact else f" ± {error:.2f}"
        yield f"    {part + 0.0:>+9.2f}{sure}  {line.text}"
    told = sentences(found, lines, lambda value: _told(measure, value))
    yield f"  {measure.label}: {' '.join(told)}"


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
