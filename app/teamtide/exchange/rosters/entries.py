"""The rows of a roster that are people.

Vacancies, totals, posts and remarks stand in the same columns as people do. Each row is either an
`Entry`, with its cells understood, or is reported with its cell and left out; nothing is dropped
in silence.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from teamtide.exchange.books.cells import number_of
from teamtide.exchange.books.findings import Findings
from teamtide.exchange.books.references import folded
from teamtide.exchange.rosters.choices import Choices
from teamtide.exchange.rosters.columns import Shares, fte_column, text_column
from teamtide.exchange.rosters.days import DayColumn as DayColumn
from teamtide.exchange.rosters.days import day_columns
from teamtide.exchange.rosters.headers import header_words
from teamtide.exchange.rosters.leaves import Away as Away
from teamtide.exchange.rosters.leaves import leaves_of
from teamtide.exchange.rosters.names import (
    code_in,
    is_footer,
    is_nobody,
    is_undisclosed,
    looks_named,
    turned,
)
from teamtide.exchange.rosters.settling import settle_emails, settle_ids, settle_managers
from teamtide.exchange.rosters.statuses import status_meaning
from teamtide.exchange.rosters.tables import Table
from teamtide.plan.rows import Person

_SAYS_NOTHING = frozenset(
    ("n/a", "na", "n/d", "nd", "-", "–", "—", "--", "none", "null", "nan", "#n/a", ".", "?", "nil")
)
_BROKEN = re.compile(r"#(¡?valor!|value!|ref!|n/a|name\?|wert!|bezug!|nome\?|div/0!)", re.I)
MOST_POSTS = 1000
"""Most people that one row of posts becomes."""
_MANY = 20
_NAMES = ("id", "name", "first_name", "last_name", "middle_name", "second_last_name", "infix")
_TEXTS = (
    *("id", "email", "title", "team", "manager", "discipline", "location", "skills", "status"),
)
_VACANT = ("this is a post and not a person; the row was left out", "posts without a holder")


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
class Roll:
    """What the rows of a roster are.

    Args:
        entries: The people, in the order of their rows.
        rows: The rows of the grid that hold anything at all.
        days: How each column of days was understood.
        full_time: Hours a week that count as full time, where a column holds hours.
        leavers: How many of the people left before the plan starts.
        posts: Rows that stand for several people, and how many people they are together.
    """

    entries: list[Entry]
    rows: list[int]
    days: tuple[DayColumn, ...] = ()
    full_time: float | None = None
    leavers: int = 0
    posts: tuple[int, int] = (0, 0)


def entries_of(table: Table, choices: Choices, plan_start: date, findings: Findings) -> Roll:
    """The rows of a table that are people, told from those that are not.

    Args:
        table: The table.
        choices: What the user has settled.
        plan_start: Who left before it is a leaver.
        findings: Where problems of cells and remarks go.
    """
    for note in table.notes:
        findings.warn(note)
    reading = _Reading(table, choices, plan_start, findings)
    reading.read()
    entries = reading.entries
    settle_emails(table, entries, findings)
    settle_ids(table, entries, findings)
    settle_managers(entries, findings)
    reading.say()
    return Roll(
        entries,
        reading.rows,
        reading.days,
        reading.shares.full_time,
        sum(entry.left for entry in entries),
        (reading.post_rows, reading.post_people),
    )


class _Reading:
    """Two passes over the rows of a table: what is no person by its name, then all the rest."""

    def __init__(
        self, table: Table, choices: Choices, plan_start: date, findings: Findings
    ) -> None:
        self.table = table
        self.grid = table.grid
        self.choices = choices
        self.plan_start = plan_start
        self.findings = findings
        self.entries: list[Entry] = []
        self.said: Counter[str] = Counter()
        self.numbers: Counter[str] = Counter()
        self.headings: list[str] = []
        self.post_rows = self.post_people = self.unended = self.away = 0
        self.used = sorted(set(table.columns.values()))
        self.name_at = _name_column(table)
        self.rows = rows_of(table)
        names = self._names(self.rows)
        seen = [name for name in names[:80] if name]
        self.single = sum(" " not in name for name in seen) * 2 > len(seen)
        self.heading: dict[int, str] = {}
        self.raw: list[str] = []
        self.kept = self._kept(names)
        self.texts = self._texts(self.kept, _TEXTS)
        for name in ("title", "team", "discipline", "location", "id", "skills"):
            self.texts[name] = _without_nothings(self.texts[name])
        days, self.days = day_columns(table, self.kept, findings, choices)
        self.starts, self.ends = days["start"], days["end"]
        self.leaves = leaves_of(table, self.kept, days, findings)
        self.shares: Shares = fte_column(table, self.kept, findings, choices.full_time)
        self.counts = self._headcounts()
        self.status = self._statuses()

    def _texts(self, rows: list[int], names: tuple[str, ...]) -> dict[str, list[str]]:
        return {name: text_column(self.table, name, rows) for name in names}

    def _names(self, rows: list[int]) -> list[str]:
        texts, columns = self._texts(rows, _NAMES), self.table.columns
        whole = texts["name"]
        if self.table.sort == "numbered":
            return [
                f"Employee {code}" if code and not is_footer(code) else code for code in texts["id"]
            ]
        if not ("first_name" in columns and "last_name" in columns):
            if "second_last_name" not in self.table.beside:
                return whole
            pairs = zip(whole, texts["second_last_name"], strict=True)
            return [f"{first} {second}".strip() for first, second in pairs]
        names = []
        for place, first in enumerate(texts["first_name"]):
            if whole[place]:
                names.append(whole[place])
                continue
            last = texts["last_name"][place]
            parts = [
                *(first, texts["middle_name"][place], texts["infix"][place], last),
                texts["second_last_name"][place],
            ]
            parts = [part for part in parts if part and not _BROKEN.fullmatch(part)]
            if first and first == last:
                parts = [first]
            full = " ".join(parts)
            names.append(" ".join(full.replace(",", " ").split()) if "," in full else full)
        return names

    def _headcounts(self) -> Mapping[int, float]:
        """Posts by place, of rows that say how many they are."""
        column = self.table.columns.get("headcount")
        found: dict[int, float] = {}
        if column is None:
            return found
        for place, row in enumerate(self.kept):
            try:
                count = number_of(self.grid.rows[row][column])
            except ValueError:
                continue
            if count is not None and count > 0:
                found[place] = count
        return found

    def _statuses(self) -> list[str]:
        column = self.table.columns.get("status")
        if column is None:
            return [""] * len(self.kept)
        words = header_words(self.table.header_of(column))
        known: dict[str, str] = {}
        return [
            known[text] if text in known else known.setdefault(text, status_meaning(words, text))
            for text in self.texts["status"]
        ]

    # --- rows that are nobody by their name -------------------------------------------------

    def _kept(self, names: list[str]) -> list[int]:
        """The rows that may be people or posts; the others are reported."""
        kept = []
        heading = ""
        rows = self.grid.rows
        width = self.grid.width
        for place, row in enumerate(self.rows):
            raw = names[place]
            if rows[row].count(None) >= width - 1:
                alone = self._alone(place, raw)
                if alone:
                    heading = heading if alone == "-" else alone
                    continue
            if self.table.sort != "posts" and (wrong := self._nobody(row, raw)):
                self._problem(row, self.name_at, *wrong)
                continue
            kept.append(row)
            self.raw.append(raw)
            if heading:
                self.heading[row] = heading
        return kept

    def _nobody(self, row: int, raw: str) -> tuple[str, str] | None:
        """Why a row is no person by its name, and the kind to sum it up under; None where it is."""
        if not raw:
            texts = [cell.strip() for cell in self.grid.rows[row] if isinstance(cell, str)]
            if any(is_footer(text) for text in texts):
                return "this is a total or a remark and not a person; the row was left out", ""
            if any(is_nobody(text) for text in texts if text.casefold() not in _SAYS_NOTHING):
                return _VACANT
            return "expected a name; the row was left out", "without a name"
        if is_undisclosed(raw):
            return None
        if is_nobody(raw):
            return _VACANT
        if len(raw) > 200:
            return "expected a name; this is a long text, and the row was left out", ""
        if not (raw[0].isalpha() or any(map(str.isalpha, raw))):
            return "expected a name with letters; the row was left out", ""
        if is_footer(raw) and self._filled(row) <= max(2, len(self.used) // 2):
            return "this is a total or a remark and not a person; the row was left out", ""
        return None

    def _alone(self, place: int, raw: str) -> str:
        """What a lone text among rows is: a heading (its text), a remark (“-”), or a person ("")."""
        row = self.rows[place]
        cells = self.grid.rows[row]
        if len(cells) < 3 or len(self.used) < 2:
            return ""
        column = next((c for c, cell in enumerate(cells) if cell is not None), 0)
        cell = cells[column]
        if not isinstance(cell, str):
            return ""
        text = " ".join(cell.split())
        if is_nobody(text) or is_footer(text) or not any(map(str.isalpha, text)):
            return ""
        named = looks_named(text)
        if column == self.name_at and (named >= 0.5 or (self.single and named > 0)) and raw:
            return ""
        after = self.rows[place + 1] if place + 1 < len(self.rows) else None
        above = after is not None and len(cells) - self.grid.rows[after].count(None) >= 2
        if above and len(text) <= 60 and "team" not in self.table.columns:
            self.headings.append(text)
            self._problem(
                row, column, "this is a heading; the people below it were put into that team", ""
            )
            return text
        what = "heading" if above else "remark"
        self._problem(row, column, f"this is a {what} and not a person; the row was left out", "")
        return "-"

    # --- rows that may be people ------------------------------------------------------------

    def read(self) -> None:
        for place, row in enumerate(self.kept):
            self._row(place, row)

    def _row(self, place: int, row: int) -> None:
        raw = self.raw[place]
        name = turned(raw) if raw and self.table.sort == "people" else raw
        fte = self.shares.values[place]
        count = self.counts.get(place, 0.0)
        posts = place in self.shares.posts
        if posts and fte is not None:
            count = max(count, fte)
        if self.table.sort == "posts":
            self._post(place, count or fte or 1.0, "")
            return
        column = self.name_at
        if name == raw and not count and (fte is None or fte > 0) and not is_undisclosed(raw):
            self._person(place, row, name, fte)
            return
        if is_undisclosed(raw):
            if self.choices.headcount:
                self._post(place, count or fte or 1.0, "")
                return
            self._count_posts(count or 1.0)
            wrong, kind = "nobody is named here; the row was left out", "without a name"
        elif is_nobody(name):
            wrong, kind = _VACANT
        elif count > 1.25:
            if self.choices.headcount:
                self._post(place, count, name)
                return
            self._count_posts(count)
            column = self.table.columns["fte" if posts else "headcount"]
            what = "FTE" if posts else "a headcount of"
            wrong = f"a row with {what} {count:g} is a post for several people; it was left out"
            kind = "posts for several people"
        elif fte is not None and fte <= 0:
            wrong = "expected an FTE above 0; the row was left out"
            kind, column = "without any FTE", self.table.columns.get("fte", column)
        else:
            self._person(place, row, name, fte)
            return
        self._problem(row, column, wrong, kind)

    def _person(self, place: int, row: int, name: str, fte: float | None) -> None:
        texts = self.texts
        start, end = self.starts[place], self.ends[place]
        if start is not None and end is not None and end < start:
            self._problem(
                row,
                self.table.columns["end"],
                f"expected a day after the start, {start.isoformat()}; it was left out",
                "",
            )
            end = None
        status = self.status[place]
        left = end is not None and end < self.plan_start
        if status == "left" and end is None:
            left = True
            self.unended += 1
        elif status == "away" and not self.leaves[place] and not left:
            self.away += 1
        email = texts["email"][place]
        code = texts["id"][place]
        if not code and "id" not in self.table.columns:
            code = code_in(self.raw[place])
        self.entries.append(
            Entry(
                row=row,
                name=name,
                code=code,
                email=email if "@" in email else "",
                title=texts["title"][place],
                team=texts["team"][place] or self.heading.get(row, ""),
                manager=texts["manager"][place],
                discipline=texts["discipline"][place],
                location=texts["location"][place],
                skills=texts["skills"][place],
                fte=fte,
                start=start,
                end=end,
                leave=self.leaves[place],
                left=left,
                unnamed=self.table.sort == "numbered",
            )
        )

    # --- posts ------------------------------------------------------------------------------

    def _count_posts(self, count: float) -> int:
        people = max(1, math.ceil(round(count, 6)))
        self.post_rows += 1
        self.post_people += people
        return people

    def _post(self, place: int, count: float, name: str) -> None:
        """As many unnamed people as a row has posts; the last of them works what is left."""
        row, texts = self.kept[place], self.texts
        if any(
            isinstance(cell, str) and is_footer(cell.strip()) and self._filled(row) <= 3
            for cell in self.grid.rows[row]
        ):
            self._problem(
                row, self.name_at, "this is a total or a remark; the row was left out", ""
            )
            return
        if count > MOST_POSTS:
            column = self.table.columns.get("headcount", self.table.columns.get("fte", 0))
            self._problem(
                row, column, f"expected at most {MOST_POSTS} posts; the row was left out", ""
            )
            return
        title = texts["title"][place]
        if not name or looks_named(name) >= 0.5:
            name = title or name or texts["team"][place] or "Post"
        people = self._count_posts(count)
        part = self.shares.values[place] if place in self.counts else None
        end = self.ends[place]
        for index in range(people):
            self.numbers[folded(name)] += 1
            fte = part if part is not None and 0 < part <= 1 else min(1.0, count - index)
            self.entries.append(
                Entry(
                    row=row,
                    name=f"{name} {self.numbers[folded(name)]}",
                    title=title or name,
                    team=texts["team"][place] or self.heading.get(row, ""),
                    manager=texts["manager"][place],
                    discipline=texts["discipline"][place],
                    location=texts["location"][place],
                    fte=round(fte, 4),
                    start=self.starts[place],
                    end=end,
                    left=end is not None and end < self.plan_start,
                    unnamed=True,
                )
            )

    # --- what is said -----------------------------------------------------------------------

    def _filled(self, row: int) -> int:
        cells = self.grid.rows[row]
        return sum(cells[column] is not None for column in self.used)

    def _problem(self, row: int, column: int, said: str, kind: str) -> None:
        cell = self.grid.rows[row][column]
        self.findings.problem(self.grid.address(row, column), cell, said)
        if kind:
            self.said[kind] += 1

    def say(self) -> None:
        """Sum up what was met many times."""
        warn = self.findings.warn
        for kind, count in self.said.items():
            if count > _MANY:
                warn(f"{count:,} rows are {kind} and were left out.")
        if self.post_people and not self.choices.headcount:
            rows = "1 row stands" if self.post_rows == 1 else f"{self.post_rows:,} rows stand"
            warn(
                f"{rows} for {self.post_people:,} people without names; they can become that many "
                "unnamed people (headcount)."
            )
        if self.entries and self.table.sort == "numbered":
            header = self.table.header_of(self.table.columns["id"])
            warn(
                f"The list has no names; people are called by their “{header}” (“"
                f"{self.entries[0].name}”)."
            )
        if self.headings:
            listed = ", ".join(f"“{name}”" for name in self.headings[:5])
            more = ", …" if len(self.headings) > 5 else ""
            warn(f"Headings between the rows were taken for teams: {listed}{more}.")
        status = self.table.columns.get("status")
        if status is not None and self.unended:
            who = "1 person has" if self.unended == 1 else f"{self.unended:,} people have"
            warn(
                f"{who} left according to “{self.table.header_of(status)}”, which gives no last "
                "day."
            )
        if status is not None and self.away:
            who = "1 person is" if self.away == 1 else f"{self.away:,} people are"
            warn(
                f"{who} away according to “{self.table.header_of(status)}”, which gives no days; "
                "no leave was planned for them."
            )
        mail = self.table.columns.get("email")
        if mail is not None and self.entries and not any(e.email for e in self.entries):
            if any(self.texts["email"]) and not any("@" in text for text in self.texts["email"]):
                warn(f"“{self.table.header_of(mail)}” holds no addresses (with @) and isn't used.")
        if self.rows and not self.entries:
            warn("None of the rows is a person with a name.")


def rows_of(table: Table) -> list[int]:
    """The rows of a table in which a column that is used holds anything."""
    used = sorted(set(table.columns.values()))
    first, *others = [_name_column(table), *(c for c in used if c != _name_column(table))]
    rows = table.grid.rows
    found = []
    for index in range(table.header + 1, table.end):
        row = rows[index]
        if row[first] is None and not any(row[column] is not None for column in others):
            if table.right is None or row.count(None) == len(row) or "team" in table.columns:
                continue
            inside = row[table.left : table.right]
            if not any(isinstance(cell, str) for cell in inside):
                continue
        if index not in table.skipped:
            found.append(index)
    return found


def _name_column(table: Table) -> int:
    for name in ("name", "last_name", "id", "title", "team"):
        if name in table.columns:
            return table.columns[name]
    return 0


def _without_nothings(texts: list[str]) -> list[str]:
    known: dict[str, str] = {}
    return [
        known[text]
        if text in known
        else known.setdefault(text, "" if text.casefold() in _SAYS_NOTHING else text)
        for text in texts
    ]
