"""Copies of a plan from before: when one is due, which are let go, and that each is whole."""

from __future__ import annotations

import errno
import os
import random
import stat
import subprocess
import sys
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teamtide.plan import backups
from teamtide.plan.backups import (
    BEFORE,
    DAILY,
    HOURLY,
    KEPT,
    Backup,
    due,
    folder_of,
    keep,
    shelf_of,
    shelves,
    too_many,
    too_much,
)
from teamtide.plan.commands import edit_plan
from teamtide.plan.document import Document
from teamtide.plan.rows import Plan
from teamtide.plan.store import StoreError, read_older, take_out
from tests.examples import small_state
from tests.plan.full_plan import VERSIONS, another_program, ended, folder_bytes, heard

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
BEFORE_IMPORT = f"{BEFORE} import"


def copy_of(number: int, at: datetime, reason: str = HOURLY, size: int = 100) -> Backup:
    return Backup(Path(f"{number:06}"), number, at, reason, size)


def rename(document: Document, name: str) -> None:
    document.apply(edit_plan(document.state, name=name))


# --- making ---------------------------------------------------------------------------------


def test_that_a_backup_holds_the_plan_and_its_history_and_is_private(document: Document) -> None:
    rename(document, "Secret wedding")
    made = document.back_up(DAILY)
    assert made is not None
    state, history = read_older(made.path)
    assert state == document.state
    assert [entry.label for entry in history] == [entry.label for entry in document.history]
    assert "Secret" not in str(made.path)
    folder = folder_of(document.path)
    names = {path.name for path in folder.iterdir()}
    assert names == {made.path.name, "plan.json"}
    if sys.platform != "win32":
        assert stat.S_IMODE(folder.stat().st_mode) == stat.S_IMODE(folder.parent.stat().st_mode)
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert "Secret" not in (folder / "plan.json").read_text()


def test_that_backups_are_listed_newest_first_and_named_by_time_and_reason(
    document: Document,
) -> None:
    for reason in (DAILY, HOURLY, BEFORE_IMPORT):
        document.back_up(reason)
    shelf = shelf_of(document.path)
    assert [one.reason for one in shelf.backups] == [BEFORE_IMPORT, HOURLY, DAILY]
    assert shelf.backups[0].name.endswith("-before-import")
    assert shelf.named("latest") is shelf.backups[0]
    assert shelf.named(shelf.backups[1].name) is shelf.backups[1]
    assert shelf.named("000001") is shelf.backups[2]
    assert shelf.named("0000") is None
    assert shelf.named("") is None


def test_that_a_plan_that_did_not_change_needs_no_other_backup(document: Document) -> None:
    assert document.back_up(HOURLY, unless_same=True) is not None
    assert document.back_up(HOURLY, unless_same=True) is None
    rename(document, "Another")
    assert document.back_up(HOURLY, unless_same=True) is not None
    document.undo()
    assert document.back_up(HOURLY, unless_same=True) is not None
    assert len(shelf_of(document.path).backups) == 3


def test_that_a_backup_made_on_another_thread_while_the_plan_changes_is_a_moment_of_it(
    document: Document,
) -> None:
    names = [f"Name {number}" for number in range(60)]
    made: list[Backup | None] = []
    copying = threading.Thread(
        target=lambda: made.extend(document.back_up(HOURLY) for _ in range(8))
    )
    rename(document, "Name 0")
    copying.start()
    for name in names[1:]:
        rename(document, name)
    copying.join()
    assert document.state.plan.name == names[-1]
    assert len(made) == 8
    for one in made:
        assert one is not None
        state, history = read_older(one.path)
        assert state.plan.name in names
        assert len(history) == names.index(state.plan.name) + 1


