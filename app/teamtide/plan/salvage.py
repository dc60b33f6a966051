"""What can be read of a damaged plan, in a new file, and an account of what is missing.

`damaged.py` reads, `mending.py` makes a plan of it that keeps every rule, and here it is told what
came back and what did not. The damaged file stays as it is. The history does not come back: undo
starts anew.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import MISSING, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from teamtide.plan import stored
from teamtide.plan.damaged import Damaged, Gap, Table, Unsalvageable, opened_copy
from teamtide.plan.document import Document
from teamtide.plan.intake import StoreError, reason
from teamtide.plan.lock import peek
from teamtide.plan.mending import Mended, Told, mend
from teamtide.plan.restoring import named
from teamtide.plan.rows import NOUNS, REFERENCES, ROW_CLASSES, THE_PLAN, Plan, Row
from teamtide.plan.sealed.beside import why_not_salvaged
from teamtide.plan.sealed.layout import is_sealed
from teamtide.plan.stored import HISTORY, Stored, columns_of, reader_of
from teamtide.plan.validation import problems_of

SECONDS = 60.0
_ENDLESS = 2**62
Tables = dict[type[Row], Table]
_FEW = 3
_TYPE = "it holds a value of the wrong type"


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What came of a class of rows.

    Args:
        cls: The class.
        read: How many rows could be read.
        kept: How many of them are in the new plan.
        lost: Why none could be read at all; blank where some could.
        gaps: Row numbers, first and last, between which there may have been rows.
        known: Ids of lost rows of which others speak.
    """

    cls: type[Row]
    read: int
    kept: int
    lost: str
    gaps: tuple[Gap, ...]
    known: tuple[int, ...]

    @property
    def whole(self) -> bool:
        """Whether every row there was is in the new plan."""
        return not self.lost and not self.gaps and self.read == self.kept


@dataclass(frozen=True, slots=True)
class Report:
    """What was saved of a damaged plan, and what was not."""

    name: str
    tables: tuple[Salvaged, ...]
    left_out: tuple[Told, ...]
    changed: tuple[Told, ...]
    made: tuple[Told, ...]
    history: int | None
    relisted: bool = False

    @property
    def whole(self) -> bool:
        """Whether everything but the history came back as it was."""
        return all(table.whole for table in self.tables) and not (self.changed or self.made)

    def lines(self) -> Iterator[str]:
        """The whole account, to read."""
        kept = sum(table.kept for table in self.tables)
        if self.whole:
            yield f"All {kept:,} rows of {self.name} could be read."
        else:
            yield f"{kept:,} rows of {self.name} could be read. This is what is missing or changed:"
        yield ""
        for table in self.tables:
            yield from self._of(table)
        for title, told in (
            ("Made in place of what is lost:", self.made),
            ("Came back changed:", self.changed),
            ("Read, but left out:", self.left_out),
        ):
            if told:
                yield ""
                yield title
                yield from _grouped(told)
        yield ""
        noun = "step" if self.history == 1 else "steps"
        steps = f"Its history of {self.history:,} {noun}" if self.history else "Its history"
        if self.relisted:
            yield "The list of its tables was damaged; that of a new plan was used to read it."
        yield f"{steps} does not come back: undo starts anew."
        yield (
            "The damaged file is as it was. A letter or a figure that was changed in place can't "
            "be told from what you wrote: look through what you rely on."
        )

    def _of(self, table: Salvaged) -> Iterator[str]:
        if table.whole and not table.read:
            return
        words = named(table.cls, 2).capitalize()
        if table.lost:
            yield f"{words}: all lost; {table.lost}."
        else:
            yield (
                f"{words}: {table.kept:,} of {table.read:,} read"
                if (table.kept != table.read)
                else f"{words}: {table.read:,}"
            )
        for low, high in () if table.lost else table.gaps:
            yield f"  can't be read: {_range(low, high)}"
        if table.known and (table.gaps or table.lost):
            yield f"  known to have been there: {_numbers(table.known)}"

    @property
    def text(self) -> str:
        """The whole account, to save or to copy."""
        return "\n".join(self.lines()) + "\n"

    def as_json(self) -> dict[str, Any]:
        """The same as plain data."""

        def told(found: Sequence[Told]) -> list[dict[str, Any]]:
            return [
                {"table": one.cls.TABLE, "id": one.id, "name": one.name, "why": one.why}
                for one in found
            ]

        return {
            "whole": self.whole,
            "tables": [
                {
                    "table": table.cls.TABLE,
                    "read": table.read,
                    "kept": table.kept,
                    "lost": table.lost,
                    "gaps": [[low, None if high > _ENDLESS else high] for low, high in table.gaps],
                    "missing": list(table.known),
                }
                for table in self.tables
            ],
            "left_out": told(self.left_out),
            "changed": told(self.changed),
            "made": told(self.made),
            "history": self.history,
            "relisted": self.relisted,
            "text": self.text,
        }


