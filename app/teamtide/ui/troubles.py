"""What becomes of an exception no code expected: one dialog, a few lines in a log, and on it goes.

It may come from a slot, from painting, from a thread, or a hundred times a second. The dialog is
shown once the event loop is reached, never inside what failed; while it is open, more only add to
its count; and what comes again and again from one place is told at longer and longer distances.
The plan on disk is untouched by it, since every change was either written or never made.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from types import TracebackType
from typing import Any

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QTimer,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox

from teamtide.ui.telling import Trouble, trouble_of

log = logging.getLogger("teamtide")

QUIET_S = 5.0
"""Seconds for which a place that was told of must have been quiet to be told of again; each time
twice as long."""
MOST_DETAILS = 8
SENTENCE = (
    "Something went wrong in Teamtide. Your plan is safe: every change you made before "
    "this is saved. You can go on; if it happens again, restart Teamtide."
)
PRIVATE = "The details say where in the program it happened. No names or notes are in them."

Hook = Callable[[type[BaseException], BaseException, TracebackType | None], object]


class Troubles(QObject):
    """Takes every exception of the program, from any thread."""

    _came = Signal(object)

    def __init__(
        self, parent: QObject | None = None, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Nothing has gone wrong yet; nothing is taken before `install`."""
        super().__init__(parent)
        self.box: QMessageBox | None = None
        self._clock = clock
        self._counts: dict[tuple[str, str], int] = {}
        self._quiet: dict[tuple[str, str], float] = {}
        self._told: dict[tuple[str, str], int] = {}
        self._shown: dict[tuple[str, str], Trouble] = {}
        self._more = self._number = 0
        self._words = QTimer(self)
        self._words.setSingleShot(True)
        self._words.setInterval(200)
        self._words.timeout.connect(self._say_how_many)
        self._before: tuple[Any, ...] | None = None
        self._came.connect(self._take, Qt.ConnectionType.QueuedConnection)

    # --- where they come from -------------------------------------------------------------

    def install(self) -> None:
        """Take what nobody else does, here and in threads, and what Qt complains of."""
        if self._before is None:
            handler = qInstallMessageHandler(_qt_said)
            self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook, handler)
            sys.excepthook = self.report
            threading.excepthook = self._of_thread
            sys.unraisablehook = self._unraisable

    def uninstall(self) -> None:
        """Leave it to whoever took it before."""
        if self._before is not None:
            sys.excepthook, threading.excepthook, sys.unraisablehook, handler = self._before
            qInstallMessageHandler(handler)
            self._before = None

    def report(
        self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Tell the user that something went wrong, when there is time, and log where."""
        if issubclass(kind, (KeyboardInterrupt, SystemExit)):
            QApplication.quit()
            return
        trouble = trouble_of(kind, error, trace)
        self._log(trouble)
        try:
            self._came.emit(trouble)
        except RuntimeError:  # the program is ending
            log.warning("an exception came after the window")

    def _of_thread(self, found: threading.ExceptHookArgs) -> None:
        if not issubclass(found.exc_type, SystemExit):
            self.report(found.exc_type, found.exc_value, found.exc_traceback)

    def _unraisable(self, found: Any) -> None:
        self._log(trouble_of(found.exc_type, found.exc_value, found.exc_traceback))

    def _log(self, trouble: Trouble) -> None:
        """The first of its kind and place whole; then the 2nd, 4th, 8th… by its count."""
        count = self._counts[trouble.key] = self._counts.get(trouble.key, 0) + 1
        if count == 1:
            log.error("%s\n%s", trouble.kind, trouble.where)
        elif count & (count - 1) == 0:
            log.error("%s at %s, %d times now", trouble.kind, trouble.place, count)

    # --- telling --------------------------------------------------------------------------

    def _take(self, trouble: Trouble) -> None:
        now, key = self._clock(), trouble.key
        if self.box is not None:
            self._more += 1
            self._shown.setdefault(key, trouble)
            self._words.start()
        elif now >= self._quiet.get(key, now):
            self._show(trouble)
        if key in self._told:
            self._quiet[key] = now + QUIET_S * 2 ** (self._told[key] - 1)

    def _show(self, trouble: Trouble) -> None:
        parent = QApplication.activeModalWidget() or QApplication.activeWindow()
        box = QMessageBox(QMessageBox.Icon.Warning, "Teamtide", SENTENCE, parent=parent)
        box.setInformativeText(PRIVATE)
        box.setDetailedText(trouble.details)
        copy = box.addButton("Copy details", QMessageBox.ButtonRole.ActionRole)
        copy.clicked.connect(self._copy)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Close))
        box.setWindowModality(Qt.WindowModality.NonModal)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._number += 1
        closed = partial(self._closed, self._number)
        box.finished.connect(closed)
        box.destroyed.connect(closed)  # with the window it belonged to
        self.box, self._more, self._shown = box, 0, {trouble.key: trouble}
        self._told[trouble.key] = self._told.get(trouble.key, 0) + 1
        box.show()

    def _details(self) -> str:
        found = list(self._shown.values())
        texts = [one.details for one in found[:MOST_DETAILS]]
        if self._more:
            texts.append(f"and {self._more:,} more like it")
        return "\n".join(texts)

    def _say_how_many(self) -> None:
        if self.box is not None:
            self.box.setInformativeText(f"And {self._more:,} more like it. {PRIVATE}")
            self.box.setDetailedText(self._details())

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._details())

    def _closed(self, number: int, _: object = None) -> None:
        """What came while the dialog was open is told, and painting anew is no news."""
        if self.box is None or number != self._number:
            return
        self.box = None
        self._words.stop()
        for key in self._shown:
            self._told.setdefault(key, 1)
            self._quiet[key] = self._clock() + QUIET_S * 2 ** (self._told[key] - 1)


def _qt_said(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    """Log that Qt complained, not of what: its messages may hold the names of files and more."""
    if kind in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg):
        return
    log.warning("Qt: %s (%s)", kind.name, context.category or "default")
    if sys.stderr is not None and sys.stderr.isatty():  # somebody looks, and nothing keeps it
        print(message, file=sys.stderr)
