"""The table of actions: every key and every underlined letter leads to one thing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from teamtide.plan.document import Document
from teamtide.ui.actions import ACTIONS, SEPARATOR, WITHIN
from teamtide.ui.main_window import MainWindow

ROOT = Path(__file__).resolve().parents[2]
PAGES = (ROOT / "README.md", *(ROOT / "resources" / "help").glob("*.md"))
MENUS = tuple(dict.fromkeys(spec.menu for spec in ACTIONS))
BAR = tuple(menu for menu in MENUS if WITHIN not in menu)


@pytest.fixture
def window(document: Document, qtbot: QtBot) -> Iterator[MainWindow]:
    """The real window on the small plan."""
    made = MainWindow()
    qtbot.addWidget(made)
    made.show_document(document)
    yield made
    made.close()


def twice(found: Iterable[str]) -> list[str]:
    return [one for one, count in Counter(found).items() if count > 1]


def letter(text: str) -> str:
    """The underlined letter of a menu's text, or nothing."""
    _, mark, after = text.replace("&&", "").partition("&")
    return after[:1].lower() if mark else ""


def test_that_no_two_actions_share_a_shortcut(window: MainWindow, qapp: QApplication) -> None:
    actions = [*window.tools.values(), *window.actions()]
    keys = [
        key.toString(QKeySequence.SequenceFormat.PortableText)
        for action in dict.fromkeys(actions)
        for key in action.shortcuts()
    ]
    assert len(keys) > 30
    assert not twice(keys)


@pytest.mark.parametrize("menu", MENUS)
def test_that_each_entry_of_a_menu_has_a_letter_of_its_own(menu: str) -> None:
    texts = [spec.text for spec in ACTIONS if spec.menu == menu and spec.text != SEPARATOR]
    texts += [within.rpartition(WITHIN)[2] for within in MENUS if within.startswith(menu + WITHIN)]
    letters = [letter(text) for text in texts]
    assert not [text for text in texts if not letter(text)]
    assert not twice(letters)


def test_that_each_menu_has_a_letter_of_its_own() -> None:
    letters = [letter(menu) for menu in BAR]
    assert all(letters)
    assert not twice(letters)


def test_that_a_tip_names_the_key_of_its_action() -> None:
    for spec in ACTIONS:
        if spec.keys and "(Ctrl+" in spec.tip:
            assert f"({spec.keys})" in spec.tip, spec.text


@pytest.mark.parametrize("page", sorted(PAGES, key=str), ids=lambda page: page.name)
def test_that_a_page_names_only_entries_the_menus_have(page: Path) -> None:
    ways = [f"{spec.menu}{WITHIN}{spec.text}".replace("&", "") for spec in ACTIONS]
    plain = {(menu, item) for menu, _, item in (way.partition(WITHIN) for way in ways)}
    menus = {menu for menu, _ in plain}
    text = re.sub(r"\s+", " ", page.read_text("utf-8"))
    named = {(menu, item) for menu, item in re.findall(r"\*(\w+) ▸ ([^*]+)\*", text)}
    assert not {one for one in named if one[0] in menus} - plain
