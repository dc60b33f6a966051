"""Rolling a plan forward: it starts this Monday, and what was to be done by then is settled.

Dates are absolute, so people, leave, surges and moves need nothing: what was before the new start
stays as history. Only four things hang on the plan's start. Options begin where the plan began,
which the plan remembers (`Plan.began`), or all their people would settle in anew. A chunk with
neither start nor predecessor begins with the plan, so it gets that day as its start. A project
that is brought forward is so no further than to the plan's start, so what Today has brought to
before the new one gets that day as its start, too. And of each chunk planned before the new start
somebody has to say how much of it was done: as much as was planned, unless they know better. What
is behind that is *late*, and the lead decides what becomes of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from teamtide.capacity.carry_plan import owned_chunks
from teamtide.capacity.inputs import Chunk as ChunkSpec
from teamtide.capacity.inputs import Inputs
from teamtide.capacity.schedule import (
    ENOUGH,
    expected_effort,
    is_over,
    plan_schedule,
    round_half_up,
    shifted_day,
)
from teamtide.capacity.shapes import cumulative_share, parse_shape
from teamtide.plan.changes import ChangeSet
from teamtide.plan.commands import Draft
from teamtide.plan.inputs import inputs_of
from teamtide.plan.overlay import project_settings
from teamtide.plan.placing import day_text
from teamtide.plan.rows import Chunk, ChunkId, Project, Scenario
from teamtide.plan.state import State
from teamtide.plan.validation import Refused

CONTINUE, DONE, DROP, LEAVE = FATES = ("continue", "done", "drop", "leave")
"""What becomes of late work: the rest of it goes on from the new start; it was done after all; the
rest is given up; or it stays where it was planned, outside the plan."""

KEEP_WEEKS, KEEP_END = ("weeks", "end")
FINISHED, RUNNING, LATE = ("finished", "running", "late")
TIE = 1e-9


@dataclass(frozen=True, slots=True)
class Begun:
    """A chunk of which something was planned before the new start.

    Args:
        chunk: Its id.
        name: `Project / Chunk`.
        effort: Expected effort, days.
        planned: Days of it planned before the new start.
        done: Days proposed as done by then.
        first: Its planned first day.
        last: Its planned last day.
        why: Why less is proposed than was planned; blank where it is not.
    """

    chunk: ChunkId
    name: str
    effort: float
    planned: float
    done: float
    first: date
    last: date
    why: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the lead says of a chunk: days done by the new start, and what becomes of the rest."""

    done: float
    fate: str = CONTINUE


def this_monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def state_of(begun: Begun, done: float) -> str:
    """Whether so many days make a chunk finished, running as planned (or ahead), or late."""
    if done >= begun.effort * (1.0 - ENOUGH):
        return FINISHED
    return LATE if done < begun.planned - TIE * max(1.0, begun.effort) else RUNNING


def problem_with(state: State, to: date, keep: str = KEEP_WEEKS) -> str:
    """Why a plan can't be rolled forward to a day, as a sentence; blank where it can."""
    plan = state.plan
    if to.weekday():
        near = this_monday(to)
        return (
            f"{day_text(to)} is not a Monday; a plan starts on one. "
            f"Choose {day_text(near)} or {day_text(near + timedelta(weeks=1))}."
        )
    if to <= plan.start:
        return (
            f"The plan starts on {day_text(plan.start)} already; "
            f"roll it forward to a later Monday, {day_text(plan.start + timedelta(weeks=1))} or on."
        )
    if keep == KEEP_END and to > plan.end:
        return f"The plan ends on {day_text(plan.end)}, before that; keep its weeks instead."
    return ""


def survey(state: State, to: date, *, as_said: bool = False) -> tuple[Begun, ...]:
    """What was planned, at least in part, before a new start and is not known to be finished.

    Proposed is that all went as planned: what is Done so far, and whatever is planned from the
    plan's start to the new one. Nobody did what nobody owned, or what was paused; of cancelled
    projects nothing is asked.

    Args:
        state: The plan.
        to: The new start.
        as_said: Where a chunk says how much is Done, that is how much was done by the new start.
    """
    inputs = inputs_of(state, state.today)
    asked = plan_schedule(inputs)
    silent = replace(inputs, chunks=tuple(replace(one, done=None) for one in inputs.chunks))
    whole = plan_schedule(silent)
    weeks = (to - state.plan.start).days // 7
    count = len(inputs.chunks)
    early = whole.week < weeks
    planned = np.bincount(whole.chunk[early], whole.days[early], minlength=count).tolist()
    meanwhile = (asked.week >= 0) & (asked.week < weeks)
    due = np.bincount(asked.chunk[meanwhile], asked.days[meanwhile], minlength=count).tolist()
    owned = owned_chunks(inputs).tolist()
    found = []
    for number, row in enumerate(state.rows(Chunk)):
        spec, first = inputs.chunks[number], date.fromordinal(int(whole.first[number]))
        project = state.get(Project, row.project)
        status = project_settings(state, state.today, row.project).status
        if first >= to or is_over(spec) or status == "cancelled":
            continue
        why = ""
        if as_said and row.done is not None:
            done = row.done
            why = "as the plan says" if done < planned[number] - TIE else ""
        elif not owned[number]:
            done = row.done or 0.0
            why = status if status != "active" else "nobody owns it"
        else:
            done = planned[number] if row.done is None else row.done + due[number]
        found.append(
            Begun(
                row.id,
                f"{project.name} / {row.name}",
                expected_effort(spec),
                planned[number],
                done,
                first,
                date.fromordinal(int(whole.last[number])),
                why,
            )
        )
    return tuple(found)


