"""The import with keys alone: every part is reached, and every choice can be made."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from teamtide.plan.commands import edit
from teamtide.plan.rows import Person
from teamtide.ui.import_wizard.dialog import ImportDialog
from teamtide.ui.import_wizard.mapping_header import FieldBox
from teamtide.ui.session import Session
from tests.examples import ANA
from tests.exchange.helpers import seats
from tests.ui.import_wizard.helpers import answered, column_of, focused, list_of, opened, write

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

Key = Qt.Key
SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
FIRST = "ID,Name,Title\n1,Ana Silva,Engineer\n"
NEXT = (
    "ID,Name,Title,Department,Ort der Arbeit\n"
    "1,Ana Silva,Lead,Squad,Porto\n"
    "2,Eve Nowak,Engineer,Cloud,Oslo\n"
    "3,Zed Zimmer,Engineer,Sqad,Rome\n"
)


@pytest.fixture
def dialog(session: Session, tmp_path: Path, qtbot: QtBot) -> ImportDialog:
    opened(session, write(tmp_path, FIRST), qtbot).do_import()
    ana = session.state.get(Person, ANA)
    assert session.run(lambda state: edit(state, ana, title="Manager"))
    return opened(session, write(tmp_path, NEXT), qtbot)


def press(
    qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    qtbot.keyClick(focused(), key, modifier)


def go_to(qtbot: QtBot, wanted: type[QWidget] | QWidget, key: Qt.Key = Key.Key_F6) -> QWidget:
    """Press a key until something has the keyboard."""
    for _ in range(20):
        there = focused()
        if there is wanted or (isinstance(wanted, type) and isinstance(there, wanted)):
            return there
        press(qtbot, key)
    raise AssertionError(f"{key} never reaches {wanted}")


def test_that_a_column_a_team_and_a_conflict_are_settled_and_imported_with_keys_alone(
    session: Session, dialog: ImportDialog, qtbot: QtBot
) -> None:
    assert focused() is dialog.import_button
    # The last column is the location.
    go_to(qtbot, FieldBox)
    for _ in range(4):
        press(qtbot, Key.Key_Tab)
    box = focused()
    assert isinstance(box, FieldBox)
    assert box.accessibleName() == "Column Ort der Arbeit is"
    qtbot.keyClicks(box, "loc")
    answered(dialog, qtbot)
    assert focused() is box
    # “Sqad” is the squad, by its list; “Cloud” goes to the second column, by its number.
    go_to(qtbot, QTabBar)
    while dialog.shelf.currentWidget() is not dialog.shelf.teams:
        press(qtbot, Key.Key_Right)
    press(qtbot, Key.Key_F6)
    table = dialog.shelf.teams.table
    assert focused() is table
    while table.choices.line(table.currentIndex().row()).key != "Sqad":
        press(qtbot, Key.Key_Down)
    press(qtbot, Key.Key_Return)
    popup = list_of(qtbot, table).view()
    qtbot.keyClick(popup, Key.Key_Home)
    qtbot.keyClick(popup, Key.Key_Down)
    qtbot.keyClick(popup, Key.Key_Return)
    answered(dialog, qtbot)
    assert focused() is table
    while table.choices.line(table.currentIndex().row()).key != "Cloud":
        press(qtbot, Key.Key_Up)
    press(qtbot, Key.Key_2)
    answered(dialog, qtbot)
    assert set(column_of(table)) == {"Squad", "Infrastructure"}
    # The conflict is the file's.
    press(qtbot, Key.Key_F6, SHIFT)
    while dialog.shelf.currentWidget() is not dialog.shelf.conflicts:
        press(qtbot, Key.Key_Right)
    press(qtbot, Key.Key_F6)
    press(qtbot, Key.Key_2)
    answered(dialog, qtbot)
    assert column_of(dialog.shelf.conflicts.table) == ["the file’s"]
    go_to(qtbot, dialog.import_button)
    press(qtbot, Key.Key_Return)
    assert dialog.result() == ImportDialog.DialogCode.Accepted
    people = {row.name: row for row in session.state.rows(Person)}
    assert people["Ana Silva"].title == "Lead"
    assert people["Eve Nowak"].location == "Oslo"
    placed = seats(session.state)
    assert (placed["Zed Zimmer"], placed["Eve Nowak"]) == ("Squad", "Infrastructure")


def test_that_f6_goes_round_all_parts_and_back(dialog: ImportDialog, qtbot: QtBot) -> None:
    header, shelf = dialog.view.header, dialog.shelf
    parts = [
        dialog.heading.row,
        header.box(0),
        dialog.view,
        shelf.tabBar(),
        shelf.problems.list,
        dialog.import_button,
    ]
    dialog.import_button.setFocus()
    for part in parts:
        press(qtbot, Key.Key_F6)
        assert focused() is part
    for part in [*reversed(parts[:-1]), parts[-1]]:
        press(qtbot, Key.Key_F6, SHIFT)
        assert focused() is part


def test_that_alt_and_arrows_walk_along_the_columns(dialog: ImportDialog, qtbot: QtBot) -> None:
    header = dialog.view.header
    header.box(0).setFocus()
    before = dict(dialog.settled.choices.columns)
    for column in (1, 2, 1):
        step = Key.Key_Right if column > focused().column else Key.Key_Left  # type: ignore[attr-defined]
        press(qtbot, step, ALT)
        assert focused() is header.box(column)
    assert dict(dialog.settled.choices.columns) == before


def test_that_enter_on_a_problem_leads_to_its_cell_and_does_not_import(
    session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    path = write(
        tmp_path, "Name,Email,FTE\nEve Nowak,eve@x.org,abc\nZed Low,zed@x.org,1\n", "other.csv"
    )
    dialog = opened(session, path, qtbot)
    before = session.state
    dialog.shelf.problems.list.setFocus()
    press(qtbot, Key.Key_End)
    press(qtbot, Key.Key_Return)
    assert dialog.view.currentIndex() == dialog.view.preview.index(0, 2)
    assert dialog.isVisible()
    assert session.state is before


def test_that_rules_are_removed_and_reordered_with_keys(
    session: Session, dialog: ImportDialog, qtbot: QtBot
) -> None:
    tab = dialog.shelf.disciplines
    dialog.shelf.setCurrentWidget(tab)
    tab.rules.setFocus()
    for words in ("one", "two", "three"):
        press(qtbot, Key.Key_Insert)
        line = focused()
        qtbot.keyClicks(line, words)
        qtbot.keyClick(line, Key.Key_Return)
        qtbot.waitUntil(lambda: focused() is tab.rules)
    assert [words for words, _ in dialog.settled.choices.titles] == ["three", "two", "one"]
    press(qtbot, Key.Key_Down, ALT)
    assert [words for words, _ in dialog.settled.choices.titles] == ["two", "three", "one"]
    press(qtbot, Key.Key_Delete)
    assert [words for words, _ in dialog.settled.choices.titles] == ["two", "one"]
    answered(dialog, qtbot)
    assert dialog.isVisible()


def test_that_escape_leaves_a_field_before_it_leaves_the_import(
    session: Session, dialog: ImportDialog, qtbot: QtBot
) -> None:
    tab = dialog.shelf.disciplines
    dialog.shelf.setCurrentWidget(tab)
    tab.rules.setFocus()
    press(qtbot, Key.Key_Insert)
    qtbot.keyClick(focused(), Key.Key_Escape)
    qtbot.waitUntil(lambda: focused() is tab.rules)
    assert dialog.isVisible()
    press(qtbot, Key.Key_Escape)
    assert not dialog.isVisible()


def test_that_every_control_that_takes_the_keyboard_has_a_name(
    dialog: ImportDialog, qtbot: QtBot
) -> None:
    tab = Qt.FocusPolicy.TabFocus
    nameless = []
    for widget in dialog.findChildren(QWidget):
        takes = (widget.focusPolicy() & tab) == tab
        inside = isinstance(widget.parent(), (QAbstractSpinBox, QComboBox))
        inside = inside or widget.window() is not dialog  # the lists of combo boxes
        said = widget.accessibleName()
        if isinstance(widget, QAbstractButton):
            said = said or widget.text()
        if takes and not inside and not said and "qt_" not in widget.objectName():
            nameless.append(f"{type(widget).__name__} in {type(widget.parent()).__name__}")
    assert nameless == []


def test_that_tab_goes_through_the_whole_import_in_reading_order(
    dialog: ImportDialog, qtbot: QtBot
) -> None:
    dialog.heading.row.setFocus()
    places: list[int] = []
    for _ in range(60):
        press(qtbot, Key.Key_Tab)
        there = QApplication.focusWidget()
        if there is dialog.cancel_button:
            break
        assert there is not None
        places.append(there.mapTo(dialog, there.rect().topLeft()).y())
    assert focused() is dialog.cancel_button
    assert len(places) > 10
    assert not [step for step in pairwise(places) if step[1] < step[0] - 40]
