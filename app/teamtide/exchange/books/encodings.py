"""Bytes of a text file as text, whatever program wrote them.

A byte order mark says it; UTF-8 can hardly be mistaken, even with a few broken letters; everything
else is a question of what the text would look like. General detectors are made for pages of
running text and take a list of names for anything, so the encodings that rosters come in are tried
here, and the one wins in which names look like names: letters that a language has, where it has
them. What is none of these is left to charset-normalizer.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from teamtide.exchange.books.grids import Unreadable
from teamtide.exchange.books.letters import CANDIDATES, plausibility

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_WIDE = (("utf-32-le", 4), ("utf-32-be", 4), ("utf-16-le", 2), ("utf-16-be", 2))
_HEAD = 8192
_SAMPLE = 12_000
_SAMPLED_LINES = 200
_GOOD_ENOUGH = 0.25
_TOO_ODD = 0.01
_BROKEN = re.compile("[\udc80-\udcff]+")


def decode(file: str, data: bytes) -> tuple[str, tuple[str, ...]]:
    """Bytes as text, and sentences about what was repaired.

    Args:
        file: The name of the file, for sentences.
        data: All of it.

    Raises:
        Unreadable: no encoding makes text of it.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _all_of(file, data[len(mark) :], encoding)
    if b"\x00" in data[:_HEAD]:
        wide = _wide(data[:_HEAD])
        if wide is not None:
            return _all_of(file, data, wide)
    _check_text(file, data)
    notes: tuple[str, ...] = ()
    if b"\x00" in data:
        data = data.replace(b"\x00", b"")
        notes = (f"{file} had NUL characters between its letters; they were left out.",)
    try:
        return data.decode("utf-8"), notes
    except UnicodeDecodeError:
        pass
    text, more = _nearly_utf_8(file, data) or _all_of(file, data, _guessed(file, data))
    return text, (*notes, *more)


def odd_share(data: bytes) -> float:
    """The share of bytes that no text has, such as NUL."""
    odd = sum(data.count(byte) for byte in _ODD)
    return odd / max(1, len(data))


_ODD = tuple(bytes([byte]) for byte in range(32) if byte < 9 or byte > 13)


def _check_text(file: str, data: bytes) -> None:
    middle = len(data) // 2
    shares = (odd_share(data[:_HEAD]), odd_share(data[middle : middle + _HEAD]))
    if max(shares) > _TOO_ODD:
        raise Unreadable(
            f"{file} is neither a spreadsheet nor a text table ({_kind_of(data)}). Choose an "
            ".xlsx, .xls, .xlsb, .ods or .csv file."
        )


def _kind_of(data: bytes) -> str:
    for start, kind in (
        (b"\x89PNG", "it is a picture"),
        (b"\xff\xd8\xff", "it is a picture"),
        (b"GIF8", "it is a picture"),
        (b"BM", "it may be a picture"),
        (b"%PDF", "it is a PDF; copy the table in it and paste it"),
        (b"\x1f\x8b", "it is an archive; unpack it first"),
        (b"Rar!", "it is an archive; unpack it first"),
        (b"7z\xbc\xaf", "it is an archive; unpack it first"),
        (b"SQLite format 3", "it is a database"),
    ):
        if data.startswith(start):
            return kind
    return "it may be a picture or a program"


def _all_of(file: str, data: bytes, encoding: str) -> tuple[str, tuple[str, ...]]:
    """All bytes in one encoding; what it has no letter for becomes � and is said."""
    text = data.decode(encoding, errors="replace")
    lost = text.count("\ufffd")
    if not lost or data.decode(encoding, errors="ignore").count("\ufffd") == lost:
        return text, ()
    return text, (
        f"{_letters(lost)} of {file} could not be read and {'is' if lost == 1 else 'are'} shown as "
        "�; look for them in the preview.",
    )


def _letters(count: int) -> str:
    return "1 letter" if count == 1 else f"{count:,} letters"


def _wide(head: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark: of its letters, many are those of every table."""
    zeros = head.count(0) / len(head)
    printable = sum(32 <= byte < 127 or byte in b"\t\r\n" for byte in head) / len(head)
    if zeros < 0.3 and printable > 0.9 * (1 - zeros):
        return None  # plain text with zeros strewn into it
    best, most = None, 0.3
    for encoding, width in _WIDE:
        try:
            decoder = codecs.getincrementaldecoder(encoding)("strict")
            text = decoder.decode(head[: len(head) // width * width], final=False)
        except UnicodeDecodeError:
            continue
        if not text or any(mark in text for mark in ("\x00", "\ufffe", "\uffff")):
            continue
        if not _zeros_fit(head, encoding, width):
            continue
        known = sum(c.isascii() and (c.isprintable() or c in "\t\r\n") for c in text)
        letters = sum(c.isalpha() for c in text)
        plain = known / len(text)
        share = plain + (letters / len(text) if plain > 0.1 else 0) / 2
        if share > most:
            best, most = encoding, share
    return best


def _zeros_fit(head: bytes, encoding: str, width: int) -> bool:
    """Whether zeros stand where the empty halves of letters would."""
    total = head.count(0)
    first = 0 if encoding.endswith("be") else width // 2
    empty = range(first, first + width // 2)
    return sum(head[place::width].count(0) for place in empty) > 0.9 * total * (
        0.7 if width == 4 else 1.0
    )


def _nearly_utf_8(file: str, data: bytes) -> tuple[str, tuple[str, ...]] | None:
    """UTF-8 with a few bytes of another program among it, or None where it is something else."""
    text = data.decode("utf-8", errors="surrogateescape")
    broken = _BROKEN.findall(text)
    count = sum(map(len, broken))
    whole = len(data) - len(text)  # bytes that follow the first of a letter
    if not count or whole < count:
        return None

    def repaired(match: re.Match[str]) -> str:
        return match[0].encode("utf-8", "surrogateescape").decode("cp1252", errors="replace")

    said = (
        f"{_letters(count)} of {file} {'was' if count == 1 else 'were'} written by another program "
        "than the rest, and may be wrong; look for them in the preview."
    )
    return _BROKEN.sub(repaired, text), (said,)


def _guessed(file: str, data: bytes) -> str:
    """The encoding in which the lines with special letters look most like a list of people."""
    sample = b"\n".join(_telling_lines(data))
    best, most = "cp1252", -10.0
    for encoding, alphabets, prior in CANDIDATES:
        decoder = codecs.getincrementaldecoder(encoding)("replace")
        score = plausibility(decoder.decode(sample, final=False), alphabets) + prior
        if score > most:
            best, most = encoding, score
    if most >= _GOOD_ENOUGH:
        return best
    from charset_normalizer import from_bytes

    other = from_bytes(sample).best()
    if other is not None and other.encoding not in ("utf_8", "ascii"):
        return other.encoding
    if most < -2:
        raise Unreadable(
            f"{file} can't be read as text: its letters make no sense in any encoding. Open it in "
            "a spreadsheet program and save it as .xlsx."
        )
    return best


def _telling_lines(data: bytes) -> Iterator[bytes]:
    """Some of the lines with bytes that mean different letters in different encodings."""
    lines = [line for line in data.splitlines() if not line.isascii()]
    left = _SAMPLE
    for line in lines[:: max(1, len(lines) // _SAMPLED_LINES)]:
        yield line[:left]
        left -= len(line)
        if left <= 0:
            return
