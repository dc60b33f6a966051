"""The tables in a window of their own, beside the board."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from teamtide.ui.session import Session
from teamtide.ui.tables.panel import TablesPanel


class TablesWindow(QWidget):
    """A window of `TablesPanel`; undo and redo work in it as in the main window."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """A window on the tables of `session`."""
        super().__init__(parent, Qt.WindowType.Window)
        self.panel = TablesPanel(session, self)
        self._listening = True
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.panel)
        self._session = session
        self.setWindowTitle(f"Tables of {session.state.plan.name}")
        for keys, act in (
            (QKeySequence.StandardKey.Undo, self._undo),
            (QKeySequence.StandardKey.Redo, self._redo),
            (QKeySequence.StandardKey.Close, self.close),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def sizeHint(self) -> QSize:
        """Roomy, but not over the whole screen."""
        return QSize(1040, 560)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop following the plan."""
        if self._listening:
            self._listening = False
            self.panel.close_session()
        super().closeEvent(event)

    def _undo(self) -> None:
        self._session.undo()

    def _redo(self) -> None:
        self._session.redo()
