"""The draws against what theory says of them, on fixed seeds, within three standard errors."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from teamtide.capacity.inputs import Chunk, Settings
from teamtide.capacity.luck import draw_luck
from teamtide.capacity.schedule import expected_effort, plan_schedule
from tests.capacity.engine_plans import chunk, days, plan, service

SAMPLES = range(4000)


def arrivals_of(dispersion: float, mean: float, days_each: float, seed: int) -> np.ndarray:
    one = replace(service("Desk", mean, days_each), dispersion=dispersion)
    inputs = plan(services=(one,), weeks=26, settings=Settings(seed=seed))
    return draw_luck(inputs, plan_schedule(inputs), SAMPLES).arrivals[:, 0]


@pytest.mark.parametrize("seed", [1, 7])
@pytest.mark.parametrize("mean", [0.4, 4.0, 26.8, 600.0])
@pytest.mark.parametrize("dispersion", [1.0, 2.0, 6.7])
def test_that_weekly_days_have_the_mean_and_variance_of_compound_arrivals(
    dispersion: float, mean: float, seed: int
) -> None:
    days_each = 0.5
    drawn = arrivals_of(dispersion, mean, days_each, seed).ravel()
    # N requests of Gamma(1) · d each: mean d·E N, variance d²·(E N + Var N).
    centre = mean * days_each
    variance = days_each**2 * (mean + dispersion * mean)
    error = np.sqrt(variance / drawn.size)
    assert abs(drawn.mean() - centre) < 3 * error
    spread = drawn - centre
    error = np.sqrt(((spread**4).mean() - variance**2) / drawn.size)
    assert abs((spread**2).mean() - variance) < 3 * error


def test_that_weeks_are_independent_and_services_too() -> None:
    drawn = arrivals_of(6.7, 26.8, 0.5, 1)
    together = np.corrcoef(drawn[:, :-1].ravel(), drawn[:, 1:].ravel())[0, 1]
    assert abs(together) < 3 / np.sqrt(drawn[:, 1:].size)
    total = drawn.sum(axis=1).var()
    assert total == pytest.approx(26 * 0.25 * 26.8 * 7.7, rel=3 * np.sqrt(2 / 4000))


def test_that_a_surge_multiplies_the_mean_of_the_days_it_covers() -> None:
    surge = (days(1, 14), days(1, 23), 2.0)  # Wednesday of week 1 to Friday of week 2
    again = (days(1, 19), days(1, 19), 3.0)
    inputs = plan(services=(service("EKS", 40.0, 0.5, surges=(surge, again)),))
    drawn = draw_luck(inputs, plan_schedule(inputs), SAMPLES).arrivals[:, 0]
    for week, factor in ((0, 1.0), (1, 8 / 5), (2, (6 + 4 * 2) / 5), (3, 1.0)):
        mean = 20.0 * factor
        error = np.sqrt(0.25 * 2 * 40.0 * factor / len(SAMPLES))
        assert abs(drawn[:, week].mean() - mean) < 3 * error


EFFORTS = [
    (chunk("Both", 10.0, low=6.0, high=20.0), 6.0, 20.0),
    (chunk("Low only", 10.0, low=9.0), 9.0, 20.0),
    (chunk("High only", 10.0, high=11.0), 5.0, 11.0),
    (chunk("Neither", 10.0), 5.0, 20.0),
    (chunk("Unknown", 10.0, kind="exploratory"), 2.0, 27.0),
    (chunk("Unknown, low", 10.0, low=8.0, kind="exploratory"), 8.0, 27.0),
]


@pytest.mark.parametrize(("one", "low", "high"), EFFORTS)
def test_that_efforts_have_their_three_points(one: Chunk, low: float, high: float) -> None:
    inputs = plan(chunks=(one,))
    effort = draw_luck(inputs, plan_schedule(inputs), SAMPLES).effort[:, 0]
    effort = effort * expected_effort(one)
    for chance, point in ((0.1, low), (0.5, 10.0), (0.9, high)):
        below = (effort <= point).mean()
        assert abs(below - chance) < 3 * np.sqrt(chance * (1 - chance) / len(SAMPLES))
    # Each half is lognormal: the logarithms, put over their own σ, are standard normal.
    logs = np.log(effort / 10.0)
    z = np.where(logs < 0.0, logs / np.log(10.0 / low), logs / np.log(high / 10.0))
    assert stats.kstest(z * 1.28155, "norm").pvalue > 0.001


def test_that_bands_cover_truths_drawn_by_somebody_else() -> None:
    """Four in five true efforts, and true quarters of a service, lie between P10 and P90."""
    random = np.random.default_rng(5)
    likely = random.uniform(2.0, 60.0, 1500)
    low, high = likely * random.uniform(0.3, 0.95, 1500), likely * random.uniform(1.05, 3.5, 1500)
    chunks = tuple(
        chunk(f"Chunk {n}", float(likely[n]), low=float(low[n]), high=float(high[n]))
        for n in range(1500)
    )
    desks = tuple(
        replace(service(f"Desk {n}", 3.0 + n % 30, 0.25), dispersion=1.0 + n % 7)
        for n in range(300)
    )
    inputs = plan(chunks=chunks, services=desks, weeks=13)
    schedule = plan_schedule(inputs)
    drawn = draw_luck(inputs, schedule, range(1000))
    bands = np.quantile(drawn.effort * schedule.effort, [0.1, 0.9], axis=0, method="inverted_cdf")
    sigma = np.log(np.where(random.uniform(size=1500) < 0.5, likely / low, likely / high)) / 1.28155
    truth = likely * np.exp(-np.abs(random.standard_normal(1500)) * sigma)
    inside = ((truth >= bands[0]) & (truth <= bands[1])).mean()
    assert abs(inside - 0.8) < 3 * np.sqrt(0.8 * 0.2 / 1500)

    quarters = drawn.arrivals.sum(axis=2)
    bands = np.quantile(quarters, [0.1, 0.9], axis=0, method="inverted_cdf")
    truths = []
    for desk in desks:
        if desk.dispersion > 1.0:
            rate = desk.dispersion - 1.0
            means = random.gamma(desk.arrivals / rate, rate, 13)
        else:
            means = np.full(13, desk.arrivals)
        truths.append(random.exponential(0.25, int(random.poisson(means).sum())).sum())
    inside = ((truths >= bands[0]) & (truths <= bands[1])).mean()
    assert abs(inside - 0.8) < 3 * np.sqrt(0.8 * 0.2 / 300)
