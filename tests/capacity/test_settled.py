"""What capacity would be if everybody had settled in, held against a plan in which they have."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from teamtide.capacity.engine import compute, recompute
from teamtide.capacity.inputs import Inputs, PlacementSet
from tests.capacity.engine_plans import START, person, placed, plan, team
from tests.capacity.plan_reader import PlanReader
from tests.searching import searched
from tests.strategies import plans


@st.composite
def inputs_of_plans(draw: st.DrawFn) -> Inputs:
    return PlanReader(draw(plans())).inputs(draw(st.sampled_from(["Today", "Option"])))


def everybody_settled(inputs: Inputs) -> Inputs:
    """The same plan where a newcomer is worth a whole day at once and needs no help."""
    known = replace(inputs.settings, move_start=1.0, hire_start=1.0, mentor=0.0)
    return replace(inputs, settings=known)


@given(inputs=inputs_of_plans())
@searched(60)
def test_that_it_is_the_capacity_of_the_same_plan_with_everybody_settled(inputs: Inputs) -> None:
    # Without switching and rota, so that work has no say: it would be shared out otherwise.
    calm = replace(
        inputs,
        settings=replace(inputs.settings, switch=0.0),
        teams=tuple(replace(one, rota=False) for one in inputs.teams),
    )
    for now, then in zip(compute(calm).teams, compute(everybody_settled(calm)).teams, strict=True):
        np.testing.assert_allclose(now.settled, then.capacity, rtol=0, atol=1e-9)


@given(inputs=inputs_of_plans())
@searched(60)
def test_that_it_is_never_below_capacity_and_the_same_where_nobody_settles_in(
    inputs: Inputs,
) -> None:
    for figures in compute(inputs).teams:
        assert (figures.settled >= figures.capacity - 1e-9).all()
    for figures in compute(everybody_settled(inputs)).teams:
        np.testing.assert_array_equal(figures.settled, figures.capacity)


def test_that_it_follows_a_move_when_only_what_changed_is_computed() -> None:
    ana, bo = person("ana"), person("bo", where=(placed((1, 1.0)),))
    before = plan((ana, bo), teams=(team("A"), team("B")))
    sets = (*ana.today, PlacementSet(START + 14, ((1, 1.0),)))
    after = replace(before, people=(replace(ana, today=sets), bo))
    load = compute(before)
    np.testing.assert_array_equal(load.teams[1].settled, load.teams[1].capacity)
    joined = recompute(load, after).teams[1]
    np.testing.assert_allclose(joined.settled, compute(after).teams[1].settled, atol=1e-12)
    lost = joined.settled - joined.capacity
    assert lost[:2].tolist() == [0.0, 0.0]
    assert lost[2] > lost[3] > lost[4] > 0.0
    assert lost[6:].tolist() == [0.0] * (after.weeks - 6)
