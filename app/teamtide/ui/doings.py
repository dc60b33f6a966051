"""What the menus do to a plan: add, remove, enter work, make options.

New rows get a free name and are shown in the inspector, ready to type.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from teamtide.plan import commands
from teamtide.plan.rows import Person, Project, Row, Service, Team
from teamtide.ui.board_menus import rows_of
from teamtide.ui.session import Selection

if TYPE_CHECKING:
    from teamtide.ui.main_window import MainWindow


class Doings(QObject):
    """What one window's menus do to its plan."""

    def __init__(self, window: MainWindow) -> None:
        """Serve `window`."""
        super().__init__(window)
        self._window = window

    def add_person(self) -> None:
        """Add a person on the bench and show them in the inspector."""
        state = self._window.session.state if self._window.session is not None else None
        if state is not None:
            name = _free_name(state.rows(Person), "New person")
            self._add("person", Person, name=name, discipline=state.plan.disciplines[0])

    def add_team(self) -> None:
        """Add a column and show it in the inspector."""
        state = self._window.session.state if self._window.session is not None else None
        if state is not None:
            self._add("team", Team, name=_free_name(state.rows(Team), "New team"))

    def add_project(self) -> None:
        """Add a project nobody owns yet and show it in the inspector."""
        state = self._window.session.state if self._window.session is not None else None
        if state is not None:
            self._add("project", Project, name=_free_name(state.rows(Project), "New project"))

    def add_service(self) -> None:
        """Add a service nobody owns yet and show it in the inspector."""
        state = self._window.session.state if self._window.session is not None else None
        if state is not None:
            self._add(
                "service",
                Service,
                name=_free_name(state.rows(Service), "New service"),
                kind="support",
                discipline=state.plan.disciplines[0],
                arrivals=1.0,
                days_each=0.5,
            )

    def _add(self, noun: str, cls: type[Row], **values: object) -> None:
        session = self._window.session
        if session is None:
            return
        fresh = session.state.next_ids[cls]
        if session.run(lambda state: commands.add(state, cls, **values)):
            session.select(Selection(noun, (fresh,)))
            if self._window.view is not None:
                self._window.view.show_column(fresh if cls is Team else None)
            self._window.edit_selected()

    def remove_selected(self) -> None:
        """Remove what is selected from the plan, in one step that undo brings back."""
        if self._window.session is not None:
            selection = self._window.session.selection
            self._window.menus.remove_rows(
                rows_of(self._window.session.state, selection.kind, selection.ids)
            )

    def pause_or_resume(self) -> None:
        """Pause the selected projects in the scenario on screen, or make them active again."""
        if self._window.session is not None:
            self._window.menus.pausing.pause_or_resume()

    def delay(self) -> None:
        """Ask by how much the selected projects are to come later in the scenario on screen."""
        if self._window.session is not None:
            self._window.menus.pausing.ask_delay()

    def quick_work(self) -> None:
        """Say in a minute what work there is."""
        if self._window.session is None:
            return
        from teamtide.ui.quick.dialog import QuickWorkDialog

        dialog = QuickWorkDialog(self._window.session, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def roll_forward(self) -> None:
        """Start the plan this week, with what was done behind it."""
        if self._window.session is None:
            return
        from teamtide.ui.rolling.dialog import RollDialog

        dialog = RollDialog(self._window.session, date.today(), self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def show_plan(self) -> None:
        """The plan's name, horizon and assumptions in the inspector."""
        if self._window.session is not None and self._window.view is not None:
            self._window.session.select(Selection())
            self._window.edit_selected()

    def new_option(self) -> None:
        """Add an option like the one on screen."""
        if self._window.view is not None:
            self._window.view.tabs.add_from_current()

    def rename_option(self) -> None:
        """Rename the scenario on screen."""
        if self._window.view is not None:
            self._window.view.tabs.rename_current()

    def describe_option(self) -> None:
        """Say what the scenario on screen is about."""
        if self._window.view is not None:
            self._window.view.tabs.describe_current()

    def copy_option_part(self) -> None:
        """Add an option with parts of the one on screen."""
        if self._window.view is not None:
            self._window.view.tabs.copy_part_of_current()

    def make_option_today(self) -> None:
        """Make the option on screen what Today is, from a day on."""
        if self._window.view is not None:
            self._window.view.tabs.make_current_today()

    def take_changes_of_today(self) -> None:
        """Take over, in the option on screen, where Today has placed people since."""
        if self._window.view is not None:
            self._window.view.tabs.take_changes_of_today()

    def shift_option_left(self) -> None:
        """Move the tab on screen one place to the left."""
        if self._window.view is not None:
            self._window.view.tabs.shift_current(-1)

    def shift_option_right(self) -> None:
        """Move the tab on screen one place to the right."""
        if self._window.view is not None:
            self._window.view.tabs.shift_current(1)

    def delete_option(self) -> None:
        """Delete the option on screen."""
        if self._window.view is not None:
            self._window.view.tabs.delete_current()


def _free_name(rows: Iterable[Row], wanted: str) -> str:
    taken = {str(getattr(row, "name", "")) for row in rows}
    number, name = 2, wanted
    while name in taken:
        name, number = f"{wanted} {number}", number + 1
    return name
