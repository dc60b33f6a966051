"""What the app remembers between runs: the look, the window's size, the files opened lately.

It holds paths and nothing out of a plan, in a file nobody else may read.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QSettings

from teamtide.plan.lock import data_folder
from teamtide.private import private_opener

MOST_RECENT = 8


def preferences() -> QSettings:
    """The settings file in the user's data folder."""
    path = data_folder() / "settings.ini"
    with suppress(OSError):  # settings that can't be kept are no reason to stop
        os.close(private_opener(str(path), os.O_CREAT | os.O_WRONLY))
    return QSettings(str(path), QSettings.Format.IniFormat)


def recent_files() -> list[Path]:
    """Plans opened lately that are still there, newest first."""
    stored = preferences().value("recent", [])
    names = stored if isinstance(stored, list) else [stored]
    return [path for path in map(Path, filter(None, map(str, names))) if path.exists()]


def remember_file(path: Path) -> None:
    """Put a plan first among the recent ones."""
    path = path.resolve()
    others = [p for p in recent_files() if p != path]
    preferences().setValue("recent", [str(p) for p in (path, *others)][:MOST_RECENT])
