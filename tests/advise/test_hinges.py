"""Where the winner flips: found by hand, found by trying either side, and the same each time."""

from __future__ import annotations

import pickle
from dataclasses import replace
from functools import cache
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamtide.advise.hinges import (
    FINE,
    HINGED,
    Hinge,
    Question,
    Search,
    Side,
    compare,
    hinges,
)
from teamtide.advise.sides import question_of, side_of
from teamtide.capacity.assumptions import BY_KEY, SWEPT
from teamtide.capacity.inputs import Inputs, Settings
from teamtide.capacity.measures.cases import Case, Facts, Scene
from teamtide.capacity.measures.catalogue import BY_KEY as MEASURES
from teamtide.capacity.measures.measure import Measure
from teamtide.capacity.measures.reading import Reading
from teamtide.plan.commands import edit, edit_plan
from teamtide.plan.rows import Team
from teamtide.plan.state import State
from tests.capacity.engine_plans import (
    INFRASTRUCTURE,
    chunk,
    days,
    person,
    placed,
    plan,
    service,
    team,
    worked_example,
)
from tests.examples import OPTION, SQUAD, TODAY, small_state
from tests.searching import searched

SOME = ("switch", "overhead", "ceremony_hours", "move_weeks", "help_min")
"""Enough assumptions for one test: continuous ones, one that follows teams, and one with jumps."""


FACTS = Facts(frozenset({0, 2}), (), (None,), (None,))


def side(name: str, inputs: Inputs, follows: frozenset[int] = frozenset()) -> Side:
    return Side(name, Scene(inputs, ()), follows)


def asked(
    one: Side, other: Side, measure: str = "overload", keys: tuple[str, ...] = SWEPT
) -> Question:
    return Question(one, other, one, FACTS, measure, keys)


def answer(
    one: Side, other: Side, measure: str = "overload", keys: tuple[str, ...] = SWEPT
) -> Search:
    *_, last = hinges(asked(one, other, measure, keys))
    assert last.whole
    return last


@cache
def answer_of_example(one: str, other: str, measure: str = "overload") -> Search:
    """The answer about two scenarios of the worked example, by some assumptions."""
    # A turnaround takes a projection each time.
    keys = SOME[:3] if measure == "turnaround" else SOME
    return answer(example_side(one), example_side(other), measure, keys)


def example_side(name: str) -> Side:
    return side(name, worked_example(name), frozenset({0}))


def hinge_of(search: Search, key: str) -> Hinge:
    return next(hinge for hinge in search.hinges if hinge.setting == key)


def crowd(size: int, hours: float, now: Settings | None = None, days_asked: float = 20.0) -> Inputs:
    """`size` people who share one piece of work that is always too much: one thread, no ramps."""
    return plan(
        tuple(person(f"p{n}") for n in range(size)),
        teams=(team("Squad", hours),),
        services=(service("Desk", days_asked, 1.0, discipline=0),),
        weeks=4,
        settings=now,
    )


# Two people without ceremonies give 10 (1 - o) days a week; three who each lose h hours to
# ceremonies give 15 (1 - o) - 3 h / 8. They are level where 5 (1 - o) = 3 h / 8.


def test_that_a_flip_is_where_the_arithmetic_says() -> None:
    few, many = side("Two", crowd(2, 0.0)), side("Three", crowd(3, 10.0))
    overhead = hinge_of(answer(few, many), "overhead")
    (flip,) = overhead.flips
    assert flip.value == pytest.approx(0.25, abs=0.4 * FINE)
    assert (flip.below, flip.above) == (1, -1)


def test_that_the_figures_of_the_plan_as_it_is_are_told() -> None:
    few, many = side("Two", crowd(2, 0.0)), side("Three", crowd(3, 10.0))
    found = answer(few, many, keys=("overhead",))
    assert found.now.values == pytest.approx((4 * (20 - 8.5), 4 * (20 - 12.75 + 3.75)))
    assert found.now.gap == pytest.approx(2.0)
    assert found.now.winner == 1
    assert found.names == ("Two", "Three")


