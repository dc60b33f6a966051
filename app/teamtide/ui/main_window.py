"""The window: menus, the open plan or the welcome page, and the errands that leave the plan.

Actions come from the table in `actions.py`; each calls the method of that name here. The window
owns the document and closes it; file errands are in `files.py`, what menus do to the plan in
`doings.py`, and everything about the plan on screen is the plan view's.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import QLabel, QMainWindow, QMessageBox, QWidget

from teamtide import __version__
from teamtide.plan.document import Document
from teamtide.plan.rows import Person, Project, Row, Scenario
from teamtide.plan.store import StoreError
from teamtide.ui.background import Background
from teamtide.ui.backups.rescue import Rescue
from teamtide.ui.board_menus import BoardMenus
from teamtide.ui.doings import Doings
from teamtide.ui.files import Files
from teamtide.ui.legend import Legend
from teamtide.ui.looks import Looks
from teamtide.ui.menus import allowed_now, make_actions, name_steps
from teamtide.ui.merging.errand import Merges
from teamtide.ui.panels import Panels
from teamtide.ui.passphrase.asking import unlocking
from teamtide.ui.passphrase.errands import Passphrases
from teamtide.ui.plan_view import PlanView
from teamtide.ui.preferences import preferences, recent_files, remember_file
from teamtide.ui.session import Session
from teamtide.ui.templates.errands import Templates
from teamtide.ui.underneath import Underneath
from teamtide.ui.welcome import Welcome
from teamtide.ui.wishing import Wishing

TITLE_BAR = QSize(4, 40)
"""Room that a window manager may take around the window."""
AFTER_PAINTING = 30


class MainWindow(QMainWindow):
    """One window, on one plan or none."""

    def __init__(self) -> None:
        """An empty window that shows the ways to get a plan."""
        super().__init__()
        self.session: Session | None = None
        self.view: PlanView | None = None
        self.background: Background | None = None
        self._children: list[QWidget] = []
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._plan_changed)
        self.setMinimumSize(900, 600)
        self.resize(1440, 900)
        room = self.screen().availableGeometry().size() - TITLE_BAR
        if room.width() >= self.minimumWidth() and room.height() >= self.minimumHeight():
            self.resize(self.size().boundedTo(room))
        self.files = Files(self)
        self.templates = Templates(self)
        self.rescue = Rescue(self)
        self.merges = Merges(self)
        self.underneath = Underneath(self)
        self.underneath.settled.connect(self._plan_changed)
        self.passphrases = Passphrases(self)
        self.doings = Doings(self)
        self.panels = Panels(self)
        self.looks = Looks(self)
        self.wishing = Wishing(self)
        self.tools = make_actions(self, self.menuBar(), self.looks.tick)
        self._number_scenarios()
        self._saved = QLabel(self)
        self._saved.setAccessibleName("State of the file")
        self._saved.setContentsMargins(8, 0, 8, 0)
        self._counts = QLabel(self)
        self._legend = Legend(self)
        self.statusBar().addWidget(self.passphrases.padlock)
        self.statusBar().addWidget(self._saved)
        self.statusBar().addWidget(self._legend, 1)
        self.statusBar().addPermanentWidget(self._counts)
        self._legend.hide()
        geometry = preferences().value("geometry")
        if geometry is not None:
            self.restoreGeometry(geometry)
        self._show_welcome()

    # --- menus ----------------------------------------------------------------------------

    def _number_scenarios(self) -> None:
        for number in range(1, 10):
            action = QAction(f"Scenario {number}", self)
            action.setShortcut(QKeySequence(f"Ctrl+{number}"))
            action.setData(number)
            action.triggered.connect(self._show_scenario)
            self.addAction(action)

    def _palette(self) -> Iterable[QAction]:
        return self.tools.values()

    def _enable(self) -> None:
        """Let only those actions be chosen that can be done now."""
        allowed = allowed_now(self.session)
        self.passphrases.follow(allowed)
        for name, action in self.tools.items():
            # Even the same answer makes every button of the action lay itself out again.
            if action.isEnabled() != allowed[name]:
                action.setEnabled(allowed[name])
        name_steps(self.tools, self.session)

    # --- a plan comes and goes ------------------------------------------------------------

    def open_plan(self, path: Path) -> bool:
        """Show a plan file; False, and a sentence, where it can't be."""
        with unlocking(path, self) as able, collector_paused():
            return able and self._open(path)

    def _open(self, path: Path) -> bool:
        try:
            document = Document.open(path)
        except StoreError as error:
            self.rescue.explain(path, str(error))
            return False
        self.show_document(document)
        remember_file(path)
        return True

    def show_document(self, document: Document) -> None:
        """Show an open document in place of what was there; it is closed with the window."""
        if not self.underneath.may_leave():
            document.close()
            return
        self._put_away()
        session = Session(document, self)
        self.session = session
        self.background = Background(self)
        self.background.trouble.connect(self.note)
        self.view = PlanView(session, self._palette, self.tools, self.background, self)
        self.view.sheets_dropped.connect(self.files.import_sources)
        self.view.reloaded.connect(self._plan_changed)
        self.view.board.open_large.connect(self.view.show_large)
        self.view.inspector.wanted.connect(self._wanted)
        self.view.compare.window_wanted.connect(self.panels.show_compare)
        self.menus = BoardMenus(
            self.view.board, edit=self.edit_selected, add_team=self.doings.add_team
        )
        self.wishing.follow()
        self.rescue.follow()
        self.underneath.follow()
        session.changed.connect(self._plan_changed_soon)
        session.scenario_changed.connect(self._plan_changed)
        session.ghost_changed.connect(self._ghost_changed)
        session.projected_changed.connect(self._projected_changed)
        self._projected_changed(session.projected)
        session.note.connect(self.note)
        self.setCentralWidget(self.view)
        self.panels.restore()
        self._legend.show()
        self._plan_changed()
        self.view.board.setFocus()

    def close_plan(self) -> None:
        """Close the plan and show the ways to get another."""
        if not self.underneath.may_leave():
            return
        self._put_away()
        self._show_welcome()

    def _put_away(self) -> None:
        for child in self._children:
            child.close()
        self._children = []
        self.files.put_away()
        self.rescue.put_away()
        self.panels.put_away()
        self.wishing.put_away()
        self.underneath.put_away()
        if self.session is not None:
            session, self.session = self.session, None
            view, self.view = self.view, None
            if view is not None:
                view.close_session()
            if self.background is not None:
                self.background.close()
                self.background.deleteLater()
                self.background = None
            session.document.close()
            session.blockSignals(True)
            if view is not None:
                view.setParent(None)
                view.deleteLater()
            session.deleteLater()
            gc.unfreeze()

    def _show_welcome(self) -> None:
        self.setCentralWidget(
            Welcome(
                new=self.files.new_plan,
                choose=self.files.choose_plan,
                sample=self.files.open_sample,
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
        if not self.underneath.may_leave():
            event.ignore()
            return
        preferences().setValue("geometry", self.saveGeometry())
        self._put_away()
        super().closeEvent(event)

    # --- following ------------------------------------------------------------------------

    def _plan_changed_soon(self, _update: object) -> None:
        """Title, counts and tips can wait until the board has been painted."""
        self.statusBar().clearMessage()
        if self.tools["undo"].isEnabled() and not self.tools["redo"].isEnabled():
            self._later.start(AFTER_PAINTING)
        else:
            self._plan_changed()

    def _plan_changed(self, _what: object = None) -> None:
        session = self.session
        if session is None:
            return
        state = session.state
        plan = state.plan
        copy = "" if session.document.writable else " (copy to read)"
        self.setWindowTitle(f"{plan.name}{copy} — Teamtide")
        saved = "Not saved: see above" if self.underneath.said else "All changes saved"
        self._saved.setText(saved if not copy else "Read only")
        self._counts.setText(
            f"{_count(state.rows(Person), 'person', 'people')} · "
            f"{_count(state.rows(Project), 'project', 'projects')} · "
            f"{plan.weeks} weeks"
        )
        self._legend.set_disciplines(plan.disciplines)
        self._legend.set_settling(session.load.settles)
        self._ghost_changed()
        self._enable()

    def _projected_changed(self, projected: bool) -> None:
        self._legend.set_projected(projected)
        self.tools["toggle_projected"].setChecked(projected)

    def _ghost_changed(self, _scenario: object = None) -> None:
        if self.session is None:
            return
        ghost = self.session.state.find(Scenario, self.session.ghost)
        self._legend.set_ghost(ghost.name if ghost is not None else "")

    def note(self, text: str) -> None:
        """Say in passing what was done."""
        self.statusBar().showMessage(text, 6000)

    def complain(self, text: str, *ways: tuple[str, Callable[[], object]]) -> None:
        """Say what could not be done, with a button for each way out."""
        shown = self.centralWidget() if self.view is None else self.view
        if isinstance(shown, (PlanView, Welcome)):
            shown.problem.say(text, *ways)

    # --- edit and view --------------------------------------------------------------------

    def undo(self) -> None:
        """Take back the last change."""
        if self.session is not None:
            self.session.undo()

    def redo(self) -> None:
        """Make the last undone change again."""
        if self.session is not None:
            self.session.redo()

    def find_thing(self) -> None:
        """Look for someone or something."""
        if self.view is not None:
            self.view.finder.open(only_things=True)

    def find_or_do(self) -> None:
        """Look for anything, actions too."""
        if self.view is not None:
            self.view.finder.open()

    def edit_selected(self) -> None:
        """Go to the inspector's first field for what is selected."""
        if self.view is not None:
            self.view.edit_selected()

    def _wanted(self, what: str) -> None:
        {
            "team": self.doings.add_team,
            "import": self.files.choose_import,
            "work": self.doings.quick_work,
            "option": self.doings.new_option,
            "assumptions": self.panels.show_assumptions,
        }[what]()

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

    def _show_scenario(self) -> None:
        action = self.sender()
        if self.view is not None and isinstance(action, QAction):
            self.view.tabs.show_number(int(action.data()))

    # --- help -----------------------------------------------------------------------------

    def show_help(self) -> None:
        """The help pages, in a window of their own."""
        from teamtide.ui.help_window import HelpWindow

        window = HelpWindow(self)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.show()

    def show_about(self) -> None:
        """Which Teamtide this is, and what it is made with."""
        box = QMessageBox(self)
        box.setWindowTitle("About Teamtide")
        box.setTextFormat(Qt.TextFormat.RichText)
        box.setText(
            f"<b>Teamtide {__version__}</b><p>Plan a reorganisation and see what it does to the "
            "load.</p><p>Everything stays on this computer, in the plan file.</p>"
            "<p>Made with Qt for Python (LGPL), pyqtgraph, SQLModel, NumPy and openpyxl.</p>"
        )
        box.setIconPixmap(self.windowIcon().pixmap(64, 64))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()


@contextmanager
def collector_paused() -> Iterator[None]:
    """Let nothing be collected while a plan is opened, nor looked through ever after.

    A plan is tens of thousands of objects that stay as long as its window.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_on:
            gc.enable()


def _count(rows: tuple[Row, ...], one: str, many: str) -> str:
    return f"{len(rows):,} {one if len(rows) == 1 else many}"


def _forget(children: list[QWidget], child: QWidget, _gone: object = None) -> None:
    children[:] = [c for c in children if c is not child]
