"""Merge from another copy: what both changed is decided here, over a list of all that will change.

The copy is read and not touched. Ours counts until somebody says otherwise, line by line or for
all; every answer shows at once what it would make of the plan. One step, which undo takes back.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from teamtide.plan.backups import MERGE
from teamtide.plan.changes import ChangeSet
from teamtide.plan.common_past import Past, common_past
from teamtide.plan.document import Document
from teamtide.plan.merging import Conflict, Merging, Question
from teamtide.plan.placing import day_text
from teamtide.plan.sealed.layout import is_sealed
from teamtide.plan.state import difference
from teamtide.ui.fields.attempts import attempt
from teamtide.ui.fields.plain_table import choose_rows, make_plain
from teamtide.ui.fields.style import dress, label
from teamtide.ui.import_wizard.choice_model import Line, Option
from teamtide.ui.import_wizard.choice_table import LINE, ChoiceTable
from teamtide.ui.inspector.form import quiet_button
from teamtide.ui.merging.steps_model import BEFORE, WHAT, WHO, StepsModel
from teamtide.ui.session import Session

SIZE = (980, 620)
OURS, THEIRS = "ours", "theirs"
_HEADERS = ("Changed in both", "What", "When they parted", "Ours", "Theirs", "Counts")
_WHAT_AT, _OURS_AT, _THEIRS_AT, _COUNTS_AT = 1, 3, 4, 5
_COUNTS_WIDTH, _WHO_WIDTH = 110, 250
_MOST_ROWS = 8
"""Questions in sight before they scroll."""


class MergeDialog(QDialog):
    """Conflicts above, what will change below."""

    def __init__(
        self,
        session: Session,
        copy: Document,
        past: Past,
        parent: QWidget | None = None,
        *,
        into: bool = False,
    ) -> None:
        """Ask about `copy`, which is closed already.

        Args:
            session: The plan.
            copy: The other copy.
            past: What the two have in common.
            parent: Its parent.
            into: Whether the copy is the plan's own file, as somebody else has changed it: then the
                merge is made on top of that.
        """
        super().__init__(parent)
        self.session, self._copy, self._past, self._into = session, copy, past, into
        self._sealed = session.document.key is not None
        self._ours, self._history = session.state, session.document.history
        self._merging = Merging(self._ours, copy.state, self._past)
        self._taken: dict[Question, bool] = {}
        self.setObjectName("fields")
        self.setWindowTitle(f"Merge from {copy.path.name}")
        self.resize(*SIZE)
        self._lay_out()
        dress(self)
        self._ask()
        (self.table if self.table.choices.rowCount() else self.steps).setFocus()

    # --- pieces ---------------------------------------------------------------------------

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        self.about = label("", "muted", wrap=True)
        column.addWidget(self.about)
        self.table = ChoiceTable(
            "Changed in both copies",
            _HEADERS,
            self._options,
            digits=self._digit,
            picks={_OURS_AT: False, _THEIRS_AT: True},
        )
        self.table.choices.unsaid = "counts unless you say otherwise"
        self.table.chosen.connect(self._chosen)
        self.table.given_back.connect(self._given_back)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(_WHAT_AT, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_COUNTS_AT, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(_COUNTS_AT, _COUNTS_WIDTH)
        self._asking = QWidget(self)
        asking = QVBoxLayout(self._asking)
        asking.setContentsMargins(0, 0, 0, 0)
        asking.setSpacing(6)
        asking.addLayout(self._for_all())
        asking.addWidget(self.table)
        column.addWidget(self._asking)
        self.heading = label("", "title")
        column.addWidget(self.heading)
        self.model = StepsModel(self)
        self.steps = self._list()
        column.addWidget(self.steps, 1)
        self.told = label("", "muted", wrap=True)
        self.told.setAccessibleName("What the merge comes to")
        column.addWidget(self.told)
        self.problem = label("", "problem", wrap=True)
        self.problem.hide()
        column.addWidget(self.problem)
        box = QDialogButtonBox()
        self.merge_button = box.addButton("Merge", QDialogButtonBox.ButtonRole.AcceptRole)
        box.addButton(QDialogButtonBox.StandardButton.Cancel)
        box.accepted.connect(self.do)
        box.rejected.connect(self.reject)
        column.addWidget(box)

    def _for_all(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(6)
        self.count = label("", "title")
        line.addWidget(self.count)
        line.addWidget(label("Keys: 1 ours, 2 theirs", "muted"))
        line.addStretch(1)
        self.all_buttons: dict[str, QPushButton] = {}
        for words, act in (("All &ours", self._all_ours), ("All &theirs", self._all_theirs)):
            button = quiet_button(words, "The same for every line")
            button.setAutoDefault(False)
            button.clicked.connect(act)
            line.addWidget(button)
            self.all_buttons[words.partition("&")[2]] = button
        return line

    def _list(self) -> QTableView:
        view = QTableView()
        view.setModel(self.model)
        make_plain(view, "What will change in this plan")
        choose_rows(view, many=False)
        view.setProperty("role", "plain")
        view.setWordWrap(False)
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.verticalHeader().setDefaultSectionSize(LINE)
        header = view.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        for at, width in ((WHO, _WHO_WIDTH), (WHAT, 120), (BEFORE, 200)):
            header.setSectionResizeMode(at, QHeaderView.ResizeMode.Interactive)
            header.resizeSection(at, width)
        header.setStretchLastSection(True)
        return view

    # --- answers --------------------------------------------------------------------------

    def _options(self, _line: Line) -> list[Option]:
        return [(OURS, False), (THEIRS, True)]

    def _digit(self, digit: int, _line: Line) -> Option | None:
        return {1: (OURS, False), 2: (THEIRS, True)}.get(digit)

    def _chosen(self, keys: list[Question], taken: bool) -> None:
        self._taken.update(dict.fromkeys(keys, taken))
        self._ask()

    def _given_back(self, keys: list[Question]) -> None:
        for key in keys:
            self._taken.pop(key, None)
        self._ask()

    def _all_ours(self) -> None:
        self._chosen([line.key for line in self._lines()], False)  # type: ignore[misc]

    def _all_theirs(self) -> None:
        # What is asked depends on what was answered: a project that is back brings its chunks.
        for _ in range(3):
            before = len(self._taken)
            self._chosen([line.key for line in self._lines()], True)  # type: ignore[misc]
            if len(self._taken) == before:
                break

    def _lines(self) -> Sequence[Line]:
        return self.table.choices.lines

    # --- what comes of it -----------------------------------------------------------------

    def _ask(self) -> None:
        """Work out what the answers come to, and show it."""
        name = self._copy.path.name
        take = [question for question, taken in self._taken.items() if taken]
        self.found = self._merging.merged(f"Merged {name}", take=take)
        self.table.show_lines([self._line(one) for one in self.found.conflicts])
        self.model.show_steps(self.found.steps, self.found.left_out)
        conflicts, steps = len(self.found.conflicts), len(self.found.steps)
        self._asking.setVisible(conflicts > 0)
        header = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(header + LINE * min(conflicts, _MOST_ROWS) + 4)
        self.count.setText(_counted(conflicts, "question"))
        self.heading.setText(
            f"What will change here: {_counted(steps, 'thing') if steps else 'nothing'}"
        )
        self.about.setText(self._about())
        self.told.setText(self._told())
        self.merge_button.setEnabled(bool(self.found.change) or self._into)

    def _line(self, one: Conflict) -> Line:
        said: Hashable = self._taken.get(one.question)
        return Line(
            key=one.question,
            cells=(one.who, one.what, one.base or "not known", one.ours, one.theirs),
            value=one.taken,
            words=THEIRS if one.taken else OURS,
            said=said is not None,
            strong=_THEIRS_AT if one.taken else _OURS_AT,
        )

    def _about(self) -> str:
        name, past = self._copy.path.name, self._past
        if past.base is None:
            return (
                f"The histories of this plan and {name} do not say when they parted, so all that "
                "differs is a question. Ours counts where you say nothing."
            )
        entries = self._copy.history
        last = f", the last on {day_text(entries[-1].at.astimezone().date())}" if entries else ""
        theirs = _counted(past.theirs, "change")
        there = f"{theirs} in {name}{last if past.theirs else ''}"
        what = f"Since the two parted: {_counted(past.ours, 'change')} here and {there}."
        return (
            f"{what} What only one of them changed is simply taken; {name} stays as it is."
            if (not self._into)
            else (
                f"{what} What was done here is put on top of what is in the file now, as one step."
                f"{self._exposed()}"
            )
        )

    def _exposed(self) -> str:
        """What is to be known where the file was encrypted when it was opened here."""
        if not self._sealed or is_sealed(self._copy.path):
            return ""
        return " That file is not encrypted, so what was done here will be readable in it."

    def _told(self) -> str:
        if not self.found.change and not self._into:
            return "There is nothing to bring in: this plan has all that the copy has."
        out = len(self.found.left_out)
        left = f" {_counted(out, 'thing')} would break a rule and will be left out." if out else ""
        return f"It is one step; Ctrl+Z takes it back.{left}"

    def do(self) -> None:
        """Merge and close, or say why not."""
        self.session.large_step.emit(MERGE)
        problem = self._on_top() if self._into else attempt(self.session, self._command)
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        if not problem:
            self.session.note.emit(f"Merged {self._copy.path.name}. Ctrl+Z takes it back.")
            self.accept()

    def _command(self, _state: object) -> ChangeSet:
        return self.found.change

    def _on_top(self) -> str:
        """Take what is in the file, and make of it the whole."""
        if self.session.state is self._ours and not self.session.reload():
            return "The file can't be read any more. Save your plan as a copy."
        document = self.session.document
        if document.state != self._copy.state:
            # It was changed once more meanwhile; what was asked is asked about that.
            self._copy = document
            self._past = common_past(self._ours, self._history, document.state, document.history)
            self._merging = Merging(self._ours, document.state, self._past)
            self._ask()
            return "The file has been changed once more; look at it again, then merge."
        change = difference(document.state, self.found.merged, "Merged what was open here")
        return attempt(self.session, lambda _state: change)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            dress(self)


def _counted(number: int, noun: str) -> str:
    return f"1 {noun}" if number == 1 else f"{number:,} {noun}s"
