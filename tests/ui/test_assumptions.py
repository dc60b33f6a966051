"""The Assumptions panel: typed, slid, given up, put back; one undo step each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtWidgets import QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from teamtide.capacity.assumptions import ASSUMPTIONS, BY_KEY
from teamtide.plan.commands import edit, edit_plan
from teamtide.plan.document import Document
from teamtide.plan.rows import Scenario, Team
from teamtide.ui.assumptions import words
from teamtide.ui.assumptions.panel import AssumptionsPanel
from teamtide.ui.assumptions.slider import AssumptionSlider
from teamtide.ui.fields.texts import Wrong
from teamtide.ui.inspector.panel import InspectorPanel
from teamtide.ui.inspector.plan_page import PlanPage
from teamtide.ui.main_window import MainWindow
from teamtide.ui.session import Preview, Session
from tests.examples import SQUAD

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def session(document: Document, qtbot: QtBot) -> Iterator[Session]:
    made = Session(document)
    yield made
    made.deleteLater()


@pytest.fixture
def panel(session: Session, qtbot: QtBot) -> Iterator[AssumptionsPanel]:
    made = AssumptionsPanel(session)
    qtbot.addWidget(made)
    made.resize(310, 700)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close_session()


def slider_of(panel: AssumptionsPanel, key: str) -> AssumptionSlider:
    slider = panel.rows[key].slider
    assert slider is not None
    return slider


def type_into(panel: AssumptionsPanel, qtbot: QtBot, key: str, text: str) -> None:
    line = panel.rows[key].field.line
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, text)
    qtbot.keyClick(line, Qt.Key.Key_Return)


def drag(qtbot: QtBot, slider: AssumptionSlider, *parts: float) -> None:
    """Press at the first part of the track, move to the others; the button stays down."""
    points = [QPoint(round(9 + part * (slider.width() - 18)), 12) for part in parts]
    qtbot.mousePress(slider, LEFT, pos=points[0])
    for point in points[1:]:
        qtbot.mouseMove(slider, point)


def steps(session: Session) -> list[str]:
    return [entry.label for entry in session.document.history if not entry.undone]


def previews(session: Session) -> list[Preview | None]:
    seen: list[Preview | None] = []
    session.preview_changed.connect(seen.append)
    return seen


# --- what is shown --------------------------------------------------------------------------


def test_that_every_setting_is_there_with_its_default_its_range_and_where_it_is_from(
    panel: AssumptionsPanel,
) -> None:
    assert list(panel.rows) == [one.key for one in ASSUMPTIONS]
    for about in ASSUMPTIONS:
        row = panel.rows[about.key]
        assert words.value_text(about, about.default) in row.meta.text()
        assert row.field.line.text() == words.value_text(about, about.default)
        assert about.source in row.name.toolTip()
        assert about.meaning in row.name.toolTip()
        assert not row.changed


def test_that_each_control_has_a_name_to_read_aloud(panel: AssumptionsPanel) -> None:
    names = [line.accessibleName() for line in panel.findChildren(QLineEdit)]
    names += [slider.accessibleName() for slider in panel.findChildren(AssumptionSlider)]
    names += [row.back.accessibleName() for row in panel.rows.values()]
    assert all(names)
    assert len(set(names)) == len(names)
    assert "10 %" in slider_of(panel, "switch").accessibleDescription()


def test_that_it_says_to_whom_the_assumptions_belong(panel: AssumptionsPanel) -> None:
    assert "every scenario" in panel.belongs.text()


def test_that_the_keyboard_on_a_row_tells_what_it_is_about(
    panel: AssumptionsPanel, qtbot: QtBot
) -> None:
    slider_of(panel, "switch").setFocus()
    assert "juggles" in panel.about.text()
    assert "Weinberg" in panel.source.text()
    qtbot.waitUntil(lambda: "finds nobody" in panel.step.text())
    assert panel.step.text().startswith("At 11 %")


def test_that_teams_with_ceremony_hours_of_their_own_are_counted(
    panel: AssumptionsPanel, session: Session
) -> None:
    session.run(lambda s: edit(s, s.get(Team, SQUAD), ceremony_hours=1.0))
    slider_of(panel, "ceremony_hours").setFocus()
    assert "1 of 3 teams has hours of their own" in panel.about.text()


# --- typing ---------------------------------------------------------------------------------


def test_that_a_typed_value_is_one_step_and_marked_in_words(
    panel: AssumptionsPanel, session: Session, qtbot: QtBot
) -> None:
    type_into(panel, qtbot, "switch", "20 %")
    assert session.state.plan.switch == 0.2
    assert steps(session) == ["Switching 10 % → 20 %"]
    row = panel.rows["switch"]
    assert row.changed
    assert row.meta.text().startswith("Changed · default 10 %")
    assert row.name.property("role") == "title"
    session.undo()
    assert session.state.plan.switch == 0.10
    assert not row.changed


def test_that_a_value_out_of_range_is_refused_where_it_is_typed(
    panel: AssumptionsPanel, session: Session, qtbot: QtBot
) -> None:
    type_into(panel, qtbot, "switch", "50 %")
    assert "at most 0.35" in panel.rows["switch"].field.problem
    assert session.state.plan.switch == 0.10
    assert steps(session) == []


def test_that_a_value_beyond_the_slider_is_kept_as_typed(
    panel: AssumptionsPanel, session: Session, qtbot: QtBot
) -> None:
    type_into(panel, qtbot, "overhead", "60 %")
    assert session.state.plan.overhead == 0.6
    slider = slider_of(panel, "overhead")
    assert slider.value() == slider.maximum()
    assert panel.rows["overhead"].field.line.text() == "60 %"


def test_that_draws_and_seed_are_whole_numbers(
    panel: AssumptionsPanel, session: Session, qtbot: QtBot
) -> None:
    type_into(panel, qtbot, "seed", "7")
    assert session.state.plan.seed == 7
    assert isinstance(session.state.plan.seed, int)
    type_into(panel, qtbot, "samples", "200.5")
    assert "whole number" in panel.rows["samples"].field.problem
    assert session.state.plan.samples == 1000


# --- the slider -----------------------------------------------------------------------------


def test_that_curves_follow_the_handle_and_letting_go_is_one_step(
    panel: AssumptionsPanel, session: Session, qtbot: QtBot
) -> None:
    seen = previews(session)
    slider = slider_of(panel, "switch")
    drag(qtbot, slider, 0.4, 0.8, 1.0)
    qtbot.waitUntil(lambda: bool(seen))
    qtbot.waitUntil(lambda: seen[-1] is not None and seen[-1].state.plan.switch == 0.35)
    assert session.state.plan.switch == 0.10
    assert steps(session) == []
    assert "→" in panel.effect.text()
    assert panel.rows["switch"].field.line.text() == "35 %"
    qtbot.mouseRelease(slider, LEFT)
    assert session.state.plan.switch == 0.35
    assert steps(session) == ["Switching 10 % → 35 %"]
    assert seen[-1] is None
    assert "→" not in panel.effect.text()


def test_that_a_quick_drag_asks_for_few_previews_and_never_leaves_out_the_last(
    panel: AssumptionsPanel, session: Session, qtbot: QtBot
) -> None:
    seen = previews(session)
    slider = slider_of(panel, "overhead")
    drag(qtbot, slider, *(n / 40 for n in range(41)))
    qtbot.waitUntil(lambda: bool(seen) and seen[-1] is not None)
    assert len(seen) < 10
    assert seen[-1] is not None
    assert seen[-1].state.plan.overhead == 0.4
    qtbot.mouseRelease(slider, LEFT)


def test_that_escape_while_dragging_leaves_the_plan_as_it_was(
    panel: AssumptionsPanel, session: Session, qtbot: QtBot
) -> None:
    seen = previews(session)
    slider = slider_of(panel, "switch")
    drag(qtbot, slider, 0.9)
    qtbot.waitUntil(lambda: bool(seen))
    qtbot.keyClick(slider, Qt.Key.Key_Escape)
    assert seen[-1] is None
    assert slider.value() == 10
    qtbot.mouseMove(slider, QPoint(40, 12))
    qtbot.mouseRelease(slider, LEFT)
    assert steps(session) == []
    assert panel.rows["switch"].field.line.text() == "10 %"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (Qt.Key.Key_Right, 0.11),
        (Qt.Key.Key_Left, 0.09),
        (Qt.Key.Key_Home, 0.0),
        (Qt.Key.Key_End, 0.35),
        (Qt.Key.Key_PageUp, 0.15),
    ],
)
def test_that_keys_move_it_and_enter_keeps(
    panel: AssumptionsPanel, session: Session, qtbot: QtBot, key: Qt.Key, value: float
) -> None:
    slider = slider_of(panel, "switch")
    slider.setFocus()
    qtbot.keyClick(slider, key)
    assert session.state.plan.switch == 0.10
    qtbot.keyClick(slider, Qt.Key.Key_Return)
    assert session.state.plan.switch == value
    assert len(steps(session)) == 1


def test_that_several_key_presses_and_a_rest_are_one_step(
    panel: AssumptionsPanel, session: Session, qtbot: QtBot
) -> None:
    slider = slider_of(panel, "move_weeks")
    slider.setFocus()
    for _ in range(4):
        qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert steps(session) == []
    qtbot.waitUntil(lambda: session.state.plan.move_weeks == 6.0)
    assert steps(session) == ["Moved: settling in 4 weeks → 6 weeks"]


def test_that_leaving_the_slider_keeps_what_the_keys_chose(
    panel: AssumptionsPanel, session: Session, qtbot: QtBot
) -> None:
    slider = slider_of(panel, "mentor")
    slider.setFocus()
    qtbot.keyClick(slider, Qt.Key.Key_Left)
    panel.rows["mentor"].field.line.setFocus()
    assert session.state.plan.mentor == 0.2


def test_that_a_drag_back_to_where_it_was_changes_nothing(
    panel: AssumptionsPanel, session: Session, qtbot: QtBot
) -> None:
    seen = previews(session)
    slider = slider_of(panel, "switch")
    drag(qtbot, slider, 0.9, 10 / 35)
    qtbot.mouseRelease(slider, LEFT)
    assert steps(session) == []
    assert not seen or seen[-1] is None


def test_that_another_scenario_ends_what_was_being_moved(
    panel: AssumptionsPanel, session: Session, qtbot: QtBot
) -> None:
    slider = slider_of(panel, "switch")
    slider.setFocus()
    qtbot.keyClick(slider, Qt.Key.Key_End)
    seen = previews(session)
    session.set_scenario(session.state.rows(Scenario)[1].id)
    assert seen[-1] is None
    qtbot.waitUntil(lambda: "Split" in panel.where.text())
    assert slider.value() == 10
    assert steps(session) == []


# --- putting back ---------------------------------------------------------------------------


def test_that_one_is_put_back_by_its_own_button_and_all_by_another(
    panel: AssumptionsPanel, session: Session, qtbot: QtBot
) -> None:
    session.run(lambda s: edit_plan(s, overhead=0.2, switch=0.3, samples=500))
    row = panel.rows["overhead"]
    assert row.back.isEnabled()
    assert not panel.rows["mentor"].back.isEnabled()
    row.back.click()
    assert session.state.plan.overhead == 0.15
    assert session.state.plan.switch == 0.3
    panel.reset_all.click()
    assert session.state.plan.switch == 0.10
    assert session.state.plan.samples == 1000
    assert isinstance(session.state.plan.samples, int)
    assert not panel.reset_all.isEnabled()
    assert steps(session)[-1] == "Reset all assumptions"
    session.undo()
    assert session.state.plan.switch == 0.3


def test_that_a_copy_to_read_shows_and_does_not_move(
    document: Document, session: Session, qtbot: QtBot
) -> None:
    copy = Document.open(document.path)
    assert not copy.writable
    reading = Session(copy)
    panel = AssumptionsPanel(reading)
    qtbot.addWidget(panel)
    assert not slider_of(panel, "switch").isEnabled()
    assert not panel.rows["switch"].field.isEnabled()
    assert not panel.reset_all.isEnabled()
    panel.close_session()


# --- words ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("switch", "12 %", 0.12),
        ("switch", "12", 0.12),
        ("switch", "0.12", 0.12),
        ("ceremony_hours", "3 h", 3.0),
        ("ceremony_hours", "3.5 hours", 3.5),
        ("move_weeks", "6 weeks", 6.0),
        ("move_weeks", "1 week", 1.0),
        ("mentor", "0.5 d", 0.5),
        ("comm", "0.0006", 0.0006),
        ("samples", "2,000", 2000),
    ],
)
def test_that_a_value_is_read_with_or_without_its_unit(key: str, text: str, value: float) -> None:
    english = QLocale(QLocale.Language.English, QLocale.Country.UnitedStates)
    assert words.read_value(BY_KEY[key], text, english) == value


def test_that_values_are_written_and_read_as_the_user_s_country_does() -> None:
    german = QLocale(QLocale.Language.German, QLocale.Country.Germany)
    about = BY_KEY["ceremony_hours"]
    assert words.value_text(about, 2.5, german) == "2,5 h"
    assert words.read_value(about, "2,5 h", german) == 2.5
    assert words.value_text(BY_KEY["switch"], 0.125, german) == "12,5 %"
    with pytest.raises(Wrong):
        words.read_value(about, "a lot")


@pytest.mark.parametrize("key", list(BY_KEY))
def test_that_what_is_shown_reads_back_the_same(key: str) -> None:
    about = BY_KEY[key]
    for value in (about.low, about.default, about.high):
        assert words.read_value(about, words.value_text(about, value)) == pytest.approx(value)


# --- in the window --------------------------------------------------------------------------


def test_that_the_menu_opens_it_beside_the_board_and_escape_leads_back(
    document: Document, qtbot: QtBot
) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    window.show_document(document)
    window.show()
    qtbot.waitExposed(window)
    window.tools["toggle_assumptions"].trigger()
    dock = window.panels.assumptions
    assert dock is not None
    assert dock.isVisible()
    panel = dock.widget()
    assert isinstance(panel, AssumptionsPanel)
    assert panel.focusWidget() is not None
    assert window.view is not None
    assert window.view.board.isVisible()
    left: list[bool] = []
    panel.left.connect(lambda: left.append(True))
    qtbot.keyClick(slider_of(panel, "overhead"), Qt.Key.Key_Escape)
    assert left
    window.tools["toggle_assumptions"].trigger()
    assert not dock.isVisible()
    window.close_plan()
    assert window.panels.assumptions is None
    window.close()


def test_that_the_plans_page_tells_what_was_changed_and_leads_there(
    session: Session, qtbot: QtBot
) -> None:
    inspector = InspectorPanel(session)
    qtbot.addWidget(inspector)
    page = inspector.page
    assert isinstance(page, PlanPage)
    assert page.assumptions.text() == "All at their defaults."
    session.run(lambda s: edit_plan(s, switch=0.2, move_weeks=6.0))
    inspector.refresh()
    told = page.assumptions.text()
    assert told == "Changed from the default: switching 20 %, moved: settling in 6 weeks."
    asked: list[str] = []
    inspector.wanted.connect(asked.append)
    button = next(
        b for b in page.findChildren(QToolButton) if b.property("action") == "assumptions"
    )
    button.click()
    assert asked == ["assumptions"]
    inspector.close_session()
