"""Differences of scenarios, sample by sample, and what never finishes among them."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from teamtide.capacity import bands
from teamtide.capacity.bands import Runs
from teamtide.capacity.measures import compare, delivery
from teamtide.capacity.measures.cases import Case, Facts, Scene
from teamtide.capacity.measures.compare import Question, measure_scenarios
from teamtide.capacity.measures.paired import (
    FINISHED_IN_BOTH,
    Samples,
    Spread,
    chances,
    differences,
    join_samples,
    sign_words,
    spread,
    spreads,
    take_samples,
)
from teamtide.capacity.projected import UNFINISHED
from tests.capacity.engine_plans import START, chunk, person, plan, project, service, team

NEVER = UNFINISHED


def case(*deadlines: int | None) -> Case:
    """Three projects from the first day of the plan, the last one paused."""
    inputs = plan(
        (person(),),
        teams=(team("Squad", 0.0),),
        projects=(project("Churn"), project("Quay"), project("Basin", active=False)),
        chunks=tuple(chunk(f"c{n}", 5.0, project=n) for n in range(3)),
    )
    facts = Facts(frozenset(), (), (None,) * 3, deadlines or (None,) * 3)
    return Case(Scene(inputs, (None,)), facts)


def samples(of: Case, *finishes: tuple[int, int]) -> Samples:
    """Samples in which the first two projects finish so many days after the start."""
    days = [[NEVER if day == NEVER else START + day for day in pair] + [0] for pair in finishes]
    count, weeks = len(finishes), of.inputs.weeks
    capacity = np.full((1, weeks), 5.0)
    unmet = np.zeros((count, 1, weeks))
    unmet[:, 0, -1] = np.arange(count)
    return take_samples(
        of,
        Runs(
            samples=range(count),
            teams=(0,),
            capacity=capacity,
            wants=unmet,
            unmet=unmet,
            finish=np.zeros((count, 3), dtype=np.int64),
            project_finish=np.array(days, dtype=np.int64),
        ),
    )


def test_that_percentiles_are_samples_and_what_never_comes_sorts_last() -> None:
    found = spread(np.array([3.0, np.inf, 1.0, 2.0, -np.inf]))
    assert (found.p10, found.p50, found.p80, found.p90) == (-math.inf, 2.0, 3.0, math.inf)
    assert (found.less, found.more) == (0.2, 0.8)
    assert spread(np.arange(1.0, 11.0)).p10 == 1.0


def test_that_a_week_leaves_work_undone_where_bands_call_it_overloaded() -> None:
    assert delivery.OVER == bands.OVER


def test_that_turnaround_is_of_the_projects_that_finish_in_a_sample() -> None:
    found = samples(case(), (6, 13), (6, NEVER), (NEVER, NEVER))
    assert found.turnaround.tolist() == [1.5, 1.0, math.inf]
    assert found.unfinished.tolist() == [0.0, 1.0, 2.0]
    assert found.undone.tolist() == [0.0, 1.0, 1.0]
    assert spreads(found)["turnaround"].p50 == 1.5


def test_that_the_same_luck_and_structure_make_no_difference() -> None:
    found = samples(case(), (6, 13), (6, NEVER), (NEVER, NEVER))
    for key, apart in differences(case(), found, found).items():
        assert (apart.p10, apart.p50, apart.p90, apart.less, apart.more) == (0, 0, 0, 0, 0), key


def test_that_differences_are_paired_by_sample_and_not_of_the_percentiles() -> None:
    one = samples(case(), (6, 6), (20, 20), (34, 34))
    other = samples(case(), (13, 13), (27, 27), (41, 41))
    apart = differences(case(), one, other)
    assert (apart["turnaround"].p10, apart["turnaround"].p90) == (-1.0, -1.0)
    assert apart["finish: Quay"].p50 == -1.0
    assert apart["turnaround"].less == 1.0
    assert apart[FINISHED_IN_BOTH].p50 == -1.0


def test_that_unfinished_in_both_is_no_difference_and_in_one_an_infinite_one() -> None:
    one = samples(case(), (6, NEVER), (6, NEVER), (NEVER, 6))
    other = samples(case(), (6, NEVER), (6, 20), (6, NEVER))
    apart = differences(case(), one, other)
    quay, churn = apart["finish: Quay"], apart["finish: Churn"]
    assert (quay.p10, quay.p50, quay.p90) == (-math.inf, 0.0, math.inf)
    assert (churn.p10, churn.p50, churn.p90) == (0.0, 0.0, math.inf)
    # As many unfinished on both sides leave nothing that finishes in both to compare.
    assert (apart["turnaround"].p10, apart["turnaround"].p90) == (0.0, math.inf)
    assert apart["unfinished"].p90 == 1.0
    # In the first sample Churn ends on the same day in both, in the second too; in the third none.
    assert (apart[FINISHED_IN_BOTH].p10, apart[FINISHED_IN_BOTH].p90) == (0.0, 0.0)
    assert "finish: Basin" not in apart


def test_that_chances_are_those_of_projects_with_a_deadline() -> None:
    found = case(START + 13, None, START)
    assert chances(found, samples(found, (6, 6), (13, 6), (14, 6), (NEVER, 6))) == ((0, 0.5),)


def test_that_slices_join_to_the_whole() -> None:
    pairs = ((6, 13), (6, NEVER), (NEVER, NEVER))
    whole = samples(case(), *pairs)
    parts = join_samples([samples(case(), *pairs[:1]), samples(case(), *pairs[1:])])
    np.testing.assert_array_equal(whole.weeks, parts.weeks)
    np.testing.assert_array_equal(whole.ends, parts.ends)
    assert spreads(whole)["turnaround"] == spreads(parts)["turnaround"]


def test_that_without_projects_there_is_no_turnaround() -> None:
    bare = Case(Scene(plan((person(),), projects=()), (None,)), Facts(frozenset(), (), (), ()))
    count, weeks = 4, bare.inputs.weeks
    nothing = np.zeros((count, 1, weeks))
    runs = Runs(
        samples=range(count),
        teams=(0,),
        capacity=np.zeros((1, weeks)),
        wants=nothing,
        unmet=nothing,
        finish=np.zeros((count, 0), dtype=np.int64),
        project_finish=np.zeros((count, 0), dtype=np.int64),
    )
    found = take_samples(bare, runs)
    assert "turnaround" not in spreads(found)
    assert differences(bare, found, found)["backlog"].p50 == pytest.approx(0.0)


def test_that_taking_many_samples_agrees_with_the_projection_where_nothing_is_left_to_luck() -> (
    None
):
    # Efforts that are certain: low, likely and high the same.
    inputs = plan(
        (person(),),
        teams=(team("Squad", 0.0),),
        projects=(project("Churn"), project("Quay")),
        chunks=tuple(
            chunk(f"c{n}", 9.0, low=9.0, high=9.0, project=n, weeks=2.0) for n in range(2)
        ),
    )
    scene = Scene(inputs, (None,))
    facts = Facts(frozenset(), (), (None, None), (START + 20, None))
    keys = ("turnaround", "unfinished", "backlog", "undone")
    (answer,) = measure_scenarios(Question((scene,), 0, facts, keys, samples=130))
    for key in keys:
        expected = answer.readings[key].value
        assert answer.spreads[key].p10 == pytest.approx(expected)
        assert answer.spreads[key].p90 == pytest.approx(expected)


def test_that_slices_of_samples_do_not_change_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    inputs = plan(
        (person(),),
        projects=(project("Churn"), project("Quay")),
        chunks=(chunk("c0", 9.0, weeks=2.0), chunk("c1", 12.0, project=1, shape="burst 3/1")),
        services=(service(discipline=0),),
    )
    scenes = (Scene(inputs, (None,)), Scene(replace(inputs, people=(person(fte=0.6),)), (None,)))
    question = Question(scenes, 0, Facts(frozenset(), (), (None,) * 2, (None,) * 2), (), 40)
    whole = measure_scenarios(question)
    monkeypatch.setattr(compare, "SLICE", 7)
    assert measure_scenarios(question) == whole
    assert whole[1].paired["turnaround"].more > 0.5


def test_that_any_scenario_can_be_the_reference_and_the_way_back_is_the_way_there() -> None:
    scenes = tuple(
        Scene(
            plan(
                (person(), person())[: 1 + n],
                projects=(project("Churn"), project("Quay")),
                chunks=(chunk("c0", 9.0, weeks=2.0), chunk("c1", 12.0, project=1)),
            ),
            (None,),
        )
        for n in (0, 1, 1)
    )
    facts = Facts(frozenset(), (), (None, None), (START + 20, None))
    question = Question(scenes, 0, facts, (), samples=60, against=(0, 1, 2), finishes=False)
    one, two, three = measure_scenarios(question)
    assert (set(one.apart), set(two.apart), set(three.apart)) == ({1, 2}, {2}, {1})
    assert not one.paired
    for key, apart in two.paired.items():
        back = one.apart[1][key]
        assert (apart.less, apart.more) == (back.more, back.less)
        assert two.apart[2][key] == spread(np.zeros(60))
    assert {"turnaround", "delay", "missed", "unfinished", "backlog", "undone"} <= set(two.paired)
    assert not any(key.startswith("finish: ") for key in two.paired)


def test_that_delay_and_deadlines_are_told_of_samples_too() -> None:
    of = case(START + 13, None, None)
    found = samples(of, (6, 13), (20, NEVER), (NEVER, 6))
    assert found.missed is not None
    # What never finishes misses a deadline within the plan.
    assert found.missed.tolist() == [0.0, 1.0, 1.0]
    planned = [finish.planned_day for finish in of.projection.projects]
    assert planned[0] is not None
    assert planned[1] is not None
    first = (START + 6 - planned[0], START + 13 - planned[1])
    assert found.delay[0] == pytest.approx(sum(first) / 14)
    assert spreads(found)["missed"].p90 == 1.0
    assert samples(case(), (6, 13)).missed is None
    assert "missed" not in differences(case(), samples(case(), (6, 13)), samples(case(), (6, 13)))


@pytest.mark.parametrize(
    ("less", "more", "words"),
    [
        (1.0, 0.0, "less in every sample"),
        (0.0, 0.0, "the same in every sample"),
        (0.995, 0.005, "almost certainly less"),
        (0.05, 0.93, "very likely more"),
        (0.7, 0.3, "likely less"),
        (0.1, 0.1, "likely the same"),
        (0.5, 0.4, "could go either way"),
    ],
)
def test_that_how_sure_a_difference_is_has_words(less: float, more: float, words: str) -> None:
    assert sign_words(Spread(0.0, 0.0, 0.0, 0.0, less, more)) == words
