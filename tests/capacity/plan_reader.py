"""Reads a plan workbook into engine inputs, so that the engine can be held to the shared plans.

It stands apart from the app's own reader on purpose: it resolves the fall-backs of MODEL's intro in
the fewest words, for tests only. Columns are those of DESIGN's plan-workbook table.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import openpyxl

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

Row = dict[str, Any]
Sheets = dict[str, list[Row]]


@lru_cache(maxsize=64)
def read_sheets(path: Path) -> Sheets:
    """All sheets as rows by header."""
    book = openpyxl.load_workbook(path, data_only=True)
    sheets: Sheets = {}
    for sheet in book:
        rows = list(sheet.iter_rows(values_only=True))
        header = [str(cell) for cell in rows[0]]
        sheets[sheet.title] = [
            dict(zip(header, row, strict=True))
            for row in rows[1:]
            if any(cell is not None for cell in row)
        ]
    return sheets


def day(value: date | datetime | None) -> int | None:
    """A cell's ordinal."""
    return None if value is None else value.toordinal()


def days(value: date | datetime) -> int:
    """The ordinal of a cell that must have a date."""
    return value.toordinal()


def span(row: Row) -> tuple[int, int]:
    """First and last day; a blank end is open."""
    first, last = day(row["From"]), day(row["To"])
    return (
        date.min.toordinal() if first is None else first,
        date.max.toordinal() if last is None else last,
    )


