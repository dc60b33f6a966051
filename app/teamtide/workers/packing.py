"""What goes through the pipes between Teamtide and the process that reads foreign files.

Questions are ordinary pickles, for a plan is our own. Answers come from a process that a hostile
file may have taken over, so they are not trusted: of whatever they name only frozen dataclasses of
the plan's and the exchange's rooms are made, and only by a call; and rows of plans travel as bare
values. What an import changes is by far the largest part of an answer, tens of thousands of rows,
and stays packed until somebody looks at it.
"""

from __future__ import annotations

import io
import pickle
import sys
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from itertools import groupby, islice
from operator import attrgetter
from typing import Any, cast

from teamtide.exchange.books.sources import Source
from teamtide.exchange.importing import Import
from teamtide.exchange.rosters.choices import Choices
from teamtide.plan.changes import ChangeSet, RowChange
from teamtide.plan.rows import BY_TABLE, Row, ScenarioId, field_names
from teamtide.plan.state import State

PROTOCOL = 5
LARGEST_ANSWER = 256 * 2**20
LARGEST_QUESTION = 1 << 32
ROWS_AT_ONCE = 400
Packed = tuple[bytes, ...]
"""Rows, in pieces."""
_OURS = ("teamtide.exchange.", "teamtide.plan.")
_DAYS = (date, datetime, timedelta)


class NotAnAnswer(ValueError):
    """Bytes that no reader of ours has sent."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a reader.

    Args:
        source: The file or text.
        rows: The plan as `pack_state` packs it; None where it is that of the question before.
        choices: What the user has settled.
        today: The day it is.
        leave_out: Numbers of sheets, from 0, that are not to be touched.
    """

    source: Source
    rows: Packed | None
    choices: Choices | None
    today: date
    leave_out: tuple[int, ...] = ()


# --- questions ------------------------------------------------------------------------------


def pack_question(question: Question) -> bytes:
    """A question as bytes."""
    return pickle.dumps(question, PROTOCOL)


def unpack_question(packed: bytes) -> Question:
    """The question that was packed."""
    found: Question = pickle.loads(packed)
    return found


def pack_state(state: State) -> Packed:
    """All rows of a plan."""
    return _pack_rows((None, row) for row in state.all_rows())


def unpack_state(packed: Packed) -> State:
    """The plan that was packed."""
    return State.of(step.row for step in _unpack_rows(packed))


# --- answers --------------------------------------------------------------------------------


def pack_answer(*parts: object) -> bytes:
    """A message of a reader: its kind and what belongs to it."""
    out = io.BytesIO()
    pickler = pickle.Pickler(out, PROTOCOL)
    pickler.dispatch_table = _REDUCERS
    pickler.dump(parts)
    return out.getvalue()


def unpack_answer(packed: bytes) -> tuple[Any, ...]:
    """The message that was packed.

    Raises:
        NotAnAnswer: it names anything but plain data.
    """
    found = _unpickled(packed)
    if not isinstance(found, tuple) or not found:
        raise NotAnAnswer("not a message")
    return found


def without_changes(found: Import) -> Import:
    """An import whose change set has no rows, to be sent before them."""
    return replace(found, change=replace(found.change, changes=()))


def pack_changes(change: ChangeSet) -> Packed:
    """The rows of a change set."""
    return _pack_rows((step.before, step.after) for step in change)


class LateChange(ChangeSet):
    """A change set that has arrived but for its rows; the first look at them unpacks them."""

    @cached_property
    def changes(self) -> tuple[RowChange, ...]:
        """The row changes, in order."""
        return tuple(_unpack_rows(vars(self)["_late"].wait()))

    def __bool__(self) -> bool:
        """True where anything changes at all; does not look at the rows."""
        count: int | None = vars(self).get("_count")
        return bool(self.changes) if count is None else count > 0

    def __eq__(self, other: object) -> bool:
        """As change sets compare, however they came."""
        if not isinstance(other, ChangeSet):
            return NotImplemented
        return _values(self) == _values(other)

    __hash__ = ChangeSet.__hash__


