"""Plan files that mean harm: each is refused in a sentence, in time, and left as it was."""

from __future__ import annotations

import os
import shutil
import sqlite3
import struct
import sys
from contextlib import closing
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

import pytest

from teamtide.plan import forms, guards, intake
from teamtide.plan.changes import ChangeSet, RowChange, from_json, to_json
from teamtide.plan.commands import edit, edit_plan
from teamtide.plan.document import Document
from teamtide.plan.earlier import as_on, other_file
from teamtide.plan.guards import LARGEST_FILE
from teamtide.plan.rows import Goal
from teamtide.plan.schema import table_statements
from teamtide.plan.state import Stale
from teamtide.plan.store import Store, StoreError
from teamtide.plan.stored import VERSION
from teamtide.plan.validation import Refused
from tests.conftest import ticking
from tests.examples import small_state
from tests.plan.full_plan import VERSIONS, full_state, leftovers


@lru_cache(maxsize=1)
def plan_bytes() -> bytes:
    with TemporaryDirectory() as folder:
        made = Path(folder) / "plan.teamtide"
        document = Document.create(made, full_state(), clock=ticking())
        for name in ("One", "Two", "Three"):
            document.apply(edit_plan(document.state, name=name))
        document.close()
        return made.read_bytes()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed plan in a folder of its own."""
    made = tmp_path / "there" / "plan.teamtide"
    made.parent.mkdir()
    made.write_bytes(plan_bytes())
    return made


Listing = dict[str, tuple[int, int, bytes]]


def listing(folder: Path) -> Listing:
    """All there is to know of the files of a folder."""
    found = {}
    for path in sorted(folder.iterdir()):
        about = path.stat()
        small = about.st_size < LARGEST_FILE
        found[path.name] = (about.st_mtime_ns, about.st_size, path.read_bytes() if small else b"")
    return found


def refusal(path: Path) -> str:
    """The sentence a file is refused with, read-only and not, with all in its folder unharmed."""
    before = listing(path.parent)
    said = ""
    for read_only in (True, False):
        with pytest.raises(StoreError) as refused:
            Document.open(path, read_only=read_only)
        said = str(refused.value)
        assert listing(path.parent) == before
        assert path.name in said
        assert said.endswith(".")
    return said


def by_hand(path: Path, *statements: str) -> Path:
    """A plan after somebody was at it with another tool, and its own schema."""
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute("PRAGMA ignore_check_constraints=ON")
        raw.execute("PRAGMA writable_schema=ON")
        for statement in statements:
            raw.execute(statement)
    return path


def altered(table: str, old: str, new: str) -> str:
    """A statement that puts other words into the schema's."""
    return (
        f"UPDATE sqlite_master SET sql = replace(sql, '{old}', '{new}') "
        f"WHERE type = 'table' AND name = '{table}'"
    )


# --- the schema -----------------------------------------------------------------------------

