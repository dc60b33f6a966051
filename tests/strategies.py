"""Small random plans as sheets of a plan workbook, odd on purpose.

Each is a valid plan (shares sum to at most 1, no cycles, every name known) that may hold anything
the capacity model has a rule for; a disagreement between two readings of the model then shows on
a plan small enough to follow by hand. Numbers are round so that a failing plan reads well.

`random_plan(seed)` makes its choices from a plain generator, and `plans()` is the hypothesis
strategy: in the suite it draws a seed, which costs a hundredth of drawing every choice. In a long
search (`--hypothesis-profile long`, see `tests.searching`) it draws the choices, and shrinks: ask
that of a test that fails, to get the least plan that fails it.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Protocol, TypeVar

from hypothesis import strategies as st

from tests.capacity.twin import CONTOURS, HEADERS, KINDS, Row, Sheets
from tests.searching import longer

T = TypeVar("T")

# Names are out of alphabetical order on purpose: they must never order anything.
DISCIPLINES = ("software", "data science", "infrastructure")
PEOPLE = ("zoe", "ana", "mia", "bo", "yan", "cy", "di", "xu")
TEAMS = ("Squad", "Infrastructure", "Enablement", "Atlas")
TEAM_KINDS = ("squad", "infrastructure", "enablement", "other")
PROJECTS = ("Zebra", "Churn", "Quay", "Basin")
SERVICES = ("EKS", "Desk", "Alerts")
STATUSES = ("active", "active", "active", "active", None, "paused", "cancelled")

SETTINGS: dict[str, tuple[float, ...]] = {
    "overhead": (0, 0.1, 0.25, 0.5),
    "ceremony_hours": (0, 1, 4, 10),
    "switch": (0, 0.05, 0.2, 0.35, 0.35),
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


class Choices(Protocol):
    """Whatever makes the choices. The first option is the plainest, and what shrinking tends to."""

    def whole(self, low: int, high: int) -> int: ...

    def pick(self, options: Sequence[T]) -> T: ...

    def order(self, options: Sequence[T]) -> list[T]: ...


class _Drawn:
    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw

    def whole(self, low: int, high: int) -> int:
        return self.draw(st.integers(low, high))

    def pick(self, options: Sequence[T]) -> T:
        return self.draw(st.sampled_from(options))

    def order(self, options: Sequence[T]) -> list[T]:
        return self.draw(st.permutations(options))


class _Rolled:
    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)

    def whole(self, low: int, high: int) -> int:
        return self.dice.randint(low, high)

    def pick(self, options: Sequence[T]) -> T:
        return self.dice.choice(options)

    def order(self, options: Sequence[T]) -> list[T]:
        return self.dice.sample(options, len(options))


@dataclass(frozen=True)
class Size:
    """The most a plan may have of each."""

    people: int = 6
    teams: int = 4
    projects: int = 4
    chunks: int = 6
    services: int = 3
    weeks: int = 10
    settings: int = 4  # settings away from their default


def plans(size: Size = Size()) -> st.SearchStrategy[Sheets]:
    """Plans of at least 3 weeks with the scenarios Today and Option."""
    if longer() > 1:
        return _choice_by_choice(size)
    return st.integers(0, 2**24 - 1).map(partial(random_plan, size=size))


@st.composite
def _choice_by_choice(draw: st.DrawFn, size: Size) -> Sheets:
    return _Planner(_Drawn(draw), size).plan()


def random_plan(seed: int, size: Size = Size()) -> Sheets:
    """The plan of a seed; every seed is a fresh one, so many of them meet rare rules."""
    return _Planner(_Rolled(seed), size).plan()


def _row(sheet: str, **cells: object) -> Row:
    """A row with every column of its sheet; `Max_people` stands for the column `Max people`."""
    named = {word.replace("_", " "): value for word, value in cells.items()}
    unknown = set(named) - set(HEADERS[sheet])
    if unknown:
        raise KeyError(f"{sheet} has no {unknown}")
    return {word: named.get(word) for word in HEADERS[sheet]}


class _Planner:
    """Makes one plan, sheet by sheet, out of somebody's choices."""

    def __init__(self, choices: Choices, size: Size) -> None:
        self.whole, self.pick, self.order = choices.whole, choices.pick, choices.order
        self.size = size
        self.sheets: Sheets = {sheet: [] for sheet in HEADERS}
        self.start = date(2026, 1, 5) + timedelta(weeks=self.whole(0, 30))
        self.weeks = self.whole(3, size.weeks)
        self.disciplines = DISCIPLINES[: self.pick((2, 3, 3, 3))]
        # In a crowd all sit in one team and few can do what is asked: who comes first then matters.
        crowd = self.pick((False, False, True))
        self.primaries = self.disciplines[:1] if crowd else self.disciplines
        self.asked = self.disciplines[-2:] if crowd else self.disciplines
        self.teams = TEAMS[: 1 if crowd else self.whole(1, size.teams)]
        self.projects = PROJECTS[: self.whole(1, size.projects)]
        self.services = SERVICES[: self.whole(0, size.services)]
        self.people: list[str] = []

    # Ways to choose.

    def often(self, value: T, otherwise: T | None = None) -> T | None:
        return value if self.whole(0, 2) else otherwise

    def seldom(self, value: T, otherwise: T | None = None) -> T | None:
        return value if self.whole(0, 3) == 3 else otherwise

    def heads(self) -> bool:
        return self.whole(0, 1) == 1

    def some(self, options: Sequence[T], most: int) -> list[T]:
        """A few different ones, in any order."""
        return self.order(options)[: self.whole(0, min(most, len(options)))]

    def mostly_first(self, options: Sequence[T]) -> T:
        return self.pick([options[0], *options, options[0]])

    def count(self, low: int, high: int) -> int:
        """How many: any number, though the fuller half more often."""
        return self.whole((low + high + 1) // 2 if self.whole(0, 2) else low, high)

    def day(self, first: int, last: int) -> date:
        """A day so many days after plan start."""
        return self.start + timedelta(days=self.whole(first, last))

    def work_day(self) -> date:
        return self.day(-28, 7 * self.weeks + 7)

    def span(self, first: int, last: int) -> tuple[date, date]:
        one, other = self.day(first, last), self.day(first, last)
        return min(one, other), max(one, other)

    def add(self, sheet: str, **cells: object) -> Row:
        row = _row(sheet, **cells)
        self.sheets[sheet].append(row)
        return row

    # The sheets.

    def plan(self) -> Sheets:
        self.add_settings()
        for number, team in enumerate(self.teams):
            self.add(
                "Teams",
                Team=team,
                Kind=TEAM_KINDS[number],
                Ceremony_hours=self.seldom(self.pick((0, 1, 6))),
                Interrupts=self.pick((None, "everyone", "rota")),
            )
        for number in range(self.count(2, self.size.people)):
            self.add_person(number)
        self.add_days_off()
        self.add("Goals", Goal="Growth", Rank=1, Wanted_share=0.5)
        for project in self.projects:
            self.add(
                "Projects",
                Project=project,
                Team=self.often(self.mostly_first(self.teams)),
                Goal=self.seldom("Growth"),
                Priority=self.often(self.whole(1, 3)),
                Status=self.pick(STATUSES),
            )
        for _ in range(self.count(0, self.size.chunks)):
            self.add_chunk()
        # Shuffled, so that a predecessor may stand below what waits for it.
        self.sheets["Chunks"] = self.order(self.sheets["Chunks"])
        self.add_services()
        for scenario in ("Today", "Option"):
            self.add("Scenarios", Scenario=scenario)
            self.add_changes(scenario)
        # Last: no figure depends on wishes, and the plan of a seed stays the plan it was.
        self.add_wishes()
        self.add_what_was_done()
        return self.sheets

    def add_what_was_done(self) -> None:
        """Last, so that a seed's plan is otherwise what it was before there were days done."""
        if self.seldom(True):
            began = self.start - timedelta(weeks=self.whole(1, 12))
            self.add("Plan", Setting="Began", Value=began)
        if self.heads():
            for row in self.sheets["Chunks"]:
                likely = row["Likely"]
                assert isinstance(likely, float)
                row["Done"] = self.often(likely * self.pick((0.5, 0, 0.1, 0.9, 1, 1.6)))

    def add_settings(self) -> None:
        settings: dict[str, object] = {
            "Name": "Random",
            "Start": self.start,
            "Weeks": self.weeks,
            "Today": "Today",
            "disciplines": "; ".join(self.disciplines),
            "engineering": self.disciplines[0],
        }
        for key in self.some(sorted(SETTINGS), self.size.settings):
            settings[key] = self.pick(SETTINGS[key])
        for key, value in settings.items():
            self.add("Plan", Setting=key, Value=value)

    def add_person(self, number: int) -> None:
        """A person, and where they sit in Today and in Option."""
        primary = self.mostly_first(self.primaries)
        others = [discipline for discipline in self.disciplines if discipline != primary]
        skills = {
            skill: self.pick((1, 0.8, 0.6, 0.5, 0.3, 0.25, 0.1, 0))
            for skill in self.some(others, 2)
        }
        if self.seldom(True):
            skills[primary] = self.pick((0.95, 0.8, 0.5, 0.2))
        first, last = self.span(-100, 7 * self.weeks)
        person = self.add(
            "People",
            ID=f"p{number}" if self.heads() else None,
            Name=PEOPLE[number],
            Discipline=primary,
            Skills="; ".join(f"{skill} {level:g}" for skill, level in skills.items()) or None,
            FTE=self.pick((None, 1, 1, 0.8, 0.5, 0.2)),
            Location=self.pick((None, "Here", "There")),
            Start=self.seldom(first),
            End=self.seldom(last),
        )
        key = str(person["ID"] or person["Name"])
        self.people.append(key)
        if self.heads():
            person["Team"] = self.mostly_first(self.teams)
            person["Share"] = self.pick((1, 1, 0.5, 0.3))
        elif self.whole(0, 4):
            self.add_set("Today", key, None)
        if self.whole(0, 2) == 2:
            day = self.day(-150, 7 * self.weeks)
            if person["Start"] and self.heads():  # moved about the day they join
                day = first + timedelta(days=self.pick((0, 0, -1, -5, 1)))
            self.add_dated_sets("Today", key, day)
        says = self.pick(("nothing", "beginning", "dated", "both"))
        if says in ("beginning", "both"):
            self.add_set("Option", key, None)
        if says in ("dated", "both"):
            # Beside a set from the beginning, one dated before plan start would hold at once.
            self.add_dated_sets(
                "Option", key, self.day(-60 if says == "dated" else 1, 7 * self.weeks)
            )

    def add_dated_sets(self, scenario: str, person: str, day: date) -> None:
        self.add_set(scenario, person, day)
        for _ in range(self.whole(0, 2)):
            day += timedelta(days=self.pick(GAPS))
            self.add_set(scenario, person, day)

    def add_set(self, scenario: str, person: str, day: date | None) -> None:
        shares = self.pick([each for each in SHARES if len(each) <= len(self.teams)])
        first = self.mostly_first(self.teams)
        teams = [first, *(team for team in self.order(self.teams) if team != first)]
        for team, share in zip(teams, shares, strict=False):
            self.add(
                "Placements", Scenario=scenario, Person=person, From=day, Team=team, Share=share
            )
        if not shares:
            self.add("Placements", Scenario=scenario, Person=person, From=day)

    def add_days_off(self) -> None:
        for _ in range(self.whole(0, 4)):
            first, last = self.span(-28, 7 * self.weeks + 7)
            self.add(
                "Leave",
                Person=self.pick(self.people),
                From=first,
                To=last,
                Fraction=self.pick((1, 1, 0.5, 0.35, 0.65)),
            )
        holidays = {
            (self.pick(("Here", "There")), self.work_day()) for _ in range(self.whole(0, 4))
        }
        for location, day in sorted(holidays):
            self.add("Holidays", Location=location, Date=day, Name="off")

    def add_chunk(self) -> None:
        """A chunk; its predecessors are among the earlier ones, so there is never a cycle."""
        earlier = list(self.sheets["Chunks"])
        project = self.mostly_first(self.projects)
        after = []
        for row in self.some(earlier, 2) if self.heads() else []:
            short = row["Project"] == project and self.heads()
            after.append(str(row["Chunk"]) if short else f"{row['Project']} / {row['Chunk']}")
        likely = self.whole(1, 60) / 2
        self.add(
            "Chunks",
            Project=project,
            Chunk=f"C{sum(row['Project'] == project for row in earlier)}",
            Kind=self.mostly_first(KINDS),
            Discipline=self.pick(self.asked),
            Low=self.often(likely * self.pick((1, 0.5, 0.2))),
            Likely=likely,
            High=self.often(likely * self.pick((1, 2, 2.5))),
            Start=self.pick((None, self.start, self.work_day(), self.work_day())),
            Weeks=self.pick((1, 0.1, 0.5, 2, 3, 4.5, 6, 12)),
            Shape=self.shape(),
            After="; ".join(after) or None,
            Lag=self.pick((None, 0, 0.3, 0.5, 1, 1.5)) if after else None,
            Max_people=self.seldom(self.pick((1, 2, 0.5))),
            Team=self.seldom(self.pick(self.teams)),
            Who="; ".join(self.some(self.people, 3)) or None if self.heads() else None,
        )

    def shape(self) -> str:
        if self.whole(0, 2) < 2:
            return self.pick(tuple(CONTOURS))
        period = self.whole(1, 5)
        return f"burst {period}/{self.whole(1, period)}"

    def add_services(self) -> None:
        for service in self.services:
            self.add(
                "Services",
                Service=service,
                Kind=self.pick(KINDS),
                Discipline=self.pick(self.asked),
                Arrivals_per_week=self.pick((1, 0, 0.5, 2.5, 4, 10)),
                Days_each=self.pick((1, 0.5, 0.25, 0.1)),
                Dispersion=self.pick((1, 2, 4.5)),
                Team=self.often(self.pick(self.teams)),
            )
        for _ in range(self.whole(0, 3) if self.services else 0):
            first, last = self.span(-28, 7 * self.weeks + 7)
            self.add(
                "Surges",
                Service=self.pick(self.services),
                From=self.often(first),
                To=self.often(last),
                Factor=self.pick((2, 0, 0.5, 1.5, 4)),
            )

    def add_changes(self, scenario: str) -> None:
        """What a scenario says about owners, teams and projects; Today may say something too."""
        ownable = [
            *(("project", project) for project in self.projects),
            *(("chunk", f"{row['Project']} / {row['Chunk']}") for row in self.sheets["Chunks"]),
            *(("service", service) for service in self.services),
            *(("kind", kind) for kind in KINDS),
        ]
        for what, item in self.some(ownable, 6):
            team = self.often(self.pick(self.teams))
            self.add("Owners", Scenario=scenario, Type=what, Item=item, Team=team)
        for team in self.some(self.teams, 2):
            self.add(
                "Team changes",
                Scenario=scenario,
                Team=team,
                Ceremony_hours=self.often(self.pick((0, 1.5, 5))),
                Interrupts=self.pick((None, "everyone", "rota")),
            )
        for project in self.some(self.projects, 2):
            self.add(
                "Project changes",
                Scenario=scenario,
                Project=project,
                Status=self.pick((None, *STATUSES)),
                Priority=self.seldom(self.whole(1, 3)),
                Shift_weeks=self.often(self.whole(-5, 5)),
            )

    def add_wishes(self) -> None:
        """Who is to stay where, who goes with whom, and notes on whatever has a card."""
        why = (None, "because", "“quoted”; 🙂", "=1+1")
        seats = [(person, team) for person in self.people for team in (None, *self.teams)]
        for person, team in self.some(seats, 3):
            self.add("Pins", Person=person, Team=team, Reason=self.pick(why))
        pairs = [(a, b) for n, a in enumerate(self.people) for b in self.people[n + 1 :]]
        for pair in self.some(pairs, 3):
            one, other = self.order(pair)
            wish = self.pick(("together", "apart"))
            self.add("Pairs", Person=one, Other=other, Wish=wish, Reason=self.pick(why))
        cards = [
            *(("person", person) for person in self.people),
            *(("team", team) for team in self.teams),
            *(("project", project) for project in self.projects),
            *(("chunk", f"{row['Project']} / {row['Chunk']}") for row in self.sheets["Chunks"]),
            *(("service", service) for service in self.services),
        ]
        for what, item in self.some(cards, 3):
            self.add("Notes", Type=what, Item=item, Note=self.pick(("ask first", *why[1:])))
