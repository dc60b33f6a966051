"""The rows of a roster that are people.

Vacancies, totals, posts and remarks stand in the same columns as people do. Each row is either an
`Entry`, with its cells understood, or is reported with its cell and left out; nothing is dropped
in silence.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from teamtide.exchange.books.cells import number_of
from teamtide.exchange.books.findings import Findings, Problem
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
    family_first,
    first_name_first,
    looks_named,
    turned,
)
from teamtide.exchange.rosters.nobody import is_footer, is_nobody, is_undisclosed
from teamtide.exchange.rosters.rolls import Entry as Entry
from teamtide.exchange.rosters.rolls import Roll as Roll
from teamtide.exchange.rosters.settling import (
    note_namesakes,
    settle_emails,
    settle_ids,
    settle_managers,
)
from teamtide.exchange.rosters.sifting import SAYS_NOTHING, VACANT, Sifted
from teamtide.exchange.rosters.statuses import status_meaning, status_of
from teamtide.exchange.rosters.tables import Table

MOST_POSTS = 1000
"""Most people that one row of posts becomes."""
_MANY = 20
_LAST_FIRST = re.compile(
    r"^(last( name)?|surname|family name|nachname|familienname|name|nom|apellidos?|cognome|"
    r"achternaam|nazwisko) (and |und |et |y |e |i |en )?(first|forename|given|vorname|prenom|"
    r"nombres?|nome|voornaam|imie)"
)
_TEXTS = (
    *("id", "email", "title", "team", "manager", "discipline", "location", "skills", "status"),
)


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
    before = len(findings.problems)
    reading = _Reading(table, choices, plan_start, findings)
    reading.read()
    entries = reading.entries
    settle_emails(table, entries, findings)
    settle_ids(table, entries, findings)
    settle_managers(entries, findings)
    note_namesakes(entries, findings)
    reading.say()
    findings.problems[before:] = sorted(findings.problems[before:], key=_row_number)
    return Roll(
        entries,
        reading.sifted.rows,
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
        self.numbers: Counter[str] = Counter()
        self.post_rows = self.post_people = self.unended = self.away = 0
        self.sifted = Sifted(table, findings)
        self.kept = self.sifted.kept
        self.texts = {name: text_column(table, name, self.kept) for name in _TEXTS}
        for name in ("title", "team", "discipline", "location", "id", "skills"):
            self.texts[name] = _without_nothings(self.texts[name])
        days, self.days = day_columns(table, self.kept, findings, choices)
        self.starts, self.ends = days["start"], days["end"]
        self.leaves = leaves_of(table, self.kept, days, findings)
        self.shares: Shares = fte_column(table, self.kept, findings, choices.full_time)
        self.counts = self._headcounts()
        header = table.header_of(table.columns["name"]) if "name" in table.columns else ""
        said = _LAST_FIRST.search(header_words(header))
        self.bracketed = {} if "id" in table.columns else _codes_in(self.sifted.raw)
        self.last_first = said is not None and family_first(self.sifted.raw, said[3] is None)
        self.status = self._statuses()

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

    # --- rows that may be people ------------------------------------------------------------

    def read(self) -> None:
        for place, row in enumerate(self.kept):
            self._row(place, row)

    def _row(self, place: int, row: int) -> None:
        raw = self.sifted.raw[place]
        name = turned(raw) if raw and self.table.sort == "people" else raw
        if name == raw and self.last_first:
            name = first_name_first(raw)
        fte = self.shares.values[place]
        count = self.counts.get(place, 0.0)
        posts = place in self.shares.posts
        if posts and fte is not None:
            count = max(count, fte)
        if self.table.sort == "posts":
            self._post(place, count or fte or 1.0, "")
            return
        column = self.sifted.name_at
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
            wrong, kind = VACANT
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
        self.sifted.problem(row, column, wrong, kind)

    def _person(self, place: int, row: int, name: str, fte: float | None) -> None:
        texts = self.texts
        start, end = self.starts[place], self.ends[place]
        if start is not None and end is not None and end < start:
            self.sifted.problem(
                row,
                self.table.columns["end"],
                f"expected a day after the start, {start.isoformat()}; it was left out",
                "",
            )
            end = None
        status = self.status[place]
        if not status and "(" in self.sifted.raw[place]:
            # “Jane Doe (Terminated)”
            status = status_of(self.sifted.raw[place].rpartition("(")[2].rstrip(" )"))
        left = end is not None and end < self.plan_start
        if status == "left" and end is None:
            left = True
            self.unended += 1
        elif status == "away" and not self.leaves[place] and not left:
            self.away += 1
        email = texts["email"][place]
        code = texts["id"][place]
        if not code:
            code = self.bracketed.get(place, "")
        self.entries.append(
            Entry(
                row=row,
                name=name,
                code=code,
                email=email if "@" in email else "",
                title=texts["title"][place],
                team=texts["team"][place] or self.sifted.heading.get(row, ""),
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
            isinstance(cell, str) and is_footer(cell.strip()) and self.sifted.filled(row) <= 3
            for cell in self.grid.rows[row]
        ):
            self.sifted.problem(
                row, self.sifted.name_at, "this is a total or a remark; the row was left out", ""
            )
            return
        if count > MOST_POSTS:
            column = self.table.columns.get("headcount", self.table.columns.get("fte", 0))
            self.sifted.problem(
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
                    team=texts["team"][place] or self.sifted.heading.get(row, ""),
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

    def say(self) -> None:
        """Sum up what was met many times."""
        warn = self.findings.warn
        for kind, count in self.sifted.said.items():
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
        if self.sifted.headings:
            listed = ", ".join(f"“{name}”" for name in self.sifted.headings[:5])
            more = ", …" if len(self.sifted.headings) > 5 else ""
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
        mails = self.texts["email"]
        if mail is not None and any(mails) and not any("@" in text for text in mails):
            warn(f"“{self.table.header_of(mail)}” holds no addresses (with @) and isn't used.")
        if self.sifted.rows and not self.entries:
            warn("None of the rows is a person with a name.")


def _row_number(problem: Problem) -> int:
    digits = re.search(r"\d+$", problem.cell)
    return int(digits[0]) if digits else 0


def _without_nothings(texts: list[str]) -> list[str]:
    known: dict[str, str] = {}
    return [
        known[text]
        if text in known
        else known.setdefault(text, "" if text.casefold() in SAYS_NOTHING else text)
        for text in texts
    ]


def _codes_in(names: Sequence[str]) -> dict[int, str]:
    """IDs in brackets behind names, by place; none where they tell nobody apart."""
    found = {place: code for place, name in enumerate(names) if (code := code_in(name))}
    return found if len(set(found.values())) == len(found) else {}
