"""What `teamtide compare --as-of` and `--with` print: the plan beside an earlier one."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from teamtide.answers import CouldNot, say
from teamtide.capacity.engine import compute
from teamtide.capacity.measures.compare import Measured, measure_scenarios
from teamtide.capacity.measures.paired import Spread
from teamtide.capacity.projection import project
from teamtide.compare_report import compared
from teamtide.compare_text import value_words
from teamtide.plan.apart import Apart, Finishes, apart, finishes_of
from teamtide.plan.document import Document
from teamtide.plan.earlier import Earlier, as_on, other_file, paired_question, unpaired
from teamtide.plan.inputs import inputs_of
from teamtide.plan.rows import Scenario, ScenarioId
from teamtide.plan.state import State
from teamtide.plan.store import StoreError
from teamtide.plan.summary import MEASURES
from teamtide.plan.validation import Refused
from teamtide.unlocking import unlocked

_LABEL = 38
_LEAST = 14


@dataclass(frozen=True, slots=True)
class Held:
    """The plan and an earlier one, measured each over its own weeks.

    Args:
        state: The plan.
        then: The earlier one.
        columns: By heading the plan it is of, and its measures.
        lines: What differs between today's state then and now.
        paired: Ranges of what is sampled, today's state now less then, where their runs can meet
            the same luck.
    """

    state: State
    then: Earlier
    columns: Mapping[str, tuple[State, Measured]]
    lines: tuple[Apart, ...]
    paired: Mapping[str, Spread]


def say_held(
    document: Document,
    wanted: Sequence[ScenarioId],
    as_of: date | None,
    other: Path | None,
    *,
    samples: int,
    as_json: bool,
) -> None:
    """Print the plan beside an earlier one.

    Raises:
        CouldNot: see `earlier_of`.
    """
    held = held_against(document.state, earlier_of(document, as_of, other), wanted, samples)
    say(earlier_report(held) if as_json else {}, as_json, lambda: earlier_lines(held))


def earlier_of(document: Document, as_of: date | None, other: Path | None) -> Earlier:
    """The plan on a day, or that in another file.

    Raises:
        CouldNot: nothing has changed since, or the file can't be read.
    """
    try:
        if other is not None:
            with unlocked(other):
                return other_file(other)
        assert as_of is not None
        return as_on(document.state, document.history, as_of)
    except (Refused, StoreError) as error:
        raise CouldNot(str(error)) from error


def held_against(
    state: State, then: Earlier, wanted: Sequence[ScenarioId] = (), samples: int = 0
) -> Held:
    """The plan beside an earlier one: today's state of each, and options of that name in both.

    Args:
        state: The plan.
        then: The earlier one.
        wanted: Scenarios of the plan to show; none given is all.
        samples: On how many samples to compare; 0 for none.
    """
    now = compared(state, wanted)
    shown = {state.get(Scenario, one).name.casefold() for one in now}
    old = [
        row.id
        for row in then.state.rows(Scenario)
        if row.id == then.state.today or row.name.casefold() in shown
    ]
    columns = {state.get(Scenario, one).name: (state, found) for one, found in now.items()}
    for one, found in compared(then.state, old).items():
        columns[then.title(one)] = (then.state, found)
    lines = apart(
        state,
        then,
        scenario=state.today,
        before=then.state.today,
        finishes=(finishes(then.state), finishes(state)),
    )
    paired: Mapping[str, Spread] = {}
    if samples and not unpaired(state, then.state):
        question = paired_question(state, state.today, then.state, then.state.today, samples)
        paired = measure_scenarios(question)[1].paired
    return Held(state, then, columns, lines, paired)


def finishes(state: State) -> Finishes:
    """When the projects of Today finish."""
    found = project(compute(inputs_of(state, state.today))).projects
    return finishes_of(state, [(bool(one.chunks), one.finish_day) for one in found])


def earlier_report(held: Held) -> dict[str, Any]:
    """`teamtide compare --as-of DATE --json`, and with another file.

    `measures` by heading and key, null where there is nothing to measure or what never comes;
    `horizons` by heading with `start` and `weeks`, over which they are; `differences` between
    today's state then and now, a line each; `paired` the range of what is sampled, now less then,
    or nothing, and then `unpaired` says why.
    """
    return {
        "earlier": held.then.called,
        "measures": {
            name: {key: _number(one.value) for key, one in found.readings.items()}
            for name, (_, found) in held.columns.items()
        },
        "horizons": {
            name: {"start": state.plan.start.isoformat(), "weeks": state.plan.weeks}
            for name, (state, _) in held.columns.items()
        },
        "paired": {
            key: {
                "p10": _number(one.p10),
                "p50": _number(one.p50),
                "p90": _number(one.p90),
                "less": one.less,
                "more": one.more,
            }
            for key, one in held.paired.items()
        },
        "unpaired": unpaired(held.state, held.then.state),
        "differences": [
            {
                "what": line.what,
                "who": line.who,
                "before": line.before,
                "after": line.after,
                "text": line.text,
            }
            for line in held.lines
        ],
    }


def _number(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def earlier_lines(held: Held) -> Iterator[str]:
    """The same to read."""
    width = max(_LEAST, *(len(name) + 2 for name in held.columns))
    yield f"{'':<{_LABEL}}" + "".join(f"{name:>{width}}" for name in held.columns)
    spans = (f"{state.plan.weeks} wk from {state.plan.start}" for state, _ in held.columns.values())
    yield f"{'over':<{_LABEL}}" + "".join(f"{text:>{width}}" for text in spans)
    for measure in MEASURES:
        cells = (
            f"{value_words(measure, found.readings[measure.key]):>{width}}"
            for _, found in held.columns.values()
        )
        yield f"{measure.label:<{_LABEL}}" + "".join(cells)
    why = unpaired(held.state, held.then.state)
    if why:
        yield why
    if held.paired:
        yield "Now less then, with the same luck (least tenth, middle, greatest tenth):"
    labels = {measure.key: measure.label for measure in MEASURES}
    for key, one in held.paired.items():
        spread = ", ".join(f"{value:+.1f}" for value in (one.p10, one.p50, one.p90))
        yield f"  {labels.get(key, f'{key}, weeks'):<{_LABEL}}{spread}"
    yield ""
    yield f"What differs in today's state, {held.then.called} and now:"
    yield from (f"  {line.text}" for line in held.lines)
    if not held.lines:
        yield "  nothing"
