"""The workbook a lead sends: what the options come to, who moves, the figures, the whole plan.

It stands without the app, so every number on it is either a live formula over the sheets beside
it or said not to be one, and the plan sheets at its end can be read back in. Written to a
temporary file beside the target and put in its place at the end: cancelled or killed, the old
file stands.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from teamtide.capacity.results import Load
from teamtide.exchange.books.findings import Unwritable
from teamtide.plan.rows import ScenarioId
from teamtide.plan.state import State

__all__ = ["Unwritable", "export_workbook"]

Progress = Callable[[float], None]
"""Told the part that is done, 0 to 1; an exception it raises cancels the export."""


def export_workbook(
    state: State,
    loads: Mapping[ScenarioId, Load],
    path: Path,
    *,
    progress: Progress | None = None,
) -> None:
    """Write the workbook of a plan.

    Args:
        state: The plan.
        loads: The load of each scenario that is to be in it.
        path: Where to; an existing file is replaced when the new one is whole.
        progress: Called between sheets.

    Raises:
        Unwritable: the folder does not take it, or a text is too long for a cell.
    """
    from teamtide.exchange.workbooks.cached_values import add_cached_values
    from teamtide.exchange.workbooks.sheets_all import build_workbook

    tell = progress or (lambda _: None)
    built = build_workbook(state, loads, lambda part: tell(part * 0.7))
    handle, temporary = _temporary(path)
    try:
        with os.fdopen(handle, "wb") as file:
            built.workbook.save(file)
        tell(0.85)
        add_cached_values(Path(temporary), built.cached)
        tell(0.95)
        _replace(temporary, path)
    except BaseException as error:
        with suppress(OSError):
            Path(temporary).unlink()
        if isinstance(error, OSError):
            reason = error.strerror or "the disk does not take it"
            raise Unwritable(
                f"{path.name} can't be written: {reason}. Make room or choose another folder."
            ) from None
        raise
    tell(1.0)


def _temporary(path: Path) -> tuple[int, str]:
    try:
        return tempfile.mkstemp(prefix=f".{path.stem[:40]}-", suffix=".part", dir=path.parent)
    except OSError as error:
        reason = error.strerror or "the folder does not take it"
        raise Unwritable(
            f"{path.name} can't be written: {reason}. Choose another folder."
        ) from None


def _replace(temporary: str, path: Path) -> None:
    try:
        if path.exists():
            Path(temporary).chmod(path.stat().st_mode & 0o777)
        else:
            mask = os.umask(0)
            os.umask(mask)
            Path(temporary).chmod(0o666 & ~mask)
        Path(temporary).replace(path)
    except OSError as error:
        reason = error.strerror or "it is open elsewhere"
        raise Unwritable(
            f"{path.name} can't be replaced: {reason}. Close it elsewhere, or choose another name."
        ) from None
