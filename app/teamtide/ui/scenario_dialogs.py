"""What is asked before a scenario is copied in part, or becomes what Today is.

Each says what would come of it before it is done, refuses where it stands, and is one step that
undo takes back.
"""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from teamtide.plan.backups import NEW_TODAY
from teamtide.plan.changes import ChangeSet
from teamtide.plan.options import PARTS, add_scenario, free_name, said_of
from teamtide.plan.placing import day_text
from teamtide.plan.promoting import make_today
from teamtide.plan.rows import Owner, Placement, ProjectChange, Scenario, ScenarioId, TeamChange
from teamtide.plan.state import State
from teamtide.plan.validation import Refused
from teamtide.ui.fields.attempts import attempt
from teamtide.ui.fields.style import dress, label
from teamtide.ui.fields.widgets import DateField
from teamtide.ui.session import Session

WIDTH = 480
WORDS = {
    "people": ("&People", "where people are, and from when on", "person", "people"),
    "owners": ("&Owners", "who owns what, rules for kinds of work too", "item", "items"),
    "settings": (
        "Teams and pro&jects",
        "leads, ceremonies, interrupts, status, priority, shift",
        "of them",
        "of them",
    ),
}


class _Asking(QDialog):
    """A few fields, a sentence or two, and a button that does it."""

    def __init__(self, session: Session, row: Scenario, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.session, self.row = session, row
        self.setObjectName("fields")
        self.setMinimumWidth(WIDTH)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 14, 16, 14)
        self.column.setSpacing(10)
        self.problem = label("", "problem", wrap=True)

    def _finish(self, words: str) -> None:
        """The reason it can't be done, and the buttons."""
        self.column.addWidget(self.problem)
        self.column.addStretch(1)
        box = QDialogButtonBox()
        self.done_button = box.addButton(words, QDialogButtonBox.ButtonRole.AcceptRole)
        box.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.done_button.setDefault(True)
        box.accepted.connect(self.do)
        box.rejected.connect(self.reject)
        self.column.addWidget(box)
        dress(self)
        self.say("")

    def say(self, problem: str) -> None:
        """Say why it can't be done as it stands; blank where it can."""
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.done_button.setEnabled(not problem)

    def do(self) -> None:
        """Do it and close, or say why not."""
        raise NotImplementedError

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            dress(self)


