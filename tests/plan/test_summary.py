"""From rows to measures: what the plan knows reaches them, and the best are found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from teamtide.capacity.engine import compute
from teamtide.capacity.measures.cases import Goal as GoalFact
from teamtide.capacity.measures.compare import measure_scenarios
from teamtide.capacity.results import Load
from teamtide.plan.inputs import inputs_of
from teamtide.plan.placing import move_people
from teamtide.plan.rows import (
    Goal,
    GoalId,
    Plan,
    Project,
    Row,
    ScenarioId,
    Team,
    TeamChange,
    TeamChangeId,
)
from teamtide.plan.state import State
from teamtide.plan.summary import (
    BY_KEY,
    QUICK,
    Reading,
    best,
    facts_of,
    question_of,
    quick_readings,
    scene_of,
    summary,
)
from tests.examples import (
    ANA,
    BO,
    CHURN,
    CY,
    ENABLE,
    INFRA,
    OPTION,
    SQUAD,
    TODAY,
    small_rows,
    small_state,
)

GROWTH, PEACE = GoalId(1), GoalId(2)


def load_of(state: State, scenario: ScenarioId) -> Load:
    return compute(inputs_of(state, scenario))


def with_facts() -> State:
    """The small plan with goals, a deadline, leads and engineering disciplines."""
    rows: list[Row] = []
    for row in small_rows():
        if isinstance(row, Plan):
            row = replace(row, engineering=("software", "infrastructure"))
        elif isinstance(row, Team) and row.id == SQUAD:
            row = replace(row, lead=ANA)
        elif isinstance(row, Project) and row.id == CHURN:
            row = replace(row, goal=PEACE, deadline=date(2026, 3, 6))
        rows.append(row)
    rows += [Goal(GROWTH, 1, "Growth", wanted_share=0.5), Goal(PEACE, 2, "Peace")]
    rows.append(TeamChange(TeamChangeId(1), OPTION, INFRA, lead=CY))
    return State.of(rows)


def moved(state: State) -> State:
    return state.apply(
        move_people(
            state,
            scenario=OPTION,
            people=[ANA, BO],
            source=SQUAD,
            target=INFRA,
            as_of=date(2026, 1, 5),
        )
    )


def test_that_goals_deadlines_and_engineering_reach_the_measures_by_index() -> None:
    state = with_facts()
    found = facts_of(state)
    names = state.plan.disciplines
    assert {names[one] for one in found.engineering} == {"software", "infrastructure"}
    assert found.goals == (GoalFact("Growth", 0.5), GoalFact("Peace", None))
    assert found.goal == (1, None)
    assert found.deadline == (date(2026, 3, 6).toordinal(), None)


def test_that_leads_are_those_of_the_scenario() -> None:
    state = with_facts()
    scenes = [scene_of(state, one, inputs_of(state, one)) for one in (TODAY, OPTION)]
    assert [scene.leads for scene in scenes] == [(0, None, None), (0, 2, None)]


def test_that_the_summary_is_the_sum_of_the_teams() -> None:
    state = moved(small_state())
    load = load_of(state, OPTION)
    found = summary(state, OPTION, load)
    assert found.overload == pytest.approx(sum(t.overload.sum() for t in load.teams))
    assert found.idle == pytest.approx(sum(t.idle.sum() for t in load.teams))
    assert found.moved == 2
    peaks = [team.peak for team in load.teams if team.peak is not None]
    assert found.peak is not None
    assert found.peak.load == pytest.approx(max(peak[0] for peak in peaks))


def test_that_a_person_moved_twice_counts_once() -> None:
    state = moved(small_state())
    again = state.apply(
        move_people(
            state,
            scenario=OPTION,
            people=[ANA],
            source=INFRA,
            target=ENABLE,
            as_of=date(2026, 3, 2),
        )
    )
    assert summary(again, OPTION, load_of(again, OPTION)).moved == 2


def test_that_unowned_work_is_counted() -> None:
    rows = [
        replace(row, team=None) if isinstance(row, Project) and row.id == CHURN else row
        for row in small_rows()
    ]
    state = State.of(rows)
    assert summary(state, TODAY, load_of(state, TODAY)).unowned > 30


def test_that_the_summary_and_the_measures_say_the_same() -> None:
    state = moved(with_facts())
    load, today = load_of(state, OPTION), load_of(state, TODAY)
    found, quick = summary(state, OPTION, load), quick_readings(state, OPTION, load, today)
    assert tuple(quick) == QUICK
    assert quick["overload"].value == found.overload
    assert quick["moves"].value == found.moved
    assert found.peak is not None
    assert quick["peak"].value == found.peak.load
    assert found.peak.name in quick["peak"].where


def test_that_a_question_measures_every_scenario_in_order() -> None:
    state = moved(with_facts())
    inputs = {one: inputs_of(state, one) for one in (TODAY, OPTION)}
    today, option = measure_scenarios(question_of(state, inputs, keys=("moves", "ties_lost")))
    assert (today.readings["moves"].value, option.readings["moves"].value) == (0.0, 2.0)
    assert option.readings["ties_lost"].value == 2.0  # Ana and Bo with Cy


def test_that_today_is_not_ranked_on_what_options_do_to_it() -> None:
    found = {TODAY: Reading("moves", 0.0), OPTION: Reading("moves", 3.0)}
    rota = ScenarioId(9)
    assert best(BY_KEY["moves"], found, TODAY) == frozenset()
    assert best(BY_KEY["moves"], {**found, rota: Reading("moves", 1.0)}, TODAY) == {rota}
    assert best(BY_KEY["overload"], found, TODAY) == {TODAY}


def test_that_a_week_with_work_and_nobody_is_the_worst_peak() -> None:
    # The option gives a service to a team without people.
    state = small_state()
    today = load_of(state, TODAY)
    found = {
        one: quick_readings(state, one, load_of(state, one), today)["peak"]
        for one in (TODAY, OPTION)
    }
    assert found[OPTION].before > 0
    assert best(BY_KEY["peak"], found, TODAY) == {TODAY}