def test_that_a_flip_exactly_on_a_point_is_one_flip_and_no_tie_beside_it() -> None:
    # 5 (1 - 0.2) = 3 · (32/3) / 8, and 0.2 is one of the 21 points.
    few, many = side("Two", crowd(2, 0.0)), side("Three", crowd(3, 32 / 3))
    (flip,) = answer(few, many, keys=("overhead",)).hinges[0].flips
    assert flip.value == pytest.approx(0.2, abs=0.4 * FINE)
    assert (flip.below, flip.above) == (1, -1)


def test_that_a_tie_over_a_stretch_is_told_as_one() -> None:
    # Eight a week: both manage up to 10 (1 - o) = 8; three people, 15 (1 - o) - 1.5, for longer.
    few, many = (
        side("Two", crowd(2, 0.0, days_asked=8.0)),
        side("Three", crowd(3, 4.0, days_asked=8.0)),
    )
    (flip,) = answer(few, many, keys=("overhead",)).hinges[0].flips
    assert flip.value == pytest.approx(0.2, abs=0.4 * FINE)
    assert (flip.below, flip.above) == (0, 1)


def test_that_the_same_option_twice_ties_everywhere_and_flips_nowhere() -> None:
    mine = side("Split", worked_example("Split"))
    *_, found = hinges(asked(mine, replace(mine, name="Again")), points=7)
    assert found.whole
    assert found.now.winner == 0
    for hinge in found.hinges:
        assert set(hinge.gaps) == {0.0}
        assert hinge.flips == ()
        assert hinge.effect == 0.0


@pytest.mark.parametrize(
    ("pair", "measure"),
    [
        (("Today", "Split"), "overload"),
        (("Today", "Rota"), "overload"),
        (("Split", "Rota"), "peak"),
        (("Today", "Rota"), "turnaround"),
    ],
)
def test_that_each_flip_has_another_winner_on_either_side(
    pair: tuple[str, str], measure: str
) -> None:
    one, other = (example_side(name) for name in pair)
    found = answer_of_example(*pair, measure)
    for hinge in found.hinges:
        about = BY_KEY[hinge.setting]
        near = (about.high - about.low) * FINE
        for flip in hinge.flips:
            below, above = (
                _winner(one, other, measure, hinge.setting, flip.value + side)
                for side in (-near, near)
            )
            assert (below, above) == (flip.below, flip.above)
            assert below != above


def _winner(one: Side, other: Side, measure: str, key: str, value: float) -> int:
    cases = [Case(side.at(key, value), FACTS) for side in (one, other)]
    how = MEASURES[measure]
    return compare(how, *(how.read(case, cases[0]) for case in cases)).winner


def test_that_between_flips_every_point_has_the_winner_they_say() -> None:
    found = answer_of_example("Today", "Split")
    assert any(hinge.flips for hinge in found.hinges)
    for hinge in found.hinges:
        # The ends may tie, without that being a flip.
        for value, gap in list(zip(hinge.values, hinge.gaps, strict=True))[1:-1]:
            passed = [flip for flip in hinge.flips if flip.value <= value]
            says = passed[-1].above if passed else found.now.winner
            if not passed and hinge.flips:
                says = hinge.flips[0].below
            assert (abs(gap) > 1e-7) * (1 if gap > 0 else -1) == says


def test_that_a_tie_at_the_end_of_a_range_is_no_flip() -> None:
    # The same amount of work as two threads and as one: without a cost of switching, no difference.
    one = crowd(2, 0.0, days_asked=40.0)
    (desk,) = one.services
    two = replace(one, services=(replace(desk, arrivals=20.0),) * 2)
    found = answer(side("Two desks", two), side("One desk", one), keys=("switch",))
    assert found.now.winner == 1
    assert found.hinges[0].gaps[0] == pytest.approx(0.0, abs=1e-9)
    assert found.hinges[0].flips == ()


