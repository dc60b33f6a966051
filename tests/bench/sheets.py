"""Spreadsheets: previews of large rosters, export of a middling plan."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from teamtide.capacity.engine import compute
from teamtide.exchange.workbooks.workbook import export_workbook
from teamtide.plan.inputs import inputs_of
from teamtide.plan.rows import Scenario
from tests.bench import previews
from tests.bench.measure import Report
from tests.bench.plans import seeded_state


def _once(act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    act()
    return (time.perf_counter() - begin) * 1000


def measure(report: Report, scratch: Path) -> None:
    """Previews and export."""
    previews.measure(report, scratch)
    report.title("Workbooks that are sent out")
    middling = seeded_state(
        people=200, teams=6, groups=10, projects=50, chunks=200, services=10, weeks=52
    )
    loads = {s.id: compute(inputs_of(middling, s.id)) for s in middling.rows(Scenario)}
    out = scratch / "plan.xlsx"
    exports = [_once(lambda: export_workbook(middling, loads, out)) for _ in range(3)]
    report.times("export of 200 people × 52 weeks with charts", exports, "≤ 2 s")
