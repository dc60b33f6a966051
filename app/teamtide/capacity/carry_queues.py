"""Who helps out, in which order, when some disciplines are short.

Whoever could help in fewest short disciplines goes first (MODEL section 3, step b), so the order
depends on which disciplines are short, and on nothing else. A team meets few such combinations in
all its weeks and samples: each one's queue is made once and kept, and all rows walk their queues
together, step by step. Two places of a queue that share neither a group nor a discipline do not
know of one another, so they are taken in the same step, and the longest queue is a few steps.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from teamtide.capacity.arrays import NOTHING, BoolArray, FloatArray, IntArray, ranges

_SMALL = 2**20


class Queues:
    """The queues of T teams, made as they are asked for, one after the other in tables.

    Args:
        wanted: (T, D) whether a team has anybody who may be sent to help out in a discipline.
        begin: (queues,) where each one begins in the tables below.
        length: (queues,) how many places it has.
        slot: (places,) slot of the group.
        discipline: (places,) discipline in which it helps.
        skill: (places,) its proficiency there.
        step: (places,) the step in which it does, after all before it that concern it.
    """

    def __init__(
        self, helpful: BoolArray, skill: FloatArray, named: BoolArray, number: IntArray
    ) -> None:
        """Notes what the order depends on.

        Args:
            helpful: (T, G, D) whether a group may be sent to help out in a discipline.
            skill: (T, G, D) proficiency.
            named: (T, G) whether the group is a named person.
            number: (T, G) its place in the order of groups.
        """
        self.wanted: BoolArray = np.logical_or.reduce(helpful, axis=1)
        self.begin = self.length = np.zeros(0, dtype=np.int64)
        self.slot = self.discipline = np.zeros(0, dtype=np.int64)
        self.skill = np.zeros(0)
        self.step = np.zeros(0, dtype=np.int16)
        # What does not depend on who is short is put in order once.
        self._pairs = [
            _in_order(helpful[team], skill[team], named[team], number[team])
            for team in range(len(helpful))
        ]
        self._known: dict[tuple[int, bytes], int] = {}
        # Every team with every combination of disciplines, as long as they are not too many.
        teams, _, depth = helpful.shape
        size = teams << depth if depth < 20 else _SMALL + 1
        self._by_code = np.full(size, -1) if size <= _SMALL else None

    def of(self, team: IntArray, short: BoolArray) -> IntArray:
        """(R,) the queue of each row.

        Args:
            team: (R,) the team of each row.
            short: (D, R) the disciplines that are short.
        """
        if self._by_code is None:
            return self._of_many(team, short)
        code = team << len(short)
        code += np.left_shift(1, np.arange(len(short))) @ short
        queue: IntArray = self._by_code.take(code)
        fresh = (queue < 0).nonzero()[0]
        if len(fresh):
            codes, first = np.unique(code[fresh], return_index=True)
            rows = fresh[first]
            self._by_code[codes] = self._add(team[rows], short[:, rows])
            queue = self._by_code.take(code)
        return queue

    def _of_many(self, team: IntArray, short: BoolArray) -> IntArray:
        """The same for more combinations than can be counted."""
        found = np.empty(len(team), dtype=np.int64)
        bits = np.packbits(short, axis=0).T
        for row, key in enumerate(zip(team.tolist(), map(bytes, bits), strict=True)):
            if key not in self._known:
                (self._known[key],) = self._add(team[row : row + 1], short[:, row : row + 1])
            found[row] = self._known[key]
        return found

    def _add(self, teams: IntArray, short: BoolArray) -> IntArray:
        """Makes queues and adds them to the tables; (N,) teams and (D, N) who is short."""
        old, places = len(self.begin), len(self.slot)
        queues = [self._make(team, short[:, n]) for n, team in enumerate(teams.tolist())]
        length = np.array([len(queue[0]) for queue in queues], dtype=np.int64)
        begin = np.cumsum(length) - length + places
        slot, discipline, skill, step = (np.concatenate(part) for part in zip(*queues, strict=True))
        self.begin = np.concatenate((self.begin, begin))
        self.length = np.concatenate((self.length, length))
        self.slot = np.concatenate((self.slot, slot))
        self.discipline = np.concatenate((self.discipline, discipline))
        self.skill = np.concatenate((self.skill, skill))
        self.step = np.concatenate((self.step, step))
        return np.arange(old, len(self.begin))

    def _make(
        self, team: int, short: BoolArray
    ) -> tuple[IntArray, IntArray, FloatArray, npt.NDArray[np.int16]]:
        """Slots, disciplines, proficiencies and steps of a queue."""
        slot, discipline, skill = self._pairs[team]
        chosen = short[discipline]
        slot, discipline, skill = slot[chosen], discipline[chosen], skill[chosen]
        if len(slot):
            order = np.argsort(np.bincount(slot)[slot], kind="stable")
            slot, discipline, skill = slot[order], discipline[order], skill[order]
        slots, disciplines = slot.tolist(), discipline.tolist()
        free_slot, free_discipline = dict.fromkeys(slots, 0), dict.fromkeys(disciplines, 0)
        steps = []
        for one, other in zip(slots, disciplines, strict=True):
            step = max(free_slot[one], free_discipline[other])
            free_slot[one] = free_discipline[other] = step + 1
            steps.append(step)
        return slot, discipline, skill, np.array(steps, dtype=np.int16)


def _in_order(
    helpful: BoolArray, skill: FloatArray, named: BoolArray, number: IntArray
) -> tuple[IntArray, IntArray, FloatArray]:
    """Slots, disciplines and proficiencies of all who may help in one team, best first."""
    slot, discipline = np.nonzero(helpful)
    level = skill[slot, discipline]
    order = np.lexsort((number[slot], discipline, -level, named[slot]))
    return slot[order], discipline[order], level[order]


def help_out(queues: Queues, team: IntArray, left: FloatArray, unmet: FloatArray) -> None:
    """Step (b): sends whoever has time to whoever is short; takes from both.

    Args:
        queues: The order.
        team: (R,) the team of each row.
        left: (G, R) days the groups have left; contiguous, as is the next.
        unmet: (D, R) work unmet.
    """
    short = unmet > NOTHING
    short &= queues.wanted.T.take(team, axis=1)
    rows = np.flatnonzero(short.any(axis=0))
    if not len(rows):
        return
    if len(rows) < len(team):
        team, short = team[rows], short.take(rows, axis=1)
    queue = queues.of(team, short)
    length = queues.length.take(queue)
    place, row = ranges(queues.begin.take(queue), length), rows.repeat(length)
    time, work, width = left.reshape(-1), unmet.reshape(-1), left.shape[1]
    # Whether somebody can help is settled at the start, as the order is.
    group = queues.slot.take(place)
    group *= width
    group += row
    usable = (time.take(group) > NOTHING).nonzero()[0]
    step = queues.step.take(place.take(usable))
    # Small integers are sorted without comparing.
    usable = usable.take(step.argsort(kind="stable"))
    place, group = place.take(usable), group.take(usable)
    asked = queues.discipline.take(place)
    asked *= width
    asked += row.take(usable)
    skill = queues.skill.take(place)
    begin = 0
    for end in np.bincount(step).cumsum().tolist():
        here, there, e = group[begin:end], asked[begin:end], skill[begin:end]
        begin = end
        supply, need = time.take(here), work.take(there)
        days = need / e
        np.minimum(days, supply, out=days)
        supply -= days
        time[here] = supply
        days *= e
        need -= days
        work[there] = np.maximum(need, 0.0, out=need)
