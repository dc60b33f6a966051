"""What stands around the cells of a workbook: an archive, or an older container.

Looked at before a library unpacks anything. An archive says itself how large its parts are, and
may lie, so the parts are unpacked here once, to nowhere, and counted. What is no workbook at all is
called by its name, for “damaged” helps nobody who has picked a letter.
"""

from __future__ import annotations

import io
import re
import sys
import zipfile
import zlib
from collections.abc import Iterator

from teamtide.exchange.books.grids import Unreadable
from teamtide.exchange.books.limits import MOST_UNPACKED, megabytes

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_PARTS = 20_000
_PIECE = 1 << 20
_READ = re.compile(r".*\.(xml|bin|rels)", re.IGNORECASE)
_KINDS = (
    ("xl/", ""),
    ("content.xml", ""),
    ("word/", "a text document"),
    ("ppt/", "a presentation"),
    ("Index/", "a Numbers, Pages or Keynote document"),
    ("Index.zip", "a Numbers, Pages or Keynote document"),
)
# References far outside of what rosters use; `r="XFD7"`, `r="A1048576"` or a row `r="1048576"`.
_FAR = re.compile(rb"""\br=["']([A-Za-z]{0,2}\d{6,7}|[A-Za-z]{3}\d{1,7})["']""")
_REPEATED = re.compile(
    rb"""<table:table-cell[^>/]*number-columns-repeated=["']\d{4,}["'][^>/]*>\s*<"""
)


def is_package(data: bytes) -> bool:
    """Whether the bytes are a container that workbooks come in."""
    return data.startswith((ZIP, OLE))


def damaged(file: str) -> str:
    """The sentence about a file that makes no sense."""
    return (
        f"{file} is damaged or no spreadsheet, and can't be read. Open it in a spreadsheet program "
        "and save it again as .xlsx."
    )


def locked(file: str) -> str:
    """The sentence about a file that needs a password."""
    return f"{file} is protected by a password. Save a copy without a password and import that."


def check_package(file: str, data: bytes, *, apart: bool | None = None) -> None:
    """Refuse a container that holds no workbook, is locked, or would unpack to too much.

    Args:
        file: The name of the file, for sentences.
        data: All of it.
        apart: Whether cells far apart are looked for as well; by default where the system does not
            bound the memory of the process that reads.

    Raises:
        Unreadable: with the reason.
    """
    if data.startswith(OLE):
        _check_old(file, data)
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except Exception:  # a broken archive raises whatever its bytes happen to mean
        raise Unreadable(damaged(file)) from None
    names = [part.filename for part in parts]
    _check_kind(file, names)
    if len(parts) > MOST_PARTS:
        raise Unreadable(
            f"{file} is an archive of {len(parts):,} parts; at most {MOST_PARTS:,} can be read. "
            "Save only the sheet with the people in a file of its own."
        )
    apart = sys.platform != "linux" if apart is None else apart
    size = 0
    for part in parts:
        if not _READ.fullmatch(part.filename):
            continue
        far = b""
        for piece in _unpacked(data, part):
            size += len(piece)
            if size > MOST_UNPACKED:
                raise Unreadable(
                    f"{file} unpacks to more than {megabytes(MOST_UNPACKED)}, which is more than "
                    "can be read. Save only the sheet with the people in a file of its own."
                )
            if part.filename == "META-INF/manifest.xml" and b"encryption-data" in piece:
                raise Unreadable(locked(file))
            if apart:
                _check_extent(file, far + piece)
                far = piece[-100:]


def _check_old(file: str, data: bytes) -> None:
    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        raise Unreadable(locked(file))
    if holds("Workbook") or holds("Book"):
        return
    for stream, kind in (
        ("WordDocument", "a text document"),
        ("PowerPoint Document", "a presentation"),
        ("__properties_version1.0", "an e-mail"),
    ):
        if holds(stream):
            raise Unreadable(_other(file, kind))


def _check_kind(file: str, names: list[str]) -> None:
    for start, kind in _KINDS:
        if any(name.lower().startswith(start.lower()) for name in names):
            if kind:
                raise Unreadable(_other(file, kind))
            return
    if any(name.lower().endswith((".xlsx", ".xls", ".xlsb", ".ods", ".csv")) for name in names):
        raise Unreadable(
            f"{file} is an archive with other files in it. Unpack it and choose the spreadsheet."
        )
    raise Unreadable(
        f"{file} is an archive, not a spreadsheet. Choose an .xlsx, .xls, .xlsb, .ods or .csv file."
    )


def _other(file: str, kind: str) -> str:
    return (
        f"{file} is {kind}, not a spreadsheet. Copy the table in it and paste it into Teamtide, or "
        "save it as .xlsx or .csv."
    )


def _unpacked(data: bytes, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part of an archive in pieces, however large it says it is; nothing where it is broken."""
    begin = part.header_offset
    header = data[begin : begin + 30]
    if len(header) < 30 or header[:4] != ZIP:
        return
    start = begin + 30 + int.from_bytes(header[26:28], "little")
    start += int.from_bytes(header[28:30], "little")
    packed = memoryview(data)[start : start + part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        yield bytes(packed)
        return
    if part.compress_type != zipfile.ZIP_DEFLATED:
        return
    machine = zlib.decompressobj(-15)
    rest: bytes | memoryview = packed
    try:
        while not machine.eof:
            piece = machine.decompress(rest, _PIECE)
            rest = machine.unconsumed_tail
            if not piece:
                return
            yield piece
    except zlib.error:
        return


def _check_extent(file: str, piece: bytes) -> None:
    """Refuse cells so far apart that a library would ask for the area between them."""
    if _FAR.search(piece) or _REPEATED.search(piece):
        raise Unreadable(
            f"{file} has cells far outside of what a list of people takes, such as in row "
            "1,048,576. Copy the people into a new sheet, save that alone, and import it."
        )
