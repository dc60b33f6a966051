"""The first rows of the file as they stand there, with what is wrong marked in its cell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from teamtide.exchange.importing import PreviewTable
from teamtide.ui import theme
from teamtide.ui.fields import texts
from teamtide.ui.fields.widgets import Combo

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
FIELD_WORDS: dict[str, str] = {
    "": "not used",
    "id": "ID",
    "name": "Name",
    "first_name": "First name",
    "last_name": "Last name",
    "email": "E-mail",
    "title": "Title",
    "team": "Team",
    "manager": "Manager",
    "discipline": "Discipline",
    "fte": "FTE",
    "location": "Location",
    "start": "Start",
    "end": "End",
    "skills": "Skills",
}


def cell_text(value: Any) -> str:
    """A cell as a person would read it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        midnight = value.hour == value.minute == value.second == 0
        return texts.date_text(value.date()) + ("" if midnight else f" {value:%H:%M}")
    if isinstance(value, date):
        return texts.date_text(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return texts.number_text(float(value))
    return " ".join(str(value).split())


class PreviewModel(QAbstractTableModel):
    """The rows of a `PreviewTable`."""

    def __init__(self, parent: QObject | None = None) -> None:
        """No rows yet."""
        super().__init__(parent)
        self._table: PreviewTable | None = None

    def show_table(self, table: PreviewTable | None) -> None:
        """Show another table."""
        self.beginResetModel()
        self._table = table
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many rows are shown."""
        return 0 if parent.isValid() or self._table is None else len(self._table.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """As many columns as the file has."""
        return 0 if parent.isValid() or self._table is None else len(self._table.headers)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        """Header words, and row numbers as in the file."""
        if self._table is None or role != Role.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return self._table.first_row + section
        return self._table.headers[section]

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """A cell; what is wrong with it is its tooltip and its colour."""
        table = self._table
        if not index.isValid() or table is None:
            return None
        value = table.rows[index.row()][index.column()]
        said = table.marks.get((index.row(), index.column()))
        if role == Role.DisplayRole:
            return f"⚠ {cell_text(value)}".rstrip() if said else cell_text(value)
        if role == Role.ToolTipRole:
            return f"{said[:1].upper()}{said[1:]}." if said else None
        if role == Role.AccessibleDescriptionRole:
            return said
        if role == Role.TextAlignmentRole:
            number = isinstance(value, (int, float)) and not isinstance(value, bool)
            side = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        now = theme.current()
        used = bool(table.fields[index.column()]) or not any(table.fields)
        if role == Role.BackgroundRole:
            return now.bad_fill if said else None
        if role == Role.ForegroundRole:
            return now.bad if said else (now.text if used else now.muted)
        return None

    def place_of(self, cell: str, problem: str) -> tuple[int, int] | None:
        """Where a problem's cell (`People!C7`) is among the rows shown."""
        table = self._table
        digits = "".join(c for c in cell.rpartition("!")[2] if c.isdigit())
        if table is None or not digits:
            return None
        row = int(digits) - table.first_row
        for (at, column), said in table.marks.items():
            if at == row and said == problem:
                return at, column
        return (row, 0) if 0 <= row < len(table.rows) else None


class MappingHeader(QHeaderView):
    """Headers of the file with a box beneath each: which field it is."""

    settled = Signal()

    def __init__(self, parent: QTableView) -> None:
        """A header with no boxes yet."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.boxes: list[Combo] = []
        self.setSectionsClickable(False)
        self.setMinimumSectionSize(72)
        self.sectionResized.connect(self._place)
        parent.horizontalScrollBar().valueChanged.connect(self._place)

    def show_fields(self, headers: Sequence[str], fields: Sequence[str]) -> None:
        """A box a column, each on its field; no boxes where there are no fields."""
        for box in self.boxes:
            box.hide()
            box.deleteLater()
        self.boxes = []
        for header, field in zip(headers, fields, strict=False):
            box = Combo(self.viewport())
            for key, words in FIELD_WORDS.items():
                box.addItem(words, key)
            box.setCurrentIndex(max(0, box.findData(field)))
            box.setAccessibleName(f"Column {header} is")
            box.setToolTip(f"What the column “{header}” is")
            box.setProperty("used", bool(field))
            box.activated.connect(self.settled)
            box.show()
            self.boxes.append(box)
        self.updateGeometries()
        self._place()

    def mapping(self, headers: Sequence[str]) -> dict[str, str]:
        """The field of each header, blank where it is not used."""
        found = [str(box.currentData() or "") for box in self.boxes]
        return dict(zip(headers, found, strict=False))

    def sizeHint(self) -> QSize:
        """Two lines where there are boxes."""
        return QSize(super().sizeHint().width(), 58 if self.boxes else 28)

    def resizeEvent(self, event: Any) -> None:
        """Keep the boxes in place."""
        super().resizeEvent(event)
        self._place()

    def paintSection(self, painter: QPainter, rect: QRect, logical_index: int) -> None:
        """The header's word above its box."""
        now = theme.current()
        painter.fillRect(rect, now.board)
        painter.setPen(now.line)
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        font = painter.font()
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(now.text)
        words = str(self.model().headerData(logical_index, Qt.Orientation.Horizontal) or "")
        inside = rect.adjusted(8, 4, -6, 0)
        inside.setHeight(20)
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, shown)

    def _place(self) -> None:
        for number, box in enumerate(self.boxes):
            if number < self.count():
                x, width = self.sectionViewportPosition(number), self.sectionSize(number)
                box.setGeometry(x + 3, 27, width - 7, 26)


class PreviewView(QTableView):
    """The preview, its header, and a way to a cell."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Empty."""
        super().__init__(parent)
        self.preview = PreviewModel(self)
        self.setModel(self.preview)
        self.header = MappingHeader(self)
        self.setHorizontalHeader(self.header)
        self.setAccessibleName("Preview of the file")
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setWordWrap(False)
        self.setShowGrid(True)
        sides = self.verticalHeader()
        sides.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        sides.setDefaultSectionSize(24)

    def show_table(self, table: PreviewTable | None, *, settle: bool) -> None:
        """Show a table; with boxes to settle its columns where `settle`."""
        widths = [self.columnWidth(n) for n in range(self.preview.columnCount())]
        self.preview.show_table(table)
        headers = table.headers if table is not None else ()
        self.header.show_fields(headers, table.fields if table is not None and settle else ())
        if len(widths) == len(headers):
            for number, width in enumerate(widths):
                self.setColumnWidth(number, width)
            return
        for number, header in enumerate(headers):
            rows = table.rows[:40] if table is not None else ()
            longest = max((len(cell_text(row[number])) for row in rows), default=0)
            self.setColumnWidth(number, min(260, max(104, 8 * max(longest, len(header)) + 20)))

    def go_to(self, cell: str, problem: str) -> bool:
        """Select the cell of a problem."""
        place = self.preview.place_of(cell, problem)
        if place is None:
            return False
        index = self.preview.index(*place)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        return True
