"""A plan made what it was in a backup, as one change that can be looked at first and undone.

What differs between two states of a plan is told row by row, in the words its cards have: what
would come back, what would go, and which values would be others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from teamtide.plan.changes import ChangeSet
from teamtide.plan.labels import column_text, day_text
from teamtide.plan.rows import (
    NOUNS,
    REFERENCES,
    ROW_CLASSES,
    Chunk,
    Imported,
    Note,
    Owner,
    Pair,
    Person,
    Placement,
    Plan,
    Project,
    Row,
    field_names,
)
from teamtide.plan.state import State, difference

BACK, GOES, CHANGES = "comes back", "goes", "changes"
PLURALS: Mapping[type[Row], str] = {
    Person: "people",
    Plan: "plan settings",
    Imported: "import records",
}
_NOBODY = "nobody"
_LONGEST = 120


def time_text(at: datetime) -> str:
    """A moment by the local clock: `2 Mar 2026, 14:05`."""
    here = at.astimezone()
    return f"{day_text(here.date())}, {here:%H:%M}"


def restore(now: State, then: State, at: datetime) -> ChangeSet:
    """What makes a plan what it was in a backup of `at`; empty where it is that already."""
    return difference(now, then, f"Restored the backup of {time_text(at)}")


def named(cls: type[Row], number: int) -> str:
    """Rows of a class by their noun."""
    noun = NOUNS[cls]
    return noun if number == 1 else PLURALS.get(cls, f"{noun}s")


Counts = Mapping[str, Mapping[type[Row], int]]
"""By `BACK`, `CHANGES` and `GOES` how many rows of each class, in the order of the tables."""


def counts(change: ChangeSet) -> Counts:
    """How many rows of each class a change brings back, changes, and takes away."""
    found: dict[str, dict[type[Row], int]] = {BACK: {}, CHANGES: {}, GOES: {}}
    for cls in ROW_CLASSES:
        for before, after in change.of(cls):
            what = BACK if before is None else GOES if after is None else CHANGES
            found[what][cls] = found[what].get(cls, 0) + 1
    return found


def count_lines(found: Counts) -> Iterator[str]:
    """The same as sentences: `Would come back: 3 people, 4 leaves.`"""
    for what, words in ((BACK, "come back"), (CHANGES, "change"), (GOES, "go")):
        if found[what]:
            parts = [
                "the plan's settings" if cls is Plan else f"{number:,} {named(cls, number)}"
                for cls, number in found[what].items()
            ]
            yield f"Would {words}: {', '.join(parts)}."


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that would be another.

    Args:
        what: `BACK`, `GOES` or `CHANGES`.
        noun: Of what sort it is.
        who: What it is called, or whom it is about.
        value: Which value of it; blank where all of it comes or goes.
        now: The value as it is; blank where all of it comes.
        then: The value as it was; blank where all of it goes.
    """

    what: str
    noun: str
    who: str
    value: str = ""
    now: str = ""
    then: str = ""

    @property
    def text(self) -> str:
        """The whole of it in one line."""
        if self.value:
            return f"{self.noun} {self.who}, {self.value}: {self.now} → {self.then}"
        said = self.then if self.what == BACK else self.now
        return f"{self.noun} {self.who} {self.what}{f': {said}' if said else ''}"


def lines(now: State, then: State, change: ChangeSet) -> Iterator[Line]:
    """Every row a change from `now` to `then` touches, value by value, in reading order."""
    for cls in ROW_CLASSES:
        noun = NOUNS[cls]
        for before, after in change.of(cls):
            if after is None:
                assert before is not None
                yield Line(GOES, noun, called(now, before), "", _about(now, before), "")
            elif before is None:
                yield Line(BACK, noun, called(then, after), "", "", _about(then, after))
            else:
                yield from _values(now, then, before, after)


def _values(now: State, then: State, before: Row, after: Row) -> Iterator[Line]:
    noun, who = NOUNS[type(after)], called(then, after)
    for name in field_names(type(after)):
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            words = column_text(name)
            texts = text_of(now, type(after), name, old), text_of(then, type(after), name, new)
            if isinstance(after, Imported):
                words, texts = "what the last list said", ("as it is", "as it was")
            yield Line(CHANGES, noun, who, words, *texts)


def called(state: State, row: Row) -> str:
    """What a row is called; one without a name of its own, by whom or what it is about."""
    if isinstance(row, Chunk):
        return f"{_name(state, Project, row.project)} / {row.name}"
    name = getattr(row, "name", "")
    if name:
        return str(name)
    if isinstance(row, (Owner, Note)):
        kind, key = row.item
        named_by = REFERENCES[type(row)].get(kind)
        return str(key) if named_by is None else _name(state, named_by, key)
    if isinstance(row, Pair):
        return f"{_name(state, Person, row.first)} and {_name(state, Person, row.second)}"
    references: Mapping[str, type[Row]] = REFERENCES.get(type(row), {})
    for about in ("person", "team", "project", "service"):
        if about in references:
            return _name(state, references[about], getattr(row, about))
    return str(row.id)


def _about(state: State, row: Row) -> str:
    """What a row without a name of its own says, in a few words."""
    name = str(getattr(row, "name", ""))
    if name or isinstance(row, Imported):
        return ""
    said = []
    own = called(state, row)
    for column in field_names(type(row)):
        value = getattr(row, column)
        bench = isinstance(row, Placement) and column == "team"
        if column in ("id", "position") or (value in (None, "", ()) and not bench):
            continue
        text = text_of(state, type(row), column, value)
        if text != own:
            said.append(text)
    return _short(", ".join(said))


def text_of(state: State, cls: type[Row], name: str, value: Any) -> str:
    """A value of a row as a person reads it."""
    target = REFERENCES.get(cls, {}).get(name)
    if cls is Placement and value is None:
        return "the bench" if name == "team" else "from the beginning"
    if value is None or value in ("", ()):
        return _NOBODY if target is not None else "none"
    if isinstance(value, tuple):
        parts = value if target is None else [_name(state, target, one) for one in value]
        return _short(
            ", ".join(f"{p[0]} {p[1]:g}" if isinstance(p, tuple) else str(p) for p in parts)
        )
    if target is not None:
        return _name(state, target, value)
    if isinstance(value, date):
        return day_text(value)
    if name in ("share", "fraction", "wanted_share"):
        return f"{value:.0%}"
    return f"{value:g}" if isinstance(value, float) else _short(str(value))


def _name(state: State, target: type[Row], row_id: Any) -> str:
    found = None if row_id is None else state.find(target, int(row_id))
    if found is None:
        return f"{NOUNS[target]} {row_id}"
    return called(state, found)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
