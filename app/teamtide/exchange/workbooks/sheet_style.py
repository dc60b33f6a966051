"""How the sheets of a workbook look, and the few ways in which a cell is written.

One palette, one header, one set of number formats, prepared once and then used by number: a plan
of a hundred thousand cells would take a minute otherwise. Text is always written as text, whatever
it begins with.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from teamtide.exchange.workbooks import in_memory
from teamtide.exchange.workbooks.cells import NAMING_STRINGS, SheetCells, Strings, Value
from teamtide.exchange.workbooks.chart_data import ChartValues

INK, PAPER, RULE, SOFT = "1B2A36", "FFFFFF", "C9D2D9", "F3F6F8"
ACCENT = "0072B2"
KIND_COLOURS = {
    "structured": "0072B2",
    "exploratory": "CC79A7",
    "engagement": "E69F00",
    "infrastructure": "009E73",
    "support": "56B4E9",
}
_RISKY = ("=", "+", "-", "@", "\t", "'")
HEAT = (
    # (what the legend says, when, fill, font colour, bold)
    ("nobody there", "ISTEXT({0})", "3B1C32", "FFFFFF", True),
    ("> 110 % overloaded", "AND(ISNUMBER({0}),{0}>1.1)", "D55E00", "FFFFFF", True),
    ("100 – 110 % full", "AND(ISNUMBER({0}),{0}>1.0000001)", "F3C77A", "3A2A00", False),
    ("60 – 100 % healthy", "AND(ISNUMBER({0}),{0}>=0.6)", "DCEFE5", "1B2A36", False),
    ("< 60 % slack", "AND(ISNUMBER({0}),{0}>0)", "D6E8F5", "1B2A36", False),
)
"""How full a week is: the colours of loads, and what the legend says of them."""
CHANGED = "FFF1D6"
PAGE_WIDTH, PAGE_HEIGHT = 780.0, 500.0
"""What a page of A4 holds between its margins, lying, in points."""

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
    "general": {
        "number_format": "General",
        "alignment": Alignment(horizontal="right", vertical="center"),
    },
    "percent": {
        "number_format": '0%;-0%;"–"',
        "alignment": Alignment(horizontal="right", vertical="center"),
    },
    "day": {
        "number_format": "yyyy-mm-dd",
        "alignment": Alignment(horizontal="right", vertical="center"),
    },
    "short_day": {
        "number_format": "d mmm",
        "alignment": Alignment(horizontal="right", vertical="center"),
    },
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
    "faint": {
        "font": Font(name="Calibri", size=9, color="52636F"),
        "alignment": Alignment(vertical="center", indent=1, horizontal="left"),
    },
    "small": {
        "font": Font(name="Calibri", size=9, color=INK),
        "alignment": Alignment(vertical="center", wrap_text=True, indent=1, horizontal="left"),
    },
    "right": {"alignment": Alignment(horizontal="right", vertical="center", wrap_text=True)},
    "best": {
        "font": Font(name="Calibri", size=11, bold=True, color="00694E"),
        "alignment": Alignment(horizontal="right", vertical="center"),
        "fill": PatternFill("solid", fgColor="E3F1EA"),
        "border": Border(bottom=_thin),
    },
}
for _place, (_, _, _fill, _ink, _bold) in enumerate(HEAT):
    _STYLES[f"heat{_place}"] = {
        "font": Font(name="Calibri", size=10, color=_ink, bold=_bold),
        "fill": PatternFill("solid", fgColor=_fill),
        "alignment": Alignment(horizontal="center", vertical="center"),
    }
_RULED = frozenset(
    ("text", "cell", "label", "number", "general", "percent", "day", "short_day", "total", "all")
) | {"all_label", "all_percent", "right", "faint", "small"}


@dataclass
class Book:
    """A workbook being written: openpyxl's, for all but the cells, and the cells."""

    workbook: Workbook
    strings: Strings = field(default_factory=Strings)
    cells: dict[str, SheetCells] = field(default_factory=dict)
    charts: ChartValues = field(default_factory=ChartValues)
    _styles: dict[tuple[str, str | None, bool, str | None], int] = field(default_factory=dict)

    def style(
        self,
        name: str,
        number_format: str | None = None,
        *,
        quoted: bool = False,
        fill: str | None = None,
    ) -> int:
        """The number of a style, with another number format or fill where asked.

        Args:
            name: One of those above.
            number_format: Instead of its own.
            quoted: For text that begins like a formula, so that editing it leaves it text.
            fill: A colour behind the cell.
        """
        key = (name, number_format, quoted, fill)
        found = self._styles.get(key)
        if found is None:
            cell = Cell(self.workbook.active, row=1, column=1)
            cell.font = Font(name="Calibri", size=11, color=INK)
            for attribute, value in _STYLES[name].items():
                setattr(cell, attribute, value)
            if name in _RULED:
                cell.border = Border(bottom=_thin)
            if number_format is not None:
                cell.number_format = number_format
            if quoted:
                cell.quotePrefix = True
            if fill is not None:
                cell.fill = PatternFill("solid", fgColor=fill)
            found = self._styles[key] = int(self.workbook._cell_styles.add(cell._style))
        return found

    def sheet(self, title: str, *, colour: str | None = None) -> Worksheet:
        """A new sheet at the end."""
        sheet = self.workbook.create_sheet(title)
        self.cells[title] = SheetCells(title, self.strings)
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
        fill: str | None = None,
    ) -> None:
        """Write a value; text stays text, and numbers keep every digit.

        Raises:
            Unwritable: a text is too long for a cell.
        """
        risky = isinstance(value, str) and value.startswith(_RISKY)
        number = self.style(style, number_format, quoted=risky, fill=fill)
        self.cells[sheet.title].put(row, column, value, number)

    def numbers(
        self, sheet: Worksheet, row: int, column: int, values: Sequence[float], style: str
    ) -> None:
        """Write numbers side by side."""
        self.cells[sheet.title].numbers(row, column, values, self.style(style))

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
    ) -> None:
        """Write a live formula beside the value it has."""
        number = self.style(style, number_format)
        self.cells[sheet.title].formula(row, column, text, value, number)

    def save(self, file: IO[bytes]) -> Iterator[float]:
        """Write the package to `file`; says the part that is done, 0 to 1, on the way."""
        around = BytesIO()
        in_memory.save(self.workbook, around)
        sheets = {f"xl/worksheets/sheet{n}.xml": one for n, one in enumerate(self.workbook, 1)}
        with ZipFile(around) as source, ZipFile(file, "w", ZIP_DEFLATED) as out:
            entries = source.infolist()
            for done, entry in enumerate(entries):
                data = source.read(entry)
                sheet = sheets.get(entry.filename)
                if sheet is not None:
                    rows = sheet.row_dimensions.items()
                    heights = {row: one.height for row, one in rows if one.height is not None}
                    cells = self.cells.pop(sheet.title)
                    data = cells.into(data.decode("utf-8"), heights).encode("utf-8")
                elif entry.filename.startswith("xl/charts/chart"):
                    data = self.charts.into(data.decode("utf-8")).encode("utf-8")
                elif entry.filename in NAMING_STRINGS:
                    data = data.replace(*NAMING_STRINGS[entry.filename])
                elif entry.filename == "docProps/app.xml":
                    data = data.replace(b"Microsoft Excel", b"Teamtide")
                out.writestr(entry, data)
                yield (done + 1) / (len(entries) + 1)
            out.writestr("xl/sharedStrings.xml", self.strings.xml())
            yield 1.0

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


