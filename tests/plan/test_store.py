"""What the file endures: strangers, damage, older versions, full disks, and a kill at any time.

Whatever can't be opened is refused in a sentence that names the file, and is left byte for byte as
it was, with nothing new beside it.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from teamtide.plan import migrations, stored
from teamtide.plan.commands import edit_plan
from teamtide.plan.document import Document
from teamtide.plan.overlay import shares_at
from teamtide.plan.rows import Chunk
from teamtide.plan.state import State
from teamtide.plan.store import Store, StoreError
from teamtide.plan.stored import APPLICATION_ID, VERSION, tables
from teamtide.plan.validation import problems_of
from tests.conftest import ticking
from tests.examples import ANA, INFRA, OPTION, START, small_state
from tests.plan.full_plan import (
    VERSIONS,
    another_program,
    ended,
    folder_bytes,
    full_state,
    heard,
    leftovers,
    plain,
)


@lru_cache(maxsize=1)
def plan_bytes() -> bytes:
    with TemporaryDirectory() as folder:
        made = Path(folder) / "plan.teamtide"
        document = Document.create(made, full_state(), clock=ticking())
        for name in ("One", "Two", "Three"):
            document.apply(edit_plan(document.state, name=name))
        document.undo()
        document.close()
        return made.read_bytes()


@pytest.fixture
def path(tmp_path: Path, data_folder: Path) -> Path:
    """A closed plan with every table filled and some history."""
    made = tmp_path / "plan.teamtide"
    made.write_bytes(plan_bytes())
    return made


def refusal(path: Path) -> str:
    """The sentence a file is refused with, read-only and not; whatever it is, it is unharmed."""
    before = folder_bytes(path.parent)
    said = set()
    for read_only in (False, True):
        with pytest.raises(StoreError) as refused:
            Document.open(path, read_only=read_only)
        said.add(str(refused.value))
        assert folder_bytes(path.parent) == before
    assert all(path.name in sentence for sentence in said)
    assert all(sentence.endswith((".", str(path))) for sentence in said)
    return said.pop()


def by_hand(path: Path, *statements: str) -> Path:
    """A plan after somebody was at it with another tool."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("PRAGMA ignore_check_constraints=ON")
    for statement in statements:
        connection.execute(statement)
    connection.close()
    return path


# --- strangers ------------------------------------------------------------------------------

PNG = bytes.fromhex("89504e470d0a1a0a0000000d494844520000000100000001") + bytes(200)
STRANGERS = {
    "empty.teamtide": b"",
    "short.teamtide": b"SQLite format 3\x00",
    "text.teamtide": b"Name,Team\nAna,Squad\n" * 40,
    "picture.teamtide": PNG,
    "book.xlsx": b"PK\x03\x04" + bytes(300),
    "zeros.teamtide": bytes(5000),
    "half.teamtide": b"SQLite format 3\x00" + bytes(84),
}


@pytest.mark.parametrize("name", STRANGERS)
def test_that_a_file_that_is_no_plan_is_refused(tmp_path: Path, name: str) -> None:
    stranger = tmp_path / name
    stranger.write_bytes(STRANGERS[name])
    assert "not a Teamtide plan" in refusal(stranger)


def test_that_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    other = by_hand(tmp_path / "places.sqlite", "CREATE TABLE person (id INTEGER PRIMARY KEY)")
    assert "some other program" in refusal(other)
    by_hand(other, "PRAGMA application_id=1")
    assert "some other program" in refusal(other)


def test_that_a_database_that_only_claims_to_be_a_plan_is_refused(tmp_path: Path) -> None:
    claims = f"PRAGMA application_id={APPLICATION_ID}"
    other = by_hand(tmp_path / "claim.teamtide", claims, "CREATE TABLE plan (id INTEGER)")
    assert "not a finished plan" in refusal(other)
    by_hand(other, f"PRAGMA user_version={VERSION}")
    assert "lacks parts of a plan" in refusal(other)
    by_hand(other, "PRAGMA user_version=-3")
    assert "not a finished plan" in refusal(other)


def test_that_a_file_of_a_newer_teamtide_is_refused(path: Path) -> None:
    by_hand(path, f"PRAGMA user_version={VERSION + 1}")
    said = refusal(path)
    assert "newer Teamtide" in said
    assert "Update Teamtide" in said


