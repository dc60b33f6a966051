"""Options side by side in a window: measures, curves, what differs, and taking some of it."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from teamtide.advise.reasons import Attribution, Together
from teamtide.capacity.measures.catalogue import BY_KEY as MEASURE
from teamtide.capacity.measures.compare import measure_scenarios
from teamtide.capacity.measures.paired import sign_words
from teamtide.exchange.sample import sample_state
from teamtide.plan.assigning import set_project
from teamtide.plan.commands import edit, edit_plan, remove
from teamtide.plan.differences import differences, differing
from teamtide.plan.document import Document
from teamtide.plan.inputs import inputs_of
from teamtide.plan.options import add_scenario
from teamtide.plan.overlay import owner_of
from teamtide.plan.placing import move_people
from teamtide.plan.rows import Scenario, Team
from teamtide.plan.summary import question_of
from teamtide.ui import theme
from teamtide.ui.charts.curves import top
from teamtide.ui.compare.changes_model import AFTER, WHO, WORTH, ChangesModel
from teamtide.ui.compare.changes_page import ALONE, SAME, TWICE
from teamtide.ui.compare.curves_page import NO_TEAMS
from teamtide.ui.compare.measures_model import OUTDONE, REFERENCE, MeasuresModel
from teamtide.ui.compare.measures_page import NOTHING
from teamtide.ui.compare.shown_lines import LinesMenu
from teamtide.ui.compare.surety import range_text
from teamtide.ui.compare.window import CompareWindow
from teamtide.ui.main_window import MainWindow
from teamtide.ui.session import Session
from tests.conftest import ticking
from tests.examples import ANA, BO, CHURN, EKS, INFRA, OPTION, SQUAD, START, TODAY

# Of the offscreen plugin, about windows that are raised and menus.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
PATIENCE_MS = 60_000
APP = Path(__file__).resolve().parents[3] / "app"
Role = Qt.ItemDataRole


@pytest.fixture
def session(document: Document, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    monkeypatch.setenv("PYTHONPATH", str(APP))
    made = Session(document)
    made.run(
        lambda s: move_people(
            s, scenario=OPTION, people=[ANA, BO], source=SQUAD, target=INFRA, as_of=START
        )
    )
    made.run(lambda s: set_project(s, scenario=OPTION, projects=[CHURN], status="paused"))
    yield made
    made.deleteLater()


@pytest.fixture
def window(session: Session, qtbot: QtBot) -> Iterator[CompareWindow]:
    made = CompareWindow(session)
    qtbot.addWidget(made)
    yield made
    made.close_session()


def measured(window: CompareWindow, qtbot: QtBot) -> MeasuresModel:
    model = window.measures.model
    qtbot.waitUntil(
        lambda: (
            not model.updating
            and model.columnCount() > 1
            and not window.background.is_busy("compared")
        ),
        timeout=PATIENCE_MS,
    )
    return model


def show_changes(window: CompareWindow, qtbot: QtBot) -> ChangesModel:
    window.show()
    window.pages.setCurrentWidget(window.changes)
    return divided(window, qtbot)


def divided(window: CompareWindow, qtbot: QtBot) -> ChangesModel:
    model = window.changes.model
    qtbot.waitUntil(
        lambda: (
            model.found is not None
            and model.found.whole
            and not model.updating
            and not window.background.is_busy("reasons")
        ),
        timeout=PATIENCE_MS,
    )
    return model


def column(model: MeasuresModel, number: int) -> dict[str, str]:
    rows = range(model.rowCount())
    return {model.index(n, 0).data(): str(model.index(n, number).data()) for n in rows}


def tick(window: CompareWindow, name: str, state: Qt.CheckState) -> None:
    (item,) = window.list.findItems(name, Qt.MatchFlag.MatchExactly)
    item.setCheckState(state)


# --- measures -------------------------------------------------------------------------------


def test_that_every_measure_of_every_option_is_there_with_the_range_of_a_difference(
    window: CompareWindow, qtbot: QtBot
) -> None:
    QAbstractItemModelTester(
        window.measures.model, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    window.show()
    model = measured(window, qtbot)
    across = Qt.Orientation.Horizontal
    heads = [model.headerData(n, across).partition("\n")[0] for n in range(3)]
    assert heads == ["Measure", "Today", "Split"]
    values = column(model, 2)
    assert values["People moved"] == "2\t+2"
    assert "\n" in values["Turnaround, weeks"]
    undone = values["Team-weeks that leave work undone"].split("\n")
    assert len(undone) == 3
    assert any(word in undone[2] for word in ("less", "more", "same", "way"))
    assert "\n" not in column(model, 1)["Turnaround, weeks"]
    row = next(n for n in range(model.rowCount()) if model.lines_of(n) == 3)
    said = model.index(row, 2).data(Role.AccessibleTextRole)
    assert "against Today" in said
    assert "\n" not in said


def choose_reference(window: CompareWindow, name: str) -> None:
    box = window.measures.reference
    box.setCurrentIndex(box.findText(name))
    box.activated.emit(box.currentIndex())


def test_that_any_option_can_be_what_the_others_are_compared_with(
    window: CompareWindow, session: Session, qtbot: QtBot
) -> None:
    session.run(lambda s: add_scenario(s, name="Third", like=OPTION))
    third = session.state.rows(Scenario)[-1].id
    session.run(lambda s: set_project(s, scenario=third, projects=[CHURN], status="active"))
    window.show()
    model = measured(window, qtbot)
    across = Qt.Orientation.Horizontal
    assert model.headerData(1, across).endswith(REFERENCE)
    against_today = column(model, 3)["Turnaround, weeks"]
    # Every pair is known already: nothing is asked anew, and nothing is greyed.
    choose_reference(window, "Split")
    assert not model.updating
    assert model.headerData(2, across).endswith(REFERENCE)
    assert not model.headerData(1, across).endswith(REFERENCE)
    state = session.state
    order = [row.id for row in state.rows(Scenario)]
    question = question_of(
        state,
        {one: inputs_of(state, one) for one in order},
        keys=(),
        samples=250,
        against=[OPTION],
        finishes=False,
    )
    apart = measure_scenarios(question)[2].apart[1]
    told = column(model, 3)
    assert told["Turnaround, weeks"] != against_today
    for key in ("turnaround", "backlog"):
        lines = told[MEASURE[key].label].split("\n")
        assert lines[1:] == [range_text(MEASURE[key], apart[key]), sign_words(apart[key])]
    value, _, gap = told["Work that finds nobody, days"].partition("\t")
    assert gap.startswith(("+", "−"))
    assert "\n" not in value
    assert "\t" not in column(model, 2)["Work that finds nobody, days"]


def test_that_a_reference_that_is_not_ticked_is_worked_out_too(
    window: CompareWindow, qtbot: QtBot
) -> None:
    window.show()
    measured(window, qtbot)
    tick(window, "Split", Qt.CheckState.Unchecked)
    model = measured(window, qtbot)
    choose_reference(window, "Split")
    qtbot.waitUntil(lambda: "\n" in column(model, 1)["Turnaround, weeks"], timeout=PATIENCE_MS)
    assert model.columnCount() == 2
    choose_reference(window, "Today")
    assert "\n" not in column(model, 1)["Turnaround, weeks"]


def test_that_a_reference_that_is_removed_gives_way_to_today(
    window: CompareWindow, session: Session, qtbot: QtBot
) -> None:
    window.show()
    measured(window, qtbot)
    choose_reference(window, "Split")
    session.run(lambda s: remove(s, [s.get(Scenario, OPTION)]))
    measured(window, qtbot)
    assert window.measures.reference.scenario == TODAY


def test_that_the_best_has_a_sign_and_weight_and_a_word(
    window: CompareWindow, qtbot: QtBot
) -> None:
    window.show()
    model = measured(window, qtbot)
    names = [model.index(n, 0).data() for n in range(model.rowCount())]
    row = names.index("Work that finds nobody, days")
    won, lost = (model.index(row, n) for n in (1, 2))
    if not won.data().startswith("▸ "):
        won, lost = lost, won
    assert won.data().startswith("▸ ")
    assert not lost.data().startswith("▸ ")
    assert won.data(Role.FontRole).bold()
    assert lost.data(Role.FontRole) is None
    assert "best" in won.data(Role.AccessibleTextRole)
    assert "best" not in lost.data(Role.AccessibleTextRole)


def test_that_an_option_that_is_outdone_is_greyed_and_the_reason_told(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(APP))
    sample = Document.create(tmp_path / "sample.teamtide", sample_state(), clock=ticking())
    session = Session(sample)
    window = CompareWindow(session)
    qtbot.addWidget(window)
    window.show()
    model = measured(window, qtbot)
    today = session.state.today
    assert list(model.reasons) == [today]
    told = window.measures.reasons.text()
    assert told.startswith(
        "Today: one squad is outdone: Rota, no reorg is at least as good in every measure, and "
        "better in "
    )
    assert OUTDONE in model.headerData(1, Qt.Orientation.Horizontal)
    assert model.index(0, 1).data(Role.ForegroundRole) == theme.current().muted
    assert OUTDONE in model.index(0, 1).data(Role.AccessibleTextRole)
    window.close_session()
    session.deleteLater()
    sample.close()


def test_that_only_ticked_options_are_compared(window: CompareWindow, qtbot: QtBot) -> None:
    window.show()
    model = measured(window, qtbot)
    tick(window, "Today", Qt.CheckState.Unchecked)
    qtbot.waitUntil(lambda: model.columnCount() == 2)
    model = measured(window, qtbot)
    # Differences are from Today all the same.
    assert "\n" in column(model, 1)["Turnaround, weeks"]
    tick(window, "Split", Qt.CheckState.Unchecked)
    qtbot.waitUntil(lambda: model.rowCount() == 0)
    assert window.measures.state.text() == NOTHING
    assert not window.background.is_busy("compared")


def test_that_a_change_marks_the_figures_and_they_follow(
    window: CompareWindow, session: Session, qtbot: QtBot
) -> None:
    window.show()
    model = measured(window, qtbot)
    before = column(model, 2)["Threads juggled"]
    session.run(lambda s: edit_plan(s, switch=0.3))
    assert model.updating
    assert "updating" in window.measures.state.text()
    assert "updating" in model.index(0, 1).data(Role.AccessibleTextRole)
    assert column(model, 2)["Threads juggled"] == before
    assert model.index(0, 2).data(Role.ForegroundRole) == theme.current().muted
    measured(window, qtbot)
    session.run(lambda s: add_scenario(s, name="Third", like=OPTION))
    qtbot.waitUntil(lambda: model.columnCount() == 4)
    measured(window, qtbot)
    assert column(model, 3) == column(model, 2)


# --- curves ---------------------------------------------------------------------------------


def test_that_every_team_has_one_axis_over_all_options(
    window: CompareWindow, session: Session, qtbot: QtBot
) -> None:
    window.show()
    window.pages.setCurrentWidget(window.curves)
    window.curves.settle()
    charts = window.curves.charts
    assert len(charts) == 2 * len(session.state.rows(Team))
    for row in session.state.rows(Team):
        pair = [charts[row.id, one] for one in (TODAY, OPTION)]
        assert len({chart._curves.top for chart in pair if not chart.data.empty}) <= 1  # type: ignore[union-attr]
        for chart in pair:
            assert chart.data is not None
            assert chart._curves.top >= top(chart.data, None)
            assert row.name in chart.accessibleName()
            assert not chart.updating
    squad = charts[SQUAD, OPTION].data
    assert squad is not None
    assert (squad.demand == session.load_of(OPTION).teams[0].demand).all()


def test_that_curves_say_that_they_are_updating_and_follow(
    window: CompareWindow, session: Session, qtbot: QtBot
) -> None:
    window.show()
    window.pages.setCurrentWidget(window.curves)
    window.curves.settle()
    chart = window.curves.charts[SQUAD, TODAY]
    session.run(lambda s: edit_plan(s, overhead=0.5))
    assert chart.updating
    qtbot.waitUntil(lambda: not chart.updating)
    assert chart.data is not None
    assert (chart.data.capacity == session.load_of(TODAY).teams[0].capacity).all()


def test_that_a_week_of_a_curve_is_shown_on_the_board(
    window: CompareWindow, session: Session, qtbot: QtBot
) -> None:
    window.show()
    window.pages.setCurrentWidget(window.curves)
    window.curves.settle()
    window.curves.charts[INFRA, OPTION].week_clicked.emit(3)
    assert session.scenario == OPTION
    assert (session.selection.team, session.selection.week) == (INFRA, 3)


def test_that_a_plan_without_teams_says_what_to_do(
    window: CompareWindow, session: Session, qtbot: QtBot
) -> None:
    session.run(lambda s: remove(s, list(s.rows(Team))))
    window.show()
    window.pages.setCurrentWidget(window.curves)
    window.curves.settle()
    assert window.curves.hint.text() == NO_TEAMS


# --- what differs ---------------------------------------------------------------------------


def test_that_what_differs_is_listed_and_what_it_is_worth_sums_up(
    window: CompareWindow, qtbot: QtBot
) -> None:
    QAbstractItemModelTester(
        window.changes.model, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    model = show_changes(window, qtbot)
    told = [model.index(n, WHO).data() for n in range(model.rowCount())]
    assert told == ["Ana Silva", "Bo Chen", "EKS cluster", "Churn"]
    found = model.found
    assert isinstance(found, Attribution)
    assert sum(found.parts) == pytest.approx(found.difference, abs=1e-9)
    assert window.changes.told.text().startswith("Turnaround, weeks — ")
    assert model.index(2, WORTH).data().endswith(" weeks")
    assert not window.changes.progress.isVisible()
    assert not window.changes.stop.isVisible()


def test_that_lines_can_be_narrowed_to_a_team_and_a_person(
    window: CompareWindow, qtbot: QtBot
) -> None:
    show_changes(window, qtbot)
    page = window.changes
    page.person.setText("ana s")
    assert page.filter.rowCount() == 1
    page.person.clear()
    page.team.setCurrentIndex(page.team.findData(int(INFRA)))
    page.team.activated.emit(page.team.currentIndex())
    shown = [page.filter.index(n, WHO).data() for n in range(page.filter.rowCount())]
    assert shown == ["Ana Silva", "Bo Chen", "EKS cluster"]
    assert "4 lines, 3 shown" in page.count.text()


def test_that_a_click_on_the_bars_head_puts_the_largest_first(
    window: CompareWindow, qtbot: QtBot
) -> None:
    model = show_changes(window, qtbot)
    window.changes.table.sortByColumn(WORTH, Qt.SortOrder.AscendingOrder)
    shown = window.changes.filter
    rows = [shown.mapToSource(shown.index(n, 0)).row() for n in range(shown.rowCount())]
    assert model.found is not None
    sizes = [abs(model.found.parts[row]) for row in rows]
    assert sizes == sorted(sizes, reverse=True)


def test_that_selected_lines_are_applied_to_a_scenario_as_one_step(
    window: CompareWindow, session: Session, qtbot: QtBot
) -> None:
    session.run(lambda s: add_scenario(s, name="Rota"))
    rota = session.state.rows(Scenario)[-1].id
    show_changes(window, qtbot)
    page = window.changes
    assert not page.apply.isEnabled()
    page.table.selectRow(2)
    assert page.apply.isEnabled()
    assert page.apply.text() == "Apply 1 line to…"
    page._menu.aboutToShow.emit()
    offered = [action.text() for action in page._menu.actions() if action.text()]
    assert offered == ["Today", "Rota", "A new option like “Today”"]
    steps = len(session.document.history)
    page._menu.actions()[1].trigger()
    assert owner_of(session.state, rota, ("service", EKS)) == INFRA
    assert len(session.document.history) == steps + 1
    assert window.said.text() == "1 line is in Rota now. Ctrl+Z takes that back."
    session.undo()
    assert differing(session.state, TODAY, rota) == ()


def test_that_every_line_in_a_new_option_makes_it_the_other(
    window: CompareWindow, session: Session, qtbot: QtBot
) -> None:
    show_changes(window, qtbot)
    window.changes.table.setFocus()
    qtbot.keyClick(window.changes.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert window.changes.apply_to_new()
    fresh = session.state.rows(Scenario)[-1]
    assert fresh.name == "Today, changed"
    assert differing(session.state, OPTION, fresh.id) == ()
    assert window.list.count() == 3


def test_that_lines_go_when_they_are_applied_to_the_first_and_selection_stays(
    window: CompareWindow, session: Session, qtbot: QtBot
) -> None:
    session.run(lambda s: add_scenario(s, name="Rota"))
    rota = session.state.rows(Scenario)[-1].id
    window.show()
    window.pages.setCurrentWidget(window.changes)
    window.changes.choose(rota, OPTION)
    divided(window, qtbot)
    window.changes.table.selectRow(3)
    topics = window.changes.topics
    session.run(lambda s: edit(s, s.get(Scenario, OPTION), name="Divided"))
    qtbot.waitUntil(lambda: "Divided" in window.changes.model.names)
    assert window.changes.topics == topics
    assert window.changes.apply_to(rota)
    qtbot.waitUntil(lambda: window.changes.model.rowCount() == 3)
    model = divided(window, qtbot)
    assert model.found is not None
    assert len(model.found.parts) == 3


def test_that_nothing_is_applied_of_a_list_that_is_out_of_date(
    window: CompareWindow, session: Session, qtbot: QtBot
) -> None:
    show_changes(window, qtbot)
    window.changes.table.selectAll()
    assert window.changes.apply.isEnabled()
    session.run(lambda s: remove(s, [s.get(Scenario, OPTION)]))
    assert not window.changes.apply.isEnabled()
    window.changes.measure.activated.emit(1)
    qtbot.waitUntil(lambda: window.changes.told.text() == ALONE)
    assert window.changes.model.rowCount() == 0


def test_that_empty_comparisons_say_what_to_do(
    window: CompareWindow, session: Session, qtbot: QtBot
) -> None:
    session.run(lambda s: add_scenario(s, name="Copy", like=OPTION))
    copy = session.state.rows(Scenario)[-1].id
    window.show()
    window.pages.setCurrentWidget(window.changes)
    window.changes.choose(OPTION, copy)
    assert window.changes.told.text() == SAME
    window.changes.choose(OPTION, OPTION)
    assert window.changes.told.text() == TWICE
    session.run(lambda s: remove(s, [s.get(Scenario, OPTION), s.get(Scenario, copy)]))
    qtbot.waitUntil(lambda: window.changes.told.text() == ALONE)


def test_that_working_out_can_be_stopped(window: CompareWindow, qtbot: QtBot) -> None:
    window.show()
    window.pages.setCurrentWidget(window.changes)
    qtbot.waitUntil(lambda: window.background.is_busy("reasons"))
    assert window.changes.stop.isVisible()
    window.changes.stop.click()
    assert not window.background.is_busy("reasons")
    assert "Stopped" in window.changes.told.text()
    assert not window.changes.stop.isVisible()
    window.changes.measure.activated.emit(0)
    assert divided(window, qtbot).found is not None


def test_that_what_has_no_figure_is_said(
    window: CompareWindow, session: Session, qtbot: QtBot
) -> None:
    window.show()
    window.pages.setCurrentWidget(window.changes)
    session.run(lambda s: set_project(s, scenario=OPTION, projects=[CHURN], status="active"))
    box = window.changes.measure
    box.setCurrentIndex(box.findData("span"))
    box.activated.emit(box.currentIndex())
    qtbot.waitUntil(lambda: "has no figure" in window.changes.told.text(), timeout=PATIENCE_MS)
    assert window.changes.model.index(0, WORTH).data() == ""
    assert window.changes.model.index(0, AFTER).data() == "Infrastructure"


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_that_bars_show_which_way_and_by_how_much(
    window: CompareWindow, qtbot: QtBot, qapp: object, mode: str
) -> None:
    theme.apply(qapp, mode)  # type: ignore[arg-type]
    model = show_changes(window, qtbot)
    lines = model.lines
    found = Attribution(
        "overload",
        (10.0, 9.0),
        (0.0, 0.0),
        (4.0, -5.0, *(0.0 for _ in lines[2:])),
        (1.0, 0.5, *(0.0 for _ in lines[2:])),
        9,
        1.0,
    )
    model.show_worth(found, updating=False)
    assert model.index(0, WORTH).data() == "+4 ± 1 d"
    table = window.changes.table
    image = table.viewport().grab().toImage()
    look = theme.current()

    def colours(row: int) -> set[str]:
        rect = table.visualRect(table.model().index(row, WORTH))
        y = rect.center().y() - 3
        return {image.pixelColor(x, y).name() for x in range(rect.left(), rect.right())}

    assert look.bad.name() in colours(0)
    assert look.good.name() not in colours(0)
    assert look.good.name() in colours(1)
    theme.apply(qapp, "light")  # type: ignore[arg-type]


# --- the window -----------------------------------------------------------------------------


def test_that_every_control_has_a_name(window: CompareWindow) -> None:
    page = window.changes
    named = (
        *(window.list, window.pages, window.measures.view, page.table, page.one, page.other),
        *(page.measure, page.team, page.person, page.progress, page.stop, page.apply),
    )
    assert all(part.accessibleName() for part in named)


def test_that_the_menu_and_the_strip_open_it_and_closing_the_plan_ends_it(
    document: Document, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(APP))
    main = MainWindow()
    qtbot.addWidget(main)
    main.show_document(document)
    main.show()
    qtbot.waitExposed(main)
    main.tools["show_compare"].trigger()
    window = main.panels.compared
    assert window is not None
    assert window.isVisible()
    assert window.background is main.background
    qtbot.waitUntil(lambda: window.background.is_busy("compared"))
    window.close()
    assert not window.background.is_busy("compared")
    assert main.view is not None
    main.view.compare.view.horizontalHeader().sectionClicked.emit(0)
    assert window.isVisible()
    window.close()
    strip = main.view.compare
    strip.view.customContextMenuRequested.emit(QPoint(20, 20))
    (menu,) = strip.findChildren(LinesMenu)
    menu.actions()[-1].trigger()
    assert window.isVisible()
    menu.close()
    main.close_plan()
    assert main.panels.compared is None
    main.close()


def test_that_undo_in_the_window_takes_back_what_was_applied(
    window: CompareWindow, session: Session, qtbot: QtBot
) -> None:
    show_changes(window, qtbot)
    window.changes.table.selectRow(2)
    assert window.changes.apply_to(TODAY)
    assert owner_of(session.state, TODAY, ("service", EKS)) == INFRA
    window._undo()
    assert owner_of(session.state, TODAY, ("service", EKS)) == SQUAD
    assert window.said.text().startswith("Undone: Took 1 change from Split")


def test_that_a_line_says_what_it_is_worth_together_until_it_is_known_alone(
    session: Session,
) -> None:
    model = ChangesModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    lines = differences(session.state, TODAY, OPTION)
    model.show_lines(lines, ("Today", "Split"))
    two = Together((0, 1), -4.0, 0.0)
    found = Attribution(
        "overload",
        (10.0, 7.0),
        (0.0, 0.0),
        (-2.0, -2.0, 1.0, 0.0),
        (inf, inf, 0.25, 0.0),
        1,
        0.2,
        (two, Together((2,), 1.0, 0.25)),
    )
    model.show_worth(found, updating=True)
    told = [str(model.index(row, WORTH).data()) for row in range(4)]
    assert told == ["−4 d in all 2", "−4 d in all 2", "+1 ± 0.2 d", "0 d"]
    tip = model.index(0, WORTH).data(Role.ToolTipRole)
    assert tip.endswith("Together, moving 2 people to Infrastructure: −4 d")
    assert "Together" not in model.index(2, WORTH).data(Role.ToolTipRole)
    assert "Together" not in model.index(0, WHO).data(Role.ToolTipRole)
