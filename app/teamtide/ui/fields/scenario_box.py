"""A box to choose one scenario of a plan from, which stays chosen while it is there."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QWidget

from teamtide.plan.rows import Scenario, ScenarioId
from teamtide.plan.state import State


class ChoiceBox(QComboBox):
    """Names with a number each; refilled, it keeps what is chosen."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """An empty box that a screen reader calls `name`."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setMinimumContentsLength(14)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMaximumWidth(270)

    def refill(self, entries: list[tuple[str, int]], usual: int) -> None:
        """Offer these; what is chosen stays, or else the `usual` one is."""
        kept = self.currentData() if self.count() else usual
        self.blockSignals(True)
        self.clear()
        for name, value in entries:
            self.addItem(name, value)
        place = self.findData(kept)
        self.setCurrentIndex(place if place >= 0 else max(0, self.findData(usual)))
        self.blockSignals(False)


class ScenarioBox(ChoiceBox):
    """The scenarios of a plan."""

    def fill(self, state: State, usual: ScenarioId) -> None:
        """Offer the scenarios there are."""
        self.refill([(row.name, int(row.id)) for row in state.rows(Scenario)], int(usual))

    @property
    def scenario(self) -> ScenarioId:
        """The one that is chosen."""
        return ScenarioId(self.currentData())

    def choose(self, scenario: ScenarioId) -> None:
        """Choose one of them; the first where it is gone."""
        self.setCurrentIndex(max(0, self.findData(int(scenario))))


def usual_pair(state: State, shown: ScenarioId) -> tuple[ScenarioId, ScenarioId]:
    """Two scenarios to compare where nobody has said which: Today, and the one on screen."""
    if shown != state.today:
        return state.today, shown
    options = (row.id for row in state.rows(Scenario) if row.id != state.today)
    return state.today, next(options, state.today)
