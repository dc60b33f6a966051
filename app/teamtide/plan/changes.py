"""The one shape of everything that happens to a plan: a labelled list of row changes.

A drag, an import, an undo and the difference between two scenarios are all a `ChangeSet`. It is
plain data: it can be shown before it is applied, stored, inverted, and asked what it touches.
"""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from typing import Any, cast

from teamtide.plan.rows import BY_TABLE, R, Row, ScenarioId, field_names


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row before and after: created where `before` is None, removed where `after` is."""

    before: Row | None
    after: Row | None

    @property
    def row(self) -> Row:
        """The row as it is known afterwards, or as it was."""
        row = self.after if self.after is not None else self.before
        assert row is not None
        return row

    @property
    def cls(self) -> type[Row]:
        """The class of the row."""
        return type(self.row)

    def inverse(self) -> RowChange:
        """The change that takes this one back."""
        return RowChange(self.after, self.before)


@dataclass(frozen=True)
class ChangeSet:
    """Row changes that happen together, with the words a person knows them by.

    `scenario` is the option in which it was made, so that an undo can show it there. `notes` are
    sentences the user should read (a later move that was kept, say); they are not stored.
    """

    label: str
    changes: tuple[RowChange, ...]
    scenario: ScenarioId | None = None
    notes: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """True where anything changes at all."""
        return bool(self.changes)

    def __iter__(self) -> Iterator[RowChange]:
        """The row changes, in order."""
        return iter(self.changes)

    def inverse(self) -> ChangeSet:
        """The change set that takes this one back, under the same label."""
        return replace(self, changes=tuple(c.inverse() for c in reversed(self.changes)), notes=())

    def of(self, cls: type[R]) -> Iterator[tuple[R | None, R | None]]:
        """(before, after) of each change to a row of `cls`."""
        for change in self._by_class.get(cls, ()):
            yield cast("R | None", change.before), cast("R | None", change.after)

    @property
    def tables(self) -> frozenset[type[Row]]:
        """The row classes it changes."""
        return frozenset(self._by_class)

    @cached_property
    def _by_class(self) -> dict[type[Row], list[RowChange]]:
        found: dict[type[Row], list[RowChange]] = {}
        for change in self.changes:
            found.setdefault(change.cls, []).append(change)
        return found

    @staticmethod
    def joined(label: str, parts: Iterable[ChangeSet]) -> ChangeSet:
        """Several change sets, made one after the other, as one; a row appears once."""
        first: dict[tuple[type[Row], int], Row | None] = {}
        last: dict[tuple[type[Row], int], Row | None] = {}
        scenario: ScenarioId | None = None
        notes: list[str] = []
        for part in parts:
            scenario = scenario if scenario is not None else part.scenario
            notes.extend(part.notes)
            for change in part:
                key = (change.cls, change.row.id)
                first.setdefault(key, change.before)
                last[key] = change.after
        changes = tuple(
            RowChange(first[key], last[key]) for key in first if first[key] != last[key]
        )
        return ChangeSet(label, changes, scenario, tuple(notes))


# --- as text, for the history in the file ---------------------------------------------------


def to_json(change: ChangeSet) -> str:
    """The row changes as JSON text (label and scenario are columns of their own)."""

    def plain(row: Row | None) -> list[Any] | None:
        if row is None:
            return None
        return [
            value.isoformat() if isinstance(value, date) else value
            for value in (getattr(row, name) for name in field_names(type(row)))
        ]

    return json.dumps(
        [[c.cls.TABLE, plain(c.before), plain(c.after)] for c in change],
        ensure_ascii=False,
        separators=(",", ":"),
    )


def from_json(text: str, *, label: str, scenario: ScenarioId | None) -> ChangeSet:
    """The change set that `to_json` wrote.

    Raises:
        ValueError: the text is not such a list.
    """
    try:
        entries = read_json(text)
        changes = tuple(_step(BY_TABLE[table], before, after) for table, before, after in entries)
    except (TypeError, KeyError, ValueError, RecursionError) as error:
        raise ValueError(f"the history entry “{label}” can't be read") from error
    return ChangeSet(label, changes, scenario)


def _step(cls: type[Row], before: list[Any] | None, after: list[Any] | None) -> RowChange:
    step = RowChange(_row(cls, before), _row(cls, after))
    if len({row.id for row in (step.before, step.after) if row is not None}) != 1:
        raise ValueError("a change of no row, or of two")
    return step


def _row(cls: type[Row], values: list[Any] | None) -> Row | None:
    if values is None:
        return None
    kinds = field_kinds(cls)
    if len(values) != len(kinds):
        raise ValueError("wrong number of columns")
    made = [from_plain(k, v) for k, v in zip(kinds, values, strict=True)]
    types = _field_types(cls.TABLE)
    if not all(map(isinstance, made, types)):
        made = [_counted(value) for value in made]  # 3.0 is 3 to SQLite, too
        if not all(map(isinstance, made, types)):
            raise ValueError("a value of the wrong type")
    for at, element in _lists(cls.TABLE):
        if not all(isinstance(one, element) for one in made[at]):
            raise ValueError("a list of values of the wrong type")
    row: Any = cls
    return cast("Row", row(*made))


def _counted(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _no_number(text: str) -> Any:
    raise ValueError(f"{text} is not a number")


_DECODER = json.JSONDecoder(parse_constant=_no_number)


def read_json(text: str) -> Any:
    """What a JSON text says, infinite numbers not allowed.

    Raises:
        ValueError: it is none.
        RecursionError: it is too deep.
    """
    return _DECODER.decode(text)


def field_kinds(cls: type[Row]) -> tuple[str, ...]:
    """Per column how its plain form is turned back: "date", "tuple", "pairs" or "plain"."""
    return _field_kinds(cls.TABLE)


@cache
def _field_kinds(table: str) -> tuple[str, ...]:
    cls = BY_TABLE[table]
    hints = typing.get_type_hints(cls)
    kinds = []
    for name in field_names(cls):
        hint = hints[name]
        options = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
        if date in options:
            kinds.append("date")
        elif typing.get_origin(hint) is tuple:
            inner = typing.get_args(hint)[0]
            kinds.append("pairs" if typing.get_origin(inner) is tuple else "tuple")
        else:
            kinds.append("plain")
    return tuple(kinds)


@cache
def _field_types(table: str) -> tuple[tuple[type, ...], ...]:
    """Per column what its value may be an instance of."""
    found: list[tuple[type, ...]] = []
    for hint in typing.get_type_hints(BY_TABLE[table]).values():
        if typing.get_origin(hint) is typing.ClassVar:
            continue
        either = typing.get_origin(hint) in (typing.Union, types.UnionType)
        options = typing.get_args(hint) if either else (hint,)
        plain = [_base(option) for option in options]
        found.append((*plain, int) if float in plain else tuple(plain))
    return tuple(found)


@cache
def _lists(table: str) -> tuple[tuple[int, type], ...]:
    """Which columns are lists, and of what. Lists of pairs are right by how they are read."""
    hints = typing.get_type_hints(BY_TABLE[table])
    return tuple(
        (at, _base(typing.get_args(hints[name])[0]))
        for at, (name, kind) in enumerate(
            zip(field_names(BY_TABLE[table]), _field_kinds(table), strict=True)
        )
        if kind == "tuple"
    )


def _base(hint: Any) -> type:
    """The type of which a hint's values are instances."""
    hint = getattr(hint, "__supertype__", hint)
    return cast("type", typing.get_origin(hint) or hint)


def from_plain(kind: str, value: Any) -> Any:
    """A value as JSON or the database hold it, as the row holds it."""
    if kind == "plain" or value is None:
        return value
    if kind == "date":
        return date.fromisoformat(value) if isinstance(value, str) else value
    if not isinstance(value, (list, tuple)):
        raise ValueError(f"{value!r} is not a list")
    if kind == "tuple":
        if {type(one) for one in value} - {str} and {type(one) for one in value} - {int}:
            raise ValueError(f"{value!r} is a list of neither words nor ids")
        return tuple(value)
    return tuple((str(name), float(amount)) for name, amount in value)
