"""Roll forward: the new start, what was done by then, what becomes of what is late, in one step."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from teamtide.plan.backups import ROLL
from teamtide.plan.changes import ChangeSet
from teamtide.plan.placing import day_text
from teamtide.plan.rolling import (
    FATES,
    FINISHED,
    KEEP_END,
    KEEP_WEEKS,
    LATE,
    RUNNING,
    problem_with,
    roll,
    survey,
    this_monday,
)
from teamtide.plan.rows import Chunk
from teamtide.plan.state import State
from teamtide.plan.validation import Refused
from teamtide.ui.charts.localised import LocaleWords
from teamtide.ui.fields.attempts import attempt
from teamtide.ui.fields.style import dress, label
from teamtide.ui.fields.widgets import ChoiceField, DateField
from teamtide.ui.inspector.form import quiet_button
from teamtide.ui.rolling.model import (
    FATE,
    FATE_TIPS,
    FATE_WORDS,
    NAME,
    NOW,
    BegunModel,
    FateDelegate,
)
from teamtide.ui.session import Session

PLANNED, SAID = "planned", "said"
SIZE = (980, 600)
_NOTHING = "Nothing was planned before that day that is not known to be finished."


class RollDialog(QDialog):
    """What rolling forward asks, with what will come of it beneath."""

    def __init__(self, session: Session, today: date, parent: QWidget | None = None) -> None:
        """Ask about the plan of `session`; this week's Monday is proposed, if it will do."""
        super().__init__(parent)
        self.session, self.words = session, LocaleWords()
        plan = session.state.plan
        monday = this_monday(today)
        self.to, self.keep, self.basis, self.begin_now = monday, KEEP_WEEKS, PLANNED, False
        self._surveyed = session.state
        self.setObjectName("fields")
        self.setWindowTitle("Roll forward")
        self.resize(*SIZE)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        words = (
            f"The plan started on {day_text(plan.start)}. From its new start on it looks ahead "
            "again. Type over the days done where you know better; what is late is yours to decide."
        )
        column.addWidget(label(words, "muted", wrap=True))
        column.addLayout(self._questions())
        self.model = BegunModel(self)
        self.table = self._table()
        column.addWidget(self.table, 1)
        self.nothing = label(_NOTHING, "muted", wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self.nothing, 1)
        column.addLayout(self._for_all())
        self.told = label("", wrap=True)
        self.told.setAccessibleName("What will change")
        column.addWidget(self.told)
        self.problem = label("", "problem", wrap=True)
        column.addWidget(self.problem)
        box = QDialogButtonBox()
        self.roll_button = box.addButton("Roll forward", QDialogButtonBox.ButtonRole.AcceptRole)
        box.addButton(QDialogButtonBox.StandardButton.Cancel)
        box.accepted.connect(self.do)
        box.rejected.connect(self.reject)
        column.addWidget(box)
        self.model.edited.connect(self._foresee)
        self.model.refused.connect(self._say)
        dress(self)
        self.ask()

    # --- pieces ---------------------------------------------------------------------------

    def _questions(self) -> QGridLayout:
        plan = self.session.state.plan
        self.day = DateField("New start, a Monday", near=plan.start)
        self.day.show_value(self.to)
        self.day.commit = self._day_chosen
        self.length = ChoiceField(
            "What of the plan's length is kept",
            [
                (f"keep its {plan.weeks} weeks", KEEP_WEEKS),
                (f"keep its end, {day_text(plan.end)}", KEEP_END),
            ],
        )
        self.length.show_value(self.keep)
        self.length.commit = self._length_chosen
        self.source = ChoiceField(
            "Days done by then, to begin with",
            [("what was planned by then", PLANNED), ("what Done says in the plan", SAID)],
        )
        self.source.show_value(self.basis)
        self.source.commit = self._basis_chosen
        self.options = ChoiceField(
            "When options began",
            [
                (f"under way since {day_text(plan.beginning)}", False),
                ("begin at the new start", True),
            ],
        )
        self.options.show_value(self.begin_now)
        self.options.commit = self._options_chosen
        self.options.setToolTip(
            "Under way: whoever moves in an option has been settling in since then, as planned. "
            "At the new start: nobody has moved for it yet."
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        for number, (words, field) in enumerate(
            (
                ("&Start on", self.day),
                ("&Keep", self.length),
                ("&Done so far", self.source),
                ("&Options are", self.options),
            )
        ):
            text = label(words, "muted")
            text.setBuddy(field.editor())
            row, place = divmod(number, 2)
            text.setFixedHeight(field.editor().sizeHint().height())
            grid.addWidget(text, row, 2 * place, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(field, row, 2 * place + 1, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        return grid

    def _table(self) -> QTableView:
        view = QTableView()
        view.setModel(self.model)
        view.setItemDelegateForColumn(FATE, FateDelegate(view))
        view.setAccessibleName("Chunks planned before the new start")
        view.setProperty("role", "plain")
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setShowGrid(False)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(26)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.SelectedClicked
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        view.setTabKeyNavigation(False)
        header = view.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for column, width in ((NOW, 118), (FATE, 176)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, width)
        return view

    def _for_all(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(6)
        self.late_label = label("All that is late", "muted")
        line.addWidget(self.late_label)
        self.all_buttons: dict[str, QPushButton] = {}
        for fate in FATES:
            button = quiet_button(FATE_WORDS[fate], FATE_TIPS[fate])
            button.setAccessibleName(f"All that is late: {FATE_WORDS[fate]}")
            button.setAutoDefault(False)
            button.clicked.connect(partial(self.model.decide_all, fate))
            line.addWidget(button)
            self.all_buttons[fate] = button
        line.addStretch(1)
        return line

    # --- answers --------------------------------------------------------------------------

    def _day_chosen(self, day: date | None) -> str:
        if day is None:
            return "Say on which Monday the plan starts."
        problem = problem_with(self.session.state, day, self.keep)
        if problem:
            return problem
        self.to = day
        self.ask()
        return ""

    def _length_chosen(self, keep: str) -> str:
        problem = problem_with(self.session.state, self.to, keep)
        if not problem:
            self.keep = keep
            self._foresee()
        return problem

    def _basis_chosen(self, basis: str) -> str:
        self.basis = basis
        self.ask()
        return ""

    def _options_chosen(self, begin_now: bool) -> str:
        self.begin_now = begin_now
        self._foresee()
        return ""

    def ask(self) -> None:
        """Show what is planned before the new start; what was typed about another is gone."""
        state = self.session.state
        problem = problem_with(state, self.to, self.keep)
        said = self.basis == SAID
        self.model.show_rows(() if problem else survey(state, self.to, as_said=said))
        self._surveyed = state
        rows = self.model.rowCount()
        self.table.setVisible(rows > 0)
        self.nothing.setVisible(rows == 0)
        self.nothing.setText("" if problem else _NOTHING)
        if rows:
            self.table.setCurrentIndex(self.model.index(0, 0))
        self._foresee()

    def _command(self, state: State) -> ChangeSet:
        return roll(
            state,
            to=self.to,
            keep=self.keep,
            answers=self.model.answers,
            options_begin_now=self.begin_now,
            known=self.model.begun() if state is self._surveyed else None,
        )

    def _foresee(self) -> None:
        """Say what would come of it, or why it can't be done."""
        state = self.session.state
        late = any(self.model.state_at(row) == LATE for row in range(self.model.rowCount()))
        for widget in (self.late_label, *self.all_buttons.values()):
            widget.setEnabled(late)
        try:
            change = self._command(state)
            self.session.document.preview(change)
        except Refused as refused:
            self.told.setText("")
            self._say(str(refused))
            return
        self._say("")
        self.told.setText(self._told(change))

    def _say(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.roll_button.setEnabled(not problem)

    def _told(self, change: ChangeSet) -> str:
        words, model = self.words, self.model
        answers = model.answers
        counts = {FINISHED: 0, RUNNING: 0, LATE: 0}
        done = late = 0.0
        for row, one in enumerate(model.begun()):
            counts[model.state_at(row)] += 1
            done += min(answers[one.chunk].done, one.effort)
            if model.state_at(row) == LATE:
                late += one.planned - answers[one.chunk].done
        plan = next(after for _, after in change.of(type(self.session.state.plan)) if after)
        moved = sum(
            before is not None and after is not None and before.start != after.start
            for before, after in change.of(Chunk)
        )
        last = day_text(plan.end)
        first = f"The plan starts on {day_text(plan.start)} and has {plan.weeks} weeks, to {last}."
        parts = [f"{counts[what]} {what}" for what in (FINISHED, RUNNING, LATE) if counts[what]]
        lines = [first]
        if parts:
            more = f", {words.days(late)} late" if counts[LATE] else ""
            starts = f"; {moved} get another start" if moved else ""
            lines.append(f"Chunks: {', '.join(parts)}. {words.days(done)} done{more}{starts}.")
        lines.extend(change.notes)
        lines.append("It is one step; Ctrl+Z takes it back.")
        return "\n".join(lines)

    def do(self) -> None:
        """Roll forward and close, or say why not."""
        self.session.large_step.emit(ROLL)
        problem = attempt(self.session, self._command)
        self._say(problem)
        if not problem:
            start = day_text(self.to)
            self.session.note.emit(f"The plan starts on {start} now. Ctrl+Z takes it back.")
            self.accept()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            dress(self)