def test_that_what_can_not_be_written_leaves_the_backups_and_a_sentence(
    document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    document.back_up(DAILY)
    before = folder_bytes(folder_of(document.path))

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as now:
        now.setattr(os, "fsync", full)
        with pytest.raises(StoreError, match=r"plan\.teamtide could be kept: No space"):
            document.back_up(HOURLY)
    assert folder_bytes(folder_of(document.path)) == before
    assert document.back_up(HOURLY) is not None


def test_that_a_damaged_plan_pushes_no_good_backup_away(tmp_path: Path) -> None:
    path = tmp_path / "plan.teamtide"
    document = Document.create(path, small_state())
    for number in range(KEPT[HOURLY]):
        rename(document, f"Name {number}")
        document.back_up(HOURLY)
    document.close()
    before = folder_bytes(folder_of(path))
    document = Document.open(path)
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + bytes(len(whole) - 8192))
    with pytest.raises(StoreError, match=r"No backup of plan\.teamtide could be kept"):
        document.back_up(HOURLY)
    assert folder_bytes(folder_of(path)) == before
    path.write_bytes(whole)
    document.close()


def test_that_the_backups_of_a_plan_that_is_gone_are_found_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "a folder" / "Größe 船.teamtide"
    path.parent.mkdir()
    document = Document.create(path, small_state())
    document.back_up(DAILY)
    document.close()
    (shelf,) = shelves()
    assert (shelf.plan, shelf.gone) == (path.resolve(), False)
    path.unlink()
    (shelf,) = shelves()
    assert shelf.gone
    back = tmp_path / "back.teamtide"
    take_out(shelf.backups[0].path, back)
    again = Document.open(back)
    assert again.state == small_state()
    again.close()


def test_that_a_backup_never_takes_the_place_of_a_file_unasked_nor_of_an_open_plan(
    document: Document, tmp_path: Path
) -> None:
    made = document.back_up(DAILY)
    assert made is not None
    with pytest.raises(StoreError, match=r"plan\.teamtide exists already"):
        take_out(made.path, document.path)
    with pytest.raises(StoreError, match="open for writing"):
        take_out(made.path, document.path, replace=True)
    assert document.back_up(HOURLY, unless_same=True) is None


def test_that_a_backup_of_an_older_version_is_read_and_stays_as_it_is() -> None:
    for path in sorted(VERSIONS.glob("*.teamtide")):
        before = path.read_bytes()
        state, _ = read_older(path)
        assert state.plan.weeks > 0
        assert path.read_bytes() == before
    assert shelves() == []


def test_that_a_plan_open_for_reading_only_makes_no_backup(document: Document) -> None:
    reader = Document.open(document.path, read_only=True)
    with pytest.raises(ValueError, match="reading only"):
        reader.back_up(HOURLY)
    assert shelves() == []


# --- when -----------------------------------------------------------------------------------


def test_that_the_first_change_of_a_day_and_then_each_hour_is_due() -> None:
    assert due([], NOON) == DAILY
    first = copy_of(1, NOON, DAILY)
    assert due([first], NOON + timedelta(minutes=59)) == ""
    assert due([first], NOON + timedelta(hours=1)) == HOURLY
    then = NOON + timedelta(hours=1)
    assert due([copy_of(2, then), first], then + timedelta(minutes=1)) == ""
    assert due([copy_of(2, then), first], NOON + timedelta(days=1)) == DAILY


def test_that_a_clock_that_was_set_back_makes_a_backup_and_not_again_at_once() -> None:
    ahead = [copy_of(1, NOON, DAILY), copy_of(2, NOON + timedelta(days=400))]
    newest_first = ahead[::-1]
    assert due(newest_first, NOON + timedelta(minutes=5)) == HOURLY
    made = copy_of(3, NOON + timedelta(minutes=5))
    assert due([made, *newest_first], NOON + timedelta(minutes=6)) == ""


# --- letting go -----------------------------------------------------------------------------


def some(count: int, chance: random.Random) -> list[Backup]:
    """Copies as they were made one after the other, by a clock that says anything."""
    reasons = [HOURLY, HOURLY, DAILY, BEFORE_IMPORT, f"{BEFORE} restore"]
    return [
        copy_of(
            number,
            NOON + timedelta(hours=chance.randrange(-300_000, 300_000)),
            chance.choice(reasons),
            chance.randrange(1, 1000),
        )
        for number in range(1, count + 1)
    ]


kept = st.builds(some, st.integers(0, 90), st.randoms(use_true_random=False))


