"""The child process alone, at the end of real pipes."""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from teamtide.capacity.engine import compute
from teamtide.plan.inputs import inputs_of
from teamtide.workers.frames import Ask, Frames, Reply, frame, pack_arguments
from teamtide.workers.plans import PlanSender
from tests.examples import OPTION, TODAY, small_state

ROOT = Path(__file__).resolve().parents[1]
PATIENCE_S = 60.0


class Pipes:
    """A child process and what it said."""

    def __init__(self, folder: Path) -> None:
        path = os.pathsep.join((str(ROOT / "app"), str(ROOT)))
        self.errors = folder / "errors.txt"
        with self.errors.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "teamtide", "--worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env={**os.environ, "PYTHONPATH": path},
            )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.into, self.out = self.process.stdin, self.process.stdout
        self.frames = Frames()
        self.plans = PlanSender()
        self.generation = 0
        self.replies: list[Reply] = []

    def ask(self, topic: str, job: str, *arguments: object) -> int:
        self.generation += 1
        packed, wanted = pack_arguments(arguments)
        for part in self.plans.parts(wanted):
            self.into.write(frame(part.message))
        plans = tuple(map(self.plans.number, wanted))
        place = f"tests.worker_jobs:{job}" if job else None
        self.into.write(frame(Ask(topic, self.generation, place, packed, plans)))
        self.into.flush()
        return self.generation

    def reply(self) -> Reply:
        """The next thing it says that is no progress."""
        while True:
            while self.replies:
                reply = self.replies.pop(0)
                if reply.kind != "progress":
                    return reply
            data = os.read(self.out.fileno(), 1 << 16)
            assert data, self.errors.read_text(encoding="utf-8")
            self.replies += self.frames.feed(data)

    def result(self, topic: str, job: str, *arguments: object) -> Any:
        generation = self.ask(topic, job, *arguments)
        while True:
            reply = self.reply()
            if reply.generation == generation and reply.kind != "partial":
                assert reply.kind == "result", reply
                return reply.payload

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        self.out.close()
        with suppress(BrokenPipeError):
            self.into.close()


@pytest.fixture
def pipes(tmp_path: Path) -> Iterator[Pipes]:
    made = Pipes(tmp_path)
    yield made
    made.close()


def waited_for(path: Path) -> str:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if path.exists() and path.read_text(encoding="utf-8"):
            return path.read_text(encoding="utf-8")
        time.sleep(0.01)
    raise AssertionError(f"{path.name} was not written")


def gone(process_id: int) -> bool:
    """Whether a process has ended (one that nobody has asked after yet has, too)."""
    try:
        status = Path(f"/proc/{process_id}/stat").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return True
    return status.rpartition(")")[2].split()[0] == "Z"


def test_that_a_child_has_neither_qt_nor_sql_nor_the_command_line_after_a_job(
    pipes: Pipes,
) -> None:
    pipes.result("load", "used", inputs_of(small_state(), TODAY))
    assert pipes.result("modules", "imported") == []


def test_that_results_are_those_of_this_process_bit_for_bit(pipes: Pipes) -> None:
    for scenario in (TODAY, OPTION):
        inputs = inputs_of(small_state(), scenario)
        there = pipes.result("load", "used", inputs)
        here = [team.used for team in compute(inputs).teams]
        for one, other in zip(there, here, strict=True):
            assert one.tobytes() == other.tobytes()
            assert not one.flags.writeable


def test_that_a_newer_ask_ends_the_one_before_within_its_slice(
    pipes: Pipes, tmp_path: Path
) -> None:
    mark = tmp_path / "mark"
    pipes.ask("topic", "endless", str(mark))
    waited_for(mark)
    newest = pipes.ask("topic", "echo", "newer")
    reply = pipes.reply()
    assert (reply.generation, reply.payload) == (newest, "newer")
    assert mark.read_text(encoding="utf-8") == "taken back"


