"""Plans without names: nobody is given away, the figures stay, codes stay the same."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamtide.capacity.engine import compute
from teamtide.exchange.discreet.names import ADDRESS, SOMEBODY, Aliases, folded, words_of
from teamtide.exchange.discreet.plans import discreet
from teamtide.exchange.plans.merge import read_plan
from teamtide.plan import commands
from teamtide.plan.inputs import inputs_of
from teamtide.plan.rows import (
    Chunk,
    Holiday,
    Imported,
    Note,
    Pair,
    Person,
    Pin,
    Project,
    Row,
    Scenario,
    Service,
    Team,
)
from teamtide.plan.state import State
from teamtide.plan.validation import problems_of
from tests.exchange.helpers import empty, merged, people, plan_book
from tests.exchange.naming import awkward, secrets, shown
from tests.exchange.test_plan_sheets import QUICK
from tests.searching import searched
from tests.strategies import plans


def aliases(*names: str) -> Aliases:
    found = Aliases()
    for number, name in enumerate(names, 1):
        found.add_name(name, f"P{number}")
    return found


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("Ana Lima", "Ana's dashboards", "P1's dashboards"),
        ("Ana Lima", "for LIMA, ANA", "for P1"),
        ("Ana Lima", "ana_lima_report", "P1_report"),
        ("Ana Lima", "analima2", "P1"),
        ("Ana Lima", "Banana split, Limavady", "Banana split, Limavady"),
        ("Jürgen Müller", "the Mueller team", "the P1 team"),
        ("Jürgen Müller", "MULLER and müllerteam", "P1 and P1"),
        ("Jürgen Müller", unicodedata.normalize("NFD", "nach Jürgen Müller"), "nach P1"),
        ("O'Neil & Söhne", "by O’NEIL &  SÖHNE", "by P1"),
        ("Łucja Zając", "zajac's", "P1's"),
        ("An Do", "An option to do", "An option to do"),
        ("An Do", "An Do decides", "P1 decides"),
        ("Bo", "Bo and robot", "P1 and robot"),
        ("李娜", "李娜的项目", "P1"),
        ("J. R. Ng", "J. R. Ng; JR", "P1; JR"),
        ("", "anything", "anything"),
        ("Ana Lima", "LimaDashboard, Ana2, dashboard4ana", "P1, P1, P1"),
        ("Ana Lima", "A. Lima's, lima.a and alima", "P1's, P1 and P1"),
        ("Ana Lima", "Anas Projekt", "P1 Projekt"),
        ("Ana Lima", "Finals of MongoDB, iOS9, analysis", "Finals of MongoDB, iOS9, analysis"),
        ("Jean-Luc Picard", "Jean Luc, JeanLuc's", "P1, P1's"),
        ("Pat O'Brien", "O’Brien or OBRIEN", "P1 or P1"),
        ("Per Åse", "Aase", "P1"),
        ("王小明", "小明的项目", "P1"),
        ("Иван Петров", "для Ивана", "для P1"),
    ],
)
def test_that_somebody_is_found_however_they_are_written(
    name: str, text: str, expected: str
) -> None:
    assert aliases(name).hide(text) == expected


def test_that_the_longer_of_two_names_is_meant() -> None:
    found = aliases("Ann", "Ann Sommer", "Ann Sommerfeld")
    assert found.hide("Ann Sommerfeld") == "P3"
    assert found.hide("Ann Sommer") == "P2"
    assert found.hide("ask Ann") == f"ask {SOMEBODY}"


def test_that_addresses_and_ids_are_hidden_and_years_are_not() -> None:
    found = Aliases()
    found.add_email("alima@example.com", "P1")
    found.add_code("E-00731", "P1")
    found.add_code("2026", "P1")
    assert found.hide("alima@example.com, @alima, x@example.org") == f"P1, @P1, {ADDRESS}"
    assert found.hide("E-00731 e00731 in 2026") == "P1 P1 in 2026"


@given(
    st.lists(st.text(st.characters(categories=("L", "Mn"))).filter(str.strip), min_size=1),
    st.text(),
    st.text(),
)
@searched(100)
def test_that_no_whole_name_is_left_in_any_text(names: list[str], before: str, after: str) -> None:
    found = Aliases()
    for name in names:
        found.add_name(name, "#")
    for name in names:
        sequence = [word.text for word in words_of(name)]
        if not any(sequence):
            continue
        hidden = [word.text for word in words_of(found.hide(f"{before} {name} {after}"))]
        runs = [hidden[at : at + len(sequence)] for at in range(len(hidden))]
        assert sequence not in runs


def test_that_a_plan_with_awkward_names_gives_nobody_away() -> None:
    state = awkward()
    found = discreet(state)
    assert problems_of(found.state) == []
    everything = shown("\n".join(map(str, found.state.all_rows())))
    for secret in secrets(state):
        assert secret not in everything, secret


def test_that_what_is_written_about_people_is_left_out() -> None:
    found = discreet(awkward()).state
    assert not found.rows(Imported)
    assert not any(pin.reason for pin in found.rows(Pin))
    assert not any(pair.reason for pair in found.rows(Pair))
    assert found.rows(Note)
    assert all(note.person is None for note in found.rows(Note))
    for person in found.rows(Person):
        assert (person.code, person.email, person.title) == ("", "", "")
    assert all(not holiday.name for holiday in found.rows(Holiday))


def test_that_managers_are_the_people_they_are_or_have_a_code_of_their_own() -> None:
    rows = [
        {"ID": "E-100", "Name": "Ana Lima", "Manager": "Sabine Groß"},
        {"ID": "E-200", "Name": "Bo Chen", "Manager": "E-100"},
        {"ID": "E-300", "Name": "Cy Falk", "Manager": "ana lima"},
    ]
    state = merged(
        empty(),
        plan_book({"People": rows, "Projects": [{"Project": "For Frau Gross", "Team": None}]}),
    )
    found = discreet(state)
    ana, bo, cy = found.state.rows(Person)
    assert bo.manager == cy.manager == ana.name
    assert ana.manager.startswith("Manager ")
    (project,) = found.state.rows(Project)
    assert project.name == f"For Frau {ana.manager}"
    assert (ana.manager, "Sabine Groß") in {(entry.code, entry.name) for entry in found.key}


def test_that_names_that_become_alike_stay_apart() -> None:
    people_of = [{"Name": "Ana Lima"}]
    teams = [{"Team": "Ana's team"}, {"Team": "Lima's team"}, {"Team": "Person 01's team"}]
    found = discreet(merged(empty(), plan_book({"People": people_of, "Teams": teams}))).state
    names = [team.name for team in found.rows(Team)]
    assert len({name.casefold() for name in names}) == 3
    assert names[2] == "Person 01's team"


def test_that_codes_stay_when_people_come_go_and_are_renamed() -> None:
    state = awkward()
    before = {row.id: row.name for row in discreet(state).state.rows(Person)}
    first, second, *_ = state.rows(Person)
    state = state.apply(commands.add(state, Person, name="Neu Hier", discipline="software"))
    state = state.apply(commands.edit(state, second, name="Verheiratet Anders"))
    state = state.apply(commands.remove(state, [first]))
    after = {row.id: row.name for row in discreet(state).state.rows(Person)}
    assert all(after[key] == name for key, name in before.items() if key != first.id)
    assert len(set(after.values())) == len(after)


def test_that_the_trades_own_words_are_kept() -> None:
    rows = [{"Name": "Max Software", "Discipline": "software"}, {"Name": "Eva Support"}]
    projects = [{"Project": "Software support for Max"}]
    found = discreet(merged(empty(), plan_book({"People": rows, "Projects": projects}))).state
    assert found.plan.disciplines == empty().plan.disciplines
    (project,) = found.rows(Project)
    assert project.name == "Software support for Person 01"


def test_that_a_discipline_called_after_somebody_hides_them_everywhere() -> None:
    sheets = {
        "Plan": [{"Setting": "disciplines", "Value": "software; Helena analytics"}],
        "People": [{"Name": "Helena Brandt"}],
        "Projects": [{"Project": "Ask Helena"}],
    }
    found = discreet(merged(empty(), plan_book(sheets))).state
    assert found.plan.disciplines == ("software", "Person 01 analytics")
    assert found.rows(Project)[0].name == "Ask Person 01"


@QUICK
@given(plans())
def test_that_drawn_plans_keep_their_figures_without_names(sheets: Any) -> None:
    reading = read_plan(empty(), plan_book(sheets))
    if reading.problems:
        return
    state = empty().apply(reading.change)
    named = _named_after_people(state)
    found = discreet(named).state
    assert problems_of(found) == []
    assert discreet(named).state == found
    for scenario in state.rows(Scenario):
        ours, theirs = (compute(inputs_of(one, scenario.id)) for one in (state, found))
        for mine, other in zip(ours.teams, theirs.teams, strict=True):
            for figure in ("capacity", "demand", "used", "overload", "idle"):
                np.testing.assert_array_equal(getattr(mine, figure), getattr(other, figure))
    taken = {folded(person.name) for person in state.rows(Person)}
    for row in found.all_rows():
        if isinstance(row, (Scenario, Team, Project, Service, Chunk)):
            assert not taken & {word.text for word in words_of(row.name)}


def _named_after_people(state: State) -> State:
    """The same plan, everything in it called after somebody."""
    names = [person.name for person in people(state).values()] or ["Nobody"]
    rows: list[Row] = []
    for row in state.all_rows():
        if isinstance(row, (Scenario, Team, Project, Service, Chunk)):
            row = replace(row, name=f"{names[row.id % len(names)]}'s {row.id}")
        rows.append(row)
    return State.of(rows)
