"""A plan as the sheets of a plan workbook.

The order of rows is the plan's order, and rows that have none of their own are put in a canonical
one, so that the same plan always gives the same cells. Texts go out without blanks around them,
because that is how they are compared when they come back.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from teamtide.exchange.books.cells import text_of
from teamtide.exchange.books.grids import Cell
from teamtide.exchange.books.references import (
    chunk_path,
    listed,
    person_ids,
    quoted,
    shortened,
)
from teamtide.exchange.plans.format import FORMAT, SETTING_KEYS
from teamtide.plan.rows import (
    Chunk,
    Goal,
    Holiday,
    Leave,
    Note,
    Owner,
    Pair,
    Person,
    PersonId,
    Pin,
    Placement,
    Project,
    ProjectChange,
    Row,
    Scenario,
    ScenarioId,
    Service,
    Surge,
    Team,
    TeamChange,
    TeamId,
)
from teamtide.plan.state import State

S = TypeVar("S", TeamChange, ProjectChange)
Rows = list[list[Cell]]
Sheets = dict[str, tuple[list[str], Rows]]


def sheets_of(state: State) -> Sheets:
    """Every plan sheet by name: its header words and its rows."""
    writer = _Writer(state)
    rows: dict[str, Rows] = {
        "Plan": writer.plan(),
        "Scenarios": [[s.name, s.description] for s in state.rows(Scenario)],
        "People": writer.people(),
        "Leave": writer.leave(),
        "Holidays": writer.holidays(),
        "Teams": [
            [t.name, t.kind, writer.person(t.lead), t.ceremony_hours, t.interrupts]
            for t in state.rows(Team)
        ],
        "Team changes": writer.team_changes(),
        "Goals": [[g.name, g.rank, g.wanted_share] for g in state.rows(Goal)],
        "Projects": [
            [p.name, writer.team(p.team), writer.goal(p), p.priority, p.status, p.deadline]
            for p in state.rows(Project)
        ],
        "Chunks": [writer.chunk(chunk) for chunk in state.rows(Chunk)],
        "Services": [
            [
                *(s.name, s.kind, s.discipline, s.arrivals, s.days_each, s.dispersion),
                writer.team(s.team),
            ]
            for s in state.rows(Service)
        ],
        "Surges": writer.surges(),
        "Placements": writer.placements(),
        "Owners": writer.owners(),
        "Project changes": writer.project_changes(),
        "Pins": writer.pins(),
        "Pairs": writer.pairs(),
        "Notes": writer.notes(),
    }
    return {
        name: (list(form.headers), [[_tidy(cell) for cell in row] for row in rows[name]])
        for name, form in FORMAT.items()
    }


def _tidy(cell: Cell) -> Cell:
    if isinstance(cell, str):
        return text_of(cell) or None
    # Spreadsheets hold no whole numbers beyond this; as text they keep their digits.
    return str(cell) if isinstance(cell, int) and abs(cell) > 2**53 else cell


def _day(day: date | None) -> tuple[bool, date]:
    return (day is not None, day or date.min)


class _Writer:
    """The rows of one state, with its rows' places in the plan looked up once."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.ids: dict[PersonId, str] = person_ids(state.rows(Person))
        self.place: dict[tuple[type[Row], int | str | None], int] = {}
        for cls in (Scenario, Person, Team, Project, Chunk, Service):
            for index, row in enumerate(state.rows(cls)):
                self.place[cls, row.id] = index
        # Today's placements from the beginning that are one team: the People sheet has them.
        first: dict[PersonId, list[Placement]] = {}
        for placement in state.where(Placement, "scenario", state.today):
            if placement.start is None:
                first.setdefault(placement.person, []).append(placement)
        self.short = {
            person: rows[0]
            for person, rows in first.items()
            if len(rows) == 1 and rows[0].team is not None
        }

    def person(self, person: PersonId | None) -> str:
        if person is None:
            return ""
        return self.ids[person] or text_of(self.state.get(Person, person).name)

    def team(self, team: TeamId | None) -> str:
        return "" if team is None else self.state.get(Team, team).name

    def scenario(self, scenario: ScenarioId) -> str:
        return self.state.get(Scenario, scenario).name

    def goal(self, project: Project) -> str:
        return "" if project.goal is None else self.state.get(Goal, project.goal).name

    def plan(self) -> Rows:
        plan = self.state.plan
        rows: Rows = [
            ["Name", plan.name],
            ["Start", plan.start],
            ["Weeks", plan.weeks],
            ["Today", self.scenario(plan.today)],
            ["disciplines", listed(map(text_of, plan.disciplines))],
            ["engineering", listed(map(text_of, plan.engineering))],
        ]
        if plan.began is not None:
            rows.insert(2, ["Began", plan.began])
        rows += [[key, getattr(plan, key)] for key in SETTING_KEYS]
        return rows

    def people(self) -> Rows:
        rows: Rows = []
        for p in self.state.rows(Person):
            short = self.short.get(p.id)
            skills = listed(f"{text_of(skill)} {text_of(level)}" for skill, level in p.skills)
            rows.append(
                [
                    *(self.ids[p.id], p.name, p.email, p.title, p.discipline, skills, p.fte),
                    *(p.location, p.start, p.end),
                    self.team(short.team) if short else None,
                    short.share if short else None,
                    p.manager,
                ]
            )
        return rows

    def leave(self) -> Rows:
        rows = sorted(
            self.state.rows(Leave),
            key=lambda r: (self.place[Person, r.person], _day(r.first), _day(r.last)),
        )
        return [[self.person(r.person), r.first, r.last, r.fraction] for r in rows]

    def holidays(self) -> Rows:
        found: dict[tuple[str, date], Holiday] = {}
        for row in self.state.rows(Holiday):
            found.setdefault((text_of(row.location), row.day), row)
        return [[place, day, found[place, day].name] for place, day in sorted(found)]

    def team_changes(self) -> Rows:
        rows = self._by_scenario(self.state.rows(TeamChange), Team, "team")
        return [
            [
                *(self.scenario(r.scenario), self.team(r.team), self.person(r.lead)),
                *(r.ceremony_hours, r.interrupts),
            ]
            for r in rows
        ]

    def project_changes(self) -> Rows:
        rows = self._by_scenario(self.state.rows(ProjectChange), Project, "project")
        return [
            [
                *(self.scenario(r.scenario), self.state.get(Project, r.project).name),
                *(r.status, r.priority, r.shift_weeks),
            ]
            for r in rows
        ]

    def _by_scenario(self, rows: Iterable[S], cls: type[Row], name: str) -> list[S]:
        return sorted(
            rows,
            key=lambda r: (self.place[Scenario, r.scenario], self.place[cls, getattr(r, name)]),
        )

    def chunk(self, chunk: Chunk) -> list[Cell]:
        after = []
        for before_id in chunk.after:
            before = self.state.get(Chunk, before_id)
            if before.project == chunk.project:
                after.append(quoted(shortened(text_of(before.name)), "/"))
            else:
                after.append(self.path(before))
        who = listed(shortened(self.person(person)) for person in chunk.who)
        return [
            *(self.state.get(Project, chunk.project).name, chunk.name, chunk.kind),
            *(chunk.discipline, chunk.low, chunk.likely, chunk.high, chunk.start, chunk.weeks),
            *(chunk.shape, listed(after), chunk.lag, chunk.max_people, self.team(chunk.team), who),
            chunk.done,
        ]

    def path(self, chunk: Chunk) -> str:
        project = self.state.get(Project, chunk.project)
        return chunk_path(text_of(project.name), text_of(chunk.name))

    def surges(self) -> Rows:
        rows = sorted(
            self.state.rows(Surge),
            key=lambda r: (self.place[Service, r.service], _day(r.first), _day(r.last)),
        )
        return [[self.state.get(Service, r.service).name, r.first, r.last, r.factor] for r in rows]

    def placements(self) -> Rows:
        shown = set(self.short.values())
        rows = sorted(
            (row for row in self.state.rows(Placement) if row not in shown),
            key=lambda r: (
                self.place[Scenario, r.scenario],
                self.place[Person, r.person],
                _day(r.start),
                self.place.get((Team, r.team), -1),
                r.share,
            ),
        )
        return [
            [
                *(self.scenario(r.scenario), self.person(r.person), r.start),
                *(self.team(r.team), r.share),
            ]
            for r in rows
        ]

    def owners(self) -> Rows:
        kinds = {"project": 0, "chunk": 1, "service": 2, "kind": 3}
        items: dict[str, type[Row]] = {"project": Project, "chunk": Chunk, "service": Service}

        def order(row: Owner) -> tuple[int, int, int, str]:
            place = self.place.get((items[row.type], row.item[1]), 0) if row.kind is None else 0
            return (self.place[Scenario, row.scenario], kinds[row.type], place, row.kind or "")

        return [
            [self.scenario(r.scenario), r.type, self._item(r) or r.kind, self.team(r.team)]
            for r in sorted(self.state.rows(Owner), key=order)
        ]

    def _item(self, row: Owner | Note) -> str:
        if row.project is not None:
            return self.state.get(Project, row.project).name
        if row.chunk is not None:
            return self.path(self.state.get(Chunk, row.chunk))
        if row.service is not None:
            return self.state.get(Service, row.service).name
        return ""

    # --- wishes and notes -----------------------------------------------------------------

    def pins(self) -> Rows:
        rows = sorted(
            self.state.rows(Pin),
            key=lambda r: (self.place[Person, r.person], self.place.get((Team, r.team), -1)),
        )
        return [[self.person(r.person), self.team(r.team), r.reason] for r in rows]

    def pairs(self) -> Rows:
        rows = sorted(
            self.state.rows(Pair),
            key=lambda r: (self.place[Person, r.first], self.place[Person, r.second]),
        )
        return [[self.person(r.first), self.person(r.second), r.wish, r.reason] for r in rows]

    def notes(self) -> Rows:
        kinds: dict[str, type[Row]] = {
            "person": Person,
            "team": Team,
            "project": Project,
            "chunk": Chunk,
            "service": Service,
        }

        def order(row: Note) -> tuple[int, int]:
            kind, item = row.item
            return (list(kinds).index(kind), self.place[kinds[kind], item])

        return [
            [r.item[0], self.person(r.person) or self.team(r.team) or self._item(r), r.text]
            for r in sorted(self.state.rows(Note), key=order)
        ]
