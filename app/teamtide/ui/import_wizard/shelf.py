"""The tabs below the preview: each is there only while it has something to say."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QTabWidget, QWidget

from teamtide.exchange.importing import Import
from teamtide.plan.state import State
from teamtide.ui.import_wizard.conflicts_tab import ConflictsTab
from teamtide.ui.import_wizard.disciplines_tab import DisciplinesTab
from teamtide.ui.import_wizard.options_tab import OptionsTab
from teamtide.ui.import_wizard.panel import Panel
from teamtide.ui.import_wizard.problems_tab import ProblemsTab
from teamtide.ui.import_wizard.same_person_tab import SamePersonTab
from teamtide.ui.import_wizard.settled import Settled
from teamtide.ui.import_wizard.teams_tab import TeamsTab


class Shelf(QTabWidget):
    """All tabs, in the order in which they want to be looked at."""

    def __init__(self, settled: Settled, parent: QWidget | None = None) -> None:
        """No tab has anything to say."""
        super().__init__(parent)
        self.problems = ProblemsTab(settled)
        self.teams = TeamsTab(settled)
        self.disciplines = DisciplinesTab(settled)
        self.conflicts = ConflictsTab(settled)
        self.same_person = SamePersonTab(settled)
        self.options = OptionsTab(settled)
        self.panels: tuple[Panel, ...] = (
            *(self.problems, self.teams, self.disciplines),
            *(self.conflicts, self.same_person, self.options),
        )
        for panel in self.panels:
            self.addTab(panel, panel.words)
            self.setTabVisible(self.indexOf(panel), False)
        self.setDocumentMode(True)
        self.setAccessibleName("What there is to settle")
        bar = self.tabBar()
        bar.setAccessibleName("What there is to settle")
        bar.setDrawBase(False)
        bar.setExpanding(False)
        bar.setUsesScrollButtons(True)
        bar.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hide()

    def minimumSizeHint(self) -> QSize:
        """Four lines of a list."""
        return QSize(400, 150)

    def show_import(self, found: Import, state: State) -> None:
        """Show what each tab has to say; the current one stays while it has anything."""
        any_before = self.isVisible()
        first: int | None = None
        for panel in self.panels:
            number = panel.show_import(found, state)
            at = self.indexOf(panel)
            self.setTabText(at, f"{panel.words} · {number:,}" if number else panel.words)
            if self.isTabVisible(at) != bool(number):
                self.setTabVisible(at, bool(number))
            if number and first is None:
                first = at
        current = self.currentIndex()
        if first is not None and (not any_before or not self.isTabVisible(current)):
            self.setCurrentIndex(first)
        self.setVisible(first is not None)

    def show_refused(self) -> None:
        """Offer only what may let a file in that was refused."""
        self.options.show_refused()
        for panel in self.panels:
            self.setTabVisible(self.indexOf(panel), panel is self.options)
        self.setTabText(self.indexOf(self.options), self.options.words)
        self.setCurrentWidget(self.options)
        self.show()

    def door(self) -> QWidget | None:
        """What of the current tab takes the keyboard first."""
        panel = self.currentWidget()
        return panel.door() if isinstance(panel, Panel) and self.isVisible() else None
