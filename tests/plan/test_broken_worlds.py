"""What a plan endures when the world it lives in breaks: one sentence, and the data of before.

The disks here are full and the folders read only for real: a small file system in memory where one
may mount it, a limit on the size of files, another user's rights where one is root. Only the disk
that does not answer is made by the file layer that the tests of power failures record with.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from teamtide.exchange.books.findings import Unwritable
from teamtide.exchange.replacing import replacing
from teamtide.plan import (
    schema,  # noqa: F401  (found now, by who may read it)
)
from teamtide.plan.commands import edit_plan
from teamtide.plan.document import Document
from teamtide.plan.parts import new_part
from teamtide.plan.store import StoreError
from tests.examples import small_state
from tests.plan.full_plan import folder_bytes, full_state, leftovers

LINUX = sys.platform == "linux"
ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed plan with a step of history."""
    return made_at(tmp_path / "plan.teamtide")


def made_at(path: Path) -> Path:
    document = Document.create(path, small_state())
    document.apply(edit_plan(document.state, name="One"))
    document.close()
    return path


def is_what_the_file_says(document: Document) -> None:
    """What is in memory is what is in the file."""
    reader = Document.open(document.path, read_only=True)
    assert reader.state == document.state
    assert [e.label for e in reader.history] == [e.label for e in document.history]
    assert [e.undone for e in reader.history] == [e.undone for e in document.history]


def refused(act: Callable[[], object], *words: str) -> str:
    """The one sentence something is refused with."""
    with pytest.raises((StoreError, Unwritable)) as told:
        act()
    said = str(told.value)
    assert "\n" not in said
    assert said.endswith(".")
    for word in words:
        assert word in said, said
    return said


def renamed(document: Document, name: str) -> Callable[[], object]:
    change = edit_plan(document.state, name=name)
    return lambda: document.apply(change)


# --- full disks -----------------------------------------------------------------------------


@contextlib.contextmanager
def mounted(options: str) -> Iterator[Path]:
    """A file system of its own in memory; skips where one may not have one."""
    if not (LINUX and ROOT):
        pytest.skip("only root may mount a small disk")
    folder = Path(tempfile.mkdtemp())
    disk = ["mount", "-t", "tmpfs", "-o", options, "teamtide-test", str(folder)]
    try:
        if subprocess.run(disk, capture_output=True).returncode != 0:
            pytest.skip("this machine does not let even root mount")
        try:
            yield folder
        finally:
            subprocess.run(["umount", "-l", str(folder)], check=True)
    finally:
        folder.rmdir()


def fill(folder: Path) -> Path:
    """Leave no room; the file that takes it."""
    stuffing = folder / "stuffing"
    with stuffing.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        for size in (65536, 4096, 1):
            with contextlib.suppress(OSError):
                while file.write(bytes(size)) == size:
                    pass
    return stuffing


def test_that_on_a_full_disk_nothing_is_lost_and_the_next_try_is_saved() -> None:
    with mounted("size=2m") as disk:
        document = Document.open(made_at(disk / "plan.teamtide"))
        document.copy_to(disk / "copy.teamtide")
        with replacing(disk / "out.csv") as file:
            file.write(b"old")
        stuffing = fill(disk)
        before = {k: v for k, v in folder_bytes(disk).items() if not k.startswith("plan.")}
        state, history = document.state, document.history
        for act in (renamed(document, "x" * 30_000), document.undo):
            # A short step may still have room in the log, a long one has not.
            with contextlib.suppress(StoreError):
                act()
            is_what_the_file_says(document)
        assert document.state in (state, small_state())
        refused(renamed(document, "y" * 30_000), "plan.teamtide could not be saved", "make room")
        assert len(document.history) == len(history)
        refused(lambda: document.copy_to(disk / "copy.teamtide"), "copy.teamtide can't be written")
        refused(lambda: Document.create(disk / "new.teamtide", full_state()), "new.teamtide")

        def export() -> None:
            with replacing(disk / "out.csv") as file:
                file.write(bytes(100_000))

        refused(export, "out.csv can't be written", "Make room")
        after = {k: v for k, v in folder_bytes(disk).items() if not k.startswith("plan.")}
        assert after == before
        stuffing.unlink()
        renamed(document, "z" * 30_000)()
        document.close()
        again = Document.open(document.path)
        assert again.state.plan.name == "z" * 30_000
        assert again.problems() == []
        while again.undo():
            pass
        assert again.state == small_state()
        again.close()


