"""A hand at the real window: a virtual screen, the window in a process of its own, a pointer."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any

import pytest

Point = tuple[int, int]
Look = dict[str, Any]
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


@contextmanager
def virtual_screen() -> Iterator[str]:
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
    """The window in a process of its own, and a pointer over it; `more` as the app's usage says."""

    def __init__(self, screen: str, path: Path, *more: str) -> None:
        self._environment = {
            **os.environ,
            "DISPLAY": screen,
            "QT_QPA_PLATFORM": "xcb",
            "PYTHONPATH": os.pathsep.join(sys.path),
            "TEAMTIDE_DATA": str(path.parent / "data"),
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
        words: list[object] = ["mousemove", x, y, "sleep", 0.2, "mousedown", 1, "sleep", 0.1]
        for step in range(1, 13):
            at = (round(x + (to_x - x) * step / 12), round(y + (to_y - y) * step / 12))
            words += ["mousemove", *at, "sleep", 0.04]
        self.pointer(*words)

    def let_go(self, at: Point) -> None:
        self.pointer("mousemove", at[0] + 2, at[1] + 1, "sleep", 0.2, "mouseup", 1)

    def places(self) -> tuple[dict[str, Point], dict[str, Point]]:
        """Where cards (or lines) and columns are now."""
        found = self.lines.until("cards")
        return found["cards"], found.get("columns", {})  # type: ignore[return-value]

    def look(self, settled: Callable[[Look], bool] = lambda _: True, looks: int = 200) -> Look:
        """What is on screen once that is `settled`; the last look where it never is."""
        seen: Look = {}
        for _ in range(looks):
            assert self.app.stdin is not None
            self.app.stdin.write("look\n")
            self.app.stdin.flush()
            seen = self.lines.until("look")["look"]  # type: ignore[assignment]
            if settled(seen):
                break
        return seen
