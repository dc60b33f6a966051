"""A drag with a real pointer, on a real (virtual) screen, in the real window."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

import pytest

from teamtide.plan.commands import add_many
from teamtide.plan.document import Document
from teamtide.plan.goals import ranked
from teamtide.plan.overlay import owner_of, project_settings, shares_at
from teamtide.plan.rows import Goal, Project
from teamtide.plan.state import State
from tests.examples import ANA, CHURN, INFRA, START, TODAY

pytestmark = pytest.mark.xvfb
Point = tuple[int, int]
NEEDED = ("Xvfb", "xdotool")


class Lines:
    """The JSON lines a process prints, as they come."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._queue: Queue[dict[str, object]] = Queue()
        self._process = process
        Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as out:
            for line in out:
                self._queue.put(json.loads(line))

    def until(self, key: str, seconds: float = 30) -> dict[str, object]:
        """The next line that has `key`."""
        end = time.monotonic() + seconds
        while True:
            try:
                line = self._queue.get(timeout=max(0.01, end - time.monotonic()))
            except Empty:
                raise AssertionError(f"no “{key}” within {seconds} s") from None
            if key in line:
                return line


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[str]:
    """A virtual screen of 1280 × 800."""
    missing = [tool for tool in NEEDED if shutil.which(tool) is None]
    if missing and os.environ.get("CI") != "true":
        pytest.skip(f"needs {' and '.join(missing)} for a pointer")
    assert not missing, f"CI must have {' and '.join(missing)}"
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    try:
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        assert number, "Xvfb did not start"
        yield f":{number}"
    finally:
        server.terminate()
        server.wait(10)


def _end(app: subprocess.Popen[str]) -> str:
    """Close the window's standard input, which ends it; what it said on stderr."""
    assert app.stdin is not None
    assert app.stderr is not None
    app.stdin.close()
    try:
        app.wait(20)
    except subprocess.TimeoutExpired:
        app.kill()
        raise
    finally:
        errors = app.stderr.read()
        app.stderr.close()
    return errors


class Running:
    """The window in a process of its own, and a pointer over it."""

    def __init__(self, screen: str, path: Path, *more: str) -> None:
        self._environment = {
            **os.environ,
            "DISPLAY": screen,
            "QT_QPA_PLATFORM": "xcb",
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        self.app = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.pointer_app", str(path), *more],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=self._environment,
            cwd=Path(__file__).resolve().parents[2],
        )
        self.lines = Lines(self.app)

    def __enter__(self) -> Running:
        return self

    def __exit__(self, *_: object) -> None:
        errors = _end(self.app)
        assert self.app.returncode == 0, errors

    def pointer(self, *words: object) -> None:
        command = ["xdotool", *map(str, words)]
        subprocess.run(command, check=True, env=self._environment, timeout=20)

    def drag(self, start: Point, end: Point) -> None:
        """Press on a point and move to another, as a hand does; the button stays down."""
        (x, y), (to_x, to_y) = start, end
        self.pointer("mousemove", x, y, "sleep", 0.2, "mousedown", 1, "sleep", 0.1)
        for step in range(1, 13):
            at = (round(x + (to_x - x) * step / 12), round(y + (to_y - y) * step / 12))
            self.pointer("mousemove", *at, "sleep", 0.04)

    def let_go(self, at: Point) -> None:
        self.pointer("mousemove", at[0] + 2, at[1] + 1, "sleep", 0.2, "mouseup", 1)

    def places(self) -> tuple[dict[str, Point], dict[str, Point]]:
        """Where cards (or lines) and columns are now."""
        found = self.lines.until("cards")
        return found["cards"], found.get("columns", {})  # type: ignore[return-value]


def test_that_a_card_dragged_with_the_pointer_lands_and_is_on_disk(
    screen: str, tmp_path: Path, state: State
) -> None:
    path = tmp_path / "pointer.teamtide"
    Document.create(path, state).close()
    with Running(screen, path) as running:
        cards, columns = running.places()
        running.drag(cards["Ana Silva"], columns["Infrastructure"])
        shown = running.lines.until("preview")
        assert shown["preview"] == "Moved Ana Silva to Infrastructure"
        before = Document.open(path, read_only=True)
        assert before.state == state, "hovering wrote to the file"
        running.let_go(columns["Infrastructure"])
        assert running.lines.until("changed")["changed"] == "Moved Ana Silva to Infrastructure"
    with_move = Document.open(path, read_only=True)
    assert shares_at(with_move.state, TODAY, ANA, START) == {INFRA: 1.0}


def test_that_a_project_goes_into_the_tray_and_out_of_it_with_the_pointer(
    screen: str, tmp_path: Path, state: State
) -> None:
    path = tmp_path / "pointer.teamtide"
    Document.create(path, state).close()
    with Running(screen, path) as running:
        cards, columns = running.places()
        running.drag(cards["Churn"], columns["Paused"])
        while running.lines.until("preview")["preview"] != "Paused Churn":
            pass
        running.let_go(columns["Paused"])
        assert running.lines.until("changed")["changed"] == "Paused Churn"
        cards, columns = running.places()
        running.drag(cards["Churn"], columns["Infrastructure"])
        running.let_go(columns["Infrastructure"])
        said = running.lines.until("changed")["changed"]
        assert said == "Made Churn active again, with Infrastructure"
    after = Document.open(path, read_only=True).state
    assert project_settings(after, TODAY, CHURN).active
    assert owner_of(after, TODAY, ("project", CHURN)) == INFRA


def test_that_goals_are_ranked_and_served_with_the_pointer(
    screen: str, tmp_path: Path, state: State
) -> None:
    path = tmp_path / "pointer.teamtide"
    goals = [{"name": name, "rank": None, "wanted_share": 0.3} for name in ("Keep", "Grow")]
    Document.create(path, state.apply(add_many(state, Goal, goals, "Added goals"))).close()
    with Running(screen, path, "goals") as running:
        lines, _ = running.places()
        over = lines["2   Grow"]
        running.drag(lines["Churn"], over)
        assert running.lines.until("preview")["preview"] == "Churn serves Grow"
        running.let_go(over)
        assert running.lines.until("changed")["changed"] == "Churn serves Grow"
        lines, _ = running.places()
        top = (lines["1   Keep"][0], lines["1   Keep"][1] - 8)
        running.drag(lines["2   Grow"], top)
        running.let_go(top)
        assert running.lines.until("changed")["changed"] == "Ranked Grow"
    after = Document.open(path, read_only=True).state
    assert [row.name for row in ranked(after)] == ["Grow", "Keep"]
    assert [row.rank for row in after.rows(Goal)] == [1, 2]
    assert after.get(Project, CHURN).goal == ranked(after)[0].id
