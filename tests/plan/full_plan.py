"""A plan with a row of every kind in it, and the small tools the tests of the file share."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from teamtide.plan.rows import (
    ROW_CLASSES,
    THE_PLAN,
    Chunk,
    ChunkId,
    Goal,
    GoalId,
    Holiday,
    HolidayId,
    Imported,
    ImportedId,
    Leave,
    LeaveId,
    Note,
    NoteId,
    Owner,
    OwnerId,
    Pair,
    PairId,
    Person,
    PersonId,
    Pin,
    PinId,
    Placement,
    PlacementId,
    Plan,
    Project,
    ProjectChange,
    ProjectChangeId,
    ProjectId,
    Row,
    Scenario,
    ScenarioId,
    Service,
    ServiceId,
    Surge,
    SurgeId,
    Team,
    TeamChange,
    TeamChangeId,
    TeamId,
)
from teamtide.plan.state import State

ROOT = Path(__file__).parents[2]
VERSIONS = ROOT / "tests" / "data" / "versions"

TODAY, SPLIT, ROTA = (ScenarioId(n) for n in (1, 2, 3))
SQUAD, INFRA, ENABLE = (TeamId(n) for n in (1, 2, 3))
ZOE, ANA, MIA, BO, YAN = (PersonId(n) for n in (1, 2, 3, 4, 5))
CHURN, QUAY, BASIN = (ProjectId(n) for n in (1, 2, 3))
EXPLORE, BUILD, HELP, DOCS, DIG = (ChunkId(n) for n in (1, 2, 3, 4, 5))
EKS, DESK = ServiceId(1), ServiceId(2)
GROWTH = GoalId(1)
START = date(2026, 1, 5)


def full_rows() -> list[Row]:
    """Every table filled, every column used somewhere, Today and two options."""
    return [
        Plan(
            THE_PLAN,
            "Größe “überall” 船",
            START,
            26,
            TODAY,
            ("software", "data science", "infrastructure"),
            ("software", "infrastructure"),
            overhead=0.2,
            ceremony_hours=2.0,
            switch=0.12,
            comm=0.0006,
            move_start=0.6,
            move_weeks=5.0,
            hire_start=0.4,
            hire_weeks=10.0,
            mentor=0.3,
            help_min=0.25,
            burst_floor=0.05,
            samples=500,
            seed=2**63 - 1,
        ),
        Scenario(TODAY, 1, "Today: one squad", "As it is"),
        Scenario(SPLIT, 2, "Infrastructure + enablement"),
        Scenario(ROTA, 3, "Rota, no reorg", "line one\nline two"),
        Person(
            ZOE,
            1,
            "Zoë O'Neil; “Z”",
            "software",
            code="p-1",
            email="zoe@example.org",
            title="Lead",
            skills=(("infrastructure", 0.6), ("data science", 0.1)),
            fte=0.8,
            location="Here",
            start=date(2019, 3, 1),
            end=date(2026, 5, 31),
            manager="Mia",
        ),
        Person(ANA, 2, "Ana Silva", "software", location="There"),
        Person(MIA, 3, "Mia", "data science"),
        Person(BO, 4, "Bo", "infrastructure", start=date(2026, 1, 14)),
        Person(YAN, 5, "Yan", "data science", skills=(("software", 0.35),), fte=0.5),
        Leave(LeaveId(1), ZOE, date(2026, 1, 12), date(2026, 1, 13)),
        Leave(LeaveId(2), MIA, None, date(2026, 2, 1), 0.5),
        Leave(LeaveId(3), BO, date(2026, 4, 1), None, 0.25),
        Holiday(HolidayId(1), "Here", date(2026, 1, 19), "A day"),
        Holiday(HolidayId(2), "There", date(2026, 1, 19)),
        Holiday(HolidayId(3), "Here", date(2026, 4, 6), "=1+1"),
        Team(SQUAD, 1, "Squad", "squad", lead=ZOE, colour="#336699"),
        Team(INFRA, 2, "Infrastructure", "infrastructure", ceremony_hours=1.0),
        Team(ENABLE, 3, "Enablement", "enablement", interrupts="rota"),
        TeamChange(TeamChangeId(1), SPLIT, SQUAD, lead=MIA),
        TeamChange(TeamChangeId(2), ROTA, SQUAD, ceremony_hours=3.5, interrupts="rota"),
        TeamChange(TeamChangeId(3), TODAY, ENABLE, ceremony_hours=0.5),
        Goal(GROWTH, 1, "Growth", 1, 0.6),
        Goal(GoalId(2), 2, "Keep the lights on"),
        Project(CHURN, 1, "Churn", SQUAD, GROWTH, 1, "active", date(2026, 4, 1)),
        Project(QUAY, 2, "Quay", SQUAD),
        Project(BASIN, 3, "Basin", None, GROWTH, 2, "paused"),
        Chunk(
            EXPLORE,
            1,
            CHURN,
            "Explore",
            "exploratory",
            "data science",
            10.0,
            6.0,
            20.0,
            START,
            3.0,
            "back loaded",
        ),
        Chunk(
            BUILD,
            2,
            CHURN,
            "Build",
            "structured",
            "software",
            12.5,
            weeks=3.5,
            shape="bell",
            after=(EXPLORE,),
            lag=0.5,
            max_people=2.5,
        ),
        Chunk(
            HELP,
            3,
            CHURN,
            "Help",
            "engagement",
            "software",
            8.0,
            start=START,
            weeks=8.0,
            shape="burst 4/1",
            team=ENABLE,
        ),
        Chunk(
            DOCS,
            4,
            CHURN,
            "Docs",
            "structured",
            "software",
            3.0,
            after=(BUILD, EXPLORE),
            who=(ANA, ZOE),
            done=1.5,
        ),
        Chunk(DIG, 5, QUAY, "Dig", "support", "infrastructure", 5.0, start=date(2026, 2, 2)),
        Service(EKS, 1, "EKS", "infrastructure", "infrastructure", 4.0, 0.5, 2.0, SQUAD),
        Service(DESK, 2, "Desk", "support", "software", 6.0, 0.25),
        Surge(SurgeId(1), EKS, date(2026, 1, 14), date(2026, 1, 23), 2.0),
        Surge(SurgeId(2), DESK, None, None, 0.5),
        Placement(PlacementId(1), TODAY, ZOE, None, SQUAD),
        Placement(PlacementId(2), TODAY, ANA, None, SQUAD, 0.6),
        Placement(PlacementId(3), TODAY, ANA, None, INFRA, 0.4),
        Placement(PlacementId(4), TODAY, MIA, None, SQUAD),
        Placement(PlacementId(5), TODAY, MIA, date(2026, 3, 2), ENABLE),
        Placement(PlacementId(6), TODAY, YAN, None, ENABLE, 0.9),
        Placement(PlacementId(7), SPLIT, ZOE, date(2026, 2, 2), INFRA, 0.5),
        Placement(PlacementId(8), SPLIT, ZOE, date(2026, 2, 2), SQUAD, 0.5),
        Placement(PlacementId(9), SPLIT, YAN, None, None),
        Placement(PlacementId(10), ROTA, BO, date(2026, 1, 14), SQUAD),
        Owner(OwnerId(1), SPLIT, "service", service=EKS, team=INFRA),
        Owner(OwnerId(2), SPLIT, "kind", kind="support", team=ENABLE),
        Owner(OwnerId(3), SPLIT, "project", project=QUAY, team=INFRA),
        Owner(OwnerId(4), TODAY, "chunk", chunk=DIG, team=INFRA),
        Owner(OwnerId(5), ROTA, "chunk", chunk=DIG, team=None),
        ProjectChange(ProjectChangeId(1), SPLIT, BASIN, "active", 3, 2.5),
        ProjectChange(ProjectChangeId(2), ROTA, CHURN, shift_weeks=-1.0),
        Imported(ImportedId(1), ZOE, '{"name":"Zoë O\'Neil","fte":"0.8"}'),
        Imported(ImportedId(2), BO, '{"title":"“船”"}'),
        Pin(PinId(1), ZOE, SQUAD, "knows the cluster; until May"),
        Pin(PinId(2), YAN, None),
        Pair(PairId(1), "together", ANA, MIA, "mentors"),
        Pair(PairId(2), "apart", BO, YAN),
        Note(NoteId(1), "line one\n“line two”", person=ANA),
        Note(NoteId(2), "new lead in March", team=ENABLE),
        Note(NoteId(3), "=late", project=CHURN),
        Note(NoteId(4), "船", chunk=DIG),
        Note(NoteId(5), "on call", service=EKS),
    ]


def full_state() -> State:
    """`full_rows` as a state."""
    return State.of(full_rows())


def plain(state: State) -> dict[str, list[dict[str, Any]]]:
    """A state as JSON can hold it, by table, for a fixed expectation beside a fixture file."""

    def value(found: Any) -> Any:
        if isinstance(found, date):
            return found.isoformat()
        if isinstance(found, tuple):
            return [value(one) for one in found]
        return found

    return {
        cls.TABLE: [
            {field.name: value(getattr(row, field.name)) for field in fields(row)}
            for row in state.rows(cls)
        ]
        for cls in ROW_CLASSES
    }


def folder_bytes(folder: Path) -> dict[str, str]:
    """Every file below a folder with the hash of what is in it."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def file_bytes(path: Path) -> bytes | None:
    """What is in a file, or None where there is none."""
    return path.read_bytes() if path.is_file() else None


def leftovers(path: Path) -> list[str]:
    """The files that stand beside a plan and belong to it."""
    return sorted(p.name for p in path.parent.iterdir() if p != path and path.name in p.name)


def another_program(script: str, *arguments: str) -> subprocess.Popen[str]:
    """A process of its own that runs a script which speaks to us over its standard streams."""
    environment = dict(os.environ)
    environment["PYTHONPATH"] = os.pathsep.join([str(ROOT / "app"), str(ROOT)])
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=ROOT,
    )


def heard(process: subprocess.Popen[str]) -> str:
    """The next line another program says."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def tell(process: subprocess.Popen[str], line: str) -> None:
    """Say a line to another program."""
    assert process.stdin is not None
    process.stdin.write(line + "\n")
    process.stdin.flush()


def ended(process: subprocess.Popen[str]) -> int:
    """Wait for another program to end, its streams closed; its exit code."""
    for stream in (process.stdin, process.stdout):
        assert stream is not None
        stream.close()
    return process.wait(20)
