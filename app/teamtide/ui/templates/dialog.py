"""Which table goes where in the lead's own workbook, with its first rows as they will stand."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from teamtide.exchange.books.grids import Unreadable
from teamtide.exchange.templates.areas import named
from teamtide.exchange.templates.fill import plan_filling
from teamtide.exchange.templates.fitting import Fit, Unfit, fit
from teamtide.exchange.templates.places import Place, place_called, places_of
from teamtide.exchange.templates.tables import TITLES, Source, make_table
from teamtide.exchange.templates.template import Template
from teamtide.plan.rows import Scenario
from teamtide.ui.fields.style import label
from teamtide.ui.import_wizard.choice_model import Line, Option
from teamtide.ui.import_wizard.choice_table import ChoiceTable
from teamtide.ui.import_wizard.style import dress
from teamtide.ui.inspector.form import quiet_button
from teamtide.ui.session import Session
from teamtide.ui.templates.memory import remember, remembered
from teamtide.ui.templates.sample_rows import SampleRows

LEAVE = "leave as it is"


class CellField(QLineEdit):
    """A line whose Enter is its own, and does not press the button of the dialog."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter, once it was told."""
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()


class FillDialog(QDialog):
    """The places of a workbook, each with the table that goes there."""

    fill_wanted = Signal(object)
    """The tables by place, once they fit."""

    def __init__(self, session: Session, template: Template, parent: QWidget | None = None) -> None:
        """Choose for `template`, with what was chosen for its like before.

        Raises:
            Unreadable: a sheet of it can't be looked at.
        """
        super().__init__(parent)
        self.template = template
        self._places = {place.name: place for place in places_of(template)}
        self._said = remembered(template)
        for name in self._said:
            place = place_called(template, name, list(self._places.values()))
            if place is not None:
                self._places.setdefault(place.name, place)
        scenarios = session.state.rows(Scenario)
        loads = {one.id: session.load_of(one.id) for one in scenarios}
        # What a frame is too short for is left open here; the process that writes takes it.
        self._source = Source(session.state, loads, slow=False)
        self._asked = {p.name: p.table for p in self._places.values() if p.table}
        self._said = {name: table for name, table in self._said.items() if name in self._places}
        self.setObjectName("fields")
        self.setWindowTitle(f"Fill {template.name}")
        self.resize(980, 620)
        self._make()
        dress(self)
        self._show_lines()
        self._check()
        self.places.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def wanted(self) -> dict[str, str]:
        """The tables by place: what the workbook asks for, and what was chosen."""
        return {**self._asked, **self._said}

    # --- pieces ---------------------------------------------------------------------------

    def _make(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        column.addWidget(
            label(
                "Choose which table goes where. Header words that are already there choose the "
                "columns; everything else in the workbook stays as it is. To have a place filled "
                "without asking, name its cell teamtide_moves, or write {{teamtide:moves}} into "
                "it.",
                "muted",
                wrap=True,
            )
        )
        self.places = ChoiceTable("Places", ("Place", "Cells", "Table"), _options)
        self.places.setMinimumHeight(130)
        for narrow in (0, 1):
            self.places.horizontalHeader().setSectionResizeMode(
                narrow, QHeaderView.ResizeMode.ResizeToContents
            )
        self.rows = SampleRows(self)
        self.sample = QTableView()
        self.sample.setModel(self.rows)
        self.sample.setAccessibleName("First rows as they will stand in the workbook")
        self.sample.setProperty("role", "plain")
        self.sample.setTabKeyNavigation(False)
        self.sample.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.sample.setWordWrap(False)
        self.sample.verticalHeader().setDefaultSectionSize(24)
        self.fits = label("", "muted", wrap=True)
        below = QWidget()
        lower = QVBoxLayout(below)
        lower.setContentsMargins(0, 6, 0, 0)
        lower.addWidget(self.fits)
        lower.addWidget(self.sample, 1)
        lower.addStretch(0)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setProperty("role", "gap")
        split.setChildrenCollapsible(False)
        split.addWidget(self.places)
        split.addWidget(below)
        split.setSizes([230, 300])
        column.addWidget(split, 1)
        column.addLayout(self._another())
        self.notes = label("", "muted", wrap=True)
        self.problem = label("", "problem", wrap=True)
        column.addWidget(self.notes)
        column.addWidget(self.problem)
        box = QDialogButtonBox()
        self.fill_button = box.addButton("&Fill…", QDialogButtonBox.ButtonRole.AcceptRole)
        box.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.fill_button.setDefault(True)
        box.accepted.connect(self._fill)
        box.rejected.connect(self.reject)
        column.addWidget(box)
        self.places.chosen.connect(self._chosen)
        self.places.given_back.connect(self._given_back)
        self.places.selectionModel().currentChanged.connect(self._show_current)

    def _another(self) -> QHBoxLayout:
        """Where a cell is typed that the list does not have."""
        line = QHBoxLayout()
        words = label("Another c&ell", "muted")
        self.cell = CellField()
        self.cell.setAccessibleName("Another cell of the workbook")
        sheets = [sheet.name for sheet in self.template.sheets if not sheet.hidden]
        self.cell.setPlaceholderText(f"{named(sheets[0])}!B4" if sheets else "")
        self.cell.setMaximumWidth(240)
        words.setBuddy(self.cell)
        self.add_button = quiet_button("&Add", "Put this cell on the list")
        self.add_button.setAutoDefault(False)
        for asked in (self.cell.returnPressed, self.add_button.clicked):
            asked.connect(self._add_cell)
        for part in (words, self.cell, self.add_button):
            line.addWidget(part)
        line.addStretch(1)
        return line

    def _add_cell(self) -> None:
        """Put the cell that was typed on the list, and go there."""
        place = place_called(self.template, self.cell.text(), list(self._places.values()))
        if place is None:
            self.problem.setText(
                f"“{self.cell.text()}” is no cell of {self.template.name}; write it like "
                f"{self.cell.placeholderText()}."
            )
            self.problem.show()
            return
        self._places.setdefault(place.name, place)
        self.cell.clear()
        self._changed()
        row = self.places.choices.row_of(place.name)
        if row is not None:
            self.places.setCurrentIndex(self.places.choices.index(row, self.places.choices.choice))
        self.places.setFocus(Qt.FocusReason.OtherFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            dress(self)

    # --- choosing -------------------------------------------------------------------------

    def _show_lines(self) -> None:
        self.places.show_lines([self._line(place) for place in self._places.values()])

    def _line(self, place: Place) -> Line:
        table = self.wanted.get(place.name, "")
        what = "sheet" if place.sheet else "table of Excel" if place.excel is not None else ""
        cells = "its header row" if place.sheet else place.where
        name = f"{place.name}  ({what})" if what else place.name
        words = _words(table) if table else LEAVE
        return Line(
            *(place.name, (name, cells), table, words, "" if table else "muted"),
            said=place.name in self._said and self._said[place.name] != place.table,
        )

    def _chosen(self, keys: list[Hashable], value: str) -> None:
        self._said.update({str(key): value for key in keys})
        self._changed()

    def _given_back(self, keys: list[Hashable]) -> None:
        for key in keys:
            self._said.pop(str(key), None)
        self._changed()

    def _changed(self) -> None:
        self._show_lines()
        self._check()

    # --- what comes of it -----------------------------------------------------------------

    def _check(self) -> None:
        """Say whether all of it fits, and what one should know."""
        problem, notes = "", ""
        if any(self.wanted.values()):
            try:
                notes = " ".join(plan_filling(self._source, self.template, self.wanted).notes)
            except (Unfit, Unreadable) as reason:
                problem = str(reason)
        for words, text in ((self.problem, problem), (self.notes, notes)):
            words.setText(text)
            words.setVisible(bool(text))
        self.fill_button.setEnabled(any(self.wanted.values()) and not problem)
        self._show_current(self.places.currentIndex())

    def _show_current(self, index: QModelIndex, _before: QModelIndex | None = None) -> None:
        """The first rows of the table that goes to the place of the current line."""
        if not index.isValid():
            return
        place = self._places[str(self.places.choices.line(index.row()).key)]
        name = self.wanted.get(place.name, "")
        found: Fit | None = None
        if not name:
            said = f"Nothing goes to {place.name}."
        else:
            try:
                found = fit(self.template, place, make_table(self._source, name))
                said = _told(found)
            except (Unfit, Unreadable) as reason:
                said = str(reason)
        self.fits.setText(said)
        # What is wrong with all of it says the same.
        self.fits.setVisible(said.casefold() not in self.problem.text().casefold())
        self.rows.show_fit(found, self._words_there(found))
        self.sample.setVisible(found is not None)
        self.sample.resizeColumnsToContents()
        header = self.sample.horizontalHeader()
        for column in range(self.rows.columnCount()):
            header.resizeSection(column, min(260, max(56, header.sectionSize(column))))

    def _words_there(self, found: Fit | None) -> list[str]:
        """The header words that are there already, in the order of the columns."""
        if found is None or found.bring_header:
            return []
        sheet = self.template.sheet(found.place.area.sheet)
        return [
            sheet.text(found.header, column) if sheet.number(found.header, column) is None else ""
            for column in found.columns
        ]

    def _fill(self) -> None:
        remember(self.template, self.wanted)
        self.accept()
        self.fill_wanted.emit(self.wanted)


def _told(found: Fit) -> str:
    count = len(found.table.rows)
    rows = "1 row" if count == 1 else f"{count:,} rows"
    own = "with its own header, " if found.bring_header else ""
    return f"{TITLES[found.table.name]}: {rows}, {own}to {found.area}."


def _words(table: str) -> str:
    return f"{table}: {TITLES[table]}"


def _options(_line: Line) -> list[Option]:
    return [(LEAVE, ""), *((_words(name), name) for name in TITLES)]