def test_that_what_is_no_file_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "folder.teamtide"
    folder.mkdir()
    assert "is a folder" in refusal(folder)
    assert "is not there" in refusal(tmp_path / "missing.teamtide")
    (tmp_path / "a file").write_text("")
    beyond = tmp_path / "a file" / "plan.teamtide"
    with pytest.raises(StoreError, match=r"plan\.teamtide can't be read"):
        Document.open(beyond)
    looped = tmp_path / "loop.teamtide"
    looped.symlink_to(looped)
    with pytest.raises(StoreError, match=r"loop\.teamtide"):
        Document.open(looped)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_that_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.teamtide")
    with pytest.raises(StoreError, match=r"pipe\.teamtide is not a file"):
        Document.open(tmp_path / "pipe.teamtide")


@pytest.mark.parametrize(
    "where",
    ["missing/plan.teamtide", "a file/plan.teamtide", "x" * 300, "x" * 250 + ".teamtide"],
)
def test_that_a_plan_that_cannot_be_written_there_is_refused(tmp_path: Path, where: str) -> None:
    (tmp_path / "a file").write_text("")
    before = folder_bytes(tmp_path)
    with pytest.raises(StoreError) as refused:
        Document.create(tmp_path / where, small_state())
    assert (tmp_path / where).name in str(refused.value)
    assert folder_bytes(tmp_path) == before


def test_that_a_new_plan_never_takes_the_place_of_a_file(tmp_path: Path, path: Path) -> None:
    before = folder_bytes(tmp_path)
    with pytest.raises(StoreError, match=r"plan\.teamtide exists already"):
        Document.create(path, small_state())
    assert folder_bytes(tmp_path) == before


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere"
)
def test_that_a_plan_in_a_folder_one_may_not_write_to_can_be_read(path: Path) -> None:
    path.parent.chmod(0o500)
    try:
        with pytest.raises(StoreError, match=r"plan\.teamtide"):
            Document.open(path)
        assert Document.open(path, read_only=True).state.plan.name == "Two"
    finally:
        path.parent.chmod(0o700)


# --- damage ---------------------------------------------------------------------------------


def unharmed(path: Path) -> State | None:
    """Open a damaged plan: refused with its bytes kept, or read whole. What was read."""
    before = folder_bytes(path.parent)
    said = ""
    try:
        document = Document.open(path)
    except StoreError as error:
        said = str(error)
    if said:
        assert path.name in said
        assert folder_bytes(path.parent) == before
        return None
    assert problems_of(document.state) == []
    document.close()
    assert leftovers(path) == []
    return document.state


def test_that_a_plan_cut_short_is_refused_unless_nothing_is_missing(
    path: Path, tmp_path: Path
) -> None:
    whole = path.read_bytes()
    cut = tmp_path / "cut" / "cut.teamtide"
    cut.parent.mkdir()
    lengths = {0, 1, 15, 16, 99, 100, 101, 4095, 4096, 4097, len(whole) - 1}
    lengths |= set(range(512, len(whole), 4096 * 3 + 17))
    state = Document.open(path, read_only=True).state
    refused = 0
    for length in sorted(lengths):
        cut.write_bytes(whole[:length])
        found = unharmed(cut)
        assert found in (None, state), length
        refused += found is None
    # The last byte of a page may well be an unused one.
    assert refused >= len(lengths) - 1


