"""The sheet Moves: everything an option changes of Today, one line each."""

from __future__ import annotations

from datetime import date

from teamtide.exchange.workbooks.cells import clipped
from teamtide.exchange.workbooks.moves import HEADER
from teamtide.exchange.workbooks.sheet_layout import Layout
from teamtide.exchange.workbooks.sheet_style import Book, fit, print_setup, widths
from teamtide.plan.rows import Scenario


def write_moves(book: Book, layout: Layout) -> None:
    """People first, by date, then work, teams and projects, per scenario."""
    state = layout.state
    sheet = book.sheet("Moves", colour="CC79A7")
    today = state.get(Scenario, state.today)
    book.heading(
        sheet,
        "Moves",
        f"Everything that differs from “{today.name}”, one line each; for “{today.name}” itself, "
        "the moves it plans.",
    )
    book.header(sheet, layout.moves_header, HEADER, right=(6, 7))
    sizes = [30, 12, 42, 26, 26, 15, 9, 22, 22]
    row = layout.moves_header
    for scenario, move in layout.moves:
        row += 1
        texts = (scenario.name, move.what, move.who, move.before, move.after)
        for column, text in enumerate(map(clipped, texts), 1):
            book.put(sheet, row, column, text, "text")
        shown = map(clipped, (*texts, *move.leads))
        fit(sheet, row, zip(shown, (*sizes[:5], *sizes[7:]), strict=True))
        if isinstance(move.day, date):
            book.put(sheet, row, 6, move.day, "day", number_format="d mmm yyyy")
        else:
            book.put(sheet, row, 6, move.day, "right")
        book.put(sheet, row, 7, move.share, "percent")
        for column, text in enumerate(move.leads, 8):
            book.put(sheet, row, column, clipped(text), "text")
    if not layout.moves:
        book.put(sheet, row + 1, 1, f"No option differs from “{today.name}” yet.", "note")
        sheet.merge_cells(start_row=row + 1, end_row=row + 1, start_column=1, end_column=9)
    else:
        sheet.auto_filter.ref = f"A{layout.moves_header}:I{row}"
    widths(sheet, sizes)
    sheet.freeze_panes = f"D{layout.moves_header + 1}"
    print_setup(sheet, rows=f"{layout.moves_header}:{layout.moves_header}")
