"""Two copies of a plan made one again: what the other one did since they parted, done here as well.

A three-way merge. What only one copy changed is taken as it is there; what both changed is merged
column by column, and a column both set to different values is a conflict that somebody decides,
ours unless they say otherwise. Where the last common state is not known, everything that differs
is such a question.

People, teams, projects and their like are the same by their ids. What is said *about* them (where
someone is from a day on, who owns an item, a pin, a note) is the same by what it is about, since
two copies give such rows ids of their own; someone's places on a day are one thing, never mixed.
The result is held against every rule of a plan, and what breaks one is left out with the reason.
Everything here is a function of states: nothing is read or written.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from teamtide.plan.aligning import (
    ENTITIES,
    Key,
    Rows,
    Side,
    aligned,
    forgetting,
    owners_of,
    same,
)
from teamtide.plan.changes import ChangeSet, RowChange
from teamtide.plan.common_past import Past
from teamtide.plan.merge_words import Words
from teamtide.plan.rows import BY_TABLE, Chunk, Leave, Person, Placement, Plan, Row, Surge
from teamtide.plan.rows import field_names as columns_of
from teamtide.plan.state import State, difference
from teamtide.plan.validation import Refused, check

Column = tuple[str, ...]
"""Columns that only make sense together, mostly one."""
WHOLE: Column = ()
"""Of a conflict: not one column but whether it is there at all, or all of it."""
Question = tuple[Key, Column]
TOGETHER: dict[type[Row], tuple[Column, ...]] = {
    Plan: (("start", "weeks", "began"), ("disciplines", "engineering")),
    Person: (("start", "end"),),
    Chunk: (("likely", "low", "high"), ("start", "weeks")),
    Leave: (("first", "last"),),
    Surge: (("first", "last"),),
}


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something both copies changed, each to something else.

    Args:
        question: What is to be decided, as `merge` takes it back.
        what: In a word: place, owner, FTE, …; “removed” where one copy has it no more.
        who: Who or what, by name.
        ours: How it is here.
        theirs: How it is in the other copy.
        base: How it was when they parted; blank where that is not known.
        taken: Whether theirs counts.
    """

    question: Question
    what: str
    who: str
    ours: str
    theirs: str
    base: str
    taken: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that the merge changes here, or would."""

    what: str
    who: str
    before: str
    after: str
    reason: str = ""

    @property
    def text(self) -> str:
        """The whole of it in one line."""
        if not self.before:
            told = f"new, {self.after}" if self.after else "new"
        elif not self.after:
            told = f"removed, was {self.before}"
        else:
            told = f"{self.before} → {self.after}"
        return f"{self.who}, {self.what}: {told}"


@dataclass(frozen=True)
class Merge:
    """What came of it: the change that makes ours the whole, and what is to be known about it.

    `merged` is the whole. `steps` tell the change line by line, `left_out` what broke a rule.
    """

    merged: State
    change: ChangeSet
    conflicts: tuple[Conflict, ...]
    steps: tuple[Step, ...]
    left_out: tuple[Step, ...]


def merge(
    ours: State,
    theirs: State,
    past: Past,
    *,
    label: str = "Merged another copy",
    take: Collection[Question] = (),
    take_all: bool = False,
) -> Merge:
    """Ours, with what the other copy did since.

    Args:
        ours: The plan.
        theirs: The other copy.
        past: What they have in common; see `common_past`.
        label: What the change is called.
        take: The conflicts in which theirs counts.
        take_all: Whether theirs counts in all of them.
    """
    return Merging(ours, theirs, past).merged(label, take=take, take_all=take_all)


class Merging:
    """Two copies held side by side, to be merged as often as somebody decides anew."""

    def __init__(self, ours: State, theirs: State, past: Past) -> None:
        """As `merge` takes them."""
        self._state = ours
        self._known = past.base is not None
        # Where nothing was done here, the whole is the other copy, to the last id.
        self._whole = theirs if ours == past.base else None
        self._base, self._ours, self._theirs = aligned(ours, theirs, past)
        self._words = Words(self._ours, self._theirs, self._base)
        self._begin((), take_all=False)

    def _begin(self, take: Collection[Question], *, take_all: bool) -> None:
        self._take, self._all = frozenset(take), take_all
        self._conflicts: list[Conflict] = []
        self._gone: set[Key] = set()
        self._from: dict[Key, Side] = {}

    def merged(
        self, label: str, *, take: Collection[Question] = (), take_all: bool = False
    ) -> Merge:
        """What comes of it; see `merge`."""
        self._begin(take, take_all=take_all)
        self._decide_presence()
        wanted = {key: self._merged(key) for key in self._in_question()}
        merged, steps, left_out = self._applied(wanted)
        change = difference(self._state, merged, label)
        return Merge(merged, change, tuple(self._conflicts), tuple(steps), tuple(left_out))

    def _in_question(self) -> Iterable[Key]:
        """What differs; all there is where something goes that others may refer to."""
        if any(key in self._ours.said for key in self._gone):
            return self._keys
        return self._differing

    @cached_property
    def _differing(self) -> tuple[Key, ...]:
        ours, theirs = self._ours.said, self._theirs.said
        return tuple(key for key in self._keys if ours.get(key) != theirs.get(key))

    @cached_property
    def _keys(self) -> tuple[Key, ...]:
        """Everything either copy has or had, in reading order."""
        order = {cls.TABLE: n for n, cls in enumerate(ENTITIES)}
        seen = dict.fromkeys((*self._ours.said, *self._theirs.said, *self._base.said))
        return tuple(sorted(seen, key=lambda key: order.get(key[0], len(order))))

    @cached_property
    def _entities(self) -> tuple[Key, ...]:
        """What is not in both copies, of all that has an id of its own."""
        ours, theirs = self._ours.said, self._theirs.said
        return tuple(
            key
            for key in self._keys
            if key[0] in _ENTITY_TABLES and not (key in ours and key in theirs)
        )

    # --- what is there at all -----------------------------------------------------------------

    def _decide_presence(self) -> None:
        """What one copy removed goes, unless the other one did something with it since."""
        for key in self._entities:
            here, there = key in self._ours.said, key in self._theirs.said
            if here == there:
                if not here:
                    self._gone.add(key)
                continue
            owners = list(self._owners(key))
            if any(owner in self._gone for owner in owners):
                self._gone.add(key)
                continue
            held = next((self._from[owner] for owner in owners if owner in self._from), None)
            if held is not None:  # it comes and goes with what it is a part of
                if key in held.said:
                    self._from[key] = held
                else:
                    self._gone.add(key)
                continue
            if self._known and key not in self._base.said:
                continue  # new, and wanted
            keeper = self._ours if here else self._theirs
            untouched = self._known and key not in keeper.touched
            # It goes, too, where the copy that has it does not count.
            if untouched or self._asked(key, WHOLE) == here:
                self._gone.add(key)
            else:
                self._from[key] = keeper

    def _owners(self, key: Key) -> Iterator[Key]:
        for side in (self._ours, self._theirs, self._base):
            for row in side.said.get(key, ()):
                yield from owners_of(row)

    def _asked(self, key: Key, column: Column) -> bool:
        """Whether theirs counts in a conflict, which is noted."""
        question = (key, column)
        taken = self._all or question in self._take
        what, who, told = self._words.conflict(key, column)
        base = told[2] if self._known else ""
        self._conflicts.append(Conflict(question, what, who, told[0], told[1], base, taken))
        return taken

    # --- what it is ---------------------------------------------------------------------------

    def _merged(self, key: Key) -> Rows:
        """The rows of the whole under a key; none where it is not there."""
        if key in self._gone:
            return ()
        owners = list(self._owners(key))
        if any(owner in self._gone for owner in owners):
            return ()
        for held in (key, *owners):
            if held in self._from:
                return self._forget(self._from[held].said.get(key, ()))
        rows = [side.said.get(key, ()) for side in (self._ours, self._theirs, self._base)]
        return self._forget(self._three_way(key, *rows))

    def _three_way(self, key: Key, ours: Rows, theirs: Rows, base: Rows) -> Rows:
        if same(ours, theirs) or (self._known and same(theirs, base)):
            return ours
        if self._known and same(ours, base):
            return theirs
        if key[0] != Placement.TABLE and len(ours) == len(theirs) == 1:
            return (self._by_column(key, ours[0], theirs[0], base[0] if base else None),)
        return theirs if self._asked(key, WHOLE) else ours

    def _by_column(self, key: Key, ours: Row, theirs: Row, base: Row | None) -> Row:
        values: dict[str, Any] = {}
        for column in _columns(type(ours)):
            mine, other = _values(ours, column), _values(theirs, column)
            was = None if base is None else _values(base, column)
            if mine == other or other == was or (column == ("position",) and mine != was):
                continue
            if mine == was or self._asked(key, column):
                values.update(zip(column, other, strict=True))
        return replace(ours, **values) if values else ours

    def _forget(self, rows: Rows) -> Rows:
        return tuple(forgetting(row, self._gone) for row in rows)

    # --- the whole, held against the rules ----------------------------------------------------

    def _applied(self, wanted: dict[Key, Rows]) -> tuple[State, list[Step], list[Step]]:
        units = self._units(wanted)
        if self._whole is not None:
            return self._whole, self._told(units, wanted), []
        everything = ChangeSet("", tuple(step for unit in units.values() for step in unit))
        after, problem = _tried(self._state, everything)
        if after is not None:
            return after, self._told(units, wanted), []
        left, state = dict(units), self._state
        reasons: dict[Key, str] = {}
        progress = True
        while left and progress:
            progress = False
            for key, unit in list(left.items()):
                after, problem = _tried(state, ChangeSet("", unit))
                if after is None:
                    reasons[key] = problem
                else:
                    state, progress = after, True
                    del left[key]
        made = {key: unit for key, unit in units.items() if key not in left}
        out = [
            replace(step, reason=reasons[key])
            for key in left
            for step in self._told({key: left[key]}, wanted)
        ]
        return state, self._told(made, wanted), out

    def _units(self, wanted: dict[Key, Rows]) -> dict[Key, tuple[RowChange, ...]]:
        """What differs from ours, by what it is about; what goes with something is part of that."""
        fresh = _Numbers(self._state, wanted)
        units: dict[Key, list[RowChange]] = {}
        for key, rows in wanted.items():
            before = self._ours.said.get(key, ())
            after = before if same(before, rows) else fresh.numbered(rows, before)
            steps = [
                RowChange(one, other) for one, other in _side_by_side(before, after) if one != other
            ]
            if steps:
                owner = self._goes_with(key) if not after else key
                units.setdefault(owner, []).extend(steps)
        return {key: tuple(unit) for key, unit in units.items()}

    def _goes_with(self, key: Key) -> Key:
        """The outermost thing that goes and takes another one along."""
        for row in self._ours.said.get(key, ()):
            for owner in owners_of(row):
                if owner in self._gone and owner in self._ours.said:
                    return self._goes_with(owner)
        return key

    def _told(self, units: dict[Key, tuple[RowChange, ...]], wanted: dict[Key, Rows]) -> list[Step]:
        steps = []
        for key in units:
            before, after = self._ours.said.get(key, ()), wanted[key]
            if len(before) == len(after) == 1 and key[0] != Placement.TABLE:
                for column in _columns(BY_TABLE[key[0]]):
                    if _values(before[0], column) != _values(after[0], column):
                        steps.append(Step(*self._words.column(key, column, before[0], after[0])))
            else:
                steps.append(Step(*self._words.whole(key, before, after)))
        return steps


_ENTITY_TABLES = frozenset(cls.TABLE for cls in ENTITIES)


class _Numbers:
    """Ids for rows that come from the other copy: ours stay, theirs are kept where free."""

    def __init__(self, state: State, wanted: dict[Key, Rows]) -> None:
        self._taken: dict[type[Row], set[int]] = {
            cls: set(table) for cls, table in state.tables.items()
        }
        self._next: dict[type[Row], int] = {}
        for rows in wanted.values():
            for row in rows:
                cls = type(row)
                self._next[cls] = max(self._next.get(cls, state.next_ids[cls]), row.id + 1)

    def numbered(self, rows: Rows, before: Rows) -> Rows:
        """Rows with the ids of those they take the place of, then their own or a fresh one."""
        found = []
        for number, row in enumerate(rows):
            if number < len(before):
                found.append(replace(row, id=before[number].id))
                continue
            taken, row_id = self._taken[type(row)], row.id
            if row_id in taken:
                row_id, self._next[type(row)] = self._next[type(row)], self._next[type(row)] + 1
            taken.add(row_id)
            found.append(replace(row, id=row_id))
        return tuple(found)


def _side_by_side(before: Rows, after: Rows) -> Iterator[tuple[Row | None, Row | None]]:
    for number in range(max(len(before), len(after))):
        yield (
            before[number] if number < len(before) else None,
            after[number] if number < len(after) else None,
        )


def _tried(state: State, change: ChangeSet) -> tuple[State | None, str]:
    after = state.apply(change)
    try:
        check(after, change)
    except Refused as refused:
        return None, refused.problems[0]
    return after, ""


def _columns(cls: type[Row]) -> tuple[Column, ...]:
    joined = TOGETHER.get(cls, ())
    inside = {name for column in joined for name in column}
    alone = ((name,) for name in columns_of(cls) if name != "id" and name not in inside)
    return (*joined, *alone)


def _values(row: Row, column: Column) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in column)
