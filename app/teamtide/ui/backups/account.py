"""What came of salvaging a damaged plan: the whole account, to read, to copy and to save."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from teamtide.ui.fields.style import dress, label
from teamtide.ui.saving import Unwritable, write_whole

MARGIN = 60


class AccountDialog(QDialog):
    """The account, and the way to the new plan."""

    open_wanted = Signal(object)
    """The path of the new plan, which is to be opened."""

    def __init__(
        self, damaged: Path, out: Path, text: str, *, whole: bool, parent: QWidget | None = None
    ) -> None:
        """Show what came of it.

        Args:
            damaged: The damaged file, which is as it was.
            out: The new plan.
            text: The whole account.
            whole: Whether everything but the history came back.
            parent: The window it belongs to.
        """
        super().__init__(parent)
        self._damaged, self._out = damaged, out
        self.setObjectName("fields")
        self.setWindowTitle("Salvaged")
        self.setSizeGripEnabled(True)
        how = "all of it, but for its history." if whole else "and this is what is missing:"
        self.title = label(f"What can be read of {damaged.name} is in {out.name}, {how}", wrap=True)
        self.title.setProperty("role", "title")
        self.text = QPlainTextEdit(text)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName("What came back and what did not")
        self.told = label("", "muted", wrap=True)
        box = QDialogButtonBox()
        roles = QDialogButtonBox.ButtonRole
        self.copy_button = box.addButton("&Copy", roles.ActionRole)
        self.save_button = box.addButton("&Save as text…", roles.ActionRole)
        self.open_button = box.addButton("&Open the new plan", roles.AcceptRole)
        box.addButton(QDialogButtonBox.StandardButton.Close)
        self.open_button.setDefault(True)
        self.copy_button.clicked.connect(self._copy)
        self.save_button.clicked.connect(self._save)
        box.accepted.connect(self._open)
        box.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.text, 1)
        column.addWidget(self.told)
        column.addWidget(box)
        dress(self)
        room = parent.window().size() if parent is not None else QSize(1000, 700)
        self.resize(QSize(760, 560).boundedTo(room - QSize(MARGIN, MARGIN)))
        self.open_button.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            dress(self)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.told.setText("Copied.")

    def _save(self) -> None:
        start = self._out.with_name(f"{self._damaged.stem}, what is missing.txt")
        name, _ = QFileDialog.getSaveFileName(self, "Save as text", str(start), "Text (*.txt)")
        if name:
            self.save_to(Path(name))

    def save_to(self, path: Path) -> None:
        """Write the account into a file, or say why not."""
        try:
            write_whole(path, self.text.toPlainText().encode())
        except Unwritable as error:
            self.told.setText(str(error))
            return
        self.told.setText(f"Wrote {path.name}.")

    def _open(self) -> None:
        self.accept()
        self.open_wanted.emit(self._out)
