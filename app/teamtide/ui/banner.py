"""A strip above the board that says one thing and offers a way on: problems, hints, a held file."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget


class Banner(QWidget):
    """A sentence with buttons; hidden while it has nothing to say."""

    def __init__(self, role: str, parent: QWidget | None = None) -> None:
        """A banner dressed as `role`: "problem" or "hint"."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("role", f"banner-{role}")
        self._buttons: list[QPushButton] = []
        self._text = QLabel(self)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._close = QToolButton(self)
        self._close.setText("✕")
        self._close.setAccessibleName("Dismiss")
        self._close.setToolTip("Dismiss")
        self._close.clicked.connect(self.hide)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(12, 6, 8, 6)
        self._layout.addWidget(self._text, 1)
        self._layout.addWidget(self._close)
        self.hide()

    @property
    def text(self) -> str:
        """What it says now."""
        return self._text.text()

    def say(self, text: str, *ways: tuple[str, Callable[[], object]]) -> None:
        """Show a sentence, with a button for each way on."""
        for button in self._buttons:
            self._layout.removeWidget(button)
            button.hide()  # it is deleted only once the event loop comes to it
            button.deleteLater()
        self._buttons = []
        self._text.setText(text)
        for number, (label, act) in enumerate(ways, 1):
            button = QPushButton(label, self)
            button.clicked.connect(act)
            self._layout.insertWidget(number, button)
            self._buttons.append(button)
        self.setAccessibleName(text)
        self.show()
