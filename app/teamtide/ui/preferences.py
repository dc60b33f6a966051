"""What the app remembers between runs: the look, the window's size, the files opened lately."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings

from teamtide.plan.lock import data_folder

MOST_RECENT = 8


def preferences() -> QSettings:
    """The settings file in the user's data folder."""
    return QSettings(str(data_folder() / "settings.ini"), QSettings.Format.IniFormat)


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
