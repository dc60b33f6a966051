"""The shipped sample, its help pages and its icon: whole, clean, and the story it is there to tell.

Who comes out ahead is for the model to say, and for the user to find out. What is asserted is that
every question has an answer, and that the front page says nothing else than the model does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from openpyxl import load_workbook

from teamtide.advise.hinges import Flip, hinges
from teamtide.advise.sides import question_of as hinge_question
from teamtide.capacity.engine import compute
from teamtide.capacity.inputs import KINDS
from teamtide.capacity.measures.compare import Measured, measure_scenarios
from teamtide.capacity.measures.paired import FINISHED_IN_BOTH
from teamtide.capacity.projection import project
from teamtide.capacity.results import Load
from teamtide.exchange.importing import preview_import
from teamtide.exchange.plans.format import FORMAT
from teamtide.exchange.sample import sample_state
from teamtide.paths import resource
from teamtide.plan.changes import ChangeSet, RowChange
from teamtide.plan.fresh import blank
from teamtide.plan.inputs import inputs_of
from teamtide.plan.rows import (
    Chunk,
    Goal,
    Holiday,
    Leave,
    Owner,
    Person,
    Placement,
    Project,
    ProjectChange,
    Scenario,
    ScenarioId,
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


def scenario_id(name: str) -> ScenarioId:
    row = sample().scenario_named(name)
    assert row is not None
    return row.id


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
    book = load_workbook(resource("sample.xlsx"))
    assert book.sheetnames == list(FORMAT)
    for name, form in FORMAT.items():
        first = next(book[name].iter_rows(max_row=1, values_only=True))
        assert first == tuple(form.headers)


def test_that_the_sample_has_the_size_that_is_promised():
    state = sample()
    assert (state.plan.start, state.plan.weeks) == (date(2026, 1, 5), 30)
    assert len(state.rows(Person)) == 14
    assert len(state.rows(Project)) == 10
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
            assert values.shape == (30,)
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


@pytest.mark.parametrize("name", [SPLIT, ROTA])
def test_that_an_option_differs_from_today_in_structure_alone(name: str):
    """The same people, projects, priorities, dates and days: every figure compares like with like.

    Pausing a project in an option alone would make it look faster than it is.
    """
    state = sample()
    today, option = (inputs_of(state, row) for row in (state.today, scenario_id(name)))
    assert state.rows(ProjectChange) == ()
    assert option.projects == today.projects
    assert [person.name for person in option.people] == [person.name for person in today.people]
    for items, others in ((option.chunks, today.chunks), (option.services, today.services)):
        assert [replace(item, owner=None) for item in items] == [
            replace(other, owner=None) for other in others
        ]
    asked = {which: sum(team.demand for team in load_of(which).teams) for which in (TODAY, name)}
    assert asked[name] == pytest.approx(asked[TODAY])


def test_that_a_rota_moves_nobody_and_hands_nothing_over():
    state = sample()
    rota = scenario_id(ROTA)
    assert not state.where(Placement, "scenario", rota)
    assert not state.where(Owner, "scenario", rota)


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


# --- its questions have answers ---------------------------------------------------------------


@cache
def measured() -> tuple[Measured, Measured, Measured]:
    """What every scenario comes to, with as much luck as the plan asks for."""
    state = sample()
    inputs = {row.id: inputs_of(state, row.id) for row in state.rows(Scenario)}
    question = question_of(state, inputs, samples=state.plan.samples)
    today, split, rota = measure_scenarios(question)
    return today, split, rota


def values_of(key: str) -> tuple[float, float, float]:
    """A measure of Today, the split and the rota."""
    today, split, rota = (found.readings[key].value for found in measured())
    assert today is not None
    assert split is not None
    assert rota is not None
    return today, split, rota


@cache
def flips(one: str, other: str, measure: str) -> tuple[Flip, ...]:
    """Costs of switching at which the better of two scenarios changes."""
    question = hinge_question(sample(), scenario_id(one), scenario_id(other), measure)
    *_, last = hinges(replace(question, settings=("switch",)))
    return last.hinges[0].flips


@pytest.mark.parametrize("name", SCENARIOS)
def test_that_every_active_project_finishes_so_that_turnaround_is_of_the_same_ones(name: str):
    projects = project(load_of(name)).projects
    active = [row.status == "active" for row in sample().rows(Project)]
    assert active.count(True) == 9
    assert [done.finish_day is not None for done in projects] == active


def test_that_turnaround_pairs_settling_in_and_pay_back_are_all_answered():
    assert values_of("unfinished") == (0, 0, 0)
    assert len(set(values_of("turnaround"))) == 3
    assert values_of("ties_kept") == (45, 0, 45)
    cost = values_of("move_cost")
    assert cost[1] > cost[0] == cost[2] == 0
    weeks = values_of("pays_back")[1]
    assert 0 <= weeks <= sample().plan.weeks or weeks == np.inf
    for option in measured()[1:]:
        apart = option.paired[FINISHED_IN_BOTH]
        assert np.isfinite([apart.p10, apart.p50, apart.p90]).all()


def test_that_a_cost_of_switching_is_known_at_which_the_split_turns_better_or_worse():
    for measure in ("turnaround", "overload"):
        found = flips(TODAY, SPLIT, measure)
        assert 1 <= len(found) <= 6, measure
        assert all(0 < flip.value < 0.35 for flip in found)


def test_that_the_new_teams_are_sized_as_a_lead_would():
    """As full as each other, and no engineer in the other team would leave less work undone."""
    state = sample()
    split = scenario_id(SPLIT)
    loads = [team.demand.sum() / team.capacity.sum() for team in load_of(SPLIT).teams]
    assert max(loads) - min(loads) < 0.1
    least = undone(load_of(SPLIT))
    elsewhere = dict(with_one_elsewhere(state, split))
    assert all(undone(load) > least for load in elsewhere.values())
    moved = project(elsewhere["Katarzyna Wilk"])
    assert sum(done.unfinished for done in moved.projects if done.chunks) == 3
    assert "with Katarzyna Wilk in enablement three of the nine projects do not" in front_page()


def with_one_elsewhere(state: State, split: ScenarioId) -> Iterator[tuple[str, Load]]:
    """The load where one engineer after the other is in the other of the new teams."""
    first, second = (team.id for team in state.rows(Team)[1:])
    rows = state.where(Placement, "scenario", split)
    assert {row.team for row in rows} == {first, second}
    for row in rows:
        elsewhere = replace(row, team=first if row.team == second else second)
        after = state.apply(ChangeSet("elsewhere", (RowChange(row, elsewhere),)))
        yield state.get(Person, row.person).name, compute(inputs_of(after, split))


def undone(load: Load) -> float:
    return float(sum(team.overload.sum() for team in load.teams))


def test_that_a_split_by_project_instead_of_by_kind_of_work_leaves_more_undone():
    """Each new team then builds and is interrupted."""
    state = sample()
    inputs = {row.id: inputs_of(state, row.id) for row in state.rows(Scenario)}
    split = inputs[scenario_id(SPLIT)]
    infrastructure, enablement = 1, 2
    platform = {"EKS upgrade", "Notebook platform", "Data quality checks"}
    inputs[scenario_id(SPLIT)] = replace(
        split,
        chunks=tuple(
            replace(chunk, owner=enablement)
            if chunk.owner == infrastructure and split.projects[chunk.project].name not in platform
            else chunk
            for chunk in split.chunks
        ),
        services=tuple(
            replace(service, owner=infrastructure)
            if service.name == "Data platform requests"
            else service
            for service in split.services
        ),
    )
    _, mixed, _ = measure_scenarios(question_of(state, inputs, keys=("turnaround", "overload")))
    turnaround, overload = (mixed.readings[key] for key in ("turnaround", "overload"))
    assert overload.value is not None
    assert overload.value > undone(load_of(SPLIT))
    assert turnaround.before == 0
    assert (
        f"the split takes {turnaround.value:.1f} weeks, longer than Today, and leaves "
        f"{overload.value:.0f} days undone" in front_page()
    )


def percent(value: float) -> str:
    return f"{value * 100:.0f} %"


def signed(value: float) -> str:
    return "0.0" if abs(value) < 0.05 else f"{value:+.1f}".replace("-", "−")


def front_page() -> str:
    text = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    return " ".join(text.split())


def test_that_the_front_page_tabulates_what_the_model_says():
    page = front_page()
    rows = {
        "turnaround, weeks": "{:.1f}",
        "work that finds nobody, days": "{:.0f}",
        "idle time, days": "{:.0f}",
        "people moved": "{:.0f}",
        "settling in, days": "{:.0f}",
        "pairs of data scientist and engineer kept": "{:.0f}",
        "threads juggled": "{:.2f}",
    }
    keys = ("turnaround", "overload", "idle", "moves", "move_cost", "ties_kept", "threads")
    for (words, form), key in zip(rows.items(), keys, strict=True):
        cells = " | ".join(form.format(value + 0.0) for value in values_of(key))
        assert f"| {words} | {cells} |" in page
    today, split, rota = values_of("turnaround")
    assert 0 < today - split < 0.5, "the page says: by less than half a week"
    assert (today - rota) / (today - split) == pytest.approx(0.5, abs=0.1), "half as much"
    today, split, rota = values_of("pays_back")
    assert (today, rota) == (0, 0)
    assert f"| pays back after week | | {split:.0f} of 30 | never behind |" in page


def test_that_the_front_page_says_how_sure_it_is():
    page = front_page()
    split, rota = (option.paired[FINISHED_IN_BOTH] for option in measured()[1:])
    told = [f"{signed(apart.p10)} to {signed(apart.p90)}" for apart in (split, rota)]
    assert f"| turnaround against Today, eight runs in ten | | {' | '.join(told)} |" in page
    assert (
        f"faster in {percent(split.less)} of the runs and slower in {percent(split.more)}" in page
    )
    assert f"the rota is faster in {percent(rota.less)} and slower in {percent(rota.more)}" in page
    left = measured()[1].paired["unfinished"]
    assert (
        f"more projects unfinished in {percent(left.more)} and fewer in {percent(left.less)}"
        in page
    )


def test_that_the_front_page_says_where_the_answers_flip():
    page = front_page()
    level, ahead, full, *_ = flips(TODAY, SPLIT, "turnaround")
    assert [flip.below for flip in (level, ahead, full)] == [-1, 0, 1]
    assert f"Today is ahead of the split below {percent(level.value)}" in page
    assert f"the split from {percent(ahead.value)} to {percent(full.value)}" in page
    (unmet,) = flips(TODAY, SPLIT, "overload")
    assert (unmet.below, unmet.above) == (-1, 1)
    assert f"Today is ahead below {percent(unmet.value)} and the split above" in page
    (rota,) = flips(TODAY, ROTA, "turnaround")
    assert (rota.below, rota.above) == (0, 1)
    assert f"level with Today below {percent(rota.value)} and ahead above" in page
    assert flips(TODAY, ROTA, "overload") == ()


# --- help and icon ----------------------------------------------------------------------------

PAGES = (
    *("index", "getting-started", "glossary", "model", "measures"),
    *("keyboard", "spreadsheets", "file", "scenarios", "people", "rolling", "brief", "history"),
    *("safety", "passphrase"),
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
    del table["Sheet"], table["Table"]
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


def test_that_the_help_says_how_large_the_sample_is():
    state = sample()
    assert (len(state.rows(Person)), len(state.rows(Project)), state.plan.weeks) == (14, 10, 30)
    text = resource("help", "index.md").read_text(encoding="utf-8")
    assert "fourteen people in one squad, ten projects, three services, 30 weeks" in text


@pytest.mark.parametrize("size", [16, 24, 32, 48, 64, 128, 256, 512])
def test_that_the_icon_comes_in_the_usual_sizes(size: int):
    data = resource("icons", f"teamtide-{size}.png").read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(data[16:20]), int.from_bytes(data[20:24])) == (size, size)
    assert resource("icons", "teamtide.svg").read_text(encoding="utf-8").startswith("<svg")
