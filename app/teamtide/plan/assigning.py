"""Who owns what, and what scenarios say about teams and projects.

In Today an owner is the item's own team; in an option it is an Owners row, and none at all where
it would say what Today says. The same holds for leads, ceremony hours, interrupts, status,
priority and shift: an option stores only what differs.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from teamtide.capacity.inputs import KINDS
from teamtide.plan.changes import ChangeSet
from teamtide.plan.commands import Draft, called
from teamtide.plan.labels import changed_text
from teamtide.plan.overlay import (
    Item,
    Owners,
    owner_of,
    owner_rows,
    project_change,
    project_settings,
    team_change,
    team_settings,
)
from teamtide.plan.rows import (
    Chunk,
    Owner,
    Person,
    Project,
    ProjectChange,
    ProjectChangeId,
    ProjectId,
    Row,
    Scenario,
    ScenarioId,
    Service,
    Team,
    TeamChange,
    TeamChangeId,
    TeamId,
)
from teamtide.plan.state import State
from teamtide.plan.validation import Refused

ITEM_ROWS: dict[str, type[Project | Chunk | Service]] = {
    "project": Project,
    "chunk": Chunk,
    "service": Service,
}


def item_name(state: State, item: Item) -> str:
    """What an item is called."""
    kind, key = item
    if kind == "kind":
        return f"all {key} work"
    return called(state.get(ITEM_ROWS[kind], int(key)))


def assign(
    state: State, *, scenario: ScenarioId, items: Sequence[Item], team: TeamId | None
) -> ChangeSet:
    """Projects, chunks, services or kinds of work given to a team (None: to nobody).

    Raises:
        Refused: something above the item (its project, a rule for its kind) owns it anyway.
    """
    target = called(state.get(Team, team)) if team is not None else "nobody"
    what = item_name(state, items[0]) if len(items) == 1 else f"{len(items)} pieces of work"
    label, steps, after = f"Gave {what} to {target}", list[ChangeSet](), state
    # Rules and projects first: what is left to say of a chunk depends on them.
    for item in sorted(items, key=lambda item: _RANKS[item[0]]):
        draft = Draft(after)
        if scenario == state.today:
            _assign_in_today(draft, item, team)
        else:
            _assign_in_option(draft, scenario, item, team)
        steps.append(draft.change(label, scenario=scenario))
        after = after.apply(steps[-1])
    for item in items:
        left = owner_of(after, scenario, item)
        if left != team and not (item[0] == "chunk" and team is None):
            owner = called(state.get(Team, left)) if left is not None else "nobody"
            raise Refused(
                [f"{item_name(state, item)} stays with {owner}, by a rule for its kind of work."]
            )
    joined = ChangeSet.joined(label, steps)
    return replace(joined, scenario=scenario)


def set_rules(
    state: State, *, scenario: ScenarioId, team: TeamId, kinds: Collection[str]
) -> ChangeSet:
    """The kinds of work that come to a team by a rule, whatever project they are for.

    A kind has one team: one given to this team is taken from the team that had it.
    """
    owners = Owners(state, scenario)
    had = {kind for kind in KINDS if owners.of(("kind", kind)) == team}
    given: list[Item] = [("kind", kind) for kind in KINDS if kind in kinds and kind not in had]
    taken: list[Item] = [("kind", kind) for kind in KINDS if kind in had and kind not in kinds]
    steps, now = list[ChangeSet](), state
    for items, target in ((given, team), (taken, None)):
        if items:
            steps.append(assign(now, scenario=scenario, items=items, team=target))
            now = now.apply(steps[-1])
    if len(steps) == 1:
        return steps[0]
    label = f"Changed the kinds of work of {called(state.get(Team, team))}"
    return replace(ChangeSet.joined(label, steps), scenario=scenario)


def as_today_rules(state: State, *, scenario: ScenarioId, team: TeamId) -> ChangeSet:
    """Every kind that comes to a team only in the option, or only in Today, as Today has it."""
    now, today = Owners(state, scenario), Owners(state, state.today)
    steps, after = list[ChangeSet](), state
    for kind in KINDS:
        item: Item = ("kind", kind)
        here, there = now.of(item), today.of(item)
        if here != there and team in (here, there):
            steps.append(assign(after, scenario=scenario, items=[item], team=there))
            after = after.apply(steps[-1])
    label = f"Took Today's kinds of work for {called(state.get(Team, team))}"
    return replace(ChangeSet.joined(label, steps), scenario=scenario)


_RANKS = {"kind": 0, "project": 1, "chunk": 2, "service": 2}


def _row_of(state: State, item: Item) -> Project | Chunk | Service:
    return state.get(ITEM_ROWS[item[0]], int(item[1]))


def _owner_row(draft: Draft, scenario: ScenarioId, item: Item, team: TeamId | None) -> None:
    existing = owner_rows(draft.state, scenario).get(item)
    if existing is not None:
        draft.put(replace(existing, team=team))
        return
    kind, key = item
    values: dict[str, Any] = {kind: key}
    draft.add(Owner, scenario=scenario, type=kind, team=team, **values)


def _assign_in_today(draft: Draft, item: Item, team: TeamId | None) -> None:
    state = draft.state
    existing = owner_rows(state, state.today).get(item)
    if item[0] == "kind":
        if team is not None:
            _owner_row(draft, state.today, item, team)
        elif existing is not None:
            draft.drop(existing)
        return
    blank = [
        row
        for option in state.rows(Scenario)
        for row in [owner_rows(state, option.id).get(item)]
        if option.id != state.today and row is not None and row.team is None
    ]
    if blank and team is not None:
        # Options that take Today's word away keep what applies to them then, the own team.
        _owner_row(draft, state.today, item, team)
        return
    row = _row_of(state, item)
    if row.team is not None:
        for taken in blank:
            draft.put(replace(taken, team=row.team))
    if existing is not None:
        draft.drop(existing)
    draft.put(replace(row, team=team))


def _assign_in_option(draft: Draft, scenario: ScenarioId, item: Item, team: TeamId | None) -> None:
    state = draft.state
    existing = owner_rows(state, scenario).get(item)
    if Owners(state, state.today).of(item) == team and _says_nothing_else(state, scenario, item):
        if existing is not None:
            draft.drop(existing)
        return
    if team is None and item[0] != "kind":
        _default_to_today(draft, item)
    _owner_row(draft, scenario, item, team)


def _says_nothing_else(state: State, scenario: ScenarioId, item: Item) -> bool:
    """Whether the option would give an item Today's owner if its own row were gone."""
    existing = owner_rows(state, scenario).get(item)
    bare = Draft(state)
    if existing is not None:
        bare.drop(existing)
    without = state.apply(bare.change(""))
    return owner_of(without, scenario, item) == owner_of(state, state.today, item)


