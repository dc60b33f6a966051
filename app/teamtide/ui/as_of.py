"""The date from which a drag holds: typed in any way a date can be written, or picked."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from teamtide.ui.fields import texts
from teamtide.ui.fields.widgets import DateField

STEPS = {
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_PageUp: 7,
    Qt.Key.Key_PageDown: -7,
}


class AsOfField(DateField):
    """A day of the plan; one that isn't is refused with the reason.

    Signals:
        refused: Why what was typed is not taken (blank: that is over); the bar it stands in has
            no room for the reason.
        done: Return or Escape: the keyboard belongs on the board again.
    """

    refused = Signal(str)
    done = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """A field without a range yet."""
        super().__init__("As of", near=date.min, parent=parent)
        self._first, self._last = date.min, date.max
        self.setFixedWidth(118)
        self.line.returnPressed.connect(self._entered)

    def set_range(self, first: date, last: date) -> None:
        """The plan's first and last day; a date without a year is one near them."""
        self._first, self._last = first, last
        self._near = first + (last - first) / 2

    def problem_of(self, day: date | None) -> str:
        """Why a day can't be taken; blank where it can."""
        if day is not None and self._first <= day <= self._last:
            return ""
        first, last = texts.date_text(self._first), texts.date_text(self._last)
        return f"The plan runs from {first} to {last}; “As of” must be a day in it."

    def _say(self, problem: str) -> None:
        before = self._problem.text()
        super()._say(problem)
        self._problem.hide()
        if problem or before:
            self.refused.emit(problem)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down walk the days, Page Up and Page Down the weeks."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            step = STEPS.get(key)
            if step is not None and self._shown is not None and not self.line.isModified():
                self._walk(step)
                return True
            if key == Qt.Key.Key_Escape:
                self._reset()
                self.done.emit()
                return True
        return super().eventFilter(watched, event)

    def _entered(self) -> None:
        self._finished()
        if not self._problem.text():
            self.done.emit()

    def _walk(self, days: int) -> None:
        day = min(max(self._shown + timedelta(days=days), self._first), self._last)
        if day != self._shown and self._try(day):
            self.show_value(day)
            self.line.selectAll()
