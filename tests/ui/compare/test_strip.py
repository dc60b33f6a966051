"""The strip that compares scenarios, and the figures in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QTextBrowser
from pytestqt.qtbot import QtBot

from teamtide.plan.assigning import assign
from teamtide.plan.commands import remove
from teamtide.plan.document import Document
from teamtide.plan.options import add_scenario
from teamtide.plan.placing import move_people
from teamtide.plan.rows import Scenario
from teamtide.plan.summary import BY_KEY, MEASURES, QUICK, Reading
from teamtide.ui.background import Background
from teamtide.ui.compare.explanation import Explanation, explanation_html
from teamtide.ui.compare.shown_lines import SETTING, USUAL, LinesMenu, shown_keys
from teamtide.ui.compare.strip import CompareStrip
from teamtide.ui.compare.table import ARROW, FAILED, PENDING, UPDATING
from teamtide.ui.help_window import HelpWindow, sections_of
from teamtide.ui.preferences import preferences
from teamtide.ui.session import Session
from tests.examples import ANA, BO, CHURN, ENABLE, INFRA, OPTION, SQUAD, TODAY

# Of the offscreen plugin, about windows that are raised and menus.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def session(document: Document, qtbot: QtBot) -> Iterator[Session]:
    made = Session(document)
    yield made
    made.deleteLater()


@pytest.fixture
def strip(session: Session, qtbot: QtBot) -> Iterator[CompareStrip]:
    made = CompareStrip(session)
    qtbot.addWidget(made)
    made.show_measures(frozenset(BY_KEY))
    made.show()
    yield made
    made.close_session()


def move(session: Session, scenario: int = OPTION) -> None:
    assert session.run(
        lambda state: move_people(
            state,
            scenario=scenario,  # type: ignore[arg-type]
            people=[ANA, BO],
            source=SQUAD,
            target=INFRA,
            as_of=date(2026, 2, 2),
        )
    )


def keys_of(strip: CompareStrip) -> list[str]:
    return [strip.model.measure_at(row).key for row in range(strip.model.rowCount())]


def row_of(strip: CompareStrip, key: str) -> int:
    rows = range(strip.model.rowCount())
    return next(row for row in rows if strip.model.measure_at(row).key == key)


def shown(strip: CompareStrip, key: str, column: int) -> str:
    return str(strip.model.index(row_of(strip, key), column).data())


def test_that_a_change_shows_a_placeholder_and_then_the_figures(
    strip: CompareStrip, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: not strip.model.pending())
    before = shown(strip, "overload", 2)
    move(strip.session)
    assert shown(strip, "overload", 2) == PENDING
    qtbot.waitUntil(lambda: not strip.model.pending())
    assert shown(strip, "overload", 2) != before
    assert "2" in shown(strip, "moves", 2)


def test_that_a_drop_does_not_wait_for_other_scenarios(strip: CompareStrip) -> None:
    strip.settle()
    move(strip.session, TODAY)
    assert strip.model.pending() == [TODAY, OPTION]


def test_that_the_best_value_is_marked_by_a_sign_and_a_colour(strip: CompareStrip) -> None:
    strip.settle()
    row = row_of(strip, "overload")
    won, lost = strip.model.index(row, 1), strip.model.index(row, 2)
    assert won.data().startswith("▸ ")
    assert not lost.data().startswith("▸ ")
    role = Qt.ItemDataRole.ForegroundRole
    assert won.data(role) != lost.data(role)
    assert won.data(Qt.ItemDataRole.AccessibleTextRole).endswith(", best")


def test_that_the_scenario_on_screen_is_bold_and_a_click_shows_another(
    strip: CompareStrip,
) -> None:
    def bold(column: int) -> bool:
        across = Qt.Orientation.Horizontal
        font = strip.model.headerData(column, across, Qt.ItemDataRole.FontRole)
        return bool(font.bold())

    assert (bold(1), bold(2)) == (True, False)
    strip.view.horizontalHeader().sectionClicked.emit(2)
    assert strip.session.scenario == OPTION
    assert (bold(1), bold(2)) == (False, True)


def test_that_scenarios_come_and_go(strip: CompareStrip) -> None:
    tester = QAbstractItemModelTester(
        strip.model, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    assert tester.model() is strip.model
    strip.session.run(lambda state: add_scenario(state, name="Rota"))
    assert strip.model.columnCount() == 4
    strip.settle()
    strip.session.run(lambda state: remove(state, [state.get(Scenario, OPTION)]))
    strip.settle()
    assert strip.model.columnCount() == 3


def test_that_a_click_on_a_value_says_where_it_comes_from(strip: CompareStrip) -> None:
    strip.settle()
    strip.view.clicked.emit(strip.model.index(row_of(strip, "overload"), 2))
    assert strip.explanation is not None
    words = strip.explanation.text.toPlainText()
    assert words.startswith("Work that finds nobody, days: ")
    assert "Split" in words
    assert "Infrastructure" in words
    assert strip.session.scenario == TODAY


def test_that_enter_explains_and_another_explanation_takes_its_place(
    strip: CompareStrip, qtbot: QtBot
) -> None:
    strip.settle()
    strip.view.setFocus()
    for key in ("overload", "peak"):
        strip.view.setCurrentIndex(strip.model.index(row_of(strip, key), 0))
        qtbot.keyClick(strip.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(strip.window().findChildren(Explanation)) == 1)
    assert strip.explanation is not None
    assert strip.explanation.text.toPlainText().startswith("Peak load")
    strip.explanation.close()
    qtbot.waitUntil(lambda: strip.explanation is None)


def test_that_an_explanation_follows_the_plan(strip: CompareStrip) -> None:
    strip.settle()
    row = row_of(strip, "moves")
    strip.view.clicked.emit(strip.model.index(row, 2))
    assert strip.explanation is not None
    before = strip.explanation.text.toPlainText()
    move(strip.session)
    strip.settle()
    after = strip.explanation.text.toPlainText()
    assert before.startswith("People moved: 0")
    assert after.startswith("People moved: 2")
    assert "Ana Silva joins Infrastructure" in after


def test_that_an_explanation_leads_to_the_help_about_the_measure(
    strip: CompareStrip, qtbot: QtBot
) -> None:
    strip.settle()
    strip.view.clicked.emit(strip.model.index(row_of(strip, "peak"), 1))
    assert strip.explanation is not None
    qtbot.mouseClick(strip.explanation.more, Qt.MouseButton.LeftButton)
    (found,) = strip.window().findChildren(HelpWindow)
    browser = found.centralWidget()
    assert isinstance(browser, QTextBrowser)
    assert browser.textCursor().block().text() == sections_of("measures")["peak"]


def test_that_names_are_text_in_an_explanation() -> None:
    measure = MEASURES[0]
    words = explanation_html(measure, "<b>Split</b>", Reading("overload", 1.0))
    assert "&lt;b&gt;Split" in words


def test_that_only_quick_measures_are_shown_where_nobody_works_out_the_others(
    strip: CompareStrip,
) -> None:
    keys = [strip.model.measure_at(row).key for row in range(strip.model.rowCount())]
    assert sorted(keys) == sorted(QUICK)


def test_that_what_a_lead_asks_first_is_on_top(strip: CompareStrip) -> None:
    strip.model.show_slow()
    assert keys_of(strip) == [measure.key for measure in MEASURES]
    assert keys_of(strip)[:5] == ["turnaround", "overload", "pays_back", "move_cost", "ties_kept"]


def test_that_what_takes_longer_is_updating_until_a_child_process_has_it(
    strip: CompareStrip, qtbot: QtBot
) -> None:
    background = Background()
    strip.use(background)
    try:
        assert strip.model.rowCount() == len(MEASURES)
        assert shown(strip, "turnaround", 1) == UPDATING
        qtbot.waitUntil(lambda: shown(strip, "turnaround", 1) != UPDATING, timeout=60_000)
        before = shown(strip, "move_cost", 2)
        move(strip.session)
        assert shown(strip, "move_cost", 2) == UPDATING
        qtbot.waitUntil(lambda: shown(strip, "move_cost", 2) != UPDATING, timeout=60_000)
        assert shown(strip, "move_cost", 2) != before
    finally:
        strip.close_session()
        background.close()
        background.deleteLater()
        strip.session.changed.connect(strip._changed)
        strip.session.scenario_changed.connect(strip._shown)


def test_that_slow_measures_of_what_hovers_are_updating_and_then_what_a_drop_gives(
    strip: CompareStrip, qtbot: QtBot
) -> None:
    session, background = strip.session, Background()
    session.set_scenario(OPTION)
    strip.use(background)

    def told() -> list[str]:
        model = strip.model
        return [str(model.index(r, 2).data()) for r in range(model.rowCount())]

    try:
        strip.settle()
        before = told()
        give = partial(assign, scenario=OPTION, items=[("project", CHURN)], team=INFRA)
        assert session.show_preview(give) is not None
        qtbot.waitUntil(lambda: any(text.endswith(UPDATING) for text in told()))
        qtbot.waitUntil(lambda: not any(text.endswith(UPDATING) for text in told()), timeout=60_000)
        would = {row: text.partition(ARROW)[2] for row, text in enumerate(told()) if ARROW in text}
        assert any(not strip.model.measure_at(row).quick for row in would)
        session.show_preview(None)
        assert told() == before
        assert session.run(give)
        strip.settle()
        after = [text.removeprefix("▸ ") for text in told()]
        assert {row: after[row] for row in would} == would
    finally:
        strip.close_session()
        background.close()
        background.deleteLater()
        session.changed.connect(strip._changed)
        session.scenario_changed.connect(strip._shown)


def told_of(strip: CompareStrip, column: int) -> list[str]:
    model = strip.model
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def test_that_what_hovers_in_today_shows_what_options_that_inherit_it_would_be(
    strip: CompareStrip, qtbot: QtBot
) -> None:
    session, background = strip.session, Background()
    session.set_scenario(TODAY)
    strip.use(background)
    columns = range(1, strip.model.columnCount())
    option = strip.model.column_of(OPTION)
    assert option is not None

    def told() -> list[list[str]]:
        return [told_of(strip, column) for column in columns]

    def waits(column: int) -> bool:
        return any(text.endswith(UPDATING) for text in told_of(strip, column))

    try:
        strip.settle()
        before = told()
        content = session.document.path.read_bytes()
        give = partial(assign, scenario=TODAY, items=[("kind", "structured")], team=ENABLE)
        assert session.show_preview(give) is not None
        qtbot.waitUntil(lambda: waits(option))
        qtbot.waitUntil(lambda: not any(map(waits, columns)), timeout=60_000)
        would = told()
        assert any(ARROW in text for text in would[option - 1])
        session.show_preview(None)
        assert told() == before
        assert session.document.path.read_bytes() == content
        assert session.run(give)
        strip.settle()
        for hovered, dropped in zip(would, told(), strict=True):
            for promise, now in zip(hovered, dropped, strict=True):
                if ARROW in promise:
                    assert now.removeprefix("▸ ") == promise.partition(ARROW)[2]
    finally:
        strip.close_session()
        background.close()
        background.deleteLater()
        session.changed.connect(strip._changed)
        session.scenario_changed.connect(strip._shown)


def test_that_what_hovers_in_an_option_leaves_every_other_column(
    strip: CompareStrip, qtbot: QtBot
) -> None:
    session = strip.session
    session.set_scenario(OPTION)
    strip.settle()
    today = strip.model.column_of(TODAY)
    assert today is not None
    option, before = strip.model.column_of(OPTION), told_of(strip, today)
    assert option is not None
    give = partial(assign, scenario=OPTION, items=[("project", CHURN)], team=INFRA)
    assert session.show_preview(give) is not None
    qtbot.waitUntil(lambda: any(ARROW in text for text in told_of(strip, option)))
    assert told_of(strip, today) == before
    session.show_preview(None)


def test_that_what_cannot_be_worked_out_says_so(strip: CompareStrip) -> None:
    strip.settle()
    strip.model.show_slow()
    strip.model.fail("There is not enough memory.")
    assert shown(strip, "turnaround", 1) == FAILED
    row = row_of(strip, "turnaround")
    tip = strip.model.index(row, 1).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "There is not enough memory."


# --- which measures it shows ----------------------------------------------------------------


@pytest.fixture
def fresh(session: Session, qtbot: QtBot) -> Iterator[CompareStrip]:
    made = CompareStrip(session)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close_session()


def test_that_few_measures_are_shown_unless_somebody_asks_for_more(fresh: CompareStrip) -> None:
    fresh.model.show_slow()
    assert keys_of(fresh) == list(USUAL)
    assert fresh.model.slow_keys
    assert "hires" not in fresh.model.slow_keys


def test_that_a_choice_of_measures_is_remembered(
    fresh: CompareStrip, session: Session, qtbot: QtBot
) -> None:
    fresh.choose_measures()
    chooser = fresh.chooser
    assert chooser is not None
    assert chooser.keys == frozenset(USUAL)
    for row in range(chooser.list.count()):
        item = chooser.list.item(row)
        if item.text() in (BY_KEY["flood"].label, BY_KEY["idle"].label):
            chooser.list.setCurrentItem(item)
            qtbot.keyClick(chooser.list, Qt.Key.Key_Space)
    wanted = frozenset(USUAL) - {"flood"} | {"idle"}
    assert fresh.model.keys == wanted
    fresh.settle()
    assert shown(fresh, "idle", 1) != PENDING
    qtbot.keyClick(chooser, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: fresh.chooser is None)
    other = CompareStrip(session)
    qtbot.addWidget(other)
    assert other.model.keys == wanted
    other.show_measures(frozenset(USUAL))
    assert shown_keys() == frozenset(USUAL)
    other.close_session()


def test_that_the_last_measure_can_not_be_taken_away(fresh: CompareStrip) -> None:
    fresh.show_measures(frozenset({"peak"}))
    fresh.choose_measures()
    assert fresh.chooser is not None
    (item,) = fresh.chooser.list.findItems(BY_KEY["peak"].label, Qt.MatchFlag.MatchExactly)
    item.setCheckState(Qt.CheckState.Unchecked)
    assert item.checkState() == Qt.CheckState.Checked
    assert keys_of(fresh) == ["peak"]


def test_that_a_line_is_hidden_by_its_menu(fresh: CompareStrip) -> None:
    index = fresh.model.index(row_of(fresh, "flood"), 0)
    fresh.view.customContextMenuRequested.emit(fresh.view.visualRect(index).center())
    (menu,) = fresh.findChildren(LinesMenu)
    assert menu.actions()[0].text() == "Hide “Flood and drought”"
    menu.actions()[0].trigger()
    assert "flood" not in keys_of(fresh)
    menu.close()
    tester = QAbstractItemModelTester(
        fresh.model, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    fresh.show_measures(frozenset(BY_KEY))
    assert tester.model().rowCount() == len(QUICK)


def test_that_what_is_remembered_and_not_known_any_more_is_no_line() -> None:
    preferences().setValue(SETTING, ["peak", "a measure of another version"])
    assert shown_keys() == {"peak"}
    preferences().setValue(SETTING, ["gone"])
    assert shown_keys() == frozenset(USUAL)
