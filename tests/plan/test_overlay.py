"""The fall-back rules of MODEL's introduction, one test each: scenario, Today, the plan's own."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from teamtide.plan.changes import ChangeSet, RowChange
from teamtide.plan.commands import add, edit, edit_plan
from teamtide.plan.overlay import (
    Item,
    ProjectSettings,
    Set,
    TeamSettings,
    moves,
    own_sets,
    owner_of,
    project_settings,
    set_at,
    shares_at,
    team_settings,
    timeline,
)
from teamtide.plan.rows import (
    Chunk,
    Owner,
    OwnerId,
    Placement,
    PlacementId,
    Project,
    ProjectChange,
    ProjectChangeId,
    Row,
    Service,
    Team,
    TeamChange,
    TeamChangeId,
    TeamId,
)
from teamtide.plan.state import State
from teamtide.plan.validation import check
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
    SQUAD,
    START,
    TODAY,
    UPGRADE,
)

FEBRUARY, MARCH, APRIL = date(2026, 2, 2), date(2026, 3, 2), date(2026, 4, 1)
DAY = timedelta(days=1)


def having(state: State, *rows: Row) -> State:
    """A state with rows added, each valid."""
    change = ChangeSet("", tuple(RowChange(None, row) for row in rows))
    after = state.apply(change)
    check(after, change)
    return after


def placed(number: int, scenario: Any, start: date | None, team: TeamId | None, share: float = 1.0):
    return Placement(PlacementId(100 + number), scenario, ANA, start, team, share)


def owned(state: State, scenario: Any, team: TeamId | None, **item: Any) -> State:
    number = OwnerId(state.next_ids[Owner])
    return having(state, Owner(number, scenario, next(iter(item)), team=team, **item))


# --- placements: per person -----------------------------------------------------------------


def test_that_where_a_scenario_says_nothing_of_a_person_today_holds(state: State) -> None:
    assert own_sets(state, OPTION, ANA) == ()
    assert timeline(state, OPTION, ANA) == timeline(state, TODAY, ANA)
    later = having(state, placed(1, TODAY, MARCH, INFRA))
    assert shares_at(later, OPTION, ANA, MARCH) == {INFRA: 1.0}


def test_that_where_nobody_says_anything_a_person_is_on_the_bench(state: State) -> None:
    bare = state.apply(
        ChangeSet("", tuple(RowChange(row, None) for row in state.rows(Placement)[:1]))
    )
    assert shares_at(bare, TODAY, ANA, START) == {}
    assert shares_at(bare, OPTION, ANA, MARCH) == {}


def test_that_what_a_scenario_says_of_one_person_says_nothing_of_another(state: State) -> None:
    after = having(state, placed(1, OPTION, None, INFRA))
    assert shares_at(after, OPTION, ANA, START) == {INFRA: 1.0}
    assert timeline(after, OPTION, BO) == timeline(after, TODAY, BO)


def test_that_todays_sets_hold_until_the_scenarios_first_and_never_after(state: State) -> None:
    after = having(
        state,
        placed(1, TODAY, FEBRUARY, INFRA),
        placed(2, TODAY, APRIL, SQUAD),
        placed(3, OPTION, MARCH, ENABLE),
    )
    assert timeline(after, OPTION, ANA) == (
        Set(None, ((SQUAD, 1.0),)),
        Set(FEBRUARY, ((INFRA, 1.0),)),
        Set(MARCH, ((ENABLE, 1.0),)),
    )
    assert shares_at(after, OPTION, ANA, MARCH - DAY) == {INFRA: 1.0}
    assert shares_at(after, OPTION, ANA, APRIL) == {ENABLE: 1.0}


def test_that_todays_set_of_the_same_day_does_not_hold_in_the_scenario(state: State) -> None:
    after = having(state, placed(1, TODAY, MARCH, INFRA), placed(2, OPTION, MARCH, ENABLE))
    assert [s.start for s in timeline(after, OPTION, ANA)] == [None, MARCH]
    assert shares_at(after, OPTION, ANA, MARCH) == {ENABLE: 1.0}


def test_that_a_scenarios_set_from_the_beginning_leaves_nothing_of_today(state: State) -> None:
    after = having(state, placed(1, TODAY, MARCH, INFRA), placed(2, OPTION, None, ENABLE))
    assert timeline(after, OPTION, ANA) == (Set(None, ((ENABLE, 1.0),)),)


def test_that_a_blank_team_of_a_placement_is_the_bench(state: State) -> None:
    after = having(state, placed(1, OPTION, MARCH, None))
    assert shares_at(after, OPTION, ANA, MARCH - DAY) == {SQUAD: 1.0}
    assert shares_at(after, OPTION, ANA, MARCH) == {}


def test_that_a_set_replaces_the_set_before_it_whole(state: State) -> None:
    after = having(
        state,
        placed(1, OPTION, FEBRUARY, INFRA, 0.5),
        placed(2, OPTION, FEBRUARY, SQUAD, 0.5),
        placed(3, OPTION, MARCH, ENABLE, 0.25),
    )
    assert shares_at(after, OPTION, ANA, FEBRUARY) == {INFRA: 0.5, SQUAD: 0.5}
    assert shares_at(after, OPTION, ANA, MARCH) == {ENABLE: 0.25}
    assert set_at(timeline(after, OPTION, ANA), MARCH, after.plan).total == 0.25


def test_that_sets_dated_before_the_plan_hold_from_its_start(state: State) -> None:
    early = START - timedelta(days=30)
    after = having(state, placed(1, TODAY, early, INFRA))
    assert shares_at(after, TODAY, ANA, START) == {INFRA: 1.0}
    assert shares_at(after, TODAY, ANA, early - DAY) == {INFRA: 1.0}


def test_that_moves_are_what_a_scenario_changes_and_only_that(state: State) -> None:
    assert moves(state, OPTION) == ()
    after = having(state, placed(1, TODAY, FEBRUARY, INFRA), placed(2, OPTION, MARCH, ENABLE))
    assert [(m.person, m.when, dict(m.before), dict(m.after)) for m in moves(after, OPTION)] == [
        (ANA, MARCH, {INFRA: 1.0}, {ENABLE: 1.0})
    ]
    assert [(m.when, dict(m.after)) for m in moves(after, TODAY)] == [(FEBRUARY, {INFRA: 1.0})]


# --- owners: per item -----------------------------------------------------------------------


def test_that_where_nobody_says_who_owns_an_item_its_own_team_does(state: State) -> None:
    for scenario in (TODAY, OPTION):
        assert owner_of(state, scenario, ("project", CHURN)) == SQUAD
    assert owner_of(state, TODAY, ("service", EKS)) == SQUAD


def test_that_todays_owner_is_the_options_where_it_says_nothing(state: State) -> None:
    after = owned(state, TODAY, ENABLE, project=CHURN)
    assert owner_of(after, OPTION, ("project", CHURN)) == ENABLE


def test_that_a_scenarios_owner_comes_before_todays(state: State) -> None:
    after = owned(owned(state, TODAY, ENABLE, project=CHURN), OPTION, INFRA, project=CHURN)
    assert owner_of(after, OPTION, ("project", CHURN)) == INFRA
    assert owner_of(after, TODAY, ("project", CHURN)) == ENABLE


def test_that_todays_owner_row_comes_before_the_own_team(state: State) -> None:
    after = owned(state, TODAY, ENABLE, service=EKS)
    assert owner_of(after, TODAY, ("service", EKS)) == ENABLE


@pytest.mark.parametrize("today", [ENABLE, None])
def test_that_a_blank_owner_takes_todays_away_and_the_own_team_applies(
    state: State, today: TeamId | None
) -> None:
    after = owned(owned(state, TODAY, today, project=CHURN), OPTION, None, project=CHURN)
    assert owner_of(after, OPTION, ("project", CHURN)) == SQUAD


def test_that_a_blank_owner_without_own_team_gives_way_to_the_rule_for_the_kind(
    state: State,
) -> None:
    bare = state.apply(edit(state, state.get(Service, EKS), team=None))
    bare = owned(bare, TODAY, ENABLE, service=EKS)
    row = next(row for row in bare.rows(Owner) if row.scenario == OPTION)
    blank = bare.apply(edit(bare, row, team=None))
    assert owner_of(blank, OPTION, ("service", EKS)) is None
    ruled = owned(blank, TODAY, INFRA, kind="infrastructure")
    assert owner_of(ruled, OPTION, ("service", EKS)) == INFRA
    assert owner_of(ruled, TODAY, ("service", EKS)) == ENABLE


def test_that_a_blank_chunk_owner_gives_way_to_the_project_where_no_rule_holds(
    state: State,
) -> None:
    after = owned(owned(state, TODAY, ENABLE, chunk=BUILD), OPTION, None, chunk=BUILD)
    assert owner_of(after, OPTION, ("chunk", BUILD)) == SQUAD
    moved = owned(after, OPTION, INFRA, project=CHURN)
    assert owner_of(moved, OPTION, ("chunk", BUILD)) == INFRA
    assert owner_of(moved, TODAY, ("chunk", BUILD)) == ENABLE


def test_that_a_blank_rule_takes_todays_rule_away(state: State) -> None:
    after = owned(state, TODAY, ENABLE, kind="exploratory")
    assert owner_of(after, OPTION, ("chunk", EXPLORE)) == ENABLE
    after = owned(after, OPTION, None, kind="exploratory")
    assert owner_of(after, OPTION, ("kind", "exploratory")) is None
    assert owner_of(after, OPTION, ("chunk", EXPLORE)) == SQUAD
    assert owner_of(after, TODAY, ("chunk", EXPLORE)) == ENABLE


def test_that_a_chunk_goes_by_owner_then_own_team_then_kind_then_project(state: State) -> None:
    chunk: Item = ("chunk", UPGRADE)
    found = [owner_of(state, TODAY, chunk)]
    atlas = add(state, Team, name="Atlas")
    state = state.apply(atlas)
    state = owned(state, TODAY, INFRA, kind="infrastructure")
    found.append(owner_of(state, TODAY, chunk))
    state = state.apply(edit(state, state.get(Chunk, UPGRADE), team=ENABLE))
    found.append(owner_of(state, TODAY, chunk))
    state = owned(state, TODAY, TeamId(4), chunk=UPGRADE)
    found.append(owner_of(state, TODAY, chunk))
    assert found == [SQUAD, INFRA, ENABLE, TeamId(4)]


def test_that_a_rule_for_a_kind_does_not_reach_a_project_or_another_kind(state: State) -> None:
    after = owned(state, OPTION, ENABLE, kind="exploratory")
    assert owner_of(after, OPTION, ("project", CHURN)) == SQUAD
    assert owner_of(after, OPTION, ("chunk", BUILD)) == SQUAD
    assert owner_of(after, OPTION, ("chunk", EXPLORE)) == ENABLE
    assert owner_of(after, TODAY, ("chunk", EXPLORE)) == SQUAD


def test_that_an_items_own_team_comes_before_a_rule_of_the_scenario(state: State) -> None:
    own = next(row for row in state.rows(Owner))
    bare = state.apply(ChangeSet("", (RowChange(own, None),)))
    after = owned(bare, OPTION, ENABLE, kind="infrastructure")
    assert owner_of(after, OPTION, ("service", EKS)) == SQUAD


def test_that_work_without_any_owner_stays_in_the_tray(state: State) -> None:
    after = state.apply(edit(state, state.get(Project, CHURN), team=None))
    assert owner_of(after, TODAY, ("project", CHURN)) is None
    assert owner_of(after, OPTION, ("chunk", EXPLORE)) is None


# --- teams and projects: per cell -----------------------------------------------------------


def test_that_a_team_falls_back_cell_by_cell_to_today_to_itself_to_the_plan(state: State) -> None:
    assert team_settings(state, OPTION, SQUAD) == TeamSettings(None, 2.5, "everyone")
    state = state.apply(edit_plan(state, ceremony_hours=4.0))
    assert team_settings(state, OPTION, SQUAD) == TeamSettings(None, 4.0, "everyone")
    state = state.apply(
        edit(state, state.get(Team, SQUAD), lead=ANA, ceremony_hours=3.0, interrupts="rota")
    )
    assert team_settings(state, OPTION, SQUAD) == TeamSettings(ANA, 3.0, "rota")
    state = having(state, TeamChange(TeamChangeId(1), TODAY, SQUAD, ceremony_hours=2.0))
    assert team_settings(state, OPTION, SQUAD) == TeamSettings(ANA, 2.0, "rota")
    state = having(state, TeamChange(TeamChangeId(2), OPTION, SQUAD, lead=BO))
    assert team_settings(state, OPTION, SQUAD) == TeamSettings(BO, 2.0, "rota")
    assert team_settings(state, TODAY, SQUAD) == TeamSettings(ANA, 2.0, "rota")


def test_that_no_ceremonies_at_all_is_something_said(state: State) -> None:
    after = having(
        state,
        TeamChange(TeamChangeId(1), TODAY, SQUAD, ceremony_hours=3.0),
        TeamChange(TeamChangeId(2), OPTION, SQUAD, ceremony_hours=0.0, interrupts="everyone"),
    )
    assert team_settings(after, OPTION, SQUAD) == TeamSettings(None, 0.0, "everyone")


def test_that_a_project_falls_back_cell_by_cell_to_today_to_itself_to_the_default(
    state: State,
) -> None:
    assert project_settings(state, OPTION, CHURN) == ProjectSettings("active", None, 0.0)
    state = state.apply(edit(state, state.get(Project, CHURN), status="paused", priority=3))
    assert project_settings(state, OPTION, CHURN) == ProjectSettings("paused", 3, 0.0)
    state = having(state, ProjectChange(ProjectChangeId(1), TODAY, CHURN, shift_weeks=2.0))
    assert project_settings(state, OPTION, CHURN) == ProjectSettings("paused", 3, 2.0)
    state = having(state, ProjectChange(ProjectChangeId(2), OPTION, CHURN, "active", 0))
    assert project_settings(state, OPTION, CHURN) == ProjectSettings("active", 0, 2.0)
    assert project_settings(state, OPTION, CHURN).active
    assert not project_settings(state, TODAY, CHURN).active


def test_that_no_shift_is_something_said(state: State) -> None:
    after = having(
        state,
        ProjectChange(ProjectChangeId(1), TODAY, CHURN, shift_weeks=2.0),
        ProjectChange(ProjectChangeId(2), OPTION, CHURN, shift_weeks=0.0),
    )
    assert project_settings(after, OPTION, CHURN).shift_weeks == 0.0
