"""What must hold whatever the plan (MODEL section 7), as far as sections 1 to 3 go."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamtide.capacity.arrays import FloatArray
from teamtide.capacity.engine import CycleError, compute
from teamtide.capacity.figures import SIZE
from teamtide.capacity.inputs import Chunk, Inputs, Person, PlacementSet
from teamtide.capacity.schedule import expected_effort
from tests.capacity.engine_plans import START, chunk, days, person, placed, plan, team
from tests.capacity.plan_reader import PlanReader
from tests.searching import searched
from tests.strategies import plans

FIGURES = ("capacity", "demand", "used", "overload", "idle", "load", "by_kind", "juggling")


@st.composite
def inputs_of_plans(draw: st.DrawFn) -> Inputs:
    return PlanReader(draw(plans())).inputs(draw(st.sampled_from(["Today", "Option"])))


@given(inputs=inputs_of_plans())
@searched(150)
def test_that_used_and_idle_are_the_capacity_and_sums_over_disciplines_hold(
    inputs: Inputs,
) -> None:
    for figures in compute(inputs).teams:
        np.testing.assert_allclose(figures.used + figures.idle, figures.capacity, atol=1e-9)
        np.testing.assert_allclose(figures.by_kind.sum(axis=0), figures.demand, atol=1e-9)
        for parts, whole in (
            (figures.demand_by_discipline, figures.demand),
            (figures.unmet_by_discipline, figures.overload),
            (figures.capacity_by_discipline, figures.capacity),
            (figures.used_by_discipline, figures.used),
        ):
            np.testing.assert_allclose(parts.sum(axis=0), whole, atol=1e-9)
        by_item = sum((item.demand for item in figures.items), np.zeros(inputs.weeks))
        np.testing.assert_allclose(by_item, figures.demand, atol=1e-9)
        for values in (figures.capacity, figures.used, figures.overload, figures.idle):
            assert (values >= -1e-9).all()
        assert (figures.unmet_by_discipline <= figures.demand_by_discipline + 1e-9).all()
        assert (figures.juggling >= 1.0 - 1e-9).all()
        spent = figures.time_by_kind.sum(axis=1)
        np.testing.assert_allclose(spent, figures.used_by_discipline, atol=1e-9)


@given(inputs=inputs_of_plans())
@searched(100)
def test_that_work_done_and_overload_are_the_demand_where_everybody_is_proficient(
    inputs: Inputs,
) -> None:
    # At proficiency 1 a day of time is a day of work, so time tells what was done.
    people = tuple(
        replace(one, proficiency=tuple(float(e >= 0.3) for e in one.proficiency))
        for one in inputs.people
    )
    for figures in compute(replace(inputs, people=people)).teams:
        np.testing.assert_allclose(figures.used + figures.overload, figures.demand, atol=1e-9)


@given(inputs=inputs_of_plans(), data=st.data())
@searched(100)
def test_that_moving_someone_conserves_their_fte(inputs: Inputs, data: st.DataObject) -> None:
    if not inputs.people:
        return
    index = data.draw(st.integers(0, len(inputs.people) - 1))
    where = data.draw(st.integers(0, len(inputs.teams) - 1))
    whole = (PlacementSet(None, ((where, 1.0),)),)
    sizes = []
    for target in (where, (where + 1) % len(inputs.teams)):
        sets = (*whole, PlacementSet(inputs.start + 10, ((target, 1.0),)))
        moved = replace(inputs.people[index], today=sets, own=None)
        people = (*inputs.people[:index], moved, *inputs.people[index + 1 :])
        sizes.append(fte(replace(inputs, people=people)))
    np.testing.assert_allclose(sizes[0], sizes[1], atol=1e-9)


def fte(inputs: Inputs) -> FloatArray:
    """(W,) FTE placed, over all teams."""
    sizes = [one.workings.crew.figures[SIZE].sum(axis=0) for one in compute(inputs).teams]
    total: FloatArray = np.sum(sizes, axis=0)
    return total


@given(inputs=inputs_of_plans(), data=st.data())
@searched(150)
def test_that_the_order_of_rows_changes_nothing(inputs: Inputs, data: st.DataObject) -> None:
    shuffled, teams = permuted(inputs, data)
    ours, theirs = compute(inputs), compute(shuffled)
    for index, figures in enumerate(ours.teams):
        for name in FIGURES:
            np.testing.assert_allclose(
                getattr(theirs.teams[teams[index]], name),
                getattr(figures, name),
                rtol=1e-9,
                atol=1e-9,
                err_msg=name,
            )
    np.testing.assert_allclose(theirs.unowned, ours.unowned, atol=1e-9)


def permuted(inputs: Inputs, data: st.DataObject) -> tuple[Inputs, list[int]]:
    """The plan with every list but the disciplines in another order, and where teams went.

    Who is named on work keeps the order among others who are: there the plan's order breaks ties.
    """

    def order(count: int) -> tuple[list[int], list[int]]:
        new = data.draw(st.permutations(range(count)))
        place = [0] * count
        for position, index in enumerate(new):
            place[index] = position
        return list(new), place

    people, _ = order(len(inputs.people))
    # People named on work are groups of their own, taken in plan order where they are alike.
    named = {person for chunk in inputs.chunks for person in chunk.who}
    kept = iter(sorted(named))
    people = [next(kept) if index in named else index for index in people]
    person_at = [people.index(index) for index in range(len(people))]
    teams, team_at = order(len(inputs.teams))
    projects, project_at = order(len(inputs.projects))
    chunks, chunk_at = order(len(inputs.chunks))
    services, _ = order(len(inputs.services))

    def sets(held: tuple[PlacementSet, ...]) -> tuple[PlacementSet, ...]:
        return tuple(
            PlacementSet(one.day, tuple((team_at[k], share) for k, share in one.shares))
            for one in held
        )

    def at(owner: int | None) -> int | None:
        return None if owner is None else team_at[owner]

    def person_as(one: Person) -> Person:
        return replace(one, today=sets(one.today), own=None if one.own is None else sets(one.own))

    def chunk_as(one: Chunk) -> Chunk:
        return replace(
            one,
            project=project_at[one.project],
            after=tuple(chunk_at[index] for index in one.after),
            who=tuple(person_at[index] for index in one.who),
            owner=at(one.owner),
        )

    shuffled = replace(
        inputs,
        people=tuple(person_as(inputs.people[index]) for index in people),
        teams=tuple(inputs.teams[index] for index in teams),
        projects=tuple(inputs.projects[index] for index in projects),
        chunks=tuple(chunk_as(inputs.chunks[index]) for index in chunks),
        services=tuple(
            replace(inputs.services[index], owner=at(inputs.services[index].owner))
            for index in services
        ),
    )
    return shuffled, team_at


@given(inputs=inputs_of_plans())
@searched(50)
def test_that_names_change_nothing(inputs: Inputs) -> None:
    renamed = replace(
        inputs,
        disciplines=tuple(f"d{n}" for n in range(len(inputs.disciplines), 0, -1)),
        people=tuple(replace(one, name=f"{-n}", key=-n) for n, one in enumerate(inputs.people)),
        teams=tuple(replace(one, name=f"{-n}", key=-n) for n, one in enumerate(inputs.teams)),
        projects=tuple(replace(one, name="same") for one in inputs.projects),
        chunks=tuple(replace(one, name="same") for one in inputs.chunks),
        services=tuple(replace(one, name="same") for one in inputs.services),
    )
    for ours, theirs in zip(compute(inputs).teams, compute(renamed).teams, strict=True):
        for name in FIGURES:
            assert np.array_equal(getattr(ours, name), getattr(theirs, name))


@given(inputs=inputs_of_plans())
@searched(100)
def test_that_all_active_work_is_done_or_asked_or_unowned_or_outside(inputs: Inputs) -> None:
    load = compute(inputs)
    active = [one.active for one in inputs.projects]
    work = sum(
        expected_effort(one) - (0.0 if one.done is None else min(one.done, expected_effort(one)))
        for one in inputs.chunks
        if active[one.project]
    )
    asked = sum(float(figures.demand.sum()) for figures in load.teams)
    served = sum(
        float(item.demand.sum())
        for figures in load.teams
        for item in figures.items
        if item.what == "service"
    )
    nobodys = float(load.unowned.sum())
    tray = compute(replace(inputs, chunks=())).unowned.sum()
    assert asked - served + nobodys - tray + load.outside == pytest.approx(work, abs=1e-6)


def test_that_a_cycle_is_an_error_that_names_it() -> None:
    ring = (
        chunk("a", after=(2,)),
        chunk("b", after=(0,)),
        chunk("c", after=(1,)),
        chunk("d", after=(0,)),
    )
    with pytest.raises(CycleError, match="Churn / a → Churn / c → Churn / b → Churn / a") as caught:
        compute(plan(chunks=ring))
    assert set(caught.value.chunks) == {0, 1, 2}


def test_that_a_chunk_that_follows_itself_is_a_cycle() -> None:
    with pytest.raises(CycleError) as caught:
        compute(plan(chunks=(chunk("a", after=(0,)),)))
    assert caught.value.chunks == (0,)


def test_that_a_long_chain_needs_no_recursion() -> None:
    chain = tuple(chunk(f"{n}", weeks=0.2, after=(n + 1,) if n < 2999 else ()) for n in range(3000))
    schedule = compute(plan(chunks=chain)).schedule
    assert schedule[2999].tolist() == [START, START]
    assert schedule[2998, 0] == START + 1


def test_that_an_unknown_shape_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="sawtooth"):
        compute(plan(chunks=(chunk(shape="sawtooth"),)))


def test_that_a_single_number_is_not_inflated_and_a_range_is_swansons() -> None:
    load = compute(plan(chunks=(chunk("a", 10.0), chunk("b", 10.0, low=6.0, high=20.0))))
    assert load.plan.effort.tolist() == pytest.approx([10.0, 11.8])


@pytest.mark.parametrize("weekday", range(5))
@pytest.mark.parametrize("weeks", [0.2, 1.0, 2.3, 7.5])
@pytest.mark.parametrize("shape", ["bell", "late peak", "burst 2/1", "burst 3/2"])
def test_that_weekly_work_is_the_sum_of_daily_weights(
    weekday: int, weeks: float, shape: str
) -> None:
    """Against the page's own words: a density over days, each getting its integral."""
    load = compute(
        plan(chunks=(chunk("a", 100.0, start=START + weekday, weeks=weeks, shape=shape),))
    )
    count = max(1, int(5 * weeks + 0.5))
    ordinals = [d for d in range(START + weekday, START + 200) if (d - START) % 7 < 5][:count]
    weights = [weight(shape, n, count, day - ordinals[0]) for n, day in enumerate(ordinals)]
    wanted = np.zeros(8 + 20)
    for day, part in zip(ordinals, weights, strict=True):
        wanted[(day - START) // 7] += 100.0 * part / sum(weights)
    got = np.zeros(8 + 20)
    got[load.plan.week] = load.plan.days
    np.testing.assert_allclose(got, wanted, atol=1e-9)


def weight(shape: str, number: int, count: int, since: int) -> float:
    if shape.startswith("burst"):
        period, busy = (int(word) for word in shape.split()[1].split("/"))
        return 1.0 if since // 7 % period < busy else 0.1
    heights = {
        "bell": (10, 20, 40, 80, 100, 100, 80, 40, 20, 10),
        "late peak": (10, 15, 25, 50, 50, 75, 100, 100, 50, 25),
    }[shape]
    fine = 1000
    points = (np.arange(fine) + 0.5) / fine / count + number / count
    return float(np.mean([heights[int(point * 10)] for point in points]))


def test_that_people_far_from_any_team_cost_nothing() -> None:
    empty = compute(plan((person("ana", where=()), person("bo", where=(placed(),))))).teams[0]
    assert empty.capacity.tolist() == [0.0] * 8
    assert empty.people == ()


def test_that_a_plan_of_nothing_is_computed() -> None:
    load = compute(plan(teams=(), projects=()))
    assert load.teams == ()
    assert load.outside == 0.0


def test_that_leave_that_overlaps_is_never_more_than_a_day() -> None:
    both = ((days(1, 5), days(1, 9), 0.75), (days(1, 7), days(1, 7), 0.75))
    squad = compute(plan((person(leave=both),), teams=(team(hours=0.0),))).teams[0]
    assert squad.capacity[0] == pytest.approx(0.85 * (4 * 0.25))
    assert squad.capacity[1] == pytest.approx(0.85 * 5)
