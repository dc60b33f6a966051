"""Files that mean harm, through the process that reads: a sentence in time, in little memory."""

from __future__ import annotations

import os
import sys
import threading
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from string import ascii_lowercase, ascii_uppercase

import pytest

from teamtide.exchange.books.grids import Unreadable
from teamtide.workers.reader import PATIENCE, READ_S, ReaderProcess
from tests.exchange.bombs import (
    FAR,
    LAUGHS,
    MAIN,
    archive,
    blown,
    cell,
    checksum,
    ods,
    ods_table,
    people,
    xlsx,
)
from tests.exchange.helpers import CORNER, empty

resource = pytest.importorskip("resource")

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="the system bounds memory on Linux only"
)
GIGABYTE = 10**9
STRINGS = f'<sst xmlns="{MAIN}">'
WAYS_OUT = ("Choose", "ave ", "opy ", "paste", "say which", "say so", "Delete", "Unpack", "Close")


@pytest.fixture(scope="module")
def reader() -> Iterator[ReaderProcess]:
    made = ReaderProcess()
    yield made
    made.stop()
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    assert largest < GIGABYTE


def answered(reader: ReaderProcess, path: Path) -> str:
    """What is said of a file, which must be in time, little, and lead somewhere."""
    begin = time.monotonic()
    try:
        found = reader.ask(path, empty())
        said = f"{found.create} people"
    except Unreadable as error:
        said = str(error)
        assert path.name in said
        assert said.endswith(".")
        assert any(way in said for way in WAYS_OUT), said
    assert time.monotonic() - begin < READ_S * PATIENCE + 2
    assert _memory(reader) < GIGABYTE
    return said


def _memory(reader: ReaderProcess) -> int:
    status = Path(f"/proc/{reader.process_id}/status")
    lines = status.read_text().splitlines() if reader.process_id else []
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


def _laughing_strings(path: Path) -> None:
    strings = f'<?xml version="1.0"?>{LAUGHS}{STRINGS}<si><t>&amp;&j;</t></si></sst>'
    xlsx(path, ['<row r="1"><c r="A1" t="s"><v>0</v></c></row>'], strings=strings)


def _laughing_workbook(path: Path) -> None:
    xlsx(path, [people(3)], before_workbook=f'<?xml version="1.0"?>{LAUGHS}')


def _laughing_document(path: Path) -> None:
    ods(path, ods_table(2, 2).replace(">x<", ">&j;<"))


def _many_strings(path: Path) -> None:
    xlsx(path, [people(3)], strings=f"{STRINGS}</sst>")
    _with(path, "xl/sharedStrings.xml", b"<si><t>" + b"y" * 500_000 + b"</t></si>", 500)


def _many_cells(path: Path) -> None:
    xlsx(path, [people(3)])
    _with(path, "xl/worksheets/sheet1.xml", b"<row>" + b"<c><v>1</v></c>" * 50_000 + b"</row>", 100)


def _with(path: Path, name: str, text: bytes, times: int) -> None:
    """Put a text many times over into a part of an archive, before its last tags."""
    parts = []
    with zipfile.ZipFile(path) as made:
        for part in made.namelist():
            whole = made.read(part)
            if part == name:
                end = b"</sst>" if whole.endswith(b"</sst>") else b"</sheetData></worksheet>"
                start = whole.removesuffix(end)
                # Each a stream of its own, laid one after the other.
                packed = (
                    blown(start, 1, last=False) + blown(text, times, last=False) + blown(end, 1)
                )
                crc = zlib.crc32(end, checksum(text, times, zlib.crc32(start)))
                parts.append((part, packed, crc, len(whole) + len(text) * times))
            else:
                parts.append((part, blown(whole, 1), zlib.crc32(whole), len(whole)))
    archive(path, parts)


