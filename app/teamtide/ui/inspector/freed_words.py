"""What pausing, cancelling or delaying comes to, in words. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from teamtide.capacity.freed import Freed
from teamtide.capacity.inputs import Inputs
from teamtide.capacity.measures.serving import Starved
from teamtide.plan.rows import Goal
from teamtide.plan.state import State
from teamtide.ui.charts.words import Words

LITTLE = 0.05
"""Days that are not worth saying."""
SHOWN = 4
"""Projects named before the rest is counted."""
NO_GOAL_STARVES = "No goal starves because of it."
UPDATING = "Goals: updating…"


def headline(found: Freed, words: Words) -> str:
    """How much is freed in all, or asked for again, or moved to other weeks."""
    if moves_only(found):
        moved = float(found.days.clip(min=0.0).sum())
        if moved <= LITTLE and abs(found.outside) <= LITTLE:
            return "Nothing moves"
        return f"{words.days(moved)} move to other weeks"
    if found.total < -LITTLE:
        return f"{words.days(-found.total)} asked for again"
    return f"{words.days(found.total)} freed"


def moves_only(found: Freed) -> bool:
    """Whether projects merely come on other days, so that nothing is freed for good."""
    return bool(found.moved) and set(found.projects) == set(found.moved)


def beyond_text(found: Freed, words: Words) -> str:
    """What lies outside the plan's weeks; empty where nothing does."""
    if moves_only(found):
        if found.outside < -LITTLE:
            return f"{words.days(-found.outside)} of it beyond the weeks of this plan."
        return ""
    if abs(found.outside) <= LITTLE:
        return ""
    return f"Another {words.days(abs(found.outside))} lie outside the weeks of this plan."


def names_text(inputs: Inputs, projects: Sequence[int]) -> str:
    """Projects by name, the last ones by their number."""
    names = [inputs.projects[number].name for number in projects]
    if len(names) > SHOWN:
        names = [*names[: SHOWN - 1], f"{len(names) - SHOWN + 1} more"]
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def waiting_text(found: Freed, inputs: Inputs) -> str:
    """Which projects wait for one that rests now; empty where none does."""
    if not found.waiting:
        return ""
    waiting = sorted({project for project, _ in found.waiting})
    behind = sorted({project for _, project in found.waiting})
    waits = "waits" if len(waiting) == 1 else "wait"
    kept = "it keeps its dates" if len(behind) == 1 else "they keep their dates"
    planned = "is" if len(waiting) == 1 else "are"
    return (
        f"{names_text(inputs, waiting)} {waits} for {names_text(inputs, behind)}, "
        f"and {planned} planned as if {kept}."
    )


def following_text(found: Freed, inputs: Inputs, chosen: Sequence[int]) -> str:
    """Which projects come on other days only because they follow one of the chosen."""
    others = [project for project in found.moved if project not in chosen]
    if not others:
        return ""
    verb = "follows and moves" if len(others) == 1 else "follow and move"
    return f"{names_text(inputs, others)} {verb} too."


def goal_lines(
    state: State, starved: Sequence[Starved], words: Words
) -> tuple[tuple[str, str], ...]:
    """By starving goal its name, and how it is served against what is wanted."""
    goals = state.rows(Goal)
    return tuple(
        (
            goals[one.goal].name,
            f"{words.percent(one.share)} of {words.percent(one.wanted)} wanted, "
            f"{words.days(one.days)} short ({words.percent(one.before)} without it)",
        )
        for one in starved
    )


def row_text(found: Freed, discipline: int, words: Words) -> str:
    """What one discipline is freed of, asked for again, or asked for in other weeks."""
    days = found.days[discipline]
    if moves_only(found):
        return f"{words.days(float(days.clip(min=0.0).sum()))} move"
    total = float(days.sum())
    return f"{words.days(total)} freed" if total >= -LITTLE else f"{words.days(-total)} more"


def week_text(
    found: Freed, discipline: int, name: str, week: int, start: date, words: Words
) -> str:
    """One week of one discipline."""
    day = words.day(start + timedelta(weeks=week))
    before, after = float(found.before[discipline, week]), float(found.after[discipline, week])
    return f"{name}, week of {day}: {words.days(before)} before, {words.days(after)} after"
