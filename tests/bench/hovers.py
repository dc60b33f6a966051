"""What hovers, and what is dropped: people, projects, chunks, services, rules for kinds of work.

A hover is timed from the call to the last pixel of the columns it is about; columns that follow a
moment later, and what is made ready at rest, count as turns of the event loop: how long a pointer
could have been kept waiting. Since other programs share the machine, the processor time of this
process is printed beside the clock's.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QApplication

from teamtide.plan.assigning import assign
from teamtide.plan.overlay import Item
from teamtide.plan.placing import move_people
from teamtide.plan.rows import PersonId, Scenario, TeamId
from teamtide.ui.compare.table import UPDATING
from teamtide.ui.main_window import MainWindow
from teamtide.ui.session import Command, Session
from tests.bench.measure import Report
from tests.bench.plans import KINDS, TODAY

EACH = 24
FRAME = "p95 ≤ 16.7 ms"
PATIENCE = 30.0
Rest = Callable[[QApplication], float]


def measure(report: Report, app: QApplication, window: MainWindow, rest: Rest) -> None:
    """Hovers of everything that can be dragged, then drops of work."""
    session = window.session
    assert session is not None
    for name, commands in _commands(session).items():
        _hovers(report, app, session, rest, f"hover a {name}", commands)
    for name, commands in _commands(session).items():
        if name != "person":
            _drops(report, app, session, rest, f"drag a {name} → committed, painted", commands)
    _options(report, app, window, rest)


def _commands(session: Session, shift: int = 0) -> dict[str, list[Command]]:
    """Commands by what they move; another shift gives the same things to other teams."""
    people = [
        partial(
            move_people,
            scenario=TODAY,
            people=[PersonId(12 * number + 12)],
            source=TeamId(1),
            target=TeamId(2),
            as_of=session.as_of,
        )
        for number in range(12)
    ]
    items: dict[str, list[Item]] = {
        "project": [("project", n) for n in range(1, EACH + 1)],
        "chunk": [("chunk", n) for n in range(1, EACH + 1)],
        "service": [("service", n) for n in range(1, EACH + 1)],
        "rule, in every team": [("kind", KINDS[n % 5]) for n in range(EACH)],
    }
    work: dict[str, list[Command]] = {
        name: [
            partial(assign, scenario=TODAY, items=[item], team=TeamId((number + shift) % 12 + 1))
            for number, item in enumerate(some)
        ]
        for name, some in items.items()
    }
    return {"person": [*people, *people], **work}


def _hovers(
    report: Report,
    app: QApplication,
    session: Session,
    rest: Rest,
    name: str,
    commands: list[Command],
) -> None:
    took, worked, turns = [], [], []
    for command in commands:
        session.show_preview(None)
        rest(app)
        begin, working = time.perf_counter(), time.process_time()
        session.show_preview(command)
        app.processEvents()
        took.append((time.perf_counter() - begin) * 1000)
        worked.append((time.process_time() - working) * 1000)
        turns.append(rest(app))
    session.show_preview(None)
    report.times(name, took[2:], FRAME)
    report.times("  of which this process computed", worked[2:])
    report.times("  longest turn of the event loop after it", turns[2:])


def _drops(
    report: Report,
    app: QApplication,
    session: Session,
    rest: Rest,
    name: str,
    commands: list[Command],
) -> None:
    took, worked, turns = [], [], []
    for command in commands:
        if session.show_preview(command) is None:
            continue
        rest(app)
        session.show_preview(None)
        begin, working = time.perf_counter(), time.process_time()
        done = session.run(command)
        app.processEvents()
        took.append((time.perf_counter() - begin) * 1000)
        worked.append((time.process_time() - working) * 1000)
        assert done
        turns.append(rest(app))
    report.times(name, took[2:], FRAME)
    report.times("  of which this process computed", worked[2:])
    report.times("  longest turn of the event loop after it", turns[2:])


def _options(report: Report, app: QApplication, window: MainWindow, rest: Rest) -> None:
    """How long the strip's figures of options take to follow what hovers in Today."""
    session, view = window.session, window.view
    assert session is not None
    assert view is not None
    model = view.compare.model
    quick = [row for row in range(model.rowCount()) if model.measure_at(row).quick]
    columns = range(1, len(session.state.rows(Scenario)) + 1)

    def waits() -> bool:
        cells = (str(model.index(row, column).data()) for row in quick for column in columns)
        return any(cell.endswith(UPDATING) for cell in cells)

    took, turns = [], []
    for command in _commands(session, shift=1)["project"][:12]:
        session.show_preview(None)
        rest(app)
        begin, longest, marked = time.perf_counter(), 0.0, False
        if session.show_preview(command) is None:
            continue
        while (waits() or not marked) and time.perf_counter() - begin < PATIENCE:
            turn = time.perf_counter()
            app.processEvents()
            longest = max(longest, time.perf_counter() - turn)
            marked = marked or waits()
        took.append((time.perf_counter() - begin) * 1000)
        turns.append(longest * 1000)
    session.show_preview(None)
    report.times("quick figures of every option follow a hover in Today", took)
    report.times("  longest turn of the event loop meanwhile", turns)
