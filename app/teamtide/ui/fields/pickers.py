"""Fields of several values: a checklist that filters as one types, and skills with how well.

Both show what is chosen in one line and open a small pop-up; the change is made when that closes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from teamtide.ui.fields import texts
from teamtide.ui.fields.style import dress, label
from teamtide.ui.fields.texts import Wrong
from teamtide.ui.fields.widgets import Field, Option, paint_arrow, place_below


class ElidedButton(QPushButton):
    """A button as wide as its place, its text cut with dots."""

    def __init__(self) -> None:
        super().__init__()
        self._full = ""
        self.setProperty("role", "field")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAutoDefault(False)

    def set_full_text(self, text: str) -> None:
        """Show a text, with all of it in the tooltip."""
        self._full = text
        self.setToolTip(text)
        self._cut()

    def resizeEvent(self, event: Any) -> None:
        """Cut again for the new width."""
        super().resizeEvent(event)
        self._cut()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button, and an arrow that says it opens."""
        super().paintEvent(event)
        paint_arrow(self)

    def _cut(self) -> None:
        room = max(20, self.width() - 32)
        cut = self.fontMetrics().elidedText(self._full, Qt.TextElideMode.ElideRight, room)
        self.setText(cut.replace("&", "&&"))


class Popup(QFrame):
    """A small window that says so when it closes."""

    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("fields")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        dress(self)

    def hideEvent(self, event: Any) -> None:
        """Closed by Escape, by a click elsewhere, or by a button."""
        super().hideEvent(event)
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return closes as Escape does; both keep what is chosen."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close()
        else:
            super().keyPressEvent(event)


