"""What tables that are read, not written in, have in common."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView


def make_plain(table: QTableView, name: str) -> None:
    """No frame, no grid, nothing to type, Tab leads on; a screen reader calls it `name`."""
    table.setAccessibleName(name)
    table.setFrameShape(QFrame.Shape.NoFrame)
    table.setShowGrid(False)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)


def choose_rows(table: QTableView, *, many: bool) -> None:
    """Whole rows are chosen, one or many."""
    modes = QAbstractItemView.SelectionMode
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(modes.ExtendedSelection if many else modes.SingleSelection)
