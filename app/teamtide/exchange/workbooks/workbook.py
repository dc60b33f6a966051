"""The workbook a lead sends: what the options come to, who moves, the figures, the whole plan.

It stands without the app, so every number on it is either a live formula over the sheets beside
it or said not to be one, and the plan sheets at its end can be read back in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from teamtide.capacity.results import Load
from teamtide.exchange.books.findings import Unwritable
from teamtide.exchange.replacing import replacing
from teamtide.plan.rows import ScenarioId
from teamtide.plan.state import State

if TYPE_CHECKING:
    from teamtide.exchange.workbooks.findings import Findings

__all__ = ["Unwritable", "export_workbook"]

Progress = Callable[[float], None]
"""Told the part that is done, 0 to 1; an exception it raises cancels the export."""


def export_workbook(
    state: State,
    loads: Mapping[ScenarioId, Load],
    path: Path,
    *,
    findings: Findings | None = None,
    progress: Progress | None = None,
) -> None:
    """Write the workbook of a plan.

    Args:
        state: The plan.
        loads: The load of each scenario that is to be in it, Today's among them.
        path: Where to; an existing file is replaced when the new one is whole.
        findings: The measures, and what choices hinge on; the measures alone where None.
        progress: Called between sheets.

    Raises:
        Unwritable: the folder does not take it, or a text is too long for a cell.
    """
    from teamtide.exchange.workbooks.findings import Findings, readings_of
    from teamtide.exchange.workbooks.sheets_all import build_workbook

    tell = progress or (lambda _: None)
    if findings is None:
        findings = Findings(readings_of(state, loads, tell=lambda part: tell(part * 0.3)))
    with replacing(path) as file:
        book = build_workbook(state, loads, findings, lambda part: tell(0.3 + part * 0.3))
        for part in book.save(file):
            tell(0.6 + part * 0.39)
    tell(1.0)
