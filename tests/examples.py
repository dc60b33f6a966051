"""A small plan that most tests start from."""

from __future__ import annotations

from datetime import date

from teamtide.plan.fresh import blank
from teamtide.plan.rows import (
    Chunk,
    ChunkId,
    Owner,
    OwnerId,
    Person,
    PersonId,
    Placement,
    PlacementId,
    Project,
    ProjectId,
    Row,
    Scenario,
    ScenarioId,
    Service,
    ServiceId,
    Team,
    TeamId,
)
from teamtide.plan.state import State

START = date(2026, 1, 5)
TODAY, OPTION = ScenarioId(1), ScenarioId(2)
SQUAD, INFRA, ENABLE = TeamId(1), TeamId(2), TeamId(3)
ANA, BO, CY, DI = (PersonId(n) for n in (1, 2, 3, 4))
CHURN, PLATFORM = ProjectId(1), ProjectId(2)
EXPLORE, BUILD, UPGRADE = (ChunkId(n) for n in (1, 2, 3))
EKS = ServiceId(1)


def small_rows() -> list[Row]:
    """Four people in a squad, two projects, a service, Today and an option."""
    rows: list[Row] = list(blank(name="Small", start=START, weeks=12).all_rows())
    rows += [
        Scenario(OPTION, 2, "Split"),
        Team(SQUAD, 1, "Squad", "squad"),
        Team(INFRA, 2, "Infrastructure", "infrastructure"),
        Team(ENABLE, 3, "Enablement", "enablement"),
        Person(ANA, 1, "Ana Silva", "software", skills=(("infrastructure", 0.6),)),
        Person(BO, 2, "Bo Chen", "software", fte=0.8),
        Person(CY, 3, "Cy Young", "data science"),
        Person(DI, 4, "Di Marsh", "infrastructure", start=date(2026, 1, 14)),
        Project(CHURN, 1, "Churn", team=SQUAD),
        Project(PLATFORM, 2, "Platform", team=SQUAD),
        Chunk(EXPLORE, 1, CHURN, "Explore", "exploratory", "data science", 12, 6, 20, weeks=4),
        Chunk(BUILD, 2, CHURN, "Build", "structured", "software", 20, weeks=4, after=(EXPLORE,)),
        Chunk(UPGRADE, 3, PLATFORM, "Upgrade", "infrastructure", "infrastructure", 10, weeks=6),
        Service(EKS, 1, "EKS cluster", "infrastructure", "infrastructure", 3, 0.5, team=SQUAD),
    ]
    for number, person in enumerate((ANA, BO, CY, DI), 1):
        rows.append(Placement(PlacementId(number), TODAY, person, None, SQUAD))
    rows.append(Owner(OwnerId(1), OPTION, "service", service=EKS, team=INFRA))
    return rows


def small_state() -> State:
    """`small_rows` as a state."""
    return State.of(small_rows())
