"""Pausing on the large plan: hover over the tray, the drop, and drops of people beside it."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication

from teamtide.capacity.freed import Plans, freed
from teamtide.capacity.measures.serving import planned
from teamtide.plan.changes import ChangeSet
from teamtide.plan.document import Document
from teamtide.plan.pausing import delay, rest
from teamtide.plan.placing import move_people
from teamtide.plan.rows import PersonId, ProjectId, TeamId
from teamtide.plan.state import State
from teamtide.plan.summary import facts_of
from teamtide.ui.application import make_application
from teamtide.ui.main_window import MainWindow
from tests.bench.measure import Report
from tests.bench.plans import OPTION, START, seeded_state

TURNS = 24
REST = 0.3


def measure(report: Report, scratch: Path) -> None:
    """What a pause costs between two frames."""
    app = make_application([])
    report.title("Pausing, 2,000 people, 500 projects, 104 weeks")
    path = scratch / "pausing.teamtide"
    Document.create(path, seeded_state()).close()
    window = MainWindow()
    window.resize(1440, 900)
    window.show()
    window.open_plan(path)
    session = window.session
    assert session is not None
    assert window.background is not None
    window.background.close()
    session.set_scenario(OPTION)
    _come_to_rest(app)
    report.times("drop of a person, none paused", _people(app, window), "p95 ≤ 16.7 ms")
    projects = [ProjectId(number) for number in range(1, TURNS + 1)]
    for name, command in (
        ("hover over the tray, all painted", rest),
        ("hover of a delay by 2 weeks", partial(delay, weeks=2.0)),
    ):
        found = []
        for project in projects:
            session.show_preview(None)
            _come_to_rest(app)
            act = partial(_act, command, project)
            found.append(_timed(app, partial(session.show_preview, act)))
        session.show_preview(None)
        report.times(name, found[2:], "p95 ≤ 16.7 ms")
    before = session.load
    preview = session.preview(partial(_act, rest, projects[0]))
    assert preview is not None
    after = preview.load
    facts = facts_of(session.state)
    report.times(
        "  of which what is freed",
        [_timed(None, lambda: freed(Plans.of(before), Plans.of(after))) for _ in range(20)],
    )
    report.times("what is asked for each goal", [_timed(None, lambda: planned(after, facts))] * 20)
    found = []
    for project in projects:
        act = partial(_act, rest, project)
        session.show_preview(act)
        _come_to_rest(app)
        session.show_preview(None)
        found.append(_timed(app, partial(session.run, act)))
        _come_to_rest(app)
    report.times("drop on the tray, committed and painted", found[2:], "p95 ≤ 16.7 ms")
    paused = _people(app, window)
    report.times(f"drop of a person, {TURNS} projects paused", paused, "p95 ≤ 16.7 ms")
    window.close()
    window.deleteLater()
    _come_to_rest(app)


def _people(app: QApplication, window: MainWindow) -> list[float]:
    """Milliseconds of drops of people, to and fro between two columns."""
    session = window.session
    assert session is not None
    found = []
    session.set_as_of(START)
    for number in range(TURNS):
        move = partial(
            move_people,
            scenario=OPTION,
            people=[PersonId(12 * (number // 2) + 12)],
            source=TeamId(1 + number % 2),
            target=TeamId(2 - number % 2),
            as_of=session.as_of,
        )
        session.show_preview(move)
        _come_to_rest(app)
        session.show_preview(None)
        found.append(_timed(app, partial(session.run, move)))
        _come_to_rest(app)
    return found[2:]


def _act(command: Callable[..., ChangeSet], project: ProjectId, state: State) -> ChangeSet:
    return command(state, scenario=OPTION, projects=[project])


def _timed(app: QApplication | None, act: Callable[[], object]) -> float:
    """Milliseconds of an act, until all is painted."""
    begin = time.perf_counter()
    act()
    if app is not None:
        app.processEvents()
    return (time.perf_counter() - begin) * 1000


def _come_to_rest(app: QApplication) -> None:
    end = time.perf_counter() + REST
    while time.perf_counter() < end:
        app.processEvents()
