"""From a change to what the engine has to look at again.

`advance` gives what `inputs_of` would give after a change, rebuilding only the sections whose rows
changed and keeping every spec that came out equal, so that the engine can tell by identity what is
still good. A change in Today reaches every option that inherits it simply because each option's
inputs are advanced by it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from operator import attrgetter
from typing import TypeVar

from teamtide.capacity.inputs import Chunk as ChunkSpec
from teamtide.capacity.inputs import Inputs, Settings
from teamtide.capacity.inputs import Person as PersonSpec
from teamtide.capacity.inputs import Project as ProjectSpec
from teamtide.capacity.inputs import Service as ServiceSpec
from teamtide.plan.changes import ChangeSet
from teamtide.plan.inputs import (
    began_of,
    chunk_specs,
    holidays_of,
    inputs_of,
    people_specs,
    project_specs,
    service_specs,
    settings_of,
    team_specs,
)
from teamtide.plan.overlay import Owners
from teamtide.plan.rows import (
    Chunk,
    Goal,
    Holiday,
    Imported,
    Leave,
    Note,
    Owner,
    Pair,
    Person,
    PersonId,
    Pin,
    Placement,
    Plan,
    Project,
    ProjectChange,
    R,
    Row,
    Scenario,
    ScenarioId,
    Service,
    Surge,
    Team,
    TeamChange,
)
from teamtide.plan.state import State
from teamtide.plan.touching import chunks_given, services_touched

T = TypeVar("T")
_CHUNK_NAMES = tuple(f.name for f in fields(ChunkSpec))
_CHUNK_VALUES, _CHUNK_OWNER = attrgetter(*_CHUNK_NAMES), _CHUNK_NAMES.index("owner")
Spec = TypeVar("Spec", PersonSpec, ProjectSpec, ChunkSpec, ServiceSpec)

_REORDERS: dict[type[Row], set[type[Row]]] = {
    Plan: {Person, Team, Project, Chunk, Service, Holiday},
    Person: {Person, Chunk},
    Team: {Person, Team, Chunk, Service},
    Project: {Project, Chunk},
    Chunk: {Chunk},
    Service: {Service},
    Holiday: {Holiday, Person},
}
_SECTIONS: dict[type[Row], set[type[Row]]] = {
    Plan: _REORDERS[Plan],
    Scenario: set(),
    Goal: set(),
    Imported: set(),
    Pin: set(),
    Pair: set(),
    Note: set(),
    Leave: {Person},
    Placement: {Person},
    TeamChange: {Team},
    ProjectChange: {Project},
    Owner: {Chunk, Service},
    Surge: {Service},
    Holiday: _REORDERS[Holiday],
    Person: {Person},
    Team: {Team},
    Project: {Project, Chunk},
    Chunk: {Chunk},
    Service: {Service},
}


def advance(
    inputs: Inputs, before: State, after: State, scenario: ScenarioId, change: ChangeSet
) -> Inputs:
    """The inputs of `scenario` after `change`, given those before it; equal parts are shared."""
    if before.today != after.today:
        return inputs_of(after, scenario)
    sections: set[type[Row]] = set()
    for cls in change.tables:
        everywhere = cls in _REORDERS and _reordered(change, cls)
        known = _settings_only(change) if cls is Plan else None
        sections |= known if known is not None else (_REORDERS if everywhere else _SECTIONS)[cls]
    updated = inputs
    if Plan in change.tables:
        plan = after.plan
        updated = replace(
            updated,
            start=plan.start.toordinal(),
            weeks=plan.weeks,
            disciplines=plan.disciplines,
            settings=settings_of(plan),
            began=began_of(plan),
        )
    if Holiday in sections:
        updated = replace(updated, holidays=holidays_of(after))
    if Person in sections:
        updated = replace(updated, people=_advanced_people(inputs, after, scenario, change))
    if Team in sections:
        updated = replace(updated, teams=_shared(inputs.teams, team_specs(after, scenario)))
    if Project in sections:
        updated = replace(updated, projects=_advanced_projects(inputs, after, scenario, change))
    if Chunk in sections:
        updated = replace(updated, chunks=_advanced_chunks(inputs, after, scenario, change))
    if Service in sections:
        updated = replace(updated, services=_advanced_services(inputs, after, scenario, change))
    return updated


def _settings_only(change: ChangeSet) -> set[type[Row]] | None:
    """What is stale where nothing but settings changed; None where more than that did.

    The constants are one object of the inputs; only ceremony hours are in teams' specs, too.
    """
    names: set[str] = set()
    for before, after in change.of(Plan):
        if before is None or after is None:
            return None
        names |= {f.name for f in fields(Plan) if getattr(before, f.name) != getattr(after, f.name)}
    if not names <= {"name", *Settings.__dataclass_fields__}:
        return None
    return {Team} if "ceremony_hours" in names else set()


def _reordered(change: ChangeSet, cls: type[R]) -> bool:
    for old, new in change.of(cls):
        if old is None or new is None:
            return True
        if getattr(old, "position", 0) != getattr(new, "position", 0):
            return True
    return False


def _shared(old: tuple[T, ...], new: tuple[T, ...]) -> tuple[T, ...]:
    known = {spec: spec for spec in old}
    return tuple(known.get(spec, spec) for spec in new)


def _advanced_people(
    inputs: Inputs, after: State, scenario: ScenarioId, change: ChangeSet
) -> tuple[PersonSpec, ...]:
    wholesale = {Plan, Holiday} & change.tables or any(
        _reordered(change, cls) for cls in (Person, Team)
    )
    if wholesale:
        return _shared(inputs.people, people_specs(after, scenario, after.rows(Person)))
    touched: set[PersonId] = set()
    for cls in (Person, Leave, Placement):
        for pair in change.of(cls):
            for row in pair:
                if row is not None:
                    touched.add(getattr(row, "person", None) or PersonId(row.id))
    rows = [row for row in (after.find(Person, one) for one in touched) if row is not None]
    return _put(after, Person, inputs.people, people_specs(after, scenario, rows))


def _put(
    state: State, cls: type[Row], old: tuple[Spec, ...], new: Iterable[Spec]
) -> tuple[Spec, ...]:
    """The specs of a class with some made anew; those that came out equal stay the very ones."""
    rank, specs = state.ranks(cls), list(old)
    for spec in new:
        number = rank[spec.key]
        if specs[number] != spec:
            specs[number] = spec
    return tuple(specs)


def _advanced_projects(
    inputs: Inputs, after: State, scenario: ScenarioId, change: ChangeSet
) -> tuple[ProjectSpec, ...]:
    if Plan in change.tables or _reordered(change, Project):
        return _shared(inputs.projects, project_specs(after, scenario, after.rows(Project)))
    touched = {row.id for _, row in change.of(Project) if row is not None}
    for pair in change.of(ProjectChange):
        touched |= {row.project for row in pair if row is not None}
    rows = [row for row in (after.find(Project, one) for one in touched) if row is not None]
    return _put(after, Project, inputs.projects, project_specs(after, scenario, rows))


def _advanced_chunks(
    inputs: Inputs, after: State, scenario: ScenarioId, change: ChangeSet
) -> tuple[ChunkSpec, ...]:
    wholesale = Plan in change.tables or any(
        _reordered(change, cls) for cls in (Person, Team, Project, Chunk)
    )
    if wholesale:
        return _shared(inputs.chunks, chunk_specs(after, scenario, after.rows(Chunk)))
    edited = {row.id: row for _, row in change.of(Chunk) if row is not None}
    chunks = _put(after, Chunk, inputs.chunks, chunk_specs(after, scenario, edited.values()))
    others = {row.id: row for row in chunks_given(after, change) if row.id not in edited}
    return _given_to_owners(after, scenario, chunks, others.values())


def _given_to_owners(
    state: State, scenario: ScenarioId, specs: tuple[ChunkSpec, ...], rows: Iterable[Chunk]
) -> tuple[ChunkSpec, ...]:
    """The chunks' specs, those of some rows with the owner they have now and all else as it was."""
    owners, found = Owners(state, scenario), list(specs)
    teams, places = state.ranks(Team), state.ranks(Chunk)
    for row in rows:
        team, place = owners.of_chunk(row), places[row.id]
        owner = None if team is None else teams[team]
        if found[place].owner != owner:
            # As `dataclasses.replace`, which takes three times as long for each of hundreds.
            values = list(_CHUNK_VALUES(found[place]))
            values[_CHUNK_OWNER] = owner
            found[place] = ChunkSpec(*values)
    return tuple(found)


def _advanced_services(
    inputs: Inputs, after: State, scenario: ScenarioId, change: ChangeSet
) -> tuple[ServiceSpec, ...]:
    if Plan in change.tables or any(_reordered(change, cls) for cls in (Team, Service)):
        return _shared(inputs.services, service_specs(after, scenario, after.rows(Service)))
    touched = {row.id for row in services_touched(after, change)}
    rows = [after.get(Service, one) for one in touched]
    return _put(after, Service, inputs.services, service_specs(after, scenario, rows))
