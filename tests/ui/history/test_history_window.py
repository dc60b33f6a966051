"""The window *History*: what it lists, what it says before one goes, and going by keyboard."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from teamtide.plan import history
from teamtide.plan.changes import ChangeSet
from teamtide.plan.commands import edit, edit_plan
from teamtide.plan.document import Document
from teamtide.plan.notes import set_note
from teamtide.plan.options import add_scenario
from teamtide.plan.placing import move_people
from teamtide.plan.rows import Person, Scenario, Team
from teamtide.plan.state import State
from teamtide.ui.history import words
from teamtide.ui.history.lines import BEGINNING, BRANCH, MORE, STEP
from teamtide.ui.history.model import PLACE, WHAT, WHEN, WHERE
from teamtide.ui.history.window import HistoryWindow
from teamtide.ui.main_window import MainWindow
from teamtide.ui.session import DROPPED, FOLDED, Session
from tests.examples import ANA, INFRA, OPTION, SQUAD, START, TODAY, small_state

NO_KEYS = Qt.KeyboardModifier.NoModifier
Role = Qt.ItemDataRole


class Noons:
    """A clock on which every look is an hour later, from the noon of a day."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 24, 12).astimezone()

    def __call__(self) -> datetime:
        self.moment += timedelta(hours=1)
        return self.moment

    def next_day(self) -> None:
        self.moment = self.moment.replace(hour=12) + timedelta(days=1)


@pytest.fixture
def clock() -> Noons:
    return Noons()


@pytest.fixture
def session(tmp_path: Path, clock: Noons, qtbot: QtBot) -> Iterator[Session]:
    document = Document.create(tmp_path / "plan.teamtide", small_state(), clock=clock)
    made = Session(document)
    yield made
    document.close()
    made.deleteLater()


@pytest.fixture
def window(session: Session, qtbot: QtBot) -> Iterator[HistoryWindow]:
    made = HistoryWindow(session)
    qtbot.addWidget(made)
    made.resize(760, 680)
    yield made
    made.close_session()


def shown(window: HistoryWindow, qtbot: QtBot) -> HistoryWindow:
    window.show()
    qtbot.waitExposed(window)
    return window


def move(state: State) -> ChangeSet:
    return move_people(
        state, scenario=OPTION, people=[ANA], source=SQUAD, target=INFRA, as_of=START
    )


def named(session: Session, *names: str) -> None:
    for name in names:
        assert session.run(partial(edit_plan, name=name))


def told(window: HistoryWindow, parent: QModelIndex | None = None) -> list[str]:
    """Every line as a reader of the screen is told it."""
    model = window.model
    top = QModelIndex() if parent is None else parent
    rows = (model.index(row, WHAT, top) for row in range(model.rowCount(top)))
    return [str(index.data(Role.AccessibleTextRole)) for index in rows]


def go_to(window: HistoryWindow, key: tuple[str, int]) -> None:
    index = window.model.index_of(key)
    assert index.isValid(), key
    window.view.setCurrentIndex(index)
    window.look()


def settled(window: HistoryWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window._soon.isActive() and not window._stale)


@pytest.fixture
def branched(session: Session, clock: Noons) -> Session:
    """One, Two and Three on a day, the last two undone; Ana moved on the next, the fee undone."""
    named(session, "One", "Two", "Three")
    session.undo()
    session.undo()
    clock.next_day()
    session.run(move)
    session.run(lambda s: edit(s, s.get(Person, ANA), fte=0.5))
    session.undo()
    return session


# --- what is listed -------------------------------------------------------------------------


def test_that_nothing_yet_says_what_will_be_here(window: HistoryWindow, qtbot: QtBot) -> None:
    shown(window, qtbot)
    assert window.empty.isVisible()
    assert window.empty.text() == words.EMPTY
    assert not window.view.isVisible()
    assert not window.go_button.isEnabled()
    named(window.session, "One")
    settled(window, qtbot)
    assert not window.empty.isVisible()
    assert window.view.isVisible()


