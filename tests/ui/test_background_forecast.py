"""The forecast follows the plan on screen and what hovers over it, from a real child process."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from teamtide.capacity.bands import Bands, bands_of, run_bands
from teamtide.capacity.engine import compute
from teamtide.capacity.inputs import Inputs
from teamtide.capacity.luck import draw_luck
from teamtide.capacity.projection import project
from teamtide.plan import commands
from teamtide.plan.document import Document
from teamtide.plan.inputs import inputs_of
from teamtide.plan.placing import move_people
from teamtide.plan.rows import PersonId, Team
from teamtide.ui.background import Background
from teamtide.ui.forecast import Forecast, Shown
from teamtide.ui.session import Command, Session
from teamtide.workers.forecasts import slices
from tests.examples import ANA, CY, INFRA, OPTION, SQUAD, START, TODAY

PATIENCE_MS = 60_000
SAMPLES = 180


@pytest.fixture
def session(document: Document, qtbot: QtBot) -> Iterator[Session]:
    made = Session(document)
    assert made.run(partial(commands.edit_plan, samples=SAMPLES))
    yield made
    made.deleteLater()


@pytest.fixture
def background(qtbot: QtBot) -> Iterator[Background]:
    made = Background()
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def forecast(session: Session, background: Background) -> Iterator[Forecast]:
    made = Forecast(session, background)
    yield made
    made.close_session()
    made.deleteLater()


def settled(qtbot: QtBot, forecast: Forecast) -> Shown:
    qtbot.waitUntil(lambda: forecast.state != "updating", timeout=PATIENCE_MS)
    assert forecast.shown is not None
    return forecast.shown


def same(shown: Shown | None, inputs: Inputs, *, exact: bool = True) -> bool:
    """Whether this is what this process makes of a plan."""
    if shown is None or shown.outlook is None or shown.bands is None:
        return False
    load = compute(inputs)
    here = project(load)
    sure = bands_of(
        [run_bands(load, draw_luck(inputs, load.plan, piece)) for piece in slices(SAMPLES)]
    )
    alike = np.array_equal if exact else partial(np.allclose, rtol=0, atol=1e-9)
    return (
        np.array_equal(shown.outlook.finish, here.finish)
        and shown.outlook.projects == here.projects
        and all(
            alike(a.wants, b.wants) and alike(a.backlog, b.backlog)
            for a, b in zip(shown.outlook.teams, here.teams, strict=True)
        )
        and _same_bands(shown.bands, sure, alike)
    )


def _same_bands(one: Bands, other: Bands, alike: object) -> bool:
    assert callable(alike)
    if one.samples != other.samples:
        return False
    for a, b in zip(one.teams, other.teams, strict=True):
        assert a is not None
        assert b is not None
        if not (alike(a.p10, b.p10) and alike(a.p90, b.p90)):
            return False
        if not alike(a.chance_over, b.chance_over):
            return False
    return [(p.p50, p.p80, p.p90) for p in one.projects] == [
        (p.p50, p.p80, p.p90) for p in other.projects
    ]


def move(session: Session, person: PersonId = ANA) -> Command:
    return partial(
        move_people,
        scenario=session.scenario,
        people=[person],
        source=SQUAD,
        target=INFRA,
        as_of=START,
    )


def test_that_a_plan_just_opened_is_forecast_without_being_asked(
    forecast: Forecast, session: Session, qtbot: QtBot
) -> None:
    assert forecast.state == "updating"
    shown = settled(qtbot, forecast)
    assert shown.state == "current"
    assert same(shown, inputs_of(session.state, TODAY))
    assert shown.outlook is not None
    assert not shown.outlook.teams[0].wants.flags.writeable


def test_that_a_first_band_of_few_samples_comes_before_the_whole(
    forecast: Forecast, qtbot: QtBot
) -> None:
    seen: list[int] = []

    def look(found: Forecast) -> None:
        if found.bands is not None and found.bands.samples not in seen:
            seen.append(found.bands.samples)

    forecast.forecast_changed.connect(look)
    settled(qtbot, forecast)
    assert seen == [50, SAMPLES]


def test_that_a_change_is_updating_at_once_and_current_in_the_end(
    forecast: Forecast, session: Session, qtbot: QtBot
) -> None:
    before = settled(qtbot, forecast)
    assert session.run(move(session))
    assert forecast.state == "updating"
    assert forecast.outlook is before.outlook
    after = settled(qtbot, forecast)
    assert after.outlook is not before.outlook
    assert same(after, inputs_of(session.state, TODAY), exact=False)


def test_that_of_many_changes_the_last_is_what_is_shown(
    forecast: Forecast, session: Session, qtbot: QtBot
) -> None:
    for person in (ANA, CY):
        assert session.run(move(session, person))
        QCoreApplication.processEvents()
    assert session.undo()
    settled(qtbot, forecast)
    assert same(forecast.shown, inputs_of(session.state, TODAY), exact=False)


def test_that_another_scenario_never_shows_the_forecast_of_the_one_before(
    forecast: Forecast, session: Session, qtbot: QtBot
) -> None:
    today = settled(qtbot, forecast)
    session.set_scenario(OPTION)
    assert forecast.state == "updating"
    assert forecast.outlook is None
    option = settled(qtbot, forecast)
    assert same(option, inputs_of(session.state, OPTION), exact=False)
    session.set_scenario(TODAY)
    assert forecast.shown is today


def test_that_what_rests_is_forecast_and_the_drop_takes_it_over(
    forecast: Forecast, session: Session, background: Background, qtbot: QtBot
) -> None:
    settled(qtbot, forecast)
    session.show_preview(move(session))
    assert forecast.preview is None
    qtbot.waitUntil(
        lambda: forecast.preview is not None and forecast.preview.state == "current",
        timeout=PATIENCE_MS,
    )
    hovered = forecast.preview
    assert forecast.state == "current"
    assert session.run(move(session))
    assert forecast.preview is None
    asked: list[object] = []
    background.busy_changed.connect(asked.append)
    shown = settled(qtbot, forecast)
    assert shown is hovered
    assert not asked
    assert same(shown, inputs_of(session.state, TODAY), exact=False)


def test_that_a_hover_that_does_not_rest_asks_for_nothing(
    forecast: Forecast, session: Session, background: Background, qtbot: QtBot
) -> None:
    settled(qtbot, forecast)
    asked: list[object] = []
    background.busy_changed.connect(asked.append)
    session.show_preview(move(session))
    session.show_preview(None)
    qtbot.wait(250)
    assert not asked
    assert forecast.preview is None


def test_that_a_team_more_or_less_leaves_no_figures_of_before(
    forecast: Forecast, session: Session, qtbot: QtBot
) -> None:
    settled(qtbot, forecast)
    assert session.run(partial(commands.add, cls=Team, name="Growth", kind="squad"))
    qtbot.waitUntil(
        lambda: forecast.shown is not None and len(forecast.shown.inputs.teams) == 4,
        timeout=PATIENCE_MS,
    )
    assert forecast.outlook is None or len(forecast.outlook.teams) == 4
    settled(qtbot, forecast)
    assert forecast.outlook is not None
    assert len(forecast.outlook.teams) == 4


def test_that_nothing_is_asked_once_the_session_is_closed(
    session: Session, background: Background, qtbot: QtBot
) -> None:
    forecast = Forecast(session, background)
    forecast.close_session()
    assert session.run(move(session))
    qtbot.wait(60)
    assert not background.busy
    forecast.deleteLater()
