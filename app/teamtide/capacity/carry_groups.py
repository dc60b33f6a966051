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
        upto: (W, G, T) what they and all groups before them can do.
        end: (W, T, D) what all groups up to the last of a discipline can do.
        able: (W, T, D) what all groups of a discipline can do.
        primary: (G, T) primary discipline; the last one where padded.
        ends: (D + 1, T) where the slots of each discipline begin, and the last ends.
        own: (G, T) proficiency in the primary discipline, 1 where padded.
        plain: Whether all those proficiencies are 1.
        skill: (T, G, D) proficiency.
        helps: (T, D, D) whether someone of a primary discipline may help out in another.
        idle: (T, D) whether a discipline has people who can do none of its work.
        slot: By (number of the team, person), the slot of someone who is a group alone.
        queues: Who helps out in which order.
    """

    supply: FloatArray
    can: FloatArray
    upto: FloatArray
    end: FloatArray
    able: FloatArray
    primary: IntArray
    ends: IntArray
    own: FloatArray
    plain: bool
    skill: FloatArray
    helps: BoolArray
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
    edges = total[:, ends, np.arange(len(teams))].transpose(0, 2, 1)
    return CarryGroups(
        supply=supply,
        can=can,
        upto=total[:, 1:],
        end=edges[:, :, 1:],
        able=np.diff(edges, axis=2),
        primary=primary,
        ends=ends,
        own=own,
        plain=bool((own == 1.0).all()),
        skill=skill,
        helps=np.matmul(at_home.transpose(0, 2, 1), helpful),
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
    unmet, spare = np.empty_like(wants), np.empty_like(wants)
    rest = groups.able[week][:, :, None]
    for round_ in (0, 1):
        done = np.minimum(wants[:, round_], rest)
        np.subtract(wants[:, round_], done, out=unmet[:, round_])
        rest = np.subtract(rest, done, out=spare[:, round_])
    helped = _helped(groups, unmet, spare)
    early, late = helped[:, 0], helped[:, 1]
    if by_name is not None:
        early[by_name.team] = True
    late &= ~early
    by_name_unmet = np.zeros((0, *wants.shape[2:])) if by_name is None else by_name.days.copy()
    if early.any() or late.any():
        rows = _Rows(early, late, wants.shape)
        _deal_by_group(groups, week, rows, wants, unmet, spare, by_name, by_name_unmet)
    return unmet, by_name_unmet


def _helped(groups: CarryGroups, unmet: FloatArray, spare: FloatArray) -> BoolArray:
    """(T, 2, S) where a discipline is short in a round and there may be someone to help."""
    teams, rounds, _, samples = unmet.shape
    result = np.zeros((teams, rounds, samples), dtype=bool)
    short = unmet > NOTHING
    which = np.flatnonzero(short.any(axis=(1, 2, 3)))
    if len(which):
        there = groups.helps[which, None, :, :, None] & short[which, :, None]
        able = np.logical_or.reduce(there, axis=3)
        able &= (spare[which] > 0.0) | groups.idle[which, None, :, None]
        result[which] = able.any(axis=2)
    return result


class _Rows:
    """R pairs of a team and a sample that are dealt out group by group.

    Args:
        team: (R,) the teams.
        sample: (R,) the samples.
        early: How many, the first ones, are so from round 1 on; the others in round 3 only.
        first: (D, R) their cells in a (T, 2, D, S) array, interrupting work.
        rest: (D, R) the same of other work.
    """

    def __init__(self, early: BoolArray, late: BoolArray, shape: tuple[int, ...]) -> None:
        """Of all rounds and of round 3 only, (T, S) each; and the shape (T, 2, D, S)."""
        one, other = early.nonzero(), late.nonzero()
        self.team = np.concatenate((one[0], other[0]))
        self.sample = np.concatenate((one[1], other[1]))
        self.early = len(one[0])
        _, rounds, depth, samples = shape
        cell = self.team * (rounds * depth * samples) + self.sample
        self.first = np.arange(depth)[:, None] * samples + cell
        self.rest = self.first + depth * samples


def _deal_by_group(
    groups: CarryGroups,
    week: int,
    rows: _Rows,
    wants: FloatArray,
    unmet: FloatArray,
    spare: FloatArray,
    by_name: ByName | None,
    by_name_unmet: FloatArray,
) -> None:
    """What rounds leave unmet once whoever has time helps out, group by group.

    Args:
        groups: The groups.
        week: The week.
        rows: The teams and samples this is about.
        wants: (T, 2, D, S) work asked without names.
        unmet: The same, what own work leaves unmet; replaced in those rows.
        spare: The same, work the people of a discipline could still do after own work.
        by_name: Whom.
        by_name_unmet: (K, D, S) work asked by name; what is unmet of it afterwards.
    """
    early, late = slice(rows.early), slice(rows.early, None)
    left = np.empty((len(groups.primary), len(rows.team)))
    need = unmet.reshape(-1).take(rows.rest)
    if rows.early:
        team, first, rest = rows.team[early], rows.first[:, early], rows.rest[:, early]
        home = _home(groups, team)
        mine = _after_own_work(groups, week, team, home, spare.reshape(-1).take(first))
        short = unmet.reshape(-1).take(first)
        help_out(groups.queues, team, mine, short)
        unmet.reshape(-1)[first] = short
        if by_name is not None:
            place = np.zeros((wants.shape[0], wants.shape[3]), dtype=np.int64)
            place[team, rows.sample[early]] = np.arange(len(team))
            _by_name(groups, by_name, place[by_name.team], mine, by_name_unmet)
        asked = wants.reshape(-1).take(rest)
        left[:, early], need[:, early] = _own_work(groups, team, home, mine, asked)
    if rows.early < len(rows.team):
        team, rest = rows.team[late], rows.rest[:, late]
        home = _home(groups, team)
        left[:, late] = _after_own_work(groups, week, team, home, spare.reshape(-1).take(rest))
    help_out(groups.queues, rows.team, left, need)
    unmet.reshape(-1)[rows.rest] = need


def _home(groups: CarryGroups, team: IntArray) -> IntArray:
    """(G, R) cells of the groups' primary disciplines in a (D, R) array."""
    # `take` lays rows of samples side by side; indexing would lay the groups so.
    home: IntArray = groups.primary.take(team, axis=1)
    home *= len(team)
    home += np.arange(len(team))
    return home


