"""Where the rows of a table end, and which of them are no data.

Below a header stand units, the same headers in other words, headers repeated on every page, and
after a gap perhaps another table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from teamtide.exchange.books.cells import text_of
from teamtide.exchange.books.grids import Cell
from teamtide.exchange.rosters.headers import header_words, scores
from teamtide.exchange.rosters.layouts import Layout
from teamtide.exchange.rosters.names import looks_named

_UNIT = re.compile(
    r"[(\[（].{0,30}[)\]）]|dd?[./-]mm[./-](yy)?yy|mm?[./-]dd[./-](yy)?yy|yyyy[./-]mm[./-]dd|"
    r"tt\.mm\.jjjj|jj/mm/aaaa|dd/mm/aaaa|%|h/\w+|hours?(/| per )\w+|h|text|string|varchar.*|"
    r"number|integer|int|date|bool(ean)?|required|optional|mandatory|pflicht\w*|freiwillig",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Extent:
    """The rows of a table.

    Args:
        last: The row after the last.
        skipped: Rows between that are no data: units below the header, repeated headers.
        below: Row of another table's header, where one begins below.
    """

    last: int
    skipped: frozenset[int]
    below: int | None = None


def extent_of(layout: Layout, columns: Sequence[int]) -> Extent:
    """Where the table of a header ends.

    Args:
        layout: The rectangle.
        columns: The columns that are fields, the one of names first.
    """
    grid, left, right = layout.grid, layout.left, layout.right
    rows = grid.rows
    first = layout.header + 1
    skipped: set[int] = set()
    if layout.header >= 0 and first < len(rows) and _is_units(rows[first][left:right]):
        skipped.add(first)
    if layout.header < 0:
        return Extent(len(rows), frozenset())
    heads = [
        (rows[line], key)
        for line in sorted({layout.top, layout.header})
        if (key := next((c for c in columns if rows[line][c] is not None), None)) is not None
    ]
    whole = left == 0 and right == grid.width
    width = right - left
    blank = False
    last = first
    for index in range(first, len(rows)):
        row = rows[index] if whole else rows[index][left:right]
        if row.count(None) == width:
            blank = True
            continue
        cells = rows[index]
        if any(cells[key] == head[key] and _same(cells, head, columns) for head, key in heads):
            skipped.add(index)
            blank = False
            continue
        if index == first and any(_labels(cells, head, columns) for head, _ in heads):
            skipped.add(index)  # USERID, and below it “User ID”
            continue
        title = blank and row.count(None) == width - 1 and index + 1 < len(rows)
        if blank and _begins_another(layout, index + title, columns):
            index += title
            end = index
            while end > first and sum(c is not None for c in rows[end - 1][left:right]) <= 1:
                end -= 1
            return Extent(max(end, first), frozenset(skipped), index)
        blank = False
        last = index + 1
    return Extent(last, frozenset(skipped))


def _same(row: Sequence[Cell], head: Sequence[Cell], columns: Sequence[int]) -> bool:
    there = [c for c in columns if head[c] is not None]
    return sum(row[c] == head[c] for c in there) * 2 > len(there)


def _labels(row: Sequence[Cell], head: Sequence[Cell], columns: Sequence[int]) -> bool:
    """Whether a row says the headers above it once more in other letters."""
    there = [c for c in columns if isinstance(head[c], str)]
    alike = sum(isinstance(row[c], str) and _squeezed(row[c]) == _squeezed(head[c]) for c in there)
    return len(there) >= 3 and alike * 2 > len(there)


def _squeezed(cell: Cell) -> str:
    return header_words(text_of(cell)).replace(" ", "")


def _is_units(row: Sequence[Cell]) -> bool:
    filled = [cell for cell in row if cell is not None]
    return bool(filled) and all(
        isinstance(cell, str) and _UNIT.fullmatch(cell.strip()) for cell in filled
    )


def _begins_another(layout: Layout, index: int, columns: Sequence[int]) -> bool:
    """Whether a row below a gap is the header of another table."""
    grid = layout.grid
    row = grid.rows[index]
    filled = [c for c in range(layout.left, layout.right) if row[c] is not None]
    if len(filled) < 2 or not all(isinstance(row[c], str) for c in filled):
        return False
    texts = {c: text_of(row[c]) for c in filled}
    if columns and looks_named(texts.get(columns[0], "")) >= 0.6:
        known = sum(bool(scores(text)) for text in texts.values())
        return known >= 3
    hits = sum(max(scores(text).values(), default=0.0) >= 90 for text in texts.values())
    if hits == 0:
        return False
    nxt = grid.rows[index + 1] if index + 1 < len(grid.rows) else None
    if nxt is None:
        return False
    fits = sum(
        max((s for s in scores(layout.headers[c]).values()), default=0.0) >= 90
        and set(scores(texts[c])) & set(scores(layout.headers[c])) != set()
        for c in filled
    )
    return hits >= 2 or (hits == 1 and fits == 0 and not any(nxt[c] is None for c in filled))
