"""The page about people: pairs kept, lost and new, leads, cover, stand-ups, by option."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from teamtide.capacity.measures.cases import Case
from teamtide.capacity.measures.relations import relations
from teamtide.plan.assigning import set_team
from teamtide.plan.commands import edit, remove
from teamtide.plan.document import Document
from teamtide.plan.inputs import inputs_of
from teamtide.plan.placing import move_people
from teamtide.plan.rows import Chunk, Person, Scenario, ScenarioId, Service, Team
from teamtide.plan.state import State
from teamtide.plan.summary import facts_of, quick_readings, scene_of
from teamtide.ui.compare.measures_page import NOTHING
from teamtide.ui.compare.people_model import PeopleModel
from teamtide.ui.compare.people_page import FILTERED, PeoplePage
from teamtide.ui.compare.people_seen import KEPT, LOST, NEW, NONE, Seen
from teamtide.ui.compare.people_views import VIEWS, LeadChanges
from teamtide.ui.compare.window import CompareWindow
from teamtide.ui.main_window import MainWindow
from teamtide.ui.session import Session
from tests.examples import ANA, BO, CY, DI, ENABLE, INFRA, OPTION, SQUAD, START, TODAY

APP = Path(__file__).resolve().parents[3] / "app"
PATIENCE_MS = 60_000
MARCH = date(2026, 3, 2)
Role = Qt.ItemDataRole


@pytest.fixture
def session(document: Document, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """Ana and Bo go to Infrastructure, Bo only in March; Ana leads there, Cy leads the squad."""
    monkeypatch.setenv("PYTHONPATH", str(APP))
    made = Session(document)
    for people, day in (([ANA], START), ([BO], MARCH)):
        move = partial(move_people, scenario=OPTION, people=people, source=SQUAD, target=INFRA)
        made.run(partial(move, as_of=day))
    made.run(lambda s: set_team(s, scenario=TODAY, team=SQUAD, lead=CY))
    made.run(lambda s: set_team(s, scenario=OPTION, team=INFRA, lead=ANA))
    yield made
    made.deleteLater()


@pytest.fixture
def page(session: Session, qtbot: QtBot) -> Iterator[PeoplePage]:
    window = CompareWindow(session)
    qtbot.addWidget(window)
    window.show()
    window.pages.setCurrentWidget(window.people)
    settle(window.people, qtbot)
    yield window.people
    window.close_session()


def settle(page: PeoplePage, qtbot: QtBot) -> None:
    """Wait until what is shown is of the plan as it is."""

    def settled() -> None:
        assert page.model.view is not None
        assert not page.model.updating
        assert not page.state.text().startswith("updating")

    qtbot.waitUntil(settled, timeout=PATIENCE_MS)


def show(page: PeoplePage, name: str) -> PeopleModel:
    page.what.setCurrentText(name)
    assert page.what.currentText() == name
    return page.model


def rows(model: PeopleModel) -> list[list[str]]:
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def heads(model: PeopleModel) -> list[str]:
    across = Qt.Orientation.Horizontal
    return [str(model.headerData(n, across)) for n in range(model.columnCount())]


def seen_of(state: State, *options: ScenarioId) -> Seen:
    cases = {
        one: Case(scene_of(state, one, inputs_of(state, one)), facts_of(state))
        for one in (state.today, *options)
    }
    today = cases[state.today]
    return Seen(
        people=tuple(row.name for row in state.rows(Person)),
        ids=tuple(row.id for row in state.rows(Person)),
        teams=tuple(row.name for row in state.rows(Team)),
        disciplines=state.plan.disciplines,
        start=state.plan.start,
        today=relations(today, today),
        options=tuple(
            (one, state.get(Scenario, one).name, relations(cases[one], today)) for one in options
        ),
        now=state.today,
    )


# --- what it shows --------------------------------------------------------------------------


def test_that_pairs_are_kept_lost_and_new_by_option(page: PeoplePage) -> None:
    model = show(page, "Pairs")
    assert heads(model) == [
        "Person",
        "Engineer",
        "Today\n3 together",
        "Split\n2 kept · 1 lost · 0 new",
    ]
    assert rows(model) == [
        ["Cy Young", "Ana Silva", "● together", "○ lost"],
        ["Cy Young", "Bo Chen", "● together", "● kept"],
        ["Cy Young", "Di Marsh", "● together", "● kept"],
    ]


def test_that_the_totals_are_those_of_the_measures(session: Session) -> None:
    state = session.state
    loads = {one: session.load_of(one) for one in (TODAY, OPTION)}
    seen = seen_of(state, OPTION)
    case = Case(scene_of(state, OPTION, loads[OPTION].inputs), facts_of(state), loads[OPTION])
    today = Case(scene_of(state, TODAY, loads[TODAY].inputs), facts_of(state), loads[TODAY])
    from teamtide.plan.summary import BY_KEY

    value = {
        key: BY_KEY[key].read(case, today).value
        for key in ("ties_kept", "ties_lost", "ties_new", "lead_changes", "cover", "span")
    }
    pairs = VIEWS[0][1](seen)
    assert pairs.total(0) == (
        f"{value['ties_kept']:.0f} kept · {value['ties_lost']:.0f} lost · "
        f"{value['ties_new']:.0f} new"
    )
    assert LeadChanges(seen).size == value["lead_changes"]
    keys = {(thin.team, thin.discipline) for thin in seen.options[0][2].thin}
    assert len(keys) == value["cover"]
    quick = quick_readings(state, OPTION, loads[OPTION], loads[TODAY])
    quiet, whole = np.array(seen.options[0][2].ceremonies).sum(axis=0)
    assert quiet / whole == pytest.approx(quick["standup"].value)


def test_that_leads_show_whom_they_lead_on_demand(page: PeoplePage) -> None:
    model = show(page, "Leads")
    assert rows(model) == [
        ["Ana Silva", "–", "1 person"],
        ["Cy Young", "3 people", "1 person"],
    ]
    page.view.setCurrentIndex(model.index(1, 1))
    assert page.detail.text() == "Cy Young leads Ana Silva, Bo Chen, Di Marsh."
    page.view.setCurrentIndex(model.index(0, 2))
    assert page.detail.text() == "Ana Silva leads Bo Chen."


def test_that_whose_lead_changes_says_from_whom_to_whom_and_when(page: PeoplePage) -> None:
    model = show(page, "Whose lead changes")
    assert rows(model) == [
        ["Ana Silva", "Cy Young", "as in Today", "→ nobody, from the start"],
        ["Bo Chen", "Cy Young", "as in Today", "→ Ana Silva, from 2 Mar 2026"],
    ]
    assert heads(model)[3] == "Split\n2 people"


def test_that_cover_says_which_skill_hangs_on_whom_and_when(page: PeoplePage) -> None:
    model = show(page, "Cover")
    found = {(row[0], row[1]): row[2:] for row in rows(model)}
    assert found["Squad", "data science"][0].startswith("only Cy Young, 5 Jan 2026 – ")
    assert found["Squad", "infrastructure"][0].startswith("only Ana Silva, 5 Jan 2026 – ")
    assert found["Squad", "infrastructure"][1].startswith("nobody, 5 Jan 2026 – ")
    assert model.data(model.index(0, 2), int(Role.ForegroundRole)) is not None


def test_that_stand_ups_are_shown_by_team(page: PeoplePage) -> None:
    model = show(page, "Stand-ups")
    found = rows(model)
    assert [row[0] for row in found] == ["Squad", "Infrastructure", "Enablement"]
    assert found[0][1].endswith("% with news")
    assert found[2][1:] == ["–", "–"]


# --- looking for something ------------------------------------------------------------------


def test_that_filters_by_team_by_name_and_by_state_narrow_the_pairs(page: PeoplePage) -> None:
    model = show(page, "Pairs")
    page.who.setText("ana")
    assert [row[1] for row in rows(model)] == ["Ana Silva"]
    page.who.clear()
    page.pairs.setCurrentText("Lost")
    assert [row[1] for row in rows(model)] == ["Ana Silva"]
    page.pairs.setCurrentText("New")
    assert rows(model) == []
    assert page.state.text() == FILTERED
    page.pairs.setCurrentText("All pairs")
    page.team.setCurrentText("Enablement")
    assert rows(model) == []
    page.team.setCurrentText("Squad")
    assert len(rows(model)) == 3


@pytest.mark.parametrize("which", range(len(VIEWS)))
def test_that_every_filter_keeps_what_it_names_in_every_view(session: Session, which: int) -> None:
    seen = seen_of(session.state, TODAY, OPTION)
    view = VIEWS[which][1](seen)
    everything = view.kept(None, "", NONE).tolist()
    assert everything == list(range(view.size))
    for team in (None, 0, 1, 2):
        for text in ("", "ana", "zz"):
            found = view.kept(team, text, NONE).tolist()
            assert found == sorted(set(found) & set(everything))
            if text == "zz" and view.heads != ("Team",):
                assert found == []
    for state in (KEPT, LOST, NEW):
        assert set(view.kept(None, "", state).tolist()) <= set(everything)
    for row in everything:
        assert all(view.label(row, column) for column in range(len(view.heads)))
        assert all(view.cell(row, option).text for option in range(2))


@pytest.mark.parametrize("which", range(len(VIEWS)))
def test_that_nothing_to_show_can_be_filtered(state: State, which: int) -> None:
    bare = state.apply(remove(state, [*state.rows(Person), *state.rows(Chunk)]))
    bare = bare.apply(remove(bare, bare.rows(Service)))
    for plan in (state, bare, bare.apply(remove(bare, bare.rows(Team)))):
        view = VIEWS[which][1](seen_of(plan, OPTION))
        for text in ("", "a"):
            assert set(view.kept(None, text, LOST)) <= set(range(view.size))
            if plan.rows(Team):
                assert set(view.kept(0, text, NEW)) <= set(range(view.size))


def test_that_team_and_name_narrow_leads_together(session: Session) -> None:
    leads = VIEWS[1][1](seen_of(session.state, OPTION))
    by_name = leads.kept(None, "bo", NONE).tolist()
    assert [leads.label(row, 0) for row in by_name] == ["Ana Silva"]
    assert [leads.label(row, 0) for row in leads.kept(1, "di", NONE).tolist()] == []
    assert [leads.label(row, 0) for row in leads.kept(0, "di", NONE).tolist()] == ["Cy Young"]


def test_that_rows_stay_in_plan_order_whatever_anybody_does(session: Session) -> None:
    seen = seen_of(session.state, TODAY, OPTION)
    for _, make in VIEWS[:3]:
        view = make(seen)
        order = [seen.people.index(view.label(row, 0)) for row in range(view.size)]
        assert order == sorted(order)


def test_that_enter_shows_the_option_with_those_people_chosen(
    page: PeoplePage, session: Session, qtbot: QtBot
) -> None:
    model = show(page, "Pairs")
    session.set_scenario(TODAY)
    page.view.setFocus()
    page.view.setCurrentIndex(model.index(0, 3))
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert session.scenario == OPTION
    assert session.selection.kind == "person"
    assert set(session.selection.ids) == {ANA, CY}


# --- following ------------------------------------------------------------------------------


def test_that_it_follows_the_plan_and_says_so_meanwhile(
    page: PeoplePage, session: Session, qtbot: QtBot
) -> None:
    model = show(page, "Pairs")
    session.run(
        lambda s: move_people(
            s, scenario=OPTION, people=[CY], source=SQUAD, target=INFRA, as_of=START
        )
    )
    assert page.state.text() == "updating…"
    assert model.updating
    settle(page, qtbot)
    assert [row[3] for row in rows(model)] == ["● kept", "● kept", "○ lost"]


def test_that_nothing_ticked_and_nobody_there_are_said(
    session: Session, page: PeoplePage, qtbot: QtBot
) -> None:
    page.show_options(())
    qtbot.waitUntil(lambda: page.model.rowCount() == 0, timeout=PATIENCE_MS)
    assert page.state.text() == NOTHING
    page.show_options((TODAY, OPTION))
    settle(page, qtbot)
    session.run(lambda s: remove(s, s.rows(Person)))
    settle(page, qtbot)
    for name, make in VIEWS[:3]:
        show(page, name)
        assert page.state.text() == make.empty


def test_that_the_model_keeps_qts_rules(page: PeoplePage, qtbot: QtBot) -> None:
    model = PeopleModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert page.model.view is not None
    model.show_view(page.model.view, np.arange(page.model.view.size))
    model.mark_updating()
    assert model.people_at(QModelIndex()) == ()
    assert model.option_at(model.index(0, 0)) is None
    model.show_nothing()
    assert model.columnCount() == 0


def test_that_somebody_who_has_left_by_the_end_has_no_lead_to_change(state: State) -> None:
    change = set_team(state, scenario=TODAY, team=SQUAD, lead=CY)
    state = state.apply(change)
    state = state.apply(set_team(state, scenario=OPTION, team=SQUAD, lead=DI))
    gone = edit(state, state.get(Person, BO), end=state.plan.end - timedelta(days=20))
    changed = LeadChanges(seen_of(state.apply(gone), OPTION))
    assert [changed.label(row, 0) for row in range(changed.size)] == [
        "Ana Silva",
        "Cy Young",
        "Di Marsh",
    ]


def test_that_the_menu_opens_the_page(document: Document, qtbot: QtBot) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    window.show_document(document)
    window.show()
    window.tools["show_people"].trigger()
    compared = window.panels.compared
    assert compared is not None
    assert compared.pages.currentWidget() is compared.people
    assert ENABLE in {row.id for row in document.state.rows(Team)}
    window.close()
