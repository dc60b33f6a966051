"""The example of the help page: the twin, the engine and the page say the same."""

from __future__ import annotations

import re
from datetime import date, timedelta

import numpy as np
import pytest

from teamtide.capacity.engine import compute
from teamtide.capacity.projected import UNFINISHED
from teamtide.capacity.projection import project
from teamtide.paths import resource
from tests.capacity.plan_reader import PlanReader
from tests.capacity.second_example import START, second_example
from tests.capacity.twin import expected, projected

# Days, by hand. Pat gives 5 · 0.85 - 1/8 = 4.125 a week; while juggling a day of tickets and what
# is left for Cluster, u = 1 / 4.125 and 10 % · (1 / (u² + (1 - u)²) - 1) of it is lost.
CAPACITY: dict[str, list[float]] = {
    "Platform": [3.885522, 3.885522, 4.125, 4.125, 4.125, 4.125, 4.125, 4.125],
    "Product": [7.025] * 8,
}
PLANNED: dict[str, list[float]] = {
    "Platform": [6, 6, 1, 1, 1, 1, 1, 1],
    "Product": [2, 2, 8, 8, 0, 4.5, 4.5, 0],
}
WANTED: dict[str, list[float]] = {
    "Platform": [6, 8.114478, 5.228955, 2.103955, 1, 1, 1, 1],
    "Product": [2, 2, 2, 2, 4.25, 4.25, 3.5, 0],
}
WAITING: dict[str, list[float]] = {
    "Platform": [2.114478, 4.228955, 1.103955, 0, 0, 0, 0, 0],
    "Product": [0] * 8,
}
HELD_BACK = [0, 0, 0, 0, 1.75, 3.5, 0, 0]
FINISH = {"Cluster": 3, "Move": 6, "Train": None, "Report": 3}
PLANNED_LAST = {"Cluster": 1, "Move": 3, "Train": 6, "Report": 3}


def near(values: object) -> object:
    return pytest.approx(values, rel=0, abs=1e-6)


def test_that_the_twin_works_the_example_out() -> None:
    plan, after = expected(second_example(), "Today"), projected(second_example(), "Today")
    for team in ("Platform", "Product"):
        assert plan.teams[team].capacity == near(CAPACITY[team])
        assert plan.teams[team].demand == near(PLANNED[team])
        assert after.wants[team] == near(WANTED[team])
        assert after.backlog[team] == near(WAITING[team])
    assert after.finish == {f"Rollout / {name}": week for name, week in FINISH.items()}


def test_that_the_engine_works_the_example_out() -> None:
    after = project(compute(PlanReader(second_example()).inputs("Today")))
    for team, name in zip(after.teams, ("Platform", "Product"), strict=True):
        np.testing.assert_allclose(team.capacity, CAPACITY[name], atol=1e-6)
        planned = after.load.teams[after.teams.index(team)].demand
        np.testing.assert_allclose(planned, PLANNED[name], atol=1e-6)
        np.testing.assert_allclose(team.wants, WANTED[name], atol=1e-6)
        np.testing.assert_allclose(team.backlog, WAITING[name], atol=1e-6)
    np.testing.assert_allclose(after.teams[1].held, HELD_BACK, atol=1e-6)
    assert not after.teams[0].held.any()
    weeks = [UNFINISHED if week is None else week for week in FINISH.values()]
    assert after.finish.tolist() == weeks
    (rollout,) = after.projects
    assert rollout.unfinished
    assert rollout.finish_day is None


def tables() -> tuple[dict[str, list[str]], ...]:
    """The tables under the page's example: cells by the first of their row."""
    text = resource("help", "model.md").read_text(encoding="utf-8")
    text = text.split("### An example\n")[1].split("\n## ")[0]
    found = []
    for block in re.findall(r"(?:^\|.*\|\n)+", text, re.MULTILINE):
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in block.split("\n")]
        found.append({row[0]: row[1:] for row in rows[2:] if len(row) > 1})
    return tuple(found)


def test_that_the_page_prints_the_examples_weeks() -> None:
    after = project(compute(PlanReader(second_example()).inputs("Today")))
    weeks, _ = tables()
    platform, product = after.teams
    rows = {
        "Platform: capacity": platform.capacity,
        "Platform: planned": after.load.teams[0].demand,
        "Platform: wanted": platform.wants,
        "Platform: left waiting": platform.backlog,
        "Product: capacity": product.capacity,
        "Product: planned": after.load.teams[1].demand,
        "Product: wanted": product.wants,
        "Product: held back": product.held,
    }
    assert list(weeks) == list(rows)
    for name, values in rows.items():
        assert [float(cell) for cell in weeks[name]] == pytest.approx(values.tolist(), abs=0.0051)


def test_that_the_page_prints_the_examples_dates() -> None:
    after = project(compute(PlanReader(second_example()).inputs("Today")))
    _, dates = tables()
    assert list(dates) == list(FINISH)
    for number, (name, (planned, finish)) in enumerate(dates.items()):
        assert planned == words(after.load.plan.last[number])
        day = after.finish_day[number]
        assert finish == (words(day) if day else "not within the plan")
        friday = START + timedelta(weeks=PLANNED_LAST[name], days=4)
        assert planned == words(friday.toordinal())


def words(ordinal: int) -> str:
    day = date.fromordinal(int(ordinal))
    return f"{day.day} {day:%B}"
