"""F6 and Shift+F6: from part to part of the import, so that Tab need not go through all of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a window.

    Args:
        room: What holds all of it.
        door: The widget in it that takes the keyboard first, None where there is none now.
    """

    room: Callable[[], QWidget | None]
    door: Callable[[], QWidget | None]


class Parts(QObject):
    """The parts of one window, in order; a part inside another stands before it."""

    def __init__(self, window: QWidget, parts: Sequence[Part]) -> None:
        """Listen to F6 in `window`."""
        super().__init__(window)
        self._parts = tuple(parts)
        for keys, act in (("F6", self.go_on), ("Shift+F6", self.go_back)):
            QShortcut(QKeySequence(keys), window).activated.connect(act)

    def go_on(self) -> None:
        """Go to the next part."""
        self._go(1)

    def go_back(self) -> None:
        """Go to the part before."""
        self._go(-1)

    def _go(self, step: int) -> None:
        at = self._now()
        at = at if at is not None else (-1 if step > 0 else len(self._parts))
        for more in range(1, len(self._parts) + 1):
            door = self._parts[(at + step * more) % len(self._parts)].door()
            if door is not None and door.isVisible() and door.isEnabled():
                door.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    def _now(self) -> int | None:
        focus = QApplication.focusWidget()
        if focus is None:
            return None
        for number, part in enumerate(self._parts):
            room = part.room()
            if room is not None and (room is focus or room.isAncestorOf(focus)):
                return number
        return None


def first_of(*widgets: QWidget) -> QWidget | None:
    """The first widget that can take the keyboard now."""
    return next((one for one in widgets if one.isVisible() and one.isEnabled()), None)
