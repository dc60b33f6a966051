"""Projects that rest in a scenario, come later in it, or are active again.

What a scenario says of a project is its own word (MODEL, introduction): in Today the project's own
status, in an option a row that is there only where it differs. `assigning.set_project` writes it;
here is what a user means by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from teamtide.plan.assigning import assign, set_project
from teamtide.plan.changes import ChangeSet
from teamtide.plan.commands import called
from teamtide.plan.overlay import project_settings
from teamtide.plan.rows import Chunk, Project, ProjectId, ScenarioId, Team, TeamId
from teamtide.plan.state import State
from teamtide.plan.validation import Refused


def at_rest(state: State, scenario: ScenarioId, project: ProjectId) -> bool:
    """Whether a project asks for nothing in a scenario: paused or cancelled."""
    return not project_settings(state, scenario, project).active


def rest(
    state: State, *, scenario: ScenarioId, projects: Sequence[ProjectId], status: str = "paused"
) -> ChangeSet:
    """Projects paused (or cancelled) in a scenario; those that are already stay as they are."""
    others = [p for p in projects if project_settings(state, scenario, p).status != status]
    return set_project(state, scenario=scenario, projects=others, status=status)


def resume(
    state: State,
    *,
    scenario: ScenarioId,
    projects: Sequence[ProjectId],
) -> ChangeSet:
    """Projects active again in a scenario, with the team they were with."""
    change = rest(state, scenario=scenario, projects=projects, status="active")
    return replace(change, label=f"Made {_counted(state, projects)} active again")


def resume_with(
    state: State, *, scenario: ScenarioId, projects: Sequence[ProjectId], team: TeamId | None
) -> ChangeSet:
    """Projects active again, with that team (None: nobody), as one step.

    Raises:
        Refused: they can't be given to it; see `assigning.assign`.
    """
    first = resume(state, scenario=scenario, projects=projects)
    items = [("project", project) for project in projects]
    second = assign(state.apply(first), scenario=scenario, items=items, team=team)
    target = called(state.get(Team, team)) if team is not None else "nobody"
    joined = ChangeSet.joined(f"{first.label}, with {target}", (first, second))
    return replace(joined, scenario=scenario)


def delay(
    state: State, *, scenario: ScenarioId, projects: Sequence[ProjectId], weeks: float
) -> ChangeSet:
    """Projects so many weeks later (with a minus, earlier) than they are in a scenario.

    Raises:
        Refused: none of their chunks has a planned start, so there is nothing to move.
    """
    fixed = [p for p in projects if not _startless(state, p)]
    if not fixed:
        raise Refused([_cannot_move(state, projects)])
    steps, now = list[ChangeSet](), state
    for project in fixed:
        shift = project_settings(now, scenario, project).shift_weeks + weeks
        step = set_project(now, scenario=scenario, projects=[project], shift_weeks=shift)
        steps.append(step)
        now = now.apply(step)
    left = [p for p in projects if p not in fixed]
    return replace(
        ChangeSet.joined(_delayed(state, fixed, weeks), steps),
        scenario=scenario,
        notes=(_cannot_move(state, left),) if left else (),
    )


def on_time(state: State, *, scenario: ScenarioId, projects: Sequence[ProjectId]) -> ChangeSet:
    """Projects on their own dates again, delays and all taken back."""
    change = set_project(state, scenario=scenario, projects=projects, shift_weeks=0.0)
    return replace(change, label=f"Put {_counted(state, projects)} back on planned dates")


def _startless(state: State, project: ProjectId) -> bool:
    """Whether nothing in a project has a start that a shift could move (MODEL section 2)."""
    return all(chunk.start is None for chunk in state.where(Chunk, "project", project))


def _cannot_move(state: State, projects: Sequence[ProjectId]) -> str:
    names = ", ".join(state.get(Project, p).name for p in projects)
    verb = "has" if len(projects) == 1 else "have"
    return (
        f"{names} {verb} no chunk with a planned start, so a delay moves nothing there; "
        "give a chunk a start first."
    )


def _delayed(state: State, projects: Sequence[ProjectId], weeks: float) -> str:
    amount = f"{abs(weeks):g} week{'' if abs(weeks) == 1 else 's'}"
    names = _counted(state, projects)
    return f"Delayed {names} by {amount}" if weeks >= 0 else f"Brought {names} forward by {amount}"


def _counted(state: State, projects: Sequence[ProjectId]) -> str:
    if len(projects) == 1:
        return state.get(Project, projects[0]).name
    return f"{len(projects)} projects"
