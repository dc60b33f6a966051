"""Tables among titles, totals and one another."""

from __future__ import annotations

from typing import Any

import pytest

from teamtide.exchange.books.grids import Unreadable
from teamtide.exchange.rosters.choices import Choices
from tests.exchange.rosters.helpers import entries, fields, names, understood

PLAIN: list[list[Any]] = [
    ["ID", "Name", "Team", "FTE"],
    ["E1", "Ana Lima", "Web", 1],
    ["E2", "Bo Berg", "Web", 0.8],
    ["E3", "Cy Dahl", "Ops", 0.5],
    ["E4", "Di Evans", "Ops", 1],
]
PEOPLE = ["Ana Lima", "Bo Berg", "Cy Dahl", "Di Evans"]


def test_that_titles_and_blank_rows_and_columns_are_passed_over() -> None:
    rows = [["Staff 2026"], [None], *([None, None, *row] for row in PLAIN)]
    table, roll, _ = understood(rows)
    assert [entry.name for entry in roll.entries] == PEOPLE
    assert table.named() == {"id": "ID", "name": "Name", "team": "Team", "fte": "FTE"}
    assert table.header == 2


@pytest.mark.parametrize(
    "beside",
    [
        [["Project", "Effort"], ["Churn", 30], ["Pricing", 12]],
        [["Name", "Room"], ["Zed Zulu", "A1"]],
        [["Location", "Count"], ["Berlin", 4], ["Paris", 2]],
        [["Team", "Headcount"], ["Web", 2], ["Ops", 2]],
    ],
)
def test_that_a_table_beside_another_is_left_alone(beside: list[list[Any]]) -> None:
    rows = [
        [*row, None, *(beside[i] if i < len(beside) else [None, None])]
        for i, row in enumerate([*PLAIN, ["E5", "Ed Fox", "Ops", 1], ["E6", "Flo Gray", "Web", 1]])
    ]
    assert names(rows) == [*PEOPLE, "Ed Fox", "Flo Gray"]
    assert fields(rows)["team"] == "Team"


def test_that_a_second_table_of_people_beside_is_said() -> None:
    beside = [["Name", "Team"], ["Ed Fox", "X"], ["Flo Gray", "X"]]
    rows = [[*row, None, *(beside[i] if i < len(beside) else [])] for i, row in enumerate(PLAIN)]
    _, roll, findings = understood(rows)
    assert [entry.name for entry in roll.entries] == PEOPLE
    assert any("another table, at staff!F1" in warning for warning in findings.warnings)


def test_that_headers_which_begin_again_without_a_gap_are_two_tables() -> None:
    rows = [
        ["Name", "Team", "Name", "Team"],
        ["Ana Lima", "Web", "Ed Fox", "Old"],
        ["Bo Berg", "Ops", None, None],
    ]
    table, roll, findings = understood(rows)
    assert [entry.name for entry in roll.entries] == ["Ana Lima", "Bo Berg"]
    assert table.header_of(2) == "Name (2)"
    assert any("another table" in warning for warning in findings.warnings)


@pytest.mark.parametrize(
    "below",
    [
        [["Team", "Headcount"], ["Web", 2], ["Ops", 2]],
        [["Summary"], ["Department", "Total FTE"], ["Web", 1.8]],
        [["Project", "Owner", "Start date"], ["Churn", "Ana", "2026-01-05"]],
        [["Location", "People"], ["Berlin", 12]],
    ],
)
def test_that_a_table_below_another_is_left_alone_and_said(below: list[list[Any]]) -> None:
    _, roll, findings = understood([*PLAIN, [], *below])
    assert [entry.name for entry in roll.entries] == PEOPLE
    assert findings.problems == []
    assert any("Below it begins another table" in warning for warning in findings.warnings)


def test_that_headers_repeated_on_every_page_are_skipped_in_silence() -> None:
    rows = [*PLAIN[:3], [], PLAIN[0], *PLAIN[3:], PLAIN[0], ["E5", "Ed Fox", "Web", 1]]
    _, roll, findings = understood(rows)
    assert [entry.name for entry in roll.entries] == [*PEOPLE, "Ed Fox"]
    assert findings.problems == []


def test_that_blank_rows_between_people_end_nothing() -> None:
    rows = [*PLAIN[:3], [], [], *PLAIN[3:]]
    assert names(rows) == PEOPLE


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            [["Employee", None, "Job", None, "Manager"], ["First", "Last", "Title", "FTE", "Name"]],
            {"first_name": "First", "last_name": "Last",
             "title": "Job Title", "fte": "FTE", "manager": "Manager Name"},
        ),
        (
            [["Person", None, "Contract", None, None],
             ["Vorname", "Nachname", "Funktion", "Wochenstunden", "Vorgesetzter"]],
            {"first_name": "Vorname", "last_name": "Nachname", "title": "Funktion",
             "fte": "Wochenstunden", "manager": "Vorgesetzter"},
        ),
        (
            [["First name", "Last name", "Title", "Hours", "Manager"],
             [None, None, None, "per week", None]],
            {"first_name": "First name", "last_name": "Last name", "title": "Title",
             "manager": "Manager"},
        ),
    ],
)  # fmt: skip
def test_that_headers_in_two_lines_are_read_together(
    lines: list[list[str | None]], expected: dict[str, str]
) -> None:
    rows = [
        ["All staff"],
        *lines,
        ["Ana", "Lima", "Engineer", 40, "Bo Berg"],
        ["Bo", "Berg", "Lead", 20, None],
    ]
    found = fields(rows)
    assert {name: found.get(name) for name in expected} == expected
    assert names(rows) == ["Ana Lima", "Bo Berg"]


