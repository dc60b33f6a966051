"""The large curve and the timeline share the room below the board, and the board keeps its own."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTabBar, QToolButton
from pytestqt.qtbot import QtBot

from teamtide.exchange.sample import sample_state
from teamtide.plan.document import Document
from teamtide.plan.options import add_scenario
from teamtide.plan.rows import Scenario
from teamtide.ui import theme
from teamtide.ui.below import BOARD, Below
from teamtide.ui.main_window import MainWindow
from teamtide.ui.moves.panel import MovesPanel
from teamtide.ui.plan_view import PlanView

# Of the offscreen plugin, about windows that are raised and menus.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
SMALL, LARGE = (1100, 700), (1440, 900)


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    theme.apply(qapp, "light")
    made = MainWindow()
    qtbot.addWidget(made)
    made.resize(*SMALL)
    made.show_document(Document.create(tmp_path / "plan.teamtide", sample_state()))
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()
    made.deleteLater()


def view_of(window: MainWindow) -> PlanView:
    assert window.view is not None
    return window.view


def moves_of(window: MainWindow) -> MovesPanel:
    assert window.panels.moves is not None
    return window.panels.moves


def open_both(window: MainWindow) -> Below:
    view_of(window).toggle_large()
    window.panels.toggle_moves()
    return view_of(window).below


def press(window: MainWindow, name: str) -> None:
    buttons = view_of(window).below.findChildren(QToolButton)
    (button,) = (one for one in buttons if one.accessibleName() == name)
    button.click()


def test_that_little_room_is_taken_in_turns_and_the_board_keeps_its_own(
    window: MainWindow, qtbot: QtBot
) -> None:
    view, below = view_of(window), open_both(window)
    assert below.taking_turns
    assert moves_of(window).isVisible()
    assert not view.large.isVisible()
    for shown, other in ((view.large, moves_of(window)), (moves_of(window), view.large)):
        titles = [below.tabs.tabText(n) for n in range(below.tabs.count())]
        assert titles == ["Large curve", "Timeline of moves"]
        below.tabs.setCurrentIndex(1 - below.tabs.currentIndex())
        assert shown.isVisible()
        assert not other.isVisible()
        qtbot.waitUntil(lambda: view.board.height() >= BOARD)
        assert view.board.verticalScrollBar().maximum() == 0
    below.tabs.setFocus()
    QTest.keyClick(below.tabs, Qt.Key.Key_Left)
    assert view.large.isVisible()


def test_that_the_keys_of_what_is_behind_bring_it_in_front(window: MainWindow) -> None:
    view, below = view_of(window), open_both(window)
    view.toggle_large()
    assert view.large.isVisible()
    assert below.taking_turns
    window.panels.toggle_moves()
    assert moves_of(window).isVisible()
    assert not view.large.isVisible()
    window.panels.toggle_moves()
    assert view.large.isVisible()
    assert not below.taking_turns
    view.toggle_large()
    assert not below.isVisible()


def test_that_what_is_put_away_leaves_its_place_to_the_other(window: MainWindow) -> None:
    view, below = view_of(window), open_both(window)
    press(window, "Put the timeline away")
    assert view.large.isVisible()
    assert not below.taking_turns
    press(window, "Put the large curve away")
    assert not below.isVisible()
    assert view.board.height() > BOARD


def test_that_a_larger_window_shows_both_and_a_smaller_one_takes_turns_again(
    window: MainWindow, qtbot: QtBot
) -> None:
    view, below = view_of(window), open_both(window)
    window.resize(*LARGE)
    qtbot.waitUntil(lambda: view.large.isVisible() and moves_of(window).isVisible())
    assert not below.taking_turns
    qtbot.waitUntil(lambda: view.board.height() >= BOARD)
    assert moves_of(window).height() == moves_of(window).sizeHint().height()
    window.resize(*SMALL)
    qtbot.waitUntil(lambda: below.taking_turns)
    assert view.large.isVisible() != moves_of(window).isVisible()
    qtbot.waitUntil(lambda: view.board.height() >= BOARD)


def test_that_even_the_lowest_window_cuts_nothing(window: MainWindow, qtbot: QtBot) -> None:
    view, below = view_of(window), open_both(window)
    view.toggle_large()
    window.resize(window.minimumSize())
    qtbot.waitUntil(lambda: window.height() == window.minimumHeight())
    qtbot.waitUntil(lambda: below.height() >= below.minimumSizeHint().height())
    bottom = below.mapTo(window, below.rect().bottomLeft()).y()
    assert bottom < view.compare.mapTo(window, view.compare.rect().topLeft()).y()
    assert view.compare.mapTo(window, view.compare.rect().bottomLeft()).y() < window.height()


def shown_whole(bar: QTabBar, number: int) -> bool:
    room = bar.tabRect(number).width()
    return bar.fontMetrics().horizontalAdvance(bar.tabText(number)) <= room


def test_that_scenarios_keep_their_names_in_a_narrow_window(
    window: MainWindow, qtbot: QtBot
) -> None:
    view, session = view_of(window), window.session
    assert session is not None
    bar = view.tabs.findChild(QTabBar, "scenarioTabs")
    assert isinstance(bar, QTabBar)
    assert all(shown_whole(bar, number) for number in range(bar.count()))
    assert bar.tabRect(bar.count() - 1).right() <= bar.width()
    today = session.state.today
    for name in ("Platform first", "Two squads", "Enablement only"):
        assert session.run(partial(add_scenario, name=name, like=today))
    assert all(shown_whole(bar, number) for number in range(bar.count()))
    session.set_scenario(session.state.rows(Scenario)[-1].id)
    last = bar.tabRect(bar.count() - 1)
    assert last.right() <= bar.width()
    long = "A name that goes on and on " * 8
    assert session.run(partial(add_scenario, name=long.strip(), like=today))
    assert bar.tabRect(bar.count() - 1).width() <= 240
