"""Pages of work in the inspector: projects, chunks in time, services, teams."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QWidget
from pytestqt.qtbot import QtBot

from teamtide.capacity.schedule import expected_effort
from teamtide.plan.assigning import set_rules
from teamtide.plan.commands import edit
from teamtide.plan.overlay import owner_of, project_settings, team_settings
from teamtide.plan.rows import Chunk, Surge, Team, TeamId
from teamtide.ui.fields.pickers import ManyField
from teamtide.ui.inspector.chunks import bars_of
from teamtide.ui.inspector.drawing import Bar, Timeline
from teamtide.ui.inspector.panel import InspectorPanel
from teamtide.ui.inspector.project_page import ProjectPage
from teamtide.ui.inspector.team_page import TeamPage
from teamtide.ui.inspector.work_pages import ChunkPage, ServicePage
from teamtide.ui.session import Selection
from tests.examples import ANA, BO, BUILD, CHURN, EKS, EXPLORE, OPTION, SQUAD, TODAY
from tests.ui.inspector.helpers import choose, labels, write

# Pop-ups and tooltips: what the offscreen platform says of things it cannot do.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def test_that_a_projects_status_belongs_to_the_scenario_and_goes_back_to_today(
    panel: InspectorPanel,
) -> None:
    session = panel.session
    session.set_scenario(OPTION)
    session.select(Selection("project", (CHURN,)))
    page = panel.page
    assert isinstance(page, ProjectPage)
    choose(page.form.fields["Status"], "paused")
    write(page.form.fields["Shift"], "3")
    state = session.state
    assert project_settings(state, OPTION, CHURN).status == "paused"
    assert project_settings(state, OPTION, CHURN).shift_weeks == 3
    assert project_settings(state, TODAY, CHURN).status == "active"
    panel.refresh()
    resets = [b for b in page.form.findChildren(QWidget) if "as in Today" in b.accessibleName()]
    assert {b.accessibleName() for b in resets if b.isVisible()} == {
        "Status: as in Today",
        "Shift: as in Today",
    }
    for button in resets:
        if button.accessibleName() == "Status: as in Today":
            button.click()  # type: ignore[attr-defined]
    assert project_settings(session.state, OPTION, CHURN).status == "active"


def test_that_an_owner_is_given_in_this_scenario_only(panel: InspectorPanel) -> None:
    session = panel.session
    session.set_scenario(OPTION)
    session.select(Selection("project", (CHURN,)))
    page = panel.page
    assert isinstance(page, ProjectPage)
    choose(page.form.fields["Owner"], "Enablement")
    assert owner_of(session.state, OPTION, ("project", CHURN)) == 3
    assert owner_of(session.state, TODAY, ("project", CHURN)) == SQUAD


def test_that_a_bar_is_moved_and_stretched_by_keys(panel: InspectorPanel, qtbot: QtBot) -> None:
    session = panel.session
    session.select(Selection("project", (CHURN,)))
    page = panel.page
    assert isinstance(page, ProjectPage)
    qtbot.keyClick(page.timeline, Qt.Key.Key_Right)
    assert session.state.get(Chunk, EXPLORE).start == date(2026, 1, 12)
    panel.refresh()
    qtbot.keyClick(page.timeline, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    chunk = session.state.get(Chunk, EXPLORE)
    assert (chunk.start, chunk.weeks) == (date(2026, 1, 12), 5)
    assert labels(session) == ["Moved Explore in time"] * 2


def test_that_a_bar_is_dragged_by_the_pointer_in_whole_weeks(
    panel: InspectorPanel, qtbot: QtBot
) -> None:
    session = panel.session
    session.select(Selection("project", (CHURN,)))
    page = panel.page
    assert isinstance(page, ProjectPage)
    line = page.timeline
    start = line.bar_rect(0).center().toPoint()
    week = (line.width() - 2) / session.state.plan.weeks
    end = start + type(start)(round(2.2 * week), 0)
    qtbot.mousePress(line, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(line, end)
    qtbot.mouseRelease(line, Qt.MouseButton.LeftButton, pos=end)
    assert session.state.get(Chunk, EXPLORE).start == date(2026, 1, 19)


def test_that_moving_a_bar_of_a_shifted_project_moves_the_chunk_by_as_much(
    panel: InspectorPanel, qtbot: QtBot
) -> None:
    session = panel.session
    session.set_scenario(OPTION)
    session.select(Selection("project", (CHURN,)))
    page = panel.page
    assert isinstance(page, ProjectPage)
    qtbot.keyClick(page.timeline, Qt.Key.Key_Right)
    write(page.form.fields["Shift"], "2")
    panel.refresh()
    qtbot.keyClick(page.timeline, Qt.Key.Key_Right)
    assert session.state.get(Chunk, EXPLORE).start == date(2026, 1, 19)


def test_that_chunks_are_added_to_the_project_and_reordered(panel: InspectorPanel) -> None:
    session = panel.session
    session.select(Selection("project", (CHURN,)))
    page = panel.page
    assert isinstance(page, ProjectPage)
    page.chunks.add_button.click()
    names = [c.name for c in session.state.where(Chunk, "project", CHURN)]
    assert names == ["Explore", "Build", "New chunk"]
    page.chunks.view.selectRow(2)
    page._reorder(-1)
    names = [c.name for c in session.state.where(Chunk, "project", CHURN)]
    assert names == ["Explore", "New chunk", "Build"]


def test_that_a_chunk_that_would_wait_for_itself_is_refused_in_its_field(
    panel: InspectorPanel,
) -> None:
    session = panel.session
    session.select(Selection("chunk", (EXPLORE,)))
    field = panel.page.findChildren(ManyField)[0]
    assert field.name == "After"
    assert "wait for one another" in field.commit((BUILD,))
    assert session.state.get(Chunk, EXPLORE).after == ()


def test_that_people_are_named_on_a_chunk_from_a_list(panel: InspectorPanel) -> None:
    session = panel.session
    session.select(Selection("chunk", (EXPLORE,)))
    field = next(f for f in panel.page.findChildren(ManyField) if f.name == "Who")
    field.open()
    for row in range(field.items.count()):
        if field.items.item(row).text() in ("Bo Chen", "Ana Silva"):
            field.items.item(row).setCheckState(Qt.CheckState.Checked)
    field.close_list()
    assert session.state.get(Chunk, EXPLORE).who == (ANA, BO)


def test_that_surges_of_a_service_are_added_in_its_page(panel: InspectorPanel) -> None:
    session = panel.session
    session.select(Selection("service", (EKS,)))
    page = panel.page
    assert isinstance(page, ServicePage)
    page.surges.add_button.click()
    (surge,) = session.state.rows(Surge)
    assert surge.service == EKS


def test_that_a_teams_ceremonies_belong_to_the_scenario(panel: InspectorPanel) -> None:
    session = panel.session
    session.set_scenario(OPTION)
    session.select(Selection("team", (SQUAD,)))
    page = panel.page
    assert isinstance(page, TeamPage)
    write(page.form.fields["Ceremonies"], "1")
    choose(page.form.fields["Interrupts"], "one person on call (rota)")
    choose(page.form.fields["Lead"], "Bo Chen")
    assert team_settings(session.state, OPTION, SQUAD).ceremony_hours == 1
    assert team_settings(session.state, OPTION, SQUAD).interrupts == "rota"
    assert team_settings(session.state, OPTION, SQUAD).lead == BO
    assert team_settings(session.state, TODAY, SQUAD).ceremony_hours == 2.5
    choose(page.form.fields["Colour"], "green")
    assert session.state.get(Team, SQUAD).colour == "#009E73"


def test_that_rules_for_kinds_of_work_are_ticked_in_the_teams_page(panel: InspectorPanel) -> None:
    session = panel.session
    session.set_scenario(OPTION)
    session.select(Selection("team", (SQUAD,), SQUAD))
    page = panel.page
    assert isinstance(page, TeamPage)
    field = page.form.fields["All work of"]
    assert isinstance(field, ManyField)
    tick(field, "support", "exploratory")
    assert owner_of(session.state, OPTION, ("kind", "support")) == SQUAD
    assert owner_of(session.state, OPTION, ("kind", "exploratory")) == SQUAD
    assert owner_of(session.state, TODAY, ("kind", "support")) is None
    panel.refresh()
    tick(field, "support")
    assert owner_of(session.state, OPTION, ("kind", "support")) is None
    session.select(Selection("team", (2,), TeamId(2)))
    other = panel.page.form.fields["All work of"]  # type: ignore[attr-defined]
    assert isinstance(other, ManyField)
    tick(other, "exploratory, now Squad")
    assert owner_of(session.state, OPTION, ("kind", "exploratory")) == 2
    panel.refresh()
    (back,) = (
        b
        for b in panel.page.findChildren(QToolButton)
        if b.accessibleName() == "All work of: as in Today" and b.isVisible()
    )
    back.click()
    assert owner_of(session.state, OPTION, ("kind", "exploratory")) is None


def test_that_an_option_takes_a_rule_of_today_away(panel: InspectorPanel) -> None:
    session = panel.session
    session.run(lambda s: set_rules(s, scenario=TODAY, team=SQUAD, kinds=["support"]))
    session.set_scenario(OPTION)
    session.select(Selection("team", (SQUAD,), SQUAD))
    field = panel.page.form.fields["All work of"]  # type: ignore[attr-defined]
    tick(field, "support")
    assert owner_of(session.state, OPTION, ("kind", "support")) is None
    assert owner_of(session.state, TODAY, ("kind", "support")) == SQUAD


def tick(field: ManyField, *texts: str) -> None:
    """Open a field's list, turn the ticks of some lines over, and close it."""
    field.open()
    for row in range(field.items.count()):
        item = field.items.item(row)
        if item.text() in texts:
            on = item.checkState() == Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)
    field.close_list()


