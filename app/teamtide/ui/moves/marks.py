"""What stands on the timeline: waves, who starts and ends, projects that are shifted. No Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from teamtide.capacity.results import Load
from teamtide.plan.overlay import Shares, project_settings
from teamtide.plan.rows import Chunk, Person, PersonId, Plan, Project, ProjectId, ScenarioId, Team
from teamtide.plan.state import State
from teamtide.plan.waves import ARRIVES, ENDS, LEAVES, MOVES, STARTS, Step, Wave, comings, waves
from teamtide.ui.charts.words import Words

WAVE, SHIFT = "wave", "shift"
LISTED = 10
DAYS = 7
WHOLE = 1.0 - 1e-9


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark: a wave, those who start or end in a week, or a project that is shifted.

    Args:
        kind: "wave", "starts", "ends" or "shift".
        day: Where it stands.
        count: People, or projects.
        title: What it is in a line.
        lines: Who or what, each in a line.
        wave: What can be dragged, where it is one.
        aside: Of a wave, how many come from and go to the bench, such as "+2 −1".
        own: Whether the scenario itself says all of it; otherwise some is as in Today.
    """

    kind: str
    day: date
    count: int
    title: str
    lines: tuple[str, ...]
    wave: Wave | None = None
    aside: str = ""
    own: bool = True

    @property
    def people(self) -> tuple[PersonId, ...]:
        """Of a wave, whom the lines are about."""
        return () if self.wave is None else tuple(step.person for step in _sorted(self.wave))

    @property
    def tip(self) -> str:
        """All there is to say, at most so many lines."""
        return "\n".join((self.title, *_first(self.lines)))


def marks_of(state: State, scenario: ScenarioId, load: Load, words: Words) -> tuple[Mark, ...]:
    """Everything on the timeline of a scenario, by day; waves first."""
    found = [
        *(wave_mark(state, wave, words) for wave in waves(state, scenario)),
        *_people_marks(state, scenario, words),
        *_shift_marks(state, scenario, load, words),
    ]
    return tuple(sorted(found, key=lambda mark: mark.day))


def wave_mark(state: State, wave: Wave, words: Words) -> Mark:
    """A wave as it is shown."""
    kinds = Counter(step.kind for step in wave.steps)
    aside = " ".join(
        f"{sign}{kinds[kind]}" for sign, kind in (("+", ARRIVES), ("−", LEAVES)) if kinds[kind]
    )
    parts = [people_text(kinds[MOVES], "moves", "move")] if kinds[MOVES] else []
    for kind, one, many in (
        (ARRIVES, "comes from the bench", "come from the bench"),
        (LEAVES, "goes to the bench", "go to the bench"),
    ):
        if kinds[kind]:
            parts.append(people_text(kinds[kind], one, many))
    return Mark(
        kind=WAVE,
        day=wave.day,
        count=len(wave.steps),
        title=f"{when_text(state.plan, wave.day, words)}: {', '.join(parts)}",
        lines=tuple(step_text(state, step, words) for step in _sorted(wave)),
        wave=wave,
        aside=aside,
        own=all(step.own for step in wave.steps),
    )


def _sorted(wave: Wave) -> list[Step]:
    """Those who move, then who comes from the bench, then who goes there."""
    order = (MOVES, ARRIVES, LEAVES)
    return sorted(wave.steps, key=lambda step: order.index(step.kind))


def when_text(plan: Plan, day: date, words: Words) -> str:
    """A day of a plan; the first is the beginning."""
    return "From the beginning" if day <= plan.start else words.day(day)


def people_text(count: int, one: str, many: str) -> str:
    """So many people do something."""
    return f"1 person {one}" if count == 1 else f"{count} people {many}"


def step_text(state: State, step: Step, words: Words) -> str:
    """Who goes from where to where; what an option takes from Today says so."""
    name = state.get(Person, step.person).name
    before, after = (place_text(state, place, words) for place in (step.before, step.after))
    return f"{name}: {before} → {after}" + ("" if step.own else " (as in Today)")


def place_text(state: State, shares: Shares, words: Words) -> str:
    """Where someone is."""
    if not shares:
        return "bench"
    return ", ".join(
        state.get(Team, team).name + ("" if share > WHOLE else f" {words.percent(share)}")
        for team, share in shares
    )


def _people_marks(state: State, scenario: ScenarioId, words: Words) -> Iterator[Mark]:
    """Who starts and ends to work here, a mark a week: there may be many."""
    start = state.plan.start
    weeks: dict[tuple[int, str], list[str]] = {}
    for one in comings(state, scenario):
        name, place = state.get(Person, one.person).name, place_text(state, one.shares, words)
        where = "on the bench" if not one.shares else f"in {place}"
        line = f"{name}: {words.day(one.day)}, {where}"
        weeks.setdefault(((one.day - start).days // DAYS, one.kind), []).append(line)
    for (week, kind), lines in weeks.items():
        day = start + timedelta(weeks=week)
        what = {STARTS: ("starts", "start"), ENDS: ("has a last day", "have their last day")}[kind]
        title = f"Week of {words.day(day)}: {people_text(len(lines), *what)}"
        yield Mark(kind, day, len(lines), title, tuple(lines))


def _shift_marks(state: State, scenario: ScenarioId, load: Load, words: Words) -> Iterator[Mark]:
    """Projects that start at another time than they were planned for, on their first day."""
    plan, chunks = state.plan, state.rows(Chunk)
    shifts = {
        row.id: settings.shift_weeks
        for row in state.rows(Project)
        if (settings := project_settings(state, scenario, row.id)).active and settings.shift_weeks
    }
    if not shifts or len(chunks) != len(load.inputs.chunks):
        return
    first: dict[ProjectId, int] = {}
    for row, day in zip(chunks, load.plan.first.tolist(), strict=True):
        if row.project in shifts:
            first[row.project] = min(day, first.get(row.project, day))
    days: dict[date, list[str]] = {}
    for project, ordinal in first.items():
        name, weeks = state.get(Project, project).name, shifts[project]
        way = "later" if weeks > 0 else "earlier"
        line = f"{name} starts {words.number(abs(weeks))} weeks {way}"
        days.setdefault(date.fromordinal(ordinal), []).append(line)
    for when, lines in days.items():
        if plan.start <= when <= plan.end:
            title = f"{words.day(when)}: {_projects(len(lines))}"
            yield Mark(SHIFT, when, len(lines), title, tuple(lines))


def _projects(count: int) -> str:
    return "1 project is shifted" if count == 1 else f"{count} projects are shifted"


def spoken(mark: Mark) -> str:
    """A mark in one sentence, for those who don't see it."""
    return ". ".join((mark.title, *_first(mark.lines)))


def _first(lines: Sequence[str]) -> tuple[str, ...]:
    more = len(lines) - LISTED
    return (*lines[:LISTED], *((f"and {more} more",) if more > 0 else ()))
