"""What the board shows of how the plan ends: projected curves, bands, finish dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from teamtide.capacity.bands import bands_of, run_bands
from teamtide.capacity.luck import draw_luck
from teamtide.capacity.projection import project
from teamtide.plan.assigning import assign
from teamtide.plan.commands import edit
from teamtide.plan.placing import move_people
from teamtide.plan.rows import Chunk, Project
from teamtide.plan.state import State
from teamtide.ui.board.board_view import BoardView
from teamtide.ui.board.cards import WorkCard
from teamtide.ui.board.models import spoken
from teamtide.ui.board.outcomes import finishes_of, late_text
from teamtide.ui.charts.words import Words
from teamtide.ui.forecast import Shown
from teamtide.ui.session import Session
from teamtide.workers.outlook import outlook_of
from tests.examples import ANA, BUILD, CHURN, ENABLE, INFRA, PLATFORM, SQUAD, TODAY, UPGRADE


def shown_of(session: Session, load: Any = None) -> Shown:
    """What a worker would answer, computed here."""
    load = session.load if load is None else load
    luck = draw_luck(load.inputs, load.plan, range(40))
    deadlines = tuple(
        None if row.deadline is None else row.deadline.toordinal()
        for row in session.state.rows(Project)
    )
    bands = bands_of([run_bands(load, luck)], deadlines)
    return Shown(load.inputs, outlook_of(project(load)), bands, "current", "", 1.0)


def change(session: Session, cls: Any, key: int, **values: Any) -> None:
    def command(state: State) -> Any:
        return edit(state, state.get(cls, key), **values)

    assert session.run(command)


def card(board: BoardView, team: Any, key: int) -> WorkCard:
    view = board.view_of(team)
    assert view is not None
    return next(
        c
        for c in view.work.cards.cards
        if isinstance(c, WorkCard) and c.ref.type == "project" and c.ref.key == key
    )


def test_that_projected_curves_are_the_engines_and_planned_ones_come_back(
    board: BoardView, session: Session
) -> None:
    change(session, Chunk, BUILD, likely=90.0)
    view = board.view_of(SQUAD)
    assert view is not None
    assert view.chart is not None
    planned = view.chart.drawn_stack().copy()
    answer = shown_of(session)
    session.set_forecast(answer)
    np.testing.assert_array_equal(view.chart.drawn_stack(), planned)
    session.set_projected(True)
    assert answer.outlook is not None
    assert answer.bands is not None
    outlook, band = answer.outlook.teams[0], answer.bands.teams[0]
    assert band is not None
    np.testing.assert_allclose(view.chart.drawn_stack()[-1], outlook.wants)
    lower, upper, _ = view.chart.hatched()
    np.testing.assert_allclose(upper - lower, outlook.backlog, atol=1e-9)
    edges = view.chart.drawn_band()
    assert edges is not None
    np.testing.assert_array_equal(edges[0], band.wants_p10)
    np.testing.assert_array_equal(edges[1], band.wants_p90)
    assert view.header.badge is not None
    assert outlook.peak is not None
    assert Words().percent(outlook.peak[0]) in view.header.badge.text
    view.chart.hover(11)
    assert any(line.startswith("left over") for line in view.chart.crosshair)
    assert any(line.startswith("chance of overload") for line in view.chart.crosshair)
    session.set_projected(False)
    np.testing.assert_array_equal(view.chart.drawn_stack(), planned)
    assert view.chart.drawn_band() is None


def test_that_projected_figures_say_that_they_are_being_worked_out(
    board: BoardView, session: Session
) -> None:
    session.set_projected(True)
    view = board.view_of(SQUAD)
    assert view is not None
    assert view.chart is not None
    assert view.chart.updating
    answer = shown_of(session)
    session.set_forecast(answer)
    assert not view.chart.updating
    session.set_forecast(replace(answer, state="updating"))
    assert view.chart.updating
    session.set_projected(False)
    assert not view.chart.updating


def test_that_cards_say_when_projects_finish_and_how_late_that_is(
    board: BoardView, session: Session
) -> None:
    change(session, Chunk, BUILD, likely=45.0, weeks=2.0)
    change(session, Project, PLATFORM, deadline=date(2026, 3, 20))
    change(session, Chunk, UPGRADE, likely=1.0)
    answer = shown_of(session)
    session.set_forecast(answer)
    assert answer.outlook is not None
    churn, platform = answer.outlook.projects
    assert churn.finish_day is not None
    late = card(board, SQUAD, CHURN)
    assert churn.delay_days is not None
    assert churn.delay_days > 0
    assert Words().day(date.fromordinal(churn.finish_day)) in late.finish
    assert "later" in late.finish
    assert late.severity == "warn"
    assert "later" in spoken(late)
    assert "In half of the runs by" in late.tip
    fine = card(board, SQUAD, PLATFORM)
    assert platform.finish_day is not None
    assert fine.finish == Words().day(date.fromordinal(platform.finish_day))
    assert fine.severity == "neutral"
    assert "Deadline 20 Mar: met" in fine.tip
    assert "Chance of the deadline" in fine.tip


def test_that_work_that_does_not_fit_is_said_to_finish_not_at_all(session: Session) -> None:
    change(session, Chunk, BUILD, likely=900.0)
    answer = shown_of(session)
    assert answer.outlook is not None
    finish = finishes_of(session.state, answer.outlook, None, Words())[CHURN]
    assert (finish.text, finish.severity) == ("not in this plan", "bad")


def test_that_a_missed_deadline_is_worse_than_a_delay(session: Session) -> None:
    change(session, Project, CHURN, deadline=session.state.plan.start + timedelta(days=3))
    answer = shown_of(session)
    assert answer.outlook is not None
    finish = finishes_of(session.state, answer.outlook, answer.bands, Words())[CHURN]
    assert finish.severity == "bad"
    assert any(line.startswith("Deadline 8 Jan:") and "later" in line for line in finish.lines)
    assert "Chance of the deadline: 0\N{NO-BREAK SPACE}%" in finish.lines


@pytest.mark.parametrize(
    ("days", "said"), [(0, ""), (-9, ""), (3, "3 d later"), (7, "1 wk later"), (17, "2.4 wk later")]
)
def test_that_delays_are_said_in_days_and_weeks(days: int, said: str) -> None:
    assert late_text(days, Words()) == said.replace(" ", "\N{NO-BREAK SPACE}", 1)


def test_that_a_projected_hover_shows_capacity_at_once_and_work_when_it_is_known(
    board: BoardView, session: Session
) -> None:
    change(session, Chunk, BUILD, likely=90.0)
    session.set_forecast(shown_of(session))
    session.set_projected(True)
    preview = session.show_preview(
        lambda state: move_people(
            state, scenario=TODAY, people=[ANA], source=SQUAD, target=INFRA, as_of=session.as_of
        )
    )
    assert preview is not None
    view = board.view_of(SQUAD)
    assert view is not None
    assert view.chart is not None
    assert view.chart.shows("would_capacity")
    assert not view.chart.shows("would_demand")
    assert view.header.badge is not None
    assert "updating" in view.header.badge.text
    would_be = shown_of(session, preview.load)
    session.set_forecast(session.forecast, would_be)
    assert would_be.outlook is not None
    np.testing.assert_array_equal(
        view.chart.drawn("would_demand")[1], would_be.outlook.teams[0].wants
    )
    assert "→" in view.header.badge.text
    session.show_preview(None)
    assert not view.chart.shows("would_demand")


def test_that_a_projected_hover_of_work_is_updating_at_once_in_the_columns_it_touches(
    board: BoardView, session: Session
) -> None:
    session.set_forecast(shown_of(session))
    session.set_projected(True)
    preview = session.show_preview(
        lambda state: assign(state, scenario=TODAY, items=[("project", CHURN)], team=INFRA)
    )
    assert preview is not None
    said = {}
    for team in (SQUAD, INFRA, ENABLE):
        view = board.view_of(team)
        assert view is not None
        said[team] = "" if view.header.badge is None else view.header.badge.text
    assert "updating" in said[SQUAD]
    assert "updating" in said[INFRA]
    assert "updating" not in said[ENABLE]
    session.show_preview(None)
