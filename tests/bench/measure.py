"""Timing and printing shared by the benchmarks."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


def timed(act: Callable[[], object], times: int) -> list[float]:
    """Milliseconds of each of several calls, after one that is not counted."""
    act()
    found = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        found.append((time.perf_counter() - start) * 1000)
    return found


def percentile(values: list[float], part: float) -> float:
    """The value below which `part` of the values lie (inverted CDF)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, int(part * len(ordered) + 0.999999) - 1))]


class Report:
    """Prints a line per figure."""

    def title(self, text: str) -> None:
        """A heading."""
        print(f"\n{text}", flush=True)

    def times(self, name: str, values: list[float], budget: str = "") -> float:
        """p50 and p95 of some milliseconds; the p95."""
        p50, p95 = statistics.median(values), percentile(values, 0.95)
        aim = f"   (to reach: {budget})" if budget else ""
        print(f"  {name:<58} p50 {p50:8.2f} ms   p95 {p95:8.2f} ms{aim}", flush=True)
        return p95

    def value(self, name: str, text: str) -> None:
        """Any other figure."""
        print(f"  {name:<58} {text}", flush=True)


@contextmanager
def busy_process() -> Iterator[None]:
    """Another process that computes for as long as this lasts."""
    import subprocess
    import sys

    process = subprocess.Popen([sys.executable, "-c", "while True: sum(range(10000))"])
    try:
        yield
    finally:
        process.kill()
        process.wait()
