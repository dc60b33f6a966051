"""What the pages of the compare window have in common: they follow the plan while they are seen."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from teamtide.plan.rows import ScenarioId
from teamtide.ui.session import Session

PAUSE = 250
"""Milliseconds after a change before a page is worked out anew; the board's figures come first."""


class Page(QWidget):
    """A page on some options of a session."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Nothing chosen yet."""
        super().__init__(parent)
        self.session = session
        self.options: tuple[ScenarioId, ...] = ()
        self._stale = True
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._begin)

    def show_options(self, options: tuple[ScenarioId, ...]) -> None:
        """Show these options, in this order."""
        if options != self.options:
            self.options = options
            self.outdate(0)

    def outdate(self, pause: int = PAUSE) -> None:
        """What is shown is of an earlier plan: say so, and work it out when it is seen."""
        self._stale = True
        self.mark_updating()
        if self.isVisible():
            self._soon.start(pause)

    def showEvent(self, event: QShowEvent) -> None:
        """Work out what nobody has seen yet."""
        super().showEvent(event)
        if self._stale:
            self._soon.start(0)

    def _begin(self) -> None:
        self._stale = False
        self.refresh()

    def mark_updating(self) -> None:
        """Say that what is shown is being worked out anew."""

    def refresh(self) -> None:
        """Work out what is shown."""

    def rest(self) -> None:
        """Ask for nothing while nobody looks; what is missing is asked for when somebody does."""
        self._soon.stop()

    def close_session(self) -> None:
        """Stop, before the session goes."""
        self._soon.stop()
