"""Drags of people, and what they leave behind in each scenario."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamtide.plan.changes import ChangeSet
from teamtide.plan.overlay import Set, own_sets, shares_at, timeline, today_changed_since
from teamtide.plan.placing import (
    back_to_today,
    move_people,
    place_person,
    redate_move,
    remove_move,
)
from teamtide.plan.rows import PersonId, Placement, ScenarioId, TeamId
from teamtide.plan.state import State
from teamtide.plan.validation import Refused, check
from tests.examples import ANA, BO, ENABLE, INFRA, OPTION, SQUAD, START, TODAY, small_state

MARCH = date(2026, 3, 2)
FEBRUARY = date(2026, 2, 2)


def moved(
    state: State,
    source: TeamId | None,
    target: TeamId | None,
    as_of: date = START,
    scenario: ScenarioId = OPTION,
    person: PersonId = ANA,
) -> tuple[State, ChangeSet]:
    change = move_people(
        state, scenario=scenario, people=[person], source=source, target=target, as_of=as_of
    )
    after = state.apply(change)
    check(after, change)
    return after, change


def test_that_a_drag_in_an_option_leaves_today_alone(state: State) -> None:
    after, _ = moved(state, SQUAD, INFRA)
    assert shares_at(after, OPTION, ANA, START) == {INFRA: 1.0}
    assert timeline(after, TODAY, ANA) == timeline(state, TODAY, ANA)


def test_that_a_drag_takes_effect_on_its_date_and_not_before(state: State) -> None:
    after, change = moved(state, SQUAD, INFRA, MARCH)
    assert shares_at(after, OPTION, ANA, MARCH - timedelta(days=1)) == {SQUAD: 1.0}
    assert shares_at(after, OPTION, ANA, MARCH) == {INFRA: 1.0}
    assert change.label == "Moved Ana Silva to Infrastructure, 2 Mar 2026"


def test_that_dragging_someone_back_home_empties_the_difference(state: State) -> None:
    there, _ = moved(state, SQUAD, INFRA, MARCH)
    home, _ = moved(there, INFRA, SQUAD, MARCH)
    assert home == state


def test_that_a_later_move_is_kept_and_said(state: State) -> None:
    later, _ = moved(state, SQUAD, INFRA, MARCH)
    after, change = moved(later, SQUAD, ENABLE, FEBRUARY)
    assert shares_at(after, OPTION, ANA, FEBRUARY) == {ENABLE: 1.0}
    assert shares_at(after, OPTION, ANA, MARCH) == {INFRA: 1.0}
    assert change.notes == ("Ana Silva moves again on 2 Mar 2026; that move is kept.",)


def test_that_a_later_move_of_today_is_kept_in_an_option(state: State) -> None:
    today, _ = moved(state, SQUAD, INFRA, MARCH, scenario=TODAY)
    after, change = moved(today, SQUAD, ENABLE, FEBRUARY)
    assert shares_at(after, OPTION, ANA, MARCH) == {INFRA: 1.0}
    assert len(change.notes) == 1


def test_that_dragging_someone_who_is_split_moves_only_that_columns_share(state: State) -> None:
    change = place_person(
        state, scenario=OPTION, person=ANA, shares={SQUAD: 0.6, INFRA: 0.4}, as_of=START
    )
    split = state.apply(change)
    after, _ = moved(split, SQUAD, ENABLE)
    assert shares_at(after, OPTION, ANA, START) == {INFRA: 0.4, ENABLE: 0.6}


def test_that_someone_dragged_off_the_bench_brings_what_is_free(state: State) -> None:
    half = state.apply(
        place_person(state, scenario=OPTION, person=ANA, shares={SQUAD: 0.5}, as_of=START)
    )
    after, _ = moved(half, None, INFRA)
    assert shares_at(after, OPTION, ANA, START) == {SQUAD: 0.5, INFRA: 0.5}


def test_that_the_bench_in_an_option_hides_todays_place(state: State) -> None:
    after, change = moved(state, SQUAD, None)
    assert shares_at(after, OPTION, ANA, START) == {}
    assert [row.team for _, row in change.of(Placement) if row] == [None]


def test_that_a_move_in_today_reaches_options_that_say_nothing(state: State) -> None:
    option, _ = moved(state, SQUAD, INFRA, person=ANA)
    after, _ = moved(option, SQUAD, ENABLE, scenario=TODAY, person=BO)
    assert shares_at(after, OPTION, BO, START) == {ENABLE: 1.0}
    assert shares_at(after, OPTION, ANA, START) == {INFRA: 1.0}


def test_that_a_move_in_today_hidden_by_an_option_is_noticed_and_can_be_taken(
    state: State,
) -> None:
    option, _ = moved(state, SQUAD, INFRA)
    assert not today_changed_since(option, OPTION, ANA)
    after, _ = moved(option, SQUAD, ENABLE, MARCH, scenario=TODAY)
    assert today_changed_since(after, OPTION, ANA)
    taken = after.apply(back_to_today(after, scenario=OPTION, people=[ANA]))
    assert timeline(taken, OPTION, ANA) == timeline(taken, TODAY, ANA)


def test_that_staying_where_today_moves_away_is_said_by_the_option(state: State) -> None:
    today, _ = moved(state, SQUAD, INFRA, MARCH, scenario=TODAY)
    after = today.apply(
        place_person(today, scenario=OPTION, person=ANA, shares={SQUAD: 1.0}, as_of=MARCH)
    )
    assert shares_at(after, OPTION, ANA, date(2026, 3, 20)) == {SQUAD: 1.0}
    assert shares_at(after, TODAY, ANA, date(2026, 3, 20)) == {INFRA: 1.0}


def test_that_a_dated_move_can_be_taken_back_alone(state: State) -> None:
    one, _ = moved(state, SQUAD, INFRA, FEBRUARY)
    two, _ = moved(one, INFRA, ENABLE, MARCH)
    after = two.apply(remove_move(two, scenario=OPTION, person=ANA, start=MARCH))
    assert own_sets(after, OPTION, ANA) == (Set(FEBRUARY, ((INFRA, 1.0),)),)


def test_that_a_move_to_the_same_column_changes_nothing(state: State) -> None:
    _, change = moved(state, SQUAD, SQUAD)
    assert not change


columns = st.sampled_from([None, SQUAD, INFRA, ENABLE])
days = st.sampled_from([START, FEBRUARY, MARCH, date(2026, 3, 23)])
steps = st.lists(st.tuples(st.sampled_from([TODAY, OPTION]), columns, columns, days), max_size=8)


@given(steps)
def test_that_any_run_of_drags_keeps_the_shares_and_shows_the_last_drag(
    script: list[tuple[ScenarioId, TeamId | None, TeamId | None, date]],
) -> None:
    state = small_state()
    for scenario, source, target, day in script:
        before = shares_at(state, scenario, ANA, day)
        free = 1 - sum(before.values())
        amount = before.get(source, 0.0) if source is not None else free
        other = OPTION if scenario == TODAY else TODAY
        elsewhere = timeline(state, other, ANA)
        state, _ = moved(state, source, target, day, scenario)
        after = shares_at(state, scenario, ANA, day)
        if source != target and amount > 0:
            wanted = dict(before)
            if source is not None:
                del wanted[source]
            if target is not None:
                wanted[target] = wanted.get(target, 0) + amount
            assert after == wanted
        else:
            assert after == before
        if scenario == OPTION:
            assert timeline(state, TODAY, ANA) == elsewhere
        assert sum(after.values()) <= 1 + 1e-9


def test_that_a_drag_in_today_from_the_beginning_is_noticed_where_an_option_hides_it(
    state: State,
) -> None:
    option, _ = moved(state, SQUAD, INFRA)
    after, _ = moved(option, SQUAD, ENABLE, scenario=TODAY)
    assert today_changed_since(after, OPTION, ANA)
    assert not today_changed_since(after, OPTION, BO)
    again, _ = moved(after, INFRA, ENABLE, MARCH)
    assert not today_changed_since(again, OPTION, ANA)


def test_that_a_dated_move_is_given_another_day(state: State) -> None:
    day, later = START + timedelta(days=14), START + timedelta(days=21)
    state = state.apply(
        place_person(state, scenario=OPTION, person=ANA, shares={INFRA: 0.5}, as_of=day)
    )
    moved = state.apply(redate_move(state, scenario=OPTION, person=ANA, start=day, to=later))
    assert shares_at(moved, OPTION, ANA, day) == {SQUAD: 1.0}
    assert shares_at(moved, OPTION, ANA, later) == {INFRA: 0.5}
    first = state.apply(redate_move(state, scenario=OPTION, person=ANA, start=day, to=START))
    assert [placed.start for placed in own_sets(first, OPTION, ANA)] == [None]


def test_that_a_move_is_not_given_the_day_of_another_nor_one_after_the_plan(state: State) -> None:
    day, later = START + timedelta(days=14), START + timedelta(days=21)
    for when, team in ((day, INFRA), (later, ENABLE)):
        state = state.apply(
            place_person(state, scenario=OPTION, person=ANA, shares={team: 1.0}, as_of=when)
        )
    with pytest.raises(Refused, match="another place on 26 Jan 2026 already"):
        redate_move(state, scenario=OPTION, person=ANA, start=day, to=later)
    with pytest.raises(Refused, match="The plan ends on"):
        redate_move(state, scenario=OPTION, person=ANA, start=day, to=START + timedelta(days=84))


def test_that_staying_until_an_options_own_move_where_today_moves_away_before_is_kept(
    state: State,
) -> None:
    away, later = START + timedelta(days=28), START + timedelta(days=56)
    for team, day in ((None, away), (INFRA, later)):
        shares = {} if team is None else {team: 1.0}
        state = state.apply(
            place_person(state, scenario=TODAY, person=ANA, shares=shares, as_of=day)
        )
    state = state.apply(
        place_person(state, scenario=OPTION, person=ANA, shares={SQUAD: 1.0}, as_of=away)
    )
    assert shares_at(state, OPTION, ANA, away) == {SQUAD: 1.0}
    assert shares_at(state, OPTION, ANA, later) == {INFRA: 1.0}
