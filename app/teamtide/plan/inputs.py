"""From rows to what the engine is given: one scenario, fall-back resolved.

`inputs_of` makes all of it; `advancing.py` asks for the specs of single rows, after a change.
"""

from __future__ import annotations

from collections.abc import Iterable

from teamtide.capacity.inputs import KINDS, Inputs, PlacementSet, Settings
from teamtide.capacity.inputs import Chunk as ChunkSpec
from teamtide.capacity.inputs import Person as PersonSpec
from teamtide.capacity.inputs import Project as ProjectSpec
from teamtide.capacity.inputs import Service as ServiceSpec
from teamtide.capacity.inputs import Team as TeamSpec
from teamtide.plan.overlay import Owners, Set, own_sets, project_settings, team_settings
from teamtide.plan.rows import (
    Chunk,
    Holiday,
    Leave,
    Person,
    Plan,
    Project,
    ScenarioId,
    Service,
    Surge,
    Team,
)
from teamtide.plan.state import State

EVER, NEVER = 1, 3_652_059


def inputs_of(state: State, scenario: ScenarioId) -> Inputs:
    """Everything the engine needs for one scenario, fall-back resolved."""
    plan = state.plan
    return Inputs(
        start=plan.start.toordinal(),
        weeks=plan.weeks,
        disciplines=plan.disciplines,
        settings=settings_of(plan),
        holidays=holidays_of(state),
        people=people_specs(state, scenario, state.rows(Person)),
        teams=team_specs(state, scenario),
        projects=project_specs(state, scenario, state.rows(Project)),
        chunks=chunk_specs(state, scenario, state.rows(Chunk)),
        services=service_specs(state, scenario, state.rows(Service)),
        began=began_of(plan),
    )


# --- sections -------------------------------------------------------------------------------


def settings_of(plan: Plan) -> Settings:
    """The constants of the model, as the plan has them."""
    return Settings(**{name: getattr(plan, name) for name in Settings.__dataclass_fields__})


def began_of(plan: Plan) -> int | None:
    """When it was first to start, ordinal; None where it was never rolled forward."""
    return None if plan.began is None else plan.began.toordinal()


def _locations(state: State) -> dict[str, int]:
    names = dict.fromkeys(row.location for row in state.rows(Holiday))
    return {name: number for number, name in enumerate(names, 1)}


def holidays_of(state: State) -> tuple[frozenset[int], ...]:
    """Ordinals by location, in their order; the first is of those who have none."""
    days: dict[str, set[int]] = {name: set() for name in _locations(state)}
    for row in state.rows(Holiday):
        days[row.location].add(row.day.toordinal())
    return (frozenset(), *(frozenset(found) for found in days.values()))


def people_specs(
    state: State, scenario: ScenarioId, people: Iterable[Person]
) -> tuple[PersonSpec, ...]:
    """Some people as a scenario places them."""
    plan = state.plan
    rank = {name: number for number, name in enumerate(plan.disciplines)}
    locations = _locations(state)
    teams = state.ranks(Team)

    def specs(sets: tuple[Set, ...]) -> tuple[PlacementSet, ...]:
        return tuple(
            PlacementSet(
                None if placed.start is None else placed.start.toordinal(),
                tuple((teams[team], share) for team, share in placed.shares),
            )
            for placed in sets
        )

    found: list[PersonSpec] = []
    for row in people:
        proficiency = [0.0] * len(rank)
        proficiency[rank[row.discipline]] = 1.0
        for discipline, value in row.skills:
            proficiency[rank[discipline]] = value
        own = () if scenario == state.today else own_sets(state, scenario, row.id)
        found.append(
            PersonSpec(
                key=row.id,
                name=row.name,
                fte=row.fte,
                primary=rank[row.discipline],
                proficiency=tuple(proficiency),
                location=locations.get(row.location, 0),
                start=row.start.toordinal() if row.start else None,
                end=row.end.toordinal() if row.end else None,
                leave=tuple(
                    (
                        leave.first.toordinal() if leave.first else EVER,
                        leave.last.toordinal() if leave.last else NEVER,
                        leave.fraction,
                    )
                    for leave in state.where(Leave, "person", row.id)
                ),
                today=specs(own_sets(state, state.today, row.id)),
                own=specs(own) if own else None,
            )
        )
    return tuple(found)


def team_specs(state: State, scenario: ScenarioId) -> tuple[TeamSpec, ...]:
    """All teams as they are in a scenario."""
    found = []
    for row in state.rows(Team):
        now = team_settings(state, scenario, row.id)
        found.append(TeamSpec(row.id, row.name, now.ceremony_hours, now.interrupts == "rota"))
    return tuple(found)


def project_specs(
    state: State, scenario: ScenarioId, rows: Iterable[Project]
) -> tuple[ProjectSpec, ...]:
    """Some projects as they are in a scenario."""
    found = []
    for row in rows:
        now = project_settings(state, scenario, row.id)
        found.append(ProjectSpec(row.id, row.name, now.active, now.priority, now.shift_weeks))
    return tuple(found)


def chunk_specs(state: State, scenario: ScenarioId, rows: Iterable[Chunk]) -> tuple[ChunkSpec, ...]:
    """Some chunks with who owns them in a scenario."""
    owners = Owners(state, scenario)
    rank = {name: number for number, name in enumerate(state.plan.disciplines)}
    projects, chunks = state.ranks(Project), state.ranks(Chunk)
    people, teams = state.ranks(Person), state.ranks(Team)
    found = []
    for row in rows:
        owner = owners.of_chunk(row)
        found.append(
            ChunkSpec(
                key=row.id,
                name=row.name,
                project=projects[row.project],
                kind=KINDS.index(row.kind),
                discipline=rank[row.discipline],
                low=row.low,
                likely=row.likely,
                high=row.high,
                start=row.start.toordinal() if row.start else None,
                weeks=row.weeks,
                shape=row.shape,
                after=tuple(chunks[before] for before in row.after),
                lag=row.lag or 0.0,
                max_people=row.max_people,
                owner=None if owner is None else teams[owner],
                who=tuple(people[person] for person in row.who),
                done=row.done,
            )
        )
    return tuple(found)


def service_specs(
    state: State, scenario: ScenarioId, rows: Iterable[Service]
) -> tuple[ServiceSpec, ...]:
    """Some services with who owns them in a scenario."""
    owners = Owners(state, scenario)
    rank = {name: number for number, name in enumerate(state.plan.disciplines)}
    teams = state.ranks(Team)
    found = []
    for row in rows:
        owner = owners.of_service(row)
        found.append(
            ServiceSpec(
                key=row.id,
                name=row.name,
                kind=KINDS.index(row.kind),
                discipline=rank[row.discipline],
                arrivals=row.arrivals,
                days_each=row.days_each,
                dispersion=row.dispersion,
                surges=tuple(
                    (
                        surge.first.toordinal() if surge.first else EVER,
                        surge.last.toordinal() if surge.last else NEVER,
                        surge.factor,
                    )
                    for surge in state.where(Surge, "service", row.id)
                ),
                owner=None if owner is None else teams[owner],
            )
        )
    return tuple(found)
