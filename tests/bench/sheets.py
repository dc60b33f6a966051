"""Spreadsheets: previews of large rosters, workbooks that are sent out, beside XlsxWriter."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path

from teamtide.capacity.engine import compute
from teamtide.capacity.results import Load
from teamtide.exchange.workbooks.findings import Findings, readings_of
from teamtide.exchange.workbooks.workbook import export_workbook
from teamtide.export_report import HIRES_SECONDS
from teamtide.plan.inputs import inputs_of
from teamtide.plan.rows import Scenario, ScenarioId
from teamtide.plan.state import State
from tests.bench import previews
from tests.bench.measure import Report
from tests.bench.plain_workbook import contents_of, write_plainly
from tests.bench.plans import seeded_state


def _once(act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    act()
    return (time.perf_counter() - begin) * 1000


def measure(report: Report, scratch: Path) -> None:
    """Previews and exports."""
    previews.measure(report, scratch)
    report.title("Workbooks that are sent out")
    middling = seeded_state(
        people=200, teams=6, groups=10, projects=50, chunks=200, services=10, weeks=52
    )
    _export(report, scratch, "200 people × 52 weeks", middling, 3, "≤ 2 s")
    _export(report, scratch, "2,000 people × 104 weeks", seeded_state(), 2, "≤ 15 s")


def _export(
    report: Report, scratch: Path, name: str, state: State, times: int, budget: str
) -> None:
    """From a plan to a file, and only the writing, beside another library writing the same."""
    out, plain = scratch / "plan.xlsx", scratch / "plain.xlsx"

    def work_out() -> tuple[dict[ScenarioId, Load], Findings]:
        loads = {s.id: compute(inputs_of(state, s.id)) for s in state.rows(Scenario)}
        return loads, Findings(readings_of(state, loads, seconds=HIRES_SECONDS))

    def whole() -> None:
        loads, findings = work_out()
        export_workbook(state, loads, out, findings=findings)

    report.times(f"export of {name} with charts", [_once(whole) for _ in range(times)], budget)
    loads, findings = work_out()
    writing = [
        _once(lambda: export_workbook(state, loads, out, findings=findings)) for _ in range(times)
    ]
    report.times("  of that, making and writing the file", writing)
    contents = contents_of(out)
    try:
        plainly = [_once(lambda: write_plainly(contents, plain)) for _ in range(times)]
    except ModuleNotFoundError:
        report.value("  XlsxWriter writing the same", "not installed, left out")
        return
    report.times(f"  XlsxWriter writing the same {contents.cells:,} cells", plainly)
    ratio = statistics.median(writing) / statistics.median(plainly)
    sizes = f"{out.stat().st_size / 1e6:.1f} MB to {plain.stat().st_size / 1e6:.1f} MB"
    report.value("  ours to XlsxWriter's", f"{ratio:.2f} of its time, {sizes}")
