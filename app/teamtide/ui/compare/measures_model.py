"""Measures × chosen options: the best of a line, what is outdone, and how sure a difference is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from teamtide.capacity.measures.compare import Measured
from teamtide.capacity.measures.dominance import outdone, reason
from teamtide.capacity.measures.paired import Spread
from teamtide.plan.rows import Scenario, ScenarioId
from teamtide.plan.state import State
from teamtide.plan.summary import MEASURES, Measure, Reading, best
from teamtide.ui import theme
from teamtide.ui.compare.surety import apart_text
from teamtide.ui.compare.table import BEST, UPDATING, in_order
from teamtide.ui.compare.texts import value_text

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_NONE = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
OUTDONE = "outdone"


class MeasuresModel(QAbstractTableModel):
    """A row a measure, a column an option."""

    def __init__(self, parent: QObject | None = None) -> None:
        """No option yet."""
        super().__init__(parent)
        self._measures = in_order(MEASURES)
        self._options: tuple[Scenario, ...] = ()
        self._readings: dict[ScenarioId, dict[str, Reading]] = {}
        self._paired: dict[ScenarioId, Mapping[str, Spread]] = {}
        self._best: dict[str, frozenset[ScenarioId]] = {}
        self.reasons: dict[ScenarioId, str] = {}
        self.updating = False

    # --- changing -------------------------------------------------------------------------

    def show_options(self, options: tuple[Scenario, ...]) -> None:
        """Show these columns; figures known of them stay until there are others."""
        if options != self._options:
            self.beginResetModel()
            self._options = options
            self._best, self.reasons = {}, {}
            self.endResetModel()

    def mark_updating(self) -> None:
        """The figures are of an earlier plan."""
        self.updating = True
        self._repaint()

    def settle(self, state: State, found: Mapping[ScenarioId, Measured], *, final: bool) -> None:
        """Some figures of every column are known; `final` says that those are all."""
        for one, measured in found.items():
            self._readings.setdefault(one, {}).update(measured.readings)
            if measured.paired:
                self._paired[one] = measured.paired
        shown = [self._readings.get(one.id, {}) for one in self._options]
        for measure in self._measures:
            if all(measure.key in readings for readings in shown):
                readings = {one.id: self._readings[one.id][measure.key] for one in self._options}
                self._best[measure.key] = best(measure, readings, state.today)
        self.updating = not final
        self.reasons = {}
        if final:
            names = [one.name for one in self._options]
            self.reasons = {
                self._options[number].id: reason(why, names, MEASURES)
                for number, why in outdone(MEASURES, shown).items()
            }
        self._repaint()

    def _repaint(self) -> None:
        if self._options:
            last = self.index(len(self._measures) - 1, len(self._options))
            self.dataChanged.emit(self.index(0, 0), last)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._options))

    def two_lines(self, row: int) -> bool:
        """Whether a row has more to say than fits a line."""
        key = self._measures[row].key
        return key == "peak" or any(key in apart for apart in self._paired.values())

    # --- what Qt asks ---------------------------------------------------------------------

    def rowCount(self, parent: Index = _NONE) -> int:
        """A row a measure."""
        return 0 if parent.isValid() or not self._options else len(self._measures)

    def columnCount(self, parent: Index = _NONE) -> int:
        """The measure's name, and a column an option."""
        return 0 if parent.isValid() else 1 + len(self._options)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """Options, and which of them another one outdoes."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Role.TextAlignmentRole:
            return _RIGHT if section else _LEFT
        if section == 0:
            return "Measure" if role == Role.DisplayRole else None
        option = self._options[section - 1]
        if role == Role.DisplayRole:
            return f"{option.name}\n{OUTDONE if option.id in self.reasons else ''}".rstrip()
        if role == Role.ToolTipRole:
            return self.reasons.get(option.id) or option.description or option.name
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """A measure's name, or its value in an option."""
        if not index.isValid():
            return None
        measure = self._measures[index.row()]
        if role == Role.TextAlignmentRole:
            return _RIGHT if index.column() else _LEFT
        if index.column() == 0:
            if role == Role.DisplayRole:
                return measure.label
            return measure.tip if role == Role.ToolTipRole else None
        option = self._options[index.column() - 1]
        reading = self._readings.get(option.id, {}).get(measure.key)
        if reading is None:
            return UPDATING if role in (Role.DisplayRole, Role.AccessibleTextRole) else None
        return self._value(measure, option, reading, role)

    def _value(self, measure: Measure, option: Scenario, reading: Reading, role: int) -> Any:
        won = option.id in self._best.get(measure.key, ())
        outdone_here = option.id in self.reasons
        if role in (Role.DisplayRole, Role.AccessibleTextRole):
            words = value_text(measure, reading)
            apart = self._paired.get(option.id, {}).get(measure.key)
            more = "" if apart is None else f"\n{apart_text(measure, apart)}"
            if role == Role.DisplayRole:
                return f"{BEST if won else ''}{words}{more}"
            said = (words, "best" if won else "", more.strip(), OUTDONE if outdone_here else "")
            return ", ".join(part for part in (*said, "updating" if self.updating else "") if part)
        if role == Role.FontRole and won:
            font = QFont(theme.ui_font())
            font.setBold(True)
            return font
        if role == Role.ForegroundRole:
            look = theme.current()
            if self.updating or outdone_here:
                return look.muted
            return look.good if won else look.text
        if role == Role.ToolTipRole:
            return "\n".join((*reading.sentences[:6], measure.tip))
        return None
