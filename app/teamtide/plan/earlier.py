"""The plan as it was, or another plan file, held against the plan as it is.

The history in the file is the list of all changes, so taking back, on a copy, what came after a day
gives the plan as it was then; nothing is written. Another file is read the way every plan is read,
and never locked or changed. Rows of the same plan are the same by their ids, rows of another file
by what people call them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from teamtide.capacity.luck import same_luck
from teamtide.capacity.measures.compare import Question
from teamtide.capacity.schedule import plan_schedule
from teamtide.plan.assigning import ITEM_ROWS
from teamtide.plan.changes import ChangeSet
from teamtide.plan.document import Document
from teamtide.plan.inputs import inputs_of
from teamtide.plan.overlay import Owners, project_settings, shares_at
from teamtide.plan.placing import day_text
from teamtide.plan.rows import (
    Chunk,
    Owner,
    Person,
    Placement,
    Project,
    ProjectChange,
    Row,
    Scenario,
    ScenarioId,
    Service,
    Team,
    TeamId,
)
from teamtide.plan.state import Stale, State
from teamtide.plan.store import Entry, read_older
from teamtide.plan.summary import facts_of, scene_of
from teamtide.plan.validation import Refused, problems_of

R = TypeVar("R", bound=Row)
Key = object
NOBODY, BENCH, NONE = "nobody", "the bench", "none"


@dataclass(frozen=True, slots=True)
class Earlier:
    """A plan to compare with.

    Args:
        state: What was in it.
        called: What to call it: `as on 27 Oct 2026`, or the file's name.
        same_plan: Whether its rows are this plan's own, by their ids.
    """

    state: State
    called: str
    same_plan: bool

    def title(self, scenario: ScenarioId) -> str:
        """A scenario of it as a heading, such as `Today (as on 27 Oct 2026)`."""
        return f"{self.state.get(Scenario, scenario).name} ({self.called})"


def as_on(state: State, history: Sequence[Entry], day: date) -> Earlier:
    """The plan as it was at the end of a day, by the local calendar.

    Raises:
        Refused: nothing has changed since, the steps of then were folded away, or the history
            leads to no plan (a file may hold any).
    """
    applied = [entry for entry in history if not entry.undone]
    later = [entry for entry in applied if _day(entry) > day]
    if applied and later == applied and applied[0].parent is not None:
        raise Refused(
            [
                f"What was done before {day_text(_day(applied[0]))} was folded away, so the plan "
                f"of {day_text(day)} is not known; choose a later day, or a backup of then."
            ]
        )
    if not later:
        raise Refused(
            [f"Nothing in the plan has changed since {day_text(day)}; choose an earlier day."]
        )
    try:
        for entry in reversed(later):
            state = state.apply(entry.change.inverse())
        problems = problems_of(state)
    except (Stale, ValueError):
        problems = ["its history does not fit together."]
    if problems:
        raise Refused([f"The plan as on {day_text(day)} can't be shown: {problems[0]}"])
    return Earlier(state, f"as on {day_text(day)}", True)


def days_of(history: Sequence[Entry]) -> tuple[date, ...]:
    """The days at whose end the plan was another than now, latest first.

    The day before its first change stands for the plan as it was made, where that is known.
    """
    applied = [entry for entry in history if not entry.undone]
    changed = sorted({_day(entry) for entry in applied}, reverse=True)
    if not changed:
        return ()
    if applied[0].parent is not None:
        return tuple(changed[1:])
    first = date.fromordinal(changed[-1].toordinal() - 1)
    return (*changed[1:], first)


def _day(entry: Entry) -> date:
    return entry.at.astimezone().date()


def other_file(path: Path) -> Earlier:
    """Another plan file, or a copy of this one, read and closed again; see `read_copy`."""
    return Earlier(read_copy(path).state, path.name, False)


def read_copy(path: Path) -> Document:
    """Another plan file with its history, read and closed again, to look at.

    One of an older Teamtide is brought up to date in memory alone.

    Raises:
        StoreError: it is missing, no plan, broken, or from a newer Teamtide.
    """
    state, history = read_older(path)
    return Document(path, None, state, history)


def unpaired(now: State, then: State) -> str:
    """Why two plans can't be compared run by run, as a sentence; blank where they can."""
    if (now.plan.start, now.plan.weeks) != (then.plan.start, then.plan.weeks):
        return (
            "No ranges of differences: the two do not look at the same weeks "
            f"({day_text(then.plan.start)} to {day_text(then.plan.end)}, and now "
            f"{day_text(now.plan.start)} to {day_text(now.plan.end)}). "
            "Each measure is over its own weeks."
        )
    if not same_luck(inputs_of(then, then.today), inputs_of(now, now.today)):
        return (
            "No ranges of differences: what work there is, or an estimate of it, is not the same "
            "in both, so their runs do not meet the same luck."
        )
    return ""


