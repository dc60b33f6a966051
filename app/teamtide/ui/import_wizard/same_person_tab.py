"""Names that are close to somebody’s of the plan: the same person, or somebody new?"""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtWidgets import QWidget

from teamtide.exchange.importing import Import
from teamtide.exchange.rosters.details import Question
from teamtide.plan.state import State
from teamtide.ui.import_wizard import settling
from teamtide.ui.import_wizard.choice_model import Line, Option
from teamtide.ui.import_wizard.choice_table import ChoiceTable
from teamtide.ui.import_wizard.panel import Panel, button, hint
from teamtide.ui.import_wizard.settled import Settled

NEW = "somebody new"
OPEN = "somebody new, as nobody said"
LEFT_OUT = "left out, as nobody said who"


class SamePersonTab(Panel):
    """Row, name in the file, who it is."""

    words = "&Same person?"

    def __init__(self, settled: Settled, parent: QWidget | None = None) -> None:
        """No questions yet."""
        super().__init__(settled, parent)
        self._questions: tuple[Question, ...] = ()
        self.hint = hint("Close to a name of the plan; keys: 0 somebody new, 1 the closest")
        self.all_closest = button(
            "All are the &closest", "Every open line is the closest person of the plan"
        )
        self.all_new = button("All are &new", "Every open line is somebody new")
        self.table = ChoiceTable(
            "Same person?",
            ("Row", "Name in the file", "Closest in the plan", "Is"),
            self._options,
            numbers=(0,),
            digits=self._digit,
        )
        self.bar(self.hint, self.all_closest, self.all_new)
        self.column.addWidget(self.table, 1)
        self.all_closest.clicked.connect(self._all_closest)
        self.all_new.clicked.connect(self._all_new)
        self.table.chosen.connect(self._chosen)
        self.table.given_back.connect(self._given_back)

    def door(self) -> QWidget:
        """The list."""
        return self.table

    def show_import(self, found: Import, state: State) -> int:
        """Show the questions; how many."""
        self._questions = found.details.questions if found.details is not None else ()
        self._show()
        return len(self._questions)

    def _show(self) -> None:
        people = self.settled.choices.people
        lines = [_line(one, people.get(one.row, one.answer)) for one in self._questions]
        self.table.show_lines(lines)
        still_open = any(one.value is None for one in lines)
        self.all_closest.setEnabled(still_open)
        self.all_new.setEnabled(still_open)

    def _question(self, key: Hashable) -> Question:
        return next(one for one in self._questions if one.row == key)

    def _options(self, line: Line) -> list[Option]:
        question = self._question(line.key)
        return [*((name, who) for who, name in question.candidates), (NEW, 0)]

    def _digit(self, digit: int, line: Line) -> Option | None:
        if digit == 0:
            return NEW, 0
        near = self._question(line.key).candidates
        return (near[digit - 1][1], near[digit - 1][0]) if digit <= len(near) else None

    def _chosen(self, keys: list[Hashable], value: int) -> None:
        """Choose for lines; a person of the plan only where that line is close to them."""
        fits = [
            one.row
            for one in self._questions
            if one.row in keys and (value == 0 or value in dict(one.candidates))
        ]
        self.settled.settle(settling.with_answers(self.settled.choices, fits, value))
        self._show()

    def _given_back(self, keys: list[Hashable]) -> None:
        rows = [one.row for one in self._questions if one.row in keys]
        self.settled.settle(settling.with_answers(self.settled.choices, rows, None))

    def _all_closest(self) -> None:
        self.settled.settle(settling.closest(self.settled.choices, self._questions))
        self._show()

    def _all_new(self) -> None:
        people = self.settled.choices.people
        rows = [one.row for one in self._questions if one.row not in people]
        self.settled.settle(settling.with_answers(self.settled.choices, rows, 0))
        self._show()


def _line(one: Question, answer: int | None) -> Line:
    names = dict(one.candidates)
    words, severity = names.get(answer or 0, NEW), ""
    if answer is None:
        words, severity = LEFT_OUT if _same_name(one) else OPEN, "warn"
    near = ", ".join(names.values())
    return Line(
        one.row, (f"{one.row:,}", one.name, near), answer, words, severity, said=answer is not None
    )


def _same_name(one: Question) -> bool:
    """Whether several people have exactly this name: such a row waits for an answer."""
    name = one.name.casefold()
    return len(one.candidates) > 1 and all(
        who.casefold().startswith(name) for _, who in one.candidates
    )
