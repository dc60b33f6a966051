"""Pins, pairs and notes: what they hold, and what is said where they are not kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamtide.plan.changes import ChangeSet
from teamtide.plan.commands import edit, edit_plan, remove
from teamtide.plan.notes import note_text, set_note
from teamtide.plan.overlay import shares_at
from teamtide.plan.placing import move_people, place_person
from teamtide.plan.rows import (
    Note,
    Pair,
    Person,
    PersonId,
    Pin,
    Placement,
    ScenarioId,
    Team,
    TeamId,
)
from teamtide.plan.state import State
from teamtide.plan.validation import Refused, check
from teamtide.plan.wishes import (
    Span,
    forget,
    held,
    hold_pins,
    keep,
    pair_of,
    parted,
    pin,
    pins_of_card,
    toggle_pins,
    unpin,
    violations,
)
from tests.examples import (
    ANA,
    BO,
    CHURN,
    CY,
    DI,
    ENABLE,
    INFRA,
    OPTION,
    SQUAD,
    START,
    TODAY,
    small_state,
)
from tests.searching import searched

MARCH = date(2026, 3, 2)
END = small_state().plan.end


def made(state: State, change: ChangeSet) -> State:
    """The state after a change that the document would take."""
    after = state.apply(change)
    check(after, change)
    return after


def moved(state: State, people: list[PersonId], to: TeamId | None, day: date = START) -> State:
    change = move_people(state, scenario=OPTION, people=people, source=SQUAD, target=to, as_of=day)
    return made(state, change)


def elsewhere(state: State, person: PersonId, to: TeamId, day: date) -> State:
    """Somebody placed by rows, as an import does."""
    row = Placement(
        state.next_ids[Placement],  # type: ignore[arg-type]
        OPTION,
        person,
        day,
        to,
        1.0,
    )
    return State.of([*state.all_rows(), row])


# --- pins -----------------------------------------------------------------------------------


def test_that_a_pinned_person_is_not_moved_and_the_way_out_is_said(state: State) -> None:
    state = made(state, pin(state, [(ANA, SQUAD)]))
    with pytest.raises(Refused, match=r"Ana Silva is pinned to Squad: unpin .* P\)"):
        moved(state, [ANA], INFRA)
    with pytest.raises(Refused, match="pinned to Squad"):
        moved(state, [ANA], None)


def test_that_of_several_the_pinned_stay_and_the_others_move(state: State) -> None:
    state = made(state, pin(state, [(ANA, SQUAD)]))
    change = move_people(
        state, scenario=OPTION, people=[ANA, BO], source=SQUAD, target=INFRA, as_of=START
    )
    assert change.label == "Moved Bo Chen to Infrastructure"
    assert any("Ana Silva is pinned to Squad" in note for note in change.notes)
    after = made(state, change)
    assert shares_at(after, OPTION, ANA, START) == {SQUAD: 1.0}
    assert shares_at(after, OPTION, BO, START) == {INFRA: 1.0}


def test_that_a_pin_holds_in_every_scenario_and_for_shares_typed_by_hand(state: State) -> None:
    state = made(state, pin(state, [(ANA, SQUAD)]))
    for scenario in (TODAY, OPTION):
        with pytest.raises(Refused, match="pinned"):
            place_person(state, scenario=scenario, person=ANA, shares={INFRA: 1.0}, as_of=MARCH)
        half = place_person(
            state, scenario=scenario, person=ANA, shares={SQUAD: 0.5, INFRA: 0.5}, as_of=MARCH
        )
        assert violations(made(state, half), scenario) == ()


def test_that_another_column_of_somebody_split_can_be_moved(state: State) -> None:
    both = place_person(
        state, scenario=OPTION, person=ANA, shares={SQUAD: 0.5, INFRA: 0.5}, as_of=START
    )
    state = made(state, both)
    state = made(state, pin(state, [(ANA, SQUAD)]))
    change = move_people(
        state, scenario=OPTION, people=[ANA], source=INFRA, target=ENABLE, as_of=START
    )
    assert shares_at(made(state, change), OPTION, ANA, START) == {SQUAD: 0.5, ENABLE: 0.5}


def test_that_the_bench_can_be_pinned_to(state: State) -> None:
    state = moved(state, [ANA], None)
    state = made(state, pin(state, [(ANA, None)]))
    with pytest.raises(Refused, match="pinned to the bench"):
        move_people(state, scenario=OPTION, people=[ANA], source=None, target=SQUAD, as_of=START)
    (broken,) = violations(state, TODAY)
    assert broken.sentence == "Ana Silva is pinned to the bench, but is in Squad all the time."


def test_that_a_violated_pin_says_where_and_from_when_to_when(state: State) -> None:
    state = made(state, pin(state, [(ANA, SQUAD)], reason="knows it"))
    state = elsewhere(state, ANA, INFRA, MARCH)
    state = elsewhere(state, ANA, SQUAD, MARCH + timedelta(days=14))
    (broken,) = violations(state, OPTION)
    assert broken.people == (ANA,)
    assert broken.spans == (Span(MARCH, MARCH + timedelta(days=13), (INFRA,)),)
    assert broken.sentence == (
        "Ana Silva is pinned to Squad, but is in Infrastructure from 2 Mar 2026 to 15 Mar 2026."
    )
    assert violations(state, TODAY) == ()


def test_that_only_days_of_employment_count(state: State) -> None:
    state = made(state, pin(state, [(DI, INFRA)]))
    (broken,) = violations(state, TODAY)
    assert broken.spans == (Span(date(2026, 1, 14), END, (SQUAD,)),)
    state = made(state, edit(state, state.get(Person, DI), end=date(2026, 1, 13), start=None))
    (broken,) = violations(state, TODAY)
    assert broken.spans == (Span(START, date(2026, 1, 13), (SQUAD,)),)
    state = made(state, edit(state, state.get(Person, DI), start=END + timedelta(days=9), end=None))
    assert violations(state, TODAY) == ()


def test_that_who_is_elsewhere_already_may_be_moved_on_and_back(state: State) -> None:
    state = made(state, pin(state, [(ANA, INFRA)]))
    state = moved(state, [ANA], ENABLE)
    assert violations(state, OPTION)
    change = move_people(
        state, scenario=OPTION, people=[ANA], source=ENABLE, target=INFRA, as_of=START
    )
    state = made(state, change)
    assert violations(state, OPTION) == ()
    assert held(state, [ANA], INFRA) == (ANA,)


def test_that_rows_changed_by_hand_are_held_and_other_changes_are_not(state: State) -> None:
    state = made(state, pin(state, [(ANA, SQUAD)]))
    (row,) = state.where(Placement, "person", ANA)
    away = edit(state, row, team=INFRA)
    with pytest.raises(Refused, match="Ana Silva is pinned to Squad"):
        hold_pins(state, away)
    with pytest.raises(Refused, match="Ana Silva is pinned to Squad"):
        hold_pins(state, remove(state, [row]))
    for harmless in (
        edit(state, row, share=0.5),
        remove(state, [state.get(Team, SQUAD)]),
        remove(state, [state.get(Person, ANA)]),
        edit_plan(state, overhead=0.2),
    ):
        assert hold_pins(state, harmless) is harmless


def test_that_toggling_pins_pins_what_is_not_and_unpins_what_all_are(state: State) -> None:
    places = [(ANA, SQUAD), (BO, SQUAD)]
    state = made(state, pin(state, [(ANA, SQUAD)]))
    both = toggle_pins(state, scenario=OPTION, places=places, day=START)
    assert both.label == "Pinned Bo Chen to Squad"
    state = made(state, both)
    none = toggle_pins(state, scenario=OPTION, places=places, day=START)
    assert none.label == "Unpinned 2 people"
    assert made(state, none).rows(Pin) == ()


def test_that_a_card_elsewhere_stands_for_the_pin_it_goes_against(state: State) -> None:
    state = made(state, pin(state, [(ANA, SQUAD)]))
    state = elsewhere(state, ANA, INFRA, MARCH)
    assert [row.team for row in pins_of_card(state, OPTION, (ANA, INFRA), MARCH)] == [SQUAD]
    assert pins_of_card(state, TODAY, (ANA, INFRA), MARCH) == ()
    taken = toggle_pins(state, scenario=OPTION, places=[(ANA, INFRA)], day=MARCH)
    assert made(state, taken).rows(Pin) == ()


def test_that_pinning_again_changes_nothing_but_a_reason(state: State) -> None:
    state = made(state, pin(state, [(ANA, SQUAD)], reason="knows it"))
    assert not pin(state, [(ANA, SQUAD)])
    state = made(state, pin(state, [(ANA, SQUAD)], reason="on call"))
    (row,) = state.rows(Pin)
    assert row.reason == "on call"
    assert made(state, unpin(state, [row])).rows(Pin) == ()


# --- pairs ----------------------------------------------------------------------------------


def test_that_together_needs_a_common_team_and_the_bench_is_none(state: State) -> None:
    state = made(state, keep(state, wish="together", people=[ANA, BO]))
    assert violations(state, OPTION) == ()
    (broken,) = violations(moved(state, [ANA, BO], None, MARCH), OPTION)
    assert broken.people == (ANA, BO)
    assert broken.sentence == (
        "Ana Silva and Bo Chen are to share a team, but share no team from 2 Mar 2026 on."
    )


def test_that_apart_names_the_teams_they_share_and_until_when(state: State) -> None:
    state = made(state, keep(state, wish="apart", people=[ANA, BO]))
    (broken,) = violations(moved(state, [ANA], INFRA, MARCH), OPTION)
    assert broken.spans == (Span(START, MARCH - timedelta(days=1), (SQUAD,)),)
    assert broken.sentence == (
        "Ana Silva and Bo Chen are to be kept apart, but are both in Squad until 1 Mar 2026."
    )


def test_that_a_pair_counts_only_while_both_are_employed(state: State) -> None:
    state = made(state, keep(state, wish="apart", people=[ANA, DI]))
    (broken,) = violations(state, TODAY)
    assert broken.spans[0].first == date(2026, 1, 14)
    state = made(state, edit(state, state.get(Person, ANA), end=date(2026, 1, 13)))
    assert violations(state, TODAY) == ()


def test_that_every_two_of_some_people_are_a_pair_and_a_new_wish_takes_the_place(
    state: State,
) -> None:
    state = made(state, keep(state, wish="together", people=[ANA, BO, CY], reason="a squad"))
    assert len(state.rows(Pair)) == 3
    state = made(state, keep(state, wish="apart", people=[BO, ANA]))
    assert len(state.rows(Pair)) == 3
    pair = pair_of(state, BO, ANA)
    assert pair is not None
    assert (pair.wish, pair.reason) == ("apart", "a squad")


def test_that_pairs_are_forgotten_between_those_chosen_or_of_the_one(state: State) -> None:
    state = made(state, keep(state, wish="together", people=[ANA, BO, CY]))
    two = made(state, forget(state, people=[ANA, BO]))
    assert pair_of(two, ANA, BO) is None
    assert pair_of(two, ANA, CY) is not None
    one = made(state, forget(state, people=[CY]))
    assert [pair_of(one, *who) is None for who in ((ANA, BO), (CY, ANA), (BO, CY))] == [
        False,
        True,
        True,
    ]


@pytest.mark.parametrize("people", [[], [ANA], [ANA, ANA]])
def test_that_a_pair_needs_two(state: State, people: list[PersonId]) -> None:
    with pytest.raises(Refused, match="two people or more"):
        keep(state, wish="apart", people=people)


def test_that_many_at_once_are_refused(state: State) -> None:
    with pytest.raises(Refused, match="at most 12 people"):
        keep(state, wish="apart", people=[PersonId(n) for n in range(1, 14)])


def test_that_a_move_tells_the_pairs_it_parts_and_no_others(state: State) -> None:
    state = made(state, keep(state, wish="together", people=[ANA, BO]))
    state = made(state, keep(state, wish="apart", people=[ANA, CY]))
    after = moved(state, [ANA], INFRA, MARCH)
    (told,) = parted(state, after, OPTION, [ANA])
    assert "share no team from 2 Mar 2026 on" in told
    assert parted(after, state, OPTION, [ANA]) == (
        "Ana Silva and Cy Young are to be kept apart, but are both in Squad all the time.",
    )
    assert parted(state, after, OPTION, [DI]) == ()


# --- notes ----------------------------------------------------------------------------------


def test_that_a_note_is_set_changed_and_removed(state: State) -> None:
    state = made(state, set_note(state, kind="project", item=CHURN, text="  “Board” asks 🚀 \n"))
    assert note_text(state, "project", CHURN) == "“Board” asks 🚀"
    state = made(state, set_note(state, kind="project", item=CHURN, text="Later"))
    assert [row.text for row in state.rows(Note)] == ["Later"]
    assert not set_note(state, kind="project", item=CHURN, text="Later ")
    gone = set_note(state, kind="project", item=CHURN, text=" ")
    assert gone.label == "Removed the note on Churn"
    assert made(state, gone).rows(Note) == ()


def test_that_wishes_and_notes_go_with_those_they_are_about(state: State) -> None:
    state = made(state, pin(state, [(ANA, SQUAD), (BO, SQUAD)]))
    state = made(state, keep(state, wish="apart", people=[ANA, CY]))
    state = made(state, set_note(state, kind="person", item=ANA, text="x"))
    state = made(state, remove(state, [state.get(Person, ANA)]))
    assert [row.person for row in state.rows(Pin)] == [BO]
    assert state.rows(Pair) == ()
    assert state.rows(Note) == ()


# --- whatever is tried ----------------------------------------------------------------------


@st.composite
def _moves(draw: st.DrawFn) -> list[tuple[object, ...]]:
    teams = st.sampled_from([None, SQUAD, INFRA, ENABLE])
    people = st.lists(st.sampled_from([ANA, BO, CY, DI]), min_size=1, max_size=3, unique=True)
    scenarios = st.sampled_from([TODAY, OPTION])
    days = st.sampled_from([0, 1, 14, 28, 60]).map(lambda n: START + timedelta(days=n))
    shares = st.sampled_from(
        [{}, {INFRA: 1.0}, {SQUAD: 1.0}, {SQUAD: 0.5, ENABLE: 0.5}, {INFRA: 0.5}]
    )
    one = st.tuples(st.just("move"), scenarios, people, teams, teams, days)
    other = st.tuples(st.just("place"), scenarios, people, shares, days)
    row = st.tuples(st.just("row"), st.integers(0, 30), teams, days)
    return draw(st.lists(st.one_of(one, other, row), min_size=1, max_size=8))


def _tried(state: State, move: tuple[object, ...]) -> ChangeSet:
    name, *rest = move
    if name == "move":
        scenario, people, source, target, day = rest
        return move_people(
            state,
            scenario=scenario,  # type: ignore[arg-type]
            people=people,  # type: ignore[arg-type]
            source=source,  # type: ignore[arg-type]
            target=target,  # type: ignore[arg-type]
            as_of=day,  # type: ignore[arg-type]
        )
    if name == "place":
        scenario, people, shares, day = rest
        return place_person(
            state,
            scenario=scenario,  # type: ignore[arg-type]
            person=people[0],  # type: ignore[index]
            shares=dict(shares),  # type: ignore[call-overload]
            as_of=day,  # type: ignore[arg-type]
        )
    number, team, day = rest
    rows = state.rows(Placement)
    row = rows[number % len(rows)]  # type: ignore[operator]
    values = {"team": team} if number % 2 else {"start": day}  # type: ignore[operator]
    return hold_pins(state, edit(state, row, **values))


@given(_moves(), st.booleans())
@searched(80)
def test_that_whatever_is_moved_by_hand_who_is_pinned_stays(
    moves: list[tuple[object, ...]], split: bool
) -> None:
    state = small_state()
    if split:
        shares = {SQUAD: 0.5, INFRA: 0.5}
        state = made(
            state, place_person(state, scenario=OPTION, person=ANA, shares=shares, as_of=MARCH)
        )
    places = [(ANA, SQUAD), (DI, SQUAD), *([(ANA, INFRA)] if split else [])]
    state = made(state, pin(state, places))
    scenarios: tuple[ScenarioId, ...] = (TODAY, OPTION)
    before = {one: {v.wish: v.spans for v in violations(state, one)} for one in scenarios}
    days = [state.plan.start + timedelta(days=n) for n in range(7 * state.plan.weeks)]
    for move in moves:
        try:
            change = _tried(state, move)
            state = made(state, change)
        except Refused:
            continue
        for one in scenarios:
            for broken in violations(state, one):
                held_before = before[one].get(broken.wish, ())
                was = {d for s in held_before for d in days if s.first <= d <= s.last}
                now = {d for s in broken.spans for d in days if s.first <= d <= s.last}
                assert now <= was, f"{move}: {broken.sentence}"
        # What was never by day as it should be may get better; from then on that is held too.
        before = {one: {v.wish: v.spans for v in violations(state, one)} for one in scenarios}


def test_that_a_state_without_wishes_has_no_violations(state: State) -> None:
    assert violations(replace(state), TODAY) == ()
