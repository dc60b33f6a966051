"""What a job may take over from a plan computed before, and what it may not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from teamtide.capacity.bands import Bands
from teamtide.capacity.engine import compute
from teamtide.capacity.inputs import Inputs
from teamtide.capacity.luck import Luck, draw_luck, same_luck
from teamtide.capacity.projection import project
from teamtide.plan.inputs import inputs_of
from teamtide.workers.forecasts import FIRST, bands, carried, projection, slices
from teamtide.workers.outlook import Outlook
from teamtide.workers.work import RESIDENT, Partial, Progress, Residents, Steps, Work
from tests.examples import OPTION, TODAY, small_state

PLAN = inputs_of(small_state(), TODAY)


def finished(steps: Steps) -> tuple[object, list[Progress | Partial]]:
    seen = []
    while True:
        try:
            seen.append(next(steps))
        except StopIteration as end:
            return end.value, seen


def work() -> Work:
    return Work(Residents(), lambda: False)


def drawn(inputs: Inputs) -> Luck:
    return draw_luck(inputs, compute(inputs).plan, range(40))


CHUNK, SERVICE = PLAN.chunks[0], PLAN.services[0]
VARIANTS = {
    "person": replace(PLAN, people=(replace(PLAN.people[0], fte=0.4), *PLAN.people[1:])),
    "owner": replace(PLAN, chunks=(replace(CHUNK, owner=2), *PLAN.chunks[1:])),
    "who": replace(PLAN, chunks=(replace(CHUNK, who=(0,)), *PLAN.chunks[1:])),
    "start": replace(PLAN, chunks=(replace(CHUNK, start=PLAN.start + 9), *PLAN.chunks[1:])),
    "likely": replace(PLAN, chunks=(replace(CHUNK, likely=13.0), *PLAN.chunks[1:])),
    "name": replace(PLAN, chunks=(replace(CHUNK, name="Look"), *PLAN.chunks[1:])),
    "burst": replace(PLAN, chunks=(replace(CHUNK, shape="burst 4/1"), *PLAN.chunks[1:])),
    "project": replace(PLAN, projects=(replace(PLAN.projects[0], name="X"), PLAN.projects[1])),
    "arrivals": replace(PLAN, services=(replace(SERVICE, arrivals=9.0),)),
    "dispersion": replace(PLAN, services=(replace(SERVICE, dispersion=3.0),)),
    "surge": replace(PLAN, services=(replace(SERVICE, surges=((PLAN.start, PLAN.start, 3.0),)),)),
    "seed": replace(PLAN, settings=replace(PLAN.settings, seed=2)),
    "scenario": inputs_of(small_state(), OPTION),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_that_luck_is_taken_over_exactly_where_it_is_the_same(name: str) -> None:
    other = VARIANTS[name]
    one, two = drawn(PLAN), drawn(other)
    equal = all(
        np.array_equal(getattr(one, part), getattr(two, part))
        for part in ("effort", "phase", "arrivals")
    )
    assert same_luck(PLAN, other) == equal


def test_that_slices_are_every_sample_once_and_the_first_is_small() -> None:
    for samples in (1, FIRST, FIRST + 1, 230, 1000):
        found = list(slices(samples))
        assert [number for piece in found for number in piece] == list(range(samples))
        assert len(found[0]) == min(FIRST, samples)


def test_that_bands_tell_a_first_answer_and_how_far_they_are() -> None:
    found, seen = finished(bands(work(), PLAN, 230))
    partial = [step.payload for step in seen if isinstance(step, Partial)]
    done = [step.done for step in seen if isinstance(step, Progress)]
    assert [band.samples for band in partial] == [FIRST]
    assert found.samples == 230  # type: ignore[attr-defined]
    assert (done[0], done[-1]) == (0, 230)
    assert done == sorted(done)


def test_that_another_seed_gives_other_bands_and_the_same_seed_the_same() -> None:
    here = work()
    one, again, other = (finished(bands(here, PLAN, 60, seed))[0] for seed in (7, 7, 8))

    def middle(found: object) -> list[float]:
        return found.teams[0].p50.tolist()  # type: ignore[attr-defined, no-any-return]

    assert middle(one) == middle(again) != middle(other)


def test_that_the_outlook_is_the_projection_without_its_workings() -> None:
    here = work()
    found, _ = finished(projection(here, PLAN))
    whole = project(compute(PLAN))
    assert isinstance(found, Outlook)
    assert found.projects == whole.projects
    assert [team.peak for team in found.teams] == [team.peak for team in whole.teams]
    week, _ = finished(carried(here, PLAN, 0, 3))
    assert week == whole.teams[0].carried(3)
    assert week


def test_that_a_plan_near_another_is_recomputed_and_not_kept_for_ever() -> None:
    residents = Residents()
    first = residents.load(PLAN)
    near = residents.load(VARIANTS["person"])
    kept = [a is b for a, b in zip(first.teams, near.teams, strict=True)]
    assert True in kept
    assert False in kept
    for number in range(RESIDENT):
        residents.load(replace(PLAN, weeks=10 + number))
    assert residents.of(PLAN).load is None


@pytest.mark.parametrize("name", VARIANTS)
def test_that_bands_after_a_change_are_those_from_scratch(name: str) -> None:
    here = work()
    finished(bands(here, PLAN, 70))
    found, _ = finished(bands(here, VARIANTS[name], 70))
    whole, _ = finished(bands(work(), VARIANTS[name], 70))
    assert isinstance(found, Bands)
    assert isinstance(whole, Bands)
    assert found.projects == whole.projects
    for one, other in zip(found.teams, whole.teams, strict=True):
        assert one is not None
        assert other is not None
        for part in ("p10", "p50", "p90", "wants_p90", "chance_over"):
            assert np.allclose(getattr(one, part), getattr(other, part), rtol=0, atol=1e-9)


def test_that_a_plan_left_half_done_does_not_stand_between_a_plan_and_its_base() -> None:
    here = work()
    finished(bands(here, PLAN, 70))
    for step in (half := bands(here, VARIANTS["person"], 70)):
        if isinstance(step, Partial):
            break
    half.close()
    later = VARIANTS["person"]
    later = replace(later, people=(*later.people[:-1], replace(later.people[-1], fte=0.3)))
    for samples, base in (("0:50", VARIANTS["person"]), ("50:70", PLAN)):
        near = here.nearest(later, f"runs {samples}")
        assert near is not None
        assert near.inputs is base
    found, _ = finished(bands(here, later, 70))
    whole, _ = finished(bands(work(), later, 70))
    assert found.projects == whole.projects  # type: ignore[attr-defined]


def test_that_a_plan_starts_from_the_one_it_differs_least_from() -> None:
    residents = Residents()
    one = VARIANTS["person"]
    other = replace(PLAN, people=(*PLAN.people[:-1], replace(PLAN.people[-1], fte=0.3)))
    for plan in (PLAN, one):
        residents.load(plan)
    near = residents.nearest(other, lambda resident: resident.load is not None)
    assert near is not None
    assert near.inputs is PLAN
