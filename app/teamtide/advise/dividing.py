"""A difference divided between the decisions that make it, some of which belong together.

The parts are Shapley values (Shapley, *A value for n-person games*, 1953): what a decision changes
on top of those taken before it, averaged over every order in which they could be taken. Decisions
in a group are taken one right after the other (Owen, *Values of games with a priori unions*, 1977):
groups then have the Shapley values of the game between groups, and share them out inside. So groups
are known long before their members, better answers about members leave what is known of groups as
it is, and groups of one are plain Shapley values. Parts always sum to the whole difference.

Few groups are enumerated. Of more, orders are drawn with a seed, each together with its reverse
(Castro, Gómez & Tejada, *Polynomial calculation of the Shapley value based on sampling*, 2009; the
reverse takes most of the error away). Inside a group, sets of other groups that come before it are
drawn, likewise; the group that is least sure is next. Nothing is asked twice. Where that is not
too much every case is tried in the end, and nothing is left to chance.

Standard errors are from the spread over such pairs. Of two or three pairs a spread says little, so
a member's is leaned on the mean spread in its group.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from math import factorial, inf

import numpy as np

from teamtide.capacity.arrays import FloatArray

EXACT = 7
"""Up to so many groups every combination of them is tried, 128 at the most."""
ROUGH = 5
"""From so many groups on there is a rough answer first."""
FEWEST, MOST = 8, 32
"""Pairs of orders of groups, at least and at the most."""
LEAST_PAIRS, MOST_PAIRS = 3, 128
"""Pairs of orders inside each group, at least and at the most."""
ENOUGH = 0.02
"""Drawing ends where no standard error is larger than this part of the largest amount."""
DRAWN = 400
"""New cases tried inside groups, at the most; with many members, `DRAWN_EACH` a member."""
DRAWN_EACH = 6
EVERY = 1_200
"""Cases inside groups that are all tried, at the most, unless they take long."""
LEAN = 4.0
"""How many pairs' worth the mean spread in a group counts in that of a member."""

Value = Callable[[int], float]
"""What a set of decisions comes to; the set as bits, a decision a bit."""


@dataclass(frozen=True, slots=True, eq=False)
class Division:
    """What is known so far.

    Args:
        parts: Per decision what it adds.
        errors: Standard error of each: 0 where exact, infinite where only its group is known.
        groups: Per group what it adds.
        group_errors: Standard error of each.
        pairs: Pairs of orders drawn by now; 0 where none was needed.
        done: Part of the work that is done, 0 to 1; 1 is the final answer.
    """

    parts: FloatArray
    errors: FloatArray
    groups: FloatArray
    group_errors: FloatArray
    pairs: int
    done: float


Found = Division | float
"""An answer, or how far the next one is."""
Asking = Generator[Found, None, float]


def divide(
    value: Value, groups: Sequence[Sequence[int]], seed: int = 1, every: int = EVERY
) -> Iterator[Found]:
    """Divides `value(all) - value(none)` between decisions 0, 1, ….

    Args:
        value: Asked once for each set that is looked at.
        groups: All decisions, each in one group.
        seed: Of what is drawn.
        every: Cases inside groups that are all tried, at the most.

    Yields:
        Answers, better each time, the last one with `done` 1; between them, after each set tried,
        the part of the work that is done.
    """
    division = _Dividing(value, groups, random.Random(seed), every)
    last: Division | None = None
    for found in division.steps():
        if isinstance(found, Division):
            last = found
        yield found
    if last is None or last.done < 1.0:
        yield division.answer(done=1.0)


