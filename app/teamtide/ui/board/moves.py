"""The command behind a drop: cards of any sort to another column or the tray. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from teamtide.plan.assigning import assign
from teamtide.plan.changes import ChangeSet
from teamtide.plan.pausing import rest, resume_with
from teamtide.plan.placing import from_day, move_people
from teamtide.plan.rows import PersonId, ProjectId, ScenarioId, Team, TeamId
from teamtide.plan.state import State
from teamtide.plan.validation import Refused
from teamtide.plan.wishes import held, held_text, parted
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

    A project that was at rest is active again where it lands. Who is pinned to the column they are
    in stays; the notes say so, and which pairs it parts or brings together against what was asked
    for. It is refused where nothing is left to move.
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
        now, parts, pinned = state, list[ChangeSet](), list[str]()
        for source, moved in people.items():
            stay = held(state, moved, source)
            if len(stay) == len(moved):
                pinned += [held_text(state, person, source) for person in stay]
                continue
            part = move_people(
                now, scenario=scenario, people=moved, source=source, target=target, as_of=as_of
            )
            parts.append(part)
            now = now.apply(part)
        everyone = [person for moved in people.values() for person in moved]
        notes = (*pinned, *parted(state, now, scenario, everyone))
        if resting:
            parts.append(resume_with(now, scenario=scenario, projects=resting, team=target))
            now = now.apply(parts[-1])
        if items:
            parts.append(assign(now, scenario=scenario, items=items, team=target))
        if not parts:
            raise Refused(pinned)
        if len(parts) == 1:
            return replace(parts[0], notes=(*parts[0].notes, *notes))
        team = state.find(Team, target)
        where = team.name if team is not None else "the bench"
        when = from_day(state, as_of) if people else ""
        joined = ChangeSet.joined(f"Moved {len(refs)} cards to {where}{when}", parts)
        return replace(joined, notes=(*joined.notes, *notes))

    return command


def teams_named(change: ChangeSet) -> frozenset[TeamId]:
    """The teams that a change speaks of: where something comes from, and where it goes."""
    rows = (row for step in change for row in (step.before, step.after) if row is not None)
    teams = (getattr(row, "team", None) for row in rows)
    return frozenset(team for team in teams if team is not None)
