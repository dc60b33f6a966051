"""What a plan that was rolled forward does with everything else: shifts, moves, wishes, words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from teamtide.capacity.cohorts import cut_placements
from teamtide.capacity.engine import compute, recompute
from teamtide.capacity.freed import Plans, freed
from teamtide.capacity.projection import project
from teamtide.capacity.results import Load
from teamtide.capacity.schedule import plan_schedule
from teamtide.plan.advancing import advance
from teamtide.plan.assigning import set_project
from teamtide.plan.changes import ChangeSet
from teamtide.plan.commands import edit, edit_all
from teamtide.plan.differences import differences
from teamtide.plan.inputs import inputs_of
from teamtide.plan.overlay import set_at, shares_at, timeline
from teamtide.plan.pausing import delay, rest
from teamtide.plan.placing import move_people
from teamtide.plan.rolling import KEEP_END, LEAVE, Answer, roll, survey
from teamtide.plan.rows import (
    Chunk,
    Pair,
    Person,
    Pin,
    Placement,
    Project,
    ProjectId,
    Scenario,
    Team,
    TeamChange,
    TeamId,
)
from teamtide.plan.settling import newest_join
from teamtide.plan.state import State, difference
from teamtide.plan.validation import Refused, check
from teamtide.plan.waves import shift_wave, waves
from teamtide.plan.wishes import violations
from tests.examples import ANA, EXPLORE, INFRA, OPTION, SQUAD, START, TODAY, UPGRADE
from tests.plan.full_plan import full_state
from tests.plan.random_commands import command, rolled

WEEK = timedelta(weeks=1)
DAY = timedelta(days=1)
SLOW = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def made(state: State, change: ChangeSet) -> State:
    after = state.apply(change)
    check(after, change)
    return after


def lived(data: st.DataObject) -> State:
    """A plan with rows of every kind after commands of any kind, rolled forward among them."""
    state = full_state()
    for _ in range(data.draw(st.integers(0, 8))):
        state = tried(data, state)
    state = made(state, rolled(data.draw, state))
    for _ in range(data.draw(st.integers(0, 4))):
        state = tried(data, state)
    return state


def tried(data: st.DataObject, state: State) -> State:
    try:
        return made(state, command(data.draw, state))
    except Refused:
        return state


def demand(load: Load) -> float:
    return float(sum(team.demand.sum() for team in load.teams) + load.unowned.sum())


def planned(state: State) -> dict[int, tuple[int, int]]:
    schedule = plan_schedule(inputs_of(state, state.today))
    return {
        row.id: (int(first), int(last))
        for row, first, last in zip(state.rows(Chunk), schedule.first, schedule.last, strict=True)
    }


# --- shifts -----------------------------------------------------------------------------------


def test_that_bringing_a_project_forward_puts_no_work_before_the_new_start(state: State) -> None:
    ahead = made(state, edit(state, state.get(Chunk, UPGRADE), start=START + 7 * WEEK, weeks=2.0))
    after = made(ahead, roll(ahead, to=START + 5 * WEEK))
    change = delay(after, scenario=TODAY, projects=[after.get(Chunk, UPGRADE).project], weeks=-6)
    early = made(after, change)
    first, _ = planned(early)[UPGRADE]
    assert date.fromordinal(first) == early.plan.start
    before, now = (compute(inputs_of(s, TODAY)) for s in (after, early))
    assert now.outside == before.outside
    assert demand(now) == pytest.approx(demand(before))


@pytest.mark.parametrize("shift", [-3.0, -1.0, 0.0, 2.0])
@pytest.mark.parametrize("now", [False, True])
@pytest.mark.parametrize("week", [None, 0, 2, 4, 6])
def test_that_shifted_work_keeps_its_days_when_the_plan_is_rolled_forward(
    state: State, shift: float, now: bool, week: int | None
) -> None:
    day = None if week is None else START + week * WEEK
    state = made(
        state, edit_all(state, [state.get(Chunk, n) for n in (EXPLORE, UPGRADE)], start=day)
    )
    projects = [row.id for row in state.rows(Project)]
    state = made(state, set_project(state, scenario=TODAY, projects=projects, shift_weeks=shift))
    for weeks in (3, 5):
        after = made(state, roll(state, to=START + weeks * WEEK, options_begin_now=now))
        assert planned(after) == planned(state)
        state = after


def test_that_an_option_that_brings_work_forward_is_told_where_it_ends(state: State) -> None:
    state = made(state, edit(state, state.get(Chunk, UPGRADE), start=START + 7 * WEEK))
    project = state.get(Chunk, UPGRADE).project
    state = made(state, set_project(state, scenario=OPTION, projects=[project], shift_weeks=-4.0))
    assert not roll(state, to=START + 3 * WEEK).notes
    change = roll(state, to=START + 5 * WEEK)
    assert change.notes == (
        "“Split” brings Platform forward; it does so no further than to 9 Feb 2026 now.",
    )
    after = made(state, change)
    first = plan_schedule(inputs_of(after, OPTION)).first[2]
    assert date.fromordinal(int(first)) == after.plan.start


def test_that_work_without_a_start_stays_where_it_was_however_often_the_plan_is_rolled(
    state: State,
) -> None:
    once = made(state, roll(state, to=START + WEEK))
    late = made(once, edit(once, once.get(Chunk, UPGRADE), start=None, done=None))
    project = late.get(Chunk, UPGRADE).project
    late = made(late, set_project(late, scenario=TODAY, projects=[project], shift_weeks=-2.0))
    assert planned(late)[UPGRADE][0] == late.plan.start.toordinal()
    again = made(late, roll(late, to=START + 3 * WEEK))
    assert planned(again)[UPGRADE] == planned(late)[UPGRADE]


# --- words ------------------------------------------------------------------------------------


def test_that_differences_before_the_new_start_say_what_was_then(state: State) -> None:
    for target, source, day in (
        (INFRA, SQUAD, START),
        (SQUAD, INFRA, START + 2 * WEEK),
        (None, SQUAD, START + 6 * WEEK),
    ):
        change = move_people(
            state, scenario=OPTION, people=[ANA], source=source, target=target, as_of=day
        )
        state = made(state, change)
    lines = [line for line in differences(state, TODAY, OPTION) if line.what == "person"]
    told = [(line.before, line.after) for line in lines]
    assert told == [
        ("Squad", "Infrastructure"),
        ("Squad", "Squad, whatever Today says"),
        ("Squad", "Bench"),
    ]
    after = made(state, roll(state, to=START + 4 * WEEK))
    lines = [line for line in differences(after, TODAY, OPTION) if line.what == "person"]
    assert [(line.before, line.after) for line in lines] == told


# --- any life ---------------------------------------------------------------------------------


@SLOW
@given(data=st.data())
def test_that_the_engine_and_the_board_have_everybody_in_the_same_place(
    data: st.DataObject,
) -> None:
    state = lived(data)
    plan, teams = state.plan, state.rows(Team)
    start, stop = plan.start.toordinal(), plan.end.toordinal() + 1
    for scenario in state.rows(Scenario):
        inputs = inputs_of(state, scenario.id)
        for spec, person in zip(inputs.people, state.rows(Person), strict=True):
            pieces = cut_placements(spec, start, stop, inputs.beginning)
            for day in range(start, stop, 3):
                held: dict[int, float] = {}
                newest: dict[int, int] = {}
                for piece in pieces:
                    if piece.first <= day < piece.stop:
                        team = teams[piece.team].id
                        held[team] = held.get(team, 0.0) + piece.size
                        newest[team] = max(newest.get(team, piece.joined), piece.joined)
                on = date.fromordinal(day)
                expected = shares_at(state, scenario.id, person.id, on)
                assert held == pytest.approx(expected, abs=1e-9)
                for team_row in teams:
                    joined = newest_join(state, scenario.id, person, team_row.id, on)
                    if joined is not None:
                        assert newest[team_row.id] == joined.toordinal()


@SLOW
@given(data=st.data())
def test_that_waves_are_the_days_on_which_somebody_is_elsewhere_than_the_day_before(
    data: st.DataObject,
) -> None:
    state = lived(data)
    plan = state.plan
    for scenario in state.rows(Scenario):
        told = {
            (wave.day, step.person): step
            for wave in waves(state, scenario.id)
            for step in wave.steps
        }
        for person in state.rows(Person):
            line = timeline(state, scenario.id, person.id)
            day = max(plan.start, (person.start or date.min)) + DAY
            while day <= min(plan.end, person.end or date.max):
                before, now = (dict(set_at(line, on, plan).shares) for on in (day - DAY, day))
                step = told.pop((day, person.id), None)
                if before == now:
                    assert step is None
                else:
                    assert step is not None
                    assert (dict(step.before), dict(step.after)) == (before, now)
                day += DAY
        assert all(day == plan.start for day, _ in told)


@SLOW
@given(data=st.data())
def test_that_a_wave_dragged_in_a_rolled_plan_changes_nothing_before_either_day(
    data: st.DataObject,
) -> None:
    state = lived(data)
    scenario = data.draw(st.sampled_from([row.id for row in state.rows(Scenario)]))
    found = waves(state, scenario)
    assume(found)
    wave = data.draw(st.sampled_from(found))
    to = state.plan.start + data.draw(st.integers(0, 7 * state.plan.weeks - 1)) * DAY
    try:
        after = made(state, shift_wave(state, scenario=scenario, wave=wave, to=to))
    except Refused:
        return
    end = state.plan.end
    for person in state.rows(Person):
        day = state.plan.start
        while day < min(wave.day, to):
            assert shares_at(after, scenario, person.id, day) == pytest.approx(
                shares_at(state, scenario, person.id, day)
            )
            day += DAY
        assert shares_at(after, scenario, person.id, end) == pytest.approx(
            shares_at(state, scenario, person.id, end)
        )
        if person.id not in wave.people:
            assert timeline(after, scenario, person.id) == timeline(state, scenario, person.id)
    for other in state.rows(Scenario):
        if scenario != state.today and other.id != scenario:
            assert inputs_of(after, other.id) == inputs_of(state, other.id)
    if state.plan.beginning == state.plan.start:
        return  # options begin with the plan
    # What was before the plan's start is history, wherever the wave was dragged.
    past = [row for row in state.rows(Placement) if row.start and row.start < state.plan.start]
    assert {row.id for row in past} <= {row.id for row in after.rows(Placement)}


@SLOW
@given(data=st.data())
def test_that_wishes_not_kept_are_told_by_the_days_on_which_they_are_not(
    data: st.DataObject,
) -> None:
    state = lived(data)
    plan = state.plan
    for scenario in state.rows(Scenario):
        told = {}
        for one in violations(state, scenario.id):
            days = {
                span.first + n * DAY
                for span in one.spans
                for n in range((span.last - span.first).days + 1)
            }
            told[one.wish] = days
        wishes: list[Pin | Pair] = [*state.rows(Pin), *state.rows(Pair)]
        for wish in wishes:
            ids = (wish.person,) if isinstance(wish, Pin) else (wish.first, wish.second)
            people = [state.get(Person, one) for one in ids]
            wrong, day = set(), plan.start
            while day <= plan.end:
                here = all((p.start or day) <= day <= (p.end or day) for p in people)
                places = [shares_at(state, scenario.id, p.id, day) for p in people]
                if here and broken(wish, places):
                    wrong.add(day)
                day += DAY
            assert told.get(wish, set()) == wrong


def broken(wish: Pin | Pair, places: Sequence[Mapping[TeamId, float]]) -> bool:
    if isinstance(wish, Pin):
        if wish.team is None:
            return sum(places[0].values()) > 1 - 1e-6
        return wish.team not in places[0]
    common = places[0].keys() & places[1].keys()
    return bool(common) == (wish.wish == "apart")


@SLOW
@given(data=st.data())
def test_that_figures_made_step_by_step_are_those_of_the_whole(data: st.DataObject) -> None:
    state = full_state()
    loads = {row.id: compute(inputs_of(state, row.id)) for row in state.rows(Scenario)}
    for number in range(data.draw(st.integers(2, 7))):
        try:
            change = rolled(data.draw, state) if number == 1 else command(data.draw, state)
            after = made(state, change)
        except Refused:
            continue
        for row in after.rows(Scenario):
            if row.id not in loads or state.find(Scenario, row.id) is None:
                loads[row.id] = compute(inputs_of(after, row.id))
                continue
            old = loads[row.id]
            load = recompute(old, advance(old.inputs, state, after, row.id, change))
            whole = compute(inputs_of(after, row.id))
            assert load.inputs == whole.inputs
            same_figures(load, whole)
            loads[row.id] = load
        state = after


def same_figures(one: Load, other: Load) -> None:
    for ours, theirs in zip(one.teams, other.teams, strict=True):
        for name in ("capacity", "demand", "used", "overload", "idle", "by_kind"):
            np.testing.assert_allclose(
                getattr(ours, name), getattr(theirs, name), rtol=0, atol=1e-9, err_msg=name
            )
        a, b = ours.workings.settling, theirs.workings.settling
        assert (a is None) == (b is None)
        if a is not None and b is not None:
            np.testing.assert_allclose(a, b, rtol=0, atol=1e-9)
    np.testing.assert_allclose(one.unowned, other.unowned, rtol=0, atol=1e-9)
    assert one.outside == pytest.approx(other.outside, abs=1e-9)
    np.testing.assert_array_equal(one.asks.table, other.asks.table)
    np.testing.assert_allclose(one.asks.days, other.asks.days, rtol=0, atol=1e-9)
    assert one.presence.same(other.presence)


@SLOW
@given(data=st.data())
def test_that_pausing_in_a_rolled_plan_frees_what_is_asked_for_no_more(
    data: st.DataObject,
) -> None:
    state = lived(data)
    assume(state.rows(Project))
    scenario = data.draw(st.sampled_from([row.id for row in state.rows(Scenario)]))
    projects = [ProjectId(data.draw(st.sampled_from([row.id for row in state.rows(Project)])))]
    after = made(state, rest(state, scenario=scenario, projects=projects))
    before, now = (compute(inputs_of(s, scenario)) for s in (state, after))
    found = freed(Plans.of(before), Plans.of(now))
    assert found.total == pytest.approx(demand(before) - demand(now), abs=1e-6)
    assert found.outside == pytest.approx(before.outside - now.outside, abs=1e-6)
    assert (found.days >= -1e-9).all()


def without_rotas(state: State) -> State:
    """A rota is on call only while the plan has interrupting work: its weeks depend on others."""
    teams = edit_all(state, state.rows(Team), interrupts=None)
    return state.apply(teams).apply(edit_all(state, state.rows(TeamChange), interrupts=None))


@SLOW
@given(data=st.data())
def test_that_in_today_what_remains_is_as_it_was_where_everything_went_as_planned(
    data: st.DataObject,
) -> None:
    state = without_rotas(lived(data))
    weeks = data.draw(st.integers(1, 3))
    assume(weeks < state.plan.weeks)
    to = state.plan.start + weeks * WEEK
    answers = {one.chunk: Answer(one.done, LEAVE) for one in survey(state, to)}
    now = data.draw(st.booleans())
    change = roll(state, to=to, keep=KEEP_END, answers=answers, options_begin_now=now)
    after = made(state, change)
    before, then = (compute(inputs_of(s, TODAY)) for s in (state, after))
    for ours, theirs in zip(before.teams, then.teams, strict=True):
        for name in ("capacity", "demand", "overload", "by_kind"):
            np.testing.assert_allclose(
                getattr(ours, name)[..., weeks:], getattr(theirs, name), rtol=0, atol=1e-7
            )
    np.testing.assert_allclose(before.unowned[:, weeks:], then.unowned, rtol=0, atol=1e-7)


@SLOW
@given(data=st.data())
def test_that_projections_made_step_by_step_are_those_of_the_whole(data: st.DataObject) -> None:
    state = lived(data)
    known = {row.id: project(compute(inputs_of(state, row.id))) for row in state.rows(Scenario)}
    for _ in range(3):
        after = tried(data, state)
        for row in state.rows(Scenario):
            if after.find(Scenario, row.id) is None:
                continue
            old = known[row.id]
            change = difference(state, after, "")
            load = recompute(old.load, advance(old.load.inputs, state, after, row.id, change))
            ours, whole = project(load, old), project(compute(inputs_of(after, row.id)))
            np.testing.assert_array_equal(ours.finish, whole.finish)
            np.testing.assert_array_equal(ours.finish_day, whole.finish_day)
            np.testing.assert_allclose(ours.done, whole.done, rtol=0, atol=1e-7)
            np.testing.assert_allclose(ours.done_before, whole.done_before, rtol=0, atol=1e-9)
            assert ours.projects == whole.projects
            known[row.id] = ours
        for row in after.rows(Scenario):
            if state.find(Scenario, row.id) is None:
                known[row.id] = project(compute(inputs_of(after, row.id)))
        state = after
