"""Small multiples: a block a team, a chart an option, every team on one axis.

Loads are worked out and drawn a few at a time when the event loop has nothing better to do; a chart
whose figures are of the plan before says *updating*.
"""

from __future__ import annotations

import time
from collections.abc import Iterable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from teamtide.plan.rows import Scenario, ScenarioId, Team, TeamId
from teamtide.ui.board.states import chart_of
from teamtide.ui.charts.curves import top
from teamtide.ui.charts.localised import LocaleWords
from teamtide.ui.charts.week_chart import WeekChart
from teamtide.ui.compare.curves_grid import CurvesGrid
from teamtide.ui.compare.measures_page import NOTHING
from teamtide.ui.compare.panel import Page
from teamtide.ui.fields.style import label
from teamtide.ui.legend import Legend
from teamtide.ui.session import Selection, Session

NO_TEAMS = "There are no teams yet. Add one with Plan ▸ Add Team."
FRAME = 0.012
"""Seconds of drawing before the event loop has its turn."""


class SmallChart(WeekChart):
    """One team in one option."""

    def __init__(self, team: TeamId, option: ScenarioId, parent: QWidget) -> None:
        """An empty chart."""
        super().__init__(LocaleWords(), parent)
        self.team, self.option = team, option
        self.set_ground("window")
        self.empty_text = "nobody and no work"


class CurvesPage(Page):
    """The grid of curves."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """A page on `session`."""
        super().__init__(session, parent)
        self.charts: dict[tuple[TeamId, ScenarioId], SmallChart] = {}
        self._inside: QWidget = self
        self._waiting: list[tuple[ScenarioId, Team]] = []
        self._shape: tuple[object, ...] = ()
        self.hint = label("", "muted", wrap=True)
        self.grid = CurvesGrid(self)
        self.grid.setAccessibleName("Curves of every team in every chosen option")
        self.alike = QCheckBox("&Same scale for all teams")
        self.alike.setToolTip("A day of work is as high in every chart, whoever it is asked of")
        self.alike.toggled.connect(self._share_axes)
        below = QHBoxLayout()
        below.addWidget(Legend(self), 1)
        below.addWidget(self.alike)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 0, 0)
        column.addWidget(self.hint)
        column.addWidget(self.grid, 1)
        column.addLayout(below)
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self._next)

    def mark_updating(self) -> None:
        """Say of every chart that its figures are of the plan before, and draw no more of them."""
        self._idle.stop()
        self._waiting = []
        for chart in self.charts.values():
            chart.set_updating(True)

    def refresh(self) -> None:
        """Lay out what there is to show, and work out the loads one after the other."""
        state = self.session.state
        teams, options = state.rows(Team), [state.get(Scenario, one) for one in self.options]
        shape = teams, tuple(options)
        if shape != self._shape:
            self._shape = shape
            self._lay_out(teams, options)
        self.hint.setText(NOTHING if not options else NO_TEAMS if not teams else "")
        self.hint.setVisible(bool(self.hint.text()))
        self._waiting = [(option, team) for team in teams for option in self.options]
        self._idle.start(0)

    def _lay_out(self, teams: Iterable[Team], options: Iterable[Scenario]) -> None:
        for chart in self.charts.values():
            chart.close()
        self.charts = {}
        named = [(one.name, one.description or one.name) for one in options]
        self._inside = self.grid.begin([team.name for team in teams], named)

    def _next(self) -> None:
        """Draw a few curves, for about a frame, and come back for the next."""
        begin, state = time.monotonic(), self.session.state
        while self._waiting and time.monotonic() - begin < FRAME:
            option, team = self._waiting.pop(0)
            if option in self.options and state.find(Scenario, option) is not None:
                self._show(option, team)
        if self._waiting:
            self._idle.start(0)
        else:
            self._share_axes()

    def _show(self, option: ScenarioId, team: Team) -> None:
        session = self.session
        figures = session.load_of(option).teams[session.team_index(team.id)]
        chart = self.charts.get((team.id, option)) or self._chart(team, option)
        chart.set_data(chart_of(figures, session.state.plan.start))
        chart.set_updating(False)

    def _chart(self, team: Team, option: ScenarioId) -> SmallChart:
        """A chart in its place; made with its figures, since a hundred at once take too long."""
        name = self.session.state.get(Scenario, option).name
        chart = SmallChart(team.id, option, self._inside)
        chart.setAccessibleName(f"Load of {team.name} in {name}")
        chart.week_clicked.connect(self._week_chosen)
        row = self.session.state.rows(Team).index(team)
        self.grid.place(row, self.options.index(option), chart)
        self.charts[team.id, option] = chart
        return chart

    def _share_axes(self) -> None:
        """One axis a team, as high as its highest curve; or one for all teams."""
        highest: dict[TeamId, float] = {}
        for (team, _), chart in self.charts.items():
            if chart.data is not None and not chart.data.empty:
                highest[team] = max(highest.get(team, 0.0), top(chart.data, None))
        most = max(highest.values(), default=0.0)
        for (team, _), chart in self.charts.items():
            chart.set_least_top(most if self.alike.isChecked() else highest.get(team, 0.0))

    def _week_chosen(self, week: int) -> None:
        """Show that option on the board, and what that week is made of."""
        chart = self.sender()
        if isinstance(chart, SmallChart):
            self.session.set_scenario(chart.option)
            self.session.select(Selection("week", (week,), chart.team, week))

    def settle(self) -> None:
        """Work out everything now, here (for pictures and tests)."""
        self._soon.stop()
        self._begin()
        while self._waiting:
            self._next()
        self._idle.stop()

    def close_session(self) -> None:
        """Stop, before the session goes."""
        super().close_session()
        self._idle.stop()
        for chart in self.charts.values():
            chart.close()
