"""The history as a tree model. Text is made when a line is shown."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from teamtide.plan.history import Entry, History
from teamtide.plan.labels import day_text
from teamtide.plan.rows import Scenario
from teamtide.plan.state import State
from teamtide.ui import theme
from teamtide.ui.history import words
from teamtide.ui.history.lines import BEGINNING, BRANCH, DAY, MORE, STEP, Key, Line, Lines

WHAT, WHERE, WHEN, PLACE = range(4)
HEADERS = ("What was done", "Scenario", "When", "")
NOW, UNDONE, ASIDE = "◀ now", "undone", "set aside"
Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_NOWHERE = QModelIndex()


class HistoryModel(QAbstractItemModel):
    """Lines of a history; restore points unfold into their steps."""

    def __init__(self, parent: QObject | None = None) -> None:
        """An empty history."""
        super().__init__(parent)
        self.lines = Lines(History(), 0)
        self._folded = False
        self._names: dict[int, str] = {}
        self._bold = QFont()
        self._bold.setWeight(QFont.Weight.DemiBold)

    def show_history(self, history: History, state: State, most: int, wanted: str = "") -> None:
        """Show the steps of `history`, about `most` of them, the newest; see `Lines`.

        With `wanted` only those that have these words in them.
        """
        self.beginResetModel()
        self._names = {int(row.id): row.name for row in state.rows(Scenario)}
        self._folded = history.folded
        sought = wanted.strip().casefold()
        found = (lambda entry: sought in self._searched(entry)) if sought else None
        self.lines = Lines(history, most, wanted=found)
        self.endResetModel()

    def _searched(self, entry: Entry) -> str:
        when = day_text(entry.at.astimezone().date())
        return f"{entry.label}\n{self._scenario(entry)}\n{when}".casefold()

    # --- the tree -------------------------------------------------------------------------

    def line(self, index: Index) -> Line:
        """The line at a valid index."""
        return self.lines.all[index.internalId()]

    def index_of(self, key: Key) -> QModelIndex:
        """Where a line is; an invalid index where it is nowhere."""
        number = self.lines.numbers().get(key)
        return QModelIndex() if number is None else self.index_at(number)

    def of_kind(self, kind: str) -> list[QModelIndex]:
        """Where the lines of a kind are."""
        return [self.index_at(number) for number in self.lines.of_kind(kind)]

    def index_at(self, number: int) -> QModelIndex:
        """Where the line of a number is."""
        return self.createIndex(self.lines.all[number].row, 0, number)

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        """As Qt has it."""
        if not (0 <= row < self.rowCount(parent) and 0 <= column < len(HEADERS)):
            return QModelIndex()
        children = self.lines.children(parent.internalId() if parent.isValid() else None)
        return self.createIndex(row, column, children[row])

    def hasChildren(self, parent: Index = _NOWHERE) -> bool:
        """As Qt has it."""
        return self.rowCount(parent) > 0

    def parent(self, child: Index = _NOWHERE) -> Any:
        """As Qt has it."""
        if not child.isValid():
            return QModelIndex()
        number = self.line(child).parent
        return QModelIndex() if number is None else self.index_at(number)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """As Qt has it."""
        if not parent.isValid():
            return len(self.lines.top)
        return 0 if parent.column() else len(self.line(parent).children)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """What, where, when, and how it stands."""
        return len(HEADERS)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A day is a heading: the keyboard passes over it."""
        if not index.isValid() or self.line(index).kind == DAY:
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags if self.line(index).kind == BRANCH else flags | _LEAF

    # --- what is said ---------------------------------------------------------------------

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """The names of the columns."""
        if orientation == Qt.Orientation.Horizontal and role == Role.DisplayRole:
            return HEADERS[section]
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """What a cell says and how it looks."""
        if not index.isValid():
            return None
        line, column = self.line(index), index.column()
        if role == Role.DisplayRole:
            return self._text(line, column)
        if role == Role.ToolTipRole:
            return self._whole(line) if line.kind != DAY else None
        if role == Role.AccessibleTextRole:
            return self._whole(line) if column == WHAT else self._text(line, column)
        if role == Role.FontRole:
            return self._bold if line.now or line.kind == DAY else None
        if role == Role.ForegroundRole:
            quiet = line.kind in (DAY, BRANCH, MORE) or self._stands(line) in (UNDONE, ASIDE)
            return theme.current().muted if quiet else theme.current().text
        return None

    def _text(self, line: Line, column: int) -> str:
        if column == WHAT:
            return self._what(line)
        if column == PLACE:
            return self._stands(line)
        if line.entry is None or line.kind == BRANCH:
            return ""
        if column == WHERE:
            return self._scenario(line.entry)
        # Inside a restore point there are no headings.
        inside = line.parent is not None
        return words.short_text(line.entry.at) if inside else words.time_text(line.entry.at)

    def _what(self, line: Line) -> str:
        if line.kind == DAY:
            assert line.day is not None
            return words.heading(line.day)
        if line.kind == MORE:
            return words.more_text(self.lines.older)
        if line.kind == BEGINNING:
            return words.FOLDED_BEGINNING if self._folded else words.BEGINNING
        if line.branch is not None:
            return words.branch_text(line.branch)
        assert line.entry is not None
        return line.entry.label

    def _stands(self, line: Line) -> str:
        """How a line stands to now, in a word."""
        if line.now:
            return NOW
        if line.kind == STEP and line.parent is not None:
            return ASIDE
        undone = line.kind == STEP and line.entry is not None and line.entry.undone
        return UNDONE if undone else ""

    def _scenario(self, entry: Entry) -> str:
        """The option a step was made in; that may be gone."""
        if entry.scenario is None:
            return ""
        return self._names.get(int(entry.scenario), "an option that is gone")

    def _whole(self, line: Line) -> str:
        """Everything about a line, in one."""
        parts = [self._what(line)]
        if line.entry is not None and line.kind == STEP:
            where = self._scenario(line.entry)
            parts += [f"in “{where}”"] if where else []
            parts.append(words.moment_text(line.entry.at))
        stands = self._stands(line)
        parts += [stands.removeprefix("◀ ")] if stands else []
        return ", ".join(parts)


_LEAF = Qt.ItemFlag.ItemNeverHasChildren