def _default_to_today(draft: Draft, item: Item) -> None:
    """Turn an item's own team into Today's word for it, so that an option can take it away.

    Every other option keeps the owner it had.
    """
    state = draft.state
    row = _row_of(state, item)
    if row.team is None:
        return
    for option in state.rows(Scenario):
        said = owner_rows(state, option.id).get(item)
        if said is not None and said.team is None:
            _owner_row(draft, option.id, item, row.team)
    if owner_rows(state, state.today).get(item) is None:
        _owner_row(draft, state.today, item, row.team)
    draft.put(replace(row, team=None))


# --- teams and projects in a scenario -------------------------------------------------------


def set_team(state: State, *, scenario: ScenarioId, team: TeamId, **values: Any) -> ChangeSet:
    """Lead, ceremony hours or interrupt policy of a team in a scenario.

    A blank says nothing: Today's word counts.

    Raises:
        Refused: an option is to have no lead where Today has one, which can't be said.
    """
    row = state.get(Team, team)
    today = team_settings(state, state.today, team)
    led_by = today.lead if scenario != state.today else None
    if led_by is not None and values.get("lead", led_by) is None:
        lead = called(state.get(Person, led_by))
        raise Refused(
            [
                f"{row.name} is led by {lead} in Today, and an option can name another lead "
                "but not none; choose another, or change Today."
            ]
        )
    draft = Draft(state)
    own = team_change(state, scenario, team)
    names = ("lead", "ceremony_hours", "interrupts")
    if scenario == state.today:
        draft.put(replace(row, **values))
        if own is not None:
            nothing: dict[str, Any] = dict.fromkeys(values)
            _put_or_drop(draft, replace(own, **nothing), names)
    else:
        said: dict[str, Any] = {n: None if v == getattr(today, n) else v for n, v in values.items()}
        if own is None:
            own = TeamChange(TeamChangeId(draft.fresh_id(TeamChange)), scenario, team)
        _put_or_drop(draft, replace(own, **said), names)
    return draft.change(changed_text(state, Team, row.name, values), scenario=scenario)


def set_project(
    state: State, *, scenario: ScenarioId, projects: Sequence[ProjectId], **values: Any
) -> ChangeSet:
    """Status, priority or shift of projects in a scenario.

    A blank says nothing: Today's word counts.

    Raises:
        Refused: an option is to give no priority where Today gives one, which can't be said.
    """
    draft = Draft(state)
    names = ("status", "priority", "shift_weeks")
    for project in projects:
        row = state.get(Project, project)
        own = project_change(state, scenario, project)
        said = dict(values)
        if scenario == state.today:
            plain = {n: v for n, v in values.items() if n != "shift_weeks"}
            draft.put(replace(row, **plain))
            said.update(dict.fromkeys(plain))
            if said.get("shift_weeks") == 0:
                said["shift_weeks"] = None
        else:
            today = project_settings(state, state.today, project)
            if today.priority is not None and values.get("priority", 0) is None:
                raise Refused(
                    [
                        f"{row.name} has priority {today.priority} in Today, and an option can "
                        "give another but not none; choose a number, or change Today."
                    ]
                )
            said = {n: None if v == getattr(today, n) else v for n, v in values.items()}
        if own is None:
            if not any(value is not None for value in said.values()):
                continue
            own = ProjectChange(ProjectChangeId(draft.fresh_id(ProjectChange)), scenario, project)
        _put_or_drop(draft, replace(own, **said), names)
    first = state.get(Project, projects[0]).name if projects else ""
    what = first if len(projects) == 1 else f"{len(projects)} projects"
    verb = {"paused": "Paused", "cancelled": "Cancelled", "active": "Resumed"}.get(
        str(values.get("status"))
    )
    label = changed_text(state, Project, what, values) if verb is None else f"{verb} {what}"
    return draft.change(label, scenario=scenario)


def _put_or_drop(draft: Draft, row: Row, names: tuple[str, ...]) -> None:
    if any(getattr(row, name) is not None for name in names):
        draft.put(row)
    else:
        draft.drop(row)
