"""The window's two doors to templates: a blank one to fill in, and a lead's own to be filled."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.workbook.defined_name import DefinedName
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLabel, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from teamtide.exchange.importing import preview_import
from teamtide.exchange.templates.template import Template
from teamtide.plan.document import Document
from teamtide.plan.rows import Person
from teamtide.ui.main_window import MainWindow
from teamtide.ui.templates.dialog import LEAVE, FillDialog
from tests.exchange.helpers import empty

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def window(document: Document, qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow()
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show_document(document)
    made.show()
    yield made
    made.close()


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A workbook with a name that asks for people, a sheet with a header, and one without."""
    workbook = Workbook()
    staff = workbook.active
    staff.title = "Staff"
    staff["B2"], staff["C2"] = "Name", "FTE"
    staff["B12"] = "Total"
    workbook.create_sheet("Load")["A3"] = "Team"
    workbook["Load"]["B3"] = "Peak"
    workbook.create_sheet("Remarks")["A1"] = "Talk to finance"
    workbook.defined_names["teamtide_people"] = DefinedName(
        "teamtide_people", attr_text="Staff!$B$2"
    )
    path = tmp_path / "own.xlsx"
    workbook.save(path)
    return path


def dialog_for(window: MainWindow, path: Path, qtbot: QtBot) -> FillDialog:
    assert window.session is not None
    made = FillDialog(window.session, Template(path), window)
    qtbot.addWidget(made)
    made.show()
    return made


def chosen(dialog: FillDialog) -> dict[str, str]:
    return {str(line.key): line.words for line in dialog.places.choices.lines}


def choose(dialog: FillDialog, place: str, table: str) -> None:
    dialog.places.choose([place], table)


def sample(dialog: FillDialog) -> list[list[str]]:
    rows = dialog.rows
    return [
        [rows.data(rows.index(r, c)) for c in range(rows.columnCount())]
        for r in range(rows.rowCount())
    ]


def test_that_the_blank_template_is_written_where_asked(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "blank"), ""))
    window.tools["new_template"].trigger()
    found = preview_import(empty(), tmp_path / "blank.xlsx")
    assert found.kind == "plan workbook"
    assert not found.problems
    assert window.view is not None
    assert "choose File ▸ Import… and this file" in window.view.told.text


