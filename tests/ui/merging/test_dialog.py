"""The merge dialog in the real window: what is asked, what will change, and all of it by keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from teamtide.plan.commands import add, edit, edit_plan, remove
from teamtide.plan.document import Document
from teamtide.plan.fresh import blank
from teamtide.plan.rows import Chunk, Person, Project, Team
from teamtide.ui.main_window import MainWindow
from teamtide.ui.merging.dialog import MergeDialog
from teamtide.ui.merging.steps_model import AFTER, LEFT_OUT, REMOVED, WHO, StepsModel
from tests.conftest import ticking
from tests.examples import ANA, BO, CHURN, CY, PLATFORM, START, UPGRADE


@pytest.fixture
def copy(document: Document, tmp_path: Path) -> Path:
    """A copy in which Ana, Bo and two projects are otherwise than in the plan."""
    path = tmp_path / "copy.teamtide"
    document.apply(edit_plan(document.state, name="Shared"))
    document.copy_to(path)
    other = Document.open(path, clock=ticking())
    state = other.state
    other.apply(edit(state, state.get(Person, ANA), fte=0.5))
    other.apply(edit(other.state, state.get(Person, BO), location="There"))
    other.apply(edit(other.state, state.get(Person, CY), title="Lead"))
    other.apply(edit(other.state, state.get(Project, CHURN), name="Tide"))
    other.close()
    document.apply(edit(document.state, document.state.get(Person, ANA), fte=0.8))
    document.apply(edit(document.state, document.state.get(Person, CY), title="Head"))
    document.apply(edit(document.state, document.state.get(Project, PLATFORM), name="tide"))
    return path


@pytest.fixture
def window(document: Document, qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow()
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show_document(document)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.close()


def opened(window: MainWindow, path: Path, qtbot: QtBot) -> MergeDialog:
    window.merges.merge_from(path)
    dialog = window.findChild(MergeDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def conflicts(dialog: MergeDialog) -> list[tuple[str, ...]]:
    return [(*line.cells, line.words) for line in dialog.table.choices.lines]


def steps(dialog: MergeDialog) -> list[tuple[str, str]]:
    model = dialog.model
    return [
        (model.index(row, WHO).data(), model.index(row, AFTER).data())
        for row in range(model.rowCount())
    ]


def test_that_conflicts_what_will_change_and_what_is_left_out_are_shown(
    window: MainWindow, copy: Path, qtbot: QtBot
) -> None:
    dialog = opened(window, copy, qtbot)
    assert conflicts(dialog) == [
        ("Ana Silva", "FTE", "1", "0.8", "0.5", "ours"),
        ("Cy Young", "title", "none", "Head", "Lead", "ours"),
    ]
    (out, bo) = steps(dialog)
    assert out[0] == "Churn"
    assert out[1].startswith(f"{LEFT_OUT}: There is already a project")
    assert bo == ("Bo Chen", "There")
    assert "3 changes here and 4 changes in copy.teamtide" in dialog.about.text()
    assert "1 thing would break a rule" in dialog.told.text()
    QAbstractItemModelTester(dialog.model)
    QAbstractItemModelTester(dialog.table.choices)
    dialog.reject()


def test_that_it_is_answered_and_merged_by_keys_alone_in_one_step(
    window: MainWindow, copy: Path, qtbot: QtBot
) -> None:
    assert window.session is not None
    before, bytes_before = window.session.state, copy.read_bytes()
    dialog = opened(window, copy, qtbot)
    assert QApplication.focusWidget() is dialog.table
    qtbot.keyClick(dialog.table, Qt.Key.Key_2)
    assert [line[-1] for line in conflicts(dialog)] == ["theirs", "ours"]
    assert ("Ana Silva", "0.5") in steps(dialog)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Delete)
    assert [line[-1] for line in conflicts(dialog)] == ["ours", "ours"]
    qtbot.keyClick(dialog.table, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.table, Qt.Key.Key_2)
    assert [line[-1] for line in conflicts(dialog)] == ["ours", "theirs"]
    assert dialog.merge_button.isDefault()
    for _ in range(12):
        focused = QApplication.focusWidget()
        if focused is dialog.merge_button:
            break
        assert focused is not None
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    qtbot.keyClick(dialog.merge_button, Qt.Key.Key_Space)
    state = window.session.state
    assert state.get(Person, ANA).fte == 0.8
    assert state.get(Person, BO).location == "There"
    assert state.get(Person, CY).title == "Lead"
    assert state.get(Project, CHURN).name == "Churn"
    assert copy.read_bytes() == bytes_before
    entry = window.session.document.next_undo
    assert entry is not None
    assert entry.label == "Merged copy.teamtide"
    window.undo()
    assert window.session.state == before


def test_that_one_button_decides_all_of_them(window: MainWindow, copy: Path, qtbot: QtBot) -> None:
    dialog = opened(window, copy, qtbot)
    qtbot.mouseClick(dialog.all_buttons["theirs"], Qt.MouseButton.LeftButton)
    assert [line[-1] for line in conflicts(dialog)] == ["theirs", "theirs"]
    qtbot.mouseClick(dialog.all_buttons["ours"], Qt.MouseButton.LeftButton)
    assert [line[-1] for line in conflicts(dialog)] == ["ours", "ours"]
    dialog.reject()


def test_that_a_copy_with_nothing_new_can_only_be_left(
    window: MainWindow, document: Document, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "same.teamtide"
    document.copy_to(path)
    dialog = opened(window, path, qtbot)
    assert not dialog.merge_button.isEnabled()
    assert not dialog.table.isVisible()
    assert "nothing to bring in" in dialog.told.text()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_that_a_stranger_or_the_plan_itself_is_refused_in_the_window(
    window: MainWindow, document: Document, tmp_path: Path
) -> None:
    stranger = blank(name="Other", start=START)
    for name in ("A", "B", "C", "D"):
        stranger = stranger.apply(add(stranger, Team, name=name))
    other = tmp_path / "other.teamtide"
    Document.create(other, stranger).close()
    assert window.view is not None
    for path, sentence in (
        (other, "not copies of one plan"),
        (document.path, "is the open plan itself"),
        (tmp_path / "missing.teamtide", "is not there"),
    ):
        window.merges.merge_from(path)
        assert sentence in window.view.problem.text
        assert window.findChild(MergeDialog) is None


def test_that_every_control_of_it_is_called_something(
    window: MainWindow, copy: Path, qtbot: QtBot
) -> None:
    dialog = opened(window, copy, qtbot)
    for button in dialog.findChildren(QPushButton):
        assert button.text() or button.accessibleName()
    assert dialog.table.accessibleName()
    assert dialog.steps.accessibleName()
    dialog.reject()


def test_that_what_goes_and_what_comes_is_told_by_a_sign(
    window: MainWindow, document: Document, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "copy.teamtide"
    document.copy_to(path)
    other = Document.open(path)
    other.apply(remove(other.state, [other.state.get(Chunk, UPGRADE)]))
    other.apply(add(other.state, Team, name="Atlas"))
    other.close()
    dialog = opened(window, path, qtbot)
    assert steps(dialog) == [("Atlas", "+ new, other"), ("Platform / Upgrade", REMOVED)]
    assert StepsModel().rowCount() == 0
    dialog.reject()