def late_change(
    label: str, scenario: ScenarioId | None, notes: tuple[str, ...], count: int, late: Late
) -> LateChange:
    """A change set of `count` rows, which `late` will hold."""
    made = object.__new__(LateChange)
    vars(made).update(label=label, scenario=scenario, notes=notes, _count=count, _late=late)
    return made


def _values(change: ChangeSet) -> tuple[object, ...]:
    return change.label, change.changes, change.scenario, change.notes


class Late:
    """Rows that may still be on their way; any thread may wait for them."""

    def __init__(self) -> None:
        """Nothing has come."""
        self._came = threading.Event()
        self._packed: Packed | None = None

    def put(self, packed: Packed | None) -> None:
        """They are here; None where they will not come. Only the first time counts."""
        if not self._came.is_set():
            self._packed = packed
            self._came.set()

    def wait(self) -> Packed:
        """The rows, once they are here.

        Raises:
            NotAnAnswer: they will not come.
        """
        self._came.wait()
        if self._packed is None:
            raise NotAnAnswer("the change did not arrive")
        return self._packed


# --- rows -----------------------------------------------------------------------------------


def _pack_rows(pairs: Iterable[tuple[Row | None, Row | None]]) -> Packed:
    """Rows before and after: runs of one table, each row the tuple of its values.

    In pieces of a millisecond each, since no other thread runs while one of them is made.
    """
    pieces: list[bytes] = []
    for table, run in groupby(pairs, lambda pair: (pair[1] or cast("Row", pair[0])).TABLE):
        values = _values_of(table)
        while some := list(islice(run, ROWS_AT_ONCE)):
            plain = [(before and values(before), after and values(after)) for before, after in some]
            pieces.append(pickle.dumps((table, plain), PROTOCOL))
    return tuple(pieces)


def _unpack_rows(packed: Packed) -> list[RowChange]:
    found: list[RowChange] = []
    try:
        for piece in packed:
            table, pairs = _unpickled(piece)
            make = cast("Callable[..., Row]", BY_TABLE[table])
            found += [
                RowChange(before and make(*before), after and make(*after))
                for before, after in pairs
            ]
    except (TypeError, KeyError, ValueError) as error:
        raise NotAnAnswer("not rows") from error
    return found


@cache
def _values_of(table: str) -> Callable[[Row], tuple[Any, ...]]:
    return cast("Callable[[Row], tuple[Any, ...]]", attrgetter(*field_names(BY_TABLE[table])))


# --- pickles of frozen dataclasses, and nothing else ----------------------------------------


class _Maker:
    """Makes values of one class. It is no class itself, so that nothing can be set on one."""

    __slots__ = ("_kind",)
    _kind: type

    def __init__(self, kind: type) -> None:
        object.__setattr__(self, "_kind", kind)

    def __call__(self, *values: object) -> object:
        return self._kind(*values)

    def __setattr__(self, name: str, value: object) -> None:
        raise NotAnAnswer("nothing can be set")


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if module == "datetime":
            for kind in _DAYS:
                if name == kind.__name__:
                    return _Maker(kind)
        if module.startswith(_OURS) and module in sys.modules:
            found = vars(sys.modules[module]).get(name)
            if isinstance(found, type) and found.__module__ == module and _is_plain(found):
                return _Maker(found)
        raise NotAnAnswer(f"{module}.{name} is no part of an answer")


def _is_plain(kind: type) -> bool:
    params = getattr(kind, "__dataclass_params__", None)
    return params is not None and bool(params.frozen) and not hasattr(kind, "__post_init__")


def _unpickled(packed: bytes) -> Any:
    try:
        return _Unpickler(io.BytesIO(packed)).load()
    except NotAnAnswer:
        raise
    except Exception as error:  # a broken pickle raises whatever its bytes happen to mean
        raise NotAnAnswer("not an answer") from error


Reducer = Callable[[Any], tuple[type, tuple[Any, ...]]]


class _Reducers(dict[type, Reducer]):
    """Dataclasses as a call of their class, worked out once a class."""

    def __missing__(self, kind: type) -> Reducer:
        if not is_dataclass(kind):
            raise KeyError(kind)
        names = [field.name for field in fields(kind)]
        found = self[kind] = lambda thing: (kind, tuple(getattr(thing, name) for name in names))
        return found


_REDUCERS = _Reducers()
