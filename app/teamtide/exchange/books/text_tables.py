"""Text tables (csv and its many cousins) as a grid.

Nobody agrees on separators, so they are found from the text itself: of all separators the one that
cuts most lines into the same number of fields; where there is none, the gaps that stand above one
another in every line. What a browser or a wiki makes of a table is read as well.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from itertools import islice

from teamtide.exchange.books.aligned import aligned_rows, is_rule
from teamtide.exchange.books.encodings import decode
from teamtide.exchange.books.grids import Grid, Unreadable, grid_of
from teamtide.exchange.books.limits import LONGEST_CELL, MOST_ROWS, check_size
from teamtide.exchange.books.repairs import repair

SEPARATORS = ("\t", ";", ",", "|", "^", "~", ":")
LONGEST_LINE = 4_000_000
_LOOKED_AT = 65536
_SAMPLE_ROWS = 200
_LONG_CELL = 25
"""Lines; a cell of more of them that look like rows is no cell."""
# Colons appear in times; tabs hardly ever in a cell.
_WEIGHTS = {":": 0.5, "^": 0.9, "~": 0.9, "\t": 1.1}
_STATED = re.compile(r"\ufeff?sep=(.)\r?\n", re.IGNORECASE)
_PAGE = re.compile(
    r"\s*(<!--.*?-->\s*)*<(!doctype|html|head|body|meta|table|div|span|style)\b", re.IGNORECASE
)
_EXCEL_2003 = "urn:schemas-microsoft-com:office:spreadsheet"


def grid_of_bytes(file: str, name: str, data: bytes) -> tuple[Grid, tuple[str, ...]]:
    """A text file as a grid, and sentences about what was repaired.

    Raises:
        Unreadable: it is no text, or too large.
    """
    text, notes = decode(file, data)
    grid, more = grid_of_text(file, name, text)
    return grid, (*notes, *more)


def grid_of_text(file: str, name: str, text: str) -> tuple[Grid, tuple[str, ...]]:
    """A table pasted or read as text as a grid, and sentences about what was repaired.

    Raises:
        Unreadable: it is too large, or no table.
    """
    text = text.removeprefix("\ufeff").replace("\x00", "")
    head = text[:_LOOKED_AT]
    if _EXCEL_2003 in head:
        raise Unreadable(
            f"{file} is an XML spreadsheet of 2003. Open it in a spreadsheet program and save it "
            "as .xlsx."
        )
    if _PAGE.match(head) and "<t" in text.lower():
        from teamtide.exchange.books.html_tables import grid_of_page

        grid = grid_of_page(file, name, text)
        return grid, tuple(repair(file, grid.rows, text))
    if "\r\r\n" in head:
        text = text.replace("\r\r\n", "\n")
    _check_lines(file, text)
    top = 0
    notes: list[str] = []
    stated = _STATED.match(text)
    if stated:
        top, text = 1, text[stated.end() :]
    separator = stated[1] if stated else separator_of(text)
    found = None
    # Blanks stand in cells, too: where a separator cuts every line alike, they are no columns.
    if not stated and _evenness(head, separator, whole=len(text) <= len(head)) < _PLAINLY:
        found = aligned_rows(text, separator)
    if found is None:
        drawn = text.lstrip()[:1] in ("|", "+") or '|"' not in text
        if separator == "|" and drawn:
            found = _piped(text)
        else:
            found, notes = _separated(file, text, separator)
    width = max(map(len, found), default=0)
    check_size(file, len(found), width)
    grid = grid_of(name, found, top=top)
    return grid, (*notes, *repair(file, grid.rows, text))


def _check_lines(file: str, text: str) -> None:
    lines = text.count("\n")
    if lines > 10 * MOST_ROWS:  # a cell may be of several lines, but not all of them
        raise Unreadable(
            f"{file} has {lines:,} lines; at most {MOST_ROWS:,} rows can be read. Delete what is "
            "not about people and save it again."
        )
    start = 0
    ending = "\n" if "\n" in text else "\r"
    while start >= 0:
        end = text.find(ending, start)
        if (len(text) if end < 0 else end) - start > LONGEST_LINE:
            raise Unreadable(
                f"{file} has a line of more than {LONGEST_LINE:,} characters, which no table has. "
                "Open it in a spreadsheet program and save it as .xlsx."
            )
        start = end + 1 if end >= 0 else -1


_PLAINLY = 1.04
"""Evenness of a separator that cuts nearly all lines into the same four fields or more."""

# --- separated ------------------------------------------------------------------------------


def _separated(file: str, text: str, separator: str) -> tuple[list[list[str]], list[str]]:
    """The fields of every line, and a sentence where its quotation marks can't be meant as such."""
    try:
        rows, closed = _records(text, separator)
        if closed:
            return rows, []
    except csv.Error:
        if '"' not in text:
            raise Unreadable(_cell_too_long(file)) from None
    try:
        rows, _ = _records(text, separator, quoted=False)
    except csv.Error:
        raise Unreadable(_cell_too_long(file)) from None
    return rows, [
        f"{file} has a quotation mark that is never closed; quotation marks were read as letters."
    ]


