"""The window on a plan whose file somebody else changes: it says so, and each way out leads out."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from teamtide.plan.commands import add, edit, edit_plan
from teamtide.plan.document import Document
from teamtide.plan.fresh import blank
from teamtide.plan.rows import Person, Team
from teamtide.ui.banner import Banner
from teamtide.ui.main_window import MainWindow
from teamtide.ui.merging.dialog import MergeDialog
from tests.conftest import ticking
from tests.examples import ANA, BO


@pytest.fixture
def window(document: Document, qtbot: QtBot) -> MainWindow:
    made = MainWindow()
    qtbot.addWidget(made, before_close_func=let_go)
    made.resize(1100, 700)
    made.show_document(document)
    made.show()
    return made


def let_go(window: QWidget) -> None:
    """Answer what is asked where a test left a plan whose file is not its own."""
    assert isinstance(window, MainWindow)
    if window.session is not None and not window.underneath.kept:
        answer("Close Without It")


@pytest.fixture
def theirs(document: Document, tmp_path: Path) -> Path:
    """What another computer made of the plan: Bo is elsewhere; here, Ana works less."""
    path = tmp_path / "theirs.teamtide"
    document.copy_to(path)
    other = Document.open(path, clock=ticking())
    other.apply(edit(other.state, other.state.get(Person, BO), location="There"))
    other.close()
    document.apply(edit(document.state, document.state.get(Person, ANA), fte=0.5))
    return path


def replace(document: Document, theirs: Path) -> bytes:
    incoming = document.path.with_name("incoming")
    shutil.copy(theirs, incoming)
    incoming.replace(document.path)
    return theirs.read_bytes()


def banner(window: MainWindow) -> str:
    assert window.view is not None
    return window.view.problem.text if window.view.problem.isVisible() else ""


def press(window: MainWindow, text: str, qtbot: QtBot, where: Banner | None = None) -> None:
    assert window.view is not None
    buttons = (where or window.view.problem).findChildren(QPushButton)
    button = next(b for b in reversed(buttons) if b.text() == text)
    qtbot.waitUntil(button.isVisible)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def rename(window: MainWindow, name: str) -> bool:
    assert window.session is not None
    return window.session.run(lambda state: edit_plan(state, name=name))


def answer(text: str) -> None:
    """Press a button of the question that is about to be asked."""

    def pressing() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        next(b for b in box.buttons() if b.text() == text).click()

    QTimer.singleShot(0, pressing)


@pytest.fixture
def saving_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the file dialog is told to save."""
    path = tmp_path / "mine.teamtide"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(path), ""))
    return path


def test_that_a_replaced_file_is_noticed_without_anything_being_done(
    window: MainWindow, document: Document, theirs: Path, qtbot: QtBot
) -> None:
    replace(document, theirs)
    qtbot.waitUntil(lambda: "taken the place" in banner(window))
    assert window._saved.text() == "Not saved: see above"


def test_that_it_is_noticed_when_the_window_comes_to_the_front(
    window: MainWindow, document: Document, theirs: Path
) -> None:
    window.underneath.put_away()
    assert banner(window) == ""
    replace(document, theirs)
    QApplication.sendEvent(window, QEvent(QEvent.Type.WindowActivate))
    assert "taken the place" in banner(window)


def test_that_a_refused_change_says_what_can_be_done(
    window: MainWindow, document: Document, theirs: Path
) -> None:
    content = replace(document, theirs)
    state = document.state
    assert not rename(window, "Lost?")
    assert "Nothing of yours is lost" in banner(window)
    assert document.state is state
    assert document.path.read_bytes() == content


def test_that_nothing_is_exported_from_a_file_that_is_not_the_plan_on_screen(
    window: MainWindow, document: Document, theirs: Path, tmp_path: Path
) -> None:
    replace(document, theirs)
    out = tmp_path / "out.xlsx"
    window.files.export_to(out)
    assert "taken the place" in banner(window)
    assert not out.exists()


def test_that_reload_takes_what_is_there(
    window: MainWindow, document: Document, theirs: Path, qtbot: QtBot
) -> None:
    replace(document, theirs)
    window.underneath.look()
    press(window, "Reload", qtbot)
    assert banner(window) == ""
    assert window._saved.text() == "All changes saved"
    assert document.state.get(Person, BO).location == "There"
    assert document.state.get(Person, ANA).fte == 1.0
    assert rename(window, "Went on")


def test_that_what_reload_let_go_can_still_be_saved_and_merged(
    window: MainWindow, document: Document, theirs: Path, saving_to: Path, qtbot: QtBot
) -> None:
    before = document.state
    replace(document, theirs)
    window.underneath.look()
    press(window, "Reload", qtbot)
    assert window.view is not None
    told = window.view.told
    assert "What was in this window before can be saved" in told.text
    press(window, "Save What Was Here…", qtbot, told)
    assert Document.open(saving_to, read_only=True).state == before
    press(window, "Merge It…", qtbot, told)
    dialog = window.findChild(MergeDialog)
    assert dialog is not None
    dialog.do()
    assert document.state.get(Person, ANA).fte == 0.5
    assert document.state.get(Person, BO).location == "There"


def test_that_merge_puts_what_was_done_here_on_top_of_what_is_there(
    window: MainWindow, document: Document, theirs: Path, qtbot: QtBot
) -> None:
    replace(document, theirs)
    window.underneath.look()
    press(window, "Merge…", qtbot)
    dialog = window.findChild(MergeDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.isVisible)
    dialog.do()
    assert banner(window) == ""
    assert document.state.get(Person, BO).location == "There"
    assert document.state.get(Person, ANA).fte == 0.5
    labels = [entry.label for entry in document.history]
    assert labels == ["Changed location of Bo Chen to There", "Merged what was open here"]
    window.close()
    found = Document.open(document.path, read_only=True)
    assert found.state.get(Person, ANA).fte == 0.5


