"""File ▸ New from Template… and File ▸ Fill My Template…: they ask where, and do it."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMessageBox

from teamtide.ui.errands import Errand
from teamtide.ui.preferences import preferences, recent_files

if TYPE_CHECKING:
    from teamtide.exchange.templates.template import Template
    from teamtide.ui.main_window import MainWindow

BOOKS = "Excel workbooks (*.xlsx *.xlsm *.xltx *.xltm)"
LAST_TEMPLATE = "last-template"


class Templates(QObject):
    """What one window does with templates."""

    def __init__(self, window: MainWindow) -> None:
        """Serve `window`."""
        super().__init__(window)
        self._window = window

    # --- the blank one --------------------------------------------------------------------

    def new_template(self) -> None:
        """Ask where, and write a plan workbook to fill in."""
        path = self._ask("New from template", self._folder() / "Plan template.xlsx", ".xlsx")
        if path is None:
            return
        from teamtide.exchange.books.findings import Unwritable
        from teamtide.exchange.templates.blank import write_template

        try:
            write_template(path, date.today())
        except Unwritable as error:
            self._window.complain(str(error))
            return
        first = "" if self._window.session is not None else "make a new plan, "
        self._wrote(
            path, f"Wrote {path.name}. Fill it in, {first}then choose File ▸ Import… and this file."
        )

    # --- one's own ------------------------------------------------------------------------

    def choose_fill(self) -> None:
        """Ask for a workbook, then for what goes where, and fill it."""
        if self._window.session is None:
            return
        before = str(preferences().value(LAST_TEMPLATE, "") or "")
        start = before if before and Path(before).exists() else str(self._folder())
        name, _ = QFileDialog.getOpenFileName(self._window, "Fill my template", start, BOOKS)
        if name:
            self.fill(Path(name))

    def fill(self, path: Path) -> None:
        """Show what can go where in a workbook."""
        session = self._window.session
        if session is None:
            return
        from teamtide.exchange.books.grids import Unreadable
        from teamtide.exchange.templates.template import Template
        from teamtide.ui.templates.dialog import FillDialog

        try:
            template = Template(path)
            dialog = FillDialog(session, template, self._window)
        except Unreadable as error:
            self._window.complain(str(error))
            return
        preferences().setValue(LAST_TEMPLATE, str(path))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fill_wanted.connect(partial(self._fill_as, template))
        dialog.open()

    def _fill_as(self, template: Template, wanted: dict[str, str]) -> None:
        ending = ".xlsm" if template.macros else ".xlsx"
        session = self._window.session
        if session is None:
            return
        plan = session.document.path
        name = f"{template.path.stem} – {plan.stem}{ending}"
        out = self._ask("Save the filled workbook", self._folder() / name, ending)
        if out is not None:
            self.fill_to(template.path, out, wanted)

    def fill_to(self, template: Path, out: Path, wanted: dict[str, str]) -> None:
        """Fill a workbook in another process; a progress dialog can end it."""
        session = self._window.session
        if session is None or not session.is_in_file():
            return
        maps = [word for place, table in wanted.items() for word in ("--map", f"{place}={table}")]
        self._window.files.run_errand(
            Errand(
                ["fill", str(session.document.path), str(template), str(out), *maps],
                title=f"Writing {out.name}…",
                done=partial(self._wrote, out, f"Wrote {out.name}."),
                failed=self._window.complain,
                parent=self._window,
            )
        )

    # --- both -----------------------------------------------------------------------------

    def _wrote(self, path: Path, sentence: str) -> None:
        self._window.note(f"Wrote {path}")
        show = partial(_show_file, path)
        if self._window.view is not None:
            self._window.view.told.say(sentence, ("Open it", show))
            return
        box = QMessageBox(self._window)
        box.setWindowTitle("Teamtide")
        box.setText(sentence)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.addButton("Open it", QMessageBox.ButtonRole.AcceptRole).clicked.connect(show)
        box.addButton(QMessageBox.StandardButton.Close)
        box.open()

    def _folder(self) -> Path:
        if self._window.session is not None:
            return self._window.session.document.path.parent
        recent = recent_files()
        return recent[0].parent if recent else Path.home()

    def _ask(self, title: str, wanted: Path, ending: str) -> Path | None:
        kind = f"Excel workbook (*{ending})"
        chosen, _ = QFileDialog.getSaveFileName(self._window, title, str(wanted), kind)
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix.lower() == ending else path.with_name(path.name + ending)


def _show_file(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
