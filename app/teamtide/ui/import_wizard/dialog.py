"""What a spreadsheet would change, shown before anything does, and done as one step.

Nothing here decides anything: `exchange.importing` reads and judges, the user settles what the
columns are, and the change set goes through the session like any other.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from teamtide.exchange.importing import Import
from teamtide.exchange.rosters.choices import Choices
from teamtide.ui.fields.style import dress, label
from teamtide.ui.import_wizard.preview import PreviewView
from teamtide.ui.import_wizard.reading import Answer, Reader
from teamtide.ui.session import Session

_SHOWN_PROBLEMS = 500


class ImportDialog(QDialog):
    """A preview of an import, with [Import] and [Cancel]."""

    def __init__(self, session: Session, path: Path, parent: QWidget | None = None) -> None:
        """Start reading `path` for the plan of `session`."""
        super().__init__(parent)
        self.session = session
        self.path = path
        self.found: Import | None = None
        self.setObjectName("fields")
        self.setWindowTitle(f"Import {path.name}")
        self.resize(980, 640)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        self.title = label("", "title", wrap=True)
        font = self.title.font()
        font.setPointSizeF(font.pointSizeF() * 1.15)
        self.title.setFont(font)
        self.counts = label("", "", wrap=True)
        self.hint = label("", "muted", wrap=True)
        self.problem = label("", "problem", wrap=True)
        self.view = PreviewView()
        self.view.header.settled.connect(self._settled)
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.progress.setAccessibleName("Reading the file")
        self.problems = QListWidget()
        self.problems.setAccessibleName("Problems and remarks")
        self.problems.setWordWrap(True)
        self.problems.setMaximumHeight(140)
        self.filler = QWidget()
        self.problems.itemActivated.connect(self._go)
        self.problems.itemClicked.connect(self._go)
        self.problems_title = label("", "section")
        for widget, stretch in (
            (self.title, 0),
            (self.counts, 0),
            (self.hint, 0),
            (self.progress, 0),
            (self.problem, 0),
            (self.view, 5),
            (self.problems_title, 0),
            (self.problems, 2),
            (self.filler, 5),
        ):
            column.addWidget(widget, stretch)
        column.addLayout(self._buttons())
        dress(self)
        self.reader = Reader(path)
        self.reader.done.connect(self._take)
        self._listening = True
        self._wait()
        self.reader.ask(session.state)

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.told = label("", "muted")
        line.addWidget(self.told, 1)
        box = QDialogButtonBox()
        self.import_button = box.addButton("Import", QDialogButtonBox.ButtonRole.AcceptRole)
        self.cancel_button = box.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.import_button.setDefault(True)
        box.accepted.connect(self.do_import)
        box.rejected.connect(self.reject)
        line.addWidget(box)
        return line

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            dress(self)

    def done(self, result: int) -> None:
        """Close; whatever is still being read is forgotten."""
        self.reader.cancel()
        if self._listening:
            self._listening = False
            self.reader.done.disconnect(self._take)
        super().done(result)

    # --- reading --------------------------------------------------------------------------

    def _wait(self) -> None:
        first = self.found is None
        if first:
            self.title.setText(f"Reading {self.path.name}…")
        self.progress.setVisible(True)
        self.import_button.setEnabled(False)
        if first:
            for widget in (self.counts, self.hint, self.problem, self.view):
                widget.hide()
            self.filler.show()
            self._list([])

    def _settled(self) -> None:
        """The user said what a column is: work it out again."""
        if self.found is None or self.found.table is None:
            return
        choices = Choices(columns=self.view.header.mapping(self.found.table.headers))
        self._wait()
        self.reader.ask(self.session.state, choices)

    def _take(self, answer: Answer) -> None:
        self.progress.hide()
        if answer.found is None:
            self._refuse(answer.problem)
        else:
            self._show(answer.found)

    def _refuse(self, sentence: str) -> None:
        """Say why it can't be imported; what was shown stays, so that a column can be put right."""
        if self.found is None:
            self.title.setText(f"{self.path.name} can't be imported")
            self.resize(640, 220)
        self.problem.setText(sentence)
        self.problem.show()
        self.counts.hide()
        self.import_button.setEnabled(False)
        self.told.setText("Nothing has changed.")

    def _show(self, found: Import) -> None:
        self.found = found
        roster = found.kind == "roster"
        table = found.table
        where = f", sheet “{table.sheet}”" if table is not None and table.sheet else ""
        self.title.setText(f"{found.file}: a {found.kind}{where}")
        self.counts.setText(counts_text(found))
        self.counts.show()
        self.hint.setText("Under each header stands what it was taken for; change what is wrong.")
        self.hint.setVisible(roster)
        self.problem.setText(found.sentence())
        self.problem.setVisible(found.refused)
        self.view.show_table(table, settle=roster)
        self.view.setVisible(table is not None)
        self.filler.setVisible(table is None)
        rows: list[tuple[str, tuple[str, str] | None]] = [
            (str(problem), (problem.cell, problem.problem)) for problem in found.problems
        ]
        rows += [(warning, None) for warning in found.warnings]
        self._list(rows)
        able = bool(found.change) and not found.refused
        self.import_button.setEnabled(able)
        # While it was disabled, Qt made Cancel the default.
        self.import_button.setDefault(able)
        self.told.setText(_told(found))

    def _list(self, rows: list[tuple[str, tuple[str, str] | None]]) -> None:
        self.problems.clear()
        for text, place in rows[:_SHOWN_PROBLEMS]:
            item = QListWidgetItem(f"{'⚠' if place else '•'}  {text}")
            item.setData(Qt.ItemDataRole.UserRole, place)
            item.setToolTip("Show the cell" if place else "")
            self.problems.addItem(item)
        if len(rows) > _SHOWN_PROBLEMS:
            self.problems.addItem(QListWidgetItem(f"… and {len(rows) - _SHOWN_PROBLEMS} more"))
        problems = sum(place is not None for _, place in rows)
        remarks = len(rows) - problems
        parts = [_count(problems, "problem")] if problems else []
        parts += [_count(remarks, "remark")] if remarks else []
        self.problems_title.setText(" · ".join(parts).upper())
        self.problems_title.setVisible(bool(rows))
        self.problems.setVisible(bool(rows))

    def _go(self, item: QListWidgetItem) -> None:
        place = item.data(Qt.ItemDataRole.UserRole)
        if place:
            self.view.go_to(*place)

    # --- doing ----------------------------------------------------------------------------

    def do_import(self) -> None:
        """Make the change as one step, and close."""
        found = self.found
        if found is None or not self.import_button.isEnabled():
            return
        if self.session.run(lambda _: found.change):
            self.accept()
            return
        self._wait()
        self.reader.ask(self.session.state)


def counts_text(found: Import) -> str:
    """What is created, updated, unchanged and skipped."""
    parts = [f"{found.create} new", f"{found.update} updated", f"{found.unchanged} unchanged"]
    if found.skipped:
        parts.append(f"{found.skipped} skipped")
    if found.table is not None and found.table.total > len(found.table.rows):
        parts.append(f"first {len(found.table.rows)} of {found.table.total} rows shown")
    return " · ".join(parts)


def _told(found: Import) -> str:
    if found.refused:
        return "Nothing has changed."
    if not found.change:
        return "Nothing to import: the plan has all of it already."
    if found.problems:
        rows = "it" if len(found.problems) == 1 else "them"
        return f"Cells with problems are left out; you can put {rows} right in the file first."
    return "One step, which Undo takes back."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun if number == 1 else noun + 's'}"
