"""The main job in the real window: a spreadsheet in, a drag, the curves, undo, reopen, workbook."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from teamtide.capacity.engine import compute
from teamtide.plan import commands
from teamtide.plan.document import Document
from teamtide.plan.inputs import inputs_of
from teamtide.plan.rows import Chunk, Person, Project, Scenario, Team, TeamId
from teamtide.ui.board.board_view import BoardView
from teamtide.ui.board.cards import Ref
from teamtide.ui.board.mime import packed
from teamtide.ui.charts.week_chart import WeekChart
from teamtide.ui.files import first_state
from teamtide.ui.import_wizard.dialog import ImportDialog
from teamtide.ui.main_window import MainWindow
from teamtide.ui.session import Session
from tests.examples import ANA, EKS, INFRA, OPTION, SQUAD, START, TODAY

ROSTERS = Path(__file__).resolve().parents[3] / "shared" / "data" / "rosters"
ROSTER = (
    ("ID", "Name", "E-mail", "Title", "Team", "FTE", "Start"),
    ("007", "Zoë O’Neil", "zoe@example.com", "Data scientist", "Squad", "1", "2024-03-01"),
    ("008", "Max Weber", "max@example.com", "Software engineer", "Squad", "80%", "2023-01-09"),
    ("009", "Ida Lund", "ida@example.com", "Platform engineer", "Infrastructure", "1", ""),
)


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    made = MainWindow()
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    return made


def board_of(window: MainWindow) -> BoardView:
    assert window.view is not None
    return window.view.board


def hover(board: BoardView, team: int | None, refs: tuple[Ref, ...]) -> QMimeData:
    """Bring cards over a column, as a drag that entered it."""
    view = board.view_of(team)  # type: ignore[arg-type]
    assert view is not None
    data = packed(board.plan_token, refs)
    at, none = QPoint(20, 20), Qt.KeyboardModifier.NoModifier
    left, move = Qt.MouseButton.LeftButton, Qt.DropAction.MoveAction
    QApplication.sendEvent(view, QDragEnterEvent(at, move, data, left, none))
    QApplication.sendEvent(view, QDragMoveEvent(at, move, data, left, none))
    return data


def drop(board: BoardView, team: int | None, data: QMimeData) -> None:
    view = board.view_of(team)  # type: ignore[arg-type]
    assert view is not None
    event = QDropEvent(
        QPointF(20, 20),
        Qt.DropAction.MoveAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(view, event)


def chart_of(window: MainWindow, team: TeamId) -> WeekChart:
    view = board_of(window).view_of(team)
    assert view is not None
    assert view.chart is not None
    return view.chart


def last_label(session: Session) -> str:
    entry = session.document.next_undo
    assert entry is not None
    return entry.label


def import_through_dialog(window: MainWindow, qtbot: QtBot, path: Path) -> None:
    window.files.import_sheet(path)
    dialog = window.findChild(ImportDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.import_button.isEnabled, timeout=20_000)
    dialog.do_import()


def assert_curves_are_the_engines(window: MainWindow) -> None:
    """What each column draws is what the engine says of the plan as it is on disk."""
    session = window.session
    assert session is not None
    found = compute(inputs_of(session.state, session.scenario))
    for row, team in zip(session.state.rows(Team), found.teams, strict=True):
        chart = chart_of(window, row.id)
        data = chart.data
        assert data is not None
        np.testing.assert_allclose(data.capacity, team.capacity, atol=1e-9)
        edges = chart.drawn_stack()
        drawn = edges[-1] if len(edges) else np.zeros(len(team.demand))
        np.testing.assert_allclose(drawn, team.demand, atol=1e-9)
        if not (team.capacity.any() or team.demand.any()):
            continue  # the chart says that there is nothing to draw
        _, line = chart.drawn("capacity")
        np.testing.assert_allclose(np.unique(line), np.unique(team.capacity), atol=1e-9)


def test_that_a_roster_becomes_a_plan_that_is_dragged_undone_reopened_and_exported(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    sheet = tmp_path / "staff.csv"
    with sheet.open("w", newline="", encoding="utf-8-sig") as file:
        csv.writer(file, delimiter=";").writerows([["Staff list 2026"], [], *ROSTER])
    path = tmp_path / "Spring reorg é.teamtide"
    Document.create(path, first_state("Spring reorg", START)).close()
    assert window.open_plan(path)
    session = window.session
    assert session is not None
    import_through_dialog(window, qtbot, sheet)
    people = {p.name: p for p in session.state.rows(Person)}
    assert set(people) == {"Zoë O’Neil", "Max Weber", "Ida Lund"}
    assert people["Max Weber"].fte == 0.8
    assert people["Zoë O’Neil"].code == "007"
    squad, infra, _ = session.state.rows(Team)
    session.run(lambda s: commands.add(s, Project, name="Churn", team=squad.id))
    session.run(
        lambda s: commands.add(
            s,
            Chunk,
            project=s.rows(Project)[0].id,
            name="Build",
            kind="structured",
            discipline="software",
            likely=40.0,
            weeks=10.0,
        )
    )
    before = {row.id: session.team_load(row.id) for row in (squad, infra)}
    max_ref = Ref("person", people["Max Weber"].id, squad.id)
    on_disk = {p: p.read_bytes() for p in path.parent.glob("Spring*")}
    data = hover(board_of(window), infra.id, (max_ref,))
    assert board_of(window).tag.isVisible()
    assert {p: p.read_bytes() for p in path.parent.glob("Spring*")} == on_disk
    for row in (squad, infra):
        assert chart_of(window, row.id).shows("would_capacity")
    drop(board_of(window), infra.id, data)
    for row in (squad, infra):
        now = session.team_load(row.id)
        assert not np.allclose(now.capacity, before[row.id].capacity)
    assert_curves_are_the_engines(window)
    window.undo()
    for row in (squad, infra):
        np.testing.assert_allclose(session.team_load(row.id).capacity, before[row.id].capacity)
    window.redo()
    after = session.state
    window.close_plan()
    assert [p.name for p in tmp_path.glob("Spring*")] == [path.name]
    assert window.open_plan(path)
    assert window.session is not None
    assert window.session.state == after
    assert last_label(window.session).startswith("Moved Max Weber")
    out = tmp_path / "plan.xlsx"
    window.files.export_to(out)
    qtbot.waitUntil(out.exists, timeout=60_000)
    window.close_plan()
    again = tmp_path / "again.teamtide"
    done = subprocess.run(
        [sys.executable, "-m", "teamtide", "import", str(out), "--plan", str(again), "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout)["kind"] == "plan workbook"
    back = Document.open(again, read_only=True).state
    assert [p.name for p in back.rows(Person)] == [p.name for p in after.rows(Person)]
    for mine, theirs in zip(
        compute(inputs_of(after, after.today)).teams,
        compute(inputs_of(back, back.today)).teams,
        strict=True,
    ):
        np.testing.assert_allclose(mine.capacity, theirs.capacity, atol=1e-9)
        np.testing.assert_allclose(mine.demand, theirs.demand, atol=1e-9)


@pytest.mark.skipif(not ROSTERS.is_dir(), reason="the folder of real rosters is not here")
def test_that_a_real_roster_is_imported_and_one_of_its_people_dragged(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "real.teamtide"
    Document.create(path, first_state("Real", START)).close()
    assert window.open_plan(path)
    session = window.session
    assert session is not None
    import_through_dialog(window, qtbot, ROSTERS / "HRDataset_v14_semicolon_bom.csv")
    assert len(session.state.rows(Person)) > 150
    view = next(v for v in board_of(window).views[1:] if v.state and v.state.people)
    assert view.state is not None
    card = view.state.people[0]
    target = next(v for v in board_of(window).views[1:] if v.team != view.team)
    drop(board_of(window), target.team, hover(board_of(window), target.team, (card.ref,)))
    assert_curves_are_the_engines(window)
    window.undo()
    window.undo()
    assert not session.state.rows(Person)


def test_that_an_option_in_a_tab_keeps_its_own_moves(
    window: MainWindow, document: Document
) -> None:
    window.show_document(document)
    assert window.session is not None
    assert window.view is not None
    session = window.session
    session.set_scenario(OPTION)
    session.set_as_of(START + timedelta(weeks=4))
    ana = (Ref("person", ANA, SQUAD),)
    drop(board_of(window), INFRA, hover(board_of(window), INFRA, ana))
    assert last_label(session).endswith("2 Feb 2026")
    assert_curves_are_the_engines(window)
    window.doings.new_option()
    copied = session.scenario
    assert copied not in (TODAY, OPTION)
    assert_curves_are_the_engines(window)
    session.set_scenario(TODAY)
    assert_curves_are_the_engines(window)
    session.undo()
    assert session.state.find(Scenario, copied) is None
    session.undo()
    assert session.scenario == OPTION


def test_that_a_service_is_dragged_to_a_team_and_to_nobody(
    window: MainWindow, document: Document
) -> None:
    window.show_document(document)
    assert window.session is not None
    session = window.session
    eks = (Ref("service", EKS, SQUAD),)
    drop(board_of(window), INFRA, hover(board_of(window), INFRA, eks))
    index = session.team_index(INFRA)
    assert session.load.inputs.services[0].owner == index
    drop(board_of(window), None, hover(board_of(window), None, (Ref("service", EKS, INFRA),)))
    assert session.load.inputs.services[0].owner is None
    assert session.load.unowned.sum() > 0
    assert_curves_are_the_engines(window)


def test_that_the_keyboard_alone_moves_a_person_and_takes_it_back(
    window: MainWindow, qtbot: QtBot, document: Document
) -> None:
    window.show_document(document)
    assert window.session is not None
    session = window.session
    view = board_of(window).view_of(SQUAD)
    assert view is not None
    board_of(window).reveal(Ref("person", ANA, SQUAD))
    qtbot.keyClick(view.people, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert last_label(session) == "Moved Ana Silva to Infrastructure"
    assert_curves_are_the_engines(window)
    session.undo()
    assert session.document.next_undo is None


def test_that_a_spreadsheet_dropped_on_the_window_is_shown_before_it_is_imported(
    window: MainWindow, qtbot: QtBot, document: Document, tmp_path: Path
) -> None:
    window.show_document(document)
    assert window.view is not None
    sheet = tmp_path / "more people.csv"
    sheet.write_text("ID,Name\n9,Eve Holt\n10,Fay Lind\n", encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(sheet))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(50, 50), copy, data, left, none)
    QApplication.sendEvent(window.view, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window.view, QDropEvent(QPointF(50, 50), copy, data, left, none))
    dialog = window.findChild(ImportDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.import_button.isEnabled, timeout=20_000)
    assert len(document.state.rows(Person)) == 4
    dialog.do_import()
    assert [p.name for p in document.state.rows(Person)][4:] == ["Eve Holt", "Fay Lind"]