def test_that_no_flipped_byte_brings_more_than_a_sentence(path: Path, tmp_path: Path) -> None:
    whole = path.read_bytes()
    hurt = tmp_path / "hurt" / "hurt.teamtide"
    hurt.parent.mkdir()
    chance = random.Random(20260105)
    until = time.monotonic() + 4
    opened = tried = 0
    while time.monotonic() < until and tried < 400:
        damaged = bytearray(whole)
        # Headers of the file and of its pages are where a flip hurts most.
        for _ in range(chance.choice([1, 1, 1, 4, 40])):
            anywhere = chance.randrange(len(whole))
            head = 4096 * chance.randrange(len(whole) // 4096) + chance.randrange(100)
            where = chance.choice([anywhere, anywhere, head])
            damaged[where] = chance.randrange(256)
        hurt.write_bytes(damaged)
        opened += unharmed(hurt) is not None
        tried += 1
    assert tried > 20
    assert 0 < opened < tried


@pytest.mark.parametrize("table", tables())
def test_that_a_plan_without_one_of_its_tables_is_refused(path: Path, table: str) -> None:
    by_hand(path, f'DROP TABLE "{table}"')
    assert f"lacks parts of a plan (table {table})" in refusal(path)


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE person DROP COLUMN email",
        "ALTER TABLE person RENAME COLUMN email TO mail",
        "ALTER TABLE person ADD COLUMN shoe_size INTEGER",
    ],
)
def test_that_a_plan_with_other_columns_is_refused(path: Path, statement: str) -> None:
    assert "table person" in refusal(by_hand(path, statement))


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER sly AFTER INSERT ON placement BEGIN DELETE FROM person; END",
        "CREATE VIEW sly AS SELECT * FROM person",
        "CREATE VIRTUAL TABLE sly USING fts5(words)",
    ],
)
def test_that_a_plan_with_a_life_of_its_own_is_refused(path: Path, statement: str) -> None:
    assert "not part of a plan" in refusal(by_hand(path, statement))


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM plan",
        "UPDATE plan SET start='yesterday'",
        "UPDATE plan SET disciplines='[1'",
        "UPDATE plan SET disciplines='7'",
        "UPDATE plan SET weeks=900",
        "UPDATE plan SET overhead='a lot'",
        "UPDATE plan SET today=99",
        "DELETE FROM person WHERE id=1",
        "DELETE FROM team WHERE id=1",
        "UPDATE person SET fte=7",
        "UPDATE person SET discipline='alchemy'",
        "UPDATE person SET name=x'00ff'",
        "UPDATE person SET skills='{}'",
        "UPDATE person SET skills='[[\"software\"]]'",
        "UPDATE person SET position='first'",
        "UPDATE chunk SET after='[5]' WHERE id=1",
        "UPDATE chunk SET after='[2]' WHERE id=1",
        "UPDATE chunk SET shape='wobbly'",
        "UPDATE chunk SET likely='Infinity'",
        "UPDATE owner SET type='person'",
        "UPDATE owner SET type='team'",
        "UPDATE placement SET share=0.9",
        "UPDATE history SET changes='[[\"person\",null,[1]]]'",
        "UPDATE history SET changes='[[\"nobody\",null,null]]'",
        "UPDATE history SET changes='" + "[" * 100_000 + "'",
        "UPDATE history SET at='noon'",
    ],
)
def test_that_rows_that_make_no_sense_are_refused(path: Path, statement: str) -> None:
    harmless = "UPDATE chunk SET after='[5]' WHERE id=1"
    by_hand(path, statement)
    if statement == harmless:
        assert unharmed(path) is not None
    else:
        refusal(path)


def test_that_a_log_of_a_deleted_plan_does_not_haunt_a_new_one(tmp_path: Path) -> None:
    ghost = tmp_path / "plan.teamtide"
    document = Document.create(ghost, full_state())
    document.apply(edit_plan(document.state, name="Ghost"))
    kept = {p.name: p.read_bytes() for p in tmp_path.iterdir() if p != ghost}
    document.close()
    ghost.unlink()
    for name, content in kept.items():
        (tmp_path / name).write_bytes(content)
    document = Document.create(ghost, small_state())
    assert document.state == small_state()
    document.close()
    assert Document.open(ghost, read_only=True).state == small_state()

    for name, content in kept.items():
        (tmp_path / name).write_bytes(content)
    source = Document.create(tmp_path / "source.teamtide", small_state())
    source.copy_to(ghost)
    source.close()
    assert Document.open(ghost, read_only=True).state == small_state()


# --- durability -----------------------------------------------------------------------------

MOVER = """
import sys
from pathlib import Path
from teamtide.plan.document import Document
from teamtide.plan.placing import move_people
from tests.examples import ANA, INFRA, OPTION, SQUAD, START

document = Document.open(Path(sys.argv[1]))
document.apply(
    move_people(
        document.state, scenario=OPTION, people=[ANA], source=SQUAD, target=INFRA, as_of=START
    )
)
print("done", flush=True)
sys.stdin.readline()
"""


def test_that_a_move_is_there_though_the_program_was_killed_right_after(tmp_path: Path) -> None:
    path = tmp_path / "plan.teamtide"
    Document.create(path, small_state()).close()
    mover = another_program(MOVER, str(path))
    assert heard(mover) == "done"
    mover.kill()
    assert ended(mover) == -9
    document = Document.open(path)
    assert document.writable
    assert shares_at(document.state, OPTION, ANA, START) == {INFRA: 1.0}
    assert [entry.label for entry in document.history] == ["Moved Ana Silva to Infrastructure"]
    assert document.problems() == []
    document.close()
    assert leftovers(path) == []


def test_that_a_commit_waits_for_the_disk(path: Path) -> None:
    opened = Store.open(path)
    raw = opened._connection
    assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert raw.execute("PRAGMA synchronous").fetchone() == (3,)
    assert raw.execute("PRAGMA foreign_keys").fetchone() == (1,)
    opened.close()


