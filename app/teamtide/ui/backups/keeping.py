"""Keeps backups of the open plan while one works, without anybody waiting for it.

A moment after a change it is looked whether a copy is due, and again every few minutes until one
was made. A thread copies, on a connection of its own, and the database does that outside Python: a
drag goes on meanwhile. Where there can be no copy, that is a sentence in passing.
"""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, QTimer, Signal

from teamtide.plan.backups import BEFORE
from teamtide.plan.store import StoreError
from teamtide.plan.validation import Refused
from teamtide.ui.session import Session

OPENED = 60_000
"""Milliseconds after opening; what was changed the last time may not have been kept."""
SOON = 4_000
LATER = 5 * 60_000
_LONGEST = 10.0


class Keeper(QObject):
    """Keeps the backups of one session's plan."""

    failed = Signal(str)
    """Why there is no backup, once until there is one again."""
    kept = Signal()
    """It was looked, and there was no trouble."""
    _ended = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        """Follow `session` until `put_away`."""
        super().__init__(parent)
        self._session = session
        self._thread: threading.Thread | None = None
        self._changed_since = False
        self._told = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        self._ended.connect(self._take)
        session.changed.connect(self._changed)
        session.large_step.connect(self.before)
        self._timer.start(OPENED)

    def put_away(self) -> None:
        """Look no more; a copy that is being made is waited for, so that the file can be closed."""
        self._timer.stop()
        self._session.changed.disconnect(self._changed)
        self._session.large_step.disconnect(self.before)
        self._ended.disconnect(self._take)
        self._wait()

    def before(self, what: str) -> None:
        """Keep the plan as it is now, before something large is done to it."""
        if not self._session.document.writable:
            return
        try:
            self._session.document.back_up(f"{BEFORE} {what}", unless_same=True)
        except (StoreError, Refused) as error:
            self._say(str(error))

    def look(self) -> None:
        """Make a copy if one is due."""
        if self._thread is not None or not self._session.document.writable:
            return
        self._changed_since = False
        self._thread = threading.Thread(target=self._work, name="backup", daemon=True)
        self._thread.start()

    def _changed(self, _update: object) -> None:
        self._changed_since = True
        if not self._timer.isActive() or self._timer.interval() == OPENED:
            self._timer.start(SOON)

    def _work(self) -> None:
        document = self._session.document
        try:
            self._ended.emit(("", document.back_up_due()))
        except (StoreError, Refused) as error:
            self._ended.emit((str(error), False))

    def _take(self, answer: tuple[str, bool]) -> None:
        problem, done = answer
        self._wait()
        if problem:
            self._say(problem)
        else:
            self._told = False
            self.kept.emit()
        if not done or self._changed_since:
            self._timer.start(LATER)

    def _wait(self) -> None:
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.join(_LONGEST)

    def _say(self, problem: str) -> None:
        if not self._told:
            self._told = True
            self.failed.emit(problem)
