"""The strip that compares scenarios, and the figures in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from teamtide.plan.commands import edit, remove
from teamtide.plan.document import Document
from teamtide.plan.options import add_scenario
from teamtide.plan.placing import move_people
from teamtide.plan.rows import Project, Scenario
from teamtide.plan.summary import MEASURES, Measure, Summary, best, summary
from teamtide.ui.compare.strip import CompareStrip
from teamtide.ui.compare.table import PENDING
from teamtide.ui.session import Session
from tests.examples import ANA, BO, CHURN, INFRA, OPTION, SQUAD, TODAY


@pytest.fixture
def session(document: Document, qtbot: QtBot) -> Iterator[Session]:
    made = Session(document)
    yield made
    made.deleteLater()


@pytest.fixture
def strip(session: Session, qtbot: QtBot) -> Iterator[CompareStrip]:
    made = CompareStrip(session)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close_session()


def move(session: Session, scenario: int = OPTION) -> None:
    assert session.run(
        lambda state: move_people(
            state,
            scenario=scenario,  # type: ignore[arg-type]
            people=[ANA, BO],
            source=SQUAD,
            target=INFRA,
            as_of=date(2026, 2, 2),
        )
    )


def shown(strip: CompareStrip, key: str, column: int) -> str:
    row = [measure.key for measure in MEASURES].index(key)
    return str(strip.model.index(row, column).data())


def test_that_the_summary_is_the_sum_of_the_teams(session: Session) -> None:
    move(session)
    load = session.load_of(OPTION)
    found = summary(session.state, OPTION, load)
    assert found.overload == pytest.approx(sum(t.overload.sum() for t in load.teams))
    assert found.idle == pytest.approx(sum(t.idle.sum() for t in load.teams))
    assert found.moved == 2
    peaks = [team.peak for team in load.teams if team.peak is not None]
    assert found.peak is not None
    assert found.peak.load == pytest.approx(max(peak[0] for peak in peaks))


def test_that_a_person_moved_twice_counts_once(session: Session) -> None:
    move(session)
    session.run(
        lambda state: move_people(
            state, scenario=OPTION, people=[ANA], source=INFRA, target=None, as_of=date(2026, 3, 2)
        )
    )
    assert summary(session.state, OPTION, session.load_of(OPTION)).moved == 2


def test_that_unowned_work_is_counted(session: Session) -> None:
    session.run(lambda state: edit(state, state.get(Project, CHURN), team=None))
    assert summary(session.state, TODAY, session.load_of(TODAY)).unowned > 30


def one(scenario: int, value: float) -> Summary:
    return Summary(scenario, value, None, 0, 0.0, 0, 0.0, 0.0)  # type: ignore[arg-type]


def overload() -> Measure:
    return MEASURES[0]


def test_that_the_least_is_best_and_equals_share_it() -> None:
    assert best(overload(), [one(1, 5.0), one(2, 3.0), one(3, 3.01)]) == {2, 3}


def test_that_nothing_is_best_where_all_are_alike_or_there_is_one() -> None:
    assert best(overload(), [one(1, 5.0), one(2, 5.0)]) == frozenset()
    assert best(overload(), [one(1, 5.0)]) == frozenset()


def test_that_a_week_with_work_and_nobody_is_the_worst_peak(session: Session) -> None:
    # The option gives a service to a team without people.
    found = [summary(session.state, s, session.load_of(s)) for s in (TODAY, OPTION)]
    assert found[1].nobody_weeks > 0
    peak = next(measure for measure in MEASURES if measure.key == "peak")
    assert best(peak, found) == {TODAY}


def test_that_a_change_shows_a_placeholder_and_then_the_figures(
    strip: CompareStrip, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: not strip.model.pending())
    before = shown(strip, "overload", 2)
    move(strip.session)
    assert shown(strip, "overload", 2) == PENDING
    qtbot.waitUntil(lambda: not strip.model.pending())
    assert shown(strip, "overload", 2) != before
    assert "2" in shown(strip, "moved", 2)


def test_that_a_drop_does_not_wait_for_other_scenarios(strip: CompareStrip) -> None:
    strip.settle()
    move(strip.session, TODAY)
    assert strip.model.pending() == [TODAY, OPTION]


def test_that_the_best_value_is_marked_by_a_sign_and_a_colour(strip: CompareStrip) -> None:
    strip.settle()
    row = [measure.key for measure in MEASURES].index("overload")
    won, lost = strip.model.index(row, 1), strip.model.index(row, 2)
    assert won.data().startswith("▸ ")
    assert not lost.data().startswith("▸ ")
    role = Qt.ItemDataRole.ForegroundRole
    assert won.data(role) != lost.data(role)
    assert won.data(Qt.ItemDataRole.AccessibleTextRole).endswith(", best")


def test_that_the_scenario_on_screen_is_bold_and_a_click_shows_another(
    strip: CompareStrip,
) -> None:
    def bold(column: int) -> bool:
        across = Qt.Orientation.Horizontal
        font = strip.model.headerData(column, across, Qt.ItemDataRole.FontRole)
        return bool(font.bold())

    assert (bold(1), bold(2)) == (True, False)
    strip.view.horizontalHeader().sectionClicked.emit(2)
    assert strip.session.scenario == OPTION
    assert (bold(1), bold(2)) == (False, True)


def test_that_scenarios_come_and_go(strip: CompareStrip) -> None:
    tester = QAbstractItemModelTester(
        strip.model, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    assert tester.model() is strip.model
    strip.session.run(lambda state: add_scenario(state, name="Rota"))
    assert strip.model.columnCount() == 4
    strip.settle()
    strip.session.run(lambda state: remove(state, [state.get(Scenario, OPTION)]))
    strip.settle()
    assert strip.model.columnCount() == 3


def test_that_the_lines_for_the_command_line_name_every_measure(session: Session) -> None:
    lines = summary(session.state, TODAY, session.load_of(TODAY)).lines()
    assert [label for label, _ in lines] == [measure.label for measure in MEASURES]
    assert "Squad, week of 2026-" in dict(lines)["Peak load"]
