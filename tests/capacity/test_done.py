"""Days done: the first days of the planned work ask for nothing any more (MODEL section 2)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamtide.capacity.bands import run_bands
from teamtide.capacity.engine import compute, recompute
from teamtide.capacity.inputs import Chunk, Inputs
from teamtide.capacity.luck import draw_luck
from teamtide.capacity.measures.cases import Case, Facts, Scene
from teamtide.capacity.measures.delivery import turnaround
from teamtide.capacity.projection import project
from teamtide.capacity.schedule import is_over, plan_schedule
from tests.capacity.engine_plans import START, chunk, person, plan
from tests.capacity.engine_plans import project as project_
from tests.capacity.plan_reader import PlanReader
from tests.searching import searched
from tests.strategies import plans

FIGURES = ("capacity", "demand", "used", "overload", "idle", "load")


@st.composite
def inputs_of_plans(draw: st.DrawFn) -> Inputs:
    return PlanReader(draw(plans())).inputs(draw(st.sampled_from(["Today", "Option"])))


def asked(*chunks: Chunk, weeks: int = 8) -> list[float]:
    """Days asked of the only team, by week."""
    load = compute(plan(chunks=chunks, weeks=weeks))
    return [round(float(days), 9) for days in load.teams[0].demand]


# --- by hand ----------------------------------------------------------------------------------


def test_that_the_first_days_of_a_flat_chunk_are_the_ones_that_are_done() -> None:
    # Four weeks of five days; seven of them are done: all of week 0, two days of week 1.
    whole = chunk(likely=20.0, weeks=4)
    assert asked(whole)[:5] == [5, 5, 5, 5, 0]
    assert asked(replace(whole, done=7.0))[:5] == [0, 3, 5, 5, 0]
    assert asked(replace(whole, done=20.0))[:5] == [0, 0, 0, 0, 0]
    assert asked(replace(whole, done=33.0))[:5] == [0, 0, 0, 0, 0]


def test_that_a_chunk_keeps_its_shape_and_its_days() -> None:
    # Late peak: its tenths weigh 10 15 25 50 50 75 100 100 50 25, so ten days over two weeks give
    # 3 and 7. Four done leave 6 of the second week.
    whole = chunk(likely=10.0, weeks=2, shape="late peak")
    assert asked(whole)[:2] == [3, 7]
    assert asked(replace(whole, done=4.0))[:2] == [0, 6]
    before, after = (plan_schedule(plan(chunks=(c,))) for c in (whole, replace(whole, done=4.0)))
    assert before.dates.tolist() == after.dates.tolist()


def test_that_what_was_planned_before_the_plan_and_not_done_is_outside_it() -> None:
    early = chunk(likely=20.0, weeks=4, start=START - 14)
    for done, before in ((None, 10.0), (0.0, 10.0), (6.0, 4.0), (10.0, 0.0), (12.0, 0.0)):
        load = compute(plan(chunks=(replace(early, done=done),)))
        assert load.before == pytest.approx(before)
        assert load.teams[0].demand.sum() == pytest.approx(min(10.0, 20.0 - (done or 0.0)))


def test_that_a_finished_chunk_holds_nobody_and_ends_before_the_plan() -> None:
    # Two people short of ten days a week: the first is late, unless it is done.
    first = chunk("first", likely=30.0, weeks=2)
    second = chunk("second", likely=4.0, weeks=1, after=(0,))
    two = (person("ana"), person("bo"))
    late = project(compute(plan(two, chunks=(first, second), weeks=12)))
    assert late.finish[1] > 2
    done = project(compute(plan(two, chunks=(replace(first, done=30.0), second), weeks=12)))
    assert done.finish.tolist() == [-1, 2]
    early = replace(first, start=START - 28, done=30.0)
    assert project(compute(plan(two, chunks=(early,), weeks=12))).finish.tolist() == [-3]


def test_that_a_project_that_is_done_counts_in_no_turnaround() -> None:
    chunks = (chunk("a", likely=4.0, weeks=2, done=4.0), chunk("b", likely=4.0, weeks=1, project=1))
    two = plan((person(),), chunks=chunks, projects=(project_("old"), project_("new")))
    case = Case(Scene(two, (None,)), Facts(frozenset(), (), (None, None), (None, None)))
    reading = turnaround(case, case)
    assert [line.label for line in reading.lines] == ["new"]


# --- whatever the plan --------------------------------------------------------------------------


@given(inputs=inputs_of_plans())
@searched(60)
def test_that_nothing_done_is_the_same_as_nobody_having_said_to_the_last_bit(
    inputs: Inputs,
) -> None:
    def with_done(done: float | None) -> Inputs:
        return replace(inputs, chunks=tuple(replace(one, done=done) for one in inputs.chunks))

    silent, nothing = compute(with_done(None)), compute(with_done(0.0))
    for ours, theirs in zip(silent.teams, nothing.teams, strict=True):
        for name in FIGURES:
            assert np.array_equal(getattr(ours, name), getattr(theirs, name))
    assert (silent.before, silent.after) == (nothing.before, nothing.after)
    assert project(silent).finish.tolist() == project(nothing).finish.tolist()


@given(inputs=inputs_of_plans(), part=st.sampled_from([0.1, 0.5, 0.9, 1.0, 2.0]))
@searched(60)
def test_that_more_done_never_asks_for_more(inputs: Inputs, part: float) -> None:
    schedule = plan_schedule(inputs)
    more = replace(
        inputs,
        chunks=tuple(
            replace(one, done=done + part * (effort - done))
            for one, done, effort in zip(
                inputs.chunks, schedule.done.tolist(), schedule.effort.tolist(), strict=True
            )
        ),
    )
    later = plan_schedule(more)
    assert (later.days <= schedule.days + 1e-9).all()
    sums = np.bincount(later.chunk, weights=later.days, minlength=len(inputs.chunks))
    np.testing.assert_allclose(sums + later.done, schedule.effort, rtol=0, atol=1e-9)
    assert part < 1.0 or all(is_over(one) for one in more.chunks)


@given(inputs=inputs_of_plans(), number=st.integers(0, 9), done=st.sampled_from([0.0, 2.5, 99.0]))
@searched(60)
def test_that_a_change_of_what_is_done_is_recomputed(
    inputs: Inputs, number: int, done: float
) -> None:
    if not inputs.chunks:
        return
    load = compute(inputs)
    chunks = list(inputs.chunks)
    chunks[number % len(chunks)] = replace(chunks[number % len(chunks)], done=done)
    changed = replace(inputs, chunks=tuple(chunks))
    again, anew = recompute(load, changed), compute(changed)
    ours, theirs = project(again, project(load)), project(anew)
    for one, other in zip(again.teams, anew.teams, strict=True):
        for name in FIGURES:
            np.testing.assert_allclose(getattr(one, name), getattr(other, name), atol=1e-9)
    assert ours.finish.tolist() == theirs.finish.tolist()
    for mine, yours in zip(ours.teams, theirs.teams, strict=True):
        np.testing.assert_allclose(mine.backlog, yours.backlog, atol=1e-9)


@given(inputs=inputs_of_plans())
@searched(40)
def test_that_no_sample_asks_for_more_than_its_luck_leaves_of_a_chunk(inputs: Inputs) -> None:
    # With nobody to do it, what is wanted at the end is all that was released.
    idle = replace(inputs, people=(), services=())
    idle = replace(idle, chunks=tuple(replace(one, who=(), max_people=None) for one in idle.chunks))
    load = compute(idle)
    luck = draw_luck(idle, load.plan, range(7))
    runs = run_bands(load, luck)
    active = [one.active for one in idle.projects]
    owned = [one.owner is not None and active[one.project] for one in idle.chunks]
    most = (luck.effort * np.where(owned, load.plan.left, 0.0)).sum(axis=1)
    assert (runs.unmet[:, :, -1].sum(axis=1) <= most + 1e-9).all()
