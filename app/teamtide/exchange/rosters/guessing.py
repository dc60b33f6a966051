"""Which column is which field: what its header says, held against what its cells hold.

A header is believed unless the cells speak against it; where no header says anything, cells that
can only be one thing (addresses, people's names) speak for themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from teamtide.exchange.rosters.headers import (
    BESIDE,
    candidates,
    header_words,
    names_people,
    scores,
    settled,
)
from teamtide.exchange.rosters.other_words import OTHERS_NAMES
from teamtide.exchange.rosters.profiles import Profile
from teamtide.exchange.rosters.shares import schedule_of, share_of
from teamtide.exchange.rosters.statuses import answer_of, status_meaning

_SALUTES = frozenset(
    (
        *("mr", "mrs", "ms", "miss", "dr", "prof", "herr", "frau", "m", "mme", "mlle", "sr", "sra"),
        *("srta", "mx", "monsieur", "madame", "hr", "fr", "dhr", "mevr", "drs", "mr & mrs"),
    )
)
_NOT_STAFF = frozenset(OTHERS_NAMES.split("|"))


@dataclass(slots=True)
class Guess:
    """Columns as they were understood.

    Args:
        columns: {field: column}.
        beside: {what is read beside the fields: column}.
        sure: {field: how sure, to 100}; 100 for what a person settled.
        notes: What was not believed, as sentences.
        shared: The header of a column of e-mails that many share.
    """

    columns: dict[str, int]
    beside: dict[str, int] = field(default_factory=dict)
    sure: dict[str, float] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def guess_columns(
    headers: Sequence[str],
    profiles: Mapping[int, Profile],
    taken: Mapping[str, int],
    unused: frozenset[int],
) -> Guess:
    """Fields of columns by headers and cells.

    Args:
        headers: Header texts by column, blank for those not of the table.
        profiles: What the cells of each column look like.
        taken: Fields that are settled.
        unused: Columns that are settled to be no field.
    """
    notes: list[str] = []
    halves: list[tuple[float, int]] = []
    found: list[tuple[float, int, str]] = []
    for score, column, name in candidates([text or None for text in headers]):
        if column in unused or column not in profiles or column in taken.values():
            continue
        name, worth = believed(name, score, profiles[column], headers[column])
        if worth < 0 and name == "name":
            halves.append((score, column))
        if worth > 0:
            found.append((worth, column, name))
        elif worth < 0 and score >= 97 and name == "email":
            notes.append(
                f"“{headers[column]}” holds the same address for many people; it was not used."
            )
        elif worth < 0 and score >= 97 and name in ("start", "end"):
            notes.append(f"“{headers[column]}” holds no dates and was not used.")
    if any(name == "first_name" for _, _, name in found):
        # Beside first names a “Name” is the last one, and those repeat.
        for score, column in halves:
            name, worth = believed("last_name", score, profiles[column], headers[column])
            if worth > 0:
                found.append((worth, column, name))
        found.sort(key=lambda one: (-one[0], one[1]))
    whole = settled(found, dict(taken))
    _mend_names(whole, found, profiles, taken)
    columns = {name: column for name, column in whole.items() if name not in BESIDE}
    beside = {name: column for name, column in whole.items() if name in BESIDE}
    best = {(name, column): worth for worth, column, name in found}
    sure = {name: best.get((name, column), 100.0) for name, column in columns.items()}
    guess = Guess(columns, beside, sure, notes)
    _by_cells(guess, headers, profiles, unused)
    return guess


def believed(name: str, score: float, cells: Profile, header: str) -> tuple[str, float]:
    """A field and what its header is worth once its cells are seen; below 0 where they deny it."""
    if not cells.sampled:
        return name, score - 12
    many = cells.sampled >= 20
    if name in ("name", "first_name", "last_name"):
        if cells.text < 0.5 or cells.mail > 0.5 or cells.day > 0.5 or cells.length > 70:
            return name, -1
        if all(share_of(value) is not None for value in cells.values[:5]):
            return name, -1
        least = {"name": 0.25, "first_name": 0.03, "last_name": 0.08}[name]
        if many and cells.distinct < least:
            return name, -1
        return name, score - (6 if name == "name" and cells.named < 0.2 else 0)
    if name == "id":
        if cells.day > 0.5 or (cells.people > 0.6 and cells.code < 0.2):
            return name, -1
        if cells.sampled >= 5 and cells.distinct < 0.6:
            return name, -1
        if _share(cells.values, lambda v: "*" in v) > 0.5:
            return name, -1  # masked
        return name, score
    if name == "email":
        if cells.sampled >= 5 and (cells.top > 0.5 or cells.distinct < 0.5):
            return name, -1
        return name, score if cells.mail > 0.2 or (cells.text > 0.5 and score >= 97) else -1
    if name in ("title", "discipline", "skills", "location"):
        if cells.text < 0.4 or cells.mail > 0.5 or cells.day > 0.5:
            return name, -1
        if name == "title" and _share(cells.values, lambda v: v.strip(". ") in _SALUTES) > 0.6:
            return name, -1
        if name == "discipline" and many and cells.distinct > 0.9:
            return name, -1
        if name == "title" and cells.sampled >= 10 and len(cells.values) < 2:
            return name, score - 14
        return name, score
    if name == "team":
        if cells.mail > 0.5 or cells.day > 0.5 or cells.length > 90:
            return name, -1
        if many and cells.distinct > 0.9:
            return name, -1
        if _share(cells.values, lambda v: answer_of(v) is not None) > 0.8 and cells.text:
            return name, -1
        alone = cells.sampled >= 8 and cells.top > 0.999
        return name, score - (14 if alone else 0) - (6 if cells.number > 0.9 else 0)
    if name == "manager":
        if cells.day > 0.5 or cells.length > 70:
            return name, -1
        if cells.number > 0.9 and score < 92:
            return name, -1
        yes = _share(cells.values, lambda v: answer_of(v) is not None)
        return name, -1 if cells.text and yes > 0.6 else score
    if name == "fte":
        return _working(score, cells)
    if name in ("start", "end", "leave_start", "leave_end"):
        serial = cells.number > 0.5 and 20_000 <= cells.middle <= 60_000
        return name, score if cells.day >= 0.5 or serial else -1
    if name == "leave":
        return name, score if cells.text + cells.day > 0.5 and cells.length > 6 else -1
    if name == "headcount":
        return name, score if cells.number > 0.6 and cells.most < 100_000 else -1
    if name == "status":
        words = header_words(header)
        if _share(cells.values, _is_schedule) > 0.9 and cells.values:
            return "schedule", score
        told = _share(cells.values, lambda v: bool(status_meaning(words, v)))
        numbers = cells.number > 0.9 and cells.most <= 1 and bool(status_meaning(words, "1"))
        return name, score if told > 0 or numbers else -1
    return name, score


def _working(score: float, cells: Profile) -> tuple[str, float]:
    words = _share(cells.values, _is_schedule)
    if cells.working < 0.5:
        return "fte", -1
    if words > 0.95 and not cells.number:
        return "schedule", score
    clocks = [found[1] for v in cells.values if (found := share_of(v)) and found[0] == "clock"]
    if cells.middle > 100 or (clocks and max(clocks) > 100):
        return "fte", -1
    return "fte", score


def _is_schedule(text: str) -> bool:
    said = share_of(text)
    return said is not None and said[0] in ("full", "part")


def _is_part(text: str) -> bool:
    said = schedule_of(text)
    return said is not None and (said[0] == "part" or (said[0] == "fte" and "%" not in text[:3]))


def _share(values: Sequence[str], holds: Callable[[str], bool]) -> float:
    return sum(bool(holds(value)) for value in values) / max(1, len(values))


def _mend_names(
    whole: dict[str, int],
    found: Sequence[tuple[float, int, str]],
    profiles: Mapping[int, Profile],
    taken: Mapping[str, int],
) -> None:
    """Let “Name” be the whole name where it holds whole ones; halves be of one writing."""
    if {"name", "first_name", "last_name"} & set(taken):
        return
    bare = [column for _, column, name in found if name == "name"]
    two = whole.get("first_name"), whole.get("last_name")
    if "name" not in whole and bare and bare[0] in two:
        column = bare[0]
        other = two[0] if two[1] == column else two[1]
        whole_names = profiles[column].people > 0.8 and profiles[column].named > 0.6
        other_half = other is not None and profiles[other].people < 0.6
        spaced = _share(profiles[column].values, lambda v: " " in v) > 0.9
        if whole_names and other_half and spaced and profiles[column].sampled >= 3:
            for half in ("first_name", "last_name"):
                if whole.get(half) == column:
                    whole["name"] = whole.pop(half)


def _by_cells(
    guess: Guess,
    headers: Sequence[str],
    profiles: Mapping[int, Profile],
    unused: frozenset[int],
) -> None:
    """What the cells alone can say: addresses, and names where no header speaks of any."""
    columns = guess.columns
    free = [
        column
        for column in profiles
        if column not in columns.values()
        and column not in guess.beside.values()
        and column not in unused
        and not set(header_words(headers[column]).split()) & _NOT_STAFF
        and "manager" not in scores(headers[column])
    ]
    if "email" not in columns and not any("same address" in note for note in guess.notes):
        mails = [c for c in free if profiles[c].mail > 0.6 and profiles[c].distinct > 0.8]
        if len(mails) == 1 and profiles[mails[0]].sampled >= 2:
            columns["email"] = mails[0]
            guess.sure["email"] = 70.0
    if "schedule" not in guess.beside:
        # Part time is said in a status, a type of employment, a cycle of work.
        parts = [
            c
            for c in profiles
            if c not in guess.beside.values()
            and c not in unused
            and (c not in columns.values() or c == columns.get("status"))
            and any(len(v) > 4 and _is_part(v) for v in profiles[c].values)
            and profiles[c].distinct < 0.5
        ]
        if parts:
            guess.beside["schedule"] = parts[0]
    if not names_people(columns) and len(columns) > 0:
        named = [
            (profiles[c].named, -c)
            for c in free
            if c not in columns.values()
            and profiles[c].sampled >= 3
            and profiles[c].people > 0.7
            and profiles[c].named > 0.65
            and profiles[c].distinct > 0.7
        ]
        if named:
            columns.pop("last_name", None)
            columns.pop("first_name", None)
            columns["name"] = -max(named)[1]
            guess.sure["name"] = 75.0
