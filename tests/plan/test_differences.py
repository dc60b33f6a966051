"""What differs between two scenarios, and taking some of it into another."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from teamtide.capacity.inputs import KINDS
from teamtide.plan import rows as rows_room
from teamtide.plan.assigning import ITEM_ROWS, assign, set_project, set_team
from teamtide.plan.changes import ChangeSet
from teamtide.plan.commands import Draft
from teamtide.plan.differences import (
    PROJECT_TOPICS,
    TEAM_TOPICS,
    Line,
    Topic,
    differences,
    differing,
    said,
)
from teamtide.plan.inputs import inputs_of
from teamtide.plan.options import add_scenario
from teamtide.plan.overlay import (
    owner_of,
    project_settings,
    set_at,
    team_settings,
    timeline,
)
from teamtide.plan.placing import move_people, place_person
from teamtide.plan.rows import (
    INTERRUPTS,
    STATUSES,
    Owner,
    Person,
    Placement,
    Project,
    ProjectChange,
    Row,
    Scenario,
    ScenarioId,
    Team,
    TeamChange,
)
from teamtide.plan.state import State
from teamtide.plan.taking import difference, take, take_into_new
from teamtide.plan.validation import Refused, check
from tests.examples import ANA, BO, CHURN, EKS, INFRA, OPTION, SQUAD, START, TODAY
from tests.plan.full_plan import full_state
from tests.plan.random_commands import command

LATER = START + timedelta(weeks=4)
SLOW = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def lived(data: st.DataObject) -> State:
    """A plan with rows of every kind after a few commands of any kind."""
    state = full_state()
    for _ in range(data.draw(st.integers(0, 12))):
        try:
            change = command(data.draw, state)
            after = state.apply(change)
            check(after, change)
        except Refused:
            continue
        state = after
    assume(len(state.rows(Scenario)) > 1)
    return state


def an_option(data: st.DataObject, state: State) -> ScenarioId:
    options = [row.id for row in state.rows(Scenario) if row.id != state.today]
    return data.draw(st.sampled_from(options))


def made(state: State, change: ChangeSet) -> State:
    after = state.apply(change)
    check(after, change)
    return after


def small(state: State) -> State:
    """The option moves people, a service, a lead and a project."""
    for change in (
        lambda s: place_person(
            s, scenario=OPTION, person=BO, shares={SQUAD: 0.5, INFRA: 0.5}, as_of=LATER
        ),
        lambda s: move_people(
            s, scenario=OPTION, people=[ANA], source=SQUAD, target=INFRA, as_of=START
        ),
        lambda s: set_team(s, scenario=OPTION, team=SQUAD, lead=ANA, interrupts="rota"),
        lambda s: set_project(s, scenario=OPTION, projects=[CHURN], status="paused"),
        lambda s: set_project(s, scenario=OPTION, projects=[CHURN], shift_weeks=2.0),
    ):
        state = made(state, change(state))
    return state


def told(lines: tuple[Line, ...]) -> list[tuple[str, str, str, str]]:
    return [(line.what, line.who, line.before, line.after) for line in lines]


# --- the list -------------------------------------------------------------------------------


def test_that_every_decision_is_one_line_in_reading_order(state: State) -> None:
    lines = differences(small(state), TODAY, OPTION)
    assert told(lines) == [
        ("person", "Ana Silva", "Squad", "Infrastructure"),
        ("person", "Bo Chen", "Squad", "Squad 50%, Infrastructure 50%"),
        ("service", "EKS cluster", "Squad", "Infrastructure"),
        ("team lead", "Squad", "nobody", "Ana Silva"),
        ("interrupts", "Squad", "everyone", "rota"),
        ("status", "Churn", "active", "paused"),
        ("schedule", "Churn", "as planned", "2 weeks later"),
    ]
    assert lines[1].when == LATER
    assert lines[1].share == 1.0
    assert lines[1].question == "where Bo Chen is from 2 Feb 2026"
    assert lines[2].question == "who owns EKS cluster"
    assert lines[1].people == {BO}
    assert lines[1].teams == lines[2].teams == {SQUAD, INFRA}
    assert lines[3].people == {ANA}


def test_that_the_way_back_says_the_opposite(state: State) -> None:
    plan = small(state)
    there, back = differences(plan, TODAY, OPTION), differences(plan, OPTION, TODAY)
    assert [(w, n, b, a) for w, n, a, b in told(back)] == told(there)


def test_that_what_comes_to_the_same_but_is_said_is_a_line(state: State) -> None:
    plan = made(state, add_scenario(state, name="Pinned"))
    pinned = plan.rows(Scenario)[-1].id
    plan = made(plan, take(plan, topics=differing(plan, TODAY, OPTION), source=OPTION, to=pinned))
    plan = made(plan, assign(plan, scenario=TODAY, items=[("service", EKS)], team=INFRA))
    (line,) = differences(plan, TODAY, pinned)
    assert (line.before, line.after) == ("Infrastructure", "Infrastructure, whatever Today says")
    (line,) = differences(plan, pinned, TODAY)
    assert line.after == "Infrastructure, as Today"


def test_that_a_later_set_that_is_gone_is_a_line_of_its_own(state: State) -> None:
    plan = small(state)
    plan = made(plan, add_scenario(plan, name="Once more", like=OPTION))
    again = plan.rows(Scenario)[-1].id
    plan = made(
        plan,
        move_people(
            plan,
            scenario=again,
            people=[BO],
            source=SQUAD,
            target=INFRA,
            as_of=LATER + timedelta(weeks=2),
        ),
    )
    (line,) = differences(plan, again, OPTION)
    assert line.when == LATER + timedelta(weeks=2)
    assert (line.before, line.after) == ("Infrastructure", "Squad 50%, Infrastructure 50%")


# --- taking ---------------------------------------------------------------------------------


def same_word(state: State, one: ScenarioId, other: ScenarioId) -> None:
    assert said(state, one) == said(state, other)
    assert differing(state, one, other) == ()
    assert inputs_of(state, one) == inputs_of(state, other)


@SLOW
@given(data=st.data())
def test_that_the_whole_difference_makes_one_option_the_other(data: st.DataObject) -> None:
    state = lived(data)
    one = an_option(data, state)
    other = data.draw(st.sampled_from([row.id for row in state.rows(Scenario)]))
    change = difference(state, one, other)
    after = made(state, change)
    same_word(after, one, other)
    assert inputs_of(after, other) == inputs_of(state, other)
    assert after.apply(change.inverse()) == state
    assert not difference(after, one, other)
    assert all(getattr(step.row, "scenario", one) == one for step in change)


def spoken(data: st.DataObject, state: State, scenario: ScenarioId) -> State:
    """An option that says something in every table and column it may, straight from rows."""
    draft, draw = Draft(state), data.draw
    teams = st.sampled_from([None, *(row.id for row in state.rows(Team))])
    for row in scenario_rows(state, scenario):
        draft.drop(row)
    for person in state.rows(Person):
        for day in draw(st.lists(st.sampled_from([None, START, LATER]), max_size=3, unique=True)):
            places = draw(st.lists(teams, min_size=1, max_size=2, unique=True))
            for team in places:
                draft.add(
                    Placement,
                    scenario=scenario,
                    person=person.id,
                    start=day,
                    team=team,
                    share=draw(st.sampled_from([0.25, 0.5])),
                )
    for kind, cls in ITEM_ROWS.items():
        for item in state.rows(cls):
            if draw(st.booleans()):
                values: dict[str, Any] = {kind: item.id}
                draft.add(Owner, scenario=scenario, type=kind, team=draw(teams), **values)
    for name in KINDS:
        if draw(st.booleans()):
            draft.add(Owner, scenario=scenario, type="kind", kind=name, team=draw(teams))
    leads = st.sampled_from([None, *(row.id for row in state.rows(Person))])
    for team_row in state.rows(Team):
        told = {
            "lead": draw(leads),
            "ceremony_hours": draw(st.sampled_from([None, 0.0, 3.0])),
            "interrupts": draw(st.sampled_from([None, *INTERRUPTS])),
        }
        if any(value is not None for value in told.values()):
            draft.add(TeamChange, scenario=scenario, team=team_row.id, **told)
    for project in state.rows(Project):
        told = {
            "status": draw(st.sampled_from([None, *STATUSES])),
            "priority": draw(st.sampled_from([None, 1, 3])),
            "shift_weeks": draw(st.sampled_from([None, -1.0, 0.0, 2.5])),
        }
        if any(value is not None for value in told.values()):
            draft.add(ProjectChange, scenario=scenario, project=project.id, **told)
    return made(state, draft.change("Spoke", scenario=scenario))


def scenario_rows(state: State, scenario: ScenarioId) -> list[Row]:
    return [row for cls in SPOKEN for row in state.where(cls, "scenario", scenario)]


SPOKEN: tuple[type[Row], ...] = (Placement, Owner, TeamChange, ProjectChange)


def test_that_every_table_and_column_a_scenario_may_fill_is_a_topic() -> None:
    # A new one has to be among the differences, or it would be lost on the way to another option.
    tables = {
        cls
        for cls in vars(rows_room).values()
        if isinstance(cls, type)
        and issubclass(cls, Row)
        and "scenario" in {each.name for each in fields(cls)}
    }
    assert tables == set(SPOKEN)
    for cls, about, topics in (
        (TeamChange, "team", TEAM_TOPICS),
        (ProjectChange, "project", PROJECT_TOPICS),
    ):
        columns = {each.name for each in fields(cls)} - {"id", "scenario", about}
        assert columns == set(topics)
    assert {each.name for each in fields(Placement)} - {"id", "scenario", "person"} == {
        "start",
        "team",
        "share",
    }


@SLOW
@given(data=st.data())
def test_that_whatever_two_options_say_the_difference_makes_one_the_other(
    data: st.DataObject,
) -> None:
    state = full_state()
    one = next(row.id for row in state.rows(Scenario) if row.id != state.today)
    change = add_scenario(state, name="The other")
    assert change.scenario is not None
    other = change.scenario
    state = spoken(data, spoken(data, state.apply(change), one), other)
    there = difference(state, one, other)
    after = made(state, there)
    same_word(after, one, other)
    assert after.apply(there.inverse()) == state
    # Row by row, but for their ids and the scenario they are of; and nothing else has moved.
    assert plain(after, one) == plain(state, other) == plain(after, other)
    assert {step.row.__class__ for step in there} <= set(SPOKEN)
    back = made(after, difference(after, one, state.today))
    assert scenario_rows(back, one) == []
    assert inputs_of(back, one) == inputs_of(state, state.today)


def plain(state: State, scenario: ScenarioId) -> set[tuple[str, str]]:
    return {
        (type(row).__name__, repr(replace(row, id=0, scenario=0)))  # type: ignore[call-arg]
        for row in scenario_rows(state, scenario)
    }


@SLOW
@given(data=st.data())
def test_that_a_copy_of_today_with_every_line_is_the_option(data: st.DataObject) -> None:
    state = lived(data)
    other = an_option(data, state)
    topics = differing(state, state.today, other)
    change = take_into_new(state, topics=topics, source=other, like=state.today, name="Fresh one")
    after = made(state, change)
    assert change.scenario is not None
    same_word(after, change.scenario, other)


@SLOW
@given(data=st.data())
def test_that_selections_compose_in_any_order(data: st.DataObject) -> None:
    state = lived(data)
    one, other = an_option(data, state), an_option(data, state)
    topics = differing(state, one, other)
    first = [topic for topic in topics if data.draw(st.booleans())]
    rest = [topic for topic in topics if topic not in first]
    after = made(state, take(state, topics=first, source=other, to=one))
    assert set(differing(after, one, other)) == set(rest)
    there = made(after, take(after, topics=rest, source=other, to=one))
    same_word(there, one, other)
    after = made(state, take(state, topics=rest, source=other, to=one))
    back = made(after, take(after, topics=first, source=other, to=one))
    assert said(back, one) == said(there, one)


@SLOW
@given(data=st.data())
def test_that_a_selection_is_a_plan_that_holds_in_any_scenario(data: st.DataObject) -> None:
    state = lived(data)
    rows = [row.id for row in state.rows(Scenario)]
    one, other, to = (data.draw(st.sampled_from(rows)) for _ in range(3))
    topics = [topic for topic in differing(state, one, other) if data.draw(st.booleans())]
    try:
        change = take(state, topics=topics, source=other, to=to)
    except Refused:
        assert to == state.today
        return
    after = made(state, change)
    if to != state.today:
        words, now = said(state, other), said(after, to)
        assert {t: now.get(t) for t in topics} == {t: words.get(t) for t in topics}


@SLOW
@given(data=st.data())
def test_that_today_becomes_what_the_option_shows(data: st.DataObject) -> None:
    state = lived(data)
    other = an_option(data, state)
    topics = differing(state, state.today, other)
    try:
        change = take(state, topics=topics, source=other, to=state.today)
    except Refused:
        return
    after = made(state, change)
    today = state.today
    plan = state.plan
    days = {topic.first_day for topic in topics} | {plan.start}
    for person in state.rows(Person):
        for day in (day for day in days if isinstance(day, date)):
            was = set_at(timeline(state, other, person.id), day, plan).shares
            assert dict(set_at(timeline(after, today, person.id), day, plan).shares) == dict(was)
    for team in state.rows(Team):
        assert team_settings(after, today, team.id) == team_settings(state, other, team.id)
    for project in state.rows(Project):
        assert project_settings(after, today, project.id) == project_settings(
            state, other, project.id
        )
    for topic in topics:
        if topic.kind == "owner":
            assert owner_of(after, today, topic.item) == owner_of(state, other, topic.item)


def test_that_one_line_is_taken_and_the_others_stay(state: State) -> None:
    plan = small(state)
    plan = made(plan, add_scenario(plan, name="Rota"))
    rota = plan.rows(Scenario)[-1].id
    eks = Topic("owner", EKS, "service")
    change = take(plan, topics=[eks], source=OPTION, to=rota)
    assert change.label == "Took 1 change from Split"
    assert change.scenario == rota
    after = made(plan, change)
    assert differing(after, TODAY, rota) == (eks,)
    assert owner_of(after, rota, ("service", EKS)) == INFRA
    back = made(after, take(after, topics=[eks], source=TODAY, to=rota))
    assert differing(back, TODAY, rota) == ()


def test_that_today_takes_an_owner_and_a_share(state: State) -> None:
    plan = small(state)
    topics = [t for t in differing(plan, TODAY, OPTION) if t.kind in ("owner", "place")]
    change = take(plan, topics=topics, source=OPTION, to=TODAY)
    after = made(plan, change)
    assert owner_of(after, TODAY, ("service", EKS)) == INFRA
    placed = set_at(timeline(after, TODAY, BO), LATER, plan.plan).shares
    assert dict(placed) == {SQUAD: 0.5, INFRA: 0.5}
    assert team_settings(after, TODAY, SQUAD).lead is None


def test_that_nothing_is_taken_from_what_says_the_same(state: State) -> None:
    assert not difference(state, OPTION, OPTION)
    assert not take(state, topics=[], source=OPTION, to=TODAY)
    assert differences(state, TODAY, TODAY) == ()
    line = differences(state, TODAY, OPTION)[0]
    assert line.text == "EKS cluster, service: Squad → Infrastructure"
    assert replace(line, when=LATER).text.startswith("EKS cluster, service, 2 Feb 2026: ")
