"""The tree of steps by itself: ways through it, branches, and what goes when there is no room."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamtide.plan import history
from teamtide.plan.history import Entry, History

AT = datetime(2026, 3, 3, 9, tzinfo=UTC)
MADE = {1: None, 2: 1, 3: 2, 4: 1, 5: 4, 6: 4, 7: 2}
"""By step the one it followed: 1 2 3 in a row, 4 5 and 6 beside 2, 7 beside 3."""


def step(key: int, parent: int | None, left: int, changes: str = "[]") -> Entry:
    return Entry(key, AT + timedelta(hours=key), f"Step {key}", None, parent, left, changes)


def tree(now: tuple[int, ...] = (1, 4), left: dict[int, int] | None = None) -> History:
    """Those of `now` applied, the others taken back at the times of `left`, else one by one."""
    when = {key: 10 * key for key in MADE} | (left or {})
    return History(step(k, parent, 0 if k in now else when[k]) for k, parent in MADE.items())


def ids(entries: tuple[Entry, ...]) -> list[int]:
    return [entry.id for entry in entries]


def test_that_redo_goes_to_the_step_that_was_left_last() -> None:
    found = tree()
    assert (found.now, found.next_undo, found.next_redo) == (4, found.get(4), found.get(6))
    assert tree(left={5: 99}).next_redo == found.get(5).marked(99)
    assert ids(tree((1,)).ahead()) == [4, 6]
    assert ids(tree(()).ahead()) == [1, 4, 6]


def test_that_branches_hold_all_that_is_neither_applied_nor_ahead_last_left_first() -> None:
    found = [(branch.parent, ids(branch.steps)) for branch in tree().branches()]
    assert found == [(4, [5]), (2, [3]), (1, [2, 7])]


@given(now=st.sampled_from([(), (1,), (1, 2), (1, 2, 3), (1, 4), (1, 4, 5), (1, 2, 7)]))
def test_that_every_step_is_one_way_from_now_and_nothing_is_walked_twice(
    now: tuple[int, ...],
) -> None:
    for key in (None, *MADE):
        found = tree(now)
        way = found.way_to(key)
        assert ids(way.back) == [k for k in reversed(now) if k in ids(way.back)]
        found.go(way, found.latest + 1)
        assert found.now == key
        back = found.way_to(now[-1] if now else None)
        assert ids(back.back) == list(reversed(ids(way.forth)))
        assert ids(back.forth) == list(reversed(ids(way.back)))
        again = History(iter(found))
        assert ids(again.applied()) == ids(found.applied())
    with pytest.raises(KeyError):
        tree(now).way_to(99)


def test_that_what_was_left_longest_ago_goes_first_from_its_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(history, "MOST_STEPS", len(MADE))
    assert tree().outgrown() == (3,)
    monkeypatch.setattr(history, "MOST_STEPS", 1)
    assert tree().outgrown() == (3, 5, 6, 7, 2, 1, 4)
    monkeypatch.setattr(history, "DROPPED_AT_ONCE", 3)
    assert tree().outgrown() == (3, 5, 6)


def test_that_long_changes_go_by_their_length(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "MOST_CHARACTERS", 100)
    found = History([step(1, None, 0, "x" * 60), step(2, 1, 0, "x" * 30), step(3, 2, 5, "x" * 9)])
    assert (found.size, found.outgrown()) == (99, ())
    found.add(step(4, 2, 0, "x" * 40))
    assert found.outgrown() == (3, 1)
    found.add(step(5, 4, 0), (3, 1))
    assert (found.size, found.beginning, found.folded, found.dropped) == (72, 1, True, 1)
    assert ids(found.applied()) == [2, 4, 5]
    assert found.way_to(None) == found.way_to(1)


def test_that_the_last_step_can_be_undone_however_little_room_there_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(history, "MOST_CHARACTERS", 1)
    found = History()
    for key in range(1, 5):
        found.add(step(key, found.now, 0, "x" * 50), found.outgrown())
        assert found.next_undo == found.get(key)
    assert ids(found.applied()) == [4]


@pytest.mark.parametrize(
    "entries",
    [
        [step(1, 1, 0)],
        [step(1, 5, 0)],
        [step(1, None, 0), step(2, 3, 0)],
        [step(1, None, 0), step(2, 7, 5)],
        [step(1, None, 5), step(2, 1, 0)],
        [step(1, None, 0), step(2, None, 0)],
        [step(1, None, 0), step(2, 1, -1)],
        [step(-3, None, 0)],
        [step(1, None, 2**62)],
    ],
)
def test_that_what_is_no_tree_is_refused(entries: list[Entry]) -> None:
    with pytest.raises(ValueError, match="the history entry “Step"):
        History(entries)


@pytest.mark.parametrize("left", [1, 2**61])
def test_that_any_time_of_leaving_can_be_told(left: int) -> None:
    found = step(1, None, left).left_at
    assert found >= AT
    assert found.astimezone().year < 10_000


def test_that_a_step_knows_its_change_when_marked() -> None:
    made = step(1, None, 0, '[["scenario",null,[2,1,"A",""]]]')
    known = made.knowing(made.change).change
    assert made.marked(7).change is known
    assert made.marked(7).undone
    assert made.marked(7).marked(0) == made


def test_that_only_the_latest_changes_are_at_hand_and_the_others_are_read_again() -> None:
    found = History()
    text = '[["scenario",null,[2,1,"A",""]]]'
    for key in range(1, 41):
        made = step(key, key - 1 or None, 0, text)
        found.add(made.knowing(made.change))
    at_hand = [entry.id for entry in found if entry.change is entry.change]
    assert at_hand == list(range(41 - history.MOST_KNOWN, 41))
    assert found.get(1).change.changes == found.get(40).change.changes
    # Going back and forth brings nothing more to hand.
    found.go(found.way_to(None), 1)
    list(found.way_to(40).changes())
    found.go(found.way_to(40), 2)
    assert [entry.id for entry in found if entry.change is entry.change] == at_hand


def test_that_a_tree_whose_steps_are_dropped_keeps_nothing_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(history, "MOST_STEPS", 3)
    found = History()
    for key in range(1, 200):
        found.add(step(key, key - 1 or None, 0), found.outgrown())
    assert len(found) == 3
    assert len(found._children) == 3
