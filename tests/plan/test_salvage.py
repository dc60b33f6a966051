"""A damaged plan: what can be read of it comes back in a new file, and the rest is told."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import sqlite3
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from teamtide.plan import damaged
from teamtide.plan.commands import edit_plan
from teamtide.plan.document import Document
from teamtide.plan.mending import Mended
from teamtide.plan.relisting import new_list, relisted
from teamtide.plan.rows import (
    BY_TABLE,
    ROW_CLASSES,
    Chunk,
    Goal,
    Person,
    Placement,
    Plan,
    Row,
    Scenario,
    Team,
)
from teamtide.plan.salvage import Report, read_damaged, salvage, salvageable
from teamtide.plan.state import State
from teamtide.plan.store import StoreError
from teamtide.plan.validation import problems_of
from tests.bench.plans import seeded_state
from tests.conftest import ticking
from tests.plan.damaging import PAGE, flipped, pages_of, wiped
from tests.plan.full_plan import VERSIONS, folder_bytes, full_state

TODAY = date(2026, 1, 5)


@lru_cache(maxsize=2)
def made(large: bool) -> tuple[bytes, State]:
    """A plan file as it was before anything happened to it, and what is in it."""
    state = seeded_state(people=160, projects=40, chunks=200) if large else full_state()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "plan.teamtide"
        document = Document.create(path, state, clock=ticking())
        for number in range(4):
            document.apply(edit_plan(document.state, name=f"Name {number}"))
        document.close()
        return path.read_bytes(), document.state


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed plan of a hundred pages."""
    found = tmp_path / "plan.teamtide"
    found.write_bytes(made(True)[0])
    return found


def saved(path: Path) -> tuple[Mended, Report]:
    """What comes back of a file, which is as it was afterwards, with nothing beside it."""
    before = folder_bytes(path.parent)
    mended, report = read_damaged(path, today=TODAY)
    assert folder_bytes(path.parent) == before
    assert problems_of(mended.state) == []
    return mended, report


def sentence(path: Path) -> str:
    """What is said where nothing comes back of a file."""
    with pytest.raises(StoreError) as refused:
        read_damaged(path, today=TODAY)
    return str(refused.value)


def by_hand(path: Path, *statements: str) -> Path:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("PRAGMA ignore_check_constraints=ON")
    for statement in statements:
        connection.execute(statement)
    connection.close()
    return path


def differing(mended: Mended, original: State) -> set[tuple[type[Row], int]]:
    """Rows that came back and are not what they were, but for those the user is told of."""
    told = {(one.cls, one.id) for one in (*mended.changed, *mended.made)}
    return {
        (cls, key)
        for cls in ROW_CLASSES
        for key, row in mended.state.tables[cls].items()
        if (cls, key) not in told and original.tables[cls].get(key) != row
    }


def gone(mended: Mended, original: State) -> set[tuple[type[Row], int]]:
    """Rows that did not come back as they were."""
    return {
        (cls, key)
        for cls in ROW_CLASSES
        for key, row in original.tables[cls].items()
        if mended.state.tables[cls].get(key) != row
    }


def unsaid(missing: set[tuple[type[Row], int]], report: Report) -> set[tuple[type[Row], int]]:
    """Those of them of which the report says nothing."""
    told = {(one.cls, one.id) for one in (*report.left_out, *report.changed, *report.made)}
    gaps = {table.cls: table for table in report.tables}
    return {
        (cls, key)
        for cls, key in missing - told
        if not gaps[cls].lost and not any(low <= key <= high for low, high in gaps[cls].gaps)
    }


# --- whole ----------------------------------------------------------------------------------


def test_that_all_of_a_whole_plan_comes_back_into_a_new_file(path: Path) -> None:
    out = path.with_name("plan, salvaged.teamtide")
    before = path.read_bytes()
    report = salvage(path, out, today=TODAY)
    assert report.whole
    assert report.history == 4
    assert path.read_bytes() == before
    again = Document.open(out)
    assert again.state == made(True)[1]
    assert again.history == ()
    again.close()


def test_that_a_salvaged_plan_never_takes_the_place_of_a_file(path: Path) -> None:
    other = path.with_name("other.teamtide")
    other.write_text("mine")
    for out in (other, path):
        with pytest.raises(StoreError, match="exists already"):
            salvage(path, out, today=TODAY)
    assert other.read_text() == "mine"