@settings(max_examples=60)
@given(kept, st.integers(1, 40_000))
def test_that_copies_go_in_the_order_they_were_made_whatever_the_clock_said(
    found: list[Backup], most: int
) -> None:
    going = too_many(found, most)
    left = [one for one in found if one not in going]
    assert found[-1:] == left[-1:]
    assert sum(one.size for one in left[:-1]) <= most or len(left) <= 1
    counts = Counter(one.sort for one in left)
    assert all(counts[sort] <= number for sort, number in KEPT.items())
    for sort in KEPT:
        numbers = [one.number for one in left if one.sort == sort]
        gone = [one.number for one in going if one.sort == sort]
        assert not gone or not numbers or max(gone) < min(numbers)
    if sum(one.size for one in found) <= most:
        assert {one.sort for one in going} <= {
            sort for sort, number in KEPT.items() if sum(b.sort == sort for b in found) > number
        }
    assert too_many(left, most) == []


@settings(max_examples=40)
@given(st.lists(kept, max_size=4), st.integers(1, 60_000))
def test_that_all_plans_together_take_so_much_and_each_keeps_its_newest(
    plans: list[list[Backup]], most: int
) -> None:
    found = {Path(str(number)): each for number, each in enumerate(plans)}
    going = {id(one) for one in too_much(found, most)}
    left = [[one for one in each if id(one) not in going] for each in plans]
    room = sum(one.size for each in left for one in each)
    assert room <= most or all(len(each) <= 1 for each in left)
    for each, kept_of_it in zip(plans, left, strict=True):
        assert each[len(each) - len(kept_of_it) :] == kept_of_it
        assert bool(each) == bool(kept_of_it)


def test_that_a_year_of_work_with_a_clock_set_back_keeps_the_last_made(tmp_path: Path) -> None:
    plan = tmp_path / "plan.teamtide"
    now = NOON
    for number in range(80):
        now += timedelta(hours=1) if number != 40 else -timedelta(days=3000)
        content = str(number)
        keep(plan, lambda part, text=content: _write(part, text), HOURLY, now)  # type: ignore[misc]
    texts = [one.path.read_text() for one in shelf_of(plan).backups]
    assert texts == [str(number) for number in range(79, 79 - KEPT[HOURLY], -1)]


def _write(part: Path, text: str) -> None:
    part.write_text(text)


def test_that_what_a_killed_program_left_unfinished_is_removed(document: Document) -> None:
    made = document.back_up(DAILY)
    assert made is not None
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    dead = made.path.with_name(f".teamtide-{ended.pid}-0a0b.part")
    busy = made.path.with_name(f".teamtide-{os.getpid()}-0a0b.part")
    dead.write_text("half")
    busy.write_text("half")
    document.back_up(HOURLY)
    assert not dead.exists()
    assert busy.exists()


def test_that_a_program_killed_while_it_copies_leaves_whole_backups_only(tmp_path: Path) -> None:
    plan = tmp_path / "plan.teamtide"
    Document.create(plan, small_state()).close()
    for after in (1, 3):
        copying = another_program(
            "import sys\n"
            "from pathlib import Path\n"
            "from teamtide.plan.commands import edit_plan\n"
            "from teamtide.plan.document import Document\n"
            "document = Document.open(Path(sys.argv[1]))\n"
            "for number in range(10_000):\n"
            "    document.apply(edit_plan(document.state, name=f'Name {number}'))\n"
            "    document.back_up('hourly')\n"
            "    print(number, flush=True)\n",
            str(plan),
        )
        while int(heard(copying)) < after:
            pass
        copying.kill()
        assert ended(copying) == -9
        for one in shelf_of(plan).backups:
            state, history = read_older(one.path)
            ((_, plan_row),) = list(history)[-1].change.of(Plan)
            assert state.plan == plan_row
    document = Document.open(plan)
    document.back_up(HOURLY)
    document.close()


def test_that_what_is_no_backup_is_not_listed_and_not_removed(document: Document) -> None:
    document.back_up(DAILY)
    folder = folder_of(document.path)
    (folder / "my notes.txt").write_text("mine")
    (folder / "000002-20269999T000000Z-hourly.teamtide").write_text("no day")
    (folder / "plan.json").write_text("{")
    assert len(shelf_of(document.path).backups) == 1
    assert shelves() == []
    backups.let_go(folder)
    assert (folder / "my notes.txt").exists()
    document.back_up(HOURLY)
    assert [shelf.plan for shelf in shelves()] == [document.path.resolve()]
