"""What a merge will change here, line by line; what it has to leave out stands first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from teamtide.plan.merging import Step
from teamtide.ui import theme

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
HEADERS = ("Who or what", "What", "Now", "After the merge")
WHO, WHAT, BEFORE, AFTER = range(len(HEADERS))
NEW, REMOVED, LEFT_OUT = "+ new", "− removed", "✕ left out"


class StepsModel(QAbstractTableModel):
    """A row a step."""

    def __init__(self, parent: QObject | None = None) -> None:
        """No rows yet."""
        super().__init__(parent)
        self._steps: tuple[Step, ...] = ()

    def show_steps(self, steps: Sequence[Step], left_out: Sequence[Step]) -> None:
        """Show other steps."""
        found = (*left_out, *steps)
        if found != self._steps:
            self.beginResetModel()
            self._steps = found
            self.endResetModel()

    def step(self, row: int) -> Step:
        """The step in a row."""
        return self._steps[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """A row a step."""
        return 0 if parent.isValid() else len(self._steps)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """As many as there are headers."""
        return 0 if parent.isValid() else len(HEADERS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """The headers, aligned as their columns."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Role.DisplayRole:
            return HEADERS[section]
        return _LEFT if role == Role.TextAlignmentRole else None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Words; what is left out says why."""
        if not index.isValid():
            return None
        step = self._steps[index.row()]
        if role == Role.DisplayRole:
            return self._text(step, index.column())
        if role in (Role.ToolTipRole, Role.AccessibleDescriptionRole):
            return step.reason or self._text(step, index.column())
        if role == Role.TextAlignmentRole:
            return _LEFT
        if role == Role.ForegroundRole:
            look = theme.current()
            if step.reason and index.column() == AFTER:
                return look.bad
            return look.muted if index.column() in (WHAT, BEFORE) else look.text
        return None

    def _text(self, step: Step, column: int) -> str:
        if column == AFTER:
            if step.reason:
                return f"{LEFT_OUT}: {step.reason}"
            if not step.after:
                return REMOVED
            return step.after if step.before else f"{NEW}, {step.after}"
        return (step.who, step.what, step.before or "—")[column]


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
