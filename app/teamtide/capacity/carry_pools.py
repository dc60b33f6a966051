"""From single pieces of work to pools and back.

What is dealt out together is a *pool*: a round and discipline of a team, or of a person in it. Here
the wants at hand are summed up by pool, dealt out, and what was done goes back to the pieces in the
order in which they are served (MODEL section 4).
"""

from __future__ import annotations

import numpy as np

from teamtide.capacity.arrays import FloatArray, IntArray
from teamtide.capacity.carry_groups import ByName, CarryGroups, deal
from teamtide.capacity.carry_plan import CarryPlan

_FEW = 200


def sum_pools(wanted: FloatArray, starts: IntArray) -> FloatArray:
    """(pools, S) what the slots of each pool want together.

    Args:
        wanted: (N, S) what the slots want, by pool.
        starts: Where each pool's slots begin.
    """
    if wanted.shape[1] < _FEW:
        few: FloatArray = np.add.reduceat(wanted, starts, axis=0)
        return few
    # With many samples a call per pool is cheap, and adds whole rows at a time.
    asked = np.empty((len(starts), wanted.shape[1]))
    ends = [*starts[1:].tolist(), len(wanted)]
    for pool, (begin, end) in enumerate(zip(starts.tolist(), ends, strict=True)):
        np.add.reduce(wanted[begin:end], axis=0, out=asked[pool])
    return asked


def deal_pools(
    plan: CarryPlan,
    groups: CarryGroups,
    week: int,
    pools: IntArray,
    asked: FloatArray,
    wants: FloatArray,
    unmet: FloatArray,
) -> FloatArray:
    """(pools, S) what is unmet of what each pool is asked; fills in the sums by team.

    Args:
        plan: The work.
        groups: The people.
        week: The week.
        pools: The pools at hand, ascending.
        asked: (pools, S) days asked of each.
        wants: (T, S) filled with what is wanted of each team.
        unmet: (T, S) filled with what is unmet of it.
    """
    teams, depth, samples = len(plan.teams), plan.disciplines, asked.shape[1]
    unnamed = int(np.searchsorted(pools, 2 * teams * depth))
    total = np.zeros((2 * teams * depth, samples))
    total[pools[:unnamed]] = asked[:unnamed]
    by_team = total.reshape(teams, 2, depth, samples)
    np.add.reduce(by_team, axis=(1, 2), out=wants)
    by_name = None
    if unnamed < len(pools):
        number, discipline = np.divmod(pools[unnamed:] - 2 * teams * depth, depth)
        people, place = np.unique(number, return_inverse=True)
        days = np.zeros((len(people), depth, samples))
        days[place, discipline] = asked[unnamed:]
        pairs = [plan.named[n] for n in people.tolist()]
        by_name = ByName(
            np.array([team for team, _ in pairs], dtype=np.int64),
            np.array([groups.slot[pair] for pair in pairs], dtype=np.int64),
            days,
        )
        np.add.at(wants, by_name.team, days.sum(axis=1))
    left, left_by_name = deal(groups, week, by_team, by_name)
    np.add.reduce(left, axis=(1, 2), out=unmet)
    result = np.empty_like(asked)
    result[:unnamed] = left.reshape(2 * teams * depth, samples)[pools[:unnamed]]
    if by_name is not None:
        np.add.at(unmet, by_name.team, left_by_name.sum(axis=1))
        result[unnamed:] = left_by_name[place, discipline]
    return result


def serve_slots(
    wanted: FloatArray, starts: IntArray, asked: FloatArray, left: FloatArray
) -> FloatArray:
    """(N, S) what is done of each slot: a pool's work goes to its slots in order.

    Args:
        wanted: (N, S) what the slots want.
        starts: Where each pool's slots begin.
        asked: (pools, S) their sums.
        left: (pools, S) what is unmet of them.
    """
    short = np.flatnonzero((left > 0.0).any(axis=1))
    if not len(short):
        return wanted
    count = np.append(starts[1:], len(wanted)) - starts
    # The longest first: whoever has an n-th slot is then a slice.
    short = short[(-count[short]).argsort(kind="stable")]
    first, count = starts[short], count[short]
    left = left.take(short, axis=0)
    # A pool that is served in full is served to the last bit, whatever sums of it say.
    work = np.where(left > 0.0, asked.take(short, axis=0) - left, np.inf)
    served = wanted.copy()
    for place in range(count[0]):
        here = first[: np.count_nonzero(count > place)] + place
        done = wanted.take(here, axis=0)
        rest = work[: len(here)]
        np.minimum(done, rest, out=done)
        served[here] = done
        rest -= done
    return served
