"""Recomputing after a change gives what computing anew gives, and touches no more than it must."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamtide.capacity.engine import compute, recompute, redo
from teamtide.capacity.inputs import Inputs, Person, PlacementSet, Settings
from teamtide.capacity.results import Load
from tests.capacity.engine_plans import chunk, days, person, placed, plan, project, service, team
from tests.capacity.plan_reader import PlanReader
from tests.capacity.twin import Sheets
from tests.searching import searched
from tests.strategies import plans

FIGURES = (
    "capacity",
    "demand",
    "used",
    "overload",
    "idle",
    "load",
    "by_kind",
    "demand_by_discipline",
    "unmet_by_discipline",
    "juggling",
    "supply_by_discipline",
    "capacity_by_discipline",
    "used_by_discipline",
    "interrupting_by_kind",
)


def assert_same(ours: Load, theirs: Load) -> None:
    assert ours.inputs == theirs.inputs
    for one, other in zip(ours.teams, theirs.teams, strict=True):
        for name in FIGURES:
            a, b = getattr(one, name), getattr(other, name)
            np.testing.assert_allclose(a, b, rtol=1e-9, atol=1e-9, err_msg=name)
        assert [(i.what, i.index, i.person) for i in one.items] == [
            (i.what, i.index, i.person) for i in other.items
        ]
        for a_item, b_item in zip(one.items, other.items, strict=True):
            np.testing.assert_allclose(a_item.demand, b_item.demand, rtol=0, atol=1e-9)
        assert one.people == other.people
    np.testing.assert_allclose(ours.unowned, theirs.unowned, rtol=0, atol=1e-9)
    assert ours.outside == pytest.approx(theirs.outside, abs=1e-9)
    assert ours.schedule.tolist() == theirs.schedule.tolist()


def moved(draw: st.DrawFn, inputs: Inputs) -> Inputs:
    if not inputs.people or not inputs.teams:
        return inputs
    index = draw(st.integers(0, len(inputs.people) - 1))
    on = draw(st.sampled_from([None, -20, 0, 9, 17, 33]))
    where = draw(st.lists(st.integers(0, len(inputs.teams) - 1), max_size=2, unique=True))
    day = None if on is None else inputs.start + on
    sets = (PlacementSet(day, tuple((place, 0.5) for place in where)),)
    one = inputs.people[index]
    changed = replace(one, own=sets) if draw(st.booleans()) else replace(one, today=sets)
    return with_person(inputs, index, changed)


def with_person(inputs: Inputs, index: int, changed: Person) -> Inputs:
    people = (*inputs.people[:index], changed, *inputs.people[index + 1 :])
    return replace(inputs, people=people)


def trained(draw: st.DrawFn, inputs: Inputs) -> Inputs:
    if not inputs.people:
        return inputs
    index = draw(st.integers(0, len(inputs.people) - 1))
    level = list(inputs.people[index].proficiency)
    level[draw(st.integers(0, len(level) - 1))] = draw(st.sampled_from([0.0, 0.2, 0.5, 1.0]))
    fte = draw(st.sampled_from([0.5, 1.0]))
    changed = replace(inputs.people[index], proficiency=tuple(level), fte=fte)
    return with_person(inputs, index, changed)


def replanned(draw: st.DrawFn, inputs: Inputs) -> Inputs:
    if not inputs.chunks:
        return inputs
    index = draw(st.integers(0, len(inputs.chunks) - 1))
    one = inputs.chunks[index]
    owners = st.sampled_from([None, *range(len(inputs.teams))])
    people = st.lists(st.integers(0, len(inputs.people) - 1), max_size=2, unique=True)
    changes: dict[str, st.SearchStrategy[Any]] = {
        "owner": owners,
        "who": people.map(tuple) if inputs.people else st.just(()),
        "weeks": st.sampled_from([0.2, 1.0, 5.0]),
        "start": st.sampled_from([None, inputs.start - 9, inputs.start + 12]),
        "likely": st.sampled_from([1.0, 20.0]),
        "kind": st.integers(0, 4),
    }
    field = draw(st.sampled_from(sorted(changes)))
    changed = replace(one, **{field: draw(changes[field])})
    chunks = (*inputs.chunks[:index], changed, *inputs.chunks[index + 1 :])
    return replace(inputs, chunks=chunks)


def ruled(draw: st.DrawFn, inputs: Inputs) -> Inputs:
    """All work of a kind to one team, or to nobody: what a rule for it does."""
    kind = draw(st.integers(0, 4))
    owner = draw(st.sampled_from([None, *range(len(inputs.teams))]))
    return replace(
        inputs,
        chunks=tuple(replace(c, owner=owner) if c.kind == kind else c for c in inputs.chunks),
        services=tuple(replace(s, owner=owner) if s.kind == kind else s for s in inputs.services),
    )


def reordered(draw: st.DrawFn, inputs: Inputs) -> Inputs:
    which = draw(st.sampled_from(["project", "service", "team", "more", "fewer", "settings"]))
    if which == "project" and inputs.projects:
        index = draw(st.integers(0, len(inputs.projects) - 1))
        one = inputs.projects[index]
        changed = replace(one, active=not one.active, shift_weeks=draw(st.sampled_from([0.0, 2.0])))
        projects = (*inputs.projects[:index], changed, *inputs.projects[index + 1 :])
        return replace(inputs, projects=projects)
    if which == "service" and inputs.services:
        last = replace(inputs.services[-1], owner=draw(st.sampled_from([None, 0])))
        return replace(inputs, services=(*inputs.services[:-1], last))
    if which == "team" and inputs.teams:
        first = replace(inputs.teams[0], rota=draw(st.booleans()), ceremony_hours=1.0)
        return replace(inputs, teams=(first, *inputs.teams[1:]))
    if which == "more" and inputs.chunks:
        return replace(inputs, chunks=(*inputs.chunks, inputs.chunks[0]))
    if which == "fewer" and inputs.services:
        return replace(inputs, services=inputs.services[:-1])
    if which == "settings":
        return replace(inputs, settings=replace(inputs.settings, switch=0.15))
    return inputs


@st.composite
def changes(draw: st.DrawFn) -> tuple[Inputs, ...]:
    """A random plan and up to four changes, one after the other."""
    reader = PlanReader(draw(plans()))
    steps = [reader.inputs(draw(st.sampled_from(["Today", "Option"])))]
    for _ in range(draw(st.integers(1, 4))):
        kind = draw(
            st.sampled_from([moved, moved, trained, replanned, replanned, reordered, ruled])
        )
        steps.append(kind(draw, steps[-1]))
    return tuple(steps)


@given(steps=changes())
@searched(80)
def test_that_recomputing_equals_computing(steps: tuple[Inputs, ...]) -> None:
    load = compute(steps[0])
    for after in steps[1:]:
        again = recompute(load, after)
        fresh = compute(after)
        assert_same(again, fresh)
        load = again


@given(steps=changes())
@searched(60)
def test_that_asks_made_from_those_before_are_those_that_collecting_gives(
    steps: tuple[Inputs, ...],
) -> None:
    load = compute(steps[0])
    for after in steps[1:]:
        load, fresh = recompute(load, after), compute(after)
        np.testing.assert_array_equal(load.asks.table, fresh.asks.table)
        np.testing.assert_array_equal(load.asks.days, fresh.asks.days)
        for one, other in zip(load.teams, fresh.teams, strict=True):
            ours, theirs = one.workings.staff, other.workings.staff
            np.testing.assert_array_equal(ours.crew.person, theirs.crew.person)
            np.testing.assert_allclose(ours.base, theirs.base, rtol=1e-9, atol=1e-9)
            np.testing.assert_allclose(ours.days, theirs.days, rtol=1e-9, atol=1e-9)
            np.testing.assert_allclose(ours.present, theirs.present, rtol=1e-9, atol=1e-9)


@given(steps=changes(), data=st.data())
@searched(60)
def test_that_it_does_not_matter_which_teams_are_worked_out_first(
    steps: tuple[Inputs, ...], data: st.DataObject
) -> None:
    load = compute(steps[0])
    for after in steps[1:]:
        begun = redo(load, after)
        some = data.draw(st.lists(st.integers(0, max(0, len(after.teams) - 1)), max_size=3))
        begun.work_out(some)
        known = {team: begun.team(team) for team in begun.touched if team in some}
        again = begun.load
        assert_same(again, compute(after))
        assert all(again.teams[team] is figures for team, figures in known.items())
        if len(load.teams) == len(again.teams):
            for team, (old, new) in enumerate(zip(load.teams, again.teams, strict=True)):
                assert (old is not new) == (team in begun.touched)
        load = again


@given(sheets=plans())
@searched(50)
def test_that_computing_a_plan_equal_but_not_the_same_redoes_nothing(sheets: Sheets) -> None:
    reader = PlanReader(sheets)
    load = compute(reader.inputs("Option"))
    again = recompute(load, reader.inputs("Option"))
    assert all(old is new for old, new in zip(load.teams, again.teams, strict=True))


def touched(before: Inputs, after: Inputs) -> frozenset[int]:
    """The teams whose figures are worked out anew."""
    return redo(compute(before), after).touched


def three_teams() -> Inputs:
    return plan(
        (
            person("ana"),
            person("bo", where=(placed((1, 0.5), (2, 0.5)),)),
            person("cy"),
            person("di", where=(placed((1, 1.0)),)),
        ),
        teams=(team("Squad"), team("Infrastructure"), team("Enablement")),
        projects=(project("Churn"), project("Tide")),
        chunks=(
            chunk("Build", owner=0, kind="engagement"),
            chunk("Run", owner=1, after=(0,), project=1),
            chunk("Docs", owner=0, who=(3,)),
        ),
        services=(service(owner=2),),
    )


def test_that_a_drag_touches_the_team_left_and_the_team_joined_only() -> None:
    before = three_teams()
    after = with_person(
        before, 0, replace(before.people[0], own=(placed((2, 1.0), on=days(1, 20)),))
    )
    assert touched(before, after) == {0, 2}
    load = compute(before)
    again = recompute(load, after)
    assert [old is new for old, new in zip(load.teams, again.teams, strict=True)] == [
        False,
        True,
        False,
    ]


def test_that_dragging_one_half_of_someone_split_leaves_their_other_half() -> None:
    before = three_teams()
    half = replace(before.people[1], own=(placed((1, 0.5), (0, 0.5), on=days(1, 20)),))
    assert touched(before, with_person(before, 1, half)) == {0, 2}


def test_that_dragging_someone_named_takes_their_work_along() -> None:
    before = three_teams()
    after = with_person(before, 3, replace(before.people[3], own=(placed((2, 1.0)),)))
    assert touched(before, after) == {1, 2}


def test_that_postponing_a_chunk_touches_the_owner_of_its_successor() -> None:
    before = three_teams()
    first = replace(before.chunks[0], weeks=6.0)
    assert touched(before, replace(before, chunks=(first, *before.chunks[1:]))) == {0, 1}


def test_that_naming_someone_touches_the_owner_and_their_team() -> None:
    before = three_teams()
    first = replace(before.chunks[1], who=(1,))
    after = replace(before, chunks=(before.chunks[0], first, before.chunks[2]))
    assert touched(before, after) == {1, 2}


def test_that_pausing_a_project_that_names_someone_makes_them_one_of_many() -> None:
    before = three_teams()
    paused = replace(before.projects[0], active=False)
    after = replace(before, projects=(paused, before.projects[1]))
    assert touched(before, after) == {0, 1}


def test_that_team_rules_touch_their_team_and_names_touch_nothing() -> None:
    before = three_teams()
    rules = replace(before.teams[1], ceremony_hours=9.0)
    assert touched(before, replace(before, teams=(before.teams[0], rules, before.teams[2]))) == {1}
    names = replace(
        before,
        teams=tuple(replace(one, name="x", key=7) for one in before.teams),
        people=tuple(replace(one, name="y", key=8) for one in before.people),
    )
    assert touched(before, names) == frozenset()


def test_that_settings_touch_everything() -> None:
    before = three_teams()
    after = replace(before, settings=Settings(overhead=0.2))
    assert touched(before, after) == {0, 1, 2}
    assert touched(before, before) == frozenset()
    assert recompute(compute(before), before).inputs is before
