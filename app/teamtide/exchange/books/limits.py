"""How large a spreadsheet may be; sentences quote these numbers.

Rosters of 31,000 people are a few megabytes. What is far beyond that is no roster or means harm,
and would cost the memory the rest of the computer needs.
"""

from __future__ import annotations

from teamtide.exchange.books.grids import Unreadable

MEGABYTE = 2**20
MOST_BYTES = 100 * MEGABYTE
MOST_UNPACKED = 400 * MEGABYTE
MOST_ROWS = 200_000
MOST_COLUMNS = 2_000
MOST_CELLS = 5_000_000
MOST_SHEETS = 200
LONGEST_CELL = 131_072
"""Characters; four times what a cell of Excel holds."""


def megabytes(size: float) -> str:
    """A size as a sentence says it."""
    return f"{size / MEGABYTE:,.0f} MB"


def too_large(what: str, rows: int, columns: int) -> str:
    """A sentence where a table is beyond the limits, else empty.

    Args:
        what: The subject of the sentence: a file, or a sheet of it.
        rows: Of the area that holds anything.
        columns: Of the same.
    """
    if rows <= MOST_ROWS and columns <= MOST_COLUMNS and rows * columns <= MOST_CELLS:
        return ""
    return (
        f"{what} has {rows:,} rows and {columns:,} columns; at most {MOST_ROWS:,} rows, "
        f"{MOST_COLUMNS:,} columns and {MOST_CELLS:,} cells can be read. Delete what is not about "
        "people and save it again."
    )


def left_out(what: str, rows: int, columns: int) -> str:
    """The sentence about a sheet that is too large, where others of its file are not."""
    return (
        f"{what} has {rows:,} rows and {columns:,} columns, more than can be read, and was left "
        "out."
    )


def check_size(what: str, rows: int, columns: int) -> None:
    """Refuse a table beyond the limits.

    Raises:
        Unreadable: it is too large.
    """
    sentence = too_large(what, rows, columns)
    if sentence:
        raise Unreadable(sentence)
