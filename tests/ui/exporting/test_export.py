"""The export from the window: what is asked, what the helper is told, and what comes of it."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
import python_calamine as calamine
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QProgressBar, QProgressDialog, QWidget
from pytestqt.qtbot import QtBot

from teamtide.plan import commands
from teamtide.plan.document import Document
from teamtide.plan.rows import Person, Scenario
from teamtide.ui.errands import Errand
from teamtide.ui.exporting.options import Choice, ExportDialog
from teamtide.ui.main_window import MainWindow

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def window(document: Document, qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow()
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show_document(document)
    made.show()
    yield made
    made.close()


def asked(window: MainWindow, qtbot: QtBot) -> ExportDialog:
    window.files.choose_export()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ExportDialog)
    return dialog


def option_of(window: MainWindow) -> str:
    assert window.session is not None
    state = window.session.state
    return next(row.name for row in state.rows(Scenario) if row.id != state.today)


def test_that_everything_is_exported_unless_something_is_unticked(
    window: MainWindow, qtbot: QtBot
) -> None:
    dialog = asked(window, qtbot)
    assert dialog.choice == Choice()
    assert not dialog.key.isEnabled()
    qtbot.keyClick(dialog.discreet, Qt.Key.Key_Space)
    assert dialog.key.isEnabled()
    qtbot.keyClick(dialog.key, Qt.Key.Key_Space)
    qtbot.keyClick(dialog.folder, Qt.Key.Key_Space)
    for box in dialog.boxes.values():
        qtbot.keyClick(box, Qt.Key.Key_Space)
    assert dialog.choice == Choice((), discreet=True, key=True, csv=True, hinges=False)
    assert not dialog.hinges.isEnabled()
    dialog.reject()


def test_that_every_control_of_it_has_a_name(window: MainWindow, qtbot: QtBot) -> None:
    dialog = asked(window, qtbot)
    controls = [*dialog.boxes.values(), dialog.workbook, dialog.folder]
    for control in (*controls, dialog.discreet, dialog.key, dialog.hinges):
        assert control.accessibleName()
        assert "&" not in control.accessibleName().replace("&&", "")
    dialog.reject()


def test_that_what_was_ticked_becomes_words_of_the_command_line() -> None:
    plan, out, key = Path("a.teamtide"), Path("out"), Path("key.csv")
    words = Choice(("One",), discreet=True, key=True, csv=True, hinges=False).words(
        plan, out, "Today", key
    )
    assert words == [
        *("export", "--progress", "--scenario", "One", "--discreet", "--key", "key.csv"),
        *("--csv", "--hinges", "0", "--", "a.teamtide", "out"),
    ]
    assert Choice().words(plan, out, "Today") == [
        "export",
        "--progress",
        "--",
        *map(str, (plan, out)),
    ]
    assert "Today" in Choice(()).words(plan, out, "Today")


def test_that_a_discreet_export_of_some_scenarios_comes_out_of_the_window(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert window.session is not None
    out, key = tmp_path / "sent.xlsx", tmp_path / "kept.csv"
    offered: list[str] = []
    answers = [out, key]

    def answer(_parent: QWidget, _title: str, name: str, _what: str) -> tuple[str, str]:
        offered.append(Path(name).name)
        return str(answers.pop(0)), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    dialog = asked(window, qtbot)
    dialog.discreet.setChecked(True)
    dialog.key.setChecked(True)
    dialog.hinges.setChecked(False)
    dialog.boxes[option_of(window)].setChecked(False)
    qtbot.mouseClick(dialog.done_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(key.exists, timeout=60_000)
    stem = window.session.document.path.stem
    assert offered == [f"{stem}.xlsx", f"{stem} key.csv"]
    with calamine.CalamineWorkbook.from_path(out) as book:
        people = [row[1] for row in book.get_sheet_by_name("People").to_python()[1:]]
        scenarios = book.get_sheet_by_name("Scenarios").to_python()[1:]
    assert people == [f"Person {row.id:02}" for row in window.session.state.rows(Person)]
    assert len(scenarios) == len(window.session.state.rows(Scenario)) - 1
    assert window.session.state.rows(Person)[0].name in key.read_text(encoding="utf-8-sig")
    wait_for_the_end(window, qtbot)


def test_that_a_name_offered_for_a_discreet_file_gives_nobody_away(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert window.session is not None
    state = window.session.state
    first = state.rows(Person)[0]
    stem = window.session.document.path.stem
    window.session.run(lambda state: commands.edit(state, first, name=f"{stem} Zimmermann"))
    offered: list[str] = []

    def answer(_parent: QWidget, _title: str, name: str, _what: str) -> tuple[str, str]:
        offered.append(Path(name).name)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    dialog = asked(window, qtbot)
    dialog.discreet.setChecked(True)
    dialog.done_button.click()
    qtbot.waitUntil(lambda: bool(offered))
    assert offered == [f"Person {first.id:02}.xlsx"]


def test_that_tables_go_to_a_folder_of_their_own(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert window.session is not None
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    dialog = asked(window, qtbot)
    dialog.folder.setChecked(True)
    dialog.hinges.setChecked(False)
    dialog.done_button.click()
    folder = tmp_path / f"{window.session.document.path.stem} tables"
    qtbot.waitUntil(lambda: (folder / "plan-teams.csv").exists(), timeout=60_000)
    wait_for_the_end(window, qtbot)


def test_that_the_progress_of_the_helper_is_shown_and_not_taken_for_an_error(
    qtbot: QtBot, document: Document, tmp_path: Path
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    ends: list[str] = []
    seen: list[int] = []
    out = tmp_path / "out"
    (out / "summary.csv").mkdir(parents=True)
    words = ["export", str(document.path), str(out), "--csv", "--progress", "--hinges", "0"]
    Errand(words, title="Writing…", done=lambda: ends.append(""), failed=ends.append, parent=parent)
    dialog = parent.findChild(QProgressDialog)
    assert dialog is not None
    bar = dialog.findChild(QProgressBar)
    assert bar is not None
    bar.valueChanged.connect(seen.append)
    qtbot.waitUntil(lambda: bool(ends), timeout=60_000)
    (said,) = ends
    assert "summary.csv is a folder" in said
    assert "progress" not in said
    assert max(seen) > 90
    assert seen == sorted(seen)


def test_that_errands_that_are_over_are_let_go(window: MainWindow, qtbot: QtBot) -> None:
    assert window.session is not None
    words, ends = ["info", str(window.session.document.path)], list[str]()
    gone = []
    for number in (1, 2):
        errand = Errand(
            words, title="…", done=lambda: ends.append(""), failed=ends.append, parent=window
        )
        gone.append(weakref.ref(errand))
        window.files.run_errand(errand)
        del errand
        qtbot.waitUntil(partial(_as_many, ends, number), timeout=60_000)
        wait_for_the_end(window, qtbot)
    assert ends == ["", ""]
    gc.collect()
    assert gone[0]() is None


def _as_many(ends: list[str], wanted: int) -> bool:
    return len(ends) == wanted


def wait_for_the_end(window: MainWindow, qtbot: QtBot) -> None:
    """Until the helper has ended and the window has said so."""
    qtbot.waitUntil(lambda: window.findChild(QProgressDialog) is None, timeout=60_000)
