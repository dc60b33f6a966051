"""Where a table comes from: a file, or text out of the clipboard.

Both end as a `Book`, so that nothing after this room knows the difference. A source is plain data
that can be sent to the process that reads it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from teamtide.exchange.books.grids import Book, Say, Unreadable, quiet, read_book

CLIPBOARD = "the clipboard"


@dataclass(frozen=True, slots=True)
class Pasted:
    """A table that was copied somewhere and pasted: `text` as the clipboard holds it.

    `name` is what sentences call it, as they call a file by its name without folders.
    """

    text: str
    name: str = CLIPBOARD


Source = Path | Pasted


def capitalised(sentence: str) -> str:
    """A sentence that may begin with what a source is called."""
    if sentence.startswith(CLIPBOARD):
        return sentence[:1].upper() + sentence[1:]
    return sentence


def read_source(source: Source, say: Say = quiet, leave_out: Collection[int] = ()) -> Book:
    """A file or a pasted table as a book; see `grids.read_book`.

    Raises:
        Unreadable: it can't be read, or holds nothing.
    """
    if isinstance(source, Path):
        return read_book(source, say, leave_out)
    from teamtide.exchange.books.text_tables import grid_of_text

    if not source.text.strip():
        raise Unreadable(
            f"{source.name} holds no text. Copy the table in its program first, and paste again."
        )
    grid, notes = grid_of_text(source.name, "Clipboard", source.text)
    if not grid.rows:
        raise Unreadable(
            f"{source.name} holds no table. Copy the table with its header row, and paste again."
        )
    return Book(source.name, (grid,), notes)
