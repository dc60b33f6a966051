"""What one row may not be, in sentences: ranges, choices, names, dates in order.

The ranges are those of MODEL.md section 7. Rules about several rows together are in
`validation.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import date
from functools import cache
from typing import cast

from teamtide.capacity.assumptions import ASSUMPTIONS, BY_KEY
from teamtide.capacity.inputs import KINDS
from teamtide.plan.rows import (
    BY_TABLE,
    INTERRUPTS,
    NOTED_TYPES,
    NOUNS,
    OWNED_TYPES,
    REFERENCES,
    STATUSES,
    TEAM_KINDS,
    THE_PLAN,
    WISHES,
    Chunk,
    Goal,
    Imported,
    Leave,
    Note,
    Owner,
    Pair,
    Person,
    Pin,
    Placement,
    Plan,
    Project,
    ProjectChange,
    Row,
    Scenario,
    Service,
    Surge,
    Team,
    TeamChange,
)
from teamtide.plan.state import State

CONTOURS = (
    "flat",
    "back loaded",
    "front loaded",
    "double peak",
    "early peak",
    "late peak",
    "bell",
    "turtle",
)
BURST = re.compile(r"burst (\d{1,3})/(\d{1,3})")
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
LONGEST_TEXT = 32_000
TIE = 1e-9
MOST_CEREMONIES = BY_KEY["ceremony_hours"].most - TIE


def row_problems(state: State, row: Row) -> Iterator[str]:
    """What is wrong with one row, looked at alone (and against the plan's disciplines)."""
    for sentence in _problems(state, row):
        noun = described(row)
        yield sentence.replace(noun, f"{noun}{_whose(state, row)}", 1)


_ABOUT: dict[type[Row], str] = {
    Leave: "person",
    Imported: "person",
    Pin: "person",
    Pair: "first",
    Placement: "person",
    TeamChange: "team",
    ProjectChange: "project",
    Surge: "service",
}


def _whose(state: State, row: Row) -> str:
    """Of what a row without a name of its own says something, such as " of Ana"."""
    name = _ABOUT.get(type(row))
    if name is None:
        return ""
    found = state.find(REFERENCES[type(row)][name], getattr(row, name))
    return "" if found is None else f" of {getattr(found, 'name', '')}"


def _problems(state: State, row: Row) -> Iterator[str]:
    texts, days = _columns(row.TABLE)
    if not _plain(row, texts):
        yield from _unwritable(row, texts)
    for name in days:
        day = getattr(row, name)
        if isinstance(day, date) and not FIRST_DAY <= day <= LAST_DAY:
            yield f"{described(row)}: {name} {day.isoformat()} must lie in 1900 to 2199."
    checker = _CHECKERS.get(type(row))
    if checker is not None:
        yield from checker(row)
    if isinstance(row, (Person, Chunk, Service)):
        yield from known_discipline(state, row, row.discipline)
    if isinstance(row, Person):
        for discipline, _ in row.skills:
            yield from known_discipline(state, row, discipline)


def _plain(row: Row, texts: tuple[str, ...]) -> bool:
    """Whether the texts of a row are short and printable: nearly all are, and are told at once."""
    said = [getattr(row, name) for name in texts]
    try:
        plain = "".join(said)
    except TypeError:  # some are lists, or None
        if any(isinstance(text, tuple) and text for text in said):
            return False
        plain = "".join([text for text in said if isinstance(text, str)])
    return len(plain) <= LONGEST_TEXT and plain.isprintable()


def _unwritable(row: Row, texts: tuple[str, ...]) -> Iterator[str]:
    for name in texts:
        value = getattr(row, name)
        for text in value if isinstance(value, tuple) else (value,):
            if not isinstance(text, str):
                continue
            if len(text) > LONGEST_TEXT:
                yield f"{described(row)}: {name} is longer than {LONGEST_TEXT:,} characters."
            if _UNWRITABLE.search(text):
                yield f"{described(row)}: {name} holds a control character; remove it."


_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@cache
def _columns(table: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The columns of a table that hold text, and those that hold days.

    Names of skills are disciplines, which have a rule of their own.
    """
    kinds = {field.name: str(field.type) for field in fields(BY_TABLE[table])}
    return (
        tuple(name for name, kind in kinds.items() if "str" in kind and "float" not in kind),
        tuple(name for name, kind in kinds.items() if "date" in kind),
    )


def described(row: Row) -> str:
    """What a row is called at the start of a sentence."""
    name = getattr(row, "name", "")
    return f"{NOUNS[type(row)].capitalize()} “{name}”" if name else NOUNS[type(row)].capitalize()


def _number(
    row: Row, name: str, low: float, high: float, *, open_low: bool = False, what: str = ""
) -> Iterator[str]:
    value = getattr(row, name)
    if value is None:
        return
    fine = isinstance(value, (int, float)) and not isinstance(value, bool)
    above = fine and (value > low or (value == low and not open_low))
    if above and value <= high:
        return
    label = what or name.replace("_", " ")
    shown = f"{value:g}" if isinstance(value, float) else repr(value)
    edge = "more than" if open_low else "at least"
    yield f"{described(row)}: {label} is {shown}; it must be {edge} {low:g} and at most {high:g}."


def _named(row: Row) -> Iterator[str]:
    if not str(getattr(row, "name", "")).strip():
        yield f"A {NOUNS[type(row)]} needs a name."


def _one_of(row: Row, name: str, choices: tuple[str, ...]) -> Iterator[str]:
    value = getattr(row, name)
    if value is not None and value not in choices:
        yield f"{described(row)}: {name} is “{value}”; it must be one of {', '.join(choices)}."


def known_discipline(state: State, row: Row, discipline: str) -> Iterator[str]:
    """A sentence where the plan has no such discipline."""
    if THE_PLAN in state.tables[Plan] and discipline not in state.plan.disciplines:
        yield (
            f"{described(row)}: “{discipline}” is not one of the plan's disciplines "
            f"({', '.join(state.plan.disciplines)}); add it to them first or choose another."
        )


def _ordered_days(row: Row, first: date | None, last: date | None) -> Iterator[str]:
    if first is not None and last is not None and last < first:
        yield f"{described(row)}: ends {last.isoformat()}, before it starts {first.isoformat()}."


def _plan(row: Plan) -> Iterator[str]:
    yield from _named(row)
    if row.start.weekday() != 0:
        yield f"The plan must start on a Monday; {row.start.isoformat()} is not one."
    if row.began is not None and row.began.weekday() != 0:
        yield f"A plan begins on a Monday; {row.began.isoformat()} is not one."
    yield from _number(row, "weeks", 1, 260)
    for one in ASSUMPTIONS:
        # What an open end leaves out is no more than rounding, so that a sentence can name it.
        most = one.most - TIE if one.open_most else one.most
        yield from _number(row, one.key, one.least, most, open_low=one.open_least)
    if not row.disciplines:
        yield "The plan needs at least one discipline."
    if len({d.strip().casefold() for d in row.disciplines}) != len(row.disciplines):
        yield "Two disciplines of the plan have the same name."
    if any(not d.strip() or ";" in d for d in (*row.disciplines, *row.engineering)):
        yield "A discipline needs a name without a semicolon."
    for name in row.engineering:
        if name not in row.disciplines:
            yield f"“{name}” counts as engineering but is not one of the plan's disciplines."


def _person(row: Person) -> Iterator[str]:
    yield from _named(row)
    yield from _number(row, "fte", 0, 1, open_low=True, what="FTE")
    seen = set()
    for discipline, proficiency in row.skills:
        if not 0 <= proficiency <= 1:
            yield f"{described(row)}: skill {discipline} is {proficiency:g}; it must be 0 to 1."
        if discipline in seen:
            yield f"{described(row)}: skill {discipline} is listed twice."
        seen.add(discipline)


def _leave(row: Leave) -> Iterator[str]:
    yield from _number(row, "fraction", 0, 1)
    yield from _ordered_days(row, row.first, row.last)


def _team(row: Team) -> Iterator[str]:
    yield from _named(row)
    yield from _one_of(row, "kind", TEAM_KINDS)
    yield from _one_of(row, "interrupts", INTERRUPTS)
    yield from _number(row, "ceremony_hours", 0, MOST_CEREMONIES)


def _team_change(row: TeamChange) -> Iterator[str]:
    yield from _one_of(row, "interrupts", INTERRUPTS)
    yield from _number(row, "ceremony_hours", 0, MOST_CEREMONIES)


def _goal(row: Goal) -> Iterator[str]:
    yield from _named(row)
    yield from _number(row, "wanted_share", 0, 1)
    yield from _number(row, "rank", 0, 10_000)


def _project(row: Project) -> Iterator[str]:
    yield from _named(row)
    yield from _one_of(row, "status", STATUSES)
    yield from _number(row, "priority", -1_000_000, 1_000_000)


def _project_change(row: ProjectChange) -> Iterator[str]:
    yield from _one_of(row, "status", STATUSES)
    yield from _number(row, "priority", -1_000_000, 1_000_000)
    yield from _number(row, "shift_weeks", -520, 520)


def _chunk(row: Chunk) -> Iterator[str]:
    yield from _named(row)
    yield from _one_of(row, "kind", KINDS)
    yield from _number(row, "likely", 0, 1e6)
    yield from _number(row, "low", 0, 1e6, open_low=True)
    yield from _number(row, "high", 0, 1e7)
    if row.low is not None and row.low > row.likely:
        yield f"{described(row)}: low {row.low:g} is above likely {row.likely:g}."
    if row.high is not None and row.high < row.likely:
        yield f"{described(row)}: high {row.high:g} is below likely {row.likely:g}."
    yield from _number(row, "weeks", 0, 520)
    yield from _number(row, "lag", -520, 520)
    yield from _number(row, "max_people", 0, 10_000, open_low=True)
    yield from _number(row, "done", 0, 1e7)
    shape = BURST.fullmatch(row.shape)
    if shape is not None:
        period, busy = int(shape[1]), int(shape[2])
        if not 1 <= busy <= period:
            yield f"{described(row)}: “{row.shape}” needs 1 to {period} busy weeks of {period}."
    elif row.shape not in CONTOURS:
        yield (
            f"{described(row)}: “{row.shape}” is not a shape; "
            f"use one of {', '.join(CONTOURS)}, or burst 4/1 (1 busy week of 4)."
        )


def _service(row: Service) -> Iterator[str]:
    yield from _named(row)
    yield from _one_of(row, "kind", KINDS)
    yield from _number(row, "arrivals", 0, 1e6, what="arrivals per week")
    yield from _number(row, "days_each", 0, 1e4, what="days each")
    yield from _number(row, "dispersion", 1, 1e4)


def _surge(row: Surge) -> Iterator[str]:
    yield from _number(row, "factor", 0, 1e4)
    yield from _ordered_days(row, row.first, row.last)


def _placement(row: Placement) -> Iterator[str]:
    yield from _number(row, "share", 0, 1)


def _owner(row: Owner) -> Iterator[str]:
    if row.type not in OWNED_TYPES:
        yield f"An owner row is about one of {', '.join(OWNED_TYPES)}, not “{row.type}”."
        return
    filled = [name for name in OWNED_TYPES if getattr(row, name) is not None]
    if filled != [row.type]:
        yield f"An owner row of type {row.type} must name one {row.type} and nothing else."
    yield from _one_of(row, "kind", KINDS)


def _pair(row: Pair) -> Iterator[str]:
    yield from _one_of(row, "wish", WISHES)
    if row.first == row.second:
        yield f"{described(row)}: one person can't be kept together with or apart from themselves."


def _note(row: Note) -> Iterator[str]:
    if not row.text.strip():
        yield "A note needs a text; remove the note instead of emptying it."
    if sum(getattr(row, name) is not None for name in NOTED_TYPES) != 1:
        yield f"A note is about one {', '.join(NOTED_TYPES[:-1])} or {NOTED_TYPES[-1]}."


def _scenario(row: Scenario) -> Iterator[str]:
    yield from _named(row)


Checker = Callable[[Row], Iterator[str]]
_CHECKERS: dict[type[Row], Checker] = {
    cls: cast("Checker", checker)
    for cls, checker in (
        (Plan, _plan),
        (Scenario, _scenario),
        (Person, _person),
        (Leave, _leave),
        (Team, _team),
        (TeamChange, _team_change),
        (Goal, _goal),
        (Project, _project),
        (ProjectChange, _project_change),
        (Chunk, _chunk),
        (Service, _service),
        (Surge, _surge),
        (Placement, _placement),
        (Owner, _owner),
        (Pair, _pair),
        (Note, _note),
    )
}
