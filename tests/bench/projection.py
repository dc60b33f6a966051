"""Projected load and bands, beside a plain loop and a SimPy model of the same plan.

Times are of the processor, not of the clock: who else is at work on the machine counts less.
"""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from teamtide.capacity.bands import Runs, bands_of, run_bands
from teamtide.capacity.engine import compute, recompute
from teamtide.capacity.inputs import Inputs
from teamtide.capacity.luck import draw_luck
from teamtide.capacity.projection import UNFINISHED, affected_teams, project
from teamtide.capacity.results import Load
from teamtide.plan.advancing import advance
from teamtide.plan.inputs import inputs_of
from teamtide.plan.placing import move_people
from teamtide.plan.rows import PersonId, Placement, TeamId
from teamtide.plan.state import State
from teamtide.workers.forecasts import bands, projection
from teamtide.workers.work import Partial, Residents, Work
from tests.bench.measure import Report
from tests.bench.plain_projection import plain_plan, run_in_simpy, run_plainly
from tests.bench.plans import START, TODAY, seeded_state

SAMPLES = 1000


def measure(report: Report, _scratch: Path) -> None:
    """The large plan, with 15 and 60 groups a team."""
    report.title("Projected load and bands on the large plan (milliseconds of processor time)")
    for groups in (15, 60):
        _measure(report, groups)
    report.value("work of 104 weeks in one projection", "2,000 chunks, 30 services, 12 teams")


def _measure(report: Report, groups: int) -> None:
    state = seeded_state(groups=groups)
    inputs = inputs_of(state, TODAY)
    load = compute(inputs)
    name = f"{groups} groups a team"
    whole = _timed(lambda: project(load), 9)
    report.times(f"projected, {name}", whole, "≤ 200 ms")
    before = project(load)
    after = recompute(load, _moved(state, inputs, 1))
    touched = affected_teams(load, after)
    again = _timed(lambda: project(after, before), 9)
    report.times(f"projected after a move ({len(touched)} teams), {name}", again)
    drawn = _timed(lambda: draw_luck(inputs, load.plan, range(SAMPLES)), 1)
    report.times(f"luck of {SAMPLES} samples, {name}", drawn)
    luck = draw_luck(inputs, load.plan, range(SAMPLES))
    runs: list[Runs] = [run_bands(load, luck)]
    sampled = _timed(lambda: run_bands(load, luck), 3)
    report.times(f"bands, {SAMPLES} samples, all teams, {name}", sampled, "≤ 3,000 ms")
    some = _timed(lambda: run_bands(after, luck, touched, previous=runs[0]), 5)
    report.times(
        f"bands, {SAMPLES} samples, {len(touched)} touched teams, {name}", some, "≤ 250 ms"
    )
    report.times(f"percentiles and chances, {name}", _timed(lambda: bands_of(runs), 3))
    _measure_job(report, state, inputs, name)
    _compare(report, load, min(whole), min(sampled), name)


def _moved(state: State, inputs: Inputs, person: int) -> Inputs:
    """The plan with one person in the next team."""
    source = state.where(Placement, "person", PersonId(person))[0].team
    change = move_people(
        state,
        scenario=TODAY,
        people=[PersonId(person)],
        source=source,
        target=TeamId((source or 0) % 12 + 1),
        as_of=START + timedelta(days=70),
    )
    return advance(inputs, state, state.apply(change), TODAY, change)


def _measure_job(report: Report, state: State, inputs: Inputs, name: str) -> None:
    """The bands of a child process that knows the plan, after each of several moves."""
    work = Work(Residents(), lambda: False)
    for job in (projection, bands):
        for _ in job(work, inputs):
            pass
    first, whole = [], []
    for person in range(1, 8):
        moved = _moved(state, inputs, person)
        for _ in projection(work, moved):
            pass
        begin = time.process_time()
        for step in bands(work, moved):
            if isinstance(step, Partial):
                first.append((time.process_time() - begin) * 1000)
        whole.append((time.process_time() - begin) * 1000)
    report.times(f"first band of a job after a move, {name}", first, "≤ 150 ms")
    report.times(f"all {SAMPLES} samples of that job, {name}", whole)


def _compare(report: Report, load: Load, projected: float, bands: float, name: str) -> None:
    """The same plan in plain Python and in SimPy, which have to come to the same finishes."""
    weeks = project(load).finish.tolist()
    finish = [None if week == UNFINISHED else week for week in weeks]
    models: dict[str, Callable[[], list[int | None]]] = {
        "a plain loop": lambda: run_plainly(plain_plan(load))
    }
    simpy = _simpy()
    if simpy is None:
        report.value("SimPy", "not installed here: `pip install simpy` to compare")
    else:
        models["SimPy"] = lambda: run_in_simpy(plain_plan(load), simpy.Environment)
    prepared = _timed(lambda: plain_plan(load), 1)[0]
    for model, run in models.items():
        taken = min(_timed(run, 2)) - prepared
        same = "the same finishes" if run() == finish else "OTHER FINISHES"
        report.value(
            f"{model}, one sample, {name}",
            f"{taken:.0f} ms, {same}; {taken / projected:.0f} × one projection, "
            f"{taken * SAMPLES / bands:.0f} × the bands for {SAMPLES} samples",
        )


def _simpy() -> Any:
    try:
        return importlib.import_module("simpy")
    except ModuleNotFoundError:
        return None


def _timed(act: Callable[[], object], times: int) -> list[float]:
    """Milliseconds of processor time of each of several calls, after one that is not counted."""
    act()
    found = []
    for _ in range(times):
        begin = time.process_time()
        act()
        found.append((time.process_time() - begin) * 1000)
    return found
