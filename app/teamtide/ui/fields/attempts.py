"""Trying a change where it is typed: done, or the reason it can't be, with nothing applied."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from teamtide.plan.changes import ChangeSet
from teamtide.plan.state import Stale, State
from teamtide.plan.validation import Refused
from teamtide.ui.fields.texts import Wrong
from teamtide.ui.session import Session

Command = Callable[[State], ChangeSet]


def attempt(session: Session, command: Command) -> str:
    """Make a change; the sentence that says why it can't be made, or nothing.

    A refusal is returned, not announced, so that it can stand beside what was typed.
    """
    try:
        change = command(session.state)
        if not change and not change.notes:
            return ""
        session.document.preview(change)
    except (Refused, Wrong) as error:
        return str(error)
    except Stale:
        return "The plan has changed meanwhile; please do that again."
    if session.run(lambda _: change):
        return ""
    return "This could not be saved."


def labelled(change: ChangeSet, label: str) -> ChangeSet:
    """The same change under the words that undo will show."""
    return replace(change, label=label)
