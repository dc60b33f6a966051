"""Plans sent as what changed arrive as they were, and share what they shared."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamtide.capacity.inputs import Inputs
from teamtide.plan.inputs import inputs_of
from teamtide.workers.frames import Frames, PlanPart, frame, pack_arguments, unpack_arguments
from teamtide.workers.plans import KEPT, SPECS_AT_ONCE, PlanSender, PlanStore
from tests.examples import TODAY, small_state
from tests.searching import searched

SMALL = inputs_of(small_state(), TODAY)


def plan_of(people: Sequence[int], weeks: int = 12) -> Inputs:
    """The small plan with other people; the same number is the same object."""
    return replace(SMALL, weeks=weeks, people=tuple(PEOPLE[n] for n in people))


PEOPLE = [replace(SMALL.people[n % 4], key=n, name=f"P{n}") for n in range(700)]


def sent(sender: PlanSender, store: PlanStore, *wanted: Inputs) -> list[int]:
    """Send plans through real frames; the number of specs of each message."""
    frames, specs = Frames(), []
    for part in sender.parts(wanted):
        specs.append(part.specs)
        for message in frames.feed(frame(part.message)):
            store.take(message)
    return specs


def arrived(sender: PlanSender, store: PlanStore, inputs: Inputs) -> Inputs:
    packed, plans = pack_arguments((inputs,))
    (found,) = unpack_arguments(packed, [store.plan(sender.number(plan)) for plan in plans])
    assert isinstance(found, Inputs)
    return found


@searched(150)
@given(st.lists(st.lists(st.integers(0, 11), max_size=12), min_size=1, max_size=12))
def test_that_plans_arrive_as_they_would_whole(rosters: list[list[int]]) -> None:
    sender, store = PlanSender(), PlanStore()
    for number, people in enumerate(rosters):
        inputs = plan_of(people, weeks=8 + number % 3)
        sent(sender, store, inputs)
        assert arrived(sender, store, inputs) == pickle.loads(pickle.dumps(inputs)) == inputs


def test_that_a_plan_with_one_change_is_one_small_message_and_shares_the_rest() -> None:
    sender, store = PlanSender(), PlanStore()
    before = plan_of(range(600))
    sent(sender, store, before)
    moved = (*before.people[:300], replace(before.people[300], fte=0.5), *before.people[301:])
    after = replace(before, people=moved)
    assert sent(sender, store, after) == [1]
    here, there = (arrived(sender, store, plan) for plan in (before, after))
    assert [n for n in range(600) if here.people[n] is not there.people[n]] == [300]
    assert here.chunks is there.chunks
    assert there == after


def test_that_somebody_new_in_the_middle_is_one_spec() -> None:
    sender, store = PlanSender(), PlanStore()
    sent(sender, store, plan_of(range(600)))
    longer = plan_of([*range(200), 650, *range(200, 600)])
    assert sent(sender, store, longer) == [1]
    assert arrived(sender, store, longer) == longer


def test_that_a_whole_plan_goes_out_in_small_messages() -> None:
    specs = sent(PlanSender(), PlanStore(), plan_of(range(700)))
    assert sum(specs) > 700
    assert max(specs) <= 2 * SPECS_AT_ONCE
    assert len(specs) > 3


def test_that_a_plan_the_child_has_is_not_sent_again() -> None:
    sender, store = PlanSender(), PlanStore()
    inputs = plan_of(range(5))
    sent(sender, store, inputs)
    assert sent(sender, store, inputs, inputs) == []


def test_that_old_plans_are_forgotten_at_both_ends_but_never_those_asked_for() -> None:
    sender, store = PlanSender(), PlanStore()
    plans = [plan_of([n]) for n in range(3 * KEPT)]
    for inputs in plans:
        sent(sender, store, inputs)
    with pytest.raises(KeyError):
        sender.number(plans[0])
    with pytest.raises(KeyError):
        store.plan(1)
    sent(sender, store, *plans)
    assert [arrived(sender, store, inputs) for inputs in plans] == plans


def test_that_frames_come_whole_out_of_any_crumbs() -> None:
    messages = [PlanPart(1, None, (), {"weeks": n}) for n in range(3)]
    stream = b"".join(map(frame, messages))
    for size in (1, 7, 50, len(stream)):
        frames, found = Frames(), list[PlanPart]()
        for at in range(0, len(stream), size):
            found += frames.feed(stream[at : at + size])
        assert found == messages


def test_that_what_is_no_frame_is_refused() -> None:
    with pytest.raises(ValueError, match="not a frame"):
        list(Frames().feed(b"Traceback (most recent call last)"))
