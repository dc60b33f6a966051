"""The plan sheets at the end of the workbook, as they are read back in."""

from __future__ import annotations

from datetime import date

from teamtide.exchange.plans.format import FORMAT
from teamtide.exchange.plans.sheets import sheets_of
from teamtide.exchange.workbooks.cells import letters
from teamtide.exchange.workbooks.sheet_layout import Layout
from teamtide.exchange.workbooks.sheet_style import Book, fit, print_setup, widths

WRAPPED = 60
"""Letters of a text that is broken into lines; most columns are wide enough for shorter ones."""


def write_plan_sheets(book: Book, layout: Layout) -> None:
    """Every sheet of the plan workbook, header in the first row."""
    for name, (header, rows) in sheets_of(layout.state).items():
        sheet = book.sheet(name, colour="A7B3BC")
        book.header(sheet, 1, header)
        sizes = FORMAT[name].widths
        fit(sheet, 1, zip(header, sizes, strict=True))
        for index, row in enumerate(rows, 2):
            long = []
            for column, value in enumerate(row, 1):
                if value is None:
                    continue
                style = "cell"
                if isinstance(value, date):
                    style = "day"
                elif isinstance(value, (int, float)):
                    style = "general"
                elif len(value) > WRAPPED or "\n" in value:
                    style = "text"
                    long.append((value, sizes[column - 1]))
                book.put(sheet, index, column, value, style)
            fit(sheet, index, long)
        widths(sheet, sizes)
        sheet.freeze_panes = "C2" if name == "People" else "A2"
        print_setup(sheet, rows="1:1", gridlines=True)
        if rows:
            sheet.auto_filter.ref = f"A1:{letters(len(header))}{1 + len(rows)}"
