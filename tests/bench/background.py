"""The child process: its start, what it costs the window, and a drop while it computes.

A drop beside bands is timed exactly as `board` times it without, in the same minute: the same
window, the same people, with the forecast of the plan asked for after each drop as the window does
and a further search for bands that never ends.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import time
from datetime import timedelta
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication

from teamtide.capacity.inputs import Inputs
from teamtide.exchange.sample import sample_state
from teamtide.plan.advancing import advance
from teamtide.plan.document import Document
from teamtide.plan.inputs import inputs_of
from teamtide.plan.placing import move_people
from teamtide.plan.rows import PersonId, Placement, Scenario, TeamId
from teamtide.ui.application import make_application
from teamtide.ui.background import Answer, Background
from teamtide.ui.forecast import Forecast
from teamtide.ui.main_window import MainWindow
from teamtide.workers.frames import Ask, Frames, frame, pack_arguments
from teamtide.workers.plans import PlanSender
from tests.bench.board import _come_to_rest, _run, _settle
from tests.bench.measure import Report, busy_process, timed
from tests.bench.plans import START, TODAY, seeded_state

TIMES = 7


def measure(report: Report, scratch: Path) -> None:
    """Start, sending, answers, and drops."""
    app = make_application([])
    _start(report)
    state = sample_state()
    small = [inputs_of(state, row.id) for row in state.rows(Scenario)]
    _answers(report, app, "Sample plan, answered by a child that runs", small[0], small[1:])
    large = seeded_state()
    inputs = inputs_of(large, TODAY)
    moved = []
    for number in range(1, TIMES + 1):
        source = large.where(Placement, "person", PersonId(number))[0].team
        change = move_people(
            large,
            scenario=TODAY,
            people=[PersonId(number)],
            source=source,
            target=TeamId((source or 0) % 12 + 1),
            as_of=START + timedelta(days=70),
        )
        moved.append(advance(inputs, large, large.apply(change), TODAY, change))
    _answers(report, app, "Large plan, one person moved each time", inputs, moved)
    del large, inputs, moved
    gc.collect()
    _drops(report, app, scratch)


def _start(report: Report) -> None:
    report.title("Child process: start to first answer")
    report.times(
        "bare interpreter",
        timed(partial(subprocess.run, [sys.executable, "-c", "pass"], check=True), TIMES),
    )
    report.times(
        "bare interpreter that imports numpy",
        timed(partial(subprocess.run, [sys.executable, "-c", "import numpy"], check=True), TIMES),
    )
    state = sample_state()
    inputs = inputs_of(state, state.today)
    found = timed(partial(_first_answer, inputs), TIMES)
    report.times("child with its first projection of the sample", found)


def _first_answer(inputs: Inputs) -> None:
    child = subprocess.Popen(
        [sys.executable, "-m", "teamtide", "--worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert child.stdin is not None
    assert child.stdout is not None
    plans = PlanSender()
    for part in plans.parts([inputs]):
        child.stdin.write(frame(part.message))
    packed, _ = pack_arguments((inputs,))
    place = "teamtide.workers.forecasts:projection"
    child.stdin.write(frame(Ask("first", 1, place, packed, (plans.number(inputs),))))
    child.stdin.flush()
    frames = Frames()
    while not any(
        reply.kind == "result" for reply in frames.feed(os.read(child.stdout.fileno(), 1 << 20))
    ):
        pass
    child.stdin.close()
    child.stdout.close()
    child.wait()


class _Asked:
    """Asks and waits, and says how long it took and how long the window was kept from painting."""

    def __init__(self, app: QApplication, background: Background) -> None:
        self.app, self.background = app, background
        self.first = self.last = 0.0
        self.turns: list[float] = []
        background.answered.connect(self.answered)

    def answered(self, _answer: Answer) -> None:
        now = time.perf_counter()
        self.first = self.first or now
        self.last = now

    def ask(self, job: str, inputs: Inputs) -> tuple[float, float]:
        """Milliseconds to the first and to the final answer."""
        self.first, begin = 0.0, time.perf_counter()
        self.background.ask(job, job, (inputs,))
        self.turns.append((time.perf_counter() - begin) * 1000)
        while self.background.busy:
            turn = time.perf_counter()
            self.app.processEvents()
            took = (time.perf_counter() - turn) * 1000
            self.turns.append(took)
            if took < 0.05:
                time.sleep(0.0005)
        return (self.first - begin) * 1000, (self.last - begin) * 1000


def _answers(
    report: Report, app: QApplication, title: str, inputs: Inputs, others: list[Inputs]
) -> None:
    report.title(title)
    background = Background()
    asked = _Asked(app, background)
    report.value(
        "first projection, the plan sent whole", f"{asked.ask('projection', inputs)[1]:.0f} ms"
    )
    report.value("  longest turn of the event loop", f"{max(asked.turns):.2f} ms")
    asked.turns.clear()
    first, last = asked.ask("bands", inputs)
    report.value(
        f"first bands: few samples, all {inputs.settings.samples:,}",
        f"{first:.0f} ms, {last:.0f} ms   (whole large plan ≤ 3 s)",
    )
    report.value("  longest turn of the event loop", f"{max(asked.turns):.2f} ms")
    asked.turns.clear()
    report.times("projection", [asked.ask("projection", other)[1] for other in others], "≤ 200 ms")
    found = [asked.ask("bands", other) for other in others]
    report.times("  then its first band", [first for first, _ in found], "≤ 150 ms")
    report.times("  and all its samples", [last for _, last in found], "two teams ≤ 250 ms")
    report.value("  longest turn of the event loop meanwhile", f"{max(asked.turns):.2f} ms")
    background.close()
    background.deleteLater()


def _drops(report: Report, app: QApplication, scratch: Path) -> None:
    report.title("Drops on the large plan, idle and while bands run")
    path = scratch / "large-background.teamtide"
    state = seeded_state()
    Document.create(path, state).close()
    del state
    gc.collect()
    window = MainWindow()
    window.resize(1440, 900)
    window.show()
    window.open_plan(path)
    _settle(app)
    _come_to_rest(app)
    # Idle is idle: what the window itself would have computed comes in below.
    assert window.background is not None
    window.background.close()
    idle = _run(report, app, window, "drag, idle", parts=True)
    with busy_process():
        loop = _run(report, app, window, "drag beside a busy process of another program")
    session = window.session
    assert session is not None
    background = Background(window)
    forecast = Forecast(session, background, window)
    busy = _Endless(background, session.load.inputs)
    beside = _run(report, app, window, "drag beside forecast and bands", parts=True)
    report.value("bands finished meanwhile", str(busy.rounds))
    report.value("drop beside a busy process against idle (p95)", f"{loop / idle:.2f} ×")
    report.value("drop beside bands against idle (p95)", f"{beside / idle:.2f} ×   (≤ 1.5 ×)")
    busy.stop()
    forecast.close_session()
    background.close()
    window.close()
    window.deleteLater()
    _settle(app)


class _Endless:
    """Bands asked for again and again, each time with other luck."""

    def __init__(self, background: Background, inputs: Inputs) -> None:
        self.background, self.inputs, self.rounds = background, inputs, 0
        background.answered.connect(self.again)
        self.ask()

    def ask(self) -> None:
        self.background.ask("endless", "bands", (self.inputs, None, 1000 + self.rounds))

    def again(self, answer: Answer) -> None:
        if answer.topic == "endless" and answer.final:
            self.rounds += 1
            self.ask()

    def stop(self) -> None:
        self.background.answered.disconnect(self.again)
