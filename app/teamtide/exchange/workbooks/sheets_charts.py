"""Native charts: for every team and option its demand by kind of work, and what it can give."""

from __future__ import annotations

import math

from openpyxl.chart import AreaChart, LineChart
from openpyxl.chart.axis import DateAxis
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import (
    CharacterProperties,
    Font,
    Paragraph,
    ParagraphProperties,
    RichTextProperties,
)
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from teamtide.capacity.inputs import KINDS
from teamtide.exchange.workbooks.cells import letters, serial
from teamtide.exchange.workbooks.chart_data import ChartValues, row_of, series
from teamtide.exchange.workbooks.sheet_layout import FIRST_WEEK, HEADER_ROW, Layout
from teamtide.exchange.workbooks.sheet_style import (
    INK,
    KIND_COLOURS,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    Book,
    points,
    print_setup,
    widths,
)

WIDTH, HEIGHT = 14.5, 7.4
COLUMNS, ROWS = 8, 16
"""Of the sheet, for each chart."""
COLUMN, ROW = 9.5, 15.0
"""How wide a column is, in characters, and how high a row, in points."""


def write_charts(book: Book, layout: Layout) -> None:
    """A chart per team (down) and scenario (across), each team on one scale."""
    sheet = book.sheet("Charts", colour="0072B2")
    book.heading(
        sheet,
        "Load curves",
        "Person-days a week. Areas: work asked, by kind. Black line: capacity. A team has the "
        "same scale in every option.",
    )
    for s, scenario in enumerate(layout.scenarios):
        book.put(sheet, 4, 1 + s * COLUMNS, scenario.name, "section")
    for t, team in enumerate(layout.teams):
        top = _nice(
            max(
                max(*layout.load(s, t).demand.tolist(), *layout.load(s, t).capacity.tolist(), 1.0)
                for s in range(len(layout.scenarios))
            )
            if layout.scenarios
            else 1.0
        )
        for s in range(len(layout.scenarios)):
            load = layout.load(s, t)
            if not load.demand.any() and not load.capacity.any():
                text = f"{team.name}: nobody and no work here."
                book.put(sheet, 6 + t * ROWS, 1 + s * COLUMNS, text, "subtitle")
                continue
            chart = _chart(book.charts, layout, s, t, top)
            chart.title = team.name
            chart.title.tx.rich.p[0].pPr = ParagraphProperties(defRPr=_font(1200, bold=True))
            for run in chart.title.tx.rich.p[0].r:
                run.rPr = _font(1200, bold=True)
            chart.title.overlay = False
            sheet.add_chart(chart, f"{letters(1 + s * COLUMNS)}{5 + t * ROWS}")
    _pages(sheet, layout)


def _pages(sheet: Worksheet, layout: Layout) -> None:
    """Whole charts on every page."""
    sizes = [float(COLUMN)] * (COLUMNS * max(1, len(layout.scenarios)))
    widths(sheet, sizes)
    scale = min(1.0, PAGE_WIDTH / points(sizes))
    on_page = PAGE_HEIGHT / scale / ROW
    row = 3 + ROWS * max(1, int((on_page - 4) / ROWS))
    while row < 3 + ROWS * len(layout.teams):
        sheet.row_breaks.append(Break(id=row))
        row += ROWS * max(1, int(on_page / ROWS))
    print_setup(sheet, scale=scale)


def _nice(value: float) -> float:
    """A round number at or above `value`."""
    step: float = 10.0 ** math.floor(math.log10(value))
    return next(
        float(step * m)
        for m in (1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10, 12)
        if step * m >= value - 1e-9
    )


def _font(size: int, *, bold: bool = False) -> CharacterProperties:
    return CharacterProperties(latin=Font(typeface="Calibri"), sz=size, b=bold, solidFill=INK)


def _small() -> RichText:
    return RichText(
        bodyPr=RichTextProperties(),
        p=[Paragraph(pPr=ParagraphProperties(defRPr=_font(800)), endParaRPr=_font(800))],
    )


def _chart(values: ChartValues, layout: Layout, s: int, t: int, top: float) -> AreaChart:
    weeks = len(layout.weeks)
    last = FIRST_WEEK + weeks - 1
    dates = values.numbers(
        row_of("Demand", HEADER_ROW, FIRST_WEEK, last), list(map(serial, layout.weeks)), "d mmm"
    )
    area = AreaChart()
    area.grouping = "stacked"
    load = layout.load(s, t)
    for k, kind in enumerate(KINDS):
        if not load.by_kind[k].any():
            continue
        row = layout.demand_row(s, t, k)
        days = values.numbers(row_of("Demand", row, FIRST_WEEK, last), load.by_kind[k].tolist())
        label = values.texts(f"'Demand'!$C${row}", [kind])
        drawn = series(len(area.series), label, days, dates)
        drawn.graphicalProperties = GraphicalProperties(solidFill=KIND_COLOURS[kind])
        drawn.graphicalProperties.line = LineProperties(solidFill=KIND_COLOURS[kind], w=3000)
        area.series.append(drawn)
    line = LineChart()
    row = layout.capacity_row(s, t)
    given = values.numbers(row_of("Capacity", row, FIRST_WEEK, last), load.capacity.tolist())
    drawn = series(len(area.series), "capacity", given, dates)
    drawn.smooth = False
    drawn.marker.symbol = "none"
    drawn.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=INK, w=22000))
    line.series.append(drawn)
    # Weeks are dates a week apart; a date axis labels months and not all of them.
    for part in (area, line):
        part.x_axis = DateAxis(crossAx=100, axId=500)
        part.x_axis.baseTimeUnit = "days"
        part.x_axis.majorTimeUnit = "months"
        part.x_axis.majorUnit = 1 if weeks <= 60 else 3
        part.y_axis.crossAx = 500
    combined = area if area.series else line
    if area.series:
        combined += line
    combined.height, combined.width = HEIGHT, WIDTH
    combined.legend.position = "b"
    combined.legend.txPr = _small()
    combined.x_axis.number_format = "mmm yy"
    combined.x_axis.delete = combined.y_axis.delete = False
    combined.x_axis.txPr, combined.y_axis.txPr = _small(), _small()
    combined.y_axis.scaling.min, combined.y_axis.scaling.max = 0, top
    combined.y_axis.majorUnit = top / 4
    combined.y_axis.number_format = "0.#" if top < 4 else "0"
    combined.y_axis.majorGridlines.spPr = GraphicalProperties(
        ln=LineProperties(solidFill="E3E8EC", w=6000)
    )
    return combined
