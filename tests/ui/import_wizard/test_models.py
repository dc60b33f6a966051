"""The models behind the import keep Qt's rules, and hold much of everything."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from teamtide.exchange.importing import PreviewTable
from teamtide.exchange.rosters.details import Spelling
from teamtide.ui.import_wizard.choice_model import ChoiceModel, Line
from teamtide.ui.import_wizard.preview_model import PreviewModel
from teamtide.ui.import_wizard.problems_tab import ProblemsTab, Saying, SayingsModel
from teamtide.ui.import_wizard.rules import RulesModel
from teamtide.ui.import_wizard.settled import Settled
from teamtide.ui.import_wizard.teams_tab import TeamsTab

TABLE = PreviewTable(
    "Staff",
    ("Name", "FTE"),
    ("name", "fte"),
    (("Ana", 1.0), ("Bo", "abc"), (None, 2.0)),
    {(1, 1): "expected a number"},
    4,
    3,
    ("create", "update", ""),
)


def watched(model: QAbstractItemModel) -> QAbstractItemModelTester:
    mode = QAbstractItemModelTester.FailureReportingMode.Warning
    return QAbstractItemModelTester(model, mode, model)


def test_that_the_preview_keeps_the_rules_of_models(qapp: QApplication) -> None:
    model = PreviewModel()
    watched(model)
    assert model.show_table(TABLE)
    model.show_only("update")
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == ["Bo"]
    assert not model.show_table(replace(TABLE, outcomes=("update", "update", "skipped")))
    assert model.rowCount() == 2
    assert not model.show_table(replace(TABLE, outcomes=("skipped",) * 3))
    assert model.rowCount() == 0
    model.show_only("")
    assert model.rowCount() == 3
    assert model.show_table(None)
    assert (model.rowCount(), model.columnCount()) == (0, 0)


def test_that_the_preview_copes_with_rows_and_outcomes_that_are_cut_short(
    qapp: QApplication,
) -> None:
    model = PreviewModel()
    watched(model)
    model.show_table(replace(TABLE, rows=(("Ana",), ()), outcomes=("create",), marks={}))
    assert model.index(0, 1).data() == ""
    assert model.headerData(1, Qt.Orientation.Vertical) == "5"


def test_that_a_narrowed_preview_finds_cells_by_their_address(qapp: QApplication) -> None:
    model = PreviewModel()
    model.show_table(TABLE)
    assert model.place_of("Staff!B5", "expected a number") == (1, 1)
    assert model.place_of("Staff!B99", "expected a number") is None
    model.show_only("create")
    assert model.place_of("Staff!B5", "expected a number") is None


def test_that_choices_keep_the_rules_of_models(qapp: QApplication) -> None:
    model = ChoiceModel(("Text", "Team"))
    watched(model)
    lines = [Line(n, (f"text {n}",), "", "the bench") for n in range(5)]
    changed: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda top, bottom: changed.append((top.row(), bottom.row())))
    assert model.show_lines(lines)
    assert not model.show_lines([*lines[:2], replace(lines[2], words="Squad"), *lines[3:]])
    assert changed == [(2, 2)]
    model.find("squad")
    assert model.rowCount() == 1
    assert model.row_of(2) == 0
    assert model.row_of(0) is None
    model.choose([2], "Infra", "Infra")
    assert model.line(0).said
    model.find("")
    assert model.rowCount() == 5
    assert model.show_lines([])
    assert model.rowCount() == 0


def test_that_rules_keep_the_rules_of_models(qapp: QApplication) -> None:
    model = RulesModel()
    watched(model)
    model.show_rules((("a", "x"), ("b", "y"), ("c", "z")))
    assert model.move(0, 1) == 1
    assert model.move(1, -1) == 0
    assert model.move(0, -1) == 0
    assert model.move(2, 1) == 2
    model.add("d", "x")
    model.remove(1)
    assert model.rules == [("d", "x"), ("b", "y"), ("c", "z")]
    assert model.setData(model.index(0, 0), "e")
    assert not model.setData(model.index(0, 0), "e")
    assert model.rules[0] == ("e", "x")


def test_that_five_thousand_problems_are_one_list_of_one_size(qtbot: QtBot) -> None:
    tab = ProblemsTab(Settled())
    qtbot.addWidget(tab)
    tab.resize(900, 200)
    tab.show()
    before = len(tab.findChildren(QWidget))
    long = "Staff!C7 holds “abc”: " + "expected a part of full time; " * 12
    tab.sayings.show_sayings([Saying(f"{n} {long}", f"Staff!C{n}", "no") for n in range(5000)])
    tab.list.setCurrentIndex(tab.sayings.index(4999))
    assert tab.list.visualRect(tab.sayings.index(4999)).height() < 30
    assert len(tab.findChildren(QWidget)) == before
    assert tab.full.text() == f"4999 {long}"
    watched(SayingsModel(tab))


@pytest.mark.parametrize("count", [3, 300])
def test_that_many_spellings_cost_no_widget_each_and_keep_selection_over_an_answer(
    qtbot: QtBot, count: int
) -> None:
    tab = TeamsTab(Settled())
    qtbot.addWidget(tab)
    tab.resize(900, 260)
    tab.show()
    before = len(tab.findChildren(QWidget))
    name = "Very Long Department Name Of The Office For Workplace Innovation"
    spellings = tuple(Spelling(f"{name} {n}", n, "", False) for n in range(count))
    table = tab.table
    table.show_lines([tab._line(one) for one in spellings])
    table.selectRow(count - 1)
    table.scrollToBottom()
    scroll = table.verticalScrollBar().value()
    table.show_lines([tab._line(replace(one, people=1)) for one in spellings])
    assert [index.row() for index in table.selectionModel().selectedRows()] == [count - 1]
    assert table.verticalScrollBar().value() == scroll
    assert len(tab.findChildren(QWidget)) == before
    # One line more: the selected one is still selected.
    table.show_lines([tab._line(one) for one in (Spelling("new", 1, "", False), *spellings)])
    assert table.keys() == [spellings[-1].text]
    assert table.choices.index(0, 0, QModelIndex()).data() == "new"