def salvage(path: Path, out: Path, *, today: date, seconds: float = SECONDS) -> Report:
    """Save what can be read of a damaged plan as a new plan; what became of all of it.

    Args:
        path: The damaged file. It is not written to.
        out: Where the new plan is to be; never in the place of another file.
        today: The day it is.
        seconds: How long reading may take.

    Raises:
        StoreError: nothing of a plan can be read, or the new one can't be written.
    """
    if out.exists():
        raise StoreError(f"{out.name} exists already; choose another name.")
    mended, report = read_damaged(path, today=today, seconds=seconds)
    Document.create(out, mended.state).close()
    return report


def read_damaged(path: Path, *, today: date, seconds: float = SECONDS) -> tuple[Mended, Report]:
    """What can be read of a damaged plan, and what became of the rest; nothing is written.

    Raises:
        StoreError: nothing of a plan can be read.
    """
    until = time.monotonic() + seconds
    if not path.is_file():
        raise StoreError(f"{path.name} is not there, or is not a file: {path}")
    if is_sealed(path):
        raise StoreError(why_not_salvaged(path))
    try:
        with opened_copy(path, until) as damaged:
            tables, steps = _read(damaged)
            another = damaged.relisted
        mended = _mended(path, tables, today, until)
    except Unsalvageable as error:
        raise StoreError(
            f"Nothing can be salvaged of {path.name}: {error}. It has not been changed; "
            "choose File ▸ Restore a Backup… for a copy of it from before."
        ) from error
    except OSError as error:
        raise StoreError(f"{path.name} can't be read: {reason(error)}.") from error
    problems = problems_of(mended.state)
    if problems:
        raise StoreError(
            f"Nothing can be salvaged of {path.name}: what can be read makes no plan "
            f"({problems[0].rstrip('.')}). It has not been changed."
        )
    return mended, _report(path.name, tables, mended, steps, another)


def _mended(path: Path, tables: Tables, today: date, until: float) -> Mended:
    """A plan of what was read."""
    rows: dict[type[Row], dict[int, Row]] = {}
    wrong: list[Told] = []
    changed: list[Told] = []
    for cls, table in tables.items():
        rows[cls] = dict(_rows(cls, table, wrong, changed))

    def may_be_lost(cls: type[Row], key: int) -> bool:
        return tables[cls].lacks(key) or (key in tables[cls].rows and key not in rows[cls])

    mended = mend(rows, path.stem, today, may_be_lost, until)
    mended.left_out[:0] = wrong
    mended.changed[:0] = changed
    return mended


def _read(damaged: Damaged) -> tuple[Tables, int | None]:
    """Every table a plan of that version has, and how many steps its history has."""
    if not any(damaged.has(cls.TABLE) for cls in ROW_CLASSES):
        raise Unsalvageable("it holds no table of a plan")
    older = 0 < damaged.version < stored.VERSION
    tables: Tables = {}
    for cls in ROW_CLASSES:
        # A table that is not there yet is not lost.
        missing = older and not damaged.has(cls.TABLE)
        tables[cls] = Table(cls.TABLE) if missing else damaged.ends(cls.TABLE, older=older)
    for cls in ROW_CLASSES:
        damaged.narrow(tables[cls], max(_spoken_of(tables, cls), default=0))
    return tables, damaged.count(HISTORY)


def _spoken_of(tables: Tables, target: type[Row]) -> set[int]:
    """The ids of a class of which rows of others speak."""
    found: set[int] = set()
    for cls, columns in REFERENCES.items():
        table = tables[cls]
        for column, referred in columns.items():
            if referred is target and column in table.columns:
                place = table.columns.index(column)
                values = (row[place] for row in table.rows.values())
                found.update(one for one in values if isinstance(one, int) and 0 < one < _ENDLESS)
    return found


_SAYS = {int: "integer", float: "real", str: "text", bytes: "blob", type(None): "null"}


