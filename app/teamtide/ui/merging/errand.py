"""Merging as an errand of the window: which copy, then the dialog over it."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtWidgets import QFileDialog

from teamtide.plan.store import StoreError
from teamtide.plan.validation import Refused
from teamtide.ui.passphrase.asking import unlocking

if TYPE_CHECKING:
    from teamtide.ui.main_window import MainWindow


class Merges(QObject):
    """The merging of one window."""

    def __init__(self, window: MainWindow) -> None:
        """Serve `window`."""
        super().__init__(window)
        self._window = window

    def choose_copy(self) -> None:
        """Ask for another copy of the plan, and show what merging it would do."""
        from teamtide.ui.files import PLANS

        if self._window.session is None:
            return
        folder = str(self._window.session.document.path.parent)
        name, _ = QFileDialog.getOpenFileName(
            self._window, "Merge from another copy", folder, PLANS
        )
        if name:
            self.merge_from(Path(name))

    def merge_from(self, path: Path) -> None:
        """Show what merging another copy would do, and do it where the user agrees."""
        session = self._window.session
        if session is None:
            return
        own = session.document.path
        if path.exists() and own.exists() and path.samefile(own):
            if session.document.underneath():
                self.merge_into_file()
                return
            self._window.complain(
                f"{path.name} is the open plan itself; choose another copy of it."
            )
            return
        self._show(path, into=False)

    def merge_into_file(self) -> None:
        """Show what merging would do with what somebody else made of the plan's own file."""
        if self._window.session is not None:
            self._show(self._window.session.document.path, into=True)

    def _show(self, path: Path, *, into: bool) -> None:
        from teamtide.plan.common_past import common_past
        from teamtide.plan.earlier import read_copy
        from teamtide.ui.merging.dialog import MergeDialog

        session = self._window.session
        if session is None:
            return
        with ExitStack() as keys:
            if not keys.enter_context(unlocking(path, self._window)):
                return
            QGuiApplication.setOverrideCursor(QCursor(Qt.CursorShape.WaitCursor))
            try:
                copy, document = read_copy(path), session.document
                past = common_past(document.state, document.history, copy.state, copy.history)
                dialog = MergeDialog(session, copy, past, self._window, into=into)
            except (StoreError, Refused) as error:
                (self._window.underneath.explain if into else self._window.complain)(str(error))
                return
            finally:
                QGuiApplication.restoreOverrideCursor()
            # A file that is merged into is read once more at the end.
            dialog.finished.connect(partial(_let_go, keys.pop_all()))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


def _let_go(keys: ExitStack, _result: int) -> None:
    keys.close()
