"""Which table of a file is the roster.

A roster is seldom alone in its file. Every rectangle with a header is tried: what its headers and
cells say of people against what they say of anything else. The best one wins, the others are said;
where none will do, the reason is given with a way out.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from teamtide.exchange.books.cells import text_of
from teamtide.exchange.books.grids import Book, Cell, Grid, Unreadable
from teamtide.exchange.rosters.choices import Choices
from teamtide.exchange.rosters.guessing import Guess, guess_columns
from teamtide.exchange.rosters.headers import FIELDS, header_words, names_people
from teamtide.exchange.rosters.kinds import foreign, is_log, is_pivot, periods, staff_evidence
from teamtide.exchange.rosters.layouts import (
    LOOKED_AT,
    Extent,
    Layout,
    extent_of,
    layouts_of,
    unique,
    whole_row,
)
from teamtide.exchange.rosters.profiles import Profile, profile_of
from teamtide.exchange.rosters.refusals import refusal, refuse_mapping

_TRIED = 4
_SAMPLED = 600
_ASIDE = re.compile(
    r"\b(leavers?|former|alumni|ehemalige|ausgeschieden\w*|ausgetreten\w*|terminated|inactive|"
    r"look ?ups?|lists?|listen|pivot|template|vorlage|example|beispiel|archive|archiv|old|alt|"
    r"legend|legende|read ?me|notes?|drop ?downs?|validation|reference|codes?|bajas|"
    r"desligados|sortis|départs|departs|历史|离职|退職者)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table in a sheet: its header row and which column is which field.

    Args:
        grid: The sheet.
        header: Index of the header row, the last one where there are two; -1 where there is none.
        columns: {field: column}.
        top: Index of the first header row.
        left: Its first column.
        right: The column after its last; None for all.
        last: Index of the row after its last; None for all.
        names: Headers by column, each one once; blank to take them from the header row.
        skipped: Rows between that are no data.
        beside: {middle_name, second_last_name, infix or schedule: column}.
        notes: Sentences about how it was found.
        sort: `people`; `numbered` where people have ids but no names; `posts` where rows are
            posts and not people.
    """

    grid: Grid
    header: int
    columns: dict[str, int]
    top: int = -2
    left: int = 0
    right: int | None = None
    last: int | None = None
    names: tuple[str, ...] = ()
    skipped: frozenset[int] = frozenset()
    beside: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    sort: str = "people"

    @property
    def headers(self) -> list[Cell]:
        """The header cells; all blank where there is no header."""
        return self.grid.rows[self.header] if self.header >= 0 else [None] * self.grid.width

    @property
    def end(self) -> int:
        """Index of the row after the last."""
        return len(self.grid.rows) if self.last is None else self.last

    def header_of(self, column: int) -> str:
        """A header as text, each one once; a blank one is called by its letters."""
        names = self.names or unique([text_of(cell) for cell in self.headers], self.grid.left)
        return names[column]

    def named(self) -> dict[str, str]:
        """The header of each field, in the order of the fields."""
        return {
            field: self.header_of(self.columns[field]) for field in FIELDS if field in self.columns
        }


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


def find_roster(book: Book, choices: Choices | None = None) -> Table:
    """The table of people in a book.

    Args:
        book: The file.
        choices: What the user has settled.

    Raises:
        Unreadable: there is none, with what there is instead.
    """
    choices = choices or Choices()
    sheets = book.sheets
    if choices.sheet:
        chosen = book.sheet(choices.sheet)
        if chosen is None:
            there = ", ".join(f"“{sheet.name}”" for sheet in book.sheets[:8])
            raise Unreadable(f"{book.file} has no sheet “{choices.sheet}”. Choose one of {there}.")
        sheets = (chosen,)
    wrong = [name for name in choices.columns.values() if name and name not in FIELDS]
    if wrong:
        raise Unreadable(f"“{wrong[0]}” is not a field. Use one of {', '.join(FIELDS)}.")
    tried = [one for grid in sheets for one in _tried_on(grid, choices)]
    good = [one for one in tried if one.sort in ("people", "numbered")]
    if not good and choices.headcount:
        good = [one for one in tried if one.sort == "posts"]
    if not good:
        if choices.columns:
            refuse_mapping(book, choices)
        raise Unreadable(refusal(book, [(one.sort, one.why, one.layout) for one in tried]))
    best = max(good, key=lambda one: one.score)
    return _table(best, _beside(best, good))


def _tried_on(grid: Grid, choices: Choices) -> list[Tried]:
    settled_row = None if choices.header is None else choices.header - 1 - grid.top
    found = []
    seen: set[tuple[int, int]] = set()
    mapped = bool(choices.columns)
    layouts = layouts_of(grid, settled_row)
    if mapped:
        layouts = _with_headers(grid, layouts, choices, settled_row)
    for layout in layouts:
        if len(found) >= _TRIED:
            break
        if (layout.left, layout.header) in seen:
            continue
        seen.add((layout.left, layout.header))
        if not mapped and _within(layout, found):
            continue
        one = _try(layout, choices)
        if one is not None:
            found.append(one)
    if settled_row is None and not any(one.sort != "other" for one in found):
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