SCHEMES = {
    "a trigger": "CREATE TRIGGER sly AFTER INSERT ON placement BEGIN DELETE FROM person; END",
    "a trigger on the history": (
        "CREATE TRIGGER sly BEFORE INSERT ON history BEGIN SELECT load_extension('/x'); END"
    ),
    "a view": "CREATE VIEW sly AS SELECT * FROM person",
    "a virtual table": "CREATE VIRTUAL TABLE sly USING fts5(words)",
    "another table": "CREATE TABLE sly (id INTEGER PRIMARY KEY)",
    "an index on an expression": "CREATE INDEX sly ON person (lower(name))",
    "a partial index": "CREATE INDEX sly ON person (name) WHERE abs(fte) > 0",
    "an index more": "CREATE INDEX sly ON person (name)",
    "statistics": "ANALYZE",
    "a generated column": "ALTER TABLE person ADD COLUMN sly TEXT AS (hex(name))",
    "a table without a rule": altered("person", "fte > 0 AND fte <= 1", "1"),
    "a rule with a function": altered("person", "fte > 0", "length(hex(zeroblob(9))) > 0"),
    "another default": altered("person", "email VARCHAR NOT NULL", "email VARCHAR DEFAULT 1"),
    "another order of letters": altered("person", "name VARCHAR", "name VARCHAR COLLATE nocase"),
    "another type": altered("person", "fte FLOAT", "fte TEXT"),
    "an action": altered(
        "leave", "REFERENCES person (id)", "REFERENCES person (id) ON DELETE CASCADE"
    ),
    "no reference": altered("leave", "REFERENCES person (id)", "REFERENCES team (id)"),
    "rows without ids": altered(
        "history", "PRIMARY KEY (id)\n)", "PRIMARY KEY (id)\n) WITHOUT ROWID"
    ),
    "a comment": altered("history", "CREATE TABLE history", "CREATE TABLE /* x */ history"),
    "another name": "UPDATE sqlite_master SET name = 'pin', tbl_name = 'pin' WHERE name = 'pair'",
    "no index": "DROP INDEX ix_leave_person",
    "a shared page": (
        "UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master "
        "WHERE name = 'goal') WHERE name = 'scenario'"
    ),
    "an index that is a table": (
        "UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master "
        "WHERE name = 'person') WHERE name = 'ix_leave_person'"
    ),
    "a page beyond the end": "UPDATE sqlite_master SET rootpage = 99999 WHERE name = 'goal'",
    "a name that is long": f'CREATE TABLE "{"x" * 90_000}" (id INTEGER)',
    "a name with a zero and lines": "INSERT INTO sqlite_master VALUES ('table', 'a' || char(0, 10),"
    " 'a', 2, 'CREATE TABLE a (b)')",
    "a statement that is long": f"UPDATE sqlite_master SET sql = sql || '{' ' * 2_000_000}'",
    "a schema that is deep": altered("person", "fte > 0", "(" * 900 + "1" + ")" * 900),
    "a recursive view": "CREATE VIEW sly AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 "
    "FROM n) SELECT sum(i) FROM n",
}


@pytest.mark.parametrize("name", SCHEMES)
def test_that_a_plan_with_another_schema_is_refused(path: Path, name: str) -> None:
    said = refusal(by_hand(path, SCHEMES[name]))
    assert len(said) < 600
    assert said.isprintable()


def test_that_a_schema_of_thousands_of_tables_is_refused(path: Path) -> None:
    by_hand(path, "BEGIN", *(f"CREATE TABLE sly{n} (i)" for n in range(2000)), "COMMIT")
    assert "not part of a plan" in refusal(path)


@pytest.mark.parametrize("version", range(1, VERSION))
def test_that_an_older_plan_with_another_schema_is_refused(tmp_path: Path, version: int) -> None:
    old = tmp_path / "old.teamtide"
    old.write_bytes((VERSIONS / f"v{version}.teamtide").read_bytes())
    by_hand(old, SCHEMES["a trigger"])
    assert "trigger “sly”, which is not part of a plan" in refusal(old)


def test_that_what_migrations_make_is_what_a_new_file_has() -> None:
    with closing(sqlite3.connect(":memory:")) as raw:
        for statement in table_statements():
            raw.execute(statement)
        rows = raw.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
    schema = {(kind, name, table): sql for kind, name, table, sql in rows}
    assert {named: forms.form_of(sql) for named, sql in schema.items()} == forms.forms_of(VERSION)
    assert forms.digest(schema) == forms.AS_MADE[VERSION]


# --- pages and the header -------------------------------------------------------------------


def patched(path: Path, at: int, what: bytes) -> Path:
    data = bytearray(path.read_bytes())
    data[at : at + len(what)] = what
    path.write_bytes(data)
    return path


HEADERS = {
    "pages of 3 bytes": (16, b"\x00\x03"),
    "pages of 65536 bytes": (16, b"\x00\x01"),
    "reserved bytes": (20, b"\xff"),
    "a way of writing from the future": (18, b"\x07\x07"),
    "UTF-16": (56, b"\x00\x00\x00\x02"),
    "an unknown encoding": (56, b"\x00\x00\x00\x09"),
    "pages that move": (52, b"\x00\x00\x00\x05"),
    "pages that move step by step": (64, b"\x00\x00\x00\x01"),
    "a schema from the future": (44, b"\x00\x00\x00\x63"),
    "free pages in a ring": (32, b"\x00\x00\x00\x02\x00\x00\xff\xff"),
    "a freelist that is the schema": (32, b"\x00\x00\x00\x01\x00\x00\x00\x01"),
    "a version below zero": (60, b"\xff\xff\xff\xff"),
    "a first page of no kind": (100, b"\x07"),
    "more cells than fit": (103, b"\xff\xff"),
}


