"""What is freed is exactly what is no longer asked for, whatever the plan."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given
from hypothesis import strategies as st

from teamtide.capacity.arrays import FloatArray
from teamtide.capacity.engine import compute, recompute
from teamtide.capacity.freed import Plans, asked_by_project, freed, freed_here, held_up
from teamtide.capacity.inputs import Inputs
from teamtide.capacity.measures.cases import Case, Facts, Goal, Scene
from teamtide.capacity.measures.serving import planned, regrouped, served, starved_by
from teamtide.capacity.results import Load
from teamtide.plan.commands import edit, remove
from teamtide.plan.inputs import inputs_of
from teamtide.plan.pausing import delay, rest, resume
from teamtide.plan.rows import Chunk, ProjectId, Scenario, ScenarioId
from teamtide.plan.state import State
from tests.capacity.twin import Sheets
from tests.examples import BUILD, CHURN, EXPLORE, OPTION, PLATFORM, TODAY, UPGRADE, small_state
from tests.exchange.helpers import empty, merged, plan_book
from tests.searching import searched
from tests.strategies import plans


def project_demand(load: Load) -> FloatArray:
    """(D, W) days of project work asked for, owned or not, from the engine's own asks."""
    asks = load.asks
    total = np.zeros((len(load.inputs.disciplines), load.inputs.weeks))
    mine = asks.thread >= 0
    np.add.at(total, (asks.discipline[mine], asks.week[mine]), asks.days[mine])
    return total


def with_status(inputs: Inputs, project: int, *, active: bool) -> Inputs:
    specs = list(inputs.projects)
    specs[project] = replace(specs[project], active=active)
    return replace(inputs, projects=tuple(specs))


@st.composite
def loads(draw: st.DrawFn) -> tuple[Load, int]:
    sheets: Sheets = draw(plans())
    state = merged(empty(), plan_book(sheets))
    inputs = inputs_of(state, draw(st.sampled_from([row.id for row in state.rows(Scenario)])))
    assume(inputs.projects)
    project = draw(st.integers(0, len(inputs.projects) - 1))
    return compute(with_status(inputs, project, active=True)), project


@searched(40, [HealthCheck.too_slow])
@given(loads())
def test_that_freed_days_are_the_demand_before_less_the_demand_after(
    drawn: tuple[Load, int],
) -> None:
    before, project = drawn
    after = recompute(before, with_status(before.inputs, project, active=False))
    found = freed(Plans.of(before), Plans.of(after))
    difference = project_demand(before) - project_demand(after)
    np.testing.assert_allclose(found.days, difference, rtol=0, atol=1e-9)
    assert found.total == pytest.approx(asked_by_project(Plans.of(before))[project], abs=1e-9)
    # What it freed is the same seen from the plan in which it rests.
    _, seen = freed_here(Plans.of(after), (project,))
    shift = before.inputs.projects[project].shift_weeks
    if not shift:
        np.testing.assert_array_equal(seen.days, found.days)
    assert not found.after.any() or set(found.moved)


@searched(40, [HealthCheck.too_slow])
@given(loads())
def test_that_being_active_again_restores_every_load_to_the_last_bit(
    drawn: tuple[Load, int],
) -> None:
    before, project = drawn
    rested = recompute(before, with_status(before.inputs, project, active=False))
    again = recompute(rested, with_status(rested.inputs, project, active=True))
    for one, other in zip(before.teams, again.teams, strict=True):
        for name in ("capacity", "demand", "used", "overload", "idle", "load", "by_kind"):
            assert np.array_equal(getattr(one, name), getattr(other, name)), name
    np.testing.assert_array_equal(before.unowned, again.unowned)


@searched(40, [HealthCheck.too_slow])
@given(loads(), st.sampled_from([-3.0, -0.5, 1.0, 2.0, 4.0, 60.0]))
def test_that_a_delay_moves_days_and_loses_none(drawn: tuple[Load, int], weeks: float) -> None:
    before, project = drawn
    specs = list(before.inputs.projects)
    specs[project] = replace(specs[project], shift_weeks=specs[project].shift_weeks + weeks)
    after = recompute(before, replace(before.inputs, projects=tuple(specs)))
    found = freed(Plans.of(before), Plans.of(after))
    difference = project_demand(before) - project_demand(after)
    np.testing.assert_allclose(found.days, difference, rtol=0, atol=1e-9)
    assert found.total + found.outside == pytest.approx(0.0, abs=1e-9)
    assert not found.stopped


@searched(40, [HealthCheck.too_slow])
@given(loads())
def test_that_shares_of_goals_and_of_work_without_one_make_up_all_work(
    drawn: tuple[Load, int],
) -> None:
    load, _ = drawn
    count = len(load.inputs.projects)
    goals = (Goal("Keep", 0.5), Goal("Grow", None))
    facts = Facts(frozenset(), goals, tuple([0, None, 1, 0][:count]), (None,) * count)
    case = Case(Scene(load.inputs, (None,) * len(load.inputs.teams)), facts, load)
    found = served(case)
    parts = [*found.goals, found.aimless]
    assert sum(part.asked for part in parts) == pytest.approx(found.whole.asked)
    assert sum(part.done or 0 for part in parts) == pytest.approx(found.whole.done)
    assert found.whole.asked == pytest.approx(float(load.asks.days.sum()))
    assert planned(load, facts).goals[0].asked == found.goals[0].asked
    # Serving another goal is the same work, sorted anew.
    swapped = replace(facts, goal=tuple(None if g is None else 1 - g for g in facts.goal))
    assert regrouped(found, swapped) == served(replace(case, facts=swapped))


