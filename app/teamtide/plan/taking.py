"""What one scenario says, written into another: all of it, or some lines of what differs.

Into an option a line goes word for word: what the source says of a topic the option says as well,
and where the source says nothing, the option follows Today again. Today can't be told so, since it
is what is followed; it is made as an option would be that said just these lines.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from teamtide.plan.assigning import assign, set_project, set_team
from teamtide.plan.changes import ChangeSet
from teamtide.plan.commands import Draft
from teamtide.plan.differences import (
    OWNER,
    PLACE,
    PROJECT_TOPICS,
    TEAM_TOPICS,
    Topic,
    differing,
    in_order,
    said,
)
from teamtide.plan.options import add_scenario, free_name
from teamtide.plan.overlay import (
    owner_of,
    owner_rows,
    project_change,
    project_settings,
    team_change,
    team_settings,
    timeline,
)
from teamtide.plan.placing import keep_sets
from teamtide.plan.rows import (
    Owner,
    PersonId,
    Placement,
    ProjectChange,
    ProjectChangeId,
    ProjectId,
    Scenario,
    ScenarioId,
    TeamChange,
    TeamChangeId,
    TeamId,
)
from teamtide.plan.state import State


def take(
    state: State, *, topics: Collection[Topic], source: ScenarioId, to: ScenarioId
) -> ChangeSet:
    """What a scenario says of some topics, said by another one, too.

    Args:
        state: The plan.
        topics: As `differing` and the lines of `differences` have them.
        source: The scenario whose word counts.
        to: The scenario that is changed, Today or an option.

    Raises:
        Refused: Today can't be made so, since a rule above an item owns it anyway.
    """
    label = f"Took {_counted(topics)} from {state.get(Scenario, source).name}"
    if to == state.today:
        steps = _into_today(state, in_order(state, topics), source)
        return replace(ChangeSet.joined(label, steps), scenario=to)
    return replace(_into_option(state, topics, source, to), label=label)


def take_into_new(
    state: State, *, topics: Collection[Topic], source: ScenarioId, like: ScenarioId, name: str
) -> ChangeSet:
    """A new option like another scenario, but that it says of some topics what `source` says."""
    fresh = add_scenario(state, name=name, like=like)
    assert fresh.scenario is not None
    after = state.apply(fresh)
    taken = take(after, topics=topics, source=source, to=fresh.scenario)
    joined = ChangeSet.joined(f"Added the option {name}", [fresh, taken])
    return replace(joined, scenario=fresh.scenario)


def difference(state: State, one: ScenarioId, other: ScenarioId) -> ChangeSet:
    """The change that makes one scenario say what another says."""
    return take(state, topics=differing(state, one, other), source=other, to=one)


def _counted(topics: Collection[Topic]) -> str:
    return "1 change" if len(topics) == 1 else f"{len(topics)} changes"


# --- into an option -------------------------------------------------------------------------


def _into_option(
    state: State, topics: Collection[Topic], source: ScenarioId, to: ScenarioId
) -> ChangeSet:
    words, draft = said(state, source), Draft(state)
    owners = owner_rows(state, to)
    cells: dict[type[TeamChange | ProjectChange], dict[int, dict[str, Any]]] = {
        TeamChange: {},
        ProjectChange: {},
    }
    for topic in topics:
        if topic.kind == PLACE:
            _put_places(draft, to, topic, words.get(topic, ()))
        elif topic.kind == OWNER:
            row = owners.get(topic.item)
            if topic in words:
                _put_owner(draft, to, topic, row, words[topic])
            elif row is not None:
                draft.drop(row)
        else:
            cls = TeamChange if topic.kind in TEAM_TOPICS else ProjectChange
            cells[cls].setdefault(int(topic.about), {})[topic.kind] = words.get(topic)
    for team, values in cells[TeamChange].items():
        known = team_change(state, to, TeamId(team))
        fresh = known or TeamChange(TeamChangeId(draft.fresh_id(TeamChange)), to, TeamId(team))
        _put_cells(draft, replace(fresh, **values), TEAM_TOPICS, known is not None)
    for project, values in cells[ProjectChange].items():
        was = project_change(state, to, ProjectId(project))
        made = was or ProjectChange(
            ProjectChangeId(draft.fresh_id(ProjectChange)), to, ProjectId(project)
        )
        _put_cells(draft, replace(made, **values), PROJECT_TOPICS, was is not None)
    return draft.change("", scenario=to)


def _put_places(
    draft: Draft, to: ScenarioId, topic: Topic, wanted: Sequence[tuple[TeamId | None, float]]
) -> None:
    """One set, whole: rows stay where they say the same already, in the same order."""
    rows = [
        row
        for row in draft.state.where(Placement, "person", topic.about)
        if row.scenario == to and row.start == topic.first_day
    ]
    if [(row.team, row.share) for row in rows] == list(wanted):
        return
    for row in rows:
        draft.drop(row)
    for team, share in wanted:
        draft.add(
            Placement,
            scenario=to,
            person=PersonId(int(topic.about)),
            start=topic.first_day,
            team=team,
            share=share,
        )


def _put_owner(
    draft: Draft, to: ScenarioId, topic: Topic, row: Owner | None, team: TeamId | None
) -> None:
    if row is not None:
        draft.put(replace(row, team=team))
        return
    kind, key = topic.item
    values: dict[str, Any] = {kind: key}
    draft.add(Owner, scenario=to, type=kind, team=team, **values)


def _put_cells(
    draft: Draft, row: TeamChange | ProjectChange, names: Sequence[str], known: bool
) -> None:
    if any(getattr(row, name) is not None for name in names):
        draft.put(row)
    elif known:
        draft.drop(row)


# --- into Today -----------------------------------------------------------------------------


def _into_today(state: State, topics: Sequence[Topic], source: ScenarioId) -> list[ChangeSet]:
    """Steps after which Today is as an option is that says these lines and nothing else."""
    words, today = said(state, source), state.today
    spoken = [topic for topic in topics if topic in words]
    fresh = add_scenario(state, name=free_name(state, "Trial"))
    assert fresh.scenario is not None
    trial, shown = state.apply(fresh), fresh.scenario
    trial = trial.apply(_into_option(trial, spoken, source, shown))
    steps: list[ChangeSet] = []
    after = state

    def step(change: ChangeSet) -> None:
        nonlocal after
        steps.append(change)
        after = after.apply(change)

    for person in dict.fromkeys(PersonId(int(t.about)) for t in spoken if t.kind == PLACE):
        sets = timeline(trial, shown, person)
        step(keep_sets(after, scenario=today, person=person, sets=sets))
    for topic in spoken:
        kind = topic.kind
        if kind == OWNER:
            owner = owner_of(trial, shown, topic.item)
            step(assign(after, scenario=today, items=[topic.item], team=owner))
        elif kind in TEAM_TOPICS:
            team = TeamId(int(topic.about))
            value = {kind: getattr(team_settings(trial, shown, team), kind)}
            step(set_team(after, scenario=today, team=team, **value))
        elif kind in PROJECT_TOPICS:
            project = ProjectId(int(topic.about))
            value = {kind: getattr(project_settings(trial, shown, project), kind)}
            step(set_project(after, scenario=today, projects=[project], **value))
    return steps
