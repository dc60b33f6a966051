"""Chunks as they are planned: how much work, from when to when."""

from __future__ import annotations

from datetime import date

from teamtide.plan.rows import Chunk
from teamtide.ui.inspector.drawing import Bar
from teamtide.ui.session import Session


def expected_days(chunk: Chunk) -> float:
    """The effort the model expects: Swanson's rule where a range is given."""
    if chunk.low is None or chunk.high is None:
        return chunk.likely
    return 0.3 * chunk.low + 0.4 * chunk.likely + 0.3 * chunk.high


def bars_of(session: Session, rows: tuple[Chunk, ...]) -> list[Bar]:
    """Chunks as they are planned in the scenario on screen."""
    load = session.load
    places = {spec.key: number for number, spec in enumerate(load.inputs.chunks)}
    found = []
    for row in rows:
        first, last = load.schedule[places[row.id]]
        days = date.fromordinal(int(first)), date.fromordinal(int(last))
        found.append(Bar(row.id, row.name, row.kind, *days, row.weeks))
    return found
