"""Habits of real lists that were met: the recipe of each, and what a careful reader makes of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from teamtide.exchange.books.grids import Book, grid_of
from teamtide.exchange.importing import Import, preview_book
from teamtide.plan.rows import Person
from teamtide.plan.state import State
from tests.exchange.helpers import empty, people

LAST = ("Voß", "Käser", "Brunner", "Moser", "Keller", "Frei", "Graf")
FIRST = ("Stefan", "Käthe", "Ursula", "Anke", "Uwe", "Jürgen", "Petra", "Monika", "Karl", "Lena")


def read(headers: str, *rows: list[Any]) -> Import:
    return preview_book(empty(), Book("list.csv", (grid_of("list", [headers.split(";"), *rows]),)))


def state_of(found: Import) -> State:
    return empty().apply(found.change)


def test_that_name_beside_vorname_is_the_last_name_however_few_there_are() -> None:
    rows = [[LAST[n % 7], FIRST[n % 10], f"Betrieb {n % 3}", 0.8] for n in range(70)]
    found = read("Name;Vorname;Abteilung;Pensum", *rows)
    assert found.columns["last_name"] == "Name"
    assert found.columns["first_name"] == "Vorname"
    assert {"Stefan Voß", "Käthe Käser"} <= set(people(state_of(found)))


def test_that_part_time_is_told_wherever_it_is_said() -> None:
    for header, words in (
        ("Employment Type", "Part-Time"),
        ("Status", "Employee (part-time)"),
        ("Assignment Category", "Parttime-Regular"),
    ):
        rows = [["Hall, Mary", "IT", words]]
        rows += [[f"{name}, John", "IT", "Full-Time"] for name in LAST]
        found = read(f"Full Name;Department Name;{header}", *rows)
        assert any("1 person is part time" in warning for warning in found.warnings), header


def test_that_part_time_with_a_share_is_that_share() -> None:
    rows = [["Hall, Mary", "IT", "Temps partiel 80%"], ["Roux, Zoé", "IT", "Half-Time"]]
    rows += [[f"{name}, Julien", "IT", "Temps plein"] for name in LAST]
    found = people(state_of(read("Nom complet;Service;Cycle de travail", *rows)))
    assert (found["Mary Hall"].fte, found["Zoé Roux"].fte) == (0.8, 0.5)


def test_that_hours_with_a_letter_in_front_are_hours() -> None:
    rows = [
        [f"ANA {name.upper()}", 500000 + n, "AGENTE DE APOIO", "H40", "SME", f"QPE-{n}"]
        for n, name in enumerate(LAST)
    ]
    rows[0][3] = "H30"
    found = read("NOME;REGISTRO;CARGO_BASE;JORNADA;ORGAO;CATEGORIA", *rows)
    assert found.columns["title"] == "CARGO_BASE"
    assert found.columns["id"] == "REGISTRO"
    assert "location" not in found.columns
    assert sorted({p.fte for p in state_of(found).rows(Person)}) == [0.75, 1.0]


def test_that_masked_numbers_are_no_ids() -> None:
    rows = [
        [11111111 + n, f"LETICIA {name.upper()}", f"{150 + n % 2}****", "PROFESSOR", "DEPTO"]
        for n, name in enumerate(LAST)
    ]
    found = read("Id_SERVIDOR_PORTAL;NOME;MATRICULA;DESCRICAO_CARGO;UORG_LOTACAO", *rows)
    assert found.columns["id"] == "Id_SERVIDOR_PORTAL"
    assert not any("*" in p.code for p in state_of(found).rows(Person))


def test_that_who_is_not_provided_is_nobody() -> None:
    rows = [[n, f"Mary {name}", "Clerk"] for n, name in enumerate(LAST)]
    found = read("Id;EmployeeName;JobTitle", *rows, [99, "Not provided", "Not provided"])
    assert found.create == len(LAST)
    assert found.skipped == 1


def test_that_terminated_behind_a_name_is_a_leaver() -> None:
    rows = [[f"Susan {name}", n, "Engineer"] for n, name in enumerate(LAST, 2)]
    found = read("Worker;Employee ID;Business Title", ["Michael Hall (Terminated)", 1, "x"], *rows)
    assert "Michael Hall" not in people(state_of(found))
    assert (found.create, found.skipped) == (len(LAST), 1)


def test_that_headers_said_twice_are_nobody() -> None:
    rows = [["active", n, "Mary", name, "IT", date(2020, 1, 6)] for n, name in enumerate(LAST)]
    again = ["STATUS", "USERID", "First Name", "Last Name", "Department", "Hire Date"]
    found = read("STATUS;USERID;FIRSTNAME;LASTNAME;DEPARTMENT;HIREDATE", again, *rows)
    assert found.create == len(LAST)
    assert "First Name Last Name" not in people(state_of(found))


def test_that_teams_and_days_are_found_under_words_of_registers() -> None:
    rows = [
        [f"ANA {name}", "Analista", f"Unidad {n % 2}", date(2019, 5, 6)]
        for n, name in enumerate(LAST)
    ]
    for header in ("Unidad a la que pertenece", "ÁREA DE GOBIERNO", "dependencia"):
        found = read(f"Apellidos y nombres;Puesto;{header};EMPLOY DATE", *rows)
        assert found.columns["team"] == header
        assert found.columns["start"] == "EMPLOY DATE"