# --- by hand --------------------------------------------------------------------------------


def load_of(state: State, scenario: ScenarioId = TODAY) -> Load:
    return compute(inputs_of(state, scenario))


def test_that_cancelled_and_paused_free_the_same() -> None:
    state = small_state()
    found = []
    for status in ("paused", "cancelled"):
        change = rest(state, scenario=OPTION, projects=[CHURN], status=status)
        after = state.apply(change)
        found.append(freed(Plans.of(load_of(state, OPTION)), Plans.of(load_of(after, OPTION))))
    one, other = found
    np.testing.assert_array_equal(one.days, other.days)
    # Explore is 0.3·6 + 0.4·12 + 0.3·20 days of data science over 4 weeks, Build 20 of software.
    assert one.total == pytest.approx(12.6 + 20.0)
    assert one.days[1, :4] == pytest.approx([3.15] * 4)
    assert one.days[0, 4:8] == pytest.approx([5.0] * 4)
    assert (one.projects, one.stopped, one.moved, one.outside) == ((0,), (0,), (), 0.0)


def test_that_a_project_that_follows_a_paused_one_is_named_and_keeps_its_dates() -> None:
    state = small_state()

    state = state.apply(edit(state, state.get(Chunk, UPGRADE), after=(EXPLORE,)))
    before = load_of(state)
    after = load_of(state.apply(rest(state, scenario=TODAY, projects=[CHURN])))
    found = freed(Plans.of(before), Plans.of(after))
    assert found.waiting == ((1, 0),)
    assert held_up(after.inputs, {0}) == ((1, 0),)
    np.testing.assert_array_equal(before.schedule, after.schedule)
    assert held_up(before.inputs, {1}) == ()


def test_that_a_project_does_not_wait_for_what_is_finished() -> None:
    state = small_state()
    state = state.apply(edit(state, state.get(Chunk, UPGRADE), after=(EXPLORE,)))
    paused = state.apply(rest(state, scenario=TODAY, projects=[CHURN]))
    assert held_up(load_of(paused).inputs, (0,)) == ((1, 0),)
    explore = paused.get(Chunk, EXPLORE)
    over = paused.apply(edit(paused, explore, done=20.0))
    assert held_up(load_of(over).inputs, (0,)) == ()
    begun = paused.apply(edit(paused, explore, done=2.0))
    assert held_up(load_of(begun).inputs, (0,)) == ((1, 0),)


def test_that_a_delay_takes_those_that_follow_along_and_says_so() -> None:

    state = small_state()
    start = state.plan.start
    state = state.apply(edit(state, state.get(Chunk, EXPLORE), start=start))
    state = state.apply(edit(state, state.get(Chunk, UPGRADE), after=(BUILD,)))
    later = state.apply(delay(state, scenario=TODAY, projects=[CHURN], weeks=2))
    found = freed(Plans.of(load_of(state)), Plans.of(load_of(later)))
    assert found.moved == (0, 1)
    assert found.days[1].tolist()[:6] == pytest.approx([3.15, 3.15, 0, 0, -3.15, -3.15])
    # Upgrade ran from week 8 to the end of the plan at 12, and two more weeks of it go beyond.
    assert found.outside == pytest.approx(-found.total)
    assert found.total > 0


def test_that_what_starves_because_of_a_pause_is_told_with_its_days() -> None:
    state = small_state()
    before = load_of(state)
    after = load_of(state.apply(rest(state, scenario=TODAY, projects=[CHURN])))
    facts = Facts(
        frozenset(),
        (Goal("Keep", 0.5), Goal("Build", 0.1), Goal("Any", None)),
        (0, 1),
        (None, None),
    )
    servings = []
    for load in (before, after):
        scene = Scene(load.inputs, (None,) * 3)
        servings.append(served(Case(scene, facts, load)))
    (starved,) = starved_by(*servings)
    assert (starved.goal, starved.share, starved.wanted) == (0, 0.0, 0.5)
    assert starved.days == pytest.approx(0.5 * (servings[1].whole.done or 0.0))
    assert starved.before > 0.0
    assert starved_by(servings[1], servings[0]) == ()


def test_that_different_chunks_are_refused() -> None:
    state = small_state()

    other = state.apply(remove(state, [state.get(Chunk, UPGRADE)]))
    with pytest.raises(ValueError, match="same chunks"):
        freed(Plans.of(load_of(state)), Plans.of(load_of(other)))


def test_that_resuming_in_an_option_leaves_no_difference_from_today() -> None:
    state = small_state()
    projects: list[ProjectId] = [CHURN, PLATFORM]
    paused = state.apply(rest(state, scenario=OPTION, projects=projects))
    again = paused.apply(resume(paused, scenario=OPTION, projects=projects))
    assert again.tables == state.tables
    one, other = load_of(state, OPTION), load_of(again, OPTION)
    for a, b in zip(one.teams, other.teams, strict=True):
        np.testing.assert_array_equal(a.load, b.load)
