"""A roster in the making: the people, and everything messes have decided about how it is written.

Messes only set what is decided here or add lines; `written` does the writing once all is known,
and says what an honest reader must find.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random

from teamtide.exchange.books.grids import Cell

from . import notation
from .truth import Somebody, Truth
from .words import BANDS, EXTRAS, HEADERS

FIELDS = ("id", "name", "email", "title", "team", "manager", "fte", "start", "end", "location")
PERSONAL = ("email", "title", "team", "manager")
PLAIN = dict.fromkeys(("code", "email", "title", "team", "manager", "location"), "")
UNCOUNTED = ("total", "header", "gap", "heading")
"""Rows that are nobody and need not be spoken of."""
POSTS_STYLES = ("decimal", "comma", "words")
Rows = list[list[Cell]]


@dataclass
class Line:
    """A row of the table: a person, leaver, vacant, post, repeat, total, header, heading or gap.

    `cells` are what stands there whoever it is about; `blank` what was left out; `shared` whether
    somebody else has the same id, `posts` how many people a row of posts stands for.
    """

    kind: str
    who: Somebody | None = None
    cells: dict[str, Cell] = field(default_factory=dict)
    blank: set[str] = field(default_factory=set)
    initial: str = ""
    shared: bool = False
    posts: int = 0

    def day(self, key: str) -> date | None:
        """The day a column says of whoever it is, if any."""
        if self.who is None or key in self.blank:
            return None
        return self.who.start if key == "start" else self.who.end


@dataclass(frozen=True)
class Wanted:
    """A person as the file tells of them.

    `fields` are the values each field may be read as; `days` what the days truly are.
    """

    row: int
    names: tuple[str, ...]
    fields: dict[str, tuple[object, ...]]
    days: dict[str, object]


@dataclass(frozen=True)
class DayTruth:
    """What a column of days shows.

    `order` is that of its texts; `said` is “swapped” or “unclear” where that must be warned of,
    “open” where it may be; `counts` are the numbers of
    swapped dates that are right to say: all of them, or those it makes a difference to.
    """

    header: str
    order: str
    said: str
    counts: tuple[int, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A sheet as it goes into the file; `merged` are (row, first column, last column) from 0."""

    name: str
    rows: Rows
    hidden: bool = False
    merged: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True)
class Written:
    """What is in the file, and what must be found in it.

    `columns` is the header text of each field, or None where it stands on two lines or above
    nothing; `reported` are rows (from 1) that must have a problem, `accounted` how many rows are
    people or reported.
    """

    sheets: tuple[Sheet, ...]
    columns: dict[str, str | None]
    wanted: tuple[Wanted, ...]
    leavers: tuple[Wanted, ...]
    reported: dict[int, str]
    accounted: int
    days: dict[str, DayTruth]
    posts: int


