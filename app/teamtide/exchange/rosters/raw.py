"""The rows of a file in which no table was found, so that a person can say where it is."""

from __future__ import annotations

from teamtide.exchange.books.grids import Book, Grid
from teamtide.exchange.importing import PREVIEWED_ROWS, PreviewTable
from teamtide.exchange.rosters.choices import Choices
from teamtide.exchange.rosters.tables import Table

MOST_COLUMNS = 200


def raw_table(book: Book, choices: Choices | None) -> PreviewTable | None:
    """The sheet and header row that were chosen, or the first that hold anything; None if none."""
    choices = choices or Choices()
    grid = _grid(book, choices)
    if grid is None:
        return None
    # Rows are counted as in the spreadsheet, where blank ones above were not cut away.
    wanted = (choices.header or 0) - 1 - grid.top
    header = wanted if 0 <= wanted < len(grid.rows) else _widest(grid)
    table = Table(grid, header, {})
    width = min(grid.width, MOST_COLUMNS)
    headers = tuple(table.header_of(column) for column in range(width))
    rows = grid.rows[header + 1 : header + 1 + PREVIEWED_ROWS]
    return PreviewTable(
        grid.name,
        headers,
        tuple(choices.columns.get(words, "") for words in headers),
        tuple(tuple(row[:width]) for row in rows),
        {},
        grid.top + header + 2,
        len(grid.rows) - header - 1,
    )


def _grid(book: Book, choices: Choices) -> Grid | None:
    chosen = book.sheet(choices.sheet) if choices.sheet else None
    if chosen is not None and chosen.rows:
        return chosen
    filled = [grid for grid in book.sheets if grid.rows]
    return next((grid for grid in filled if not grid.hidden), filled[0] if filled else None)


def _widest(grid: Grid) -> int:
    """The first of the rows on top with the most words: the likeliest header."""
    words = [sum(isinstance(cell, str) for cell in row) for row in grid.rows[:20]]
    return words.index(max(words))
