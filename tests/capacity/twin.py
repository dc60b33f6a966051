"""A slow second reading of the capacity model.

It exists so that the fast engine has somebody to disagree with: written from the model page alone,
in plain loops over people and days, sharing no line with `teamtide.capacity`. A plan comes in as
the sheets of a plan workbook (sheet name to rows, row = header word to value), because that is the
one form both sides can read without sharing code. Amounts are person-days.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from openpyxl import load_workbook

Row = dict[str, object]
Sheets = dict[str, list[Row]]

HEADERS: dict[str, tuple[str, ...]] = {
    "Plan": ("Setting", "Value"),
    "Scenarios": ("Scenario", "Description"),
    "People": (
        *("ID", "Name", "Email", "Title", "Discipline", "Skills", "FTE", "Location"),
        *("Start", "End", "Team", "Share", "Manager"),
    ),
    "Leave": ("Person", "From", "To", "Fraction"),
    "Holidays": ("Location", "Date", "Name"),
    "Teams": ("Team", "Kind", "Lead", "Ceremony hours", "Interrupts"),
    "Team changes": ("Scenario", "Team", "Lead", "Ceremony hours", "Interrupts"),
    "Goals": ("Goal", "Rank", "Wanted share"),
    "Projects": ("Project", "Team", "Goal", "Priority", "Status", "Deadline"),
    "Chunks": (
        *("Project", "Chunk", "Kind", "Discipline", "Low", "Likely", "High", "Start", "Weeks"),
        *("Shape", "After", "Lag", "Max people", "Team", "Who", "Done"),
    ),
    "Services": (
        *("Service", "Kind", "Discipline", "Arrivals per week", "Days each", "Dispersion"),
        "Team",
    ),
    "Surges": ("Service", "From", "To", "Factor"),
    "Placements": ("Scenario", "Person", "From", "Team", "Share"),
    "Owners": ("Scenario", "Type", "Item", "Team"),
    "Project changes": ("Scenario", "Project", "Status", "Priority", "Shift weeks"),
    "Pins": ("Person", "Team", "Reason"),
    "Pairs": ("Person", "Other", "Wish", "Reason"),
    "Notes": ("Type", "Item", "Note"),
}

KINDS = ("structured", "exploratory", "engagement", "infrastructure", "support")

DEFAULTS: dict[str, float] = {
    "overhead": 0.15,
    "ceremony_hours": 2.5,
    "switch": 0.10,
    "comm": 0.0,
    "move_start": 0.7,
    "move_weeks": 4,
    "hire_start": 0.5,
    "hire_weeks": 12,
    "mentor": 0.25,
    "help_min": 0.3,
    "burst_floor": 0.1,
}

# MS Project's work contours: the effort of ten equal segments of a chunk's length.
CONTOURS: dict[str, tuple[float, ...]] = {
    "flat": (100,) * 10,
    "back loaded": (10, 15, 25, 50, 50, 75, 75, 100, 100, 100),
    "front loaded": (100, 100, 100, 75, 75, 50, 50, 25, 15, 10),
    "double peak": (25, 50, 100, 50, 25, 25, 50, 100, 50, 25),
    "early peak": (25, 50, 100, 100, 75, 50, 50, 25, 15, 10),
    "late peak": (10, 15, 25, 50, 50, 75, 100, 100, 50, 25),
    "bell": (10, 20, 40, 80, 100, 100, 80, 40, 20, 10),
    "turtle": (25, 50, 75, 100, 100, 100, 100, 75, 50, 25),
}

NONE = 1e-9  # an amount up to this is no amount
COMES_BACK = 91  # days after which a return is a new join
DAY = timedelta(days=1)


# --- results ----------------------------------------------------------------------------------


@dataclass
class TeamWeeks:
    """One team's figures, a list entry per week; `load` is `inf` where nobody is there to do it."""

    capacity: list[float] = field(default_factory=list)
    demand: list[float] = field(default_factory=list)
    used: list[float] = field(default_factory=list)
    overload: list[float] = field(default_factory=list)
    idle: list[float] = field(default_factory=list)
    load: list[float] = field(default_factory=list)
    by_kind: dict[str, list[float]] = field(default_factory=dict)


@dataclass
class Expected:
    """Sections 1 to 3: planned demand against supply. `unowned` is demand per kind and week."""

    teams: dict[str, TeamWeeks]
    unowned: dict[str, list[float]]


@dataclass
class Projected:
    """Section 4: backlog and wants per team and week; finish week per `Project / Chunk` or None.

    Chunks of inactive projects are left out of `finish`.
    """

    backlog: dict[str, list[float]]
    wants: dict[str, list[float]]
    finish: dict[str, int | None]


# --- cells ------------------------------------------------------------------------------------


def read_sheets(path: Path | str) -> Sheets:
    """The rows of a plan workbook, by sheet and header word; dates without their time of day."""
    sheets: Sheets = {}
    book = load_workbook(path, data_only=True)
    for sheet in book.worksheets:
        table = list(sheet.iter_rows(values_only=True))
        header = [str(word) for word in table[0]] if table else []
        rows: list[Row] = []
        for line in table[1:]:
            if any(cell is not None for cell in line):
                cells = (cell.date() if isinstance(cell, datetime) else cell for cell in line)
                rows.append(dict(zip(header, cells, strict=True)))
        sheets[sheet.title] = rows
    book.close()
    return sheets


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _number(value: object, default: float) -> float:
    if value is None or value == "":
        return default
    if not isinstance(value, int | float):
        raise ValueError(f"not a number: {value!r}")
    return float(value)


