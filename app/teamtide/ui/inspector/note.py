"""The note on what the inspector shows: a few lines of text, kept when they are left."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from teamtide.plan.notes import NOTED, note_text, set_note
from teamtide.ui.fields.attempts import attempt
from teamtide.ui.fields.style import label
from teamtide.ui.session import Session

LEAST, MOST = 2, 8
"""Lines the box is high."""


class NoteEdit(QPlainTextEdit):
    """A text that is kept on leaving it and on Ctrl+Enter; Escape takes back what was typed."""

    def __init__(self, session: Session, kind: str, item: int) -> None:
        """The note on `item` of `kind`."""
        super().__init__()
        self._session, self._kind, self._item = session, kind, item
        self._shown = ""
        self._closed = False
        self.problem = ""
        self.setObjectName("note")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setPlaceholderText("Write a note (Shift+F2)")
        self.setAccessibleName("Note")
        self.setToolTip("Stays in the plan file; kept when you leave it, or with Ctrl+Enter")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.textChanged.connect(self._fit)
        self._fit()

    def sizeHint(self) -> QSize:
        """As high as its lines, within reason."""
        return QSize(120, self.height())

    def _fit(self) -> None:
        lines = min(max(LEAST, self.document().size().toSize().height()), MOST)
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 12)

    def refresh(self) -> None:
        """Show what the plan says; what is being typed is left alone."""
        said = note_text(self._session.state, self._kind, self._item)
        typing = self.hasFocus() and self.toPlainText() != self._shown
        self._shown = said
        if not typing and self.toPlainText() != said:
            self.setPlainText(said)

    def keep(self) -> None:
        """Write what was typed into the plan."""
        text, session = self.toPlainText().strip(), self._session
        if text == self._shown or self._closed:
            return
        kind, item = self._kind, self._item
        if session.state.find(NOTED[kind], item) is None:
            return
        self.problem = attempt(session, lambda s: set_note(s, kind=kind, item=item, text=text))
        if self.problem:
            session.problem.emit(self.problem)
        else:
            self._shown = text

    def close_session(self) -> None:
        """Keep what was typed, before the session goes."""
        self.keep()
        self._closed = True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keep it."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.keep()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter keeps, Escape takes back; where nothing was typed it leads to the board."""
        keys = Qt.Key
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if ctrl and event.key() in (keys.Key_Return, keys.Key_Enter):
            self.keep()
        elif event.key() == keys.Key_Escape and self.toPlainText() != self._shown:
            self.setPlainText(self._shown)
        elif event.key() == keys.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)


class NoteBox(QWidget):
    """A heading and the note."""

    def __init__(self, session: Session, kind: str, item: int) -> None:
        """The note on `item` of `kind`."""
        super().__init__()
        self.edit = NoteEdit(session, kind, item)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(4)
        heading = label("NOTE", "section")
        font = heading.font()
        font.setPointSizeF(font.pointSizeF() * 0.85)
        heading.setFont(font)
        heading.setBuddy(self.edit)
        column.addWidget(heading)
        column.addWidget(self.edit)

    def refresh(self) -> None:
        """Show what the plan says now."""
        self.edit.refresh()
