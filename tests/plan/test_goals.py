"""Goals by rank: one order, said by rank and position alike, each step undone in one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teamtide.plan.commands import add_many
from teamtide.plan.goals import (
    add_goal,
    free_goal_name,
    rank_before,
    rank_by,
    ranked,
    remove_goals,
    rename,
    serve,
    want,
    wanted_sentence,
)
from teamtide.plan.rows import Goal, GoalId, Project
from teamtide.plan.state import State
from teamtide.plan.validation import Refused, check
from tests.examples import CHURN, PLATFORM, small_state

NAMES = ("Keep", "Grow", "Build", "Try")


def with_goals(ranks: list[int | None], shares: list[float | None] | None = None) -> State:
    state = small_state()
    values = [
        {"name": name, "rank": rank, "wanted_share": share}
        for name, rank, share in zip(NAMES, ranks, shares or [None] * 4, strict=False)
    ]
    return state.apply(add_many(state, Goal, values, "Added goals"))


def names(state: State) -> list[str]:
    return [row.name for row in ranked(state)]


def agreeing(state: State) -> bool:
    """Whether rank, position and place say the same."""
    rows = ranked(state)
    return [(r.rank, r.position) for r in rows] == [(n, n) for n in range(1, len(rows) + 1)]


def test_that_goals_without_a_rank_come_last_and_equals_keep_their_place() -> None:
    assert names(with_goals([None, 2, 1, 2])) == ["Build", "Grow", "Try", "Keep"]


@settings(deadline=None)
@given(
    st.lists(st.one_of(st.none(), st.integers(1, 4)), min_size=4, max_size=4),
    st.lists(st.integers(0, 3), min_size=1, max_size=3, unique=True),
    st.one_of(st.none(), st.integers(0, 3)),
)
def test_that_ranking_puts_goals_before_another_and_changes_no_other_order(
    ranks: list[int | None], moved: list[int], before: int | None
) -> None:
    state = with_goals(ranks)
    order = [row.id for row in ranked(state)]
    chosen = [order[number] for number in moved]
    target = None if before is None else order[before]
    change = rank_before(state, chosen, target)
    after = state.apply(change)
    check(after, change)
    found = [row.id for row in ranked(after)]
    rest = [goal for goal in order if goal not in chosen]
    assert [goal for goal in found if goal not in chosen] == rest
    assert [goal for goal in found if goal in chosen] == [g for g in order if g in chosen]
    if target is not None and target not in chosen:
        assert found[found.index(target) - 1] in chosen
    elif target is None:
        assert found[-1] in chosen
    assert agreeing(after)
    assert after.apply(change.inverse()).tables == state.tables


def test_that_a_step_in_rank_stops_at_both_ends() -> None:
    state = with_goals([1, 2, 3, 4])
    last = ranked(state)[3].id
    up = state.apply(rank_by(state, [last], -1))
    assert names(up) == ["Keep", "Grow", "Try", "Build"]
    assert not rank_by(state, [last], 1)
    first = ranked(state)[0].id
    assert not rank_by(state, [first], -1)
    assert names(state.apply(rank_by(state, [first], 9))) == ["Grow", "Build", "Try", "Keep"]
    both = [row.id for row in ranked(state)[1:3]]
    assert names(state.apply(rank_by(state, both, 1))) == ["Keep", "Try", "Grow", "Build"]
    assert names(state.apply(rank_by(state, both, -1))) == ["Grow", "Build", "Keep", "Try"]


def test_that_goals_are_added_last_renamed_and_removed_with_the_ranks_closing_up() -> None:
    state = with_goals([3, 1, None, 2])
    change = add_goal(state, free_goal_name(state))
    after = state.apply(change)
    check(after, change)
    assert names(after) == ["Grow", "Try", "Keep", "Build", "New goal"]
    assert agreeing(after)
    assert free_goal_name(after) == "New goal 2"
    keep = next(row.id for row in ranked(after) if row.name == "Keep")
    after = after.apply(serve(after, [CHURN], keep))
    after = after.apply(rename(after, keep, "Retention"))
    change = remove_goals(after, [keep])
    gone = after.apply(change)
    check(gone, change)
    assert change.label == "Removed Retention"
    assert names(gone) == ["Grow", "Try", "Build", "New goal"]
    assert agreeing(gone)
    assert gone.get(Project, CHURN).goal is None
    assert gone.apply(change.inverse()).tables == after.tables


def test_that_projects_serve_a_goal_or_none_in_every_scenario() -> None:
    state = with_goals([1, 2])
    goal = ranked(state)[1].id
    change = serve(state, [CHURN, PLATFORM], goal)
    after = state.apply(change)
    assert change.label == "2 projects serve Grow"
    assert change.scenario is None
    assert [row.goal for row in after.rows(Project)] == [goal, goal]
    back = after.apply(serve(after, [CHURN], None))
    assert [row.goal for row in back.rows(Project)] == [None, goal]
    assert not serve(after, [CHURN], goal)


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        ([0.5, 0.25], "want 75 % of all work together."),
        ([0.5, 0.5], "want 100 % of all work together."),
        ([0.1, 0.2, 0.7], "want 100 % of all work together."),
        ([0.7, 0.5], "want 120 % of all work together, which is more than there is"),
        ([0.5, None], "50 % of all work together; 1 goal wants no share in particular."),
        ([], "No goals yet."),
    ],
)
def test_that_the_wanted_shares_are_added_up_in_a_sentence(
    shares: list[float | None], words: str
) -> None:
    count = len(shares)
    state = with_goals([None] * count, shares)
    assert words in wanted_sentence(state)


def test_that_a_share_beyond_all_work_is_refused() -> None:
    state = with_goals([1, 2])
    goal = GoalId(ranked(state)[0].id)
    change = want(state, goal, 0.3)
    after = state.apply(change)
    assert change.label == "Keep is to have 30 %"
    assert after.get(Goal, goal).wanted_share == 0.3
    assert after.apply(want(after, goal, None)).get(Goal, goal).wanted_share is None
    wrong = want(state, goal, 1.2)
    with pytest.raises(Refused):
        check(state.apply(wrong), wrong)
