"""The *Paused* tray: projects dropped there rest, and dragged out they are active again."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from teamtide.plan.overlay import owner_of, project_change, project_settings
from teamtide.plan.rows import TeamId
from teamtide.ui.board.board_view import BoardView
from teamtide.ui.board.cards import PAUSED, Ref
from teamtide.ui.board.mime import packed
from teamtide.ui.board.moves import movable
from teamtide.ui.board.tray import PausedTray
from tests.examples import ANA, CHURN, EKS, INFRA, OPTION, PLATFORM, SQUAD, TODAY

MOVE, LEFT = Qt.DropAction.MoveAction, Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
CHURN_CARD = Ref("project", CHURN, SQUAD)
CHURN_PAUSED = Ref("project", CHURN, PAUSED)


def tray_of(board: BoardView) -> PausedTray:
    bench = board.view_of(None)
    assert bench is not None
    assert bench.tray is not None
    return bench.tray


def hover(board: BoardView, refs: tuple[Ref, ...], place: QWidget) -> Any:
    """Drag cards over a place; the last event and the data, which must live as long."""
    data = packed(board.plan_token, refs)
    event: Any = QDragEnterEvent(QPoint(10, 10), MOVE, data, LEFT, NONE)
    QApplication.sendEvent(place, event)
    if event.isAccepted():
        event = QDragMoveEvent(QPoint(10, 10), MOVE, data, LEFT, NONE)
        QApplication.sendEvent(place, event)
    return event, data


def drop(board: BoardView, refs: tuple[Ref, ...], place: QWidget) -> None:
    _, data = hover(board, refs, place)
    QApplication.sendEvent(place, QDropEvent(QPointF(10, 10), MOVE, data, LEFT, NONE))


def resting(board: BoardView) -> dict[str, str]:
    bench = board.view_of(None)
    assert bench is not None
    assert bench.state is not None
    assert tuple(bench.state.paused) == tray_of(board).cards.cards.cards
    return {card.name: card.line for card in bench.state.paused}


def work_list(board: BoardView, team: TeamId) -> Any:
    view = board.view_of(team)
    assert view is not None
    return view.work


def test_that_hovering_over_the_tray_shows_what_is_freed_and_leaves_no_trace(
    board: BoardView,
) -> None:
    before = board.session.state
    tray = tray_of(board)
    event, _ = hover(board, (CHURN_CARD,), tray.cards.viewport())
    assert event.isAccepted()
    assert board.tag.text.startswith("drop: frees 32.6\N{NO-BREAK SPACE}d; Squad")
    squad = board.view_of(SQUAD)
    assert squad is not None
    assert squad.chart is not None
    assert squad.chart.shows("would_demand")
    QApplication.sendEvent(tray.cards.viewport(), QDragLeaveEvent())
    assert not board.tag.isVisible()
    assert not squad.chart.shows("would_demand")
    assert board.session.state is before


def test_that_a_drop_on_the_tray_pauses_in_the_scenario_on_screen_only(board: BoardView) -> None:
    session = board.session
    session.set_scenario(OPTION)
    drop(board, (CHURN_CARD,), tray_of(board).cards.viewport())
    assert project_settings(session.state, OPTION, CHURN).status == "paused"
    assert project_settings(session.state, TODAY, CHURN).status == "active"
    assert resting(board) == {"Churn": "paused · 32.6\N{NO-BREAK SPACE}d freed"}
    assert board.selected() == (CHURN_PAUSED,)
    assert session.selection.ids == (CHURN,)
    assert session.selection.team is None
    assert all(card.ref.key != CHURN for card in work_list(board, SQUAD).cards.cards)
    session.set_scenario(TODAY)
    assert resting(board) == {}
    assert CHURN_CARD in [card.ref for card in work_list(board, SQUAD).cards.cards]


def test_that_a_drag_out_of_the_tray_makes_it_active_again_there(board: BoardView) -> None:
    session = board.session
    session.set_scenario(OPTION)
    whole = session.load
    drop(board, (CHURN_CARD,), tray_of(board).cards.viewport())
    event, _ = hover(board, (CHURN_PAUSED,), work_list(board, INFRA).viewport())
    assert event.isAccepted()
    assert "asks for 32.6\N{NO-BREAK SPACE}d again" in board.tag.text
    drop(board, (CHURN_PAUSED,), work_list(board, INFRA).viewport())
    assert project_settings(session.state, OPTION, CHURN).active
    assert owner_of(session.state, OPTION, ("project", CHURN)) == INFRA
    assert board.selected() == (Ref("project", CHURN, INFRA),)
    assert resting(board) == {}
    assert session.undo()
    assert list(resting(board)) == ["Churn"]
    drop(board, (CHURN_PAUSED,), work_list(board, SQUAD).viewport())
    assert project_change(session.state, OPTION, CHURN) is None
    for one, other in zip(whole.teams, session.load.teams, strict=True):
        np.testing.assert_array_equal(one.load, other.load)


def test_that_several_projects_rest_in_one_step(board: BoardView) -> None:
    session = board.session
    before = session.state
    refs = (CHURN_CARD, Ref("project", PLATFORM, SQUAD))
    drop(board, refs, tray_of(board).cards.viewport())
    assert list(resting(board)) == ["Churn", "Platform"]
    entry = session.document.next_undo
    assert entry is not None
    assert entry.label == "Paused 2 projects"
    assert session.undo()
    assert session.state.tables == before.tables


@pytest.mark.parametrize(
    "ref", [Ref("service", EKS, SQUAD), CHURN_PAUSED], ids=["a service", "a paused project"]
)
def test_that_only_projects_that_are_not_there_yet_can_be_dropped_on_the_tray(
    ref: Ref, board: BoardView, qtbot: Any
) -> None:
    if ref.team == PAUSED:
        assert board.move_cards((CHURN_CARD,), PAUSED)
    said: list[str] = []
    board.session.note.connect(said.append)
    before = board.session.state
    event, data = hover(board, (ref,), tray_of(board).cards.viewport())
    assert not event.isAccepted()
    assert "Only projects can be paused" in said[-1]
    QApplication.sendEvent(tray_of(board), QDropEvent(QPointF(5, 5), MOVE, data, LEFT, NONE))
    assert board.session.state is before
    assert movable((ref,), PAUSED) == ()


def test_that_people_dropped_on_the_tray_go_to_the_bench(board: BoardView) -> None:
    drop(board, (Ref("person", ANA, SQUAD),), tray_of(board).cards.viewport())
    assert board.selected() == (Ref("person", ANA, None),)


def test_that_a_paused_project_dropped_on_the_bench_is_active_with_nobody(board: BoardView) -> None:
    session = board.session
    drop(board, (CHURN_CARD,), tray_of(board).cards.viewport())
    bench = board.view_of(None)
    assert bench is not None
    drop(board, (CHURN_PAUSED,), bench.work.viewport())
    assert project_settings(session.state, TODAY, CHURN).active
    assert owner_of(session.state, TODAY, ("project", CHURN)) is None
    assert board.selected() == (Ref("project", CHURN, None),)


def test_that_the_keyboard_walks_into_the_tray_and_takes_projects_out_of_it(
    board: BoardView, qtbot: Any
) -> None:
    assert board.move_cards((CHURN_CARD,), PAUSED)
    bench = board.view_of(None)
    assert bench is not None
    bench.work.setFocus()
    qtbot.waitUntil(bench.work.hasFocus)
    QTest.keyClick(bench.work, Qt.Key.Key_Down)
    tray = tray_of(board).cards
    qtbot.waitUntil(tray.hasFocus)
    QTest.keyClick(tray, Qt.Key.Key_Up)
    qtbot.waitUntil(bench.work.hasFocus)
    QTest.keyClick(bench.work, Qt.Key.Key_Down)
    tray.choose({CHURN_PAUSED}, CHURN_PAUSED)
    QTest.keyClick(tray, Qt.Key.Key_Right, CTRL)
    assert project_settings(board.session.state, TODAY, CHURN).active
    assert board.selected() == (CHURN_CARD,)
    assert work_list(board, SQUAD).hasFocus()


def test_that_the_tray_says_what_to_do_where_nothing_rests_and_names_what_is_cancelled(
    board: BoardView,
) -> None:
    from teamtide.plan.pausing import rest

    tray = tray_of(board)
    assert tray.accessibleName() == "Paused"
    assert "Drag a project here" in tray.cards.empty
    assert tray.cards.height() > tray.fontMetrics().height()
    assert board.session.run(
        lambda s: rest(s, scenario=TODAY, projects=[CHURN], status="cancelled")
    )
    assert tray.accessibleName() == "Paused, cancelled · 1"
    assert resting(board) == {"Churn": "cancelled · 32.6\N{NO-BREAK SPACE}d freed"}
    assert tray.cards.accessibleName() == "Paused or cancelled projects, 1"
    assert tray.geometry().bottom() < board.strip.height()


def test_that_a_search_finds_a_paused_project_in_the_tray(board: BoardView) -> None:
    assert board.move_cards((CHURN_CARD,), PAUSED)
    board.choice.choose(set())
    assert board.reveal(CHURN_PAUSED)
    assert board.selected() == (CHURN_PAUSED,)
    assert tray_of(board).cards.hasFocus()
