"""Projects at rest, delayed, and active again: the scenario's word and nobody else's."""

from __future__ import annotations

from datetime import timedelta

import pytest

from teamtide.plan.assigning import assign
from teamtide.plan.commands import edit
from teamtide.plan.overlay import owner_of, project_change, project_settings
from teamtide.plan.pausing import at_rest, delay, on_time, rest, resume, resume_with
from teamtide.plan.rows import Chunk, Project, ProjectChange
from teamtide.plan.state import State
from teamtide.plan.validation import Refused, check
from tests.examples import CHURN, EXPLORE, INFRA, OPTION, PLATFORM, SQUAD, START, TODAY, UPGRADE


def started(state: State) -> State:
    return state.apply(edit(state, state.get(Chunk, EXPLORE), start=START))


def test_that_a_pause_in_an_option_is_the_options_own_word(state: State) -> None:
    change = rest(state, scenario=OPTION, projects=[CHURN])
    after = state.apply(change)
    check(after, change)
    assert change.label == "Paused Churn"
    assert change.scenario == OPTION
    assert at_rest(after, OPTION, CHURN)
    assert not at_rest(after, TODAY, CHURN)
    assert after.get(Project, CHURN) == state.get(Project, CHURN)


def test_that_a_pause_in_today_reaches_the_options_that_say_nothing(state: State) -> None:
    after = state.apply(rest(state, scenario=TODAY, projects=[CHURN, PLATFORM]))
    assert at_rest(after, OPTION, CHURN)
    assert not after.rows(ProjectChange)


def test_that_pausing_what_rests_already_changes_nothing_and_cancelling_it_does(
    state: State,
) -> None:
    after = state.apply(rest(state, scenario=OPTION, projects=[CHURN]))
    assert not rest(after, scenario=OPTION, projects=[CHURN])
    cancelled = after.apply(rest(after, scenario=OPTION, projects=[CHURN], status="cancelled"))
    assert project_settings(cancelled, OPTION, CHURN).status == "cancelled"


def test_that_an_option_that_says_again_what_today_says_differs_in_nothing(state: State) -> None:
    paused = state.apply(rest(state, scenario=TODAY, projects=[CHURN]))
    woken = paused.apply(resume(paused, scenario=OPTION, projects=[CHURN]))
    assert project_change(woken, OPTION, CHURN) is not None
    again = woken.apply(rest(woken, scenario=OPTION, projects=[CHURN]))
    assert project_change(again, OPTION, CHURN) is None
    assert again.tables == paused.tables


def test_that_waking_a_project_with_another_team_is_one_step_back_and_forth(state: State) -> None:
    paused = state.apply(rest(state, scenario=OPTION, projects=[CHURN]))
    change = resume_with(paused, scenario=OPTION, projects=[CHURN], team=INFRA)
    after = paused.apply(change)
    check(after, change)
    assert change.label == "Made Churn active again, with Infrastructure"
    assert change.scenario == OPTION
    assert not at_rest(after, OPTION, CHURN)
    assert owner_of(after, OPTION, ("project", CHURN)) == INFRA
    assert owner_of(after, TODAY, ("project", CHURN)) == SQUAD
    assert after.apply(change.inverse()).tables == paused.tables


def test_that_waking_a_project_where_it_was_leaves_no_trace(state: State) -> None:
    paused = state.apply(rest(state, scenario=OPTION, projects=[CHURN]))
    after = paused.apply(resume_with(paused, scenario=OPTION, projects=[CHURN], team=SQUAD))
    assert after.tables == state.tables
    assert assign(after, scenario=OPTION, items=[("project", CHURN)], team=SQUAD).changes == ()


def test_that_delays_add_up_and_are_taken_back(state: State) -> None:
    state = started(state)
    later = state.apply(delay(state, scenario=OPTION, projects=[CHURN], weeks=2))
    later = later.apply(delay(later, scenario=OPTION, projects=[CHURN], weeks=1))
    assert project_settings(later, OPTION, CHURN).shift_weeks == 3
    assert project_settings(later, TODAY, CHURN).shift_weeks == 0
    back = later.apply(on_time(later, scenario=OPTION, projects=[CHURN]))
    assert back.tables == state.tables
    back = later.apply(delay(later, scenario=OPTION, projects=[CHURN], weeks=-3))
    assert back.tables == state.tables


def test_that_a_delay_of_several_is_one_change_whatever_each_had(state: State) -> None:
    state = started(state)
    start = START + timedelta(weeks=1)
    state = state.apply(edit(state, state.get(Chunk, UPGRADE), start=start))
    state = state.apply(delay(state, scenario=OPTION, projects=[PLATFORM], weeks=4))
    change = delay(state, scenario=OPTION, projects=[CHURN, PLATFORM], weeks=1)
    after = state.apply(change)
    check(after, change)
    shifts = [project_settings(after, OPTION, p).shift_weeks for p in (CHURN, PLATFORM)]
    assert shifts == [1, 5]
    assert change.label == "Delayed 2 projects by 1 week"
    assert len(change.changes) == 2


def test_that_a_delay_with_nothing_to_move_is_refused_or_noted(state: State) -> None:
    with pytest.raises(Refused, match="Platform has no chunk with a planned start"):
        delay(state, scenario=OPTION, projects=[PLATFORM], weeks=1)
    change = delay(started(state), scenario=OPTION, projects=[CHURN, PLATFORM], weeks=1)
    assert change.label == "Delayed Churn by 1 week"
    assert "Platform has no chunk with a planned start" in change.notes[0]
