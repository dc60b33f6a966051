"""Helping out: all rows at once, in few steps, comes to what each does by itself in order."""

from __future__ import annotations

import numpy as np
import pytest

from teamtide.capacity.arrays import NOTHING, BoolArray, FloatArray, IntArray
from teamtide.capacity.carry_queues import Queues, help_out


def plainly(
    skill: FloatArray, named: BoolArray, number: IntArray, left: list[float], need: list[float]
) -> tuple[list[float], list[float]]:
    """MODEL section 3, step b, one helper after the other."""
    groups, disciplines = skill.shape
    short = [d for d in range(disciplines) if need[d] > NOTHING]
    could = {g: [d for d in short if skill[g, d] > 0.0] for g in range(groups)}
    pairs = [(g, d) for g in range(groups) for d in could[g]]
    pairs.sort(key=lambda p: (len(could[p[0]]), named[p[0]], -skill[p], p[1], number[p[0]]))
    idle = [days <= NOTHING for days in left]
    for g, d in pairs:
        if not idle[g]:
            days = min(left[g], need[d] / skill[g, d])
            left[g] -= days
            need[d] = max(0.0, need[d] - days * skill[g, d])
    return left, need


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("disciplines", [1, 3, 6, 22])
def test_that_helpers_walk_their_queue_in_order(seed: int, disciplines: int) -> None:
    random = np.random.default_rng(seed)
    teams, groups, rows = 3, 9, 40
    skill = random.choice([0.0, 0.0, 0.4, 0.5, 0.9], (teams, groups, disciplines))
    named = random.random((teams, groups)) < 0.3
    number = np.array([random.permutation(groups) for _ in range(teams)])
    team = np.sort(random.integers(0, teams, rows))
    left = random.choice([0.0, 1e-12, 1.0, 2.5], (groups, rows))
    need = random.choice([0.0, 0.0, 0.7, 6.0], (disciplines, rows))
    queues = Queues(skill > 0.0, skill, named, number)
    wanted = [
        plainly(skill[t], named[t], number[t], left[:, row].tolist(), need[:, row].tolist())
        for row, t in enumerate(team.tolist())
    ]
    help_out(queues, team, left, need)
    assert left.T.tolist() == [days for days, _ in wanted]
    assert need.T.tolist() == [work for _, work in wanted]


def test_that_places_of_a_queue_that_do_not_concern_one_another_share_a_step() -> None:
    skill = np.array([[[0.5, 0.0], [0.0, 0.5], [0.4, 0.4]]])
    nobody = np.zeros((1, 3), dtype=bool)
    queues = Queues(skill > 0.0, skill, nobody, np.array([[0, 1, 2]]))
    (queue,) = queues.of(np.array([0]), np.ones((2, 1), dtype=bool)).tolist()
    begin, end = queues.begin[queue], queues.begin[queue] + queues.length[queue]
    assert queues.slot[begin:end].tolist() == [0, 1, 2, 2]
    assert queues.step[begin:end].tolist() == [0, 0, 1, 2]
    # Whoever is short in the same disciplines stands in the same queue.
    assert queues.of(np.array([0, 0]), np.ones((2, 2), dtype=bool)).tolist() == [queue, queue]
