"""Rows that are people, and the many that are not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamtide.exchange.rosters.choices import Choices
from teamtide.exchange.rosters.leaves import Away, leaves_in
from teamtide.exchange.rosters.names import looks_named, tidy, turned
from teamtide.exchange.rosters.nobody import is_nobody
from tests.exchange.rosters.helpers import entries, fields, names, understood


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("AARON,  JEFFERY M", "JEFFERY M AARON"),
        ("Lima, Ana", "Ana Lima"),
        ("Lima; Ana", "Ana Lima"),
        ("Berg, Bo Jr.", "Bo Berg Jr."),
        ("Berg Jr., Bo", "Bo Berg Jr."),
        ("Berg, Bo, III", "Bo Berg III"),
        ("Wagner, Sasha, Ph.D.", "Sasha Wagner Ph.D."),
        ("Bo Berg, PhD", "Bo Berg PhD"),
        ("Doe, Jane (12345)", "Jane Doe"),
        ("Jane Doe [External]", "Jane Doe"),
        ("Herr Max Müller", "Max Müller"),
        ("Frau Dr. Anna Weiß", "Anna Weiß"),
        ("Prof. Dr. Anna Weiß", "Anna Weiß"),
        ("Mr. John Smith", "John Smith"),
        ("Smith, Mrs. Jane", "Jane Smith"),
        ("Mme Zoé Lefèvre", "Zoé Lefèvre"),
        ("Sra. María Pérez", "María Pérez"),
        ("Don Johnson", "Don Johnson"),
        ("Mag Smith", "Mag Smith"),
        ("Ana\u00a0 Lima\u200b", "Ana Lima"),
        ("山田\u3000太郎", "山田 太郎"),
        ("van der Berg, Pieter", "Pieter van der Berg"),
        ("O'Neil, Shaun", "Shaun O'Neil"),
        ("Lima", "Lima"),
    ],
)
def test_that_a_name_is_read_as_it_is_said(written: str, name: str) -> None:
    assert names([["Name", "Team"], [written, "A"]]) == [name]


@pytest.mark.parametrize(
    ("header", "written", "name"),
    [
        ("Last name First name", "Lima Ana", "Ana Lima"),
        ("NOM Prénom", "DA SILVA Ana Maria", "Ana Maria DA SILVA"),
        ("Nachname, Vorname", "Lima, Ana", "Ana Lima"),
        ("Apellidos y nombre", "GARCIA LOPEZ ANA", "GARCIA LOPEZ ANA"),
        ("First name Last name", "Ana Lima", "Ana Lima"),
        ("Nom et prénom", "Zoé Lefèvre", "Zoé Lefèvre"),
        ("Nom et prénom", "Lefèvre Zoé", "Zoé Lefèvre"),
        ("Name", "Lima Ana", "Lima Ana"),
    ],
)
def test_that_a_header_says_which_half_of_a_name_comes_first(
    header: str, written: str, name: str
) -> None:
    assert names([[header, "Team"], [written, "A"]]) == [name]


@given(st.text(max_size=60))
def test_that_a_turned_name_keeps_its_letters_and_stays(text: str) -> None:
    plain = tidy(text)
    if not any(mark in plain for mark in "()[]（）【】,;、"):
        assert plain.endswith(turned(plain))
    assert sum(map(str.isalpha, turned(plain))) <= sum(map(str.isalpha, plain))
    assert 0 <= looks_named(text) <= 1


@pytest.mark.parametrize(
    "text",
    [
        *("Vacant", "VACANT", "Vacant - Senior Developer", "vacant (Grade 7)", "Vacancy 3", "TBD"),
        *("N/A", "Eliminated", "Open position", "To be hired", "New hire", "tba", "x", "???", "-"),
        *("Unbesetzt", "N.N.", "Offene Stelle", "zu besetzen", "Poste vacant", "à pourvoir"),
        *("Vacante", "Plaza vacante", "Vaga", "A contratar", "Vacature", "欠員", "空缺", "待定"),
        *("Total", "Total: 14", "Grand Total", "Summe", "Gesamt", "Sous-total", "合計", "Soma"),
        *("Generated at 2026-01-05", "Printed 02/04/2025 09:14", "Stand: 01.02.2026", "Page 1"),
        *("Source: HR", "Erstellt am 1.1.2026", "12 employees", "Confidential", "1234", "* agency"),
    ],
)
def test_that_a_row_that_is_nobody_is_reported_with_its_cell(text: str) -> None:
    rows = [["Name", "Team", "Title"], ["Ana Lima", "A", "Dev"], [text, None, None]]
    _, roll, findings = understood(rows)
    assert [entry.name for entry in roll.entries] == ["Ana Lima"]
    assert [problem.cell for problem in findings.problems] == ["staff!A3"]
    assert "left out" in findings.problems[0].problem


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Frei, Anna",
            "X-ray Smith",
            "Ana Total",
            "Temple Grandin",
            "Tempest, Kate",
            "Nil Soares",
        ),
        *("Summer Jones", "Stan Dupont", "Na Li", "Vaganova, Anna", "Openshaw, Peter", "Al Count"),
    ],
)
def test_that_somebody_whose_name_begins_like_a_vacancy_is_a_person(name: str) -> None:
    assert not is_nobody(name)
    assert len(names([["Name", "Team", "Title"], [name, "A", "Dev"]])) == 1


def test_that_nameless_and_total_rows_of_first_and_last_names_are_reported() -> None:
    rows: list[list[Any]] = [
        ["ID", "Surname", "First name", "Team", "Hours"],
        ["1", "Lima", "Ana", "A", 40],
        ["2", "VACANT", None, "A", 40],
        ["3", None, None, "A", 40],
        ["Total", None, None, None, 120],
    ]
    _, roll, findings = understood(rows)
    assert [(entry.name, entry.fte) for entry in roll.entries] == [("Ana Lima", 1)]
    assert [problem.cell for problem in findings.problems] == ["staff!B3", "staff!B4", "staff!B5"]
    assert "a total" in findings.problems[2].problem


ORGANOGRAM: list[list[Any]] = [
    ["Post Unique Reference", "Name", "Job Title", "Unit", "Reports to Senior Post", "FTE"],
    ["1", "Ana Lima", "Director", "Policy", "XX", 1],
    ["2", "N/D", "Head", "Policy", "1", 1],
    ["3", "Eliminated", "Head", "Policy", "1", 0],
    ["4", "Bo Berg", "Head", "Policy", "1", 1],
    ["5", "Nurses", "Nurse", "Ward", "4", 14],
]


def test_that_posts_are_reported_and_managers_are_found_by_their_post() -> None:
    _, roll, findings = understood(ORGANOGRAM)
    assert [(e.name, e.manager) for e in roll.entries] == [
        ("Ana Lima", ""),
        ("Bo Berg", "Ana Lima"),
    ]
    assert [problem.cell for problem in findings.problems] == ["staff!B3", "staff!B4", "staff!F6"]
    assert roll.posts == (2, 15)
    assert any("2 rows stand for 15 people" in warning for warning in findings.warnings)


def test_that_posts_become_unnamed_people_on_request_and_the_same_each_time() -> None:
    _, roll, _ = understood(ORGANOGRAM, Choices(headcount=True))
    made = [entry for entry in roll.entries if entry.unnamed]
    assert [entry.name for entry in made] == ["Head 1", *(f"Nurses {i}" for i in range(1, 15))]
    assert {entry.title for entry in made} == {"Head", "Nurse"}
    assert roll.posts == (2, 15)
    again = understood(ORGANOGRAM, Choices(headcount=True))[1].entries
    assert [entry.name for entry in again] == [entry.name for entry in roll.entries]


def test_that_a_part_of_a_post_is_a_part_time_person() -> None:
    rows = [
        ["Unit", "Generic Job Title", "Number of Posts in FTE"],
        ["Policy", "Officer", 2.6],
        ["Policy", "Manager", 1],
        ["Total", None, 3.6],
    ]
    _, roll, findings = understood(rows, Choices(headcount=True))
    assert [(e.name, e.fte, e.team) for e in roll.entries] == [
        ("Officer 1", 1, "Policy"),
        ("Officer 2", 1, "Policy"),
        ("Officer 3", 0.6, "Policy"),
        ("Manager 1", 1, "Policy"),
    ]
    assert len(findings.problems) == 1


def test_that_leavers_are_told_by_their_end_or_else_by_their_status() -> None:
    rows = [
        ["Name", "Team", "Status", "End date"],
        ["Ana Lima", "A", "Active", None],
        ["Bo Berg", "A", "Terminated", "2025-01-31"],
        ["Cy Dahl", "A", "Terminated", None],
        ["Di Evans", "A", "Terminated", "2027-01-31"],
        ["Ed Fox", "A", "Parental leave", None],
    ]
    _, roll, findings = understood(rows)
    assert [entry.left for entry in roll.entries] == [False, True, True, False, False]
    assert roll.leavers == 2
    assert any("1 person has left according to “Status”" in w for w in findings.warnings)
    assert any("1 person is away according to “Status”" in w for w in findings.warnings)


@pytest.mark.parametrize(
    ("header", "here", "gone"),
    [
        ("Employment status", "Active", "Voluntarily Terminated"),
        ("Active", "yes", "no"),
        ("Termd", 0, 1),
        ("Status", "aktiv", "ausgeschieden"),
        ("Statut", "Actif", "Sorti"),
        ("Situação", "ATIVO PERMANENTE", "APOSENTADO"),
        ("Situación", "Activo", "Baja"),
        ("状态", "在职", "离职"),
        ("在籍状況", "在籍", "退職"),
    ],
)
def test_that_a_status_is_understood_in_its_language(header: str, here: Any, gone: Any) -> None:
    rows = [["Name", "Team", header], ["Ana Lima", "A", here], ["Bo Berg", "A", gone]]
    assert [entry.left for entry in entries(rows)] == [False, True]


def test_that_two_parts_of_one_person_are_added_up() -> None:
    rows = [
        ["ID", "Name", "Team", "FTE"],
        ["1", "Ana Lima", "A", 0.5],
        ["1", "Lima, Ana", "B", 0.5],
        ["2", "Bo Berg", "A", 1],
        ["2", "Bo Berg", "B", 1],
    ]
    _, roll, findings = understood(rows)
    assert [(e.name, e.fte, e.team) for e in roll.entries] == [
        ("Ana Lima", 1, "A"),
        ("Bo Berg", 1, "A"),
    ]
    assert any("1 person has several rows" in warning for warning in findings.warnings)
    assert [problem.cell for problem in findings.problems] == ["staff!A5"]


def test_that_somebody_who_came_back_counts_as_here() -> None:
    rows = [
        ["ID", "Name", "Team", "End date"],
        ["1", "Ana Lima", "A", "2019-01-31"],
        ["1", "Ana Lima", "B", None],
    ]
    assert [(e.team, e.left) for e in entries(rows)] == [("B", False)]


def test_that_a_mailbox_of_many_is_nobodys_address() -> None:
    many = ["Ana Lima", "Bo Berg", "Cy Dahl", "Di Evans", "Ed Fox", "Flo Gray", "Gus Hall"]
    own = [["Name", "Team", "Contact E-mail"], *([n, "A", "press@x.org"] for n in many)]
    assert "email" not in fields(own)
    mixed = [own[0], *([n, "A", f"{n[:2]}@x.org" if i else "p@x.org"] for i, n in enumerate(many)),
             ["Hal Ives", "A", "p@x.org"], ["Ike Jay", "A", "p@x.org"]]  # fmt: skip
    found = entries(mixed)
    assert [entry.email for entry in found if entry.name in ("Ana Lima", "Hal Ives")] == ["", ""]
    assert found[1].email == "Bo@x.org"


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("Manager", "Ana Lima"),
        ("Manager", "Lima, Ana"),
        ("Manager ID", "17"),
        ("Manager ID", "0017"),
        ("Manager Email", "ANA@x.org"),
        ("Manager", "CN=Ana Lima,OU=Users,DC=x"),
    ],
)
def test_that_a_manager_is_named_however_the_file_refers_to_them(header: str, said: str) -> None:
    rows = [
        ["ID", "Name", "E-mail", "Team", header],
        ["0017", "Ana Lima", "ana@x.org", "A", None],
        ["0018", "Bo Berg", "bo@x.org", "A", said],
    ]
    _, roll, findings = understood(rows)
    assert [entry.manager for entry in roll.entries] == ["", "Ana Lima"]
    assert not any("not in the list" in warning for warning in findings.warnings)


def test_that_ids_in_brackets_are_ids_where_no_column_has_them() -> None:
    rows = [["Employee", "Team"], ["Doe, Jane (12345)", "A"], ["Berg, Bo (12346)", "A"]]
    assert [(e.name, e.code) for e in entries(rows)] == [
        ("Jane Doe", "12345"),
        ("Bo Berg", "12346"),
    ]


def test_that_middle_names_infixes_and_second_surnames_belong_to_the_name() -> None:
    rows = [
        ["Voornaam", "Tussenvoegsel", "Achternaam", "Afdeling"],
        ["Jan", "van der", "Berg", "A"],
    ]
    assert names(rows) == ["Jan van der Berg"]
    rows = [["lastName", "firstName", "MidInit", "AgencyName"], ["LIMA", "ANA", "E", "A"]]
    assert names(rows) == ["ANA E LIMA"]
    rows = [["Nombre", "Primer apellido", "Segundo apellido", "Puesto"], ["Ana", "Gil", "Paz", "A"]]
    assert names(rows) == ["Ana Gil Paz"]


def test_that_people_with_ids_and_no_names_are_called_by_their_ids() -> None:
    rows = [
        ["Age", "Department", "EmployeeNumber", "JobRole", "YearsInCurrentRole"],
        [41, "Sales", 1, "Executive", 4],
        [49, "R&D", 2, "Scientist", 7],
        [37, "R&D", 4, "Technician", 0],
    ]
    _, roll, findings = understood(rows)
    assert [(e.name, e.code, e.unnamed) for e in roll.entries] == [
        ("Employee 1", "1", True),
        ("Employee 2", "2", True),
        ("Employee 4", "4", True),
    ]
    assert any("no names" in warning for warning in findings.warnings)


@pytest.mark.parametrize(
    ("cell", "days"),
    [
        ("2026-03-01 to 2026-08-31", (Away(date(2026, 3, 1), date(2026, 8, 31)),)),
        ("01.03.2026 – 31.08.2026", (Away(date(2026, 3, 1), date(2026, 8, 31)),)),
        ("parental leave until 30 June 2026", (Away(None, date(2026, 6, 30)),)),
        ("Elternzeit bis 30.06.2026", (Away(None, date(2026, 6, 30)),)),
        ("en congé depuis 15/03/2026", (Away(date(2026, 3, 15), None),)),
        ("from 2026-05-01", (Away(date(2026, 5, 1), None),)),
        ("2026-05-01 to 2026-06-30 (50 %)", (Away(date(2026, 5, 1), date(2026, 6, 30), 0.5),)),
        ("2026-05-01", (Away(date(2026, 5, 1), date(2026, 5, 1)),)),
        ("2026-01-05 - 2026-01-09; 2026-02-02 - 2026-02-06",
         (Away(date(2026, 1, 5), date(2026, 1, 9)), Away(date(2026, 2, 2), date(2026, 2, 6)))),
        ("yes", ()),
        (12, ()),
    ],
)  # fmt: skip
def test_that_leave_is_read_from_a_text(cell: Any, days: tuple[Away, ...]) -> None:
    assert leaves_in(cell, 40) == days


def test_that_leave_is_read_from_columns_of_first_and_last_days() -> None:
    rows = [
        ["Name", "Team", "Leave start", "Return date"],
        ["Ana Lima", "A", "2026-03-01", "2026-09-01"],
        ["Bo Berg", "A", None, None],
        ["Cy Dahl", "A", "2026-05-01", "2026-03-01"],
    ]
    _, roll, findings = understood(rows)
    assert roll.entries[0].leave == (Away(date(2026, 3, 1), date(2026, 8, 31)),)
    assert [entry.leave for entry in roll.entries[1:]] == [(), ()]
    assert [problem.cell for problem in findings.problems] == ["staff!D4"]


WORDS = st.sampled_from(["Ana Lima", "Bo Berg", "Cy Dahl", "Di Evans", "Ed Fox", "Flo Gray"])
ROW = st.tuples(WORDS, st.sampled_from(["A", "B"]), st.sampled_from([1, 0.8, None]))


@given(
    st.lists(ROW, min_size=2, max_size=6, unique_by=lambda row: row[0]),
    st.permutations(range(3)),
    st.integers(0, 2),
    st.integers(0, 2),
)
def test_that_where_a_table_stands_and_the_order_of_its_columns_change_nothing(
    people: list[tuple[Any, ...]], order: list[int], above: int, beside: int
) -> None:
    plain = [("Name", "Team", "FTE"), *people]
    moved = [
        *([f"Staff list {place}"] for place in range(above)),
        *([None] * beside + [row[column] for column in order] for row in plain),
    ]
    one, other = ([(e.name, e.team, e.fte) for e in entries(rows)] for rows in (plain, moved))
    assert one == other == list(people)


def test_that_names_in_several_rows_are_said_where_nothing_tells_the_people_apart() -> None:
    rows = [["Name", "Team"], ["Ana Lima", "A"], ["Ana Lima", "B"], ["Bo Berg", "B"]]
    _, roll, findings = understood(rows)
    assert len(roll.entries) == 3
    assert any("1 name is in several rows (Ana Lima)" in w for w in findings.warnings)