def paired_question(
    now: State, scenario: ScenarioId, then: State, before: ScenarioId, samples: int
) -> Question:
    """What to ask `measure_scenarios` for the range of the differences, now less then.

    The second answer has them. Only for plans that `unpaired` says nothing against.
    """
    return Question(
        scenes=(
            scene_of(then, before, inputs_of(then, before)),
            scene_of(now, scenario, inputs_of(now, scenario)),
        ),
        today=0,
        facts=facts_of(now),
        keys=(),
        samples=samples,
    )


# --- what differs ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Apart:
    """Something that differs between two plans.

    Args:
        what: In a word: plan, person, place, owner, effort, dates, done, …
        who: Who or what, by name.
        before: How it was then; blank where it was not there.
        after: How it is now, likewise.
    """

    what: str
    who: str
    before: str
    after: str

    @property
    def text(self) -> str:
        """The whole of it in one line."""
        if not self.before:
            return f"{self.who}, {self.what}: new, {self.after}" if self.after else self.who
        if not self.after:
            return f"{self.who}, {self.what}: gone, was {self.before}"
        return f"{self.who}, {self.what}: {self.before} → {self.after}"


Finishes = Mapping[int, date | None]
"""By id of a project the day it finishes; None where it does not within its plan."""


def apart(
    now: State,
    then: Earlier,
    *,
    scenario: ScenarioId,
    before: ScenarioId,
    finishes: tuple[Finishes, Finishes] | None = None,
    touched: ChangeSet | None = None,
) -> tuple[Apart, ...]:
    """What differs between a scenario of the plan and one of an earlier plan.

    Args:
        now: The plan.
        then: The one to compare with.
        scenario: The scenario of the plan.
        before: The one of the other.
        finishes: When projects finish in the two, then first; None where nobody worked it out.
        touched: Where both are the same plan, what leads from one to the other: nothing but what
            it is about is looked at.
    """
    only = None if touched is None else _about(touched)
    both = (
        _Side(then.state, before, then.same_plan, only),
        _Side(now, scenario, then.same_plan, only),
    )
    lines = tuple(_lines(*both, finishes))
    return lines if touched is None else (*lines, *_later_places(*both, touched))


def _later_places(then: _Side, now: _Side, change: ChangeSet) -> Iterator[Apart]:
    """Where people are from the later days of which a change speaks."""
    begin = max(then.state.plan.start, now.state.plan.start)
    days = {
        (row.person, row.start)
        for step in change
        for row in (step.before, step.after)
        if isinstance(row, Placement) and row.start is not None and row.start > begin
    }
    for key, day in sorted(days):
        old, new = then.state.find(Person, key), now.state.find(Person, key)
        if old is not None and new is not None:
            before, after = then.place(old, day), now.place(new, day)
            if before != after:
                yield Apart(f"place from {day_text(day)}", new.name, before, after)


def _about(change: ChangeSet) -> dict[type[Row], set[int]]:
    """The people, teams and work whose rows, places, owners or settings a change touches."""
    found: dict[type[Row], set[int]] = {}
    for step in change:
        for row in (step.before, step.after):
            if isinstance(row, Placement):
                found.setdefault(Person, set()).add(row.person)
            elif isinstance(row, ProjectChange):
                found.setdefault(Project, set()).add(row.project)
            elif isinstance(row, Owner) and row.type in ITEM_ROWS:
                found.setdefault(ITEM_ROWS[row.type], set()).add(int(row.item[1]))
            elif row is not None:
                found.setdefault(type(row), set()).add(row.id)
    return found


class _Side:
    """One of the two plans, with its look-ups."""

    def __init__(
        self,
        state: State,
        scenario: ScenarioId,
        same: bool,
        only: dict[type[Row], set[int]] | None,
    ) -> None:
        self.state, self.scenario, self.same, self._only = state, scenario, same, only
        self.owners = Owners(state, scenario)

    @cached_property
    def dates(self) -> dict[int, tuple[date, date]]:
        schedule = plan_schedule(inputs_of(self.state, self.scenario)).dates.tolist()
        return {
            row.id: (date.fromordinal(first), date.fromordinal(last))
            for row, (first, last) in zip(self.state.rows(Chunk), schedule, strict=True)
        }

    def rows(self, cls: type[R]) -> dict[Key, R]:
        """Rows by what makes them the same as one of the other plan."""
        rows = self.state.rows(cls)
        if self._only is not None:
            wanted = self._only.get(cls, set())
            rows = tuple(row for row in rows if row.id in wanted)
        return {row.id if self.same else self.path(row).casefold(): row for row in rows}

    def path(self, row: Row) -> str:
        """What people call a row."""
        if isinstance(row, Chunk):
            return f"{self.state.get(Project, row.project).name} / {row.name}"
        if isinstance(row, Person) and not self.same:
            return row.code or row.email or row.name
        return str(getattr(row, "name", ""))

    def team(self, team: TeamId | None) -> str:
        return NOBODY if team is None else self.state.get(Team, team).name

    def place(self, person: Person, day: date) -> str:
        found = shares_at(self.state, self.scenario, person.id, day)
        told = [
            f"{self.team(team)}{'' if share >= 1 else f' {share:.0%}'}"
            for team, share in sorted(found.items())
        ]
        return ", ".join(told) or BENCH


