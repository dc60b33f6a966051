"""Last month's plan against today's, on its page of the compare window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from teamtide.plan.assigning import set_project
from teamtide.plan.commands import edit
from teamtide.plan.document import Document
from teamtide.plan.rows import Chunk, Project, Team
from teamtide.ui.compare.earlier import OTHER, EarlierPage
from teamtide.ui.compare.earlier_curves import on_weeks
from teamtide.ui.compare.earlier_rows import Rows
from teamtide.ui.compare.table import UPDATING
from teamtide.ui.compare.window import CompareWindow
from teamtide.ui.session import Session
from tests.examples import CHURN, EXPLORE, TODAY

PATIENCE_MS = 60_000
APP = Path(__file__).resolve().parents[3] / "app"


@pytest.fixture
def session(document: Document, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    monkeypatch.setenv("PYTHONPATH", str(APP))
    made = Session(document)
    yield made
    made.deleteLater()


@pytest.fixture
def window(session: Session, qtbot: QtBot) -> Iterator[CompareWindow]:
    made = CompareWindow(session)
    qtbot.addWidget(made)
    yield made
    made.close_session()


def cells(model: Rows) -> list[list[str]]:
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def opened(window: CompareWindow, qtbot: QtBot) -> EarlierPage:
    window.show()
    window.pages.setCurrentWidget(window.earlier)
    qtbot.waitUntil(lambda: not window.earlier._stale)
    return window.earlier


def test_that_a_plan_without_history_says_what_else_there_is(
    window: CompareWindow, qtbot: QtBot
) -> None:
    page = opened(window, qtbot)
    assert [page.source.itemText(n) for n in range(page.source.count())] == [OTHER]
    assert "no earlier state" in page.told.text()
    assert page.lines.rowCount() == 0


def test_that_the_plan_as_it_was_stands_beside_it_with_measures_and_rows(
    session: Session, window: CompareWindow, qtbot: QtBot
) -> None:
    state = session.state
    session.run(lambda s: edit(s, s.get(Chunk, EXPLORE), done=4.0))
    session.run(lambda s: set_project(s, scenario=TODAY, projects=[CHURN], priority=3))
    page = opened(window, qtbot)
    assert page.source.currentText().startswith("as on ")
    name = f"{state.get(Project, CHURN).name} / {state.get(Chunk, EXPLORE).name}"
    qtbot.waitUntil(lambda: ["done", name, "0 d", "4 d"] in cells(page.lines))
    qtbot.waitUntil(
        lambda: not any(UPDATING in row for row in cells(page.measures)), timeout=PATIENCE_MS
    )
    qtbot.waitUntil(lambda: "worked out" not in page.told.text(), timeout=PATIENCE_MS)
    assert set(page.curves.charts) == {row.id for row in state.rows(Team)}
    assert all(chart.data is not None for chart in page.curves.charts.values())
    assert "as on" in str(page.measures.headerData(1, Qt.Orientation.Horizontal))
    # Neither days done nor a priority changes anybody's luck, so there are ranges too.
    qtbot.waitUntil(lambda: any(row[3] for row in cells(page.measures)), timeout=PATIENCE_MS)
    assert "No ranges" not in page.told.text()


def test_that_another_file_is_chosen_and_left_alone(
    session: Session, window: CompareWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    other = tmp_path / "march.teamtide"
    session.document.copy_to(other)
    content = other.read_bytes()
    session.run(lambda s: edit(s, s.get(Chunk, EXPLORE), likely=12.5))
    page = opened(window, qtbot)
    page.choose_file = lambda: other
    page.source.setCurrentIndex(page.source.findText(OTHER))
    page.source.activated.emit(page.source.currentIndex())
    qtbot.waitUntil(lambda: any("12.5 d" in row[3] for row in cells(page.lines)))
    qtbot.waitUntil(lambda: "No ranges of differences" in page.told.text())
    assert page.source.currentText() == "march.teamtide"
    assert other.read_bytes() == content


def test_that_a_file_that_is_no_plan_is_refused_on_the_page(
    window: CompareWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    page = opened(window, qtbot)
    bad = tmp_path / "bad.teamtide"
    bad.write_text("no plan")
    page.open_file(bad)
    assert "bad.teamtide" in page.problem.text()
    assert page.problem.isVisible()


def test_that_its_tables_are_sound_models(
    session: Session, window: CompareWindow, qtbot: QtBot
) -> None:
    session.run(lambda s: edit(s, s.get(Chunk, EXPLORE), done=4.0))
    page = opened(window, qtbot)
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    testers = [QAbstractItemModelTester(model, mode) for model in (page.lines, page.measures)]
    session.run(lambda s: edit(s, s.get(Chunk, EXPLORE), done=5.0))
    qtbot.waitUntil(lambda: any("5 d" in row for row in cells(page.lines)))
    assert all(isinstance(tester.model(), Rows) for tester in testers)


@pytest.mark.parametrize(
    ("offset", "wanted"),
    [
        (0, [1, 2, 3, 0, 0]),
        (2, [0, 0, 1, 2, 3]),
        (-2, [3, 0, 0, 0, 0]),
        (4, [0, 0, 0, 0, 1]),
        (9, [0, 0, 0, 0, 0]),
        (-9, [0, 0, 0, 0, 0]),
    ],
)
def test_that_figures_stand_in_the_week_of_the_calendar_they_are_of(
    offset: int, wanted: list[float]
) -> None:
    assert on_weeks(np.array([1.0, 2.0, 3.0]), offset, 5).tolist() == wanted
