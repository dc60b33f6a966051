"""Projecting after a change gives what projecting anew gives, and redoes no more than it must."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from teamtide.capacity.engine import compute, recompute
from teamtide.capacity.inputs import Inputs
from teamtide.capacity.projection import Projection, affected_teams, project
from tests.capacity.engine_plans import chunk, person, placed, plan, team
from tests.capacity.plan_reader import PlanReader
from tests.capacity.test_engine_recompute import moved, reordered, replanned, trained
from tests.searching import searched
from tests.strategies import plans

FIGURES = ("wants", "by_kind", "backlog", "backlog_by_discipline", "held", "load", "capacity")


def assert_same(ours: Projection, theirs: Projection) -> None:
    for one, other in zip(ours.teams, theirs.teams, strict=True):
        for name in FIGURES:
            a, b = getattr(one, name), getattr(other, name)
            np.testing.assert_allclose(a, b, rtol=1e-9, atol=1e-9, err_msg=name)
        for week in range(ours.load.inputs.weeks):
            assert [(c.what, c.index, c.person) for c in one.carried(week)] == [
                (c.what, c.index, c.person) for c in other.carried(week)
            ]
    assert ours.projects == theirs.projects
    for name in ("finish", "finish_day", "owned", "unowned"):
        assert getattr(ours, name).tolist() == getattr(theirs, name).tolist()
    for name in ("done", "released", "done_before", "backlog", "unreleased"):
        a, b = getattr(ours, name), getattr(theirs, name)
        np.testing.assert_allclose(a, b, rtol=0, atol=1e-8, err_msg=name)


def reprioritised(draw: st.DrawFn, inputs: Inputs) -> Inputs:
    """What no expected load depends on: priority, max people, predecessors, lag."""
    which = draw(st.sampled_from(["priority", "max people", "after", "lag"]))
    if which == "priority":
        index = draw(st.integers(0, len(inputs.projects) - 1))
        changed = replace(inputs.projects[index], priority=draw(st.sampled_from([None, 1, 9])))
        projects = (*inputs.projects[:index], changed, *inputs.projects[index + 1 :])
        return replace(inputs, projects=projects)
    if not inputs.chunks:
        return inputs
    index = draw(st.integers(0, len(inputs.chunks) - 1))
    fields: dict[str, Any] = {
        "max people": {"max_people": draw(st.sampled_from([None, 0.2, 1.0]))},
        "after": {"after": ()},
        "lag": {"lag": draw(st.sampled_from([0.0, 0.4, 2.0]))},
    }
    changed_chunk = replace(inputs.chunks[index], **fields[which])
    chunks = (*inputs.chunks[:index], changed_chunk, *inputs.chunks[index + 1 :])
    return replace(inputs, chunks=chunks)


@st.composite
def changes(draw: st.DrawFn) -> tuple[Inputs, ...]:
    reader = PlanReader(draw(plans()))
    steps = [reader.inputs(draw(st.sampled_from(["Today", "Option"])))]
    kinds = [reprioritised, reprioritised, moved, trained, replanned, reordered]
    for _ in range(draw(st.integers(1, 3))):
        steps.append(draw(st.sampled_from(kinds))(draw, steps[-1]))
    return tuple(steps)


@given(steps=changes())
@searched(50)
def test_that_projecting_from_an_earlier_projection_equals_projecting_anew(
    steps: tuple[Inputs, ...],
) -> None:
    load = compute(steps[0])
    projection = project(load)
    for _, after in pairwise(steps):
        load = recompute(load, after)
        touched = affected_teams(projection.load, load)
        again = project(load, projection)
        assert_same(again, project(compute(after)))
        for index, (old, new) in enumerate(zip(projection.teams, again.teams, strict=True)):
            assert (old is new) or index in touched
        projection = again


def chain(*, likely: float = 10.0) -> Inputs:
    """Three teams of one; the second waits for the first, the third for nobody."""
    return plan(
        tuple(person(name, where=(placed((k, 1.0)),)) for k, name in enumerate("abc")),
        teams=(team("Squad"), team("Infrastructure"), team("Atlas")),
        chunks=(
            chunk("First", likely, owner=0, weeks=2.0),
            chunk("Second", 2.0, owner=1, after=(0,), weeks=1.0),
            chunk("Third", 8.0, owner=2),
        ),
        weeks=12,
    )


def test_that_a_late_predecessor_holds_another_teams_chunk_until_the_week_after() -> None:
    calm, late = project(compute(chain(likely=4.0))), project(compute(chain(likely=16.0)))
    assert calm.finish.tolist()[:2] == [1, 2]
    assert late.finish[0] > 2
    assert late.finish[1] == late.finish[0] + 1
    assert late.teams[1].wants[2] == 0.0


def test_that_only_those_who_wait_are_projected_again() -> None:
    load = compute(chain())
    before = project(load)
    after = project(recompute(load, chain(likely=16.0)), before)
    same = [old is new for old, new in zip(before.teams, after.teams, strict=True)]
    assert same == [False, False, True]
    assert_same(after, project(compute(chain(likely=16.0))))


def test_that_nothing_is_redone_where_nothing_changed() -> None:
    load = compute(chain())
    before = project(load)
    assert project(load, before) is before
    after = project(recompute(load, replace(chain())), before)
    assert all(old is new for old, new in zip(before.teams, after.teams, strict=True))
