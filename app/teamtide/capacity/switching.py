"""What juggling several threads costs, and what a rota saves.

Reads a first allocation, follows every thread of work to the people who do it, and says by what
part the supply of each discipline shrinks (MODEL section 3, "Switching"). People of a team with
the same primary discipline are taken together, so that naming someone or noting a small skill
changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from teamtide.capacity.allocation import Allocation, Groups, Wants
from teamtide.capacity.arrays import (
    NOTHING,
    BoolArray,
    FloatArray,
    IntArray,
    run_starts,
    sum_runs,
    tally,
)
from teamtide.capacity.demand import Asks

_MOST_LOST = 0.5


@dataclass(frozen=True)
class AskIndex:
    """Where each ask of a batch of T teams sits in the arrays of an allocation.

    Args:
        asks: The asks, `asks.team` being the number of the team in the batch.
        first: Asks of round 1, without a name.
        rest: Asks of round 3.
        named: Asks by name, round 2.
        group: For each of `named`, which of the M named groups it is asked of.
        cells: Where the asks of each (team, thread, week) begin.
    """

    asks: Asks
    first: IntArray
    rest: IntArray
    named: IntArray
    group: IntArray
    cells: IntArray


def index_asks(asks: Asks, groups: Groups) -> AskIndex:
    """Sorts the asks of a batch into rounds."""
    by_name = asks.person >= 0
    interrupting = asks.interrupting > 0
    named = np.flatnonzero(by_name)
    people = 1 + int(max(groups.person.max(initial=0), asks.person.max(initial=0)))
    keys = groups.team[groups.named] * people + groups.person
    order = np.argsort(keys)
    wanted = asks.team[named] * people + asks.person[named]
    group = order[np.searchsorted(keys[order], wanted)] if len(keys) else named
    return AskIndex(
        asks,
        np.flatnonzero(interrupting & ~by_name),
        np.flatnonzero(~interrupting & ~by_name),
        named,
        group,
        run_starts(asks.team, asks.thread, asks.week),
    )


def sum_wants(index: AskIndex, teams: int, named: int, weeks: int, disciplines: int) -> Wants:
    """Adds the asks up by round, team or named person, week and discipline."""
    asks = index.asks

    def total(which: IntArray, row: IntArray, rows: int) -> FloatArray:
        cell = (row * weeks + asks.week[which]) * disciplines + asks.discipline[which]
        return tally(cell, asks.days[which], (rows, weeks, disciplines))

    return Wants(
        first=total(index.first, asks.team[index.first], teams),
        named=total(index.named, index.group, named),
        rest=total(index.rest, asks.team[index.rest], teams),
    )


@dataclass(frozen=True)
class Juggling:
    """What switching does to T teams of D disciplines over W weeks.

    Args:
        threads: (T, W, D) effective number of threads juggled, K; 1 if idle.
        factor: (T, W, D) what is left of the supply, rota slack included.
        slack: (T, W, D) days of the person on call that no interruption filled.
    """

    threads: FloatArray
    factor: FloatArray
    slack: FloatArray


@dataclass(frozen=True)
class Parts:
    """What part each of N asks is of all that is asked beside it.

    Args:
        cell: (N,) where it stands among the wants of round 1, then those of round 3; of work by
            name, anywhere.
        part: (N,) its part; of work by name, nothing.
        named: (M, W, D) as in `Wants`.
    """

    cell: IntArray
    part: FloatArray
    named: FloatArray


def share_asks(index: AskIndex, wants: Wants) -> Parts:
    """Divides what was asked together; one answer does for every allocation of the same wants."""
    asks = index.asks
    teams, weeks, disciplines = wants.first.shape
    late = 1 - asks.interrupting
    cell = ((late * teams + asks.team) * weeks + asks.week) * disciplines + asks.discipline
    cell[index.named] = 0
    asked = np.concatenate([wants.first, wants.rest]).reshape(-1)[cell]
    asked[index.named] = np.inf
    return Parts(cell, asks.days / asked, wants.named)


def ask_time(index: AskIndex, parts: Parts, groups: Groups, allocation: Allocation) -> FloatArray:
    """(N, D) time each ask took from the people of each primary discipline, pro rata."""
    asks, disciplines = index.asks, allocation.unmet.shape[2]
    taken = np.concatenate([allocation.first, allocation.rest]).reshape(-1, disciplines)
    time: FloatArray = taken.take(parts.cell, axis=0)
    time *= parts.part[:, None]
    if len(index.named):
        which = index.named
        time[which] = 0.0
        at = (index.group, asks.week[which], asks.discipline[which])
        part = allocation.named[at] * asks.days[which] / parts.named[at]
        primary = groups.group_primary[groups.named[index.group]]
        time[which, primary] = part
    return time


def juggle(
    index: AskIndex,
    time: FloatArray,
    supply: FloatArray,
    present: FloatArray,
    rota: BoolArray,
    switch: float,
) -> Juggling:
    """What the first allocation costs in switching.

    Args:
        index: The asks.
        time: (N, D) as from `ask_time`.
        supply: (T, W, D) days of the people of each primary discipline.
        present: (T, W, D) days present over 5, before max with 1.
        rota: (T,) whether one person a week is on call.
        switch: The setting s.
    """
    teams, weeks = supply.shape[:2]
    asks = index.asks
    spent, squares = _by_urgency(index, time, teams, weeks)
    others, urgent = spent
    people = np.maximum(1.0, present)
    b_others = 1.0 + (_effective(others, squares[0]) - 1.0) / people
    b_urgent = 1.0 + (_effective(urgent, squares[1]) - 1.0) / people
    one = np.zeros_like(supply)
    slack = np.zeros_like(supply)
    interrupted = np.zeros(teams, dtype=bool)
    interrupted[asks.team[(asks.interrupting > 0) & (asks.days > NOTHING)]] = True
    for team in np.flatnonzero(rota & interrupted):
        call = _on_call(urgent[team], supply[team])
        week = np.flatnonzero(call >= 0)
        at = (team, week, call[week])
        one[at] = supply[at] / people[at]
        slack[at] = np.maximum(0.0, one[at] - urgent[at])
    total = others + urgent
    calm = np.minimum(urgent, one)
    reached = total - calm
    busy = reached > NOTHING
    part = np.divide(urgent - calm, reached, out=np.zeros_like(total), where=busy)
    mixed = part * part / b_urgent + (1.0 - part) ** 2 / b_others
    juggled = calm * b_urgent
    juggled += np.divide(reached, mixed, out=np.zeros_like(total), where=busy)
    threads = np.divide(juggled, total, out=np.ones_like(total), where=total > NOTHING)
    some = supply > NOTHING
    filled = np.divide(total, supply, out=np.zeros_like(total), where=some)
    lost = np.minimum(_MOST_LOST, switch * (threads - 1.0) * np.minimum(1.0, filled))
    gone = np.divide(slack, supply, out=np.zeros_like(total), where=some)
    return Juggling(threads, (1.0 - gone) * (1.0 - lost), slack)


def _by_urgency(
    index: AskIndex, time: FloatArray, teams: int, weeks: int
) -> tuple[FloatArray, FloatArray]:
    """(2, T, W, D) sums and sums of squares of the threads' times; others first, then urgent."""
    disciplines = time.shape[1]
    shape = (2, teams, weeks, disciplines)
    asks, cells = index.asks, index.cells
    thread = sum_runs(time, cells)
    row = (asks.interrupting[cells] * teams + asks.team[cells]) * weeks + asks.week[cells]
    cell = (row[:, None] * disciplines + np.arange(disciplines)).ravel()
    values = thread.ravel()
    return tally(cell, values, shape), tally(cell, values * values, shape)


def _effective(total: FloatArray, squares: FloatArray) -> FloatArray:
    """Effective number of threads (Σ)²/Σ²; 1 where there is no time."""
    some = total > NOTHING
    return np.divide(total * total, squares, out=np.ones_like(total), where=some)


def _on_call(urgent: FloatArray, supply: FloatArray) -> IntArray:
    """(W,) the discipline whose people are on call, -1 where nobody can be.

    The one with the most interrupting time; ties go to the first with supply.
    """
    most = urgent.max(axis=1, keepdims=True)
    fits = (urgent >= most - NOTHING) & (supply > NOTHING)
    call: IntArray = np.where(fits.any(axis=1), fits.argmax(axis=1), -1)
    return call
