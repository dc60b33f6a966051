"""What a plan may not be: each bad value is refused in a sentence that names the thing."""

from __future__ import annotations

import math
import types
import typing
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from teamtide.plan.changes import ChangeSet, RowChange
from teamtide.plan.commands import add
from teamtide.plan.rows import (
    NOUNS,
    ROW_CLASSES,
    Chunk,
    ChunkId,
    Goal,
    GoalId,
    Holiday,
    Leave,
    LeaveId,
    Owner,
    OwnerId,
    Person,
    PersonId,
    Placement,
    PlacementId,
    Plan,
    Project,
    ProjectChange,
    ProjectChangeId,
    ProjectId,
    Row,
    Scenario,
    Service,
    ServiceId,
    Surge,
    SurgeId,
    Team,
    TeamChange,
    TeamChangeId,
    TeamId,
)
from teamtide.plan.state import State
from teamtide.plan.validation import Refused, check, problems_of
from tests.plan.full_plan import (
    ANA,
    BUILD,
    CHURN,
    DIG,
    EKS,
    EXPLORE,
    INFRA,
    SPLIT,
    SQUAD,
    START,
    TODAY,
    ZOE,
    full_state,
)

STATE = full_state()
NAN, INF = math.nan, math.inf


def refused(state: State, *rows: Row) -> list[str]:
    """Why rows put into a state are refused; the same is wrong with the plan as a whole."""
    change = ChangeSet("", tuple(RowChange(state.find(type(row), row.id), row) for row in rows))
    after = state.apply(change)
    with pytest.raises(Refused) as found:
        check(after, change)
    assert all(sentence.endswith(".") for sentence in found.value.problems)
    assert set(found.value.problems) <= set(problems_of(after))
    return found.value.problems


def with_values(row: Row, **values: Any) -> Row:
    return replace(row, **values)


def row_of(cls: type[Row], number: int) -> Row:
    return STATE.get(cls, number)


