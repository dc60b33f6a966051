"""Scenarios in the real window: copied in part, made today's state, described, reordered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from teamtide.plan.assigning import assign, set_project
from teamtide.plan.document import Document
from teamtide.plan.options import SAID
from teamtide.plan.overlay import own_sets, owner_of, shares_at
from teamtide.plan.placing import move_people, place_person
from teamtide.plan.rows import Scenario, ScenarioId
from teamtide.ui.board.cards import Ref
from teamtide.ui.fields import texts
from teamtide.ui.inspector.person_page import PersonPage
from teamtide.ui.main_window import MainWindow
from teamtide.ui.scenario_dialogs import CopyDialog, MakeTodayDialog
from teamtide.ui.session import Selection, Session
from tests.examples import ANA, BO, CHURN, EKS, ENABLE, INFRA, OPTION, SQUAD, START, TODAY

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def window(document: Document, qtbot: QtBot) -> Iterator[MainWindow]:
    document.apply(
        move_people(
            document.state,
            scenario=OPTION,
            people=[ANA],
            source=SQUAD,
            target=INFRA,
            as_of=START,
        )
    )
    made = MainWindow()
    qtbot.addWidget(made)
    made.resize(1440, 860)
    made.show_document(document)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    session_of(made).set_scenario(OPTION)
    yield made
    made.close()


def session_of(window: MainWindow) -> Session:
    assert window.session is not None
    return window.session


def names(window: MainWindow) -> list[str]:
    return [row.name for row in session_of(window).state.rows(Scenario)]


def asked(window: MainWindow, action: str, qtbot: QtBot) -> CopyDialog | MakeTodayDialog:
    """The dialog that an action of the Scenario menu opens."""
    window.tools[action].trigger()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, CopyDialog | MakeTodayDialog)
    return dialog


def test_that_an_option_takes_only_the_owners_of_another(window: MainWindow, qtbot: QtBot) -> None:
    dialog = asked(window, "copy_option_part", qtbot)
    assert isinstance(dialog, CopyDialog)
    assert dialog.parts == ("people",)
    assert not dialog.boxes["settings"].isEnabled()
    dialog.boxes["people"].setChecked(False)
    assert "at least one part" in dialog.problem.text()
    assert not dialog.done_button.isEnabled()
    dialog.boxes["owners"].setChecked(True)
    dialog.name.setText("Ownership")
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    session = session_of(window)
    assert names(window) == ["Today", "Split", "Ownership"]
    assert owner_of(session.state, session.scenario, ("service", EKS)) == INFRA
    assert own_sets(session.state, session.scenario, ANA) == ()
    session.undo()
    assert names(window) == ["Today", "Split"]


def test_that_a_copy_with_the_name_of_another_is_refused_where_it_is_typed(
    window: MainWindow, qtbot: QtBot
) -> None:
    dialog = asked(window, "copy_option_part", qtbot)
    dialog.name.setText("Split")
    dialog.do()
    assert "already a scenario called “Split”" in dialog.problem.text()
    assert dialog.isVisible()
    dialog.reject()
    assert names(window) == ["Today", "Split"]


def test_that_an_option_becomes_today_from_a_day_on_and_undo_takes_it_back(
    window: MainWindow, qtbot: QtBot
) -> None:
    session = session_of(window)
    before = session.state
    dialog = asked(window, "make_option_today", qtbot)
    assert isinstance(dialog, MakeTodayDialog)
    day = START + timedelta(days=28)
    dialog.day.line.setText(texts.date_text(day))
    dialog.day.line.setModified(True)
    dialog.day.line.editingFinished.emit()
    assert "1 person is elsewhere in Today from 2 Feb 2026 on" in dialog.told.text()
    assert "Over the whole plan: 1 owner." in dialog.told.text()
    dialog.done_button.click()
    assert session.scenario == TODAY
    assert names(window) == ["Today", "Split", "Before Split"]
    state = session.state
    assert shares_at(state, TODAY, ANA, day - timedelta(days=1)) == {SQUAD: 1.0}
    assert shares_at(state, TODAY, ANA, day) == {INFRA: 1.0}
    assert not any(state.where(cls, "scenario", OPTION) for cls in SAID)
    kept = ScenarioId(3)
    assert shares_at(state, kept, ANA, day) == {SQUAD: 1.0}
    assert owner_of(state, kept, ("service", EKS)) == SQUAD
    session.undo()
    assert session.state.tables == before.tables


def test_that_what_can_not_be_exact_is_said_before_anything_is_done(
    window: MainWindow, qtbot: QtBot
) -> None:
    session = session_of(window)
    session.run(lambda s: set_project(s, scenario=OPTION, projects=[CHURN], priority=1))
    before = session.state
    dialog = asked(window, "make_option_today", qtbot)
    assert isinstance(dialog, MakeTodayDialog)
    assert "Churn has no priority" in dialog.problem.text()
    assert "or don't keep what it was" in dialog.problem.text()
    assert not dialog.done_button.isEnabled()
    dialog.keep.setChecked(False)
    assert dialog.done_button.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert session.state is before


def test_that_today_itself_offers_neither(window: MainWindow) -> None:
    session = session_of(window)
    assert window.tools["make_option_today"].isEnabled()
    session.set_scenario(TODAY)
    assert not window.tools["make_option_today"].isEnabled()
    assert not window.tools["copy_option_part"].isEnabled()
    assert window.view is not None
    menu = window.view.tabs.menu_for(session.state.get(Scenario, TODAY))
    enabled = {action.text(): action.isEnabled() for action in menu.actions()}
    assert not enabled["Make this the new Today…"]
    assert not enabled["New option from part of this…"]
    menu.deleteLater()


def test_that_tabs_are_reordered_from_the_menu(window: MainWindow) -> None:
    window.tools["shift_option_left"].trigger()
    assert names(window) == ["Split", "Today"]
    window.tools["shift_option_left"].trigger()
    assert names(window) == ["Split", "Today"]
    window.tools["shift_option_right"].trigger()
    assert names(window) == ["Today", "Split"]


def test_that_an_option_takes_what_changed_in_today(window: MainWindow) -> None:
    session = session_of(window)
    session.run(
        lambda s: move_people(
            s, scenario=TODAY, people=[ANA], source=SQUAD, target=ENABLE, as_of=START
        )
    )
    assert window.view is not None
    menu = window.view.tabs.menu_for(session.state.get(Scenario, OPTION))
    (take,) = (a for a in menu.actions() if a.text().startswith("Take what changed in Today"))
    assert take.text().endswith("(1 person)")
    take.trigger()
    menu.deleteLater()
    assert shares_at(session.state, OPTION, ANA, START) == {ENABLE: 1.0}
    assert own_sets(session.state, OPTION, ANA) == ()
    window.tools["take_changes_of_today"].trigger()
    assert "Nobody" in window.statusBar().currentMessage()


def test_that_a_teams_menu_adds_and_ends_a_rule_in_this_scenario_only(window: MainWindow) -> None:
    session = session_of(window)
    menu = window.menus.team_menu(INFRA)
    (rules,) = (a.menu() for a in menu.actions() if a.text() == "All work of a kind")
    assert isinstance(rules, QMenu)
    next(a for a in rules.actions() if a.text() == "exploratory").trigger()
    menu.deleteLater()
    assert owner_of(session.state, OPTION, ("kind", "exploratory")) == INFRA
    assert owner_of(session.state, TODAY, ("kind", "exploratory")) is None
    again = window.menus.team_menu(SQUAD)
    (rules,) = (a.menu() for a in again.actions() if a.text() == "All work of a kind")
    assert isinstance(rules, QMenu)
    assert "exploratory, now Infrastructure" in [a.text() for a in rules.actions()]
    again.deleteLater()
    card = window.menus.card_menu((Ref("kind", "exploratory", INFRA),), INFRA)
    next(a for a in card.actions() if a.text() == "Remove the rule").trigger()
    card.deleteLater()
    assert owner_of(session.state, OPTION, ("kind", "exploratory")) is None


def test_that_delete_on_a_rules_card_ends_the_rule(window: MainWindow, qtbot: QtBot) -> None:
    session = session_of(window)
    session.run(lambda s: assign(s, scenario=OPTION, items=[("kind", "exploratory")], team=INFRA))
    assert window.view is not None
    assert window.view.board.reveal(Ref("kind", "exploratory", INFRA))
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, Qt.Key.Key_Delete)
    assert owner_of(session.state, OPTION, ("kind", "exploratory")) is None


def test_that_a_dated_move_gets_another_day_in_the_persons_page(window: MainWindow) -> None:
    session = session_of(window)
    assert window.view is not None
    day = START + timedelta(days=14)
    session.run(
        lambda s: place_person(s, scenario=OPTION, person=BO, shares={INFRA: 0.5}, as_of=day)
    )
    session.select(Selection("person", (BO,)))
    window.edit_selected()
    page = window.view.inspector.page
    assert isinstance(page, PersonPage)
    (field,) = page.places.dates
    assert field.line.text() == texts.date_text(day)
    field.line.setText("26 Jan 2026")
    field.line.setModified(True)
    field.line.editingFinished.emit()
    assert [placed.start for placed in own_sets(session.state, OPTION, BO)] == [date(2026, 1, 26)]
    window.view.inspector.refresh()
    (field,) = page.places.dates
    field.line.setText("26 Jan 2030")
    field.line.setModified(True)
    field.line.editingFinished.emit()
    assert "The plan ends on" in field.problem
