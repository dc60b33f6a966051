"""The inspector: what is selected, in full, and editable where it stands."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from teamtide.capacity.ledger import explain
from teamtide.capacity.projection import project
from teamtide.plan.commands import edit, edit_plan, remove
from teamtide.plan.overlay import own_sets, shares_at
from teamtide.plan.placing import move_people
from teamtide.plan.rows import Chunk, Leave, Person, Project, Service
from teamtide.ui.fields import texts
from teamtide.ui.fields.pickers import SharesField
from teamtide.ui.fields.widgets import LineField
from teamtide.ui.forecast import Shown
from teamtide.ui.inspector.ledger import WeekPage, carried_lines, lines_of
from teamtide.ui.inspector.panel import InspectorPanel
from teamtide.ui.inspector.person_page import PeoplePage, PersonPage
from teamtide.ui.inspector.plan_page import PlanPage
from teamtide.ui.inspector.project_page import ProjectPage
from teamtide.ui.inspector.team_page import TeamPage
from teamtide.ui.inspector.work_pages import ChunkPage, KindPage, ServicePage
from teamtide.ui.session import Selection
from teamtide.workers.outlook import outlook_of
from tests.examples import ANA, BO, BUILD, CHURN, EKS, INFRA, OPTION, SQUAD, TODAY
from tests.ui.inspector.helpers import labels, person_page, write

# Pop-ups and tooltips: what the offscreen platform says of things it cannot do.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def test_that_each_selection_has_a_page_of_its_own(panel: InspectorPanel) -> None:
    pages = {
        Selection("person", (ANA,)): PersonPage,
        Selection("person", (ANA, BO)): PeoplePage,
        Selection("project", (CHURN,)): ProjectPage,
        Selection("chunk", (BUILD,)): ChunkPage,
        Selection("service", (EKS,)): ServicePage,
        Selection("team", (SQUAD,)): TeamPage,
        Selection("kind", ("support",)): KindPage,
        Selection("week", (SQUAD,), SQUAD, 3): WeekPage,
        Selection(): PlanPage,
        Selection("person", (999,)): PlanPage,
    }
    for selection, page in pages.items():
        panel.session.select(selection)
        assert type(panel.page) is page


def test_that_every_control_has_a_name_for_screen_readers(panel: InspectorPanel) -> None:
    for kind, row in (
        ("person", ANA),
        ("project", CHURN),
        ("chunk", BUILD),
        ("service", EKS),
        ("team", SQUAD),
    ):
        panel.session.select(Selection(kind, (row,)))
        for widget in panel.page.findChildren(QWidget):
            reachable = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            if reachable and widget.isVisible():
                spoken = widget.accessibleName() or getattr(widget, "text", lambda: "")()
                assert spoken, widget


def test_that_an_edit_is_one_step_with_words_and_undo_shows_the_old_value(
    panel: InspectorPanel, qtbot: QtBot
) -> None:
    page, session = person_page(panel), panel.session
    write(page.form.fields["FTE"], "80 %")
    assert session.state.get(Person, ANA).fte == 0.8
    assert labels(session) == ["Changed FTE of Ana Silva"]
    session.undo()
    field = page.form.fields["FTE"]
    assert isinstance(field, LineField)
    qtbot.waitUntil(lambda: field.line.text() == "1")


def test_that_a_wrong_value_is_refused_where_it_was_typed_and_nothing_changes(
    panel: InspectorPanel,
) -> None:
    page, session = person_page(panel), panel.session
    before = session.state
    announced: list[str] = []
    session.problem.connect(announced.append)
    write(page.form.fields["FTE"], "140 %")
    assert "must be more than 0 and at most 1" in page.form.fields["FTE"].problem
    write(page.form.fields["Starts"], "soon")
    assert "“soon” is not a date" in page.form.fields["Starts"].problem
    write(page.name, "   ")
    assert "needs a name" in page.name.problem
    assert session.state is before
    assert announced == []


def test_that_escape_takes_back_what_was_typed(panel: InspectorPanel, qtbot: QtBot) -> None:
    page = person_page(panel)
    field = page.form.fields["FTE"]
    assert isinstance(field, LineField)
    write(field, "abc")
    assert field.problem
    qtbot.keyClick(field.line, Qt.Key.Key_Escape)
    assert (field.line.text(), field.problem) == ("1", "")


def test_that_what_is_being_typed_survives_a_change_elsewhere(
    panel: InspectorPanel, qtbot: QtBot
) -> None:
    page = person_page(panel)
    field = page.form.fields["Title"]
    assert isinstance(field, LineField)
    field.line.setFocus()
    panel.activateWindow()
    qtbot.waitUntil(field.line.hasFocus)
    qtbot.keyClicks(field.line, "Platf")
    panel.session.run(lambda state: edit_plan(state, name="Other"))
    panel.refresh()
    assert field.line.text() == "Platf"


def test_that_skills_are_edited_with_how_well(panel: InspectorPanel) -> None:
    page, session = person_page(panel), panel.session
    field = page.form.fields["Other skills"]
    assert isinstance(field, SharesField)
    assert field.button.toolTip() == "infrastructure 60 %"
    field.open()
    field.type_shares({"infrastructure": "", "data science": "30"})
    assert session.state.get(Person, ANA).skills == (("data science", 0.3),)


def test_that_shares_of_a_move_are_edited_and_taken_back(
    panel: InspectorPanel, qtbot: QtBot
) -> None:
    session = panel.session
    session.set_scenario(OPTION)
    session.set_as_of(date(2026, 2, 2))
    page = person_page(panel)
    page.places.add_move()
    page.places.adding.type_shares({SQUAD: "50", INFRA: "50 %"})
    assert shares_at(session.state, OPTION, ANA, date(2026, 2, 2)) == {SQUAD: 0.5, INFRA: 0.5}
    assert shares_at(session.state, TODAY, ANA, date(2026, 2, 2)) == {SQUAD: 1.0}
    panel.refresh()
    assert len(page.places.fields) == 2
    page.places.fields[1].open()
    page.places.fields[1].type_shares({SQUAD: "60", INFRA: "60"})
    assert "more than 100 %" in page.places.fields[1].problem
    page.places.back.click()
    assert own_sets(session.state, OPTION, ANA) == ()


def test_that_leave_is_added_edited_and_removed_in_the_page(panel: InspectorPanel) -> None:
    page, session = person_page(panel), panel.session
    page.leave.add_button.click()
    (row,) = session.state.where(Leave, "person", ANA)
    model = page.leave.model
    assert model.setData(model.index(0, 1), "2026-01-09")
    assert session.state.get(Leave, row.id).last == date(2026, 1, 9)
    assert not model.setData(model.index(0, 1), "2025-01-09")
    assert "before it starts" in page.leave.problem.text()
    page.refresh()
    page.leave.view.selectRow(0)
    page.leave.remove_button.click()
    assert session.state.where(Leave, "person", ANA) == ()


def test_that_common_fields_change_everybody_selected_in_one_step(panel: InspectorPanel) -> None:
    session = panel.session
    session.select(Selection("person", (ANA, BO)))
    page = panel.page
    assert isinstance(page, PeoplePage)
    fte = page.form.fields["FTE"]
    assert isinstance(fte, LineField)
    assert (fte.line.text(), fte.line.placeholderText()) == ("", "several")
    write(page.form.fields["Location"], "Porto")
    assert {session.state.get(Person, one).location for one in (ANA, BO)} == {"Porto"}
    assert labels(session) == ["Changed location of 2 people"]


def test_that_a_week_is_explained_by_the_ledger_and_follows_a_move(
    panel: InspectorPanel, qtbot: QtBot
) -> None:
    session = panel.session
    session.select(Selection("week", (SQUAD,), SQUAD, 5))
    page = panel.page
    assert isinstance(page, WeekPage)
    before = page.table.lines
    assert before == lines_of(explain(session.load, 0, 5))
    words = [line.words for line in before if line.total]
    assert words == ["Capacity", "Asked"]
    session.run(
        lambda state: move_people(
            state, scenario=TODAY, people=[ANA], source=SQUAD, target=INFRA, as_of=date(2026, 1, 5)
        )
    )
    qtbot.waitUntil(lambda: page.table.lines != before)
    assert page.table.lines == lines_of(explain(session.load, 0, 5))


def test_that_unmet_work_stands_in_the_ledger_as_a_warning(panel: InspectorPanel) -> None:
    session = panel.session
    week = int(session.team_load(SQUAD).overload.argmax())
    lines = lines_of(explain(session.load, 0, week))
    unmet = next(line for line in lines if line.words == "Unmet")
    assert unmet.warn


def test_that_a_page_gives_way_when_its_row_is_removed(panel: InspectorPanel, qtbot: QtBot) -> None:
    session = panel.session
    person_page(panel)
    session.run(lambda state: remove(state, [state.get(Person, ANA)]))
    qtbot.waitUntil(lambda: isinstance(panel.page, PlanPage))


def test_that_a_plan_without_work_offers_to_enter_some(panel: InspectorPanel, qtbot: QtBot) -> None:
    session = panel.session
    asked: list[str] = []
    panel.wanted.connect(asked.append)
    session.run(lambda s: remove(s, [*s.rows(Project), *s.rows(Service)]))
    panel.refresh()
    offer = next(b for b in panel.page.findChildren(QPushButton) if b.property("action") == "work")
    offer.click()
    assert asked == ["work"]


def test_that_the_plans_horizon_is_edited_and_refused_where_it_is_typed(
    panel: InspectorPanel,
) -> None:
    session, page = panel.session, panel.page
    assert isinstance(page, PlanPage)
    write(page.form.fields["Weeks"], "300")
    assert "at most 260" in page.form.fields["Weeks"].problem
    write(page.form.fields["Weeks"], "20")
    assert session.state.plan.weeks == 20
    write(page.form.fields["Starts"], "2026-01-06")
    assert "must start on a Monday" in page.form.fields["Starts"].problem


def test_that_a_projected_week_adds_up_from_what_was_left_over(
    panel: InspectorPanel,
) -> None:
    session = panel.session
    assert session.run(lambda state: edit(state, state.get(Chunk, BUILD), likely=90.0))
    projection = project(session.load)
    outlook = outlook_of(projection)
    session.set_forecast(Shown(session.load.inputs, outlook, None, "current"))
    session.set_projected(True)
    team = outlook.teams[0]
    week = next(w for w in range(1, 12) if team.backlog[w - 1] > 1 and team.backlog[w] > 1)
    lines = carried_lines(team, week)
    days = [line.days for line in lines]
    assert [line.words for line in lines] == [
        "Left over from before",
        "New this week",
        "Asked, projected",
        "Left over at its end",
    ]
    assert days[0] == texts.days_text(float(team.backlog[week - 1]))
    assert days[2] == texts.days_text(float(team.wants[week]))
    session.select(Selection("week", (SQUAD,), SQUAD, week))
    panel.refresh()
    page = panel.page
    assert isinstance(page, WeekPage)
    assert page.table.lines == lines_of(explain(session.load, 0, week)) + lines
    session.set_projected(False)
    panel.refresh()
    assert page.table.lines == lines_of(explain(session.load, 0, week))
