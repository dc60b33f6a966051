"""What stands on the timeline, and what is said of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from teamtide.capacity.engine import compute
from teamtide.plan.assigning import set_project
from teamtide.plan.inputs import inputs_of
from teamtide.plan.placing import move_people, place_person
from teamtide.plan.rows import Person
from teamtide.plan.state import State
from teamtide.ui.charts.words import NBSP, Words
from teamtide.ui.moves.axis import Axis
from teamtide.ui.moves.marks import LISTED, Mark, marks_of, spoken
from teamtide.ui.moves.painting import LEAST_RADIUS, RADIUS, radius
from tests.examples import ANA, BO, CHURN, CY, DI, INFRA, OPTION, PLATFORM, SQUAD, START, TODAY

WORDS = Words()
FEB = date(2026, 2, 2)


def marks(state: State) -> tuple[Mark, ...]:
    return marks_of(state, OPTION, compute(inputs_of(state, OPTION)), WORDS)


def moved(state: State, scenario: int, people: list[int], target: int | None, day: date) -> State:
    return state.apply(
        move_people(
            state,
            scenario=scenario,  # type: ignore[arg-type]
            people=people,  # type: ignore[arg-type]
            source=SQUAD,
            target=target,  # type: ignore[arg-type]
            as_of=day,
        )
    )


def test_that_who_starts_and_who_has_a_last_day_stand_in_their_week(state: State) -> None:
    last = date(2026, 3, 20)
    leaver = replace(state.get(Person, ANA), end=last)
    state = State.of(
        [leaver if row.id == ANA and isinstance(row, Person) else row for row in state.all_rows()]
    )
    assert [(mark.kind, mark.day, mark.lines) for mark in marks(state)] == [
        ("starts", date(2026, 1, 12), ("Di Marsh: 14 Jan, in Squad",)),
        ("ends", date(2026, 3, 16), ("Ana Silva: 20 Mar, in Squad",)),
    ]


def test_that_a_wave_says_who_comes_from_the_bench_and_who_goes_there(state: State) -> None:
    state = moved(state, OPTION, [CY], None, START)
    state = state.apply(
        place_person(state, scenario=OPTION, person=CY, shares={INFRA: 0.5, SQUAD: 0.5}, as_of=FEB)
    )
    state = moved(state, OPTION, [BO], INFRA, FEB)
    state = moved(state, OPTION, [ANA], None, FEB)
    first, wave = (mark for mark in marks(state) if mark.wave is not None)
    assert first.title == "From the beginning: 1 person goes to the bench"
    assert (wave.count, wave.aside) == (3, "+1 −1")
    assert wave.title == (
        "2 Feb: 1 person moves, 1 person comes from the bench, 1 person goes to the bench"
    )
    assert wave.lines == (
        "Bo Chen: Squad → Infrastructure",
        f"Cy Young: bench → Infrastructure 50{NBSP}%, Squad 50{NBSP}%",
        "Ana Silva: Squad → bench",
    )
    assert wave.people == (BO, CY, ANA)


def test_that_what_is_as_in_today_is_no_disc_and_says_so(state: State) -> None:
    state = moved(state, TODAY, [ANA], INFRA, FEB)
    (wave,) = (mark for mark in marks(state) if mark.wave is not None)
    assert not wave.own
    assert wave.lines == ("Ana Silva: Squad → Infrastructure (as in Today)",)


def test_that_a_shifted_project_stands_on_its_first_day_and_an_inactive_one_nowhere(
    state: State,
) -> None:
    shift = set_project(state, scenario=OPTION, projects=[CHURN, PLATFORM], shift_weeks=2.0)
    state = state.apply(shift)
    pause = set_project(state, scenario=OPTION, projects=[PLATFORM], status="paused")
    state = state.apply(pause)
    load = compute(inputs_of(state, OPTION))
    (mark,) = (mark for mark in marks(state) if mark.kind == "shift")
    assert mark.day == date.fromordinal(int(load.plan.first[0]))
    assert mark.lines == ("Churn starts 2 weeks later",)


def test_that_long_lists_are_cut_and_say_how_much_is_missing() -> None:
    lines = tuple(f"person {number}" for number in range(LISTED + 3))
    mark = Mark("starts", START, len(lines), "Week", lines)
    assert mark.tip.splitlines()[-1] == "and 3 more"
    assert spoken(mark).endswith("and 3 more")
    assert DI not in mark.people


def test_that_discs_of_waves_close_together_are_smaller(state: State) -> None:
    state = moved(state, OPTION, [ANA], INFRA, FEB)
    alone = marks(state)
    near = marks(moved(state, OPTION, [BO], INFRA, FEB + timedelta(days=7)))
    wide, narrow = Axis(START, 12, 0.0, 1200.0), Axis(START, 12, 0.0, 180.0)
    assert radius(wide, near) == RADIUS
    assert radius(narrow, alone) == RADIUS
    assert LEAST_RADIUS < radius(narrow, near) < RADIUS