@pytest.mark.parametrize("name", HEADERS)
def test_that_a_plan_with_another_header_is_refused(path: Path, name: str) -> None:
    refusal(patched(path, *HEADERS[name]))


def _inner(page: int, child: int, offset: int = 0) -> bytes:
    """An inner page of a table whose every cell leads to one and the same page."""
    cells = 300
    body = bytearray(4096)
    start = 4096 - cells * 6
    head = struct.pack(">BHHHBI", 5, 0, cells, start, 0, child)
    body[offset : offset + 12] = head
    for n in range(cells):
        at = start + n * 6
        struct.pack_into(">H", body, offset + 12 + 2 * n, at)
        body[at : at + 6] = struct.pack(">IBB", child, 0x81, n & 0x7F)
    return bytes(body)


def test_that_pages_that_lead_back_to_themselves_are_refused(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw:
        (root,) = raw.execute("SELECT rootpage FROM sqlite_master WHERE name='note'").fetchone()
    patched(path, (root - 1) * 4096, _inner(root, root))
    refusal(path)


def test_that_a_schema_that_would_be_read_for_years_is_given_up(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Seven levels of pages, each of which names the one below it three hundred times.
    data = bytearray(path.read_bytes())
    last = len(data) // 4096
    first = bytearray(_inner(1, last + 1, offset=100))
    first[:100] = data[:100]
    struct.pack_into(">I", first, 28, last + 7)
    leaf = bytearray(4096)
    leaf[:8] = struct.pack(">BHHHB", 13, 0, 0, 4096, 0)
    data[:4096] = first
    for level in range(1, 7):
        data += _inner(last + level, last + level + 1)
    data += leaf
    path.write_bytes(data)
    monkeypatch.setattr(guards, "PATIENCE_S", 0.2)
    refusal(path)


def test_that_checking_is_given_up_after_a_while(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guards, "PATIENCE_S", -1.0)
    monkeypatch.setattr(guards, "_STEPS", 1)
    assert "takes too long to check" in refusal(path)


def test_that_a_plan_of_a_terabyte_is_refused_at_once(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(2**40)
    assert "larger than any plan (1,048,576 MB; at most 256 MB)" in refusal(path)


def test_that_a_plan_never_grows_beyond_what_is_opened(path: Path) -> None:
    store = Store.open(path)
    (pages,) = store._connection.execute("PRAGMA max_page_count").fetchone()
    assert pages * 4096 == LARGEST_FILE
    store.close()


def test_that_a_plan_that_is_also_something_else_is_a_plan_or_refused(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole + (b"PK\x03\x04" + b"<script>" * 2000)[:8192])
    document = Document.open(path, read_only=True)  # what hangs on behind is never looked at
    assert document.state.plan.name == "Three"
    path.write_bytes(b"%PDF-1.7\n" + whole)
    assert "not a Teamtide plan" in refusal(path)


# --- what lies beside -----------------------------------------------------------------------


def journal(path: Path, names: bytes = b"") -> bytes:
    """A journal that was left half-way and, where it names a file, has that deleted."""
    nonce, sector, pages = 7, 512, path.stat().st_size // 4096
    page = path.read_bytes()[:4096]
    check = nonce
    for at in range(4096 - 200, 0, -200):
        check += page[at]
    head = bytes.fromhex("d9d505f920a163d7") + struct.pack(">IIIII", 1, nonce, pages, sector, 4096)
    record = struct.pack(">I", 1) + page + struct.pack(">I", check & 0xFFFFFFFF)
    whole = head.ljust(sector, b"\0") + record
    if names:
        lock_page = 2**30 // 4096 + 1
        whole += struct.pack(">I", lock_page) + names
        whole += struct.pack(">II", len(names), sum(names)) + bytes.fromhex("d9d505f920a163d7")
    return whole


def test_that_a_journal_that_names_another_file_deletes_nothing(path: Path, tmp_path: Path) -> None:
    precious, lookalike = tmp_path / "precious.txt", tmp_path / "lookalike.db"
    beside = path.with_name(f"{path.name}-journal")
    for target, hurt in ((path, False), (lookalike, True)):
        precious.write_bytes(b"\0" * 20)
        lookalike.write_bytes(plan_bytes())
        log = target.with_name(f"{target.name}-journal")
        log.write_bytes(journal(target, bytes(precious)))
        if hurt:  # what SQLite by itself does, so that this test can fail
            with closing(sqlite3.connect(lookalike)) as raw:
                raw.execute("SELECT count(*) FROM person")
        else:
            assert f"because {beside.name} beside it names other files" in refusal(path)
        assert precious.exists() is not hurt


def test_that_an_honest_journal_is_taken_back(path: Path) -> None:
    whole = path.read_bytes()
    beside = path.with_name(f"{path.name}-journal")
    beside.write_bytes(journal(path))
    patched(path, 24, b"\xff" * 4)
    document = Document.open(path)
    assert document.state.plan.name == "Three"
    document.close()
    assert leftovers(path) == []
    assert path.read_bytes()[100:] == whole[100:]


def test_that_a_journal_that_makes_another_file_of_a_plan_changes_nothing(path: Path) -> None:
    evil = path.parent.parent / "evil"
    evil.write_bytes(path.read_bytes())
    by_hand(evil, "PRAGMA application_id=7")
    beside = path.with_name(f"{path.name}-journal")
    beside.write_bytes(journal(evil))
    assert "some other program" in refusal(path)


def _wal(path: Path, *statements: str) -> None:
    """Leave statements in a log beside a plan, as a crash would."""
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("PRAGMA journal_mode=WAL")
        raw.execute("PRAGMA wal_autocheckpoint=0")
        for statement in statements:
            raw.execute(statement)
        kept = {end: Path(f"{path}{end}").read_bytes() for end in ("", "-wal")}
    for end, data in kept.items():
        Path(f"{path}{end}").write_bytes(data)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            "CREATE TRIGGER sly AFTER INSERT ON person BEGIN DELETE FROM person; END",
            "trigger “sly”",
        ),
        ("UPDATE person SET fte = 'all'", "person"),
        (f"PRAGMA user_version={VERSION + 1}", "newer Teamtide"),
        ("PRAGMA application_id=7", "some other program"),
        ("DROP TABLE history", "lacks parts of a plan (table history)"),
    ],
)
def test_that_a_log_that_means_harm_is_refused_and_stays(
    path: Path, statement: str, said: str
) -> None:
    _wal(path, "PRAGMA ignore_check_constraints=ON", statement)
    assert path.with_name(f"{path.name}-wal").stat().st_size > 0
    assert said in refusal(path)


