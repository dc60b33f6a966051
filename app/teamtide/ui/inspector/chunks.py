"""Chunks as they are planned: how much work, from when to when."""

from __future__ import annotations

from datetime import date

from teamtide.capacity.schedule import days_done, expected_effort, is_over
from teamtide.plan.rows import Chunk
from teamtide.ui.fields import texts
from teamtide.ui.inspector.drawing import Bar
from teamtide.ui.session import Session


def effort_text(rows: tuple[Chunk, ...]) -> str:
    """The effort the model expects, and how much of it is done where anybody said."""
    days = texts.number_text(sum(map(expected_effort, rows)), 1)
    if not any(row.done for row in rows):
        return f"{days} d expected"
    return f"{texts.number_text(sum(map(days_done, rows)), 1)} of {days} d done"


def bars_of(session: Session, rows: tuple[Chunk, ...]) -> list[Bar]:
    """Chunks as they are planned in the scenario on screen."""
    load = session.load
    places = {spec.key: number for number, spec in enumerate(load.inputs.chunks)}
    found = []
    for row in rows:
        first, last = load.schedule[places[row.id]]
        days = date.fromordinal(int(first)), date.fromordinal(int(last))
        effort = expected_effort(row)
        part = days_done(row) / effort if effort > 0.0 else float(is_over(row))
        told = effort_text((row,)) if row.done else ""
        found.append(Bar(row.id, row.name, row.kind, *days, row.weeks, part, told))
    return found
