"""*Restore a backup*: copies of the plan by day, what each would change, and one step back to it.

A backup becomes a change set like any other, so undo takes it back; and a backup is kept before. Of
a plan that is not open (gone, or damaged) a new plan is made.
"""

from __future__ import annotations

from contextlib import ExitStack
from datetime import date
from itertools import islice
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QSplitter,
    QTableView,
    QTreeWidget,
    QVBoxLayout,
    QWidget,
)

from teamtide.plan.backups import RESTORE, Backup, Shelf, folder_of
from teamtide.plan.changes import ChangeSet
from teamtide.plan.restoring import count_lines, counts, lines, named, restore, time_text
from teamtide.plan.rows import Person, Project, Scenario, Team
from teamtide.plan.sealed.keys import PassphraseNeeded
from teamtide.plan.state import State
from teamtide.plan.store import StoreError, read_older
from teamtide.ui.backups.lines import BACKUP, LinesModel, fill_by_day
from teamtide.ui.fields.attempts import attempt
from teamtide.ui.fields.plain_table import choose_rows, make_plain
from teamtide.ui.fields.style import dress, label
from teamtide.ui.fields.widgets import Combo
from teamtide.ui.inspector.form import quiet_button
from teamtide.ui.passphrase.asking import unlocking
from teamtide.ui.session import Session

RESTS = 120
"""Milliseconds a backup is chosen before it is read."""
MOST_LINES = 2_000
MARGIN = 48
EMPTY = (
    "There are no backups of this plan yet.\n\nOne is kept a moment after the first change of a "
    "day, then every hour in which something changed, and before an import and other large steps."
)
NONE_AT_ALL = (
    "There are no backups yet.\n\nOne is kept a moment after the first change of a day to a plan, "
    "then every hour in which something changed, and before an import and other large steps."
)


