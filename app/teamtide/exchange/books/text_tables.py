"""Text tables (csv and its many cousins) as a grid.

Nobody agrees on encodings and separators, so both are found from the text itself: byte order mark,
then UTF-8, then a guess; and of all separators the one that cuts most lines into the same number
of fields. Mojibake is repaired only where it is plainly there, and is said.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

from teamtide.exchange.books.grids import MOST_CELLS, MOST_ROWS, Grid, Unreadable, grid_of

SEPARATORS = (",", ";", "\t", "|", ":")
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# UTF-8 read as Windows-1252: a letter like Ã or â and then what no word has after it.
_MOJIBAKE = re.compile("Ã[\x80-\xbf¡-¿ƒ‚„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸ€]|â€[™œ“”˜¦]|Â[ -¿]")


def grid_of_bytes(file: str, name: str, data: bytes) -> tuple[Grid, tuple[str, ...]]:
    """A text file as a grid, and sentences about what was repaired.

    Raises:
        Unreadable: it is no text, or too large.
    """
    text = decode(file, data)
    return grid_of_text(file, name, text)


def grid_of_text(file: str, name: str, text: str) -> tuple[Grid, tuple[str, ...]]:
    """A table pasted or read as text as a grid, and sentences about what was repaired."""
    notes: tuple[str, ...] = ()
    if _MOJIBAKE.search(text):
        import ftfy

        repaired = ftfy.fix_encoding(text)
        if repaired != text:
            text = repaired
            notes = (f"{file} had garbled letters (such as Ã¼ for ü); they were repaired.",)
    separator = separator_of(text)
    old_limit = csv.field_size_limit(2**24)
    try:
        rows = []
        cells = 0
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            rows.append(row)
            cells += len(row)
            if len(rows) > MOST_ROWS or cells > MOST_CELLS:
                raise Unreadable(
                    f"{file} has more than {MOST_ROWS:,} rows or {MOST_CELLS:,} cells. Delete "
                    "what is not about people and save it again."
                )
    except csv.Error as error:
        raise Unreadable(
            f"{file} can't be read as a table ({error}). Open it in a spreadsheet program and "
            "save it as .xlsx."
        ) from None
    finally:
        csv.field_size_limit(old_limit)
    return grid_of(name, rows), notes


def decode(file: str, data: bytes) -> str:
    """Bytes as text: by byte order mark, as UTF-8, or by the best guess.

    Raises:
        Unreadable: no encoding makes text of it.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                break
    if b"\x00" not in data[:4096]:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            pass
    from charset_normalizer import from_bytes

    sample = data if len(data) <= 2**18 else data[: 2**18]
    best = from_bytes(sample).best()
    binary = _odd_share(data) > 0.01
    if best is None or (binary and not best.encoding.startswith(("utf_16", "utf_32"))):
        raise Unreadable(
            f"{file} is neither a spreadsheet nor a text table (it may be a picture or a program). "
            "Choose an .xlsx, .xls, .xlsb, .ods or .csv file."
        )
    return data.decode(best.encoding, errors="replace")


def _odd_share(data: bytes) -> float:
    head = data[:8192]
    return sum(1 for byte in head if byte < 9 or 13 < byte < 32) / max(1, len(head))


def separator_of(text: str) -> str:
    """The separator that cuts the first lines into the most even table."""
    first = text[:65536]
    stated = re.match(r"sep=(.)\r?\n", first)
    if stated:
        return stated[1]
    best, best_score = ",", 0.0
    for separator in SEPARATORS:
        try:
            rows = list(csv.reader(io.StringIO(first, newline=""), delimiter=separator))[:200]
        except csv.Error:
            continue
        if len(text) > len(first):
            rows = rows[:-1] or rows
        widths = Counter(len(row) for row in rows if any(cell.strip() for cell in row))
        if not widths:
            continue
        total = sum(widths.values())
        width, count = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
        if width < 2:
            continue
        # Evenness first; a few more columns break ties. Colons appear in times: half the weight.
        score = count / total * (1 + min(width, 20) / 40) * (0.5 if separator == ":" else 1)
        if score > best_score:
            best, best_score = separator, score
    return best
