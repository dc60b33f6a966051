"""What is freed stands below the inspector: while it hovers, and after."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from teamtide.plan.commands import add_many, edit, edit_all
from teamtide.plan.goals import serve
from teamtide.plan.overlay import project_settings
from teamtide.plan.pausing import delay, rest
from teamtide.plan.placing import move_people
from teamtide.plan.rows import Chunk, Goal, GoalId
from teamtide.ui.background import Background
from teamtide.ui.inspector.freed_panel import FreedPanel
from teamtide.ui.inspector.freed_words import NO_GOAL_STARVES, UPDATING
from teamtide.ui.inspector.panel import InspectorPanel
from teamtide.ui.session import Selection, Session
from tests.examples import (
    ANA,
    BUILD,
    CHURN,
    EXPLORE,
    INFRA,
    OPTION,
    PLATFORM,
    SQUAD,
    START,
    TODAY,
    UPGRADE,
)

PATIENCE_MS = 60_000
APP = Path(__file__).resolve().parents[3] / "app"
NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture
def background(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Background]:
    monkeypatch.setenv("PYTHONPATH", str(APP))
    made = Background()
    yield made
    made.close()


@pytest.fixture
def freed(panel: InspectorPanel) -> FreedPanel:
    return panel.freed


def start_churn(session: Session) -> None:
    session.run(lambda s: edit(s, s.get(Chunk, EXPLORE), start=START))


def test_that_what_hovers_over_the_tray_is_told_by_discipline_and_week(
    freed: FreedPanel, session: Session, qtbot: QtBot
) -> None:
    assert not freed.isVisible()
    session.show_preview(lambda s: rest(s, scenario=TODAY, projects=[CHURN]))
    qtbot.waitUntil(freed.isVisible)
    assert freed.title.text() == "Preview: Paused Churn"
    assert freed.headline.text() == f"32.6{NBSP}d freed"
    told = freed.bars.accessibleDescription()
    assert told == f"software 20{NBSP}d freed; data science 12.6{NBSP}d freed"
    tip = freed.bars.tip_at(QPointF(freed.bars.width() * 4.5 / 12, 10))
    assert tip == f"software, week of 2 Feb: 5{NBSP}d before, 0{NBSP}d after"
    assert freed.bars.tip_at(QPointF(5, freed.bars.height() + 50)) == ""
    session.show_preview(None)
    qtbot.waitUntil(lambda: not freed.isVisible())


def test_that_a_hover_that_is_about_no_project_says_nothing(
    freed: FreedPanel, session: Session, qtbot: QtBot
) -> None:
    session.show_preview(lambda s: rest(s, scenario=TODAY, projects=[CHURN]))
    qtbot.waitUntil(freed.isVisible)
    session.show_preview(
        lambda s: move_people(
            s, scenario=TODAY, people=[ANA], source=SQUAD, target=INFRA, as_of=START
        )
    )
    qtbot.waitUntil(lambda: not freed.isVisible())
    assert freed.told is None


def test_that_a_paused_project_that_is_selected_says_what_it_frees(
    freed: FreedPanel, session: Session, qtbot: QtBot
) -> None:
    session.run(lambda s: rest(s, scenario=TODAY, projects=[CHURN]))
    session.select(Selection("project", (CHURN,)))
    qtbot.waitUntil(freed.isVisible)
    assert freed.title.text() == "Churn is paused here"
    assert freed.headline.text() == f"32.6{NBSP}d freed"
    session.run(lambda s: rest(s, scenario=TODAY, projects=[CHURN, PLATFORM], status="cancelled"))
    session.select(Selection("project", (CHURN, PLATFORM)))
    qtbot.waitUntil(lambda: freed.title.text() == "Churn and Platform are cancelled here")
    assert freed.headline.text() == f"42.6{NBSP}d freed"
    session.select(Selection("person", (ANA,)))
    qtbot.waitUntil(lambda: not freed.isVisible())


def test_that_a_delay_says_what_moves_to_which_weeks_and_what_goes_beyond_the_plan(
    freed: FreedPanel, session: Session, qtbot: QtBot
) -> None:
    start_churn(session)
    session.run(lambda s: edit(s, s.get(Chunk, UPGRADE), after=(BUILD,)))
    session.show_preview(lambda s: delay(s, scenario=TODAY, projects=[CHURN], weeks=2))
    qtbot.waitUntil(freed.isVisible)
    assert freed.headline.text().endswith("move to other weeks")
    assert "Wide bars: days a week before. Thin bars: after." in freed.note.text()
    assert "beyond the weeks of this plan" in freed.note.text()
    assert freed.waiting.text() == "Platform follows and moves too."
    session.run(lambda s: delay(s, scenario=TODAY, projects=[CHURN], weeks=2))
    session.show_preview(None)
    session.select(Selection("project", (CHURN,)))
    qtbot.waitUntil(lambda: freed.title.text() == "Churn is 2 weeks later here")
    assert freed.headline.text().endswith("move to other weeks")


def test_that_a_project_that_waits_for_a_paused_one_is_named(
    freed: FreedPanel, session: Session, qtbot: QtBot
) -> None:
    session.run(lambda s: edit(s, s.get(Chunk, UPGRADE), after=(EXPLORE,)))
    session.show_preview(lambda s: rest(s, scenario=TODAY, projects=[CHURN]))
    qtbot.waitUntil(freed.isVisible)
    assert freed.waiting.text() == (
        "Platform waits for Churn, and is planned as if it keeps its dates."
    )


def test_that_waking_a_project_says_what_is_asked_for_again(
    freed: FreedPanel, session: Session, qtbot: QtBot
) -> None:
    session.run(lambda s: rest(s, scenario=TODAY, projects=[CHURN]))
    session.show_preview(lambda s: rest(s, scenario=TODAY, projects=[CHURN], status="active"))
    qtbot.waitUntil(freed.isVisible)
    assert freed.headline.text() == f"32.6{NBSP}d asked for again"


def test_that_goals_that_starve_because_of_it_follow_a_moment_later(
    freed: FreedPanel, session: Session, background: Background, qtbot: QtBot
) -> None:
    goals = [{"name": "Retention", "rank": 1, "wanted_share": 0.3}]
    session.run(lambda s: add_many(s, Goal, goals, "Added goals"))
    session.run(lambda s: serve(s, [CHURN], GoalId(1)))
    freed.use(background)
    session.show_preview(lambda s: rest(s, scenario=TODAY, projects=[CHURN]))
    qtbot.waitUntil(lambda: freed.goals.text() == UPDATING)
    qtbot.waitUntil(lambda: "▼ Retention" in freed.goals.text(), timeout=PATIENCE_MS)
    assert f"0{NBSP}% of 30{NBSP}% wanted" in freed.goals.text()
    assert f"{NBSP}d short" in freed.goals.text()
    session.show_preview(None)
    session.show_preview(lambda s: rest(s, scenario=TODAY, projects=[PLATFORM]))
    qtbot.waitUntil(lambda: freed.goals.text() == NO_GOAL_STARVES, timeout=PATIENCE_MS)
    session.show_preview(None)


def test_that_a_scenario_that_leaves_the_project_active_shows_nothing(
    freed: FreedPanel, session: Session, qtbot: QtBot
) -> None:
    session.run(lambda s: rest(s, scenario=OPTION, projects=[CHURN]))
    session.set_scenario(OPTION)
    session.select(Selection("project", (CHURN,)))
    qtbot.waitUntil(freed.isVisible)
    session.set_scenario(TODAY)
    assert project_settings(session.state, TODAY, CHURN).active
    qtbot.waitUntil(lambda: not freed.isVisible())


def test_that_a_hidden_inspector_works_nothing_out_until_it_is_seen(
    panel: InspectorPanel, session: Session, qtbot: QtBot
) -> None:
    panel.hide()
    session.run(lambda s: rest(s, scenario=TODAY, projects=[CHURN]))
    session.select(Selection("project", (CHURN,)))
    panel.freed.refresh()
    assert panel.freed.told is None
    panel.show()
    qtbot.waitUntil(panel.freed.isVisible)


def test_that_a_chunk_that_is_only_longer_is_no_pause(
    freed: FreedPanel, session: Session, qtbot: QtBot
) -> None:
    session.show_preview(lambda s: rest(s, scenario=TODAY, projects=[CHURN]))
    qtbot.waitUntil(freed.isVisible)
    session.show_preview(lambda s: edit_all(s, [s.get(Chunk, BUILD)], likely=30.0))
    qtbot.waitUntil(lambda: not freed.isVisible())
