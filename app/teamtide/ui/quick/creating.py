"""From lines that were read to rows: projects with chunks, services, in one change set."""

from __future__ import annotations

from datetime import date

from teamtide.plan.changes import ChangeSet
from teamtide.plan.commands import Draft
from teamtide.plan.overlay import shares_at
from teamtide.plan.rows import Chunk, ChunkId, Person, Project, ScenarioId, Service, Team, TeamId
from teamtide.plan.state import State
from teamtide.plan.validation import Refused
from teamtide.ui.quick.parse import DAYS_A_WEEK
from teamtide.ui.quick.words import Work

DAYS_EACH = 0.5
"""What a request of a service takes where nothing else is said."""


def team_days(state: State, scenario: ScenarioId, team: TeamId, day: date) -> float:
    """The person-days a week of the people who are in a team on a day."""
    total = 0.0
    for person in state.rows(Person):
        total += person.fte * shares_at(state, scenario, person.id, day).get(team, 0.0)
    return total * DAYS_A_WEEK


def weekly_days(state: State, scenario: ScenarioId, work: Work, day: date) -> float:
    """The person-days a week of ongoing work."""
    if work.weekly is not None:
        return work.weekly
    return (work.share or 0.0) * team_days(state, scenario, _team(state, work.team), day)


def _team(state: State, name: str) -> TeamId:
    wanted = name.casefold()
    return next(row.id for row in state.rows(Team) if row.name.casefold() == wanted)


def create_work(
    state: State, works: tuple[Work, ...], *, scenario: ScenarioId, day: date
) -> ChangeSet:
    """New work, as one change.

    Args:
        state: The plan.
        works: What was read.
        scenario: Whose teams a share of a team refers to.
        day: The day on which those teams are looked at.

    Raises:
        Refused: a chunk waits for one that is not there.
    """
    draft = Draft(state)
    projects = {row.name.casefold(): row for row in state.rows(Project)}
    taken = {row.name.casefold() for row in state.rows(Service)}
    chunks: dict[tuple[int, str], ChunkId] = {
        (row.project, row.name.casefold()): row.id for row in state.rows(Chunk)
    }
    for work in works:
        team = _team(state, work.team) if work.team else None
        if work.ongoing:
            weekly = weekly_days(state, scenario, work, day)
            each = work.each or DAYS_EACH
            name = _free(work.name, taken)
            draft.add(
                Service,
                name=name,
                kind=work.kind,
                discipline=work.discipline,
                arrivals=round(weekly / each, 4),
                days_each=each,
                team=team,
            )
            continue
        project = projects.get(work.project.casefold())
        if project is None:
            project = draft.add(Project, name=work.project, team=team, deadline=work.deadline)
            projects[work.project.casefold()] = project
        after: tuple[ChunkId, ...] = ()
        if work.after:
            before = chunks.get((project.id, work.after.casefold()))
            if before is None:
                raise Refused(
                    [f"Line {work.line}: {project.name} has no chunk “{work.after}” before it."]
                )
            after = (before,)
        names = {name for owner, name in chunks if owner == project.id}
        name = _free(work.name, names)
        chunk = draft.add(
            Chunk,
            project=project.id,
            name=name,
            kind=work.kind,
            discipline=work.discipline,
            likely=work.days,
            low=work.low,
            high=work.high,
            start=work.start,
            weeks=work.weeks,
            shape=work.shape or "flat",
            after=after,
            max_people=work.max_people,
            team=team if project.team != team else None,
        )
        chunks[project.id, name.casefold()] = chunk.id
    return draft.change(_label(works))


def _free(wanted: str, taken: set[str]) -> str:
    name, count = wanted, 2
    while name.casefold() in taken:
        name, count = f"{wanted} {count}", count + 1
    taken.add(name.casefold())
    return name


def _label(works: tuple[Work, ...]) -> str:
    if len(works) == 1:
        return f"Added {works[0].project or works[0].name}"
    return f"Added {len(works)} pieces of work"
