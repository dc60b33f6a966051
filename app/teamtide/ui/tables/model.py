"""One model for every table: rows of a class through a tuple of columns.

It follows the session: a change touches the rows that changed and no others. Writing goes through
one command a cell, or one for a whole paste.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from teamtide.plan.changes import ChangeSet
from teamtide.plan.commands import add, called, edit, remove
from teamtide.plan.rows import NOUNS, Row
from teamtide.plan.state import State
from teamtide.plan.wishes import hold_pins
from teamtide.ui.fields.attempts import attempt, labelled
from teamtide.ui.session import Session, Update
from teamtide.ui.tables.columns import Column, Table
from teamtide.ui.tables.paste import paste

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_MANY_PIECES = 40
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class RowsModel(QAbstractTableModel):
    """The rows of a table, or those of them that `keep` lets through."""

    refused = Signal(str)

    def __init__(
        self,
        session: Session,
        table: Table,
        parent: QObject | None = None,
        *,
        keep: Callable[[Any], bool] | None = None,
        hidden: dict[str, Any] | None = None,
        follow: bool = True,
    ) -> None:
        """A model of `table`; `hidden` are values that new rows get beside their own.

        Where `follow` is False somebody else calls `update_from` on a change.
        """
        super().__init__(parent)
        self.session = session
        self.table = table
        self._keep = keep
        self._hidden = hidden or {}
        self._rows: list[Row] = self._wanted(session.state)
        if follow:
            session.changed.connect(self.update_from)

    # --- what Qt asks ---------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many columns."""
        return 0 if parent.isValid() else len(self.table.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """Headers and their tooltips; rows are numbered."""
        if orientation == Qt.Orientation.Vertical:
            return section + 1 if role == Role.DisplayRole else None
        column = self.table.columns[section]
        if role == Role.DisplayRole:
            return column.header
        if role == Role.ToolTipRole:
            return column.tip or None
        if role == Role.TextAlignmentRole:
            return _RIGHT if column.number else _LEFT
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """The text of a cell, and how it stands."""
        if not index.isValid():
            return None
        column = self.table.columns[index.column()]
        if role in (Role.DisplayRole, Role.EditRole):
            return column.show(self.session.state, self._rows[index.row()])
        if role == Role.TextAlignmentRole:
            return _RIGHT if column.number else _LEFT
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every cell is editable."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.isValid() else flags

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        """Write a cell, or say (`refused`) why not."""
        if not index.isValid() or role != Role.EditRole:
            return False
        if str(value) == self.data(index):
            return True
        problem = attempt(self.session, self._setting(index, str(value)))
        if problem:
            self.refused.emit(problem)
        return not problem

    # --- rows -----------------------------------------------------------------------------

    def row_at(self, number: int) -> Row:
        """The row shown in a line."""
        return self._rows[number]

    def column_at(self, number: int) -> Column:
        """The column of that number."""
        return self.table.columns[number]

    def sort_key(self, index: Index) -> tuple[bool, Any]:
        """What a cell sorts by; blanks come last."""
        column, row = self.table.columns[index.column()], self._rows[index.row()]
        state = self.session.state
        value: Any = column.show(state, row).casefold()
        if column.key is not None:
            value = column.key(state, row)
        return (value is None or value == "", value if value is not None else 0)

    def options(self, index: Index) -> Sequence[str] | None:
        """The texts a cell can have, where there are only so many."""
        offered = self.table.columns[index.column()].options
        return None if offered is None else offered(self.session.state, self._rows[index.row()])

    def problem_with(self, index: Index, value: str) -> str:
        """Why a text can't be written to a cell; blank where it can. Nothing is written."""
        if value == self.data(index):
            return ""
        try:
            change = self._setting(index, value)(self.session.state)
            self.session.document.preview(change)
        except ValueError as error:
            return str(error)
        return ""

    def _setting(self, index: Index, value: str) -> Callable[[State], ChangeSet]:
        row, column = self._rows[index.row()], self.table.columns[index.column()]
        held = {name: getattr(row, name) for name in type(row).__dataclass_fields__}

        def command(state: State) -> ChangeSet:
            values = column.read(state, held, value)
            change = edit(state, row, **values)
            return hold_pins(state, labelled(change, f"Changed {column.header} of {called(row)}"))

        return command

    # --- changing -------------------------------------------------------------------------

    def add_row(self) -> bool:
        """Add a row with the values a new one starts as."""

        def command(state: State) -> ChangeSet:
            return add(state, self.table.cls, **{**self.table.fresh(state), **self._hidden})

        return self._attempt(command)

    def remove_rows(self, numbers: Sequence[int]) -> bool:
        """Remove rows, with all that only they gave sense to, as one step."""
        rows = [self._rows[number] for number in numbers]
        return self._attempt(lambda state: remove(state, rows)) if rows else False

    def paste(self, grid: Sequence[Sequence[str]], numbers: Sequence[int], first: int) -> bool:
        """Write a grid of texts over rows `numbers` from column `first` on, as one step.

        What goes beyond the last row becomes new rows. One wrong cell, and nothing is applied.
        """
        rows = [self._rows[number] for number in numbers]

        def command(state: State) -> ChangeSet:
            fresh = {**self.table.fresh(state), **self._hidden} if len(grid) > len(rows) else {}
            return paste(state, self.table, grid, rows=rows, first=first, fresh=fresh)

        return self._attempt(command)

    def _attempt(self, command: Callable[[State], ChangeSet]) -> bool:
        problem = attempt(self.session, lambda state: hold_pins(state, command(state)))
        if problem:
            self.refused.emit(problem)
        return not problem

    # --- following ------------------------------------------------------------------------

    def _wanted(self, state: State) -> list[Row]:
        rows = state.rows(self.table.cls)
        return [row for row in rows if self._keep is None or self._keep(row)]

    def update_from(self, update: Update) -> None:
        """Take over what a change did to these rows."""
        if self.table.cls in update.change.tables:
            self._take(self._wanted(update.after))
        if self.table.depends & update.change.tables and self._rows:
            last = self.index(len(self._rows) - 1, len(self.table.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def take_state(self, state: State) -> None:
        """Take over another state, whatever led to it."""
        self._take(self._wanted(state))
        if self._rows:
            last = self.index(len(self._rows) - 1, len(self.table.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def _take(self, wanted: list[Row]) -> None:
        old_ids, new_ids = [row.id for row in self._rows], [row.id for row in wanted]
        here, there = set(old_ids), set(new_ids)
        gone = [number for number, row_id in enumerate(old_ids) if row_id not in there]
        come = [number for number, row_id in enumerate(new_ids) if row_id not in here]
        stayed = [i for i in old_ids if i in there] == [i for i in new_ids if i in here]
        if not stayed or len(gone) + len(come) > _MANY_PIECES:
            self.beginResetModel()
            self._rows = wanted
            self.endResetModel()
            return
        for number in reversed(gone):
            self.beginRemoveRows(QModelIndex(), number, number)
            del self._rows[number]
            self.endRemoveRows()
        for number in come:
            self.beginInsertRows(QModelIndex(), number, number)
            self._rows.insert(number, wanted[number])
            self.endInsertRows()
        last = len(self.table.columns) - 1
        for number, row in enumerate(wanted):
            if self._rows[number] is not row:
                changed = self._rows[number] != row
                self._rows[number] = row
                if changed:
                    self.dataChanged.emit(self.index(number, 0), self.index(number, last))

    @property
    def noun(self) -> str:
        """What one row is called."""
        return NOUNS[self.table.cls]
