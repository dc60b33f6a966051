"""Opening the import on real files, waiting for its answers, and pointing at its parts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QCheckBox, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from teamtide.exchange.books.sources import Source
from teamtide.exchange.importing import Import
from teamtide.exchange.rosters.details import Details
from teamtide.ui.import_wizard.choice_table import ChoiceTable
from teamtide.ui.import_wizard.dialog import ImportDialog
from teamtide.ui.import_wizard.reading import Answer
from teamtide.ui.session import Session

LEFT = Qt.MouseButton.LeftButton
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
PATIENCE = 20_000


def opened(session: Session, source: Source, qtbot: QtBot) -> ImportDialog:
    dialog = ImportDialog(session, source)
    qtbot.addWidget(dialog)
    dialog.resize(1100, 760)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    answered(dialog, qtbot)
    return dialog


def answered(dialog: ImportDialog, qtbot: QtBot) -> Import | None:
    """Wait until nothing is asked any more; the answer."""
    qtbot.waitUntil(lambda: not dialog.waiting, timeout=PATIENCE)
    return dialog.found


def found_in(dialog: ImportDialog) -> Import:
    assert dialog.found is not None
    return dialog.found


def details_of(dialog: ImportDialog) -> Details:
    details = found_in(dialog).details
    assert details is not None
    return details


def shown_as(dialog: ImportDialog, **details: Any) -> None:
    """Show the same answer with other details, as if the reading had found them."""
    found = found_in(dialog)
    assert found.details is not None
    dialog._take(Answer(0, found=replace(found, details=replace(found.details, **details))))


def write(folder: Path, text: str, name: str = "roster.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def middle(view: QAbstractItemView, index: QModelIndex) -> QPoint:
    view.scrollTo(index)
    return view.visualRect(index).center()


def click(
    qtbot: QtBot,
    view: QAbstractItemView,
    index: QModelIndex,
    keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    qtbot.mouseClick(view.viewport(), LEFT, keys, middle(view, index))


def tick(qtbot: QtBot, box: QCheckBox) -> None:
    qtbot.mouseClick(box, LEFT, pos=QPoint(8, box.height() // 2))


def open_list(qtbot: QtBot, table: ChoiceTable, row: int) -> QComboBox:
    """Click on the choice of a line; the list that opens."""
    click(qtbot, table, table.choices.index(row, table.choices.choice))
    return list_of(qtbot, table)


def list_of(qtbot: QtBot, table: ChoiceTable) -> QComboBox:
    def box() -> QComboBox | None:
        boxes = table.viewport().findChildren(QComboBox)
        return next((one for one in boxes if one.isVisible()), None)

    qtbot.waitUntil(lambda: (found := box()) is not None and found.view().isVisible())
    found = box()
    assert found is not None
    return found


def pick(qtbot: QtBot, box: QComboBox, value: object) -> None:
    """Click on an entry of a list that is open."""
    row = next(n for n in range(box.count()) if box.itemData(n) == value)
    view = box.view()
    index = box.model().index(row, 0)
    for step in (QPoint(3, 0), QPoint(0, 0)):  # a pointer that is there already does not move
        qtbot.mouseMove(view.viewport(), middle(view, index) + step)
    qtbot.waitUntil(lambda: view.currentIndex() == index)
    click(qtbot, view, index)


def choose(qtbot: QtBot, table: ChoiceTable, row: int, value: object) -> None:
    pick(qtbot, open_list(qtbot, table, row), value)


def column_of(table: ChoiceTable) -> list[str]:
    """What the choices of a table say."""
    model = table.choices
    return [str(model.index(row, model.choice).data()) for row in range(model.rowCount())]


def select(table: ChoiceTable, *rows: int) -> None:
    chosen = QItemSelectionModel.SelectionFlag
    table.clearSelection()
    for row in rows:
        index = table.choices.index(row, 0)
        table.selectionModel().setCurrentIndex(index, chosen.NoUpdate)
        table.selectionModel().select(index, chosen.Select | chosen.Rows)