def test_that_steps_stand_under_their_days_the_newest_on_top(
    branched: Session, window: HistoryWindow, qtbot: QtBot
) -> None:
    shown(window, qtbot)
    assert told(window) == [
        "Wednesday, 25 Nov 2026",
        "Changed FTE of Ana Silva to 0.5, 25 Nov 2026, 14:00, undone",
        "Moved Ana Silva to Infrastructure, in “Split”, 25 Nov 2026, 13:00, now",
        "2 steps set aside on 24 Nov 2026, 17:00: Changed the plan's name to Three",
        "Tuesday, 24 Nov 2026",
        "Changed the plan's name to One, 24 Nov 2026, 13:00",
        "The plan as it was made",
    ]
    (branch,) = window.model.of_kind(BRANCH)
    assert told(window, branch) == [
        "Changed the plan's name to Three, 24 Nov 2026, 15:00, set aside",
        "Changed the plan's name to Two, 24 Nov 2026, 14:00, set aside",
    ]


def test_that_now_is_marked_by_a_word_and_by_weight(
    branched: Session, window: HistoryWindow, qtbot: QtBot
) -> None:
    shown(window, qtbot)
    index = window.view.currentIndex()
    assert window.model.line(index).goes == branched.document.steps.now
    assert index.siblingAtColumn(PLACE).data() == "◀ now"
    assert index.data(Role.FontRole).bold()
    above = window.model.index(index.row() - 1, PLACE)
    assert above.data() == "undone"
    assert above.data(Role.ForegroundRole) != index.data(Role.ForegroundRole)
    assert index.siblingAtColumn(WHERE).data() == "Split"
    assert index.siblingAtColumn(WHEN).data() == "13:00"


