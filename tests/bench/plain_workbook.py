"""The same workbook by XlsxWriter, whose speed is what one measures oneself by.

It is given what a workbook of ours holds, already in memory: every text, number and formula with
its value and style, charts over the same rows, panes, widths and heat. So it is spared what ours
does besides: making rows out of a plan.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from html import unescape
from pathlib import Path

_CELL = re.compile(
    r'<c r="([A-Z]+)(\d+)" s="(\d+)"(?: t="(\w+)")?(?:/>|>(?:<f>(.*?)</f>)?<v>(.*?)</v></c>)',
    re.DOTALL,
)
_SHEET = re.compile(r'<sheet [^>]*name="([^"]*)"')
_SERIES = re.compile(r"<val><numRef><f>([^<]*)</f>")
_TEXT = re.compile(r"<si><t[^>]*>(.*?)</t></si>", re.DOTALL)


@dataclass(frozen=True)
class Cell:
    """A cell: its place, style, what it shows, and the formula it comes from."""

    row: int
    column: int
    style: int
    value: str | float | None
    formula: str | None


@dataclass(frozen=True)
class Contents:
    """What a workbook holds: cells by sheet, and per chart the rows it draws."""

    sheets: dict[str, list[Cell]]
    charts: list[list[str]]

    @property
    def cells(self) -> int:
        """How many cells there are."""
        return sum(len(cells) for cells in self.sheets.values())


def contents_of(path: Path) -> Contents:
    """What one of our workbooks holds."""
    with zipfile.ZipFile(path) as package:
        strings = [unescape(t) for t in _TEXT.findall(_part(package, "xl/sharedStrings.xml"))]
        names = [unescape(name) for name in _SHEET.findall(_part(package, "xl/workbook.xml"))]
        sheets = {
            name: list(_cells(_part(package, f"xl/worksheets/sheet{number}.xml"), strings))
            for number, name in enumerate(names, 1)
        }
        charts = [
            _SERIES.findall(_part(package, name))
            for name in package.namelist()
            if name.startswith("xl/charts/chart")
        ]
    return Contents(sheets, charts)


def _part(package: zipfile.ZipFile, name: str) -> str:
    return package.read(name).decode("utf-8")


def _cells(sheet: str, strings: list[str]) -> list[Cell]:
    found = []
    for letters, row, style, kind, formula, text in _CELL.findall(sheet):
        column = 0
        for letter in letters:
            column = column * 26 + ord(letter) - 64
        value: str | float | None = None
        if kind == "s":
            value = strings[int(text)]
        elif kind == "str":
            value = unescape(text)
        elif text:
            value = float(text)
        live = f"={unescape(formula)}" if formula else None
        found.append(Cell(int(row) - 1, column - 1, int(style), value, live))
    return found


def write_plainly(contents: Contents, path: Path) -> None:
    """Write them with XlsxWriter.

    Raises:
        ModuleNotFoundError: it is not installed.
    """
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    styles: dict[int, object] = {}
    for name, cells in contents.sheets.items():
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(5, 4)
        sheet.set_column(0, 3, 24)
        for cell in cells:
            style = styles.get(cell.style)
            if style is None:
                style = styles[cell.style] = book.add_format(
                    {"font_name": "Calibri", "font_size": 11, "bottom": 1, "num_format": "0.0"}
                )
            if cell.formula is not None:
                sheet.write_formula(cell.row, cell.column, cell.formula, style, cell.value)
            elif isinstance(cell.value, str):
                sheet.write_string(cell.row, cell.column, cell.value, style)
            elif cell.value is not None:
                sheet.write_number(cell.row, cell.column, cell.value, style)
            else:
                sheet.write_blank(cell.row, cell.column, None, style)
        if name == "Charts":
            for number, rows in enumerate(contents.charts):
                chart = book.add_chart({"type": "area", "subtype": "stacked"})
                for row in rows:
                    chart.add_series({"values": f"={row}"})
                sheet.insert_chart(number // 2 * 16, number % 2 * 8, chart)
    book.close()
