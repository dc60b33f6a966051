"""Workbooks of every kind as grids, by way of calamine.

Calamine holds a sheet as one block from its first filled cell to its last. A sheet that can't be
had, whatever is wrong with it, does not take the others along: it is left out, and that is said.
"""

from __future__ import annotations

import io
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from teamtide.exchange.books.grids import Book, Grid, Say, Unreadable, grid_of
from teamtide.exchange.books.limits import MOST_CELLS, MOST_SHEETS, left_out, too_large
from teamtide.exchange.books.packages import check_package, damaged, locked

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook, SheetMetadata

MOST_MERGED = 20_000


def book_of_workbook(path: Path, data: bytes, say: Say, leave_out: Collection[int]) -> Book:
    """A workbook as grids.

    Args:
        path: Where it is; sentences give its name.
        data: Its bytes.
        say: Is told which sheet is read.
        leave_out: Numbers of sheets, from 0, that are known to be unreadable.

    Raises:
        Unreadable: nothing in it can be read.
    """
    check_package(path.name, data)
    workbook = _opened(path, data)
    with workbook:
        return _read(path.name, workbook, say, leave_out)


def _opened(path: Path, data: bytes) -> CalamineWorkbook:
    import python_calamine as calamine

    try:
        return calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except MemoryError:
        raise
    except BaseException as error:  # so a panic inside calamine (Rust) arrives
        _reraise_if_ours(error)
    raise Unreadable(_why_not(path))


def _why_not(path: Path) -> str:
    """Why a file can't be opened; what tries every format on it does not say."""
    import python_calamine as calamine

    file = path.name
    try:
        calamine.CalamineWorkbook.from_path(path).close()
    except calamine.PasswordError:
        return locked(file)
    except BaseException as error:
        _reraise_if_ours(error)
        if "limit exceeded" in str(error):
            return (
                f"{file} has sheets of more than {MOST_CELLS:,} cells, which is more than can be "
                "read. Copy the people into a new sheet, save that alone, and import it."
            )
    return damaged(file)


def _read(file: str, workbook: CalamineWorkbook, say: Say, leave_out: Collection[int]) -> Book:
    import python_calamine as calamine

    sheets = workbook.sheets_metadata
    if len(sheets) > MOST_SHEETS:
        raise Unreadable(
            f"{file} has {len(sheets)} sheets; at most {MOST_SHEETS} can be read. Save the sheet "
            "with the people in a file of its own."
        )
    grids: list[Grid] = []
    notes: list[str] = []
    too_much: list[str] = []
    left = MOST_CELLS
    for number, meta in enumerate(sheets):
        say(f"reading sheet {number + 1} of {len(sheets)}", number, len(sheets))
        where = f"The sheet “{meta.name}” of {file}"
        if number in leave_out:
            notes.append(
                f"{where} was left out: it is damaged, or needs more memory than a file is given."
            )
            continue
        if meta.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        try:
            sheet = workbook.get_sheet_by_index(number)
            refusal = too_large(where, sheet.height, sheet.width)
            if not refusal and sheet.height * sheet.width > left:
                refusal = (
                    f"The sheets of {file} have more than {MOST_CELLS:,} cells together, which is "
                    "more than can be read. Save the sheet with the people in a file of its own."
                )
            if refusal:
                too_much.append(refusal)
                notes.append(left_out(where, sheet.height, sheet.width))
                continue
            left -= sheet.height * sheet.width
            grid = _grid(sheet, meta)
        except BaseException as error:
            _reraise_if_ours(error)
            why = "needs too much memory" if isinstance(error, MemoryError) else "can't be read"
            notes.append(f"{where} {why} and was left out.")
            continue
        grids.append(grid)
    if not any(grid.rows for grid in grids):
        if too_much:
            raise Unreadable(too_much[0])
        if notes:
            raise Unreadable(damaged(file))
    return Book(file, tuple(grids), tuple(notes))


def _grid(sheet: CalamineSheet, meta: SheetMetadata) -> Grid:
    import python_calamine as calamine

    rows = sheet.to_python() if sheet.start is not None else []
    top, left = sheet.start or (0, 0)
    hidden = meta.visible != calamine.SheetVisibleEnum.Visible
    merged = tuple(
        (first[0] - top, first[1] - left, last[0] - top, last[1] - left)
        for first, last in (sheet.merged_cell_ranges or ())[:MOST_MERGED]
    )
    return grid_of(meta.name, rows, top=top, left=left, hidden=hidden, merged=merged)


def _reraise_if_ours(error: BaseException) -> None:
    if isinstance(error, (KeyboardInterrupt, SystemExit, GeneratorExit)):
        raise error
