"""How sure a figure is, in words."""

from __future__ import annotations

import math

from teamtide.capacity.measures.compare import Measured
from teamtide.capacity.measures.paired import FINISHED_IN_BOTH, Spread
from teamtide.plan.summary import BY_KEY
from teamtide.ui.compare.surety import surety_html
from tests.examples import small_state

BETTER = Spread(-2.0, -1.0, 0.0, 0.5, 0.75, 0.2)
WEEKS = Spread(4.0, 6.5, 8.0, 9.0, 0.0, 1.0)


def found() -> Measured:
    return Measured(
        readings={},
        spreads={"turnaround": WEEKS},
        paired={
            "turnaround": BETTER,
            FINISHED_IN_BOTH: Spread(-0.01, 0.0, 0.0, 0.0, 0.1, 0.0),
            "finish: <Churn>": Spread(-math.inf, 0.0, 0.0, 0.0, 0.25, 0.0),
            "finish: Platform": Spread(0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
        },
        chances=((0, 0.4),),
    )


def test_that_turnaround_is_told_with_half_and_eight_in_ten() -> None:
    words = surety_html(BY_KEY["turnaround"], found(), small_state())
    assert "Half of the samples have at most 6.5, eight in ten at most 8." in words
    assert "less than in Today in 75 % of the samples and more in 20 %" in words
    assert "the difference is between −2 and +0.5 in eight of ten" in words
    assert "Of projects that finish in both, the difference is 0 in eight of ten samples." in words


def test_that_a_difference_without_an_end_is_not_given_as_a_range() -> None:
    never = Spread(-math.inf, 0.0, 0.0, math.inf, 0.5, 0.25)
    words = surety_html(
        BY_KEY["turnaround"], Measured({}, paired={"turnaround": never}), small_state()
    )
    assert "less than in Today in 50 %" in words
    assert "counting what finishes in one of them only" in words
    assert "between" not in words


def test_that_projects_that_end_at_another_time_are_named_as_text() -> None:
    words = surety_html(BY_KEY["turnaround"], found(), small_state())
    assert "&lt;Churn&gt; ends earlier than in Today in 25 % of the samples" in words
    assert "Platform" not in words


def test_that_deadlines_are_told_by_their_chances() -> None:
    words = surety_html(BY_KEY["missed"], found(), small_state())
    assert "Churn meets its deadline in 40 % of the samples." in words


def test_that_what_is_not_sampled_says_nothing() -> None:
    assert surety_html(BY_KEY["overload"], found(), small_state()) == ""
