"""Rows that were saved from a damaged plan, made into a plan that keeps every rule.

They are taken in table after table, those first that others refer to, and in each table by row
number; whatever the rules of a plan refuse, given what was taken before, is left out with the
rule's own sentence. Before that, what can be healed is: a row of which others speak and that is
lost itself is stood in for, with a name that says so, so that nothing else is lost with it; a
reference that leads nowhere all the same is taken off where it may be empty; settings that make no
sense get their default. Each of these is noted, so that nothing comes back changed unsaid.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from math import inf
from typing import Any

from teamtide.plan.changes import ChangeSet, RowChange
from teamtide.plan.damaged import TimeUp
from teamtide.plan.fresh import DISCIPLINES, ENGINEERING, monday_of
from teamtide.plan.row_rules import row_problems
from teamtide.plan.rows import (
    NOUNS,
    REFERENCES,
    ROW_CLASSES,
    THE_PLAN,
    Chunk,
    Goal,
    Note,
    Owner,
    Person,
    Pin,
    Placement,
    Plan,
    Project,
    ProjectId,
    Row,
    Scenario,
    ScenarioId,
    Service,
    Team,
    field_names,
)
from teamtide.plan.state import State
from teamtide.plan.stored import columns_of
from teamtide.plan.validation import Refused, check

ORDER = (Scenario, Plan, *(cls for cls in ROW_CLASSES if cls not in (Scenario, Plan)))
"""Tables in the order in which rows are taken in."""
STANDING_IN = (Scenario, Person, Team, Goal, Project, Chunk, Service)
LOST = "own row lost"
GUESSED = {
    Person: f"{LOST}; what they do and how much they work are guesses",
    Chunk: f"{LOST}; its project and its effort are not known",
    Service: f"{LOST}; how much it asks for is not known",
}
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST_HORIZON = 104
MOST_STANDING_IN = 5000
"""Of a class; more lost rows than that are not a plan's any more."""
MAKES_NO_SENSE = "a value of it makes no sense"
_NONSENSE = (ValueError, TypeError, AttributeError, KeyError, ArithmeticError, RecursionError)
_VERY = 1000
_LONGEST_LIST = 10_000

