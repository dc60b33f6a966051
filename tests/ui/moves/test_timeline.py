"""The timeline in the real window: handle, waves, play, keyboard, and nothing left behind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from teamtide.plan.commands import edit_plan
from teamtide.plan.document import Document
from teamtide.plan.placing import move_people
from teamtide.plan.rows import ScenarioId
from teamtide.plan.summary import BY_KEY
from teamtide.plan.waves import waves
from teamtide.ui.board.cards import Ref
from teamtide.ui.main_window import MainWindow
from teamtide.ui.moves.axis import Axis
from teamtide.ui.moves.marks import WAVE, Mark
from teamtide.ui.moves.panel import MovesPanel
from teamtide.ui.moves.people import WavePeople
from teamtide.ui.moves.strip import MARGIN, MovesStrip
from teamtide.ui.session import Selection, Session
from tests.examples import ANA, BO, CY, ENABLE, INFRA, OPTION, SQUAD, START, TODAY

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
FEB, MARCH = date(2026, 2, 2), date(2026, 3, 2)
WEEK = timedelta(weeks=1)
NONE, ALT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier
KEYS = Qt.Key
SHORTCUT = (KEYS.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)


@pytest.fixture
def window(document: Document, qtbot: QtBot) -> Iterator[MainWindow]:
    """The small plan; in the option Ana and Bo move in February, Cy in March."""
    for people, target, day in (([ANA, BO], INFRA, FEB), ([CY], ENABLE, MARCH)):
        document.apply(
            move_people(
                document.state,
                scenario=OPTION,
                people=people,
                source=SQUAD,
                target=target,
                as_of=day,
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


@pytest.fixture
def panel(window: MainWindow) -> MovesPanel:
    window.panels.toggle_moves()
    assert window.panels.moves is not None
    return window.panels.moves


def session_of(window: MainWindow) -> Session:
    assert window.session is not None
    return window.session


def days(window: MainWindow, scenario: ScenarioId = OPTION) -> dict[date, tuple[int, ...]]:
    return {wave.day: wave.people for wave in waves(session_of(window).state, scenario)}


def wave_of(panel: MovesPanel, day: date) -> Mark:
    return next(mark for mark in panel.strip.marks if (mark.kind, mark.day) == (WAVE, day))


def at(strip: MovesStrip, day: date, mark: Mark | None = None) -> QPointF:
    """Where a day is, at the height of a mark or of the handle."""
    return QPointF(strip.axis.x(day), strip.place_of(mark).y())


def mouse(
    strip: MovesStrip, kind: QEvent.Type, where: QPointF, held: Qt.KeyboardModifier = NONE
) -> None:
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    button = none if kind == QEvent.Type.MouseMove else left
    buttons = none if kind == QEvent.Type.MouseButtonRelease else left
    event = QMouseEvent(
        kind,
        where,
        QPointF(strip.mapToGlobal(where.toPoint())),
        button,
        buttons,
        held,
    )
    QApplication.sendEvent(strip, event)


def press(strip: MovesStrip, where: QPointF) -> None:
    mouse(strip, QEvent.Type.MouseButtonPress, where)


def move(strip: MovesStrip, where: QPointF, held: Qt.KeyboardModifier = NONE) -> None:
    mouse(strip, QEvent.Type.MouseMove, where, held)


def release(strip: MovesStrip, where: QPointF) -> None:
    mouse(strip, QEvent.Type.MouseButtonRelease, where)


# --- shown and hidden -----------------------------------------------------------------------


def test_that_the_shortcut_shows_it_hides_it_and_it_is_remembered(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    assert window.panels.moves is None
    qtbot.keyClick(window, *SHORTCUT)
    panel = window.panels.moves
    assert panel is not None
    assert panel.isVisible()
    assert panel.strip.hasFocus()
    other = MainWindow()
    qtbot.addWidget(other)
    other.show_document(Document.create(tmp_path / "other.teamtide", session_of(window).state))
    assert other.panels.moves is not None
    assert not other.panels.moves.isHidden()
    other.close()
    qtbot.keyClick(window, *SHORTCUT)
    assert not panel.isVisible()
    assert window.view is not None
    assert window.view.board.isAncestorOf(QApplication.focusWidget() or window)
    other = MainWindow()
    qtbot.addWidget(other)
    other.show_document(Document.create(tmp_path / "third.teamtide", session_of(window).state))
    assert other.panels.moves is None
    other.close()


def test_that_it_shows_the_waves_of_the_scenario_on_screen(
    window: MainWindow, panel: MovesPanel, qtbot: QtBot
) -> None:
    found = [(mark.kind, mark.day, mark.count) for mark in panel.strip.marks]
    assert found == [("starts", START + WEEK, 1), (WAVE, FEB, 2), (WAVE, MARCH, 1)]
    assert wave_of(panel, FEB).tip.splitlines() == [
        "2 Feb: 2 people move",
        "Ana Silva: Squad → Infrastructure",
        "Bo Chen: Squad → Infrastructure",
    ]
    assert panel.summary.full == "2 waves, 3 people move"
    session_of(window).set_scenario(TODAY)
    qtbot.waitUntil(lambda: [mark.kind for mark in panel.strip.marks] == ["starts"])
    assert panel.summary.full.startswith("Nobody moves in this scenario")


def test_that_hidden_it_does_not_follow_and_shown_again_it_is_right(
    window: MainWindow, panel: MovesPanel
) -> None:
    session = session_of(window)
    window.panels.toggle_moves()
    before = panel.strip.marks
    assert session.run(
        lambda state: move_people(
            state, scenario=OPTION, people=[CY], source=ENABLE, target=INFRA, as_of=MARCH + WEEK
        )
    )
    QApplication.processEvents()
    assert panel.strip.marks is before
    window.panels.toggle_moves()
    assert MARCH + WEEK in [mark.day for mark in panel.strip.marks]


def test_that_its_weeks_stand_where_those_of_the_large_curve_do(
    window: MainWindow, panel: MovesPanel
) -> None:
    assert window.view is not None
    window.view.show_large(SQUAD)
    QApplication.processEvents()
    chart, strip = window.view.large.chart, panel.strip
    for week in (0, 5, 11):
        x = round(strip.axis.x(START + week * WEEK)) + 2
        there = chart.mapFromGlobal(strip.mapToGlobal(QPoint(x, 0)))
        assert chart.week_at(there.x()) == week
    assert panel.height() > 0
    assert window.view.board.height() > 0


# --- the handle -----------------------------------------------------------------------------


def test_that_dragging_the_handle_turns_the_board_to_that_monday(
    window: MainWindow, panel: MovesPanel
) -> None:
    session, strip = session_of(window), panel.strip
    assert window.view is not None
    press(strip, at(strip, START))
    move(strip, at(strip, FEB + timedelta(days=2)))
    assert session.as_of == FEB
    assert window.view.board.reveal(Ref("person", ANA, INFRA))
    move(strip, at(strip, FEB + timedelta(days=2)), ALT)
    assert session.as_of == FEB + timedelta(days=2)
    release(strip, at(strip, FEB))
    move(strip, at(strip, MARCH))
    assert session.as_of == FEB + timedelta(days=2)


def test_that_esc_while_the_handle_is_held_leads_back(
    window: MainWindow, panel: MovesPanel, qtbot: QtBot
) -> None:
    session, strip = session_of(window), panel.strip
    press(strip, at(strip, START))
    move(strip, at(strip, MARCH))
    assert session.as_of == MARCH
    qtbot.keyClick(strip, KEYS.Key_Escape)
    assert session.as_of == START
    move(strip, at(strip, MARCH))
    assert session.as_of == START


def test_that_a_click_beside_everything_brings_the_handle_there(
    window: MainWindow, panel: MovesPanel
) -> None:
    strip = panel.strip
    where = at(strip, MARCH + 2 * WEEK, wave_of(panel, FEB))
    press(strip, where)
    release(strip, where)
    assert session_of(window).as_of == MARCH + 2 * WEEK


def test_that_arrows_move_the_handle_by_weeks_snapping_to_mondays_and_with_alt_by_days(
    window: MainWindow, panel: MovesPanel, qtbot: QtBot
) -> None:
    session, strip = session_of(window), panel.strip
    session.set_as_of(FEB + timedelta(days=2))
    qtbot.keyClick(strip, KEYS.Key_Right)
    assert session.as_of == FEB + WEEK
    session.set_as_of(FEB + timedelta(days=2))
    qtbot.keyClick(strip, KEYS.Key_Left)
    assert session.as_of == FEB
    qtbot.keyClick(strip, KEYS.Key_Left)
    assert session.as_of == FEB - WEEK
    qtbot.keyClick(strip, KEYS.Key_Right, ALT)
    assert session.as_of == FEB - WEEK + timedelta(days=1)
    qtbot.keyClick(strip, KEYS.Key_End)
    assert session.as_of == START + 11 * WEEK
    qtbot.keyClick(strip, KEYS.Key_Right)
    assert session.as_of == START + 11 * WEEK
    qtbot.keyClick(strip, KEYS.Key_Home)
    qtbot.keyClick(strip, KEYS.Key_Left)
    assert session.as_of == START


# --- a wave ---------------------------------------------------------------------------------


def test_that_a_wave_dragged_shows_its_effect_and_goes_there_in_one_step(
    window: MainWindow, panel: MovesPanel
) -> None:
    session, strip = session_of(window), panel.strip
    assert window.view is not None
    column = window.view.board.view_of(INFRA)
    assert column is not None
    assert column.chart is not None
    mark, steps = wave_of(panel, FEB), session.document.next_undo
    press(strip, at(strip, FEB, mark))
    move(strip, at(strip, FEB + 2 * WEEK + timedelta(days=2), mark))
    assert column.chart.shows("would_capacity")
    assert session.document.next_undo is steps
    assert days(window) == {FEB: (ANA, BO), MARCH: (CY,)}
    release(strip, at(strip, FEB + 2 * WEEK, mark))
    assert days(window) == {FEB + 2 * WEEK: (ANA, BO), MARCH: (CY,)}
    assert not column.chart.shows("would_capacity")
    assert strip.current is not None
    assert strip.current.day == FEB + 2 * WEEK
    session.undo()
    assert days(window) == {FEB: (ANA, BO), MARCH: (CY,)}


def test_that_with_alt_a_wave_goes_to_any_day(window: MainWindow, panel: MovesPanel) -> None:
    strip, mark = panel.strip, wave_of(panel, FEB)
    to = FEB + timedelta(days=9)
    press(strip, at(strip, FEB, mark))
    move(strip, at(strip, to, mark), ALT)
    release(strip, at(strip, to, mark))
    assert days(window) == {to: (ANA, BO), MARCH: (CY,)}


def test_that_a_wave_dropped_on_another_joins_it(window: MainWindow, panel: MovesPanel) -> None:
    strip, mark = panel.strip, wave_of(panel, FEB)
    press(strip, at(strip, FEB, mark))
    move(strip, at(strip, MARCH, mark))
    release(strip, at(strip, MARCH, mark))
    assert days(window) == {MARCH: (ANA, BO, CY)}
    assert [mark.count for mark in strip.marks if mark.kind == WAVE] == [3]


def test_that_esc_gives_up_a_dragged_wave_without_a_trace(
    window: MainWindow, panel: MovesPanel, qtbot: QtBot
) -> None:
    session, strip = session_of(window), panel.strip
    assert window.view is not None
    state, mark = session.state, wave_of(panel, FEB)
    before = [team.capacity.copy() for team in session.load.teams]
    press(strip, at(strip, FEB, mark))
    move(strip, at(strip, MARCH, mark))
    qtbot.keyClick(strip, KEYS.Key_Escape)
    release(strip, at(strip, MARCH, mark))
    assert session.state is state
    for column in window.view.board.views:
        assert column.chart is None or not column.chart.shows("would_capacity")
    for team, capacity in zip(session.load.teams, before, strict=True):
        np.testing.assert_array_equal(team.capacity, capacity)


def test_that_arrows_offer_another_date_and_enter_takes_it(
    window: MainWindow, panel: MovesPanel, qtbot: QtBot
) -> None:
    session, strip = session_of(window), panel.strip
    state = session.state
    for _ in range(2):
        qtbot.keyClick(strip, KEYS.Key_Down)
    assert strip.current is wave_of(panel, FEB)
    for _ in range(2):
        qtbot.keyClick(strip, KEYS.Key_Right)
    assert session.state is state
    assert strip.accessibleDescription().startswith("To 16 Feb?")
    qtbot.keyClick(strip, KEYS.Key_Left, ALT)
    qtbot.keyClick(strip, KEYS.Key_Return)
    assert days(window) == {FEB + timedelta(days=13): (ANA, BO), MARCH: (CY,)}
    state = session.state
    qtbot.keyClick(strip, KEYS.Key_Right)
    qtbot.keyClick(strip, KEYS.Key_Escape)
    assert session.state is state
    assert strip.hasFocus()
    qtbot.keyClick(strip, KEYS.Key_Escape)
    assert not strip.hasFocus()


def test_that_who_starts_cannot_be_dragged(window: MainWindow, panel: MovesPanel) -> None:
    session, strip = session_of(window), panel.strip
    state, mark = session.state, strip.marks[0]
    assert mark.kind == "starts"
    press(strip, at(strip, mark.day, mark))
    move(strip, at(strip, MARCH, mark))
    release(strip, at(strip, MARCH, mark))
    assert session.state is state
    assert strip.current is mark


# --- some of a wave -------------------------------------------------------------------------


def dialog_of(panel: MovesPanel) -> WavePeople:
    assert panel.dialog is not None
    return panel.dialog


def test_that_some_of_a_wave_move_by_keyboard_alone(
    window: MainWindow, panel: MovesPanel, qtbot: QtBot
) -> None:
    strip = panel.strip
    for _ in range(2):
        qtbot.keyClick(strip, KEYS.Key_Down)
    qtbot.keyClick(strip, KEYS.Key_Return)
    dialog = dialog_of(panel)
    assert dialog.chosen() == (ANA, BO)
    assert not dialog.move_button.isEnabled()
    qtbot.keyClick(dialog.people, KEYS.Key_Space)
    assert dialog.chosen() == (BO,)
    qtbot.keyClicks(dialog.field.line, "2026-02-16")
    qtbot.keyClick(dialog.field.line, KEYS.Key_Return)
    assert days(window) == {FEB: (ANA, BO), MARCH: (CY,)}
    assert dialog.focusWidget() is dialog.move_button
    qtbot.keyClick(dialog.move_button, KEYS.Key_Return)
    assert days(window) == {FEB: (ANA,), FEB + 2 * WEEK: (BO,), MARCH: (CY,)}
    session_of(window).undo()
    assert days(window) == {FEB: (ANA, BO), MARCH: (CY,)}


def test_that_what_a_split_would_give_is_shown_and_closing_leaves_no_trace(
    window: MainWindow, panel: MovesPanel, qtbot: QtBot
) -> None:
    session, strip = session_of(window), panel.strip
    assert window.view is not None
    state, mark = session.state, wave_of(panel, FEB)
    press(strip, at(strip, FEB, mark))
    release(strip, at(strip, FEB, mark))
    dialog = dialog_of(panel)
    dialog.check({BO})
    qtbot.keyClicks(dialog.field.line, "2026-03-02")
    qtbot.keyClick(dialog.field.line, KEYS.Key_Return)
    column = window.view.board.view_of(INFRA)
    assert column is not None
    assert column.chart is not None
    assert column.chart.shows("would_capacity")
    assert dialog.said.text() == "1 on 2 Mar, 1 on 2 Feb. They join 1 who move then."
    dialog.close()
    assert not column.chart.shows("would_capacity")
    assert session.state is state
    assert panel.dialog is None or not panel.dialog.isVisible()


def test_that_a_date_outside_the_plan_is_refused_where_it_is_typed(
    panel: MovesPanel, qtbot: QtBot
) -> None:
    panel.split([BO])
    dialog = dialog_of(panel)
    qtbot.keyClicks(dialog.field.line, "2027-02-16")
    qtbot.keyClick(dialog.field.line, KEYS.Key_Return)
    assert dialog.field.problem.startswith("The plan runs from")
    assert not dialog.move_button.isEnabled()


def test_that_the_menu_splits_off_those_who_are_selected(
    window: MainWindow, panel: MovesPanel
) -> None:
    session_of(window).select(Selection("person", (CY,)))
    window.tools["split_into_waves"].trigger()
    dialog = dialog_of(panel)
    assert (dialog.day, dialog.chosen()) == (MARCH, (CY,))
    session_of(window).select(Selection("person", (BO,)))
    window.tools["split_into_waves"].trigger()
    dialog = dialog_of(panel)
    assert (dialog.day, dialog.chosen()) == (FEB, (BO,))


def test_that_selecting_nobody_who_moves_says_so(
    window: MainWindow, panel: MovesPanel, qtbot: QtBot
) -> None:
    session = session_of(window)
    with qtbot.waitSignal(session.note) as told:
        panel.split([4])  # type: ignore[list-item]
    assert told.args == ["Nobody of those selected moves in this scenario."]
    assert panel.dialog is None


def test_that_the_list_closes_when_its_wave_is_gone(window: MainWindow, panel: MovesPanel) -> None:
    panel.split([CY])
    dialog = dialog_of(panel)
    session_of(window).undo()  # Cy's move
    assert not dialog.isVisible()
    assert MARCH not in days(window)


# --- play -----------------------------------------------------------------------------------


def test_that_play_passes_the_weeks_space_pauses_and_esc_leads_back(
    window: MainWindow, panel: MovesPanel, qtbot: QtBot
) -> None:
    session, strip = session_of(window), panel.strip
    session.set_as_of(FEB + timedelta(days=2))
    qtbot.keyClick(strip, KEYS.Key_Space)
    assert panel.player.playing
    assert panel.play_button.accessibleName() == "Pause"
    with qtbot.waitSignals([session.as_of_changed, session.as_of_changed], timeout=10_000):
        pass
    qtbot.keyClick(strip, KEYS.Key_Space)
    assert not panel.player.playing
    reached = session.as_of
    assert reached >= FEB + 2 * WEEK
    assert reached.weekday() == 0
    qtbot.keyClick(strip, KEYS.Key_Escape)
    assert session.as_of == FEB + timedelta(days=2)
    assert strip.hasFocus()


def test_that_play_by_its_button_is_paused_by_space_and_left_by_esc(
    window: MainWindow, panel: MovesPanel, qtbot: QtBot
) -> None:
    session = session_of(window)
    assert window.view is not None
    window.view.board.setFocus()
    qtbot.mouseClick(panel.play_button, Qt.MouseButton.LeftButton)
    assert panel.player.playing
    panel.player.step()
    field = QApplication.focusWidget()
    assert field is panel.strip
    qtbot.keyClick(field, KEYS.Key_Space)
    assert not panel.player.playing
    assert session.as_of == START + WEEK
    qtbot.keyClick(panel.play_button, KEYS.Key_Escape)
    assert session.as_of == START


def test_that_play_ends_with_the_last_week_and_begins_anew_from_the_first(
    window: MainWindow, panel: MovesPanel
) -> None:
    session, player = session_of(window), panel.player
    session.set_as_of(START + 10 * WEEK)
    player.play()
    player.step()
    assert session.as_of == START + 11 * WEEK
    player.step()
    assert session.as_of == START + 11 * WEEK
    assert not player.playing
    player.play()
    assert session.as_of == START
    assert player.back()
    assert session.as_of == START + 10 * WEEK
    assert not player.back()


def test_that_a_change_or_a_drag_pauses_play(window: MainWindow, panel: MovesPanel) -> None:
    session, player = session_of(window), panel.player
    player.play()
    session.run(lambda state: edit_plan(state, overhead=0.2))
    assert not player.playing
    player.play()
    mark = wave_of(panel, FEB)
    press(panel.strip, at(panel.strip, FEB, mark))
    move(panel.strip, at(panel.strip, MARCH, mark))
    assert not player.playing


def test_that_a_date_chosen_elsewhere_is_where_esc_leaves_it(
    window: MainWindow, panel: MovesPanel, qtbot: QtBot
) -> None:
    session = session_of(window)
    panel.player.play()
    panel.player.step()
    session.set_as_of(MARCH)
    assert not panel.player.playing
    qtbot.keyClick(panel.strip, KEYS.Key_Escape)
    assert session.as_of == MARCH


def test_that_nothing_plays_once_it_is_put_away(window: MainWindow, panel: MovesPanel) -> None:
    panel.player.play()
    window.panels.toggle_moves()
    assert not panel.player.playing


# --- when it pays back ----------------------------------------------------------------------


def test_that_the_pay_back_week_is_updating_until_it_is_known(
    window: MainWindow, panel: MovesPanel
) -> None:
    session = session_of(window)
    assert window.view is not None
    assert window.background is not None
    compare = window.view.compare
    assert panel.pay_back.text() == "Pays back: updating…"
    assert panel.strip.pays_back is None
    compare.use(window.background)
    compare.settle()
    reading = compare.model.reading_of(OPTION, "pays_back")
    assert reading is not None
    assert reading.value is not None
    if reading.value == 0:
        assert panel.pay_back.text() == "Never behind Today"
        assert panel.strip.pays_back is None
    elif reading.value == float("inf"):
        assert panel.pay_back.text() == "Pays back: not in this plan"
        assert panel.strip.pays_back is None
    session.run(lambda state: edit_plan(state, overhead=0.2))
    assert panel.pay_back.text() == "Pays back: updating…"
    session.set_scenario(TODAY)
    assert panel.pay_back.text() == ""


@pytest.mark.parametrize(
    ("value", "where", "said", "week"),
    [
        (0.0, "never behind", "Never behind Today", None),
        (float("inf"), "not in this plan", "Pays back: not in this plan", None),
        (5.0, "week of 2 February 2026", "Pays back in the week of 2 Feb", FEB),
    ],
)
def test_that_each_answer_is_told_in_words_and_the_week_is_marked(
    window: MainWindow,
    panel: MovesPanel,
    value: float,
    where: str,
    said: str,
    week: date | None,
) -> None:
    from teamtide.capacity.measures.reading import Reading

    assert window.view is not None
    reading = Reading("pays_back", value, where=where)
    window.view.compare.model.settle(OPTION, {"pays_back": reading})
    assert panel.pay_back.text() == said
    assert panel.strip.pays_back == week
    assert BY_KEY["pays_back"].key == "pays_back"


# --- the weeks ------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [400.0, 1093.0])
def test_that_every_day_is_found_again_where_it_stands(width: float) -> None:
    axis = Axis(START, 12, MARGIN, width)
    for number in range(84):
        day = START + timedelta(days=number)
        assert axis.day_at(axis.x(day)) == day
        monday = axis.monday_at(axis.x(day))
        assert abs((monday - day).days) <= 3 or monday == axis.last_monday
        assert monday.weekday() == 0
    assert axis.monday_at(-1e6) == START
    assert axis.monday_at(1e6) == axis.last_monday
