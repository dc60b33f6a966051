"""The plan that ships with the app, so that a newcomer has something to drag.

It is kept as a plan workbook, read in the way any other one is: people can open it to see what
such a workbook looks like, and an importer that breaks breaks the sample too.
"""

from __future__ import annotations

from datetime import date

from teamtide.exchange.importing import preview_import
from teamtide.paths import resource
from teamtide.plan.fresh import blank
from teamtide.plan.state import State

_ANY_MONDAY = date(2026, 1, 5)  # the workbook brings its own name and start


def sample_state() -> State:
    """The sample plan: one squad, and two options to change it.

    Raises:
        Unreadable: the shipped workbook is missing or can't be read.
        ValueError: a cell of it can't be used; the message names the cell.
    """
    empty = blank(name="Sample", start=_ANY_MONDAY)
    found = preview_import(empty, resource("sample.xlsx"))
    if found.refused:
        raise ValueError(found.sentence())
    return empty.apply(found.change)
