"""What the window does for wishes: its menu, the count in the status bar, the list at the side.

What is asked for is written by `board_wishes.py`; whether it is kept is said here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QDockWidget, QToolButton

from teamtide.plan.wishes import violations
from teamtide.ui.board.cards import Ref

if TYPE_CHECKING:
    from teamtide.ui.main_window import MainWindow
    from teamtide.ui.wishes_panel import WishesPanel

AFTER_PAINTING = 40


class Wishing(QObject):
    """The wishes of one window's plan."""

    def __init__(self, window: MainWindow) -> None:
        """Serve `window`; nothing is made yet but the count."""
        super().__init__(window)
        self._window = window
        self.dock: QDockWidget | None = None
        self.count = QToolButton(window)
        self.count.setAutoRaise(True)
        self.count.setToolTip("Show what was asked for people and is not kept in this scenario")
        self.count.clicked.connect(self.show_wishes)
        self.count.hide()
        window.statusBar().addPermanentWidget(self.count)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(AFTER_PAINTING)
        self._soon.timeout.connect(self.count_now)

    def follow(self) -> None:
        """Follow the plan that the window shows now."""
        session = self._window.session
        if session is not None:
            session.changed.connect(self._later)
            session.scenario_changed.connect(self._later)
            self._window.menus.wishes.note_wanted.connect(self._edit_note)
            self.count_now()

    def put_away(self) -> None:
        """Close everything, before the session goes."""
        self._soon.stop()
        self.count.hide()
        if self.dock is not None:
            dock, self.dock = self.dock, None
            panel = dock.widget()
            panel.close_session()  # type: ignore[attr-defined]
            self._window.removeDockWidget(dock)
            dock.setParent(None)
            dock.deleteLater()

    # --- the count ------------------------------------------------------------------------

    def _later(self, _: object) -> None:
        self._soon.start()

    def count_now(self) -> None:
        """Say in the status bar how many wishes the scenario on screen does not keep."""
        self._soon.stop()
        session = self._window.session
        found = violations(session.state, session.scenario) if session is not None else ()
        number = len(found)
        words = f"▲ {number} {'wish' if number == 1 else 'wishes'} not kept"
        self.count.setText(words)
        self.count.setAccessibleName(words.removeprefix("▲ "))
        self.count.setVisible(bool(found))

    # --- the list -------------------------------------------------------------------------

    def show_wishes(self) -> None:
        """Show everything asked for beside the board, with the keyboard there."""
        panel = self._panel()
        if panel is not None and self.dock is not None:
            self.dock.show()
            self.dock.raise_()
            panel.take_keyboard()

    def _panel(self) -> WishesPanel | None:
        from teamtide.ui.wishes_panel import WishesPanel

        window = self._window
        if window.session is None:
            return None
        if self.dock is None:
            panel = WishesPanel(window.session)
            panel.chosen.connect(self._choose)
            panel.wanted.connect(self._reveal)
            dock = QDockWidget("Wishes", window)
            dock.setAllowedAreas(
                Qt.DockWidgetArea.LeftDockWidgetArea | Qt.DockWidgetArea.RightDockWidgetArea
            )
            dock.setWidget(panel)
            window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
            self.dock = dock
        found = self.dock.widget()
        assert isinstance(found, WishesPanel)
        return found

    def _cards(self, people: tuple[int, ...]) -> list[Ref]:
        view = self._window.view
        if view is None:
            return []
        shown = (card.ref for state in view.board.states() for card in state.people)
        return [ref for ref in shown if ref.key in people]

    def _choose(self, people: tuple[int, ...]) -> None:
        """Choose the cards of some people, and have the first in sight."""
        view, refs = self._window.view, self._cards(people)
        if view is not None and refs:
            view.board.choice.choose(set(refs), refs[0])
            view.show_column(refs[0].team)

    def _reveal(self, people: tuple[int, ...]) -> None:
        """The same, and the keyboard goes there."""
        view, refs = self._window.view, self._cards(people)
        if view is not None and refs:
            self._choose(people)
            view.board.choice.focus_on(refs[0])

    # --- what the menu does ---------------------------------------------------------------

    def pin_selected(self) -> None:
        """Pin the chosen people to their columns, or unpin them."""
        if self._window.session is not None:
            self._window.menus.wishes.toggle_pins()

    def keep_together(self) -> None:
        """Keep the chosen people together."""
        if self._window.session is not None:
            self._window.menus.wishes.keep("together")

    def keep_apart(self) -> None:
        """Keep the chosen people apart."""
        if self._window.session is not None:
            self._window.menus.wishes.keep("apart")

    def forget_pairs(self) -> None:
        """Forget what was asked for the chosen people and each other."""
        if self._window.session is not None:
            self._window.menus.wishes.forget()

    def write_note(self) -> None:
        """Write the note on what is selected."""
        if self._window.session is not None:
            self._window.menus.wishes.write_note()

    def show_people(self) -> None:
        """What the options mean for people, side by side."""
        panels = self._window.panels
        panels.show_compare()
        if panels.compared is not None:
            panels.compared.pages.setCurrentWidget(panels.compared.people)

    def _edit_note(self) -> None:
        if self._window.view is not None:
            self._window.view.edit_note()