def _optional(value: object) -> float | None:
    return None if value is None or value == "" else _number(value, 0.0)


def _day(value: object) -> date | None:
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    raise ValueError(f"not a date: {value!r}")


def _list(value: object) -> list[str]:
    return [part.strip() for part in _text(value).split(";") if part.strip()]


def _half_up(value: float) -> int:
    return math.floor(value + 0.5)


def _within(day: date, first: date | None, last: date | None) -> bool:
    return (first is None or first <= day) and (last is None or day <= last)


# --- the plan as one scenario sees it ---------------------------------------------------------


@dataclass
class Cohort:
    """A part of a person's share in a team that joined on one day (None: never had a join)."""

    size: float
    joined: date | None


@dataclass
class Stay:
    """What a person's placement is from a day on (None: from the beginning)."""

    since: date | None
    cohorts: dict[str, list[Cohort]]

    def share(self, team: str) -> float:
        return sum(cohort.size for cohort in self.cohorts.get(team, []))


@dataclass
class Person:
    name: str
    order: int
    primary: int
    skill: tuple[float, ...]
    fte: float
    start: date | None
    end: date | None
    holidays: set[date]
    leave: list[tuple[date | None, date | None, float]]
    stays: list[Stay]

    def employed(self, day: date) -> bool:
        return _within(day, self.start, self.end)

    def available(self, day: date) -> float:
        if day.weekday() >= 5 or day in self.holidays or not self.employed(day):
            return 0.0
        away = sum(part for first, last, part in self.leave if _within(day, first, last))
        return self.fte * (1 - min(1.0, away))

    def stay(self, day: date) -> Stay:
        """The newest placement set that holds on a day."""
        holds = Stay(None, {})
        for stay in self.stays:
            if stay.since is None or stay.since <= day:
                holds = stay
        return holds


@dataclass
class Team:
    name: str
    ceremony_hours: float
    rota: bool


@dataclass
class Item:
    """A chunk or service: what asks for work, of which kind, and who has to answer."""

    name: str
    kind: str
    discipline: int
    interrupting: bool
    thread: tuple[str, str]
    owner: str | None
    who: list[Person]
    planned: dict[int, float]  # week (also outside the horizon) to person-days still to be done
    done_order: tuple[int, float, date, int]  # who is served first in section 4


@dataclass
class Chunk(Item):
    active: bool
    left: float  # of the expected effort, without the days done before the plan
    over: bool  # done before the plan
    first: date
    last: date
    after: list[Chunk]
    lag: float
    max_people: float | None

    @property
    def owned(self) -> bool:
        return self.owner is not None or bool(self.who)


@dataclass
class Model:
    start: date
    weeks: int
    settings: dict[str, float]
    disciplines: list[str]
    teams: list[Team]
    people: list[Person]
    chunks: list[Chunk]
    services: list[Item]

    @property
    def items(self) -> list[Item]:
        """Whatever asks for work in this scenario."""
        return [*self.services, *(chunk for chunk in self.chunks if chunk.active)]

    def days(self, week: int) -> list[date]:
        monday = self.start + week * 7 * DAY
        return [monday + i * DAY for i in range(5)]

    def week_of(self, day: date) -> int:
        return (day - self.start).days // 7


@dataclass
class Overlay:
    """What a scenario says, and what Today says; the scenario goes first."""

    sheets: Sheets
    scenario: str
    today: str

    def _rows(self, sheet: str, scenario: str, **match: str) -> Iterator[Row]:
        for row in self.sheets.get(sheet, []):
            if _text(row.get("Scenario")) == scenario and all(
                _text(row.get(column)) == value for column, value in match.items()
            ):
                yield row

    def cell(self, sheet: str, column: str, default: object, **match: str) -> object:
        """Fall-back per cell: the scenario's, Today's, the plan's own."""
        for scenario in (self.scenario, self.today):
            for row in self._rows(sheet, scenario, **match):
                if _text(row.get(column)):
                    return row.get(column)
        return default

    def owner(self, kind_of_item: str, item: str) -> str | None:
        """Fall-back per item: a row with a blank team takes Today's row away."""
        for scenario in (self.scenario, self.today):
            for row in self._rows("Owners", scenario, Type=kind_of_item, Item=item):
                return _text(row.get("Team")) or None
        return None

    def sets(self, scenario: str, person: str) -> dict[date | None, dict[str, float]]:
        """The placement sets a scenario gives a person, by date (None: from the beginning)."""
        found: dict[date | None, dict[str, float]] = {}
        for row in self._rows("Placements", scenario, Person=person):
            shares = found.setdefault(_day(row.get("From")), {})
            team = _text(row.get("Team"))
            if team:
                shares[team] = shares.get(team, 0.0) + _number(row.get("Share"), 1.0)
        return found