def _wal_sums(data: bytes, first: tuple[int, int] = (0, 0)) -> tuple[int, int]:
    one, two = first
    words = struct.unpack(f"<{len(data) // 4}I", data)
    for at in range(0, len(words), 2):
        one = (one + words[at] + two) & 0xFFFFFFFF
        two = (two + words[at + 1] + one) & 0xFFFFFFFF
    return one, two


def test_that_a_log_that_says_a_plan_is_sixteen_terabytes_is_refused(path: Path) -> None:
    page = path.read_bytes()[:4096]
    patched(path, 18, b"\x02\x02")
    head = struct.pack(">IIIIII", 0x377F0682, 3007000, 4096, 0, 1, 2)
    sums = _wal_sums(head)
    frame = struct.pack(">II", 1, 0xFFFFFFFE)
    page = page[:18] + b"\x02\x02" + page[20:]
    after = _wal_sums(frame + page, sums)
    whole = head + struct.pack(">II", *sums) + frame + struct.pack(">IIII", 1, 2, *after) + page
    path.with_name(f"{path.name}-wal").write_bytes(whole)
    assert "beside it says it is larger than any plan" in refusal(path)


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes are for administrators there")
@pytest.mark.parametrize("end", ["-wal", "-journal", "-shm"])
@pytest.mark.parametrize("kind", ["link", "hard link", "pipe", "folder", "sparse"])
def test_that_what_lies_beside_a_plan_is_not_followed(
    path: Path, tmp_path: Path, end: str, kind: str
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"precious")
    beside = path.with_name(f"{path.name}{end}")
    if kind == "link":
        beside.symlink_to(elsewhere)
    elif kind == "hard link":
        beside.hardlink_to(elsewhere)
    elif kind == "pipe":
        os.mkfifo(beside)
    elif kind == "folder":
        beside.mkdir()
    else:
        beside.write_bytes(b"")
        os.truncate(beside, 2**40)
    for read_only in (True, False):
        with pytest.raises(StoreError, match=f"because plan.teamtide{end} beside it is"):
            Document.open(path, read_only=read_only)
    assert elsewhere.read_bytes() == b"precious"
    assert path.read_bytes() == plan_bytes()
    assert sorted(p.name for p in path.parent.iterdir()) == [path.name, beside.name]


