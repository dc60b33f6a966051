"""How a plan gets to a child process without being sent whole each time.

Two thousand people take tens of milliseconds to pickle, too long for the window's thread, while a
drag changes one of them. Inputs made after a small change share every other spec (they are the
same objects), so what is sent is which runs of an earlier plan's specs are kept and the new specs
between them, at most `SPECS_AT_ONCE` at a time. The child puts the same sharing together again, so
the engine over there finds what changed as quickly as here.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields
from itertools import compress
from operator import is_, is_not
from typing import Any

from teamtide.capacity.inputs import Inputs
from teamtide.workers.frames import Forget, PlanPart

SECTIONS = ("people", "teams", "projects", "chunks", "services")
REST = tuple(field.name for field in fields(Inputs) if field.name not in SECTIONS)
SPECS_AT_ONCE = 100
"""Some tenths of a millisecond of pickling."""
KEPT = 8
"""Plans a child remembers beyond those it is asked about."""
_LOOKED_AT = 100

Run = range | tuple[Any, ...]
"""Specs of the base plan that are kept, or new ones."""


@dataclass(frozen=True, slots=True)
class Part:
    """A message and the number of specs in it."""

    message: PlanPart | Forget
    specs: int


class PlanSender:
    """Knows which plans the child has."""

    def __init__(self) -> None:
        """A child that has none."""
        self._known: OrderedDict[int, Inputs] = OrderedDict()
        self._last = 0

    def number(self, inputs: Inputs) -> int:
        """The number of a plan that was sent.

        Raises:
            KeyError: If it was not.
        """
        for number, known in self._known.items():
            if known is inputs:
                return number
        raise KeyError("this plan was not sent")

    def parts(self, wanted: Collection[Inputs]) -> Iterator[Part]:
        """Messages after which the child has all these plans; none where it has them.

        They have to be sent as they come, all of them, before anything else is asked for.
        """
        for inputs in wanted:
            number = next((n for n, known in self._known.items() if known is inputs), None)
            if number is None:
                base = self._nearest(inputs)
                self._last = number = self._last + 1
                yield from _parts(number, inputs, base, None if base is None else self._known[base])
                self._known[number] = inputs
            self._known.move_to_end(number)
        needed = {id(inputs) for inputs in wanted}
        spare = [number for number, known in self._known.items() if id(known) not in needed]
        for number in spare[: max(0, len(self._known) - KEPT)]:
            del self._known[number]
            yield Part(Forget(number), 0)

    def _nearest(self, inputs: Inputs) -> int | None:
        found, most = None, 0
        for number, known in self._known.items():
            alike = closeness(known, inputs)
            if alike and alike >= most:
                found, most = number, alike
        return found


class PlanStore:
    """The plans a child has."""

    def __init__(self) -> None:
        """None yet."""
        self._plans: dict[int, Inputs] = {}
        self._drafts: dict[int, dict[str, list[Any]]] = {}

    def take(self, message: PlanPart | Forget) -> None:
        """Follow a message of the sender."""
        if isinstance(message, Forget):
            self._plans.pop(message.number, None)
            return
        base = None if message.base is None else self._plans[message.base]
        draft = self._drafts.setdefault(message.number, {name: [] for name in SECTIONS})
        for name, run in message.pieces:
            if isinstance(run, range):
                draft[name] += getattr(base, name)[run.start : run.stop]
            else:
                draft[name] += run
        if message.rest is None:
            return
        del self._drafts[message.number]
        sections: dict[str, Any] = {
            name: _kept_whole(base, name, specs) for name, specs in draft.items()
        }
        self._plans[message.number] = Inputs(**message.rest, **sections)

    def plan(self, number: int) -> Inputs:
        """The plan of that number."""
        return self._plans[number]


def closeness(one: Inputs, other: Inputs) -> int:
    """How much two plans share, judged by some of their people and chunks; 0 is nothing."""
    return _same(one.people, other.people) + _same(one.chunks, other.chunks)


def differing(one: Inputs, other: Inputs) -> int:
    """How many specs of two plans are not the same object in the same place."""
    return sum(
        abs(len(old) - len(new)) + sum(map(is_not, old, new))
        for old, new in ((getattr(one, name), getattr(other, name)) for name in SECTIONS)
        if old is not new
    )


def _same(one: tuple[object, ...], other: tuple[object, ...]) -> int:
    step = max(1, len(other) // _LOOKED_AT)
    return sum(map(is_, one[::step], other[::step]))


def _kept_whole(base: Inputs | None, name: str, specs: list[Any]) -> tuple[Any, ...]:
    """The section as a tuple: the base's own where nothing in it changed."""
    old: tuple[Any, ...] = () if base is None else getattr(base, name)
    unchanged = len(old) == len(specs) and all(map(is_, old, specs))
    return old if unchanged else tuple(specs)


def _parts(number: int, inputs: Inputs, base: int | None, old: Inputs | None) -> Iterator[Part]:
    pieces: list[tuple[str, Run]] = []
    specs = 0
    for name in SECTIONS:
        for run in _runs(() if old is None else getattr(old, name), getattr(inputs, name)):
            pieces.append((name, run))
            specs += 0 if isinstance(run, range) else len(run)
            if specs >= SPECS_AT_ONCE:
                yield Part(PlanPart(number, base, tuple(pieces), None), specs)
                pieces, specs = [], 0
    rest = {name: getattr(inputs, name) for name in REST}
    yield Part(PlanPart(number, base, tuple(pieces), rest), specs)


def _runs(old: tuple[Any, ...], new: tuple[Any, ...]) -> Iterator[Run]:
    """`new` as runs of `old` and new specs between them, the latter in handy lengths."""
    if old is not new and len(old) == len(new):
        changed = list(compress(range(len(new)), map(is_not, old, new)))
        if len(changed) > len(new) // 8:
            return _moved_runs(old, new)
        return _replaced_runs(new, changed)
    return _moved_runs(old, new) if old is not new else _replaced_runs(new, [])


def _replaced_runs(new: tuple[Any, ...], changed: list[int]) -> Iterator[Run]:
    """Runs where each spec stands where it stood, or was replaced: what most changes do."""
    start = 0
    for at in changed:
        if start < at:
            yield range(start, at)
        yield new[at : at + 1]
        start = at + 1
    if start < len(new):
        yield range(start, len(new))


def _moved_runs(old: tuple[Any, ...], new: tuple[Any, ...]) -> Iterator[Run]:
    """Runs where specs came, went, or stand in another order."""
    known = {id(spec): place for place, spec in enumerate(old)}
    where = [known.get(id(spec), -1) for spec in new]
    start = 0
    for at in range(1, len(new) + 1 if new else 0):
        if at < len(new):
            here, before = where[at], where[at - 1]
            if here < 0 and before < 0 and at - start < SPECS_AT_ONCE:
                continue
            if here >= 0 and before >= 0 and here == before + 1:
                continue
        if where[start] >= 0:
            yield range(where[start], where[at - 1] + 1)
        else:
            yield new[start:at]
        start = at
