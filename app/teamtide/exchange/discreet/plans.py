"""A plan with codes for people: the same figures, and nobody named.

What is hidden, and what stays because the figures are made of it:

- Names become codes made of the person's id in the plan, so that every export of a plan calls
  somebody the same. IDs of other systems, e-mail addresses and job titles are left out.
- A manager who is in the plan becomes their code, anybody else a code after the first who reports
  to them. Locations and the holidays of them become numbered places.
- Names of scenarios, teams, goals, projects, chunks, services, disciplines and of the plan itself,
  descriptions, and notes on teams and work keep their text with codes for the people in it.
- Notes on people, the reasons of pins and pairs, and what lists of people said are left out: they
  are written about people, and no code hides who is meant.
- Disciplines, skills, working time, days of joining and leaving, leave and places in teams stay.
  Whoever knows a team well may know somebody by those.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from teamtide.capacity.inputs import KINDS
from teamtide.exchange.discreet.names import Aliases, words_of
from teamtide.plan.fresh import DISCIPLINES
from teamtide.plan.row_rules import LONGEST_TEXT
from teamtide.plan.rows import (
    INTERRUPTS,
    STATUSES,
    TEAM_KINDS,
    Chunk,
    Goal,
    Holiday,
    Imported,
    Note,
    Pair,
    Person,
    Pin,
    Plan,
    Project,
    Row,
    Scenario,
    Service,
    Team,
)
from teamtide.plan.state import State

N = TypeVar("N", Scenario, Team, Goal, Project, Chunk, Service)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the key: a code, and who or what it stands for."""

    code: str
    name: str
    given: str = ""
    email: str = ""


@dataclass(frozen=True)
class Discreet:
    """A plan without names.

    Args:
        state: The plan.
        key: Who is who.
        hide: Puts codes for people into any other text, such as a file's name.
    """

    state: State
    key: tuple[Entry, ...]
    hide: Callable[[str], str]


def discreet(state: State) -> Discreet:
    """The plan with codes for people, wherever they are spoken of.

    Args:
        state: The plan; it stays as it is.
    """
    hiding = _Hiding(state)
    return Discreet(State.of(hiding.rows()), tuple(hiding.key()), hiding.aliases.hide)


