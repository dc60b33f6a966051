"""Which scenarios can be left out, whatever anybody thinks matters most."""

from __future__ import annotations

from math import inf

from hypothesis import given
from hypothesis import strategies as st

from teamtide.capacity.measures.catalogue import BY_KEY, MEASURES
from teamtide.capacity.measures.dominance import outdone
from teamtide.capacity.measures.reading import Reading

SOME = tuple(BY_KEY[key] for key in ("overload", "turnaround", "ties_kept", "idle"))


def option(
    overload: float, turnaround: float | None, ties: float, idle: float = 0.0, before: float = 0.0
) -> dict[str, Reading]:
    return {
        "overload": Reading("overload", overload),
        "turnaround": Reading("turnaround", turnaround, before=before),
        "ties_kept": Reading("ties_kept", ties),
        "idle": Reading("idle", idle),
    }


def test_that_what_is_worse_in_one_and_better_in_none_is_outdone() -> None:
    found = outdone(SOME, [option(5, 9, 3), option(5, 8, 3), option(9, 8, 9)])
    assert list(found) == [0]
    assert (found[0].by, found[0].better) == (1, ("turnaround",))


def test_that_more_is_better_where_the_measure_says_so_and_idle_time_counts_for_nothing() -> None:
    found = outdone(SOME, [option(5, 9, 3, idle=1), option(5, 9, 4, idle=99)])
    assert {number: why.better for number, why in found.items()} == {0: ("ties_kept",)}


def test_that_a_tie_is_no_reason() -> None:
    assert outdone(SOME, [option(5, 9, 3), option(5.04, 9, 3)]) == {}
    assert outdone(SOME, [option(5, None, 3), option(5, None, 3)]) == {}
    assert outdone(SOME, [option(5, inf, 3)]) == {}


def test_that_what_is_left_unfinished_comes_before_how_long_the_rest_takes() -> None:
    found = outdone(SOME, [option(5, 4, 3, before=2), option(5, 9, 3, before=1)])
    assert list(found) == [0]


values = st.sampled_from([0.0, 0.02, 0.06, 1.0, inf])


@given(
    st.lists(st.builds(option, values, st.one_of(st.none(), values), values), max_size=5),
)
def test_that_nobody_is_outdone_by_somebody_it_outdoes(options: list[dict[str, Reading]]) -> None:
    found = outdone(SOME, options)
    for number, why in found.items():
        back = outdone(SOME, [options[number], options[why.by]])
        assert list(back) == [0]
        assert "idle" not in why.better


def test_that_every_measure_of_the_catalogue_has_a_say() -> None:
    assert sum(1 for measure in MEASURES if measure.better) > 25
