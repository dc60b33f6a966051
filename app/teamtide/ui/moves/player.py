"""Play: the weeks of a plan pass on the board, one at a steady pace.

It moves the *As of* date and nothing else. Whoever stops it with Esc is back where it began;
whatever else chooses a date, changes the plan or drags something ends the excursion where it is.
"""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from teamtide.ui.moves.axis import Axis
from teamtide.ui.session import Session

PACE = 500
"""Milliseconds a week."""


class Player(QObject):
    """Plays the weeks of one session.

    Signals:
        changed: It plays now, or no longer.
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        """Nothing plays."""
        super().__init__(parent)
        self._session = session
        self.origin: date | None = None
        self._stepping = False
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(PACE)
        self._timer.timeout.connect(self.step)
        session.as_of_changed.connect(self._moved)
        session.changed.connect(self._disturbed)
        session.preview_changed.connect(self._disturbed)

    @property
    def playing(self) -> bool:
        """Whether the weeks pass."""
        return self._timer.isActive()

    def _axis(self) -> Axis:
        plan = self._session.state.plan
        return Axis(plan.start, plan.weeks, 0.0, 1.0)

    def toggle(self) -> None:
        """Play, or pause."""
        if self.playing:
            self.pause()
        else:
            self.play()

    def play(self) -> None:
        """Let the weeks pass from here; from the beginning where the end is reached."""
        session, axis = self._session, self._axis()
        if self.origin is None:
            self.origin = session.as_of
        if session.as_of >= axis.last_monday:
            self._go(axis.start)
        self._timer.start()
        self.changed.emit()

    def pause(self) -> None:
        """Stay here; `back` still leads to where it began."""
        if self.playing:
            self._timer.stop()
            self.changed.emit()

    def back(self) -> bool:
        """Stop, and be where it began; False where nothing was played."""
        if self.origin is None:
            return False
        origin = self.origin
        self.pause()
        self._go(origin)
        self.origin = None
        return True

    def step(self) -> None:
        """The next week; the last one is the end."""
        axis = self._axis()
        following = axis.shifted(self._session.as_of, 7)
        if following <= self._session.as_of:
            self.pause()
        else:
            self._go(following)

    def _go(self, day: date) -> None:
        self._stepping = True
        try:
            self._session.set_as_of(day)
        finally:
            self._stepping = False

    def _moved(self, _day: object) -> None:
        """Somebody else chose a date: that is where they want to be."""
        if not self._stepping:
            self.pause()
            self.origin = None

    def _disturbed(self, what: object) -> None:
        """What is dragged or changed takes effect on the date on screen: it must hold still."""
        if what is not None:
            self.pause()

    def close_session(self) -> None:
        """Stop, before the session goes."""
        self._timer.stop()
        self._session.as_of_changed.disconnect(self._moved)
        self._session.changed.disconnect(self._disturbed)
        self._session.preview_changed.disconnect(self._disturbed)