class _Dividing:
    """Groups first, then their members."""

    def __init__(
        self, value: Value, groups: Sequence[Sequence[int]], chance: random.Random, every: int
    ) -> None:
        self._ask, self._chance = value, chance
        self._members = [tuple(group) for group in groups]
        self._bits = [sum(1 << player for player in group) for group in groups]
        self._count = sum(map(len, groups))
        self._known: dict[int, float] = {}
        self._spreads = [_Inside(len(group)) for group in groups]
        self._groups = np.zeros(len(groups))
        self._errors = np.full(len(groups), inf)
        self._pairs = 0
        self._within: dict[int, FloatArray] = {}
        many = [number for number, group in enumerate(groups) if len(group) > 1]
        self._split = many
        inside = sum(1 << (len(groups) - 1 + len(groups[number])) for number in many)
        self._every = len(groups) <= EXACT and inside <= every
        among = 1 << len(groups) if len(groups) <= EXACT else 2 * len(groups) * MOST
        drawn = max(DRAWN, DRAWN_EACH * self._count)
        self._drawn = 0 if not many else drawn
        self._work = among + (0 if not many else inside if self._every else drawn)

    def steps(self) -> Iterator[Found]:
        """All of it."""
        if len(self._members) <= EXACT:
            yield from self._enumerate_groups()
        else:
            yield from self._draw_groups()
        if self._split:
            sure = yield from self._draw_members()
            if self._every and not sure:
                yield from self._enumerate_members()

    def answer(self, done: float | None = None) -> Division:
        """What is known by now; a member of whom nothing is known has an even share."""
        parts, errors = np.zeros(self._count), np.zeros(self._count)
        for number, members in enumerate(self._members):
            places, even = list(members), self._groups[number] / len(members)
            inside, error = self._spreads[number], self._errors[number] / len(members)
            if number in self._within:
                parts[places] = self._within[number]
            elif len(members) == 1:
                parts[places], errors[places] = even, error
            else:
                parts[places] = even + inside.mean
                errors[places] = np.sqrt(inside.error**2 + error**2)
        told = self._done if done is None else done
        errors_of_groups = self._errors.copy()
        return Division(parts, errors, self._groups.copy(), errors_of_groups, self._pairs, told)

    @property
    def _done(self) -> float:
        return min(0.999, len(self._known) / max(1, self._work))

    def _value(self, taken: int) -> Asking:
        found = self._known.get(taken)
        if found is None:
            found = self._known[taken] = self._ask(taken)
            yield self._done
        return found

    def _of(self, groups: int) -> int:
        """The decisions of some groups, given as bits."""
        return sum(bits for number, bits in enumerate(self._bits) if groups >> number & 1)

    def _largest(self) -> float:
        whole = abs(float(self._groups.sum()))
        return max(whole, float(np.abs(self._groups).max(initial=0.0)))

    # --- groups ---------------------------------------------------------------------------

    def _enumerate_groups(self) -> Iterator[Found]:
        count = len(self._members)
        if count >= ROUGH:
            yield from self._walk_once()
        values = np.zeros(1 << count)
        for step in range(1 << count):
            place = step ^ (step >> 1)  # neighbours differ in one group
            values[place] = yield from self._value(self._of(place))
        self._groups, self._errors, self._pairs = shapley(values), np.zeros(count), 0
        yield self.answer(done=None if self._split else 1.0)

    def _walk_once(self) -> Iterator[Found]:
        """One order: what it comes to roughly, long before all combinations are tried."""
        taken, last = 0, (yield from self._value(0))
        for number, bits in enumerate(self._bits):
            taken |= bits
            value = yield from self._value(taken)
            self._groups[number] = value - last
            last = value
        self._pairs = 1
        yield self.answer()

    def _draw_groups(self) -> Iterator[Found]:
        count = len(self._members)
        total, squares = np.zeros(count), np.zeros(count)
        for pair in range(1, MOST + 1):
            order = list(range(count))
            self._chance.shuffle(order)
            both = np.zeros(count)
            for way in (order, order[::-1]):
                taken, last = 0, (yield from self._value(0))
                for number in way:
                    taken |= self._bits[number]
                    value = yield from self._value(taken)
                    both[number] += value - last
                    last = value
                if pair == 1 and way is order:
                    self._groups, self._pairs = both.copy(), 1
                    yield self.answer()
            both /= 2.0
            total += both
            squares += both * both
            self._groups, self._pairs = total / pair, pair
            if pair > 1:
                spread = np.maximum(0.0, squares - pair * self._groups**2) / (pair - 1)
                self._errors = np.sqrt(spread / pair)
            sure = pair >= FEWEST and float(self._errors.max()) <= ENOUGH * self._largest()
            last_one = pair == MOST or sure
            yield self.answer(done=1.0 if last_one and not self._split else None)
            if last_one:
                return

    # --- members --------------------------------------------------------------------------

    def _draw_members(self) -> Generator[Found, None, bool]:
        """Whether that is sure enough."""
        before = len(self._known)
        enough = ENOUGH * self._largest()
        while len(self._known) - before < self._drawn:
            known = len(self._known)
            number = max(self._split, key=lambda one: self._spreads[one].worst)
            inside = self._spreads[number]
            if inside.worst <= enough:
                return True
            if inside.pairs == MOST_PAIRS:
                break
            yield from self._draw_pair(number)
            self._pairs = max(self._pairs, inside.pairs)
            yield self.answer()
            if len(self._known) == known and self._every:
                break  # few cases are left: all of them are tried next
        return False

    def _draw_pair(self, number: int) -> Iterator[Found]:
        """Two ways through a group: what came before it, and what did not; backwards."""
        order = list(range(len(self._members)))
        self._chance.shuffle(order)
        place = order.index(number)
        inner = list(self._members[number])
        self._chance.shuffle(inner)
        both = dict.fromkeys(inner, 0.0)
        for before, way in ((order[:place], inner), (order[place + 1 :], inner[::-1])):
            taken = sum(self._bits[one] for one in before)
            last = yield from self._value(taken)
            for player in way:
                taken |= 1 << player
                value = yield from self._value(taken)
                both[player] += (value - last) / 2.0
                last = value
        self._spreads[number].add(np.array([both[one] for one in self._members[number]]))

    def _enumerate_members(self) -> Iterator[Found]:
        count = len(self._members)
        for number in self._split:
            members = self._members[number]
            others = [bits for one, bits in enumerate(self._bits) if one != number]
            parts = np.zeros(len(members))
            for context in range(1 << len(others)):
                before = sum(bits for n, bits in enumerate(others) if context >> n & 1)
                values = np.zeros(1 << len(members))
                for step in range(1 << len(members)):
                    place = step ^ (step >> 1)
                    inside = sum(1 << one for n, one in enumerate(members) if place >> n & 1)
                    values[place] = yield from self._value(before | inside)
                parts += _weight(context.bit_count(), count) * shapley(values)
            self._within[number] = parts
            yield self.answer()
        self._pairs = 0
        yield self.answer(done=1.0)


