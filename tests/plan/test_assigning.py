"""Work dragged from team to team, in Today and in options, and what is left behind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teamtide.plan.assigning import assign, set_project, set_team
from teamtide.plan.changes import ChangeSet
from teamtide.plan.commands import edit
from teamtide.plan.options import add_scenario
from teamtide.plan.overlay import (
    Item,
    owner_of,
    project_settings,
    team_settings,
)
from teamtide.plan.rows import (
    Chunk,
    Owner,
    Project,
    ProjectChange,
    Scenario,
    ScenarioId,
    Service,
    Team,
    TeamChange,
    TeamId,
)
from teamtide.plan.state import State
from teamtide.plan.validation import Refused, check, problems_of
from tests.examples import (
    ANA,
    BO,
    BUILD,
    CHURN,
    EKS,
    ENABLE,
    EXPLORE,
    INFRA,
    OPTION,
    PLATFORM,
    SQUAD,
    TODAY,
    UPGRADE,
    small_state,
)

PROJECT: Item = ("project", CHURN)
CHUNK: Item = ("chunk", UPGRADE)
SERVICE: Item = ("service", EKS)
KIND: Item = ("kind", "exploratory")
ITEMS = {"project": PROJECT, "chunk": CHUNK, "service": SERVICE, "kind": KIND}


def done(state: State, change: ChangeSet) -> State:
    after = state.apply(change)
    check(after, change)
    assert problems_of(after) == []
    assert after.apply(change.inverse()) == state
    return after


def given_to(
    state: State, team: TeamId | None, *items: Item, scenario: ScenarioId = OPTION
) -> State:
    return done(state, assign(state, scenario=scenario, items=items, team=team))


def plainly(state: State) -> State:
    """The small plan with a third option, none of which says anything of an owner."""
    state = state.apply(assign(state, scenario=OPTION, items=[SERVICE], team=SQUAD))
    assert state.rows(Owner) == ()
    return state.apply(add_scenario(state, name="Third"))


def third(state: State) -> ScenarioId:
    return state.rows(Scenario)[-1].id


@pytest.mark.parametrize("name", ITEMS)
def test_that_work_dragged_in_an_option_leaves_today_alone_and_back_leaves_no_row(
    state: State, name: str
) -> None:
    start, item = plainly(state), ITEMS[name]
    home = owner_of(start, TODAY, item)
    away = given_to(start, ENABLE, item)
    assert owner_of(away, OPTION, item) == ENABLE
    assert owner_of(away, TODAY, item) == home
    assert owner_of(away, third(away), item) == home
    assert len(away.rows(Owner)) == 1
    elsewhere = given_to(away, INFRA, item)
    assert len(elsewhere.rows(Owner)) == 1
    assert given_to(elsewhere, home, item) == start


@pytest.mark.parametrize("name", ITEMS)
def test_that_work_dragged_in_today_reaches_the_options_that_say_nothing(
    state: State, name: str
) -> None:
    start, item = plainly(state), ITEMS[name]
    overridden = given_to(start, INFRA, item)
    after = given_to(overridden, ENABLE, item, scenario=TODAY)
    assert owner_of(after, TODAY, item) == ENABLE
    assert owner_of(after, third(after), item) == ENABLE
    assert owner_of(after, OPTION, item) == INFRA


def test_that_in_today_an_owner_is_the_items_own_team(state: State) -> None:
    after = given_to(plainly(state), ENABLE, PROJECT, CHUNK, SERVICE, scenario=TODAY)
    assert after.rows(Owner) == ()
    assert after.get(Project, CHURN).team == ENABLE
    assert after.get(Chunk, UPGRADE).team == ENABLE
    assert after.get(Service, EKS).team == ENABLE


def test_that_a_rule_for_a_kind_in_today_is_a_row_and_goes_without_a_trace(state: State) -> None:
    start = plainly(state)
    after = given_to(start, ENABLE, KIND, scenario=TODAY)
    assert owner_of(after, OPTION, ("chunk", EXPLORE)) == ENABLE
    assert owner_of(after, OPTION, ("chunk", BUILD)) == SQUAD
    assert given_to(after, None, KIND, scenario=TODAY) == start


@pytest.mark.parametrize("item", [PROJECT, SERVICE])
def test_that_work_taken_from_everybody_in_an_option_stays_where_it_was_elsewhere(
    state: State, item: Item
) -> None:
    start = plainly(state)
    other = third(start)
    after = given_to(start, None, item)
    assert owner_of(after, OPTION, item) is None
    assert owner_of(after, TODAY, item) == SQUAD
    assert owner_of(after, other, item) == SQUAD
    both = given_to(after, None, item, scenario=other)
    assert owner_of(both, other, item) is None
    assert owner_of(both, OPTION, item) is None
    assert owner_of(both, TODAY, item) == SQUAD
    back = given_to(both, SQUAD, item)
    assert owner_of(back, OPTION, item) == SQUAD
    assert owner_of(back, other, item) is None
    assert [row.scenario for row in back.rows(Owner) if row.team is None] == [other]


@pytest.mark.parametrize("item", [PROJECT, SERVICE])
def test_that_work_nobody_has_in_an_option_is_still_nobodys_when_today_moves_it(
    state: State, item: Item
) -> None:
    start = plainly(state)
    taken = given_to(start, None, item)
    moved = given_to(taken, ENABLE, item, scenario=TODAY)
    assert owner_of(moved, TODAY, item) == ENABLE
    assert owner_of(moved, third(moved), item) == ENABLE
    assert owner_of(moved, OPTION, item) is None
    nobodys = given_to(moved, None, item, scenario=TODAY)
    assert owner_of(nobodys, TODAY, item) is None
    assert owner_of(nobodys, OPTION, item) is None


def test_that_a_blank_row_over_an_own_team_keeps_it_when_today_moves_the_item(
    state: State,
) -> None:
    start = plainly(state)
    blank = given_to(start, ENABLE, PROJECT)
    blank = blank.apply(edit(blank, blank.rows(Owner)[0], team=None))
    assert owner_of(blank, OPTION, PROJECT) == SQUAD
    moved = given_to(blank, INFRA, PROJECT, scenario=TODAY)
    assert owner_of(moved, TODAY, PROJECT) == INFRA
    assert owner_of(moved, OPTION, PROJECT) == SQUAD
    gone = given_to(moved, None, PROJECT, scenario=TODAY)
    assert owner_of(gone, TODAY, PROJECT) is None
    assert owner_of(gone, OPTION, PROJECT) == SQUAD


def test_that_a_chunk_taken_from_its_team_goes_to_its_project(state: State) -> None:
    start = given_to(plainly(state), ENABLE, CHUNK, scenario=TODAY)
    after = given_to(start, None, CHUNK)
    assert owner_of(after, OPTION, CHUNK) == SQUAD
    assert owner_of(after, TODAY, CHUNK) == ENABLE
    moved = given_to(after, INFRA, ("project", PLATFORM))
    assert owner_of(moved, OPTION, CHUNK) == INFRA


def test_that_what_a_rule_holds_cannot_be_given_to_nobody(state: State) -> None:
    ruled = given_to(plainly(state), INFRA, ("kind", "infrastructure"), scenario=TODAY)
    for scenario in (TODAY, OPTION):
        with pytest.raises(Refused, match="EKS cluster stays with Infrastructure, by a rule"):
            assign(ruled, scenario=scenario, items=[SERVICE], team=None)


def test_that_several_pieces_go_together_and_are_counted(state: State) -> None:
    start = plainly(state)
    change = assign(start, scenario=OPTION, items=[PROJECT, CHUNK, SERVICE, KIND], team=ENABLE)
    assert change.label == "Gave 4 pieces of work to Enablement"
    after = done(start, change)
    assert [owner_of(after, OPTION, item) for item in ITEMS.values()] == [ENABLE] * 4
    alone = assign(start, scenario=OPTION, items=[KIND], team=ENABLE)
    assert alone.label == "Gave all exploratory work to Enablement"
    assert alone.scenario == OPTION


def test_that_a_project_and_its_chunk_dragged_together_come_back_together(state: State) -> None:
    start = plainly(state)
    both: list[Item] = [("project", PLATFORM), CHUNK]
    away = given_to(start, ENABLE, *both)
    assert given_to(away, SQUAD, *both) == start


drags = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from([PROJECT, ("chunk", BUILD), CHUNK, SERVICE, KIND, ("kind", "structured")]),
        st.sampled_from([SQUAD, INFRA, ENABLE, None]),
    ),
    max_size=8,
)


@given(drags)
@settings(max_examples=80, deadline=None)
def test_that_any_run_of_drags_shows_the_last_and_moves_nothing_elsewhere(
    script: Sequence[tuple[int, Any, TeamId | None]],
) -> None:
    state = plainly(small_state())
    scenarios = [scenario.id for scenario in state.rows(Scenario)]
    every: list[Item] = [PROJECT, ("chunk", BUILD), ("chunk", EXPLORE), CHUNK, SERVICE, KIND]
    for number, item, team in script:
        scenario = scenarios[number]
        try:
            change = assign(state, scenario=scenario, items=[item], team=team)
        except Refused:
            assert team is None
            continue
        after = done(state, change)
        if team is not None or item[0] in ("project", "service"):
            assert owner_of(after, scenario, item) == team
        said = {
            other
            for other in scenarios
            if any(row.item == item for row in state.where(Owner, "scenario", other))
        }
        for other in scenarios:
            inherits = scenario == TODAY and other not in said
            if other != scenario and not inherits:
                assert owner_of(after, other, item) == owner_of(state, other, item)
            if other not in (scenario, TODAY) and scenario != TODAY:
                assert [owner_of(after, other, i) for i in every] == [
                    owner_of(state, other, i) for i in every
                ]
        state = after


# --- teams and projects ---------------------------------------------------------------------


def test_that_a_team_set_in_today_is_its_own_and_in_an_option_a_change(state: State) -> None:
    today = done(state, set_team(state, scenario=TODAY, team=SQUAD, lead=ANA, ceremony_hours=3.0))
    assert today.rows(TeamChange) == ()
    assert today.get(Team, SQUAD).lead == ANA
    option = done(today, set_team(today, scenario=OPTION, team=SQUAD, lead=BO, interrupts="rota"))
    assert len(option.rows(TeamChange)) == 1
    assert team_settings(option, TODAY, SQUAD).lead == ANA
    assert team_settings(option, OPTION, SQUAD).lead == BO
    assert team_settings(option, OPTION, SQUAD).ceremony_hours == 3.0
    back = done(
        option,
        set_team(option, scenario=OPTION, team=SQUAD, lead=ANA, interrupts="everyone"),
    )
    assert back == today
    assert not set_team(today, scenario=OPTION, team=SQUAD, ceremony_hours=3.0)


def test_that_a_team_set_in_today_takes_over_what_a_row_of_today_said(state: State) -> None:
    said = state.apply(edit_row(state, TeamChange, scenario=TODAY, team=SQUAD, ceremony_hours=6.0))
    after = done(said, set_team(said, scenario=TODAY, team=SQUAD, ceremony_hours=1.0))
    assert team_settings(after, OPTION, SQUAD).ceremony_hours == 1.0
    assert after.rows(TeamChange) == ()


def edit_row(state: State, cls: Any, **values: Any) -> ChangeSet:
    from teamtide.plan.commands import add

    return add(state, cls, **values)


def test_that_a_project_set_in_today_is_its_own_and_in_an_option_a_change(state: State) -> None:
    today = done(
        state,
        set_project(state, scenario=TODAY, projects=[CHURN, PLATFORM], status="paused", priority=2),
    )
    assert today.rows(ProjectChange) == ()
    assert [row.status for row in today.rows(Project)] == ["paused", "paused"]
    option = done(
        today, set_project(today, scenario=OPTION, projects=[CHURN], status="active", priority=0)
    )
    assert len(option.rows(ProjectChange)) == 1
    assert project_settings(option, OPTION, CHURN).active
    assert project_settings(option, OPTION, CHURN).priority == 0
    assert not project_settings(option, TODAY, CHURN).active
    back = done(
        option,
        set_project(option, scenario=OPTION, projects=[CHURN], status="paused", priority=2),
    )
    assert back == today


def test_that_a_shift_in_today_is_a_row_and_none_takes_it_away(state: State) -> None:
    after = done(state, set_project(state, scenario=TODAY, projects=[CHURN], shift_weeks=2.0))
    assert project_settings(after, OPTION, CHURN).shift_weeks == 2.0
    held = done(after, set_project(after, scenario=OPTION, projects=[CHURN], shift_weeks=0.0))
    assert project_settings(held, OPTION, CHURN).shift_weeks == 0.0
    assert project_settings(held, TODAY, CHURN).shift_weeks == 2.0
    gone = done(after, set_project(after, scenario=TODAY, projects=[CHURN], shift_weeks=0.0))
    assert gone == state


@pytest.mark.parametrize(
    ("status", "label"),
    [("paused", "Paused Churn"), ("cancelled", "Cancelled Churn"), ("active", "Changed Churn")],
)
def test_that_a_change_of_status_is_known_by_it(state: State, status: str, label: str) -> None:
    change = set_project(state, scenario=OPTION, projects=[CHURN], status=status)
    assert bool(change) == (status != "active")
    if change:
        assert change.label == label
    both = set_project(state, scenario=OPTION, projects=[CHURN, PLATFORM], status="paused")
    assert both.label == "Paused 2 projects"


def test_that_an_option_which_would_leave_a_team_without_todays_lead_is_told_it_cannot(
    state: State,
) -> None:
    assert not set_team(state, scenario=OPTION, team=SQUAD, lead=None)
    led = done(state, set_team(state, scenario=TODAY, team=SQUAD, lead=ANA))
    with pytest.raises(Refused, match=r"Squad is led by Ana Silva in Today"):
        set_team(led, scenario=OPTION, team=SQUAD, lead=None)
    free = done(led, set_team(led, scenario=TODAY, team=SQUAD, lead=None))
    assert team_settings(free, OPTION, SQUAD).lead is None


def test_that_an_option_which_would_take_todays_priority_away_is_told_it_cannot(
    state: State,
) -> None:
    assert not set_project(state, scenario=OPTION, projects=[CHURN], priority=None)
    first = done(state, set_project(state, scenario=TODAY, projects=[CHURN], priority=1))
    with pytest.raises(Refused, match=r"Churn has priority 1 in Today"):
        set_project(first, scenario=OPTION, projects=[PLATFORM, CHURN], priority=None)
    free = done(first, set_project(first, scenario=TODAY, projects=[CHURN], priority=None))
    assert project_settings(free, OPTION, CHURN).priority is None
