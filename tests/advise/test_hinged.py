"""What a choice hinges on, told in the words of something that is sent."""

from __future__ import annotations

import re
from math import inf

import pytest

from teamtide.advise.hinged import LEADING, Told, amount, told_of, value_words
from teamtide.advise.hinges import hinges
from teamtide.advise.sides import question_of
from teamtide.capacity.assumptions import BY_KEY
from teamtide.capacity.measures.catalogue import BY_KEY as MEASURES
from teamtide.plan import commands
from teamtide.plan.placing import move_people
from teamtide.plan.rows import Scenario
from teamtide.plan.state import State
from tests.examples import BO, INFRA, OPTION, SQUAD, START, TODAY, small_state


@pytest.fixture(scope="module")
def moved() -> State:
    """A plan whose option moves somebody to another team."""
    state = small_state()
    return state.apply(
        move_people(state, scenario=OPTION, people=[BO], source=SQUAD, target=INFRA, as_of=START)
    )


@pytest.fixture(scope="module")
def searched(moved: State) -> tuple[tuple[Told, ...], list[float]]:
    """What is told of it when there is all the time in the world, and how far it said it was."""
    far: list[float] = []
    options = [row.id for row in moved.rows(Scenario)]
    return told_of(moved, options, {}, seconds=inf, tell=far.append), far


def test_that_every_option_is_held_against_today_by_the_leading_measures(
    searched: tuple[tuple[Told, ...], list[float]],
) -> None:
    found, far = searched
    assert [(one.option, one.measure) for one in found] == [(OPTION, key) for key in LEADING]
    assert all(one.whole for one in found)
    assert far == sorted(far)
    assert far[-1] == 1.0


def test_that_what_is_told_is_what_the_search_finds(
    moved: State, searched: tuple[tuple[Told, ...], list[float]]
) -> None:
    (one,) = (each for each in searched[0] if each.measure == "overload")
    *_, search = hinges(question_of(moved, TODAY, OPTION, "overload"))
    names = {-1: search.names[0], 1: search.names[1]}
    if search.now.winner:
        assert one.now.startswith(f"“{names[search.now.winner]}” is better")
    else:
        assert one.now == "The two are level."
    flipping = {BY_KEY[hinge.setting].label for hinge in search.hinges if hinge.flips}
    named = set(re.findall("“([^”]+)” (?:below|above)", one.flips))
    assert named <= flipping
    assert bool(named) == bool(flipping)


def test_that_a_search_without_time_says_that_it_did_not_get_far(moved: State) -> None:
    for one in told_of(moved, [OPTION], {}, seconds=0.0):
        assert not one.whole
        assert one.now
        assert one.flips == "Nothing does as far as it was searched." or "somewhere" in one.flips


def test_that_options_alike_are_level() -> None:
    state = small_state()
    state = state.apply(commands.add(state, Scenario, name="The same again"))
    for one in told_of(state, [state.rows(Scenario)[-1].id], {}, seconds=0.0):
        assert one.now == "The two are level."
        assert one.flips == "Nothing does as far as it was searched."


@pytest.mark.parametrize(
    ("setting", "value", "text"),
    [
        ("switch", 0.12345, "12.3 %"),
        ("ceremony_hours", 2.5, "2.5 h"),
        ("move_weeks", 4.0, "4 weeks"),
        ("comm", 0.00006, "0.00006"),
    ],
)
def test_that_values_are_told_as_finely_as_is_worth_saying(
    setting: str, value: float, text: str
) -> None:
    assert value_words(BY_KEY[setting], value) == text


def test_that_amounts_have_their_unit() -> None:
    assert amount(MEASURES["turnaround"], 0.42) == "0.4 weeks"
    assert amount(MEASURES["overload"], 3.0) == "3 days"
    assert amount(MEASURES["turnaround"], 1.0) == "1 week"
    assert amount(MEASURES["short"], 1.0) == "1 person"
    assert amount(MEASURES["peak"], 0.05) == "5.0 points"
    assert amount(MEASURES["missed"], 2.0) == "2"
