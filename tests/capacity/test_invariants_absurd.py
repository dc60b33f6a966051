"""Absurd plans (MODEL section 7): where a model of people usually gives itself away."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from teamtide.capacity.engine import compute
from teamtide.capacity.figures import EFFECTIVE, GROSS
from teamtide.capacity.inputs import Inputs, Settings
from teamtide.capacity.results import TeamLoad
from tests.capacity.engine_plans import (
    DATA_SCIENCE,
    FOR_EVER,
    INFRASTRUCTURE,
    SOFTWARE,
    START,
    chunk,
    days,
    person,
    placed,
    plan,
    project,
    service,
    team,
)

TWO = (team("Squad"), team("Infrastructure"))
LONG_AGO = START - 400


def squad(inputs: Inputs) -> TeamLoad:
    return compute(inputs).teams[0]


def whole(inputs: Inputs) -> float:
    """Capacity of all teams and weeks."""
    return sum(float(figures.capacity.sum()) for figures in compute(inputs).teams)


def test_that_zero_people_with_work_are_nobody_and_no_peak() -> None:
    figures = squad(plan(chunks=(chunk(likely=8.0, weeks=8.0),)))
    assert np.isinf(figures.load).all()
    assert figures.nobody_weeks == 8
    assert figures.peak is None
    np.testing.assert_allclose(figures.overload, figures.demand)
    idle = squad(plan())
    assert idle.load.tolist() == [0.0] * 8
    assert idle.peak == (0.0, 0)


def test_that_one_person_with_five_threads_loses_four_times_the_switching_cost() -> None:
    five = tuple(project(f"{n}") for n in range(5))
    work = tuple(chunk(f"{n}", 20.0, project=n, weeks=8.0) for n in range(5))
    inputs = plan((person(),), teams=(team(hours=0.0),), projects=five, chunks=work)
    figures = squad(inputs)
    np.testing.assert_allclose(figures.juggling[SOFTWARE], 5.0)
    np.testing.assert_allclose(figures.capacity, 4.25 * (1 - 0.1 * 4))
    awful = replace(inputs, settings=Settings(switch=0.35))
    np.testing.assert_allclose(squad(awful).capacity, 4.25 * 0.5)


def test_that_many_people_divide_threads_up_among_them() -> None:
    five = tuple(project(f"{n}") for n in range(5))
    work = tuple(chunk(f"{n}", 200.0, project=n, weeks=8.0) for n in range(5))
    crowd = tuple(person(f"{n}") for n in range(10))
    figures = squad(plan(crowd, projects=five, chunks=work))
    assert figures.juggling[SOFTWARE, 2] == pytest.approx(1 + 4 / 10, abs=0.02)


def test_that_a_surge_of_ten_starves_the_features_and_not_the_cluster() -> None:
    surge = ((START, FOR_EVER, 10.0),)
    inputs = plan(
        tuple(person(f"{n}", primary=INFRASTRUCTURE) for n in range(4)),
        chunks=(chunk("Feature", 100.0, weeks=8.0, discipline=INFRASTRUCTURE),),
        services=(service(arrivals=2.0, days_each=0.5, surges=surge),),
    )
    figures = squad(inputs)
    on_cluster = figures.interrupting_by_kind[INFRASTRUCTURE].sum(axis=0)
    np.testing.assert_allclose(on_cluster, 10.0)
    np.testing.assert_allclose(figures.overload, figures.demand - figures.used)
    assert (figures.overload < 12.5).all()
    assert (figures.overload > 5.0).all()


def test_that_moving_everybody_at_once_costs_and_then_heals() -> None:
    stay = tuple(person(f"{n}") for n in range(6))
    move = tuple(replace(one, own=(placed((1, 1.0), on=days(1, 19)),)) for one in stay)
    before = whole(plan(stay, teams=TWO))
    load = compute(plan(move, teams=TWO))
    assert sum(float(one.capacity.sum()) for one in load.teams) < before
    settled = compute(plan(stay, teams=TWO)).teams[0].capacity
    np.testing.assert_allclose(load.teams[1].capacity[6:], settled[6:])
    assert load.teams[1].capacity[2] > 0.5 * settled[2]
    assert load.teams[0].capacity[2:].tolist() == [0.0] * 6


def test_that_a_person_split_three_ways_is_worth_less_than_whole() -> None:
    teams = (*TWO, team("Enablement"))
    third = 1.0 / 3.0
    together = whole(plan((person(),), teams=teams))
    apart = plan((person(where=(placed((0, third), (1, third), (2, third)),)),), teams=teams)
    # Two more teams' ceremonies, and two switches of a tenth.
    assert whole(apart) == pytest.approx(together - 8 * (5 * 0.85 * 0.2 + 2 * 2.5 / 8))


def test_that_one_percent_beforehand_gains_nothing_for_a_later_move() -> None:
    teams = (team(hours=0.0), team("Infrastructure", 0.0))
    no_split = Settings(switch=0.0)
    move = placed((1, 1.0), on=days(1, 26))
    foot = placed((0, 0.99), (1, 0.01), on=days(1, 5))
    there = person("bo", where=(placed((1, 1.0)),))
    plainly = compute(plan((person(own=(move,)), there), teams=teams, settings=no_split))
    sneaky = compute(plan((person(own=(foot, move)), there), teams=teams, settings=no_split))
    gain = sneaky.teams[1].capacity[3:] - plainly.teams[1].capacity[3:]
    # The one percent that was there early settles early; the other 99 do not.
    assert (gain <= 0.01 * 5 * 0.3 * (1 + 0.25) + 1e-9).all()


def test_that_a_weekend_on_the_bench_costs_nothing() -> None:
    bench = (placed(on=days(1, 17)), placed((0, 1.0), on=days(1, 19)))
    stay = squad(plan((person(),)))
    away = squad(plan((person(own=bench),)))
    np.testing.assert_allclose(away.capacity, stay.capacity, atol=1e-12)


@pytest.mark.parametrize(("gone", "full"), [(91, True), (92, False)])
def test_that_coming_back_within_ninety_one_days_needs_no_settling_in(
    gone: int, full: bool
) -> None:
    back = START + 7 + gone
    sets = (placed((0, 1.0)), placed(on=START + 7), placed((0, 1.0), on=back))
    inputs = plan((person(where=sets),), weeks=20, settings=Settings(mentor=0.0))
    last = squad(inputs).workings.crew.figures
    week = (back - START) // 7 + 1
    lost = last[GROSS, 0, week] - last[EFFECTIVE, 0, week]
    assert bool(lost < 1e-9) is full


def test_that_a_newcomer_moved_is_no_better_than_a_newcomer() -> None:
    newcomer = person(start=days(1, 5))
    moved = replace(newcomer, own=(placed((1, 1.0), on=days(1, 19)),))
    stay = compute(plan((newcomer,), teams=TWO))
    away = compute(plan((moved,), teams=TWO))
    assert (away.teams[1].capacity[2:] <= stay.teams[0].capacity[2:] + 1e-9).all()
    assert away.teams[1].capacity[2] == pytest.approx(stay.teams[0].capacity[2], abs=0.2)


def test_that_placing_someone_before_they_start_is_no_move() -> None:
    early = person(start=days(1, 19), where=(placed((0, 1.0), on=days(1, 12)),))
    always = person(start=days(1, 19))
    np.testing.assert_allclose(squad(plan((early,))).capacity, squad(plan((always,))).capacity)


def busy(*people: int, level: float = 0.0) -> Inputs:
    """Three engineers with plenty to do, some named on a tiny chunk, one with a tiny skill."""
    crew = (person("ana", infrastructure=level), person("bo"), person("cy"))
    work = (
        chunk("Build", 60.0, weeks=8.0),
        chunk("Tidy", 0.4, weeks=8.0, project=1, who=people),
        chunk("Help", 20.0, weeks=8.0, kind="engagement", project=1),
    )
    return plan(crew, projects=(project("Churn"), project("Tide")), chunks=work)


@pytest.mark.parametrize("who", [(0,), (1, 2), (0, 1, 2)])
def test_that_naming_people_on_a_tiny_chunk_changes_no_capacity(who: tuple[int, ...]) -> None:
    np.testing.assert_allclose(squad(busy(*who)).capacity, squad(busy()).capacity, atol=1e-9)


def test_that_noting_a_tiny_skill_changes_no_capacity() -> None:
    noted = squad(busy(level=0.05))
    assert len(noted.workings.primary) == len(squad(busy()).workings.primary) + 1
    np.testing.assert_allclose(noted.capacity, squad(busy()).capacity, atol=1e-9)


def test_that_a_rota_flooded_tenfold_is_barely_better_than_none() -> None:
    def flooded(rota: bool) -> TeamLoad:
        return squad(
            plan(
                tuple(person(f"{n}") for n in range(3)),
                teams=(team(rota=rota),),
                chunks=(chunk("Build", 100.0, weeks=8.0),),
                services=(service(arrivals=40.0, days_each=1.0, discipline=SOFTWARE),),
            )
        )

    none, rota = flooded(False).capacity, flooded(True).capacity
    assert (rota >= none - 1e-9).all()
    assert (rota <= none * 1.02).all()


def test_that_nobody_settled_help_themselves_at_a_price() -> None:
    crew = tuple(person(f"{n}", start=START) for n in range(3))
    free = squad(plan(crew, settings=Settings(mentor=0.0)))
    figures = squad(plan(crew)).workings.crew.figures
    lost = figures[GROSS].sum(axis=0) - figures[EFFECTIVE].sum(axis=0)
    paid = squad(plan(crew)).capacity
    np.testing.assert_allclose(paid, free.capacity - 0.25 * lost, atol=1e-9)
    assert (paid > 0.0).all()


def test_that_when_one_of_a_pair_leaves_the_other_does_the_rest() -> None:
    pair = (person("ana"), person("bo", end=days(1, 30)))
    load = compute(plan(pair, chunks=(chunk("Docs", 16.0, weeks=8.0, who=(0, 1), owner=None),)))
    asked = {item.person: item.demand.tolist() for item in load.teams[0].items}
    assert asked[1] == pytest.approx([1.0] * 4 + [0.0] * 4)
    assert asked[0] == pytest.approx([1.0] * 4 + [2.0] * 4)
    assert load.unowned.sum() == pytest.approx(0.0)


def test_that_when_everybody_named_has_left_the_owner_gets_the_rest() -> None:
    gone = (person("ana"), person("bo", end=days(1, 30)))
    load = compute(plan(gone, chunks=(chunk("Docs", 16.0, weeks=8.0, who=(1,)),)))
    asked = {item.person: item.demand.tolist() for item in load.teams[0].items}
    assert asked[1] == pytest.approx([2.0] * 4 + [0.0] * 4)
    assert asked[None] == pytest.approx([0.0] * 4 + [2.0] * 4)


def test_that_training_someone_takes_work_off_the_pile() -> None:
    def overload(level: float) -> float:
        crew = (person("ana", data_science=level), person("cy", primary=DATA_SCIENCE))
        work = (chunk("Explore", 60.0, weeks=8.0, discipline=DATA_SCIENCE),)
        return float(squad(plan(crew, chunks=work)).overload.sum())

    none, below, some, more = (overload(level) for level in (0.0, 0.29, 0.3, 0.6))
    assert none == pytest.approx(below)
    assert none > some > more


def test_that_a_one_day_chunk_lies_on_its_day() -> None:
    load = compute(plan((person(),), chunks=(chunk("Demo", 1.0, start=days(1, 17), weeks=0.2),)))
    assert load.schedule[0].tolist() == [days(1, 19), days(1, 19)]
    assert load.teams[0].demand.tolist() == pytest.approx([0, 0, 1, 0, 0, 0, 0, 0])
    tiny = compute(plan((person(),), chunks=(chunk("Demo", 1.0, weeks=0.01),)))
    assert tiny.teams[0].demand[0] == pytest.approx(1.0)


def test_that_a_shift_never_brings_work_before_the_plan() -> None:
    def first(start: int | None, shift: float) -> int:
        work = (chunk(start=start, weeks=1.0),)
        return int(compute(plan(projects=(project(shift=shift),), chunks=work)).schedule[0, 0])

    assert first(days(1, 19), -1.0) == days(1, 12)
    assert first(days(1, 19), -9.0) == START
    assert first(START - 14, -1.0) == START - 14
    assert first(START - 14, 3.0) == days(1, 12)
    assert first(None, 3.0) == START


def test_that_work_outside_the_horizon_is_counted_and_not_curved() -> None:
    work = (chunk("Old", 4.0, start=START - 14, weeks=4.0), chunk("New", 4.0, weeks=16.0))
    load = compute(plan((person(),), chunks=work))
    assert load.before == pytest.approx(2.0)
    assert load.after == pytest.approx(2.0)
    assert load.outside == pytest.approx(4.0)
    assert load.teams[0].demand.sum() == pytest.approx(4.0)


def test_that_a_team_of_two_hundred_talks_itself_to_a_standstill() -> None:
    crowd = tuple(person(f"{n}") for n in range(200))
    plainly = squad(plan(crowd, teams=(team(hours=0.0),)))
    np.testing.assert_allclose(plainly.capacity, 200 * 4.25)
    talking = squad(plan(crowd, teams=(team(hours=0.0),), settings=Settings(comm=0.0006)))
    np.testing.assert_allclose(talking.capacity, 200 * 4.25 / 25)


def test_that_idle_people_of_another_discipline_do_not_cancel_a_shortage() -> None:
    crew = (person("cy", primary=DATA_SCIENCE), person("dan", primary=DATA_SCIENCE))
    figures = squad(plan(crew, chunks=(chunk("Build", 8.0, weeks=8.0),)))
    assert (figures.load < 1.0).all()
    np.testing.assert_allclose(figures.overload, 1.0)


def test_that_paused_work_asks_for_nothing() -> None:
    paused = plan((person(),), projects=(project(active=False),), chunks=(chunk(who=(0,)),))
    load = compute(paused)
    assert load.teams[0].demand.sum() == 0.0
    assert load.outside == 0.0
    assert not load.skills.named.any()


def test_that_ceremonies_are_paid_in_full_by_a_tenth_of_a_person() -> None:
    teams = (team(hours=8.0), team("Infrastructure", 0.0))
    tenth = person(where=(placed((0, 0.1), (1, 0.9)),))
    assert squad(plan((tenth,), teams=teams)).capacity.tolist() == [0.0] * 8