class _Inside:
    """How the members of a group differ from an even share, by what was drawn."""

    def __init__(self, count: int) -> None:
        self._total, self._squares = np.zeros(count), np.zeros(count)
        self.pairs = 0

    def add(self, marginals: FloatArray) -> None:
        """What each added, in one more pair."""
        apart = marginals - marginals.mean()
        self._total += apart
        self._squares += apart * apart
        self.pairs += 1

    @property
    def mean(self) -> FloatArray:
        """By how much each is above an even share."""
        return self._total / max(1, self.pairs)

    @property
    def error(self) -> FloatArray:
        """Standard error of that; infinite before there are a few pairs."""
        pairs = self.pairs
        if pairs < LEAST_PAIRS:
            return np.full(len(self._total), inf)
        spread = np.maximum(0.0, self._squares - pairs * self.mean**2) / (pairs - 1)
        leaned = (LEAN * spread.mean() + (pairs - 1) * spread) / (LEAN + pairs - 1)
        # The least sure is drawn next, so what looks sure by luck is left alone: allow for that.
        found: FloatArray = np.sqrt(leaned / pairs * (pairs + 1) / (pairs - 1))
        return found

    @property
    def worst(self) -> float:
        """The largest error of a member."""
        return float(self.error.max())


def shapley(values: FloatArray) -> FloatArray:
    """Shapley values (n,) of a game given whole: (2ⁿ,) values, a player a bit of the place."""
    count = len(values).bit_length() - 1
    parts = np.zeros(count)
    for place, value in enumerate(values.tolist()):
        weight = None
        for player in range(count):
            if place >> player & 1:
                continue
            if weight is None:
                weight = _weight(place.bit_count(), count)
            parts[player] += weight * (values[place | 1 << player] - value)
    return parts


def _weight(before: int, count: int) -> float:
    """The part of all orders of `count` in which just these so many come before one."""
    return factorial(before) * factorial(count - before - 1) / factorial(count)
