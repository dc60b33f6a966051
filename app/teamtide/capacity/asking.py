"""The asks of a plan, from those of a similar one.

A piece of work that changes hands changes its own asks and no other's. So what differs is taken
out of the asks there are, made anew, and put in where it belongs: the very columns, in the very
order, that collecting everything would give.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress
from operator import is_not
from typing import Any, NamedTuple

import numpy as np

from teamtide.capacity.arrays import IntArray, freeze
from teamtide.capacity.calendar import Calendar
from teamtide.capacity.demand import (
    Asks,
    Presence,
    Work,
    ask_order,
    asks_of_work,
    collect_asks,
)
from teamtide.capacity.inputs import Inputs
from teamtide.capacity.schedule import Schedule


class Changed(NamedTuple):
    """Indices of the work that may differ between two plans with as much of each, ascending."""

    projects: list[int]
    chunks: list[int]
    services: list[int]


def changed_work(before: Inputs, after: Inputs) -> Changed | None:
    """What work may differ; None where there is more or less of it than before."""
    pairs = (
        (before.projects, after.projects),
        (before.chunks, after.chunks),
        (before.services, after.services),
    )
    if any(len(old) != len(new) for old, new in pairs):
        return None
    return Changed(*(_unlike(old, new) for old, new in pairs))


def _unlike(old: Sequence[Any], new: Sequence[Any]) -> list[int]:
    if old is new:
        return []
    # Equal specs are nearly always the same ones, and asking twice costs less than comparing.
    return list(compress(range(len(old)), map(is_not, old, new)))


class Known(NamedTuple):
    """What asks were made from, beside a calendar that stays."""

    inputs: Inputs
    schedule: Schedule
    presence: Presence


def asks_again(
    asks: Asks, before: Known, after: Known, changed: Changed | None, calendar: Calendar
) -> tuple[Asks, frozenset[int]]:
    """The asks of a plan from those of another.

    Args:
        asks: The other's.
        before: What they were made from.
        after: What the new ones are made from, with as many teams and people.
        changed: How the work of the two differs, as from `changed_work`.
        calendar: The weeks of both.

    Returns:
        What `collect_asks` returns, and the teams (their number: the tray) that may be asked for
        something else than before.
    """
    inputs = after.inputs
    if changed is None:
        fresh = collect_asks(inputs, calendar, after.schedule, after.presence)
        return fresh, frozenset(range(len(inputs.teams) + 1))
    work = Work(_chunks_to_ask(before, after, changed), np.array(changed.services, dtype=np.int64))
    if not len(work.chunks) and not len(work.services):
        return asks, frozenset()
    count = len(inputs.chunks) + len(inputs.services)
    again = np.zeros(count, dtype=bool)
    again[work.chunks] = True
    again[count - 1 - work.services] = True
    # Services have negative numbers, and so stand at the end.
    gone = again[asks.item]
    new = asks_of_work(inputs, calendar, after.schedule, after.presence, work)
    stay = np.flatnonzero(~gone)
    place = np.searchsorted(ask_order(inputs, asks.table)[stay], ask_order(inputs, new.table))
    place += np.arange(len(place))
    source = np.empty(len(stay) + len(place), dtype=np.int64)
    old = np.ones(len(source), dtype=bool)
    old[place] = False
    source[old] = stay
    source[place] = len(gone) + np.arange(len(place))
    table = np.concatenate([asks.table, new.table], axis=1).take(source, axis=1)
    days = np.concatenate([asks.days, new.days]).take(source)
    freeze(table, days)
    teams = {*asks.team[gone].tolist(), *new.team.tolist()}
    return Asks(table, days), frozenset(teams)


def _chunks_to_ask(before: Known, after: Known, changed: Changed) -> IntArray:
    """The chunks that may ask for something else, ascending."""
    inputs, chunks = after.inputs, after.inputs.chunks
    unlike = np.zeros(len(chunks), dtype=bool)
    unlike[changed.chunks] = True
    old, new = before.schedule, after.schedule
    if old is not new:
        unlike |= (old.first != new.first) | (old.length != new.length) | (old.effort != new.effort)
    paused = {
        index
        for index in changed.projects
        if before.inputs.projects[index].active != inputs.projects[index].active
    }
    if paused:
        unlike |= np.fromiter((chunk.project in paused for chunk in chunks), bool, len(chunks))
    if before.presence is not after.presence:
        unlike |= np.fromiter((bool(chunk.who) for chunk in chunks), bool, len(chunks))
    return np.flatnonzero(unlike)
