"""The ledger: terms in the page's order that sum to the figures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamtide.capacity.engine import compute
from teamtide.capacity.inputs import Settings
from teamtide.capacity.ledger import Term, explain, total
from tests.capacity.engine_plans import days, person, placed, plan, service, team, worked_example
from tests.capacity.plan_reader import PlanReader
from tests.capacity.twin import Sheets
from tests.searching import searched
from tests.strategies import plans

ORDER = (
    "people",
    "Not employed",
    "Public holidays",
    "Leave",
    "Split over teams",
    "Settling in",
    "Overhead",
    "Communication",
    "Ceremonies",
    "Helping newcomers",
    "Switching",
    "Rota",
)


def rank(term: Term) -> int:
    return next((n for n, word in enumerate(ORDER) if term.label.startswith(word)), 0)


@given(sheets=plans(), data=st.data())
@searched(150)
def test_that_terms_sum_to_capacity_and_demand_on_random_plans(
    sheets: Sheets, data: st.DataObject
) -> None:
    reader = PlanReader(sheets)
    load = compute(reader.inputs(data.draw(st.sampled_from(["Today", "Option"]))))
    number = data.draw(st.integers(0, len(load.teams) - 1))
    week = data.draw(st.integers(0, load.inputs.weeks - 1))
    ledger = explain(load, number, week)
    assert total(ledger, "capacity") == pytest.approx(ledger.capacity, rel=0, abs=1e-9)
    assert total(ledger, "demand") == pytest.approx(ledger.demand, rel=0, abs=1e-9)
    assert ledger.used + ledger.idle == pytest.approx(ledger.capacity, abs=1e-9)
    capacity = [term for term in ledger.terms if term.side == "capacity"]
    assert [rank(term) for term in capacity] == sorted(rank(term) for term in capacity)
    assert all(term.days <= 1e-9 for term in capacity[1:])


@pytest.mark.parametrize("scenario", ["Today", "Split", "Rota"])
def test_that_every_week_of_the_worked_example_adds_up(scenario: str) -> None:
    load = compute(worked_example(scenario))
    for number in range(2):
        for week in range(8):
            ledger = explain(load, number, week)
            figures = load.teams[number]
            assert total(ledger, "capacity") == pytest.approx(figures.capacity[week], abs=1e-12)
            assert total(ledger, "demand") == pytest.approx(figures.demand[week], abs=1e-12)


def test_that_the_worked_examples_second_week_reads_as_the_page_says() -> None:
    ledger = explain(compute(worked_example("Today")), 0, 1)
    labels = [term.label for term in ledger.terms]
    assert labels == [
        "4 people, 3.8 FTE × 5 weekdays",
        "Not employed: di",
        "Leave: bo",
        "Settling in: di, week 1 of 12 after the start, worth 51%",
        "Overhead 15%",
        "Ceremonies, 2.5 h a week each",
        "Helping newcomers",
        "Switching: software juggles 1.1 threads",
        "Churn / Explore",
        "Churn / Help",
        "EKS (surge ×1.6)",
    ]
    assert [term.days for term in ledger.terms[:3]] == pytest.approx([19.0, -2.0, -1.6])
    assert ledger.terms[3].about == ("person", 3)


def test_that_a_move_says_in_which_week_of_its_ramp_it_is() -> None:
    ledger = explain(compute(worked_example("Split")), 1, 2)
    settling = next(term for term in ledger.terms if term.label.startswith("Settling"))
    assert settling.label == "Settling in: bo, week 2 of 4 after the move, worth 77%"


def test_that_rota_slack_is_the_part_of_the_person_on_call_that_nobody_called() -> None:
    inputs = plan(
        (person("ana"), person("bo")),
        teams=(team(hours=0.0, rota=True),),
        services=(service(arrivals=1.0, days_each=1.0, discipline=0),),
        settings=Settings(overhead=0.0),
    )
    ledger = explain(compute(inputs), 0, 3)
    rota = next(term for term in ledger.terms if term.label.startswith("Rota"))
    assert rota.days == pytest.approx(-4.0)


def test_that_communication_and_splits_have_lines_of_their_own() -> None:
    inputs = plan(
        (person("ana", where=(placed((0, 0.5), (1, 0.5)),)), person("bo")),
        teams=(team(), team("Infrastructure")),
        settings=Settings(comm=0.01),
    )
    labels = [term.label for term in explain(compute(inputs), 0, 0).terms]
    assert "Split over teams: ana" in labels
    assert "Communication" in labels


def test_that_public_holidays_count_only_while_employed() -> None:
    inputs = plan(
        (person("ana", start=days(1, 7)),), holidays=(frozenset({days(1, 6), days(1, 8)}),)
    )
    terms = {term.label: term.days for term in explain(compute(inputs), 0, 0).terms}
    assert terms["Not employed: ana"] == pytest.approx(-2.0)
    assert terms["Public holidays"] == pytest.approx(-1.0)


def test_that_a_week_outside_the_plan_is_refused() -> None:
    load = compute(worked_example("Today"))
    for number, week in ((0, 8), (0, -1), (2, 0)):
        with pytest.raises(IndexError):
            explain(load, number, week)
