"""The real window on the large plan: drop, hover, switch, open, memory.

A drop is timed as the user meets it: from the call to the last pixel of both columns, once as a
drag makes it (what hovered was previewed, and the drop takes that answer over) and once out of the
blue, as a key or a menu does. Its parts are told apart: the commit (the document's transaction),
the engine and view states, and the painting; a bare write and fsync of one page in the same folder
stands beside them. Between two drops everything that follows a drop at leisure (inspector, compare
strip) is let finish, and the longest time it keeps the window busy in one go is printed, too.
"""

from __future__ import annotations

import gc
import os
import resource
import time
from datetime import timedelta
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication

from teamtide.plan.changes import ChangeSet
from teamtide.plan.document import Document
from teamtide.plan.placing import move_people
from teamtide.plan.rows import PersonId, TeamId
from teamtide.plan.waves import shift_wave, waves
from teamtide.ui.application import make_application
from teamtide.ui.main_window import MainWindow
from tests.bench import hovers
from tests.bench.measure import Report, busy_process, percentile
from tests.bench.plans import OPTION, START, TODAY, seeded_state

DROPS = 60
SWITCHES = 20
PLAYED = 40
READY_WITHIN = 60.0
REST = 0.3


def measure(report: Report, scratch: Path) -> None:
    """Everything that happens between two frames."""
    app = make_application([])
    small = _drops(report, app, scratch, people=200)
    large = _drops(report, app, scratch, people=2000)
    report.value("drop at 2,000 people against 200 (p95)", f"{large / small:.2f} ×   (≤ 1.5 ×)")


def _settle(app: QApplication) -> None:
    for _ in range(4):
        app.processEvents()


def _come_to_rest(app: QApplication) -> float:
    """Let everything that waits be done; milliseconds of the longest turn of the event loop."""
    longest, end = 0.0, time.perf_counter() + REST
    while (begin := time.perf_counter()) < end:
        app.processEvents()
        longest = max(longest, time.perf_counter() - begin)
    return longest * 1000


def _drops(report: Report, app: QApplication, scratch: Path, *, people: int) -> float:
    report.title(f"Window, {people:,} people, 12 teams, 104 weeks")
    path = scratch / f"large-{people}.teamtide"
    scale = people / 2000
    state = seeded_state(
        people=people, projects=int(500 * scale), chunks=int(2000 * scale), services=30
    )
    Document.create(path, state).close()
    # What this program made to have something to open is not to be swept up while it opens.
    del state
    gc.collect()
    window = MainWindow()
    window.resize(1440, 900)
    window.show()
    _come_to_rest(app)
    begin = time.perf_counter()
    window.open_plan(path)
    _settle(app)
    report.value(
        "open (file to painted window)",
        f"{(time.perf_counter() - begin) * 1000:.0f} ms   (≤ 500 ms)",
    )
    report.value("  longest turn of the event loop after it", f"{_come_to_rest(app):.0f} ms")
    # What child processes compute after every change is timed beside it in `background`.
    assert window.background is not None
    window.background.close()
    idle = _run(report, app, window, "drag → committed, both columns painted", parts=True)
    _run(report, app, window, "the same without a hover before", hovers=False, parts=True)
    hovers.measure(report, app, window, _come_to_rest)
    _switch(report, app, window, "large" if people == 2000 else f"{people} people")
    _play(report, app, window)
    with busy_process():
        _run(report, app, window, "drag beside a busy process")
    report.times("bare write + fsync of a page, same folder", _fsyncs(scratch))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    report.value("largest memory of this process so far", f"{peak:.0f} MB   (≤ 350 MB)")
    window.close()
    window.deleteLater()
    _settle(app)
    return idle


