"""`teamtide merge`: another copy brought in without a window."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from teamtide.cli import run
from teamtide.plan.commands import add, edit, edit_plan
from teamtide.plan.document import Document
from teamtide.plan.fresh import blank
from teamtide.plan.rows import Person, Team
from teamtide.plan.state import State
from tests.conftest import ticking
from tests.examples import ANA, BO, START, small_state
from tests.plan.full_plan import VERSIONS, folder_bytes


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """A plan and a copy of it, in which Ana works less than in the plan, and Bo elsewhere."""
    ours, theirs = tmp_path / "plan.teamtide", tmp_path / "copy.teamtide"
    document = Document.create(ours, small_state(), clock=ticking())
    document.apply(edit_plan(document.state, name="Shared"))
    document.copy_to(theirs)
    document.apply(edit(document.state, document.state.get(Person, ANA), fte=0.8))
    document.close()
    copy = Document.open(theirs)
    copy.apply(edit(copy.state, copy.state.get(Person, ANA), fte=0.5))
    copy.apply(edit(copy.state, copy.state.get(Person, BO), location="There"))
    copy.close()
    return ours, theirs


def state_of(path: Path) -> State:
    document = Document.open(path, read_only=True)
    document.close()
    return document.state


def said(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_that_what_the_copy_did_is_brought_in_as_one_step_that_undo_takes_back(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    ours, theirs = files
    before, copy = state_of(ours), theirs.read_bytes()
    assert run(["merge", *map(str, files), "--json"]) == 0
    assert said(capsys) == {
        "common": True,
        "here": 1,
        "there": 2,
        "changes": 1,
        "steps": [{"what": "location", "who": "Bo Chen", "before": "none", "after": "There"}],
        "conflicts": [
            {
                "what": "FTE",
                "who": "Ana Silva",
                "base": "1",
                "ours": "0.8",
                "theirs": "0.5",
                "counts": "ours",
            }
        ],
        "left_out": [],
    }
    assert state_of(ours).get(Person, BO).location == "There"
    assert state_of(ours).get(Person, ANA).fte == 0.8
    assert theirs.read_bytes() == copy
    document = Document.open(ours)
    assert document.next_undo is not None
    assert document.next_undo.label == "Merged copy.teamtide"
    document.undo()
    assert document.state == before
    document.close()
    assert run(["merge", *map(str, files)]) == 0
    assert run(["merge", *map(str, files), "--json"]) == 0


def test_that_theirs_counts_where_it_is_preferred_and_a_second_merge_brings_nothing(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["merge", *map(str, files), "--prefer", "theirs"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Since they parted: 1 change here, 2 changes there.",
        "Brought in:",
        "  Ana Silva, FTE: 0.8 → 0.5",
        "  Bo Chen, location: none → There",
        "Changed in both:",
        "  Ana Silva, FTE: 0.8 here, 0.5 there, was 1; theirs counts",
    ]
    assert run(["merge", *map(str, files), "--json"]) == 0
    found = said(capsys)
    assert (found["changes"], found["conflicts"]) == (0, [])


def test_that_a_dry_run_writes_nothing(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    before = folder_bytes(files[0].parent)
    assert run(["merge", *map(str, files), "--dry-run"]) == 0
    assert "Would bring in:" in capsys.readouterr().out
    assert folder_bytes(files[0].parent) == before


def test_that_what_is_no_copy_of_the_plan_is_refused_with_a_sentence(
    files: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.teamtide"
    stranger = blank(name="Other", start=START)
    for name in ("A", "B", "C", "D"):
        stranger = stranger.apply(add(stranger, Team, name=name))
    Document.create(other, stranger).close()
    before, bytes_before = state_of(files[0]), folder_bytes(tmp_path)
    refused = {
        other: "not copies of one plan",
        files[0]: "is the plan itself",
        tmp_path / "missing.teamtide": "is not there",
    }
    for path, sentence in refused.items():
        assert run(["merge", str(files[0]), str(path)]) == 1
        assert sentence in capsys.readouterr().err
    assert run(["merge", *map(str, files), "--prefer", "mine"]) == 2
    assert state_of(files[0]) == before
    after = folder_bytes(tmp_path)
    assert bytes_before | {"plan.teamtide": after["plan.teamtide"]} == after


def test_that_a_copy_of_an_older_version_is_read_and_left_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ours, theirs = tmp_path / "plan.teamtide", tmp_path / "old.teamtide"
    for path in (ours, theirs):
        shutil.copy(VERSIONS / "v2.teamtide", path)
    document = Document.open(ours)
    document.apply(edit_plan(document.state, name="Ours"))
    document.close()
    before = theirs.read_bytes()
    assert run(["merge", str(ours), str(theirs), "--json"]) == 0
    found = said(capsys)
    assert (found["common"], found["here"], found["there"], found["changes"]) == (True, 1, 0, 0)
    assert theirs.read_bytes() == before
