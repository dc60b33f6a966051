"""How the sheets of a workbook look, and the few ways in which a cell is written.

One palette, one header, one set of number formats, applied by copying prepared styles: a plan of
thousands of cells would take seconds otherwise. Text is always written as text, whatever it
begins with.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from teamtide.exchange.books.findings import Unwritable
from teamtide.exchange.workbooks.cached_values import Value

INK, PAPER, RULE, SOFT = "1B2A36", "FFFFFF", "C9D2D9", "F3F6F8"
ACCENT = "0072B2"
KIND_COLOURS = {
    "structured": "0072B2",
    "exploratory": "CC79A7",
    "engagement": "E69F00",
    "infrastructure": "009E73",
    "support": "56B4E9",
}
LONGEST_CELL = 32_767
_RISKY = ("=", "+", "-", "@", "\t", "'")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")

_thin = Side(style="thin", color=RULE)
_STYLES: dict[str, dict[str, Any]] = {
    "title": {"font": Font(name="Calibri", size=18, bold=True, color=INK)},
    "subtitle": {"font": Font(name="Calibri", size=11, color="52636F")},
    "section": {"font": Font(name="Calibri", size=13, bold=True, color=ACCENT)},
    "note": {
        "font": Font(name="Calibri", size=10, italic=True, color="52636F"),
        "alignment": Alignment(wrap_text=True, vertical="top"),
    },
    "header": {
        "font": Font(name="Calibri", size=11, bold=True, color=PAPER),
        "fill": PatternFill("solid", fgColor=INK),
        "alignment": Alignment(vertical="center", wrap_text=True, indent=1, horizontal="left"),
    },
    "header_right": {
        "font": Font(name="Calibri", size=11, bold=True, color=PAPER),
        "fill": PatternFill("solid", fgColor=INK),
        "alignment": Alignment(vertical="center", horizontal="right", wrap_text=True),
    },
    "week": {
        "font": Font(name="Calibri", size=10, bold=True, color=PAPER),
        "fill": PatternFill("solid", fgColor=INK),
        "alignment": Alignment(vertical="center", horizontal="right"),
        "number_format": "d mmm",
    },
    "text": {
        "alignment": Alignment(vertical="center", wrap_text=True, indent=1, horizontal="left")
    },
    "cell": {"alignment": Alignment(vertical="center", indent=1, horizontal="left")},
    "label": {
        "font": Font(name="Calibri", size=11, bold=True, color=INK),
        "alignment": Alignment(vertical="center", indent=1, horizontal="left"),
    },
    "number": {
        "number_format": '#,##0.0;-#,##0.0;"–"',
        "alignment": Alignment(horizontal="right", vertical="center"),
    },
    "general": {"number_format": "General", "alignment": Alignment(horizontal="right")},
    "percent": {
        "number_format": '0%;-0%;"–"',
        "alignment": Alignment(horizontal="right", vertical="center"),
    },
    "day": {"number_format": "yyyy-mm-dd", "alignment": Alignment(horizontal="right")},
    "short_day": {"number_format": "d mmm", "alignment": Alignment(horizontal="right")},
    "total": {
        "number_format": '#,##0.0;-#,##0.0;"–"',
        "font": Font(name="Calibri", size=11, bold=True, color=INK),
        "alignment": Alignment(horizontal="right", vertical="center"),
    },
    "all": {
        "number_format": '#,##0.0;-#,##0.0;"–"',
        "font": Font(name="Calibri", size=11, bold=True, color=INK),
        "alignment": Alignment(vertical="center"),
        "fill": PatternFill("solid", fgColor=SOFT),
    },
    "all_label": {
        "font": Font(name="Calibri", size=11, bold=True, color=INK),
        "alignment": Alignment(vertical="center", indent=1, horizontal="left"),
        "fill": PatternFill("solid", fgColor=SOFT),
    },
    "all_percent": {
        "number_format": '0%;-0%;"–"',
        "font": Font(name="Calibri", size=11, bold=True, color=INK),
        "alignment": Alignment(horizontal="right", vertical="center"),
        "fill": PatternFill("solid", fgColor=SOFT),
    },
    "right": {"alignment": Alignment(horizontal="right", vertical="center", wrap_text=True)},
    "best": {
        "font": Font(name="Calibri", size=11, bold=True, color="00694E"),
        "alignment": Alignment(horizontal="right", vertical="center"),
        "fill": PatternFill("solid", fgColor="E3F1EA"),
        "border": Border(bottom=_thin),
    },
}
_RULED = frozenset(
    ("text", "cell", "label", "number", "general", "percent", "day", "short_day", "total", "all")
) | {"all_label", "all_percent", "right"}


@dataclass
class Book:
    """A workbook being written, with prepared styles and the values of its formulas."""

    workbook: Workbook
    cached: dict[str, dict[str, Value]] = field(default_factory=dict)
    _styles: dict[str, Any] = field(default_factory=dict)

    def style(self, name: str, number_format: str | None = None) -> Any:
        """A prepared style by name, with another number format where asked."""
        key = f"{name}|{number_format}"
        if key not in self._styles:
            cell = Cell(self.workbook.active, row=1, column=1)
            cell.font = Font(name="Calibri", size=11, color=INK)
            for attribute, value in _STYLES[name].items():
                setattr(cell, attribute, value)
            if name in _RULED:
                cell.border = Border(bottom=_thin)
            if number_format is not None:
                cell.number_format = number_format
            self._styles[key] = cell._style
        return self._styles[key]

    def sheet(self, title: str, *, colour: str | None = None) -> Worksheet:
        """A new sheet at the end."""
        sheet = self.workbook.create_sheet(title)
        if colour:
            sheet.sheet_properties.tabColor = colour
        return sheet

    def put(
        self,
        sheet: Worksheet,
        row: int,
        column: int,
        value: object,
        style: str = "cell",
        *,
        number_format: str | None = None,
    ) -> Cell:
        """Write a value; text stays text, and numbers keep every digit."""
        cell: Cell = sheet.cell(row, column)
        cell._style = copy(self.style(style, number_format))
        if value is None or value == "":
            return cell
        if isinstance(value, str):
            text = _ESCAPE.sub("_x005F_", value)
            if len(text) > LONGEST_CELL:
                raise Unwritable(
                    f"{sheet.title}!{cell.coordinate} would hold {len(text):,} letters, and a "
                    f"cell takes {LONGEST_CELL:,}. Shorten the names in it."
                )
            cell.value = text
            cell.data_type = "s"
            if text.startswith(_RISKY):
                cell.quotePrefix = True
        elif isinstance(value, (bool, date)):
            cell.value = value
        else:
            # openpyxl would round to 16 digits, and a float may need 17.
            cell._value = repr(value) if isinstance(value, (int, float)) else str(value)
            cell.data_type = "n"
        return cell

    def formula(
        self,
        sheet: Worksheet,
        row: int,
        column: int,
        text: str,
        value: Value,
        style: str = "number",
        *,
        number_format: str | None = None,
    ) -> Cell:
        """Write a live formula, and remember the value it has."""
        cell: Cell = sheet.cell(row, column)
        cell._style = copy(self.style(style, number_format))
        cell.value = text
        self.cached.setdefault(sheet.title, {})[cell.coordinate] = value
        return cell

    def heading(self, sheet: Worksheet, title: str, subtitle: str, note: str = "") -> None:
        """The title lines of a sheet."""
        self.put(sheet, 1, 1, title, "title")
        sheet.row_dimensions[1].height = 27
        self.put(sheet, 2, 1, subtitle, "subtitle")
        if note:
            self.put(sheet, 3, 1, note, "subtitle")

    def header(
        self, sheet: Worksheet, row: int, words: Sequence[object], *, right: Sequence[int] = ()
    ) -> None:
        """A header row; dates in it are weeks, columns in `right` hold numbers."""
        for column, word in enumerate(words, 1):
            style = "header_right" if column in right else "header"
            self.put(sheet, row, column, word, "week" if isinstance(word, date) else style)
        sheet.row_dimensions[row].height = 22


def widths(sheet: Worksheet, sizes: Sequence[float]) -> None:
    """Column widths from A on."""
    for column, size in enumerate(sizes, 1):
        sheet.column_dimensions[get_column_letter(column)].width = size


def print_setup(
    sheet: Worksheet,
    *,
    rows: str = "",
    columns: str = "",
    gridlines: bool = False,
    pages: int = 1,
) -> None:
    """Landscape, `pages` sheets wide, header repeated, page numbers, no grid on screen."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth = pages
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.6
    sheet.oddFooter.left.text = "&F"
    sheet.oddFooter.center.text = "&A"
    sheet.oddFooter.right.text = "&P of &N"
    if rows:
        sheet.print_title_rows = rows
    if columns:
        sheet.print_title_cols = columns
    sheet.sheet_view.showGridLines = gridlines
