"""Cells that a program on the way has garbled, put right where that is beyond doubt.

UTF-8 read as something else turns ü into Ã¼, and done twice into Ãƒ¼; ftfy undoes both. An error of
a formula (#N/A) is no text: such a cell is blank.
"""

from __future__ import annotations

import re
from dataclasses import replace

from teamtide.exchange.books.grids import Book, Cell
from teamtide.exchange.books.limits import LONGEST_CELL

# The first byte of a letter in UTF-8 and one that follows, as Windows-1252, Latin-1, Mac Roman,
# Windows-1250 or Windows-1251 show them.
_GARBLED = re.compile(
    "[\u00c2-\u00f4\u0102\u010e\u0110\u0139]"
    "[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸŚŤŹśťźˇ˘ŁĄŞŻ˛łąşĽ˝ľż]|√[\x80-\u02ff†°§•¶®©™´¨≠Æ≤≥∂∑∏π∫Ωºª√ƒ≈∆]|[РСГ][°-ї]"
)
_ERRORS = frozenset(
    {
        *("#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#DIV/0!", "#SPILL!", "#CALC!"),
        *("#NV", "#BEZUG!", "#WERT!", "#ZAHL!", "#N/D", "#NOM?", "#VALEUR!", "#VALOR!"),
    }
)


def repaired(book: Book) -> Book:
    """A workbook of somebody else's with its cells put right, and notes that say so.

    One of ours is not to be repaired: what looks garbled in it was typed so. The rows are changed
    in place.
    """
    notes = [note for grid in book.sheets for note in repair(book.file, grid.rows)]
    return replace(book, notes=(*book.notes, *notes)) if notes else book


def repair(file: str, rows: list[list[Cell]], whole: str | None = None) -> list[str]:
    """Put cells right in place, and say so.

    Args:
        file: The file, for sentences.
        rows: Of a grid.
        whole: The text they were cut from, in which errors of formulas are texts; None where they
            come from a workbook.
    """
    # One look at all of it, which is quick, says whether there is any cell to look for.
    notes = []
    everything = whole
    if everything is None:
        texts = [cell for row in rows for cell in row if type(cell) is str]
        if max(map(len, texts), default=0) > LONGEST_CELL:
            return [*_cut(file, rows), *repair(file, rows)]
        everything = "\n".join(texts)
    if not everything.isascii() and _GARBLED.search(everything):
        notes += _ungarble(file, rows)
    if whole is not None and "#" in whole and any(error in whole for error in _ERRORS):
        notes += _blank_errors(file, rows)
    return notes


def _cut(file: str, rows: list[list[Cell]]) -> list[str]:
    count = 0
    for row in rows:
        for column, cell in enumerate(row):
            if type(cell) is str and len(cell) > LONGEST_CELL:
                row[column] = cell[: LONGEST_CELL - 1] + "…"
                count += 1
    cells = "1 cell" if count == 1 else f"{count:,} cells"
    return [f"{file} has more than {LONGEST_CELL:,} characters in {cells}; the rest was left out."]


def _ungarble(file: str, rows: list[list[Cell]]) -> list[str]:
    known: dict[str, str] = {}
    count, example = 0, ("", "")
    for row in rows:
        for column, cell in enumerate(row):
            if type(cell) is not str or cell.isascii() or not _GARBLED.search(cell):
                continue
            better = known.get(cell)
            if better is None:
                better = known[cell] = ungarbled(cell)
            if better != cell:
                row[column] = better
                count += 1
                example = example if count > 1 else (cell, better)
    if not count:
        return []
    was, now = (" ".join(text.split())[:40] for text in example)
    cells = "1 cell" if count == 1 else f"{count:,} cells"
    return [
        f"{file} had garbled letters in {cells} (such as “{was}” for “{now}”); they were repaired."
    ]


def ungarbled(text: str) -> str:
    """A text with its letters put right that were read in a wrong encoding, once or more."""
    import ftfy

    better = ftfy.fix_encoding(text)
    if better.count("\ufffd") > text.count("\ufffd") or len(better) >= len(text):
        return text
    return better


def _blank_errors(file: str, rows: list[list[Cell]]) -> list[str]:
    count = 0
    for row in rows:
        for column, cell in enumerate(row):
            if type(cell) is str and cell[0] == "#" and cell.strip().upper() in _ERRORS:
                row[column] = None
                count += 1
    if not count:
        return []
    cells = "1 cell" if count == 1 else f"{count:,} cells"
    return [f"{file} holds an error of a formula (such as #N/A) in {cells}; taken as blank."]
