"""Waves: who is placed anew on which day, and what moving them to another day does and leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from teamtide.capacity.engine import compute
from teamtide.plan.changes import ChangeSet, RowChange
from teamtide.plan.document import Document
from teamtide.plan.inputs import inputs_of
from teamtide.plan.overlay import own_sets, set_at, shares_at, timeline
from teamtide.plan.placing import move_people, place_person
from teamtide.plan.rows import (
    Person,
    PersonId,
    Placement,
    PlacementId,
    Row,
    ScenarioId,
    TeamId,
)
from teamtide.plan.state import State
from teamtide.plan.validation import Refused
from teamtide.plan.waves import Wave, comings, shift_wave, wave_on, waves
from teamtide.plan.wishes import keep, pin
from tests.examples import (
    ANA,
    BO,
    CY,
    DI,
    ENABLE,
    INFRA,
    OPTION,
    SQUAD,
    START,
    TODAY,
    small_rows,
)
from tests.searching import searched

WEEK = timedelta(weeks=1)
FEB, MARCH = date(2026, 2, 2), date(2026, 3, 2)


def moved(
    state: State,
    scenario: ScenarioId,
    people: Sequence[PersonId],
    target: TeamId | None,
    day: date,
    source: TeamId | None = SQUAD,
) -> State:
    return state.apply(
        move_people(
            state, scenario=scenario, people=people, source=source, target=target, as_of=day
        )
    )


def the_wave(state: State, scenario: ScenarioId, day: date) -> Wave:
    wave = wave_on(state, scenario, day)
    assert wave is not None
    return wave


def shifted(
    state: State,
    scenario: ScenarioId,
    day: date,
    to: date,
    people: Sequence[PersonId] | None = None,
) -> State:
    wave = the_wave(state, scenario, day)
    return state.apply(shift_wave(state, scenario=scenario, wave=wave, to=to, people=people))


def days(state: State, scenario: ScenarioId) -> dict[date, tuple[PersonId, ...]]:
    return {wave.day: wave.people for wave in waves(state, scenario)}


# --- what is a wave -------------------------------------------------------------------------


def test_that_everybody_placed_anew_on_a_day_is_one_wave(state: State) -> None:
    state = moved(state, OPTION, [ANA, BO], INFRA, FEB)
    state = moved(state, OPTION, [CY], ENABLE, MARCH)
    assert days(state, OPTION) == {FEB: (ANA, BO), MARCH: (CY,)}
    assert days(state, TODAY) == {}


def test_that_an_options_word_from_the_beginning_is_a_wave_on_the_first_day(state: State) -> None:
    state = moved(state, OPTION, [ANA], INFRA, START)
    (wave,) = waves(state, OPTION)
    assert (wave.day, wave.steps[0].start) == (START, None)
    assert wave.steps[0].before == ((SQUAD, 1.0),)
    assert wave.steps[0].after == ((INFRA, 1.0),)


def test_that_a_wave_tells_moving_arriving_and_leaving_apart(state: State) -> None:
    state = moved(state, OPTION, [CY], None, FEB)
    state = moved(state, OPTION, [CY], ENABLE, MARCH, source=None)
    state = moved(state, OPTION, [BO], INFRA, MARCH)
    assert [step.kind for step in the_wave(state, OPTION, FEB).steps] == ["leaves"]
    assert [step.kind for step in the_wave(state, OPTION, MARCH).steps] == ["moves", "arrives"]


def test_that_a_hire_and_the_last_day_are_told_apart_from_waves(state: State) -> None:
    last = date(2026, 3, 20)
    ana = replace(state.get(Person, ANA), end=last)
    rows = [ana if row == state.get(Person, ANA) else row for row in state.all_rows()]
    state = State.of(rows)
    state = state.apply(
        place_person(state, scenario=TODAY, person=DI, shares={INFRA: 1.0}, as_of=date(2026, 1, 14))
    )
    assert waves(state, TODAY) == ()
    told = [(one.day, one.person, one.kind, one.shares) for one in comings(state, TODAY)]
    assert told == [
        (date(2026, 1, 14), DI, "starts", ((INFRA, 1.0),)),
        (last, ANA, "ends", ((SQUAD, 1.0),)),
    ]


def test_that_what_an_option_takes_from_today_is_in_its_waves(state: State) -> None:
    state = moved(state, TODAY, [ANA], INFRA, FEB)
    (wave,) = waves(state, OPTION)
    assert (wave.day, wave.people, wave.steps[0].own) == (FEB, (ANA,), False)


def test_that_a_set_that_changes_nothing_is_no_wave(state: State) -> None:
    rows: list[Row] = [
        *state.all_rows(),
        Placement(PlacementId(90), OPTION, ANA, FEB, SQUAD, 1.0),
    ]
    assert waves(State.of(rows), OPTION) == ()


# --- moving a wave --------------------------------------------------------------------------


def test_that_a_share_too_small_to_count_is_no_move(state: State) -> None:
    whole = move_people(
        state, scenario=OPTION, people=[ANA], source=SQUAD, target=INFRA, as_of=MARCH
    )
    state = state.apply(whole)
    (row,) = (r for r in state.where(Placement, "person", ANA) if r.scenario == OPTION)
    shares = {SQUAD: 1.0, INFRA: 1e-10}
    rows = [
        replace(row, id=PlacementId(900 + n), team=t, share=s)
        for n, (t, s) in enumerate(shares.items())
    ]
    change = ChangeSet("", (RowChange(row, None), *(RowChange(None, one) for one in rows)))
    assert waves(state.apply(change), OPTION) == ()


def test_that_a_wave_goes_to_another_day_in_one_step_that_undo_takes_back(
    document: Document,
) -> None:
    document.apply(
        move_people(
            document.state,
            scenario=OPTION,
            people=[ANA, BO],
            source=SQUAD,
            target=INFRA,
            as_of=FEB,
        )
    )
    before = document.state
    wave = the_wave(before, OPTION, FEB)
    change = document.apply(shift_wave(before, scenario=OPTION, wave=wave, to=MARCH))
    assert change.label == "Moved 2 people, 2 Feb 2026, to 2 Mar 2026"
    assert days(document.state, OPTION) == {MARCH: (ANA, BO)}
    document.undo()
    assert document.state.tables == before.tables


def test_that_some_of_a_wave_go_and_the_others_stay(state: State) -> None:
    state = moved(state, OPTION, [ANA, BO, CY], INFRA, FEB)
    state = shifted(state, OPTION, FEB, MARCH, [BO])
    assert days(state, OPTION) == {FEB: (ANA, CY), MARCH: (BO,)}


def test_that_a_wave_dropped_on_another_joins_it(state: State) -> None:
    state = moved(state, OPTION, [ANA], INFRA, FEB)
    state = moved(state, OPTION, [BO, CY], ENABLE, MARCH)
    wave = the_wave(state, OPTION, FEB)
    change = shift_wave(state, scenario=OPTION, wave=wave, to=MARCH)
    assert change.label == "Joined Ana Silva, 2 Feb 2026, with 2 people, 2 Mar 2026"
    assert days(state.apply(change), OPTION) == {MARCH: (ANA, BO, CY)}


def test_that_a_wave_from_the_beginning_can_be_given_a_day(state: State) -> None:
    state = moved(state, OPTION, [ANA], INFRA, START)
    state = shifted(state, OPTION, START, FEB)
    assert shares_at(state, OPTION, ANA, FEB - timedelta(days=1)) == {SQUAD: 1.0}
    assert shares_at(state, OPTION, ANA, FEB) == {INFRA: 1.0}
    state = shifted(state, OPTION, FEB, START)
    assert own_sets(state, OPTION, ANA)[0].start is None


def test_that_a_move_dragged_past_a_later_one_falls_away_and_says_so(state: State) -> None:
    state = moved(state, OPTION, [ANA], INFRA, FEB)
    state = moved(state, OPTION, [ANA], ENABLE, MARCH, source=INFRA)
    for to in (MARCH, MARCH + WEEK):
        change = shift_wave(state, scenario=OPTION, wave=the_wave(state, OPTION, FEB), to=to)
        assert len(change.notes) == 1
        assert change.notes[0].startswith("Ana Silva is placed again by")
        after = state.apply(change)
        assert days(after, OPTION) == {MARCH: (ANA,)}
        assert shares_at(after, OPTION, ANA, FEB) == {SQUAD: 1.0}


def test_that_a_move_dragged_before_an_earlier_one_takes_its_place_and_says_so(
    state: State,
) -> None:
    state = moved(state, OPTION, [ANA], INFRA, FEB)
    state = moved(state, OPTION, [ANA], ENABLE, MARCH, source=INFRA)
    for to in (FEB, FEB - WEEK):
        change = shift_wave(state, scenario=OPTION, wave=the_wave(state, OPTION, MARCH), to=to)
        assert len(change.notes) == 1
        assert "it falls away, since this one came after it" in change.notes[0]
        after = state.apply(change)
        assert days(after, OPTION) == {to: (ANA,)}
        assert shares_at(after, OPTION, ANA, MARCH) == {ENABLE: 1.0}


def test_that_todays_move_delayed_in_an_option_is_the_options_own_word(state: State) -> None:
    state = moved(state, TODAY, [ANA], INFRA, FEB)
    later = shifted(state, OPTION, FEB, MARCH)
    assert days(later, TODAY) == {FEB: (ANA,)}
    assert days(later, OPTION) == {MARCH: (ANA,)}
    assert shares_at(later, OPTION, ANA, FEB) == {SQUAD: 1.0}
    again = shifted(later, OPTION, MARCH, FEB)
    assert own_sets(again, OPTION, ANA) == ()


def test_that_todays_move_advanced_in_an_option_leaves_its_later_ones_in_force(
    state: State,
) -> None:
    state = moved(state, TODAY, [ANA], INFRA, FEB)
    state = moved(state, TODAY, [ANA], ENABLE, MARCH, source=INFRA)
    state = shifted(state, OPTION, FEB, FEB - WEEK)
    assert days(state, OPTION) == {FEB - WEEK: (ANA,), MARCH: (ANA,)}
    assert shares_at(state, OPTION, ANA, MARCH) == {ENABLE: 1.0}


def test_that_todays_moves_before_a_delayed_one_are_told(state: State) -> None:
    state = moved(state, OPTION, [ANA], ENABLE, FEB)
    state = moved(state, TODAY, [ANA], INFRA, FEB + WEEK)
    wave = the_wave(state, OPTION, FEB)
    change = shift_wave(state, scenario=OPTION, wave=wave, to=MARCH)
    assert change.notes == ("Until 2 Mar 2026 Ana Silva is where Today moves them.",)
    assert days(state.apply(change), OPTION) == {FEB + WEEK: (ANA,), MARCH: (ANA,)}


def test_that_wishes_a_dragged_wave_goes_against_are_told(state: State) -> None:
    state = moved(state, OPTION, [ANA, BO], INFRA, MARCH)
    state = state.apply(pin(state, [(ANA, SQUAD)]))
    state = state.apply(keep(state, wish="together", people=[BO, CY]))
    wave = the_wave(state, OPTION, MARCH)
    change = shift_wave(state, scenario=OPTION, wave=wave, to=FEB)
    assert change
    assert change.notes == (
        "Ana Silva is pinned to Squad, but is in Infrastructure from 2 Feb 2026 on.",
        "Bo Chen and Cy Young are to share a team, but share no team from 2 Feb 2026 on.",
    )
    # Later, they are kept longer than before.
    later = shift_wave(state, scenario=OPTION, wave=wave, to=MARCH + WEEK)
    assert later
    assert later.notes == ()
    some = shift_wave(state, scenario=OPTION, wave=wave, to=FEB, people=[BO])
    assert len(some.notes) == 1


def test_that_a_move_up_to_the_first_day_of_work_is_said_to_be_the_hire(state: State) -> None:
    state = moved(state, OPTION, [DI], INFRA, FEB)
    wave = the_wave(state, OPTION, FEB)
    change = shift_wave(state, scenario=OPTION, wave=wave, to=START + WEEK)
    assert change.notes == (
        "Di Marsh starts here no earlier than that: it is where they are hired.",
    )
    assert waves(state.apply(change), OPTION) == ()


@pytest.mark.parametrize("to", [START - timedelta(days=1), date(2026, 3, 30)])
def test_that_a_day_outside_the_plan_is_refused_with_its_days(state: State, to: date) -> None:
    state = moved(state, OPTION, [ANA], INFRA, FEB)
    with pytest.raises(Refused, match="runs from 5 Jan 2026 to 29 Mar 2026"):
        shift_wave(state, scenario=OPTION, wave=the_wave(state, OPTION, FEB), to=to)


def test_that_moving_nobody_is_refused(state: State) -> None:
    state = moved(state, OPTION, [ANA], INFRA, FEB)
    wave = the_wave(state, OPTION, FEB)
    with pytest.raises(Refused, match="Nobody is chosen"):
        shift_wave(state, scenario=OPTION, wave=wave, to=MARCH, people=[BO])
    gone = shifted(state, OPTION, FEB, MARCH)
    with pytest.raises(Refused, match="any more"):
        shift_wave(gone, scenario=OPTION, wave=wave, to=FEB + WEEK)


def test_that_the_day_a_wave_has_already_changes_nothing(state: State) -> None:
    state = moved(state, OPTION, [ANA], INFRA, FEB)
    assert not shift_wave(state, scenario=OPTION, wave=the_wave(state, OPTION, FEB), to=FEB)


# --- whatever the plan ----------------------------------------------------------------------

TEAMS = (SQUAD, INFRA, ENABLE)
SHARES: tuple[tuple[float, ...], ...] = ((1.0,), (0.5, 0.5), (0.6,), (0.25, 0.25, 0.5), ())


@cache
def unplaced() -> tuple[Row, ...]:
    return tuple(row for row in small_rows() if not isinstance(row, Placement))


@st.composite
def placed_plans(draw: st.DrawFn) -> State:
    """The small plan with anybody anywhere, in Today and in the option, on Mondays or not."""
    rows: list[Row] = list(unplaced())
    offsets = st.sets(st.integers(1, 11 * 7), max_size=3)
    for person in (ANA, BO, CY, DI):
        for scenario in (TODAY, OPTION):
            starts: list[date | None] = [None] if draw(st.booleans()) else []
            starts += [START + timedelta(days=n) for n in sorted(draw(offsets))]
            for start in starts:
                shares = draw(st.sampled_from(SHARES))
                teams = draw(st.permutations(TEAMS))
                sets: list[tuple[TeamId | None, float]] = list(zip(teams, shares, strict=False))
                if not sets:
                    sets = [(None, 1.0)]
                if not shares and start is None and scenario == TODAY:
                    continue
                for team, share in sets:
                    made = Placement(PlacementId(len(rows)), scenario, person, start, team, share)
                    rows.append(made)
    return State.of(rows)


@st.composite
def shifts(draw: st.DrawFn) -> tuple[State, ScenarioId, Wave, date, tuple[PersonId, ...] | None]:
    """A plan, one of its waves, another day for it, and all or some of its people."""
    state = draw(placed_plans())
    assume(waves(state, OPTION) or waves(state, TODAY))
    scenario = draw(st.sampled_from([s for s in (OPTION, TODAY) if waves(state, s)]))
    wave = draw(st.sampled_from(waves(state, scenario)))
    to = draw(
        st.integers(0, 11).map(lambda week: START + week * WEEK) | st.dates(START, state.plan.end)
    )
    some = draw(st.none() | st.sets(st.sampled_from(wave.people), min_size=1).map(tuple))
    return state, scenario, wave, to, some


def figures(state: State, scenario: ScenarioId) -> NDArray[np.float64]:
    load = compute(inputs_of(state, scenario))
    return np.array([[team.capacity, team.demand, team.overload] for team in load.teams])


def meets(state: State, scenario: ScenarioId, wave: Wave, to: date) -> bool:
    """Whether anybody of a wave is placed anew between its day and another, in whatever way."""
    first, last = min(wave.day, to), max(wave.day, to)
    for person in wave.people:
        for one in (scenario, state.today):
            for held in (*own_sets(state, one, person), *timeline(state, one, person)):
                day = held.start or START
                inside = first <= day <= last and (one, day) != (scenario, wave.day)
                own = any(step.own for step in wave.steps if step.person == person)
                if (
                    inside
                    and not (day == wave.day and not own)
                    and not (held.start is None and one == state.today and scenario != state.today)
                ):
                    return True
    return False


@searched(60)
@given(shifts())
def test_that_there_and_back_gives_the_same_load_where_nothing_meets(
    drawn: tuple[State, ScenarioId, Wave, date, tuple[PersonId, ...] | None],
) -> None:
    state, scenario, wave, to, some = drawn
    assume(to != wave.day and not meets(state, scenario, wave, to))
    there = state.apply(shift_wave(state, scenario=scenario, wave=wave, to=to, people=some))
    found = wave_on(there, scenario, to)
    chosen = wave.people if some is None else some
    # It may have become a hire.
    assume(found is not None and set(chosen) <= set(found.people))
    assert found is not None
    back = there.apply(shift_wave(there, scenario=scenario, wave=found, to=wave.day, people=chosen))
    np.testing.assert_allclose(figures(back, scenario), figures(state, scenario), rtol=0, atol=1e-9)


@searched(80)
@given(shifts())
def test_that_a_shift_keeps_where_everybody_ends_and_nobody_above_all_of_themselves(
    drawn: tuple[State, ScenarioId, Wave, date, tuple[PersonId, ...] | None],
) -> None:
    state, scenario, wave, to, some = drawn
    after = state.apply(shift_wave(state, scenario=scenario, wave=wave, to=to, people=some))
    end = state.plan.end
    for row in state.rows(Person):
        assert shares_at(after, scenario, row.id, end) == pytest.approx(
            shares_at(state, scenario, row.id, end)
        )
        for held in timeline(after, scenario, row.id):
            assert held.total <= 1 + 1e-9
        if row.id not in wave.people or (some is not None and row.id not in some):
            assert timeline(after, scenario, row.id) == timeline(state, scenario, row.id)


@searched(80)
@given(shifts())
def test_that_who_is_moved_is_there_from_that_day_unless_a_later_move_is_kept(
    drawn: tuple[State, ScenarioId, Wave, date, tuple[PersonId, ...] | None],
) -> None:
    state, scenario, wave, to, some = drawn
    change = shift_wave(state, scenario=scenario, wave=wave, to=to, people=some)
    after = state.apply(change)
    kept = " ".join(note for note in change.notes if "is kept" in note)
    for step in wave.steps:
        name = state.get(Person, step.person).name
        if some is not None and step.person not in some:
            continue
        held = set_at(timeline(after, scenario, step.person), to, state.plan)
        if name not in kept and "more" not in kept:
            assert dict(held.shares) == pytest.approx(dict(step.after))
