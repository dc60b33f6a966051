"""What differs between two scenarios as a table, with what each line is worth as bars."""

from __future__ import annotations

from collections.abc import Callable
from math import inf, isfinite
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)

from teamtide.advise.reasons import Attribution
from teamtide.advise.together import together_text
from teamtide.capacity.measures.catalogue import BY_KEY as MEASURES
from teamtide.plan.differences import PLACE, Line
from teamtide.plan.rows import Person, TeamId
from teamtide.plan.state import State
from teamtide.ui.compare.texts import part_text
from teamtide.ui.fields import texts

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_NONE = QModelIndex()
WHAT, WHO, BEFORE, AFTER, WHEN, WORTH = range(6)
_SORT = int(Role.UserRole)


class ChangesModel(QAbstractTableModel):
    """A row a decision."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Nothing differs."""
        super().__init__(parent)
        self.lines: tuple[Line, ...] = ()
        self.names = ("", "")
        self.found: Attribution | None = None
        self.updating = False

    def show_lines(self, lines: tuple[Line, ...], names: tuple[str, str]) -> None:
        """Show what differs; what the lines are worth is not known."""
        self.beginResetModel()
        self.lines, self.names, self.found = lines, names, None
        self.endResetModel()

    def show_worth(self, found: Attribution | None, *, updating: bool) -> None:
        """Show what each line is worth, by now."""
        self.found, self.updating = found, updating
        if self.lines:
            self.dataChanged.emit(self.index(0, WORTH), self.index(len(self.lines) - 1, WORTH))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, WORTH, WORTH)

    @property
    def reach(self) -> float:
        """The longest bar with its error, above zero."""
        found = self.found
        if found is None:
            return 1.0
        ends = [
            abs(part) + (error if isfinite(error) else 0.0)
            for part, error in zip(found.parts, found.errors, strict=True)
        ]
        return max(ends, default=0.0) or 1.0

    # --- what Qt asks ---------------------------------------------------------------------

    def rowCount(self, parent: Index = _NONE) -> int:
        """A row a line."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _NONE) -> int:
        """What, who, before, after, when, worth."""
        return 0 if parent.isValid() else 6

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """The columns by name; before and after by the scenarios'."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Role.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role not in (Role.DisplayRole, Role.ToolTipRole):
            return None
        worth = "Its part of the difference"
        if self.found is not None and self.updating:
            worth = f"{worth} (updating)"
        return ("What", "Who or what", *self.names, "From", worth)[section]

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Texts; of a bar what it says, and what rows are sorted by."""
        if not index.isValid():
            return None
        line, column = self.lines[index.row()], index.column()
        if role == _SORT:
            return self._rank(index.row(), column)
        if role == Role.ToolTipRole:
            return self._tip(index.row(), column)
        if role not in (Role.DisplayRole, Role.AccessibleTextRole):
            return None
        if column == WORTH:
            return self._worth(index.row())
        return (line.what, line.who, line.before, line.after, _when(line))[column]

    def _worth(self, row: int) -> str:
        if self.found is None:
            return "…" if self.updating else ""
        measure = MEASURES[self.found.measure]
        part, error = self.found.parts[row], self.found.errors[row]
        text = part_text(measure, part)
        if error == 0.0:
            return text
        if isfinite(error):
            return f"{text.partition(' ')[0]} ± {part_text(measure, error, signed=False)}"
        group = self.found.group_of(row)
        if group is None or len(group.lines) == 1:
            return f"{text.partition(' ')[0]} ± ?"
        return f"{part_text(measure, group.part)} in all {len(group.lines)}"

    def _tip(self, row: int, column: int) -> str:
        found, text = self.found, self.lines[row].text
        group = None if found is None or column != WORTH else found.group_of(row)
        if found is None or group is None or len(group.lines) == 1:
            return text
        whole = part_text(MEASURES[found.measure], group.part)
        name = together_text([self.lines[number] for number in group.lines])
        return f"{text}\nTogether, {name}: {whole}"

    def _rank(self, row: int, column: int) -> Any:
        if column == WORTH:
            return -abs(self.found.parts[row]) if self.found is not None else float(row)
        if column == WHEN:
            when = self.lines[row].when
            return float(when.toordinal()) if when is not None else -inf
        return str(self.data(self.index(row, column))).casefold()


def _when(line: Line) -> str:
    if line.topic.kind != PLACE:
        return ""
    return texts.date_text(line.when) if line.when is not None else "the beginning"


class ChangesFilter(QSortFilterProxyModel):
    """Only lines that concern a team, or somebody or something by name."""

    def __init__(self, model: ChangesModel, names: Callable[[], State]) -> None:
        """All lines of `model`; `names` gives the plan they are of."""
        super().__init__(model)
        self._model, self._state = model, names
        self._team: TeamId | None = None
        self._text = ""
        self.setSortRole(_SORT)
        self.setSourceModel(model)

    def show_only(self, team: TeamId | None, text: str) -> None:
        """Only lines of a team (None: any) with a text in a name (blank: any)."""
        self._team, self._text = team, text.strip().casefold()
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        """Whether a line is shown."""
        line = self._model.lines[row]
        if self._team is not None and self._team not in line.teams:
            return False
        if not self._text or self._text in line.who.casefold():
            return True
        state = self._state()
        people = (state.find(Person, one) for one in line.people)
        return any(one is not None and self._text in one.name.casefold() for one in people)
