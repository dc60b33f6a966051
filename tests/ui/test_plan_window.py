"""What a lead does around the board with pointer and keys: finding, dates, undo, taking over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

import teamtide
from teamtide.plan import commands
from teamtide.plan.document import Document
from teamtide.plan.rows import Person, Team
from teamtide.ui.board.cards import Ref
from teamtide.ui.errands import Errand
from teamtide.ui.fields.widgets import LineField, place_below
from teamtide.ui.inspector.person_page import PeoplePage
from teamtide.ui.inspector.project_page import ProjectPage
from teamtide.ui.inspector.work_pages import ChunkPage
from teamtide.ui.main_window import MainWindow
from teamtide.ui.session import Selection
from tests.examples import ANA, BO, BUILD, CHURN, INFRA, SQUAD

CTRL = Qt.KeyboardModifier.ControlModifier


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
    made.close()


def typed(qtbot: QtBot, text: str) -> None:
    field = QApplication.focusWidget()
    assert field is not None
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def name_of(window: MainWindow, person: int) -> str:
    assert window.session is not None
    row = window.session.state.find(Person, person)
    assert row is not None
    return row.name


def test_a_new_column_is_named_by_typing_on(window: MainWindow, qtbot: QtBot) -> None:
    assert window.session is not None
    first = window.session.state.rows(Team)[0]
    window.session.select(Selection("team", (first.id,), first.id))
    window.edit_selected()
    window.doings.add_team()
    typed(qtbot, "Growth")
    assert [row.name for row in window.session.state.rows(Team)][-1] == "Growth"
    assert window.session.state.get(Team, first.id).name == first.name


def test_undo_in_a_field_is_the_plans_once_nothing_is_typed(
    window: MainWindow, qtbot: QtBot
) -> None:
    assert window.session is not None
    assert window.view is not None
    before = name_of(window, ANA)
    window.session.select(Selection("person", (ANA,)))
    window.edit_selected()
    typed(qtbot, "Anna")
    assert name_of(window, ANA) == "Anna"
    field = QApplication.focusWidget()
    assert field is not None
    qtbot.keyClick(field, Qt.Key.Key_Z, CTRL)
    assert name_of(window, ANA) == before


def test_the_palette_opens_from_a_field_and_leaves_its_text(
    window: MainWindow, qtbot: QtBot
) -> None:
    assert window.session is not None
    assert window.view is not None
    window.session.select(Selection("person", (ANA,)))
    window.edit_selected()
    field = QApplication.focusWidget()
    assert field is not None
    qtbot.keyClick(field, Qt.Key.Key_K, CTRL)
    assert QApplication.focusWidget() is window.view.finder
    qtbot.keyClick(window.view.finder, Qt.Key.Key_Escape)
    assert name_of(window, ANA)
    assert window.view.board.isAncestorOf(QApplication.focusWidget() or window)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_enter_in_the_finder_takes_the_first_and_the_board_has_the_keyboard(
    window: MainWindow, qtbot: QtBot
) -> None:
    assert window.session is not None
    assert window.view is not None
    finder = window.view.finder
    finder.open(only_things=True)
    qtbot.keyClicks(finder, name_of(window, BO)[:3].lower())
    popup = finder.completer().popup()
    assert popup is not None
    assert popup.isVisible()
    typed(qtbot, "")
    assert window.session.selection.kind == "person"
    assert window.session.selection.ids == (BO,)
    assert finder.text() == ""
    assert window.view.board.isAncestorOf(QApplication.focusWidget() or window)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_search_without_an_answer_says_so(window: MainWindow, qtbot: QtBot) -> None:
    assert window.view is not None
    window.view.finder.open()
    typed(qtbot, "zzzz")
    assert "zzzz" in window.statusBar().currentMessage()


def test_as_of_is_typed_in_another_year_too_and_refused_outside_the_plan(
    window: MainWindow, qtbot: QtBot
) -> None:
    assert window.session is not None
    assert window.view is not None
    plan = window.session.state.plan
    field = window.view._as_of
    for day in (plan.start + timedelta(weeks=3), plan.end):
        field.line.setFocus()
        field.line.selectAll()
        typed(qtbot, day.isoformat())
        assert window.session.as_of == day
        assert window.view.board.isAncestorOf(QApplication.focusWidget() or window)
    field.line.setFocus()
    field.line.selectAll()
    typed(qtbot, "2031-01-01")
    assert window.session.as_of == plan.end
    assert "The plan runs from" in window.view.problem.text
    assert window.view.problem.isVisible()
    qtbot.keyClick(field.line, Qt.Key.Key_Escape)
    assert not window.view.problem.isVisible()
    field.line.setFocus()
    qtbot.keyClick(field.line, Qt.Key.Key_PageDown)
    assert window.session.as_of == plan.end - timedelta(weeks=1)


def test_what_nobody_has_is_not_several(window: MainWindow, qtbot: QtBot) -> None:
    assert window.session is not None
    assert window.view is not None
    state = window.session.state
    people = [state.get(Person, ANA), state.get(Person, BO)]
    assert window.session.run(
        lambda s: commands.edit_all(s, people, start=None, end=None, manager="")
    )
    assert window.session.run(
        lambda s: commands.edit(s, s.get(Person, ANA), title="Lead", location="Oslo")
    )
    window.session.select(Selection("person", (ANA, BO)))
    window.view.inspector.refresh()
    page = window.view.inspector.page
    assert isinstance(page, PeoplePage)
    said = {
        name: field.line.placeholderText()
        for name, field in page.form.fields.items()
        if isinstance(field, LineField)
    }
    assert said["Title"] == "several"
    assert (said["Starts"], said["Ends"], said["Manager"]) == ("long ago", "open", "")


def test_taking_over_after_a_reload_lets_everything_be_done_again(
    window: MainWindow, document: Document, qtbot: QtBot
) -> None:
    second = MainWindow()
    qtbot.addWidget(second)
    assert second.open_plan(document.path)
    assert "copy to read" in second.windowTitle()
    window.close()
    assert second.view is not None
    second.view._reload()
    assert "copy to read" not in second.windowTitle()
    assert second.tools["quick_work"].isEnabled()
    second.close()


def test_a_pop_up_stays_on_the_screen(qtbot: QtBot) -> None:
    anchor, popup = QWidget(), QWidget()
    for widget in (anchor, popup):
        qtbot.addWidget(widget)
    popup.resize(300, 200)
    room = anchor.screen().availableGeometry()
    anchor.setGeometry(room.right() - 60, room.bottom() - 30, 50, 20)
    place_below(popup, anchor)
    assert room.contains(popup.geometry())


@pytest.mark.parametrize(("word", "fine"), [("--help", True), ("no-such-command", False)])
def test_an_errand_says_how_it_ended(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, word: str, fine: bool
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(teamtide.__file__).parents[1]))
    parent = QWidget()
    qtbot.addWidget(parent)
    ends: list[str] = []
    Errand(
        [word],
        title="Working…",
        done=lambda: ends.append(""),
        failed=ends.append,
        parent=parent,
    )
    qtbot.waitUntil(lambda: bool(ends), timeout=30_000)
    assert (ends == [""]) is fine


def test_that_the_keyboard_stays_with_who_was_moved_and_taken_back(
    qtbot: QtBot, document: Document
) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    window.show_document(document)
    assert window.view is not None
    board = window.view.board
    board.reveal(Ref("person", BO, SQUAD))
    squad = board.view_of(SQUAD)
    assert squad is not None
    qtbot.keyClick(squad.people, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert board.selected() == (Ref("person", BO, INFRA),)
    window.undo()
    assert board.selected() == (Ref("person", BO, SQUAD),)
    current = squad.people.cards.card(squad.people.currentIndex())
    assert current.ref == Ref("person", BO, SQUAD)
    window.redo()
    assert board.selected() == (Ref("person", BO, INFRA),)


def test_that_a_plan_opened_only_to_be_drawn_is_not_said_to_be_held_by_anybody(
    qtbot: QtBot, document: Document
) -> None:
    document.close()
    window = MainWindow()
    qtbot.addWidget(window)
    window.show_document(Document.open(document.path, read_only=True))
    window.show()
    assert window.view is not None
    assert not window.view.held.isVisible()


def test_that_projected_load_comes_by_button_and_key_from_a_child_process(
    window: MainWindow, qtbot: QtBot
) -> None:
    session, view = window.session, window.view
    assert session is not None
    assert view is not None
    action = window.tools["toggle_projected"]
    action.trigger()
    assert session.projected
    assert action.isChecked()
    column = view.board.view_of(SQUAD)
    assert column is not None
    assert column.chart is not None
    assert column.chart.updating

    def known() -> bool:
        return session.forecast is not None and session.forecast.state == "current"

    qtbot.waitUntil(known, timeout=20_000)
    assert not column.chart.updating
    assert column.chart.data is not None
    assert column.chart.data.carried
    assert column.chart.drawn_band() is not None
    session.select(Selection("project", (CHURN,), SQUAD))
    qtbot.waitUntil(lambda: isinstance(view.inspector.page, ProjectPage))
    page = view.inspector.page
    assert isinstance(page, ProjectPage)
    assert page.expected.text().startswith("Finishes ")
    assert "In half of the runs by" in page.expected.text()
    session.select(Selection("chunk", (BUILD,), SQUAD))
    qtbot.waitUntil(lambda: isinstance(view.inspector.page, ChunkPage))
    chunk = view.inspector.page
    assert isinstance(chunk, ChunkPage)
    assert chunk.expected.text().startswith("Finishes ")
    qtbot.keyClick(view.board, Qt.Key.Key_P, CTRL)
    assert not session.projected
    assert not action.isChecked()
    assert not column.chart.data.carried


def test_that_the_strip_shows_whole_lines_and_as_many_when_the_window_changes_a_little(
    window: MainWindow, qtbot: QtBot
) -> None:
    assert window.view is not None
    lines = window.view.compare.view

    def whole() -> int:
        number, rest = divmod(lines.viewport().height(), lines.rowHeight(0))
        return number if not rest else 0

    qtbot.waitUntil(lambda: window.view is not None and window.view.forecast is not None)
    window.resize(1100, 700)
    qtbot.waitUntil(lambda: whole() == 3)
    window.resize(1100, 704)
    qtbot.wait(0)
    assert whole() == 3
    window.resize(1440, 900)
    qtbot.waitUntil(lambda: whole() > 3)
