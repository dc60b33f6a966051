"""What the *Paused* tray below the bench shows: projects at rest, what each has freed. No Qt."""

from __future__ import annotations

from dataclasses import replace

from teamtide.capacity.freed import Plans, asked_by_project, freed
from teamtide.capacity.results import Load
from teamtide.plan.rows import Project
from teamtide.plan.state import State
from teamtide.ui.board.cards import PAUSED, Ref, WorkCard
from teamtide.ui.charts.words import Words

EMPTY_TRAY = "Drag a project here to see what it frees."
BEYOND = 0.05
CANCELLED = "cancelled"


def tray_ref(project: int) -> Ref:
    """The card of a project at rest."""
    return Ref("project", project, PAUSED)


def with_freed_days(
    cards: tuple[WorkCard, ...], state: State, load: Load, words: Words
) -> tuple[WorkCard, ...]:
    """The cards of the tray with the days each has freed within the plan."""
    if not cards:
        return cards
    rank = {int(row.id): number for number, row in enumerate(state.rows(Project))}
    days = asked_by_project(Plans.of(load)).tolist()
    found = []
    for card in cards:
        line = f"{card.line} · {words.days(days[rank[int(card.ref.key)]])} freed"
        found.append(replace(card, line=line, tip=f"{card.name}\n{line}{card.tip}"))
    return tuple(found)


def freed_text(before: Plans, after: Plans, words: Words) -> str:
    """What a drop would free, or ask for again; empty where projects stay as they are."""
    if before.inputs.projects is after.inputs.projects:
        return ""
    found = freed(before, after)
    if not found.projects:
        return ""
    if found.total < -BEYOND:
        return f"asks for {words.days(-found.total)} again"
    return f"frees {words.days(found.total)}"


def tray_title(cards: tuple[WorkCard, ...]) -> str:
    """The heading of the tray."""
    if not cards:
        return "Paused"
    some = any(card.line.startswith(CANCELLED) for card in cards)
    return f"Paused{', cancelled' if some else ''} · {len(cards)}"
