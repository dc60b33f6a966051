"""An option becomes Today, and no other option has a figure changed by as much as a bit."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import fields, replace
from datetime import timedelta
from random import Random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teamtide.capacity.engine import compute
from teamtide.capacity.projection import project
from teamtide.capacity.results import Load
from teamtide.plan.assigning import assign, set_project, set_team
from teamtide.plan.changes import ChangeSet
from teamtide.plan.commands import Draft, edit
from teamtide.plan.document import Document
from teamtide.plan.inputs import inputs_of
from teamtide.plan.options import add_scenario
from teamtide.plan.overlay import moves, owner_of, project_settings, shares_at, team_settings
from teamtide.plan.placing import move_people, place_person
from teamtide.plan.promoting import make_today
from teamtide.plan.rows import (
    Owner,
    Placement,
    Project,
    ProjectChange,
    Scenario,
    ScenarioId,
    TeamChange,
)
from teamtide.plan.state import State
from teamtide.plan.validation import Refused, problems_of
from tests.examples import (
    ANA,
    BO,
    CHURN,
    CY,
    EKS,
    ENABLE,
    INFRA,
    OPTION,
    SQUAD,
    START,
    TODAY,
    small_state,
)
from tests.exchange.helpers import empty, merged, plan_book
from tests.plan.random_commands import _assign, _place, _set_project, _set_team
from tests.strategies import plans, random_plan

SAID = (Placement, Owner, TeamChange, ProjectChange)
SILENT = ScenarioId(3)


def same_bits(one: Load, other: Load) -> bool:
    """Whether two answers of the engine, and what will be left over, are equal bit for bit."""
    for a, b in zip(one.teams, other.teams, strict=True):
        for field in fields(a):
            if field.name != "workings":
                x, y = getattr(a, field.name), getattr(b, field.name)
                if not np.array_equal(x, y):
                    return False
    first, second = project(one), project(other)
    return first.projects == second.projects and all(
        np.array_equal(a.backlog, b.backlog) for a, b in zip(first.teams, second.teams, strict=True)
    )


def loads(state: State) -> dict[ScenarioId, Load]:
    return {row.id: compute(inputs_of(state, row.id)) for row in state.rows(Scenario)}


def with_priorities(state: State) -> State:
    """Every project has a priority, since an option can't take one away."""
    draft = Draft(state)
    for row in state.rows(Project):
        if row.priority is None:
            draft.put(replace(row, priority=2))
    return state.apply(draft.change(""))


def with_options(state: State, dice: Random) -> State:
    """Beside Today and Option one that says nothing, one as Option, and two that are between."""
    option = state.scenario_named("Option")
    assert option is not None
    state = state.apply(add_scenario(state, name="Silent"))
    for name, kept in (("Same", 1.0), ("Half", 0.5), ("Little", 0.2)):
        state = state.apply(add_scenario(state, name=name, like=option.id))
        made = state.scenario_named(name)
        assert made is not None
        draft = Draft(state)
        people = {row.person for row in state.rows(Placement) if dice.random() < kept}
        for cls in SAID:
            for row in state.where(cls, "scenario", made.id):
                stays = row.person in people if isinstance(row, Placement) else None
                if not (dice.random() < kept if stays is None else stays):
                    draft.drop(row)
        state = state.apply(draft.change(""))
    return state


def promoted(state: State, scenario: ScenarioId, days: int, *, keep: bool = False) -> ChangeSet:
    start = state.plan.start + timedelta(days=days)
    keep_as = "Before" if keep else ""
    return make_today(state, scenario=scenario, start=start, keep_as=keep_as)


def holds(state: State, change: ChangeSet, option: ScenarioId) -> None:
    """Everything that is to hold once `option` is Today."""
    after = state.apply(change)
    assert problems_of(after) == problems_of(state)
    before, now = loads(state), loads(after)
    for scenario in state.rows(Scenario):
        if scenario.id not in (state.today, option):
            assert same_bits(before[scenario.id], now[scenario.id]), scenario.name
    kept = after.scenario_named("Before")
    if kept is not None:
        assert same_bits(before[state.today], now[kept.id])
    assert all(not after.where(cls, "scenario", option) for cls in SAID)
    assert same_bits(now[after.today], now[option])
    assert after.apply(change.inverse()).tables == state.tables