class CopyDialog(_Asking):
    """A new option with parts of what another says."""

    def __init__(self, session: Session, row: Scenario, parent: QWidget | None = None) -> None:
        """Ask which parts of `row` a new option takes."""
        super().__init__(session, row, parent)
        self.setWindowTitle("New option from part of this")
        words = f"What the new option takes from “{row.name}”. In all else it is as Today."
        self.column.addWidget(label(words, wrap=True))
        self.boxes: dict[str, QCheckBox] = {}
        for part in PARTS:
            title, about, one, many = WORDS[part]
            count = said_of(session.state, row.id, part)
            much = f"{count} {one if count == 1 else many}" if count else "nothing said"
            box = QCheckBox(f"{title} – {about} ({much})")
            box.setAccessibleName(f"{title.replace('&', '')}: {about}, {much}")
            box.setEnabled(count > 0)
            box.setChecked(part == "people" and count > 0)
            box.toggled.connect(self._check)
            self.column.addWidget(box)
            self.boxes[part] = box
        self.name = QLineEdit(free_name(session.state, f"{row.name}, in part"))
        self.name.setAccessibleName("Name of the new option")
        self.name.textChanged.connect(self._check)
        form = QFormLayout()
        form.addRow("&Called", self.name)
        self.column.addLayout(form)
        self._finish("Add the option")
        self._check()

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts that are ticked."""
        return tuple(part for part, box in self.boxes.items() if box.isChecked())

    def _check(self) -> None:
        if not self.name.text().strip():
            self.say("Give the option a name.")
        elif not self.parts:
            self.say("Tick at least one part; an option with none is a copy of Today.")
        else:
            self.say("")

    def do(self) -> None:
        """Add the option and show it, or say why not."""
        session, name, parts = self.session, self.name.text().strip(), self.parts
        fresh = ScenarioId(session.state.next_ids[Scenario])
        problem = attempt(
            session, lambda state: add_scenario(state, name=name, like=self.row.id, parts=parts)
        )
        self.say(problem)
        if not problem:
            session.set_scenario(fresh)
            self.accept()


class MakeTodayDialog(_Asking):
    """An option becomes what Today is."""

    def __init__(self, session: Session, row: Scenario, parent: QWidget | None = None) -> None:
        """Ask from which day on `row` is Today; the As of date is proposed."""
        super().__init__(session, row, parent)
        self.setWindowTitle("Make this the new Today")
        plan, today = session.state.plan, session.state.get(Scenario, session.state.today)
        self.start = session.as_of
        self.column.addWidget(label(f"“{row.name}” becomes what “{today.name}” says.", wrap=True))
        self.day = DateField("From", near=plan.start)
        self.day.show_value(self.start)
        self.day.commit = self._chosen
        self.keep = QCheckBox("&Keep what Today was, as an option called")
        self.keep.setChecked(True)
        self.name = QLineEdit(free_name(session.state, f"Before {row.name}"))
        self.name.setAccessibleName("Name of the option that keeps what Today was")
        self.keep.toggled.connect(self.name.setEnabled)
        self.keep.toggled.connect(self._foresee)
        self.name.setCursorPosition(0)
        self.name.textChanged.connect(self._foresee)
        form = QFormLayout()
        form.addRow("People move &from", self.day)
        self.column.addLayout(form)
        self.column.addWidget(self.keep)
        self.column.addWidget(self.name)
        self.told = label("", wrap=True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.column.addWidget(self.told)
        words = (
            "Owners, team settings and project settings carry no date: they hold over the whole "
            "plan, also before that day. The other options keep their figures exactly; what they "
            f"had from Today becomes their own. “{row.name}” stays, the same as Today. "
            "It is one step; Ctrl+Z takes it back."
        )
        self.column.addWidget(label(words, "muted", wrap=True))
        self._finish("Make it Today")
        self._foresee()

    def _chosen(self, day: date | None) -> str:
        if day is None:
            return "A day is needed from which on people are where this option has them."
        self.start = day
        self._foresee()
        return ""

    def _command(self, state: State) -> ChangeSet:
        keep_as = self.name.text().strip() if self.keep.isChecked() else ""
        return make_today(state, scenario=self.row.id, start=self.start, keep_as=keep_as)

    def _foresee(self) -> None:
        """Say what would change in Today, or why it can't."""
        if self.keep.isChecked() and not self.name.text().strip():
            self.say("Give the option that keeps what Today was a name, or don't keep it.")
            return
        state = self.session.state
        try:
            change = self._command(state)
            self.session.document.preview(change)
        except Refused as refused:
            self.told.setText("")
            self.say(str(refused))
            return
        self.say("")
        self.told.setText(_told(state, self.row.id, change, max(self.start, state.plan.start)))

    def do(self) -> None:
        """Do it and show Today, or say why not."""
        session = self.session
        session.large_step.emit(NEW_TODAY)
        problem = attempt(session, self._command)
        self.say(problem)
        if not problem:
            session.set_scenario(session.state.today)
            session.note.emit(f"{self.row.name} is today's state now. Ctrl+Z takes it back.")
            self.accept()


def _told(state: State, scenario: ScenarioId, change: ChangeSet, start: date) -> str:
    """How many people and what else Today takes over."""
    rows = [row for pair in change.of(Placement) for row in pair if row is not None]
    people = len({row.person for row in rows if row.scenario == state.today})
    owners = len(state.where(Owner, "scenario", scenario))
    teams = len(state.where(TeamChange, "scenario", scenario))
    projects = len(state.where(ProjectChange, "scenario", scenario))
    moved = _counted(people, "person is", "people are")
    lines = [f"{moved} elsewhere in Today from {day_text(start)} on."]
    rest = [
        _counted(count, one, many)
        for count, one, many in (
            (owners, "owner", "owners"),
            (teams, "team's settings", "teams' settings"),
            (projects, "project's settings", "projects' settings"),
        )
        if count
    ]
    if rest:
        lines.append(f"Over the whole plan: {', '.join(rest)}.")
    return "\n".join(lines)


def _counted(count: int, one: str, many: str) -> str:
    return f"{count or 'No'} {one if count == 1 else many}"
