"""Pausing, cancelling and delaying projects: the entries of a card's menu, and the keys.

The same commands stand behind a drop on the *Paused* tray. While the pointer or the keyboard is on
an entry, the whole window shows what it would give, as it does for what hovers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from teamtide.plan.overlay import project_settings
from teamtide.plan.pausing import at_rest, delay, on_time, rest, resume
from teamtide.plan.rows import Project, ProjectId
from teamtide.ui.session import Command, Session

DELAYS = (1, 2, 4)
FURTHEST = 260
CHOOSE = "Choose a project on the board first."


class Pausing(QObject):
    """What can be done to projects in the scenario on screen."""

    def __init__(self, session: Session, board: QWidget, parent: QObject) -> None:
        """Serve `session`; what has to be asked is asked over `board`."""
        super().__init__(parent)
        self._session, self._board = session, board

    # --- by keyboard ----------------------------------------------------------------------

    def chosen(self) -> list[ProjectId]:
        """The projects that are selected; says what to do where there are none."""
        selection, state = self._session.selection, self._session.state
        found = (
            [ProjectId(int(one)) for one in selection.ids] if selection.kind == "project" else []
        )
        found = [project for project in found if state.find(Project, project) is not None]
        if not found:
            self._session.note.emit(CHOOSE)
        return found

    def pause_or_resume(self) -> None:
        """Pause what is selected; where all of it rests already, make it active again."""
        projects, session = self.chosen(), self._session
        if projects:
            resting = all(at_rest(session.state, session.scenario, p) for p in projects)
            session.run(self.to_status(projects, "active" if resting else "paused"))

    def ask_delay(self) -> None:
        """Ask by how many weeks what is selected is to come later."""
        projects = self.chosen()
        if projects:
            self._ask(projects)

    # --- commands -------------------------------------------------------------------------

    def to_status(self, projects: Sequence[ProjectId], status: str) -> Command:
        """What pauses, cancels or makes projects active again in the scenario on screen."""
        scenario = self._session.scenario
        if status == "active":
            return lambda state: resume(state, scenario=scenario, projects=projects)
        return lambda state: rest(state, scenario=scenario, projects=projects, status=status)

    def later(self, projects: Sequence[ProjectId], weeks: float) -> Command:
        """What delays projects in the scenario on screen."""
        scenario = self._session.scenario
        return lambda state: delay(state, scenario=scenario, projects=projects, weeks=weeks)

    # --- in menus -------------------------------------------------------------------------

    def add_to(self, menu: QMenu, projects: Sequence[ProjectId]) -> None:
        """The entries of a card's menu."""
        session = self._session
        settings = [project_settings(session.state, session.scenario, p) for p in projects]
        statuses = {now.status for now in settings}
        for words, status in (
            ("Pause", "paused"),
            ("Cancel", "cancelled"),
            ("Make active again", "active"),
        ):
            action = self._offer(menu, words, self.to_status(projects, status))
            action.setEnabled(statuses != {status})
        later = menu.addMenu("Delay by")
        for weeks in DELAYS:
            words = f"{weeks} {'week' if weeks == 1 else 'weeks'}"
            self._offer(later, words, self.later(projects, weeks))
        later.addAction("n weeks…", partial(self._ask, projects))
        later.addSeparator()
        scenario = session.scenario
        back = self._offer(
            later,
            "As planned",
            lambda state: on_time(state, scenario=scenario, projects=projects),
        )
        back.setEnabled(any(now.shift_weeks for now in settings))
        menu.aboutToHide.connect(self._unshow)
        later.hovered.connect(self._show)
        menu.hovered.connect(self._show)

    def _offer(self, menu: QMenu, words: str, command: Command) -> QAction:
        action = menu.addAction(words, partial(self._session.run, command))
        action.setData(command)
        return action

    def _show(self, action: QAction) -> None:
        """Let every view show what an entry would give, or nothing where it gives nothing."""
        command = action.data()
        if callable(command) and action.isEnabled():
            self._session.show_preview(command)
        else:
            self._unshow()

    def _unshow(self) -> None:
        self._session.show_preview(None)

    def _ask(self, projects: Sequence[ProjectId]) -> None:
        dialog = DelayDialog(self._session, partial(self.later, projects), self._board.window())
        dialog.open()


class DelayDialog(QInputDialog):
    """By how many weeks; while a number stands there, the window shows what it would give."""

    def __init__(
        self, session: Session, command: Callable[[float], Command], parent: QWidget
    ) -> None:
        """Ask for `command`."""
        super().__init__(parent)
        self._session, self._command = session, command
        self.setInputMode(QInputDialog.InputMode.IntInput)
        self.setIntRange(-FURTHEST, FURTHEST)
        self.setIntValue(1)
        self.setWindowTitle("Delay")
        self.setLabelText("By how many weeks later? With a minus it comes earlier.")
        self.setOkButtonText("Delay")
        self.intValueChanged.connect(self._show)
        self.finished.connect(self._done)
        self._show(1)

    def _show(self, weeks: int) -> None:
        self._session.show_preview(self._command(weeks))

    def _done(self, result: int) -> None:
        self._session.show_preview(None)
        if result:
            self._session.run(self._command(self.intValue()))
        self.deleteLater()
