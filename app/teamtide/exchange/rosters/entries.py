"""The rows of a roster that are people.

Vacancies, totals, posts and remarks stand in the same columns as people do. Each row is either an
`Entry`, with its cells understood, or is reported with its cell and left out; nothing is dropped
in silence.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from teamtide.exchange.books.findings import Findings
from teamtide.exchange.books.references import folded
from teamtide.exchange.rosters.choices import Choices
from teamtide.exchange.rosters.columns import day_column, fte_column, text_column
from teamtide.exchange.rosters.tables import Table
from teamtide.plan.rows import Person

_NOBODY = re.compile(
    r"(vacan\w*|open( position| role)?|tb[adhc]|n/?[ad]|n\.[ad]\.?|none|null|eliminated|unfilled|"
    r"to be (hired|confirmed|defined)|new hire|frozen|offen\w*|unbesetzt|n\.?n\.?|vakan\w*|nobody|"
    r"placeholder|contractor|x+|\?+|-+|vacante|vacant|poste vacant)( ?[-–#(].*| \d+)?",
    re.IGNORECASE,
)
_FOOTER = re.compile(
    r"(grand |sub-?)?totals?\b.*|sum(me)?\b:?.*|gesamt\w*\b.*|headcount\b.*|"
    r"generated (at|on|by)\b.*|"
    r"created (at|on)\b.*|stand\b:? ?\d.*|as of\b.*|source\b:.*|quelle\b:.*|page \d+.*|"
    r"erstellt am\b.*|confidential\b.*|vertraulich\b.*|anzahl\b.*|count\b.*|average\b.*",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"(jr|sr|ii|iii|iv|phd|ph\.d|mba|md|esq|cpa|pmp|msc|bsc)\.?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Away:
    """Days of leave, both included, None where open; `fraction` 1 is all day."""

    first: date | None
    last: date | None
    fraction: float = 1.0


@dataclass(slots=True)
class Entry:
    """One row that is a person, or one of several unnamed people of a row of posts.

    `row` counts the rows of the grid from 0. `left` is whether the person left before the plan
    starts, `unnamed` whether the name was made up here.
    """

    row: int
    name: str
    code: str = ""
    email: str = ""
    title: str = ""
    team: str = ""
    manager: str = ""
    discipline: str = ""
    location: str = ""
    skills: str = ""
    fte: float | None = None
    start: date | None = None
    end: date | None = None
    leave: tuple[Away, ...] = ()
    left: bool = False
    unnamed: bool = False
    match: Person | None = field(default=None)


@dataclass(frozen=True, slots=True)
class DayColumn:
    """A column of days, as it was understood.

    Args:
        header: Its header.
        field: start, end, leave_start or leave_end.
        order: "ymd", "dmy" or "mdy" in which its texts were read; empty where it has none.
        sure: Whether its texts tell day from month.
        texts: How many cells are texts.
        dates: How many cells are true dates.
        swapped: How many of the true dates were probably swapped (day and month) by a spreadsheet
            that expected another order; 0 where nothing speaks for it.
    """

    header: str
    field: str
    order: str = ""
    sure: bool = True
    texts: int = 0
    dates: int = 0
    swapped: int = 0


@dataclass(frozen=True, slots=True)
class Roll:
    """What the rows of a roster are.

    Args:
        entries: The people, in the order of their rows.
        rows: The rows of the grid that hold anything at all.
        days: How each column of days was understood.
        full_time: Hours a week that count as full time, where a column holds hours.
        leavers: People who left before the plan starts and are not in `entries`.
        posts: Rows that stand for several people, and how many people they are together.
    """

    entries: list[Entry]
    rows: list[int]
    days: tuple[DayColumn, ...] = ()
    full_time: float | None = None
    leavers: int = 0
    posts: tuple[int, int] = (0, 0)


def entries_of(table: Table, choices: Choices, plan_start: date, findings: Findings) -> Roll:  # noqa: ARG001
    """The rows of a table that are people, told from those that are not.

    Args:
        table: The table.
        choices: What the user has settled.
        plan_start: Who left before it is a leaver.
        findings: Where problems of cells and remarks go.
    """
    grid = table.grid
    used = sorted(set(table.columns.values()))
    rows = [
        index
        for index in range(table.header + 1, len(grid.rows))
        if any(grid.rows[index][column] is not None for column in used)
    ]
    texts = {
        name: text_column(table, name, rows)
        for name in (
            *("id", "name", "first_name", "last_name", "email", "title", "team", "manager"),
            *("discipline", "location", "skills"),
        )
    }
    starts = day_column(table, "start", rows, findings)
    ends = day_column(table, "end", rows, findings)
    ftes, posts = fte_column(table, rows, findings)
    two = "first_name" in table.columns and "last_name" in table.columns
    name_column = table.columns.get("name", table.columns.get("last_name", 0))
    entries: list[Entry] = []
    for place, row in enumerate(rows):
        full = texts["name"][place]
        if two and not full:
            full = f"{texts['first_name'][place]} {texts['last_name'][place]}".strip()
        name = _turned(full)
        wrong = _not_a_person(name, [grid.rows[row][c] is not None for c in used])
        fte = ftes[place]
        column = name_column
        if not wrong and place in posts:
            wrong = f"a row with FTE {fte:g} is a post for several people; it was left out"
            column = table.columns["fte"]
        if not wrong and fte is not None and fte <= 0:
            wrong = "expected an FTE above 0; the row was left out"
            column = table.columns["fte"]
        if not wrong and len(name) > 200:
            wrong = "expected a name; this is a long text, and the row was left out"
        if wrong:
            findings.problem(grid.address(row, column), grid.rows[row][column], wrong)
            continue
        start, end = starts[place], ends[place]
        if start is not None and end is not None and end < start:
            findings.problem(
                grid.address(row, table.columns["end"]),
                grid.rows[row][table.columns["end"]],
                f"expected a day after the start, {start.isoformat()}; it was left out",
            )
            end = None
        entries.append(
            Entry(
                row=row,
                name=name,
                code=texts["id"][place],
                email=texts["email"][place] if "@" in texts["email"][place] else "",
                title=texts["title"][place],
                team=texts["team"][place],
                manager=_turned(texts["manager"][place]),
                discipline=texts["discipline"][place],
                location=texts["location"][place],
                skills=texts["skills"][place],
                fte=fte,
                start=start,
                end=end,
                left=end is not None and end < plan_start,
            )
        )
    _settle_ids(table, entries, findings)
    _note_managers(entries, findings)
    return Roll(entries, rows)


def _not_a_person(name: str, filled: list[bool]) -> str:
    """Why a row is no person, or nothing."""
    if not name:
        return "expected a name; the row was left out"
    if _NOBODY.fullmatch(name):
        return "this is a post and not a person; the row was left out"
    if _FOOTER.fullmatch(name) and sum(filled) <= max(2, len(filled) // 2):
        return "this is a total or a remark and not a person; the row was left out"
    if not any(letter.isalpha() for letter in name):
        return "expected a name with letters; the row was left out"
    return ""


def _turned(name: str) -> str:
    """“Last, First M” as “First M Last”; a suffix after the comma stays."""
    if "," not in name:
        return name
    last, _, first = name.partition(",")
    first = first.strip()
    if not first or _SUFFIX.fullmatch(first):
        return name.strip(" ,")
    return " ".join(f"{first} {last}".replace(",", " ").split())


def _settle_ids(table: Table, entries: list[Entry], findings: Findings) -> None:
    """An id that several rows share stays with the first; the same person twice counts once."""
    first: dict[str, Entry] = {}
    shared: list[str] = []
    repeated = []
    column = table.columns.get("id")
    for entry in entries:
        key = folded(entry.code)
        if not key or column is None:
            continue
        earlier = first.setdefault(key, entry)
        if earlier is entry:
            continue
        here, there = (table.grid.address(e.row, column) for e in (entry, earlier))
        if folded(earlier.name) == folded(entry.name):
            repeated.append(entry)
            findings.problem(here, entry.code, f"the same person is in {there}; left out")
        else:
            entry.code = ""
            shared.append(f"{there} and {here}")
    for entry in repeated:
        entries.remove(entry)
    if shared:
        cells = "; ".join(shared[:10]) + ("; …" if len(shared) > 10 else "")
        findings.warn(
            f"{len(shared)} {'ID is' if len(shared) == 1 else 'IDs are'} shared by different "
            f"people, who stay apart; the second has no ID ({cells})."
        )


def _note_managers(entries: list[Entry], findings: Findings) -> None:
    known = {folded(e.name) for e in entries} | {folded(e.code) for e in entries if e.code}
    missing = Counter(e.manager for e in entries if e.manager and folded(e.manager) not in known)
    if missing:
        names = ", ".join(name for name, _ in missing.most_common(3))
        more = ", …" if len(missing) > 3 else ""
        verb = "manager is" if len(missing) == 1 else "managers are"
        findings.warn(f"{len(missing)} {verb} not in the list themselves ({names}{more}).")
