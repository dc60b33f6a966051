"""Days as a workbook counts them."""

from __future__ import annotations

from datetime import date


def serial_of(day: date, from_1904: bool = False) -> int:
    """The number of a day; some workbooks (once made on a Mac) count from 1904."""
    if from_1904:
        return (day - date(1904, 1, 1)).days
    number = (day - date(1899, 12, 30)).days
    # Spreadsheets have a 29 February 1900.
    return number - 1 if number <= 60 else number