def test_that_options_seen_the_other_way_round_give_the_same_flips_and_opposite_winners() -> None:
    there, back = answer_of_example("Today", "Rota"), answer_of_example("Rota", "Today")
    assert back.now.gap == -there.now.gap
    for hinge in there.hinges:
        turned = hinge_of(back, hinge.setting)
        assert turned.gaps == tuple(-gap for gap in hinge.gaps)
        assert [(f.value, -f.below, -f.above) for f in turned.flips] == [
            (f.value, f.below, f.above) for f in hinge.flips
        ]


def test_that_the_answer_is_the_same_each_time_and_can_travel() -> None:
    one, other = example_side("Today"), example_side("Rota")
    first = answer_of_example("Today", "Rota")
    again = list(hinges(pickle.loads(pickle.dumps(asked(one, other, keys=SOME)))))[-1]
    assert first == again
    assert pickle.loads(pickle.dumps(first)) == first


def test_that_a_range_is_tried_at_21_points_and_where_the_plan_is() -> None:
    mine = side("Today", worked_example("Today"))
    (hinge,) = answer(mine, mine, keys=("move_weeks",)).hinges
    wanted = {12 * n / 20 for n in range(21)} | {4.0}
    assert hinge.values == pytest.approx(sorted(wanted))
    assert hinge.current == 4.0


def test_that_a_value_beyond_the_usual_range_is_searched_too() -> None:
    now = Settings(overhead=0.6)
    few, many = side("Two", crowd(2, 0.0, now)), side("Three", crowd(3, 10.0, now))
    (hinge,) = answer(few, many, keys=("overhead",)).hinges
    assert hinge.values[0] == 0.0
    assert hinge.values[-1] == 0.6
    assert [flip.value for flip in hinge.flips] == pytest.approx([0.25], abs=0.6 * FINE)


def test_that_what_is_known_grows_and_the_ends_come_first() -> None:
    one, other = example_side("Today"), example_side("Split")
    steps = list(hinges(asked(one, other), points=7))
    done = [step.done for step in steps]
    assert done == sorted(done)
    assert done[0] == 0.0
    assert [step.whole for step in steps] == [False] * (len(steps) - 1) + [True]
    rough = steps[len(SWEPT)]
    assert not any(hinge.searched for hinge in rough.hinges)
    assert {hinge.setting for hinge in rough.hinges} == set(SWEPT)
    effects = [hinge.effect for hinge in steps[-1].hinges]
    assert effects == sorted(effects, reverse=True)
    # Each is searched once, in the order of the rough effects.
    assert all(hinge.searched for hinge in steps[-1].hinges)


def test_that_no_setting_at_all_is_an_answer_too() -> None:
    mine = side("Today", worked_example("Today"))
    (only,) = hinges(asked(mine, mine, keys=()))
    assert only.whole
    assert only.hinges == ()


def test_that_an_unknown_measure_or_a_range_of_one_point_is_refused() -> None:
    mine = side("Today", worked_example("Today"))
    with pytest.raises(KeyError):
        list(hinges(asked(mine, mine, "happiness")))
    with pytest.raises(KeyError):
        list(hinges(asked(mine, mine, "ties_kept")))
    with pytest.raises(ValueError, match="two ends"):
        list(hinges(asked(mine, mine), points=1))


# --- sides ----------------------------------------------------------------------------------


def test_that_ceremonies_move_only_the_teams_that_follow_the_plan() -> None:
    mine = side("Split", worked_example("Split"), frozenset({0}))
    moved = mine.at("ceremony_hours", 5.0).inputs
    assert [one.ceremony_hours for one in moved.teams] == [5.0, 1.0]
    none_follows = replace(mine, follows=frozenset())
    assert none_follows.at("ceremony_hours", 5.0) is mine.scene


def test_that_a_side_at_its_own_value_is_itself() -> None:
    mine = side("Split", worked_example("Split"), frozenset({0}))
    assert mine.at("switch", 0.10) is mine.scene
    assert mine.at("switch", 0.2).inputs.settings.switch == 0.2
    with pytest.raises(KeyError):
        mine.at("luck", 1.0)


