"""What a brief says of people and of what nobody knows: moves by date, leads, and counted gaps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from teamtide.capacity.assumptions import ASSUMPTIONS
from teamtide.capacity.measures.reading import Reading
from teamtide.plan.overlay import Shares, project_settings, shares_at, team_settings
from teamtide.plan.placing import day_text
from teamtide.plan.rows import Chunk, Person, Project, ScenarioId, Team, TeamId
from teamtide.plan.state import State
from teamtide.plan.waves import waves

BENCH = "the bench"
WHOLE = 0.995
LEAST_DAYS = 0.05


@dataclass(frozen=True, slots=True)
class Group:
    """People who go the same way on the same day, by name in plan order."""

    people: tuple[str, ...]
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class MoveDay:
    """Everybody who moves on one day. `when` is the day in words."""

    day: date
    when: str
    groups: tuple[Group, ...]

    @property
    def people(self) -> int:
        """How many move."""
        return sum(len(group.people) for group in self.groups)


@dataclass(frozen=True, slots=True)
class Lead:
    """A team on the plan's last day: who leads it (blank: nobody), and how many are in it.

    `was` is who leads it in Today, where that differs: a name, or "nobody".
    """

    team: str
    lead: str
    people: int
    was: str = ""


def move_days(state: State, scenario: ScenarioId) -> tuple[MoveDay, ...]:
    """Who moves when in a scenario, people who go the same way together; the largest group first.

    What Today moves anyhow is among them, as far as the scenario takes it from Today.
    """
    found = []
    for wave in waves(state, scenario):
        ways: dict[tuple[str, str], list[str]] = {}
        for step in wave.steps:
            way = (_place(state, step.before), _place(state, step.after))
            ways.setdefault(way, []).append(state.get(Person, step.person).name)
        groups = sorted(ways.items(), key=lambda one: -len(one[1]))
        start = wave.day <= state.plan.start
        when = "From the beginning" if start else day_text(wave.day)
        made = tuple(Group(tuple(names), *way) for way, names in groups)
        found.append(MoveDay(wave.day, when, made))
    return tuple(found)


def _place(state: State, shares: Shares) -> str:
    names = []
    for team, share in shares:
        name = state.get(Team, team).name
        names.append(name if share >= WHOLE else f"{name} {share:.0%}")
    return ", ".join(names) or BENCH


def leads(state: State, scenario: ScenarioId) -> tuple[Lead, ...]:
    """Every team with its lead and its people on the last day of the plan, in plan order."""
    end = state.plan.end
    count: dict[TeamId, int] = {}
    for person in state.rows(Person):
        if (person.start is None or person.start <= end) and (
            person.end is None or person.end >= end
        ):
            for team in shares_at(state, scenario, person.id, end):
                count[team] = count.get(team, 0) + 1
    found = []
    for row in state.rows(Team):
        lead = team_settings(state, scenario, row.id).lead
        before = team_settings(state, state.today, row.id).lead
        was = "" if lead == before else _person(state, before) or "nobody"
        found.append(Lead(row.name, _person(state, lead), count.get(row.id, 0), was))
    return tuple(found)


def _person(state: State, person: int | None) -> str:
    row = state.find(Person, person)
    return "" if row is None else row.name


def unknown(
    state: State,
    scenario: ScenarioId,
    readings: Mapping[str, Reading],
    *,
    outside: float,
    days: Callable[[float], str],
) -> Iterator[str]:
    """What nobody knows, counted, a sentence each.

    Args:
        state: The plan.
        scenario: The one recommended.
        readings: Its measures.
        outside: Days of its work planned outside the plan's weeks.
        days: Writes a number of days.
    """
    swept = [one for one in ASSUMPTIONS if one.swept]
    changed = [one.label for one in swept if getattr(state.plan, one.key) != one.default]
    kept = len(swept) - len(changed)
    if kept == len(swept):
        yield f"All {kept} assumptions are Teamtide's defaults, not measured here."
    elif kept:
        yield (
            f"{kept} of {len(swept)} assumptions are Teamtide's defaults, not measured here; "
            f"set by hand: {', '.join(changed)}."
        )
    else:
        yield f"All {len(swept)} assumptions were set by hand."
    active = {
        row.id for row in state.rows(Project) if project_settings(state, scenario, row.id).active
    }
    chunks = [row for row in state.rows(Chunk) if row.project in active]
    single = sum(row.low is None or row.high is None for row in chunks)
    if single:
        verb = "has" if single == 1 else "have"
        yield (
            f"Of {len(chunks)} pieces of work {single} {verb} no low and high estimate; there the "
            "ranges come from a rule of thumb."
        )
    unowned = readings["unowned"].value or 0.0
    if unowned >= LEAST_DAYS:
        yield f"Nobody owns {days(unowned)} days of work; no team is asked for them."
    if outside >= LEAST_DAYS:
        yield f"{days(outside)} days of work lie outside the plan's weeks and are in no figure."
    unfinished = readings["unfinished"].value or 0.0
    if unfinished:
        noun = "project does" if unfinished == 1 else "projects do"
        yield f"{unfinished:.0f} {noun} not finish by {day_text(state.plan.end)}."
