"""The figures of every scenario as a table model; a value that is being worked out is “…”."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from teamtide.plan.rows import Scenario, ScenarioId
from teamtide.plan.state import State
from teamtide.plan.summary import MEASURES, Measure, Summary, best
from teamtide.ui import theme
from teamtide.ui.fields import texts

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
PENDING = "…"
BEST = "▸ "
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def value_text(measure: Measure, found: Summary, state: State) -> str:
    """A value as the strip shows it."""
    if measure.key == "moved":
        today = found.scenario == state.today
        return "—" if today and not found.moved else str(found.moved)
    if measure.key != "peak":
        return texts.number_text(measure.value(found), 0 if measure.value(found) >= 10 else 1)
    words = "—"
    if found.peak is not None:
        monday = texts.short_date_text(found.peak.monday)
        words = f"{found.peak.load * 100:.0f} % {found.peak.name} · {monday}"
    return words


class CompareModel(QAbstractTableModel):
    """Measures down, scenarios across."""

    def __init__(self, state: State, current: ScenarioId, parent: QObject | None = None) -> None:
        """Every value pending."""
        super().__init__(parent)
        self._state = state
        self._current = current
        self._scenarios = state.rows(Scenario)
        self._found: dict[ScenarioId, Summary] = {}
        self._fresh: set[ScenarioId] = set()

    # --- what Qt asks ---------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """A row a measure."""
        return 0 if parent.isValid() else len(MEASURES)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """The measure's name, and a column a scenario."""
        return 0 if parent.isValid() else 1 + len(self._scenarios)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """Scenarios; the one on screen in bold."""
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Role.DisplayRole:
            return "Compare" if section == 0 else self._scenarios[section - 1].name
        if role == Role.TextAlignmentRole:
            return _LEFT if section == 0 else _RIGHT
        if role == Role.ToolTipRole and section:
            row = self._scenarios[section - 1]
            return row.description or f"Show “{row.name}” on the board"
        if role == Role.FontRole:
            return _font(section == 0 or self.scenario_at(section) == self._current)
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """A measure's name or a value."""
        if not index.isValid():
            return None
        measure = MEASURES[index.row()]
        if role == Role.TextAlignmentRole:
            return _RIGHT if index.column() else _LEFT
        if index.column() == 0:
            if role == Role.DisplayRole:
                return measure.label
            return measure.tip if role == Role.ToolTipRole else None
        scenario = self._scenarios[index.column() - 1].id
        if role == Role.FontRole:
            return _font(scenario == self._current)
        if scenario not in self._fresh:
            if role == Role.DisplayRole:
                return PENDING
            return theme.current().muted if role == Role.ForegroundRole else None
        return self._value(measure, scenario, role)

    def _value(self, measure: Measure, scenario: ScenarioId, role: int) -> Any:
        won = scenario in self._winners(measure)
        if role == Role.DisplayRole:
            words = value_text(measure, self._found[scenario], self._state)
            return BEST + words if won else words
        if role == Role.ForegroundRole:
            return theme.current().good if won else theme.current().text
        if role == Role.AccessibleTextRole:
            words = value_text(measure, self._found[scenario], self._state)
            return f"{words}, best" if won else words
        return None

    def _winners(self, measure: Measure) -> frozenset[ScenarioId]:
        if len(self._fresh) < len(self._scenarios):
            return frozenset()
        found = [self._found[row.id] for row in self._scenarios]
        if measure.key == "moved":
            found = [one for one in found if one.scenario != self._state.today]
        return best(measure, found)

    # --- changing -------------------------------------------------------------------------

    def scenario_at(self, section: int) -> ScenarioId:
        """The scenario of a column."""
        return self._scenarios[section - 1].id

    def pending(self) -> list[ScenarioId]:
        """Scenarios whose figures are to be worked out, the one on screen first."""
        waiting = [row.id for row in self._scenarios if row.id not in self._fresh]
        return sorted(waiting, key=lambda one: one != self._current)

    def outdate(self, state: State) -> None:
        """The plan changed: every figure is pending, and painted so with the first that is not."""
        scenarios = state.rows(Scenario)
        if [row.id for row in scenarios] != [row.id for row in self._scenarios]:
            self.beginResetModel()
            self._state, self._scenarios, self._fresh = state, scenarios, set()
            self.endResetModel()
            return
        renamed = scenarios != self._scenarios
        self._state, self._scenarios, self._fresh = state, scenarios, set()
        if renamed:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 1, len(scenarios))

    def settle(self, found: Summary) -> None:
        """The figures of a scenario are known."""
        self._found[found.scenario] = found
        self._fresh.add(found.scenario)
        self._repaint()

    def show_current(self, scenario: ScenarioId) -> None:
        """Another scenario is on screen."""
        self._current = scenario
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._scenarios))
        self._repaint()

    def _repaint(self) -> None:
        last = self.index(len(MEASURES) - 1, len(self._scenarios))
        self.dataChanged.emit(self.index(0, 0), last)


def _font(bold: bool) -> QFont:
    font = QFont(theme.ui_font())
    font.setBold(bold)
    return font
