"""The dialog that rolls the plan forward, in the real window and by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QComboBox, QLineEdit, QTableView
from pytestqt.qtbot import QtBot

from teamtide.capacity.schedule import plan_schedule
from teamtide.exchange.sample import sample_state
from teamtide.plan.document import Document
from teamtide.plan.inputs import inputs_of
from teamtide.plan.rolling import CONTINUE, DONE, DROP, LATE, roll
from teamtide.plan.rows import Chunk
from teamtide.ui.main_window import MainWindow
from teamtide.ui.rolling.dialog import SAID, RollDialog
from teamtide.ui.rolling.model import FATE, NOW, WORKED, BegunModel
from teamtide.ui.session import Session

TODAY = date(2026, 3, 4)
MONDAY = date(2026, 3, 2)


@pytest.fixture
def session(tmp_path: Path, qtbot: QtBot) -> Iterator[Session]:
    document = Document.create(tmp_path / "plan.teamtide", sample_state())
    made = Session(document)
    yield made
    made.deleteLater()
    document.close()


@pytest.fixture
def dialog(session: Session, qtbot: QtBot) -> RollDialog:
    made = RollDialog(session, TODAY)
    qtbot.addWidget(made)
    made.show()
    return made


def row_of(dialog: RollDialog, name: str) -> int:
    return next(n for n, one in enumerate(dialog.model.begun()) if one.name == name)


def typed(dialog: RollDialog, row: int, text: str, qtbot: QtBot) -> None:
    """Days done typed over what was proposed, as by keyboard."""
    table = dialog.table
    table.setFocus()
    table.setCurrentIndex(dialog.model.index(row, WORKED))
    qtbot.keyClick(table, Qt.Key.Key_F2)
    editor = table.findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: table.state() != QTableView.State.EditingState)


FEATURE = "Churn model / Feature work"


def test_that_the_menu_opens_it_over_the_window(session: Session, qtbot: QtBot) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    window.show_document(session.document)
    window.show()
    window.tools["roll_forward"].trigger()
    dialog = window.findChild(RollDialog)
    assert dialog is not None
    assert dialog.isVisible()
    assert dialog.day.line.text()
    dialog.reject()
    window.close_plan()


def test_that_it_fits_a_small_window(dialog: RollDialog) -> None:
    assert dialog.width() <= 1100
    assert dialog.height() <= 700
    assert dialog.minimumSizeHint().height() <= 700


def test_that_rolling_forward_is_one_step_of_the_plan(dialog: RollDialog, session: Session) -> None:
    before = session.state
    dialog.do()
    assert session.state.plan.start == MONDAY
    assert [e.label for e in session.document.history] == ["Rolled forward to 2 Mar 2026"]
    assert session.as_of >= MONDAY
    session.undo()
    assert session.state.tables == before.tables


def test_that_days_done_typed_make_a_chunk_late_and_it_goes_on_from_the_new_start(
    dialog: RollDialog, session: Session, qtbot: QtBot
) -> None:
    row = row_of(dialog, FEATURE)
    assert dialog.model.state_at(row) != LATE
    typed(dialog, row, "5", qtbot)
    assert dialog.model.state_at(row) == LATE
    assert "late" in str(dialog.model.index(row, NOW).data())
    chunk = dialog.model.begun()[row].chunk
    dialog.do()
    found = session.state.get(Chunk, chunk)
    assert found.done == 5
    schedule = plan_schedule(inputs_of(session.state, session.state.today))
    number = [one.id for one in session.state.rows(Chunk)].index(chunk)
    mine = schedule.chunk == number
    assert schedule.days[mine & (schedule.week < 0)].sum() == pytest.approx(0)


def test_that_what_becomes_of_late_work_is_chosen_by_keyboard(
    dialog: RollDialog, session: Session, qtbot: QtBot
) -> None:
    row = row_of(dialog, FEATURE)
    typed(dialog, row, "5", qtbot)
    dialog.table.setCurrentIndex(dialog.model.index(row, FATE))
    qtbot.keyClick(dialog.table, Qt.Key.Key_F2)
    box = dialog.table.findChild(QComboBox)
    assert box is not None
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        qtbot.keyClick(box, key)
    chunk = dialog.model.begun()[row].chunk
    qtbot.waitUntil(lambda: dialog.model.answers[chunk].fate == DROP)


def test_that_one_button_decides_for_all_that_is_late(
    dialog: RollDialog, session: Session, qtbot: QtBot
) -> None:
    typed(dialog, row_of(dialog, FEATURE), "5", qtbot)
    qtbot.mouseClick(dialog.all_buttons[DONE], Qt.MouseButton.LeftButton)
    fates = {
        dialog.model.answers[one.chunk].fate
        for row, one in enumerate(dialog.model.begun())
        if dialog.model.state_at(row) == LATE
    }
    assert fates == {DONE}
    assert CONTINUE not in fates


def test_that_what_is_no_number_of_days_is_refused_with_the_reason(
    dialog: RollDialog, qtbot: QtBot
) -> None:
    row = row_of(dialog, FEATURE)
    before = dialog.model.answers
    typed(dialog, row, "-3", qtbot)
    assert FEATURE in dialog.problem.text()
    assert dialog.model.answers == before


def test_that_another_day_must_be_a_monday_after_the_start(
    dialog: RollDialog, qtbot: QtBot
) -> None:
    dialog.day.line.selectAll()
    qtbot.keyClicks(dialog.day.line, "3 Mar 2026")
    qtbot.keyClick(dialog.day.line, Qt.Key.Key_Tab)
    assert "not a Monday" in dialog.day.problem
    assert dialog.to == MONDAY


def test_that_a_plan_that_starts_this_week_says_there_is_nothing_to_roll(
    session: Session, qtbot: QtBot
) -> None:
    dialog = RollDialog(session, session.state.plan.start + timedelta(days=2))
    qtbot.addWidget(dialog)
    dialog.show()
    assert "starts on" in dialog.problem.text()
    assert not dialog.roll_button.isEnabled()


def test_that_what_is_said_in_the_plan_can_count_as_of_the_new_start(
    session: Session, qtbot: QtBot, dialog: RollDialog
) -> None:
    dialog.source.commit(SAID)
    assert dialog.basis == SAID
    assert dialog.model.rowCount() > 0


def test_that_the_table_is_a_sound_model(dialog: RollDialog) -> None:
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    tester = QAbstractItemModelTester(dialog.model, mode)
    dialog.model.decide_all(DROP)
    dialog.ask()
    assert isinstance(tester.model(), BegunModel)


def test_that_the_day_looked_at_moves_into_the_rolled_plan_and_all_who_show_it_are_told(
    session: Session, qtbot: QtBot
) -> None:
    told: list[date] = []
    session.as_of_changed.connect(told.append)
    to = session.state.plan.start + timedelta(weeks=4)
    assert session.run(lambda state: roll(state, to=to))
    assert (session.as_of, told) == (to, [to])
    session.undo()
    assert (session.as_of, told) == (to, [to])
