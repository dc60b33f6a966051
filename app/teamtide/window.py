"""The way into the window, for who has not imported Qt yet: is there a screen at all?"""

from __future__ import annotations

import os
import sys


def has_display() -> bool:
    """Whether Qt could show a window here (or was told to draw without a screen)."""
    if not sys.platform.startswith("linux"):
        return True
    shown = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return any(os.environ.get(name) for name in shown)


def open_window(path: str | None) -> int:
    """Open the window, on a plan where a path is given; the exit code."""
    if not has_display():
        print(
            "There is no display to open a window on. The commands work without one; "
            "see `teamtide --help`, or start with `teamtide sample`.",
            file=sys.stderr,
        )
        return 1
    from teamtide.ui.application import run_window

    return run_window(path)
