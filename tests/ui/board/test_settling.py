"""Cards say who is settling in: on the day looked at, by the settings, as the engine has it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamtide.capacity.engine import compute
from teamtide.capacity.figures import EFFECTIVE, GROSS
from teamtide.plan import commands
from teamtide.plan.inputs import inputs_of
from teamtide.plan.placing import move_people
from teamtide.plan.rows import Person, Placement, PlacementId, Row, ScenarioId
from teamtide.plan.state import State
from teamtide.ui.board.faces import Faces
from teamtide.ui.charts.words import NBSP, Words
from tests.examples import ANA, BO, CY, ENABLE, INFRA, OPTION, SQUAD, START, TODAY, small_rows
from tests.searching import searched

WORDS = Words()
FEB = date(2026, 2, 2)
TEAMS = (SQUAD, INFRA, ENABLE)


def said(state: State, scenario: ScenarioId, day: date) -> dict[tuple[object, object], str]:
    """By person and team what their card says on a day."""
    faces = Faces(state, scenario, day, WORDS)
    return {(face.ref.key, team): face.notes for team in TEAMS for face in faces.of(team)}


@pytest.mark.parametrize(
    ("weeks", "told"), [(0, "wk 1 of 4"), (1, "wk 2 of 4"), (3, "wk 4 of 4"), (4, "")]
)
def test_that_a_card_counts_the_weeks_up_to_the_day_looked_at(
    state: State, weeks: int, told: str
) -> None:
    move = move_people(state, scenario=OPTION, people=[ANA], source=SQUAD, target=INFRA, as_of=FEB)
    notes = said(state.apply(move), OPTION, FEB + timedelta(weeks=weeks))[ANA, INFRA]
    assert notes == (f"settling in, {told}".replace("wk ", f"wk{NBSP}") if told else "")


def test_that_the_weeks_are_the_plans_own(state: State) -> None:
    move = move_people(state, scenario=OPTION, people=[ANA], source=SQUAD, target=INFRA, as_of=FEB)
    state = state.apply(move)
    long = state.apply(commands.edit_plan(state, move_weeks=8.0))
    day = FEB + timedelta(weeks=5)
    assert said(state, OPTION, day)[ANA, INFRA] == ""
    assert said(long, OPTION, day)[ANA, INFRA] == f"settling in, wk{NBSP}6 of 8"
    at_once = state.apply(commands.edit_plan(state, move_start=1.0))
    assert said(at_once, OPTION, FEB)[ANA, INFRA] == ""


@st.composite
def plans_by_the_week(draw: st.DrawFn) -> State:
    """Three people anywhere, in Today and in the option, from Mondays on."""
    rows: list[Row] = [row for row in small_rows() if not isinstance(row, Placement)]
    shares = st.sampled_from(((1.0,), (0.5, 0.5), (0.6,), (0.25, 0.75), ()))
    for person in (ANA, BO, CY):
        for scenario in (TODAY, OPTION):
            starts: list[date | None] = [None] if draw(st.booleans()) else []
            weeks = draw(st.sets(st.integers(1, 11), max_size=3))
            starts += [START + timedelta(weeks=week) for week in sorted(weeks)]
            for start in starts:
                held = draw(shares)
                teams = draw(st.permutations(TEAMS))
                for team, share in zip(teams, held, strict=False):
                    number = PlacementId(len(rows))
                    rows.append(Placement(number, scenario, person, start, team, share))
                if not held and start is not None:
                    number = PlacementId(len(rows))
                    rows.append(Placement(number, scenario, person, start, None, 1.0))
    return State.of(rows)


@searched(100)
@given(plans_by_the_week(), st.sampled_from([TODAY, OPTION]), st.integers(0, 11))
def test_that_who_is_said_to_settle_in_gives_less_than_their_days(
    state: State, scenario: ScenarioId, week: int
) -> None:
    cards = said(state, scenario, START + timedelta(weeks=week))
    people = [row.id for row in state.rows(Person)]
    for team, load in zip(TEAMS, compute(inputs_of(state, scenario)).teams, strict=True):
        crew = load.workings.crew
        for row, person in enumerate(crew.person.tolist()):
            gross = crew.figures[GROSS, row, week]
            if people[person] in (ANA, BO, CY) and gross > 0:
                slower = crew.figures[EFFECTIVE, row, week] < gross - 1e-9
                assert ("settling in" in cards[people[person], team]) == slower