def test_that_a_full_disk_is_a_sentence_and_the_next_try_is_saved(path: Path) -> None:
    document = Document.open(path)
    assert document._store is not None
    raw = document._store._connection
    pages = raw.execute("PRAGMA page_count").fetchone()[0]
    raw.execute(f"PRAGMA max_page_count={pages}")
    state, history = document.state, document.history
    with pytest.raises(StoreError, match=r"plan\.teamtide could not be saved: .*full"):
        document.apply(edit_plan(document.state, name="x" * 30_000))
    assert document.state is state
    assert document.history == history
    raw.execute("PRAGMA max_page_count=1000000")
    document.apply(edit_plan(document.state, name="x" * 30_000))
    document.close()
    assert Document.open(path, read_only=True).state.plan.name == "x" * 30_000


# --- versions -------------------------------------------------------------------------------


def test_that_each_released_version_has_a_fixture() -> None:
    assert {p.name for p in VERSIONS.glob("*.teamtide")} == {
        f"v{number}.teamtide" for number in range(1, VERSION + 1)
    }


@pytest.mark.parametrize("version", range(1, VERSION + 1))
def test_that_a_plan_of_each_released_version_opens_as_it_was(tmp_path: Path, version: int) -> None:
    path = tmp_path / "old.teamtide"
    shutil.copy(VERSIONS / f"v{version}.teamtide", path)
    expected = json.loads((VERSIONS / f"v{version}.json").read_text(encoding="utf-8"))
    document = Document.open(path)
    assert plain(document.state) == _brought_up(expected["rows"], version)
    assert all(expected["rows"].values())
    found = [
        {
            "at": e.at.isoformat(),
            "label": e.label,
            "scenario": e.change.scenario,
            "undone": e.undone,
        }
        for e in document.history
    ]
    assert found == expected["history"]
    assert problems_of(document.state) == []
    while document.undo():
        pass
    assert plain(document.state) == _brought_up(expected["first"], version)
    document.close()


def _brought_up(rows: dict[str, Any], version: int) -> dict[str, Any]:
    """What was in a plan of that version, as it is known today."""
    if version < 2:
        rows = rows | {"imported": []}
    if version < 3:
        chunks = [{**chunk, "done": None} for chunk in rows["chunk"]]
        begun = [{**plan, "began": None} for plan in rows["plan"]]
        rows = rows | {"plan": begun, "chunk": chunks, "pin": [], "pair": [], "note": []}
    return rows


def test_that_a_chunk_in_the_history_of_an_older_plan_can_still_be_undone(tmp_path: Path) -> None:
    path = tmp_path / "old.teamtide"
    shutil.copy(VERSIONS / "v2.teamtide", path)
    raw = sqlite3.connect(path)
    (name,) = raw.execute("SELECT name FROM chunk WHERE id = 1").fetchone()
    row = list(raw.execute("SELECT * FROM chunk WHERE id = 1").fetchone())
    row[12], row[16] = json.loads(row[12]), json.loads(row[16])
    steps = [["chunk", [*row[:3], "Before", *row[4:]], row]]
    raw.execute(
        "INSERT INTO history (at, label, undone, changes) VALUES (?, 'Renamed', 0, ?)",
        ("2026-12-01T09:00:00+00:00", json.dumps(steps)),
    )
    raw.execute("DELETE FROM history WHERE undone")
    raw.commit()
    raw.close()
    document = Document.open(path)
    assert document.state.get(Chunk, 1).name == name
    document.undo()
    assert document.state.get(Chunk, 1).name == "Before"
    document.redo()
    assert document.state.get(Chunk, 1).name == name
    document.close()


Steps = dict[int, Callable[[sqlite3.Connection], None]]


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Steps:
    """A Teamtide two versions on, whose steps a test fills in."""
    steps: Steps = {}
    monkeypatch.setattr(stored, "VERSION", VERSION + 2)
    monkeypatch.setattr(migrations, "STEPS", steps)
    return steps


def no_step(raw: sqlite3.Connection) -> None:
    """A version in which nothing changed."""


def bak(path: Path) -> Path:
    return path.with_name(f"{path.name}.version-{VERSION}.bak")