def _lines(then: _Side, now: _Side, finishes: tuple[Finishes, Finishes] | None) -> Iterator[Apart]:
    old, new = then.state.plan, now.state.plan
    for what, was, known in (
        ("start", day_text(old.start), day_text(new.start)),
        ("weeks", str(old.weeks), str(new.weeks)),
    ):
        if was != known:
            yield Apart(what, "The plan", was, known)
    day = max(old.start, new.start)
    yield from _of(Team, then, now, "team", lambda _, row: {"kind": row.kind})
    yield from _of(
        Person,
        then,
        now,
        "person",
        lambda side, row: {
            "place": side.place(row, day),
            "discipline": row.discipline,
            "FTE": f"{row.fte:g}",
        },
    )
    yield from _of(Project, then, now, "project", _project)
    if finishes is not None:
        yield from _finishes(then, now, finishes)
    yield from _of(Chunk, then, now, "chunk", _chunk)
    yield from _of(
        Service,
        then,
        now,
        "service",
        lambda side, row: {
            "owner": side.team(side.owners.of_service(row)),
            "days a week": f"{row.arrivals * row.days_each:.4g}",
        },
    )


def _project(side: _Side, row: Project) -> dict[str, str]:
    said = project_settings(side.state, side.scenario, row.id)
    return {
        "owner": side.team(side.owners.of_project(row)),
        "status": said.status,
        "priority": NONE if said.priority is None else str(said.priority),
        "deadline": NONE if row.deadline is None else day_text(row.deadline),
    }


def _chunk(side: _Side, row: Chunk) -> dict[str, str]:
    first, last = side.dates[row.id]
    effort = f"{row.likely:.4g} d"
    if row.low is not None or row.high is not None:
        low, high = (NONE if one is None else f"{one:.4g}" for one in (row.low, row.high))
        effort += f" ({low} to {high})"
    return {
        "owner": side.team(side.owners.of_chunk(row)),
        "effort": effort,
        "dates": f"{day_text(first)} to {day_text(last)}",
        "done": "0 d" if not row.done else f"{row.done:.4g} d",
    }


def _of(
    cls: type[R],
    then: _Side,
    now: _Side,
    what: str,
    told: Callable[[_Side, R], dict[str, str]],
) -> Iterator[Apart]:
    """Rows of a class that came, went, or differ in what is told of them."""
    old, new = then.rows(cls), now.rows(cls)
    for key, row in new.items():
        was = old.get(key)
        if was is None:
            first = next(iter(told(now, row).values()))
            yield Apart(what, now.path(row), "", first)
            continue
        if then.path(was) != now.path(row):
            yield Apart("name", now.path(row), then.path(was), now.path(row))
        before, after = told(then, was), told(now, row)
        for name, value in after.items():
            if before[name] != value:
                yield Apart(name, now.path(row), before[name], value)
    for key, row in old.items():
        if key not in new:
            yield Apart(what, then.path(row), next(iter(told(then, row).values())), "")


def _finishes(then: _Side, now: _Side, finishes: tuple[Finishes, Finishes]) -> Iterator[Apart]:
    def said(day: date | None) -> str:
        return "not within the plan" if day is None else day_text(day)

    old, new = then.rows(Project), now.rows(Project)
    for key, row in new.items():
        was = old.get(key)
        if was is None or was.id not in finishes[0] or row.id not in finishes[1]:
            continue
        before, after = said(finishes[0][was.id]), said(finishes[1][row.id])
        if before != after:
            yield Apart("finish", now.path(row), before, after)


def finishes_of(state: State, ends: Sequence[tuple[bool, int | None]]) -> Finishes:
    """When projects finish, from (has work that counts, ordinal day or None) in plan order."""
    return {
        row.id: None if day is None else date.fromordinal(day)
        for row, (counts, day) in zip(state.rows(Project), ends, strict=True)
        if counts
    }
