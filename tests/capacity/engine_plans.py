"""Small engine inputs, built in code, for tests that need one thing to be so and the rest plain."""

from __future__ import annotations

from datetime import date

from teamtide.capacity.inputs import (
    KINDS,
    Chunk,
    Inputs,
    Person,
    PlacementSet,
    Project,
    Service,
    Settings,
    Team,
)

START = date(2026, 1, 5).toordinal()
DISCIPLINES = ("software", "data science", "infrastructure")
SOFTWARE, DATA_SCIENCE, INFRASTRUCTURE = range(3)
FOR_EVER = date.max.toordinal()


def days(month: int, day: int) -> int:
    """An ordinal of 2026."""
    return date(2026, month, day).toordinal()


def skills(primary: int, **others: float) -> tuple[float, ...]:
    """Proficiencies: 1 in the primary discipline, the named ones beside it."""
    level = [0.0] * len(DISCIPLINES)
    level[primary] = 1.0
    for name, value in others.items():
        level[DISCIPLINES.index(name.replace("_", " "))] = value
    return tuple(level)


def placed(*shares: tuple[int, float], on: int | None = None) -> PlacementSet:
    return PlacementSet(on, shares)


def person(
    name: str = "ana",
    *,
    primary: int = SOFTWARE,
    fte: float = 1.0,
    where: tuple[PlacementSet, ...] | None = None,
    own: tuple[PlacementSet, ...] | None = None,
    start: int | None = None,
    end: int | None = None,
    leave: tuple[tuple[int, int, float], ...] = (),
    location: int = 0,
    **others: float,
) -> Person:
    """Somebody in team 0 from the beginning, unless said otherwise."""
    return Person(
        key=0,
        name=name,
        fte=fte,
        primary=primary,
        proficiency=skills(primary, **others),
        location=location,
        start=start,
        end=end,
        leave=leave,
        today=(placed((0, 1.0)),) if where is None else where,
        own=own,
    )


def team(name: str = "Squad", hours: float = 2.5, *, rota: bool = False) -> Team:
    return Team(0, name, hours, rota)


def project(name: str = "Churn", *, active: bool = True, shift: float = 0.0) -> Project:
    return Project(0, name, active, None, shift)


def chunk(
    name: str = "Build",
    likely: float = 10.0,
    *,
    project: int = 0,
    kind: str = "structured",
    discipline: int = SOFTWARE,
    low: float | None = None,
    high: float | None = None,
    start: int | None = None,
    weeks: float = 4.0,
    shape: str = "flat",
    after: tuple[int, ...] = (),
    lag: float = 0.0,
    owner: int | None = 0,
    who: tuple[int, ...] = (),
    done: float | None = None,
) -> Chunk:
    return Chunk(
        key=0,
        name=name,
        project=project,
        kind=KINDS.index(kind),
        discipline=discipline,
        low=low,
        likely=likely,
        high=high,
        start=start,
        weeks=weeks,
        shape=shape,
        after=after,
        lag=lag,
        max_people=None,
        owner=owner,
        who=who,
        done=done,
    )


def service(
    name: str = "EKS",
    arrivals: float = 4.0,
    days_each: float = 0.5,
    *,
    kind: str = "infrastructure",
    discipline: int = INFRASTRUCTURE,
    surges: tuple[tuple[int, int, float], ...] = (),
    owner: int | None = 0,
) -> Service:
    return Service(0, name, KINDS.index(kind), discipline, arrivals, days_each, 1.0, surges, owner)


def plan(
    people: tuple[Person, ...] = (),
    *,
    teams: tuple[Team, ...] = (Team(0, "Squad", 2.5, False),),
    projects: tuple[Project, ...] = (Project(0, "Churn", True, None, 0.0),),
    chunks: tuple[Chunk, ...] = (),
    services: tuple[Service, ...] = (),
    weeks: int = 8,
    holidays: tuple[frozenset[int], ...] = (frozenset(),),
    settings: Settings | None = None,
) -> Inputs:
    """A plan of eight weeks from 5 January 2026."""
    return Inputs(
        start=START,
        weeks=weeks,
        disciplines=DISCIPLINES,
        settings=settings or Settings(),
        holidays=holidays,
        people=people,
        teams=teams,
        projects=projects,
        chunks=chunks,
        services=services,
    )


def worked_example(scenario: str) -> Inputs:
    """The example of MODEL section 3, as one of its scenarios: Today, Split or Rota."""
    split = scenario == "Split"
    moved = (placed((0, 0.5), (1, 0.5), on=days(1, 14)),) if split else None
    return plan(
        (
            person("ana", infrastructure=0.6),
            person(
                "bo",
                fte=0.8,
                infrastructure=0.5,
                own=moved,
                leave=((days(1, 12), days(1, 13), 1.0),),
            ),
            person("cy", primary=DATA_SCIENCE, location=1),
            person("di", start=days(1, 14)),
        ),
        teams=(team("Squad", rota=scenario == "Rota"), team("Infrastructure", 1.0)),
        chunks=(
            chunk(
                "Explore",
                10.0,
                low=6.0,
                high=20.0,
                kind="exploratory",
                discipline=DATA_SCIENCE,
                start=START,
                weeks=3.0,
                shape="back loaded",
            ),
            chunk("Build", 12.0, weeks=3.0, after=(0,)),
            chunk("Help", 8.0, kind="engagement", start=START, shape="burst 2/1"),
            chunk("Docs", 3.0, start=days(1, 19), weeks=2.0, who=(3,)),
        ),
        services=(service(surges=((days(1, 14), days(1, 23), 2.0),), owner=1 if split else 0),),
        holidays=(frozenset(), frozenset({days(1, 19)})),
    )