def test_that_a_plan_on_a_full_disk_closes_and_opens_with_all_that_was_saved() -> None:
    with mounted("size=1m") as disk:
        document = Document.open(made_at(disk / "plan.teamtide"))
        renamed(document, "Two")()
        stuffing = fill(disk)
        document.close()
        with contextlib.suppress(StoreError):  # there may be no room for what opening needs
            Document.open(document.path).close()
        assert Document.open(document.path, read_only=True).state.plan.name == "Two"
        stuffing.unlink()
        again = Document.open(document.path)
        assert again.state.plan.name == "Two"
        again.close()
        assert leftovers(document.path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit here")
def test_that_a_plan_that_may_not_grow_is_a_sentence_and_stays_usable(path: Path) -> None:
    import resource

    document = Document.open(path)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    for number in range(4):
        renamed(document, f"Name {number}")()
        state, history = document.state, document.history
        log = path.with_name(f"{path.name}-wal").stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (log + 3000 * number, hard))
        try:
            refused(renamed(document, "x" * 30_000), "plan.teamtide could not be saved")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert document.state is state
        assert document.history == history
        is_what_the_file_says(document)
    document.undo()
    document.close()
    again = Document.open(path, read_only=True)
    assert again.state.plan.name == "Name 2"


# --- a disk that does not answer ------------------------------------------------------------


def never(_: str) -> bool:
    return False


def only(what: str, point: int, *, and_on: bool = False) -> Callable[[str], bool]:
    """A disk that fails one write or sync, counted from 0, or all from that one on."""
    seen = iter(range(10**9))

    def fails(kind: str) -> bool:
        if kind != what:
            return False
        number = next(seen)
        return number >= point if and_on else number == point

    return fails


def outcome(act: Callable[[], object]) -> str:
    """The sentence something was refused with, or an empty text."""
    try:
        act()
    except StoreError as error:
        return str(error)
    return ""


def test_that_an_error_of_the_disk_at_any_point_of_a_commit_changes_nothing(path: Path) -> None:
    pytest.importorskip("apsw")
    from tests.torture.recording import recording

    with recording(path.parent) as (_, trouble):
        document = Document.open(path)
        for what in ("write", "sync"):
            for point in range(1000):
                state, history = document.state, document.history
                trouble.fails = only(what, point)
                said = outcome(renamed(document, f"{what} {point}" * 900))
                trouble.fails = never
                is_what_the_file_says(document)
                if not said:
                    break
                assert "plan.teamtide could not be saved" in said
                assert document.state is state
                assert document.history == history
            assert point > 0
            document.undo()
            is_what_the_file_says(document)
        assert document.problems() == []
        document.close()
    assert leftovers(path) == []
    assert Document.open(path, read_only=True).state.plan.name == "One"


# apsw has nobody to tell of the second error within one close.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("what", ["write", "sync"])
def test_that_a_disk_that_fails_while_a_plan_is_closed_loses_nothing(path: Path, what: str) -> None:
    pytest.importorskip("apsw")
    from tests.torture.recording import recording

    for point in range(12):
        with recording(path.parent) as (_, trouble):
            document = Document.open(path)
            renamed(document, f"{what} {point}")()
            trouble.fails = only(what, point, and_on=True)
            document.close()
            assert not document.writable
        again = Document.open(path)
        assert again.writable
        assert again.state.plan.name == f"{what} {point}"
        assert again.problems() == []
        again.close()
        assert leftovers(path) == []


# --- places one may not write to ------------------------------------------------------------


