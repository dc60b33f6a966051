"""Scenarios in the real window: copied in part, made today's state, described, reordered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from teamtide.plan.assigning import set_project
from teamtide.plan.document import Document
from teamtide.plan.options import SAID
from teamtide.plan.overlay import own_sets, owner_of, shares_at
from teamtide.plan.placing import move_people
from teamtide.plan.rows import Scenario, ScenarioId
from teamtide.ui.fields import texts
from teamtide.ui.main_window import MainWindow
from teamtide.ui.scenario_dialogs import CopyDialog, MakeTodayDialog
from teamtide.ui.session import Session
from tests.examples import ANA, CHURN, EKS, INFRA, OPTION, SQUAD, START, TODAY

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
