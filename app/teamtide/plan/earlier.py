"""The plan as it was, or another plan file, held against the plan as it is.

The history in the file is the list of all changes, so taking back, on a copy, what came after a day
gives the plan as it was then; nothing is written. Another file is read the way every plan is read,
and never locked or changed. What differs from one to the other is worked out in `apart`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from teamtide.capacity.luck import same_luck
from teamtide.capacity.measures.compare import Question
from teamtide.plan.document import Document
from teamtide.plan.inputs import inputs_of
from teamtide.plan.placing import day_text
from teamtide.plan.rows import (
    Scenario,
    ScenarioId,
)
from teamtide.plan.state import Stale, State
from teamtide.plan.store import Entry, read_older
from teamtide.plan.summary import facts_of, scene_of
from teamtide.plan.validation import Refused, problems_of


@dataclass(frozen=True, slots=True)
class Earlier:
    """A plan to compare with.

    Args:
        state: What was in it.
        called: What to call it: `as on 27 Oct 2026`, or the file's name.
        same_plan: Whether its rows are this plan's own, by their ids.
    """

    state: State
    called: str
    same_plan: bool

    def title(self, scenario: ScenarioId) -> str:
        """A scenario of it as a heading, such as `Today (as on 27 Oct 2026)`."""
        return f"{self.state.get(Scenario, scenario).name} ({self.called})"


def as_on(state: State, history: Sequence[Entry], day: date) -> Earlier:
    """The plan as it was at the end of a day, by the local calendar.

    Raises:
        Refused: nothing has changed since, the steps of then were folded away, or the history
            leads to no plan (a file may hold any).
    """
    applied = [entry for entry in history if not entry.undone]
    later = [entry for entry in applied if _day(entry) > day]
    if applied and later == applied and applied[0].parent is not None:
        raise Refused(
            [
                f"What was done before {day_text(_day(applied[0]))} was folded away, so the plan "
                f"of {day_text(day)} is not known; choose a later day, or a backup of then."
            ]
        )
    if not later:
        raise Refused(
            [f"Nothing in the plan has changed since {day_text(day)}; choose an earlier day."]
        )
    try:
        for entry in reversed(later):
            state = state.apply(entry.change.inverse())
        problems = problems_of(state)
    except (Stale, ValueError):
        problems = ["its history does not fit together."]
    if problems:
        raise Refused([f"The plan as on {day_text(day)} can't be shown: {problems[0]}"])
    return Earlier(state, f"as on {day_text(day)}", True)


def days_of(history: Sequence[Entry]) -> tuple[date, ...]:
    """The days at whose end the plan was another than now, latest first.

    The day before its first change stands for the plan as it was made, where that is known.
    """
    applied = [entry for entry in history if not entry.undone]
    changed = sorted({_day(entry) for entry in applied}, reverse=True)
    if not changed:
        return ()
    if applied[0].parent is not None:
        return tuple(changed[1:])
    first = date.fromordinal(changed[-1].toordinal() - 1)
    return (*changed[1:], first)


def _day(entry: Entry) -> date:
    return entry.at.astimezone().date()


def other_file(path: Path) -> Earlier:
    """Another plan file, or a copy of this one, read and closed again; see `read_copy`."""
    return Earlier(read_copy(path).state, path.name, False)


def read_copy(path: Path) -> Document:
    """Another plan file with its history, read and closed again, to look at.

    One of an older Teamtide is brought up to date in memory alone.

    Raises:
        StoreError: it is missing, no plan, broken, or from a newer Teamtide.
    """
    state, history = read_older(path)
    return Document(path, None, state, history)


def unpaired(now: State, then: State) -> str:
    """Why two plans can't be compared run by run, as a sentence; blank where they can."""
    if (now.plan.start, now.plan.weeks) != (then.plan.start, then.plan.weeks):
        return (
            "No ranges of differences: the two do not look at the same weeks "
            f"({day_text(then.plan.start)} to {day_text(then.plan.end)}, and now "
            f"{day_text(now.plan.start)} to {day_text(now.plan.end)}). "
            "Each measure is over its own weeks."
        )
    if not same_luck(inputs_of(then, then.today), inputs_of(now, now.today)):
        return (
            "No ranges of differences: what work there is, or an estimate of it, is not the same "
            "in both, so their runs do not meet the same luck."
        )
    return ""


def paired_question(
    now: State, scenario: ScenarioId, then: State, before: ScenarioId, samples: int
) -> Question:
    """What to ask `measure_scenarios` for the range of the differences, now less then.

    The second answer has them. Only for plans that `unpaired` says nothing against.
    """
    return Question(
        scenes=(
            scene_of(then, before, inputs_of(then, before)),
            scene_of(now, scenario, inputs_of(now, scenario)),
        ),
        today=0,
        facts=facts_of(now),
        keys=(),
        samples=samples,
    )
