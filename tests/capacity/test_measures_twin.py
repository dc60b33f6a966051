"""The measures against their slow twin, on random plans: two readings of one page, to 1e-9."""

from __future__ import annotations

import math
import random

import pytest

from teamtide.capacity.measures.belonging import AWAY, NOBODY, leads_by_week
from teamtide.capacity.measures.cases import Case, Facts, Scene
from teamtide.capacity.measures.catalogue import BY_KEY
from teamtide.capacity.measures.relations import relations
from tests.capacity import measure_twin
from tests.capacity.plan_reader import PlanReader
from tests.capacity.twin import Sheets, worked_example
from tests.strategies import Size, random_plan

SEEDS = 120


def case_of(reader: PlanReader, scenario: str, leads: measure_twin.Leads) -> Case:
    engineering = reader.list(reader.settings.get("engineering"))
    projects = reader.rows("Projects")
    facts = Facts(
        engineering=frozenset(reader.disciplines.index(name) for name in engineering),
        goals=(),
        goal=(None,) * len(projects),
        deadline=(None,) * len(projects),
    )
    heads = tuple(
        None if (lead := leads.get(team)) is None else reader.people[lead] for team in reader.teams
    )
    return Case(Scene(reader.inputs(scenario), heads), facts)


def some_leads(sheets: Sheets, dice: random.Random) -> dict[str, str | None]:
    people = [str(row["ID"] or row["Name"]) for row in sheets["People"]]
    return {str(row["Team"]): dice.choice([None, *people]) for row in sheets["Teams"]}


def assert_agree(sheets: Sheets, today: str, scenarios: tuple[str, ...], seed: int) -> None:
    dice = random.Random(seed)
    leads = {scenario: some_leads(sheets, dice) for scenario in (today, *scenarios)}
    reader = PlanReader(sheets)
    reference = case_of(reader, today, leads[today])
    reference_twin = measure_twin.read(sheets, today, leads[today])
    for scenario in (today, *scenarios):
        case = reference
        twin = reference_twin
        if scenario != today:
            case = case_of(reader, scenario, leads[scenario])
            twin = measure_twin.read(sheets, scenario, leads[scenario])
        for key, theirs in measure_twin.measures(twin, reference_twin).items():
            ours = BY_KEY[key].read(case, reference).value
            where = f"seed {seed}, {scenario}: {key} {ours} and {theirs}"
            if ours is None or theirs is None:
                assert ours is theirs, where
            else:
                same = ours == theirs or math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-9)
                assert same, where


def assert_details_agree(sheets: Sheets, seed: int) -> None:
    """What the page about people shows by the week, against the same plain loops."""
    dice = random.Random(seed)
    leads = {scenario: some_leads(sheets, dice) for scenario in ("Today", "Option")}
    reader = PlanReader(sheets)
    cases = {name: case_of(reader, name, leads[name]) for name in leads}
    twins = {name: measure_twin.read(sheets, name, leads[name]) for name in leads}
    for name, case in cases.items():
        where, twin = f"seed {seed}, {name}", twins[name]
        found = relations(case, cases["Today"])
        people = [person.name for person in twin.model.people]
        words = {NOBODY: None, AWAY: measure_twin.AWAY} | dict(enumerate(people))
        ours = {
            who: [words[lead] for lead in leads_by_week(case)[number].tolist()]
            for number, who in enumerate(people)
        }
        assert ours == measure_twin.leads_each_week(twin), where
        since = measure_twin.lead_since(twin, twins["Today"])
        assert [None if w < 0 else w for w in found.since.tolist()] == list(since.values()), where
        for mine, theirs in zip(
            found.ceremonies, measure_twin.ceremonies(twin).values(), strict=True
        ):
            assert mine == pytest.approx(theirs, rel=1e-9, abs=1e-9), where
        weeks: dict[tuple[str, int], dict[int, list[str]]] = {}
        for thin in found.thin:
            team = twin.model.teams[thin.team].name
            who = [] if thin.who is None else [people[thin.who]]
            for week in range(thin.first, thin.last + 1):
                assert week not in weeks.get((team, thin.discipline), {}), where
                weeks.setdefault((team, thin.discipline), {})[week] = who
        for key, asked in measure_twin.covered(twin).items():
            for week, able in asked.items():
                assert weeks.get(key, {}).get(week) == (able if len(able) <= 1 else None), where
        assert set(weeks) <= set(measure_twin.covered(twin)), where


@pytest.mark.parametrize("block", range(4))
def test_that_the_twin_agrees_on_what_is_shown_by_the_week(block: int) -> None:
    for seed in range(block * SEEDS // 4, (block + 1) * SEEDS // 4):
        assert_details_agree(random_plan(seed), seed)


def test_that_the_twin_agrees_on_the_worked_example() -> None:
    sheets = worked_example()
    sheets["Plan"].append({"Setting": "engineering", "Value": "software; infrastructure"})
    assert_agree(sheets, "Today", ("Split", "Rota"), 1)


@pytest.mark.parametrize("block", range(4))
def test_that_the_twin_agrees_on_random_plans(block: int) -> None:
    for seed in range(block * SEEDS // 4, (block + 1) * SEEDS // 4):
        assert_agree(random_plan(seed), "Today", ("Option",), seed)


def test_that_the_twin_agrees_on_plans_of_one_team_and_few_weeks() -> None:
    for seed in range(1000, 1030):
        small = Size(people=3, teams=1, projects=2, chunks=3, services=1, weeks=4)
        assert_agree(random_plan(seed, small), "Today", ("Option",), seed)
