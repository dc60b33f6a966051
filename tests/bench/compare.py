"""Ten options of the large plan side by side: the list of differences, the window, the reasons.

Nobody waits for the figures, so what counts of the window is its longest turn of the event loop:
how long a click or a key could have been kept waiting.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import timedelta
from math import isfinite
from pathlib import Path

from PySide6.QtWidgets import QApplication

from teamtide.advise.reasons import Attribution, reasons
from teamtide.advise.telling import question_of
from teamtide.exchange.sample import sample_state
from teamtide.plan.assigning import assign
from teamtide.plan.differences import differences, differing
from teamtide.plan.document import Document
from teamtide.plan.options import add_scenario
from teamtide.plan.placing import place_person
from teamtide.plan.rows import PersonId, ProjectId, Scenario, TeamId
from teamtide.plan.state import State
from teamtide.plan.taking import difference, take
from teamtide.ui.application import make_application
from teamtide.ui.compare.table import UPDATING
from teamtide.ui.compare.window import CompareWindow
from teamtide.ui.session import Session
from tests.bench.measure import Report, timed
from tests.bench.plans import OPTION, START, TODAY, seeded_state

OPTIONS = 10
MOVES, OWNERS = 5, 3
"""What each option changes beside those before it."""
PATIENCE = 600.0


def ten_options() -> State:
    """Today, DESIGN's option with its 200 moves, and eight more, each a little unlike the last."""
    state, chance = seeded_state(), random.Random(10)
    for number in range(3, OPTIONS + 1):
        like = OPTION if number % 2 else TODAY
        change = add_scenario(state, name=f"Option {number}", like=like)
        assert change.scenario is not None
        scenario, state = change.scenario, state.apply(change)
        for _ in range(MOVES):
            person, team = PersonId(chance.randrange(2000) + 1), TeamId(chance.randrange(12) + 1)
            day = START + timedelta(days=7 * chance.randrange(1, 104))
            moved = place_person(
                state, scenario=scenario, person=person, shares={team: 1.0}, as_of=day
            )
            state = state.apply(moved)
        items = [("project", ProjectId(chance.randrange(500) + 1)) for _ in range(OWNERS)]
        team = TeamId(chance.randrange(12) + 1)
        state = state.apply(assign(state, scenario=scenario, items=items, team=team))
    return state


def measure(report: Report, scratch: Path) -> None:
    """Lists and changes, then the window."""
    app = make_application([])
    state = ten_options()
    scenarios = [row.id for row in state.rows(Scenario)]
    _rows(report, state)
    _reasons(report, state)
    path = scratch / "ten-options.teamtide"
    document = Document.create(path, state)
    _window(report, app, document, len(scenarios))
    document.close()


def _rows(report: Report, state: State) -> None:
    topics = differing(state, TODAY, OPTION)
    report.title(f"Two scenarios of the large plan that differ in {len(topics)} decisions")
    report.times("what differs, as lines", timed(lambda: differences(state, TODAY, OPTION), 9))
    last = state.rows(Scenario)[-1].id
    taken = timed(lambda: take(state, topics=topics[:1], source=OPTION, to=last), 9)
    report.times("one line taken into another option, as a change", taken)
    report.times("all of it taken, as a change", timed(lambda: difference(state, last, OPTION), 9))
    asked = timed(lambda: question_of(state, TODAY, OPTION, "overload"), 5)
    report.times("the question what makes the difference, from rows", asked)


def _reasons(report: Report, state: State) -> None:
    """Without a window: when the first answer is there, and the last; the large plan's is stopped
    where every group of decisions has an error, since the single ones take minutes."""
    report.title("What makes the difference, in this process")
    sample = sample_state()
    options = [row.id for row in sample.rows(Scenario)]
    plans = (("the sample", sample, options[0], options[1]), ("large", state, TODAY, OPTION))
    for name, plan, one, other in plans:
        for key in ("overload", "turnaround"):
            question = question_of(plan, one, other, key)
            begin, first, sure, tried, by_then = time.perf_counter(), 0.0, 0.0, 0, 0
            last: Attribution | None = None
            for found in reasons(question):
                if not isinstance(found, Attribution):
                    tried += 1
                    continue
                last, now = found, time.perf_counter() - begin
                first = first or now
                if not sure and all(isfinite(group.error) for group in found.groups):
                    sure, by_then = now, tried
                    if plan is state:
                        break
            assert last is not None
            lines, groups = len(question.mixtures.lines), len(last.groups)
            what = f"{name}, {lines} decisions in {groups} groups, {key}"
            took = time.perf_counter() - begin
            report.value(f"{what}: first answer", f"{first:.2f} s")
            report.value("  groups with their errors", f"{sure:.2f} s, {by_then} plans tried")
            if plan is not state:
                worst = max(last.errors)
                report.value(
                    "  to the end", f"{took:.1f} s, {tried} plans, largest error {worst:.3g}"
                )


