"""Where the model's uncertainty comes from: its constants found again in public records.

Of the two sets of tasks the model page names, one is here: 10,160 tasks that one software engineer
estimated and measured. It gives ×0.5 and ×2.0. The factors of exploratory work (×0.2, ×2.7) come
from the other set (61,125 tasks), which is not here, so they are only bounded, not derived.
"""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date, datetime, timedelta

import numpy as np
import pytest

from teamtide.capacity.luck import BOUNDS, EXPLORATORY_BOUNDS
from teamtide.capacity.luck_counts import draw_counts
from tests.exchange.helpers import shared


def tasks() -> np.ndarray:
    """(N, 2) estimate and actual of the tasks that have both."""
    found = []
    path = shared("effort", "renzo-pomodoro.csv")
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        for row in csv.DictReader(file):
            try:
                estimate, actual = float(row["estimate"]), float(row["actual"])
            except (TypeError, ValueError):
                continue  # "NA"
            if estimate > 0.0 and actual > 0.0:
                found.append((estimate, actual))
    return np.array(found)


def weekly_cases() -> np.ndarray:
    """(142,) new cases of the help desk by week; a case arrives with its first event."""
    first: dict[str, datetime] = {}
    with shared("arrivals", "helpdesk.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            when = datetime.fromisoformat(row["CompleteTimestamp"])
            first[row["CaseID"]] = min(first.get(row["CaseID"], when), when)
    days = [when.date() for when in first.values()]
    mondays = Counter(day - timedelta(days=day.weekday()) for day in days)
    start: date = min(mondays)
    weeks = (max(mondays) - start).days // 7 + 1
    return np.array([mondays[start + timedelta(weeks=week)] for week in range(weeks)])


def dispersion(counts: np.ndarray) -> float:
    return float(counts.var(ddof=1) / counts.mean())


def test_that_the_bounds_of_a_single_estimate_are_those_of_the_recorded_tasks() -> None:
    pairs = tasks()
    assert len(pairs) == 10_160
    ratio = pairs[:, 1] / pairs[:, 0]
    low, middle, high = np.quantile(ratio, [0.1, 0.5, 0.9])
    assert (low, high) == BOUNDS
    # The typed number is the median: half take longer.
    assert middle == 1.0


def test_that_the_bounds_of_exploratory_work_are_wider_than_these_records() -> None:
    """One engineer's own small tasks: no part of them, by size, is as uncertain as that."""
    pairs = tasks()
    low, high = EXPLORATORY_BOUNDS
    for least, most in ((2, 2), (3, 3), (4, 5)):
        part = pairs[(pairs[:, 0] >= least) & (pairs[:, 0] <= most)]
        below, above = np.quantile(part[:, 1] / part[:, 0], [0.1, 0.9])
        assert low < below
        assert above < high


def test_that_a_help_desk_is_two_to_seven_times_as_uneven_as_chance() -> None:
    counts = weekly_cases()
    assert counts.sum() == 3804
    assert len(counts) == 142
    assert counts.mean() == pytest.approx(26.8, abs=0.05)
    # Over all weeks, growth and holidays included; and within half years, which know of neither.
    assert dispersion(counts) == pytest.approx(6.7, abs=0.1)
    halves = [dispersion(counts[begin : begin + 26]) for begin in range(0, 130, 26)]
    assert 2.0 < min(halves) < max(halves) < 5.0


def test_that_the_counts_drawn_cover_the_recorded_weeks() -> None:
    """Four real weeks in five lie between P10 and P90 of what is drawn for such a service."""
    counts = weekly_cases()
    chances = np.array([0.1, 0.9])
    low, high = draw_counts(float(counts.mean()), dispersion(counts), chances)
    inside = ((counts >= low) & (counts <= high)).mean()
    assert inside == pytest.approx(0.8, abs=3 * np.sqrt(0.16 / len(counts)))
