"""`teamtide history`: what was done to a plan, listed without a window."""

from __future__ import annotations

from pathlib import Path

import pytest

from teamtide.plan import history
from teamtide.plan.commands import edit_plan
from teamtide.plan.document import Document
from teamtide.plan.placing import move_people
from tests.conftest import ticking
from tests.examples import ANA, INFRA, OPTION, SQUAD, START, small_state
from tests.test_cli import answer, teamtide


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """One, Two, the second set aside by Ana's move, and one undone."""
    document = Document.create(tmp_path / "plan.teamtide", small_state(), clock=ticking())
    document.apply(edit_plan(document.state, name="One"))
    document.apply(edit_plan(document.state, name="Two"))
    document.undo()
    document.apply(
        move_people(
            document.state, scenario=OPTION, people=[ANA], source=SQUAD, target=INFRA, as_of=START
        )
    )
    document.apply(edit_plan(document.state, weeks=20))
    document.undo()
    document.close()
    return document.path


def test_that_the_steps_are_listed_newest_first_and_the_file_is_left_alone(plan: Path) -> None:
    before = plan.read_bytes()
    found = answer("history", plan)
    assert (found["now"], found["folded"]) == (3, False)
    told = [(s["id"], s["follows"], s["label"], s["stands"]) for s in found["steps"]]
    assert told == [
        (4, 3, "Changed the plan's weeks to 20", "undone"),
        (3, 1, "Moved Ana Silva to Infrastructure", "now"),
        (2, 1, "Changed the plan's name to Two", "set aside"),
        (1, None, "Changed the plan's name to One", "applied"),
    ]
    assert [step["scenario"] for step in found["steps"]] == [None, "Split", None, None]
    lines = teamtide("history", plan).stdout.splitlines()
    assert [line[18:27].strip() for line in lines] == ["undone", "now", "set aside", "applied"]
    assert lines[1].endswith("Moved Ana Silva to Infrastructure (Split)")
    assert plan.read_bytes() == before


def test_that_folded_steps_and_none_are_said(
    plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "MOST_STEPS", 1)
    document = Document.open(plan)
    document.apply(edit_plan(document.state, name="Last"))
    document.close()
    assert answer("history", plan)["folded"]
    assert "Older steps were folded away" in teamtide("history", plan).stdout
    teamtide("new", tmp_path / "new.teamtide")
    assert teamtide("history", tmp_path / "new.teamtide").stdout == "Nothing has been changed yet\n"
