"""What the File menu does about passphrases."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from teamtide.plan.document import Document
from teamtide.plan.sealed.beside import left_behind, listed
from teamtide.plan.store import StoreError
from teamtide.ui.passphrase.padlock import Padlock
from teamtide.ui.preferences import remember_file

if TYPE_CHECKING:
    from teamtide.plan.sealed.layout import Cost
    from teamtide.ui.main_window import MainWindow
    from teamtide.ui.passphrase.fields import Asking

FITTING = {"set_passphrase": False, "change_passphrase": True, "remove_passphrase": True}
"""Whether a plan has to be encrypted for it."""


class Passphrases(QObject):
    """The passphrase errands of one window."""

    def __init__(self, window: MainWindow, *, cost: Cost | None = None) -> None:
        """Serve `window`; `cost` is what new passphrases take, unless the usual."""
        super().__init__(window)
        self._window = window
        self._cost = cost
        self.padlock = Padlock(window)
        self.padlock.hide()

    def follow(self, allowed: dict[str, bool]) -> None:
        """Show whether the plan on screen is encrypted, and allow only what fits that."""
        document = self._document
        sealed = document is not None and document.key is not None
        self.padlock.setVisible(sealed)
        for name, fits in FITTING.items():
            allowed[name] = allowed[name] and sealed is fits

    def new_encrypted_plan(self) -> None:
        """Ask where and for a passphrase, and make a plan there that was never plain."""
        from teamtide.ui.files import PLANS, first_state
        from teamtide.ui.passphrase.setting import NewPassphrase

        path = self._window.files.ask_path("New encrypted plan", "Plan.teamtide", PLANS)
        if path is None:
            return
        dialog = NewPassphrase(path.stem, self._window, self._cost)
        if not _accepted(dialog) or dialog.key is None:
            return
        try:
            state = first_state(path.stem, date.today())
            document = Document.create(path, state, replace=True, key=dialog.key)
        except StoreError as error:
            self._window.complain(str(error))
            return
        finally:
            dialog.key.release()
        self._window.show_document(document)
        remember_file(path)

    def set_passphrase(self) -> None:
        """Encrypt the plan on screen."""
        from teamtide.ui.passphrase.setting import SetPassphrase

        document = self._document
        if document is None:
            return
        dialog = SetPassphrase(document, self._window, self._cost)
        if _accepted(dialog):
            said = f"{document.path.name} is encrypted."
            self._told(said)
            left = listed(dialog.left, document.path)
            if left and self._window.view is not None:
                self._window.view.told.say(f"{said} Not encrypted, and still there: {left}.")

    def change_passphrase(self) -> None:
        """Give the plan on screen another passphrase."""
        from teamtide.ui.passphrase.setting import ChangePassphrase

        document = self._document
        if document is not None and _accepted(ChangePassphrase(document, self._window, self._cost)):
            self._told(f"{document.path.name} has a new passphrase. {_left(document)}".rstrip())

    def remove_passphrase(self) -> None:
        """Make the plan on screen a plain file."""
        from teamtide.ui.passphrase.setting import RemovePassphrase

        document = self._document
        if document is not None and _accepted(RemovePassphrase(document, self._window)):
            words = f"{document.path.name} is not encrypted any more. {_left(document)}"
            self._told(words.rstrip())

    @property
    def _document(self) -> Document | None:
        session = self._window.session
        return None if session is None else session.document

    def _told(self, words: str) -> None:
        if self._window.view is not None:
            self._window.view.reloaded.emit()
        self._window.note(words)


def _left(document: Document) -> str:
    return left_behind(document.path, document.key)


def _accepted(dialog: Asking) -> bool:
    try:
        return bool(dialog.exec() == QDialog.DialogCode.Accepted)
    finally:
        dialog.deleteLater()
