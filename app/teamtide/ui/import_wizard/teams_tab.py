"""Teams as the file spells them, and the columns of the board they go to.

Many spellings become few columns here: several lines are chosen for at once, a digit is the column
at that place of the board, and all that is left goes to the bench with one button.
"""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtWidgets import QWidget

from teamtide.exchange.importing import Import
from teamtide.exchange.rosters.details import Spelling
from teamtide.plan.rows import Team
from teamtide.plan.state import State
from teamtide.ui.import_wizard import settling
from teamtide.ui.import_wizard.choice_model import Line, Option
from teamtide.ui.import_wizard.choice_table import ChoiceTable
from teamtide.ui.import_wizard.panel import Find, Panel, button, hint
from teamtide.ui.import_wizard.settled import Settled

BENCH = "the bench"
FIND_FROM = 12


class TeamsTab(Panel):
    """Spelling, people, column of the board."""

    words = "&Teams"

    def __init__(self, settled: Settled, parent: QWidget | None = None) -> None:
        """No spellings yet."""
        super().__init__(settled, parent)
        self._spellings: tuple[Spelling, ...] = ()
        self._teams: tuple[str, ...] = ()
        self.hint = hint("")
        self.search = Find("a team")
        self.bench_others = button(
            "Put all others on the &bench",
            "Teams that are no column of the board, and that you said nothing of, go to the bench",
        )
        self.table = ChoiceTable(
            "Teams",
            ("In the file", "People", "Column of the board"),
            self._options,
            numbers=(1,),
            digits=self._digit,
            takes_new=True,
        )
        self.bar(self.hint, self.search, self.bench_others)
        self.column.addWidget(self.table, 1)
        self.search.textChanged.connect(self.table.choices.find)
        self.bench_others.clicked.connect(self._bench_others)
        self.table.chosen.connect(self._chosen)
        self.table.given_back.connect(self._given_back)

    def door(self) -> QWidget:
        """The list."""
        return self.table

    def show_import(self, found: Import, state: State) -> int:
        """Show the spellings; how many."""
        self._spellings = found.details.spellings if found.details is not None else ()
        self._teams = tuple(team.name for team in state.rows(Team))
        choices = self.settled.choices
        self.table.show_lines([self._line(one) for one in self._spellings])
        self.search.setVisible(len(self._spellings) >= FIND_FROM)
        self.bench_others.setEnabled(bool(settling.others(choices, self._spellings)))
        first = ", ".join(f"{n} {name}" for n, name in enumerate(self._teams[:3], 1))
        more = ", …" if len(self._teams) > 3 else ""
        self.hint.setText(
            f"Select one or many and choose; keys: 0 bench, {first}{more}, Delete back to the guess"
            if first
            else "Select one or many and choose; keys: 0 bench, Delete back to the guess"
        )
        self.hint.setToolTip(self.hint.text())
        return len(self._spellings)

    def _line(self, one: Spelling) -> Line:
        said = one.text in self.settled.choices.teams
        words, severity = one.team, ""
        if not one.team:
            words, severity = BENCH, "muted"
        elif one.new:
            words, severity = f"+ {one.team} (new column)", "good"
        return Line(one.text, (one.text, f"{one.people:,}"), one.team, words, severity, said)

    def _options(self, line: Line) -> list[Option]:
        """The bench, the board's columns, new ones said or guessed so far, and one of this name."""
        made = [one.team for one in self._spellings if one.new and one.team]
        made += [team for team in self.settled.choices.teams.values() if team]
        new = [name for name in dict.fromkeys(made) if name not in self._teams]
        own = str(line.key)
        if own not in (*self._teams, *new):
            new.append(own)
        return [
            (BENCH, ""),
            *((name, name) for name in self._teams),
            *((f"+ {name} (new column)", name) for name in new[:40]),
        ]

    def _digit(self, digit: int, _line: Line) -> Option | None:
        if digit == 0:
            return BENCH, ""
        name = self._teams[digit - 1] if digit <= len(self._teams) else None
        return None if name is None else (name, name)

    def _chosen(self, keys: list[Hashable], value: str) -> None:
        known = {name.casefold(): name for name in self._teams}
        team = known.get(value.casefold(), value)
        self.settled.settle(settling.with_teams(self.settled.choices, map(str, keys), team))

    def _given_back(self, keys: list[Hashable]) -> None:
        self.settled.settle(settling.with_teams(self.settled.choices, map(str, keys), None))

    def _bench_others(self) -> None:
        left = settling.others(self.settled.choices, self._spellings)
        self.table.choose(left, "")
