"""What a change of assumptions does to the scenario on screen, in one figure: its overload."""

from __future__ import annotations

from dataclasses import replace

from teamtide.capacity.assumptions import Assumption
from teamtide.capacity.results import Load
from teamtide.plan.changes import ChangeSet
from teamtide.plan.commands import edit_plan
from teamtide.plan.rows import Team
from teamtide.plan.state import State
from teamtide.ui.assumptions import words
from teamtide.ui.fields import texts


def changed_to(state: State, about: Assumption, value: float) -> ChangeSet:
    """The plan with another value, under words that undo can show."""
    before = words.value_text(about, float(getattr(state.plan, about.key)))
    change = edit_plan(state, **{about.key: value})
    return replace(change, label=f"{about.label} {before} → {words.value_text(about, value)}")


def overload_of(load: Load) -> float:
    """Days of work that find nobody, over all teams and weeks."""
    return float(sum(team.overload.sum() for team in load.teams))


def effect_text(before: float, after: float | None) -> str:
    """What finds nobody, as it is, or as it was and would be; what is shown adds up."""
    if after is None:
        return texts.days_text(before)
    change = words.signed_days(round(after, 1) - round(before, 1))
    return f"{texts.number_text(round(before, 1))} → {texts.days_text(after)} ({change})"


def step_text(about: Assumption, value: float, effect: float) -> str:
    """What one step more does, such as “At 11 %: +3.2 d of work that finds nobody”."""
    days = words.signed_days(effect)
    return f"At {words.value_text(about, value)}: {days} of work that finds nobody"


def who_follows(state: State) -> str:
    """How many teams take the plan's ceremony hours."""
    teams = state.rows(Team)
    own = sum(team.ceremony_hours is not None for team in teams)
    if not own:
        return ""
    verb = "has" if own == 1 else "have"
    return f"{own} of {len(teams)} teams {verb} hours of their own, which this does not move."
