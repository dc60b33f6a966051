"""The engine alone: a whole plan, and what one move costs."""

from __future__ import annotations

import time
from datetime import timedelta
from functools import partial
from pathlib import Path

from teamtide.capacity.engine import compute, recompute
from teamtide.plan.advancing import advance
from teamtide.plan.inputs import inputs_of
from teamtide.plan.placing import move_people
from teamtide.plan.rows import PersonId, Placement, TeamId
from tests.bench.measure import Report, timed
from tests.bench.plans import OPTION, START, TODAY, seeded_state


def measure(report: Report, _scratch: Path) -> None:
    """Whole expected load with 15 and 60 groups a team, and one move."""
    report.title(
        "Engine: 2,000 people, 12 teams, 500 projects, 2,000 chunks, 30 services, 104 weeks"
    )
    for groups, budget in ((15, "≤ 50 ms"), (60, "≤ 150 ms")):
        state = seeded_state(groups=groups)
        for name, scenario in (("Today", TODAY), ("Option", OPTION)):
            inputs = inputs_of(state, scenario)
            whole = timed(partial(compute, inputs), 15)
            report.times(f"whole expected load, {groups} groups a team, {name}", whole, budget)
        rows = timed(partial(inputs_of, state, TODAY), 5)
        report.times(f"rows to inputs, {groups} groups a team", rows)
        moves, advances = [], []
        inputs = inputs_of(state, TODAY)
        load = compute(inputs)
        for number in range(1, 61):
            source = state.where(Placement, "person", PersonId(number))[0].team
            change = move_people(
                state,
                scenario=TODAY,
                people=[PersonId(number)],
                source=source,
                target=TeamId((source or 0) % 12 + 1),
                as_of=START + timedelta(days=70),
            )
            after = state.apply(change)
            begin = time.perf_counter()
            moved = advance(inputs, state, after, TODAY, change)
            middle = time.perf_counter()
            recompute(load, moved)
            advances.append((middle - begin) * 1000)
            moves.append((time.perf_counter() - middle) * 1000)
        report.times(f"one person moved: inputs, {groups} groups", advances)
        report.times(f"one person moved: two teams recomputed, {groups} groups", moves)
