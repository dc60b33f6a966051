"""What `teamtide compare` prints: every measure of every scenario, and what differs from Today.

How sure a difference is, which scenario another one outdoes, and with a measure asked about, which
decisions make the difference.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from teamtide.advise.reasons import DIVIDED, Attribution, NoFigure, reasons
from teamtide.advise.telling import question_of as reasons_of
from teamtide.advise.telling import sentences
from teamtide.advise.together import together_text
from teamtide.answers import CouldNot
from teamtide.capacity.measures.cases import Case
from teamtide.capacity.measures.compare import Measured, measure_steps
from teamtide.capacity.measures.dominance import outdone, reason
from teamtide.capacity.measures.paired import FINISH, Spread, sign_words
from teamtide.compare_facts import Comparison, facts
from teamtide.load_report import progress_line
from teamtide.plan.differences import Line, differences
from teamtide.plan.inputs import inputs_of
from teamtide.plan.rows import Project, Scenario, ScenarioId
from teamtide.plan.state import State
from teamtide.plan.summary import BY_KEY, MEASURES, Measure, question_of

TOLD = ("hires", "cover", "goals")
"""Measures that say something in sentences."""


def compare(
    state: State,
    wanted: Sequence[ScenarioId] = (),
    samples: int = 0,
    against: ScenarioId | None = None,
    tell: Callable[[int, int], None] | None = None,
) -> Comparison:
    """Some scenarios of a plan, compared with Today and perhaps another one.

    Args:
        state: The plan.
        wanted: Which scenarios, in plan order; none given is all.
        samples: How many samples to compare on; 0 for none.
        against: What they are compared with beside Today.
        tell: Told how far it is.

    Raises:
        CycleError: If chunks wait for one another.
    """
    rows = [row.id for row in state.rows(Scenario)]
    also = (state.today, against)
    asked = [one for one in rows if not wanted or one in wanted or one in also]
    references = () if against is None else (against,)
    inputs = {one: inputs_of(state, one) for one in asked}
    question = question_of(state, inputs, samples=samples, against=references)
    cases = [Case(scene, question.facts) for scene in question.scenes]
    steps = measure_steps(question, cases)
    while True:
        try:
            step = next(steps)
        except StopIteration as end:
            answers: tuple[Measured, ...] = end.value
            break
        if tell is not None:
            tell(*step)
    found = dict(zip(asked, answers, strict=True))
    chosen = {one: each for one, each in found.items() if not wanted or one in wanted}
    known = found[state.today if against is None else against].readings
    return Comparison(state, chosen, dict(zip(asked, cases, strict=True)), against, known)


def compared(
    state: State, wanted: Sequence[ScenarioId] = (), samples: int = 0
) -> dict[ScenarioId, Measured]:
    """The measures of some scenarios of a plan, in plan order; see `compare`."""
    return compare(state, wanted, samples).found


def reworded(found: Comparison, state: State) -> Comparison:
    """The same figures, told with the names of another reading of the plan.

    Samples are drawn by the names of work, so they are taken with its own names and shown with
    others.

    Args:
        found: What was measured.
        state: The same plan under other names.
    """
    words = compare(state, tuple(found.found), against=found.against)
    projects = zip(found.state.rows(Project), state.rows(Project), strict=True)
    keys = {f"{FINISH}{one.name}": f"{FINISH}{other.name}" for one, other in projects}

    def told(differences: Mapping[str, Spread]) -> dict[str, Spread]:
        return {keys.get(key, key): apart for key, apart in differences.items()}

    return replace(
        words,
        found={
            one: replace(
                each,
                readings=words.found[one].readings,
                paired=told(each.paired),
                apart={number: told(apart) for number, apart in each.apart.items()},
            )
            for one, each in found.found.items()
        },
    )


def dominated(state: State, found: Mapping[ScenarioId, Measured]) -> dict[ScenarioId, str]:
    """Of the scenarios compared those that another one outdoes, with the reason in a sentence."""
    names = [state.get(Scenario, one).name for one in found]
    why = outdone(MEASURES, [each.readings for each in found.values()])
    ids = list(found)
    return {ids[number]: reason(one, names, MEASURES) for number, one in why.items()}


def why(
    state: State, one: ScenarioId, measure: str, against: ScenarioId | None = None
) -> Attribution:
    """How much of a measure's difference from Today each decision of an option makes.

    Args:
        state: The plan.
        one: The option.
        measure: A key of `DIVIDED`.
        against: What it differs from; Today unless given.

    Raises:
        CouldNot: the measure can't be divided, or has no figure when only some are made.
    """
    if measure not in DIVIDED:
        raise CouldNot(
            f"“{measure}” can't be divided between changes. Use one of {', '.join(DIVIDED)}."
        )
    first = state.today if against is None else against
    question = reasons_of(state, first, one, measure)
    tell = progress_line(f"What makes the difference in {state.get(Scenario, one).name}, percent")
    found: Attribution | None = None
    try:
        for each in reasons(question):
            if isinstance(each, Attribution):
                found = each
            if tell is not None:
                tell(int(100 * (each.done if isinstance(each, Attribution) else each)), 100)
    except NoFigure as error:
        raise CouldNot(str(error)) from error
    assert found is not None
    return found


# --- as JSON --------------------------------------------------------------------------------


def full_report(
    comparison: Comparison, measure: str | None = None, *, pairs: bool = False
) -> dict[str, Any]:
    """`teamtide compare --json`: `compare_report`, what `facts` knows, and what `--against` adds.

    `against` has the name of the reference `scenario`, and like their namesakes one level up
    `paired`, `differences` and perhaps `attribution`, from that one instead of Today; null without.

    Raises:
        CouldNot: the measure can't be divided.
    """
    state, found = comparison.state, comparison.found
    value = compare_report(state, found, measure) | facts(comparison, names=pairs)
    value["against"] = None
    reference = comparison.against
    if reference is not None:
        names = comparison.names
        others = [one for one in found if one != reference]
        told: dict[str, Any] = {"scenario": names[reference]}
        told["paired"] = {
            names[one]: _paired(apart_from_reference(comparison, one))
            for one in others
            if found[one].spreads
        }
        lines = {one: differences(state, reference, one) for one in others}
        told["differences"] = {names[one]: [_line(line) for line in lines[one]] for one in others}
        if measure is not None:
            told["attribution"] = {
                names[one]: _attribution(why(state, one, measure, reference), lines[one])
                for one in others
            }
        value["against"] = told
    return value


def apart_from_reference(comparison: Comparison, one: ScenarioId) -> Mapping[str, Spread]:
    """How a scenario differs from what it is compared with, by measure; nothing without samples."""
    found, reference = comparison.found[one], comparison.reference
    if reference == comparison.state.today:
        return found.paired
    return found.apart.get(list(comparison.cases).index(reference), {})


def compare_report(
    state: State, found: Mapping[ScenarioId, Measured], measure: str | None = None
) -> dict[str, Any]:
    """What differs from Today, by scenario name.

    `measures` by key, and `paired` differences from Today of what is sampled: p10, p50 and p90,
    with the share of samples in which the scenario has less and more, and in words how `sure` that
    is. Beside them `sampled` values by key, `deadlines` with the chance that they are met, and
    `says`, in sentences. Null is what never comes, or where there is nothing to measure.
    `differences` from Today are lines, one a decision; `dominated` says of scenarios that another
    one outdoes why that is. With a `measure`, `attribution` is what each line adds to its
    difference, with the standard error, and before that of `groups` of lines that belong together;
    the parts sum to the difference.

    Raises:
        CouldNot: the measure can't be divided.
    """
    names = {one: state.get(Scenario, one).name for one in found}
    projects = state.rows(Project)
    value: dict[str, Any] = {"measures": {}, "paired": {}}
    for one, each in found.items():
        readings = each.readings.items()
        value["measures"][names[one]] = {
            key: json_number(reading.value) for key, reading in readings
        }
        if one != state.today:
            value["paired"][names[one]] = _paired(each.paired)
    value["sampled"] = {
        names[one]: {
            key: percentiles(values) | {"p80": json_number(values.p80)}
            for key, values in each.spreads.items()
        }
        for one, each in found.items()
    }
    value["deadlines"] = {
        names[one]: {projects[number].name: chance for number, chance in each.chances}
        for one, each in found.items()
    }
    value["says"] = {names[one]: says(each) for one, each in found.items()}
    options = [one for one in found if one != state.today]
    lines = {one: differences(state, state.today, one) for one in options}
    value["differences"] = {names[one]: [_line(line) for line in lines[one]] for one in options}
    value["dominated"] = {names[one]: text for one, text in dominated(state, found).items()}
    if measure is not None:
        value["attribution"] = {
            names[one]: _attribution(why(state, one, measure), lines[one]) for one in options
        }
    return value


def _paired(found: Mapping[str, Spread]) -> dict[str, Any]:
    return {
        key: percentiles(apart)
        | {"less": apart.less, "more": apart.more, "sure": sign_words(apart)}
        for key, apart in found.items()
    }


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
            {"line": line.text, "part": part, "error": json_number(error)}
            for line, part, error in zip(lines, found.parts, found.errors, strict=True)
        ],
        "groups": [
            {
                "name": together_text([lines[n] for n in group.lines]),
                "lines": [lines[n].text for n in group.lines],
                "part": group.part,
                "error": json_number(group.error),
            }
            for group in found.groups
        ],
        "says": list(sentences(found, lines, lambda value: amount_words(measure, value))),
    }


def amount_words(measure: Measure, value: float) -> str:
    """An amount in a sentence, with its unit."""
    if measure.unit in ("load", "part"):
        return f"{100.0 * value:.1f} points"
    unit = {"days": " d", "weeks": " weeks", "threads": " threads"}.get(measure.unit, "")
    return f"{value:.1f}".removesuffix(".0") + unit


def percentiles(values: Spread) -> dict[str, float | None]:
    """The tenth, the middle and the ninth tenth."""
    return {
        "p10": json_number(values.p10),
        "p50": json_number(values.p50),
        "p90": json_number(values.p90),
    }


def json_number(value: float | None) -> float | None:
    """A value as JSON has it: null where it never comes."""
    return None if value is None or not math.isfinite(value) else value


def says(each: Measured, keys: Sequence[str] = TOLD) -> list[str]:
    """What some measures of a scenario say in sentences."""
    return [line for key in keys for line in each.readings[key].sentences]