@dataclass
class Page:
    """All that is decided about a roster file."""

    truth: Truth
    dice: Random
    lines: list[Line]
    columns: list[str] = field(default_factory=lambda: list(FIELDS))
    words: dict[str, str] = field(default_factory=dict)
    loose: set[str] = field(default_factory=set)
    """Fields whose capitals say nothing."""
    names: str = "plain"
    ids: str = "text"
    bosses: str = "names"
    sections: bool = False
    shares: str = "decimal"
    full_time: float = 40.0
    days: str = "true"
    noise: list[str] = field(default_factory=list)
    garbled: str = ""
    shows_garbling: bool = False
    """Whether any letter came out as others; known once it is written."""
    header_style: str = ""
    header_lines: str = ""
    extras: dict[str, list[Cell]] = field(default_factory=dict)
    above: Rows = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    left: int = 0
    beside: Rows = field(default_factory=list)
    sheet: str = "Staff"
    before: list[Sheet] = field(default_factory=list)
    after: list[Sheet] = field(default_factory=list)

    @property
    def language(self) -> str:
        return self.truth.language

    def has(self, key: str) -> bool:
        return key in self.columns or (key == "name" and "last_name" in self.columns)

    def people(self) -> list[Line]:
        return [line for line in self.lines if line.kind == "person"]

    # --- headers

    def header(self, key: str) -> str:
        """The header of a column, always the same for the same column."""
        if key not in self.words:
            self.words[key] = self._header(key)
        return self.words[key]

    def _header(self, key: str) -> str:
        if key == "index":
            return ""
        if key.startswith("extra:"):
            return notation.header_cell(
                "" if self.header_style == "bilingual" else self.header_style,
                EXTRAS[self.language][int(key[6:])][0],
                "",
                self.dice,
            )
        hours = key == "fte" and self.shares.startswith("hours")
        known = "hours" if hours else key
        choices = [
            word
            for word in HEADERS[self.language][known]
            if self.header_style not in ("snake", "shouted_snake", "camel", "pascal")
            or word.replace(" ", "").isalpha()
        ] or list(HEADERS[self.language][known])
        other = HEADERS["de" if self.language == "en" else "en"][known][0]
        return notation.header_cell(self.header_style, self.dice.choice(choices), other, self.dice)

    # --- cells

    def cell(self, line: Line, key: str) -> Cell:
        """What stands in a cell, noise included."""
        if key in line.cells:
            return line.cells[key]
        if key in line.blank:
            return None
        if line.who is None:
            return line.cells.get("name") if key == "last_name" else None
        value = self._cell(line, line.who, key)
        if isinstance(value, str) and key not in ("start", "end", "fte"):
            for kind in self.noise:
                if kind == "case" and key not in self.loose:
                    continue
                value = notation.noisy(value, kind, self.dice)
            if self.garbled == "cells" and line in self.people()[:3]:
                self.shows_garbling |= not value.isascii()
                value = notation.garbled(value)
        line.cells[key] = value
        return value

    def _cell(self, line: Line, who: Somebody, key: str) -> Cell:
        if key == "id":
            return self.code(who) if self.ids != "number" else int(who.code)
        if key == "name":
            return notation.name_cell(self.names, who.name, line.initial)
        if key == "first_name":
            return f"{who.name.first} {line.initial}".strip()
        if key == "last_name":
            return who.name.last
        if key == "manager":
            boss = who.manager
            if self.bosses == "ids" and boss is not None:
                return self.code(self.truth.people[0])
            return None if boss is None else notation.name_cell(self.names, boss, "")
        if key == "fte":
            return notation.share_cell(
                self.shares, who.fte, self.full_time, self.language, self.dice
            )
        if key in ("start", "end"):
            day = who.start if key == "start" else who.end
            return day and self._day_cell(key, day)
        text = {"email": who.email, "title": who.title, "team": who.team}
        return text.get(key, who.location)

    def _day_cell(self, key: str, day: date) -> Cell:
        style = self.days
        if style == "swapped":
            if key != "start":
                return day
            if not notation.tells(day):
                return notation.swapped(day)
            style = "mdy"
        elif style == "true_and_dmy":
            style = self.dice.choice(("true", "dmy"))
        return notation.day_cell(style, day, self.language, self.dice)

    def code(self, who: Somebody) -> str:
        styles = {"padded": who.code.zfill(8), "prefixed": f"E-{who.code}"}
        return styles.get(self.ids, who.code)

    # --- all of it

    def written(self) -> Written:
        """The sheets, and what must be found in them."""
        if self.shares not in POSTS_STYLES:
            self.lines = [line for line in self.lines if line.kind != "post"]
        if self.days == "swapped" and not self._shows_swap():
            self.days = "true"
        rows, merged = self._head()
        header = len(rows)
        at: dict[int, Line] = {}
        for line in self.lines:
            at[len(rows) + 1] = line
            rows.append(self._line(line))
        for remark in self.remarks:
            rows += [[], [remark]]
        rows = [[*[None] * self.left, *row] for row in rows]
        if self.beside:
            wide = max(map(len, rows)) + 1
            for number, side in enumerate(self.beside, header - 1):
                while len(rows) <= number:
                    rows.append([])
                rows[number] += [*[None] * (wide - len(rows[number])), *side]
        sheet = Sheet(
            self.sheet, rows, merged=tuple((r, a + self.left, b + self.left) for r, a, b in merged)
        )
        days = {key: self._days_of(key) for key in self.columns if key in ("start", "end")}
        kinds = {row: line.kind for row, line in at.items()}
        return Written(
            (*self.before, sheet, *self.after),
            {k: self._named(k) for k in self.columns if k in (*FIELDS, "first_name", "last_name")},
            tuple(self._wanted(r, at[r], days) for r, k in kinds.items() if k == "person"),
            tuple(self._wanted(r, at[r], days) for r, k in kinds.items() if k == "leaver"),
            {r: k for r, k in kinds.items() if k in ("vacant", "post", "repeat")},
            sum(k not in UNCOUNTED for k in kinds.values()),
            days,
            sum(line.posts for line in at.values()),
        )

    def _head(self) -> tuple[Rows, list[tuple[int, int, int]]]:
        rows: Rows = [list(row) for row in self.above]
        merged = []
        headers: list[Cell] = [self.header(key) or None for key in self.columns]
        if self.header_lines == "band":
            middle = max(1, len(self.columns) // 2)
            band: list[Cell] = [None] * len(self.columns)
            band[0], band[-1 if middle == len(band) else middle] = BANDS[self.language]
            merged = [(len(rows), 0, middle - 1), (len(rows), middle, len(band) - 1)]
            rows.append(band)
        elif self.header_lines == "split":
            parts = [str(header or "").split(" ", 1) for header in headers]
            rows.append([part[0] if len(part) == 2 else None for part in parts])
            headers = [part[-1] or None for part in parts]
        rows.append(headers)
        return rows, merged

    def _line(self, line: Line) -> list[Cell]:
        if line.kind == "header":
            return [self.header(key) or None for key in self.columns]
        cells: list[Cell] = []
        for key in self.columns:
            if key in self.extras and line.who is not None:
                cells.append(self.extras[key][self.lines.index(line) % len(self.extras[key])])
            elif key == "index":
                cells.append(None if line.who is None else self.lines.index(line))
            else:
                cells.append(self.cell(line, key))
        return cells

    def _named(self, key: str) -> str | None:
        filled = any(line.cells.get(key) is not None for line in self.lines if line.who is not None)
        if self.header_lines == "split" or not filled:
            return None
        return " ".join(self.header(key).split())

    def _days(self, key: str, *, texts: bool) -> list[date]:
        """The days of a column; `texts` only those written as texts."""
        return [
            day
            for line in self.lines
            if (day := line.day(key)) is not None
            and (not texts or isinstance(line.cells.get(key), str))
        ]

    def _shows_swap(self) -> bool:
        """Whether the starts have enough of both to see it: three texts and two dates."""
        days = self._days("start", texts=False) if "start" in self.columns else []
        dates = sum(not notation.tells(day) and day.day != day.month for day in days)
        return sum(map(notation.tells, days)) >= 3 and dates >= 2

    def _days_of(self, key: str) -> DayTruth:
        days = self._days(key, texts=True)
        header = " ".join(self.header(key).split())
        if self.days == "swapped" and key == "start":
            dates = [day for day in self._days(key, texts=False) if not notation.tells(day)]
            differ = sum(day.day != day.month for day in dates)
            return DayTruth(header, "mdy", "swapped", (len(dates), differ))
        order = notation.NUMERIC_ORDERS.get(self.days, "")
        if order and not any(map(notation.tells, days)):
            if all(day.day == day.month for day in days):
                return DayTruth(header, order, "")
            both = [day for k in self.columns for day in self._days(k, texts=True)]
            # What the column beside it shows may be taken for granted, or not.
            return DayTruth(header, order, "open" if any(map(notation.tells, both)) else "unclear")
        return DayTruth(header, order, "")

    def _wanted(self, row: int, line: Line, days: dict[str, DayTruth]) -> Wanted:
        who = line.who
        assert who is not None
        told: dict[str, tuple[object, ...]] = {
            "code": (self.code(who),),
            "email": (who.email,),
            "title": (who.title,),
            "team": (who.team,),
            "location": (who.location,),
            "fte": (who.fte,),
            "manager": (who.manager and notation.names_meant("", who.manager, "")[0],),
            "start": self._days_meant("start", line, days),
            "end": self._days_meant("end", line, days),
        }
        fields: dict[str, tuple[object, ...]] = {}
        for name, values in told.items():
            key = "id" if name == "code" else name
            if key not in self.columns or key in line.blank or values == (None,):
                fields[name] = (1.0,) if name == "fte" else (PLAIN.get(name),)
            else:
                fields[name] = values
        if self.sections:
            fields["team"] = (who.team, "")
        if self.bosses == "ids":
            first = self.truth.people[0]
            initials = [one.initial for one in self.people() if one.who is first]
            fields["manager"] += (
                self.code(first),
                *(name for i in initials for name in notation.names_meant("", first.name, i)),
            )
        if line.shared:
            fields["code"] = (*fields["code"], "")
        names = notation.names_meant(self.names, who.name, line.initial)
        true_days = {key: line.day(key) for key in days}
        return Wanted(row, names, fields, dict(true_days))

    def _days_meant(self, key: str, line: Line, days: dict[str, DayTruth]) -> tuple[object, ...]:
        day = line.day(key)
        if day is None or key not in days:
            return (None,)
        if days[key].said == "swapped":
            return (notation.swapped(day),)
        if days[key].said and isinstance(line.cells.get(key), str):
            return (day, notation.swapped(day))
        return (day,)