def test_that_an_older_plan_is_brought_up_to_date_step_by_step(path: Path, steps: Steps) -> None:
    before = path.read_bytes()
    seen: list[tuple[str, bool]] = []

    def first(raw: sqlite3.Connection) -> None:
        seen.append(("first", raw.in_transaction))
        raw.execute("CREATE TABLE shoe (id INTEGER PRIMARY KEY)")
        raw.execute("UPDATE plan SET name = name || '!'")

    def second(raw: sqlite3.Connection) -> None:
        seen.append(("second", raw.in_transaction))
        raw.execute("DROP TABLE shoe")
        raw.execute("UPDATE plan SET name = name || '?'")

    steps.update({VERSION: first, VERSION + 1: second})
    with pytest.raises(StoreError, match="older Teamtide"):
        Document.open(path, read_only=True)
    assert path.read_bytes() == before
    document = Document.open(path)
    assert seen == [("first", True), ("second", True)]
    assert document.state.plan.name == "Two!?"
    document.close()
    assert bak(path).read_bytes() == before
    assert int.from_bytes(path.read_bytes()[60:64], "big") == VERSION + 2
    seen.clear()
    Document.open(path).close()
    assert seen == []


@pytest.mark.parametrize(
    "error", [sqlite3.OperationalError("no such shoe"), ValueError("bad date"), KeyError("shoe")]
)
def test_that_a_failing_step_leaves_the_plan_as_it_was_and_the_copy(
    path: Path, steps: Steps, error: Exception
) -> None:
    before = path.read_bytes()

    def first(raw: sqlite3.Connection) -> None:
        raw.execute("CREATE TABLE shoe (id INTEGER PRIMARY KEY)")
        raw.execute("UPDATE plan SET name='half way'")
        raw.execute("DELETE FROM placement")

    def second(raw: sqlite3.Connection) -> None:
        raise error

    steps.update({VERSION: first, VERSION + 1: second})
    with pytest.raises(StoreError, match=r"plan\.teamtide"):
        Document.open(path)
    assert path.read_bytes() == before
    assert bak(path).read_bytes() == before
    assert leftovers(path) == [bak(path).name]
    steps.update({VERSION: no_step, VERSION + 1: no_step})
    document = Document.open(path)
    assert document.state.plan.name == "Two"
    document.close()


def test_that_a_program_killed_in_a_migration_leaves_the_old_plan(path: Path) -> None:
    before = path.read_bytes()
    halfway = another_program(
        "import sys\n"
        "from pathlib import Path\n"
        "from teamtide.plan import migrations, stored, store\n"
        "def step(raw):\n"
        "    raw.execute('PRAGMA cache_size=1')\n"
        "    raw.execute('DELETE FROM placement')\n"
        "    raw.execute('CREATE TABLE big AS WITH RECURSIVE n(i) AS '\n"
        "        '(SELECT 1 UNION ALL SELECT i+1 FROM n LIMIT 2000) '\n"
        "        'SELECT i, randomblob(500) FROM n')\n"
        "    print('half', flush=True)\n"
        "    sys.stdin.readline()\n"
        f"stored.VERSION = {VERSION + 1}\n"
        f"migrations.STEPS[{VERSION}] = step\n"
        "store.Store.open(Path(sys.argv[1]))\n",
        str(path),
    )
    assert heard(halfway) == "half"
    halfway.kill()
    assert ended(halfway) == -9
    assert path.read_bytes() != before
    document = Document.open(path)
    assert document.state.plan.name == "Two"
    assert document.state.tables == Document.open(bak(path), read_only=True).state.tables
    document.close()


def test_that_the_copy_before_a_migration_holds_what_a_crash_left_in_the_log(
    tmp_path: Path, path: Path, steps: Steps, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as now:
        now.setattr(stored, "VERSION", VERSION)
        document = Document.open(path)
        document.apply(edit_plan(document.state, name="In the log"))
        crashed = tmp_path / "crashed" / "plan.teamtide"
        crashed.parent.mkdir()
        for end in ("", "-wal", "-shm"):
            shutil.copy(f"{path}{end}", f"{crashed}{end}")
        document.close()
    steps.update({VERSION: no_step, VERSION + 1: no_step})
    Document.open(crashed).close()
    monkeypatch.setattr(stored, "VERSION", VERSION)
    assert Document.open(bak(crashed), read_only=True).state.plan.name == "In the log"


def test_that_a_new_plan_takes_the_place_of_one_only_where_nobody_has_that_open(
    path: Path,
) -> None:
    holder = Document.open(path)
    with pytest.raises(StoreError, match=r"plan\.teamtide is open for writing by"):
        Document.create(path, small_state(), replace=True)
    holder.apply(edit_plan(holder.state, name="Still here"))
    holder.close()
    assert Document.open(path, read_only=True).state.plan.name == "Still here"
    made = Document.create(path, small_state(), replace=True)
    made.close()
    assert leftovers(path) == []
    again = Document.open(path)
    assert again.state == small_state()
    assert again.history == ()
    again.close()
