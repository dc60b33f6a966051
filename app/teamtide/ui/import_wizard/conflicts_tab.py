"""Values that were changed in the plan and that the file says otherwise: whose is taken."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtWidgets import QWidget

from teamtide.exchange.importing import Import
from teamtide.exchange.rosters.details import Conflict
from teamtide.plan.state import State
from teamtide.ui.import_wizard import settling
from teamtide.ui.import_wizard.choice_model import Line, Option
from teamtide.ui.import_wizard.choice_table import ChoiceTable
from teamtide.ui.import_wizard.panel import Panel, button, hint
from teamtide.ui.import_wizard.settled import Settled
from teamtide.ui.import_wizard.words import field_words

PLAN, FILE = "the plan’s", "the file’s"
_PLAN_COLUMN, _FILE_COLUMN = 3, 4


class ConflictsTab(Panel):
    """Person, field, last import, plan, file; and which of the two counts."""

    words = "Con&flicts"

    def __init__(self, settled: Settled, parent: QWidget | None = None) -> None:
        """No conflicts yet."""
        super().__init__(settled, parent)
        self._conflicts: tuple[Conflict, ...] = ()
        self.hint = hint(
            "Changed in the plan since the last import, and other in the file; keys: 1 plan, 2 file"
        )
        self.keep = button("&Keep all of the plan", "The plan’s value stays in every line")
        self.take = button("Take a&ll from the file", "The file’s value is taken in every line")
        self.table = ChoiceTable(
            "Conflicts",
            ("Person", "Field", "Last import", "In the plan", "In the file", "Take"),
            self._options,
            digits=self._digit,
            picks={_PLAN_COLUMN: False, _FILE_COLUMN: True},
        )
        self.bar(self.hint, self.keep, self.take)
        self.column.addWidget(self.table, 1)
        self.keep.clicked.connect(self._keep_all)
        self.take.clicked.connect(self._take_all)
        self.table.chosen.connect(self._chosen)
        self.table.given_back.connect(self._given_back)

    def door(self) -> QWidget:
        """The list."""
        return self.table

    def show_import(self, found: Import, state: State) -> int:
        """Show the conflicts; how many."""
        self._conflicts = found.details.conflicts if found.details is not None else ()
        self.table.show_lines([_line(one) for one in self._conflicts])
        return len(self._conflicts)

    def _options(self, _line: Line) -> list[Option]:
        return [(PLAN, False), (FILE, True)]

    def _digit(self, digit: int, _line: Line) -> Option | None:
        return {1: (PLAN, False), 2: (FILE, True)}.get(digit)

    def _of(self, keys: list[Hashable]) -> list[Conflict]:
        wanted = set(keys)
        return [one for one in self._conflicts if (one.person, one.field) in wanted]

    def _chosen(self, keys: list[Hashable], file: bool) -> None:
        choices = settling.with_taken(self.settled.choices, self._of(keys), file)
        self.table.show_lines(
            [_line(one, (one.person, one.field) in choices.take) for one in self._conflicts]
        )
        self.settled.settle(choices)

    def _given_back(self, keys: list[Hashable]) -> None:
        self._chosen(keys, False)

    def _keep_all(self) -> None:
        self._chosen([(one.person, one.field) for one in self._conflicts], False)

    def _take_all(self) -> None:
        self._chosen([(one.person, one.field) for one in self._conflicts], True)


def _line(one: Conflict, taken: bool | None = None) -> Line:
    file = one.taken if taken is None else taken
    blank = "(blank)"
    return Line(
        (one.person, one.field),
        (
            one.name,
            field_words(one.field),
            one.before or blank,
            one.plan or blank,
            one.file or blank,
        ),
        file,
        FILE if file else PLAN,
        said=file,
        strong=_FILE_COLUMN if file else _PLAN_COLUMN,
    )
