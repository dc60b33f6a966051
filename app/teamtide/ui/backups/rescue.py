"""What one window does with plans from before and with damaged ones; its menu entries lead here."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDialog, QFileDialog

from teamtide.plan.backups import Backup, shelf_of, shelves
from teamtide.plan.intake import WAYS_OUT
from teamtide.plan.salvage import salvageable
from teamtide.plan.store import StoreError, take_out
from teamtide.ui.backups.keeping import Keeper
from teamtide.ui.backups.lines import short_time
from teamtide.ui.errands import Errand

if TYPE_CHECKING:
    from teamtide.ui.main_window import MainWindow

PLANS = "Teamtide plans (*.teamtide)"
ANY = f"{PLANS};;All files (*)"


class Rescue(QObject):
    """Backups and salvage of one window."""

    def __init__(self, window: MainWindow) -> None:
        """Serve `window`."""
        super().__init__(window)
        self._window = window
        self.keeper: Keeper | None = None
        self._errand: Errand | None = None

    def follow(self) -> None:
        """Keep backups of the plan that was opened."""
        if self._window.session is not None:
            self.keeper = Keeper(self._window.session, self)
            self.keeper.failed.connect(self._window.note)

    def put_away(self) -> None:
        """End what is still being done; what it was to write is not there then."""
        keeper, self.keeper = self.keeper, None
        if keeper is not None:
            keeper.put_away()
            keeper.deleteLater()
        errand, self._errand = self._errand, None
        if errand is not None:
            with contextlib.suppress(RuntimeError):  # already gone with its process
                errand.wait()

    # --- a plan that can't be opened ------------------------------------------------------

    def explain(self, path: Path, problem: str) -> None:
        """Say why a plan can't be opened, with the ways out there are."""
        ways: list[tuple[str, Callable[[], object]]] = []
        shelf = shelf_of(path)
        if shelf.backups:
            newest = shelf.backups[0]
            words = f"Open its backup of {short_time(newest.at)}…"
            ways.append((words, partial(self.open_as_new, path, newest)))
            if len(shelf.backups) > 1:
                ways.append(("All its backups…", partial(self._show, path)))
        if salvageable(path):
            ways.append(("Salvage what can be read…", partial(self.salvage_from, path)))
            if shelf.backups:  # both stand beside it
                for words in WAYS_OUT:
                    problem = problem.removesuffix(f" {words}")
        self._window.complain(problem, *ways)

    # --- backups --------------------------------------------------------------------------

    def restore_backup(self) -> None:
        """Show the backups of this plan, and of plans that are gone."""
        session = self._window.session
        self._show(None if session is None else session.document.path)

    def _show(self, path: Path | None) -> None:
        """The dialog, on the backups of a plan; of all plans where none is given."""
        from teamtide.ui.backups.dialog import RestoreDialog

        others = shelves()
        if path is None:
            found = others
        else:
            where = path.resolve()
            gone = [one for one in others if one.gone and one.plan.resolve() != where]
            found = [shelf_of(path), *gone]
        dialog = RestoreDialog(self._window.session, found, date.today(), self._window)
        dialog.as_new_plan.connect(partial(self._leave_for, dialog))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _leave_for(self, dialog: QDialog, plan: Path, backup: Backup) -> None:
        if self.open_as_new(plan, backup):
            dialog.reject()

    def open_as_new(self, plan: Path, backup: Backup) -> bool:
        """Ask where, make a plan of a backup there, and open it."""
        when = backup.at.astimezone()
        name = f"{plan.stem}, {when:%Y-%m-%d %H.%M}.teamtide"
        path = self._ask("Open the backup as a new plan", _folder_near(plan) / name)
        if path is None:
            return False
        try:
            take_out(backup.path, path, replace=True)
        except StoreError as error:
            self._window.complain(str(error))
            return False
        return self._window.open_plan(path)

    # --- salvage --------------------------------------------------------------------------

    def salvage_plan(self) -> None:
        """Ask for a damaged plan, then for a name for what can be read of it."""
        session = self._window.session
        start = str(Path.home() if session is None else session.document.path.parent)
        name, _ = QFileDialog.getOpenFileName(self._window, "Salvage a damaged plan", start, ANY)
        if name:
            self.salvage_from(Path(name))

    def salvage_from(self, path: Path) -> None:
        """Ask for the name of a new plan, and salvage a damaged one into it."""
        out = self._ask("Save what can be read as", _free(path))
        if out is not None:
            self.salvage_to(path, out)

    def salvage_to(self, path: Path, out: Path) -> None:
        """Salvage a damaged plan in another process; a progress dialog can end it."""
        self._errand = Errand(
            ["salvage", str(path), "--out", str(out), "--json"],
            title=f"Reading what can be read of {path.name}…",
            done=partial(self._salvaged, path, out),
            failed=self._window.complain,
            parent=self._window,
        )

    def _salvaged(self, path: Path, out: Path) -> None:
        from teamtide.ui.backups.account import AccountDialog

        errand, self._errand = self._errand, None
        found = json.loads(errand.output) if errand is not None else {}
        dialog = AccountDialog(
            path,
            out,
            str(found.get("text", "")),
            whole=bool(found.get("whole")),
            parent=self._window,
        )
        dialog.open_wanted.connect(self._window.open_plan)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _ask(self, title: str, proposed: Path) -> Path | None:
        name, _ = QFileDialog.getSaveFileName(self._window, title, str(proposed), PLANS)
        if not name:
            return None
        path = Path(name)
        ending = ".teamtide"
        return path if path.suffix.lower() == ending else path.with_name(path.name + ending)


def _folder_near(plan: Path) -> Path:
    """Where a plan was, or the nearest folder above that is still there."""
    return next((one for one in plan.parents if one.is_dir()), Path.home())


def _free(path: Path) -> Path:
    """A name for what is salvaged that no file has yet."""
    number, found = 2, path.with_name(f"{path.stem}, salvaged.teamtide")
    while found.exists():
        found = path.with_name(f"{path.stem}, salvaged {number}.teamtide")
        number += 1
    return found
