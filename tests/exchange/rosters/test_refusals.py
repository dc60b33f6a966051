"""Tables that are no rosters, and the reason that is given."""

from __future__ import annotations

from typing import Any

import pytest

from teamtide.exchange.books.grids import Unreadable
from teamtide.exchange.rosters.choices import Choices
from tests.exchange.rosters.helpers import names, understood

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
