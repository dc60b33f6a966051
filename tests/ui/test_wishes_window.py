"""Pins, pairs and notes in the real window: by key, by menu, in drags, on cards, in lists."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QListWidget, QMenu
from pytestqt.qtbot import QtBot

from teamtide.plan.document import Document
from teamtide.plan.notes import note_text, set_note
from teamtide.plan.overlay import shares_at
from teamtide.plan.placing import back_to_today
from teamtide.plan.rows import Pair, Person, PersonId, Pin, Placement, TeamId
from teamtide.plan.wishes import keep, pin
from teamtide.ui.board.board_view import BoardView
from teamtide.ui.board.card_list import CardList
from teamtide.ui.board.cards import PersonCard, Ref
from teamtide.ui.board.marks import BROKEN, NOTED, PINNED
from teamtide.ui.board.mime import packed
from teamtide.ui.fields.widgets import LineField
from teamtide.ui.inspector.note import NoteEdit
from teamtide.ui.inspector.person_page import PersonPage
from teamtide.ui.inspector.team_page import TeamPage
from teamtide.ui.main_window import MainWindow
from teamtide.ui.session import Selection, Session
from teamtide.ui.tables.model import RowsModel
from teamtide.ui.tables.specs import PLACEMENTS
from teamtide.ui.wishes_panel import WishesPanel
from tests.examples import ANA, BO, CHURN, CY, DI, EKS, ENABLE, INFRA, OPTION, SQUAD, START

CTRL = Qt.KeyboardModifier.ControlModifier
Role = Qt.ItemDataRole


@pytest.fixture
def window(document: Document, qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow()
    qtbot.addWidget(made)
    made.resize(1440, 860)
    made.show_document(document)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    assert made.session is not None
    made.session.set_scenario(OPTION)
    yield made
    made.close()


@pytest.fixture
def session(window: MainWindow) -> Session:
    assert window.session is not None
    return window.session


@pytest.fixture
def board(window: MainWindow) -> BoardView:
    assert window.view is not None
    return window.view.board


def ref(person: int, team: TeamId | None = SQUAD) -> Ref:
    return Ref("person", person, team)


def choose(board: BoardView, *people: int) -> CardList:
    """Choose cards in the squad, with the keyboard there."""
    board.reveal(ref(people[0]))
    board.choice.choose({ref(one) for one in people}, ref(people[0]))
    view = board.view_of(SQUAD)
    assert view is not None
    return view.people


def card(board: BoardView, person: int, team: TeamId | None = SQUAD) -> PersonCard:
    states = [state for state in board.states() if state.team == team]
    return next(one for one in states[0].people if one.ref.key == person)


def where(session: Session, person: PersonId) -> dict[TeamId, float]:
    return shares_at(session.state, OPTION, person, session.as_of)


def heard(session: Session) -> list[str]:
    said: list[str] = []
    session.note.connect(said.append)
    session.problem.connect(said.append)
    return said


def hover(board: BoardView, team: TeamId, *refs: Ref) -> QMimeData:
    view = board.view_of(team)
    assert view is not None
    data = packed(board.plan_token, refs)
    event = QDragEnterEvent(
        QPoint(20, 20),
        Qt.DropAction.MoveAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(view, event)
    return data


def drop(board: BoardView, team: TeamId, data: QMimeData) -> None:
    event = QDropEvent(
        QPointF(20, 20),
        Qt.DropAction.MoveAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(board.view_of(team), event)  # type: ignore[arg-type]


def action_of(menu: QMenu, words: str) -> QAction:
    return next(one for one in menu.actions() if one.text().startswith(words))


# --- pins -----------------------------------------------------------------------------------


def test_that_p_pins_the_chosen_cards_and_takes_the_pins_out(
    board: BoardView, session: Session, qtbot: QtBot
) -> None:
    cards = choose(board, ANA, BO)
    qtbot.keyClick(cards, Qt.Key.Key_P)
    assert {(row.person, row.team) for row in session.state.rows(Pin)} == {
        (ANA, SQUAD),
        (BO, SQUAD),
    }
    assert card(board, ANA).face.marks == (PINNED,)
    index = cards.cards.index(0)
    assert "pinned here" in cards.cards.data(index, int(Role.AccessibleTextRole))
    assert "Ana Silva is pinned to Squad." in cards.cards.data(index, int(Role.ToolTipRole))
    qtbot.keyClick(cards, Qt.Key.Key_P)
    assert session.state.rows(Pin) == ()
    assert card(board, ANA).face.marks == ()


def test_that_a_p_within_a_name_that_is_typed_pins_nobody(
    board: BoardView, session: Session, qtbot: QtBot
) -> None:
    session.run(lambda s: set_note(s, kind="person", item=BO, text="x"))
    cards = choose(board, ANA)
    qtbot.keyClicks(cards, "cp")
    assert cards.currentIndex().data() == "Cy Young"
    assert session.state.rows(Pin) == ()


def test_that_the_keyboard_does_not_move_who_is_pinned(
    board: BoardView, session: Session, window: MainWindow, qtbot: QtBot
) -> None:
    session.run(lambda s: pin(s, [(ANA, SQUAD)]))
    cards = choose(board, ANA)
    qtbot.keyClick(cards, Qt.Key.Key_Right, CTRL)
    assert where(session, ANA) == {SQUAD: 1.0}
    assert window.view is not None
    assert window.view.problem.text.startswith("Ana Silva is pinned to Squad: unpin")
    qtbot.keyClick(cards, Qt.Key.Key_P)
    qtbot.keyClick(cards, Qt.Key.Key_Right, CTRL)
    assert where(session, ANA) == {INFRA: 1.0}
    assert not window.view.problem.isVisible()


def test_that_of_a_drag_the_pinned_stay_and_tag_and_note_say_so(
    board: BoardView, session: Session
) -> None:
    session.run(lambda s: pin(s, [(ANA, SQUAD)]))
    said = heard(session)
    data = hover(board, INFRA, ref(ANA), ref(BO))
    assert "Ana Silva is pinned to Squad" in board.tag.text
    drop(board, INFRA, data)
    assert (where(session, ANA), where(session, BO)) == ({SQUAD: 1.0}, {INFRA: 1.0})
    assert any("Ana Silva is pinned to Squad" in words for words in said)
    assert board.selected() == (ref(BO, INFRA),)


def test_that_hovering_with_the_pinned_alone_says_why_nothing_can_be_dropped(
    board: BoardView, session: Session
) -> None:
    session.run(lambda s: pin(s, [(ANA, SQUAD)]))
    before = session.state
    data = hover(board, INFRA, ref(ANA))
    assert board.tag.text.startswith("Ana Silva is pinned to Squad: unpin")
    drop(board, INFRA, data)
    assert session.state is before


def test_that_the_menu_pins_and_its_moves_are_refused_for_the_pinned(
    board: BoardView, session: Session, window: MainWindow
) -> None:
    choose(board, ANA)
    menu = window.menus.card_menu(board.selected(), SQUAD)
    action_of(menu, "Pin to Squad").trigger()
    assert [row.person for row in session.state.rows(Pin)] == [ANA]
    menu = window.menus.card_menu(board.selected(), SQUAD)
    target = action_of(menu, "Move to").menu()
    assert isinstance(target, QMenu)
    action_of(target, "Infrastructure").trigger()
    assert where(session, ANA) == {SQUAD: 1.0}
    action_of(menu, "Unpin from Squad").trigger()
    action_of(target, "Infrastructure").trigger()
    assert where(session, ANA) == {INFRA: 1.0}


def test_that_work_moves_though_the_people_with_it_are_pinned(
    board: BoardView, session: Session
) -> None:
    session.run(lambda s: pin(s, [(ANA, SQUAD)]))
    project = Ref("project", CHURN, SQUAD)
    drop(board, INFRA, hover(board, INFRA, ref(ANA), project))
    assert where(session, ANA) == {SQUAD: 1.0}
    work = next(state.work for state in board.states() if state.team == INFRA)
    assert any(one.ref.key == CHURN for one in work)


def test_that_a_table_does_not_move_who_is_pinned(session: Session, window: MainWindow) -> None:
    session.run(lambda s: pin(s, [(ANA, SQUAD)]))
    model = RowsModel(session, PLACEMENTS, window)
    refused: list[str] = []
    model.refused.connect(refused.append)
    headers = [column.header for column in PLACEMENTS.columns]
    row = next(n for n in range(model.rowCount()) if model.row_at(n).person == ANA)  # type: ignore[attr-defined]
    cell = model.index(row, headers.index("Team"))
    assert "pinned to Squad" in model.problem_with(cell, "Infrastructure")
    assert not model.setData(cell, "Infrastructure")
    assert not model.remove_rows([row])
    assert len(refused) == 2
    assert all("Ana Silva is pinned to Squad" in words for words in refused)
    assert len(session.state.where(Placement, "person", ANA)) == 1


def test_that_the_inspector_refuses_shares_that_leave_the_pin_where_they_are_typed(
    session: Session, window: MainWindow, board: BoardView
) -> None:
    session.run(lambda s: pin(s, [(ANA, SQUAD)]))
    page = person_page(window, ANA)
    field = page.places.fields[0]
    assert "pinned to Squad" in field.commit({INFRA: 1.0})
    assert field.commit({SQUAD: 0.5, INFRA: 0.5}) == ""
    assert where(session, ANA) == {SQUAD: 0.5, INFRA: 0.5}
    assert card(board, ANA).face.marks == (PINNED,)
    assert card(board, ANA, INFRA).face.marks == ()


# --- what is not kept -----------------------------------------------------------------------


def test_that_a_pair_that_a_hover_parts_is_said_and_marked_on_both_cards_after_the_drop(
    board: BoardView, session: Session
) -> None:
    session.run(lambda s: keep(s, wish="together", people=[ANA, BO]))
    said = heard(session)
    data = hover(board, INFRA, ref(ANA))
    assert "Ana Silva and Bo Chen are to share a team, but share no team" in board.tag.text
    assert card(board, BO).face.marks == ()
    drop(board, INFRA, data)
    assert any("share no team" in words for words in said)
    assert card(board, ANA, INFRA).face.marks == (BROKEN,)
    assert card(board, BO).face.marks == (BROKEN,)
    assert "share no team all the time" in card(board, BO).face.tip
    session.undo()
    assert card(board, BO).face.marks == ()


def test_that_both_of_a_pair_moved_at_once_are_told_nothing(
    board: BoardView, session: Session
) -> None:
    session.run(lambda s: keep(s, wish="together", people=[ANA, BO]))
    hover(board, INFRA, ref(ANA), ref(BO))
    assert "share" not in board.tag.text


def test_that_other_ways_may_go_against_a_pin_and_it_is_shown_at_once(
    board: BoardView, session: Session, window: MainWindow, qtbot: QtBot
) -> None:
    board.move_cards((ref(ANA),), INFRA)
    session.run(lambda s: pin(s, [(ANA, INFRA)]))
    assert card(board, ANA, INFRA).face.marks == (PINNED,)
    assert window.wishing.count.isHidden()
    session.run(lambda s: back_to_today(s, scenario=OPTION, people=[ANA]))
    assert card(board, ANA).face.marks == (BROKEN,)
    qtbot.waitUntil(window.wishing.count.isVisible)
    assert window.wishing.count.text() == "▲ 1 wish not kept"
    session.undo()
    qtbot.waitUntil(window.wishing.count.isHidden)


def test_that_the_count_opens_a_list_that_chooses_the_cards(
    board: BoardView, session: Session, window: MainWindow, qtbot: QtBot
) -> None:
    session.run(lambda s: pin(s, [(CY, SQUAD)]))
    session.run(lambda s: keep(s, wish="apart", people=[ANA, BO]))
    qtbot.waitUntil(window.wishing.count.isVisible)
    qtbot.mouseClick(window.wishing.count, Qt.MouseButton.LeftButton)
    listed = wishes_list(window)
    assert QApplication.focusWidget() is listed
    texts = [listed.item(row).text() for row in range(listed.count())]
    assert texts[0].startswith(
        "▲ Ana Silva and Bo Chen are to be kept apart, but are both in Squad"
    )
    assert texts[1:] == ["Cy Young is pinned to Squad."]
    assert set(board.selected()) == {ref(ANA), ref(BO)}
    qtbot.keyClick(listed, Qt.Key.Key_Down)
    assert board.selected() == (ref(CY),)
    qtbot.keyClick(listed, Qt.Key.Key_Return)
    view = board.view_of(SQUAD)
    assert view is not None
    assert QApplication.focusWidget() is view.people


def test_that_the_list_forgets_what_is_chosen(
    session: Session, window: MainWindow, qtbot: QtBot
) -> None:
    session.run(lambda s: keep(s, wish="apart", people=[ANA, BO]))
    window.tools["show_wishes"].trigger()
    listed = wishes_list(window)
    panel = listed.parent()
    assert isinstance(panel, WishesPanel)
    listed.setCurrentRow(0)
    qtbot.mouseClick(panel.forget, Qt.MouseButton.LeftButton)
    assert session.state.rows(Pair) == ()
    assert "Nothing is asked for yet" in panel.heading.text()
    session.undo()
    qtbot.waitUntil(lambda: listed.count() == 1)


def test_that_the_menu_keeps_people_together_and_apart_and_forgets(
    board: BoardView, session: Session, window: MainWindow
) -> None:
    choose(board, ANA, BO, CY)
    menu = window.menus.card_menu(board.selected(), SQUAD)
    action_of(menu, "Keep together").trigger()
    assert {row.wish for row in session.state.rows(Pair)} == {"together"}
    window.tools["keep_apart"].trigger()
    assert [row.wish for row in session.state.rows(Pair)] == ["apart"] * 3
    menu = window.menus.card_menu(board.selected(), SQUAD)
    action_of(menu, "Forget pairs").trigger()
    assert session.state.rows(Pair) == ()


def test_that_actions_without_people_say_what_to_do(
    board: BoardView, session: Session, window: MainWindow
) -> None:
    board.choice.choose(set())
    said = heard(session)
    for name in ("pin_selected", "keep_together", "forget_pairs", "write_note"):
        window.tools[name].trigger()
    assert len(said) == 4
    assert all("Choose" in words or "hoose" in words for words in said)


def test_that_the_strip_says_how_many_wishes_an_option_does_not_keep(
    session: Session, window: MainWindow, board: BoardView, qtbot: QtBot
) -> None:
    assert window.view is not None
    session.run(lambda s: keep(s, wish="together", people=[ANA, BO]))
    board.move_cards((ref(ANA),), INFRA)
    model = window.view.compare.model

    def figures() -> tuple[str, str]:
        """Of Today and of the option; rows move as slower measures come in."""
        names = [model.index(row, 0).data() for row in range(model.rowCount())]
        row = names.index("Wishes not kept") if "Wishes not kept" in names else -1
        return str(model.index(row, 1).data()), str(model.index(row, 2).data())

    qtbot.waitUntil(lambda: [words[-1] for words in figures()] == ["0", "1"], timeout=60_000)


# --- notes ----------------------------------------------------------------------------------


def test_that_shift_f2_leads_to_the_note_and_leaving_it_keeps_it(
    board: BoardView, session: Session, window: MainWindow, qtbot: QtBot
) -> None:
    cards = choose(board, ANA)
    qtbot.keyClick(window, Qt.Key.Key_F2, Qt.KeyboardModifier.ShiftModifier)
    edit = QApplication.focusWidget()
    assert isinstance(edit, NoteEdit)
    qtbot.keyClicks(edit, "Asked for fewer meetings")
    qtbot.keyClick(edit, Qt.Key.Key_Return, CTRL)
    assert note_text(session.state, "person", ANA) == "Asked for fewer meetings"
    assert card(board, ANA).face.marks == (NOTED,)
    assert "Note: Asked for fewer meetings" in card(board, ANA).face.tip
    qtbot.keyClicks(edit, " and more")
    cards.setFocus()
    assert note_text(session.state, "person", ANA) == "Asked for fewer meetings and more"


def test_that_a_note_being_typed_is_kept_when_the_plan_is_closed_or_another_card_chosen(
    board: BoardView, session: Session, window: MainWindow, document: Document, qtbot: QtBot
) -> None:
    choose(board, ANA)
    window.tools["write_note"].trigger()
    first = QApplication.focusWidget()
    assert isinstance(first, NoteEdit)
    qtbot.keyClicks(first, "about Ana")
    session.select(Selection("person", (BO,), SQUAD))
    window.tools["write_note"].trigger()
    assert note_text(session.state, "person", ANA) == "about Ana"
    second = QApplication.focusWidget()
    assert isinstance(second, NoteEdit)
    qtbot.keyClicks(second, "about Bo")
    path = document.path
    window.close_plan()
    reader = Document.open(path, read_only=True)
    assert note_text(reader.state, "person", BO) == "about Bo"


def test_that_escape_takes_back_what_was_typed_into_a_note(
    board: BoardView, session: Session, window: MainWindow, qtbot: QtBot
) -> None:
    session.run(lambda s: set_note(s, kind="person", item=ANA, text="first"))
    choose(board, ANA)
    window.tools["write_note"].trigger()
    edit = QApplication.focusWidget()
    assert isinstance(edit, NoteEdit)
    assert edit.toPlainText() == "first"
    qtbot.keyClicks(edit, " second")
    qtbot.keyClick(edit, Qt.Key.Key_Escape)
    assert edit.toPlainText() == "first"
    qtbot.keyClick(edit, Qt.Key.Key_Escape)
    assert note_text(session.state, "person", ANA) == "first"
    assert not edit.hasFocus()


def test_that_every_card_and_column_head_shows_its_note(board: BoardView, session: Session) -> None:
    for kind, item in (("project", CHURN), ("service", EKS), ("team", SQUAD)):
        session.run(partial(set_note, kind=kind, item=item, text=f"about {kind}"))
    work = {one.ref[:2]: one for state in board.states() for one in state.work}
    for kind, item in (("project", CHURN), ("service", EKS)):
        assert work[kind, item].marks == (NOTED,)
        assert work[kind, item].tip.endswith(f"Note: about {kind}")
    view = board.view_of(SQUAD)
    assert view is not None
    assert "Note: about team" in view.header.toolTip()
    assert "has a note" in view.header.accessibleName()
    session.run(lambda s: set_note(s, kind="team", item=SQUAD, text=""))
    assert "note" not in view.header.accessibleName()


def test_that_a_teams_menu_leads_to_its_note(
    session: Session, window: MainWindow, qtbot: QtBot
) -> None:
    action_of(window.menus.team_menu(SQUAD), "Add a note").trigger()
    edit = QApplication.focusWidget()
    assert isinstance(edit, NoteEdit)
    qtbot.keyClicks(edit, "Third floor")
    qtbot.keyClick(edit, Qt.Key.Key_Return, CTRL)
    assert note_text(session.state, "team", SQUAD) == "Third floor"


# --- the inspector --------------------------------------------------------------------------


def person_page(window: MainWindow, person: PersonId) -> PersonPage:
    assert window.view is not None
    assert window.session is not None
    window.session.select(Selection("person", (person,), SQUAD))
    window.view.inspector.refresh()
    page = window.view.inspector.page
    assert isinstance(page, PersonPage)
    return page


def write(field: LineField, text: str) -> None:
    """Text in a line, without the list of suggestions, which needs a window system."""
    field.line.setText(text)
    field.line.setModified(True)


def wishes_list(window: MainWindow) -> QListWidget:
    assert window.wishing.dock is not None
    panel = window.wishing.dock.widget()
    assert isinstance(panel, WishesPanel)
    return panel.list


def test_that_the_inspector_pins_pairs_gives_reasons_and_forgets(
    session: Session, window: MainWindow, qtbot: QtBot
) -> None:
    box = person_page(window, ANA).wishes
    qtbot.mouseClick(box.pin_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(box.pair_button, Qt.MouseButton.LeftButton)
    box.wish.box.setCurrentIndex(1)
    write(box.other, "bo chen")
    qtbot.keyClick(box.other.line, Qt.Key.Key_Return)
    (pair,) = session.state.rows(Pair)
    assert (pair.wish, pair.first, pair.second) == ("apart", ANA, BO)
    box.refresh()
    (pinned, why, _), (_, _, remove) = box.lines
    assert isinstance(pinned, Pin)
    qtbot.keyClicks(why.line, "knows the model")
    qtbot.keyClick(why.line, Qt.Key.Key_Return)
    assert session.state.rows(Pin)[0].reason == "knows the model"
    qtbot.mouseClick(remove, Qt.MouseButton.LeftButton)
    assert session.state.rows(Pair) == ()


def test_that_a_name_nobody_has_is_refused_where_it_is_typed(
    session: Session, window: MainWindow, qtbot: QtBot
) -> None:
    box = person_page(window, ANA).wishes
    qtbot.mouseClick(box.pair_button, Qt.MouseButton.LeftButton)
    write(box.other, "Nobody Here")
    qtbot.keyClick(box.other.line, Qt.Key.Key_Return)
    assert "Nobody Here" in box.other.problem
    assert session.state.rows(Pair) == ()


def test_that_shares_typed_in_the_inspector_tell_the_pair_they_part(
    session: Session, window: MainWindow
) -> None:
    session.run(lambda s: keep(s, wish="together", people=[ANA, BO]))
    said = heard(session)
    assert person_page(window, ANA).places.fields[0].commit({INFRA: 1.0}) == ""
    assert any("share no team" in words for words in said)


def test_that_a_teams_page_and_head_say_what_hangs_on_one_person(
    session: Session, window: MainWindow, board: BoardView
) -> None:
    assert window.view is not None
    session.select(Selection("team", (SQUAD,), SQUAD))
    window.view.inspector.refresh()
    page = window.view.inspector.page
    assert isinstance(page, TeamPage)
    assert "Data science: only Cy Young" in page.cover.text()
    assert "of its ceremony time" in page.fit.text()
    view = board.view_of(SQUAD)
    assert view is not None
    assert "only Cy Young" in view.header.whole_tip()
    assert view.header.whole_tip().startswith(view.header.toolTip())
    bench = board.view_of(None)
    assert bench is not None
    assert bench.header.whole_tip() == bench.header.toolTip()


def test_that_somebody_removed_takes_marks_and_count_along(
    session: Session, window: MainWindow, board: BoardView, qtbot: QtBot
) -> None:
    session.run(lambda s: keep(s, wish="apart", people=[ANA, BO]))
    session.run(lambda s: keep(s, wish="together", people=[CY, DI]))
    assert card(board, BO).face.marks == (BROKEN,)
    window.menus.remove_rows([session.state.get(Person, ANA)])
    assert card(board, BO).face.marks == ()
    board.move_cards((ref(CY),), ENABLE)
    assert card(board, DI).face.marks == (BROKEN,)
    qtbot.waitUntil(lambda: window.wishing.count.text() == "▲ 1 wish not kept")
    assert session.as_of == START
