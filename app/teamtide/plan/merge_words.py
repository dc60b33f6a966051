"""What a merge says of rows and their columns: names instead of ids, words instead of values."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from teamtide.plan.aligning import Key, Rows, Side
from teamtide.plan.labels import day_text
from teamtide.plan.rows import (
    BY_TABLE,
    NOUNS,
    REFERENCES,
    Chunk,
    Holiday,
    Imported,
    Leave,
    Note,
    Owner,
    Pair,
    Person,
    Pin,
    Placement,
    Plan,
    Project,
    ProjectChange,
    Row,
    Scenario,
    Service,
    Surge,
    Team,
    TeamChange,
)

NONE, ABSENT, BENCH, NOBODY = "none", "not there", "the bench", "nobody"
_COLUMNS = {
    ("likely", "low", "high"): "effort",
    ("start", "weeks"): "dates",
    ("start", "weeks", "began"): "weeks",
    ("start", "end"): "employment",
    ("first", "last"): "days",
    ("disciplines", "engineering"): "disciplines",
    ("fte",): "FTE",
    ("team",): "team",
    ("code",): "ID",
    ("after",): "waits for",
    ("done",): "days done",
    ("today",): "Today",
}
_NOUNS: dict[type[Row], str] = {
    Placement: "place",
    Owner: "owner",
    TeamChange: "settings",
    ProjectChange: "settings",
    Imported: "last import",
}
Told = tuple[str, str, tuple[str, str, str]]
Line = tuple[str, str, str, str]


class Words:
    """The words for what is in either copy, or was."""

    def __init__(self, ours: Side, theirs: Side, base: Side) -> None:
        """Look names up in ours first."""
        self._sides = (ours, theirs, base)

    def conflict(self, key: Key, column: tuple[str, ...]) -> Told:
        """In a word what it is about, who or what, and how it is in ours, theirs and the base."""
        rows = [side.said.get(key, ()) for side in self._sides]
        if column:
            told = [self.values(one[0], column) if one else ABSENT for one in rows]
        else:
            told = [self.rows(one) for one in rows]
        what = self.column_word(column) if column else self.noun(key)
        return what, self.who(key), (told[0], told[1], told[2])

    def column(self, key: Key, column: tuple[str, ...], before: Row, after: Row) -> Line:
        """A column that changes: what, who, before and after."""
        told = self.values(before, column), self.values(after, column)
        return (self.column_word(column), self.who(key), *told)

    def whole(self, key: Key, before: Rows, after: Rows) -> Line:
        """Rows that come, go, or change as a whole: what, who, before and after."""
        told = self.rows(before) if before else "", self.rows(after) if after else ""
        return (self.noun(key), self.who(key), *told)

    def noun(self, key: Key) -> str:
        """What it is, in a word."""
        cls = BY_TABLE[key[0]]
        return _NOUNS.get(cls, NOUNS[cls])

    def column_word(self, column: tuple[str, ...]) -> str:
        """What a column is called."""
        return _COLUMNS.get(column, " ".join(column).replace("_", " "))

    # --- who ----------------------------------------------------------------------------------

    def who(self, key: Key) -> str:
        """What it is about, by name, with the scenario it is said in."""
        row = next((rows[0] for side in self._sides if (rows := side.said.get(key))), None)
        return "" if row is None else self._who(row)

    def _who(self, row: Row) -> str:
        if isinstance(row, Plan):
            return "The plan"
        if isinstance(row, Chunk):
            return f"{self.name(Project, row.project)} / {row.name}"
        if isinstance(row, Placement):
            day = f", from {day_text(row.start)}" if row.start is not None else ""
            return f"{self.name(Person, row.person)} in {self.name(Scenario, row.scenario)}{day}"
        if isinstance(row, Owner):
            return f"{self._item(row)} in {self.name(Scenario, row.scenario)}"
        if isinstance(row, TeamChange):
            return f"{self.name(Team, row.team)} in {self.name(Scenario, row.scenario)}"
        if isinstance(row, ProjectChange):
            return f"{self.name(Project, row.project)} in {self.name(Scenario, row.scenario)}"
        if isinstance(row, Holiday):
            return f"{row.location or 'Everywhere'}, {day_text(row.day)}"
        if isinstance(row, (Leave, Imported)):
            return self.name(Person, row.person)
        if isinstance(row, Pin):
            return f"{self.name(Person, row.person)}, {self._team(row.team, BENCH)}"
        if isinstance(row, Pair):
            return f"{self.name(Person, row.first)} and {self.name(Person, row.second)}"
        if isinstance(row, Surge):
            return self.name(Service, row.service)
        if isinstance(row, Note):
            return self.name(BY_TABLE[row.item[0]], row.item[1])
        return str(getattr(row, "name", ""))

    def _item(self, row: Owner) -> str:
        kind, value = row.item
        if kind == "kind":
            return f"Work of the kind {value}"
        return self.name(BY_TABLE[kind], int(value))

    def name(self, cls: type[Row], row_id: int | None) -> str:
        """What a row is called, wherever it is."""
        for side in self._sides:
            for row in side.said.get((cls.TABLE, row_id), ()):
                return self._who(row) if isinstance(row, Chunk) else str(getattr(row, "name", ""))
        return "?"

    # --- how ----------------------------------------------------------------------------------

    def rows(self, rows: Rows) -> str:
        """All that rows under one key say, short."""
        if not rows:
            return ABSENT
        if isinstance(rows[0], Placement):
            return ", ".join(self._share(row) for row in rows if isinstance(row, Placement))
        return "; ".join(self._row(row) for row in rows)

    def _share(self, row: Placement) -> str:
        part = "" if row.share >= 1 else f" {row.share:.0%}"
        return f"{self._team(row.team, BENCH)}{part}"

    def _row(self, row: Row) -> str:
        if isinstance(row, Owner):
            return self._team(row.team, "as in Today")
        if isinstance(row, (Leave, Surge)):
            amount = row.fraction if isinstance(row, Leave) else row.factor
            return f"{self.values(row, ('first', 'last'))}, {amount:g}"
        if isinstance(row, (TeamChange, ProjectChange)):
            return self._filled(row) or NONE
        if isinstance(row, Note):
            return f"“{_short(row.text)}”"
        if isinstance(row, Pair):
            return row.wish
        if isinstance(row, Imported):
            return "what the last list said"
        if isinstance(row, Pin):
            return row.reason or "pinned"
        if isinstance(row, Person):
            return f"{row.discipline}, {row.fte:g} FTE"
        if isinstance(row, Chunk):
            return f"{row.likely:g} d, {row.kind}"
        if isinstance(row, Service):
            return f"{row.arrivals * row.days_each:.4g} days a week"
        if isinstance(row, Team):
            return row.kind
        return "there"

    def _filled(self, row: Row) -> str:
        names = [n for n in type(row).__dataclass_fields__ if n not in ("id", "scenario")]
        return ", ".join(
            f"{n.replace('_', ' ')} {self._value(row, n)}"
            for n in names
            if n not in ("team", "project") and getattr(row, n) is not None
        )

    def _team(self, team: int | None, none: str) -> str:
        return none if team is None else self.name(Team, team)

    def values(self, row: Row, column: tuple[str, ...]) -> str:
        """What a row has in a column, or in several that belong together."""
        if column == ("likely", "low", "high") and isinstance(row, Chunk):
            span = (row.low, row.high)
            ends = " to ".join(NONE if one is None else f"{one:g}" for one in span)
            return f"{row.likely:g} d" + ("" if span == (None, None) else f" ({ends})")
        if column == ("first", "last"):
            return " to ".join(self._value(row, name) for name in column)
        if column == ("start", "end"):
            return " to ".join(self._value(row, name) for name in column)
        return ", ".join(
            f"{self._value(row, name)}{' weeks' if name == 'weeks' else ''}"
            for name in column
            if name != "began"
        )

    def _value(self, row: Row, name: str) -> str:
        value, target = getattr(row, name), REFERENCES.get(type(row), {}).get(name)
        if name == "team" and value is None:
            return NOBODY
        return ", ".join(self._texts(value, target)) or NONE

    def _texts(self, value: Any, target: type[Row] | None) -> Iterator[str]:
        if isinstance(value, tuple):
            for one in value:
                yield from self._texts(one, target)
        elif value is None or value == "":
            return
        elif target is not None:
            yield self.name(target, value)
        elif isinstance(value, date):
            yield day_text(value)
        elif isinstance(value, float):
            yield f"{value:.4g}"
        else:
            yield _short(str(value))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:57]}…"