@pytest.mark.parametrize("version", sorted(VERSIONS.glob("*.teamtide")), ids=lambda p: p.stem)
def test_that_a_plan_of_an_older_version_comes_back(tmp_path: Path, version: Path) -> None:
    path = Path(shutil.copy(version, tmp_path))
    mended, report = saved(path)
    assert report.whole, report.text
    expected = json.loads(version.with_suffix(".json").read_text("utf-8"))
    for table, rows in expected["rows"].items():
        assert sorted(mended.state.tables[BY_TABLE[table]]) == sorted(row["id"] for row in rows)


def test_that_what_a_crash_left_in_the_log_comes_back(tmp_path: Path, path: Path) -> None:
    document = Document.open(path)
    document.apply(edit_plan(document.state, name="In the log"))
    crashed = tmp_path / "crashed" / "plan.teamtide"
    crashed.parent.mkdir()
    for end in ("", "-wal"):
        shutil.copy(f"{path}{end}", f"{crashed}{end}")
    document.close()
    mended, report = saved(crashed)
    assert report.whole
    assert mended.state.plan.name == "In the log"


# --- pages ----------------------------------------------------------------------------------


@pytest.mark.parametrize("table", [cls.TABLE for cls in ROW_CLASSES])
def test_that_with_all_pages_of_one_table_gone_all_rows_elsewhere_come_back(
    tmp_path: Path, table: str
) -> None:
    whole, original = made(False)
    path = tmp_path / "plan.teamtide"
    path.write_bytes(whole)
    path.write_bytes(wiped(whole, pages_of(path)[table], random.Random(1)))
    mended, report = saved(path)
    cls = BY_TABLE[table]
    lost = gone(mended, original)
    same_table = {key for key in lost if key[0] is cls}
    if cls is not Chunk:  # whose place only a project nobody knows can take
        assert {one for one in lost if one[0] is not cls} <= {(Plan, 1)}, report.text
    assert {key for _, key in same_table} == set(original.tables[cls])
    assert differing(mended, original) == set()
    assert unsaid(lost, report) == set()
    (told,) = [one for one in report.tables if one.cls is cls]
    assert told.lost
    assert "all lost" in report.text


