"""Two copies of a plan, and the state they parted from, with the same things side by side.

Whoever merges copies asks here which rows are the same. Ids that only one copy gave out are set
apart where the other gave them to something else, and references follow. Everything else stands
under what it is about.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any, cast

from teamtide.plan.commands import OWNED_BY
from teamtide.plan.common_past import Past
from teamtide.plan.rows import (
    REFERENCES,
    ROW_CLASSES,
    Chunk,
    Goal,
    Holiday,
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

Key = tuple[str, Hashable]
"""A table and what makes a row of it the same as one of another copy."""
Rows = tuple[Row, ...]
Said = Mapping[Key, Rows]

ENTITIES: tuple[type[Row], ...] = (
    Plan,
    Scenario,
    Person,
    Team,
    Goal,
    Project,
    Service,
    Chunk,
    Leave,
    Surge,
)
"""Rows that are the same by their ids; each after those it refers to."""
_PARENTS: dict[type[Row], tuple[tuple[str, type[Row]], ...]] = {
    cls: tuple(
        (name, owner)
        for owner, owned in OWNED_BY.items()
        for owned_cls, name in owned
        if owned_cls is cls
    )
    for cls in ROW_CLASSES
}
Numbering = dict[type[Row], dict[int, int]]


def key_of(row: Row) -> Key:
    """What makes a row the same as one of another copy."""
    about: Hashable = row.id
    if isinstance(row, Placement):
        about = (row.scenario, row.person, row.start)
    elif isinstance(row, Owner):
        about = (row.scenario, row.item)
    elif isinstance(row, TeamChange):
        about = (row.scenario, row.team)
    elif isinstance(row, ProjectChange):
        about = (row.scenario, row.project)
    elif isinstance(row, Holiday):
        about = (row.location, row.day)
    elif isinstance(row, Imported):
        about = row.person
    elif isinstance(row, Pin):
        about = (row.person, row.team)
    elif isinstance(row, Pair):
        about = frozenset((row.first, row.second))
    elif isinstance(row, Note):
        about = row.item
    return (row.TABLE, about)


def owners_of(row: Row) -> Iterator[Key]:
    """What a row is a part of: it goes where one of these goes."""
    for name, owner in _PARENTS[type(row)]:
        value = getattr(row, name)
        if value is not None:
            yield (owner.TABLE, value)


def same(one: Rows, other: Rows) -> bool:
    """Whether rows under one key say the same, whatever their ids."""
    return one == other or (
        len(one) == len(other) and sorted(map(_content, one)) == sorted(map(_content, other))
    )


def _content(row: Row) -> tuple[str, ...]:
    return tuple(repr(getattr(row, f.name)) for f in fields(row) if f.name != "id")


def forgetting(row: Row, gone: Collection[Key]) -> Row:
    """A row that no longer refers to what is gone."""
    values: dict[str, Any] = {}
    if isinstance(row, Plan):  # always has a Today
        return row
    for name, target in REFERENCES.get(type(row), {}).items():
        value = getattr(row, name)
        if isinstance(value, tuple):
            left = tuple(one for one in value if (target.TABLE, one) not in gone)
            if left != value:
                values[name] = left
        elif value is not None and (target.TABLE, value) in gone:
            values[name] = None
    return replace(row, **values) if values else row


@dataclass(frozen=True)
class Side:
    """One of the copies: its rows by what they are about, and what it did to the base."""

    said: Said
    base: Said

    @cached_property
    def touched(self) -> frozenset[Key]:
        """The entities this copy changed, said something new about, or began to refer to."""
        found: set[Key] = set()
        for key, rows in self.said.items():
            was = self.base.get(key, ())
            if same(rows, was):
                continue
            if key[0] in _TABLES:
                found.add(key)
            for row in rows:
                found.update(owners_of(row))
                found.update(self._new_references(row, was))
        waiting = list(found)
        while waiting:
            for row in self.said.get(waiting.pop(), ()):
                for owner in owners_of(row):
                    if owner not in found:
                        found.add(owner)
                        waiting.append(owner)
        return frozenset(found)

    @staticmethod
    def _new_references(row: Row, was: Rows) -> Iterator[Key]:
        for name, target in REFERENCES.get(type(row), {}).items():
            value = getattr(row, name)
            before = {getattr(one, name) for one in was}
            if value in before:
                continue
            for one in value if isinstance(value, tuple) else (value,):
                if one is not None:
                    yield (target.TABLE, one)


_TABLES = frozenset(cls.TABLE for cls in ENTITIES)


def aligned(ours: State, theirs: State, past: Past) -> tuple[Side, Side, Side]:
    """The base, ours and theirs, with the same thing under the same id in all of them.

    Ours keeps every id. Where the last common state is not known, the base is empty and things are
    the same where both copies have their id.
    """
    base = past.base
    known: dict[type[Row], set[int]] = {
        cls: set(base.tables[cls])
        if base is not None
        else ours.tables[cls].keys() & theirs.tables[cls].keys()
        for cls in ENTITIES
    }
    fresh = _Fresh(ours, theirs, base)
    # What ours gave to something new is another thing in the base and in theirs.
    of_base: Numbering = {cls: {} for cls in ROW_CLASSES}
    for cls, row_id in past.reborn_ours:
        if cls in known and row_id in ours.tables[cls] and row_id in known[cls]:
            of_base[cls][row_id] = fresh.id_of(cls)
    of_theirs = _their_numbers(ours, theirs, known, past, of_base, fresh)
    before = {} if base is None else _said(base, of_base)
    return (
        Side(before, before),
        Side(_said(ours, {}), before),
        Side(_said(theirs, of_theirs), before),
    )


class _Fresh:
    """Ids nothing has in any of the copies."""

    def __init__(self, *states: State | None) -> None:
        self._next = {
            cls: max(state.next_ids[cls] for state in states if state is not None)
            for cls in ROW_CLASSES
        }

    def id_of(self, cls: type[Row]) -> int:
        self._next[cls] += 1
        return self._next[cls] - 1


def _their_numbers(
    ours: State,
    theirs: State,
    known: dict[type[Row], set[int]],
    past: Past,
    of_base: Numbering,
    fresh: _Fresh,
) -> Numbering:
    numbers: Numbering = {cls: dict(of_base[cls]) for cls in ROW_CLASSES}
    for cls in ENTITIES:
        old = known[cls]
        reborn = {i for c, i in past.reborn_theirs if c is cls}
        mine_reborn = {i for c, i in past.reborn_ours if c is cls}
        mine = [r for r in ours.rows(cls) if r.id not in old or r.id in mine_reborn]
        free = {row.id: row for row in mine}
        for row in theirs.rows(cls):
            if row.id in old and row.id not in reborn:
                continue
            told = _renumbered(row, numbers)
            found = _pair(told, free)
            if found is not None:
                del free[found]
                numbers[cls][row.id] = found
            elif row.id in ours.tables[cls] or row.id in old:
                numbers[cls][row.id] = fresh.id_of(cls)
    return numbers


def _pair(row: Row, free: Mapping[int, Row]) -> int | None:
    """The new row of ours that is the same thing as a new one of theirs."""
    named = _name_of(row)
    if row.id in free and (
        _name_of(free[row.id]) == named if named is not None else _alike(row, free[row.id])
    ):
        return row.id
    for key, other in free.items():
        if _name_of(other) == named if named is not None else _alike(row, other):
            return key
    return None


def _name_of(row: Row) -> Hashable:
    """What no two rows of a plan have in common; nothing where there is no such thing."""
    if isinstance(row, Person):
        return row.code.strip().casefold() or None
    if isinstance(row, Chunk):
        return (row.project, row.name.strip().casefold())
    if isinstance(row, (Scenario, Team, Goal, Project, Service)):
        return row.name.strip().casefold()
    return None


def _alike(one: Row, other: Row) -> bool:
    return [
        getattr(one, f.name) == getattr(other, f.name)
        for f in fields(one)
        if f.name not in ("id", "position")
    ].count(False) == 0


def _renumbered(row: Row, numbers: Numbering) -> Row:
    values: dict[str, Any] = {}
    own = numbers.get(type(row), {}).get(row.id)
    if own is not None:
        values["id"] = own
    for name, target in REFERENCES.get(type(row), {}).items():
        value, of = getattr(row, name), numbers.get(target, {})
        new: Any = (
            tuple(of.get(one, one) for one in value)
            if isinstance(value, tuple)
            else of.get(value, value)
        )
        if new != value:
            values[name] = new
    return replace(row, **values) if values else row


def _said(state: State, numbers: Numbering) -> dict[Key, Rows]:
    found: dict[Key, list[Row]] = {}
    for row in state.all_rows():
        told = _renumbered(row, numbers) if numbers else row
        found.setdefault(key_of(told), []).append(told)
    return cast("dict[Key, Rows]", {key: tuple(rows) for key, rows in found.items()})
