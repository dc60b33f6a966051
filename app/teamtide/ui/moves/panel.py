"""The timeline under the board: the strip, play, and when it pays back.

It is made when first shown. Hidden, it listens to nothing that costs: what changed meanwhile is
looked at when it is seen again.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from functools import partial
from math import isfinite

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from teamtide.plan.rows import PersonId, Team
from teamtide.plan.waves import shift_wave, wave_on, waves
from teamtide.ui.board.drag_tag import DragTag
from teamtide.ui.board.sayings import effect_text
from teamtide.ui.charts.localised import LocaleWords
from teamtide.ui.charts.words import Words
from teamtide.ui.compare.table import CompareModel
from teamtide.ui.fields.elided import Elided
from teamtide.ui.moves.marks import WAVE, Mark, marks_of, people_text
from teamtide.ui.moves.people import WavePeople
from teamtide.ui.moves.player import Player
from teamtide.ui.moves.strip import MovesStrip
from teamtide.ui.session import Preview, Session

AFTER_PAINTING = 30
"""Milliseconds after a change before the strip follows: the board comes first."""
PAYS_BACK = "pays_back"


class MovesPanel(QWidget):
    """The timeline of one session.

    Signals:
        left: The keyboard belongs on the board again.
        put_away: It is to be put away.
    """

    left = Signal()
    put_away = Signal()

    def __init__(
        self,
        session: Session,
        measures: CompareModel,
        parent: QWidget,
        *,
        words: Words | None = None,
    ) -> None:
        """A timeline of `session`; `measures` know when a scenario pays back."""
        super().__init__(parent)
        self.session, self._measures = session, measures
        self._words = LocaleWords() if words is None else words
        self._stale = True
        self._tag: DragTag | None = None
        self.dialog: WavePeople | None = None
        self.setAccessibleName("Timeline of moves")
        self.setStyleSheet("QToolButton { padding: 1px 8px; min-height: 16px; }")
        self.player = Player(session, self)
        self.play_button = QToolButton(self)
        self.play_button.clicked.connect(self._on_play)
        self.summary = Elided(self, mode=Qt.TextElideMode.ElideRight)
        self.pay_back = QLabel(self)
        self.pay_back.setAccessibleName("When it pays back")
        self.split_button = QToolButton(self)
        self.split_button.setText("Split into waves…")
        self.split_button.clicked.connect(self._split_current)
        close = QToolButton(self)
        close.setText("✕")
        close.setAccessibleName("Put the timeline away")
        close.setToolTip("Put the timeline away (Ctrl+Shift+L)")
        close.clicked.connect(self.put_away)
        self.strip = MovesStrip(self._words, self)
        self._lay_out(close)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.refresh)
        self._listen()
        self._show_player()

    def _lay_out(self, close: QToolButton) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(10, 0, 10, 0)
        row.setSpacing(8)
        title = QLabel("Moves", self)
        title.setProperty("role", "title")
        self.summary.setProperty("role", "muted")
        row.addWidget(title)
        row.addWidget(self.play_button)
        row.addWidget(self.summary, 1)
        row.addWidget(self.pay_back)
        row.addWidget(self.split_button)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 2)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self.strip)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _listen(self) -> None:
        session, strip = self.session, self.strip
        session.changed.connect(self._outdated)
        session.scenario_changed.connect(self._outdated)
        session.as_of_changed.connect(strip.set_as_of)
        self._measures.dataChanged.connect(self._show_pay_back)
        self._measures.modelReset.connect(self._show_pay_back)
        self.player.changed.connect(self._show_player)
        strip.as_of_wanted.connect(session.set_as_of)
        strip.offered.connect(self._offered)
        strip.taken.connect(self._taken)
        strip.opened.connect(self._opened)
        strip.current_changed.connect(self._show_split)
        strip.play_wanted.connect(self.player.toggle)
        strip.left.connect(self._escape)

    def close_session(self) -> None:
        """Stop listening, before the session goes."""
        self._soon.stop()
        self._close_dialog()
        if self._tag is not None:
            self._tag.deleteLater()
            self._tag = None
        self.player.close_session()
        self.session.changed.disconnect(self._outdated)
        self.session.scenario_changed.disconnect(self._outdated)
        self.session.as_of_changed.disconnect(self.strip.set_as_of)
        self._measures.dataChanged.disconnect(self._show_pay_back)
        self._measures.modelReset.disconnect(self._show_pay_back)

    # --- following ------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Look at what nobody has seen yet."""
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing plays where nobody sees it."""
        super().hideEvent(event)
        self.player.pause()

    def _outdated(self, _what: object = None) -> None:
        self._stale = True
        if self.isVisible():
            self._show_pay_back()
            self._soon.start(AFTER_PAINTING)

    def refresh(self) -> None:
        """Show the scenario on screen as it is now."""
        session = self.session
        state, plan = session.state, session.state.plan
        self._stale = False
        marks = marks_of(state, session.scenario, session.load, self._words)
        self.strip.writable = session.document.writable
        self.strip.set_plan(plan.start, plan.weeks, marks)
        self.strip.set_as_of(session.as_of)
        found = [mark for mark in marks if mark.kind == WAVE]
        people = {person for mark in found for person in mark.people}
        if not found:
            text = "Nobody moves in this scenario. Drag people on the board on a later As of date."
        else:
            several = "1 wave" if len(found) == 1 else f"{len(found)} waves"
            text = f"{several}, {people_text(len(people), 'moves', 'move')}"
        self.summary.say(text)
        self._show_pay_back()
        self._show_split()

    def _show_player(self) -> None:
        playing = self.player.playing
        self.play_button.setText("❚❚ Pause" if playing else "▶ Play")
        self.play_button.setAccessibleName("Pause" if playing else "Play the weeks")
        tip = "Let the weeks pass on the board (Space); Esc leads back to where it began"
        self.play_button.setToolTip(tip)

    def _show_pay_back(self, *_where: object) -> None:
        """When the scenario pays back, as its measure says; that takes a projection."""
        if not self.isVisible():
            return
        session, plan = self.session, self.session.state.plan
        day: date | None = None
        text = ""
        if session.scenario != session.state.today:
            reading = self._measures.reading_of(session.scenario, PAYS_BACK)
            if reading is None:
                text = f"Pays back: {self._measures.placeholder_of(PAYS_BACK)}"
            elif reading.value is None:
                text = ""
            elif 0 < reading.value < float("inf"):
                day = plan.start + timedelta(weeks=round(reading.value) - 1)
                text = f"Pays back in the week of {self._words.day(day)}"
            elif isfinite(reading.value):
                text = f"{reading.where.capitalize()} Today"
            else:
                text = f"Pays back: {reading.where}"
        self.pay_back.setText(text)
        self.pay_back.setToolTip("From then on no less work is done than in Today, as projected.")
        self.strip.set_pays_back(day)

    def _show_split(self) -> None:
        mark = self.strip.current
        able = any(one.kind == WAVE for one in self.strip.marks)
        self.split_button.setEnabled(able)
        what = "this wave" if mark is not None and mark.wave is not None else "a wave"
        self.split_button.setToolTip(f"Move some of the people of {what} to another date")

    # --- moving a wave --------------------------------------------------------------------

    def _offered(self, mark: Mark, day: date | None) -> None:
        """Show what would come of it, on every curve and in a tag above the strip."""
        session = self.session
        if day is None or mark.wave is None:
            session.show_preview(None)
            if self._tag is not None:
                self._tag.hide()
            return
        command = partial(shift_wave, scenario=session.scenario, wave=mark.wave, to=day)
        preview = session.show_preview(command)
        self._say(mark, day, preview)

    def _say(self, mark: Mark, day: date, preview: Preview | None) -> None:
        if self._tag is None:
            self._tag = DragTag(self.window())
        session = self.session
        there = wave_on(session.state, session.scenario, day)
        told = [f"joins {people_text(len(there.people), 'there', 'there')}"] if there else []
        if preview is None:
            told.append("This can't be moved there.")
        else:
            told += preview.change.notes
            told.append(self._effect(preview))
        people = "1 person" if mark.count == 1 else f"{mark.count} people"
        self._tag.say(f"{people} → {self._words.day(day)}", "\n".join(filter(None, told)))
        spot = QPoint(round(self.strip.axis.x(day)), 0)
        at = self.strip.mapTo(self.window(), spot) - QPoint(0, self._tag.height() + 40)
        self._tag.show_at(at)

    def _effect(self, preview: Preview) -> str:
        now = self.session.load.teams
        told = [
            (row.name, now[index], preview.load.teams[index])
            for index, row in enumerate(self.session.state.rows(Team))
            if row.id in preview.teams
        ]
        return effect_text(told[:3], self._words) if told else "changes no team's load"

    def _taken(self, mark: Mark, day: date) -> None:
        session = self.session
        if mark.wave is None:
            return
        command = partial(shift_wave, scenario=session.scenario, wave=mark.wave, to=day)
        if session.run(command):
            self.refresh()
            same = (m for m in self.strip.marks if m.kind == WAVE and m.day == day)
            self.strip.choose(next(same, None))

    # --- some of a wave -------------------------------------------------------------------

    def _opened(self, mark: Mark) -> None:
        if mark.wave is not None:
            self._show_people(mark.day)

    def _split_current(self) -> None:
        """Split the wave that has the keyboard, else the next one from the day looked at."""
        mark = self.strip.current
        if mark is None or mark.wave is None:
            found = [one for one in self.strip.marks if one.kind == WAVE]
            later = [one for one in found if one.day >= self.session.as_of]
            mark = next(iter(later or found), None)
        if mark is not None:
            self.strip.choose(mark)
            self._show_people(mark.day)

    def split(self, people: Collection[PersonId]) -> None:
        """Split off these people from the wave they are in: the next from the day looked at."""
        if self._stale:
            self.refresh()
        chosen, session = frozenset(people), self.session
        if not chosen:
            self._split_current()
            return
        found = [
            wave
            for wave in waves(session.state, session.scenario)
            if chosen.intersection(wave.people)
        ]
        later = [wave for wave in found if wave.day >= session.as_of]
        wave = next(iter(later or found), None)
        if wave is None:
            session.note.emit("Nobody of those selected moves in this scenario.")
            return
        self._show_people(wave.day, chosen.intersection(wave.people))

    def _show_people(self, day: date, chosen: Collection[PersonId] | None = None) -> None:
        self._close_dialog()
        self.dialog = WavePeople(self.session, day, self._words, self.window(), chosen=chosen)
        self.dialog.destroyed.connect(self._dialog_gone)
        spot = QPoint(round(self.strip.axis.x(day)), 0)
        self.dialog.show_near(self.strip.mapToGlobal(spot))

    def _close_dialog(self) -> None:
        if self.dialog is not None:
            self.dialog.destroyed.disconnect(self._dialog_gone)
            self.dialog.close()
            self.dialog = None

    def _dialog_gone(self) -> None:
        self.dialog = None

    # --- the keyboard ---------------------------------------------------------------------

    def take_keyboard(self) -> None:
        """Let the keys go to the strip."""
        self.strip.setFocus()

    def _on_play(self) -> None:
        """Play or pause; the strip takes the keyboard, so that Space and Esc go there."""
        self.player.toggle()
        self.take_keyboard()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc on a button does what it does on the strip."""
        if event.key() == Qt.Key.Key_Escape:
            self._escape()
        else:
            super().keyPressEvent(event)

    def _escape(self) -> None:
        """Back to where play began, else to the board."""
        if not self.player.back():
            self.left.emit()

    def changeEvent(self, event: QEvent) -> None:
        """The strip paints itself."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.strip.update()
