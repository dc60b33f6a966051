"""Goals, by rank: which comes first, what each is to have of all work, and what serves it.

The rank is the place in one order. Plans from spreadsheets may leave ranks out or give two goals
the same; then the order is by rank, goals without one last, and by place in the plan among equals.
Whoever re-ranks gives every goal its place as rank *and* as position, so that from then on both
say the same, in the workbook too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from teamtide.plan.changes import ChangeSet
from teamtide.plan.commands import Draft, called, counted, edit, remove
from teamtide.plan.rows import Goal, GoalId, Project, ProjectId
from teamtide.plan.state import State

WHOLE = 1.0
TIE = 1e-9


def ranked(state: State) -> tuple[Goal, ...]:
    """The goals, the most important first."""
    rows = state.rows(Goal)
    last = float("inf")
    return tuple(sorted(rows, key=lambda row: last if row.rank is None else row.rank))


def rank_before(state: State, goals: Sequence[GoalId], before: GoalId | None) -> ChangeSet:
    """Goals put in front of another in rank, or last; every rank is its place afterwards."""
    order = [row for row in ranked(state) if row.id not in goals]
    moved = [row for row in ranked(state) if row.id in goals]
    place = next((n for n, row in enumerate(order) if row.id == before), len(order))
    order[place:place] = moved
    draft = Draft(state)
    _number(draft, order)
    return draft.change(f"Ranked {counted(moved)}")


def rank_by(state: State, goals: Sequence[GoalId], step: int) -> ChangeSet:
    """Goals one or more places up (-1) or down (1), together; as far as there is room."""
    order = [row.id for row in ranked(state)]
    others = [goal for goal in order if goal not in goals]
    first = min(order.index(goal) for goal in goals)
    place = min(max(first + step, 0), len(others))
    return rank_before(state, goals, others[place] if place < len(others) else None)


def add_goal(state: State, name: str) -> ChangeSet:
    """A new goal, last in rank, without a wanted share."""
    draft = Draft(state)
    added = draft.add(Goal, name=name)
    _number(draft, [*ranked(state), added])
    return draft.change(f"Added {called(added)}")


def free_goal_name(state: State) -> str:
    """A name no goal has yet."""
    taken = {row.name.casefold() for row in state.rows(Goal)}
    name, number = "New goal", 2
    while name.casefold() in taken:
        name, number = f"New goal {number}", number + 1
    return name


def rename(state: State, goal: GoalId, name: str) -> ChangeSet:
    """A goal under another name."""
    row = state.get(Goal, goal)
    return replace(edit(state, row, name=name), label=f"Renamed {row.name} to {name.strip()}")


def want(state: State, goal: GoalId, share: float | None) -> ChangeSet:
    """The part of all work a goal is to have (0 to 1), or None for none in particular."""
    row = state.get(Goal, goal)
    said = "no share" if share is None else f"{100 * share:g} %"
    return replace(edit(state, row, wanted_share=share), label=f"{row.name} is to have {said}")


def remove_goals(state: State, goals: Sequence[GoalId]) -> ChangeSet:
    """Goals gone; what served them serves none, and the ranks close up."""
    gone = [state.get(Goal, goal) for goal in goals]
    first = remove(state, gone)
    after = state.apply(first)
    draft = Draft(after)
    _number(draft, ranked(after))
    return ChangeSet.joined(first.label, (first, draft.change("")))


def serve(state: State, projects: Sequence[ProjectId], goal: GoalId | None) -> ChangeSet:
    """Projects that serve a goal from now on (None: none), in every scenario."""
    draft = Draft(state)
    rows = [state.get(Project, project) for project in projects]
    for row in rows:
        draft.edit(row, goal=goal)
    target = called(state.get(Goal, goal)) if goal is not None else "no goal"
    verb = "serves" if len(rows) == 1 else "serve"
    return draft.change(f"{counted(rows)} {verb} {target}")


def _number(draft: Draft, order: Sequence[Goal]) -> None:
    for number, row in enumerate(order, 1):
        values: dict[str, Any] = {"rank": number, "position": number}
        draft.edit(draft.get(Goal, row.id), **values)


def wanted_sum(state: State) -> float:
    """What all goals are to have together, as a part of all work."""
    return sum(row.wanted_share or 0.0 for row in state.rows(Goal))


def wanted_sentence(state: State) -> str:
    """What the wanted shares add up to, and that it can't be where they are more than all work."""
    rows = state.rows(Goal)
    if not rows:
        return "No goals yet. Add one, and say which projects serve it."
    total = wanted_sum(state)
    said = f"{100 * total:.1f}".removesuffix(".0")
    if total > WHOLE + TIE:
        return (
            f"The goals want {said} % of all work together, which is more than there is: "
            "at least one has to starve. Lower a share."
        )
    open_ = sum(row.wanted_share is None for row in rows)
    more = ""
    if open_:
        more = f"; {open_} {'goal wants' if open_ == 1 else 'goals want'} no share in particular"
    return f"The goals want {said} % of all work together{more}."
