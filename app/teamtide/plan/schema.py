"""The plan as SQLite keeps it: one SQLModel table per row class, and the history.

This page is the file format. The classes mirror `rows.py` column for column (checked below, at
import); CHECK and FOREIGN KEY constraints repeat the most important of the rules in
`validation.py`, so that a file that passed through other hands is caught too. Importing this
module costs about a second (SQLModel, pydantic, SQLAlchemy), so only who makes a new file does;
`stored.py` says what reading and writing need to know of the tables.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, ForeignKey, Integer
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlmodel import Field, SQLModel

from teamtide.plan.rows import ROW_CLASSES, Row, field_names


def _key() -> Any:
    return Field(default=None, primary_key=True)


def _to(target: str, *, required: bool = True) -> Any:
    return Field(
        default=None,
        sa_column=Column(Integer, ForeignKey(f"{target}.id"), nullable=not required, index=True),
    )


def _list() -> Any:
    return Field(default_factory=list, sa_column=Column(JSON, nullable=False))


class PlanTable(SQLModel, table=True):
    """One row: the plan's name, horizon and settings."""

    __tablename__ = "plan"
    __table_args__ = (CheckConstraint("id = 1"), CheckConstraint("weeks BETWEEN 1 AND 260"))
    id: int = _key()
    name: str
    start: date
    weeks: int
    today: int = _to("scenario")
    disciplines: list[str] = _list()
    engineering: list[str] = _list()
    overhead: float
    ceremony_hours: float
    switch: float
    comm: float
    move_start: float
    move_weeks: float
    hire_start: float
    hire_weeks: float
    mentor: float
    help_min: float
    burst_floor: float
    samples: int
    seed: int
    began: date | None


class ScenarioTable(SQLModel, table=True):
    """Options."""

    __tablename__ = "scenario"
    id: int = _key()
    position: int
    name: str
    description: str


class PersonTable(SQLModel, table=True):
    """People."""

    __tablename__ = "person"
    __table_args__ = (CheckConstraint("fte > 0 AND fte <= 1"),)
    id: int = _key()
    position: int
    name: str
    discipline: str
    code: str
    email: str
    title: str
    skills: list[tuple[str, float]] = _list()
    fte: float
    location: str
    start: date | None
    end: date | None
    manager: str


class LeaveTable(SQLModel, table=True):
    """Days away."""

    __tablename__ = "leave"
    __table_args__ = (CheckConstraint("fraction BETWEEN 0 AND 1"),)
    id: int = _key()
    person: int = _to("person")
    first: date | None
    last: date | None
    fraction: float


class HolidayTable(SQLModel, table=True):
    """Days on which a location does not work."""

    __tablename__ = "holiday"
    id: int = _key()
    location: str
    day: date
    name: str


class TeamTable(SQLModel, table=True):
    """Columns of the board."""

    __tablename__ = "team"
    id: int = _key()
    position: int
    name: str
    kind: str
    lead: int | None = _to("person", required=False)
    ceremony_hours: float | None
    interrupts: str | None
    colour: str


class TeamChangeTable(SQLModel, table=True):
    """What scenarios say about teams."""

    __tablename__ = "team_change"
    id: int = _key()
    scenario: int = _to("scenario")
    team: int = _to("team")
    lead: int | None = _to("person", required=False)
    ceremony_hours: float | None
    interrupts: str | None


class GoalTable(SQLModel, table=True):
    """What projects serve."""

    __tablename__ = "goal"
    id: int = _key()
    position: int
    name: str
    rank: int | None
    wanted_share: float | None


class ProjectTable(SQLModel, table=True):
    """Projects."""

    __tablename__ = "project"
    id: int = _key()
    position: int
    name: str
    team: int | None = _to("team", required=False)
    goal: int | None = _to("goal", required=False)
    priority: int | None
    status: str | None
    deadline: date | None


class ChunkTable(SQLModel, table=True):
    """Chunks of projects."""

    __tablename__ = "chunk"
    __table_args__ = (CheckConstraint("likely >= 0"), CheckConstraint("done >= 0"))
    id: int = _key()
    position: int
    project: int = _to("project")
    name: str
    kind: str
    discipline: str
    likely: float
    low: float | None
    high: float | None
    start: date | None
    weeks: float
    shape: str
    after: list[int] = _list()
    lag: float | None
    max_people: float | None
    team: int | None = _to("team", required=False)
    who: list[int] = _list()
    done: float | None