@pytest.fixture
def ours(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of an ordinary user, who we are meanwhile: nothing is read only for root."""
    if sys.platform == "win32":
        pytest.skip("rights are others here")
    folder = Path(tempfile.mkdtemp())
    monkeypatch.setenv("TEAMTIDE_DATA", str(folder / "data"))
    if ROOT:
        os.chown(folder, 65534, 65534)
        os.seteuid(65534)
    try:
        yield folder
    finally:
        if ROOT:
            os.seteuid(0)
        for inside, _, _ in os.walk(folder):
            Path(inside).chmod(0o700)
        shutil.rmtree(folder)


def test_that_a_read_only_folder_is_a_sentence_and_can_be_read(ours: Path) -> None:
    folder = ours / "shared"
    folder.mkdir()
    path = made_at(folder / "plan.teamtide")
    with replacing(folder / "out.csv") as file:
        file.write(b"old")
    mine = Document.open(made_at(ours / "mine.teamtide"))
    folder.chmod(0o500)
    before = folder_bytes(folder)
    said = refused(lambda: Document.open(path), "plan.teamtide can't be opened", "read only")
    assert "damaged" not in said
    assert Document.open(path, read_only=True).state.plan.name == "One"
    refused(lambda: Document.create(folder / "new.teamtide", small_state()), "new.teamtide")
    refused(lambda: Document.create(path, small_state(), replace=True), "plan.teamtide")
    refused(lambda: mine.copy_to(path), "plan.teamtide can't be written")
    refused(lambda: replacing(folder / "out.csv").__enter__(), "out.csv can't be written")
    mine.close()
    assert folder_bytes(folder) == before


def test_that_a_folder_that_becomes_read_only_keeps_what_it_can_and_loses_nothing(
    ours: Path,
) -> None:
    folder = ours / "shared"
    folder.mkdir()
    document = Document.open(made_at(folder / "plan.teamtide"))
    renamed(document, "Two")()
    folder.chmod(0o500)
    with contextlib.suppress(StoreError):
        renamed(document, "Three")()
    is_what_the_file_says(document)
    document.close()
    folder.chmod(0o700)
    again = Document.open(document.path)
    assert again.state == document.state
    again.close()
    assert leftovers(document.path) == []


def test_that_a_read_only_file_is_a_sentence_and_can_be_read(ours: Path) -> None:
    path = made_at(ours / "plan.teamtide")
    path.chmod(0o400)
    before = folder_bytes(ours / "data") | {"plan": path.read_bytes().hex()}
    said = refused(lambda: Document.open(path), "plan.teamtide can't be opened", "read only")
    assert "damaged" not in said
    assert Document.open(path, read_only=True).state.plan.name == "One"
    assert folder_bytes(ours / "data") | {"plan": path.read_bytes().hex()} == before
    assert leftovers(path) == []


# --- a file that is not the same any more ---------------------------------------------------


def test_that_a_plan_deleted_underneath_does_no_harm_when_it_is_closed(path: Path) -> None:
    document = Document.open(path)
    renamed(document, "Two")()
    path.unlink()
    with contextlib.suppress(StoreError):
        renamed(document, "Three")()
    document.close()
    document.close()
    assert not document.writable
    for left in leftovers(path):  # a log without its plan is no plan
        assert left.endswith(("-wal", "-shm"))
    with pytest.raises(StoreError, match=r"plan\.teamtide is not there"):
        Document.open(path)
    again = Document.create(path, full_state())
    assert again.state == full_state()
    again.close()
    assert leftovers(path) == []


def test_that_a_plan_put_in_its_place_underneath_is_not_written_to(
    path: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other" / "plan.teamtide"
    other.parent.mkdir()
    stranger = Document.create(other, full_state())
    stranger.apply(edit_plan(stranger.state, name="Stranger"))
    stranger.close()
    content = other.read_bytes()
    document = Document.open(path)
    renamed(document, "Two")()
    other.replace(path)
    with contextlib.suppress(StoreError):
        renamed(document, "Three")()
    assert path.read_bytes() == content
    document.close()
    assert path.read_bytes() == content
    again = Document.open(path)
    assert again.state.plan.name == "Stranger"
    assert again.problems() == []
    again.close()


# --- names ----------------------------------------------------------------------------------

NAMES = [
    "a plan with spaces.teamtide",
    " leading and trailing .teamtide ",
    "🙂 船 Größe.teamtide",
    "50% of #1?.teamtide",
    "plan%20one&x=1;y.teamtide",
    "file:plan?mode=ro.teamtide",
    "-wal",
    "x" * 247,
    "🙂" * 61,
]
if sys.platform == "win32":
    NAMES = NAMES[:1] + NAMES[2:3] + ["plan%20one&x=1;y.teamtide"]


@pytest.mark.parametrize("name", NAMES)
def test_that_any_name_a_folder_takes_is_a_name_for_a_plan(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name[:40]
    folder.mkdir()
    path = made_at(folder / name)
    document = Document.open(path)
    document.copy_to(folder / f"_{name[1:]}")
    document.undo()
    is_what_the_file_says(document)
    document.close()
    assert Document.open(folder / f"_{name[1:]}", read_only=True).state.plan.name == "One"
    made = Document.create(path, full_state(), replace=True)
    made.close()
    with replacing(folder / name) if not name else replacing(folder / f"{name[:60]}.csv") as file:
        file.write(b"x")
    assert sorted(p.name for p in folder.iterdir()) == sorted(
        [name, f"_{name[1:]}", f"{name[:60]}.csv"]
    )


@pytest.mark.parametrize("name", ["x" * 242 + ".teamtide", "🙂" * 62, "x" * 250])
def test_that_a_name_too_long_for_a_plan_is_refused_before_anything_is_done(
    tmp_path: Path, path: Path, name: str
) -> None:
    document = Document.open(path)
    refused(lambda: document.copy_to(tmp_path / name), name, "longer than 247 bytes", "shorter")
    document.close()
    refused(lambda: Document.create(tmp_path / name, small_state()), name, "shorter")
    assert [p.name for p in tmp_path.iterdir()] == ["plan.teamtide"]
    with contextlib.suppress(OSError):
        shutil.copy(path, tmp_path / name)
        refused(lambda: Document.open(tmp_path / name), name, "longer than 247 bytes", "shorter")
        assert Document.open(tmp_path / name, read_only=True).state.plan.name == "One"


@pytest.mark.skipif(sys.platform == "win32", reason="paths are shorter here")
def test_that_a_path_too_long_for_a_database_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / ("d" * 200) / ("e" * 200) / ("f" * 120)
    folder.mkdir(parents=True)
    where = folder / "plan.teamtide"
    refused(lambda: Document.create(where, small_state()), "plan.teamtide", "path", "shorter")
    assert list(folder.iterdir()) == []


# --- clocks ---------------------------------------------------------------------------------


def test_that_a_clock_set_back_changes_no_order(tmp_path: Path) -> None:
    times = [datetime(2026, 5, 1, 12, tzinfo=UTC) + timedelta(hours=h) for h in (0, -9000, 1, -2)]
    clock = iter(times)
    path = tmp_path / "plan.teamtide"
    document = Document.create(path, small_state(), clock=lambda: next(clock))
    for number in range(4):
        renamed(document, f"Name {number}")()
    document.close()
    document = Document.open(path)
    assert [entry.at for entry in document.history] == times
    for number in (2, 1, 0):
        document.undo()
        assert document.state.plan.name == f"Name {number}"
    document.close()
    document = Document.open(path)
    document.redo()
    assert document.state.plan.name == "Name 1"
    document.close()


# --- what killed programs leave -------------------------------------------------------------


def test_that_parts_of_dead_programs_go_and_those_of_living_ones_stay(path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    folder = path.parent
    dead = [
        folder / f".teamtide-{ended.pid}-abc{end}"
        for end in (".part", ".part-journal", ".part-wal", ".part-shm")
    ]
    alive = new_part(path)
    others = [folder / ".teamtide-notes.part", folder / f".teamtide-{ended.pid}-abc.partly"]
    for one in (*dead, *others):
        one.write_bytes(b"x")
    Document.open(path).close()
    left = {p.name for p in folder.iterdir()}
    if sys.platform != "win32":  # where they stay for a day
        assert not left & {p.name for p in dead}
    assert {p.name for p in (alive, path, *others)} <= left
