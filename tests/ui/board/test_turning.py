"""Looking at another day shows what a fresh look would, whatever was looked at before."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from teamtide.capacity.engine import compute
from teamtide.plan.changes import ChangeSet
from teamtide.plan.inputs import inputs_of
from teamtide.plan.rows import ScenarioId
from teamtide.plan.state import State
from teamtide.ui.board.states import Columns, View
from teamtide.ui.charts.words import Words
from tests.examples import OPTION, START, TODAY
from tests.plan.test_waves import placed_plans
from tests.searching import searched

WORDS = Words()


@searched(60)
@given(
    placed_plans(),
    st.sampled_from([TODAY, OPTION]),
    st.lists(st.integers(0, 83), min_size=2, max_size=6),
)
def test_that_columns_turned_to_a_day_are_those_made_for_it(
    state: State, scenario: ScenarioId, days: list[int]
) -> None:
    load = compute(inputs_of(state, scenario))
    columns = Columns(WORDS)
    for number in days:
        view = View(state, scenario, START + timedelta(days=number), load)
        turned, fresh = columns.build(view, ChangeSet("", ())), Columns(WORDS).build(view)
        assert turned == fresh
        week = number // 7
        for one, other in zip(turned, fresh, strict=True):
            for card, made in zip(one.people, other.people, strict=True):
                assert (card.figures.loads is None) == (made.figures.loads is None)
                if card.figures.loads is not None and made.figures.loads is not None:
                    np.testing.assert_equal(card.figures.loads[week], made.figures.loads[week])
