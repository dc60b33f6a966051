"""Encrypted plans in the real window: their backups, copies to merge, files changed underneath."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from teamtide.plan.backups import DAILY, shelf_of
from teamtide.plan.commands import edit_plan
from teamtide.plan.document import Document
from teamtide.plan.sealed.keys import all_at_hand, held
from teamtide.plan.sealed.layout import SECTOR, is_sealed
from teamtide.ui.backups.dialog import RestoreDialog
from teamtide.ui.banner import Banner
from teamtide.ui.main_window import MainWindow
from teamtide.ui.merging.dialog import MergeDialog
from teamtide.ui.passphrase.fields import Asking
from teamtide.ui.passphrase.setting import SetPassphrase
from tests.examples import small_state
from tests.plan.sealed.helpers import (
    CHEAP,
    PASSPHRASE,
    cheap_key,
    opened,
    readable,
    unlocked,
    words_of,
)

NEW = "four short words"


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    """An empty window whose new passphrases cost nothing."""
    made = MainWindow()
    made.passphrases._cost = CHEAP
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    yield made
    made.close()
    assert all_at_hand() == ()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An encrypted plan."""
    made = tmp_path / "secret.teamtide"
    Document.create(made, small_state(), key=cheap_key()).close()
    return made


@pytest.fixture
def answer() -> Iterator[Callable[[str | None], None]]:
    """Types what is given into the next dialog that asks for a passphrase; None turns away."""
    left: list[str | None] = []
    timer = QTimer()
    timer.setInterval(5)

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, Asking) or not left or not dialog.fields[0].isEnabled():
            return
        text = left.pop(0)
        if text is None:
            dialog.cancel.click()
            return
        for field in dialog.fields:
            field.setText(text)
        if isinstance(dialog, SetPassphrase):
            dialog.remove.setChecked(True)
        dialog.done_button.click()

    timer.timeout.connect(look)
    timer.start()
    yield left.append
    timer.stop()
    assert left == []


def show(window: MainWindow, path: Path, passphrase: str = PASSPHRASE) -> Document:
    with held(unlocked(path, passphrase)):
        assert window.open_plan(path)
    assert window.session is not None
    return window.session.document


def rename(window: MainWindow, name: str) -> None:
    assert window.session is not None
    assert window.session.run(lambda state: edit_plan(state, name=name))


def restoring(window: MainWindow) -> RestoreDialog:
    window.tools["restore_backup"].trigger()
    (found,) = [one for one in window.findChildren(RestoreDialog) if one.isVisible()]
    return found


def press(banner: Banner, text: str, qtbot: QtBot) -> None:
    button = next(b for b in reversed(banner.findChildren(QPushButton)) if b.text() == text)
    qtbot.waitUntil(button.isVisible)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


# --- backups ----------------------------------------------------------------------------------


def test_that_a_backup_opens_with_the_passphrase_of_then(
    window: MainWindow, path: Path, answer: Callable[[str | None], None], data_folder: Path
) -> None:
    document = show(window, path)
    assert window.rescue.keeper is not None
    rename(window, "Then")
    document.back_up(DAILY)
    dialog = restoring(window)
    assert dialog.then is not None
    assert dialog.unlock_button.isHidden()
    dialog.reject()

    document.reseal(cheap_key(NEW))
    rename(window, "Now")
    dialog = restoring(window)
    assert dialog.then is None
    assert dialog.problem.text() == "It was kept under another passphrase than the plan has now."
    assert not dialog.restore_button.isEnabled()
    answer(None)
    dialog.unlock_button.click()
    assert dialog.then is None
    answer("not this")
    answer(PASSPHRASE)
    dialog.unlock_button.click()
    assert dialog.then is not None
    assert dialog.problem.isHidden()
    assert dialog.unlock_button.isHidden()
    assert dialog.restore_button.isEnabled()
    dialog.do_restore()
    assert document.state.plan.name == "Then"
    assert len(all_at_hand()) == 1
    assert all(is_sealed(one.path) for one in shelf_of(path).backups)
    words = words_of(document.state)
    assert readable(data_folder, words) | readable(path.parent, words) == set()


def test_that_a_backup_of_an_encrypted_plan_becomes_a_plan_of_its_own(
    window: MainWindow,
    path: Path,
    answer: Callable[[str | None], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with opened(path) as document:
        document.back_up(DAILY)
    path.unlink()
    dialog = restoring(window)
    assert dialog.problem.text() == "It is encrypted, with the passphrase the plan had then."
    answer(PASSPHRASE)
    dialog.unlock_button.click()
    assert dialog.then is not None
    out = path.with_name("again.teamtide")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(out), ""))
    dialog.new_button.click()  # and is not asked once more
    assert window.session is not None
    assert window.session.document.path == out
    assert is_sealed(out)


