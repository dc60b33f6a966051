"""What opens beside the board and stays open: assumptions, options compared, what decides.

Made when first asked for, put away with the plan. Heavy imports wait until then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDockWidget

if TYPE_CHECKING:
    from teamtide.ui.assumptions.panel import AssumptionsPanel
    from teamtide.ui.compare.window import CompareWindow
    from teamtide.ui.goals.window import GoalsWindow
    from teamtide.ui.hinges.window import HingesWindow
    from teamtide.ui.main_window import MainWindow


class Panels(QObject):
    """The panels of one window."""

    def __init__(self, window: MainWindow) -> None:
        """Serve `window`; nothing is made yet."""
        super().__init__(window)
        self._window = window
        self.assumptions: QDockWidget | None = None
        self.hinges: HingesWindow | None = None
        self.compared: CompareWindow | None = None
        self.goals: GoalsWindow | None = None

    # --- assumptions ----------------------------------------------------------------------

    def toggle_assumptions(self) -> None:
        """Show the assumptions beside the board, or put them away."""
        if self.assumptions is not None and self.assumptions.isVisible():
            self.assumptions.hide()
            self._to_board()
        else:
            self.show_assumptions()

    def show_assumptions(self) -> None:
        """Show the assumptions and put the keyboard there."""
        panel = self._panel()
        if panel is None or self.assumptions is None:
            return
        self.assumptions.show()
        self.assumptions.raise_()
        panel.take_keyboard()

    def _panel(self) -> AssumptionsPanel | None:
        from teamtide.ui.assumptions.panel import AssumptionsPanel

        if self._window.session is None:
            return None
        if self.assumptions is None:
            panel = AssumptionsPanel(self._window.session)
            panel.left.connect(self._to_board)
            dock = QDockWidget("Assumptions", self._window)
            dock.setAllowedAreas(
                Qt.DockWidgetArea.LeftDockWidgetArea | Qt.DockWidgetArea.RightDockWidgetArea
            )
            dock.setWidget(panel)
            self._window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
            self.assumptions = dock
        found = self.assumptions.widget()
        assert isinstance(found, AssumptionsPanel)
        return found

    def _to_board(self) -> None:
        if self._window.view is not None:
            self._window.view.board.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- what it hinges on ----------------------------------------------------------------

    def show_hinges(self) -> None:
        """Ask at which value of an assumption the better of two scenarios changes."""
        from teamtide.ui.hinges.window import HingesWindow

        session = self._window.session
        if session is None:
            return
        if self.hinges is None:
            self.hinges = HingesWindow(session, self._window, self._window.background)
        self.hinges.show()
        self.hinges.activateWindow()

    # --- options side by side -------------------------------------------------------------

    def show_compare(self) -> None:
        """Show any number of options side by side, and what differs between two of them."""
        from teamtide.ui.compare.window import CompareWindow

        session = self._window.session
        if session is None:
            return
        if self.compared is None:
            self.compared = CompareWindow(session, self._window, self._window.background)
        self.compared.show()
        self.compared.activateWindow()

    # --- goals ----------------------------------------------------------------------------

    def show_goals(self) -> None:
        """Show the goals by rank: what each gets of the work, and what serves it."""
        from teamtide.ui.goals.window import GoalsWindow

        session = self._window.session
        if session is None:
            return
        if self.goals is None:
            self.goals = GoalsWindow(session, self._window, self._window.background)
        self.goals.show()
        self.goals.activateWindow()

    # --- the plan goes --------------------------------------------------------------------

    def put_away(self) -> None:
        """Close everything, before the session goes."""
        if self.assumptions is not None:
            dock, self.assumptions = self.assumptions, None
            panel = dock.widget()
            panel.close_session()  # type: ignore[attr-defined]
            self._window.removeDockWidget(dock)
            dock.setParent(None)
            dock.deleteLater()
        if self.hinges is not None:
            window, self.hinges = self.hinges, None
            window.close_session()
            window.close()
            window.deleteLater()
        if self.compared is not None:
            compared, self.compared = self.compared, None
            compared.close_session()
            compared.close()
            compared.deleteLater()
        if self.goals is not None:
            goals, self.goals = self.goals, None
            goals.close_session()
            goals.close()
            goals.deleteLater()
