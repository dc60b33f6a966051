"""The running app: one QApplication, its look, its windows, and what happens when we are broken.

An exception that no code expected reaches the user as one dialog that says so, with details to
copy; the plan on disk is untouched by it, since every change was either written or never made.
"""

from __future__ import annotations

import logging
import sys
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication, QMessageBox

from teamtide import __version__
from teamtide.paths import resource
from teamtide.plan.lock import data_folder
from teamtide.ui import theme
from teamtide.ui.main_window import MainWindow
from teamtide.ui.preferences import preferences

log = logging.getLogger("teamtide")


def show_window(path: str | None) -> tuple[QApplication, MainWindow]:
    """The window, shown, on a plan where a path is given."""
    app = make_application(sys.argv[:1])
    sys.excepthook = report
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


def _log_to_file() -> None:
    try:
        handler = RotatingFileHandler(
            data_folder() / "teamtide.log", maxBytes=500_000, backupCount=2, encoding="utf-8"
        )
    except OSError:  # without a log the app still does its job
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)


def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Tell the user that something went wrong, once, and log where (never what the plan says)."""
    if issubclass(kind, KeyboardInterrupt):
        QApplication.quit()
        return
    where = "".join(traceback.format_tb(trace))
    log.error("%s\n%s", kind.__name__, where)
    details = f"Teamtide {__version__}\n{where}{kind.__name__}: {error}"
    box = QMessageBox(
        QMessageBox.Icon.Warning,
        "Teamtide",
        "Something went wrong in Teamtide. Your plan is safe: every change you made before "
        "this is saved. You can go on; if it happens again, restart Teamtide.",
    )
    box.setDetailedText(details)
    copy = box.addButton("Copy details", QMessageBox.ButtonRole.ActionRole)
    box.addButton(QMessageBox.StandardButton.Close)
    box.exec()
    if box.clickedButton() is copy:
        QGuiApplication.clipboard().setText(details)
    box.deleteLater()
