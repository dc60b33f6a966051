"""A draft that also counts what a file spoke of, for the preview of an import.

A row that a file repeats as the plan has it is no change, and still has to be counted.
"""

from __future__ import annotations

from typing import Any

from teamtide.plan import commands
from teamtide.plan.rows import R, Row
from teamtide.plan.state import State


class Draft(commands.Draft):
    """Rows of a state, with those added, replaced and removed since; `seen` are those spoken of."""

    def __init__(self, state: State) -> None:
        """Start from `state`, with nothing changed."""
        super().__init__(state)
        self.seen: set[tuple[type[Row], int]] = set()

    def add(self, cls: type[R], **values: Any) -> R:
        """A new row, last in order."""
        row = super().add(cls, **values)
        self.seen.add((cls, row.id))
        return row

    def edit(self, row: R, **values: Any) -> R:
        """A row with other values; the new row."""
        self.seen.add((type(row), row.id))
        return super().edit(row, **values)

    def counts(self) -> tuple[int, int, int]:
        """How many of the rows that were seen are created, updated, unchanged."""
        create = update = unchanged = 0
        for cls, row_id in self.seen:
            before, now = self.state.find(cls, row_id), self.now(cls, row_id)
            if before is None:
                create += now is not None
            elif now != before:
                update += 1
            else:
                unchanged += 1
        return create, update, unchanged
