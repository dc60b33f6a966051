"""Long work beside the window: a command line of our own, run in another process.

The plan file is always up to date, so a helper process can read it and write a workbook while the
window stays at a frame; its output replaces the old file whole or not at all, so it can be ended
at any moment. It is the same command a person could type.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Qt
from PySide6.QtWidgets import QProgressDialog, QWidget

import teamtide
from teamtide.plan.sealed.keys import HANDED, all_at_hand

PROGRESS = b"progress "
"""What a line on stderr begins with that says how far a command is, in percent."""


class Errand(QObject):
    """One `teamtide …` command in another process, with a progress dialog that can end it.

    Where the command says how far it is (`export --progress`), the dialog shows it.
    """

    def __init__(
        self,
        arguments: list[str],
        *,
        title: str,
        done: Callable[[], None],
        failed: Callable[[str], None],
        parent: QWidget,
    ) -> None:
        """Run `teamtide` with `arguments`; then `done`, or `failed` with a sentence."""
        super().__init__(parent)
        self._done, self._failed = done, failed
        self._cancelled = False
        self._said = b""
        self.output = b""
        """What the command printed, once it is done."""
        self._process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("PYTHONIOENCODING", "utf-8")
        home = str(Path(teamtide.__file__).resolve().parent.parent)
        others = environment.value("PYTHONPATH")
        environment.insert("PYTHONPATH", os.pathsep.join(filter(None, (home, others))))
        keys = all_at_hand()
        if keys:
            environment.insert(HANDED, "stdin")
        self._process.setProcessEnvironment(environment)
        self._process.readyReadStandardError.connect(self._listen)
        self._process.finished.connect(self._finished)
        self._process.errorOccurred.connect(self._broke)
        self._dialog = QProgressDialog(title, "Cancel", 0, 0, parent)
        self._dialog.setWindowTitle("Teamtide")
        self._dialog.setWindowModality(Qt.WindowModality.WindowModal)
        self._dialog.setMinimumDuration(400)
        self._dialog.setAutoClose(False)
        self._dialog.canceled.connect(self._cancel)
        self._dialog.setValue(0)
        frozen = bool(getattr(sys, "frozen", False))
        lead = [] if frozen else ["-m", "teamtide"]
        self._process.start(sys.executable, [*lead, *arguments])
        # An encrypted plan opens there as it is open here; nobody else can read what goes there.
        for key in keys:
            self._process.write(f"{key.handed()}\n".encode())
        self._process.closeWriteChannel()

    def wait(self) -> None:
        """End it and wait until it is gone (when the window closes)."""
        if self._process.state() != QProcess.ProcessState.NotRunning:
            self._cancel()
            self._process.waitForFinished(3000)

    def _cancel(self) -> None:
        self._cancelled = True
        self._process.kill()

    def _listen(self) -> None:
        """Show how far it is; all else it says is kept for its end."""
        self._said += bytes(self._process.readAllStandardError().data())
        *lines, rest = self._said.split(b"\n")
        told = [line for line in lines if line.startswith(PROGRESS)]
        self._said = b"\n".join([*(line for line in lines if line not in told), rest])
        percent = told[-1].removeprefix(PROGRESS).strip() if told else b""
        if percent.isdigit():
            # The last thing here: it lets the event loop turn, and the process may end in that.
            self._dialog.setMaximum(100)
            self._dialog.setValue(min(99, int(percent)))

    def _finished(self, code: int, _status: QProcess.ExitStatus) -> None:
        said = self._said + bytes(self._process.readAllStandardError().data())
        lines = [line for line in said.split(b"\n") if not line.startswith(PROGRESS)]
        self.output = bytes(self._process.readAllStandardOutput().data())
        error = b"\n".join(lines).decode("utf-8", "replace")
        self._end()
        if self._cancelled:
            return
        if code == 0:
            self._done()
        else:
            self._failed(error.strip().splitlines()[-1] if error.strip() else "It did not finish.")

    def _broke(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._end()
            self._failed("The helper process could not be started; is Teamtide installed whole?")

    def _end(self) -> None:
        self._dialog.canceled.disconnect(self._cancel)  # closing it says so as well
        self._dialog.close()
        self._dialog.deleteLater()
        self.deleteLater()