def _rows(
    cls: type[Row], table: Table, wrong: list[Told], changed: list[Told]
) -> Iterator[tuple[int, Row]]:
    """Rows of a class made of what was read; what can't be one is told in `wrong`."""
    make = reader_of(cls)
    columns = columns_of(cls.TABLE)
    defaults = {one.name: None if one.default is MISSING else one.default for one in fields(cls)}
    for key, values in sorted(table.rows.items()):
        given = dict(zip(table.columns, values, strict=True))
        if cls is Plan and key == THE_PLAN:
            # Without its settings nothing else would be a plan.
            changed += _put_right(given)
        try:
            if any(_mistyped(one, given[one.name]) for one in columns if one.name in given):
                raise TypeError
            row = make(tuple(given.get(c.name, defaults[c.name]) for c in columns))
            if row.id != key:
                raise TypeError
        except _NO_VALUE:
            name = given.get("name")
            wrong.append(Told(cls, key, name if isinstance(name, str) else "", _TYPE))
        else:
            yield key, row


_STANDS_FOR_NONE: dict[str, Any] = {
    "name": "",
    "start": "1900-01-02",
    "weeks": 0,
    "today": 0,
    "disciplines": "[]",
    "engineering": "[]",
}
"""Settings that no plan has, so that `mend` puts them right; the others get their default."""


def _put_right(given: dict[str, Any]) -> Iterator[Told]:
    """Replace the settings of a plan that are of no type it could have."""
    defaults = {one.name: one.default for one in fields(Plan)}
    for column in columns_of(Plan.TABLE):
        if column.name not in given:
            continue
        value = given[column.name]
        try:
            good = not _mistyped(column, value)
            if good and value is not None and column.packs is not None:
                column.unpacks(value)
        except _NO_VALUE:
            good = False
        if not good:
            name = column.name
            given[name] = _STANDS_FOR_NONE.get(name, defaults[name])
            words = f"its {name.replace('_', ' ')} could not be read and has its default"
            if name not in _STANDS_FOR_NONE or name == "engineering":
                yield Told(Plan, THE_PLAN, "", words)


_NO_VALUE = (TypeError, ValueError, KeyError, ArithmeticError, RecursionError)


def _mistyped(column: Stored, value: Any) -> bool:
    return _SAYS.get(type(value)) not in column.types


def _report(name: str, tables: Tables, mended: Mended, steps: int | None, relisted: bool) -> Report:
    made = {(one.cls, one.id) for one in mended.made}
    found = []
    for cls, table in tables.items():
        kept = sum((cls, key) not in made for key in mended.state.tables[cls])
        known = sorted(
            key for key in _spoken_of(tables, cls) if table.lacks(key) and key not in table.rows
        )
        found.append(
            Salvaged(cls, len(table.rows), kept, table.lost, tuple(table.gaps), tuple(known))
        )
    return Report(
        name,
        tuple(found),
        tuple(mended.left_out),
        tuple(mended.changed),
        tuple(mended.made),
        steps,
        relisted,
    )


def _called(told: Told) -> str:
    noun = NOUNS[told.cls].capitalize()
    return f"{noun} {told.id}{f' “{told.name}”' if told.name else ''}"


def _grouped(found: Sequence[Told]) -> Iterator[str]:
    """A line a row, or one for many of which the same is to be said."""
    groups: dict[tuple[type[Row], str], list[Told]] = {}
    for one in found:
        groups.setdefault((one.cls, one.why), []).append(one)
    for (cls, why), several in groups.items():
        if len(several) > _FEW:
            ids = _numbers([one.id for one in several])
            yield f"  {len(several):,} {named(cls, 2)} ({ids}): {why}"
        else:
            yield from (f"  {_called(one)}: {why}" for one in several)


def _numbers(ids: Sequence[int]) -> str:
    """Row numbers, those in a row as a range: `3, 7 to 9`."""
    runs: list[list[int]] = []
    for one in sorted(ids):
        if runs and one == runs[-1][1] + 1:
            runs[-1][1] = one
        else:
            runs.append([one, one])
    return ", ".join(
        str(low) if low == high else f"{low}{' to ' if high > low + 1 else ', '}{high}"
        for low, high in runs
    )


def _range(low: int, high: int) -> str:
    if high > _ENDLESS:
        return "whatever came first" if low <= 1 else f"whatever came after number {low - 1}"
    return f"number {low}" if low == high else f"numbers {low} to {high}, as far as there were such"


def salvageable(path: Path) -> bool:
    """Whether a file that can't be opened looks as if it had been a plan of this Teamtide's."""
    try:
        if not path.is_file() or is_sealed(path):
            return False
        head = peek(path, 100)
    except OSError:
        return False
    version = int.from_bytes(head[60:64], "big", signed=True)
    ours = head[68:72] == stored.APPLICATION_ID.to_bytes(4, "big")
    return (
        path.suffix.casefold() == ".teamtide"
        and len(head) == 100
        and (version <= stored.VERSION if ours else head[:6] != b"SQLite")
    )
