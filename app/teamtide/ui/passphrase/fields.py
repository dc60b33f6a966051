"""What every dialog about a passphrase is made of: a field that hides what is typed, a page that
says why not, and the half second a passphrase takes, spent beside the window."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QThread
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from teamtide.plan.sealed.keys import Key
from teamtide.plan.store import StoreError
from teamtide.ui.fields.style import dress, label

WIDTH = 440


class Stretching(QThread):
    """Makes a key of a passphrase, which takes half a second on purpose."""

    def __init__(self, work: Callable[[], Key], parent: QWidget) -> None:
        """Do `work` once started; then `key` is there, or `problem` says why not."""
        super().__init__(parent)
        self._work = work
        self.key: Key | None = None
        self.problem = ""

    def run(self) -> None:
        """In a thread of its own; scrypt lets the window go on meanwhile."""
        try:
            self.key = self._work()
        except StoreError as error:
            self.problem = str(error)


class Asking(QDialog):
    """Fields for passphrases, what is to be known about them, and a button that does it."""

    def __init__(self, title: str, words: str, parent: QWidget | None) -> None:
        """A dialog with nothing in it yet but what it is about."""
        super().__init__(parent)
        self.setObjectName("fields")
        self.setWindowTitle(title)
        self.setMinimumWidth(WIDTH)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 14, 16, 14)
        self.column.setSpacing(10)
        self.column.addWidget(label(words, wrap=True))
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(10)
        self.form.setVerticalSpacing(8)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.column.addLayout(self.form)
        self.fields: list[QLineEdit] = []
        self.shown = QCheckBox("Sh&ow what is typed")
        self.shown.setAccessibleName("Show what is typed")
        self.shown.toggled.connect(self._show_or_hide)
        self.problem = label("", "problem", wrap=True)
        self.busy = QProgressBar()
        self.busy.setRange(0, 0)
        self.busy.setTextVisible(False)
        self.busy.setMaximumHeight(4)
        self.busy.setAccessibleName("Working out the key")
        self._stretching: Stretching | None = None

    def add_field(self, words: str) -> QLineEdit:
        """A field for a passphrase; what is typed is hidden unless one wants to see it."""
        field = QLineEdit()
        field.setEchoMode(QLineEdit.EchoMode.Password)
        field.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )
        field.setAccessibleName(words.replace("&", ""))
        field.textChanged.connect(self.changed)
        self.form.addRow(words, field)
        self.fields.append(field)
        return field

    def finish(self, words: str) -> None:
        """What stands below every page, once its own parts are there."""
        self.form.addRow("", self.shown)
        room = self.busy.sizePolicy()
        room.setRetainSizeWhenHidden(True)
        self.busy.setSizePolicy(room)
        self.column.addWidget(self.busy)
        self.busy.hide()
        self.column.addWidget(self.problem)
        box = QDialogButtonBox()
        self.done_button = box.addButton(words, QDialogButtonBox.ButtonRole.AcceptRole)
        self.cancel = box.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.done_button.setDefault(True)
        box.accepted.connect(self.go)
        box.rejected.connect(self.reject)
        self.column.addWidget(box)
        dress(self)
        self.changed()
        if self.fields:
            self.fields[0].setFocus()

    # --- to be said by each -----------------------------------------------------------------

    def obstacle(self) -> str:
        """Why the button can't be pressed yet; blank where it can, a blank line for no words."""
        return "" if all(field.text() for field in self.fields) else " "

    def work(self) -> Callable[[], Key]:
        """What is to be done in the other thread, with what was typed."""
        raise NotImplementedError

    def with_key(self, key: Key) -> str:
        """Do what the dialog is for; blank, or why it can't be done."""
        raise NotImplementedError

    # --- the same in all --------------------------------------------------------------------

    def changed(self) -> None:
        """Follow what is typed."""
        if not hasattr(self, "done_button"):
            return
        obstacle = self.obstacle()
        self.say(obstacle.strip())
        self.done_button.setEnabled(not obstacle and self._stretching is None)

    def say(self, problem: str) -> None:
        """Say why not; blank for nothing."""
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self._fit()

    def _fit(self) -> None:
        """Be as high as what is said needs, and no lower than before."""
        self.column.invalidate()
        width = max(WIDTH, self.width() if self.isVisible() else WIDTH)
        height = self.column.totalHeightForWidth(width)
        self.resize(width, max(height, self.height()) if self.isVisible() else height)

    def showEvent(self, event: QShowEvent) -> None:
        """Fit what is said by then."""
        self._fit()
        super().showEvent(event)

    def go(self) -> None:
        """Make the key, with the window alive meanwhile, then go on with it."""
        if self.obstacle() or self._stretching is not None:
            return
        self.say("")
        self._stretching = Stretching(self.work(), self)
        self._stretching.finished.connect(self._stretched)
        self._at_work(True)
        self._stretching.start()

    def _stretched(self) -> None:
        thread, self._stretching = self._stretching, None
        self._at_work(False)
        if thread is None:
            return
        key, problem = thread.key, thread.problem
        thread.deleteLater()
        if key is not None:
            problem = self.with_key(key)
        if key is not None and not problem:
            self.accept()
            return
        self.say(problem or "That did not work. Try again.")
        self.fields[0].selectAll()
        self.fields[0].setFocus()

    def _at_work(self, on: bool) -> None:
        self.busy.setVisible(on)
        for field in self.fields:
            field.setEnabled(not on)
        self.done_button.setEnabled(not on)

    def _show_or_hide(self, show: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if show else QLineEdit.EchoMode.Password
        for field in self.fields:
            field.setEchoMode(mode)

    def done(self, result: int) -> None:
        """End; nothing that was typed stays in the fields, and no thread goes on."""
        thread, self._stretching = self._stretching, None
        if thread is not None:
            thread.wait()
            if thread.key is not None:
                with contextlib.suppress(StoreError):
                    thread.key.hold().release()
        for field in self.fields:
            field.blockSignals(True)
            field.clear()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing is not going on."""
        self.reject()
        super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            dress(self)
