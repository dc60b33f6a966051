"""The open plan's file, watched: when somebody else changes it, the window says so and what can be.

In a quiet moment after a change the log is put into the file, so that a cloud folder copies a
whole plan. The window looks when it comes to the front, when the system says the file or its folder
changed, and after a change was refused. Until the user has chosen a way nothing is written, and
what was done in this window is not let go unasked.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QFileSystemWatcher, QObject, QTimer, Signal
from PySide6.QtWidgets import QMessageBox

from teamtide.plan.document import Document
from teamtide.plan.state import State
from teamtide.plan.store import StoreError
from teamtide.ui.passphrase.asking import unlocking

if TYPE_CHECKING:
    from teamtide.ui.main_window import MainWindow

_SETTLES = 150
"""Milliseconds after a sign of change: whoever writes is likely not done."""
_QUIET = 4000
"""Milliseconds without a change after which the log is put into the file."""
PLAIN = "It is not encrypted there; File ▸ Set Passphrase… encrypts it. "
SAFE = "Nothing of yours is lost: it is in this window, and nothing is written until you choose."


class Underneath(QObject):
    """What one window knows of its plan's file."""

    settled = Signal()
    """The file is ours again, or known not to be."""

    def __init__(self, window: MainWindow) -> None:
        """Serve `window`; nothing is watched yet."""
        super().__init__(window)
        self._window = window
        self._kept: State | None = None
        self.said = ""
        self._watcher = QFileSystemWatcher(self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SETTLES)
        self._soon.timeout.connect(self.look)
        self._watcher.fileChanged.connect(self._stirred)
        self._watcher.directoryChanged.connect(self._stirred)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(_QUIET)
        self._quiet.timeout.connect(self._fold)
        window.installEventFilter(self)

    @property
    def _document(self) -> Document | None:
        session = self._window.session
        return session.document if session is not None and session.document.writable else None

    def follow(self) -> None:
        """Watch the plan that is open now."""
        session = self._window.session
        if session is not None:
            session.problem.connect(self._refused)
            session.changed.connect(self._changed)
            self._watch()

    def put_away(self) -> None:
        """Watch nothing any more."""
        self._soon.stop()
        self._quiet.stop()
        watched = [*self._watcher.files(), *self._watcher.directories()]
        if watched:
            self._watcher.removePaths(watched)
        self._kept, self.said = None, ""

    def _watch(self) -> None:
        """The file and its folder: a file that is replaced or deleted is no longer watched."""
        document = self._document
        if document is None:
            return
        wanted = {str(document.path), str(document.path.parent)}
        missing = wanted - {*self._watcher.files(), *self._watcher.directories()}
        here = [name for name in missing if Path(name).exists()]
        if here:
            self._watcher.addPaths(here)

    def _stirred(self, _path: str) -> None:
        self._soon.start()

    def _changed(self, _update: object) -> None:
        self._quiet.start()

    def _fold(self) -> None:
        """Nothing was changed for a while."""
        if self._document is not None:
            self._document.fold_log()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look when the window comes to the front."""
        if event.type() == QEvent.Type.WindowActivate and watched is self._window:
            self.look()
        return False

    # --- looking --------------------------------------------------------------------------

    def look(self) -> None:
        """Say so where somebody else changed the file, and stop saying so where it is back."""
        self._watch()
        document = self._document
        said = document.underneath() if document is not None else ""
        if said != self.said:
            self._tell(said)

    def _refused(self, sentence: str) -> None:
        """Something was refused; where that is because of the file, say what can be done."""
        document = self._document
        said = document.underneath() if document is not None else ""
        if said:
            self._tell(said, "" if sentence.startswith(said) else sentence)

    def explain(self, why: str) -> None:
        """Say why one way out is closed, and leave the others open."""
        document = self._document
        self._tell(document.underneath() if document is not None else "", why)

    def _tell(self, said: str, why: str = "") -> None:
        self.said = said
        view, document = self._window.view, self._document
        if view is not None and document is not None:
            if said:
                view.problem.say(f"{why or said} {SAFE}", *self._ways(document))
            elif why:
                view.problem.say(why)
            else:
                view.problem.hide()
        self.settled.emit()

    def _ways(self, document: Document) -> tuple[tuple[str, Callable[[], object]], ...]:
        copy = ("Save Mine as a Copy…", self.save_copy)
        if document.gone:
            return (("Save It Here Again", self.put_back), copy)
        return (("Reload", self.reload), copy, ("Merge…", self._window.merges.merge_into_file))

    # --- ways out -------------------------------------------------------------------------

    def reload(self) -> None:
        """Take what is in the file."""
        session = self._window.session
        if session is None:
            return
        sealed = session.document.key is not None
        with unlocking(session.document.path, self._window) as able:
            done = able and session.reload()
        if done:
            if self._window.view is not None:
                plain = sealed and session.document.key is None
                self._window.view.show_held()  # whoever changed it may hold it by now
                self._window.view.told.say(
                    f"Read {session.document.path.name} again. {PLAIN if plain else ''}What was in "
                    "this window before can be saved until you close the plan.",
                    ("Save What Was Here…", self.save_before),
                )
            self.look()
            self.settled.emit()

    def save_before(self) -> None:
        """Ask where, and save what was in this window before it was read again."""
        session, view = self._window.session, self._window.view
        if session is None or view is None or not session.document.has_before:
            return
        path = self._window.files.choose_copy("mine", session.document.save_before)
        if path is not None:
            view.told.say(
                f"What was here before is saved as {path.name}.",
                ("Merge It…", partial(self._window.merges.merge_from, path)),
            )

    def put_back(self) -> None:
        """Write the plan again where its file was."""
        document = self._document
        if document is None:
            return
        try:
            document.put_back()
        except StoreError as error:
            self.explain(str(error))
            return
        self._window.note(f"Saved {document.path.name} again.")
        self.look()

    def save_copy(self) -> bool:
        """Ask where, and save what is in this window there; whether it was."""
        document, view = self._document, self._window.view
        if document is None or view is None:
            return False
        before = view.problem.text
        path = self._window.files.choose_copy("mine")
        if path is not None:
            self._kept = document.state
            again = (
                ("Save It Here Again", self.put_back)
                if document.gone
                else (f"Reload {document.path.name}", self.reload)
            )
            view.problem.say(
                f"Your plan is saved as {path.name}. {document.underneath()}",
                ("Open the Copy", partial(self._window.open_plan, path)),
                again,
            )
        elif view.problem.text != before:  # it could not be saved there
            self.explain(view.problem.text)
        return path is not None

    @property
    def kept(self) -> bool:
        """Whether closing loses nothing: it is in the file, or what is here was saved as a copy."""
        document = self._document
        if document is None or self._kept is document.state:
            return True
        return not document.underneath() or document.moved

    def may_leave(self) -> bool:
        """Whether the plan can be closed: asked only where what is here would be lost."""
        document = self._document
        if self.kept or document is None:
            return True
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle("Teamtide")
        box.setText(document.underneath())
        box.setInformativeText("What is in this window is not in that file.")
        save = box.addButton("Save Mine as a Copy…", QMessageBox.ButtonRole.AcceptRole)
        leave = box.addButton("Close Without It", QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton("Stay", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(save)
        box.setEscapeButton(stay)
        box.exec()
        chosen = box.clickedButton()
        box.deleteLater()
        return chosen is leave or (chosen is save and self.save_copy())
