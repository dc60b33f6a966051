"""Every team's projected curve now, with what was wanted of it in another plan dashed behind it.

The two plans may look at different weeks; a figure is drawn in the week of the calendar it is of,
and a week that only one of them has is blank for the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from teamtide.plan.earlier import Earlier
from teamtide.plan.rows import Team
from teamtide.plan.state import State
from teamtide.ui.board.outcomes import projected_chart
from teamtide.ui.board.states import LAYERS
from teamtide.ui.charts.data import ChartData, Weeks
from teamtide.ui.charts.localised import LocaleWords
from teamtide.ui.charts.week_chart import WeekChart
from teamtide.ui.fields.style import label
from teamtide.workers.outlook import Outlook, TeamOutlook

HEIGHT, WIDTH, ACROSS = 128, 250, 2


def on_weeks(values: Weeks, offset: int, weeks: int) -> Weeks:
    """Figures of a plan that starts so many weeks later (or, below 0, earlier), on other weeks.

    Args:
        values: (V,) its figures.
        offset: Weeks from the start of the others to its own.
        weeks: How many the others are.

    Returns:
        (weeks,) nothing where it has no such week.
    """
    moved = np.zeros(weeks)
    first, last = max(0, offset), min(weeks, offset + len(values))
    if first < last:
        moved[first:last] = values[first - offset : last - offset]
    return moved


def chart_of_team(state: State, outlook: TeamOutlook, ghost: Weeks | None) -> ChartData:
    """The projected curves of a team, with another plan's demand dashed."""
    plain = ChartData(
        start=state.plan.start,
        layers=LAYERS,
        stack=outlook.by_kind,
        capacity=outlook.capacity,
        demand=outlook.wants,
        overload=outlook.backlog,
        load=outlook.load,
    )
    return replace(projected_chart(plain, outlook, None), ghost=ghost)


class EarlierCurves(QScrollArea):
    """A chart a team of the plan as it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """No charts yet."""
        super().__init__(parent)
        self.charts: dict[int, WeekChart] = {}
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("Curves of every team, now and then")

    def clear(self) -> None:
        """Show nothing."""
        old = self.takeWidget()
        if old is not None:
            for chart in self.charts.values():
                chart.close()
            old.deleteLater()
        self.charts = {}

    def show_plans(self, state: State, now: Outlook, then: Earlier, was: Outlook) -> None:
        """Draw both plans, once both are known."""
        self.clear()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 6, 8, 0)
        words = (
            f"Projected, now. Dashed: what was wanted of the team {then.called}; "
            "weeks that plan does not look at have none."
        )
        column.addWidget(label(words, "muted", wrap=True))
        grid = QGridLayout()
        grid.setSpacing(8)
        column.addLayout(grid)
        column.addStretch(1)
        offset = (then.state.plan.start - state.plan.start).days // 7
        others = _by_key(then, was)
        for number, team in enumerate(state.rows(Team)):
            other = others.get(team.id if then.same_plan else team.name.casefold())
            weeks = state.plan.weeks
            ghost = None
            if other is not None and other.wants.any():
                ghost = on_weeks(other.wants, offset, weeks)
            chart = WeekChart(LocaleWords(), inside)
            chart.setMinimumSize(WIDTH, HEIGHT)
            chart.setMaximumHeight(HEIGHT)
            chart.set_ground("window")
            chart.empty_text = "nobody and no work"
            chart.setAccessibleName(f"Projected load of {team.name}, now and {then.called}")
            chart.set_data(chart_of_team(state, now.teams[number], ghost))
            row, place = divmod(number, ACROSS)
            grid.addWidget(label(team.name, "title"), 2 * row, place)
            grid.addWidget(chart, 2 * row + 1, place)
            grid.setColumnStretch(place, 1)
            self.charts[team.id] = chart
        self.setWidget(inside)


def _by_key(then: Earlier, was: Outlook) -> Mapping[object, TeamOutlook]:
    return {
        row.id if then.same_plan else row.name.casefold(): team
        for row, team in zip(then.state.rows(Team), was.teams, strict=True)
    }
