"""From rows to the engine: a step gives what the whole gives, and no more is redone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teamtide.capacity.engine import compute, redo
from teamtide.capacity.inputs import Inputs
from teamtide.plan.advancing import advance
from teamtide.plan.assigning import assign, set_project, set_team
from teamtide.plan.changes import ChangeSet
from teamtide.plan.commands import add, edit, edit_plan, remove, reorder
from teamtide.plan.inputs import inputs_of
from teamtide.plan.options import add_scenario
from teamtide.plan.placing import move_people, place_person
from teamtide.plan.rows import (
    ROW_CLASSES,
    Chunk,
    Holiday,
    Leave,
    Owner,
    Person,
    Project,
    Scenario,
    ScenarioId,
    Service,
    Surge,
    Team,
)
from teamtide.plan.state import State
from teamtide.plan.validation import Refused, check
from tests.examples import (
    ANA,
    BO,
    CHURN,
    DI,
    EKS,
    ENABLE,
    EXPLORE,
    INFRA,
    OPTION,
    SQUAD,
    START,
    TODAY,
    UPGRADE,
    small_state,
)
from tests.plan.full_plan import full_state
from tests.plan.random_commands import command

Command = Callable[[State], ChangeSet]


def advanced(state: State, change: ChangeSet) -> tuple[State, dict[ScenarioId, Inputs]]:
    """The state after a change, and every scenario's inputs brought there step by step."""
    after = state.apply(change)
    found = {}
    for scenario in after.rows(Scenario):
        if state.find(Scenario, scenario.id) is not None:
            before = inputs_of(state, scenario.id)
            found[scenario.id] = advance(before, state, after, scenario.id, change)
    return after, found


def agree(state: State, change: ChangeSet) -> State:
    after, found = advanced(state, change)
    for scenario, inputs in found.items():
        assert inputs == inputs_of(after, scenario), change.label
    return after


ONE_STEP: dict[str, Command] = {
    "a person placed for the first time": lambda s: move_people(
        s, scenario=OPTION, people=[BO], source=SQUAD, target=INFRA, as_of=START
    ),
    "a split": lambda s: place_person(
        s, scenario=TODAY, person=ANA, shares={SQUAD: 0.5, INFRA: 0.25}, as_of=START
    ),
    "a first owner": lambda s: assign(s, scenario=OPTION, items=[("project", CHURN)], team=INFRA),
    "an owner gone": lambda s: assign(s, scenario=OPTION, items=[("service", EKS)], team=SQUAD),
    "a kind given away": lambda s: assign(
        s, scenario=OPTION, items=[("kind", "exploratory")], team=ENABLE
    ),
    "a team on rota": lambda s: set_team(s, scenario=OPTION, team=SQUAD, interrupts="rota"),
    "a project paused": lambda s: set_project(
        s, scenario=OPTION, projects=[CHURN], status="paused", shift_weeks=2.0
    ),
    "a first leave": lambda s: add(s, Leave, person=ANA, first=START, last=START),
    "a first surge": lambda s: add(s, Surge, service=EKS, first=START, last=None, factor=2.0),
    "a first holiday": lambda s: add(s, Holiday, location="", day=START),
    "a person added": lambda s: add(s, Person, name="Ed", discipline="software"),
    "a team added": lambda s: add(s, Team, name="Atlas"),
    "a project added": lambda s: add(s, Project, name="Quay"),
    "a chunk added": lambda s: add(
        s,
        Chunk,
        project=CHURN,
        name="More",
        kind="structured",
        discipline="software",
        likely=1.0,
        after=(EXPLORE,),
        who=(ANA,),
    ),
    "a service added": lambda s: add(
        s, Service, name="Desk", kind="support", discipline="software", arrivals=1.0, days_each=1.0
    ),
    "a person removed": lambda s: remove(s, [s.get(Person, BO)]),
    "a team removed": lambda s: remove(s, [s.get(Team, SQUAD)]),
    "a project removed": lambda s: remove(s, [s.get(Project, CHURN)]),
    "a chunk removed": lambda s: remove(s, [s.get(Chunk, EXPLORE)]),
    "a service removed": lambda s: remove(s, [s.get(Service, EKS)]),
    "people in another order": lambda s: reorder(s, s.get(Person, DI), before=s.get(Person, ANA)),
    "teams in another order": lambda s: reorder(s, s.get(Team, INFRA), before=s.get(Team, SQUAD)),
    "projects in another order": lambda s: reorder(s, s.get(Project, CHURN), before=None),
    "chunks in another order": lambda s: reorder(s, s.get(Chunk, EXPLORE), before=None),
    "disciplines in another order": lambda s: edit_plan(
        s, disciplines=("infrastructure", "data science", "software")
    ),
    "a later start": lambda s: edit_plan(s, start=START.replace(month=2, day=2), weeks=5),
    "a setting": lambda s: edit_plan(s, ceremony_hours=5.0, switch=0.2),
    "another today": lambda s: edit_plan(s, today=OPTION),
    "another location": lambda s: edit(s, s.get(Person, ANA), location="There"),
    "a project's own team": lambda s: edit(s, s.get(Project, CHURN), team=ENABLE),
    "an option added": lambda s: add_scenario(s, name="Copy", like=OPTION),
}


