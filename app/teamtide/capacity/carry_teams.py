"""Which teams' projections hang together.

Carry-over crosses the walls between teams: a chunk waits for another team's chunk, and work with
names follows its people wherever they are. So when something changes, the teams to redo are those
it touches and whoever waits for them, and when only some teams are wanted, those they wait for have
to be projected as well.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from teamtide.capacity.carry_plan import owned_chunks, teams_of_chunk, teams_of_people
from teamtide.capacity.changes import comparable
from teamtide.capacity.inputs import Chunk, Inputs
from teamtide.capacity.results import Load


def affected_teams(before: Load, after: Load) -> frozenset[int]:
    """Teams whose projections may differ between two plans.

    They are the teams whose expected load differs, those that are asked for a chunk that differs in
    anything the projection reads, and everybody whose chunks depend on theirs, however far.

    Args:
        before: A plan.
        after: Another, best from `engine.recompute`, which keeps the teams that did not change.
    """
    old, new = before.inputs, after.inputs
    if (
        not comparable(old, new)
        or len(old.chunks) != len(new.chunks)
        or len(old.projects) != len(new.projects)
        or len(old.services) != len(new.services)
    ):
        return frozenset(range(len(new.teams)))
    teams = {
        team
        for team, (a, b) in enumerate(zip(before.teams, after.teams, strict=True))
        if a is not b
    }
    chunks = _changed_chunks(before, after)
    people = teams_of_people(before) if chunks else {}
    for index in chunks:
        teams |= teams_of_chunk(old.chunks[index], people)
    return dependent_teams(after, teams, chunks)


def dependent_teams(load: Load, teams: Iterable[int], chunks: Iterable[int] = ()) -> frozenset[int]:
    """Some teams, and all whose projection depends on theirs.

    Args:
        load: The plan.
        teams: The teams.
        chunks: Chunks to start from besides.
    """
    return _spread(load, teams, chunks, forward=True)


def needed_teams(load: Load, teams: Iterable[int]) -> frozenset[int]:
    """Some teams, and all on which their projection depends."""
    return _spread(load, teams, (), forward=False)


def _spread(
    load: Load, teams: Iterable[int], chunks: Iterable[int], *, forward: bool
) -> frozenset[int]:
    inputs = load.inputs
    people = teams_of_people(load)
    owned = owned_chunks(inputs).tolist()
    asked = [
        teams_of_chunk(chunk, people) if mine else frozenset[int]()
        for chunk, mine in zip(inputs.chunks, owned, strict=True)
    ]
    of_team: list[list[int]] = [[] for _ in inputs.teams]
    beside: list[list[int]] = [[] for _ in inputs.chunks]
    for index, chunk in enumerate(inputs.chunks):
        for team in asked[index]:
            of_team[team].append(index)
        if not owned[index]:
            continue
        for before in chunk.after:
            if forward:
                beside[before].append(index)
            elif owned[before]:
                beside[index].append(before)
    found, seen = set(teams), set(chunks)
    waiting = [*seen]
    for team in found:
        waiting += of_team[team]
    seen.update(waiting)
    while waiting:
        index = waiting.pop()
        more = [*beside[index]]
        for team in asked[index] - found:
            found.add(team)
            more += of_team[team]
        fresh = set(more) - seen
        seen |= fresh
        waiting += fresh
    return frozenset(found)


def _changed_chunks(before: Load, after: Load) -> set[int]:
    """Chunks that differ in anything the projection reads."""
    old, new = before.inputs, after.inputs
    projects = {
        index
        for index, (a, b) in enumerate(zip(old.projects, new.projects, strict=True))
        if a.active != b.active or a.priority != b.priority
    }
    changed = {
        index
        for index, (a, b) in enumerate(zip(old.chunks, new.chunks, strict=True))
        if (a is not b and _reads(a) != _reads(b)) or a.project in projects
    }
    if before.plan is not after.plan:
        for name in ("first", "last", "length", "effort", "done", "over"):
            differs = getattr(before.plan, name) != getattr(after.plan, name)
            changed.update(np.flatnonzero(differs).tolist())
    return changed


def _reads(chunk: Chunk) -> tuple[object, ...]:
    return (
        chunk.project,
        chunk.kind,
        chunk.discipline,
        chunk.shape,
        chunk.after,
        chunk.lag,
        chunk.max_people,
        chunk.owner,
        chunk.who,
    )


def project_chunks(inputs: Inputs) -> list[list[int]]:
    """The chunks of each project, in plan order; none where it is inactive."""
    found: list[list[int]] = [[] for _ in inputs.projects]
    for index, chunk in enumerate(inputs.chunks):
        if inputs.projects[chunk.project].active:
            found[chunk.project].append(index)
    return found
