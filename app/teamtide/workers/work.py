"""What a job is, and what it may lean on while it runs in a child process.

A job is a generator function `job(work, *arguments)`: it yields a `Progress` or a `Partial` between
slices of at most some tens of milliseconds, so that topics take turns and a job nobody waits for
any more ends soon, and returns its result. All it needs of plans already computed it asks `work`
for: a plan that differs a little from the last one costs a little.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

from teamtide.capacity.inputs import Inputs
from teamtide.workers.plans import differing

if TYPE_CHECKING:
    from teamtide.capacity.projection import Projection
    from teamtide.capacity.results import Load


class CannotBeWorkedOut(Exception):
    """There is no answer, for a reason the user can do something about: the text says it."""


RESIDENT = 4
"""Plans whose results a child keeps, the scenario on screen and what hovers over it among them."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is: `done` of `total`."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Partial:
    """A first answer, of the same type as the result, to be refined."""

    payload: Any


Steps = Generator[Progress | Partial, None, Any]
JobFunction = Callable[..., Steps]


def find_job(place: str) -> JobFunction:
    """The job at `module:function`, imported now."""
    module, _, name = place.partition(":")
    found: JobFunction = getattr(import_module(module), name)
    return found


@dataclass(slots=True, eq=False)
class Resident:
    """What is known of one plan. `notes` is for jobs, by their own names."""

    inputs: Inputs
    load: Load | None = None
    projection: Projection | None = None
    notes: dict[str, Any] = field(default_factory=dict)


class Work:
    """What a job may ask for."""

    def __init__(self, residents: Residents, cancelled: Callable[[], bool]) -> None:
        """For one job; `cancelled` says whether its answer has become stale."""
        self._residents = residents
        self.cancelled = cancelled

    def load(self, inputs: Inputs) -> Load:
        """The expected load of a plan, recomputed from the nearest plan known.

        Raises:
            CycleError: If chunks wait for one another.
        """
        return self._residents.load(inputs)

    def projection(self, inputs: Inputs) -> Projection:
        """The projected load of a plan, from the nearest plan known.

        Raises:
            CycleError: If chunks wait for one another.
        """
        return self._residents.projection(inputs)

    def known(self, inputs: Inputs) -> Resident:
        """What is known of a plan, to be added to."""
        return self._residents.of(inputs)

    def nearest(self, inputs: Inputs, note: str) -> Resident | None:
        """The other plan that has such a note and shares most with this one."""
        return self._residents.nearest(inputs, lambda resident: note in resident.notes)

    def forget(self, note: str, *but: Inputs) -> None:
        """Drop a note of all plans but some."""
        self._residents.forget(note, *but)


class Residents:
    """Results of the plans last asked about."""

    def __init__(self) -> None:
        """None yet."""
        self._kept: OrderedDict[int, Resident] = OrderedDict()

    def of(self, inputs: Inputs) -> Resident:
        """What is known of a plan; the plan asked for longest ago may be forgotten for it."""
        found = self._kept.get(id(inputs))
        if found is None:
            found = self._kept[id(inputs)] = Resident(inputs)
            while len(self._kept) > RESIDENT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(id(inputs))
        return found

    def load(self, inputs: Inputs) -> Load:
        """See `Work.load`."""
        from teamtide.capacity.engine import compute, recompute

        mine = self.of(inputs)
        if mine.load is None:
            near = self.nearest(inputs, lambda resident: resident.load is not None)
            known = None if near is None else near.load
            mine.load = compute(inputs) if known is None else recompute(known, inputs)
        return mine.load

    def projection(self, inputs: Inputs) -> Projection:
        """See `Work.projection`."""
        from teamtide.capacity.projection import project

        load = self.load(inputs)
        mine = self.of(inputs)
        if mine.projection is None:
            near = self.nearest(inputs, lambda resident: resident.projection is not None)
            mine.projection = project(load, None if near is None else near.projection)
        return mine.projection

    def nearest(self, inputs: Inputs, able: Callable[[Resident], bool]) -> Resident | None:
        """The other plan that is `able` and differs least from this one; the latest of equals."""
        others = [r for r in reversed(self._kept.values()) if r.inputs is not inputs and able(r)]
        return min(others, key=lambda resident: differing(resident.inputs, inputs), default=None)

    def forget(self, note: str, *but: Inputs) -> None:
        """See `Work.forget`."""
        for resident in self._kept.values():
            if not any(resident.inputs is kept for kept in but):
                resident.notes.pop(note, None)
