"""The inspector: a page for what is selected, kept up to date without getting in a drag's way.

It only shows. A change asks for a refresh that happens after the board has painted, and several
changes in a row ask for one.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from teamtide.plan.rows import (
    Chunk,
    ChunkId,
    Person,
    PersonId,
    Project,
    ProjectId,
    Row,
    Service,
    ServiceId,
    Team,
    TeamId,
)
from teamtide.ui.fields.style import dress
from teamtide.ui.inspector.form import Page
from teamtide.ui.inspector.freed_panel import FreedPanel
from teamtide.ui.inspector.ledger import WeekPage
from teamtide.ui.inspector.person_page import PeoplePage, PersonPage
from teamtide.ui.inspector.plan_page import PlanPage
from teamtide.ui.inspector.project_page import ProjectPage
from teamtide.ui.inspector.team_page import TeamPage
from teamtide.ui.inspector.work_pages import ChunkPage, KindPage, ServicePage
from teamtide.ui.session import Selection, Session, Update

_REST = 30
"""Milliseconds of rest after which a selection is shown, so that walking and picking up cards
never wait for a form."""
_AFTER = 50
"""Milliseconds after a change, so that the board paints first."""

_ROWS: dict[str, type[Row]] = {
    "person": Person,
    "project": Project,
    "chunk": Chunk,
    "service": Service,
    "team": Team,
}


class InspectorPanel(QWidget):
    """What the session's selection is, in full and editable."""

    wanted = Signal(str)
    """Something to do next that was asked for: "team", "import", "work" or "option"."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """An inspector of `session`."""
        super().__init__(parent)
        self.session = session
        self.setObjectName("fields")
        self.setAccessibleName("Inspector")
        self.setMinimumWidth(250)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._holder = QWidget()
        self._holder.setObjectName("fields")
        self._pages = QVBoxLayout(self._holder)
        self._pages.setContentsMargins(0, 0, 0, 0)
        self._area.setWidget(self._holder)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._area, 1)
        self.freed = FreedPanel(session, self)
        column.addWidget(self.freed)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.refresh)
        self._shown: Selection | None = None
        self._page: Page | None = None
        dress(self)
        session.selection_changed.connect(self._selected)
        session.changed.connect(self._changed)
        session.scenario_changed.connect(self._ask)
        session.as_of_changed.connect(self._ask)
        session.forecast_changed.connect(self._ask)
        session.projected_changed.connect(self._ask)
        self.refresh()

    @property
    def page(self) -> Page:
        """The page of what is selected now."""
        if self._page is None or self._shown != self.session.selection:
            self._shown = self.session.selection
            self._show(self._page_of(self._shown))
        assert self._page is not None
        return self._page

    def edit_note(self) -> None:
        """Put the cursor into the note on what is shown, and have it in sight."""
        note = self.page.note
        if note is not None:
            note.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
            note.edit.moveCursor(QTextCursor.MoveOperation.End)
            self._area.ensureWidgetVisible(note)

    def close_session(self) -> None:
        """Stop listening, before the session goes."""
        if self._page is not None and self._page.note is not None:
            self._page.note.edit.close_session()
        self._soon.stop()
        self.freed.close_session()
        self.session.selection_changed.disconnect(self._selected)
        self.session.changed.disconnect(self._changed)
        self.session.scenario_changed.disconnect(self._ask)
        self.session.as_of_changed.disconnect(self._ask)
        self.session.forecast_changed.disconnect(self._ask)
        self.session.projected_changed.disconnect(self._ask)

    def sizeHint(self) -> QSize:
        """As wide as a form needs."""
        return QSize(282, 560)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            dress(self)

    def _ask(self, _: object) -> None:
        self._soon.start(_AFTER)

    def _changed(self, update: Update) -> None:
        self._soon.start(_AFTER)

    def _selected(self, selection: Selection) -> None:
        self._soon.start(_REST)

    def _show(self, page: Page) -> None:
        old, self._page = self._page, page
        if isinstance(page, PlanPage):
            page.wanted.connect(self.wanted)
        page.refresh_all()
        if old is not None:
            old.hide()
            self._pages.removeWidget(old)
            old.deleteLater()
        self._pages.addWidget(page)
        page.show()
        self._area.verticalScrollBar().setValue(0)

    def _page_of(self, selection: Selection) -> Page:
        session, state = self.session, self.session.state
        if selection.kind == "week" and selection.team is not None and selection.week is not None:
            page: Page = WeekPage(session, selection.team, selection.week)
            return page if page.alive() else PlanPage(session)
        if selection.kind == "kind" and selection.ids:
            return KindPage(session, str(selection.ids[0]))
        cls = _ROWS.get(selection.kind)
        ids = [int(one) for one in selection.ids] if cls is not None else []
        ids = [one for one in ids if cls is not None and state.find(cls, one) is not None]
        if not ids:
            return PlanPage(session)
        if selection.kind == "person":
            if len(ids) > 1:
                return PeoplePage(session, tuple(PersonId(one) for one in ids))
            return PersonPage(session, PersonId(ids[0]))
        if selection.kind == "project":
            return ProjectPage(session, ProjectId(ids[0]))
        if selection.kind == "chunk":
            return ChunkPage(session, ChunkId(ids[0]))
        if selection.kind == "service":
            return ServicePage(session, ServiceId(ids[0]))
        return TeamPage(session, TeamId(ids[0]))

    def refresh(self) -> None:
        """Show what the plan says now; what is gone gives way to what is left of the selection."""
        self._soon.stop()
        known = self._page is not None and self._shown == self.session.selection
        page = self.page
        if not page.alive():
            self._show(self._page_of(self.session.selection))
        elif known:
            page.refresh_all()
