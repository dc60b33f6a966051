"""Why a file holds no roster, with what there is in it and a way out."""

from __future__ import annotations

from collections.abc import Sequence

from teamtide.exchange.books.cells import text_of
from teamtide.exchange.books.grids import Book, Cell, Grid, Unreadable
from teamtide.exchange.rosters.choices import Choices
from teamtide.exchange.rosters.headers import header_words, scores
from teamtide.exchange.rosters.heads import is_header
from teamtide.exchange.rosters.kinds import foreign, is_log, is_pivot, is_projects, periods
from teamtide.exchange.rosters.layouts import LOOKED_AT, Layout

_WIDEST = 64
"""Columns that are looked at for what to say."""


def refuse_mapping(book: Book, choices: Choices) -> None:
    """Refuse headers that are nowhere in the file.

    Raises:
        Unreadable: one is not there, with the headers that are.
    """
    words = {
        header_words(text_of(cell))
        for grid in book.sheets
        for row in grid.rows[: max(LOOKED_AT, choices.header or 0)]
        for cell in row
        if cell is not None
    }
    missing = [header for header in choices.columns if header_words(header) not in words]
    if missing:
        raise Unreadable(
            f"{book.file} has no column “{missing[0]}”. {seen(book)} Use one of these words."
        )


def refusal(book: Book, tried: Sequence[tuple[str, str, Layout]]) -> str:
    """The sentence that refuses a book.

    Args:
        book: The file.
        tried: What was tried as a roster: its sort, what it is instead, and where.
    """
    posts = next((layout for sort, _, layout in tried if sort == "posts"), None)
    if posts is not None:
        return (
            f"{book.file} lists posts and not people: the sheet “{posts.grid.name}” has titles "
            "but no names. Choose a file with the names of people, or let each post become that "
            "many unnamed people."
        )
    said = [why for _, why, _ in tried if why]
    kind = said[0] if said else _kind_of(book)
    if kind.startswith("a time log"):
        return (
            f"{book.file} looks like {kind}. Time logs can't be imported yet; choose a list of "
            "people or a plan workbook."
        )
    if kind and said:
        return (
            f"{book.file} holds no list of people; it looks like {kind}. {seen(book)} If it does "
            "hold the people of your teams, say which column is their names."
        )
    looks = f" It looks like {kind}." if kind else ""
    return (
        f"{book.file} holds no list of people: no column of names was found on "
        f"{'its sheet' if len(book.sheets) == 1 else 'any sheet'}.{looks} {seen(book)} If one of "
        "them holds the names, say so; otherwise choose another file."
    )


def _kind_of(book: Book) -> str:
    """What a book looks like by the words of its headers; nothing where none of them says so."""
    best, most = "", 1
    for grid in book.sheets:
        for place, row in enumerate(grid.rows[:LOOKED_AT]):
            headers = [text_of(cell) for cell in row[:_WIDEST] if isinstance(cell, str)]
            if is_log(headers) and is_header(grid, place):
                return "a time log (who worked on what, and when)"
            if is_pivot(headers):
                return "a pivot table"
            if _has_periods(row):
                return "a budget or forecast with a column for each period"
            if is_projects(headers) and is_header(grid, place):
                return "a list of projects"
            kind, count = foreign(headers)
            if count > most and count * 5 >= len(headers) and is_header(grid, place):
                best, most = kind, count
    return best


def _has_periods(row: Sequence[Cell]) -> bool:
    """Whether most of a row is words and periods, at least three of them: no row of data."""
    cells = [text_of(cell) for cell in row[:_WIDEST] if cell is not None]
    words = sum(not any(map(str.isdigit, text)) for text in cells)
    found = periods(cells)
    return found >= 3 and (found + words) * 5 >= len(cells) * 4


def seen(book: Book) -> str:
    """The likeliest header words of a book, as a sentence."""
    best: tuple[float, Grid, list[str]] | None = None
    for grid in book.sheets:
        for row in grid.rows[:LOOKED_AT]:
            texts = [" ".join(text_of(c).split())[:30] for c in row[:_WIDEST] if isinstance(c, str)]
            worth = len(texts) + 2 * sum(bool(scores(text)) for text in texts)
            if texts and (best is None or worth > best[0]):
                best = (worth, grid, texts)
    if best is None:
        return "No row of words was found in it."
    words = ", ".join(f"“{text}”" for text in best[2][:8])
    more = ", …" if len(best[2]) > 8 else ""
    return f"On the sheet “{best[1].name}” there are the columns {words}{more}."