RANGES: list[tuple[type[Row], int, str, list[Any], list[Any], str]] = [
    # class, id, column, what is refused, what is not, what the sentence names
    (Plan, 1, "weeks", [0, -1, 261], [1, 260], "Größe"),
    (Plan, 1, "overhead", [-0.01, 1.0, 1.5], [0.0, 0.99], "overhead"),
    (Plan, 1, "ceremony_hours", [-1.0, 40.0], [0.0, 39.9], "ceremony hours"),
    (Plan, 1, "switch", [-0.01, 0.351], [0.0, 0.35], "switch"),
    (Plan, 1, "comm", [-0.1, 1.1], [0.0, 0.0006], "comm"),
    (Plan, 1, "move_start", [0.0, -0.5, 1.01], [0.01, 1.0], "move start"),
    (Plan, 1, "hire_start", [0.0, 1.01], [0.01, 1.0], "hire start"),
    (Plan, 1, "move_weeks", [-1.0, 261.0], [0.0, 4.0], "move weeks"),
    (Plan, 1, "hire_weeks", [-1.0, 261.0], [0.0, 12.0], "hire weeks"),
    (Plan, 1, "mentor", [-0.1, 5.1], [0.0, 1.0], "mentor"),
    (Plan, 1, "help_min", [-0.1, 1.1], [0.0, 1.0], "help min"),
    (Plan, 1, "burst_floor", [-0.1, 1.1], [0.0, 1.0], "burst floor"),
    (Plan, 1, "samples", [0, -1, 100_001], [1, 100_000], "samples"),
    (Plan, 1, "seed", [-1, 2**63], [0, 2**63 - 1], "seed"),
    (Plan, 1, "start", [date(2026, 1, 6), date(2026, 1, 4), date(1899, 1, 2)], [START], "start"),
    (Plan, 1, "disciplines", [(), ("software",), ("software",) * 2, ("a;b",)], [], "discipline"),
    (Plan, 1, "engineering", [("alchemy",)], [(), ("software",)], "alchemy"),
    (Plan, 1, "name", ["", "  ", "a\x00b", "x" * 40_000, "\ud800"], ["a b"], "name"),
    (Scenario, SPLIT, "name", ["", " "], ["Another"], "scenario needs a name"),
    (Person, ZOE, "fte", [0.0, -0.5, 1.01, 40], [0.01, 1.0, 1], "Zoë"),
    (Person, ZOE, "skills", [(("software", 1.1),), (("software", -0.1),)], [()], "Zoë"),
    (Person, ZOE, "skills", [(("alchemy", 0.5),)], [(("software", 0.0),)], "alchemy"),
    (Person, ZOE, "skills", [(("software", 0.5),) * 2], [], "twice"),
    (Person, ZOE, "discipline", ["alchemy", ""], ["infrastructure"], "Zoë"),
    (Person, ZOE, "start", [date(1899, 12, 31), date(2200, 1, 1)], [None], "Zoë"),
    (Person, ZOE, "email", ["\x07"], ["z@example.org"], "Zoë"),
    (Person, ZOE, "name", [""], ["Z"], "person needs a name"),
    (Leave, 1, "fraction", [-0.1, 1.1], [0.0, 1.0], "Zoë"),
    (Leave, 1, "last", [date(2026, 1, 11)], [date(2026, 1, 12), None], "Zoë"),
    (Holiday, 1, "day", [date(1800, 1, 1)], [date(2026, 1, 20)], "A day"),
    (Team, SQUAD, "kind", ["tribe", ""], ["other"], "Squad"),
    (Team, SQUAD, "interrupts", ["never"], [None, "rota"], "Squad"),
    (Team, SQUAD, "ceremony_hours", [-0.1, 40.0], [None, 0.0], "Squad"),
    (Team, SQUAD, "colour", ["\x00"], ["#ffffff"], "Squad"),
    (TeamChange, 1, "ceremony_hours", [-0.1, 40.0], [None, 0.0], "Squad"),
    (TeamChange, 1, "interrupts", ["never"], ["rota"], "Squad"),
    (Goal, 1, "wanted_share", [-0.1, 1.1], [None, 1.0], "Growth"),
    (Goal, 1, "rank", [-1, 10_001], [None, 0], "Growth"),
    (Project, CHURN, "status", ["done", ""], [None, "cancelled"], "Churn"),
    (Project, CHURN, "priority", [10**7, 10**400], [None, 0, -3], "Churn"),
    (ProjectChange, 1, "status", ["done"], [None], "Basin"),
    (ProjectChange, 1, "shift_weeks", [-521.0, 521.0], [0.0, -3.5], "Basin"),
    (Chunk, BUILD, "kind", ["fun", ""], ["support"], "Build"),
    (Chunk, BUILD, "discipline", ["alchemy"], ["infrastructure"], "Build"),
    (Chunk, BUILD, "likely", [-1.0, 1e7], [0.0], "Build"),
    (Chunk, BUILD, "low", [0.0, -1.0, 13.0], [None, 12.5, 0.1], "Build"),
    (Chunk, BUILD, "high", [12.0], [None, 12.5, 100.0], "Build"),
    (Chunk, BUILD, "weeks", [-1.0, 521.0], [0.0, 0.2], "Build"),
    (Chunk, BUILD, "lag", [-521.0, 521.0], [None, 0.0, -1.0], "Build"),
    (Chunk, BUILD, "max_people", [0.0, -1.0], [None, 0.5], "Build"),
    (
        Chunk,
        BUILD,
        "shape",
        ["wobbly", "", "burst 4/5", "burst 0/0"],
        ["flat"],
        "Build",
    ),
    (Chunk, BUILD, "shape", ["burst 4/1 ", "Burst 4/1", "burst 4"], ["burst 4/4"], "Build"),
    (Service, EKS, "kind", ["fun"], ["structured"], "EKS"),
    (Service, EKS, "arrivals", [-1.0], [0.0], "EKS"),
    (Service, EKS, "days_each", [-1.0], [0.0], "EKS"),
    (Service, EKS, "dispersion", [0.99, 0.0], [1.0, 7.0], "EKS"),
    (Surge, 1, "factor", [-0.1], [0.0, 10.0], "EKS"),
    (Surge, 1, "last", [date(2026, 1, 13)], [None, date(2026, 1, 14)], "EKS"),
    (Placement, 1, "share", [-0.1, 1.1], [0.0, 1.0], "Zoë"),
    (Owner, 1, "type", ["person", "team", "", "chunk", "TABLE"], [], "owner"),
    (Owner, 1, "kind", ["support"], [], "owner"),
    (Owner, 2, "kind", ["fun", None], ["structured"], "owner"),
]


@pytest.mark.parametrize(
    ("cls", "number", "column", "bad", "good", "named"),
    RANGES,
    ids=[f"{cls.TABLE} {column} {number}" for number, (cls, _, column, *_) in enumerate(RANGES)],
)
def test_that_a_value_out_of_range_is_refused_by_name_and_one_at_the_edge_is_not(
    cls: type[Row], number: int, column: str, bad: list[Any], good: list[Any], named: str
) -> None:
    row = row_of(cls, number)
    for value in bad:
        sentences = refused(STATE, with_values(row, **{column: value}))
        assert named.casefold() in " ".join(sentences).casefold(), value
    for value in good:
        changed = with_values(row, **{column: value})
        change = ChangeSet("", (RowChange(row, changed),))
        check(STATE.apply(change), change)


