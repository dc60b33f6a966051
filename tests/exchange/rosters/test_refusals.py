"""Tables that are no rosters, and the reason that is given."""

from __future__ import annotations

from typing import Any

import pytest

from teamtide.exchange.books.grids import Unreadable
from teamtide.exchange.rosters.choices import Choices
from tests.exchange.rosters.helpers import fields, names, understood

OTHERS: dict[str, tuple[str, list[list[Any]]]] = {
    "customers": ("customers", [
        ["Customer Id", "First Name", "Last Name", "Company", "City", "Email", "Subscription Date"],
        ["DD37", "Sheryl", "Baxter", "Rasmussen Group", "Leonard", "s@x.org", "2020-08-24"],
        ["1Ef7", "Preston", "Lozano", "Vega Ltd", "East", "v@x.org", "2021-04-23"],
    ]),
    "orders": ("orders", [
        ["Order ID", "Order Date", "Name", "Email", "Product", "Quantity", "Price"],
        [1, "2020-08-24", "Ana Lima", "a@x.org", "Chair", 2, 10],
        [2, "2020-08-25", "Bo Berg", "b@x.org", "Desk", 1, 90],
    ]),
    "products": ("products", [
        ["Name", "Category", "Price", "Stock", "Supplier", "Location"],
        ["Wireless Mouse", "Electronics", 19.99, 120, "Logi", "Shelf A1"],
    ]),
    "companies": ("companies", [
        ["Index", "Name", "Website", "Country", "Founded", "Industry", "Number of employees"],
        [1, "Ferrell LLC", "x.net", "Peru", 1990, "Plastics", 3498],
        [2, "Mckinney Group", "y.com", "Oman", 2015, "Glass", 4952],
    ]),
    "passengers": ("no colleagues", [
        ["PassengerId", "Survived", "Name", "Sex", "Age", "Ticket", "Fare"],
        [1, 0, "Braund, Mr. Owen Harris", "male", 22, "A/5", 7.25],
    ]),
    "time log": ("time log", [
        ["Employee", "Date", "Project", "Task", "Hours"],
        ["Ana Lima", "2026-01-05", "Churn", "Model", 4],
        ["Ana Lima", "2026-01-06", "Churn", "Model", 3],
        ["Bo Berg", "2026-01-06", "Churn", "Review", 3],
    ]),
    "tickets": ("tasks or tickets", [
        ["Issue key", "Summary", "Assignee", "Reporter", "Priority", "Sprint", "Team"],
        ["OPS-1", "Re-key the locks", "Elena Ruiz", "Mira Koch", "High", "S1", "Ops"],
        ["OPS-2", "Renew", "Elena Ruiz", "Mira Koch", "High", "S1", "Ops"],
    ]),
    "budget": ("budget", [
        ["Cost Center", "Department", "Manager", "Budget 2025", "Actual YTD", "Forecast"],
        [4100, "Platform", "D. Kumar", 1200000, 845000, 1190000],
    ]),
    "unit forecast": ("each period", [
        ["Unit", "Location", "Q1 FTE", "Q2 FTE", "Q3 FTE", "Q4 FTE"],
        ["Engineering", "Berlin", 14, 15, 15, 16],
        ["Support", "Lisbon", 6, 6, 7, 7],
    ]),
    "pivot": ("pivot", [
        ["Row Labels", "Count of Employee", "Sum of FTE"],
        ["Engineering", 14, 12.5],
        ["Grand Total", 14, 12.5],
    ]),
    "survey": ("survey", [
        ["Timestamp", "Age", "Country", "supervisor", "What do you like?", "Question 2"],
        ["2014-08-27 11:29:31", 37, "US", "Yes", "All", "No"],
        ["2014-08-27 11:29:37", 44, "US", "No", "None", "No"],
    ]),
    "cities": ("places", [
        ["Name", "Country", "Population", "Area"],
        ["New York", "US", 8000000, 778],
        ["Sao Paulo", "BR", 12000000, 1521],
    ]),
}  # fmt: skip


@pytest.mark.parametrize("kind", OTHERS)
def test_that_what_is_no_roster_is_refused_with_what_it_looks_like(kind: str) -> None:
    said, rows = OTHERS[kind]
    with pytest.raises(Unreadable) as refused:
        understood(rows)
    assert said in str(refused.value)
    assert "staff.xlsx" in str(refused.value)