def _sample(grid: Grid, first: int, last: int) -> list[list[Cell]]:
    rows = grid.rows[first:last]
    if len(rows) <= 2 * _SAMPLED:
        return rows
    step = len(rows) / _SAMPLED
    return rows[:_SAMPLED] + [rows[int(place * step)] for place in range(_SAMPLED)]


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
    rows = [row for row in _sample(grid, head, extent.last) if row.count(None) < len(row)]
    if head in extent.skipped and rows:
        rows = rows[1:]
    profiles = {c: profile_of(rows, c) for c in range(layout.left, layout.right)}
    guess = guess_columns(layout.headers, profiles, taken, unused)
    first = guess.columns.get("name", guess.columns.get("last_name"))
    if first is not None:
        extent = extent_of(layout, [first, *(c for c in guess.columns.values() if c != first)])
    sort, why = _judged(layout, guess, profiles, extent, bool(taken))
    return Tried(layout, guess, extent, sort, why, _score(layout, guess, extent, sort))


def _score(layout: Layout, guess: Guess, extent: Extent, sort: str) -> float:
    below = max(0, extent.last - layout.header - 1)
    score = sum(guess.sure.values()) * (1 + math.log10(1 + below) / 4)
    if layout.grid.hidden:
        score *= 0.5
    if _ASIDE.search(layout.grid.name):
        score *= 0.6
    return score * (1.0 if sort == "people" else 0.6)


def _judged(
    layout: Layout,
    guess: Guess,
    profiles: Mapping[int, Profile],
    extent: Extent,
    settled_by_user: bool,
) -> tuple[str, str]:
    """What a rectangle is: people, numbered people, posts, or something else (and what)."""
    headers = [layout.headers[c] for c in range(layout.left, layout.right)]
    columns = guess.columns
    if extent.last <= layout.header + 1:
        return "other", ""
    if names_people(columns):
        named = profiles[columns.get("name", columns.get("last_name", 0))]
        if settled_by_user and not named.sampled:
            return "people", ""
        if settled_by_user and named.text > 0:
            return "people", ""
        if not named.sampled and not named.filled:
            return "other", ""
        why = _not_people(headers, guess, profiles, named)
        return ("other", why) if why else ("people", "")
    staff = {"title", "team", "manager", "fte", "start", "location", "end", "discipline"}
    known = staff & set(columns)
    if is_pivot(headers):
        return "other", "a pivot table, which sums people up"
    said, strange = foreign(headers)
    if "id" in columns and guess.sure["id"] >= 95 and {"title", "team"} & known:
        ids = profiles[columns["id"]]
        if ids.distinct > 0.97 and ids.sampled >= 3 and len(known) >= 2 and strange < 2:
            return "numbered", ""
    if periods(headers) >= 3:
        return "other", "a budget or forecast with a column for each period"
    if "title" in columns and ({"headcount", "fte"} & set(columns)) and strange < 3:
        return "posts", ""
    if "title" in columns and "team" in columns and strange == 0:
        return "posts", ""
    return "other", said if strange >= 2 else ""


def _not_people(
    headers: list[str], guess: Guess, profiles: Mapping[int, Profile], named: Profile
) -> str:
    """What a table with names is, where it is no list of staff; nothing where it is one."""
    said, strange = foreign(headers)
    staff = staff_evidence(guess.sure)
    if (
        is_log(headers)
        and (named.distinct < 0.9 or named.sampled < 10)
        and "title" not in (guess.columns)
    ):
        return "a time log (who worked on what, and when)"
    if is_pivot(headers):
        return "a pivot table, which sums people up"
    if periods(headers) >= 3 and staff <= 1:
        return "a budget or forecast with a column for each period"
    if strange >= 2 and (strange >= staff or (named.distinct < 0.9 and strange >= staff - 1)):
        return said
    if strange and not staff:
        return said
    if staff:
        return ""
    two = {"first_name", "last_name"} <= set(guess.columns)
    if two and named.text > 0.5:
        return ""
    if "email" in guess.columns and named.named >= 0.35:
        return ""
    if named.named >= 0.55 or (named.people > 0.9 and named.named > 0.52):
        return ""
    unknown = len([h for h in headers if h]) - len(guess.columns)
    if unknown < 2 and len(guess.columns) >= 2 and named.people + named.named > 0.05:
        return ""
    return "a list of things with names, with nothing that says that they are people"


def _without_header(grid: Grid, choices: Choices) -> Tried | None:
    """A sheet of values only, or under words nobody knows: people by their names alone."""
    rows = [row for row in grid.rows if row.count(None) < len(row)]
    if len(rows) < 3 or (choices.columns and choices.header is None):
        return None
    sample = rows[: 2 * _SAMPLED]
    profiles = {c: profile_of(sample, c) for c in range(grid.width)}
    names = [
        (cells.named, -c)
        for c, cells in profiles.items()
        if cells.people > 0.75
        and cells.named > 0.65
        and cells.distinct > 0.8
        and cells.filled * 10 >= len(sample) * 8
    ]
    if not names:
        return None
    column = -max(names)[1]
    first = next(i for i, row in enumerate(grid.rows) if row[column] is not None)
    return _bare(grid, first, column, profiles)


