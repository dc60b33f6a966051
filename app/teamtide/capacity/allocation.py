"""Who does what: dealing a week's work out to skill groups.

Three rounds (MODEL section 3): interrupting work, work with names, the rest. Teams and weeks never
meet in an allocation, so all of them are dealt out at once, each a row of the arrays: one team or
twelve cost the same number of calls. Within a row the page's rule is a queue of (group, discipline)
pairs; own work has a fixed queue and is a cumulative sum, helping out has one that depends on who
is short, and is walked rank by rank over the rows that have anybody who can help.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from teamtide.capacity.arrays import (
    NOTHING,
    BoolArray,
    FloatArray,
    IntArray,
    run_starts,
    sum_runs,
    tally,
)
from teamtide.capacity.crew import Crew, Skills, group_starts


@dataclass(frozen=True)
class Groups:
    """The skill groups of T teams, padded to G per team, each team's in the order of own work.

    Args:
        team: (N,) number of the team of each real group, groups in plan order of the page.
        slot: (N,) its place among the G of its team.
        of_row: (R,) which of the N groups each row of the crew belongs to.
        named: (M,) which of the N groups are named people with work of their own, by team.
        person: (M,) those people.
        primary: (T, G) primary discipline; the last one where padded.
        own: (T, G) proficiency in it, 1 where padded.
        belongs: (T, G, D) 1.0 at the primary discipline of each group, none where padded.
        able: (T, G, D) 1.0 where a group may be sent to help out.
        skill: (T, G, D) proficiency.
        turn: (T, G, D) place of a (group, discipline) pair among those of its team that may help
            out: unnamed first, most proficient, discipline order, group order.
        proficiency: (N, D) e of each real group.
    """

    team: IntArray
    slot: IntArray
    of_row: IntArray
    named: IntArray
    person: IntArray
    primary: IntArray
    own: FloatArray
    belongs: FloatArray
    able: FloatArray
    skill: FloatArray
    turn: IntArray
    proficiency: FloatArray

    @property
    def group_primary(self) -> IntArray:
        """(N,) primary discipline of each real group."""
        return self.primary[self.team, self.slot]


def form_groups(
    crew: Crew, skills: Skills, help_min: float, asked: frozenset[tuple[int, int]]
) -> Groups:
    """Forms the skill groups of a crew.

    Args:
        crew: Rows by team and rank; what they give is not looked at.
        skills: What the people can do.
        help_min: Proficiency below which nobody helps out.
        asked: (number of the team, person) pairs that have work by name.
    """
    person, team = crew.person, crew.team
    named = skills.named[person]
    starts = group_starts(team, person, skills)
    of_row = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(person)))
    first, group_team = person[starts], team[starts]
    primary, is_named = skills.primary[first], named[starts]
    proficiency = skills.proficiency[first]
    own = proficiency[np.arange(len(first)), primary]
    number = np.arange(len(first))
    order = np.lexsort((number, -own, is_named, primary, group_team))
    counts = np.bincount(group_team, minlength=len(crew.teams))
    slot = np.empty(len(first), dtype=np.int64)
    begins = np.cumsum(counts) - counts
    slot[order] = number - begins[group_team[order]]
    shape = (len(crew.teams), max(1, int(counts.max(initial=0))))
    deep = (*shape, skills.proficiency.shape[1])
    at = (group_team, slot)
    padded_primary = np.full(shape, deep[2] - 1)
    padded_primary[at] = primary
    padded_own = np.ones(shape)
    padded_own[at] = own
    belongs, able, skill = np.zeros(deep), np.zeros(deep), np.zeros(deep)
    belongs[group_team, slot, primary] = 1.0
    skill[at] = proficiency
    can = (proficiency >= help_min) & (proficiency > 0.0)
    can[number, primary] = False
    able[at] = can
    group, discipline = np.nonzero(can)
    queue = np.lexsort((group, discipline, -proficiency[group, discipline], is_named[group]))
    turn = np.zeros(deep, dtype=np.int64)
    turn[group_team[group[queue]], slot[group[queue]], discipline[queue]] = np.arange(len(queue))
    chosen = np.array(
        [n for n in np.flatnonzero(is_named) if (int(group_team[n]), int(first[n])) in asked],
        dtype=np.int64,
    )
    return Groups(
        team=group_team,
        slot=slot,
        of_row=of_row,
        named=chosen,
        person=first[chosen],
        primary=padded_primary,
        own=padded_own,
        belongs=belongs,
        able=able,
        skill=skill,
        turn=turn,
        proficiency=proficiency,
    )


@dataclass(frozen=True)
class Wants:
    """What T teams are asked for in W weeks, days at proficiency 1.

    Args:
        first: (T, W, D) round 1, interrupting and unnamed.
        named: (M, W, D) round 2, by named group.
        rest: (T, W, D) round 3.
    """

    first: FloatArray
    named: FloatArray
    rest: FloatArray


@dataclass(frozen=True)
class Allocation:
    """What came of it.

    Args:
        left: (T, W, G) days of supply nobody needed.
        unmet: (T, W, D) days of work nobody could do, all rounds.
        first: (T, W, D, D) time taken in round 1: discipline of the work, primary of the people.
        named: (M, W, D) time taken in round 2, by named group and discipline of the work.
        rest: (T, W, D, D) time taken in round 3.
    """

    left: FloatArray
    unmet: FloatArray
    first: FloatArray
    named: FloatArray
    rest: FloatArray


def spread_groups(groups: Groups, values: FloatArray) -> FloatArray:
    """Lays (N, W) figures of groups out as the (T, W, G) array an allocation works on."""
    teams, width = groups.primary.shape
    laid = np.zeros((teams, values.shape[1], width))
    laid[groups.team, :, groups.slot] = values
    return laid


def allocate(groups: Groups, supply: FloatArray, wants: Wants) -> Allocation:
    """Deals the work out, in the three rounds of MODEL section 3.

    Args:
        groups: The skill groups.
        supply: (T, W, G) days of each group; not modified.
        wants: The work.
    """
    left = supply.copy()
    unmet_first, first = _round(groups, left, wants.first)
    unmet_named, named = _by_name(groups, left, wants.named)
    unmet_rest, rest = _round(groups, left, wants.rest)
    unmet = unmet_first + unmet_rest
    if len(groups.named):
        team = groups.team[groups.named]
        starts = run_starts(team)
        unmet[team[starts]] += sum_runs(unmet_named, starts)
    return Allocation(left, unmet, first, named, rest)


def by_primary(groups: Groups, values: FloatArray) -> FloatArray:
    """(T, W, G) → (T, W, D), summed over the groups of each primary discipline."""
    total: FloatArray = np.matmul(values, groups.belongs)
    return total


def to_groups(groups: Groups, values: FloatArray) -> FloatArray:
    """(T, W, D) → (T, W, G), each group getting its primary discipline's; 0 where padded."""
    # One-hot products: exact, and far cheaper than gathering along the last axis.
    spread: FloatArray = np.matmul(values, groups.belongs.transpose(0, 2, 1))
    return spread


