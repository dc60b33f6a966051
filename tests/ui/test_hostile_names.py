"""A plan whose every text looks like HTML, a path or an address: on screen it is that text.

Qt takes what looks like HTML for HTML in labels, tooltips and messages, and would open the files
and show the links it speaks of.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QGroupBox,
    QLabel,
    QMenu,
    QMessageBox,
    QTabBar,
    QTextEdit,
    QToolTip,
    QWidget,
)
from pytestqt.qtbot import QtBot

from teamtide.plan.document import Document
from teamtide.plan.rows import Chunk, Goal, Person, Project, Row, Scenario, Service, Team
from teamtide.plan.state import State
from teamtide.ui.application import make_application
from teamtide.ui.board.cards import Ref
from teamtide.ui.brief.making import make_brief
from teamtide.ui.exporting.options import ExportDialog
from teamtide.ui.fields.widgets import LineField
from teamtide.ui.main_window import MainWindow
from teamtide.ui.scenario_dialogs import CopyDialog, MakeTodayDialog
from teamtide.ui.session import Selection
from tests.plan.full_plan import full_state

TRAP = '<img src="file:///etc/hostname"><a href="http://127.0.0.1:9/">'
NAMED = {"name", "title", "reason", "text", "description", "email", "location", "manager", "code"}
_number = itertools.count(1)


def hostile(row: Row) -> Row:
    """A row all of whose free texts are traps, each another."""
    names = [f.name for f in fields(row) if f.name in NAMED and getattr(row, f.name)]
    return replace(row, **{name: f"{TRAP}&Zoë {next(_number)}" for name in names})


def hostile_state() -> State:
    return State.of([hostile(row) for row in full_state().all_rows()])


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    make_application([])
    path = tmp_path / '<img src="x">&.teamtide'
    Document.create(path, hostile_state()).close()
    made = MainWindow()
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.open_plan(path)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()


def wrongs() -> list[str]:
    """What of all there is on screen, or could be, is not shown as it is."""
    found = []
    for widget in QApplication.allWidgets():
        kind = type(widget).__name__
        if isinstance(widget, QLabel) and widget.isVisible() and widget.text():
            if widget.textFormat() == Qt.TextFormat.AutoText:
                found.append(f"{kind} guesses: {widget.text()[:60]}")
            elif widget.textFormat() == Qt.TextFormat.RichText and "<img" in widget.text():
                found.append(f"{kind} is rich: {widget.text()[:60]}")
        if isinstance(widget, QTextEdit):
            found += [f"{kind}: {said}" for said in spoken(widget.document())]
        if isinstance(widget, (QAbstractButton, QGroupBox)):
            text = widget.text() if isinstance(widget, QAbstractButton) else widget.title()
            found += underlined(kind, text)
        if isinstance(widget, QTabBar):
            for at in range(widget.count()):
                found += underlined(kind, widget.tabText(at))
        for action in widget.findChildren(QAction):
            found += underlined("action", action.text())
    return found


def underlined(kind: str, text: str) -> list[str]:
    """Where a letter of a name would be underlined, and its sign lost."""
    return [f"{kind} underlines {text[:90]}"] if re.search("(?<!&)&(&&)*Z", text) else []


def spoken(document: QTextDocument) -> list[str]:
    """The pictures and links of a document, those to the help's own pages left out."""
    found = []
    for one in document.allFormats():
        if one.isImageFormat():
            found.append(f"picture {one.toImageFormat().name()}")
        elif one.isCharFormat() and one.toCharFormat().anchorHref().startswith(("http", "file")):
            found.append(f"link {one.toCharFormat().anchorHref()}")
    return found


def test_that_the_search_finds_what_guesses(qtbot: QtBot) -> None:
    QApplication.setStyleSheet("")  # type: ignore[call-arg,arg-type]
    label = QLabel(TRAP)
    qtbot.addWidget(label)
    label.show()
    assert any("guesses" in said for said in wrongs())
    make_application([])
