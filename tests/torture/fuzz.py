"""Real plan files, broken in every way chance thinks of, opened by a process that may die of it.

`run(seconds, seed)` makes mutants of the released versions, of a full plan and of the sample:
flipped bytes, swapped and doubled pages, headers, files cut and grown, schemas and cells edited as
with a database tool, histories rewritten, and logs beside. Each goes to a child process with little
memory and little time, which opens it, and where it opens, changes it, takes that back, goes as
far back as it can, and opens it again. Every refusal must be a sentence that names the file and
leaves all as it was; what opens must be a plan. `python -m tests.torture.fuzz 600` runs for ten
minutes; what failed is kept in build/fuzz.
"""

from __future__ import annotations

import json
import os
import random
import select
import shutil
import sqlite3
import struct
import subprocess
import sys
import time
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from teamtide.plan.commands import add, edit, edit_plan, remove
from teamtide.plan.document import Document
from teamtide.plan.rows import Goal, Note, Person, Project
from teamtide.plan.state import Stale
from teamtide.plan.store import StoreError
from teamtide.plan.stored import tables
from teamtide.plan.validation import Refused, problems_of
from tests.plan.full_plan import ROOT, VERSIONS, full_state

ANSWER_S = 60.0
"""Seconds of the clock within which a mutant must be answered, on a computer however busy."""
MEMORY = 3 * 2**30
KEPT = ROOT / "build" / "fuzz"
PAGE = 4096
Files = dict[str, bytes]
"""The bytes of a plan ("") and of what lies beside it ("-wal", "-journal")."""


@dataclass
class Tally:
    """What became of the mutants."""

    tried: int = 0
    opened: int = 0
    refused: int = 0
    ways: dict[str, int] = field(default_factory=dict)
    sentences: dict[str, int] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)


def run(seconds: float, seed: int, most_failures: int = 1) -> Tally:
    """Try mutants for a while, those of a seed always in the same order.

    Args:
        seconds: For how long, by the clock.
        seed: Which mutants.
        most_failures: After how many mutants that were not answered as they should be to stop.
    """
    tally, until = Tally(), time.monotonic() + seconds
    chance = random.Random(seed)
    with TemporaryDirectory(prefix="fuzz-") as folder:
        there, data = Path(folder) / "plans", Path(folder) / "data"
        data.mkdir()
        seeds = seed_files(Path(folder) / "seeds")
        child = Child(data)
        try:
            while time.monotonic() < until and len(tally.failures) < most_failures:
                way, name, files = mutant(seeds, chance, Path(folder))
                shutil.rmtree(there, ignore_errors=True)
                there.mkdir()
                path = there / f"{name}.teamtide"
                for end, content in files.items():
                    Path(f"{path}{end}").write_bytes(content)
                before = listing(there)
                found = child.ask(path)
                tally.tried += 1
                tally.ways[way] = tally.ways.get(way, 0) + 1
                wrong = _judged(found, path, before, tally)
                if wrong:
                    tally.failures.append(f"mutant {tally.tried} of seed {seed} ({way}): {wrong}")
                    _keep(files, f"{seed}-{tally.tried}-{name}.teamtide")
        finally:
            child.end()
    return tally


def _judged(found: Answer, path: Path, before: object, tally: Tally) -> str:
    """What is wrong with an answer; "" where nothing is."""
    if "wrong" in found:
        return found["wrong"]
    if "opened" in found:
        tally.opened += 1
        return ""
    tally.refused += 1
    said = found["refused"]
    short = said.replace(path.name, "…")[:60]
    tally.sentences[short] = tally.sentences.get(short, 0) + 1
    if path.name not in said or not said.endswith((".", str(path))) or not said.isprintable():
        return f"no sentence: {said}"
    return "" if listing(path.parent) == before else f"refused, and not as it was: {said}"


def _keep(files: Files, name: str) -> None:
    KEPT.mkdir(parents=True, exist_ok=True)
    for end, content in files.items():
        (KEPT / f"{name}{end}").write_bytes(content)


