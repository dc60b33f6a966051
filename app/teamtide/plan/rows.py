"""The rows a plan is made of, frozen, as they are kept in memory.

One class per table. Everything above the store reads these and nothing else: no row can be
changed in place, so a state can be shared, compared and thrown away without a thought. References
are ids; order on screen and in the arithmetic is `position` (then id), never a name.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import ClassVar, NewType, TypeVar

from teamtide.capacity.assumptions import default, whole_default

PlanId = NewType("PlanId", int)
ScenarioId = NewType("ScenarioId", int)
PersonId = NewType("PersonId", int)
LeaveId = NewType("LeaveId", int)
HolidayId = NewType("HolidayId", int)
TeamId = NewType("TeamId", int)
TeamChangeId = NewType("TeamChangeId", int)
GoalId = NewType("GoalId", int)
ProjectId = NewType("ProjectId", int)
ChunkId = NewType("ChunkId", int)
ServiceId = NewType("ServiceId", int)
SurgeId = NewType("SurgeId", int)
PlacementId = NewType("PlacementId", int)
OwnerId = NewType("OwnerId", int)
ProjectChangeId = NewType("ProjectChangeId", int)
ImportedId = NewType("ImportedId", int)
PinId = NewType("PinId", int)
PairId = NewType("PairId", int)
NoteId = NewType("NoteId", int)

THE_PLAN = PlanId(1)

TEAM_KINDS = ("squad", "infrastructure", "enablement", "other")
INTERRUPTS = ("everyone", "rota")
STATUSES = ("active", "paused", "cancelled")
OWNED_TYPES = ("project", "chunk", "service", "kind")
WISHES = ("together", "apart")
NOTED_TYPES = ("person", "team", "project", "chunk", "service")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a plan: an id that never changes, and values that never change either."""

    TABLE: ClassVar[str] = ""
    id: int


@dataclass(frozen=True, slots=True)
class Plan(Row):
    """The one row that says what the plan is called, how long it is, and its assumptions.

    `start` is a Monday; `weeks` the horizon. `today` is the scenario every option is a change to.
    The settings from `overhead` on are those of MODEL.md, by their keys. `began` is the Monday on
    which it started before it was first rolled forward, None where that never happened.
    """

    TABLE: ClassVar[str] = "plan"
    id: PlanId
    name: str
    start: date
    weeks: int
    today: ScenarioId
    disciplines: tuple[str, ...]
    engineering: tuple[str, ...] = ()
    overhead: float = default("overhead")
    ceremony_hours: float = default("ceremony_hours")
    switch: float = default("switch")
    comm: float = default("comm")
    move_start: float = default("move_start")
    move_weeks: float = default("move_weeks")
    hire_start: float = default("hire_start")
    hire_weeks: float = default("hire_weeks")
    mentor: float = default("mentor")
    help_min: float = default("help_min")
    burst_floor: float = default("burst_floor")
    samples: int = whole_default("samples")
    seed: int = whole_default("seed")
    began: date | None = None

    @property
    def beginning(self) -> date:
        """The Monday on which what holds "from the beginning" in an option begins to hold."""
        return self.start if self.began is None else min(self.began, self.start)

    @property
    def end(self) -> date:
        """The last day of the horizon, a Sunday."""
        return self.start + timedelta(weeks=self.weeks, days=-1)


@dataclass(frozen=True, slots=True)
class Scenario(Row):
    """An option: a name for a set of changes to Today (or Today itself)."""

    TABLE: ClassVar[str] = "scenario"
    id: ScenarioId
    position: int
    name: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Person(Row):
    """Somebody who works. `code` is the id other systems know them by; `fte` in (0, 1].

    `skills` are (discipline, proficiency) beside the primary one; `start` and `end` are the
    first and last day of employment, both included, None where open.
    """

    TABLE: ClassVar[str] = "person"
    id: PersonId
    position: int
    name: str
    discipline: str
    code: str = ""
    email: str = ""
    title: str = ""
    skills: tuple[tuple[str, float], ...] = ()
    fte: float = 1.0
    location: str = ""
    start: date | None = None
    end: date | None = None
    manager: str = ""


