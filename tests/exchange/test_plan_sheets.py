"""The plan workbook: in, out, and in again without loss; refused as a whole or not at all."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from teamtide.exchange.books.grids import Book, grid_of, read_book
from teamtide.exchange.books.references import listed, parts_of
from teamtide.exchange.plans.merge import read_plan
from teamtide.exchange.plans.sheets import Sheets, sheets_of
from teamtide.plan.rows import (
    THE_PLAN,
    WISHES,
    Chunk,
    Holiday,
    Leave,
    Note,
    Owner,
    Pair,
    Person,
    Pin,
    Placement,
    Plan,
    Project,
    Row,
    Scenario,
    Service,
    Surge,
    Team,
)
from teamtide.plan.state import State
from teamtide.plan.validation import problems_of
from tests.exchange.helpers import (
    START,
    Cells,
    book_of,
    empty,
    merged,
    people,
    plan_book,
    refused,
    seats,
    shared,
)
from tests.searching import searched
from tests.strategies import plans

QUICK = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=(Phase.explicit, Phase.generate),
)
BASE: dict[str, Any] = {
    "Plan": [
        {"Setting": "Name", "Value": "Spring"},
        {"Setting": "Start", "Value": START},
        {"Setting": "Weeks", "Value": 8},
        {"Setting": "Today", "Value": "Now"},
        {"Setting": "disciplines", "Value": "software; data science"},
        {"Setting": "switch", "Value": 0.2},
    ],
    "Scenarios": [{"Scenario": "Now"}, {"Scenario": "Split", "Description": "two teams"}],
    "People": [
        {"ID": "007", "Name": "Ana", "Team": "Squad"},
        {"Name": "Bo", "Discipline": "Data Science", "Skills": "software 0,5", "FTE": "80 %"},
    ],
    "Teams": [{"Team": "Squad", "Kind": "squad", "Lead": "7"}],
    "Projects": [{"Project": "Churn", "Team": "squad"}],
    "Chunks": [
        {"Project": "Churn", "Chunk": "A", "Likely": 5, "After": "B"},
        {"Project": "Churn", "Chunk": "B", "Likely": 3, "Who": "Bo; 007"},
    ],
    "Placements": [{"Scenario": "Split", "Person": "Bo", "Team": "Enablement", "Share": 0.5}],
    "Owners": [{"Scenario": "Split", "Type": "chunk", "Item": "Churn / A", "Team": "Enablement"}],
}


def with_row(sheet: str, row: dict[str, Any]) -> Book:
    return plan_book({**BASE, sheet: [*BASE.get(sheet, []), row]})


def test_that_a_workbook_fills_an_empty_plan() -> None:
    state = merged(empty(), plan_book(BASE))
    assert [s.name for s in state.rows(Scenario)] == ["Now", "Split"]
    assert state.get(Scenario, state.today).name == "Now"
    assert (state.plan.name, state.plan.weeks, state.plan.switch) == ("Spring", 8, 0.2)
    ana, bo = people(state)["Ana"], people(state)["Bo"]
    assert (ana.code, ana.discipline, ana.fte) == ("007", "software", 1)
    assert (bo.discipline, bo.skills, bo.fte) == ("data science", (("software", 0.5),), 0.8)
    assert seats(state) == {"Ana": "Squad"}
    squad, enablement = state.rows(Team)
    assert (squad.lead, enablement.name, enablement.kind) == (ana.id, "Enablement", "enablement")
    first, second = state.rows(Chunk)
    assert first.after == (second.id,)
    assert second.who == (bo.id, ana.id)
    assert problems_of(state) == []


def test_that_the_same_workbook_twice_changes_nothing() -> None:
    state = merged(empty(), plan_book(BASE))
    reading = read_plan(state, plan_book(BASE))
    assert not reading.change
    assert (reading.create, reading.update) == (0, 0)


def test_that_blank_cells_leave_what_is_there() -> None:
    state = merged(empty(), plan_book(BASE))
    rows = {"People": [{"ID": "7", "Name": "Ana Lima"}, {"Name": "Bo"}]}
    after = merged(state, plan_book({**rows, "Scenarios": []}))
    assert people(after)["Ana Lima"].code == "007" or people(after)["Ana Lima"].code == "7"
    assert people(after)["Bo"] == people(state)["Bo"]
    assert len(after.rows(Team)) == len(state.rows(Team))


@QUICK
@given(plans())
def test_that_drawn_plans_go_out_and_in_again_cell_for_cell(sheets: Any) -> None:
    reading = read_plan(empty(), plan_book(sheets))
    if reading.problems:
        # Drawn plans may break rules of the app that the model does not have.
        assert all(p.cell for p in reading.problems)
        return
    state = empty().apply(reading.change)
    out = sheets_of(state)
    assert sheets_of(merged(empty(), book_of(out))) == out
    assert not read_plan(state, book_of(out)).change


def test_that_surges_and_leave_of_the_same_days_stay_what_they_are() -> None:
    service = {"Service": "Desk", "Arrivals per week": 1, "Days each": 1}
    surge = {"Service": "Desk", "From": START, "To": START}
    leave = {"Person": "Bo", "From": START, "To": START}
    sheets = {
        **BASE,
        "Services": [service],
        "Surges": [{**surge, "Factor": 4}, {**surge, "Factor": 0.5}],
        "Leave": [{**leave, "Fraction": 0.6}, {**leave, "Fraction": 0.2}],
    }
    state = merged(empty(), plan_book(sheets))
    assert not read_plan(state, book_of(sheets_of(state))).change


@pytest.mark.parametrize("number", range(12))
def test_that_the_shared_plans_go_out_and_in_again(number: int) -> None:
    reading = read_plan(empty(), read_book(shared("plans", f"plan-{number:02}.xlsx")))
    assert list(reading.problems) == []
    state = empty().apply(reading.change)
    out = sheets_of(state)
    assert sheets_of(merged(empty(), book_of(out))) == out


def same(found: Sheets, expected: Sheets) -> None:
    """The first cell that differs, and not a diff of 32,000 letters."""
    for name, (header, rows) in expected.items():
        assert found[name][0] == header
        assert len(found[name][1]) == len(rows), name
        for row, (one, other) in enumerate(zip(found[name][1], rows, strict=True), 2):
            for column, (a, b) in enumerate(zip(one, other, strict=True)):
                fine = a == b
                assert fine, f"{name}, row {row}, {header[column]}: {a!r:.80} is not {b!r:.80}"


# --- awkward texts --------------------------------------------------------------------------

AWKWARD = st.text(
    alphabet=st.sampled_from(list("ab 0;:/\",=+-@…#é日😀\n'")), min_size=1, max_size=12
).filter(lambda text: bool(text.strip())) | st.sampled_from(
    [
        "007",
        "7",
        "=1+1",
        "_x0041_",
        "a / b",
        '"a" / b',
        "x" * 260,
        "x" * 250 + "y",
        "Ana (1)",
        "TRUE",
        "1e5",
    ]
)


def distinct(count: int) -> st.SearchStrategy[list[str]]:
    return st.lists(
        AWKWARD, min_size=count, max_size=count, unique_by=lambda t: t.strip().casefold()
    )


SEATS: st.SearchStrategy[list[tuple[int | None, float]]] = st.sampled_from(
    [[], [(None, 1.0)], [(1, 1.0)], [(1, 0.5), (2, 1 / 3)]]
)


def make(cls: Any, *values: Any, **named: Any) -> Any:
    """A row from plain numbers, whatever its ids are called."""
    return cls(*values, **named)


@st.composite
def awkward_wishes(draw: st.DrawFn) -> list[Row]:
    """Pins, pairs and notes on what `awkward_plans` has, with words nobody would choose."""
    why = AWKWARD.map(str.strip) | st.just("")
    seats = st.tuples(st.sampled_from([1, 2, 3, 4]), st.sampled_from([None, 1, 2]))
    rows: list[Row] = [
        make(Pin, number, person, team, draw(why))
        for number, (person, team) in enumerate(draw(st.lists(seats, max_size=4, unique=True)), 1)
    ]
    pairs = draw(st.lists(st.sampled_from([(1, 2), (3, 1), (4, 2)]), max_size=3, unique=True))
    rows += [
        make(Pair, number, draw(st.sampled_from(WISHES)), one, other, draw(why))
        for number, (one, other) in enumerate(pairs, 1)
    ]
    on: list[tuple[str, int]] = [
        *(("person", n) for n in range(1, 5)),
        *(("team", 1), ("project", 2), ("chunk", 3), ("service", 1)),
    ]
    noted = draw(st.lists(st.sampled_from(on), max_size=6, unique=True))
    rows += [
        make(Note, number, draw(AWKWARD.map(str.strip)), **{kind: item})
        for number, (kind, item) in enumerate(noted, 1)
    ]
    return rows


@st.composite
def awkward_plans(draw: st.DrawFn) -> State:
    """Rows with names and ids nobody would choose, valid as the plan sees them."""
    disciplines = [
        d for d in ("data; science".replace(";", ""), "web 2", '"q"', "a/b") if draw(st.booleans())
    ] or ["software"]
    rows: list[Row] = [
        make(
            Plan,
            THE_PLAN,
            draw(AWKWARD),
            START,
            draw(st.integers(1, 20)),
            1,
            tuple(disciplines),
            seed=draw(st.sampled_from([1, 2**53 + 1, 2**63 - 1])),
            switch=draw(st.sampled_from([0.1, 0.1 + 0.2, 1 / 3])),
        )
    ]
    rows += [
        make(Scenario, i, i, name, draw(AWKWARD | st.just("")))
        for i, name in enumerate(draw(distinct(2)), 1)
    ]
    codes = draw(st.lists(AWKWARD | st.just(""), min_size=4, max_size=4))
    codes = [c if codes.index(c) == i else "" for i, c in enumerate(codes)]
    for i, code in enumerate(codes, 1):
        skills = tuple((d, draw(st.sampled_from([0.1, 1 / 3, 1.0]))) for d in disciplines[1:])
        rows.append(
            make(
                Person,
                i,
                draw(st.integers(0, 9)),
                draw(AWKWARD | st.just("Ana")),
                disciplines[0],
                code=code,
                email=draw(AWKWARD | st.just("")),
                skills=skills,
                location=draw(AWKWARD | st.just("")),
                manager=draw(AWKWARD | st.just("")),
                start=draw(st.none() | st.dates(date(1900, 1, 1), date(1901, 1, 1))),
            )
        )
    people_ids = st.sampled_from([1, 2, 3, 4])
    rows += [
        make(Team, i, i, name, "other", draw(st.none() | people_ids))
        for i, name in enumerate(draw(distinct(2)), 1)
    ]
    rows += [make(Project, i, i, name) for i, name in enumerate(draw(distinct(2)), 1)]
    for i, name in enumerate(draw(distinct(3)), 1):
        rows.append(
            make(
                Chunk,
                i,
                i,
                1 if i < 3 else 2,
                name,
                "support",
                disciplines[0],
                draw(st.sampled_from([0.0, 1 / 3, 5.0])),
                after=tuple(j for j in range(1, i) if draw(st.booleans())),
                who=tuple(draw(st.lists(people_ids, max_size=2, unique=True))),
            )
        )
        if draw(st.booleans()):
            rows.append(make(Owner, i, draw(st.sampled_from([1, 2])), "chunk", chunk=i, team=1))
    rows += [
        make(Service, i, i, name, "support", disciplines[0], 1.0, 0.5)
        for i, name in enumerate(draw(distinct(1)), 1)
    ]
    for i in range(1, draw(st.integers(1, 3))):
        rows.append(make(Surge, i, 1, START, START, 2.0))
        rows.append(make(Leave, i, draw(people_ids), None, START, 0.5))
    rows.append(make(Holiday, 1, draw(AWKWARD), START, draw(AWKWARD | st.just(""))))
    rows += draw(awkward_wishes())
    number = 0
    for person in range(1, 5):
        for scenario in (1, 2):
            for day in (None, START + timedelta(days=10)):
                for team, share in draw(SEATS):
                    number += 1
                    rows.append(make(Placement, number, scenario, person, day, team, share))
    return State.of(rows)


@QUICK
@given(awkward_plans())
def test_that_awkward_names_go_out_and_in_again_cell_for_cell(state: State) -> None:
    out = sheets_of(state)
    same(sheets_of(merged(empty(), book_of(out))), out)
    again = read_plan(state, book_of(out))
    assert again.problems == ()
    same(sheets_of(state.apply(again.change)), out)


def test_that_names_of_32000_letters_go_out_and_in_again() -> None:
    long = ["n" * 31_990 + str(i) for i in range(4)]
    rows: list[Row] = [*empty().all_rows()]
    rows.append(make(Person, 1, 1, long[0], "software"))
    rows.append(make(Project, 1, 1, long[1]))
    rows += [
        make(Chunk, 1, 1, 1, long[2], "support", "software", 1.0, who=(1,)),
        make(Chunk, 2, 2, 1, long[3], "support", "software", 1.0, after=(1,)),
        make(Owner, 1, 1, "chunk", chunk=2),
    ]
    out = sheets_of(State.of(rows))
    assert (
        max(len(c) for _, rows in out.values() for r in rows for c in r if isinstance(c, str))
        < 32_000
    )
    same(sheets_of(merged(empty(), book_of(out))), out)


@given(st.lists(AWKWARD, max_size=4))
@searched(60)
def test_that_lists_keep_their_parts(parts: list[str]) -> None:
    tidy = [part.strip() for part in parts]
    assert parts_of(listed(tidy)) == tidy


def test_that_people_of_one_name_get_ids_that_tell_them_apart() -> None:
    rows: list[Row] = [*empty().all_rows()]
    rows += [make(Person, i, i, "Ana Lima", "software") for i in (1, 2)]
    rows.append(make(Leave, 1, 2, None, None))
    state = State.of(rows)
    out = sheets_of(state)
    assert [row[0] for row in out["People"][1]] == ["Ana Lima (1)", "Ana Lima (2)"]
    assert out["Leave"][1][0][0] == "Ana Lima (2)"
    assert not read_plan(state, book_of(out)).change


# --- refusals -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sheet", "row", "cell", "said"),
    [
        ("People", {"ID": "8", "Name": "Cy", "FTE": "much"}, "People!G4", "number"),
        ("People", {"ID": "8", "Name": "Cy", "FTE": 3}, "People!G4", "FTE"),
        ("People", {"ID": "8", "Name": None}, "People!B4", "name"),
        ("People", {"ID": "007", "Name": "Cy"}, "People!A4", "People!A2"),
        ("People", {"Name": "Cy", "Start": "03/04/2026"}, "People!I4", "date such as"),
        ("People", {"Name": "Cy", "Discipline": "magic"}, "People!E4", "disciplines"),
        ("People", {"Name": "Cy", "Skills": "magic"}, "People!F4", "infrastructure 0.6"),
        ("Teams", {"Team": "X", "Kind": "gang"}, "Teams!B3", "squad"),
        ("Teams", {"Team": "squad"}, "Teams!A3", "once"),
        ("Teams", {"Team": "X", "Lead": "Zoe"}, "Teams!C3", "People"),
        ("Projects", {"Project": "P", "Team": "Nowhere"}, "Projects!B3", "Teams"),
        ("Projects", {"Project": "P", "Goal": "Gold"}, "Projects!C3", "Goals"),
        ("Projects", {"Project": "churn"}, "Projects!A3", "Projects!A2"),
        ("Chunks", {"Project": "No", "Chunk": "C", "Likely": 1}, "Chunks!A4", "project"),
        ("Chunks", {"Project": "Churn", "Chunk": "C"}, "Chunks!F4", "likely"),
        (
            "Chunks",
            {"Project": "Churn", "Chunk": "C", "Likely": 1, "After": "Z"},
            "Chunks!K4",
            "same project",
        ),
        (
            "Chunks",
            {"Project": "Churn", "Chunk": "C", "Likely": 1, "Shape": "blob"},
            "Chunks!J4",
            "shape",
        ),
        ("Placements", {"Scenario": "Split", "Person": "Zoe", "Team": "Squad"}, "B3", "People"),
        (
            "Placements",
            {"Scenario": "Split", "Person": "Bo", "Team": "Squad", "Share": 0.8},
            "Placements!E3",
            "at most 1",
        ),
        ("Owners", {"Scenario": "Split", "Type": "thing", "Item": "A"}, "Owners!B3", "chunk"),
        ("Owners", {"Scenario": "Split", "Type": "service", "Item": "A"}, "Owners!C3", "service"),
        ("Pins", {"Person": "Zoe", "Team": "Squad"}, "Pins!A2", "People"),
        ("Pins", {"Person": "Bo", "Team": "Nowhere"}, "Pins!B2", "Teams"),
        ("Pairs", {"Person": "Bo", "Other": "Zoe", "Wish": "apart"}, "Pairs!B2", "People"),
        ("Pairs", {"Person": "Bo", "Other": "007", "Wish": "near"}, "Pairs!C2", "together"),
        ("Pairs", {"Person": "Bo", "Other": "Bo", "Wish": "apart"}, "2", "themselves"),
        ("Notes", {"Type": "goal", "Item": "Churn", "Note": "x"}, "Notes!A2", "person"),
        ("Notes", {"Type": "chunk", "Item": "Churn", "Note": "x"}, "Notes!B2", "chunk"),
        ("Plan", {"Setting": "overhead", "Value": 4}, "Plan!B8", "overhead"),
        ("Plan", {"Setting": "Weeks", "Value": 8}, "Plan!A8", "once"),
    ],
)
def test_that_one_bad_cell_refuses_the_whole_workbook_and_is_named(
    sheet: str, row: dict[str, Any], cell: str, said: str
) -> None:
    reading = refused(empty(), with_row(sheet, row))
    assert any(p.cell.endswith(cell) and said in p.problem for p in reading.problems), (
        reading.problems
    )
    assert not reading.change


TWICE: dict[str, list[dict[str, str | None]]] = {
    "Pins": [{"Person": "Bo", "Team": "Squad"}, {"Person": "bo", "Team": "squad"}],
    "Pairs": [
        {"Person": "Bo", "Other": "007", "Wish": "apart"},
        {"Person": "Ana", "Other": "Bo", "Wish": "together"},
    ],
    "Notes": [
        {"Type": "team", "Item": "Squad", "Note": "one"},
        {"Type": "Team", "Item": "squad", "Note": "two"},
    ],
}


@pytest.mark.parametrize("sheet", TWICE)
def test_that_a_second_row_about_the_same_is_refused(sheet: str) -> None:
    reading = refused(empty(), plan_book({**BASE, sheet: TWICE[sheet]}))
    assert [(p.cell[-1], p.problem) for p in reading.problems] == [
        ("3", "expected only one row about the same")
    ]


def test_that_wishes_and_notes_are_updated_by_a_workbook_and_stay_where_it_is_silent() -> None:
    wishes: dict[str, Any] = {
        "Pins": [{"Person": "007", "Team": "Squad", "Reason": "on call"}, {"Person": "Bo"}],
        "Pairs": [{"Person": "Bo", "Other": "Ana", "Wish": "apart", "Reason": "“history” 🙈"}],
        "Notes": [{"Type": "chunk", "Item": "Churn / A", "Note": "ask first\nthen do"}],
    }
    state = merged(empty(), plan_book({**BASE, **wishes}))
    ana, bo = people(state)["Ana"].id, people(state)["Bo"].id
    assert [(p.person, p.team, p.reason) for p in state.rows(Pin)] == [
        (ana, state.rows(Team)[0].id, "on call"),
        (bo, None, ""),
    ]
    assert merged(state, plan_book(BASE)) == state
    other = {**wishes, "Pairs": [{"Person": "Ana", "Other": "Bo", "Wish": "together"}]}
    (pair,) = merged(state, plan_book({**BASE, **other})).rows(Pair)
    assert (pair.first, pair.second, pair.wish, pair.reason) == (
        bo,
        ana,
        "together",
        "“history” 🙈",
    )


def test_that_chunks_in_a_circle_are_named_with_a_cell() -> None:
    row = {"Project": "Churn", "Chunk": "C", "Likely": 1, "After": "C"}
    reading = refused(empty(), with_row("Chunks", row))
    assert reading.problems[0].cell.startswith("Chunks!")


def test_that_a_missing_header_word_is_named() -> None:
    book = Book("x.xlsx", (grid_of("People", [["Nom", "FTE"], ["Ana", 1]]),))
    assert "“Name”" in refused(empty(), book).problems[0].problem


def test_that_an_unknown_column_is_a_warning_and_not_used() -> None:
    book = Book("x.xlsx", (grid_of("People", [["Shoe size", "Name"], [40, "Ana"]]),))
    reading = read_plan(empty(), book)
    assert reading.problems == ()
    assert "People!A1" in reading.warnings[0]


def test_that_title_rows_above_a_header_are_passed_over() -> None:
    rows: Cells = [["Our people", None], [None, None], ["name", "f.t.e"], ["Ana", 1]]
    state = merged(empty(), Book("x.xlsx", (grid_of("People", rows),)))
    assert list(people(state)) == ["Ana"]


def test_that_another_today_is_refused_by_a_plan_with_content() -> None:
    state = merged(empty(), plan_book(BASE))
    changed = [r if r["Setting"] != "Today" else {**r, "Value": "Split"} for r in BASE["Plan"]]
    reading = refused(state, plan_book({**BASE, "Plan": changed}))
    assert reading.problems[0].cell == "Plan!B5"


def test_that_teams_and_scenarios_only_named_in_placements_are_made() -> None:
    rows = {
        "People": [{"Name": "Ana"}],
        "Placements": [{"Scenario": "Bold", "Person": "Ana", "Team": "Platform"}],
    }
    state = merged(empty(), plan_book(rows))
    assert [s.name for s in state.rows(Scenario)] == ["Today", "Bold"]
    assert [(t.name, t.kind) for t in state.rows(Team)] == [("Platform", "infrastructure")]


def test_that_a_real_xlsx_keeps_leading_zeros_and_numbers_as_ids(tmp_path: Path) -> None:
    from tests.exchange.helpers import xlsx_file

    path = xlsx_file(
        tmp_path,
        {
            "People": [["ID", "Name", "Team"], ["007", "Ana", "A"], [8, "Bo", "A"]],
            "Teams": [["Team", "Lead"], ["A", 7]],
            "Leave": [["Person", "From", "To"], ["8", date(2026, 1, 5), date(2026, 1, 6)]],
        },
    )
    state = merged(empty(), read_book(path))
    assert [p.code for p in state.rows(Person)] == ["007", "8"]
    assert state.rows(Team)[0].lead == people(state)["Ana"].id
    assert state.rows(Leave)[0].person == people(state)["Bo"].id
