"""Fields: one value each, committed when it is complete, refused with the reason beneath it.

A field knows how to show a value and how to read one; `commit` is what its owner does with it
and returns the sentence of a refusal. Escape takes back what was typed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QDate, QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import (
    QCalendarWidget,
    QComboBox,
    QCompleter,
    QFrame,
    QLayout,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from teamtide.ui import theme
from teamtide.ui.fields import texts
from teamtide.ui.fields.style import label, repolish
from teamtide.ui.fields.texts import Wrong

Commit = Callable[[Any], str]
Option = tuple[str, Any]


WINDOW_KEYS = (Qt.Key.Key_E, Qt.Key.Key_K)
"""Shortcuts of the window with Ctrl that a line on X11 would take for itself."""


def _no_commit(_: Any) -> str:
    return ""


class Field(QWidget):
    """A value with an editor and room for the reason it was refused."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """A field called `name` for screen readers."""
        super().__init__(parent)
        self.commit: Commit = _no_commit
        self.name = name
        self._shown: Any = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(1)
        self._problem = label("", "problem", wrap=True)
        self._problem.hide()
        self._column.addWidget(self._problem)

    @property
    def problem(self) -> str:
        """Why what was typed is not taken; blank where it is."""
        return self._problem.text() if not self._problem.isHidden() else ""

    def show_value(self, value: Any) -> None:
        """Show what the plan says now; what is being typed is left alone."""
        raise NotImplementedError

    def editor(self) -> QWidget:
        """The widget that takes the keyboard."""
        raise NotImplementedError

    def say_in(self, place: QLayout) -> None:
        """Let the reason of a refusal stand where there is more room than beneath the editor."""
        place.addWidget(self._problem)

    def _set_editor(self, editor: QWidget) -> None:
        editor.setAccessibleName(self.name)
        self.setFocusProxy(editor)
        self._column.insertWidget(0, editor)

    def _say(self, problem: str) -> None:
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        editor = self.editor()
        editor.setAccessibleDescription(problem)
        if bool(editor.property("wrong")) != bool(problem):
            editor.setProperty("wrong", bool(problem))
            repolish(editor)

    def _try(self, value: Any) -> bool:
        problem = self.commit(value)
        self._say(problem)
        return not problem


class LineField(Field):
    """A value typed as text."""

    def __init__(
        self,
        name: str,
        *,
        show: Callable[[Any], str] = str,
        read: Callable[[str], Any] = str,
        blank: Any = "",
        suggestions: Sequence[str] = (),
        placeholder: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """A line. `blank` is the value of no text; `Wrong` raised by `read` is shown."""
        super().__init__(name, parent)
        self._show, self._read, self._blank = show, read, blank
        self.line = QLineEdit()
        self.line.setPlaceholderText(placeholder)
        self._set_editor(self.line)
        if suggestions:
            self.suggest(suggestions)
        self.line.editingFinished.connect(self._finished)
        self.line.installEventFilter(self)

    def editor(self) -> QWidget:
        """The line."""
        return self.line

    def suggest(self, suggestions: Sequence[str]) -> None:
        """Offer these texts while one is typed."""
        completer = QCompleter(list(suggestions), self.line)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.line.setCompleter(completer)

    def show_value(self, value: Any) -> None:
        """Show a value unless something else is being typed."""
        self._shown = value
        if self.line.isModified() and (self.line.hasFocus() or self.problem):
            return
        self._reset()

    def _text_of(self, value: Any) -> str:
        return "" if value is None or value == "" else self._show(value)

    def _reset(self) -> None:
        text = self._text_of(self._shown)
        if self.line.text() != text:
            self.line.setText(text)
            self.line.setCursorPosition(0)
        self.line.setModified(False)
        self._say("")

    def _finished(self) -> None:
        if not self.line.isModified():
            return
        text = self.line.text().strip()
        if text == self._text_of(self._shown):
            self._reset()
            return
        try:
            value = self._read(text) if text else self._blank
        except Wrong as error:
            self._say(str(error))
            return
        if self._try(value):
            self._shown = value
            self._reset()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape takes back what was typed; undo is the plan's once nothing is."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            undo = event.matches(QKeySequence.StandardKey.Undo)
            if (
                undo or event.matches(QKeySequence.StandardKey.Redo)
            ) and not self.line.isModified():
                event.ignore()
                return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            escape = event.key() == Qt.Key.Key_Escape
            if escape and (self.line.isModified() or self.problem):
                self._reset()
                return True
        return super().eventFilter(watched, event)


def place_below(popup: QWidget, widget: QWidget) -> None:
    """Put a pop-up under a widget, or as near as the screen leaves it whole."""
    popup.ensurePolished()
    size = popup.size() if popup.testAttribute(Qt.WidgetAttribute.WA_Resized) else popup.sizeHint()
    at, screen = widget.mapToGlobal(QPoint(0, widget.height())), widget.screen()
    if screen is not None:
        room = screen.availableGeometry()
        above = widget.mapToGlobal(QPoint(0, 0)).y() - size.height()
        if at.y() + size.height() > room.bottom() and above >= room.top():
            at.setY(above)
        at.setX(max(room.left(), min(at.x(), room.right() - size.width())))
    popup.move(at)


def paint_arrow(widget: QWidget) -> None:
    """A small arrow downwards at the right of a widget."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    now = theme.current()
    painter.setPen(QPen(now.muted if widget.isEnabled() else now.line, 1.4))
    x, y = widget.width() - 13.0, widget.height() / 2 - 1.5
    painter.drawPolyline([QPointF(x - 3.5, y), QPointF(x, y + 3.5), QPointF(x + 3.5, y)])