def _read(sheets: Sheets, scenario: str) -> Model:
    plan = {_text(row.get("Setting")): row.get("Value") for row in sheets.get("Plan", [])}
    start = _day(plan["Start"])
    if start is None or start.weekday() != 0:
        raise ValueError(f"a plan starts on a Monday, not on {start}")
    # Options begin where the plan did before it was first rolled forward.
    beginning = min(start, _day(plan.get("Began")) or start)
    settings = {key: _number(plan.get(key), default) for key, default in DEFAULTS.items()}
    disciplines = _list(plan.get("disciplines"))
    overlay = Overlay(sheets, scenario, _text(plan.get("Today")) or "Today")
    teams = _read_teams(sheets, overlay, settings)
    people = _read_people(sheets, overlay, beginning, disciplines)
    model = Model(
        start,
        int(_number(plan["Weeks"], 0)),
        settings,
        disciplines,
        teams,
        people,
        [],
        [],
    )
    model.services = _read_services(sheets, overlay, model)
    model.chunks = _read_chunks(sheets, overlay, model)
    return model


def _read_teams(sheets: Sheets, overlay: Overlay, settings: Mapping[str, float]) -> list[Team]:
    teams = []
    for row in sheets.get("Teams", []):
        name = _text(row["Team"])

        def said(column: str, row: Row = row, name: str = name) -> object:
            return overlay.cell("Team changes", column, row.get(column), Team=name)

        hours = _number(said("Ceremony hours"), settings["ceremony_hours"])
        teams.append(Team(name, hours, _text(said("Interrupts")) == "rota"))
    return teams


def _name_of(row: Row) -> str:
    return _text(row.get("ID")) or _text(row.get("Name"))


def _read_people(
    sheets: Sheets, overlay: Overlay, beginning: date, disciplines: list[str]
) -> list[Person]:
    people = []
    for order, row in enumerate(sheets.get("People", [])):
        name = _name_of(row)
        primary = disciplines.index(_text(row["Discipline"]))
        skill = [0.0] * len(disciplines)
        skill[primary] = 1.0
        for listed in _list(row.get("Skills")):
            discipline, _, level = listed.rpartition(" ")
            skill[disciplines.index(discipline.strip())] = float(level)
        location = _text(row.get("Location"))
        holidays = {
            day
            for off in sheets.get("Holidays", [])
            if location and _text(off.get("Location")) == location and (day := _day(off["Date"]))
        }
        leave = [
            (_day(off.get("From")), _day(off.get("To")), _number(off.get("Fraction"), 1.0))
            for off in sheets.get("Leave", [])
            if _text(off.get("Person")) == name
        ]
        today = overlay.sets(overlay.today, name)
        if _text(row.get("Team")) and None not in today:
            today[None] = {_text(row["Team"]): _number(row.get("Share"), 1.0)}
        option = {} if overlay.scenario == overlay.today else overlay.sets(overlay.scenario, name)
        people.append(
            Person(
                name=name,
                order=order,
                primary=primary,
                skill=tuple(skill),
                fte=_number(row.get("FTE"), 1.0),
                start=_day(row.get("Start")),
                end=_day(row.get("End")),
                holidays=holidays,
                leave=leave,
                stays=_stays(today, option, beginning),
            )
        )
    return people


# --- 1. supply --------------------------------------------------------------------------------

Sets = Mapping[date | None, Mapping[str, float]]


def _stays(today: Sets, option: Sets, beginning: date) -> list[Stay]:
    """Play a person's placement sets in order and keep the cohorts after each."""

    def by_date(sets: Sets) -> list[date | None]:
        return sorted(sets, key=lambda day: (day is not None, day or date.min))

    own = by_date(option)
    kept = by_date(today)
    if own:
        first = own[0] or beginning
        kept = [day for day in kept if day is None or day < first]
    # When a set starts to hold, the day of its leavings, the day of its joins, and its shares. An
    # option's set from the beginning acts where the plan began, and no join of its own is earlier.
    moves = [(day, day, day, today[day]) for day in kept]
    moves += [
        (
            max(day or beginning, beginning),
            day or beginning,
            max(day or beginning, beginning),
            option[day],
        )
        for day in own
    ]

    stays: list[Stay] = []
    cohorts: dict[str, list[Cohort]] = {}
    gone: dict[str, list[tuple[date, Cohort]]] = {}  # per team, last gone at the end
    for since, moved, joined, shares in moves:
        cohorts = {team: [Cohort(c.size, c.joined) for c in now] for team, now in cohorts.items()}
        for team in [*cohorts, *(team for team in shares if team not in cohorts)]:
            now = cohorts.setdefault(team, [])
            change = shares.get(team, 0.0) - sum(cohort.size for cohort in now)
            if change < -NONE:
                assert moved is not None
                gone.setdefault(team, []).extend((moved, c) for c in _take_newest(now, -change))
            elif change > NONE:
                back = gone.setdefault(team, [])
                while change > NONE and back:
                    left, cohort = back[-1]
                    assert moved is not None
                    if (moved - left).days > COMES_BACK:
                        break
                    size = min(change, cohort.size)
                    now.append(Cohort(size, cohort.joined))
                    change -= size
                    cohort.size -= size
                    if cohort.size <= NONE:
                        back.pop()
                if change > NONE:
                    now.append(Cohort(change, joined))
        stays.append(Stay(since, cohorts))
    return stays


