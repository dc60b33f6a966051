"""What differs between a scenario of a plan and one of another plan, line by line, in words.

Rows of the same plan are the same by their ids, rows of another file by what people call them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from teamtide.capacity.schedule import plan_schedule
from teamtide.plan.assigning import ITEM_ROWS
from teamtide.plan.changes import ChangeSet
from teamtide.plan.earlier import Earlier
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
    ScenarioId,
    Service,
    Team,
    TeamId,
)
from teamtide.plan.state import State

R = TypeVar("R", bound=Row)
Key = object
NOBODY, BENCH, NONE = "nobody", "the bench", "none"


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