def test_that_days_done_are_typed_on_a_chunks_page_and_told_everywhere(
    panel: InspectorPanel,
) -> None:
    session = panel.session
    session.select(Selection("chunk", (EXPLORE,)))
    page = panel.page
    assert isinstance(page, ChunkPage)
    effort = expected_effort(session.state.get(Chunk, EXPLORE))
    write(page.form.fields["Done"], "4")
    assert session.state.get(Chunk, EXPLORE).done == 4
    panel.refresh()
    told = f"4 of {effort:g} d done"
    assert page.subtitle.text().startswith(told)
    write(page.form.fields["Done"], "-1")
    assert page.form.fields["Done"].problem
    assert session.state.get(Chunk, EXPLORE).done == 4
    session.select(Selection("project", (CHURN,)))
    project = panel.page
    assert isinstance(project, ProjectPage)
    assert "of" in project.subtitle.text()
    assert project.subtitle.text().endswith("d done")
    (bar,) = bars_of(session, (session.state.get(Chunk, EXPLORE),))
    assert bar.done == pytest.approx(4 / effort)
    assert bar.told == told


def test_that_a_chunk_done_in_full_says_that_it_is_finished(panel: InspectorPanel) -> None:
    session = panel.session
    session.run(lambda s: edit(s, s.get(Chunk, EXPLORE), done=99.0))
    session.select(Selection("chunk", (EXPLORE,)))
    assert isinstance(panel.page, ChunkPage)
    if session.forecast is not None and session.forecast.outlook is not None:
        assert panel.page.expected_lines() == ("Finished before this plan starts",)
    (bar,) = bars_of(session, (session.state.get(Chunk, EXPLORE),))
    assert bar.done == 1.0


def test_that_the_small_timeline_draws_how_much_is_done(qtbot: QtBot) -> None:
    def drawn(done: float) -> bytes:
        timeline = Timeline()
        qtbot.addWidget(timeline)
        timeline.resize(300, 60)
        bar = Bar(1, "Build", "structured", date(2026, 1, 5), date(2026, 3, 1), 8.0, done)
        timeline.show_bars([bar], date(2026, 1, 5), 12)
        image = timeline.grab().toImage()
        return bytes(image.constBits())

    assert drawn(0.0) != drawn(0.5) != drawn(1.0)
