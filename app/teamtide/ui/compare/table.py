"""The measures of every scenario as a table model; what is being worked out says so."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from teamtide.capacity.measures.compare import Measured
from teamtide.plan.rows import Scenario, ScenarioId
from teamtide.plan.state import State
from teamtide.plan.summary import BY_KEY, MEASURES, Measure, Reading, best
from teamtide.ui import theme
from teamtide.ui.compare.texts import plain_text, value_text

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
PENDING = "…"
UPDATING = "updating…"
HEAD = "Compare…"
FAILED = "not worked out"
BEST = "▸ "
ARROW = " → "
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_HOW = "Enter or a click shows where the figures come from."


class CompareModel(QAbstractTableModel):
    """Measures down, scenarios across."""

    def __init__(
        self,
        state: State,
        current: ScenarioId,
        parent: QObject | None = None,
        keys: frozenset[str] = frozenset(BY_KEY),
    ) -> None:
        """Every value pending; of the measures in `keys` quick ones only until `show_slow`."""
        super().__init__(parent)
        self._state = state
        self._current = current
        self._scenarios = state.rows(Scenario)
        self.keys = keys
        self._slow = False
        self._measures = self._chosen()
        self._found: dict[ScenarioId, dict[str, Reading]] = {}
        self._sampled: dict[ScenarioId, Measured] = {}
        self._failed = ""
        self._would_be: dict[ScenarioId, dict[str, Reading]] = {}

    # --- what Qt asks ---------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """A row a measure."""
        return 0 if parent.isValid() else len(self._measures)

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
            return HEAD if section == 0 else self._scenarios[section - 1].name
        if role == Role.TextAlignmentRole:
            return _LEFT if section == 0 else _RIGHT
        if role == Role.ToolTipRole and not section:
            return (
                "Compare options in a window: curves, what differs, and what makes the difference"
            )
        if role == Role.ToolTipRole:
            row = self._scenarios[section - 1]
            return row.description or f"Show “{row.name}” on the board"
        if role == Role.FontRole:
            return _font(section == 0 or self.scenario_at(section) == self._current)
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """A measure's name or a value."""
        if not index.isValid():
            return None
        measure = self._measures[index.row()]
        if role == Role.TextAlignmentRole:
            return _RIGHT if index.column() else _LEFT
        if role == Role.ToolTipRole:
            return self._tip(measure, index.column())
        if index.column() == 0:
            return measure.label if role == Role.DisplayRole else None
        scenario = self.scenario_at(index.column())
        if role == Role.FontRole:
            return _font(scenario == self._current)
        reading = self._found.get(scenario, {}).get(measure.key)
        if reading is None:
            if role in (Role.DisplayRole, Role.AccessibleTextRole):
                return self._placeholder(measure)
            return theme.current().muted if role == Role.ForegroundRole else None
        if scenario in self._would_be:
            told = self._told(measure, reading, self._would_be[scenario].get(measure.key), role)
            if told is not None:
                return told
        return self._value(measure, scenario, reading, role)

    def _placeholder(self, measure: Measure) -> str:
        if measure.quick:
            return PENDING
        return FAILED if self._failed else UPDATING

    def _tip(self, measure: Measure, column: int) -> str:
        if column:
            reading = self._found.get(self.scenario_at(column), {}).get(measure.key)
            if reading is None and self._failed and not measure.quick:
                return self._failed
            if reading is not None and reading.sentences:
                return "\n".join((*reading.sentences[:6], _HOW))
        return f"{measure.tip}\n{_HOW}"

    def _value(self, measure: Measure, scenario: ScenarioId, reading: Reading, role: int) -> Any:
        won = scenario in self._winners(measure)
        if role == Role.DisplayRole:
            words = value_text(measure, reading)
            return BEST + words if won else words
        if role == Role.ForegroundRole:
            return theme.current().good if won else theme.current().text
        if role == Role.AccessibleTextRole:
            words = value_text(measure, reading)
            return f"{words}, best" if won else words
        return None

    def _told(self, measure: Measure, now: Reading, would: Reading | None, role: int) -> Any:
        """A value and what it would be after a drop; None where that is the same."""
        words = value_text(measure, now)
        after = UPDATING if would is None else value_text(measure, would)
        if after == words:
            return None
        if role == Role.DisplayRole:
            return f"{plain_text(measure, now)}{ARROW}{after}"
        if role == Role.ForegroundRole:
            return theme.current().muted if would is None else theme.current().accent_text
        if role == Role.AccessibleTextRole:
            return f"{words}, after a drop {after}"
        return None

    def _winners(self, measure: Measure) -> frozenset[ScenarioId]:
        found = {}
        for row in self._scenarios:
            reading = self._found.get(row.id, {}).get(measure.key)
            if reading is None:
                return frozenset()
            found[row.id] = reading
        return best(measure, found, self._state.today)

    # --- asking ---------------------------------------------------------------------------

    def scenario_at(self, section: int) -> ScenarioId:
        """The scenario of a column."""
        return self._scenarios[section - 1].id

    @property
    def current_column(self) -> int:
        """The column of the scenario on screen."""
        return self.column_of(self._current) or 1

    def column_of(self, scenario: ScenarioId) -> int | None:
        """The column of a scenario, None where it is gone."""
        return next((n for n, row in enumerate(self._scenarios, 1) if row.id == scenario), None)

    def measure_at(self, row: int) -> Measure:
        """The measure of a row."""
        return self._measures[row]

    def reading_at(self, row: int, column: int) -> Reading | None:
        """What a cell shows, None while it is being worked out."""
        found = self._found.get(self.scenario_at(column), {})
        return found.get(self._measures[row].key)

    def reading_of(self, scenario: ScenarioId, key: str) -> Reading | None:
        """A measure of a scenario by its key, None while it is being worked out."""
        return self._found.get(scenario, {}).get(key)

    def placeholder_of(self, key: str) -> str:
        """What stands where a measure is not known yet."""
        return self._placeholder(BY_KEY[key])

    def sampled_at(self, column: int) -> Measured | None:
        """What samples say of a scenario, None while they are being taken."""
        return self._sampled.get(self.scenario_at(column))

    def pending(self) -> list[ScenarioId]:
        """Scenarios whose quick figures are to be worked out, the one on screen first."""
        waiting = [row.id for row in self._scenarios if row.id not in self._found]
        return sorted(waiting, key=lambda one: one != self._current)

    # --- changing -------------------------------------------------------------------------

    def show_slow(self) -> None:
        """Show the measures that take longer, too: somebody works them out."""
        self._slow = True
        self._choose()

    def show_only(self, keys: frozenset[str]) -> None:
        """Show these measures, in their order."""
        self.keys = keys
        self._choose()

    def _chosen(self) -> tuple[Measure, ...]:
        return tuple(m for m in MEASURES if m.key in self.keys and (m.quick or self._slow))

    def _choose(self) -> None:
        measures = self._chosen()
        if measures != self._measures:
            self.beginResetModel()
            self._measures = measures
            self.endResetModel()

    @property
    def slow_keys(self) -> tuple[str, ...]:
        """The measures shown that take longer."""
        return tuple(measure.key for measure in self._measures if not measure.quick)

    def outdate(self, state: State) -> None:
        """The plan changed: every figure is pending, and painted so with the first that is not."""
        scenarios = state.rows(Scenario)
        self._failed = ""
        self._sampled = {}
        if [row.id for row in scenarios] != [row.id for row in self._scenarios]:
            self.beginResetModel()
            self._state, self._scenarios, self._found = state, scenarios, {}
            self.endResetModel()
            return
        renamed = scenarios != self._scenarios
        self._state, self._scenarios, self._found = state, scenarios, {}
        if renamed:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 1, len(scenarios))

    def settle(self, scenario: ScenarioId, readings: Mapping[str, Reading]) -> None:
        """Some figures of a scenario are known."""
        self._found.setdefault(scenario, {}).update(readings)
        self._repaint()

    def settle_measured(self, scenario: ScenarioId, measured: Measured) -> None:
        """The figures of a scenario that take longer are known, perhaps with samples."""
        if measured.spreads:
            self._sampled[scenario] = measured
        self.settle(scenario, measured.readings)

    def show_would_be(self, readings: Mapping[ScenarioId, Mapping[str, Reading]]) -> None:
        """Show what figures of some scenarios would be after a drop.

        What is not among the readings of a scenario is marked as being worked out.
        """
        self._would_be = {scenario: dict(found) for scenario, found in readings.items()}
        self._repaint()

    def forget_would_be(self) -> bool:
        """Show figures as they are; whether that differs, and `repaint` lets it be seen."""
        differs, self._would_be = bool(self._would_be), {}
        return differs

    def add_would_be(self, scenario: ScenarioId, readings: Mapping[str, Reading]) -> None:
        """Figures that took longer are known, too, while what they are of still hovers."""
        if scenario in self._would_be:
            self._would_be[scenario].update(readings)
            self._repaint()

    def fail(self, sentence: str) -> None:
        """What takes longer can't be worked out; the sentence says why."""
        self._failed = sentence
        self._repaint()

    def show_current(self, scenario: ScenarioId) -> None:
        """Another scenario is on screen; `repaint` lets it be seen."""
        self._current = scenario

    def repaint(self) -> None:
        """Everything may look different."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._scenarios))
        self._repaint()

    def _repaint(self) -> None:
        last = self.index(len(self._measures) - 1, len(self._scenarios))
        self.dataChanged.emit(self.index(0, 0), last)


@cache
def _font(bold: bool) -> QFont:
    font = QFont(theme.ui_font())
    font.setBold(bold)
    return font