class _Hiding:
    """The codes of one plan, and its rows with them."""

    def __init__(self, state: State) -> None:
        self.state = state
        people = sorted(state.rows(Person), key=lambda person: person.id)
        self.codes = {person.id: f"Person {person.id:02}" for person in people}
        self.aliases = Aliases(_ordinary())
        known: dict[str, set[str]] = {}
        for person in people:
            code = self.codes[person.id]
            self.aliases.add_name(person.name, code)
            self.aliases.add_code(person.code, code)
            self.aliases.add_email(person.email, code)
            for text in (person.name, person.code, person.email):
                if text:
                    known.setdefault(_plain(text), set()).add(code)
        self.managers: dict[str, str] = {}
        self.outside: dict[str, str] = {}
        self.places: dict[str, str] = {}
        for person in people:
            self._meet_manager(person, known)
            if person.location:
                self.places.setdefault(person.location, f"Place {person.id:02}")
        for holiday in sorted(state.rows(Holiday), key=lambda row: row.id):
            if holiday.location:
                self.places.setdefault(holiday.location, f"Place H{holiday.id:02}")
        names = state.plan.disciplines
        self.disciplines = dict(zip(names, self._apart(names), strict=True))

    def _meet_manager(self, person: Person, known: dict[str, set[str]]) -> None:
        text = _plain(person.manager)
        if not text or text in self.managers:
            return
        codes = known.get(text, set())
        if len(codes) == 1:
            (self.managers[text],) = codes
            return
        code = f"Manager {person.id:02}"
        self.managers[text] = self.outside[person.manager.strip()] = code
        if "@" in text:
            self.aliases.add_email(person.manager, code)
        else:
            self.aliases.add_name(person.manager, code)

    def key(self) -> Iterator[Entry]:
        """Who is who."""
        for person in sorted(self.state.rows(Person), key=lambda row: row.id):
            yield Entry(self.codes[person.id], person.name, person.code, person.email)
        for name, code in self.outside.items():
            yield Entry(code, name)
        for name, code in self.places.items():
            yield Entry(code, name)

    # --- rows -----------------------------------------------------------------------------

    def rows(self) -> Iterator[Row]:
        """Every row, without names."""
        state = self.state
        renamed: list[Row] = [
            *self._named(state.rows(Scenario)),
            *self._named(state.rows(Team)),
            *self._named(state.rows(Goal)),
            *self._named(state.rows(Project)),
            *self._named(state.rows(Service)),
        ]
        for project in state.rows(Project):
            renamed += self._named(state.where(Chunk, "project", project.id))
        named = {(type(row), row.id): row for row in renamed}
        for row in state.all_rows():
            found = self._row(named.get((type(row), row.id), row))
            if found is not None:
                yield found

    def _row(self, row: Row) -> Row | None:
        if isinstance(row, Plan):
            return replace(
                row,
                name=self._hidden(row.name),
                disciplines=tuple(self.disciplines.values()),
                engineering=tuple(self._discipline(name) for name in row.engineering),
            )
        if isinstance(row, Person):
            return self._person(row)
        if isinstance(row, Scenario):
            return replace(row, description=self._hidden(row.description))
        if isinstance(row, (Chunk, Service)):
            return replace(row, discipline=self._discipline(row.discipline))
        if isinstance(row, Holiday):
            return replace(row, location=self.places.get(row.location, ""), name="")
        if isinstance(row, (Pin, Pair)):
            return replace(row, reason="")
        if isinstance(row, Note):
            return None if row.person is not None else replace(row, text=self._hidden(row.text))
        return None if isinstance(row, Imported) else row

    def _person(self, person: Person) -> Person:
        return replace(
            person,
            name=self.codes[person.id],
            code="",
            email="",
            title="",
            discipline=self._discipline(person.discipline),
            skills=tuple((self._discipline(name), level) for name, level in person.skills),
            location=self.places.get(person.location, ""),
            manager=self.managers.get(_plain(person.manager), ""),
        )

    def _discipline(self, name: str) -> str:
        return self.disciplines.get(name, name)

    # --- texts ----------------------------------------------------------------------------

    def _hidden(self, text: str) -> str:
        return self.aliases.hide(text)[:LONGEST_TEXT]

    def _named(self, rows: Iterable[N]) -> list[N]:
        """Rows with names that differ from each other still; in the order of their ids."""
        ordered: list[N] = sorted(rows, key=lambda row: row.id)
        names = self._apart([row.name for row in ordered])
        changes: list[dict[str, Any]] = [{"name": name} for name in names]
        return [replace(row, **change) for row, change in zip(ordered, changes, strict=True)]

    def _apart(self, names: Iterable[str]) -> list[str]:
        """Names with codes for people; those that become alike are numbered."""
        given = list(names)
        hidden = [self._hidden(name) for name in given]
        taken = {_plain(new) for old, new in zip(given, hidden, strict=True) if old == new}
        found = []
        for old, new in zip(given, hidden, strict=True):
            name, number = new, 1
            while old != new and _plain(name) in taken:
                number += 1
                name = f"{new[: LONGEST_TEXT - 8]} ({number})"
            taken.add(_plain(name))
            found.append(name)
        return found


def _plain(text: str) -> str:
    return text.strip().casefold()


def _ordinary() -> frozenset[str]:
    """Words that are of the trade, and mean nobody when they stand alone.

    A plan's own disciplines are not among them: one may be called after somebody.
    """
    texts = (*DISCIPLINES, *KINDS, *TEAM_KINDS, *STATUSES, *INTERRUPTS)
    return frozenset(word.text for text in texts for word in words_of(text))