def roll(
    state: State,
    *,
    to: date,
    keep: str = KEEP_WEEKS,
    answers: Mapping[ChunkId, Answer] | None = None,
    options_begin_now: bool = False,
    known: Sequence[Begun] | None = None,
) -> ChangeSet:
    """The plan starts on a later Monday, with what was done by then behind it.

    Args:
        state: The plan.
        to: The new start.
        keep: Whether its number of weeks is kept or its end.
        answers: What is said of the chunks of `survey`; of the others its proposals hold, and late
            work goes on from the new start.
        options_begin_now: Options begin at the new start, as nobody has moved for them yet;
            otherwise they have been under way since the plan began.
        known: What `survey` says of the same plan and day, where somebody has it already.

    Raises:
        Refused: that is no Monday after its start, or after its end where that is kept.
    """
    problem = problem_with(state, to, keep)
    if problem:
        raise Refused([problem])
    plan, draft = state.plan, Draft(state)
    inputs = inputs_of(state, state.today)
    weeks = (to - plan.start).days // 7
    begins = None if options_begin_now else plan.beginning
    draft.put(
        replace(
            plan,
            start=to,
            weeks=plan.weeks - weeks if keep == KEEP_END else plan.weeks,
            began=begins,
        )
    )
    _date_what_hung_on_the_start(draft, to)
    specs = {spec.key: spec for spec in inputs.chunks}
    for begun in survey(state, to) if known is None else known:
        answer = (answers or {}).get(begun.chunk, Answer(begun.done))
        row = _settled(draft, begun, answer, specs[begun.chunk], inputs, to)
        draft.put(row)
    notes = list(_shifted_otherwise(state, draft, to))
    return draft.change(f"Rolled forward to {day_text(to)}", notes=notes)


def _settled(
    draft: Draft,
    begun: Begun,
    answer: Answer,
    spec: ChunkSpec,
    inputs: Inputs,
    to: date,
) -> Chunk:
    """A chunk as it is after the answer."""
    row = draft.get(Chunk, begun.chunk)
    done, now = max(0.0, answer.done), state_of(begun, answer.done)
    if now == FINISHED:
        return replace(row, done=max(begun.effort, 0.0))
    if now == RUNNING or answer.fate == LEAVE:
        return replace(row, done=done)
    if answer.fate == DONE:
        whole = begun.planned >= begun.effort * (1.0 - ENOUGH)
        return replace(row, done=begun.effort if whole else begun.planned)
    if answer.fate == DROP:
        return replace(row, low=None, likely=done, high=None, done=done)
    day = date.fromordinal(slid_start(spec, done, to.toordinal(), inputs.settings.burst_floor))
    shift = inputs.projects[spec.project].shift_weeks
    return replace(row, done=done, start=unshifted(day, shift))


def slid_start(spec: ChunkSpec, done: float, monday: int, floor: float) -> int:
    """First day from which a chunk's curve comes to the days done on a Monday (an ordinal).

    The first of its weekdays that is not wholly done becomes that Monday.
    """
    effort = expected_effort(spec)
    length = max(1, round_half_up(5.0 * spec.weeks))
    gone = np.arange(1, length)
    contour, period, busy = (np.full(len(gone), part) for part in parse_shape(spec.shape))
    share = cumulative_share(gone, np.full(len(gone), length), contour, period, busy, floor)
    full = int(np.count_nonzero(share * effort <= done + TIE)) if done > 0.0 else 0
    weeks, rest = divmod(full, 5)
    return monday - 7 * weeks - (rest + 2 if rest else 0)


def unshifted(day: date, shift: float) -> date:
    """The start that a shift of so many weeks makes this day, which is none after the plan's start.

    A shift forward leaves such a day where it is (see `schedule.shifted_day`).
    """
    return day - timedelta(days=round_half_up(7.0 * max(0.0, shift)))


def _date_what_hung_on_the_start(draft: Draft, to: date) -> None:
    state = draft.state
    for row in state.rows(Chunk):
        shift = project_settings(state, state.today, row.project).shift_weeks
        if row.start is None and not row.after:
            draft.put(replace(row, start=unshifted(state.plan.start, shift)))
        elif row.start is not None:
            day = _shifted(row.start, shift, state.plan.start)
            if day != _shifted(row.start, shift, to):
                draft.put(replace(row, start=unshifted(day, shift)))


def _shifted(day: date, shift: float, start: date) -> date:
    return date.fromordinal(shifted_day(day.toordinal(), shift, start.toordinal()))


def _shifted_otherwise(state: State, draft: Draft, to: date) -> Iterator[str]:
    """Where an option shifts a project otherwise than Today, and that comes out another way now."""
    for project in state.rows(Project):
        here = project_settings(state, state.today, project.id).shift_weeks
        starts = [
            (row.start, draft.get(Chunk, row.id).start)
            for row in state.where(Chunk, "project", project.id)
        ]
        moved = any(new is not None and new != old for old, new in starts)
        for option in state.rows(Scenario):
            shift = project_settings(state, option.id, project.id).shift_weeks
            if shift == here:
                continue
            if moved:
                yield (
                    f"“{option.name}” shifts {project.name} by {shift:g} weeks; "
                    "its chunks are shifted from their new starts there."
                )
            elif any(
                day is not None
                and _shifted(day, shift, state.plan.start) != _shifted(day, shift, to)
                for day, _ in starts
            ):
                yield (
                    f"“{option.name}” brings {project.name} forward; "
                    f"it does so no further than to {day_text(to)} now."
                )
