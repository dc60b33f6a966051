"""Rolling forward: what remains is what remained, and what is late goes where the lead says."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teamtide.capacity.carry_plan import owned_chunks
from teamtide.capacity.engine import compute
from teamtide.capacity.inputs import KINDS
from teamtide.capacity.results import Load
from teamtide.capacity.schedule import expected_effort, plan_schedule
from teamtide.exchange.sample import sample_state
from teamtide.plan.assigning import set_project
from teamtide.plan.commands import edit
from teamtide.plan.inputs import inputs_of
from teamtide.plan.overlay import project_settings, shares_at
from teamtide.plan.placing import move_people
from teamtide.plan.rolling import (
    CONTINUE,
    DONE,
    DROP,
    FATES,
    KEEP_END,
    LEAVE,
    Answer,
    Begun,
    problem_with,
    roll,
    survey,
)
from teamtide.plan.rows import Chunk, Person, Pin, Placement, Project, Scenario
from teamtide.plan.state import State
from teamtide.plan.validation import Refused, problems_of
from tests.capacity.twin import Sheets
from tests.exchange.helpers import empty, merged, plan_book
from tests.strategies import plans

MONDAY = timedelta(weeks=1)


def owned_state(sheets: Sheets) -> State:
    """A random plan in which Today owns all its work and every scenario shifts nothing."""
    for row in sheets["Projects"]:
        row["Status"], row["Team"] = "active", row["Team"] or sheets["Teams"][0]["Team"]
    for row in sheets["Owners"]:
        row["Team"] = row["Team"] or sheets["Teams"][0]["Team"]
    sheets["Project changes"] = []
    return merged(empty(), plan_book(sheets))


def left(load: Load, weeks: int) -> list[np.ndarray[tuple[int, ...], np.dtype[np.float64]]]:
    """Capacity, demand and unmet work of the weeks from a week on."""
    found = []
    for figures in load.teams:
        found += [figures.capacity, figures.demand, figures.overload, figures.by_kind]
    return [values[..., weeks:] for values in found] + [load.unowned[..., weeks:]]


def rota_ends(before: Load, after: Load) -> bool:
    """Whether some rota has nothing interrupting left to be on call for."""
    return any(
        team.rota
        and not any(i.demand.any() for i in there.items if _interrupts(after, i))
        and any(i.demand.any() for i in here.items if _interrupts(before, i))
        for team, here, there in zip(before.inputs.teams, before.teams, after.teams, strict=True)
    )


def _interrupts(load: Load, item: object) -> bool:
    what, index = item.what, item.index  # type: ignore[attr-defined]
    if what == "service":
        return True
    return KINDS[load.inputs.chunks[index].kind] in ("engagement", "support")


def rolled_as_planned(state: State, weeks: int) -> State:
    """The plan some weeks on, what was late at its start left where it was."""
    to = state.plan.start + weeks * MONDAY
    answers = {one.chunk: Answer(one.done, LEAVE) for one in survey(state, to)}
    return state.apply(roll(state, to=to, keep=KEEP_END, answers=answers))


@given(sheets=plans(), weeks=st.integers(1, 6), again=st.integers(0, 2))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_that_what_remains_is_equal_where_everything_went_as_planned(
    sheets: Sheets, weeks: int, again: int
) -> None:
    state = owned_state(sheets)
    weeks = min(weeks, state.plan.weeks - 1)
    after = rolled_as_planned(state, weeks)
    if again and after.plan.weeks > again:
        weeks += again
        after = rolled_as_planned(after, again)
    assert problems_of(after) == problems_of(state)
    for scenario in state.rows(Scenario):
        before, now = (compute(inputs_of(s, scenario.id)) for s in (state, after))
        if rota_ends(before, now):
            continue
        for ours, theirs in zip(left(before, weeks), left(now, 0), strict=True):
            np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-9)


@given(sheets=plans(), weeks=st.integers(1, 6), part=st.sampled_from([0.0, 0.3, 0.7]))
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_that_late_work_that_continues_is_all_asked_from_the_new_start(
    sheets: Sheets, weeks: int, part: float
) -> None:
    state = merged(empty(), plan_book(sheets))
    to = state.plan.start + weeks * MONDAY
    late = {
        one.chunk: Answer(part * min(one.planned, one.effort), CONTINUE)
        for one in survey(state, to)
    }
    after = state.apply(roll(state, to=to, answers=late))
    assert problems_of(after) == problems_of(state)
    schedule = plan_schedule(inputs_of(after, after.today))
    for number, row in enumerate(after.rows(Chunk)):
        if row.id in late:
            # Nothing of it is planned, or left over, before the new start.
            mine = schedule.chunk == number
            assert schedule.days[mine & (schedule.week < 0)].sum() <= 1e-6
            expected = max(0.0, expected_effort(inputs_of(after, after.today).chunks[number]))
            assert schedule.days[mine].sum() == pytest.approx(
                max(0.0, expected - (row.done or 0.0)), abs=1e-6
            )


@given(sheets=plans(), weeks=st.integers(1, 6), fate=st.sampled_from(FATES))
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_that_rolling_is_one_step_that_undo_takes_back(
    sheets: Sheets, weeks: int, fate: str
) -> None:
    state = merged(empty(), plan_book(sheets))
    to = state.plan.start + weeks * MONDAY
    answers = {one.chunk: Answer(one.planned / 2, fate) for one in survey(state, to)}
    change = roll(state, to=to, answers=answers)
    after = state.apply(change)
    assert after.apply(change.inverse()).tables == state.tables
    assert after.plan.start == to
    assert after.plan.beginning == state.plan.beginning
    owned = owned_chunks(inputs_of(after, after.today))
    assert len(owned) == len(state.rows(Chunk))


# --- by hand ------------------------------------------------------------------------------------


def chunk_of(state: State, weeks: int = 2) -> tuple[Begun, State]:
    """The first chunk of the sample that runs over a new start, and the plan."""
    to = state.plan.start + weeks * MONDAY
    found = next(one for one in survey(state, to) if 0 < one.planned < one.effort)
    return found, state


@pytest.mark.parametrize("fate", FATES)
def test_that_late_work_becomes_what_the_lead_says(fate: str) -> None:
    begun, state = chunk_of(sample_state())
    to = state.plan.start + 2 * MONDAY
    done = begun.planned / 2
    after = state.apply(roll(state, to=to, answers={begun.chunk: Answer(done, fate)}))
    row, was = after.get(Chunk, begun.chunk), state.get(Chunk, begun.chunk)
    schedule = plan_schedule(inputs_of(after, after.today))
    number = [one.id for one in after.rows(Chunk)].index(begun.chunk)
    mine = schedule.chunk == number
    late = float(schedule.days[mine & (schedule.week < 0)].sum())
    rest = float(schedule.days[mine].sum())
    if fate == CONTINUE:
        assert row.done == done
        assert row.start is not None
        assert was.start is None or row.start > was.start
        assert late == pytest.approx(0)
        assert rest == pytest.approx(begun.effort - done)
        assert to <= date.fromordinal(int(schedule.last[number]))
    elif fate == DONE:
        assert row.done == pytest.approx(begun.planned)
        assert late == pytest.approx(0, abs=1e-9)
        assert rest == pytest.approx(begun.effort - begun.planned)
    elif fate == DROP:
        assert (row.low, row.likely, row.high, row.done) == (None, done, None, done)
        assert rest == 0
    else:
        assert (row.done, row.start) == (done, was.start or state.plan.start)
        assert late == pytest.approx(begun.planned - done)


def test_that_what_was_done_in_full_is_history_and_stays() -> None:
    begun, state = chunk_of(sample_state())
    to = state.plan.start + 2 * MONDAY
    answers = {begun.chunk: Answer(begun.effort * 2)}
    after = state.apply(roll(state, to=to, answers=answers))
    assert after.get(Chunk, begun.chunk).done == pytest.approx(begun.effort)
    assert len(after.rows(Chunk)) == len(state.rows(Chunk))
    assert begun.chunk not in {one.chunk for one in survey(after, to + MONDAY)}


def test_that_nobody_did_what_nobody_owns_or_what_is_paused() -> None:
    state = sample_state()
    begun, _ = chunk_of(state)
    project = state.get(Project, state.get(Chunk, begun.chunk).project)
    paused = state.apply(edit(state, project, status="paused"))
    assert project_settings(paused, paused.today, project.id).status == "paused"
    to = state.plan.start + 2 * MONDAY
    found = next(one for one in survey(paused, to) if one.chunk == begun.chunk)
    assert (found.done, found.why) == (0.0, "paused")


def test_that_what_the_plan_says_is_done_can_count_as_of_the_new_start() -> None:
    state = sample_state()
    begun, _ = chunk_of(state)
    said = state.apply(edit(state, state.get(Chunk, begun.chunk), done=begun.planned / 4))
    to = state.plan.start + 2 * MONDAY

    def proposed(*, as_said: bool) -> float:
        found = survey(said, to, as_said=as_said)
        return next(one.done for one in found if one.chunk == begun.chunk)

    assert proposed(as_said=True) == begun.planned / 4
    assert proposed(as_said=False) == pytest.approx(begun.planned)


def test_that_somebody_moved_after_rolling_settles_in_and_history_stays() -> None:
    state = sample_state()
    option = next(row for row in state.rows(Scenario) if row.id != state.today)
    to = state.plan.start + 3 * MONDAY
    after = state.apply(roll(state, to=to))
    person = next(
        row
        for row in after.rows(Person)
        if len(shares_at(after, option.id, row.id, to)) == 1
        and not after.where(Pin, "person", row.id)
    )
    (source,) = shares_at(after, option.id, person.id, to)
    moved = after.apply(
        move_people(
            after, scenario=option.id, people=[person.id], source=source, target=None, as_of=to
        )
    )
    starts = [r.start for r in moved.where(Placement, "person", person.id)]
    assert to in starts
    assert shares_at(moved, option.id, person.id, to) == {}


def test_that_options_may_begin_now_instead() -> None:
    state = sample_state()
    option = next(row for row in state.rows(Scenario) if row.id != state.today)
    to = state.plan.start + 8 * MONDAY

    def capacity(*, begin_now: bool = False) -> float:
        after = state.apply(roll(state, to=to, options_begin_now=begin_now))
        return float(sum(t.capacity[0] for t in compute(inputs_of(after, option.id)).teams))

    assert capacity(begin_now=True) < capacity() - 0.1


@pytest.mark.parametrize(
    ("days", "keep", "words"),
    [
        (1, "weeks", "is not a Monday"),
        (0, "weeks", "starts on"),
        (-7, "weeks", "starts on"),
        (7 * 999, "end", "keep its weeks instead"),
    ],
)
def test_that_a_day_that_will_not_do_is_refused_in_a_sentence(
    days: int, keep: str, words: str
) -> None:
    state = sample_state()
    to = state.plan.start + timedelta(days=days)
    assert words in problem_with(state, to, keep)
    with pytest.raises(Refused, match=words):
        roll(state, to=to, keep=keep)


def test_that_an_option_that_shifts_what_got_a_start_is_told() -> None:
    state = sample_state()
    row = state.rows(Chunk)[0]
    free = state.apply(edit(state, row, start=None, after=()))
    option = next(one for one in state.rows(Scenario) if one.id != state.today)
    shifted = free.apply(
        set_project(free, scenario=option.id, projects=[row.project], shift_weeks=2.0)
    )
    change = roll(shifted, to=state.plan.start + MONDAY)
    name = state.get(Project, row.project).name
    assert any(option.name in note and name in note for note in change.notes)
    assert shifted.apply(change).get(Chunk, row.id).start == state.plan.start
