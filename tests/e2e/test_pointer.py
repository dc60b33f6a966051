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

from teamtide.plan.document import Document
from teamtide.plan.overlay import shares_at
from teamtide.plan.state import State
from tests.examples import ANA, INFRA, START, TODAY

pytestmark = pytest.mark.xvfb
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


def test_that_a_card_dragged_with_the_pointer_lands_and_is_on_disk(
    screen: str, tmp_path: Path, state: State
) -> None:
    path = tmp_path / "pointer.teamtide"
    Document.create(path, state).close()
    environment = {
        **os.environ,
        "DISPLAY": screen,
        "QT_QPA_PLATFORM": "xcb",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    app = subprocess.Popen(
        [sys.executable, "-m", "tests.e2e.pointer_app", str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=Path(__file__).resolve().parents[2],
    )
    lines = Lines(app)

    def pointer(*words: object) -> None:
        subprocess.run(["xdotool", *map(str, words)], check=True, env=environment, timeout=20)

    try:
        found = lines.until("cards")
        x, y = found["cards"]["Ana Silva"]  # type: ignore[index]
        to_x, to_y = found["columns"]["Infrastructure"]  # type: ignore[index]
        pointer("mousemove", x, y, "sleep", 0.2, "mousedown", 1, "sleep", 0.1)
        for step in range(1, 13):
            part = step / 12
            pointer(
                "mousemove",
                round(x + (to_x - x) * part),
                round(y + (to_y - y) * part),
                "sleep",
                0.04,
            )
        shown = lines.until("preview")
        assert shown["preview"] == "Moved Ana Silva to Infrastructure"
        before = Document.open(path, read_only=True)
        assert before.state == state, "hovering wrote to the file"
        pointer("mousemove", to_x + 2, to_y + 2, "sleep", 0.2, "mouseup", 1)
        assert lines.until("changed")["changed"] == "Moved Ana Silva to Infrastructure"
    finally:
        errors = _end(app)
    assert app.returncode == 0, errors
    with_move = Document.open(path, read_only=True)
    assert shares_at(with_move.state, TODAY, ANA, START) == {INFRA: 1.0}
