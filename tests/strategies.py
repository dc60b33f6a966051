"""Small random plans as sheets of a plan workbook, odd on purpose.

Each draw is a valid plan (shares sum to at most 1, no cycles, every name known) that may hold
anything the capacity model has a rule for; a disagreement between two readings of the model then
shrinks to a plan one can follow by hand. Numbers are round so that a failing plan reads well.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar

from hypothesis import strategies as st

from tests.capacity.twin import CONTOURS, HEADERS, KINDS, Row, Sheets

T = TypeVar("T")
Draw = st.DrawFn

# Names are out of alphabetical order on purpose: they must never order anything.
DISCIPLINES = ("software", "data science", "infrastructure")
PEOPLE = ("zoe", "ana", "mia", "bo", "yan", "cy", "di", "xu")
TEAMS = ("Squad", "Infrastructure", "Enablement", "Atlas")
TEAM_KINDS = ("squad", "infrastructure", "enablement", "other")
PROJECTS = ("Zebra", "Churn", "Quay", "Basin")
SERVICES = ("EKS", "Desk", "Alerts")
STATUSES = (None, "active", "active", "active", "active", "paused", "cancelled")

SETTINGS: dict[str, tuple[float, ...]] = {
    "overhead": (0, 0.1, 0.25, 0.5),
    "ceremony_hours": (0, 1, 4, 10),
    "switch": (0, 0.05, 0.2, 0.35),
    "comm": (0.0006, 0.005, 0.05),
    "move_start": (0.25, 0.5, 0.9, 1),
    "move_weeks": (1, 2, 6),
    "hire_start": (0.25, 0.8, 1),
    "hire_weeks": (1, 4, 26),
    "mentor": (0, 0.5, 1),
    "help_min": (0, 0.2, 0.5),
    "burst_floor": (0, 0.3, 1),
}

SHARES = (
    (1,),
    (1,),
    (0.5, 0.5),
    (0.25, 0.75),
    (0.05, 0.95),
    (0.6,),
    (0.05,),
    (0.4, 0.35),
    (0.25, 0.25, 0.5),
    (0.3, 0.4, 0.2),
    (),  # the bench
)

# Days from one placement set to the next: long enough to come back before and after 91 days.
GAPS = (1, 2, 3, 7, 10, 20, 40, 60, 90, 91, 92, 120)


def _often(draw: Draw, value: st.SearchStrategy[T], otherwise: T | None = None) -> T | None:
    """The value about two times in three."""
    return draw(value) if draw(st.integers(0, 2)) else otherwise


def _seldom(draw: Draw, value: st.SearchStrategy[T], otherwise: T | None = None) -> T | None:
    """The value about once in four."""
    return draw(value) if draw(st.integers(0, 3)) == 3 else otherwise


def _some(draw: Draw, options: Sequence[T], most: int) -> list[T]:
    """A few different ones, in any order; each number of them as likely as the next."""
    count = draw(st.integers(0, min(most, len(options))))
    return draw(st.permutations(options))[:count]


def _mostly_first(options: Sequence[T]) -> st.SearchStrategy[T]:
    """Crowds the first one: rules about who comes first need several who want the same."""
    return st.sampled_from([options[0], *options, options[0]])


def _count(low: int, high: int) -> st.SearchStrategy[int]:
    """How many: anything, though the fuller half more often."""
    full = st.integers((low + high + 1) // 2, high)
    return st.integers(low, high) | full | full


def _row(sheet: str, **cells: object) -> Row:
    """A row with every column of its sheet; `Max_people` stands for the column `Max people`."""
    named = {word.replace("_", " "): value for word, value in cells.items()}
    unknown = set(named) - set(HEADERS[sheet])
    if unknown:
        raise KeyError(f"{sheet} has no {unknown}")
    return {word: named.get(word) for word in HEADERS[sheet]}


@st.composite
def plans(
    draw: Draw,
    *,
    max_people: int = 6,
    max_teams: int = 4,
    max_projects: int = 4,
    max_chunks: int = 6,
    max_services: int = 3,
    max_weeks: int = 10,
    vary_settings: bool = True,
) -> Sheets:
    """Draw a plan of 3 to `max_weeks` weeks with the scenarios Today and Option."""
    start = date(2026, 1, 5) + timedelta(weeks=draw(st.integers(0, 30)))
    weeks = draw(st.integers(3, max_weeks))
    disciplines = DISCIPLINES[: draw(st.sampled_from([2, 3, 3, 3]))]
    # In a crowd all sit in one team and few can do what is asked: who comes first then matters.
    crowd = draw(st.sampled_from([False, False, True]))
    teams = TEAMS[: 1 if crowd else draw(st.integers(1, max_teams))]
    projects = PROJECTS[: draw(st.integers(1, max_projects))]
    services = SERVICES[: draw(st.integers(0, max_services))]
    days = st.integers(-28, 7 * weeks + 7).map(lambda n: start + timedelta(days=n))

    sheets: Sheets = {sheet: [] for sheet in HEADERS}
    sheets["Plan"] = _plan(draw, start, weeks, disciplines, vary_settings=vary_settings)
    sheets["Scenarios"] = [_row("Scenarios", Scenario=name) for name in ("Today", "Option")]
    sheets["Teams"] = [
        _row(
            "Teams",
            Team=team,
            Kind=kind,
            Ceremony_hours=_seldom(draw, st.sampled_from([0, 1, 6])),
            Interrupts=draw(st.sampled_from([None, "everyone", "rota"])),
        )
        for team, kind in zip(teams, TEAM_KINDS, strict=False)
    ]
    primaries = disciplines[:1] if crowd else disciplines
    asked = disciplines[-2:] if crowd else disciplines
    _people(draw, sheets, primaries, disciplines, draw(_count(2, max_people)), start, weeks)
    people = [str(row["ID"] or row["Name"]) for row in sheets["People"]]
    for _ in range(draw(st.integers(0, 4))):
        first, last = sorted((draw(days), draw(days)))
        sheets["Leave"].append(
            _row(
                "Leave",
                Person=draw(st.sampled_from(people)),
                From=first,
                To=last,
                Fraction=draw(st.sampled_from([1, 1, 0.5, 0.35, 0.65])),
            )
        )
    for place, off in draw(
        st.lists(st.tuples(st.sampled_from(["Here", "There"]), days), max_size=4, unique=True)
    ):
        sheets["Holidays"].append(_row("Holidays", Location=place, Date=off, Name="off"))
    sheets["Goals"] = [_row("Goals", Goal="Growth", Rank=1, Wanted_share=0.5)]
    sheets["Projects"] = [
        _row(
            "Projects",
            Project=project,
            Team=_often(draw, _mostly_first(teams)),
            Goal=_seldom(draw, st.just("Growth")),
            Priority=_often(draw, st.integers(1, 3)),
            Status=draw(st.sampled_from(STATUSES)),
        )
        for project in projects
    ]
    sheets["Chunks"] = _chunks(
        draw, projects, asked, teams, people, days, start, draw(_count(0, max_chunks))
    )
    sheets["Services"] = [
        _row(
            "Services",
            Service=service,
            Kind=draw(st.sampled_from(KINDS)),
            Discipline=draw(st.sampled_from(asked)),
            Arrivals_per_week=draw(st.sampled_from([0, 0.5, 1, 2.5, 4, 10])),
            Days_each=draw(st.sampled_from([0.1, 0.25, 0.5, 1])),
            Dispersion=draw(st.sampled_from([1, 2, 4.5])),
            Team=_often(draw, st.sampled_from(teams)),
        )
        for service in services
    ]
    for _ in range(draw(st.integers(0, 3)) if services else 0):
        first, last = sorted((draw(days), draw(days)))
        sheets["Surges"].append(
            _row(
                "Surges",
                Service=draw(st.sampled_from(services)),
                From=_often(draw, st.just(first)),
                To=_often(draw, st.just(last)),
                Factor=draw(st.sampled_from([0, 0.5, 1.5, 2, 4])),
            )
        )
    for scenario in ("Today", "Option"):
        _overlay(draw, sheets, scenario)
    return sheets


def _plan(
    draw: Draw, start: date, weeks: int, disciplines: Sequence[str], *, vary_settings: bool
) -> list[Row]:
    rows = [
        ("Name", "Drawn"),
        ("Start", start),
        ("Weeks", weeks),
        ("Today", "Today"),
        ("disciplines", "; ".join(disciplines)),
        ("engineering", "software"),
    ]
    varied = _some(draw, sorted(SETTINGS), 4) if vary_settings else []
    rows += [(key, draw(st.sampled_from(SETTINGS[key]))) for key in varied]
    return [_row("Plan", Setting=key, Value=value) for key, value in rows]


def _people(
    draw: Draw,
    sheets: Sheets,
    primaries: Sequence[str],
    disciplines: Sequence[str],
    count: int,
    start: date,
    weeks: int,
) -> None:
    """People, and where they sit in Today and in Option."""
    teams = [str(row["Team"]) for row in sheets["Teams"]]
    employment = st.integers(-100, 7 * weeks).map(lambda n: start + timedelta(days=n))
    for number, name in enumerate(PEOPLE[:count]):
        primary = draw(_mostly_first(primaries))
        skills = {
            skill: draw(st.sampled_from([0, 0.1, 0.25, 0.3, 0.5, 0.6, 0.8, 1]))
            for skill in _some(draw, [d for d in disciplines if d != primary], 2)
        }
        own = _seldom(draw, st.sampled_from([0.5, 0.8, 0.95]))
        if own is not None:
            skills[primary] = own
        first, last = sorted((draw(employment), draw(employment)))
        person = _row(
            "People",
            ID=f"p{number}" if draw(st.booleans()) else None,
            Name=name,
            Discipline=primary,
            Skills="; ".join(f"{skill} {level:g}" for skill, level in skills.items()) or None,
            FTE=draw(st.sampled_from([None, 1, 1, 0.8, 0.5, 0.2])),
            Location=draw(st.sampled_from([None, "Here", "There"])),
            Start=_seldom(draw, st.just(first)),
            End=_seldom(draw, st.just(last)),
        )
        sheets["People"].append(person)
        key = str(person["ID"] or name)
        short_form = draw(st.booleans())
        if short_form:
            person["Team"] = draw(_mostly_first(teams))
            person["Share"] = draw(st.sampled_from([1, 1, 0.5, 0.3]))
        elif draw(st.integers(0, 4)):
            sheets["Placements"] += _set(draw, "Today", key, None, teams)
        if draw(st.integers(0, 2)) == 2:
            day = start + timedelta(days=draw(st.integers(-150, 7 * weeks)))
            if person["Start"] and draw(st.booleans()):
                day = first - timedelta(days=draw(st.sampled_from([0, 0, 1, 5, -1])))
            sheets["Placements"] += _dated_sets(draw, "Today", key, day, teams)
        _option_sets(draw, sheets, key, start, weeks, teams)


def _option_sets(
    draw: Draw, sheets: Sheets, person: str, start: date, weeks: int, teams: Sequence[str]
) -> None:
    earliest = -60
    says = draw(st.sampled_from(["nothing", "beginning", "dated", "both"]))
    if says in ("beginning", "both"):
        sheets["Placements"] += _set(draw, "Option", person, None, teams)
        # Beside a set from the beginning, one dated before plan start would have no say.
        earliest = 1
    if says in ("dated", "both"):
        day = start + timedelta(days=draw(st.integers(earliest, 7 * weeks)))
        sheets["Placements"] += _dated_sets(draw, "Option", person, day, teams)


def _dated_sets(
    draw: Draw, scenario: str, person: str, day: date, teams: Sequence[str]
) -> list[Row]:
    rows = []
    for gap in [0, *draw(st.lists(st.sampled_from(GAPS), max_size=2))]:
        day += timedelta(days=gap)
        rows += _set(draw, scenario, person, day, teams)
    return rows


def _set(
    draw: Draw, scenario: str, person: str, day: date | None, teams: Sequence[str]
) -> list[Row]:
    shares = draw(st.sampled_from([each for each in SHARES if len(each) <= len(teams)]))
    places: list[tuple[str | None, float | None]] = [(None, None)]
    if shares:
        rest = draw(st.permutations(teams))
        first = draw(_mostly_first(teams))
        chosen = [first, *(team for team in rest if team != first)][: len(shares)]
        places = list(zip(chosen, shares, strict=True))
    return [
        _row("Placements", Scenario=scenario, Person=person, From=day, Team=team, Share=share)
        for team, share in places
    ]


def _chunks(
    draw: Draw,
    projects: Sequence[str],
    disciplines: Sequence[str],
    teams: Sequence[str],
    people: Sequence[str],
    days: st.SearchStrategy[date],
    plan_start: date,
    count: int,
) -> list[Row]:
    """Chunks whose predecessors were drawn before them, so never in a cycle; rows are shuffled."""
    rows: list[Row] = []
    for _ in range(count):
        project = draw(_mostly_first(projects))
        name = f"C{sum(row['Project'] == project for row in rows)}"
        likely = draw(st.integers(1, 60)) / 2
        earlier = _some(draw, range(len(rows)), 2) if draw(st.booleans()) else []
        after = [
            str(rows[i]["Chunk"])
            if rows[i]["Project"] == project and draw(st.booleans())
            else f"{rows[i]['Project']} / {rows[i]['Chunk']}"
            for i in earlier
        ]
        rows.append(
            _row(
                "Chunks",
                Project=project,
                Chunk=name,
                Kind=draw(_mostly_first(KINDS)),
                Discipline=draw(st.sampled_from(disciplines)),
                Low=_often(draw, st.just(likely * draw(st.sampled_from([0.2, 0.5, 1])))),
                Likely=likely,
                High=_often(draw, st.just(likely * draw(st.sampled_from([1, 2, 2.5])))),
                Start=draw(st.none() | st.just(plan_start) | days | days),
                Weeks=draw(st.sampled_from([1, 0.1, 0.5, 2, 3, 4.5, 6, 12])),
                Shape=draw(_shapes()),
                After="; ".join(after) or None,
                Lag=draw(st.sampled_from([None, 0, 0.3, 0.5, 1, 1.5])) if after else None,
                Max_people=_seldom(draw, st.sampled_from([0.5, 1, 2])),
                Team=_seldom(draw, st.sampled_from(teams)),
                Who="; ".join(_some(draw, people, 3) if draw(st.booleans()) else []) or None,
            )
        )
    return draw(st.permutations(rows))


def _shapes() -> st.SearchStrategy[str]:
    bursts = st.integers(1, 5).flatmap(
        lambda period: st.integers(1, period).map(lambda on: f"burst {period}/{on}")
    )
    return st.sampled_from(sorted(CONTOURS)) | bursts


def _overlay(draw: Draw, sheets: Sheets, scenario: str) -> None:
    """What a scenario says about owners, teams and projects; Today may say something too."""
    teams = [str(row["Team"]) for row in sheets["Teams"]]
    ownable = [
        *(("project", str(row["Project"])) for row in sheets["Projects"]),
        *(("chunk", f"{row['Project']} / {row['Chunk']}") for row in sheets["Chunks"]),
        *(("service", str(row["Service"])) for row in sheets["Services"]),
        *(("kind", kind) for kind in KINDS),
    ]
    for what, item in _some(draw, ownable, 4):
        team = _often(draw, st.sampled_from(teams))
        sheets["Owners"].append(_row("Owners", Scenario=scenario, Type=what, Item=item, Team=team))
    for team in _some(draw, teams, 2):
        sheets["Team changes"].append(
            _row(
                "Team changes",
                Scenario=scenario,
                Team=team,
                Ceremony_hours=_often(draw, st.sampled_from([0, 1.5, 5])),
                Interrupts=draw(st.sampled_from([None, "everyone", "rota"])),
            )
        )
    for project in _some(draw, [str(row["Project"]) for row in sheets["Projects"]], 2):
        sheets["Project changes"].append(
            _row(
                "Project changes",
                Scenario=scenario,
                Project=project,
                Status=draw(st.sampled_from(STATUSES)),
                Priority=_seldom(draw, st.integers(1, 3)),
                Shift_weeks=_often(draw, st.integers(-5, 5)),
            )
        )
