"""Where an export goes: names that give nobody away, and the key apart from what is sent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from teamtide.ui.exporting.options import Choice
from teamtide.ui.session import Session

AskPath = Callable[[str, str, str, str], Path | None]
"""Asks for a file: title, name offered, what the files are, their ending."""
AskFolder = Callable[[str], Path | None]


def ask_places(
    session: Session, choice: Choice, ask_path: AskPath, ask_folder: AskFolder
) -> tuple[Path, Path | None] | None:
    """Where to write, and where who is who goes; None where the user thinks better of it.

    Args:
        session: The open plan.
        choice: What is to be written.
        ask_path: Asks for a file.
        ask_folder: Asks for a folder.
    """
    stem = session.document.path.stem
    if choice.discreet:
        from teamtide.exchange.discreet.plans import discreet

        stem = discreet(session.state).hide(stem)
    if choice.csv:
        folder = ask_folder("Export: the folder that the folder of tables goes into")
        out = None if folder is None else folder / f"{stem} tables"
    else:
        out = ask_path("Export to Excel", f"{stem}.xlsx", "Excel workbook (*.xlsx)", ".xlsx")
    if out is None:
        return None
    if not choice.key:
        return out, None
    key = ask_path("Keep who is who as", f"{stem} key.csv", "Text table (*.csv)", ".csv")
    return None if key is None else (out, key)
