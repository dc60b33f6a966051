"""Spreadsheets: preview of a large roster, export of a middling plan, beside plain libraries."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from teamtide.capacity.engine import compute
from teamtide.exchange.importing import preview_import
from teamtide.exchange.workbooks.workbook import export_workbook
from teamtide.plan.fresh import blank
from teamtide.plan.inputs import inputs_of
from teamtide.plan.rows import Scenario
from tests.bench.measure import Report
from tests.bench.plans import START, seeded_state

HEADER = ("ID", "Name", "E-mail", "Title", "Department", "FTE", "Start", "Location")
ROWS = 20_000


def _once(act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    act()
    return (time.perf_counter() - begin) * 1000


def measure(report: Report, scratch: Path) -> None:
    """Import preview and export."""
    import openpyxl

    report.title("Spreadsheets")
    roster = scratch / "roster.xlsx"
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Staff")
    sheet.append(HEADER)
    for number in range(ROWS):
        day = date(2015, 1, 5) + timedelta(days=number % 3000)
        team, title = f"Team {number % 10}", "Software engineer"
        mail = f"person{number}@example.com"
        sheet.append((f"E{number:06}", f"Person {number}", mail, title, team, 1, day, "Lisbon"))
    book.save(roster)
    state = blank(name="Empty", start=START)
    ours = [_once(lambda: preview_import(state, roster, today=START)) for _ in range(3)]
    report.times(f"preview of a {ROWS:,}-row roster", ours, "≤ 1 s")

    def plainly() -> None:
        plain = openpyxl.load_workbook(roster, read_only=True, data_only=True)
        for _ in plain.worksheets[0].iter_rows(values_only=True):
            pass

    theirs = [_once(plainly) for _ in range(2)]
    report.times("openpyxl alone, reading the same cells", theirs)
    report.value("ratio", f"{min(ours) / min(theirs):.2f} ×")

    middling = seeded_state(
        people=200, teams=6, groups=10, projects=50, chunks=200, services=10, weeks=52
    )
    loads = {s.id: compute(inputs_of(middling, s.id)) for s in middling.rows(Scenario)}
    out = scratch / "plan.xlsx"
    exports = [_once(lambda: export_workbook(middling, loads, out)) for _ in range(3)]
    report.times("export of 200 people × 52 weeks with charts", exports, "≤ 2 s")