def test_that_an_ask_taken_back_is_not_answered(pipes: Pipes, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    pipes.ask("topic", "endless", str(mark))
    waited_for(mark)
    pipes.ask("topic", "")
    assert pipes.result("other", "echo", 1) == 1
    assert not pipes.replies


def test_that_topics_take_turns(pipes: Pipes, tmp_path: Path) -> None:
    pipes.ask("slow", "count", 400, str(tmp_path / "mark"))
    assert pipes.result("quick", "echo", np.arange(3)).tolist() == [0, 1, 2]
    assert not (tmp_path / "mark").exists()
    while (reply := pipes.reply()).kind == "partial":
        pass
    assert (reply.topic, reply.kind, reply.payload) == ("slow", "result", 400)


def test_that_two_long_jobs_advance_side_by_side(pipes: Pipes, tmp_path: Path) -> None:
    for topic in ("one", "other"):
        pipes.ask(topic, "count", 60, str(tmp_path / topic))
    order = [pipes.reply().topic for _ in range(120)]
    halves = [order[:60].count("one"), order[60:].count("one")]
    assert min(halves) >= 20


def test_that_a_fault_of_ours_is_a_sentence_and_its_place_is_in_the_log(pipes: Pipes) -> None:
    pipes.ask("topic", "broken", "Ana Silva")
    reply = pipes.reply()
    assert reply.kind == "failed"
    assert reply.payload.startswith("Something went wrong in Teamtide")
    logged = pipes.errors.read_text(encoding="utf-8")
    assert "KeyError" in logged
    assert "worker_jobs" in logged
    assert "Ana" not in logged
    assert pipes.result("topic", "echo", 2) == 2


def test_that_a_child_that_cannot_go_on_ends_and_logs_no_text(pipes: Pipes) -> None:
    body = b"cbuiltins\nint\n(VZelda Quux\ntR."  # pickled: int("Zelda Quux")
    pipes.into.write(struct.pack("<Q", len(body)) + body)
    pipes.into.flush()
    assert pipes.process.wait(30) == 1
    said = pipes.errors.read_text(encoding="utf-8")
    assert "ValueError" in said
    assert "frames.py" in said
    assert "Zelda" not in said


def test_that_what_a_job_refuses_is_told_in_its_own_words(pipes: Pipes) -> None:
    pipes.ask("topic", "refused")
    reply = pipes.reply()
    assert (reply.kind, reply.payload.partition(":")[0]) == ("failed", "Nothing to compare")
    assert pipes.errors.read_text(encoding="utf-8") == ""


def test_that_an_unknown_job_fails_and_the_next_is_done(pipes: Pipes) -> None:
    pipes.ask("topic", "nowhere")
    assert pipes.reply().kind == "failed"
    assert pipes.result("topic", "echo", 3) == 3


def test_that_what_is_printed_never_gets_among_the_frames(pipes: Pipes) -> None:
    assert pipes.result("topic", "chatty") == "said"
    logged = pipes.errors.read_text(encoding="utf-8")
    assert "this is no frame" in logged
    assert len(logged) > 300_000


@pytest.mark.skipif(not hasattr(os, "nice"), reason="this system has no niceness")
def test_that_a_child_lets_everything_else_go_first(pipes: Pipes) -> None:
    assert pipes.result("topic", "pid")[1] > os.nice(0)


def test_that_the_end_of_the_pipe_ends_a_child_in_the_middle_of_a_computation(
    pipes: Pipes, tmp_path: Path
) -> None:
    pipes.ask("topic", "endless", str(tmp_path / "mark"))
    waited_for(tmp_path / "mark")
    pipes.into.close()
    assert pipes.process.wait(timeout=PATIENCE_S) == 0


PARENT = """
import os, subprocess, sys
from teamtide.workers.frames import Ask, frame, pack_arguments
child = subprocess.Popen(
    [sys.executable, "-m", "teamtide", "--worker"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
)
packed = pack_arguments((sys.argv[1],))[0]
child.stdin.write(frame(Ask("topic", 1, "tests.worker_jobs:endless", packed)))
child.stdin.flush()
child.wait()
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_that_no_child_outlives_a_parent_that_was_killed(tmp_path: Path) -> None:
    path = os.pathsep.join((str(ROOT / "app"), str(ROOT)))
    mark = tmp_path / "mark"
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(mark)], env={**os.environ, "PYTHONPATH": path}
    )
    child = int(waited_for(mark))
    assert not gone(child)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    end = time.monotonic() + PATIENCE_S
    while not gone(child) and time.monotonic() < end:
        time.sleep(0.01)
    assert gone(child)