def test_that_a_row_of_units_below_the_header_is_no_person() -> None:
    rows = [["Name", "Hours", "Start"], [None, "(h/week)", "(dd.mm.yyyy)"],
            ["Ana Lima", 40, "05.01.2020"], ["Bo Berg", 20, "13.01.2020"]]  # fmt: skip
    _, roll, findings = understood(rows)
    assert [(e.name, e.fte) for e in roll.entries] == [("Ana Lima", 1), ("Bo Berg", 0.5)]
    assert findings.problems == []


def test_that_the_sheet_of_active_staff_goes_before_leavers_and_lookups() -> None:
    many = [["E9", f"{name} Gone", "Web", 1] for name in ("Al", "Bea", "Cal", "Dee", "Eli")]
    sheets = {
        "Lookup": [["Team", "Manager"], ["Web", "Ana Lima"]],
        "Leavers": [PLAIN[0], *many],
        "Staff": PLAIN,
    }
    table, roll, findings = understood(sheets)
    assert table.grid.name == "Staff"
    assert [entry.name for entry in roll.entries] == PEOPLE
    assert any("“Leavers” has the same columns" in warning for warning in findings.warnings)


def test_that_of_a_sheet_per_department_the_largest_is_read_and_the_others_are_named() -> None:
    sheets = {"Ops": [PLAIN[0], *PLAIN[3:]], "Web": PLAIN, "HR": PLAIN[:2]}
    table, _, findings = understood(sheets)
    assert table.grid.name == "Web"
    assert any("“Ops”, “HR” have the same columns" in warning for warning in findings.warnings)
    assert names(sheets, Choices(sheet="ops")) == ["Cy Dahl", "Di Evans"]
    with pytest.raises(Unreadable, match="no sheet “Sales”"):
        understood(sheets, Choices(sheet="Sales"))


def test_that_the_header_row_can_be_said() -> None:
    rows = [["Name", "Team"], ["Old", "names"], *PLAIN]
    table, roll, _ = understood(rows, Choices(header=3))
    assert table.header == 2
    assert [entry.name for entry in roll.entries] == PEOPLE


def test_that_mapped_headers_find_their_row() -> None:
    rows = [["Name", "Team"], ["x", "y"], [], ["Wer", "Wo", "Was"], ["Ana Lima", "Web", "Dev"]]
    table, roll, _ = understood(rows, Choices(columns={"Wer": "name", "Wo": "team", "Was": ""}))
    assert table.header == 3
    assert table.named() == {"name": "Wer", "team": "Wo"}
    assert roll.entries[0].team == "Web"


def test_that_a_header_that_is_there_twice_can_be_mapped() -> None:
    rows = [["Name", "Code", "Code"], ["Ana Lima", "a", "Web"], ["Bo Berg", "b", "Ops"]]
    found = entries(rows, Choices(columns={"Code (2)": "team", "Code": "id"}))
    assert [(e.code, e.team) for e in found] == [("a", "Web"), ("b", "Ops")]


def test_that_values_without_any_header_are_read_by_what_they_look_like() -> None:
    rows = [
        ["E1", "Anna Schmidt", "anna@x.org"],
        ["E2", "Peter Weber", "peter@x.org"],
        ["E3", "Maria Lopez", "maria@x.org"],
        ["E4", "John Smith", "john@x.org"],
    ]
    table, roll, findings = understood(rows)
    assert table.header == -1
    assert table.named() == {"id": "column A", "name": "column B", "email": "column C"}
    assert len(roll.entries) == 4
    assert any("no row of headers" in warning for warning in findings.warnings)
    chosen = Choices(columns={"column B": "name", "column A": ""})
    assert [entry.code for entry in entries(rows, chosen)] == ["", "", "", ""]


def test_that_headings_between_the_rows_become_teams_where_no_column_has_them() -> None:
    rows = [
        ["Name", "Title", "FTE"],
        ["Engineering"],
        ["Ana Lima", "Dev", 1],
        ["Bo Berg", "Dev", 1],
        ["Customer Care"],
        ["Cy Dahl", "Clerk", 1],
    ]
    _, roll, findings = understood(rows)
    assert [(e.name, e.team) for e in roll.entries] == [
        ("Ana Lima", "Engineering"),
        ("Bo Berg", "Engineering"),
        ("Cy Dahl", "Customer Care"),
    ]
    assert [problem.cell for problem in findings.problems] == ["staff!A2", "staff!A5"]


def test_that_a_header_of_two_lines_is_skipped_when_it_comes_again() -> None:
    header = [["Full name", None, "Contract"], [None, "Team", "FTE"]]
    rows = [*header, ["Ana Lima", "Web", 1], *header, ["Bo Berg", "Ops", 0.5]]
    _, roll, findings = understood(rows)
    assert [(e.name, e.team, e.fte) for e in roll.entries] == [
        ("Ana Lima", "Web", 1),
        ("Bo Berg", "Ops", 0.5),
    ]
    assert findings.problems == []


def test_that_a_header_in_two_languages_is_understood_and_shown_in_one_line() -> None:
    rows = [["Personnel Number\nPersonalnummer", "Name / Nom"], ["7", "Ana Lima"]]
    assert fields(rows) == {"id": "Personnel Number Personalnummer", "name": "Name / Nom"}
