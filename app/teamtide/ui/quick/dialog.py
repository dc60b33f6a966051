"""Work in seconds: type or paste lines, see at once what they create, create it in one step."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetrics, QTextCursor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QPlainTextEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from teamtide.plan.changes import ChangeSet
from teamtide.plan.rows import Project, Service, Team
from teamtide.plan.state import State
from teamtide.plan.validation import Refused
from teamtide.ui import theme
from teamtide.ui.fields import texts
from teamtide.ui.fields.style import dress, label
from teamtide.ui.fields.widgets import Combo
from teamtide.ui.inspector.form import quiet_button
from teamtide.ui.quick.creating import create_work, weekly_days
from teamtide.ui.quick.parse import read_lines
from teamtide.ui.quick.shapes import SHAPES, lines_for
from teamtide.ui.quick.words import Reading, Words, Work
from teamtide.ui.session import Session

PAUSE = 120
"""Milliseconds of rest after which what was typed is read."""
HEADERS = ("", "Work", "Effort", "When", "Kind", "Discipline", "Team", "Read as")
EXAMPLE = """Churn model: 2 people for 12 weeks
20 % of Squad, always
Pricing 30-60 d from 2 Mar, 6 weeks, data science"""


class QuickWorkDialog(QDialog):
    """Lines in, projects and services out."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """A dialog for the plan of `session`."""
        super().__init__(parent)
        self.session = session
        self.setObjectName("fields")
        self.setWindowTitle("Add work")
        self.resize(980, 580)
        self.reading = Reading()
        self._refused = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        words = (
            "One piece of work a line: a name, how much, when. Or paste a list of projects: "
            "name, effort, start, weeks."
        )
        column.addWidget(label(words, "muted", wrap=True))
        column.addLayout(self._starting_points())
        self.lines = QPlainTextEdit()
        self.lines.setPlaceholderText(f"For example\n{EXAMPLE}")
        self.lines.setAccessibleName("Lines of work")
        self.lines.setTabChangesFocus(False)
        height = QFontMetrics(self.lines.font()).lineSpacing()
        self.lines.setMinimumHeight(7 * height)
        column.addWidget(self.lines, 2)
        column.addLayout(self._defaults())
        self.preview = _preview()
        column.addWidget(self.preview, 3)
        self.problem = label("", "problem", wrap=True)
        self.problem.hide()
        column.addWidget(self.problem)
        column.addLayout(self._buttons())
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(PAUSE)
        self._soon.timeout.connect(self.read)
        self.lines.textChanged.connect(self._soon.start)
        dress(self)
        self.lines.setFocus(Qt.FocusReason.OtherFocusReason)
        self.read()

    # --- pieces ---------------------------------------------------------------------------

    def _starting_points(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(label("Start from", "muted"))
        self.starts: list[QPushButton] = []
        for number, shape in enumerate(SHAPES):
            button = quiet_button(shape.name, shape.tip)
            button.setProperty("shape", number)
            button.clicked.connect(self._start_from)
            line.addWidget(button)
            self.starts.append(button)
        line.addStretch(1)
        return line

    def _defaults(self) -> QGridLayout:
        state = self.session.state
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        self.team, self.discipline = Combo(), Combo()
        self.team.addItem("nobody yet", "")
        for team in state.rows(Team):
            self.team.addItem(team.name, team.name)
        selected = self.session.selection
        if selected.kind == "team" and selected.ids:
            row = state.find(Team, int(selected.ids[0]))
            self.team.setCurrentIndex(max(0, self.team.findData(row.name if row else "")))
        for name in state.plan.disciplines:
            self.discipline.addItem(name, name)
        for number, (words, box) in enumerate(
            (("Where a line names no team", self.team), ("and no discipline", self.discipline))
        ):
            text = label(words, "muted")
            text.setBuddy(box)
            box.setAccessibleName(words)
            box.setMinimumWidth(140)
            box.currentIndexChanged.connect(self.read)
            grid.addWidget(text, 0, 2 * number)
            grid.addWidget(box, 0, 2 * number + 1)
        grid.setColumnStretch(4, 1)
        return grid

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.summary = label("", "muted")
        line.addWidget(self.summary, 1)
        box = QDialogButtonBox()
        self.create_button = box.addButton("Create", QDialogButtonBox.ButtonRole.AcceptRole)
        box.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.create_button.setDefault(True)
        box.accepted.connect(self.create_all)
        box.rejected.connect(self.reject)
        line.addWidget(box)
        return line

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            dress(self)

    # --- reading --------------------------------------------------------------------------

    def words(self) -> Words:
        """The plan's words, and the user's way with numbers and dates."""
        state = self.session.state
        return Words(
            disciplines=state.plan.disciplines,
            teams=tuple(team.name for team in state.rows(Team)),
            number=texts.parse_number,
            day=lambda text: texts.parse_date(text, near=state.plan.start),
            discipline=str(self.discipline.currentData() or ""),
            team=str(self.team.currentData() or ""),
        )

    def read(self) -> None:
        """Read the lines and show what they would create."""
        self._soon.stop()
        self.reading = read_lines(self.lines.toPlainText(), self.words())
        self._refused = ""
        if self.reading.works and not self.reading.problems:
            try:
                self.session.document.preview(self._command(self.session.state))
            except Refused as error:
                self._refused = str(error)
        self._show()

    def _command(self, state: State) -> ChangeSet:
        session = self.session
        return create_work(state, self.reading.works, scenario=session.scenario, day=session.as_of)

    def _show(self) -> None:
        works, problems = self.reading.works, self.reading.problems
        entries = sorted(
            [(work.line, work, "") for work in works]
            + [(problem.line, None, problem.text) for problem in problems],
            key=lambda entry: entry[0],
        )
        self.preview.clearSpans()
        self.preview.setRowCount(len(entries))
        for row, (line, work, problem) in enumerate(entries):
            cells = [str(line), *(self._cells(work) if work is not None else ())]
            if work is None:
                cells += [f"⚠  {problem}", *[""] * (len(HEADERS) - 2)]
                self.preview.setSpan(row, 1, 1, len(HEADERS) - 1)
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if column == 0:
                    item.setForeground(theme.current().muted)
                elif work is None:
                    item.setForeground(QColor(theme.current().bad))
                self.preview.setItem(row, column, item)
        self.problem.setText(self._refused)
        self.problem.setVisible(bool(self._refused))
        self.summary.setText(self._told())
        self.create_button.setEnabled(bool(works) and not problems and not self._refused)

    def _cells(self, work: Work) -> list[str]:
        state, session = self.session.state, self.session
        if work.ongoing:
            weekly = weekly_days(state, session.scenario, work, session.as_of)
            effort, when, name = f"{texts.number_text(weekly, 2)} d/wk", "always", work.name
        else:
            effort = f"{texts.number_text(work.days)} d"
            if work.low is not None and work.high is not None:
                low, high = texts.number_text(work.low), texts.number_text(work.high)
                effort = f"{low}–{high} d"
            start = texts.date_text(work.start) if work.start else ""
            if work.after:
                start = f"after {work.after}"
            when = ", ".join(one for one in (start, f"{texts.number_text(work.weeks)} wk") if one)
            name = work.project if work.name == "Work" else f"{work.project} / {work.name}"
        kind = f"{work.kind}, {work.shape}" if work.shape else work.kind
        return [name, effort, when, kind, work.discipline, work.team or "nobody", work.said]

    def _told(self) -> str:
        works, problems = self.reading.works, self.reading.problems
        if problems:
            count = len(problems)
            return (
                f"{count} {'line' if count == 1 else 'lines'} to correct; nothing is created yet."
            )
        if not works:
            return "Nothing to create yet."
        projects = len({work.project.casefold() for work in works if not work.ongoing})
        chunks = sum(not work.ongoing for work in works)
        services = len(works) - chunks
        days = sum(work.days or 0.0 for work in works)
        parts = []
        if chunks:
            parts.append(
                f"{_count(projects, 'project')} with {_count(chunks, 'chunk')}, "
                f"{texts.number_text(days, 1)} d"
            )
        if services:
            parts.append(_count(services, "service"))
        return "Creates " + " and ".join(parts) + ", as one step."

    # --- doing ----------------------------------------------------------------------------

    def _start_from(self) -> None:
        sender = self.sender()
        if sender is None:
            return
        shape = SHAPES[int(sender.property("shape"))]
        state = self.session.state
        taken = {row.name.casefold() for row in state.rows(Project)}
        taken |= {row.name.casefold() for row in state.rows(Service)}
        taken |= {(work.project or work.name).casefold() for work in self.reading.works}
        name, count = shape.name, 2
        while name.casefold() in taken:
            name, count = f"{shape.name} {count}", count + 1
        text = self.lines.toPlainText().rstrip()
        lines = lines_for(shape, name, state.plan.disciplines)
        self.lines.setPlainText(f"{text}\n{lines}" if text else lines)
        self.lines.moveCursor(QTextCursor.MoveOperation.End)
        self.lines.setFocus(Qt.FocusReason.OtherFocusReason)
        self.read()

    def create_all(self) -> None:
        """Create all of it as one step, and close."""
        self.read()
        if not self.create_button.isEnabled():
            return
        if self.session.run(self._command):
            self.accept()


def _preview() -> QTableWidget:
    table = QTableWidget(0, len(HEADERS))
    table.setHorizontalHeaderLabels(HEADERS)
    table.setAccessibleName("What will be created")
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
    table.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    table.setShowGrid(False)
    table.setWordWrap(False)
    sides = table.verticalHeader()
    sides.hide()
    sides.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    sides.setDefaultSectionSize(24)
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setHighlightSections(False)
    header.setStretchLastSection(True)
    for column, width in enumerate((28, 190, 72, 130, 142, 92, 92)):
        table.setColumnWidth(column, width)
    return table


def _count(number: int, noun: str) -> str:
    return f"{number} {noun if number == 1 else noun + 's'}"
