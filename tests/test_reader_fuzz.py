"""Real files, cut and mutated by the hundred, through the process that reads.

Bounded in time and not in number, in one order: a slow machine tries fewer of the same. Every file
must be answered; that the process ended on one is seen by its number, and allowed only where the
answer says so.
"""

from __future__ import annotations

import io
import random
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from teamtide.exchange.books.grids import Unreadable
from teamtide.workers.reader import PATIENCE, READ_S, ReaderProcess
from tests.exchange.bombs import ods, ods_table, people, xlsx
from tests.exchange.helpers import CORNER, empty
from tests.searching import longer

SECONDS = 6.0 * longer()
FEWEST = 40
_NASTY = (b"99999999999", b"1048576", b"XFD1", b"-1", b"<row>", b"&a;", b"\x00", b'"', b"\xff\xfe")
Seed = tuple[str, bytes]


@pytest.fixture
def seeds(tmp_path: Path) -> list[Seed]:
    made = [path for path in sorted(CORNER.iterdir()) if path.suffix != ".md"]
    made.append(xlsx(tmp_path / "made.xlsx", [people(30), people(5)]))
    made.append(ods(tmp_path / "made.ods", ods_table(6, 3)))
    text = "Name;Ort;FTE\n" + "Jürgen Müßig;Köln;0,8\n" * 40
    page = "<table>" + "<tr><td>Name<td>Team</tr><tr><td colspan=2>Ana" * 20
    return [
        *((path.name, path.read_bytes()) for path in made),
        *((f"{name}.csv", text.encode(name)) for name in ("cp1252", "utf-8", "utf-16-le")),
        ("page.xls", page.encode()),
    ]


def mutants(seeds: list[Seed]) -> Iterator[Seed]:
    """Endless files that are nearly those given, in one order."""
    chance = random.Random(20260105)
    while True:
        for name, data in seeds:
            way = chance.randrange(4)
            if way == 0:
                yield name, data[: chance.randrange(len(data))]
            elif way == 1 and zipfile.is_zipfile(io.BytesIO(data)):
                yield name, _inside(data, chance)
            else:
                yield name, _changed(data, chance, chance.choice((1, 5, 50)))


def _changed(data: bytes, chance: random.Random, times: int) -> bytes:
    found = bytearray(data)
    for _ in range(times):
        at = chance.randrange(len(found) + 1)
        way = chance.randrange(4)
        if way == 0:
            found[at : at + 1] = bytes([chance.randrange(256)])
        elif way == 1:
            del found[at : at + chance.randrange(1, 40)]
        elif way == 2:
            found[at:at] = found[at : at + chance.randrange(1, 200)] * chance.randrange(1, 20)
        else:
            found[at:at] = chance.choice(_NASTY)
    return bytes(found)


def _inside(data: bytes, chance: random.Random) -> bytes:
    """An archive with one of its parts changed, and packed again."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        names = before.namelist()
        hit = chance.choice(names)
        for name in names:
            text = before.read(name)
            after.writestr(name, _changed(text, chance, 3) if name == hit else text)
    return out.getvalue()


def _ask(reader: ReaderProcess, path: Path) -> None:
    """Ask; whatever is wrong with the file is a sentence, and no accident of ours."""
    process, begin = reader.process_id, time.monotonic()
    said = ""
    try:
        reader.ask(path, empty())
    except Unreadable as error:
        said = str(error)
        assert path.name in said
        assert "could not be read" not in said, said
    assert time.monotonic() - begin < READ_S * PATIENCE + 2
    ended = reader.process_id != process
    assert not ended or not process or "more memory" in said or not said, said


def test_that_mutated_files_are_answered_and_end_nothing(seeds: list[Seed], tmp_path: Path) -> None:
    reader, tried = ReaderProcess(), 0
    until = time.monotonic() + SECONDS
    try:
        for name, data in mutants(seeds):
            path = tmp_path / name
            path.write_bytes(data)
            _ask(reader, path)
            tried += 1
            if time.monotonic() > until:
                break
    finally:
        reader.stop()
    assert tried >= FEWEST


def test_that_files_cut_at_every_part_are_answered(seeds: list[Seed], tmp_path: Path) -> None:
    reader, tried = ReaderProcess(), 0
    until = time.monotonic() + SECONDS / 2
    try:
        for part in (7, 1, 5, 3, 2, 6, 4):
            for name, data in seeds:
                path = tmp_path / name
                path.write_bytes(data[: len(data) * part // 8])
                _ask(reader, path)
                tried += 1
            if time.monotonic() > until:
                break
    finally:
        reader.stop()
    assert tried >= len(seeds)