@given(plans(), st.integers(0, 60), st.integers(0, 2**16), st.booleans(), st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_that_other_options_keep_their_figures_to_the_last_bit(
    sheets: object, days: int, seed: int, keep: bool, data: st.DataObject
) -> None:
    state = merged(empty(), plan_book(sheets))  # type: ignore[arg-type]
    state = with_options(with_priorities(state), Random(seed))
    for _ in range(data.draw(st.integers(0, 4))):
        act = data.draw(st.sampled_from([_place, _assign, _set_team, _set_project]))
        try:
            state = state.apply(act(data.draw, state))
        except Refused:
            continue
    state = with_priorities(state)
    options = [row.id for row in state.rows(Scenario) if row.id != state.today]
    option = data.draw(st.sampled_from(options))
    days = min(days, 7 * state.plan.weeks - 1)
    if not any(state.where(cls, "scenario", option) for cls in SAID):
        return
    with suppress(Refused):  # a lead that another option could not refuse
        holds(state, promoted(state, option, days, keep=keep), option)


@pytest.mark.parametrize("block", range(2))
def test_that_a_hundred_plans_keep_their_other_options(block: int) -> None:
    for seed in range(block * 50, block * 50 + 50):
        dice = Random(seed)
        state = with_options(with_priorities(merged(empty(), plan_book(random_plan(seed)))), dice)
        options = [row.id for row in state.rows(Scenario) if row.id != state.today]
        option = dice.choice(options)
        if any(state.where(cls, "scenario", option) for cls in SAID):
            days = dice.choice((0, 0, 1, 7, 20, 7 * state.plan.weeks - 1))
            holds(state, promoted(state, option, days, keep=dice.random() < 0.5), option)


@pytest.mark.parametrize("block", range(2))
def test_that_from_the_plans_first_day_today_has_the_figures_of_the_option(block: int) -> None:
    for seed in range(block * 50, block * 50 + 50):
        state = with_priorities(merged(empty(), plan_book(random_plan(seed))))
        option = state.scenario_named("Option")
        assert option is not None
        early = [r.start for r in state.where(Placement, "scenario", option.id) if r.start]
        if any(day < state.plan.beginning for day in early):
            continue  # an option knows no join before the plan; of Today's own it knew others
        if any(state.where(cls, "scenario", option.id) for cls in SAID):
            days = (state.plan.beginning - state.plan.start).days
            after = state.apply(promoted(state, option.id, days))
            was = compute(inputs_of(state, option.id))
            assert same_bits(was, compute(inputs_of(after, after.today))), seed


# --- by hand --------------------------------------------------------------------------------


def split_state() -> State:
    """Split moves Ana and Cy, gives work away, and says something of teams and projects."""
    state = small_state()
    state = state.apply(add_scenario(state, name="Silent"))
    day = START + timedelta(days=28)
    for command in (
        lambda s: move_people(
            s, scenario=OPTION, people=[ANA], source=SQUAD, target=INFRA, as_of=START
        ),
        lambda s: place_person(
            s, scenario=OPTION, person=CY, shares={ENABLE: 0.5, SQUAD: 0.5}, as_of=day
        ),
        lambda s: assign(s, scenario=OPTION, items=[("kind", "exploratory")], team=ENABLE),
        lambda s: set_team(s, scenario=OPTION, team=SQUAD, interrupts="rota", ceremony_hours=1.0),
        lambda s: set_project(
            s, scenario=OPTION, projects=[CHURN], status="paused", shift_weeks=2.0
        ),
    ):
        state = state.apply(command(state))
    return state


def test_that_today_takes_places_from_the_day_on_and_the_rest_over_the_whole_plan() -> None:
    state = split_state()
    day = START + timedelta(days=14)
    after = state.apply(make_today(state, scenario=OPTION, start=day))
    before_day = day - timedelta(days=1)
    assert shares_at(after, TODAY, ANA, before_day) == {SQUAD: 1.0}
    assert shares_at(after, TODAY, ANA, day) == {INFRA: 1.0}
    assert shares_at(after, TODAY, CY, START + timedelta(days=28)) == {ENABLE: 0.5, SQUAD: 0.5}
    assert owner_of(after, TODAY, ("service", EKS)) == INFRA
    assert owner_of(after, TODAY, ("kind", "exploratory")) == ENABLE
    assert team_settings(after, TODAY, SQUAD) == team_settings(state, OPTION, SQUAD)
    assert project_settings(after, TODAY, CHURN) == project_settings(state, OPTION, CHURN)


def test_that_from_the_day_on_today_follows_the_option_once_movers_have_settled_in() -> None:
    state = split_state()
    day = START + timedelta(days=14)
    option = compute(inputs_of(state, OPTION))
    after = state.apply(make_today(state, scenario=OPTION, start=day))
    today = compute(inputs_of(after, TODAY))
    settled = 2 + int(state.plan.move_weeks)
    for a, b in zip(option.teams, today.teams, strict=True):
        np.testing.assert_allclose(a.capacity[settled:], b.capacity[settled:], rtol=1e-12)
        np.testing.assert_array_equal(a.demand, b.demand)
    assert not same_bits(option, today)


def test_that_an_option_that_said_nothing_keeps_what_today_was_and_moves_nobody() -> None:
    state = split_state()
    day = START + timedelta(days=14)
    after = state.apply(make_today(state, scenario=OPTION, start=day))
    assert same_bits(loads(state)[SILENT], loads(after)[SILENT])
    assert moves(after, SILENT) == ()
    assert owner_of(after, SILENT, ("service", EKS)) == SQUAD
    assert team_settings(after, SILENT, SQUAD) == team_settings(state, TODAY, SQUAD)
    assert project_settings(after, SILENT, CHURN) == project_settings(state, TODAY, CHURN)
    assert not [row for row in after.where(Placement, "scenario", SILENT) if row.person == BO]


def test_that_what_today_was_can_be_kept_as_an_option() -> None:
    state = split_state()
    after = state.apply(
        make_today(state, scenario=OPTION, start=START, keep_as="Until the reorganisation")
    )
    kept = after.scenario_named("Until the reorganisation")
    assert kept is not None
    assert "Split" in kept.description
    assert same_bits(loads(state)[TODAY], loads(after)[kept.id])


def test_that_it_is_one_step_in_the_file_and_undo_takes_all_of_it_back(
    document: Document,
) -> None:
    state = document.state
    document.apply(make_today(state, scenario=OPTION, start=START, keep_as="Before"))
    assert owner_of(document.state, TODAY, ("service", EKS)) == INFRA
    entry = document.next_undo
    assert entry is not None
    assert entry.label == "Made Split today's state, 5 Jan 2026"
    assert entry.change.scenario == TODAY
    document.undo()
    assert document.state.tables == state.tables
    document.redo()
    assert document.state.scenario_named("Before") is not None


def test_that_today_itself_and_an_empty_option_and_a_day_after_the_plan_are_refused() -> None:
    state = split_state()
    with pytest.raises(Refused, match="is today's state already"):
        make_today(state, scenario=TODAY, start=START)
    with pytest.raises(Refused, match="there is nothing to take"):
        make_today(state, scenario=SILENT, start=START)
    with pytest.raises(Refused, match="The plan ends on 29 Mar 2026"):
        make_today(state, scenario=OPTION, start=START + timedelta(days=84))


def test_that_a_priority_another_option_could_not_refuse_is_said_and_not_approximated() -> None:
    state = split_state()
    state = state.apply(set_project(state, scenario=OPTION, projects=[CHURN], priority=1))
    with pytest.raises(Refused, match="In “Silent” Churn has no priority"):
        make_today(state, scenario=OPTION, start=START)
    with pytest.raises(Refused, match="say it in “Silent”, or delete that option"):
        make_today(state, scenario=OPTION, start=START)
    state = state.apply(edit(state, state.get(Project, CHURN), priority=3))
    after = state.apply(make_today(state, scenario=OPTION, start=START))
    assert project_settings(after, SILENT, CHURN).priority == 3
    assert project_settings(after, TODAY, CHURN).priority == 1


def test_that_a_lead_is_refused_only_where_another_option_has_people_to_be_led() -> None:
    state = split_state()
    led = state.apply(set_team(state, scenario=OPTION, team=INFRA, lead=ANA))
    after = led.apply(make_today(led, scenario=OPTION, start=START))
    assert team_settings(after, TODAY, INFRA).lead == ANA
    led = state.apply(set_team(state, scenario=OPTION, team=SQUAD, lead=ANA))
    with pytest.raises(Refused, match="In “Silent” nobody leads Squad"):
        make_today(led, scenario=OPTION, start=START)


def test_that_a_team_with_another_lead_in_today_keeps_it_where_an_option_says_nothing() -> None:
    state = split_state()
    state = state.apply(set_team(state, scenario=TODAY, team=SQUAD, lead=BO))
    state = state.apply(set_team(state, scenario=OPTION, team=SQUAD, lead=ANA))
    after = state.apply(make_today(state, scenario=OPTION, start=START))
    assert team_settings(after, TODAY, SQUAD).lead == ANA
    assert team_settings(after, SILENT, SQUAD).lead == BO


def test_that_an_option_can_be_copied_in_part() -> None:
    state = split_state()
    for part, kept in (
        ("people", {Placement}),
        ("owners", {Owner}),
        ("settings", {TeamChange, ProjectChange}),
    ):
        after = state.apply(add_scenario(state, name="Part", like=OPTION, parts=[part]))
        made = after.scenario_named("Part")
        assert made is not None
        assert {cls for cls in SAID if after.where(cls, "scenario", made.id)} == kept
        for cls in kept:
            count = len(state.where(cls, "scenario", OPTION))
            assert len(after.where(cls, "scenario", made.id)) == count
