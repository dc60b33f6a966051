"""The twin against the page's own figures, so that the twin itself can be trusted as a measure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from tests.capacity.twin import Sheets, expected, projected, read_sheets, worked_example
from tests.searching import searched
from tests.strategies import plans

PLANS = Path(__file__).parent.parent / "data" / "plans"
NAMES = [f"plan-{number:02}" for number in range(12)]
INF = float("inf")

# MODEL.md section 3, "Worked example".
EXPECTED = {
    ("Today", "Squad", "capacity"): [
        *(10.573192, 10.422356, 10.871497, 11.732406, 12.116189, 12.345355, 13.295833, 13.525),
    ],
    ("Today", "Squad", "demand"): [6.947475, 7.660859, 15.528030, 7.863636, 6, 6, 2, 2],
    ("Today", "Squad", "used"): [
        *(7.946803, 9.325981, 10.551648, 7.794906, 7.333333, 7.333333, 3.333333, 3.333333),
    ],
    ("Today", "Squad", "overload"): [0.492043, 0.517219, 6.109025, 1.485998, 0, 0, 0, 0],
    ("Split", "Squad", "capacity"): [
        *(10.962500, 9.337643, 9.359536, 10.661135, 10.967500, 11.196667, 11.425833, 11.655),
    ],
    ("Split", "Squad", "overload"): [0, 0.159722, 3.241667, 0, 0, 0, 0, 0],
    ("Split", "Infrastructure", "capacity"): [
        *(0, 0.499329, 0.959500, 1.108, 1.256500, 1.392271, 1.405, 1.405),
    ],
    ("Split", "Infrastructure", "load"): [
        *(INF, 6.408606, 4.168838, 1.805054, 1.591723, 1.436502, 1.423488, 1.423488),
    ],
    ("Rota", "Squad", "capacity"): [
        *(10.573192, 10.422356, 10.889923, 12.448742, 12.805398, 13.051822, 13.286905, 13.434226),
    ],
    ("Rota", "Squad", "overload"): [0.492043, 0.517219, 6.101983, 0.709427, 0, 0, 0, 0],
}

# MODEL.md section 4, "Worked example".
FINISH = {"Today": [3, 7, 3, 3], "Split": [3, 6, 3, 3], "Rota": [3, 6, 3, 3]}
BACKLOG = {
    ("Today", "Squad"): [
        *(0.492043, 1.009262, 7.118286, 2.683792, 3.179854, 3.423391, 1.398391, 0),
    ],
    ("Split", "Infrastructure"): [
        *(2, 4.950336, 8.470586, 9.916586, 11.288336, 12.592200, 13.889700, 15.187200),
    ],
}


def near(values: Sequence[float | None]) -> Any:
    return pytest.approx([INF if value is None else value for value in values], rel=0, abs=1e-6)


@pytest.mark.parametrize(("scenario", "team", "figure"), EXPECTED)
def test_that_expected_load_is_the_worked_examples(scenario: str, team: str, figure: str) -> None:
    result = expected(worked_example(), scenario).teams[team]
    assert getattr(result, figure) == near(EXPECTED[scenario, team, figure])


@pytest.mark.parametrize("scenario", FINISH)
def test_that_chunks_finish_in_the_worked_examples_weeks(scenario: str) -> None:
    finish = projected(worked_example(), scenario).finish
    names = [f"Churn / {name}" for name in ("Explore", "Build", "Help", "Docs")]
    assert finish == dict(zip(names, FINISH[scenario], strict=True))


@pytest.mark.parametrize(("scenario", "team"), BACKLOG)
def test_that_backlog_is_the_worked_examples(scenario: str, team: str) -> None:
    backlog = projected(worked_example(), scenario).backlog[team]
    assert backlog == near(BACKLOG[scenario, team])


def plan(name: str) -> tuple[Sheets, dict[str, Any]]:
    return read_sheets(PLANS / f"{name}.xlsx"), json.loads((PLANS / f"{name}.json").read_text())


@pytest.mark.parametrize("scenario", ["Today", "Option"])
@pytest.mark.parametrize("name", NAMES)
def test_that_expected_load_is_the_reference_plans(name: str, scenario: str) -> None:
    sheets, answer = plan(name)
    teams = expected(sheets, scenario).teams
    assert list(teams) == list(answer[scenario]["teams"])
    for team, figures in answer[scenario]["teams"].items():
        for figure in ("capacity", "demand", "used", "overload", "idle", "load"):
            assert getattr(teams[team], figure) == near(figures[figure]), (team, figure)


@pytest.mark.parametrize("scenario", ["Today", "Option"])
@pytest.mark.parametrize("name", NAMES)
def test_that_backlog_and_finish_weeks_are_the_reference_plans(name: str, scenario: str) -> None:
    sheets, answer = plan(name)
    result = projected(sheets, scenario)
    for team, figures in answer[scenario]["teams"].items():
        assert result.backlog[team] == near(figures["backlog"]), team
    assert result.finish == answer[scenario]["finish_week"]


@given(sheets=plans())
@searched(30)
def test_that_sums_of_expected_load_hold_on_random_plans(sheets: Sheets) -> None:
    for scenario in ("Today", "Option"):
        for team in expected(sheets, scenario).teams.values():
            for week, capacity in enumerate(team.capacity):
                assert team.used[week] + team.idle[week] == pytest.approx(capacity, abs=1e-9)
                by_kind = sum(weekly[week] for weekly in team.by_kind.values())
                assert by_kind == pytest.approx(team.demand[week], abs=1e-9)
                assert -1e-9 <= team.overload[week] <= team.demand[week] + 1e-9


@given(sheets=plans())
@searched(30)
def test_that_an_option_that_says_nothing_is_today(sheets: Sheets) -> None:
    for sheet in ("Placements", "Owners", "Team changes", "Project changes"):
        sheets[sheet] = [row for row in sheets[sheet] if row["Scenario"] == "Today"]
    assert expected(sheets, "Option") == expected(sheets, "Today")
    assert projected(sheets, "Option") == projected(sheets, "Today")


@given(sheets=plans())
@searched(30)
def test_that_backlog_lies_between_nothing_and_the_wants_on_random_plans(sheets: Sheets) -> None:
    for scenario in ("Today", "Option"):
        result = projected(sheets, scenario)
        for team, backlog in result.backlog.items():
            for left, wanted in zip(backlog, result.wants[team], strict=True):
                assert -1e-9 <= left <= wanted + 1e-9
