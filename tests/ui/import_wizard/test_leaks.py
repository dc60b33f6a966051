"""An import that is over leaves nothing behind: no window, no thread, no reading."""

from __future__ import annotations

import gc
import threading
import weakref
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt, QThreadPool
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from teamtide.ui.import_wizard.dialog import ImportDialog
from teamtide.ui.import_wizard.reading import Reader
from teamtide.ui.session import Session
from tests.ui.import_wizard.helpers import PATIENCE, answered, choose, write

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

TEXT = "Name,Team,Title\nEve Nowak,Data,Wizard\nAnna Silva,Ops,Lead\n"


def deleted(qtbot: QtBot) -> None:
    """Let what waits to be deleted go."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    gc.collect()


@pytest.mark.parametrize("way", ["imported", "cancelled", "cancelled while reading"])
def test_that_an_import_that_is_over_leaves_nothing_behind(
    session: Session, tmp_path: Path, qtbot: QtBot, way: str
) -> None:
    deleted(qtbot)
    path = write(tmp_path, TEXT)
    windows = set(map(id, QApplication.topLevelWidgets()))
    threads = set(threading.enumerate())
    dialog = ImportDialog(session, path)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.show()
    gone = weakref.ref(dialog)
    if way != "cancelled while reading":
        answered(dialog, qtbot)
        dialog.shelf.setCurrentWidget(dialog.shelf.teams)
        choose(qtbot, dialog.shelf.teams.table, 0, "Squad")
        answered(dialog, qtbot)
    if way == "imported":
        dialog.do_import()
    else:
        dialog.reject()
    del dialog
    qtbot.waitUntil(lambda: not Reader._busy, timeout=PATIENCE)
    assert QThreadPool.globalInstance().waitForDone(PATIENCE)
    deleted(qtbot)
    assert gone() is None
    assert {id(one) for one in QApplication.topLevelWidgets()} <= windows
    assert set(threading.enumerate()) <= threads