def _take_newest(now: list[Cohort], amount: float) -> list[Cohort]:
    """Take an amount out of the cohorts, newest first; hand back what was taken, in that order."""
    now.sort(key=lambda cohort: cohort.joined or date.min)
    taken = []
    while amount > NONE and now:
        size = min(amount, now[-1].size)
        taken.append(Cohort(size, now[-1].joined))
        now[-1].size -= size
        amount -= size
        if now[-1].size <= NONE:
            now.pop()
    return taken


def _ramp(day: date, since: date, first: float, weeks: float) -> float:
    days = (day - since).days
    return 1.0 if days >= 7 * weeks else min(1.0, first + (1 - first) * days / (7 * weeks))


def _cohort_ramp(model: Model, person: Person, cohort: Cohort, day: date) -> float:
    s = model.settings
    ramp = 1.0
    if person.start is not None:
        ramp = _ramp(day, person.start, s["hire_start"], s["hire_weeks"])
    if cohort.joined is not None and (person.start is None or cohort.joined > person.start):
        ramp = min(ramp, _ramp(day, cohort.joined, s["move_start"], s["move_weeks"]))
    return ramp


@dataclass
class Given:
    """What one person gives one team in one week, on the way to `base`."""

    person: Person
    gross: float = 0.0
    effective: float = 0.0
    at_full_ramp: float = 0.0  # part of gross, in days
    attended: int = 0  # days
    presence: float = 0.0  # Σ avail · share, days
    size: float = 0.0  # Σ FTE · share while employed, leave and holidays ignored
    base: float = 0.0


def _given(model: Model, team: Team, week: int) -> list[Given]:
    """Everybody of a team in a week, after overhead, ceremonies and helping newcomers."""
    s = model.settings
    everybody = []
    for person in model.people:
        given = Given(person)
        for day in model.days(week):
            stay = person.stay(day)
            share = stay.share(team.name)
            if share <= NONE:
                continue
            if person.employed(day):
                given.size += person.fte * share
            available = person.available(day)
            if available <= NONE:
                continue
            shares = [stay.share(name) for name in stay.cohorts]
            effective_teams = sum(shares) ** 2 / sum(each * each for each in shares)
            split = 1 - min(0.5, s["switch"] * (effective_teams - 1))
            given.attended += 1
            given.presence += available * share
            given.gross += available * share * split
            for cohort in stay.cohorts[team.name]:
                ramp = _cohort_ramp(model, person, cohort, day)
                given.effective += available * split * cohort.size * ramp
                if ramp >= 1.0:
                    given.at_full_ramp += available * split * cohort.size
        everybody.append(given)

    n = sum(given.size for given in everybody) / 5
    for given in everybody:
        worked = given.effective * (1 - s["overhead"]) / (1 + s["comm"] * n * n)
        given.base = max(0.0, worked - team.ceremony_hours / 8 * given.attended / 5)
    _help_newcomers(model, everybody)
    return everybody


def _help_newcomers(model: Model, everybody: list[Given]) -> None:
    base = [given.base for given in everybody]
    settled = [
        given.base * given.at_full_ramp / given.gross if given.gross > NONE else 0.0
        for given in everybody
    ]
    for discipline in range(len(model.disciplines)):
        theirs = [given.person.primary == discipline for given in everybody]
        need = model.settings["mentor"] * sum(
            given.gross - given.effective
            for given, one_of_them in zip(everybody, theirs, strict=True)
            if one_of_them
        )
        own_settled = [
            amount if one_of_them else 0.0
            for amount, one_of_them in zip(settled, theirs, strict=True)
        ]
        for pool in (own_settled, settled, base):
            if sum(pool) > NONE:
                part = min(1.0, need / sum(pool))
                for given, amount in zip(everybody, pool, strict=True):
                    given.base -= part * amount
                break
    for given in everybody:
        given.base = max(0.0, given.base)


@dataclass
class Group:
    """People who are alike, or one who is named."""

    primary: int
    skill: tuple[float, ...]
    named: Person | None
    supply: float = 0.0
    presence: float = 0.0


def _groups(model: Model, everybody: list[Given]) -> list[Group]:
    named = {person.order for chunk in model.chunks if chunk.active for person in chunk.who}
    groups: dict[tuple[int, tuple[float, ...], bool, int], Group] = {}
    for given in everybody:
        person = given.person
        alone = person.order in named
        # Sorting by this key is the order of groups.
        key = (
            person.primary,
            tuple(-level for level in person.skill),
            alone,
            person.order if alone else 0,
        )
        group = groups.setdefault(
            key, Group(person.primary, person.skill, person if alone else None)
        )
        group.supply += given.base
        group.presence += given.presence
    return [groups[key] for key in sorted(groups)]


# --- 2. demand --------------------------------------------------------------------------------


def _weekdays(first: date, count: int) -> list[date]:
    days: list[date] = []
    day = first
    while len(days) < count:
        if day.weekday() < 5:
            days.append(day)
        day += DAY
    return days


