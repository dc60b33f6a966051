"""The running app: one QApplication, its look, its window, its log, and who takes exceptions."""

from __future__ import annotations

import logging
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from teamtide import __version__
from teamtide.paths import resource
from teamtide.plan.lock import data_folder
from teamtide.private import private_opener
from teamtide.ui import theme
from teamtide.ui.main_window import MainWindow
from teamtide.ui.preferences import preferences
from teamtide.ui.troubles import Troubles

log = logging.getLogger("teamtide")


def show_window(path: str | None) -> tuple[QApplication, MainWindow]:
    """The window, shown, on a plan where a path is given."""
    app = make_application(sys.argv[:1])
    Troubles(app).install()
    _log_to_file()
    window = MainWindow()
    window.show()
    if path is not None:
        window.open_plan(Path(path))
    return app, window


def make_application(arguments: list[str]) -> QApplication:
    """The QApplication, with Teamtide's name, icon and look."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(arguments)
    app.setApplicationName("Teamtide")
    app.setApplicationDisplayName("Teamtide")
    app.setApplicationVersion(__version__)
    QGuiApplication.setDesktopFileName("teamtide")
    icon = resource("icons", "teamtide.svg")
    if icon.exists():
        app.setWindowIcon(QIcon(str(icon)))
    theme.apply(app, str(preferences().value("mode", "system")))
    QGuiApplication.styleHints().colorSchemeChanged.connect(_scheme_changed)
    return app


def _scheme_changed() -> None:
    app = QApplication.instance()
    if isinstance(app, QApplication):
        theme.apply(app)


class _PrivateLog(RotatingFileHandler):
    """A log nobody else may read, when it is started anew, too."""

    def _open(self) -> Any:
        return open(self.baseFilename, self.mode, encoding=self.encoding, opener=private_opener)


def _log_to_file() -> None:
    try:
        path = data_folder() / "teamtide.log"
        handler = _PrivateLog(path, maxBytes=500_000, backupCount=2, encoding="utf-8")
    except OSError:  # without a log the app still does its job
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)
