"""The sheets of the workbook, in the order in which a reader wants them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from openpyxl import Workbook
from openpyxl.workbook.properties import CalcProperties

from teamtide.capacity.results import Load
from teamtide.exchange.workbooks.findings import Findings
from teamtide.exchange.workbooks.sheet_layout import Layout
from teamtide.exchange.workbooks.sheet_style import Book
from teamtide.exchange.workbooks.sheets_assumptions import write_assumptions
from teamtide.exchange.workbooks.sheets_charts import write_charts
from teamtide.exchange.workbooks.sheets_demand import write_demand
from teamtide.exchange.workbooks.sheets_figures import write_capacity, write_load
from teamtide.exchange.workbooks.sheets_moves import write_moves
from teamtide.exchange.workbooks.sheets_plan import write_plan_sheets
from teamtide.exchange.workbooks.sheets_summary import write_summary
from teamtide.plan.rows import ScenarioId
from teamtide.plan.state import State

WRITERS: tuple[Callable[[Book, Layout], None], ...] = (
    write_capacity,
    write_demand,
    write_load,
    write_charts,
    write_summary,
    write_moves,
    write_assumptions,
    write_plan_sheets,
)
FIRST = ("Summary", "Moves", "Charts", "Load", "Capacity", "Demand", "Assumptions")


def build_workbook(
    state: State,
    loads: Mapping[ScenarioId, Load],
    findings: Findings,
    tell: Callable[[float], None],
) -> Book:
    """All sheets of a plan's workbook, ready to be saved."""
    workbook = Workbook()
    book = Book(workbook)
    layout = Layout.of(state, loads, findings)
    blank = workbook.active
    for done, write in enumerate(WRITERS, 1):
        write(book, layout)
        tell(done / len(WRITERS))
    workbook.remove(blank)
    rest = [sheet for sheet in workbook.worksheets if sheet.title not in FIRST]
    workbook._sheets = [*(workbook[title] for title in FIRST), *rest]
    workbook.active = 0
    workbook.properties.title = state.plan.name[:250]
    workbook.properties.creator = "Teamtide"
    workbook.properties.subject = "Capacity plan"
    workbook.calculation = CalcProperties(fullCalcOnLoad=True)
    return book
