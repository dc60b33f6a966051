"""The sheet Assumptions: every constant behind the figures, its default, and where it is from."""

from __future__ import annotations

from teamtide.capacity.assumptions import ASSUMPTIONS
from teamtide.exchange.workbooks.sheet_layout import Layout
from teamtide.exchange.workbooks.sheet_style import CHANGED, Book, print_setup, widths


def write_assumptions(book: Book, layout: Layout) -> None:
    """Each setting with its value, its default and its source."""
    plan = layout.state.plan
    sheet = book.sheet("Assumptions", colour="52636F")
    book.heading(
        sheet,
        "Assumptions",
        "Every constant behind the figures. Shaded: changed from the default.",
    )
    book.header(
        sheet, 4, ("Setting", "What it is", "Value", "Default", "Where it comes from"), right=(3, 4)
    )
    row = 4
    for one in ASSUMPTIONS:
        row += 1
        value = getattr(plan, one.key)
        fill = CHANGED if value != one.default else None
        book.put(sheet, row, 1, one.key, "label", fill=fill)
        book.put(sheet, row, 2, one.meaning, "text", fill=fill)
        book.put(sheet, row, 3, value, "general", fill=fill)
        book.put(sheet, row, 4, one.default, "general", fill=fill)
        book.put(sheet, row, 5, one.source, "text", fill=fill)
        sheet.row_dimensions[row].height = 31
    for label, text in (
        ("disciplines", "; ".join(plan.disciplines)),
        ("engineering", "; ".join(plan.engineering)),
    ):
        row += 1
        book.put(sheet, row, 1, label, "label")
        book.put(sheet, row, 2, text, "text")
        for column in (3, 4, 5):
            book.put(sheet, row, column, None, "text")
    row += 2
    for text in (
        "Load is the expected figure: work as planned, at the likely effort (or 0.3 low + 0.4 "
        "likely + 0.3 high where a range is given), against what people can give that week.",
        "Interrupting work (services, engagement, support) is done first, then work with names "
        "on it, then the rest; people work in their own discipline before they help out.",
    ):
        book.put(sheet, row, 1, text, "note")
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=5)
        sheet.row_dimensions[row].height = 30
        row += 1
    widths(sheet, [18, 58, 11, 11, 66])
    sheet.freeze_panes = "A5"
    print_setup(sheet, rows="4:4")
