"""Where tables stand on a sheet: their header rows and their columns.

A sheet may hold titles, several tables beside and below one another, headers in two lines and
headers repeated on every page. What is found here are only rectangles with a header each; which of
them is a roster is judged elsewhere.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from teamtide.exchange.books.cells import text_of
from teamtide.exchange.books.grids import Cell, Grid, column_letters
from teamtide.exchange.rosters.headers import (
    header_words,
    names_people,
    scores,
    settled,
)
from teamtide.exchange.rosters.names import looks_named, tidy

LOOKED_AT = 60
_SEEN = 200
_MOST_TRIED = 12
_MOST_BESIDE = 12
_MOST_WORDS = 400


@dataclass(frozen=True, slots=True)
class Layout:
    """A rectangle of a sheet with a header.

    Args:
        grid: The sheet.
        top: First row of the header; the same as `header` where it has one line.
        header: Last row of the header; -1 where there is none.
        left: First column.
        right: The column after the last.
        headers: Header texts of all columns of the sheet; blank outside of the rectangle.
        words: How well the headers are words of a roster.
    """

    grid: Grid
    top: int
    header: int
    left: int
    right: int
    headers: tuple[str, ...]
    words: float

    @property
    def names(self) -> tuple[str, ...]:
        """The headers of all columns of the sheet, each one once."""
        own = self.headers
        row = self.grid.rows[self.header] if self.header >= 0 else [None] * self.grid.width
        return unique(
            [
                own[column] if self.left <= column < self.right else text_of(cell)
                for column, cell in enumerate(row)
            ],
            self.grid.left,
        )


def whole_row(grid: Grid, row: int) -> Layout:
    """All of a row as a header, whatever stands beside one another; row -1 is none."""
    headers = header_texts(grid, row, row, 0, grid.width)
    return Layout(grid, row, row, 0, grid.width, headers, 1.0)


def layouts_of(grid: Grid, header: int | None = None) -> list[Layout]:
    """The rectangles that could be rosters, the likeliest header rows first.

    Args:
        grid: The sheet.
        header: Index of the header row, where it is settled.
    """
    if header is not None:
        rows = [header] if 0 <= header < len(grid.rows) else []
    else:
        rows = _with_words(grid)
    found: list[Layout] = []
    for row in rows:
        cells = grid.rows[row]
        if not any(isinstance(cell, str) for cell in cells):
            continue
        for left, right in segments(grid, row)[:_MOST_BESIDE]:
            single = _layout(grid, row, row, left, right)
            double = _layout(grid, row - 1, row, left, right) if row > 0 else None
            if (
                double is not None
                and _is_upper(grid, row, left, right, double.words)
                and (
                    double.words > single.words + 60
                    or (
                        double.words > single.words - 1
                        and _filled(grid.rows[row - 1], left, right) > 1
                    )
                )
            ):
                found.append(double)
            elif single.words or header is not None:
                found.append(single)
    found.sort(key=lambda layout: -layout.words)
    return found


def _with_words(grid: Grid) -> list[int]:
    """The rows among the first with the most header words, at most a dozen."""
    counts = []
    for row in range(min(LOOKED_AT, len(grid.rows))):
        texts = [cell for cell in grid.rows[row] if isinstance(cell, str) and len(cell) <= 90]
        known = sum(bool(scores(text)) for text in texts[:_MOST_WORDS])
        if known:
            counts.append((-known, row))
    return sorted(row for _, row in sorted(counts)[:_MOST_TRIED])


def _filled(row: Sequence[Cell], left: int, right: int) -> int:
    return sum(cell is not None for cell in row[left:right])


def _layout(grid: Grid, top: int, header: int, left: int, right: int) -> Layout:
    headers = header_texts(grid, top, header, left, right)
    best = _worth(headers)
    return Layout(grid, top, header, left, right, headers, best)


def _worth(headers: Sequence[str]) -> float:
    found = [
        (score, column, field)
        for column, header in enumerate(headers)
        if header
        for field, score in scores(header).items()
    ]
    sure = {(column, field): score for score, column, field in found}
    return sum(sure.get((column, field), 90.0) for field, column in settled(found).items())


def _is_upper(grid: Grid, row: int, left: int, right: int, worth: float) -> bool:
    """Whether the row above a row is the first line of its header, and not a title or data."""
    above, below = grid.rows[row - 1][left:right], grid.rows[row][left:right]
    texts = [cell for cell in above if cell is not None]
    if not texts or not all(isinstance(cell, str) and len(cell) <= 60 for cell in texts):
        return False
    if not all(isinstance(cell, str) or cell is None for cell in below):
        return False
    if any(isinstance(c, str) and looks_named(c) >= 0.75 and not scores(c) for c in below):
        return False  # somebody's name: the first row of data
    if len(texts) == 1 and above[0] is not None and below[0] is not None and len(above) > 3:
        return False
    alone = _layout(grid, row - 1, row - 1, left, right).words
    # Headers above and headers below: “Last” over “Name”.
    under = _layout(grid, row, row, left, right).words
    return alone < worth * 0.8 or under >= worth * 0.5


def header_texts(grid: Grid, top: int, header: int, left: int, right: int) -> tuple[str, ...]:
    """Header texts by column, of one line or two; blank outside of `left` to `right`.

    The upper line of two goes with all columns below it (its cells were merged); it is used where
    the lower one is blank or says nothing, or the same as another column's.
    """
    texts = [""] * grid.width
    if header < 0:
        return tuple(texts)
    lower = [text_of(cell) for cell in grid.rows[header][left:right]]
    if top == header:
        texts[left:right] = lower
        return tuple(texts)
    upper = [tidy(text_of(cell)) for cell in grid.rows[top][left:right]]
    group = ""
    times = Counter(lower)
    for column, (over, under) in enumerate(zip(upper, lower, strict=True), left):
        if over:
            group = over
        elif not under:
            group = ""
        if not under:
            texts[column] = over
            continue
        both = f"{group} {under}".strip()
        single = max(scores(under).values(), default=0.0)
        double = max(scores(both).values(), default=0.0)
        repeated = times[under] > 1
        texts[column] = both if double > single or (repeated and group) else under
    return tuple(texts)


def unique(headers: Sequence[str], left: int = 0) -> tuple[str, ...]:
    """Headers that tell columns apart: blank ones by their letters, repeated ones numbered."""
    taken: set[str] = set()
    found = []
    for column, header in enumerate(headers):
        name = tidy(header) or f"column {column_letters(left + column)}"
        base, number = name, 1
        while name.casefold() in taken:
            number += 1
            name = f"{base} ({number})"
        taken.add(name.casefold())
        found.append(name)
    return tuple(found)


# --- tables beside one another --------------------------------------------------------------


def segments(grid: Grid, row: int) -> list[tuple[int, int]]:
    """The tables that stand beside one another under one header row, as (left, right)."""
    cells = grid.rows[row]
    seen = min(_SEEN, max(20, 100_000 // max(1, grid.width)))
    below = grid.rows[row + 1 : row + 1 + seen]
    used = [
        cells[column] is not None or any(data[column] is not None for data in below)
        for column in range(grid.width)
    ]
    parts: list[tuple[int, int]] = []
    start: int | None = None
    for column in range(grid.width + 1):
        if column < grid.width and used[column]:
            start = column if start is None else start
        elif start is not None:
            parts.append((start, column))
            start = None
    parts = [part for whole in parts for part in _repeats(cells, *whole)]
    merged: list[tuple[int, int]] = []
    for part in parts:
        if merged and not _apart(grid, row, merged[-1], part):
            merged[-1] = (merged[-1][0], part[1])
        else:
            merged.append(part)
    return merged


def _repeats(cells: Sequence[Cell], left: int, right: int) -> list[tuple[int, int]]:
    """A stretch of columns cut where its headers begin again."""
    words = [header_words(text_of(cell)) for cell in cells[left:right]]
    for key in (words[0], next((w for w in words if "name" in scores(w)), "")):
        if not key:
            continue
        again = [place for place, word in enumerate(words) if word == key and place > 0]
        first = words.index(key)
        # Side by side they are one table's: “Last” and “First”, each over “Name”.
        again = [place for place in again if place > first + 1]
        if again and (first == 0 or words[first - 1] == words[again[0] - 1]):
            cuts = [left, *(left + place - first for place in again), right]
            return [(a, b) for a, b in itertools.pairwise(cuts) if b > a]
        if again and key == words[first]:
            cut = left + again[0]
            return [(left, cut), (cut, right)]
    return [(left, right)]


def _apart(grid: Grid, row: int, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two stretches of columns are tables of their own."""
    names = [names_people(_fields(grid.rows[row], part)) for part in (one, other)]
    if all(names):
        return True
    if one[1] == other[0]:
        return True  # cut where headers repeat
    if not any(cell is not None for cell in grid.rows[row][other[0] : other[1]]):
        # Nothing above: a column without a header, unless it stands elsewhere.
        return _overlap(grid, row, one, other) < 0.5
    return _overlap(grid, row, one, other) < 0.6


def _overlap(grid: Grid, row: int, one: tuple[int, int], other: tuple[int, int]) -> float:
    both = either = 0
    for data in grid.rows[row + 1 : row + 1 + _SEEN]:
        first = any(cell is not None for cell in data[one[0] : one[1]])
        second = any(cell is not None for cell in data[other[0] : other[1]])
        both += first and second
        either += first or second
    return both / either if either else 1.0


def _fields(cells: Sequence[Cell], part: tuple[int, int]) -> dict[str, int]:
    found = [
        (score, column, field)
        for column in range(*part)
        if isinstance(cell := cells[column], str)
        for field, score in scores(cell).items()
    ]
    return settled(found)
