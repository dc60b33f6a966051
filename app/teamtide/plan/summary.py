"""What a scenario comes to: from rows to the measures by which structures are compared.

The measures themselves know nothing of rows (`capacity.measures`). Here is what they need of them:
who leads which team, which disciplines are engineering, what goals want, when projects are due,
and what was asked for people and is not kept.
The strip below the board, the command line and the first sheet of the workbook ask here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from teamtide.capacity.inputs import Inputs
from teamtide.capacity.measures.cases import Case, Facts, Scene
from teamtide.capacity.measures.cases import Goal as GoalFact
from teamtide.capacity.measures.catalogue import BY_KEY, MEASURES
from teamtide.capacity.measures.compare import ALL, QUICK, SLOW, Question
from teamtide.capacity.measures.measure import Measure, winners
from teamtide.capacity.measures.reading import Line, Reading
from teamtide.capacity.results import Load
from teamtide.plan.overlay import team_settings
from teamtide.plan.rows import Goal, Pair, Person, Pin, Project, ScenarioId, Team, TeamId
from teamtide.plan.state import State
from teamtide.plan.wishes import violations

TIE = 1e-9
"""Loads closer than this are the same (MODEL, introduction)."""

__all__ = [
    "ALL",
    "BY_KEY",
    "MEASURES",
    "QUICK",
    "SLOW",
    "Line",
    "Measure",
    "Peak",
    "Question",
    "Reading",
    "Summary",
    "best",
    "facts_of",
    "question_of",
    "quick_readings",
    "scene_of",
    "summary",
]


# --- what the measures need of the rows -----------------------------------------------------


def facts_of(state: State) -> Facts:
    """What the plan knows and the engine does not, by the engine's indices."""
    disciplines = {name: number for number, name in enumerate(state.plan.disciplines)}
    goals = state.rows(Goal)
    rank = {row.id: number for number, row in enumerate(goals)}
    projects = state.rows(Project)
    return Facts(
        engineering=frozenset(
            disciplines[name] for name in state.plan.engineering if name in disciplines
        ),
        goals=tuple(GoalFact(row.name, row.wanted_share) for row in goals),
        goal=tuple(None if row.goal is None else rank.get(row.goal) for row in projects),
        deadline=tuple(row.deadline.toordinal() if row.deadline else None for row in projects),
    )


def scene_of(state: State, scenario: ScenarioId, inputs: Inputs) -> Scene:
    """A scenario as it is measured.

    Args:
        state: The plan.
        scenario: One of its scenarios.
        inputs: What the engine is given of it.
    """
    rank = {row.id: number for number, row in enumerate(state.rows(Person))}
    leads = (team_settings(state, scenario, row.id).lead for row in state.rows(Team))
    broken = None
    if state.tables[Pin] or state.tables[Pair]:
        broken = tuple(found.sentence for found in violations(state, scenario))
    return Scene(inputs, tuple(None if lead is None else rank[lead] for lead in leads), broken)


def question_of(
    state: State,
    inputs: Mapping[ScenarioId, Inputs],
    *,
    keys: Sequence[str] = ALL,
    samples: int = 0,
    against: Sequence[ScenarioId] = (),
    finishes: bool = True,
) -> Question:
    """What to ask `measure_scenarios`, here or in another process.

    Args:
        state: The plan.
        inputs: Of every scenario to measure, Today among them; answers come in this order.
        keys: Measures wanted.
        samples: How many samples to compare on; 0 for none.
        against: Scenarios among them that each other one is compared with, beside Today.
        finishes: Whether each project's end is compared as well.
    """
    order = list(inputs)
    return Question(
        scenes=tuple(scene_of(state, one, given) for one, given in inputs.items()),
        today=order.index(state.today),
        facts=facts_of(state),
        keys=tuple(keys),
        samples=samples,
        against=tuple(order.index(one) for one in against),
        finishes=finishes,
    )


def quick_readings(
    state: State, scenario: ScenarioId, load: Load, today: Load
) -> dict[str, Reading]:
    """The measures of a scenario that take no time to speak of, by key.

    Args:
        state: The plan.
        scenario: One of its scenarios.
        load: Its expected load.
        today: That of Today.
    """
    facts = facts_of(state)
    case = Case(scene_of(state, scenario, load.inputs), facts, load)
    reference = case
    if scenario != state.today:
        reference = Case(scene_of(state, state.today, today.inputs), facts, today)
    return {key: BY_KEY[key].read(case, reference) for key in QUICK}


def best(
    measure: Measure, found: Mapping[ScenarioId, Reading], today: ScenarioId
) -> frozenset[ScenarioId]:
    """The scenarios with the best value; none where all are alike or neither way is better.

    Args:
        measure: Which measure.
        found: Its reading in each scenario.
        today: Not ranked where the measure says what an option does to it.
    """
    names = [one for one in found if one != today or not measure.relative]
    won = winners(measure, [found[one] for one in names])
    return frozenset(names[number] for number in won)


# --- the first sheet of the workbook --------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Peak:
    """The largest finite load: a ratio, the team that has it, and the earliest such week.

    `name` is the team's, `monday` the first day of that week.
    """

    load: float
    team: TeamId
    week: int
    name: str
    monday: date


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of one scenario that a workbook has formulas for; days over the whole horizon.

    Attributes:
        overload: Work asked of teams that finds nobody with time and skill.
        peak: Where load is largest, None where no team is asked for anything.
        nobody_weeks: Team-weeks with work and nobody there (their load is infinite and no peak).
        idle: Time of people in teams that no work takes.
        moved: People with at least one move.
        unowned: Work that no team owns and nobody is named on.
        outside: Work planned before the first week or after the last.
    """

    scenario: ScenarioId
    overload: float
    peak: Peak | None
    nobody_weeks: int
    idle: float
    moved: int
    unowned: float
    outside: float


def summary(state: State, scenario: ScenarioId, load: Load) -> Summary:
    """The figures of `scenario`, given its load.

    Args:
        state: The plan.
        scenario: One of its scenarios.
        load: What the engine makes of it.
    """
    case = Case(scene_of(state, scenario, load.inputs), facts_of(state), load)

    def value(key: str) -> float:
        return BY_KEY[key].read(case, case).value or 0.0

    return Summary(
        scenario=scenario,
        overload=value("overload"),
        peak=_peak(state, load),
        nobody_weeks=int(value("nobody")),
        idle=value("idle"),
        moved=int(value("moves")),
        unowned=value("unowned"),
        outside=float(load.outside),
    )


def _peak(state: State, load: Load) -> Peak | None:
    highest = max((found[0] for team in load.teams if (found := team.peak)), default=0.0)
    if highest <= TIE:
        return None
    week, number = min(
        (found[1], number)
        for number, team in enumerate(load.teams)
        if (found := team.peak) is not None and found[0] >= highest - TIE
    )
    row = state.rows(Team)[number]
    monday = date.fromordinal(load.inputs.start + 7 * week)
    return Peak(float(load.teams[number].load[week]), row.id, week, row.name, monday)
