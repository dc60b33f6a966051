"""One week of a team, term by term: where its capacity comes from and what is asked of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from teamtide.capacity.ledger import Ledger, explain
from teamtide.plan.rows import Team, TeamId
from teamtide.ui.fields import texts
from teamtide.ui.fields.style import label
from teamtide.ui.inspector.form import Page, rule
from teamtide.ui.session import Session
from teamtide.workers.outlook import TeamOutlook

NOTHING = 0.005


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the ledger; a total is bold and stands below a rule."""

    words: str
    days: str
    source: str = ""
    total: bool = False
    warn: bool = False


def signed_days(days: float) -> str:
    """Days as a ledger writes them: what is taken away after a minus and a space."""
    return f"− {texts.days_text(-days)}" if days < -1e-9 else texts.days_text(days)


def lines_of(ledger: Ledger) -> list[Line]:
    """A ledger as lines, terms that are nothing left out."""

    def terms(side: str) -> list[Line]:
        return [
            Line(term.label, signed_days(term.days), term.source)
            for term in ledger.terms
            if term.side == side and abs(term.days) >= NOTHING
        ]

    found = terms("capacity")
    found.append(Line("Capacity", texts.days_text(ledger.capacity), total=True))
    found += terms("demand")
    found.append(Line("Asked", texts.days_text(ledger.demand), total=True))
    if ledger.overload > 1e-9:
        tip = "Work that nobody has time or skill for"
        found.append(Line("Unmet", texts.days_text(ledger.overload), tip, warn=True))
    found.append(Line("Used", texts.days_text(ledger.used), "Time people spend on that work"))
    if ledger.idle > NOTHING:
        found.append(Line("Idle", texts.days_text(ledger.idle), "Time left over"))
    return found


def carried_lines(outlook: TeamOutlook, week: int) -> list[Line]:
    """What earlier weeks add to a week, and what it leaves to later ones (MODEL section 4)."""
    before = float(outlook.backlog[week - 1]) if week else 0.0
    wants, left = float(outlook.wants[week]), float(outlook.backlog[week])
    found = []
    if abs(before) >= NOTHING:
        found.append(Line("Left over from before", texts.days_text(before), "Work not done yet"))
    found.append(
        Line("New this week", signed_days(wants - before), "What the plan releases in this week")
    )
    found.append(Line("Asked, projected", texts.days_text(wants), total=True))
    held = float(outlook.held[week])
    if held >= NOTHING:
        tip = "More people at once than the chunk takes; not in what is asked"
        found.append(Line("Held back", texts.days_text(held), tip))
    if left >= NOTHING:
        found.append(Line("Left over at its end", texts.days_text(left), "", warn=True))
    return found


class LedgerTable(QWidget):
    """Lines of a ledger, days flush right."""

    def __init__(self) -> None:
        """No lines yet."""
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(0, 1)
        self._lines: list[Line] = []
        self.setAccessibleName("Ledger of the week")

    @property
    def lines(self) -> list[Line]:
        """What is shown."""
        return list(self._lines)

    def show_lines(self, lines: list[Line]) -> None:
        """Show other lines."""
        if lines == self._lines:
            return
        self._lines = lines
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        at = 0
        for line in lines:
            if line.total:
                self._grid.addWidget(rule(), at, 0, 1, 2)
                at += 1
            role = "warn" if line.warn else ("title" if line.total else "")
            words, days = label(line.words, role, wrap=True), label(line.days, role)
            days.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            for widget in (words, days):
                widget.setToolTip(line.source)
                _embolden(widget, line.total or line.warn)
            words.setAccessibleName(f"{line.words}: {line.days}")
            self._grid.addWidget(words, at, 0)
            self._grid.addWidget(days, at, 1, Qt.AlignmentFlag.AlignTop)
            at += 1


def _embolden(widget: QLabel, bold: bool) -> None:
    font = widget.font()
    font.setBold(bold)
    widget.setFont(font)


class WeekPage(Page):
    """Why a team's week is as full as it is."""

    def __init__(self, session: Session, team: TeamId, week: int) -> None:
        """The ledger of `team` in `week` of the scenario on screen."""
        super().__init__(session)
        self._team, self._week = team, week
        self.title = label("", "title", wrap=True)
        font = self.title.font()
        font.setPointSizeF(font.pointSizeF() * 1.2)
        self.title.setFont(font)
        self.subtitle = label("", "muted", wrap=True)
        self.table = LedgerTable()
        for widget in (self.title, self.subtitle, self.table):
            self.column.addWidget(widget)
        self.column.setSpacing(2)
        self.column.insertSpacing(2, 8)
        self.finish()

    def alive(self) -> bool:
        """Whether the team and the week still exist."""
        state = self.session.state
        return state.find(Team, self._team) is not None and self._week < state.plan.weeks

    def refresh(self) -> None:
        """Explain the week anew."""
        session = self.session
        load = session.load
        index = session.team_index(self._team)
        ledger: Any = explain(load, index, self._week)
        ratio = float(load.teams[index].load[self._week])
        monday = session.state.plan.start + timedelta(weeks=self._week)
        why = "why nobody?" if ratio == float("inf") else f"why {ratio * 100:.0f} %?"
        self.title.setText(session.state.get(Team, self._team).name)
        self.subtitle.setText(f"Week of {texts.date_text(monday)} · {why}")
        lines = lines_of(ledger)
        shown = session.forecast
        if session.projected and shown is not None and shown.outlook is not None:
            lines += carried_lines(shown.outlook.teams[index], self._week)
            updating = shown.state == "updating"
            self.subtitle.setText(self.subtitle.text() + (" · updating…" if updating else ""))
        self.table.show_lines(lines)
