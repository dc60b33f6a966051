"""Where people come from: a file, or a table copied from another program."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from teamtide.exchange.books.grids import Book, Unreadable, read_book

CLIPBOARD = "the clipboard"


@dataclass(frozen=True, slots=True)
class Pasted:
    """A table as text, as spreadsheet programs put it on the clipboard."""

    text: str


Source = Path | Pasted


def name_of(source: Source) -> str:
    """What a source is called in sentences."""
    return CLIPBOARD if isinstance(source, Pasted) else source.name


def read_source(source: Source) -> Book:
    """A source as cells.

    Raises:
        Unreadable: it can't be used; the message says why.
    """
    if not isinstance(source, Pasted):
        return read_book(source)
    if not source.text.strip():
        raise Unreadable("The clipboard holds no text. Copy the rows with their header first.")
    from teamtide.exchange.books.text_tables import grid_of_text

    grid, notes = grid_of_text(CLIPBOARD, "Clipboard", source.text)
    return Book(CLIPBOARD, (grid,), notes)


def looks_like_table(text: str) -> bool:
    """Whether a copied text has rows and columns, rather than being a word or a sentence."""
    lines = [line for line in text.splitlines() if line.strip()]
    return len(lines) > 1 and any(mark in lines[0] for mark in "\t;,|")
