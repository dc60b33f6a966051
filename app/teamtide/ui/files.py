"""What goes in and out of the window as files: plans, spreadsheets, workbooks, pictures.

Each method asks where, then does it; a problem is a sentence in the window. Nothing here knows
what a plan holds.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog
from shiboken6 import isValid

from teamtide.plan import commands
from teamtide.plan.document import Document
from teamtide.plan.fresh import blank
from teamtide.plan.rows import Scenario, Team
from teamtide.plan.state import State
from teamtide.plan.store import StoreError
from teamtide.ui.errands import Errand
from teamtide.ui.plan_view import SHEET_ENDINGS, sheets_among
from teamtide.ui.preferences import recent_files, remember_file
from teamtide.ui.session import Session

if TYPE_CHECKING:
    from teamtide.exchange.books.sources import Source
    from teamtide.ui.exporting.options import Choice
    from teamtide.ui.main_window import MainWindow

PLANS = "Teamtide plans (*.teamtide)"
SHEETS = "Spreadsheets (" + " ".join(f"*{ending}" for ending in SHEET_ENDINGS) + ")"
FIRST_TEAMS = ("Squad", "Infrastructure", "Enablement")


class Files(QObject):
    """The file errands of one window."""

    def __init__(self, window: MainWindow) -> None:
        """Serve `window`."""
        super().__init__(window)
        self._window = window
        self._errands: list[Errand] = []
        self._sources: list[Source] = []
        self._several = 0

    @property
    def _session(self) -> Session | None:
        return self._window.session

    def put_away(self) -> None:
        """End what is still being written; what it was to replace stands."""
        for errand in self._errands:
            with contextlib.suppress(RuntimeError):  # already gone with its process
                errand.wait()
        self._errands = []
        self._sources = []

    def new_plan(self) -> None:
        """Ask where, and make a plan with three empty columns there."""
        path = self._ask_path("New plan", "Plan.teamtide", PLANS, ".teamtide")
        if path is None:
            return
        today = date.today()
        try:
            document = Document.create(path, first_state(path.stem, today), replace=True)
        except StoreError as error:
            self._window.complain(str(error))
            return
        self._window.show_document(document)
        remember_file(path)

    def choose_plan(self) -> None:
        """Ask for a plan file and open it."""
        name, _ = QFileDialog.getOpenFileName(self._window, "Open a plan", self._folder(), PLANS)
        if name:
            self._window.open_plan(Path(name))

    def open_sample(self) -> None:
        """Ask where to keep the sample plan, and open it."""
        path = self._ask_path("Keep the sample plan as", "Sample.teamtide", PLANS, ".teamtide")
        if path is None:
            return
        from teamtide.exchange.sample import sample_state

        try:
            document = Document.create(path, sample_state(), replace=True)
        except StoreError as error:
            self._window.complain(str(error))
            return
        self._window.show_document(document)
        remember_file(path)

    def choose_import(self) -> None:
        """Ask for a spreadsheet and show what importing it would do."""
        from teamtide.ui.import_wizard import reading

        # The process that will read the file starts while one chooses it.
        reading.prepare()
        name, _ = QFileDialog.getOpenFileName(self._window, "Import", self._folder(), SHEETS)
        if name:
            self.import_sheet(Path(name))
        else:
            reading.dismiss()

    def import_sheet(self, path: Path) -> None:
        """Show what importing a spreadsheet would do, and do it where the user agrees."""
        self.import_sources((path,))

    def import_clipboard(self) -> None:
        """Show what importing a table (or files) copied from another program would do."""
        clipboard = QGuiApplication.clipboard()
        paths = sheets_among(clipboard.mimeData().urls())
        if paths:
            self.import_sources(paths)
            return
        from teamtide.exchange.books.sources import Pasted
        from teamtide.ui.import_wizard.clipboard import looks_like_table

        text = clipboard.text()
        if looks_like_table(text):
            self.import_sources((Pasted(text),))
        else:
            self._window.complain(
                "There is no table in the clipboard. Copy the rows of people in your spreadsheet, "
                "with their header, and paste again."
            )

    def paste_people(self) -> None:
        """Paste people on the board; the same as importing from the clipboard."""
        self.import_clipboard()

    def import_sources(self, sources: Sequence[Source]) -> None:
        """Show one spreadsheet after another; whoever cancels one is not asked about the rest."""
        self._sources = list(sources)
        self._several = len(sources)
        self._import_next()

    def _import_next(self) -> None:
        if self._session is None or not self._sources:
            return
        from teamtide.ui.import_wizard.dialog import ImportDialog

        place = self._several - len(self._sources) + 1
        dialog = ImportDialog(
            self._session,
            self._sources.pop(0),
            self._window,
            place=f"{place} of {self._several}" if self._several > 1 else "",
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self._import_ended)
        dialog.open()

    def _import_ended(self, result: int) -> None:
        left, done = len(self._sources), result == QDialog.DialogCode.Accepted
        if done and left:
            # Once the dialog before has gone.
            QTimer.singleShot(0, self, self._import_next)
        elif left:
            self._sources = []
            files = "1 other file was" if left == 1 else f"{left} other files were"
            self._window.note(f"{files} not imported.")

    def choose_export(self) -> None:
        """Ask what and where, and write it in a helper process."""
        if self._session is None:
            return
        from teamtide.ui.exporting.options import ExportDialog

        dialog = ExportDialog(self._session, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(self._choose_where)
        dialog.open()

    def _choose_where(self, choice: Choice) -> None:
        from teamtide.ui.exporting.places import ask_places

        if self._session is None:
            return
        places = ask_places(self._session, choice, self._ask_path, self._ask_folder)
        if places is not None:
            self.export_to(places[0], choice, places[1])

    def export_to(self, path: Path, choice: Choice | None = None, key: Path | None = None) -> None:
        """Write the workbook (or tables) to `path`; a progress dialog can end it."""
        from teamtide.ui.exporting.options import Choice

        session = self._session
        if session is None or not session.is_in_file():
            return
        today = session.state.get(Scenario, session.state.today).name
        words = (choice or Choice()).words(session.document.path, path, today, key)
        errand = Errand(
            words,
            title=f"Writing {path.name}…",
            done=partial(self._exported, path, key),
            failed=self._window.complain,
            parent=self._window,
        )
        self.run_errand(errand)

    def _exported(self, path: Path, key: Path | None) -> None:
        self._window.note(f"Wrote {path}")
        beside = "" if key is None else f", and who is who to {key.name}"
        if self._window.view is not None:
            self._window.view.told.say(
                f"Wrote {path.name}{beside}.", ("Open it", partial(_show_file, path))
            )

    def save_a_copy(self) -> None:
        """Ask where, and save the plan as it stands there; this one stays open."""
        self.choose_copy()

    def choose_copy(
        self, called: str = "copy", save: Callable[[Path], None] | None = None
    ) -> Path | None:
        """The same; where it was saved, if it was.

        Args:
            called: What the name that is proposed says it is.
            save: What saves it, where that is not the plan as it stands.
        """
        if self._session is None:
            return None
        document = self._session.document
        path = self._ask_path(
            "Save a copy", f"{document.path.stem} {called}.teamtide", PLANS, ".teamtide"
        )
        if path is None:
            return None
        if path.resolve() == document.path.resolve():
            self._window.complain("That is the open plan itself; choose another name for the copy.")
            return None
        try:
            (save or document.copy_to)(path)
        except StoreError as error:
            self._window.complain(str(error))
            return None
        self._window.note(f"Saved a copy as {path}")
        return path

    def choose_picture(self) -> None:
        """Ask what is to be a picture, and save it."""
        if self._session is None:
            return
        from teamtide.ui.pictures.dialog import PictureDialog

        dialog = PictureDialog(self._window, self._session)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def run_errand(self, errand: Errand) -> None:
        """Let an errand end with the plan, at the latest; those that are over are let go."""
        self._errands = [*filter(isValid, self._errands), errand]

    def _folder(self) -> str:
        if self._session is not None:
            return str(self._session.document.path.parent)
        recent = recent_files()
        return str(recent[0].parent) if recent else str(Path.home())

    def _ask_folder(self, title: str) -> Path | None:
        chosen = QFileDialog.getExistingDirectory(self._window, title, self._folder())
        return Path(chosen) if chosen else None

    def ask_path(self, title: str, name: str, what: str, ending: str = ".teamtide") -> Path | None:
        """Where a file is to go, with its ending; None where the user thought better of it."""
        return self._ask_path(title, name, what, ending)

    def _ask_path(self, title: str, name: str, what: str, ending: str) -> Path | None:
        chosen, _ = QFileDialog.getSaveFileName(
            self._window, title, str(Path(self._folder()) / name), what
        )
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix.lower() == ending else path.with_name(path.name + ending)


def first_state(name: str, today: date) -> State:
    """A new plan from this week, with the three columns most reorganisations start from."""
    state = blank(name=name, start=today)
    teams = [{"name": team, "kind": team.lower()} for team in FIRST_TEAMS]
    return state.apply(commands.add_many(state, Team, teams, "Three teams"))


def _show_file(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
