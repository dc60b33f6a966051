"""The pictures of a team's curve and of the board, from a plan alone: as the command line does."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from teamtide.capacity.engine import compute
from teamtide.capacity.projection import project
from teamtide.plan.inputs import inputs_of
from teamtide.plan.labels import day_text
from teamtide.plan.rows import Scenario, ScenarioId, Team
from teamtide.plan.state import State
from teamtide.ui.board.outcomes import Outcomes, finishes_of, projected_chart
from teamtide.ui.board.states import Columns, View, chart_of
from teamtide.ui.charts.localised import LocaleWords
from teamtide.ui.pictures.board import BoardPicture
from teamtide.ui.pictures.curve import CurvePicture
from teamtide.workers.outlook import outlook_of

if TYPE_CHECKING:
    from teamtide.capacity.bands import Bands


def curve_of(
    state: State,
    scenario: ScenarioId,
    team: int,
    *,
    projected: bool = False,
    bands: Bands | None = None,
) -> CurvePicture:
    """A team's curve in a scenario, expected or projected.

    Args:
        state: The plan.
        scenario: One of its scenarios.
        team: The team's place in plan order.
        projected: Whether what is left over is carried on.
        bands: How sure the projected load of that scenario is; where it is None, the picture says
            that it has no band.
    """
    load = compute(inputs_of(state, scenario))
    data = chart_of(load.teams[team], state.plan.start)
    band = None if bands is None else bands.teams[team]
    if projected:
        data = projected_chart(data, outlook_of(project(load)).teams[team], band)
    return CurvePicture(
        title=state.rows(Team)[team].name,
        below=below(state, scenario, projected=projected, band=band is not None),
        data=data,
        words=LocaleWords(),
    )


def below(state: State, scenario: ScenarioId, *, projected: bool, band: bool) -> str:
    """Of which scenario and plan a curve is, and what it shows."""
    name = state.get(Scenario, scenario).name
    what = "projected days a week" if projected else "expected days a week"
    if projected and not band:
        what += ", without a band"
    return f"{name} · {state.plan.name} · {what}"


def board_of(
    state: State,
    scenario: ScenarioId,
    as_of: date,
    *,
    projected: bool = False,
    bands: Bands | None = None,
) -> BoardPicture:
    """The board of a scenario on a day, its curves expected or projected; see `curve_of`."""
    load, words = compute(inputs_of(state, scenario)), LocaleWords()
    outlook = outlook_of(project(load))
    outcomes = Outcomes(outlook, bands, finishes_of(state, outlook, bands, words))
    view = View(state, scenario, as_of, load, None, outcomes, projected)
    plan, what = state.plan, "projected load" if projected else "expected load"
    if projected and bands is None:
        what += ", without a band"
    return BoardPicture(
        title=state.get(Scenario, scenario).name,
        below=f"{plan.name} · as of {day_text(as_of)} · {what}",
        columns=Columns(words).build(view),
        disciplines=plan.disciplines,
        words=words,
        marked=(as_of - plan.start).days // 7,
    )
