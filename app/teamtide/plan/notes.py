"""What a lead writes on a card: one note on a person, a team, a project, a chunk or a service.

Notes belong to the plan: they are the same in every scenario, and no figure depends on them.
"""

from __future__ import annotations

from teamtide.plan.changes import ChangeSet
from teamtide.plan.commands import Draft, called
from teamtide.plan.rows import Chunk, Note, Person, Project, Row, Service, Team
from teamtide.plan.state import State

NOTED: dict[str, type[Row]] = {
    "person": Person,
    "team": Team,
    "project": Project,
    "chunk": Chunk,
    "service": Service,
}


def set_note(state: State, *, kind: str, item: int, text: str) -> ChangeSet:
    """What a card says beside its figures; a blank text removes the note.

    Args:
        state: The plan.
        kind: "person", "team", "project", "chunk" or "service".
        item: Its id.
        text: The note.
    """
    draft, known = Draft(state), note_on(state, kind, item)
    name = called(state.get(NOTED[kind], item))
    text = text.strip()
    if not text:
        if known is not None:
            draft.drop(known)
        return draft.change(f"Removed the note on {name}")
    if known is None:
        draft.add(Note, text=text, **{kind: item})
    else:
        draft.edit(known, text=text)
    return draft.change(f"Noted on {name}")


def note_on(state: State, kind: str, item: int) -> Note | None:
    """The note on something, or None."""
    found = state.where(Note, kind, item)
    return found[0] if found else None


def note_text(state: State, kind: str, item: int) -> str:
    """What the note on something says; blank where there is none."""
    found = note_on(state, kind, item)
    return "" if found is None else found.text
