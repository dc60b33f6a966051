"""Two copies made one: what one did is done, what both did is asked, nothing of ours is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teamtide.plan.aligning import key_of
from teamtide.plan.changes import ChangeSet
from teamtide.plan.commands import add, edit, edit_plan, remove
from teamtide.plan.common_past import Past
from teamtide.plan.merging import Conflict, Merge, merge
from teamtide.plan.notes import set_note
from teamtide.plan.options import add_scenario, remove_scenario
from teamtide.plan.overlay import shares_at
from teamtide.plan.placing import move_people
from teamtide.plan.rows import (
    Chunk,
    Leave,
    Note,
    Person,
    PersonId,
    Project,
    Row,
    Scenario,
    Team,
    TeamId,
)
from teamtide.plan.state import State
from teamtide.plan.validation import Refused, check, problems_of
from tests.examples import (
    ANA,
    BO,
    BUILD,
    CHURN,
    CY,
    ENABLE,
    EXPLORE,
    INFRA,
    OPTION,
    PLATFORM,
    SQUAD,
    START,
    TODAY,
    small_state,
)
from tests.plan.full_plan import full_state
from tests.plan.random_commands import command

Command = Callable[[State], ChangeSet]


def after(state: State, *commands: Command) -> State:
    for one in commands:
        change = one(state)
        now = state.apply(change)
        check(now, change)
        state = now
    return state


def merged(ours: State, theirs: State, base: State, **how: Any) -> Merge:
    found = merge(ours, theirs, Past(base), **how)
    assert problems_of(found.merged) == []
    assert ours.apply(found.change) == found.merged
    return found


def only(found: Merge) -> Conflict:
    (conflict,) = found.conflicts
    return conflict


def words(conflict: Conflict) -> tuple[str, ...]:
    return (
        conflict.what,
        conflict.who,
        conflict.base,
        conflict.ours,
        conflict.theirs,
    )


def move(person: PersonId, team: TeamId | None, day: date = START) -> Command:
    return lambda state: move_people(
        state, scenario=OPTION, people=[person], source=SQUAD, target=team, as_of=day
    )


def change(cls: type[Row], row_id: int, **values: Any) -> Command:
    return lambda state: edit(state, state.get(cls, row_id), **values)


def new(cls: type[Row], **values: Any) -> Command:
    return lambda state: add(state, cls, **values)


def gone(cls: type[Row], row_id: int) -> Command:
    return lambda state: remove(state, [state.get(cls, row_id)])


# --- what is no conflict --------------------------------------------------------------------


def test_that_a_copy_without_changes_brings_nothing(state: State) -> None:
    ours = after(state, move(ANA, INFRA), change(Person, BO, fte=0.5))
    found = merged(ours, state, state)
    assert not found.change
    assert (found.conflicts, found.steps, found.left_out) == ((), (), ())


def test_that_changes_to_different_people_are_both_there(state: State) -> None:
    ours, theirs = after(state, move(ANA, INFRA)), after(state, move(BO, ENABLE))
    found = merged(ours, theirs, state)
    assert found.conflicts == ()
    assert shares_at(found.merged, OPTION, ANA, START) == {INFRA: 1.0}
    assert shares_at(found.merged, OPTION, BO, START) == {ENABLE: 1.0}
    assert [step.text for step in found.steps] == [
        "Bo Chen in Split, place: new, Enablement",
    ]


def test_that_different_columns_of_one_row_are_merged(state: State) -> None:
    ours = after(state, change(Person, ANA, fte=0.5, title="Lead"))
    theirs = after(state, change(Person, ANA, location="There", title="Lead"))
    found = merged(ours, theirs, state)
    assert found.conflicts == ()
    assert found.merged.get(Person, ANA) == replace(
        state.get(Person, ANA), fte=0.5, title="Lead", location="There"
    )
    assert [step.text for step in found.steps] == ["Ana Silva, location: none → There"]


def test_that_new_rows_of_one_id_become_two_and_what_refers_to_theirs_follows(
    state: State,
) -> None:
    ours = after(state, new(Team, name="Ours"), new(Person, name="Una", discipline="software"))
    theirs = after(
        state,
        new(Team, name="Theirs"),
        new(Person, name="Tove", discipline="software"),
        new(Project, name="Tide"),
    )
    team, tove = theirs.rows(Team)[-1], theirs.rows(Person)[-1]
    assert (team.id, tove.id) == (ours.rows(Team)[-1].id, ours.rows(Person)[-1].id)
    theirs = after(
        theirs,
        lambda s: move_people(
            s, scenario=TODAY, people=[tove.id], source=None, target=team.id, as_of=START
        ),
        change(Team, team.id, lead=tove.id),
        lambda s: add(
            s,
            Chunk,
            name="Work",
            project=s.rows(Project)[-1].id,
            kind="structured",
            discipline="software",
            likely=3.0,
            team=team.id,
            who=(tove.id,),
        ),
        lambda s: set_note(s, kind="person", item=tove.id, text="new here"),
    )
    found = merged(ours, theirs, state)
    assert found.conflicts == ()
    names: dict[str, Team | Person] = {row.name: row for row in found.merged.rows(Team)}
    names |= {row.name: row for row in found.merged.rows(Person)}
    assert {"Ours", "Theirs", "Una", "Tove"} <= names.keys()
    told, una = names["Tove"], names["Una"]
    assert una == ours.rows(Person)[-1]
    assert told.id not in (una.id, *state.tables[Person])
    own = names["Theirs"]
    assert isinstance(own, Team)
    assert own.lead == told.id
    assert shares_at(found.merged, TODAY, PersonId(told.id), START) == {own.id: 1.0}
    chunk = found.merged.rows(Chunk)[-1]
    assert (chunk.team, chunk.who) == (own.id, (told.id,))
    assert [note.person for note in found.merged.rows(Note)] == [told.id]
    again = merged(found.merged, theirs, state)
    assert not again.change
    assert again.conflicts == ()


def test_that_what_both_added_alike_is_there_once(state: State) -> None:
    both = new(Team, name="Atlas", kind="squad")
    leave = new(Leave, person=ANA, first=START, last=START)
    ours = after(state, new(Team, name="First"), both, leave)
    theirs = after(state, both, leave)
    found = merged(ours, theirs, state)
    assert not found.change
    assert found.conflicts == ()


def test_that_what_they_removed_and_we_left_alone_goes_with_all_that_is_its(state: State) -> None:
    ours = after(state, move(ANA, INFRA))
    theirs = after(state, gone(Project, CHURN), gone(Person, BO))
    found = merged(ours, theirs, state)
    assert found.conflicts == ()
    assert found.merged == after(theirs, move(ANA, INFRA))
    assert [step.text for step in found.steps] == [
        "Bo Chen, person: removed, was software, 0.8 FTE",
        "Churn, project: removed, was there",
    ]


def test_that_an_id_given_out_again_is_somebody_else(state: State) -> None:
    theirs = after(state, gone(Person, CY), gone(Person, 4))
    theirs = after(theirs, new(Person, name="Nia", discipline="software"))
    nia = theirs.rows(Person)[-1]
    assert nia.id in state.tables[Person]
    ours = after(state, move(ANA, INFRA), change(Person, CY, fte=0.5))
    past = Past(state, reborn_theirs=frozenset({(Person, nia.id)}))
    found = merge(ours, theirs, past)
    assert {row.name for row in found.merged.rows(Person)} == {
        "Ana Silva",
        "Bo Chen",
        "Cy Young",
        "Nia",
    }
    assert only(found).who == "Cy Young"
    swapped = merge(theirs, ours, Past(state, reborn_ours=past.reborn_theirs))
    assert only(swapped).who == "Cy Young"
    assert {row.name for row in swapped.merged.rows(Person)} == {"Ana Silva", "Bo Chen", "Nia"}
    assert swapped.merged.get(Person, nia.id).name == "Nia"


# --- conflicts ------------------------------------------------------------------------------


def test_that_one_column_set_to_two_values_is_asked_and_ours_counts_unless_said(
    state: State,
) -> None:
    ours = after(state, change(Person, ANA, fte=0.5, location="Here"))
    theirs = after(state, change(Person, ANA, fte=0.8, email="ana@example.org"))
    found = merged(ours, theirs, state)
    conflict = only(found)
    assert words(conflict) == ("FTE", "Ana Silva", "1", "0.5", "0.8")
    assert not conflict.taken
    assert found.merged.get(Person, ANA).fte == 0.5
    assert found.merged.get(Person, ANA).email == "ana@example.org"
    took = merged(ours, theirs, state, take=[conflict.question])
    assert took.merged.get(Person, ANA).fte == 0.8
    assert took.merged.get(Person, ANA).location == "Here"
    assert only(took).taken
    assert merged(ours, theirs, state, take_all=True).merged == took.merged


def test_that_someone_moved_by_both_is_one_question_and_never_in_two_places(state: State) -> None:
    ours, theirs = after(state, move(ANA, INFRA)), after(state, move(ANA, ENABLE))
    found = merged(ours, theirs, state)
    assert words(only(found)) == (
        "place",
        "Ana Silva in Split",
        "not there",
        "Infrastructure",
        "Enablement",
    )
    assert not found.change
    took = merged(ours, theirs, state, take=[only(found).question])
    assert shares_at(took.merged, OPTION, ANA, START) == {ENABLE: 1.0}
    assert [step.text for step in took.steps] == [
        "Ana Silva in Split, place: Infrastructure → Enablement"
    ]


@pytest.mark.parametrize("take", [False, True])
def test_that_what_one_removed_and_the_other_changed_is_asked(state: State, take: bool) -> None:
    without = after(state, gone(Project, CHURN))
    with_more = after(
        state,
        new(
            Chunk,
            name="More",
            project=CHURN,
            kind="structured",
            discipline="software",
            likely=2.0,
        ),
        change(Chunk, EXPLORE, likely=11.0),
    )
    found = merged(without, with_more, state, take_all=take)
    assert words(only(found)) == ("project", "Churn", "there", "not there", "there")
    assert found.merged == (with_more if take else without)
    found = merged(with_more, without, state, take_all=take)
    assert words(only(found)) == ("project", "Churn", "there", "there", "not there")
    assert found.merged == (without if take else with_more)


def test_that_a_team_they_removed_is_asked_about_where_we_moved_someone_into_it(
    state: State,
) -> None:
    ours, theirs = after(state, move(ANA, INFRA)), after(state, gone(Team, INFRA))
    found = merged(ours, theirs, state)
    assert only(found).who == "Infrastructure"
    assert not found.change
    took = merged(ours, theirs, state, take_all=True)
    assert took.merged.find(Team, INFRA) is None
    assert shares_at(took.merged, OPTION, ANA, START) == {}


def test_that_an_effort_is_one_thing_though_it_has_three_columns(state: State) -> None:
    ours = after(state, change(Chunk, EXPLORE, likely=19.0))
    theirs = after(state, change(Chunk, EXPLORE, high=15.0))
    found = merged(ours, theirs, state)
    assert words(only(found)) == (
        "effort",
        "Churn / Explore",
        "12 d (6 to 20)",
        "19 d (6 to 20)",
        "12 d (6 to 15)",
    )


# --- what breaks the whole ------------------------------------------------------------------


def test_that_what_would_break_a_rule_is_left_out_with_the_reason_and_the_rest_is_done(
    state: State,
) -> None:
    ours = after(state, _waits)
    theirs = after(state, _waits_the_other_way, change(Person, BO, fte=0.5))
    found = merged(ours, theirs, state)
    assert found.merged.get(Person, BO).fte == 0.5
    (out,) = found.left_out
    assert out.who == "Platform / Upgrade"
    assert "wait for one another" in out.reason
    assert [step.text for step in found.steps] == ["Bo Chen, FTE: 0.8 → 0.5"]


def _waits(state: State) -> ChangeSet:
    return edit(state, state.get(Chunk, EXPLORE), after=(3,))


def _waits_the_other_way(state: State) -> ChangeSet:
    return edit(state, state.get(Chunk, 3), after=(BUILD,))


def test_that_a_name_both_gave_to_different_things_is_left_out_with_the_reason(
    state: State,
) -> None:
    ours = after(state, change(Project, PLATFORM, name="Tide"))
    theirs = after(state, change(Project, CHURN, name="tide"), move(BO, INFRA))
    found = merged(ours, theirs, state)
    (out,) = found.left_out
    assert (out.who, out.before, out.after) == ("Churn", "Churn", "tide")
    assert "already a project called" in out.reason
    assert shares_at(found.merged, OPTION, BO, START) == {INFRA: 1.0}


# --- where the last common state is not known -----------------------------------------------


def test_that_without_a_common_past_everything_that_differs_is_asked(state: State) -> None:
    ours = after(state, change(Person, ANA, fte=0.5), move(BO, INFRA), gone(Project, PLATFORM))
    theirs = after(state, change(Person, CY, fte=0.5), new(Team, name="Atlas"))
    found = merge(ours, theirs, Past(None))
    assert not found.change
    assert [(c.what, c.who, c.base) for c in found.conflicts] == [
        ("team", "Atlas", ""),
        ("project", "Platform", ""),
        ("FTE", "Ana Silva", ""),
        ("FTE", "Cy Young", ""),
        ("place", "Bo Chen in Split", ""),
    ]
    took = merge(ours, theirs, Past(None), take_all=True)
    assert took.merged == theirs


# --- whatever two people do -----------------------------------------------------------------


def walked(data: st.DataObject, state: State, most: int = 6) -> State:
    for _ in range(data.draw(st.integers(0, most))):
        try:
            state = after(state, lambda s: command(data.draw, s))
        except Refused:
            continue
    return state


START_STATES = st.sampled_from([small_state(), full_state()])
thorough = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@thorough
@given(START_STATES, st.data())
def test_that_whatever_two_people_do_the_merge_keeps_its_promises(
    base: State, data: st.DataObject
) -> None:
    ours, theirs = walked(data, base), walked(data, base)
    found = merged(ours, theirs, base)
    # Nothing from a copy nobody changed; all of theirs where we changed nothing.
    assert not merged(ours, base, base).change
    assert not merged(ours, ours, base).change
    untouched = merged(base, theirs, base)
    assert untouched.merged == theirs
    assert (untouched.conflicts, untouched.left_out) == ((), ())
    # What is ours and in no conflict stays; what we did is never undone unasked.
    asked = {conflict.question[0] for conflict in found.conflicts}
    for row in ours.all_rows():
        was, now = base.find(type(row), row.id), found.merged.find(type(row), row.id)
        if was is None and key_of(row) not in asked:
            assert now is not None, row
        elif was is not None and was != row and now is not None and key_of(row) not in asked:
            for name in type(row).__dataclass_fields__:
                mine = getattr(row, name)
                if mine != getattr(was, name) and key_of(row) == key_of(was):
                    assert getattr(now, name) == mine, (row, name)
    # Once is enough.
    again = merged(found.merged, theirs, base)
    assert not again.change, (again.change, found.change)


@thorough
@given(st.data())
def test_that_changes_to_different_things_come_to_the_same_either_way(
    data: st.DataObject,
) -> None:
    base = full_state()
    rows: list[tuple[type[Row], str, list[Any]]] = [
        (Person, "fte", [0.3, 0.4]),
        (Person, "location", ["A", "B"]),
        (Team, "colour", ["#111111", "#222222"]),
        (Project, "priority", [7, 8]),
        (Chunk, "done", [0.5, 0.75]),
        (Scenario, "description", ["x", "y"]),
    ]
    sides = [base, base]
    for cls, name, values in rows:
        for row in base.rows(cls):
            side = data.draw(st.sampled_from([None, 0, 1]))
            if side is not None:
                value = data.draw(st.sampled_from(values))
                sides[side] = after(sides[side], change(cls, row.id, **{name: value}))
    one, other = merged(sides[0], sides[1], base), merged(sides[1], sides[0], base)
    assert one.merged == other.merged
    assert one.conflicts == other.conflicts == ()


def test_that_an_option_one_removed_and_the_other_worked_in_is_asked(state: State) -> None:
    ours = after(state, lambda s: remove_scenario(s, OPTION))
    theirs = after(state, move(ANA, INFRA), lambda s: add_scenario(s, name="Rota"))
    found = merged(ours, theirs, state)
    assert only(found).who == "Split"
    assert [row.name for row in found.merged.rows(Scenario)] == ["Today", "Rota"]
    took = merged(ours, theirs, state, take_all=True)
    assert took.merged == theirs
    assert not merged(ours, after(state, lambda s: edit_plan(s, name="x")), state).conflicts
