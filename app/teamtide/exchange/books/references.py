"""How a cell names a person, a chunk or several of them, and who is meant by it.

Names are what people can read and type, so they are what the plan workbook holds; but names
repeat, hold semicolons and slashes, and can be longer than a cell. Writing makes a reference
unique and reading finds the row again: exactly, then whatever the capitals, then (ids) whatever
the leading zeros. Parts that hold a separator stand in double quotes, doubled inside, as in csv.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Generic, TypeVar

from teamtide.exchange.books.cells import text_of
from teamtide.plan.rows import Person, PersonId

T = TypeVar("T")

LONGEST_PART = 200
_SHORTENED = re.compile(r"(.*)…([0-9a-f]{8})", re.DOTALL)


def folded(text: str) -> str:
    """A name as it is compared: no blanks around it, capitals alike."""
    return text.strip().casefold()


def shortened(text: str) -> str:
    """A name short enough for a list of them: a long one ends in … and a digest of the rest."""
    if len(text) <= LONGEST_PART:
        return text
    return f"{text[: LONGEST_PART - 9].rstrip()}…{_digest(text)}"


def _digest(text: str) -> str:
    return hashlib.blake2b(folded(text).encode(), digest_size=4).hexdigest()


class Names(Generic[T]):
    """Rows by the texts that name them."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._exact: dict[str, T] = {}
        self._folded: dict[str, list[T]] = {}
        self._digits: dict[str, list[T]] = {}
        self._long: dict[str, list[T]] = {}

    def add(self, text: str, value: T, *, digits: bool = False) -> None:
        """Let `text` name `value`; `digits` also without its leading zeros."""
        if not text:
            return
        self._exact.setdefault(text, value)
        for table, key in ((self._folded, folded(text)), (self._digits, text.lstrip("0"))):
            if table is self._digits and not (digits and text.isdigit()):
                continue
            values = table.setdefault(key, [])
            if value not in values:
                values.append(value)
        if len(text) > LONGEST_PART:
            values = self._long.setdefault(_digest(text), [])
            if value not in values:
                values.append(value)

    def find(self, text: str) -> T | None:
        """What `text` names, or None where nothing or more than one thing is meant."""
        if text in self._exact:
            return self._exact[text]
        found = self._folded.get(folded(text), [])
        if not found and text.isdigit():
            found = self._digits.get(text.lstrip("0"), [])
        if not found:
            match = _SHORTENED.fullmatch(text)
            found = self._long.get(match[2], []) if match else []
        return found[0] if len(found) == 1 else None

    def knows(self, text: str) -> bool:
        """Whether `text` means anything already, whatever the capitals."""
        return text in self._exact or folded(text) in self._folded

    def ambiguous(self, text: str) -> bool:
        """Whether more than one thing is meant by `text`."""
        return text not in self._exact and len(self._folded.get(folded(text), [])) > 1


# --- people ---------------------------------------------------------------------------------


def person_ids(people: Iterable[Person]) -> dict[PersonId, str]:
    """The ID column of each person.

    Their own code; where somebody without one could not be told from another by name, a made-up
    ID such as `Ana Lima (2)`, so that every reference means exactly one person.
    """
    people = list(people)
    taken: set[str] = set()
    ids: dict[PersonId, str] = {}
    for person in people:
        code = text_of(person.code)
        if code and folded(code) not in taken:
            taken.add(folded(code))
            ids[person.id] = code
    count: dict[str, int] = {}
    for person in people:
        count[folded(person.name)] = count.get(folded(person.name), 0) + 1
    for person in people:
        if person.id in ids:
            continue
        code, name = text_of(person.code), text_of(person.name)
        unclear = count[folded(name)] > 1 or folded(name) in taken
        if not code and not unclear and len(name) <= LONGEST_PART:
            ids[person.id] = ""
            continue
        base, number = shortened(code or name), 1
        while folded(f"{base} ({number})") in taken or f"{base} ({number})".casefold() in count:
            number += 1
        ids[person.id] = f"{base} ({number})"
        taken.add(folded(ids[person.id]))
    return ids


def person_names(people: Iterable[Person], ids: Mapping[PersonId, str]) -> Names[PersonId]:
    """Who is meant by an id or a name; ids go first, then the names of those without one."""
    names: Names[PersonId] = Names()
    people = list(people)
    by_name: dict[str, list[Person]] = {}
    for person in people:
        names.add(ids[person.id], person.id, digits=True)
        by_name.setdefault(folded(person.name), []).append(person)
    for same in by_name.values():
        plain = [person for person in same if not ids[person.id]]
        for person in plain if plain else same:
            name = text_of(person.name)
            if (len(plain) == 1 or len(same) == 1) and not names.knows(name):
                names.add(name, person.id)
    return names


# --- lists and paths ------------------------------------------------------------------------


def _needs_quotes(part: str, separators: str) -> bool:
    return part.startswith('"') or any(mark in part for mark in separators) or part != part.strip()


def quoted(part: str, separators: str) -> str:
    """A part of a list or path, in quotes where it holds what separates the parts."""
    if _needs_quotes(part, separators):
        return '"' + part.replace('"', '""') + '"'
    return part


def listed(parts: Iterable[str]) -> str:
    """Several parts as one cell, `a; b`."""
    return "; ".join(quoted(part, ";") for part in parts)


def parts_of(text: str, separator: str = ";") -> list[str]:
    """The parts of a list cell; quotes around a part keep what is inside."""
    parts: list[str] = []
    position = 0
    quoted_part = re.compile(rf'\s*"((?:[^"]|"")*)"\s*(?={re.escape(separator)}|$)', re.DOTALL)
    while position <= len(text):
        match = quoted_part.match(text, position)
        if match:
            parts.append(match[1].replace('""', '"'))
            position = match.end() + len(separator)
            continue
        end = text.find(separator, position)
        end = len(text) if end < 0 else end
        parts.append(text[position:end].strip())
        position = end + len(separator)
    return [part for part in parts if part]


def chunk_path(project: str, chunk: str) -> str:
    """A chunk as `Project / Chunk`."""
    return f"{quoted(shortened(project), '/')} / {quoted(shortened(chunk), '/')}"


def paths_of(text: str) -> list[tuple[str, str]]:
    """The (project, chunk) a path can mean, likeliest first."""
    quoted_path = re.compile(
        r'(?:"((?:[^"]|"")*)"|([^/"][^/]*?)) / (?:"((?:[^"]|"")*)"|([^"].*?))', re.DOTALL
    )
    found: list[tuple[str, str]] = []
    match = quoted_path.fullmatch(text)
    if match and (match[1] is not None or match[3] is not None):
        project = match[2] if match[1] is None else match[1].replace('""', '"')
        chunk = match[4] if match[3] is None else match[3].replace('""', '"')
        found.append((project.strip(), chunk.strip()))
    position = text.find("/")
    while position >= 0:
        project, chunk = text[:position].strip(), text[position + 1 :].strip()
        if project and chunk:
            found.append((project, chunk))
        position = text.find("/", position + 1)
    return list(dict.fromkeys(found))


def single_of(text: str) -> str:
    """A chunk of the same project: its name, unquoted."""
    match = re.fullmatch(r'"((?:[^"]|"")*)"', text, re.DOTALL)
    return match[1].replace('""', '"') if match else text