class PlanReader:
    """One workbook, many scenarios."""

    def __init__(self, sheets: Sheets) -> None:
        """Indexes the sheets of a plan workbook."""
        self.sheets = sheets
        self.settings: Row = {row["Setting"]: row["Value"] for row in self.rows("Plan")}
        self.today = str(self.settings.get("Today", "Today"))
        self.disciplines = self.list(self.settings["disciplines"])
        self.teams = {row["Team"]: n for n, row in enumerate(self.rows("Teams"))}
        self.people = {
            (row["ID"] if row["ID"] is not None else row["Name"]): n
            for n, row in enumerate(self.rows("People"))
        }
        self.projects = {row["Project"]: n for n, row in enumerate(self.rows("Projects"))}
        self.chunks = {
            (row["Project"], row["Chunk"]): n for n, row in enumerate(self.rows("Chunks"))
        }

    def rows(self, sheet: str) -> list[Row]:
        return self.sheets.get(sheet, [])

    @staticmethod
    def list(text: str | None) -> tuple[str, ...]:
        return tuple(part.strip() for part in str(text).split(";")) if text else ()

    @property
    def scenarios(self) -> tuple[str, ...]:
        return tuple(row["Scenario"] for row in self.rows("Scenarios"))

    def inputs(self, scenario: str) -> Inputs:
        """The plan as one scenario has it."""
        locations = sorted(
            {row["Location"] for row in self.rows("People") if row["Location"]}
            | {row["Location"] for row in self.rows("Holidays")}
        )
        holidays = [frozenset[int]()]
        holidays += [
            frozenset(
                days(row["Date"]) for row in self.rows("Holidays") if row["Location"] == place
            )
            for place in locations
        ]
        place = {None: 0} | {name: n + 1 for n, name in enumerate(locations)}
        return Inputs(
            start=days(self.settings["Start"]),
            weeks=int(self.settings["Weeks"]),
            disciplines=self.disciplines,
            settings=self.constants(),
            holidays=tuple(holidays),
            people=tuple(self.person(n, row, place, scenario) for n, row in self.each("People")),
            teams=tuple(self.team(n, row, scenario) for n, row in self.each("Teams")),
            projects=tuple(self.project(n, row, scenario) for n, row in self.each("Projects")),
            chunks=tuple(self.chunk(n, row, scenario) for n, row in self.each("Chunks")),
            services=tuple(self.service(n, row, scenario) for n, row in self.each("Services")),
            began=day(self.settings.get("Began")),
        )

    def each(self, sheet: str) -> Iterable[tuple[int, Row]]:
        return enumerate(self.rows(sheet))

    def constants(self) -> Settings:
        names = Settings.__dataclass_fields__
        known = {key: value for key, value in self.settings.items() if key in names}
        return Settings(**known)

    def person(self, n: int, row: Row, place: dict[Any, int], scenario: str) -> Person:
        key = row["ID"] if row["ID"] is not None else row["Name"]
        primary = self.disciplines.index(row["Discipline"])
        skill = [0.0] * len(self.disciplines)
        skill[primary] = 1.0
        for part in self.list(row["Skills"]):
            name, value = part.rsplit(" ", 1)
            skill[self.disciplines.index(name)] = float(value)
        today = self.placements(self.today, key)
        if row["Team"] is not None and (not today or today[0].day is not None):
            share = 1.0 if row["Share"] is None else float(row["Share"])
            today = (PlacementSet(None, ((self.teams[row["Team"]], share),)), *today)
        own = self.placements(scenario, key) if scenario != self.today else ()
        return Person(
            key=n,
            name=row["Name"],
            fte=1.0 if row["FTE"] is None else float(row["FTE"]),
            primary=primary,
            proficiency=tuple(skill),
            location=place[row["Location"]],
            start=day(row["Start"]),
            end=day(row["End"]),
            leave=tuple(
                (
                    *span(leave),
                    1.0 if leave["Fraction"] is None else float(leave["Fraction"]),
                )
                for leave in self.rows("Leave")
                if leave["Person"] == key
            ),
            today=today,
            own=own or None,
        )

    def placements(self, scenario: str, person: str) -> tuple[PlacementSet, ...]:
        sets: dict[int | None, list[tuple[int, float]]] = {}
        for row in self.rows("Placements"):
            if row["Scenario"] == scenario and row["Person"] == person:
                shares = sets.setdefault(day(row["From"]), [])
                if row["Team"] is not None:
                    share = 1.0 if row["Share"] is None else float(row["Share"])
                    shares.append((self.teams[row["Team"]], share))
        order = sorted(sets, key=lambda date: -1 if date is None else date)
        return tuple(PlacementSet(date, tuple(sets[date])) for date in order)

    def cell(self, sheet: str, key: str, item: str, column: str, scenario: str) -> Any:
        """What a scenario's change says of a cell, else Today's, else None."""
        for which in (scenario, self.today):
            for row in self.rows(sheet):
                if (row["Scenario"], row[key]) == (which, item) and row[column] is not None:
                    return row[column]
        return None

    def team(self, n: int, row: Row, scenario: str) -> Team:
        name = row["Team"]
        hours = self.cell("Team changes", "Team", name, "Ceremony hours", scenario)
        if hours is None:
            hours = row["Ceremony hours"]
        if hours is None:
            hours = self.constants().ceremony_hours
        policy = self.cell("Team changes", "Team", name, "Interrupts", scenario)
        return Team(n, name, float(hours), (policy or row["Interrupts"]) == "rota")

    def project(self, n: int, row: Row, scenario: str) -> Project:
        name = row["Project"]
        status = self.cell("Project changes", "Project", name, "Status", scenario)
        priority = self.cell("Project changes", "Project", name, "Priority", scenario)
        shift = self.cell("Project changes", "Project", name, "Shift weeks", scenario)
        return Project(
            n,
            name,
            (status or row["Status"] or "active") == "active",
            row["Priority"] if priority is None else priority,
            float(shift or 0.0),
        )

    def rule(self, kind: str, item: str, scenario: str) -> int | None:
        """An Owners row: the scenario's, else Today's; a blank team takes Today's away."""
        for which in (scenario, self.today):
            for row in self.rows("Owners"):
                if (row["Scenario"], row["Type"], row["Item"]) == (which, kind, item):
                    return None if row["Team"] is None else self.teams[row["Team"]]
        return None

    def owner(self, *levels: int | None) -> int | None:
        return next((level for level in levels if level is not None), None)

    def at(self, team: str | None) -> int | None:
        return None if team is None else self.teams[team]

    def chunk(self, n: int, row: Row, scenario: str) -> Chunk:
        project = row["Project"]
        after = []
        for name in self.list(row["After"]):
            if (project, name) in self.chunks:
                after.append(self.chunks[project, name])
            else:
                other, chunk = (part.strip() for part in name.split(" / ", 1))
                after.append(self.chunks[other, chunk])
        return Chunk(
            key=n,
            name=row["Chunk"],
            project=self.projects[project],
            kind=KINDS.index(row["Kind"]),
            discipline=self.disciplines.index(row["Discipline"]),
            low=row["Low"],
            likely=float(row["Likely"]),
            high=row["High"],
            start=day(row["Start"]),
            weeks=float(row["Weeks"]),
            shape=row["Shape"] or "flat",
            after=tuple(after),
            lag=float(row["Lag"] or 0.0),
            max_people=row["Max people"],
            owner=self.owner(
                self.rule("chunk", f"{project} / {row['Chunk']}", scenario),
                self.at(row["Team"]),
                self.rule("kind", row["Kind"], scenario),
                self.rule("project", project, scenario),
                self.at(self.rows("Projects")[self.projects[project]]["Team"]),
            ),
            who=tuple(self.people[name] for name in self.list(row["Who"])),
            done=row.get("Done"),
        )

    def service(self, n: int, row: Row, scenario: str) -> Service:
        return Service(
            key=n,
            name=row["Service"],
            kind=KINDS.index(row["Kind"]),
            discipline=self.disciplines.index(row["Discipline"]),
            arrivals=float(row["Arrivals per week"]),
            days_each=float(row["Days each"]),
            dispersion=float(row["Dispersion"] or 1.0),
            surges=tuple(
                (*span(surge), 1.0 if surge["Factor"] is None else float(surge["Factor"]))
                for surge in self.rows("Surges")
                if surge["Service"] == row["Service"]
            ),
            owner=self.owner(
                self.rule("service", row["Service"], scenario),
                self.at(row["Team"]),
                self.rule("kind", row["Kind"], scenario),
            ),
        )