def _bare(grid: Grid, first: int, column: int, profiles: Mapping[int, Profile]) -> Tried | None:
    from teamtide.exchange.rosters.names import looks_named

    cells = grid.rows[first]
    texts = [cell for cell in cells if cell is not None]
    is_header = (
        looks_named(text_of(cells[column])) < 0.5
        and all(isinstance(cell, str) for cell in texts)
        and not any(any(map(str.isdigit, text_of(cell))) for cell in texts)
    )
    headers = [""] * grid.width
    if is_header:
        headers = [" ".join(text_of(cell).split()) for cell in cells]
        said, strange = foreign(headers)
        if strange:
            return None
    header = first if is_header else first - 1
    layout = Layout(grid, header if is_header else -1, header, 0, grid.width, tuple(headers), 1.0)
    columns = {"name": column}
    rest = {c: p for c, p in profiles.items() if c != column and p.sampled}
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
        if is_header
        else f"“{grid.name}” has no row of headers; the names were found by what they look like. "
        "Say what the other columns are, or put a row of headers above them."
    )
    guess = Guess(columns, {}, dict.fromkeys(columns, 60.0), [how])
    last = max(i for i, row in enumerate(grid.rows) if row.count(None) < len(row)) + 1
    extent = Extent(last, frozenset())
    return Tried(layout, guess, extent, "people", "", _score(layout, guess, extent, "people"))


def _table(best: Tried, notes: list[str]) -> Table:
    layout = best.layout
    return Table(
        layout.grid,
        layout.header,
        best.guess.columns,
        layout.top,
        layout.left,
        layout.right,
        best.extent.last,
        layout.names,
        best.extent.skipped,
        best.guess.beside,
        (*best.guess.notes, *notes),
        best.sort,
    )


def _beside(best: Tried, good: list[Tried]) -> list[str]:
    """What else there is in the file that is not read."""
    notes = []
    layout = best.layout
    grid = layout.grid
    same, others = [], []
    for one in good:
        if one is best:
            continue
        if one.layout.grid is grid:
            if one.layout.right <= layout.left or one.layout.left >= layout.right:
                cells = grid.address(one.layout.header, one.layout.left)
                notes.append(
                    f"Beside it begins another table, at {cells}, that was not read; only the one "
                    f"at {grid.address(layout.header, layout.left)} was."
                )
        elif set(map(header_words, one.layout.headers)) - {""} == (
            set(map(header_words, layout.headers)) - {""}
        ):
            same.append(one.layout.grid.name)
        else:
            others.append(one.layout.grid.name)
    same, others = list(dict.fromkeys(same)), list(dict.fromkeys(others))
    if same:
        listed = ", ".join(f"“{name}”" for name in same[:6]) + (", …" if len(same) > 6 else "")
        notes.append(
            f"Only the sheet “{grid.name}” was read; {listed} "
            f"{'has' if len(same) == 1 else 'have'} the same columns. Import them one by one, or "
            "put all people on one sheet."
        )
    if others:
        listed = ", ".join(f"“{name}”" for name in others[:6]) + (", …" if len(others) > 6 else "")
        notes.append(
            f"Only the sheet “{grid.name}” was read; {listed} "
            f"{'holds' if len(others) == 1 else 'hold'} people as well."
        )
    if best.extent.below is not None:
        cell = grid.address(best.extent.below, layout.left)
        notes.append(f"Below it begins another table, at {cell}, that was not read.")
    return notes


_EFFORT = re.compile(
    r"\b(effort|person days?|man days?|days|estimate|estimated|aufwand|pt|personentage|schatzung|"
    r"charge|jours|jh|esfuerzo|dias|dias persona|esforco)\b|工数|人日"
)
_PROJECT = re.compile(
    r"^(project|project name|projekt|projektname|initiative|epic|vorhaben|projet|nom du projet|"
    r"proyecto|projeto|案件|プロジェクト|プロジェクト名|项目|项目名称)$"
)


def find_projects(book: Book) -> Table | None:
    """A list of projects with an effort each, or None."""
    for grid in book.sheets:
        for row in range(min(LOOKED_AT, len(grid.rows))):
            words = [header_words(text_of(c)) if isinstance(c, str) else "" for c in grid.rows[row]]
            project = next((i for i, w in enumerate(words) if _PROJECT.match(w)), None)
            effort = next((i for i, w in enumerate(words) if _EFFORT.search(w)), None)
            if project is None or effort is None or row + 1 >= len(grid.rows):
                continue
            if is_log([text_of(c) for c in grid.rows[row]]):
                continue
            return Table(grid, row, {"project": project, "effort": effort})
    return None
