"""Whatever this program leaves on a disk is for its owner only, though every file were for all."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from teamtide.exchange.replacing import replacing
from teamtide.plan.document import Document
from teamtide.plan.lock import WriteLock, data_folder
from teamtide.plan.store import StoreError
from tests.examples import small_state
from tests.plan.full_plan import ROOT, VERSIONS

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no such modes there")

USE = """
import os, sys
from pathlib import Path
os.umask(0)
from PySide6.QtTest import QTest
from teamtide.exchange.rosters.choices import Choices
from teamtide.exchange.rosters.shapes import Shapes
from teamtide.plan.commands import edit_plan
from teamtide.plan.document import Document
from teamtide.plan.lock import data_folder
from teamtide.ui.application import show_window
from teamtide.ui.lane import _log_file
from teamtide.ui.preferences import preferences
from tests.examples import small_state

folder = Path(sys.argv[1])
Document.create(folder / "plan.teamtide", small_state()).close()
(folder / "old.teamtide").chmod(0o600)
Document.open(folder / "old.teamtide").close()
app, window = show_window(str(folder / "plan.teamtide"))
sys.excepthook = sys.__excepthook__
session = window.session
assert session.run(lambda state: edit_plan(state, name="Zelda Quux leaves"))
session.document.copy_to(folder / "copy.teamtide")
preferences().setValue("some", "thing")
preferences().sync()
Shapes(data_folder()).save(["shape"], Choices(teams={"Ops": "1"}))
_log_file()
try:
    raise ValueError("Zelda Quux leaves")
except ValueError as error:
    import logging
    from teamtide.ui.troubles import Troubles
    app.findChild(Troubles).report(ValueError, error, error.__traceback__)
for path in [*folder.rglob("*"), *data_folder().rglob("*"), data_folder()]:
    print(oct(path.stat().st_mode & 0o777), path)
window.close()
"""


def test_that_everything_is_private_though_the_system_makes_files_for_all(tmp_path: Path) -> None:
    folder, data = tmp_path / "plans", tmp_path / "data"
    folder.mkdir(mode=0o700)
    shutil.copy(VERSIONS / "v1.teamtide", folder / "old.teamtide")
    done = subprocess.run(
        [sys.executable, "-c", USE, str(folder)],
        env={
            **os.environ,
            "TEAMTIDE_DATA": str(data),
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "app"), str(ROOT)]),
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found = {Path(line.split(" ", 1)[1]): line.split(" ")[0] for line in done.stdout.splitlines()}
    names = {path.name for path in found}
    for name in (
        *("plan.teamtide", "plan.teamtide-wal", "plan.teamtide-shm", "copy.teamtide"),
        *("locks", "teamtide.log", "teamtide-worker.log", "settings.ini", "import-shapes.json"),
    ):
        assert name in names
    wrong = {
        str(path): mode
        for path, mode in found.items()
        if mode != ("0o700" if path.is_dir() else "0o600")
    }
    assert wrong == {}
    said = b"".join(path.read_bytes() for path in data.rglob("*") if path.is_file())
    assert b"ValueError" in said
    assert b"Zelda" not in said
    assert b"Zelda" in (folder / "plan.teamtide").read_bytes()


def test_that_a_copy_in_place_of_a_file_for_all_is_private(tmp_path: Path) -> None:
    target = tmp_path / "copy.teamtide"
    target.write_bytes(b"")
    target.chmod(0o666)
    document = Document.create(tmp_path / "plan.teamtide", small_state())
    document.copy_to(target)
    document.close()
    assert target.stat().st_mode & 0o777 == 0o600


def test_that_a_lock_and_its_note_are_private(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        lock = WriteLock(tmp_path / "plan.teamtide")
        assert lock.take()
    finally:
        os.umask(before)
    made = list((data_folder() / "locks").iterdir())
    assert len(made) == 2
    assert {path.stat().st_mode & 0o777 for path in made} == {0o600}
    lock.release()


def test_that_what_is_being_written_is_private_and_gone_after_an_error(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        seen: list[int] = []
        out = tmp_path / "out.xlsx"

        def watch(event: str, arguments: tuple[object, ...]) -> None:
            if event == "os.chmod" and str(arguments[0]).endswith(".part") and watching:
                seen.append(Path(str(arguments[0])).stat().st_mode & 0o777)

        watching = True
        sys.addaudithook(watch)
        with replacing(out) as file:
            file.write(b"names")
        watching = False
        assert seen == [0o600]
        with pytest.raises(RuntimeError, match="stopped"):
            _stopped(out)
        assert [path.name for path in tmp_path.iterdir()] == ["out.xlsx"]
    finally:
        os.umask(before)


def _stopped(out: Path) -> None:
    with replacing(out) as file:
        file.write(b"names")
        raise RuntimeError("stopped")


def test_that_a_folder_of_an_older_teamtide_is_made_private(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TEAMTIDE_DATA")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    folder = tmp_path / "Teamtide"
    folder.mkdir()
    folder.chmod(0o755)
    if sys.platform == "linux":
        assert data_folder() == folder
        assert folder.stat().st_mode & 0o777 == 0o700


def test_that_a_plan_that_cannot_be_made_leaves_nothing(tmp_path: Path) -> None:
    taken = tmp_path / "plan.teamtide"
    taken.mkdir()
    with pytest.raises(StoreError):
        Document.create(taken, small_state(), replace=True)
    document = Document.create(tmp_path / "mine.teamtide", small_state())
    with pytest.raises(StoreError):
        document.copy_to(taken)
    document.close()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["mine.teamtide", "plan.teamtide"]


def test_that_a_rehearsal_leaves_nothing(tmp_path: Path) -> None:
    plan = tmp_path / "plan.teamtide"
    Document.create(plan, small_state()).close()
    raw = sqlite3.connect(plan, isolation_level=None)
    raw.execute("PRAGMA user_version=-1")
    raw.close()
    (tmp_path / "plan.teamtide-journal").write_bytes(b"no journal")
    with pytest.raises(StoreError):
        Document.open(plan)
    assert not list(data_folder().glob("opening-*"))
