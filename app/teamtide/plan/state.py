"""A plan at one moment: every row by id, immutable, with the look-ups everybody needs.

Applying a change set gives another state and leaves the first as it was; tables that did not
change are shared between the two. That is what makes a preview free of traces and an undo cheap.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast

from teamtide.plan.changes import ChangeSet, RowChange
from teamtide.plan.rows import (
    REFERENCES,
    ROW_CLASSES,
    THE_PLAN,
    Plan,
    R,
    Row,
    Scenario,
    ScenarioId,
)

Table = Mapping[int, Row]
Index = Mapping[Any, frozenset[int]]

INDEXED: dict[type[Row], tuple[str, ...]] = {
    cls: tuple(name for name in REFERENCES.get(cls, {}) if name not in ("after", "who"))
    for cls in ROW_CLASSES
}


class Stale(ValueError):
    """A change set was made for another state: a row is not as it says it was before."""


@dataclass(frozen=True)
class State:
    """Every row of a plan. Build with `State.of`, change with `apply`."""

    tables: Mapping[type[Row], Table]
    indexes: Mapping[tuple[type[Row], str], Index]
    _ordered: dict[type[Row], tuple[Row, ...]] = field(default_factory=dict, compare=False)
    _ranks: dict[type[Row], Mapping[int, int]] = field(default_factory=dict, compare=False)

    @staticmethod
    def of(rows: Iterable[Row]) -> State:
        """The state that holds exactly `rows`."""
        tables: dict[type[Row], dict[int, Row]] = {cls: {} for cls in ROW_CLASSES}
        for row in rows:
            tables[type(row)][row.id] = row
        indexes: dict[tuple[type[Row], str], dict[Any, set[int]]] = {}
        for cls, names in INDEXED.items():
            for name in names:
                index: dict[Any, set[int]] = {}
                for row in tables[cls].values():
                    index.setdefault(getattr(row, name), set()).add(row.id)
                indexes[cls, name] = index
        frozen = {
            key: {value: frozenset(ids) for value, ids in index.items()}
            for key, index in indexes.items()
        }
        return State(tables, frozen)

    # --- reading --------------------------------------------------------------------------

    def rows(self, cls: type[R]) -> tuple[R, ...]:
        """All rows of a class in plan order: by position where it has one, then by id."""
        found = self._ordered.get(cls)
        if found is None:
            rows = self.tables[cls].values()
            found = tuple(sorted(rows, key=lambda row: (getattr(row, "position", 0), row.id)))
            self._ordered[cls] = found
        return cast("tuple[R, ...]", found)

    def ranks(self, cls: type[Row]) -> Mapping[int, int]:
        """By id the place of every row of a class in plan order, from 0."""
        found = self._ranks.get(cls)
        if found is None:
            found = {row.id: number for number, row in enumerate(self.rows(cls))}
            self._ranks[cls] = found
        return found

    def get(self, cls: type[R], row_id: int) -> R:
        """The row with that id.

        Raises:
            KeyError: there is none.
        """
        return cast("R", self.tables[cls][row_id])

    def find(self, cls: type[R], row_id: int | None) -> R | None:
        """The row with that id, or None."""
        return None if row_id is None else cast("R | None", self.tables[cls].get(row_id))

    def where(self, cls: type[R], name: str, value: object) -> tuple[R, ...]:
        """The rows of a class whose reference `name` is `value`, in plan order."""
        ids = self.indexes[cls, name].get(value, ())
        table = self.tables[cls]
        rows = [table[row_id] for row_id in ids]
        if len(rows) > 1:
            rows.sort(key=lambda row: (getattr(row, "position", 0), row.id))
        return cast("tuple[R, ...]", tuple(rows))

    @cached_property
    def plan(self) -> Plan:
        """The row of the plan itself."""
        return cast("Plan", self.tables[Plan][THE_PLAN])

    @property
    def today(self) -> ScenarioId:
        """The scenario that all others are changes to."""
        return self.plan.today

    def scenario_named(self, name: str) -> Scenario | None:
        """The scenario of that name, whatever its capitals."""
        wanted = name.strip().casefold()
        for scenario in self.rows(Scenario):
            if scenario.name.casefold() == wanted:
                return scenario
        return None

    @cached_property
    def next_ids(self) -> dict[type[Row], int]:
        """Per class the first id nothing has yet."""
        return {cls: max(table, default=0) + 1 for cls, table in self.tables.items()}

    def all_rows(self) -> list[Row]:
        """Every row of every class, in plan order."""
        return [row for cls in ROW_CLASSES for row in self.rows(cls)]

    # --- changing -------------------------------------------------------------------------

    def apply(self, change: ChangeSet) -> State:
        """The state after `change`. This one stays as it is.

        Raises:
            Stale: a row is not what the change says it was.
        """
        tables = dict(self.tables)
        indexes = dict(self.indexes)
        fresh: set[type[Row]] = set()
        users: dict[tuple[type[Row], str, Any], set[int]] = {}
        for step in change:
            cls, row_id = step.cls, step.row.id
            if cls not in fresh:
                fresh.add(cls)
                tables[cls] = dict(tables[cls])
                for name in INDEXED[cls]:
                    indexes[cls, name] = dict(indexes[cls, name])
            table = cast("dict[int, Row]", tables[cls])
            if table.get(row_id) != step.before:
                raise Stale(f"{cls.TABLE} {row_id} has changed since “{change.label}” was made")
            if step.after is None:
                del table[row_id]
            else:
                table[row_id] = step.after
            for name in INDEXED[cls]:
                _reindex(users, indexes[cls, name], name, step)
        for (cls, name, value), ids in users.items():
            index = cast("dict[Any, frozenset[int]]", indexes[cls, name])
            if ids:
                index[value] = frozenset(ids)
            else:
                index.pop(value, None)
        ordered = {cls: rows for cls, rows in self._ordered.items() if cls not in fresh}
        ranks = {cls: places for cls, places in self._ranks.items() if cls not in fresh}
        for cls in fresh & self._ordered.keys():
            if _keeps_order(change, cls):
                ranks[cls] = self.ranks(cls)
                rows = list(self._ordered[cls])
                for _, row in change.of(cls):
                    if row is not None:
                        rows[ranks[cls][row.id]] = row
                ordered[cls] = tuple(rows)
        return State(tables, indexes, ordered, ranks)


def _keeps_order(change: ChangeSet, cls: type[Row]) -> bool:
    """Whether all rows of a class stay, and stay where they are."""
    return all(
        old is not None
        and new is not None
        and getattr(old, "position", 0) == getattr(new, "position", 0)
        for old, new in change.of(cls)
    )


def _reindex(
    users: dict[tuple[type[Row], str, Any], set[int]], index: Index, name: str, step: RowChange
) -> None:
    """Note in `users` who refers to what after a step; each set is copied from `index` once."""
    row_id = step.row.id
    for row, there in ((step.before, False), (step.after, True)):
        if row is None:
            continue
        value = getattr(row, name)
        key = (type(row), name, value)
        ids = users.get(key)
        if ids is None:
            ids = users[key] = set(index.get(value, ()))
        if there:
            ids.add(row_id)
        else:
            ids.discard(row_id)


def difference(before: State, after: State, label: str) -> ChangeSet:
    """The change set that turns one state into the other."""
    changes: list[RowChange] = []
    for cls in ROW_CLASSES:
        old, new = before.tables[cls], after.tables[cls]
        if old is new:
            continue
        for row in before.rows(cls):
            if new.get(row.id) != row:
                changes.append(RowChange(row, new.get(row.id)))
        changes.extend(RowChange(None, row) for row in after.rows(cls) if row.id not in old)
    return ChangeSet(label, tuple(changes))