JUNIOR: list[list[Any]] = [
    ["Organisation", "Unit", "Grade", "Generic Job Title", "Number of Posts in FTE"],
    ["Agency", "Policy", "EO", "Officer", 2],
    ["Agency", "Policy", "HEO", "Manager", 14],
]


def test_that_a_sheet_of_posts_says_so_and_how_to_go_on() -> None:
    with pytest.raises(Unreadable, match=r"lists posts and not people.*unnamed people"):
        understood(JUNIOR)
    assert len(names(JUNIOR, Choices(headcount=True))) == 16


@pytest.mark.parametrize(
    "rows",
    [
        [["Stelle", "Besoldungsgruppe", "Anzahl Stellen"], ["Sachbearbeiter", "A9", 3]],
        [["Denominación del puesto", "Unidad", "Dotación"], ["Auxiliar", "Centro", 4]],
        [["Intitulé du poste", "Service", "Nombre de postes"], ["Agent", "Voirie", 4]],
    ],
)
def test_that_a_sheet_of_posts_is_told_in_other_languages(rows: list[list[Any]]) -> None:
    with pytest.raises(Unreadable, match="lists posts and not people"):
        understood(rows)


@pytest.mark.parametrize(
    "rows",
    [
        [["First Name", "Last Name", "Phone", "Email", "Address"],
         ["Ana", "Lima", "1", "a@x.org", "Elm St"]],
        [["ORD", "NOME", "VOTAÇÃO"], [1, "Abigail Barbalho da Silva", "ZL"],
         [2, "Marcio Soares", "ZN"]],
        [["Name", "Team", "Number", "Position", "Age", "Salary"],
         ["Avery Bradley", "Boston", 0, "PG", 25, 7730337]],
        [["Name", "Status", "Salary", "Pay Basis", "Position Title"],
         ["Abdullah, Hasan A.", "Detailee", 105960, "Per Annum", "POLICY ADVISOR"]],
        [["Index", "User Id", "First Name", "Last Name", "Date of birth", "Job Title"],
         [1, "8717", "Shelby", "Terrell", "1945-10-26", "Games developer"]],
        [["Name"], ["Ana Lima"], ["John Smith"]],
    ],
)  # fmt: skip
def test_that_plain_lists_of_people_are_taken(rows: list[list[Any]]) -> None:
    assert len(names(rows)) == len(rows) - 1


def test_that_a_column_of_names_can_be_said_where_the_words_are_unknown() -> None:
    rows = [["Wer", "Was"], ["Xyl", "Dev"], ["Zor", "Ops"]]
    with pytest.raises(Unreadable, match="“Wer”"):
        understood(rows)
    assert names(rows, Choices(columns={"Wer": "name"})) == ["Xyl", "Zor"]
    with pytest.raises(Unreadable, match="no column “Who”"):
        understood(rows, Choices(columns={"Who": "name"}))


GIVEN = ("Mary", "Paul", "Ursula", "John", "Anna", "Peter", "Laura", "James")
FAMILY = ("Hall", "Young", "Wolf", "Lima", "Berg", "Smith", "Jones", "Clark", "Weber", "Moore")