def height_of(text: str, width: float, line: float = 15.0, least: float = 3.0) -> float:
    """Points for a text that is broken into lines in a column of a width, in characters."""
    lines = sum(max(1, math.ceil(len(part) * 1.04 / width)) for part in text.split("\n"))
    return min(400.0, least + line * lines)


def fit(sheet: Worksheet, row: int, texts: Iterable[tuple[str, float]]) -> None:
    """Make a row as high as its texts need, each given with the width of its column."""
    height = max((height_of(text, width - 1) for text, width in texts), default=0.0)
    if height > 18.0:
        sheet.row_dimensions[row].height = height


def points(sizes: Sequence[float]) -> float:
    """How wide columns of some widths are together at most, in points.

    A letter is 7 pixels in Calibri, and up to 9 in what a computer without it takes instead.
    """
    return sum(size * 9 + 5 for size in sizes) * 0.75


def print_setup(
    sheet: Worksheet,
    *,
    rows: str = "",
    columns: str = "",
    gridlines: bool = False,
    pages: int = 1,
    scale: float | None = None,
) -> None:
    """Landscape, header repeated, page numbers, no grid on screen.

    Args:
        sheet: Which sheet.
        rows: Rows repeated on every page, such as `4:4`.
        columns: Columns repeated, such as `A:B`.
        gridlines: Whether the screen shows a grid.
        pages: How many pages wide it may be.
        scale: Its size on paper instead; Excel heeds page breaks only where that is given.
    """
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    if scale is None:
        sheet.page_setup.fitToWidth = pages
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
    else:
        sheet.page_setup.scale = max(10, min(100, int(100 * scale)))
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom = 0.5, 0.7
    sheet.page_margins.header = sheet.page_margins.footer = 0.3
    sheet.oddFooter.left.text = "&F"
    sheet.oddFooter.center.text = "&A"
    sheet.oddFooter.right.text = "&P of &N"
    if rows:
        sheet.print_title_rows = rows
    if columns:
        sheet.print_title_cols = columns
    sheet.sheet_view.showGridLines = gridlines
