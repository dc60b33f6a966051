"""The drawing of who works with whom says what the list says, by sign, in words and by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from teamtide.plan.commands import add_many
from teamtide.plan.document import Document
from teamtide.plan.placing import move_people
from teamtide.plan.rows import Person
from teamtide.ui.compare.pair_matrix import KEY, PairMatrix
from teamtide.ui.compare.people_page import FILTERED, PeoplePage
from teamtide.ui.compare.people_pairs import Pairs
from teamtide.ui.compare.people_seen import NONE
from teamtide.ui.compare.window import CompareWindow
from teamtide.ui.session import Session
from tests.examples import ANA, BO, CY, DI, INFRA, OPTION, SQUAD, START, TODAY

# Of the offscreen plugin, about windows that are raised and menus.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
APP = Path(__file__).resolve().parents[3] / "app"
PATIENCE_MS = 60_000
Across, Down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical


@pytest.fixture
def session(document: Document, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """In Today Di is on her own; in the option she comes to the squad, and Ana goes away."""
    monkeypatch.setenv("PYTHONPATH", str(APP))
    made = Session(document)
    moves = ((TODAY, DI, SQUAD, INFRA), (OPTION, DI, INFRA, SQUAD), (OPTION, ANA, SQUAD, INFRA))
    for scenario, person, source, target in moves:
        move = partial(move_people, scenario=scenario, people=[person], as_of=START)
        assert made.run(partial(move, source=source, target=target))
    yield made
    made.deleteLater()


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> Iterator[PeoplePage]:
    window = CompareWindow(session)
    qtbot.addWidget(window)
    window.show()
    window.pages.setCurrentWidget(window.people)
    window.people.drawn.click()
    qtbot.waitUntil(lambda: window.people.matrix.rowCount() > 0, timeout=PATIENCE_MS)
    yield window.people
    window.close_session()


def signs(model: PairMatrix) -> list[list[str]]:
    columns = range(model.columnCount())
    return [[model.index(n, c).data() or "" for c in columns] for n in range(model.rowCount())]


def test_that_every_pair_has_its_sign_as_the_list_has_it(page: PeoplePage) -> None:
    model = page.matrix
    assert page.drawing.isVisible()
    assert not page.view.isVisible()
    assert [model.headerData(n, Down) for n in range(model.rowCount())] == ["Cy Young"]
    engineers = ("Ana Silva", "Bo Chen", "Di Marsh")
    heads = [model.headerData(n, Across) for n in range(model.columnCount())]
    assert heads == [f"{option}\n{name}" for option in ("Today", "Split") for name in engineers]
    assert signs(model) == [["●", "●", "", "○", "●", "+"]]
    assert page.detail.text() == KEY
    listed, found = page.model, {}
    for row in range(model.rowCount()):
        for column in range(model.columnCount()):
            at = model.index(row, column)
            found[model.people_at(at), model.option_at(at)] = str(at.data(3))
    for row in range(listed.rowCount()):
        for column in range(listed.labels, listed.columnCount()):
            at = listed.index(row, column)
            key = (listed.people_at(at), listed.option_at(at))
            assert found.pop(key) == listed.data(at, 3)
    assert not found


def test_that_it_is_walked_by_keys_and_enter_shows_the_two_on_the_board(page: PeoplePage) -> None:
    view = page.drawing
    view.setFocus()
    view.setCurrentIndex(page.matrix.index(0, 2))
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert "Cy Young and Ana Silva" in page.detail.text()
    assert "no longer here" in page.detail.text()
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert page.session.scenario == OPTION
    assert set(page.session.selection.ids) == {CY, ANA}


def test_that_filters_choose_whose_rows_there_are_and_the_list_is_a_click_away(
    page: PeoplePage,
) -> None:
    page.who.setText("ana")
    assert signs(page.matrix) == [["●", "○"]]
    page.who.setText("nobody like this")
    assert signs(page.matrix) == []
    assert page.state.text() == FILTERED
    page.who.clear()
    page.pairs.setCurrentText("New")
    assert signs(page.matrix) == [["", "+"]]

    page.pairs.setCurrentText("All pairs")
    page.what.setCurrentText("Leads")
    assert page.view.isVisible()
    assert not page.drawn.isVisible()
    page.what.setCurrentText("Pairs")
    assert page.drawing.isVisible()
    page.drawn.click()
    assert page.view.isVisible()
    assert page.model.rowCount() == 3


def test_that_it_follows_the_plan_to_many_people_who_scroll(page: PeoplePage, qtbot: QtBot) -> None:
    tester = QAbstractItemModelTester(
        page.matrix, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    move = partial(
        move_people, scenario=OPTION, people=[BO], source=SQUAD, target=INFRA, as_of=START
    )
    assert page.session.run(move)
    model = page.matrix
    assert model.updating
    assert "(updating)" in str(model.data(model.index(0, 0), 3))
    qtbot.waitUntil(lambda: signs(model) == [["●", "●", "", "○", "○", "+"]], timeout=PATIENCE_MS)
    assert not model.updating

    session = page.session
    people = [
        {"name": f"Person {n}", "discipline": "data science" if n % 2 else "software"}
        for n in range(80)
    ]
    assert session.run(lambda s: add_many(s, Person, people, "Added people"))
    fresh = [row.id for row in session.state.rows(Person)][-80:]
    place = partial(move_people, scenario=TODAY, people=fresh, as_of=START)
    assert session.run(partial(place, source=None, target=SQUAD))
    qtbot.waitUntil(lambda: page.matrix.rowCount() == 41, timeout=PATIENCE_MS)
    view = page.drawing
    assert view.horizontalScrollBar().maximum() > 0
    assert view.verticalScrollBar().maximum() > 0
    last = page.matrix.index(40, page.matrix.columnCount() - 1)
    view.setCurrentIndex(last)
    assert view.viewport().rect().contains(view.visualRect(last))
    assert view.grab().height() > view.horizontalHeader().height()
    assert view.verticalHeader().isVisible()

    listed = page.model.view
    assert isinstance(listed, Pairs)
    page.matrix.show_nothing()
    page.matrix.show_pairs(listed, listed.kept(None, "", NONE))
    assert page.matrix.rowCount() == 41
    tester.deleteLater()
