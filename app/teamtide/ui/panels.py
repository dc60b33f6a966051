"""What opens beside the board and stays open: assumptions, options compared, what decides.

Made when first asked for, put away with the plan. Heavy imports wait until then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDockWidget

from teamtide.plan.rows import PersonId
from teamtide.ui.preferences import preferences

if TYPE_CHECKING:
    from teamtide.ui.assumptions.panel import AssumptionsPanel
    from teamtide.ui.brief.window import BriefWindow
    from teamtide.ui.compare.window import CompareWindow
    from teamtide.ui.goals.window import GoalsWindow
    from teamtide.ui.hinges.window import HingesWindow
    from teamtide.ui.history.window import HistoryWindow
    from teamtide.ui.main_window import MainWindow
    from teamtide.ui.moves.panel import MovesPanel

MOVES_SHOWN = "moves_shown"


class Panels(QObject):
    """The panels of one window."""

    def __init__(self, window: MainWindow) -> None:
        """Serve `window`; nothing is made yet."""
        super().__init__(window)
        self._window = window
        self.assumptions: QDockWidget | None = None
        self.hinges: HingesWindow | None = None
        self.compared: CompareWindow | None = None
        self.moves: MovesPanel | None = None
        self.goals: GoalsWindow | None = None
        self.brief: BriefWindow | None = None
        self.history: HistoryWindow | None = None

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

    # --- the brief ------------------------------------------------------------------------

    def show_brief(self) -> None:
        """Show the page for somebody who decides, with what can be chosen about it."""
        from teamtide.ui.brief.window import BriefWindow

        session, background = self._window.session, self._window.background
        if session is None or background is None:
            return
        if self.brief is None:
            self.brief = BriefWindow(
                session, background, self._window, self._window.files.run_errand
            )
        self.brief.show()
        self.brief.activateWindow()

    # --- the timeline of moves ------------------------------------------------------------

    def restore(self) -> None:
        """Show what was beside the board when a plan was last open."""
        if preferences().value(MOVES_SHOWN, False, bool):
            self._show_moves()

    def toggle_moves(self) -> None:
        """Show the timeline of moves and put the keyboard there, or put it away."""
        if self.moves is not None and self.moves.isVisible():
            self._hide_moves()
            return
        panel = self._show_moves()
        if panel is not None:
            preferences().setValue(MOVES_SHOWN, True)
            panel.take_keyboard()

    def split_into_waves(self) -> None:
        """Move some of those who are selected, or of a wave, to another date."""
        panel = self._show_moves()
        if panel is not None:
            chosen = panel.session.selection
            panel.split([PersonId(int(n)) for n in chosen.ids] if chosen.kind == "person" else [])

    def _show_moves(self) -> MovesPanel | None:
        view = self._window.view
        if view is not None and self.moves is None:
            from teamtide.ui.moves.panel import MovesPanel

            self.moves = MovesPanel(view.session, view.compare.model, view)
            view.add_below(self.moves)
            self.moves.left.connect(view.to_board)
            self.moves.put_away.connect(self._hide_moves)
        if self.moves is not None:
            self.moves.show()
        return self.moves

    def _hide_moves(self) -> None:
        preferences().setValue(MOVES_SHOWN, False)
        if self.moves is not None:
            self.moves.hide()
        if self._window.view is not None:
            self._window.view.to_board()

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

    # --- history --------------------------------------------------------------------------

    def show_history(self) -> None:
        """Show every step of the plan, with the way back to any of them."""
        from teamtide.ui.history.window import HistoryWindow

        session = self._window.session
        if session is None:
            return
        if self.history is None:
            self.history = HistoryWindow(session, self._window)
        self.history.show()
        self.history.activateWindow()

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
        if self.moves is not None:
            # It goes with the view it stands in.
            self.moves.close_session()
            self.moves = None
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
        if self.brief is not None:
            brief, self.brief = self.brief, None
            brief.close_session()
            brief.close()
            brief.deleteLater()
        if self.history is not None:
            history, self.history = self.history, None
            history.close_session()
            history.close()
            history.deleteLater()
