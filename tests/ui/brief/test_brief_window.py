"""The brief in the real window, by keyboard: choices, the page, what leaves it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from teamtide.advise.briefing import Brief
from teamtide.plan import commands
from teamtide.plan.document import Document
from teamtide.plan.placing import move_people
from teamtide.plan.rows import Scenario, Team
from teamtide.ui.brief.making import made_today
from teamtide.ui.brief.window import BriefWindow
from teamtide.ui.main_window import MainWindow
from tests.examples import BO, INFRA, OPTION, SQUAD, START, TODAY
from tests.pdf_text import pages_of, text_of

PATIENCE_MS = 60_000


@pytest.fixture
def window(qtbot: QtBot, document: Document) -> Iterator[MainWindow]:
    document.apply(commands.edit_plan(document.state, samples=10))
    made = MainWindow()
    qtbot.addWidget(made)
    made.show_document(document)
    made.show()
    yield made
    made.close()


@pytest.fixture
def opened(qtbot: QtBot, window: MainWindow) -> BriefWindow:
    action = window.tools["show_brief"]
    assert isinstance(action, QAction)
    action.trigger()
    found = window.panels.brief
    assert found is not None
    assert not found.save.isEnabled()
    qtbot.waitUntil(found.save.isEnabled, timeout=PATIENCE_MS)
    return found


@pytest.fixture
def brief(opened: BriefWindow) -> BriefWindow:
    """The window with all figures, not searching what the choice hinges on."""
    opened.stop.click()
    return opened


def test_that_the_page_fills_and_says_what_it_hinges_on(qtbot: QtBot, opened: BriefWindow) -> None:
    brief = opened
    assert brief.brief is not None
    assert brief.brief.hinges, "something is said of it from the first"
    qtbot.waitUntil(lambda: not brief.open.text(), timeout=PATIENCE_MS)
    page = brief.brief
    assert page.scenario == page.proposed
    assert page.hinges.startswith("By ")
    assert brief.scenario.currentText().startswith("Teamtide chooses: ")
    assert page.proposed in brief.why.text()
    assert f"Recommended: {page.scenario}." in brief.preview.page.accessibleDescription()


def test_that_the_lead_chooses_with_the_keyboard(qtbot: QtBot, brief: BriefWindow) -> None:
    brief.scenario.setFocus()
    for name in ("Today", "Split"):
        qtbot.keyClick(brief.scenario, Qt.Key.Key_Down)
        assert page_of(brief).scenario == name
    qtbot.keyClick(brief.reasons[0], Qt.Key.Key_Down)
    assert [one.key for one in page_of(brief).reasons] == ["turnaround"]
    qtbot.keyClicks(brief.words, "As agreed")
    assert page_of(brief).words == "As agreed"


def page_of(brief: BriefWindow) -> Brief:
    assert brief.brief is not None
    return brief.brief


def test_that_every_control_has_a_name_and_can_be_reached(qtbot: QtBot, brief: BriefWindow) -> None:
    found: list[QWidget] = [brief.scenario, *brief.reasons, brief.words, brief.preview]
    assert all(one.accessibleName() for one in found)
    for one in (*found, brief.save, brief.copy):
        assert one.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_that_the_pdf_is_the_page(
    qtbot: QtBot, brief: BriefWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "for the board"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    qtbot.keyClick(brief, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    pdf = (tmp_path / "for the board.pdf").read_bytes()
    assert brief.brief is not None
    assert pages_of(pdf) == 1
    assert f"Recommended {brief.brief.scenario}" in text_of(pdf)
    assert brief.state.text() == "Wrote for the board.pdf."


def test_that_the_report_is_written_by_another_process_and_is_of_what_is_recommended(
    qtbot: QtBot, brief: BriefWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "report.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    brief.scenario.setCurrentIndex(brief.scenario.findData(int(OPTION)))
    brief.words.setText("--help, as agreed")
    brief.report.setFocus()
    qtbot.keyClick(brief.report, Qt.Key.Key_Space)
    assert not out.exists()
    qtbot.waitUntil(lambda: brief.state.text() == "Wrote report.pdf.", timeout=PATIENCE_MS)
    pdf = out.read_bytes()
    assert pages_of(pdf) >= 5
    text = text_of(pdf)
    assert text.count(made_today()) == pages_of(pdf)
    for words in ("--help, as agreed", "The board: Split", "Load of each team", "Page 2"):
        assert words in text
    for words in ("Every measure of every scenario", "What each option changes"):
        assert words in text
    assert "Assumptions and where they come from" in text
    assert b"/Subtype /Image" in pdf


def test_that_a_report_that_is_given_up_leaves_what_was_there(
    qtbot: QtBot, window: MainWindow, brief: BriefWindow, tmp_path: Path
) -> None:
    out = tmp_path / "report.pdf"
    out.write_text("as it was")
    brief.save_report(out)
    window.files.put_away()
    assert out.read_text() == "as it was"
    assert [one.name for one in tmp_path.iterdir() if "report" in one.name] == ["report.pdf"]
    assert not brief.state.text()


def test_that_a_search_that_is_stopped_says_how_far_it_got_and_hides_no_fresher_message(
    qtbot: QtBot, brief: BriefWindow, tmp_path: Path
) -> None:
    brief.reasons[0].setCurrentIndex(brief.reasons[0].findData("peak"))
    assert brief.stop.isVisible()
    assert "Still searching" in brief.open.text()
    brief.save_pdf(tmp_path / "early.pdf")
    qtbot.waitUntil(lambda: "Searching" in page_of(brief).hinges, timeout=PATIENCE_MS)
    assert brief.state.text() == "Wrote early.pdf."
    brief.stop.setFocus()
    qtbot.keyClick(brief.stop, Qt.Key.Key_Space)
    assert "the search ended at" in page_of(brief).hinges
    assert not brief.stop.isVisible()
    assert not brief.open.text()
    assert brief.state.text() == "Wrote early.pdf."


def test_that_codes_stand_on_the_page_and_a_name_in_a_file_name_is_refused(
    qtbot: QtBot, window: MainWindow, brief: BriefWindow, tmp_path: Path
) -> None:
    session = window.session
    assert session is not None
    move = move_people(
        session.state, scenario=OPTION, people=[BO], source=SQUAD, target=INFRA, as_of=START
    )
    session.run(lambda _: move)
    brief.scenario.setCurrentIndex(brief.scenario.findData(int(OPTION)))
    brief.words.setText("Bo Chen agrees.")
    qtbot.waitUntil(brief.save.isEnabled, timeout=PATIENCE_MS)
    named = page_of(brief)
    assert "Bo Chen" in repr(named)
    brief.codes.setFocus()
    qtbot.keyClick(brief.codes, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "Bo Chen" not in repr(page_of(brief)), timeout=PATIENCE_MS)
    coded = page_of(brief)
    assert coded.words.startswith("Person ")
    assert [one.apart for one in coded.reasons] == [one.apart for one in named.reasons]
    assert "Bo Chen" not in brief.preview.page.accessibleDescription()
    qtbot.waitUntil(brief.save.isEnabled, timeout=PATIENCE_MS)
    brief.save_pdf(tmp_path / "for Bo Chen.pdf")
    assert "gives somebody of the plan away" in brief.state.text()
    brief.save_pdf(tmp_path / "brief.pdf")
    assert "Bo Chen" not in text_of((tmp_path / "brief.pdf").read_bytes())
    brief.words.setText("Bo Chen agrees again.")
    assert "Bo Chen" not in page_of(brief).words
    qtbot.keyClick(brief.codes, Qt.Key.Key_Space)
    assert "Bo Chen" in repr(page_of(brief))


def test_that_a_folder_that_takes_nothing_is_a_sentence(
    qtbot: QtBot, brief: BriefWindow, tmp_path: Path
) -> None:
    brief.save_pdf(tmp_path / "missing" / "brief.pdf")
    assert "choose another" in brief.state.text()


def test_that_the_picture_is_on_the_clipboard(qtbot: QtBot, brief: BriefWindow) -> None:
    brief.copy.setFocus()
    qtbot.keyClick(brief.copy, Qt.Key.Key_Space)
    image = QGuiApplication.clipboard().image()
    assert (image.width(), image.height()) == (1190, 1684)


def test_that_it_follows_the_plan(qtbot: QtBot, window: MainWindow, brief: BriefWindow) -> None:
    session = window.session
    assert session is not None
    row = session.state.get(Scenario, OPTION)
    session.run(lambda state: commands.edit(state, row, name="Two teams"))
    assert not brief.save.isEnabled()
    names = [brief.scenario.itemText(n) for n in range(brief.scenario.count())]
    assert "Two teams" in names
    qtbot.waitUntil(brief.save.isEnabled, timeout=PATIENCE_MS)


def test_that_a_chosen_option_that_is_deleted_gives_the_choice_back(
    qtbot: QtBot, window: MainWindow, brief: BriefWindow
) -> None:
    session = window.session
    assert session is not None
    brief.scenario.setCurrentIndex(brief.scenario.findData(int(OPTION)))
    session.run(lambda state: commands.remove(state, [state.get(Scenario, OPTION)]))
    qtbot.waitUntil(
        lambda: brief.brief is not None and brief.brief.scenario == "Today",
        timeout=PATIENCE_MS,
    )
    assert brief.wish.scenario is None
    assert session.scenario == TODAY


def test_that_it_closes_with_escape_and_goes_with_the_plan(
    qtbot: QtBot, window: MainWindow, brief: BriefWindow
) -> None:
    qtbot.keyClick(brief, Qt.Key.Key_Escape)
    assert not brief.isVisible()
    window.panels.show_brief()
    assert window.panels.brief is brief
    window.close_plan()
    assert window.panels.brief is None


def test_that_the_plan_may_have_no_people(qtbot: QtBot, window: MainWindow) -> None:
    session = window.session
    assert session is not None
    session.run(lambda state: commands.remove(state, list(state.rows(Team))))
    window.panels.show_brief()
    found = window.panels.brief
    assert found is not None
    qtbot.waitUntil(found.save.isEnabled, timeout=PATIENCE_MS)
    assert found.brief is not None
    assert found.brief.leads == ()