class ManyField(Field):
    """Some of many values, in their order of being chosen."""

    def __init__(
        self, name: str, *, nothing: str = "nobody", parent: QWidget | None = None
    ) -> None:
        """A checklist; `nothing` is shown where nothing is chosen."""
        super().__init__(name, parent)
        self._nothing = nothing
        self._options: list[Option] = []
        self._shown = ()
        self._popup: Popup | None = None
        self.button = ElidedButton()
        self._set_editor(self.button)
        self.button.clicked.connect(self.open)

    def editor(self) -> QWidget:
        """The button that opens the list."""
        return self.button

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer other values."""
        self._options = list(options)
        self.show_value(self._shown)

    def show_value(self, value: Any) -> None:
        """Show what is chosen."""
        self._shown = tuple(value)
        words = {one: text for text, one in self._options}
        chosen = [words.get(one, "?") for one in self._shown]
        self.button.set_full_text(", ".join(chosen) or self._nothing)
        self._say("")

    def open(self) -> None:
        """Open the list."""
        popup = Popup(self)
        column = QVBoxLayout(popup)
        column.setContentsMargins(6, 6, 6, 6)
        column.setSpacing(4)
        find = QLineEdit()
        find.setPlaceholderText("Find…")
        find.setAccessibleName(f"Find in {self.name.lower()}")
        items = QListWidget()
        items.setAccessibleName(self.name)
        chosen = set(self._shown)
        for text, value in sorted(self._options, key=lambda option: option[1] not in chosen):
            item = QListWidgetItem(text)
            item.setData(Qt.ItemDataRole.UserRole, value)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            ticked = Qt.CheckState.Checked if value in chosen else Qt.CheckState.Unchecked
            item.setCheckState(ticked)
            items.addItem(item)
        self.items, self._find = items, find
        find.textChanged.connect(self._filter)
        column.addWidget(find)
        column.addWidget(items)
        popup.closed.connect(self._closed)
        popup.resize(max(self.width(), 220), min(320, 60 + 24 * max(3, len(self._options))))
        place_below(popup, self.button)
        self._popup = popup
        popup.show()
        find.setFocus()

    def close_list(self) -> None:
        """Close the list and take what is ticked."""
        if self._popup is not None:
            self._popup.close()

    def _filter(self, text: str) -> None:
        wanted = text.casefold()
        for number in range(self.items.count()):
            item = self.items.item(number)
            item.setHidden(wanted not in item.text().casefold())

    def _closed(self) -> None:
        popup, self._popup = self._popup, None
        if popup is None:
            return
        ticked = []
        for number in range(self.items.count()):
            item = self.items.item(number)
            if item.checkState() == Qt.CheckState.Checked:
                ticked.append(item.data(Qt.ItemDataRole.UserRole))
        popup.deleteLater()
        kept = [one for one in self._shown if one in ticked]
        value = (*kept, *(one for one in ticked if one not in kept))
        if value != self._shown and self._try(value):
            self.show_value(value)


class SharesField(Field):
    """Values by name as percentages (skills, shares of teams), edited in one pop-up."""

    def __init__(
        self,
        name: str,
        *,
        nothing: str = "none",
        limit: float | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Percentages; where `limit` is set their sum is shown against it."""
        super().__init__(name, parent)
        self._nothing, self._limit = nothing, limit
        self._options: list[Option] = []
        self._shown: dict[Any, float] = {}
        self._lines: dict[Any, QLineEdit] = {}
        self._popup: Popup | None = None
        self._sum: QLabel | None = None
        self.button = ElidedButton()
        self._set_editor(self.button)
        self.button.clicked.connect(self.open)

    def editor(self) -> QWidget:
        """The button that opens the pop-up."""
        return self.button

    def set_options(self, options: Sequence[Option]) -> None:
        """The names that can have a value."""
        self._options = list(options)
        self.show_value(self._shown)

    def show_value(self, value: Any) -> None:
        """Show what there is, as `Squad 50 %, Infrastructure 50 %`."""
        self._shown = dict(value)
        self.button.set_full_text(shares_text(self._shown, self._options) or self._nothing)
        self._say("")

    def open(self) -> None:
        """Open the pop-up."""
        popup = Popup(self)
        grid = QGridLayout(popup)
        grid.setContentsMargins(8, 8, 8, 8)
        grid.setSpacing(4)
        self._lines = {}
        for row, (text, value) in enumerate(self._options):
            line = QLineEdit(texts.percent_text(self._shown.get(value)))
            line.setPlaceholderText("–")
            line.setFixedWidth(64)
            line.setAlignment(Qt.AlignmentFlag.AlignRight)
            line.setAccessibleName(f"{self.name}: {text}")
            line.textChanged.connect(self._add_up)
            grid.addWidget(label(text), row, 0)
            grid.addWidget(line, row, 1)
            self._lines[value] = line
        last = len(self._options)
        self._sum = label("", "muted")
        grid.addWidget(self._sum, last, 0, 1, 2)
        done = QPushButton("Done")
        done.setProperty("role", "quiet")
        done.setDefault(True)
        done.clicked.connect(popup.close)
        grid.addWidget(done, last + 1, 1)
        popup.closed.connect(self._closed)
        self._popup = popup
        self._add_up()
        place_below(popup, self.button)
        popup.show()
        if self._lines:
            first = next(iter(self._lines.values()))
            first.setFocus()
            first.selectAll()

    def type_shares(self, values: dict[Any, str]) -> None:
        """Type into the open pop-up and close it."""
        for value, text in values.items():
            self._lines[value].setText(text)
        if self._popup is not None:
            self._popup.close()

    def _typed(self) -> dict[Any, float]:
        found = {}
        for value, line in self._lines.items():
            text = line.text().strip()
            if text:
                share = texts.parse_percent(text)
                if share > 0:
                    found[value] = share
        return found

    def _add_up(self) -> None:
        if self._sum is None or self._limit is None:
            return
        try:
            total = sum(self._typed().values())
        except Wrong as error:
            self._sum.setText(str(error))
            return
        rest = self._limit - total
        words = f"{texts.percent_text(total)} placed"
        if rest > 1e-9:
            words += f", {texts.percent_text(rest)} on the bench"
        elif rest < -1e-9:
            words = f"{texts.percent_text(total)} is more than {texts.percent_text(self._limit)}"
        self._sum.setText(words)

    def _closed(self) -> None:
        popup, self._popup, self._sum = self._popup, None, None
        if popup is None:
            return
        try:
            value = self._typed()
        except Wrong as error:
            self._say(str(error))
            return
        finally:
            popup.deleteLater()
        if value != self._shown and self._try(value):
            self.show_value(value)


def shares_text(shares: dict[Any, float], options: Sequence[Option]) -> str:
    """Shares by name, such as `Squad 50 %, Infrastructure 50 %`; a whole one without 100 %."""
    words = {one: text for text, one in options}
    if len(shares) == 1:
        only, share = next(iter(shares.items()))
        if abs(share - 1) < 1e-9:
            return words.get(only, "?")
    return ", ".join(
        f"{words.get(one, '?')} {texts.percent_text(share)}" for one, share in shares.items()
    )
