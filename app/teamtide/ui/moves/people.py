"""Split into waves: choose some of the people of a wave and move them to another date.

A small window beside the board. While a date stands in it the board shows what would come of it;
nothing is changed before the button is pressed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from functools import partial

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from teamtide.plan.rows import PersonId
from teamtide.plan.waves import Wave, shift_wave, wave_on
from teamtide.ui.charts.words import Words
from teamtide.ui.fields import texts
from teamtide.ui.fields.style import dress
from teamtide.ui.fields.widgets import DateField
from teamtide.ui.moves.marks import wave_mark
from teamtide.ui.session import Command, Session

PERSON = int(Qt.ItemDataRole.UserRole)


class WavePeople(QDialog):
    """The people of one wave of the scenario on screen."""

    def __init__(
        self,
        session: Session,
        day: date,
        words: Words,
        parent: QWidget,
        *,
        chosen: Collection[PersonId] | None = None,
    ) -> None:
        """Those placed anew on `day`; all of them are chosen unless some are named."""
        super().__init__(parent)
        self.session, self.day, self._words = session, day, words
        self._scenario = session.scenario
        self.wave: Wave | None = None
        self._to: date | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Split into waves")
        self.resize(400, 340)
        self.title = QLabel(self)
        self.title.setProperty("role", "title")
        self.title.setWordWrap(True)
        self.people = QListWidget(self)
        self.people.setAccessibleName("People of this wave; Space chooses")
        self.people.itemChanged.connect(self._chosen_changed)
        self.field = DateField("New date", near=day, parent=self)
        self.field.commit = self._dated
        self.said = QLabel(self)
        self.said.setWordWrap(True)
        self.said.setProperty("role", "muted")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.move_button = QPushButton("Move", self)
        self.move_button.setAutoDefault(False)
        buttons.addButton(self.move_button, QDialogButtonBox.ButtonRole.ActionRole)
        self.move_button.clicked.connect(self._move)
        buttons.rejected.connect(self.reject)
        for button in buttons.buttons():
            button.setAutoDefault(False)  # type: ignore[attr-defined]
        self._lay_out(buttons)
        session.changed.connect(self._refresh)
        session.scenario_changed.connect(self.reject)
        dress(self)
        self._refresh(chosen=chosen)

    def _lay_out(self, buttons: QDialogButtonBox) -> None:
        column = QVBoxLayout(self)
        column.addWidget(self.title)
        column.addWidget(self.people, 1)
        row = QHBoxLayout()
        for text, checked in (("All", True), ("None", False)):
            button = QPushButton(text, self)
            button.setAutoDefault(False)
            button.setAccessibleName("Choose all" if checked else "Choose nobody")
            button.clicked.connect(partial(self.check, None if checked else ()))
            row.addWidget(button)
        row.addStretch(1)
        label = QLabel("&To", self)
        label.setBuddy(self.field)
        row.addWidget(label)
        self.field.setFixedWidth(130)
        row.addWidget(self.field)
        column.addLayout(row)
        self.field.say_in(column)
        column.addWidget(self.said)
        column.addWidget(buttons)

    # --- who ------------------------------------------------------------------------------

    def chosen(self) -> tuple[PersonId, ...]:
        """Those who are ticked, as they are listed."""
        items = (self.people.item(row) for row in range(self.people.count()))
        return tuple(
            PersonId(int(item.data(PERSON)))
            for item in items
            if item.checkState() == Qt.CheckState.Checked
        )

    def check(self, people: Collection[PersonId] | None, _down: bool = False) -> None:
        """Tick these people and nobody else; None is everybody."""
        self.people.blockSignals(True)
        for row in range(self.people.count()):
            item = self.people.item(row)
            on = people is None or item.data(PERSON) in people
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.people.blockSignals(False)
        self._show()

    def _refresh(
        self, _update: object = None, *, chosen: Collection[PersonId] | None = None
    ) -> None:
        """List who moves on that day now; where nobody does any more there is nothing to ask."""
        state = self.session.state
        wave = wave_on(state, self._scenario, self.day)
        if wave is None:
            self.reject()
            return
        known = None if self.wave is None else set(self.chosen())
        self.wave = wave
        mark = wave_mark(state, wave, self._words)
        self.title.setText(mark.title)
        self.people.blockSignals(True)
        self.people.clear()
        for person, line in zip(mark.people, mark.lines, strict=True):
            item = QListWidgetItem(line, self.people)
            item.setData(PERSON, person)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        self.people.setCurrentRow(0)
        self.people.blockSignals(False)
        self.check(chosen if known is None else known)

    def _chosen_changed(self, _item: QListWidgetItem) -> None:
        self._show()

    # --- where to -------------------------------------------------------------------------

    def _dated(self, day: date | None) -> str:
        plan = self.session.state.plan
        if day is not None and not plan.start <= day <= plan.end:
            first, last = texts.date_text(plan.start), texts.date_text(plan.end)
            return f"The plan runs from {first} to {last}; choose a day in it."
        self._to = day
        self._show()
        return ""

    def _command(self) -> Command | None:
        wave, to, people = self.wave, self._to, self.chosen()
        if wave is None or to is None or to == wave.day or not people:
            return None
        return partial(
            shift_wave, scenario=self._scenario, wave=wave, to=to, people=frozenset(people)
        )

    def _show(self) -> None:
        """What would come of it, here and on the board."""
        wave, people, command = self.wave, self.chosen(), self._command()
        if wave is None:
            return
        preview = self.session.show_preview(command)
        stay = len(wave.people) - len(people)
        self.said.setText(self._told(len(people), stay, preview.change.notes if preview else ()))
        writable = self.session.document.writable
        self.move_button.setEnabled(command is not None and writable)
        self.move_button.setText(f"Move {len(people)} of {len(wave.people)}")

    def _told(self, go: int, stay: int, notes: Iterable[str]) -> str:
        if not go:
            return "Tick those who are to move on another date."
        if self._to is None or self._to == self.day:
            return "Type the date on which they are to move; the others stay on this one."
        state, to = self.session.state, self._words.day(self._to)
        there = wave_on(state, self._scenario, self._to)
        parts = [f"{go} on {to}, {stay} on {self._words.day(self.day)}."]
        if there is not None:
            parts.append(f"They join {len(there.people)} who move then.")
        return " ".join((*parts, *notes))

    def _move(self) -> None:
        self.field.line.clearFocus()  # which takes what is being typed
        command = self._command()
        if command is not None and not self.field.problem:
            self.session.show_preview(None)
            if self.session.run(command):
                self.reject()

    # --- coming and going -----------------------------------------------------------------

    def show_near(self, at: QPoint) -> None:
        """Show it above a point of the screen, with the keyboard where the date is typed."""
        room = self.screen().availableGeometry()
        left = min(max(at.x() - self.width() // 2, room.left()), room.right() - self.width())
        top = max(room.top(), at.y() - self.height() - 24)
        self.move(left, top)
        self.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def done(self, result: int) -> None:
        """Closed in whatever way: nothing would come of anything any more."""
        self._let_go()
        super().done(result)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the date first, so that its effect is seen; on the button, it moves."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif self.focusWidget() is self.move_button:
            self.move_button.click()
        elif self.move_button.isEnabled():
            self.move_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _let_go(self) -> None:
        if self.wave is not None:
            self.wave = None
            self.session.show_preview(None)
            self.session.changed.disconnect(self._refresh)
            self.session.scenario_changed.disconnect(self.reject)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            dress(self)