def _moves() -> list[tuple[PersonId, TeamId, TeamId]]:
    """People of the first columns, to and fro between two that are on screen."""
    found = []
    for number in range(DROPS // 2):
        person = PersonId(12 * (number % 12) + 12)
        found.append((person, TeamId(1), TeamId(2)))
        found.append((person, TeamId(2), TeamId(1)))
    return found


def _run(
    report: Report,
    app: QApplication,
    window: MainWindow,
    name: str,
    *,
    hovers: bool = True,
    parts: bool = False,
) -> float:
    session = window.session
    assert session is not None
    session.set_as_of(START + timedelta(days=70))
    _settle(app)
    totals, commits, settles, paints, rests, works = [], [], [], [], [], []
    document = session.document
    apply = document.apply
    took = [0.0]

    def timed_apply(change: ChangeSet) -> ChangeSet:
        begin = time.perf_counter()
        result = apply(change)
        took[0] = (time.perf_counter() - begin) * 1000
        return result

    document.apply = timed_apply  # type: ignore[method-assign]
    for person, source, target in _moves():
        move = partial(
            move_people,
            scenario=TODAY,
            people=[person],
            source=source,
            target=target,
            as_of=session.as_of,
        )
        rests.append(_come_to_rest(app))
        if hovers:
            session.show_preview(move)
            _come_to_rest(app)
            session.show_preview(None)
        begin, working = time.perf_counter(), time.process_time()
        done = session.run(move)
        middle = time.perf_counter()
        app.processEvents()
        end = time.perf_counter()
        works.append((time.process_time() - working) * 1000)
        assert done
        totals.append((end - begin) * 1000)
        commits.append(took[0])
        settles.append((middle - begin) * 1000 - took[0])
        paints.append((end - middle) * 1000)
    document.apply = apply  # type: ignore[method-assign]
    p95 = report.times(name, totals[4:], "p95 ≤ 16.7 ms")
    report.times("  of which this process computed", works[4:])
    if parts:
        report.times("  of which checked and committed", commits[4:])
        report.times("  of which engine and view states", settles[4:])
        report.times("  of which painted", paints[4:])
        report.times("  longest turn of the event loop after it", rests[4:])
    return p95


def _switch(report: Report, app: QApplication, window: MainWindow, size: str) -> None:
    """From the click on a tab to the last pixel, to and fro between Today and an option."""
    session, view = window.session, window.view
    assert session is not None
    assert view is not None
    totals, paints, rests, ahead, works = [], [], [], [], []
    # Another date, so that what is made ready ahead is made anew before the first switch.
    session.set_as_of(START + timedelta(days=77))
    until = time.perf_counter() + READY_WITHIN
    while view.board.ahead.waiting and time.perf_counter() < until:
        ahead.append(_come_to_rest(app))
    report.times(f"longest turn while scenarios are made ready, {size}", ahead)
    for number in range(2 * SWITCHES):
        rests.append(_come_to_rest(app))
        begin, working = time.perf_counter(), time.process_time()
        view.tabs.show_number(2 - number % 2)
        middle = time.perf_counter()
        app.processEvents()
        end = time.perf_counter()
        works.append((time.process_time() - working) * 1000)
        totals.append((end - begin) * 1000)
        paints.append((end - middle) * 1000)
    assert session.scenario == TODAY
    report.times(f"switch scenario, {size}", totals[4:], "p95 ≤ 16.7 ms")
    report.times("  of which this process computed", works[4:])
    report.value("  the first time, made ready ahead", f"{totals[0]:.1f} ms")
    report.times("  of which painted", paints[4:])
    report.times("  longest turn of the event loop after it", rests[4:])


def _play(report: Report, app: QApplication, window: MainWindow) -> None:
    """One week of play, from the timer to the last pixel; and a wave of the option held over one.

    The timeline is shown for this and put away again.
    """
    session = window.session
    assert session is not None
    window.panels.toggle_moves()
    panel = window.panels.moves
    assert panel is not None
    session.set_as_of(START)
    _come_to_rest(app)
    totals, paints, rests = [], [], []
    for _ in range(PLAYED):
        begin = time.perf_counter()
        panel.player.step()
        middle = time.perf_counter()
        app.processEvents()
        end = time.perf_counter()
        totals.append((end - begin) * 1000)
        paints.append((end - middle) * 1000)
        rests.append(_come_to_rest(app))
    report.times("one week of play, board and timeline painted", totals[4:], "p95 ≤ 33 ms")
    report.times("  of which painted", paints[4:])
    report.times("  longest turn of the event loop after it", rests[4:])
    session.set_scenario(OPTION)
    _come_to_rest(app)
    panel.refresh()
    found = []
    for number, wave in enumerate(waves(session.state, OPTION)[:20]):
        _come_to_rest(app)
        to = START + timedelta(weeks=1 + (number * 7) % 100)
        move = partial(shift_wave, scenario=OPTION, wave=wave, to=to)
        begin = time.perf_counter()
        session.show_preview(move)
        app.processEvents()
        found.append((time.perf_counter() - begin) * 1000)
        session.show_preview(None)
    report.times("hover preview of a wave (1 or 2 people)", found)
    session.set_scenario(TODAY)
    window.panels.toggle_moves()
    _come_to_rest(app)


def _fsyncs(folder: Path) -> list[float]:
    found = []
    descriptor = os.open(folder / "fsync", os.O_CREAT | os.O_RDWR)
    try:
        for _ in range(60):
            begin = time.perf_counter()
            os.pwrite(descriptor, b"x" * 4096, 0)
            os.fsync(descriptor)
            found.append((time.perf_counter() - begin) * 1000)
    finally:
        os.close(descriptor)
    assert percentile(found, 0.5) >= 0
    return found