@dataclass(frozen=True, slots=True)
class Leave(Row):
    """Days away, both included, None where open; `fraction` 1 is all day."""

    TABLE: ClassVar[str] = "leave"
    id: LeaveId
    person: PersonId
    first: date | None
    last: date | None
    fraction: float = 1.0


@dataclass(frozen=True, slots=True)
class Holiday(Row):
    """A day on which nobody at `location` works."""

    TABLE: ClassVar[str] = "holiday"
    id: HolidayId
    location: str
    day: date
    name: str = ""


@dataclass(frozen=True, slots=True)
class Team(Row):
    """A column of the board. `ceremony_hours` per person and week; None is the plan's default."""

    TABLE: ClassVar[str] = "team"
    id: TeamId
    position: int
    name: str
    kind: str = "other"
    lead: PersonId | None = None
    ceremony_hours: float | None = None
    interrupts: str | None = None
    colour: str = ""


@dataclass(frozen=True, slots=True)
class TeamChange(Row):
    """What a scenario says about a team; None says nothing."""

    TABLE: ClassVar[str] = "team_change"
    id: TeamChangeId
    scenario: ScenarioId
    team: TeamId
    lead: PersonId | None = None
    ceremony_hours: float | None = None
    interrupts: str | None = None


@dataclass(frozen=True, slots=True)
class Goal(Row):
    """What projects serve; `wanted_share` of all work, 0 to 1."""

    TABLE: ClassVar[str] = "goal"
    id: GoalId
    position: int
    name: str
    rank: int | None = None
    wanted_share: float | None = None


@dataclass(frozen=True, slots=True)
class Project(Row):
    """Finite work, made of chunks. `team` is who owns it where no scenario says otherwise."""

    TABLE: ClassVar[str] = "project"
    id: ProjectId
    position: int
    name: str
    team: TeamId | None = None
    goal: GoalId | None = None
    priority: int | None = None
    status: str | None = None
    deadline: date | None = None


@dataclass(frozen=True, slots=True)
class Chunk(Row):
    """A piece of a project: effort in person-days, when it is planned, and its shape over time.

    `after` are chunks that must end first, `lag` weeks later; `who` are the people who do it,
    whatever team they are in. `done` are the days that were worked on it so far, None where nobody
    said.
    """

    TABLE: ClassVar[str] = "chunk"
    id: ChunkId
    position: int
    project: ProjectId
    name: str
    kind: str
    discipline: str
    likely: float
    low: float | None = None
    high: float | None = None
    start: date | None = None
    weeks: float = 1.0
    shape: str = "flat"
    after: tuple[ChunkId, ...] = ()
    lag: float | None = None
    max_people: float | None = None
    team: TeamId | None = None
    who: tuple[PersonId, ...] = ()
    done: float | None = None


@dataclass(frozen=True, slots=True)
class Service(Row):
    """Work that never ends: `arrivals` requests a week of `days_each` person-days."""

    TABLE: ClassVar[str] = "service"
    id: ServiceId
    position: int
    name: str
    kind: str
    discipline: str
    arrivals: float
    days_each: float
    dispersion: float = 1.0
    team: TeamId | None = None


@dataclass(frozen=True, slots=True)
class Surge(Row):
    """Days, both included, on which a service's arrivals are multiplied by `factor`."""

    TABLE: ClassVar[str] = "surge"
    id: SurgeId
    service: ServiceId
    first: date | None
    last: date | None
    factor: float


@dataclass(frozen=True, slots=True)
class Placement(Row):
    """From `start` on (None: from the beginning) a share of a person is in a team (None: bench).

    The rows of one scenario, person and start are one set, and replace the set before.
    """

    TABLE: ClassVar[str] = "placement"
    id: PlacementId
    scenario: ScenarioId
    person: PersonId
    start: date | None
    team: TeamId | None
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Owner(Row):
    """Who owns an item in a scenario. `type` says which of the four item columns is filled."""

    TABLE: ClassVar[str] = "owner"
    id: OwnerId
    scenario: ScenarioId
    type: str
    project: ProjectId | None = None
    chunk: ChunkId | None = None
    service: ServiceId | None = None
    kind: str | None = None
    team: TeamId | None = None

    @property
    def item(self) -> tuple[str, int | str]:
        """The (type, id or kind) this row is about."""
        return (self.type, getattr(self, self.type))


