"""The worked example of MODEL section 4."""

from __future__ import annotations

import numpy as np
import pytest

from teamtide.capacity.engine import compute
from teamtide.capacity.projection import project
from tests.capacity.engine_plans import worked_example

SQUAD, INFRASTRUCTURE = 0, 1


@pytest.mark.parametrize(
    ("scenario", "weeks"),
    [("Today", [3, 7, 3, 3]), ("Split", [3, 6, 3, 3]), ("Rota", [3, 6, 3, 3])],
)
def test_that_chunks_finish_in_the_pages_weeks(scenario: str, weeks: list[int]) -> None:
    assert project(compute(worked_example(scenario))).finish.tolist() == weeks


def test_that_backlogs_are_the_pages() -> None:
    squad = project(compute(worked_example("Today"))).teams[SQUAD]
    wanted = [0.492043, 1.009262, 7.118286, 2.683792, 3.179854, 3.423391, 1.398391, 0]
    np.testing.assert_allclose(squad.backlog, wanted, rtol=0, atol=1e-6)
    infrastructure = project(compute(worked_example("Split"))).teams[INFRASTRUCTURE]
    wanted = [2, 4.950336, 8.470586, 9.916586, 11.288336, 12.592200, 13.889700, 15.187200]
    np.testing.assert_allclose(infrastructure.backlog, wanted, rtol=0, atol=1e-6)