@pytest.mark.parametrize("seed", range(8))
def test_that_with_some_pages_of_one_table_gone_all_rows_elsewhere_come_back(
    path: Path, seed: int
) -> None:
    whole, original = made(True)
    chance = random.Random(seed)
    tables = {name: pages for name, pages in pages_of(path).items() if len(pages) > 1}
    table = chance.choice(sorted(tables.keys() - {"history"}))
    leaves = [page for page in tables[table] if whole[(page - 1) * PAGE] == 13]
    some = chance.sample(leaves, chance.randrange(1, max(2, len(leaves) // 2)))
    path.write_bytes(wiped(whole, some, chance))
    mended, report = saved(path)
    cls = BY_TABLE[table]
    lost = gone(mended, original)
    assert {other for other, _ in lost} == {cls}
    assert 0 < len(lost) < len(original.tables[cls])
    assert differing(mended, original) == set()
    assert unsaid(lost, report) == set()


@pytest.mark.parametrize("large", [False, True], ids=["full", "hundred pages"])
@pytest.mark.parametrize("seed", range(3))
def test_that_all_comes_back_where_the_list_of_tables_is_destroyed(
    tmp_path: Path, large: bool, seed: int
) -> None:
    whole, original = made(large)
    path = tmp_path / "plan.teamtide"
    pages = list(new_list().pages)
    chance = random.Random(seed)
    path.write_bytes(wiped(whole, pages if seed == 0 else [chance.choice(pages)], chance))
    mended, report = saved(path)
    assert mended.state == original
    assert report.relisted
    assert "The list of its tables was damaged" in report.text


def test_that_the_list_of_a_new_plan_is_not_laid_over_one_that_was_brought_up_to_date(
    tmp_path: Path,
) -> None:
    path = Path(shutil.copy(VERSIONS / "v1.teamtide", tmp_path / "plan.teamtide"))
    Document.open(path).close()
    whole = path.read_bytes()
    assert relisted(whole, {}) is None
    path.write_bytes(bytes(PAGE) + whole[PAGE:])
    assert "the list of its tables is destroyed" in sentence(path)


def test_that_damage_to_the_history_or_to_an_index_loses_no_row(path: Path) -> None:
    whole, original = made(True)
    raw = sqlite3.connect(path)
    (index,) = raw.execute(
        "SELECT rootpage FROM sqlite_master WHERE name = 'ix_placement_person'"
    ).fetchone()
    raw.close()
    path.write_bytes(wiped(whole, [*pages_of(path)["history"], index], random.Random(3)))
    mended, report = saved(path)
    assert mended.state == original
    assert report.history is None
    assert "undo starts anew" in report.text


# --- anything -------------------------------------------------------------------------------


def cut(whole: bytes, chance: random.Random) -> bytes:
    return whole[: chance.randrange(len(whole))]


def pages_gone(whole: bytes, chance: random.Random) -> bytes:
    count = len(whole) // PAGE
    return wiped(
        whole, [chance.randrange(1, count + 1) for _ in range(chance.choice([1, 2, 9]))], chance
    )


def swapped(whole: bytes, chance: random.Random) -> bytes:
    """A file of which two pages changed places, as a bad disk or a bad copy does."""
    pages = [whole[at : at + PAGE] for at in range(0, len(whole), PAGE)]
    one, other = chance.randrange(1, len(pages)), chance.randrange(1, len(pages))
    pages[one], pages[other] = pages[other], pages[one]
    return b"".join(pages)


def bytes_changed(whole: bytes, chance: random.Random) -> bytes:
    return flipped(whole, chance.choice([1, 3, 30, 400]), chance)


@pytest.mark.parametrize("large", [False, True], ids=["full", "hundred pages"])
@pytest.mark.parametrize("damage", [cut, pages_gone, swapped, bytes_changed])
def test_that_whatever_happened_to_a_file_what_comes_back_is_a_plan(
    tmp_path: Path, damage: Callable[[bytes, random.Random], bytes], large: bool
) -> None:
    whole, original = made(large)
    path = tmp_path / "plan.teamtide"
    tries = 4 if large else 15
    came_back = 0
    for seed in range(tries):
        hurt = damage(whole, random.Random(f"{damage.__name__} {seed}"))
        path.write_bytes(hurt)
        try:
            mended, report = saved(path)
        except StoreError:
            said = sentence(path)
            assert said.startswith("Nothing can be salvaged of plan.teamtide: ")
            assert said.endswith(".")
            assert path.read_bytes() == hurt
            continue
        came_back += 1
        json.dumps(report.as_json())
        lost = gone(mended, original)
        if damage in (cut, pages_gone):
            # Of a byte that was changed in place nobody can know.
            assert differing(mended, original) == set(), seed
            assert unsaid(lost, report) == set(), report.text
    assert came_back


# --- rows -----------------------------------------------------------------------------------


@pytest.fixture
def full(tmp_path: Path) -> Path:
    """A closed plan with every table filled."""
    found = tmp_path / "plan.teamtide"
    found.write_bytes(made(False)[0])
    return found


@pytest.mark.parametrize(
    ("statement", "cls", "key"),
    [
        ("UPDATE person SET fte=7 WHERE id=4", Person, 4),
        ("UPDATE person SET name=x'00ff' WHERE id=4", Person, 4),
        ("UPDATE person SET skills='[[1' WHERE id=4", Person, 4),
        ("UPDATE person SET start='yesterday' WHERE id=4", Person, 4),
        ("UPDATE person SET skills='[[\"alchemy\", 1]]' WHERE id=4", Person, 4),
        ("UPDATE person SET position='first' WHERE id=4", Person, 4),
        ("UPDATE placement SET share=0.9 WHERE id=3", Placement, 3),
        ("UPDATE placement SET person=99 WHERE id=6", Placement, 6),
        ("INSERT INTO goal VALUES (9, 9, 'growth', 1, 0.5)", Goal, 9),
        ("UPDATE team SET kind='cabal' WHERE id=3", Team, 3),
    ],
)
def test_that_a_row_that_breaks_a_rule_is_told_and_nothing_else_is_changed(
    full: Path, statement: str, cls: type[Row], key: int
) -> None:
    original = made(False)[1]
    mended, report = saved(by_hand(full, statement))
    told = {(one.cls, one.id) for one in report.left_out}
    assert (cls, key) in told, report.text
    assert len(told) == 1
    assert gone(mended, original) <= {(cls, key)}
    (why,) = [one.why for one in report.left_out]
    assert why in report.text


def test_that_letters_nobody_can_read_are_replaced_and_told(full: Path) -> None:
    by_hand(full, "UPDATE person SET name=CAST(x'416eff61' AS TEXT) WHERE id=2")
    mended, report = saved(full)
    assert mended.state.get(Person, 2).name == "An\ufffda"
    assert [(one.cls, one.id) for one in report.changed] == [(Person, 2)]
    assert "letters in its name could not be read" in report.text


def test_that_settings_that_make_no_sense_get_their_default_and_are_told(full: Path) -> None:
    by_hand(
        full,
        "UPDATE plan SET overhead='a lot', start='then', weeks=9000, switch='', seed='x'",
    )
    original = made(False)[1]
    mended, report = saved(full)
    plan = mended.state.plan
    assert (plan.name, plan.comm, plan.samples) == ("Name 3", 0.0006, 500)
    assert plan.start.weekday() == 0
    assert gone(mended, original) == {(Plan, 1)}
    said = {one.why for one in report.changed}
    for name in ("overhead", "start", "weeks", "switch", "seed"):
        assert any(f"its {name} " in why for why in said), said


def test_that_lost_rows_of_which_others_speak_are_stood_in_for(full: Path) -> None:
    whole, original = made(False)
    pages = pages_of(full)
    full.write_bytes(wiped(whole, [*pages["person"], *pages["team"]], random.Random(1)))
    mended, report = saved(full)
    assert mended.state.get(Person, 2).name == "Person 2 (lost)"
    assert mended.state.get(Team, 1).name == "Team 1 (lost)"
    assert mended.state.tables[Placement] == original.tables[Placement]
    assert mended.state.tables[Scenario] == original.tables[Scenario]
    assert "Made in place of what is lost" in report.text
    for line in report.text.splitlines():
        assert "1,000" not in line


def test_that_chunks_that_wait_for_one_another_are_untied(full: Path) -> None:
    by_hand(full, "UPDATE chunk SET after='[4]' WHERE id=1")
    mended, report = saved(full)
    assert sorted(mended.state.tables[Chunk]) == [1, 2, 3, 4, 5]
    assert any(one.cls is Chunk for one in report.changed), report.text


# --- hostile --------------------------------------------------------------------------------


def test_that_what_was_never_a_plan_is_refused_in_a_sentence(tmp_path: Path) -> None:
    stranger = tmp_path / "plan.teamtide"
    for content in (b"", b"x" * 300, b"SQLite format 3\0" + bytes(9000), bytes(40_000)):
        stranger.write_bytes(content)
        with pytest.raises(StoreError, match=r"Nothing can be salvaged of plan\.teamtide"):
            read_damaged(stranger, today=TODAY)
        assert stranger.read_bytes() == content
    with pytest.raises(StoreError, match="is not there"):
        read_damaged(tmp_path / "none.teamtide", today=TODAY)
    other = by_hand(tmp_path / "other.teamtide", "CREATE TABLE shoes (id INTEGER PRIMARY KEY)")
    with pytest.raises(StoreError, match="no table of a plan"):
        read_damaged(other, today=TODAY)


def test_that_a_table_that_is_really_a_view_is_lost_and_not_run(full: Path) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT i AS id FROM n"
    by_hand(full, "DROP TABLE note", f"CREATE VIEW note AS {endless}")
    mended, report = saved(full)
    assert {cls for cls, _ in gone(mended, made(False)[1])} == {BY_TABLE["note"]}
    assert "Notes: all lost" in report.text


def test_that_reading_ends_when_its_time_is_up(path: Path) -> None:
    with pytest.raises(StoreError, match="took too long"):
        read_damaged(path, today=TODAY, seconds=-1)


def test_that_a_table_with_too_many_rows_is_refused(
    full: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(damaged, "MOST_ROWS", 3)
    with pytest.raises(StoreError, match="more than 3 rows"):
        read_damaged(full, today=TODAY)


def test_that_salvage_is_offered_for_what_was_a_plan_only(full: Path, tmp_path: Path) -> None:
    assert salvageable(full)
    book = tmp_path / "book.xlsx"
    book.write_bytes(bytes(500))
    other = by_hand(tmp_path / "other.teamtide", "PRAGMA application_id=7", "CREATE TABLE a (b)")
    newer = by_hand(Path(shutil.copy(full, tmp_path / "new.teamtide")), "PRAGMA user_version=999")
    for path in (book, other, newer, tmp_path, tmp_path / "none.teamtide"):
        assert not salvageable(path)
    full.write_bytes(bytes(4096) + full.read_bytes()[4096:])
    assert salvageable(full)


def test_that_nothing_of_the_plan_is_left_in_temporary_files(
    full: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    saved(full)
    full.write_bytes(full.read_bytes()[:6000])
    with pytest.raises(StoreError):
        read_damaged(full, today=TODAY)
    assert list(temporary.iterdir()) == []
    assert len(hashlib.sha256(full.read_bytes()).hexdigest()) == 64
