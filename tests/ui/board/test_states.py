"""What columns show, from a plan and its load; no widget is made here."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from teamtide.capacity.engine import compute, recompute
from teamtide.capacity.results import Load
from teamtide.capacity.schedule import expected_effort
from teamtide.plan.assigning import assign, set_project
from teamtide.plan.changes import ChangeSet
from teamtide.plan.commands import edit
from teamtide.plan.inputs import advance, inputs_of
from teamtide.plan.placing import move_people, place_person
from teamtide.plan.rows import (
    Chunk,
    Person,
    PersonId,
    Project,
    ScenarioId,
    Service,
    Surge,
    SurgeId,
    Team,
    TeamId,
)
from teamtide.plan.state import State
from teamtide.ui.board.cards import ColumnState, changed_parts
from teamtide.ui.board.sayings import effect_text, preview_of, severity_of
from teamtide.ui.board.states import Columns, View
from teamtide.ui.charts.words import Words
from tests.examples import (
    ANA,
    BO,
    BUILD,
    CHURN,
    CY,
    EKS,
    ENABLE,
    EXPLORE,
    INFRA,
    OPTION,
    PLATFORM,
    SQUAD,
    START,
    TODAY,
    small_state,
)

WORDS = Words()


class Screen:
    """A plan being changed, with its load and its columns kept up to date."""

    def __init__(self, state: State, scenario: ScenarioId = TODAY, as_of: date = START) -> None:
        self.state, self.scenario, self.as_of = state, scenario, as_of
        self.load: Load = compute(inputs_of(state, scenario))
        self.columns = Columns(WORDS)
        self.shown = self.build(None)

    def build(self, change: ChangeSet | None) -> tuple[ColumnState, ...]:
        view = View(self.state, self.scenario, self.as_of, self.load)
        return self.columns.build(view, change)

    def apply(self, change: ChangeSet) -> dict[int | None, frozenset[str]]:
        before, shown = self.state, self.shown
        self.state = before.apply(change)
        inputs = advance(self.load.inputs, before, self.state, self.scenario, change)
        self.load = recompute(self.load, inputs)
        self.shown = self.build(change)
        old = {state.team: state for state in shown}
        return {
            state.team: parts
            for state in self.shown
            if (parts := changed_parts(old.get(state.team), state))
        }

    def column(self, team: int | None) -> ColumnState:
        return next(state for state in self.shown if state.team == team)

    def names(self, team: int | None) -> list[str]:
        return [card.name for card in self.column(team).people]

    def work(self, team: int | None) -> dict[str, str]:
        return {card.name: card.line for card in self.column(team).work}


def move(
    screen: Screen,
    people: list[PersonId],
    source: TeamId | None,
    target: TeamId | None,
    day: date = START,
) -> dict[int | None, frozenset[str]]:
    change = move_people(
        screen.state,
        scenario=screen.scenario,
        people=people,
        source=source,
        target=target,
        as_of=day,
    )
    return screen.apply(change)


def test_that_the_bench_comes_first_and_teams_follow_in_plan_order() -> None:
    screen = Screen(small_state())
    assert [state.name for state in screen.shown] == [
        "Bench",
        "Squad",
        "Infrastructure",
        "Enablement",
    ]
    assert screen.names(SQUAD) == ["Ana Silva", "Bo Chen", "Cy Young", "Di Marsh"]
    assert screen.names(None) == []


def test_that_the_charts_arrays_are_the_engines_own() -> None:
    screen = Screen(small_state())
    chart, load = screen.column(SQUAD).chart, screen.load.teams[0]
    assert chart is not None
    assert chart.stack is load.by_kind
    assert chart.capacity is load.capacity
    assert chart.overload is load.overload
    np.testing.assert_allclose(chart.stack.sum(axis=0), chart.demand)


def test_that_every_persons_figures_are_the_engines() -> None:
    screen = Screen(small_state())
    people = screen.load.inputs.people
    for card in screen.column(SQUAD).people:
        index = next(i for i, spec in enumerate(people) if spec.key == card.face.person)
        expected = screen.load.person_load(index, 0)
        assert card.figures.spark is not None
        # Few enough weeks for each to have a point of its own; 150 % and more is the top.
        np.testing.assert_array_equal(card.figures.spark, np.minimum(expected, 1.5) / 1.5)
        if card.figures.when is not None:
            finite = expected[np.isfinite(expected)]
            assert card.figures.peak == pytest.approx(finite.max())
            assert card.figures.text == WORDS.percent(float(finite.max()))


def test_that_a_move_touches_two_columns_and_no_other() -> None:
    screen = Screen(small_state())
    third = screen.column(ENABLE)
    touched = move(screen, [ANA], SQUAD, INFRA)
    assert set(touched) == {SQUAD, INFRA}
    assert screen.column(ENABLE) is third
    assert screen.names(INFRA) == ["Ana Silva"]
    assert touched[INFRA] >= {"header", "chart", "people"}
    assert "work" not in touched[SQUAD]


def test_that_columns_after_steps_equal_columns_made_anew() -> None:
    screen = Screen(small_state(), OPTION)
    move(screen, [ANA, BO], SQUAD, INFRA, START + timedelta(weeks=3))
    screen.apply(assign(screen.state, scenario=OPTION, items=[("project", CHURN)], team=ENABLE))
    screen.apply(assign(screen.state, scenario=OPTION, items=[("chunk", BUILD)], team=INFRA))
    screen.apply(assign(screen.state, scenario=OPTION, items=[("kind", "support")], team=SQUAD))
    move(screen, [CY], SQUAD, None)
    screen.apply(edit(screen.state, screen.state.get(Person, BO), name="Bo Zhang"))
    anew = Columns(WORDS).build(View(screen.state, OPTION, START, screen.load))
    assert anew == screen.shown


def test_that_head_count_and_fte_follow_shares() -> None:
    screen = Screen(small_state())
    half = place_person(
        screen.state, scenario=TODAY, person=BO, shares={SQUAD: 0.5, INFRA: 0.25}, as_of=START
    )
    screen.apply(half)
    infra = screen.column(INFRA)
    assert infra.headcount == 1
    assert infra.fte == pytest.approx(0.2)
    assert screen.names(None) == ["Bo Chen"]
    assert screen.column(None).people[0].face.notes == "25 % unplaced".replace(" %", "\u00a0%")
    assert infra.people[0].face.notes.startswith("25")


def test_that_whoever_starts_later_is_shown_and_not_counted() -> None:
    screen = Screen(small_state())
    di = screen.column(SQUAD).people[3]
    assert di.face.notes == "starts 14 Jan"
    assert di.face.muted
    assert screen.column(SQUAD).headcount == 3


def test_that_a_mover_is_settling_in_until_the_ramp_ends() -> None:
    for weeks, note in (
        (3, "settling in, wk\u00a01 of 4"),
        (5, "settling in, wk\u00a03 of 4"),
        (7, ""),
    ):
        screen = Screen(small_state(), as_of=START + timedelta(weeks=weeks))
        move(screen, [ANA], SQUAD, INFRA, START + timedelta(weeks=3))
        assert screen.column(INFRA).people[0].face.notes == note


def test_that_someone_back_within_91_days_is_not_settling_in() -> None:
    screen = Screen(small_state(), as_of=START + timedelta(weeks=5))
    move(screen, [ANA], SQUAD, INFRA, START + timedelta(weeks=2))
    move(screen, [ANA], INFRA, SQUAD, START + timedelta(weeks=4))
    assert screen.names(SQUAD)[0] == "Ana Silva"
    assert screen.column(SQUAD).people[0].face.notes == ""


def test_that_an_option_says_where_today_changed_since() -> None:
    screen = Screen(small_state(), OPTION)
    move(screen, [ANA], SQUAD, INFRA)
    assert not screen.column(INFRA).people[0].face.changed_since
    later = move_people(
        screen.state,
        scenario=TODAY,
        people=[ANA],
        source=SQUAD,
        target=ENABLE,
        as_of=START + timedelta(weeks=4),
    )
    screen.apply(later)
    assert screen.column(INFRA).people[0].face.changed_since


def test_that_work_cards_say_how_much_work_there_is() -> None:
    state = small_state()
    surge = Surge(SurgeId(1), EKS, START, START + timedelta(weeks=2), 2.0)
    screen = Screen(State.of([*state.all_rows(), surge]))
    work = screen.work(SQUAD)
    assert work["Churn"] == "2 chunks · 26–40\u00a0d"
    assert work["Platform"] == "1 chunk · 10\u00a0d"
    assert work["EKS cluster"] == "service · 1.5 → 3\u00a0d/wk"


def test_that_a_chunk_given_away_has_a_card_of_its_own() -> None:
    screen = Screen(small_state())
    screen.apply(assign(screen.state, scenario=TODAY, items=[("chunk", BUILD)], team=INFRA))
    assert screen.work(INFRA) == {"Build": "chunk of Churn · 20\u00a0d"}
    assert screen.work(SQUAD)["Churn"].startswith("1 of 2 chunks")


def test_that_a_rule_for_a_kind_of_work_has_one_card_for_all_it_takes() -> None:
    screen = Screen(small_state())
    screen.apply(assign(screen.state, scenario=TODAY, items=[("kind", "structured")], team=ENABLE))
    assert screen.work(ENABLE) == {"All structured work": "rule · 1 chunk · 20\u00a0d"}


def test_that_a_paused_project_says_what_it_frees_and_unowned_work_lies_on_the_bench() -> None:
    screen = Screen(small_state())
    screen.apply(set_project(screen.state, scenario=TODAY, projects=[PLATFORM], status="paused"))
    screen.apply(assign(screen.state, scenario=TODAY, items=[("project", PLATFORM)], team=None))
    assert screen.work(SQUAD).keys() == {"Churn", "EKS cluster"}
    tray = screen.column(None).paused
    assert [(card.name, card.line) for card in tray] == [("Platform", "paused · 10\u00a0d freed")]
    assert screen.work(None) == {}
    screen.apply(assign(screen.state, scenario=TODAY, items=[("service", EKS)], team=None))
    badge = screen.column(None).badge
    assert badge is not None
    assert "unowned" in badge.text


def test_that_badges_name_the_peak_and_its_week_only_where_it_is_too_much() -> None:
    screen = Screen(small_state())
    load = screen.load.teams[0]
    assert load.peak is not None
    badge = screen.column(SQUAD).badge
    assert badge is not None
    assert WORDS.percent(load.peak[0]) in badge.text
    assert ("·" in badge.text) == (badge.severity != "good")
    calm = screen.column(ENABLE).badge
    assert calm is not None
    assert calm.text == "no work yet"


def test_that_a_team_with_work_and_nobody_says_nobody() -> None:
    screen = Screen(small_state())
    screen.apply(assign(screen.state, scenario=TODAY, items=[("service", EKS)], team=INFRA))
    badge = screen.column(INFRA).badge
    assert badge is not None
    assert badge.text == "nobody for 12\u00a0wk"
    assert badge.severity == "bad"


def test_that_a_preview_shows_the_peak_before_and_after() -> None:
    screen = Screen(small_state())
    before = screen.load.teams[0]
    move(screen, [ANA], SQUAD, INFRA)
    after = screen.load.teams[0]
    preview = preview_of(before, after, WORDS)
    assert preview.lines.capacity is after.capacity
    assert before.peak is not None
    assert after.peak is not None
    old, new = WORDS.percent(before.peak[0]), WORDS.percent(after.peak[0])
    assert preview.badge.text == f"{old} → {new}"
    told = effect_text([("Squad", before, after)], WORDS)
    assert told == f"Squad peak {old} → {new}"


@pytest.mark.parametrize(
    ("ratio", "severity"), [(0.0, "good"), (1.004, "good"), (1.01, "warn"), (1.31, "bad")]
)
def test_that_severity_follows_the_figure_as_it_is_shown(ratio: float, severity: str) -> None:
    assert severity_of(ratio) == severity


def test_that_renaming_a_team_touches_its_head_only() -> None:
    screen = Screen(small_state())
    row = screen.state.get(Team, SQUAD)
    touched = screen.apply(edit(screen.state, row, name="Crew"))
    assert touched == {SQUAD: frozenset({"header"})}


def test_that_a_larger_service_changes_chart_people_and_card() -> None:
    screen = Screen(small_state())
    service = screen.state.get(Service, EKS)
    touched = screen.apply(edit(screen.state, replace(service), arrivals=9))
    assert touched[SQUAD] >= {"chart", "work", "people"}
    assert set(touched) == {SQUAD}


def test_that_cards_say_how_much_is_done_and_a_pause_frees_what_is_left() -> None:
    screen = Screen(small_state())
    row = screen.state.get(Chunk, EXPLORE)
    project = screen.state.get(Project, row.project)
    chunks = screen.state.where(Chunk, "project", project.id)
    whole = sum(expected_effort(one) for one in chunks)
    screen.apply(edit(screen.state, row, done=4.0))
    line = screen.work(SQUAD)[project.name]
    whole_text = f"{whole:.1f}".removesuffix(".0")
    assert f"chunks · 4 of {whole_text}\N{NO-BREAK SPACE}d done" in line
    screen.apply(edit(screen.state, project, status="paused"))
    freed = f"{whole - 4.0:.1f}".removesuffix(".0")
    tray = {card.name: card.line for card in screen.column(None).paused}
    assert tray[project.name] == f"paused · {freed}\N{NO-BREAK SPACE}d freed"
