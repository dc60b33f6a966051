"""The picture on the Summary: unmet and idle days side by side per scenario."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openpyxl.chart import BarChart
from openpyxl.chart.label import DataLabelList
from openpyxl.worksheet.worksheet import Worksheet

from teamtide.exchange.workbooks.chart_data import row_of, series
from teamtide.exchange.workbooks.measure_rows import MeasureRow
from teamtide.exchange.workbooks.sheet_layout import Layout
from teamtide.exchange.workbooks.sheet_style import Book

_DRAWN = (("overload", "D55E00"), ("idle", "56B4E9"))


def unmet_and_idle(
    book: Book,
    sheet: Worksheet,
    layout: Layout,
    rows: Sequence[MeasureRow],
    places: Mapping[str, int],
    row: int,
) -> None:
    """Two bars per scenario, over the rows of the table of measures.

    Args:
        book: The workbook.
        sheet: The Summary.
        layout: Its scenarios.
        rows: The measures as they are on it.
        places: Row of each measure, by key.
        row: Where the chart begins.
    """
    count = len(layout.scenarios)
    header = min(places.values()) - 1
    names = book.charts.texts(
        row_of("Summary", header, 2, 1 + count), [scenario.name for scenario in layout.scenarios]
    )
    chart = BarChart()
    chart.type = "bar"
    chart.height, chart.width = 3.2 + 1.5 * count, 22
    by_key = {each.measure.key: each for each in rows}
    for number, (key, colour) in enumerate(_DRAWN):
        measure, at = by_key[key].measure, places[key]
        values = [
            cell.value if isinstance(cell.value, float) else 0.0 for cell in by_key[key].cells
        ]
        label = book.charts.texts(row_of("Summary", at, 1, 1), [measure.label])
        bars = series(
            number, label, book.charts.numbers(row_of("Summary", at, 2, 1 + count), values), names
        )
        bars.graphicalProperties.solidFill = colour
        bars.graphicalProperties.line.solidFill = colour
        bars.dLbls = DataLabelList()
        bars.dLbls.showVal = True
        bars.dLbls.numFmt = "#,##0"
        for other in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
            setattr(bars.dLbls, other, False)
        chart.series.append(bars)
    chart.x_axis.delete = False
    chart.y_axis.delete = True
    chart.y_axis.majorGridlines = None
    chart.x_axis.scaling.orientation = "maxMin"
    chart.gapWidth = 60
    chart.legend.position = "b"
    sheet.add_chart(chart, f"A{row}")
