"""What a workbook says of scenarios beside their loads: the measures, and what they hinge on.

Measures are taken here. What a choice hinges on is searched by `advise`, which this room does not
know; whoever exports hands it over in words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from math import inf
from time import monotonic

from teamtide.capacity.measures.cases import Case
from teamtide.capacity.measures.reading import Reading
from teamtide.capacity.results import Load
from teamtide.plan.inputs import inputs_of
from teamtide.plan.rows import ScenarioId
from teamtide.plan.state import State
from teamtide.plan.summary import MEASURES, facts_of, scene_of

Readings = Mapping[ScenarioId, Mapping[str, Reading]]
"""By scenario and key of a measure; one that took too long is not there."""


@dataclass(frozen=True, slots=True)
class Hinged:
    """What the choice between Today and an option hinges on, by one measure, in words.

    Args:
        option: The option.
        measure: What the measure is called.
        now: Which of the two is better as the plan is, and by how much.
        flips: With which assumptions that changes.
    """

    option: ScenarioId
    measure: str
    now: str
    flips: str


@dataclass(frozen=True, slots=True)
class Findings:
    """All that was worked out beside the loads.

    Args:
        readings: The measures.
        hinges: What choices hinge on, by option and measure.
        note: How far that was searched; blank where it was not.
    """

    readings: Readings = field(default_factory=dict)
    hinges: tuple[Hinged, ...] = ()
    note: str = ""


def readings_of(
    state: State,
    loads: Mapping[ScenarioId, Load],
    *,
    seconds: float = inf,
    tell: Callable[[float], None] = lambda _: None,
) -> Readings:
    """Every measure of every scenario that has a load, against Today.

    Args:
        state: The plan.
        loads: Of each scenario asked about.
        seconds: How long the search for hires may take, all scenarios together; one that is not
            through by then is left out.
        tell: Told the part that is done.

    Raises:
        CycleError: chunks wait for one another.
    """
    facts = facts_of(state)
    cases = {
        one: Case(scene_of(state, one, load.inputs), facts, load) for one, load in loads.items()
    }
    today = cases.get(state.today)
    if today is None:
        today = Case(scene_of(state, state.today, inputs_of(state, state.today)), facts)
    found: dict[ScenarioId, dict[str, Reading]] = {one: {} for one in cases}
    until = monotonic() + seconds
    total, done = max(1, len(cases) * len(MEASURES)), 0
    for one, case in cases.items():
        for measure in MEASURES:
            if measure.key != "hires" or _in_time(case.hiring.steps(), until):
                found[one][measure.key] = measure.read(case, today)
            done += 1
            tell(done / total)
    return found


def _in_time(steps: Iterator[None], until: float) -> bool:
    return all(monotonic() <= until for _ in steps) and monotonic() <= until
