"""Charts draw the figures they are given, and say them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from teamtide.capacity.engine import compute
from teamtide.plan.document import Document
from teamtide.plan.inputs import inputs_of
from teamtide.plan.placing import move_people
from teamtide.ui.board.states import LAYERS, chart_of
from teamtide.ui.charts.big_chart import BigChart
from teamtide.ui.charts.data import ChartData, PreviewLines, skill_gap, summary, top_of
from teamtide.ui.charts.stacks import MOST, WAYS, stacked
from teamtide.ui.charts.week_chart import WeekChart
from teamtide.ui.charts.words import Words
from teamtide.ui.session import Session
from tests.examples import BO, INFRA, SQUAD, START, TODAY, small_state

WORDS = Words()


def made(weeks: int = 10, seed: int = 1) -> ChartData:
    rng = np.random.default_rng(seed)
    stack = rng.random((5, weeks)) * 4
    demand = stack.sum(axis=0)
    capacity = np.full(weeks, 9.0)
    overload = np.maximum(0, demand - capacity)
    overload[3] = 1.0
    load = demand / capacity
    week = int(load.argmax())
    peak = (float(load[week]), week)
    return ChartData(START, LAYERS, stack, capacity, demand, overload, load, peak=peak)


@pytest.fixture
def chart(qtbot: Any) -> WeekChart:
    shown = WeekChart(WORDS)
    qtbot.addWidget(shown)
    shown.resize(300, 130)
    shown.show()
    qtbot.waitExposed(shown)
    return shown


def test_that_the_curves_drawn_are_the_arrays_given(chart: WeekChart) -> None:
    data = made()
    chart.set_data(data)
    np.testing.assert_allclose(chart.drawn_stack(), np.cumsum(data.stack, axis=0))
    x, y = chart.drawn("capacity")
    np.testing.assert_array_equal(y, data.capacity)
    np.testing.assert_array_equal(x, np.arange(11))
    lower, upper, gap = chart.hatched()
    np.testing.assert_array_equal(upper, data.demand)
    np.testing.assert_array_equal(lower, data.demand - data.overload)
    np.testing.assert_array_equal(gap, skill_gap(data))


def test_that_the_engines_numbers_reach_the_screen(chart: WeekChart) -> None:
    load = compute(inputs_of(small_state(), TODAY)).teams[0]
    chart.set_data(chart_of(load, START))
    np.testing.assert_allclose(chart.drawn_stack()[-1], load.demand)
    np.testing.assert_array_equal(chart.drawn("capacity")[1], load.capacity)


def test_that_what_the_team_could_give_once_settled_is_drawn_and_said_where_it_differs(
    chart: WeekChart,
) -> None:
    settled = np.full(10, 9.0)
    settled[2:5] = (10.0, 9.5, 9.01)
    chart.set_data(replace(made(), settled=settled))
    np.testing.assert_array_equal(chart.drawn("settled")[1], settled)
    said = []
    for week in range(10):
        chart.hover(week)
        said.append(any(line.endswith("once settled in") for line in chart.crosshair))
    assert said == [week in (2, 3) for week in range(10)]
    assert "Settling in takes 1.5\u00a0d." in summary(replace(made(), settled=settled), WORDS)
    chart.set_data(made())
    assert not chart.shows("settled")


def test_that_a_move_shows_settling_in_on_its_team_and_on_no_other(document: Document) -> None:
    session = Session(document)
    before = [chart_of(team, START) for team in session.load.teams]
    assert [chart.settled is None for chart in before] == [False, True, True]  # Di is new
    session.run(
        lambda state: move_people(
            state, scenario=TODAY, people=[BO], source=SQUAD, target=INFRA, as_of=date(2026, 2, 2)
        )
    )
    after = [chart_of(team, START) for team in session.load.teams]
    assert [chart.settled is None for chart in after] == [False, False, True]


def test_that_all_weeks_fill_the_plot_and_a_click_means_the_week_beneath(
    chart: WeekChart, qtbot: Any
) -> None:
    chart.set_data(made())
    clicked: list[int] = []
    chart.week_clicked.connect(clicked.append)
    for week in (0, 4, 9):
        x = round(6 + (300 - 12) * (week + 0.5) / 10)
        qtbot.mouseClick(chart.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, 60))
    assert clicked == [0, 4, 9]


def test_that_the_crosshair_gives_the_figures_of_its_week(chart: WeekChart) -> None:
    data = made()
    chart.set_data(data)
    # Straight to the chart: what lies over it on a screen of nobody's is no concern of this test.
    here = QPointF(6 + round(288 * 0.35), 50)
    none = Qt.MouseButton.NoButton
    move = QMouseEvent(
        QEvent.Type.MouseMove,
        here,
        chart.viewport().mapToGlobal(here),
        none,
        none,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(chart.viewport(), move)
    assert chart.crosshair[0] == f"26 Jan · {WORDS.percent(float(data.load[3]))}"
    assert chart.crosshair[1] == f"asked {WORDS.days(float(data.demand[3]))}"
    assert "unmet 1\u00a0d" in chart.crosshair[3]


def test_that_arrow_keys_walk_the_weeks_and_enter_opens(chart: WeekChart, qtbot: Any) -> None:
    chart.set_data(made())
    chart.setFocus()
    clicked: list[int] = []
    opened: list[int] = []
    chart.week_clicked.connect(clicked.append)
    chart.opened.connect(lambda: opened.append(1))
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_End):
        qtbot.keyClick(chart, key)
    qtbot.keyClick(chart, Qt.Key.Key_Space)
    qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert clicked == [1, 9]
    assert opened == [1]


def test_that_a_preview_is_drawn_dashed_and_goes_away(chart: WeekChart) -> None:
    data = made()
    chart.set_data(data)
    chart.set_preview(PreviewLines(data.capacity + 2, data.demand))
    np.testing.assert_array_equal(chart.drawn("would_capacity")[1], data.capacity + 2)
    assert chart.shows("would_capacity")
    assert not chart.shows("would_demand"), "a line that stays where it is"
    chart.set_preview(None)
    assert not chart.shows("would_capacity")


def test_that_equal_data_is_not_drawn_again(chart: WeekChart) -> None:
    chart.set_data(made())
    before = chart.data
    chart.set_data(made())
    assert chart.data is before
    chart.set_data(made(seed=2))
    assert chart.data is not before


def test_that_the_summary_names_peak_unmet_and_gaps() -> None:
    data = made()
    text = summary(data, WORDS)
    assert data.peak is not None
    assert WORDS.percent(data.peak[0]) in text
    assert "of work find nobody" in text
    assert ("Skill gap" in text) == bool(skill_gap(data).any())


@pytest.mark.parametrize(("highest", "top"), [(0, 1), (0.7, 0.7), (15.2, 16), (31, 32), (700, 700)])
def test_that_the_axis_ends_at_a_round_number(highest: float, top: float) -> None:
    assert top_of(np.array([highest]), None) == pytest.approx(top)


@pytest.mark.parametrize("way", WAYS)
def test_that_every_way_to_stack_adds_up(way: str) -> None:
    load = compute(inputs_of(small_state(), TODAY))
    data = stacked(load, 0, chart_of(load.teams[0], START), way)
    np.testing.assert_allclose(data.stack.sum(axis=0), data.demand, atol=1e-9)
    assert len(data.layers) == len(data.stack) <= MOST + 1


def test_that_the_large_chart_follows_its_team(
    qtbot: Any, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = Session(document)
    large = BigChart(session, words=WORDS)
    qtbot.addWidget(large)
    large.show_team(SQUAD)
    assert large.chart.data is not None
    np.testing.assert_allclose(large.chart.drawn_stack()[-1], session.team_load(SQUAD).demand)
    large.way.setCurrentIndex(1)
    assert "Churn" in large.legend.text()
    large.show_team(INFRA)
    assert large.chart.data.start == date(2026, 1, 5)
    assert not large.chart.data.demand.any()
