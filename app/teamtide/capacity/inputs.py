"""What the engine is given: a plan for one scenario, as plain frozen values.

The engine knows no rows, no files and no scenarios. Whoever owns those resolves every fall-back
(owners, kind rules, team and project changes, Today beneath an option) and hands over these specs.
They are hashable and compare by value, so that a spec is also the key of what was computed from
it: inputs built after a small change share every spec that did not change, and the engine redoes
only the others.

Days are proleptic ordinals (`datetime.date.toordinal`), efforts person-days, weeks start on
Mondays. People, teams, disciplines, projects, chunks and services refer to one another by their
index, which is their order in the plan; names are labels and order nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from teamtide.capacity.assumptions import default, whole_default

KINDS: tuple[str, ...] = (
    "structured",
    "exploratory",
    "engagement",
    "infrastructure",
    "support",
)
"""Kinds of work, in the order in which they are stacked."""

INTERRUPTING_KINDS: frozenset[str] = frozenset({"engagement", "support"})
"""Kinds whose chunks cannot wait (MODEL section 2); every service is interrupting as well."""

Leave = tuple[int, int, float]
"""First day, last day (both included), fraction of the day that is away."""

Surge = tuple[int, int, float]
"""First day, last day (both included), factor on the arrivals."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The constants of MODEL.md; defaults and ranges are in `assumptions.py`."""

    overhead: float = default("overhead")
    """`o`, the part of every productive day that goes to overhead."""
    ceremony_hours: float = default("ceremony_hours")
    """The plan's default; a team's own hours are in `Team.ceremony_hours`."""
    switch: float = default("switch")
    """`s`, the part of a day lost per extra thread (and per extra team of a split person)."""
    comm: float = default("comm")
    """`kappa`, communication cost per squared team size."""
    move_start: float = default("move_start")
    """`r0` of a move."""
    move_weeks: float = default("move_weeks")
    """`R` of a move, weeks until a mover is up to speed."""
    hire_start: float = default("hire_start")
    """`r0` of a hire."""
    hire_weeks: float = default("hire_weeks")
    """`R` of a hire, weeks until a newcomer is up to speed."""
    mentor: float = default("mentor")
    """`m`, days of help per day a newcomer is not yet worth."""
    help_min: float = default("help_min")
    """Below this proficiency nobody is sent to help out."""
    burst_floor: float = default("burst_floor")
    """Weight of a day in the quiet weeks of a burst."""
    samples: int = whole_default("samples")
    """Monte Carlo runs of the bands."""
    seed: int = whole_default("seed")
    """Seed of the bands."""


@dataclass(frozen=True, slots=True)
class PlacementSet:
    """Where someone works from a day on: it replaces the set before it altogether.

    Args:
        day: First day on which the set holds; None is from the beginning.
        shares: (team index, share in (0, 1]) pairs; the bench is simply absent.
    """

    day: int | None
    shares: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Person:
    """One person.

    Args:
        key: Stable id of the row; the engine never reads it.
        name: A label.
        fte: Full-time equivalent in (0, 1].
        primary: Index of the primary discipline.
        proficiency: e per discipline in plan order, 0 where not listed.
        location: Index into `Inputs.holidays`.
        start: First day of employment, None if long ago.
        end: Last day of employment, None if open.
        leave: Spans of leave; overlapping fractions add up, to at most 1.
        today: Today's placement sets in date order, None first.
        own: The option's own sets in date order; None where the option says nothing of this
            person, and in Today itself.
    """

    key: int
    name: str
    fte: float
    primary: int
    proficiency: tuple[float, ...]
    location: int
    start: int | None
    end: int | None
    leave: tuple[Leave, ...]
    today: tuple[PlacementSet, ...]
    own: tuple[PlacementSet, ...] | None


@dataclass(frozen=True, slots=True)
class Team:
    """One team, with its ceremony hours a week and whether one person a week is on call."""

    key: int
    name: str
    ceremony_hours: float
    rota: bool


@dataclass(frozen=True, slots=True)
class Project:
    """One project; an inactive one (paused, cancelled) asks for nothing."""

    key: int
    name: str
    active: bool
    priority: int | None
    shift_weeks: float


@dataclass(frozen=True, slots=True)
class Chunk:
    """A finite piece of work.

    Args:
        key: Stable id of the row.
        name: A label.
        project: Index of its project.
        kind: Index in `KINDS`.
        discipline: Index of the discipline it asks for.
        low: P10 of the effort in days, or None.
        likely: Likely effort in days.
        high: P90 of the effort in days, or None.
        start: Planned start, or None.
        weeks: Length in weeks.
        shape: Name of the work contour, such as `flat`, `bell` or `burst 4/1`.
        after: Indices of the chunks it follows.
        lag: Weeks between the end of a predecessor and its own start.
        max_people: Most people who can work on it at once, or None.
        owner: Index of the team that owns it, fall-backs resolved; None is the tray.
        who: Indices of the people named on it.
        done: Days worked on it before the plan starts; None where nobody said.
    """

    key: int
    name: str
    project: int
    kind: int
    discipline: int
    low: float | None
    likely: float
    high: float | None
    start: int | None
    weeks: float
    shape: str
    after: tuple[int, ...]
    lag: float
    max_people: float | None
    owner: int | None
    who: tuple[int, ...]
    done: float | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """Work that never ends: `arrivals` a week of `days_each` days, more during surges."""

    key: int
    name: str
    kind: int
    discipline: int
    arrivals: float
    days_each: float
    dispersion: float
    surges: tuple[Surge, ...]
    owner: int | None


@dataclass(frozen=True, slots=True)
class Inputs:
    """A whole plan for one scenario.

    Args:
        start: The Monday of week 0.
        weeks: Number of weeks W.
        disciplines: Names in plan order; there are D of them.
        settings: The constants.
        holidays: Per location the days on which nobody there works.
        people: In plan order, like all that follow.
        teams: Columns of the board, the bench not among them.
        projects: All projects, active or not.
        chunks: All chunks.
        services: All services.
        began: The Monday the plan started on before it was first rolled forward; None where that
            never happened. Options begin there.
    """

    start: int
    weeks: int
    disciplines: tuple[str, ...]
    settings: Settings
    holidays: tuple[frozenset[int], ...]
    people: tuple[Person, ...]
    teams: tuple[Team, ...]
    projects: tuple[Project, ...]
    chunks: tuple[Chunk, ...]
    services: tuple[Service, ...]
    began: int | None = None

    @property
    def beginning(self) -> int:
        """The Monday on which options begin (MODEL section 1, "Settling in")."""
        return self.start if self.began is None else min(self.began, self.start)
