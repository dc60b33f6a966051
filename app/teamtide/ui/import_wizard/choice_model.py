"""Lines of which each has one thing to choose, as a model: teams, disciplines, values, people.

The last column is the choice. What a person chose is told from what was guessed, in a word. An
answer that brings the same lines changes only what differs, so that selection, scroll position and
an open editor stay.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from teamtide.ui import theme

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
Option = tuple[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One line.

    Args:
        key: What it is about.
        cells: Texts of the columns before the choice.
        value: What is chosen, or guessed.
        words: The same in words.
        severity: "good", "warn", "bad" or "muted", for the colour of the words.
        said: Whether a person chose it.
        strong: The column of a cell that counts, of several that could; None where none does.
    """

    key: Hashable
    cells: tuple[str, ...]
    value: Any
    words: str
    severity: str = ""
    said: bool = False
    strong: int | None = None


class ChoiceModel(QAbstractTableModel):
    """Lines, in their order, all of them or those with a text."""

    def __init__(
        self, headers: Sequence[str], numbers: Sequence[int] = (), parent: QObject | None = None
    ) -> None:
        """No lines. The last of `headers` is the choice's; columns in `numbers` are numbers."""
        super().__init__(parent)
        self.headers = tuple(headers)
        self.unsaid = "a guess"
        self._numbers = frozenset(numbers)
        self._lines: tuple[Line, ...] = ()
        self._shown: list[int] = []
        self._wanted = ""

    @property
    def choice(self) -> int:
        """The column of the choice."""
        return len(self.headers) - 1

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line, shown or not."""
        return self._lines

    def line(self, row: int) -> Line:
        """The line shown in a row."""
        return self._lines[self._shown[row]]

    def row_of(self, key: Hashable) -> int | None:
        """Where a line is shown."""
        for row, place in enumerate(self._shown):
            if self._lines[place].key == key:
                return row
        return None

    def show_lines(self, lines: Sequence[Line]) -> bool:
        """Show other lines; False where they are of the same things in the same order."""
        same = [one.key for one in lines] == [one.key for one in self._lines]
        if not same:
            self.beginResetModel()
            self._lines = tuple(lines)
            self._shown = self._found()
            self.endResetModel()
            return True
        before, self._lines = self._lines, tuple(lines)
        differ = [row for row, at in enumerate(self._shown) if before[at] != self._lines[at]]
        if differ:
            last = len(self.headers) - 1
            self.dataChanged.emit(self.index(differ[0], 0), self.index(differ[-1], last))
        return False

    def choose(self, keys: Sequence[Hashable], value: Any, words: str) -> None:
        """Show a choice at once, before anybody has worked out what follows from it."""
        chosen = set(keys)
        self.show_lines(
            [
                replace(one, value=value, words=words, severity="", said=True)
                if one.key in chosen
                else one
                for one in self._lines
            ]
        )

    def find(self, text: str) -> None:
        """Show only lines that hold a text."""
        wanted = text.strip().casefold()
        if wanted != self._wanted:
            self.beginResetModel()
            self._wanted = wanted
            self._shown = self._found()
            self.endResetModel()

    def _found(self) -> list[int]:
        return [
            at
            for at, line in enumerate(self._lines)
            if not self._wanted or self._wanted in " ".join((*line.cells, line.words)).casefold()
        ]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many lines are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """The cells and the choice."""
        return 0 if parent.isValid() else len(self.headers)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """The headers."""
        if orientation != Qt.Orientation.Horizontal or section >= len(self.headers):
            return None
        if role == Role.DisplayRole:
            return self.headers[section]
        return self._side(section) if role == Role.TextAlignmentRole else None

    def _side(self, column: int) -> Any:
        number = column in self._numbers
        side = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The choice can be edited."""
        flags = super().flags(index)
        if index.isValid() and index.column() == self.choice:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """A cell, or the choice in words."""
        if not index.isValid():
            return None
        line, column = self.line(index.row()), index.column()
        chosen = column == self.choice
        text = line.words if chosen else line.cells[column]
        if role == Role.DisplayRole:
            if line.strong is not None and column in (line.strong, *_rival(line)):
                return f"{'●' if column == line.strong else '○'} {text}"
            return text
        if role == Role.ToolTipRole:
            by = "" if not chosen else (" — you said so" if line.said else f" — {self.unsaid}")
            return f"{text}{by}"
        if role == Role.AccessibleDescriptionRole and chosen:
            return "said by you" if line.said else self.unsaid
        if role == Role.TextAlignmentRole:
            return self._side(column)
        if role == Role.FontRole:
            if not ((chosen and line.said) or column == line.strong):
                return None
            font = QFont()
            font.setBold(True)
            return font
        if role == Role.ForegroundRole and chosen:
            now = theme.current()
            colours = {"good": now.good, "warn": now.warn, "bad": now.bad, "muted": now.muted}
            return colours.get(line.severity)
        return None


def _rival(line: Line) -> tuple[int, ...]:
    """The other of two cells of which one counts: they stand last, side by side."""
    last = len(line.cells) - 1
    return tuple(column for column in (last - 1, last) if column != line.strong)
