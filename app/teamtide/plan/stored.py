"""The tables of a plan file as plain data: their columns, and what SQLite calls their values.

It is read off the row classes, so that opening and changing a plan needs nothing but SQLite:
importing SQLModel takes longer than all of that together. `schema.py`, which makes the tables, is
imported by whoever makes a new file; a test holds that both say the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache, partial
from types import NoneType, UnionType
from typing import Any, NewType, Union, get_args, get_origin, get_type_hints

from teamtide.plan.changes import from_plain, read_json
from teamtide.plan.rows import BY_TABLE, ROW_CLASSES, Row, field_names

APPLICATION_ID = 0x54494445  # "TIDE"
VERSION = 4
HISTORY = "history"

_STORED_AS: dict[str, tuple[str, ...]] = {
    "integer": ("integer",),
    "real": ("real", "integer"),
}
"""What SQLite may call the values of a column; the others (text, days, lists) are text."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A column: its name, its kind ("integer", "real", "text", "date", "tuple", "pairs"), and
    whether it may be empty."""

    name: str
    kind: str
    nullable: bool = False

    @property
    def types(self) -> tuple[str, ...]:
        """What SQLite may call a value of it."""
        types = _STORED_AS.get(self.kind, ("text",))
        return (*types, "null") if self.nullable else types

    @property
    def packs(self) -> Callable[[Any], Any] | None:
        """How a value goes into the file; None where it goes as it is."""
        if self.kind == "date":
            return _packed_day
        return json.dumps if self.kind in ("tuple", "pairs") else None

    @property
    def unpacks(self) -> Callable[[Any], Any]:
        """How a value that is not empty comes out; a ValueError where no row could hold it."""
        return date.fromisoformat if self.kind == "date" else partial(_listed, self.kind)


def _packed_day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


@lru_cache(maxsize=4096)
def _listed(kind: str, text: str) -> Any:
    """A list; thousands of people share a few dozen lists of skills."""
    return from_plain(kind, read_json(text))


HISTORY_COLUMNS = (
    Stored("id", "integer"),
    Stored("at", "text"),
    Stored("label", "text"),
    Stored("scenario", "integer", nullable=True),
    Stored("undone", "integer"),
    Stored("changes", "text"),
    Stored("parent", "integer", nullable=True),
)


@cache
def columns_of(table: str) -> tuple[Stored, ...]:
    """The columns of a table, in order."""
    if table == HISTORY:
        return HISTORY_COLUMNS
    cls = BY_TABLE[table]
    hints = get_type_hints(cls)
    return tuple(_column(name, hints[name]) for name in field_names(cls))


def _column(name: str, hint: Any) -> Stored:
    options = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    nullable = NoneType in options
    (base,) = (option for option in options if option is not NoneType)
    if isinstance(base, NewType):
        base = base.__supertype__
    if get_origin(base) is tuple:
        inner = get_args(base)[0]
        return Stored(name, "pairs" if get_origin(inner) is tuple else "tuple", nullable)
    return Stored(name, {int: "integer", float: "real", date: "date"}.get(base, "text"), nullable)


def tables() -> tuple[str, ...]:
    """Every table of a plan file."""
    return (*(cls.TABLE for cls in ROW_CLASSES), HISTORY)


def reader_of(cls: type[Row]) -> Callable[[tuple[Any, ...]], Row]:
    """What makes a row of a tuple of the file's values."""
    make: Any = cls
    columns = enumerate(columns_of(cls.TABLE))
    packed = [(i, column.unpacks) for i, column in columns if column.packs is not None]
    if not packed:
        return lambda values: make(*values)

    def read(values: tuple[Any, ...]) -> Row:
        plain = list(values)
        for index, unpack in packed:
            if plain[index] is not None:
                plain[index] = unpack(plain[index])
        row: Row = make(*plain)
        return row

    return read
