"""Adding, editing, removing and reordering: what goes along, what is forgotten, what stays."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from teamtide.plan.changes import ChangeSet, from_json, to_json
from teamtide.plan.commands import (
    Draft,
    add,
    add_many,
    edit,
    edit_all,
    edit_plan,
    remove,
    reorder,
)
from teamtide.plan.options import add_scenario, free_name, remove_scenario
from teamtide.plan.overlay import own_sets, owner_of, shares_at, team_settings
from teamtide.plan.rows import (
    REFERENCES,
    ROW_CLASSES,
    Chunk,
    Goal,
    Leave,
    Owner,
    Person,
    Placement,
    Plan,
    Project,
    ProjectChange,
    Row,
    Scenario,
    Service,
    Surge,
    Team,
    TeamChange,
)
from teamtide.plan.state import State, difference
from teamtide.plan.validation import Refused, check, problems_of
from tests.plan.full_plan import (
    ANA,
    BUILD,
    CHURN,
    DIG,
    DOCS,
    EKS,
    ENABLE,
    EXPLORE,
    GROWTH,
    INFRA,
    MIA,
    QUAY,
    SPLIT,
    SQUAD,
    START,
    TODAY,
    YAN,
    ZOE,
    full_state,
)


@pytest.fixture
def state() -> State:
    """Every table filled."""
    return full_state()


def done(state: State, change: ChangeSet) -> State:
    """The state after a valid change, whose inverse, and whose text, give the same again."""
    after = state.apply(change)
    check(after, change)
    assert problems_of(after) == []
    assert after.apply(change.inverse()) == state
    read = from_json(to_json(change), label=change.label, scenario=change.scenario)
    assert state.apply(read) == after
    assert difference(state, after, "").inverse().inverse() == difference(state, after, "")
    assert state.apply(difference(state, after, "")) == after
    return after


def mentions(state: State, row: Row) -> list[Row]:
    """Every row that refers to a row."""
    found = []
    for cls, names in REFERENCES.items():
        for name, target in names.items():
            if isinstance(row, target):
                for other in state.rows(cls):
                    value: Any = getattr(other, name)
                    if row.id in (value if isinstance(value, tuple) else (value,)):
                        found.append(other)
    return found


def removable() -> list[tuple[type[Row], int]]:
    state = full_state()
    return [
        (cls, row.id)
        for cls in ROW_CLASSES
        if cls is not Plan
        for row in state.rows(cls)
        if (cls, row.id) != (Scenario, TODAY)
    ]


@pytest.mark.parametrize(("cls", "number"), removable())
def test_that_anything_can_be_removed_with_nothing_left_dangling(
    state: State, cls: type[Row], number: int
) -> None:
    row = state.get(cls, number)
    after = done(state, remove(state, [row]))
    assert after.find(cls, number) is None
    assert mentions(after, row) == []


@pytest.mark.parametrize("cls", [Person, Team, Project, Chunk, Service, Goal])
def test_that_everything_of_a_kind_can_be_removed_at_once(state: State, cls: type[Row]) -> None:
    after = done(state, remove(state, state.rows(cls)))
    assert after.rows(cls) == ()
    rest = [row for other in (Person, Team, Project) for row in after.rows(other)]
    done(after, remove(after, rest))


def test_that_a_person_takes_leave_and_placements_along_and_is_forgotten(state: State) -> None:
    after = done(state, remove(state, [state.get(Person, ZOE)]))
    assert [row for row in after.rows(Leave) if row.person == ZOE] == []
    assert [row for row in after.rows(Placement) if row.person == ZOE] == []
    assert after.get(Team, SQUAD).lead is None
    assert after.get(Chunk, DOCS).who == (ANA,)
    assert team_settings(after, SPLIT, SQUAD).lead == MIA


def test_that_a_project_takes_its_chunks_along_in_every_scenario(state: State) -> None:
    after = done(state, remove(state, [state.get(Project, CHURN)]))
    assert [row.id for row in after.rows(Chunk)] == [DIG]
    assert [row.project for row in after.rows(ProjectChange) if row.project == CHURN] == []
    assert after.find(Goal, GROWTH) is not None


def test_that_chunks_after_a_removed_one_no_longer_wait_for_it(state: State) -> None:
    after = done(state, remove(state, [state.get(Chunk, EXPLORE)]))
    assert after.get(Chunk, BUILD).after == ()
    assert after.get(Chunk, DOCS).after == (BUILD,)
    both = done(state, remove(state, [state.get(Chunk, EXPLORE), state.get(Chunk, BUILD)]))
    assert both.get(Chunk, DOCS).after == ()


def test_that_a_service_takes_its_surges_along(state: State) -> None:
    after = done(state, remove(state, [state.get(Service, EKS)]))
    assert [row.service for row in after.rows(Surge) if row.service == EKS] == []
    assert [row for row in after.rows(Owner) if row.service is not None] == []


def test_that_the_people_of_a_removed_team_are_unplaced_and_no_more(state: State) -> None:
    after = done(state, remove(state, [state.get(Team, INFRA)]))
    assert shares_at(after, TODAY, ANA, START) == {SQUAD: 0.6}
    assert shares_at(after, SPLIT, ZOE, date(2026, 2, 2)) == {SQUAD: 0.5}
    assert shares_at(after, SPLIT, YAN, START) == {}
    assert owner_of(after, SPLIT, ("project", QUAY)) == SQUAD
    assert owner_of(after, SPLIT, ("service", EKS)) == SQUAD


def test_that_a_removed_scenario_takes_all_it_says_and_nothing_of_others(state: State) -> None:
    after = done(state, remove_scenario(state, SPLIT))
    said = (Placement, Owner, TeamChange, ProjectChange)
    for cls in said:
        kept = [row for row in state.rows(cls) if getattr(row, "scenario", None) != SPLIT]
        assert list(after.rows(cls)) == kept
    for other in set(ROW_CLASSES) - {*said, Scenario}:
        assert after.tables[other] is state.tables[other]


def test_that_today_cannot_be_removed(state: State) -> None:
    with pytest.raises(Refused, match="“Today: one squad” is today's state"):
        remove_scenario(state, TODAY)
    change = remove(state, [state.get(Scenario, TODAY)])
    with pytest.raises(Refused, match="still used by a plan"):
        check(state.apply(change), change)


def test_that_a_copied_option_says_what_the_first_one_says_under_ids_of_its_own(
    state: State,
) -> None:
    change = add_scenario(state, name="Copy", like=SPLIT)
    after = done(state, change)
    copy = after.rows(Scenario)[-1].id
    assert change.scenario == copy
    for person in after.rows(Person):
        assert own_sets(after, copy, person.id) == own_sets(after, SPLIT, person.id)
    for cls in (Placement, Owner, TeamChange, ProjectChange):
        assert len(after.where(cls, "scenario", copy)) == len(after.where(cls, "scenario", SPLIT))
    assert done(after, remove_scenario(after, copy)) == state
    today = done(state, add_scenario(state, name="Copy", like=TODAY))
    assert len(today.rows(Placement)) == len(state.rows(Placement))


def test_that_a_free_name_is_nobodys(state: State) -> None:
    assert free_name(state, "New") == "New"
    assert free_name(state, "ROTA, no reorg") == "ROTA, no reorg 2"
    taken = state.apply(add_scenario(state, name="rota, no reorg 2"))
    assert free_name(taken, "Rota, no reorg") == "Rota, no reorg 3"
    spaced = free_name(state, " Rota, no reorg ")
    done(state, add_scenario(state, name=spaced))


# --- order ----------------------------------------------------------------------------------


def names(state: State, cls: type[Any]) -> list[str]:
    return [row.name for row in state.rows(cls)]


def test_that_a_row_goes_in_front_of_another_or_last(state: State) -> None:
    infra = state.get(Team, INFRA)
    first = done(state, reorder(state, infra, before=state.get(Team, SQUAD)))
    assert names(first, Team) == ["Infrastructure", "Squad", "Enablement"]
    last = done(first, reorder(first, first.get(Team, INFRA), before=None))
    assert names(last, Team) == ["Squad", "Enablement", "Infrastructure"]
    back = done(last, reorder(last, last.get(Team, INFRA), before=last.get(Team, ENABLE)))
    assert back == state


def test_that_a_row_put_where_it_is_changes_nothing(state: State) -> None:
    squad, enable = state.get(Team, SQUAD), state.get(Team, ENABLE)
    assert not reorder(state, squad, before=squad)
    assert not reorder(state, squad, before=state.get(Team, INFRA))
    assert not reorder(state, enable, before=None)


def test_that_a_new_row_is_last_even_after_others_were_moved_or_removed(state: State) -> None:
    moved = done(state, reorder(state, state.get(Team, SQUAD), before=None))
    gone = done(moved, remove(moved, [moved.get(Team, INFRA)]))
    after = done(gone, add(gone, Team, name="Atlas"))
    assert names(after, Team) == ["Enablement", "Squad", "Atlas"]


# --- adding and editing ---------------------------------------------------------------------


def test_that_many_rows_are_added_in_order_as_one_step(state: State) -> None:
    values = [{"name": f"New {n}", "discipline": "software"} for n in range(3)]
    change = add_many(state, Person, values, "Pasted 3 people")
    assert change.label == "Pasted 3 people"
    after = done(state, change)
    assert names(after, Person)[-3:] == ["New 0", "New 1", "New 2"]
    assert len({row.id for row in after.rows(Person)}) == len(after.rows(Person))
    assert not add_many(state, Person, [], "Pasted nobody")


def test_that_an_edit_that_changes_nothing_is_no_change(state: State) -> None:
    zoe = state.get(Person, ZOE)
    assert not edit(state, zoe, name=zoe.name, fte=zoe.fte)
    assert not edit_plan(state, weeks=state.plan.weeks)
    assert edit_all(state, [zoe, state.get(Person, ANA)], fte=0.8).changes[0].row.id == ANA
    assert (
        edit_all(state, [zoe, state.get(Person, ANA)], fte=0.8).label
        == "Changed FTE of 2 people to 0.8"
    )


def test_that_a_draft_row_put_and_dropped_is_no_change(state: State) -> None:
    draft = Draft(state)
    row = draft.add(Team, name="Atlas")
    assert draft.now(Team, row.id) == row
    draft.drop(row)
    assert draft.now(Team, row.id) is None
    assert not draft.change("")


def test_that_changes_made_one_after_the_other_join_into_one(state: State) -> None:
    one = edit(state, state.get(Person, ZOE), fte=0.5)
    middle = state.apply(one)
    two = edit(middle, middle.get(Person, ZOE), fte=0.8)
    three = add(middle, Team, name="Atlas")
    joined = ChangeSet.joined("Both", [one, two, three])
    assert [change.row.id for change in joined] == [4]
    assert state.apply(joined) == middle.apply(two).apply(three)
