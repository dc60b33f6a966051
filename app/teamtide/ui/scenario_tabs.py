"""The tabs on top: one per scenario, Today first among equals, and a button for another.

Switching is a click or Ctrl+1…9; a tab's menu renames, describes, copies, reorders, deletes
and makes an option what Today is. The tabs
show what the session shows and hold nothing of their own.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QInputDialog,
    QMenu,
    QSizePolicy,
    QTabBar,
    QToolButton,
    QWidget,
)

from teamtide.plan import commands
from teamtide.plan.options import add_scenario, free_name, remove_scenario
from teamtide.plan.overlay import changed_since
from teamtide.plan.placing import back_to_today
from teamtide.plan.rows import Scenario, ScenarioId
from teamtide.ui.scenario_dialogs import CopyDialog, MakeTodayDialog
from teamtide.ui.session import Session, Update

WIDEST = 240
"""Pixels that the longest name may take; its tip has all of it."""


class Tabs(QTabBar):
    """Tabs that keep their names: where they do not fit they scroll."""

    def tabSizeHint(self, index: int) -> QSize:
        """As wide as the name, up to a limit."""
        return super().tabSizeHint(index).boundedTo(QSize(WIDEST, 1 << 14))

    def minimumTabSizeHint(self, index: int) -> QSize:
        """No less: a name that is cut to its first letters is none."""
        return self.tabSizeHint(index)


class ScenarioTabs(QWidget):
    """A tab bar of the session's scenarios."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Tabs that follow `session`."""
        super().__init__(parent)
        self._session = session
        self._filling = False
        self._tabs = Tabs(self)
        self._tabs.setObjectName("scenarioTabs")
        self._tabs.setAccessibleName("Scenarios")
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        self._tabs.setElideMode(Qt.TextElideMode.ElideRight)
        self._tabs.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._tabs.setUsesScrollButtons(True)
        self._tabs.setMovable(False)
        self._tabs.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._tabs.customContextMenuRequested.connect(self._menu)
        self._tabs.currentChanged.connect(self._chosen)
        self._tabs.tabBarDoubleClicked.connect(self._rename_at)
        self._add = QToolButton(self)
        self._add.setText("+")
        self._add.setToolTip("New option from the one on screen (Ctrl+T)")
        self._add.setAccessibleName("New option from the one on screen")
        self._add.clicked.connect(self.add_from_current)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._tabs)
        layout.addWidget(self._add)
        layout.addStretch(1)
        self._add.setEnabled(session.document.writable)
        session.changed.connect(self._plan_changed)
        session.scenario_changed.connect(self._scenario_changed)
        self._fill()

    # --- following ------------------------------------------------------------------------

    def _fill(self) -> None:
        self._filling = True
        rows = self._session.state.rows(Scenario)
        while self._tabs.count() > len(rows):
            self._tabs.removeTab(self._tabs.count() - 1)
        for number, row in enumerate(rows):
            if number >= self._tabs.count():
                self._tabs.addTab("")
            name = row.name.replace("&", "&&")
            self._tabs.setTabText(number, name)
            self._tabs.setTabData(number, int(row.id))
            hint = f"Ctrl+{number + 1}" if number < 9 else ""
            today = "What is today; the options are changes to it" if self._is_today(row) else ""
            self._tabs.setTabToolTip(
                number, "\n".join(t for t in (row.name, row.description or today, hint) if t)
            )
            if row.id == self._session.scenario:
                self._tabs.setCurrentIndex(number)
        self._filling = False

    def _is_today(self, row: Scenario) -> bool:
        return row.id == self._session.state.today

    def _plan_changed(self, update: Update) -> None:
        if Scenario in update.change.tables:
            self._fill()

    def _scenario_changed(self, scenario: ScenarioId) -> None:
        shown = [self._tabs.tabData(number) for number in range(self._tabs.count())]
        if int(scenario) in shown:
            self._filling = True
            self._tabs.setCurrentIndex(shown.index(int(scenario)))
            self._filling = False

    def _chosen(self, index: int) -> None:
        if not self._filling and index >= 0:
            self._session.set_scenario(ScenarioId(self._tabs.tabData(index)))

    # --- doing ----------------------------------------------------------------------------

    def show_number(self, number: int) -> None:
        """Show the scenario of the `number`-th tab, from 1, where there is one."""
        if 1 <= number <= self._tabs.count():
            self._tabs.setCurrentIndex(number - 1)

    def add_from_current(self) -> None:
        """Add an option like the one on screen, and show it."""
        session = self._session
        current = session.state.get(Scenario, session.scenario)
        is_today = current.id == session.state.today
        name = free_name(session.state, "Option" if is_today else f"{current.name}, copy")
        known = {row.id for row in session.state.rows(Scenario)}
        if session.run(lambda state: add_scenario(state, name=name, like=current.id)):
            fresh = next(r.id for r in session.state.rows(Scenario) if r.id not in known)
            session.set_scenario(fresh)

    def rename_current(self) -> None:
        """Ask for another name for the scenario on screen."""
        self._rename_at(self._tabs.currentIndex())

    def delete_current(self) -> None:
        """Delete the option on screen (undo brings it back)."""
        scenario = self._session.scenario
        self._session.run(lambda state: remove_scenario(state, scenario))

    def _rename_at(self, index: int) -> None:
        row = self._row_at(index)
        if row is None:
            return
        name, done = QInputDialog.getText(
            self, "Rename scenario", "What is this option called?", text=row.name
        )
        if done and name.strip() and name.strip() != row.name:
            self.rename(row, name.strip())

    def rename(self, row: Scenario, name: str) -> bool:
        """Give a scenario another name."""
        return self._session.run(
            lambda state: replace(
                commands.edit(state, row, name=name), label=f"Renamed {row.name} to {name}"
            )
        )

    def describe_current(self) -> None:
        """Ask what the scenario on screen is about."""
        self._describe(self._current())

    def copy_part_of_current(self) -> None:
        """Ask for parts of the option on screen, for a new one."""
        self._ask(CopyDialog(self._session, self._current(), self.window()))

    def make_current_today(self) -> None:
        """Ask from when on the option on screen is what Today is."""
        self._ask(MakeTodayDialog(self._session, self._current(), self.window()))

    def shift_current(self, step: int) -> None:
        """Move the scenario on screen one place to the left (-1) or right (1)."""
        self._shift(self._current(), step)

    def take_changes_of_today(self) -> None:
        """Let the option on screen have those as in Today whom Today placed anew since."""
        self._take_changes(self._current())

    def _take_changes(self, row: Scenario) -> None:
        session = self._session
        people = changed_since(session.state, row.id) if not self._is_today(row) else ()
        if not people:
            session.note.emit(f"Nobody whom {row.name} places was placed anew in Today since.")
            return
        session.run(lambda state: back_to_today(state, scenario=row.id, people=people))

    def _current(self) -> Scenario:
        return self._session.state.get(Scenario, self._session.scenario)

    def _ask(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _shift(self, row: Scenario, step: int) -> None:
        rows = self._session.state.rows(Scenario)
        place = [one.id for one in rows].index(row.id) + step
        if not 0 <= place < len(rows):
            return
        before = rows[place] if step < 0 else rows[place + 1] if place + 1 < len(rows) else None
        self._session.run(lambda state: commands.reorder(state, row, before=before))

    def _describe(self, row: Scenario) -> None:
        text, done = QInputDialog.getMultiLineText(
            self, "Describe scenario", f"What is “{row.name}” about?", row.description
        )
        if done and text != row.description:
            self._session.run(lambda state: commands.edit(state, row, description=text))

    def _row_at(self, index: int) -> Scenario | None:
        data = self._tabs.tabData(index)
        return None if data is None else self._session.state.find(Scenario, data)

    def _menu(self, at: QPoint) -> None:
        row = self._row_at(self._tabs.tabAt(at))
        if row is None:
            return
        menu = self.menu_for(row)
        menu.exec(self._tabs.mapToGlobal(at))
        menu.deleteLater()

    def menu_for(self, row: Scenario) -> QMenu:
        """What can be done with a scenario."""
        session, state = self._session, self._session.state
        rows = state.rows(Scenario)
        place = [r.id for r in rows].index(row.id)
        option = not self._is_today(row)
        menu = QMenu(self)
        menu.addAction("Rename…", lambda: self._rename_at(place))
        menu.addAction("Describe…", lambda: self._describe(row))
        copy = menu.addAction("New option from this", lambda: self._copy(row))
        copy.setShortcut(QKeySequence("Ctrl+T"))
        part = menu.addAction(
            "New option from part of this…",
            lambda: self._ask(CopyDialog(session, row, self.window())),
        )
        part.setEnabled(option)
        today = menu.addAction(
            "Make this the new Today…",
            lambda: self._ask(MakeTodayDialog(session, row, self.window())),
        )
        today.setEnabled(option)
        since = changed_since(state, row.id) if option else ()
        people = f" ({len(since)} {'person' if len(since) == 1 else 'people'})" if since else ""
        take = menu.addAction(
            f"Take what changed in Today{people}", lambda: self._take_changes(row)
        )
        take.setEnabled(bool(since))
        menu.addSeparator()
        left = menu.addAction("Move left", lambda: self._shift(row, -1))
        left.setEnabled(place > 0)
        right = menu.addAction("Move right", lambda: self._shift(row, 1))
        right.setEnabled(place + 1 < len(rows))
        ghost = menu.addAction("Draw behind the curves", lambda: self._toggle_ghost(row))
        ghost.setCheckable(True)
        ghost.setChecked(session.ghost == row.id)
        menu.addSeparator()
        delete = menu.addAction("Delete", lambda: session.run(lambda s: remove_scenario(s, row.id)))
        delete.setEnabled(option)
        if not session.document.writable:
            for action in menu.actions():
                action.setEnabled(action is ghost)
        return menu

    def _copy(self, row: Scenario) -> None:
        self._session.set_scenario(row.id)
        self.add_from_current()

    def _toggle_ghost(self, row: Scenario) -> None:
        self._session.set_ghost(None if self._session.ghost == row.id else row.id)