def _people(row: str, count: int = 30) -> list[list[str]]:
    """Rows of cells as text, parted by “;”; {i} counts, {first}, {last} and {name} vary."""
    rows = []
    for i in range(count):
        first, last = GIVEN[i % 8], FAMILY[(i // 8 + i) % 10]
        text = row.format(i=i, first=first, last=last, name=f"{first} {last}", day=i % 28 + 1)
        rows.append(text.split(";"))
    return rows


UNKNOWN_WORDS: dict[str, tuple[str, str, str]] = {
    "orders": (
        "orders",
        "Order ID;Order Date;Customer Name;Product Name;Sales;Quantity",
        "CA-2016-{i};11/{day}/2016;{name};Bookcase;261.96;2",
    ),
    "pupils": (
        "pupils",
        "Roll No;Student Name;Father's Name;DOB;Section;Marks",
        "{i};{name};Paul {last};12/03/2011;B;77",
    ),
    "pupils in Portuguese": (
        "pupils",
        "Nº;Nome do Aluno;Turma;Nota 1;Nota 2;Média",
        "{i};{name};7A;8,5;7;7,8",
    ),
    "pupils in French": (
        "pupils",
        "N°;Nom de l'élève;Prénom;Classe;Date de naissance;Moyenne",
        "{i};{last};{first};6e B;12/05/2011;12,5",
    ),
    "pupils in German": (
        "pupils",
        "Nr;Schüler;Klasse;Geburtsdatum;Note Mathe",
        "{i};{name};7a;12.03.2011;2",
    ),
    "pupils in Spanish": (
        "pupils",
        "Nº;Alumno;Curso;Nota 1;Nota 2;Promedio",
        "{i};{name};3B;7;8;7,5",
    ),
    "pupils in Dutch": (
        "pupils",
        "Leerlingnummer;Naam leerling;Klas;Cijfer",
        "{i};{name};3B;7,5",
    ),
    "pupils in Italian": ("pupils", "Cognome;Nome;Classe;Voto", "{last};{first};3B;7"),
    "equipment": (
        "equipment",
        "Asset Tag;Model;Serial;Assigned To;Purchase Date",
        "LT{i};ThinkPad;S{i};{name};2021-03-02",
    ),
    "customers": (
        "customers",
        "KundenNr;Kunde;Ansprechpartner;Telefon;Umsatz 2022",
        "{i};{last} GmbH;{name};040;1000",
    ),
    "calls": (
        "telephone calls",
        "Date;Time;Caller;Extension;Number dialled;Duration;Cost",
        "2023-04-01;10:00;{name};1234;+44 20 7946 0000;00:03:10;0.15",
    ),
    "patients": (
        "patients",
        "Name;Age;Gender;Blood Type;Medical Condition;Date of Admission;Doctor;Hospital;"
        "Insurance Provider;Billing Amount;Room Number",
        "{name};30;Male;B-;Cancer;2024-01-31;Anna {last};St Mary;Blue Cross;188.3;328",
    ),
    "films": (
        "films",
        "show_id;type;title;director;cast;country;date_added;release_year",
        "s{i};Movie;The Great {i};{name};{name}, Anna Lima;Peru;September 2, 2021;2020",
    ),
    "films by their directors": (
        "films",
        "Rank;Title;Year;Director;Rating",
        "{i};The Great {i};1994;{name};8.1",
    ),
    "members": (
        "customers",
        "Membership No;Member Name;Plan;Renewal Date;Amount Paid",
        "M{i};{name};Gold;2023-01-02;30",
    ),
    "vehicles": (
        "equipment",
        "Kennzeichen;Fahrer;Marke;Modell;Erstzulassung",
        "M-AB {i};{name};VW;Golf;01.02.2020",
    ),
    "visitors": (
        "no colleagues",
        "Visitor;Host;Check In;Check Out;Badge",
        "{name};Anna Lima;10:00;11:00;{i}",
    ),
    "projects": (
        "a list of projects",
        "Project;Project Manager;Start Date;End Date;Budget",
        "Apollo {i};{name};2023-01-01;2024-01-01;1000",
    ),
    "projects with a lead": (
        "a list of projects",
        "Project;Lead;Start;End;Budget",
        "Apollo {i};{name};2023-01-01;2024-01-01;1000",
    ),
    "players": (
        "players",
        "No.;Pos.;Player;Date of birth (age);Caps;Goals;Club",
        "{i};GK;{name};1 May 1995 (aged 27);3;1;FC Bern",
    ),
}


@pytest.mark.parametrize("kind", UNKNOWN_WORDS)
def test_that_a_header_of_no_roster_is_no_person_but_says_what_the_table_is(kind: str) -> None:
    said, header, row = UNKNOWN_WORDS[kind]
    with pytest.raises(Unreadable) as refused:
        understood([header.split(";"), *_people(row)])
    assert said in str(refused.value)
    assert "each period" not in str(refused.value)


@pytest.mark.parametrize("kind", ["projects", "orders", "pupils", "equipment"])
def test_that_one_row_below_a_header_is_enough_to_say_what_a_table_is(kind: str) -> None:
    said, header, row = UNKNOWN_WORDS[kind]
    with pytest.raises(Unreadable) as refused:
        understood([header.split(";"), *_people(row, 1)])
    assert said in str(refused.value)


@pytest.mark.parametrize(
    "row", ["{name};Ops;Berlin", "E{i};{name};2020-01-02", "{name};m{i}@x.org;Project Manager"]
)
def test_that_people_without_a_header_lose_nobody(row: str) -> None:
    people = _people(row)
    assert len(names(people)) == 30
    assert names([["Bzzt", "Whozz", "Frump"], *people]) == names(people)


def test_that_first_and_family_names_without_a_header_are_told_by_given_names() -> None:
    rows = _people("{i}0001;1961-04-05;{first};{last};M;1992-02-14")
    table, roll, _findings = understood(rows)
    assert table.named() == {"first_name": "column C", "last_name": "column D"}
    assert [entry.name for entry in roll.entries][:2] == ["Mary Hall", "Paul Young"]


def test_that_too_few_rows_without_a_header_are_refused_without_a_false_reason() -> None:
    with pytest.raises(Unreadable) as refused:
        understood([["10001", "1961-04-05", "Steven", "Young", "M", "1992-02-14"]])
    assert "no column of names was found" in str(refused.value)
    assert "looks like" not in str(refused.value)


@pytest.mark.parametrize("agencies", [1, 3])
def test_that_a_budget_entity_makes_no_budget_of_employees(agencies: int) -> None:
    header = (
        "Agency Name;Budget Entity;Position Number;Last Name;First Name;Middle Name;"
        "Employee Type;Full/Part Time;Class Code;Class Title;State Hire Date;Salary;OPS Hourly Rate"
    )
    rows = _people(
        "Health Care;6810000;{i};{last};{first};;CS;Full Time;1234;CONSULTANT II;01/{day}/2009;"
        "$50,000.00;"
    )
    for place, row in enumerate(rows):
        row[0] += f" {place % agencies}"
    found = fields([header.split(";"), *rows])
    assert found["last_name"] == "Last Name"
    assert found["first_name"] == "First Name"
    assert found["start"] == "State Hire Date"


@pytest.mark.parametrize(
    "header",
    [
        "Unit;2024;2025;2026;2027",
        "Kostenstelle;Jan 25;Feb 25;Mrz 25;Apr 25",
        "Unit;2025-01-31;2025-02-28;2025-03-31;2025-04-30",
        "Unit;FY24;FY25;FY26;FY27",
        "Unit;Q1/25;Q2/25;Q3/25;Q4/25",
        "Unité;janvier;février;mars;avril",
    ],
)
def test_that_a_column_for_each_period_is_told_by_words_of_periods(header: str) -> None:
    with pytest.raises(Unreadable, match="a column for each period"):
        understood([header.split(";"), ["A", 1, 2, 3, 4], ["B", 2, 3, 4, 5]])


def test_that_numbers_and_days_are_no_periods() -> None:
    rows = [["Thing", "Marks", "Outcome", "Separation"], ["A", 100, 2000, "2024-05-06"]]
    with pytest.raises(Unreadable) as refused:
        understood([*rows, ["B", 1200, 40, "2024-07-08"], ["C", 30, 1000, "2024-09-10"]])
    assert "period" not in str(refused.value)


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Hospital;Ward;Name;Role;Start Date", "City;Ward 1;{name};Nurse;2020-01-02"),
        ("Name;Project;Project Manager;End Date", "{name};Apollo;Anna Lima;2030-01-01"),
        ("Employee Name;Department;Laptop Serial", "{name};Ops;S{i}"),
        ("Roll No;Name;Father's Name;Designation;Joined", "{i};{name};Paul Hall;Clerk;2010-02-01"),
        ("Last Name;First Name;Pay Plan;Agency", "{last};{first};GS;Parks"),
        ("Nombre;Puesto;Convenio;Notas", "{name};Tecnico;Metal;x"),
        ("Name;Email;Emergency Contact Name;Hospital", "{name};m{i}@x.org;Anna Lima;St Mary"),
    ],
)
def test_that_one_word_of_another_kind_leaves_a_roster_a_roster(header: str, row: str) -> None:
    assert len(names([header.split(";"), *_people(row)])) == 30
