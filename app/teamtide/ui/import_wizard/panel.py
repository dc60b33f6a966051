"""What the tabs of the import have in common: a count, and the choices they edit."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from teamtide.exchange.importing import Import
from teamtide.plan.state import State
from teamtide.ui.fields.style import label, with_role
from teamtide.ui.import_wizard.settled import Settled


class Panel(QWidget):
    """One tab. `words` is its title with a mnemonic."""

    words = ""

    def __init__(self, settled: Settled, parent: QWidget | None = None) -> None:
        """A tab that edits what is `settled`."""
        super().__init__(parent)
        self.settled = settled
        self.setObjectName("fields")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 8, 0, 0)
        self.column.setSpacing(6)

    def show_import(self, found: Import, state: State) -> int:
        """Show what there is of this sort; how much, and nothing hides the tab."""
        raise NotImplementedError

    def door(self) -> QWidget:
        """The widget that takes the keyboard first."""
        raise NotImplementedError

    def bar(self, *widgets: QWidget) -> QHBoxLayout:
        """A line of widgets on top; labels take what room is left."""
        line = QHBoxLayout()
        line.setSpacing(8)
        for widget in widgets:
            line.addWidget(widget, 1 if isinstance(widget, QLabel) else 0)
        self.column.addLayout(line)
        return line


def button(text: str, tip: str) -> QPushButton:
    """A quiet button that Enter presses only while it has the keyboard."""
    made = QPushButton(text)
    with_role(made, "quiet")
    made.setAutoDefault(False)
    made.setToolTip(tip)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.setAccessibleName(text.replace("&", ""))
    made.setAccessibleDescription(tip)
    return made


def hint(text: str) -> QLabel:
    """Quiet words that say how."""
    made = label(text, "muted")
    made.setMinimumWidth(40)
    made.setToolTip(text)
    return made


class Find(QLineEdit):
    """A line that narrows a list down; Enter is not the dialog's, Escape clears it first."""

    def __init__(self, what: str) -> None:
        """A line to find `what`."""
        super().__init__()
        self.setPlaceholderText(f"Find {what}…")
        self.setAccessibleName(f"Find {what}")
        self.setClearButtonEnabled(True)
        self.setFixedWidth(170)

    def keyPressEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        """Keep Enter; clear on Escape."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)
