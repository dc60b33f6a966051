"""What the window asks of its child processes, with real ones."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from teamtide.plan.inputs import inputs_of
from teamtide.ui.background import Advance, Answer, Background, Failure, Job
from teamtide.ui.lane import ENDED_AGAIN, Lane
from tests.examples import TODAY, small_state
from tests.test_worker_child import gone, waited_for
from tests.worker_jobs import Holder

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_MS = 60_000
NAMES = (
    *("echo", "imported", "pid", "count", "endless", "die", "broken", "refused", "used", "shared"),
)
TEST_JOBS = {
    **{name: Job(f"tests.worker_jobs:{name}") for name in NAMES},
    "other_pid": Job("tests.worker_jobs:pid", "searches"),
}


class Heard:
    """Everything a background says."""

    def __init__(self, background: Background) -> None:
        self.answers: list[Answer] = []
        self.advances: list[Advance] = []
        self.failures: list[Failure] = []
        self.busy: list[frozenset[str]] = []
        self.troubles: list[str] = []
        background.answered.connect(self.answers.append)
        background.progressed.connect(self.advances.append)
        background.failed.connect(self.failures.append)
        background.busy_changed.connect(self.busy.append)
        background.trouble.connect(self.troubles.append)

    @property
    def final(self) -> dict[str, object]:
        return {answer.topic: answer.payload for answer in self.answers if answer.final}


@pytest.fixture
def background(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Background]:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    made = Background(jobs=TEST_JOBS)
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def heard(background: Background) -> Heard:
    return Heard(background)


def idle(qtbot: QtBot, background: Background) -> None:
    qtbot.waitUntil(lambda: not background.busy, timeout=PATIENCE_MS)


def lanes(background: Background) -> list[Lane]:
    return background.findChildren(Lane)


def test_that_an_answer_comes_as_a_signal(
    background: Background, heard: Heard, qtbot: QtBot
) -> None:
    background.ask("topic", "echo", ({"a": (1, 2)},))
    assert background.busy == {"topic"}
    idle(qtbot, background)
    assert heard.answers == [Answer("topic", {"a": (1, 2)}, final=True)]
    assert heard.busy == [frozenset({"topic"}), frozenset()]
    assert heard.advances == [Advance("topic", 0, 1)]
    assert not heard.failures


def test_that_only_the_newest_ask_of_a_topic_is_answered(
    background: Background, heard: Heard, qtbot: QtBot, tmp_path: Path
) -> None:
    background.ask("topic", "endless", (str(tmp_path / "mark"),))
    qtbot.waitUntil((tmp_path / "mark").exists, timeout=PATIENCE_MS)
    for number in range(20):
        background.ask("topic", "echo", (number,))
    idle(qtbot, background)
    assert heard.answers == [Answer("topic", 19, final=True)]


def test_that_what_was_taken_back_is_answered_no_more(
    background: Background, heard: Heard, qtbot: QtBot, tmp_path: Path
) -> None:
    background.ask("topic", "count", (2000, str(tmp_path / "mark")))
    qtbot.waitUntil(lambda: bool(heard.answers), timeout=PATIENCE_MS)
    background.cancel("topic")
    assert not background.busy
    before = len(heard.answers)
    background.ask("other", "echo", ("after",))
    idle(qtbot, background)
    assert heard.answers[before:] == [Answer("other", "after", final=True)]
    assert not (tmp_path / "mark").exists()


def test_that_first_answers_come_before_the_final_one(
    background: Background, heard: Heard, qtbot: QtBot, tmp_path: Path
) -> None:
    background.ask("topic", "count", (5, str(tmp_path / "mark")))
    idle(qtbot, background)
    assert heard.answers == [
        *(Answer("topic", n, final=False) for n in range(5)),
        Answer("topic", 5, final=True),
    ]
    assert heard.advances == [Advance("topic", n + 1, 5) for n in range(5)]


def test_that_two_topics_are_answered_side_by_side(
    background: Background, heard: Heard, qtbot: QtBot, tmp_path: Path
) -> None:
    background.ask("slow", "count", (300, str(tmp_path / "mark")))
    background.ask("quick", "echo", (1,))
    qtbot.waitUntil(lambda: "quick" in heard.final, timeout=PATIENCE_MS)
    assert background.busy == {"slow"}
    idle(qtbot, background)
    assert heard.final == {"quick": 1, "slow": 300}


def test_that_searches_have_a_process_of_their_own(
    background: Background, heard: Heard, qtbot: QtBot
) -> None:
    background.ask("curves", "pid", ())
    background.ask("curves too", "pid", ())
    background.ask("search", "other_pid", ())
    idle(qtbot, background)
    pids = {topic: found[0] for topic, found in heard.final.items()}  # type: ignore[index]
    assert pids["curves"] == pids["curves too"] != pids["search"]
    assert len(lanes(background)) == 2


def test_that_a_job_that_fails_gives_its_sentence(
    background: Background, heard: Heard, qtbot: QtBot
) -> None:
    background.ask("topic", "refused", ())
    background.ask("fault", "broken", ("Ana Silva",))
    idle(qtbot, background)
    said = {failure.topic: failure.sentence for failure in heard.failures}
    assert said["topic"].startswith("Nothing to compare")
    assert said["fault"].startswith("Something went wrong")
    assert not heard.answers


def test_that_a_plan_whose_chunks_wait_for_one_another_fails_with_a_sentence(
    background: Background, heard: Heard, qtbot: QtBot
) -> None:
    inputs = inputs_of(small_state(), TODAY)
    explore, build, *rest = inputs.chunks
    cycle = replace(inputs, chunks=(replace(explore, after=(1,)), build, *rest))
    background.ask("topic", "used", (cycle,))
    idle(qtbot, background)
    (failure,) = heard.failures
    assert "Explore" in failure.sentence
    assert "Build" in failure.sentence
    assert failure.sentence.endswith(".")


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
def test_that_a_killed_process_is_started_again_with_what_it_was_asked(
    background: Background, heard: Heard, qtbot: QtBot, tmp_path: Path
) -> None:
    mark = tmp_path / "mark"
    inputs = inputs_of(small_state(), TODAY)
    background.ask("load", "used", (inputs,))
    idle(qtbot, background)
    background.ask("endless", "endless", (str(mark),))
    background.ask("load", "used", (inputs,))
    qtbot.waitUntil(mark.exists, timeout=PATIENCE_MS)
    first = int(waited_for(mark))
    mark.unlink()
    os.kill(first, signal.SIGKILL)
    qtbot.waitUntil(mark.exists, timeout=PATIENCE_MS)
    second = int(waited_for(mark))
    assert second != first
    background.cancel("endless")
    idle(qtbot, background)
    assert len([answer for answer in heard.answers if answer.topic == "load"]) == 2
    (sentence,) = heard.troubles
    assert sentence.startswith("A helper process of Teamtide ended by itself")


def test_that_a_process_that_dies_idle_is_started_again_without_a_word(
    background: Background, heard: Heard, qtbot: QtBot
) -> None:
    background.ask("topic", "echo", (1,))
    idle(qtbot, background)
    (lane,) = lanes(background)
    first = lane.process_id
    os.kill(first, signal.SIGTERM)
    qtbot.waitUntil(lambda: lane.process_id == 0, timeout=PATIENCE_MS)
    background.ask("topic", "echo", (2,))
    idle(qtbot, background)
    assert heard.final == {"topic": 2}
    assert not heard.troubles
    assert lane.process_id not in (0, first)


def test_that_it_is_told_once_however_often_processes_end(
    background: Background, heard: Heard, qtbot: QtBot, tmp_path: Path
) -> None:
    for number in range(3):
        background.ask("topic", "die", (str(tmp_path / f"mark{number}"), 1))
        idle(qtbot, background)
    assert heard.final == {"topic": 1}
    assert len(heard.answers) == 3
    assert len(heard.troubles) == 1


def test_that_a_job_that_ends_its_process_again_is_given_up(
    background: Background, heard: Heard, qtbot: QtBot, tmp_path: Path
) -> None:
    background.ask("topic", "die", (str(tmp_path / "mark"), 9))
    idle(qtbot, background)
    assert heard.failures == [Failure("topic", ENDED_AGAIN)]
    background.ask("topic", "echo", (1,))
    idle(qtbot, background)
    assert heard.final == {"topic": 1}


def test_that_a_program_that_cannot_be_started_is_said(
    background: Background, heard: Heard, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.executable", str(ROOT / "no" / "such" / "program"))
    background.ask("topic", "echo", (1,))
    background.ask("other", "echo", (1,))
    idle(qtbot, background)
    assert {failure.topic for failure in heard.failures} == {"topic", "other"}
    assert all("could not be started" in failure.sentence for failure in heard.failures)
    assert not heard.answers


def test_that_a_changed_plan_shares_what_did_not_change_over_there(
    background: Background, heard: Heard, qtbot: QtBot
) -> None:
    one = inputs_of(small_state(), TODAY)
    other = replace(one, people=(replace(one.people[0], fte=0.5), *one.people[1:]))
    background.ask("before", "used", (one,))
    idle(qtbot, background)
    background.ask("topic", "shared", (one, other))
    idle(qtbot, background)
    assert heard.final["topic"] == (len(one.people) - 1, len(one.chunks), other)


def test_that_plans_deep_in_the_arguments_arrive(
    background: Background, heard: Heard, qtbot: QtBot
) -> None:
    one, other = (inputs_of(small_state(), TODAY) for _ in range(2))
    sent = {"pair": (one, other), "list": [Holder(one)]}
    background.ask("topic", "echo", (sent,))
    idle(qtbot, background)
    assert heard.final["topic"] == sent


def test_that_closing_ends_the_processes_and_their_answers(
    background: Background, heard: Heard, qtbot: QtBot, tmp_path: Path
) -> None:
    background.ask("endless", "endless", (str(tmp_path / "mark"),))
    background.ask("search", "other_pid", ())
    qtbot.waitUntil((tmp_path / "mark").exists, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: "search" in heard.final, timeout=PATIENCE_MS)
    ids = [lane.process_id for lane in lanes(background)]
    background.close()
    assert all(gone(process_id) for process_id in ids)
    background.ask("topic", "echo", (1,))
    assert not background.busy
    said = len(heard.answers)
    QCoreApplication.processEvents()
    time.sleep(0.05)
    QCoreApplication.processEvents()
    assert len(heard.answers) == said


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc")
def test_that_no_socket_of_the_network_is_opened(
    background: Background, heard: Heard, qtbot: QtBot
) -> None:
    def inodes() -> set[str]:
        families = ("tcp", "tcp6", "udp", "udp6")
        lines = [Path(f"/proc/self/net/{name}").read_text().splitlines()[1:] for name in families]
        return {line.split()[9] for found in lines for line in found}

    def sockets(process_id: int | str) -> set[str]:
        links = (str(entry.readlink()) for entry in Path(f"/proc/{process_id}/fd").iterdir())
        return {link[8:-1] for link in links if link.startswith("socket:")}

    background.ask("topic", "echo", (1,))
    idle(qtbot, background)
    (lane,) = lanes(background)
    assert not sockets(lane.process_id) & inodes()
    assert not sockets(lane.process_id)
