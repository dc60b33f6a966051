"""What may be typed into the columns of the blank plan workbook: lists, numbers, days.

Words that Teamtide knows are a closed list. Names are a list too, of what the sheet they belong to
holds at that moment, but another name may be typed after a question: a list can't know who is
entered next. Plain references and OFFSET are all that is used, for Excel and LibreOffice alike.
"""

from __future__ import annotations

from dataclasses import dataclass

from teamtide.capacity.inputs import KINDS
from teamtide.capacity.shapes import CONTOURS
from teamtide.plan.row_rules import MOST_CEREMONIES
from teamtide.plan.rows import (
    INTERRUPTS,
    NOTED_TYPES,
    OWNED_TYPES,
    STATUSES,
    TEAM_KINDS,
    WISHES,
)

LAST_ROW = 1001
"""Cells offer lists down to here; LibreOffice keeps no more than about a thousand blank rows."""
LAST_LISTED = 5001
"""Lists hold what is filled in down to here."""
LISTS = "Lists"
DISCIPLINES_SHOWN, CHUNKS_SHOWN = 20, 500


@dataclass(frozen=True, slots=True)
class Words:
    """One of a few words; anything else is refused unless `open`."""

    words: tuple[str, ...]
    open: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A name out of a list of the workbook; `several` where a cell may hold more than one."""

    list: str
    several: bool = False


@dataclass(frozen=True, slots=True)
class ItemOf:
    """A name whose list depends on the word in the column `type`."""

    type: str
    lists: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Number:
    """A number from `least` to `most`."""

    least: float
    most: float
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """A date that a plan may have."""

    monday: bool = False


Choice = Words | Listed | ItemOf | Number | Day

NAMED_LISTS: dict[str, tuple[str, str]] = {
    "list_scenarios": ("Scenarios", "Scenario"),
    "list_people": ("People", "Name"),
    "list_teams": ("Teams", "Team"),
    "list_goals": ("Goals", "Goal"),
    "list_projects": ("Projects", "Project"),
    "list_chunks": ("Chunks", "Chunk"),
    "list_services": ("Services", "Service"),
}
"""The lists that are a column of a sheet: name, sheet, header word."""
DISCIPLINES, PATHS, WORK = "list_disciplines", "list_chunk_paths", "list_kinds_of_work"
"""The lists that are on the sheet Lists: parts of a cell, two columns as one, and plain words."""

_SCENARIO, _PERSON, _TEAM = Listed("list_scenarios"), Listed("list_people"), Listed("list_teams")
_PROJECT, _KIND, _DAY, _PART = Listed("list_projects"), Words(KINDS), Day(), Number(0, 1)
_HOURS, _DAYS = Number(0, MOST_CEREMONIES), Number(0, 1e6)
_ITEMS = {
    "person": "list_people",
    "team": "list_teams",
    "project": "list_projects",
    "chunk": PATHS,
    "service": "list_services",
    "kind": WORK,
}

CHOICES: dict[str, dict[str, Choice]] = {
    "People": {
        "Discipline": Listed(DISCIPLINES),
        "FTE": _PART,
        "Start": _DAY,
        "End": _DAY,
        "Team": _TEAM,
        "Share": _PART,
        "Manager": Listed("list_people", several=True),
    },
    "Leave": {"Person": _PERSON, "From": _DAY, "To": _DAY, "Fraction": _PART},
    "Holidays": {"Date": _DAY},
    "Teams": {
        "Kind": Words(TEAM_KINDS),
        "Lead": _PERSON,
        "Ceremony hours": _HOURS,
        "Interrupts": Words(INTERRUPTS),
    },
    "Team changes": {
        "Scenario": _SCENARIO,
        "Team": _TEAM,
        "Lead": _PERSON,
        "Ceremony hours": _HOURS,
        "Interrupts": Words(INTERRUPTS),
    },
    "Goals": {"Rank": Number(0, 10_000, whole=True), "Wanted share": _PART},
    "Projects": {
        "Team": _TEAM,
        "Goal": Listed("list_goals"),
        "Priority": Number(-1_000_000, 1_000_000, whole=True),
        "Status": Words(STATUSES),
        "Deadline": _DAY,
    },
    "Chunks": {
        "Project": _PROJECT,
        "Kind": _KIND,
        "Discipline": Listed(DISCIPLINES),
        "Low": _DAYS,
        "Likely": _DAYS,
        "High": _DAYS,
        "Start": _DAY,
        "Weeks": Number(0, 520),
        "Shape": Words((*CONTOURS, "burst 4/1", "burst 6/2"), open=True),
        "After": Listed("list_chunks", several=True),
        "Lag": Number(-520, 520),
        "Max people": Number(0, 10_000),
        "Team": _TEAM,
        "Who": Listed("list_people", several=True),
        "Done": _DAYS,
    },
    "Services": {
        "Kind": _KIND,
        "Discipline": Listed(DISCIPLINES),
        "Arrivals per week": Number(0, 1e6),
        "Days each": Number(0, 1e4),
        "Dispersion": Number(1, 1e4),
        "Team": _TEAM,
    },
    "Surges": {
        "Service": Listed("list_services"),
        "From": _DAY,
        "To": _DAY,
        "Factor": Number(0, 1e4),
    },
    "Placements": {
        "Scenario": _SCENARIO,
        "Person": _PERSON,
        "From": _DAY,
        "Team": _TEAM,
        "Share": _PART,
    },
    "Owners": {
        "Scenario": _SCENARIO,
        "Type": Words(OWNED_TYPES),
        "Item": ItemOf("Type", tuple((kind, _ITEMS[kind]) for kind in OWNED_TYPES)),
        "Team": _TEAM,
    },
    "Project changes": {
        "Scenario": _SCENARIO,
        "Project": _PROJECT,
        "Status": Words(STATUSES),
        "Priority": Number(-1_000_000, 1_000_000, whole=True),
        "Shift weeks": Number(-520, 520),
    },
    "Pins": {"Person": _PERSON, "Team": _TEAM},
    "Pairs": {"Person": _PERSON, "Other": _PERSON, "Wish": Words(WISHES)},
    "Notes": {
        "Type": Words(NOTED_TYPES),
        "Item": ItemOf("Type", tuple((kind, _ITEMS[kind]) for kind in NOTED_TYPES)),
    },
}
"""By sheet and header word; a column that is not here takes any text."""
