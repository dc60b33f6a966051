"""A state under construction, and the change set that leads to it.

An import touches many rows, some several times (a chunk is made first and told its predecessors
later). A draft collects all that over a state it never changes, and hands out the difference.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from teamtide.plan.changes import ChangeSet, RowChange
from teamtide.plan.rows import ROW_CLASSES, R, Row, ScenarioId, field_names
from teamtide.plan.state import State


class Draft:
    """Rows of a state, with those added, replaced and removed since."""

    def __init__(self, state: State) -> None:
        """Start from `state`, with nothing changed."""
        self.state = state
        self._now: dict[type[Row], dict[int, Row | None]] = {cls: {} for cls in ROW_CLASSES}
        self._next_id = dict(state.next_ids)
        self._next_place = {
            cls: max((getattr(row, "position", 0) for row in state.tables[cls].values()), default=0)
            + 1
            for cls in ROW_CLASSES
            if "position" in field_names(cls)
        }
        self.seen: set[tuple[type[Row], int]] = set()

    def rows(self, cls: type[R]) -> list[R]:
        """The rows as they are now: those of the state in its order, then new ones."""
        now = self._now[cls]
        rows = [now.get(row.id, row) for row in self.state.rows(cls)]
        old = self.state.tables[cls]
        rows += [row for row_id, row in now.items() if row_id not in old]
        return cast("list[R]", [row for row in rows if row is not None])

    def get(self, cls: type[R], row_id: int) -> R:
        """A row as it is now."""
        now = self._now[cls]
        row = now[row_id] if row_id in now else self.state.tables[cls][row_id]
        return cast("R", row)

    def add(self, cls: type[R], **values: Any) -> R:
        """A new row, last in order."""
        row_id = self._next_id[cls]
        self._next_id[cls] = row_id + 1
        if cls in self._next_place and "position" not in values:
            values["position"] = self._next_place[cls]
            self._next_place[cls] += 1
        make: Any = cls
        row = cast("R", make(id=row_id, **values))
        self._now[cls][row_id] = row
        self.seen.add((cls, row_id))
        return row

    def edit(self, row: R, **values: Any) -> R:
        """A row with other values; the new row."""
        changed = replace(cast("Any", row), **values)
        self.seen.add((type(row), row.id))
        if changed != row:
            self._now[type(row)][row.id] = changed
        return cast("R", changed)

    def remove(self, row: Row) -> None:
        """Take a row away."""
        self._now[type(row)][row.id] = None

    def change(self, label: str, scenario: ScenarioId | None = None) -> ChangeSet:
        """What changed, as one labelled change set."""
        changes = []
        for cls in ROW_CLASSES:
            old = self.state.tables[cls]
            for row_id, row in self._now[cls].items():
                before = old.get(row_id)
                if before != row:
                    changes.append(RowChange(before, row))
        return ChangeSet(label, tuple(changes), scenario)

    def counts(self) -> tuple[int, int, int]:
        """How many of the rows that were seen are created, updated, unchanged."""
        create = update = unchanged = 0
        for cls, row_id in self.seen:
            before = self.state.tables[cls].get(row_id)
            now = self._now[cls].get(row_id, before)
            if before is None:
                create += now is not None
            elif now != before:
                update += 1
            else:
                unchanged += 1
        return create, update, unchanged
