"""Scenarios themselves: new ones, copies, names, and their end."""

from __future__ import annotations

from dataclasses import replace

from teamtide.plan.changes import ChangeSet
from teamtide.plan.commands import Draft, remove
from teamtide.plan.rows import (
    Owner,
    Placement,
    ProjectChange,
    Row,
    Scenario,
    ScenarioId,
    TeamChange,
)
from teamtide.plan.state import State
from teamtide.plan.validation import Refused

SAID: tuple[type[Row], ...] = (Placement, Owner, TeamChange, ProjectChange)


def free_name(state: State, wanted: str) -> str:
    """`wanted`, or with the first number that makes it nobody's."""
    taken = {scenario.name.strip().casefold() for scenario in state.rows(Scenario)}
    wanted = wanted.strip()
    name, number = wanted, 2
    while name.casefold() in taken:
        name, number = f"{wanted} {number}", number + 1
    return name


def add_scenario(
    state: State, *, name: str, like: ScenarioId | None = None, description: str = ""
) -> ChangeSet:
    """A new option, as Today, or with all that another option says.

    A copy of Today says nothing, since it is what Today is.
    """
    draft = Draft(state)
    fresh = draft.add(Scenario, name=name, description=description)
    if like is not None and like != state.today:
        for cls in SAID:
            for row in state.where(cls, "scenario", like):
                copied = replace(row, id=draft.fresh_id(cls), **{"scenario": fresh.id})
                draft.put(copied)
    return draft.change(f"Added the option {name}", scenario=fresh.id)


def remove_scenario(state: State, scenario: ScenarioId) -> ChangeSet:
    """An option and all it says.

    Raises:
        Refused: it is Today, which every other option is a change to.
    """
    row = state.get(Scenario, scenario)
    if scenario == state.today:
        raise Refused(
            [f"“{row.name}” is today's state, which the options are changes to; it can't go."]
        )
    return remove(state, [row])
