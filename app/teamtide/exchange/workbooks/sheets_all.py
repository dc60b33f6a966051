"""The sheets of the workbook, in the order in which a reader wants them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.workbook.properties import CalcProperties

from teamtide.capacity.results import Load
from teamtide.exchange.workbooks.cached_values import Value
from teamtide.exchange.workbooks.sheet_layout import Layout
from teamtide.exchange.workbooks.sheet_style import Book
from teamtide.exchange.workbooks.sheets_assumptions import write_assumptions
from teamtide.exchange.workbooks.sheets_charts import write_charts
from teamtide.exchange.workbooks.sheets_figures import write_capacity, write_demand, write_load
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


@dataclass(frozen=True)
class Built:
    """A workbook ready to be saved, and the values of its formulas by part of the package."""

    workbook: Workbook
    cached: Mapping[str, Mapping[str, Value]]


def build_workbook(
    state: State, loads: Mapping[ScenarioId, Load], progress: Callable[[float], None]
) -> Built:
    """All sheets of a plan's workbook."""
    workbook = Workbook()
    book = Book(workbook)
    layout = Layout.of(state, loads)
    blank = workbook.active
    for done, write in enumerate(WRITERS):
        write(book, layout)
        progress((done + 1) / len(WRITERS))
    workbook.remove(blank)
    rest = [sheet for sheet in workbook.worksheets if sheet.title not in FIRST]
    workbook._sheets = [*(workbook[title] for title in FIRST), *rest]
    workbook.active = 0
    workbook.properties.title = state.plan.name[:250]
    workbook.properties.creator = "Teamtide"
    workbook.properties.subject = "Capacity plan"
    workbook.calculation = CalcProperties(fullCalcOnLoad=True)
    parts = {sheet.title: f"xl/worksheets/sheet{n}.xml" for n, sheet in enumerate(workbook, 1)}
    return Built(workbook, {parts[title]: values for title, values in book.cached.items()})