def _cell_too_long(file: str) -> str:
    return (
        f"{file} has a cell of more than {LONGEST_CELL:,} characters, which no list of people has. "
        "Open it in a spreadsheet program and save it as .xlsx."
    )


def _records(
    text: str, separator: str, *, quoted: bool = True, most: int = MOST_ROWS + 1
) -> tuple[list[list[str]], bool]:
    """Lines as fields, and whether the last quotation mark is closed.

    Raises:
        csv.Error: a field is too long.
    """
    before = csv.field_size_limit(LONGEST_CELL)
    try:
        reader = csv.reader(
            io.StringIO(text, newline=""),
            delimiter=separator,
            quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
            skipinitialspace=f'{separator} "' in text[:_LOOKED_AT],
        )
        rows = list(islice(reader, most))
        if quoted and rows and _runs_on(text, rows, separator, ended=len(rows) < most):
            return rows, False
    finally:
        csv.field_size_limit(before)
    return rows, True


def _runs_on(text: str, rows: list[list[str]], separator: str, *, ended: bool) -> bool:
    """Whether a quotation mark that is never closed took lines for one cell."""
    last = rows[-1][-1] if rows[-1] else ""
    if ended and ("\n" in last or "\r" in last) and text.endswith(last[-200:]):
        return True  # a mark that closes it would stand after it
    lines = text.count("\n")
    if not ended or lines < len(rows) + _LONG_CELL:
        return False
    return any(
        cell.count("\n") > _LONG_CELL
        and cell.count(separator) >= 0.8 * cell.count("\n") * max(1, len(rows[0]) - 1)
        for row in rows
        for cell in row
    )


def separator_of(text: str) -> str:
    """The separator that cuts the first lines into the most even table; a comma where none does."""
    first = text[:_LOOKED_AT]
    stated = _STATED.match(first)
    if stated:
        return stated[1]
    best, best_score = ",", 0.0
    for separator in SEPARATORS:
        if separator not in first:
            continue
        score = _evenness(first, separator, whole=len(text) <= len(first))
        if score > best_score:
            best, best_score = separator, score
    return best


def _evenness(text: str, separator: str, *, whole: bool) -> float:
    """How much a separator looks like one: 0 not at all."""
    rows: list[list[str]] = []
    closed = False
    for quoted in (True, False):
        try:
            rows, closed = _records(text, separator, quoted=quoted, most=_SAMPLE_ROWS)
        except csv.Error:
            continue
        if closed or not whole:
            break
    if not whole and len(rows) < _SAMPLE_ROWS:
        rows = rows[:-1] or rows
    widths = Counter(len(row) for row in rows if any(cell.strip() for cell in row))
    total = sum(widths.values())
    if not total:
        return 0.0
    width, count = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
    if width < 2:
        return 0.0
    # Evenness first; a few more columns break ties.
    score = count / total * (1 + min(width, 20) / 40) * _WEIGHTS.get(separator, 1.0)
    marks = text.count(separator)
    if separator in ",:" and text.count(f"{separator} ") > 0.8 * marks:
        score *= 0.85  # “Lima, Ana” has it as a sentence has
    return score


# --- with pipes -----------------------------------------------------------------------------

_CELL_END = re.compile(r"(?<!\\)\|")


def _piped(text: str) -> list[list[str]]:
    """Lines of `| a | b |` or `a | b`, without the lines that are drawn between them."""
    rows: list[list[str]] = []
    for line in islice(text.splitlines(), MOST_ROWS + 1):
        bare = line.strip()
        if is_rule(bare):
            continue
        if bare.startswith("|") and bare.endswith("|") and len(bare) > 1:
            bare = bare[1:-1]
        cells = bare.split("|") if "\\|" not in bare else _CELL_END.split(bare)
        rows.append([_unquoted(cell.strip().replace("\\|", "|")) for cell in cells])
    return rows


def _unquoted(cell: str) -> str:
    if len(cell) > 1 and cell[0] == cell[-1] == '"':
        return cell[1:-1].replace('""', '"')
    for mark in ("**", "__", "`"):  # as a wiki marks what is bold
        if len(cell) > 2 * len(mark) and cell.startswith(mark) and cell.endswith(mark):
            return cell[len(mark) : -len(mark)]
    return cell
