"""A file that somebody else changes while it is open: noticed before the next write, never touched.

The cloud folder in these tests is played by real files put in place of the open one; the other
program that writes by SQLite is another connection.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from teamtide.plan import underneath
from teamtide.plan.commands import edit_plan
from teamtide.plan.document import Document
from teamtide.plan.rows import Plan
from teamtide.plan.state import State
from teamtide.plan.store import Store, StoreError
from teamtide.plan.underneath import Underneath
from tests.conftest import ticking
from tests.examples import small_state
from tests.plan.full_plan import folder_bytes, full_state, leftovers

NAMED = ("Changed the plan's name to First", "Changed the plan's name to Ours")
"""What is in the history of `ours`."""


def named(document: Document, *names: str) -> None:
    for name in names:
        document.apply(edit_plan(document.state, name=name))


@pytest.fixture
def ours(tmp_path: Path) -> Document:
    """A plan that is open, with a change in its log."""
    folder = tmp_path / "plans"
    folder.mkdir()
    document = Document.create(folder / "plan.teamtide", small_state(), clock=ticking())
    named(document, "First", "Ours")
    return document


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """Another plan, closed."""
    document = Document.create(tmp_path / "foreign.teamtide", full_state(), clock=ticking())
    named(document, "Foreign")
    document.close()
    return document.path


def by_rename(plan: Path, foreign: Path) -> None:
    copy = plan.with_name("incoming")
    shutil.copy(foreign, copy)
    copy.replace(plan)


def in_place(plan: Path, foreign: Path) -> None:
    plan.write_bytes(foreign.read_bytes())


def after_deletion(plan: Path, foreign: Path) -> None:
    plan.unlink()
    shutil.copy(foreign, plan)


WAYS = (by_rename, in_place, after_deletion)
Way = Callable[[Path, Path], None]


def assert_is(path: Path, state: State, *labels: str) -> None:
    found = Document.open(path, clock=ticking())
    assert found.state == state
    assert [entry.label for entry in found.history] == list(labels)
    while found.undo():
        pass
    assert found.state == small_state()
    found.close()


@pytest.mark.parametrize("put", WAYS)
def test_that_nothing_is_written_to_a_file_that_took_the_place_of_the_plan(
    ours: Document, foreign: Path, tmp_path: Path, put: Way
) -> None:
    put(ours.path, foreign)
    state, history = ours.state, ours.history
    with pytest.raises(Underneath, match=r"plan\.teamtide"):
        named(ours, "Lost?")
    with pytest.raises(Underneath):
        ours.undo()
    assert ours.state is state
    assert ours.history == history
    assert ours.underneath()
    mine = tmp_path / "mine.teamtide"
    ours.copy_to(mine)
    ours.close()
    assert ours.path.read_bytes() == foreign.read_bytes()
    assert leftovers(ours.path) == []
    assert_is(mine, state, *NAMED)


@pytest.mark.parametrize("put", WAYS)
def test_that_closing_leaves_a_file_that_took_the_plans_place_as_it_is(
    ours: Document, foreign: Path, put: Way
) -> None:
    put(ours.path, foreign)
    ours.close()
    assert folder_bytes(ours.path.parent) == {
        "plan.teamtide": folder_bytes(foreign.parent)["foreign.teamtide"]
    }


@pytest.mark.parametrize("put", WAYS)
def test_that_the_logs_of_somebody_else_stay_beside_their_file(
    ours: Document, foreign: Path, tmp_path: Path, put: Way
) -> None:
    other = Document.open(foreign)
    named(other, "In their log")
    for end in ("-wal", "-shm"):
        incoming = ours.path.with_name("incoming")
        shutil.copy(f"{foreign}{end}", incoming)
        incoming.replace(f"{ours.path}{end}")
    put(ours.path, foreign)
    other.close()
    before = folder_bytes(ours.path.parent)
    with pytest.raises(Underneath):
        named(ours, "Lost?")
    ours.copy_to(tmp_path / "mine.teamtide")
    ours.close()
    after = folder_bytes(ours.path.parent)
    assert {name: after[name] for name in ("plan.teamtide", "plan.teamtide-wal")} == {
        name: before[name] for name in ("plan.teamtide", "plan.teamtide-wal")
    }
    assert Document.open(ours.path, read_only=True).state.plan.name == "In their log"
    assert Document.open(tmp_path / "mine.teamtide", read_only=True).state.plan.name == "Ours"


@pytest.mark.parametrize("put", WAYS)
def test_that_reloading_takes_what_is_there_and_goes_on(
    ours: Document, foreign: Path, put: Way
) -> None:
    put(ours.path, foreign)
    before = ours.state
    assert not ours.has_before
    with pytest.raises(StoreError):
        ours.save_before(ours.path.with_name("mine.teamtide"))
    change = ours.reload()
    assert Plan in change.tables
    assert ours.state.plan.name == "Foreign"
    assert ours.writable
    assert ours.underneath() == ""
    named(ours, "Went on")
    with pytest.raises(StoreError, match="another name"):
        ours.save_before(ours.path)
    mine = ours.path.parent.parent / "mine.teamtide"
    ours.save_before(mine)
    assert_is(mine, before, *NAMED)
    ours.close()
    found = Document.open(ours.path, read_only=True)
    assert found.state.plan.name == "Went on"
    assert [entry.label for entry in found.history] == [
        "Changed the plan's name to Foreign",
        "Changed the plan's name to Went on",
    ]
    assert leftovers(ours.path) == []


def test_that_what_cannot_be_read_is_not_reloaded_and_ours_is_kept(
    ours: Document, tmp_path: Path
) -> None:
    state = ours.state
    incoming = ours.path.with_name("incoming")
    incoming.write_bytes(b"half of a download")
    incoming.replace(ours.path)
    for _ in range(2):
        with pytest.raises(StoreError, match="not a Teamtide plan"):
            ours.reload()
    assert ours.state is state
    with pytest.raises(Underneath):
        named(ours, "Lost?")
    ours.copy_to(tmp_path / "mine.teamtide")
    ours.close()
    assert ours.path.read_bytes() == b"half of a download"
    assert Document.open(tmp_path / "mine.teamtide", read_only=True).state == state


def test_that_a_file_written_over_with_rubbish_is_left_as_it_is(
    ours: Document, tmp_path: Path
) -> None:
    state = ours.state
    for rubbish in (b"", b"rubbish" * 10_000):
        ours.path.write_bytes(rubbish)
        with pytest.raises(Underneath, match="Another program has changed"):
            named(ours, "Lost?")
    ours.copy_to(tmp_path / "mine.teamtide")
    ours.close()
    assert ours.path.read_bytes() == b"rubbish" * 10_000
    assert leftovers(ours.path) == []
    assert Document.open(tmp_path / "mine.teamtide", read_only=True).state == state


def test_that_a_copy_to_read_is_saved_as_it_is_on_screen(ours: Document, tmp_path: Path) -> None:
    second = Document.open(ours.path)
    assert not second.writable
    state = second.state
    named(ours, "Later")
    with pytest.raises(StoreError, match="another name"):
        second.copy_to(ours.path)
    second.copy_to(tmp_path / "mine.teamtide")
    found = Document.open(tmp_path / "mine.teamtide", read_only=True)
    assert found.state == state
    assert found.history == second.history
    ours.close()


def test_that_a_copy_of_ours_does_not_go_over_the_file_that_took_its_place(
    ours: Document, foreign: Path
) -> None:
    by_rename(ours.path, foreign)
    link = ours.path.with_name("link.teamtide")
    link.symlink_to(ours.path)
    for name in (ours.path, link):
        with pytest.raises(StoreError, match="another name"):
            ours.copy_to(name)
    with pytest.raises(StoreError, match="is there"):
        ours.put_back()
    ours.close()
    assert ours.path.read_bytes() == foreign.read_bytes()


def test_that_what_another_program_wrote_by_sqlite_is_noticed_and_kept(ours: Document) -> None:
    other = sqlite3.connect(ours.path)
    other.execute("UPDATE plan SET name = 'By a tool'")
    other.commit()
    with pytest.raises(Underneath, match="Another program has changed"):
        named(ours, "Lost?")
    ours.reload()
    assert ours.state.plan.name == "By a tool"
    named(ours, "Went on")
    other.execute("UPDATE plan SET name = 'Once more'")
    other.commit()
    other.close()
    assert ours.underneath()
    ours.close()
    assert leftovers(ours.path) == []
    assert Document.open(ours.path, read_only=True).state.plan.name == "Once more"


def test_that_a_file_that_was_only_touched_is_still_ours(ours: Document) -> None:
    os.utime(ours.path, (1_000_000_000, 1_000_000_000))
    assert ours.underneath() == ""
    named(ours, "Went on")
    ours.close()
    assert Document.open(ours.path, read_only=True).state.plan.name == "Went on"


def test_that_a_deleted_plan_can_be_saved_again_with_all_its_history(ours: Document) -> None:
    ours.path.unlink()
    with pytest.raises(Underneath, match=r"plan\.teamtide is not there any more: it was deleted"):
        named(ours, "Lost?")
    assert ours.gone
    state = ours.state
    ours.put_back()
    assert not ours.gone
    assert ours.underneath() == ""
    named(ours, "Went on")
    ours.undo()
    ours.close()
    assert leftovers(ours.path) == []
    found = Document.open(ours.path)
    assert found.state == state
    assert [(e.label, e.undone) for e in found.history] == [
        *((label, False) for label in NAMED),
        ("Changed the plan's name to Went on", True),
    ]
    found.close()


def test_that_a_deleted_plan_leaves_nothing_behind_when_it_is_closed(ours: Document) -> None:
    ours.path.unlink()
    ours.close()
    assert list(ours.path.parent.iterdir()) == []


def test_that_a_plan_whose_folder_is_gone_can_be_saved_elsewhere(
    ours: Document, tmp_path: Path
) -> None:
    state = ours.state
    shutil.rmtree(ours.path.parent)
    with pytest.raises(Underneath):
        named(ours, "Lost?")
    with pytest.raises(StoreError, match="can't be written"):
        ours.put_back()
    ours.copy_to(tmp_path / "mine.teamtide")
    ours.close()
    assert_is(tmp_path / "mine.teamtide", state, *NAMED)


def test_that_a_moved_plan_takes_along_what_was_in_the_log(ours: Document) -> None:
    moved = ours.path.with_name("moved.teamtide")
    state = ours.state
    ours.path.rename(moved)
    with pytest.raises(Underneath, match="it was moved or renamed"):
        named(ours, "Lost?")
    ours.close()
    assert [p.name for p in moved.parent.iterdir()] == ["moved.teamtide"]
    assert_is(moved, state, *NAMED)


def test_that_a_plan_that_was_moved_and_is_back_goes_on(ours: Document) -> None:
    away = ours.path.with_name("away.teamtide")
    ours.path.rename(away)
    with pytest.raises(Underneath):
        named(ours, "Refused")
    away.rename(ours.path)
    named(ours, "Went on")
    ours.close()
    assert Document.open(ours.path, read_only=True).state.plan.name == "Went on"


def test_that_a_log_of_ours_that_was_deleted_is_noticed(ours: Document, tmp_path: Path) -> None:
    state = ours.state
    Path(f"{ours.path}-wal").unlink()
    with pytest.raises(Underneath):
        named(ours, "Lost?")
    ours.copy_to(tmp_path / "mine.teamtide")
    ours.close()
    assert Document.open(tmp_path / "mine.teamtide", read_only=True).state == state


def test_that_our_own_folding_of_a_long_log_is_not_taken_for_somebody_else(
    ours: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(underneath, "_FOLDED_AT", 300_000)
    log = Path(f"{ours.path}-wal")
    sizes = []
    for number in range(12):
        named(ours, f"{number}" * 15_000)
        sizes.append(log.stat().st_size)
    assert max(sizes) < 300_000
    assert 0 in sizes
    assert ours.underneath() == ""
    ours.close()
    assert leftovers(ours.path) == []
    assert len(Document.open(ours.path, read_only=True).history) == 14


def test_that_a_folded_plan_is_whole_in_the_file_alone_and_stays_ours(
    ours: Document, tmp_path: Path
) -> None:
    before = ours.path.read_bytes()
    ours.fold_log()
    assert ours.path.read_bytes() != before
    assert Path(f"{ours.path}-wal").stat().st_size == 0
    alone = tmp_path / "alone.teamtide"
    shutil.copy(ours.path, alone)
    assert Document.open(alone, read_only=True).state == ours.state
    folded = ours.path.read_bytes()
    ours.fold_log()
    assert ours.path.read_bytes() == folded
    assert ours.underneath() == ""
    named(ours, "Went on")
    ours.close()
    assert leftovers(ours.path) == []


@pytest.mark.parametrize("put", WAYS)
def test_that_our_log_is_not_folded_into_somebody_elses_file(
    ours: Document, foreign: Path, put: Way
) -> None:
    put(ours.path, foreign)
    ours.fold_log()
    assert ours.path.read_bytes() == foreign.read_bytes()
    ours.close()
    assert ours.path.read_bytes() == foreign.read_bytes()


def test_that_a_reader_does_not_keep_us_from_writing_or_folding(
    ours: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(underneath, "_FOLDED_AT", 300_000)
    reader = Store.open(ours.path, writable=False)
    reader._connection.execute("BEGIN")
    reader._connection.execute("SELECT count(*) FROM plan").fetchone()
    for number in range(12):
        named(ours, f"{number}" * 15_000)
    assert ours.underneath() == ""
    reader.close()
    named(ours, "Last")
    ours.close()
    assert leftovers(ours.path) == []
    assert Document.open(ours.path, read_only=True).state.plan.name == "Last"