class ArrowButton(QToolButton):
    """Nothing but the arrow."""

    def __init__(self, parent: QWidget) -> None:
        """An arrow inside `parent`."""
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.ArrowCursor)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the arrow."""
        paint_arrow(self)


class DateField(LineField):
    """A day, or blank, typed or picked from a calendar."""

    def __init__(
        self, name: str, *, near: date, blank: str = "", parent: QWidget | None = None
    ) -> None:
        """A date field; `near` says which year a day without one is in."""
        super().__init__(
            name,
            show=texts.date_text,
            read=lambda text: texts.parse_date(text, near=self._near),
            blank=None,
            placeholder=blank,
            parent=parent,
        )
        self._near = near
        self.line.setTextMargins(0, 0, 16, 0)
        self.button = ArrowButton(self.line)
        self.button.setAccessibleName(f"Choose {name.lower()} from a calendar")
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.clicked.connect(self._open)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the arrow at the right end of the line."""
        if event.type() == QEvent.Type.Resize and watched is self.line:
            self.button.setGeometry(self.line.width() - 24, 0, 24, self.line.height())
        return super().eventFilter(watched, event)

    def _open(self) -> None:
        day = self._shown or self._near
        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box = QVBoxLayout(popup)
        box.setContentsMargins(1, 1, 1, 1)
        calendar = QCalendarWidget(popup)
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        calendar.activated.connect(self._picked)
        calendar.clicked.connect(self._picked)
        calendar.clicked.connect(popup.close)
        box.addWidget(calendar)
        place_below(popup, self.line)
        popup.show()

    def _picked(self, day: QDate) -> None:
        self.line.setText(texts.date_text(date(day.year(), day.month(), day.day())))
        self.line.setModified(True)
        self._finished()


class Combo(QComboBox):
    """A combo box that the wheel changes only where it was meant."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the box, and an arrow that the stylesheet leaves out."""
        super().paintEvent(event)
        paint_arrow(self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the form instead, unless the box has the keyboard."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class ChoiceField(Field):
    """One of a few values."""

    def __init__(
        self, name: str, options: Sequence[Option] = (), parent: QWidget | None = None
    ) -> None:
        """A choice among (text, value) `options`."""
        super().__init__(name, parent)
        self.box = Combo()
        self.box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.box.setMinimumContentsLength(6)
        self.box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._set_editor(self.box)
        self._options: list[Option] = []
        self.set_options(options)
        self.box.activated.connect(self._chosen)

    def editor(self) -> QWidget:
        """The combo box."""
        return self.box

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer other values; the shown one stays."""
        if list(options) == self._options:
            return
        self._options = list(options)
        self.box.clear()
        self.box.addItems([text for text, _ in options])
        self.show_value(self._shown)

    def show_value(self, value: Any) -> None:
        """Show a value; one that is not offered shows nothing."""
        self._shown = value
        values = [one for _, one in self._options]
        self.box.setCurrentIndex(values.index(value) if value in values else -1)
        self._say("")

    def _chosen(self, index: int) -> None:
        value = self._options[index][1]
        if value == self._shown:
            self._say("")
            return
        before = self._shown
        if self._try(value):
            self._shown = value
        else:
            problem = self.problem
            self.show_value(before)
            self._say(problem)


def text_field(name: str, *, suggestions: Sequence[str] = (), placeholder: str = "") -> LineField:
    """A field of free text."""
    return LineField(name, read=str.strip, suggestions=suggestions, placeholder=placeholder)


def number_field(name: str, *, placeholder: str = "", whole: bool = False) -> LineField:
    """A number, or None where it is blank."""
    read = texts.parse_whole if whole else texts.parse_number
    return LineField(name, show=texts.number_text, read=read, blank=None, placeholder=placeholder)


def percent_field(name: str, *, placeholder: str = "") -> LineField:
    """A fraction shown as a percentage, or None where it is blank."""
    return LineField(
        name,
        show=texts.percent_text,
        read=texts.parse_percent,
        blank=None,
        placeholder=placeholder,
    )


def fte_field(name: str) -> LineField:
    """Full-time equivalents; blank is one."""
    return LineField(name, show=texts.number_text, read=texts.parse_fte, blank=1.0)