def test_that_without_a_plan_it_says_to_make_one(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = MainWindow()
    qtbot.addWidget(bare)
    bare.show()
    assert bare.tools["new_template"].isEnabled()
    assert not bare.tools["choose_fill"].isEnabled()
    path = tmp_path / "blank.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    bare.tools["new_template"].trigger()
    box = bare.findChild(QMessageBox)
    assert box is not None
    assert "make a new plan" in box.text()
    box.close()
    bare.close()


def test_that_a_folder_that_does_not_take_it_is_said(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "no" / "blank.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    window.tools["new_template"].trigger()
    assert window.view is not None
    assert "can't be written" in window.view.problem.text


def test_that_the_places_of_a_workbook_are_listed_with_what_they_ask_for(
    window: MainWindow, own: Path, qtbot: QtBot
) -> None:
    dialog = dialog_for(window, own, qtbot)
    QAbstractItemModelTester(dialog.rows)
    assert chosen(dialog) == {
        "teamtide_people": "people: The plan's sheet People",
        "Staff": LEAVE,
        "Load": LEAVE,
        "Remarks": LEAVE,
    }
    assert dialog.wanted == {"teamtide_people": "people"}
    assert sample(dialog)[:2] == [["Name", "FTE"], ["Ana Silva", "1"]]
    assert dialog.fill_button.isEnabled()


def test_that_what_does_not_fit_is_said_and_can_t_be_filled(
    window: MainWindow, own: Path, qtbot: QtBot
) -> None:
    dialog = dialog_for(window, own, qtbot)
    choose(dialog, "Remarks", "people")
    assert "no header row with words of the table people" in dialog.problem.text()
    assert dialog.problem.isVisible()
    assert not dialog.fill_button.isEnabled()
    dialog.places.setCurrentIndex(dialog.places.choices.index(3, 0))
    assert not dialog.sample.isVisible()
    choose(dialog, "Remarks", "")
    assert not dialog.problem.isVisible()
    assert dialog.fill_button.isEnabled()


def test_that_it_is_chosen_by_keys_alone(window: MainWindow, own: Path, qtbot: QtBot) -> None:
    dialog = dialog_for(window, own, qtbot)
    dialog.activateWindow()
    dialog.places.setFocus()
    for _ in range(2):
        qtbot.keyClick(dialog.places, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.places, Qt.Key.Key_Return)
    box = dialog.places.viewport().findChild(QComboBox)
    assert box is not None
    qtbot.waitUntil(lambda: box.view().isVisible())
    at = next(i for i in range(box.count()) if box.itemData(i) == "load")
    view = box.view()
    view.setCurrentIndex(box.model().index(at, 0))
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.wanted.get("Load") == "load")
    assert sample(dialog)[0] == ["Team", "Peak"]
    qtbot.keyClick(dialog.places, Qt.Key.Key_Delete)
    assert "Load" not in dialog.wanted


def test_that_what_was_chosen_is_there_for_the_next_file_of_its_kind(
    window: MainWindow, own: Path, qtbot: QtBot
) -> None:
    first = dialog_for(window, own, qtbot)
    choose(first, "Load", "load")
    choose(first, "teamtide_people", "")
    with qtbot.waitSignal(first.fill_wanted) as told:
        first.fill_button.click()
    assert told.args == [{"teamtide_people": "", "Load": "load"}]
    again = dialog_for(window, own, qtbot)
    assert again.wanted == {"teamtide_people": "", "Load": "load"}
    other = own.with_name("other.xlsx")
    other.write_bytes(own.read_bytes())
    assert dialog_for(window, other, qtbot).wanted == {"teamtide_people": "people"}


def test_that_any_cell_can_be_put_on_the_list(window: MainWindow, own: Path, qtbot: QtBot) -> None:
    dialog = dialog_for(window, own, qtbot)
    qtbot.keyClicks(dialog.cell, "Nowhere!B4")
    qtbot.keyClick(dialog.cell, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert "“Nowhere!B4” is no cell of own.xlsx; write it like Staff!B4" in dialog.problem.text()
    dialog.cell.clear()
    qtbot.keyClicks(dialog.cell, "remarks!C3")
    qtbot.keyClick(dialog.cell, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert not dialog.problem.isVisible()
    assert dialog.places.hasFocus() or not dialog.isActiveWindow()
    assert list(chosen(dialog))[-1] == "Remarks!C3"
    choose(dialog, "Remarks!C3", "teams")
    assert sample(dialog)[0][0] == "Team"
    dialog.fill_button.click()
    again = dialog_for(window, own, qtbot)
    assert again.wanted == {"teamtide_people": "people", "Remarks!C3": "teams"}
    assert chosen(again)["Remarks!C3"].startswith("teams")


def test_that_a_template_is_filled_from_the_menu(
    window: MainWindow, own: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "filled.xlsx"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(own), ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    window.tools["choose_fill"].trigger()
    dialog = window.findChild(FillDialog)
    assert dialog is not None
    dialog.fill_button.click()
    assert window.view is not None
    told = window.view.told
    qtbot.waitUntil(lambda: told.text == "Wrote filled.xlsx.", timeout=60_000)
    assert window.session is not None
    book = load_workbook(out)
    names = [book["Staff"][f"B{row}"].value for row in range(3, 7)]
    book.close()
    assert names == [row.name for row in window.session.state.rows(Person)]


def test_that_what_is_no_template_is_said(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = tmp_path / "own.xlsx"
    text.write_text("Name;FTE", encoding="utf-8")
    window.templates.fill(text)
    assert window.view is not None
    assert "save it as .xlsx" in window.view.problem.text
    assert window.findChild(FillDialog) is None


def test_that_everything_in_the_dialog_has_a_name(
    window: MainWindow, own: Path, qtbot: QtBot
) -> None:
    dialog = dialog_for(window, own, qtbot)
    assert dialog.places.accessibleName()
    assert dialog.sample.accessibleName()
    assert all(button.text() for button in dialog.findChildren(QPushButton))
    assert all(not one.openExternalLinks() for one in dialog.findChildren(QLabel))
    assert QApplication.focusWidget() is not None
