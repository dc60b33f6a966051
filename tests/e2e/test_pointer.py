"""A drag with a real pointer, on a real (virtual) screen, in the real window."""

from __future__ import annotations

from pathlib import Path

import pytest

from teamtide.plan.commands import add_many
from teamtide.plan.document import Document
from teamtide.plan.goals import ranked
from teamtide.plan.overlay import owner_of, project_settings, shares_at
from teamtide.plan.rows import Goal, Project
from teamtide.plan.state import State
from tests.e2e.pointer import Running
from tests.examples import ANA, CHURN, INFRA, START, TODAY

pytestmark = pytest.mark.xvfb


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
