"""The worked example of MODEL section 3, every row of its table."""

from __future__ import annotations

import numpy as np
import pytest

from teamtide.capacity.engine import compute
from tests.capacity.engine_plans import DATA_SCIENCE, days, worked_example

SQUAD, INFRASTRUCTURE = 0, 1
INF = float("inf")

TABLE = {
    ("Today", SQUAD, "capacity"): [
        *(10.573192, 10.422356, 10.871497, 11.732406, 12.116189, 12.345355, 13.295833, 13.525),
    ],
    ("Today", SQUAD, "demand"): [6.947475, 7.660859, 15.528030, 7.863636, 6, 6, 2, 2],
    ("Today", SQUAD, "used"): [
        *(7.946803, 9.325981, 10.551648, 7.794906, 7.333333, 7.333333, 3.333333, 3.333333),
    ],
    ("Today", SQUAD, "overload"): [0.492043, 0.517219, 6.109025, 1.485998, 0, 0, 0, 0],
    ("Split", SQUAD, "capacity"): [
        *(10.962500, 9.337643, 9.359536, 10.661135, 10.967500, 11.196667, 11.425833, 11.655),
    ],
    ("Split", SQUAD, "overload"): [0, 0.159722, 3.241667, 0, 0, 0, 0, 0],
    ("Split", INFRASTRUCTURE, "capacity"): [
        *(0, 0.499329, 0.959500, 1.108, 1.256500, 1.392271, 1.405, 1.405),
    ],
    ("Split", INFRASTRUCTURE, "load"): [
        *(INF, 6.408606, 4.168838, 1.805054, 1.591723, 1.436502, 1.423488, 1.423488),
    ],
    ("Rota", SQUAD, "capacity"): [
        *(10.573192, 10.422356, 10.889923, 12.448742, 12.805398, 13.051822, 13.286905, 13.434226),
    ],
    ("Rota", SQUAD, "overload"): [0.492043, 0.517219, 6.101983, 0.709427, 0, 0, 0, 0],
}


@pytest.mark.parametrize(("scenario", "team", "figure"), TABLE)
def test_that_the_worked_example_has_the_pages_figures(
    scenario: str, team: int, figure: str
) -> None:
    figures = compute(worked_example(scenario)).teams[team]
    wanted = TABLE[scenario, team, figure]
    np.testing.assert_allclose(getattr(figures, figure), wanted, rtol=0, atol=1e-6)


def test_that_planned_dates_follow_the_chain() -> None:
    schedule = compute(worked_example("Today")).schedule
    assert schedule[0].tolist() == [days(1, 5), days(1, 23)]
    assert schedule[1].tolist() == [days(1, 26), days(2, 13)]


def test_that_a_week_with_work_and_nobody_is_counted_beside_the_peak() -> None:
    team = compute(worked_example("Split")).teams[INFRASTRUCTURE]
    assert team.nobody_weeks == 1
    assert team.peak is not None
    assert team.peak[0] == pytest.approx(6.408606, abs=1e-6)
    assert team.peak[1] == 1


def test_that_a_named_person_is_an_item_and_a_group_of_their_own() -> None:
    load = compute(worked_example("Today"))
    docs = [item for item in load.teams[SQUAD].items if item.person is not None]
    assert [(item.what, item.index, item.person) for item in docs] == [("chunk", 3, 3)]
    assert docs[0].demand.tolist() == pytest.approx([0, 0, 1.5, 1.5, 0, 0, 0, 0])
    assert load.skills.named.tolist() == [False, False, False, True]


def test_that_people_add_up_to_the_team() -> None:
    load = compute(worked_example("Split"))
    for team, figures in enumerate(load.teams):
        days_given = sum(load.person_days(person, team) for person in range(4))
        np.testing.assert_allclose(days_given, figures.capacity, atol=1e-12)


def test_that_someone_alone_in_a_discipline_carries_its_load() -> None:
    load = compute(worked_example("Today"))
    squad = load.teams[SQUAD]
    cy = load.person_load(2, SQUAD)
    asked = squad.demand_by_discipline[DATA_SCIENCE] / squad.capacity_by_discipline[DATA_SCIENCE]
    np.testing.assert_allclose(cy, asked, atol=1e-9)
    assert load.person_load(2, INFRASTRUCTURE).tolist() == [0.0] * 8


def test_that_arrays_handed_out_are_read_only() -> None:
    team = compute(worked_example("Today")).teams[SQUAD]
    for name in ("capacity", "demand", "by_kind", "juggling", "interrupting_by_kind"):
        with pytest.raises(ValueError, match="read-only"):
            getattr(team, name)[...] = 0.0
