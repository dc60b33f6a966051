"""The top of the import: what the file is, where its table is, and what becomes of its rows.

The counts are buttons that narrow the preview down to their rows.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from teamtide.exchange.importing import Import
from teamtide.ui.fields.elided import Elided
from teamtide.ui.fields.style import label, repolish, with_role
from teamtide.ui.fields.widgets import Combo
from teamtide.ui.import_wizard import settling
from teamtide.ui.import_wizard.settled import Settled
from teamtide.ui.import_wizard.words import OUTCOMES, PROBLEM, Outcome, counts, title_of

MOST_HEADER = 1_048_576


class HeaderRow(QSpinBox):
    """The number of the header row; Enter takes it and is not the dialog's."""

    def __init__(self) -> None:
        """Row 1."""
        super().__init__()
        self.setRange(1, MOST_HEADER)
        self.lineEdit().setTextMargins(4, 0, 0, 0)
        self.setAccessibleName("Header row")
        self.setToolTip("The row of the sheet that holds the header words")
        self.setFixedWidth(78)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter."""
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()


class Chip(QToolButton):
    """How many rows have an outcome; checked, the preview shows only those."""

    def __init__(self, outcome: Outcome) -> None:
        """A chip of an outcome, with no rows."""
        super().__init__()
        self.outcome = outcome
        self.setCheckable(True)
        self.setProperty("role", "chip")
        self.setProperty("outcome", outcome.key)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_count(self, number: int, *, filters: bool) -> None:
        """Show how many; where it can't narrow the preview down, it is not to be pressed."""
        plural = f"{self.outcome.word}s" if self.outcome.key in ("conflict", PROBLEM) else ""
        word = plural if plural and number != 1 else self.outcome.word
        self.setText(f"{self.outcome.sign}  {number:,} {word}")
        self.setAccessibleName(f"Show only {self.outcome.word} rows ({number:,})")
        self.setToolTip(
            f"{self.outcome.tip}. Click to show only these rows." if filters else self.outcome.tip
        )
        self.setVisible(number > 0)
        self.setEnabled(filters)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if filters else Qt.FocusPolicy.NoFocus)


class Heading(QWidget):
    """Title, sheet, header row, counts, remark."""

    filtered = Signal(str)
    """Only rows of this outcome are to be shown; “” for all."""
    afresh = Signal()
    """All that was settled is to be forgotten."""

    def __init__(self, settled: Settled, parent: QWidget | None = None) -> None:
        """Nothing is known yet."""
        super().__init__(parent)
        self.settled = settled
        self.title = Elided()
        with_role(self.title, "title")
        font = self.title.font()
        font.setPointSizeF(font.pointSizeF() * 1.25)
        font.setBold(True)
        self.title.setFont(font)
        self.sheet = Combo()
        self.sheet.setAccessibleName("Sheet")
        self.sheet.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.sheet.setMinimumContentsLength(16)
        self.sheet_name = label("S&heet")
        self.sheet_name.setBuddy(self.sheet)
        self.row = HeaderRow()
        self.row_name = label("Header &row")
        self.row_name.setBuddy(self.row)
        self.chips = {one.key: Chip(one) for one in OUTCOMES}
        self.remark = label("", "muted")
        self.remark.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.start_afresh = QPushButton("Start &afresh")
        with_role(self.start_afresh, "link")
        self.start_afresh.setAutoDefault(False)
        self.start_afresh.setToolTip("Forget what was settled, and guess all of it again")
        self.start_afresh.setAccessibleName("Start afresh")
        self._lay_out()
        self.sheet.activated.connect(self._sheet_chosen)
        self.row.valueChanged.connect(self._row_typed)
        self.start_afresh.clicked.connect(self.afresh)
        for chip in self.chips.values():
            chip.clicked.connect(self._chip_clicked)
        self.clear()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.title, 1)
        for widget in (self.sheet_name, self.sheet, self.row_name, self.row):
            first.addWidget(widget)
        second = QHBoxLayout()
        second.setSpacing(6)
        for chip in self.chips.values():
            second.addWidget(chip)
        second.addSpacing(6)
        self.remark.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        second.addWidget(self.remark, 1)
        second.addWidget(self.start_afresh)
        column.addLayout(first)
        column.addLayout(second)

    # --- showing --------------------------------------------------------------------------

    def clear(self) -> None:
        """Show nothing but the title."""
        for widget in (self.sheet_name, self.sheet, self.row_name, self.row):
            widget.hide()
        for chip in self.chips.values():
            chip.hide()
        self.say("", afresh=False)

    def say(self, remark: str, *, afresh: bool) -> None:
        """Show a remark, and the way back to the guess."""
        self.remark.setText(remark)
        self.remark.setToolTip(remark)
        self.start_afresh.setVisible(afresh)

    def show_import(self, found: Import) -> None:
        """Show an answer; a box that is open or typed in is left alone."""
        details, table = found.details, found.table
        self.title.say(title_of(found))
        sheets = details.sheets if details is not None else ()
        self.show_places(
            sheets,
            details.sheet if details is not None else "",
            details.header if details is not None else 0,
        )
        outcomes = table is not None and any(table.outcomes)
        marked = table is not None and bool(table.marks)
        filters = {key: marked if key == PROBLEM else outcomes for key in self.chips}
        self.show_counts(counts(found), filters)

    def show_counts(
        self, numbers: Mapping[str, int], filters: Mapping[str, bool] | None = None
    ) -> None:
        """Show how many rows have each outcome, and whether the preview can be narrowed down."""
        for key, chip in self.chips.items():
            chip.show_count(numbers.get(key, 0), filters=bool(filters and filters[key]))

    def show_places(self, sheets: tuple[str, ...], sheet: str, header: int) -> None:
        """Offer sheets and the header row, where they are known."""
        if [self.sheet.itemText(n) for n in range(self.sheet.count())] != list(sheets):
            self.sheet.clear()
            self.sheet.addItems(list(sheets))
        if not self.sheet.view().isVisible():
            self.sheet.setCurrentIndex(self.sheet.findText(sheet))
        self.sheet.setToolTip(sheet)
        several = len(sheets) > 1
        self.sheet_name.setVisible(several)
        self.sheet.setVisible(several)
        self.row_name.setVisible(header > 0)
        self.row.setVisible(header > 0)
        if header > 0 and not (self.row.hasFocus() and self.settled.choices.header is not None):
            self.row.blockSignals(True)
            self.row.setValue(header)
            self.row.blockSignals(False)

    def check(self, outcome: str) -> None:
        """Show which rows the preview is narrowed down to."""
        for key, chip in self.chips.items():
            chip.setChecked(key == outcome)
            repolish(chip)

    # --- settling -------------------------------------------------------------------------

    def _sheet_chosen(self) -> None:
        sheet = self.sheet.currentText()
        self.settled.settle(settling.with_sheet(self.settled.choices, sheet))

    def _row_typed(self, row: int) -> None:
        choices = settling.with_header(self.settled.choices, row)
        self.settled.settle(choices, typing=True)

    def _chip_clicked(self) -> None:
        chip = self.sender()
        if isinstance(chip, Chip):
            outcome = chip.outcome.key if chip.isChecked() else ""
            self.check(outcome)
            self.filtered.emit(outcome)
