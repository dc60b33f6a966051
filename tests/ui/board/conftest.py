"""A board on the small plan, in a real widget, with a document on the disk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from teamtide.plan.document import Document
from teamtide.ui import theme
from teamtide.ui.board.board_view import BoardView
from teamtide.ui.charts.words import Words
from teamtide.ui.session import Session


@pytest.fixture(autouse=True)
def no_leaked_widgets(qapp: QApplication) -> Iterator[None]:
    """Whatever a test opens is gone afterwards; torn down after qtbot, which closes it."""
    theme.apply(qapp, "light")
    before = set(qapp.topLevelWidgets())
    yield
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    left = [w for w in qapp.topLevelWidgets() if w not in before and not w.parent()]
    left = [w for w in left if type(w).__name__ != "QTipLabel"]
    assert not left, f"left behind: {left}"


@pytest.fixture
def session(document: Document, qapp: QApplication) -> Session:
    """A session on the small plan."""
    return Session(document)


@pytest.fixture
def board(qtbot: Any, session: Session) -> BoardView:
    """The board of `session`, shown, in plain English."""
    made = BoardView(session, words=Words())
    qtbot.addWidget(made)
    made.resize(1100, 600)
    made.show()
    qtbot.waitExposed(made)
    return made
