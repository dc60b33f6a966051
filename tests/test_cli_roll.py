"""`teamtide roll`: a plan file rolled forward without a window."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from teamtide.cli import run
from teamtide.exchange.sample import sample_state
from teamtide.plan.document import Document
from teamtide.plan.rows import Chunk
from teamtide.plan.state import State


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "plan.teamtide"
    Document.create(path, sample_state()).close()
    return path


def state_of(path: Path) -> State:
    document = Document.open(path, read_only=True)
    document.close()
    return document.state


def said(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_that_it_rolls_forward_in_one_step_and_says_what_came_of_it(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["roll", str(file), "--to", "2026-03-02", "--json"]) == 0
    found = said(capsys)
    assert (found["start"], found["weeks"]) == ("2026-03-02", 30)
    assert {"finished", "running", "late", "changes", "notes"} <= set(found)
    assert [line["becomes"] for line in found["late"]] == ["continue"]
    state = state_of(file)
    assert (state.plan.start, state.plan.began) == (date(2026, 3, 2), date(2026, 1, 5))
    done = {line["chunk"].split(" / ")[1] for line in found["finished"]}
    assert done == {row.name for row in state.rows(Chunk) if row.done == expected(row)}


def expected(row: Chunk) -> float:
    if row.low is None or row.high is None:
        return row.likely
    return 0.3 * row.low + 0.4 * row.likely + 0.3 * row.high


def test_that_a_dry_run_writes_nothing(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = state_of(file).tables
    assert run(["roll", str(file), "--to", "2026-03-02", "--dry-run"]) == 0
    assert "would start on 2 Mar 2026" in capsys.readouterr().out
    assert state_of(file).tables == before


def test_that_days_done_can_be_given_and_late_work_dropped(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "Churn model / Feature work"
    arguments = ["--to", "2026-03-02", "--late", "drop", "--done", f"{name}=5", "--json"]
    assert run(["roll", str(file), *arguments]) == 0
    late = {line["chunk"]: line for line in said(capsys)["late"]}
    assert late[name]["done"] == 5
    row = next(one for one in state_of(file).rows(Chunk) if one.name == "Feature work")
    assert (row.low, row.likely, row.high, row.done) == (None, 5, None, 5)


def test_that_the_end_can_be_kept(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    end = state_of(file).plan.end
    assert run(["roll", str(file), "--to", "2026-03-02", "--keep", "end", "--json"]) == 0
    assert said(capsys)["weeks"] == 22
    assert state_of(file).plan.end == end


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--to", "2026-03-03"], 1, "is not a Monday"),
        (["--to", "2026-01-05"], 1, "already"),
        (["--to", "soon"], 2, "is not a date"),
        (["--to", "2026-03-02", "--late", "never"], 2, "continue, done, drop, leave"),
        (["--to", "2026-03-02", "--keep", "it"], 2, "use weeks or end"),
        (["--to", "2026-03-02", "--done", "Nothing=3"], 1, "names no chunk"),
        (["--to", "2026-03-02", "--done", "Churn model / Feature work=x"], 1, "not a number"),
    ],
)
def test_that_what_will_not_do_is_refused_in_a_sentence(
    file: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
    words: str,
) -> None:
    before = state_of(file).tables
    assert run(["roll", str(file), *arguments]) == code
    assert words in " ".join(capsys.readouterr().err.replace("│", " ").split())
    assert state_of(file).tables == before
