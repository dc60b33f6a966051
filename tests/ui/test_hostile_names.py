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
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
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
)
from pytestqt.qtbot import QtBot

from teamtide.plan.document import Document
from teamtide.plan.rows import Chunk, Person, Project, Row, Scenario, Service, Team
from teamtide.plan.state import State
from teamtide.ui.application import make_application
from teamtide.ui.board.cards import Ref
from teamtide.ui.brief import ink
from teamtide.ui.exporting.options import ExportDialog
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
    traps: dict[str, Any] = {name: f"{TRAP}&Zoë {next(_number)}" for name in names}
    return replace(row, **traps)


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
        elif one.isCharFormat() and one.toCharFormat().anchorHref().startswith(("http:", "file:")):
            found.append(f"link {one.toCharFormat().anchorHref()}")
    return found


def test_that_the_search_finds_what_guesses(qtbot: QtBot) -> None:
    app = make_application([])
    app.setStyleSheet("")
    label = QLabel(TRAP)
    qtbot.addWidget(label)
    label.show()
    assert any("guesses" in said for said in wrongs())
    make_application([])


def test_that_no_view_of_a_plan_takes_a_name_for_anything_else(
    window: MainWindow, qtbot: QtBot
) -> None:
    session = window.session
    assert session is not None
    for action in ("looks.toggle_large", "panels.toggle_moves", "wishing.show_wishes"):
        _do(window, action)
    assert wrongs() == []
    state = session.state
    for kind, cls in (
        ("person", Person),
        ("team", Team),
        ("project", Project),
        ("chunk", Chunk),
        ("service", Service),
    ):
        for row in state.rows(cls)[:2]:
            session.select(Selection(kind, (row.id,)))
            QApplication.processEvents()
            assert wrongs() == []
    session.select(Selection("person", tuple(p.id for p in state.rows(Person))))
    session.select(Selection("team", (state.rows(Team)[0].id,), state.rows(Team)[0].id, week=3))
    for call in ("doings.show_plan", "looks.look_dark", "looks.look_light"):
        _do(window, call)
        assert wrongs() == []


def _do(window: MainWindow, call: str) -> None:
    found: object = window
    for name in call.split("."):
        found = getattr(found, name)
    assert callable(found)
    found()
    QApplication.processEvents()


WINDOWS = (
    "show_tables",
    "panels.show_hinges",
    "panels.show_compare",
    "panels.show_goals",
    "panels.show_brief",
    "panels.toggle_assumptions",
    "wishing.show_people",
    "show_about",
    "show_help",
)


def test_that_no_window_takes_a_name_for_anything_else(window: MainWindow, qtbot: QtBot) -> None:
    for call in WINDOWS:
        _do(window, call)
        assert (call, wrongs()) == (call, [])
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QMessageBox):
            widget.close()


def test_that_no_dialog_takes_a_name_for_anything_else(window: MainWindow, qtbot: QtBot) -> None:
    session = window.session
    assert session is not None
    option = session.state.rows(Scenario)[1]
    for dialog in (
        CopyDialog(session, option, window),
        MakeTodayDialog(session, option, window),
        ExportDialog(session, window),
    ):
        qtbot.addWidget(dialog)
        dialog.show()
        assert wrongs() == []
        dialog.close()


def test_that_no_menu_underlines_a_name(window: MainWindow) -> None:
    session = window.session
    assert session is not None
    state = session.state
    menus: list[QMenu] = []
    for kind, cls in (("person", Person), ("project", Project), ("chunk", Chunk)):
        for row in state.rows(cls)[:3]:
            menus.append(window.menus.card_menu((Ref(kind, row.id, None),), None))
    menus += [window.menus.team_menu(team.id) for team in state.rows(Team)]
    said = 0
    while menus:
        menu = menus.pop()
        menus += [one for one in menu.findChildren(QMenu) if one.parent() is menu]
        for action in menu.actions():
            assert underlined("menu", action.text()) == []
            said += TRAP in action.text()
    assert said > 10


@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_that_tooltips_and_messages_show_names_as_they_are(
    window: MainWindow, qtbot: QtBot
) -> None:
    QToolTip.showText(QPoint(40, 40), TRAP, window)
    tips = [w for w in QApplication.topLevelWidgets() if w.inherits("QTipLabel")]
    assert len(tips) == 1
    assert isinstance(tips[0], QLabel)
    assert tips[0].text() == TRAP
    assert tips[0].textFormat() == Qt.TextFormat.PlainText
    QToolTip.hideText()
    box = QMessageBox(QMessageBox.Icon.Warning, "Teamtide", TRAP, parent=window)
    box.setInformativeText(TRAP)
    qtbot.addWidget(box)
    box.show()
    said = [w for w in box.findChildren(QLabel) if w.text() == TRAP]
    assert len(said) == 2
    assert {w.textFormat() for w in said} == {Qt.TextFormat.PlainText}
    window.complain(f"{TRAP} can't be opened.")
    assert wrongs() == []


def test_that_the_page_of_a_brief_loads_nothing(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    made: list[QTextDocument] = []

    class Watched(QTextDocument):
        def __init__(self) -> None:
            super().__init__()
            made.append(self)

        def loadResource(self, kind: int, name: QUrl | str) -> Any:
            asked.append(str(name))
            return None

    monkeypatch.setattr(ink, "QTextDocument", Watched)
    session = window.session
    assert session is not None
    window.panels.show_brief()
    brief = window.panels.brief
    assert brief is not None
    brief.words.setText(TRAP)
    qtbot.waitUntil(brief.save.isEnabled, timeout=60_000)
    qtbot.waitUntil(lambda: any("<img" in d.toPlainText() for d in made), timeout=60_000)
    assert [said for document in made for said in spoken(document)] == []
    assert asked == []
    control = Watched()
    control.setHtml('<img src="file:///etc/hostname">')
    control.setTextWidth(100)
    assert control.size().height() > 0
    assert spoken(control)
