"""What a spreadsheet would change, shown before anything does, and done as one step.

One dialog, no chain of pages: the guess stands over a preview of the file, and whatever is guessed
wrong is put right where it stands. Nothing here decides anything: `exchange.importing` reads and
judges, what a person settles is one `Choices`, and the change set goes through the session like
any other.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QProgressBar,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from teamtide.exchange.books.sources import Source
from teamtide.exchange.importing import Import, PreviewTable
from teamtide.exchange.rosters.choices import Choices
from teamtide.exchange.rosters.shapes import Shapes, of_shape
from teamtide.plan.backups import IMPORT
from teamtide.plan.lock import data_folder
from teamtide.ui.fields.style import label
from teamtide.ui.import_wizard import settling, words
from teamtide.ui.import_wizard.heading import Heading
from teamtide.ui.import_wizard.parts import Part, Parts, first_of
from teamtide.ui.import_wizard.preview import PreviewView
from teamtide.ui.import_wizard.problems_tab import Saying
from teamtide.ui.import_wizard.reading import Answer, Reader
from teamtide.ui.import_wizard.settled import Settled
from teamtide.ui.import_wizard.shelf import Shelf
from teamtide.ui.import_wizard.style import dress
from teamtide.ui.session import Session
from teamtide.workers.packing import NotAnAnswer

TYPED = 350
"""Milliseconds of rest after which what was typed is looked at."""
PATIENCE = 250
"""Milliseconds after which waiting is shown."""
MARGIN = 48
CAN_NOT, CAN_NOT_SO = "can’t be imported", "can’t be imported like this"
NOT_WHOLE = "could not be read to its end, and nothing was imported. Import it again."
POINT_OUT = "Say in the boxes which column holds the names, or choose where the header is."


class ImportDialog(QDialog):
    """A preview of an import that can be put right, with [Import] and [Cancel]."""

    def __init__(
        self, session: Session, source: Source, parent: QWidget | None = None, *, place: str = ""
    ) -> None:
        """Start reading.

        Args:
            session: The plan it is for.
            source: A file, or what was pasted.
            parent: The window it belongs to.
            place: “2 of 3” where several files come one after another.
        """
        super().__init__(parent)
        self.session = session
        self.source = source
        self.found: Import | None = None
        self.waiting = False
        self.settled = Settled(self)
        self._shapes = Shapes(data_folder())
        self._first: Import | None = None
        self._remembered = Choices()
        self._note = self._phase = ""
        self._unfit = False
        self._asked = session.state
        self._pointing = False
        self._name = source.name
        self.setObjectName("fields")
        self.setWindowTitle(f"Import {self._name}{f' ({place})' if place else ''}")
        self.setSizeGripEnabled(True)
        self._make()
        self._lay_out()
        dress(self)
        self.reader = Reader(source)
        self.reader.done.connect(self._take)
        self.reader.progressed.connect(self._tell)
        self._listening = True
        self._wait()
        self.reader.ask(session.state)

    def _make(self) -> None:
        self.heading = Heading(self.settled)
        self.title = self.heading.title
        self.problem = label("", "refusal", wrap=True)
        self.problem.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.view = PreviewView()
        self.shelf = Shelf(self.settled)
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(4)
        policy = self.progress.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.progress.setSizePolicy(policy)
        self.progress.hide()
        self.filler = QWidget()
        self.told = label("", "muted")
        self._soon, self._slow = QTimer(self), QTimer(self)
        for timer, act in ((self._soon, self._ask), (self._slow, self._show_waiting)):
            timer.setSingleShot(True)
            timer.timeout.connect(act)
        self.heading.filtered.connect(self.view.preview.show_only)
        self.view.preview.modelReset.connect(self._filter_changed)
        self.heading.afresh.connect(self.start_afresh)
        self.view.header.settled.connect(self._column_settled)
        self.shelf.problems.wanted.connect(self._go)
        self.settled.changed.connect(self._settled)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(6)
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.setProperty("role", "gap")
        self.split.setHandleWidth(9)
        self.split.setChildrenCollapsible(False)
        self.view.setMinimumHeight(150)
        self.split.addWidget(self.view)
        self.split.addWidget(self.shelf)
        self.split.setStretchFactor(0, 3)
        self.split.setStretchFactor(1, 2)
        column.addWidget(self.heading)
        column.addWidget(self.progress)
        column.addWidget(self.problem)
        column.addWidget(self.split, 1)
        column.addWidget(self.filler, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.told, 1)
        box = QDialogButtonBox()
        self.import_button = box.addButton("&Import", QDialogButtonBox.ButtonRole.AcceptRole)
        self.cancel_button = box.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.import_button.setDefault(True)
        box.accepted.connect(self.do_import)
        box.rejected.connect(self.reject)
        foot.addWidget(box)
        column.addLayout(foot)
        self.view.header.follow(self.heading.start_afresh)
        self.parts = Parts(self, self._parts_of(box))
        parent = self.parentWidget()
        room = parent.window().size() if parent is not None else QSize(1100, 760)
        wanted = QSize(1240, 820).boundedTo(room - QSize(MARGIN, MARGIN))
        self.resize(wanted.expandedTo(QSize(760, 520)))

    def _parts_of(self, foot: QWidget) -> list[Part]:
        """Where F6 leads: the top, the boxes of the columns, the rows, a tab, the buttons."""
        top, view, header, shelf = self.heading, self.view, self.view.header, self.shelf
        buttons = (self.import_button, self.cancel_button)
        return [
            Part(lambda: top, lambda: first_of(top.sheet, top.row, *top.chips.values())),
            Part(lambda: header, lambda: header.box(0) if header.has_boxes else None),
            Part(lambda: view, lambda: view),
            Part(shelf.tabBar, shelf.tabBar),
            Part(shelf.currentWidget, shelf.door),
            Part(lambda: foot, lambda: first_of(*buttons)),
        ]

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            dress(self)

    def done(self, result: int) -> None:
        """Close; whatever is still being read is forgotten."""
        self._soon.stop()
        self._slow.stop()
        self.reader.cancel()
        if self._listening:
            self._listening = False
            self.reader.done.disconnect(self._take)
            self.reader.progressed.disconnect(self._tell)
        super().done(result)

    # --- asking ---------------------------------------------------------------------------

    def _settled(self, typing: bool) -> None:
        """Something was settled: look at the file again, a moment later while one types."""
        self._wait()
        self._say()
        self._soon.start(TYPED if typing else 0)

    def _ask(self) -> None:
        choices = self.settled.choices
        self._asked = self.session.state
        self.reader.ask(self._asked, None if choices == Choices() else choices)

    def start_afresh(self) -> None:
        """Forget what was settled, remembered or just now."""
        self._remembered, self._unfit = Choices(), False
        self.settled.settle(Choices())

    def _wait(self) -> None:
        self.waiting = True
        self.import_button.setEnabled(False)
        if not self._slow.isActive() and self.progress.isHidden():
            self._slow.start(PATIENCE)
        if self.view.preview.table is None:
            self.title.say(f"Reading {self._name}…")
            self._show_parts(table=False)

    def _show_waiting(self) -> None:
        self.progress.setAccessibleName(f"Reading {self._name}")
        self.progress.show()
        self._tell(self._phase)

    def _tell(self, phase: str) -> None:
        """Say what is being done, once that takes a while."""
        self._phase = phase
        if self.waiting and not self.progress.isHidden():
            self.told.setText(f"{phase[:1].upper()}{phase[1:]}…" if phase else "")

    def _rest(self) -> None:
        self.waiting = False
        self._slow.stop()
        self.progress.hide()

    # --- answers --------------------------------------------------------------------------

    def _take(self, answer: Answer) -> None:
        if self._soon.isActive():
            return  # something was settled since; another answer will come
        found = answer.found
        if found is not None and self._first is None:
            self._first = found
            if self._recall(found):
                return
        self._rest()
        if found is None:
            self._refuse(answer)
        else:
            self._show(found)

    def _recall(self, found: Import) -> bool:
        """Ask again with what was settled of the last file of this shape, if anything was."""
        details = found.details
        known = self._shapes.load(details.shape) if details is not None else None
        if details is None or known is None or self.settled.choices != Choices():
            return False
        if known.sheet not in details.sheets:
            known = replace(known, sheet="")  # “March” is “April” now
        self._remembered = known
        self.settled.start(known)
        self._ask()
        return True

    def _refuse(self, answer: Answer) -> None:
        """Say why it can't be imported; what was shown stays, so that it can be put right."""
        if self.found is None and self._first is not None:
            # What was remembered does not fit this file after all; the next one it may.
            self._remembered, self._unfit = Choices(), True
            self._note = "What was remembered of such files does not fit this one."
            self.settled.start(Choices())
            self._show(self._first)
            return
        self.problem.setText(answer.problem)
        self.problem.show()
        choices = self.settled.choices
        first = self.found is None
        can_not = CAN_NOT if first else CAN_NOT_SO
        self.title.say(f"{words.heading_name(self._name)} {can_not}")
        if answer.raw is not None and (first or choices.header is not None or choices.sheet):
            self._show_raw(answer.raw, answer.sheets)
        elif first:
            self.resize(self.width() * 2 // 3, self.minimumSizeHint().height() + 80)
        self.told.setText("Nothing has changed.")
        self.import_button.setText("&Import")
        self.import_button.setEnabled(False)
        self._say()

    def _show_raw(self, table: PreviewTable, sheets: tuple[str, ...]) -> None:
        """Let the table be pointed out by hand, where the file could be read at all."""
        self._pointing = True
        header = table.first_row - 1
        self.heading.show_places(sheets, table.sheet, header)
        self.heading.show_counts({})
        self.view.show_table(table, settle=True, header=header)
        self.shelf.show_refused()
        self._show_parts(table=True)

    def _show(self, found: Import) -> None:
        self.found, self._pointing = found, False
        roster = found.kind == "roster"
        self.heading.show_import(found)
        self.problem.setText(found.sentence())
        self.problem.setVisible(found.refused)
        header = found.details.header if found.details is not None else 0
        self.view.show_table(found.table, settle=roster, header=header)
        self.heading.check(self.view.preview.only)
        self.shelf.show_import(found, self.session.state)
        self._show_parts(table=found.table is not None)
        able = bool(found.change) and not found.refused
        self.import_button.setText(words.button_text(found))
        self.import_button.setEnabled(able)
        # While it was disabled, Qt made Cancel the default.
        self.import_button.setDefault(able)
        self.told.setText(words.told(found))
        self._say()
        if self.focusWidget() in (None, self.cancel_button):
            self.import_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_parts(self, *, table: bool) -> None:
        self.view.setVisible(table)
        anything = table or self.shelf.isVisibleTo(self.split)
        self.split.setVisible(anything)
        self.filler.setVisible(not anything)
        if self.view.preview.table is None:
            self.problem.hide()

    def _say(self) -> None:
        """The remark: what was settled, or that it was looked at again."""
        choices = self.settled.choices
        remembered = self._remembered != Choices() and of_shape(choices) == self._remembered
        said = words.settled_words(choices, settling.settled(choices), remembered)
        said = POINT_OUT if self._pointing else said
        self.heading.say(self._note or said, afresh=choices != Choices())

    def _filter_changed(self) -> None:
        self.heading.check(self.view.preview.only)

    def _column_settled(self, what: tuple[str, str]) -> None:
        self.settled.settle(settling.with_column(self.settled.choices, *what))

    def _go(self, said: Saying) -> None:
        if not self.view.go_to(said.cell, said.problem):
            shown = self.view.preview.table
            rows = words.count(len(shown.rows), "row") if shown is not None else "rows"
            self.told.setText(f"{said.cell} is beyond the first {rows} shown here.")

    # --- doing ----------------------------------------------------------------------------

    def do_import(self) -> None:
        """Make the change as one step, remember the shape, and close."""
        found = self.found
        if found is None or self.waiting or not self.import_button.isEnabled():
            return
        said: list[str] = []
        self.session.problem.connect(said.append)
        self.session.large_step.emit(IMPORT)
        try:
            done = self.session.run(lambda _: found.change)
        except NotAnAnswer:
            self._refuse(Answer(0, problem=f"{self._name} {NOT_WHOLE}"))
            return
        finally:
            self.session.problem.disconnect(said.append)
        if done:
            self._remember(found)
            self.accept()
            return
        if self._asked is self.session.state:
            self.problem.setText(said[-1] if said else "The plan can't be written.")
            self.problem.show()
            return
        self._note = "The plan has changed meanwhile; this is the file looked at again."
        self._wait()
        self._ask()

    def _remember(self, found: Import) -> None:
        """Keep what was settled for the next file of this shape, as guessed and as settled."""
        choices = self.settled.choices
        if found.details is None or (self._unfit and choices == Choices()):
            return
        first = self._first.details if self._first is not None else None
        if first is not None and first.shape != found.details.shape:
            self._shapes.save([first.shape], choices)
        # Where these headers are found by themselves, on whatever row, nobody need say where.
        self._shapes.save([found.details.shape], replace(choices, header=None))
