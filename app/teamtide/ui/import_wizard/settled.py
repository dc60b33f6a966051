"""The one value the whole import edits: what a person has settled so far.

Every control reads it and replaces it; the dialog listens and has the file looked at again.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from teamtide.exchange.rosters.choices import Choices


class Settled(QObject):
    """The choices of one dialog."""

    changed = Signal(bool)
    """Something was settled; whether by typing, which may go on."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Nothing is settled."""
        super().__init__(parent)
        self.choices = Choices()

    def settle(self, choices: Choices, *, typing: bool = False) -> None:
        """Settle something; the same again is nothing new."""
        if choices != self.choices:
            self.choices = choices
            self.changed.emit(typing)

    def start(self, choices: Choices) -> None:
        """Begin from choices without telling anybody."""
        self.choices = choices