def _by_name(groups: Groups, left: FloatArray, wants: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Round 2: everyone named does their own work, discipline by discipline, at any e > 0."""
    unmet = wants.copy()
    time = np.zeros_like(wants)
    # Few people have work by name in any one week: deal with those alone.
    who, week = np.nonzero(wants.any(axis=2))
    if not len(who):
        return unmet, time
    group = groups.named[who]
    at = (groups.team[group], week, groups.slot[group])
    own, want, skill = left[at], wants[who, week], groups.proficiency[group]
    can = skill > 0.0
    for discipline in np.flatnonzero(want.any(axis=0)):
        asked, e = want[:, discipline], skill[:, discipline]
        need = np.divide(asked, e, out=np.zeros_like(own), where=can[:, discipline])
        took = np.minimum(own, need)
        rest = np.where(took < need, asked - took * e, 0.0)
        unmet[who, week, discipline] = np.where(can[:, discipline], rest, asked)
        time[who, week, discipline] = took
        own -= took
    left[at] = own
    return unmet, time


def _round(groups: Groups, left: FloatArray, wants: FloatArray) -> tuple[FloatArray, FloatArray]:
    """One round by discipline totals; takes from `left`, returns unmet work and time taken."""
    time = np.zeros((*wants.shape, wants.shape[2]))
    if not wants.any():
        return np.zeros_like(wants), time
    unmet = _own_work(groups, left, wants, time)
    short = unmet > NOTHING
    if short.any():
        _help_out(groups, left, unmet, short, time)
    return unmet, time


def _own_work(groups: Groups, left: FloatArray, wants: FloatArray, time: FloatArray) -> FloatArray:
    """Step (a): groups of a discipline take its work in turn, each as much as it can."""
    own = groups.own[:, None, :]
    can_do = left * own
    able = by_primary(groups, can_do)
    # Groups stand in order of their primary, so one running sum serves all disciplines: what the
    # disciplines before could do is added to what is wanted of this one.
    target = np.cumsum(able, axis=2)
    target -= able
    target += wants
    took = to_groups(groups, target)
    took -= np.cumsum(can_do, axis=2)
    took += can_do
    np.maximum(took, 0.0, out=took)
    all_of_it = took >= can_do
    if (groups.own != 1.0).any():
        hopeless = own <= 0.0
        np.divide(took, own, out=took, where=~hopeless)
        np.copyto(took, left, where=all_of_it)
        np.copyto(took, 0.0, where=hopeless)
    else:
        np.copyto(took, left, where=all_of_it)
    left -= took
    np.maximum(left, 0.0, out=left)
    diagonal = np.arange(wants.shape[2])
    time[:, :, diagonal, diagonal] = by_primary(groups, took)
    return np.maximum(wants - able, 0.0)


def _help_out(
    groups: Groups, left: FloatArray, unmet: FloatArray, short: BoolArray, time: FloatArray
) -> None:
    """Step (b): sends whoever has time to whoever is short, in an order fixed once."""
    weeks, width, disciplines = left.shape[1], left.shape[2], unmet.shape[2]
    choices = np.matmul(short.astype(np.float64), groups.able.transpose(0, 2, 1))
    hopeful = choices > 0.0
    hopeful &= left > NOTHING
    free = np.flatnonzero(hopeful)
    if not len(free):
        return
    row, slot = np.divmod(free, width)
    team = row // weeks
    can = groups.able[team, slot] > 0.0
    can &= short.reshape(-1, disciplines)[row]
    pair, discipline = np.nonzero(can)
    few = choices.reshape(-1)[free].astype(np.int64)[pair]
    row, slot, team = row[pair], slot[pair], team[pair]
    pairs = _Pairs(
        group=row * width + slot,
        work=row * disciplines + discipline,
        skill=groups.skill[team, slot, discipline],
        turn=groups.turn[team, slot, discipline],
    )
    took = np.empty(len(row))
    supply, need = left.reshape(-1), unmet.reshape(-1)
    first, rest = np.flatnonzero(few == 1), np.flatnonzero(few > 1)
    took[first] = _specialists(pairs.only(first), supply, need)
    if len(rest):
        turns = groups.turn.size
        queue = (row[rest] * (disciplines + 1) + few[rest]) * turns + pairs.turn[rest]
        order = rest[np.argsort(queue)]
        took[order] = _generalists(pairs.only(order), row[order], supply, need)
    time += tally(pairs.work * disciplines + groups.primary[team, slot], took, time.shape)


class _Pairs(NamedTuple):
    """(group, discipline) pairs of many rows: flat places in supply and work, e, and turn."""

    group: IntArray
    work: IntArray
    skill: FloatArray
    turn: IntArray

    def only(self, which: IntArray) -> _Pairs:
        return _Pairs(self.group[which], self.work[which], self.skill[which], self.turn[which])


def _specialists(pairs: _Pairs, left: FloatArray, unmet: FloatArray) -> FloatArray:
    """Those who can help in one discipline only come first, and meet nobody else's: a running sum.

    Takes from `left` and `unmet`; returns the time each pair took.
    """
    took = np.zeros(len(pairs.group))
    if not len(took):
        return took
    order = np.argsort(pairs.work * (int(pairs.turn.max()) + 1) + pairs.turn)
    group, work, e = pairs.group[order], pairs.work[order], pairs.skill[order]
    supply = left[group]
    can_do = supply * e
    starts = run_starts(work)
    able = np.add.reduceat(can_do, starts)
    # The sum is set back at the start of each discipline's queue, so that it loses no digits.
    steps = can_do.copy()
    steps[starts[1:]] -= able[:-1]
    before = np.cumsum(steps) - can_do
    done = np.maximum(unmet[work] - before, 0.0)
    time = np.where(done < can_do, done / e, supply)
    left[group] = np.maximum(supply - time, 0.0)
    unmet[work[starts]] = np.maximum(unmet[work[starts]] - able, 0.0)
    took[order] = time
    return took


def _generalists(pairs: _Pairs, row: IntArray, left: FloatArray, unmet: FloatArray) -> FloatArray:
    """Goes through everybody's queue at once, rank by rank.

    Args:
        pairs: In the order of the queues.
        row: The queue each pair stands in, ascending.
        left: Supply, taken from.
        unmet: Work, taken from.

    Returns:
        The time each pair took.
    """
    counts = np.bincount(row)
    rank = np.arange(len(row)) - (np.cumsum(counts) - counts)[row]
    order = np.argsort(rank, kind="stable")
    groups, works, skills = pairs.group[order], pairs.work[order], pairs.skill[order]
    times = np.empty(len(order))
    begin = 0
    for end in np.cumsum(np.bincount(rank)).tolist():
        group, work, e = groups[begin:end], works[begin:end], skills[begin:end]
        supply, need = left[group], unmet[work]
        time = np.minimum(supply, need / e)
        left[group] = supply - time
        unmet[work] = np.maximum(need - time * e, 0.0)
        times[begin:end] = time
        begin = end
    took = np.empty(len(order))
    took[order] = times
    return took
