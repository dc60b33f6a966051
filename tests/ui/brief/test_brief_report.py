"""The report of any plan: many teams, many options, long names, nothing at all."""

from __future__ import annotations

import re
from datetime import date

import pytest

from teamtide.advise.briefing import Known, Wish, brief_of
from teamtide.compare_report import compared
from teamtide.plan.fresh import blank
from teamtide.plan.rows import Scenario, ScenarioId, Team, TeamId
from teamtide.plan.state import State
from teamtide.ui import theme
from teamtide.ui.application import make_application
from teamtide.ui.brief.report import Rest, report_pdf
from tests.examples import OPTION, TODAY, small_state
from tests.pdf_text import pages_of, text_of

LONG = "Platform Reliability & Data Enablement of the <Northern> Region "


@pytest.fixture(autouse=True)
def light(qapp: object) -> None:
    theme.apply(make_application(["teamtide"]), "light")


def crowded() -> State:
    """60 teams and 10 options, with names as long as they come."""
    state = small_state()
    rows = [row for row in state.all_rows() if not isinstance(row, Team)]
    teams = [Team(TeamId(n), n, f"Team {n} {LONG * 4}") for n in range(1, 61)]
    options = [Scenario(ScenarioId(n), n, f"Option {n} {LONG * 2}", LONG * 9) for n in range(3, 12)]
    return State.of([*rows, *teams, *options])


def report(state: State, scenario: ScenarioId) -> bytes:
    known = Known(compared(state, (), 0))
    brief = brief_of(state, known, Wish(scenario))
    return report_pdf(brief, Rest(state, known, scenario))


def test_that_sixty_teams_and_ten_options_are_all_there() -> None:
    state = crowded()
    pdf = report(state, OPTION)
    text = text_of(pdf)
    for n in range(1, 61):
        assert f"Team {n} Platform" in text
    for n in range(3, 12):
        assert text.count(f"Option {n} Platform") >= 2, "in the table and in what it changes"
    # Three curves a page; the options beside Today three a table.
    assert 60 / 3 + 10 / 3 <= pages_of(pdf) <= 45
    numbers = [int(one) for one in re.findall(r"Page (\d+)", text)]
    assert numbers == list(range(2, pages_of(pdf) + 1))
    head = "Every measure of every scenario"
    assert text.index("Load of each team") < text.index(head) < text.index("Assumptions and")


def test_that_a_report_on_today_has_no_curve_behind_its_own() -> None:
    for scenario, behind in ((TODAY, False), (OPTION, True)):
        text = text_of(report(small_state(), scenario))
        load = text[text.index("Load of each team") : text.index("Every measure")]
        assert "capacity" in load
        assert ("capacity Today" in load) == behind


def test_that_the_board_is_in_it_with_everybody_on_it_as_lines_and_letters() -> None:
    pdf = report(small_state(), OPTION)
    text = text_of(pdf)
    assert "The board: Split" in text
    assert "Small · as of 5 Jan 2026 · expected load" in text
    board = text[text.index("The board: Split") : text.index("Load of each team")]
    for said in ("Ana Silva", "Bo Chen", "Cy Young", "Di Marsh", "EKS cluster", "Churn"):
        assert said in board
    assert b"/Subtype /Image" not in pdf


def test_that_a_report_on_nothing_is_the_page_that_says_what_to_do() -> None:
    state = blank(name="Empty", start=date(2026, 1, 5), weeks=12)
    pdf = report(state, state.today)
    assert pages_of(pdf) == 1
    assert "Import a list of people" in text_of(pdf)
