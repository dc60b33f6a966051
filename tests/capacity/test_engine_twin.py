"""The engine against its slow twin, on random plans: two readings of one page, to 1e-9."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from teamtide.capacity.engine import compute
from teamtide.capacity.inputs import KINDS
from teamtide.capacity.results import Load
from tests.capacity.plan_reader import PlanReader
from tests.capacity.twin import Expected, Sheets, expected, worked_example
from tests.searching import searched
from tests.strategies import plans

FIGURES = ("capacity", "demand", "used", "overload", "idle", "load")


def assert_agree(load: Load, twin: Expected) -> None:
    for team, figures in zip(load.inputs.teams, load.teams, strict=True):
        theirs = twin.teams[team.name]
        for name in FIGURES:
            ours = getattr(figures, name)
            where = f"{team.name} {name}"
            np.testing.assert_allclose(
                ours, getattr(theirs, name), rtol=1e-9, atol=1e-9, err_msg=where
            )
        for number, kind in enumerate(KINDS):
            wanted = theirs.by_kind.get(kind, np.zeros(load.inputs.weeks))
            np.testing.assert_allclose(figures.by_kind[number], wanted, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("scenario", ["Today", "Split", "Rota"])
def test_that_the_twin_agrees_on_the_worked_example(scenario: str) -> None:
    sheets = worked_example()
    assert_agree(compute(PlanReader(sheets).inputs(scenario)), expected(sheets, scenario))


@given(sheets=plans())
@searched(200)
def test_that_the_twin_agrees_on_random_plans(sheets: Sheets) -> None:
    reader = PlanReader(sheets)
    for scenario in ("Today", "Option"):
        assert_agree(compute(reader.inputs(scenario)), expected(sheets, scenario))
