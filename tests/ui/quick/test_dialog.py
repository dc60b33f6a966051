"""The dialog that turns lines into work."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from teamtide.plan.document import Document
from teamtide.plan.rows import Chunk, Project, Service
from teamtide.ui.quick.dialog import QuickWorkDialog
from teamtide.ui.session import Session
from tests.examples import SQUAD


@pytest.fixture
def session(document: Document, qtbot: QtBot) -> Iterator[Session]:
    made = Session(document)
    yield made
    made.deleteLater()


@pytest.fixture
def dialog(session: Session, qtbot: QtBot) -> QuickWorkDialog:
    made = QuickWorkDialog(session)
    qtbot.addWidget(made)
    made.show()
    return made


def shown(dialog: QuickWorkDialog) -> list[list[str]]:
    table = dialog.preview
    found = []
    for row in range(table.rowCount()):
        items = [table.item(row, column) for column in range(table.columnCount())]
        found.append([item.text() if item is not None else "" for item in items])
    return found


def test_that_lines_are_created_as_one_step(dialog: QuickWorkDialog) -> None:
    session = dialog.session
    dialog.lines.setPlainText("Fraud: 2 people for 12 weeks, with Squad\n20 % of Squad, always")
    dialog.create_all()
    project = session.state.rows(Project)[-1]
    (chunk,) = session.state.where(Chunk, "project", project.id)
    assert (project.name, project.team, chunk.likely, chunk.weeks) == ("Fraud", SQUAD, 120, 12)
    service = session.state.rows(Service)[-1]
    # 3.8 FTE in the squad (one of them at 0.8): 20 % of 19 days a week.
    assert service.arrivals * service.days_each == pytest.approx(0.2 * 3.8 * 5)
    assert [entry.label for entry in session.document.history] == ["Added 2 pieces of work"]
    session.undo()
    assert len(session.state.rows(Project)) == 2


def test_that_what_will_be_created_is_shown_while_typing(
    dialog: QuickWorkDialog, qtbot: QtBot
) -> None:
    dialog.lines.setPlainText("Fraud: 2 people for 12 weeks")
    qtbot.waitUntil(lambda: bool(shown(dialog)))
    (line,) = shown(dialog)
    assert line[1:4] == ["Fraud", "120 d", "12 wk"]
    assert line[-1] == "2 people × 12 weeks × 5 d = 120 d"
    assert dialog.summary.text() == "Creates 1 project with 1 chunk, 120 d, as one step."


def test_that_a_wrong_line_is_told_in_its_place_and_stops_the_whole(
    dialog: QuickWorkDialog,
) -> None:
    before = dialog.session.state
    dialog.lines.setPlainText("Fraud: 20 d\nBasin: much")
    dialog.create_all()
    assert dialog.session.state is before
    assert "“much” is not understood" in shown(dialog)[1][1]
    assert not dialog.create_button.isEnabled()


def test_that_what_the_plan_refuses_is_said_before_it_is_created(dialog: QuickWorkDialog) -> None:
    dialog.lines.setPlainText("Fraud: 20 d, burst 4/9")
    dialog.read()
    assert "needs 1 to 4 busy weeks" in dialog.problem.text()
    assert not dialog.create_button.isEnabled()
    dialog.lines.setPlainText("Fraud: 20 d, after Nothing")
    dialog.read()
    assert "has no chunk “Nothing”" in dialog.problem.text()


def test_that_each_starting_point_can_be_created_and_twice_over(dialog: QuickWorkDialog) -> None:
    for button in dialog.starts * 2:
        button.click()
    assert dialog.create_button.isEnabled()
    dialog.create_all()
    names = [row.name for row in dialog.session.state.rows(Project)]
    assert {"Exploratory study", "Exploratory study 2"} <= set(names)
    help_out = next(c for c in dialog.session.state.rows(Chunk) if c.name == "Help")
    assert (help_out.kind, help_out.shape) == ("engagement", "burst 4/1")


def test_that_chunks_join_a_project_that_is_there_and_wait_for_its_chunks(
    dialog: QuickWorkDialog,
) -> None:
    dialog.lines.setPlainText("Churn / Roll out: 10 d over 2 weeks, after Build")
    dialog.create_all()
    state = dialog.session.state
    assert len(state.rows(Project)) == 2
    build = next(c for c in state.rows(Chunk) if c.name == "Build")
    assert state.rows(Chunk)[-1].after == (build.id,)


def test_that_a_chosen_team_is_taken_where_a_line_names_none(dialog: QuickWorkDialog) -> None:
    dialog.team.setCurrentIndex(dialog.team.findData("Squad"))
    dialog.lines.setPlainText("Fraud: 20 d\nBasin: 20 d, with Enablement")
    dialog.create_all()
    teams = [row.team for row in dialog.session.state.rows(Project)[-2:]]
    assert teams == [SQUAD, 3]


def test_that_typing_goes_on_after_a_starting_point(dialog: QuickWorkDialog, qtbot: QtBot) -> None:
    dialog.lines.setPlainText("Fraud: 30 d")
    button = next(b for b in dialog.findChildren(QPushButton) if b.property("shape") is not None)
    button.click()
    qtbot.keyClicks(dialog.lines, "!")
    text = dialog.lines.toPlainText()
    assert text.startswith("Fraud: 30 d\n")
    assert text.endswith("!")
