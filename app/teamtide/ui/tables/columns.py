"""What a column of a table is: how it shows a value, reads one, and offers choices.

Columns know rows and text, and no widget: one generic model turns a tuple of them into a table,
and a paste is read by the very same functions as a typed cell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from teamtide.plan.rows import Person, Row
from teamtide.plan.state import State
from teamtide.ui.fields import texts
from teamtide.ui.fields.people import (
    joined,
    named,
    person_label,
    person_labels,
    person_named,
    split_list,
)
from teamtide.ui.fields.texts import Wrong

Show = Callable[[State, Any], str]
Held = Mapping[str, Any]
Read = Callable[[State, Held, str], dict[str, Any]]
Options = Callable[[State, Any], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        show: The text on screen of a row.
        read: The field values a text stands for, given the values the row has otherwise; raises
            `Wrong` where the text can't be read.
        options: The texts to choose from, where there are only so many.
        key: What it sorts by; the text where it is None.
        late: Read only when the other columns of all pasted rows are (it refers to rows of the
            same table).
    """

    header: str
    show: Show
    read: Read
    options: Options | None = None
    key: Callable[[State, Any], Any] | None = None
    number: bool = False
    width: int = 110
    tip: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table: a class of rows, its columns, and what a new row starts as.

    Attributes:
        fresh: Values of a new row; raises `Wrong` where something must be added first.
        depends: Other classes whose rows appear in the text of cells.
        hint: What an empty table says.
    """

    title: str
    cls: type[Row]
    columns: tuple[Column, ...]
    fresh: Callable[[State], dict[str, Any]]
    depends: frozenset[type[Row]] = frozenset()
    hint: str = ""


def text(field: str, header: str, *, width: int = 130, tip: str = "") -> Column:
    """Free text."""
    return Column(
        header,
        lambda _, row: str(getattr(row, field)),
        lambda _state, _held, said: {field: said.strip()},
        width=width,
        tip=tip,
    )


def number(
    field: str,
    header: str,
    *,
    read: Callable[[str], float] = texts.parse_number,
    show: Callable[[float | None], str] = texts.number_text,
    blank: float | None = None,
    needed: bool = False,
    width: int = 76,
    tip: str = "",
) -> Column:
    """A number, a percentage or an FTE; a blank cell is `blank`."""

    def read_cell(_state: State, _held: Held, said: str) -> dict[str, Any]:
        if not said.strip():
            if needed:
                raise Wrong(f"{header} can't be blank.")
            return {field: blank}
        return {field: read(said)}

    return Column(
        header,
        lambda _, row: show(getattr(row, field)),
        read_cell,
        key=lambda _, row: getattr(row, field),
        number=True,
        width=width,
        tip=tip,
    )


def day(field: str, header: str, *, needed: bool = False, tip: str = "") -> Column:
    """A date, or blank."""

    def read_cell(state: State, _held: Held, said: str) -> dict[str, Any]:
        if not said.strip():
            if needed:
                raise Wrong(f"{header} can't be blank.")
            return {field: None}
        return {field: texts.parse_date(said, near=state.plan.start)}

    return Column(
        header,
        lambda _, row: texts.date_text(getattr(row, field)),
        read_cell,
        key=lambda _, row: getattr(row, field) or date.min,
        number=True,
        width=96,
        tip=tip,
    )


def choice(
    field: str,
    header: str,
    options: Callable[[State], Sequence[str]],
    *,
    optional: bool = False,
    width: int = 110,
    tip: str = "",
) -> Column:
    """One of some words; a blank cell is None where it is optional."""

    def read_cell(state: State, _held: Held, said: str) -> dict[str, Any]:
        wanted = said.strip()
        if not wanted and optional:
            return {field: None}
        for option in options(state):
            if option.casefold() == wanted.casefold():
                return {field: option}
        raise Wrong(f"“{wanted}” is not one of {', '.join(options(state))}.")

    def offered(state: State, _row: Any) -> Sequence[str]:
        return ["", *options(state)] if optional else list(options(state))

    return Column(
        header,
        lambda _, row: getattr(row, field) or "",
        read_cell,
        options=offered,
        width=width,
        tip=tip,
    )


def ref(
    field: str,
    header: str,
    cls: type[Row],
    noun: str,
    *,
    optional: bool = True,
    blank: str = "",
    width: int = 130,
    tip: str = "",
) -> Column:
    """A row of another table, by name; `blank` is the word for none."""

    def show(state: State, row: Any) -> str:
        found = state.find(cls, getattr(row, field))
        return str(getattr(found, "name", "")) if found is not None else blank

    def read_cell(state: State, _held: Held, said: str) -> dict[str, Any]:
        wanted = said.strip()
        if optional and (not wanted or (blank and wanted.casefold() == blank.casefold())):
            return {field: None}
        return {field: named(state, cls, wanted, noun).id}

    def offered(state: State, _row: Any) -> Sequence[str]:
        names = [str(getattr(row, "name", "")) for row in state.rows(cls)]
        return [blank, *names] if optional else names

    return Column(header, show, read_cell, options=offered, width=width, tip=tip)


def person(field: str, header: str, *, optional: bool = False, tip: str = "") -> Column:
    """A person, by name or ID."""

    def read_cell(state: State, _held: Held, said: str) -> dict[str, Any]:
        if optional and not said.strip():
            return {field: None}
        return {field: person_named(state, said)}

    def offered(state: State, _row: Any) -> Sequence[str]:
        labels = person_labels(state)
        names = [labels[row.id] for row in state.rows(Person)]
        return ["", *names] if optional else names

    return Column(
        header,
        lambda state, row: person_label(state, getattr(row, field)),
        read_cell,
        options=offered,
        width=140,
        tip=tip,
    )


def people(field: str, header: str, *, tip: str = "") -> Column:
    """Several people, with semicolons."""
    return Column(
        header,
        lambda state, row: joined(person_label(state, one) for one in getattr(row, field)),
        lambda state, _held, said: {
            field: tuple(person_named(state, part) for part in split_list(said))
        },
        width=150,
        tip=tip,
    )


def skills(field: str, header: str, *, tip: str = "") -> Column:
    """Disciplines with how well, as `infrastructure 0.6; software 0.3`."""

    def read_cell(state: State, _held: Held, said: str) -> dict[str, Any]:
        found = []
        for part in split_list(said):
            name, _, amount = part.rpartition(" ")
            known = {d.casefold(): d for d in state.plan.disciplines}
            if part.casefold() in known:
                found.append((known[part.casefold()], 1.0))
                continue
            if name.strip().casefold() not in known:
                raise Wrong(
                    f"“{part}” should be a discipline and a number, such as "
                    f"{state.plan.disciplines[0]} {texts.number_text(0.6)}."
                )
            found.append((known[name.strip().casefold()], texts.parse_percent(amount)))
        return {field: tuple(found)}

    return Column(
        header,
        lambda _, row: joined(f"{d} {texts.number_text(e)}" for d, e in getattr(row, field)),
        read_cell,
        width=190,
        tip=tip,
    )