def _weights(shape: str, days: list[date], burst_floor: float) -> list[float]:
    """Each day's part of the effort; they sum to 1."""
    if shape.startswith("burst"):
        period, on = (int(part) for part in shape.removeprefix("burst").split("/"))
        raw = [1.0 if (day - days[0]).days // 7 % period < on else burst_floor for day in days]
    else:
        contour = CONTOURS[shape or "flat"]
        raw = []
        for j in range(len(days)):
            low, high = 10 * j / len(days), 10 * (j + 1) / len(days)
            raw.append(
                sum(
                    height * max(0.0, min(high, i + 1) - max(low, i))
                    for i, height in enumerate(contour)
                )
            )
    return [weight / sum(raw) for weight in raw]


def _read_services(sheets: Sheets, overlay: Overlay, model: Model) -> list[Item]:
    services = []
    for order, row in enumerate(sheets.get("Services", [])):
        name, kind = _text(row["Service"]), _text(row["Kind"])
        own = overlay.owner("service", name) or _text(row.get("Team"))
        per_week = _number(row["Arrivals per week"], 0.0) * _number(row["Days each"], 0.0)
        planned = {}
        for week in range(model.weeks):
            total = 0.0
            for day in model.days(week):
                factor = 1.0
                for surge in sheets.get("Surges", []):
                    if _text(surge.get("Service")) == name and _within(
                        day, _day(surge.get("From")), _day(surge.get("To"))
                    ):
                        factor *= _number(surge.get("Factor"), 1.0)
                total += per_week * factor / 5
            planned[week] = total
        services.append(
            Item(
                name=name,
                kind=kind,
                discipline=model.disciplines.index(_text(row["Discipline"])),
                interrupting=True,
                thread=("service", name),
                owner=own or overlay.owner("kind", kind),
                who=[],
                planned=planned,
                done_order=(0, 0.0, date.min, order),
            )
        )
    return services


def _read_chunks(sheets: Sheets, overlay: Overlay, model: Model) -> list[Chunk]:
    rows = {f"{_text(r['Project'])} / {_text(r['Chunk'])}": r for r in sheets.get("Chunks", [])}
    projects = {_text(row["Project"]): row for row in sheets.get("Projects", [])}
    people = {person.name: person for person in model.people}
    order = {path: i for i, path in enumerate(rows)}
    read: dict[str, Chunk] = {}

    def chunk(path: str, waiting: tuple[str, ...]) -> Chunk:
        if path in waiting:
            raise ValueError("cycle: " + " → ".join((*waiting, path)))
        if path in read:
            return read[path]
        row = rows[path]
        project = _text(row["Project"])

        def said(column: str) -> object:
            default = projects.get(project, {}).get(column)
            return overlay.cell("Project changes", column, default, Project=project)

        after = []
        for name in _list(row.get("After")):
            same_project = f"{project} / {name}"
            target = same_project if same_project in rows else name
            after.append(chunk(target, (*waiting, path)))
        lag = _number(row.get("Lag"), 0.0)
        first = _first_day(
            model, _day(row.get("Start")), int(_number(said("Shift weeks"), 0)), after, lag
        )
        days = _weekdays(first, max(1, _half_up(5 * _number(row.get("Weeks"), 1.0))))
        low, high = _optional(row.get("Low")), _optional(row.get("High"))
        effort = _number(row["Likely"], 0.0)
        if low is not None and high is not None:
            effort = 0.3 * low + 0.4 * effort + 0.3 * high
        weights = _weights(_text(row.get("Shape")), days, model.settings["burst_floor"])
        done = _number(row.get("Done"), 0.0)
        over = done > 0 and done >= effort * (1 - 1e-9)
        planned: dict[int, float] = {}
        gone = 0.0  # of the work, by the end of a day; its first days are those that are done
        for day, weight in zip(days, weights, strict=True):
            week = model.week_of(day)
            asked = max(0.0, gone + effort * weight - done) - max(0.0, gone - done)
            gone += effort * weight
            planned[week] = planned.get(week, 0.0) + (0.0 if over else asked)
        kind = _text(row["Kind"])
        interrupting = kind in ("engagement", "support")
        project_team = _text(projects.get(project, {}).get("Team")) or None
        priority = _number(said("Priority"), math.inf)
        read[path] = Chunk(
            name=path,
            kind=kind,
            discipline=model.disciplines.index(_text(row["Discipline"])),
            interrupting=interrupting,
            thread=("interrupting" if interrupting else "others", project),
            owner=overlay.owner("chunk", path)
            or _text(row.get("Team"))
            or overlay.owner("kind", kind)
            or overlay.owner("project", project)
            or project_team,
            who=[people[name] for name in dict.fromkeys(_list(row.get("Who")))],
            planned=planned,
            done_order=(1, priority, days[0], order[path]),
            active=(_text(said("Status")) or "active") == "active",
            left=0.0 if over else effort - done,
            over=over,
            first=days[0],
            last=days[-1],
            after=after,
            lag=lag,
            max_people=_optional(row.get("Max people")),
        )
        return read[path]

    return [chunk(path, ()) for path in rows]


def _first_day(
    model: Model, start: date | None, shift: int, after: list[Chunk], lag: float
) -> date:
    days = []
    if start is not None:
        shifted = start + 7 * shift * DAY
        if shift < 0:
            shifted = max(shifted, min(start, model.start))
        days.append(shifted)
    for predecessor in after:
        days.append(predecessor.last + DAY + _half_up(7 * lag) * DAY)
    return max(days, default=model.start)


@dataclass
class Part:
    """The part of an item's work that one team (or one named person in it) is asked for."""

    item: Item
    team: str | None
    person: Person | None
    amount: float

    @property
    def round(self) -> int:
        if self.person is not None:
            return 2
        return 1 if self.item.interrupting else 3

    @property
    def pool(self) -> Pool:
        return self.round, self.item.discipline, self.person.order if self.person else -1


Pool = tuple[int, int, int]  # round, discipline, person's order (-1: nobody named)


def _parts(model: Model, item: Item, week: int, amount: float) -> list[Part]:
    """Who is asked for an item's work in a week."""
    present: list[tuple[Person, dict[str, float]]] = []
    for person in item.who:
        shares: dict[str, float] = {}
        for day in model.days(week):
            if person.employed(day):
                stay = person.stay(day)
                for team in stay.cohorts:
                    shares[team] = shares.get(team, 0.0) + stay.share(team)
        if sum(shares.values()) > NONE:
            present.append((person, shares))
    if not present:
        return [Part(item, item.owner, None, amount)]
    return [
        Part(item, team, person, amount / len(present) * share / sum(shares.values()))
        for person, shares in present
        for team, share in shares.items()
        if share > NONE
    ]


# --- 3. expected load -------------------------------------------------------------------------


@dataclass
class Allocation:
    """`time[g][pool]` taken of each group, work `done` and `unmet` per pool, supply `left`."""

    time: list[dict[Pool, float]]
    done: dict[Pool, float]
    unmet: dict[Pool, float]
    left: list[float]


def _allocate(
    model: Model, groups: list[Group], supply: list[float], parts: list[Part]
) -> Allocation:
    unmet: dict[Pool, float] = {}
    for part in parts:
        unmet[part.pool] = unmet.get(part.pool, 0.0) + part.amount
    asked = dict(unmet)
    left = list(supply)
    time: list[dict[Pool, float]] = [{} for _ in groups]

    def take(g: int, pool: Pool) -> None:
        level = groups[g].skill[pool[1]]
        if level <= 0 or unmet.get(pool, 0.0) <= 0:
            return
        spent = min(left[g], unmet[pool] / level)
        time[g][pool] = time[g].get(pool, 0.0) + spent
        left[g] -= spent
        unmet[pool] = max(0.0, unmet[pool] - spent * level)

    disciplines = range(len(model.disciplines))
    for round_ in (1, 2, 3):
        if round_ == 2:
            for person in model.people:
                for g, group in enumerate(groups):
                    if group.named is person:
                        for d in disciplines:
                            take(g, (2, d, person.order))
            continue
        for d in disciplines:
            own = [g for g, group in enumerate(groups) if group.primary == d]
            own.sort(key=lambda g: (groups[g].named is not None, -groups[g].skill[d], g))
            for g in own:
                take(g, (round_, d, -1))
        short = [d for d in disciplines if unmet.get((round_, d, -1), 0.0) > NONE]
        helpers = []
        for g, group in enumerate(groups):
            could = [
                d
                for d in short
                if d != group.primary
                and group.skill[d] > 0
                and group.skill[d] >= model.settings["help_min"]
            ]
            if left[g] > NONE:
                for d in could:
                    helpers.append((len(could), group.named is not None, -group.skill[d], d, g))
        for _, _, _, d, g in sorted(helpers):
            take(g, (round_, d, -1))
    done = {pool: asked[pool] - unmet[pool] for pool in asked}
    return Allocation(time, done, unmet, left)


def _effective_number(times: Iterable[float]) -> float:
    amounts = list(times)
    squares = sum(amount * amount for amount in amounts)
    return sum(amounts) ** 2 / squares if squares > 0 else 1.0


def _switched(
    model: Model, team: Team, groups: list[Group], parts: list[Part], has_interrupts: bool
) -> list[float]:
    """Supply of each group after juggling threads and the rota, from a first allocation."""
    first = _allocate(model, groups, [group.supply for group in groups], parts)
    asked: dict[Pool, dict[tuple[str, str], float]] = {}
    interrupting: set[tuple[str, str]] = set()
    for part in parts:
        threads = asked.setdefault(part.pool, {})
        threads[part.item.thread] = threads.get(part.item.thread, 0.0) + part.amount
        if part.item.interrupting:
            interrupting.add(part.item.thread)

    supplies, sizes, calls, others = [], [], [], []
    for d in range(len(model.disciplines)):
        theirs = [g for g, group in enumerate(groups) if group.primary == d]
        times: dict[tuple[str, str], float] = {}
        for g in theirs:
            for pool, spent in first.time[g].items():
                total = sum(asked[pool].values())
                for thread, amount in asked[pool].items():
                    times[thread] = times.get(thread, 0.0) + spent * amount / total
        supplies.append(sum(groups[g].supply for g in theirs))
        sizes.append(max(1.0, sum(groups[g].presence for g in theirs) / 5))
        calls.append([spent for thread, spent in times.items() if thread in interrupting])
        others.append([spent for thread, spent in times.items() if thread not in interrupting])

    on_call = -1
    if team.rota and has_interrupts:
        for d, supply in enumerate(supplies):
            if supply > NONE and (on_call < 0 or sum(calls[d]) > sum(calls[on_call]) + NONE):
                on_call = d

    result = []
    for group in groups:
        d = group.primary
        if supplies[d] <= NONE:
            result.append(group.supply)
            continue
        urgent = sum(calls[d])
        total = urgent + sum(others[d])
        one = supplies[d] / sizes[d] if d == on_call else 0.0
        calm = min(urgent, one)
        b = 1 + (_effective_number(others[d]) - 1) / sizes[d]
        b_i = 1 + (_effective_number(calls[d]) - 1) / sizes[d]
        juggled = 1.0
        if total > NONE:
            rest = 0.0
            if total - calm > NONE:
                u = (urgent - calm) / (total - calm)
                rest = (total - calm) / (u * u / b_i + (1 - u) ** 2 / b)
            juggled = (calm * b_i + rest) / total
        slack = max(0.0, one - urgent)
        cost = model.settings["switch"] * (juggled - 1) * min(1.0, total / supplies[d])
        result.append(group.supply * (1 - slack / supplies[d]) * (1 - min(0.5, cost)))
    return result


@dataclass
class Week:
    """A team-week: its groups, their final supply and the planned work asked of it."""

    groups: list[Group]
    supply: list[float]
    parts: list[Part]


def _team_weeks(model: Model) -> tuple[dict[str, list[Week]], list[list[Part]]]:
    """Every team's weeks with their final supplies, and the parts nobody owns, by week."""
    unowned: list[list[Part]] = [[] for _ in range(model.weeks)]
    asked: dict[str, list[list[Part]]] = {
        team.name: [[] for _ in range(model.weeks)] for team in model.teams
    }
    for item in model.items:
        for week, amount in item.planned.items():
            if 0 <= week < model.weeks:
                for part in _parts(model, item, week, amount):
                    (unowned if part.team is None else asked[part.team])[week].append(part)
    teams: dict[str, list[Week]] = {}
    for team in model.teams:
        weeks = asked[team.name]
        has_interrupts = any(
            part.item.interrupting and part.amount > NONE for parts in weeks for part in parts
        )
        teams[team.name] = []
        for week, parts in enumerate(weeks):
            groups = _groups(model, _given(model, team, week))
            supply = _switched(model, team, groups, parts, has_interrupts)
            teams[team.name].append(Week(groups, supply, parts))
    return teams, unowned


def expected(sheets: Sheets, scenario: str) -> Expected:
    """Sections 1 to 3 for one scenario: planned demand against supply, per team and week."""
    model = _read(sheets, scenario)
    weeks_of, unowned = _team_weeks(model)
    result = Expected({}, {kind: [0.0] * model.weeks for kind in KINDS})
    for week, parts in enumerate(unowned):
        for part in parts:
            result.unowned[part.item.kind][week] += part.amount
    for team in model.teams:
        figures = TeamWeeks(by_kind={kind: [0.0] * model.weeks for kind in KINDS})
        for w, week_ in enumerate(weeks_of[team.name]):
            final = _allocate(model, week_.groups, week_.supply, week_.parts)
            capacity = sum(week_.supply)
            demand = sum(part.amount for part in week_.parts)
            figures.capacity.append(capacity)
            figures.demand.append(demand)
            figures.used.append(sum(sum(times.values()) for times in final.time))
            figures.overload.append(sum(final.unmet.values()))
            figures.idle.append(sum(final.left))
            figures.load.append(_load(demand, capacity))
            for part in week_.parts:
                figures.by_kind[part.item.kind][w] += part.amount
        result.teams[team.name] = figures
    return result


def _load(demand: float, capacity: float) -> float:
    if capacity > NONE:
        return demand / capacity
    return math.inf if demand > NONE else 0.0


# --- 4. projected load ------------------------------------------------------------------------


@dataclass
class Progress:
    """How far an item is: what was released and done, and the planned week released next."""

    released: float = 0.0
    done: float = 0.0
    upcoming: int = 0
    finish: int | None = None


def projected(sheets: Sheets, scenario: str) -> Projected:
    """Section 4 for one scenario: week by week, what is not done carries over."""
    model = _read(sheets, scenario)
    weeks_of, _ = _team_weeks(model)
    names = [team.name for team in model.teams]
    result = Projected({name: [] for name in names}, {name: [] for name in names}, {})
    chunks = [chunk for chunk in model.chunks if chunk.active]
    items = sorted(model.items, key=lambda item: item.done_order)
    progress = {(*item.thread, item.name): Progress() for item in items}

    def of(item: Item) -> Progress:
        return progress[(*item.thread, item.name)]

    for chunk in chunks:
        so_far = of(chunk)
        before = sum(amount for week, amount in chunk.planned.items() if week < 0)
        so_far.released = so_far.done = before
        so_far.upcoming = max(0, model.week_of(chunk.first))
        if chunk.owned and (chunk.over or model.week_of(chunk.last) < 0):
            so_far.finish = min(-1, model.week_of(chunk.last))

    for week in range(model.weeks):
        wants: dict[str, list[Part]] = {name: [] for name in names}
        for item in items:
            so_far = of(item)
            if not isinstance(item, Chunk):
                so_far.released += item.planned[week]
            elif week >= model.week_of(item.first) and not _held(model, item, week, of):
                so_far.released += item.planned.get(so_far.upcoming, 0.0)
                so_far.upcoming += 1
            want = so_far.released - so_far.done
            if isinstance(item, Chunk) and item.max_people is not None:
                want = min(want, item.max_people * 5 * (1 - model.settings["overhead"]))
            for part in _parts(model, item, week, want):
                if part.team is not None:
                    wants[part.team].append(part)
        for name in names:
            given = weeks_of[name][week]
            done = _allocate(model, given.groups, given.supply, wants[name]).done
            wanted = sum(part.amount for part in wants[name])
            result.wants[name].append(wanted)
            result.backlog[name].append(wanted - sum(done.values()))
            for part in wants[name]:  # in the order in which they are served
                served = min(part.amount, done[part.pool])
                done[part.pool] -= served
                of(part.item).done += served
        for chunk in chunks:
            so_far = of(chunk)
            if (
                chunk.owned
                and so_far.finish is None
                and so_far.upcoming > model.week_of(chunk.last)
                and so_far.done >= chunk.left * (1 - 1e-9)
            ):
                so_far.finish = week
    result.finish = {chunk.name: of(chunk).finish for chunk in chunks}
    return result


def _held(model: Model, chunk: Chunk, week: int, of: Callable[[Item], Progress]) -> bool:
    """Whether a late predecessor stops a chunk's clock in a week."""
    lag = math.ceil(chunk.lag)
    for predecessor in chunk.after:
        if predecessor.active and predecessor.owned:
            finish = of(predecessor).finish
            late = finish is None or finish > week - 1 - lag
            if late and week > model.week_of(predecessor.last) + lag:
                return True
    return False


# --- the worked example of sections 3 and 4 ---------------------------------------------------


def worked_example() -> Sheets:
    """The page's worked example, with its scenarios Today, Split and Rota."""

    def rows(sheet: str, *lines: tuple[object, ...]) -> list[Row]:
        return [dict(zip(HEADERS[sheet], line, strict=True)) for line in lines]

    def person(
        name: str, discipline: str, skills: str | None = None, **more: object
    ) -> tuple[object, ...]:
        cells = {"ID": name, "Name": name, "Discipline": discipline, "Skills": skills, **more}
        return tuple(cells.get(column) for column in HEADERS["People"])

    def chunk(name: str, kind: str, discipline: str, **more: object) -> tuple[object, ...]:
        cells = {"Project": "Churn", "Chunk": name, "Kind": kind, "Discipline": discipline, **more}
        return tuple(cells.get(column) for column in HEADERS["Chunks"])

    first = date(2026, 1, 5)
    return {
        "Plan": rows(
            "Plan",
            ("Name", "Worked example"),
            ("Start", first),
            ("Weeks", 8),
            ("Today", "Today"),
            ("disciplines", "software; data science; infrastructure"),
        ),
        "Scenarios": rows("Scenarios", ("Today", None), ("Split", None), ("Rota", None)),
        "People": rows(
            "People",
            person("ana", "software", "infrastructure 0.6"),
            person("bo", "software", "infrastructure 0.5", FTE=0.8),
            person("cy", "data science", Location="Here"),
            person("di", "software", Start=date(2026, 1, 14)),
        ),
        "Leave": rows("Leave", ("bo", date(2026, 1, 12), date(2026, 1, 13), 1)),
        "Holidays": rows("Holidays", ("Here", date(2026, 1, 19), "off")),
        "Teams": rows(
            "Teams",
            ("Squad", "squad", None, 2.5, None),
            ("Infrastructure", "infrastructure", None, 1, None),
        ),
        "Team changes": rows("Team changes", ("Rota", "Squad", None, None, "rota")),
        "Goals": [],
        "Projects": rows("Projects", ("Churn", "Squad", None, None, "active", None)),
        "Chunks": rows(
            "Chunks",
            chunk(
                "Explore",
                "exploratory",
                "data science",
                Low=6,
                Likely=10,
                High=20,
                Start=first,
                Weeks=3,
                Shape="back loaded",
            ),
            chunk("Build", "structured", "software", Likely=12, Weeks=3, After="Explore"),
            chunk(
                "Help",
                "engagement",
                "software",
                Likely=8,
                Start=first,
                Weeks=4,
                Shape="burst 2/1",
            ),
            chunk(
                "Docs",
                "structured",
                "software",
                Likely=3,
                Start=date(2026, 1, 19),
                Weeks=2,
                Who="di",
            ),
        ),
        "Services": rows(
            "Services", ("EKS", "infrastructure", "infrastructure", 4, 0.5, 1, "Squad")
        ),
        "Surges": rows("Surges", ("EKS", date(2026, 1, 14), date(2026, 1, 23), 2)),
        "Placements": rows(
            "Placements",
            ("Today", "ana", None, "Squad", 1),
            ("Today", "bo", None, "Squad", 1),
            ("Today", "cy", None, "Squad", 1),
            ("Today", "di", None, "Squad", 1),
            ("Split", "bo", date(2026, 1, 14), "Squad", 0.5),
            ("Split", "bo", date(2026, 1, 14), "Infrastructure", 0.5),
        ),
        "Owners": rows("Owners", ("Split", "service", "EKS", "Infrastructure")),
        "Project changes": [],
    }
