"""Columns kept for every scenario are what columns made anew would be."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from teamtide.capacity.engine import compute
from teamtide.plan.commands import edit
from teamtide.plan.inputs import inputs_of
from teamtide.plan.placing import move_people
from teamtide.plan.rows import Scenario, ScenarioId, Team
from teamtide.plan.state import State
from teamtide.plan.validation import Refused, check
from teamtide.ui.board.board_view import BoardView
from teamtide.ui.board.cards import ColumnState
from teamtide.ui.board.column import ColumnView
from teamtide.ui.board.shelf import Shelf
from teamtide.ui.board.states import Columns, View
from teamtide.ui.charts.words import Words
from teamtide.ui.session import Session
from tests.examples import ANA, ENABLE, INFRA, OPTION, SQUAD, START, TODAY, small_state
from tests.plan.random_commands import command
from tests.searching import searched

WORDS = Words()


def look(state: State, scenario: ScenarioId, as_of: date = START) -> View:
    return View(state, scenario, as_of, compute(inputs_of(state, scenario)))


def told(states: tuple[ColumnState, ...]) -> list[tuple[object, ...]]:
    """What columns say, curves apart (theirs are the engine's arrays, told apart by identity)."""
    return [
        (s.team, s.name, s.kind, s.subtitle, s.badge, s.people, s.work, s.headcount, s.fte, s.lead)
        for s in states
    ]


@given(st.data())
@searched(20, list(HealthCheck))
def test_that_after_any_changes_and_switches_columns_are_as_made_anew(data: st.DataObject) -> None:
    state, shelf = small_state(), Shelf(WORDS)
    scenario = TODAY
    shelf.build(look(state, scenario))
    for _ in range(data.draw(st.integers(1, 6))):
        try:
            change = command(data.draw, state)
            after = state.apply(change)
            check(after, change)
        except Refused:
            continue
        state = after
        if state.find(Scenario, scenario) is None:
            scenario = state.today
        shelf.build(look(state, scenario), change)
        if data.draw(st.booleans()):
            scenario = data.draw(st.sampled_from(state.rows(Scenario))).id
        view = look(state, scenario)
        assert told(shelf.build(view)) == told(Columns(WORDS).build(view))


def test_that_columns_made_ready_in_steps_are_as_made_at_once() -> None:
    state, shelf = small_state(), Shelf(WORDS)
    shelf.build(look(state, TODAY))
    view = look(state, OPTION, START + timedelta(days=14))
    assert not shelf.ready(OPTION, view.as_of)
    steps = list(shelf.prepare(view))
    assert len(steps) > len(state.rows(Team))
    assert shelf.ready(OPTION, view.as_of)
    assert told(shelf.look(view)) == told(Columns(WORDS).build(view))
    ready = shelf.look(view)
    assert all(a is b for a, b in zip(ready, shelf.build(view), strict=True))


def test_that_a_change_of_the_plan_itself_makes_nothing_kept_of_other_scenarios() -> None:
    state, shelf = small_state(), Shelf(WORDS)
    shelf.build(look(state, OPTION))
    shelf.build(look(state, TODAY))
    change = edit(state, state.plan, weeks=10)
    state = state.apply(change)
    shelf.build(look(state, TODAY), change)
    assert not shelf.ready(OPTION, START)
    assert shelf.ready(TODAY, START)


def shows(view: ColumnView, people: list[str]) -> bool:
    return [card.name for card in view.people.cards.cards] == people


# --- on the board ---------------------------------------------------------------------------


def test_that_other_scenarios_are_made_ready_while_nothing_happens(
    board: BoardView, session: Session, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: not board.ahead.waiting, timeout=20_000)
    before = session.state
    session.set_scenario(OPTION)
    names = {view.team: [c.name for c in view.work.cards.cards] for view in board.views}
    assert "EKS cluster" in names[INFRA]
    assert session.state is before


@pytest.mark.parametrize("width", [300, 1100])
def test_that_columns_out_of_sight_follow_a_switch(
    width: int, board: BoardView, session: Session, qtbot: QtBot
) -> None:
    session.run(
        lambda s: move_people(
            s, scenario=OPTION, people=[ANA], source=SQUAD, target=ENABLE, as_of=START
        )
    )
    board.resize(width, 600)
    qtbot.waitExposed(board)
    last = board.view_of(ENABLE)
    assert last is not None
    for scenario, people in ((OPTION, ["Ana Silva"]), (TODAY, [])):
        session.set_scenario(scenario)
        qtbot.waitUntil(partial(shows, last, people))
    board.horizontalScrollBar().setValue(board.horizontalScrollBar().maximum())
    assert last.header.accessibleName().startswith("Enablement")