def _after_own_work(
    groups: CarryGroups, week: int, team: IntArray, home: IntArray, spare: FloatArray
) -> FloatArray:
    """(G, R) days left in a week whose disciplines could still do (D, R) spare work."""
    done = groups.end[week].take(team, axis=0).T - spare
    upto, can = groups.upto[week].take(team, axis=1), groups.can[week].take(team, axis=1)
    supply = can if groups.plain else groups.supply[week].take(team, axis=1)
    return _left(groups, team, supply, can, upto, done.take(home))


def _own_work(
    groups: CarryGroups, team: IntArray, home: IntArray, supply: FloatArray, asked: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Step (a) where groups have (G, R) days and are asked for (D, R) work of their disciplines.

    Returns:
        (G, R) days left and (D, R) work unmet.
    """
    can = supply if groups.plain else supply * groups.own.take(team, axis=1)
    upto = np.zeros((len(can) + 1, len(team)))
    np.cumsum(can, axis=0, out=upto[1:])
    edges = upto.take(groups.ends.take(team, axis=1) * len(team) + np.arange(len(team)))
    done = np.minimum(asked, edges[1:] - edges[:-1])
    unmet = asked - done
    done += edges[:-1]
    return _left(groups, team, supply, can, upto[1:], done.take(home)), unmet


def _left(
    groups: CarryGroups,
    team: IntArray,
    supply: FloatArray,
    can: FloatArray,
    upto: FloatArray,
    done: FloatArray,
) -> FloatArray:
    """(G, R) days left of each group's supply once their disciplines' work is done in order.

    Args:
        groups: The groups.
        team: (R,) the teams.
        supply: (G, R) days the groups have.
        can: (G, R) work those are worth at home.
        upto: (G, R) what they and all groups before them can do.
        done: (G, R) how far along those their disciplines' work comes; overwritten.
    """
    left = np.subtract(upto, done, out=done)
    np.maximum(left, 0.0, out=left)
    np.minimum(left, can, out=left)
    if groups.plain:
        return left
    # Whoever can do nothing at home has all days left.
    own = groups.own.take(team, axis=1)
    return np.divide(left, own, out=supply.copy(), where=own > 0.0)


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
