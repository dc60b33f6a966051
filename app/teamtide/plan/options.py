"""Scenarios themselves: new ones, copies, names, and their end."""

from __future__ import annotations

from collections.abc import Collection
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
PARTS: dict[str, tuple[type[Row], ...]] = {
    "people": (Placement,),
    "owners": (Owner,),
    "settings": (TeamChange, ProjectChange),
}
"""What of a scenario can be copied by itself: where people are, who owns what (rules for a kind of
work, too), and what is said of teams and projects."""


def free_name(state: State, wanted: str) -> str:
    """`wanted`, or with the first number that makes it nobody's."""
    taken = {scenario.name.strip().casefold() for scenario in state.rows(Scenario)}
    wanted = wanted.strip()
    name, number = wanted, 2
    while name.casefold() in taken:
        name, number = f"{wanted} {number}", number + 1
    return name


def add_scenario(
    state: State,
    *,
    name: str,
    like: ScenarioId | None = None,
    parts: Collection[str] = tuple(PARTS),
    description: str = "",
) -> ChangeSet:
    """A new option, as Today, or with what another option says.

    A copy of Today says nothing, since it is what Today is.

    Args:
        state: The plan.
        name: What the option is called.
        like: The scenario it is to be like; None is Today.
        parts: Which parts of that are copied, of `PARTS`; in all else it is as Today.
        description: What the option is about.
    """
    draft = Draft(state)
    fresh = draft.add(Scenario, name=name, description=description)
    if like is not None and like != state.today:
        for cls in (cls for part in PARTS if part in parts for cls in PARTS[part]):
            for row in state.where(cls, "scenario", like):
                copied = replace(row, id=draft.fresh_id(cls), **{"scenario": fresh.id})
                draft.put(copied)
    return draft.change(f"Added the option {name}", scenario=fresh.id)


def said_of(state: State, scenario: ScenarioId, part: str) -> int:
    """How many people, items, or teams and projects a scenario says something of, by part."""
    rows = [row for cls in PARTS[part] for row in state.where(cls, "scenario", scenario)]
    return len({(type(row), getattr(row, "person", row.id)) for row in rows})


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