@pytest.mark.skipif(sys.platform == "win32", reason="links are for administrators there")
def test_that_a_plan_behind_a_link_opens_with_the_logs_it_has_there(
    path: Path, tmp_path: Path
) -> None:
    _wal(path, "UPDATE plan SET name = 'In the log'")
    link = tmp_path / "link.teamtide"
    link.symlink_to(path)
    document = Document.open(link)
    assert document.state.plan.name == "In the log"
    document.close()
    assert link.is_symlink()
    assert leftovers(path) == []


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there are no such devices here")
def test_that_a_link_to_a_device_is_refused(tmp_path: Path) -> None:
    link = tmp_path / "plan.teamtide"
    link.symlink_to("/dev/zero")
    with pytest.raises(StoreError, match=r"plan\.teamtide is not a file but a device"):
        Document.open(link)


def test_that_a_plan_to_compare_with_is_not_copied_before_it_is_known(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[object] = []
    monkeypatch.setattr(shutil, "copyfile", copied.append)
    with path.open("r+b") as file:
        file.truncate(2**40)
    with pytest.raises(StoreError, match="larger than any plan"):
        other_file(path)
    assert copied == []


# --- rows -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE person SET name = CAST(x'ff41' AS TEXT) WHERE id = 1",
        "UPDATE person SET name = CAST(x'eda080' AS TEXT) WHERE id = 1",
        "UPDATE person SET name = 'a' || char(0) || 'b' WHERE id = 1",
        "UPDATE person SET name = zeroblob(70000000) WHERE id = 1",
        "UPDATE person SET name = hex(zeroblob(20000)) WHERE id = 1",
        "UPDATE person SET name = hex(zeroblob(40000000)) WHERE id = 1",
        "UPDATE person SET fte = 9e999",
        "UPDATE person SET position = 9223372036854775807",
        "UPDATE goal SET id = 9223372036854775807 WHERE id = 2",
        "UPDATE person SET skills = '[[\"software\", NaN]]' WHERE id = 1",
        "UPDATE person SET skills = '[[\"software\", 1e999]]' WHERE id = 1",
        "UPDATE person SET skills = '" + "[" * 100_000 + "' WHERE id = 1",
        "UPDATE person SET skills = '" + "[" * 5_000 + "]" * 5_000 + "' WHERE id = 1",
        "UPDATE chunk SET after = '[1.0]' WHERE id = 2",
        "UPDATE chunk SET after = '[true]' WHERE id = 2",
        "UPDATE chunk SET after = '[{}]' WHERE id = 2",
        "UPDATE chunk SET after = '[" + "9" * 5_000 + "]' WHERE id = 2",
        "UPDATE plan SET disciplines = '[1]'",
        "UPDATE plan SET seed = 0.5",
        "UPDATE plan SET name = ''",
        "UPDATE history SET undone = -1",
        "UPDATE history SET id = -1 WHERE id = 1",
        "UPDATE history SET at = '0001-01-01T00:00:00+00:00'",
        "UPDATE history SET at = '2026-01-01T00:00:00'",
        "UPDATE history SET at = '2026-13-01T00:00:00+00:00'",
        "UPDATE history SET label = 'a' || char(0)",
        "UPDATE history SET label = hex(zeroblob(600000))",
        "UPDATE history SET label = x'00'",
        "UPDATE history SET scenario = 'x'",
        "UPDATE history SET changes = '" + "[" * 100_000 + "]" * 100_000 + "'",
        "UPDATE history SET changes = '{\"a\": 1}'",
        "UPDATE history SET changes = '7'",
        "UPDATE history SET changes = zeroblob(80000000) WHERE id = 1",
        'UPDATE history SET changes = \'[["goal",null,[1,1,"a",1,NaN]]]\'',
    ],
)
def test_that_a_plan_with_odd_values_is_refused(path: Path, statement: str) -> None:
    refusal(by_hand(path, statement))


