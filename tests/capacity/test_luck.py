"""What the luck of a plan depends on, and what it does not."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from teamtide.capacity.inputs import Inputs, Settings
from teamtide.capacity.luck import Luck, draw_luck
from teamtide.capacity.schedule import plan_schedule
from tests.capacity.engine_plans import START, chunk, days, plan, project, service, worked_example

ROOT = Path(__file__).parents[2]


def luck(inputs: Inputs, samples: range = range(200)) -> Luck:
    return draw_luck(inputs, plan_schedule(inputs), samples)


def example() -> Inputs:
    """Two projects, five chunks, three services; one with surges, one that comes in clumps."""
    surge = (days(1, 14), days(1, 23), 3.0)
    clumps = replace(service("Desk", 20.0, 0.25, kind="support"), dispersion=6.7)
    return plan(
        projects=(project("Churn"), project("Fraud")),
        chunks=(
            chunk("Explore", 10.0, low=6.0, high=20.0, kind="exploratory"),
            chunk("Build", 12.0),
            chunk("Help", 8.0, kind="engagement", shape="burst 4/1"),
            chunk("Explore", 10.0, low=6.0, high=20.0, project=1, kind="exploratory"),
            chunk("Guess", 5.0, project=1, kind="exploratory", shape="burst 3/2"),
        ),
        services=(service(surges=(surge,)), clumps, service("Many", 700.0, 0.1)),
        weeks=12,
    )


def same(one: Luck, other: Luck) -> bool:
    return (
        one.effort.tobytes() == other.effort.tobytes()
        and one.phase.tobytes() == other.phase.tobytes()
        and one.arrivals.tobytes() == other.arrivals.tobytes()
    )


@pytest.mark.parametrize("cuts", [(0, 200), (0, 1, 200), (0, 37, 64, 65, 130, 200)])
def test_that_slices_of_samples_are_rows_of_the_whole(cuts: tuple[int, ...]) -> None:
    whole = luck(example())
    for first, last in pairwise(cuts):
        part = luck(example(), range(first, last))
        assert part.samples == range(first, last)
        for name in ("effort", "phase", "arrivals"):
            rows = getattr(whole, name)[first:last]
            assert getattr(part, name).tobytes() == rows.tobytes(), name
            assert not getattr(whole.part(part.samples), name).flags.owndata
        assert same(whole.part(part.samples), part)


def test_that_row_order_changes_nothing() -> None:
    straight = example()
    turned = replace(
        straight,
        projects=straight.projects[::-1],
        chunks=tuple(replace(one, project=1 - one.project) for one in straight.chunks[::-1]),
        services=straight.services[::-1],
    )
    one, other = luck(straight), luck(turned)
    np.testing.assert_array_equal(one.effort, other.effort[:, ::-1])
    np.testing.assert_array_equal(one.phase, other.phase[:, ::-1])
    np.testing.assert_array_equal(one.arrivals, other.arrivals[:, ::-1])


def test_that_other_items_change_nothing() -> None:
    many = example()
    few = replace(many, chunks=many.chunks[2:3], services=many.services[1:2])
    one, other = luck(many), luck(few)
    assert np.array_equal(one.effort[:, 2:3], other.effort)
    assert np.array_equal(one.phase[:, 2:3], other.phase)
    assert np.array_equal(one.arrivals[:, 1:2], other.arrivals)


def test_that_every_scenario_meets_the_same_luck() -> None:
    lucks = [luck(worked_example(name)) for name in ("Today", "Split", "Rota")]
    assert same(lucks[0], lucks[1])
    assert same(lucks[0], lucks[2])


def test_that_a_longer_horizon_begins_with_the_shorter_ones_luck() -> None:
    short = example()
    long = replace(short, weeks=40)
    np.testing.assert_array_equal(luck(long).arrivals[:, :, :12], luck(short).arrivals)


def test_that_drawing_for_some_items_gives_their_share_of_the_whole() -> None:
    inputs = example()
    whole = luck(inputs)
    schedule = plan_schedule(inputs)
    part = draw_luck(inputs, schedule, range(200), chunks=(4, 2), services=(1,))
    for number in range(5):
        wanted = number in (2, 4)
        kept = whole.effort[:, number] if wanted else np.ones(200)
        np.testing.assert_array_equal(part.effort[:, number], kept)
        phases = whole.phase[:, number] if wanted else np.zeros(200)
        np.testing.assert_array_equal(part.phase[:, number], phases)
    assert np.array_equal(part.arrivals[:, 1], whole.arrivals[:, 1])
    assert not part.arrivals[:, [0, 2]].any()


def test_that_seed_type_and_every_part_of_the_name_matter() -> None:
    first = luck(example())
    assert not np.array_equal(first.effort[:, 0], first.effort[:, 3])
    reseeded = luck(replace(example(), settings=Settings(seed=2)))
    assert not (first.effort == reseeded.effort).all(axis=0).any()
    assert not np.array_equal(first.arrivals, reseeded.arrivals)
    # A bigger chunk of the same name and relative bounds has the same factor: the same luck.
    bigger = replace(example(), chunks=(chunk("Explore", 20.0, low=12.0, high=40.0),))
    np.testing.assert_allclose(luck(bigger).effort[:, 0], first.effort[:, 0], rtol=1e-14)


def test_that_items_of_one_name_and_type_share_their_luck() -> None:
    twins = plan(chunks=(chunk("Build"), chunk("Build")))
    effort = luck(twins).effort
    np.testing.assert_array_equal(effort[:, 0], effort[:, 1])


def test_that_a_likely_effort_of_nothing_stays_nothing() -> None:
    inputs = plan(chunks=(chunk("Nil", 0.0), chunk("Nil, perhaps", 0.0, high=3.0)))
    assert (luck(inputs).effort == 1.0).all()


def test_that_certain_efforts_do_not_vary() -> None:
    sure = plan(chunks=(chunk("Sure", 8.0, low=8.0, high=8.0),))
    np.testing.assert_allclose(luck(sure).effort, 1.0, rtol=1e-15)


def test_that_services_without_requests_or_effort_ask_for_nothing() -> None:
    off = (START, days(12, 31), 0.0)
    inputs = plan(
        services=(service("None", 0.0), service("Free", 4.0, 0.0), service("Off", surges=(off,)))
    )
    assert not luck(inputs).arrivals.any()


def test_that_a_surge_of_nothing_empties_its_week_only() -> None:
    inputs = plan(services=(service("EKS", 50.0, surges=((days(1, 12), days(1, 16), 0.0),)),))
    arrivals = luck(inputs).arrivals[:, 0]
    assert not arrivals[:, 1].any()
    assert (arrivals[:, [0, 2]] > 0.0).all()


def test_that_a_burst_begins_in_any_week_of_its_cycle_and_others_do_not_shift() -> None:
    inputs = plan(
        chunks=(
            chunk("Four", shape="burst 4/1"),
            chunk("One", shape="burst 1/1"),
            chunk("Bell", shape="bell"),
        )
    )
    phase = luck(inputs, range(4000)).phase
    counts = np.bincount(phase[:, 0])
    assert len(counts) == 4
    assert (np.abs(counts - 1000) < 3 * np.sqrt(4000 * 0.25 * 0.75)).all()
    assert not phase[:, 1:].any()


def test_that_luck_is_read_only_and_samples_are_counted_from_0() -> None:
    drawn = luck(example(), range(3))
    for array in (drawn.effort, drawn.phase, drawn.arrivals):
        assert not array.flags.writeable
    with pytest.raises(ValueError, match="consecutive"):
        luck(example(), range(-1, 3))
    with pytest.raises(ValueError, match="consecutive"):
        luck(example(), range(0, 8, 2))


def test_that_no_samples_and_an_empty_plan_are_fine() -> None:
    assert luck(example(), range(0)).arrivals.shape == (0, 3, 12)
    empty = luck(plan())
    assert empty.effort.shape == (200, 0)
    assert empty.arrivals.shape == (200, 0, 8)


def digest() -> str:
    """A fingerprint of the example's luck, to the last bit."""
    drawn = luck(example(), range(300))
    parts = (drawn.effort, drawn.phase, drawn.arrivals)
    return hashlib.sha256(b"".join(part.tobytes() for part in parts)).hexdigest()


KNOWN = "e86d7766c20498bc82f10d1ec4f09052748912b86a1b80d9aa71dd598490372b"


def test_that_the_same_bits_come_on_every_machine() -> None:
    assert digest() == KNOWN


def digest_elsewhere(**environment: str) -> str:
    """The same fingerprint from a process of its own."""
    path = os.pathsep.join((str(ROOT / "app"), str(ROOT)))
    ran = subprocess.run(
        [sys.executable, "-c", "from tests.capacity.test_luck import digest; print(digest())"],
        env=os.environ | {"PYTHONPATH": path} | environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return ran.stdout.strip()


@pytest.mark.parametrize("hash_seed", ["0", "4242"])
def test_that_every_process_draws_the_same_bits(hash_seed: str) -> None:
    assert digest_elsewhere(PYTHONHASHSEED=hash_seed) == digest()


def test_that_an_older_processor_draws_the_same_bits() -> None:
    config: Any = np.show_config(mode="dicts")
    found = config["SIMD Extensions"].get("found", [])
    if not found:
        pytest.skip("this processor has no extensions to do without")
    assert digest_elsewhere(NPY_DISABLE_CPU_FEATURES=" ".join(found)) == digest()
