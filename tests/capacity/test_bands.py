"""Bands: the same loop as the projection, for many samples, and what is read off them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamtide.capacity.bands import (
    Cancelled,
    Runs,
    bands_of,
    join_runs,
    lay_out,
    paired,
    percentiles,
    run_bands,
)
from teamtide.capacity.carry_teams import affected_teams, needed_teams
from teamtide.capacity.demand import service_days
from teamtide.capacity.engine import compute, recompute
from teamtide.capacity.inputs import Inputs
from teamtide.capacity.luck import Luck, draw_luck
from teamtide.capacity.projection import UNFINISHED, project
from teamtide.capacity.releases import phased_weeks
from teamtide.capacity.results import Load
from tests.capacity.engine_plans import (
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
from tests.capacity.plan_reader import PlanReader
from tests.capacity.test_projection_change import chain
from tests.searching import searched
from tests.strategies import plans

FIELDS = ("wants", "unmet", "finish", "project_finish")


@st.composite
def inputs_of_plans(draw: st.DrawFn) -> Inputs:
    return PlanReader(draw(plans())).inputs(draw(st.sampled_from(["Today", "Option"])))


def plain_luck(load: Load, samples: int = 1) -> Luck:
    """Everything as the plan says, in every sample."""
    inputs = load.inputs
    flow = [service_days(one, load.calendar) for one in inputs.services]
    arrivals = np.array(flow).reshape(len(flow), inputs.weeks)
    shape = (samples, len(inputs.chunks))
    return Luck(
        range(samples),
        np.ones(shape),
        np.zeros(shape, dtype=np.int64),
        np.broadcast_to(arrivals, (samples, *arrivals.shape)),
    )


def assert_same(one: Runs, other: Runs, exactly: bool = False) -> None:
    for name in FIELDS:
        tolerance = 0.0 if exactly else 1e-9
        a, b = getattr(one, name), getattr(other, name)
        np.testing.assert_allclose(a, b, rtol=tolerance, atol=tolerance, err_msg=name)


# --- one loop for both ------------------------------------------------------------------------


@given(inputs=inputs_of_plans())
@searched(60)
def test_that_a_sample_of_the_plans_own_numbers_is_the_projection(inputs: Inputs) -> None:
    load = compute(inputs)
    projection, runs = project(load), run_bands(load, plain_luck(load))
    for number, figures in enumerate(projection.teams):
        assert runs.wants[0, number].tolist() == figures.wants.tolist()
        assert runs.unmet[0, number].tolist() == figures.backlog.tolist()
    assert runs.finish[0].tolist() == projection.finish.tolist()
    for days_, one in zip(runs.project_finish[0].tolist(), projection.projects, strict=True):
        wanted = 0 if not one.chunks else one.finish_day
        assert days_ == (UNFINISHED if wanted is None else wanted)


def one_sample(luck: Luck, number: int) -> Luck:
    part = slice(number, number + 1)
    return Luck(luck.samples[part], luck.effort[part], luck.phase[part], luck.arrivals[part])


@given(inputs=inputs_of_plans())
@searched(40)
def test_that_samples_do_not_know_of_one_another(inputs: Inputs) -> None:
    load = compute(inputs)
    luck = draw_luck(inputs, load.plan, range(5))
    together = run_bands(load, luck)
    apart = join_runs([run_bands(load, one_sample(luck, n)) for n in range(5)])
    assert apart.samples == together.samples
    assert_same(apart, together)


@given(inputs=inputs_of_plans())
@searched(40)
def test_that_a_sample_with_other_efforts_is_the_projection_of_a_plan_with_those(
    inputs: Inputs,
) -> None:
    # Without bursts and services a sample is a plan in which every effort is another.
    inputs = replace(
        inputs,
        services=(),
        chunks=tuple(
            replace(one, shape="flat" if one.shape.startswith("burst") else one.shape)
            for one in inputs.chunks
        ),
    )
    load = compute(inputs)
    luck = draw_luck(inputs, load.plan, range(1))
    drawn = luck.effort[0] * load.plan.effort
    chunks = tuple(
        replace(one, low=None, high=None, likely=float(effort), done=float(done))
        for one, effort, done in zip(
            inputs.chunks, drawn, luck.effort[0] * load.plan.done, strict=True
        )
    )
    # Supplies stay those of the plan itself: the model does not switch again in every sample.
    other = compute(replace(inputs, chunks=chunks))
    same = replace(other, teams=load.teams)
    projection, runs = project(same), run_bands(load, luck)
    for number, figures in enumerate(projection.teams):
        np.testing.assert_allclose(runs.wants[0, number], figures.wants, rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(runs.unmet[0, number], figures.backlog, rtol=1e-9, atol=1e-9)
    assert runs.finish[0].tolist() == projection.finish.tolist()


# --- some teams only --------------------------------------------------------------------------


@given(inputs=inputs_of_plans(), data=st.data())
@searched(40)
def test_that_some_teams_fare_as_they_do_among_all(inputs: Inputs, data: st.DataObject) -> None:
    load = compute(inputs)
    luck = draw_luck(inputs, load.plan, range(3))
    whole = run_bands(load, luck)
    number = data.draw(st.integers(0, len(inputs.teams) - 1))
    some = run_bands(load, luck, frozenset({number}))
    assert some.teams == (number,)
    for name in ("wants", "unmet"):
        a, b = getattr(some, name)[:, number], getattr(whole, name)[:, number]
        np.testing.assert_allclose(a, b, rtol=1e-9, atol=1e-9)


def test_that_touched_teams_start_from_the_samples_before() -> None:
    load = compute(chain())
    luck = draw_luck(load.inputs, load.plan, range(50))
    before = run_bands(load, luck)
    people = load.inputs.people
    slower = (people[0], replace(people[1], fte=0.2), people[2])
    after = recompute(load, replace(load.inputs, people=slower))
    touched = affected_teams(load, after)
    assert touched == {1}
    assert needed_teams(after, touched) == {0, 1}
    whole = run_bands(after, luck)
    some = run_bands(after, luck, touched, previous=before)
    np.testing.assert_allclose(some.wants[:, 1], whole.wants[:, 1], rtol=1e-9, atol=1e-9)
    assert some.finish.tolist() == whole.finish.tolist()
    assert some.project_finish.tolist() == whole.project_finish.tolist()
    with pytest.raises(ValueError, match="same ones"):
        run_bands(after, one_sample(luck, 3), touched, previous=before)


def test_that_a_layout_may_serve_many_slices() -> None:
    load = compute(worked_example("Split"))
    luck = draw_luck(load.inputs, load.plan, range(40))
    layout = lay_out(load)
    parts = [
        run_bands(load, draw_luck(load.inputs, load.plan, range(n, n + 10)), layout=layout)
        for n in range(0, 40, 10)
    ]
    assert_same(join_runs(parts), run_bands(load, luck))


def test_that_many_samples_are_run_in_even_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    load = compute(worked_example("Split"))
    luck = draw_luck(load.inputs, load.plan, range(205))
    whole = run_bands(load, luck)
    monkeypatch.setattr("teamtide.capacity.bands.AT_ONCE", 1)
    told: list[int] = []
    assert_same(run_bands(load, luck, progress=told.append), whole)
    assert told == [68, 136, 205]


# --- luck -------------------------------------------------------------------------------------


def test_that_a_burst_in_another_phase_keeps_its_effort_and_moves_its_flood() -> None:
    inputs = plan((person(),), chunks=(chunk("Help", 12.0, weeks=6.0, shape="burst 3/1"),))
    load = compute(inputs)
    phased = phased_weeks(inputs, load.plan, np.array([0]))
    assert phased.period.tolist() == [3]
    # (week + phase) mod 3 < 1: phase 1 floods in weeks 2 and 5, phase 2 in weeks 1 and 4.
    busy, calm = 12.0 / 2.4, 1.2 / 2.4
    first = [calm, calm, busy, calm, calm, busy, 0.0, 0.0]
    second = [calm, busy, calm, calm, busy, calm, 0.0, 0.0]
    np.testing.assert_allclose(phased.days, [first, second], atol=1e-12)


@pytest.mark.parametrize("floor", [0.0, 0.1])
@pytest.mark.parametrize("start", [START, START - 10, START + 2, START + 40])
def test_that_phases_follow_days_and_never_lose_work(floor: float, start: int) -> None:
    base = plan(
        (person(),), chunks=(chunk("Help", 10.0, start=start, weeks=1.6, shape="burst 4/1"),)
    )
    inputs = replace(base, settings=replace(base.settings, burst_floor=floor), weeks=30)
    schedule = compute(inputs).plan
    phased = phased_weeks(inputs, schedule, np.array([0]))
    first, length = int(schedule.first[0]), int(schedule.length[0])
    ordinals = [day for day in range(first, first + 30) if (day - START) % 7 < 5][:length]
    for phase in (1, 2, 3):
        weight = [1.0 if ((d - first) // 7 + phase) % 4 < 1 else floor for d in ordinals]
        if not sum(weight):
            weight = [1.0] * length
        wanted = np.zeros(30)
        for day, part in zip(ordinals, weight, strict=True):
            if day >= START:
                wanted[(day - START) // 7] += 10.0 * part / sum(weight)
        np.testing.assert_allclose(phased.days[phase - 1], wanted, atol=1e-9)


def test_that_phases_reach_the_wants() -> None:
    inputs = plan((person(fte=0.1),), chunks=(chunk("Help", 12.0, weeks=6.0, shape="burst 3/1"),))
    load = compute(inputs)
    base = plain_luck(load, 3)
    runs = run_bands(load, replace(base, phase=np.array([[0], [1], [2]])))
    assert runs.wants[:, 0, 0].tolist() == pytest.approx([5.0, 0.5, 0.5])


def test_that_arrivals_and_efforts_reach_the_wants() -> None:
    inputs = plan((person(),), chunks=(chunk("Build", 8.0),), services=(service(),))
    load = compute(inputs)
    base = plain_luck(load, 2)
    arrivals = np.zeros((2, 1, 8))
    arrivals[1, 0, 3] = 7.0
    luck = replace(base, effort=np.array([[1.0], [1.5]]), arrivals=arrivals)
    runs = run_bands(load, luck)
    assert runs.wants[:, 0, 0].tolist() == pytest.approx([2.0, 3.0])
    assert runs.unmet[1, 0, 3:].tolist() == pytest.approx([7.0] * 5)
    assert not runs.unmet[0].any()


def test_that_late_predecessors_hold_in_the_samples_in_which_they_are_late() -> None:
    load = compute(chain(likely=4.0))
    luck = replace(plain_luck(load, 3), effort=np.array([[1, 1, 1], [4, 1, 1], [9, 1, 1]]) * 1.0)
    finish = run_bands(load, luck).finish
    assert finish[0, :2].tolist() == [1, 2]
    assert (finish[1:, 1] == finish[1:, 0] + 1).all()
    assert finish[2, 0] > finish[1, 0] > 1


# --- running ----------------------------------------------------------------------------------


def test_that_a_run_tells_how_far_it_is_and_stops_when_asked() -> None:
    load = compute(worked_example("Today"))
    luck = draw_luck(load.inputs, load.plan, range(20))
    told: list[int] = []
    run_bands(load, luck, progress=told.append)
    assert told[-1] == 20

    def asked() -> Iterator[bool]:
        yield from (False, False, True)

    answers = asked()
    with pytest.raises(Cancelled):
        run_bands(load, luck, cancelled=lambda: next(answers))


def test_that_slices_that_do_not_follow_one_another_are_refused() -> None:
    load = compute(worked_example("Today"))
    first, last = (
        run_bands(load, draw_luck(load.inputs, load.plan, part)) for part in (range(5), range(6, 9))
    )
    with pytest.raises(ValueError, match="follow one another"):
        join_runs([first, last])
    with pytest.raises(ValueError, match="no samples"):
        bands_of([])


def test_that_runs_are_read_only() -> None:
    load = compute(worked_example("Today"))
    runs = run_bands(load, draw_luck(load.inputs, load.plan, range(2)))
    for name in (*FIELDS, "capacity"):
        with pytest.raises(ValueError, match="read-only"):
            getattr(runs, name)[...] = 0


# --- percentiles ------------------------------------------------------------------------------


def test_that_percentiles_are_of_the_inverted_distribution() -> None:
    ten = np.arange(10.0)[::-1]
    assert [float(p) for p in percentiles(ten, (0.1, 0.5, 0.9, 1.0))] == [0.0, 4.0, 8.0, 9.0]
    assert [float(p) for p in percentiles(np.array([3.0]), (0.1, 0.9))] == [3.0, 3.0]
    never = np.array([1.0, np.inf, 2.0, np.inf])
    assert [float(p) for p in percentiles(never, (0.5, 0.51))] == [2.0, np.inf]


@given(
    values=st.lists(st.integers(0, 9), min_size=1, max_size=40),
    part=st.sampled_from([10, 50, 80, 90]),
)
def test_that_a_percentile_is_the_least_value_that_its_part_does_not_exceed(
    values: list[int], part: int
) -> None:
    (found,) = percentiles(np.array(values), (part / 100,))
    enough = [v for v in sorted(values) if 100 * sum(x <= v for x in values) >= part * len(values)]
    assert int(found) == enough[0]


def runs_of(wants: list[float], unmet: list[float], finish: list[int], capacity: float) -> Runs:
    count = len(wants)
    return Runs(
        samples=range(count),
        teams=(0,),
        capacity=np.array([[capacity]]),
        wants=np.array(wants).reshape(count, 1, 1),
        unmet=np.array(unmet).reshape(count, 1, 1),
        finish=np.zeros((count, 1), dtype=np.int64),
        project_finish=np.array(finish).reshape(count, 1),
        owned=np.ones(1, dtype=bool),
    )


def test_that_bands_give_loads_chances_and_finishes() -> None:
    finish = [START, START + 7, START + 14, START + 21, *[UNFINISHED] * 6]
    runs = runs_of([*range(1, 11)], [0.0] * 7 + [1e-7, 1.0, 2.0], finish, 2.0)
    bands = bands_of([runs], [START + 7])
    (squad,) = bands.teams
    assert squad is not None
    assert (squad.p10[0], squad.p50[0], squad.p90[0]) == (0.5, 2.5, 4.5)
    assert (squad.wants_p10[0], squad.wants_p50[0], squad.wants_p90[0]) == (1, 5, 9)
    assert squad.chance_over[0] == pytest.approx(0.2)
    (churn,) = bands.projects
    assert (churn.p50, churn.p80, churn.p90) == (None, None, None)
    assert churn.chance_deadline == pytest.approx(0.2)
    assert churn.chance_unfinished == pytest.approx(0.6)
    early = bands_of([replace(runs, project_finish=np.full((10, 1), START))])
    assert (early.projects[0].p90, early.projects[0].chance_deadline) == (START, None)


def test_that_a_team_of_nobody_has_an_infinite_band_where_there_is_work() -> None:
    (nobody,) = bands_of([runs_of([0.0, 0.0, 3.0, 3.0], [0.0, 0.0, 3.0, 3.0], [0] * 4, 0.0)]).teams
    assert nobody is not None
    assert (nobody.p10[0], nobody.p50[0], nobody.p90[0]) == (0.0, 0.0, np.inf)
    assert nobody.chance_over[0] == pytest.approx(0.5)


def test_that_a_project_without_owned_chunks_has_no_dates_and_no_chance() -> None:
    (one,) = bands_of([runs_of([1.0], [0.0], [0], 1.0)], [START]).projects
    assert (one.p50, one.chance_deadline, one.chance_unfinished) == (None, None, 0.0)


def test_that_teams_not_projected_have_no_band() -> None:
    inputs = plan(
        (person(where=(placed((1, 1.0)),)),), teams=(team("Squad"), team("Infrastructure"))
    )
    load = compute(inputs)
    runs = run_bands(load, plain_luck(load, 2), frozenset({1}))
    assert bands_of([runs]).teams[0] is None
    assert bands_of([runs]).teams[1] is not None


def test_that_paired_differences_count_two_unfinished_as_none() -> None:
    option = np.array([days(2, 9), UNFINISHED, UNFINISHED, days(2, 2)])
    reference = np.array([days(2, 2), UNFINISHED, days(2, 2), UNFINISHED])
    assert paired(option, reference).tolist() == [7.0, 0.0, np.inf, -np.inf]
    assert paired(np.array([1.5, np.inf]), np.array([2.0, 1.0])).tolist() == [-0.5, np.inf]
