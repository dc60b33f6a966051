"""A table pasted from Excel: read whole, refused whole, or one change.

Every cell is read by its column as if it had been typed. All that is wrong is named by row and
column of what was pasted, and then nothing happens.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from teamtide.plan.changes import ChangeSet
from teamtide.plan.commands import Draft
from teamtide.plan.rows import NOUNS, Row
from teamtide.plan.state import State
from teamtide.plan.validation import Refused
from teamtide.ui.fields.texts import Wrong
from teamtide.ui.tables.columns import Column, Table

_SHOWN = 5
_MOST = 50_000


def grid_of(text: str) -> list[list[str]]:
    """Clipboard text as a grid: tabs between cells, quotes around cells with line breaks."""
    rows = csv.reader(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n")), delimiter="\t")
    grid = [[cell.strip() for cell in row] for row in rows]
    while grid and not any(grid[-1]):
        grid.pop()
    return grid


def text_of(grid: Sequence[Sequence[str]]) -> str:
    """A grid as clipboard text."""
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(grid)
    return out.getvalue()


def headed(table: Table, grid: Sequence[Sequence[str]]) -> list[Column] | None:
    """The columns a first line of headers names, or None where it is no such line."""
    known = {column.header.casefold(): column for column in table.columns}
    cells = [cell.strip().casefold() for cell in grid[0]] if grid else []
    if len(cells) < 2 or not all(cell in known for cell in cells):
        return None
    return [known[cell] for cell in cells]


def paste(
    state: State,
    table: Table,
    grid: Sequence[Sequence[str]],
    *,
    rows: Sequence[Row],
    first: int,
    fresh: Mapping[str, Any],
) -> ChangeSet:
    """Write `grid` over `rows` from column `first` on; what is left over becomes new rows.

    A first line of header words says which columns follow, and adds rows.

    Raises:
        Refused: with a sentence for each of the first cells that can't be read.
    """
    columns = headed(table, grid)
    offset = 1
    if columns is not None:
        grid, rows, offset = grid[1:], [], 2
        if not fresh:
            fresh = table.fresh(state)
    else:
        columns = list(table.columns[first:])
    problems: list[str] = []
    if not grid:
        raise Refused(["There is nothing to paste: the clipboard holds no table."])
    if len(grid) * max(len(line) for line in grid) > _MOST:
        raise Refused([f"That is more than {_MOST:,} cells; import it as a file instead."])
    width = max(len(line) for line in grid)
    if width > len(columns):
        raise Refused(
            [
                f"{width} columns were copied but only {len(columns)} are left here; "
                "start further left."
            ]
        )
    draft = Draft(state)
    written: list[Row] = []
    for number, line in enumerate(grid):
        row = rows[number] if number < len(rows) else None
        start = {n: getattr(row, n) for n in type(row).__dataclass_fields__} if row else fresh
        values = _read(state, columns, line, start, number + offset, problems, late=False)
        if row is not None:
            written.append(replace(row, **values))
            draft.put(written[-1])
        else:
            written.append(draft.add(table.cls, **{**fresh, **values}))
    if not problems and any(column.late for column in columns):
        middle = state.apply(draft.change(""))
        for number, (row, line) in enumerate(zip(written, grid, strict=True)):
            held = {n: getattr(row, n) for n in type(row).__dataclass_fields__}
            values = _read(middle, columns, line, held, number + offset, problems, late=True)
            if values:
                draft.put(replace(row, **values))
    if problems:
        more = len(problems) - _SHOWN
        told = problems[:_SHOWN] + ([f"And {more} more."] if more > 0 else [])
        raise Refused([*told[:-1], told[-1] + " Nothing was pasted."])
    noun = NOUNS[table.cls]
    plural = "people" if noun == "person" else f"{noun}s"
    return draft.change(f"Pasted {len(grid)} {noun if len(grid) == 1 else plural}")


def _read(
    state: State,
    columns: Sequence[Column],
    line: Sequence[str],
    start: Mapping[str, Any],
    number: int,
    problems: list[str],
    *,
    late: bool,
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for column, cell in zip(columns, line, strict=False):
        if column.late != late:
            continue
        try:
            values.update(column.read(state, {**start, **values}, cell))
        except Wrong as error:
            problems.append(f"Row {number}, column {column.header}: {error}")
    return values