class _Turns:
    """Runs the event loop and notes its longest turn."""

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self.longest = 0.0

    def until(self, done: Callable[[], bool]) -> float:
        """Milliseconds until something is so."""
        self.longest, begin = 0.0, time.perf_counter()
        while not done():
            turn = time.perf_counter()
            if turn - begin > PATIENCE:
                raise TimeoutError("the window did not come to an end")
            self._app.processEvents()
            took = (time.perf_counter() - turn) * 1000
            self.longest = max(self.longest, took)
            if took < 0.05:
                time.sleep(0.0005)
        return (time.perf_counter() - begin) * 1000


def _window(report: Report, app: QApplication, document: Document, count: int) -> None:
    report.title(f"Compare options, {count} options of the large plan, in the window")
    session, turns = Session(document), _Turns(app)
    for row in session.state.rows(Scenario):
        session.load_of(row.id)  # as the strip below the board has them
    begin = time.perf_counter()
    window = CompareWindow(session)
    window.resize(1440, 900)
    window.show()
    app.processEvents()
    report.value("opened", f"{(time.perf_counter() - begin) * 1000:.0f} ms")
    model = window.measures.model
    quick = turns.until(lambda: model.index(1, count).data() not in (None, UPDATING))
    report.value("first figures of all options: those of the expected load", f"{quick:.0f} ms")
    report.value("  longest turn of the event loop", f"{turns.longest:.1f} ms")
    first = turns.until(lambda: model.index(0, 1).data() not in (None, UPDATING))
    report.value("all others but for hires", f"{first / 1000:.1f} s")
    report.value("  longest turn of the event loop", f"{turns.longest:.1f} ms")
    sampled = turns.until(lambda: not model.updating)
    report.value("  samples, hires and what is outdone", f"{sampled / 1000:.1f} s more")
    report.value("  longest turn of the event loop", f"{turns.longest:.1f} ms")
    begin = time.perf_counter()
    window.measures.reference.setCurrentIndex(count - 1)
    window.measures.reference.activated.emit(count - 1)
    app.processEvents()
    report.value("another option chosen to compare with, on screen", f"{_since(begin):.1f} ms")
    window.pages.setCurrentWidget(window.curves)
    curves = window.curves

    def drawn() -> bool:
        charts = curves.charts.values()
        return len(charts) == 12 * count and not any(chart.updating for chart in charts)

    took = turns.until(drawn)
    report.value(f"curves of 12 teams in {count} options", f"{took:.0f} ms")
    report.value("  longest turn of the event loop", f"{turns.longest:.1f} ms")
    window.pages.setCurrentWidget(window.changes)
    changes = window.changes
    took = turns.until(lambda: changes.model.rowCount() > 0)
    report.value(f"what differs, {changes.model.rowCount()} lines on screen", f"{took:.0f} ms")
    report.value("  longest turn of the event loop", f"{turns.longest:.1f} ms")
    took = turns.until(lambda: changes.model.found is not None)
    report.value("what makes the difference, first and rough", f"{took / 1000:.1f} s")
    report.value("  longest turn of the event loop", f"{turns.longest:.1f} ms")
    changes.stop_working()
    few = session.state.rows(Scenario)[3].id
    begin = time.perf_counter()
    changes.choose(TODAY, few)
    report.value("another two chosen, their lines there", f"{_since(begin):.1f} ms")
    took = turns.until(lambda: not changes.model.updating)
    lines = changes.model.rowCount()
    report.value(f"what makes the difference, {lines} lines, to the end", f"{took / 1000:.1f} s")
    changes.table.selectAll()
    begin = time.perf_counter()
    assert changes.apply_to(session.state.rows(Scenario)[5].id)
    report.value(f"{lines} lines applied to another option, on the disk", f"{_since(begin):.1f} ms")
    window.close_session()
    window.close()
    window.deleteLater()
    session.deleteLater()


def _since(begin: float) -> float:
    return (time.perf_counter() - begin) * 1000
