"""The command behind a drop: cards of any sort to another column. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from teamtide.plan.assigning import assign
from teamtide.plan.changes import ChangeSet
from teamtide.plan.placing import move_people
from teamtide.plan.rows import PersonId, ScenarioId, Team, TeamId
from teamtide.plan.state import State
from teamtide.ui.board.cards import Ref

Command = Callable[[State], ChangeSet]


def movable(refs: Iterable[Ref], target: TeamId | None) -> tuple[Ref, ...]:
    """The cards that are not in that column already."""
    return tuple(ref for ref in refs if ref.team != target)


def move_command(
    refs: tuple[Ref, ...], *, target: TeamId | None, scenario: ScenarioId, as_of: date
) -> Command:
    """What moves people and work to a column (None: the bench) as one change."""
    people: dict[TeamId | None, list[PersonId]] = {}
    items = [(ref.type, ref.key) for ref in refs if ref.type != "person"]
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
        if items:
            parts.append(assign(now, scenario=scenario, items=items, team=target))
        if len(parts) == 1:
            return parts[0]
        team = state.find(Team, target)
        where = team.name if team is not None else "the bench"
        return ChangeSet.joined(f"Moved {len(refs)} cards to {where}", parts)

    return command


def teams_named(change: ChangeSet) -> frozenset[TeamId]:
    """The teams that a change speaks of: where something comes from, and where it goes."""
    rows = (row for step in change for row in (step.before, step.after) if row is not None)
    teams = (getattr(row, "team", None) for row in rows)
    return frozenset(team for team in teams if team is not None)
