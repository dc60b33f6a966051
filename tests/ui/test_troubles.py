"""Exceptions nobody expected, raised in the real window: one dialog, no names, and on it goes."""

from __future__ import annotations

import gc
import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer, qWarning
from PySide6.QtGui import QGuiApplication, QPaintEvent
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from teamtide.plan.commands import edit_plan
from teamtide.plan.document import Document
from teamtide.ui import application
from teamtide.ui.main_window import MainWindow
from teamtide.ui.troubles import QUIET_S, Troubles
from tests.plan.full_plan import another_program, ended, heard

SECRET = "Ana Silva leaves in March"


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def window(document: Document, qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow()
    qtbot.addWidget(made)
    made.show_document(document)
    made.show()
    yield made
    made.close()


@pytest.fixture
def taking(window: MainWindow, clock: Clock) -> Iterator[Troubles]:
    made = Troubles(clock=clock)
    made.install()
    yield made
    made.uninstall()
    if made.box is not None:
        made.box.close()


def boxes() -> list[QMessageBox]:
    found = [w for w in QApplication.allWidgets() if isinstance(w, QMessageBox) and w.isVisible()]
    return list(found)


def boom(_: object = None) -> None:
    raise KeyError(SECRET)


def shown(qtbot: QtBot, taking: Troubles) -> QMessageBox:
    qtbot.waitUntil(lambda: taking.box is not None)
    assert taking.box is not None
    return taking.box


def settle() -> None:
    for _ in range(5):
        QApplication.processEvents()


def test_that_an_exception_in_a_slot_is_told_and_the_plan_stays_usable(
    window: MainWindow, taking: Troubles, qtbot: QtBot
) -> None:
    session = window.session
    assert session is not None
    session.changed.connect(boom)
    assert session.run(lambda state: edit_plan(state, name="One"))
    box = shown(qtbot, taking)
    assert "Your plan is safe" in box.text()
    assert session.run(lambda state: edit_plan(state, name="Two"))  # with the dialog open
    assert session.undo()
    settle()
    assert boxes() == [box]
    assert "And 2 more like it" in box.informativeText() or taking._words.isActive()
    qtbot.waitUntil(lambda: "And 2 more like it" in box.informativeText())
    assert box.windowModality() == Qt.WindowModality.NonModal
    box.close()
    settle()
    assert boxes() == []
    session.changed.disconnect(boom)
    assert session.run(lambda state: edit_plan(state, name="Three"))
    path = window.session.document.path if window.session else Path()
    assert session.state.plan.name == "Three"
    assert Document.open(path, read_only=True).state.plan.name == "Three"


def test_that_details_and_log_hold_no_text_of_an_exception(
    window: MainWindow, taking: Troubles, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    def deep() -> None:
        try:
            boom()
        except KeyError as error:
            raise ValueError(f"no such person: {SECRET}") from error

    with caplog.at_level(logging.DEBUG):
        QTimer.singleShot(0, deep)
        box = shown(qtbot, taking)
        copy = next(b for b in box.buttons() if "Copy" in b.text())
        copy.click()
        copied = QGuiApplication.clipboard().text()
        for said in (box.detailedText(), copied, caplog.text):
            assert "ValueError" in said
            assert "KeyError" in said
            assert "test_troubles.py" in said
            assert SECRET not in said
            assert "Ana" not in said
            assert str(Path.home()) + "/" not in said
    assert "Teamtide" in copied


def test_that_a_storm_is_one_dialog_with_a_count(
    window: MainWindow, taking: Troubles, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    timer = QTimer(window)
    timer.timeout.connect(boom)
    with caplog.at_level(logging.ERROR):
        timer.start(0)
        box = shown(qtbot, taking)
        qtbot.waitUntil(lambda: taking._more >= 100)
        timer.stop()
        settle()
        assert boxes() == [box]
        qtbot.waitUntil(lambda: f"And {taking._more:,} more" in box.informativeText())
    assert len(caplog.records) < 20


def test_that_painting_that_fails_is_told_once_and_not_inside_the_painting(
    window: MainWindow, taking: Troubles, clock: Clock, qtbot: QtBot
) -> None:
    class Broken(QWidget):
        def paintEvent(self, event: QPaintEvent) -> None:
            assert taking.box is None or taking.box.isVisible()
            raise RuntimeError(SECRET)

    broken = Broken(window)
    broken.resize(200, 200)
    broken.show()
    box = shown(qtbot, taking)
    for _ in range(20):
        broken.update()
        settle()
    assert boxes() == [box]
    clock.now += 60
    box.close()
    broken.update()  # what lay under the dialog
    settle()
    assert boxes() == []
    clock.now += QUIET_S * 2
    broken.update()
    again = shown(qtbot, taking)
    again.close()
    settle()
    clock.now += QUIET_S * 1.5  # twice as long now
    broken.update()
    settle()
    assert boxes() == []
    broken.hide()


def test_that_another_trouble_is_told_after_the_first(
    window: MainWindow, taking: Troubles, qtbot: QtBot
) -> None:
    QTimer.singleShot(0, boom)
    shown(qtbot, taking).close()
    settle()
    QTimer.singleShot(0, boom)
    settle()
    assert boxes() == []
    QTimer.singleShot(0, lambda: [][1])
    assert "IndexError" in shown(qtbot, taking).detailedText()


def test_that_a_dialog_that_goes_with_its_window_makes_room_for_another(
    window: MainWindow, taking: Troubles, qtbot: QtBot
) -> None:
    other = QWidget()
    other.show()
    QTimer.singleShot(0, boom)
    box = shown(qtbot, taking)
    box.setParent(other)
    other.deleteLater()
    qtbot.waitUntil(lambda: taking.box is None)
    QTimer.singleShot(0, lambda: int("x"))
    assert shown(qtbot, taking).isVisible()


def test_that_an_exception_in_a_thread_is_told_in_the_window(
    window: MainWindow, taking: Troubles, qtbot: QtBot
) -> None:
    thread = threading.Thread(target=boom)
    thread.start()
    thread.join()
    box = shown(qtbot, taking)
    assert box.thread() is QApplication.instance().thread()  # type: ignore[union-attr]
    assert SECRET not in box.detailedText()


def test_that_what_can_t_be_raised_is_logged_without_its_text(
    window: MainWindow, taking: Troubles, caplog: pytest.LogCaptureFixture
) -> None:
    class Odd:
        def __del__(self) -> None:
            raise ValueError(SECRET)

    with caplog.at_level(logging.ERROR):
        odd = Odd()
        del odd
        gc.collect()
    assert "ValueError" in caplog.text
    assert SECRET not in caplog.text
    assert boxes() == []


@pytest.mark.no_qt_log
def test_that_what_qt_complains_of_is_logged_without_its_text(
    window: MainWindow, taking: Troubles, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        qWarning(f"QFile: {SECRET}")
    assert "QtWarningMsg" in caplog.text
    assert SECRET not in caplog.text


INTERRUPTED = """
import sys
from PySide6.QtCore import QTimer
from teamtide.ui.application import make_application
from teamtide.ui.troubles import Troubles

app = make_application([])
taking = Troubles(app)
taking.install()
def interrupt():
    raise KeyboardInterrupt
QTimer.singleShot(0, interrupt)
code = app.exec()
print("ended", code, taking.box)
"""


def test_that_ctrl_c_ends_the_program() -> None:
    program = another_program(INTERRUPTED)
    assert heard(program) == "ended 0 None"
    assert ended(program) == 0


def test_that_the_real_start_takes_exceptions_and_keeps_a_private_log(
    data_folder: Path, qtbot: QtBot
) -> None:
    before = sys.excepthook
    app, window = application.show_window(None)
    qtbot.addWidget(window)
    taking = app.findChild(Troubles)
    assert taking is not None
    handler = application.log.handlers[-1]
    try:
        assert sys.excepthook == taking.report
        button = QPushButton("Break", window)
        button.clicked.connect(boom)
        button.click()
        assert "Your plan is safe" in shown(qtbot, taking).text()
        handler.flush()
        text = (data_folder / "teamtide.log").read_text(encoding="utf-8")
        assert "KeyError" in text
        assert SECRET not in text
    finally:
        taking.uninstall()
        if taking.box is not None:
            taking.box.close()
        taking.setParent(None)
        application.log.removeHandler(handler)
        handler.close()
        window.close()
    assert sys.excepthook == before
