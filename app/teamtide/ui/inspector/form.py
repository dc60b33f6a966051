"""Forms of the inspector: labelled fields in a grid, each bound to a value and a command.

A form never keeps a value of its own. `refresh` shows what the plan says; a field that is being
typed in is left alone. What a scenario says otherwise than Today is marked and can be taken back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from teamtide.plan.changes import ChangeSet
from teamtide.plan.state import State
from teamtide.ui.fields.attempts import Command, attempt
from teamtide.ui.fields.style import label
from teamtide.ui.fields.widgets import Field
from teamtide.ui.inspector.note import NoteBox
from teamtide.ui.session import Session

F = TypeVar("F", bound=Field)
Change = Callable[[State, Any], ChangeSet]
_LABEL_WIDTH = 84


@dataclass
class _Bound:
    field: Field
    get: Callable[[], Any]
    before: Callable[[], None] | None
    said: Callable[[], bool] | None
    reset: QToolButton | None
    mark: QWidget


class Form(QWidget):
    """Labels on the left, fields on the right."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """An empty form."""
        super().__init__(parent)
        self._session = session
        self._bound: list[_Bound] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
        self._grid.setColumnStretch(1, 1)
        self.fields: dict[str, Field] = {}

    def add(
        self,
        name: str,
        field: F,
        *,
        get: Callable[[], Any],
        change: Change,
        options: Callable[[], None] | None = None,
        said: Callable[[], bool] | None = None,
        reset: Command | None = None,
        tip: str = "",
    ) -> F:
        """Bind a field to a value (`get`) and a command (`change`).

        Args:
            name: The label.
            field: The field; it gets the label as its accessible name.
            get: The value as the plan has it.
            change: The command that writes another.
            options: Called before showing, where the choices depend on the plan.
            said: Whether the scenario says something else than Today.
            reset: The command that takes that back.
            tip: What the value means.
        """
        session = self._session
        field.commit = lambda value: attempt(session, lambda state: change(state, value))
        row = self._grid.rowCount()
        words = label(name, "muted")
        words.setToolTip(tip)
        words.setBuddy(field.editor())
        words.setFixedHeight(24)
        field.setToolTip(tip)
        self._grid.addWidget(words, row, 0, Qt.AlignmentFlag.AlignTop)
        back: QToolButton | None = None
        if reset is None:
            self._grid.addWidget(field, row, 1)
        else:
            line = QHBoxLayout()
            line.setSpacing(2)
            line.addWidget(field, 1)
            back = small_button("↺", f"{name}: as in Today")
            command = reset
            back.clicked.connect(lambda: session.run(command))
            line.addWidget(back, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addLayout(line, row, 1)
        self._bound.append(_Bound(field, get, options, said, back, words))
        self.fields[name] = field
        return field

    def add_widget(self, widget: QWidget) -> None:
        """A drawing or a note beneath the field before."""
        self._grid.addWidget(widget, self._grid.rowCount(), 1)

    def refresh(self) -> None:
        """Show what the plan says now."""
        for bound in self._bound:
            if bound.before is not None:
                bound.before()
            bound.field.show_value(bound.get())
            if bound.said is not None and bound.reset is not None:
                differs = bound.said()
                bound.reset.setVisible(differs)
                role = "said" if differs else "muted"
                if bound.mark.property("role") != role:
                    bound.mark.setProperty("role", role)
                    bound.mark.style().unpolish(bound.mark)
                    bound.mark.style().polish(bound.mark)


class Page(QWidget):
    """What the inspector shows of one selection: a column of sections."""

    def __init__(self, session: Session) -> None:
        """An empty page."""
        super().__init__()
        self.setObjectName("fields")
        self.session = session
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(12, 10, 12, 12)
        self.column.setSpacing(6)
        self.note: NoteBox | None = None

    def alive(self) -> bool:
        """Whether what it shows still exists."""
        return True

    def refresh(self) -> None:
        """Show what the plan says now."""

    def add_note(self, kind: str, item: int) -> None:
        """The note on what the page shows."""
        self.note = NoteBox(self.session, kind, item)
        self.column.addWidget(self.note)

    def refresh_all(self) -> None:
        """Show what the plan says now, the note too."""
        self.refresh()
        if self.note is not None:
            self.note.refresh()

    def section(self, title: str, *buttons: QWidget) -> None:
        """A heading in small capitals, with buttons on the right."""
        line = QHBoxLayout()
        line.setSpacing(2)
        line.setContentsMargins(0, 8, 0, 0)
        heading = label(title.upper(), "section")
        font = heading.font()
        font.setPointSizeF(font.pointSizeF() * 0.85)
        heading.setFont(font)
        line.addWidget(heading)
        line.addStretch(1)
        for button in buttons:
            line.addWidget(button)
        self.column.addLayout(line)

    def finish(self) -> None:
        """Fill the rest of the height with nothing."""
        self.column.addStretch(1)


def small_button(text: str, name: str) -> QToolButton:
    """A small tool button that says what it does."""
    button = QToolButton()
    button.setText(text)
    button.setProperty("role", "small")
    button.setToolTip(name)
    button.setAccessibleName(name)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    if len(text) == 1:
        button.setFixedWidth(22)
    return button


def quiet_button(text: str, tip: str = "") -> QPushButton:
    """A push button that does not shout."""
    button = QPushButton(text)
    button.setProperty("role", "quiet")
    button.setToolTip(tip)
    button.setAutoDefault(False)
    return button


def rule() -> QFrame:
    """A thin line."""
    line = QFrame()
    line.setProperty("role", "rule")
    return line
