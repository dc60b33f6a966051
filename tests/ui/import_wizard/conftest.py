"""A plan, and files to import into it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from teamtide.plan.document import Document
from teamtide.ui.session import Session


@pytest.fixture
def session(document: Document, qtbot: QtBot) -> Iterator[Session]:
    made = Session(document)
    yield made
    made.deleteLater()


@pytest.fixture(autouse=True)
def _no_double_clicks(qapp: QApplication) -> Iterator[None]:
    """A list opened by a click takes no click while it might be a double one."""
    before = QApplication.doubleClickInterval()
    QApplication.setDoubleClickInterval(0)
    yield
    QApplication.setDoubleClickInterval(before)
