"""The engine against the twelve shared plans, whose figures others computed from the same page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from teamtide.capacity.engine import compute
from tests.capacity.plan_reader import PlanReader, read_sheets

PLANS = Path(__file__).parent.parent / "data" / "plans"
NUMBERS = range(12)
FIGURES = ("capacity", "demand", "used", "overload", "idle", "load")


def reader(number: int) -> PlanReader:
    path = PLANS / f"plan-{number:02d}.xlsx"
    return PlanReader(read_sheets(path))


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("scenario", ["Today", "Option"])
def test_that_a_shared_plan_gets_the_figures_others_computed(number: int, scenario: str) -> None:
    plan = reader(number)
    text = (PLANS / f"plan-{number:02d}.json").read_text(encoding="utf-8")
    wanted: dict[str, Any] = json.loads(text)[scenario]["teams"]
    load = compute(plan.inputs(scenario))
    assert list(wanted) == list(plan.teams)
    for name, index in plan.teams.items():
        for figure in FIGURES:
            theirs = [np.inf if value is None else value for value in wanted[name][figure]]
            ours = getattr(load.teams[index], figure)
            np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-6, err_msg=f"{name} {figure}")
