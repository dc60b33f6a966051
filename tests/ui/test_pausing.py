"""Pausing, cancelling and delaying by menu and by keyboard, in the real window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from teamtide.plan.commands import edit
from teamtide.plan.document import Document
from teamtide.plan.overlay import project_settings
from teamtide.plan.rows import Chunk, ProjectId
from teamtide.ui.board.cards import PAUSED, Ref
from teamtide.ui.main_window import MainWindow
from teamtide.ui.pausing import CHOOSE, DelayDialog
from teamtide.ui.session import Preview, Selection, Session
from tests.examples import CHURN, EXPLORE, OPTION, PLATFORM, SQUAD, START, TODAY

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(document: Document, qtbot: QtBot) -> Iterator[MainWindow]:
    row = document.state.get(Chunk, EXPLORE)
    document.apply(edit(document.state, row, start=START))
    made = MainWindow()
    qtbot.addWidget(made)
    made.resize(1200, 760)
    made.show_document(document)
    made.show()
    assert made.session is not None
    made.session.set_scenario(OPTION)
    yield made
    made.close()
    made.deleteLater()


def session_of(window: MainWindow) -> Session:
    assert window.session is not None
    return window.session


def entries(menu: QMenu) -> dict[str, QAction]:
    """Every entry of a menu and of the menus in it, by its words."""
    found: dict[str, QAction] = {}
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            found |= entries(inner)
        found[action.text()] = action
    return found


def card_menu(window: MainWindow, *projects: ProjectId) -> QMenu:
    assert window.view is not None
    resting = {
        p for p in projects if not project_settings(session_of(window).state, OPTION, p).active
    }
    refs = tuple(Ref("project", p, PAUSED if p in resting else SQUAD) for p in projects)
    return window.menus.card_menu(refs, None if resting else SQUAD)


@pytest.mark.parametrize(
    ("words", "status"), [("Pause", "paused"), ("Cancel", "cancelled")], ids=["pause", "cancel"]
)
def test_that_a_cards_menu_puts_projects_to_rest_and_wakes_them(
    words: str, status: str, window: MainWindow
) -> None:
    session = session_of(window)
    before = session.state
    menu = card_menu(window, CHURN, PLATFORM)
    assert not entries(menu)["Make active again"].isEnabled()
    entries(menu)[words].trigger()
    for project in (CHURN, PLATFORM):
        assert project_settings(session.state, OPTION, project).status == status
        assert project_settings(session.state, TODAY, project).active
    again = card_menu(window, CHURN, PLATFORM)
    assert not entries(again)[words].isEnabled()
    entries(again)["Make active again"].trigger()
    assert session.state.tables == before.tables


def test_that_an_entry_shows_what_it_would_give_while_it_is_pointed_at(
    window: MainWindow, qtbot: QtBot
) -> None:
    session = session_of(window)
    assert window.view is not None
    shown: list[Preview | None] = []
    session.preview_changed.connect(shown.append)
    menu = card_menu(window, CHURN)
    before = session.state
    menu.hovered.emit(entries(menu)["Pause"])
    assert shown[-1] is not None
    assert shown[-1].change.label == "Paused Churn"
    freed = window.view.inspector.freed
    qtbot.waitUntil(lambda: freed.told is not None)
    assert freed.told is not None
    assert freed.told.found.total == pytest.approx(32.6)
    menu.hovered.emit(entries(menu)["Edit"])
    assert shown[-1] is None
    menu.hovered.emit(entries(menu)["Pause"])
    menu.aboutToHide.emit()
    assert shown[-1] is None
    assert session.state is before


def test_that_delays_are_in_the_menu_and_as_planned_takes_them_back(window: MainWindow) -> None:
    session = session_of(window)
    before = session.state
    assert not entries(card_menu(window, CHURN))["As planned"].isEnabled()
    for words, weeks in (("1 week", 1), ("2 weeks", 3), ("4 weeks", 7)):
        entries(card_menu(window, CHURN))[words].trigger()
        assert project_settings(session.state, OPTION, CHURN).shift_weeks == weeks
    assert window.view is not None
    squad = window.view.board.view_of(SQUAD)
    assert squad is not None
    assert squad.state is not None
    assert squad.state.work[0].tip.endswith("7 wk later here")
    entries(card_menu(window, CHURN))["As planned"].trigger()
    assert session.state.tables == before.tables


def test_that_a_delay_that_can_move_nothing_says_why(window: MainWindow) -> None:
    session = session_of(window)
    before = session.state
    assert window.view is not None
    entries(card_menu(window, PLATFORM))["1 week"].trigger()
    assert session.state is before
    assert "no chunk with a planned start" in window.view.problem.text


def test_that_any_number_of_weeks_can_be_asked_for_with_what_it_gives_shown(
    window: MainWindow, qtbot: QtBot
) -> None:
    session = session_of(window)
    shown: list[Preview | None] = []
    session.preview_changed.connect(shown.append)
    entries(card_menu(window, CHURN))["n weeks…"].trigger()
    (dialog,) = window.findChildren(DelayDialog)
    assert shown[-1] is not None
    dialog.setIntValue(3)
    assert shown[-1] is not None
    assert shown[-1].change.label == "Delayed Churn by 3 weeks"
    dialog.accept()
    assert shown[-1] is None
    assert project_settings(session.state, OPTION, CHURN).shift_weeks == 3
    session.select(Selection("project", (CHURN,)))
    window.menus.pausing.ask_delay()
    second = window.findChildren(DelayDialog)[-1]
    second.setIntValue(-3)
    second.reject()
    assert project_settings(session.state, OPTION, CHURN).shift_weeks == 3
    assert shown[-1] is None


def test_that_a_key_pauses_what_is_selected_and_wakes_it_again(
    window: MainWindow, qtbot: QtBot
) -> None:
    session, view = session_of(window), window.view
    assert view is not None
    view.board.choice.choose({Ref("project", CHURN, SQUAD), Ref("project", PLATFORM, SQUAD)})
    QTest.keyClick(window, Qt.Key.Key_X, CTRL_SHIFT)
    assert not project_settings(session.state, OPTION, CHURN).active
    assert not project_settings(session.state, OPTION, PLATFORM).active
    assert {ref.team for ref in view.board.selected()} == {PAUSED}
    QTest.keyClick(window, Qt.Key.Key_X, CTRL_SHIFT)
    assert project_settings(session.state, OPTION, CHURN).active
    assert {ref.team for ref in view.board.selected()} == {SQUAD}


def test_that_a_key_without_a_project_says_to_choose_one(window: MainWindow) -> None:
    session = session_of(window)
    session.select(Selection())
    said: list[str] = []
    session.note.connect(said.append)
    window.tools["pause_or_resume"].trigger()
    window.tools["delay"].trigger()
    assert said == [CHOOSE, CHOOSE]
