"""A session, and an inspector of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from teamtide.plan.document import Document
from teamtide.ui.inspector.panel import InspectorPanel
from teamtide.ui.session import Session


@pytest.fixture
def session(document: Document, qtbot: QtBot) -> Iterator[Session]:
    made = Session(document)
    yield made
    made.deleteLater()


@pytest.fixture
def panel(session: Session, qtbot: QtBot) -> Iterator[InspectorPanel]:
    made = InspectorPanel(session)
    qtbot.addWidget(made)
    made.resize(280, 700)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close_session()
