"""Typing and choosing as a user would."""

from __future__ import annotations

from teamtide.ui.fields.widgets import ChoiceField, Field, LineField
from teamtide.ui.inspector.panel import InspectorPanel
from teamtide.ui.inspector.person_page import PersonPage
from teamtide.ui.session import Selection, Session
from tests.examples import ANA


def write(field: Field, text: str) -> None:
    """Type a text into a field as a user would, and leave it."""
    assert isinstance(field, LineField)
    field.line.setText(text)
    field.line.setModified(True)
    field.line.editingFinished.emit()


def choose(field: Field, text: str) -> None:
    """Choose an option by its words."""
    assert isinstance(field, ChoiceField)
    field.box.setCurrentIndex(field.box.findText(text))
    field.box.activated.emit(field.box.currentIndex())


def labels(session: Session) -> list[str]:
    return [entry.label for entry in session.document.history if not entry.undone]


def person_page(panel: InspectorPanel, person: int = ANA) -> PersonPage:
    panel.session.select(Selection("person", (person,)))
    assert isinstance(panel.page, PersonPage)
    return panel.page
