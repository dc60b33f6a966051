"""What the projection must hold to whatever the plan, and what it says of small plans."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamtide.capacity.engine import compute
from teamtide.capacity.inputs import Inputs
from teamtide.capacity.projection import (
    UNFINISHED,
    finish_days,
    project,
)
from tests.capacity.engine_plans import (
    DATA_SCIENCE,
    START,
    chunk,
    days,
    person,
    placed,
    plan,
    service,
    team,
    worked_example,
)
from tests.capacity.engine_plans import project as project_spec
from tests.capacity.plan_reader import PlanReader
from tests.searching import searched
from tests.strategies import plans

TWO_TEAMS = (team("Squad"), team("Infrastructure"))


@st.composite
def inputs_of_plans(draw: st.DrawFn) -> Inputs:
    return PlanReader(draw(plans())).inputs(draw(st.sampled_from(["Today", "Option"])))


# --- whatever the plan ------------------------------------------------------------------------


@given(inputs=inputs_of_plans())
@searched(60)
def test_that_work_in_is_done_or_backlog_or_unreleased(inputs: Inputs) -> None:
    projection = project(compute(inputs))
    effort = np.where(projection.owned, projection.load.plan.left, 0.0)
    done = projection.done_before[:, None] + np.cumsum(projection.done, axis=1)
    whole = done + projection.backlog + projection.unreleased
    expected = np.broadcast_to(effort[:, None], whole.shape)
    np.testing.assert_allclose(whole, expected, rtol=0, atol=1e-7)
    assert (projection.backlog >= -1e-9).all()
    assert (projection.unreleased >= -1e-9).all()


@given(inputs=inputs_of_plans())
@searched(60)
def test_that_a_teams_figures_are_sums_of_its_trail(inputs: Inputs) -> None:
    for figures in project(compute(inputs)).teams:
        trail = figures.trail
        for part, whole in (
            (trail.wanted.sum(axis=0), figures.wants),
            ((trail.wanted - trail.done).sum(axis=0), figures.backlog),
            (figures.by_kind.sum(axis=0), figures.wants),
            (figures.backlog_by_discipline.sum(axis=0), figures.backlog),
            (trail.held.sum(axis=0), figures.held),
        ):
            np.testing.assert_allclose(part, whole, rtol=0, atol=1e-9)
        assert (trail.done <= trail.wanted + 1e-9).all()
        assert (figures.wants - figures.backlog >= -1e-9).all()


@given(inputs=inputs_of_plans())
@searched(60)
def test_that_projected_is_planned_where_every_want_is_met(inputs: Inputs) -> None:
    small = tuple(
        replace(
            one,
            likely=one.likely * 1e-4,
            low=None if one.low is None else one.low * 1e-4,
            high=None if one.high is None else one.high * 1e-4,
            done=None if one.done is None else one.done * 1e-4,
            who=(),
            after=(),
            start=max(one.start or 0, inputs.start),
        )
        for one in inputs.chunks
    )
    services = tuple(replace(one, arrivals=one.arrivals * 1e-4) for one in inputs.services)
    able = tuple(1.0 for _ in inputs.disciplines)
    everywhere = tuple((k, 1.0 / len(inputs.teams)) for k in range(len(inputs.teams)))
    people = tuple(
        replace(one, proficiency=able, start=None, end=None, leave=(), today=(placed(*everywhere),))
        for one in inputs.people
    )
    people = tuple(replace(one, own=None, fte=1.0) for one in people)
    teams = tuple(replace(one, ceremony_hours=0.0, rota=False) for one in inputs.teams)
    load = compute(
        replace(
            inputs,
            people=people,
            chunks=small,
            services=services,
            teams=teams,
            holidays=tuple(frozenset[int]() for _ in inputs.holidays),
        )
    )
    projection = project(load)
    schedule = load.plan
    for planned, figures in zip(load.teams, projection.teams, strict=True):
        assert not figures.backlog.any()
        np.testing.assert_allclose(figures.wants + figures.held, planned.demand, atol=1e-9)
    last = (schedule.last - schedule.start) // 7
    over = projection.owned & schedule.over
    assert projection.finish[over].tolist() == np.minimum(-1, last[over]).tolist()
    inside = projection.owned & ~over & (last < inputs.weeks)
    assert projection.finish[inside].tolist() == last[inside].tolist()
    assert projection.finish_day[inside].tolist() == schedule.last[inside].tolist()
    assert (projection.finish[~inside & ~over] == UNFINISHED).all()


@given(inputs=inputs_of_plans(), data=st.data())
@searched(60)
def test_that_the_order_of_rows_breaks_ties_only(inputs: Inputs, data: st.DataObject) -> None:
    # With different priorities and services of different disciplines there are no ties to break.
    order = data.draw(st.permutations(range(len(inputs.projects))))
    place = {old: new for new, old in enumerate(order)}
    first = {one.project: replace(one, after=()) for one in inputs.chunks}
    chunks = tuple(first.values())
    projects = tuple(replace(one, priority=n) for n, one in enumerate(inputs.projects))
    whole = replace(inputs, chunks=chunks, projects=projects, services=inputs.services[:1])
    mixed = replace(
        whole,
        projects=tuple(projects[n] for n in order),
        chunks=tuple(replace(c, project=place[c.project]) for c in reversed(chunks)),
    )
    one, other = project(compute(whole)), project(compute(mixed))
    assert one.finish.tolist() == other.finish.tolist()[::-1]
    for ours, theirs in zip(one.teams, other.teams, strict=True):
        np.testing.assert_allclose(ours.backlog, theirs.backlog, rtol=0, atol=1e-9)


# --- small plans ------------------------------------------------------------------------------


def test_that_the_more_urgent_project_is_served_first_and_blank_comes_last() -> None:
    inputs = plan(
        (person(),),
        projects=(project_spec("A"), project_spec("B"), project_spec("C")),
        chunks=tuple(chunk(n, 5.0, project=k, weeks=1.0) for k, n in enumerate("abc")),
    )
    urgent = replace(inputs.projects[1], priority=2), replace(inputs.projects[2], priority=1)
    ordered = replace(inputs, projects=(inputs.projects[0], *urgent))
    assert np.argsort(project(compute(ordered)).finish).tolist() == [2, 1, 0]
    assert np.argsort(project(compute(inputs)).finish).tolist() == [0, 1, 2]


def test_that_max_people_holds_work_back_beside_the_wants() -> None:
    one = replace(chunk("Build", 20.0, weeks=1.0), max_people=0.5)
    projection = project(compute(plan((person(), person("bo")), chunks=(one,))))
    squad = projection.teams[0]
    most = 0.5 * 5 * 0.85
    assert squad.wants[0] == pytest.approx(most)
    assert squad.held[0] == pytest.approx(20.0 - most)
    assert squad.backlog[0] == 0.0
    assert squad.held[1] == pytest.approx(20.0 - 2 * most)
    carried = squad.carried(1)[0]
    assert carried.before == pytest.approx(20.0 - most)
    assert carried.wanted == pytest.approx(most)
    assert carried.done == pytest.approx(most)
    assert projection.finish[0] == UNFINISHED
    assert projection.finish_day[0] == 0


def test_that_a_backlog_is_a_stock_that_its_trail_explains() -> None:
    squad = project(compute(worked_example("Today"))).teams[0]
    for week in range(1, 8):
        carried = squad.carried(week)
        before = {(c.what, c.index, c.person): c.backlog for c in squad.carried(week - 1)}
        for one in carried:
            assert one.before == pytest.approx(before.get((one.what, one.index, one.person), 0.0))
            assert one.wanted == pytest.approx(one.before + one.released - one.held)
            assert one.backlog == pytest.approx(one.wanted - one.done)
        assert sum(one.backlog for one in carried) == pytest.approx(squad.backlog[week])


def test_that_work_nobody_owns_never_finishes_and_holds_nobody() -> None:
    inputs = plan(
        (person(),),
        chunks=(chunk("Tray", 1.0, owner=None), chunk("Next", 1.0, after=(0,), weeks=1.0)),
    )
    projection = project(compute(inputs))
    assert projection.finish.tolist() == [UNFINISHED, 4]
    assert projection.unowned.tolist() == [True, False]
    done = projection.projects[0]
    assert (done.chunks, done.unowned, done.unfinished) == ((1,), (0,), False)
    assert done.finish_day == done.planned_day == inputs.start + 4 * 7 + 4


def test_that_an_inactive_project_is_left_out_and_holds_nobody() -> None:
    inputs = plan(
        (person(),),
        projects=(project_spec("Paused", active=False), project_spec("Churn")),
        chunks=(chunk("Old", 90.0), chunk("Next", 1.0, project=1, after=(0,), weeks=1.0)),
    )
    projection = project(compute(inputs))
    assert projection.finish.tolist() == [UNFINISHED, 4]
    assert projection.owned.tolist() == [False, True]
    assert not projection.unowned.any()
    paused = projection.projects[0]
    assert (paused.finish_day, paused.planned_day, paused.unfinished) == (None, None, False)


def test_that_work_before_the_plan_counts_as_done() -> None:
    inputs = plan(
        (person(),),
        chunks=(
            chunk("Over", 50.0, start=START - 28, weeks=2.0),
            chunk("Half", 8.0, start=START - 7, weeks=2.0),
        ),
    )
    projection = project(compute(inputs))
    assert projection.finish.tolist() == [-3, 1]
    assert projection.finish_day[0] == START - 28 + 11
    assert projection.done_before.tolist() == pytest.approx([50.0, 4.0])
    assert projection.done.sum(axis=1).tolist() == pytest.approx([0.0, 4.0])


def test_that_work_beyond_the_horizon_never_finishes() -> None:
    inputs = plan((person(),), chunks=(chunk("Long", 1.0, weeks=9.0),))
    projection = project(compute(inputs))
    assert projection.finish.tolist() == [UNFINISHED]
    assert projection.projects[0].unfinished
    assert projection.unreleased[0, -1] == pytest.approx(1.0 / 9.0)


def test_that_a_team_of_nobody_carries_everything_over() -> None:
    inputs = plan((person(),), teams=TWO_TEAMS, services=(service(owner=1),))
    figures = project(compute(inputs)).teams[1]
    assert figures.backlog.tolist() == pytest.approx([2.0 * n for n in range(1, 9)])
    assert np.isinf(figures.load).all()
    assert figures.peak is None


def test_that_named_work_moves_with_the_person_and_its_backlog_too() -> None:
    inputs = plan(
        (person("ana", where=(placed((0, 1.0)), placed((1, 1.0), on=days(1, 12)))),),
        teams=TWO_TEAMS,
        chunks=(chunk("Docs", 9.0, who=(0,), weeks=1.0),),
    )
    projection = project(compute(inputs))
    first, second = projection.teams
    assert first.wants[0] == pytest.approx(9.0)
    assert first.backlog[0] > 4.0
    assert not first.wants[1:].any()
    assert second.wants[1] == pytest.approx(first.backlog[0])


def test_that_a_skill_nobody_has_stays_undone_beside_idle_people() -> None:
    inputs = plan((person(),), chunks=(chunk("Model", 2.0, discipline=DATA_SCIENCE, weeks=1.0),))
    squad = project(compute(inputs)).teams[0]
    assert squad.backlog.tolist() == pytest.approx([2.0] * 8)
    assert squad.backlog_by_discipline[DATA_SCIENCE].tolist() == pytest.approx([2.0] * 8)


def test_that_a_late_chunk_finishes_on_a_friday() -> None:
    load = compute(worked_example("Today"))
    projection = project(load)
    assert projection.finish_day[0] == START + 3 * 7 + 4
    build = projection.projects[0]
    assert build.finish_day == START + 7 * 7 + 4
    assert build.planned_day == days(2, 13)
    assert build.delay_days == 14
    some = np.array([2, 0])
    assert finish_days(load, projection.finish, some).tolist() == [
        projection.finish_day[2],
        projection.finish_day[0],
    ]


def test_that_a_plan_without_work_or_people_projects_nothing() -> None:
    projection = project(compute(plan(chunks=(chunk(),))))
    assert projection.teams[0].backlog.tolist() == pytest.approx([2.5, 5.0, 7.5, *[10.0] * 5])
    assert not project(compute(plan((person(),)))).teams[0].wants.any()


def test_that_arrays_handed_out_are_read_only() -> None:
    projection = project(compute(worked_example("Today")))
    for values in (
        projection.finish,
        projection.done,
        projection.backlog,
        projection.teams[0].wants,
        projection.teams[0].by_kind,
        projection.teams[0].trail.done,
    ):
        with pytest.raises(ValueError, match="read-only"):
            values[...] = 0
