"""How the import speaks: words and signs for fields, outcomes, kinds and counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from PySide6.QtGui import QColor

from teamtide.exchange.books.sources import CLIPBOARD
from teamtide.exchange.importing import Import
from teamtide.exchange.rosters.choices import Choices
from teamtide.exchange.rosters.headers import FIELDS
from teamtide.ui import theme
from teamtide.ui.fields import texts

_FIELDS: dict[str, str] = {
    "": "not used",
    "id": "ID",
    "first_name": "First name",
    "last_name": "Last name",
    "email": "E-mail",
    "team": "Team",
    "fte": "FTE",
    "leave_start": "Leave from",
    "leave_end": "Leave until",
    "leave_fraction": "Leave, part of day",
    "hours": "Hours a week",
}


def field_words(field: str) -> str:
    """A field as people call it."""
    return _FIELDS.get(field) or field.replace("_", " ").capitalize()


def field_choices() -> list[tuple[str, str]]:
    """(words, field) of all that a column can be, “not used” first."""
    return [(field_words(field), field) for field in ("", *FIELDS)]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a row: a sign, a word, and what a filter on it is called."""

    key: str
    sign: str
    word: str
    tip: str


OUTCOMES: tuple[Outcome, ...] = (
    Outcome("create", "+", "new", "People who are not in the plan yet"),
    Outcome("update", "↻", "updated", "People of the plan about whom the file says more"),
    Outcome("unchanged", "=", "unchanged", "People whom the plan knows just so"),
    Outcome("conflict", "≠", "conflict", "Values changed in the plan since the last import"),
    Outcome("skipped", "–", "skipped", "Rows that are not imported"),
    Outcome("problem", "⚠", "problem", "Cells that can't be used"),
)
BY_KEY = {one.key: one for one in OUTCOMES}
PROBLEM = "problem"


def colour_of(outcome: str) -> QColor:
    """The colour that goes with an outcome's sign."""
    now = theme.current()
    return {
        "create": now.good,
        "update": now.accent_text,
        "conflict": now.warn,
        "problem": now.bad,
    }.get(outcome, now.muted)


def counts(found: Import) -> dict[str, int]:
    """How many rows, values or cells each outcome has in the whole file."""
    details = found.details
    return {
        "create": found.create,
        "update": found.update,
        "unchanged": found.unchanged,
        "conflict": len(details.conflicts) if details is not None else 0,
        "skipped": found.skipped,
        "problem": len(found.problems),
    }


def count(number: int, noun: str, plural: str = "") -> str:
    """“1 row”, “1,200 rows”."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def title_of(found: Import) -> str:
    """What the file is, in words."""
    number = found.create + found.update + found.unchanged
    if found.kind == "roster":
        what = count(number, "person", "people")
    elif found.kind == "plan workbook":
        what = "a plan workbook"
    else:
        what = f"a list of {count(number, 'project')}"
    return f"{heading_name(found.file)}: {what}"


def heading_name(name: str) -> str:
    """A source’s name at the head of a line; the name of a file stays as it is."""
    return name[:1].upper() + name[1:] if name == CLIPBOARD else name


def button_text(found: Import | None) -> str:
    """What pressing Import does."""
    if found is None or not found.change:
        return "&Import"
    parts = []
    if found.create:
        parts.append(f"{found.create:,} new")
    if found.update:
        parts.append(f"{found.update:,} updated")
    return " ".join(("&Import", ", ".join(parts))).strip()


def told(found: Import) -> str:
    """What will have happened, at the foot."""
    if found.refused:
        return "Nothing has changed."
    if not found.change:
        return "Nothing to import: the plan has all of it already."
    if found.problems:
        return "Cells with problems are left out. One step, which Undo takes back."
    return "One step, which Undo takes back."


def settled_words(choices: Choices, number: int, remembered: bool) -> str:
    """What was settled so far, as a remark."""
    if not number or choices == Choices():
        return ""
    if remembered:
        return "Opened as you settled it for the last file of this shape."
    return f"You settled {count(number, 'thing')}; all else is a guess."


def cell_text(value: Any) -> str:
    """A cell as a person would read it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        midnight = value.hour == value.minute == value.second == 0
        return texts.date_text(value.date()) + ("" if midnight else f" {value:%H:%M}")
    if isinstance(value, date):
        return texts.date_text(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return texts.number_text(float(value))
    return " ".join(str(value).split())
