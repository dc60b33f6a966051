"""Web pages with a table in them, which many HR systems call .xls.

Nothing is fetched and nothing of a page is run; tags are only told from text. Of several tables
the one with the most cells counts.
"""

from __future__ import annotations

from html.parser import HTMLParser

from teamtide.exchange.books.grids import Grid, Merged, Unreadable, grid_of
from teamtide.exchange.books.limits import (
    MEGABYTE,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    check_size,
    megabytes,
)

LONGEST_PAGE = 30 * MEGABYTE
_WIDEST_SPAN = 200


def grid_of_page(file: str, name: str, text: str) -> Grid:
    """The largest table of a page.

    Raises:
        Unreadable: there is none, or it is too large.
    """
    if len(text) > LONGEST_PAGE:
        raise Unreadable(
            f"{file} is a web page of more than {megabytes(LONGEST_PAGE)}. Open it in a "
            "spreadsheet program and save it as .xlsx."
        )
    page = _Page()
    page.feed(text)
    page.close()
    tables = [table for table in page.tables if table.rows]
    if not tables:
        raise Unreadable(
            f"{file} is a web page without a table. Choose a spreadsheet, or copy the table and "
            "paste it."
        )
    table = max(tables, key=lambda t: sum(map(len, t.rows)))
    check_size(file, len(table.rows), max(map(len, table.rows)))
    return grid_of(name, table.rows, merged=table.merged)


class _Table:
    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.merged: list[Merged] = []
        self._below: dict[int, int] = {}

    def new_row(self) -> None:
        self.rows.append([])
        self._below = {column: rows - 1 for column, rows in self._below.items() if rows > 1}

    def add(self, text: str, columns: int, rows: int) -> None:
        if not self.rows:
            self.new_row()
        row = self.rows[-1]
        while len(row) in self._below:
            row.append("")
        at = len(row)
        if columns > 1 or rows > 1:
            top = len(self.rows) - 1
            self.merged.append((top, at, top + rows - 1, at + columns - 1))
        if rows > 1:
            self._below.update(dict.fromkeys(range(at, at + columns), rows))
        row += [text, *[""] * (columns - 1)]


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self._open: list[_Table] = []
        self._text: list[str] | None = None
        self._span = (1, 1)
        self._cells = 0
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._end_cell()
            self._open.append(_Table())
            self.tables.append(self._open[-1])
        elif tag in ("script", "style"):
            self._silent += 1
        elif not self._open:
            return
        elif tag == "tr":
            self._end_cell()
            if len(self._open[-1].rows) <= MOST_ROWS:
                self._open[-1].new_row()
        elif tag in ("td", "th"):
            self._end_cell()
            self._text = []
            known = dict(attrs)
            self._span = (_span(known.get("colspan")), _span(known.get("rowspan")))
        elif tag == "br" and self._text is not None:
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag == "table" and self._open:
            self._end_cell()
            self._open.pop()
        elif tag in ("script", "style"):
            self._silent = max(0, self._silent - 1)

    def handle_data(self, data: str) -> None:
        if self._text is not None and not self._silent:
            self._text.append(data)

    def _end_cell(self) -> None:
        if self._text is None or not self._open:
            return
        lines = (" ".join(line.split()) for line in "".join(self._text).split("\n"))
        text = "\n".join(lines).strip() if "\n" in self._text else " ".join(lines).strip()
        self._text = None
        columns, rows = self._span
        self._cells += columns
        row = self._open[-1].rows[-1] if self._open[-1].rows else []
        if self._cells <= MOST_CELLS and len(row) <= MOST_COLUMNS:
            self._open[-1].add(text, columns, rows)


def _span(said: str | None) -> int:
    return max(1, min(_WIDEST_SPAN, int(said))) if said and said.strip().isdecimal() else 1
