"""The command behind a drop: cards of any sort to another column or the tray. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from teamtide.plan.assigning import assign
from teamtide.plan.changes import ChangeSet
from teamtide.plan.pausing import rest, resume_with
from teamtide.plan.placing import move_people
from teamtide.plan.rows import PersonId, ProjectId, ScenarioId, Team, TeamId
from teamtide.plan.state import State
from teamtide.ui.board.cards import PAUSED, Ref

Command = Callable[[State], ChangeSet]


def movable(refs: Iterable[Ref], target: TeamId | None) -> tuple[Ref, ...]:
    """The cards that are not in that column already; only projects go to the tray."""
    return tuple(
        ref for ref in refs if ref.team != target and (target != PAUSED or ref.type == "project")
    )


def projects_of(refs: Iterable[Ref]) -> list[ProjectId]:
    """The projects among some cards."""
    return [ProjectId(int(ref.key)) for ref in refs if ref.type == "project"]


def move_command(
    refs: tuple[Ref, ...], *, target: TeamId | None, scenario: ScenarioId, as_of: date
) -> Command:
    """What moves people and work to a column (None: the bench, `PAUSED`: to rest) as one change.

    A project that was at rest is active again where it lands.
    """
    if target == PAUSED:
        projects = projects_of(refs)
        return lambda state: rest(state, scenario=scenario, projects=projects)
    people: dict[TeamId | None, list[PersonId]] = {}
    resting = projects_of(ref for ref in refs if ref.team == PAUSED)
    items = [(ref.type, ref.key) for ref in refs if ref.type != "person" and ref.team != PAUSED]
    for ref in refs:
        if ref.type == "person":
            people.setdefault(ref.team, []).append(PersonId(int(ref.key)))

    def command(state: State) -> ChangeSet:
        now, parts = state, list[ChangeSet]()
        for source, moved in people.items():
            part = move_people(
                now, scenario=scenario, people=moved, source=source, target=target, as_of=as_of
            )
            parts.append(part)
            now = now.apply(part)
        if resting:
            parts.append(resume_with(now, scenario=scenario, projects=resting, team=target))
            now = now.apply(parts[-1])
        if items:
            parts.append(assign(now, scenario=scenario, items=items, team=target))
        if len(parts) == 1:
            return parts[0]
        team = state.find(Team, target)
        where = team.name if team is not None else "the bench"
        return ChangeSet.joined(f"Moved {len(refs)} cards to {where}", parts)

    return command
