"""The way into the window, for who has not imported Qt yet: is there a screen at all?"""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from teamtide.ui.main_window import MainWindow


def has_display() -> bool:
    """Whether Qt could show a window here (or was told to draw without a screen)."""
    if not sys.platform.startswith("linux"):
        return True
    shown = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return any(os.environ.get(name) for name in shown)


def open_window(path: str | None) -> int:
    """Open the window, on a plan where a path is given, until it is closed; the exit code."""
    if not has_display():
        print(
            "There is no display to open a window on. The commands work without one; "
            "see `teamtide --help`, or start with `teamtide sample`.",
            file=sys.stderr,
        )
        return 1
    app, window = start(path)
    code = app.exec()
    del window
    return code


def start(path: str | None) -> tuple[QApplication, MainWindow]:
    """The window, shown. Nothing is collected meanwhile: all that is made here is there to stay."""
    gc.disable()
    try:
        from teamtide.ui.application import show_window

        return show_window(path)
    finally:
        gc.freeze()
        gc.enable()