class ServiceTable(SQLModel, table=True):
    """Services."""

    __tablename__ = "service"
    __table_args__ = (CheckConstraint("arrivals >= 0 AND days_each >= 0 AND dispersion >= 1"),)
    id: int = _key()
    position: int
    name: str
    kind: str
    discipline: str
    arrivals: float
    days_each: float
    dispersion: float
    team: int | None = _to("team", required=False)


class SurgeTable(SQLModel, table=True):
    """Times when a service is asked for more."""

    __tablename__ = "surge"
    __table_args__ = (CheckConstraint("factor >= 0"),)
    id: int = _key()
    service: int = _to("service")
    first: date | None
    last: date | None
    factor: float


class PlacementTable(SQLModel, table=True):
    """Who is where from when, per scenario."""

    __tablename__ = "placement"
    __table_args__ = (CheckConstraint("share BETWEEN 0 AND 1"),)
    id: int = _key()
    scenario: int = _to("scenario")
    person: int = _to("person")
    start: date | None
    team: int | None = _to("team", required=False)
    share: float


class OwnerTable(SQLModel, table=True):
    """Who owns what, per scenario."""

    __tablename__ = "owner"
    id: int = _key()
    scenario: int = _to("scenario")
    type: str
    project: int | None = _to("project", required=False)
    chunk: int | None = _to("chunk", required=False)
    service: int | None = _to("service", required=False)
    kind: str | None
    team: int | None = _to("team", required=False)


class ProjectChangeTable(SQLModel, table=True):
    """What scenarios say about projects."""

    __tablename__ = "project_change"
    id: int = _key()
    scenario: int = _to("scenario")
    project: int = _to("project")
    status: str | None
    priority: int | None
    shift_weeks: float | None


class ImportedTable(SQLModel, table=True):
    """What the last list of people said of somebody."""

    __tablename__ = "imported"
    id: int = _key()
    person: int = _to("person")
    said: str


class PinTable(SQLModel, table=True):
    """Who is to stay where they are."""

    __tablename__ = "pin"
    id: int = _key()
    person: int = _to("person")
    team: int | None = _to("team", required=False)
    reason: str


class PairTable(SQLModel, table=True):
    """Who is to work with whom, or not."""

    __tablename__ = "pair"
    __table_args__ = (CheckConstraint("first <> second"),)
    id: int = _key()
    wish: str
    first: int = _to("person")
    second: int = _to("person")
    reason: str


class NoteTable(SQLModel, table=True):
    """What is written on cards."""

    __tablename__ = "note"
    id: int = _key()
    text: str
    person: int | None = _to("person", required=False)
    team: int | None = _to("team", required=False)
    project: int | None = _to("project", required=False)
    chunk: int | None = _to("chunk", required=False)
    service: int | None = _to("service", required=False)


class HistoryTable(SQLModel, table=True):
    """Every change set, oldest first. `undone` ones can be redone, first undone last.

    `scenario` names the option it was made in and is no foreign key: that option may be gone.
    """

    __tablename__ = "history"
    id: int = _key()
    at: str
    label: str
    scenario: int | None
    undone: bool
    changes: str


TABLES: dict[type[Row], Any] = {cls: SQLModel.metadata.tables[cls.TABLE] for cls in ROW_CLASSES}
HISTORY: Any = SQLModel.metadata.tables["history"]

for _cls, _table in TABLES.items():
    if tuple(_table.columns.keys()) != field_names(_cls):  # pragma: no cover
        raise AssertionError(f"{_cls.__name__} and its table differ")


@cache
def table_statements() -> tuple[str, ...]:
    """The statements that make the tables and indexes of an empty plan, in order."""
    dialect: Any = sqlite.dialect()
    made: list[str] = []
    for table in SQLModel.metadata.sorted_tables:
        made.append(str(CreateTable(table).compile(dialect=dialect)))
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        made.extend(str(CreateIndex(index).compile(dialect=dialect)) for index in indexes)
    return tuple(made)
