"""What may stand in the schema of a plan file of each version: its tables and indexes, no more.

SQLite keeps a schema as the text of its statements, and runs what they say. A plan's is compared
whole, statement by statement, blind only to spaces, quotes, capitals and the order of constraints:
a table that was made so and one that a migration lengthened say the same in another order. What a
version has is worked out from the first version and the steps in `migrations.py`; the text of a
file that was made new is known by its digest, which takes no time.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from teamtide.plan.migrations import STEPS

FIRST = """
scenario: position int, name text, description text
person: position int, name text, discipline text, code text, email text, title text, skills list,
  fte real, location text, start day?, end day?, manager text; fte > 0 AND fte <= 1
holiday: location text, day day, name text
goal: position int, name text, rank int?, wanted_share real?
history: at text, label text, scenario int?, undone flag, changes text
plan: name text, start day, weeks int, today scenario, disciplines list, engineering list,
  overhead real, ceremony_hours real, switch real, comm real, move_start real, move_weeks real,
  hire_start real, hire_weeks real, mentor real, help_min real, burst_floor real, samples int,
  seed int; id = 1; weeks BETWEEN 1 AND 260
leave: person person, first day?, last day?, fraction real; fraction BETWEEN 0 AND 1
team: position int, name text, kind text, lead person?, ceremony_hours real?, interrupts text?,
  colour text
team_change: scenario scenario, team team, lead person?, ceremony_hours real?, interrupts text?
project: position int, name text, team team?, goal goal?, priority int?, status text?, deadline day?
service: position int, name text, kind text, discipline text, arrivals real, days_each real,
  dispersion real, team team?; arrivals >= 0 AND days_each >= 0 AND dispersion >= 1
placement: scenario scenario, person person, start day?, team team?, share real;
  share BETWEEN 0 AND 1
chunk: position int, project project, name text, kind text, discipline text, likely real, low real?,
  high real?, start day?, weeks real, shape text, after list, lag real?, max_people real?,
  team team?, who list; likely >= 0
surge: service service, first day?, last day?, factor real; factor >= 0
project_change: scenario scenario, project project, status text?, priority int?, shift_weeks real?
owner: scenario scenario, type text, project project?, chunk chunk?, service service?, kind text?,
  team team?
