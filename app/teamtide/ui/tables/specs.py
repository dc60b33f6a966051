"""The tables of a plan: which rows, which columns, what a new row starts as.

Header words are those of the plan workbook, so that what is copied here can be pasted there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from teamtide.capacity.inputs import KINDS
from teamtide.plan.assigning import item_name
from teamtide.plan.row_rules import CONTOURS
from teamtide.plan.rows import (
    INTERRUPTS,
    OWNED_TYPES,
    STATUSES,
    TEAM_KINDS,
    Chunk,
    Goal,
    Holiday,
    Leave,
    Owner,
    Person,
    Pin,
    Placement,
    Project,
    Row,
    Scenario,
    Service,
    Surge,
    Team,
)
from teamtide.plan.state import State
from teamtide.ui.fields import texts
from teamtide.ui.fields.people import chunk_label, chunk_named, joined, named, split_list
from teamtide.ui.fields.texts import Wrong
from teamtide.ui.tables import columns as c
from teamtide.ui.tables.columns import Column, Held, Table
from teamtide.ui.tables.wish_specs import NOTES, PAIRS, PINS

SHAPES = (*CONTOURS, "burst 4/1", "burst 6/2")


def free_name(state: State, cls: type[Row], wanted: str) -> str:
    """`wanted`, or with the first number that no row of the class has."""
    taken = {str(getattr(row, "name", "")).casefold() for row in state.rows(cls)}
    name, count = wanted, 2
    while name.casefold() in taken:
        name, count = f"{wanted} {count}", count + 1
    return name


def _disciplines(state: State) -> Sequence[str]:
    return state.plan.disciplines


def _first(state: State, cls: type[Row], noun: str) -> Any:
    rows = state.rows(cls)
    if not rows:
        raise Wrong(f"Add a {noun} first.")
    return rows[0].id


def _named(cls: type[Row], word: str, **values: Any) -> Callable[[State], dict[str, Any]]:
    return lambda state: {"name": free_name(state, cls, word), **values}


def _shape_options(_: State) -> Sequence[str]:
    return SHAPES


def _shape() -> Column:
    def read(_state: State, _held: Held, said: str) -> dict[str, Any]:
        return {"shape": " ".join(said.split()).casefold() or "flat"}

    return Column(
        "Shape",
        lambda _, row: row.shape,
        read,
        options=lambda state, _row: _shape_options(state),
        tip="How the effort spreads over the weeks; burst 4/1 is 1 busy week of every 4",
    )


def _after() -> Column:
    def show(state: State, row: Chunk) -> str:
        names = []
        for chunk_id in row.after:
            before = state.get(Chunk, chunk_id)
            same = before.project == row.project
            names.append(before.name if same else chunk_label(state, before))
        return joined(names)

    def read(state: State, held: Held, said: str) -> dict[str, Any]:
        project = held.get("project")
        return {"after": tuple(chunk_named(state, p, project).id for p in split_list(said))}

    tip = "Chunks that must end first, with semicolons"
    return Column("After", show, read, width=130, tip=tip, late=True)


def _item() -> Column:
    def read(state: State, held: Held, said: str) -> dict[str, Any]:
        values: dict[str, Any] = dict.fromkeys(OWNED_TYPES)
        wanted, kind = said.strip(), held.get("type", "project")
        if kind == "kind":
            if wanted.casefold() not in KINDS:
                raise Wrong(f"“{wanted}” is not one of {', '.join(KINDS)}.")
            values["kind"] = wanted.casefold()
        elif kind == "chunk":
            values["chunk"] = chunk_named(state, wanted, None).id
        elif kind == "service":
            values["service"] = named(state, Service, wanted, "service").id
        else:
            values["project"] = named(state, Project, wanted, "project").id
        return values

    def show(state: State, row: Owner) -> str:
        kind, key = row.item
        if kind == "kind":
            return str(key)
        chunk = state.find(Chunk, row.chunk)
        return chunk_label(state, chunk) if chunk is not None else item_name(state, row.item)

    def options(state: State, row: Owner) -> Sequence[str]:
        if row.type == "kind":
            return KINDS
        if row.type == "chunk":
            return [chunk_label(state, chunk) for chunk in state.rows(Chunk)]
        cls = Service if row.type == "service" else Project
        return [str(getattr(one, "name", "")) for one in state.rows(cls)]

    return Column("Item", show, read, options=options, width=170)


def _owner_type() -> Column:
    def read(state: State, _held: Held, said: str) -> dict[str, Any]:
        kind = said.strip().casefold()
        if kind not in OWNED_TYPES:
            raise Wrong(f"“{said.strip()}” is not one of {', '.join(OWNED_TYPES)}.")
        values: dict[str, Any] = dict.fromkeys(OWNED_TYPES)
        first = {"project": Project, "chunk": Chunk, "service": Service}
        values[kind] = KINDS[0] if kind == "kind" else _first(state, first[kind], kind)
        return {"type": kind, **values}

    return Column("Type", lambda _, row: row.type, read, options=lambda _s, _r: OWNED_TYPES)


def _unpinned(state: State) -> Any:
    """The first person who is not pinned: a new placement moves whom it is about."""
    free = (row.id for row in state.rows(Person) if not state.where(Pin, "person", row.id))
    return next(free, None) or _first(state, Person, "person")


def _scenario() -> Column:
    return c.ref("scenario", "Scenario", Scenario, "scenario", optional=False)


PEOPLE = Table(
    "People",
    Person,
    (
        c.text("code", "ID", width=70),
        c.text("name", "Name", width=150),
        c.text("email", "Email", width=170),
        c.text("title", "Title", width=150),
        c.choice("discipline", "Discipline", _disciplines),
        c.skills("skills", "Skills", tip="Beside the discipline: infrastructure 0.6; software 0.3"),
        c.number("fte", "FTE", read=texts.parse_fte, blank=1.0, width=60),
        c.text("location", "Location", width=90),
        c.day("start", "Start", tip="First day of employment"),
        c.day("end", "End", tip="Last day of employment"),
        c.text("manager", "Manager"),
    ),
    lambda state: {
        "name": free_name(state, Person, "New person"),
        "discipline": state.plan.disciplines[0],
    },
    hint="Nobody yet. Add people, paste them from Excel, or import a roster.",
)
LEAVE = Table(
    "Leave",
    Leave,
    (
        c.person("person", "Person"),
        c.day("first", "From"),
        c.day("last", "To"),
        c.number(
            "fraction",
            "Fraction",
            read=texts.parse_percent,
            show=texts.percent_text,
            blank=1.0,
            tip="100 % is all day, 50 % half days",
        ),
    ),
    lambda state: {
        "person": _first(state, Person, "person"),
        "first": state.plan.start,
        "last": state.plan.start,
    },
    frozenset({Person}),
    "No leave yet. Both days count; a blank day leaves that end open.",
)
HOLIDAYS = Table(
    "Holidays",
    Holiday,
    (
        c.text("location", "Location", tip="As written with the people; blank is everybody else"),
        c.day("day", "Date", needed=True),
        c.text("name", "Name", width=180),
    ),
    lambda state: {"location": "", "day": state.plan.start, "name": ""},
    hint="No public holidays yet. They apply to people of the same location.",
)
TEAMS = Table(
    "Teams",
    Team,
    (
        c.text("name", "Team", width=150),
        c.choice("kind", "Kind", lambda _: TEAM_KINDS),
        c.person("lead", "Lead", optional=True),
        c.number("ceremony_hours", "Ceremony hours", width=110, tip="Per person and week"),
        c.choice("interrupts", "Interrupts", lambda _: INTERRUPTS, optional=True),
    ),
    _named(Team, "New team"),
    frozenset({Person}),
    "No teams yet. Add one; it becomes a column of the board.",
)
GOALS = Table(
    "Goals",
    Goal,
    (
        c.text("name", "Goal", width=200),
        c.number("rank", "Rank", read=texts.parse_whole),
        c.number(
            "wanted_share",
            "Wanted share",
            read=texts.parse_percent,
            show=texts.percent_text,
            width=100,
        ),
    ),
    _named(Goal, "New goal"),
    hint="No goals yet. Goals say what projects are for.",
)
PROJECTS = Table(
    "Projects",
    Project,
    (
        c.text("name", "Project", width=180),
        c.ref("team", "Team", Team, "team", tip="Who owns it where no scenario says otherwise"),
        c.ref("goal", "Goal", Goal, "goal"),
        c.number("priority", "Priority", read=texts.parse_whole, tip="1 comes first"),
        c.choice("status", "Status", lambda _: STATUSES, optional=True),
        c.day("deadline", "Deadline"),
    ),
    _named(Project, "New project"),
    frozenset({Team, Goal}),
    "No projects yet. Add one here, or with Quick work.",
)


def _two_digits(days: float | None) -> str:
    return texts.number_text(days, 2)


DONE_TIP = "Days worked on it before the plan starts: the first days of its work ask for nothing"
CHUNKS = Table(
    "Chunks",
    Chunk,
    (
        c.ref("project", "Project", Project, "project", optional=False),
        c.text("name", "Chunk"),
        c.choice("kind", "Kind", lambda _: KINDS),
        c.choice("discipline", "Discipline", _disciplines),
        c.number("low", "Low", width=60, tip="Days in the best of ten cases"),
        c.number("likely", "Likely", needed=True, width=60, tip="Person-days"),
        c.number("high", "High", width=60, tip="Days in the worst of ten cases"),
        c.day("start", "Start"),
        c.number("weeks", "Weeks", needed=True, width=60),
        _shape(),
        _after(),
        c.number("lag", "Lag", width=60, tip="Weeks between the chunks before and this one"),
        c.number("max_people", "Max people", width=84),
        c.ref("team", "Team", Team, "team", tip="Where another team than the project's does it"),
        c.people("who", "Who", tip="The people who do it, with semicolons"),
        c.number("done", "Done", show=_two_digits, width=60, tip=DONE_TIP),
    ),
    lambda state: {
        "project": _first(state, Project, "project"),
        "name": free_name(state, Chunk, "New chunk"),
        "kind": KINDS[0],
        "discipline": state.plan.disciplines[0],
        "likely": 10.0,
        "weeks": 4.0,
    },
    frozenset({Project, Team, Person}),
    "No chunks yet. A project is made of chunks: pieces of work with an effort and a time.",
)
SERVICES = Table(
    "Services",
    Service,
    (
        c.text("name", "Service", width=170),
        c.choice("kind", "Kind", lambda _: KINDS),
        c.choice("discipline", "Discipline", _disciplines),
        c.number("arrivals", "Arrivals per week", needed=True, width=120),
        c.number("days_each", "Days each", needed=True, width=84),
        c.number(
            "dispersion", "Dispersion", blank=1.0, width=84, tip="1 is steady luck, 2 to 7 a desk"
        ),
        c.ref("team", "Team", Team, "team"),
    ),
    lambda state: {
        "name": free_name(state, Service, "New service"),
        "kind": "support",
        "discipline": state.plan.disciplines[0],
        "arrivals": 5.0,
        "days_each": 0.5,
    },
    frozenset({Team}),
    "No services yet. A service is work that never ends, such as support.",
)
SURGES = Table(
    "Surges",
    Surge,
    (
        c.ref("service", "Service", Service, "service", optional=False),
        c.day("first", "From"),
        c.day("last", "To"),
        c.number("factor", "Factor", needed=True),
    ),
    lambda state: {
        "service": _first(state, Service, "service"),
        "first": state.plan.start,
        "last": state.plan.end,
        "factor": 2.0,
    },
    frozenset({Service}),
    "No surges yet. A surge multiplies a service's arrivals for some weeks.",
)
PLACEMENTS = Table(
    "Placements",
    Placement,
    (
        _scenario(),
        c.person("person", "Person"),
        c.day("start", "From", tip="Blank is from the beginning"),
        c.ref("team", "Team", Team, "team", blank="bench"),
        c.number(
            "share",
            "Share",
            read=texts.parse_percent,
            show=texts.percent_text,
            blank=1.0,
        ),
    ),
    lambda state: {
        "scenario": state.today,
        "person": _unpinned(state),
        "start": state.plan.start,
        "team": _first(state, Team, "team"),
        "share": 0.0,
    },
    frozenset({Person, Team, Scenario}),
    "Nobody is placed yet. Drag people into teams on the board.",
)
OWNERS = Table(
    "Owners",
    Owner,
    (
        _scenario(),
        _owner_type(),
        _item(),
        c.ref("team", "Team", Team, "team", blank="nobody"),
    ),
    lambda state: {
        "scenario": state.today,
        "type": "project",
        "project": _first(state, Project, "project"),
        "team": _first(state, Team, "team"),
    },
    frozenset({Project, Chunk, Service, Team, Scenario}),
    "No owners beyond what projects, chunks and services say themselves.",
)

TABLES: tuple[Table, ...] = (
    *(PEOPLE, LEAVE, HOLIDAYS, TEAMS, GOALS, PROJECTS),
    *(CHUNKS, SERVICES, SURGES, PLACEMENTS, OWNERS, PINS, PAIRS, NOTES),
)
