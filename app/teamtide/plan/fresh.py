"""A plan with nothing in it yet."""

from __future__ import annotations

from datetime import date, timedelta

from teamtide.plan.rows import THE_PLAN, Plan, Scenario, ScenarioId
from teamtide.plan.state import State

DISCIPLINES = ("software", "data science", "infrastructure")
ENGINEERING = ("software", "infrastructure")


def monday_of(day: date) -> date:
    """The Monday of the week of `day`."""
    return day - timedelta(days=day.weekday())


def blank(*, name: str, start: date, weeks: int = 26) -> State:
    """An empty plan from the Monday of `start`, with one scenario, Today."""
    today = ScenarioId(1)
    plan = Plan(THE_PLAN, name, monday_of(start), weeks, today, DISCIPLINES, ENGINEERING)
    return State.of([plan, Scenario(today, 1, "Today")])
