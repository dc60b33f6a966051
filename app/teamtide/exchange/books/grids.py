"""Any spreadsheet as plain cells, so that everything after it knows one form only.

This is the rim: files from strangers are opened here and nowhere else. `read_book` takes a path and
gives plain values, so that it can run in a process of its own, which is where the window and the
command line have it run. Whatever is wrong with a file leaves as `Unreadable`, a sentence that
names the file and says what to do.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

Cell = str | float | int | bool | date | datetime | None
Merged = tuple[int, int, int, int]
"""First row, first column, last row, last column of cells that are one; from 0, all included."""
Say = Callable[[str, int, int], None]
"""Is told what is being done: words, the number of the sheet (from 0; -1 for none), how many."""

BOOK_ENDINGS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")


class Unreadable(ValueError):
    """A file that can't be used; the message names it and says what to do."""


def quiet(_words: str, _sheet: int, _sheets: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: `rows` are all of one width. `top` and `left` count what was cut away before.

    `merged` are areas of `rows` that stand as one cell in the file, cut to what there is of them;
    only their first cell holds anything. Formats that do not say have none.
    """

    name: str
    rows: list[list[Cell]]
    top: int = 0
    left: int = 0
    hidden: bool = False
    merged: tuple[Merged, ...] = ()

    @property
    def width(self) -> int:
        """Columns of every row."""
        return len(self.rows[0]) if self.rows else 0

    def address(self, row: int, column: int) -> str:
        """The address of a cell as people write it, `People!C7`."""
        return f"{self.name}!{column_letters(self.left + column)}{self.top + row + 1}"


@dataclass(frozen=True, slots=True)
class Book:
    """A file as grids. `file` is its name without folders; `notes` what had to be repaired."""

    file: str
    sheets: tuple[Grid, ...]
    notes: tuple[str, ...] = ()

    def sheet(self, name: str) -> Grid | None:
        """The sheet of that name, whatever its capitals."""
        wanted = name.strip().casefold()
        return next((s for s in self.sheets if s.name.strip().casefold() == wanted), None)


def column_letters(index: int) -> str:
    """The letters of a column counted from 0: A, B, … Z, AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def read_book(path: Path, say: Say = quiet, leave_out: Collection[int] = ()) -> Book:
    """Read a spreadsheet or a text table.

    Args:
        path: xlsx, xlsm, xls, xlsb or ods by content; anything else is read as text.
        say: Is told what is being done.
        leave_out: Numbers of sheets, from 0, that are not to be touched.

    Raises:
        Unreadable: it is missing, empty, broken, encrypted, too large, or no table at all.
    """
    from teamtide.exchange.books.packages import is_package

    name = path.name
    say("opening", -1, 0)
    data = _bytes_of(path)
    if is_package(data):
        from teamtide.exchange.books.spreadsheets import book_of_workbook

        book = book_of_workbook(path, data, say, leave_out)
    elif path.suffix.lower() in BOOK_ENDINGS and not _looks_like_text(data):
        raise Unreadable(
            f"{name} is called a workbook but is not one. Open it in a spreadsheet program and "
            "save it as .xlsx."
        )
    else:
        from teamtide.exchange.books.text_tables import grid_of_bytes

        grid, notes = grid_of_bytes(name, path.stem, data)
        book = Book(name, (grid,), notes)
    if not any(sheet.rows for sheet in book.sheets):
        raise Unreadable(f"{name} has no filled cell. Choose the file that holds the people.")
    return book


def _bytes_of(path: Path) -> bytes:
    """What is in a file, where it is a file, and no more of it than can be read."""
    from teamtide.exchange.books.limits import MOST_BYTES, megabytes

    name = path.name
    try:
        if path.is_dir():
            raise Unreadable(f"{name} is a folder. Choose a spreadsheet in it.")
        with open(path, "rb", opener=_open_without_waiting) as file:
            about = os.fstat(file.fileno())
            if not stat.S_ISREG(about.st_mode):
                raise Unreadable(f"{name} is no file. Choose a spreadsheet.")
            size = about.st_size
            data = b"" if size > MOST_BYTES else file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise Unreadable(f"There is no file {name}. Check the name and the folder.") from None
    except PermissionError:
        raise Unreadable(
            f"{name} can't be read: you may not open it. Close it in other programs, or ask for a "
            "copy you may read."
        ) from None
    except OSError as error:
        reason = error.strerror or "it could not be opened"
        raise Unreadable(
            f"{name} can't be read: {reason}. Close it elsewhere, or copy it."
        ) from None
    size = max(size, len(data))
    if size > MOST_BYTES:
        raise Unreadable(
            f"{name} is {megabytes(size)} large; at most {megabytes(MOST_BYTES)} can be read. "
            "Save only the sheet with the people in a file of its own."
        )
    if not data.strip(b" \t\r\n\x00"):
        raise Unreadable(f"{name} is empty. Choose the file that holds the people.")
    return data


def _open_without_waiting(path: str, flags: int) -> int:
    """Open a file; a pipe would let us wait for whoever writes to it."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _looks_like_text(data: bytes) -> bool:
    from teamtide.exchange.books.encodings import odd_share

    return data[:2] in (b"\xff\xfe", b"\xfe\xff") or odd_share(data[:4096]) <= 0.005


def grid_of(
    name: str,
    rows: Iterable[Iterable[Any]],
    *,
    top: int = 0,
    left: int = 0,
    hidden: bool = False,
    merged: Iterable[Merged] = (),
) -> Grid:
    """Rows of anything as a grid: blanks are None, all rows are of one width."""
    # Hundreds of thousands of cells come through here: what can be said of one in place is.
    plain: list[list[Cell]] = [
        [
            (value if value and not value.isspace() else None)
            if type(value) is str
            else value
            if type(value) in _AS_THEY_ARE
            else _plain(value)
            for value in row
        ]
        for row in rows
    ]
    while plain and not any(value is not None for value in plain[-1]):
        plain.pop()
    width = max((_filled(row) for row in plain), default=0)
    for row in plain:
        if len(row) > width:
            del row[width:]
        elif len(row) < width:
            row.extend([None] * (width - len(row)))
    cut = (
        (first, start, min(last, len(plain) - 1), min(stop, width - 1))
        for first, start, last, stop in merged
        if 0 <= first < len(plain) and 0 <= start < width
    )
    inside = tuple(area for area in cut if area[:2] != area[2:])
    return Grid(name, plain, top, left, hidden, inside)


_AS_THEY_ARE = frozenset({float, int, bool, date, datetime, type(None)})


def _filled(row: list[Cell]) -> int:
    for index in range(len(row), 0, -1):
        if row[index - 1] is not None:
            return index
    return 0


def _plain(value: object) -> Cell:
    if isinstance(value, str):
        return value if value and not value.isspace() else None
    if isinstance(value, (bool, int, float, date)) or value is None:
        return value
    if isinstance(value, time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds() / 86400
    return str(value)
