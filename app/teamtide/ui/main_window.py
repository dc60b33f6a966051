"""The window: menus, the open plan or the welcome page, and the errands that leave the plan.

Actions come from the table in `actions.py`; each calls the method of that name here. The window
owns the document and closes it; everything about the plan itself is the plan view's.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QAction, QCloseEvent, QDesktopServices, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLabel,
    QMainWindow,
    QMenu,
    QMessageBox,
    QWidget,
)

from teamtide import __version__
from teamtide.plan import commands
from teamtide.plan.document import Document
from teamtide.plan.fresh import blank
from teamtide.plan.rows import Person, Project, Row, Scenario, Service, Team, TeamId
from teamtide.plan.state import State
from teamtide.plan.store import StoreError
from teamtide.ui import theme
from teamtide.ui.actions import ACTIONS, SEPARATOR
from teamtide.ui.board_menus import BoardMenus, rows_of
from teamtide.ui.errands import Errand
from teamtide.ui.legend import Legend
from teamtide.ui.plan_view import SHEET_ENDINGS, PlanView
from teamtide.ui.preferences import preferences, recent_files, remember_file
from teamtide.ui.session import Selection, Session
from teamtide.ui.welcome import Welcome

PLANS = "Teamtide plans (*.teamtide)"
SHEETS = "Spreadsheets (" + " ".join(f"*{ending}" for ending in SHEET_ENDINGS) + ")"
FIRST_TEAMS = ("Squad", "Infrastructure", "Enablement")


class MainWindow(QMainWindow):
    """One window, on one plan or none."""

    def __init__(self) -> None:
        """An empty window that shows the ways to get a plan."""
        super().__init__()
        self.session: Session | None = None
        self.view: PlanView | None = None
        self._children: list[QWidget] = []
        self._errands: list[Errand] = []
        self.setMinimumSize(900, 600)
        self.resize(1440, 900)
        self.tools = self._make_actions()
        self._saved = QLabel(self)
        self._saved.setAccessibleName("State of the file")
        self._counts = QLabel(self)
        self._legend = Legend(self)
        self.statusBar().addWidget(self._saved)
        self.statusBar().addWidget(self._legend, 1)
        self.statusBar().addPermanentWidget(self._counts)
        self._legend.hide()
        geometry = preferences().value("geometry")
        if geometry is not None:
            self.restoreGeometry(geometry)
        self._show_welcome()

    # --- menus ----------------------------------------------------------------------------

    def _make_actions(self) -> dict[str, QAction]:
        made: dict[str, QAction] = {}
        menus: dict[str, QMenu] = {}
        for spec in ACTIONS:
            if spec.menu not in menus:
                menus[spec.menu] = self.menuBar().addMenu(spec.menu)
            menu = menus[spec.menu]
            if spec.text == SEPARATOR:
                menu.addSeparator()
                continue
            action = QAction(spec.text, self)
            action.setData(spec.needs)
            if spec.keys:
                action.setShortcut(QKeySequence(spec.keys))
            action.triggered.connect(getattr(self, spec.call))
            menu.addAction(action)
            made[spec.call] = action
        for number in range(1, 10):
            action = QAction(f"Scenario {number}", self)
            action.setShortcut(QKeySequence(f"Ctrl+{number}"))
            action.setData(number)
            action.triggered.connect(self._show_scenario)
            self.addAction(action)
        return made

    def _palette(self) -> Iterable[QAction]:
        return self.tools.values()

    def _enable(self) -> None:
        """Let only those actions be chosen that can be done now."""
        session = self.session
        document = session.document if session is not None else None
        writable = document is not None and document.writable
        for action in self.tools.values():
            needs = action.data()
            action.setEnabled(
                needs == "nothing" or (needs == "plan" and document is not None) or writable
            )
        undo = document.next_undo if document is not None and writable else None
        redo = document.next_redo if document is not None and writable else None
        for name, entry in (("undo", undo), ("redo", redo)):
            action = self.tools[name]
            action.setEnabled(entry is not None)
            verb = name.capitalize()
            action.setToolTip(f"{verb}: {entry.label}" if entry is not None else verb)
        if session is not None:
            is_today = session.scenario == session.state.today
            self.tools["delete_option"].setEnabled(writable and not is_today)

    # --- a plan comes and goes ------------------------------------------------------------

    def open_plan(self, path: Path) -> bool:
        """Show a plan file; False, and a sentence, where it can't be."""
        try:
            document = Document.open(path)
        except StoreError as error:
            self._complain(str(error))
            return False
        self.show_document(document)
        remember_file(path)
        return True

    def show_document(self, document: Document) -> None:
        """Show an open document in place of what was there; it is closed with the window."""
        self._put_away()
        session = Session(document, self)
        self.session = session
        self.view = PlanView(session, self._palette, self.tools, self)
        self.view.sheet_dropped.connect(self.import_sheet)
        self.view.board.open_large.connect(self.show_large)
        self.view.inspector.wanted.connect(self._wanted)
        self._menus = BoardMenus(self.view.board, edit=self._edit, add_team=self.add_team)
        session.changed.connect(self._plan_changed)
        session.scenario_changed.connect(self._plan_changed)
        session.ghost_changed.connect(self._ghost_changed)
        session.note.connect(self._note)
        self.setCentralWidget(self.view)
        self._legend.show()
        self._plan_changed()
        self.view.board.setFocus()

    def close_plan(self) -> None:
        """Close the plan and show the ways to get another."""
        self._put_away()
        self._show_welcome()

    def _put_away(self) -> None:
        for child in self._children:
            child.close()
        self._children = []
        for errand in self._errands:
            with contextlib.suppress(RuntimeError):  # already gone with its process
                errand.wait()
        self._errands = []
        if self.session is not None:
            session, self.session = self.session, None
            view, self.view = self.view, None
            session.document.close()
            session.blockSignals(True)
            if view is not None:
                view.setParent(None)
                view.deleteLater()
            session.deleteLater()

    def _show_welcome(self) -> None:
        self.setCentralWidget(
            Welcome(
                new=self.new_plan,
                choose=self.choose_plan,
                sample=self.open_sample,
                open_plan=self.open_plan,
                recent=recent_files(),
                parent=self,
            )
        )
        self.setWindowTitle("Teamtide")
        self._legend.hide()
        self._saved.setText("")
        self._counts.setText("")
        self._enable()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close the plan with the window; nothing is left to save."""
        preferences().setValue("geometry", self.saveGeometry())
        self._put_away()
        super().closeEvent(event)

    # --- following ------------------------------------------------------------------------

    def _plan_changed(self, _what: object = None) -> None:
        if self.session is None:
            return
        session = self.session
        state = session.state
        plan = state.plan
        copy = "" if session.document.writable else " (copy to read)"
        self.setWindowTitle(f"{plan.name}{copy} — Teamtide")
        self._saved.setText("All changes saved" if not copy else "Read only")
        self._counts.setText(
            f"{_count(state.rows(Person), 'person', 'people')} · "
            f"{_count(state.rows(Project), 'project', 'projects')} · "
            f"{plan.weeks} weeks"
        )
        self._legend.set_disciplines(plan.disciplines)
        self._ghost_changed()
        self._enable()

    def _ghost_changed(self, _scenario: object = None) -> None:
        if self.session is None:
            return
        ghost = self.session.state.find(Scenario, self.session.ghost)
        self._legend.set_ghost(ghost.name if ghost is not None else "")

    def _note(self, text: str) -> None:
        self.statusBar().showMessage(text, 6000)

    def _complain(self, text: str) -> None:
        if self.view is not None:
            self.view.problem.say(text)
        else:
            QMessageBox.warning(self, "Teamtide", text)

    # --- file -----------------------------------------------------------------------------

    def new_plan(self) -> None:
        """Ask where, and make a plan with three empty columns there."""
        path = self._ask_path("New plan", "Plan.teamtide", PLANS, ".teamtide")
        if path is None:
            return
        today = date.today()
        try:
            self._replace(path)
            document = Document.create(path, first_state(path.stem, today))
        except StoreError as error:
            self._complain(str(error))
            return
        self.show_document(document)
        remember_file(path)

    def choose_plan(self) -> None:
        """Ask for a plan file and open it."""
        name, _ = QFileDialog.getOpenFileName(self, "Open a plan", self._folder(), PLANS)
        if name:
            self.open_plan(Path(name))

    def open_sample(self) -> None:
        """Ask where to keep the sample plan, and open it."""
        path = self._ask_path("Keep the sample plan as", "Sample.teamtide", PLANS, ".teamtide")
        if path is None:
            return
        from teamtide.exchange.sample import sample_state

        try:
            self._replace(path)
            document = Document.create(path, sample_state())
        except StoreError as error:
            self._complain(str(error))
            return
        self.show_document(document)
        remember_file(path)

    def choose_import(self) -> None:
        """Ask for a spreadsheet and show what importing it would do."""
        name, _ = QFileDialog.getOpenFileName(self, "Import", self._folder(), SHEETS)
        if name:
            self.import_sheet(Path(name))

    def import_sheet(self, path: Path) -> None:
        """Show what importing a spreadsheet would do, and do it where the user agrees."""
        if self.session is None:
            return
        from teamtide.ui.import_wizard.dialog import ImportDialog

        dialog = ImportDialog(self.session, path, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def choose_export(self) -> None:
        """Ask where, and write the workbook in a helper process."""
        if self.session is None:
            return
        wanted = f"{self.session.document.path.stem}.xlsx"
        path = self._ask_path("Export to Excel", wanted, "Excel workbook (*.xlsx)", ".xlsx")
        if path is not None:
            self.export_to(path)

    def export_to(self, path: Path) -> None:
        """Write the workbook to `path`; a progress dialog can end it."""
        session = self.session
        if session is None:
            return
        errand = Errand(
            ["export", str(session.document.path), str(path)],
            title=f"Writing {path.name}…",
            done=partial(self._exported, path),
            failed=self._complain,
            parent=self,
        )
        self._errands.append(errand)

    def _exported(self, path: Path) -> None:
        self._note(f"Wrote {path}")
        if self.view is not None:
            self.view.told.say(f"Wrote {path.name}.", ("Open it", partial(_show_file, path)))

    def choose_copy(self) -> None:
        """Ask where, and save the plan as it stands there; this one stays open."""
        if self.session is None:
            return
        document = self.session.document
        path = self._ask_path(
            "Save a copy", f"{document.path.stem} copy.teamtide", PLANS, ".teamtide"
        )
        if path is None:
            return
        if path.resolve() == document.path.resolve():
            self._complain("That is the open plan itself; choose another name for the copy.")
            return
        try:
            document.copy_to(path)
        except StoreError as error:
            self._complain(str(error))
            return
        self._note(f"Saved a copy as {path}")

    def choose_picture(self) -> None:
        """Ask where, and save the board as a picture."""
        if self.session is None or self.view is None:
            return
        wanted = f"{self.session.document.path.stem}.png"
        path = self._ask_path("Save a picture", wanted, "Picture (*.png)", ".png")
        if path is None:
            return
        if self.view.grab().save(str(path), "PNG"):
            self._note(f"Saved {path}")
        else:
            self._complain(f"{path.name} can't be written in {path.parent}; choose another folder.")

    def _folder(self) -> str:
        if self.session is not None:
            return str(self.session.document.path.parent)
        recent = recent_files()
        return str(recent[0].parent) if recent else str(Path.home())

    def _ask_path(self, title: str, name: str, what: str, ending: str) -> Path | None:
        chosen, _ = QFileDialog.getSaveFileName(self, title, str(Path(self._folder()) / name), what)
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix.lower() == ending else path.with_name(path.name + ending)

    def _replace(self, path: Path) -> None:
        """Make room for a file the user agreed to replace; never one that is open."""
        if self.session is not None and path.exists() and path.samefile(self.session.document.path):
            raise StoreError(f"{path.name} is the open plan; choose another name.")
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise StoreError(f"{path.name} can't be replaced: {error.strerror}.") from error

    # --- edit and view --------------------------------------------------------------------

    def undo(self) -> None:
        """Take back the last change."""
        if self.session is not None:
            self.session.undo()

    def redo(self) -> None:
        """Make the last undone change again."""
        if self.session is not None:
            self.session.redo()

    def find(self) -> None:
        """Look for someone or something."""
        if self.view is not None:
            self.view.finder.open(only_things=True)

    def find_or_do(self) -> None:
        """Look for anything, actions too."""
        if self.view is not None:
            self.view.finder.open()

    def toggle_inspector(self) -> None:
        """Show or hide the inspector."""
        if self.view is not None:
            self.view.inspector.setVisible(not self.view.inspector.isVisible())

    def toggle_compare(self) -> None:
        """Show or hide the compare strip."""
        if self.view is not None:
            self.view.compare.setVisible(not self.view.compare.isVisible())

    def toggle_ghost(self) -> None:
        """Draw Today behind the curves, or stop."""
        if self.session is not None:
            today = self.session.state.today
            self.session.set_ghost(None if self.session.ghost == today else today)

    def show_tables(self) -> None:
        """Everything in tables, to edit and to paste into."""
        if self.session is None:
            return
        from teamtide.ui.tables.window import TablesWindow

        window = TablesWindow(self.session, self)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.show()
        self._children.append(window)
        window.destroyed.connect(partial(_forget, self._children, window))

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

    def _show_scenario(self) -> None:
        action = self.sender()
        if self.view is not None and isinstance(action, QAction):
            self.view.tabs.show_number(int(action.data()))

    # --- plan and scenarios ---------------------------------------------------------------

    def add_person(self) -> None:
        """Add a person on the bench and show them in the inspector."""
        state = self.session.state if self.session is not None else None
        if state is not None:
            name = _free_name(state.rows(Person), "New person")
            self._add("person", Person, name=name, discipline=state.plan.disciplines[0])

    def add_team(self) -> None:
        """Add a column and show it in the inspector."""
        state = self.session.state if self.session is not None else None
        if state is not None:
            self._add("team", Team, name=_free_name(state.rows(Team), "New team"))

    def add_project(self) -> None:
        """Add a project nobody owns yet and show it in the inspector."""
        state = self.session.state if self.session is not None else None
        if state is not None:
            self._add("project", Project, name=_free_name(state.rows(Project), "New project"))

    def add_service(self) -> None:
        """Add a service nobody owns yet and show it in the inspector."""
        state = self.session.state if self.session is not None else None
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

    def _add(self, kind: str, cls: type[Row], **values: object) -> None:
        session = self.session
        if session is None:
            return
        fresh = session.state.next_ids[cls]
        if session.run(lambda state: commands.add(state, cls, **values)):
            session.select(Selection(kind, (fresh,)))
            self._edit()

    def _edit(self) -> None:
        """Go to the inspector's first field for what is selected."""
        if self.view is not None:
            self.view.edit_selected()

    def _wanted(self, what: str) -> None:
        {
            "team": self.add_team,
            "import": self.choose_import,
            "work": self.quick_work,
            "option": self.new_option,
        }[what]()

    def remove_selected(self) -> None:
        """Remove what is selected from the plan, in one step that undo brings back."""
        if self.session is not None:
            selection = self.session.selection
            self._menus.remove_rows(rows_of(self.session.state, selection.kind, selection.ids))

    def show_large(self, team: TeamId) -> None:
        """Show a team's curve in a dock, large."""
        if self.view is not None:
            self.view.show_large(team)

    def quick_work(self) -> None:
        """Say in a minute what work there is."""
        if self.session is None:
            return
        from teamtide.ui.quick.dialog import QuickWorkDialog

        dialog = QuickWorkDialog(self.session, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def show_plan(self) -> None:
        """The plan's name, horizon and assumptions in the inspector."""
        if self.session is not None and self.view is not None:
            self.session.select(Selection())
            self._edit()

    def new_option(self) -> None:
        """Add an option like the one on screen."""
        if self.view is not None:
            self.view.tabs.add_from_current()

    def rename_option(self) -> None:
        """Rename the scenario on screen."""
        if self.view is not None:
            self.view.tabs.rename_current()

    def delete_option(self) -> None:
        """Delete the option on screen."""
        if self.view is not None:
            self.view.tabs.delete_current()

    # --- help -----------------------------------------------------------------------------

    def show_help(self) -> None:
        """The help pages, in a window of their own."""
        from teamtide.ui.help_window import HelpWindow

        window = HelpWindow(self)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.show()

    def show_about(self) -> None:
        """Which Teamtide this is, and what it is made with."""
        QMessageBox.about(
            self,
            "About Teamtide",
            f"<b>Teamtide {__version__}</b><p>Plan a reorganisation and see what it does to the "
            "load.</p><p>Everything stays on this computer, in the plan file.</p>"
            "<p>Made with Qt for Python (LGPL), pyqtgraph, SQLModel, NumPy and openpyxl.</p>",
        )


def first_state(name: str, today: date) -> State:
    """A new plan from this week, with the three columns most reorganisations start from."""
    state = blank(name=name, start=today)
    teams = [{"name": team, "kind": team.lower()} for team in FIRST_TEAMS]
    return state.apply(commands.add_many(state, Team, teams, "Three teams"))


def _count(rows: tuple[Row, ...], one: str, many: str) -> str:
    return f"{len(rows):,} {one if len(rows) == 1 else many}"


def _free_name(rows: Iterable[Row], wanted: str) -> str:
    taken = {str(getattr(row, "name", "")) for row in rows}
    number, name = 2, wanted
    while name in taken:
        name, number = f"{wanted} {number}", number + 1
    return name


def _show_file(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _forget(children: list[QWidget], child: QWidget, _gone: object = None) -> None:
    children[:] = [c for c in children if c is not child]
