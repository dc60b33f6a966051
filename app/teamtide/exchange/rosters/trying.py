"""Every rectangle of a sheet tried as a roster: its columns guessed, and what it is judged.

Headers are tried first; where no word of them is known, or there are none at all, people are found
by what their names look like.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from teamtide.exchange.books.cells import text_of
from teamtide.exchange.books.grids import Cell, Grid
from teamtide.exchange.rosters.choices import Choices
from teamtide.exchange.rosters.extents import Extent, extent_of
from teamtide.exchange.rosters.guessing import Guess, guess_columns
from teamtide.exchange.rosters.headers import header_words, scores
from teamtide.exchange.rosters.heads import is_header
from teamtide.exchange.rosters.judging import BY_CELLS, judged
from teamtide.exchange.rosters.kinds import foreign, is_projects
from teamtide.exchange.rosters.layouts import LOOKED_AT, Layout, layouts_of, whole_row
from teamtide.exchange.rosters.names import looks_named
from teamtide.exchange.rosters.profiles import Profile, profile_of

_TRIED = 4
SAMPLED = 600
WIDEST = 100
"""Columns whose cells are looked at whatever their header."""
_ENOUGH = 8
"""Rows that it takes to tell first and family names without a header."""
_GIVEN = 0.3
"""Share of known given names in a column of first names; many of the world's are unknown."""
_ASIDE = re.compile(
    r"\b(leavers?|former|alumni|ehemalige|ausgeschieden\w*|ausgetreten\w*|terminated|inactive|"
    r"look ?ups?|lists?|listen|pivot|template|vorlage|example|beispiel|archive|archiv|old|alt|"
    r"legend|legende|read ?me|notes?|drop ?downs?|validation|reference|codes?|bajas|"
    r"desligados|sortis|départs|departs|历史|离职|退職者)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Tried:
    """A rectangle that was tried as a roster, and what came of it.

    `sort` is as in `Table`, or `other`; `why` says what it is instead.
    """

    layout: Layout
    guess: Guess
    extent: Extent
    sort: str
    why: str
    score: float


def tried_on(grid: Grid, choices: Choices) -> list[Tried]:
    """The likeliest rectangles of a sheet, each understood and judged."""
    settled_row = None if choices.header is None else choices.header - 1 - grid.top
    found: list[Tried] = []
    seen: set[tuple[int, tuple[str, ...]]] = set()
    mapped = bool(choices.columns)
    layouts = layouts_of(grid, settled_row)
    if mapped:
        layouts = _with_headers(grid, layouts, choices, settled_row)
    for layout in layouts:
        if len(found) >= _TRIED:
            break
        if (layout.left, layout.headers) in seen:
            continue  # the same header again, of the same table
        seen.add((layout.left, layout.headers))
        if not mapped and _within(layout, found):
            continue
        one = _try(layout, choices)
        if one is not None:
            found.append(one)
    if any(one.sort != "other" for one in found):
        return found
    told = any(one.why and is_header(grid, one.layout.header) for one in found)
    if settled_row is None and told:
        return found
    if settled_row is None or settled_row < 0:
        bare = _without_header(grid, choices)
        if bare is not None:
            found.append(bare)
    return found


def _within(layout: Layout, found: list[Tried]) -> bool:
    """Whether a row is one of a table that was understood already."""
    return any(
        one.sort != "other"
        and one.layout.left < layout.right
        and layout.left < one.layout.right
        and one.layout.top <= layout.header < one.extent.last
        for one in found
    )


def _with_headers(
    grid: Grid, layouts: list[Layout], choices: Choices, settled_row: int | None
) -> list[Layout]:
    """The rectangles that have all headers the user speaks of."""
    fits = [layout for layout in layouts if _places(layout, choices) is not None]
    if fits:
        return fits
    wanted = {header_words(header) for header in choices.columns}
    rows = range(min(LOOKED_AT, len(grid.rows))) if settled_row is None else (settled_row,)
    for row in rows:
        if not 0 <= row < len(grid.rows):
            continue
        words = {header_words(text_of(cell)) for cell in grid.rows[row] if cell is not None}
        if words & wanted or settled_row is not None:
            tried = [*layouts_of(grid, row), whole_row(grid, row)]
            fits += [one for one in tried if _places(one, choices) is not None][:1]
    if not fits and grid.rows and settled_row in (None, -1):
        whole = whole_row(grid, -1)
        fits = [whole] if _places(whole, choices) is not None else []
    return fits


def _places(layout: Layout, choices: Choices) -> dict[str, int] | None:
    """Columns by the headers the user speaks of; None where one of a field is not there."""
    names = layout.names
    inside = range(layout.left, layout.right)
    exact = {name.casefold(): column for column, name in enumerate(names)}
    loose = {header_words(layout.headers[c]): c for c in reversed(inside)}
    places = {}
    for header, name in choices.columns.items():
        place = exact.get(" ".join(header.split()).casefold())
        if place is None or (place not in inside and header_words(header) in loose):
            place = loose.get(header_words(header))
        if place is None or place not in inside:
            if name or place is None:
                return None
            continue
        places[header] = place
    return places


def _sample(grid: Grid, extent: Extent, first: int) -> list[list[Cell]]:
    """Some hundred rows of data: the first ones, and others spread over all of them."""
    rows = grid.rows[first : extent.last]
    if extent.skipped:
        rows = [row for place, row in enumerate(rows, first) if place not in extent.skipped]
    if len(rows) > 2 * SAMPLED:
        step = len(rows) / SAMPLED
        rows = rows[:SAMPLED] + [rows[int(place * step)] for place in range(SAMPLED)]
    return [row for row in rows if row.count(None) < len(row)]


def _try(layout: Layout, choices: Choices) -> Tried | None:
    grid = layout.grid
    places = _places(layout, choices) if choices.columns else {}
    if places is None:
        return None
    taken = {name: places[header] for header, name in choices.columns.items() if name}
    unused = frozenset(places[h] for h, name in choices.columns.items() if not name and h in places)
    head = layout.header + 1
    rough = [c for c in range(layout.left, layout.right) if layout.headers[c]]
    extent = extent_of(layout, rough)
    rows = _sample(grid, extent, head)
    profiles = {
        c: profile_of(rows, c)
        for c in range(layout.left, layout.right)
        if c < layout.left + WIDEST or c in places.values() or scores(layout.headers[c])
    }
    guess = guess_columns(layout.headers, profiles, taken, unused)
    if not places and choices.header is None and _is_data(layout, guess):
        return None
    first = guess.columns.get("name", guess.columns.get("last_name"))
    if first is not None:
        extent = extent_of(layout, [first, *(c for c in guess.columns.values() if c != first)])
    sort, why = judged(layout, guess, profiles, extent, bool(choices.columns))
    return Tried(layout, guess, extent, sort, why, score_of(layout, guess, extent, sort))


def _is_data(layout: Layout, guess: Guess) -> bool:
    """Whether a row with a word of a header is one of data: somebody's name above other names."""
    return (
        guess.sure.get("name") == BY_CELLS
        and looks_named(layout.headers[guess.columns["name"]]) >= 0.5
        and not is_header(layout.grid, layout.header)
    )


def score_of(layout: Layout, guess: Guess, extent: Extent, sort: str) -> float:
    """How good a roster a rectangle is, to compare it with others of the file."""
    below = max(0, extent.last - layout.header - 1)
    score = sum(guess.sure.values()) * (1 + math.log10(1 + below) / 4)
    if layout.grid.hidden:
        score *= 0.5
    if _ASIDE.search(layout.grid.name):
        score *= 0.6
    return score * (1.0 if sort == "people" else 0.6)


def _without_header(grid: Grid, choices: Choices) -> Tried | None:
    """A sheet of values only, or under words nobody knows: people by their names alone."""
    rows = [row for row in grid.rows if row.count(None) < len(row)]
    if len(rows) < 3 or (choices.columns and choices.header is None):
        return None
    sample = rows[: 2 * SAMPLED]
    profiles = {c: profile_of(sample, c) for c in range(min(WIDEST, grid.width))}
    names = [
        (cells.named, -c)
        for c, cells in profiles.items()
        if cells.people > 0.75
        and cells.named > 0.65
        and cells.distinct > 0.8
        and cells.filled * 10 >= len(sample) * 8
    ]
    if not names:
        halves = _halves(profiles, len(sample)) if len(sample) >= _ENOUGH else {}
        return _bare(grid, halves, profiles) if halves else None
    return _bare(grid, {"name": -max(names)[1]}, profiles)


def _halves(profiles: Mapping[int, Profile], rows: int) -> dict[str, int]:
    """Two columns beside one another that hold first and family names, told by given names."""
    for column, one in profiles.items():
        if not _is_half(one, rows) or one.people < _GIVEN:
            continue
        for beside in (column + 1, column - 1):
            other = profiles.get(beside)
            if other is not None and _is_half(other, rows) and other.people < one.people / 2:
                return {"first_name": column, "last_name": beside}
    return {}


def _is_half(cells: Profile, rows: int) -> bool:
    return (
        cells.filled * 10 >= rows * 9
        and cells.text > 0.95
        and 2 < cells.length < 14
        and cells.code < 0.05
        and len(cells.values) >= min(8, rows // 2)
        and sum(" " in value for value in cells.values) * 3 < len(cells.values)
    )


def _bare(grid: Grid, columns: dict[str, int], profiles: Mapping[int, Profile]) -> Tried | None:
    """People in columns that their cells alone tell; something else where the header says so."""
    column = min(columns.values())
    first = next(i for i, row in enumerate(grid.rows) if row[column] is not None)
    headed = is_header(grid, first)
    headers = [""] * grid.width
    said = ""
    if headed:
        headers = [" ".join(text_of(cell).split()) for cell in grid.rows[first]]
        said, _strange = foreign(headers)
        if is_projects(headers):
            said = "a list of projects"
    header = first if headed else first - 1
    layout = Layout(grid, header if headed else -1, header, 0, grid.width, tuple(headers), 1.0)
    rest = {c: p for c, p in profiles.items() if c not in columns.values() and p.sampled}
    mails = [c for c, p in rest.items() if p.mail > 0.6 and p.distinct > 0.8]
    if len(mails) == 1:
        columns["email"] = mails[0]
    codes = [
        c
        for c, p in rest.items()
        if p.code > 0.95 and p.distinct > 0.99 and not p.counting and p.text > 0.5 and c < column
    ]
    if len(codes) == 1:
        columns["id"] = codes[0]
    how = (
        f"No header word in row {grid.top + header + 1} of “{grid.name}” is known; the names were "
        "found by what they look like."
        if headed
        else f"“{grid.name}” has no row of headers; the names were found by what they look like. "
        "Say what the other columns are, or put a row of headers above them."
    )
    guess = Guess(columns, {}, dict.fromkeys(columns, 60.0), [how])
    last = max(i for i, row in enumerate(grid.rows) if row.count(None) < len(row)) + 1
    extent = Extent(last, frozenset())
    sort = "other" if said else "people"
    return Tried(layout, guess, extent, sort, said, score_of(layout, guess, extent, sort))
