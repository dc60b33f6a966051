"""The help window opens where it is asked to."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QTextBrowser
from pytestqt.qtbot import QtBot

from teamtide.capacity.measures.catalogue import MEASURES
from teamtide.ui.help_window import HelpWindow, sections_of


def browser(window: HelpWindow) -> QTextBrowser:
    found = window.centralWidget()
    assert isinstance(found, QTextBrowser)
    return found


def test_that_every_measure_has_its_section() -> None:
    assert {measure.anchor for measure in MEASURES} <= set(sections_of("measures"))


def test_that_help_opens_on_its_first_page(qtbot: QtBot) -> None:
    window = HelpWindow()
    qtbot.addWidget(window)
    assert browser(window).document().begin().text() == "Teamtide help"


@pytest.mark.parametrize("section", ["peak", "turnaround", "ties-kept"])
def test_that_help_opens_at_a_section(qtbot: QtBot, section: str) -> None:
    window = HelpWindow(None, "measures", section)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    text = browser(window)
    assert text.textCursor().block().text() == sections_of("measures")[section]
    # At the top of the view, unless the page ends before.
    top, bar = text.cursorRect().top(), text.verticalScrollBar()
    assert 0 <= top < 3 or (bar.value() == bar.maximum() and 0 <= top < text.height())


def test_that_an_unknown_section_opens_the_page_at_its_top(qtbot: QtBot) -> None:
    window = HelpWindow(None, "measures", "no-such-section")
    qtbot.addWidget(window)
    text = browser(window)
    assert text.document().begin().text() == "What the measures mean"
    assert text.verticalScrollBar().value() == 0
