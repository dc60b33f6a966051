"""The tables of pins, pairs and notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations, islice
from typing import Any

from teamtide.plan.notes import NOTED, note_on
from teamtide.plan.overlay import shares_at
from teamtide.plan.rows import (
    NOTED_TYPES,
    WISHES,
    Chunk,
    Note,
    Pair,
    Person,
    PersonId,
    Pin,
    Project,
    Row,
    Service,
    Team,
    TeamId,
)
from teamtide.plan.state import State
from teamtide.plan.wishes import Place, pair_of
from teamtide.ui.fields.people import (
    chunk_label,
    chunk_named,
    named,
    person_label,
    person_labels,
    person_named,
)
from teamtide.ui.fields.texts import Wrong
from teamtide.ui.tables import columns as c
from teamtide.ui.tables.columns import Column, Held, Table

MOST_TRIED = 5_000
"""Pairs looked at for two people of whom nothing is asked yet."""


def _place(state: State, person: PersonId) -> Place:
    teams: list[TeamId] = list(shares_at(state, state.today, person, state.plan.start))
    return (person, teams[0] if teams else None)


def _fresh_pin(state: State) -> dict[str, Any]:
    """The first person who is not pinned to where they are in Today."""
    people = state.rows(Person)
    if not people:
        raise Wrong("Add a person first.")
    pinned = {(row.person, row.team) for row in state.rows(Pin)}
    places = (_place(state, row.id) for row in people)
    person, team = next((p for p in places if p not in pinned), _place(state, people[0].id))
    return {"person": person, "team": team}


def _fresh_pair(state: State) -> dict[str, Any]:
    """The first two people of whom nothing is asked together."""
    people = [row.id for row in state.rows(Person)]
    if len(people) < 2:
        raise Wrong("Add two people first.")
    tried = islice(combinations(people, 2), MOST_TRIED)
    free = (two for two in tried if pair_of(state, *two) is None)
    first, second = next(free, (people[0], people[1]))
    return {"wish": WISHES[0], "first": first, "second": second}


def _fresh_note(state: State) -> dict[str, Any]:
    """A note on the first thing that has none, to be written anew."""
    for kind in NOTED_TYPES:
        for row in state.rows(NOTED[kind]):
            if note_on(state, kind, row.id) is None:
                return {"text": "Note", **dict.fromkeys(NOTED_TYPES), kind: row.id}
    raise Wrong("Everything has a note already; add a person, a team or a project first.")


def _kind_of(held: Held) -> str:
    return next((kind for kind in NOTED_TYPES if held.get(kind) is not None), NOTED_TYPES[0])


def _note_type() -> Column:
    def read(state: State, held: Held, said: str) -> dict[str, Any]:
        kind = said.strip().casefold()
        if kind not in NOTED_TYPES:
            raise Wrong(f"“{said.strip()}” is not one of {', '.join(NOTED_TYPES)}.")
        if kind == _kind_of(held):
            return {}
        rows = state.rows(NOTED[kind])
        if not rows:
            raise Wrong(f"Add a {kind} first.")
        free = (row.id for row in rows if note_on(state, kind, row.id) is None)
        return {**dict.fromkeys(NOTED_TYPES), kind: next(free, rows[0].id)}

    def show(_state: State, row: Note) -> str:
        return row.item[0]

    return Column("Type", show, read, options=lambda _state, _row: NOTED_TYPES)


def _item() -> Column:
    by_name: Mapping[str, type[Row]] = {"team": Team, "project": Project, "service": Service}

    def read(state: State, held: Held, said: str) -> dict[str, Any]:
        kind, wanted = _kind_of(held), said.strip()
        if kind == "person":
            return {kind: person_named(state, wanted)}
        if kind == "chunk":
            return {kind: chunk_named(state, wanted, None).id}
        return {kind: named(state, by_name[kind], wanted, kind).id}

    def show(state: State, row: Note) -> str:
        kind, key = row.item
        if kind == "person":
            return person_label(state, key)
        if kind == "chunk":
            chunk = state.find(Chunk, row.chunk)
            return "" if chunk is None else chunk_label(state, chunk)
        return str(getattr(state.find(by_name[kind], key), "name", ""))

    def options(state: State, row: Note) -> Sequence[str]:
        kind = row.item[0]
        if kind == "person":
            labels = person_labels(state)
            return [labels[one.id] for one in state.rows(Person)]
        if kind == "chunk":
            return [chunk_label(state, one) for one in state.rows(Chunk)]
        return [str(getattr(one, "name", "")) for one in state.rows(by_name[kind])]

    return Column("Item", show, read, options=options, width=170)


PINS = Table(
    "Pins",
    Pin,
    (
        c.person("person", "Person"),
        c.ref("team", "Team", Team, "team", blank="bench"),
        c.text("reason", "Reason", width=260),
    ),
    _fresh_pin,
    frozenset({Person, Team}),
    "Nobody is pinned yet. Who is pinned stays in that team, in every scenario.",
)
PAIRS = Table(
    "Pairs",
    Pair,
    (
        c.person("first", "Person"),
        c.person("second", "Other"),
        c.choice("wish", "Wish", lambda _: WISHES),
        c.text("reason", "Reason", width=260),
    ),
    _fresh_pair,
    frozenset({Person}),
    "No pairs yet. Two people are to share a team (together) or none (apart).",
)
NOTES = Table(
    "Notes",
    Note,
    (_note_type(), _item(), c.text("text", "Note", width=420)),
    _fresh_note,
    frozenset({Person, Team, Project, Chunk, Service}),
    "No notes yet. Shift+F2 writes one on what is selected.",
)
