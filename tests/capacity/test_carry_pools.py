"""Pools: summed up, and served in order."""

from __future__ import annotations

import numpy as np
import pytest

from teamtide.capacity.carry_pools import serve_slots, sum_pools

STARTS = np.array([0, 1, 4, 6])
WANTED = np.array([[3.0], [1.0], [2.0], [4.0], [0.5], [0.5], [2.0], [2.0]])


def test_that_slots_are_served_in_order_until_a_pool_has_no_more() -> None:
    asked = sum_pools(WANTED, STARTS)
    assert asked.ravel().tolist() == [3.0, 7.0, 1.0, 4.0]
    left = np.array([[1.0], [5.5], [0.0], [4.0]])
    served = serve_slots(WANTED, STARTS, asked, left)
    assert served.ravel().tolist() == [2.0, 1.0, 0.5, 0.0, 0.5, 0.5, 0.0, 0.0]


def test_that_a_pool_is_short_in_some_samples_and_served_to_the_last_bit_in_others() -> None:
    random = np.random.default_rng(1)
    wanted = random.random((8, 3))
    asked = sum_pools(wanted, STARTS)
    left = np.zeros((4, 3))
    left[1, 2] = asked[1, 2] / 2
    served = serve_slots(wanted, STARTS, asked, left)
    assert served[:, :2].tolist() == wanted[:, :2].tolist()
    assert served[1:4, 2].sum() == pytest.approx(asked[1, 2] / 2)
    assert served[4:].tolist() == wanted[4:].tolist()


def test_that_pools_of_many_samples_sum_as_those_of_few_do() -> None:
    wanted = np.random.default_rng(2).random((8, 500))
    parts = [sum_pools(wanted[:, n : n + 50], STARTS) for n in range(0, 500, 50)]
    np.testing.assert_allclose(
        sum_pools(wanted, STARTS), np.concatenate(parts, axis=1), rtol=1e-15, atol=0.0
    )
