"""What is not done carries over: the loop over weeks of MODEL section 4, for many samples at once.

Weeks follow one another and cannot be computed together; samples can. So this is one plain loop
over weeks whose every step is a few calls on arrays of (work at hand, samples): release, want, deal
out, serve, finish. The projected load is this loop with one sample and the plan's own numbers, the
bands are the same loop with drawn ones; there is no second reading of the page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from teamtide.capacity.arrays import BoolArray, FloatArray, IntArray, run_starts
from teamtide.capacity.carry_groups import CarryGroups
from teamtide.capacity.carry_plan import CarryPlan
from teamtide.capacity.carry_pools import deal_pools, serve_slots, sum_pools
from teamtide.capacity.projected import UNFINISHED
from teamtide.capacity.schedule import ENOUGH

WeekArray = npt.NDArray[np.int32]
"""Weeks in half the room: there is one for every chunk and sample."""

_ROUNDING = 1e-12


class Cancelled(Exception):
    """Somebody asked to stop."""


@dataclass(frozen=True)
class Draws:
    """What differs between S samples.

    Args:
        samples: S.
        factor: (I, S) what the planned work of each item is multiplied by; None is 1 everywhere.
        phase: (I, S) phase in which each burst starts, 0 for others; None is 0 everywhere.
        arrivals: (services projected, W, S) days that arrive; None is what is planned.
    """

    samples: int
    factor: FloatArray | None = None
    phase: IntArray | None = None
    arrivals: FloatArray | None = None


class Record:
    """What one sample's slots asked and got, kept only where somebody wants to see it.

    Args:
        wanted: (N, W) days asked of each slot.
        done: (N, W) days done.
        held: (N, W) days that max people holds back.
        released: (I, W) days released of each item.
    """

    def __init__(self, plan: CarryPlan) -> None:
        """Makes room."""
        shape = (len(plan.slots.row), plan.weeks)
        self.wanted, self.done, self.held = np.zeros(shape), np.zeros(shape), np.zeros(shape)
        self.released = np.zeros((len(plan.items.item), plan.weeks))


@dataclass(frozen=True)
class Outcome:
    """What came of S samples.

    Args:
        wants: (T, W, S) work wanted of each team.
        unmet: (T, W, S) work unmet at week's end.
        finish: (C, S) week in which each chunk of the plan finishes.
    """

    wants: FloatArray
    unmet: FloatArray
    finish: WeekArray


def carry(
    plan: CarryPlan,
    groups: CarryGroups,
    draws: Draws,
    *,
    finish: WeekArray | None = None,
    record: Record | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Outcome:
    """Projects some teams week by week.

    Args:
        plan: The work.
        groups: The teams' people.
        draws: The samples.
        finish: (C, S) finish weeks of chunks that are not projected, known from elsewhere.
        record: Where to note what each slot asked and got, of a single sample.
        cancelled: Asked once a week whether to stop.

    Raises:
        Cancelled: If `cancelled` says so.
    """
    state = _State(plan, draws, finish)
    shape = (len(plan.teams), plan.weeks, draws.samples)
    wants, unmet = np.zeros(shape), np.zeros(shape)
    for week in range(plan.weeks):
        if cancelled is not None and cancelled():
            raise Cancelled
        _release(state, week, record)
        _work(state, groups, week, wants[:, week], unmet[:, week], record)
        _finish(state, week)
    return Outcome(wants, unmet, state.finish)


class _State:
    """Where S samples stand.

    Args:
        flows: Number of services; they are the first items.
        open: (I, S) released and not done.
        enough: (I, S) what may be open of an item that is done.
        due: (I, S) week of its last release: as planned, and what its clock is behind.
        latest: (I,) the last of them in any sample.
        source: (I, S) cell of `planned` each would release in week 0, clocks behind or not.
        late: (I,) whether it is behind in any sample.
        begun: (I,) whether anything of it was released in any sample.
        over: (I,) whether it is finished in every sample.
        waits: (L,) whether the link may still hold its item.
        finish: (C, S) finish weeks.
        phased: (I,) whether any sample is in another phase than planned.
    """

    def __init__(self, plan: CarryPlan, draws: Draws, finish: WeekArray | None) -> None:
        items, samples = plan.items, draws.samples
        shape = (len(items.item), samples)
        self.plan, self.draws = plan, draws
        self.flows = int(np.count_nonzero(items.item < 0))
        self.open = np.zeros(shape)
        self.enough = np.empty(shape)
        self.enough[:] = ENOUGH * items.effort[:, None]
        if draws.factor is not None:
            self.enough *= draws.factor
        self.due = np.empty(shape, dtype=np.int32)
        self.due[:] = items.last[:, None]
        self.latest = items.last.copy()
        self.late = np.zeros(shape[0], dtype=bool)
        self.begun = items.item < 0
        self.over = np.zeros(shape[0], dtype=bool)
        self.waits = np.ones(len(plan.links.row), dtype=bool)
        self.phased = np.zeros(shape[0], dtype=bool)
        self.source = np.empty(shape, dtype=np.int64)
        self.source[:] = np.arange(shape[0])[:, None] * plan.weeks
        if draws.phase is not None:
            self.phased = np.logical_or.reduce(draws.phase > 0, axis=1)
            some = np.flatnonzero(self.phased)
            row = items.phases[some, None] + draws.phase[some]
            row = np.where(draws.phase[some] > 0, row, some[:, None])
            self.source[some] = row * plan.weeks
        if finish is None:
            finish = np.full((plan.chunks, samples), UNFINISHED, dtype=np.int32)
        self.finish: WeekArray = finish.copy()
        for index, week in plan.finished.items():
            self.finish[index] = week
        self.over[np.isin(items.item, list(plan.finished))] = True


def _release(state: _State, week: int, record: Record | None) -> None:
    """Adds what each item releases in a week to what is open of it."""
    plan, draws = state.plan, state.draws
    items, flows = plan.items, state.flows
    started = (items.start <= week) & ~state.over
    held = _held(state, week, started)
    if flows:
        if draws.arrivals is None:
            state.open[:flows] += items.planned[:flows, week, None]
        else:
            state.open[:flows] += draws.arrivals[:, week]
        if record is not None:
            record.released[:flows, week] = items.planned[:flows, week]
    apart = state.late | state.phased
    plain = np.flatnonzero(
        started & ~apart & (items.planned[: len(started), week] > 0.0) & (items.item >= 0)
    )
    if len(plain):
        amount = items.planned[plain, week, None]
        if draws.factor is not None:
            amount = amount * draws.factor[plain]
        state.open[plain] += amount
        state.begun[plain] = True
        if record is not None:
            record.released[plain, week] = amount[:, 0]
    rows = (started & apart).nonzero()[0]
    if len(rows):
        _release_late(state, week, rows, held, record)


def _release_late(
    state: _State,
    week: int,
    rows: IntArray,
    held: tuple[IntArray, BoolArray],
    record: Record | None,
) -> None:
    """Releases items of which some samples are behind the plan or in another phase of a burst."""
    plan, draws = state.plan, state.draws
    items = plan.items
    # Whatever is released to the last week in every sample has nothing more to release.
    rows = rows[week <= state.latest[rows]]
    if not len(rows):
        return
    amount = items.planned.take(state.source[rows] + week)
    stopped, samples = held
    # Every item that is held is late and not over, so it is among these rows.
    if len(stopped):
        place = np.searchsorted(rows, stopped)
        amount[place] = np.where(samples, 0.0, amount[place])
    if draws.factor is not None:
        amount *= draws.factor[rows]
    state.open[rows] += amount
    fresh = (~state.begun[rows]).nonzero()[0]
    state.begun[rows[fresh]] = (amount[fresh] > 0.0).any(axis=1)
    if record is not None:
        record.released[rows, week] = amount[:, 0]


def _held(state: _State, week: int, started: BoolArray) -> tuple[IntArray, BoolArray]:
    """Items whose clock stops this week in some sample, ascending, and (n, S) in which."""
    plan, nobody = state.plan, (np.zeros(0, dtype=np.int64), np.zeros((0, 0), dtype=bool))
    links = plan.links
    may = state.waits & started[links.row] & (week > links.due + links.lag)
    which = may.nonzero()[0]
    if not len(which):
        return nobody
    late = state.finish[links.before[which]] > (week - 1 - links.lag[which, None])
    some = late.any(axis=1)
    # Who has finished stays finished, so the link never holds again.
    state.waits[which[~some]] = False
    which, late = which[some], late[some]
    if not len(which):
        return nobody
    starts = run_starts(links.row[which])
    rows = links.row[which[starts]]
    if len(starts) < len(which):
        late = np.logical_or.reduceat(late, starts, axis=0)
    # A clock that has come to its end is not stopped any more.
    late &= state.due[rows] >= week
    some = late.any(axis=1)
    rows, late = rows[some], late[some]
    due = state.due[rows] + late
    state.due[rows], state.latest[rows] = due, due.max(axis=1)
    state.source[rows] -= late
    state.late[rows] = True
    return rows, late


def _work(
    state: _State,
    groups: CarryGroups,
    week: int,
    wants: FloatArray,
    unmet: FloatArray,
    record: Record | None,
) -> None:
    """Wants of the work at hand, what is done of them, and what is left open.

    Args:
        state: Where the samples stand.
        groups: The teams' people.
        week: The week.
        wants: (T, S) filled with what is wanted of each team.
        unmet: (T, S) filled with what is unmet of it.
        record: Where to note it by slot.
    """
    plan, slots = state.plan, state.plan.slots
    here = (state.begun & ~state.over)[slots.row]
    if len(slots.share):
        shared = slots.share_row >= 0
        here[shared] &= slots.share[slots.share_row[shared], week] > 0.0
    at = here.nonzero()[0]
    if not len(at):
        return
    row, share_row = slots.row[at], slots.share_row[at]
    whole = wanted = state.open.take(row, axis=0)
    capped = (plan.items.cap[row] < np.inf).nonzero()[0]
    split = (share_row >= 0).nonzero()[0]
    share = slots.share[share_row[split], week, None]
    if len(capped) or len(split):
        wanted = whole.copy()
    if len(capped):
        wanted[capped] = np.minimum(wanted[capped], plan.items.cap[row[capped], None])
    if len(split):
        wanted[split] *= share
    starts = run_starts(slots.pool[at])
    pools = slots.pool[at[starts]]
    asked = sum_pools(wanted, starts)
    left = deal_pools(plan, groups, week, pools, asked, wants, unmet)
    served = serve_slots(wanted, starts, asked, left)
    if not len(split):
        state.open[row] = whole - served
    else:
        whole_slots = share_row < 0
        state.open[row[whole_slots]] -= served[whole_slots]
        np.subtract.at(state.open, row[split], served[split])
        # Parts of a want may add up to a little more than it.
        state.open[row[split]] = np.maximum(state.open[row[split]], 0.0)
    if record is not None:
        if len(split):
            whole[split] *= share
        record.wanted[at, week] = wanted[:, 0]
        record.done[at, week] = served[:, 0]
        record.held[at, week] = whole[:, 0] - wanted[:, 0]


def _finish(state: _State, week: int) -> None:
    """Notes what is finished by the end of a week."""
    items = state.plan.items
    rows = ((items.last <= week) & ~state.over).nonzero()[0]
    if not len(rows):
        return
    done = state.open.take(rows, axis=0) <= state.enough.take(rows, axis=0)
    done &= state.due.take(rows, axis=0) <= week
    some = done.any(axis=1)
    rows, done = rows[some], done[some]
    chunks = items.item[rows]
    finish = state.finish[chunks]
    np.copyto(finish, week, where=done & (finish > week))
    state.finish[chunks] = finish
    # What is missing of a finished chunk is still wanted, unless it is but rounding.
    over = np.flatnonzero((finish <= week).all(axis=1))
    state.over[rows[over]] = (state.open[rows[over]] <= _ROUNDING).all(axis=1)
