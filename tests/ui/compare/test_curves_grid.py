"""Small curves fill the window, whatever the number of teams and options, and can be read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from teamtide.plan.document import Document
from teamtide.plan.options import add_scenario
from teamtide.plan.rows import Scenario, Team
from teamtide.ui.compare.curves_grid import LEAST, MOST_HEIGHT, arrange
from teamtide.ui.compare.window import CompareWindow
from teamtide.ui.fields.elided import Elided
from teamtide.ui.session import Session
from tests.examples import OPTION, SQUAD

LINE = 18


@given(
    width=st.integers(200, 2600),
    height=st.integers(150, 1600),
    teams=st.integers(1, 14),
    options=st.integers(1, 12),
)
def test_that_charts_can_be_read_and_stay_within_the_width(
    width: int, height: int, teams: int, options: int
) -> None:
    found = arrange(QSize(width, height), teams, options, LINE)
    assert found.blocks * found.across * found.chart.width() <= width
    assert LEAST.height() <= found.chart.height() <= MOST_HEIGHT
    assert found.chart.width() >= LEAST.width() or found.blocks * found.across == 1
    assert 1 <= found.across <= options
    assert 1 <= found.blocks <= teams


@given(height=st.integers(400, 1600), teams=st.integers(1, 14), options=st.integers(1, 12))
def test_that_more_room_never_makes_charts_smaller(height: int, teams: int, options: int) -> None:
    low = arrange(QSize(900, height), teams, options, LINE)
    high = arrange(QSize(900, height + 200), teams, options, LINE)
    if low.height <= height and low.across == high.across and low.blocks == high.blocks:
        assert high.chart.height() >= low.chart.height()
    if low.height <= height:
        assert high.height <= height + 200


@pytest.fixture
def window(document: Document, qtbot: QtBot) -> Iterator[CompareWindow]:
    for number in range(8):
        document.apply(add_scenario(document.state, name=f"Option {number}", like=OPTION))
    session = Session(document)
    made = CompareWindow(session)
    qtbot.addWidget(made)
    made.pages.setCurrentWidget(made.curves)
    yield made
    made.close_session()
    session.deleteLater()


@pytest.mark.parametrize("size", [(1100, 700), (1440, 900)])
@pytest.mark.parametrize("options", [2, 3, 10])
def test_that_nothing_lies_over_anything_and_the_room_is_used(
    options: int, size: tuple[int, int], window: CompareWindow, qtbot: QtBot
) -> None:
    page, session = window.curves, window.session
    window.resize(*size)
    window.show()
    page.show_options(tuple(row.id for row in session.state.rows(Scenario)[:options]))
    page.settle()
    charts = list(page.charts.values())
    assert len(charts) == options * len(session.state.rows(Team))
    assert len({chart.size().toTuple() for chart in charts}) == 1
    inside = page.grid.widget()
    assert inside is not None
    names = [one for one in inside.findChildren(Elided) if one.isVisible()]
    widgets: list[QWidget] = [*charts, *names]
    boxes = [widget.geometry() for widget in widgets]
    assert not any(one.intersects(other) for one, other in combinations(boxes, 2))
    assert all(inside.rect().contains(one) for one in boxes)
    right, bottom = (max(getattr(one, edge)() for one in boxes) for edge in ("right", "bottom"))
    assert right > 0.97 * page.grid.viewport().width() - charts[0].width() / options
    assert bottom > 0.9 * page.grid.viewport().height()


def test_that_charts_follow_the_size_of_the_window(window: CompareWindow, qtbot: QtBot) -> None:
    window.resize(1440, 900)
    window.show()
    page = window.curves
    page.show_options((OPTION,))
    page.settle()
    chart = page.charts[SQUAD, OPTION]
    before = chart.size()
    window.resize(1000, 600)
    qtbot.waitUntil(lambda: chart.size() != before)
    assert chart.geometry().right() <= page.grid.viewport().width()


def test_that_teams_may_share_one_scale(window: CompareWindow, qtbot: QtBot) -> None:
    window.show()
    page = window.curves
    page.show_options((OPTION,))
    page.settle()
    tops = {chart._curves.top for chart in page.charts.values()}
    assert len(tops) > 1
    page.alike.click()
    assert {chart._curves.top for chart in page.charts.values()} == {max(tops)}
    page.alike.click()
    assert {chart._curves.top for chart in page.charts.values()} == tops
