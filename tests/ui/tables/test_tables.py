"""The tables: one model for all of them, edits and pastes that are refused whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QLocale, QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from teamtide.plan.assigning import assign
from teamtide.plan.commands import add, edit, remove, reorder
from teamtide.plan.document import Document
from teamtide.plan.notes import set_note
from teamtide.plan.placing import move_people
from teamtide.plan.rows import (
    Chunk,
    Leave,
    Note,
    Owner,
    Pair,
    Person,
    Pin,
    Placement,
    Project,
    Team,
)
from teamtide.plan.wishes import keep, pin
from teamtide.ui.session import Session
from teamtide.ui.tables.model import RowsModel
from teamtide.ui.tables.panel import TablesPanel
from teamtide.ui.tables.paste import grid_of, text_of
from teamtide.ui.tables.specs import CHUNKS, PEOPLE, TABLES
from teamtide.ui.tables.view import RowsView
from teamtide.ui.tables.window import TablesWindow
from tests.examples import ANA, BO, BUILD, CHURN, CY, EXPLORE, INFRA, OPTION, SQUAD, TODAY

# Tooltips: what the offscreen platform says of things it cannot do.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def session(document: Document, qtbot: QtBot) -> Iterator[Session]:
    made = Session(document)
    yield made
    made.deleteLater()


@pytest.fixture
def panel(session: Session, qtbot: QtBot) -> Iterator[TablesPanel]:
    made = TablesPanel(session)
    qtbot.addWidget(made)
    made.resize(1000, 400)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close_session()


def column(view: RowsView, header: str) -> int:
    return [c.header for c in view.rows_model.table.columns].index(header)


def at(view: RowsView, row: int, header: str) -> QModelIndex:
    return view.model().index(row, column(view, header))


def cells(model: RowsModel, header: str) -> list[str]:
    number = [c.header for c in model.table.columns].index(header)
    return [str(model.index(row, number).data()) for row in range(model.rowCount())]


def history(session: Session) -> list[str]:
    return [entry.label for entry in session.document.history]


def ask(session: Session) -> None:
    """A pin, a pair and a note about Ana."""
    session.run(lambda s: pin(s, [(ANA, SQUAD)]))
    session.run(lambda s: keep(s, wish="apart", people=[ANA, BO]))
    session.run(lambda s: set_note(s, kind="person", item=ANA, text="ask"))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.title)
def test_that_every_table_keeps_qts_contract_through_a_run_of_changes(
    session: Session, table: Any
) -> None:
    model = RowsModel(session, table)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert tester.model() is model
    for command in (
        lambda s: add(s, Leave, person=ANA, first=date(2026, 2, 2), last=date(2026, 2, 6)),
        lambda s: move_people(
            s, scenario=OPTION, people=[ANA, BO], source=SQUAD, target=INFRA, as_of=date(2026, 2, 2)
        ),
        lambda s: assign(s, scenario=OPTION, items=[("project", CHURN)], team=INFRA),
        lambda s: pin(s, [(BO, INFRA), (CY, SQUAD)]),
        lambda s: keep(s, wish="apart", people=[ANA, BO, CY]),
        lambda s: set_note(s, kind="project", item=CHURN, text="ask"),
        lambda s: reorder(s, s.get(Person, CY), before=s.get(Person, ANA)),
        lambda s: edit(s, s.get(Team, SQUAD), name="Crew"),
        lambda s: remove(s, [s.get(Person, BO), s.get(Project, CHURN)]),
    ):
        assert session.run(command)
        assert model.rowCount() == len(session.state.rows(table.cls))
    while session.document.next_undo is not None:
        session.undo()
    assert model.rowCount() == len(session.state.rows(table.cls))


def test_that_a_change_touches_the_rows_that_changed_and_no_others(
    session: Session, qtbot: QtBot
) -> None:
    model = RowsModel(session, PEOPLE)
    touched: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda a, b: touched.append((a.row(), b.row())))
    resets: list[bool] = []
    model.modelReset.connect(lambda: resets.append(True))
    session.run(lambda s: edit(s, s.get(Person, CY), title="Analyst"))
    assert touched == [(2, 2)]
    session.run(lambda s: edit(s, s.get(Team, SQUAD), kind="other"))
    assert touched == [(2, 2)]
    assert resets == []


def test_that_a_cell_shows_the_name_of_a_renamed_team(session: Session) -> None:
    projects = next(table for table in TABLES if table.title == "Projects")
    model = RowsModel(session, projects)
    touched: list[int] = []
    model.dataChanged.connect(lambda _, b: touched.append(b.row()))
    session.run(lambda s: edit(s, s.get(Team, SQUAD), name="Crew"))
    assert touched
    assert cells(model, "Team") == ["Crew", "Crew"]


def test_that_an_edited_cell_is_one_step_that_undo_takes_back(panel: TablesPanel) -> None:
    view = panel.show_table("People")
    assert view.model().setData(at(view, 0, "FTE"), "32 h")
    assert panel.session.state.get(Person, ANA).fte == 0.8
    assert history(panel.session) == ["Changed FTE of Ana Silva"]
    panel.session.undo()
    assert at(view, 0, "FTE").data() == "1"


@pytest.mark.parametrize(
    ("table", "header", "text", "reason"),
    [
        ("People", "FTE", "abc", "“abc” is not a number"),
        ("People", "FTE", "150 %", "at most 1"),
        ("People", "Name", "", "needs a name"),
        ("People", "Discipline", "cooking", "is not one of software"),
        ("People", "Skills", "cooking 0.5", "should be a discipline and a number"),
        ("People", "Start", "yesterday", "is not a date"),
        ("Projects", "Team", "Nowhere", "no team called “Nowhere”"),
        ("Chunks", "Shape", "wavy", "is not a shape"),
        ("Chunks", "After", "Nothing", "no chunk “Nothing”"),
        ("Chunks", "Who", "Zed", "Nobody is called “Zed”"),
        ("Chunks", "Likely", "", "can't be blank"),
        ("Placements", "Share", "130 %", "at most 1"),
        ("Pins", "Team", "Nowhere", "no team called “Nowhere”"),
        ("Pairs", "Wish", "near", "is not one of together, apart"),
        ("Pairs", "Other", "Ana Silva", "themselves"),
        ("Notes", "Type", "goal", "is not one of person"),
        ("Notes", "Item", "Nobody", "Nobody is called “Nobody”"),
        ("Notes", "Note", "", "needs a text"),
        ("Owners", "Item", "Nothing", "no service called"),
    ],
)
def test_that_a_wrong_cell_is_refused_with_the_reason_and_nothing_changes(
    panel: TablesPanel, table: str, header: str, text: str, reason: str
) -> None:
    ask(panel.session)
    view = panel.show_table(table)
    before = panel.session.state
    assert not view.model().setData(at(view, 0, header), text)
    assert reason in panel.problem.text()
    assert panel.problem.isVisible()
    assert panel.session.state is before


def test_that_a_refused_text_stays_in_its_editor(panel: TablesPanel, qtbot: QtBot) -> None:
    view = panel.show_table("People")
    index = at(view, 0, "FTE")
    view.setCurrentIndex(index)
    view.edit(index)
    editor = next(e for e in view.findChildren(QLineEdit) if e.accessibleName() == "FTE")
    editor.setText("2")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert editor.isVisible()
    assert "at most 1" in panel.problem.text()
    editor.setText("0.5")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: panel.session.state.get(Person, ANA).fte == 0.5)


@pytest.mark.parametrize("title", ["Pins", "Pairs", "Notes"])
def test_that_new_rows_of_wishes_are_about_what_has_none_yet(
    panel: TablesPanel, title: str
) -> None:
    ask(panel.session)
    view = panel.show_table(title)
    model = RowsModel(panel.session, next(table for table in TABLES if table.title == title))
    for count in (2, 3):
        assert model.add_row()
        assert model.rowCount() == view.model().rowCount() == count
    assert panel.session.document.problems() == []


def test_that_wishes_are_pasted_from_excel_by_their_headers(panel: TablesPanel) -> None:
    ask(panel.session)
    for title, text in (
        ("Pins", "Person\tTeam\tReason\nBo Chen\tbench\ton leave\nCy Young\tSquad\t“q”"),
        ("Pairs", "Person\tOther\tWish\nBo Chen\tCy Young\ttogether"),
        ("Notes", "Type\tItem\tNote\nchunk\tChurn / Build\t🙂\nteam\tSquad\tthird floor"),
    ):
        assert panel.show_table(title).paste_text(text), panel.problem.text()
    state = panel.session.state
    assert {(row.person, row.team) for row in state.rows(Pin)} == {
        (ANA, SQUAD),
        (BO, None),
        (CY, SQUAD),
    }
    assert [row.wish for row in state.rows(Pair)] == ["apart", "together"]
    assert {row.item: row.text for row in state.rows(Note)} == {
        ("person", ANA): "ask",
        ("chunk", BUILD): "🙂",
        ("team", SQUAD): "third floor",
    }
    view = panel.show_table("Notes")
    assert view.model().setData(at(view, 0, "Type"), "service")
    assert at(view, 0, "Item").data() == "EKS cluster"


def test_that_a_new_placement_is_not_of_somebody_pinned(panel: TablesPanel) -> None:
    ask(panel.session)
    model = RowsModel(panel.session, next(t for t in TABLES if t.title == "Placements"))
    assert model.add_row()
    assert len(panel.session.state.where(Placement, "person", BO)) == 2


def test_that_a_block_from_excel_is_pasted_as_one_step(panel: TablesPanel) -> None:
    view = panel.show_table("People")
    view.setCurrentIndex(at(view, 2, "Name"))
    assert view.paste_text("Cyril Young\tcy@x.org\nDiana Marsh\tdi@x.org\nEve Nowak\teve@x.org\n")
    people = panel.session.state.rows(Person)
    assert [p.name for p in people[2:]] == ["Cyril Young", "Diana Marsh", "Eve Nowak"]
    assert people[4].email == "eve@x.org"
    assert history(panel.session) == ["Pasted 3 people"]
    panel.session.undo()
    assert len(panel.session.state.rows(Person)) == 4


def test_that_a_block_with_header_words_is_pasted_by_them(panel: TablesPanel) -> None:
    view = panel.show_table("People")
    assert view.paste_text("FTE\tDiscipline\tName\n80 %\tdata science\tEve Nowak\n")
    eve = panel.session.state.rows(Person)[-1]
    assert (eve.name, eve.fte, eve.discipline) == ("Eve Nowak", 0.8, "data science")


def test_that_wrong_cells_of_a_paste_are_named_by_row_and_column_and_nothing_is_applied(
    panel: TablesPanel,
) -> None:
    view = panel.show_table("People")
    before = panel.session.state
    block = "Discipline\tFTE\tName\nsoftware\t0.8\tEve\ncooking\tabc\tFay\n"
    assert not view.paste_text(block)
    said = panel.problem.text()
    assert "Row 3, column Discipline: “cooking” is not one of" in said
    assert "Row 3, column FTE: “abc” is not a number" in said
    assert said.endswith("Nothing was pasted.")
    assert panel.session.state is before


def test_that_pasted_chunks_may_wait_for_one_another(panel: TablesPanel) -> None:
    view = panel.show_table("Chunks")
    block = (
        "Project\tChunk\tKind\tDiscipline\tLikely\tWeeks\tAfter\n"
        "Churn\tShip\tstructured\tsoftware\t5\t2\tPolish; Build\n"
        "Churn\tPolish\tstructured\tsoftware\t5\t2\tBuild\n"
    )
    assert view.paste_text(block)
    chunks = {c.name: c for c in panel.session.state.rows(Chunk)}
    assert chunks["Ship"].after == (chunks["Polish"].id, BUILD)


def test_that_one_copied_cell_fills_all_selected_rows(panel: TablesPanel) -> None:
    view = panel.show_table("People")
    view.selectionModel().select(
        view.model().index(0, column(view, "Location")),
        view.selectionModel().SelectionFlag.Select,
    )
    for row in (0, 1, 2):
        index = at(view, row, "Location")
        view.selectionModel().setCurrentIndex(index, view.selectionModel().SelectionFlag.Select)
    assert view.paste_text("Porto")
    assert [p.location for p in panel.session.state.rows(Person)] == ["Porto"] * 3 + [""]


def test_that_what_is_copied_can_be_pasted(panel: TablesPanel) -> None:
    view = panel.show_table("Chunks")
    view.selectAll()
    grid = grid_of(view.copied())
    assert len(grid) == 3
    assert grid_of(text_of(grid)) == grid
    before = panel.session.state
    view.setCurrentIndex(at(view, 0, "Project"))
    assert view.paste_text(view.copied() or text_of(grid))
    assert panel.session.state is before


def test_that_numbers_and_dates_follow_the_locale_on_screen_and_in_a_paste(
    session: Session, qtbot: QtBot
) -> None:
    QLocale.setDefault(QLocale("de_DE"))
    try:
        view = RowsView(RowsModel(session, PEOPLE))
        qtbot.addWidget(view)
        assert at(view, 1, "FTE").data() == "0,8"
        assert at(view, 3, "Start").data() == "14.01.2026"
        assert view.paste_text("Name\tFTE\tStart\nEve\t0,55\t02.03.2026\n")
        eve = session.state.rows(Person)[-1]
        assert (eve.fte, eve.start) == (0.55, date(2026, 3, 2))
    finally:
        QLocale.setDefault(QLocale.c())


def test_that_sorting_and_finding_leave_the_plan_alone_and_edit_the_right_row(
    panel: TablesPanel, qtbot: QtBot
) -> None:
    view = panel.show_table("People")
    view.sortByColumn(column(view, "Name"), Qt.SortOrder.DescendingOrder)
    assert at(view, 0, "Name").data() == "Di Marsh"
    view.model().setData(at(view, 0, "Title"), "SRE")
    assert panel.session.state.rows(Person)[3].title == "SRE"
    panel.finding.setText("chen soft")
    qtbot.waitUntil(lambda: view.model().rowCount() == 1)
    assert at(view, 0, "Name").data() == "Bo Chen"
    assert panel.count.text() == "1 of 4 rows"


def test_that_rows_are_added_and_removed_by_the_buttons(panel: TablesPanel) -> None:
    view = panel.show_table("Goals")
    assert panel.hint.isVisible()
    panel.add_button.click()
    assert view.model().rowCount() == 1
    assert not panel.hint.isVisible()
    view.selectRow(0)
    panel.remove_button.click()
    assert view.model().rowCount() == 0
    assert history(panel.session) == ["Added New goal", "Removed New goal"]


def test_that_an_owners_type_and_item_are_changed_together(panel: TablesPanel) -> None:
    view = panel.show_table("Owners")
    assert view.model().setData(at(view, 0, "Type"), "chunk")
    assert view.model().setData(at(view, 0, "Item"), "Churn / Build")
    (row,) = panel.session.state.rows(Owner)
    assert (row.type, row.chunk, row.service) == ("chunk", BUILD, None)


def test_that_a_placement_names_the_bench(panel: TablesPanel) -> None:
    view = panel.show_table("Placements")
    assert view.model().setData(at(view, 0, "Team"), "bench")
    first = panel.session.state.rows(Placement)[0]
    assert (first.scenario, first.team) == (TODAY, None)
    assert at(view, 0, "Team").data() == "bench"


def test_that_people_of_the_same_name_are_told_apart(session: Session) -> None:
    session.run(lambda s: add(s, Person, name="Ana Silva", discipline="software", code="A2"))
    model = RowsModel(session, CHUNKS)
    row = [c.id for c in session.state.rows(Chunk)].index(EXPLORE)
    who = [c.header for c in model.table.columns].index("Who")
    said: list[str] = []
    model.refused.connect(said.append)
    assert not model.setData(model.index(row, who), "Ana Silva")
    assert "use their ID" in said[0]
    assert model.setData(model.index(row, who), "A2")
    assert model.index(row, who).data() == "Ana Silva (A2)"


def test_that_closing_the_window_stops_following_the_plan(session: Session, qtbot: QtBot) -> None:
    window = TablesWindow(session)
    qtbot.addWidget(window)
    window.show()
    window.close()
    session.run(lambda s: add(s, Person, name="Late", discipline="software"))
    assert window.panel.view.rows_model.rowCount() == 4
