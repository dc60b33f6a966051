"""What holds in a scenario: its own word, else Today's, else the plan's own default.

The fall-back rules of MODEL.md's introduction stand here once, and whoever wants to know where
someone is or who owns something asks here. Placements fall back per person, owners per item,
team and project changes per cell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from teamtide.plan.rows import (
    Chunk,
    Owner,
    Person,
    PersonId,
    Placement,
    Plan,
    Project,
    ProjectChange,
    ProjectId,
    ScenarioId,
    Service,
    Team,
    TeamChange,
    TeamId,
)
from teamtide.plan.state import State

Item = tuple[str, int | str]
"""What can be owned: ("project" | "chunk" | "service", its id) or ("kind", a kind of work)."""

Shares = tuple[tuple[TeamId, float], ...]


@dataclass(frozen=True, slots=True)
class Set:
    """Where someone is from `start` on (None: from the beginning); the bench has no entry."""

    start: date | None
    shares: Shares

    @property
    def total(self) -> float:
        """The part of the person that is placed at all."""
        return sum(share for _, share in self.shares)


def set_order(placed: Set) -> tuple[bool, date]:
    """Sort key of sets: from the beginning first, then by date."""
    return (placed.start is not None, placed.start or date.min)


def own_sets(state: State, scenario: ScenarioId, person: PersonId) -> tuple[Set, ...]:
    """The sets a scenario itself holds for someone, by date; empty where it says nothing."""
    rows = state.where(Placement, "person", person)
    if len(rows) == 1:  # as most people are, and there are many
        (row,) = rows
        held = ((row.team, row.share),) if row.team is not None and row.share > 0 else ()
        return (Set(row.start, held),) if row.scenario == scenario else ()
    found: dict[date | None, dict[TeamId, float]] = {}
    for row in rows:
        if row.scenario == scenario:
            shares = found.setdefault(row.start, {})
            if row.team is not None and row.share > 0:
                shares[row.team] = shares.get(row.team, 0.0) + row.share
    sets = (Set(start, tuple(shares.items())) for start, shares in found.items())
    return tuple(sorted(sets, key=set_order))


def timeline(state: State, scenario: ScenarioId, person: PersonId) -> tuple[Set, ...]:
    """Where someone is over time: Today's sets until the scenario's first own one, then those."""
    today = own_sets(state, state.today, person)
    if scenario == state.today:
        return today
    own = own_sets(state, scenario, person)
    if not own:
        return today
    first = own[0].start
    if first is None:
        return own
    return (*(s for s in today if s.start is None or s.start < first), *own)


def set_at(sets: tuple[Set, ...], day: date, plan: Plan) -> Set:
    """The set that holds on `day` (never earlier than the plan's start); nobody's is the bench."""
    return set_on(sets, max(day, plan.start))


def set_on(sets: tuple[Set, ...], day: date) -> Set:
    """The set that holds on `day`, whether or not the plan has started; nobody's is the bench."""
    held = Set(None, ())
    for placed in sets:
        if placed.start is None or placed.start <= day:
            held = placed
    return held


def shares_at(
    state: State, scenario: ScenarioId, person: PersonId, day: date
) -> dict[TeamId, float]:
    """The part of someone in each team on `day`; nothing for the bench."""
    return dict(set_at(timeline(state, scenario, person), day, state.plan).shares)


# --- owners ---------------------------------------------------------------------------------


def owner_rows(state: State, scenario: ScenarioId) -> dict[Item, Owner]:
    """A scenario's own owner rows by item."""
    return {row.item: row for row in state.where(Owner, "scenario", scenario)}


class Owners:
    """Who owns what in one scenario, with the rows looked up once."""

    def __init__(self, state: State, scenario: ScenarioId) -> None:
        """Owners in `scenario` of `state`."""
        self._state = state
        self._own = owner_rows(state, scenario)
        self._today = owner_rows(state, state.today) if scenario != state.today else {}

    def option(self, own: Mapping[Item, Owner]) -> Owners:
        """Of Today's owners those of an option that would say just this."""
        owners = Owners.__new__(Owners)
        owners._state, owners._own, owners._today = self._state, dict(own), self._own
        return owners

    def said(self, item: Item) -> TeamId | None:
        """What the scenario or Today says of an item; a blank row takes Today's away."""
        row = self._own.get(item)
        if row is None:
            row = self._today.get(item)
        return row.team if row is not None else None

    def of_project(self, project: Project) -> TeamId | None:
        """The team a project is with."""
        said = self.said(("project", project.id))
        return said if said is not None else project.team

    def of_service(self, service: Service) -> TeamId | None:
        """The team that runs a service."""
        said = self.said(("service", service.id))
        if said is None:
            said = service.team
        return said if said is not None else self.said(("kind", service.kind))

    def of_chunk(self, chunk: Chunk) -> TeamId | None:
        """The team that does a chunk (people named on it come before this)."""
        said = self.said(("chunk", chunk.id))
        if said is None:
            said = chunk.team
        if said is None:
            said = self.said(("kind", chunk.kind))
        if said is not None:
            return said
        return self.of_project(self._state.get(Project, chunk.project))

    def of(self, item: Item) -> TeamId | None:
        """The owner of any item."""
        kind, key = item
        if kind == "project":
            return self.of_project(self._state.get(Project, int(key)))
        if kind == "chunk":
            return self.of_chunk(self._state.get(Chunk, int(key)))
        if kind == "service":
            return self.of_service(self._state.get(Service, int(key)))
        return self.said(item)


def owner_of(state: State, scenario: ScenarioId, item: Item) -> TeamId | None:
    """Who owns one item in a scenario; None is nobody."""
    return Owners(state, scenario).of(item)


# --- teams and projects ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TeamSettings:
    """A team as it is in a scenario."""

    lead: PersonId | None
    ceremony_hours: float
    interrupts: str


@dataclass(frozen=True, slots=True)
class ProjectSettings:
    """A project as it is in a scenario."""

    status: str
    priority: int | None
    shift_weeks: float

    @property
    def active(self) -> bool:
        """Whether it asks for work."""
        return self.status == "active"


def team_change(state: State, scenario: ScenarioId, team: TeamId) -> TeamChange | None:
    """The scenario's own row about a team."""
    for row in state.where(TeamChange, "team", team):
        if row.scenario == scenario:
            return row
    return None


def project_change(state: State, scenario: ScenarioId, project: ProjectId) -> ProjectChange | None:
    """The scenario's own row about a project."""
    for row in state.where(ProjectChange, "project", project):
        if row.scenario == scenario:
            return row
    return None


def team_settings(state: State, scenario: ScenarioId, team: TeamId) -> TeamSettings:
    """Lead, ceremonies and interrupt policy of a team: scenario, Today, team, plan default."""
    row = state.get(Team, team)
    layers = (team_change(state, scenario, team), team_change(state, state.today, team), row)
    lead = next((r.lead for r in layers if r is not None and r.lead is not None), None)
    hours = next(
        (r.ceremony_hours for r in layers if r is not None and r.ceremony_hours is not None),
        state.plan.ceremony_hours,
    )
    policy = next((r.interrupts for r in layers if r is not None and r.interrupts), "everyone")
    return TeamSettings(lead, hours, policy)


def project_settings(state: State, scenario: ScenarioId, project: ProjectId) -> ProjectSettings:
    """Status, priority and shift of a project: scenario, Today, project, plan default."""
    row = state.get(Project, project)
    own = project_change(state, scenario, project)
    today = project_change(state, state.today, project)
    changes = [r for r in (own, today) if r is not None]
    status = next((r.status for r in changes if r.status), None) or row.status or "active"
    priority = next((r.priority for r in changes if r.priority is not None), row.priority)
    shift = next((r.shift_weeks for r in changes if r.shift_weeks is not None), 0.0)
    return ProjectSettings(status, priority, shift)


# --- differences from Today -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Move:
    """Someone is elsewhere in a scenario than in Today, from `when` on (None: the beginning)."""

    person: PersonId
    when: date | None
    before: Shares
    after: Shares


def moves(state: State, scenario: ScenarioId) -> tuple[Move, ...]:
    """Every dated change of place a scenario makes to Today, by person in plan order, then date.

    For Today itself: its own dated moves.
    """
    found: list[Move] = []
    is_today = scenario == state.today
    rows = state.where(Placement, "scenario", scenario)
    moved = {row.person for row in rows if not is_today or row.start is not None}
    for person in state.rows(Person):
        if person.id not in moved:
            continue
        today = own_sets(state, state.today, person.id)
        for placed in own_sets(state, scenario, person.id):
            if is_today:
                before = _before(today, placed.start)
                if placed.start is None:
                    continue
            else:
                before = _before(timeline(state, scenario, person.id), placed.start)
                if placed.start is None:
                    before = set_on(today, state.plan.beginning).shares
            if dict(before) != dict(placed.shares):
                found.append(Move(person.id, placed.start, before, placed.shares))
    return tuple(found)


def _before(sets: tuple[Set, ...], start: date | None) -> Shares:
    held: Shares = ()
    for placed in sets:
        if start is not None and (placed.start is None or placed.start < start):
            held = placed.shares
    return held


def today_changed_since(state: State, scenario: ScenarioId, person: PersonId) -> bool:
    """Whether Today has placed someone anew since this scenario said its own word about them.

    A new placement gets an id above all there are, so Today's newest row tells. Someone whom Today
    merely took to the bench, leaving no row, is not noticed.
    """
    if scenario == state.today:
        return False
    newest = {state.today: 0, scenario: 0}
    for row in state.where(Placement, "person", person):
        if row.scenario in newest:
            newest[row.scenario] = max(newest[row.scenario], row.id)
    return newest[scenario] > 0 and newest[state.today] > newest[scenario]


def changed_since(state: State, scenario: ScenarioId) -> tuple[PersonId, ...]:
    """Everybody whom Today has placed anew since this scenario did, in plan order."""
    said = {row.person for row in state.where(Placement, "scenario", scenario)}
    return tuple(
        row.id
        for row in state.rows(Person)
        if row.id in said and today_changed_since(state, scenario, row.id)
    )