@pytest.mark.parametrize("name", ONE_STEP)
def test_that_a_step_gives_the_inputs_that_the_whole_gives(state: State, name: str) -> None:
    change = ONE_STEP[name](state)
    assert change
    after = agree(state, change)
    assert agree(after, change.inverse()) == state


@pytest.mark.parametrize("name", ONE_STEP)
def test_that_a_step_from_a_full_plan_gives_the_inputs_that_the_whole_gives(name: str) -> None:
    state = full_state()
    change = ONE_STEP[name](state)
    agree(agree(state, change), change.inverse())


@given(st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_that_any_run_of_commands_gives_the_inputs_that_the_whole_gives(
    data: st.DataObject,
) -> None:
    state = data.draw(st.sampled_from([small_state(), full_state()]))
    for _ in range(data.draw(st.integers(1, 6))):
        try:
            change = command(data.draw, state)
            check(state.apply(change), change)
        except Refused:
            continue
        after = agree(state, change)
        assert agree(after, change.inverse()) == state
        state = after


@given(st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_that_rows_and_their_places_after_any_command_are_those_of_the_whole_state(
    data: st.DataObject,
) -> None:
    state = data.draw(st.sampled_from([small_state(), full_state()]))
    for _ in range(data.draw(st.integers(1, 6))):
        for cls in ROW_CLASSES:
            state.ranks(cls)  # as they are looked up between two changes
        try:
            change = command(data.draw, state)
            check(state.apply(change), change)
        except Refused:
            continue
        state = state.apply(change)
        whole = State.of(state.all_rows())
        for cls in ROW_CLASSES:
            assert state.rows(cls) == whole.rows(cls)
            assert state.ranks(cls) == whole.ranks(cls)


def test_that_a_rule_keeps_every_spec_whose_owner_it_leaves(state: State) -> None:
    change = assign(state, scenario=TODAY, items=[("kind", "exploratory")], team=ENABLE)
    for scenario in (TODAY, OPTION):
        before = inputs_of(state, scenario)
        after = advance(before, state, state.apply(change), scenario, change)
        whole = inputs_of(state.apply(change), scenario)
        assert after == whole
        assert before.people is after.people
        for old, new in zip(before.chunks, after.chunks, strict=True):
            assert (old is new) == (old.owner == new.owner)


def test_that_moving_one_person_keeps_every_other_spec(state: State) -> None:
    change = move_people(
        state, scenario=OPTION, people=[ANA], source=SQUAD, target=INFRA, as_of=START
    )
    before = inputs_of(state, OPTION)
    after = advance(before, state, state.apply(change), OPTION, change)
    assert [a is b for a, b in zip(before.people, after.people, strict=True)] == [
        False,
        True,
        True,
        True,
    ]
    for section in ("teams", "projects", "chunks", "services", "holidays", "settings"):
        assert getattr(before, section) is getattr(after, section)


def test_that_an_assumption_keeps_every_spec_but_those_it_is_written_into(state: State) -> None:
    before = inputs_of(state, OPTION)
    sections = ("people", "teams", "projects", "chunks", "services", "holidays")
    for key, value, fresh in (("switch", 0.2, ()), ("ceremony_hours", 5.0, ("teams",))):
        change = edit_plan(state, **{key: value})
        after = advance(before, state, state.apply(change), OPTION, change)
        assert getattr(after.settings, key) == value
        for section in sections:
            same = getattr(before, section) is getattr(after, section)
            assert same == (section not in fresh), section


def test_that_giving_a_chunk_away_keeps_every_other_spec(state: State) -> None:
    change = assign(state, scenario=OPTION, items=[("chunk", UPGRADE)], team=INFRA)
    before = inputs_of(state, OPTION)
    after = advance(before, state, state.apply(change), OPTION, change)
    assert [a is b for a, b in zip(before.chunks, after.chunks, strict=True)] == [
        True,
        True,
        False,
    ]
    assert all(a is b for a, b in zip(before.services, after.services, strict=True))
    assert before.people is after.people


def touched(state: State, change: ChangeSet, scenario: ScenarioId) -> set[int]:
    after = state.apply(change)
    before = inputs_of(state, scenario)
    found = redo(compute(before), advance(before, state, after, scenario, change))
    return {found.inputs.teams[index].key for index in found.touched}


def test_that_a_drag_touches_the_team_left_and_the_team_joined(state: State) -> None:
    change = move_people(
        state, scenario=OPTION, people=[ANA], source=SQUAD, target=INFRA, as_of=START
    )
    assert touched(state, change, OPTION) == {SQUAD, INFRA}
    assert touched(state, change, TODAY) == set()
    to_the_bench = move_people(
        state, scenario=TODAY, people=[ANA], source=SQUAD, target=None, as_of=START
    )
    assert touched(state, to_the_bench, TODAY) == {SQUAD}


def test_that_work_given_away_touches_both_owners(state: State) -> None:
    change = assign(state, scenario=TODAY, items=[("chunk", UPGRADE)], team=ENABLE)
    assert touched(state, change, TODAY) == {SQUAD, ENABLE}
    assert touched(state, change, OPTION) == {SQUAD, ENABLE}


def test_that_a_change_in_today_touches_options_that_inherit_it_and_no_others(
    state: State,
) -> None:
    state = state.apply(add_scenario(state, name="Third"))
    third = max(scenario.id for scenario in state.rows(Scenario))
    state = state.apply(
        move_people(state, scenario=OPTION, people=[ANA], source=SQUAD, target=ENABLE, as_of=START)
    )
    person = move_people(
        state, scenario=TODAY, people=[ANA], source=SQUAD, target=INFRA, as_of=START
    )
    assert touched(state, person, TODAY) == {SQUAD, INFRA}
    assert touched(state, person, third) == {SQUAD, INFRA}
    assert touched(state, person, OPTION) == set()
    assert [row.scenario for row in state.rows(Owner)] == [OPTION]
    service = assign(state, scenario=TODAY, items=[("service", EKS)], team=ENABLE)
    assert touched(state, service, third) == {SQUAD, ENABLE}
    assert touched(state, service, OPTION) == set()
    paused = set_project(state, scenario=OPTION, projects=[CHURN], status="active")
    assert not paused
    state = state.apply(set_team(state, scenario=OPTION, team=SQUAD, ceremony_hours=1.0))
    hours = set_team(state, scenario=TODAY, team=SQUAD, ceremony_hours=4.0)
    assert touched(state, hours, third) == {SQUAD}
    assert touched(state, hours, OPTION) == set()
