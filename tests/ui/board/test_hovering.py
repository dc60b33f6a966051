"""What hovers shows what a drop gives, whatever it is; Escape leaves no trace."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from teamtide.capacity.engine import compute
from teamtide.capacity.inputs import KINDS
from teamtide.capacity.results import Load, TeamLoad
from teamtide.plan.assigning import assign
from teamtide.plan.commands import add
from teamtide.plan.document import Document
from teamtide.plan.inputs import inputs_of
from teamtide.plan.overlay import Owners, shares_at
from teamtide.plan.placing import place_person
from teamtide.plan.rows import Chunk, Person, Project, Scenario, Service, Team, TeamId
from teamtide.plan.state import State
from teamtide.ui.board.cards import Ref
from teamtide.ui.board.hovering import AT_ONCE
from teamtide.ui.board.mime import packed
from teamtide.ui.board.moves import movable, move_command
from teamtide.ui.board.states import Columns
from teamtide.ui.compare.strip import CompareStrip
from teamtide.ui.compare.table import UPDATING
from teamtide.ui.main_window import MainWindow
from teamtide.ui.session import Preview, Session
from tests.conftest import ticking
from tests.examples import ANA, CHURN, EKS, EXPLORE, INFRA, OPTION, SQUAD
from tests.exchange.helpers import empty, merged, plan_book
from tests.strategies import random_plan

MOVE, LEFT = Qt.DropAction.MoveAction, Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
FIGURES = ("capacity", "demand", "used", "overload", "idle", "load", "by_kind", "juggling")
DRAGS = 8


def same(one: Load, other: Load) -> bool:
    return all(
        np.array_equal(getattr(a, name), getattr(b, name))
        for a, b in zip(one.teams, other.teams, strict=True)
        for name in FIGURES
    )


def everything(state: State, session: Session) -> list[Ref]:
    """A reference to each card there could be on the board, in the column it is in."""
    owners = Owners(state, session.scenario)
    found = [
        Ref("person", row.id, team)
        for row in state.rows(Person)
        for team in (*shares_at(state, session.scenario, row.id, session.as_of), None)
    ]
    found += [Ref("project", r.id, owners.of_project(r)) for r in state.rows(Project)]
    found += [Ref("chunk", r.id, owners.of_chunk(r)) for r in state.rows(Chunk)]
    found += [Ref("service", r.id, owners.of_service(r)) for r in state.rows(Service)]
    found += [Ref("kind", kind, owners.of(("kind", kind))) for kind in KINDS]
    return found


@pytest.mark.parametrize("block", range(3))
def test_that_a_preview_of_any_drag_is_what_its_drop_gives(
    block: int, tmp_path: Path, qapp: QApplication
) -> None:
    made = 0
    for seed in range(block * 10, block * 10 + 10):
        dice = Random(seed)
        state = merged(empty(), plan_book(random_plan(seed)))
        path = tmp_path / f"plan-{seed}.teamtide"
        document = Document.create(path, state, clock=ticking())
        session = Session(document)
        for _ in range(DRAGS):
            session.set_scenario(dice.choice(document.state.rows(Scenario)).id)
            days = dice.randrange(7 * document.state.plan.weeks)
            session.set_as_of(document.state.plan.start + timedelta(days=days))
            target = dice.choice([None, *(row.id for row in document.state.rows(Team))])
            some = dice.sample(everything(document.state, session), dice.choice((1, 1, 1, 2)))
            refs = movable(some, target)
            command = move_command(
                refs, target=target, scenario=session.scenario, as_of=session.as_of
            )
            before, content = document.state, path.read_bytes()
            preview = session.preview(command) if refs else None
            if preview is not None and preview.figures.touched:
                # As the board does, which asks for the columns a change is about first.
                preview.figures.work_out([min(preview.figures.touched)])
            assert document.state is before
            assert path.read_bytes() == content
            if preview is None:
                continue
            assert same(preview.load, compute(inputs_of(preview.state, session.scenario)))
            assert document.preview(preview.change) == preview.state
            assert session.run(command)
            assert document.state.tables == preview.state.tables
            assert same(session.load, preview.load)
            made += 1
        document.close()
        session.deleteLater()
    assert made > DRAGS


# --- in the real window ---------------------------------------------------------------------


@pytest.fixture
def window(document: Document, qtbot: QtBot) -> Iterator[MainWindow]:
    document.apply(
        assign(document.state, scenario=OPTION, items=[("kind", "exploratory")], team=SQUAD)
    )
    document.apply(assign(document.state, scenario=OPTION, items=[("chunk", EXPLORE)], team=SQUAD))
    made = MainWindow()
    qtbot.addWidget(made)
    made.resize(1440, 860)
    made.show_document(document)
    made.show()
    assert made.session is not None
    assert made.view is not None
    made.session.set_scenario(OPTION)
    view = made.view

    def known() -> bool:
        shown = None if view.forecast is None else view.forecast.shown
        return shown is not None and shown.state == "current"

    # What comes late is there, so that nothing but what hovers changes what is on screen.
    qtbot.waitUntil(known, timeout=60_000)
    view.compare.settle()
    yield made
    made.close()
    made.deleteLater()


def offer(window: MainWindow, ref: Ref, team: TeamId) -> QWidget:
    """Drag a card over a column, and rest there."""
    assert window.view is not None
    board = window.view.board
    view = board.view_of(team)
    assert view is not None
    place = view.people.viewport()
    data = packed(board.plan_token, (ref,))
    window.setProperty("dragged", data)  # kept as long as it hovers
    for kind in (QDragEnterEvent, QDragMoveEvent):
        QApplication.sendEvent(place, kind(QPoint(12, 12), MOVE, data, LEFT, NONE))
    return place


def shown(window: MainWindow) -> tuple[Any, ...]:
    """Everything a hover may change on screen: columns, badges, curves, the strip, the tag."""
    assert window.view is not None
    board, model = window.view.board, window.view.compare.model
    cells = tuple(
        str(model.index(row, column).data())
        for row in range(model.rowCount())
        for column in range(model.columnCount())
    )
    badges = tuple(view.header.badge for view in board.views)
    curves = tuple(
        view.chart.shows("would_demand") or view.chart.shows("would_capacity")
        for view in board.views
        if view.chart is not None
    )
    return board.states(), badges, curves, cells, board.tag.isVisible(), board.selected()


CARDS = {
    "person": Ref("person", ANA, SQUAD),
    "project": Ref("project", CHURN, SQUAD),
    "chunk": Ref("chunk", EXPLORE, SQUAD),
    "service": Ref("service", EKS, INFRA),
    "rule": Ref("kind", "exploratory", SQUAD),
}


@pytest.mark.parametrize("what", CARDS)
def test_that_escape_leaves_no_trace_of_what_hovered(
    what: str, window: MainWindow, qtbot: QtBot
) -> None:
    session, view = window.session, window.view
    assert session is not None
    assert view is not None
    ref = CARDS[what]
    target = INFRA if ref.team == SQUAD else SQUAD
    before, content, was = session.state, session.document.path.read_bytes(), shown(window)
    place = offer(window, ref, target)
    assert view.board.tag.isVisible()
    assert view.board.tag.text.startswith("drop: ")
    qtbot.waitUntil(lambda: any(" → " in cell for cell in shown(window)[3]))
    assert any(shown(window)[2])
    QApplication.sendEvent(place, QDragLeaveEvent())  # as Escape ends a drag
    assert shown(window) == was
    assert session.state is before
    assert session.document.path.read_bytes() == content
    assert session.would_be is None


def seen_of(session: Session, preview: Preview | None) -> list[weakref.ref[TeamLoad]]:
    """What was worked out for what hovers, held by nobody here."""
    assert preview is not None
    now = session.load.teams
    return [
        weakref.ref(team)
        for team, old in zip(preview.load.teams, now, strict=True)
        if team is not old
    ]


def test_that_what_is_given_up_is_kept_nowhere(window: MainWindow, qtbot: QtBot) -> None:
    session, view = window.session, window.view
    assert session is not None
    assert view is not None
    found: list[weakref.ref[TeamLoad]] = []

    def see(preview: Preview | None) -> None:
        if preview is not None:
            found.extend(seen_of(session, preview))

    session.preview_changed.connect(see)
    place = offer(window, CARDS["rule"], INFRA)
    qtbot.waitUntil(lambda: any(" → " in cell for cell in shown(window)[3]))
    session.preview_changed.disconnect(see)
    assert found
    assert all(team() is not None for team in found)
    QApplication.sendEvent(place, QDragLeaveEvent())
    gc.collect()
    assert not any(team() is not None for team in found)


def test_that_many_columns_follow_a_hover_and_a_drop_one_after_the_other(
    window: MainWindow, qtbot: QtBot
) -> None:
    session, view = window.session, window.view
    assert session is not None
    assert view is not None
    board = view.board
    for name in ("Atlas", "Quay", "Tide"):
        assert session.run(partial(add, cls=Team, name=name))
    teams = [row.id for row in session.state.rows(Team)]
    people = session.state.rows(Person)
    for row, team in zip(people, teams, strict=False):
        alone = {team: 1.0}
        assert session.run(
            partial(
                place_person,
                scenario=OPTION,
                person=row.id,
                shares=alone,
                as_of=session.state.plan.start,
            )
        )
    refs = tuple(Ref("person", row.id, team) for row, team in zip(people, teams[:-1], strict=False))
    gather = move_command(refs, target=teams[-1], scenario=OPTION, as_of=session.as_of)
    preview = session.show_preview(gather)
    assert preview is not None
    assert len(preview.teams) > AT_ONCE
    charts = {
        team: chart
        for team in teams
        if (column := board.view_of(team)) is not None and (chart := column.chart) is not None
    }

    def dashed() -> set[TeamId]:
        lines = ("would_demand", "would_capacity")
        return {team for team, chart in charts.items() if any(map(chart.shows, lines))}

    assert teams[-1] in dashed()
    qtbot.waitUntil(lambda: dashed() == preview.teams)
    session.show_preview(None)
    assert not dashed()
    assert session.run(gather)
    whole = Columns(board.words).build(board.looked_at(session.state, session.load))
    here = board.view_of(teams[-1])
    assert here is not None
    assert here.state == whole[-1]
    qtbot.waitUntil(lambda: board.states() == whole)


def test_that_the_strip_says_while_hovering_what_it_says_after_the_drop(
    window: MainWindow, qtbot: QtBot
) -> None:
    session, view = window.session, window.view
    assert session is not None
    assert view is not None
    strip = view.compare
    offer(window, CARDS["service"], SQUAD)
    qtbot.waitUntil(lambda: any(" → " in cell for cell in shown(window)[3]))
    would = told(strip)
    session.show_preview(None)
    assert session.run(
        move_command(
            (CARDS["service"],), target=SQUAD, scenario=session.scenario, as_of=session.as_of
        )
    )
    strip.settle()
    after = told(strip)
    assert would
    for row, words in would.items():
        if words != UPDATING:
            assert after[row].removeprefix("▸ ") == words


def told(strip: CompareStrip) -> dict[int, str]:
    """What the column of the scenario on screen says, after the arrow where there is one."""
    model = strip.model
    cells = {r: str(model.index(r, model.current_column).data()) for r in range(model.rowCount())}
    arrows = {row: text.partition(" → ")[2] for row, text in cells.items() if " → " in text}
    return arrows or cells
