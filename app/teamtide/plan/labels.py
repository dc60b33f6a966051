"""What a step is called that gives values to rows: which value, of whom, and what it is now.

It is what undo and the history show, so it must say enough to be found again, in few words.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from teamtide.plan.rows import REFERENCES, Row
from teamtide.plan.state import State

LONGEST = 40
"""Characters of a value that is shown."""
_WORDS = {
    "fte": "FTE",
    "code": "ID",
    "email": "e-mail",
    "likely": "effort",
    "low": "low estimate",
    "high": "high estimate",
    "max_people": "most people",
    "done": "days done",
    "after": "predecessors",
    "who": "people",
    "arrivals": "requests a week",
    "days_each": "days each",
    "shift_weeks": "shift in weeks",
    "start": "start",
    "end": "end",
}


def day_text(day: date) -> str:
    """A day as labels and sentences show it, such as 2 Mar 2026."""
    return f"{day.day} {day:%b %Y}"


def column_text(name: str) -> str:
    """What a value is called where it is shown, by the name of its column."""
    return _WORDS.get(name, name.replace("_", " "))


def changed_text(state: State, cls: type[Row], whose: str, values: Mapping[str, Any]) -> str:
    """Such as `Changed FTE of Ana Silva to 0.5`.

    Args:
        state: The plan, for the names of what is referred to.
        cls: What the values are of.
        whose: The rows in words.
        values: The columns that are given, with their values.
    """
    words = [column_text(name) for name in values]
    told = f"Changed {_listed(words)} of {whose}" if words else f"Changed {whose}"
    return told + to_text(state, cls, values)


def to_text(state: State, cls: type[Row], values: Mapping[str, Any]) -> str:
    """What a single value is, such as ` to 0.5`; blank where that is not said in few words."""
    if len(values) != 1:
        return ""
    ((name, value),) = values.items()
    if value is None or value == "":
        return " to nothing"
    target = REFERENCES.get(cls, {}).get(name)
    if isinstance(value, tuple):
        return ""
    if target is not None:
        text = str(getattr(state.find(target, value), "name", ""))
    elif isinstance(value, date):
        text = day_text(value)
    else:
        text = f"{value:g}" if isinstance(value, float) else " ".join(str(value).split())
    return f" to {text}" if text and len(text) <= LONGEST else ""


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
