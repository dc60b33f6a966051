"""A window of its own beside the plan's: it follows a session and may have things worked out.

It undoes and redoes as the plan's window does, closes with Escape, and can be opened again.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from teamtide.ui.background import Background
from teamtide.ui.session import Session, Update


class SideWindow(QWidget):
    """What such windows have in common."""

    def __init__(
        self,
        session: Session,
        title: str,
        parent: QWidget | None = None,
        background: Background | None = None,
    ) -> None:
        """An empty window.

        Args:
            session: The plan.
            title: What it is called.
            parent: The window it belongs to.
            background: Who computes, shared with other views; None makes one of its own.
        """
        super().__init__(parent, Qt.WindowType.Window)
        self.session = session
        self._own = background is None
        self.background = background or Background(self)
        self._listening = True
        self.setWindowTitle(title)
        session.changed.connect(self._plan_changed)
        for keys, act in (
            (QKeySequence.StandardKey.Undo, self._undo),
            (QKeySequence.StandardKey.Redo, self._redo),
            (QKeySequence.StandardKey.Close, self.close),
            (QKeySequence.StandardKey.Cancel, self.close),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def _plan_changed(self, update: Update) -> None:
        """The plan is another one."""

    def _leave(self) -> None:
        """The session goes: stop listening and asking."""

    def close_session(self) -> None:
        """Stop listening, before the session goes; twice is once."""
        if not self._listening:
            return
        self._listening = False
        self.session.changed.disconnect(self._plan_changed)
        self._leave()
        if self._own:
            self.background.close()

    def _undo(self) -> None:
        self.session.undo()

    def _redo(self) -> None:
        self.session.redo()
