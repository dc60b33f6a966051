"""A workbook written without a file on the way: openpyxl puts each sheet into the folder for
temporary files first, where a program that is killed leaves it."""

from __future__ import annotations

from io import BytesIO
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter


def save(workbook: Workbook, file: IO[bytes]) -> None:
    """Write a workbook to `file`, which stays open."""
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        _Writer(workbook, archive).save()


class _Writer(ExcelWriter):  # type: ignore[misc]
    """What openpyxl does, but for the sheets."""

    def write_worksheet(self, ws: Worksheet) -> None:
        """Put a sheet into the archive."""
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts = ws._charts
        ws._drawing.images = ws._images
        content = BytesIO()
        writer = WorksheetWriter(ws, content)
        writer.write()
        ws._rels = writer._rels
        self._archive.writestr(ws.path[1:], content.getvalue())
        self.manifest.append(ws)
