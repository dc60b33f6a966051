"""Passphrases in the real window: asked for, set, changed, removed, and what a plan gives away."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QCheckBox, QFileDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from teamtide.plan.backups import shelf_of
from teamtide.plan.commands import edit_plan
from teamtide.plan.document import Document
from teamtide.plan.sealed.keys import all_at_hand, held
from teamtide.plan.sealed.layout import is_sealed
from teamtide.ui.compare.earlier import EarlierPage
from teamtide.ui.main_window import MainWindow
from teamtide.ui.passphrase.asking import Unlocking
from teamtide.ui.passphrase.errands import Passphrases
from teamtide.ui.passphrase.fields import Asking
from teamtide.ui.passphrase.setting import (
    ChangePassphrase,
    NewPassphrase,
    RemovePassphrase,
    SetPassphrase,
    strength,
)
from tests.examples import small_state
from tests.plan.full_plan import VERSIONS
from tests.plan.sealed.helpers import CHEAP, PASSPHRASE, cheap_key, opened, readable, words_of

Act = Callable[[Asking], None]


class Answers:
    """Answers dialogs as they come up, one after another; each as soon as it waits."""

    def __init__(self) -> None:
        self.left: list[Act] = []
        self.said: list[str] = []
        self.timer = QTimer()
        self.timer.setInterval(5)
        self.timer.timeout.connect(self._look)
        self.timer.start()

    def then(self, act: Act) -> Answers:
        self.left.append(act)
        return self

    def _look(self) -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, Asking) or not dialog.fields[0].isEnabled() or not self.left:
            return
        if dialog.problem.text():
            self.said.append(dialog.problem.text())
        self.left.pop(0)(dialog)


def type_in(*texts: str) -> Act:
    """Type into the fields in order, and press Enter."""

    def act(dialog: Asking) -> None:
        for field, text in zip(dialog.fields, texts, strict=True):
            field.setText(text)
        dialog.done_button.click()

    return act


def turn_away(dialog: Asking) -> None:
    dialog.cancel.click()


@pytest.fixture
def answers() -> Iterator[Answers]:
    made = Answers()
    yield made
    made.timer.stop()
    assert made.left == []


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    """An empty window whose new passphrases cost nothing."""
    made = MainWindow()
    made.passphrases._cost = CHEAP
    qtbot.addWidget(made)
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


def has_padlock(window: MainWindow) -> bool:
    window.statusBar().clearMessage()  # which stands in its place for a while
    return window.passphrases.padlock.isVisible()


def able(window: MainWindow) -> set[str]:
    names = ("set_passphrase", "change_passphrase", "remove_passphrase")
    return {name for name in names if window.tools[name].isEnabled()}


def test_that_an_encrypted_plan_opens_with_its_passphrase(
    window: MainWindow, answers: Answers, path: Path
) -> None:
    answers.then(type_in("wrong")).then(type_in(PASSPHRASE))
    assert window.open_plan(path)
    (said,) = answers.said
    assert said.startswith("That is not the passphrase of secret.teamtide.")
    assert window.session is not None
    assert window.session.state == small_state()
    assert window.session.document.writable
    assert has_padlock(window)
    assert able(window) == {"change_passphrase", "remove_passphrase"}


def test_that_who_does_not_know_the_passphrase_can_turn_away(
    window: MainWindow, answers: Answers, path: Path
) -> None:
    before = path.read_bytes()
    answers.then(type_in("wrong")).then(turn_away)
    assert not window.open_plan(path)
    assert window.session is None
    assert path.read_bytes() == before
    assert able(window) == set()


def test_that_a_plain_plan_is_opened_without_a_question(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "plain.teamtide"
    Document.create(path, small_state()).close()
    assert window.open_plan(path)
    assert not has_padlock(window)
    assert able(window) == {"set_passphrase"}


def test_that_typing_and_enter_are_all_it_takes(qtbot: QtBot, path: Path) -> None:
    from teamtide.plan.sealed.keys import lock_of

    lock = lock_of(path)
    assert lock is not None
    dialog = Unlocking(path, lock, None)
    qtbot.addWidget(dialog)
    dialog.show()
    (field,) = dialog.fields
    assert field.echoMode() == QLineEdit.EchoMode.Password
    assert not dialog.done_button.isEnabled()
    field.insert(PASSPHRASE[:-1])
    qtbot.keyClicks(field, PASSPHRASE[-1])
    dialog.shown.click()
    assert field.echoMode() == QLineEdit.EchoMode.Normal
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == ""
    assert dialog.key is not None
    dialog.key.release()


def test_that_a_dialog_can_be_left_while_it_works(qtbot: QtBot, path: Path) -> None:
    from teamtide.plan.sealed.keys import lock_of

    lock = lock_of(path)
    assert lock is not None
    dialog = Unlocking(path, lock, None)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.fields[0].setText(PASSPHRASE)
    dialog.go()
    assert not dialog.busy.isHidden()
    dialog.reject()
    assert dialog.key is None
    assert all_at_hand() == ()


def test_that_every_field_and_button_has_a_name(qtbot: QtBot, path: Path) -> None:
    with opened(path) as document:
        for dialog in (
            SetPassphrase(document, None),
            ChangePassphrase(document, None),
            RemovePassphrase(document, None),
            NewPassphrase("Plan", None),
        ):
            qtbot.addWidget(dialog)
            named = [*dialog.findChildren(QLineEdit), *dialog.findChildren(QCheckBox)]
            assert all(widget.accessibleName() for widget in named)
            texts = [label.text() for label in dialog.findChildren(QLabel)]
            texts += [box.text() for box in dialog.findChildren(QCheckBox)]
            letters = [text.partition("&")[2][:1].lower() for text in texts if "&" in text]
            assert len(letters) == len(set(letters))


# --- setting, changing and removing -----------------------------------------------------------


def test_that_a_passphrase_is_set_changed_and_removed_in_the_file_menu(
    window: MainWindow, answers: Answers, tmp_path: Path
) -> None:
    path = tmp_path / "plan.teamtide"
    window.show_document(Document.create(path, small_state()))
    assert window.session is not None
    document = window.session.document

    answers.then(type_in("four short words", "four short words"))
    window.tools["set_passphrase"].trigger()
    assert is_sealed(path)
    assert has_padlock(window)
    assert able(window) == {"change_passphrase", "remove_passphrase"}
    assert window.session.run(lambda state: edit_plan(state, name="Renamed in secret"))
    assert readable(tmp_path, words_of(document.state)) == set()

    answers.then(type_in("not this", "new", "new")).then(type_in("four short words", "new", "new"))
    window.tools["change_passphrase"].trigger()
    assert answers.said[-1].startswith("That is not the passphrase")
    window.session.undo()
    window.session.redo()

    answers.then(type_in("four short words")).then(type_in("new"))
    window.tools["remove_passphrase"].trigger()
    assert not is_sealed(path)
    assert able(window) == {"set_passphrase"}
    assert not has_padlock(window)
    assert document.state.plan.name == "Renamed in secret"


def test_that_two_passphrases_that_differ_are_not_taken(qtbot: QtBot, document: Document) -> None:
    dialog = SetPassphrase(document, None, CHEAP)
    qtbot.addWidget(dialog)
    assert not dialog.done_button.isEnabled()
    dialog.new.setText("one thing")
    dialog.again.setText("one")
    assert dialog.problem.text() == ""
    dialog.again.setText("other")
    assert dialog.problem.text() == "The two are not the same."
    assert not dialog.done_button.isEnabled()
    dialog.go()
    assert document.key is None
    dialog.again.setText("one thing")
    assert dialog.problem.text() == ""
    assert dialog.done_button.isEnabled()


def test_that_only_its_length_is_said_of_a_passphrase() -> None:
    said = [strength("x" * count) for count in (0, 1, 8, 12, 16, 100)]
    words = [text.split(",")[0].split(":")[0] for text in said[1:]]
    assert words == ["Very short", "Short", "Middling", "Long", "Long"]


def test_that_older_copies_that_can_be_read_are_named_and_go_where_that_is_wanted(
    window: MainWindow, answers: Answers, tmp_path: Path
) -> None:
    path = tmp_path / "old.teamtide"
    shutil.copy(VERSIONS / "v1.teamtide", path)
    assert window.open_plan(path)
    kept = tmp_path / "old.teamtide.version-1.bak"  # as earlier versions kept one
    shutil.copy(VERSIONS / "v1.teamtide", kept)
    (backup,) = shelf_of(path).backups
    seen = []

    def leave(dialog: Asking) -> None:
        assert isinstance(dialog, SetPassphrase)
        seen.append((dialog.remove.text(), dialog.remove.isChecked()))
        type_in("one", "one")(dialog)

    def remove(dialog: Asking) -> None:
        assert isinstance(dialog, SetPassphrase)
        dialog.remove.setChecked(True)
        type_in("one", "one")(dialog)

    answers.then(leave)
    window.tools["set_passphrase"].trigger()
    ((text, ticked),) = seen
    assert f"1 backup, {kept.name}" in text
    assert not ticked
    assert kept.exists()
    assert backup.path.exists()
    assert window.view is not None
    left = f"Not encrypted, and still there: 1 backup, {kept.name}."
    assert window.view.told.text.endswith(left)
    answers.then(type_in("one"))
    window.tools["remove_passphrase"].trigger()
    answers.then(remove)
    window.tools["set_passphrase"].trigger()
    assert not kept.exists()
    assert not backup.path.exists()


def test_that_a_new_plan_can_be_encrypted_from_the_beginning(
    window: MainWindow, answers: Answers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "new.teamtide"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    answers.then(turn_away)
    window.tools["new_encrypted_plan"].trigger()
    assert not path.exists()
    answers.then(type_in("one", "one"))
    window.tools["new_encrypted_plan"].trigger()
    assert is_sealed(path)
    assert window.session is not None
    assert window.session.document.key is not None


# --- others -----------------------------------------------------------------------------------


def test_that_a_second_window_asks_and_reads_a_copy(
    window: MainWindow, answers: Answers, path: Path, qtbot: QtBot
) -> None:
    with opened(path) as holder:
        assert window.open_plan(path)  # the key is at hand in this program
        assert window.session is not None
        assert not window.session.document.writable
        assert able(window) == set()
        assert has_padlock(window)
        holder.reseal(cheap_key("changed meanwhile"))
    view = window.view
    assert view is not None
    answers.then(turn_away)
    view._reload()
    assert not window.session.document.writable
    answers.then(type_in("changed meanwhile"))
    view._reload()
    assert window.session.document.writable


def test_that_a_copy_is_encrypted_and_another_plan_to_compare_with_is_asked_for(
    window: MainWindow,
    answers: Answers,
    path: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    copy = tmp_path / "copy.teamtide"
    other = tmp_path / "other.teamtide"
    Document.create(other, small_state(), key=cheap_key("of the other")).close()
    answers.then(type_in(PASSPHRASE))
    assert window.open_plan(path)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(copy), ""))
    window.files.choose_copy()
    assert is_sealed(copy)
    window.panels.show_compare()
    page = next(page for page in QApplication.allWidgets() if isinstance(page, EarlierPage))
    answers.then(turn_away)
    page.open_file(other)
    assert page.source.findData("file") < 0
    answers.then(type_in("of the other"))
    page.open_file(other)
    assert page.source.findData("file") >= 0
    page.open_file(copy)  # the same key
    assert page.source.itemText(page.source.findData("file")) == "copy.teamtide"


def test_that_a_helper_process_is_handed_the_key(
    window: MainWindow, answers: Answers, path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    out = tmp_path / "tables"
    answers.then(type_in(PASSPHRASE))
    assert window.open_plan(path)
    from teamtide.ui.exporting.options import Choice

    window.files.export_to(out, Choice(csv=True, hinges=False))
    assert window.view is not None
    said, problem = window.view.told, window.view.problem
    qtbot.waitUntil(lambda: bool(said.text or problem.text), timeout=60_000)
    assert problem.text == ""
    assert any("Ana" in file.read_text(encoding="utf-8") for file in out.iterdir())


def test_that_nothing_the_app_remembers_or_logs_has_the_passphrase_or_the_key(
    window: MainWindow,
    answers: Answers,
    path: Path,
    data_folder: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    answers.then(type_in("a wrong one")).then(type_in(PASSPHRASE))
    assert window.open_plan(path)
    (key,) = all_at_hand()
    secrets = {PASSPHRASE.encode(), b"a wrong one", key.handed().split()[-1].encode()}
    secrets |= {bytes(key.sealing), bytes(key.heads)}
    answers.then(type_in(PASSPHRASE, "the next one", "the next one"))
    window.tools["change_passphrase"].trigger()
    window.close()
    secrets.add(b"the next one")
    assert (data_folder / "settings.ini").exists()
    for file in (*data_folder.rglob("*"), *path.parent.rglob("*")):
        if file.is_file():
            content = file.read_bytes()
            assert not [secret for secret in secrets if secret in content]
    assert not [secret for secret in secrets if secret in caplog.text.encode()]


def test_that_the_usual_cost_is_what_the_window_takes(window: MainWindow) -> None:
    assert Passphrases(window)._cost is None


def test_that_a_key_is_gone_with_the_plan(window: MainWindow, answers: Answers, path: Path) -> None:
    key = cheap_key()
    with held(key):
        pass
    assert not any(key.sealing)
    answers.then(type_in(PASSPHRASE))
    assert window.open_plan(path)
    (at_hand,) = all_at_hand()
    window.close_plan()
    assert all_at_hand() == ()
    assert not any(at_hand.sealing)
