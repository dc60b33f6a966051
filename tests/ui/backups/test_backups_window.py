"""Backups in the real window: kept while one works, looked at, restored, and salvage of a plan."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from teamtide.plan import commands
from teamtide.plan.backups import DAILY, HOURLY, shelf_of, shelves
from teamtide.plan.document import Document
from teamtide.plan.rows import Person
from teamtide.ui.backups.account import AccountDialog
from teamtide.ui.backups.dialog import RestoreDialog
from teamtide.ui.backups.keeping import LATER, OPENED, SOON, Keeper
from teamtide.ui.backups.lines import BACKUP, LinesModel
from teamtide.ui.main_window import MainWindow
from teamtide.ui.welcome import Welcome
from tests.examples import small_state
from tests.plan.damaging import PAGE, pages_of
from tests.plan.full_plan import full_state


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "plan.teamtide"


@pytest.fixture
def window(path: Path, clock: Clock, qtbot: QtBot) -> Iterator[MainWindow]:
    """The real window on a plan with every table filled."""
    made = MainWindow()
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show_document(Document.create(path, full_state(), clock=clock))
    made.show()
    yield made
    made.close()


@pytest.fixture
def bare(qtbot: QtBot) -> Iterator[MainWindow]:
    """The real window without a plan."""
    made = MainWindow()
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


def keeper_of(window: MainWindow) -> Keeper:
    assert window.rescue.keeper is not None
    return window.rescue.keeper


def remove_person(window: MainWindow, person: int) -> None:
    assert window.session is not None
    assert window.session.run(lambda state: commands.remove(state, [state.get(Person, person)]))


def look(window: MainWindow, qtbot: QtBot) -> None:
    keeper = keeper_of(window)
    with qtbot.waitSignal(keeper.kept):
        keeper.look()


def opened(window: MainWindow) -> RestoreDialog:
    """The dialog as the menu opens it."""
    window.tools["restore_backup"].trigger()
    found = [one for one in window.findChildren(RestoreDialog) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def choose(dialog: RestoreDialog, place: int) -> None:
    """Choose a backup, the newest being 0, by keyboard."""
    items = [
        head.child(row)
        for number in range(dialog.tree.topLevelItemCount())
        if (head := dialog.tree.topLevelItem(number)) is not None
        for row in range(head.childCount())
    ]
    item = items[place]
    assert item is not None
    dialog.tree.setCurrentItem(item)
    dialog.read()


def reasons(path: Path) -> list[str]:
    return [one.reason for one in shelf_of(path).backups]


def welcome(window: MainWindow) -> Welcome:
    page = window.centralWidget()
    assert isinstance(page, Welcome)
    return page


def button(widget: QWidget, words: str) -> QPushButton:
    return next(b for b in widget.findChildren(QPushButton) if words in b.text())


# --- keeping --------------------------------------------------------------------------------


def test_that_the_first_change_of_a_day_and_each_hour_of_changes_are_kept(
    window: MainWindow, path: Path, clock: Clock, qtbot: QtBot
) -> None:
    assert window.session is not None
    remove_person(window, 1)
    look(window, qtbot)
    assert reasons(path) == [DAILY]
    clock.now += timedelta(minutes=30)
    remove_person(window, 2)
    look(window, qtbot)
    assert reasons(path) == [DAILY]
    clock.now += timedelta(minutes=31)
    look(window, qtbot)
    assert reasons(path) == [HOURLY, DAILY]
    clock.now += timedelta(hours=2)
    look(window, qtbot)  # nothing has changed since
    assert reasons(path) == [HOURLY, DAILY]
    clock.now += timedelta(days=1)
    remove_person(window, 3)
    look(window, qtbot)
    assert reasons(path) == [DAILY, HOURLY, DAILY]


def test_that_a_change_has_it_looked_soon_and_again_until_a_copy_is_kept(
    window: MainWindow, path: Path, clock: Clock, qtbot: QtBot
) -> None:
    timer = keeper_of(window)._timer
    assert timer.interval() == OPENED
    remove_person(window, 1)
    assert timer.interval() == SOON
    look(window, qtbot)
    assert not timer.isActive() or timer.interval() == SOON
    timer.stop()
    remove_person(window, 2)
    assert (timer.isActive(), timer.interval()) == (True, SOON)
    look(window, qtbot)  # within the hour
    assert (timer.isActive(), timer.interval()) == (True, LATER)


def test_that_a_full_disk_is_a_sentence_in_passing_and_said_once(
    window: MainWindow, path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert window.session is not None
    remove_person(window, 1)
    said: list[str] = []
    keeper = keeper_of(window)
    keeper.failed.connect(said.append)

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as now:
        now.setattr(os, "fsync", full)
        with qtbot.waitSignal(keeper.failed):
            keeper.look()
        keeper.before("import")
    assert len(said) == 1
    assert "No backup of plan.teamtide could be kept" in window.statusBar().currentMessage()
    assert window.view is not None
    assert not window.view.problem.isVisible()
    assert reasons(path) == []
    look(window, qtbot)
    assert reasons(path) == [DAILY]


def test_that_closing_the_plan_waits_for_a_copy_and_leaves_one_file(
    window: MainWindow, path: Path
) -> None:
    remove_person(window, 1)
    keeper_of(window).look()
    window.close_plan()
    assert reasons(path) == [DAILY]
    assert {one.name for one in path.parent.iterdir()} == {path.name}


def test_that_large_steps_keep_the_plan_as_it_was_before(window: MainWindow, path: Path) -> None:
    assert window.session is not None
    before = window.session.state
    window.session.large_step.emit("import")
    remove_person(window, 1)
    (kept,) = shelf_of(path).backups
    assert kept.reason == "before import"
    assert Document.open(kept.path, read_only=True).state == before


# --- restoring ------------------------------------------------------------------------------


def test_that_a_backup_is_looked_at_restored_in_one_step_and_undone(
    window: MainWindow, path: Path, clock: Clock, qtbot: QtBot
) -> None:
    session = window.session
    assert session is not None
    original = session.state
    session.document.back_up(DAILY)
    clock.now += timedelta(hours=3)
    remove_person(window, 1)
    remove_person(window, 2)
    after = session.state
    dialog = opened(window)
    choose(dialog, 0)
    assert "Would come back: 2 people" in dialog.counts.text()
    rows = [dialog.model.index(row, 1).data() for row in range(dialog.model.rowCount())]
    assert "Person Ana Silva" in rows
    QAbstractItemModelTester(dialog.model)
    assert session.state is after
    history = len(session.document.history)
    qtbot.keyClick(dialog.tree, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert session.state.tables == original.tables
    assert len(session.document.history) == history + 1
    assert reasons(path) == ["before restore", DAILY]
    window.undo()
    assert session.state.tables == after.tables
    window.redo()
    assert session.state.tables == original.tables


def test_that_a_backup_like_the_plan_changes_nothing_and_can_be_opened_all_the_same(
    window: MainWindow, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert window.session is not None
    window.session.document.back_up(DAILY)
    dialog = opened(window)
    assert "nothing would change" in dialog.counts.text()
    assert not dialog.restore_button.isEnabled()
    out = tmp_path / "other.teamtide"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    dialog.new_button.click()
    assert window.session.document.path == out
    assert window.session.state.tables == full_state().tables
    assert not dialog.isVisible()


def test_that_a_plan_without_backups_is_told_when_they_are_made(window: MainWindow) -> None:
    dialog = opened(window)
    assert dialog.empty.isVisible()
    assert "first change of a day" in dialog.empty.text()
    assert not dialog.tree.isVisible()
    assert not dialog.restore_button.isEnabled()
    assert not dialog.new_button.isEnabled()
    dialog.reject()


def test_that_the_backups_of_a_plan_that_is_gone_are_offered(
    window: MainWindow, bare: MainWindow, tmp_path: Path
) -> None:
    gone = tmp_path / "gone.teamtide"
    document = Document.create(gone, small_state())
    document.back_up(DAILY)
    document.close()
    gone.unlink()
    dialog = opened(window)
    assert dialog.source.count() == 2
    dialog.source.setCurrentIndex(1)
    assert "gone" in dialog.source.currentText()
    assert not dialog.restore_button.isVisible()
    assert dialog.new_button.isEnabled()
    assert f"{len(small_state().rows(Person))} people" in dialog.counts.text()
    dialog.reject()
    dialog = opened(bare)
    assert dialog.source.count() == len(shelves()) == 1
    dialog.reject()


def test_that_a_damaged_backup_is_said_so_and_can_not_be_restored(
    window: MainWindow, clock: Clock
) -> None:
    assert window.session is not None
    made = window.session.document.back_up(DAILY)
    assert made is not None
    made.path.write_bytes(made.path.read_bytes()[:9000])
    dialog = opened(window)
    assert made.path.name in dialog.problem.text()
    assert not dialog.restore_button.isEnabled()
    dialog.reject()


def test_that_everything_in_the_dialog_has_a_name_and_is_reached_by_keyboard(
    window: MainWindow, clock: Clock, qtbot: QtBot
) -> None:
    assert window.session is not None
    window.session.document.back_up(DAILY)
    remove_person(window, 1)
    dialog = opened(window)
    dialog.read()
    assert dialog.focusWidget() is dialog.tree
    reached: list[QWidget | None] = []
    for _ in range(8):
        reached.append(dialog.focusWidget())
        focused = dialog.focusWidget()
        assert focused is not None
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    assert {dialog.tree, dialog.table, dialog.restore_button, dialog.new_button} <= set(reached)
    for widget in reached:
        assert widget is not None
        words = widget.text() if isinstance(widget, QAbstractButton) else ""
        assert widget.accessibleName() or words
    item = dialog.tree.currentItem()
    assert item is not None
    assert item.data(0, BACKUP) is dialog.backup
    assert "first change of the day" in item.data(0, Qt.ItemDataRole.AccessibleTextRole)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_that_a_sign_and_a_word_tell_what_comes_back_from_what_goes(window: MainWindow) -> None:
    from teamtide.plan.restoring import BACK, CHANGES, GOES, Line

    model = LinesModel(window)
    model.show_lines([Line(what, "person", "Ana") for what in (BACK, GOES, CHANGES)])
    signs = [model.index(row, 0).data() for row in range(3)]
    assert len({sign[0] for sign in signs}) == 3
    assert all(len(sign) > 2 for sign in signs)


# --- a plan that can't be opened ------------------------------------------------------------


@pytest.fixture
def damaged(path: Path) -> Path:
    """A damaged plan of which there are backups."""
    document = Document.create(path, full_state())
    document.back_up(DAILY)
    document.back_up(HOURLY)
    document.close()
    pages = pages_of(path)["person"]
    whole = bytearray(path.read_bytes())
    for number in pages:
        whole[(number - 1) * PAGE : number * PAGE] = bytes(PAGE)
    path.write_bytes(whole)
    return path


def test_that_a_damaged_plan_is_refused_with_the_ways_out(
    bare: MainWindow, damaged: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = damaged.read_bytes()
    assert not bare.open_plan(damaged)
    page = welcome(bare)
    # what the buttons do is not said again
    assert page.problem.text == "plan.teamtide is damaged; it has not been changed."
    out = tmp_path / "from backup.teamtide"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    button(page, "All its backups").click()
    dialog = next(one for one in bare.findChildren(RestoreDialog) if one.isVisible())
    assert dialog.source.count() == 1
    dialog.reject()
    button(page, "Open its backup of").click()
    assert bare.session is not None
    assert bare.session.document.path == out
    assert bare.session.state.tables == full_state().tables
    assert damaged.read_bytes() == before


def test_that_a_damaged_plan_is_salvaged_into_a_new_one_with_an_account_to_save(
    bare: MainWindow,
    damaged: Path,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = damaged.read_bytes()
    bare.open_plan(damaged)
    proposed: list[str] = []

    def chosen(_parent: object, _title: str, name: str, _what: str) -> tuple[str, str]:
        proposed.append(name)
        return name, ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)
    button(welcome(bare), "Salvage").click()
    qtbot.waitUntil(lambda: bare.findChild(AccountDialog) is not None, timeout=20_000)
    dialog = bare.findChild(AccountDialog)
    assert dialog is not None
    assert "People: all lost" in dialog.text.toPlainText()
    dialog.copy_button.click()
    assert QGuiApplication.clipboard().text() == dialog.text.toPlainText()
    account = tmp_path / "account.txt"
    dialog.save_to(account)
    assert account.read_text("utf-8") == dialog.text.toPlainText()
    dialog.save_to(tmp_path / "no such folder" / "account.txt")
    assert "can't be written" in dialog.told.text()
    dialog.open_button.click()
    assert bare.session is not None
    assert str(bare.session.document.path) == proposed[0]
    assert "salvaged" in proposed[0]
    assert damaged.read_bytes() == before


def test_that_what_can_not_be_salvaged_is_a_sentence(
    bare: MainWindow, damaged: Path, qtbot: QtBot
) -> None:
    page = welcome(bare)
    bare.rescue.salvage_to(damaged, damaged)
    qtbot.waitUntil(lambda: bool(page.problem.text), timeout=20_000)
    assert "exists already" in page.problem.text


def test_that_a_plan_that_is_gone_is_refused_with_its_backup(bare: MainWindow, path: Path) -> None:
    document = Document.create(path, full_state())
    document.back_up(DAILY)
    document.close()
    path.unlink()
    assert not bare.open_plan(path)
    words = [one.text() for one in welcome(bare).findChildren(QPushButton)]
    assert any("Open its backup of" in one for one in words)
    assert not any("Salvage" in one for one in words)