def test_that_a_scenario_s_teams_with_hours_of_their_own_do_not_follow(state: State) -> None:
    state = state.apply(edit(state, state.get(Team, SQUAD), ceremony_hours=2.5))
    split = side_of(state, OPTION)
    assert split.name == "Split"
    assert split.follows == {1, 2}
    assert side_of(state, TODAY).follows == {1, 2}


@searched(12)
@given(key=st.sampled_from(SWEPT), part=st.floats(0, 1))
def test_that_a_side_moved_is_the_scenario_of_a_plan_with_that_setting(
    key: str, part: float
) -> None:
    state, about = small_state(), BY_KEY[key]
    value = about.low + part * (about.high - about.low)
    after = state.apply(edit_plan(state, **{key: value}))
    assert side_of(state, OPTION).at(key, value) == side_of(after, OPTION).scene


@pytest.mark.parametrize("measure", HINGED)
def test_that_every_measure_on_offer_can_be_asked_of_a_plan(state: State, measure: str) -> None:
    question = replace(question_of(state, OPTION, TODAY, measure), settings=("mentor",))
    *_, last = hinges(question, points=2)
    assert last.names == ("Split", last.names[1])
    assert last.whole
    assert MEASURES[measure].better
    assert not MEASURES[measure].relative


# --- no figure ------------------------------------------------------------------------------


def test_that_a_side_without_a_figure_loses_and_two_tie() -> None:
    less, more = MEASURES["overload"], MEASURES["ties_kept"]

    def told(how: Measure, *values: float | None, before: tuple[float, float] = (0, 0)) -> object:
        one, other = (Reading(how.key, v, before=b) for v, b in zip(values, before, strict=True))
        found = compare(how, one, other)
        return found.gap, found.winner

    assert told(less, 5.0, 3.0) == (2.0, 1)
    assert told(less, inf, 3.0) == (inf, 1)
    assert told(less, 3.0, None) == (-inf, -1)
    assert told(less, None, None) == (0.0, 0)
    assert told(less, inf, inf) == (0.0, 0)
    assert told(more, 1.0, 3.0) == (2.0, 1)
    # What the value leaves out comes first: two projects that never finish lose to one.
    assert told(less, 1.0, 3.0, before=(2, 1)) == (inf, 1)
    assert told(less, 10.0, 10.0 - 1e-7) == (pytest.approx(1e-7, rel=0.1), 1)
    # A sum of ten thousand days is exact to a few millionths, not to a billionth.
    assert told(less, 1e4, 1e4 - 1e-7)[1] == 0  # type: ignore[index]


def test_that_a_week_with_work_and_nobody_is_the_worst_peak() -> None:
    there = plan((person(),), services=(service(discipline=0),))
    late = plan((person(start=days(1, 14)),), services=(service(discipline=0),))
    found = answer(side("There", there), side("Late", late), "peak", ("switch",))
    assert found.now.gap == -inf
    assert found.now.winner == -1


def test_that_help_from_half_skilled_people_hinges_on_from_where_they_are_sent() -> None:
    # One person who is half an infrastructure engineer; without help the work finds nobody.
    helper = plan(
        (person(infrastructure=0.5),), services=(service(arrivals=2.0, days_each=1.0),), weeks=4
    )
    nobody = plan((person(),), chunks=(chunk(likely=1.0, discipline=INFRASTRUCTURE),), weeks=4)
    found = answer(side("Helper", helper), side("One day", nobody), keys=("help_min",))
    (flip,) = found.hinges[0].flips
    assert flip.value == pytest.approx(0.5, abs=FINE)
    assert (flip.below, flip.above) == (-1, 1)


def test_that_a_person_placed_nowhere_gives_nothing_under_any_assumption() -> None:
    bench = plan((person(where=(placed(),)),), services=(service(discipline=0),))
    for hinge in answer(side("a", bench), side("b", bench)).hinges:
        assert hinge.effect == 0.0
