"""The file a roster comes in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from teamtide.exchange.books.grids import Cell

from .notation import garbled
from .page import Sheet

SEPARATORS = {
    "a csv with commas": ",",
    "a csv with semicolons": ";",
    "a csv with tabs": "\t",
    "a csv with bars": "|",
}


@dataclass(frozen=True)
class File:
    """How a file is written: `kind` is csv or xlsx, `mac` whether an xlsx counts from 1904."""

    kind: str
    encoding: str = "utf-8"
    separator: str = ","
    newline: str = "\n"
    quoted: bool = False
    stated: bool = False
    mac: bool = False

    @classmethod
    def of(cls, kind: str, encoding: str, messes: set[str], language: str) -> File:
        """The file that some messes ask for."""
        usual = "\t" if encoding.startswith("utf-16") else "," if language == "en" else ";"
        separator = next((SEPARATORS[m] for m in messes if m in SEPARATORS), usual)
        stated = "a csv that states its separator" in messes
        newline = "\n"
        if "Windows line ends" in messes:
            newline = "\r\n"
        if "old Mac line ends" in messes:
            newline = "\r"
        # A writer that ends lines so would not quote a cell for the other kind of line end.
        quoted = "everything quoted" in messes or newline == "\r"
        mac = "an xlsx that counts days from 1904" in messes
        return cls(kind, encoding, ";" if stated else separator, newline, quoted, stated, mac)

    def write(self, folder: Path, sheets: Iterable[Sheet]) -> Path:
        """Write the sheets; a csv holds the first that is not hidden."""
        sheets = list(sheets)
        if self.kind == "xlsx":
            return _xlsx(folder / "staff.xlsx", sheets, self.mac)
        path = folder / "staff.csv"
        text = io.StringIO()
        writer = csv.writer(
            text,
            delimiter=self.separator,
            lineterminator=self.newline,
            quoting=csv.QUOTE_ALL if self.quoted else csv.QUOTE_MINIMAL,
        )
        width = max(len(row) for row in sheets[0].rows)
        for row in sheets[0].rows:
            writer.writerow([_text(cell) for cell in (*row, *[None] * (width - len(row)))])
        whole = text.getvalue()
        if self.stated:
            whole = f"sep={self.separator}{self.newline}{whole}"
        path.write_bytes(self._bytes(whole))
        return path

    def _bytes(self, text: str) -> bytes:
        if self.encoding == "garbled":
            return garbled(text).encode("utf-8")
        if self.encoding == "utf-16-be":
            return b"\xfe\xff" + text.encode("utf-16-be")
        return text.encode(self.encoding)


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, date):
        return cell.isoformat()
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


def _xlsx(path: Path, sheets: list[Sheet], mac: bool) -> Path:
    book = Workbook()
    if mac:
        book.epoch = CALENDAR_MAC_1904
    book.remove(book.active)
    for sheet in sheets:
        made = book.create_sheet(sheet.name)
        for row in sheet.rows:
            made.append(row)
        for row_number, first, last in sheet.merged:
            if last > first:
                made.merge_cells(
                    start_row=row_number + 1,
                    end_row=row_number + 1,
                    start_column=first + 1,
                    end_column=last + 1,
                )
        if sheet.hidden:
            made.sheet_state = "hidden"
    book.save(path)
    return path
