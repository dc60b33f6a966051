"""What a cell of the goals view says: a share against the wanted one, or days. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from teamtide.capacity.measures.serving import Part, Serving
from teamtide.ui.charts.words import Words

UPDATING = "updating…"
STARVES = "▼"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Args:
        text: What it says.
        share: How long its bar is, 0 to 1; None for no bar.
        wanted: Where the mark on the bar is, or None.
        coming: How long the bar would be, or None.
        starving: Whether the goal gets less than it is to have.
        stale: Whether the figures are of an earlier plan.
    """

    text: str = ""
    share: float | None = None
    wanted: float | None = None
    coming: float | None = None
    starving: bool = False
    stale: bool = False


EMPTY = Cell()


def planned_cell(now: Serving, would_be: Serving | None, words: Words, goal: int | None) -> Cell:
    """What is asked for a goal (None: for none) of all work asked for."""
    part = _part(now, goal)
    share = now.asked_share(part)
    coming = None
    if would_be is not None:
        coming = would_be.asked_share(_part(would_be, goal))
        coming = None if abs(coming - share) < SAME else coming
    wanted = None if goal is None else now.wanted[goal]
    text = words.percent(share)
    if coming is not None:
        text += f" → {words.percent(coming)}"
    return Cell(text, share, wanted, coming)


def done_cell(
    known: Serving | None,
    coming: Serving | None,
    words: Words,
    goal: int | None,
    *,
    stale: bool,
    waiting: bool = False,
) -> Cell:
    """What a goal (None: no goal) gets of all work done, and by how many days it starves.

    Args:
        known: As it is; None where nothing is known yet.
        coming: As it would be if what hovers were dropped.
        words: How figures are written.
        goal: Which goal.
        stale: Whether `known` is of an earlier plan.
        waiting: Whether something hovers of which the work done is not known yet.
    """
    if known is None or known.done_share(_part(known, goal)) is None:
        nothing = known is not None and not stale
        return Cell("nothing gets done" if nothing else UPDATING, stale=not nothing)
    share = known.done_share(_part(known, goal)) or 0.0
    now, would = known, None
    if coming is not None:
        would = coming.done_share(_part(coming, goal))
        if would is not None and abs(would - share) < SAME:
            would = None
        now = coming
    text = words.percent(share)
    if would is not None:
        text += f" → {words.percent(would)}"
    elif waiting:
        text += " → …"
    starving = goal is not None and now.missing(goal) > 0.0
    if goal is not None and starving:
        text = f"{STARVES} {text} · {words.days(now.short(goal))} short"
    if stale:
        text += f" · {UPDATING}"
    wanted = None if goal is None else now.wanted[goal]
    return Cell(text, share, wanted, would, starving, stale)


SAME = 5e-4


def _part(serving: Serving, goal: int | None) -> Part:
    return serving.aimless if goal is None else serving.goals[goal]


def days_cell(part: Part | None, words: Words, *, done: bool, note: str = "") -> Cell:
    """Days of one project or service; `note` says why it asks for none."""
    if note:
        return Cell(note)
    if part is None or (done and part.done is None):
        return Cell("…")
    return Cell(words.days((part.done or 0.0) if done else part.asked))
