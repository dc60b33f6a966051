"""Rows of weeks, as Capacity, Demand and Load have them: labels, figures, sums."""

from __future__ import annotations

import math
from collections.abc import Sequence

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from teamtide.exchange.workbooks.sheet_layout import FIRST_ROW, FIRST_WEEK, HEADER_ROW, Layout
from teamtide.exchange.workbooks.sheet_style import Book, print_setup, widths


def labels(
    book: Book, sheet: Worksheet, row: int, texts: Sequence[str | None], style: str = "cell"
) -> None:
    """What a row is about."""
    for column, text in enumerate(texts, 1):
        book.put(sheet, row, column, text, style)


def week_values(
    book: Book, sheet: Worksheet, layout: Layout, row: int, values: Sequence[float]
) -> None:
    """A row of values with its sum."""
    book.numbers(sheet, row, FIRST_WEEK, values, "number")
    cells = f"{layout.column(0)}{row}:{layout.last_column}{row}"
    book.formula(sheet, row, 4, f"=SUM({cells})", math.fsum(values), "total")


def column_sums(
    book: Book,
    sheet: Worksheet,
    layout: Layout,
    row: int,
    rows: Sequence[int],
    values: Sequence[float],
    style: str = "all",
) -> None:
    """A row of sums over other rows, with their sum."""
    ranges = _ranges(rows)
    for week, value in enumerate(values):
        column = layout.column(week)
        if not rows:
            book.put(sheet, row, FIRST_WEEK + week, 0.0, style)
            continue
        cells = ",".join(f"{column}{a}:{column}{b}" if b > a else f"{column}{a}" for a, b in ranges)
        book.formula(sheet, row, FIRST_WEEK + week, f"=SUM({cells})", float(value), style)
    cells = f"{layout.column(0)}{row}:{layout.last_column}{row}"
    book.formula(sheet, row, 4, f"=SUM({cells})", math.fsum(values), style)


def _ranges(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Runs of neighbouring rows."""
    found: list[tuple[int, int]] = []
    for row in rows:
        if found and found[-1][1] == row - 1:
            found[-1] = (found[-1][0], row)
        else:
            found.append((row, row))
    return found


def finish(sheet: Worksheet, layout: Layout, sizes: Sequence[float]) -> None:
    """Widths, frozen panes and print set-up of a sheet of weeks."""
    widths(sheet, [*sizes, *[8.5] * len(layout.weeks)])
    sheet.freeze_panes = f"{get_column_letter(FIRST_WEEK)}{FIRST_ROW}"
    print_setup(
        sheet,
        rows=f"{HEADER_ROW}:{HEADER_ROW}",
        columns="A:B",
        pages=math.ceil(len(layout.weeks) / 30),
    )
