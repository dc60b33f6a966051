"""What the View menu changes: which parts of the window are to be seen, figures, colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

from teamtide.ui import theme
from teamtide.ui.preferences import preferences

if TYPE_CHECKING:
    from teamtide.ui.main_window import MainWindow


class Looks(QObject):
    """How one window looks."""

    def __init__(self, window: MainWindow) -> None:
        """Serve `window`."""
        super().__init__(window)
        self._window = window

    def tick(self, action: QAction, part: str) -> None:
        """Show in the menu whether a part of the view is to be seen."""
        window = self._window
        if part == "projection":
            return  # kept in step all the time: it has a button, too
        shown = getattr(window.view, part, None) or getattr(window.panels, part, None)
        action.setChecked(shown is not None and shown.isVisible())

    def toggle_inspector(self) -> None:
        """Show or hide the inspector."""
        if self._window.view is not None:
            self._window.view.inspector.setVisible(not self._window.view.inspector.isVisible())

    def toggle_compare(self) -> None:
        """Show or hide the compare strip."""
        if self._window.view is not None:
            self._window.view.compare.setVisible(not self._window.view.compare.isVisible())

    def toggle_large(self) -> None:
        """Show the selected team's curve large, or put it away."""
        if self._window.view is not None and self._window.session is not None:
            self._window.view.toggle_large()

    def toggle_ghost(self) -> None:
        """Draw Today behind the curves, or stop."""
        if self._window.session is not None:
            today = self._window.session.state.today
            self._window.session.set_ghost(None if self._window.session.ghost == today else today)

    def toggle_projected(self) -> None:
        """Show what will be left over from week to week, or what is planned."""
        if self._window.session is not None:
            self._window.session.set_projected(self._window.tools["toggle_projected"].isChecked())

    def look_system(self) -> None:
        """Follow the system's light or dark."""
        self._look("system")

    def look_light(self) -> None:
        """Always light."""
        self._look("light")

    def look_dark(self) -> None:
        """Always dark."""
        self._look("dark")

    def _look(self, mode: str) -> None:
        preferences().setValue("mode", mode)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, mode)