Rows = Mapping[type[Row], Mapping[int, Row]]
MayBeLost = Callable[[type[Row], int], bool]


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one row. `why` is a sentence or the end of one."""

    cls: type[Row]
    id: int
    name: str
    why: str


@dataclass(slots=True)
class Mended:
    """A plan that validates, and what had to be done for it.

    Args:
        state: The plan.
        changed: Rows that came back with a value changed.
        left_out: Rows that were read and are not in the plan.
        made: Rows that were made in place of lost ones.
    """

    state: State
    changed: list[Told] = field(default_factory=list)
    left_out: list[Told] = field(default_factory=list)
    made: list[Told] = field(default_factory=list)


def mend(rows: Rows, name: str, today: date, may_be_lost: MayBeLost, until: float = inf) -> Mended:
    """Make a plan of rows.

    Args:
        rows: What was saved, by class and id; each of its own class's types.
        name: What to call the plan where its own row is lost.
        today: The day it is, for a plan nothing of which says when it starts.
        may_be_lost: Whether a class may have had a row of that id that could not be read.
        until: When to give up, by `time.monotonic`.

    Raises:
        TimeUp: it took too long.
    """
    return _Mender(rows, name, today, may_be_lost, until).done()


class _Mender:
    def __init__(
        self, rows: Rows, name: str, today: date, may_be_lost: MayBeLost, until: float
    ) -> None:
        self._may_be_lost, self._until = may_be_lost, until
        self._refused: set[tuple[type[Row], int]] = set()
        self._rows: dict[type[Row], dict[int, Row]] = {cls: {} for cls in ORDER}
        self._mended = Mended(State.of(()))
        for cls in ORDER:
            for row in rows.get(cls, {}).values():
                self._rows[cls][row.id] = self._readable(row)
        self._begin(name, today)

    def done(self) -> Mended:
        for cls in ORDER:
            if cls is not Plan:
                there = self._mended.state.tables[cls]
                self._take([row for row in _in_order(self._rows[cls]) if row.id not in there])
            if cls in STANDING_IN:
                self._stand_in(cls)
        return self._mended

    # --- the plan's own row ---------------------------------------------------------------

    def _begin(self, name: str, today: date) -> None:
        """The settings and today's scenario, without which nothing else can be."""
        fresh = self._fresh(name, today)
        found = self._rows[Plan].get(THE_PLAN)
        plan = found if isinstance(found, Plan) else fresh
        if found is None:
            self._mended.made.append(
                Told(Plan, THE_PLAN, plan.name, "its settings are lost; these are the defaults")
            )
        for other, row in self._rows[Plan].items():
            if other != THE_PLAN:
                self._leave_out(row, "a plan has one row of settings")
        scenario = self._today(plan)
        plan = replace(plan, today=scenario.id)
        for column in field_names(Plan):
            if column in ("id", "today") or not _wrong(plan, scenario):
                continue
            # Start and began go together, and disciplines with those that are engineering.
            tried = replace(plan, **{column: getattr(fresh, column)})
            if len(_wrong(tried, scenario)) < len(_wrong(plan, scenario)):
                plan = tried
        if _wrong(plan, scenario):
            plan = replace(fresh, today=scenario.id)
        if isinstance(found, Plan):
            for column in field_names(Plan):
                if getattr(plan, column) != getattr(found, column):
                    words = f"its {column.replace('_', ' ')} made no sense and was put right"
                    self._mended.changed.append(Told(Plan, plan.id, plan.name, words))
        self._mended.state = State.of([plan, scenario])

    def _today(self, plan: Plan) -> Scenario:
        """The scenario that all others are changes to."""
        scenarios = self._rows[Scenario]
        for key in (plan.today, *sorted(scenarios)):
            row = scenarios.get(key)
            if isinstance(row, Scenario) and row.name.strip():
                return row
            if key == plan.today and (row is not None or self._may_be_lost(Scenario, key)):
                break
        row = Scenario(ScenarioId(max(plan.today, 1)), 0, "Today (name lost)")
        self._mended.made.append(Told(Scenario, row.id, row.name, LOST))
        scenarios.pop(row.id, None)
        return row

    def _fresh(self, name: str, today: date) -> Plan:
        """Settings for a plan that has lost its own, as far as its rows tell them."""
        disciplines: dict[str, None] = {}
        days: list[date] = []
        for cls in (Person, Chunk, Service):
            for row in _in_order(self._rows[cls]):
                disciplines.setdefault(str(getattr(row, "discipline", "")))
                for skill, _ in getattr(row, "skills", ()):
                    disciplines.setdefault(str(skill))
        for one in (Chunk, Placement):
            found = (getattr(row, "start", None) for row in self._rows[one].values())
            days += [day for day in found if day is not None]
        days = sorted(day for day in days if 1950 <= day.year < 2150)
        start = monday_of(days[0] if days else today)
        weeks = 26 if not days else max(26, min(_LONGEST_HORIZON, (days[-1] - start).days // 7 + 4))
        sound = [d for d in disciplines if d.strip() and d.isprintable() and ";" not in d]
        known = tuple({d.strip().casefold(): d for d in reversed(sound)}.values())[::-1]
        known = known if known and sum(map(len, known)) < _LONGEST_LIST else DISCIPLINES
        engineering = tuple(d for d in known if d in ENGINEERING)
        scenarios = sorted(self._rows[Scenario])
        first = ScenarioId(scenarios[0] if scenarios else 1)
        return Plan(THE_PLAN, name.strip() or "Plan", start, weeks, first, known, engineering)

    # --- all others -----------------------------------------------------------------------

    def _take(self, rows: Sequence[Row]) -> None:
        """Take rows in, all at once where the rules let them, or in halves."""
        if not rows:
            return
        if time.monotonic() > self._until:
            raise TimeUp("making a plan of it took too long")
        mended = self._mended
        among = {row.id for row in rows}
        try:
            healed = [self._healed(row, among) for row in rows]
            change = ChangeSet("", tuple(RowChange(None, row) for row in healed))
            after = mended.state.apply(change)
            check(after, change)
        except _NONSENSE as error:
            if len(rows) == 1:
                why = error.problems[0] if isinstance(error, Refused) else MAKES_NO_SENSE
                self._leave_out(rows[0], why)
                return
            middle = len(rows) // 2
            self._take(rows[:middle])
            self._take(rows[middle:])
            return
        for row, now in zip(rows, healed, strict=True):
            for column in field_names(type(row)):
                if getattr(row, column) != getattr(now, column):
                    why = f"its {column} led to what is lost, and that was taken off"
                    mended.changed.append(Told(type(row), row.id, _name(row), why))
        mended.state = after

    def _healed(self, row: Row, among: set[int]) -> Row:
        """A row without the references that may be empty and lead nowhere.

        Of its own class it may refer to what is there already, or comes with it.
        """
        cls = type(row)
        given: dict[str, Any] = {}
        for column, target in REFERENCES.get(cls, {}).items():
            value = getattr(row, column)
            there = self._mended.state.tables[target]
            if isinstance(value, tuple):
                kept = tuple(
                    one for one in value if one in there or (target is cls and one in among)
                )
                if kept != value:
                    given[column] = kept
            elif value is not None and value not in there and _may_be_empty(cls, column):
                given[column] = None
        return replace(row, **given) if given else row

    def _stand_in(self, cls: type[Row]) -> None:
        """Rows in place of lost ones of which others speak."""
        there = self._mended.state.tables[cls]
        # Chunks that wait for lost ones just do not wait.
        wanted = {
            key
            for other, columns in REFERENCES.items()
            for column, target in columns.items()
            if target is cls and other is not cls
            for row in self._rows[other].values()
            for key in _ids(getattr(row, column))
            if key not in there
        }
        position = max((getattr(row, "position", 0) for row in there.values()), default=0)
        lost = [
            key
            for key in sorted(wanted)
            if self._may_be_lost(cls, key) or (cls, key) in self._refused
        ][:MOST_STANDING_IN]
        made = [self._made(cls, key, position + n) for n, key in enumerate(lost, 1)]
        self._take(made)
        told = [Told(cls, row.id, _name(row), GUESSED.get(cls, LOST)) for row in made]
        self._mended.made += [one for one in told if one.id in self._mended.state.tables[cls]]

    def _made(self, cls: type[Row], key: int, position: int) -> Row:
        """A row that stands in for a lost one."""
        state = self._mended.state
        given: dict[str, Any] = {
            "id": key,
            "position": position,
            "name": f"{NOUNS[cls].capitalize()} {key} (lost)",
        }
        if cls in (Person, Chunk, Service):
            given["discipline"] = state.plan.disciplines[0]
        if cls is Chunk:
            given |= {"project": self._lost_chunks(), "kind": "structured", "likely": 0.0}
        if cls is Service:
            given |= {"kind": "support", "arrivals": 0.0, "days_each": 0.0}
        return cls(**given)

    def _lost_chunks(self) -> int:
        """A project for chunks of which nobody knows to which project they belonged."""
        state = self._mended.state
        name = "Lost chunks"
        for known in state.rows(Project):
            if known.name == name:
                return known.id
        row = Project(ProjectId(state.next_ids[Project]), state.next_ids[Project], name)
        self._mended.made.append(Told(Project, row.id, name, "for chunks that are lost"))
        self._take([row])
        return row.id

    def _leave_out(self, row: Row, why: str) -> None:
        self._refused.add((type(row), row.id))
        self._mended.left_out.append(Told(type(row), row.id, _name(row), why))

    def _readable(self, row: Row) -> Row:
        """A row whose texts hold no letters that nobody can write."""
        given: dict[str, Any] = {
            one.name: _UNREADABLE.sub("\ufffd", value)
            for one in fields(row)
            if isinstance(value := getattr(row, one.name), str) and _UNREADABLE.search(value)
        }
        if not given:
            return row
        why = f"letters in its {' and '.join(given)} could not be read; they are “\ufffd” now"
        healed = replace(row, **given)
        self._mended.changed.append(Told(type(row), row.id, _name(healed), why))
        return healed


def _wrong(plan: Plan, scenario: Scenario) -> list[str]:
    state = State.of([plan, scenario])
    try:
        return [*row_problems(state, plan), *row_problems(state, scenario)]
    except _NONSENSE:
        return [MAKES_NO_SENSE] * _VERY


def _may_be_empty(cls: type[Row], column: str) -> bool:
    """Whether a reference can be taken off and the row still says something true."""
    if cls in (Owner, Note, Placement, Pin):
        return False  # empty would say something else: nobody's, the bench
    return next(one for one in columns_of(cls.TABLE) if one.name == column).nullable


def _in_order(rows: Mapping[int, Row]) -> list[Row]:
    """By id, but chunks after those they wait for."""
    order = [rows[key] for key in sorted(rows)]
    if not order or not isinstance(order[0], Chunk):
        return order
    return list(_waited(rows, order))


def _waited(rows: Mapping[int, Row], order: Sequence[Row]) -> Iterator[Row]:
    done: set[int] = set()
    for row in order:
        path = [row]
        on_path = {row.id}
        while path:
            last = path[-1]
            ahead = next(
                (
                    rows[key]
                    for key in getattr(last, "after", ())
                    if key in rows and key not in done and key not in on_path
                ),
                None,
            )
            if ahead is not None:
                path.append(ahead)
                on_path.add(ahead.id)
                continue
            path.pop()
            if last.id not in done:
                done.add(last.id)
                yield last


def _ids(value: Any) -> tuple[int, ...]:
    """The ids a reference holds."""
    found = value if isinstance(value, tuple) else (value,)
    return tuple(one for one in found if isinstance(one, int))


def _name(row: Row) -> str:
    return str(getattr(row, "name", ""))
