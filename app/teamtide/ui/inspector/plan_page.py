"""What the inspector shows when nothing is selected: the plan, and what to do next."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from teamtide.capacity.assumptions import ASSUMPTIONS
from teamtide.plan.changes import ChangeSet
from teamtide.plan.commands import edit_plan
from teamtide.plan.rows import Chunk, Person, Placement, Project, Scenario, Service, Team
from teamtide.plan.state import State
from teamtide.ui.assumptions.words import value_text
from teamtide.ui.fields import texts
from teamtide.ui.fields.attempts import attempt
from teamtide.ui.fields.style import label
from teamtide.ui.fields.widgets import DateField, Field, LineField, text_field
from teamtide.ui.inspector.form import Form, Page, quiet_button, small_button
from teamtide.ui.session import Session


def next_steps(state: State) -> list[tuple[str, str]]:
    """What to do next, as (action, sentence): the action is a word the window understands."""
    steps: list[tuple[str, str]] = []
    if not state.rows(Team):
        steps.append(("team", "Add the teams you have today; each becomes a column."))
    if not state.rows(Person):
        steps.append(("import", "Import a roster, or add people in the tables."))
    if not state.rows(Project) and not state.rows(Service):
        steps.append(("work", "Say what work there is: “2 people for 12 weeks” will do."))
    people, teams = bool(state.rows(Person)), bool(state.rows(Team))
    if people and teams and not state.rows(Placement):
        steps.append(("place", "Drag people from the bench into their teams."))
    if not steps and len(state.rows(Scenario)) == 1:
        steps.append(("option", "Add an option beside Today, and drag people in it."))
    if not steps:
        steps.append(("look", "Drag people or work between columns, or click a week of a curve."))
    return steps


BEGAN_TIP = (
    "A Monday: the start before the plan was first rolled forward. Options begin then, so whoever "
    "moves in one has been settling in since their day there"
)


class PlanPage(Page):
    """The plan's name, time and counts, and the way to its assumptions."""

    wanted = Signal(str)
    """An action of `next_steps` that was asked for."""

    def __init__(self, session: Session) -> None:
        """The page of the plan."""
        super().__init__(session)
        self.name = text_field("Plan")
        self.name.line.setProperty("role", "heading")
        self.name.line.setTextMargins(-3, 0, 0, 0)
        font = self.name.line.font()
        font.setPointSizeF(font.pointSizeF() * 1.2)
        self.name.line.setFont(font)
        self.name.commit = lambda value: attempt(session, lambda s: edit_plan(s, name=value))
        self.subtitle = label("", "muted", wrap=True)
        self.column.addWidget(self.name)
        self.column.addWidget(self.subtitle)
        self.form = Form(session)
        start = DateField("Starts", near=session.state.plan.start)
        self._add("Starts", "start", start, tip="A Monday")
        began = DateField("Began", near=session.state.plan.start, blank="when it starts")
        self._add("Began", "began", began, tip=BEGAN_TIP)
        weeks = LineField("Weeks", show=texts.number_text, read=texts.parse_whole, blank=0)
        self._add("Weeks", "weeks", weeks)
        self.column.addWidget(self.form)
        self.section("What to do next")
        self._steps = QWidget()
        self.column.addWidget(self._steps)
        self._told: list[tuple[str, str]] = []
        more = small_button("open", "Show the assumptions beside the board")
        more.setProperty("action", "assumptions")
        more.clicked.connect(self._ask)
        self.section("Assumptions", more)
        self.assumptions = label("", "muted", wrap=True)
        self.column.addWidget(self.assumptions)
        self.finish()

    def _add(self, words: str, key: str, field: Field, *, tip: str = "") -> None:
        def change(state: State, value: Any) -> ChangeSet:
            return edit_plan(state, **{key: value})

        self.form.add(
            words, field, get=lambda: getattr(self.session.state.plan, key), change=change, tip=tip
        )

    def refresh(self) -> None:
        """Show the plan as it is now."""
        state = self.session.state
        self.name.show_value(state.plan.name)
        counts = [
            _count(len(state.rows(Person)), "person", "people"),
            _count(len(state.rows(Team)), "team"),
            _count(len(state.rows(Project)), "project"),
            _count(len(state.rows(Chunk)), "chunk"),
            _count(len(state.rows(Service)), "service"),
            _count(len(state.rows(Scenario)), "scenario"),
        ]
        self.subtitle.setText(" · ".join(counts))
        self.form.refresh()
        self.assumptions.setText(_changed_assumptions(state))
        steps = next_steps(state)
        if steps != self._told:
            self._told = steps
            self._show_steps(steps)

    def _ask(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.wanted.emit(str(sender.property("action")))

    def _show_steps(self, steps: list[tuple[str, str]]) -> None:
        fresh = QWidget()
        form = _column(fresh)
        for action, words in steps:
            form.addWidget(label(words, wrap=True))
            if action in _BUTTONS:
                button = quiet_button(_BUTTONS[action])
                button.setProperty("action", action)
                button.clicked.connect(self._ask)
                form.addWidget(button)
        self.column.replaceWidget(self._steps, fresh)
        self._steps.deleteLater()
        self._steps = fresh


_BUTTONS = {
    "team": "Add a team",
    "import": "Import a roster…",
    "work": "Add work…",
    "option": "Add an option",
}


def _changed_assumptions(state: State) -> str:
    """Which assumptions are not at their default, in a sentence."""
    changed = [
        f"{one.label.lower()} {value_text(one, getattr(state.plan, one.key))}"
        for one in ASSUMPTIONS
        if getattr(state.plan, one.key) != one.default
    ]
    if not changed:
        return "All at their defaults."
    return f"Changed from the default: {', '.join(changed)}."


def _column(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    return column


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
