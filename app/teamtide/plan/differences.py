"""What differs between two scenarios, one line a decision.

A scenario says things: where someone is from a day on, who owns an item, who leads a team, whether
a project is paused. Each is a *topic*, and two scenarios differ in the topics of which they do not
say the same. Today says nothing here, since it is what options are changes to; so a topic that only
one of two options speaks of differs as well, even where both come to the same at the moment: one
follows Today and the other does not.

`taking.py` writes lines into a scenario; `advise` asks how much each of them matters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from teamtide.plan.assigning import ITEM_ROWS
from teamtide.plan.overlay import (
    Item,
    Owners,
    project_settings,
    set_on,
    team_settings,
    timeline,
)
from teamtide.plan.placing import day_text
from teamtide.plan.rows import (
    Chunk,
    Owner,
    Person,
    PersonId,
    Placement,
    Project,
    ProjectChange,
    ProjectId,
    ScenarioId,
    Team,
    TeamChange,
    TeamId,
)
from teamtide.plan.state import State

PLACE, OWNER = "place", "owner"
TEAM_TOPICS = ("lead", "ceremony_hours", "interrupts")
PROJECT_TOPICS = ("status", "priority", "shift_weeks")
KINDS = (PLACE, OWNER, *TEAM_TOPICS, *PROJECT_TOPICS)
"""Kinds of topics in reading order. But for the first two they are columns of rows."""
_ITEMS = ("kind", "project", "chunk", "service")


@dataclass(frozen=True, slots=True)
class Topic:
    """Something a scenario can say one thing about.

    Args:
        kind: One of `KINDS`.
        about: The id of the person, team or project; of an owned item its id, or a kind of work.
        part: Of a place the first day, None from the beginning; of an owner the type of item.
    """

    kind: str
    about: int | str
    part: date | str | None = None

    @property
    def item(self) -> Item:
        """What is owned."""
        return (str(self.part), self.about)

    @property
    def first_day(self) -> date | None:
        """From when somebody is somewhere."""
        return self.part if isinstance(self.part, date) else None


Said = Mapping[Topic, Any]
"""Of a place ((team or None for the bench, share), …) as the rows have it, of an owner the team or
None where Today's word is taken away, of all else the cell's value."""


def said(state: State, scenario: ScenarioId) -> Said:
    """All that a scenario itself says; nothing for Today."""
    if scenario == state.today:
        return {}
    found: dict[Topic, Any] = {}
    for place in state.where(Placement, "scenario", scenario):
        topic = Topic(PLACE, place.person, place.start)
        found[topic] = (*found.get(topic, ()), (place.team, place.share))
    for owner in state.where(Owner, "scenario", scenario):
        found[Topic(OWNER, owner.item[1], owner.type)] = owner.team
    for team in state.where(TeamChange, "scenario", scenario):
        found.update(_cells(team, team.team, TEAM_TOPICS))
    for project in state.where(ProjectChange, "scenario", scenario):
        found.update(_cells(project, project.project, PROJECT_TOPICS))
    return found


def _cells(row: TeamChange | ProjectChange, about: int, names: Iterable[str]) -> dict[Topic, Any]:
    cells = ((Topic(name, about), getattr(row, name)) for name in names)
    # A blank text says nothing either.
    return {topic: value for topic, value in cells if value is not None and value != ""}


def differing(state: State, one: ScenarioId, other: ScenarioId) -> tuple[Topic, ...]:
    """The topics of which two scenarios do not say the same, in reading order."""
    mine, theirs = said(state, one), said(state, other)
    nothing = object()
    topics = [
        t for t in mine.keys() | theirs.keys() if mine.get(t, nothing) != theirs.get(t, nothing)
    ]
    return in_order(state, topics)


def in_order(state: State, topics: Iterable[Topic]) -> tuple[Topic, ...]:
    """Topics in reading order: people by plan and date, work, teams, projects."""

    def place(topic: Topic) -> tuple[int, int, int, str, date]:
        cls = _row_class(topic)
        position = 0 if cls is None else getattr(state.get(cls, int(topic.about)), "position", 0)
        kind = KINDS.index(topic.kind)
        of_item = _ITEMS.index(str(topic.part)) if topic.kind == OWNER else 0
        number = "" if cls is not None else str(topic.about)
        return kind, of_item, position, number, topic.first_day or date.min

    return tuple(sorted(topics, key=place))


def _row_class(topic: Topic) -> type[Person] | type[Team] | type[Any] | None:
    if topic.kind == PLACE:
        return Person
    if topic.kind == OWNER:
        return ITEM_ROWS.get(str(topic.part))
    return Team if topic.kind in TEAM_TOPICS else Project


# --- to read --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """One decision in which two scenarios differ.

    Args:
        topic: What it is about.
        what: In a word, as the sheet of moves has it: person, project, team lead, status, …
        who: Who or what, by name.
        before: How it is in the first scenario.
        after: How it is in the second.
        question: What is decided, to stand in a sentence: `who owns EKS`, `where Bo is`.
        people: Whom it concerns.
        teams: Which teams it concerns.
        when: The first day it holds, None from the beginning or where days do not matter.
        share: The part of a person that is placed in the second, else None.
    """

    topic: Topic
    what: str
    who: str
    before: str
    after: str
    question: str
    people: frozenset[PersonId] = frozenset()
    teams: frozenset[TeamId] = frozenset()
    when: date | None = None
    share: float | None = None

    @property
    def text(self) -> str:
        """The whole of it in one line."""
        day = f", {day_text(self.when)}" if self.when is not None else ""
        return f"{self.who}, {self.what}{day}: {self.before} → {self.after}"


def differences(state: State, one: ScenarioId, other: ScenarioId) -> tuple[Line, ...]:
    """What differs between two scenarios, in reading order.

    Args:
        state: The plan.
        one: The scenario that `before` speaks of.
        other: The one that `after` speaks of.
    """
    return tuple(_Teller(state, one, other).lines())


class _Teller:
    """Puts topics into words, with owners looked up once."""

    def __init__(self, state: State, one: ScenarioId, other: ScenarioId) -> None:
        self._state, self._one, self._other = state, one, other
        self._topics = differing(state, one, other)
        self._says = said(state, other)
        self._owners = Owners(state, one), Owners(state, other)

    def lines(self) -> Iterator[Line]:
        for topic in self._topics:
            if topic.kind == PLACE:
                yield self._place(topic)
            elif topic.kind == OWNER:
                yield self._owner(topic)
            elif topic.kind in TEAM_TOPICS:
                yield self._team(topic)
            else:
                yield self._project(topic)

    def _after(self, topic: Topic, before: str, after: str) -> str:
        """The second side; where it comes to the same, what is said all the same."""
        if before != after:
            return after
        return f"{after}, whatever Today says" if topic in self._says else f"{after}, as Today"

    def _place(self, topic: Topic) -> Line:
        state, person = self._state, self._state.get(Person, int(topic.about))
        day = topic.first_day
        when = day or state.plan.beginning
        old, new = (
            dict(set_on(timeline(state, s, person.id), when).shares)
            for s in (self._one, self._other)
        )
        before, after = self._shares(old), self._shares(new)
        told = f"where {person.name} is"
        return Line(
            topic,
            "person",
            person.name,
            before,
            self._after(topic, before, after),
            f"{told} from {day_text(day)}" if day is not None else f"{told} from the start",
            frozenset((person.id,)),
            frozenset((*old, *new)),
            day,
            sum(new.values()),
        )

    def _shares(self, shares: dict[TeamId, float]) -> str:
        if not shares:
            return "Bench"
        order = [row.id for row in self._state.rows(Team)]
        told = [(self._name(team), shares[team]) for team in sorted(shares, key=order.index)]
        if len(told) == 1 and told[0][1] == 1.0:
            return told[0][0]
        return ", ".join(f"{name} {share:.0%}" for name, share in told)

    def _name(self, team: TeamId | None) -> str:
        return "nobody" if team is None else self._state.get(Team, team).name

    def _owner(self, topic: Topic) -> Line:
        state, item = self._state, topic.item
        old, new = (owners.of(item) for owners in self._owners)
        before, after = self._name(old), self._name(new)
        name = full_item_name(state, item)
        return Line(
            topic,
            item[0],
            name,
            before,
            self._after(topic, before, after),
            f"who does {name}" if item[0] in ("kind", "chunk") else f"who owns {name}",
            teams=frozenset(team for team in (old, new) if team is not None),
        )

    def _team(self, topic: Topic) -> Line:
        state, team = self._state, self._state.get(Team, int(topic.about))
        old, new = (team_settings(state, s, team.id) for s in (self._one, self._other))
        leads = [lead for lead in (old.lead, new.lead) if lead is not None]
        if topic.kind == "lead":
            what, question = "team lead", f"who leads {team.name}"
            before, after = (
                "nobody" if one.lead is None else state.get(Person, one.lead).name
                for one in (old, new)
            )
        elif topic.kind == "ceremony_hours":
            what, question = "ceremonies", f"the hours of ceremonies in {team.name}"
            before, after = (f"{one.ceremony_hours:g} h a week" for one in (old, new))
        else:
            what, question = "interrupts", f"whether {team.name} has a rota"
            before, after = old.interrupts, new.interrupts
        return Line(
            topic,
            what,
            team.name,
            before,
            self._after(topic, before, after),
            question,
            frozenset(leads) if topic.kind == "lead" else frozenset(),
            frozenset((team.id,)),
        )

    def _project(self, topic: Topic) -> Line:
        state, project = self._state, self._state.get(Project, ProjectId(int(topic.about)))
        old, new = (project_settings(state, s, project.id) for s in (self._one, self._other))
        if topic.kind == "status":
            what, question = "status", f"whether {project.name} goes on"
            before, after = old.status, new.status
        elif topic.kind == "priority":
            what, question = "priority", f"the priority of {project.name}"
            before, after = (
                "none" if one.priority is None else str(one.priority) for one in (old, new)
            )
        else:
            what, question = "schedule", f"when {project.name} starts"
            before, after = (_shifted(one.shift_weeks) for one in (old, new))
        owners = (each.of(("project", project.id)) for each in self._owners)
        return Line(
            topic,
            what,
            project.name,
            before,
            self._after(topic, before, after),
            question,
            teams=frozenset(team for team in owners if team is not None),
        )


def _shifted(weeks: float) -> str:
    if weeks == 0:
        return "as planned"
    unit = "week" if abs(weeks) == 1 else "weeks"
    return f"{abs(weeks):g} {unit} {'later' if weeks > 0 else 'earlier'}"


def full_item_name(state: State, item: Item) -> str:
    """What an item is called, a chunk with its project."""
    kind, key = item
    if kind == "kind":
        return f"all {key} work"
    row = state.get(ITEM_ROWS[kind], int(key))
    if isinstance(row, Chunk):
        return f"{state.get(Project, row.project).name} / {row.name}"
    return row.name