BOMBS: dict[str, tuple[Callable[[Path], object], str]] = {
    "laughs1.xlsx": (_laughing_strings, "damaged"),
    "laughs2.xlsx": (_laughing_workbook, "3 people"),
    "laughs.ods": (_laughing_document, "damaged"),
    "strings.xlsx": (_many_strings, ""),
    "cells.xlsx": (_many_cells, ""),
    "one-part.xlsx": (
        lambda path: archive(path, [("xl/workbook.xml", blown(b"<a></a>" * 150_000, 900), 0, 10)]),
        "more than 400 MB",
    ),
    "area.ods": (lambda path: ods(path, ods_table(1_048_576, 16_384)), "5,000,000 cells"),
    "rows.ods": (lambda path: ods(path, ods_table(1_048_576, 1)), "1,048,576 rows"),
    "wide.ods": (lambda path: ods(path, ods_table(3, 16_384)), "2,000 columns"),
    "corner.xlsx": (
        lambda path: xlsx(path, [f'<row r="1048576">{cell("XFD1048576", "x")}</row>']),
        "no list of people",
    ),
    "apart.xlsx": (lambda path: xlsx(path, [FAR]), "more memory"),
    "sheets.xlsx": (lambda path: xlsx(path, [people(4)] * 200), "4 people"),
    "deep.xlsx": (lambda path: xlsx(path, ["<row>" + "<c>" * 2_000_000]), "damaged"),
    "nested.xlsx": (
        lambda path: archive(path, [("inner.zip", blown(b"PK\x03\x04" * 250_000, 600), 0, 5)]),
        "an archive",
    ),
    "line.csv": (lambda path: path.write_bytes(b"a" * (100 * 2**20)), "4,000,000 characters"),
    "fields.csv": (lambda path: path.write_bytes(b"a," * (50 * 2**20)), "4,000,000 characters"),
    "larger.csv": (lambda path: path.write_bytes(b"a,b\n" * (26 * 2**20)), "at most 100 MB"),
    "field.csv": (
        lambda path: path.write_bytes(b'Name,Team\nAna,"' + b"x\n" * 10_000_000 + b'"\n'),
        "200,000 rows",
    ),
    "quotes.csv": (
        lambda path: path.write_text("Name,Team\n" + ",".join(['"x'] * 17) + "\nAna,Ops\n" * 9_000),
        "people",
    ),
    "zeros.csv": (lambda path: path.write_bytes(b"Name,Team\n" + b"\x00" * 50_000_000), "neither"),
    "wide.csv": (
        lambda path: path.write_text("Name,Team\nAna,Ops\n" * 40_000 + "," * 1_900 + "x\n"),
        "5,000,000 cells",
    ),
    "table.html": (
        lambda path: path.write_text("<table>" + "<tr><td colspan=200>x" * 60_000),
        "",
    ),
    "nothing.xlsx": (lambda path: path.write_bytes(b""), "is empty"),
    "pipe.csv": (lambda path: os.mkfifo(path), "is no file"),
    "folder.xlsx": (Path.mkdir, "is a folder"),
    "zero.csv": (lambda path: path.symlink_to("/dev/zero"), "is no file"),
}


@pytest.mark.parametrize("name", list(BOMBS))
def test_that_a_file_that_means_harm_is_answered_in_time_and_in_little_memory(
    name: str, reader: ReaderProcess, tmp_path: Path
) -> None:
    build, said = BOMBS[name]
    path = tmp_path / name
    build(path)
    assert said in answered(reader, path)


@pytest.mark.parametrize("name", sorted(p.name for p in CORNER.iterdir() if p.suffix != ".md"))
def test_that_every_corner_file_is_answered(name: str, reader: ReaderProcess) -> None:
    assert answered(reader, CORNER / name)


def _letters(number: int) -> str:
    """A number as a word."""
    word = ""
    while number or not word:
        number, rest = divmod(number, 26)
        word += ascii_lowercase[rest]
    return word.capitalize()


def test_that_a_file_that_grows_meanwhile_is_read_as_it_was(
    reader: ReaderProcess, tmp_path: Path
) -> None:
    path = tmp_path / "growing.csv"
    names = [f"Ana {first}{second}ima" for first in ascii_uppercase for second in ascii_lowercase]
    path.write_text("Name,Team\n" + "".join(f"{name},Ops\n" for name in names))
    over = threading.Event()

    def grow() -> None:
        with path.open("a") as file:
            for first in range(400):
                if over.wait(0.0005):
                    return
                file.write("".join(f"Eva {_letters(50 * first + n)},Dev\n" for n in range(50)))
                file.flush()

    thread = threading.Thread(target=grow)
    thread.start()
    try:
        people_found = reader.ask(path, empty()).create
    finally:
        over.set()
        thread.join()
    assert people_found >= len(names)


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() == 0, reason="root may read anything")
def test_that_a_file_that_may_not_be_read_says_so(reader: ReaderProcess, tmp_path: Path) -> None:
    path = tmp_path / "secret.csv"
    path.write_text("Name\nAna\n")
    path.chmod(0)
    assert "you may not open it" in answered(reader, path)
