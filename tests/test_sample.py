"""The shipped sample, its help pages and its icon: whole, clean, and the story it is there to tell.

Who comes out ahead is never asserted: that is for the model to say, and for the user to find out.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from teamtide.advise.hinges import hinges
from teamtide.advise.sides import question_of as hinge_question
from teamtide.capacity.engine import compute
from teamtide.capacity.inputs import KINDS
from teamtide.capacity.measures.compare import measure_scenarios
from teamtide.capacity.projection import project
from teamtide.capacity.results import Load
from teamtide.exchange.importing import preview_import
from teamtide.exchange.plans.format import FORMAT
from teamtide.exchange.sample import sample_state
from teamtide.paths import resource
from teamtide.plan.fresh import blank
from teamtide.plan.inputs import inputs_of
from teamtide.plan.rows import (
    Chunk,
    Goal,
    Holiday,
    Leave,
    Person,
    Placement,
    Project,
    Scenario,
    Service,
    Surge,
    Team,
)
from teamtide.plan.state import State
from teamtide.plan.summary import question_of
from teamtide.plan.validation import problems_of
from tests.capacity.twin import expected, read_sheets

TODAY, SPLIT, ROTA = "Today: one squad", "Infrastructure + enablement", "Rota, no reorg"
SCENARIOS = (TODAY, SPLIT, ROTA)
FIGURES = ("capacity", "demand", "used", "overload", "idle")
ENGINEERS = ("software", "infrastructure")


@cache
def sample() -> State:
    return sample_state()


@cache
def load_of(name: str) -> Load:
    scenario = sample().scenario_named(name)
    assert scenario is not None
    return compute(inputs_of(sample(), scenario.id))


def engineer_weeks(name: str) -> tuple[np.ndarray, np.ndarray]:
    """Demand for engineers and their capacity, all teams, per week."""
    rows = [sample().plan.disciplines.index(discipline) for discipline in ENGINEERS]
    teams = load_of(name).teams
    demand = np.sum([team.demand_by_discipline[rows].sum(axis=0) for team in teams], axis=0)
    capacity = np.sum([team.capacity_by_discipline[rows].sum(axis=0) for team in teams], axis=0)
    return demand, capacity


# --- the workbook -----------------------------------------------------------------------------


def test_that_the_workbook_imports_without_a_problem_or_a_warning():
    empty = blank(name="Empty", start=date(2026, 1, 5))
    found = preview_import(empty, resource("sample.xlsx"))
    assert found.kind == "plan workbook"
    assert found.problems == ()
    assert found.warnings == ()
    assert found.unchanged == found.skipped == 0
    assert problems_of(sample()) == []


def test_that_the_workbook_has_every_sheet_with_exactly_the_header_words():
    sheets = read_sheets(resource("sample.xlsx"))
    assert list(sheets) == list(FORMAT)
    for name, form in FORMAT.items():
        assert sheets[name], name
        assert tuple(sheets[name][0]) == form.headers


def test_that_the_sample_has_the_size_that_is_promised():
    state = sample()
    assert (state.plan.start, state.plan.weeks) == (date(2026, 1, 5), 26)
    assert 13 <= len(state.rows(Person)) <= 18
    assert 8 <= len(state.rows(Project)) <= 10
    assert [service.name for service in state.rows(Service)] == [
        "EKS cluster upkeep",
        "Notebook support",
        "Data platform requests",
    ]
    assert len(state.rows(Surge)) == 1
    assert tuple(scenario.name for scenario in state.rows(Scenario)) == SCENARIOS
    assert state.get(Scenario, state.today).name == TODAY
    assert [(team.name, team.kind) for team in state.rows(Team)] == [
        ("Squad", "squad"),
        ("Infrastructure", "infrastructure"),
        ("Enablement", "enablement"),
    ]
    for row in state.rows(Project):
        assert 2 <= len(state.where(Chunk, "project", row.id)) <= 5, row.name


def test_that_every_kind_of_row_a_newcomer_may_look_for_is_there():
    state = sample()
    people, chunks, projects = state.rows(Person), state.rows(Chunk), state.rows(Project)
    first, last = state.plan.start, state.plan.end
    assert any(person.fte < 1 for person in people)
    assert any(person.start and first < person.start < last for person in people)
    assert any(person.skills for person in people)
    assert any(leave.fraction < 1 for leave in state.rows(Leave))
    assert {chunk.kind for chunk in chunks} == set(KINDS)
    assert {"burst 4/1", "burst 3/1", "bell", "flat"} <= {chunk.shape for chunk in chunks}
    assert any(chunk.after and chunk.lag for chunk in chunks)
    assert any(chunk.who for chunk in chunks)
    assert any(chunk.max_people for chunk in chunks)
    assert [project.status for project in projects].count("paused") == 1
    assert any(project.deadline for project in projects)
    assert sum(goal.wanted_share or 0 for goal in state.rows(Goal)) == pytest.approx(1)


def test_that_all_people_are_invented_and_have_public_holidays():
    state = sample()
    places = {holiday.location for holiday in state.rows(Holiday)}
    assert len(places) >= 3
    for person in state.rows(Person):
        assert person.email.endswith("@example.com")
        assert person.email.isascii()
        assert person.location in places


def test_that_public_holidays_are_those_of_2026():
    import holidays

    found = {(h.location, h.day) for h in sample().rows(Holiday)}
    where = {
        "Berlin": holidays.country_holidays("DE", subdiv="BE", years=2026),
        "Kraków": holidays.country_holidays("PL", years=2026),
        "Lisbon": holidays.country_holidays("PT", years=2026),
        "London": holidays.country_holidays("GB", subdiv="ENG", years=2026),
    }
    assert found == {(place, day) for place, days in where.items() for day in days}


# --- the figures ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SCENARIOS)
def test_that_every_team_has_finite_figures_and_no_work_is_left_without_a_team(name: str):
    load = load_of(name)
    assert len(load.teams) == 3
    for team in load.teams:
        assert team.nobody_weeks == 0
        for figure in (*FIGURES, "load"):
            values = getattr(team, figure)
            assert values.shape == (26,)
            assert np.isfinite(values).all()
            assert (values >= 0).all()
    assert load.unowned.sum() == 0


@pytest.mark.parametrize("name", SCENARIOS)
def test_that_the_figures_are_those_of_the_slow_twin(name: str):
    twin = expected(read_sheets(resource("sample.xlsx")), name)
    for team, slow in zip(load_of(name).teams, twin.teams.values(), strict=True):
        for figure in FIGURES:
            assert getattr(team, figure) == pytest.approx(getattr(slow, figure), abs=1e-9)


@pytest.mark.parametrize("name", [SPLIT, ROTA])
def test_that_every_option_differs_from_today_in_what_it_says_and_in_its_figures(name: str):
    state = sample()
    option = state.scenario_named(name)
    assert option is not None
    assert option.description
    today, other = load_of(TODAY), load_of(name)
    assert not np.allclose(today.teams[0].capacity, other.teams[0].capacity)
    assert not np.allclose(today.teams[0].overload, other.teams[0].overload)


def test_that_both_options_pause_the_same_project_so_that_they_differ_in_structure_alone():
    state = sample()
    asked = {name: sum(team.demand.sum() for team in load_of(name).teams) for name in SCENARIOS}
    assert asked[SPLIT] == pytest.approx(asked[ROTA])
    assert asked[TODAY] > asked[SPLIT]
    moved = {row.scenario for row in state.rows(Placement)}
    rota = state.scenario_named(ROTA)
    assert rota is not None
    assert rota.id not in moved


# --- the story --------------------------------------------------------------------------------


def test_that_the_squad_is_near_or_somewhat_over_its_capacity_today():
    squad = load_of(TODAY).teams[0]
    assert 0.75 < squad.demand.sum() / squad.capacity.sum() < 1.15
    assert squad.overload.sum() > 0
    assert squad.peak is not None
    assert 1.1 < squad.peak[0] < 2


def test_that_engineers_live_through_flood_and_drought_today():
    demand, capacity = engineer_weeks(TODAY)
    load = demand / capacity
    assert np.count_nonzero(load > 1.1) >= 4
    assert np.count_nonzero(load < 0.85) >= 4
    assert load.std() / load.mean() > 0.2
    bursts = load_of(TODAY).teams[0].by_kind[KINDS.index("engagement")]
    middle = bursts[4:22]
    assert middle.max() > 4 * middle.min()


def test_that_too_much_of_the_engineers_time_goes_to_what_interrupts_them_today():
    squad = load_of(TODAY).teams[0]
    rows = [sample().plan.disciplines.index(discipline) for discipline in ENGINEERS]
    time = squad.time_by_kind[rows].sum()
    interrupting = squad.interrupting_by_kind[rows].sum(axis=(0, 2))
    assert interrupting.sum() / time > 1 / 3
    upkeep = interrupting[KINDS.index("infrastructure")] + interrupting[KINDS.index("support")]
    assert upkeep / time > 1 / 5


def test_that_software_engineers_are_pulled_into_the_cluster_during_the_surge():
    """What the cluster asks for in those weeks is more than the platform engineers have."""
    state = sample()
    (surge,) = state.rows(Surge)
    assert surge.first is not None
    assert surge.last is not None
    weeks = slice(
        (surge.first - state.plan.start) // timedelta(weeks=1),
        (surge.last - state.plan.start) // timedelta(weeks=1) + 1,
    )
    platform = state.plan.disciplines.index("infrastructure")
    squad = load_of(TODAY).teams[0]
    asked = squad.demand_by_discipline[platform][weeks]
    assert (asked > squad.capacity_by_discipline[platform][weeks]).all()
    software = state.plan.disciplines.index("software")
    helped = squad.time_by_kind[software, KINDS.index("infrastructure")]
    assert helped[weeks].mean() > 2 * helped[: weeks.start].mean()


def test_that_the_engineers_form_the_new_teams_and_data_scientists_stay():
    state = sample()
    split = state.scenario_named(SPLIT)
    assert split is not None
    moved = {row.person for row in state.where(Placement, "scenario", split.id)}
    engineers = {p.id for p in state.rows(Person) if p.discipline in ENGINEERS}
    assert moved == engineers
    load = load_of(SPLIT)
    assert all(team.demand.sum() > 0 for team in load.teams)
    engagement = KINDS.index("engagement")
    assert load.teams[2].by_kind[engagement].sum() > 0
    assert load.teams[0].by_kind[engagement].sum() == load.teams[1].by_kind[engagement].sum() == 0


@cache
def headline() -> dict[str, dict[str, Any]]:
    """By scenario the figures the front page quotes."""
    state = sample()
    keys = ("turnaround", "overload", "moves", "move_cost", "ties_lost", "pays_back", "unfinished")
    inputs = {row.id: inputs_of(state, row.id) for row in state.rows(Scenario)}
    question = question_of(state, inputs, keys=keys)
    return {
        row.name: {key: measured.readings[key].value for key in keys}
        for row, measured in zip(state.rows(Scenario), measure_scenarios(question), strict=True)
    }


def test_that_the_front_page_quotes_the_model():
    page = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    today, split, rota = headline().values()
    assert [today["unfinished"], split["unfinished"], rota["unfinished"]] == [0, 0, 0]
    assert rota["pays_back"] == 0
    for line in (
        f"| turnaround, weeks | {today['turnaround']:.1f} | {split['turnaround']:.1f} "
        f"| {rota['turnaround']:.1f} |",
        f"| work that finds nobody, days | {today['overload']:.0f} | {split['overload']:.0f} "
        f"| {rota['overload']:.0f} |",
        f"| people moved, cost of settling in | 0 | {split['moves']:.0f}, "
        f"{split['move_cost']:.1f} d | 0 |",
        f"lost, of 54 | 0 | {split['ties_lost']:.0f} | 0 |",
        f"| behind Today for the last time in week | | {split['pays_back']:.0f} | never |",
    ):
        assert line in page


def test_that_the_front_page_compares_like_with_like():
    state = sample()
    alike: dict[str, list[float]] = {}
    for row in state.rows(Scenario):
        projection = project(compute(inputs_of(state, row.id)))
        first = projection.load.schedule[:, 0]
        alike[row.name] = [
            (done.finish_day + 1 - int(first[list(done.chunks)].min())) / 7
            if done.finish_day is not None
            else float("nan")
            for done in projection.projects
        ]
    took = np.array([alike[name] for name in SCENARIOS])
    all_three = np.isfinite(took).all(axis=0)
    assert all_three.sum() == 8
    means = took[:, all_three].mean(axis=1)
    np.testing.assert_allclose(means - means[0], [0.0, 0.0, -0.25], atol=1e-9)


def test_that_the_sample_says_at_which_switching_cost_its_answer_flips():
    state = sample()
    today, split, _ = (row.id for row in state.rows(Scenario))
    found: list[float] = []
    for search in hinges(hinge_question(state, today, split, "overload")):
        last = search
    for hinge in last.hinges:
        if hinge.setting == "switch":
            found = [flip.value for flip in hinge.flips]
    assert [round(value, 2) for value in found] == [0.16]


# --- help and icon ----------------------------------------------------------------------------

PAGES = (
    *("index", "getting-started", "glossary", "model", "measures"),
    *("keyboard", "spreadsheets", "file"),
)


def test_that_every_help_page_is_there_and_reached_from_the_first():
    folder = resource("help")
    assert {page.stem for page in folder.glob("*.md")} == set(PAGES)
    index = (folder / "index.md").read_text(encoding="utf-8")
    for page in PAGES[1:]:
        assert f"]({page}.md)" in index
    for page in PAGES:
        text = (folder / f"{page}.md").read_text(encoding="utf-8")
        assert text.startswith("# ")
        for target in re.findall(r"\]\(([^)]+)\)", text):
            assert (folder / target).is_file(), f"{page}: {target}"


def test_that_the_help_describes_the_plan_workbook_as_it_is():
    text = resource("help", "spreadsheets.md").read_text(encoding="utf-8")
    table = dict(re.findall(r"^\| ([A-Z][\w ]+?) \| (.+?) \|$", text, re.MULTILINE))
    del table["Sheet"]
    assert {name: tuple(columns.split(", ")) for name, columns in table.items()} == {
        name: form.headers for name, form in FORMAT.items()
    }


def test_that_the_help_names_the_settings_with_their_defaults():
    text = resource("help", "model.md").read_text(encoding="utf-8")
    plan = blank(name="Empty", start=date(2026, 1, 5)).plan
    for words in (
        f"starts at {plan.move_start:.0%}".replace("%", " %"),
        f"after {plan.move_weeks:g} weeks",
        f"starts at {plan.hire_start:.0%}".replace("%", " %"),
        f"needs {plan.hire_weeks:g} weeks",
        f"{plan.overhead * 100:g} % goes to",
        f"{plan.ceremony_hours:g} hours a week",
        f"{plan.switch * 100:g} % for each thread",
        f"Below {plan.help_min:g} nobody",
    ):
        assert words in text, words


@pytest.mark.parametrize("size", [16, 24, 32, 48, 64, 128, 256, 512])
def test_that_the_icon_comes_in_the_usual_sizes(size: int):
    data = resource("icons", f"teamtide-{size}.png").read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(data[16:20]), int.from_bytes(data[20:24])) == (size, size)
    assert resource("icons", "teamtide.svg").read_text(encoding="utf-8").startswith("<svg")