@pytest.mark.parametrize(
    "changes",
    [
        '[["goal",null,[1,1,1,1,1]]]',
        '[["goal",null,[1,1,"a",1,[]]]]',
        '[["goal",null,null]]',
        '[["goal",[1,1,"a",1,1],[2,1,"a",1,1]]]',
    ],
)
def test_that_a_step_that_can_not_be_read_is_never_undone(path: Path, changes: str) -> None:
    by_hand(path, f"UPDATE history SET changes = '{changes}'")
    document = Document.open(path)
    state = document.state
    with pytest.raises(Refused, match="can't be read"):
        document.undo()
    assert document.state is state
    document.close()


def test_that_a_history_without_end_is_refused(path: Path) -> None:
    by_hand(
        path,
        "INSERT INTO history (at, label, undone, changes) WITH RECURSIVE n(i) AS "
        "(SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 500001) "
        "SELECT '2026-01-01T00:00:00+00:00', '', 0, '[]' FROM n",
    )
    assert "a history of 500,004 changes, more than the 500,000" in refusal(path)


def test_that_a_plan_of_too_many_rows_is_refused(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "MOST_ROWS", 50)
    assert "rows, more than the 50 a plan can have" in refusal(path)


def test_that_a_change_of_the_history_is_read_as_it_was_written() -> None:
    state = full_state()
    for row in state.all_rows():
        one = ChangeSet("One", (RowChange(None, row),))
        assert from_json(to_json(one), label="One", scenario=None) == one


def test_that_every_connection_is_held_back(path: Path) -> None:
    for writable in (False, True):
        store = Store.open(path, writable=writable)
        raw = store._connection
        for pragma, value in {"trusted_schema": 0, "cell_size_check": 1, "mmap_size": 0}.items():
            assert raw.execute(f"PRAGMA {pragma}").fetchall() in ([(value,)], [])
        assert raw.getlimit(sqlite3.SQLITE_LIMIT_LENGTH) == guards.LONGEST_CELL
        with pytest.raises(sqlite3.Error):
            raw.execute(f"SELECT hex(zeroblob({guards.LONGEST_CELL}))")
        if sys.version_info >= (3, 12):
            assert raw.getconfig(sqlite3.SQLITE_DBCONFIG_DEFENSIVE)
        store.close()


def test_that_copies_are_looked_at_as_closely(path: Path, tmp_path: Path) -> None:
    copy = path.with_name("copy.teamtide")
    document = Document.create(tmp_path / "mine.teamtide", small_state())
    document.copy_to(copy)
    document.close()
    by_hand(copy, SCHEMES["a trigger"])
    assert "trigger “sly”" in refusal(copy)


def _undo_all(document: Document) -> None:
    while document.undo():
        pass


def test_that_a_clock_that_was_set_back_to_its_beginning_locks_nobody_out(path: Path) -> None:
    document = Document.open(path, clock=lambda: datetime(1970, 1, 1, tzinfo=UTC))
    document.apply(edit_plan(document.state, name="Long ago", samples=200))
    document.close()
    assert Document.open(path, read_only=True).history[-1].at.year == 1970


def test_that_a_whole_number_with_a_point_in_the_history_locks_nobody_out(path: Path) -> None:
    document = Document.open(path)
    document.apply(edit(document.state, document.state.rows(Goal)[0], rank=cast("int", 3.0)))
    document.close()
    document = Document.open(path)
    assert document.undo() is not None
    assert document.redo() is not None
    assert document.state.rows(Goal)[0].rank == 3
    document.close()


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ('[["goal",[77,1,"a",1,1],[77,1,"b",1,1]]]', "does not fit together"),
        ('[["goal",[77,1,"a",1,55],null]]', "wanted share"),
        ('[["owner",[77,1,"project",5000,null,null,null,null],null]]', "does not exist"),
    ],
)
def test_that_a_history_that_leads_to_no_plan_is_not_shown(
    path: Path, steps: str, said: str
) -> None:
    by_hand(path, f"UPDATE history SET changes = '{steps}' WHERE id = 1")
    document = Document.open(path, read_only=True)
    with pytest.raises(Refused, match=said):
        as_on(document.state, document.history, date(1990, 1, 1))
    document = Document.open(path)
    with pytest.raises((Refused, Stale)):
        _undo_all(document)
    assert document.state == Document.open(path, read_only=True).state
    document.close()
