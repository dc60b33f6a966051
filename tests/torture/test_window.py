"""Five hundred commands at the real window leave nothing behind: the short form of `make torture`.

Times are never asserted here: other programs share the machine.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextlib import nullcontext
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from teamtide.ui.banner import Banner
from tests.plan.full_plan import ROOT
from tests.torture import counting, window
from tests.torture.failing import Failed


def test_that_a_window_does_not_grow_old(tmp_path: Path) -> None:
    """In a process of its own, in which nothing else has made widgets, processes or threads."""
    ran = subprocess.run(
        [
            *(sys.executable, "-m", "tests.torture", "window", "--untimed"),
            *("--commands", "500", "--people", "40", "--seed", "7"),
        ],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "app"), str(ROOT)])},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=1500,
    )
    assert ran.returncode == 0, ran.stdout
    assert "500 commands" in ran.stdout


def test_that_what_is_left_behind_is_counted(qtbot: QtBot) -> None:
    place = QWidget()
    qtbot.addWidget(place)
    before, ours = counting.below(place), counting.ours()
    leaks = [Banner("hint", place), Banner("hint")]
    qtbot.addWidget(leaks[1])
    assert counting.more(counting.below(place), before)["Banner"] == 2
    assert counting.more(counting.ours(), ours) == {"Banner": 2}
    assert counting.more(before, before) == {}


def test_that_processes_threads_and_files_are_counted(tmp_path: Path) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("only told where there is /proc")
    children, threads, files = counting.children(), counting.threads(), counting.open_files()
    over = threading.Event()
    thread = threading.Thread(target=over.wait)
    thread.start()
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        with (tmp_path / "open").open("w"):
            assert counting.children() - children == {str(child.pid)}
            assert counting.threads() == (threads[0] + 1, threads[1] + 1)
            assert str(tmp_path / "open") in counting.more(counting.open_files(), files)
    finally:
        over.set()
        thread.join()
        child.communicate(b"\n")
    assert counting.children() == children
    assert counting.memory() > 10


@pytest.mark.parametrize(
    ("memory", "medians", "held"),
    [
        ([100.0, 119.0], [10.0, 14.0], True),
        ([100.0, 121.0, 100.0], [10.0, 10.0], False),
        ([100.0, 90.0], [10.0, 16.0, 10.0], False),
    ],
)
def test_that_growing_and_slowing_are_held(
    memory: list[float], medians: list[float], held: bool
) -> None:
    found = window.Found(
        memory=dict(enumerate(memory)),
        medians={500: 99.0} | {window.FIRST + 500 * (n + 1): t for n, t in enumerate(medians)},
    )
    with nullcontext() if held else pytest.raises(Failed):
        window.hold(found, timed=True)
