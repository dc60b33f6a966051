"""Where a table comes from: a file, or text out of the clipboard.

Both end as a `Book`, so that nothing after this room knows the difference.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from teamtide.exchange.books.grids import Book, Unreadable, read_book

CLIPBOARD = "the clipboard"


@dataclass(frozen=True, slots=True)
class Pasted:
    """A table that was copied somewhere and pasted: `text` as the clipboard holds it."""

    text: str
    name: str = CLIPBOARD


Source = Path | Pasted


def read_source(source: Source) -> Book:
    """A file or a pasted table as a book.

    Raises:
        Unreadable: it can't be read, or holds nothing; the message says what to do.
    """
    if isinstance(source, Path):
        return read_book(source)
    from teamtide.exchange.books.text_tables import grid_of_text

    if not source.text.strip():
        raise Unreadable(
            f"{source.name} holds no text. Copy the table in its program first, and paste again."
        )
    grid, notes = grid_of_text(source.name, "Clipboard", source.text)
    return Book(source.name, (grid,), notes)
