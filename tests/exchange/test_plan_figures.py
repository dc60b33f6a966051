"""A plan workbook, read by the app and resolved by the app, gives the twin's figures."""

from __future__ import annotations

import numpy as np
import pytest

from teamtide.capacity.engine import compute
from teamtide.plan.inputs import inputs_of
from teamtide.plan.rows import Scenario, Team
from tests.capacity.twin import expected
from tests.exchange.helpers import empty, merged, plan_book
from tests.strategies import random_plan

FIGURES = ("capacity", "demand", "used", "overload", "idle", "load")


@pytest.mark.parametrize("block", range(4))
def test_that_imported_plans_have_the_twins_figures_in_every_scenario(block: int) -> None:
    for seed in range(block * 50, block * 50 + 50):
        sheets = random_plan(seed)
        state = merged(empty(), plan_book(sheets))
        for scenario in state.rows(Scenario):
            twin = expected(sheets, scenario.name)
            load = compute(inputs_of(state, scenario.id))
            for row, team in zip(state.rows(Team), load.teams, strict=True):
                for name in FIGURES:
                    np.testing.assert_allclose(
                        getattr(team, name),
                        getattr(twin.teams[row.name], name),
                        rtol=1e-9,
                        atol=1e-9,
                        err_msg=f"seed {seed}, {scenario.name}, {row.name}, {name}",
                    )