def test_that_the_model_keeps_qts_rules(
    branched: Session, window: HistoryWindow, qtbot: QtBot
) -> None:
    tester = QAbstractItemModelTester(
        window.model, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    shown(window, qtbot)
    window.view.expandAll()
    branched.undo()
    settled(window, qtbot)
    window.filter.setText("two")
    settled(window, qtbot)
    assert tester.model() is window.model


def test_that_a_restore_point_inside_another_is_folded_into_it(
    session: Session, window: HistoryWindow, qtbot: QtBot
) -> None:
    named(session, "One", "Two", "Three")
    session.undo()
    named(session, "Four")
    session.go_to(1)
    named(session, "Five")
    shown(window, qtbot)
    (outer,) = [i for i in window.model.of_kind(BRANCH) if not i.parent().isValid()]
    assert [line.partition(",")[0] for line in told(window, outer)] == [
        "Changed the plan's name to Four",
        "1 step set aside on 24 Nov 2026",
        "Changed the plan's name to Two",
    ]
    inner = next(i for i in window.model.of_kind(BRANCH) if i.parent().isValid())
    assert told(window, inner)[0].startswith("Changed the plan's name to Three")


def test_that_the_filter_finds_by_words_scenario_and_day(
    branched: Session, window: HistoryWindow, qtbot: QtBot
) -> None:
    shown(window, qtbot)

    def found(text: str) -> list[str]:
        window.filter.setText(text)
        settled(window, qtbot)
        lines = [line.partition(",")[0] for line in told(window)]
        for branch in window.model.of_kind(BRANCH):
            assert window.view.isExpanded(branch) or not text
            lines += [line.partition(",")[0] for line in told(window, branch)]
        return lines

    assert found("SPLIT") == ["Wednesday", "Moved Ana Silva to Infrastructure"]
    assert found("to two") == ["2 steps set aside on 24 Nov 2026", "Changed the plan's name to Two"]
    assert "Changed the plan's name to One" in found("24 Nov")
    assert found("nobody") == []
    assert window.empty.isVisible()
    assert window.empty.text() == words.NOTHING_FOUND
    found("")
    assert window.view.isVisible()


def test_that_a_long_history_lists_the_newest_and_more_on_enter(
    session: Session, window: HistoryWindow, qtbot: QtBot
) -> None:
    window._most = 3
    named(session, *"abcdefgh")
    shown(window, qtbot)
    assert len(window.model.of_kind(STEP)) == 3
    assert told(window)[-2:] == ["Enter lists more: 5 steps before these", words.BEGINNING]
    (more,) = window.model.of_kind(MORE)
    window.view.setCurrentIndex(more)
    QTest.keyClick(window.view, Qt.Key.Key_Return)
    assert len(window.model.of_kind(STEP)) == 8
    assert window.model.of_kind(MORE) == []
    assert window.current_key() == (STEP, 5)
    for _ in "abcdefgh":
        session.undo()
    window._most = 3
    settled(window, qtbot)
    assert window.current_key() == (BEGINNING, 0)
    assert len(window.model.of_kind(STEP)) == 8


# --- going ----------------------------------------------------------------------------------


def test_that_what_a_jump_would_change_is_said_before_one_goes(
    branched: Session, window: HistoryWindow, qtbot: QtBot
) -> None:
    shown(window, qtbot)
    assert window.ahead.text() == words.HERE
    assert not window.go_button.isEnabled()
    before = branched.document.state
    go_to(window, (BRANCH, 3))
    assert window.ahead.text() == "Takes back 1 step and makes 2 steps again"
    assert window.counts.text() == "Changes the plan's settings and 1 placement. In “Split”:"
    lines = [window.changes.item(row).text() for row in range(window.changes.count())]
    assert lines == ["Ana Silva, place: Infrastructure → Squad"]
    assert window.go_button.isEnabled()
    assert branched.document.state is before
    go_to(window, (STEP, 5))
    assert window.ahead.text() == "Makes 1 step again"
    assert window.changes.item(0).text() == "Ana Silva, FTE: 1 → 0.5"


def test_that_the_keyboard_alone_walks_unfolds_and_goes(
    branched: Session, window: HistoryWindow, qtbot: QtBot
) -> None:
    shown(window, qtbot)
    window.activateWindow()
    qtbot.waitUntil(window.view.hasFocus)
    QTest.keyClick(window.view, Qt.Key.Key_Down)
    assert window.current_key() == (BRANCH, 3)
    QTest.keyClick(window.view, Qt.Key.Key_Right)
    QTest.keyClick(window.view, Qt.Key.Key_Down)
    QTest.keyClick(window.view, Qt.Key.Key_Down)
    assert window.current_key() == (STEP, 2)
    QTest.keyClick(window.view, Qt.Key.Key_Return)
    assert branched.state.plan.name == "Two"
    settled(window, qtbot)
    assert window.current_key() == (STEP, 2)
    assert window.said.text() == (
        "1 step undone and 1 step redone, the last one: Changed the plan's name to Two"
    )
    # The heading of a day is passed over.
    go_to(window, (STEP, 2))
    QTest.keyClick(window.view, Qt.Key.Key_End)
    assert window.current_key() == (BEGINNING, 0)
    QTest.keyClick(window.view, Qt.Key.Key_Return)
    assert branched.state.tables == small_state().tables
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert branched.state.tables == small_state().tables


def test_that_a_double_click_goes_and_a_click_does_not(
    branched: Session, window: HistoryWindow, qtbot: QtBot
) -> None:
    shown(window, qtbot)
    where = window.view.visualRect(window.model.index_of((STEP, 1))).center()
    left = Qt.MouseButton.LeftButton
    QTest.mouseClick(window.view.viewport(), left, NO_KEYS, where)
    assert branched.document.steps.now == 4
    QTest.mouseDClick(window.view.viewport(), left, NO_KEYS, where)
    assert branched.document.steps.now == 1
    QTest.mouseDClick(window.view.viewport(), left, NO_KEYS, QPoint(40, 640))
    assert branched.document.steps.now == 1


def test_that_the_board_is_told_once_of_a_jump_and_shows_where_it_happened(
    branched: Session, window: HistoryWindow, qtbot: QtBot
) -> None:
    shown(window, qtbot)
    branched.set_scenario(TODAY)
    updates: list[object] = []
    branched.changed.connect(updates.append)
    before = branched.state
    assert branched.go_to(3)
    assert len(updates) == 1
    update = updates[0]
    assert update.before is before  # type: ignore[attr-defined]
    assert update.after is branched.state  # type: ignore[attr-defined]
    assert before.apply(update.change) == branched.state  # type: ignore[attr-defined]
    assert branched.scenario == OPTION
    fresh = Session(branched.document)
    for scenario in (TODAY, OPTION):
        mine, theirs = branched.load_of(scenario).teams, fresh.load_of(scenario).teams
        assert [team.load.tolist() for team in mine] == [team.load.tolist() for team in theirs]
    fresh.deleteLater()


def test_that_a_jump_that_comes_to_nothing_still_moves_now(
    session: Session, window: HistoryWindow, qtbot: QtBot
) -> None:
    named(session, "One", "Two", "One")
    shown(window, qtbot)
    go_to(window, (STEP, 1))
    assert window.counts.text() == words.CHANGES_NOTHING
    window.go_button.click()
    settled(window, qtbot)
    assert session.document.steps.now == 1
    assert window.current_key() == (STEP, 1)


def test_that_a_copy_to_read_shows_the_history_and_goes_nowhere(
    branched: Session, qtbot: QtBot
) -> None:
    reader = Session(Document.open(branched.document.path))
    window = shown(HistoryWindow(reader), qtbot)
    qtbot.addWidget(window)
    before = reader.document.history
    go_to(window, (BRANCH, 3))
    assert not window.go_button.isEnabled()
    assert words.READ_ONLY in window.counts.text()
    QTest.keyClick(window.view, Qt.Key.Key_Return)
    assert "open for reading only" in window.said.text()
    assert reader.document.history == before
    window.close_session()


def test_that_a_step_that_cannot_be_read_is_said_where_one_would_go(
    branched: Session, qtbot: QtBot
) -> None:
    path = branched.document.path
    branched.document.close()
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("UPDATE history SET changes='[7]' WHERE id=1")
    reader = Session(Document.open(path))
    window = shown(HistoryWindow(reader), qtbot)
    qtbot.addWidget(window)
    go_to(window, (BEGINNING, 0))
    assert "“Changed the plan's name to One” can't be read" in window.counts.text()
    assert not window.go_button.isEnabled()
    window.close_session()
    reader.document.close()


# --- what had no room -----------------------------------------------------------------------


def test_that_folding_is_told_once_and_stays_in_the_window(
    session: Session,
    window: HistoryWindow,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(history, "MOST_STEPS", 3)
    notes: list[str] = []
    session.note.connect(notes.append)
    named(session, "One", "Two", "Three")
    session.undo()
    notes.clear()
    named(session, "Four")
    assert notes == [DROPPED]
    named(session, "Five")
    assert notes == [DROPPED, FOLDED]
    named(session, "Six", "Seven")
    assert notes == [DROPPED, FOLDED]
    shown(window, qtbot)
    assert window.folded.text() == (
        "Older steps than 24 Nov 2026, 18:00 were folded away; they can't be undone. "
        "Backups have them."
    )
    assert told(window)[-1] == words.FOLDED_BEGINNING
    while session.undo():
        pass
    assert session.state.plan.name == "Four"


# --- in the window of the plan --------------------------------------------------------------


@pytest.fixture
def main(qtbot: QtBot, tmp_path: Path, clock: Noons) -> Iterator[MainWindow]:
    made = MainWindow()
    qtbot.addWidget(made)
    made.show_document(Document.create(tmp_path / "p.teamtide", small_state(), clock=clock))
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()


def test_that_jumps_across_options_teams_and_notes_leave_the_board_as_the_plan_is(
    main: MainWindow, qtbot: QtBot
) -> None:
    session = main.session
    assert session is not None
    session.run(lambda s: add_scenario(s, name="Rota", like=OPTION))
    fresh = session.state.rows(Scenario)[-1].id
    session.set_scenario(fresh)
    session.run(move)
    session.run(lambda s: set_note(s, kind="person", item=ANA, text="knows it"))
    main.doings.add_team()
    main.tools["show_history"].trigger()
    window = main.panels.history
    assert window is not None
    qtbot.waitExposed(window)
    window.refresh()
    for key in ((BEGINNING, 0), (STEP, 4), (STEP, 2), (STEP, 4), (STEP, 1)):
        go_to(window, key)
        QTest.keyClick(window.view, Qt.Key.Key_Return)
        assert session.document.steps.now == (key[1] or None)
        assert main.view is not None
        teams = {view.team for view in main.view.board.views if view.team is not None}
        assert teams == {row.id for row in session.state.rows(Team)}
        settled(window, qtbot)
    assert session.scenario in [row.id for row in session.state.rows(Scenario)]
    assert "Added the option Rota" in main.tools["undo"].toolTip()
    assert "Moved Ana Silva" in main.tools["redo"].toolTip()


def test_that_everything_in_it_has_a_name_and_the_filter_a_key(
    main: MainWindow, qtbot: QtBot
) -> None:
    assert main.session is not None
    named(main.session, "One")
    main.panels.show_history()
    window = main.panels.history
    assert window is not None
    qtbot.waitExposed(window)
    for widget in (window.view, window.filter, window.changes):
        assert widget.accessibleName()
    assert window.windowTitle() == "History"
    window.activateWindow()
    qtbot.waitUntil(window.view.hasFocus)
    QTest.keyClick(window.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(window.filter.hasFocus)
    QTest.keyClick(window.filter, Qt.Key.Key_Escape)
    qtbot.waitUntil(window.isHidden)