def test_that_a_file_changed_once_more_while_merging_is_asked_about_again(
    window: MainWindow, document: Document, theirs: Path, qtbot: QtBot
) -> None:
    replace(document, theirs)
    window.underneath.look()
    window.merges.merge_into_file()
    dialog = window.findChild(MergeDialog)
    assert dialog is not None
    other = Document.open(theirs, clock=ticking())
    other.apply(edit(other.state, other.state.get(Person, BO), title="Lead"))
    other.close()
    replace(document, theirs)
    dialog.do()
    assert dialog.isVisible()
    assert "changed once more" in dialog.problem.text()
    dialog.do()
    assert not dialog.isVisible()
    assert document.state.get(Person, BO).title == "Lead"
    assert document.state.get(Person, ANA).fte == 0.5


def test_that_a_copy_of_mine_can_be_saved_and_opened(
    window: MainWindow, document: Document, theirs: Path, saving_to: Path, qtbot: QtBot
) -> None:
    content = replace(document, theirs)
    state = document.state
    window.underneath.look()
    press(window, "Save Mine as a Copy…", qtbot)
    assert "Your plan is saved as mine.teamtide" in banner(window)
    press(window, "Open the Copy", qtbot)
    assert window.session is not None
    assert window.session.document.path == saving_to
    assert window.session.state == state
    assert rename(window, "Went on")
    assert document.path.read_bytes() == content


def test_that_a_way_that_is_closed_says_why_and_leaves_the_others_open(
    window: MainWindow,
    document: Document,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    state = document.state
    stranger = blank(name="Other", start=date(2026, 1, 5))
    for name in ("A", "B", "C", "D"):
        stranger = stranger.apply(add(stranger, Team, name=name))
    other = tmp_path / "other.teamtide"
    Document.create(other, stranger).close()
    replace(document, other)
    window.underneath.look()
    press(window, "Merge…", qtbot)
    assert "not copies of one plan" in banner(window)
    (tmp_path / "incoming").write_bytes(b"half of a download")
    (tmp_path / "incoming").replace(document.path)
    press(window, "Reload", qtbot)
    assert "is not a Teamtide plan" in banner(window)
    nowhere = tmp_path / "nowhere" / "mine.teamtide"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(nowhere), ""))
    press(window, "Save Mine as a Copy…", qtbot)
    assert "mine.teamtide can't be written" in banner(window)
    document.path.unlink()
    document.path.mkdir()
    press(window, "Reload", qtbot)
    assert "is a folder" in banner(window)
    document.path.rmdir()
    window.underneath.look()
    press(window, "Save It Here Again", qtbot)
    assert banner(window) == ""
    assert document.state is state


def test_that_a_deleted_plan_is_saved_again_by_one_button(
    window: MainWindow, document: Document, qtbot: QtBot
) -> None:
    assert rename(window, "Here")
    document.path.unlink()
    qtbot.waitUntil(lambda: "was deleted" in banner(window))
    press(window, "Save It Here Again", qtbot)
    assert banner(window) == ""
    assert rename(window, "Went on")
    assert document.path.exists()


def test_that_in_a_quiet_moment_the_file_alone_is_the_whole_plan(
    window: MainWindow, document: Document, qtbot: QtBot
) -> None:
    log = Path(f"{document.path}-wal")
    window.underneath._quiet.setInterval(1)
    assert rename(window, "Quiet")
    qtbot.waitUntil(lambda: log.stat().st_size == 0)
    assert banner(window) == ""
    assert rename(window, "Went on")


def test_that_a_plan_that_was_moved_closes_unasked_and_has_everything(
    window: MainWindow, document: Document
) -> None:
    assert rename(window, "Taken along")
    moved = document.path.with_name("moved.teamtide")
    document.path.rename(moved)
    window.close_plan()
    assert Document.open(moved, read_only=True).state.plan.name == "Taken along"


def test_that_a_file_that_is_back_is_no_longer_spoken_of(
    window: MainWindow, document: Document, qtbot: QtBot
) -> None:
    away = document.path.with_name("away")
    document.path.rename(away)
    qtbot.waitUntil(lambda: "moved or renamed" in banner(window))
    away.rename(document.path)
    qtbot.waitUntil(lambda: banner(window) == "")
    assert rename(window, "Went on")


@pytest.mark.parametrize(
    "leave",
    [
        lambda window, _path: window.close_plan(),
        lambda window, _path: window.close(),
        lambda window, path: window.open_plan(path),
    ],
)
def test_that_what_would_be_lost_is_not_let_go_unasked(
    window: MainWindow,
    document: Document,
    theirs: Path,
    leave: Callable[[MainWindow, Path], object],
) -> None:
    replace(document, theirs)
    answer("Stay")
    leave(window, theirs)
    assert window.session is not None
    assert window.session.document is document
    assert document.writable
    answer("Close Without It")
    window.close_plan()
    assert window.session is None


def test_that_saving_a_copy_from_the_question_lets_the_plan_close(
    window: MainWindow, document: Document, theirs: Path, saving_to: Path
) -> None:
    content = replace(document, theirs)
    state = document.state
    answer("Save Mine as a Copy…")
    window.close_plan()
    assert window.session is None
    assert Document.open(saving_to, read_only=True).state == state
    assert document.path.read_bytes() == content
