"""The board itself: drags by events on its viewports, keys, choices, previews."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from teamtide.plan import commands
from teamtide.plan.overlay import owner_of, shares_at
from teamtide.plan.rows import Team, TeamId
from teamtide.ui.board.board_view import BoardView
from teamtide.ui.board.card_list import CardList
from teamtide.ui.board.cards import Ref
from teamtide.ui.board.column import ColumnView
from teamtide.ui.board.mime import MIME, packed, unpacked
from teamtide.ui.session import Selection, Session
from tests.examples import ANA, BO, CHURN, CY, DI, EKS, ENABLE, INFRA, OPTION, SQUAD, TODAY

MOVE = Qt.DropAction.MoveAction
LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


def column(board: BoardView, team: TeamId | None) -> ColumnView:
    view = board.view_of(team)
    assert view is not None
    return view


def names(board: BoardView, team: TeamId | None) -> list[str]:
    return [card.name for card in column(board, team).people.cards.cards]


def person(key: int, team: TeamId | None = SQUAD) -> Ref:
    return Ref("person", key, team)


def badge_text(view: ColumnView) -> str:
    assert view.header.badge is not None
    return view.header.badge.text


def enter(widget: QWidget, data: QMimeData, at: QPoint) -> bool:
    event = QDragEnterEvent(at, MOVE, data, LEFT, NONE)
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def hover(widget: QWidget, data: QMimeData, at: QPoint) -> bool:
    event = QDragMoveEvent(at, MOVE, data, LEFT, NONE)
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def drop(widget: QWidget, data: QMimeData, at: QPoint) -> bool:
    event = QDropEvent(QPointF(at), MOVE, data, LEFT, NONE)
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def click(qtbot: Any, cards: CardList, row: int, modifiers: Any = NONE) -> None:
    where = cards.visualRect(cards.cards.index(row)).center()
    qtbot.mouseClick(cards.viewport(), LEFT, modifiers, where)


def test_that_models_of_the_board_keep_qts_rules_through_moves(board: BoardView) -> None:
    mode = QAbstractItemModelTester.FailureReportingMode.Warning
    testers = [
        QAbstractItemModelTester(cards.cards, mode, cards)
        for view in board.views
        for cards in view.lists
    ]
    assert board.move_cards((person(ANA), person(CY)), INFRA)
    assert board.move_cards((person(ANA, INFRA),), None)
    assert board.session.undo()
    assert len(testers) == 9


@pytest.mark.parametrize("where", ["people", "work", "chart", "header"])
def test_that_a_drop_anywhere_on_a_column_moves_the_card(board: BoardView, where: str) -> None:
    target = column(board, INFRA)
    control = getattr(target, where)
    control = control.viewport() if hasattr(control, "viewport") else control
    data = packed(board.plan_token, (person(ANA),))
    at = QPoint(12, 8)
    assert enter(control, data, at)
    assert hover(control, data, at)
    assert drop(control, data, at)
    assert names(board, INFRA) == ["Ana Silva"]
    assert names(board, SQUAD) == ["Bo Chen", "Cy Young", "Di Marsh"]
    assert shares_at(board.session.state, TODAY, ANA, board.session.as_of) == {INFRA: 1.0}
    assert board.selected() == (person(ANA, INFRA),)


def test_that_many_people_and_work_move_in_one_undoable_step(board: BoardView) -> None:
    refs = (person(ANA), person(BO), Ref("project", CHURN, SQUAD), Ref("service", EKS, SQUAD))
    data = packed(board.plan_token, refs)
    target = column(board, ENABLE)
    assert enter(target, data, QPoint(20, 20))
    assert drop(target, data, QPoint(20, 20))
    state = board.session.state
    assert names(board, ENABLE) == ["Ana Silva", "Bo Chen"]
    assert owner_of(state, TODAY, ("project", CHURN)) == ENABLE
    assert owner_of(state, TODAY, ("service", EKS)) == ENABLE
    assert set(board.selected()) == {Ref(r.type, r.key, ENABLE) for r in refs}
    assert board.session.undo()
    assert names(board, SQUAD)[:2] == ["Ana Silva", "Bo Chen"]
    assert names(board, ENABLE) == []


def test_that_hovering_shows_both_columns_and_leaves_no_trace(
    board: BoardView, session: Session
) -> None:
    before, content = session.state, session.document.path.read_bytes()
    source, target = column(board, SQUAD), column(board, INFRA)
    data = packed(board.plan_token, (person(ANA),))
    viewport = target.people.viewport()
    enter(viewport, data, QPoint(10, 10))
    hover(viewport, data, QPoint(12, 12))
    assert source.chart is not None
    assert target.chart is not None
    preview = session.preview(lambda state: _move(state, session))
    assert preview is not None
    expected = preview.load.teams[0].capacity
    np.testing.assert_array_equal(source.chart.drawn("would_capacity")[1], expected)
    assert target.chart.shows("would_capacity")
    assert "→" in badge_text(source)
    assert board.tag.isVisible()
    assert board.tag.title == "Ana Silva"
    assert board.tag.text.startswith("drop: Infrastructure")
    assert "Squad" in board.tag.text
    assert board.rect().contains(board.tag.geometry())
    QApplication.sendEvent(viewport, QDragLeaveEvent())
    assert not board.tag.isVisible()
    assert not source.chart.shows("would_capacity")
    assert "→" not in badge_text(source)
    assert session.state is before
    assert session.document.path.read_bytes() == content


def _move(state: Any, session: Session) -> Any:
    from teamtide.plan.placing import move_people

    return move_people(
        state,
        scenario=session.scenario,
        people=[ANA],
        source=SQUAD,
        target=INFRA,
        as_of=session.as_of,
    )


def test_that_cards_of_another_plan_and_foreign_data_are_refused(board: BoardView) -> None:
    target = column(board, INFRA)
    foreign = QMimeData()
    foreign.setData(MIME, b"not json")
    for data in (packed("another", (person(ANA),)), foreign, QMimeData()):
        assert not enter(target, data, QPoint(5, 5))
    home = packed(board.plan_token, (person(ANA),))
    assert not enter(column(board, SQUAD), home, QPoint(5, 5))
    assert names(board, INFRA) == []


def test_that_what_is_packed_comes_out_the_same() -> None:
    refs = (person(1), Ref("kind", "support", None), Ref("chunk", 7, TeamId(2)))
    assert unpacked(packed("p", refs), "p") == refs
    assert unpacked(packed("p", refs), "q") == ()


def test_that_ctrl_arrow_moves_the_chosen_cards_and_keeps_the_keyboard_on_them(
    board: BoardView, qtbot: Any
) -> None:
    people = column(board, SQUAD).people
    people.enter(0)
    qtbot.keyClick(people, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert board.selected() == (person(ANA), person(BO))
    ctrl = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(people, Qt.Key.Key_Right, ctrl)
    assert names(board, INFRA) == ["Ana Silva", "Bo Chen"]
    there = column(board, INFRA).people
    assert board.selected() == (person(ANA, INFRA), person(BO, INFRA))
    qtbot.keyClick(there, Qt.Key.Key_Left, ctrl)
    assert names(board, SQUAD) == ["Ana Silva", "Bo Chen", "Cy Young", "Di Marsh"]
    qtbot.keyClick(column(board, SQUAD).people, Qt.Key.Key_Left, ctrl)
    assert names(board, None) == ["Ana Silva", "Bo Chen"]


def test_that_work_moves_by_keyboard_too(board: BoardView, qtbot: Any) -> None:
    work = column(board, SQUAD).work
    work.enter(0)
    qtbot.keyClick(work, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert owner_of(board.session.state, TODAY, ("project", CHURN)) == INFRA


def test_that_arrows_walk_from_people_to_work_and_to_the_next_column(
    board: BoardView, qtbot: Any
) -> None:
    squad, infra = column(board, SQUAD), column(board, INFRA)
    board.activateWindow()
    squad.people.enter(3)
    qtbot.keyClick(squad.people, Qt.Key.Key_Down)
    assert board.selected() == (Ref("project", CHURN, SQUAD),)
    qtbot.keyClick(squad.work, Qt.Key.Key_Up)
    assert board.selected() == (person(DI),)
    board.move_cards((person(ANA),), INFRA)
    squad.people.enter(2)
    qtbot.keyClick(squad.people, Qt.Key.Key_Right)
    assert board.selected() == (person(ANA, INFRA),)
    qtbot.keyClick(infra.people, Qt.Key.Key_Home)
    qtbot.keyClick(infra.people, Qt.Key.Key_Up)
    assert infra.chart is not None
    assert board.focusWidget() is infra.chart


def test_that_space_adds_to_the_choice_and_a_plain_click_replaces_it(
    board: BoardView, qtbot: Any, session: Session
) -> None:
    people, work = column(board, SQUAD).people, column(board, SQUAD).work
    click(qtbot, people, 0)
    click(qtbot, work, 0, Qt.KeyboardModifier.ControlModifier)
    assert board.selected() == (person(ANA), Ref("project", CHURN, SQUAD))
    assert session.selection == Selection("project", (CHURN,), SQUAD)
    click(qtbot, people, 1)
    assert board.selected() == (person(BO),)
    assert session.selection == Selection("person", (BO,), SQUAD)
    down = Qt.Key.Key_Down
    qtbot.keyClick(people, down, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(people, Qt.Key.Key_Space)
    assert board.selected() == (person(BO), person(CY))
    assert session.selection.ids == (BO, CY)


def test_that_a_selection_made_elsewhere_is_shown(board: BoardView, session: Session) -> None:
    session.select(Selection("person", (CY,)))
    assert board.selected() == (person(CY),)
    session.select(Selection("week", (3,), SQUAD, 3))
    assert board.selected() == ()


def test_that_enter_delete_and_menus_are_only_asked_for(board: BoardView, qtbot: Any) -> None:
    people = column(board, SQUAD).people
    people.enter(1)
    asked: list[Any] = []
    board.edit_requested.connect(asked.append)
    board.remove_requested.connect(asked.append)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_F2, Qt.Key.Key_Delete):
        qtbot.keyClick(people, key)
    assert asked == [person(BO), person(BO), (person(BO),)]
    assert len(names(board, SQUAD)) == 4


def test_that_a_week_clicked_is_selected_and_marked(
    board: BoardView, qtbot: Any, session: Session
) -> None:
    chart = column(board, SQUAD).chart
    assert chart is not None
    middle = chart.viewport().rect().center() + QPoint(5, 0)
    qtbot.mouseClick(chart.viewport(), LEFT, pos=middle)
    assert session.selection == Selection("week", (6,), SQUAD, 6)
    opened: list[TeamId] = []
    board.open_large.connect(opened.append)
    qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert opened == [SQUAD]


def test_that_scenario_and_date_change_what_is_shown(board: BoardView, session: Session) -> None:
    session.set_scenario(OPTION)
    assert board.move_cards((person(ANA),), INFRA)
    assert names(board, INFRA) == ["Ana Silva"]
    session.set_scenario(TODAY)
    assert names(board, INFRA) == []


def test_that_columns_come_go_and_change_places(board: BoardView, session: Session) -> None:
    assert session.run(lambda s: commands.add(s, Team, name="New", kind="other"))
    assert [v.state.name for v in board.views if v.state][-1] == "New"
    new = board.views[-1]
    squad = column(board, SQUAD)
    order = session.state.rows(Team)
    assert session.run(lambda s: commands.reorder(s, order[-1], before=order[0]))
    assert board.views[1] is new
    assert session.run(lambda s: commands.remove(s, [s.get(Team, SQUAD)]))
    assert board.view_of(SQUAD) is None
    assert names(board, None) == ["Ana Silva", "Bo Chen", "Cy Young", "Di Marsh"]
    assert not squad.isVisible()


def test_that_nothing_overlaps_or_sticks_out(board: BoardView) -> None:
    for width, height in ((1440, 640), (1100, 420), (700, 300)):
        board.resize(width, height)
        QApplication.processEvents()
        right = -1
        for view in board.views:
            assert view.geometry().left() > right
            right = view.geometry().right()
            controls = [c for c in (view.header, view.chart, view.people, view.work) if c]
            bottom = -1
            for control in controls:
                assert control.geometry().top() > bottom
                bottom = control.geometry().bottom()
            assert bottom < view.height()
        assert right < board.strip.width()


def test_that_every_control_has_an_accessible_name(board: BoardView, qtbot: QtBot) -> None:
    for view in board.views:
        assert view.accessibleName()
        for control in (view.header, view.chart, view.people, view.work):
            if control is not None:
                assert control.accessibleName()
                assert control.focusPolicy() != Qt.FocusPolicy.NoFocus
    chart = column(board, SQUAD).chart
    assert chart is not None
    qtbot.waitUntil(lambda: "Peak load" in chart.accessibleDescription())
    assert "12 weeks" in chart.accessibleDescription()


def test_that_a_move_repaints_two_columns_only(board: BoardView) -> None:
    QApplication.processEvents()
    painted: dict[str, int] = {}

    class Watcher(QWidget):
        def eventFilter(self, watched: Any, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                name = watched.property("column")
                painted[name] = painted.get(name, 0) + 1
            return False

    watcher = Watcher(board)
    for view in board.views:
        for control in (view.header, view.chart, view.people, view.work):
            if control is not None:
                seen = getattr(control, "viewport", lambda at=control: at)()
                seen.setProperty("column", view.state.name if view.state else "")
                seen.installEventFilter(watcher)
    assert board.session.run(lambda state: _move(state, board.session))
    QApplication.processEvents()
    assert {"Squad", "Infrastructure"} <= set(painted)
    assert "Enablement" not in painted
    assert "Bench" not in painted


def test_that_a_closed_board_no_longer_listens(
    qtbot: Any, session: Session, recwarn: pytest.WarningsRecorder
) -> None:
    made = BoardView(session)
    made.show()
    made.close()
    made.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert session.run(lambda state: _move(state, session))
    assert session.undo()


def test_that_a_low_board_scrolls_and_nothing_in_a_column_lies_on_another(
    qtbot: QtBot, board: BoardView
) -> None:
    board.resize(900, 150)
    qtbot.waitUntil(lambda: board.verticalScrollBar().maximum() > 0)
    bench = board.views[0]
    assert bench.tray is not None
    assert bench.people.geometry().top() > bench.header.geometry().bottom()
    assert bench.tray.geometry().top() > bench.work.geometry().bottom()
    for view in board.views:
        for cards in view.lists:
            assert cards.height() >= cards.card_height


def test_that_a_low_board_follows_the_keyboard(qtbot: QtBot, board: BoardView) -> None:
    board.resize(900, 150)
    qtbot.waitUntil(lambda: board.verticalScrollBar().maximum() > 0)
    view = next(v for v in board.views if v.state is not None and v.state.work)
    card = view.work.cards.cards[0]
    assert board.reveal(card.ref)
    seen = view.work.viewport().visibleRegion().boundingRect()
    assert seen.contains(view.work.visualRect(view.work.cards.index(0, 0)).center())
