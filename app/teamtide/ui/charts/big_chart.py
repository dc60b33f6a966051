"""One team's curve at large, stacked by kind of work, project or person, with a legend."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from teamtide.plan.rows import Team, TeamId
from teamtide.ui import theme
from teamtide.ui.board.outcomes import projected_chart
from teamtide.ui.board.states import chart_of
from teamtide.ui.charts.data import NONE, ChartData, figures
from teamtide.ui.charts.localised import LocaleWords
from teamtide.ui.charts.stacks import WAYS, stacked
from teamtide.ui.charts.week_chart import WeekChart
from teamtide.ui.charts.words import Words
from teamtide.ui.session import Selection, Session

LABELS = {"kind": "kind of work", "project": "project", "person": "person"}


class DetailedChart(WeekChart):
    """A week chart whose crosshair names every layer."""

    def lines_at(self, data: ChartData, week: int) -> tuple[str, ...]:
        """The figures of a week and what they are made of, from the top of the stack."""
        parts = [
            f"{layer.label} {self._words.days(float(days))}"
            for layer, days in zip(data.layers, data.stack[:, week], strict=True)
            if days > NONE
        ]
        return (*figures(data, week, self._words), *reversed(parts))


class BigChart(QWidget):
    """For a dock. `show_team` says whose curve; it follows the session by itself.

    Signals:
        week_clicked: (team, week) chosen in the chart.
    """

    week_clicked = Signal(object, object)

    def __init__(
        self, session: Session, parent: QWidget | None = None, *, words: Words | None = None
    ) -> None:
        """No team's curve yet."""
        super().__init__(parent)
        self.session = session
        self.team: TeamId | None = None
        self._words = LocaleWords() if words is None else words
        self.title = QLabel(self)
        self.title.setProperty("role", "title")
        self.way = QComboBox(self)
        self.way.setAccessibleName("Stack by")
        for way in WAYS:
            self.way.addItem(f"by {LABELS[way]}", way)
        self.chart = DetailedChart(self._words, self)
        self.chart.set_ground("window")
        self.chart.setMinimumHeight(96)
        self.legend = QLabel(self)
        self.legend.setWordWrap(True)
        self.legend.setTextFormat(Qt.TextFormat.RichText)
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.way)
        close = QToolButton(self)
        close.setText("✕")
        close.setAccessibleName("Put the large curve away")
        close.setToolTip("Put the large curve away (Ctrl+L)")
        close.clicked.connect(self.hide)
        top.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.addLayout(top)
        column.addWidget(self.chart, 1)
        column.addWidget(self.legend)
        self.way.currentIndexChanged.connect(self._refresh)
        self.chart.week_clicked.connect(self._on_week)
        session.changed.connect(self._refresh)
        session.scenario_changed.connect(self._refresh)
        session.ghost_changed.connect(self._refresh)
        session.projected_changed.connect(self._refresh)
        session.forecast_changed.connect(self._forecast)
        session.selection_changed.connect(self._on_selection)

    def show_team(self, team: TeamId) -> None:
        """Show the curve of a team."""
        self.team = team
        self._refresh()

    def _refresh(self, _what: object = None) -> None:
        session = self.session
        row = session.state.find(Team, self.team)
        if row is None or self.team is None:
            self.chart.set_data(None)
            self.title.setText("")
            self.legend.setText("")
            return
        index = session.team_index(self.team)
        load, ghost = session.load, None
        if session.ghost is not None and session.ghost != session.scenario:
            ghost = session.load_of(session.ghost).teams[index]
        chart = chart_of(load.teams[index], session.state.plan.start, ghost)
        way = str(self.way.currentData())
        data = stacked(load, index, chart, way)
        shown = session.forecast
        title = f"{row.name}: days a week"
        if session.projected and way == "kind" and shown is not None and shown.outlook is not None:
            band = None if shown.bands is None else shown.bands.teams[index]
            data = projected_chart(chart, shown.outlook.teams[index], band)
            title += ", projected"
        elif session.projected:
            title += ", planned"
        self.title.setText(title)
        self.chart.setAccessibleName(f"Load of {row.name}, {self.way.currentText()}")
        self.chart.set_data(data)
        self.legend.setText(self._legend(data))

    def _forecast(self, _shown: object) -> None:
        if self.session.projected:
            self._refresh()

    def _legend(self, data: ChartData) -> str:
        look = theme.current()
        parts = []
        for layer, days in zip(data.layers, data.stack, strict=True):
            if days.any():
                colour = look.kind(layer.kind) if layer.kind else look.series(layer.series)
                box = f'<span style="color:{colour.name()}">■</span>'
                total = self._words.days(float(days.sum()))
                parts.append(f"{box}&nbsp;{escape(layer.label)}&nbsp;{total}")
        return " &nbsp; ".join(parts)

    def _on_week(self, week: int) -> None:
        if self.team is not None:
            self.session.select(Selection("week", (week,), self.team, week))
            self.week_clicked.emit(self.team, week)

    def _on_selection(self, selection: Selection) -> None:
        here = selection.kind == "week" and selection.team == self.team
        self.chart.set_selected(selection.week if here else None)

    def changeEvent(self, event: QEvent) -> None:
        """The legend's colours follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.chart.data is not None:
            self.legend.setText(self._legend(self.chart.data))