class RestoreDialog(QDialog):
    """Backups on the left, what the chosen one would change on the right."""

    as_new_plan = Signal(object, object)
    """(where the plan was, the backup): it is to be opened as a plan of its own."""

    def __init__(
        self,
        session: Session | None,
        shelves: list[Shelf],
        today: date,
        parent: QWidget | None = None,
    ) -> None:
        """Show the backups on `shelves`.

        Args:
            session: The open plan, whose shelf comes first; None where none is open.
            shelves: What can be chosen from.
            today: The day it is.
            parent: The window it belongs to.
        """
        super().__init__(parent)
        self._session, self._shelves, self._today = session, shelves, today
        self.then: State | None = None
        self.change: ChangeSet | None = None
        self._keys = ExitStack()
        """Of backups whose passphrase was asked for, as long as they are looked at."""
        self._make()
        self._lay_out()
        dress(self)
        self._show_shelf()

    def _make(self) -> None:
        self.setObjectName("fields")
        self.setWindowTitle("Restore a backup")
        self.setSizeGripEnabled(True)
        self.source = Combo()
        self.source.setAccessibleName("Backups of which plan")
        for place, shelf in enumerate(self._shelves):
            self.source.addItem(self._called(shelf), place)
            tip = str(shelf.plan)
            self.source.setItemData(place, tip, Qt.ItemDataRole.ToolTipRole)
        self.tree = QTreeWidget()
        self.tree.setAccessibleName("Backups, newest first")
        self.tree.setHeaderLabels(["When", "Why", "Size"])
        self.tree.setFrameShape(QFrame.Shape.NoFrame)
        self.tree.setIndentation(12)
        self.tree.setUniformRowHeights(True)
        self.tree.setRootIsDecorated(False)
        self.tree.setItemsExpandable(False)
        self.tree.setAllColumnsShowFocus(True)
        self.tree.setStyleSheet("QTreeWidget::item { padding: 3px 2px; }")
        self.tree.header().setStretchLastSection(False)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.tree.header().setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        self.title = label("", "title", wrap=True)
        self.counts = label("", wrap=True)
        self.counts.setAccessibleName("What would change")
        self.problem = label("", "problem", wrap=True)
        self.unlock_button = quiet_button("Enter its &passphrase…", "Look at an encrypted backup")
        self.unlock_button.setAutoDefault(False)
        self.unlock_button.clicked.connect(self.unlock)
        self.model = LinesModel(self)
        self.table = QTableView()
        self.table.setModel(self.model)
        make_plain(self.table, "What would change, line by line")
        choose_rows(self.table, many=False)
        self.table.setProperty("role", "plain")
        self.table.verticalHeader().setDefaultSectionSize(25)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        header.setResizeContentsPrecision(60)
        self.empty = label("", "muted", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.read)
        self.source.currentIndexChanged.connect(self._show_shelf)
        self.tree.currentItemChanged.connect(self._chosen)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(9)
        top = QHBoxLayout()
        words = label("Backups &of", "muted")
        words.setBuddy(self.source)
        top.addWidget(words)
        top.addWidget(self.source)
        top.addStretch(1)
        column.addLayout(top)
        right = QWidget()
        inner = QVBoxLayout(right)
        inner.setContentsMargins(8, 0, 0, 0)
        inner.setSpacing(6)
        for widget in (self.title, self.problem, self.counts):
            inner.addWidget(widget)
        inner.addWidget(self.unlock_button, 0, Qt.AlignmentFlag.AlignLeft)
        inner.addWidget(self.table, 1)
        self._rest = QWidget()
        inner.addWidget(self._rest, 1)
        self.split = QSplitter()
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.tree)
        self.split.addWidget(right)
        self.split.setStretchFactor(0, 2)
        self.split.setStretchFactor(1, 3)
        column.addWidget(self.split, 1)
        column.addWidget(self.empty, 1)
        box = QDialogButtonBox()
        roles = QDialogButtonBox.ButtonRole
        self.folder_button = box.addButton("&Show in folder", roles.ResetRole)
        self.new_button = box.addButton("Open as a &new plan…", roles.ActionRole)
        self.restore_button = box.addButton("&Restore", roles.AcceptRole)
        self.close_button = box.addButton(QDialogButtonBox.StandardButton.Close)
        self.folder_button.setAutoDefault(False)
        self.folder_button.clicked.connect(self._show_folder)
        self.new_button.clicked.connect(self._open_new)
        box.accepted.connect(self.do_restore)
        box.rejected.connect(self.reject)
        column.addWidget(box)
        parent = self.parentWidget()
        room = parent.window().size() if parent is not None else QSize(1100, 760)
        wanted = QSize(1060, 660).boundedTo(room - QSize(MARGIN, MARGIN))
        self.resize(wanted.expandedTo(QSize(720, 460)))
        self.split.setSizes([self.width() * 2 // 5, self.width() * 3 // 5])

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            dress(self)

    # --- what there is --------------------------------------------------------------------

    @property
    def shelf(self) -> Shelf | None:
        """The plan whose backups are shown."""
        place = self.source.currentData()
        return None if place is None else self._shelves[place]

    @property
    def backup(self) -> Backup | None:
        """The backup that is chosen."""
        item = self.tree.currentItem()
        found = None if item is None else item.data(0, BACKUP)
        return found if isinstance(found, Backup) else None

    def _open_one(self, shelf: Shelf | None) -> bool:
        """Whether a shelf is that of the open plan."""
        session = self._session
        return (
            session is not None
            and shelf is not None
            and shelf.plan.resolve() == session.document.path.resolve()
        )

    def _called(self, shelf: Shelf) -> str:
        if self._open_one(shelf):
            return f"{shelf.plan.stem} (this plan)"
        return f"{shelf.plan.stem} ({'gone' if shelf.gone else 'not open'}, {shelf.plan.parent})"

    def _show_shelf(self, _place: int = 0) -> None:
        shelf = self.shelf
        backups = shelf.backups if shelf is not None else ()
        mine = self._open_one(shelf)
        self.restore_button.setVisible(mine)
        fill_by_day(self.tree, backups, self._today)
        self.split.setVisible(bool(backups))
        self.empty.setVisible(not backups)
        self.empty.setText(EMPTY if shelf is not None else NONE_AT_ALL)
        self.source.setEnabled(len(self._shelves) > 1)
        self.source.setToolTip(str(shelf.plan) if shelf is not None else "")
        self._soon.stop()
        self.read()
        first = self.tree if backups else self.close_button
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- what it would change -------------------------------------------------------------

    def _chosen(self, _item: object, _before: object) -> None:
        self._soon.start(RESTS)

    def read(self) -> None:
        """Read the chosen backup and show what it would change."""
        self._soon.stop()
        self.then = self.change = None
        backup = self.backup
        self.problem.hide()
        self.unlock_button.hide()
        if backup is not None:
            try:
                self.then, _ = read_older(backup.path)
            except PassphraseNeeded:
                self.problem.setText(self._locked())
                self.problem.show()
                self.unlock_button.show()
            except StoreError as error:
                self.problem.setText(str(error))
                self.problem.show()
        self._show_change()
        self.new_button.setEnabled(self.then is not None)
        writable = self._session is not None and self._session.document.writable
        able = bool(self.change) and writable
        self.restore_button.setEnabled(able)
        self.restore_button.setDefault(able)
        self.new_button.setDefault(not able and self.then is not None)
        self.close_button.setDefault(self.then is None)

    def _locked(self) -> str:
        """Why an encrypted backup can't be looked at as it is."""
        session = self._session
        if session is not None and session.document.key is not None and self._open_one(self.shelf):
            return "It was kept under another passphrase than the plan has now."
        return "It is encrypted, with the passphrase the plan had then."

    def unlock(self) -> None:
        """Ask for the passphrase of the chosen backup, and read it and its like until the end."""
        backup = self.backup
        if backup is not None and self._keys.enter_context(unlocking(backup.path, self)):
            self.read()
            self.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def done(self, result: int) -> None:
        """End, and let go of what was asked for."""
        super().done(result)
        self._keys.close()

    def _show_change(self) -> None:
        backup, then, session = self.backup, self.then, self._session
        shown: list[str] = []
        if backup is None or then is None:
            self.title.setText("Choose a backup to see what is in it." if backup is None else "")
            self.model.show_lines(())
        elif session is not None and self._open_one(self.shelf):
            now = session.state
            self.change = restore(now, then, backup.at)
            self.title.setText(f"To be as on {time_text(backup.at)}:")
            found = tuple(islice(lines(now, then, self.change), MOST_LINES + 1))
            self.model.show_lines(found[:MOST_LINES])
            shown = list(count_lines(counts(self.change)))
            if not self.change:
                shown = ["The plan is as it was then; nothing would change."]
            elif len(found) > MOST_LINES:
                shown.append(f"The first {MOST_LINES:,} lines:")
        else:
            self.title.setText(f"The plan as it was on {time_text(backup.at)}:")
            self.model.show_lines(())
            shown = [
                ", ".join(
                    f"{len(then.rows(cls)):,} {named(cls, len(then.rows(cls)))}"
                    for cls in (Person, Team, Project, Scenario)
                )
                + f", {then.plan.weeks} weeks.",
                "It can be opened as a plan of its own.",
            ]
        self.counts.setText("\n".join(shown))
        self.counts.setVisible(bool(shown))
        self.table.setVisible(self.model.rowCount() > 0)
        self._rest.setVisible(self.model.rowCount() == 0)

    # --- doing ----------------------------------------------------------------------------

    def do_restore(self) -> None:
        """Make the plan what it was, as one step, and close; or say why not."""
        session, then, backup = self._session, self.then, self.backup
        if session is None or then is None or backup is None or not self.change:
            return
        session.large_step.emit(RESTORE)
        problem = attempt(session, lambda state: restore(state, then, backup.at))
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        if not problem:
            when = time_text(backup.at)
            session.note.emit(f"The plan is as on {when} again. Ctrl+Z takes that back.")
            self.accept()

    def _open_new(self) -> None:
        shelf, backup = self.shelf, self.backup
        if shelf is not None and backup is not None:
            self.as_new_plan.emit(shelf.plan, backup)

    def _show_folder(self) -> None:
        shelf = self.shelf
        folder = folder_of(shelf.plan if shelf is not None else Path("plan"))
        while not folder.is_dir():
            folder = folder.parent
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