@dataclass(frozen=True, slots=True)
class ProjectChange(Row):
    """What a scenario says about a project; None says nothing. `shift_weeks` moves its starts."""

    TABLE: ClassVar[str] = "project_change"
    id: ProjectChangeId
    scenario: ScenarioId
    project: ProjectId
    status: str | None = None
    priority: int | None = None
    shift_weeks: float | None = None


@dataclass(frozen=True, slots=True)
class Imported(Row):
    """What the last list of people said of somebody, so that the next tells who changed it since.

    `said` is a JSON object of texts by field, as `exchange.rosters.records` writes it.
    """

    TABLE: ClassVar[str] = "imported"
    id: ImportedId
    person: PersonId
    said: str


@dataclass(frozen=True, slots=True)
class Pin(Row):
    """Somebody who is to stay in `team` (None: on the bench), whatever the scenario."""

    TABLE: ClassVar[str] = "pin"
    id: PinId
    person: PersonId
    team: TeamId | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Pair(Row):
    """Two people who are to share a team ("together") or none ("apart"), whatever the scenario."""

    TABLE: ClassVar[str] = "pair"
    id: PairId
    wish: str
    first: PersonId
    second: PersonId
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Note(Row):
    """What the lead wrote on a card; exactly one of the five item columns is filled."""

    TABLE: ClassVar[str] = "note"
    id: NoteId
    text: str
    person: PersonId | None = None
    team: TeamId | None = None
    project: ProjectId | None = None
    chunk: ChunkId | None = None
    service: ServiceId | None = None

    @property
    def item(self) -> tuple[str, int | None]:
        """The (type, id) of what this row is about."""
        return next(
            ((name, found) for name in NOTED_TYPES if (found := getattr(self, name)) is not None),
            ("", None),
        )


R = TypeVar("R", bound=Row)

ROW_CLASSES: tuple[type[Row], ...] = (
    Plan,
    Scenario,
    Person,
    Leave,
    Holiday,
    Team,
    TeamChange,
    Goal,
    Project,
    Chunk,
    Service,
    Surge,
    Placement,
    Owner,
    ProjectChange,
    Imported,
    Pin,
    Pair,
    Note,
)

BY_TABLE: dict[str, type[Row]] = {cls.TABLE: cls for cls in ROW_CLASSES}

REFERENCES: dict[type[Row], dict[str, type[Row]]] = {
    Plan: {"today": Scenario},
    Leave: {"person": Person},
    Team: {"lead": Person},
    TeamChange: {"scenario": Scenario, "team": Team, "lead": Person},
    Project: {"team": Team, "goal": Goal},
    Chunk: {"project": Project, "team": Team, "after": Chunk, "who": Person},
    Service: {"team": Team},
    Surge: {"service": Service},
    Placement: {"scenario": Scenario, "person": Person, "team": Team},
    Owner: {
        "scenario": Scenario,
        "project": Project,
        "chunk": Chunk,
        "service": Service,
        "team": Team,
    },
    ProjectChange: {"scenario": Scenario, "project": Project},
    Imported: {"person": Person},
    Pin: {"person": Person, "team": Team},
    Pair: {"first": Person, "second": Person},
    Note: {
        "person": Person,
        "team": Team,
        "project": Project,
        "chunk": Chunk,
        "service": Service,
    },
}

NOUNS: dict[type[Row], str] = {
    Plan: "plan",
    Scenario: "scenario",
    Person: "person",
    Leave: "leave",
    Holiday: "holiday",
    Team: "team",
    TeamChange: "team change",
    Goal: "goal",
    Project: "project",
    Chunk: "chunk",
    Service: "service",
    Surge: "surge",
    Placement: "placement",
    Owner: "owner",
    ProjectChange: "project change",
    Imported: "import record",
    Pin: "pin",
    Pair: "pair",
    Note: "note",
}


def field_names(cls: type[Row]) -> tuple[str, ...]:
    """The columns of a row class, in order, `id` first."""
    return tuple(f.name for f in fields(cls))
