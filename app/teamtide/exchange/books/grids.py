"""Any spreadsheet as plain cells, so that everything after it knows one form only.

This is the rim: files from strangers are opened here and nowhere else. `read_book` is a pure,
picklable top-level function (a path in, plain values out), so that it can run in a process of its
own. Whatever is wrong with a file leaves as `Unreadable`, a sentence that names the file.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

Cell = str | float | int | bool | date | datetime | None

BOOK_ENDINGS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")

MOST_BYTES = 100 * 2**20
MOST_UNPACKED = 1000 * 2**20
MOST_ROWS = 200_000
MOST_CELLS = 10_000_000
MOST_SHEETS = 200


class Unreadable(ValueError):
    """A file that can't be used; the message names it and says what to do."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: `rows` are all of one width. `top` and `left` count what was cut away before."""

    name: str
    rows: list[list[Cell]]
    top: int = 0
    left: int = 0
    hidden: bool = False

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


def read_book(path: Path) -> Book:
    """Read a spreadsheet or a text table.

    Args:
        path: xlsx, xlsm, xls, xlsb or ods by content; anything else is read as text.

    Raises:
        Unreadable: it is missing, empty, broken, encrypted, too large, or no table at all.
    """
    name = path.name
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise Unreadable(f"{name} is a folder. Choose a spreadsheet in it.")
        if size > MOST_BYTES:
            raise Unreadable(
                f"{name} is {size / 2**20:.0f} MB large; at most {MOST_BYTES // 2**20} MB can be "
                "read. Save only the sheet with the people in a file of its own."
            )
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise Unreadable(f"There is no file {name}. Check the name and the folder.") from None
    except OSError as error:
        reason = error.strerror or "it could not be opened"
        raise Unreadable(
            f"{name} can't be read: {reason}. Close it elsewhere, or copy it."
        ) from None
    if not data.strip(b" \t\r\n\x00"):
        raise Unreadable(f"{name} is empty. Choose the file that holds the people.")
    if data[:4] == b"PK\x03\x04" or data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        book = _read_workbook(path, data)
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


def _looks_like_text(data: bytes) -> bool:
    head = data[:4096]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    odd = sum(1 for byte in head if byte < 9 or 13 < byte < 32)
    return odd <= len(head) // 200


def _read_workbook(path: Path, data: bytes) -> Book:
    import io

    import python_calamine as calamine

    name = path.name
    broken = (
        f"{name} is damaged or no spreadsheet, and can't be read. Open it in a spreadsheet "
        "program and save it again as .xlsx."
    )
    if data[:2] == b"PK":
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                unpacked = sum(entry.file_size for entry in archive.infolist())
        except Exception:  # a broken archive raises whatever its bytes happen to mean
            raise Unreadable(broken) from None
        if unpacked > MOST_UNPACKED:
            raise Unreadable(
                f"{name} unpacks to {unpacked / 2**20:.0f} MB; at most "
                f"{MOST_UNPACKED // 2**20} MB can be read. Save only the sheet with the people."
            )
    try:
        workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except BaseException as error:  # so a panic inside calamine (Rust) arrives
        _reraise_if_ours(error)
        if _is_encrypted(path, data):
            broken = (
                f"{name} is protected by a password. Save a copy without a password and import "
                "that."
            )
        raise Unreadable(broken) from None
    grids: list[Grid] = []
    notes: list[str] = []
    with workbook:
        metadata = workbook.sheets_metadata
        if len(metadata) > MOST_SHEETS:
            raise Unreadable(
                f"{name} has {len(metadata)} sheets; at most {MOST_SHEETS} can be read. Save the "
                "sheet with the people in a file of its own."
            )
        for meta in metadata:
            try:
                sheet = workbook.get_sheet_by_name(meta.name)
                _check_size(name, meta.name, sheet.height, sheet.width)
                rows = sheet.to_python() if sheet.start is not None else []
            except Unreadable:
                raise
            except BaseException as error:
                _reraise_if_ours(error)
                if len(metadata) == 1:
                    raise Unreadable(broken) from None
                notes.append(f"The sheet “{meta.name}” of {name} can't be read and was left out.")
                continue
            top, left = sheet.start or (0, 0)
            hidden = meta.visible != calamine.SheetVisibleEnum.Visible
            grids.append(grid_of(meta.name, rows, top=top, left=left, hidden=hidden))
    return Book(name, tuple(grids), tuple(notes))


def _is_encrypted(path: Path, data: bytes) -> bool:
    import python_calamine as calamine

    if "EncryptedPackage".encode("utf-16-le") in data:
        return True
    try:
        calamine.CalamineWorkbook.from_path(path)
    except calamine.PasswordError:
        return True
    except BaseException as error:
        _reraise_if_ours(error)
    return False


def _reraise_if_ours(error: BaseException) -> None:
    if isinstance(error, (KeyboardInterrupt, SystemExit, GeneratorExit)):
        raise error


def _check_size(file: str, sheet: str, height: int, width: int) -> None:
    if height > MOST_ROWS or height * width > MOST_CELLS:
        raise Unreadable(
            f"{file}, sheet “{sheet}”, has {height:,} rows and {width:,} columns; at most "
            f"{MOST_ROWS:,} rows and {MOST_CELLS:,} cells can be read. Delete what is not about "
            "people and save it again."
        )


def grid_of(
    name: str,
    rows: Iterable[Iterable[object]],
    *,
    top: int = 0,
    left: int = 0,
    hidden: bool = False,
) -> Grid:
    """Rows of anything as a grid: blanks are None, all rows are of one width."""
    plain = [[_plain(value) for value in row] for row in rows]
    while plain and not any(value is not None for value in plain[-1]):
        plain.pop()
    width = max((_filled(row) for row in plain), default=0)
    for row in plain:
        if len(row) > width:
            del row[width:]
        elif len(row) < width:
            row.extend([None] * (width - len(row)))
    return Grid(name, plain, top, left, hidden)


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
