"""The seeded plans that benchmarks run on. The same numbers give the same plan, everywhere."""

from __future__ import annotations

import random
from datetime import date, timedelta

from teamtide.plan.rows import (
    THE_PLAN,
    Chunk,
    ChunkId,
    Leave,
    LeaveId,
    Owner,
    OwnerId,
    Person,
    PersonId,
    Placement,
    PlacementId,
    Plan,
    Project,
    ProjectId,
    Row,
    Scenario,
    ScenarioId,
    Service,
    ServiceId,
    Surge,
    SurgeId,
    Team,
    TeamId,
)
from teamtide.plan.state import State

DISCIPLINES = ("software", "data science", "infrastructure", "design", "analysis")
SHAPES = ("flat", "bell", "back loaded", "front loaded", "double peak", "turtle", "burst 4/1")
START = date(2026, 1, 5)
KINDS = ("structured", "exploratory", "engagement", "infrastructure", "support")
TODAY, OPTION = ScenarioId(1), ScenarioId(2)


def seeded_state(
    *,
    people: int = 2000,
    teams: int = 12,
    groups: int = 15,
    projects: int = 500,
    chunks: int = 2000,
    services: int = 30,
    weeks: int = 104,
    seed: int = 1,
) -> State:
    """DESIGN's large plan: `groups` skill groups in each team, leave, hires and moves.

    A third of the people have a week or two of leave, a tenth are hired within the plan or shortly
    before, a tenth move in the option, one in twenty is split between two teams.
    """
    chance = random.Random(seed)
    plan = Plan(THE_PLAN, "Large", START, weeks, TODAY, DISCIPLINES, DISCIPLINES[:3:2])
    rows: list[Row] = [plan, Scenario(TODAY, 1, "Today"), Scenario(OPTION, 2, "Option")]
    rows += [Team(TeamId(n), n, f"Team {n}", "squad") for n in range(1, teams + 1)]
    skills = _skill_groups(groups, chance)
    leave = placement = 0
    for number in range(1, people + 1):
        discipline, others = skills[(number // teams) % groups]
        hired = chance.random() < 0.1
        start = START + timedelta(days=chance.randrange(-60, weeks * 5)) if hired else None
        person = PersonId(number)
        rows.append(
            Person(
                person,
                number,
                f"Person {number}",
                discipline,
                code=f"P{number:05}",
                title=f"{discipline.capitalize()} engineer",
                skills=others,
                fte=chance.choice((1.0, 1.0, 1.0, 0.8, 0.5)),
                start=start,
            )
        )
        if chance.random() < 1 / 3:
            leave += 1
            first = START + timedelta(days=chance.randrange(weeks * 7))
            last = first + timedelta(days=chance.choice((4, 11)))
            rows.append(Leave(LeaveId(leave), person, first, last))
        home = TeamId(number % teams + 1)
        split = chance.random() < 0.05 and teams > 1
        placement += 1
        rows.append(
            Placement(PlacementId(placement), TODAY, person, None, home, 0.5 if split else 1.0)
        )
        if split:
            placement += 1
            other = TeamId(home % teams + 1)
            rows.append(Placement(PlacementId(placement), TODAY, person, None, other, 0.5))
        elif chance.random() < 0.1:
            placement += 1
            day = START + timedelta(days=7 * chance.randrange(weeks))
            away = TeamId(chance.randrange(teams) + 1)
            rows.append(Placement(PlacementId(placement), OPTION, person, day, away, 1.0))
    scale = people / 2000
    for number in range(1, projects + 1):
        team = TeamId(chance.randrange(teams) + 1)
        rows.append(Project(ProjectId(number), number, f"Project {number}", team=team))
    for number in range(1, chunks + 1):
        project = (number - 1) % projects + 1
        before = (ChunkId(number - projects),) if number > projects else ()
        likely = round(chance.uniform(20, 220) * scale, 1)
        rows.append(
            Chunk(
                ChunkId(number),
                number,
                ProjectId(project),
                f"Chunk {number}",
                chance.choice(KINDS),
                chance.choice(DISCIPLINES),
                likely,
                low=round(likely * 0.6, 1),
                high=round(likely * 1.8, 1),
                start=None if before else START + timedelta(days=7 * chance.randrange(weeks // 2)),
                weeks=chance.randrange(2, 20),
                shape=chance.choice(SHAPES),
                after=before,
            )
        )
    for number in range(1, services + 1):
        rows.append(
            Service(
                ServiceId(number),
                number,
                f"Service {number}",
                chance.choice(KINDS),
                chance.choice(DISCIPLINES),
                arrivals=round(chance.uniform(5, 60) * scale, 1),
                days_each=0.5,
                dispersion=2.0,
                team=TeamId(chance.randrange(teams) + 1),
            )
        )
        first = START + timedelta(days=7 * chance.randrange(weeks))
        rows.append(
            Surge(SurgeId(number), ServiceId(number), first, first + timedelta(days=27), 2.0)
        )
    for number in range(1, min(projects, 20) + 1):
        team = TeamId(chance.randrange(teams) + 1)
        rows.append(Owner(OwnerId(number), OPTION, "project", project=ProjectId(number), team=team))
    return State.of(rows)


def _skill_groups(
    groups: int, chance: random.Random
) -> list[tuple[str, tuple[tuple[str, float], ...]]]:
    """Distinct (primary, other proficiencies)."""
    found: list[tuple[str, tuple[tuple[str, float], ...]]] = []
    while len(found) < groups:
        primary = DISCIPLINES[len(found) % len(DISCIPLINES)]
        others = [name for name in DISCIPLINES if name != primary]
        chance.shuffle(others)
        some = sorted(others[: chance.randrange(4)], key=DISCIPLINES.index)
        group = (primary, tuple((name, chance.randrange(3, 10) / 10) for name in some))
        if group not in found:
            found.append(group)
    return found
