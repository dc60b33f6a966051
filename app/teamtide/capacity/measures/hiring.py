"""Runs of weeks with overload, and the fewest hires that end it: found by hiring.

Settled people of one discipline are put into a team and the team is computed again; the fewest that
leave no overload are the answer. Switching, ceremonies, helping out and the rota make it no
division. It stands apart from what is said of it, because it may take seconds and is therefore done
in steps.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil

import numpy as np

from teamtide.capacity.arrays import NOTHING, FloatArray
from teamtide.capacity.engine import compute, recompute
from teamtide.capacity.inputs import Inputs, Person, PlacementSet
from teamtide.capacity.results import Load

DAYS_A_WEEK = 5.0
MOST_HIRES = 200
"""The search goes no further: a team that is short of more people needs another plan."""


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring weeks with overload.

    Args:
        first: Week it begins.
        last: Last week of it.
        people: Mean overload over those weeks, in full-time equivalents (days / 5).
        most: The same in its worst week.
    """

    first: int
    last: int
    people: float
    most: float


@dataclass(frozen=True, slots=True)
class Shortage:
    """A team that is short of people of a discipline.

    Args:
        team: Index of the team.
        discipline: Index of the discipline.
        runs: When and how many.
    """

    team: int
    discipline: int
    runs: tuple[Run, ...]


def runs_of(overload: FloatArray) -> tuple[Run, ...]:
    """The runs of weeks with overload, of (W,) days a week."""
    short = overload > NOTHING
    edges = np.flatnonzero(np.diff(short, prepend=False, append=False))
    found = []
    for begin, stop in edges.reshape(-1, 2).tolist():
        people = overload[begin:stop] / DAYS_A_WEEK
        found.append(Run(begin, stop - 1, float(people.mean()), float(people.max())))
    return tuple(found)


def shortages(load: Load) -> tuple[Shortage, ...]:
    """Every team and discipline with overload, in plan order."""
    return tuple(
        Shortage(number, discipline, runs)
        for number, team in enumerate(load.teams)
        for discipline, unmet in enumerate(team.unmet_by_discipline)
        if (runs := runs_of(unmet))
    )


class Hiring:
    """The fewest hires for every shortage of a load, worked out one shortage at a time."""

    def __init__(self, load: Load) -> None:
        """Nothing is worked out yet."""
        self._load = load
        self._known: list[tuple[Shortage, int | None]] = []
        self._rest: Iterator[tuple[Shortage, int | None]] | None = None

    def steps(self) -> Iterator[None]:
        """Work out what is not known yet, a shortage at a time."""
        if self._rest is None:
            self._rest = fewest_hires(self._load)
        for found in self._rest:
            self._known.append(found)
            yield

    @property
    def found(self) -> tuple[tuple[Shortage, int | None], ...]:
        """Each shortage with the fewest hires that end it, None where hiring does not."""
        for _ in self.steps():
            pass
        return tuple(self._known)


def fewest_hires(load: Load) -> Iterator[tuple[Shortage, int | None]]:
    """Each shortage with the fewest settled people who end it, None where `MOST_HIRES` do not.

    A hire is a whole person of the discipline, in the team from the beginning and settled, without
    leave or holidays, and with no other skill. Of two numbers of hires the larger is taken to help
    at least as much, so that the least can be found by halving.
    """
    found = shortages(load)
    if not found:
        return
    limits = [_enough(load, shortage) for shortage in found]
    base = compute(_with_bench(load.inputs, max(limits)))
    staff = len(load.inputs.people)
    for shortage, limit in zip(found, limits, strict=True):
        if not _ends(base, staff, shortage, limit):
            yield shortage, None
            continue
        fails, ends = 0, limit
        while ends - fails > 1:
            middle = (fails + ends) // 2
            if _ends(base, staff, shortage, middle):
                ends = middle
            else:
                fails = middle
        yield shortage, ends


def _enough(load: Load, shortage: Shortage) -> int:
    """As many hires as should do it twice over, and no more than `MOST_HIRES`."""
    inputs = load.inputs
    worth = DAYS_A_WEEK * (1.0 - inputs.settings.overhead)
    worth -= inputs.teams[shortage.team].ceremony_hours / 8.0
    if worth <= NOTHING:
        return 1
    unmet = load.teams[shortage.team].unmet_by_discipline[shortage.discipline]
    return min(MOST_HIRES, 2 * ceil(float(unmet.max()) / worth) + 2)


def _with_bench(inputs: Inputs, count: int) -> Inputs:
    """The same plan with `count` settled people on the bench, who change nothing there."""
    bench = tuple(_hire(inputs, 0, None) for _ in range(count))
    return replace(inputs, people=(*inputs.people, *bench))


def _hire(inputs: Inputs, discipline: int, team: int | None) -> Person:
    skill = [0.0] * len(inputs.disciplines)
    skill[discipline] = 1.0
    return Person(
        key=-1,
        name="a hire",
        fte=1.0,
        primary=discipline,
        proficiency=tuple(skill),
        location=0,
        start=None,
        end=None,
        leave=(),
        today=() if team is None else (PlacementSet(None, ((team, 1.0),)),),
        own=None,
    )


def _ends(base: Load, staff: int, shortage: Shortage, count: int) -> bool:
    """Whether the first `count` people after the staff, hired, leave no overload there."""
    people = base.inputs.people
    hired = _hire(base.inputs, shortage.discipline, shortage.team)
    joined = (*people[:staff], *[hired] * count, *people[staff + count :])
    after = recompute(base, replace(base.inputs, people=joined))
    unmet = after.teams[shortage.team].unmet_by_discipline[shortage.discipline]
    return bool((unmet <= NOTHING).all())
