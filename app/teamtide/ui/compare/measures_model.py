"""Measures × chosen options: the best of a line, what is outdone, and how sure a difference is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from teamtide.capacity.measures.compare import Measured
from teamtide.capacity.measures.dominance import outdone, reason
from teamtide.capacity.measures.paired import Spread, sign_words
from teamtide.plan.rows import Scenario, ScenarioId
from teamtide.plan.state import State
from teamtide.plan.summary import MEASURES, Measure, Reading, best
from teamtide.ui import theme
from teamtide.ui.compare.surety import SIGNS, gap_text, range_text
from teamtide.ui.compare.table import BEST, UPDATING
from teamtide.ui.compare.texts import value_text

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_NONE = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
OUTDONE = "outdone"
BESIDE = "\t"
"""Between a figure and a difference on the same line."""
REFERENCE = "the others against it"

Apart = Mapping[ScenarioId, Mapping[ScenarioId, Mapping[str, Spread]]]
"""Per option and reference how they differ, sample by sample, by measure."""


class MeasuresModel(QAbstractTableModel):
    """A row a measure, a column an option."""

    def __init__(self, parent: QObject | None = None) -> None:
        """No option yet."""
        super().__init__(parent)
        self._measures = MEASURES
        self._options: tuple[Scenario, ...] = ()
        self._readings: dict[ScenarioId, dict[str, Reading]] = {}
        self._apart: Apart = {}
        self._against: Scenario | None = None
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

    def show_against(self, reference: Scenario) -> None:
        """Tell differences from this scenario, of what is known by now."""
        if reference != self._against:
            self._against = reference
            self._repaint()

    def mark_updating(self) -> None:
        """The figures are of an earlier plan."""
        self.updating = True
        self._repaint()

    def settle(
        self,
        state: State,
        found: Mapping[ScenarioId, Measured],
        apart: Apart,
        *,
        final: bool,
    ) -> None:
        """Some figures of every column are known; `final` says that those are all.

        Args:
            state: The plan.
            found: By scenario.
            apart: How they differ from each other, where that is known already.
            final: Whether nothing more is to come.
        """
        for one, measured in found.items():
            self._readings.setdefault(one, {}).update(measured.readings)
        self._apart = apart or self._apart
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

    def lines_of(self, row: int) -> int:
        """How many lines a row has to show."""
        measure = self._measures[row]
        return max((1, *(self._under(measure, one).count("\n") + 1 for one in self._options)))

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
        """Options, and which of them another one outdoes; measures."""
        if orientation != Qt.Orientation.Horizontal:
            return self.data(self.index(section, 0), role) if self._options else None
        if role == Role.TextAlignmentRole:
            return _RIGHT if section else _LEFT
        if section == 0:
            return "Measure" if role == Role.DisplayRole else None
        option = self._options[section - 1]
        if role == Role.DisplayRole:
            return f"{option.name}\n{', '.join(self._standing(option))}".rstrip()
        if role == Role.ToolTipRole:
            return self.reasons.get(option.id) or option.description or option.name
        return None

    def _standing(self, option: Scenario) -> tuple[str, ...]:
        """What is to be said of an option as a whole."""
        many = len(self._options) > 1
        told = REFERENCE if many and self._against == option else ""
        return tuple(filter(None, (told, OUTDONE if option.id in self.reasons else "")))

    def _under(self, measure: Measure, option: Scenario) -> str:
        """How it differs from the reference: of samples below the figure, else beside it."""
        reference = self._against
        if reference is None or reference.id == option.id:
            return ""
        apart = self._apart.get(option.id, {}).get(reference.id, {}).get(measure.key)
        if apart is not None:
            return f"\n{range_text(measure, apart)}\n{sign_words(apart)}"
        mine, other = (self._readings.get(one, {}) for one in (option.id, reference.id))
        if measure.key not in mine or measure.key not in other:
            return ""
        told = gap_text(measure, mine[measure.key], other[measure.key])
        return f"{BESIDE}{told}" if told.startswith(SIGNS) else ""

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
            more = self._under(measure, option)
            if role == Role.DisplayRole:
                return f"{BEST if won else ''}{words}{more}"
            if more and self._against is not None:
                more = f"against {self._against.name} {', '.join(more.strip().splitlines())}"
            said = (words, "best" if won else "", more, OUTDONE if outdone_here else "")
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
