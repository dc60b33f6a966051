"""Who helps out, in which order, when some disciplines are short.

Whoever could help in fewest short disciplines goes first (MODEL section 3, step b), so the order
depends on which disciplines are short, and on nothing else. A team meets few such combinations in
all its weeks and samples: each one's queue is made once and kept, and all rows walk their queues
together, step by step.
"""

from __future__ import annotations

import numpy as np

from teamtide.capacity.arrays import NOTHING, BoolArray, FloatArray, IntArray

_SMALL = 2**20


class Queues:
    """The queues of T teams of at most G groups, made as they are asked for."""

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
        self._helpful, self._skill = helpful, skill
        self._named, self._number = named, number
        self.wanted: BoolArray = np.logical_or.reduce(helpful, axis=1)
        self._queues: list[tuple[list[int], list[int], list[float]]] = []
        self._known: dict[tuple[int, bytes], int] = {}
        # Every team with every combination of disciplines, as long as they are not too many.
        teams, _, depth = helpful.shape
        size = teams << depth if depth < 20 else _SMALL + 1
        self._by_code = np.full(size, -1) if size <= _SMALL else None
        self.slots = np.zeros((0, 1), dtype=np.int64)
        self.disciplines = np.zeros((0, 1), dtype=np.int64)
        self.skills = np.zeros((0, 1))

    def of(self, team: IntArray, short: BoolArray) -> IntArray:
        """(R,) the queue of each row: a row of `slots`, `disciplines` and `skills`.

        Those are (queues, length) tables in the order of the queues; past the end of a queue the
        slot is G and the proficiency 1.

        Args:
            team: (R,) the team of each row.
            short: (D, R) the disciplines that are short.
        """
        if self._by_code is None:
            return self._of_many(team, short)
        code = team << len(short)
        code += np.left_shift(1, np.arange(len(short))) @ short
        queue: IntArray = self._by_code[code]
        if queue.min() < 0:
            for row in np.flatnonzero(queue < 0).tolist():
                if self._by_code[code[row]] < 0:
                    self._by_code[code[row]] = self._add(int(team[row]), short[:, row])
            queue = self._by_code[code]
        return queue

    def _of_many(self, team: IntArray, short: BoolArray) -> IntArray:
        """The same for more combinations than can be counted."""
        found = np.empty(len(team), dtype=np.int64)
        bits = np.packbits(short, axis=0).T
        for row, key in enumerate(zip(team.tolist(), map(bytes, bits), strict=True)):
            if key not in self._known:
                self._known[key] = self._add(key[0], short[:, row])
            found[row] = self._known[key]
        return found

    def _add(self, team: int, short: BoolArray) -> int:
        """Makes a queue and adds it to the tables, which grow by doubling."""
        slot, discipline, skill = queue = self._make(team, short)
        self._queues.append(queue)
        count, longest = len(self._queues), len(slot)
        rows, columns = self.slots.shape
        if count > rows or longest > columns:
            shape = (max(count, 2 * rows), max(longest, columns))
            slots = np.full(shape, self._helpful.shape[1])
            disciplines, skills = np.zeros(shape, dtype=np.int64), np.ones(shape)
            slots[:rows, :columns] = self.slots
            disciplines[:rows, :columns] = self.disciplines
            skills[:rows, :columns] = self.skills
            self.slots, self.disciplines, self.skills = slots, disciplines, skills
        self.slots[count - 1, :longest] = slot
        self.disciplines[count - 1, :longest] = discipline
        self.skills[count - 1, :longest] = skill
        return count - 1

    def _make(self, team: int, short: BoolArray) -> tuple[list[int], list[int], list[float]]:
        could = self._helpful[team] & short
        slot, discipline = np.nonzero(could)
        skill = self._skill[team, slot, discipline]
        order = np.lexsort(
            (
                self._number[team, slot],
                discipline,
                -skill,
                self._named[team, slot],
                could.sum(axis=1)[slot],
            )
        )
        return slot[order].tolist(), discipline[order].tolist(), skill[order].tolist()


def help_out(queues: Queues, team: IntArray, left: FloatArray, unmet: FloatArray) -> None:
    """Step (b): sends whoever has time to whoever is short; takes from both.

    Args:
        queues: The order.
        team: (R,) the team of each row.
        left: (G, R) days the groups have left.
        unmet: (D, R) work unmet.
    """
    short = unmet > NOTHING
    short &= queues.wanted[team].T
    rows = np.flatnonzero(short.any(axis=0))
    if not len(rows):
        return
    width, count = left.shape[0], len(rows)
    queue = queues.of(team[rows], short.take(rows, axis=1))
    # Whether somebody can help is settled at the start, as the order is; nobody stands at slot G.
    usable = np.zeros((width + 1, count))
    usable[:width] = before = left.take(rows, axis=1)
    usable[usable <= NOTHING] = 0.0
    flat = usable.reshape(-1)
    place = (queues.slots * count).take(queue, axis=0)
    place += np.arange(count)[:, None]
    cell = np.flatnonzero(flat.take(place) > 0.0)
    if not len(cell):
        return
    longest = place.shape[1]
    row = cell // longest
    # Where the pair stands in the tables of the queues.
    entry = cell + ((queue - np.arange(count)) * longest)[row]
    counts = np.bincount(row, minlength=count)
    rank = np.arange(len(row)) - (np.cumsum(counts) - counts)[row]
    # Small integers are sorted without comparing.
    order = np.argsort(rank.astype(np.int16 if rank.max() < 2**15 else np.int64), kind="stable")
    row, entry = row[order], entry[order]
    group = place.reshape(-1)[cell[order]]
    need = unmet.take(rows, axis=1)
    work = queues.disciplines.reshape(-1)[entry] * count + row
    e = queues.skills.reshape(-1)[entry]
    wanted = need.reshape(-1)  # a view, as `take` gives rows of its own
    begin = 0
    for end in np.cumsum(np.bincount(rank)).tolist():
        here, there, level = group[begin:end], work[begin:end], e[begin:end]
        supply, asked = flat[here], wanted[there]
        time = np.minimum(supply, asked / level)
        flat[here] = supply - time
        wanted[there] = np.maximum(asked - time * level, 0.0)
        begin = end
    unmet[:, rows] = need
    left[:, rows] = np.where(before > NOTHING, usable[:width], before)
