"""Dealing a week's wants out to skill groups, in many samples at once.

The rule is that of MODEL section 3, as in `allocation`; what differs is what may be known before.
Supplies are the same in every sample, and only the work done matters, not whose time it took. So
most team-weeks need no groups at all: as long as nobody can help out and nobody is named, a
discipline does the lesser of what it is asked and what it can. Only the samples and teams in which
somebody does help are dealt out group by group, all of them at once. Samples are the last axis.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from teamtide.capacity.arrays import NOTHING, BoolArray, FloatArray, IntArray
from teamtide.capacity.carry_queues import Queues, help_out
from teamtide.capacity.results import Load


@dataclass(frozen=True)
class CarryGroups:
    """The skill groups of T teams, padded to G, in the order of own work, and what they can do.

    Args:
        supply: (W, G, T) days after switching.
        can: (W, G, T) work in their primary discipline those are worth.
        before: (W, G, T) what the groups before it in the same discipline can do.
        able: (W, T, D) what all groups of a discipline can do.
        primary: (G, T) primary discipline; the last one where padded.
        begin: (G, T) the first slot of that discipline.
        ends: (D + 1, T) where the slots of each discipline begin, and the last ends.
        own: (G, T) proficiency in the primary discipline, 1 where padded.
        plain: Whether all those proficiencies are 1.
        skill: (T, G, D) proficiency.
        helps: (T, D, D) 1.0 where someone of a primary discipline may help out in another.
        idle: (T, D) whether a discipline has people who can do none of its work.
        slot: By (number of the team, person), the slot of someone who is a group alone.
        queues: Who helps out in which order.
    """

    supply: FloatArray
    can: FloatArray
    before: FloatArray
    able: FloatArray
    primary: IntArray
    begin: IntArray
    ends: IntArray
    own: FloatArray
    plain: bool
    skill: FloatArray
    helps: FloatArray
    idle: BoolArray
    slot: dict[tuple[int, int], int]
    queues: Queues


def lay_out_groups(load: Load, teams: Sequence[int]) -> CarryGroups:
    """Lays the groups of some teams of a plan out, in the order of the teams given."""
    weeks, depth = load.inputs.weeks, len(load.inputs.disciplines)
    workings = [load.teams[team].workings for team in teams]
    width = max((len(work.primary) for work in workings), default=0) or 1
    shape = (width, len(teams))
    supply = np.zeros((weeks, *shape))
    primary = np.full(shape, depth - 1)
    own = np.ones(shape)
    skill = np.zeros((len(teams), width, depth))
    named = np.zeros((len(teams), width), dtype=bool)
    number = np.zeros((len(teams), width), dtype=np.int64)
    slot: dict[tuple[int, int], int] = {}
    for team, work in enumerate(workings):
        count = len(work.primary)
        first = work.crew.person[np.searchsorted(work.group, np.arange(count))]
        level = load.skills.proficiency[first]
        alone = load.skills.named[first]
        mine = level[np.arange(count), work.primary]
        order = np.lexsort((np.arange(count), -mine, alone, work.primary))
        supply[:, :count, team] = work.group_supply[order].T
        primary[:count, team] = work.primary[order]
        own[:count, team] = mine[order]
        skill[team, :count] = level[order]
        named[team, :count] = alone[order]
        number[team, :count] = order
        slot |= {(team, int(first[g])): n for n, g in enumerate(order.tolist()) if alone[g]}
    helpful = (skill > 0.0) & (skill >= load.inputs.settings.help_min)
    at_home = primary.T[:, :, None] == np.arange(depth)
    helpful &= ~at_home
    can = supply * own
    total = np.zeros((weeks, width + 1, len(teams)))
    np.cumsum(can, axis=1, out=total[:, 1:])
    counts = at_home.sum(axis=1).T
    ends = np.zeros((depth + 1, len(teams)), dtype=np.int64)
    np.cumsum(counts, axis=0, out=ends[1:])
    column = np.arange(len(teams))
    begin = ends[primary, column]
    edges = total[:, ends, column]
    return CarryGroups(
        supply=supply,
        can=can,
        before=total[:, :-1] - total[:, begin, column],
        able=np.ascontiguousarray(np.diff(edges, axis=1).transpose(0, 2, 1)),
        primary=primary,
        begin=begin,
        ends=ends,
        own=own,
        plain=bool((own == 1.0).all()),
        skill=skill,
        helps=np.matmul(at_home.transpose(0, 2, 1).astype(float), helpful.astype(float)),
        idle=(at_home & (own.T <= 0.0)[:, :, None]).any(axis=1),
        slot=slot,
        queues=Queues(helpful, skill, named, number),
    )


@dataclass(frozen=True)
class ByName:
    """Work of one week asked of K people by name.

    Args:
        team: (K,) number of the team.
        slot: (K,) the person's slot in it.
        days: (K, D, S) work asked.
    """

    team: IntArray
    slot: IntArray
    days: FloatArray


def deal(
    groups: CarryGroups, week: int, wants: FloatArray, by_name: ByName | None
) -> tuple[FloatArray, FloatArray]:
    """Deals one week's work out.

    Args:
        groups: The groups.
        week: The week.
        wants: (T, 2, D, S) work without names, interrupting and not.
        by_name: Work with names, if there is any.

    Returns:
        (T, 2, D, S) and (K, D, S) the work unmet.
    """
    able = groups.able[week][:, :, None]
    first, rest = wants[:, 0], wants[:, 1]
    unmet = np.empty_like(wants)
    done = np.minimum(first, able)
    np.subtract(first, done, out=unmet[:, 0])
    spare = able - done
    np.minimum(rest, spare, out=done)
    np.subtract(rest, done, out=unmet[:, 1])
    closer = _helped(groups, unmet[:, 0], spare)
    spare -= done
    closer |= _helped(groups, unmet[:, 1], spare)
    if by_name is not None:
        closer[by_name.team] = True
    by_name_unmet = np.zeros((0, *wants.shape[2:])) if by_name is None else by_name.days.copy()
    team, sample = np.nonzero(closer)
    if len(team):
        teams, rounds, depth, samples = wants.shape
        by_pool = wants.transpose(1, 2, 0, 3).reshape(rounds * depth, teams * samples)
        close = by_pool.take(team * samples + sample, axis=1).reshape(rounds, depth, -1)
        _deal_by_group(groups, week, team, sample, close, by_name_unmet, by_name)
        unmet[team, :, :, sample] = close.transpose(2, 0, 1)
    return unmet, by_name_unmet


def _helped(groups: CarryGroups, unmet: FloatArray, spare: FloatArray) -> BoolArray:
    """(T, S) where a discipline is short and there may be someone to help."""
    result = np.zeros((unmet.shape[0], unmet.shape[2]), dtype=bool)
    short = unmet > NOTHING
    which = np.flatnonzero(short.any(axis=(1, 2)))
    if len(which):
        able = np.matmul(groups.helps[which], short[which].astype(np.float64)) > 0.0
        able &= (spare[which] > 0.0) | groups.idle[which][:, :, None]
        result[which] = able.any(axis=1)
    return result


def _deal_by_group(
    groups: CarryGroups,
    week: int,
    team: IntArray,
    sample: IntArray,
    work: FloatArray,
    by_name_work: FloatArray,
    by_name: ByName | None,
) -> None:
    """The three rounds for R pairs of a team and a sample, group by group.

    Args:
        groups: The groups.
        week: The week.
        team: (R,) the teams.
        sample: (R,) the samples.
        work: (2, D, R) work asked without names; what is unmet of it afterwards.
        by_name_work: (K, D, S) work asked by name; what is unmet of it afterwards.
        by_name: Whom.
    """
    # `take` lays rows of samples side by side; indexing would lay the groups so.
    own = groups.own.take(team, axis=1)
    column, rows = np.arange(len(team)), len(team)
    primary = groups.primary.take(team, axis=1) * rows + column
    left = groups.supply[week].take(team, axis=1)
    can, before = groups.can[week].take(team, axis=1), groups.before[week].take(team, axis=1)
    _own_work(groups, left, work[0].take(primary), can, before, own)
    np.maximum(work[0] - groups.able[week][team].T, 0.0, out=work[0])
    help_out(groups.queues, team, left, work[0])
    if by_name is not None:
        place = np.zeros((groups.able.shape[1], by_name.days.shape[2]), dtype=np.int64)
        place[team, sample] = column
        _by_name(groups, by_name, place[by_name.team], left, by_name_work)
    if not work[1].any():
        return
    can = left.copy() if groups.plain else left * own
    total = np.zeros((len(left) + 1, rows))
    np.cumsum(can, axis=0, out=total[1:])
    before = total[:-1] - total.take(groups.begin.take(team, axis=1) * rows + column)
    able = np.diff(total.take(groups.ends.take(team, axis=1) * rows + column), axis=0)
    _own_work(groups, left, work[1].take(primary), can, before, own)
    np.maximum(work[1] - able, 0.0, out=work[1])
    help_out(groups.queues, team, left, work[1])


def _own_work(
    groups: CarryGroups,
    left: FloatArray,
    asked: FloatArray,
    can: FloatArray,
    before: FloatArray,
    own: FloatArray,
) -> None:
    """Step (a): each group takes what the groups before it could not do. Takes from `left`."""
    took = asked
    took -= before
    np.maximum(took, 0.0, out=took)
    all_of_it = took >= can
    if groups.plain:
        left -= took
    else:
        hopeless = own <= 0.0
        all_of_it &= ~hopeless
        left -= np.divide(took, own, out=np.zeros_like(took), where=~hopeless)
    left[all_of_it] = 0.0
    np.maximum(left, 0.0, out=left)


def _by_name(
    groups: CarryGroups, by_name: ByName, column: IntArray, left: FloatArray, work: FloatArray
) -> None:
    """Round 2: everyone does their own named work, discipline by discipline, at any e > 0."""
    at = (by_name.slot[:, None], column)
    supply = left[at]
    for discipline in np.flatnonzero(by_name.days.any(axis=(0, 2))).tolist():
        e = groups.skill[by_name.team, by_name.slot, discipline][:, None]
        asked = work[:, discipline]
        can = e > 0.0
        need = np.divide(asked, e, out=np.zeros_like(asked), where=can)
        took = np.minimum(supply, need)
        rest = np.where(took < need, asked - took * e, 0.0)
        work[:, discipline] = np.where(can, np.maximum(rest, 0.0), asked)
        supply -= took
    left[at] = supply