def number_columns() -> list[tuple[type[Row], str]]:
    found = []
    for cls in ROW_CLASSES:
        hints = typing.get_type_hints(cls)
        for field in fields(cls):
            hint = hints[field.name]
            options = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
            if float in options:
                found.append((cls, field.name))
    return found


@pytest.mark.parametrize(("cls", "column"), number_columns())
@pytest.mark.parametrize("value", [NAN, INF, -INF])
def test_that_what_is_no_number_is_refused_everywhere(
    cls: type[Row], column: str, value: float
) -> None:
    row = STATE.rows(cls)[0]
    sentences = refused(STATE, with_values(row, **{column: value}))
    assert NOUNS[cls] in " ".join(sentences).casefold()


def test_that_a_skill_that_is_no_number_is_refused() -> None:
    for value in (NAN, INF):
        zoe = with_values(row_of(Person, ZOE), skills=(("software", value),))
        assert "Zoë" in refused(STATE, zoe)[0]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (Placement(PlacementId(99), TODAY, ZOE, None, INFRA, 0.1), "Zoë O'Neil; “Z” would be"),
        (Placement(PlacementId(99), SPLIT, ZOE, date(2026, 2, 2), None, 1.0), None),
        (Placement(PlacementId(99), SPLIT, ANA, date(2026, 2, 2), SQUAD, 1.0), None),
    ],
)
def test_that_shares_of_one_set_come_to_at_most_all_of_someone(
    row: Placement, sentence: str | None
) -> None:
    if sentence is not None:
        (problem,) = refused(STATE, row)
        assert problem.startswith(sentence)
        assert "110%" in problem
        return
    change = ChangeSet("", (RowChange(None, row),))
    check(STATE.apply(change), change)


def test_that_thirds_of_someone_are_not_too_much() -> None:
    rows = [
        Placement(PlacementId(90 + n), SPLIT, ANA, date(2026, 2, 2), TeamId(n), share)
        for n, share in ((1, 1 / 3), (2, 1 / 3), (3, 1 - 2 / 3 + 1e-12))
    ]
    change = ChangeSet("", tuple(RowChange(None, row) for row in rows))
    check(STATE.apply(change), change)


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({EXPLORE: (EXPLORE,)}, ["Explore → Explore"]),
        ({EXPLORE: (BUILD,)}, ["Explore → Build → Explore", "Build → Explore → Build"]),
        ({EXPLORE: (DIG,), DIG: (BUILD,)}, ["Explore", "Dig", "Build"]),
    ],
)
def test_that_chunks_that_wait_for_one_another_are_named(
    changed: dict[ChunkId, tuple[ChunkId, ...]], named: list[str]
) -> None:
    rows = [with_values(row_of(Chunk, chunk), after=after) for chunk, after in changed.items()]
    problems = refused(STATE, *rows)
    assert problems[0].startswith("These chunks wait for one another: ")
    text = " ".join(problems)
    if len(changed) == 1:
        assert any(path in text for path in named)
    else:
        assert all(name in text for name in named)


def test_that_a_diamond_of_chunks_is_no_cycle() -> None:
    assert problems_of(STATE) == []
    dig = with_values(row_of(Chunk, DIG), after=(ChunkId(4), BUILD, EXPLORE))
    change = ChangeSet("", (RowChange(row_of(Chunk, DIG), dig),))
    check(STATE.apply(change), change)


DUPLICATES: list[tuple[type[Row], dict[str, Any], str]] = [
    (Scenario, {"name": "rota, NO reorg "}, "called “rota, NO reorg”"),
    (Team, {"name": "SQUAD"}, "team called “SQUAD”"),
    (Goal, {"name": "growth"}, "goal called “growth”"),
    (Project, {"name": "churn"}, "project called “churn”"),
    (
        Service,
        {
            "name": "eks",
            "kind": "support",
            "discipline": "software",
            "arrivals": 1.0,
            "days_each": 1.0,
        },
        "service called “eks”",
    ),
    (
        Chunk,
        {
            "project": CHURN,
            "name": "explore",
            "kind": "support",
            "discipline": "software",
            "likely": 1.0,
        },
        "two chunks called “",
    ),
    (Person, {"name": "Other", "discipline": "software", "code": "p-1"}, "ID “p-1”"),
    (Holiday, {"location": "Here", "day": date(2026, 1, 19)}, "Here: two holidays on 2026-01-19"),
    (TeamChange, {"scenario": SPLIT, "team": SQUAD, "interrupts": "rota"}, "team “Squad”"),
    (ProjectChange, {"scenario": SPLIT, "project": ProjectId(3)}, "project “Basin”"),
    (Owner, {"scenario": SPLIT, "type": "service", "service": EKS}, "two owners"),
    (Owner, {"scenario": SPLIT, "type": "kind", "kind": "support"}, "two owners"),
]


