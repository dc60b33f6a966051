"""The ways into the import: the menu, files dropped on the window, a table pasted on the board."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from teamtide.exchange.books.sources import Pasted
from teamtide.plan.document import Document
from teamtide.plan.rows import Person
from teamtide.ui.import_wizard.clipboard import looks_like_table
from teamtide.ui.import_wizard.dialog import ImportDialog
from teamtide.ui.main_window import MainWindow
from tests.ui.import_wizard.helpers import answered, write

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

CTRL = Qt.KeyboardModifier.ControlModifier
NONE, LEFT, COPY = (
    Qt.KeyboardModifier.NoModifier,
    Qt.MouseButton.LeftButton,
    Qt.DropAction.CopyAction,
)
TABLE = "Name\tTeam\tFTE\nEve Nowak\tSquad\t0,8\nZoë Łuk\tSquad\t1\n"


@pytest.fixture
def window(document: Document, qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow()
    qtbot.addWidget(made)
    made.resize(1440, 860)
    made.show_document(document)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    QGuiApplication.clipboard().clear()
    made.close()


def wizard(window: MainWindow, qtbot: QtBot) -> ImportDialog:
    """The import that is open."""
    qtbot.waitUntil(lambda: bool(open_ones(window)))
    (dialog,) = open_ones(window)
    answered(dialog, qtbot)
    return dialog


def open_ones(window: MainWindow) -> list[ImportDialog]:
    return [one for one in window.findChildren(ImportDialog) if one.isVisible()]


def names(window: MainWindow) -> set[str]:
    assert window.session is not None
    return {row.name for row in window.session.state.rows(Person)}


def drop(window: MainWindow, paths: Sequence[Path]) -> bool:
    """Drop files on the window; whether it takes them."""
    assert window.view is not None
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    enter = QDragEnterEvent(QPoint(50, 50), COPY, data, LEFT, NONE)
    enter.ignore()
    QApplication.sendEvent(window.view, enter)
    if enter.isAccepted():
        QApplication.sendEvent(window.view, QDropEvent(QPointF(50, 50), COPY, data, LEFT, NONE))
    return enter.isAccepted()


# --- pasted ----------------------------------------------------------------------------------


def test_that_a_table_pasted_on_the_board_is_shown_before_it_is_imported(
    window: MainWindow, qtbot: QtBot
) -> None:
    QGuiApplication.clipboard().setText(TABLE)
    assert window.view is not None
    window.view.board.setFocus()
    qtbot.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_V, CTRL)
    dialog = wizard(window, qtbot)
    assert dialog.title.full == "The clipboard: 2 people"
    assert not names(window) & {"Eve Nowak", "Zoë Łuk"}
    dialog.do_import()
    assert {"Eve Nowak", "Zoë Łuk"} <= names(window)
    assert window.session is not None
    entry = window.session.document.next_undo
    assert entry is not None
    assert entry.label == "Imported 2 people from the clipboard"


def test_that_pasting_into_a_field_is_the_fields(window: MainWindow, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText(TABLE)
    assert window.view is not None
    line = window.view.finder
    assert isinstance(line, QLineEdit)
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_V, CTRL)
    assert "Eve Nowak" in line.text()
    assert not open_ones(window)


@pytest.mark.parametrize("text", ["", "hello", "Dear all, see you\n"])
def test_that_a_clipboard_without_a_table_says_what_to_copy(
    window: MainWindow, qtbot: QtBot, text: str
) -> None:
    QGuiApplication.clipboard().setText(text)
    window.tools["import_clipboard"].trigger()
    assert not open_ones(window)
    assert window.view is not None
    assert window.view.problem.text.startswith("There is no table in the clipboard.")


def test_that_files_copied_in_a_file_manager_are_imported(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(write(tmp_path, TABLE, "staff.csv")))])
    QGuiApplication.clipboard().setMimeData(data)
    window.tools["import_clipboard"].trigger()
    assert wizard(window, qtbot).title.full == "staff.csv: 2 people"


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        (TABLE, True),
        ("Name;Team\nEve;Squad", True),
        ("Name\nEve\n", False),
        ("Name\tTeam", False),
        ("\n\n", False),
    ],
)
def test_that_a_table_is_told_from_a_sentence(text: str, is_one: bool) -> None:
    assert looks_like_table(text) is is_one


# --- dropped ---------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["csv", "tsv", "txt", "ssv"])
def test_that_text_tables_of_every_ending_are_taken_when_dropped(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, ending: str
) -> None:
    assert drop(window, [write(tmp_path, TABLE, f"staff.{ending}")])
    assert wizard(window, qtbot).title.full == f"staff.{ending}: 2 people"


def test_that_an_ods_is_taken_and_a_picture_is_not(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    corner = Path(__file__).parents[2] / "data" / "corner" / "any_sheets.ods"
    assert not drop(window, [write(tmp_path, "x", "photo.png")])
    assert drop(window, [corner])
    assert wizard(window, qtbot).windowTitle().startswith("Import any_sheets.ods")


def test_that_several_dropped_files_come_one_after_another(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    one = write(tmp_path, "Name,Team\nEve Nowak,Squad\n", "one.csv")
    two = write(tmp_path, "Name,Team\nZed Zimmer,Squad\n", "two.tsv")
    assert drop(window, [one, write(tmp_path, "x", "photo.png"), two])
    assert window.statusBar().currentMessage() == "Left out, as no spreadsheet: photo.png."
    first = wizard(window, qtbot)
    assert first.windowTitle() == "Import one.csv (1 of 2)"
    first.do_import()
    second = wizard(window, qtbot)
    assert second.windowTitle() == "Import two.tsv (2 of 2)"
    second.do_import()
    assert {"Eve Nowak", "Zed Zimmer"} <= names(window)
    qtbot.waitUntil(lambda: not window.findChildren(ImportDialog))


def test_that_cancelling_one_of_several_files_leaves_the_rest_and_says_so(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    paths = [write(tmp_path, "Name,Team\nEve Nowak,Squad\n", f"{n}.csv") for n in range(3)]
    drop(window, paths)
    wizard(window, qtbot).reject()
    assert window.statusBar().currentMessage() == "2 other files were not imported."
    qtbot.waitUntil(lambda: not window.findChildren(ImportDialog))


def test_that_a_pasted_text_is_no_file(window: MainWindow, qtbot: QtBot) -> None:
    window.files.import_sources((Pasted("  "),))
    dialog = wizard(window, qtbot)
    assert dialog.title.full == "The clipboard can’t be imported"
    assert dialog.problem.text().startswith("The clipboard holds no text.")