"""
"""Version 1: per table its columns (`?`: may be empty; a table's name: a row of it, by an index),
and what is checked."""

AS_MADE = {3: "ef5f06c8baeb412303d57d95fcbcccd7", 4: "278e1f8f11581ce0bb188544cc742517"}
"""Per version, the digest of what a new file's schema says, letter by letter."""

_TYPES = {
    "int": "INTEGER",
    "text": "VARCHAR",
    "real": "FLOAT",
    "list": "JSON",
    "day": "DATE",
    "flag": "BOOLEAN",
}
_TOKEN = re.compile(
    r"""\s+|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|'(?:[^']|'')*'|\w+|--[^\n]*|/\*.*?\*/|.""",
    re.DOTALL,
)
_CONSTRAINTS = ("primary", "check", "foreign", "unique", "constraint")


@dataclass(frozen=True, slots=True)
class Form:
    """What a statement of a schema says.

    Args:
        head: Up to the first bracket, such as `CREATE TABLE plan`, in small words.
        columns: What it says of each column, in order; of an index, all that is in the brackets.
        rules: Its constraints, in any order.
        tail: What comes after the last bracket.
    """

    head: tuple[str, ...]
    columns: tuple[tuple[str, ...], ...]
    rules: frozenset[tuple[str, ...]]
    tail: tuple[str, ...]


Named = tuple[str, str, str]
"""A type ("table", "index", …), a name, and the table it belongs to."""
Schema = Mapping[Named, str]
"""The statement of everything that is in a schema."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What a schema lacks, has too much, or says otherwise: `how` is one of these."""

    kind: str
    name: str
    how: Literal["missing", "alien", "changed"]


def difference(schema: Schema, version: int) -> Difference | None:
    """Where a schema first differs from that of a version."""
    if digest(schema) == AS_MADE.get(version):
        return None
    wanted = forms_of(version)
    for kind, name, table in schema:
        if (kind, name, table) not in wanted:
            return Difference(kind, name, "alien")
    for kind, name, table in wanted:
        if (kind, name, table) not in schema:
            return Difference(kind, name, "missing")
    for named, statement in schema.items():
        if form_of(statement) != wanted[named]:
            return Difference(named[0], named[1], "changed")
    return None


def digest(schema: Schema) -> str:
    """A digest of every letter of a schema."""
    whole = repr(sorted(schema.items()))
    return hashlib.blake2b(whole.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


@lru_cache(maxsize=512)
def form_of(statement: str) -> Form:
    """What a CREATE statement says."""
    tokens = [_plain(token) for token in _TOKEN.findall(statement) if not token.isspace()]
    try:
        first = tokens.index("(")
        last = len(tokens) - 1 - tokens[::-1].index(")")
    except ValueError:
        return Form(tuple(tokens), (), frozenset(), ())
    columns, rules = [], []
    for part in _parts(tokens[first + 1 : last]):
        if part and part[0] in _CONSTRAINTS:
            rules.append(part)
            continue
        check = _place(part, "check")
        columns.append(part[:check])
        if part[check:]:
            rules.append(part[check:])
    return Form(
        tuple(tokens[:first]),
        tuple(columns),
        frozenset(rules),
        tuple(tokens[last + 1 :]),
    )


def _plain(token: str) -> str:
    """A token in small letters, and without quotes where it means the same without."""
    if token.startswith("'"):
        return token
    if token[0] in '"`[' and re.fullmatch(r"[A-Za-z_]\w*", token[1:-1], re.ASCII):
        token = token[1:-1]
    return token.lower()


def _parts(tokens: Iterable[str]) -> list[tuple[str, ...]]:
    """What stands between the commas that are in no bracket."""
    parts: list[list[str]] = [[]]
    depth = 0
    for token in tokens:
        depth += (token == "(") - (token == ")")
        if token == "," and depth == 0:
            parts.append([])
        else:
            parts[-1].append(token)
    return [tuple(part) for part in parts]


def _place(part: tuple[str, ...], word: str) -> int:
    """Where a word first stands outside brackets; the end where it does not."""
    depth = 0
    for at, token in enumerate(part):
        depth += (token == "(") - (token == ")")
        if token == word and depth == 0:
            return at
    return len(part)


@cache
def forms_of(version: int) -> dict[Named, Form]:
    """What the schema of a plan file of a version says, all of it."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as raw:
        for statement in _first_statements():
            raw.execute(statement)
        for number in range(1, version):
            step = STEPS.get(number)
            if step is not None:
                step(raw)
        found = raw.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
    return {(kind, name, table): form_of(sql) for kind, name, table, sql in found}


def _first_statements() -> list[str]:
    made, after = [], []
    for line in FIRST.replace("\n  ", " ").strip().splitlines():
        table, _, rest = line.partition(": ")
        said, *checks = rest.split("; ")
        columns, rules = ["id INTEGER NOT NULL"], ["PRIMARY KEY (id)"]
        rules += [f"CHECK ({check.strip()})" for check in checks]
        for column in said.split(", "):
            name, kind = column.split()
            empty = "" if kind.endswith("?") else " NOT NULL"
            kind = kind.removesuffix("?")
            columns.append(f'"{name}" {_TYPES.get(kind, "INTEGER")}{empty}')
            if kind not in _TYPES:
                rules.append(f'FOREIGN KEY("{name}") REFERENCES "{kind}" (id)')
                after.append(f'CREATE INDEX "ix_{table}_{name}" ON "{table}" ("{name}")')
        made.append(f'CREATE TABLE "{table}" ({", ".join([*columns, *rules])})')
    return [*made, *after]
