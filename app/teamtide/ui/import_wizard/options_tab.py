"""What the cells alone do not say: full-time hours, the order of dates, who counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QDoubleSpinBox, QGridLayout, QHBoxLayout, QWidget

from teamtide.exchange.importing import Import
from teamtide.exchange.rosters.details import Details
from teamtide.exchange.rosters.entries import DayColumn
from teamtide.plan.state import State
from teamtide.ui.fields.style import label
from teamtide.ui.fields.widgets import Combo
from teamtide.ui.import_wizard import settling
from teamtide.ui.import_wizard.panel import Panel
from teamtide.ui.import_wizard.parts import first_of
from teamtide.ui.import_wizard.settled import Settled
from teamtide.ui.import_wizard.words import count

ORDERS = (("dmy", "day/month/year"), ("mdy", "month/day/year"), ("ymd", "year-month-day"))
POSTS = "Make unnamed people of rows of posts"
LEAST_HOURS, MOST_HOURS = 1.0, 80.0


class Hours(QDoubleSpinBox):
    """Hours a week; Enter takes what was typed and is not the dialog's."""

    def __init__(self) -> None:
        """Forty hours."""
        super().__init__()
        self.setRange(LEAST_HOURS, MOST_HOURS)
        self.setDecimals(2)
        self.setSingleStep(0.5)
        self.setSuffix(" h a week")
        self.setMinimumWidth(130)
        self.lineEdit().setTextMargins(4, 0, 0, 0)
        self.setAccessibleName("Hours a week of a full-time person")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter."""
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()

    def textFromValue(self, value: float) -> str:
        """A number without needless zeros."""
        text = super().textFromValue(value)
        point = self.locale().decimalPoint()
        return text.rstrip("0").rstrip(point) if point in text else text


class DayRow:
    """The order of one column of dates, and the offer to put swapped ones right."""

    def __init__(self, header: str, settled: Settled) -> None:
        """A row for the column with a header."""
        self.header, self._settled = header, settled
        self.name = label(f"Dates in “{header}”")
        self.box = Combo()
        self.box.setAccessibleName(f"Order of dates in {header}")
        self.box.setMinimumWidth(190)
        self.check = QCheckBox()
        self.told = label("", "warn")
        self.box.activated.connect(self._ordered)
        self.check.clicked.connect(self._swapped)

    def show(self, day: DayColumn) -> None:
        """Show how the column was understood."""
        choices = self._settled.choices
        words = dict(ORDERS)
        guess = words.get(day.order, "")
        said = choices.orders.get(self.header, "")
        self.box.blockSignals(True)
        self.box.clear()
        self.box.addItem(f"guessed: {guess}" if guess and not said else "let Teamtide guess", "")
        for order, text in ORDERS:
            self.box.addItem(text, order)
        self.box.setCurrentIndex(max(0, self.box.findData(said)))
        self.box.blockSignals(False)
        self.box.setVisible(bool(day.texts))
        told = ""
        if day.texts and not day.sure and not said:
            told = "⚠ nothing tells day from month: please choose"
        self.told.setText(told)
        swapped = self.header in choices.swapped
        self.check.setVisible(bool(day.swapped) or swapped)
        looks = "1 date looks" if day.swapped == 1 else f"{day.swapped:,} dates look"
        self.check.setText(
            f"{looks} swapped (day for month): put them right"
            if day.swapped
            else "Swap day and month of true dates"
        )
        self.check.setChecked(swapped)

    def widgets(self) -> tuple[QWidget, ...]:
        """All of it."""
        return self.name, self.box, self.told, self.check

    def _ordered(self) -> None:
        order = str(self.box.currentData() or "")
        self._settled.settle(settling.with_order(self._settled.choices, self.header, order))

    def _swapped(self) -> None:
        swapped = self.check.isChecked()
        self._settled.settle(settling.with_swapped(self._settled.choices, self.header, swapped))


class OptionsTab(Panel):
    """Hours, dates, leavers, posts: each only where the file has it."""

    words = "&Options"

    def __init__(self, settled: Settled, parent: QWidget | None = None) -> None:
        """Nothing to settle yet."""
        super().__init__(settled, parent)
        self.days: dict[str, DayRow] = {}
        self.full_time = Hours()
        self.full_time_name = label("Full time is")
        self.full_time_name.setBuddy(self.full_time)
        self.leavers, self.headcount = QCheckBox(), QCheckBox()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(7)
        self._grid.setColumnStretch(3, 1)
        self._grid.addWidget(self.full_time_name, 0, 0)
        self._grid.addWidget(self.full_time, 0, 1)
        checks = QHBoxLayout()
        checks.setSpacing(24)
        checks.addWidget(self.leavers)
        checks.addWidget(self.headcount)
        checks.addStretch(1)
        self.column.addLayout(self._grid)
        self.column.addLayout(checks)
        self.column.addStretch(1)
        self.full_time.valueChanged.connect(self._hours)
        self.leavers.clicked.connect(self._settle_checks)
        self.headcount.clicked.connect(self._settle_checks)

    def door(self) -> QWidget:
        """Whatever comes first."""
        rows = [one for day in self.days.values() for one in (day.box, day.check)]
        found = first_of(self.full_time, *rows, self.leavers, self.headcount)
        return found if found is not None else self

    def show_import(self, found: Import, state: State) -> int:
        """Show what can be settled; how many things."""
        details = found.details
        if details is None:
            return 0
        shown = [
            self._show_hours(details),
            *self._show_days(details.days),
            self._show_check(
                self.leavers,
                details.leavers,
                self.settled.choices.leavers,
                f"Import the {count(details.leavers, 'person', 'people')} who left before the plan "
                "starts, too",
                "Import people who left before the plan starts, too",
            ),
            self._show_check(
                self.headcount,
                details.posts[0],
                self.settled.choices.headcount,
                f"Make {count(details.posts[1], 'unnamed person', 'unnamed people')} of "
                f"{count(details.posts[0], 'row')} of posts",
                POSTS,
            ),
        ]
        return sum(shown)

    def show_refused(self) -> None:
        """Show only what may let a file in that was refused: it may hold posts."""
        self._show_days(())
        for widget in (self.full_time, self.full_time_name, self.leavers):
            widget.hide()
        self.headcount.setText(POSTS)
        self.headcount.setChecked(self.settled.choices.headcount)
        self.headcount.show()

    def _show_hours(self, details: Details) -> bool:
        said = self.settled.choices.full_time
        value = said if said is not None else details.full_time
        for widget in (self.full_time, self.full_time_name):
            widget.setVisible(value is not None)
        if value is not None and not self.full_time.hasFocus():
            self.full_time.blockSignals(True)
            self.full_time.setValue(value)
            self.full_time.blockSignals(False)
        return value is not None

    def _show_days(self, columns: Sequence[DayColumn]) -> list[bool]:
        days = {
            day.header: day
            for day in columns
            if day.texts or day.swapped or day.header in self.settled.choices.swapped
        }
        if list(days) != list(self.days):
            for row in self.days.values():
                for widget in row.widgets():
                    self._grid.removeWidget(widget)
                    widget.hide()
                    widget.deleteLater()
            self.days = {header: DayRow(header, self.settled) for header in days}
            for line, row in enumerate(self.days.values(), 1):
                for column, widget in enumerate(row.widgets()):
                    self._grid.addWidget(widget, line, column)
        for header, day in days.items():
            self.days[header].show(day)
        return [True] * len(days)

    def _show_check(
        self, box: QCheckBox, number: int, said: bool, words: str, without: str
    ) -> bool:
        box.setVisible(bool(number) or said)
        box.setText(words if number else without)
        box.setChecked(said)
        return bool(number) or said

    def _hours(self, value: float) -> None:
        self.settled.settle(replace(self.settled.choices, full_time=value), typing=True)

    def _settle_checks(self) -> None:
        self.settled.settle(
            replace(
                self.settled.choices,
                leavers=self.leavers.isChecked(),
                headcount=self.headcount.isChecked(),
            )
        )
