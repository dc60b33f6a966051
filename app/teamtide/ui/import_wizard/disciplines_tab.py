"""Job titles and the disciplines they were taken for, and the rules that say so."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from teamtide.exchange.importing import Import
from teamtide.exchange.rosters.details import TitleGuess
from teamtide.plan.state import State
from teamtide.ui.import_wizard import settling
from teamtide.ui.import_wizard.choice_model import Line, Option
from teamtide.ui.import_wizard.choice_table import ChoiceTable
from teamtide.ui.import_wizard.panel import Find, Panel, button, hint
from teamtide.ui.import_wizard.rules import RulesTable
from teamtide.ui.import_wizard.settled import Settled
from teamtide.ui.import_wizard.teams_tab import FIND_FROM


class DisciplinesTab(Panel):
    """Titles on the left, rules on the right."""

    words = "&Disciplines"

    def __init__(self, settled: Settled, parent: QWidget | None = None) -> None:
        """No titles yet."""
        super().__init__(settled, parent)
        self._titles: tuple[TitleGuess, ...] = ()
        self._disciplines: tuple[str, ...] = ()
        self.hint = hint("Titles of newcomers; choosing makes a rule")
        self.search = Find("a title")
        self.table = ChoiceTable(
            "Titles",
            ("Title", "People", "Discipline"),
            self._options,
            numbers=(1,),
            digits=self._digit,
        )
        self.rules = RulesTable(self._known)
        self.add = button("Add r&ule", "A new rule, which is tried first (Insert)")
        self.remove = button("Re&move", "Take the rule out (Delete)")
        self.up = button("↑", "Try the rule earlier (Alt+↑)")
        self.down = button("↓", "Try the rule later (Alt+↓)")
        self.up.setAccessibleName("Move the rule up")
        self.down.setAccessibleName("Move the rule down")
        self._lay_out()
        self.search.textChanged.connect(self.table.choices.find)
        self.table.chosen.connect(self._chosen)
        self.table.given_back.connect(self._given_back)
        self.rules.rules.edited.connect(self._edited)
        self.rules.selectionModel().currentChanged.connect(self._able)
        self.rules.rules.modelReset.connect(self._able)
        self.add.clicked.connect(self.rules.add_rule)
        self.remove.clicked.connect(self.rules.remove_rule)
        self.up.clicked.connect(self._up)
        self.down.clicked.connect(self._down)
        self._able()

    def _lay_out(self) -> None:
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(13)
        split.setProperty("role", "gap")
        order = (self.add, self.remove, self.up, self.down)
        counts = hint("The first rule that fits counts")
        sides: tuple[tuple[QLabel, tuple[QWidget, ...], QWidget], ...] = (
            (self.hint, (self.search,), self.table),
            (counts, order, self.rules),
        )
        for told, widgets, table in sides:
            side = QWidget(split)
            side.setObjectName("fields")
            column = QVBoxLayout(side)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(6)
            line = QHBoxLayout()
            line.setSpacing(6)
            line.addWidget(told, 1)
            for widget in widgets:
                line.addWidget(widget)
            column.addLayout(line)
            column.addWidget(table, 1)
            split.addWidget(side)
        split.setSizes([560, 440])
        self.column.addWidget(split, 1)

    def _known(self) -> Sequence[str]:
        return self._disciplines

    def door(self) -> QWidget:
        """The list."""
        return self.table

    def show_import(self, found: Import, state: State) -> int:
        """Show titles and rules; how many titles."""
        self._titles = found.details.titles if found.details is not None else ()
        self._disciplines = state.plan.disciplines
        self.table.show_lines([self._line(one) for one in self._titles])
        self.search.setVisible(len(self._titles) >= FIND_FROM)
        self.rules.rules.show_rules(self.settled.choices.titles)
        self._able()
        return len(self._titles) or len(self.settled.choices.titles)

    def _line(self, one: TitleGuess) -> Line:
        said = settling.rule_for(self.settled.choices.titles, one.title) is not None
        words, severity = one.discipline, ""
        if not words:
            words, severity = "unknown", "warn"
        cells = (one.title or "(no title)", f"{one.people:,}")
        return Line(one.title, cells, one.discipline, words, severity, said)

    def _options(self, _line: Line) -> list[Option]:
        return [(name, name) for name in self._disciplines]

    def _digit(self, digit: int, _line: Line) -> Option | None:
        if not 1 <= digit <= len(self._disciplines):
            return None
        name = self._disciplines[digit - 1]
        return name, name

    def _chosen(self, keys: list[Hashable], discipline: str) -> None:
        titles = [str(key) for key in keys if key != ""]
        self._settle(settling.with_title(self.settled.choices, titles, discipline).titles)

    def _given_back(self, keys: list[Hashable]) -> None:
        titles = [str(key) for key in keys]
        self._settle(settling.with_title(self.settled.choices, titles, None).titles)

    def _settle(self, rules: settling.Rules) -> None:
        self.rules.rules.show_rules(rules)
        self.settled.settle(settling.with_rules(self.settled.choices, rules))

    def _edited(self) -> None:
        self._able()
        rules = tuple(self.rules.rules.rules)
        self.settled.settle(settling.with_rules(self.settled.choices, rules))

    def _up(self) -> None:
        self.rules.move_rule(-1)

    def _down(self) -> None:
        self.rules.move_rule(1)

    def _able(self) -> None:
        row, many = self.rules.currentIndex().row(), self.rules.rules.rowCount()
        self.remove.setEnabled(0 <= row < many)
        self.up.setEnabled(0 < row < many)
        self.down.setEnabled(0 <= row < many - 1)
