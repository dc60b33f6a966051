"""The first rows of a file as a model: what stands there, what is wrong, what becomes of each row.

Columns are those of the file; what becomes of a row is its header on the left, which stays in
sight while one scrolls through the columns.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from teamtide.exchange.importing import PreviewTable
from teamtide.ui import theme
from teamtide.ui.import_wizard.words import BY_KEY, PROBLEM, cell_text

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
OUTCOME = Role.UserRole + 1
LONGEST_CELL = 300


class PreviewModel(QAbstractTableModel):
    """The rows of a `PreviewTable`, all of them or those of one outcome."""

    def __init__(self, parent: QObject | None = None) -> None:
        """No rows yet."""
        super().__init__(parent)
        self.table: PreviewTable | None = None
        self.only = ""
        self._rows: list[int] = []
        self._marked: set[int] = set()

    def show_table(self, table: PreviewTable | None) -> bool:
        """Show another table; False where it has the same cells, and only what is said differs."""
        before = self.table
        same = (
            before is not None
            and table is not None
            and before.headers == table.headers
            and before.first_row == table.first_row
            and before.rows == table.rows
        )
        marked = {row for row, _ in table.marks} if table is not None else set()
        if not same:
            self.beginResetModel()
            self.table, self._marked, self.only = table, marked, ""
            self._rows = self._wanted()
            self.endResetModel()
            return True
        self.table, self._marked = table, marked
        rows = self._wanted()
        if rows != self._rows:
            self.layoutAboutToBeChanged.emit()
            held = self.persistentIndexList()
            there = {row: place for place, row in enumerate(rows)}
            places = [there.get(self._rows[index.row()], -1) for index in held]
            self._rows = rows
            moved = [
                self.index(place, index.column()) if place >= 0 else QModelIndex()
                for place, index in zip(places, held, strict=True)
            ]
            self.changePersistentIndexList(held, moved)
            self.layoutChanged.emit()
        if rows:
            last = self.index(len(rows) - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(rows) - 1)
        return False

    def show_only(self, outcome: str) -> None:
        """Show only rows of an outcome; “” shows all."""
        if outcome != self.only:
            self.beginResetModel()
            self.only = outcome
            self._rows = self._wanted()
            self.endResetModel()

    def _wanted(self) -> list[int]:
        if self.table is None:
            return []
        rows = range(len(self.table.rows))
        if self.only == PROBLEM:
            return [row for row in rows if row in self._marked]
        return [row for row in rows if not self.only or self._said(row) == self.only]

    def _said(self, row: int) -> str:
        outcomes = self.table.outcomes if self.table is not None else ()
        return outcomes[row] if row < len(outcomes) else ""

    def outcome(self, row: int) -> str:
        """What becomes of a row that is shown; “” where that is not known."""
        return self._said(self._rows[row])

    def number(self, row: int) -> int:
        """The number of a row that is shown, in the spreadsheet."""
        return self._rows[row] + (self.table.first_row if self.table is not None else 1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many rows are shown."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """As many columns as the file has."""
        return 0 if parent.isValid() or self.table is None else len(self.table.headers)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """Header words; and on the left the number of a row and what becomes of it."""
        if self.table is None:
            return None
        if orientation == Qt.Orientation.Horizontal:
            words = self.table.headers[section] if section < len(self.table.headers) else ""
            return words if role in (Role.DisplayRole, Role.ToolTipRole) else None
        if section >= len(self._rows):
            return None
        outcome = BY_KEY.get(self.outcome(section))
        if role == OUTCOME:
            return outcome.key if outcome is not None else ""
        if role == Role.DisplayRole:
            words = f"  {outcome.sign} {outcome.word}" if outcome is not None else ""
            return f"{self.number(section)}{words}"
        if role == Role.AccessibleTextRole:
            words = f": {outcome.word}" if outcome is not None else ""
            return f"Row {self.number(section)}{words}"
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """A cell; what is wrong with it is its tooltip, its sign and its colour."""
        table = self.table
        if not index.isValid() or table is None:
            return None
        row, column = self._rows[index.row()], index.column()
        cells = table.rows[row]
        value = cells[column] if column < len(cells) else None
        said = table.marks.get((row, column))
        if role == Role.DisplayRole:
            text = cell_text(value)[:LONGEST_CELL]
            return f"⚠ {text}".rstrip() if said else text
        if role == Role.ToolTipRole:
            return f"{said[:1].upper()}{said[1:]}." if said else None
        if role == Role.AccessibleDescriptionRole:
            return said
        if role == Role.TextAlignmentRole:
            number = isinstance(value, (int, float)) and not isinstance(value, bool)
            side = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        now = theme.current()
        if role == Role.BackgroundRole:
            return now.bad_fill if said else None
        if role == Role.ForegroundRole:
            used = not any(table.fields) or bool(table.fields[column])
            left_out = self._said(row) == "skipped"
            return now.bad if said else (now.text if used and not left_out else now.muted)
        return None

    def place_of(self, cell: str, problem: str) -> tuple[int, int] | None:
        """Where a problem's cell (`People!C7`) is among the rows shown."""
        table = self.table
        digits = "".join(c for c in cell.rpartition("!")[2] if c.isdigit())
        if table is None or not digits:
            return None
        row = int(digits) - table.first_row
        if row not in self._rows:
            return None
        column = next(
            (c for (at, c), said in table.marks.items() if at == row and said == problem), 0
        )
        return self._rows.index(row), column
