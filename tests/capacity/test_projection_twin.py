"""The projection against its slow twin on random plans, and against the twelve shared plans."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from teamtide.capacity.engine import compute
from teamtide.capacity.projection import UNFINISHED, Projection, project
from tests.capacity.plan_reader import PlanReader, read_sheets
from tests.capacity.twin import Projected, Sheets, projected, worked_example
from tests.searching import searched
from tests.strategies import Size, plans, random_plan

PLANS = Path(__file__).parent.parent / "data" / "plans"
CROWDED = Size(people=4, teams=3, projects=3, chunks=12, services=3, weeks=16, settings=2)


def finishes(reader: PlanReader, projection: Projection) -> dict[str, int | None]:
    """Finish weeks by name path, chunks of inactive projects left out."""
    inputs = projection.load.inputs
    weeks = projection.finish.tolist()
    return {
        f"{path} / {name}": None if weeks[n] == UNFINISHED else weeks[n]
        for (path, name), n in reader.chunks.items()
        if inputs.projects[inputs.chunks[n].project].active
    }


def assert_agree(reader: PlanReader, projection: Projection, twin: Projected) -> None:
    for team, figures in zip(projection.load.inputs.teams, projection.teams, strict=True):
        for name in ("wants", "backlog"):
            ours, theirs = getattr(figures, name), getattr(twin, name)[team.name]
            np.testing.assert_allclose(
                ours, theirs, rtol=1e-9, atol=1e-9, err_msg=f"{team.name} {name}"
            )
    assert finishes(reader, projection) == twin.finish


@pytest.mark.parametrize("scenario", ["Today", "Split", "Rota"])
def test_that_the_twin_agrees_on_the_worked_example(scenario: str) -> None:
    sheets = worked_example()
    reader = PlanReader(sheets)
    assert_agree(reader, project(compute(reader.inputs(scenario))), projected(sheets, scenario))


@given(sheets=plans())
@searched(120)
def test_that_the_twin_agrees_on_random_plans(sheets: Sheets) -> None:
    reader = PlanReader(sheets)
    for scenario in ("Today", "Option"):
        projection = project(compute(reader.inputs(scenario)))
        assert_agree(reader, projection, projected(sheets, scenario))


@pytest.mark.parametrize("seed", [*range(40), 1039])
def test_that_the_twin_agrees_on_plans_with_more_work_than_people(seed: int) -> None:
    sheets = random_plan(seed, CROWDED)
    reader = PlanReader(sheets)
    for scenario in ("Today", "Option"):
        projection = project(compute(reader.inputs(scenario)))
        assert_agree(reader, projection, projected(sheets, scenario))


@pytest.mark.parametrize("number", range(12))
@pytest.mark.parametrize("scenario", ["Today", "Option"])
def test_that_a_shared_plan_finishes_when_others_say(number: int, scenario: str) -> None:
    reader = PlanReader(read_sheets(PLANS / f"plan-{number:02d}.xlsx"))
    text = (PLANS / f"plan-{number:02d}.json").read_text(encoding="utf-8")
    wanted: dict[str, Any] = json.loads(text)[scenario]
    projection = project(compute(reader.inputs(scenario)))
    assert finishes(reader, projection) == wanted["finish_week"]
    for name, index in reader.teams.items():
        theirs = wanted["teams"][name]["backlog"]
        np.testing.assert_allclose(projection.teams[index].backlog, theirs, rtol=0, atol=1e-6)
