"""The division itself, on games small enough to be divided by hand in every order."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from itertools import pairwise, permutations
from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamtide.advise import dividing as room
from teamtide.advise.dividing import Division, divide, shapley
from teamtide.capacity.arrays import FloatArray
from tests.searching import searched

Groups = Sequence[Sequence[int]]


def a_game(count: int, seed: int, *, rough: float = 1.0) -> Callable[[int], float]:
    """Amounts of single decisions, of pairs of them, and something for each set by itself."""
    chance = random.Random(seed)
    own = [chance.gauss(0.0, 3.0) for _ in range(count)]
    pairs = {(a, b): chance.gauss(0.0, 1.0) for b in range(count) for a in range(b)}
    rest: dict[int, float] = {}

    def value(taken: int) -> float:
        if taken not in rest:
            rest[taken] = random.Random(f"{seed} {taken}").gauss(0.0, rough)
        inside = [player for player in range(count) if taken >> player & 1]
        both = sum(pairs[a, b] for b in inside for a in inside if a < b)
        return sum(own[player] for player in inside) + both + rest[taken]

    return value


def by_hand(value: Callable[[int], float], groups: Groups) -> list[float]:
    """Every order in which the members of a group follow one another."""
    count = sum(map(len, groups))
    place = {player: number for number, group in enumerate(groups) for player in group}
    parts, orders = [0.0] * count, 0
    for order in permutations(range(count)):
        homes = [place[player] for player in order]
        changes = sum(a != b for a, b in pairwise(homes))
        if changes != len(groups) - 1:
            continue
        orders += 1
        taken = 0
        for player in order:
            parts[player] += value(taken | 1 << player) - value(taken)
            taken |= 1 << player
    return [part / orders for part in parts]


def answers(
    value: Callable[[int], float], groups: Groups, seed: int = 1, every: int = room.EVERY
) -> list[Division]:
    return [each for each in divide(value, groups, seed, every) if isinstance(each, Division)]


def singles(count: int) -> Groups:
    return [(player,) for player in range(count)]


@given(count=st.integers(1, 5), seed=st.integers(0, 1000))
@searched(20)
def test_that_groups_of_one_are_divided_as_every_order_says(count: int, seed: int) -> None:
    value = a_game(count, seed)
    found = answers(value, singles(count))[-1]
    assert found.parts == pytest.approx(by_hand(value, singles(count)), abs=1e-9)
    assert found.done == 1.0
    assert not found.errors.any()


GROUPED: list[Groups] = [
    [(0, 3), (1, 2, 4)],
    [(0, 1), (2,), (3, 4)],
    [(0, 1, 2, 3)],
    [(2, 0), (1,)],
]


@pytest.mark.parametrize("groups", GROUPED)
@pytest.mark.parametrize("seed", [1, 2])
def test_that_groups_are_divided_as_every_order_that_keeps_them_together_says(
    groups: Groups, seed: int
) -> None:
    value = a_game(sum(map(len, groups)), seed)
    found = answers(value, groups)[-1]
    assert found.parts == pytest.approx(by_hand(value, groups), abs=1e-9)
    assert (found.done, found.pairs) == (1.0, 0)
    assert not found.errors.any()


def test_that_groups_are_known_before_their_members_and_stay_as_they_are() -> None:
    groups = [(0, 1, 2), (3, 4), (5, 6, 7), (8,)]
    asked: list[int] = []
    game = a_game(9, 3)

    def value(taken: int) -> float:
        asked.append(taken)
        return game(taken)

    first: Division | None = None
    for found in divide(value, groups):
        if not isinstance(found, Division):
            continue
        if first is None:
            first = found
            assert len(asked) == 2 ** len(groups)
            assert not first.group_errors.any()
            assert first.errors.tolist() == [inf] * 8 + [0.0]
            assert first.parts[:3].tolist() == [first.groups[0] / 3] * 3
        assert found.groups.tolist() == first.groups.tolist()
        sums = [found.parts[list(group)].sum() for group in groups]
        assert sums == pytest.approx(first.groups.tolist(), abs=1e-9)
    assert len(asked) == len(set(asked))


@given(seed=st.integers(0, 1000), groups=st.sampled_from([*GROUPED, singles(9)]))
@searched(30)
def test_that_every_answer_sums_to_the_difference(seed: int, groups: Groups) -> None:
    count = sum(map(len, groups))
    value = a_game(count, seed)
    whole = value((1 << count) - 1) - value(0)
    done = 0.0
    for found in divide(value, groups, seed):
        if isinstance(found, Division):
            assert found.parts.sum() == pytest.approx(whole, abs=1e-8)
        now = found.done if isinstance(found, Division) else found
        assert done <= now <= 1.0
        done = now
    assert done == 1.0


def exact_parts(value: Callable[[int], float], groups: Groups) -> FloatArray:
    count = sum(map(len, groups))
    if all(len(group) == 1 for group in groups):
        return shapley(np.array([value(taken) for taken in range(1 << count)]))
    return answers(value, groups)[-1].parts


@pytest.mark.parametrize(
    "groups",
    [singles(9), [(0, 1, 2, 3), (4, 5, 6), (7, 8), (9,), (10, 11)]],
    ids=["one", "several"],
)
def test_that_errors_are_as_large_as_they_say(
    groups: Groups, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Of 40 games, each divided roughly and exactly, nine parts in ten lie within two errors.
    count = sum(map(len, groups))
    inside, of = 0, 0
    for seed in range(40):
        value = a_game(count, seed, rough=2.0)
        known = exact_parts(value, groups)
        with monkeypatch.context() as patched:
            patched.setattr(room, "MOST", 10)
            patched.setattr(room, "DRAWN", 100)
            patched.setattr(room, "DRAWN_EACH", 0)
            found = answers(value, groups, seed, every=0)[-1]
        sampled = found.errors > 0.0
        assert sampled.any()
        inside += int(np.sum(np.abs(found.parts - known)[sampled] <= 2.0 * found.errors[sampled]))
        of += int(sampled.sum())
    assert 0.9 * of <= inside < of


def test_that_drawing_ends_where_nothing_is_open() -> None:
    # Every member of a group is worth the same in any company, so a few ways say all.
    asked: list[int] = []

    def value(taken: int) -> float:
        asked.append(taken)
        return 3.0 * taken.bit_count()

    last = answers(value, [range(6), range(6, 12)], every=0)[-1]
    assert last.parts.tolist() == pytest.approx([3.0] * 12)
    assert not last.errors.any()
    assert len(asked) < 100


def test_that_a_rough_answer_comes_before_all_combinations_are_tried() -> None:
    asked: list[int] = []
    game = a_game(7, 5)

    def value(taken: int) -> float:
        asked.append(taken)
        return game(taken)

    rough, last = (
        (found, len(asked)) for found in divide(value, singles(7)) if isinstance(found, Division)
    )
    assert rough[1] == 8
    assert set(rough[0].errors.tolist()) == {inf}
    assert rough[0].done < 1.0
    assert last[1] == 2**7
    assert last[0].pairs == 0
    assert not last[0].errors.any()


def test_that_the_seed_decides_what_is_drawn() -> None:
    value = a_game(10, 4)
    one, same, other = (answers(value, singles(10), seed)[-1] for seed in (1, 1, 2))
    assert one.parts.tolist() == same.parts.tolist()
    assert one.parts.tolist() != other.parts.tolist()