def test_that_plain_backups_are_counted_and_go_when_a_passphrase_is_set(
    window: MainWindow, tmp_path: Path, answer: Callable[[str | None], None], data_folder: Path
) -> None:
    path = tmp_path / "plan.teamtide"
    window.show_document(Document.create(path, small_state()))
    assert window.session is not None
    document = window.session.document
    for name in ("One", "Two"):
        rename(window, name)
        document.back_up(DAILY)
    asked = SetPassphrase(document, window, CHEAP)
    text = asked.remove.text()
    assert text == "&Remove its older copies, which are not encrypted:\n2 backups"
    rename(window, "Three")
    document.back_up(DAILY)  # while the dialog is open
    asked.new.setText(NEW)
    asked.again.setText(NEW)
    asked.remove.setChecked(True)
    assert asked.with_key(cheap_key(NEW)) == ""
    asked.reject()
    assert asked.left == []
    assert shelf_of(path).backups == ()
    words = words_of(document.state) | {b"Three"}
    assert readable(data_folder, words) | readable(tmp_path, words) == set()

    document.reseal(None)
    document.back_up(DAILY)
    answer("another")
    window.tools["set_passphrase"].trigger()
    assert "still there" not in window.statusBar().currentMessage()
    assert shelf_of(path).backups == ()


def test_that_a_change_of_the_passphrase_says_what_opens_with_the_old_one(
    window: MainWindow, path: Path, answer: Callable[[str | None], None]
) -> None:
    document = show(window, path)
    document.back_up(DAILY)
    answer(PASSPHRASE)
    window.tools["change_passphrase"].trigger()
    said = window.statusBar().currentMessage()
    assert "1 backup of it from before is encrypted with the passphrase of then" in said


def test_that_a_damaged_encrypted_plan_offers_its_backups_and_no_salvage(
    window: MainWindow, path: Path, answer: Callable[[str | None], None]
) -> None:
    with opened(path) as document:
        document.back_up(DAILY)
    damaged = bytearray(path.read_bytes())
    damaged[3 * SECTOR] ^= 1
    path.write_bytes(damaged)
    answer(PASSPHRASE)
    assert not window.open_plan(path)
    texts = [b.text() for b in window.findChildren(QPushButton) if b.isVisible()]
    assert any(text.startswith("Open its backup of") for text in texts)
    assert not any("Salvage what" in text for text in texts)


# --- copies, and files changed underneath -----------------------------------------------------


def test_that_a_copy_with_another_passphrase_is_asked_for_and_merged(
    window: MainWindow, path: Path, tmp_path: Path, answer: Callable[[str | None], None]
) -> None:
    theirs = tmp_path / "theirs.teamtide"
    with opened(path) as document:
        document.copy_to(theirs)
    with opened(theirs) as document:
        document.apply(edit_plan(document.state, name="Theirs"))
        document.reseal(cheap_key("theirs"))
    document = show(window, path)
    answer(None)
    window.merges.merge_from(theirs)
    assert window.findChild(MergeDialog) is None
    answer("theirs")
    window.merges.merge_from(theirs)
    dialog = window.findChild(MergeDialog)
    assert dialog is not None
    dialog.do()
    assert document.state.plan.name == "Theirs"
    assert len(all_at_hand()) == 1
    assert is_sealed(path)


def changed(path: Path, passphrase: str | None) -> None:
    """Let another computer have given the file another passphrase, or none."""
    other = path.with_name("other.teamtide")
    shutil.copy(path, other)
    with opened(other) as document:
        document.apply(edit_plan(document.state, name="Theirs"))
        document.reseal(None if passphrase is None else cheap_key(passphrase))
    other.replace(path)


@pytest.mark.parametrize("passphrase", ["theirs", None])
def test_that_a_file_changed_underneath_is_read_again_with_the_passphrase_it_has(
    window: MainWindow,
    path: Path,
    qtbot: QtBot,
    answer: Callable[[str | None], None],
    passphrase: str | None,
) -> None:
    document = show(window, path)
    rename(window, "Ours")
    assert window.view is not None
    with held(unlocked(path)):
        changed(path, passphrase)
    window.underneath.look()
    if passphrase is not None:
        answer(None)
        press(window.view.problem, "Reload", qtbot)
        assert document.state.plan.name == "Ours"
        assert document.key is not None
        answer(passphrase)
    press(window.view.problem, "Reload", qtbot)
    assert document.state.plan.name == "Theirs"
    assert (document.key is None) is (passphrase is None)
    assert ("It is not encrypted there" in window.view.told.text) is (passphrase is None)
    assert window.passphrases.padlock.isHidden() is (passphrase is None)


@pytest.mark.parametrize("passphrase", ["theirs", None])
def test_that_what_was_done_here_is_merged_into_a_file_with_another_passphrase(
    window: MainWindow,
    path: Path,
    answer: Callable[[str | None], None],
    passphrase: str | None,
) -> None:
    document = show(window, path)
    with held(unlocked(path)):
        changed(path, passphrase)
    window.underneath.look()
    if passphrase is not None:
        answer(passphrase)
    window.merges.merge_into_file()
    dialog = window.findChild(MergeDialog)
    assert dialog is not None
    assert ("will be readable in it" in dialog.about.text()) is (passphrase is None)
    dialog.do()
    assert dialog.problem.text() == ""
    assert document.state.plan.name == "Theirs"
    assert is_sealed(path) is (passphrase is not None)
    assert len(all_at_hand()) <= 2  # that of now, and that of what was here before