@pytest.mark.parametrize(
    ("cls", "values", "named"),
    DUPLICATES,
    ids=[f"{number} {cls.TABLE}" for number, (cls, *_) in enumerate(DUPLICATES)],
)
def test_that_what_must_be_one_of_its_kind_is_not_two(
    cls: type[Row], values: dict[str, Any], named: str
) -> None:
    change = add(STATE, cls, **values)
    problems = refused(STATE, *(row for _, row in change.of(cls) if row is not None))
    assert any(named in problem for problem in problems), problems


def test_that_people_may_share_a_name_and_chunks_of_two_projects_too() -> None:
    for change in (
        add(STATE, Person, name="Ana Silva", discipline="software"),
        add(
            STATE,
            Chunk,
            project=ProjectId(2),
            name="Explore",
            kind="support",
            discipline="software",
            likely=1.0,
        ),
    ):
        check(STATE.apply(change), change)


DANGLING: list[Row] = [
    with_values(STATE.plan, today=99),
    Leave(LeaveId(99), PersonId(99), None, None),
    with_values(row_of(Team, SQUAD), lead=99),
    TeamChange(TeamChangeId(99), SPLIT, TeamId(99)),
    TeamChange(TeamChangeId(99), SPLIT, INFRA, lead=PersonId(99)),
    with_values(row_of(Project, CHURN), team=99),
    with_values(row_of(Project, CHURN), goal=GoalId(99)),
    with_values(row_of(Chunk, BUILD), project=99),
    with_values(row_of(Chunk, BUILD), after=(99,)),
    with_values(row_of(Chunk, BUILD), who=(ANA, 99)),
    with_values(row_of(Chunk, BUILD), team=99),
    with_values(row_of(Service, EKS), team=99),
    Surge(SurgeId(99), ServiceId(99), None, None, 1.0),
    Placement(PlacementId(99), TODAY, PersonId(99), None, SQUAD),
    Placement(PlacementId(99), TODAY, ANA, START, TeamId(99)),
    Owner(OwnerId(99), SPLIT, "project", project=ProjectId(99)),
    ProjectChange(ProjectChangeId(99), SPLIT, ProjectId(99)),
]


@pytest.mark.parametrize("number", range(len(DANGLING)))
def test_that_a_row_that_refers_to_nothing_is_refused(number: int) -> None:
    problems = refused(STATE, DANGLING[number])
    assert any("that does not exist" in problem for problem in problems)


def test_that_two_changes_about_a_team_that_is_not_there_are_refused() -> None:
    said = [TeamChange(TeamChangeId(90 + n), SPLIT, TeamId(99)) for n in range(2)]
    assert any("that does not exist" in problem for problem in refused(STATE, *said))
    told = [ProjectChange(ProjectChangeId(90 + n), SPLIT, ProjectId(99)) for n in range(2)]
    assert any("that does not exist" in problem for problem in refused(STATE, *told))


@pytest.mark.parametrize(
    ("cls", "number", "user"),
    [
        (Person, ANA, "placement"),
        (Team, SQUAD, "project"),
        (Project, CHURN, "chunk"),
        (Chunk, EXPLORE, "chunk"),
        (Service, EKS, "surge"),
        (Scenario, SPLIT, "placement"),
        (Goal, 1, "project"),
    ],
)
def test_that_a_row_in_use_cannot_be_taken_away_alone(
    cls: type[Row], number: int, user: str
) -> None:
    row = row_of(cls, number)
    change = ChangeSet("", (RowChange(row, None),))
    with pytest.raises(Refused) as found:
        check(STATE.apply(change), change)
    text = str(found.value)
    assert getattr(row, "name", "") in text
    assert f"still used by a {user}" in text


def test_that_the_plan_itself_cannot_be_taken_away() -> None:
    change = ChangeSet("", (RowChange(STATE.plan, None),))
    with pytest.raises(Refused, match="A plan needs its settings"):
        check(STATE.apply(change), change)


def test_that_each_problem_is_said_once() -> None:
    rows = [with_values(row, fte=2.0) for row in STATE.rows(Person)]
    problems = refused(STATE, *rows)
    assert len(problems) == len(set(problems)) == len(rows)
