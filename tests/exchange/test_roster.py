"""Lists of people as HR keeps them, real ones and ones with every mess we know of."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamtide.exchange.books.dates import orders_of, parse_day
from teamtide.exchange.books.findings import Findings
from teamtide.exchange.books.grids import Book, Unreadable, grid_of
from teamtide.exchange.importing import preview_book, preview_import
from teamtide.exchange.rosters.choices import Choices
from teamtide.exchange.rosters.columns import fte_column
from teamtide.exchange.rosters.disciplines import discipline_of_title
from teamtide.exchange.rosters.headers import guess
from teamtide.exchange.rosters.tables import Table
from teamtide.exchange.rosters.team_kinds import team_kind
from teamtide.plan.rows import Person, Placement, Project, Team
from tests.exchange.helpers import (
    CORNER,
    SHARED,
    Cells,
    again,
    csv_file,
    empty,
    imported,
    people,
    seats,
    shared,
    xlsx_file,
)
from tests.searching import searched

PLAIN: Cells = [
    ["Employee ID", "Name", "E-mail", "Job title", "Team", "FTE"],
    ["E1", "Ana Lima", "ana@x.org", "Data Scientist", "Squad", 1],
    ["E2", "Bo Berg", "bo@x.org", "Site Reliability Engineer", "Platform", 0.8],
    ["E3", "Cy Dahl", "cy@x.org", "Software Engineer", "Squad", 0.5],
]


def test_that_a_roster_becomes_people_in_teams(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, {"Staff": PLAIN})
    found = preview_import(empty(), path)
    assert found.kind == "roster"
    assert found.columns == {
        "id": "Employee ID",
        "name": "Name",
        "email": "E-mail",
        "title": "Job title",
        "team": "Team",
        "fte": "FTE",
    }
    assert (found.create, found.update, found.unchanged, found.skipped) == (3, 0, 0, 0)
    assert found.change.label == "Imported 3 people from staff.xlsx"
    state = imported(empty(), path)
    assert seats(state) == {"Ana Lima": "Squad", "Bo Berg": "Platform", "Cy Dahl": "Squad"}
    assert [(t.name, t.kind) for t in state.rows(Team)] == [
        ("Squad", "squad"),
        ("Platform", "infrastructure"),
    ]
    disciplines = {name: p.discipline for name, p in people(state).items()}
    assert disciplines == {
        "Ana Lima": "data science",
        "Bo Berg": "infrastructure",
        "Cy Dahl": "software",
    }


def test_that_the_preview_has_the_keys_of_the_command_line(tmp_path: Path) -> None:
    path = csv_file(tmp_path, [*PLAIN, ["E4", "Vacant", "", "", "", ""]])
    found = preview_import(empty(), path).as_json()
    assert list(found) == [
        *("kind", "columns", "create", "update", "unchanged", "skipped", "problems", "warnings"),
        *("conflicts", "questions"),
    ]
    assert found["problems"][0]["cell"] == "staff!B5"
    assert found["problems"][0]["value"] == "Vacant"
    assert "not a person" in found["problems"][0]["problem"]


def test_that_the_table_for_a_preview_marks_problem_cells(tmp_path: Path) -> None:
    rows: Cells = [["Our staff"], [], *PLAIN, ["E4", "Dee", "", "", "", "lots"]]
    table = preview_import(empty(), csv_file(tmp_path, rows)).table
    assert table is not None
    assert table.headers[:2] == ("Employee ID", "Name")
    assert table.fields[:2] == ("id", "name")
    assert table.first_row == 4
    assert list(table.marks) == [(3, 5)]


# --- merging --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "HRDataset_v14_semicolon_bom.csv",
        "Employee Sample Data _ Salary.xlsx",
        "de_mitarbeiter.csv",
    ],
)
def test_that_a_real_roster_twice_changes_nothing(name: str) -> None:
    path = shared("rosters", name)
    found = again(imported(empty(), path), path)
    assert not found.change
    assert (found.create, found.update) == (0, 0)
    assert found.unchanged > 10


def test_that_people_are_found_by_id_then_mail_then_name(tmp_path: Path) -> None:
    state = imported(empty(), csv_file(tmp_path, PLAIN))
    rows: Cells = [
        ["Employee ID", "Name", "E-mail", "Job title"],
        ["E1", "Ana Costa", "", ""],
        ["", "Robert Berg", "BO@x.org", "Lead"],
        ["", "cy dahl", "", "Architect"],
    ]
    found = preview_import(state, csv_file(tmp_path, rows, "new.csv"))
    assert (found.create, found.update) == (0, 3)
    after = people(state.apply(found.change))
    assert after["Ana Costa"].email == "ana@x.org"
    assert after["Robert Berg"].code == "E2"
    assert after["cy dahl"].title == "Architect"


def test_that_blanks_never_wipe(tmp_path: Path) -> None:
    state = imported(empty(), csv_file(tmp_path, PLAIN))
    rows: Cells = [
        ["Employee ID", "Name", "E-mail", "Job title", "FTE"],
        ["E2", "Bo Berg", "", "", ""],
    ]
    found = preview_import(state, csv_file(tmp_path, rows, "new.csv"))
    assert not found.change
    assert found.unchanged == 1


def test_that_people_of_one_name_stay_two(tmp_path: Path) -> None:
    rows: Cells = [["Name", "Team"], ["Ana Lima", "A"], ["Ana Lima", "B"]]
    path = csv_file(tmp_path, rows)
    state = imported(empty(), path)
    assert [p.name for p in state.rows(Person)] == ["Ana Lima", "Ana Lima"]
    assert not again(state, path).change
    one = preview_import(state, csv_file(tmp_path, rows[:2], "one.csv"))
    assert not one.change
    assert "several people" in one.problems[0].problem


def test_that_an_id_of_two_people_keeps_both_and_names_the_cells(tmp_path: Path) -> None:
    rows: Cells = [["ID", "Name", "Team"], ["7", "Ana", "A"], ["7", "Bo", "A"]]
    found = preview_import(empty(), csv_file(tmp_path, rows))
    assert found.create == 2
    assert any("staff!A2 and staff!A3" in warning for warning in found.warnings)
    state = imported(empty(), csv_file(tmp_path, rows))
    assert [p.code for p in state.rows(Person)] == ["7", ""]


def test_that_leavers_are_skipped_and_counted_but_known_people_get_their_end(
    tmp_path: Path,
) -> None:
    rows: Cells = [["ID", "Name", "End date"], ["1", "Ana", "2025-06-30"], ["2", "Bo", ""]]
    found = preview_import(empty(), csv_file(tmp_path, rows))
    assert (found.create, found.skipped) == (1, 1)
    assert any("1 person left before" in warning for warning in found.warnings)
    state = imported(empty(), csv_file(tmp_path, [["ID", "Name", "Team"], ["1", "Ana", "A"]]))
    after = imported(state, csv_file(tmp_path, rows, "new.csv"))
    assert people(after)["Ana"].end == date(2025, 6, 30)


def test_that_a_person_moved_in_the_plan_is_not_moved_back(tmp_path: Path) -> None:
    path = csv_file(tmp_path, PLAIN)
    state = imported(empty(), path)
    ana, platform = people(state)["Ana Lima"], state.rows(Team)[1]
    from teamtide.exchange.draft import Draft

    draft = Draft(state)
    draft.edit(state.where(Placement, "person", ana.id)[0], team=platform.id)
    state = state.apply(draft.change("moved"))
    found = preview_import(state, path)
    assert not found.change
    assert any("changed in the plan since" in warning for warning in found.warnings)


def test_that_many_team_values_leave_people_on_the_bench_and_say_so(tmp_path: Path) -> None:
    rows: Cells = [
        ["Name", "Department"],
        *[[f"Person {c}", f"Dept {c}"] for c in "abcdefghijklmn"],
    ]
    path = csv_file(tmp_path, rows)
    state = imported(empty(), path)
    assert state.rows(Team) == ()
    assert seats(state) == {}
    assert any("bench" in warning for warning in preview_import(empty(), path).warnings)


def test_that_unknown_disciplines_are_added_to_the_plan(tmp_path: Path) -> None:
    rows: Cells = [["Name", "Discipline"], ["Ana", "Design"], ["Bo", "SOFTWARE"]]
    state = imported(empty(), csv_file(tmp_path, rows))
    assert state.plan.disciplines[-1] == "Design"
    assert people(state)["Bo"].discipline == "software"


# --- finding the table ----------------------------------------------------------------------


def test_that_titles_blank_columns_and_totals_are_passed_over(tmp_path: Path) -> None:
    rows: Cells = [
        ["Staff list 2026"],
        ["Confidential"],
        [],
        [None, None, "Full name", "Dept.", "FTE"],
        [None, None, "Lima, Ana", "Ops", "80 %"],
        [None, None, "Berg, Bo Jr.", "Ops", "0,5"],
        [None, None, "TBD", "Ops", 1],
        [None, None, "Total", None, 2.3],
    ]
    path = xlsx_file(tmp_path, {"Notes": [["nothing here"]], "Q1": rows})
    found = preview_import(empty(), path)
    assert (found.create, found.skipped) == (2, 2)
    assert [p.cell for p in found.problems] == ["Q1!C7", "Q1!C8"]
    state = imported(empty(), path)
    assert {p.name: p.fte for p in state.rows(Person)} == {"Ana Lima": 0.8, "Bo Berg Jr.": 0.5}


def test_that_the_sheet_with_the_people_is_chosen() -> None:
    path = shared("rosters", "Employee Sample Data _ Salary.xlsx")
    found = preview_import(empty(), path)
    assert found.table is not None
    assert found.table.sheet == "Data"
    assert found.columns["name"] == "Full Name"
    assert found.skipped == 85


def test_that_padding_is_trimmed_and_managers_outside_are_noted() -> None:
    found = preview_import(empty(), shared("rosters", "HRDataset_v14_semicolon_bom.csv"))
    state = empty().apply(found.change)
    assert all(p.name == " ".join(p.name.split()) for p in state.rows(Person))
    assert {t.name for t in state.rows(Team)} >= {"Production", "IT/IS"}
    assert any("managers are not in the list" in warning for warning in found.warnings)
    assert found.skipped == 104


def test_that_german_headers_are_understood() -> None:
    found = preview_import(empty(), shared("rosters", "de_mitarbeiter.csv"))
    assert found.columns == {
        "id": "PERS_NR",
        "first_name": "VORNAME",
        "last_name": "NACHNAME",
        "team": "ABTEILUNG",
    }
    assert found.create == 12


@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        (["Personalnummer", "Name", "Vorname", "Abteilung", "Vorgesetzter"],
         ["id", "last_name", "first_name", "team", "manager"]),
        (["Mitarbeiter", "Wochenstunden", "Eintrittsdatum", "Austritt", "Standort"],
         ["name", "fte", "start", "end", "location"]),
        (["EmpID", "Employee_Name", "ManagerName", "ManagerID", "DateofHire", "DOB"],
         ["id", "name", "manager", "", "start", ""]),
        (["Nom", "Prénom", "Poste", "Service", "Date d'embauche"],
         ["last_name", "first_name", "title", "team", "start"]),
        (["Nombre completo", "Puesto", "Departamento"], ["name", "title", "team"]),
        (["Worker", "Job Titel", "Loction", "Salary"], ["name", "title", "location", ""]),
    ],
)  # fmt: skip
def test_that_header_words_are_guessed(headers: list[str], fields: list[str]) -> None:
    found = {column: field for field, column in guess(headers).items()}
    assert [found.get(i, "") for i in range(len(headers))] == fields


def test_that_a_mapping_of_the_user_counts(tmp_path: Path) -> None:
    rows: Cells = [["Wer", "Was", "Wo"], ["Ana", "Analystin", "Ops"], ["Bo", "Dev", "Ops"]]
    path = csv_file(tmp_path, rows)
    with pytest.raises(Unreadable, match="“Wer”"):
        preview_import(empty(), path)
    found = preview_import(empty(), path, Choices(columns={"wer": "name", "Was": "title"}))
    assert found.columns == {"name": "Wer", "title": "Was"}
    with pytest.raises(Unreadable, match="no column “Who”"):
        preview_import(empty(), path, Choices(columns={"Who": "name"}))
    with pytest.raises(Unreadable, match="not a field"):
        preview_import(empty(), path, Choices(columns={"Wer": "nmae"}))


# --- values ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "cells", "expected"),
    [
        ("FTE", [1, None, 0.8], [1, None, 0.8]),
        ("FTE", ["0,8", "1", "80 %"], [0.8, 1, 0.8]),
        ("Pensum", [100, 80, 50], [1, 0.8, 0.5]),
        ("Hours per week", [40, 32, 20], [1, 0.8, 0.5]),
        ("Wochenstunden", ["38,5", "19,25"], [1, 0.5]),
        ("FTE", ["32 h", "40h", "0.5"], [0.8, 1, 0.5]),
    ],
)
def test_that_part_time_is_read_in_the_unit_of_its_column(
    header: str, cells: list[object], expected: list[float | None]
) -> None:
    grid = grid_of("s", [[header], *[[c] for c in cells]])
    table = Table(grid, 0, {"fte": 0})
    shares = fte_column(table, range(1, len(cells) + 1), Findings())
    assert shares.values == pytest.approx(expected)
    assert shares.posts == set()


def test_that_a_row_with_fte_14_is_a_post_and_said(tmp_path: Path) -> None:
    rows: Cells = [
        ["Name", "Team", "FTE"],
        ["Nurses", "Ward", 14],
        ["Ana", "Ward", 1],
        ["Bo", "", 0.5],
    ]
    found = preview_import(empty(), csv_file(tmp_path, rows))
    assert (found.create, found.skipped) == (2, 1)
    assert found.problems[0].cell == "staff!C2"


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("2026-01-05", "ymd", date(2026, 1, 5)),
        ("05.01.26", "dmy", date(2026, 1, 5)),
        ("1/5/2026", "mdy", date(2026, 1, 5)),
        ("5 January 2026", "ymd", date(2026, 1, 5)),
        ("Jan 5, 2026", "ymd", date(2026, 1, 5)),
        ("5. März 1999", "ymd", date(1999, 3, 5)),
        ("20260105", "ymd", date(2026, 1, 5)),
        ("2026/01/05 00:00:00", "ymd", date(2026, 1, 5)),
        ("12/31/99", "mdy", date(1999, 12, 31)),
    ],
)
def test_that_text_dates_are_read(text: str, order: str, day: date) -> None:
    assert parse_day(text, order) == day


def test_that_a_column_decides_the_order_of_its_dates(tmp_path: Path) -> None:
    rows: Cells = [
        ["Name", "Team", "Start date"],
        ["Ana", "", "03/04/2020"],
        ["Bo", "", "04/25/2020"],
    ]
    state = imported(empty(), csv_file(tmp_path, rows))
    assert people(state)["Ana"].start == date(2020, 3, 4)
    assert orders_of("03/04/2020") == {"dmy", "mdy"}


def test_that_an_order_nothing_tells_is_said_with_its_cell(tmp_path: Path) -> None:
    rows: Cells = [["Name", "Team", "Start date"], ["Ana", "", "03/04/2020"]]
    found = preview_import(empty(), csv_file(tmp_path, rows))
    assert any("staff!C2" in warning and "day/month" in warning for warning in found.warnings)


def test_that_a_cell_that_is_no_date_is_named_and_left_out(tmp_path: Path) -> None:
    rows: Cells = [["Name", "Team", "Hire date"], ["Ana", "", "soon"], ["Bo", "", "2020-01-01"]]
    found = preview_import(empty(), csv_file(tmp_path, rows))
    assert found.create == 2
    assert [p.cell for p in found.problems] == ["staff!C2"]


def test_that_titles_suggest_only_disciplines_of_the_plan() -> None:
    assert discipline_of_title("Senior ML Engineer", ["software", "data science"]) == "data science"
    assert discipline_of_title("DevOps Engineer", ["design", "software"]) == "design"
    assert discipline_of_title("Plumber", ["design", "software"]) == "software"


def test_that_team_names_suggest_kinds() -> None:
    names = ("Cloud Platform", "DS enablement", "Checkout squad", "Finance")
    assert [team_kind(n) for n in names] == ["infrastructure", "enablement", "squad", "other"]


# --- what is not a roster -------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        *("OOM_alloc.xls", "covered.ods", "date.xls", "excel_pasting.csv", "header-row.xlsx"),
        *("merge_cells.xlsx", "simple.ssv", "utf-16le_encoded.csv", "weird_head_padding.csv"),
    ],
)
def test_that_a_table_of_something_else_is_refused_with_the_reason(name: str) -> None:
    with pytest.raises(Unreadable, match="holds no list of people") as error:
        preview_import(empty(), CORNER / name)
    assert name in str(error.value)


def test_that_products_with_a_name_are_no_people(tmp_path: Path) -> None:
    rows: Cells = [["Name", "Price", "Quantity", "Colour"], ["Chair", 10, 3, "red"]]
    with pytest.raises(Unreadable, match="holds no list of people"):
        preview_import(empty(), csv_file(tmp_path, rows))


@pytest.mark.parametrize("parts", [("effort", "renzo-pomodoro.csv"), ("arrivals", "helpdesk.csv")])
def test_that_a_time_log_is_refused_for_now(parts: tuple[str, str]) -> None:
    with pytest.raises(Unreadable, match="time log"):
        preview_import(empty(), shared(*parts))


def test_that_a_list_of_projects_becomes_projects_of_one_chunk(tmp_path: Path) -> None:
    rows: Cells = [["Project", "Effort (days)"], ["Churn", 30], ["Pricing", "12,5"], ["Odd", "big"]]
    path = csv_file(tmp_path, rows)
    found = preview_import(empty(), path)
    assert (found.kind, found.create, found.skipped) == ("projects", 2, 1)
    assert found.problems[0].cell == "staff!B4"
    state = imported(empty(), path)
    assert [p.name for p in state.rows(Project)] == ["Churn", "Pricing"]
    assert not again(state, path).change


def test_that_a_plan_workbook_is_told_from_a_roster_with_a_sheet_people(tmp_path: Path) -> None:
    assert preview_import(empty(), xlsx_file(tmp_path, {"People": PLAIN})).kind == "roster"
    sheets: dict[str, Cells] = {"People": [["Name"], ["Ana"]], "Teams": [["Team"], ["A"]]}
    found = preview_import(empty(), xlsx_file(tmp_path, sheets, "plan.xlsx"))
    assert found.kind == "plan workbook"


def test_that_a_refused_plan_workbook_says_file_cell_and_what_to_do(tmp_path: Path) -> None:
    sheets: dict[str, Cells] = {
        "People": [["Name", "FTE"], ["Ana", "much"]],
        "Teams": [["Team"], ["A"]],
    }
    found = preview_import(empty(), xlsx_file(tmp_path, sheets, "plan.xlsx"))
    assert found.refused
    assert not found.change
    sentence = found.sentence()
    assert "plan.xlsx, People!B2 holds “much”: expected a number" in sentence
    assert "Nothing was imported" in sentence


@pytest.mark.skipif(not SHARED.exists(), reason="the shared data is not here")
def test_that_every_shared_file_is_imported_or_refused_by_name() -> None:
    for path in sorted(SHARED.glob("*/*.*")):
        if path.suffix == ".json" or path.parent.name == "plans":
            continue
        said = path.name
        try:
            preview_import(empty(), path)
        except Unreadable as error:
            said = str(error)
        assert path.name in said


CELLS = st.sampled_from(
    [
        *("Name", "Team", "FTE", "Start date", "Ana", "Bo, Cy", "Total", "0,8", "80 %", "14", "-1"),
        *("03/04/20", "2026-13-45", "", "é😀", "=1+1", "ID", "7", "999999999999", "nan", "1e999"),
    ]
)


@searched(120)
@given(st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=1, max_size=8))
def test_that_any_table_is_imported_whole_or_refused(rows: list[list[str]]) -> None:
    book = Book("any.csv", (grid_of("any", rows),))
    found = None
    with suppress(Unreadable):
        found = preview_book(empty(), book)
    if found is None:
        return
    state = empty().apply(found.change)
    second = preview_book(state, book)
    assert not second.change
    assert found.create == second.unchanged