def listing(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file of a folder: when it was written, and what is in it.

    The copy that is kept before a plan is brought up to date may stay.
    """
    found = (path for path in folder.iterdir() if path.suffix != ".bak")
    return {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in found}


# --- the mutants ----------------------------------------------------------------------------


def seed_files(folder: Path) -> dict[str, bytes]:
    """Real plan files to start from: every released version, a full plan, a small one."""
    folder.mkdir()
    made = {path.stem: path.read_bytes() for path in sorted(VERSIONS.glob("*.teamtide"))}
    path = folder / "full.teamtide"
    document = Document.create(path, full_state())
    for name in ("One", "Two", "Three"):
        document.apply(edit_plan(document.state, name=name))
    document.apply(add(document.state, Goal, name="A goal"))
    document.apply(edit(document.state, document.state.rows(Person)[0], name="Ana Silva"))
    document.apply(remove(document.state, document.state.rows(Note)[:1]))
    document.undo()
    document.close()
    return {**made, "full": path.read_bytes()}


def mutant(seeds: dict[str, bytes], chance: random.Random, folder: Path) -> tuple[str, str, Files]:
    """The next mutant: how it was made, of which file, and its bytes."""
    name = chance.choice([*seeds, "full", "full"])
    way = chance.choice(list(WAYS))
    data = bytearray(seeds[name])
    for _ in range(chance.choice((1, 1, 1, 2))):
        files = WAYS[way](data, chance, folder)
        data = bytearray(files[""])
    return way, name, files


def _flip(data: bytearray, chance: random.Random, _: Path) -> Files:
    for _time in range(chance.choice((1, 1, 2, 8, 60))):
        page = PAGE * chance.randrange(len(data) // PAGE)
        at = chance.choice((chance.randrange(len(data)), page + chance.randrange(120)))
        data[min(at, len(data) - 1)] = chance.choice((chance.randrange(256), 0, 255, 127))
    return {"": bytes(data)}


def _pages(data: bytearray, chance: random.Random, _: Path) -> Files:
    one, two = (PAGE * chance.randrange(len(data) // PAGE) for _ in range(2))
    first, second = data[one : one + PAGE], data[two : two + PAGE]
    way = chance.randrange(4)
    data[one : one + PAGE] = bytes(PAGE) if way == 0 else second
    if way > 1:
        data[two : two + PAGE] = first
    return {"": bytes(data)}


def _length(data: bytearray, chance: random.Random, _: Path) -> Files:
    way = chance.randrange(3)
    if way == 0:
        del data[chance.randrange(len(data)) :]
    elif way == 1:
        data += chance.randbytes(chance.choice((1, 100, PAGE, 5 * PAGE)))
    else:
        at = chance.randrange(len(data))
        data[at:at] = chance.randbytes(chance.choice((1, PAGE)))
    return {"": bytes(data)}


def _header(data: bytearray, chance: random.Random, _: Path) -> Files:
    at, size = chance.choice(
        [(16, 2), (18, 1), (19, 1), (20, 1), (21, 1), *((n, 4) for n in range(24, 100, 4))]
    )
    values = (0, 1, 2, 5, 0xFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, chance.randrange(2**32))
    data[at : at + size] = (chance.choice(values) % 256**size).to_bytes(size, "big")
    return {"": bytes(data)}


_SCHEMES = (
    "CREATE TRIGGER sly AFTER UPDATE ON plan BEGIN DELETE FROM history; END",
    "CREATE VIEW sly AS SELECT * FROM person",
    "CREATE INDEX sly ON person (hex(name))",
    "CREATE INDEX sly ON goal (name) WHERE abs(id) > 1",
    "CREATE TABLE sly (id INTEGER PRIMARY KEY AUTOINCREMENT)",
    "CREATE VIRTUAL TABLE sly USING rtree(a, b, c)",
    "ALTER TABLE person ADD COLUMN sly AS (hex(name))",
    "ALTER TABLE goal RENAME TO aims",
    "ALTER TABLE goal RENAME COLUMN rank TO place",
    "DROP TABLE note",
    "DROP INDEX ix_plan_today",
    "ANALYZE",
    "REINDEX",
    "VACUUM",
    "PRAGMA page_size=512; VACUUM",
    "PRAGMA auto_vacuum=2; VACUUM",
    "PRAGMA encoding='UTF-16'; VACUUM",
    "PRAGMA journal_mode=WAL",
    "PRAGMA user_version=0",
    "PRAGMA user_version=99",
    "PRAGMA user_version=1",
    "PRAGMA user_version=2",
    "PRAGMA application_id=0",
    "UPDATE sqlite_master SET rootpage = abs(random()) % 60 WHERE name = {one}",
    "UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master WHERE name = {one}) "
    "WHERE name = {two}",
    "UPDATE sqlite_master SET name = {one}, tbl_name = {one} WHERE name = {two}",
    "UPDATE sqlite_master SET type = 'view' WHERE name = {one}",
    "UPDATE sqlite_master SET sql = NULL WHERE name = {one}",
    "UPDATE sqlite_master SET sql = replace(sql, 'NOT NULL', '') WHERE name = {one}",
    "UPDATE sqlite_master SET sql = replace(sql, 'VARCHAR', 'BLOB') WHERE name = {one}",
    "UPDATE sqlite_master SET sql = replace(sql, 'id INTEGER', 'id INT') WHERE name = {one}",
    "UPDATE sqlite_master SET sql = replace(sql, 'CHECK (', 'CHECK (random() < 0 AND ')",
    "UPDATE sqlite_master SET sql = sql || ' WITHOUT ROWID' WHERE name = {one}",
    "UPDATE sqlite_master SET sql = sql || char(0) || 'x' WHERE name = {one}",
    "UPDATE sqlite_master SET sql = upper(sql) WHERE name = {one}",
    "INSERT INTO sqlite_master SELECT * FROM sqlite_master WHERE name = {one}",
    "DELETE FROM sqlite_master WHERE name = {one}",
)


def _schema(data: bytearray, chance: random.Random, folder: Path) -> Files:
    def hurt(raw: sqlite3.Connection) -> None:
        names = [repr(name) for (name,) in raw.execute("SELECT name FROM sqlite_master")]
        statement = chance.choice(_SCHEMES)
        statement = statement.format(one=chance.choice(names), two=chance.choice(names))
        for one in statement.split("; ") if "TRIGGER" not in statement else [statement]:
            raw.execute(one)

    return _by_hand(data, folder, hurt)


_VALUES = (
    "NULL",
    "''",
    "0",
    "-1",
    "1",
    "0.5",
    "9e999",
    "-9e999",
    "9223372036854775807",
    "-9223372036854775808",
    "x''",
    "x'00ff'",
    "zeroblob(100000)",
    "CAST(x'ff' AS TEXT)",
    "CAST(x'eda080' AS TEXT)",
    "char(0)",
    "char(8238, 10, 7)",
    "'NaN'",
    "'Infinity'",
    "'2026-02-30'",
    "'0001-01-01'",
    "'9999-12-31'",
    "'2026-01-05'",
    "hex(zeroblob(20000))",
    "'[]'",
    "'[[]]'",
    "'{}'",
    "'[1]'",
    "'[1.0]'",
    "'[true, null]'",
    "'[[\"software\", 1e400]]'",
    "'<img src=\"file:///etc/passwd\">'",
    "printf('%.*c', 60000, '[')",
    "'squad'",
)


def _cells(data: bytearray, chance: random.Random, folder: Path) -> Files:
    def hurt(raw: sqlite3.Connection) -> None:
        for _ in range(chance.choice((1, 1, 3))):
            table = chance.choice(tables())
            columns = [row[1] for row in raw.execute(f'PRAGMA table_info("{table}")')]
            if not columns:
                continue
            column, where = chance.choice(columns), chance.choice(("", " WHERE id = 1"))
            value = chance.choice((*_VALUES, f'"{chance.choice(columns)}"'))
            with suppress(sqlite3.IntegrityError):
                raw.execute(f'UPDATE "{table}" SET "{column}" = {value}{where}')
            if chance.random() < 0.1:
                raw.execute(f'DELETE FROM "{table}"{where}')

    return _by_hand(data, folder, hurt)


_WORDS = (
    *("NaN", "-Infinity", "1e999", "null", "true", "[]", "{}", '""', "[[[[", "]", ",", '"', "-1"),
    *("9" * 30, "9" * 5000, "[" * 5000, "1.0", '"person"', '"plan"', "\\ud800", "\x00", "2", "7"),
)


def _history(data: bytearray, chance: random.Random, folder: Path) -> Files:
    def hurt(raw: sqlite3.Connection) -> None:
        entries = raw.execute("SELECT id, changes FROM history").fetchall()
        for key, text in entries:
            if chance.random() < 0.5:
                continue
            parts = _split(text)
            for _ in range(chance.choice((1, 1, 2, 5))):
                at = chance.randrange(len(parts))
                parts[at] = chance.choice((*_WORDS, chance.choice(parts)))
            raw.execute("UPDATE history SET changes = ? WHERE id = ?", ("".join(parts), key))

    return _by_hand(data, folder, hurt)


def _split(text: str) -> list[str]:
    """A JSON text in pieces: what stands between its commas and brackets, and those."""
    parts = [""]
    for letter in text:
        if letter in "[],":
            parts += [letter, ""]
        else:
            parts[-1] += letter
    return parts


def _by_hand(data: bytearray, folder: Path, hurt: object) -> Files:
    path = folder / "edited"
    path.write_bytes(data)
    with closing(sqlite3.connect(path, isolation_level=None)) as raw, suppress(sqlite3.Error):
        for pragma in ("foreign_keys=OFF", "ignore_check_constraints=ON", "writable_schema=ON"):
            raw.execute(f"PRAGMA {pragma}")
        raw.execute("PRAGMA synchronous=OFF")
        assert callable(hurt)
        hurt(raw)
    files = {"": path.read_bytes()}
    for end in ("-wal", "-journal", "-shm"):
        Path(f"{path}{end}").unlink(missing_ok=True)
    return files


def _wal(data: bytearray, chance: random.Random, folder: Path) -> Files:
    """A log as a crash leaves it, with a statement in it, and then hurt."""
    path = folder / "logged"
    path.write_bytes(data)
    files: Files = {"": bytes(data)}
    with closing(sqlite3.connect(path, isolation_level=None)) as raw, suppress(sqlite3.Error):
        raw.execute("PRAGMA journal_mode=WAL")
        raw.execute("PRAGMA wal_autocheckpoint=0")
        raw.execute("PRAGMA writable_schema=ON")
        raw.execute(chance.choice((*_SCHEMES[:6], "UPDATE plan SET name = 'x'", "DELETE FROM pin")))
        files = {end: Path(f"{path}{end}").read_bytes() for end in ("", "-wal")}
    for end in ("-wal", "-shm"):
        Path(f"{path}{end}").unlink(missing_ok=True)
    log = bytearray(files.get("-wal", b""))
    if log and chance.random() < 0.7:
        for _ in range(chance.choice((1, 4, 40))):
            at = chance.choice((chance.randrange(len(log)), chance.randrange(64)))
            log[min(at, len(log) - 1)] = chance.randrange(256)
        files["-wal"] = bytes(log)
    return files


_JOURNAL = bytes.fromhex("d9d505f920a163d7")


def _journal(data: bytearray, chance: random.Random, folder: Path) -> Files:
    """A journal left half-way, of pages of the plan or of nobody, that may name other files."""
    pages, nonce = len(data) // PAGE, chance.randrange(2**32)
    whole = bytearray()
    for _ in range(count := chance.choice((0, 1, 3))):
        at = chance.randrange(pages)
        page = bytearray(data[at * PAGE : (at + 1) * PAGE])
        if chance.random() < 0.5:
            page[chance.randrange(PAGE)] = chance.randrange(256)
        check = (nonce + sum(page[PAGE - 200 : 0 : -200])) & 0xFFFFFFFF
        whole += struct.pack(">I", at + 1) + page + struct.pack(">I", check)
    size = chance.choice((pages, pages, pages + 3, 1, 2**31))
    head = _JOURNAL + struct.pack(">IIIII", count, nonce, size, 512, PAGE)
    whole = bytearray(head.ljust(512, b"\0")) + whole
    if chance.random() < 0.3:
        name = bytes(folder / "seeds" / "full.teamtide")
        whole += struct.pack(">I", 2**30 // PAGE + 1) + name
        whole += struct.pack(">II", len(name), sum(name)) + _JOURNAL
    if chance.random() < 0.5:
        whole[chance.randrange(len(whole))] = chance.randrange(256)
    return {"": bytes(data), "-journal": bytes(whole)}


WAYS = {
    "bytes": _flip,
    "pages": _pages,
    "length": _length,
    "header": _header,
    "schema": _schema,
    "cells": _cells,
    "more cells": _cells,
    "history": _history,
    "log": _wal,
    "journal": _journal,
}


# --- the process that opens them ------------------------------------------------------------

Answer = dict[str, str]


class Child:
    """A process that opens plans, started again where one was its end."""

    def __init__(self, data: Path) -> None:
        """None yet."""
        self._data = data
        self._process: subprocess.Popen[str] | None = None

    def ask(self, path: Path) -> Answer:
        """What became of opening a plan."""
        process = self._process or self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        with suppress(BrokenPipeError):
            process.stdin.write(f"{path}\n")
            process.stdin.flush()
        if not select.select([process.stdout], [], [], ANSWER_S)[0]:
            self.end()
            return {"wrong": f"no answer within {ANSWER_S:g} seconds"}
        line = process.stdout.readline()
        if not line:
            code = process.wait(20)
            self.end()
            return {"wrong": f"the process ended with {code}"}
        found: Answer = json.loads(line)
        return found

    def _start(self) -> subprocess.Popen[str]:
        environment = {**os.environ, "TEAMTIDE_DATA": str(self._data)}
        environment["PYTHONPATH"] = os.pathsep.join([str(ROOT / "app"), str(ROOT)])
        self._process = subprocess.Popen(
            [sys.executable, "-X", "faulthandler", "-m", "tests.torture.fuzz", "--child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
            cwd=ROOT,
        )
        return self._process

    def end(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                with suppress(BrokenPipeError):
                    if stream is not None:
                        stream.close()


def serve() -> None:
    """Open the plans whose paths come in, in little memory, and say what became of each."""
    with suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for line in sys.stdin:
        try:
            answer = examined(Path(line.rstrip("\n")))
        except BaseException as error:
            answer = {"wrong": f"{type(error).__name__}: {error}"[:500]}
            trace = error.__traceback__
            while trace is not None and trace.tb_next is not None:
                trace = trace.tb_next
            if trace is not None:
                answer["wrong"] += f" ({trace.tb_frame.f_code.co_filename}:{trace.tb_lineno})"
        print(json.dumps(answer), flush=True)


def examined(path: Path) -> Answer:
    """Open a plan; where it opens, use it. What is not as it should be is raised."""
    read_only = ""
    try:
        Document.open(path, read_only=True)
    except StoreError as error:
        read_only = str(error)
    try:
        document = Document.open(path)
    except StoreError as error:
        if not read_only:
            raise AssertionError(f"opened to read and not to write: {error}") from error
        return {"refused": str(error)}
    try:
        if read_only and "older" not in read_only and not _is_crash(read_only):
            raise AssertionError(f"opened to write and not to read: {read_only}")
        _use(document)
        state, history = document.state, document.history
    finally:
        document.close()
    again = Document.open(path)
    same = again.state == state and again.history == history
    again.close()
    if not same:
        raise AssertionError("not the same when opened again")
    left = sorted(p.name for p in path.parent.iterdir() if p != path and ".bak" not in p.name)
    if left:
        raise AssertionError(f"left beside it: {left}")
    return {"opened": path.name}


def _is_crash(said: str) -> bool:
    """Whether a file needs somebody who may write, to take back what a crash left."""
    return "can't be opened" in said


def _use(document: Document) -> None:
    """Change a plan in some ways and take each back; then go back and forth in its history."""
    assert problems_of(document.state) == []
    assert document.problems() == []
    first = document.state
    undone = [entry for entry in document.history if entry.undone]
    if not undone:
        for change in (
            edit_plan(first, name="Changed"),
            add(first, Goal, name="One more goal of many"),
            add(first, Note, text="A note", project=first.rows(Project)[0].id)
            if first.rows(Project)
            else edit_plan(first, name="Other"),
            *(edit(first, row, name=f"{row.name} II") for row in first.rows(Person)[:1]),
            remove(first, first.rows(Note)[:2]),
        ):
            if change:
                document.apply(change)
                document.undo()
                assert document.state == first
    for way in (document.undo, document.redo, document.undo):
        with suppress(Refused, Stale):  # a history somebody else wrote may not fit
            while way() is not None:
                assert problems_of(document.state) == []


if __name__ == "__main__":
    if "--child" in sys.argv:
        serve()
    else:
        result = run(float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1, 20)
        print(f"{result.tried} mutants: {result.opened} opened, {result.refused} refused")
        for said, count in sorted(result.sentences.items(), key=lambda one: -one[1]):
            print(f"{count:6}  {said}")
        print(result.ways)
        print("\n".join(result.failures) or "nothing is wrong")
        sys.exit(bool(result.failures))
