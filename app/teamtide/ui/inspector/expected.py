"""What the inspector says of when work will be done: the forecast of the scenario on screen."""

from __future__ import annotations

from datetime import date

from teamtide.capacity.schedule import is_over
from teamtide.plan.rows import Chunk, ChunkId, ProjectId
from teamtide.ui.board.outcomes import finishes_of, late_text
from teamtide.ui.charts.localised import LocaleWords
from teamtide.ui.session import Session

UPDATING = "being worked out anew…"


def project_lines(session: Session, project: ProjectId) -> tuple[str, ...]:
    """When a project finishes, how sure that is, and its deadline; nothing where it is unknown."""
    shown = session.forecast
    if shown is None or shown.outlook is None:
        return () if shown is None else _state(session)
    found = finishes_of(session.state, shown.outlook, shown.bands, LocaleWords())
    finish = found.get(project)
    return (*(finish.lines if finish is not None else ()), *_state(session))


def chunk_lines(session: Session, chunk: ChunkId) -> tuple[str, ...]:
    """When a chunk finishes; nothing where it is unknown."""
    shown = session.forecast
    if shown is None or shown.outlook is None:
        return ()
    outlook, words = shown.outlook, LocaleWords()
    index = next((i for i, row in enumerate(session.state.rows(Chunk)) if row.id == chunk), None)
    if index is None or index >= len(outlook.finish_day):
        return ()
    if not outlook.owned[index]:
        return ()
    if is_over(session.state.get(Chunk, chunk)):
        return ("Finished before this plan starts",)
    ordinal = int(outlook.finish_day[index])
    if not ordinal:
        return ("Not finished within the weeks of this plan", *_state(session))
    day = date.fromordinal(ordinal)
    planned = date.fromordinal(int(session.load.schedule[index, 1]))
    late = late_text((day - planned).days, words)
    line = f"Finishes {words.day(day)}" + (f", {late} than planned" if late else ", as planned")
    return (line, *_state(session))


def _state(session: Session) -> tuple[str, ...]:
    shown = session.forecast
    if shown is None or shown.state == "current":
        return ()
    return (shown.sentence,) if shown.state == "failed" else (UPDATING,)
